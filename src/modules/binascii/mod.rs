//! `binascii`: binary data as text: base64 ([`base64`]), hexadecimal, quoted-printable ([`quoted`]), uuencode
//! ([`uu`]); and checksums.

mod base64;
mod quoted;
mod uu;

use super::{NativeModule, errors};
use crate::builtins::buffer::copied;
use crate::builtins::bytes::shared::hex_of;
use crate::builtins::int;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::native::{Native, PyResult, Raised, function, wrap};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "Conversion between binary data and ASCII",
    functions: FUNCTIONS,
    init,
    ..NativeModule::of("binascii")
};

const HEX_DOC: &str = "Hexadecimal representation of binary data.\n\n  sep\n    An optional single character or byte to separate hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values count from the\n    right, negative values count from the left.\n\nThe return value is a bytes object.";

static FUNCTIONS: &[Native] = &[
    function(
        "a2b_base64(data, /, *, strict_mode=False)",
        "Decode a line of base64 data.\n\n  strict_mode\n    When set to True, bytes that are not part of the base64 standard are not allowed.\n    The same applies to excess data after padding (= / ==).",
        wrap(|vm: &Vm, data: &Value, strict: bool| base64::decode(vm, &ascii(vm, data)?, strict)),
    ),
    function(
        "b2a_base64(data, /, *, newline=True)",
        "Base64-code line of data.",
        wrap(|vm: &Vm, data: &Value, newline: bool| Ok(base64::encode(&binary(vm, data)?, newline))),
    ),
    function(
        "a2b_hex(hexstr, /)",
        "Binary data of hexadecimal representation.\n\nhexstr must contain an even number of hex digits (upper or lower case).\nThis function is also available as \"unhexlify()\".",
        wrap(unhexlify),
    ),
    function(
        "unhexlify(hexstr, /)",
        "Binary data of hexadecimal representation.\n\nhexstr must contain an even number of hex digits (upper or lower case).",
        wrap(unhexlify),
    ),
    function("b2a_hex(data, sep=<unrepresentable>, bytes_per_sep=1)", HEX_DOC, wrap(hexlify)),
    function("hexlify(data, sep=<unrepresentable>, bytes_per_sep=1)", HEX_DOC, wrap(hexlify)),
    function(
        "a2b_qp(data, header=False)",
        "Decode a string of qp-encoded data.",
        wrap(|vm: &Vm, data: &Value, header: bool| Ok(quoted::decode(&ascii(vm, data)?, header))),
    ),
    function(
        "b2a_qp(data, quotetabs=False, istext=True, header=False)",
        "Encode a string using quoted-printable encoding.\n\nOn encoding, when istext is set, newlines are not encoded, and white\nspace at end of lines is.  When istext is not set, \\r and \\n (CR/LF)\nare both encoded.  When quotetabs is set, space and tabs are encoded.",
        wrap(|vm: &Vm, data: &Value, quotetabs: bool, istext: bool, header: bool| {
            Ok(quoted::encode(&binary(vm, data)?, quotetabs, istext, header))
        }),
    ),
    function(
        "a2b_uu(data, /)",
        "Decode a line of uuencoded data.",
        wrap(|vm: &Vm, data: &Value| uu::decode(vm, &ascii(vm, data)?)),
    ),
    function(
        "b2a_uu(data, /, *, backtick=False)",
        "Uuencode line of data.",
        wrap(|vm: &Vm, data: &Value, backtick: bool| uu::encode(vm, &binary(vm, data)?, backtick)),
    ),
    function("crc32(data, crc=0, /)", "Compute CRC-32 incrementally.", wrap(crc32)),
    function("crc_hqx(data, crc, /)", "Compute CRC-CCITT incrementally.", wrap(crc_hqx)),
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let error = errors::class(vm, "binascii.Error", &[&vm.exceptions().ValueError], "")?;
    let incomplete = errors::class(vm, "binascii.Incomplete", &[&vm.exceptions().Exception], "")?;
    module.dict.set_name(vm, "Error", error.into_value());
    module.dict.set_name(vm, "Incomplete", incomplete.into_value());
    Ok(())
}

#[cold]
fn error(vm: &Vm, message: impl AsRef<str>) -> Raised {
    errors::raise(vm, "binascii.Error", message)
}

/// The content of a bytes-like object.
fn binary(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    match copied(vm, value)? {
        Some(bytes) => Ok(bytes),
        None => Err(super::buffers::not_bytes_like(vm, value)),
    }
}

/// The content of a bytes-like object or of an ASCII string.
fn ascii(vm: &Vm, value: &Value) -> PyResult<Vec<u8>> {
    if let Some(text) = value.downcast::<PyStr>() {
        return match text.is_ascii() {
            true => Ok(text.as_bytes().to_vec()),
            false => Err(vm.value_error("string argument should contain only ASCII characters")),
        };
    }
    match copied(vm, value)? {
        Some(bytes) => Ok(bytes),
        None => {
            let name = class_ref(value).name();
            Err(vm.type_error(format!("argument should be bytes, buffer or ASCII string, not '{name}'")))
        }
    }
}

fn hexlify(vm: &Vm, data: &Value, sep: Option<&Value>, bytes_per_sep: i32) -> PyResult<Value> {
    let text = hex_of(vm, &binary(vm, data)?, sep, bytes_per_sep)?;
    match text.downcast::<PyStr>() {
        Some(text) => Ok(vm.bytes(text.as_bytes())),
        None => Ok(text),
    }
}

fn unhexlify(vm: &Vm, text: &Value) -> PyResult<Vec<u8>> {
    let text = ascii(vm, text)?;
    if text.len() % 2 == 1 {
        return Err(error(vm, "Odd-length string"));
    }
    let digit = |byte: u8| (byte as char).to_digit(16);
    text.chunks_exact(2)
        .map(|pair| match (digit(pair[0]), digit(pair[1])) {
            (Some(high), Some(low)) => Ok((high << 4 | low) as u8),
            _ => Err(error(vm, "Non-hexadecimal digit found")),
        })
        .collect()
}

/// A checksum argument: any int, of which the low bits count.
pub fn low_bits(vm: &Vm, value: &Value) -> PyResult<u32> {
    let index = vm.index(value)?;
    Ok(match int::as_int(&index) {
        Some(int::IntRef::Small(small)) => small as u32,
        Some(int::IntRef::Big(big)) => {
            let low = big.iter_u32_digits().next().unwrap_or(0);
            if big.sign() == num_bigint::Sign::Minus { low.wrapping_neg() } else { low }
        }
        None => 0,
    })
}

fn crc32(vm: &Vm, data: &Value, crc: &Value) -> PyResult<u32> {
    let mut hasher = crc32fast::Hasher::new_with_initial(low_bits(vm, crc)?);
    let hashed = crate::builtins::buffer::with_bytes(vm, data, |bytes| hasher.update(bytes))?;
    match hashed {
        Some(()) => Ok(hasher.finalize()),
        None => Err(super::buffers::not_bytes_like(vm, data)),
    }
}

fn crc_hqx(vm: &Vm, data: &Value, crc: &Value) -> PyResult<u32> {
    const POLYNOMIAL: u32 = 0x1021;
    let mut crc = low_bits(vm, crc)? & 0xFFFF;
    for byte in binary(vm, data)? {
        crc ^= (byte as u32) << 8;
        for _ in 0..8 {
            crc = if crc & 0x8000 != 0 { crc << 1 ^ POLYNOMIAL } else { crc << 1 } & 0xFFFF;
        }
    }
    Ok(crc)
}
