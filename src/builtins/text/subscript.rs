//! Subscripts of sequences: one index or a slice.

use crate::builtins::slice::PySlice;
use crate::native::PyResult;
use crate::object::{Value, class_ref};
use crate::vm::Vm;

/// A subscript, resolved against a length.
#[derive(Clone, Copy, Debug)]
pub enum Subscript {
    Index(usize),
    Slice(Steps),
}

/// The items that a slice names.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    pub start: isize,
    pub stop: isize,
    pub step: isize,
    pub count: usize,
}

impl Steps {
    /// The indices, in the order of the slice.
    pub fn indices(self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        (0..self.count).map(move |index| self.start.wrapping_add((index as isize).wrapping_mul(self.step)) as usize)
    }
}

/// Resolves a subscript; `what` is the type's name in messages.
#[inline]
pub fn resolve(vm: &Vm, key: &Value, length: usize, what: &str) -> PyResult<Subscript> {
    if let Some(index) = key.as_inline_int() {
        return index_in(vm, index as isize, length, what);
    }
    resolve_slow(vm, key, length, what)
}

fn resolve_slow(vm: &Vm, key: &Value, length: usize, what: &str) -> PyResult<Subscript> {
    if let Some(slice) = key.downcast::<PySlice>() {
        return steps(vm, slice, length).map(Subscript::Slice);
    }
    if crate::builtins::int::as_int(key).is_none() && class_ref(key).slots().index.is_none() {
        let name = class_ref(key).name();
        let what = match what {
            "str" => return Err(vm.type_error(format!("string indices must be integers, not '{name}'"))),
            "bytes" => "byte",
            other => other,
        };
        return Err(vm.type_error(format!("{what} indices must be integers or slices, not {name}")));
    }
    let index = vm.index_exact(key)?;
    index_in(vm, index, length, what)
}

fn index_in(vm: &Vm, index: isize, length: usize, what: &str) -> PyResult<Subscript> {
    let absolute = if index < 0 { index.wrapping_add_unsigned(length) } else { index };
    if absolute < 0 || absolute as usize >= length {
        return Err(vm.index_error(match what {
            "str" => "string index out of range".to_string(),
            "bytes" => "index out of range".to_string(),
            other => format!("{other} index out of range"),
        }));
    }
    Ok(Subscript::Index(absolute as usize))
}

/// Start, stop, step and count of a slice over `length` items.
pub fn steps(vm: &Vm, slice: &PySlice, length: usize) -> PyResult<Steps> {
    let step = if slice.step.is_none() { 1 } else { bound(vm, &slice.step)? };
    if step == 0 {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let step = step.max(-isize::MAX);
    let (start, stop) = (optional(vm, &slice.start)?, optional(vm, &slice.stop)?);
    Ok(adjust(start, stop, step, length))
}

/// As [`steps`], of bounds that are known already.
pub fn adjust(start: Option<isize>, stop: Option<isize>, step: isize, length: usize) -> Steps {
    let (low, high) = if step < 0 { (-1, length as isize - 1) } else { (0, length as isize) };
    let clamp = |index: Option<isize>, default: isize| match index {
        None => default,
        Some(index) if index < 0 => index.saturating_add_unsigned(length).max(low),
        Some(index) => index.min(high),
    };
    let start = clamp(start, if step < 0 { high } else { low });
    let stop = clamp(stop, if step < 0 { low } else { high });
    let count = match step < 0 {
        true if stop < start => (start - stop - 1) as usize / step.unsigned_abs() + 1,
        false if start < stop => (stop - start - 1) as usize / step as usize + 1,
        _ => 0,
    };
    Steps { start, stop, step, count }
}

fn optional(vm: &Vm, value: &Value) -> PyResult<Option<isize>> {
    if value.is_none() { Ok(None) } else { bound(vm, value).map(Some) }
}

fn bound(vm: &Vm, value: &Value) -> PyResult<isize> {
    if crate::builtins::int::as_int(value).is_none() && class_ref(value).slots().index.is_none() {
        return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    vm.index_clamped(value)
}

/// An optional bound of a search (`start` or `stop` of `find`), None included.
pub fn search_bound(vm: &Vm, value: Option<&Value>, default: isize) -> PyResult<isize> {
    match value {
        Some(value) if !value.is_none() => bound(vm, value),
        _ => Ok(default),
    }
}
