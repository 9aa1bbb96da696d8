//! Prints what is wrong with each piece of a file, one line per piece, as CPython's `SyntaxError`
//! tells it: type, message, line, offset, end line, end offset (or OK).
//!
//! `cargo run -p coil-grammar --example syntax_error -- FILE [exec | eval | single | input]`;
//! pieces are separated by the control character U+001E. `input` tells what a prompt would do.

use coil_grammar::{Input, LineIndex, Mode, SyntaxError, parse, parse_input};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let Some(file) = arguments.next() else { return eprintln!("usage: syntax_error FILE [MODE]") };
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => return eprintln!("{file}: {error}"),
    };
    let mode = match arguments.next().as_deref() {
        Some("eval") => Mode::Expression,
        Some("single") => Mode::Interactive,
        Some("input") => return text.split('\u{1e}').for_each(|piece| println!("{}", state(piece))),
        _ => Mode::Module,
    };
    for piece in text.split('\u{1e}') {
        match parse(piece, mode) {
            Ok(_) => println!("OK"),
            Err(error) => println!("{}", describe(piece, &error)),
        }
    }
}

fn state(source: &str) -> String {
    match parse_input(source) {
        Input::Complete(_) => "complete".to_owned(),
        Input::Incomplete => "incomplete".to_owned(),
        Input::Invalid(error) => format!("error {}", error.message),
    }
}

fn describe(source: &str, error: &SyntaxError) -> String {
    let place = error.location(source, &LineIndex::new(source));
    let (line, offset, end_line, end_offset) = (place.lineno, place.offset, place.end_lineno, place.end_offset);
    format!("{} {} {line} {offset} {end_line} {end_offset}", error.type_name(), error.message)
}
