//! Prints the tokens of each file, one per line: type, start and end (line:column in characters).
//!
//! `cargo run -p coil-grammar --example dump_tokens -- FILE...`

use coil_grammar::tokens::{TokenKind, TokenStream};
use coil_grammar::{LineColumn, LineIndex, decode_source};

fn main() {
    for file in std::env::args().skip(1) {
        println!("== {file}");
        let source = match std::fs::read(&file).map(|bytes| decode_source(&bytes)) {
            Ok(Ok(source)) => source,
            Ok(Err(error)) => {
                println!("{error}");
                continue;
            }
            Err(error) => {
                println!("{error}");
                continue;
            }
        };
        let index = LineIndex::new(&source);
        let stream = TokenStream::new(&source);
        for token in &stream.tokens {
            let start = index.characters(&source, token.start);
            let mut end = index.characters(&source, token.end);
            if matches!(token.kind, TokenKind::Newline | TokenKind::LineEnd) {
                // A line end is on the line that it ends.
                end = LineColumn { line: start.line, column: start.column + 1 };
            }
            let (line, column) = (start.line, start.column);
            println!("{} {line}:{column}-{}:{}", token.kind.type_name(), end.line, end.column);
        }
        if let Some(error) = stream.error {
            println!("{error}");
        }
    }
}
