//! Waiting at a queue: native coroutines.

use super::native_coroutine::{Behaviour, PyNativeCoroutine};
use super::queue::{self, PyQueue};
use super::{sync, task};
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;
use crate::vm::coroutines::Delegate;

type This = Ref<PyNativeCoroutine>;
type Step = PyResult<Delegate>;

/// `Queue.put(item)`; the extra part is the item.
pub static PUT: Behaviour = Behaviour { start: put, resume: put_resume };
/// `Queue.get()`.
pub static GET: Behaviour = Behaviour { start: get, resume: get_resume };

fn subject(vm: &Vm, this: &This) -> PyResult<Ref<PyQueue>> {
    let subject = this.subject.get_or_none();
    subject.into_ref::<PyQueue>().map_err(|_| vm.system_error("a wait without its queue"))
}

/// Stands in line and waits; `put` and `get` go on when it is their turn.
fn wait(vm: &Vm, this: &This, queue: &Ref<PyQueue>, line: Value) -> Step {
    if queue.is_shutdown.get() {
        return Err(queue::raise(vm, "QueueShutDown"));
    }
    let waiter = PyQueue::new_waiter(queue, vm)?;
    sync::append(vm, &line, waiter.clone())?;
    PyNativeCoroutine::wait(this, vm, waiter)
}

/// A wait has ended with an exception: a turn that came to this task is the next one's, if there is still reason for it.
fn give_up(vm: &Vm, this: &This, line: &Value, exception: Value, may_pass_on: PyResult<bool>) -> Step {
    let waiter = this.waiter.get_or_none();
    let had_turn = sync::has_turn(vm, &waiter)?;
    task::cancel_future(vm, &waiter, &Value::NONE)?;
    sync::remove(vm, line, &waiter)?;
    if may_pass_on? && had_turn {
        queue::wakeup_next(vm, line)?;
    }
    Err(vm.park(exception))
}

fn put(vm: &Vm, this: &This) -> Step {
    let queue = subject(vm, this)?;
    if queue::is_full(vm, &queue)? {
        return wait(vm, this, &queue, queue.putters.get_or_none());
    }
    queue::put_nowait(vm, &queue, this.extra.take().unwrap_or(Value::NONE))?;
    Ok(Delegate::Returned(Value::NONE))
}

fn put_resume(vm: &Vm, this: &This, outcome: Result<Value, Value>) -> Step {
    match outcome {
        Ok(_) => put(vm, this),
        Err(exception) => {
            let queue = subject(vm, this)?;
            let room = queue::is_full(vm, &queue).map(|full| !full);
            give_up(vm, this, &queue.putters.get_or_none(), exception, room)
        }
    }
}

fn get(vm: &Vm, this: &This) -> Step {
    let queue = subject(vm, this)?;
    if queue::is_empty(vm, &queue)? {
        return wait(vm, this, &queue, queue.getters.get_or_none());
    }
    queue::get_nowait(vm, &queue).map(Delegate::Returned)
}

fn get_resume(vm: &Vm, this: &This, outcome: Result<Value, Value>) -> Step {
    match outcome {
        Ok(_) => get(vm, this),
        Err(exception) => {
            let queue = subject(vm, this)?;
            let filled = queue::is_empty(vm, &queue).map(|empty| !empty);
            give_up(vm, this, &queue.getters.get_or_none(), exception, filled)
        }
    }
}
