//! Splitting texts. The parts come as ranges of bytes, so that each type makes its own results.

use std::ops::Range;

use memchr::memmem;

use super::Units;
use super::search::rfind;

/// Splits at a separator that is not empty.
pub fn split(text: &[u8], separator: &[u8], most: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut add = |found: usize| {
        parts.push(start..found);
        start = found + separator.len();
    };
    match separator {
        [byte] => memchr::memchr_iter(*byte, text).take(most).for_each(&mut add),
        _ => memmem::find_iter(text, separator).take(most).for_each(&mut add),
    }
    parts.push(start..text.len());
    parts
}

/// The same from the right.
pub fn rsplit(text: &[u8], separator: &[u8], most: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut stop = text.len();
    while parts.len() < most
        && let Some(found) = rfind(&text[..stop], separator)
    {
        parts.push(found + separator.len()..stop);
        stop = found;
    }
    parts.push(0..stop);
    parts.reverse();
    parts
}

/// Splits at runs of blanks.
pub fn split_blanks<U: Units>(text: &[u8], most: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut offset = 0;
    loop {
        while let Some(width) = U::blank_at(text, offset) {
            offset += width;
        }
        if offset >= text.len() {
            return parts;
        }
        if parts.len() == most {
            let mut stop = text.len();
            while let Some(width) = U::blank_before(text, stop) {
                stop -= width;
            }
            parts.push(offset..text.len().max(stop));
            return parts;
        }
        let start = offset;
        while offset < text.len() && U::blank_at(text, offset).is_none() {
            offset += U::width(text[offset]);
        }
        parts.push(start..offset);
    }
}

/// The same from the right.
pub fn rsplit_blanks<U: Units>(text: &[u8], most: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut offset = text.len();
    loop {
        while let Some(width) = U::blank_before(text, offset) {
            offset -= width;
        }
        if offset == 0 {
            break;
        }
        if parts.len() == most {
            parts.push(0..offset);
            break;
        }
        let stop = offset;
        while offset > 0 && U::blank_before(text, offset).is_none() {
            offset = if U::width(0xF0) == 1 { offset - 1 } else { super::previous(text, offset) };
        }
        parts.push(offset..stop);
    }
    parts.reverse();
    parts
}

/// Lines, with or without what ends them.
pub fn lines<U: Units>(text: &[u8], keep_ends: bool) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let (mut start, mut offset) = (0, 0);
    while offset < text.len() {
        match U::line_end(text, offset) {
            Some(width) => {
                lines.push(start..if keep_ends { offset + width } else { offset });
                offset += width;
                start = offset;
            }
            None => offset += U::width(text[offset]),
        }
    }
    if start < text.len() {
        lines.push(start..text.len());
    }
    lines
}
