//! Floats as text, and text as floats.

use crate::builtins::str::PyStr;
use crate::native::{PyResult, Raised};
use crate::object::Value;
use crate::vm::Vm;

/// The decimal digits of a finite double and where the point stands: `0.digits * 10**point`.
pub struct Digits {
    pub digits: String,
    pub point: i32,
}

/// The fewest digits that read back as the same double.
pub fn shortest(value: f64) -> Digits {
    from_scientific(&format!("{:e}", value.abs()))
}

/// This many significant digits (at least one), correctly rounded.
pub fn significant(value: f64, count: usize) -> Digits {
    // Rust's own limit on precision is 16 bits; no double has more than 767 significant digits.
    let exact = count.clamp(1, 1100);
    let mut digits = from_scientific(&format!("{:.*e}", exact - 1, value.abs()));
    digits.digits.extend(std::iter::repeat_n('0', count.max(1) - exact));
    digits
}

/// Digits up to this many places after the point, correctly rounded. Zero has no digits but those places.
pub fn fixed(value: f64, places: usize) -> Digits {
    let exact = places.min(1100);
    let text = format!("{:.*}", exact, value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = if whole == "0" { "" } else { whole };
    let mut digits = format!("{whole}{fraction}");
    digits.extend(std::iter::repeat_n('0', places - exact));
    Digits { digits, point: whole.len() as i32 }
}

fn from_scientific(text: &str) -> Digits {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    Digits { point: exponent.parse::<i32>().unwrap_or(0) + 1, digits }
}

/// `repr(float)`.
pub fn repr(value: f64) -> String {
    if value.is_finite() && value.fract() == 0.0 && value.abs() < 1e15 {
        let whole = crate::builtins::int::text::Decimal::new(value as i64);
        let sign = if value == 0.0 && value.is_sign_negative() { "-" } else { "" };
        return [sign, whole.as_str(), ".0"].concat();
    }
    plain(value, true)
}

/// As `repr`, or without the `.0` of whole numbers, as parts of complex numbers are shown.
pub fn plain(value: f64, point_zero: bool) -> String {
    if value.is_nan() {
        return "nan".to_string();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_infinite() {
        return format!("{sign}inf");
    }
    let Digits { digits, point } = shortest(value);
    if value == 0.0 {
        return format!("{sign}0{}", if point_zero { ".0" } else { "" });
    }
    let count = digits.len() as i32;
    if !(-3..=16).contains(&point) {
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        let exponent = point - 1;
        let exponent_sign = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{first}{dot}{rest}e{exponent_sign}{:02}", exponent.abs());
    }
    if point <= 0 {
        return format!("{sign}0.{}{digits}", "0".repeat(-point as usize));
    }
    if count <= point {
        let zeros = "0".repeat((point - count) as usize);
        return format!("{sign}{digits}{zeros}{}", if point_zero { ".0" } else { "" });
    }
    let (whole, fraction) = digits.split_at(point as usize);
    format!("{sign}{whole}.{fraction}")
}

/// The float that a text spells, blanks around it and underscores between digits allowed.
pub fn parse(text: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(text.trim_ascii()).ok()?;
    if !text.contains('_') {
        return parse_plain(text);
    }
    let bytes = text.as_bytes();
    let digit = |index: Option<usize>| index.and_then(|index| bytes.get(index)).is_some_and(u8::is_ascii_digit);
    let between = |index: usize| digit(index.checked_sub(1)) && digit(Some(index + 1));
    let fine = bytes.iter().enumerate().all(|(index, byte)| *byte != b'_' || between(index));
    if fine { parse_plain(&text.replace('_', "")) } else { None }
}

fn parse_plain(text: &str) -> Option<f64> {
    let allowed = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-');
    if !text.bytes().all(allowed) {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let name = ["inf", "infinity", "nan"].iter().any(|name| unsigned.eq_ignore_ascii_case(name));
        return name.then(|| text.parse().ok()).flatten();
    }
    text.parse().ok()
}

/// `float(text)`; `original` is what the message shows.
pub fn parse_or_raise(vm: &Vm, text: &[u8], original: &Value) -> PyResult<f64> {
    parse(text).ok_or_else(|| invalid(vm, original))
}

#[cold]
fn invalid(vm: &Vm, original: &Value) -> Raised {
    match vm.repr(original) {
        Ok(shown) => {
            let shown = PyStr::from_wtf8(shown.as_bytes());
            vm.value_error(format!("could not convert string to float: {shown}"))
        }
        Err(raised) => raised,
    }
}
