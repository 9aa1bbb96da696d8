//! What `str`, `bytes` and `bytearray` have in common: searching, splitting, stripping, padding and replacing,
//! over bytes.
//!
//! A str is WTF-8, in which one character's bytes never occur within another's, so its searches are searches of
//! bytes. Where characters matter (what is blank, where a line ends, how wide the text is), the functions ask
//! [`Units`]. The methods themselves, with their arguments and results, are in the folders of the types.

pub mod search;
pub mod split;
pub mod subscript;

use crate::builtins::str::{decode, unicode, width};

/// What a text consists of.
pub trait Units {
    /// The length in bytes of the unit that begins with this byte.
    fn width(first: u8) -> usize;
    /// The number of units.
    fn count(text: &[u8]) -> usize;
    /// The length in bytes of the blank at an offset, if there is one.
    fn blank_at(text: &[u8], offset: usize) -> Option<usize>;
    /// The same of the blank that ends at an offset.
    fn blank_before(text: &[u8], offset: usize) -> Option<usize>;
    /// The length in bytes of the line end at an offset, if there is one.
    fn line_end(text: &[u8], offset: usize) -> Option<usize>;
}

/// The units of a str: characters.
pub struct Characters;
/// The units of bytes.
pub struct Octets;

/// The start of the character that ends at `offset`, which is not 0.
pub fn previous(text: &[u8], offset: usize) -> usize {
    let mut start = offset - 1;
    while start > 0 && text[start] & 0xC0 == 0x80 {
        start -= 1;
    }
    start
}

impl Units for Characters {
    #[inline]
    fn width(first: u8) -> usize {
        width(first)
    }

    fn count(text: &[u8]) -> usize {
        text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
    }

    #[inline]
    fn blank_at(text: &[u8], offset: usize) -> Option<usize> {
        let &first = text.get(offset)?;
        let width = width(first);
        let point = if width == 1 { first as u32 } else { decode(&text[offset..]) };
        unicode::is_space(point).then_some(width)
    }

    fn blank_before(text: &[u8], offset: usize) -> Option<usize> {
        if offset == 0 {
            return None;
        }
        Self::blank_at(text, previous(text, offset))
    }

    fn line_end(text: &[u8], offset: usize) -> Option<usize> {
        match text[offset..] {
            [b'\r', b'\n', ..] => Some(2),
            [b'\n' | b'\r' | 0x0B | 0x0C | 0x1C..=0x1E, ..] => Some(1),
            [0xC2, 0x85, ..] => Some(2),
            [0xE2, 0x80, 0xA8 | 0xA9, ..] => Some(3),
            _ => None,
        }
    }
}

impl Units for Octets {
    #[inline]
    fn width(_: u8) -> usize {
        1
    }

    fn count(text: &[u8]) -> usize {
        text.len()
    }

    fn blank_at(text: &[u8], offset: usize) -> Option<usize> {
        matches!(text.get(offset)?, b' ' | b'\t'..=b'\r').then_some(1)
    }

    fn blank_before(text: &[u8], offset: usize) -> Option<usize> {
        Self::blank_at(text, offset.checked_sub(1)?)
    }

    fn line_end(text: &[u8], offset: usize) -> Option<usize> {
        match text[offset..] {
            [b'\r', b'\n', ..] => Some(2),
            [b'\n' | b'\r', ..] => Some(1),
            _ => None,
        }
    }
}

/// Which ends a method works on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    Left,
    Right,
    Both,
}

/// What is left after stripping units for which `strip` says so.
pub fn strip_where<U: Units>(text: &[u8], ends: Ends, strip: impl Fn(&[u8]) -> bool) -> &[u8] {
    let (mut start, mut stop) = (0, text.len());
    if ends != Ends::Right {
        while start < stop && strip(&text[start..start + U::width(text[start])]) {
            start += U::width(text[start]);
        }
    }
    if ends != Ends::Left {
        while stop > start {
            let before = if U::width(0xF0) == 1 { stop - 1 } else { previous(text, stop) };
            if !strip(&text[before..stop]) {
                break;
            }
            stop = before;
        }
    }
    &text[start..stop]
}

pub fn strip_blanks<U: Units>(text: &[u8], ends: Ends) -> &[u8] {
    strip_where::<U>(text, ends, |unit| U::blank_at(unit, 0).is_some())
}

/// `expandtabs`.
pub fn expand_tabs<U: Units>(text: &[u8], size: usize) -> Vec<u8> {
    let mut expanded = Vec::with_capacity(text.len());
    let mut column = 0;
    for &byte in text {
        match byte {
            b'\t' => {
                let spaces = if size == 0 { 0 } else { size - column % size };
                expanded.resize(expanded.len() + spaces, b' ');
                column += spaces;
            }
            b'\n' | b'\r' => {
                expanded.push(byte);
                column = 0;
            }
            _ => {
                expanded.push(byte);
                column += (U::width(0xF0) == 1 || byte & 0xC0 != 0x80) as usize;
            }
        }
    }
    expanded
}

/// Bytes left and right of a text that `center`, `ljust` and `rjust` pad.
pub fn padding(length: usize, width: usize, ends: Ends) -> (usize, usize) {
    let total = width.saturating_sub(length);
    match ends {
        Ends::Left => (total, 0),
        Ends::Right => (0, total),
        // The odd one goes to the left when the width is odd.
        Ends::Both => {
            let left = total / 2 + (total & width & 1);
            (left, total - left)
        }
    }
}

/// The text with `fill` repeated on both sides.
pub fn pad(text: &[u8], fill: &[u8], left: usize, right: usize) -> Vec<u8> {
    let mut padded = Vec::with_capacity(text.len() + (left + right) * fill.len());
    (0..left).for_each(|_| padded.extend_from_slice(fill));
    padded.extend_from_slice(text);
    (0..right).for_each(|_| padded.extend_from_slice(fill));
    padded
}

/// `zfill`: zeros behind the sign.
pub fn zero_fill<U: Units>(text: &[u8], width: usize) -> Vec<u8> {
    let missing = width.saturating_sub(U::count(text));
    let sign = matches!(text.first(), Some(b'+' | b'-')) as usize;
    let mut filled = Vec::with_capacity(text.len() + missing);
    filled.extend_from_slice(&text[..sign]);
    filled.resize(sign + missing, b'0');
    filled.extend_from_slice(&text[sign..]);
    filled
}
