//! The abstract bases `_IOBase`, `_RawIOBase`, `_BufferedIOBase` and `_TextIOBase`: what every stream can do by means of
//! the methods that concrete ones provide.

use std::cell::Cell;

use super::{call_row, is_closed, size_argument, unsupported};
use crate::builtins::bytes::PyBytes;
use crate::builtins::int;
use crate::native::convert::Class;
use crate::native::{GetSet, Keywords, Native, PyResult, Rest, getset, getter, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, WEAKREF};
use crate::object::{Header, Ref, Slots, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;

/// What every stream begins with. Attributes follow the payload, so its size is a multiple of theirs.
#[repr(C, align(8))]
pub struct PyIoBase {
    header: Header,
    /// `close()` has done its work.
    pub closed: Cell<bool>,
    /// The stream is being closed because nobody refers to it any longer.
    pub finalizing: Cell<bool>,
}

crate::payload!(PyIoBase, shape::IO_BASE, tail);

impl PyIoBase {
    /// The beginning of a stream with this shape.
    pub fn new(number: u32) -> PyIoBase {
        PyIoBase { header: Header::new(number), closed: Cell::new(false), finalizing: Cell::new(false) }
    }
}

pub static IO_BASE: TypeSpec = TypeSpec {
    module: "_io",
    doc: "The abstract base class for all I/O classes.",
    flags: BASETYPE | WEAKREF,
    slots: Slots { iter: Some(iter), next: Some(next), finalize: Some(finalize), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyIoBase>("_IOBase")
};

pub static RAW_IO_BASE: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Base class for raw binary I/O.",
    shape: shape::RAW_IO_BASE,
    base: shape::IO_BASE,
    flags: BASETYPE | WEAKREF,
    slots: Slots { finalize: Some(finalize), ..Slots::EMPTY },
    methods: RAW_METHODS,
    ..TypeSpec::of::<PyIoBase>("_RawIOBase")
};

pub static BUFFERED_IO_BASE: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Base class for buffered IO objects.",
    shape: shape::BUFFERED_IO_BASE,
    base: shape::IO_BASE,
    flags: BASETYPE | WEAKREF,
    slots: Slots { finalize: Some(finalize), ..Slots::EMPTY },
    methods: BUFFERED_METHODS,
    ..TypeSpec::of::<PyIoBase>("_BufferedIOBase")
};

pub static TEXT_IO_BASE: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Base class for text I/O.",
    shape: shape::TEXT_IO_BASE,
    base: shape::IO_BASE,
    flags: BASETYPE | WEAKREF,
    slots: Slots { finalize: Some(finalize), ..Slots::EMPTY },
    methods: TEXT_METHODS,
    getset: TEXT_GETSET,
    ..TypeSpec::of::<PyIoBase>("_TextIOBase")
};

static NEW: Native = staticmethod(
    "__new__(cls, *args, **kwargs)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

static METHODS: &[Native] = &[
    method("seek(self, offset, whence=0, /)", "Change the stream position to the given byte offset.", wrap(seek)),
    method("tell(self, /)", "Return current stream position.", wrap(tell)),
    method("truncate(self, size=None, /)", "Truncate file to size bytes.", wrap(truncate)),
    method("flush(self, /)", "Flush write buffers, if applicable.", wrap(flush)),
    method("close(self, /)", "Flush and close the IO object.", wrap(close)),
    method("seekable(self, /)", "Return whether object supports random access.", wrap(no)),
    method("readable(self, /)", "Return whether object was opened for reading.", wrap(no)),
    method("writable(self, /)", "Return whether object was opened for writing.", wrap(no)),
    method("_checkClosed(self, /)", "", wrap(check_closed)),
    method("_checkSeekable(self, /)", "", wrap(check_seekable)),
    method("_checkReadable(self, /)", "", wrap(check_readable)),
    method("_checkWritable(self, /)", "", wrap(check_writable)),
    method("fileno(self, /)", "Return underlying file descriptor if one exists.", wrap(fileno)),
    method("isatty(self, /)", "Return whether this is an 'interactive' stream.", wrap(isatty)),
    method("__enter__(self, /)", "", wrap(enter)),
    method("__exit__(self, *args)", "", wrap(exit)),
    method("readline(self, size=-1, /)", "Read and return a line from the stream.", wrap(readline)),
    method("readlines(self, hint=-1, /)", "Return a list of lines from the stream.", wrap(readlines)),
    method("writelines(self, lines, /)", "Write a list of lines to stream.", wrap(writelines)),
];

static GETSET: &[GetSet] = &[
    getter("closed", "", |_, this| Ok(Value::bool(this.downcast::<PyIoBase>().is_some_and(|base| base.closed.get())))),
    getset(
        "_finalizing",
        "",
        |_, this| Ok(Value::bool(this.downcast::<PyIoBase>().is_some_and(|base| base.finalizing.get()))),
        |vm, this, value| {
            let finalizing = value.is_some_and(|value| vm.truth(value).unwrap_or(false));
            if let Some(base) = this.downcast::<PyIoBase>() {
                base.finalizing.set(finalizing);
            }
            Ok(())
        },
    ),
];

static RAW_METHODS: &[Native] = &[
    method("read(self, size=-1, /)", "", wrap(raw_read)),
    method("readall(self, /)", "Read until EOF, using multiple read() call.", wrap(raw_readall)),
    method(
        "readinto(self, buffer, /)",
        "",
        wrap(|vm: &Vm, _: &Value, _: &Value| -> PyResult<Value> {
            Err(vm.raise_class(&vm.exceptions().NotImplementedError, ""))
        }),
    ),
    method(
        "write(self, b, /)",
        "",
        wrap(|vm: &Vm, _: &Value, _: &Value| -> PyResult<Value> {
            Err(vm.raise_class(&vm.exceptions().NotImplementedError, ""))
        }),
    ),
];

static BUFFERED_METHODS: &[Native] = &[
    method(
        "detach(self, /)",
        "Disconnect this buffer from its underlying raw stream and return it.",
        wrap(|vm: &Vm, _: &Value| -> PyResult<Value> { Err(unsupported(vm, "detach")) }),
    ),
    method(
        "read(self, size=-1, /)",
        "Read and return up to n bytes.",
        wrap(|vm: &Vm, _: &Value, _: &Value| -> PyResult<Value> { Err(unsupported(vm, "read")) }),
    ),
    method(
        "read1(self, size=-1, /)",
        "Read and return up to size bytes, with at most one read() call to the underlying raw stream.",
        wrap(|vm: &Vm, _: &Value, _: &Value| -> PyResult<Value> { Err(unsupported(vm, "read1")) }),
    ),
    method(
        "readinto(self, buffer, /)",
        "",
        wrap(|vm: &Vm, this: &Value, buffer: &Value| buffered_readinto(vm, this, buffer, "read")),
    ),
    method(
        "readinto1(self, buffer, /)",
        "",
        wrap(|vm: &Vm, this: &Value, buffer: &Value| buffered_readinto(vm, this, buffer, "read1")),
    ),
    method(
        "write(self, b, /)",
        "Write buffer b to the IO stream.",
        wrap(|vm: &Vm, _: &Value, _: &Value| -> PyResult<Value> { Err(unsupported(vm, "write")) }),
    ),
];

static TEXT_METHODS: &[Native] = &[
    method(
        "detach(self, /)",
        "Separate the underlying buffer from the TextIOBase and return it.",
        wrap(|vm: &Vm, _: &Value| -> PyResult<Value> { Err(unsupported(vm, "detach")) }),
    ),
    method(
        "read(self, size=-1, /)",
        "Read at most size characters from stream.",
        wrap(|vm: &Vm, _: &Value, _: &Value| -> PyResult<Value> { Err(unsupported(vm, "read")) }),
    ),
    method(
        "readline(self, size=-1, /)",
        "Read until newline or EOF.",
        wrap(|vm: &Vm, _: &Value, _: &Value| -> PyResult<Value> { Err(unsupported(vm, "readline")) }),
    ),
    method(
        "write(self, s, /)",
        "Write string s to stream.",
        wrap(|vm: &Vm, _: &Value, _: &Value| -> PyResult<Value> { Err(unsupported(vm, "write")) }),
    ),
];

static TEXT_GETSET: &[GetSet] = &[
    getter("encoding", "Encoding of the text stream.", |_, _| Ok(Value::NONE)),
    getter("newlines", "Line endings translated so far.", |_, _| Ok(Value::NONE)),
    getter("errors", "The error setting of the decoder or encoder.", |_, _| Ok(Value::NONE)),
];

fn new(vm: &Vm, class: Class, _: Rest, _: Keywords) -> Ref<PyIoBase> {
    vm.new_object(class, PyIoBase::new(shape::IO_BASE))
}

fn seek(vm: &Vm, _: &Value, _: &Value, _: &Value) -> PyResult<Value> {
    Err(unsupported(vm, "seek"))
}

fn tell(vm: &Vm, this: &Value) -> PyResult<Value> {
    vm.call_method_ref(this, &vm.names().seek, &[vm.int(0), vm.int(1)])
}

fn truncate(vm: &Vm, _: &Value, _: &Value) -> PyResult<Value> {
    Err(unsupported(vm, "truncate"))
}

fn flush(vm: &Vm, this: &Value) -> PyResult<()> {
    check_closed(vm, this)
}

/// Closes after flushing, even if that fails.
fn close(vm: &Vm, this: &Value) -> PyResult<()> {
    let Some(base) = this.downcast::<PyIoBase>() else { return Ok(()) };
    if base.closed.get() {
        return Ok(());
    }
    let flushed = vm.call_method_ref(this, &vm.names().flush, &[]);
    base.closed.set(true);
    flushed.map(drop)
}

fn no(_: &Vm, _: &Value) -> bool {
    false
}

pub fn check_closed(vm: &Vm, this: &Value) -> PyResult<()> {
    if is_closed(vm, this)? { Err(vm.value_error("I/O operation on closed file.")) } else { Ok(()) }
}

fn check(vm: &Vm, this: &Value, ability: &str, message: &str) -> PyResult<Value> {
    let able = vm.call_method(this, ability, &[])?;
    if able.is_true() { Ok(able) } else { Err(unsupported(vm, message)) }
}

pub fn check_seekable(vm: &Vm, this: &Value) -> PyResult<Value> {
    check(vm, this, "seekable", "File or stream is not seekable.")
}

pub fn check_readable(vm: &Vm, this: &Value) -> PyResult<Value> {
    check(vm, this, "readable", "File or stream is not readable.")
}

pub fn check_writable(vm: &Vm, this: &Value) -> PyResult<Value> {
    check(vm, this, "writable", "File or stream is not writable.")
}

fn fileno(vm: &Vm, _: &Value) -> PyResult<Value> {
    Err(unsupported(vm, "fileno"))
}

fn isatty(vm: &Vm, this: &Value) -> PyResult<bool> {
    check_closed(vm, this).map(|()| false)
}

fn enter(vm: &Vm, this: &Value) -> PyResult<Value> {
    check_closed(vm, this)?;
    Ok(this.clone())
}

fn exit(vm: &Vm, this: &Value, _: Rest) -> PyResult<Value> {
    vm.call_method_ref(this, &vm.names().close, &[])
}

fn iter(vm: &Vm, this: &Value) -> PyResult<Value> {
    enter(vm, this)
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let line = vm.call_method_ref(this, &vm.names().readline, &[])?;
    Ok(if vm.len(&line)? == 0 { None } else { Some(line) })
}

/// A line, byte by byte unless the stream can peek.
fn readline(vm: &Vm, this: &Value, size: &Value) -> PyResult<Value> {
    let limit = size_argument(vm, size)?;
    let peek = vm.get_attr_opt(this, &vm.intern("peek"))?;
    let mut line = Vec::new();
    while limit.is_none_or(|limit| line.len() < limit) {
        let mut wanted = 1;
        if let Some(peek) = &peek {
            let ahead = vm.call(peek, &[vm.int(1)])?;
            let Some(ahead) = ahead.downcast::<PyBytes>() else {
                let name = class_ref(&ahead).name();
                return Err(vm.raise_class(
                    &vm.exceptions().OSError,
                    &format!("peek() should have returned a bytes object, not '{name}'"),
                ));
            };
            let ahead = ahead.as_bytes();
            if !ahead.is_empty() {
                wanted = ahead.iter().position(|&byte| byte == b'\n').map_or(ahead.len(), |end| end + 1);
                wanted = limit.map_or(wanted, |limit| wanted.min(limit - line.len()));
            }
        }
        let read = vm.call_method_ref(this, &vm.names().read, &[vm.int(wanted as i64)])?;
        let Some(bytes) = read.downcast::<PyBytes>() else {
            let name = class_ref(&read).name();
            return Err(vm.raise_class(
                &vm.exceptions().OSError,
                &format!("read() should have returned a bytes object, not '{name}'"),
            ));
        };
        if bytes.is_empty() {
            break;
        }
        line.extend_from_slice(bytes.as_bytes());
        if line.ends_with(b"\n") {
            break;
        }
    }
    Ok(vm.bytes(&line))
}

fn readlines(vm: &Vm, this: &Value, hint: &Value) -> PyResult<Value> {
    let hint = size_argument(vm, hint)?.filter(|&hint| hint > 0);
    let mut lines = Vec::new();
    let mut total = 0;
    vm.for_each(this, |line| {
        total += vm.len(&line)?;
        lines.push(line);
        Ok(hint.is_none_or(|hint| total < hint))
    })?;
    Ok(vm.list(lines))
}

fn writelines(vm: &Vm, this: &Value, lines: &Value) -> PyResult<()> {
    check_closed(vm, this)?;
    vm.for_each(lines, |line| vm.call_method_ref(this, &vm.names().write, &[line]).map(|_| true))
}

/// Nobody refers to the stream any longer: it is closed, which writes what it has buffered.
pub fn finalize(vm: &Vm, this: &Value) {
    let Some(base) = this.downcast::<PyIoBase>() else { return };
    let closed = match is_closed(vm, this) {
        Ok(closed) => closed,
        Err(raised) => {
            // A half-made object may not know.
            drop(vm.take_raised(raised));
            return;
        }
    };
    if closed {
        return;
    }
    base.finalizing.set(true);
    if let Err(raised) = vm.call_method_ref(this, &vm.names().close, &[]) {
        vm.report_unraisable(raised, None, this);
    }
}

fn raw_read(vm: &Vm, this: &Value, size: i64) -> PyResult<Value> {
    if size < 0 {
        return vm.call_method_ref(this, &vm.names().readall, &[]);
    }
    let buffer = vm.call(&bytearray(vm)?, &[vm.int(size)])?;
    let count = vm.call_method_ref(this, &vm.names().readinto, std::slice::from_ref(&buffer))?;
    if count.is_none() {
        return Ok(Value::NONE);
    }
    let index = vm.index(&count)?;
    match int::as_int(&index).and_then(|count| count.to_i64()) {
        Some(count) if (0..=size).contains(&count) => {
            let content = super::super::buffers::bytes_like(vm, &buffer)?;
            Ok(vm.bytes(&content.as_bytes()[..(count as usize).min(content.len())]))
        }
        Some(count) => Err(vm.value_error(format!("readinto returned {count} outside buffer size {size}"))),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

pub fn bytearray(vm: &Vm) -> PyResult<Value> {
    match vm.builtins_dict().get_name(vm, "bytearray") {
        Some(class) => Ok(class),
        None => Err(vm.not_implemented_error("Coil does not have bytearray yet")),
    }
}

fn raw_readall(vm: &Vm, this: &Value) -> PyResult<Value> {
    let mut all = Vec::new();
    loop {
        let read = vm.call_method_ref(this, &vm.names().read, &[vm.int(super::DEFAULT_BUFFER_SIZE as i64)])?;
        if read.is_none() {
            if all.is_empty() {
                return Ok(read);
            }
            break;
        }
        let Some(bytes) = read.downcast::<PyBytes>() else { return Err(vm.type_error("read() should return bytes")) };
        if bytes.is_empty() {
            break;
        }
        all.extend_from_slice(bytes.as_bytes());
    }
    Ok(vm.bytes(&all))
}

fn buffered_readinto(vm: &Vm, this: &Value, buffer: &Value, how: &str) -> PyResult<Value> {
    let Some((view, length)) = super::super::buffers::writable(vm, buffer)? else {
        let name = class_ref(buffer).name();
        return Err(vm.type_error(
            format!("{how}into() argument must be read-write bytes-like object, not {name}")
                .replace("read1into", "readinto1"),
        ));
    };
    let read = vm.call_method(this, how, &[vm.int(length as i64)])?;
    let Some(bytes) = read.downcast::<PyBytes>() else { return Err(vm.type_error("read() should return bytes")) };
    if bytes.len() > length {
        return Err(vm.value_error(format!(
            "read() returned too much data: {length} bytes requested, {} returned",
            bytes.len()
        )));
    }
    super::super::buffers::fill(vm, &view, bytes.as_bytes())?;
    Ok(vm.int(bytes.len() as i64))
}

/// The `init` slot of streams: binds the arguments to a row.
pub fn init_by(vm: &Vm, row: &'static Native, this: &Value, args: crate::native::Args) -> PyResult<()> {
    call_row(vm, row, this, args).map(drop)
}
