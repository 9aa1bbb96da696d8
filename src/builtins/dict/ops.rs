//! Operators of `dict`.

use super::iterators::PyDictIterator;
use super::{PyDict, hash_key};
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{CompareOp, Ref, Value, class_of, shape};
use crate::vm::Vm;

/// The dict that the receiver of a slot is.
#[inline(always)]
pub fn dict(this: &Value) -> &Ref<PyDict> {
    this.downcast::<PyDict>().expect("a slot of dict")
}

impl PyDict {
    /// The first entry at or after a place, and the place behind it.
    #[inline]
    pub fn entry_after(&self, place: usize) -> Option<(usize, Value, Value)> {
        let table = self.table.borrow();
        let place = table.next_live(place)?;
        let entry = &table.entries[place];
        Some((place + 1, entry.key.clone()?, entry.value.clone()?))
    }
}

pub fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let dict = dict(this);
    let text = vm.enter_repr(this, || {
        let mut text = vec![b'{'];
        let mut place = 0;
        while let Some((next, key, value)) = dict.entry_after(place) {
            if text.len() > 1 {
                text.extend_from_slice(b", ");
            }
            text.extend_from_slice(vm.repr(&key)?.as_bytes());
            text.extend_from_slice(b": ");
            text.extend_from_slice(vm.repr(&value)?.as_bytes());
            place = next;
        }
        text.push(b'}');
        Ok(text)
    })?;
    Ok(PyStr::from_wtf8(text.as_deref().unwrap_or(b"{...}")).into_value())
}

pub fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyDict>(), right.downcast::<PyDict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match op {
        CompareOp::Eq => Ok(Value::bool(equal(vm, a, b)?)),
        CompareOp::Ne => Ok(Value::bool(!equal(vm, a, b)?)),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// Whether two dicts hold equal values under the same keys.
pub fn equal(vm: &Vm, a: &PyDict, b: &PyDict) -> PyResult<bool> {
    if a.len() != b.len() {
        return Ok(false);
    }
    let mut place = 0;
    loop {
        let (hash, key, value) = {
            let table = a.table.borrow();
            let Some(found) = table.next_live(place) else { return Ok(true) };
            place = found + 1;
            let entry = &table.entries[found];
            let (Some(key), Some(value)) = (entry.key.clone(), entry.value.clone()) else { continue };
            (entry.hash, key, value)
        };
        match b.get_with_hash(vm, &key, hash)? {
            Some(other) if vm.is_equal(&value, &other)? => {}
            _ => return Ok(false),
        }
    }
}

pub fn iter(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(PyDictIterator::new(shape::DICT_KEY_ITERATOR, dict(this)))
}

pub fn len(_: &Vm, this: &Value) -> PyResult<usize> {
    Ok(dict(this).len())
}

pub fn contains(vm: &Vm, this: &Value, key: &Value) -> PyResult<bool> {
    let hash = hash_key(vm, key)?;
    Ok(dict(this).find(vm, key, hash)?.is_some())
}

pub fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult<Value> {
    if let Some(value) = dict(this).get(vm, key)? {
        return Ok(value);
    }
    if this.downcast_exact::<PyDict>().is_none()
        && let Some(missing) = class_of(this).lookup(&vm.names().__missing__)
    {
        return vm.call_unbound(&missing, this, &[key]);
    }
    Err(vm.key_error(key))
}

pub fn setitem(vm: &Vm, this: &Value, key: &Value, new: Option<&Value>) -> PyResult<()> {
    match new {
        Some(new) => dict(this).set(vm, key, new.clone()),
        None => match dict(this).remove(vm, key)? {
            Some(old) => {
                drop(old);
                Ok(())
            }
            None => Err(vm.key_error(key)),
        },
    }
}

pub fn or(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyDict>(), right.downcast::<PyDict>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    let merged = super::methods::copy_of(a);
    super::update::merge_dict(vm, &merged, b)?;
    Ok(merged.into_value())
}

pub fn ior(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    super::update::update_from(vm, dict(left), right)?;
    Ok(left.clone())
}
