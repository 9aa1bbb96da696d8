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

/// What makes the native coroutine of a call with these arguments, of the function with this number; `None` leaves it to
/// Python.
pub type Twin = fn(&Vm, u8, &[Value]) -> Option<Value>;

macro_rules! behaviours {
    ($($name:ident $behaviour:path;)*) => {
        /// What a native coroutine does.
        #[derive(Clone, Copy)]
        #[repr(u8)]
        pub enum Does { $($name,)* }
        /// By their numbers.
        pub static BEHAVIOURS: &[&Behaviour] = &[$(&$behaviour),*];
    };
}

behaviours! {
    Turn sleep::TURN;
    Sleep sleep::SLEEP;
    Lock sync_waits::LOCK;
    Release sync_waits::RELEASE;
    Event sync_waits::EVENT;
    Semaphore sync_waits::SEMAPHORE;
    Get queue_waits::GET;
    Put queue_waits::PUT;
}

/// By the functions' qualified names; `vm.kernel.twins` has the functions in the same order.
static TWINS: &[(&str, Twin)] = &[
    ("sleep", sleep::twin),
    ("Lock.acquire", |vm, f, args| method(vm, f, args, shape::ASYNC_LOCK, Does::Lock, Value::TRUE)),
    ("Lock.__aenter__", |vm, f, args| method(vm, f, args, shape::ASYNC_LOCK, Does::Lock, Value::NONE)),
    ("Lock.__aexit__", |vm, f, args| method(vm, f, args, shape::ASYNC_LOCK, Does::Release, Value::NONE)),
    ("Event.wait", |vm, f, args| method(vm, f, args, shape::ASYNC_EVENT, Does::Event, Value::TRUE)),
    ("Semaphore.acquire", |vm, f, args| semaphore(vm, f, args, Does::Semaphore, Value::TRUE)),
    ("Semaphore.__aenter__", |vm, f, args| semaphore(vm, f, args, Does::Semaphore, Value::NONE)),
    ("Semaphore.__aexit__", |vm, f, args| semaphore(vm, f, args, Does::Release, Value::NONE)),
    ("Queue.get", |vm, f, args| method(vm, f, args, shape::ASYNC_QUEUE, Does::Get, Value::NONE)),
    ("Queue.put", |vm, f, args| method(vm, f, args, shape::ASYNC_QUEUE, Does::Put, args.get(1)?.clone())),
];

/// A method's coroutine, if the object is a direct instance of the built-in type, as that was when it was completed.
#[inline]
fn method(vm: &Vm, function: u8, args: &[Value], number: u32, does: Does, extra: Value) -> Option<Value> {
    let this = args.first()?;
    let untouched =
        types::shape_number(this) == number && class_ref(this).known_version() == vm.kernel.completed(number);
    untouched.then(|| native_coroutine::new(does, function, this.clone(), extra))
}

#[inline]
fn semaphore(vm: &Vm, function: u8, args: &[Value], does: Does, extra: Value) -> Option<Value> {
    let number = types::shape_number(args.first()?);
    let known = matches!(number, shape::ASYNC_SEMAPHORE | shape::ASYNC_BOUNDED_SEMAPHORE);
    if known { method(vm, function, args, number, does, extra) } else { None }
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
        pair(vm, &value);
        vm.set_attr(&built_in, &name, Some(&value))?;
    }
    vm.kernel.set_completed(target.root_shape_number(), target.version());
    Ok(built_in)
}

/// `_with_twin(function)`: a decorator that gives a function of a module its twin.
pub fn with_twin(vm: &Vm, function: &Value) -> Value {
    pair(vm, function);
    function.clone()
}

fn pair(vm: &Vm, value: &Value) {
    let Some(function) = value.downcast::<PyFunction>() else { return };
    let name = function.qualname.get();
    let Some(index) = TWINS.iter().position(|(qualname, _)| name.as_str() == Some(qualname)) else { return };
    let mut functions = vm.kernel.twins.borrow_mut();
    functions.resize(TWINS.len(), None);
    let former = functions[index].replace(function.clone());
    drop(functions);
    drop(former);
    let code: Ref<PyCode> = function.code.get();
    code.twin.set(Some((TWINS[index].1, index as u8)));
}
