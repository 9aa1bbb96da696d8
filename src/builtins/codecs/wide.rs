//! UTF-16 and UTF-32.

use super::errors::{DecodeFailure, EncodeFailure, Errors, Replacement};
use crate::builtins::str::{CodePoints, PyStr, encode as put};
use crate::native::PyResult;
use crate::object::Ref;
use crate::vm::Vm;

/// Byte order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// The machine's, with a byte order mark written, or found and obeyed.
    Marked,
    Little,
    Big,
}

impl Order {
    /// As the `byteorder` arguments of the codec functions say it: -1, 0, 1.
    pub fn from_number(number: i64) -> Order {
        match number {
            0 => Order::Marked,
            ..0 => Order::Little,
            _ => Order::Big,
        }
    }

    pub fn number(self) -> i64 {
        match self {
            Order::Marked => 0,
            Order::Little => -1,
            Order::Big => 1,
        }
    }

    fn is_big(self) -> bool {
        match self {
            Order::Marked => cfg!(target_endian = "big"),
            Order::Little => false,
            Order::Big => true,
        }
    }
}

fn put_unit(unit: u32, width: usize, big: bool, bytes: &mut Vec<u8>) {
    match (width, big) {
        (2, true) => bytes.extend_from_slice(&(unit as u16).to_be_bytes()),
        (2, false) => bytes.extend_from_slice(&(unit as u16).to_le_bytes()),
        (_, true) => bytes.extend_from_slice(&unit.to_be_bytes()),
        (_, false) => bytes.extend_from_slice(&unit.to_le_bytes()),
    }
}

fn put_point(point: u32, width: usize, big: bool, bytes: &mut Vec<u8>) {
    if width == 2 && point >= 0x1_0000 {
        put_unit(0xD800 + ((point - 0x1_0000) >> 10), 2, big, bytes);
        put_unit(0xDC00 + (point & 0x3FF), 2, big, bytes);
    } else {
        put_unit(point, width, big, bytes);
    }
}

fn is_surrogate(point: u32) -> bool {
    (0xD800..0xE000).contains(&point)
}

fn name_of(width: usize, order: Order) -> &'static str {
    match (width, order) {
        (2, Order::Marked) => "utf-16",
        (2, Order::Little) => "utf-16-le",
        (2, Order::Big) => "utf-16-be",
        (_, Order::Marked) => "utf-32",
        (_, Order::Little) => "utf-32-le",
        (_, Order::Big) => "utf-32-be",
    }
}

/// Encodes to units of `width` bytes (2 or 4).
pub fn encode(vm: &Vm, text: &Ref<PyStr>, errors: &Errors, width: usize, order: Order) -> PyResult<Vec<u8>> {
    let big = order.is_big();
    let mut bytes = Vec::with_capacity((text.len() + 1) * width);
    if order == Order::Marked {
        put_unit(0xFEFF, width, big, &mut bytes);
    }
    if !text.has_surrogates() {
        text.code_points().for_each(|point| put_point(point, width, big, &mut bytes));
        return Ok(bytes);
    }
    let points: Vec<u32> = text.code_points().collect();
    let mut index = 0;
    while index < points.len() {
        if !is_surrogate(points[index]) {
            put_point(points[index], width, big, &mut bytes);
            index += 1;
            continue;
        }
        let end = index + points[index..].iter().take_while(|point| is_surrogate(**point)).count();
        let failure = EncodeFailure {
            encoding: name_of(width, order),
            text,
            start: index,
            end,
            reason: "surrogates not allowed",
        };
        let (replacement, position) = failure.handle(vm, errors)?;
        match replacement {
            Replacement::Bytes(raw) if raw.len() % width == 0 => bytes.extend_from_slice(&raw),
            Replacement::Bytes(_) => return Err(failure.raise(vm)),
            Replacement::Text(replacement) => {
                for point in CodePoints(&replacement) {
                    if is_surrogate(point) {
                        return Err(failure.raise(vm));
                    }
                    put_point(point, width, big, &mut bytes);
                }
            }
        }
        index = position;
    }
    Ok(bytes)
}

/// What decoding gave: the text, how many bytes were used, and the byte order found.
pub type Decoded = (Ref<PyStr>, usize, Order);

/// What the bytes at an offset are.
enum Unit {
    /// A character, and how many bytes it takes.
    Point(u32, usize),
    Bad {
        length: usize,
        reason: &'static str,
    },
    /// The bytes end within it.
    Cut {
        reason: &'static str,
    },
}

fn unit16(bytes: &[u8], big: bool) -> Unit {
    let read = |index: usize| {
        let two = bytes.get(index..index + 2)?;
        let two = [two[0], two[1]];
        Some(if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) } as u32)
    };
    let Some(first) = read(0) else { return Unit::Cut { reason: "truncated data" } };
    match (first, read(2)) {
        (0xD800..0xDC00, Some(second @ 0xDC00..0xE000)) => {
            Unit::Point(0x1_0000 + ((first & 0x3FF) << 10) + (second & 0x3FF), 4)
        }
        (0xD800..0xDC00, None) => Unit::Cut { reason: "unexpected end of data" },
        (0xD800..0xDC00, Some(_)) => Unit::Bad { length: 2, reason: "illegal UTF-16 surrogate" },
        (0xDC00..0xE000, _) => Unit::Bad { length: 2, reason: "illegal encoding" },
        _ => Unit::Point(first, 2),
    }
}

fn unit32(bytes: &[u8], big: bool) -> Unit {
    let Some(&[a, b, c, d]) = bytes.first_chunk::<4>() else { return Unit::Cut { reason: "truncated data" } };
    let point = if big { u32::from_be_bytes([a, b, c, d]) } else { u32::from_le_bytes([a, b, c, d]) };
    match point {
        0xD800..0xE000 => Unit::Bad { length: 4, reason: "code point in surrogate code point range(0xd800, 0xe000)" },
        0x11_0000.. => Unit::Bad { length: 4, reason: "code point not in range(0x110000)" },
        _ => Unit::Point(point, 4),
    }
}

/// Decodes units of `width` bytes. Unless `last`, an incomplete end is left for the next time.
pub fn decode(vm: &Vm, bytes: &[u8], errors: &Errors, width: usize, order: Order, last: bool) -> PyResult<Decoded> {
    let (mut order, mut offset) = (order, 0);
    if order == Order::Marked && bytes.len() >= width {
        let marked = |order: Order| {
            let mut mark = Vec::new();
            put_unit(0xFEFF, width, order == Order::Big, &mut mark);
            bytes.starts_with(&mark)
        };
        if let Some(found) = [Order::Little, Order::Big].into_iter().find(|order| marked(*order)) {
            (order, offset) = (found, width);
        } else {
            order = if cfg!(target_endian = "big") { Order::Big } else { Order::Little };
        }
    }
    let (encoding, big) = (name_of(width, order), order.is_big());
    let mut text = Vec::with_capacity(bytes.len());
    while offset < bytes.len() {
        let unit = if width == 2 { unit16(&bytes[offset..], big) } else { unit32(&bytes[offset..], big) };
        let (end, reason) = match unit {
            Unit::Point(point, taken) => {
                put(point, &mut text);
                offset += taken;
                continue;
            }
            Unit::Cut { .. } if !last => break,
            Unit::Cut { reason } => (bytes.len(), reason),
            Unit::Bad { length, reason } => (offset + length, reason),
        };
        let (replacement, position) =
            DecodeFailure { encoding, bytes, start: offset, end, reason }.handle(vm, errors)?;
        text.extend_from_slice(&replacement);
        offset = position;
    }
    Ok((PyStr::from_wtf8(&text), offset, order))
}
