//! `repr(str)`, and the escapes that other texts share with it.

use super::{CodePoints, PyStr, encode, unicode};
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

pub fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(quoted(super::slots::text(vm, this)?).into_value())
}

/// The string as a literal.
pub fn quoted(string: &PyStr) -> Ref<PyStr> {
    let bytes = string.as_bytes();
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    let mut literal = Vec::with_capacity(bytes.len() + 2);
    literal.push(quote);
    let plain = |byte: &u8| (0x20..0x7F).contains(byte) && *byte != b'\\' && *byte != quote;
    if bytes.iter().all(plain) {
        literal.extend_from_slice(bytes);
    } else {
        CodePoints(bytes).for_each(|point| put_escaped(point, quote as u32, &mut literal));
    }
    literal.push(quote);
    PyStr::from_wtf8(&literal)
}

fn put_escaped(point: u32, quote: u32, literal: &mut Vec<u8>) {
    match point {
        0x0A => literal.extend_from_slice(b"\\n"),
        0x0D => literal.extend_from_slice(b"\\r"),
        0x09 => literal.extend_from_slice(b"\\t"),
        0x5C => literal.extend_from_slice(b"\\\\"),
        _ if point == quote => literal.extend_from_slice(&[b'\\', quote as u8]),
        _ if unicode::is_printable(point) => encode(point, literal),
        _ => put_numeric(point, literal),
    }
}

/// `\xhh`, `\uhhhh` or `\Uhhhhhhhh`, the shortest that fits.
pub fn put_numeric(point: u32, literal: &mut Vec<u8>) {
    let (letter, digits) = match point {
        0..0x100 => (b'x', 2),
        0x100..0x1_0000 => (b'u', 4),
        _ => (b'U', 8),
    };
    literal.extend_from_slice(&[b'\\', letter]);
    put_hex(point, digits, literal);
}

/// The last `digits` hexadecimal digits.
pub fn put_hex(value: u32, digits: usize, literal: &mut Vec<u8>) {
    for position in (0..digits).rev() {
        literal.push(b"0123456789abcdef"[(value >> (4 * position) & 15) as usize]);
    }
}

/// `repr(bytes)`, with its `b`.
pub fn quoted_bytes(bytes: &[u8], literal: &mut Vec<u8>) {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    literal.reserve(bytes.len() + 3);
    literal.extend_from_slice(&[b'b', quote]);
    for &byte in bytes {
        match byte {
            b'\n' => literal.extend_from_slice(b"\\n"),
            b'\r' => literal.extend_from_slice(b"\\r"),
            b'\t' => literal.extend_from_slice(b"\\t"),
            b'\\' => literal.extend_from_slice(b"\\\\"),
            _ if byte == quote => literal.extend_from_slice(&[b'\\', quote]),
            0x20..0x7F => literal.push(byte),
            _ => {
                literal.extend_from_slice(b"\\x");
                put_hex(byte as u32, 2, literal);
            }
        }
    }
    literal.push(quote);
}
