//! Iterators by index: over lists, tuples and whatever has `__getitem__`, forwards and backwards.

use super::{PySequenceIterator, builtin_named, itself, reduced};
use crate::builtins::list::PyList;
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, method, staticmethod, wrap};
use crate::object::types::BASETYPE;
use crate::object::{PyType, Ref, Slots, TypeSpec, Value, class_of, class_ref, shape};
use crate::vm::Vm;

const fn iterator_slots(next: crate::object::slots::Next) -> Slots {
    Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY }
}

pub static SEQUENCE: TypeSpec =
    TypeSpec { slots: iterator_slots(next_item), methods: METHODS, ..TypeSpec::of::<PySequenceIterator>("iterator") };
pub static LIST: TypeSpec = TypeSpec {
    shape: shape::LIST_ITERATOR,
    slots: iterator_slots(next_of_list),
    methods: METHODS,
    ..TypeSpec::of::<PySequenceIterator>("list_iterator")
};
pub static TUPLE: TypeSpec = TypeSpec {
    shape: shape::TUPLE_ITERATOR,
    slots: iterator_slots(next_of_tuple),
    methods: METHODS,
    ..TypeSpec::of::<PySequenceIterator>("tuple_iterator")
};
pub static LIST_REVERSE: TypeSpec = TypeSpec {
    shape: shape::LIST_REVERSE_ITERATOR,
    slots: iterator_slots(previous_of_list),
    methods: REVERSE_METHODS,
    ..TypeSpec::of::<PySequenceIterator>("list_reverseiterator")
};
pub static REVERSED: TypeSpec = TypeSpec {
    shape: shape::REVERSED,
    doc: "Return a reverse iterator over the values of the given sequence.",
    flags: BASETYPE,
    slots: iterator_slots(previous_item),
    new: Some(&NEW_REVERSED),
    methods: REVERSE_METHODS,
    ..TypeSpec::of::<PySequenceIterator>("reversed")
};

static METHODS: &[Native] = &[
    method("__length_hint__(self, /)", "Private method returning an estimate of len(list(it)).", wrap(length_hint)),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
    method("__setstate__(self, state, /)", "Set state information for unpickling.", wrap(set_state)),
];
static REVERSE_METHODS: &[Native] = &[
    method(
        "__length_hint__(self, /)",
        "Private method returning an estimate of len(list(it)).",
        wrap(reverse_length_hint),
    ),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reverse_reduce)),
    method("__setstate__(self, state, /)", "Set state information for unpickling.", wrap(reverse_set_state)),
];

#[inline(always)]
fn iterator(this: &Value) -> &Ref<PySequenceIterator> {
    this.downcast::<PySequenceIterator>().expect("a slot of a sequence iterator")
}

/// The item that `get` finds at the next place; the sequence goes at the end.
#[inline(always)]
fn advance(this: &Value, get: impl FnOnce(&Value, usize) -> Option<Value>) -> PyResult<Option<Value>> {
    let this = iterator(this);
    let mut found = None;
    let index = this.index.get();
    this.sequence.with(|sequence| found = get(sequence, index));
    match found {
        Some(_) => this.index.set(index + 1),
        None => this.sequence.clear(),
    }
    Ok(found)
}

fn next_of_list(_: &Vm, this: &Value) -> PyResult<Option<Value>> {
    advance(this, |sequence, index| sequence.downcast::<PyList>()?.get(index))
}

fn next_of_tuple(_: &Vm, this: &Value) -> PyResult<Option<Value>> {
    advance(this, |sequence, index| sequence.downcast::<PyTuple>()?.items().get(index).cloned())
}

fn previous_of_list(_: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = iterator(this);
    let mut found = None;
    if let Some(index) = this.index.get().checked_sub(1) {
        this.sequence.with(|sequence| found = sequence.downcast::<PyList>().and_then(|list| list.get(index)));
        this.index.set(index);
    }
    if found.is_none() {
        this.sequence.clear();
    }
    Ok(found)
}

/// `sequence[index]`, with IndexError and StopIteration as the end.
fn item_at(vm: &Vm, sequence: &Value, index: usize) -> PyResult<Option<Value>> {
    let Some(getitem) = class_of(sequence).slots().getitem else {
        return Err(vm.type_error(format!("'{}' object is not subscriptable", class_ref(sequence).name())));
    };
    match getitem(vm, sequence, &vm.int_from(index)) {
        Ok(item) => Ok(Some(item)),
        Err(raised) if vm.raised_is(&vm.exceptions().IndexError) || vm.raised_is(&vm.exceptions().StopIteration) => {
            drop(vm.take_raised(raised));
            Ok(None)
        }
        Err(raised) => Err(raised),
    }
}

fn next_item(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = iterator(this);
    let Some(sequence) = this.sequence.get() else { return Ok(None) };
    let index = this.index.get();
    if index == isize::MAX as usize {
        return Err(vm.overflow_error("iter index too large"));
    }
    let found = item_at(vm, &sequence, index)?;
    match found {
        Some(_) => this.index.set(index + 1),
        None => this.sequence.clear(),
    }
    Ok(found)
}

fn previous_item(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = iterator(this);
    let (Some(sequence), Some(index)) = (this.sequence.get(), this.index.get().checked_sub(1)) else {
        this.sequence.clear();
        return Ok(None);
    };
    this.index.set(index);
    let found = item_at(vm, &sequence, index)?;
    if found.is_none() {
        this.sequence.clear();
    }
    Ok(found)
}

/// The length of the sequence now, if the iterator still has one.
fn length_now(vm: &Vm, this: &PySequenceIterator) -> PyResult<Option<usize>> {
    let Some(sequence) = this.sequence.get() else { return Ok(None) };
    match class_of(&sequence).slots().len {
        Some(len) => len(vm, &sequence).map(Some),
        None => Ok(None),
    }
}

fn length_hint(vm: &Vm, this: &Ref<PySequenceIterator>) -> PyResult<Value> {
    if this.sequence.get().is_some_and(|sequence| class_ref(&sequence).slots().len.is_none()) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let length = length_now(vm, this)?.unwrap_or(0);
    Ok(vm.int_from(length.saturating_sub(this.index.get())))
}

fn reverse_length_hint(vm: &Vm, this: &Ref<PySequenceIterator>) -> PyResult<usize> {
    let length = length_now(vm, this)?.unwrap_or(0);
    Ok(if length < this.index.get() { 0 } else { this.index.get() })
}

fn reduce(vm: &Vm, this: &Ref<PySequenceIterator>) -> PyResult<Value> {
    let iter = builtin_named(vm, "iter")?;
    Ok(match this.sequence.get() {
        Some(sequence) => reduced(vm, iter, sequence, Some(vm.int_from(this.index.get()))),
        None => reduced(vm, iter, empty_like(vm, this), None),
    })
}

fn empty_like(vm: &Vm, this: &Ref<PySequenceIterator>) -> Value {
    match this.header().shape() {
        shape::LIST_ITERATOR | shape::LIST_REVERSE_ITERATOR => vm.list(Vec::new()),
        _ => vm.empty_tuple(),
    }
}

fn reverse_reduce(vm: &Vm, this: &Ref<PySequenceIterator>) -> PyResult<Value> {
    let of_list = this.header().shape() == shape::LIST_REVERSE_ITERATOR;
    let class = if of_list { builtin_named(vm, "reversed")? } else { class_of(this.as_value()).into_value() };
    match this.sequence.get() {
        Some(sequence) => {
            let state = vm.int(this.index.get() as i64 - 1);
            Ok(reduced(vm, class, sequence, Some(state)))
        }
        None => {
            let callable = if of_list { builtin_named(vm, "iter")? } else { class };
            Ok(reduced(vm, callable, empty_like(vm, this), None))
        }
    }
}

fn set_state(vm: &Vm, this: &Ref<PySequenceIterator>, state: isize) -> PyResult<()> {
    let mut index = state.max(0) as usize;
    if this.header().shape() == shape::TUPLE_ITERATOR
        && let Some(length) = length_now(vm, this)?
    {
        index = index.min(length);
    }
    if this.sequence.is_set() {
        this.index.set(index);
    }
    Ok(())
}

fn reverse_set_state(vm: &Vm, this: &Ref<PySequenceIterator>, state: isize) -> PyResult<()> {
    if let Some(length) = length_now(vm, this)? {
        let index = state.clamp(-1, length as isize - 1);
        this.index.set((index + 1) as usize);
    }
    Ok(())
}

static NEW_REVERSED: Native =
    staticmethod("__new__(cls, object, /)", "Create and return a new object.", wrap(new_reversed));

fn new_reversed(vm: &Vm, class: &Ref<PyType>, object: &Value) -> PyResult<Value> {
    let kind = class_of(object);
    let not_reversible = || vm.type_error(format!("'{}' object is not reversible", kind.name()));
    if let Some(method) = kind.lookup(&vm.names().__reversed__) {
        return match method.is_none() {
            true => Err(not_reversible()),
            false => vm.call_unbound(&method, object, &[]),
        };
    }
    let slots = kind.slots();
    if slots.getitem.is_none() || slots.len.is_none() || object.downcast::<crate::builtins::dict::PyDict>().is_some() {
        return Err(not_reversible());
    }
    let length = vm.len(object)?;
    let payload = PySequenceIterator::payload(shape::REVERSED, object.clone(), length);
    Ok(vm.new_object(class, payload).into_value())
}
