//! The iterator over sets; it notices when items come or go.

use std::cell::Cell;

use super::PySet;
use crate::builtins::iterators::{builtin_named, itself, reduced};
use crate::native::{Native, PyResult, method, wrap};
use crate::object::{Header, Ref, Slot, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

/// The set is let go of at the end.
#[repr(C)]
pub struct PySetIterator {
    header: Header,
    set: Slot,
    place: Cell<usize>,
    left: Cell<usize>,
    /// The length that the set must keep; `usize::MAX` once it has been seen to change.
    length: Cell<usize>,
}
crate::payload!(PySetIterator, shape::SET_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.set);
} clear {
    this.set.clear();
});

impl PySetIterator {
    pub fn new(set: &Ref<PySet>) -> Value {
        let length = set.len();
        Ref::new(PySetIterator {
            header: Header::new(shape::SET_ITERATOR),
            set: Slot::new(set.to_value()),
            place: Cell::new(0),
            left: Cell::new(length),
            length: Cell::new(length),
        })
        .into_value()
    }
}

pub static SET_ITERATOR: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeSpec::of::<PySetIterator>("set_iterator")
};

static METHODS: &[Native] = &[
    method("__length_hint__(self, /)", "Private method returning an estimate of len(list(it)).", wrap(length_hint)),
    method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
];

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PySetIterator>().expect("a slot of set_iterator");
    let (mut found, mut length) = (None, this.length.get());
    this.set.with(|set| {
        if let Some(set) = set.downcast::<PySet>() {
            length = set.len();
            found = set.item_after(this.place.get());
        }
    });
    if length != this.length.get() {
        this.length.set(usize::MAX);
        return Err(vm.runtime_error("Set changed size during iteration"));
    }
    match found {
        Some((place, item, _)) => {
            this.place.set(place);
            this.left.set(this.left.get().saturating_sub(1));
            Ok(Some(item))
        }
        None => {
            this.set.clear();
            Ok(None)
        }
    }
}

fn length_hint(_: &Vm, this: &Ref<PySetIterator>) -> usize {
    let mut length = 0;
    this.set.with(|set| length = set.downcast::<PySet>().map_or(0, |set| set.len()));
    if length == this.length.get() { this.left.get() } else { 0 }
}

/// As CPython does: the rest, as a list, without moving this iterator.
fn reduce(vm: &Vm, this: &Ref<PySetIterator>) -> PyResult<Value> {
    let iter = builtin_named(vm, "iter")?;
    let copy = Ref::new(PySetIterator {
        header: Header::new(shape::SET_ITERATOR),
        set: Slot::from_option(this.set.get()),
        place: this.place.clone(),
        left: this.left.clone(),
        length: this.length.clone(),
    });
    let rest = vm.collect(copy.as_value())?;
    Ok(reduced(vm, iter, vm.list(rest), None))
}
