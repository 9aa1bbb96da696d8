//! Parses every `.py` file below the given directories and prints "parsed N of M".
//!
//! `cargo run -p coil-grammar --example parse_tree -- DIRECTORY... [--except PART]... [--time]`
//! A file whose path contains one of the PARTs is left out. Exits with 1 if a file fails.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use coil_grammar::{LineIndex, Mode, decode_source, parse};

#[derive(Default)]
struct Tally {
    files: usize,
    parsed: usize,
    bytes: usize,
    seconds: f64,
}

fn main() -> ExitCode {
    let (mut roots, mut excepted, mut with_time) = (Vec::new(), Vec::new(), false);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--except" => excepted.extend(arguments.next()),
            "--time" => with_time = true,
            _ => roots.push(PathBuf::from(argument)),
        }
    }
    let mut files = Vec::new();
    for root in &roots {
        collect(root, &mut files);
    }
    files.sort();
    files.retain(|file| !excepted.iter().any(|part| file.to_string_lossy().contains(part)));
    let mut tally = Tally::default();
    for file in &files {
        check(file, &mut tally);
    }
    println!("parsed {} of {}", tally.parsed, tally.files);
    if with_time {
        let megabytes = tally.bytes as f64 / 1e6;
        println!("{megabytes:.1} MB in {:.3} s: {:.1} MB/s", tally.seconds, megabytes / tally.seconds);
    }
    if tally.parsed == tally.files { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if let Ok(entries) = std::fs::read_dir(path) {
        for entry in entries.flatten() {
            collect(&entry.path(), files);
        }
    } else if path.extension().is_some_and(|extension| extension == "py") {
        files.push(path.to_owned());
    }
}

fn check(file: &Path, tally: &mut Tally) {
    tally.files += 1;
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return println!("{}: {error}", file.display()),
    };
    let source = match decode_source(&bytes) {
        Ok(source) => source,
        Err(error) => return println!("{}: {error}", file.display()),
    };
    let start = Instant::now();
    let outcome = parse(&source, Mode::Module);
    tally.seconds += start.elapsed().as_secs_f64();
    tally.bytes += source.len();
    match outcome {
        Ok(_) => tally.parsed += 1,
        Err(error) => {
            let place = LineIndex::new(&source).characters(&source, error.range.start);
            println!("{}:{}:{}: {error}", file.display(), place.line, place.column + 1);
        }
    }
}
