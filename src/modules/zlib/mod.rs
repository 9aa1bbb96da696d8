//! `zlib`: deflate streams with zlib's, gzip's or no header, over the crate flate2.
//!
//! Here: the module and its functions; the objects that compress and decompress in pieces are in [`compress`] and
//! [`decompress`].

mod compress;
mod decompress;

use super::{NativeModule, binascii, buffers, errors};
use crate::builtins::buffer::{copied, with_bytes};
use crate::builtins::module::PyModule;
use crate::native::{Native, PyResult, Raised, function, wrap};
use crate::object::{Ref, TypeSpec, Value};
use crate::vm::Vm;

pub static SPECS: &[&TypeSpec] = &[&compress::COMPRESS, &decompress::DECOMPRESS];

pub static MODULE: NativeModule = NativeModule {
    doc: "The functions in this module allow compression and decompression using the\nzlib library, which is based on GNU zip.\n\nadler32(string[, start]) -- Compute an Adler-32 checksum.\ncompress(data[, level]) -- Compress data, with compression level 0-9 or -1.\ncompressobj([level[, ...]]) -- Return a compressor object.\ncrc32(string[, start]) -- Compute a CRC-32 checksum.\ndecompress(string,[wbits],[bufsize]) -- Decompresses a compressed string.\ndecompressobj([wbits[, zdict]]) -- Return a decompressor object.\n\n'wbits' is window buffer size and container format.\nCompressor objects support compress() and flush() methods; decompressor\nobjects support decompress() and flush().",
    functions: FUNCTIONS,
    init,
    ..NativeModule::of("zlib")
};

/// How many bytes buffers have at first.
const DEF_BUF_SIZE: usize = 16 * 1024;

static FUNCTIONS: &[Native] = &[
    function(
        "adler32(data, value=1, /)",
        "Compute an Adler-32 checksum of data.\n\n  value\n    Starting value of the checksum.\n\nThe returned checksum is an integer.",
        wrap(adler32),
    ),
    function(
        "crc32(data, value=0, /)",
        "Compute a CRC-32 checksum of data.\n\n  value\n    Starting value of the checksum.\n\nThe returned checksum is an integer.",
        wrap(crc32),
    ),
    function(
        "compress(data, /, level=-1, wbits=15)",
        "Returns a bytes object containing compressed data.\n\n  data\n    Binary data to be compressed.\n  level\n    Compression level, in 0-9 or -1.\n  wbits\n    The window buffer size and container format.",
        wrap(compress::compress),
    ),
    function(
        "decompress(data, /, wbits=15, bufsize=16384)",
        "Returns a bytes object containing the uncompressed data.\n\n  data\n    Compressed data.\n  wbits\n    The window buffer size and container format.\n  bufsize\n    The initial output buffer size.",
        wrap(decompress::decompress),
    ),
    function(
        "compressobj(level=-1, method=8, wbits=15, memLevel=8, strategy=0, zdict=None)",
        "Return a compressor object.",
        wrap(compress::compressobj),
    ),
    function(
        "decompressobj(wbits=15, zdict=b'')",
        "Return a decompressor object.\n\n  wbits\n    The window buffer size and container format.\n  zdict\n    The predefined compression dictionary.  This must be the same\n    dictionary as used by the compressor that produced the input data.",
        wrap(decompress::decompressobj),
    ),
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let error = errors::class(vm, "zlib.error", &[&vm.exceptions().Exception], "")?;
    module.dict.set_name(vm, "error", error.into_value());
    for (name, value) in [
        ("MAX_WBITS", 15),
        ("DEFLATED", 8),
        ("DEF_MEM_LEVEL", 8),
        ("DEF_BUF_SIZE", DEF_BUF_SIZE as i64),
        ("Z_NO_COMPRESSION", 0),
        ("Z_BEST_SPEED", 1),
        ("Z_BEST_COMPRESSION", 9),
        ("Z_DEFAULT_COMPRESSION", -1),
        ("Z_DEFAULT_STRATEGY", 0),
        ("Z_FILTERED", 1),
        ("Z_HUFFMAN_ONLY", 2),
        ("Z_RLE", 3),
        ("Z_FIXED", 4),
        ("Z_NO_FLUSH", 0),
        ("Z_PARTIAL_FLUSH", 1),
        ("Z_SYNC_FLUSH", 2),
        ("Z_FULL_FLUSH", 3),
        ("Z_FINISH", 4),
        ("Z_BLOCK", 5),
        ("Z_TREES", 6),
    ] {
        module.dict.set_name(vm, name, vm.int(value));
    }
    for name in ["ZLIB_VERSION", "ZLIB_RUNTIME_VERSION"] {
        module.dict.set_name(vm, name, vm.str("1.3.1.zlib-rs"));
    }
    module.dict.set_name(vm, "__version__", vm.str("1.0"));
    Ok(())
}

#[cold]
fn error(vm: &Vm, message: impl AsRef<str>) -> Raised {
    errors::raise(vm, "zlib.error", message)
}

fn content(vm: &Vm, data: &Value) -> PyResult<Vec<u8>> {
    match copied(vm, data)? {
        Some(bytes) => Ok(bytes),
        None => Err(buffers::not_bytes_like(vm, data)),
    }
}

/// What surrounds the compressed data.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Container {
    Zlib,
    Gzip,
    Raw,
    /// zlib or gzip, as the first byte tells; for reading only.
    Detect,
}

/// The meaning of `wbits`: container and window size; `None` if there is none.
fn container(wbits: i32) -> Option<(Container, u8)> {
    Some(match wbits {
        0 => (Container::Zlib, 15),
        8..=15 => (Container::Zlib, wbits.max(9) as u8),
        -15..=-8 => (Container::Raw, wbits.unsigned_abs().max(9) as u8),
        24..=31 => (Container::Gzip, (wbits - 16).max(9) as u8),
        32 | 40..=47 => (Container::Detect, 15),
        _ => return None,
    })
}

fn crc32(vm: &Vm, data: &Value, value: &Value) -> PyResult<u32> {
    let mut hasher = crc32fast::Hasher::new_with_initial(binascii::low_bits(vm, value)?);
    match with_bytes(vm, data, |bytes| hasher.update(bytes))? {
        Some(()) => Ok(hasher.finalize()),
        None => Err(buffers::not_bytes_like(vm, data)),
    }
}

fn adler32(vm: &Vm, data: &Value, value: &Value) -> PyResult<u32> {
    const MODULUS: u32 = 65521;
    /// So many bytes can be added up before 32 bits overflow.
    const RUN: usize = 5552;
    let start = binascii::low_bits(vm, value)?;
    let (mut a, mut b) = (start & 0xFFFF, start >> 16);
    let summed = with_bytes(vm, data, |bytes| {
        for run in bytes.chunks(RUN) {
            for &byte in run {
                a += byte as u32;
                b += a;
            }
            a %= MODULUS;
            b %= MODULUS;
        }
    })?;
    match summed {
        Some(()) => Ok(b << 16 | a),
        None => Err(buffers::not_bytes_like(vm, data)),
    }
}
