//! `Future`: the payload, and what happens to one, without Python's view of it (`future_type`).

use std::cell::Cell;

use super::event_loop::PyLoop;
use super::gathering::Waker;
use super::overrides;
use super::ready::Ready;
use super::task::PyTask;
use crate::builtins::exception::PyException;
use crate::builtins::tuple::PyTuple;
use crate::modules::_contextvars::PyContext;
use crate::native::{Args, PyResult, Raised};
use crate::object::{Header, PyCell, Ref, Slot, Trace, Value, Visitor, class_of, class_ref, shape, types};
use crate::vm::Vm;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    Pending,
    Cancelled,
    Finished,
}

/// What is to be done when a future is done.
#[derive(Clone)]
pub enum Callback {
    /// A task waits for it, or a `gather()`.
    Wake(Ref<PyFuture>),
    /// A function is called with the future, in a context.
    Call(Value, Value),
}

impl Trace for Callback {
    fn trace(&self, visitor: &mut Visitor) {
        match self {
            Callback::Wake(waker) => visitor.visit(waker),
            Callback::Call(function, context) => {
                visitor.visit(function);
                visitor.visit(context);
            }
        }
    }
}

/// What few futures have.
#[derive(Default)]
pub struct Rare {
    pub source_traceback: Option<Value>,
    pub cancel_message: Option<Value>,
    /// The exception that cancelled the coroutine of a task: it is raised once more by `result()`.
    pub cancelled_error: Option<Value>,
    /// The exception's traceback when it was set.
    pub traceback: Option<Value>,
    /// Tasks that wait for this one through something else: `gather`, `wait` ...
    pub awaited_by: Vec<Value>,
    /// All callbacks but the first.
    callbacks: Vec<Callback>,
}

#[repr(C)]
pub struct PyFuture {
    header: Header,
    pub status: Cell<Status>,
    /// `_asyncio_future_blocking`: an `await` has just yielded it.
    pub blocking: Cell<bool>,
    pub log_traceback: Cell<bool>,
    /// `outcome` is an exception.
    pub failed: Cell<bool>,
    /// Of tasks, here where there is room: `cancel()` could not reach what it waits for, so that CancelledError is thrown at
    /// the next step.
    pub must_cancel: Cell<bool>,
    pub log_destroy_pending: Cell<bool>,
    /// It runs, and had no context when it began to: the first variable makes one.
    pub contextless: Cell<bool>,
    pub loop_: Slot,
    pub outcome: Slot,
    /// The first callback: what it wakes, or a tuple of function and context; the others are in `rare`.
    first: Slot,
    pub rare: PyCell<Option<Box<Rare>>>,
}

crate::payload!(PyFuture, shape::FUTURE, traverse(this, visitor) {
    this.trace_fields(visitor);
} clear {
    this.clear_fields();
});

impl PyFuture {
    /// The payload by itself, without a loop.
    pub fn payload(number: u32) -> PyFuture {
        PyFuture {
            header: Header::new(number),
            status: Cell::new(Status::Pending),
            blocking: Cell::new(false),
            log_traceback: Cell::new(false),
            failed: Cell::new(false),
            must_cancel: Cell::new(false),
            log_destroy_pending: Cell::new(true),
            contextless: Cell::new(false),
            loop_: Slot::EMPTY,
            outcome: Slot::EMPTY,
            first: Slot::EMPTY,
            rare: PyCell::new(None),
        }
    }

    /// A future of a loop, not in debug mode.
    pub fn new(loop_: Value) -> Ref<PyFuture> {
        let future = PyFuture::payload(shape::FUTURE);
        future.loop_.set(loop_);
        Ref::new(future)
    }

    pub fn trace_fields(&self, visitor: &mut Visitor) {
        visitor.visit(&self.loop_);
        visitor.visit(&self.outcome);
        visitor.visit(&self.first);
        if let Some(rare) = &*self.rare.borrow() {
            let values = [&rare.source_traceback, &rare.cancel_message, &rare.cancelled_error, &rare.traceback];
            values.into_iter().for_each(|value| visitor.visit(value));
            visitor.visit(&rare.awaited_by);
            visitor.visit(&rare.callbacks);
        }
    }

    pub fn clear_fields(&self) {
        let rare = self.rare.take();
        drop(rare);
        self.first.clear();
        self.loop_.clear();
        self.outcome.clear();
    }

    /// Adds a callback of a future that is pending.
    pub fn push_callback(&self, callback: Callback) {
        if self.first.is_set() {
            self.with_rare(|rare| rare.callbacks.push(callback));
            return;
        }
        match callback {
            Callback::Wake(waker) => self.first.set(waker.into_value()),
            Callback::Call(function, context) => self.first.set(PyTuple::new(vec![function, context]).into_value()),
        }
    }

    fn take_first(&self) -> Option<Callback> {
        self.first.take().map(callback_of)
    }

    /// All callbacks, in order.
    pub fn callbacks(&self) -> Vec<Callback> {
        let mut all = Vec::new();
        all.extend(self.first.get().map(callback_of));
        if let Some(rare) = &*self.rare.borrow() {
            all.extend(rare.callbacks.iter().cloned());
        }
        all
    }

    /// Replaces all callbacks; gives the former ones, to be released.
    pub fn set_callbacks(&self, callbacks: Vec<Callback>) -> Vec<Callback> {
        let mut former: Vec<Callback> = self.take_first().into_iter().collect();
        if let Some(rare) = &mut *self.rare.borrow_mut() {
            former.append(&mut rare.callbacks);
        }
        callbacks.into_iter().for_each(|callback| self.push_callback(callback));
        former
    }

    #[inline]
    pub fn is_done(&self) -> bool {
        self.status.get() != Status::Pending
    }

    pub fn is_cancelled(&self) -> bool {
        self.status.get() == Status::Cancelled
    }

    /// Looks at or changes the rare parts, making them if need be. `f` runs no Python code and releases nothing.
    pub fn with_rare<R>(&self, f: impl FnOnce(&mut Rare) -> R) -> R {
        f(self.rare.borrow_mut().get_or_insert_default())
    }

    /// A rare part as it is.
    pub fn rare_part(&self, f: impl FnOnce(&Rare) -> Option<Value>) -> Option<Value> {
        self.rare.borrow().as_ref().and_then(|rare| f(rare))
    }

    /// Whether this is a direct instance of one of the two built-in types.
    #[inline]
    pub fn is_exact(&self) -> bool {
        matches!(self.header.shape(), shape::FUTURE | shape::TASK)
    }
}

/// What stands in `first` as a callback.
fn callback_of(first: Value) -> Callback {
    let first = match first.into_ref::<PyFuture>() {
        Ok(waker) => return Callback::Wake(waker),
        Err(first) => first,
    };
    match first.downcast_exact::<PyTuple>().map(|pair| pair.items()) {
        Some([function, context]) => Callback::Call(function.clone(), context.clone()),
        _ => Callback::Call(first, Value::NONE),
    }
}

/// The one who asks has the future as an object.
impl PyFuture {
    /// `set_result`, of a future that is pending.
    pub fn finish(this: &Ref<PyFuture>, vm: &Vm, result: Value) -> PyResult<()> {
        this.outcome.set(result);
        this.status.set(Status::Finished);
        PyFuture::schedule_callbacks(this, vm)
    }

    /// `set_exception`, of a future that is pending, with an exception object.
    pub fn fail(this: &Ref<PyFuture>, vm: &Vm, exception: Value) -> PyResult<()> {
        let exception = if class_ref(&exception).is_subtype(&vm.exceptions().StopIteration) {
            stop_iteration_as_runtime_error(vm, exception)?
        } else {
            exception
        };
        if let Some(traceback) = exception.downcast::<PyException>().and_then(|exception| exception.traceback.get()) {
            this.with_rare(|rare| rare.traceback = Some(traceback));
        }
        this.outcome.set(exception);
        this.failed.set(true);
        this.status.set(Status::Finished);
        this.log_traceback.set(true);
        PyFuture::schedule_callbacks(this, vm)
    }

    /// `Future.cancel`; for tasks see `task_type`.
    pub fn cancel(this: &Ref<PyFuture>, vm: &Vm, message: Value) -> PyResult<bool> {
        this.log_traceback.set(false);
        if this.is_done() {
            return Ok(false);
        }
        this.status.set(Status::Cancelled);
        if !message.is_none() {
            this.with_rare(|rare| rare.cancel_message.replace(message));
        }
        PyFuture::schedule_callbacks(this, vm)?;
        Ok(true)
    }

    /// Hands everything that waits to the loop.
    fn schedule_callbacks(this: &Ref<PyFuture>, vm: &Vm) -> PyResult<()> {
        let Some(first) = this.take_first() else { return Ok(()) };
        let others = match &mut *this.rare.borrow_mut() {
            Some(rare) => std::mem::take(&mut rare.callbacks),
            None => Vec::new(),
        };
        PyFuture::schedule(this, vm, first)?;
        for callback in others {
            PyFuture::schedule(this, vm, callback)?;
        }
        Ok(())
    }

    fn schedule(this: &Ref<PyFuture>, vm: &Vm, callback: Callback) -> PyResult<()> {
        let loop_ = this.loop_.get_or_none();
        if let Some(fast) = PyLoop::for_scheduling(vm, &loop_) {
            let ready = match callback {
                Callback::Wake(waker) => match Waker::of(&waker) {
                    Some(Waker::Gathering(outer)) => Ready::Child(outer.clone(), this.clone()),
                    Some(Waker::Task(task)) => Ready::Wake(task.clone(), this.clone()),
                    None => return Ok(()),
                },
                Callback::Call(function, context) => Ready::Done(function, this.clone(), context),
            };
            fast.ready.borrow_mut().push_back(ready);
            return Ok(());
        }
        let (function, context) = match callback {
            Callback::Wake(waker) => match Waker::of(&waker) {
                Some(waker) => waker.callable(vm),
                None => return Ok(()),
            },
            Callback::Call(function, context) => (function, context),
        };
        call_soon(vm, &loop_, function, Some(this.to_value()), context)
    }

    /// `add_done_callback` with a function.
    pub fn add_callback(this: &Ref<PyFuture>, vm: &Vm, function: Value, context: Value) -> PyResult<()> {
        let callback = Callback::Call(function, context);
        if this.is_done() {
            return PyFuture::schedule(this, vm, callback);
        }
        this.push_callback(callback);
        Ok(())
    }

    /// Lets a task go on when the future is done.
    pub fn add_task(this: &Ref<PyFuture>, vm: &Vm, task: &Ref<PyTask>) -> PyResult<()> {
        let callback = Callback::Wake(PyTask::as_future(task).clone());
        if this.is_done() {
            return PyFuture::schedule(this, vm, callback);
        }
        this.push_callback(callback);
        Ok(())
    }

    /// `result()`.
    pub fn result(&self, vm: &Vm) -> PyResult<Value> {
        match self.status.get() {
            Status::Pending => Err(vm.invalid_state("Result is not set.")),
            Status::Cancelled => {
                let error = self.make_cancelled_error(vm)?;
                Err(vm.raise(error))
            }
            Status::Finished => {
                self.log_traceback.set(false);
                let outcome = self.outcome.get_or_none();
                if !self.failed.get() {
                    return Ok(outcome);
                }
                self.restore_traceback(&outcome);
                Err(vm.raise(outcome))
            }
        }
    }

    /// The exception as it was when it was set: each `await` adds to its traceback.
    pub fn restore_traceback(&self, exception: &Value) {
        if let Some(exception) = exception.downcast::<PyException>() {
            match self.rare_part(|rare| rare.traceback.clone()) {
                Some(traceback) => exception.traceback.set(traceback),
                None => exception.traceback.clear(),
            }
        }
    }

    /// `_make_cancelled_error()`.
    pub fn make_cancelled_error(&self, vm: &Vm) -> PyResult<Value> {
        let known = self.rare.borrow_mut().as_mut().and_then(|rare| rare.cancelled_error.take());
        if let Some(error) = known {
            return Ok(error);
        }
        let message = self.rare_part(|rare| rare.cancel_message.clone());
        vm.new_exception(vm.kernel.cancelled_error(vm), message.as_slice())
    }

    /// What a future that dies tells its loop: an exception that nobody has asked for.
    pub fn report_unretrieved(vm: &Vm, value: &Value, this: &PyFuture) -> PyResult<()> {
        if !this.log_traceback.replace(false) {
            return Ok(());
        }
        let context = vm.dict();
        let name = class_of(value).name();
        context.set_name(vm, "message", vm.str(&format!("{name} exception was never retrieved")));
        context.set_name(vm, "exception", this.outcome.get_or_none());
        context.set_name(vm, "future", value.clone());
        if let Some(traceback) = this.rare_part(|rare| rare.source_traceback.clone()) {
            context.set_name(vm, "source_traceback", traceback);
        }
        vm.call_method(&this.loop_.get_or_none(), "call_exception_handler", &[context.into_value()]).map(drop)
    }
}

fn stop_iteration_as_runtime_error(vm: &Vm, given: Value) -> PyResult<Value> {
    let message = "StopIteration interacts badly with generators and cannot be raised into a Future";
    let error = vm.new_exception(&vm.exceptions().RuntimeError, &[vm.str(message)])?;
    if let Some(error) = error.downcast::<PyException>() {
        error.cause.set(given.clone());
        error.context.set(given);
        error.suppress_context.set(true);
    }
    Ok(error)
}

/// `loop.call_soon(function[, argument], context=context)` of any loop.
pub fn call_soon(vm: &Vm, loop_: &Value, function: Value, argument: Option<Value>, context: Value) -> PyResult<()> {
    let method = vm.get_attr(loop_, &vm.intern("call_soon"))?;
    let mut values = vec![function];
    values.extend(argument);
    values.push(context);
    let names = [vm.intern("context").into_value()];
    vm.call_args(&method, Args { values: &values, names: &names }).map(drop)
}

/// `loop.get_debug()` of any loop, as a truth value.
pub fn get_debug(vm: &Vm, loop_: &Value) -> PyResult<bool> {
    if let Some(ours) = loop_.downcast::<PyLoop>()
        && ours.overrides.of(vm, loop_) & overrides::GET_DEBUG == 0
    {
        return Ok(ours.debug.get());
    }
    let debug = vm.call_method(loop_, "get_debug", &[])?;
    vm.truth(&debug)
}

/// Whether the value is a future of ours that can be dealt with directly: of a built-in type, or of a subclass that has
/// this method from there.
pub fn as_native<'a>(vm: &Vm, value: &'a Value, method: &str) -> Option<&'a Ref<PyFuture>> {
    let future = value.downcast::<PyFuture>()?;
    let native =
        future.is_exact() || overrides::has_native(vm, &class_of(value), method, &[shape::FUTURE, shape::TASK]);
    native.then_some(future)
}

/// The exception that an error stands for, for passing it on as a value.
pub fn taken(vm: &Vm, raised: Raised) -> Value {
    vm.take_raised(raised)
}

/// The context that a callback runs in: the one given, or a copy of the present one.
pub fn context_or_copy(vm: &Vm, context: Option<Value>) -> Value {
    match context.filter(|context| !context.is_none()) {
        Some(context) => context,
        None => vm.copy_context().into_value(),
    }
}

/// Runs `body` in a context; contexts that are not ours are asked to run it themselves.
pub fn run_in<R>(vm: &Vm, context: &Value, body: impl FnOnce() -> PyResult<R>) -> PyResult<R> {
    match context.downcast::<PyContext>() {
        Some(context) => {
            let former = PyContext::enter(context, vm)?;
            let result = body();
            context.leave(vm, former);
            result
        }
        None => body(),
    }
}

/// The class object of native futures.
pub fn future_class() -> Ref<crate::object::PyType> {
    types::builtin(shape::FUTURE)
}
