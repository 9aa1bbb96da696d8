//! Prints what is wrong with each piece of a file, one line per piece, as CPython's `SyntaxError`
//! tells it: type, message, line, offset, end line, end offset (or OK).
//!
//! `cargo run -p coil-grammar --example syntax_error -- FILE`; pieces are separated by the
//! control character U+001E.

use coil_grammar::{LineIndex, Mode, SyntaxError, parse};

fn main() {
    let Some(file) = std::env::args().nth(1) else { return eprintln!("usage: syntax_error FILE") };
    let text = match std::fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) => return eprintln!("{file}: {error}"),
    };
    for piece in text.split('\u{1e}') {
        match parse(piece, Mode::Module) {
            Ok(_) => println!("OK"),
            Err(error) => println!("{}", describe(piece, &error)),
        }
    }
}

fn describe(source: &str, error: &SyntaxError) -> String {
    let place = error.location(source, &LineIndex::new(source));
    let (line, offset, end_line, end_offset) =
        (place.lineno, place.offset, place.end_lineno, place.end_offset);
    format!("{} {} {line} {offset} {end_line} {end_offset}", error.type_name(), error.message)
}
