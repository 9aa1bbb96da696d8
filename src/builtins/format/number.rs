//! Numbers by a format specifier.

use super::put_fill;
use super::spec::{Align, Spec};
use crate::builtins::float::text as float_text;
use crate::builtins::int::{IntRef, text as int_text};
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// A number taken apart for layout.
#[derive(Default)]
pub struct Parts {
    pub negative: bool,
    /// `0x` and the like.
    pub prefix: &'static str,
    /// The digits before the point; these can be grouped and padded with zeros.
    pub whole: String,
    /// The digits behind the point.
    pub fraction: String,
    pub point: bool,
    /// Exponent, `%`; or all of `inf` and `nan`.
    pub rest: String,
}

/// Digits with separators, padded with zeros to a width.
fn group(digits: &str, separator: Option<u8>, size: usize, width: usize, padding: bool) -> String {
    let Some(separator) = separator else {
        let zeros = if padding { width.saturating_sub(digits.len()) } else { 0 };
        return "0".repeat(zeros) + digits;
    };
    let mut reversed = Vec::with_capacity(width.max(digits.len() * 2));
    let mut left = digits.bytes().rev();
    let (mut remaining, mut width) = (digits.len() as isize, if padding { width as isize } else { 0 });
    loop {
        let length = remaining.max(width).max(1).min(size as isize);
        (0..length).for_each(|_| reversed.push(left.next().unwrap_or(b'0')));
        remaining -= length;
        width -= length;
        if remaining <= 0 && width <= 0 {
            break;
        }
        reversed.push(separator);
        width -= 1;
    }
    reversed.into_iter().rev().map(char::from).collect()
}

/// Groups of three from the left.
fn group_fraction(digits: &str, separator: Option<u8>) -> String {
    let Some(separator) = separator else { return digits.to_string() };
    let mut grouped = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && index % 3 == 0 {
            grouped.push(separator as char);
        }
        grouped.push(digit);
    }
    grouped
}

/// Sign, padding and separators around the parts of a number.
fn lay_out(vm: &Vm, parts: &Parts, spec: &Spec) -> PyResult<Ref<PyStr>> {
    let sign = match (parts.negative, spec.sign) {
        (true, _) => "-",
        (false, Some(b'+')) => "+",
        (false, Some(b' ')) => " ",
        _ => "",
    };
    let width = spec.room(vm)?;
    let zero_padded = spec.fill == b'0' as u32 && spec.align == Some(Align::AfterSign);
    let fraction = group_fraction(&parts.fraction, spec.fraction_grouping);
    let around = sign.len() + parts.prefix.len() + fraction.len() + parts.point as usize + parts.rest.len();
    let four = matches!(spec.kind.and_then(char::from_u32), Some('b' | 'o' | 'x' | 'X'));
    let whole = match parts.whole.is_empty() {
        true => String::new(),
        false => {
            group(&parts.whole, spec.grouping, if four { 4 } else { 3 }, width.saturating_sub(around), zero_padded)
        }
    };
    let missing = width.saturating_sub(around + whole.len());
    let (left, middle, right) = match spec.align.unwrap_or(Align::Right) {
        Align::Left => (0, 0, missing),
        Align::Right => (missing, 0, 0),
        Align::Center => (missing / 2, 0, missing - missing / 2),
        Align::AfterSign => (0, missing, 0),
    };
    let mut text = Vec::with_capacity(around + whole.len() + missing);
    put_fill(spec.fill, left, &mut text);
    text.extend_from_slice(sign.as_bytes());
    text.extend_from_slice(parts.prefix.as_bytes());
    put_fill(spec.fill, middle, &mut text);
    text.extend_from_slice(whole.as_bytes());
    if parts.point {
        text.push(b'.');
    }
    text.extend_from_slice(fraction.as_bytes());
    text.extend_from_slice(parts.rest.as_bytes());
    put_fill(spec.fill, right, &mut text);
    Ok(PyStr::from_wtf8(&text))
}

/// The digits of an int in a base, without sign.
pub fn digits_of(vm: &Vm, value: IntRef, radix: u32) -> PyResult<String> {
    Ok(match (value, radix) {
        (IntRef::Small(value), 10) => int_text::Decimal::new(value).as_str().trim_start_matches('-').to_string(),
        (IntRef::Small(value), 16) => format!("{:x}", value.unsigned_abs()),
        (IntRef::Small(value), 8) => format!("{:o}", value.unsigned_abs()),
        (IntRef::Small(value), _) => format!("{:b}", value.unsigned_abs()),
        (IntRef::Big(value), 10) => int_text::big_to_decimal(vm, value)?.trim_start_matches('-').to_string(),
        (IntRef::Big(value), radix) => value.magnitude().to_str_radix(radix),
    })
}

pub fn format_int(vm: &Vm, value: IntRef, object: &Value, spec: &Spec) -> PyResult<Ref<PyStr>> {
    let (radix, prefix) = match spec.kind.and_then(char::from_u32) {
        None if spec.kind.is_none() => (10, ""),
        Some('d' | 'n') => (10, ""),
        Some('b') => (2, "0b"),
        Some('o') => (8, "0o"),
        Some('x') => (16, "0x"),
        Some('X') => (16, "0X"),
        Some('c') => return format_character(vm, value, spec),
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => return format_float(vm, vm.int_to_f64(value)?, object, spec),
        _ => return Err(spec.unknown_code(vm, object)),
    };
    check_integer_options(vm, spec)?;
    let mut whole = digits_of(vm, value, radix)?;
    if prefix == "0X" {
        whole.make_ascii_uppercase();
    }
    let parts = Parts {
        negative: value.is_negative(),
        prefix: if spec.alternate { prefix } else { "" },
        whole,
        ..Parts::default()
    };
    lay_out(vm, &parts, spec)
}

fn check_integer_options(vm: &Vm, spec: &Spec) -> PyResult<()> {
    if spec.precision.is_some() || spec.fraction_grouping.is_some() {
        return Err(vm.value_error("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(vm.value_error("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    Ok(())
}

fn format_character(vm: &Vm, value: IntRef, spec: &Spec) -> PyResult<Ref<PyStr>> {
    check_integer_options(vm, spec)?;
    if spec.sign.is_some() {
        return Err(vm.value_error("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(vm.value_error("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let IntRef::Small(point @ 0..0x11_0000) = value else {
        return Err(vm.overflow_error("%c arg not in range(0x110000)"));
    };
    let character = vm.character(point as u32);
    let missing = spec.room(vm)?.saturating_sub(1);
    let left = match spec.align {
        Some(Align::Left) => 0,
        Some(Align::Center) => missing / 2,
        None => 0,
        _ => missing,
    };
    let mut text = Vec::with_capacity(missing + 4);
    put_fill(spec.fill, left, &mut text);
    text.extend_from_slice(character.as_bytes());
    put_fill(spec.fill, missing - left, &mut text);
    Ok(PyStr::from_wtf8(&text))
}

pub fn format_float(vm: &Vm, value: f64, object: &Value, spec: &Spec) -> PyResult<Ref<PyStr>> {
    let Some(style) = Style::of(spec.kind, spec.precision) else { return Err(spec.unknown_code(vm, object)) };
    if spec.precision.is_some_and(|precision| precision > i32::MAX as usize) {
        return Err(vm.value_error("precision too big"));
    }
    let mut parts = float_parts(value, &style, spec.precision, spec.alternate);
    drop_negative_zero(&mut parts, spec);
    lay_out(vm, &parts, spec)
}

fn drop_negative_zero(parts: &mut Parts, spec: &Spec) {
    if spec.no_negative_zero
        && !parts.whole.is_empty()
        && parts.whole.bytes().chain(parts.fraction.bytes()).all(|digit| digit == b'0')
    {
        parts.negative = false;
    }
}

pub fn format_complex(vm: &Vm, re: f64, im: f64, object: &Value, spec: &Spec) -> PyResult<Ref<PyStr>> {
    if spec.fill == b'0' as u32 && spec.align == Some(Align::AfterSign) {
        return Err(vm.value_error("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Some(Align::AfterSign) {
        return Err(vm.value_error("'=' alignment flag is not allowed in complex format specifier"));
    }
    let style = match Style::of(spec.kind, spec.precision) {
        Some(style) if !style.percent => Style { point_zero: false, ..style },
        _ => return Err(spec.unknown_code(vm, object)),
    };
    let bare = |sign: Option<u8>| Spec { fill: b' ' as u32, align: None, width: 0, sign, ..*spec };
    let part = |value: f64, sign: Option<u8>| {
        let mut parts = float_parts(value, &style, spec.precision, spec.alternate);
        drop_negative_zero(&mut parts, spec);
        lay_out(vm, &parts, &bare(sign))
    };
    let mut text = String::new();
    let parentheses = spec.kind.is_none() && (re != 0.0 || re.is_sign_negative());
    if parentheses || spec.kind.is_some() {
        text += &part(re, spec.sign)?.to_text();
        text += &part(im, Some(b'+'))?.to_text();
    } else {
        text += &part(im, spec.sign)?.to_text();
    }
    text.push('j');
    if parentheses {
        text = format!("({text})");
    }
    let outer = Spec { sign: None, grouping: None, fraction_grouping: None, ..*spec };
    lay_out(vm, &Parts { rest: text, ..Parts::default() }, &outer)
}

/// How a float is shown: which of `e`, `f`, `g` and `r` (the shortest that reads back), and details.
#[derive(Clone, Copy)]
pub struct Style {
    pub form: u8,
    pub upper: bool,
    /// Whole numbers end in `.0`.
    pub point_zero: bool,
    pub percent: bool,
}

impl Style {
    /// The style that a type character asks for.
    pub fn of(kind: Option<u32>, precision: Option<usize>) -> Option<Style> {
        let plain = Style { form: b'g', upper: false, point_zero: false, percent: false };
        Some(match kind.map(char::from_u32) {
            None if precision.is_none() => Style { form: b'r', point_zero: true, ..plain },
            None => Style { point_zero: true, ..plain },
            Some(Some(kind @ ('e' | 'f' | 'g' | 'E' | 'F' | 'G'))) => {
                Style { form: kind.to_ascii_lowercase() as u8, upper: kind.is_ascii_uppercase(), ..plain }
            }
            Some(Some('n')) => plain,
            Some(Some('%')) => Style { form: b'f', percent: true, ..plain },
            _ => return None,
        })
    }
}

/// A float's parts in a style; without a precision it is 6 (or what reads back).
pub fn float_parts(value: f64, style: &Style, precision: Option<usize>, alternate: bool) -> Parts {
    let value = if style.percent { value * 100.0 } else { value };
    let mut parts = Parts { negative: value.is_sign_negative() && !value.is_nan(), ..Parts::default() };
    let percent = if style.percent { "%" } else { "" };
    if !value.is_finite() {
        let name = if value.is_nan() { "nan" } else { "inf" };
        parts.rest = if style.upper { name.to_uppercase() } else { name.to_string() } + percent;
        return parts;
    }
    let mut precision = precision.unwrap_or(6);
    match style.form {
        b'f' => {
            let digits = float_text::fixed(value, precision);
            place(&mut parts, &digits.digits, digits.point, precision);
        }
        b'e' => scientific(&mut parts, &float_text::significant(value, precision + 1), precision),
        form => {
            let mut digits =
                if form == b'r' { float_text::shortest(value) } else { float_text::significant(value, precision) };
            precision = if form == b'r' { 17 } else { precision.max(1) };
            if value == 0.0 {
                digits.point = 1;
            }
            // Without a type, a number of as many digits as the precision is shown with an exponent too.
            let highest = if form == b'r' { 16 } else { precision as i32 - style.point_zero as i32 };
            let kept =
                if alternate && form == b'g' { digits.digits.len() } else { digits.digits.trim_end_matches('0').len() };
            digits.digits.truncate(kept.max(1));
            if digits.point <= -4 || digits.point > highest {
                let places = digits.digits.len() - 1;
                scientific(&mut parts, &digits, places);
            } else {
                let places = (digits.digits.len() as i32 - digits.point).max(0) as usize;
                let text = digits.digits;
                place(&mut parts, &text, digits.point, places);
                if style.point_zero && parts.fraction.is_empty() {
                    parts.fraction.push('0');
                }
            }
        }
    }
    parts.point = alternate || !parts.fraction.is_empty();
    if style.upper {
        parts.rest.make_ascii_uppercase();
    }
    parts.rest += percent;
    parts
}

/// Puts digits on both sides of the point.
fn place(parts: &mut Parts, digits: &str, point: i32, places: usize) {
    let zeros = (-point).max(0) as usize;
    let whole = point.max(0) as usize;
    match whole {
        0 => parts.whole.push('0'),
        _ if whole <= digits.len() => parts.whole += &digits[..whole],
        _ => {
            parts.whole += digits;
            parts.whole.extend(std::iter::repeat_n('0', whole - digits.len()));
        }
    }
    parts.fraction.extend(std::iter::repeat_n('0', zeros.min(places)));
    parts.fraction += &digits[whole.min(digits.len())..];
    parts.fraction.truncate(places);
    let missing = places - parts.fraction.len();
    parts.fraction.extend(std::iter::repeat_n('0', missing));
}

fn scientific(parts: &mut Parts, digits: &float_text::Digits, places: usize) {
    let zero = digits.digits.bytes().all(|digit| digit == b'0');
    let exponent = if zero { 0 } else { digits.point - 1 };
    let (first, rest) = digits.digits.split_at(1);
    parts.whole += first;
    parts.fraction += rest;
    let missing = places.saturating_sub(parts.fraction.len());
    parts.fraction.extend(std::iter::repeat_n('0', missing));
    parts.rest = format!("e{}{:02}", if exponent < 0 { '-' } else { '+' }, exponent.abs());
}
