//! Exceptions that leave the program: exit statuses, `sys.excepthook`, and what is printed.

use super::{PyException, print};
use crate::builtins::int;
use crate::object::{Value, class_of, class_ref};
use crate::vm::Vm;

/// A shell's status for a program that Ctrl-C has ended.
const INTERRUPTED: u8 = 130;

impl Vm {
    /// Reports an exception that the program did not handle, and gives the exit status it means.
    pub fn handle_uncaught(&self, exception: Value) -> u8 {
        if class_ref(&exception).is_subtype(&self.exceptions().SystemExit) {
            return self.system_exit(&exception);
        }
        self.show_uncaught(exception)
    }

    /// The same for one that is shown even if it is a SystemExit, as with `-i`.
    pub fn show_uncaught(&self, exception: Value) -> u8 {
        let interrupted = class_ref(&exception).is_subtype(&self.exceptions().KeyboardInterrupt);
        self.remember_last_exception(&exception);
        if let Some(status) = self.call_excepthook(&exception) {
            return status;
        }
        if interrupted { INTERRUPTED } else { 1 }
    }

    /// `SystemExit.code`: nothing means success, an int is the status, anything else is printed.
    fn system_exit(&self, exception: &Value) -> u8 {
        let code = match self.get_attr_opt(exception, &self.intern("code")) {
            Ok(code) => code.unwrap_or(Value::NONE),
            Err(raised) => {
                drop(self.take_raised(raised));
                exception.clone()
            }
        };
        if code.is_none() {
            return 0;
        }
        if let Some(number) = int::as_int(&code) {
            return number.to_i64().map_or(u8::MAX, |number| number as u8);
        }
        let text = print::safe_text(self, &code, "exception", false);
        self.write_stderr(&format!("{text}\n"));
        1
    }

    /// `sys.last_exc` and its older kin, for debuggers.
    fn remember_last_exception(&self, exception: &Value) {
        let Some(sys) = self.interpreter().sys.get() else { return };
        let traceback = exception.downcast::<PyException>().map_or(Value::NONE, |error| error.traceback.get_or_none());
        sys.set_name(self, "last_exc", exception.clone());
        sys.set_name(self, "last_type", class_of(exception).into_value());
        sys.set_name(self, "last_value", exception.clone());
        sys.set_name(self, "last_traceback", traceback);
    }

    /// Calls `sys.excepthook`; gives an exit status if that raised SystemExit.
    fn call_excepthook(&self, exception: &Value) -> Option<u8> {
        let hook = self.sys_attr("excepthook").ok().flatten();
        let Some(hook) = hook else {
            self.write_stderr("sys.excepthook is missing\n");
            self.print_exception(exception);
            return None;
        };
        if is_default(&hook, "excepthook") {
            self.print_exception(exception);
            return None;
        }
        let traceback = exception.downcast::<PyException>().map_or(Value::NONE, |error| error.traceback.get_or_none());
        let args = [class_of(exception).into_value(), exception.clone(), traceback];
        if let Err(raised) = self.call(&hook, &args) {
            let error = self.take_raised(raised);
            if class_ref(&error).is_subtype(&self.exceptions().SystemExit) {
                return Some(self.system_exit(&error));
            }
            self.write_stderr("Error in sys.excepthook:\n");
            self.print_exception(&error);
            self.write_stderr("\nOriginal exception was:\n");
            self.print_exception(exception);
        }
        None
    }

    /// Prints an exception with its traceback to `sys.stderr`.
    pub fn print_exception(&self, exception: &Value) {
        let text = print::format_exception(self, exception);
        self.write_stderr(&text);
    }

    /// Writes to `sys.stderr`, or to descriptor 2 while there is no such object; nowhere if it is None.
    pub fn write_stderr(&self, text: &str) {
        let parked = self.raised.take();
        let done = match self.sys_attr("stderr") {
            Ok(Some(file)) if file.is_none() => true,
            Ok(Some(file)) => self.write_to(&file, text),
            _ => false,
        };
        if !done {
            use std::io::Write;
            // Nowhere left to tell of a failure.
            let _ = std::io::stderr().write_all(text.as_bytes());
        }
        self.raised.replace(parked);
    }

    fn write_to(&self, file: &Value, text: &str) -> bool {
        let written =
            self.call_method(file, "write", &[self.str(text)]).and_then(|_| self.call_method(file, "flush", &[]));
        match written {
            Ok(_) => true,
            Err(raised) => {
                drop(self.take_raised(raised));
                false
            }
        }
    }
}

/// Whether a hook is the native function of that name itself.
pub(super) fn is_default(hook: &Value, name: &str) -> bool {
    hook.downcast::<crate::builtins::function::PyNative>().is_some_and(|native| native.native.name() == name)
}
