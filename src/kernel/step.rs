//! One step of a task: its coroutine runs until it waits for something, or ends.

use super::future::{self, PyFuture, Status};
use super::task::{PyTask, cancel_future};
use super::{PyNativeCoroutine, overrides, task_type};
use crate::builtins::exception::PyException;
use crate::native::{Args, PyResult, Raised};
use crate::object::{Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;
use crate::vm::coroutines::{Delegate, Entry, Outcome, PyGenerator};

/// Runs a step in the present context. Only errors that end the loop come back: SystemExit, KeyboardInterrupt, and what
/// is wrong with the step itself.
pub fn step(vm: &Vm, task: &Ref<PyTask>, thrown: Option<Value>) -> PyResult<()> {
    if task.future.is_done() {
        return Err(already_done(vm, task, thrown));
    }
    let mut thrown = thrown;
    if task.future.must_cancel.replace(false) {
        let cancelled = vm.kernel.cancelled_error(vm);
        if !thrown.as_ref().is_some_and(|exception| class_ref(exception).is_subtype(cancelled)) {
            thrown = Some(task.future.make_cancelled_error(vm)?);
        }
    }
    task.waiter.clear();
    let before = vm.current_task.replace(Some(task.to_value()));
    let outcome = drive(vm, task, thrown);
    let result = settle(vm, task, outcome);
    drop(vm.current_task.replace(before));
    result
}

#[cold]
fn already_done(vm: &Vm, task: &Ref<PyTask>, thrown: Option<Value>) -> Raised {
    let shown = vm.repr(task.as_value()).and_then(|task| {
        let exception = vm.repr(&thrown.unwrap_or(Value::NONE))?;
        Ok(format!("__step(): already done: {task} {exception}"))
    });
    match shown {
        Ok(text) => vm.invalid_state(text),
        Err(raised) => raised,
    }
}

/// What a future that the task has waited for says: the next step.
pub fn wake_up(vm: &Vm, task: &Ref<PyTask>, value: &Value) -> PyResult<()> {
    let Some(future) = future::as_native(vm, value, "result") else {
        let thrown = vm.call_method(value, "result", &[]).err().map(|raised| vm.take_raised(raised));
        return step(vm, task, thrown);
    };
    // A result is taken by the iterator of the await; only exceptions are thrown in.
    if future.status.get() == Status::Finished && !future.failed.get() {
        return step(vm, task, None);
    }
    let thrown = future.result(vm).err().map(|raised| vm.take_raised(raised));
    step(vm, task, thrown)
}

/// The first step of an eager task, within the step of the task that makes it.
pub fn start_eagerly(vm: &Vm, task: &Ref<PyTask>) -> PyResult<()> {
    PyTask::register(task, vm);
    let result =
        if task.shares_context(vm) { step(vm, task, None) } else { task.run_in_context(vm, || step(vm, task, None)) };
    if task.future.is_done() {
        vm.kernel.tasks.leave(&task.place);
        task.coroutine.clear();
    }
    result
}

/// Resumes the coroutine.
fn drive(vm: &Vm, task: &PyTask, thrown: Option<Value>) -> PyResult<Outcome> {
    let Some(coroutine) = task.coroutine.get() else {
        return Err(vm.runtime_error("Task has no coroutine"));
    };
    if let Some(generator) = coroutine.downcast::<PyGenerator>() {
        return match thrown {
            None => vm.resume(generator, Entry::Send(Value::NONE)),
            Some(exception) => vm.throw_into(generator, exception),
        };
    }
    if let Some(native) = coroutine.downcast_exact::<PyNativeCoroutine>() {
        let step = match thrown {
            None => PyNativeCoroutine::send(native, vm, Value::NONE)?,
            Some(exception) => PyNativeCoroutine::throw(native, vm, &exception)?,
        };
        return Ok(match step {
            Delegate::Yielded(value) => Outcome::Yield(value),
            Delegate::Returned(value) => Outcome::Return(value),
        });
    }
    let step = match thrown {
        None => vm.call_method_ref(&coroutine, &vm.names().send, &[Value::NONE]),
        Some(exception) => vm.call_method_ref(&coroutine, &vm.names().throw, &[exception]),
    };
    match step {
        Ok(value) => Ok(Outcome::Yield(value)),
        Err(raised) => vm.catch_stop_iteration(raised).map(Outcome::Return),
    }
}

/// What the step has led to.
fn settle(vm: &Vm, task: &Ref<PyTask>, outcome: PyResult<Outcome>) -> PyResult<()> {
    match outcome {
        Ok(Outcome::Yield(value)) => wait(vm, task, value),
        Ok(Outcome::Return(value)) => {
            end(vm, task);
            if task.future.must_cancel.replace(false) {
                // Cancelled while it returned.
                let message = task.future.rare_part(|rare| rare.cancel_message.clone());
                return PyFuture::cancel(PyTask::as_future(task), vm, message.unwrap_or(Value::NONE)).map(drop);
            }
            PyFuture::finish(PyTask::as_future(task), vm, value)
        }
        Err(raised) => {
            end(vm, task);
            let exception = vm.take_raised(raised);
            let class = class_ref(&exception);
            if class.is_subtype(vm.kernel.cancelled_error(vm)) {
                task.future.with_rare(|rare| rare.cancelled_error.replace(exception));
                return PyFuture::cancel(PyTask::as_future(task), vm, Value::NONE).map(drop);
            }
            let exceptions = vm.exceptions();
            let fatal = class.is_subtype(&exceptions.KeyboardInterrupt) || class.is_subtype(&exceptions.SystemExit);
            PyFuture::fail(PyTask::as_future(task), vm, exception.clone())?;
            if fatal { Err(vm.park(exception)) } else { Ok(()) }
        }
    }
}

/// The coroutine has ended.
fn end(vm: &Vm, task: &PyTask) {
    vm.kernel.tasks.leave(&task.place);
}

/// The coroutine has yielded something: a future to wait for, or None to let others run.
fn wait(vm: &Vm, task: &Ref<PyTask>, value: Value) -> PyResult<()> {
    if value.is_none() {
        return PyTask::call_soon(task, vm, None);
    }
    if value.is(task.as_value()) {
        return complain(vm, task, |task, _| format!("Task cannot await on itself: {task}"), &value);
    }
    if let Some(future) = value.downcast::<PyFuture>() {
        if future.loop_.raw() != task.future.loop_.raw() {
            return complain(
                vm,
                task,
                |task, future| format!("Task {task} got Future {future} attached to a different loop"),
                &value,
            );
        }
        if !future.blocking.replace(false) {
            return complain(
                vm,
                task,
                |task, future| format!("yield was used instead of yield from in task {task} with {future}"),
                &value,
            );
        }
        if future.is_exact()
            || overrides::has_native(vm, &class_of(&value), "add_done_callback", &[shape::FUTURE, shape::TASK])
        {
            PyFuture::add_task(future, vm, task)?;
        } else {
            add_by_name(vm, task, &value)?;
        }
        return waits_for(vm, task, value);
    }
    wait_for_foreign(vm, task, value)
}

/// The task waits for `value` now; a cancellation that was asked for meanwhile reaches it.
fn waits_for(vm: &Vm, task: &Ref<PyTask>, value: Value) -> PyResult<()> {
    task.waiter.set(value.clone());
    if task.future.must_cancel.get() {
        let message = task.future.rare_part(|rare| rare.cancel_message.clone()).unwrap_or(Value::NONE);
        if cancel_future(vm, &value, &message)? {
            task.future.must_cancel.set(false);
        }
    }
    Ok(())
}

fn add_by_name(vm: &Vm, task: &Ref<PyTask>, value: &Value) -> PyResult<()> {
    let method = vm.get_attr(value, &vm.intern("add_done_callback"))?;
    let values = [task_type::wakeup_method(task), task.context(vm)];
    let names = [vm.intern("context").into_value()];
    vm.call_args(&method, Args { values: &values, names: &names }).map(drop)
}

/// Something of another kind: a future by its attribute, or a mistake.
fn wait_for_foreign(vm: &Vm, task: &Ref<PyTask>, value: Value) -> PyResult<()> {
    let name = vm.intern("_asyncio_future_blocking");
    let blocking = if class_of(&value).lookup(&name).is_some() { vm.get_attr_opt(&value, &name)? } else { None };
    if let Some(blocking) = blocking.filter(|blocking| !blocking.is_none()) {
        let loop_ = loop_of(vm, &value)?;
        if !loop_.is(&task.future.loop_.get_or_none()) {
            return complain(
                vm,
                task,
                |task, future| format!("Task {task} got Future {future} attached to a different loop"),
                &value,
            );
        }
        if !vm.truth(&blocking)? {
            return complain(
                vm,
                task,
                |task, future| format!("yield was used instead of yield from in task {task} with {future}"),
                &value,
            );
        }
        vm.set_attr(&value, &name, Some(&Value::FALSE))?;
        add_by_name(vm, task, &value)?;
        return waits_for(vm, task, value);
    }
    if value.downcast_exact::<PyGenerator>().is_some() {
        return complain(
            vm,
            task,
            |task, value| format!("yield was used instead of yield from for generator in task {task} with {value}"),
            &value,
        );
    }
    complain(vm, task, |_, value| format!("Task got bad yield: {value}"), &value)
}

/// The loop of any future.
pub fn loop_of(vm: &Vm, value: &Value) -> PyResult<Value> {
    if let Some(future) = value.downcast::<PyFuture>() {
        return Ok(future.loop_.get_or_none());
    }
    match vm.get_attr_opt(value, &vm.intern("get_loop"))? {
        Some(method) => vm.call(&method, &[]),
        None => vm.get_attr(value, &vm.intern("_loop")),
    }
}

/// The coroutine gets a RuntimeError at its next step.
#[cold]
fn complain(vm: &Vm, task: &Ref<PyTask>, text: fn(&str, &str) -> String, value: &Value) -> PyResult<()> {
    let shown_task = vm.repr(task.as_value())?.to_string();
    let shown_value = vm.repr(value)?.to_string();
    let error = vm.new_exception(&vm.exceptions().RuntimeError, &[vm.str(&text(&shown_task, &shown_value))])?;
    debug_assert!(error.downcast::<PyException>().is_some());
    PyTask::call_soon(task, vm, Some(error))
}
