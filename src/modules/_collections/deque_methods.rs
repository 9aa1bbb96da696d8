//! Methods of `deque`.

use std::collections::VecDeque;

use super::deque::{PyDeque, deque};
use super::deque_iterators::PyDequeIterator;
use crate::builtins::sequence;
use crate::native::{GetSet, Keywords, Native, PyResult, Rest, classmethod, getter, method, staticmethod, wrap};
use crate::object::{PyType, Ref, Value, class_of, shape};
use crate::vm::Vm;

pub static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "Create and return a new object.", wrap(new));

pub static METHODS: &[Native] = &[
    method("append(self, item, /)", "Add an element to the right side of the deque.", wrap(append)),
    method("appendleft(self, item, /)", "Add an element to the left side of the deque.", wrap(appendleft)),
    method("clear(self, /)", "Remove all elements from the deque.", wrap(clear)),
    method("__copy__(self, /)", "Return a shallow copy of a deque.", wrap(copy)),
    method("copy(self, /)", "Return a shallow copy of a deque.", wrap(copy)),
    method("count(self, value, /)", "Return number of occurrences of value.", wrap(count)),
    method(
        "extend(self, iterable, /)",
        "Extend the right side of the deque with elements from the iterable.",
        wrap(extend),
    ),
    method(
        "extendleft(self, iterable, /)",
        "Extend the left side of the deque with elements from the iterable.",
        wrap(extendleft),
    ),
    method(
        "index(self, value, start=<unrepresentable>, stop=<unrepresentable>, /)",
        "Return first index of value.\n\nRaises ValueError if the value is not present.",
        wrap(index),
    ),
    method("insert(self, index, value, /)", "Insert value before index.", wrap(insert)),
    method("pop(self, /)", "Remove and return the rightmost element.", wrap(pop)),
    method("popleft(self, /)", "Remove and return the leftmost element.", wrap(popleft)),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
    method("remove(self, value, /)", "Remove first occurrence of value.", wrap(remove)),
    method("__reversed__(self, /)", "Return a reverse iterator over the deque.", wrap(reversed)),
    method("reverse(self, /)", "Reverse *IN PLACE*.", wrap(reverse)),
    method(
        "rotate(self, n=1, /)",
        "Rotate the deque n steps to the right.  If n is negative, rotates left.",
        wrap(rotate),
    ),
    method("__sizeof__(self, /)", "Return the size of the deque in memory, in bytes.", wrap(sizeof)),
    classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(sequence::class_getitem)),
];

pub static GETSET: &[GetSet] = &[getter("maxlen", "maximum size of a deque or None if unbounded", |vm, this| {
    Ok(deque(this).maxlen.get().map_or(Value::NONE, |maxlen| vm.int_from(maxlen)))
})];

fn new(vm: &Vm, class: &Ref<PyType>, _args: Rest, _kwargs: Keywords) -> Ref<PyDeque> {
    vm.new_object(class, PyDeque::payload(VecDeque::new(), None))
}

fn append(_: &Vm, this: &Ref<PyDeque>, item: &Value) {
    this.push_back(item.clone());
}

fn appendleft(_: &Vm, this: &Ref<PyDeque>, item: &Value) {
    this.push_front(item.clone());
}

pub fn clear(_: &Vm, this: &Ref<PyDeque>) {
    this.changed();
    let items = this.items.take();
    drop(items);
}

/// A copy of the same class and with the same limit.
pub fn copy(vm: &Vm, this: &Ref<PyDeque>) -> PyResult<Value> {
    let class = class_of(this.as_value());
    if this.header().shape() == shape::DEQUE {
        let items = this.items.borrow().clone();
        return Ok(vm.new_object(&class, PyDeque::payload(items, this.maxlen.get())).into_value());
    }
    match this.maxlen.get() {
        Some(maxlen) => vm.call(class.as_value(), &[this.to_value(), vm.int_from(maxlen)]),
        None => vm.call(class.as_value(), &[this.to_value()]),
    }
}

/// Items to be added; those of the deque itself are copied first.
fn for_each(vm: &Vm, this: &Ref<PyDeque>, iterable: &Value, mut each: impl FnMut(Value)) -> PyResult<()> {
    if iterable.is(this.as_value()) {
        let items: Vec<Value> = this.items.borrow().iter().cloned().collect();
        items.into_iter().for_each(each);
        return Ok(());
    }
    vm.for_each(iterable, |item| {
        each(item);
        Ok(true)
    })
}

pub fn extend(vm: &Vm, this: &Ref<PyDeque>, iterable: &Value) -> PyResult<()> {
    for_each(vm, this, iterable, |item| this.push_back(item))
}

fn extendleft(vm: &Vm, this: &Ref<PyDeque>, iterable: &Value) -> PyResult<()> {
    for_each(vm, this, iterable, |item| this.push_front(item))
}

/// The first place from `start` to `stop` with an item equal to `wanted`.
pub fn position(vm: &Vm, this: &PyDeque, wanted: &Value, start: usize, stop: usize) -> PyResult<Option<usize>> {
    let stamp = this.stamp.get();
    let mut index = start;
    while index < stop
        && let Some(item) = this.get(index)
    {
        let equal = vm.is_equal(&item, wanted)?;
        if this.stamp.get() != stamp {
            return Err(vm.runtime_error("deque mutated during iteration"));
        }
        if equal {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

fn count(vm: &Vm, this: &Ref<PyDeque>, value: &Value) -> PyResult<usize> {
    let (mut count, mut index) = (0, 0);
    while let Some(place) = position(vm, this, value, index, usize::MAX)? {
        count += 1;
        index = place + 1;
    }
    Ok(count)
}

fn index(vm: &Vm, this: &Ref<PyDeque>, value: &Value, start: Option<&Value>, stop: Option<&Value>) -> PyResult<usize> {
    let start = sequence::bound(vm, start, 0)?;
    let stop = sequence::bound(vm, stop, isize::MAX)?;
    let (start, stop) = sequence::clamp_bounds(start, stop, this.len());
    match position(vm, this, value, start, stop)? {
        Some(place) => Ok(place),
        None => {
            let value = vm.repr(value)?;
            Err(vm.value_error(format!("{value} is not in deque")))
        }
    }
}

fn insert(vm: &Vm, this: &Ref<PyDeque>, index: isize, value: &Value) -> PyResult<()> {
    if this.maxlen.get() == Some(this.len()) {
        return Err(vm.index_error("deque already at its maximum size"));
    }
    this.changed();
    let mut items = this.items.borrow_mut();
    let place = sequence::clamp_bounds(index, 0, items.len()).0;
    items.insert(place, value.clone());
    Ok(())
}

fn pop(vm: &Vm, this: &Ref<PyDeque>) -> PyResult<Value> {
    let last = this.items.borrow_mut().pop_back();
    this.changed();
    last.ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn popleft(vm: &Vm, this: &Ref<PyDeque>) -> PyResult<Value> {
    let first = this.items.borrow_mut().pop_front();
    this.changed();
    first.ok_or_else(|| vm.index_error("pop from an empty deque"))
}

fn remove(vm: &Vm, this: &Ref<PyDeque>, value: &Value) -> PyResult<()> {
    let (stamp, length) = (this.stamp.get(), this.len());
    for index in 0..length {
        let Some(item) = this.get(index) else { break };
        let equal = vm.is_equal(&item, value)?;
        if this.stamp.get() != stamp {
            return Err(vm.index_error("deque mutated during remove()."));
        }
        if equal {
            this.changed();
            let removed = this.items.borrow_mut().remove(index);
            drop(removed);
            return Ok(());
        }
    }
    Err(vm.value_error("deque.remove(x): x not in deque"))
}

fn reverse(_: &Vm, this: &Ref<PyDeque>) {
    this.changed();
    this.items.borrow_mut().make_contiguous().reverse();
}

fn rotate(_: &Vm, this: &Ref<PyDeque>, n: isize) {
    let mut items = this.items.borrow_mut();
    if items.len() > 1 {
        let steps = n.rem_euclid(items.len() as isize) as usize;
        items.rotate_right(steps);
        this.changed();
    }
}

fn reversed(_: &Vm, this: &Ref<PyDeque>) -> Value {
    PyDequeIterator::new(shape::DEQUE_REVERSE_ITERATOR, this)
}

fn reduce(vm: &Vm, this: &Ref<PyDeque>) -> PyResult<Value> {
    let args = match this.maxlen.get() {
        Some(maxlen) => vm.tuple(vec![vm.empty_tuple(), vm.int_from(maxlen)]),
        None => vm.empty_tuple(),
    };
    let state = vm.call_method(this.as_value(), "__getstate__", &[])?;
    let items = vm.iter(this.as_value())?;
    Ok(vm.tuple(vec![class_of(this.as_value()).into_value(), args, state, items]))
}

fn sizeof(_: &Vm, this: &Ref<PyDeque>) -> usize {
    size_of::<PyDeque>() + this.items.borrow().capacity() * size_of::<Value>()
}
