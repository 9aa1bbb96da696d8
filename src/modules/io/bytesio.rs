//! `BytesIO`: a binary stream in memory.

use std::cell::Cell;

use super::base::PyIoBase;
use super::size_argument;
use crate::builtins::int;
use crate::builtins::tuple::PyTuple;
use crate::modules::buffers;
use crate::native::convert::Class;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, getter, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, WEAKREF};
use crate::object::{PyCell, Ref, Slots, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyBytesIO {
    base: PyIoBase,
    content: PyCell<Vec<u8>>,
    position: Cell<usize>,
}

crate::payload!(PyBytesIO, shape::BYTES_IO, tail, base PyIoBase);

pub static BYTES_IO: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Buffered I/O implementation using an in-memory bytes buffer.",
    base: shape::BUFFERED_IO_BASE,
    flags: BASETYPE | WEAKREF,
    slots: Slots {
        init: Some(init),
        next: Some(next),
        finalize: Some(crate::modules::io::base::finalize),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyBytesIO>("BytesIO")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));
static INIT: Native = method("BytesIO(self, initial_bytes=b'')", "", wrap(set_up));

static METHODS: &[Native] = &[
    method("read(self, size=-1, /)", "Read at most size bytes, returned as a bytes object.", wrap(read)),
    method("read1(self, size=-1, /)", "Read at most size bytes, returned as a bytes object.", wrap(read)),
    method("readline(self, size=-1, /)", "Next line from the file, as a bytes object.", wrap(readline)),
    method("readlines(self, size=None, /)", "List of bytes objects, each a line from the file.", wrap(readlines)),
    method("readinto(self, buffer, /)", "Read bytes into buffer.", wrap(readinto)),
    method("readinto1(self, buffer, /)", "Read bytes into buffer.", wrap(readinto)),
    method("write(self, b, /)", "Write bytes to file.", wrap(write)),
    method("writelines(self, lines, /)", "Write lines to the file.", wrap(writelines)),
    method("getvalue(self, /)", "Retrieve the entire contents of the BytesIO object.", wrap(getvalue)),
    method("getbuffer(self, /)", "Get a read-write view over the contents of the BytesIO object.", wrap(getbuffer)),
    method("seek(self, pos, whence=0, /)", "Change stream position.", wrap(seek)),
    method("tell(self, /)", "Current file position, an integer.", wrap(tell)),
    method("truncate(self, size=None, /)", "Truncate the file to at most size bytes.", wrap(truncate)),
    method("close(self, /)", "Disable all I/O operations.", wrap(close)),
    method("flush(self, /)", "Does nothing.", wrap(|vm: &Vm, this: &Ref<PyBytesIO>| this.check_open(vm))),
    method(
        "isatty(self, /)",
        "Always returns False.",
        wrap(|vm: &Vm, this: &Ref<PyBytesIO>| this.check_open(vm).map(|()| false)),
    ),
    method("readable(self, /)", "Returns True if the IO object can be read.", wrap(able)),
    method("writable(self, /)", "Returns True if the IO object can be written.", wrap(able)),
    method("seekable(self, /)", "Returns True if the IO object can be seeked.", wrap(able)),
    method("__getstate__(self, /)", "", wrap(getstate)),
    method("__setstate__(self, state, /)", "", wrap(setstate)),
];

static GETSET: &[GetSet] = &[getter("closed", "True if the file is closed.", |_, this| {
    Ok(Value::bool(this.downcast::<PyBytesIO>().is_some_and(|stream| stream.base.closed.get())))
})];

impl PyBytesIO {
    fn check_open(&self, vm: &Vm) -> PyResult<()> {
        if self.base.closed.get() { Err(vm.value_error("I/O operation on closed file.")) } else { Ok(()) }
    }

    /// Where `limit` bytes from here end.
    fn end(&self, limit: Option<usize>) -> usize {
        let length = self.content.borrow().len();
        limit.map_or(length, |limit| self.position.get().saturating_add(limit).min(length))
    }

    fn take(&self, vm: &Vm, end: usize) -> Value {
        let start = self.position.get();
        if end <= start {
            return vm.bytes(b"");
        }
        self.position.set(end);
        let bytes = self.content.borrow();
        vm.bytes(&bytes[start..end])
    }

    fn line_end(&self, limit: Option<usize>) -> usize {
        let content = self.content.borrow();
        let start = self.position.get().min(content.len());
        let line = memchr::memchr(b'\n', &content[start..]).map_or(content.len(), |end| start + end + 1);
        drop(content);
        line.min(self.end(limit))
    }

    fn put(&self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        let start = self.position.get();
        let end = start + bytes.len();
        let mut content = self.content.borrow_mut();
        if start == content.len() {
            content.extend_from_slice(bytes);
        } else {
            if content.len() < end {
                content.resize(end, 0);
            }
            content[start..end].copy_from_slice(bytes);
        }
        self.position.set(end);
    }
}

fn new(vm: &Vm, class: Class, _: Rest, _: Keywords) -> Ref<PyBytesIO> {
    let base = PyIoBase::new(shape::BYTES_IO);
    vm.new_object(class, PyBytesIO { base, content: PyCell::default(), position: Cell::new(0) })
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    super::call_row(vm, &INIT, this, args).map(drop)
}

fn set_up(vm: &Vm, this: &Ref<PyBytesIO>, initial: &Value) -> PyResult<()> {
    let content = if initial.is_none() { Vec::new() } else { buffers::bytes_like(vm, initial)?.as_bytes().to_vec() };
    this.content.set(content);
    this.position.set(0);
    this.base.closed.set(false);
    Ok(())
}

fn read(vm: &Vm, this: &Ref<PyBytesIO>, size: &Value) -> PyResult<Value> {
    this.check_open(vm)?;
    let limit = size_argument(vm, size)?;
    Ok(this.take(vm, this.end(limit)))
}

fn readline(vm: &Vm, this: &Ref<PyBytesIO>, size: &Value) -> PyResult<Value> {
    this.check_open(vm)?;
    let limit = size_argument(vm, size)?;
    Ok(this.take(vm, this.line_end(limit)))
}

fn readlines(vm: &Vm, this: &Ref<PyBytesIO>, size: &Value) -> PyResult<Value> {
    this.check_open(vm)?;
    let limit = size_argument(vm, size)?.filter(|&limit| limit > 0);
    let (mut lines, mut total) = (Vec::new(), 0);
    loop {
        let (start, end) = (this.position.get(), this.line_end(None));
        if end <= start {
            return Ok(vm.list(lines));
        }
        total += end - start;
        lines.push(this.take(vm, end));
        if limit.is_some_and(|limit| total >= limit) {
            return Ok(vm.list(lines));
        }
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(stream) = this.downcast::<PyBytesIO>() else { return Ok(None) };
    stream.check_open(vm)?;
    let (start, end) = (stream.position.get(), stream.line_end(None));
    Ok((end > start).then(|| stream.take(vm, end)))
}

fn readinto(vm: &Vm, this: &Ref<PyBytesIO>, buffer: &Value) -> PyResult<Value> {
    this.check_open(vm)?;
    let Some((view, length)) = buffers::writable(vm, buffer)? else {
        let name = class_ref(buffer).name();
        return Err(vm.type_error(format!("readinto() argument must be read-write bytes-like object, not {name}")));
    };
    let (start, end) = (this.position.get(), this.end(Some(length)));
    let bytes = if end > start { this.content.borrow()[start..end].to_vec() } else { Vec::new() };
    this.position.set(start + bytes.len());
    buffers::fill(vm, &view, &bytes)?;
    Ok(vm.int(bytes.len() as i64))
}

fn write(vm: &Vm, this: &Ref<PyBytesIO>, data: &Value) -> PyResult<Value> {
    this.check_open(vm)?;
    let bytes = buffers::bytes_like(vm, data)?;
    this.check_open(vm)?;
    this.put(bytes.as_bytes());
    Ok(vm.int(bytes.len() as i64))
}

fn writelines(vm: &Vm, this: &Ref<PyBytesIO>, lines: &Value) -> PyResult<()> {
    this.check_open(vm)?;
    vm.for_each(lines, |line| write(vm, this, &line).map(|_| true))
}

fn getvalue(vm: &Vm, this: &Ref<PyBytesIO>) -> PyResult<Value> {
    this.check_open(vm)?;
    let content = this.content.borrow();
    Ok(vm.bytes(&content))
}

fn getbuffer(vm: &Vm, this: &Ref<PyBytesIO>) -> PyResult<Value> {
    this.check_open(vm)?;
    Err(vm.not_implemented_error("Coil does not have BytesIO.getbuffer() yet"))
}

fn seek(vm: &Vm, this: &Ref<PyBytesIO>, position: &Value, whence: i64) -> PyResult<Value> {
    this.check_open(vm)?;
    if crate::builtins::float::as_float(position).is_some() {
        return Err(vm.type_error("'float' object cannot be interpreted as an integer"));
    }
    let index = vm.index(position)?;
    let Some(offset) = int::as_int(&index).and_then(|offset| offset.to_i64()) else {
        return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
    };
    let base = match whence {
        0 if offset < 0 => return Err(vm.value_error(format!("negative seek value {offset}"))),
        0 => 0,
        1 => this.position.get() as i64,
        2 => this.content.borrow().len() as i64,
        other => return Err(vm.value_error(format!("invalid whence ({other}, should be 0, 1 or 2)"))),
    };
    let Some(target) = base.checked_add(offset) else { return Err(vm.overflow_error("new position too large")) };
    this.position.set(target.max(0) as usize);
    Ok(vm.int(target.max(0)))
}

fn tell(vm: &Vm, this: &Ref<PyBytesIO>) -> PyResult<usize> {
    this.check_open(vm).map(|()| this.position.get())
}

fn truncate(vm: &Vm, this: &Ref<PyBytesIO>, size: &Value) -> PyResult<Value> {
    this.check_open(vm)?;
    let size = if size.is_none() { vm.int_from(this.position.get()) } else { vm.index(size)? };
    match int::as_int(&size).and_then(|size| size.to_i64()) {
        Some(size) if size < 0 => return Err(vm.value_error(format!("negative size value {size}"))),
        Some(size) => this.content.borrow_mut().truncate(size as usize),
        None => return Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
    Ok(size)
}

fn close(_: &Vm, this: &Ref<PyBytesIO>) {
    this.base.closed.set(true);
    this.content.set(Vec::new());
}

fn able(vm: &Vm, this: &Ref<PyBytesIO>) -> PyResult<bool> {
    this.check_open(vm).map(|()| true)
}

fn getstate(vm: &Vm, this: &Ref<PyBytesIO>) -> PyResult<Value> {
    let content = getvalue(vm, this)?;
    let dict = vm.instance_dict(this.as_value()).map_or(Value::NONE, Ref::into_value);
    Ok(vm.tuple(vec![content, vm.int_from(this.position.get()), dict]))
}

fn setstate(vm: &Vm, this: &Ref<PyBytesIO>, state: &Value) -> PyResult<()> {
    let Some(parts) = state.downcast::<PyTuple>().filter(|parts| parts.len() >= 3) else {
        let name = class_ref(state).name();
        let class = class_ref(this.as_value()).name();
        return Err(vm.type_error(format!("{class}.__setstate__ argument should be 3-tuple, got {name}")));
    };
    set_up(vm, this, &parts.items()[0])?;
    super::stringio::restore_position_and_dict(vm, this.as_value(), &parts.items()[1], &parts.items()[2], |position| {
        this.position.set(position)
    })
}
