//! Padding, and the ways out: `format`, `encode`.

use super::slots::exact;
use super::{PyStr, encode as put};
use crate::builtins::codecs;
use crate::builtins::format::{self, fields};
use crate::builtins::text::{Characters, Ends, expand_tabs, pad, padding, zero_fill};
use crate::native::{Keywords, PyResult, Rest};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

fn padded(vm: &Vm, this: &Ref<PyStr>, width: isize, fill: &Value, ends: Ends) -> PyResult<Ref<PyStr>> {
    let Some(fill_text) = fill.downcast::<PyStr>() else {
        let name = class_ref(fill).name();
        return Err(vm.type_error(format!("The fill character must be a unicode character, not {name}")));
    };
    if fill_text.len() != 1 {
        return Err(vm.type_error("The fill character must be exactly one character long"));
    }
    let (left, right) = padding(this.len(), width.max(0) as usize, ends);
    if left + right == 0 {
        return Ok(exact(this));
    }
    if left + right > isize::MAX as usize / 4 {
        return Err(vm.memory_error(""));
    }
    Ok(PyStr::from_wtf8(&pad(this.as_bytes(), fill_text.as_bytes(), left, right)))
}

pub fn center(vm: &Vm, this: &Ref<PyStr>, width: isize, fill: &Value) -> PyResult<Ref<PyStr>> {
    padded(vm, this, width, fill, Ends::Both)
}

pub fn ljust(vm: &Vm, this: &Ref<PyStr>, width: isize, fill: &Value) -> PyResult<Ref<PyStr>> {
    padded(vm, this, width, fill, Ends::Right)
}

pub fn rjust(vm: &Vm, this: &Ref<PyStr>, width: isize, fill: &Value) -> PyResult<Ref<PyStr>> {
    padded(vm, this, width, fill, Ends::Left)
}

pub fn zfill(_: &Vm, this: &Ref<PyStr>, width: isize) -> Ref<PyStr> {
    this.same_kind(&zero_fill::<Characters>(this.as_bytes(), width.max(0) as usize))
}

pub fn expandtabs(_: &Vm, this: &Ref<PyStr>, tabsize: i32) -> Ref<PyStr> {
    this.same_kind(&expand_tabs::<Characters>(this.as_bytes(), tabsize.max(0) as usize))
}

pub fn encode(vm: &Vm, this: &Ref<PyStr>, encoding: &Ref<PyStr>, errors: &Ref<PyStr>) -> PyResult<Value> {
    codecs::encode_str(vm, this, encoding, errors)
}

pub fn format(vm: &Vm, this: &Ref<PyStr>, args: Rest, keywords: Keywords) -> PyResult<Ref<PyStr>> {
    fields::format(vm, this, &fields::Arguments::Call(args.0, keywords.0))
}

pub fn format_map(vm: &Vm, this: &Ref<PyStr>, mapping: &Value) -> PyResult<Ref<PyStr>> {
    fields::format(vm, this, &fields::Arguments::Mapping(mapping))
}

pub fn format_method(vm: &Vm, this: &Ref<PyStr>, spec: &Value) -> PyResult<Value> {
    format::format_method(vm, this.as_value(), spec)
}

pub fn getnewargs(vm: &Vm, this: &Ref<PyStr>) -> Value {
    vm.tuple(vec![PyStr::from_wtf8(this.as_bytes()).into_value()])
}

/// As CPython would count: one, two or four bytes for each character.
pub fn sizeof(_: &Vm, this: &Ref<PyStr>) -> usize {
    let widest = this.code_points().max().unwrap_or(0);
    match widest {
        0..0x80 => 41 + this.len(),
        0x80..0x100 => 57 + this.len(),
        0x100..0x1_0000 => 58 + 2 * this.len(),
        _ => 60 + 4 * this.len(),
    }
}

/// The string that consists of these code points.
pub fn from_points(points: impl IntoIterator<Item = u32>) -> Ref<PyStr> {
    let mut bytes = Vec::new();
    points.into_iter().for_each(|point| put(point, &mut bytes));
    PyStr::from_wtf8(&bytes)
}
