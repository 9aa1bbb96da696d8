//! Waiting for a lock, an event, a semaphore: native coroutines.

use super::native_coroutine::{Behaviour, PyNativeCoroutine, is_cancellation};
use super::sync::{self, PySync};
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;
use crate::vm::coroutines::Delegate;

type This = Ref<PyNativeCoroutine>;
type Step = PyResult<Delegate>;

/// `Lock.acquire()` and `__aenter__`; the extra part is what they return.
pub static LOCK: Behaviour = Behaviour { start: lock_start, resume: lock_resume };
/// `Semaphore.acquire()` and `__aenter__`, likewise.
pub static SEMAPHORE: Behaviour = Behaviour { start: semaphore_start, resume: semaphore_resume };
/// `Event.wait()`.
pub static EVENT: Behaviour = Behaviour { start: event_start, resume: event_resume };
/// `__aexit__` of locks and semaphores.
pub static RELEASE: Behaviour = Behaviour { start: release_start, resume: |vm, _, outcome| pass_on(vm, outcome) };

fn pass_on(vm: &Vm, outcome: Result<Value, Value>) -> Step {
    match outcome {
        Ok(value) => Ok(Delegate::Returned(value)),
        Err(exception) => Err(vm.park(exception)),
    }
}

/// The object whose method this is.
fn subject(vm: &Vm, this: &This) -> PyResult<Ref<PySync>> {
    let subject = this.subject.get_or_none();
    subject.into_ref::<PySync>().map_err(|_| vm.system_error("a wait without its lock"))
}

fn result(this: &This) -> Step {
    Ok(Delegate::Returned(this.extra.get_or_none()))
}

/// Leaves the line in which this coroutine stood.
fn leave_line(vm: &Vm, this: &This, sync: &PySync) -> PyResult<Value> {
    let waiter = this.waiter.get_or_none();
    sync::remove(vm, &sync.waiters.get_or_none(), &waiter)?;
    Ok(waiter)
}

fn lock_start(vm: &Vm, this: &This) -> Step {
    let lock = subject(vm, this)?;
    // Whoever comes while others wait stands in line, also when the lock is free for a moment.
    if !lock.is_on() && !lock.has_live_waiters(vm)? {
        lock.turn(true);
        return result(this);
    }
    let waiter = lock.line_up(vm, lock.as_value())?;
    PyNativeCoroutine::wait(this, vm, waiter)
}

fn lock_resume(vm: &Vm, this: &This, outcome: Result<Value, Value>) -> Step {
    let lock = subject(vm, this)?;
    leave_line(vm, this, &lock)?;
    match outcome {
        Ok(_) => {
            lock.turn(true);
            result(this)
        }
        Err(exception) => {
            // It may have been this task's turn: then it is the next one's.
            if is_cancellation(vm, &exception) && !lock.is_on() {
                sync::wake_up_first(vm, &lock)?;
            }
            Err(vm.park(exception))
        }
    }
}

fn semaphore_start(vm: &Vm, this: &This) -> Step {
    let semaphore = subject(vm, this)?;
    if !sync::semaphore_locked(vm, &semaphore)? {
        semaphore.add(vm, -1)?;
        return result(this);
    }
    let waiter = semaphore.line_up(vm, semaphore.as_value())?;
    PyNativeCoroutine::wait(this, vm, waiter)
}

fn semaphore_resume(vm: &Vm, this: &This, outcome: Result<Value, Value>) -> Step {
    let semaphore = subject(vm, this)?;
    let waiter = leave_line(vm, this, &semaphore)?;
    if let Err(exception) = &outcome
        && is_cancellation(vm, exception)
        && sync::has_turn(vm, &waiter)?
    {
        // What had been handed to this task goes back.
        semaphore.add(vm, 1)?;
    }
    // Several releases may have come before those in line could run.
    while semaphore.is_positive(vm)? && sync::wake_up_next(vm, &semaphore)? {}
    match outcome {
        Ok(_) => result(this),
        Err(exception) => Err(vm.park(exception)),
    }
}

fn event_start(vm: &Vm, this: &This) -> Step {
    let event = subject(vm, this)?;
    if event.is_on() {
        return result(this);
    }
    let waiter = event.line_up(vm, event.as_value())?;
    PyNativeCoroutine::wait(this, vm, waiter)
}

fn event_resume(vm: &Vm, this: &This, outcome: Result<Value, Value>) -> Step {
    let event = subject(vm, this)?;
    leave_line(vm, this, &event)?;
    match outcome {
        Ok(_) => result(this),
        Err(exception) => Err(vm.park(exception)),
    }
}

fn release_start(vm: &Vm, this: &This) -> Step {
    let sync = subject(vm, this)?;
    sync::release_any(vm, &sync)?;
    Ok(Delegate::Returned(Value::NONE))
}
