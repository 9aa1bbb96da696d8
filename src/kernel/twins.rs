//! Which `async def` functions of `stdlib/asyncio` have a native twin, and how they get it.
//!
//! The Python function stays what it is for whoever looks at it: a coroutine function with its signature, defaults and
//! code. But a call of it may make a native coroutine instead of running its code, when its twin takes the arguments as they
//! are; what it does not take (subclasses, odd arguments, debug mode) runs in Python.

use super::native_coroutine::{self, Behaviour};
use super::{queue_waits, sleep, sync_waits};
use crate::builtins::code::PyCode;
use crate::builtins::function::PyFunction;
use crate::native::PyResult;
use crate::object::{PyType, Ref, Value, class_ref, shape, types};
use crate::vm::Vm;

/// What makes the native coroutine of a call, of a function with these arguments; `None` leaves it to Python.
pub type Twin = fn(&Vm, &Value, &[Value]) -> Option<Value>;

/// By the functions' qualified names.
static TWINS: &[(&str, Twin)] = &[
    ("sleep", sleep::twin),
    ("Lock.acquire", |vm, f, args| method(vm, f, args, shape::ASYNC_LOCK, &sync_waits::LOCK, Value::TRUE)),
    ("Lock.__aenter__", |vm, f, args| method(vm, f, args, shape::ASYNC_LOCK, &sync_waits::LOCK, Value::NONE)),
    ("Lock.__aexit__", |vm, f, args| method(vm, f, args, shape::ASYNC_LOCK, &sync_waits::RELEASE, Value::NONE)),
    ("Event.wait", |vm, f, args| method(vm, f, args, shape::ASYNC_EVENT, &sync_waits::EVENT, Value::TRUE)),
    ("Semaphore.acquire", |vm, f, args| semaphore(vm, f, args, &sync_waits::SEMAPHORE, Value::TRUE)),
    ("Semaphore.__aenter__", |vm, f, args| semaphore(vm, f, args, &sync_waits::SEMAPHORE, Value::NONE)),
    ("Semaphore.__aexit__", |vm, f, args| semaphore(vm, f, args, &sync_waits::RELEASE, Value::NONE)),
    ("Queue.get", |vm, f, args| method(vm, f, args, shape::ASYNC_QUEUE, &queue_waits::GET, Value::NONE)),
    ("Queue.put", |vm, f, args| method(vm, f, args, shape::ASYNC_QUEUE, &queue_waits::PUT, args.get(1)?.clone())),
];

/// A method's coroutine, if the object is a direct instance of the built-in type, as that was when it was completed.
#[inline]
fn method(
    vm: &Vm,
    function: &Value,
    args: &[Value],
    number: u32,
    behaviour: &'static Behaviour,
    extra: Value,
) -> Option<Value> {
    let this = args.first()?;
    let untouched =
        types::shape_number(this) == number && class_ref(this).known_version() == vm.kernel.completed(number);
    untouched.then(|| native_coroutine::new(behaviour, function, this.clone(), extra))
}

#[inline]
fn semaphore(vm: &Vm, function: &Value, args: &[Value], behaviour: &'static Behaviour, extra: Value) -> Option<Value> {
    let number = types::shape_number(args.first()?);
    let known = matches!(number, shape::ASYNC_SEMAPHORE | shape::ASYNC_BOUNDED_SEMAPHORE);
    if known { method(vm, function, args, number, behaviour, extra) } else { None }
}

/// `_complete(namespace)`: a class decorator. Moves what the class defines to the built-in type of the same name, and gives
/// the functions their twins. Returns the built-in type.
pub fn complete(vm: &Vm, class: &Ref<PyType>) -> PyResult<Value> {
    let module = vm.import("_asyncio")?;
    let built_in = vm.get_attr(&module, &vm.intern(&class.name()))?;
    let Some(target) = built_in.downcast::<PyType>() else { return Err(vm.type_error("not a native type")) };
    for (name, value) in class.items() {
        if matches!(
            name.as_str(),
            Some("__dict__" | "__weakref__" | "__module__" | "__doc__" | "__firstlineno__" | "__static_attributes__")
        ) {
            continue;
        }
        pair(&value);
        vm.set_attr(&built_in, &name, Some(&value))?;
    }
    vm.kernel.set_completed(target.root_shape_number(), target.version());
    Ok(built_in)
}

/// `_with_twin(function)`: a decorator that gives a function of a module its twin.
pub fn with_twin(_: &Vm, function: &Value) -> Value {
    pair(function);
    function.clone()
}

fn pair(value: &Value) {
    let Some(function) = value.downcast::<PyFunction>() else { return };
    let name = function.qualname.get();
    let twin = TWINS.iter().find(|(qualname, _)| name.as_str() == Some(qualname));
    let code: Ref<PyCode> = function.code.get();
    code.twin.set(twin.map(|&(_, twin)| twin));
}
