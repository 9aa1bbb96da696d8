//! Encodings by a table: the code pages of the `encodings` package.

use super::errors::{DecodeFailure, EncodeFailure, Errors, Replacement};
use crate::builtins::buffer;
use crate::builtins::dict::PyDict;
use crate::builtins::int::{IntRef, as_int};
use crate::builtins::str::{CodePoints, PyStr, encode as put};
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// `codecs.charmap_build`: from character to byte, of a decoding table.
pub fn build(vm: &Vm, table: &PyStr) -> PyResult<Value> {
    let map = PyDict::new();
    for (byte, point) in table.code_points().enumerate().take(256) {
        if point != 0xFFFE {
            map.set(vm, &vm.int(point as i64), vm.int(byte as i64))?;
        }
    }
    Ok(map.into_value())
}

/// What a table has for a key; `None` where it has nothing.
fn look_up(vm: &Vm, mapping: &Value, key: i64) -> PyResult<Option<Value>> {
    match vm.get_item(mapping, &vm.int(key)) {
        Ok(value) if value.is_none() => Ok(None),
        Ok(value) => Ok(Some(value)),
        Err(raised) => vm.catch(raised, &vm.exceptions().LookupError).map(|_| None),
    }
}

/// The bytes for a character.
fn bytes_for(vm: &Vm, mapping: &Value, point: u32) -> PyResult<Option<Vec<u8>>> {
    let Some(value) = look_up(vm, mapping, point as i64)? else { return Ok(None) };
    if let Some(bytes) = buffer::text_bytes(&value) {
        return Ok(Some(bytes));
    }
    match as_int(&value) {
        Some(IntRef::Small(byte @ 0..256)) => Ok(Some(vec![byte as u8])),
        Some(_) => Err(vm.type_error("character mapping must be in range(256)")),
        None => Err(vm.type_error(format!(
            "character mapping must return integer, bytes or None, not {}",
            crate::object::class_ref(&value).name()
        ))),
    }
}

pub fn encode(vm: &Vm, text: &Ref<PyStr>, errors: &Errors, mapping: &Value) -> PyResult<Vec<u8>> {
    let points: Vec<u32> = text.code_points().collect();
    let mut encoded = Vec::with_capacity(points.len());
    let mut index = 0;
    while index < points.len() {
        if let Some(bytes) = bytes_for(vm, mapping, points[index])? {
            encoded.extend_from_slice(&bytes);
            index += 1;
            continue;
        }
        let mut end = index + 1;
        while end < points.len() && bytes_for(vm, mapping, points[end])?.is_none() {
            end += 1;
        }
        let failure =
            EncodeFailure { encoding: "charmap", text, start: index, end, reason: "character maps to <undefined>" };
        let (replacement, position) = failure.handle(vm, errors)?;
        match replacement {
            Replacement::Bytes(bytes) => encoded.extend_from_slice(&bytes),
            Replacement::Text(replacement) => {
                for point in CodePoints(&replacement) {
                    match bytes_for(vm, mapping, point)? {
                        Some(bytes) => encoded.extend_from_slice(&bytes),
                        None => return Err(failure.raise(vm)),
                    }
                }
            }
        }
        index = position;
    }
    Ok(encoded)
}

/// Appends the text for a byte; false if the table has none.
fn put_text(vm: &Vm, mapping: &Value, points: Option<&[u32]>, byte: u8, text: &mut Vec<u8>) -> PyResult<bool> {
    if let Some(points) = points {
        return Ok(match points.get(byte as usize) {
            Some(&point) if point != 0xFFFE => {
                put(point, text);
                true
            }
            _ => false,
        });
    }
    let Some(value) = look_up(vm, mapping, byte as i64)? else { return Ok(false) };
    if let Some(string) = value.downcast::<PyStr>() {
        if string.as_bytes() == "\u{FFFE}".as_bytes() {
            return Ok(false);
        }
        text.extend_from_slice(string.as_bytes());
        return Ok(true);
    }
    match as_int(&value) {
        Some(IntRef::Small(0xFFFE)) => Ok(false),
        Some(IntRef::Small(point @ 0..0x11_0000)) => {
            put(point as u32, text);
            Ok(true)
        }
        Some(_) => Err(vm.type_error("character mapping must be in range(0x110000)")),
        None => Err(vm.type_error("character mapping must return integer, None or str")),
    }
}

pub fn decode(vm: &Vm, bytes: &[u8], errors: &Errors, mapping: &Value) -> PyResult<Ref<PyStr>> {
    let points: Option<Vec<u32>> = mapping.downcast::<PyStr>().map(|table| table.code_points().collect());
    let mut text = Vec::with_capacity(bytes.len());
    let mut offset = 0;
    while offset < bytes.len() {
        if put_text(vm, mapping, points.as_deref(), bytes[offset], &mut text)? {
            offset += 1;
            continue;
        }
        let failure = DecodeFailure {
            encoding: "charmap",
            bytes,
            start: offset,
            end: offset + 1,
            reason: "character maps to <undefined>",
        };
        let (replacement, position) = failure.handle(vm, errors)?;
        text.extend_from_slice(&replacement);
        offset = position;
    }
    Ok(PyStr::from_wtf8(&text))
}
