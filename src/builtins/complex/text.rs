//! Complex numbers as text, and back.

use super::arith::Pair;
use crate::builtins::float::text;

/// `repr(complex)`.
pub fn repr((re, im): Pair) -> String {
    let imaginary = text::plain(im, false);
    if re == 0.0 && re.is_sign_positive() {
        return format!("{imaginary}j");
    }
    let plus = if imaginary.starts_with('-') { "" } else { "+" };
    format!("({}{plus}{imaginary}j)", text::plain(re, false))
}

/// The number that a text spells: `3`, `2j`, `1+j`, `(1-2j)`.
pub fn parse(text: &[u8]) -> Option<Pair> {
    let text = text.trim_ascii();
    let text = match text {
        [b'(', inner @ .., b')'] => inner.trim_ascii(),
        _ => text,
    };
    let Some(body) = text.strip_suffix(b"j").or_else(|| text.strip_suffix(b"J")) else {
        return if text.first().is_none_or(|first| first.is_ascii_whitespace()) {
            None
        } else {
            strict(text).map(|re| (re, 0.0))
        };
    };
    // The last sign that belongs to no exponent divides the parts.
    let sign = |index: &usize| {
        matches!(body[*index], b'+' | b'-') && (*index == 0 || !matches!(body[*index - 1], b'e' | b'E'))
    };
    match (0..body.len()).rev().find(sign) {
        Some(0) | None => imaginary(body).map(|im| (0.0, im)),
        Some(split) => Some((strict(&body[..split])?, imaginary(&body[split..])?)),
    }
}

fn imaginary(text: &[u8]) -> Option<f64> {
    match text {
        b"" | b"+" => Some(1.0),
        b"-" => Some(-1.0),
        _ => strict(text),
    }
}

/// A float without blanks.
fn strict(text: &[u8]) -> Option<f64> {
    if text.iter().any(|byte| byte.is_ascii_whitespace() || *byte == 0x0B) { None } else { text::parse(text) }
}
