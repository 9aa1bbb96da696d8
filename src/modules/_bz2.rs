//! `_bz2`: bzip2 streams, in pieces, over the crate bzip2.

use std::cell::Cell;

use bzip2::{Action, Compress, Compression, Decompress, Status};

use super::{NativeModule, buffers};
use crate::builtins::buffer::copied;
use crate::builtins::module::PyModule;
use crate::native::{GetSet, Native, PyResult, Raised, getter, method, staticmethod, wrap};
use crate::object::types::builtin;
use crate::object::{Header, PyCell, PyType, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule { init, ..NativeModule::of("_bz2") };

pub static SPECS: &[&TypeSpec] = &[&COMPRESSOR, &DECOMPRESSOR];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "BZ2Compressor", builtin(shape::BZ2_COMPRESSOR).into_value());
    module.dict.set_name(vm, "BZ2Decompressor", builtin(shape::BZ2_DECOMPRESSOR).into_value());
    Ok(())
}

/// How much buffers grow by.
const CHUNK: usize = 64 * 1024;

fn content(vm: &Vm, data: &Value) -> PyResult<Vec<u8>> {
    match copied(vm, data)? {
        Some(bytes) => Ok(bytes),
        None => Err(buffers::not_bytes_like(vm, data)),
    }
}

#[repr(C)]
struct PyCompressor {
    header: Header,
    /// `None` once flushed.
    stream: PyCell<Option<Compress>>,
}
crate::payload!(PyCompressor, shape::BZ2_COMPRESSOR);

static COMPRESSOR: TypeSpec = TypeSpec {
    module: "_bz2",
    doc: "Create a compressor object for compressing data incrementally.\n\n  compresslevel\n    Compression level, as a number between 1 and 9.\n\nFor one-shot compression, use the compress() function instead.",
    new: Some(&NEW_COMPRESSOR),
    methods: &[
        method(
            "compress(self, data, /)",
            "Provide data to the compressor object.\n\nReturns a chunk of compressed data if possible, or b'' otherwise.\n\nWhen you have finished providing data to the compressor, call the\nflush() method to finish the compression process.",
            wrap(|vm: &Vm, this: &Ref<PyCompressor>, data: &Value| {
                compress(vm, this, &content(vm, data)?, Action::Run)
            }),
        ),
        method(
            "flush(self, /)",
            "Finish the compression process.\n\nReturns the compressed data left in internal buffers.\n\nThe compressor object may not be used after this method is called.",
            wrap(|vm: &Vm, this: &Ref<PyCompressor>| compress(vm, this, &[], Action::Finish)),
        ),
    ],
    ..TypeSpec::of::<PyCompressor>("BZ2Compressor")
};

static NEW_COMPRESSOR: Native = staticmethod("__new__(cls, compresslevel=9, /)", "", wrap(new_compressor));

fn new_compressor(vm: &Vm, class: &Ref<PyType>, level: i32) -> PyResult<Ref<PyCompressor>> {
    if !(1..=9).contains(&level) {
        return Err(vm.value_error("compresslevel must be between 1 and 9"));
    }
    let stream = Compress::new(Compression::new(level as u32), 0);
    let header = Header::new(shape::BZ2_COMPRESSOR);
    Ok(vm.new_object(class, PyCompressor { header, stream: PyCell::new(Some(stream)) }))
}

fn compress(vm: &Vm, this: &Ref<PyCompressor>, data: &[u8], action: Action) -> PyResult<Value> {
    let Some(mut stream) = this.stream.take() else {
        return Err(vm.value_error(match action {
            Action::Finish => "Repeated call to flush()",
            _ => "Compressor has been flushed",
        }));
    };
    let finishing = matches!(action, Action::Finish);
    let (mut out, start) = (Vec::new(), stream.total_in());
    loop {
        let taken = (stream.total_in() - start) as usize;
        if taken == data.len() && !finishing {
            break;
        }
        out.reserve(CHUNK);
        match stream.compress_vec(&data[taken..], &mut out, action) {
            Ok(Status::StreamEnd) => break,
            Ok(_) => {}
            Err(reason) => return Err(vm.system_error(format!("bzip2: {reason}"))),
        }
    }
    if !finishing {
        this.stream.set(Some(stream));
    }
    Ok(vm.bytes(&out))
}

#[repr(C)]
struct PyDecompressor {
    header: Header,
    stream: PyCell<Option<Decompress>>,
    /// Input that was not needed yet.
    pending: PyCell<Vec<u8>>,
    unused: PyCell<Vec<u8>>,
    eof: Cell<bool>,
    needs_input: Cell<bool>,
}
crate::payload!(PyDecompressor, shape::BZ2_DECOMPRESSOR);

static DECOMPRESSOR: TypeSpec = TypeSpec {
    module: "_bz2",
    doc: "Create a decompressor object for decompressing data incrementally.\n\nFor one-shot decompression, use the decompress() function instead.",
    new: Some(&NEW_DECOMPRESSOR),
    methods: &[method(
        "decompress(self, data, max_length=-1)",
        "Decompress *data*, returning uncompressed data as bytes.\n\nIf *max_length* is nonnegative, returns at most *max_length* bytes of\ndecompressed data. If this limit is reached and further output can be\nproduced, *self.needs_input* will be set to ``False``. In this case, the next\ncall to *decompress()* may provide *data* as b'' to obtain more of the output.\n\nAttempting to decompress data after the end of stream is reached raises an\nEOFError.  Any data found after the end of the stream is ignored and saved in\nthe unused_data attribute.",
        wrap(decompress),
    )],
    getset: GETSET,
    ..TypeSpec::of::<PyDecompressor>("BZ2Decompressor")
};

static NEW_DECOMPRESSOR: Native = staticmethod("__new__(cls)", "", wrap(new_decompressor));

static GETSET: &[GetSet] = &[
    getter("eof", "True if the end-of-stream marker has been reached.", |_, this| {
        Ok(Value::bool(decompressor(this).eof.get()))
    }),
    getter("needs_input", "True if more input is needed before more decompressed data can be produced.", |_, this| {
        Ok(Value::bool(decompressor(this).needs_input.get()))
    }),
    getter("unused_data", "Data found after the end of the compressed stream.", |vm, this| {
        Ok(vm.bytes(&decompressor(this).unused.borrow()))
    }),
];

fn decompressor(this: &Value) -> &Ref<PyDecompressor> {
    this.downcast::<PyDecompressor>().expect("an attribute of BZ2Decompressor")
}

fn new_decompressor(vm: &Vm, class: &Ref<PyType>) -> Ref<PyDecompressor> {
    let payload = PyDecompressor {
        header: Header::new(shape::BZ2_DECOMPRESSOR),
        stream: PyCell::new(Some(Decompress::new(false))),
        pending: PyCell::default(),
        unused: PyCell::default(),
        eof: Cell::new(false),
        needs_input: Cell::new(true),
    };
    vm.new_object(class, payload)
}

#[cold]
fn damaged(vm: &Vm) -> Raised {
    let class = vm.exceptions().OSError.clone();
    vm.raise_class(&class, "Invalid data stream")
}

fn decompress(vm: &Vm, this: &Ref<PyDecompressor>, data: &Value, max_length: isize) -> PyResult<Value> {
    if this.eof.get() {
        return Err(vm.eof_error("End of stream already reached"));
    }
    let mut input = this.pending.take();
    input.extend_from_slice(&content(vm, data)?);
    let Some(mut stream) = this.stream.take() else { return Err(damaged(vm)) };
    let limit = usize::try_from(max_length).unwrap_or(usize::MAX);
    let (mut out, start) = (Vec::new(), stream.total_in());
    let taken = loop {
        let taken = (stream.total_in() - start) as usize;
        let room = CHUNK.min(limit - out.len());
        if room == 0 || input.is_empty() {
            break taken;
        }
        let before = out.len();
        out.resize(before + room, 0);
        let produced = stream.total_out();
        let status = stream.decompress(&input[taken..], &mut out[before..]);
        out.truncate(before + (stream.total_out() - produced) as usize);
        let now = (stream.total_in() - start) as usize;
        match status {
            Ok(Status::StreamEnd) => {
                this.eof.set(true);
                break now;
            }
            Ok(_) if now == input.len() && out.len() < before + room => break now,
            Ok(_) => {}
            // The stream is spent: further calls fail alike.
            Err(_) => return Err(damaged(vm)),
        }
    };
    let left = input.split_off(taken);
    if this.eof.get() {
        this.unused.set(left);
        this.needs_input.set(false);
    } else {
        let full = out.len() >= limit;
        this.pending.set(left);
        this.needs_input.set(!full);
        this.stream.set(Some(stream));
    }
    Ok(vm.bytes(&out))
}
