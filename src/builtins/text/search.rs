//! Finding, counting and replacing bytes in bytes.

use std::ops::Range;

use memchr::memmem;

use super::Units;

/// The offset of the first occurrence.
#[inline]
pub fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    match part {
        [] => Some(0),
        [byte] => memchr::memchr(*byte, text),
        _ => memmem::find(text, part),
    }
}

/// The offset of the last occurrence.
pub fn rfind(text: &[u8], part: &[u8]) -> Option<usize> {
    match part {
        [] => Some(text.len()),
        [byte] => memchr::memrchr(*byte, text),
        _ => memmem::rfind(text, part),
    }
}

/// How often `part` occurs without overlaps; an empty part occurs between all units and at both ends.
pub fn count<U: Units>(text: &[u8], part: &[u8]) -> usize {
    match part {
        [] => U::count(text) + 1,
        [byte] => memchr::memchr_iter(*byte, text).count(),
        _ => memmem::find_iter(text, part).count(),
    }
}

/// The text with at most `most` occurrences of `old` replaced; `None` if there are none.
pub fn replace<U: Units>(text: &[u8], old: &[u8], new: &[u8], most: usize) -> Option<Vec<u8>> {
    if most == 0 {
        return None;
    }
    if old.is_empty() {
        return Some(interleave::<U>(text, new, most));
    }
    if old.len() == 1 && new.len() == 1 && most == usize::MAX {
        memchr::memchr(old[0], text)?;
        return Some(text.iter().map(|&byte| if byte == old[0] { new[0] } else { byte }).collect());
    }
    let mut replaced = Vec::new();
    let mut done = 0;
    for start in memmem::find_iter(text, old).take(most) {
        if done == 0 && replaced.is_empty() {
            replaced.reserve(text.len() + new.len());
        }
        replaced.extend_from_slice(&text[done..start]);
        replaced.extend_from_slice(new);
        done = start + old.len();
    }
    if done == 0 {
        return None;
    }
    replaced.extend_from_slice(&text[done..]);
    Some(replaced)
}

/// `new` before the units and at the end, at most `most` times.
fn interleave<U: Units>(text: &[u8], new: &[u8], most: usize) -> Vec<u8> {
    let mut woven = Vec::with_capacity(text.len() + new.len());
    let (mut offset, mut times) = (0, 0);
    while times < most {
        woven.extend_from_slice(new);
        times += 1;
        if offset == text.len() {
            return woven;
        }
        let width = U::width(text[offset]);
        woven.extend_from_slice(&text[offset..offset + width]);
        offset += width;
    }
    woven.extend_from_slice(&text[offset..]);
    woven
}

/// Start and stop of a search as offsets into `length` units, as slices have them; `None` if start is behind the end.
pub fn bounds(length: usize, start: isize, stop: isize) -> Option<Range<usize>> {
    let clamp =
        |index: isize| if index < 0 { index.saturating_add_unsigned(length).max(0) as usize } else { index as usize };
    let (start, stop) = (clamp(start), clamp(stop).min(length));
    (start <= length && start <= stop).then_some(start..stop)
}
