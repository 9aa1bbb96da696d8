//! JSON strings, both ways.

use super::{decode_error, offset_of, with_end};
use crate::builtins::str::{PyStr, decode, encode as put, width};
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub fn scanstring(vm: &Vm, string: &Value, end: isize, strict: bool) -> PyResult<Value> {
    let Some(text) = string.downcast::<PyStr>() else {
        let name = class_ref(string).name();
        return Err(vm.type_error(format!("first argument must be a string, not {name}")));
    };
    let Some(start) = offset_of(text, end) else { return Err(vm.value_error("end is out of bounds")) };
    let (found, end) = scan(vm, text, start, strict)?;
    let value = match found {
        Found::Plain(bytes) => text.part(bytes),
        Found::Unescaped(bytes) => PyStr::from_wtf8(&bytes),
    };
    Ok(with_end(vm, value.into_value(), text, end))
}

/// The content of a JSON string.
pub enum Found<'a> {
    /// It stands in the text as it is.
    Plain(&'a [u8]),
    Unescaped(Vec<u8>),
}

/// Reads a string whose opening quote ends at byte `start`; gives it and where it ends.
pub fn scan<'a>(vm: &Vm, text: &'a Ref<PyStr>, start: usize, strict: bool) -> PyResult<(Found<'a>, usize)> {
    let bytes = text.as_bytes();
    let mut at = start;
    let mut unescaped: Option<Vec<u8>> = None;
    loop {
        let run = at;
        at += plain_run(&bytes[at..], strict);
        let Some(&byte) = bytes.get(at) else { return Err(unterminated(vm, text, start)) };
        if byte == b'"' {
            let found = match unescaped {
                None => Found::Plain(&bytes[run..at]),
                Some(mut content) => {
                    content.extend_from_slice(&bytes[run..at]);
                    Found::Unescaped(content)
                }
            };
            return Ok((found, at + 1));
        }
        if byte != b'\\' {
            return Err(decode_error(vm, "Invalid control character at", text, at));
        }
        let content = unescaped.get_or_insert_with(Vec::new);
        content.extend_from_slice(&bytes[run..at]);
        at = unescape(vm, text, start, at, content)?;
    }
}

/// The number of bytes before the next quote, backslash or control character.
#[inline]
fn plain_run(bytes: &[u8], strict: bool) -> usize {
    let least = if strict { b' ' } else { 0 };
    bytes.iter().position(|&byte| byte == b'"' || byte == b'\\' || byte < least).unwrap_or(bytes.len())
}

#[cold]
fn unterminated(vm: &Vm, text: &Ref<PyStr>, start: usize) -> crate::native::Raised {
    decode_error(vm, "Unterminated string starting at", text, start.saturating_sub(1))
}

/// Reads the escape at `at`; gives where it ends.
fn unescape(vm: &Vm, text: &Ref<PyStr>, start: usize, at: usize, content: &mut Vec<u8>) -> PyResult<usize> {
    let bytes = text.as_bytes();
    let Some(&kind) = bytes.get(at + 1) else { return Err(unterminated(vm, text, start)) };
    let byte = match kind {
        b'"' | b'\\' | b'/' => kind,
        b'b' => 8,
        b'f' => 12,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'u' => {
            let Some(high) = hex4(bytes, at + 2) else {
                return Err(decode_error(vm, "Invalid \\uXXXX escape", text, at + 1));
            };
            let mut end = at + 6;
            let mut point = high;
            if (0xD800..0xDC00).contains(&high)
                && bytes.get(end..end + 2) == Some(b"\\u")
                && let Some(low @ 0xDC00..0xE000) = hex4(bytes, end + 2)
            {
                point = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                end += 6;
            }
            put(point, content);
            return Ok(end);
        }
        _ => return Err(decode_error(vm, "Invalid \\escape", text, at)),
    };
    content.push(byte);
    Ok(at + 2)
}

fn hex4(bytes: &[u8], at: usize) -> Option<u32> {
    let digits = bytes.get(at..at + 4)?;
    digits.iter().try_fold(0, |value, &digit| Some(value << 4 | (digit as char).to_digit(16)?))
}

pub fn encode(vm: &Vm, string: &Value, ascii: bool) -> PyResult<Value> {
    let Some(text) = string.downcast::<PyStr>() else {
        let name = class_ref(string).name();
        return Err(vm.type_error(format!("first argument must be a string, not {name}")));
    };
    let mut out = Vec::with_capacity(text.as_bytes().len() + 2);
    quote(text, ascii, &mut out);
    Ok(PyStr::from_wtf8(&out).into_value())
}

/// Appends a string as JSON.
pub fn quote(text: &PyStr, ascii: bool, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    out.push(b'"');
    let mut at = 0;
    loop {
        let plain = |&byte: &u8| byte < b' ' || byte == b'"' || byte == b'\\' || ascii && byte >= 0x7F;
        let run = bytes[at..].iter().position(plain).unwrap_or(bytes.len() - at);
        out.extend_from_slice(&bytes[at..at + run]);
        at += run;
        let Some(&byte) = bytes.get(at) else { break };
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            8 => out.extend_from_slice(b"\\b"),
            12 => out.extend_from_slice(b"\\f"),
            0x80.. => {
                put_escaped(decode(&bytes[at..]), out);
                at += width(byte);
                continue;
            }
            control => put_unit(control as u32, out),
        }
        at += 1;
    }
    out.push(b'"');
}

fn put_escaped(point: u32, out: &mut Vec<u8>) {
    if point < 0x10000 {
        return put_unit(point, out);
    }
    let rest = point - 0x10000;
    put_unit(0xD800 + (rest >> 10), out);
    put_unit(0xDC00 + (rest & 0x3FF), out);
}

fn put_unit(unit: u32, out: &mut Vec<u8>) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    out.extend_from_slice(b"\\u");
    out.extend([12, 8, 4, 0].map(|shift| DIGITS[(unit >> shift & 15) as usize]));
}
