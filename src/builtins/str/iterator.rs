//! `str_iterator`.

use std::cell::Cell;

use super::{PyStr, decode, width};
use crate::native::{Native, PyResult, method, wrap};
use crate::object::slots::Slots;
use crate::object::{Header, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

/// The string is let go of at the end.
#[repr(C)]
pub struct PyStrIterator {
    header: Header,
    string: Slot,
    offset: Cell<usize>,
}
crate::payload!(PyStrIterator, shape::STR_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.string);
} clear {
    this.string.clear();
});

pub static ITERATOR: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    flags: crate::object::types::NO_NEW,
    ..TypeSpec::of::<PyStrIterator>("str_iterator")
};

static METHODS: &[Native] = &[
    method("__length_hint__(self, /)", "Private method returning an estimate of len(list(it)).", wrap(length_hint)),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
    method("__setstate__(self, state, /)", "Set state information for unpickling.", wrap(setstate)),
];

pub fn iter(_: &Vm, this: &Value) -> PyResult<Value> {
    let iterator = PyStrIterator {
        header: Header::new(shape::STR_ITERATOR),
        string: Slot::new(this.clone()),
        offset: Cell::new(0),
    };
    Ok(Ref::new(iterator).into_value())
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(iterator) = this.downcast_exact::<PyStrIterator>() else { return Ok(None) };
    let mut point = None;
    iterator.string.with(|string| {
        let Some(string) = string.downcast::<PyStr>() else { return };
        let offset = iterator.offset.get();
        if let Some(&first) = string.as_bytes().get(offset) {
            point = Some(decode(&string.as_bytes()[offset..]));
            iterator.offset.set(offset + width(first));
        }
    });
    match point {
        Some(point) => Ok(Some(vm.character(point).into_value())),
        None => {
            iterator.string.clear();
            Ok(None)
        }
    }
}

/// The string, if it is not used up, and the number of characters passed.
fn state(iterator: &PyStrIterator) -> Option<(Ref<PyStr>, usize)> {
    let string = iterator.string.get()?.into_ref::<PyStr>().ok()?;
    let index = string.char_index(iterator.offset.get());
    Some((string, index))
}

fn length_hint(_: &Vm, this: &Ref<PyStrIterator>) -> usize {
    state(this).map_or(0, |(string, index)| string.len() - index)
}

fn reduce(vm: &Vm, this: &Ref<PyStrIterator>) -> PyResult<Value> {
    let iter = vm.import_attr("builtins", "iter")?;
    Ok(match state(this) {
        Some((string, index)) => vm.tuple(vec![iter, vm.tuple(vec![string.into_value()]), vm.int_from(index)]),
        None => vm.tuple(vec![iter, vm.tuple(vec![vm.str("")])]),
    })
}

fn setstate(_: &Vm, this: &Ref<PyStrIterator>, index: isize) {
    if let Some((string, _)) = state(this) {
        this.offset.set(string.byte_offset((index.max(0) as usize).min(string.len())));
    }
}
