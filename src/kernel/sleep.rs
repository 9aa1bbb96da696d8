//! `asyncio.sleep()`.

use super::event_loop::PyLoop;
use super::future::PyFuture;
use super::native_coroutine::{self, Behaviour, PyNativeCoroutine};
use super::overrides;
use super::twins::Does;
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;
use crate::vm::coroutines::Delegate;

/// A turn for the others: a bare yield.
pub static TURN: Behaviour = Behaviour { start: |_, _| Ok(Delegate::Yielded(Value::NONE)), resume: turn_over };
pub static SLEEP: Behaviour = Behaviour { start, resume };

/// `sleep(delay, result)`.
pub fn twin(_: &Vm, function: u8, args: &[Value]) -> Option<Value> {
    let [delay, result] = args else { return None };
    let seconds = match (delay.as_inline_int(), delay.as_exact_float()) {
        (Some(whole), _) => whole as f64,
        (None, Some(seconds)) => seconds,
        (None, None) => return None,
    };
    let behaviour = if seconds <= 0.0 {
        Does::Turn
    } else if seconds.is_nan() {
        return None;
    } else {
        Does::Sleep
    };
    Some(native_coroutine::new(behaviour, function, delay.clone(), result.clone()))
}

fn turn_over(vm: &Vm, this: &Ref<PyNativeCoroutine>, outcome: Result<Value, Value>) -> PyResult<Delegate> {
    match outcome {
        Ok(_) => Ok(Delegate::Returned(this.extra.get_or_none())),
        Err(exception) => Err(vm.park(exception)),
    }
}

/// Makes a future that a timer will finish. The result stands in the coroutine, but the future has it too.
fn start(vm: &Vm, this: &Ref<PyNativeCoroutine>) -> PyResult<Delegate> {
    let running = vm.running_loop.get_or_none();
    if running.is_none() {
        return Err(vm.runtime_error("no running event loop"));
    }
    let (delay, result) = (this.subject.get_or_none(), this.extra.get_or_none());
    let methods = overrides::TIME | overrides::CALL_AT | overrides::CALL_LATER | overrides::CREATE_FUTURE;
    if let Some(ours) = PyLoop::ours(vm, &running, methods | overrides::CHECK_CLOSED).filter(|ours| !ours.debug.get()) {
        ours.check_closed(vm, &running)?;
        let when = super::clock::monotonic() + vm.to_f64(&delay)?;
        let future = PyFuture::new(running.clone());
        future.outcome.set(result);
        ours.timers.borrow_mut().push_future(when, future.clone());
        this.subject.clear();
        return PyNativeCoroutine::wait(this, vm, future.into_value());
    }
    let future = vm.call_method(&running, "create_future", &[])?;
    let finish = vm.import_attr("asyncio.futures", "_set_result_unless_cancelled")?;
    let timer = vm.call_method(&running, "call_later", &[delay, finish, future.clone(), result])?;
    this.subject.set(timer);
    PyNativeCoroutine::wait(this, vm, future)
}

fn resume(vm: &Vm, this: &Ref<PyNativeCoroutine>, outcome: Result<Value, Value>) -> PyResult<Delegate> {
    if let Some(timer) = this.subject.get() {
        vm.call_method(&timer, "cancel", &[])?;
    } else if outcome.is_err() {
        // The timer of a future that is done counts as cancelled.
        note_cancelled(vm, this);
    }
    match outcome {
        Ok(value) => Ok(Delegate::Returned(value)),
        Err(exception) => Err(vm.park(exception)),
    }
}

fn note_cancelled(vm: &Vm, this: &PyNativeCoroutine) {
    let waiter = this.waiter.get_or_none();
    let Some(future) = waiter.downcast::<PyFuture>() else { return };
    if !future.is_done() {
        // Something else was thrown in: the future is nobody's now.
        future.status.set(super::future::Status::Cancelled);
    }
    let loop_ = future.loop_.get_or_none();
    if let Some(ours) = PyLoop::ours(vm, &loop_, 0) {
        ours.timers_cancelled.set(ours.timers_cancelled.get() + 1);
    }
}
