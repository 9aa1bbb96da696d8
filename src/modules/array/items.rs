//! What one item of an array is: its type code, its size, and how it becomes a Python value and back.

use crate::builtins::int::{self, IntRef};
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{Value, class_ref};
use crate::vm::Vm;

/// A type code that is known to be valid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Kind(u8);

/// An item's bytes and how many of the eight count.
pub type Item = ([u8; 8], usize);

impl Kind {
    pub const BYTE: Kind = Kind(b'b');

    pub fn of(code: u32) -> Option<Kind> {
        let code = u8::try_from(code).ok()?;
        b"bBuwhHiIlLqQfd".contains(&code).then_some(Kind(code))
    }

    pub fn code(self) -> u8 {
        self.0
    }

    pub fn size(self) -> usize {
        match self.0 {
            b'b' | b'B' => 1,
            b'h' | b'H' => 2,
            b'i' | b'I' | b'f' | b'u' | b'w' => 4,
            b'l' | b'L' => size_of::<std::ffi::c_long>(),
            _ => 8,
        }
    }

    /// As `struct` writes it; characters are `w`, which only memoryviews know.
    pub fn format(self) -> &'static str {
        const CODES: &str = "bBhHiIlLqQfd";
        match CODES.find(self.0 as char) {
            Some(place) => &CODES[place..place + 1],
            None => "w",
        }
    }

    pub fn is_text(self) -> bool {
        matches!(self.0, b'u' | b'w')
    }

    fn is_signed(self) -> bool {
        self.0.is_ascii_lowercase()
    }

    /// The machine format code of pickles: kind of number, size and byte order in one number.
    pub fn machine_format(self) -> i64 {
        let big_endian = cfg!(target_endian = "big") as i64;
        match self.0 {
            b'f' => 14 + big_endian,
            b'd' => 16 + big_endian,
            b'u' | b'w' => 20 + big_endian,
            _ => match self.size() {
                1 => self.is_signed() as i64,
                size => (size.trailing_zeros() as i64 * 4 - 2) + 2 * self.is_signed() as i64 + big_endian,
            },
        }
    }

    /// The value of an item.
    #[inline]
    pub fn unpack(self, vm: &Vm, bytes: &[u8]) -> PyResult<Value> {
        Ok(match (self.0, bytes) {
            (b'd', &[a, b, c, d, e, f, g, h]) => Value::float(f64::from_ne_bytes([a, b, c, d, e, f, g, h])),
            (b'f', &[a, b, c, d]) => Value::float(f32::from_ne_bytes([a, b, c, d]) as f64),
            (b'b', &[a]) => vm.int(a as i8 as i64),
            (b'B', &[a]) => vm.int(a as i64),
            (b'h', &[a, b]) => vm.int(i16::from_ne_bytes([a, b]) as i64),
            (b'H', &[a, b]) => vm.int(u16::from_ne_bytes([a, b]) as i64),
            (b'i' | b'l', &[a, b, c, d]) => vm.int(i32::from_ne_bytes([a, b, c, d]) as i64),
            (b'I' | b'L', &[a, b, c, d]) => vm.int(u32::from_ne_bytes([a, b, c, d]) as i64),
            (b'l' | b'q', &[a, b, c, d, e, f, g, h]) => vm.int(i64::from_ne_bytes([a, b, c, d, e, f, g, h])),
            (_, &[a, b, c, d, e, f, g, h]) => vm.int_from(u64::from_ne_bytes([a, b, c, d, e, f, g, h])),
            (_, &[a, b, c, d]) => match u32::from_ne_bytes([a, b, c, d]) {
                point @ 0..0x110000 => vm.character(point).into_value(),
                point => {
                    let message = format!("character U+{point:x} is not in range [U+0000; U+10ffff]");
                    return Err(vm.value_error(message));
                }
            },
            _ => Value::NONE,
        })
    }

    /// The bytes of an item.
    #[inline]
    pub fn pack(self, vm: &Vm, value: &Value) -> PyResult<Item> {
        match self.0 {
            b'd' => Ok((real(vm, value)?.to_ne_bytes(), 8)),
            b'f' => Ok(short(&(real(vm, value)? as f32).to_ne_bytes())),
            b'u' | b'w' => self.pack_character(vm, value),
            _ => self.pack_int(vm, value),
        }
    }

    fn pack_character(self, vm: &Vm, value: &Value) -> PyResult<Item> {
        let wanted = "array item must be a unicode character, not";
        match value.downcast::<PyStr>() {
            Some(text) if text.len() == 1 => Ok(short(&text.code_point(0).to_ne_bytes())),
            Some(text) => Err(vm.type_error(format!("{wanted} a string of length {}", text.len()))),
            None => Err(vm.type_error(format!("{wanted} {}", class_ref(value).name()))),
        }
    }

    fn pack_int(self, vm: &Vm, value: &Value) -> PyResult<Item> {
        let small = match value.as_inline_int() {
            Some(small) => small,
            None => {
                let index = vm.index(value)?;
                match int::as_int(&index) {
                    Some(IntRef::Small(small)) => small,
                    _ => return self.pack_large(vm, &index),
                }
            }
        };
        let (least, greatest) = match self.size() {
            8 if self.is_signed() => (i64::MIN, i64::MAX),
            8 => (0, i64::MAX),
            size if self.is_signed() => (-1i64 << (8 * size - 1), (1i64 << (8 * size - 1)) - 1),
            size => (0, (1i64 << (8 * size)) - 1),
        };
        if small > greatest {
            return Err(vm.overflow_error(format!("{} is greater than maximum", self.c_name())));
        }
        if small < least {
            return Err(match self.0 {
                b'I' | b'L' => vm.overflow_error("can't convert negative value to unsigned int"),
                b'Q' => vm.overflow_error("can't convert negative int to unsigned"),
                _ => vm.overflow_error(format!("{} is less than minimum", self.c_name())),
            });
        }
        Ok(match self.size() {
            1 => ([small as u8, 0, 0, 0, 0, 0, 0, 0], 1),
            2 => short(&(small as u16).to_ne_bytes()),
            4 => short(&(small as u32).to_ne_bytes()),
            _ => (small.to_ne_bytes(), 8),
        })
    }

    /// An int beyond 64 bits with sign.
    #[cold]
    fn pack_large(self, vm: &Vm, value: &Value) -> PyResult<Item> {
        let wide = int::to_i128(value);
        if let (false, 8, Some(Ok(bits))) = (self.is_signed(), self.size(), wide.map(u64::try_from)) {
            return Ok((bits.to_ne_bytes(), 8));
        }
        let negative = int::as_int(value).is_some_and(|int| int.is_negative());
        Err(vm.overflow_error(match self.0 {
            b'q' => "int too big to convert",
            b'Q' if negative => "can't convert negative int to unsigned",
            b'Q' => "int too big to convert",
            b'I' | b'L' if negative => "can't convert negative value to unsigned int",
            b'I' | b'L' => "Python int too large to convert to C unsigned long",
            _ => "Python int too large to convert to C long",
        }))
    }

    fn c_name(self) -> &'static str {
        match self.0 {
            b'b' => "signed char",
            b'B' => "unsigned byte integer",
            b'h' => "signed short integer",
            b'H' => "unsigned short",
            b'i' => "signed integer",
            _ => "unsigned int",
        }
    }
}

fn short(bytes: &[u8]) -> Item {
    let mut item = [0; 8];
    item[..bytes.len()].copy_from_slice(bytes);
    (item, bytes.len())
}

fn real(vm: &Vm, value: &Value) -> PyResult<f64> {
    match value.as_exact_float() {
        Some(float) => Ok(float),
        None => vm.to_f64(value),
    }
}
