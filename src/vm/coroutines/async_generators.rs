//! Async generators and the awaitables of their methods: `asend`, `athrow`, `aclose`; `anext` with a default.

use std::cell::Cell;

use super::methods::{awaited, code, frame, name, qualname, repr, running, set_name, set_qualname, suspended};
use super::{Delegate, Entry, Outcome, PyGenerator, State};
use crate::kernel::PyNativeCoroutine;
use crate::kernel::future_iter::PyFutureIter;
use crate::native::{PyResult, getset, getter, method, wrap};
use crate::object::{Header, Ref, Slot, Slots, TypeSpec, Value, shape, types};
use crate::vm::Vm;

pub static SPECS: &[&TypeSpec] = &[&ASYNC_GENERATOR, &ASEND, &ATHROW, &ANEXT];

static ASYNC_GENERATOR: TypeSpec = TypeSpec {
    shape: shape::ASYNC_GENERATOR,
    flags: types::WEAKREF,
    slots: Slots {
        repr: Some(repr),
        aiter: Some(itself),
        anext: Some(anext),
        finalize: Some(super::finalize::finalize),
        ..Slots::EMPTY
    },
    methods: &[
        method("asend(self, value, /)", "asend(v) -> send 'v' in generator.", wrap(asend)),
        method(
            "athrow(self, type, value=None, traceback=None, /)",
            "athrow(value)\nathrow(type[,value[,tb]])\n\nraise exception in generator.",
            wrap(athrow),
        ),
        method("aclose(self, /)", "aclose() -> raise GeneratorExit inside generator.", wrap(aclose)),
    ],
    getset: &[
        getter("ag_running", "", ag_running),
        getter("ag_suspended", "", suspended),
        getter("ag_frame", "", frame),
        getter("ag_code", "", code),
        getter("ag_await", "object being awaited on, or None", awaited),
        getset("__name__", "name of the async generator", name, set_name),
        getset("__qualname__", "qualified name of the async generator", qualname, set_qualname),
    ],
    ..TypeSpec::of::<PyGenerator>("async_generator")
};

/// What the awaitable does to the generator when it is first driven.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Send,
    Throw,
    Close,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Fresh,
    Begun,
    Done,
}

/// The awaitable of `asend`, `athrow` and `aclose`.
#[repr(C)]
pub struct PyAsyncStep {
    header: Header,
    generator: Ref<PyGenerator>,
    /// What to send; the arguments of `athrow` as a tuple.
    value: Slot,
    kind: Kind,
    stage: Cell<Stage>,
}
crate::payload!(PyAsyncStep, shape::ASYNC_GENERATOR_ASEND, traverse(this, visitor) {
    visitor.visit(&this.generator);
    visitor.visit(&this.value);
} clear {
    this.value.clear();
});

const STEP_SLOTS: Slots = Slots { iter: Some(itself), next: Some(step_next), await_: Some(itself), ..Slots::EMPTY };
const STEP_METHODS: &[crate::native::Native] = &[
    method(
        "send(self, value, /)",
        "send(arg) -> send 'arg' into generator,\nreturn next yielded value or raise StopIteration.",
        wrap(step_send),
    ),
    method(
        "throw(self, type, value=None, traceback=None, /)",
        "throw(value)\nthrow(type[,value[,tb]])\n\nraise exception in generator, return next yielded value or raise\nStopIteration.",
        wrap(step_throw),
    ),
    method("close(self, /)", "close() -> raise GeneratorExit inside generator.", wrap(step_close)),
];

static ASEND: TypeSpec =
    TypeSpec { slots: STEP_SLOTS, methods: STEP_METHODS, ..TypeSpec::of::<PyAsyncStep>("async_generator_asend") };
static ATHROW: TypeSpec = TypeSpec {
    shape: shape::ASYNC_GENERATOR_ATHROW,
    slots: STEP_SLOTS,
    methods: STEP_METHODS,
    ..TypeSpec::of::<PyAsyncStep>("async_generator_athrow")
};

fn itself(_: &Vm, value: &Value) -> PyResult<Value> {
    Ok(value.clone())
}

/// Tells the hooks of the running loop about a generator when it is first iterated.
fn first_iteration(vm: &Vm, generator: &Ref<PyGenerator>) -> PyResult<()> {
    if generator.hooked.replace(true) {
        return Ok(());
    }
    if let Some(hook) = vm.asyncgen_finalizer.get() {
        generator.origin.set(hook);
    }
    match vm.asyncgen_firstiter.get() {
        Some(hook) => vm.call(&hook, &[generator.to_value()]).map(drop),
        None => Ok(()),
    }
}

fn new_step(vm: &Vm, generator: &Ref<PyGenerator>, kind: Kind, value: Option<Value>) -> PyResult<Value> {
    first_iteration(vm, generator)?;
    let number = if kind == Kind::Send { shape::ASYNC_GENERATOR_ASEND } else { shape::ASYNC_GENERATOR_ATHROW };
    let step = PyAsyncStep {
        header: Header::new(number),
        generator: generator.clone(),
        value: Slot::from_option(value),
        kind,
        stage: Cell::new(Stage::Fresh),
    };
    Ok(Ref::new(step).into_value())
}

pub(in crate::vm) fn anext(vm: &Vm, value: &Value) -> PyResult<Value> {
    let generator = value.downcast::<PyGenerator>().expect("slots are called with their own type");
    new_step(vm, generator, Kind::Send, None)
}

fn asend(vm: &Vm, this: &Ref<PyGenerator>, value: Value) -> PyResult<Value> {
    new_step(vm, this, Kind::Send, Some(value))
}

fn athrow(vm: &Vm, this: &Ref<PyGenerator>, kind: Value, value: Value, traceback: Value) -> PyResult<Value> {
    let args = vm.tuple(vec![kind, value, traceback]);
    new_step(vm, this, Kind::Throw, Some(args))
}

fn aclose(vm: &Vm, this: &Ref<PyGenerator>) -> PyResult<Value> {
    new_step(vm, this, Kind::Close, None)
}

fn ag_running(vm: &Vm, value: &Value) -> PyResult<Value> {
    let busy = value.downcast::<PyGenerator>().is_some_and(|generator| generator.busy.get());
    if busy { Ok(Value::TRUE) } else { running(vm, value) }
}

fn as_step(value: &Value) -> &Ref<PyAsyncStep> {
    value.downcast::<PyAsyncStep>().expect("slots are called with their own type")
}

impl PyAsyncStep {
    fn reuse_error(&self, vm: &Vm) -> crate::native::Raised {
        vm.runtime_error(match self.kind {
            Kind::Send => "cannot reuse already awaited __anext__()/asend()",
            _ => "cannot reuse already awaited aclose()/athrow()",
        })
    }

    fn busy_error(&self, vm: &Vm) -> crate::native::Raised {
        vm.runtime_error(match self.kind {
            Kind::Send => "anext(): asynchronous generator is already running",
            Kind::Throw => "athrow(): asynchronous generator is already running",
            Kind::Close => "aclose(): asynchronous generator is already running",
        })
    }

    fn finish(&self) {
        self.stage.set(Stage::Done);
        self.generator.busy.set(false);
    }

    /// Drives the generator one step further.
    pub(in crate::vm) fn send(&self, vm: &Vm, sent: Value) -> PyResult<Delegate> {
        match self.stage.get() {
            Stage::Done => Err(self.reuse_error(vm)),
            Stage::Fresh => {
                if self.generator.busy.get() {
                    self.stage.set(Stage::Done);
                    return Err(self.busy_error(vm));
                }
                if self.kind != Kind::Send && self.generator.state.get() == State::Closed {
                    self.stage.set(Stage::Done);
                    if self.kind == Kind::Close {
                        return Ok(Delegate::Returned(Value::NONE));
                    }
                    return Err(vm.raise(vm.new_exception(&vm.exceptions().StopAsyncIteration, &[])?));
                }
                if self.kind != Kind::Send && !sent.is_none() {
                    return Err(vm.runtime_error("can't send non-None value to a just-started coroutine"));
                }
                self.stage.set(Stage::Begun);
                self.generator.busy.set(true);
                let outcome = self.begin(vm, sent);
                self.after(vm, outcome)
            }
            Stage::Begun => {
                let outcome = vm.resume(&self.generator, Entry::Send(sent));
                self.after(vm, outcome)
            }
        }
    }

    /// The first step: sends the value, or throws.
    fn begin(&self, vm: &Vm, sent: Value) -> PyResult<Outcome> {
        match self.kind {
            Kind::Send => {
                let value = if sent.is_none() { self.value.get_or_none() } else { sent };
                if value.is_none()
                    && let Some(exit) = vm.run_plainly(&self.generator)
                {
                    return vm.outcome(exit);
                }
                vm.resume(&self.generator, Entry::Send(value))
            }
            Kind::Throw => {
                let args = vm.collect(&self.value.get_or_none())?;
                let exception = vm.thrown_exception(&args[0], &args[1], &args[2])?;
                vm.throw_into(&self.generator, exception)
            }
            Kind::Close => {
                let exit = vm.new_exception(&vm.exceptions().GeneratorExit, &[])?;
                vm.throw_into(&self.generator, exit)
            }
        }
    }

    /// What the generator did, as the awaitable shows it: its own yields are results.
    fn after(&self, vm: &Vm, outcome: PyResult<Outcome>) -> PyResult<Delegate> {
        match outcome {
            Ok(Outcome::Yield(value)) if self.generator.own_yield.get() => {
                self.finish();
                if self.kind == Kind::Close {
                    return Err(vm.runtime_error("async generator ignored GeneratorExit"));
                }
                Ok(Delegate::Returned(value))
            }
            Ok(Outcome::Yield(value)) => Ok(Delegate::Yielded(value)),
            Ok(Outcome::Return(_)) => {
                self.finish();
                if self.kind == Kind::Close {
                    return Ok(Delegate::Returned(Value::NONE));
                }
                Err(vm.raise(vm.new_exception(&vm.exceptions().StopAsyncIteration, &[])?))
            }
            Err(raised) => {
                self.finish();
                let exceptions = vm.exceptions();
                let ended = vm.raised_is(&exceptions.StopAsyncIteration) || vm.raised_is(&exceptions.GeneratorExit);
                if self.kind == Kind::Close && ended {
                    drop(vm.take_raised(raised));
                    return Ok(Delegate::Returned(Value::NONE));
                }
                Err(raised)
            }
        }
    }

    fn throw(&self, vm: &Vm, exception: Value) -> PyResult<Delegate> {
        match self.stage.get() {
            Stage::Done => return Err(self.reuse_error(vm)),
            Stage::Fresh => {
                if self.generator.busy.get() {
                    self.stage.set(Stage::Done);
                    return Err(self.busy_error(vm));
                }
                self.stage.set(Stage::Begun);
                self.generator.busy.set(true);
            }
            Stage::Begun => {}
        }
        let outcome = vm.throw_into(&self.generator, exception);
        self.after(vm, outcome)
    }
}

fn step_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    match as_step(value).send(vm, Value::NONE)? {
        Delegate::Yielded(item) => Ok(Some(item)),
        Delegate::Returned(result) => {
            // What was yielded is the value, be it None; the end of `aclose()` has none.
            let ends = as_step(value).kind == Kind::Close;
            vm.stop_value.replace(Some(result).filter(|result| !ends || !result.is_none()));
            Ok(None)
        }
    }
}

/// A step as a method call shows it: a result is a StopIteration.
fn step_result(vm: &Vm, step: Delegate) -> PyResult<Value> {
    match step {
        Delegate::Yielded(value) => Ok(value),
        Delegate::Returned(value) => Err(vm.stop_iteration(Some(value).filter(|value| !value.is_none()))),
    }
}

fn step_send(vm: &Vm, this: &Ref<PyAsyncStep>, value: Value) -> PyResult<Value> {
    let step = this.send(vm, value)?;
    step_result(vm, step)
}

fn step_throw(vm: &Vm, this: &Ref<PyAsyncStep>, kind: &Value, value: &Value, traceback: &Value) -> PyResult<Value> {
    let exception = vm.thrown_exception(kind, value, traceback)?;
    let step = this.throw(vm, exception)?;
    step_result(vm, step)
}

fn step_close(vm: &Vm, this: &Ref<PyAsyncStep>) -> PyResult<()> {
    if this.stage.get() == Stage::Done {
        return Ok(());
    }
    let exit = vm.new_exception(&vm.exceptions().GeneratorExit, &[])?;
    match this.throw(vm, exit) {
        Ok(Delegate::Yielded(_)) => Err(vm.runtime_error("coroutine ignored GeneratorExit")),
        Ok(Delegate::Returned(_)) => Ok(()),
        Err(raised) => {
            let exceptions = vm.exceptions();
            let quiet = [&exceptions.StopIteration, &exceptions.StopAsyncIteration, &exceptions.GeneratorExit];
            if quiet.iter().any(|class| vm.raised_is(class)) {
                drop(vm.take_raised(raised));
                return Ok(());
            }
            Err(raised)
        }
    }
}

/// The awaitable of `anext(iterator, default)`.
#[repr(C)]
pub struct PyAnext {
    header: Header,
    awaitable: Value,
    default: Value,
}
crate::payload!(PyAnext, shape::ANEXT_AWAITABLE, traverse(this, visitor) {
    visitor.visit(&this.awaitable);
    visitor.visit(&this.default);
} clear {});

static ANEXT: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(anext_next), await_: Some(itself), ..Slots::EMPTY },
    methods: &[
        method(
            "send(self, value, /)",
            "send(arg) -> send 'arg' into the wrapped iterator,\nreturn next yielded value or raise StopIteration.",
            wrap(anext_send),
        ),
        method(
            "throw(self, type, value=None, traceback=None, /)",
            "throw(value)\nthrow(typ[,val[,tb]])\n\nraise exception in the wrapped iterator, return next yielded value\nor raise StopIteration.",
            wrap(anext_throw),
        ),
        method("close(self, /)", "close() -> raise GeneratorExit inside generator.", wrap(anext_close)),
    ],
    ..TypeSpec::of::<PyAnext>("anext_awaitable")
};

impl PyAnext {
    /// The end of the iteration gives the default.
    fn after(&self, vm: &Vm, step: PyResult<Delegate>) -> PyResult<Delegate> {
        step.or_else(|raised| {
            drop(vm.catch(raised, &vm.exceptions().StopAsyncIteration)?);
            Ok(Delegate::Returned(self.default.clone()))
        })
    }
}

fn anext_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let this = value.downcast::<PyAnext>().expect("slots are called with their own type");
    let step = vm.delegate_send(&this.awaitable, Value::NONE);
    match this.after(vm, step)? {
        Delegate::Yielded(item) => Ok(Some(item)),
        Delegate::Returned(result) => {
            vm.stop_value.replace(Some(result).filter(|result| !result.is_none()));
            Ok(None)
        }
    }
}

fn anext_send(vm: &Vm, this: &Ref<PyAnext>, value: Value) -> PyResult<Value> {
    let step = vm.delegate_send(&this.awaitable, value);
    let step = this.after(vm, step)?;
    step_result(vm, step)
}

fn anext_throw(vm: &Vm, this: &Ref<PyAnext>, kind: &Value, value: &Value, traceback: &Value) -> PyResult<Value> {
    let exception = vm.thrown_exception(kind, value, traceback)?;
    let step = match vm.throw_step(&this.awaitable, &exception) {
        Some(step) => step,
        None => Err(vm.raise(exception)),
    };
    let step = this.after(vm, step)?;
    step_result(vm, step)
}

fn anext_close(vm: &Vm, this: &Ref<PyAnext>) -> PyResult<Value> {
    match vm.get_attr_opt(&this.awaitable, &vm.names().close)? {
        Some(close) => vm.call(&close, &[]),
        None => Ok(Value::NONE),
    }
}

impl Vm {
    /// The awaitable of `anext(iterator, default)`.
    pub fn anext_with_default(&self, awaitable: Value, default: Value) -> PyResult<Value> {
        let awaitable = self.get_awaitable(awaitable, 0)?;
        Ok(Ref::new(PyAnext { header: Header::new(shape::ANEXT_AWAITABLE), awaitable, default }).into_value())
    }

    /// One step of an awaitable of ours, without going through Python methods; `None` for all others.
    pub fn send_natively(&self, iterator: &Value, sent: &Value) -> Option<PyResult<Delegate>> {
        iterator.downcast::<PyAsyncStep>().map(|step| step.send(self, sent.clone()))
    }

    /// As [`Vm::send_natively`], throwing.
    pub fn throw_natively(&self, iterator: &Value, exception: &Value) -> Option<PyResult<Delegate>> {
        if let Some(native) = iterator.downcast_exact::<PyNativeCoroutine>() {
            return Some(PyNativeCoroutine::throw(native, self, exception));
        }
        if let Some(iterator) = iterator.downcast_exact::<PyFutureIter>() {
            return Some(iterator.throw(self, exception));
        }
        iterator.downcast::<PyAsyncStep>().map(|step| step.throw(self, exception.clone()))
    }
}
