//! Single items: bytes to values and back.

use super::format::{Field, Format, error};
use crate::builtins::bytearray::PyByteArray;
use crate::builtins::bytes::PyBytes;
use crate::builtins::complex::PyComplex;
use crate::builtins::int::{self, IntRef};
use crate::builtins::memoryview::items::{from_half, to_half};
use crate::native::{PyResult, Raised};
use crate::object::{Value, class_ref};
use crate::vm::Vm;

/// Up to eight bytes as a number.
#[inline]
fn bits(bytes: &[u8], big_endian: bool) -> u64 {
    if let Ok(eight) = <[u8; 8]>::try_from(bytes) {
        return if big_endian { u64::from_be_bytes(eight) } else { u64::from_le_bytes(eight) };
    }
    let fold = |bits: u64, &byte: &u8| bits << 8 | byte as u64;
    if big_endian { bytes.iter().fold(0, fold) } else { bytes.iter().rev().fold(0, fold) }
}

/// A number as the bytes of `target`.
#[inline]
fn put(bits: u64, target: &mut [u8], big_endian: bool) {
    let size = target.len();
    if big_endian {
        target.copy_from_slice(&bits.to_be_bytes()[8 - size..]);
    } else {
        target.copy_from_slice(&bits.to_le_bytes()[..size]);
    }
}

/// Appends the values of a struct's bytes.
pub fn unpack(vm: &Vm, format: &Format, bytes: &[u8]) -> Vec<Value> {
    let mut values = Vec::with_capacity(format.count);
    for field in &format.fields {
        for index in 0..field.count {
            let start = field.offset + index * field.size;
            values.push(unpack_one(vm, field.code, &bytes[start..start + field.size], format.big_endian));
        }
    }
    values
}

fn unpack_one(vm: &Vm, code: u8, bytes: &[u8], big_endian: bool) -> Value {
    let bits = |bytes| bits(bytes, big_endian);
    match code {
        b'b' | b'h' | b'i' | b'l' | b'q' | b'n' => {
            let shift = 64 - 8 * bytes.len() as u32;
            vm.int((bits(bytes) << shift) as i64 >> shift)
        }
        b'd' => Value::float(f64::from_bits(bits(bytes))),
        b'f' => Value::float(f32::from_bits(bits(bytes) as u32) as f64),
        b'e' => Value::float(from_half(bits(bytes) as u16)),
        b'?' => Value::bool(bytes != [0]),
        b'c' | b's' => vm.bytes(bytes),
        b'p' => match bytes.split_first() {
            Some((&length, text)) => vm.bytes(&text[..text.len().min(length as usize)]),
            None => vm.bytes(&[]),
        },
        b'F' => {
            let part = |bytes| f32::from_bits(bits(bytes) as u32) as f64;
            vm.complex(part(&bytes[..4]), part(&bytes[4..]))
        }
        b'D' => {
            let part = |bytes| f64::from_bits(bits(bytes));
            vm.complex(part(&bytes[..8]), part(&bytes[8..]))
        }
        _ => vm.int_from(bits(bytes)),
    }
}

/// The bytes of a struct of these values, of which there must be as many as the format wants.
pub fn pack(vm: &Vm, format: &Format, values: &[Value], name: &str) -> PyResult<Vec<u8>> {
    if values.len() != format.count {
        let (wanted, given) = (format.count, values.len());
        return Err(error(vm, format!("{name} expected {wanted} items for packing (got {given})")));
    }
    let mut bytes = vec![0; format.size];
    let mut values = values.iter();
    for field in &format.fields {
        for index in 0..field.count {
            let Some(value) = values.next() else { break };
            let start = field.offset + index * field.size;
            pack_one(vm, format, field, value, &mut bytes[start..start + field.size])?;
        }
    }
    Ok(bytes)
}

fn pack_one(vm: &Vm, format: &Format, field: &Field, value: &Value, target: &mut [u8]) -> PyResult<()> {
    let big_endian = format.big_endian;
    match field.code {
        b'd' => put(real(vm, value)?.to_bits(), target, big_endian),
        b'f' => put(single(vm, format, real(vm, value)?)?, target, big_endian),
        b'e' => match to_half(real(vm, value)?) {
            Some(half) => put(half as u64, target, big_endian),
            None => return Err(vm.overflow_error("float too large to pack with e format")),
        },
        b'?' => target[0] = vm.truth(value)? as u8,
        b'c' => match value.downcast::<PyBytes>().map(|bytes| bytes.as_bytes()) {
            Some(&[byte]) => target[0] = byte,
            _ => return Err(error(vm, "char format requires a bytes object of length 1")),
        },
        b's' => with_text(vm, value, 's', |text| {
            let length = text.len().min(target.len());
            target[..length].copy_from_slice(&text[..length]);
        })?,
        b'p' => with_text(vm, value, 'p', |text| {
            if let Some((first, room)) = target.split_first_mut() {
                let length = text.len().min(room.len());
                room[..length].copy_from_slice(&text[..length]);
                *first = length.min(255) as u8;
            }
        })?,
        b'F' | b'D' => pack_complex(vm, format, field, value, target)?,
        b'P' => pack_pointer(vm, value, target)?,
        code => pack_int(vm, code, value, target, big_endian)?,
    }
    Ok(())
}

fn with_text(vm: &Vm, value: &Value, code: char, put: impl FnOnce(&[u8])) -> PyResult<()> {
    if let Some(bytes) = value.downcast::<PyBytes>() {
        put(bytes.as_bytes());
    } else if let Some(array) = value.downcast::<PyByteArray>() {
        put(&array.data.borrow());
    } else {
        return Err(error(vm, format!("argument for '{code}' must be a bytes object")));
    }
    Ok(())
}

fn real(vm: &Vm, value: &Value) -> PyResult<f64> {
    if let Some(float) = value.as_exact_float() {
        return Ok(float);
    }
    vm.to_f64(value).map_err(|raised| {
        drop(vm.take_raised(raised));
        error(vm, "required argument is not a float")
    })
}

/// A float of single precision; only native formats let large ones become infinite.
fn single(vm: &Vm, format: &Format, float: f64) -> PyResult<u64> {
    let single = float as f32;
    if single.is_infinite() && float.is_finite() && !format.native {
        return Err(vm.overflow_error("float too large to pack with f format"));
    }
    Ok(single.to_bits() as u64)
}

fn pack_complex(vm: &Vm, format: &Format, field: &Field, value: &Value, target: &mut [u8]) -> PyResult<()> {
    let not_complex = |vm: &Vm, raised: Raised| {
        drop(vm.take_raised(raised));
        error(vm, "required argument is not a complex")
    };
    let made = match value.downcast::<PyComplex>() {
        Some(_) => value.clone(),
        None => {
            let class = crate::object::types::builtin(crate::object::shape::COMPLEX);
            let is_text = value.downcast::<crate::builtins::str::PyStr>().is_some();
            if is_text {
                return Err(error(vm, "required argument is not a complex"));
            }
            vm.call(class.as_value(), std::slice::from_ref(value)).map_err(|raised| not_complex(vm, raised))?
        }
    };
    let Some(complex) = made.downcast::<PyComplex>() else {
        return Err(error(vm, "required argument is not a complex"));
    };
    let (first, second) = target.split_at_mut(field.size / 2);
    for (part, target) in [(complex.real, first), (complex.imaginary, second)] {
        let bits = if field.code == b'F' { (part as f32).to_bits() as u64 } else { part.to_bits() };
        put(bits, target, format.big_endian);
    }
    Ok(())
}

/// The int of an argument.
fn integer(vm: &Vm, value: &Value) -> PyResult<Value> {
    if int::is_int(value) {
        return Ok(value.clone());
    }
    if class_ref(value).slots().index.is_none() {
        return Err(error(vm, "required argument is not an integer"));
    }
    vm.index(value)
}

fn pack_int(vm: &Vm, code: u8, value: &Value, target: &mut [u8], big_endian: bool) -> PyResult<()> {
    let width = 8 * target.len() as u32;
    let signed = code.is_ascii_lowercase();
    if let Some(small) = value.as_inline_int() {
        let fits = match (signed, width) {
            (true, 64) => true,
            (false, 64) => small >= 0,
            (true, width) => (-1i64 << (width - 1)..1i64 << (width - 1)).contains(&small),
            (false, width) => (0..1i64 << width).contains(&small),
        };
        if fits {
            put(small as u64, target, big_endian);
            return Ok(());
        }
    }
    let value = integer(vm, value)?;
    let (least, greatest) =
        if signed { (-1i128 << (width - 1), (1i128 << (width - 1)) - 1) } else { (0, (1i128 << width) - 1) };
    match int::to_i128(&value) {
        Some(wide) if (least..=greatest).contains(&wide) => {
            put(wide as u64, target, big_endian);
            Ok(())
        }
        _ => {
            let code = code as char;
            Err(error(vm, format!("'{code}' format requires {least} <= number <= {greatest}")))
        }
    }
}

fn pack_pointer(vm: &Vm, value: &Value, target: &mut [u8]) -> PyResult<()> {
    let value = integer(vm, value)?;
    let fits = match int::as_int(&value) {
        Some(IntRef::Small(small)) => Some(small as u64),
        Some(IntRef::Big(_)) => int::to_i128(&value).and_then(|wide| u64::try_from(wide).ok()),
        None => None,
    };
    match fits {
        Some(bits) => {
            put(bits, target, cfg!(target_endian = "big"));
            Ok(())
        }
        None => Err(error(vm, "int too large to convert")),
    }
}
