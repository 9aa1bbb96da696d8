//! `set` and `frozenset`: the payload; a table like that of `dict`, whose values are None.

use std::cell::Cell;

use crate::builtins::dict::table::Table;
use crate::object::{Header, PyCell, Ref, TypeSpec, Value, shape};
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

    pub fn len(&self) -> usize {
        self.table.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

pub static SPECS: &[&TypeSpec] = &[&SET, &FROZENSET];

static SET: TypeSpec = TypeSpec { flags: crate::object::types::BASETYPE, ..TypeSpec::of::<PySet>("set") };
static FROZENSET: TypeSpec = TypeSpec {
    shape: shape::FROZENSET,
    flags: crate::object::types::BASETYPE,
    ..TypeSpec::of::<PySet>("frozenset")
};

impl Vm {
    /// A frozenset of constants, which are hashable.
    pub fn constant_frozenset(&self, items: Vec<Value>) -> Value {
        let set = Ref::new(PySet::payload(shape::FROZENSET, Table::with_capacity(items.len())));
        for item in items {
            let Ok(hash) = self.hash(&item) else { continue };
            let known = crate::builtins::dict::find_in(&set.table, self, &item, hash);
            if let Ok(None) = known {
                set.table.borrow_mut().insert_new(hash, item, Value::NONE);
            }
        }
        set.into_value()
    }
}
