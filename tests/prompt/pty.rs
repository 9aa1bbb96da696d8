//! A program on a pseudo-terminal: type, and look at what is on the screen.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::pty::OpenptFlags;

/// Names the terminal for a copy of this binary that is to become the program under test.
pub const SLAVE: &str = "COIL_TEST_TERMINAL";
/// No step of a test needs a second; a machine under load gets thirty.
const LIMIT: Duration = Duration::from_secs(30);

/// Makes the terminal the controlling one of this process, and becomes coil.
pub fn become_program() -> ! {
    let slave = std::env::var_os(SLAVE).expect("the caller has set it");
    rustix::process::setsid().expect("a child that leads no group can begin a session");
    // A session leader without a terminal gets the first one that it opens.
    let terminal = File::options().read(true).write(true).open(slave).expect("the terminal can be opened");
    rustix::stdio::dup2_stdin(&terminal).expect("the terminal becomes standard input");
    rustix::stdio::dup2_stdout(&terminal).expect("and output");
    rustix::stdio::dup2_stderr(&terminal).expect("and error output");
    drop(terminal);
    let error = Command::new(env!("CARGO_BIN_EXE_coil")).args(std::env::args_os().skip(1)).env_remove(SLAVE).exec();
    panic!("coil does not start: {error}");
}

pub struct Session {
    child: Child,
    keyboard: File,
    screen: Receiver<Vec<u8>>,
    /// What has been written and not been waited for.
    text: String,
}

impl Session {
    /// Starts coil on a terminal, with its home in `folder`.
    pub fn start(folder: &Path, arguments: &[&str]) -> Session {
        let master = rustix::pty::openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
        rustix::pty::grantpt(&master).expect("it is ours");
        rustix::pty::unlockpt(&master).expect("it is unlocked");
        let slave = rustix::pty::ptsname(&master, Vec::new()).expect("its other end has a name");
        let size = rustix::termios::Winsize { ws_row: 40, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0 };
        rustix::termios::tcsetwinsize(&master, size).expect("it has a size");
        let mut command = Command::new(std::env::current_exe().expect("this binary has a path"));
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PYTHON") {
                command.env_remove(name);
            }
        }
        command
            .args(arguments)
            .current_dir(folder)
            .env(SLAVE, slave.to_str().expect("a path in ASCII"))
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .env("HOME", folder)
            .env("XDG_STATE_HOME", folder.join("state"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = command.spawn().expect("this binary can start itself");
        let keyboard = File::from(master);
        let mut output = keyboard.try_clone().expect("a second descriptor for reading");
        let (sender, screen) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            // The end of the session is an error here.
            while let Ok(count) = output.read(&mut buffer) {
                if count == 0 || sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Session { child, keyboard, screen, text: String::new() }
    }

    pub fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).expect("the terminal takes input");
    }

    /// Types a line when the prompt is there.
    pub fn enter(&mut self, line: &str) -> Result<String, String> {
        let before = self.expect(">>> ")?;
        self.press(line);
        self.press("\r");
        Ok(before)
    }

    /// Waits until `wanted` has been written, and gives what came before it.
    pub fn expect(&mut self, wanted: &str) -> Result<String, String> {
        let started = Instant::now();
        loop {
            if let Some(at) = self.text.find(wanted) {
                let before = self.text[..at].to_string();
                self.text.drain(..at + wanted.len());
                return Ok(before);
            }
            let left = LIMIT.saturating_sub(started.elapsed());
            match self.screen.recv_timeout(left) {
                Ok(bytes) => self.text += &without_controls(&String::from_utf8_lossy(&bytes)),
                Err(_) => return Err(format!("expected {wanted:?}; on the screen since: {:?}", self.text)),
            }
        }
    }

    /// Waits for the end of the program and gives its status.
    pub fn status(mut self) -> Result<Option<i32>, String> {
        let started = Instant::now();
        while started.elapsed() < LIMIT {
            if let Some(status) = self.child.try_wait().map_err(|error| error.to_string())? {
                return Ok(status.code());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Err("the program does not end".to_string())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The text without what moves the cursor; a sequence cut in two by a read leaves harmless rests.
fn without_controls(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\x1b' => {
                if chars.next() == Some('[') {
                    // A sequence ends with the first letter.
                    let _ = chars.by_ref().find(|c| c.is_ascii_alphabetic());
                }
            }
            '\r' => {}
            c => plain.push(c),
        }
    }
    plain
}
