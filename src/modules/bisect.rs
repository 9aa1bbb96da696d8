//! `_bisect`: searching and inserting in sorted sequences.

use super::NativeModule;
use crate::builtins::list::PyList;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{CompareOp, Value};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "Bisection algorithms.\n\nThis module provides support for maintaining a list in sorted order without\nhaving to sort the list after each insertion. For long lists of items with\nexpensive comparison operations, this can be an improvement over the more\ncommon approach.",
    functions: FUNCTIONS,
    ..NativeModule::of("_bisect")
};

static FUNCTIONS: &[Native] = &[
    function(
        "bisect_right(a, x, lo=0, hi=None, *, key=None)",
        "Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e <= x, and all e in\na[i:] have e > x.  So if x already appears in the list, a.insert(i, x) will\ninsert just after the rightmost x already there.\n\nOptional args lo (default 0) and hi (default len(a)) bound the\nslice of a to be searched.\n\nA custom key function can be supplied to customize the sort order.",
        wrap(bisect_right),
    ),
    function(
        "insort_right(a, x, lo=0, hi=None, *, key=None)",
        "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the right of the rightmost x.",
        wrap(insort_right),
    ),
    function(
        "bisect_left(a, x, lo=0, hi=None, *, key=None)",
        "Return the index where to insert item x in list a, assuming a is sorted.\n\nThe return value i is such that all e in a[:i] have e < x, and all e in\na[i:] have e >= x.  So if x already appears in the list, a.insert(i, x) will\ninsert just before the leftmost x already there.",
        wrap(bisect_left),
    ),
    function(
        "insort_left(a, x, lo=0, hi=None, *, key=None)",
        "Insert item x in list a, and keep it sorted assuming a is sorted.\n\nIf x is already in a, insert it to the left of the leftmost x.",
        wrap(insort_left),
    ),
];

/// The place for `x`: behind its equals, or before them.
fn search(
    vm: &Vm,
    a: &Value,
    x: &Value,
    lo: isize,
    hi: Option<isize>,
    key: Option<&Value>,
    right: bool,
) -> PyResult<usize> {
    let Ok(mut low) = usize::try_from(lo) else { return Err(vm.value_error("lo must be non-negative")) };
    let mut high = match hi {
        Some(hi) => hi.max(0) as usize,
        None => vm.len(a)?,
    };
    let list = a.downcast_exact::<PyList>();
    while low < high {
        let middle = low + (high - low) / 2;
        let item = match list.and_then(|list| list.get(middle)) {
            Some(item) => item,
            None => vm.get_item(a, &vm.int_from(middle))?,
        };
        let item = match key {
            Some(key) => vm.call(key, &[item])?,
            None => item,
        };
        let left_half = match right {
            true => vm.compare_bool(x, &item, CompareOp::Lt)?,
            false => !vm.compare_bool(&item, x, CompareOp::Lt)?,
        };
        if left_half { high = middle } else { low = middle + 1 }
    }
    Ok(low)
}

fn given(key: &Value) -> Option<&Value> {
    Some(key).filter(|key| !key.is_none())
}

fn bisect_right(vm: &Vm, a: &Value, x: &Value, lo: isize, hi: Option<isize>, key: &Value) -> PyResult<usize> {
    search(vm, a, x, lo, hi, given(key), true)
}

fn bisect_left(vm: &Vm, a: &Value, x: &Value, lo: isize, hi: Option<isize>, key: &Value) -> PyResult<usize> {
    search(vm, a, x, lo, hi, given(key), false)
}

fn insort(vm: &Vm, a: &Value, x: &Value, lo: isize, hi: Option<isize>, key: &Value, right: bool) -> PyResult<()> {
    let place = match given(key) {
        Some(key) => {
            let sought = vm.call(key, std::slice::from_ref(x))?;
            search(vm, a, &sought, lo, hi, Some(key), right)?
        }
        None => search(vm, a, x, lo, hi, None, right)?,
    };
    if let Some(list) = a.downcast_exact::<PyList>() {
        let mut items = list.items.borrow_mut();
        let place = place.min(items.len());
        items.insert(place, x.clone());
        return Ok(());
    }
    vm.call_method(a, "insert", &[vm.int_from(place), x.clone()]).map(drop)
}

fn insort_right(vm: &Vm, a: &Value, x: &Value, lo: isize, hi: Option<isize>, key: &Value) -> PyResult<()> {
    insort(vm, a, x, lo, hi, key, true)
}

fn insort_left(vm: &Vm, a: &Value, x: &Value, lo: isize, hi: Option<isize>, key: &Value) -> PyResult<()> {
    insort(vm, a, x, lo, hi, key, false)
}
