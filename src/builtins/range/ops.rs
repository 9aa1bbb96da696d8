//! Operators and methods of `range`.

use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use super::{PyRange, big};
use crate::builtins::int;
use crate::builtins::sequence::{Subscript, at_most, member, subscript};
use crate::builtins::slice::{self, PySlice};
use crate::builtins::tuple::PyTuple;
use crate::native::{GetSet, Native, PyResult, Rest, method, staticmethod, wrap};
use crate::object::{CompareOp, PyType, Ref, Value, class_of};
use crate::vm::Vm;

pub static NEW: Native = staticmethod("__new__(cls, *args)", "Create and return a new object.", wrap(new));

pub static METHODS: &[Native] = &[
    method("__reversed__(self, /)", "Return a reverse iterator.", wrap(super::iterators::reversed)),
    method("__reduce__(self, /)", "", wrap(reduce)),
    method(
        "count(self, object, /)",
        "rangeobject.count(value) -> integer -- return number of occurrences of value",
        wrap(count),
    ),
    method(
        "index(self, object, /)",
        "rangeobject.index(value) -> integer -- return index of value.\nRaise ValueError if the value is not present.",
        wrap(index),
    ),
];

pub static GETSET: &[GetSet] = &[
    member("start", "", |_, this| Ok(range(this).start.clone())),
    member("stop", "", |_, this| Ok(range(this).stop.clone())),
    member("step", "", |_, this| Ok(range(this).step.clone())),
];

/// The range that the receiver of a slot is.
#[inline(always)]
pub fn range(this: &Value) -> &Ref<PyRange> {
    this.downcast::<PyRange>().expect("a slot of range")
}

fn new(vm: &Vm, _class: &Ref<PyType>, args: Rest) -> PyResult<Ref<PyRange>> {
    let one = vm.int(1);
    let (start, stop, step) = match args.0 {
        [stop] => (vm.int(0), vm.index(stop)?, one),
        [start, stop] => (vm.index(start)?, vm.index(stop)?, one),
        [start, stop, step] => (vm.index(start)?, vm.index(stop)?, vm.index(step)?),
        [] => return Err(vm.type_error("range expected at least 1 argument, got 0")),
        more => return Err(at_most(vm, "range", 3, more.len())),
    };
    if int::as_int(&step).is_some_and(|step| step.is_zero()) {
        return Err(vm.value_error("range() arg 3 must not be zero"));
    }
    Ok(PyRange::new(vm, start, stop, step))
}

pub fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let range = range(this);
    let (start, stop, step) = (vm.repr(&range.start)?, vm.repr(&range.stop)?, vm.repr(&range.step)?);
    Ok(vm.str(&match range.step.as_inline_int() {
        Some(1) => format!("range({start}, {stop})"),
        _ => format!("range({start}, {stop}, {step})"),
    }))
}

/// What tells ranges apart: the length, the start unless empty, the step unless there is only one value.
fn identity(range: &PyRange) -> [Value; 3] {
    match range.length.as_inline_int() {
        Some(0) => [range.length.clone(), Value::NONE, Value::NONE],
        Some(1) => [range.length.clone(), range.start.clone(), Value::NONE],
        _ => [range.length.clone(), range.start.clone(), range.step.clone()],
    }
}

pub fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    vm.hash(PyTuple::new(identity(range(this))).as_value())
}

pub fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyRange>(), right.downcast::<PyRange>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut equal = true;
    for (a, b) in identity(a).iter().zip(&identity(b)) {
        equal = equal && vm.is_equal(a, b)?;
    }
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

pub fn bool(vm: &Vm, this: &Value) -> PyResult<bool> {
    vm.truth(&range(this).length)
}

pub fn len(vm: &Vm, this: &Value) -> PyResult<usize> {
    match int::to_i128(&range(this).length).and_then(|length| isize::try_from(length).ok()) {
        Some(length) => Ok(length as usize),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

pub fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult<Value> {
    let range = range(this);
    if let Some(slice) = key.downcast_exact::<PySlice>() {
        return subrange(vm, range, slice);
    }
    if int::as_int(key).is_none() {
        // The error, if it is neither an int nor something with __index__.
        let Subscript::Index(_) = subscript_of_any_size(vm, key)? else { return Ok(Value::NONE) };
    }
    let index = vm.index(key)?;
    if let (Some((start, step, length)), Some(index)) = (range.inline_parts(), index.as_inline_int()) {
        let place = if index < 0 { index + length } else { index };
        if (0..length).contains(&place) {
            return Ok(vm.int(start + step * place));
        }
        return Err(vm.index_error("range object index out of range"));
    }
    let length = big(&range.length);
    let mut place = big(&index);
    if place.is_negative() {
        place += &length;
    }
    if place.is_negative() || place >= length {
        return Err(vm.index_error("range object index out of range"));
    }
    Ok(vm.big_int(big(&range.start) + big(&range.step) * place))
}

/// Ranges take indices that fit no sequence in memory.
fn subscript_of_any_size<'a>(vm: &Vm, key: &'a Value) -> PyResult<Subscript<'a>> {
    match class_of(key).slots().index {
        Some(_) => Ok(Subscript::Index(0)),
        None => subscript(vm, key, "range"),
    }
}

fn subrange(vm: &Vm, range: &PyRange, slice: &PySlice) -> PyResult<Value> {
    let [start, stop, step] = slice::indices_of(vm, slice, &big(&range.length))?;
    let value = |place: &BigInt| vm.big_int(big(&range.start) + big(&range.step) * place);
    let step = vm.big_int(big(&range.step) * step);
    Ok(PyRange::new(vm, value(&start), value(&stop), step).into_value())
}

/// Ints (and bools) are found by arithmetic, everything else by comparison.
fn is_plain_int(value: &Value) -> bool {
    int::as_int(value).is_some() && !class_of(value).has(crate::object::types::HEAP)
}

pub fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    if is_plain_int(item) {
        let item = vm.index(item)?;
        return Ok(range(this).position(vm, &item).is_some());
    }
    vm.contains_by_iteration(this, item)
}

fn count(vm: &Vm, this: &Ref<PyRange>, object: &Value) -> PyResult<usize> {
    if is_plain_int(object) {
        return contains(vm, this.as_value(), object).map(usize::from);
    }
    let mut count = 0;
    vm.for_each(this.as_value(), |item| {
        count += vm.is_equal(&item, object)? as usize;
        Ok(true)
    })?;
    Ok(count)
}

fn index(vm: &Vm, this: &Ref<PyRange>, object: &Value) -> PyResult<Value> {
    if is_plain_int(object) {
        let wanted = vm.index(object)?;
        return match this.position(vm, &wanted) {
            Some(place) => Ok(place),
            None => Err(vm.value_error("range.index(x): x not in range")),
        };
    }
    let (mut place, mut found) = (0usize, false);
    vm.for_each(this.as_value(), |item| {
        found = vm.is_equal(&item, object)?;
        place += !found as usize;
        Ok(!found)
    })?;
    match found {
        true => Ok(vm.int_from(place)),
        false => Err(vm.value_error("sequence.index(x): x not in sequence")),
    }
}

fn reduce(vm: &Vm, this: &Ref<PyRange>) -> Value {
    let args = vm.tuple(vec![this.start.clone(), this.stop.clone(), this.step.clone()]);
    vm.tuple(vec![class_of(this.as_value()).into_value(), args])
}

/// A length as an isize for hints; nothing if it does not fit.
pub fn hint(value: &Value) -> Option<usize> {
    int::to_i128(value).and_then(|length| length.to_usize())
}
