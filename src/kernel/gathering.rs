//! `gather()`, and the future that it returns: it collects its children's outcomes.

use std::cell::Cell;

use rustc_hash::FxHashMap;

use super::future::{self, Callback, PyFuture, Status};
use super::task::{Options, PyTask, cancel_future};
use super::{PyLoop, PyNativeCoroutine, future_type, loop_type, overrides};
use crate::builtins::dict::PyDict;
use crate::builtins::function::PyNative;
use crate::native::{Args, Native, PyResult, Rest, getset, method, wrap};
use crate::object::{PyCell, Ref, Slot, TypeSpec, Value, shape, types};
use crate::vm::Vm;
use crate::vm::coroutines::PyGenerator;

#[repr(C)]
pub struct PyGathering {
    pub future: PyFuture,
    /// One for each argument; equal arguments have the same.
    children: PyCell<Vec<Value>>,
    /// The task that called `gather()`.
    pub waiter: Slot,
    pending: Cell<usize>,
    return_exceptions: Cell<bool>,
    /// When all children have ended as they like, this future is cancelled all the same.
    cancel_requested: Cell<bool>,
}

crate::payload!(PyGathering, shape::GATHERING_FUTURE, base PyFuture, traverse(this, visitor) {
    this.future.trace_fields(visitor);
    visitor.visit(&this.children);
    visitor.visit(&this.waiter);
} clear {
    this.future.clear_fields();
    let children = this.children.take();
    drop(children);
    this.waiter.clear();
});

pub static GATHERING_FUTURE: TypeSpec = TypeSpec {
    module: "asyncio.tasks",
    doc: "Helper for gather().\n\nThis overrides cancel() to cancel all the children and act more\nlike Task.cancel(), which doesn't immediately mark itself as\ncancelled.",
    base: shape::FUTURE,
    flags: types::BASETYPE | types::WEAKREF | types::NO_NEW,
    methods: &[method("cancel(self, msg=None)", "", wrap(cancel))],
    getset: &[
        getset(
            "_children",
            "",
            |vm, v| Ok(vm.list(of(v).children.get())),
            |vm, v, new| {
                let children = new.map(|new| vm.collect(new)).transpose()?.unwrap_or_default();
                of(v).children.set(children);
                Ok(())
            },
        ),
        getset(
            "_cancel_requested",
            "",
            |_, v| Ok(Value::bool(of(v).cancel_requested.get())),
            |vm, v, new| {
                let on = vm.truth(new.unwrap_or(&Value::NONE))?;
                of(v).cancel_requested.set(on);
                Ok(())
            },
        ),
    ],
    ..TypeSpec::of::<PyGathering>("_GatheringFuture")
};

/// What stands in the callbacks of children, when somebody looks.
static CHILD_DONE: Native = method("gather.<locals>._done_callback(self, fut, /)", "", wrap(child_done_native));

fn of(value: &Value) -> &Ref<PyGathering> {
    value.downcast::<PyGathering>().expect("attributes are asked of their own type")
}

/// The done callback of children as a callable.
pub fn child_done_method(this: &Ref<PyGathering>) -> Value {
    let descriptor = PyNative::descriptor(&CHILD_DONE, &types::builtin(shape::GATHERING_FUTURE));
    match descriptor.downcast::<PyNative>() {
        Some(native) => native.bind(this.as_value()).into_value(),
        None => descriptor,
    }
}

fn child_done_native(vm: &Vm, this: &Ref<PyGathering>, child: &Value) -> PyResult<()> {
    child_done(vm, this, child)
}

/// `gather(*coros_or_futures, return_exceptions=False)`.
pub fn gather(vm: &Vm, args: Rest, return_exceptions: &Value) -> PyResult<Value> {
    let return_exceptions = vm.truth(return_exceptions)?;
    if args.0.is_empty() {
        let loop_ = loop_type::get_event_loop(vm)?;
        let outer = vm.call_method(&loop_, "create_future", &[])?;
        vm.call_method(&outer, "set_result", &[vm.list(vec![])])?;
        return Ok(outer);
    }
    let mut children = Children::default();
    for arg in args.0 {
        children.add(vm, arg)?;
    }
    let Children { loop_, all, distinct, .. } = children;
    let loop_ = loop_.unwrap_or(Value::NONE);
    let running = vm.running_loop.get().is_some_and(|running| !running.is_none());
    let waiter = if running { vm.current_task.get().filter(|task| !task.is_none()) } else { None };
    let outer = Ref::new(PyGathering {
        future: PyFuture::payload(shape::GATHERING_FUTURE),
        children: PyCell::new(all),
        waiter: Slot::from_option(waiter),
        pending: Cell::new(distinct.len()),
        return_exceptions: Cell::new(return_exceptions),
        cancel_requested: Cell::new(false),
    });
    future_type::set_up(vm, outer.as_value(), Some(loop_))?;
    let mut done = Vec::new();
    for child in distinct {
        if !watch(vm, &outer, &child)? {
            done.push(child);
        }
    }
    // Eager tasks may have ended already.
    for child in done {
        child_done(vm, &outer, &child)?;
    }
    Ok(outer.into_value())
}

/// Adds the done callback; false if the child is done already.
fn watch(vm: &Vm, outer: &Ref<PyGathering>, child: &Value) -> PyResult<bool> {
    if let Some(native) = future::as_native(vm, child, "add_done_callback") {
        if native.is_done() {
            return Ok(false);
        }
        let waker = outer.as_value().downcast::<PyFuture>().expect("a gathering is a future");
        native.push_callback(Callback::Wake(waker.clone()));
        return Ok(true);
    }
    let done = vm.call_method(child, "done", &[])?;
    if vm.truth(&done)? {
        return Ok(false);
    }
    vm.call_method(child, "add_done_callback", &[child_done_method(outer)])?;
    Ok(true)
}

/// The children as they are made.
#[derive(Default)]
struct Children {
    loop_: Option<Value>,
    all: Vec<Value>,
    distinct: Vec<Value>,
    /// Children of arguments that are equal only if they are the same.
    by_identity: FxHashMap<u64, Value>,
    by_value: Option<Ref<PyDict>>,
}

impl Children {
    fn add(&mut self, vm: &Vm, arg: &Value) -> PyResult<()> {
        let plain = is_coroutine(arg) || arg.downcast::<PyFuture>().is_some_and(|future| future.is_exact());
        let key = arg.raw().0;
        let known = if plain {
            self.by_identity.get(&key).cloned()
        } else {
            let known = self.by_value.get_or_insert_with(PyDict::new);
            known.get(vm, arg)?
        };
        if let Some(known) = known {
            self.all.push(known);
            return Ok(());
        }
        let child = ensure_future(vm, arg, self.loop_.as_ref())?;
        if self.loop_.is_none() {
            self.loop_ = Some(super::step::loop_of(vm, &child)?);
        }
        if !child.is(arg) {
            // The caller has no reference to it, so it would be a riddle for him that it was destroyed.
            match child.downcast::<PyTask>() {
                Some(task) => task.future.log_destroy_pending.set(false),
                None => vm.set_attr(&child, &vm.intern("_log_destroy_pending"), Some(&Value::FALSE))?,
            }
        }
        if plain {
            self.by_identity.insert(key, child.clone());
        } else if let Some(known) = &self.by_value {
            known.set(vm, arg, child.clone())?;
        }
        self.all.push(child.clone());
        self.distinct.push(child);
        Ok(())
    }
}

fn is_coroutine(value: &Value) -> bool {
    value.downcast_exact::<PyNativeCoroutine>().is_some()
        || value.downcast::<PyGenerator>().is_some_and(|generator| generator.is_coroutine())
}

/// `ensure_future(arg, loop=loop)`.
fn ensure_future(vm: &Vm, arg: &Value, loop_: Option<&Value>) -> PyResult<Value> {
    if is_coroutine(arg) {
        let known = match loop_ {
            Some(loop_) => Some(loop_.clone()),
            None => vm.running_loop.get(),
        };
        if let Some(loop_) = known.filter(|loop_| !loop_.is_none())
            && let Some(task) = create_plain_task(vm, &loop_, arg)?
        {
            return Ok(task);
        }
    }
    let function = vm.import_attr("asyncio.tasks", "ensure_future")?;
    let values = [arg.clone(), loop_.cloned().unwrap_or(Value::NONE)];
    let names = [vm.intern("loop").into_value()];
    vm.call_args(&function, Args { values: &values, names: &names })
}

/// `loop.create_task(coroutine)` of a loop that makes tasks as the kernel does; `None` if it has its own ways.
pub fn create_plain_task(vm: &Vm, loop_: &Value, coroutine: &Value) -> PyResult<Option<Value>> {
    let Some(ours) = PyLoop::ours(vm, loop_, overrides::CREATE_TASK | overrides::CHECK_CLOSED) else { return Ok(None) };
    if ours.debug.get() || ours.closed.get() || !ours.task_factory.get_or_none().is_none() {
        return Ok(None);
    }
    let task = Ref::new(PyTask::payload());
    task.future.loop_.set(loop_.clone());
    PyTask::begin(&task, vm, coroutine, Options::default())?;
    Ok(Some(task.into_value()))
}

/// `create_task(coro, **kwargs)`.
pub fn create_task(vm: &Vm, coroutine: &Value, keywords: crate::native::Keywords) -> PyResult<Value> {
    let loop_ = vm.get_running_loop()?;
    if keywords.0.is_empty()
        && let Some(task) = create_plain_task(vm, &loop_, coroutine)?
    {
        return Ok(task);
    }
    let method = vm.get_attr(&loop_, &vm.intern("create_task"))?;
    let mut values = vec![coroutine.clone()];
    values.extend(keywords.0.iter().map(|(_, value)| value.clone()));
    let names: Vec<Value> = keywords.0.iter().map(|(name, _)| name.clone()).collect();
    vm.call_args(&method, Args { values: &values, names: &names })
}

/// A child has ended.
pub fn child_done(vm: &Vm, this: &Ref<PyGathering>, child: &Value) -> PyResult<()> {
    this.pending.set(this.pending.get().saturating_sub(1));
    let outer = this.as_value().downcast::<PyFuture>().expect("a gathering is a future");
    let cancelled = is_cancelled(vm, child)?;
    if outer.is_done() {
        // The first exception has been passed on; later ones count as retrieved.
        if !cancelled {
            exception_of(vm, child)?;
        }
        return Ok(());
    }
    if !this.return_exceptions.get() {
        if cancelled {
            // Passed on as an exception, so that a cancelled child cannot be taken for a cancelled gather().
            return PyFuture::fail(outer, vm, cancelled_error_of(vm, child)?);
        }
        if let Some(exception) = exception_of(vm, child)? {
            return PyFuture::fail(outer, vm, exception);
        }
    }
    if this.pending.get() > 0 {
        return Ok(());
    }
    if this.cancel_requested.get() {
        return PyFuture::fail(outer, vm, cancelled_error_of(vm, child)?);
    }
    let children = this.children.get();
    let mut results = Vec::with_capacity(children.len());
    for child in &children {
        results.push(outcome_of(vm, child)?);
    }
    PyFuture::finish(outer, vm, vm.list(results))
}

/// A child's result or exception as a value.
fn outcome_of(vm: &Vm, child: &Value) -> PyResult<Value> {
    if is_cancelled(vm, child)? {
        // Given as a value here: it must not carry a traceback.
        let message = vm.get_attr(child, &vm.intern("_cancel_message"))?;
        let message = if message.is_none() { vm.str("") } else { message };
        return vm.new_exception(vm.kernel.cancelled_error(vm), &[message]);
    }
    match exception_of(vm, child)? {
        Some(exception) => Ok(exception),
        None => match child.downcast::<PyFuture>().filter(|future| future.is_exact()) {
            Some(future) => Ok(future.outcome.get_or_none()),
            None => vm.call_method(child, "result", &[]),
        },
    }
}

fn is_cancelled(vm: &Vm, child: &Value) -> PyResult<bool> {
    if let Some(future) = child.downcast::<PyFuture>().filter(|future| future.is_exact()) {
        return Ok(future.status.get() == Status::Cancelled);
    }
    let cancelled = vm.call_method(child, "cancelled", &[])?;
    vm.truth(&cancelled)
}

/// `child.exception()`, which makes it known to have been asked for.
fn exception_of(vm: &Vm, child: &Value) -> PyResult<Option<Value>> {
    if let Some(future) = child.downcast::<PyFuture>().filter(|future| future.is_exact()) {
        future.log_traceback.set(false);
        return Ok(if future.failed.get() { future.outcome.get() } else { None });
    }
    let exception = vm.call_method(child, "exception", &[])?;
    Ok(Some(exception).filter(|exception| !exception.is_none()))
}

fn cancelled_error_of(vm: &Vm, child: &Value) -> PyResult<Value> {
    match child.downcast::<PyFuture>().filter(|future| future.is_exact()) {
        Some(future) => future.make_cancelled_error(vm),
        None => vm.call_method(child, "_make_cancelled_error", &[]),
    }
}

fn cancel(vm: &Vm, this: &Ref<PyGathering>, message: Value) -> PyResult<bool> {
    if this.future.is_done() {
        return Ok(false);
    }
    let mut any = false;
    for child in this.children.get() {
        any |= cancel_future(vm, &child, &message)?;
    }
    if any {
        this.cancel_requested.set(true);
    }
    Ok(any)
}

/// What a future that is done wakes: a task that waits for it, or a gathering.
pub enum Waker<'a> {
    Task(&'a Ref<PyTask>),
    Gathering(&'a Ref<PyGathering>),
}

impl<'a> Waker<'a> {
    #[inline]
    pub fn of(waker: &'a Ref<PyFuture>) -> Option<Waker<'a>> {
        let value = waker.as_value();
        if let Some(task) = value.downcast::<PyTask>() {
            return Some(Waker::Task(task));
        }
        value.downcast::<PyGathering>().map(Waker::Gathering)
    }

    /// As a callable, and the context in which it runs.
    pub fn callable(&self, vm: &Vm) -> (Value, Value) {
        match self {
            Waker::Task(task) => (super::task_type::wakeup_method(task), task.context(vm)),
            Waker::Gathering(outer) => (child_done_method(outer), vm.copy_context().into_value()),
        }
    }
}
