//! Encodings of one byte per character: ASCII, Latin-1.

use super::errors::{DecodeFailure, EncodeFailure, Errors, Replacement};
use crate::builtins::str::{CodePoints, PyStr, encode};
use crate::native::PyResult;
use crate::object::Ref;
use crate::vm::Vm;

/// Encodes characters below `limit` as themselves.
fn encode_below(
    vm: &Vm,
    text: &Ref<PyStr>,
    errors: &Errors,
    limit: u32,
    encoding: &str,
    reason: &str,
) -> PyResult<Vec<u8>> {
    if text.is_ascii() {
        return Ok(text.as_bytes().to_vec());
    }
    let points: Vec<u32> = text.code_points().collect();
    let mut encoded = Vec::with_capacity(points.len());
    let mut index = 0;
    while index < points.len() {
        if points[index] < limit {
            encoded.push(points[index] as u8);
            index += 1;
            continue;
        }
        let end = index + points[index..].iter().take_while(|point| **point >= limit).count();
        let failure = EncodeFailure { encoding, text, start: index, end, reason };
        let (replacement, position) = failure.handle(vm, errors)?;
        match replacement {
            Replacement::Bytes(bytes) => encoded.extend_from_slice(&bytes),
            Replacement::Text(replacement) => {
                for point in CodePoints(&replacement) {
                    if point >= limit {
                        return Err(failure.raise(vm));
                    }
                    encoded.push(point as u8);
                }
            }
        }
        index = position;
    }
    Ok(encoded)
}

pub fn encode_ascii(vm: &Vm, text: &Ref<PyStr>, errors: &Errors) -> PyResult<Vec<u8>> {
    encode_below(vm, text, errors, 0x80, "ascii", "ordinal not in range(128)")
}

pub fn encode_latin1(vm: &Vm, text: &Ref<PyStr>, errors: &Errors) -> PyResult<Vec<u8>> {
    encode_below(vm, text, errors, 0x100, "latin-1", "ordinal not in range(256)")
}

pub fn decode_ascii(vm: &Vm, bytes: &[u8], errors: &Errors) -> PyResult<(Ref<PyStr>, usize)> {
    if bytes.is_ascii() {
        return Ok((PyStr::from_ascii(bytes), bytes.len()));
    }
    let mut text = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        if bytes[index] < 0x80 {
            text.push(bytes[index]);
            index += 1;
            continue;
        }
        let failure = DecodeFailure {
            encoding: "ascii",
            bytes,
            start: index,
            end: index + 1,
            reason: "ordinal not in range(128)",
        };
        let (replacement, position) = failure.handle(vm, errors)?;
        text.extend_from_slice(&replacement);
        index = position;
    }
    Ok((PyStr::from_wtf8(&text), bytes.len()))
}

pub fn decode_latin1(bytes: &[u8]) -> (Ref<PyStr>, usize) {
    if bytes.is_ascii() {
        return (PyStr::from_ascii(bytes), bytes.len());
    }
    let mut text = Vec::with_capacity(bytes.len() * 2);
    bytes.iter().for_each(|byte| encode(*byte as u32, &mut text));
    (PyStr::from_wtf8(&text), bytes.len())
}
