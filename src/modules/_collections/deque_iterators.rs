//! Iterators over deques; they notice any change of the deque.

use std::cell::Cell;

use super::deque::PyDeque;
use crate::builtins::iterators::itself;
use crate::native::{Native, PyResult, method, staticmethod, wrap};
use crate::object::{Header, PyType, Ref, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;

/// Forwards and backwards differ by their shape.
#[repr(C)]
pub struct PyDequeIterator {
    header: Header,
    deque: Ref<PyDeque>,
    given: Cell<usize>,
    left: Cell<usize>,
    stamp: u64,
}
crate::payload!(PyDequeIterator, shape::DEQUE_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.deque);
} clear {});

impl PyDequeIterator {
    pub fn new(number: u32, deque: &Ref<PyDeque>) -> Value {
        let left = Cell::new(deque.len());
        let header = Header::new(number);
        Ref::new(PyDequeIterator { header, deque: deque.clone(), given: Cell::new(0), left, stamp: deque.stamp.get() })
            .into_value()
    }
}

const SLOTS: Slots = Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY };

pub static FORWARD: TypeSpec = TypeSpec {
    module: "collections",
    slots: SLOTS,
    new: Some(&NEW),
    methods: METHODS,
    ..TypeSpec::of::<PyDequeIterator>("_deque_iterator")
};
pub static REVERSE: TypeSpec = TypeSpec {
    module: "collections",
    shape: shape::DEQUE_REVERSE_ITERATOR,
    slots: SLOTS,
    new: Some(&NEW_REVERSE),
    methods: METHODS,
    ..TypeSpec::of::<PyDequeIterator>("_deque_reverse_iterator")
};

static NEW: Native = staticmethod("__new__(cls, deque, index=0, /)", "Create and return a new object.", wrap(new));
static NEW_REVERSE: Native =
    staticmethod("__new__(cls, deque, index=0, /)", "Create and return a new object.", wrap(new_reverse));
static METHODS: &[Native] = &[
    method("__length_hint__(self, /)", "Private method returning an estimate of len(list(it)).", wrap(length_hint)),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
];

fn make(vm: &Vm, number: u32, deque: &Ref<PyDeque>, index: isize) -> PyResult<Value> {
    let made = PyDequeIterator::new(number, deque);
    for _ in 0..index {
        if next(vm, &made)?.is_none() {
            break;
        }
    }
    Ok(made)
}

fn new(vm: &Vm, _class: &Ref<PyType>, deque: &Ref<PyDeque>, index: isize) -> PyResult<Value> {
    make(vm, shape::DEQUE_ITERATOR, deque, index)
}

fn new_reverse(vm: &Vm, _class: &Ref<PyType>, deque: &Ref<PyDeque>, index: isize) -> PyResult<Value> {
    make(vm, shape::DEQUE_REVERSE_ITERATOR, deque, index)
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyDequeIterator>().expect("a slot of a deque iterator");
    if this.deque.stamp.get() != this.stamp {
        this.left.set(0);
        return Err(vm.runtime_error("deque mutated during iteration"));
    }
    if this.left.get() == 0 {
        return Ok(None);
    }
    let (given, left) = (this.given.get(), this.left.get());
    this.given.set(given + 1);
    this.left.set(left - 1);
    let index = if this.header().shape() == shape::DEQUE_ITERATOR { given } else { left - 1 };
    Ok(this.deque.get(index))
}

fn length_hint(_: &Vm, this: &Ref<PyDequeIterator>) -> usize {
    this.left.get()
}

fn reduce(vm: &Vm, this: &Ref<PyDequeIterator>) -> Value {
    let index = this.deque.len().saturating_sub(this.left.get());
    let args = vm.tuple(vec![this.deque.to_value(), vm.int_from(index)]);
    vm.tuple(vec![class_of(this.as_value()).into_value(), args])
}
