//! Items of a buffer as Python values, by their format characters. `array` and `struct` use this too.

use crate::builtins::bytes::PyBytes;
use crate::builtins::int;
use crate::native::{PyResult, Raised};
use crate::object::Value;
use crate::vm::Vm;

/// The format character of a native single-item format (`@` before it allowed).
pub fn native_code(format: &str) -> Option<u8> {
    let format = format.strip_prefix('@').unwrap_or(format);
    match format.as_bytes() {
        [code] if item_size(*code).is_some() => Some(*code),
        _ => None,
    }
}

/// The size of an item.
pub fn item_size(code: u8) -> Option<usize> {
    Some(match code {
        b'c' | b'b' | b'B' | b'?' => 1,
        b'h' | b'H' | b'e' => 2,
        b'i' | b'I' | b'f' => 4,
        b'l' | b'L' => size_of::<std::ffi::c_long>(),
        b'q' | b'Q' | b'd' => 8,
        b'n' | b'N' | b'P' => size_of::<usize>(),
        _ => return None,
    })
}

fn is_signed(code: u8) -> bool {
    matches!(code, b'b' | b'h' | b'i' | b'l' | b'q' | b'n')
}

/// Up to eight bytes in the machine's order as an integer.
fn raw(bytes: &[u8]) -> u64 {
    let mut wide = [0; 8];
    if cfg!(target_endian = "little") {
        wide[..bytes.len()].copy_from_slice(bytes);
    } else {
        wide[8 - bytes.len()..].copy_from_slice(bytes);
    }
    u64::from_ne_bytes(wide)
}

/// The value of one item.
pub fn unpack(vm: &Vm, code: u8, bytes: &[u8]) -> Value {
    let bits = raw(bytes);
    match code {
        b'c' => vm.bytes(bytes),
        b'?' => Value::bool(bits != 0),
        b'e' => Value::float(from_half(bits as u16)),
        b'f' => Value::float(f32::from_bits(bits as u32) as f64),
        b'd' => Value::float(f64::from_bits(bits)),
        _ if is_signed(code) => {
            let shift = 64 - 8 * bytes.len() as u32;
            vm.int((bits << shift) as i64 >> shift)
        }
        _ => vm.int_from(bits),
    }
}

/// The bytes of one item.
pub fn pack(vm: &Vm, code: u8, format: &str, value: &Value) -> PyResult<([u8; 8], usize)> {
    let size = item_size(code).unwrap_or(1);
    let wrong_type = |vm: &Vm| vm.type_error(format!("memoryview: invalid type for format '{format}'"));
    let bits = match code {
        b'c' => match value.downcast::<PyBytes>().map(|bytes| bytes.as_bytes()) {
            Some([byte]) => *byte as u64,
            Some(_) => return Err(vm.value_error(format!("memoryview: invalid value for format '{format}'"))),
            None => return Err(wrong_type(vm)),
        },
        b'?' => vm.truth(value)? as u64,
        b'e' | b'f' | b'd' => {
            let float = vm.to_f64(value).map_err(|raised| retype(vm, raised, format))?;
            match code {
                b'd' => float.to_bits(),
                b'f' if (float as f32).is_infinite() && float.is_finite() => {
                    return Err(vm.overflow_error("float too large to pack with f format"));
                }
                b'f' => (float as f32).to_bits() as u64,
                _ => match to_half(float) {
                    Some(half) => half as u64,
                    None => return Err(vm.overflow_error("float too large to pack with e format")),
                },
            }
        }
        _ => integer_bits(vm, code, size, format, value)?,
    };
    let wide = bits.to_ne_bytes();
    let mut bytes = [0; 8];
    let start = if cfg!(target_endian = "little") { 0 } else { 8 - size };
    bytes[..size].copy_from_slice(&wide[start..start + size]);
    Ok((bytes, size))
}

fn integer_bits(vm: &Vm, code: u8, size: usize, format: &str, value: &Value) -> PyResult<u64> {
    let index = vm.index(value).map_err(|raised| retype(vm, raised, format))?;
    let wide = int::to_i128(&index);
    let bits = 8 * size as u32;
    let (low, high) =
        if is_signed(code) { (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1) } else { (0, (1i128 << bits) - 1) };
    match wide {
        Some(wide) if (low..=high).contains(&wide) => Ok(wide as u64),
        _ => Err(vm.value_error(format!("memoryview: invalid value for format '{format}'"))),
    }
}

/// A TypeError becomes one about the format.
fn retype(vm: &Vm, raised: Raised, format: &str) -> Raised {
    match vm.catch(raised, &vm.exceptions().TypeError) {
        Ok(exception) => {
            drop(exception);
            vm.type_error(format!("memoryview: invalid type for format '{format}'"))
        }
        Err(raised) => raised,
    }
}

/// A half-precision float.
pub fn from_half(bits: u16) -> f64 {
    let sign = if bits & 0x8000 != 0 { -1.0 } else { 1.0 };
    let (exponent, fraction) = ((bits >> 10 & 31) as i32, (bits & 0x3FF) as f64);
    sign * match exponent {
        0 => fraction * 2f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2f64.powi(exponent - 15),
    }
}

/// The nearest half-precision float; `None` when it is too large.
pub fn to_half(value: f64) -> Option<u16> {
    let sign = if value.is_sign_negative() { 0x8000 } else { 0 };
    let size = value.abs();
    if size.is_nan() {
        return Some(sign | 0x7E00);
    }
    if size.is_infinite() {
        return Some(sign | 0x7C00);
    }
    if size == 0.0 {
        return Some(sign);
    }
    // In units of the last place at this magnitude; rounding may carry into the next one, which the sum handles.
    let exponent = ((size.to_bits() >> 52) as i32 - 1023).max(-14);
    let units = (size * 2f64.powi(10 - exponent)).round_ties_even() as u32;
    let bits = (((exponent + 14) as u32) << 10) + units;
    (bits < 0x7C00).then_some(sign | bits as u16)
}
