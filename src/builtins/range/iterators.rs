//! Iterators over ranges: one over inline ints, one over ints of any size.

use num_traits::Signed;

use super::ops::range;
use super::{PyRange, PyRangeIterator, big};
use crate::builtins::int;
use crate::builtins::iterators::{builtin_named, itself, reduced};
use crate::native::{Native, PyResult, method, wrap};
use crate::object::{Header, Ref, Slot, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

/// The iterator over a range beyond inline ints.
#[repr(C)]
pub struct PyLongRangeIterator {
    header: Header,
    next: Slot,
    step: Value,
    left: Slot,
}
crate::payload!(PyLongRangeIterator, shape::LONG_RANGE_ITERATOR);

pub static RANGE_ITERATOR: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeSpec::of::<PyRangeIterator>("range_iterator")
};
pub static LONG_RANGE_ITERATOR: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(next_long), ..Slots::EMPTY },
    methods: LONG_METHODS,
    ..TypeSpec::of::<PyLongRangeIterator>("longrange_iterator")
};

static METHODS: &[Native] = &[
    method("__length_hint__(self, /)", "Private method returning an estimate of len(list(it)).", wrap(length_hint)),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
    method("__setstate__(self, state, /)", "Set state information for unpickling.", wrap(set_state)),
];
static LONG_METHODS: &[Native] = &[
    method(
        "__length_hint__(self, /)",
        "Private method returning an estimate of len(list(it)).",
        wrap(length_hint_long),
    ),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce_long)),
    method("__setstate__(self, state, /)", "Set state information for unpickling.", wrap(set_state_long)),
];

pub fn iter(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(iterator(range(this)))
}

pub fn reversed(vm: &Vm, this: &Ref<PyRange>) -> Value {
    iterator(&this.backwards(vm))
}

fn iterator(range: &PyRange) -> Value {
    if let Some((start, step, length)) = range.inline_parts() {
        return PyRangeIterator::new(start, step, length).into_value();
    }
    Ref::new(PyLongRangeIterator {
        header: Header::new(shape::LONG_RANGE_ITERATOR),
        next: Slot::new(range.start.clone()),
        step: range.step.clone(),
        left: Slot::new(range.length.clone()),
    })
    .into_value()
}

fn next(_: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyRangeIterator>().expect("a slot of range_iterator");
    let left = this.left.get();
    if left <= 0 {
        return Ok(None);
    }
    let value = this.next.get();
    this.left.set(left - 1);
    this.next.set(value + this.step);
    Ok(Some(Value::inline_int(value)))
}

fn length_hint(_: &Vm, this: &Ref<PyRangeIterator>) -> i64 {
    this.left.get()
}

fn reduce(vm: &Vm, this: &Ref<PyRangeIterator>) -> PyResult<Value> {
    let (next, left) = (this.next.get(), this.left.get());
    let rest = PyRange::new(vm, vm.int(next), vm.int(next + left * this.step), vm.int(this.step));
    Ok(reduced(vm, builtin_named(vm, "iter")?, rest.into_value(), Some(Value::NONE)))
}

fn set_state(_: &Vm, this: &Ref<PyRangeIterator>, state: i64) {
    let skipped = state.clamp(0, this.left.get());
    this.next.set(this.next.get() + skipped * this.step);
    this.left.set(this.left.get() - skipped);
}

fn next_long(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyLongRangeIterator>().expect("a slot of longrange_iterator");
    let left = big(&this.left.get_or_none());
    if !left.is_positive() {
        return Ok(None);
    }
    let value = this.next.get_or_none();
    this.left.set(vm.big_int(left - 1));
    this.next.set(vm.big_int(big(&value) + big(&this.step)));
    Ok(Some(value))
}

fn length_hint_long(_: &Vm, this: &Ref<PyLongRangeIterator>) -> Value {
    this.left.get_or_none()
}

fn reduce_long(vm: &Vm, this: &Ref<PyLongRangeIterator>) -> PyResult<Value> {
    let next = this.next.get_or_none();
    let stop = vm.big_int(big(&next) + big(&this.left.get_or_none()) * big(&this.step));
    let rest = PyRange::new(vm, next, stop, this.step.clone());
    Ok(reduced(vm, builtin_named(vm, "iter")?, rest.into_value(), Some(Value::NONE)))
}

fn set_state_long(vm: &Vm, this: &Ref<PyLongRangeIterator>, state: &Value) -> PyResult<()> {
    let Some(state) = int::as_int(state) else {
        return Err(vm.type_error(format!("state must be an int, not {}", crate::object::class_ref(state).name())));
    };
    let left = big(&this.left.get_or_none());
    let skipped = state.to_big().into_owned().clamp(0.into(), left.clone());
    this.next.set(vm.big_int(big(&this.next.get_or_none()) + &skipped * big(&this.step)));
    this.left.set(vm.big_int(left - skipped));
    Ok(())
}
