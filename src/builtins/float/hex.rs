//! Hexadecimal floats.

use super::arith::decompose;
use crate::builtins::int::arith::scale_rounded;

pub enum Error {
    Invalid,
    TooLarge,
}

/// `float.hex`.
pub fn write(value: f64) -> String {
    let sign = if value.is_sign_negative() && !value.is_nan() { "-" } else { "" };
    if value.is_nan() {
        return "nan".to_string();
    }
    if value.is_infinite() {
        return format!("{sign}inf");
    }
    if value == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let (mantissa, exponent) = decompose(value.abs());
    format!("{sign}0x{}.{:013x}p{:+}", mantissa >> 52, mantissa & ((1 << 52) - 1), exponent + 52)
}

/// `float.fromhex`.
pub fn parse(text: &str) -> Result<f64, Error> {
    let text = text.trim_matches(|c: char| c.is_ascii_whitespace() || c == '\x0b');
    let (negative, rest) = match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    let value = match rest.to_ascii_lowercase().as_str() {
        "inf" | "infinity" => f64::INFINITY,
        "nan" => f64::NAN,
        lower => parse_finite(lower.strip_prefix("0x").unwrap_or(lower))?,
    };
    Ok(if negative { -value } else { value })
}

fn parse_finite(text: &str) -> Result<f64, Error> {
    let (mantissa, exponent) = match text.split_once('p') {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.is_empty() && fraction.is_empty()
        || !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_hexdigit())
    {
        return Err(Error::Invalid);
    }
    // The leading digits exactly, the rest only as "there is more".
    let (mut bits, mut sticky, mut shift) = (0u128, false, -4 * fraction.len() as i64);
    for digit in whole.chars().chain(fraction.chars()).filter_map(|digit| digit.to_digit(16)) {
        if bits >> 100 == 0 {
            bits = bits << 4 | digit as u128;
        } else {
            sticky |= digit != 0;
            shift += 4;
        }
    }
    scale_rounded(bits, sticky, exponent.saturating_add(shift)).ok_or(Error::TooLarge)
}

/// An exponent; those beyond any double are clamped.
fn parse_exponent(text: &str) -> Result<i64, Error> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Error::Invalid);
    }
    let size = digits.parse::<i64>().unwrap_or(i64::MAX).min(1 << 60);
    Ok(if text.starts_with('-') { -size } else { size })
}
