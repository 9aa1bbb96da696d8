//! Methods and attributes of generators and coroutines.
#![allow(unsafe_code)]

use super::{Entry, Outcome, PyGenerator, State, kind_name, natives};
use crate::builtins::str::PyStr;
use crate::native::{PyResult, getset, getter, method, wrap};
use crate::object::{Header, Ref, Slots, TypeSpec, Value, shape, types};
use crate::vm::Vm;

pub static SPECS: &[&TypeSpec] = &[&GENERATOR, &COROUTINE, &WRAPPER];

static GENERATOR: TypeSpec = TypeSpec {
    flags: types::WEAKREF,
    slots: Slots {
        repr: Some(repr),
        iter: Some(itself),
        next: Some(next),
        finalize: Some(super::finalize::finalize),
        ..Slots::EMPTY
    },
    methods: &[
        method(
            "send(self, value, /)",
            "send(value) -> send 'value' into generator,\nreturn next yielded value or raise StopIteration.",
            wrap(send),
        ),
        method(
            "throw(self, type, value=None, traceback=None, /)",
            "throw(value)\nthrow(type[,value[,tb]])\n\nRaise exception in generator, return next yielded value or raise\nStopIteration.",
            wrap(throw),
        ),
        method("close(self, /)", "close() -> raise GeneratorExit inside generator.", wrap(close)),
        method("__sizeof__(self, /)", "gen.__sizeof__() -> size of gen in memory, in bytes", wrap(sizeof)),
    ],
    getset: &[
        getter("gi_running", "", running),
        getter("gi_suspended", "", suspended),
        getter("gi_frame", "", frame),
        getter("gi_code", "", code),
        getter("gi_yieldfrom", "object being iterated by yield from, or None", awaited),
        getset("__name__", "name of the generator", name, set_name),
        getset("__qualname__", "qualified name of the generator", qualname, set_qualname),
    ],
    ..TypeSpec::of::<PyGenerator>("generator")
};

static COROUTINE: TypeSpec = TypeSpec {
    shape: shape::COROUTINE,
    flags: types::WEAKREF,
    slots: Slots {
        repr: Some(natives::repr),
        await_: Some(await_),
        finalize: Some(super::finalize::finalize),
        ..Slots::EMPTY
    },
    methods: &[
        method(
            "send(self, value, /)",
            "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration.",
            wrap(natives::send),
        ),
        method(
            "throw(self, type, value=None, traceback=None, /)",
            "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next iterated value or raise\nStopIteration.",
            wrap(natives::throw),
        ),
        method("close(self, /)", "close() -> raise GeneratorExit inside coroutine.", wrap(natives::close)),
        method("__sizeof__(self, /)", "gen.__sizeof__() -> size of gen in memory, in bytes", wrap(natives::sizeof)),
    ],
    getset: &[
        getter("cr_running", "", natives::running),
        getter("cr_suspended", "", natives::suspended),
        getter("cr_frame", "", natives::frame),
        getter("cr_code", "", natives::code),
        getter("cr_await", "object being awaited on, or None", natives::awaited),
        getter("cr_origin", "", natives::origin),
        getset("__name__", "name of the coroutine", natives::name, natives::set_name),
        getset("__qualname__", "qualified name of the coroutine", natives::qualname, natives::set_qualname),
    ],
    ..TypeSpec::of::<PyGenerator>("coroutine")
};

/// What `coroutine.__await__()` gives: an iterator over the coroutine.
#[repr(C)]
pub struct PyCoroutineWrapper {
    header: Header,
    coroutine: Value,
}
crate::payload!(PyCoroutineWrapper, shape::COROUTINE_WRAPPER, traverse(this, visitor) {
    visitor.visit(&this.coroutine);
} clear {});

static WRAPPER: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(wrapper_next), ..Slots::EMPTY },
    methods: &[
        method(
            "send(self, value, /)",
            "send(arg) -> send 'arg' into coroutine,\nreturn next iterated value or raise StopIteration.",
            wrap(wrapper_send),
        ),
        method(
            "throw(self, type, value=None, traceback=None, /)",
            "throw(value)\nthrow(type[,value[,traceback]])\n\nRaise exception in coroutine, return next iterated value or raise\nStopIteration.",
            wrap(wrapper_throw),
        ),
        method("close(self, /)", "close() -> raise GeneratorExit inside coroutine.", wrap(wrapper_close)),
    ],
    ..TypeSpec::of::<PyCoroutineWrapper>("coroutine_wrapper")
};

fn itself(_: &Vm, value: &Value) -> PyResult<Value> {
    Ok(value.clone())
}

fn as_generator(value: &Value) -> &Ref<PyGenerator> {
    value.downcast::<PyGenerator>().expect("slots are called with their own type")
}

/// `<generator object f at 0x...>`.
pub fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let generator = as_generator(value);
    let kind =
        if generator.header().shape() == shape::ASYNC_GENERATOR { "async_generator" } else { kind_name(generator) };
    let qualname = generator.qualname();
    Ok(vm.str(&format!("<{kind} object {} at {:#x}>", vm.str_text(&qualname), value.id())))
}

pub(super) fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    if let Some(exit) = vm.run_plainly(as_generator(value)) {
        return match vm.outcome(exit)? {
            Outcome::Yield(item) => Ok(Some(item)),
            Outcome::Return(result) => Ok(ended(vm, result)),
        };
    }
    match vm.resume(as_generator(value), Entry::Send(Value::NONE))? {
        Outcome::Yield(item) => Ok(Some(item)),
        Outcome::Return(result) => Ok(ended(vm, result)),
    }
}

/// The end of an iteration, which leaves its value behind.
fn ended(vm: &Vm, result: Value) -> Option<Value> {
    vm.stop_value.replace(Some(result).filter(|result| !result.is_none()));
    None
}

/// The outcome as a method call shows it: a return is a StopIteration.
pub fn outcome_result(vm: &Vm, outcome: Outcome) -> PyResult<Value> {
    match outcome {
        Outcome::Yield(value) => Ok(value),
        Outcome::Return(value) => Err(vm.stop_iteration(Some(value).filter(|value| !value.is_none()))),
    }
}

pub(super) fn send(vm: &Vm, this: &Ref<PyGenerator>, value: Value) -> PyResult<Value> {
    let outcome = vm.resume(this, Entry::Send(value))?;
    outcome_result(vm, outcome)
}

pub(super) fn throw(
    vm: &Vm,
    this: &Ref<PyGenerator>,
    kind: &Value,
    value: &Value,
    traceback: &Value,
) -> PyResult<Value> {
    let exception = vm.thrown_exception(kind, value, traceback)?;
    let outcome = vm.throw_into(this, exception)?;
    outcome_result(vm, outcome)
}

pub(super) fn close(vm: &Vm, this: &Ref<PyGenerator>) -> PyResult<Value> {
    vm.close_generator(this)
}

fn sizeof(_: &Vm, this: &Ref<PyGenerator>) -> usize {
    super::BASE + 8 * (this.register_count() + 1)
}

fn await_(_: &Vm, value: &Value) -> PyResult<Value> {
    let coroutine = value.clone();
    let wrapper = PyCoroutineWrapper { header: Header::new(shape::COROUTINE_WRAPPER), coroutine };
    Ok(Ref::new(wrapper).into_value())
}

fn wrapper_next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let wrapper = value.downcast::<PyCoroutineWrapper>().expect("slots are called with their own type");
    natives::next(vm, &wrapper.coroutine)
}

fn wrapper_send(vm: &Vm, this: &Ref<PyCoroutineWrapper>, value: Value) -> PyResult<Value> {
    natives::send(vm, &this.coroutine, value)
}

fn wrapper_throw(
    vm: &Vm,
    this: &Ref<PyCoroutineWrapper>,
    kind: &Value,
    value: &Value,
    traceback: &Value,
) -> PyResult<Value> {
    natives::throw(vm, &this.coroutine, kind, value, traceback)
}

fn wrapper_close(vm: &Vm, this: &Ref<PyCoroutineWrapper>) -> PyResult<Value> {
    natives::close(vm, &this.coroutine)
}

// ---- attributes, shared with async generators

pub fn running(_: &Vm, value: &Value) -> PyResult<Value> {
    Ok(Value::bool(as_generator(value).is_running()))
}

pub fn suspended(_: &Vm, value: &Value) -> PyResult<Value> {
    let generator = as_generator(value);
    let stands = matches!(generator.state.get(), State::Suspended | State::Delegating);
    Ok(Value::bool(stands && !generator.is_running()))
}

pub fn awaited(_: &Vm, value: &Value) -> PyResult<Value> {
    // While it runs it waits for nothing.
    let generator = as_generator(value);
    let awaited = if generator.is_running() { None } else { generator.awaited() };
    Ok(awaited.unwrap_or(Value::NONE))
}

pub fn code(_: &Vm, value: &Value) -> PyResult<Value> {
    // SAFETY: the generator holds its code.
    Ok(unsafe { Ref::from_borrowed(as_generator(value).code) }.into_value())
}

pub fn frame(vm: &Vm, value: &Value) -> PyResult<Value> {
    Ok(vm.generator_frame(as_generator(value)).map_or(Value::NONE, Ref::into_value))
}

pub(super) fn origin(_: &Vm, value: &Value) -> PyResult<Value> {
    Ok(as_generator(value).origin.get_or_none())
}

pub fn name(_: &Vm, value: &Value) -> PyResult<Value> {
    Ok(as_generator(value).name())
}

pub fn set_name(vm: &Vm, value: &Value, new: Option<&Value>) -> PyResult<()> {
    let new = text(vm, new, "__name__")?;
    as_generator(value).name.set(new);
    Ok(())
}

pub fn qualname(_: &Vm, value: &Value) -> PyResult<Value> {
    Ok(as_generator(value).qualname())
}

pub fn set_qualname(vm: &Vm, value: &Value, new: Option<&Value>) -> PyResult<()> {
    let new = text(vm, new, "__qualname__")?;
    as_generator(value).qualname.set(new);
    Ok(())
}

pub(super) fn text(vm: &Vm, new: Option<&Value>, name: &str) -> PyResult<Value> {
    match new {
        Some(new) if new.downcast::<PyStr>().is_some() => Ok(new.clone()),
        _ => Err(vm.type_error(format!("{name} must be set to a string object"))),
    }
}
