//! Operations on whole sets, for operators and methods alike.

use super::{PySet, hash_item};
use crate::builtins::dict::PyDict;
use crate::native::PyResult;
use crate::object::{Ref, Value, shape};
use crate::vm::Vm;

/// A new set or frozenset with the same items.
pub fn copy(set: &PySet, number: u32) -> Ref<PySet> {
    let table = set.table.borrow().copy();
    PySet::of(number, table)
}

/// A set of the items of an iterable.
pub fn set_from(vm: &Vm, iterable: &Value) -> PyResult<Ref<PySet>> {
    let set = PySet::new();
    add_all(vm, &set, iterable)?;
    Ok(set)
}

/// Adds all items of an iterable.
pub fn add_all(vm: &Vm, target: &PySet, iterable: &Value) -> PyResult<()> {
    if let Some(other) = iterable.downcast::<PySet>() {
        return add_set(vm, target, other);
    }
    for_each_hashed(vm, iterable, |item, hash| target.add(vm, item, hash).map(|()| true))
}

/// Adds all items of another set, with the hashes known there.
pub fn add_set(vm: &Vm, target: &PySet, other: &PySet) -> PyResult<()> {
    if std::ptr::eq(target, other) {
        return Ok(());
    }
    if target.is_empty() {
        let copy = other.table.borrow().copy();
        let old = target.table.replace(copy);
        drop(old);
        return Ok(());
    }
    let mut place = 0;
    while let Some((next, item, hash)) = other.item_after(place) {
        target.add(vm, item, hash)?;
        place = next;
    }
    Ok(())
}

/// Calls `each` with every item of an iterable and its hash, which is known for sets and dicts.
pub fn for_each_hashed(vm: &Vm, iterable: &Value, mut each: impl FnMut(Value, i64) -> PyResult<bool>) -> PyResult<()> {
    if let Some(set) = iterable.downcast::<PySet>() {
        let mut place = 0;
        while let Some((next, item, hash)) = set.item_after(place) {
            if !each(item, hash)? {
                return Ok(());
            }
            place = next;
        }
        return Ok(());
    }
    if let Some(dict) = iterable.downcast_exact::<PyDict>() {
        let mut place = 0;
        loop {
            let (key, hash) = {
                let table = dict.table.borrow();
                let Some(found) = table.next_live(place) else { return Ok(()) };
                place = found + 1;
                let entry = &table.entries[found];
                let Some(key) = entry.key.clone() else { continue };
                (key, entry.hash)
            };
            if !each(key, hash)? {
                return Ok(());
            }
        }
    }
    vm.for_each(iterable, |item| {
        let hash = hash_item(vm, &item)?;
        each(item, hash)
    })
}

/// Takes out all items of an iterable, which may be the set itself.
pub fn remove_all(vm: &Vm, target: &PySet, iterable: &Value) -> PyResult<()> {
    if iterable.downcast::<PySet>().is_some_and(|other| std::ptr::eq(target, &**other)) {
        let entries = target.table.borrow_mut().clear();
        drop(entries);
        return Ok(());
    }
    for_each_hashed(vm, iterable, |item, hash| target.discard(vm, &item, hash).map(|_| true))
}

/// The items of `set` that are also in an iterable.
pub fn intersection(vm: &Vm, set: &Ref<PySet>, iterable: &Value, number: u32) -> PyResult<Ref<PySet>> {
    let result = PySet::of(number, Default::default());
    if let Some(other) = iterable.downcast::<PySet>() {
        if other.is(set) {
            return Ok(copy(set, number));
        }
        let (small, large) = if other.len() > set.len() { (set, other) } else { (other, set) };
        for_each_hashed(vm, small.as_value(), |item, hash| {
            if large.find(vm, &item, hash)?.is_some() {
                result.add(vm, item, hash)?;
            }
            Ok(true)
        })?;
        return Ok(result);
    }
    for_each_hashed(vm, iterable, |item, hash| {
        if set.find(vm, &item, hash)?.is_some() {
            result.add(vm, item, hash)?;
        }
        Ok(true)
    })?;
    Ok(result)
}

/// The items of `set` that are not in an iterable.
pub fn difference(vm: &Vm, set: &Ref<PySet>, iterable: &Value, number: u32) -> PyResult<Ref<PySet>> {
    let Some(other) = iterable.downcast::<PySet>() else {
        let result = copy(set, number);
        remove_all(vm, &result, iterable)?;
        return Ok(result);
    };
    let result = PySet::of(number, Default::default());
    for_each_hashed(vm, set.as_value(), |item, hash| {
        if other.find(vm, &item, hash)?.is_none() {
            result.add(vm, item, hash)?;
        }
        Ok(true)
    })?;
    Ok(result)
}

/// Takes out what is in both, adds what is in `other` only.
pub fn toggle(vm: &Vm, target: &PySet, other: &Ref<PySet>) -> PyResult<()> {
    if std::ptr::eq(target, &**other) {
        return remove_all(vm, target, other.as_value());
    }
    for_each_hashed(vm, other.as_value(), |item, hash| {
        if !target.discard(vm, &item, hash)? {
            target.add(vm, item, hash)?;
        }
        Ok(true)
    })
}

/// Puts the items of a set that nobody else has into `target`.
pub fn replace(target: &PySet, with: &PySet) {
    let table = with.table.take();
    let old = target.table.replace(table);
    drop(old);
}

pub fn is_subset(vm: &Vm, inner: &PySet, outer: &PySet) -> PyResult<bool> {
    if inner.len() > outer.len() {
        return Ok(false);
    }
    let mut place = 0;
    while let Some((next, item, hash)) = inner.item_after(place) {
        if outer.find(vm, &item, hash)?.is_none() {
            return Ok(false);
        }
        place = next;
    }
    Ok(true)
}

/// Whether no item of an iterable is in `set`.
pub fn is_disjoint(vm: &Vm, set: &Ref<PySet>, iterable: &Value) -> PyResult<bool> {
    let mut disjoint = true;
    for_each_hashed(vm, iterable, |item, hash| {
        disjoint = set.find(vm, &item, hash)?.is_none();
        Ok(disjoint)
    })?;
    Ok(disjoint)
}

/// An iterable as a set, itself if it is one.
pub fn as_set(vm: &Vm, iterable: &Value) -> PyResult<Ref<PySet>> {
    match iterable.downcast::<PySet>() {
        Some(set) => Ok(set.clone()),
        None => set_from(vm, iterable),
    }
}

/// A plain set of the shape asked for, with the items of an iterable.
pub fn new_of(vm: &Vm, number: u32, iterable: Option<&Value>) -> PyResult<Ref<PySet>> {
    debug_assert!(matches!(number, shape::SET | shape::FROZENSET));
    let set = PySet::of(number, Default::default());
    if let Some(iterable) = iterable {
        add_all(vm, &set, iterable)?;
    }
    Ok(set)
}
