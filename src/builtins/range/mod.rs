//! `range`, with bounds of any size; the iterator over small ones is what FOR_ITER_RANGE knows.

use std::cell::Cell;

use crate::object::{Header, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

/// Bounds are plain ints; `length` is worked out when it is made.
#[repr(C)]
pub struct PyRange {
    header: Header,
    pub start: Value,
    pub stop: Value,
    pub step: Value,
    pub length: Value,
}
crate::payload!(PyRange, shape::RANGE);

/// The iterator over a range whose values are all inline ints.
#[repr(C)]
pub struct PyRangeIterator {
    header: Header,
    pub next: Cell<i64>,
    pub step: i64,
    pub left: Cell<i64>,
}
crate::payload!(PyRangeIterator, shape::RANGE_ITERATOR);

impl PyRangeIterator {
    pub fn new(next: i64, step: i64, left: i64) -> Ref<PyRangeIterator> {
        Ref::new(PyRangeIterator { header: Header::new(shape::RANGE_ITERATOR), next: Cell::new(next), step, left: Cell::new(left) })
    }
}

pub static SPECS: &[&TypeSpec] = &[&RANGE, &RANGE_ITERATOR];

static RANGE: TypeSpec = TypeSpec::of::<PyRange>("range");
static RANGE_ITERATOR: TypeSpec = TypeSpec::of::<PyRangeIterator>("range_iterator");

impl PyRange {
    /// The payload by itself; the parts are plain ints.
    pub fn payload(start: Value, stop: Value, step: Value, length: Value) -> PyRange {
        PyRange { header: Header::new(shape::RANGE), start, stop, step, length }
    }
}

impl Vm {
    /// `range(stop)` for an inline int.
    pub fn simple_range(&self, stop: i64) -> Value {
        let length = self.int(stop.max(0));
        Ref::new(PyRange::payload(self.int(0), self.int(stop), self.int(1), length)).into_value()
    }
}
