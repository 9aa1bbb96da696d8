//! Methods of `list`.

use super::ops::{list, position};
use super::{PyList, sort};
use crate::builtins::dict::PyDict;
use crate::builtins::iterators::PySequenceIterator;
use crate::builtins::sequence::{self, adjust_index, initial_items};
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, Keywords, Native, PyResult, Rest, classmethod, method, staticmethod, wrap};
use crate::object::{PyType, Ref, Value, shape};
use crate::vm::Vm;

pub static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "Create and return a new object.", wrap(new));

pub static METHODS: &[Native] = &[
    method("__reversed__(self, /)", "Return a reverse iterator over the list.", wrap(reversed)),
    method("__sizeof__(self, /)", "Return the size of the list in memory, in bytes.", wrap(sizeof)),
    method("clear(self, /)", "Remove all items from list.", wrap(clear)),
    method("copy(self, /)", "Return a shallow copy of the list.", wrap(copy)),
    method("append(self, object, /)", "Append object to the end of the list.", wrap(append)),
    method("insert(self, index, object, /)", "Insert object before index.", wrap(insert)),
    method("extend(self, iterable, /)", "Extend list by appending elements from the iterable.", wrap(extend)),
    method(
        "pop(self, index=-1, /)",
        "Remove and return item at index (default last).\n\nRaises IndexError if list is empty or index is out of range.",
        wrap(pop),
    ),
    method(
        "remove(self, value, /)",
        "Remove first occurrence of value.\n\nRaises ValueError if the value is not present.",
        wrap(remove),
    ),
    method(
        "index(self, value, start=0, stop=sys.maxsize, /)",
        "Return first index of value.\n\nRaises ValueError if the value is not present.",
        wrap(index),
    ),
    method("count(self, value, /)", "Return number of occurrences of value.", wrap(count)),
    method("reverse(self, /)", "Reverse *IN PLACE*.", wrap(reverse)),
    method(
        "sort(self, /, *, key=None, reverse=False)",
        "Sort the list in ascending order and return None.\n\nThe sort is in-place (i.e. the list itself is modified) and stable (i.e. the\norder of two equal elements is maintained).\n\nIf a key function is given, apply it once to each list item and sort them,\nascending or descending, according to their function values.\n\nThe reverse flag can be set to sort in descending order.",
        wrap(sort_method),
    ),
    classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(sequence::class_getitem)),
];

fn new(vm: &Vm, class: &Ref<PyType>, _args: Rest, _kwargs: Keywords) -> Ref<PyList> {
    vm.new_object(class, PyList::payload(Vec::new()))
}

pub fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let iterable = initial_items(vm, shape::LIST, this, args)?;
    let list = list(this);
    if !list.is_empty() {
        clear(vm, list);
    }
    match iterable {
        Some(iterable) => extend(vm, list, iterable),
        None => Ok(()),
    }
}

fn append(_: &Vm, this: &Ref<PyList>, object: &Value) {
    this.push(object.clone());
}

pub fn extend(vm: &Vm, this: &Ref<PyList>, iterable: &Value) -> PyResult<()> {
    if let Some(other) = iterable.downcast_exact::<PyList>() {
        // May be the list itself.
        let items = other.items.borrow().clone();
        this.items.borrow_mut().extend(items);
        return Ok(());
    }
    if let Some(other) = iterable.downcast_exact::<PyTuple>() {
        this.items.borrow_mut().extend_from_slice(other.items());
        return Ok(());
    }
    if let Some(dict) = iterable.downcast_exact::<PyDict>() {
        let table = dict.table.borrow();
        this.items.borrow_mut().extend(table.iter().map(|(key, _)| key.clone()));
        return Ok(());
    }
    let iterator = vm.iter(iterable)?;
    let hint = vm.length_hint(&iterator, 0)?;
    if this.items.borrow_mut().try_reserve(hint.min(1 << 24)).is_err() {
        return Err(vm.memory_error(""));
    }
    while let Some(item) = vm.next(&iterator)? {
        vm.poll()?;
        this.push(item);
    }
    Ok(())
}

fn insert(_: &Vm, this: &Ref<PyList>, index: isize, object: &Value) {
    let mut items = this.items.borrow_mut();
    let length = items.len() as isize;
    let place = if index < 0 { (index.saturating_add(length)).max(0) } else { index.min(length) };
    items.insert(place as usize, object.clone());
}

fn pop(vm: &Vm, this: &Ref<PyList>, index: isize) -> PyResult<Value> {
    let mut items = this.items.borrow_mut();
    if index == -1
        && let Some(last) = items.pop()
    {
        return Ok(last);
    }
    if let Some(place) = adjust_index(index, items.len()) {
        return Ok(items.remove(place));
    }
    let empty = items.is_empty();
    drop(items);
    Err(vm.index_error(if empty { "pop from empty list" } else { "pop index out of range" }))
}

pub fn clear(_: &Vm, this: &Ref<PyList>) {
    let items = this.items.take();
    drop(items);
}

fn copy(vm: &Vm, this: &Ref<PyList>) -> Value {
    let items = this.items.borrow().clone();
    vm.list(items)
}

fn remove(vm: &Vm, this: &Ref<PyList>, value: &Value) -> PyResult<()> {
    let Some(place) = position(vm, this, value, 0, usize::MAX)? else {
        return Err(vm.value_error("list.remove(x): x not in list"));
    };
    let mut items = this.items.borrow_mut();
    // The comparison may have made the list shorter.
    let removed = (place < items.len()).then(|| items.remove(place));
    drop(items);
    drop(removed);
    Ok(())
}

fn index(vm: &Vm, this: &Ref<PyList>, value: &Value, start: Option<&Value>, stop: Option<&Value>) -> PyResult<usize> {
    let start = sequence::bound(vm, start, 0)?;
    let stop = sequence::bound(vm, stop, isize::MAX)?;
    let (start, _) = sequence::clamp_bounds(start, 0, this.len());
    let stop = if stop < 0 { sequence::clamp_bounds(0, stop, this.len()).1 } else { stop as usize };
    match position(vm, this, value, start, stop)? {
        Some(place) => Ok(place),
        None => Err(vm.value_error("list.index(x): x not in list")),
    }
}

fn count(vm: &Vm, this: &Ref<PyList>, value: &Value) -> PyResult<usize> {
    let (mut count, mut index) = (0, 0);
    while let Some(place) = position(vm, this, value, index, usize::MAX)? {
        count += 1;
        index = place + 1;
    }
    Ok(count)
}

fn reverse(_: &Vm, this: &Ref<PyList>) {
    this.items.borrow_mut().reverse();
}

fn sort_method(vm: &Vm, this: &Ref<PyList>, key: &Value, reverse: bool) -> PyResult<()> {
    sort::sort_list(vm, this, Some(key).filter(|key| !key.is_none()), reverse)
}

fn reversed(_: &Vm, this: &Ref<PyList>) -> Value {
    PySequenceIterator::reversed(shape::LIST_REVERSE_ITERATOR, this.to_value(), this.len())
}

fn sizeof(_: &Vm, this: &Ref<PyList>) -> usize {
    size_of::<PyList>() + this.items.borrow().capacity() * size_of::<Value>()
}
