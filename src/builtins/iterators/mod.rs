//! Iterators over built-in sequences and through the sequence protocol ([`sequence`]), through a callable
//! ([`callable`]), and the adapters [`enumerate`], [`zip`], [`map`], [`filter`] and `reversed`. Iterators over
//! dicts, sets and ranges stand with their containers.

pub mod callable;
pub mod enumerate;
pub mod filter;
pub mod map;
pub mod sequence;
pub mod zip;

use std::cell::Cell;

use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{Header, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

/// The iterator over a list or tuple, or over anything with `__getitem__`; they differ by their shape. The
/// sequence is let go of at the end.
#[repr(C)]
pub struct PySequenceIterator {
    header: Header,
    pub sequence: Slot,
    /// The next place; for reverse iterators one more than that.
    pub index: Cell<usize>,
}
crate::payload!(PySequenceIterator, shape::SEQUENCE_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.sequence);
} clear {
    this.sequence.clear();
});

impl PySequenceIterator {
    /// The payload by itself; `number` is the shape of the iterator type.
    pub fn payload(number: u32, sequence: Value, index: usize) -> PySequenceIterator {
        PySequenceIterator { header: Header::new(number), sequence: Slot::new(sequence), index: Cell::new(index) }
    }

    /// `number` is the shape of the iterator type that fits the sequence.
    pub fn new(number: u32, sequence: Value) -> Value {
        Ref::new(PySequenceIterator::payload(number, sequence, 0)).into_value()
    }

    /// An iterator from the end of a sequence of `length` items.
    pub fn reversed(number: u32, sequence: Value, length: usize) -> Value {
        Ref::new(PySequenceIterator::payload(number, sequence, length)).into_value()
    }
}

impl Vm {
    /// The iterator over something with `__getitem__` only.
    pub fn sequence_iterator(&self, sequence: &Value) -> Value {
        PySequenceIterator::new(shape::SEQUENCE_ITERATOR, sequence.clone())
    }
}

/// A built-in function by name, for `__reduce__`.
pub fn builtin_named(vm: &Vm, name: &str) -> PyResult<Value> {
    match vm.interpreter().builtins.get().and_then(|builtins| builtins.get_name(vm, name)) {
        Some(found) => Ok(found),
        None => Err(vm.attribute_error(format!("module 'builtins' has no attribute '{name}'"))),
    }
}

/// `(callable, (argument,))` or, with a state, `(callable, (argument,), state)`: what `__reduce__` of an iterator gives.
pub fn reduced(vm: &Vm, callable: Value, argument: Value, state: Option<Value>) -> Value {
    let args = PyTuple::new([argument]).into_value();
    let mut parts = vec![callable, args];
    parts.extend(state);
    vm.tuple(parts)
}

/// The `iter` slot of every iterator.
pub fn itself(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(this.clone())
}

pub static SPECS: &[&TypeSpec] = &[
    &sequence::SEQUENCE,
    &sequence::LIST,
    &sequence::LIST_REVERSE,
    &sequence::TUPLE,
    &sequence::REVERSED,
    &callable::CALLABLE,
    &enumerate::ENUMERATE,
    &zip::ZIP,
    &map::MAP,
    &filter::FILTER,
];
