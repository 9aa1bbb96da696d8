//! Runs a program with a time limit and keeps what it wrote.

use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// No test needs a second; a machine under load gets twenty.
const LIMIT: Duration = Duration::from_secs(20);

pub struct Outcome {
    pub stdout: String,
    pub stderr: String,
    /// None if a signal ended the program, or the time limit did.
    pub status: Option<i32>,
    pub timed_out: bool,
}

impl Outcome {
    pub fn ending(&self) -> String {
        match (self.timed_out, self.status) {
            (true, _) => format!("a time-out after {} s", LIMIT.as_secs()),
            (false, Some(status)) => format!("exit status {status}"),
            (false, None) => "death by a signal".to_string(),
        }
    }
}

/// Runs coil in `folder` with nothing to read and none of the user's PYTHON variables.
pub fn coil(folder: &Path, arguments: &[&str]) -> Outcome {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coil"));
    command.args(arguments).current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PYTHON") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the coil binary starts");
    let stdout = collect(child.stdout.take().expect("stdout is a pipe"));
    let stderr = collect(child.stderr.take().expect("stderr is a pipe"));
    let (status, timed_out) = wait(&mut child);
    Outcome {
        stdout: stdout.join().expect("the reader of stdout ends"),
        stderr: stderr.join().expect("the reader of stderr ends"),
        status,
        timed_out,
    }
}

/// Reads to the end in a thread, so that a program that writes much to both pipes does not block.
fn collect(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn wait(child: &mut Child) -> (Option<i32>, bool) {
    let started = Instant::now();
    let mut pause = Duration::from_micros(500);
    loop {
        if let Some(status) = child.try_wait().expect("the child can be waited for") {
            return (status.code(), false);
        }
        if started.elapsed() > LIMIT {
            let _ = child.kill();
            let _ = child.wait();
            return (None, true);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}
