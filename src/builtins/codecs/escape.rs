//! Codecs that write characters as escapes: `unicode_escape`, `raw_unicode_escape`, and `escape` for bytes.

use super::errors::{DecodeFailure, Errors};
use crate::builtins::str::repr::{put_hex, put_numeric};
use crate::builtins::str::{PyStr, encode as put};
use crate::native::PyResult;
use crate::object::Ref;
use crate::vm::Vm;

/// `unicode_escape`: ASCII only, with backslashes doubled.
pub fn encode_unicode(text: &PyStr) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.as_bytes().len());
    for point in text.code_points() {
        match point {
            0x09 => bytes.extend_from_slice(b"\\t"),
            0x0A => bytes.extend_from_slice(b"\\n"),
            0x0D => bytes.extend_from_slice(b"\\r"),
            0x5C => bytes.extend_from_slice(b"\\\\"),
            0x20..0x7F => bytes.push(point as u8),
            _ => put_numeric(point, &mut bytes),
        }
    }
    bytes
}

/// `raw_unicode_escape`: Latin-1, with `\u` for the rest.
pub fn encode_raw(text: &PyStr) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.as_bytes().len());
    for point in text.code_points() {
        match point {
            0..0x100 => bytes.push(point as u8),
            _ => put_numeric(point, &mut bytes),
        }
    }
    bytes
}

/// What one escape means.
enum Escape {
    /// Nothing: a backslash before a line end.
    Nothing(usize),
    Point(u32, usize),
    /// Not an escape: the backslash stands for itself.
    Unknown,
    Bad {
        end: usize,
        reason: &'static str,
    },
    /// The bytes end within it.
    Cut {
        reason: &'static str,
    },
}

fn hex_escape(bytes: &[u8], digits: usize, cut: &'static str) -> Escape {
    let found = bytes[2..].iter().take(digits).take_while(|byte| byte.is_ascii_hexdigit()).count();
    if found < digits {
        return if 2 + found == bytes.len() {
            Escape::Cut { reason: cut }
        } else {
            Escape::Bad { end: 2 + found, reason: cut }
        };
    }
    let value =
        bytes[2..2 + digits].iter().fold(0u32, |value, byte| value << 4 | (*byte as char).to_digit(16).unwrap_or(0));
    if value > 0x10_FFFF {
        return Escape::Bad { end: 2 + digits, reason: "illegal Unicode character" };
    }
    Escape::Point(value, 2 + digits)
}

/// `\N{name}`.
fn named_escape(bytes: &[u8]) -> Escape {
    const MALFORMED: &str = "malformed \\N character escape";
    if bytes.len() == 2 {
        return Escape::Cut { reason: MALFORMED };
    }
    if bytes[2] != b'{' {
        return Escape::Bad { end: 2, reason: MALFORMED };
    }
    let Some(close) = bytes.iter().position(|&byte| byte == b'}') else { return Escape::Cut { reason: MALFORMED } };
    if close == 3 {
        return Escape::Bad { end: 4, reason: MALFORMED };
    }
    let name = std::str::from_utf8(&bytes[3..close]).ok();
    match name.and_then(unicode_names2::character) {
        Some(character) => Escape::Point(character as u32, close + 1),
        None => Escape::Bad { end: close + 1, reason: "unknown Unicode character name" },
    }
}

/// The escape at the start of bytes, which begin with a backslash.
fn escape_at(bytes: &[u8]) -> Escape {
    let Some(&letter) = bytes.get(1) else { return Escape::Cut { reason: "\\ at end of string" } };
    let simple = match letter {
        b'\n' => return Escape::Nothing(2),
        b'\\' | b'\'' | b'"' => letter,
        b'a' => 7,
        b'b' => 8,
        b'f' => 12,
        b'n' => 10,
        b'r' => 13,
        b't' => 9,
        b'v' => 11,
        b'0'..=b'7' => {
            let digits = bytes[1..].iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
            let value = bytes[1..1 + digits].iter().fold(0, |value, byte| value * 8 + (byte - b'0') as u32);
            return Escape::Point(value, 1 + digits);
        }
        b'x' => return hex_escape(bytes, 2, "truncated \\xXX escape"),
        b'u' => return hex_escape(bytes, 4, "truncated \\uXXXX escape"),
        b'U' => return hex_escape(bytes, 8, "truncated \\UXXXXXXXX escape"),
        b'N' => return named_escape(bytes),
        _ => return Escape::Unknown,
    };
    Escape::Point(simple as u32, 2)
}

/// The escapes of `raw_unicode_escape`: only those for big characters.
fn raw_escape_at(bytes: &[u8]) -> Escape {
    match bytes.get(1) {
        Some(b'u') => hex_escape(bytes, 4, "truncated \\uXXXX escape"),
        Some(b'U') => hex_escape(bytes, 8, "truncated \\UXXXXXXXX escape"),
        Some(_) => Escape::Unknown,
        None => Escape::Cut { reason: "\\ at end of string" },
    }
}

/// Decodes `unicode_escape`, or `raw_unicode_escape`. Gives the text, the bytes used, and the first invalid escape.
pub fn decode(
    vm: &Vm,
    bytes: &[u8],
    errors: &Errors,
    raw: bool,
    last: bool,
) -> PyResult<(Ref<PyStr>, usize, Option<usize>)> {
    let encoding = if raw { "rawunicodeescape" } else { "unicodeescape" };
    let mut text = Vec::with_capacity(bytes.len());
    let (mut offset, mut invalid) = (0, None);
    while offset < bytes.len() {
        if bytes[offset] != b'\\' {
            put(bytes[offset] as u32, &mut text);
            offset += 1;
            continue;
        }
        let rest = &bytes[offset..];
        let (end, reason) = match if raw { raw_escape_at(rest) } else { escape_at(rest) } {
            Escape::Nothing(taken) => {
                offset += taken;
                continue;
            }
            Escape::Point(point, taken) => {
                if !raw && point > 0xFF && taken <= 4 && rest[1].is_ascii_digit() {
                    invalid = invalid.or(Some(offset));
                }
                put(point, &mut text);
                offset += taken;
                continue;
            }
            Escape::Unknown => {
                if !raw {
                    invalid = invalid.or(Some(offset));
                }
                text.push(b'\\');
                offset += 1;
                // What follows is no escape either, be it a backslash.
                put(bytes[offset] as u32, &mut text);
                offset += 1;
                continue;
            }
            Escape::Cut { .. } if !last => break,
            Escape::Cut { .. } if raw && rest.len() == 1 => {
                text.push(b'\\');
                offset += 1;
                continue;
            }
            Escape::Cut { reason } => (bytes.len(), reason),
            Escape::Bad { end, reason } => (offset + end, reason),
        };
        let (replacement, position) =
            DecodeFailure { encoding, bytes, start: offset, end, reason }.handle(vm, errors)?;
        text.extend_from_slice(&replacement);
        offset = position;
    }
    Ok((PyStr::from_wtf8(&text), offset, invalid))
}

/// `codecs.escape_encode`: bytes as in a bytes literal.
pub fn escape_bytes(bytes: &[u8]) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b'\t' => escaped.extend_from_slice(b"\\t"),
            b'\n' => escaped.extend_from_slice(b"\\n"),
            b'\r' => escaped.extend_from_slice(b"\\r"),
            b'\\' => escaped.extend_from_slice(b"\\\\"),
            b'\'' => escaped.extend_from_slice(b"\\'"),
            0x20..0x7F => escaped.push(byte),
            _ => {
                escaped.extend_from_slice(b"\\x");
                put_hex(byte as u32, 2, &mut escaped);
            }
        }
    }
    escaped
}

/// `codecs.escape_decode`: the escapes of a bytes literal, and where the first invalid one is.
pub fn unescape_bytes(vm: &Vm, bytes: &[u8], errors: &[u8]) -> PyResult<(Vec<u8>, Option<usize>)> {
    let mut plain = Vec::with_capacity(bytes.len());
    let (mut offset, mut invalid) = (0, None);
    while offset < bytes.len() {
        if bytes[offset] != b'\\' {
            plain.push(bytes[offset]);
            offset += 1;
            continue;
        }
        let rest = &bytes[offset..];
        let big = matches!(rest.get(1), Some(b'u' | b'U' | b'N'));
        match escape_at(rest) {
            _ if big => {
                invalid = invalid.or(Some(offset));
                plain.extend_from_slice(&rest[..2]);
                offset += 2;
            }
            Escape::Nothing(taken) => offset += taken,
            Escape::Point(point, taken) => {
                if point > 0xFF {
                    invalid = invalid.or(Some(offset));
                }
                plain.push(point as u8);
                offset += taken;
            }
            Escape::Unknown => {
                invalid = invalid.or(Some(offset));
                plain.extend_from_slice(&rest[..2]);
                offset += 2;
            }
            Escape::Cut { .. } if rest.len() == 1 => return Err(vm.value_error("Trailing \\ in string")),
            Escape::Cut { .. } | Escape::Bad { .. } => match errors {
                b"ignore" | b"replace" => {
                    if errors == b"replace" {
                        plain.push(b'?');
                    }
                    offset += 2 + rest.get(2).is_some_and(u8::is_ascii_hexdigit) as usize;
                }
                b"strict" => return Err(vm.value_error(format!("invalid \\x escape at position {offset}"))),
                other => {
                    let name = String::from_utf8_lossy(other);
                    return Err(vm.value_error(format!("decoding error; unknown error handling code: {name}")));
                }
            },
        }
    }
    Ok((plain, invalid))
}
