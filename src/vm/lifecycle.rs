//! The start and the end of an interpreter, as the command line sees them.

use super::Vm;
use crate::native::PyResult;
use crate::object::{Value, class_ref};

impl Vm {
    /// What runs before the program.
    pub fn start_up(&self) -> PyResult<()> {
        crate::modules::io::standard::create(self)
    }

    /// Keeps the text of code that is in no file, for tracebacks.
    pub fn remember_source(&self, _file: &str, _source: &str) {}

    /// Reports an exception that the program did not handle, and gives the exit status it means.
    pub fn handle_uncaught(&self, exception: Value) -> u8 {
        let class = class_ref(&exception).name();
        let text = self.to_str(&exception).map(|text| text.to_string()).unwrap_or_default();
        eprintln!("{class}: {text}");
        1
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
