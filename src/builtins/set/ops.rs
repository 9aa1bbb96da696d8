//! Operators of `set` and `frozenset`. Binary ones take sets only, methods any iterable.

use super::iterator::PySetIterator;
use super::{PySet, hash_item, update};
use crate::builtins::str::PyStr;
use crate::native::{PyResult, Raised};
use crate::object::{CompareOp, Ref, Value, class_of, shape};
use crate::vm::Vm;

/// The set that the receiver of a slot is.
#[inline(always)]
pub fn set(this: &Value) -> &Ref<PySet> {
    this.downcast::<PySet>().expect("a slot of set")
}

/// Both operands as sets, if they are.
fn both<'a>(left: &'a Value, right: &'a Value) -> Option<(&'a Ref<PySet>, &'a Ref<PySet>)> {
    Some((left.downcast::<PySet>()?, right.downcast::<PySet>()?))
}

pub fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let class = class_of(this).name();
    let set = set(this);
    if set.is_empty() {
        return Ok(vm.str(&format!("{class}()")));
    }
    let text = vm.enter_repr(this, || {
        let items = vm.list(set.items());
        let inner = vm.repr(&items)?;
        let inner = inner.as_bytes().get(1..inner.as_bytes().len() - 1).unwrap_or_default();
        Ok(match this.downcast_exact::<PySet>() {
            Some(_) => [b"{", inner, b"}"].concat(),
            None => [class.as_bytes(), b"({", inner, b"})"].concat(),
        })
    })?;
    let text = text.unwrap_or_else(|| format!("{class}(...)").into_bytes());
    Ok(PyStr::from_wtf8(&text).into_value())
}

pub fn len(_: &Vm, this: &Value) -> PyResult<usize> {
    Ok(set(this).len())
}

pub fn iter(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(PySetIterator::new(set(this)))
}

pub fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let set = set(this);
    match hash_item(vm, item) {
        Ok(hash) => Ok(set.find(vm, item, hash)?.is_some()),
        Err(raised) => with_frozen(vm, raised, item, |hash| Ok(set.find(vm, item, hash)?.is_some())),
    }
}

/// An unhashable set is sought by the hash that it would have as a frozenset.
pub fn with_frozen(vm: &Vm, raised: Raised, item: &Value, look: impl FnOnce(i64) -> PyResult<bool>) -> PyResult<bool> {
    let Some(inner) = item.downcast::<PySet>() else { return Err(raised) };
    drop(vm.catch(raised, &vm.exceptions().TypeError)?);
    look(hash_of_items(inner))
}

/// CPython's hash of a frozenset: the same whatever the order of the items.
fn hash_of_items(set: &PySet) -> i64 {
    let table = set.table.borrow();
    let mut hash = 0u64;
    for entry in table.entries.iter().filter(|entry| entry.key.is_some()) {
        let item = entry.hash as u64;
        hash ^= ((item ^ 89869747) ^ (item << 16)).wrapping_mul(3644798167);
    }
    hash ^= (table.len() as u64 + 1).wrapping_mul(1927868237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69069).wrapping_add(907133923);
    if hash == u64::MAX { 590923713 } else { hash as i64 }
}

pub fn hash(_: &Vm, this: &Value) -> PyResult<i64> {
    let set = set(this);
    if set.hash.get() == -1 {
        set.hash.set(hash_of_items(set));
    }
    Ok(set.hash.get())
}

pub fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let Some((a, b)) = both(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    let answer = match op {
        CompareOp::Eq => equal(vm, a, b)?,
        CompareOp::Ne => !equal(vm, a, b)?,
        CompareOp::Le => update::is_subset(vm, a, b)?,
        CompareOp::Ge => update::is_subset(vm, b, a)?,
        CompareOp::Lt => a.len() < b.len() && update::is_subset(vm, a, b)?,
        CompareOp::Gt => b.len() < a.len() && update::is_subset(vm, b, a)?,
    };
    Ok(Value::bool(answer))
}

fn equal(vm: &Vm, a: &PySet, b: &PySet) -> PyResult<bool> {
    let differ = a.hash.get() != -1 && b.hash.get() != -1 && a.hash.get() != b.hash.get();
    if a.len() != b.len() || differ {
        return Ok(false);
    }
    update::is_subset(vm, a, b)
}

/// The shape of a plain result of an operation on this set.
pub fn base_shape(set: &Ref<PySet>) -> u32 {
    use crate::object::types::builtin;
    let frozen = class_of(set.as_value()).is_subtype(&builtin(shape::FROZENSET));
    if frozen { shape::FROZENSET } else { shape::SET }
}

pub fn or(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some((a, b)) = both(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    let result = update::copy(a, base_shape(a));
    update::add_set(vm, &result, b)?;
    Ok(result.into_value())
}

pub fn and(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some((a, _)) = both(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(update::intersection(vm, a, right, base_shape(a))?.into_value())
}

pub fn sub(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some((a, _)) = both(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    Ok(update::difference(vm, a, right, base_shape(a))?.into_value())
}

pub fn xor(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some((a, b)) = both(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    let result = update::copy(a, base_shape(a));
    update::toggle(vm, &result, b)?;
    Ok(result.into_value())
}

pub fn ior(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some((a, b)) = both(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    update::add_set(vm, a, b)?;
    Ok(left.clone())
}

pub fn iand(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some((a, _)) = both(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    let kept = update::intersection(vm, a, right, shape::SET)?;
    update::replace(a, &kept);
    Ok(left.clone())
}

pub fn isub(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some((a, _)) = both(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    update::remove_all(vm, a, right)?;
    Ok(left.clone())
}

pub fn ixor(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some((a, b)) = both(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    update::toggle(vm, a, b)?;
    Ok(left.clone())
}
