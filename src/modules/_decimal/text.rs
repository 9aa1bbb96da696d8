//! Decimal numbers as text.

use super::coefficient::Coefficient;
use super::number::{Kind, Number};

/// No exponent that a context allows comes near; texts with larger ones are infinite or zero.
const EXPONENT_LIMIT: i64 = 4_000_000_000_000_000_000;

/// The number that a text spells, without blanks around it; `None` if it spells none.
pub fn parse(text: &[u8]) -> Option<Number> {
    let text: Vec<u8> = text.iter().copied().filter(|&byte| byte != b'_').collect();
    let (negative, rest) = match text.split_first()? {
        (b'-', rest) => (true, rest),
        (b'+', rest) => (false, rest),
        _ => (false, &text[..]),
    };
    if !matches!(rest.first(), Some(b'0'..=b'9' | b'.')) {
        return parse_special(negative, rest);
    }
    let whole = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut digits = rest[..whole].to_vec();
    let mut rest = &rest[whole..];
    let mut exponent = 0i64;
    if rest.first() == Some(&b'.') {
        let count = rest[1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        digits.extend_from_slice(&rest[1..1 + count]);
        exponent = -(count as i64);
        rest = &rest[1 + count..];
    }
    if digits.is_empty() {
        return None;
    }
    if let Some((b'e' | b'E', more)) = rest.split_first() {
        let (sign, more) = match more.split_first() {
            Some((b'-', more)) => (-1, more),
            Some((b'+', more)) => (1, more),
            _ => (1, more),
        };
        if more.is_empty() || !more.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let size = more.iter().fold(0i64, |value, digit| {
            value.saturating_mul(10).saturating_add((digit - b'0') as i64).min(EXPONENT_LIMIT)
        });
        exponent += sign * size;
        rest = &[];
    }
    if !rest.is_empty() {
        return None;
    }
    Some(Number::finite(negative, Coefficient::parse(&digits)?, exponent))
}

fn parse_special(negative: bool, text: &[u8]) -> Option<Number> {
    let lower = text.to_ascii_lowercase();
    if lower == b"inf" || lower == b"infinity" {
        return Some(Number::infinity(negative));
    }
    let (kind, payload) = match (lower.strip_prefix(b"nan"), lower.strip_prefix(b"snan")) {
        (Some(payload), _) => (Kind::Nan, payload),
        (_, Some(payload)) => (Kind::SignallingNan, payload),
        _ => return None,
    };
    if !payload.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(Number { negative, kind, coefficient: Coefficient::parse(payload)?, exponent: 0 })
}

/// `str()`, or the form with an exponent that is a multiple of three.
pub fn write(number: &Number, engineering: bool, capitals: bool) -> String {
    let sign = if number.negative { "-" } else { "" };
    match number.kind {
        Kind::Infinity => return format!("{sign}Infinity"),
        Kind::Nan | Kind::SignallingNan => {
            let name = if number.kind == Kind::Nan { "NaN" } else { "sNaN" };
            return match number.coefficient.is_zero() {
                true => format!("{sign}{name}"),
                false => format!("{sign}{name}{}", number.coefficient),
            };
        }
        Kind::Finite => {}
    }
    let digits = number.coefficient.to_string();
    // Where the point goes, counted from the first digit.
    let left = number.exponent + digits.len() as i64;
    let point = if number.exponent <= 0 && left > -6 {
        left
    } else if !engineering {
        1
    } else if digits == "0" {
        (left + 1).rem_euclid(3) - 1
    } else {
        (left - 1).rem_euclid(3) + 1
    };
    let mut text = String::with_capacity(digits.len() + 8);
    text.push_str(sign);
    if point <= 0 {
        text.push_str("0.");
        text.extend(std::iter::repeat_n('0', point.unsigned_abs() as usize));
        text.push_str(&digits);
    } else if point as usize >= digits.len() {
        text.push_str(&digits);
        text.extend(std::iter::repeat_n('0', point as usize - digits.len()));
    } else {
        text.push_str(&digits[..point as usize]);
        text.push('.');
        text.push_str(&digits[point as usize..]);
    }
    if left != point {
        let letter = if capitals { 'E' } else { 'e' };
        text.push_str(&format!("{letter}{:+}", left - point));
    }
    text
}
