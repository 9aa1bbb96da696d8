//! The language tests: every file of `tests/lang`, `tests/traceback`, `tests/syntax_errors` and `examples` is one
//! reported test, run by the `coil` binary in a process of its own.
//!
//! Not here: what the expectations should be.  `python3 tests/oracle.py` holds the same files against CPython.
//! Next: `expectations.rs` (what stands in a file), `process.rs` (running a program with a time limit),
//! `kinds.rs` (the four kinds of test).
//!
//! `cargo test --test language -- generators/` runs those whose name contains `generators/`.
//!
//! What Coil cannot do yet stands in `tests/pending.txt`, one name a line: these tests are reported as ignored. The
//! list only ever gets shorter; `cargo test --test language -- --ignored` runs them, and names what could go.

mod expectations;
mod kinds;
mod process;

use std::collections::HashSet;
use std::path::Path;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = kinds::language();
    trials.extend(kinds::tracebacks());
    trials.extend(kinds::syntax_errors());
    trials.extend(kinds::examples());
    libtest_mimic::run(&arguments, without_pending(trials)).exit();
}

/// Marks the tests of `tests/pending.txt` as ignored.
fn without_pending(trials: Vec<Trial>) -> Vec<Trial> {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pending.txt");
    let text = std::fs::read_to_string(list).unwrap_or_default();
    let pending: HashSet<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let mark = |trial: Trial| {
        let ignored = pending.contains(trial.name());
        trial.with_ignored_flag(ignored)
    };
    trials.into_iter().map(mark).collect()
}
