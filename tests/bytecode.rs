//! The compiler and its bytecode: golden listings, errors as CPython words them, and the verifier over every Python
//! file of the repository.
//!
//! `COIL_UPDATE=1 cargo test --test bytecode` writes the golden listings (`tests/bytecode/*.dis`) and the reference
//! page (`docs/opcodes.md`) anew. `tests/bytecode/errors.txt` was written by CPython 3.14.

use std::fs;
use std::path::{Path, PathBuf};

use coil::bytecode::code::Code;
use coil::bytecode::{dis, reference, serial, verify};
use coil::compiler::{CompileOptions, compile};
use coil_grammar::{LineIndex, decode_source};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn python_files(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            python_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            found.push(path);
        }
    }
    found.sort();
}

fn check(code: &Code, path: &Path) {
    if let Err(fault) = verify::verify(code) {
        panic!("{}: {fault}", path.display());
    }
    let written = serial::write(code);
    let read = serial::read(&written).unwrap_or_else(|_| panic!("{}: unreadable", path.display()));
    assert!(read == *code, "{}: the serial form differs", path.display());
}

#[test]
fn every_program_of_the_repository_verifies_and_serialises() {
    let mut files = Vec::new();
    for folder in ["tests", "stdlib", "examples"] {
        python_files(&root().join(folder), &mut files);
    }
    let mut compiled = 0;
    for path in &files {
        let Ok(source) = decode_source(&fs::read(path).expect("readable")) else { continue };
        // Some files are there for their syntax errors.
        for optimize in [0, 2] {
            let options = CompileOptions { optimize, ..CompileOptions::default() };
            let Ok(result) = compile(&source, "file.py", &options) else { continue };
            check(&result.code, path);
            compiled += 1;
        }
    }
    assert!(compiled > 300, "only {compiled} programs were compiled");
}

#[test]
fn a_damaged_file_is_unreadable_and_no_panic() {
    let source = "def f(a, *b, c=1.5):\n    return [x async for x in a] if b else {c: 10 ** 30}\n";
    let source = format!("async {source}");
    let code = compile(&source, "f.py", &CompileOptions::default()).expect("compiles").code;
    let written = serial::write(&code);
    for cut in 0..written.len() {
        assert!(serial::read(&written[..cut]).is_err());
    }
    for position in 0..written.len() {
        let mut damaged = written.clone();
        damaged[position] ^= 0x55;
        let _ = serial::read(&damaged);
    }
}

/// Compares with a file, or writes it.
fn golden(path: &Path, actual: &str) {
    if std::env::var_os("COIL_UPDATE").is_some() {
        fs::write(path, actual).expect("writable");
        return;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected != actual {
        let line = expected.lines().zip(actual.lines()).position(|(a, b)| a != b);
        let number = line.unwrap_or(expected.lines().count().min(actual.lines().count()));
        let (wanted, got) = (expected.lines().nth(number), actual.lines().nth(number));
        panic!("{}, line {}: expected\n{wanted:?}\ngot\n{got:?}", path.display(), number + 1);
    }
}

#[test]
fn listings_are_golden() {
    let mut files = Vec::new();
    python_files(&root().join("tests/bytecode"), &mut files);
    assert!(!files.is_empty());
    for path in files {
        let source = fs::read_to_string(&path).expect("readable");
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("?");
        let code = compile(&source, name, &CompileOptions::default()).expect("compiles").code;
        check(&code, &path);
        let options = dis::Options { headers: true, ..dis::Options::default() };
        golden(&path.with_extension("dis"), &dis::disassemble(&code, &options));
    }
}

#[test]
fn the_reference_page_is_fresh() {
    golden(&root().join("docs/opcodes.md"), &reference::page());
}

/// What the compiler says of a source: one line, and one for each warning.
fn verdict(source: &str) -> Vec<String> {
    let index = LineIndex::new(source);
    let place = |offset| index.characters(source, offset);
    match compile(source, "case.py", &CompileOptions::default()) {
        Err(error) => {
            let (start, end) = (place(error.range.start), place(error.range.end));
            vec![
                error.to_string(),
                format!(
                    "line {}, offset {}, to line {}, offset {}",
                    start.line,
                    start.column + 1,
                    end.line,
                    end.column + 1
                ),
            ]
        }
        Ok(compiled) => {
            check(&compiled.code, Path::new("case.py"));
            let mut lines = vec!["compiles".to_string()];
            for warning in &compiled.warnings {
                let line = index.line(warning.range.start);
                lines.push(format!("{:?}: {} (line {line})", warning.category, warning.message));
            }
            lines
        }
    }
}

#[test]
fn errors_and_warnings_are_those_of_cpython() {
    let table = fs::read_to_string(root().join("tests/bytecode/errors.txt")).expect("readable");
    let mut wrong = Vec::new();
    let mut count = 0;
    for block in table.split("\n\n").filter(|block| !block.starts_with('#')) {
        let source: String =
            block.lines().filter_map(|line| line.strip_prefix("    | ")).map(|line| format!("{line}\n")).collect();
        let expected: Vec<&str> = block.lines().filter_map(|line| line.strip_prefix("    => ")).collect();
        if expected.is_empty() {
            continue;
        }
        count += 1;
        let actual = verdict(&source);
        if actual != expected {
            wrong.push(format!("{source}expected {expected:?}\ngot      {actual:?}\n"));
        }
    }
    assert!(count > 200, "only {count} cases");
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Sources that are large or deep in one way each; the test's thread has a small native stack.
#[test]
fn limits_are_far_away() {
    let join = |count: usize, part: &dyn Fn(usize) -> String| (0..count).map(part).collect::<String>();
    let sources = [
        format!("x = {}b\n", "a + ".repeat(50_000)),
        format!("x = {}b\n", "a and ".repeat(50_000)),
        format!("x = a{}\n", ".b".repeat(50_000)),
        format!("x = a{}\n", "()".repeat(50_000)),
        format!("x = a{}\n", ".b()".repeat(50_000)),
        format!("x = a{}\n", ".b[0]().c(1)".repeat(10_000)),
        format!("a{} += 1\n", "[0]".repeat(50_000)),
        format!("x = {}a\n", "-".repeat(1_000)),
        format!("x = {}a{}\n", "(".repeat(150), ")".repeat(150)),
        format!("if x: y\n{}", "elif x: y\n".repeat(10_000)),
        format!("{}def f(): return 1\n", join(70_000, &|n| format!("x = {n}.5\n"))),
        format!("{}x.y.z(1)\n", join(70_000, &|n| format!("x.a{n}\n"))),
        format!("def f():\n{} return v9\n", join(2_000, &|n| format!(" v{n} = {n}\n"))),
        format!("f({} *b, {} **c)\n", "a, ".repeat(2_000), join(2_000, &|n| format!("k{n}=a, "))),
        format!("x = [{}]\n", "a, ".repeat(20_000)),
        format!("x = f\"{}\"\n", "{a} ".repeat(10_000)),
        format!("def f():\n for i in x:\n{}  if i: break\n", "  g(i)\n".repeat(30_000)),
    ];
    for source in sources {
        let start: String = source.chars().take(40).collect();
        let result = compile(&source, "limit.py", &CompileOptions::default());
        let compiled = result.unwrap_or_else(|error| panic!("{start}: {error}"));
        check(&compiled.code, Path::new(&start));
    }
    let source = format!("x = {}a\n", "not ".repeat(50_000));
    let error = compile(&source, "limit.py", &CompileOptions::default()).expect_err("too deep");
    assert_eq!(error.type_name(), "MemoryError");
}
