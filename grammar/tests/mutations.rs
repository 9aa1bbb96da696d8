//! Sources that are damaged at random: none may make the parser panic or run for long.

use std::time::{Duration, Instant};

use coil_grammar::tokens::TokenStream;
use coil_grammar::{LineIndex, Mode, decode_source, parse};

/// xorshift: the same sequence in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

const PIECES: [&str; 40] = [
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ":=",
    "=",
    ",",
    "*",
    "**",
    "\\",
    "\\\n",
    "\n",
    "\n    ",
    "\t",
    "\"",
    "'''",
    "f\"",
    "f'''{",
    "t\"{",
    "}}",
    "!r",
    "#",
    "if ",
    "else ",
    "for x in ",
    "lambda ",
    "match x:\n case ",
    "def f(",
    "class ",
    "async ",
    "with (",
    "except* ",
    "0x",
    "1e",
    "é",
    "\u{2028}",
    "\0",
];

fn damaged(text: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(8)).min(bytes.len());
        let piece = PIECES[random.below(PIECES.len())].as_bytes().to_vec();
        match random.below(4) {
            0 => drop(bytes.splice(at..at, piece)),
            1 => drop(bytes.splice(at..end, piece)),
            2 => drop(bytes.drain(at..end)),
            _ => bytes.truncate(at.max(1)),
        }
    }
    decode_source(&bytes).unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned())
}

#[test]
fn damaged_sources_neither_panic_nor_hang() {
    let trees = include_str!("golden/trees.txt");
    let sources: Vec<&str> = trees.split("====\n").filter_map(|case| case.split("----\n").next()).collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let rounds = std::env::var("COIL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    for _ in 0..rounds.unwrap_or(5_000) {
        let first = sources[random.below(sources.len())];
        let second = sources[random.below(sources.len())];
        let source = damaged(&format!("{first}{second}"), &mut random);
        let start = Instant::now();
        for mode in [Mode::Module, Mode::Expression, Mode::Interactive, Mode::FunctionType] {
            if let Err(error) = parse(&source, mode) {
                error.location(&source, &LineIndex::new(&source));
            }
        }
        let stream = TokenStream::new(&source);
        assert!(stream.error.is_some() || !stream.tokens.is_empty());
        assert!(start.elapsed() < Duration::from_secs(5), "slow: {source:?}");
    }
}
