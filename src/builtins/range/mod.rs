//! `range`, with bounds of any size; the iterator over small ones is what FOR_ITER_RANGE knows. Operators and
//! methods are in [`ops`], iterators in [`iterators`].

pub mod iterators;
pub mod ops;

use std::cell::Cell;

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use crate::builtins::int::{self, IntRef};
use crate::object::types::SEQUENCE;
use crate::object::{Header, Ref, Slots, TypeSpec, Value, shape};
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
        Ref::new(PyRangeIterator {
            header: Header::new(shape::RANGE_ITERATOR),
            next: Cell::new(next),
            step,
            left: Cell::new(left),
        })
    }
}

pub static SPECS: &[&TypeSpec] = &[&RANGE, &iterators::RANGE_ITERATOR, &iterators::LONG_RANGE_ITERATOR];

static RANGE: TypeSpec = TypeSpec {
    doc: "range(stop) -> range object\nrange(start, stop[, step]) -> range object\n\nReturn an object that produces a sequence of integers from start (inclusive)\nto stop (exclusive) by step.  range(i, j) produces i, i+1, i+2, ..., j-1.\nstart defaults to 0, and stop is omitted!  range(4) produces 0, 1, 2, 3.\nThese are exactly the valid indices for a list of 4 elements.\nWhen step is given, it specifies the increment (or decrement).",
    flags: SEQUENCE,
    slots: Slots {
        repr: Some(ops::repr),
        hash: Some(ops::hash),
        compare: Some(ops::compare),
        iter: Some(iterators::iter),
        bool: Some(ops::bool),
        len: Some(ops::len),
        getitem: Some(ops::getitem),
        contains: Some(ops::contains),
        ..Slots::EMPTY
    },
    new: Some(&ops::NEW),
    methods: ops::METHODS,
    getset: ops::GETSET,
    ..TypeSpec::of::<PyRange>("range")
};

/// A plain int as a big integer.
pub fn big(value: &Value) -> BigInt {
    int::as_int(value).map_or_else(BigInt::zero, |int| int.to_big().into_owned())
}

/// A plain int as an i64, if it fits.
fn small(value: &Value) -> Option<i64> {
    match int::as_int(value) {
        Some(IntRef::Small(small)) => Some(small),
        _ => None,
    }
}

impl PyRange {
    /// The payload by itself; the parts are plain ints.
    pub fn payload(start: Value, stop: Value, step: Value, length: Value) -> PyRange {
        PyRange { header: Header::new(shape::RANGE), start, stop, step, length }
    }

    /// A range of plain ints; the step is not zero.
    pub fn new(vm: &Vm, start: Value, stop: Value, step: Value) -> Ref<PyRange> {
        let length = length(vm, &start, &stop, &step);
        Ref::new(PyRange::payload(start, stop, step, length))
    }

    /// Start, step and length, if these and every value in between are inline ints.
    pub fn inline_parts(&self) -> Option<(i64, i64, i64)> {
        let (start, step) = (self.start.as_inline_int()?, self.step.as_inline_int()?);
        let _ = self.stop.as_inline_int()?;
        Some((start, step, self.length.as_inline_int()?))
    }

    /// The value at a place within the range (or one beyond either end).
    pub fn value_at(&self, vm: &Vm, place: &Value) -> Value {
        if let (Some((start, step, _)), Some(place)) = (self.inline_parts(), small(place))
            && let Some(value) = step.checked_mul(place).and_then(|offset| offset.checked_add(start))
        {
            return vm.int(value);
        }
        vm.big_int(big(&self.start) + big(&self.step) * big(place))
    }

    /// The place of an int in the range, if it is there.
    pub fn position(&self, vm: &Vm, wanted: &Value) -> Option<Value> {
        if let (Some((start, step, length)), Some(wanted)) = (self.inline_parts(), wanted.as_inline_int()) {
            let offset = wanted - start;
            let found = offset % step == 0 && (0..length).contains(&(offset / step));
            return found.then(|| vm.int(offset / step));
        }
        let (offset, step) = (big(wanted) - big(&self.start), big(&self.step));
        let place = &offset / &step;
        let found = (&offset % &step).is_zero() && !place.is_negative() && place < big(&self.length);
        found.then(|| vm.big_int(place))
    }

    /// The same values from the last to the first.
    pub fn backwards(&self, vm: &Vm) -> Ref<PyRange> {
        if let Some((start, step, length)) = self.inline_parts() {
            let (last, stop) = (start + (length - 1) * step, start - step);
            let parts = (vm.int(last), vm.int(stop), vm.int(-step));
            return Ref::new(PyRange::payload(parts.0, parts.1, parts.2, self.length.clone()));
        }
        let last = self.value_at(vm, &vm.big_int(big(&self.length) - 1));
        let step = vm.big_int(-big(&self.step));
        let stop = vm.big_int(big(&self.start) - big(&self.step));
        Ref::new(PyRange::payload(last, stop, step, self.length.clone()))
    }
}

/// How many values there are.
fn length(vm: &Vm, start: &Value, stop: &Value, step: &Value) -> Value {
    if let (Some(start), Some(stop), Some(step)) = (start.as_inline_int(), stop.as_inline_int(), step.as_inline_int()) {
        let length = match step > 0 {
            true if start < stop => (stop - start - 1) / step + 1,
            false if stop < start => (start - stop - 1) / -step + 1,
            _ => 0,
        };
        return vm.int(length);
    }
    let (start, stop, step) = (big(start), big(stop), big(step));
    let span = if step.is_positive() { stop - start } else { start - stop };
    match span.is_positive() {
        true => vm.big_int((span - 1) / step.abs() + 1),
        false => vm.int(0),
    }
}

impl Vm {
    /// `range(stop)` for an inline int.
    pub fn simple_range(&self, stop: i64) -> Value {
        let length = self.int(stop.max(0));
        Ref::new(PyRange::payload(self.int(0), self.int(stop), self.int(1), length)).into_value()
    }
}
