//! Base64.

use super::error;
use crate::native::PyResult;
use crate::vm::Vm;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The value of each byte that stands for six bits; 255 for others.
const VALUES: [u8; 256] = {
    let mut values = [255; 256];
    let mut value = 0;
    while value < 64 {
        values[ALPHABET[value] as usize] = value as u8;
        value += 1;
    }
    values
};

pub fn encode(data: &[u8], newline: bool) -> Vec<u8> {
    let mut text = Vec::with_capacity(data.len().div_ceil(3) * 4 + 1);
    for group in data.chunks(3) {
        let byte = |index: usize| group.get(index).copied().unwrap_or(0) as u32;
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let sextet = |shift: u32| ALPHABET[(bits >> shift & 63) as usize];
        let mut four = [sextet(18), sextet(12), sextet(6), sextet(0)];
        four[group.len() + 1..].fill(b'=');
        text.extend_from_slice(&four);
    }
    if newline {
        text.push(b'\n');
    }
    text
}

pub fn decode(vm: &Vm, text: &[u8], strict: bool) -> PyResult<Vec<u8>> {
    let mut data = Vec::with_capacity(text.len() / 4 * 3 + 3);
    if strict && text.first() == Some(&b'=') {
        return Err(error(vm, "Leading padding not allowed"));
    }
    // Where in a group of four we stand, what is left over of the last byte, and how many pads there were.
    let (mut place, mut left, mut pads) = (0, 0u8, 0);
    let mut padded = false;
    for (index, &byte) in text.iter().enumerate() {
        if byte == b'=' {
            padded = true;
            pads += 1;
            if place >= 2 && place + pads >= 4 {
                // The group is complete: what follows does not count.
                if strict && index + 1 < text.len() {
                    return Err(error(vm, "Excess data after padding"));
                }
                return Ok(data);
            }
            if strict && place == 0 {
                return Err(error(vm, "Excess padding not allowed"));
            }
            continue;
        }
        let value = VALUES[byte as usize];
        if value == 255 {
            if strict {
                return Err(error(vm, "Only base64 data is allowed"));
            }
            continue;
        }
        if strict && padded {
            return Err(error(vm, "Discontinuous padding not allowed"));
        }
        pads = 0;
        match place {
            0 => {}
            1 => data.push(left << 2 | value >> 4),
            2 => data.push(left << 4 | value >> 2),
            _ => data.push(left << 6 | value),
        }
        left = value;
        place = (place + 1) % 4;
    }
    match place {
        0 => Ok(data),
        1 => {
            let count = data.len() / 3 * 4 + 1;
            Err(error(
                vm,
                format!(
                    "Invalid base64-encoded string: number of data characters ({count}) cannot be 1 more than a \
                     multiple of 4"
                ),
            ))
        }
        _ => Err(error(vm, "Incorrect padding")),
    }
}
