//! The encodings that text streams know themselves: UTF-8, ASCII and Latin-1, with the common ways to treat errors. Other
//! encodings and error handlers go through `codecs`.

use crate::builtins::bytes::PyBytes;
use crate::builtins::int;
use crate::builtins::str::{PyStr, encode as push};
use crate::builtins::tuple::PyTuple;
use crate::modules::buffers;
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Value};
use crate::vm::Vm;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Codec {
    Utf8,
    Ascii,
    Latin1,
    /// Through `codecs`.
    Other,
}

impl Codec {
    /// The codec of an encoding's name.
    pub fn of(name: &str) -> Codec {
        let plain = name.to_ascii_lowercase().replace(['_', ' '], "-");
        match plain.as_str() {
            "utf-8" | "utf8" | "u8" | "cp65001" => Codec::Utf8,
            "ascii" | "us-ascii" | "646" | "ansi-x3.4-1968" => Codec::Ascii,
            "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "8859" | "l1" | "cp819" => Codec::Latin1,
            _ => Codec::Other,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Codec::Utf8 => "utf-8",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "latin-1",
            Codec::Other => "",
        }
    }
}

/// Decodes bytes and appends the text; gives how many bytes have been used: a character that is cut off at the end is
/// left unless this is the last piece.
pub fn decode(vm: &Vm, codec: Codec, bytes: &[u8], errors: &str, last: bool, out: &mut Vec<u8>) -> PyResult<usize> {
    if codec == Codec::Latin1 {
        for &byte in bytes {
            push(byte as u32, out);
        }
        return Ok(bytes.len());
    }
    if codec == Codec::Ascii && bytes.is_ascii() {
        out.extend_from_slice(bytes);
        return Ok(bytes.len());
    }
    let mut position = 0;
    while position < bytes.len() {
        let (valid, bad) = match codec {
            Codec::Ascii => {
                let valid = bytes[position..].iter().position(|byte| !byte.is_ascii());
                match valid {
                    Some(valid) => (valid, Some((1, "ordinal not in range(128)"))),
                    None => (bytes.len() - position, None),
                }
            }
            _ => utf8_prefix(&bytes[position..], last),
        };
        out.extend_from_slice(&bytes[position..position + valid]);
        position += valid;
        let Some((length, reason)) = bad else { return Ok(position) };
        if length == 0 {
            // Cut off: the rest may follow.
            return Ok(position);
        }
        position = handle_decode_error(vm, codec, bytes, (position, position + length, reason), errors, out)?;
    }
    Ok(position)
}

/// How many bytes are valid, and length and reason of the fault that follows (length 0: cut off).
fn utf8_prefix(bytes: &[u8], last: bool) -> (usize, Option<(usize, &'static str)>) {
    let error = match std::str::from_utf8(bytes) {
        Ok(_) => return (bytes.len(), None),
        Err(error) => error,
    };
    let valid = error.valid_up_to();
    let fault = match error.error_len() {
        None if !last => (0, ""),
        None => (bytes.len() - valid, "unexpected end of data"),
        Some(length) => match bytes[valid] {
            0xC2..=0xF4 => (length, "invalid continuation byte"),
            _ => (1, "invalid start byte"),
        },
    };
    (valid, Some(fault))
}

/// Treats a fault as `errors` says; gives where decoding goes on.
fn handle_decode_error(
    vm: &Vm,
    codec: Codec,
    bytes: &[u8],
    (start, end, reason): (usize, usize, &str),
    errors: &str,
    out: &mut Vec<u8>,
) -> PyResult<usize> {
    match errors {
        "ignore" => {}
        "replace" => push(0xFFFD, out),
        "surrogateescape" => bytes[start..end].iter().for_each(|&byte| push(0xDC00 + byte as u32, out)),
        "backslashreplace" => {
            bytes[start..end].iter().for_each(|byte| out.extend_from_slice(format!("\\x{byte:02x}").as_bytes()))
        }
        _ => {
            let args =
                [vm.str(codec.name()), vm.bytes(bytes), vm.int(start as i64), vm.int(end as i64), vm.str(reason)];
            let exception = vm.new_exception(&vm.exceptions().UnicodeDecodeError, &args)?;
            if errors == "strict" {
                return Err(vm.raise(exception));
            }
            let (text, next) = ask_handler(vm, errors, &exception)?;
            let Some(text) = text.downcast::<PyStr>() else { return Err(bad_handler(vm, "decoding", "str")) };
            out.extend_from_slice(text.as_bytes());
            return resume_position(vm, next, bytes.len());
        }
    }
    Ok(end)
}

/// What a registered error handler gives: a replacement and where to go on.
fn ask_handler(vm: &Vm, errors: &str, exception: &Value) -> PyResult<(Value, i64)> {
    let lookup = vm.import_attr("codecs", "lookup_error")?;
    let handler = vm.call(&lookup, &[vm.str(errors)])?;
    let result = vm.call(&handler, std::slice::from_ref(exception))?;
    let parts = result.downcast::<PyTuple>().filter(|parts| parts.len() == 2);
    let position = parts.and_then(|parts| int::as_int(&parts.items()[1]).and_then(|position| position.to_i64()));
    match (parts, position) {
        (Some(parts), Some(position)) => Ok((parts.items()[0].clone(), position)),
        _ => Err(vm.type_error("error handler must return (str/bytes, int) tuple")),
    }
}

#[cold]
fn bad_handler(vm: &Vm, doing: &str, kind: &str) -> Raised {
    vm.type_error(format!("{doing} error handler must return ({kind}, int) tuple"))
}

fn resume_position(vm: &Vm, position: i64, length: usize) -> PyResult<usize> {
    let absolute = if position < 0 { position + length as i64 } else { position };
    if absolute < 0 || absolute > length as i64 {
        return Err(vm.index_error(format!("position {position} from error handler out of bounds")));
    }
    Ok(absolute as usize)
}

/// Encodes text.
pub fn encode(vm: &Vm, codec: Codec, text: &Ref<PyStr>, errors: &str, out: &mut Vec<u8>) -> PyResult<()> {
    let bytes = text.as_bytes();
    if text.is_ascii() || codec == Codec::Utf8 && !text.has_surrogates() {
        out.extend_from_slice(bytes);
        return Ok(());
    }
    let fits = |point: u32| match codec {
        Codec::Ascii => point < 0x80,
        Codec::Latin1 => point < 0x100,
        _ => !(0xD800..0xE000).contains(&point),
    };
    let put =
        |point: u32, out: &mut Vec<u8>| if codec == Codec::Utf8 { push(point, out) } else { out.push(point as u8) };
    let points: Vec<u32> = text.code_points().collect();
    let mut position = 0;
    while position < points.len() {
        if fits(points[position]) {
            put(points[position], out);
            position += 1;
            continue;
        }
        let count = points[position..].iter().take_while(|&&point| !fits(point)).count();
        let end = position + count;
        position = handle_encode_error(vm, codec, text, &points, (position, end), errors, out)?;
    }
    Ok(())
}

fn handle_encode_error(
    vm: &Vm,
    codec: Codec,
    text: &Ref<PyStr>,
    points: &[u32],
    (start, end): (usize, usize),
    errors: &str,
    out: &mut Vec<u8>,
) -> PyResult<usize> {
    let faults = &points[start..end];
    match errors {
        "ignore" => return Ok(end),
        "replace" => {
            out.extend(std::iter::repeat_n(b'?', faults.len()));
            return Ok(end);
        }
        "backslashreplace" => {
            for &point in faults {
                let escaped = match point {
                    0..0x100 => format!("\\x{point:02x}"),
                    0x100..0x10000 => format!("\\u{point:04x}"),
                    _ => format!("\\U{point:08x}"),
                };
                out.extend_from_slice(escaped.as_bytes());
            }
            return Ok(end);
        }
        "xmlcharrefreplace" => {
            faults.iter().for_each(|point| out.extend_from_slice(format!("&#{point};").as_bytes()));
            return Ok(end);
        }
        "surrogateescape" => {
            let escaped = faults.iter().take_while(|&&point| (0xDC80..=0xDCFF).contains(&point)).count();
            if escaped > 0 {
                out.extend(faults[..escaped].iter().map(|&point| (point - 0xDC00) as u8));
                return Ok(start + escaped);
            }
        }
        "surrogatepass" if codec == Codec::Utf8 => {
            faults.iter().for_each(|&point| push(point, out));
            return Ok(end);
        }
        _ => {}
    }
    let reason = match codec {
        Codec::Ascii => "ordinal not in range(128)",
        Codec::Latin1 => "ordinal not in range(256)",
        _ => "surrogates not allowed",
    };
    let args = [vm.str(codec.name()), text.to_value(), vm.int(start as i64), vm.int(end as i64), vm.str(reason)];
    let exception = vm.new_exception(&vm.exceptions().UnicodeEncodeError, &args)?;
    if matches!(errors, "strict" | "surrogateescape") {
        return Err(vm.raise(exception));
    }
    let (replacement, next) = ask_handler(vm, errors, &exception)?;
    match replacement.downcast::<PyStr>() {
        Some(replacement) => encode(vm, codec, replacement, "strict", out)?,
        None if replacement.downcast::<PyBytes>().is_some() => {
            out.extend_from_slice(buffers::bytes_like(vm, &replacement)?.as_bytes());
        }
        None => return Err(bad_handler(vm, "encoding", "str/bytes")),
    }
    resume_position(vm, next, points.len())
}
