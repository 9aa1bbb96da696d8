//! Splitting and joining of `bytes` and `bytearray`.

use std::ops::Range;

use super::shared::{argument, make, with};
use crate::builtins::buffer;
use crate::builtins::text::{Octets, search, split as parts};
use crate::native::PyResult;
use crate::object::{Value, class_ref};
use crate::vm::Vm;

fn list_of(vm: &Vm, this: &Value, ranges: impl FnOnce(&[u8]) -> Vec<Range<usize>>) -> PyResult<Value> {
    let content = with(vm, this, <[u8]>::to_vec)?;
    let ranges = ranges(&content);
    Ok(vm.list(ranges.into_iter().map(|range| make(vm, this, &content[range])).collect()))
}

fn separator(vm: &Vm, sep: &Value) -> PyResult<Option<Vec<u8>>> {
    if sep.is_none() {
        return Ok(None);
    }
    let separator = argument(vm, sep)?;
    if separator.is_empty() { Err(vm.value_error("empty separator")) } else { Ok(Some(separator)) }
}

fn most(maxsplit: isize) -> usize {
    if maxsplit < 0 { usize::MAX } else { maxsplit as usize }
}

pub fn split(vm: &Vm, this: &Value, sep: &Value, maxsplit: isize) -> PyResult<Value> {
    let separator = separator(vm, sep)?;
    list_of(vm, this, |bytes| match &separator {
        Some(separator) => parts::split(bytes, separator, most(maxsplit)),
        None => parts::split_blanks::<Octets>(bytes, most(maxsplit)),
    })
}

pub fn rsplit(vm: &Vm, this: &Value, sep: &Value, maxsplit: isize) -> PyResult<Value> {
    let separator = separator(vm, sep)?;
    list_of(vm, this, |bytes| match &separator {
        Some(separator) => parts::rsplit(bytes, separator, most(maxsplit)),
        None => parts::rsplit_blanks::<Octets>(bytes, most(maxsplit)),
    })
}

pub fn splitlines(vm: &Vm, this: &Value, keepends: bool) -> PyResult<Value> {
    list_of(vm, this, |bytes| parts::lines::<Octets>(bytes, keepends))
}

fn partition_by(vm: &Vm, this: &Value, sep: &Value, from_right: bool) -> PyResult<Value> {
    let separator = argument(vm, sep)?;
    if separator.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let content = with(vm, this, <[u8]>::to_vec)?;
    let found = if from_right { search::rfind(&content, &separator) } else { search::find(&content, &separator) };
    let three: [&[u8]; 3] = match found {
        Some(found) => [&content[..found], &separator, &content[found + separator.len()..]],
        None if from_right => [b"", b"", &content],
        None => [&content, b"", b""],
    };
    Ok(vm.tuple(three.iter().map(|part| make(vm, this, part)).collect()))
}

pub fn partition(vm: &Vm, this: &Value, sep: &Value) -> PyResult<Value> {
    partition_by(vm, this, sep, false)
}

pub fn rpartition(vm: &Vm, this: &Value, sep: &Value) -> PyResult<Value> {
    partition_by(vm, this, sep, true)
}

pub fn join(vm: &Vm, this: &Value, iterable: &Value) -> PyResult<Value> {
    let class = class_ref(iterable);
    if class.slots().iter.is_none() && class.slots().getitem.is_none() {
        return Err(vm.type_error("can only join an iterable"));
    }
    // The separator may not change its size while the iterable is read.
    let hold = if buffer::is_bytearray(this) { buffer::lease(vm, this)? } else { None };
    let items = vm.collect(iterable);
    drop(hold);
    let items = items?;
    let mut joined = Vec::new();
    let between = with(vm, this, <[u8]>::to_vec)?;
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            joined.extend_from_slice(&between);
        }
        if buffer::with_bytes(vm, item, |bytes| joined.extend_from_slice(bytes))?.is_none() {
            let name = class_ref(item).name();
            return Err(vm.type_error(format!("sequence item {index}: expected a bytes-like object, {name} found")));
        }
    }
    Ok(make(vm, this, &joined))
}
