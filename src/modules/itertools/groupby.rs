//! `groupby`, and the iterators over its groups.

use std::cell::Cell;

use super::{iterator, receiver};
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, staticmethod, wrap};
use crate::object::types::NO_NEW;
use crate::object::{Header, PyType, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyGroupby {
    header: Header,
    source: Value,
    /// None: items are their own keys.
    key: Value,
    target_key: Slot,
    current_key: Slot,
    /// The item read last, until its group has given it.
    current: Slot,
    /// The identity of the group that may go on; 0: none.
    group: Cell<u64>,
}
crate::payload!(PyGroupby, shape::GROUPBY, traverse(this, visitor) {
    visitor.visit(&this.source);
    visitor.visit(&this.key);
    for slot in [&this.target_key, &this.current_key, &this.current] {
        visitor.visit(slot);
    }
} clear {
    for slot in [&this.target_key, &this.current_key, &this.current] {
        slot.clear();
    }
});

#[repr(C)]
pub struct PyGrouper {
    header: Header,
    parent: Ref<PyGroupby>,
    key: Value,
}
crate::payload!(PyGrouper, shape::GROUPER, traverse(this, visitor) {
    visitor.visit(&this.parent);
    visitor.visit(&this.key);
} clear {});

pub static GROUPBY: TypeSpec = iterator::<PyGroupby>(
    "groupby",
    "make an iterator that returns consecutive keys and groups from the iterable\n\n  iterable\n    Elements to divide into groups according to the key function.\n  key\n    A function for computing the group category for each element.\n    If the key function is not specified or is None, the element itself\n    is used for grouping.",
    next,
    &NEW,
);
const GROUPER_BASE: TypeSpec = iterator::<PyGrouper>("_grouper", "", grouper_next, &NEW);
pub static GROUPER: TypeSpec = TypeSpec { flags: NO_NEW, new: None, ..GROUPER_BASE };

static NEW: Native = staticmethod("__new__(cls, iterable, key=None)", "Create and return a new object.", wrap(new));

fn new(vm: &Vm, class: &Ref<PyType>, iterable: &Value, key: &Value) -> PyResult<Ref<PyGroupby>> {
    let groupby = PyGroupby {
        header: Header::new(shape::GROUPBY),
        source: vm.iter(iterable)?,
        key: key.clone(),
        target_key: Slot::EMPTY,
        current_key: Slot::EMPTY,
        current: Slot::EMPTY,
        group: Cell::new(0),
    };
    Ok(vm.new_object(class, groupby))
}

impl PyGroupby {
    /// Reads one more item; false at the end.
    fn step(&self, vm: &Vm) -> PyResult<bool> {
        let Some(item) = vm.next(&self.source)? else { return Ok(false) };
        let key = match self.key.is_none() {
            true => item.clone(),
            false => vm.call(&self.key, std::slice::from_ref(&item))?,
        };
        self.current.set(item);
        self.current_key.set(key);
        Ok(true)
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = receiver::<PyGroupby>(this);
    this.group.set(0);
    loop {
        match (this.current_key.get(), this.target_key.get()) {
            (None, _) => {}
            (Some(_), None) => break,
            (Some(current), Some(target)) => {
                if !vm.is_equal(&target, &current)? {
                    break;
                }
            }
        }
        vm.poll()?;
        if !this.step(vm)? {
            return Ok(None);
        }
    }
    let key = this.current_key.get_or_none();
    this.target_key.set(key.clone());
    let group = Ref::new(PyGrouper { header: Header::new(shape::GROUPER), parent: this.clone(), key: key.clone() });
    this.group.set(group.as_value().id());
    Ok(Some(PyTuple::new([key, group.into_value()]).into_value()))
}

fn grouper_next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let group = receiver::<PyGrouper>(this);
    let parent = &group.parent;
    if parent.group.get() != this.id() {
        return Ok(None);
    }
    if !parent.current.is_set() && !parent.step(vm)? {
        return Ok(None);
    }
    let key = parent.current_key.get_or_none();
    if !vm.is_equal(&group.key, &key)? {
        return Ok(None);
    }
    Ok(parent.current.take())
}
