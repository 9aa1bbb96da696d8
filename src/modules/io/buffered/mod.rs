//! `BufferedReader`, `BufferedWriter` and `BufferedRandom`: one payload with bytes read ahead and bytes not yet written,
//! of which only one is non-empty at a time. Here: the payload, how it reaches the raw stream, and what the three share;
//! [`read`] and [`write`] hold the two directions, [`pair`] is `BufferedRWPair`.

pub mod pair;
mod position;
pub mod read;
mod shared;
pub mod write;

use std::cell::Cell;

use super::base::PyIoBase;
use crate::builtins::int;
use crate::modules::buffers;
use crate::native::convert::Class;
use crate::native::{Args, Keywords, Native, PyResult, Rest, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, WEAKREF};
use crate::object::{PyCell, Ref, Slot, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyBuffered {
    pub base: PyIoBase,
    pub raw: Slot,
    pub size: Cell<usize>,
    /// What has been read from the raw stream; `position` bytes of it have been given out.
    ahead: PyCell<Vec<u8>>,
    position: Cell<usize>,
    /// What the raw stream has not taken yet.
    pending: PyCell<Vec<u8>>,
    detached: Cell<bool>,
    readable: Cell<bool>,
    writable: Cell<bool>,
    /// The thread that is at work on the raw stream.
    owner: Cell<Option<u64>>,
}

crate::payload!(PyBuffered, shape::BUFFERED_READER, tail, base PyIoBase, traverse(this, visitor) {
    visitor.visit(&this.raw);
} clear {
    this.raw.clear();
});

pub static BUFFERED_READER: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Create a new buffered reader using the given readable raw IO object.",
    base: shape::BUFFERED_IO_BASE,
    flags: BASETYPE | WEAKREF,
    slots: Slots {
        repr: Some(shared::repr),
        init: Some(init_reader),
        next: Some(read::next),
        finalize: Some(crate::modules::io::base::finalize),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: read::READER_METHODS,
    getset: shared::GETSET,
    ..TypeSpec::of::<PyBuffered>("BufferedReader")
};

pub static BUFFERED_WRITER: TypeSpec = TypeSpec {
    module: "_io",
    doc: "A buffer for a writeable sequential RawIO object.",
    shape: shape::BUFFERED_WRITER,
    base: shape::BUFFERED_IO_BASE,
    flags: BASETYPE | WEAKREF,
    slots: Slots {
        repr: Some(shared::repr),
        init: Some(init_writer),
        finalize: Some(crate::modules::io::base::finalize),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: write::WRITER_METHODS,
    getset: shared::GETSET,
    ..TypeSpec::of::<PyBuffered>("BufferedWriter")
};

pub static BUFFERED_RANDOM: TypeSpec = TypeSpec {
    module: "_io",
    doc: "A buffered interface to random access streams.",
    shape: shape::BUFFERED_RANDOM,
    base: shape::BUFFERED_IO_BASE,
    flags: BASETYPE | WEAKREF,
    slots: Slots {
        repr: Some(shared::repr),
        init: Some(init_random),
        next: Some(read::next),
        finalize: Some(crate::modules::io::base::finalize),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: write::RANDOM_METHODS,
    getset: shared::GETSET,
    ..TypeSpec::of::<PyBuffered>("BufferedRandom")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));
static INIT_READER: Native = method("BufferedReader(self, raw, buffer_size=131072)", "", wrap(set_up_reader));
static INIT_WRITER: Native = method("BufferedWriter(self, raw, buffer_size=131072)", "", wrap(set_up_writer));
static INIT_RANDOM: Native = method("BufferedRandom(self, raw, buffer_size=131072)", "", wrap(set_up_random));

fn new(vm: &Vm, class: Class, _: Rest, _: Keywords) -> Ref<PyBuffered> {
    vm.new_object(class, PyBuffered::payload())
}

fn init_reader(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    super::call_row(vm, &INIT_READER, this, args).map(drop)
}

fn init_writer(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    super::call_row(vm, &INIT_WRITER, this, args).map(drop)
}

fn init_random(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    super::call_row(vm, &INIT_RANDOM, this, args).map(drop)
}

fn set_up_reader(vm: &Vm, this: &Ref<PyBuffered>, raw: &Value, size: isize) -> PyResult<()> {
    super::base::check_readable(vm, raw)?;
    this.set_up(vm, raw, size, true, false)
}

fn set_up_writer(vm: &Vm, this: &Ref<PyBuffered>, raw: &Value, size: isize) -> PyResult<()> {
    super::base::check_writable(vm, raw)?;
    this.set_up(vm, raw, size, false, true)
}

fn set_up_random(vm: &Vm, this: &Ref<PyBuffered>, raw: &Value, size: isize) -> PyResult<()> {
    super::base::check_seekable(vm, raw)?;
    super::base::check_readable(vm, raw)?;
    super::base::check_writable(vm, raw)?;
    this.set_up(vm, raw, size, true, true)
}

impl PyBuffered {
    pub fn payload() -> PyBuffered {
        PyBuffered {
            base: PyIoBase::new(shape::BUFFERED_READER),
            raw: Slot::EMPTY,
            size: Cell::new(super::DEFAULT_BUFFER_SIZE),
            ahead: PyCell::default(),
            position: Cell::new(0),
            pending: PyCell::default(),
            detached: Cell::new(false),
            readable: Cell::new(false),
            writable: Cell::new(false),
            owner: Cell::new(None),
        }
    }

    /// A buffer of the class with this shape number, over a raw stream known to suit it.
    pub fn over(vm: &Vm, number: u32, raw: &Value, size: usize) -> Ref<PyBuffered> {
        let buffered = vm.new_object(&crate::object::types::builtin(number), PyBuffered::payload());
        buffered.raw.set(raw.clone());
        buffered.size.set(size);
        buffered.readable.set(number != shape::BUFFERED_WRITER);
        buffered.writable.set(number != shape::BUFFERED_READER);
        buffered
    }

    fn set_up(&self, vm: &Vm, raw: &Value, size: isize, readable: bool, writable: bool) -> PyResult<()> {
        if size <= 0 {
            return Err(vm.value_error("buffer size must be strictly positive"));
        }
        self.raw.set(raw.clone());
        self.size.set(size as usize);
        self.readable.set(readable);
        self.writable.set(writable);
        self.detached.set(false);
        self.ahead.set(Vec::new());
        self.pending.set(Vec::new());
        self.position.set(0);
        Ok(())
    }

    /// The raw stream.
    pub fn raw(&self, vm: &Vm) -> PyResult<Value> {
        match self.raw.get() {
            Some(raw) => Ok(raw),
            None if self.detached.get() => Err(vm.value_error("raw stream has been detached")),
            None => Err(vm.value_error("I/O operation on uninitialized object")),
        }
    }

    /// The raw stream, which must be open; `doing` is for the message.
    pub fn open_raw(&self, vm: &Vm, doing: &str) -> PyResult<Value> {
        let raw = self.raw(vm)?;
        let closed = match crate::modules::io::as_file(&raw) {
            Some(file) => file.fd.get() < 0,
            None => super::is_closed(vm, &raw)?,
        };
        if closed { Err(vm.value_error(format!("{doing} closed file"))) } else { Ok(raw) }
    }

    /// Bytes read ahead that nobody has got yet.
    fn available(&self) -> usize {
        self.ahead.borrow().len() - self.position.get()
    }

    /// Does `body` while no other thread works on this stream.
    fn locked<R>(&self, vm: &Vm, body: impl FnOnce() -> PyResult<R>) -> PyResult<R> {
        let me = vm.thread_id.get();
        while let Some(owner) = self.owner.get() {
            if owner == me {
                return Err(vm.runtime_error("reentrant call inside a buffered stream"));
            }
            vm.allow_threads(std::thread::yield_now);
            vm.poll()?;
        }
        self.owner.set(Some(me));
        let result = body();
        self.owner.set(None);
        result
    }
}

/// Reads at most `limit` bytes from a raw stream; `None` when nothing is there yet.
fn raw_read(vm: &Vm, raw: &Value, limit: usize) -> PyResult<Option<Vec<u8>>> {
    if let Some(file) = crate::modules::io::as_file(raw) {
        return file.read_some(vm, limit);
    }
    let buffer = vm.call(&super::base::bytearray(vm)?, &[vm.int(limit as i64)])?;
    let view = match buffers::view(vm, &buffer)? {
        Some(view) => view,
        None => buffer.clone(),
    };
    let count = vm.call_method_ref(raw, &vm.names().readinto, &[view])?;
    if count.is_none() {
        return Ok(None);
    }
    let index = match vm.index(&count) {
        Ok(index) => index,
        Err(raised) => {
            drop(vm.take_raised(raised));
            return Err(vm.raise_class(&vm.exceptions().OSError, "raw readinto() failed"));
        }
    };
    match int::as_int(&index).and_then(|count| count.to_i64()) {
        Some(count) if count >= 0 && count as usize <= limit => {
            let content = buffers::bytes_like(vm, &buffer)?;
            Ok(Some(content.as_bytes()[..count as usize].to_vec()))
        }
        Some(count) => Err(vm.raise_class(
            &vm.exceptions().OSError,
            &format!("raw readinto() returned invalid length {count} (should have been between 0 and {limit})"),
        )),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// Offers bytes to a raw stream; `None` when it takes nothing now.
fn raw_write(vm: &Vm, raw: &Value, bytes: &[u8]) -> PyResult<Option<usize>> {
    if let Some(file) = crate::modules::io::as_file(raw) {
        return file.write_some(vm, bytes);
    }
    let count = vm.call_method_ref(raw, &vm.names().write, &[vm.bytes(bytes)])?;
    if count.is_none() {
        return Ok(None);
    }
    let index = vm.index(&count)?;
    match int::as_int(&index).and_then(|count| count.to_i64()) {
        Some(count) if count >= 0 && count as usize <= bytes.len() => Ok(Some(count as usize)),
        Some(count) => Err(vm.raise_class(
            &vm.exceptions().OSError,
            &format!("raw write() returned invalid length {count} (should have been between 0 and {})", bytes.len()),
        )),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}

/// Moves a raw stream.
fn raw_seek(vm: &Vm, raw: &Value, offset: i64, whence: i32) -> PyResult<i64> {
    if let Some(file) = crate::modules::io::as_file(raw) {
        return file.seek_to(vm, offset, whence);
    }
    let position = vm.call_method_ref(raw, &vm.names().seek, &[vm.int(offset), vm.int(whence as i64)])?;
    position_result(vm, &position)
}

fn raw_tell(vm: &Vm, raw: &Value) -> PyResult<i64> {
    if let Some(file) = crate::modules::io::as_file(raw) {
        return file.seek_to(vm, 0, 1);
    }
    let position = vm.call_method_ref(raw, &vm.names().tell, &[])?;
    position_result(vm, &position)
}

fn position_result(vm: &Vm, position: &Value) -> PyResult<i64> {
    let index = vm.index(position)?;
    match int::as_int(&index).and_then(|position| position.to_i64()) {
        Some(position) if position >= 0 => Ok(position),
        Some(position) => {
            Err(vm.raise_class(&vm.exceptions().OSError, &format!("Raw stream returned invalid position {position}")))
        }
        None => Err(vm.overflow_error("Python int too large to convert to C long")),
    }
}
