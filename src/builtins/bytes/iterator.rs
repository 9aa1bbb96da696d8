//! The iterators over `bytes` and `bytearray`.

use std::cell::Cell;

use super::shared::with;
use crate::native::{Native, PyResult, method, wrap};
use crate::object::slots::Slots;
use crate::object::{Header, Ref, Slot, TypeSpec, Value, shape, types};
use crate::vm::Vm;

/// The octets are let go of at the end.
#[repr(C)]
pub struct PyOctetIterator {
    header: Header,
    octets: Slot,
    index: Cell<usize>,
}
crate::payload!(PyOctetIterator, shape::BYTES_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.octets);
} clear {
    this.octets.clear();
});

const SLOTS: Slots = Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::EMPTY };

pub static BYTES_ITERATOR: TypeSpec = TypeSpec {
    slots: SLOTS,
    methods: METHODS,
    flags: types::NO_NEW,
    ..TypeSpec::of::<PyOctetIterator>("bytes_iterator")
};

pub static BYTEARRAY_ITERATOR: TypeSpec = TypeSpec {
    shape: shape::BYTEARRAY_ITERATOR,
    slots: SLOTS,
    methods: METHODS,
    flags: types::NO_NEW,
    ..TypeSpec::of::<PyOctetIterator>("bytearray_iterator")
};

static METHODS: &[Native] = &[
    method("__length_hint__(self, /)", "Private method returning an estimate of len(list(it)).", wrap(length_hint)),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
    method("__setstate__(self, state, /)", "Set state information for unpickling.", wrap(setstate)),
];

pub fn iter_bytes(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(make(shape::BYTES_ITERATOR, this))
}

pub fn iter_bytearray(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(make(shape::BYTEARRAY_ITERATOR, this))
}

fn make(number: u32, octets: &Value) -> Value {
    let iterator =
        PyOctetIterator { header: Header::new(number), octets: Slot::new(octets.clone()), index: Cell::new(0) };
    Ref::new(iterator).into_value()
}

fn of(this: &Value) -> Option<&Ref<PyOctetIterator>> {
    this.downcast::<PyOctetIterator>()
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(iterator) = of(this) else { return Ok(None) };
    let Some(octets) = iterator.octets.get() else { return Ok(None) };
    let index = iterator.index.get();
    match with(vm, &octets, |bytes| bytes.get(index).copied())? {
        Some(octet) => {
            iterator.index.set(index + 1);
            Ok(Some(vm.int(octet as i64)))
        }
        None => {
            iterator.octets.clear();
            Ok(None)
        }
    }
}

fn length_hint(vm: &Vm, this: &Value) -> PyResult<usize> {
    let Some(iterator) = of(this) else { return Ok(0) };
    match iterator.octets.get() {
        Some(octets) => with(vm, &octets, |bytes| bytes.len().saturating_sub(iterator.index.get())),
        None => Ok(0),
    }
}

fn reduce(vm: &Vm, this: &Value) -> PyResult<Value> {
    let iter = vm.import_attr("builtins", "iter")?;
    let Some(iterator) = of(this) else { return Ok(Value::NONE) };
    Ok(match iterator.octets.get() {
        Some(octets) => vm.tuple(vec![iter, vm.tuple(vec![octets]), vm.int_from(iterator.index.get())]),
        None => vm.tuple(vec![iter, vm.tuple(vec![vm.empty_tuple()])]),
    })
}

fn setstate(vm: &Vm, this: &Value, index: isize) -> PyResult<()> {
    if let Some(iterator) = of(this)
        && let Some(octets) = iterator.octets.get()
    {
        let length = with(vm, &octets, <[u8]>::len)?;
        iterator.index.set((index.max(0) as usize).min(length));
    }
    Ok(())
}
