//! `find`, `index`, `count`, `replace` and their kin.

use super::PyStr;
use super::slots::exact;
use crate::builtins::text::subscript::search_bound;
use crate::builtins::text::{Characters, search};
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// The bytes between two character positions, and the offset at which they begin; `None` if start is behind the end.
pub fn window<'a>(vm: &Vm, this: &'a PyStr, start: &Value, end: &Value) -> PyResult<Option<(usize, &'a [u8])>> {
    if start.is_none() && end.is_none() {
        return Ok(Some((0, this.as_bytes())));
    }
    let start = search_bound(vm, Some(start), 0)?;
    let end = search_bound(vm, Some(end), isize::MAX)?;
    Ok(search::bounds(this.len(), start, end).map(|range| {
        let (from, to) = (this.byte_offset(range.start), this.byte_offset(range.end));
        (from, &this.as_bytes()[from..to])
    }))
}

type Finder = fn(&[u8], &[u8]) -> Option<usize>;

fn locate(vm: &Vm, this: &PyStr, part: &PyStr, start: &Value, end: &Value, finder: Finder) -> PyResult<Option<usize>> {
    let Some((offset, text)) = window(vm, this, start, end)? else { return Ok(None) };
    Ok(finder(text, part.as_bytes()).map(|found| this.char_index(offset + found)))
}

fn or_minus_one(found: Option<usize>) -> i64 {
    found.map_or(-1, |index| index as i64)
}

pub fn find(vm: &Vm, this: &Ref<PyStr>, part: &Ref<PyStr>, start: &Value, end: &Value) -> PyResult<i64> {
    locate(vm, this, part, start, end, search::find).map(or_minus_one)
}

pub fn rfind(vm: &Vm, this: &Ref<PyStr>, part: &Ref<PyStr>, start: &Value, end: &Value) -> PyResult<i64> {
    locate(vm, this, part, start, end, search::rfind).map(or_minus_one)
}

pub fn index(vm: &Vm, this: &Ref<PyStr>, part: &Ref<PyStr>, start: &Value, end: &Value) -> PyResult<usize> {
    locate(vm, this, part, start, end, search::find)?.ok_or_else(|| vm.value_error("substring not found"))
}

pub fn rindex(vm: &Vm, this: &Ref<PyStr>, part: &Ref<PyStr>, start: &Value, end: &Value) -> PyResult<usize> {
    locate(vm, this, part, start, end, search::rfind)?.ok_or_else(|| vm.value_error("substring not found"))
}

pub fn count(vm: &Vm, this: &Ref<PyStr>, part: &Ref<PyStr>, start: &Value, end: &Value) -> PyResult<usize> {
    let window = window(vm, this, start, end)?;
    Ok(window.map_or(0, |(_, text)| search::count::<Characters>(text, part.as_bytes())))
}

pub fn replace(_: &Vm, this: &Ref<PyStr>, old: &Ref<PyStr>, new: &Ref<PyStr>, count: isize) -> Ref<PyStr> {
    let most = if count < 0 { usize::MAX } else { count as usize };
    match search::replace::<Characters>(this.as_bytes(), old.as_bytes(), new.as_bytes(), most) {
        Some(replaced) => PyStr::from_wtf8(&replaced),
        None => exact(this),
    }
}
