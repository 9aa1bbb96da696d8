//! Operators of `list`.

use super::PyList;
use crate::builtins::iterators::PySequenceIterator;
use crate::builtins::sequence::{compare_items, concat_other, join_reprs, repeat, repeat_operand};
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{CompareOp, Ref, Value, shape};
use crate::vm::Vm;

/// The list that the receiver of a slot is.
#[inline(always)]
pub fn list(this: &Value) -> &Ref<PyList> {
    this.downcast::<PyList>().expect("a slot of list")
}

pub fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let list = list(this);
    let text = vm.enter_repr(this, || {
        let mut text = vec![b'['];
        join_reprs(vm, &mut text, |index| list.get(index))?;
        text.push(b']');
        Ok(text)
    })?;
    Ok(PyStr::from_wtf8(text.as_deref().unwrap_or(b"[...]")).into_value())
}

pub fn len(_: &Vm, this: &Value) -> PyResult<usize> {
    Ok(list(this).len())
}

pub fn iter(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(PySequenceIterator::new(shape::LIST_ITERATOR, this.clone()))
}

pub fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    Ok(position(vm, list(this), item, 0, usize::MAX)?.is_some())
}

/// The first place from `start` to `stop` whose item equals `wanted`; the list may change during comparisons.
pub fn position(vm: &Vm, list: &PyList, wanted: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let mut index = start;
    while index < stop {
        let item = {
            let items = list.items.borrow();
            // What is identical, or an int while an int is sought, needs no call.
            let Some(skipped) = items.get(index..).and_then(|rest| skip_plain(rest, wanted)) else { return Ok(None) };
            index += skipped;
            if index >= stop {
                return Ok(None);
            }
            items[index].clone()
        };
        if vm.is_equal(&item, wanted)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

/// How many items at the front surely differ from `wanted`; `None` if all do.
fn skip_plain(items: &[Value], wanted: &Value) -> Option<usize> {
    if wanted.raw().is_int() {
        return items.iter().position(|item| !item.raw().is_int() || item.is(wanted));
    }
    (!items.is_empty()).then_some(0)
}

pub fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyList>(), right.downcast::<PyList>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if a.len() != b.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    compare_items(vm, op, |index| (a.get(index), b.get(index)))
}

pub fn add(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some(a) = left.downcast::<PyList>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(b) = right.downcast::<PyList>() else { return concat_other(vm, left, right, "list", add) };
    let (a, b) = (a.items.borrow(), b.items.borrow());
    let mut items = Vec::with_capacity(a.len() + b.len());
    items.extend_from_slice(&a);
    items.extend_from_slice(&b);
    Ok(vm.list(items))
}

pub fn mul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let (sequence, is_left) = match left.downcast::<PyList>() {
        Some(list) => (list, true),
        None => (list(right), false),
    };
    match repeat_operand(vm, left, right, is_left, sequence.len(), mul)? {
        Ok(count) => {
            let items = repeat(vm, &sequence.items.borrow(), count)?;
            Ok(vm.list(items))
        }
        Err(result) => Ok(result),
    }
}

pub fn iadd(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    super::methods::extend(vm, list(left), right)?;
    Ok(left.clone())
}

pub fn imul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let this = list(left);
    let count = match repeat_operand(vm, left, right, true, this.len(), mul)? {
        Ok(count) => count,
        Err(result) => return Ok(result),
    };
    let items = repeat(vm, &this.items.borrow(), count)?;
    this.items.set(items);
    Ok(left.clone())
}
