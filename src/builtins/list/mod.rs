//! `list`: the payload; its operators are in [`ops`], subscripts in [`items`], methods in [`methods`] and sorting
//! in [`sort`] and [`merge`].

pub mod items;
pub mod merge;
pub mod methods;
pub mod ops;
pub mod sort;

use crate::object::types::{BASETYPE, MATCH_SELF, SEQUENCE};
use crate::object::{Header, PyCell, Ref, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyList {
    header: Header,
    pub items: PyCell<Vec<Value>>,
}

crate::payload!(PyList, shape::LIST, traverse(this, visitor) {
    // From the end, as `gc.get_referents()` shows.
    for item in this.items.borrow().iter().rev() {
        visitor.visit(item);
    }
} clear {
    release(this.items.take());
});

/// Lets go of the items of a list, the last one first, as CPython does.
pub fn release(mut items: Vec<Value>) {
    while let Some(item) = items.pop() {
        drop(item);
    }
}

impl Drop for PyList {
    fn drop(&mut self) {
        release(self.items.take());
    }
}

impl PyList {
    /// The payload by itself, for `Vm::new_object`.
    pub fn payload(items: Vec<Value>) -> PyList {
        PyList { header: Header::new(shape::LIST), items: PyCell::new(items) }
    }

    pub fn new(items: Vec<Value>) -> Ref<PyList> {
        Ref::new(PyList::payload(items))
    }

    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Item `index`, if there is one now.
    #[inline]
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    #[inline]
    pub fn push(&self, item: Value) {
        self.items.borrow_mut().push(item);
    }
}

impl Vm {
    /// A list of these items.
    pub fn list(&self, items: Vec<Value>) -> Value {
        PyList::new(items).into_value()
    }
}

pub static SPECS: &[&TypeSpec] = &[&LIST];

static LIST: TypeSpec = TypeSpec {
    doc: "Built-in mutable sequence.\n\nIf no argument is given, the constructor creates a new empty list.\nThe argument must be an iterable if specified.",
    flags: BASETYPE | SEQUENCE | MATCH_SELF,
    slots: Slots {
        repr: Some(ops::repr),
        compare: Some(ops::compare),
        iter: Some(ops::iter),
        init: Some(methods::init),
        add: Some(ops::add),
        mul: Some(ops::mul),
        iadd: Some(ops::iadd),
        imul: Some(ops::imul),
        len: Some(ops::len),
        getitem: Some(items::getitem),
        setitem: Some(items::setitem),
        contains: Some(ops::contains),
        ..Slots::EMPTY
    },
    new: Some(&methods::NEW),
    methods: methods::METHODS,
    ..TypeSpec::of::<PyList>("list")
};
