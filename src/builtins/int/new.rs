//! `int.__new__`.

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use super::{IntRef, PyIntObject, as_int, text, to_plain};
use crate::builtins::buffer;
use crate::builtins::float;
use crate::builtins::str::PyStr;
use crate::native::{Native, PyResult, staticmethod, wrap};
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

pub static NEW: Native = staticmethod(
    "__new__(cls, x=<unrepresentable>, /, base=<unrepresentable>)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

fn new(vm: &Vm, class: &Ref<PyType>, x: Option<&Value>, base: Option<&Value>) -> PyResult<Value> {
    let value = match (x, base) {
        (None, None) => vm.int(0),
        (None, Some(_)) => return Err(vm.type_error("int() missing string argument")),
        (Some(x), None) => to_int(vm, x)?,
        (Some(x), Some(base)) => {
            let base = vm.index_clamped(base)?;
            if base != 0 && !(2..=36).contains(&base) {
                return Err(vm.value_error("int() base must be >= 2 and <= 36, or 0"));
            }
            from_text(vm, x, base as u32)?
                .map_or_else(|| Err(vm.type_error("int() can't convert non-string with explicit base")), Ok)?
        }
    };
    if class.root_shape.get() == shape::INT {
        return Ok(value);
    }
    Ok(vm.new_object(class, PyIntObject::payload(value)).into_value())
}

/// The int that a str or bytes-like object spells; `None` if it is something else.
fn from_text(vm: &Vm, value: &Value, base: u32) -> PyResult<Option<Value>> {
    if let Some(string) = value.downcast::<PyStr>() {
        return text::parse(vm, &text::to_ascii_number(string), base, value).map(Some);
    }
    match buffer::text_bytes(value) {
        Some(bytes) => {
            let shown = vm.bytes(&bytes);
            text::parse(vm, &bytes, base, &shown).map(Some)
        }
        None => Ok(None),
    }
}

/// `int(value)`.
pub fn to_int(vm: &Vm, value: &Value) -> PyResult<Value> {
    if value.as_inline_int().is_some() {
        return Ok(value.clone());
    }
    if let Some(float) = value.as_exact_float() {
        return from_float(vm, float);
    }
    let class = class_of(value);
    if let Some(convert) = class.slots().int {
        let result = convert(vm, value)?;
        return match to_plain(vm, &result) {
            Some(plain) => {
                if class_ref(&result).root_shape.get() != shape::INT {
                    warn_subclass(vm, &result, "__int__")?;
                }
                Ok(plain)
            }
            None => {
                let name = class_ref(&result).name();
                Err(vm.type_error(format!("{}.__int__() returned non-int (type {name})", class.name())))
            }
        };
    }
    if class.slots().index.is_some() {
        return vm.index(value);
    }
    if let Some(result) = from_text(vm, value, 10)? {
        return Ok(result);
    }
    if let Some(bytes) = buffer::copied(vm, value)? {
        return text::parse(vm, &bytes, 10, &vm.bytes(&bytes));
    }
    Err(vm.type_error(format!(
        "int() argument must be a string, a bytes-like object or a real number, not '{}'",
        class.name()
    )))
}

pub fn warn_subclass(vm: &Vm, result: &Value, method: &str) -> PyResult<()> {
    let message = format!(
        "{method} returned non-int (type {}).  The ability to return an instance of a strict subclass of int is deprecated, and may be removed in a future version of Python.",
        class_ref(result).name()
    );
    let warn = vm.import_attr("warnings", "warn")?;
    vm.call(&warn, &[vm.str(&message), vm.exceptions().DeprecationWarning.to_value()]).map(drop)
}

/// `int(float)`.
pub fn from_float(vm: &Vm, float: f64) -> PyResult<Value> {
    if float.abs() < 9.0e18 {
        return Ok(vm.int(float as i64));
    }
    match BigInt::from_f64(float) {
        Some(big) => Ok(vm.big_int(big)),
        None if float.is_nan() => Err(vm.value_error("cannot convert float NaN to integer")),
        None => Err(vm.overflow_error("cannot convert float infinity to integer")),
    }
}

/// Whether an int, or a float of integral value, and which.
pub fn integral(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    match (as_int(value), float::as_float(value)) {
        (Some(IntRef::Small(small)), _) => Ok(Some(vm.int(small))),
        (Some(_), _) => Ok(to_plain(vm, value)),
        (None, Some(float)) if float.fract() == 0.0 => from_float(vm, float).map(Some),
        _ => Ok(None),
    }
}
