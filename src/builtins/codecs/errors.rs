//! Error handlers: what happens to what cannot be encoded or decoded.
//!
//! The built-in handlers run natively, without an exception object being made; any other name is looked up in the
//! registry and called with the exception, as CPython does.

use crate::builtins::bytes::PyBytes;
use crate::builtins::int;
use crate::builtins::str::repr::put_numeric;
use crate::builtins::str::{PyStr, decode, encode};
use crate::builtins::tuple::PyTuple;
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

/// The handlers that need no look-up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Builtin {
    Strict,
    Ignore,
    Replace,
    BackslashReplace,
    XmlCharRefReplace,
    NameReplace,
    SurrogateEscape,
    SurrogatePass,
}

/// An error handler by its name.
pub enum Errors<'a> {
    Builtin(Builtin),
    Named(&'a [u8]),
}

pub const BUILTINS: [(&str, Builtin); 8] = [
    ("strict", Builtin::Strict),
    ("ignore", Builtin::Ignore),
    ("replace", Builtin::Replace),
    ("backslashreplace", Builtin::BackslashReplace),
    ("xmlcharrefreplace", Builtin::XmlCharRefReplace),
    ("namereplace", Builtin::NameReplace),
    ("surrogateescape", Builtin::SurrogateEscape),
    ("surrogatepass", Builtin::SurrogatePass),
];

impl<'a> Errors<'a> {
    pub fn named(name: &'a [u8]) -> Errors<'a> {
        match BUILTINS.iter().find(|(known, _)| known.as_bytes() == name) {
            Some((_, builtin)) => Errors::Builtin(*builtin),
            None => Errors::Named(name),
        }
    }
}

/// What a handler puts in place of what failed.
pub enum Replacement {
    Text(Vec<u8>),
    /// Goes to the output as it is.
    Bytes(Vec<u8>),
}

/// What cannot be encoded: characters `start..end` of a text.
pub struct EncodeFailure<'a> {
    pub encoding: &'a str,
    pub text: &'a Ref<PyStr>,
    pub start: usize,
    pub end: usize,
    pub reason: &'a str,
}

/// What cannot be decoded: bytes `start..end`.
pub struct DecodeFailure<'a> {
    pub encoding: &'a str,
    pub bytes: &'a [u8],
    pub start: usize,
    pub end: usize,
    pub reason: &'a str,
}

fn raise(vm: &Vm, made: PyResult<Value>) -> Raised {
    match made {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}

impl EncodeFailure<'_> {
    fn exception(&self, vm: &Vm) -> PyResult<Value> {
        let args = [
            vm.str(self.encoding),
            self.text.to_value(),
            vm.int_from(self.start),
            vm.int_from(self.end),
            vm.str(self.reason),
        ];
        vm.new_exception(&vm.exceptions().UnicodeEncodeError, &args)
    }

    #[cold]
    pub fn raise(&self, vm: &Vm) -> Raised {
        raise(vm, self.exception(vm))
    }

    /// Asks the handler: what to put instead, and the character at which to go on.
    pub fn handle(&self, vm: &Vm, errors: &Errors) -> PyResult<(Replacement, usize)> {
        match errors {
            Errors::Builtin(builtin) => match replace_characters(*builtin, self) {
                Some(replaced) => Ok(replaced),
                None => Err(self.raise(vm)),
            },
            Errors::Named(name) => {
                let exception = self.exception(vm)?;
                let (replacement, position) = call(vm, name, exception)?;
                let length = self.text.len();
                let position = checked_position(vm, position, length)?;
                if let Some(text) = replacement.downcast::<PyStr>() {
                    return Ok((Replacement::Text(text.as_bytes().to_vec()), position));
                }
                match replacement.downcast::<PyBytes>() {
                    Some(bytes) => Ok((Replacement::Bytes(bytes.as_bytes().to_vec()), position)),
                    None => Err(vm.type_error("encoding error handler must return (str/bytes, int) tuple")),
                }
            }
        }
    }
}

impl DecodeFailure<'_> {
    fn exception(&self, vm: &Vm) -> PyResult<Value> {
        let args = [
            vm.str(self.encoding),
            vm.bytes(self.bytes),
            vm.int_from(self.start),
            vm.int_from(self.end),
            vm.str(self.reason),
        ];
        vm.new_exception(&vm.exceptions().UnicodeDecodeError, &args)
    }

    #[cold]
    pub fn raise(&self, vm: &Vm) -> Raised {
        raise(vm, self.exception(vm))
    }

    /// Asks the handler: the text to put instead, and the byte at which to go on.
    pub fn handle(&self, vm: &Vm, errors: &Errors) -> PyResult<(Vec<u8>, usize)> {
        match errors {
            Errors::Builtin(builtin) => match replace_bytes(*builtin, self) {
                Some(replaced) => Ok(replaced),
                None if matches!(builtin, Builtin::XmlCharRefReplace | Builtin::NameReplace) => {
                    Err(cannot_handle(vm, &self.exception(vm)?))
                }
                None => Err(self.raise(vm)),
            },
            Errors::Named(name) => {
                let exception = self.exception(vm)?;
                let (replacement, position) = call(vm, name, exception)?;
                let Some(text) = replacement.downcast::<PyStr>() else {
                    return Err(vm.type_error("decoding error handler must return (str, int) tuple"));
                };
                Ok((text.as_bytes().to_vec(), checked_position(vm, position, self.bytes.len())?))
            }
        }
    }
}

/// Calls a registered handler.
fn call(vm: &Vm, name: &[u8], exception: Value) -> PyResult<(Value, Value)> {
    let handler = super::registry::lookup_error(vm, name)?;
    let result = vm.call(&handler, &[exception])?;
    match result.downcast::<PyTuple>().map(|tuple| tuple.items()) {
        Some([replacement, position]) if int::is_int(position) => Ok((replacement.clone(), position.clone())),
        _ => Err(vm.type_error("encoding error handler must return (str/bytes, int) tuple")),
    }
}

fn checked_position(vm: &Vm, position: Value, length: usize) -> PyResult<usize> {
    let index = vm.index_clamped(&position)?;
    let absolute = if index < 0 { index.saturating_add_unsigned(length) } else { index };
    if absolute < 0 || absolute as usize > length {
        return Err(vm.index_error(format!("position {index} from error handler out of bounds")));
    }
    Ok(absolute as usize)
}

/// The built-in handlers for encoding; `None` where they fail.
pub fn replace_characters(builtin: Builtin, failure: &EncodeFailure) -> Option<(Replacement, usize)> {
    let from = failure.text.byte_offset(failure.start);
    let to = failure.text.byte_offset(failure.end);
    let points = || crate::builtins::str::CodePoints(&failure.text.as_bytes()[from..to]);
    let mut text = Vec::new();
    match builtin {
        Builtin::Strict => return None,
        Builtin::Ignore => {}
        Builtin::Replace => text.resize(failure.end - failure.start, b'?'),
        Builtin::BackslashReplace => points().for_each(|point| put_numeric(point, &mut text)),
        Builtin::XmlCharRefReplace => {
            points().for_each(|point| text.extend_from_slice(format!("&#{point};").as_bytes()))
        }
        Builtin::NameReplace => points().for_each(|point| put_name(point, &mut text)),
        Builtin::SurrogateEscape => {
            for point in points() {
                match point {
                    0xDC80..=0xDCFF => text.push((point - 0xDC00) as u8),
                    _ => return None,
                }
            }
            return Some((Replacement::Bytes(text), failure.end));
        }
        Builtin::SurrogatePass => {
            for point in points() {
                put_surrogate(failure.encoding, point, &mut text)?;
            }
            return Some((Replacement::Bytes(text), failure.end));
        }
    }
    Some((Replacement::Text(text), failure.end))
}

fn put_name(point: u32, text: &mut Vec<u8>) {
    match char::from_u32(point).and_then(unicode_names2::name) {
        Some(name) => text.extend_from_slice(format!("\\N{{{name}}}").as_bytes()),
        None => put_numeric(point, text),
    }
}

/// Byte order and width of a UTF encoding by its name: bytes per unit, big-endian.
fn form_of(encoding: &str) -> Option<(usize, bool)> {
    let native_big = cfg!(target_endian = "big");
    Some(match encoding.to_ascii_lowercase().replace('_', "-").as_str() {
        "utf-8" | "utf8" | "cp65001" => (1, false),
        "utf-16" | "utf16" => (2, native_big),
        "utf-16-le" | "utf-16le" => (2, false),
        "utf-16-be" | "utf-16be" => (2, true),
        "utf-32" | "utf32" => (4, native_big),
        "utf-32-le" | "utf-32le" => (4, false),
        "utf-32-be" | "utf-32be" => (4, true),
        _ => return None,
    })
}

/// A surrogate as if it were a character.
fn put_surrogate(encoding: &str, point: u32, bytes: &mut Vec<u8>) -> Option<()> {
    if !(0xD800..0xE000).contains(&point) {
        return None;
    }
    match form_of(encoding)? {
        (1, _) => encode(point, bytes),
        (2, true) => bytes.extend_from_slice(&(point as u16).to_be_bytes()),
        (2, false) => bytes.extend_from_slice(&(point as u16).to_le_bytes()),
        (_, true) => bytes.extend_from_slice(&point.to_be_bytes()),
        (_, false) => bytes.extend_from_slice(&point.to_le_bytes()),
    }
    Some(())
}

/// The surrogate at the start of bytes, and its width.
fn surrogate_at(encoding: &str, bytes: &[u8]) -> Option<(u32, usize)> {
    let point = match (form_of(encoding)?, bytes) {
        ((1, _), [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..]) => decode(bytes),
        ((2, true), [a, b, ..]) => u16::from_be_bytes([*a, *b]) as u32,
        ((2, false), [a, b, ..]) => u16::from_le_bytes([*a, *b]) as u32,
        ((4, true), [a, b, c, d, ..]) => u32::from_be_bytes([*a, *b, *c, *d]),
        ((4, false), [a, b, c, d, ..]) => u32::from_le_bytes([*a, *b, *c, *d]),
        _ => return None,
    };
    let width = match form_of(encoding)?.0 {
        1 => 3,
        width => width,
    };
    (0xD800..0xE000).contains(&point).then_some((point, width))
}

/// The built-in handlers for decoding; `None` where they fail.
pub fn replace_bytes(builtin: Builtin, failure: &DecodeFailure) -> Option<(Vec<u8>, usize)> {
    let bytes = &failure.bytes[failure.start..failure.end];
    let mut text = Vec::new();
    match builtin {
        Builtin::Strict | Builtin::XmlCharRefReplace | Builtin::NameReplace => return None,
        Builtin::Ignore => {}
        Builtin::Replace => encode(0xFFFD, &mut text),
        Builtin::BackslashReplace => bytes.iter().for_each(|byte| put_numeric(*byte as u32, &mut text)),
        Builtin::SurrogateEscape => {
            // At most four, and only bytes that are not ASCII.
            let count = bytes.iter().take(4).take_while(|byte| **byte >= 0x80).count();
            if count == 0 {
                return None;
            }
            bytes[..count].iter().for_each(|byte| encode(0xDC00 + *byte as u32, &mut text));
            return Some((text, failure.start + count));
        }
        Builtin::SurrogatePass => {
            let (point, width) = surrogate_at(failure.encoding, &failure.bytes[failure.start..])?;
            encode(point, &mut text);
            return Some((text, failure.start + width));
        }
    }
    Some((text, failure.end))
}

/// For translation errors: the built-in handlers on a text.
pub fn replace_translated(builtin: Builtin, count: usize) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    match builtin {
        Builtin::Ignore => {}
        Builtin::Replace => (0..count).for_each(|_| encode(0xFFFD, &mut text)),
        _ => return None,
    }
    Some(text)
}

/// The name of an exception that a handler cannot deal with.
#[cold]
pub fn cannot_handle(vm: &Vm, exception: &Value) -> Raised {
    vm.type_error(format!("don't know how to handle {} in error callback", class_ref(exception).name()))
}
