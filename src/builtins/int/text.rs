//! Ints as text, and text as ints.

use std::cell::Cell;

use num_bigint::{BigInt, Sign};

use super::{IntRef, as_int};
use crate::builtins::str::PyStr;
use crate::builtins::str::unicode;
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// What `sys.set_int_max_str_digits` sets; 0: no limit.
#[derive(Default)]
struct DigitLimit(std::cell::OnceCell<Cell<usize>>);

/// The least limit that can be set.
pub const LEAST_DIGIT_LIMIT: usize = 640;

/// The most decimal digits that conversions between ints and text take; 0: any number.
pub fn digit_limit(vm: &Vm) -> &'static Cell<usize> {
    crate::vm::handle::module_state::<DigitLimit>(vm, "int.digit_limit")
        .0
        .get_or_init(|| Cell::new(vm.options.max_str_digits))
}

const ADVICE: &str = "use sys.set_int_max_str_digits() to increase the limit";

/// Decimal digits of a machine word, written from the end of a buffer.
pub struct Decimal {
    buffer: [u8; 20],
    start: usize,
}

impl Decimal {
    pub fn new(value: i64) -> Decimal {
        let mut decimal = Decimal { buffer: [b'0'; 20], start: 20 };
        let mut rest = value.unsigned_abs();
        loop {
            decimal.start -= 1;
            decimal.buffer[decimal.start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if value < 0 {
            decimal.start -= 1;
            decimal.buffer[decimal.start] = b'-';
        }
        decimal
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.buffer[self.start..]).unwrap_or("")
    }
}

pub fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    match as_int(this) {
        Some(int) => Ok(to_decimal(vm, int)?.into_value()),
        None => Err(vm.type_error("descriptor '__repr__' requires an 'int' object")),
    }
}

/// `str(int)`.
pub fn to_decimal(vm: &Vm, int: IntRef) -> PyResult<Ref<PyStr>> {
    match int {
        IntRef::Small(value) => Ok(PyStr::new(Decimal::new(value).as_str())),
        IntRef::Big(value) => Ok(PyStr::new(&big_to_decimal(vm, value)?)),
    }
}

/// The decimal digits of a big int, within the limit.
pub fn big_to_decimal(vm: &Vm, value: &BigInt) -> PyResult<String> {
    let limit = digit_limit(vm).get();
    // log10(2) is a little more than 0.30103 - 1e-6: what is surely too long is not converted at all.
    let surely = limit != 0 && (value.bits() as f64 - 1.0) * (std::f64::consts::LOG10_2 - 1e-6) > limit as f64 + 1.0;
    let text = if surely { String::new() } else { value.to_str_radix(10) };
    if surely || limit != 0 && text.len() - (value.sign() == Sign::Minus) as usize > limit {
        return Err(
            vm.value_error(format!("Exceeds the limit ({limit} digits) for integer string conversion; {ADVICE}"))
        );
    }
    Ok(text)
}

/// `int(text, base)`; `original` is what the message shows.
pub fn parse(vm: &Vm, text: &[u8], base: u32, original: &Value) -> PyResult<Value> {
    let trimmed = text.trim_ascii();
    // The common case: a short run of decimal digits.
    if base == 10 && !trimmed.is_empty() && trimmed.len() <= 18 && trimmed.iter().all(u8::is_ascii_digit) {
        return Ok(vm.int(trimmed.iter().fold(0, |value, digit| value * 10 + (digit - b'0') as i64)));
    }
    match parse_general(vm, trimmed, base)? {
        Some(value) => Ok(vm.big_int(value)),
        None => Err(invalid(vm, base, original)),
    }
}

#[cold]
fn invalid(vm: &Vm, base: u32, original: &Value) -> Raised {
    let shown = match vm.repr(original) {
        Ok(shown) => shown,
        Err(raised) => return raised,
    };
    let shown: String = shown.to_text().chars().take(200).collect();
    vm.value_error(format!("invalid literal for int() with base {base}: {shown}"))
}

fn parse_general(vm: &Vm, text: &[u8], base: u32) -> PyResult<Option<BigInt>> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let prefixed = match text {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 0,
    };
    let (radix, mut digits) = match (base, prefixed) {
        (0, 0) => (10, text),
        (0, prefix) => (prefix, &text[2..]),
        (base, prefix) if base == prefix => (base, &text[2..]),
        (base, _) => (base, text),
    };
    // One underscore may stand behind a prefix, or between digits.
    if digits.len() != text.len() && digits.first() == Some(&b'_') {
        digits = &digits[1..];
    }
    let bad_underscore =
        digits.first() == Some(&b'_') || digits.last() == Some(&b'_') || digits.windows(2).any(|two| two == b"__");
    let clean: Vec<u8> = digits.iter().copied().filter(|&byte| byte != b'_').collect();
    if clean.is_empty() || bad_underscore || !clean.iter().all(|&byte| (byte as char).is_digit(radix)) {
        return Ok(None);
    }
    // "0" and "00" are fine in base 0, "010" is not.
    if base == 0 && prefixed == 0 && clean[0] == b'0' && clean.iter().any(|&byte| byte != b'0') {
        return Ok(None);
    }
    let limit = digit_limit(vm).get();
    if limit != 0 && clean.len() > limit && !radix.is_power_of_two() {
        return Err(vm.value_error(format!(
            "Exceeds the limit ({limit} digits) for integer string conversion: value has {} digits; {ADVICE}",
            clean.len()
        )));
    }
    let value = BigInt::parse_bytes(&clean, radix);
    Ok(value.map(|value| if negative { -value } else { value }))
}

/// Text for number parsing: digits and blanks of any script as ASCII ones. Anything else that is not ASCII becomes `?`.
pub fn to_ascii_number(text: &PyStr) -> std::borrow::Cow<'_, [u8]> {
    if text.is_ascii() {
        // Separators \x1c to \x1f are blanks of str, not of ASCII.
        if !text.as_bytes().iter().any(|byte| matches!(byte, 0x1C..=0x1F | 0x0B)) {
            return text.as_bytes().into();
        }
    }
    let convert = |point: u32| match (unicode::decimal(point), unicode::is_space(point)) {
        (_, true) => b' ',
        (Some(digit), _) => b'0' + digit,
        (None, _) if point < 0x80 => point as u8,
        _ => b'?',
    };
    text.code_points().map(convert).collect::<Vec<u8>>().into()
}
