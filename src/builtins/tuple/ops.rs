//! Operators of `tuple`.

use super::PyTuple;
use crate::builtins::iterators::PySequenceIterator;
use crate::builtins::sequence::{
    SliceParts, Subscript, adjust_index, compare_items, concat_other, join_reprs, repeat, repeat_operand, subscript,
};
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{CompareOp, Ref, Value, shape};
use crate::vm::Vm;

/// The tuple that the receiver of a slot is.
#[inline(always)]
pub fn tuple(this: &Value) -> &Ref<PyTuple> {
    this.downcast::<PyTuple>().expect("a slot of tuple")
}

pub fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let tuple = tuple(this);
    let text = vm.enter_repr(this, || {
        let mut text = vec![b'('];
        let count = join_reprs(vm, &mut text, |index| tuple.items().get(index).cloned())?;
        text.extend_from_slice(if count == 1 { b",)" } else { b")" });
        Ok(text)
    })?;
    Ok(PyStr::from_wtf8(text.as_deref().unwrap_or(b"(...)")).into_value())
}

/// Primes of xxHash, from which CPython's hashes of tuples and slices are built.
const PRIME_1: u64 = 11400714785074694791;
const PRIME_2: u64 = 14029467366897019727;
pub const PRIME_5: u64 = 2870177450012600261;

/// One step of the hash: takes in the hash of one item.
#[inline(always)]
pub fn mix(accumulated: u64, lane: i64) -> u64 {
    accumulated.wrapping_add((lane as u64).wrapping_mul(PRIME_2)).rotate_left(31).wrapping_mul(PRIME_1)
}

pub fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let items = tuple(this).items();
    let mut accumulated = PRIME_5;
    for item in items {
        accumulated = mix(accumulated, vm.hash(item)?);
    }
    accumulated = accumulated.wrapping_add(items.len() as u64 ^ (PRIME_5 ^ 3527539));
    Ok(if accumulated == u64::MAX { 1546275796 } else { accumulated as i64 })
}

pub fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyTuple>(), right.downcast::<PyTuple>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    // Both may belong to the caller's registers only: what compares may let go of them.
    let (a, b) = (a.clone(), b.clone());
    if a.len() != b.len() && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        // Unlike list, CPython's tuple compares the common items first; nobody can tell unless they raise.
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    compare_items(vm, op, |index| (a.items().get(index).cloned(), b.items().get(index).cloned()))
}

pub fn iter(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(PySequenceIterator::new(shape::TUPLE_ITERATOR, this.clone()))
}

pub fn len(_: &Vm, this: &Value) -> PyResult<usize> {
    Ok(tuple(this).len())
}

pub fn contains(vm: &Vm, this: &Value, wanted: &Value) -> PyResult<bool> {
    for item in tuple(this).items() {
        if vm.is_equal(item, wanted)? {
            return Ok(true);
        }
    }
    Ok(false)
}

pub fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult<Value> {
    let tuple = tuple(this);
    match subscript(vm, key, "tuple")? {
        Subscript::Index(index) => match adjust_index(index, tuple.len()) {
            Some(place) => Ok(tuple.items()[place].clone()),
            None => Err(vm.index_error("tuple index out of range")),
        },
        Subscript::Slice(slice) => {
            let range = SliceParts::of(vm, slice)?.fit(tuple.len());
            if range.count == tuple.len() && range.step == 1 && this.downcast_exact::<PyTuple>().is_some() {
                return Ok(this.clone());
            }
            Ok(PyTuple::new(range.pick(tuple.items())).into_value())
        }
    }
}

pub fn add(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some(a) = left.downcast::<PyTuple>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let Some(b) = right.downcast::<PyTuple>() else { return concat_other(vm, left, right, "tuple", add) };
    if a.is_empty() && right.downcast_exact::<PyTuple>().is_some() {
        return Ok(right.clone());
    }
    if b.is_empty() && left.downcast_exact::<PyTuple>().is_some() {
        return Ok(left.clone());
    }
    let mut items = Vec::with_capacity(a.len() + b.len());
    items.extend_from_slice(a.items());
    items.extend_from_slice(b.items());
    Ok(vm.tuple(items))
}

pub fn mul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let (sequence, is_left) = match left.downcast::<PyTuple>() {
        Some(_) => (left, true),
        None => (right, false),
    };
    let items = tuple(sequence).items();
    match repeat_operand(vm, left, right, is_left, items.len(), mul)? {
        Ok(1) if sequence.downcast_exact::<PyTuple>().is_some() => Ok(sequence.clone()),
        Ok(count) => Ok(vm.tuple(repeat(vm, items, count)?)),
        Err(result) => Ok(result),
    }
}
