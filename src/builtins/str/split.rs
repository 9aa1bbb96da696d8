//! `split`, `partition`, `splitlines`, and the way back: `join`.

use std::ops::Range;

use super::PyStr;
use super::slots::exact;
use crate::builtins::text::{Characters, search, split as parts};
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

fn list_of(vm: &Vm, this: &PyStr, ranges: Vec<Range<usize>>) -> Value {
    let text = this.as_bytes();
    vm.list(ranges.into_iter().map(|range| this.part(&text[range]).into_value()).collect())
}

fn most(maxsplit: isize) -> usize {
    if maxsplit < 0 { usize::MAX } else { maxsplit as usize }
}

fn separator<'a>(vm: &Vm, sep: &'a Value) -> PyResult<Option<&'a Ref<PyStr>>> {
    if sep.is_none() {
        return Ok(None);
    }
    match sep.downcast::<PyStr>() {
        Some(separator) if separator.is_empty() => Err(vm.value_error("empty separator")),
        Some(separator) => Ok(Some(separator)),
        None => Err(vm.type_error(format!("must be str or None, not {}", class_ref(sep).name()))),
    }
}

pub fn split(vm: &Vm, this: &Ref<PyStr>, sep: &Value, maxsplit: isize) -> PyResult<Value> {
    let text = this.as_bytes();
    let ranges = match separator(vm, sep)? {
        Some(separator) => parts::split(text, separator.as_bytes(), most(maxsplit)),
        None => parts::split_blanks::<Characters>(text, most(maxsplit)),
    };
    Ok(list_of(vm, this, ranges))
}

pub fn rsplit(vm: &Vm, this: &Ref<PyStr>, sep: &Value, maxsplit: isize) -> PyResult<Value> {
    let text = this.as_bytes();
    let ranges = match separator(vm, sep)? {
        Some(separator) => parts::rsplit(text, separator.as_bytes(), most(maxsplit)),
        None => parts::rsplit_blanks::<Characters>(text, most(maxsplit)),
    };
    Ok(list_of(vm, this, ranges))
}

pub fn splitlines(vm: &Vm, this: &Ref<PyStr>, keepends: bool) -> Value {
    list_of(vm, this, parts::lines::<Characters>(this.as_bytes(), keepends))
}

fn partition_separator<'a>(vm: &Vm, sep: &'a Value) -> PyResult<&'a Ref<PyStr>> {
    match sep.downcast::<PyStr>() {
        Some(separator) if separator.is_empty() => Err(vm.value_error("empty separator")),
        Some(separator) => Ok(separator),
        None => Err(vm.type_error(format!("must be str, not {}", class_ref(sep).name()))),
    }
}

pub fn partition(vm: &Vm, this: &Ref<PyStr>, sep: &Value) -> PyResult<Value> {
    let separator = partition_separator(vm, sep)?;
    let text = this.as_bytes();
    Ok(vm.tuple(match search::find(text, separator.as_bytes()) {
        Some(found) => vec![
            this.part(&text[..found]).into_value(),
            exact(separator).into_value(),
            this.part(&text[found + separator.as_bytes().len()..]).into_value(),
        ],
        None => vec![exact(this).into_value(), vm.str(""), vm.str("")],
    }))
}

pub fn rpartition(vm: &Vm, this: &Ref<PyStr>, sep: &Value) -> PyResult<Value> {
    let separator = partition_separator(vm, sep)?;
    let text = this.as_bytes();
    Ok(vm.tuple(match search::rfind(text, separator.as_bytes()) {
        Some(found) => vec![
            this.part(&text[..found]).into_value(),
            exact(separator).into_value(),
            this.part(&text[found + separator.as_bytes().len()..]).into_value(),
        ],
        None => vec![vm.str(""), vm.str(""), exact(this).into_value()],
    }))
}

pub fn join(vm: &Vm, this: &Ref<PyStr>, iterable: &Value) -> PyResult<Ref<PyStr>> {
    let class = class_ref(iterable);
    if class.slots().iter.is_none() && class.slots().getitem.is_none() {
        return Err(vm.type_error("can only join an iterable"));
    }
    let items = vm.collect(iterable)?;
    if let [only] = items.as_slice()
        && let Some(only) = only.downcast_exact::<PyStr>()
    {
        return Ok(only.clone());
    }
    let mut length = this.as_bytes().len() * items.len().saturating_sub(1);
    let mut ascii = this.is_ascii() || items.len() < 2;
    for (index, item) in items.iter().enumerate() {
        let Some(string) = item.downcast::<PyStr>() else {
            let name = class_ref(item).name();
            return Err(vm.type_error(format!("sequence item {index}: expected str instance, {name} found")));
        };
        length += string.as_bytes().len();
        ascii &= string.is_ascii();
    }
    let mut joined = Vec::with_capacity(length);
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            joined.extend_from_slice(this.as_bytes());
        }
        if let Some(string) = item.downcast::<PyStr>() {
            joined.extend_from_slice(string.as_bytes());
        }
    }
    Ok(if ascii { PyStr::from_ascii(&joined) } else { PyStr::from_wtf8(&joined) })
}
