//! The `is...` methods.

use super::{PyStr, unicode};
use crate::object::Ref;
use crate::vm::Vm;

macro_rules! all_characters {
    ($($name:ident $property:expr;)*) => {
        $(pub fn $name(_: &Vm, this: &Ref<PyStr>) -> bool {
            !this.is_empty() && this.code_points().all($property)
        })*
    };
}
all_characters! {
    isalpha unicode::is_alpha;
    isalnum unicode::is_alnum;
    isspace unicode::is_space;
    isdecimal |point| unicode::decimal(point).is_some();
    isdigit |point| unicode::digit(point).is_some();
    isnumeric |point| unicode::numeric(point).is_some();
}

pub fn isascii(_: &Vm, this: &Ref<PyStr>) -> bool {
    this.is_ascii()
}

pub fn isprintable(_: &Vm, this: &Ref<PyStr>) -> bool {
    this.code_points().all(unicode::is_printable)
}

/// At least one cased character, and all cased ones of the kind.
fn all_cased(string: &PyStr, right: fn(u32) -> bool, wrong: fn(u32) -> bool) -> bool {
    let mut any = false;
    for point in string.code_points() {
        if wrong(point) || unicode::is_title(point) {
            return false;
        }
        any |= right(point);
    }
    any
}

pub fn islower(_: &Vm, this: &Ref<PyStr>) -> bool {
    all_cased(this, unicode::is_lower, unicode::is_upper)
}

pub fn isupper(_: &Vm, this: &Ref<PyStr>) -> bool {
    all_cased(this, unicode::is_upper, unicode::is_lower)
}

pub fn isidentifier(_: &Vm, this: &Ref<PyStr>) -> bool {
    let mut points = this.code_points();
    points.next().is_some_and(|first| unicode::identifier(first).0) && points.all(|point| unicode::identifier(point).1)
}
