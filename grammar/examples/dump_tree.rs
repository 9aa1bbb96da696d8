//! Prints the tree of each file: `cargo run -p coil-grammar --example dump_tree -- FILE...`

#[path = "../tests/support/mod.rs"]
mod support;

use coil_grammar::{Mode, decode_source, parse};

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
        match parse(&source, Mode::Module) {
            Ok(parsed) => print!("{}", support::dump::dump(&source, &parsed.module)),
            Err(error) => println!("{error}"),
        }
    }
}
