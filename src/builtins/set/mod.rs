//! `set` and `frozenset`: the payload, a table like that of `dict` whose values are None. Operators are in
//! [`ops`], methods in [`methods`], whole-set operations in [`update`], the iterator in [`iterator`].

pub mod iterator;
pub mod methods;
pub mod ops;
pub mod update;

use std::cell::Cell;

use crate::builtins::dict::table::Table;
use crate::builtins::dict::{find_in, unhashable_as};
use crate::native::PyResult;
use crate::object::types::{BASETYPE, MATCH_SELF, WEAKREF};
use crate::object::{Header, PyCell, Ref, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

/// Both kinds; they differ by their shape.
#[repr(C)]
pub struct PySet {
    header: Header,
    pub table: PyCell<Table>,
    /// Of a frozenset; -1: not computed yet.
    pub hash: Cell<i64>,
}
crate::payload!(PySet, shape::SET, traverse(this, visitor) {
    visitor.visit(&this.table);
} clear {
    let entries = this.table.borrow_mut().clear();
    drop(entries);
});

impl PySet {
    /// The payload by itself; `number` is `shape::SET` or `shape::FROZENSET`.
    pub fn payload(number: u32, table: Table) -> PySet {
        PySet { header: Header::new(number), table: PyCell::new(table), hash: Cell::new(-1) }
    }

    pub fn new() -> Ref<PySet> {
        Ref::new(PySet::payload(shape::SET, Table::default()))
    }

    /// A set (`shape::SET`) or frozenset of a table.
    pub fn of(number: u32, table: Table) -> Ref<PySet> {
        Ref::new(PySet::payload(number, table))
    }

    pub fn len(&self) -> usize {
        self.table.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The place of an item whose hash is known.
    #[inline]
    pub fn find(&self, vm: &Vm, item: &Value, hash: i64) -> PyResult<Option<usize>> {
        find_in(&self.table, vm, item, hash)
    }

    /// Adds an item whose hash is known.
    #[inline]
    pub fn add(&self, vm: &Vm, item: Value, hash: i64) -> PyResult<()> {
        if self.find(vm, &item, hash)?.is_none() {
            self.table.borrow_mut().insert_new(hash, item, Value::NONE);
        }
        Ok(())
    }

    /// Takes an item out whose hash is known; false if it was not there.
    pub fn discard(&self, vm: &Vm, item: &Value, hash: i64) -> PyResult<bool> {
        let Some(place) = self.find(vm, item, hash)? else { return Ok(false) };
        let removed = self.table.borrow_mut().remove(place);
        drop(removed);
        Ok(true)
    }

    /// The first item at or after a place, its hash, and the place behind it.
    #[inline]
    pub fn item_after(&self, place: usize) -> Option<(usize, Value, i64)> {
        let table = self.table.borrow();
        let place = table.next_live(place)?;
        let entry = &table.entries[place];
        Some((place + 1, entry.key.clone()?, entry.hash))
    }

    /// The items as they are now.
    pub fn items(&self) -> Vec<Value> {
        self.table.borrow().iter().map(|(item, _)| item.clone()).collect()
    }
}

/// The hash of a set's item; the error says what the value was to be.
#[inline]
pub fn hash_item(vm: &Vm, item: &Value) -> PyResult<i64> {
    vm.hash(item).map_err(|raised| unhashable_as(vm, raised, item, "set element"))
}

pub static SPECS: &[&TypeSpec] = &[&SET, &FROZENSET, &iterator::SET_ITERATOR];

const SHARED_SLOTS: Slots = Slots {
    repr: Some(ops::repr),
    compare: Some(ops::compare),
    iter: Some(ops::iter),
    sub: Some(ops::sub),
    and: Some(ops::and),
    xor: Some(ops::xor),
    or: Some(ops::or),
    len: Some(ops::len),
    contains: Some(ops::contains),
    ..Slots::EMPTY
};

static SET: TypeSpec = TypeSpec {
    doc: "Build an unordered collection of unique elements.",
    flags: BASETYPE | MATCH_SELF | WEAKREF,
    slots: Slots {
        init: Some(methods::init),
        isub: Some(ops::isub),
        iand: Some(ops::iand),
        ixor: Some(ops::ixor),
        ior: Some(ops::ior),
        ..SHARED_SLOTS
    },
    new: Some(&methods::NEW),
    methods: methods::SET_METHODS,
    ..TypeSpec::of::<PySet>("set")
};
static FROZENSET: TypeSpec = TypeSpec {
    shape: shape::FROZENSET,
    doc: "Build an immutable unordered collection of unique elements.",
    flags: BASETYPE | MATCH_SELF | WEAKREF,
    slots: Slots { hash: Some(ops::hash), ..SHARED_SLOTS },
    new: Some(&methods::NEW_FROZEN),
    methods: methods::FROZENSET_METHODS,
    ..TypeSpec::of::<PySet>("frozenset")
};

impl Vm {
    /// Adds to a set.
    pub fn set_add(&self, set: &PySet, item: Value) -> PyResult<()> {
        let hash = hash_item(self, &item)?;
        set.add(self, item, hash)
    }

    /// A frozenset of constants, which are hashable.
    pub fn constant_frozenset(&self, items: Vec<Value>) -> Value {
        let set = PySet::of(shape::FROZENSET, Table::with_capacity(items.len()));
        for item in items {
            let Ok(hash) = self.hash(&item) else { continue };
            if let Ok(None) = set.find(self, &item, hash) {
                set.table.borrow_mut().insert_new(hash, item, Value::NONE);
            }
        }
        set.into_value()
    }
}
