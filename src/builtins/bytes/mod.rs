//! `bytes`: the payload; its methods are in the files beside this one.
#![allow(unsafe_code)]

pub mod iterator;
pub mod shared;
pub mod slots;
pub mod split;
mod table;

use std::cell::Cell;

use crate::object::{Header, Layout, Payload, PyType, Ref, TypeSpec, Value, shape};
use crate::vm::{self, Vm};

/// The bytes follow the struct.
#[repr(C)]
pub struct PyBytes {
    header: Header,
    /// -1: not computed yet.
    hash: Cell<i64>,
    length: usize,
}

const BASE: usize = size_of::<PyBytes>();

unsafe fn size(object: *mut Header) -> usize {
    // SAFETY: the heap passes a live bytes object.
    BASE + unsafe { (*(object as *mut PyBytes)).length }
}

unsafe fn drop_bytes(_: *mut Header) {}
unsafe fn clear(_: *mut Header) {}

static LAYOUT: Layout =
    Layout { name: "PyBytes", base: None, size, fixed_size: 0, drop: drop_bytes, traverse: None, clear };

// SAFETY: `repr(C)` with a header first.
unsafe impl Payload for PyBytes {
    const LAYOUT: &'static Layout = &LAYOUT;
    const SHAPE: u32 = shape::BYTES;
    const TAIL: bool = false;
}

impl PyBytes {
    pub fn new(bytes: &[u8]) -> Ref<PyBytes> {
        // SAFETY: `write` initialises the whole block.
        unsafe {
            let object = vm::current().heap().allocate(BASE + bytes.len()) as *mut PyBytes;
            PyBytes::write(object, bytes);
            Ref::from_ptr(object)
        }
    }

    /// A bytes object as an instance of `class`, a subclass of `bytes`.
    pub fn new_of_class(vm: &Vm, class: &PyType, bytes: &[u8]) -> Ref<PyBytes> {
        // SAFETY: `write` initialises the whole block.
        unsafe { vm.new_sized_object(class, BASE + bytes.len(), |object| PyBytes::write(object, bytes)) }
    }

    unsafe fn write(object: *mut PyBytes, bytes: &[u8]) {
        // SAFETY: the block has room for the struct and the bytes.
        unsafe {
            object.write(PyBytes { header: Header::new(shape::BYTES), hash: Cell::new(-1), length: bytes.len() });
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), (object as *mut u8).add(BASE), bytes.len());
        }
    }

    #[inline(always)]
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: the bytes follow the struct.
        unsafe { std::slice::from_raw_parts((self as *const PyBytes as *const u8).add(BASE), self.length) }
    }

    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The hash, keyed per process.
    pub fn hash(&self) -> i64 {
        if self.hash.get() == -1 {
            self.hash.set(vm::current().hash_bytes(self.as_bytes()));
        }
        self.hash.get()
    }
}

impl Vm {
    /// A bytes object.
    pub fn bytes(&self, bytes: &[u8]) -> Value {
        PyBytes::new(bytes).into_value()
    }
}

pub static SPECS: &[&TypeSpec] = &[&BYTES, &iterator::BYTES_ITERATOR];

static BYTES: TypeSpec = TypeSpec {
    flags: crate::object::types::BASETYPE | crate::object::types::MATCH_SELF,
    doc: "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object",
    slots: slots::SLOTS,
    new: Some(&slots::NEW),
    methods: slots::METHODS,
    ..TypeSpec::of::<PyBytes>("bytes")
};
