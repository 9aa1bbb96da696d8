//! Subscripts of `list`: items and slices, read, assigned and deleted.

use super::PyList;
use super::ops::list;
use crate::builtins::sequence::{SliceParts, SliceRange, Subscript, adjust_index, subscript};
use crate::builtins::slice::PySlice;
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult<Value> {
    let list = list(this);
    match subscript(vm, key, "list")? {
        Subscript::Index(index) => {
            let items = list.items.borrow();
            match adjust_index(index, items.len()) {
                Some(place) => Ok(items[place].clone()),
                None => Err(vm.index_error("list index out of range")),
            }
        }
        Subscript::Slice(slice) => {
            let parts = SliceParts::of(vm, slice)?;
            let items = list.items.borrow();
            let picked = parts.fit(items.len()).pick(&items);
            drop(items);
            Ok(vm.list(picked))
        }
    }
}

pub fn setitem(vm: &Vm, this: &Value, key: &Value, new: Option<&Value>) -> PyResult<()> {
    let list = list(this);
    match subscript(vm, key, "list")? {
        Subscript::Index(index) => set_index(vm, list, index, new),
        Subscript::Slice(slice) => set_slice(vm, list, slice, new),
    }
}

fn set_index(vm: &Vm, list: &PyList, index: isize, new: Option<&Value>) -> PyResult<()> {
    let mut items = list.items.borrow_mut();
    let Some(place) = adjust_index(index, items.len()) else {
        drop(items);
        return Err(vm.index_error("list assignment index out of range"));
    };
    let old = match new {
        Some(new) => std::mem::replace(&mut items[place], new.clone()),
        None => items.remove(place),
    };
    drop(items);
    drop(old);
    Ok(())
}

fn set_slice(vm: &Vm, list: &Ref<PyList>, slice: &PySlice, new: Option<&Value>) -> PyResult<()> {
    let parts = SliceParts::of(vm, slice)?;
    let Some(new) = new else {
        delete_slice(list, parts.fit(list.len()));
        return Ok(());
    };
    if class_ref(new).slots().iter.is_none() && class_ref(new).slots().getitem.is_none() {
        return Err(vm.type_error("must assign iterable to extended slice"));
    }
    // The iterable may be this list, or change it: fit afterwards.
    let mut new = vm.collect(new)?;
    let range = parts.fit(list.len());
    if range.step == 1 && range.count == new.len() {
        list.items.borrow_mut()[range.start as usize..range.start as usize + range.count].swap_with_slice(&mut new);
        // What was replaced goes once the list is whole again.
        drop(new);
        return Ok(());
    }
    if range.step == 1 {
        let stop = (range.start + range.count as isize) as usize;
        let old: Vec<Value> = list.items.borrow_mut().splice(range.start as usize..stop, new).collect();
        drop(old);
        return Ok(());
    }
    if new.len() != range.count {
        return Err(vm.value_error(format!(
            "attempt to assign sequence of size {} to extended slice of size {}",
            new.len(),
            range.count
        )));
    }
    let mut items = list.items.borrow_mut();
    let old: Vec<Value> =
        range.places().zip(new).map(|(place, item)| std::mem::replace(&mut items[place], item)).collect();
    drop(items);
    drop(old);
    Ok(())
}

fn delete_slice(list: &PyList, range: SliceRange) {
    if range.count == 0 {
        return;
    }
    let range = range.ascending();
    let mut items = list.items.borrow_mut();
    if let Some(places) = range.contiguous() {
        let old: Vec<Value> = items.drain(places).collect();
        drop(items);
        drop(old);
        return;
    }
    let mut doomed = range.places().peekable();
    let (mut kept, mut old) = (Vec::with_capacity(items.len() - range.count), Vec::with_capacity(range.count));
    for (place, item) in std::mem::take(&mut *items).into_iter().enumerate() {
        if doomed.next_if_eq(&place).is_some() {
            old.push(item);
        } else {
            kept.push(item);
        }
    }
    *items = kept;
    drop(items);
    drop(old);
}
