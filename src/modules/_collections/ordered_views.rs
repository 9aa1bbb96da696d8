//! Views of `OrderedDict`, and the iterator over it, which notices any change of its keys or their order.

use std::cell::Cell;

use super::ordered_dict::PyOrderedDict;
use crate::builtins::dict::PyDict;
use crate::builtins::dict::view_ops;
use crate::builtins::dict::views::{self, GETSET, Kind, PyDictView, SET_SLOTS, SLOTS};
use crate::builtins::iterators::{builtin_named, itself, reduced};
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, method, wrap};
use crate::object::{Header, Ref, Slot, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

/// The dict is let go of at the end.
#[repr(C)]
pub struct PyOrderedIterator {
    header: Header,
    dict: Slot,
    kind: Kind,
    reverse: bool,
    /// The next place to look at; backwards the one behind it.
    place: Cell<usize>,
    /// The state that the dict's keys must keep.
    stamp: u32,
}
crate::payload!(PyOrderedIterator, shape::ORDERED_DICT_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.dict);
} clear {
    this.dict.clear();
});

impl PyOrderedIterator {
    pub fn new(kind: Kind, reverse: bool, dict: &Ref<PyOrderedDict>) -> Value {
        PyOrderedIterator::over(kind, reverse, dict.to_value(), dict.dict.table.borrow().stamp())
    }

    fn over(kind: Kind, reverse: bool, dict: Value, stamp: u32) -> Value {
        let place = Cell::new(if reverse { usize::MAX } else { 0 });
        let header = Header::new(shape::ORDERED_DICT_ITERATOR);
        Ref::new(PyOrderedIterator { header, dict: Slot::new(dict), kind, reverse, place, stamp }).into_value()
    }
}

pub static ITERATOR: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &[method("__reduce__(self, /)", "Return state information for pickling", wrap(reduce))],
    ..TypeSpec::of::<PyOrderedIterator>("odict_iterator")
};

static METHODS: &[Native] = &[method("__reversed__(self, /)", "", wrap(reversed))];
static SET_METHODS: &[Native] = &[
    method("__reversed__(self, /)", "", wrap(reversed)),
    method(
        "isdisjoint(self, other, /)",
        "Return True if the view and the given iterable have a null intersection.",
        wrap(view_ops::isdisjoint),
    ),
];

pub static KEYS: TypeSpec = TypeSpec {
    shape: shape::ORDERED_DICT_KEYS,
    slots: Slots { iter: Some(iter), ..SET_SLOTS },
    methods: SET_METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyDictView>("odict_keys")
};
pub static VALUES: TypeSpec = TypeSpec {
    shape: shape::ORDERED_DICT_VALUES,
    slots: Slots { iter: Some(iter), ..SLOTS },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyDictView>("odict_values")
};
pub static ITEMS: TypeSpec = TypeSpec {
    shape: shape::ORDERED_DICT_ITEMS,
    slots: Slots { iter: Some(iter), ..SET_SLOTS },
    methods: SET_METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyDictView>("odict_items")
};

/// A view of an ordered dict.
pub fn view(kind: Kind, dict: &Ref<PyOrderedDict>) -> Value {
    let number = match kind {
        Kind::Keys => shape::ORDERED_DICT_KEYS,
        Kind::Values => shape::ORDERED_DICT_VALUES,
        Kind::Items => shape::ORDERED_DICT_ITEMS,
    };
    match dict.as_value().downcast::<PyDict>() {
        Some(dict) => PyDictView::new(number, dict),
        None => Value::NONE,
    }
}

fn over_view(this: &Value, reverse: bool) -> Value {
    let view = views::view(this);
    let stamp = view.dict.table.borrow().stamp();
    PyOrderedIterator::over(view.kind(), reverse, view.dict.to_value(), stamp)
}

fn iter(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(over_view(this, false))
}

fn reversed(_: &Vm, this: &Ref<PyDictView>) -> Value {
    over_view(this.as_value(), true)
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyOrderedIterator>().expect("a slot of odict_iterator");
    let (mut found, mut changed) = (None, false);
    this.dict.with(|dict| {
        let Some(dict) = dict.downcast::<PyDict>() else { return };
        let table = dict.table.borrow();
        changed = table.stamp() != this.stamp;
        let place = match this.reverse {
            false => table.next_live(this.place.get()),
            true => table.previous_live(this.place.get()),
        };
        if let (Some(place), false) = (place, changed) {
            this.place.set(if this.reverse { place } else { place + 1 });
            let entry = &table.entries[place];
            found = entry.key.clone().zip(entry.value.clone());
        }
    });
    if changed {
        return Err(vm.runtime_error("OrderedDict mutated during iteration"));
    }
    let Some((key, value)) = found else {
        this.dict.clear();
        return Ok(None);
    };
    Ok(Some(match this.kind {
        Kind::Keys => key,
        Kind::Values => value,
        Kind::Items => PyTuple::new([key, value]).into_value(),
    }))
}

/// As CPython does: the rest, as a list, without moving this iterator.
fn reduce(vm: &Vm, this: &Ref<PyOrderedIterator>) -> PyResult<Value> {
    let iter = builtin_named(vm, "iter")?;
    let rest = match this.dict.get() {
        None => Vec::new(),
        Some(dict) => {
            let copy = PyOrderedIterator::over(this.kind, this.reverse, dict, this.stamp);
            if let Some(copy) = copy.downcast::<PyOrderedIterator>() {
                copy.place.set(this.place.get());
            }
            vm.collect(&copy)?
        }
    };
    Ok(reduced(vm, iter, vm.list(rest), None))
}
