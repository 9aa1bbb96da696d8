//! `Task`: the payload, and how tasks are made and cancelled.

use std::cell::Cell;

use super::future::{self, PyFuture};
use super::ready::Ready;
use super::{PyLoop, PyNativeCoroutine, task_type};
use crate::builtins::str::PyStr;
use crate::modules::_contextvars::PyContext;
use crate::native::PyResult;
use crate::object::roster::Place;
use crate::object::{Ref, Slot, Value, class_ref, shape};
use crate::vm::Vm;
use crate::vm::coroutines::PyGenerator;

#[repr(C)]
pub struct PyTask {
    pub future: PyFuture,
    pub coroutine: Slot,
    /// The future that it waits for.
    pub waiter: Slot,
    /// Unset as long as no variable is set in it and nobody has looked at it.
    context: Slot,
    /// A str, or the number that the name is made of.
    pub name: Slot,
    pub cancel_requests: Cell<u32>,
    pub place: Place,
}

crate::payload!(PyTask, shape::TASK, base PyFuture, traverse(this, visitor) {
    this.future.trace_fields(visitor);
    for slot in [&this.coroutine, &this.waiter, &this.context, &this.name] {
        visitor.visit(slot);
    }
} clear {
    this.future.clear_fields();
    this.coroutine.clear();
    this.waiter.clear();
    this.context.clear();
});

impl Drop for PyTask {
    fn drop(&mut self) {
        crate::vm::current().kernel.tasks.leave(&self.place);
    }
}

/// What a task is made with, besides its coroutine.
#[derive(Default)]
pub struct Options {
    pub loop_: Option<Value>,
    pub name: Option<Value>,
    pub context: Option<Value>,
    pub eager_start: bool,
}

impl PyTask {
    /// The payload by itself; [`PyTask::begin`] gives it its coroutine.
    pub fn payload() -> PyTask {
        PyTask {
            future: PyFuture::payload(shape::TASK),
            coroutine: Slot::EMPTY,
            waiter: Slot::EMPTY,
            context: Slot::EMPTY,
            name: Slot::EMPTY,
            cancel_requests: Cell::new(0),
            place: Place::default(),
        }
    }

    /// The task as a future.
    pub fn as_future(this: &Ref<PyTask>) -> &Ref<PyFuture> {
        this.as_value().downcast::<PyFuture>().expect("a task is a future")
    }

    /// What `Task.__init__` does, but for the loop, which is set.
    pub fn begin(this: &Ref<PyTask>, vm: &Vm, coroutine: &Value, options: Options) -> PyResult<()> {
        if !is_coroutine(vm, coroutine)? {
            this.future.log_destroy_pending.set(false);
            let text = vm.repr(coroutine)?;
            return Err(vm.type_error(format!("a coroutine was expected, got {text}")));
        }
        let name = match options.name.filter(|name| !name.is_none()) {
            None => {
                let number = vm.kernel.task_names.get() + 1;
                vm.kernel.task_names.set(number);
                vm.int(number as i64)
            }
            Some(name) if name.downcast_exact::<PyStr>().is_some() => name,
            Some(name) => vm.to_str(&name)?.into_value(),
        };
        this.name.set(name);
        match options.context.filter(|context| !context.is_none()) {
            Some(context) => this.context.set(context),
            None => {
                let copy = vm.copy_context_with_variables().map(Ref::into_value);
                drop(this.context.replace(copy));
            }
        }
        this.coroutine.set(coroutine.clone());
        if options.eager_start && super::state_is_running(vm, &this.future.loop_.get_or_none()) {
            return super::step::start_eagerly(vm, this);
        }
        PyTask::call_soon(this, vm, None)?;
        PyTask::register(this, vm);
        Ok(())
    }

    /// Puts it among the tasks that `all_tasks()` shows.
    pub fn register(this: &Ref<PyTask>, vm: &Vm) {
        vm.kernel.tasks.enter(this);
    }

    /// Schedules the next step, which throws the exception if there is one.
    pub fn call_soon(this: &Ref<PyTask>, vm: &Vm, thrown: Option<Value>) -> PyResult<()> {
        let loop_ = this.future.loop_.get_or_none();
        if let Some(fast) = PyLoop::for_scheduling(vm, &loop_) {
            fast.ready.borrow_mut().push_back(match thrown {
                None => Ready::Step(this.clone()),
                Some(exception) => Ready::Throw(this.clone(), exception),
            });
            return Ok(());
        }
        future::call_soon(vm, &loop_, task_type::step_method(this), thrown, this.context(vm))
    }

    /// The context, which is made when first asked for.
    pub fn context(&self, vm: &Vm) -> Value {
        if let Some(context) = self.context.get() {
            return context;
        }
        if self.future.contextless.get() && !vm.context.is_set() && self.is_current(vm) {
            return vm.current_context().into_value();
        }
        let made = PyContext::empty().into_value();
        self.context.set(made.clone());
        made
    }

    /// The thread needs a context and has none: that of the task that runs without one, if it has been looked at, or the
    /// one that `make` makes for it.
    pub fn adopt_context(vm: &Vm, make: impl FnOnce() -> Value) -> Value {
        let current = vm.current_task.get_or_none();
        let Some(task) = current.downcast::<PyTask>().filter(|task| task.future.contextless.get()) else {
            return make();
        };
        if let Some(known) = task.context.get() {
            return known;
        }
        let made = make();
        task.context.set(made.clone());
        made
    }

    fn is_current(&self, vm: &Vm) -> bool {
        let mut same = false;
        vm.current_task.with(|task| same = task.downcast::<PyTask>().is_some_and(|task| std::ptr::eq(&**task, self)));
        same
    }

    /// Whether its context is the one that the thread is in: an eager task may share that of who makes it.
    pub fn shares_context(&self, vm: &Vm) -> bool {
        self.context.is_set() && self.context.raw() == vm.context.raw()
    }

    /// Runs `body` in the task's context, which `body` makes when it first sets a variable.
    #[inline]
    pub fn run_in_context(&self, vm: &Vm, body: impl FnOnce() -> PyResult<()>) -> PyResult<()> {
        if let Some(context) = self.context.get() {
            return future::run_in(vm, &context, body);
        }
        let former = vm.context.take();
        self.future.contextless.set(true);
        let result = body();
        self.future.contextless.set(false);
        let made = vm.context.replace(former);
        if let Some(context) = made.as_ref().and_then(|made| made.downcast::<PyContext>()) {
            context.mark_entered(false);
        }
        result
    }

    /// The name, which is made when first asked for.
    pub fn name(&self, vm: &Vm) -> Value {
        let name = self.name.get_or_none();
        match name.as_inline_int() {
            Some(number) => {
                let name = vm.str(&format!("Task-{number}"));
                self.name.set(name.clone());
                name
            }
            None => name,
        }
    }

    /// `Task.cancel`.
    pub fn cancel(this: &Ref<PyTask>, vm: &Vm, message: Value) -> PyResult<bool> {
        this.future.log_traceback.set(false);
        if this.future.is_done() {
            return Ok(false);
        }
        this.cancel_requests.set(this.cancel_requests.get() + 1);
        if let Some(waiter) = this.waiter.get()
            && cancel_future(vm, &waiter, &message)?
        {
            return Ok(true);
        }
        this.future.must_cancel.set(true);
        let message = Some(message).filter(|message| !message.is_none());
        let old = this.future.with_rare(|rare| std::mem::replace(&mut rare.cancel_message, message));
        drop(old);
        Ok(true)
    }
}

/// `future.cancel(msg=message)` of a future of any kind.
pub fn cancel_future(vm: &Vm, value: &Value, message: &Value) -> PyResult<bool> {
    if let Some(future) = future::as_native(vm, value, "cancel") {
        return match value.downcast::<PyTask>() {
            Some(task) => PyTask::cancel(task, vm, message.clone()),
            None => PyFuture::cancel(future, vm, message.clone()),
        };
    }
    let method = vm.get_attr(value, &vm.intern("cancel"))?;
    let names = [vm.names().msg.to_value()];
    let result = vm.call_args(&method, crate::native::Args { values: std::slice::from_ref(message), names: &names })?;
    vm.truth(&result)
}

/// `asyncio.coroutines.iscoroutine`.
fn is_coroutine(vm: &Vm, value: &Value) -> PyResult<bool> {
    if value.downcast::<PyGenerator>().is_some_and(|generator| generator.is_coroutine())
        || value.downcast_exact::<PyNativeCoroutine>().is_some()
    {
        return Ok(true);
    }
    if class_ref(value).flags.get() == 0 && value.header().is_none() {
        return Ok(false);
    }
    let check = vm.import_attr("asyncio.coroutines", "iscoroutine")?;
    let answer = vm.call(&check, std::slice::from_ref(value))?;
    vm.truth(&answer)
}
