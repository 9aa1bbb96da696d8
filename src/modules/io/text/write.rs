//! Writing text.

use super::super::buffered::PyBuffered;
use super::super::codec::{self, Codec};
use super::{Newline, PyTextIOWrapper};
use crate::builtins::bytes::PyBytes;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref, shape};
use crate::vm::Vm;

pub fn write(vm: &Vm, this: &Ref<PyTextIOWrapper>, text: &Value) -> PyResult<Value> {
    let Some(text) = text.downcast::<PyStr>() else {
        let name = class_ref(text).name();
        return Err(vm.type_error(format!("write() argument must be str, not {name}")));
    };
    write_text(vm, this, text)?;
    Ok(vm.int_from(text.len()))
}

/// `write(text)`: also the fast path of `print`.
pub fn write_text(vm: &Vm, this: &Ref<PyTextIOWrapper>, text: &Ref<PyStr>) -> PyResult<()> {
    let buffer = this.open_stream(vm)?;
    let bytes = text.as_bytes();
    let line_end = this.line_buffering.get() && memchr::memchr2(b'\n', b'\r', bytes).is_some();
    let translated;
    let newline = this.newline.get();
    let outgoing = if matches!(newline, Newline::Cr | Newline::CrLf) && bytes.contains(&b'\n') {
        translated = PyStr::from_wtf8(&translate(bytes, newline.terminator()));
        &translated
    } else {
        text
    };
    append(vm, this, outgoing)?;
    if this.pending.borrow().len() > this.chunk_size.get() || line_end || this.write_through.get() {
        flush_pending(vm, this, &buffer)?;
    }
    if line_end {
        flush_buffer(vm, &buffer)?;
    }
    forget_read(vm, this)
}

fn translate(bytes: &[u8], terminator: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + 16);
    for &byte in bytes {
        if byte == b'\n' { out.extend_from_slice(terminator) } else { out.push(byte) }
    }
    out
}

fn append(vm: &Vm, this: &Ref<PyTextIOWrapper>, text: &Ref<PyStr>) -> PyResult<()> {
    let codec = this.codec.get();
    if codec != Codec::Other && (text.is_ascii() || codec == Codec::Utf8 && !text.has_surrogates()) {
        this.pending.borrow_mut().extend_from_slice(text.as_bytes());
        return Ok(());
    }
    if codec != Codec::Other {
        let mut encoded = Vec::new();
        let errors = this.errors.get();
        codec::encode(vm, codec, text, &errors, &mut encoded)?;
        this.pending.borrow_mut().extend_from_slice(&encoded);
        return Ok(());
    }
    let Some(encoder) = this.encoder.get() else { return Err(super::super::unsupported(vm, "not writable")) };
    let encoded = vm.call_method_ref(&encoder, &vm.names().encode, &[text.to_value()])?;
    let Some(encoded) = encoded.downcast::<PyBytes>() else {
        let name = class_ref(&encoded).name();
        return Err(vm.type_error(format!("encoder should return a bytes object, not '{name}'")));
    };
    this.pending.borrow_mut().extend_from_slice(encoded.as_bytes());
    Ok(())
}

/// After a write nothing that has been read ahead is valid.
fn forget_read(vm: &Vm, this: &PyTextIOWrapper) -> PyResult<()> {
    if this.decoded.borrow().input.is_empty() {
        return Ok(());
    }
    this.decoded.take();
    if let Some(decoder) = this.decoder.get() {
        vm.call_method_ref(&decoder, &vm.names().reset, &[])?;
    }
    Ok(())
}

/// The buffer gets what is pending.
pub fn flush_pending(vm: &Vm, this: &PyTextIOWrapper, buffer: &Value) -> PyResult<()> {
    let pending = this.pending.take();
    if pending.is_empty() {
        return Ok(());
    }
    match buffer.downcast::<PyBuffered>() {
        Some(buffered) if is_exact_writer(buffer) => buffered.write_bytes(vm, &pending),
        _ => vm.call_method_ref(buffer, &vm.names().write, &[vm.bytes(&pending)]).map(drop),
    }
}

fn is_exact_writer(buffer: &Value) -> bool {
    crate::modules::io::has_class(buffer, &[shape::BUFFERED_WRITER, shape::BUFFERED_RANDOM])
}

fn flush_buffer(vm: &Vm, buffer: &Value) -> PyResult<()> {
    match buffer.downcast::<PyBuffered>() {
        Some(buffered) if is_exact_writer(buffer) => super::super::buffered::write::flush(vm, buffered).map(drop),
        _ => vm.call_method_ref(buffer, &vm.names().flush, &[]).map(drop),
    }
}

pub fn flush(vm: &Vm, this: &Ref<PyTextIOWrapper>) -> PyResult<()> {
    let buffer = this.open_stream(vm)?;
    this.telling.set(this.seekable.get());
    flush_pending(vm, this, &buffer)?;
    flush_buffer(vm, &buffer)
}
