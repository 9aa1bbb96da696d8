//! `Future` as Python sees it: methods and attributes, which tasks share.

use super::future::{self, Callback, PyFuture, Status};
use super::future_iter;
use super::gathering::Waker;
use crate::builtins::exception::PyException;
use crate::builtins::set::PySet;
use crate::native::convert::Class;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, getset, getter, method, staticmethod, wrap};
use crate::object::types::EXCEPTION;
use crate::object::{PyType, Ref, Slots, TypeSpec, Value, shape, types};
use crate::vm::Vm;

pub static FUTURE: TypeSpec = TypeSpec {
    module: "_asyncio",
    doc: "This class is *almost* compatible with concurrent.futures.Future.\n\n    Differences:\n\n    - result() and exception() do not take a timeout argument and\n      raise an exception when the future isn't done yet.\n\n    - Callbacks registered with add_done_callback() are always called\n      via the event loop's call_soon_threadsafe().\n\n    - This class is not compatible with the wait() and as_completed()\n      methods in the concurrent.futures package.",
    flags: types::BASETYPE | types::WEAKREF,
    slots: Slots {
        repr: Some(repr),
        init: Some(init),
        iter: Some(await_),
        await_: Some(await_),
        finalize: Some(finalize),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyFuture>("Future")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));

static METHODS: &[Native] = &[
    method(
        "result(self, /)",
        "Return the result this future represents.\n\nIf the future has been cancelled, raises CancelledError.  If the\nfuture's result isn't yet available, raises InvalidStateError.  If\nthe future is done and has an exception set, this exception is raised.",
        wrap(result),
    ),
    method(
        "exception(self, /)",
        "Return the exception that was set on this future.\n\nThe exception (or None if no exception was set) is returned only if\nthe future is done.  If the future has been cancelled, raises\nCancelledError.  If the future isn't done yet, raises\nInvalidStateError.",
        wrap(exception),
    ),
    method(
        "set_result(self, result, /)",
        "Mark the future done and set its result.\n\nIf the future is already done when this method is called, raises\nInvalidStateError.",
        wrap(set_result),
    ),
    method(
        "set_exception(self, exception, /)",
        "Mark the future done and set an exception.\n\nIf the future is already done when this method is called, raises\nInvalidStateError.",
        wrap(set_exception),
    ),
    method(
        "add_done_callback(self, fn, /, *, context=<unrepresentable>)",
        "Add a callback to be run when the future becomes done.\n\nThe callback is called with a single argument - the future object. If\nthe future is already done when this is called, the callback is\nscheduled with call_soon.",
        wrap(add_done_callback),
    ),
    method(
        "remove_done_callback(self, fn, /)",
        "Remove all instances of a callback from the \"call when done\" list.\n\nReturns the number of callbacks removed.",
        wrap(remove_done_callback),
    ),
    method(
        "cancel(self, msg=None)",
        "Cancel the future and schedule callbacks.\n\nIf the future is already done or cancelled, return False.  Otherwise,\nchange the future's state to cancelled, schedule the callbacks and\nreturn True.",
        wrap(cancel),
    ),
    method("cancelled(self, /)", "Return True if the future was cancelled.", wrap(cancelled)),
    method(
        "done(self, /)",
        "Return True if the future is done.\n\nDone means either that a result / exception are available, or that the\nfuture was cancelled.",
        wrap(done),
    ),
    method("get_loop(self, /)", "Return the event loop the Future is bound to.", wrap(get_loop)),
    method(
        "_make_cancelled_error(self, /)",
        "Create the CancelledError to raise if the Future is cancelled.\n\nThis should only be called once when handling a cancellation since\nit erases the context exception value.",
        wrap(make_cancelled_error),
    ),
    crate::native::classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(class_getitem)),
];

/// Attributes of futures and tasks.
static GETSET: &[GetSet] = &[
    getter("_state", "", |vm, value| {
        Ok(vm
            .intern(match of(value).status.get() {
                Status::Pending => "PENDING",
                Status::Cancelled => "CANCELLED",
                Status::Finished => "FINISHED",
            })
            .into_value())
    }),
    getset(
        "_asyncio_future_blocking",
        "",
        |_, value| Ok(Value::bool(of(value).blocking.get())),
        |vm, value, new| {
            let Some(new) = new else { return Err(vm.attribute_error("cannot delete attribute")) };
            let on = vm.truth(new)?;
            of(value).blocking.set(on);
            Ok(())
        },
    ),
    getter("_loop", "", |_, value| Ok(of(value).loop_.get_or_none())),
    getter("_callbacks", "", callbacks),
    getter("_result", "", |_, value| {
        let this = of(value);
        // What a sleep() waits for has its result in advance.
        let finished = this.status.get() == Status::Finished && !this.failed.get();
        Ok(if finished { this.outcome.get_or_none() } else { Value::NONE })
    }),
    getter("_exception", "", |_, value| {
        Ok(if of(value).failed.get() { of(value).outcome.get_or_none() } else { Value::NONE })
    }),
    getset("_log_traceback", "", |_, value| Ok(Value::bool(of(value).log_traceback.get())), set_log_traceback),
    getter("_source_traceback", "", |_, value| {
        Ok(of(value).rare_part(|rare| rare.source_traceback.clone()).unwrap_or(Value::NONE))
    }),
    getset(
        "_cancel_message",
        "",
        |_, value| Ok(of(value).rare_part(|rare| rare.cancel_message.clone()).unwrap_or(Value::NONE)),
        |_, value, new| {
            let old = of(value).with_rare(|rare| std::mem::replace(&mut rare.cancel_message, new.cloned()));
            drop(old);
            Ok(())
        },
    ),
    getter("_asyncio_awaited_by", "", awaited_by),
];

pub fn of(value: &Value) -> &Ref<PyFuture> {
    value.downcast::<PyFuture>().expect("attributes are asked of their own type")
}

fn new(vm: &Vm, class: Class, _args: Rest, _keywords: Keywords) -> Ref<PyFuture> {
    vm.new_object(class, PyFuture::payload(shape::FUTURE))
}

/// `Future.__init__(*, loop=None)`.
fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    if !args.positional().is_empty() {
        let given = args.positional().len() + 1;
        return Err(vm.type_error(format!("Future() takes at most 1 keyword argument ({given} given)")));
    }
    let mut loop_ = None;
    for (name, value) in args.keywords() {
        match vm.str_text(name).as_str() {
            "loop" => loop_ = Some(value.clone()),
            other => return Err(vm.type_error(format!("Future() got an unexpected keyword argument '{other}'"))),
        }
    }
    set_up(vm, this, loop_)
}

/// Gives a future its loop, and in debug mode notes where it was made.
pub fn set_up(vm: &Vm, this: &Value, loop_: Option<Value>) -> PyResult<()> {
    let future = of(this);
    future.clear_fields();
    future.status.set(Status::Pending);
    future.failed.set(false);
    future.log_traceback.set(false);
    future.blocking.set(false);
    let loop_ = match loop_.filter(|loop_| !loop_.is_none()) {
        Some(loop_) => loop_,
        None => super::loop_type::get_event_loop(vm)?,
    };
    future.loop_.set(loop_.clone());
    if future::get_debug(vm, &loop_)? {
        let extract = vm.import_attr("asyncio.format_helpers", "extract_stack")?;
        let frame = vm.import_attr("sys", "_getframe")?;
        let frame = vm.call(&frame, &[vm.int(0)])?;
        let traceback = vm.call(&extract, &[frame])?;
        future.with_rare(|rare| rare.source_traceback = Some(traceback));
    }
    Ok(())
}

pub fn finalize(vm: &Vm, value: &Value) {
    let Some(this) = value.downcast::<PyFuture>() else { return };
    if !this.log_traceback.get() {
        return;
    }
    if let Err(raised) = PyFuture::report_unretrieved(vm, value, this) {
        vm.report_unraisable(raised, None, value);
    }
}

pub fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let function = vm.import_attr("asyncio.base_futures", "_future_repr")?;
    vm.call(&function, std::slice::from_ref(value))
}

fn await_(vm: &Vm, value: &Value) -> PyResult<Value> {
    initialized(vm, of(value))?;
    Ok(future_iter::new(value))
}

/// A subclass may have forgotten to call `__init__`.
fn initialized(vm: &Vm, this: &PyFuture) -> PyResult<()> {
    if this.loop_.is_set() { Ok(()) } else { Err(vm.runtime_error("Future object is not initialized.")) }
}

fn result(vm: &Vm, this: &Ref<PyFuture>) -> PyResult<Value> {
    if !this.loop_.is_set() {
        return Err(vm.invalid_state("Future object is not initialized."));
    }
    this.result(vm)
}

fn exception(vm: &Vm, this: &Ref<PyFuture>) -> PyResult<Value> {
    if !this.loop_.is_set() {
        return Err(vm.invalid_state("Future object is not initialized."));
    }
    match this.status.get() {
        Status::Pending => Err(vm.invalid_state("Exception is not set.")),
        Status::Cancelled => {
            let error = this.make_cancelled_error(vm)?;
            Err(vm.raise(error))
        }
        Status::Finished => {
            this.log_traceback.set(false);
            Ok(if this.failed.get() { this.outcome.get_or_none() } else { Value::NONE })
        }
    }
}

fn expect_pending(vm: &Vm, this: &PyFuture) -> PyResult<()> {
    initialized(vm, this)?;
    if this.is_done() { Err(vm.invalid_state("invalid state")) } else { Ok(()) }
}

fn set_result(vm: &Vm, this: &Ref<PyFuture>, result: Value) -> PyResult<()> {
    expect_pending(vm, this)?;
    PyFuture::finish(this, vm, result)
}

fn set_exception(vm: &Vm, this: &Ref<PyFuture>, exception: Value) -> PyResult<()> {
    expect_pending(vm, this)?;
    let is_class = exception.downcast::<PyType>().is_some_and(|class| class.has(EXCEPTION));
    let exception = if is_class { vm.call(&exception, &[])? } else { exception };
    if exception.downcast::<PyException>().is_none() {
        return Err(vm.type_error("invalid exception object"));
    }
    PyFuture::fail(this, vm, exception)
}

fn add_done_callback(vm: &Vm, this: &Ref<PyFuture>, function: Value, context: Option<Value>) -> PyResult<()> {
    initialized(vm, this)?;
    let context = future::context_or_copy(vm, context);
    PyFuture::add_callback(this, vm, function, context)
}

fn remove_done_callback(vm: &Vm, this: &Ref<PyFuture>, function: &Value) -> PyResult<usize> {
    initialized(vm, this)?;
    let callbacks = this.callbacks();
    let mut gone = Vec::new();
    for (index, callback) in callbacks.iter().enumerate() {
        let candidate = match callback {
            Callback::Wake(waker) => Waker::of(waker).map_or(Value::NONE, |waker| waker.callable(vm).0),
            Callback::Call(function, _) => function.clone(),
        };
        if vm.is_equal(&candidate, function)? {
            gone.push(index);
        }
    }
    if gone.is_empty() {
        return Ok(0);
    }
    // Comparisons may have run anything: only what still stands there is removed.
    let mut now = this.callbacks();
    let mut removed = Vec::new();
    for &index in gone.iter().rev() {
        if index < now.len() {
            removed.push(now.remove(index));
        }
    }
    let count = removed.len();
    drop(this.set_callbacks(now));
    drop(removed);
    Ok(count)
}

fn cancel(vm: &Vm, this: &Ref<PyFuture>, message: Value) -> PyResult<bool> {
    initialized(vm, this)?;
    PyFuture::cancel(this, vm, message)
}

fn cancelled(_: &Vm, this: &Ref<PyFuture>) -> bool {
    this.is_cancelled()
}

fn done(_: &Vm, this: &Ref<PyFuture>) -> bool {
    this.is_done()
}

fn get_loop(vm: &Vm, this: &Ref<PyFuture>) -> PyResult<Value> {
    initialized(vm, this)?;
    Ok(this.loop_.get_or_none())
}

fn make_cancelled_error(vm: &Vm, this: &Ref<PyFuture>) -> PyResult<Value> {
    this.make_cancelled_error(vm)
}

pub fn class_getitem(vm: &Vm, class: &Ref<PyType>, item: &Value) -> PyResult<Value> {
    vm.generic_alias(class.as_value(), item)
}

fn callbacks(vm: &Vm, value: &Value) -> PyResult<Value> {
    let callbacks = of(value).callbacks();
    if callbacks.is_empty() {
        return Ok(Value::NONE);
    }
    let pairs = callbacks.into_iter().map(|callback| match callback {
        Callback::Wake(waker) => {
            let (function, context) = Waker::of(&waker).map_or((Value::NONE, Value::NONE), |waker| waker.callable(vm));
            vm.tuple(vec![function, context])
        }
        Callback::Call(function, context) => vm.tuple(vec![function, context]),
    });
    Ok(vm.list(pairs.collect()))
}

fn set_log_traceback(vm: &Vm, value: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(vm.attribute_error("cannot delete attribute")) };
    if vm.truth(new)? {
        return Err(vm.value_error("_log_traceback can only be set to False"));
    }
    of(value).log_traceback.set(false);
    Ok(())
}

/// The tasks that wait for it, directly or through something else; None if there are none.
fn awaited_by(vm: &Vm, value: &Value) -> PyResult<Value> {
    let this = of(value);
    let mut waiting: Vec<Value> = this.rare.borrow().as_ref().map(|rare| rare.awaited_by.clone()).unwrap_or_default();
    waiting.extend(this.callbacks().iter().filter_map(|callback| match callback {
        Callback::Wake(waker) => match Waker::of(waker)? {
            Waker::Task(task) => Some(task.to_value()),
            Waker::Gathering(outer) => outer.waiter.get(),
        },
        Callback::Call(..) => None,
    }));
    if waiting.is_empty() {
        return Ok(Value::NONE);
    }
    let set = PySet::new();
    for task in waiting {
        vm.set_add(&set, task)?;
    }
    Ok(set.into_value())
}

/// `future_add_to_awaited_by(fut, waiter)`.
pub fn add_to_awaited_by(_: &Vm, future: &Value, waiter: &Value) {
    if let (Some(future), Some(_)) = (future.downcast::<PyFuture>(), waiter.downcast::<PyFuture>()) {
        let known = future.rare_part(|rare| rare.awaited_by.iter().find(|known| known.is(waiter)).cloned());
        if known.is_none() {
            future.with_rare(|rare| rare.awaited_by.push(waiter.clone()));
        }
    }
}

/// `future_discard_from_awaited_by(fut, waiter)`.
pub fn discard_from_awaited_by(_: &Vm, future: &Value, waiter: &Value) {
    let Some(future) = future.downcast::<PyFuture>() else { return };
    let removed = {
        let mut rare = future.rare.borrow_mut();
        rare.as_mut().and_then(|rare| {
            let place = rare.awaited_by.iter().position(|known| known.is(waiter))?;
            Some(rare.awaited_by.swap_remove(place))
        })
    };
    drop(removed);
}
