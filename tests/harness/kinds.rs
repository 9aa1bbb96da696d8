//! The four kinds of test: how each is found, run and judged.

use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Failed, Trial};

use crate::expectations::Expectations;
use crate::process::{Outcome, coil};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `tests/lang/**/*.py`: expectations stand in the file.  Names that begin with `_` are modules to import.
pub fn language() -> Vec<Trial> {
    let folder = root().join("tests/lang");
    let mut files = Vec::new();
    gather(&folder, &mut files);
    files.into_iter().map(|file| Trial::test(name(&folder, &file), move || check_language(&file))).collect()
}

/// `tests/traceback/*.py`: stderr is that of the `.err` file beside it, the file named without its folder.
pub fn tracebacks() -> Vec<Trial> {
    let folder = root().join("tests/traceback");
    let check = |file: &Path| {
        let outcome = run(file);
        let folder = file.parent().expect("a test lies in a folder").canonicalize()?;
        let prefix = format!("{}/", folder.display());
        same(&golden(file, "err"), &outcome.stderr.replace(&prefix, ""), &outcome)
    };
    each(&folder, "traceback/", check)
}

/// `tests/syntax_errors/cases.txt`: one test per case, judged by a Python program that reads the table.
pub fn syntax_errors() -> Vec<Trial> {
    let table = root().join("tests/syntax_errors/cases.txt");
    let text = fs::read_to_string(&table).expect("the table of syntax errors");
    let names = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()));
    names
        .map(|case| {
            let case = case.to_string();
            Trial::test(format!("syntax_errors/{case}"), move || check_syntax_error(&case))
        })
        .collect()
}

/// `examples/*.py`: stdout is that of the `.out` file beside it; the one without prints Coil's bytecode.
pub fn examples() -> Vec<Trial> {
    let check = |file: &Path| {
        let outcome = run(file);
        if outcome.status != Some(0) {
            return Err(failed("it does not end well", &outcome));
        }
        if file.with_extension("out").exists() {
            return same(&golden(file, "out"), &outcome.stdout, &outcome);
        }
        for opcode in ["GET_AWAITABLE", "YIELD_FROM", "GET_AITER", "GET_ANEXT"] {
            if !outcome.stdout.contains(opcode) {
                return Err(failed(&format!("no {opcode} in its output"), &outcome));
            }
        }
        Ok(())
    };
    each(&root().join("examples"), "examples/", check)
}

fn check_language(file: &Path) -> Result<(), Failed> {
    let source = fs::read_to_string(file)?;
    let outcome = run(file);
    let problems = Expectations::read(&source).problems(&outcome);
    if problems.is_empty() { Ok(()) } else { Err(failed(&problems.join("\n"), &outcome)) }
}

fn check_syntax_error(case: &str) -> Result<(), Failed> {
    let arguments = ["tests/support/syntax_cases.py", "tests/syntax_errors/cases.txt", case];
    let outcome = coil(root(), &arguments);
    if outcome.status == Some(0) { Ok(()) } else { Err(failed(outcome.stdout.trim_end(), &outcome)) }
}

/// Runs a file from its own folder, by its bare name.
fn run(file: &Path) -> Outcome {
    let folder = file.parent().expect("a test lies in a folder");
    let name = file.file_name().expect("a test has a name").to_string_lossy();
    coil(folder, &[&name])
}

fn each(folder: &Path, prefix: &str, check: fn(&Path) -> Result<(), Failed>) -> Vec<Trial> {
    let mut files = Vec::new();
    gather(folder, &mut files);
    files
        .into_iter()
        .map(|file| Trial::test(format!("{prefix}{}", name(folder, &file)), move || check(&file)))
        .collect()
}

/// Every `.py` file below a folder, in order; what begins with `_` or `.` belongs to other tests.
fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(['_', '.']) {
            continue;
        }
        if path.is_dir() {
            gather(&path, files);
        } else if name.ends_with(".py") {
            files.push(path);
        }
    }
}

fn name(folder: &Path, file: &Path) -> String {
    let relative = file.strip_prefix(folder).expect("the file lies below the folder");
    relative.with_extension("").to_string_lossy().replace('\\', "/")
}

fn golden(file: &Path, extension: &str) -> String {
    let path = file.with_extension(extension);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn same(want: &str, got: &str, outcome: &Outcome) -> Result<(), Failed> {
    if want == got {
        return Ok(());
    }
    let (want_lines, got_lines): (Vec<&str>, Vec<&str>) = (want.lines().collect(), got.lines().collect());
    let at = want_lines.iter().zip(&got_lines).take_while(|(want, got)| want == got).count();
    let line = |lines: &[&str]| lines.get(at).map_or("nothing more".to_string(), |text| format!("{text:?}"));
    let sentence = format!("line {}: expected {}, got {}", at + 1, line(&want_lines), line(&got_lines));
    Err(failed(&sentence, outcome))
}

/// What is wrong, and the end of what the program wrote.
fn failed(sentence: &str, outcome: &Outcome) -> Failed {
    let tail = |text: &str| {
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    };
    let (stdout, stderr) = (tail(&outcome.stdout), tail(&outcome.stderr));
    Failed::from(format!("{sentence}\n({})\n--- stdout\n{stdout}\n--- stderr\n{stderr}", outcome.ending()))
}
