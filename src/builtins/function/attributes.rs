//! Attributes of Python functions and bound methods, and their constructors.

use super::{PyCellObject, PyFunction, PyMethod};
use crate::builtins::code::PyCode;
use crate::builtins::dict::PyDict;
use crate::builtins::object::DICT_GETSET;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::builtins::type_::call_annotate;
use crate::native::{GetSet, Native, PyResult, getset, getter, method, staticmethod, wrap};
use crate::object::{PyType, Ref, Value, class_of, class_ref};
use crate::vm::Vm;

pub static NEW_FUNCTION: Native = staticmethod(
    "__new__(cls, code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)",
    "",
    wrap(new_function),
);

pub static FUNCTION: &[GetSet] = &[
    getter("__closure__", "", |_, this| of(this, |f| f.closure.clone().map_or(Value::NONE, Ref::into_value))),
    getset(
        "__doc__",
        "",
        |_, this| of(this, |f| f.doc.get_or_none()),
        |_, this, new| {
            if let Some(function) = this.downcast::<PyFunction>() {
                function.doc.set(new.cloned().unwrap_or(Value::NONE));
            }
            Ok(())
        },
    ),
    getter("__globals__", "", |_, this| of(this, |f| f.globals.to_value())),
    getset(
        "__module__",
        "",
        |_, this| of(this, |f| f.module.get_or_none()),
        |_, this, new| {
            if let Some(function) = this.downcast::<PyFunction>() {
                function.module.set(new.cloned().unwrap_or(Value::NONE));
            }
            Ok(())
        },
    ),
    getter("__builtins__", "", |_, this| of(this, |f| f.builtins.to_value())),
    getset("__code__", "", |_, this| of(this, |f| f.code.get().into_value()), set_code),
    getset("__defaults__", "", |_, this| of(this, |f| f.defaults.get_or_none()), set_defaults),
    getset("__kwdefaults__", "", |_, this| of(this, |f| f.kwdefaults.get_or_none()), set_kwdefaults),
    getset("__annotations__", "", get_annotations, set_annotations),
    getset("__annotate__", "", |_, this| of(this, |f| f.annotate.get_or_none()), set_annotate),
    DICT_GETSET,
    getset(
        "__name__",
        "",
        |_, this| of(this, |f| f.name.get().into_value()),
        |vm, this, new| {
            let text = expect_text(vm, new, "__name__")?;
            if let Some(function) = this.downcast::<PyFunction>() {
                function.name.set(text);
            }
            Ok(())
        },
    ),
    getset(
        "__qualname__",
        "",
        |_, this| of(this, |f| f.qualname.get().into_value()),
        |vm, this, new| {
            let text = expect_text(vm, new, "__qualname__")?;
            if let Some(function) = this.downcast::<PyFunction>() {
                function.qualname.set(text);
            }
            Ok(())
        },
    ),
    getset("__type_params__", "", get_type_params, set_type_params),
];

fn of(this: &Value, get: impl FnOnce(&PyFunction) -> Value) -> PyResult<Value> {
    Ok(this.downcast::<PyFunction>().map_or(Value::NONE, |function| get(function)))
}

fn expect_text(vm: &Vm, new: Option<&Value>, name: &str) -> PyResult<Ref<PyStr>> {
    match new.and_then(|new| new.downcast::<PyStr>()) {
        Some(text) => Ok(text.clone()),
        None => Err(vm.type_error(format!("{name} must be set to a string object"))),
    }
}

fn set_code(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(function) = this.downcast::<PyFunction>() else { return Ok(()) };
    let Some(code) = new.and_then(|new| new.downcast::<PyCode>()) else {
        return Err(vm.type_error("__code__ must be set to a code object"));
    };
    let (wanted, given) = (function.closure.as_ref().map_or(0, |closure| closure.len()), code.code.free_vars.len());
    if wanted != given {
        let name = function.name.get();
        return Err(vm.value_error(format!("{name}() requires a code object with {wanted} free vars, not {given}")));
    }
    function.code.set(code.clone());
    Ok(())
}

fn set_defaults(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(function) = this.downcast::<PyFunction>() else { return Ok(()) };
    match new.filter(|new| !new.is_none()) {
        Some(new) if new.downcast::<PyTuple>().is_none() => {
            return Err(vm.type_error("__defaults__ must be set to a tuple object"));
        }
        new => drop(function.defaults.replace(new.cloned())),
    }
    Ok(())
}

fn set_kwdefaults(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(function) = this.downcast::<PyFunction>() else { return Ok(()) };
    match new.filter(|new| !new.is_none()) {
        Some(new) if new.downcast::<PyDict>().is_none() => {
            return Err(vm.type_error("__kwdefaults__ must be set to a dict object"));
        }
        new => drop(function.kwdefaults.replace(new.cloned())),
    }
    Ok(())
}

fn get_annotations(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(function) = this.downcast::<PyFunction>() else { return Ok(Value::NONE) };
    if let Some(known) = function.annotations.get() {
        return Ok(known);
    }
    let annotations = match function.annotate.get().filter(|annotate| vm.is_callable(annotate)) {
        Some(annotate) => call_annotate(vm, &annotate)?,
        None => PyDict::new().into_value(),
    };
    function.annotations.set(annotations.clone());
    Ok(annotations)
}

fn set_annotations(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(function) = this.downcast::<PyFunction>() else { return Ok(()) };
    let new = new.filter(|new| !new.is_none());
    if new.is_some_and(|new| new.downcast::<PyDict>().is_none()) {
        return Err(vm.type_error("__annotations__ must be set to a dict object"));
    }
    drop(function.annotations.replace(new.cloned()));
    function.annotate.clear();
    Ok(())
}

fn set_annotate(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(function) = this.downcast::<PyFunction>() else { return Ok(()) };
    match new {
        None => Err(vm.type_error("__annotate__ cannot be deleted")),
        Some(new) if new.is_none() => {
            function.annotate.set(Value::NONE);
            Ok(())
        }
        Some(new) if vm.is_callable(new) => {
            function.annotate.set(new.clone());
            function.annotations.clear();
            Ok(())
        }
        Some(_) => Err(vm.type_error("__annotate__ must be callable or None")),
    }
}

fn get_type_params(vm: &Vm, this: &Value) -> PyResult<Value> {
    of(this, |function| function.type_params.get().unwrap_or_else(|| vm.empty_tuple()))
}

fn set_type_params(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(function) = this.downcast::<PyFunction>() else { return Ok(()) };
    match new.filter(|new| new.downcast::<PyTuple>().is_some()) {
        Some(new) => {
            function.type_params.set(new.clone());
            Ok(())
        }
        None => Err(vm.type_error("__type_params__ must be set to a tuple")),
    }
}

fn new_function(
    vm: &Vm,
    _: &Ref<PyType>,
    code: &Ref<PyCode>,
    globals: &Ref<PyDict>,
    name: &Value,
    defaults: &Value,
    closure: &Value,
    kwdefaults: &Value,
) -> PyResult<Value> {
    let wrong = |position: u32, message: &str| vm.type_error(format!("arg {position} ({message}"));
    if !name.is_none() && name.downcast::<PyStr>().is_none() {
        return Err(wrong(3, "name) must be None or string"));
    }
    if !defaults.is_none() && defaults.downcast::<PyTuple>().is_none() {
        return Err(wrong(4, "defaults) must be None or tuple"));
    }
    let free = &code.code.free_vars;
    let closure = match closure.downcast::<PyTuple>() {
        Some(closure) => Some(closure.clone()),
        None if !free.is_empty() => return Err(wrong(5, "closure) must be tuple")),
        None if !closure.is_none() => return Err(wrong(5, "closure) must be None or tuple")),
        None => None,
    };
    let given = closure.as_ref().map_or(0, |closure| closure.len());
    if given != free.len() {
        let name = &code.code.name;
        return Err(vm.value_error(format!("{name} requires closure of length {}, not {given}", free.len())));
    }
    if let Some(other) =
        closure.iter().flat_map(|closure| closure.items()).find(|cell| cell.downcast::<PyCellObject>().is_none())
    {
        let actual = class_ref(other).name();
        return Err(vm.type_error(format!("arg 5 (closure) expected cell, found {actual}")));
    }
    if !kwdefaults.is_none() && kwdefaults.downcast::<PyDict>().is_none() {
        return Err(wrong(6, "kwdefaults) must be None or dict"));
    }
    let made = PyFunction::new(vm, code.clone(), globals.clone(), closure.filter(|closure| !closure.is_empty()));
    if let Some(name) = name.downcast::<PyStr>() {
        made.name.set(name.clone());
    }
    made.defaults.replace(Some(defaults.clone()).filter(|value| !value.is_none()));
    made.kwdefaults.replace(Some(kwdefaults.clone()).filter(|value| !value.is_none()));
    Ok(made.into_value())
}

// ---- bound methods

pub static NEW_METHOD: Native = staticmethod("__new__(cls, function, instance, /)", "", wrap(new_method));

pub static METHOD: &[GetSet] = &[
    getter("__func__", "the function (or other callable) implementing a method", |_, this| {
        Ok(this.downcast::<PyMethod>().map_or(Value::NONE, |method| method.function.clone()))
    }),
    getter("__self__", "the instance to which a method is bound", |_, this| {
        Ok(this.downcast::<PyMethod>().map_or(Value::NONE, |method| method.this.clone()))
    }),
    getter("__doc__", "", |vm, this| match this.downcast::<PyMethod>() {
        Some(method) => {
            let function = method.function.clone();
            Ok(vm.get_attr_opt(&function, &vm.names().__doc__)?.unwrap_or(Value::NONE))
        }
        None => Ok(Value::NONE),
    }),
];

pub static METHOD_METHODS: &[Native] = &[method("__reduce__(self, /)", "", wrap(reduce_method))];

fn new_method(vm: &Vm, _: &Ref<PyType>, function: &Value, this: &Value) -> PyResult<Value> {
    if !vm.is_callable(function) {
        return Err(vm.type_error("first argument must be callable"));
    }
    if this.is_none() {
        return Err(vm.type_error("instance must not be None"));
    }
    Ok(PyMethod::new(function.clone(), this.clone()).into_value())
}

/// Attributes that methods do not have themselves are their function's.
pub fn method_getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult<Value> {
    let (Some(method), Some(key)) = (this.downcast::<PyMethod>(), name.downcast::<PyStr>()) else {
        return Err(vm.type_error("method.__getattribute__ needs a method and a name"));
    };
    let class = class_of(this);
    if let Some(found) = class.lookup(key) {
        return match class_of(&found).slots().descr_get {
            Some(get) => get(vm, &found, Some(this), class.as_value()),
            None => Ok(found),
        };
    }
    let function = method.function.clone();
    vm.get_attr(&function, key)
}

fn reduce_method(vm: &Vm, this: &Ref<PyMethod>) -> PyResult<Value> {
    let function = this.function.clone();
    let name = vm.get_attr(&function, &vm.names().__name__)?;
    let getattr = vm.import_attr("builtins", "getattr")?;
    let args = vm.tuple(vec![this.this.clone(), name]);
    Ok(vm.tuple(vec![getattr, args]))
}
