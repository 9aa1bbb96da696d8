//! Reading through a buffer.

use super::{PyBuffered, position, raw_read, shared};
use crate::builtins::bytes::PyBytes;
use crate::modules::buffers;
use crate::native::{Native, PyResult, method, wrap};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub(super) static READER_METHODS: &[Native] = &[
    method("read(self, size=-1, /)", "Read and return up to n bytes.", wrap(read)),
    method(
        "read1(self, size=-1, /)",
        "Read and return up to size bytes, with at most one read() call to the raw stream.",
        wrap(read1),
    ),
    method("peek(self, size=0, /)", "", wrap(peek)),
    method("readinto(self, buffer, /)", "", wrap(readinto)),
    method("readinto1(self, buffer, /)", "", wrap(readinto1)),
    method("readline(self, size=-1, /)", "Read and return a line from the stream.", wrap(readline)),
    method("seek(self, target, whence=0, /)", "", wrap(position::seek)),
    method("tell(self, /)", "", wrap(position::tell)),
    method("truncate(self, pos=None, /)", "", wrap(position::truncate)),
    method("flush(self, /)", "", wrap(flush)),
    method("close(self, /)", "", wrap(shared::close)),
    method("detach(self, /)", "", wrap(shared::detach)),
    method("fileno(self, /)", "", wrap(shared::fileno)),
    method("isatty(self, /)", "", wrap(shared::isatty)),
    method("seekable(self, /)", "", wrap(shared::seekable)),
    method("readable(self, /)", "", wrap(shared::readable)),
    method(
        "_dealloc_warn(self, source, /)",
        "",
        wrap(|vm: &Vm, this: &Ref<PyBuffered>, source: &Value| shared::dealloc_warn(vm, this, source)),
    ),
];

impl PyBuffered {
    /// Takes up to `limit` bytes that have been read ahead.
    fn take_ahead(&self, limit: usize) -> Vec<u8> {
        let start = self.position.get();
        let mut ahead = self.ahead.borrow_mut();
        let end = ahead.len().min(start.saturating_add(limit));
        if start == 0 && end == ahead.len() {
            return std::mem::take(&mut ahead);
        }
        let taken = ahead[start..end].to_vec();
        if end == ahead.len() {
            ahead.clear();
            self.position.set(0);
        } else {
            self.position.set(end);
        }
        taken
    }

    /// Reads ahead once, when all that was has been given out; gives how much, `None` when nothing is there yet.
    fn fill(&self, vm: &Vm, raw: &Value) -> PyResult<Option<usize>> {
        let bytes = raw_read(vm, raw, self.size.get())?;
        let count = bytes.as_ref().map(Vec::len);
        if let Some(bytes) = bytes {
            self.ahead.set(bytes);
            self.position.set(0);
        }
        Ok(count)
    }

    /// What was written must reach the raw stream before anything is read.
    fn prepare_read(&self, vm: &Vm, raw: &Value) -> PyResult<()> {
        if self.pending.borrow().is_empty() { Ok(()) } else { super::write::flush_pending(vm, self, raw) }
    }

    /// `read(limit)`; `None` when nothing is there yet.
    pub fn read_bytes(&self, vm: &Vm, limit: Option<usize>) -> PyResult<Option<Vec<u8>>> {
        let raw = self.open_raw(vm, "read of")?;
        self.locked(vm, || {
            self.prepare_read(vm, &raw)?;
            let Some(limit) = limit else { return self.read_all(vm, &raw) };
            let mut bytes = self.take_ahead(limit);
            while bytes.len() < limit {
                let missing = limit - bytes.len();
                let size = self.size.get();
                let got = if missing >= size {
                    // Whole buffers go straight to the caller.
                    let direct = raw_read(vm, &raw, missing.min(1 << 30) / size * size)?;
                    direct.map(|more| {
                        bytes.extend_from_slice(&more);
                        more.len()
                    })
                } else {
                    let count = self.fill(vm, &raw)?;
                    bytes.extend_from_slice(&self.take_ahead(missing));
                    count
                };
                match got {
                    None if bytes.is_empty() => return Ok(None),
                    None | Some(0) => break,
                    Some(_) => {}
                }
            }
            Ok(Some(bytes))
        })
    }

    fn read_all(&self, vm: &Vm, raw: &Value) -> PyResult<Option<Vec<u8>>> {
        let mut bytes = self.take_ahead(usize::MAX);
        if let Some(file) = crate::modules::io::as_file(raw) {
            return Ok(match file.read_all(vm)? {
                Some(more) if bytes.is_empty() => Some(more),
                Some(more) => {
                    bytes.extend_from_slice(&more);
                    Some(bytes)
                }
                None => Some(bytes).filter(|bytes| !bytes.is_empty()),
            });
        }
        if let Some(readall) = vm.get_attr_opt(raw, &vm.names().readall)? {
            let more = vm.call(&readall, &[])?;
            if more.is_none() {
                return Ok(Some(bytes).filter(|bytes| !bytes.is_empty()));
            }
            let Some(more) = more.downcast::<PyBytes>() else {
                return Err(vm.type_error("readall() should return bytes"));
            };
            bytes.extend_from_slice(more.as_bytes());
            return Ok(Some(bytes));
        }
        loop {
            let read = vm.call_method_ref(raw, &vm.names().read, &[])?;
            if read.is_none() {
                return Ok(Some(bytes).filter(|bytes| !bytes.is_empty()));
            }
            let Some(more) = read.downcast::<PyBytes>() else {
                return Err(vm.type_error("read() should return bytes"));
            };
            if more.is_empty() {
                return Ok(Some(bytes));
            }
            bytes.extend_from_slice(more.as_bytes());
        }
    }

    /// `read1(limit)`: what is there, or what one read of the raw stream gives.
    pub fn read_once(&self, vm: &Vm, limit: usize) -> PyResult<Option<Vec<u8>>> {
        let raw = self.open_raw(vm, "read of")?;
        if limit == 0 {
            return Ok(Some(Vec::new()));
        }
        self.locked(vm, || {
            self.prepare_read(vm, &raw)?;
            if self.available() > 0 {
                return Ok(Some(self.take_ahead(limit)));
            }
            raw_read(vm, &raw, limit)
        })
    }

    /// A line of at most `limit` bytes.
    fn read_line(&self, vm: &Vm, limit: Option<usize>) -> PyResult<Vec<u8>> {
        let raw = self.open_raw(vm, "readline of")?;
        let limit = limit.unwrap_or(usize::MAX);
        self.locked(vm, || {
            self.prepare_read(vm, &raw)?;
            let mut line = Vec::new();
            while line.len() < limit {
                let end = {
                    let ahead = self.ahead.borrow();
                    let rest = &ahead[self.position.get()..];
                    memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1)
                };
                if end > 0 {
                    let piece = self.take_ahead(end.min(limit - line.len()));
                    if line.is_empty() {
                        line = piece
                    } else {
                        line.extend_from_slice(&piece)
                    }
                    if line.ends_with(b"\n") {
                        break;
                    }
                    continue;
                }
                if self.fill(vm, &raw)?.unwrap_or(0) == 0 {
                    break;
                }
            }
            Ok(line)
        })
    }
}

pub fn read(vm: &Vm, this: &Ref<PyBuffered>, size: &Value) -> PyResult<Value> {
    if let Some(size) = size.as_inline_int()
        && size < -1
    {
        return Err(vm.value_error("read length must be non-negative or -1"));
    }
    let limit = super::super::size_argument(vm, size)?;
    Ok(this.read_bytes(vm, limit)?.map_or(Value::NONE, |bytes| vm.bytes(&bytes)))
}

pub fn read1(vm: &Vm, this: &Ref<PyBuffered>, size: isize) -> PyResult<Value> {
    let limit = usize::try_from(size).unwrap_or(this.size.get());
    Ok(vm.bytes(&this.read_once(vm, limit)?.unwrap_or_default()))
}

pub fn peek(vm: &Vm, this: &Ref<PyBuffered>, _size: isize) -> PyResult<Value> {
    let raw = this.open_raw(vm, "peek of")?;
    this.locked(vm, || {
        this.prepare_read(vm, &raw)?;
        if this.available() == 0 {
            this.fill(vm, &raw)?;
        }
        let rest = this.ahead.borrow()[this.position.get()..].to_vec();
        Ok(vm.bytes(&rest))
    })
}

fn into_buffer(vm: &Vm, this: &Ref<PyBuffered>, buffer: &Value, once: bool) -> PyResult<Value> {
    let Some((view, length)) = buffers::writable(vm, buffer)? else {
        let how = if once { "readinto1" } else { "readinto" };
        let name = class_ref(buffer).name();
        return Err(vm.type_error(format!("{how}() argument must be read-write bytes-like object, not {name}")));
    };
    let bytes = if once { this.read_once(vm, length)? } else { this.read_bytes(vm, Some(length))? };
    let Some(bytes) = bytes else { return Ok(Value::NONE) };
    buffers::fill(vm, &view, &bytes)?;
    Ok(vm.int(bytes.len() as i64))
}

pub fn readinto(vm: &Vm, this: &Ref<PyBuffered>, buffer: &Value) -> PyResult<Value> {
    into_buffer(vm, this, buffer, false)
}

pub fn readinto1(vm: &Vm, this: &Ref<PyBuffered>, buffer: &Value) -> PyResult<Value> {
    into_buffer(vm, this, buffer, true)
}

pub fn readline(vm: &Vm, this: &Ref<PyBuffered>, size: &Value) -> PyResult<Value> {
    let limit = super::super::size_argument(vm, size)?;
    let line = this.read_line(vm, limit)?;
    Ok(vm.bytes(&line))
}

pub fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let exact = crate::modules::io::has_class(
        this,
        &[crate::object::shape::BUFFERED_READER, crate::object::shape::BUFFERED_RANDOM],
    );
    let line = match this.downcast::<PyBuffered>() {
        Some(buffered) if exact => vm.bytes(&buffered.read_line(vm, None)?),
        _ => vm.call_method_ref(this, &vm.names().readline, &[])?,
    };
    Ok(if vm.len(&line)? == 0 { None } else { Some(line) })
}

fn flush(vm: &Vm, this: &Ref<PyBuffered>) -> PyResult<Value> {
    let raw = this.open_raw(vm, "flush of")?;
    vm.call_method_ref(&raw, &vm.names().flush, &[])
}
