//! The interactive prompt: piped input (`piped.rs`), and a terminal where that is what matters (`terminal.rs`).
//!
//! A terminal is a pseudo-terminal of the system. To make it the controlling one of the program under test, this binary
//! starts itself once more ([`pty::become_program`]), as nothing unsafe may happen between fork and exec.

mod piped;
mod pty;
mod terminal;

use libtest_mimic::{Arguments, Trial};

fn main() {
    if std::env::var_os(pty::SLAVE).is_some() {
        pty::become_program();
    }
    let mut trials: Vec<Trial> = Vec::new();
    trials.extend(piped::trials());
    trials.extend(terminal::trials());
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// A folder for one test's files, empty at the start.
pub fn folder(name: &str) -> std::path::PathBuf {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("prompt").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}
