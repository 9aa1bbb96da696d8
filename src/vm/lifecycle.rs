//! The start and the end of an interpreter, as the command line sees them.

use super::Vm;
use crate::builtins::code::PyCode;
use crate::native::PyResult;
use crate::object::{Ref, Value};

impl Vm {
    /// What runs before the program.
    pub fn start_up(&self) -> PyResult<()> {
        crate::modules::io::standard::create(self)?;
        let open = self.import_attr("_io", "open")?;
        self.builtins_dict().set_name(self, "open", open);
        if !self.options.warnings.is_empty() {
            // It reads the options.
            self.import("warnings")?;
        }
        Ok(())
    }

    /// Keeps the text that code was compiled from, where that is in no file, for tracebacks.
    pub fn remember_source(&self, code: &Ref<PyCode>, source: &str) {
        if code.code.filename.starts_with('<') {
            crate::builtins::exception::print::source::register(self, &code.code, source);
        }
    }

    /// Ends the interpreter and gives the exit status: waits for threads, calls what `atexit` knows, and writes out what
    /// the standard streams still hold.
    pub fn finish(&self, exception: Option<Value>) -> u8 {
        let status = match exception {
            Some(exception) => self.handle_uncaught(exception),
            None => 0,
        };
        // Threads are waited for first, then come the functions registered with atexit.
        self.call_at_end("threading", "_shutdown");
        self.call_at_end("atexit", "_run_exitfuncs");
        let flushed = crate::modules::io::standard::flush(self);
        self.finalizing.set(true);
        crate::modules::io::standard::flush_all(self);
        // CPython's status when what was printed could not be written.
        if flushed { status } else { 120 }
    }

    /// Calls a function of a module, if the program has imported that.
    fn call_at_end(&self, module: &str, function: &str) {
        let Some(module) = self.modules().get_name(self, module).filter(|module| !module.is_none()) else { return };
        if let Err(raised) = self.call_method(&module, function, &[]) {
            self.report_unraisable(raised, Some("Exception ignored on threading shutdown"), &module);
        }
    }
}
