//! `float.__new__`.

use super::{PyFloatObject, as_float, text};
use crate::builtins::buffer;
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::native::{Keywords, Native, PyResult, staticmethod, wrap};
use crate::object::types::builtin;
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

pub static NEW: Native = staticmethod(
    "__new__(cls, x=0, /, **keywords)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

/// Keywords are for the `__init__` of a subclass that has its own.
fn new(vm: &Vm, class: &Ref<PyType>, x: &Value, keywords: Keywords) -> PyResult<Value> {
    if !keywords.0.is_empty() {
        let init = &vm.names().__init__;
        let default = builtin(shape::OBJECT).lookup(init);
        if class.lookup(init).zip(default).is_none_or(|(own, default)| own.is(&default)) {
            return Err(vm.type_error("float() takes no keyword arguments"));
        }
    }
    let value = to_float(vm, x)?;
    if class.root_shape.get() == shape::FLOAT {
        return Ok(Value::float(value));
    }
    Ok(vm.new_object(class, PyFloatObject::payload(value)).into_value())
}

/// `float(value)`.
pub fn to_float(vm: &Vm, value: &Value) -> PyResult<f64> {
    if let Some(float) = value.as_exact_float() {
        return Ok(float);
    }
    if let Some(string) = value.downcast::<PyStr>()
        && class_ref(value).root_shape.get() == shape::STR
    {
        return text::parse_or_raise(vm, &int::text::to_ascii_number(string), value);
    }
    let class = class_of(value);
    if class.slots().float.is_some() || class.slots().index.is_some() {
        return from_number(vm, value);
    }
    if let Some(string) = value.downcast::<PyStr>() {
        return text::parse_or_raise(vm, &int::text::to_ascii_number(string), value);
    }
    if let Some(bytes) = buffer::copied(vm, value)? {
        return text::parse_or_raise(vm, &bytes, value);
    }
    Err(vm.type_error(format!("float() argument must be a string or a real number, not '{}'", class.name())))
}

/// A number as a double, with a warning where `__float__` gives an instance of a subclass.
fn from_number(vm: &Vm, value: &Value) -> PyResult<f64> {
    let class = class_of(value);
    let (None, Some(convert)) = (int::as_int(value), class.slots().float) else {
        return vm.to_f64(value);
    };
    let result = convert(vm, value)?;
    let kind = class_ref(&result).name();
    match as_float(&result) {
        Some(float) if result.as_exact_float().is_some() => Ok(float),
        Some(float) => {
            let message = format!(
                "{}.__float__ returned non-float (type {kind}).  The ability to return an instance of a strict subclass of float is deprecated, and may not be supported in a future version of Python.",
                class.name()
            );
            let warn = vm.import_attr("warnings", "warn")?;
            vm.call(&warn, &[vm.str(&message), vm.exceptions().DeprecationWarning.to_value()])?;
            Ok(float)
        }
        None => Err(vm.type_error(format!("{}.__float__ returned non-float (type {kind})", class.name()))),
    }
}
