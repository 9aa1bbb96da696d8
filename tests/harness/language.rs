//! The language tests: every file of `tests/lang`, `tests/traceback`, `tests/syntax_errors` and `examples` is one
//! reported test, run by the `coil` binary in a process of its own.
//!
//! Not here: what the expectations should be.  `python3 tests/oracle.py` holds the same files against CPython.
//! Next: `expectations.rs` (what stands in a file), `process.rs` (running a program with a time limit),
//! `kinds.rs` (the four kinds of test).
//!
//! `cargo test --test language -- generators/` runs those whose name contains `generators/`.

mod expectations;
mod kinds;
mod process;

use libtest_mimic::Arguments;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = kinds::language();
    trials.extend(kinds::tracebacks());
    trials.extend(kinds::syntax_errors());
    trials.extend(kinds::examples());
    libtest_mimic::run(&arguments, trials).exit();
}
