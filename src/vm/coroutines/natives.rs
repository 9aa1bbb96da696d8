//! Methods and attributes of the type `coroutine`, whose instances are generators or [`PyNativeCoroutine`]s.

use super::{Delegate, PyGenerator, State, methods};
use crate::kernel::PyNativeCoroutine;
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

enum Kind<'a> {
    Python(&'a Ref<PyGenerator>),
    Native(&'a Ref<PyNativeCoroutine>),
}

fn kind<'a>(vm: &Vm, value: &'a Value) -> PyResult<Kind<'a>> {
    if let Some(generator) = value.downcast::<PyGenerator>().filter(|generator| generator.is_coroutine()) {
        return Ok(Kind::Python(generator));
    }
    match value.downcast::<PyNativeCoroutine>() {
        Some(native) => Ok(Kind::Native(native)),
        None => Err(not_a_coroutine(vm, value)),
    }
}

#[cold]
fn not_a_coroutine(vm: &Vm, value: &Value) -> Raised {
    let name = class_ref(value).name();
    vm.type_error(format!("descriptor requires a 'coroutine' object but received a '{name}'"))
}

/// A step as a method call shows it: a return is a StopIteration.
fn result(vm: &Vm, step: Delegate) -> PyResult<Value> {
    match step {
        Delegate::Yielded(value) => Ok(value),
        Delegate::Returned(value) => Err(vm.stop_iteration(Some(value).filter(|value| !value.is_none()))),
    }
}

pub fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    match kind(vm, value)? {
        Kind::Python(_) => methods::repr(vm, value),
        Kind::Native(_) => {
            let name = qualname(vm, value)?;
            Ok(vm.str(&format!("<coroutine object {} at {:#x}>", vm.str_text(&name), value.id())))
        }
    }
}

pub fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    let Kind::Native(native) = kind(vm, value)? else { return methods::next(vm, value) };
    match PyNativeCoroutine::send(native, vm, Value::NONE)? {
        Delegate::Yielded(item) => Ok(Some(item)),
        Delegate::Returned(result) => {
            vm.stop_value.replace(Some(result).filter(|result| !result.is_none()));
            Ok(None)
        }
    }
}

pub fn send(vm: &Vm, this: &Value, value: Value) -> PyResult<Value> {
    match kind(vm, this)? {
        Kind::Python(generator) => methods::send(vm, generator, value),
        Kind::Native(native) => {
            let step = PyNativeCoroutine::send(native, vm, value)?;
            result(vm, step)
        }
    }
}

pub fn throw(vm: &Vm, this: &Value, class: &Value, value: &Value, traceback: &Value) -> PyResult<Value> {
    match kind(vm, this)? {
        Kind::Python(generator) => methods::throw(vm, generator, class, value, traceback),
        Kind::Native(native) => {
            let exception = vm.thrown_exception(class, value, traceback)?;
            let step = PyNativeCoroutine::throw(native, vm, &exception)?;
            result(vm, step)
        }
    }
}

pub fn close(vm: &Vm, this: &Value) -> PyResult<Value> {
    match kind(vm, this)? {
        Kind::Python(generator) => methods::close(vm, generator),
        Kind::Native(native) => PyNativeCoroutine::close(native, vm).map(|()| Value::NONE),
    }
}

pub fn sizeof(vm: &Vm, this: &Value) -> PyResult<usize> {
    Ok(match kind(vm, this)? {
        Kind::Python(generator) => super::BASE + 8 * (generator.register_count() + 1),
        Kind::Native(_) => size_of::<PyNativeCoroutine>(),
    })
}

pub fn running(vm: &Vm, value: &Value) -> PyResult<Value> {
    match kind(vm, value)? {
        Kind::Python(_) => methods::running(vm, value),
        Kind::Native(native) => Ok(Value::bool(native.state.get() == State::Running)),
    }
}

pub fn suspended(vm: &Vm, value: &Value) -> PyResult<Value> {
    match kind(vm, value)? {
        Kind::Python(_) => methods::suspended(vm, value),
        Kind::Native(native) => Ok(Value::bool(native.state.get() == State::Suspended)),
    }
}

pub fn frame(vm: &Vm, value: &Value) -> PyResult<Value> {
    match kind(vm, value)? {
        Kind::Python(_) => methods::frame(vm, value),
        Kind::Native(native) => Ok(native.frame()),
    }
}

pub fn code(vm: &Vm, value: &Value) -> PyResult<Value> {
    match kind(vm, value)? {
        Kind::Python(_) => methods::code(vm, value),
        Kind::Native(native) => Ok(native.function().map_or(Value::NONE, |function| function.code.get().into_value())),
    }
}

pub fn awaited(vm: &Vm, value: &Value) -> PyResult<Value> {
    match kind(vm, value)? {
        Kind::Python(_) => methods::awaited(vm, value),
        Kind::Native(native) => Ok(native.awaited()),
    }
}

pub fn origin(vm: &Vm, value: &Value) -> PyResult<Value> {
    match kind(vm, value)? {
        Kind::Python(_) => methods::origin(vm, value),
        Kind::Native(_) => Ok(Value::NONE),
    }
}

pub fn name(vm: &Vm, value: &Value) -> PyResult<Value> {
    match kind(vm, value)? {
        Kind::Python(_) => methods::name(vm, value),
        Kind::Native(native) => Ok(native.function().map_or(Value::NONE, |function| function.name.get().into_value())),
    }
}

pub fn qualname(vm: &Vm, value: &Value) -> PyResult<Value> {
    match kind(vm, value)? {
        Kind::Python(_) => methods::qualname(vm, value),
        Kind::Native(native) => {
            Ok(native.function().map_or(Value::NONE, |function| function.qualname.get().into_value()))
        }
    }
}

pub fn set_name(vm: &Vm, value: &Value, new: Option<&Value>) -> PyResult<()> {
    match kind(vm, value)? {
        Kind::Python(_) => methods::set_name(vm, value, new),
        // It has the names of its function, and nobody renames what asyncio awaits.
        Kind::Native(_) => methods::text(vm, new, "__name__").map(drop),
    }
}

pub fn set_qualname(vm: &Vm, value: &Value, new: Option<&Value>) -> PyResult<()> {
    match kind(vm, value)? {
        Kind::Python(_) => methods::set_qualname(vm, value, new),
        Kind::Native(_) => methods::text(vm, new, "__qualname__").map(drop),
    }
}
