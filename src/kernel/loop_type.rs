//! `KernelLoop` as Python sees it: the methods that `BaseEventLoop` inherits, and the attributes with CPython's names.

use super::descriptors::{Side, fileno};
use super::event_loop::PyLoop;
use super::handle::{self, PyHandle, args_tuple, only_keyword};
use super::ready::Ready;
use super::{clock, overrides, run, views};
use crate::native::convert::Class;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, getset, method, staticmethod, wrap};
use crate::object::{Ref, Slot, Slots, TypeSpec, Value, shape, types};
use crate::vm::Vm;

pub static KERNEL_LOOP: TypeSpec = TypeSpec {
    module: "_asyncio",
    doc: "What every event loop is built on.",
    flags: types::BASETYPE | types::WEAKREF | types::MUTABLE,
    slots: Slots { init: Some(init), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyLoop>("KernelLoop")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));

static METHODS: &[Native] = &[
    method(
        "call_soon(self, callback, /, *args, **kwargs)",
        "Arrange for a callback to be called as soon as possible.",
        wrap(call_soon),
    ),
    method(
        "call_soon_threadsafe(self, callback, /, *args, **kwargs)",
        "Like call_soon(), but thread-safe.",
        wrap(call_soon_threadsafe),
    ),
    method(
        "call_later(self, delay, callback, /, *args, **kwargs)",
        "Arrange for a callback to be called at a given time.",
        wrap(call_later),
    ),
    method(
        "call_at(self, when, callback, /, *args, **kwargs)",
        "Like call_later(), but uses an absolute time.",
        wrap(call_at),
    ),
    method(
        "time(self, /)",
        "Return the time according to the event loop's clock.",
        wrap(|_: &Vm, _this: &Ref<PyLoop>| clock::monotonic()),
    ),
    method("_call_soon(self, callback, args, context, /)", "", wrap(call_soon_inner)),
    method("_add_callback(self, handle, /)", "Add a Handle to _ready.", wrap(add_callback)),
    method(
        "_add_callback_signalsafe(self, handle, /)",
        "Like _add_callback() but called from a signal handler.",
        wrap(add_callback_signalsafe),
    ),
    method(
        "_timer_handle_cancelled(self, handle, /)",
        "Notification that a TimerHandle has been cancelled.",
        wrap(timer_handle_cancelled),
    ),
    method("_check_closed(self, /)", "", wrap(check_closed)),
    method("_check_running(self, /)", "", wrap(check_running)),
    method("_check_thread(self, /)", "", wrap(check_thread)),
    method("_check_callback(self, callback, method, /)", "", wrap(check_callback)),
    method("create_future(self, /)", "Create a Future object attached to the loop.", wrap(create_future)),
    method(
        "create_task(self, coro, /, **kwargs)",
        "Schedule or begin executing a coroutine object.\n\nReturn a task object.",
        wrap(create_task),
    ),
    method(
        "set_task_factory(self, factory, /)",
        "Set a task factory that will be used by loop.create_task().",
        wrap(set_task_factory),
    ),
    method(
        "get_task_factory(self, /)",
        "Return a task factory, or None if the default one is in use.",
        wrap(get_task_factory),
    ),
    method("run_forever(self, /)", "Run until stop() is called.", wrap(run_forever)),
    method("run_until_complete(self, future, /)", "Run until the Future is done.", wrap(run_until_complete)),
    method("stop(self, /)", "Stop running the event loop.", wrap(|_: &Vm, this: &Ref<PyLoop>| this.stopping.set(true))),
    method("close(self, /)", "Close the event loop.", wrap(close)),
    method(
        "is_running(self, /)",
        "Returns True if the event loop is running.",
        wrap(|_: &Vm, this: &Ref<PyLoop>| this.is_running()),
    ),
    method(
        "is_closed(self, /)",
        "Returns True if the event loop was closed.",
        wrap(|_: &Vm, this: &Ref<PyLoop>| this.closed.get()),
    ),
    method("get_debug(self, /)", "", wrap(|_: &Vm, this: &Ref<PyLoop>| this.debug.get())),
    method("set_debug(self, enabled, /)", "", wrap(set_debug)),
    method("_set_coroutine_origin_tracking(self, enabled, /)", "", wrap(set_coroutine_origin_tracking)),
    method("_run_once(self, /)", "Run one full iteration of the event loop.", wrap(run_once)),
    method("_run_forever_setup(self, /)", "Prepare the run loop to process events.", wrap(run_forever_setup)),
    method(
        "_run_forever_cleanup(self, /)",
        "Clean up after an event loop finishes the looping over events.",
        wrap(run_forever_cleanup),
    ),
    method("_add_reader(self, fd, callback, /, *args)", "", wrap(add_reader)),
    method("_remove_reader(self, fd, /)", "", wrap(remove_reader)),
    method("_add_writer(self, fd, callback, /, *args)", "", wrap(add_writer)),
    method("_remove_writer(self, fd, /)", "", wrap(remove_writer)),
    method("_write_to_self(self, /)", "", wrap(|_: &Vm, this: &Ref<PyLoop>| this.wake())),
];

macro_rules! flag {
    ($name:literal, $field:ident) => {
        getset(
            $name,
            "",
            |_, v| Ok(Value::bool(of(v).$field.get())),
            |vm, v, new| {
                let on = vm.truth(new.unwrap_or(&Value::NONE))?;
                of(v).$field.set(on);
                Ok(())
            },
        )
    };
}

static GETSET: &[GetSet] = &[
    flag!("_closed", closed),
    flag!("_stopping", stopping),
    flag!("_debug", debug),
    flag!("_coroutine_origin_tracking_enabled", tracks_origin),
    getset(
        "_thread_id",
        "",
        |vm, v| {
            Ok(match of(v).thread.get() {
                0 => Value::NONE,
                id => vm.int_from(id),
            })
        },
        |vm, v, new| {
            let number = new.filter(|new| !new.is_none()).and_then(crate::builtins::int::to_i128);
            let _ = vm;
            of(v).thread.set(number.map_or(0, |number| number as u64));
            Ok(())
        },
    ),
    getset(
        "_clock_resolution",
        "",
        |_, v| Ok(of(v).clock_resolution.get().unwrap_or(Value::float(clock::RESOLUTION))),
        |_, v, new| put(&of(v).clock_resolution, new),
    ),
    getset(
        "slow_callback_duration",
        "",
        |_, v| Ok(of(v).slow_callback_duration.get().unwrap_or(Value::float(0.1))),
        |_, v, new| put(&of(v).slow_callback_duration, new),
    ),
    getset(
        "_current_handle",
        "",
        |_, v| Ok(of(v).current_handle.get_or_none()),
        |_, v, new| put(&of(v).current_handle, new),
    ),
    getset("_task_factory", "", |_, v| Ok(of(v).task_factory.get_or_none()), |_, v, new| put(&of(v).task_factory, new)),
    getset("_selector", "", |_, v| Ok(of(v).selector.get_or_none()), |_, v, new| put(&of(v).selector, new)),
    getset(
        "_timer_cancelled_count",
        "",
        |vm, v| Ok(vm.int_from(of(v).timers_cancelled.get())),
        |vm, v, new| {
            let number = new.map(|new| vm.index_clamped(new)).transpose()?.unwrap_or(0);
            of(v).timers_cancelled.set(number.max(0) as usize);
            Ok(())
        },
    ),
    getset(
        "_ready",
        "",
        |_, v| Ok(views::new(shape::READY_VIEW, v)),
        |vm, v, new| refill(vm, shape::READY_VIEW, v, new),
    ),
    getset(
        "_scheduled",
        "",
        |_, v| Ok(views::new(shape::TIMERS_VIEW, v)),
        |vm, v, new| refill(vm, shape::TIMERS_VIEW, v, new),
    ),
];

fn of(value: &Value) -> &Ref<PyLoop> {
    value.downcast::<PyLoop>().expect("attributes are asked of their own type")
}

fn put(slot: &Slot, new: Option<&Value>) -> PyResult<()> {
    slot.set(new.cloned().unwrap_or(Value::NONE));
    Ok(())
}

fn refill(vm: &Vm, number: u32, value: &Value, new: Option<&Value>) -> PyResult<()> {
    let view = views::new(number, value);
    vm.call_method(&view, "clear", &[])?;
    for handle in new.map(|new| vm.collect(new)).transpose()?.unwrap_or_default() {
        vm.call_method(&view, "append", &[handle])?;
    }
    Ok(())
}

fn new(vm: &Vm, class: Class, _args: Rest, _keywords: Keywords) -> Ref<PyLoop> {
    vm.new_object(class, PyLoop::payload())
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    if !args.is_empty() {
        return Err(vm.type_error("KernelLoop() takes no arguments"));
    }
    let check = vm.import_attr("asyncio.coroutines", "_is_debug_mode")?;
    let debug = vm.call(&check, &[])?;
    of(this).debug.set(vm.truth(&debug)?);
    Ok(())
}

fn context_of(vm: &Vm, function: &str, keywords: Keywords) -> PyResult<Value> {
    Ok(only_keyword(vm, function, keywords, "context")?.unwrap_or(Value::NONE))
}

fn call_soon(vm: &Vm, this: &Ref<PyLoop>, callback: &Value, args: Rest, keywords: Keywords) -> PyResult<Value> {
    let context = if keywords.0.is_empty() { Value::NONE } else { context_of(vm, "call_soon", keywords)? };
    let value = this.as_value();
    this.check_closed(vm, value)?;
    if this.debug.get() {
        vm.call_method(value, "_check_thread", &[])?;
        vm.call_method(value, "_check_callback", &[callback.clone(), vm.str("call_soon")])?;
    }
    schedule(vm, this, callback, args, context)
}

/// Through `_call_soon`, if that is overridden.
fn schedule(vm: &Vm, this: &Ref<PyLoop>, callback: &Value, args: Rest, context: Value) -> PyResult<Value> {
    let value = this.as_value();
    let args = args_tuple(vm, args);
    if this.overrides.of(vm, value) & overrides::CALL_SOON_INNER != 0 {
        return vm.call_method(value, "_call_soon", &[callback.clone(), args, context]);
    }
    this.call_soon(vm, value, callback.clone(), args, context)
}

fn call_soon_threadsafe(
    vm: &Vm,
    this: &Ref<PyLoop>,
    callback: &Value,
    args: Rest,
    keywords: Keywords,
) -> PyResult<Value> {
    let context = context_of(vm, "call_soon_threadsafe", keywords)?;
    let value = this.as_value();
    this.check_closed(vm, value)?;
    if this.debug.get() {
        vm.call_method(value, "_check_callback", &[callback.clone(), vm.str("call_soon_threadsafe")])?;
    }
    let handle = schedule(vm, this, callback, args, context)?;
    write_to_self(vm, this)?;
    Ok(handle)
}

fn write_to_self(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    if this.overrides.of(vm, this.as_value()) & overrides::WRITE_TO_SELF != 0 {
        return vm.call_method(this.as_value(), "_write_to_self", &[]).map(drop);
    }
    this.wake();
    Ok(())
}

fn call_later(
    vm: &Vm,
    this: &Ref<PyLoop>,
    delay: &Value,
    callback: &Value,
    args: Rest,
    keywords: Keywords,
) -> PyResult<Value> {
    if delay.is_none() {
        return Err(vm.type_error("delay must not be None"));
    }
    let context = context_of(vm, "call_later", keywords)?;
    let value = this.as_value();
    let now = Value::float(this.time(vm, value)?);
    let when = vm.binary_op(crate::object::BinaryOp::Add, &now, delay)?;
    if this.overrides.of(vm, value) & overrides::CALL_AT != 0 {
        let method = vm.get_attr(value, &vm.intern("call_at"))?;
        let mut values = vec![when, callback.clone()];
        values.extend(args.0.iter().cloned());
        values.push(context);
        let names = [vm.intern("context").into_value()];
        return vm.call_args(&method, Args { values: &values, names: &names });
    }
    schedule_at(vm, this, when, callback, args, context)
}

fn call_at(
    vm: &Vm,
    this: &Ref<PyLoop>,
    when: &Value,
    callback: &Value,
    args: Rest,
    keywords: Keywords,
) -> PyResult<Value> {
    if when.is_none() {
        return Err(vm.type_error("when cannot be None"));
    }
    let context = context_of(vm, "call_at", keywords)?;
    schedule_at(vm, this, when.clone(), callback, args, context)
}

fn schedule_at(
    vm: &Vm,
    this: &Ref<PyLoop>,
    when: Value,
    callback: &Value,
    args: Rest,
    context: Value,
) -> PyResult<Value> {
    let value = this.as_value();
    this.check_closed(vm, value)?;
    if this.debug.get() {
        vm.call_method(value, "_check_thread", &[])?;
        vm.call_method(value, "_check_callback", &[callback.clone(), vm.str("call_at")])?;
    }
    this.call_at(vm, value, when, callback.clone(), args_tuple(vm, args), context)
}

fn call_soon_inner(vm: &Vm, this: &Ref<PyLoop>, callback: Value, args: Value, context: Value) -> PyResult<Value> {
    let args = vm.tuple(vm.collect(&args)?);
    this.call_soon(vm, this.as_value(), callback, args, context)
}

fn add_callback(_: &Vm, this: &Ref<PyLoop>, handle: &Ref<PyHandle>) {
    if !handle.cancelled.get() {
        this.ready.borrow_mut().push_back(Ready::Handle(handle.clone()));
    }
}

fn add_callback_signalsafe(vm: &Vm, this: &Ref<PyLoop>, handle: &Ref<PyHandle>) -> PyResult<()> {
    add_callback(vm, this, handle);
    write_to_self(vm, this)
}

fn timer_handle_cancelled(_: &Vm, this: &Ref<PyLoop>, handle: &Ref<PyHandle>) {
    this.timer_cancelled(handle);
}

fn check_closed(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    if this.closed.get() { Err(vm.runtime_error("Event loop is closed")) } else { Ok(()) }
}

fn check_running(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    run::check_running(vm, this)
}

fn check_thread(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    let owner = this.thread.get();
    if owner != 0 && owner != vm.thread_id.get() {
        let message = "Non-thread-safe operation invoked on an event loop other than the current one";
        return Err(vm.runtime_error(message));
    }
    Ok(())
}

fn check_callback(vm: &Vm, _this: &Ref<PyLoop>, callback: &Value, method: &Value) -> PyResult<()> {
    let method = vm.to_str(method)?;
    let is_coroutine = vm.import_attr("asyncio.coroutines", "iscoroutine")?;
    let is_function = vm.import_attr("asyncio.coroutines", "_iscoroutinefunction")?;
    for check in [is_coroutine, is_function] {
        let answer = vm.call(&check, std::slice::from_ref(callback))?;
        if vm.truth(&answer)? {
            return Err(vm.type_error(format!("coroutines cannot be used with {method}()")));
        }
    }
    if !vm.is_callable(callback) {
        let shown = vm.repr(callback)?;
        return Err(vm.type_error(format!("a callable object was expected by {method}(), got {shown}")));
    }
    Ok(())
}

fn create_future(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<Value> {
    Ok(this.create_future(vm, this.as_value())?.into_value())
}

fn create_task(vm: &Vm, this: &Ref<PyLoop>, coroutine: &Value, keywords: Keywords) -> PyResult<Value> {
    let value = this.as_value();
    this.check_closed(vm, value)?;
    let factory = this.task_factory.get_or_none();
    let names: Vec<Value> = keywords.0.iter().map(|(name, _)| name.clone()).collect();
    if !factory.is_none() {
        let mut values = vec![value.clone(), coroutine.clone()];
        values.extend(keywords.0.iter().map(|(_, value)| value.clone()));
        return vm.call_args(&factory, Args { values: &values, names: &names });
    }
    if keywords.0.is_empty() && !this.debug.get() {
        let task = Ref::new(super::PyTask::payload());
        task.future.loop_.set(value.clone());
        super::PyTask::begin(&task, vm, coroutine, super::task::Options::default())?;
        return Ok(task.into_value());
    }
    let mut values = vec![coroutine.clone()];
    values.extend(keywords.0.iter().map(|(_, value)| value.clone()));
    values.push(value.clone());
    let mut names = names;
    names.push(vm.intern("loop").into_value());
    vm.call_args(types::builtin(shape::TASK).as_value(), Args { values: &values, names: &names })
}

fn set_task_factory(vm: &Vm, this: &Ref<PyLoop>, factory: Value) -> PyResult<()> {
    if !factory.is_none() && !vm.is_callable(&factory) {
        return Err(vm.type_error("task factory must be a callable or None"));
    }
    this.task_factory.set(factory);
    Ok(())
}

fn get_task_factory(_: &Vm, this: &Ref<PyLoop>) -> Value {
    this.task_factory.get_or_none()
}

fn run_forever(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    run::run_forever(vm, this)
}

fn run_until_complete(vm: &Vm, this: &Ref<PyLoop>, future: &Value) -> PyResult<Value> {
    let value = this.as_value();
    this.check_closed(vm, value)?;
    run::check_running(vm, this)?;
    let is_future = vm.import_attr("asyncio.futures", "isfuture")?;
    let given = vm.call(&is_future, std::slice::from_ref(future))?;
    let is_new = !vm.truth(&given)?;
    let ensure = vm.import_attr("asyncio.tasks", "ensure_future")?;
    let names = [vm.intern("loop").into_value()];
    let future = vm.call_args(&ensure, Args { values: &[future.clone(), value.clone()], names: &names })?;
    if is_new {
        // The loop will say so when it stops before the end.
        vm.set_attr(&future, &vm.intern("_log_destroy_pending"), Some(&Value::FALSE))?;
    }
    let callback = vm.import_attr("asyncio.base_events", "_run_until_complete_cb")?;
    vm.call_method(&future, "add_done_callback", std::slice::from_ref(&callback))?;
    let result = if this.overrides.of(vm, value) & overrides::RUN_FOREVER != 0 {
        vm.call_method(value, "run_forever", &[]).map(drop)
    } else {
        run::run_forever(vm, this)
    };
    let parked = match result {
        Ok(()) => None,
        Err(raised) => Some(vm.take_raised(raised)),
    };
    if parked.is_some() && is_new && asks(vm, &future, "done")? && !asks(vm, &future, "cancelled")? {
        // The exception came out of the task itself: it counts as retrieved.
        vm.call_method(&future, "exception", &[])?;
    }
    vm.call_method(&future, "remove_done_callback", &[callback])?;
    if let Some(exception) = parked {
        return Err(vm.park(exception));
    }
    if !asks(vm, &future, "done")? {
        return Err(vm.runtime_error("Event loop stopped before Future completed."));
    }
    vm.call_method(&future, "result", &[])
}

fn asks(vm: &Vm, future: &Value, question: &str) -> PyResult<bool> {
    let answer = vm.call_method(future, question, &[])?;
    vm.truth(&answer)
}

fn close(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    if this.is_running() {
        return Err(vm.runtime_error("Cannot close a running event loop"));
    }
    if this.closed.replace(true) {
        return Ok(());
    }
    this.clear_queues();
    let poller = this.poller.take();
    drop(poller);
    Ok(())
}

fn set_debug(vm: &Vm, this: &Ref<PyLoop>, enabled: bool) -> PyResult<()> {
    this.debug.set(enabled);
    if this.is_running() {
        let method = vm.get_attr(this.as_value(), &vm.intern("_set_coroutine_origin_tracking"))?;
        vm.call_method(this.as_value(), "call_soon_threadsafe", &[method, Value::bool(enabled)])?;
    }
    Ok(())
}

fn set_coroutine_origin_tracking(vm: &Vm, this: &Ref<PyLoop>, enabled: bool) {
    run::set_origin_tracking(vm, this, enabled);
}

fn run_once(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    run::tick(vm, this)
}

fn run_forever_setup(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    run::setup(vm, this)
}

fn run_forever_cleanup(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    run::cleanup(vm, this)
}

fn add(vm: &Vm, this: &Ref<PyLoop>, fd: &Value, side: Side, callback: &Value, args: Rest) -> PyResult<Value> {
    let value = this.as_value();
    this.check_closed(vm, value)?;
    let args = args_tuple(vm, args);
    if this.selector.get().is_some_and(|selector| !selector.is_none()) {
        let event = vm.int(if side == Side::Read { 1 } else { 2 });
        return vm.call_method(value, "_selector_add", &[fd.clone(), event, callback.clone(), args]);
    }
    let number = fileno(vm, fd)?;
    let handle = handle::new(callback.clone(), args, value.clone(), vm.copy_context().into_value());
    if this.debug.get() {
        handle::note_origin(vm, &handle)?;
    }
    if let Some(former) = this.watch(vm, number, side, handle.clone())? {
        vm.call_method(former.as_value(), "cancel", &[])?;
    }
    Ok(handle.into_value())
}

fn remove(vm: &Vm, this: &Ref<PyLoop>, fd: &Value, side: Side) -> PyResult<Value> {
    let value = this.as_value();
    if this.closed.get() {
        return Ok(Value::FALSE);
    }
    if this.selector.get().is_some_and(|selector| !selector.is_none()) {
        let event = vm.int(if side == Side::Read { 1 } else { 2 });
        return vm.call_method(value, "_selector_remove", &[fd.clone(), event]);
    }
    let number = fileno(vm, fd)?;
    match this.unwatch(number, side) {
        Some(handle) => {
            vm.call_method(handle.as_value(), "cancel", &[])?;
            Ok(Value::TRUE)
        }
        None => Ok(Value::FALSE),
    }
}

fn add_reader(vm: &Vm, this: &Ref<PyLoop>, fd: &Value, callback: &Value, args: Rest) -> PyResult<Value> {
    add(vm, this, fd, Side::Read, callback, args)
}

fn remove_reader(vm: &Vm, this: &Ref<PyLoop>, fd: &Value) -> PyResult<Value> {
    remove(vm, this, fd, Side::Read)
}

fn add_writer(vm: &Vm, this: &Ref<PyLoop>, fd: &Value, callback: &Value, args: Rest) -> PyResult<Value> {
    add(vm, this, fd, Side::Write, callback, args)
}

fn remove_writer(vm: &Vm, this: &Ref<PyLoop>, fd: &Value) -> PyResult<Value> {
    remove(vm, this, fd, Side::Write)
}

/// `asyncio.get_event_loop()`.
pub fn get_event_loop(vm: &Vm) -> PyResult<Value> {
    if let Some(running) = vm.running_loop.get().filter(|running| !running.is_none()) {
        return Ok(running);
    }
    if vm.is_at_prompt() {
        return vm.prompt_loop();
    }
    let policy = vm.import_attr("asyncio.events", "_get_event_loop_policy")?;
    let policy = vm.call(&policy, &[])?;
    vm.call_method(&policy, "get_event_loop", &[])
}
