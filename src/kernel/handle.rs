//! `Handle` and `TimerHandle`: a callback that a loop is going to call.

use std::cell::Cell;

use super::event_loop::PyLoop;
use super::{future, overrides};
use crate::builtins::tuple::PyTuple;
use crate::native::convert::Class;
use crate::native::{Keywords, Native, PyResult, Rest, getset, method, staticmethod, wrap};
use crate::object::{CompareOp, Header, Ref, Slot, Slots, TypeSpec, Value, class_of, shape, types};
use crate::vm::Vm;

#[repr(C)]
pub struct PyHandle {
    header: Header,
    pub callback: Slot,
    /// A tuple, or None once cancelled.
    pub args: Slot,
    pub loop_: Slot,
    pub context: Slot,
    pub source_traceback: Slot,
    pub repr: Slot,
    pub cancelled: Cell<bool>,
    /// It stands in the loop's heap of timers.
    pub scheduled: Cell<bool>,
    /// Of timer handles: what the loop's clock says when it is due.
    pub when: Slot,
}

crate::payload!(PyHandle, shape::HANDLE, traverse(this, visitor) {
    for slot in this.slots() {
        visitor.visit(slot);
    }
} clear {
    this.slots().into_iter().for_each(Slot::clear);
});

impl PyHandle {
    fn slots(&self) -> [&Slot; 7] {
        [&self.callback, &self.args, &self.loop_, &self.context, &self.source_traceback, &self.repr, &self.when]
    }

    /// The payload by itself.
    pub fn payload(number: u32, callback: Value, args: Value, loop_: Value, context: Value) -> PyHandle {
        PyHandle {
            header: Header::new(number),
            callback: Slot::new(callback),
            args: Slot::new(args),
            loop_: Slot::new(loop_),
            context: Slot::new(context),
            source_traceback: Slot::EMPTY,
            repr: Slot::EMPTY,
            cancelled: Cell::new(false),
            scheduled: Cell::new(false),
            when: Slot::EMPTY,
        }
    }

    /// When the timer is due, as a number; 0 of what is no number.
    pub fn due(&self, vm: &Vm) -> PyResult<f64> {
        let when = self.when.get_or_none();
        match when.as_exact_float() {
            Some(when) => Ok(when),
            None => vm.to_f64(&when),
        }
    }

    fn is_timer(&self) -> bool {
        self.when.is_set()
    }
}

const FIELDS: &[crate::native::GetSet] = &[
    getset("_callback", "", |_, v| Ok(of(v).callback.get_or_none()), |_, v, new| put(&of(v).callback, new)),
    getset("_args", "", |_, v| Ok(of(v).args.get_or_none()), |_, v, new| put(&of(v).args, new)),
    getset("_loop", "", |_, v| Ok(of(v).loop_.get_or_none()), |_, v, new| put(&of(v).loop_, new)),
    getset("_context", "", |_, v| Ok(of(v).context.get_or_none()), |_, v, new| put(&of(v).context, new)),
    getset(
        "_source_traceback",
        "",
        |_, v| Ok(of(v).source_traceback.get_or_none()),
        |_, v, new| put(&of(v).source_traceback, new),
    ),
    getset("_repr", "", |_, v| Ok(of(v).repr.get_or_none()), |_, v, new| put(&of(v).repr, new)),
    getset(
        "_cancelled",
        "",
        |_, v| Ok(Value::bool(of(v).cancelled.get())),
        |vm, v, new| {
            let on = vm.truth(new.unwrap_or(&Value::NONE))?;
            of(v).cancelled.set(on);
            Ok(())
        },
    ),
];

pub static HANDLE: TypeSpec = TypeSpec {
    module: "asyncio.events",
    doc: "Object returned by callback registration methods.",
    flags: types::BASETYPE | types::WEAKREF | types::MUTABLE,
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: &[
        method("cancel(self, /)", "", wrap(cancel)),
        method("cancelled(self, /)", "", wrap(|_: &Vm, this: &Ref<PyHandle>| this.cancelled.get())),
        method("get_context(self, /)", "", wrap(|_: &Vm, this: &Ref<PyHandle>| this.context.get_or_none())),
        method("_run(self, /)", "", wrap(run_method)),
        method("_repr_info(self, /)", "", wrap(repr_info)),
    ],
    getset: FIELDS,
    ..TypeSpec::of::<PyHandle>("Handle")
};

pub static TIMER_HANDLE: TypeSpec = TypeSpec {
    module: "asyncio.events",
    doc: "Object returned by timed callback registration methods.",
    shape: shape::TIMER_HANDLE,
    base: shape::HANDLE,
    flags: types::BASETYPE | types::WEAKREF | types::MUTABLE,
    slots: Slots { repr: Some(repr), compare: Some(compare), hash: Some(hash), ..Slots::EMPTY },
    new: Some(&NEW_TIMER),
    methods: &[
        method("cancel(self, /)", "", wrap(cancel)),
        method(
            "when(self, /)",
            "Return a scheduled callback time.\n\nThe time is an absolute timestamp, using the same time\nreference as loop.time().",
            wrap(|_: &Vm, this: &Ref<PyHandle>| this.when.get_or_none()),
        ),
        method("_repr_info(self, /)", "", wrap(repr_info)),
    ],
    getset: &[
        getset("_when", "", |_, v| Ok(of(v).when.get_or_none()), |_, v, new| put(&of(v).when, new)),
        getset(
            "_scheduled",
            "",
            |_, v| Ok(Value::bool(of(v).scheduled.get())),
            |vm, v, new| {
                let on = vm.truth(new.unwrap_or(&Value::NONE))?;
                of(v).scheduled.set(on);
                Ok(())
            },
        ),
    ],
    ..TypeSpec::of::<PyHandle>("TimerHandle")
};

static NEW: Native = staticmethod("__new__(cls, callback, args, loop, context=None)", "", wrap(new_handle));
static NEW_TIMER: Native = staticmethod("__new__(cls, when, callback, args, loop, context=None)", "", wrap(new_timer));

fn of(value: &Value) -> &Ref<PyHandle> {
    value.downcast::<PyHandle>().expect("attributes are asked of their own type")
}

fn put(slot: &Slot, new: Option<&Value>) -> PyResult<()> {
    slot.set(new.cloned().unwrap_or(Value::NONE));
    Ok(())
}

/// A handle of a loop that is not in debug mode.
pub fn new(callback: Value, args: Value, loop_: Value, context: Value) -> Ref<PyHandle> {
    Ref::new(PyHandle::payload(shape::HANDLE, callback, args, loop_, context))
}

/// The timer handle of such a loop.
pub fn timer(when: Value, callback: Value, args: Value, loop_: Value, context: Value) -> Ref<PyHandle> {
    let handle = PyHandle::payload(shape::TIMER_HANDLE, callback, args, loop_, context);
    handle.when.set(when);
    Ref::new(handle)
}

fn new_handle(
    vm: &Vm,
    class: Class,
    callback: Value,
    args: Value,
    loop_: Value,
    context: Value,
) -> PyResult<Ref<PyHandle>> {
    let context = future::context_or_copy(vm, Some(context));
    let handle = vm.new_object(class, PyHandle::payload(shape::HANDLE, callback, args, loop_, context));
    note_origin(vm, &handle)?;
    Ok(handle)
}

fn new_timer(
    vm: &Vm,
    class: Class,
    when: Value,
    callback: Value,
    args: Value,
    loop_: Value,
    context: Value,
) -> PyResult<Ref<PyHandle>> {
    let context = future::context_or_copy(vm, Some(context));
    let handle = PyHandle::payload(shape::TIMER_HANDLE, callback, args, loop_, context);
    handle.when.set(when);
    let handle = vm.new_object(class, handle);
    note_origin(vm, &handle)?;
    Ok(handle)
}

/// In debug mode: where the handle was made.
pub fn note_origin(vm: &Vm, handle: &Ref<PyHandle>) -> PyResult<()> {
    if future::get_debug(vm, &handle.loop_.get_or_none())? {
        let extract = vm.import_attr("asyncio.format_helpers", "extract_stack")?;
        let frame = vm.import_attr("sys", "_getframe")?;
        let frame = vm.call(&frame, &[vm.int(0)])?;
        handle.source_traceback.set(vm.call(&extract, &[frame])?);
    }
    Ok(())
}

fn cancel(vm: &Vm, this: &Ref<PyHandle>) -> PyResult<()> {
    if this.cancelled.get() {
        return Ok(());
    }
    let loop_ = this.loop_.get_or_none();
    if this.is_timer() {
        match PyLoop::ours(vm, &loop_, overrides::TIMER_CANCELLED) {
            Some(ours) => ours.timer_cancelled(this),
            None => drop(vm.call_method(&loop_, "_timer_handle_cancelled", &[this.to_value()])?),
        }
    }
    this.cancelled.set(true);
    if future::get_debug(vm, &loop_)? {
        // Shown in this state also when nothing is left of it.
        this.repr.set(vm.repr(this.as_value())?.into_value());
    }
    this.callback.set(Value::NONE);
    this.args.set(Value::NONE);
    Ok(())
}

/// Runs a handle of the ready queue.
pub fn run(vm: &Vm, handle: &Ref<PyHandle>, this: &PyLoop) -> PyResult<()> {
    if handle.cancelled.get() {
        return Ok(());
    }
    if this.debug.get() {
        return run_debug(vm, handle, this);
    }
    dispatch(vm, handle)
}

fn dispatch(vm: &Vm, handle: &Ref<PyHandle>) -> PyResult<()> {
    let plain = matches!(handle.header().shape(), shape::HANDLE | shape::TIMER_HANDLE);
    if plain && !vm.kernel.is_handle_patched(vm) {
        return run_plain(vm, handle);
    }
    vm.call_method(handle.as_value(), "_run", &[]).map(drop)
}

/// In debug mode slow callbacks are reported, and the handle is known while it runs.
fn run_debug(vm: &Vm, handle: &Ref<PyHandle>, this: &PyLoop) -> PyResult<()> {
    this.current_handle.set(handle.to_value());
    let begun = super::clock::monotonic();
    let result = dispatch(vm, handle);
    let took = super::clock::monotonic() - begun;
    this.current_handle.clear();
    result?;
    let limit = vm.to_f64(&this.slow_callback_duration.get().unwrap_or(Value::float(0.1)))?;
    if took >= limit {
        vm.call_method(&handle.loop_.get_or_none(), "_report_slow_callback", &[handle.to_value(), Value::float(took)])?;
    }
    Ok(())
}

fn run_method(vm: &Vm, this: &Ref<PyHandle>) -> PyResult<()> {
    run_plain(vm, this)
}

/// `Handle._run`.
fn run_plain(vm: &Vm, this: &Ref<PyHandle>) -> PyResult<()> {
    let callback = this.callback.get_or_none();
    let args = this.args.get_or_none();
    let context = this.context.get_or_none();
    let called = if context.downcast::<crate::modules::_contextvars::PyContext>().is_some() {
        future::run_in(vm, &context, || match args.downcast_exact::<PyTuple>() {
            Some(args) => vm.call(&callback, args.items()),
            None => vm.call(&callback, &vm.collect(&args)?),
        })
    } else {
        let mut values = vec![callback];
        values.extend(vm.collect(&args)?);
        vm.call_method(&context, "run", &values)
    };
    let Err(raised) = called else { return Ok(()) };
    let exceptions = vm.exceptions();
    if vm.raised_is(&exceptions.KeyboardInterrupt) || vm.raised_is(&exceptions.SystemExit) {
        return Err(raised);
    }
    let exception = vm.take_raised(raised);
    report(vm, this, exception)
}

/// A callback has raised: tells the loop's exception handler.
pub fn report(vm: &Vm, this: &Ref<PyHandle>, exception: Value) -> PyResult<()> {
    let loop_ = this.loop_.get_or_none();
    let source = source_of(vm, this)?;
    let context = vm.dict();
    context.set_name(vm, "message", vm.str(&format!("Exception in callback {source}")));
    context.set_name(vm, "exception", exception);
    context.set_name(vm, "handle", this.to_value());
    if let Some(traceback) = this.source_traceback.get().filter(|traceback| !traceback.is_none()) {
        context.set_name(vm, "source_traceback", traceback);
    }
    vm.call_method(&loop_, "call_exception_handler", &[context.into_value()]).map(drop)
}

/// The callback with its arguments and place, as text.
fn source_of(vm: &Vm, this: &PyHandle) -> PyResult<String> {
    let format = vm.import_attr("asyncio.format_helpers", "_format_callback_source")?;
    let debug = future::get_debug(vm, &this.loop_.get_or_none())?;
    let values = [this.callback.get_or_none(), this.args.get_or_none(), Value::bool(debug)];
    let names = [vm.intern("debug").into_value()];
    let text = vm.call_args(&format, crate::native::Args { values: &values, names: &names })?;
    Ok(vm.to_str(&text)?.to_string())
}

fn repr_info(vm: &Vm, this: &Ref<PyHandle>) -> PyResult<Value> {
    let mut info = vec![vm.str(&class_of(this.as_value()).name())];
    if this.cancelled.get() {
        info.push(vm.str("cancelled"));
    }
    if this.is_timer() {
        let when = vm.repr(&this.when.get_or_none())?;
        info.push(vm.str(&format!("when={when}")));
    }
    if !this.callback.get_or_none().is_none() {
        info.push(vm.str(&source_of(vm, this)?));
    }
    if let Some(traceback) = this.source_traceback.get().filter(|traceback| !traceback.is_none()) {
        let last = vm.get_item(&traceback, &vm.int(-1))?;
        let (file, line) = (vm.get_item(&last, &vm.int(0))?, vm.get_item(&last, &vm.int(1))?);
        info.push(vm.str(&format!("created at {}:{}", vm.to_str(&file)?, vm.to_str(&line)?)));
    }
    Ok(vm.list(info))
}

fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    if let Some(known) = of(value).repr.get().filter(|known| !known.is_none()) {
        return Ok(known);
    }
    let info = vm.call_method(value, "_repr_info", &[])?;
    let mut words = Vec::new();
    for word in vm.collect(&info)? {
        words.push(vm.to_str(&word)?.to_string());
    }
    Ok(vm.str(&format!("<{}>", words.join(" "))))
}

/// Timers are ordered by their time; equality looks at the callback too.
fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyHandle>(), right.downcast::<PyHandle>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !a.is_timer() || !b.is_timer() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = || -> PyResult<bool> {
        for (mine, theirs) in [(&a.when, &b.when), (&a.callback, &b.callback), (&a.args, &b.args)] {
            if !vm.is_equal(&mine.get_or_none(), &theirs.get_or_none())? {
                return Ok(false);
            }
        }
        Ok(a.cancelled.get() == b.cancelled.get())
    };
    let (left, right) = (a.when.get_or_none(), b.when.get_or_none());
    Ok(Value::bool(match op {
        CompareOp::Eq => equal()?,
        CompareOp::Ne => !equal()?,
        CompareOp::Lt | CompareOp::Gt => vm.compare_bool(&left, &right, op)?,
        CompareOp::Le => vm.compare_bool(&left, &right, CompareOp::Lt)? || equal()?,
        CompareOp::Ge => vm.compare_bool(&left, &right, CompareOp::Gt)? || equal()?,
    }))
}

fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    vm.hash(&of(value).when.get_or_none())
}

/// Keyword arguments of a native that are named one by one; any other is a TypeError.
pub fn only_keyword(vm: &Vm, function: &str, keywords: Keywords, name: &str) -> PyResult<Option<Value>> {
    let mut found = None;
    for (key, value) in keywords.0 {
        if vm.str_text(key) != name {
            return Err(
                vm.type_error(format!("{function}() got an unexpected keyword argument '{}'", vm.str_text(key)))
            );
        }
        found = Some(value.clone());
    }
    Ok(found)
}

/// The arguments of a callback as a tuple.
pub fn args_tuple(vm: &Vm, args: Rest) -> Value {
    if args.0.is_empty() { vm.empty_tuple() } else { vm.tuple(args.0.to_vec()) }
}
