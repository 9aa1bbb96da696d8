//! Compressing, at once and in pieces.

use flate2::{Compress, Compression, FlushCompress, Status};

use super::{Container, DEF_BUF_SIZE, container, content, error};
use crate::native::{Native, PyResult, method, wrap};
use crate::object::types::NO_NEW;
use crate::object::{Header, PyCell, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyCompress {
    header: Header,
    /// `None` once the stream is finished.
    stream: PyCell<Option<Compress>>,
}
crate::payload!(PyCompress, shape::ZLIB_COMPRESS);

pub static COMPRESS: TypeSpec =
    TypeSpec { module: "zlib", flags: NO_NEW, methods: METHODS, ..TypeSpec::of::<PyCompress>("Compress") };

static METHODS: &[Native] = &[
    method(
        "compress(self, data, /)",
        "Returns a bytes object containing compressed data.\n\n  data\n    Binary data to be compressed.\n\nAfter calling this function, some of the input data may still\nbe stored in internal buffers for later processing.\nCall the flush() method to clear these buffers.",
        wrap(|vm: &Vm, this: &Ref<PyCompress>, data: &Value| run(vm, this, &content(vm, data)?, FlushCompress::None)),
    ),
    method(
        "flush(self, mode=4, /)",
        "Return a bytes object containing any remaining compressed data.\n\n  mode\n    One of the constants Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH.\n    If mode == Z_FINISH, the compressor object can no longer be\n    used after calling the flush() method.  Otherwise, more data\n    can still be compressed.",
        wrap(flush),
    ),
    method("copy(self, /)", "Return a copy of the compression object.", wrap(copy)),
    method("__copy__(self, /)", "", wrap(copy)),
    method("__deepcopy__(self, memo, /)", "", wrap(|vm: &Vm, this: &Ref<PyCompress>, _: &Value| copy(vm, this))),
];

fn stream(vm: &Vm, level: i32, wbits: i32) -> PyResult<Compress> {
    let level = match level {
        -1 => Compression::default(),
        0..=9 => Compression::new(level as u32),
        _ => return Err(error(vm, "Bad compression level")),
    };
    match container(wbits) {
        Some((Container::Zlib, bits)) if wbits != 0 => Ok(Compress::new_with_window_bits(level, true, bits)),
        Some((Container::Raw, bits)) => Ok(Compress::new_with_window_bits(level, false, bits)),
        Some((Container::Gzip, bits)) => Ok(Compress::new_gzip(level, bits)),
        _ => Err(vm.value_error("Invalid initialization option")),
    }
}

pub fn compress(vm: &Vm, data: &Value, level: i32, wbits: i32) -> PyResult<Value> {
    let data = content(vm, data)?;
    let mut stream = stream(vm, level, wbits)?;
    let out = feed(vm, &mut stream, &data, FlushCompress::Finish)?;
    Ok(vm.bytes(&out))
}

pub fn compressobj(
    vm: &Vm,
    level: i32,
    method: i32,
    wbits: i32,
    memlevel: i32,
    strategy: i32,
    zdict: &Value,
) -> PyResult<Ref<PyCompress>> {
    if method != 8 || !(1..=9).contains(&memlevel) || !(0..=4).contains(&strategy) || !(-1..=9).contains(&level) {
        return Err(vm.value_error("Invalid initialization option"));
    }
    let mut stream = stream(vm, level, wbits)?;
    if !zdict.is_none() && stream.set_dictionary(&content(vm, zdict)?).is_err() {
        return Err(vm.value_error("Invalid dictionary"));
    }
    let header = Header::new(shape::ZLIB_COMPRESS);
    Ok(Ref::new(PyCompress { header, stream: PyCell::new(Some(stream)) }))
}

/// Gives `data` to a stream until all of it is taken, and what was asked for is flushed.
fn feed(vm: &Vm, stream: &mut Compress, data: &[u8], flush: FlushCompress) -> PyResult<Vec<u8>> {
    let mut out = Vec::with_capacity(DEF_BUF_SIZE.min(data.len() + 64));
    let start = stream.total_in();
    loop {
        let taken = (stream.total_in() - start) as usize;
        if out.len() == out.capacity() {
            out.reserve(out.capacity().max(64));
        }
        match stream.compress_vec(&data[taken..], &mut out, flush) {
            Ok(Status::StreamEnd) => return Ok(out),
            Ok(_) => {}
            Err(reason) => return Err(error(vm, format!("Error -2 while compressing data: {reason}"))),
        }
        let taken = (stream.total_in() - start) as usize;
        // Room left in the buffer says that nothing more is to come.
        if taken == data.len() && out.len() < out.capacity() && !matches!(flush, FlushCompress::Finish) {
            return Ok(out);
        }
    }
}

fn run(vm: &Vm, this: &Ref<PyCompress>, data: &[u8], flush: FlushCompress) -> PyResult<Value> {
    // The stream is taken out: nothing may see it while it is at work.
    let Some(mut stream) = this.stream.take() else {
        return Err(error(vm, "Error -2 while compressing data: inconsistent stream state"));
    };
    let out = feed(vm, &mut stream, data, flush);
    if !matches!(flush, FlushCompress::Finish) {
        this.stream.set(Some(stream));
    }
    Ok(vm.bytes(&out?))
}

fn flush(vm: &Vm, this: &Ref<PyCompress>, mode: i32) -> PyResult<Value> {
    let mode = match mode {
        0 => return Ok(vm.bytes(&[])),
        1 => FlushCompress::Partial,
        2 | 5 | 6 => FlushCompress::Sync,
        3 => FlushCompress::Full,
        4 => FlushCompress::Finish,
        _ => return Err(error(vm, "Error -2 while flushing: inconsistent stream state")),
    };
    if this.stream.borrow().is_none() {
        return Err(error(vm, "Error -2 while flushing: inconsistent stream state"));
    }
    run(vm, this, &[], mode)
}

fn copy(vm: &Vm, _: &Ref<PyCompress>) -> PyResult<Value> {
    Err(vm.not_implemented_error("Coil cannot copy a stream that is being compressed"))
}
