//! Writing through a buffer.

use super::{PyBuffered, position, raw_seek, raw_write, read, shared};
use crate::builtins::str::PyStr;
use crate::modules::buffers;
use crate::native::{Native, PyResult, method, wrap};
use crate::object::{Ref, Value};
use crate::vm::Vm;

pub(super) static WRITER_METHODS: &[Native] = &[
    method("write(self, buffer, /)", "Write the given buffer to the IO stream.", wrap(write)),
    method("flush(self, /)", "", wrap(flush)),
    method("seek(self, target, whence=0, /)", "", wrap(position::seek)),
    method("tell(self, /)", "", wrap(position::tell)),
    method("truncate(self, pos=None, /)", "", wrap(position::truncate)),
    method("close(self, /)", "", wrap(shared::close)),
    method("detach(self, /)", "", wrap(shared::detach)),
    method("fileno(self, /)", "", wrap(shared::fileno)),
    method("isatty(self, /)", "", wrap(shared::isatty)),
    method("seekable(self, /)", "", wrap(shared::seekable)),
    method("writable(self, /)", "", wrap(shared::writable)),
    method(
        "_dealloc_warn(self, source, /)",
        "",
        wrap(|vm: &Vm, this: &Ref<PyBuffered>, source: &Value| shared::dealloc_warn(vm, this, source)),
    ),
];

pub(super) static RANDOM_METHODS: &[Native] = &[
    method("read(self, size=-1, /)", "Read and return up to n bytes.", wrap(read::read)),
    method(
        "read1(self, size=-1, /)",
        "Read and return up to size bytes, with at most one read() call to the raw stream.",
        wrap(read::read1),
    ),
    method("peek(self, size=0, /)", "", wrap(read::peek)),
    method("readinto(self, buffer, /)", "", wrap(read::readinto)),
    method("readinto1(self, buffer, /)", "", wrap(read::readinto1)),
    method("readline(self, size=-1, /)", "Read and return a line from the stream.", wrap(read::readline)),
    method("readable(self, /)", "", wrap(shared::readable)),
    method("write(self, buffer, /)", "Write the given buffer to the IO stream.", wrap(write)),
    method("flush(self, /)", "", wrap(flush)),
    method("seek(self, target, whence=0, /)", "", wrap(position::seek)),
    method("tell(self, /)", "", wrap(position::tell)),
    method("truncate(self, pos=None, /)", "", wrap(position::truncate)),
    method("close(self, /)", "", wrap(shared::close)),
    method("detach(self, /)", "", wrap(shared::detach)),
    method("fileno(self, /)", "", wrap(shared::fileno)),
    method("isatty(self, /)", "", wrap(shared::isatty)),
    method("seekable(self, /)", "", wrap(shared::seekable)),
    method("writable(self, /)", "", wrap(shared::writable)),
    method(
        "_dealloc_warn(self, source, /)",
        "",
        wrap(|vm: &Vm, this: &Ref<PyBuffered>, source: &Value| shared::dealloc_warn(vm, this, source)),
    ),
];

/// The raw stream takes what is pending. What it does not take stays.
pub fn flush_pending(vm: &Vm, this: &PyBuffered, raw: &Value) -> PyResult<()> {
    let mut pending = this.pending.take();
    let mut written = 0;
    let result = loop {
        if written == pending.len() {
            break Ok(());
        }
        match raw_write(vm, raw, &pending[written..]) {
            Ok(Some(count)) => written += count,
            Ok(None) => break Err(would_block(vm, 0)),
            Err(raised) => break Err(raised),
        }
    };
    pending.drain(..written);
    if result.is_err() {
        // Something may have been written meanwhile by a handler of a signal: it comes after.
        let later = this.pending.take();
        pending.extend_from_slice(&later);
    } else {
        let later = this.pending.take();
        if !later.is_empty() {
            pending = later;
        }
    }
    this.pending.set(pending);
    result
}

#[cold]
fn would_block(vm: &Vm, written: usize) -> crate::native::Raised {
    let args =
        [vm.int(libc::EAGAIN as i64), vm.str("write could not complete without blocking"), vm.int(written as i64)];
    match vm.new_exception(&vm.exceptions().BlockingIOError, &args) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

/// Brings the raw stream to where the script believes to be: nothing pending, nothing read ahead.
pub fn settle(vm: &Vm, this: &PyBuffered, raw: &Value) -> PyResult<()> {
    flush_pending(vm, this, raw)?;
    let available = this.available();
    if available > 0 {
        raw_seek(vm, raw, -(available as i64), 1)?;
    }
    this.ahead.borrow_mut().clear();
    this.position.set(0);
    Ok(())
}

impl PyBuffered {
    /// `write(bytes)`.
    pub fn write_bytes(&self, vm: &Vm, bytes: &[u8]) -> PyResult<()> {
        let raw = self.open_raw(vm, "write to")?;
        self.locked(vm, || {
            if self.available() > 0 {
                settle(vm, self, &raw)?;
            }
            let size = self.size.get();
            let held = self.pending.borrow().len();
            if held + bytes.len() <= size {
                self.pending.borrow_mut().extend_from_slice(bytes);
                return Ok(());
            }
            if let Err(raised) = flush_pending(vm, self, &raw) {
                return self.keep_what_fits(vm, raised, bytes);
            }
            let mut rest = bytes;
            // What would not fit goes out at once.
            while rest.len() > size {
                match raw_write(vm, &raw, rest)? {
                    Some(count) => rest = &rest[count..],
                    None => {
                        let kept = rest.len().min(size);
                        self.pending.borrow_mut().extend_from_slice(&rest[..kept]);
                        return Err(would_block(vm, bytes.len() - rest.len() + kept));
                    }
                }
            }
            self.pending.borrow_mut().extend_from_slice(rest);
            Ok(())
        })
    }

    /// The raw stream would block: the buffer keeps what it has room for.
    fn keep_what_fits(&self, vm: &Vm, raised: crate::native::Raised, bytes: &[u8]) -> PyResult<()> {
        let error = vm.catch(raised, &vm.exceptions().BlockingIOError)?;
        let room = self.size.get().saturating_sub(self.pending.borrow().len());
        let kept = bytes.len().min(room);
        self.pending.borrow_mut().extend_from_slice(&bytes[..kept]);
        drop(error);
        if kept == bytes.len() { Ok(()) } else { Err(would_block(vm, kept)) }
    }
}

pub fn write(vm: &Vm, this: &Ref<PyBuffered>, data: &Value) -> PyResult<Value> {
    if data.downcast::<PyStr>().is_some() {
        return Err(buffers::not_bytes_like(vm, data));
    }
    this.raw(vm)?;
    let bytes = buffers::bytes_like(vm, data)?;
    this.write_bytes(vm, bytes.as_bytes())?;
    Ok(vm.int(bytes.len() as i64))
}

pub fn flush(vm: &Vm, this: &Ref<PyBuffered>) -> PyResult<Value> {
    let raw = this.open_raw(vm, "flush of")?;
    this.locked(vm, || settle(vm, this, &raw))?;
    if crate::modules::io::as_file(&raw).is_some() {
        return Ok(Value::NONE);
    }
    vm.call_method_ref(&raw, &vm.names().flush, &[])
}
