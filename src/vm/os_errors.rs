//! OSError from Rust, and system calls that signals interrupt.

use super::Vm;
use crate::native::{PyResult, Raised};
use crate::object::Value;
use crate::sys::{Errno, Outcome};

impl Vm {
    /// Raises the OSError of an error number.
    #[cold]
    pub fn os_error(&self, errno: Errno) -> Raised {
        self.raise_os_error(&[self.int(errno.0 as i64), self.str(&errno.text())])
    }

    /// Raises the OSError of an error number about a file; None stands for no file.
    #[cold]
    pub fn os_error_about(&self, errno: Errno, filename: &Value) -> Raised {
        if filename.is_none() {
            return self.os_error(errno);
        }
        self.raise_os_error(&[self.int(errno.0 as i64), self.str(&errno.text()), filename.clone()])
    }

    /// Raises the OSError of an error number about two files.
    #[cold]
    pub fn os_error_about_both(&self, errno: Errno, from: &Value, to: &Value) -> Raised {
        let text = self.str(&errno.text());
        self.raise_os_error(&[self.int(errno.0 as i64), text, from.clone(), Value::NONE, to.clone()])
    }

    fn raise_os_error(&self, args: &[Value]) -> Raised {
        match self.new_exception(&self.exceptions().OSError, args) {
            Ok(exception) => self.raise(exception),
            Err(raised) => raised,
        }
    }

    /// The value of a system call, or its error raised.
    #[inline]
    pub fn os_result<T>(&self, outcome: Outcome<T>) -> PyResult<T> {
        outcome.map_err(|errno| self.os_error(errno))
    }

    /// The same about a file.
    #[inline]
    pub fn os_result_about<T>(&self, outcome: Outcome<T>, filename: &Value) -> PyResult<T> {
        outcome.map_err(|errno| self.os_error_about(errno, filename))
    }
}

/// Calls `body` with the GIL released, again whenever a signal interrupts it, after the signal's handlers have run.
pub fn retry<T>(vm: &Vm, mut body: impl FnMut() -> Outcome<T>) -> PyResult<Outcome<T>> {
    loop {
        // A signal that has come since the last look would not interrupt the call.
        vm.poll()?;
        match vm.allow_threads(&mut body) {
            Err(Errno(libc::EINTR)) => {}
            outcome => return Ok(outcome),
        }
    }
}
