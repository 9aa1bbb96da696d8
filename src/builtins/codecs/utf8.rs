//! UTF-8.

use super::errors::{DecodeFailure, EncodeFailure, Errors, Replacement};
use crate::builtins::str::{PyStr, width};
use crate::native::PyResult;
use crate::object::Ref;
use crate::vm::Vm;

/// A text with lone surrogates as UTF-8; they are what can fail.
pub fn encode(vm: &Vm, text: &Ref<PyStr>, errors: &Errors) -> PyResult<Vec<u8>> {
    let bytes = text.as_bytes();
    if !text.has_surrogates() {
        return Ok(bytes.to_vec());
    }
    let is_surrogate = |offset: usize| bytes[offset] == 0xED && bytes[offset + 1] >= 0xA0;
    let mut encoded = Vec::with_capacity(bytes.len());
    let (mut offset, mut index) = (0, 0);
    while offset < bytes.len() {
        let width = width(bytes[offset]);
        if !is_surrogate(offset) {
            encoded.extend_from_slice(&bytes[offset..offset + width]);
            (offset, index) = (offset + width, index + 1);
            continue;
        }
        let (mut stop, mut end) = (offset, index);
        while stop < bytes.len() && is_surrogate(stop) {
            (stop, end) = (stop + 3, end + 1);
        }
        let failure = EncodeFailure { encoding: "utf-8", text, start: index, end, reason: "surrogates not allowed" };
        let (replacement, position) = failure.handle(vm, errors)?;
        match replacement {
            Replacement::Bytes(bytes) => encoded.extend_from_slice(&bytes),
            Replacement::Text(replacement) if replacement.is_ascii() => encoded.extend_from_slice(&replacement),
            Replacement::Text(replacement) => {
                let valid = std::str::from_utf8(&replacement).is_ok();
                if !valid {
                    return Err(failure.raise(vm));
                }
                encoded.extend_from_slice(&replacement);
            }
        }
        (offset, index) = (text.byte_offset(position), position);
    }
    Ok(encoded)
}

/// Decodes; the count is how many bytes were used, which are all if `last` says that no more will come.
pub fn decode(vm: &Vm, bytes: &[u8], errors: &Errors, last: bool) -> PyResult<(Ref<PyStr>, usize)> {
    let mut rest = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok((PyStr::new(text), bytes.len())),
        Err(error) => error,
    };
    let mut text = Vec::with_capacity(bytes.len());
    let mut offset = 0;
    loop {
        let start = offset + rest.valid_up_to();
        text.extend_from_slice(&bytes[offset..start]);
        let (end, reason) = match rest.error_len() {
            None if !last => return Ok((PyStr::from_wtf8(&text), start)),
            None => (bytes.len(), "unexpected end of data"),
            Some(_) if !matches!(bytes[start], 0xC2..=0xF4) => (start + 1, "invalid start byte"),
            Some(length) => (start + length, "invalid continuation byte"),
        };
        let failure = DecodeFailure { encoding: "utf-8", bytes, start, end, reason };
        let (replacement, position) = failure.handle(vm, errors)?;
        text.extend_from_slice(&replacement);
        offset = position;
        match std::str::from_utf8(&bytes[offset..]) {
            Ok(valid) => {
                text.extend_from_slice(valid.as_bytes());
                return Ok((PyStr::from_wtf8(&text), bytes.len()));
            }
            Err(error) => rest = error,
        }
    }
}
