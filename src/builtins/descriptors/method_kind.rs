//! `classmethod` and `staticmethod`.

use super::PyMethodKind;
use crate::builtins::function::PyMethod;
use crate::native::{Args, GetSet, Native, PyResult, getset, getter, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

pub const CLASSMETHOD_DOC: &str = "Convert a function to be a class method.\n\nA class method receives the class as implicit first argument,\njust like an instance method receives the instance.\nTo declare a class method, use this idiom:\n\n  class C:\n      @classmethod\n      def f(cls, arg1, arg2, argN):\n          ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()).  The instance is ignored except for its class.\nIf a class method is called for a derived class, the derived class\nobject is passed as the implied first argument.\n\nClass methods are different than C++ or Java static methods.\nIf you want those, see the staticmethod builtin.";

pub const STATICMETHOD_DOC: &str = "Convert a function to be a static method.\n\nA static method does not receive an implicit first argument.\nTo declare a static method, use this idiom:\n\n     class C:\n         @staticmethod\n         def f(arg1, arg2, argN):\n             ...\n\nIt can be called either on the class (e.g. C.f()) or on an instance\n(e.g. C().f()). Both the class and the instance are ignored, and\nneither is passed implicitly as the first argument to the method.\n\nStatic methods in Python are similar to those found in Java or C++.\nFor a more advanced concept, see the classmethod builtin.";

pub static NEW_CLASSMETHOD: Native = staticmethod("__new__(cls, function, /)", "", wrap(new_class_method));
pub static NEW_STATICMETHOD: Native = staticmethod("__new__(cls, function, /)", "", wrap(new_static_method));

pub const CLASSMETHOD_SLOTS: Slots =
    Slots { repr: Some(class_repr), init: Some(init), descr_get: Some(get_class_method), ..Slots::EMPTY };

pub const STATICMETHOD_SLOTS: Slots = Slots {
    repr: Some(static_repr),
    init: Some(init),
    call: Some(call_static_method),
    descr_get: Some(get_static_method),
    ..Slots::EMPTY
};

pub static METHODS: &[Native] =
    &[crate::native::classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(class_getitem))];

pub static GETSET: &[GetSet] = &[
    getter("__func__", "", |_, this| Ok(callable(this))),
    getter("__wrapped__", "", |_, this| Ok(callable(this))),
    getter("__isabstractmethod__", "", |vm, this| {
        Ok(Value::bool(super::property::is_abstract_method(vm, &callable(this))?))
    }),
    crate::builtins::object::DICT_GETSET,
    getset(
        "__annotations__",
        "",
        |vm, this| forward(vm, this, "__annotations__"),
        |vm, this, new| keep(vm, this, "__annotations__", new),
    ),
    getset(
        "__annotate__",
        "",
        |vm, this| forward(vm, this, "__annotate__"),
        |vm, this, new| keep(vm, this, "__annotate__", new),
    ),
];

fn callable(this: &Value) -> Value {
    this.downcast::<PyMethodKind>().map_or(Value::NONE, |method| method.callable.get_or_none())
}

/// An attribute of the callable, unless it has been assigned here.
fn forward(vm: &Vm, this: &Value, name: &str) -> PyResult<Value> {
    let name = vm.intern(name);
    match vm.instance_attr(this, &name)? {
        Some(own) => Ok(own),
        None => vm.get_attr(&callable(this), &name),
    }
}

fn keep(vm: &Vm, this: &Value, name: &str, new: Option<&Value>) -> PyResult<()> {
    let name = vm.intern(name);
    match (new, vm.instance_dict(this)) {
        (Some(new), _) => vm.set_instance_attr(this, &name, new).map(drop),
        (None, Some(dict)) => match dict.remove_str(vm, &name)? {
            Some(_) => Ok(()),
            None => Err(vm.no_attribute(this, &name)),
        },
        (None, None) => Err(vm.no_attribute(this, &name)),
    }
}

fn new_class_method(vm: &Vm, class: &Ref<PyType>, function: &Value) -> PyResult<Value> {
    make(vm, class, shape::CLASSMETHOD, function)
}

fn new_static_method(vm: &Vm, class: &Ref<PyType>, function: &Value) -> PyResult<Value> {
    make(vm, class, shape::STATICMETHOD, function)
}

fn make(vm: &Vm, class: &Ref<PyType>, number: u32, function: &Value) -> PyResult<Value> {
    let payload = PyMethodKind::payload(number, Some(function.clone()));
    let made = if class.root_shape.get() == number {
        Ref::new(payload).into_value()
    } else {
        vm.new_object(class, payload).into_value()
    };
    copy_attributes(vm, &made, function)?;
    Ok(made)
}

/// The function's name, docstring and module become the method's own.
fn copy_attributes(vm: &Vm, this: &Value, function: &Value) -> PyResult<()> {
    let names = vm.names();
    for name in [&names.__module__, &names.__name__, &names.__qualname__, &names.__doc__] {
        if let Some(value) = vm.get_attr_opt(function, name)? {
            vm.set_instance_attr(this, name, &value)?;
        }
    }
    Ok(())
}

/// `__init__` again, on an existing method.
fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let name = class_ref(this).name();
    if !args.names.is_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    let [function] = args.values else {
        return Err(vm.type_error(format!("{name} expected 1 argument, got {}", args.values.len())));
    };
    let Some(method) = this.downcast::<PyMethodKind>() else { return Ok(()) };
    if method.callable.raw() == function.raw() {
        return Ok(());
    }
    method.callable.set(function.clone());
    copy_attributes(vm, this, function)
}

fn get_class_method(vm: &Vm, this: &Value, instance: Option<&Value>, class: &Value) -> PyResult<Value> {
    let Some(function) = this.downcast::<PyMethodKind>().and_then(|method| method.callable.get()) else {
        return Err(vm.runtime_error("uninitialized classmethod object"));
    };
    let class = match (class.is_none(), instance) {
        (true, Some(instance)) => class_of(instance).into_value(),
        _ => class.clone(),
    };
    Ok(PyMethod::new(function, class).into_value())
}

fn get_static_method(vm: &Vm, this: &Value, _: Option<&Value>, _: &Value) -> PyResult<Value> {
    match this.downcast::<PyMethodKind>().and_then(|method| method.callable.get()) {
        Some(function) => Ok(function),
        None => Err(vm.runtime_error("uninitialized staticmethod object")),
    }
}

fn call_static_method(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    vm.call_args(&callable(this), args)
}

fn class_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.str(&format!("<classmethod({})>", vm.repr(&callable(this))?)))
}

fn static_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.str(&format!("<staticmethod({})>", vm.repr(&callable(this))?)))
}

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult<Value> {
    vm.generic_alias(class, item)
}
