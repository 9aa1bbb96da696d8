//! Methods and attributes of all objects.

use super::{expect_dict, reduce};
use crate::builtins::dict::PyDict;
use crate::builtins::function::PyFunction;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::native::{Keywords, Native, PyResult, classmethod, method, wrap};
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

pub static METHODS: &[Native] = &[
    method("__reduce_ex__(self, protocol, /)", "Helper for pickle.", wrap(reduce::reduce_ex)),
    method("__reduce__(self, /)", "Helper for pickle.", wrap(reduce::reduce)),
    method("__getstate__(self, /)", "Helper for pickle.", wrap(reduce::getstate)),
    classmethod(
        "__subclasshook__(cls, object, /)",
        "Abstract classes can override this to customize issubclass().\n\nThis is invoked early on by abc.ABCMeta.__subclasscheck__().\nIt should return True, False or NotImplemented.  If it returns\nNotImplemented, the normal algorithm is used.  Otherwise, it\noverrides the normal algorithm (and the outcome is cached).",
        wrap(subclass_hook),
    ),
    classmethod(
        "__init_subclass__(cls, /, **kwargs)",
        "This method is called when a class is subclassed.\n\nThe default implementation does nothing. It may be\noverridden to extend subclasses.",
        wrap(init_subclass),
    ),
    method(
        "__format__(self, format_spec, /)",
        "Default object formatter.\n\nReturn str(self) if format_spec is empty. Raise TypeError otherwise.",
        wrap(format),
    ),
    method("__sizeof__(self, /)", "Size of object in memory, in bytes.", wrap(sizeof)),
    method("__dir__(self, /)", "Default dir() implementation.", wrap(dir)),
];

fn subclass_hook(_: &Vm, _: &Value, _: &Value) -> Value {
    Value::NOT_IMPLEMENTED
}

fn init_subclass(vm: &Vm, class: &Ref<PyType>, keywords: Keywords) -> PyResult<()> {
    if keywords.0.is_empty() {
        return Ok(());
    }
    let name = class.qualname.get();
    Err(vm.type_error(format!("{name}.__init_subclass__() takes no keyword arguments")))
}

fn format(vm: &Vm, this: &Value, spec: &Value) -> PyResult<Value> {
    let Some(text) = spec.downcast::<PyStr>() else {
        let actual = class_ref(spec).name();
        return Err(vm.type_error(format!("__format__() argument must be str, not {actual}")));
    };
    if !text.is_empty() {
        let name = class_ref(this).name();
        return Err(vm.type_error(format!("unsupported format string passed to {name}.__format__")));
    }
    Ok(vm.to_str(this)?.into_value())
}

fn sizeof(vm: &Vm, this: &Value) -> PyResult<i64> {
    let class = class_of(this);
    let base = crate::builtins::type_::basic_size(&class);
    let info = shape::info(class.root_shape.get());
    let room = (info.inline_capacity.get() - info.reserved.get()) as i64 * 8;
    let _ = vm;
    Ok(base + room)
}

/// The names in the instance's `__dict__` and of its class.
fn dir(vm: &Vm, this: &Value) -> PyResult<Value> {
    let names = PyDict::new();
    if let Some(dict) = vm.get_attr_opt(this, &vm.names().__dict__)?
        && let Some(dict) = dict.downcast::<PyDict>()
    {
        for (key, _) in dict.items() {
            names.set(vm, &key, Value::NONE)?;
        }
    }
    if let Some(class) = vm.get_attr_opt(this, &vm.names().__class__)? {
        crate::builtins::type_::merge_class(vm, &names, &class)?;
    }
    Ok(vm.list(names.items().into_iter().map(|(key, _)| key).collect()))
}

pub fn get_dict(vm: &Vm, this: &Value) -> PyResult<Value> {
    if let Some(dict) = vm.instance_dict(this) {
        return Ok(dict.into_value());
    }
    // A module's is its own, whichever class the attribute was found in.
    match this.downcast::<PyModule>() {
        Some(module) => Ok(module.dict.to_value()),
        None => Err(vm.attribute_error("This object has no __dict__")),
    }
}

pub fn set_dict(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    if new.is_none() && this.downcast::<PyFunction>().is_some() {
        return Err(vm.type_error("cannot delete __dict__"));
    }
    let dict: Ref<PyDict> = match new {
        Some(new) => expect_dict(vm, new)?,
        None => PyDict::new(),
    };
    if !vm.set_instance_dict(this, dict) {
        return Err(vm.attribute_error("This object has no __dict__"));
    }
    Ok(())
}

pub fn get_weakref(vm: &Vm, this: &Value) -> PyResult<Value> {
    let first = vm.weakrefs_of(this).into_iter().next();
    Ok(first.map_or(Value::NONE, Ref::into_value))
}
