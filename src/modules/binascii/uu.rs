//! uuencode: a length, then six bits a character.

use super::error;
use crate::native::PyResult;
use crate::vm::Vm;

pub fn encode(vm: &Vm, data: &[u8], backtick: bool) -> PyResult<Vec<u8>> {
    if data.len() > 45 {
        return Err(error(vm, "At most 45 bytes at once"));
    }
    let character = |value: u32| if value == 0 && backtick { b'`' } else { b' ' + value as u8 };
    let mut text = vec![character(data.len() as u32)];
    for group in data.chunks(3) {
        let byte = |index: usize| group.get(index).copied().unwrap_or(0) as u32;
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        text.extend([18, 12, 6, 0].map(|shift| character(bits >> shift & 63)));
    }
    text.push(b'\n');
    Ok(text)
}

pub fn decode(vm: &Vm, text: &[u8]) -> PyResult<Vec<u8>> {
    let Some((&first, rest)) = text.split_first() else { return Ok(vec![0; 32]) };
    let length = (first.wrapping_sub(b' ') & 63) as usize;
    let mut data = Vec::with_capacity(length);
    let (mut bits, mut count, mut read) = (0u32, 0, 0);
    while data.len() < length {
        // Lines whose trailing spaces were cut off read as if they were there.
        let byte = rest.get(read).copied().unwrap_or(0);
        read += (read < rest.len()) as usize;
        let value = match byte {
            b'\n' | b'\r' | 0 => 0,
            b' '..=b'`' => ((byte - b' ') & 63) as u32,
            _ => return Err(error(vm, "Illegal char")),
        };
        bits = bits << 6 | value;
        count += 6;
        if count >= 8 {
            count -= 8;
            data.push((bits >> count & 255) as u8);
        }
    }
    let garbage = rest[read..].iter().any(|byte| !matches!(byte, b' ' | b'`' | b'\n' | b'\r'));
    match garbage {
        true => Err(error(vm, "Trailing garbage")),
        false => Ok(data),
    }
}
