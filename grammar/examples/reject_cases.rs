//! Takes the doctest-like cases of CPython's `Lib/test/test_syntax.py` and shows how many of those
//! that must fail with a SyntaxError are rejected here, by the parser alone.
//!
//! `cargo run -p coil-grammar --example reject_cases -- FILE [--list]`
//! With `--list` the cases that are not rejected are printed: CPython rejects them in its symbol
//! table or its compiler, which Coil does in `src/compiler`.

use std::process::ExitCode;

use coil_grammar::{Mode, parse};

/// One example: what is typed at the prompt, and what is printed then.
#[derive(Default)]
struct Case {
    line: usize,
    source: String,
    output: String,
}

impl Case {
    fn must_fail(&self) -> bool {
        let errors = ["SyntaxError", "IndentationError", "TabError"];
        let is_error = |line: &str| errors.iter().any(|error| line.trim().starts_with(error));
        self.output.contains("Traceback") && self.output.lines().any(is_error)
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let with_list = arguments.iter().any(|argument| argument == "--list");
    let Some(file) = arguments.iter().find(|argument| !argument.starts_with("--")) else {
        eprintln!("usage: reject_cases FILE [--list]");
        return ExitCode::FAILURE;
    };
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{file}: {error}");
            return ExitCode::FAILURE;
        }
    };
    let (mut rejected, mut accepted) = (Vec::new(), Vec::new());
    for case in cases(&text).into_iter().filter(Case::must_fail) {
        let is_valid = parse(&case.source, Mode::Module).is_ok();
        if is_valid { &mut accepted } else { &mut rejected }.push(case);
    }
    println!("rejected {} of {}", rejected.len(), rejected.len() + accepted.len());
    println!("left to the compiler: {}", accepted.len());
    if with_list {
        for case in &accepted {
            println!("line {}:\n{}", case.line, case.source);
        }
    }
    ExitCode::SUCCESS
}

fn cases(text: &str) -> Vec<Case> {
    let mut all: Vec<Case> = Vec::new();
    let mut is_open = false;
    for (number, line) in text.lines().enumerate() {
        let trimmed = line.trim_start();
        let continued = trimmed.strip_prefix("... ").or((trimmed == "...").then_some(""));
        if let Some(source) = trimmed.strip_prefix(">>> ") {
            all.push(Case { line: number + 1, source: unescaped(source), ..Case::default() });
            is_open = true;
        } else if let (Some(source), true, Some(case)) = (continued, is_open, all.last_mut()) {
            case.source.push_str(&unescaped(source));
        } else if trimmed.is_empty() {
            is_open = false;
        } else if let (true, Some(case)) = (is_open, all.last_mut()) {
            case.output.push_str(line);
            case.output.push('\n');
        }
    }
    all
}

/// A line of the docstring as the doctest sees it.
fn unescaped(line: &str) -> String {
    line.replace("\\\\", "\\") + "\n"
}
