//! Decompressing, at once and in pieces.

use std::cell::Cell;

use flate2::{Decompress, FlushDecompress, Status};

use super::{Container, DEF_BUF_SIZE, container, content, error};
use crate::native::{GetSet, Native, PyResult, Raised, getter, method, wrap};
use crate::object::types::NO_NEW;
use crate::object::{Header, PyCell, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyDecompress {
    header: Header,
    stream: PyCell<Option<Stream>>,
    dictionary: Vec<u8>,
    /// What came after the end of the stream.
    unused: PyCell<Vec<u8>>,
    /// What was not looked at because of a limit on the output.
    tail: PyCell<Vec<u8>>,
    eof: Cell<bool>,
}
crate::payload!(PyDecompress, shape::ZLIB_DECOMPRESS);

pub static DECOMPRESS: TypeSpec = TypeSpec {
    module: "zlib",
    flags: NO_NEW,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyDecompress>("Decompress")
};

static METHODS: &[Native] = &[
    method(
        "decompress(self, data, /, max_length=0)",
        "Return a bytes object containing the decompressed version of the data.\n\n  data\n    The binary data to decompress.\n  max_length\n    The maximum allowable length of the decompressed data.\n    Unconsumed input data will be stored in\n    the unconsumed_tail attribute.\n\nAfter calling this function, some of the input data may still be stored in\ninternal buffers for later processing.\nCall the flush() method to clear these buffers.",
        wrap(decompress_part),
    ),
    method(
        "flush(self, length=16384, /)",
        "Return a bytes object containing any remaining decompressed data.\n\n  length\n    the initial size of the output buffer.",
        wrap(flush),
    ),
    method("copy(self, /)", "Return a copy of the decompression object.", wrap(copy)),
    method("__copy__(self, /)", "", wrap(copy)),
    method("__deepcopy__(self, memo, /)", "", wrap(|vm: &Vm, this: &Ref<PyDecompress>, _: &Value| copy(vm, this))),
];

static GETSET: &[GetSet] = &[
    getter("unused_data", "", |vm, this| Ok(vm.bytes(&object(this).unused.borrow()))),
    getter("unconsumed_tail", "", |vm, this| Ok(vm.bytes(&object(this).tail.borrow()))),
    getter("eof", "", |_, this| Ok(Value::bool(object(this).eof.get()))),
];

fn object(this: &Value) -> &Ref<PyDecompress> {
    this.downcast::<PyDecompress>().expect("an attribute of Decompress")
}

/// A stream; which kind it is may show only with its first byte.
struct Stream {
    container: Container,
    bits: u8,
    inner: Option<Decompress>,
}

/// How a run over some input ended.
struct Progress {
    out: Vec<u8>,
    taken: usize,
    ended: bool,
}

impl Stream {
    fn new(vm: &Vm, wbits: i32) -> PyResult<Stream> {
        match container(wbits) {
            Some((container, bits)) => Ok(Stream { container, bits, inner: None }),
            None => Err(vm.value_error("Invalid initialization option")),
        }
    }

    fn inner(&mut self, vm: &Vm, first: u8, dictionary: &[u8]) -> PyResult<&mut Decompress> {
        if self.inner.is_none() {
            let mut made = match self.container {
                Container::Gzip => Decompress::new_gzip(self.bits),
                Container::Detect if first == 0x1F => Decompress::new_gzip(self.bits),
                Container::Raw => Decompress::new_with_window_bits(false, self.bits),
                Container::Zlib | Container::Detect => Decompress::new_with_window_bits(true, self.bits),
            };
            if self.container == Container::Raw && !dictionary.is_empty() && made.set_dictionary(dictionary).is_err() {
                return Err(error(vm, "Error -2 while setting zdict: inconsistent stream state"));
            }
            self.inner = Some(made);
        }
        Ok(self.inner.as_mut().expect("just made"))
    }

    /// Decompresses until the input, the stream or the room for output ends.
    fn run(&mut self, vm: &Vm, data: &[u8], dictionary: &[u8], limit: usize) -> PyResult<Progress> {
        let mut progress = Progress { out: Vec::new(), taken: 0, ended: false };
        let Some(&first) = data.first().or(self.inner.is_some().then_some(&0)) else { return Ok(progress) };
        let inner = self.inner(vm, first, dictionary)?;
        let start = inner.total_in();
        let Progress { out, taken, ended } = &mut progress;
        out.reserve(DEF_BUF_SIZE.min(limit));
        loop {
            if out.len() == out.capacity() {
                if out.len() >= limit {
                    break;
                }
                let more = out.capacity().min(limit - out.len()).max(1);
                out.reserve_exact(more);
            }
            let before = (out.len(), *taken);
            let status = inner.decompress_vec(&data[*taken..], out, FlushDecompress::None);
            *taken = (inner.total_in() - start) as usize;
            match status {
                Ok(Status::StreamEnd) => {
                    *ended = true;
                    break;
                }
                Ok(_) if (out.len(), *taken) == before => break,
                Ok(_) => {}
                Err(reason) if reason.needs_dictionary().is_some() => {
                    if dictionary.is_empty() {
                        return Err(error(vm, "Error 2 while decompressing data"));
                    }
                    if inner.set_dictionary(dictionary).is_err() {
                        return Err(error(vm, "Error -3 while setting zdict: invalid data"));
                    }
                }
                Err(reason) => return Err(failed(vm, reason.message())),
            }
        }
        Ok(progress)
    }
}

#[cold]
fn failed(vm: &Vm, message: Option<&str>) -> Raised {
    error(vm, format!("Error -3 while decompressing data: {}", message.unwrap_or("invalid input data")))
}

pub fn decompress(vm: &Vm, data: &Value, wbits: i32, bufsize: isize) -> PyResult<Value> {
    let data = content(vm, data)?;
    if bufsize < 0 {
        return Err(vm.value_error("bufsize must be non-negative"));
    }
    let progress = Stream::new(vm, wbits)?.run(vm, &data, &[], usize::MAX >> 1)?;
    match progress.ended {
        true => Ok(vm.bytes(&progress.out)),
        false => Err(error(vm, "Error -5 while decompressing data: incomplete or truncated stream")),
    }
}

pub fn decompressobj(vm: &Vm, wbits: i32, zdict: &Value) -> PyResult<Ref<PyDecompress>> {
    let Some(dictionary) = crate::builtins::buffer::copied(vm, zdict)? else {
        return Err(vm.type_error("zdict argument must support the buffer protocol"));
    };
    Ok(Ref::new(PyDecompress {
        header: Header::new(shape::ZLIB_DECOMPRESS),
        stream: PyCell::new(Some(Stream::new(vm, wbits)?)),
        dictionary,
        unused: PyCell::default(),
        tail: PyCell::default(),
        eof: Cell::new(false),
    }))
}

/// Runs over `data`; what is left of it becomes the tail, or data after the end.
fn advance(vm: &Vm, this: &Ref<PyDecompress>, data: &[u8], limit: usize) -> PyResult<Vec<u8>> {
    if this.eof.get() {
        this.unused.borrow_mut().extend_from_slice(data);
        return Ok(Vec::new());
    }
    let Some(mut stream) = this.stream.take() else {
        return Err(error(vm, "Error -2 while decompressing data: inconsistent stream state"));
    };
    let progress = stream.run(vm, data, &this.dictionary, limit);
    this.stream.set(Some(stream));
    let progress = progress?;
    let left = data[progress.taken..].to_vec();
    if progress.ended {
        this.eof.set(true);
        this.unused.set(left);
        this.tail.set(Vec::new());
    } else {
        this.tail.set(left);
    }
    Ok(progress.out)
}

fn decompress_part(vm: &Vm, this: &Ref<PyDecompress>, data: &Value, max_length: isize) -> PyResult<Value> {
    if max_length < 0 {
        return Err(vm.value_error("max_length must be non-negative"));
    }
    let limit = if max_length == 0 { usize::MAX >> 1 } else { max_length as usize };
    let out = advance(vm, this, &content(vm, data)?, limit)?;
    Ok(vm.bytes(&out))
}

fn flush(vm: &Vm, this: &Ref<PyDecompress>, length: isize) -> PyResult<Value> {
    if length <= 0 {
        return Err(vm.value_error("length must be greater than zero"));
    }
    let tail = this.tail.take();
    let out = advance(vm, this, &tail, usize::MAX >> 1)?;
    Ok(vm.bytes(&out))
}

fn copy(vm: &Vm, _: &Ref<PyDecompress>) -> PyResult<Value> {
    Err(vm.not_implemented_error("Coil cannot copy a stream that is being decompressed"))
}
