//! `tuple`: the payload; its operators are in [`ops`], its methods in [`methods`].
#![allow(unsafe_code)]

pub mod methods;
pub mod ops;

use crate::object::types::{BASETYPE, MATCH_SELF, SEQUENCE};
use crate::object::{Header, Layout, Payload, PyType, Raw, Ref, Slots, TypeSpec, Value, Visitor, shape};
use crate::vm::{self, Vm};

/// The items follow the struct.
#[repr(C)]
pub struct PyTuple {
    header: Header,
    length: usize,
}

/// Byte offset of the items.
pub const BASE: usize = size_of::<PyTuple>();

unsafe fn size(object: *mut Header) -> usize {
    // SAFETY: the heap passes a live tuple.
    BASE + 8 * unsafe { (*(object as *mut PyTuple)).length }
}

unsafe fn drop_tuple(object: *mut Header) {
    // SAFETY: the heap passes a tuple at the end of its life; each item is dropped once.
    unsafe {
        let this = &*(object as *mut PyTuple);
        for index in (0..this.length).rev() {
            std::ptr::drop_in_place(this.items_ptr().add(index));
        }
    }
}

unsafe fn traverse(object: *mut Header, visitor: &mut Visitor) {
    // SAFETY: the heap passes a live tuple.
    for item in unsafe { (*(object as *mut PyTuple)).items() }.iter().rev() {
        visitor.visit(item);
    }
}

/// A tuple's items stay: any cycle through a tuple runs through something that can let go.
unsafe fn clear(_: *mut Header) {}

static LAYOUT: Layout =
    Layout { name: "PyTuple", base: None, size, fixed_size: 0, drop: drop_tuple, traverse: Some(traverse), clear };

// SAFETY: `repr(C)` with a header first.
unsafe impl Payload for PyTuple {
    const LAYOUT: &'static Layout = &LAYOUT;
    const SHAPE: u32 = shape::TUPLE;
    const TAIL: bool = false;
}

impl PyTuple {
    /// A tuple of these items.
    pub fn new(items: impl IntoIterator<Item = Value, IntoIter: ExactSizeIterator>) -> Ref<PyTuple> {
        let items = items.into_iter();
        if items.len() == 0 {
            return vm::current().empty_tuple_ref();
        }
        let length = items.len();
        // Items are made first: making them may run a collection, which must not see half a tuple.
        let object = vm::current().heap().allocate(BASE + 8 * length) as *mut PyTuple;
        // SAFETY: the block has room for the struct and its items; ExactSizeIterator is checked below.
        unsafe {
            let mut written = 0;
            for item in items {
                assert!(written < length, "iterator longer than it said");
                ((object as *mut u8).add(BASE) as *mut Value).add(written).write(item);
                written += 1;
            }
            object.write(PyTuple { header: Header::new(shape::TUPLE), length: written });
            Ref::from_ptr(object)
        }
    }

    /// The one empty tuple, for the VM to make.
    pub(crate) fn new_empty() -> Ref<PyTuple> {
        let object = vm::current().heap().allocate(BASE) as *mut PyTuple;
        // SAFETY: the block has room for the struct.
        unsafe {
            object.write(PyTuple { header: Header::new(shape::TUPLE), length: 0 });
            Ref::from_ptr(object)
        }
    }

    /// A tuple as an instance of `class`, a subclass of `tuple`.
    pub fn new_of_class(vm: &Vm, class: &PyType, items: &[Value]) -> Ref<PyTuple> {
        // SAFETY: the closure initialises the struct and all items.
        unsafe {
            vm.new_sized_object(class, BASE + 8 * items.len(), |object: *mut PyTuple| {
                object.write(PyTuple { header: Header::new(shape::TUPLE), length: items.len() });
                for (index, item) in items.iter().enumerate() {
                    (*object).items_ptr().add(index).write(item.clone());
                }
            })
        }
    }

    /// A tuple of registers, whose references it takes over.
    ///
    /// # Safety
    /// `count` registers from `first` on are set, and the caller forgets them.
    pub(crate) unsafe fn from_registers(vm: &Vm, first: *const Raw, count: usize) -> Raw {
        // SAFETY: the block has room for the struct and its items.
        unsafe {
            let object = vm.heap().allocate(BASE + 8 * count);
            std::ptr::copy_nonoverlapping(first, object.add(BASE) as *mut Raw, count);
            (object as *mut PyTuple).write(PyTuple { header: Header::new(shape::TUPLE), length: count });
            Raw::object(object as *mut Header)
        }
    }

    /// Frees the block of an exact tuple whose items have been moved out.
    ///
    /// # Safety
    /// The caller holds the only reference, and has taken over those to the items.
    pub(crate) unsafe fn free_hollow(vm: &Vm, tuple: Raw) {
        // SAFETY: as above; nothing can refer to a tuple weakly.
        unsafe {
            let length = (*(tuple.0 as *const PyTuple)).length;
            vm.heap().free(tuple.0 as *mut u8, BASE + 8 * length);
        }
    }

    #[inline(always)]
    fn items_ptr(&self) -> *mut Value {
        // SAFETY: the items follow the struct.
        unsafe { (self as *const PyTuple as *mut u8).add(BASE) as *mut Value }
    }

    #[inline(always)]
    pub fn items(&self) -> &[Value] {
        // SAFETY: `length` items follow the struct.
        unsafe { std::slice::from_raw_parts(self.items_ptr(), self.length) }
    }

    #[inline(always)]
    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

impl Vm {
    /// A tuple of these items.
    pub fn tuple(&self, items: Vec<Value>) -> Value {
        PyTuple::new(items).into_value()
    }

    pub fn empty_tuple(&self) -> Value {
        self.empty_tuple_ref().into_value()
    }
}

pub static SPECS: &[&TypeSpec] = &[&TUPLE];

static TUPLE: TypeSpec = TypeSpec {
    doc: "Built-in immutable sequence.\n\nIf no argument is given, the constructor returns an empty tuple.\nIf iterable is specified the tuple is initialized from iterable's items.\n\nIf the argument is a tuple, the return value is the same object.",
    flags: BASETYPE | SEQUENCE | MATCH_SELF,
    slots: Slots {
        repr: Some(ops::repr),
        hash: Some(ops::hash),
        compare: Some(ops::compare),
        iter: Some(ops::iter),
        add: Some(ops::add),
        mul: Some(ops::mul),
        len: Some(ops::len),
        getitem: Some(ops::getitem),
        contains: Some(ops::contains),
        ..Slots::EMPTY
    },
    new: Some(&methods::NEW),
    methods: methods::METHODS,
    ..TypeSpec::of::<PyTuple>("tuple")
};
