//! Modes, warnings, decoding and what a prompt needs.

use coil_grammar::ast::{ExprKind, Mod, StmtKind};
use coil_grammar::{Input, Mode, WarningCategory, parse, parse_input};

fn state(source: &str) -> &'static str {
    match parse_input(source) {
        Input::Complete(_) => "complete",
        Input::Incomplete => "incomplete",
        Input::Invalid(_) => "invalid",
    }
}

#[test]
fn a_prompt_asks_for_more_while_more_could_mend_it() {
    for source in [
        "if a:",
        "if a:\n  b",
        "if a: b",
        "(a",
        "x = [1,",
        "\"\"\"a",
        "a \\",
        "def f():",
        "@a",
        "try:\n  a",
        "f\"{a",
        "f\"\"\"{a",
        "match a:\n  case b:",
        "class A:\n  def f(self):",
        "[x for",
        "a[",
        "\"\\",
        "def f(a,\n",
    ] {
        assert_eq!(state(source), "incomplete", "{source:?}");
    }
}

#[test]
fn a_prompt_takes_what_is_complete() {
    for source in ["a", "a;b", "if a:\n  b\n", "if a: b\n", "", "# c", "raise", "match = 1"] {
        assert_eq!(state(source), "complete", "{source:?}");
    }
}

#[test]
fn a_prompt_rejects_what_nothing_mends() {
    for source in ["a b", "a =", "f(a b", "\"a", "x = = 1", "    a", "else", "while x", "a(\n\"b"] {
        assert_eq!(state(source), "invalid", "{source:?}");
    }
}

#[test]
fn modes_take_what_they_name() {
    assert!(matches!(parse("a, b", Mode::Expression).unwrap().module, Mod::Expression { .. }));
    assert!(parse("a = 1", Mode::Expression).is_err());
    assert!(parse("*a", Mode::Expression).is_err());
    assert!(parse("(int, *str, **Any) -> float", Mode::FunctionType).is_ok());
    assert!(parse("(int,) -> float", Mode::FunctionType).is_err());
    let error = parse("a\nb", Mode::Interactive).unwrap_err();
    assert_eq!(error.message, "multiple statements found while compiling a single statement");
}

#[test]
fn invalid_escapes_are_warnings() {
    let parsed = parse("x = '\\d'\ny = b'\\400'\nz = 1if x else 2", Mode::Module).unwrap();
    let mut messages: Vec<&str> = parsed.warnings.iter().map(|warning| warning.message.as_str()).collect();
    messages.sort_unstable();
    assert_eq!(messages.len(), 3);
    assert!(messages[0].starts_with("\"\\400\" is an invalid octal escape sequence."));
    assert!(messages[1].starts_with("\"\\d\" is an invalid escape sequence."));
    assert_eq!(messages[2], "invalid decimal literal");
    assert!(parsed.warnings.iter().all(|warning| !warning.to_error().message.contains("future")));
    assert_eq!(parse("f'\\{x}'", Mode::Module).unwrap().warnings.len(), 1);
    let is_syntax = |category| category == WarningCategory::SyntaxWarning;
    assert!(parsed.warnings.iter().all(|warning| is_syntax(warning.category)));
}

#[test]
fn names_are_normalised_and_surrogates_kept() {
    let parsed = parse("\u{fb01} = '\\ud800'", Mode::Module).unwrap();
    let Mod::Module { body } = &parsed.module else { panic!("a module") };
    let StmtKind::Assign { targets, value } = &body[0].kind else { panic!("an assignment") };
    assert!(matches!(&targets[0].kind, ExprKind::Name { id, .. } if id == "fi"));
    let text = format!("{:?}", value.kind);
    assert!(text.contains("wtf8[237, 160, 128]"), "{text}");
}
