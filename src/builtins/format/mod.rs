//! The format mini-language: what `format()`, f-strings, `str.format` and `%` make of numbers and text.
//!
//! [`spec`] parses a format specifier, [`number`] lays out numbers, this file dispatches and lays out text. Templates
//! are elsewhere: [`fields`] has `str.format`, [`percent`] the `%` operator. Types with a `__format__` of their own
//! (dates, decimals) are not here.

pub mod fields;
pub mod number;
pub mod percent;
pub mod spec;

use crate::builtins::complex::PyComplex;
use crate::builtins::str::{PyStr, encode};
use crate::builtins::{float, int};
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;
use spec::{Align, Spec};

/// `__format__` of str, int, bool, float and complex.
pub fn format_method(vm: &Vm, this: &Value, spec: &Value) -> PyResult<Value> {
    let Some(text) = spec.downcast::<PyStr>() else {
        let name = class_ref(spec).name();
        return Err(vm.type_error(format!("__format__() argument must be str, not {name}")));
    };
    if text.is_empty() {
        return vm.to_str(this).map(Ref::into_value);
    }
    format_builtin(vm, this, text).map(Ref::into_value)
}

/// A str, int, float or complex by a specifier that is not empty.
pub fn format_builtin(vm: &Vm, value: &Value, text: &PyStr) -> PyResult<Ref<PyStr>> {
    let is_text = value.downcast::<PyStr>();
    let spec = Spec::parse(vm, text, value, is_text.is_none())?;
    if let Some(string) = is_text {
        return format_text(vm, string, value, &spec);
    }
    if let Some(integer) = int::as_int(value) {
        return number::format_int(vm, integer, value, &spec);
    }
    if let Some(float) = float::as_float(value) {
        return number::format_float(vm, float, value, &spec);
    }
    match value.downcast::<PyComplex>() {
        Some(complex) => number::format_complex(vm, complex.real, complex.imaginary, value, &spec),
        None => {
            Err(vm.type_error(format!("unsupported format string passed to {}.__format__", class_ref(value).name())))
        }
    }
}

fn format_text(vm: &Vm, string: &Ref<PyStr>, value: &Value, spec: &Spec) -> PyResult<Ref<PyStr>> {
    let wrong = |what: &str| Err(vm.value_error(format!("{what} not allowed in string format specifier")));
    match spec.sign {
        Some(b' ') => return wrong("Space"),
        Some(_) => return wrong("Sign"),
        None => {}
    }
    if spec.no_negative_zero {
        return wrong("Negative zero coercion (z)");
    }
    if spec.alternate {
        return wrong("Alternate form (#)");
    }
    if spec.align == Some(Align::AfterSign) {
        return wrong("'=' alignment");
    }
    if !matches!(spec.kind, None | Some(0x73)) {
        return Err(spec.unknown_code(vm, value));
    }
    let shown = match spec.precision {
        Some(most) if most < string.len() => string.substring(0, most),
        _ => string.clone(),
    };
    if spec.width <= shown.len() {
        return Ok(super::str::slots::exact(&shown));
    }
    let mut padded = Vec::with_capacity(spec.room(vm)? + shown.as_bytes().len());
    let missing = spec.width - shown.len();
    let left = match spec.align {
        Some(Align::Right) => missing,
        Some(Align::Center) => missing / 2,
        _ => 0,
    };
    put_fill(spec.fill, left, &mut padded);
    padded.extend_from_slice(shown.as_bytes());
    put_fill(spec.fill, missing - left, &mut padded);
    Ok(PyStr::from_wtf8(&padded))
}

/// Appends a fill character so many times.
fn put_fill(fill: u32, count: usize, text: &mut Vec<u8>) {
    if fill < 0x80 {
        text.resize(text.len() + count, fill as u8);
    } else {
        (0..count).for_each(|_| encode(fill, text));
    }
}
