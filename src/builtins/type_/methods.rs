//! Methods of classes.

use super::mro;
use crate::builtins::dict::PyDict;
use crate::builtins::tuple::PyTuple;
use crate::native::{Keywords, Native, PyResult, Rest, classmethod, method, wrap};
use crate::object::{PyType, Ref, Value};
use crate::vm::Vm;

pub static METHODS: &[Native] = &[
    method("mro(self, /)", "Return a type's method resolution order.", wrap(mro::mro)),
    method("__subclasses__(self, /)", "Return a list of immediate subclasses.", wrap(subclasses)),
    classmethod("__prepare__(cls, /, *args, **kwds)", "Create the namespace for the class statement", wrap(prepare)),
    method("__instancecheck__(self, instance, /)", "Check if an object is an instance.", wrap(instance_check)),
    method("__subclasscheck__(self, subclass, /)", "Check if a class is a subclass.", wrap(subclass_check)),
    method("__dir__(self, /)", "Specialized __dir__ implementation for types.", wrap(dir)),
    method("__sizeof__(self, /)", "Return memory consumption of the type object.", wrap(sizeof)),
];

fn subclasses(vm: &Vm, this: &Ref<PyType>) -> PyResult<Value> {
    Ok(vm.list(this.subclasses().into_iter().map(Ref::into_value).collect()))
}

fn prepare(_: &Vm, _: &Value, _: Rest, _: Keywords) -> Ref<PyDict> {
    PyDict::new()
}

fn instance_check(vm: &Vm, this: &Ref<PyType>, instance: &Value) -> PyResult<bool> {
    vm.is_instance_default(instance, this.as_value())
}

fn subclass_check(vm: &Vm, this: &Ref<PyType>, subclass: &Value) -> PyResult<bool> {
    vm.is_subclass_default(subclass, this.as_value())
}

/// The names in the class and its bases, as their `__dict__` and `__bases__` show them.
fn dir(vm: &Vm, this: &Ref<PyType>) -> PyResult<Value> {
    let names = PyDict::new();
    merge_class(vm, &names, this.as_value())?;
    let keys: Vec<Value> = names.items().into_iter().map(|(key, _)| key).collect();
    Ok(vm.list(keys))
}

/// Adds the names that look-up through a class would find.
pub fn merge_class(vm: &Vm, names: &Ref<PyDict>, class: &Value) -> PyResult<()> {
    vm.check_native_stack("")?;
    if let Some(dict) = vm.get_attr_opt(class, &vm.names().__dict__)? {
        vm.for_each(&dict, |key| names.set(vm, &key, Value::NONE).map(|()| true))?;
    }
    let bases = vm.get_attr_opt(class, &vm.intern("__bases__"))?;
    if let Some(bases) = bases.as_ref().and_then(|bases| bases.downcast::<PyTuple>()) {
        for base in bases.items() {
            merge_class(vm, names, base)?;
        }
    }
    Ok(())
}

fn sizeof(_: &Vm, this: &Ref<PyType>) -> usize {
    std::mem::size_of::<PyType>() + this.items().len() * 32
}
