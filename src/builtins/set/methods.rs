//! Methods of `set` and `frozenset`.

use super::ops::{base_shape, set, with_frozen};
use super::{PySet, hash_item, update};
use crate::builtins::dict::table::Table;
use crate::builtins::sequence::{self, at_most_one, is_exactly};
use crate::native::{Args, Keywords, Native, PyResult, Rest, classmethod, method, staticmethod, wrap};
use crate::object::{PyType, Ref, Value, class_of, shape};
use crate::vm::Vm;

pub static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "Create and return a new object.", wrap(new));
pub static NEW_FROZEN: Native =
    staticmethod("__new__(cls, *args, **kwargs)", "Create and return a new object.", wrap(new_frozen));

const CONTAINS: Native = method("__contains__(self, object, /)", "x.__contains__(y) <==> y in x.", wrap(contains));
const CLASS_GETITEM: Native =
    classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(sequence::class_getitem));
const COPY: Native = method("copy(self, /)", "Return a shallow copy of a set.", wrap(copy));
const DIFFERENCE: Native = method(
    "difference(self, /, *others)",
    "Return a new set with elements in the set that are not in the others.",
    wrap(difference),
);
const INTERSECTION: Native = method(
    "intersection(self, /, *others)",
    "Return a new set with elements common to the set and all others.",
    wrap(intersection),
);
const ISDISJOINT: Native =
    method("isdisjoint(self, other, /)", "Return True if two sets have a null intersection.", wrap(isdisjoint));
const ISSUBSET: Native =
    method("issubset(self, other, /)", "Report whether another set contains this set.", wrap(issubset));
const ISSUPERSET: Native =
    method("issuperset(self, other, /)", "Report whether this set contains another set.", wrap(issuperset));
const REDUCE: Native = method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce));
const SIZEOF: Native = method("__sizeof__(self, /)", "S.__sizeof__() -> size of S in memory, in bytes.", wrap(sizeof));
const SYMMETRIC: Native = method(
    "symmetric_difference(self, other, /)",
    "Return a new set with elements in either the set or other but not both.",
    wrap(symmetric_difference),
);
const UNION: Native =
    method("union(self, /, *others)", "Return a new set with elements from the set and all others.", wrap(union));

pub static SET_METHODS: &[Native] = &[
    method(
        "add(self, object, /)",
        "Add an element to a set.\n\nThis has no effect if the element is already present.",
        wrap(add),
    ),
    method("clear(self, /)", "Remove all elements from this set.", wrap(clear)),
    CONTAINS,
    COPY,
    method(
        "discard(self, object, /)",
        "Remove an element from a set if it is a member.\n\nUnlike set.remove(), the discard() method does not raise\nan exception when an element is missing from the set.",
        wrap(discard),
    ),
    DIFFERENCE,
    method(
        "difference_update(self, /, *others)",
        "Update the set, removing elements found in others.",
        wrap(difference_update),
    ),
    INTERSECTION,
    method(
        "intersection_update(self, /, *others)",
        "Update the set, keeping only elements found in it and all others.",
        wrap(intersection_update),
    ),
    ISDISJOINT,
    ISSUBSET,
    ISSUPERSET,
    method(
        "pop(self, /)",
        "Remove and return an arbitrary set element.\n\nRaises KeyError if the set is empty.",
        wrap(pop),
    ),
    REDUCE,
    method(
        "remove(self, object, /)",
        "Remove an element from a set; it must be a member.\n\nIf the element is not a member, raise a KeyError.",
        wrap(remove),
    ),
    SIZEOF,
    SYMMETRIC,
    method(
        "symmetric_difference_update(self, other, /)",
        "Update the set, keeping only elements found in either set, but not in both.",
        wrap(symmetric_difference_update),
    ),
    UNION,
    method("update(self, /, *others)", "Update the set, adding elements from all others.", wrap(update_method)),
    CLASS_GETITEM,
];

pub static FROZENSET_METHODS: &[Native] = &[
    CONTAINS,
    COPY,
    DIFFERENCE,
    INTERSECTION,
    ISDISJOINT,
    ISSUBSET,
    ISSUPERSET,
    REDUCE,
    SIZEOF,
    SYMMETRIC,
    UNION,
    CLASS_GETITEM,
];

fn new(vm: &Vm, class: &Ref<PyType>, _args: Rest, _kwargs: Keywords) -> Ref<PySet> {
    vm.new_object(class, PySet::payload(shape::SET, Table::default()))
}

fn new_frozen(vm: &Vm, class: &Ref<PyType>, args: Rest, kwargs: Keywords) -> PyResult<Value> {
    let exact = is_exactly(class, shape::FROZENSET);
    if !kwargs.0.is_empty() && sequence::lacks_own_init(class, shape::FROZENSET) {
        return Err(vm.type_error("frozenset() takes no keyword arguments"));
    }
    let iterable = match args.0 {
        [] => None,
        [iterable] => Some(iterable),
        more => return Err(sequence::at_most(vm, "frozenset", 1, more.len())),
    };
    if exact
        && let Some(same) =
            iterable.filter(|iterable| iterable.header().is_some_and(|header| header.shape() == shape::FROZENSET))
    {
        return Ok(same.clone());
    }
    let made = update::new_of(vm, shape::FROZENSET, iterable)?;
    if exact {
        return Ok(made.into_value());
    }
    let table = made.table.take();
    Ok(vm.new_object(class, PySet::payload(shape::FROZENSET, table)).into_value())
}

pub fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    let iterable = at_most_one(vm, "set", args)?;
    let set = set(this);
    clear(vm, set);
    match iterable {
        Some(iterable) => update::add_all(vm, set, iterable),
        None => Ok(()),
    }
}

fn contains(vm: &Vm, this: &Ref<PySet>, object: &Value) -> PyResult<bool> {
    super::ops::contains(vm, this.as_value(), object)
}

fn add(vm: &Vm, this: &Ref<PySet>, object: &Value) -> PyResult<()> {
    vm.set_add(this, object.clone())
}

fn clear(_: &Vm, this: &Ref<PySet>) {
    let entries = this.table.borrow_mut().clear();
    drop(entries);
}

fn copy(_: &Vm, this: &Ref<PySet>) -> Ref<PySet> {
    if this.header().shape() == shape::FROZENSET {
        return this.clone();
    }
    update::copy(this, base_shape(this))
}

/// Takes an item out; an unhashable set stands for the frozenset that it equals.
fn take_out(vm: &Vm, this: &PySet, item: &Value) -> PyResult<bool> {
    match hash_item(vm, item) {
        Ok(hash) => this.discard(vm, item, hash),
        Err(raised) => with_frozen(vm, raised, item, |hash| this.discard(vm, item, hash)),
    }
}

fn discard(vm: &Vm, this: &Ref<PySet>, object: &Value) -> PyResult<()> {
    take_out(vm, this, object).map(drop)
}

fn remove(vm: &Vm, this: &Ref<PySet>, object: &Value) -> PyResult<()> {
    if take_out(vm, this, object)? { Ok(()) } else { Err(vm.key_error(object)) }
}

fn pop(vm: &Vm, this: &Ref<PySet>) -> PyResult<Value> {
    let mut table = this.table.borrow_mut();
    let first = table.next_live(0).map(|place| table.remove(place).0);
    drop(table);
    first.ok_or_else(|| vm.key_error(&vm.str("pop from an empty set")))
}

fn difference(vm: &Vm, this: &Ref<PySet>, others: Rest) -> PyResult<Ref<PySet>> {
    let [first, others @ ..] = others.0 else { return Ok(copy(vm, this)) };
    let result = update::difference(vm, this, first, base_shape(this))?;
    for other in others {
        update::remove_all(vm, &result, other)?;
    }
    Ok(result)
}

fn difference_update(vm: &Vm, this: &Ref<PySet>, others: Rest) -> PyResult<()> {
    others.0.iter().try_for_each(|other| update::remove_all(vm, this, other))
}

fn intersection(vm: &Vm, this: &Ref<PySet>, others: Rest) -> PyResult<Ref<PySet>> {
    let mut result = None;
    for other in others.0 {
        let narrowed = update::intersection(vm, result.as_ref().unwrap_or(this), other, base_shape(this))?;
        result = Some(narrowed);
    }
    Ok(result.unwrap_or_else(|| update::copy(this, base_shape(this))))
}

fn intersection_update(vm: &Vm, this: &Ref<PySet>, others: Rest) -> PyResult<()> {
    let kept = intersection(vm, this, others)?;
    if !kept.is(this) {
        update::replace(this, &kept);
    }
    Ok(())
}

fn isdisjoint(vm: &Vm, this: &Ref<PySet>, other: &Value) -> PyResult<bool> {
    update::is_disjoint(vm, this, other)
}

fn issubset(vm: &Vm, this: &Ref<PySet>, other: &Value) -> PyResult<bool> {
    let other = update::as_set(vm, other)?;
    update::is_subset(vm, this, &other)
}

fn issuperset(vm: &Vm, this: &Ref<PySet>, other: &Value) -> PyResult<bool> {
    if let Some(other) = other.downcast::<PySet>() {
        return update::is_subset(vm, other, this);
    }
    let mut all = true;
    vm.for_each(other, |item| {
        all = contains(vm, this, &item)?;
        Ok(all)
    })?;
    Ok(all)
}

fn symmetric_difference(vm: &Vm, this: &Ref<PySet>, other: &Value) -> PyResult<Ref<PySet>> {
    let other = update::as_set(vm, other)?;
    let result = update::copy(this, base_shape(this));
    update::toggle(vm, &result, &other)?;
    Ok(result)
}

fn symmetric_difference_update(vm: &Vm, this: &Ref<PySet>, other: &Value) -> PyResult<()> {
    let other = update::as_set(vm, other)?;
    update::toggle(vm, this, &other)
}

fn union(vm: &Vm, this: &Ref<PySet>, others: Rest) -> PyResult<Ref<PySet>> {
    let result = update::copy(this, base_shape(this));
    others.0.iter().try_for_each(|other| update::add_all(vm, &result, other))?;
    Ok(result)
}

fn update_method(vm: &Vm, this: &Ref<PySet>, others: Rest) -> PyResult<()> {
    others.0.iter().try_for_each(|other| update::add_all(vm, this, other))
}

fn reduce(vm: &Vm, this: &Ref<PySet>) -> PyResult<Value> {
    let args = vm.tuple(vec![vm.list(this.items())]);
    let state = vm.call_method(this.as_value(), "__getstate__", &[])?;
    Ok(vm.tuple(vec![class_of(this.as_value()).into_value(), args, state]))
}

fn sizeof(_: &Vm, this: &Ref<PySet>) -> usize {
    size_of::<PySet>() + this.table.borrow().memory()
}
