//! Properties of characters as Python's str methods see them.
//!
//! The tables are CPython 3.14's (Unicode 16.0), made by `tools/unicode_tables.py`; upper and lower case come from
//! Rust's own tables.

#[rustfmt::skip]
pub mod tables;

use tables::*;

/// Numbers of general categories in [`CATEGORY_NAMES`].
mod category_number {
    pub const CC: u8 = 0;
    pub const CF: u8 = 1;
    pub const CN: u8 = 2;
    pub const CO: u8 = 3;
    pub const CS: u8 = 4;
    pub const LL: u8 = 5;
    pub const LM: u8 = 6;
    pub const LT: u8 = 8;
    pub const LU: u8 = 9;
    pub const ME: u8 = 11;
    pub const MN: u8 = 12;
    pub const SK: u8 = 24;
    pub const ZL: u8 = 27;
    pub const ZP: u8 = 28;
    pub const ZS: u8 = 29;
}
use category_number::*;

fn category_of(point: u32) -> u8 {
    CATEGORIES[CATEGORIES.partition_point(|&(start, _)| start <= point) - 1].1
}

/// The general category: `"Lu"`.
pub fn category(point: u32) -> &'static str {
    CATEGORY_NAMES[category_of(point) as usize]
}

/// `str.isprintable` of one character.
#[inline]
pub fn is_printable(point: u32) -> bool {
    if point < 0x7F {
        return point >= 0x20;
    }
    !matches!(category_of(point), CC | CF | CN | CO | CS | ZL | ZP | ZS)
}

/// A letter: category L.
pub fn is_alpha(point: u32) -> bool {
    if point < 0x80 {
        return (point as u8).is_ascii_alphabetic();
    }
    (LL..=LU).contains(&category_of(point))
}

pub fn is_alnum(point: u32) -> bool {
    is_alpha(point) || numeric(point).is_some()
}

pub fn is_lower(point: u32) -> bool {
    char::from_u32(point).is_some_and(char::is_lowercase)
}

pub fn is_upper(point: u32) -> bool {
    char::from_u32(point).is_some_and(char::is_uppercase)
}

pub fn is_title(point: u32) -> bool {
    point > 0x7F && category_of(point) == LT
}

pub fn is_cased(point: u32) -> bool {
    is_lower(point) || is_upper(point) || is_title(point)
}

/// Characters that the rule of the final sigma looks through.
pub fn is_case_ignorable(point: u32) -> bool {
    const WORD_INNER: [u32; 17] = [
        0x27, 0x2E, 0x3A, 0xB7, 0x387, 0x55F, 0x5F4, 0x2018, 0x2019, 0x2024, 0x2027, 0xFE13, 0xFE52, 0xFE55, 0xFF07,
        0xFF0E, 0xFF1A,
    ];
    WORD_INNER.contains(&point) || matches!(category_of(point), MN | ME | CF | LM | SK)
}

/// `str.isspace` of one character.
#[inline]
pub fn is_space(point: u32) -> bool {
    match point {
        0x09..=0x0D | 0x1C..=0x20 => true,
        0x21..0x85 => false,
        0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 => true,
        _ => false,
    }
}

/// The value of a decimal digit.
#[inline]
pub fn decimal(point: u32) -> Option<u8> {
    if point < 0x80 {
        return (point as u8).is_ascii_digit().then(|| point as u8 - b'0');
    }
    let index = DECIMALS.partition_point(|&zero| zero <= point);
    let zero = *DECIMALS.get(index.checked_sub(1)?)?;
    (point - zero < 10).then(|| (point - zero) as u8)
}

/// The value of a digit, decimal or not (superscripts, say).
pub fn digit(point: u32) -> Option<u8> {
    if let Some(value) = decimal(point) {
        return Some(value);
    }
    let index = DIGITS.partition_point(|&(start, ..)| start <= point);
    let &(start, count, first) = DIGITS.get(index.checked_sub(1)?)?;
    (point - start < count).then(|| (first + point - start) as u8)
}

/// The value of a numeral, as numerator and denominator.
pub fn numeric(point: u32) -> Option<(i64, i64)> {
    if let Some(value) = digit(point) {
        return Some((value as i64, 1));
    }
    let index = NUMERICS.partition_point(|&(start, ..)| start <= point);
    let &(start, count, numerator, denominator) = NUMERICS.get(index.checked_sub(1)?)?;
    (point - start < count).then(|| (numerator + (point - start) as i64 * denominator, denominator))
}

fn find_special(table: &'static [(u32, &'static str)], point: u32) -> Option<&'static str> {
    table.binary_search_by_key(&point, |&(from, _)| from).ok().map(|index| table[index].1)
}

/// Calls `put` with the code points of the upper case.
pub fn upper(point: u32, put: &mut impl FnMut(u32)) {
    match char::from_u32(point) {
        Some(character) => character.to_uppercase().for_each(|character| put(character as u32)),
        None => put(point),
    }
}

/// Calls `put` with the code points of the lower case (final sigmas are the caller's affair).
pub fn lower(point: u32, put: &mut impl FnMut(u32)) {
    match char::from_u32(point) {
        Some(character) => character.to_lowercase().for_each(|character| put(character as u32)),
        None => put(point),
    }
}

/// Calls `put` with the code points of the title case.
pub fn title(point: u32, put: &mut impl FnMut(u32)) {
    match find_special(TITLES, point) {
        Some(text) => text.chars().for_each(|character| put(character as u32)),
        None => upper(point, put),
    }
}

/// Calls `put` with the code points of the case folding.
pub fn fold(point: u32, put: &mut impl FnMut(u32)) {
    if let Some(text) = find_special(FULL_FOLDS, point) {
        return text.chars().for_each(|character| put(character as u32));
    }
    let index = FOLDS.partition_point(|&(start, ..)| start <= point);
    if let Some(&(start, count, distance)) = index.checked_sub(1).and_then(|index| FOLDS.get(index))
        && point - start < count
    {
        return put(point.wrapping_add_signed(distance));
    }
    lower(point, put);
}

/// Whether a name may begin with the character, and whether it may go on with it.
pub fn identifier(point: u32) -> (bool, bool) {
    match char::from_u32(point) {
        Some('_') => (true, true),
        Some(character) => (unicode_ident::is_xid_start(character), unicode_ident::is_xid_continue(character)),
        None => (false, false),
    }
}
