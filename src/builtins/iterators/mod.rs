//! Iterators over the built-in containers and through the sequence protocol.

use std::cell::Cell;

use crate::object::{Header, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

/// The iterator over a list or tuple, or over anything with `__getitem__`; they differ by their shape. The
/// sequence is let go of at the end.
#[repr(C)]
pub struct PySequenceIterator {
    header: Header,
    pub sequence: Slot,
    pub index: Cell<usize>,
}
crate::payload!(PySequenceIterator, shape::SEQUENCE_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.sequence);
} clear {
    this.sequence.clear();
});

impl PySequenceIterator {
    /// `number` is the shape of the iterator type that fits the sequence.
    pub fn new(number: u32, sequence: Value) -> Value {
        let iterator = PySequenceIterator { header: Header::new(number), sequence: Slot::new(sequence), index: Cell::new(0) };
        Ref::new(iterator).into_value()
    }
}

impl Vm {
    /// The iterator over something with `__getitem__` only.
    pub fn sequence_iterator(&self, sequence: &Value) -> Value {
        PySequenceIterator::new(shape::SEQUENCE_ITERATOR, sequence.clone())
    }
}

pub static SPECS: &[&TypeSpec] = &[&SEQUENCE, &LIST, &TUPLE];

static SEQUENCE: TypeSpec = TypeSpec::of::<PySequenceIterator>("iterator");
static LIST: TypeSpec = TypeSpec { shape: shape::LIST_ITERATOR, ..TypeSpec::of::<PySequenceIterator>("list_iterator") };
static TUPLE: TypeSpec =
    TypeSpec { shape: shape::TUPLE_ITERATOR, ..TypeSpec::of::<PySequenceIterator>("tuple_iterator") };
