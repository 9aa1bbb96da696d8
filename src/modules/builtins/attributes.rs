//! Attributes, identity and classes.

use crate::builtins::list::PyList;
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

pub fn callable(vm: &Vm, obj: &Value) -> bool {
    vm.is_callable(obj)
}

pub fn getattr(vm: &Vm, object: &Value, name: &Value, default: Option<&Value>) -> PyResult<Value> {
    let name = vm.attribute_name(name)?;
    match default {
        None => vm.get_attr(object, &name),
        Some(default) => Ok(vm.get_attr_opt(object, &name)?.unwrap_or_else(|| default.clone())),
    }
}

pub fn hasattr(vm: &Vm, obj: &Value, name: &Value) -> PyResult<bool> {
    let name = vm.attribute_name(name)?;
    Ok(vm.get_attr_opt(obj, &name)?.is_some())
}

pub fn setattr(vm: &Vm, obj: &Value, name: &Value, value: &Value) -> PyResult<()> {
    let name = vm.attribute_name(name)?;
    vm.set_attr(obj, &name, Some(value))
}

pub fn delattr(vm: &Vm, obj: &Value, name: &Value) -> PyResult<()> {
    let name = vm.attribute_name(name)?;
    vm.set_attr(obj, &name, None)
}

pub fn hash(vm: &Vm, obj: &Value) -> PyResult<i64> {
    vm.hash(obj)
}

pub fn id(vm: &Vm, obj: &Value) -> Value {
    vm.int_from(obj.id())
}

pub fn isinstance(vm: &Vm, obj: &Value, class_or_tuple: &Value) -> PyResult<bool> {
    vm.is_instance(obj, class_or_tuple)
}

pub fn issubclass(vm: &Vm, cls: &Value, class_or_tuple: &Value) -> PyResult<bool> {
    vm.is_subclass(cls, class_or_tuple)
}

/// Without an argument the names of the current scope; else what `__dir__` gives, sorted.
pub fn dir(vm: &Vm, object: Option<&Value>) -> PyResult<Ref<PyList>> {
    let names = match object {
        None => vm.call_method(&vm.locals_mapping()?, "keys", &[])?,
        Some(object) => match vm.lookup_special(object, &vm.names().__dir__)? {
            Some(method) => vm.call(&method, &[])?,
            None => return Err(vm.type_error("object does not provide __dir__")),
        },
    };
    let list = PyList::new(vm.collect(&names)?);
    vm.call_method(list.as_value(), "sort", &[])?;
    Ok(list)
}

pub fn vars(vm: &Vm, object: Option<&Value>) -> PyResult<Value> {
    let Some(object) = object else { return vm.locals_mapping() };
    match vm.get_attr_opt(object, &vm.names().__dict__)? {
        Some(dict) => Ok(dict),
        None => Err(vm.type_error("vars() argument must have __dict__ attribute")),
    }
}
