//! `slice`. How sequences apply one stands in [`sequence`](super::sequence).

use num_bigint::BigInt;
use num_traits::{Signed, Zero};

use crate::builtins::int;
use crate::builtins::sequence::{at_most, member};
use crate::builtins::tuple::{PyTuple, ops as tuple_ops};
use crate::native::{GetSet, Native, PyResult, Rest, method, staticmethod, wrap};
use crate::object::{CompareOp, Header, PyType, Ref, Slots, TypeSpec, Value, class_of, class_ref, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PySlice {
    header: Header,
    pub start: Value,
    pub stop: Value,
    pub step: Value,
}
crate::payload!(PySlice, shape::SLICE, traverse(this, visitor) {
    visitor.visit(&this.start);
    visitor.visit(&this.stop);
    visitor.visit(&this.step);
} clear {});

impl Vm {
    pub fn slice(&self, start: Value, stop: Value, step: Value) -> Value {
        Ref::new(PySlice { header: Header::new(shape::SLICE), start, stop, step }).into_value()
    }
}

pub static SPECS: &[&TypeSpec] = &[&SLICE];

static SLICE: TypeSpec = TypeSpec {
    doc: "slice(stop)\nslice(start, stop[, step])\n\nCreate a slice object.  This is used for extended slicing (e.g. a[0:10:2]).",
    slots: Slots { repr: Some(repr), hash: Some(hash), compare: Some(compare), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PySlice>("slice")
};

static NEW: Native = staticmethod("__new__(cls, *args)", "Create and return a new object.", wrap(new));

static METHODS: &[Native] = &[
    method(
        "indices(self, object, /)",
        "S.indices(len) -> (start, stop, stride)\n\nAssuming a sequence of length len, calculate the start and stop\nindices, and the stride length of the extended slice described by\nS. Out of bounds indices are clipped in a manner consistent with the\nhandling of normal slices.",
        wrap(indices),
    ),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
];

static GETSET: &[GetSet] = &[
    member("start", "", |_, this| Ok(slice(this).start.clone())),
    member("stop", "", |_, this| Ok(slice(this).stop.clone())),
    member("step", "", |_, this| Ok(slice(this).step.clone())),
];

/// The slice that the receiver of a slot is.
fn slice(this: &Value) -> &Ref<PySlice> {
    this.downcast::<PySlice>().expect("a slot of slice")
}

fn new(vm: &Vm, _class: &Ref<PyType>, args: Rest) -> PyResult<Value> {
    let none = || Value::NONE;
    Ok(match args.0 {
        [stop] => vm.slice(none(), stop.clone(), none()),
        [start, stop] => vm.slice(start.clone(), stop.clone(), none()),
        [start, stop, step] => vm.slice(start.clone(), stop.clone(), step.clone()),
        [] => return Err(vm.type_error("slice expected at least 1 argument, got 0")),
        more => return Err(at_most(vm, "slice", 3, more.len())),
    })
}

fn parts(slice: &PySlice) -> [Value; 3] {
    [slice.start.clone(), slice.stop.clone(), slice.step.clone()]
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let [start, stop, step] = parts(slice(this));
    Ok(vm.str(&format!("slice({}, {}, {})", vm.repr(&start)?, vm.repr(&stop)?, vm.repr(&step)?)))
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let mut accumulated = tuple_ops::PRIME_5;
    for part in parts(slice(this)) {
        accumulated = tuple_ops::mix(accumulated, vm.hash(&part)?);
    }
    Ok(if accumulated == u64::MAX { 1546275796 } else { accumulated as i64 })
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PySlice>(), right.downcast::<PySlice>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    tuple_ops::compare(vm, PyTuple::new(parts(a)).as_value(), PyTuple::new(parts(b)).as_value(), op)
}

fn indices(vm: &Vm, this: &Ref<PySlice>, object: &Value) -> PyResult<Value> {
    let length = super::range::big(&vm.index(object)?);
    if length.is_negative() {
        return Err(vm.value_error("length should not be negative"));
    }
    let indices = indices_of(vm, this, &length)?;
    Ok(vm.tuple(indices.into_iter().map(|index| vm.big_int(index)).collect()))
}

/// Start, stop and step fitted to a length, ints of any size.
pub fn indices_of(vm: &Vm, slice: &PySlice, length: &BigInt) -> PyResult<[BigInt; 3]> {
    let step = match slice.step.is_none() {
        true => BigInt::from(1),
        false => part(vm, &slice.step)?,
    };
    if step.is_zero() {
        return Err(vm.value_error("slice step cannot be zero"));
    }
    let backwards = step.is_negative();
    let (lowest, highest) = match backwards {
        true => (BigInt::from(-1), length - 1),
        false => (BigInt::zero(), length.clone()),
    };
    let fit = |value: &Value, default: &BigInt| -> PyResult<BigInt> {
        if value.is_none() {
            return Ok(default.clone());
        }
        let value = part(vm, value)?;
        let value = if value.is_negative() { value + length } else { value };
        Ok(value.max(lowest.clone()).min(highest.clone()))
    };
    let (from, to) = if backwards { (&highest, &lowest) } else { (&lowest, &highest) };
    Ok([fit(&slice.start, from)?, fit(&slice.stop, to)?, step])
}

fn part(vm: &Vm, value: &Value) -> PyResult<BigInt> {
    if int::as_int(value).is_none() && class_ref(value).slots().index.is_none() {
        return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    vm.index(value).map(|index| super::range::big(&index))
}

fn reduce(vm: &Vm, this: &Ref<PySlice>) -> Value {
    let args = PyTuple::new(parts(this)).into_value();
    vm.tuple(vec![class_of(this.as_value()).into_value(), args])
}
