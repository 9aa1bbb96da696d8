//! A session: prompts, inputs, and what becomes of them.

use std::path::PathBuf;
use std::sync::Arc;

use super::completion;
use super::event_loop;
use super::inbox::{Inbox, Message};
use super::reader::{Reader, Request};
use crate::builtins::module::PyModule;
use crate::compiler::CompileOptions;
use crate::modules::builtins::{compile_text, run_code};
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;
use coil_grammar::{Input, Mode};

/// Reads and runs inputs until their end; gives the SystemExit that ended the session, if one did.
pub fn run(vm: &Vm, main: &Ref<PyModule>) -> Option<Value> {
    let terminal = super::is_terminal();
    let settings = crate::sys::terminal::settings(0);
    vm.kernel.prompt.begin();
    let inbox = Arc::new(Inbox::default());
    let history = history_file(vm);
    let Ok(reader) = Reader::start(terminal, history, inbox.clone(), vm.thread_id.get()) else {
        vm.write_stderr("coil: cannot start a thread for the prompt\n");
        return None;
    };
    let mut session = Session { vm, main, terminal, inbox, reader, buffer: String::new(), count: 0 };
    session.set_prompts();
    let exception = session.run();
    event_loop::close(vm);
    // A task may have ended the session while the editor had the terminal in its own mode.
    if let Some(settings) = settings {
        settings.restore(0);
    }
    exception
}

/// PYTHON_HISTORY, or a file in the user's state directory.
fn history_file(vm: &Vm) -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if !vm.options.ignore_environment
        && let Some(file) = variable("PYTHON_HISTORY")
    {
        return Some(file);
    }
    // The specification wants relative paths to be ignored.
    let state = variable("XDG_STATE_HOME").filter(|folder| folder.is_absolute());
    Some(state.or_else(|| Some(variable("HOME")?.join(".local/state")))?.join("coil/history"))
}

struct Session<'a> {
    vm: &'a Vm,
    main: &'a Ref<PyModule>,
    terminal: bool,
    inbox: Arc<Inbox>,
    reader: Reader,
    /// The lines of an input that is not complete.
    buffer: String,
    /// Inputs so far, which gives each a file name.
    count: usize,
}

impl Session<'_> {
    /// `sys.ps1` and `sys.ps2`, unless the startup file has set them.
    fn set_prompts(&self) {
        let Some(sys) = self.vm.interpreter().sys.get() else { return };
        for (name, prompt) in [("ps1", ">>> "), ("ps2", "... ")] {
            if sys.get_name(self.vm, name).is_none() {
                sys.set_name(self.vm, name, self.vm.str(prompt));
            }
        }
    }

    /// Until the end of the input, or a SystemExit, which is given back.
    fn run(&mut self) -> Option<Value> {
        loop {
            crate::modules::io::standard::flush(self.vm);
            self.reader.send(Request::Read(self.prompt()));
            let exit = match self.wait() {
                Err(raised) => self.failed(raised),
                Ok(Message::Line(text)) => self.lines(&text),
                Ok(Message::End) if self.buffer.is_empty() => {
                    if !self.terminal {
                        // The line editor has begun a new line by itself.
                        self.vm.write_stderr("\n");
                    }
                    return None;
                }
                Ok(Message::End) => self.end_of_buffer(),
                Ok(_) => {
                    self.buffer.clear();
                    self.vm.write_stderr(if self.terminal { "KeyboardInterrupt\n" } else { "\nKeyboardInterrupt\n" });
                    None
                }
            };
            if exit.is_some() {
                return exit;
            }
        }
    }

    /// The `str()` of `sys.ps1`, or of `sys.ps2` within an input; nothing if that fails.
    fn prompt(&self) -> String {
        super::text(self.vm, if self.buffer.is_empty() { "ps1" } else { "ps2" })
    }

    /// What the reader has next. Meanwhile the loop runs, and completions are given.
    fn wait(&self) -> PyResult<Message> {
        loop {
            match self.inbox.pop() {
                Some(Message::Complete(word, reply)) => {
                    // The editor may have given up waiting.
                    let _ = reply.send(completion::candidates(self.vm, self.main, &word));
                }
                Some(message) => return Ok(message),
                None => {
                    if let Err(raised) = event_loop::wait(self.vm, &self.inbox) {
                        let exit = self.failed(raised);
                        if let Some(exit) = exit {
                            return Err(self.vm.park(exit));
                        }
                    }
                }
            }
        }
    }

    /// Shows an exception; a SystemExit is given back.
    fn failed(&self, raised: Raised) -> Option<Value> {
        let exception = self.vm.take_raised(raised);
        if class_ref(&exception).is_subtype(&self.vm.exceptions().SystemExit) {
            return Some(exception);
        }
        crate::modules::io::standard::flush(self.vm);
        self.vm.handle_uncaught(exception);
        None
    }

    /// A line, or several that were pasted or recalled together.
    fn lines(&mut self, text: &str) -> Option<Value> {
        text.split('\n').find_map(|line| self.line(line))
    }

    /// Adds a line to the input, and runs that if it is complete.
    fn line(&mut self, line: &str) -> Option<Value> {
        if !self.buffer.is_empty() {
            self.buffer.push('\n');
        }
        self.buffer.push_str(line);
        // An empty line ends a compound statement; so does one that an editor has indented.
        if line.is_empty() || self.terminal && line.trim().is_empty() {
            self.buffer.push('\n');
        }
        if matches!(coil_grammar::parse_input(&self.buffer), Input::Incomplete) {
            if self.buffer.ends_with('\n') {
                self.buffer.pop();
            }
            return None;
        }
        self.run_buffer()
    }

    /// The input ends within a statement: a block is complete then, anything else a syntax error.
    fn end_of_buffer(&mut self) -> Option<Value> {
        self.buffer.push('\n');
        self.run_buffer()
    }

    fn run_buffer(&mut self) -> Option<Value> {
        let source = std::mem::take(&mut self.buffer);
        if self.terminal && !source.trim().is_empty() {
            self.reader.send(Request::Remember(source.trim_end().to_string()));
        }
        let number = self.count;
        self.count += 1;
        if self.terminal
            && let Some(command) = self.command(source.trim())
        {
            return self.vm.call(&command, &[]).err().and_then(|raised| self.failed(raised));
        }
        self.execute(&source, number).err().and_then(|raised| self.failed(raised))
    }

    /// `exit`, `quit`, `help` and their kin work without parentheses, where the session has no such name itself.
    fn command(&self, source: &str) -> Option<Value> {
        let is_command = matches!(source, "exit" | "quit" | "help" | "copyright" | "credits" | "license");
        if !is_command || self.main.dict.get_name(self.vm, source).is_some() {
            return None;
        }
        self.vm.builtins_dict().get_name(self.vm, source)
    }

    /// Compiles and runs one input. On a terminal it has CPython's name for what is typed, else that of a pipe.
    fn execute(&self, source: &str, number: usize) -> PyResult<()> {
        let (file, shown) = if self.terminal {
            let name = format!("<python-input-{number}>");
            (name.clone(), name)
        } else {
            (format!("<stdin>-{number}"), "<stdin>".to_string())
        };
        let options = CompileOptions {
            mode: Mode::Interactive,
            top_level_await: true,
            optimize: self.vm.options.optimize,
            ..CompileOptions::default()
        };
        if source.trim().is_empty() {
            return Ok(());
        }
        if let Err(error) = coil_grammar::parse(source, Mode::Interactive) {
            return Err(self.vm.raise_syntax_error(&error, &shown, source));
        }
        let code = compile_text(self.vm, source, &file, &options)?;
        self.vm.remember_source(&code, source);
        let result = run_code(self.vm, &code, &self.main.dict, self.main.dict.as_value())?;
        if result.downcast::<crate::vm::coroutines::PyGenerator>().is_some() {
            return event_loop::run(self.vm, &result);
        }
        Ok(())
    }
}
