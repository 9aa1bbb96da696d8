//! Tokens, trees and errors of small sources, as golden files (see `support`).

mod support;

use std::fmt::Write;

use coil_grammar::tokens::TokenStream;
use coil_grammar::{LineIndex, Mode, parse};

#[test]
fn tokens() {
    support::check_golden("tokens.txt", |source| {
        let stream = TokenStream::new(source);
        let mut out = String::new();
        for token in &stream.tokens {
            let text = token.range().text(source);
            writeln!(out, "{}..{} {:?} {text:?}", token.start, token.end, token.kind).unwrap();
        }
        if let Some(error) = stream.error {
            writeln!(out, "{error}").unwrap();
        }
        out
    });
}

#[test]
fn trees() {
    support::check_golden("trees.txt", |source| match parse(source, Mode::Module) {
        Ok(parsed) => support::dump::dump(source, &parsed.module),
        Err(error) => format!("{error}\n"),
    });
}

/// A line holds a source (with its line ends escaped), a tab, and the outcome, which is CPython
/// 3.14's: lineno, offset, end_lineno and end_offset of the exception, its type and message.
#[test]
fn errors() {
    for area in ["basics", "expressions", "statements", "literals"] {
        let path = format!("{}/tests/golden/errors/{area}.txt", env!("CARGO_MANIFEST_DIR"));
        let table = std::fs::read_to_string(&path).expect("the table is readable");
        for line in table.lines() {
            let (source, expected) = line.split_once('\t').expect("a line has two columns");
            assert_eq!(outcome(&unescaped(source)), expected, "{area}: {source}");
        }
    }
}

fn outcome(source: &str) -> String {
    let error = match parse(source, Mode::Module) {
        Ok(_) => return "OK".to_owned(),
        Err(error) => error,
    };
    let at = error.location(source, &LineIndex::new(source));
    let (line, end_line) = (at.lineno, at.end_lineno);
    format!("{line}:{}-{end_line}:{} {error}", at.offset, at.end_offset)
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        out.push(match (character, character == '\\') {
            (_, true) => match characters.next() {
                Some('n') => '\n',
                Some('t') => '\t',
                Some('r') => '\r',
                other => other.unwrap_or('\\'),
            },
            (plain, false) => plain,
        });
    }
    out
}
