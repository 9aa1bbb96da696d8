//! `Struct`, a format with methods, and the iterator over structs in a buffer.

use std::cell::Cell;
use std::rc::Rc;

use super::format::{Format, error, known};
use super::{items, pack_at, unpack, unpack_from};
use crate::builtins::buffer::Buffer;
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, getter, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, NO_NEW, WEAKREF};
use crate::object::{Header, PyCell, PyType, Ref, Slots, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyStruct {
    header: Header,
    /// Set by `__init__`, for subclasses that change the format.
    format: PyCell<Option<Rc<Format>>>,
}
crate::payload!(PyStruct, shape::STRUCT);

pub static STRUCT: TypeSpec = TypeSpec {
    module: "_struct",
    doc: "Struct(fmt) --> compiled struct object\n\n",
    flags: BASETYPE | WEAKREF,
    slots: Slots { repr: Some(repr), init: Some(init), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: &[
        method(
            "iter_unpack(self, buffer, /)",
            "Return an iterator yielding tuples.\n\nTuples are unpacked from the given bytes source, like a repeated\ninvocation of unpack_from().\n\nRequires that the bytes length be a multiple of the struct size.",
            wrap(|vm: &Vm, this: &Ref<PyStruct>, buffer: &Value| iter_unpack(vm, format(vm, this)?, buffer)),
        ),
        method(
            "pack(self, /, *args)",
            "S.pack(v1, v2, ...) -> bytes\n\nReturn a bytes object containing values v1, v2, ... packed according\nto the format string S.format.  See help(struct) for more on format\nstrings.",
            wrap(|vm: &Vm, this: &Ref<PyStruct>, args: Rest| {
                Ok(vm.bytes(&items::pack(vm, &*format(vm, this)?, args.0, "pack")?))
            }),
        ),
        method(
            "pack_into(self, /, *args)",
            "S.pack_into(buffer, offset, v1, v2, ...)\n\nPack the values v1, v2, ... according to the format string S.format\nand write the packed bytes into the writable buffer buf starting at\noffset.  Note that the offset is a required argument.  See\nhelp(struct) for more on format strings.",
            wrap(|vm: &Vm, this: &Ref<PyStruct>, args: Rest| pack_at(vm, &*format(vm, this)?, args.0)),
        ),
        method(
            "unpack(self, buffer, /)",
            "Return a tuple containing unpacked values.\n\nUnpack according to the format string Struct.format. The buffer's size\nin bytes must be Struct.size.\n\nSee help(struct) for more on format strings.",
            wrap(|vm: &Vm, this: &Ref<PyStruct>, buffer: &Value| unpack(vm, &*format(vm, this)?, buffer)),
        ),
        method(
            "unpack_from(self, buffer, offset=0)",
            "Return a tuple containing unpacked values.\n\nValues are unpacked according to the format string Struct.format.\n\nThe buffer's size in bytes, starting at position offset, must be\nat least Struct.size.\n\nSee help(struct) for more on format strings.",
            wrap(|vm: &Vm, this: &Ref<PyStruct>, buffer: &Value, offset: isize| {
                unpack_from(vm, &*format(vm, this)?, buffer, offset)
            }),
        ),
        method("__sizeof__(self, /)", "S.__sizeof__() -> size of S in memory, in bytes", wrap(sizeof)),
    ],
    getset: GETSET,
    ..TypeSpec::of::<PyStruct>("Struct")
};

static GETSET: &[GetSet] = &[
    getter("format", "struct format string", |vm, this| Ok(vm.str(&String::from_utf8_lossy(&of(vm, this)?.text)))),
    getter("size", "struct size in bytes", |vm, this| Ok(vm.int_from(of(vm, this)?.size))),
];

static NEW: Native = staticmethod(
    "__new__(cls, *args, **kwargs)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

fn new(vm: &Vm, class: &Ref<PyType>, _: Rest, _: Keywords) -> Ref<PyStruct> {
    vm.new_object(class, PyStruct { header: Header::new(shape::STRUCT), format: PyCell::new(None) })
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    static INIT: Native = method("Struct(self, format)", "", wrap(set_format));
    crate::builtins::sequence::bind_init(vm, &INIT, this, args)
}

fn set_format(vm: &Vm, this: &Ref<PyStruct>, format: &Value) -> PyResult<()> {
    this.format.set(Some(known(vm, format)?));
    Ok(())
}

fn format(vm: &Vm, this: &Ref<PyStruct>) -> PyResult<Rc<Format>> {
    match this.format.get() {
        Some(format) => Ok(format),
        None => Err(vm.runtime_error("Struct object is not initialized")),
    }
}

fn of(vm: &Vm, this: &Value) -> PyResult<Rc<Format>> {
    format(vm, this.downcast::<PyStruct>().expect("an attribute of Struct"))
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let text = String::from_utf8_lossy(&of(vm, this)?.text).into_owned();
    let quoted = vm.repr(&vm.str(&text))?;
    Ok(vm.str(&format!("{}({quoted})", class_ref(this).name())))
}

fn sizeof(vm: &Vm, this: &Ref<PyStruct>) -> PyResult<usize> {
    Ok(size_of::<PyStruct>() + format(vm, this)?.fields.len() * size_of::<super::format::Field>())
}

/// Walks over a buffer, one struct at a time.
#[repr(C)]
pub struct PyUnpackIterator {
    header: Header,
    format: Rc<Format>,
    buffer: PyCell<Option<Buffer>>,
    offset: Cell<usize>,
}
crate::payload!(PyUnpackIterator, shape::UNPACK_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.buffer);
} clear {
    let buffer = this.buffer.take();
    drop(buffer);
});

pub static ITERATOR: TypeSpec = TypeSpec {
    module: "_struct",
    flags: NO_NEW,
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[method(
        "__length_hint__(self, /)",
        "Private method returning an estimate of len(list(it)).",
        wrap(|_: &Vm, this: &Ref<PyUnpackIterator>| {
            let length = this.buffer.borrow().as_ref().map_or(0, Buffer::len);
            length.saturating_sub(this.offset.get()) / this.format.size
        }),
    )],
    ..TypeSpec::of::<PyUnpackIterator>("unpack_iterator")
};

pub fn iter_unpack(vm: &Vm, format: Rc<Format>, buffer: &Value) -> PyResult<Ref<PyUnpackIterator>> {
    if format.size == 0 {
        return Err(error(vm, "cannot iteratively unpack with a struct of length 0"));
    }
    let buffer = vm.buffer_of(buffer)?;
    if !buffer.len().is_multiple_of(format.size) {
        let size = format.size;
        drop(buffer);
        return Err(error(vm, format!("iterative unpacking requires a buffer of a multiple of {size} bytes")));
    }
    let header = Header::new(shape::UNPACK_ITERATOR);
    Ok(Ref::new(PyUnpackIterator { header, format, buffer: PyCell::new(Some(buffer)), offset: Cell::new(0) }))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyUnpackIterator>().expect("a slot of unpack_iterator");
    let start = this.offset.get();
    let end = start + this.format.size;
    let mut values = None;
    if let Some(buffer) = &*this.buffer.borrow() {
        buffer.with(|bytes| values = bytes.get(start..end).map(|bytes| items::unpack(vm, &this.format, bytes)));
    }
    match values {
        Some(values) => {
            this.offset.set(end);
            Ok(Some(PyTuple::new(values).into_value()))
        }
        None => {
            let done = this.buffer.take();
            drop(done);
            Ok(None)
        }
    }
}
