//! `FileIO`: a file descriptor as a raw stream.

use std::cell::Cell;

use super::base::{PyIoBase, init_by};
use super::{DEFAULT_BUFFER_SIZE, unsupported, warn_unclosed};
use crate::builtins::bytes::PyBytes;
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::modules::buffers;
use crate::native::convert::Class;
use crate::native::{
    Args, GetSet, Keywords, Native, PyResult, Raised, Rest, getset, getter, method, staticmethod, wrap,
};
use crate::object::types::{BASETYPE, WEAKREF};
use crate::object::{Ref, Slots, TypeSpec, Value, class_ref, shape};
use crate::sys::{Errno, files};
use crate::vm::Vm;
use crate::vm::os_errors::retry;

#[repr(C)]
pub struct PyFileIO {
    pub base: PyIoBase,
    /// -1: closed, or not opened yet.
    pub fd: Cell<i32>,
    created: Cell<bool>,
    readable: Cell<bool>,
    writable: Cell<bool>,
    appending: Cell<bool>,
    /// Unknown until asked.
    seekable: Cell<Option<bool>>,
    closefd: Cell<bool>,
    blksize: Cell<i64>,
}

crate::payload!(PyFileIO, shape::FILE_IO, tail, base PyIoBase);

pub static FILE_IO: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Open a file.",
    base: shape::RAW_IO_BASE,
    flags: BASETYPE | WEAKREF,
    slots: Slots {
        repr: Some(repr),
        init: Some(init),
        finalize: Some(crate::modules::io::base::finalize),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyFileIO>("FileIO")
};

static NEW: Native = staticmethod(
    "__new__(cls, *args, **kwargs)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);
static INIT: Native = method("FileIO(self, file, mode='r', closefd=True, opener=None)", "", wrap(open));

static METHODS: &[Native] = &[
    method("read(self, size=-1, /)", "Read at most size bytes, returned as bytes.", wrap(read)),
    method("readall(self, /)", "Read all data from the file, returned as bytes.", wrap(readall)),
    method("readinto(self, buffer, /)", "Same as RawIOBase.readinto().", wrap(readinto)),
    method("write(self, b, /)", "Write buffer b to file, return number of bytes written.", wrap(write)),
    method("seek(self, pos, whence=0, /)", "Move to new file position and return the file position.", wrap(seek)),
    method("tell(self, /)", "Current file position.", wrap(tell)),
    method(
        "truncate(self, size=None, /)",
        "Truncate the file to at most size bytes and return the truncated size.",
        wrap(truncate),
    ),
    method("close(self, /)", "Close the file.", wrap(close)),
    method("seekable(self, /)", "True if file supports random-access.", wrap(seekable)),
    method("readable(self, /)", "True if file was opened in a read mode.", wrap(readable)),
    method("writable(self, /)", "True if file was opened in a write mode.", wrap(writable)),
    method("fileno(self, /)", "Return the underlying file descriptor (an integer).", wrap(fileno)),
    method("isatty(self, /)", "True if the file is connected to a TTY device.", wrap(isatty)),
    method("_isatty_open_only(self, /)", "", wrap(isatty)),
    method("_dealloc_warn(self, source, /)", "", wrap(dealloc_warn)),
];

static GETSET: &[GetSet] = &[
    getter("closed", "True if the file is closed", |vm, this| Ok(Value::bool(cast(vm, this)?.fd.get() < 0))),
    getter("closefd", "True if the file descriptor will be closed by close().", |vm, this| {
        Ok(Value::bool(cast(vm, this)?.closefd.get()))
    }),
    getter("mode", "String giving the file mode", |vm, this| Ok(vm.str(cast(vm, this)?.mode()))),
    getset(
        "_blksize",
        "Stat st_blksize if available",
        |vm, this| Ok(vm.int(cast(vm, this)?.blksize.get())),
        |vm, this, value| {
            if let Some(size) = value.and_then(|value| value.as_inline_int()) {
                cast(vm, this)?.blksize.set(size);
            }
            Ok(())
        },
    ),
];

fn cast<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Ref<PyFileIO>> {
    this.downcast::<PyFileIO>().ok_or_else(|| vm.type_error("FileIO expected"))
}

impl PyFileIO {
    pub fn payload() -> PyFileIO {
        PyFileIO {
            base: PyIoBase::new(shape::FILE_IO),
            fd: Cell::new(-1),
            created: Cell::new(false),
            readable: Cell::new(false),
            writable: Cell::new(false),
            appending: Cell::new(false),
            seekable: Cell::new(None),
            closefd: Cell::new(true),
            blksize: Cell::new(DEFAULT_BUFFER_SIZE as i64),
        }
    }

    /// A descriptor that stays open when the file is closed: the standard streams.
    pub fn of_descriptor(vm: &Vm, fd: i32, writable: bool, name: &str) -> PyResult<Ref<PyFileIO>> {
        let file = Ref::new(PyFileIO::payload());
        file.fd.set(fd);
        file.readable.set(!writable);
        file.writable.set(writable);
        file.closefd.set(false);
        vm.set_attr(file.as_value(), &vm.names().name, Some(&vm.str(name)))?;
        Ok(file)
    }

    fn mode(&self) -> &'static str {
        match (self.created.get(), self.appending.get(), self.readable.get(), self.writable.get()) {
            (true, _, true, _) => "xb+",
            (true, ..) => "xb",
            (_, true, true, _) => "ab+",
            (_, true, ..) => "ab",
            (_, _, true, true) => "rb+",
            (_, _, true, false) => "rb",
            _ => "wb",
        }
    }

    pub fn descriptor(&self, vm: &Vm) -> PyResult<i32> {
        match self.fd.get() {
            fd if fd < 0 => Err(vm.value_error("I/O operation on closed file")),
            fd => Ok(fd),
        }
    }

    pub fn is_readable(&self) -> bool {
        self.readable.get()
    }

    pub fn is_writable(&self) -> bool {
        self.writable.get()
    }

    fn check_mode(&self, vm: &Vm, able: bool, action: &str) -> PyResult<i32> {
        let fd = self.descriptor(vm)?;
        if able { Ok(fd) } else { Err(unsupported(vm, &format!("File not open for {action}"))) }
    }

    /// Reads at most `limit` bytes with one system call; `None` when nothing is there yet.
    pub fn read_some(&self, vm: &Vm, limit: usize) -> PyResult<Option<Vec<u8>>> {
        let fd = self.check_mode(vm, self.readable.get(), "reading")?;
        let mut bytes = vec![0; limit];
        match retry(vm, || files::read(fd, &mut bytes))? {
            Ok(count) => {
                bytes.truncate(count);
                Ok(Some(bytes))
            }
            Err(Errno(libc::EAGAIN)) => Ok(None),
            Err(errno) => Err(vm.os_error(errno)),
        }
    }

    /// Writes with one system call; `None` when no room is there yet.
    pub fn write_some(&self, vm: &Vm, bytes: &[u8]) -> PyResult<Option<usize>> {
        let fd = self.check_mode(vm, self.writable.get(), "writing")?;
        match retry(vm, || files::write(fd, bytes))? {
            Ok(count) => Ok(Some(count)),
            Err(Errno(libc::EAGAIN)) => Ok(None),
            Err(errno) => Err(vm.os_error(errno)),
        }
    }

    /// Reads to the end; `None` when nothing is there yet.
    pub fn read_all(&self, vm: &Vm) -> PyResult<Option<Vec<u8>>> {
        let fd = self.descriptor(vm)?;
        // Where the size is known, one read of one byte more than that finds the end.
        let left = match (files::fstat(fd), files::seek(fd, 0, libc::SEEK_CUR)) {
            (Ok(stat), Ok(position)) => (stat.st_size - position).max(0) as usize + 1,
            _ => 0,
        };
        let mut all = Vec::new();
        let mut step = left.clamp(8192, 1 << 30);
        loop {
            match self.read_some(vm, step)? {
                None if all.is_empty() => return Ok(None),
                None => return Ok(Some(all)),
                Some(bytes) if bytes.is_empty() => return Ok(Some(all)),
                Some(bytes) if all.is_empty() => all = bytes,
                Some(bytes) => all.extend_from_slice(&bytes),
            }
            step = all.len().clamp(8192, 1 << 20);
        }
    }

    pub fn seek_to(&self, vm: &Vm, offset: i64, whence: i32) -> PyResult<i64> {
        let fd = self.descriptor(vm)?;
        vm.os_result(vm.allow_threads(|| files::seek(fd, offset, whence)))
    }
}

fn new(vm: &Vm, class: Class, _: Rest, _: Keywords) -> Ref<PyFileIO> {
    vm.new_object(class, PyFileIO::payload())
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    init_by(vm, &INIT, this, args)
}

/// What the letters of a mode ask for, as flags of `open`.
fn parse_mode(vm: &Vm, this: &PyFileIO, mode: &str) -> PyResult<i32> {
    let bad = || vm.value_error("Must have exactly one of create/read/write/append mode and at most one plus");
    let (mut kind, mut plus) = (None, false);
    for letter in mode.chars() {
        match letter {
            'r' | 'w' | 'x' | 'a' if kind.is_none() => kind = Some(letter),
            'r' | 'w' | 'x' | 'a' => return Err(bad()),
            '+' if !plus => plus = true,
            '+' => return Err(bad()),
            'b' => {}
            _ => return Err(vm.value_error(format!("invalid mode: {mode}"))),
        }
    }
    let Some(kind) = kind else { return Err(bad()) };
    this.readable.set(kind == 'r' || plus);
    this.writable.set(kind != 'r' || plus);
    this.created.set(kind == 'x');
    this.appending.set(kind == 'a');
    let access = match (this.readable.get(), this.writable.get()) {
        (true, true) => libc::O_RDWR,
        (true, false) => libc::O_RDONLY,
        _ => libc::O_WRONLY,
    };
    Ok(access
        | match kind {
            'w' => libc::O_CREAT | libc::O_TRUNC,
            'x' => libc::O_CREAT | libc::O_EXCL,
            'a' => libc::O_CREAT | libc::O_APPEND,
            _ => 0,
        })
}

fn open(vm: &Vm, this: &Ref<PyFileIO>, file: &Value, mode: &str, closefd: bool, opener: &Value) -> PyResult<()> {
    if this.fd.get() >= 0 {
        if this.closefd.get() {
            close_descriptor(vm, this)?;
        } else {
            this.fd.set(-1);
        }
    }
    if file.is_bool() {
        super::open::warn(vm, &vm.exceptions().RuntimeWarning, "bool is used as a file descriptor")?;
    }
    let flags = parse_mode(vm, this, mode)?;
    this.closefd.set(closefd);
    this.seekable.set(None);
    this.base.closed.set(false);
    let opened_here;
    if int::is_int(file) {
        let index = vm.index(file)?;
        let fd = int::to_i128(&index).and_then(|fd| i32::try_from(fd).ok());
        let Some(fd) = fd else { return Err(vm.overflow_error("Python int too large to convert to C int")) };
        if fd < 0 {
            return Err(vm.value_error("negative file descriptor"));
        }
        opened_here = false;
        this.fd.set(fd);
    } else {
        if !closefd {
            return Err(vm.value_error("Cannot use closefd=False with file name"));
        }
        opened_here = true;
        this.fd.set(open_path(vm, file, flags, opener)?);
    }
    let finished = finish_open(vm, this, file);
    if finished.is_err() {
        if opened_here {
            let _ = files::close(this.fd.get());
        }
        this.fd.set(-1);
    }
    finished
}

fn open_path(vm: &Vm, file: &Value, flags: i32, opener: &Value) -> PyResult<i32> {
    let path = crate::modules::paths::path_bytes(vm, file)?;
    if opener.is_none() {
        let opened = retry(vm, || files::open(&path, flags, 0o666))?;
        return vm.os_result_about(opened, file);
    }
    let result = vm.call(opener, &[file.clone(), vm.int((flags | libc::O_CLOEXEC) as i64)])?;
    let Some(fd) = int::as_int(&result) else { return Err(vm.type_error("expected integer from opener")) };
    match fd.to_i64().and_then(|fd| i32::try_from(fd).ok()) {
        Some(fd) if fd >= 0 => {
            vm.os_result(files::set_inheritable(fd, false))?;
            Ok(fd)
        }
        Some(fd) => Err(vm.value_error(format!("opener returned {fd}"))),
        None => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

fn finish_open(vm: &Vm, this: &Ref<PyFileIO>, file: &Value) -> PyResult<()> {
    let fd = this.fd.get();
    match files::fstat(fd) {
        Ok(stat) if stat.st_mode & libc::S_IFMT == libc::S_IFDIR => {
            return Err(vm.os_error_about(Errno(libc::EISDIR), file));
        }
        Ok(stat) if stat.st_blksize > 1 => this.blksize.set(stat.st_blksize),
        Err(errno @ Errno(libc::EBADF)) => return Err(vm.os_error_about(errno, file)),
        _ => {}
    }
    vm.set_attr(this.as_value(), &vm.names().name, Some(file))?;
    if this.appending.get() {
        // Files that cannot seek (pipes) can be appended to all the same.
        let _ = files::seek(fd, 0, libc::SEEK_END);
    }
    Ok(())
}

fn close_descriptor(vm: &Vm, this: &PyFileIO) -> PyResult<()> {
    let fd = this.fd.replace(-1);
    if fd < 0 {
        return Ok(());
    }
    match vm.allow_threads(|| files::close(fd)) {
        // The descriptor is gone whatever interrupted the call.
        Ok(()) | Err(Errno(libc::EINTR)) => Ok(()),
        Err(errno) => Err(vm.os_error(errno)),
    }
}

pub fn close(vm: &Vm, this: &Ref<PyFileIO>) -> PyResult<()> {
    let flushed = if this.base.closed.get() {
        Ok(())
    } else {
        let exact = super::has_class(this.as_value(), &[shape::FILE_IO]);
        let flushed =
            if exact { Ok(()) } else { vm.call_method_ref(this.as_value(), &vm.names().flush, &[]).map(drop) };
        this.base.closed.set(true);
        flushed
    };
    if !this.closefd.get() {
        this.fd.set(-1);
        return flushed;
    }
    if this.base.finalizing.get() {
        dealloc_warn(vm, this, this.as_value());
    }
    let closed = close_descriptor(vm, this);
    flushed.and(closed)
}

fn dealloc_warn(vm: &Vm, this: &Ref<PyFileIO>, source: &Value) {
    if this.fd.get() >= 0 && this.closefd.get() {
        let parked = vm.raised.take();
        warn_unclosed(vm, source);
        vm.raised.replace(parked);
    }
}

fn read(vm: &Vm, this: &Ref<PyFileIO>, size: &Value) -> PyResult<Value> {
    this.check_mode(vm, this.readable.get(), "reading")?;
    let bytes = match super::size_argument(vm, size)? {
        None => return vm.call_method_ref(this.as_value(), &vm.names().readall, &[]),
        Some(limit) => this.read_some(vm, limit.min(isize::MAX as usize / 2))?,
    };
    Ok(bytes.map_or(Value::NONE, |bytes| vm.bytes(&bytes)))
}

fn readall(vm: &Vm, this: &Ref<PyFileIO>) -> PyResult<Value> {
    Ok(this.read_all(vm)?.map_or(Value::NONE, |bytes| vm.bytes(&bytes)))
}

fn readinto(vm: &Vm, this: &Ref<PyFileIO>, buffer: &Value) -> PyResult<Value> {
    this.check_mode(vm, this.readable.get(), "reading")?;
    let Some((view, length)) = buffers::writable(vm, buffer)? else {
        let name = class_ref(buffer).name();
        return Err(vm.type_error(format!("readinto() argument must be read-write bytes-like object, not {name}")));
    };
    match this.read_some(vm, length)? {
        Some(bytes) => {
            buffers::fill(vm, &view, &bytes)?;
            Ok(vm.int(bytes.len() as i64))
        }
        None => Ok(Value::NONE),
    }
}

fn write(vm: &Vm, this: &Ref<PyFileIO>, data: &Value) -> PyResult<Value> {
    this.check_mode(vm, this.writable.get(), "writing")?;
    let bytes: Ref<PyBytes> = buffers::bytes_like(vm, data)?;
    Ok(this.write_some(vm, bytes.as_bytes())?.map_or(Value::NONE, |count| vm.int(count as i64)))
}

fn seek(vm: &Vm, this: &Ref<PyFileIO>, position: &Value, whence: i32) -> PyResult<i64> {
    this.descriptor(vm)?;
    if crate::builtins::float::as_float(position).is_some() {
        return Err(vm.type_error("an integer is required"));
    }
    let index = vm.index(position)?;
    match int::as_int(&index).and_then(|position| position.to_i64()) {
        Some(position) => this.seek_to(vm, position, whence),
        None => Err(vm.overflow_error("Python int too large to convert to C long")),
    }
}

fn tell(vm: &Vm, this: &Ref<PyFileIO>) -> PyResult<i64> {
    this.seek_to(vm, 0, libc::SEEK_CUR)
}

fn truncate(vm: &Vm, this: &Ref<PyFileIO>, size: &Value) -> PyResult<Value> {
    let fd = this.check_mode(vm, this.writable.get(), "writing")?;
    let size = if size.is_none() { vm.int(this.seek_to(vm, 0, libc::SEEK_CUR)?) } else { vm.index(size)? };
    let Some(length) = int::as_int(&size).and_then(|size| size.to_i64()) else {
        return Err(vm.overflow_error("Python int too large to convert to C long"));
    };
    let outcome = retry(vm, || files::truncate(fd, length))?;
    vm.os_result(outcome)?;
    Ok(size)
}

pub fn is_seekable(vm: &Vm, this: &PyFileIO) -> PyResult<bool> {
    let fd = this.descriptor(vm)?;
    if this.seekable.get().is_none() {
        this.seekable.set(Some(files::seek(fd, 0, libc::SEEK_CUR).is_ok()));
    }
    Ok(this.seekable.get() == Some(true))
}

fn seekable(vm: &Vm, this: &Ref<PyFileIO>) -> PyResult<bool> {
    is_seekable(vm, this)
}

fn readable(vm: &Vm, this: &Ref<PyFileIO>) -> PyResult<bool> {
    this.descriptor(vm).map(|_| this.readable.get())
}

fn writable(vm: &Vm, this: &Ref<PyFileIO>) -> PyResult<bool> {
    this.descriptor(vm).map(|_| this.writable.get())
}

fn fileno(vm: &Vm, this: &Ref<PyFileIO>) -> PyResult<i32> {
    this.descriptor(vm)
}

fn isatty(vm: &Vm, this: &Ref<PyFileIO>) -> PyResult<bool> {
    this.descriptor(vm).map(files::is_terminal)
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let file = cast(vm, this)?;
    let class = class_ref(this).name();
    if file.fd.get() < 0 {
        return Ok(vm.str(&format!("<_io.{class} [closed]>")));
    }
    let closefd = if file.closefd.get() { "True" } else { "False" };
    let mode = file.mode();
    let shown = match vm.get_attr_opt(this, &vm.names().name)? {
        None => format!("<_io.{class} fd={} mode='{mode}' closefd={closefd}>", file.fd.get()),
        Some(name) => match vm.enter_repr(this, || vm.repr(&name))? {
            Some(name) => format!("<_io.{class} name={name} mode='{mode}' closefd={closefd}>"),
            None => return Err(reentrant(vm, &class)),
        },
    };
    Ok(vm.str(&shown))
}

/// A name that shows the stream itself.
#[cold]
pub fn reentrant(vm: &Vm, class: &str) -> Raised {
    vm.runtime_error(format!("reentrant call inside _io.{class}.__repr__"))
}

/// The text of the attribute `mode`, if the stream has one.
pub fn mode_of(vm: &Vm, stream: &Value) -> PyResult<Option<Ref<PyStr>>> {
    match vm.get_attr_opt(stream, &vm.names().mode)? {
        Some(mode) => vm.repr(&mode).map(Some),
        None => Ok(None),
    }
}
