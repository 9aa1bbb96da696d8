//! The thread that reads lines: rustyline on a terminal, plain lines from anything else.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{CompletionType, Config, Editor};

use super::completion::Helper;
use super::inbox::{Inbox, Message};
use crate::sys::{Errno, files, signals};

/// Ctrl-C at a prompt whose main thread does not react for so long interrupts what that does.
const PATIENCE: Duration = Duration::from_millis(300);

/// From the main thread to the reader.
pub enum Request {
    /// Read a line after this prompt.
    Read(String),
    /// An input to remember.
    Remember(String),
}

/// The main thread's end: dropped, it ends the reader when that next looks.
pub struct Reader {
    requests: Sender<Request>,
}

impl Reader {
    /// Starts the thread. `main` is the identity of the thread that runs Python.
    pub fn start(terminal: bool, history: Option<PathBuf>, inbox: Arc<Inbox>, main: u64) -> std::io::Result<Reader> {
        let (requests, receiver) = channel();
        std::thread::Builder::new().name("prompt".to_string()).spawn(move || {
            if terminal {
                edit_lines(&receiver, history, &inbox, main);
            } else {
                plain_lines(&receiver, &inbox);
            }
        })?;
        Ok(Reader { requests })
    }

    pub fn send(&self, request: Request) {
        // A reader that is gone has said so by `Message::End`.
        let _ = self.requests.send(request);
    }
}

fn edit_lines(requests: &Receiver<Request>, history: Option<PathBuf>, inbox: &Arc<Inbox>, main: u64) {
    let config = Config::builder().completion_type(CompletionType::List).auto_add_history(false).build();
    // The editor takes SIGINT for itself, which on a terminal in its mode no key sends: what Python does about it stays.
    let before = signals::disposition(libc::SIGINT);
    let editor = Editor::<Helper, FileHistory>::with_config(config);
    if let Ok(before) = before {
        let _ = signals::set_disposition(libc::SIGINT, before);
    }
    let Ok(mut editor) = editor else { return plain_lines(requests, inbox) };
    editor.set_helper(Some(Helper::new(inbox.clone())));
    if let Some(file) = &history {
        // The first session has no such file.
        let _ = editor.load_history(file);
    }
    let mut interrupted = false;
    loop {
        let request = if interrupted {
            match requests.recv_timeout(PATIENCE) {
                Err(RecvTimeoutError::Timeout) => {
                    // A task keeps the main thread from the prompt.
                    let _ = signals::kill_thread(main, libc::SIGINT);
                    requests.recv().ok()
                }
                other => other.ok(),
            }
        } else {
            requests.recv().ok()
        };
        interrupted = false;
        match request {
            None => return,
            Some(Request::Remember(input)) => remember(&mut editor, history.as_ref(), &input),
            Some(Request::Read(prompt)) => match editor.readline(&prompt) {
                Ok(line) => inbox.push(Message::Line(line)),
                Err(ReadlineError::Interrupted) => {
                    interrupted = true;
                    inbox.push(Message::Interrupted);
                }
                Err(ReadlineError::Signal(_)) => inbox.push(Message::Interrupted),
                Err(_) => inbox.push(Message::End),
            },
        }
    }
}

/// Without a history file inputs are remembered for this session only.
fn remember(editor: &mut Editor<Helper, FileHistory>, history: Option<&PathBuf>, input: &str) {
    let added = editor.add_history_entry(input).unwrap_or(false);
    if let (true, Some(file)) = (added, history) {
        if let Some(folder) = file.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        // At once, so that a session that is killed loses nothing.
        let _ = editor.append_history(file);
    }
}

fn plain_lines(requests: &Receiver<Request>, inbox: &Inbox) {
    while let Ok(request) = requests.recv() {
        let Request::Read(prompt) = request else { continue };
        let _ = files::write_all(2, prompt.as_bytes());
        match read_line() {
            Some(line) => inbox.push(Message::Line(line)),
            None => inbox.push(Message::End),
        }
    }
}

/// A line from descriptor 0, byte by byte: what follows it is for the program's own reading.
fn read_line() -> Option<String> {
    let mut line = Vec::new();
    let mut byte = [0];
    loop {
        match files::read(0, &mut byte) {
            Err(Errno(libc::EINTR)) => {}
            Ok(1) if byte[0] == b'\n' => break,
            Ok(1) => line.push(byte[0]),
            _ if line.is_empty() => return None,
            _ => break,
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Some(String::from_utf8_lossy(&line).into_owned())
}
