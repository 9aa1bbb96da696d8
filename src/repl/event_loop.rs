//! The event loop of a session: it runs what is awaited at the prompt, and goes on while the prompt waits.

use super::inbox::Inbox;
use crate::kernel::poller::Poller;
use crate::kernel::{PyLoop, run as kernel};
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::sys::signals;
use crate::vm::Vm;

/// Runs the session's loop, if there is one, until there is a message. An exception that a callback lets through, or
/// the one of Ctrl-C, ends the wait.
pub fn wait(vm: &Vm, inbox: &Inbox) -> PyResult<()> {
    let value = vm.kernel.prompt.existing();
    let Some(loop_) = value.as_ref().and_then(usable) else { return wait_without_loop(vm, inbox) };
    inbox.wake_with(&loop_.poller(vm)?);
    kernel::run_while(vm, loop_, || inbox.is_empty())
}

/// A loop that the kernel polls itself, and that is free.
fn usable(value: &Value) -> Option<&Ref<PyLoop>> {
    let loop_ = value.downcast::<PyLoop>()?;
    let polled = loop_.selector.get().is_none_or(|selector| selector.is_none());
    (polled && !loop_.closed.get() && !loop_.is_running()).then_some(loop_)
}

/// Other threads run meanwhile, and signals have their handlers called.
fn wait_without_loop(vm: &Vm, inbox: &Inbox) -> PyResult<()> {
    let poller = match Poller::new() {
        Ok(poller) => poller,
        Err(error) => return Err(vm.runtime_error(format!("cannot wait for input: {error}"))),
    };
    inbox.wake_with(&poller);
    signals::wake_on_signal(Some(&poller));
    let mut result = Ok(());
    let mut ready = Vec::new();
    while inbox.is_empty() && result.is_ok() {
        // A signal that came before this point has set the breaker, one that comes later ends the wait.
        result = vm.poll();
        if result.is_ok() {
            let _ = vm.allow_threads(|| poller.wait(&mut ready, None));
        }
    }
    signals::wake_on_signal(None);
    result
}

/// Runs a coroutine to its end as a task of the session's loop. Ctrl-C cancels the task.
pub fn run(vm: &Vm, coroutine: &Value) -> PyResult<()> {
    let value = vm.prompt_loop()?;
    let Some(loop_) = usable(&value) else {
        // The program has its own kind of loop.
        return vm.call_method(&value, "run_until_complete", std::slice::from_ref(coroutine)).map(drop);
    };
    let task = vm.call_method(&value, "create_task", std::slice::from_ref(coroutine))?;
    if let Err(raised) = run_until_done(vm, loop_, &task) {
        let exception = vm.take_raised(raised);
        if !is_done(vm, &task)? {
            vm.call_method(&task, "cancel", &[])?;
            run_until_done(vm, loop_, &task)?;
        }
        // What it ended with has been dealt with.
        if let Err(raised) = vm.call_method(&task, "exception", &[]) {
            drop(vm.take_raised(raised));
        }
        return Err(vm.park(exception));
    }
    vm.call_method(&task, "result", &[]).map(drop)
}

fn run_until_done(vm: &Vm, loop_: &Ref<PyLoop>, task: &Value) -> PyResult<()> {
    let mut failure = None;
    kernel::run_while(vm, loop_, || match is_done(vm, task) {
        Ok(done) => !done,
        Err(raised) => {
            failure = Some(vm.take_raised(raised));
            false
        }
    })?;
    failure.map_or(Ok(()), |exception| Err(vm.park(exception)))
}

fn is_done(vm: &Vm, task: &Value) -> PyResult<bool> {
    let done = vm.call_method(task, "done", &[])?;
    vm.truth(&done)
}

/// The session ends: its tasks are cancelled and the loop closed, as `asyncio.run` does.
pub fn close(vm: &Vm) {
    let Some(value) = vm.kernel.prompt.end() else { return };
    let close = || -> PyResult<()> {
        let open = usable(&value).is_some();
        if !open {
            return Ok(());
        }
        let cancel = vm.import_attr("asyncio.runners", "_cancel_all_tasks")?;
        vm.call(&cancel, std::slice::from_ref(&value))?;
        for method in ["shutdown_asyncgens", "shutdown_default_executor"] {
            let coroutine = vm.call_method(&value, method, &[])?;
            vm.call_method(&value, "run_until_complete", &[coroutine])?;
        }
        vm.call_method(&value, "close", &[]).map(drop)
    };
    if let Err(raised) = close() {
        let exception = vm.take_raised(raised);
        vm.handle_uncaught(exception);
    }
}
