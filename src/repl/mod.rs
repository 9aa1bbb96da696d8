//! The interactive prompt, on rustyline: input is complete when the grammar says so.

use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use crate::builtins::module::PyModule;
use crate::compiler::CompileOptions;
use crate::modules::builtins::{compile_text, run_code};
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;
use coil_grammar::{Input, Mode};

/// Reads and runs inputs until their end, and gives the exit status.
pub fn run(vm: &Vm, main: &Ref<PyModule>) -> u8 {
    if !vm.options.quiet && std::io::IsTerminal::is_terminal(&std::io::stdin()) {
        println!(
            "Coil {} (Python 3.14)\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.",
            env!("CARGO_PKG_VERSION")
        );
    }
    let Ok(mut editor) = DefaultEditor::new() else { return 1 };
    let history = history_file();
    if let Some(file) = &history {
        let _ = editor.load_history(file);
    }
    let mut session = Session { vm, main, buffer: String::new(), count: 0 };
    let status = loop {
        let prompt = session.prompt();
        match editor.readline(&prompt) {
            Ok(line) => {
                if !line.trim().is_empty() {
                    let _ = editor.add_history_entry(&line);
                }
                if let Some(status) = session.feed(&line) {
                    break status;
                }
            }
            Err(ReadlineError::Interrupted) => {
                session.buffer.clear();
                println!("KeyboardInterrupt");
            }
            Err(ReadlineError::Eof) => {
                if session.buffer.is_empty() {
                    break vm.finish(None);
                }
                if let Some(status) = session.feed("") {
                    break status;
                }
            }
            Err(_) => break vm.finish(None),
        }
    };
    if let Some(file) = &history {
        let _ = std::fs::create_dir_all(file.parent().unwrap_or(file));
        let _ = editor.save_history(file);
    }
    status
}

/// In the user's state directory.
fn history_file() -> Option<std::path::PathBuf> {
    let base = match std::env::var_os("XDG_STATE_HOME") {
        Some(folder) => std::path::PathBuf::from(folder),
        None => std::path::PathBuf::from(std::env::var_os("HOME")?).join(".local/state"),
    };
    Some(base.join("coil/history"))
}

struct Session<'a> {
    vm: &'a Vm,
    main: &'a Ref<PyModule>,
    buffer: String,
    count: usize,
}

impl Session<'_> {
    /// `sys.ps1`, or `sys.ps2` within an input.
    fn prompt(&self) -> String {
        let (name, default) = if self.buffer.is_empty() { ("ps1", ">>> ") } else { ("ps2", "... ") };
        match self.vm.sys_attr(name) {
            Ok(Some(prompt)) => self.vm.to_str(&prompt).map_or(default.to_string(), |prompt| prompt.to_string()),
            _ => default.to_string(),
        }
    }

    /// Takes a line; runs the input if it is complete. `Some` is the status to leave with.
    fn feed(&mut self, line: &str) -> Option<u8> {
        if !self.buffer.is_empty() {
            self.buffer.push('\n');
        }
        self.buffer.push_str(line);
        if line.is_empty() {
            self.buffer.push('\n');
        }
        if matches!(coil_grammar::parse_input(&self.buffer), Input::Incomplete) {
            return None;
        }
        let source = std::mem::take(&mut self.buffer);
        if let Err(raised) = self.execute(&source) {
            let exception = self.vm.take_raised(raised);
            let exits = crate::object::class_ref(&exception).is_subtype(&self.vm.exceptions().SystemExit);
            if exits {
                return Some(self.vm.finish(Some(exception)));
            }
            self.vm.handle_uncaught(exception);
        }
        None
    }

    fn execute(&mut self, source: &str) -> PyResult<()> {
        self.count += 1;
        let file = format!("<stdin>-{}", self.count);
        let options = CompileOptions { mode: Mode::Interactive, top_level_await: true, ..CompileOptions::default() };
        let code = compile_text(self.vm, source, &file, &options)?;
        self.vm.remember_source(&code, source);
        let result = run_code(self.vm, &code, &self.main.dict, self.main.dict.as_value())?;
        if result.downcast::<crate::vm::coroutines::PyGenerator>().is_some() {
            return self.run_coroutine(result);
        }
        Ok(())
    }

    /// Top-level `await`: the input is a coroutine, which the session's loop runs.
    fn run_coroutine(&self, coroutine: Value) -> PyResult<()> {
        let vm = self.vm;
        let asyncio = vm.import("asyncio")?;
        let key = vm.intern("__coil_repl_loop__");
        let event_loop =
            match asyncio.downcast::<PyModule>().and_then(|module| module.dict.get_str(vm, &key).ok().flatten()) {
                Some(known) => known,
                None => {
                    let made = vm.call_method(&asyncio, "new_event_loop", &[])?;
                    vm.set_attr(&asyncio, &key, Some(&made))?;
                    made
                }
            };
        vm.call_method(&event_loop, "run_until_complete", &[coroutine]).map(drop)
    }
}
