//! `list`: the payload; its methods are in the files beside this one.

use crate::object::{Header, PyCell, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyList {
    header: Header,
    pub items: PyCell<Vec<Value>>,
}

crate::payload!(PyList, shape::LIST, traverse(this, visitor) {
    visitor.visit(&this.items);
} clear {
    let items = this.items.take();
    drop(items);
});

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
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

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

static LIST: TypeSpec = TypeSpec { flags: crate::object::types::BASETYPE, ..TypeSpec::of::<PyList>("list") };
