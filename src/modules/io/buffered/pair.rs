//! `BufferedRWPair`: a reader and a writer as one stream, for pipes and sockets.

use super::super::base::PyIoBase;
use super::{BUFFERED_READER, PyBuffered};
use crate::builtins::exception::PyException;
use crate::native::convert::Class;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, getter, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, WEAKREF};
use crate::object::{Ref, Slot, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyPair {
    base: PyIoBase,
    reader: Slot,
    writer: Slot,
}

crate::payload!(PyPair, shape::BUFFERED_RW_PAIR, tail, base PyIoBase, traverse(this, visitor) {
    visitor.visit(&this.reader);
    visitor.visit(&this.writer);
} clear {
    this.reader.clear();
    this.writer.clear();
});

pub static BUFFERED_RW_PAIR: TypeSpec = TypeSpec {
    module: "_io",
    doc: "A buffered reader and writer object together.",
    base: shape::BUFFERED_IO_BASE,
    flags: BASETYPE | WEAKREF,
    slots: Slots { init: Some(init), finalize: Some(crate::modules::io::base::finalize), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyPair>("BufferedRWPair")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));
static INIT: Native = method("BufferedRWPair(self, reader, writer, buffer_size=131072, /)", "", wrap(set_up));

static METHODS: &[Native] = &[
    method(
        "read(self, size=-1, /)",
        "",
        wrap(|vm: &Vm, this: &Ref<PyPair>, size: &Value| forward(vm, &this.reader, "read", std::slice::from_ref(size))),
    ),
    method(
        "read1(self, size=-1, /)",
        "",
        wrap(|vm: &Vm, this: &Ref<PyPair>, size: &Value| {
            forward(vm, &this.reader, "read1", std::slice::from_ref(size))
        }),
    ),
    method(
        "peek(self, size=0, /)",
        "",
        wrap(|vm: &Vm, this: &Ref<PyPair>, size: &Value| forward(vm, &this.reader, "peek", std::slice::from_ref(size))),
    ),
    method(
        "readinto(self, buffer, /)",
        "",
        wrap(|vm: &Vm, this: &Ref<PyPair>, buffer: &Value| {
            forward(vm, &this.reader, "readinto", std::slice::from_ref(buffer))
        }),
    ),
    method(
        "readinto1(self, buffer, /)",
        "",
        wrap(|vm: &Vm, this: &Ref<PyPair>, buffer: &Value| {
            forward(vm, &this.reader, "readinto1", std::slice::from_ref(buffer))
        }),
    ),
    method(
        "write(self, buffer, /)",
        "",
        wrap(|vm: &Vm, this: &Ref<PyPair>, buffer: &Value| {
            forward(vm, &this.writer, "write", std::slice::from_ref(buffer))
        }),
    ),
    method("flush(self, /)", "", wrap(|vm: &Vm, this: &Ref<PyPair>| forward(vm, &this.writer, "flush", &[]))),
    method("readable(self, /)", "", wrap(|vm: &Vm, this: &Ref<PyPair>| forward(vm, &this.reader, "readable", &[]))),
    method("writable(self, /)", "", wrap(|vm: &Vm, this: &Ref<PyPair>| forward(vm, &this.writer, "writable", &[]))),
    method("close(self, /)", "", wrap(close)),
    method("isatty(self, /)", "", wrap(isatty)),
];

static GETSET: &[GetSet] = &[getter("closed", "", |vm, this| {
    let Some(pair) = this.downcast::<PyPair>() else { return Ok(Value::NONE) };
    match pair.writer.get() {
        Some(writer) => vm.get_attr(&writer, &vm.names().closed),
        None => Err(vm.runtime_error("the BufferedRWPair object is being garbage-collected")),
    }
})];

fn new(vm: &Vm, class: Class, _: Rest, _: Keywords) -> Ref<PyPair> {
    let base = PyIoBase::new(shape::BUFFERED_RW_PAIR);
    vm.new_object(class, PyPair { base, reader: Slot::EMPTY, writer: Slot::EMPTY })
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    super::super::call_row(vm, &INIT, this, args).map(drop)
}

fn set_up(vm: &Vm, this: &Ref<PyPair>, reader: &Value, writer: &Value, size: isize) -> PyResult<()> {
    super::super::base::check_readable(vm, reader)?;
    super::super::base::check_writable(vm, writer)?;
    if size <= 0 {
        return Err(vm.value_error("buffer size must be strictly positive"));
    }
    this.reader.set(PyBuffered::over(vm, BUFFERED_READER.shape, reader, size as usize).into_value());
    this.writer.set(PyBuffered::over(vm, shape::BUFFERED_WRITER, writer, size as usize).into_value());
    Ok(())
}

fn forward(vm: &Vm, half: &Slot, name: &str, args: &[Value]) -> PyResult<Value> {
    match half.get() {
        Some(stream) => vm.call_method(&stream, name, args),
        None => Err(vm.value_error("I/O operation on uninitialized object")),
    }
}

fn close(vm: &Vm, this: &Ref<PyPair>) -> PyResult<()> {
    let first = forward(vm, &this.writer, "close", &[]).err().map(|raised| vm.take_raised(raised));
    let second = forward(vm, &this.reader, "close", &[]);
    match (first, second) {
        (None, second) => second.map(drop),
        (Some(error), Ok(_)) => Err(vm.park(error)),
        (Some(error), Err(raised)) => {
            let last = vm.take_raised(raised);
            if let Some(exception) = last.downcast::<PyException>() {
                exception.context.set(error);
            }
            Err(vm.park(last))
        }
    }
}

fn isatty(vm: &Vm, this: &Ref<PyPair>) -> PyResult<Value> {
    let writer = forward(vm, &this.writer, "isatty", &[])?;
    if vm.truth(&writer)? { Ok(writer) } else { forward(vm, &this.reader, "isatty", &[]) }
}
