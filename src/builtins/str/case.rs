//! Changing case.

use super::unicode::{self, is_case_ignorable, is_cased};
use super::{CodePoints, PyStr, encode};
use crate::object::Ref;
use crate::vm::Vm;

fn of_points(string: &PyStr, mut each: impl FnMut(u32, &mut Vec<u8>)) -> Ref<PyStr> {
    let mut bytes = Vec::with_capacity(string.as_bytes().len());
    string.code_points().for_each(|point| each(point, &mut bytes));
    PyStr::from_wtf8(&bytes)
}

pub fn upper(_: &Vm, this: &Ref<PyStr>) -> Ref<PyStr> {
    if this.is_ascii() {
        return this.same_kind(&this.as_bytes().to_ascii_uppercase());
    }
    of_points(this, |point, bytes| unicode::upper(point, &mut |point| encode(point, bytes)))
}

pub fn lower(_: &Vm, this: &Ref<PyStr>) -> Ref<PyStr> {
    if this.is_ascii() {
        return this.same_kind(&this.as_bytes().to_ascii_lowercase());
    }
    let points: Vec<u32> = this.code_points().collect();
    let mut bytes = Vec::with_capacity(this.as_bytes().len());
    (0..points.len()).for_each(|index| lower_at(&points, index, &mut bytes));
    PyStr::from_wtf8(&bytes)
}

pub fn casefold(_: &Vm, this: &Ref<PyStr>) -> Ref<PyStr> {
    if this.is_ascii() {
        return this.same_kind(&this.as_bytes().to_ascii_lowercase());
    }
    of_points(this, |point, bytes| unicode::fold(point, &mut |point| encode(point, bytes)))
}

/// Lower case in its context: a sigma at the end of a word has a form of its own.
fn lower_at(points: &[u32], index: usize, bytes: &mut Vec<u8>) {
    if points[index] != 0x3A3 {
        return unicode::lower(points[index], &mut |point| encode(point, bytes));
    }
    let before = points[..index].iter().rev().find(|&&point| !is_case_ignorable(point));
    let after = points[index + 1..].iter().find(|&&point| !is_case_ignorable(point));
    let last = before.is_some_and(|&point| is_cased(point)) && !after.is_some_and(|&point| is_cased(point));
    encode(if last { 0x3C2 } else { 0x3C3 }, bytes);
}

pub fn swapcase(_: &Vm, this: &Ref<PyStr>) -> Ref<PyStr> {
    let points: Vec<u32> = this.code_points().collect();
    let mut bytes = Vec::with_capacity(this.as_bytes().len());
    for (index, &point) in points.iter().enumerate() {
        if unicode::is_upper(point) {
            lower_at(&points, index, &mut bytes);
        } else if unicode::is_lower(point) {
            unicode::upper(point, &mut |point| encode(point, &mut bytes));
        } else {
            encode(point, &mut bytes);
        }
    }
    PyStr::from_wtf8(&bytes)
}

pub fn capitalize(_: &Vm, this: &Ref<PyStr>) -> Ref<PyStr> {
    let points: Vec<u32> = this.code_points().collect();
    let mut bytes = Vec::with_capacity(this.as_bytes().len());
    if let Some(&first) = points.first() {
        unicode::title(first, &mut |point| encode(point, &mut bytes));
    }
    (1..points.len()).for_each(|index| lower_at(&points, index, &mut bytes));
    PyStr::from_wtf8(&bytes)
}

pub fn title(_: &Vm, this: &Ref<PyStr>) -> Ref<PyStr> {
    let points: Vec<u32> = this.code_points().collect();
    let mut bytes = Vec::with_capacity(this.as_bytes().len());
    let mut within = false;
    for (index, &point) in points.iter().enumerate() {
        match within {
            true => lower_at(&points, index, &mut bytes),
            false => unicode::title(point, &mut |point| encode(point, &mut bytes)),
        }
        within = is_cased(point);
    }
    PyStr::from_wtf8(&bytes)
}

pub fn istitle(_: &Vm, this: &Ref<PyStr>) -> bool {
    let (mut within, mut any) = (false, false);
    for point in CodePoints(this.as_bytes()) {
        if unicode::is_upper(point) || unicode::is_title(point) {
            if within {
                return false;
            }
            (within, any) = (true, true);
        } else if unicode::is_lower(point) {
            if !within {
                return false;
            }
            any = true;
        } else {
            within = false;
        }
    }
    any
}
