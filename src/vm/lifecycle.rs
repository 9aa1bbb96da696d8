//! The start and the end of an interpreter, as the command line sees them.

use super::Vm;
use crate::builtins::code::PyCode;
use crate::native::PyResult;
use crate::object::{Ref, Value};

impl Vm {
    /// What runs before the program.
    pub fn start_up(&self) -> PyResult<()> {
        crate::modules::io::standard::create(self)
    }

    /// Keeps the text that code was compiled from, where that is in no file, for tracebacks.
    pub fn remember_source(&self, code: &Ref<PyCode>, source: &str) {
        if code.code.filename.starts_with('<') {
            crate::builtins::exception::print::source::register(self, &code.code, source);
        }
    }

    /// Ends the interpreter and gives the exit status.
    pub fn finish(&self, exception: Option<Value>) -> u8 {
        let status = match exception {
            Some(exception) => self.handle_uncaught(exception),
            None => 0,
        };
        crate::modules::io::standard::flush(self);
        crate::modules::io::standard::flush_all(self);
        status
    }
}
