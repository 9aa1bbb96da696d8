//! Starting threads that run Python code.
#![allow(unsafe_code)]

use super::Vm;
use crate::sys::threads;

/// Carries Python values to a new thread.
///
/// # Invariant
/// The content is made, used and dropped by threads that hold the GIL.
struct Carried<T>(T);

// SAFETY: the invariant: the receiving thread takes the GIL before it touches the content.
unsafe impl<T> Send for Carried<T> {}

impl<T> Carried<T> {
    fn into_inner(self) -> T {
        self.0
    }
}

impl Vm {
    /// Starts a thread that runs `body` with the GIL. `stack` is the size of its native stack.
    pub fn spawn_thread(&self, stack: usize, body: impl FnOnce(&'static Vm) + 'static) -> std::io::Result<()> {
        let interpreter = Carried(self.interpreter());
        let body = Carried(body);
        std::thread::Builder::new().stack_size(stack).spawn(move || {
            let (interpreter, body) = (interpreter.into_inner(), body.into_inner());
            let vm = Vm::enter_thread(interpreter, threads::current_id(), stack);
            body(vm);
            vm.leave_thread();
        })?;
        Ok(())
    }
}
