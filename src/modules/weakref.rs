//! `_weakref`: the native half of `weakref`. The types are in `builtins/weakref`.

use super::NativeModule;
use crate::builtins::dict::PyDict;
use crate::builtins::module::PyModule;
use crate::builtins::weakref::PyWeakref;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::types::builtin;
use crate::object::{Ref, Value, shape};
use crate::vm::Vm;

pub static MODULE: NativeModule =
    NativeModule { doc: "Weak-reference support module.", functions: FUNCTIONS, init, ..NativeModule::of("_weakref") };

static FUNCTIONS: &[Native] = &[
    function("getweakrefcount(object, /)", "Return the number of weak references to 'object'.", wrap(count)),
    function("getweakrefs(object, /)", "Return a list of all weak reference objects pointing to 'object'.", wrap(all)),
    function(
        "proxy(object, callback=None, /)",
        "Create a proxy object that weakly references 'object'.\n\n'callback', if given, is called with a reference to the\nproxy when 'object' is about to be finalized.",
        wrap(proxy),
    ),
    function(
        "_remove_dead_weakref(dct, key, /)",
        "Atomically remove key from dict if it points to a dead weakref.",
        wrap(remove_dead),
    ),
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let types = [
        ("ref", shape::WEAKREF),
        ("ReferenceType", shape::WEAKREF),
        ("ProxyType", shape::WEAKPROXY),
        ("CallableProxyType", shape::WEAKCALLABLEPROXY),
    ];
    for (name, number) in types {
        module.dict.set_name(vm, name, builtin(number).into_value());
    }
    Ok(())
}

fn count(vm: &Vm, object: &Value) -> usize {
    vm.weakrefs_of(object).len()
}

fn all(vm: &Vm, object: &Value) -> Value {
    vm.list(vm.weakrefs_of(object).into_iter().rev().map(Ref::into_value).collect())
}

fn proxy(vm: &Vm, object: &Value, callback: &Value) -> PyResult<Value> {
    let number = if vm.is_callable(object) { shape::WEAKCALLABLEPROXY } else { shape::WEAKPROXY };
    let callback = Some(callback).filter(|callback| !callback.is_none());
    Ok(vm.make_weakref(&builtin(number), object, callback)?.into_value())
}

fn remove_dead(vm: &Vm, dict: &Ref<PyDict>, key: &Value) -> PyResult<()> {
    let Some(value) = dict.get(vm, key)? else { return Ok(()) };
    let Some(reference) = value.downcast::<PyWeakref>() else {
        return Err(vm.type_error("not a weakref"));
    };
    if !reference.is_alive() {
        drop(dict.remove(vm, key)?);
    }
    Ok(())
}
