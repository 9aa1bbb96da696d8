//! `bytearray`: octets that can change. While leases on its memory are out ([`Buffer`](super::buffer::Buffer)), its
//! length stays. What it shares with `bytes` is in `bytes/shared.rs`.

mod methods;
mod slots;

use std::cell::Cell;

use crate::native::PyResult;
use crate::object::{Header, PyCell, Ref, TypeSpec, shape, types};
use crate::vm::Vm;

#[repr(C)]
pub struct PyByteArray {
    header: Header,
    /// Python code must not run while this is borrowed.
    pub data: PyCell<Vec<u8>>,
    /// Leases that are out.
    exports: Cell<usize>,
}
crate::payload!(PyByteArray, shape::BYTEARRAY);

impl PyByteArray {
    pub fn new(data: Vec<u8>) -> Ref<PyByteArray> {
        Ref::new(PyByteArray::payload(data))
    }

    /// The payload by itself, for `Vm::new_object`.
    pub fn payload(data: Vec<u8>) -> PyByteArray {
        PyByteArray { header: Header::new(shape::BYTEARRAY), data: PyCell::new(data), exports: Cell::new(0) }
    }

    pub fn len(&self) -> usize {
        self.data.borrow().len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A lease begins.
    pub(super) fn acquire(&self) {
        self.exports.set(self.exports.get() + 1);
    }

    /// A lease ends.
    pub(super) fn release(&self) {
        self.exports.set(self.exports.get() - 1);
    }

    /// Fails with BufferError while leases are out: the length must stay.
    pub fn check_resizable(&self, vm: &Vm) -> PyResult<()> {
        match self.exports.get() {
            0 => Ok(()),
            _ => Err(vm.buffer_error("Existing exports of data: object cannot be re-sized")),
        }
    }
}

pub static SPECS: &[&TypeSpec] = &[&BYTEARRAY, &super::bytes::iterator::BYTEARRAY_ITERATOR];

static BYTEARRAY: TypeSpec = TypeSpec {
    flags: types::BASETYPE | types::MATCH_SELF,
    doc: "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array",
    slots: slots::SLOTS,
    new: Some(&slots::NEW),
    methods: methods::METHODS,
    ..TypeSpec::of::<PyByteArray>("bytearray")
};
