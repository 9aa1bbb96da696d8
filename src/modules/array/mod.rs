//! `array`: numbers in the machine's own form, one kind per array.
//!
//! Here: the payload, the type and the module. What an item looks like is in [`items`], operators in [`slots`],
//! methods in [`methods`], and how arrays are made and filled in [`making`].

mod items;
mod making;
mod methods;
mod slots;

use std::cell::Cell;

use super::NativeModule;
use crate::builtins::buffer::{self, Description, Provider};
use crate::builtins::module::PyModule;
use crate::native::{PyResult, function, wrap};
use crate::object::types::{BASETYPE, SEQUENCE, WEAKREF, builtin};
use crate::object::{Header, PyCell, PyType, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;
use items::Kind;

pub static MODULE: NativeModule = NativeModule {
    doc: "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.  Arrays are sequence types and behave very much like lists,\nexcept that the type of objects stored in them is constrained.\n",
    functions: &[function(
        "_array_reconstructor(arraytype, typecode, mformat_code, items, /)",
        "Internal. Used for pickling support.",
        wrap(making::reconstruct),
    )],
    init,
    ..NativeModule::of("array")
};

pub static SPECS: &[&TypeSpec] = &[&ARRAY, &slots::ITERATOR];

/// # Invariant
/// The length of `data` is a multiple of the kind's item size.
#[repr(C)]
pub struct PyArray {
    header: Header,
    data: PyCell<Vec<u8>>,
    kind: Cell<Kind>,
    /// How many buffers look at the data: it must not move while there are any.
    leases: Cell<usize>,
}
crate::payload!(PyArray, shape::ARRAY);

static ARRAY: TypeSpec = TypeSpec {
    module: "array",
    doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
    flags: BASETYPE | SEQUENCE | WEAKREF,
    slots: slots::SLOTS,
    new: Some(&making::NEW),
    methods: methods::METHODS,
    getset: methods::GETSET,
    ..TypeSpec::of::<PyArray>("array")
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let class = builtin(shape::ARRAY);
    module.dict.set_name(vm, "array", class.to_value());
    module.dict.set_name(vm, "ArrayType", class.to_value());
    module.dict.set_name(vm, "typecodes", vm.str("bBuwhHiIlLqQfd"));
    buffer::register::<PyArray>(vm, &Memory);
    register_sequence(vm, &class)
}

/// Arrays are mutable sequences to `isinstance`.
fn register_sequence(vm: &Vm, class: &Ref<PyType>) -> PyResult<()> {
    let abstract_class = vm.import_attr("collections.abc", "MutableSequence")?;
    vm.call_method(&abstract_class, "register", &[class.to_value()]).map(drop)
}

impl PyArray {
    /// The payload by itself, for `Vm::new_object`.
    fn payload(kind: Kind, data: Vec<u8>) -> PyArray {
        PyArray {
            header: Header::new(shape::ARRAY),
            data: PyCell::new(data),
            kind: Cell::new(kind),
            leases: Cell::new(0),
        }
    }

    fn new(kind: Kind, data: Vec<u8>) -> Ref<PyArray> {
        Ref::new(PyArray::payload(kind, data))
    }

    pub fn len(&self) -> usize {
        self.data.borrow().len() / self.kind.get().size()
    }

    /// Item `index` as a Python value, if there is one now.
    #[inline]
    fn get(&self, vm: &Vm, index: usize) -> PyResult<Option<Value>> {
        let kind = self.kind.get();
        let size = kind.size();
        let mut item = [0; 8];
        match self.data.borrow().get(index * size..(index + 1) * size) {
            Some(bytes) => item[..size].copy_from_slice(bytes),
            None => return Ok(None),
        }
        kind.unpack(vm, &item[..size]).map(Some)
    }

    /// All items as Python values.
    fn values(&self, vm: &Vm) -> PyResult<Vec<Value>> {
        let kind = self.kind.get();
        let data = self.data.get();
        data.chunks_exact(kind.size()).map(|bytes| kind.unpack(vm, bytes)).collect()
    }

    fn check_resizable(&self, vm: &Vm) -> PyResult<()> {
        match self.leases.get() {
            0 => Ok(()),
            _ => Err(vm.buffer_error("cannot resize an array that is exporting buffers")),
        }
    }
}

/// Arrays show their memory.
struct Memory;

impl Provider for Memory {
    fn describe(&self, value: &Value) -> Description {
        match value.downcast::<PyArray>() {
            Some(array) => {
                let kind = array.kind.get();
                Description::items(kind.format().into(), kind.size(), array.len(), false)
            }
            None => Description::bytes(0, true),
        }
    }

    fn with(&self, value: &Value, look: &mut dyn FnMut(&[u8])) {
        match value.downcast::<PyArray>() {
            Some(array) => look(&array.data.borrow()),
            None => look(&[]),
        }
    }

    fn with_mut(&self, value: &Value, change: &mut dyn FnMut(&mut [u8])) {
        if let Some(array) = value.downcast::<PyArray>() {
            change(&mut array.data.borrow_mut());
        }
    }

    fn acquire(&self, _: &Vm, value: &Value) -> PyResult<()> {
        if let Some(array) = value.downcast::<PyArray>() {
            array.leases.set(array.leases.get() + 1);
        }
        Ok(())
    }

    fn release(&self, value: &Value) {
        if let Some(array) = value.downcast::<PyArray>() {
            array.leases.set(array.leases.get() - 1);
        }
    }
}
