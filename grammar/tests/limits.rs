//! Limits: what is nested too deeply is an error, never a native stack overflow.

use coil_grammar::{Mode, SyntaxErrorKind, parse};

fn message(source: &str) -> String {
    match parse(source, Mode::Module) {
        Ok(_) => "OK".to_owned(),
        Err(error) => error.message,
    }
}

#[test]
fn two_hundred_brackets_nest_and_no_more() {
    let nested = |depth: usize| format!("{}1{}", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(message(&nested(200)), "OK");
    assert_eq!(message(&nested(201)), "too many nested parentheses");
}

#[test]
fn ninety_nine_blocks_nest_and_no_more() {
    let nested = |depth: usize| {
        let heads: String = (0..depth).map(|at| format!("{}if x:\n", " ".repeat(at))).collect();
        format!("{heads}{}pass\n", " ".repeat(depth))
    };
    assert_eq!(message(&nested(99)), "OK");
    assert_eq!(message(&nested(100)), "too many levels of indentation");
}

#[test]
fn long_chains_parse_and_drop() {
    for (head, link, tail) in [
        ("1", "+1", ""),
        ("a", ".b", ""),
        ("a", "()", ""),
        ("a", "[0]", ""),
        ("", "not ", "x"),
        ("", "-", "1"),
        ("", "lambda: ", "1"),
        ("", "1 if a else ", "b"),
        ("", "a = ", "b"),
        ("if a: b\n", "elif c: d\n", "else: e\n"),
    ] {
        let source = format!("{head}{}{tail}", link.repeat(20_000));
        assert_eq!(message(&source), "OK", "{link}");
    }
}

#[test]
fn what_is_wrong_deep_down_is_reported() {
    let nested = format!("{}1 1{}", "(".repeat(200), ")".repeat(200));
    assert_eq!(message(&nested), "invalid syntax. Perhaps you forgot a comma?");
    let nested = format!("{}1 1{}", "{1: [".repeat(99), "]}".repeat(99));
    assert_eq!(message(&nested), "invalid syntax. Perhaps you forgot a comma?");
    let chain = format!("{} 1", "1+".repeat(20_000));
    assert_eq!(message(&chain), "OK");
    let chain = format!("{}1 1", "1+".repeat(20_000));
    assert_eq!(message(&chain), "invalid syntax");
}

#[test]
fn a_diagnosis_that_goes_too_deep_ends_in_a_memory_error() {
    for link in ["not ", "-", "lambda: ", "1 if a else ", "a ** "] {
        let error = parse(&format!("{}1 1", link.repeat(50_000)), Mode::Module).unwrap_err();
        assert_eq!(error.kind, SyntaxErrorKind::TooComplex, "{link}");
    }
}
