//! What sequences share: indices, slices, repetition, concatenation, and iteration over recursive containers.

use crate::builtins::int::{self, IntRef};
use crate::builtins::slice::PySlice;
use crate::native::{Args, GetSet, Native, PyResult, Raised, bind, getset};
use crate::object::slots::Binary;
use crate::object::types::builtin;
use crate::object::{CompareOp, PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

/// An index (negative ones count from the end) as a place in a sequence of `length` items.
#[inline]
pub fn adjust_index(index: isize, length: usize) -> Option<usize> {
    let index = if index < 0 { index.checked_add(length as isize)? } else { index };
    (0..length as isize).contains(&index).then_some(index as usize)
}

/// A slice's parts as ints, before they are fitted to a length: working them out may run Python code.
#[derive(Clone, Copy, Debug)]
pub struct SliceParts {
    pub start: Option<isize>,
    pub stop: Option<isize>,
    pub step: isize,
}

/// The places that a slice of a sequence of known length selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SliceRange {
    pub start: isize,
    pub stop: isize,
    pub step: isize,
    pub count: usize,
}

impl SliceParts {
    /// Evaluates a slice's parts.
    pub fn of(vm: &Vm, slice: &PySlice) -> PyResult<SliceParts> {
        let step = match slice.step.is_none() {
            true => 1,
            // Its negation must exist.
            false => slice_index(vm, &slice.step)?.max(-isize::MAX),
        };
        if step == 0 {
            return Err(vm.value_error("slice step cannot be zero"));
        }
        let part = |value: &Value| if value.is_none() { Ok(None) } else { slice_index(vm, value).map(Some) };
        Ok(SliceParts { start: part(&slice.start)?, stop: part(&slice.stop)?, step })
    }

    /// Fits the parts to a length.
    pub fn fit(self, length: usize) -> SliceRange {
        let length = length as isize;
        let backwards = self.step < 0;
        let (lowest, highest) = if backwards { (-1, length - 1) } else { (0, length) };
        let clamp = |part: isize| {
            let part = if part < 0 { part.saturating_add(length) } else { part };
            part.clamp(lowest, highest)
        };
        let start = self.start.map_or(if backwards { highest } else { lowest }, clamp);
        let stop = self.stop.map_or(if backwards { lowest } else { highest }, clamp);
        let count = match backwards {
            false if start < stop => (stop - start - 1) / self.step + 1,
            true if stop < start => (start - stop - 1) / -self.step + 1,
            _ => 0,
        };
        SliceRange { start, stop, step: self.step, count: count as usize }
    }
}

impl SliceRange {
    /// The selected places, in order.
    pub fn places(self) -> impl DoubleEndedIterator<Item = usize> + ExactSizeIterator {
        (0..self.count).map(move |index| (self.start + index as isize * self.step) as usize)
    }

    /// The same places in ascending order.
    pub fn ascending(self) -> SliceRange {
        if self.step > 0 || self.count == 0 {
            return self;
        }
        let last = self.start + (self.count as isize - 1) * self.step;
        SliceRange { start: last, stop: self.start + 1, step: -self.step, count: self.count }
    }

    /// As a range of places, when they are neighbours in order.
    pub fn contiguous(self) -> Option<std::ops::Range<usize>> {
        (self.step == 1).then(|| self.start as usize..self.start as usize + self.count)
    }

    /// The selected items of a slice.
    pub fn pick<T: Clone>(self, items: &[T]) -> Vec<T> {
        match self.contiguous() {
            Some(range) => items[range].to_vec(),
            None => self.places().map(|place| items[place].clone()).collect(),
        }
    }
}

/// A part of a slice, clamped to what fits.
fn slice_index(vm: &Vm, value: &Value) -> PyResult<isize> {
    if let Some(inline) = value.as_inline_int() {
        return Ok(inline as isize);
    }
    if int::as_int(value).is_none() && class_ref(value).slots().index.is_none() {
        return Err(vm.type_error("slice indices must be integers or None or have an __index__ method"));
    }
    vm.index_clamped(value)
}

/// An optional bound of `index(value, start, stop)`, clamped to what fits.
pub fn bound(vm: &Vm, value: Option<&Value>, default: isize) -> PyResult<isize> {
    match value {
        None => Ok(default),
        Some(value) if int::as_int(value).is_none() && class_ref(value).slots().index.is_none() => {
            Err(vm.type_error("slice indices must be integers or have an __index__ method"))
        }
        Some(value) => vm.index_clamped(value),
    }
}

/// Bounds counted from the end if negative, within a length.
pub fn clamp_bounds(start: isize, stop: isize, length: usize) -> (usize, usize) {
    let clamp = |bound: isize| {
        let bound = if bound < 0 { bound.saturating_add(length as isize).max(0) } else { bound };
        (bound as usize).min(length)
    };
    (clamp(start), clamp(stop))
}

/// How a subscript addresses a sequence.
pub enum Subscript<'a> {
    Index(isize),
    Slice(&'a Ref<PySlice>),
}

/// A subscript as an index or a slice; `kind` is the sequence's name in the error.
#[inline]
pub fn subscript<'a>(vm: &Vm, key: &'a Value, kind: &str) -> PyResult<Subscript<'a>> {
    if let Some(inline) = key.as_inline_int() {
        return Ok(Subscript::Index(inline as isize));
    }
    if let Some(slice) = key.downcast_exact::<PySlice>() {
        return Ok(Subscript::Slice(slice));
    }
    if int::as_int(key).is_none() && class_ref(key).slots().index.is_none() {
        let class = class_ref(key).name();
        return Err(vm.type_error(format!("{kind} indices must be integers or slices, not {class}")));
    }
    vm.index_exact(key).map(Subscript::Index)
}

/// What `sequence * count` means: the count, no less than 0; `None` if it is not a number of times. `other_mul`
/// asks the other operand first, as CPython does before it turns to sequence repetition.
pub fn repeat_count(vm: &Vm, count: &Value, length: usize) -> PyResult<usize> {
    if int::as_int(count).is_none() && class_ref(count).slots().index.is_none() {
        let class = class_ref(count).name();
        return Err(vm.type_error(format!("can't multiply sequence by non-int of type '{class}'")));
    }
    let index = vm.index(count)?;
    let count = match int::as_int(&index) {
        Some(IntRef::Small(count)) => count.max(0) as usize,
        _ => return Err(vm.overflow_error("cannot fit 'int' into an index-sized integer")),
    };
    match count.checked_mul(length) {
        Some(total) if total <= isize::MAX as usize / 8 => Ok(count),
        _ => Err(vm.memory_error("")),
    }
}

/// Items repeated; MemoryError if there is no room.
pub fn repeat<T: Clone>(vm: &Vm, items: &[T], count: usize) -> PyResult<Vec<T>> {
    let mut all = Vec::new();
    if all.try_reserve_exact(items.len().saturating_mul(count)).is_err() {
        return Err(vm.memory_error(""));
    }
    if let [only] = items {
        all.resize(count, only.clone());
    } else {
        (0..count).for_each(|_| all.extend_from_slice(items));
    }
    Ok(all)
}

/// `left + right` where `left` is a sequence and `right` no sequence of its kind: the right operand's `__radd__`
/// comes first, then an error.
#[cold]
pub fn concat_other(vm: &Vm, left: &Value, right: &Value, kind: &str, own: Binary) -> PyResult<Value> {
    if let Some(add) = class_of(right).slots().add
        && add as usize != own as usize
    {
        let result = add(vm, left, right)?;
        if !result.is_not_implemented() {
            return Ok(result);
        }
    }
    let class = class_ref(right).name();
    Err(vm.type_error(format!("can only concatenate {kind} (not \"{class}\") to {kind}")))
}

/// `sequence * count` or `count * sequence` in a `mul` slot: gives the count, or the result of the other operand's
/// own multiplication.
pub fn repeat_operand(
    vm: &Vm,
    left: &Value,
    right: &Value,
    sequence_is_left: bool,
    length: usize,
    own: Binary,
) -> PyResult<Result<usize, Value>> {
    let count = if sequence_is_left { right } else { left };
    if sequence_is_left
        && int::as_int(count).is_none()
        && let Some(mul) = class_of(count).slots().mul
        && mul as usize != own as usize
    {
        let result = mul(vm, left, right)?;
        if !result.is_not_implemented() {
            return Ok(Err(result));
        }
    }
    repeat_count(vm, count, length).map(Ok)
}

/// Compares two sequences item by item. `get` gives the items at a place as they are now.
pub fn compare_items(
    vm: &Vm,
    op: CompareOp,
    mut get: impl FnMut(usize) -> (Option<Value>, Option<Value>),
) -> PyResult<Value> {
    let mut index = 0;
    loop {
        match get(index) {
            (Some(left), Some(right)) => {
                if left.is(&right) || vm.is_equal(&left, &right)? {
                    index += 1;
                    continue;
                }
                // The comparison may have taken items out: then the lengths decide.
                if let (left, right) = get(index)
                    && (left.is_none() || right.is_none())
                {
                    return Ok(Value::bool(op.holds(left.is_some().cmp(&right.is_some()))));
                }
                return match op {
                    CompareOp::Eq => Ok(Value::FALSE),
                    CompareOp::Ne => Ok(Value::TRUE),
                    _ => vm.compare(&left, &right, op),
                };
            }
            (left, right) => return Ok(Value::bool(op.holds(left.is_some().cmp(&right.is_some())))),
        }
    }
}

/// The text between a container's brackets: `get` gives the items as they are now.
pub fn join_reprs(vm: &Vm, out: &mut Vec<u8>, mut get: impl FnMut(usize) -> Option<Value>) -> PyResult<usize> {
    let mut index = 0;
    while let Some(item) = get(index) {
        if index > 0 {
            out.extend_from_slice(b", ");
        }
        out.extend_from_slice(vm.repr(&item)?.as_bytes());
        index += 1;
    }
    Ok(index)
}

/// `__class_getitem__` of generic built-in classes.
pub fn class_getitem(vm: &Vm, class: &Ref<PyType>, item: &Value) -> PyResult<Value> {
    match made_class(shape::GENERIC_ALIAS) {
        Some(alias) => vm.call(alias.as_value(), &[class.to_value(), item.clone()]),
        None => Err(vm.not_implemented_error("types.GenericAlias is not available")),
    }
}

/// The built-in class with this shape, if this build has it.
pub fn made_class(number: u32) -> Option<Ref<PyType>> {
    (!shape::info(number).class.get().is_null()).then(|| builtin(number))
}

/// The only argument of an `__init__` or function that takes at most one, by position.
pub fn at_most_one<'a>(vm: &Vm, name: &str, args: Args<'a>) -> PyResult<Option<&'a Value>> {
    if !args.names.is_empty() {
        return Err(vm.type_error(format!("{name}() takes no keyword arguments")));
    }
    match args.values {
        [] => Ok(None),
        [only] => Ok(Some(only)),
        more => Err(at_most(vm, name, 1, more.len())),
    }
}

/// The same for the `__init__` of a mutable container: a subclass whose own `__new__` takes keywords may get them.
pub fn initial_items<'a>(vm: &Vm, number: u32, this: &Value, args: Args<'a>) -> PyResult<Option<&'a Value>> {
    let base = builtin(number);
    let new = &vm.names().__new__;
    let replaced = !args.names.is_empty()
        && !class_ref(this).lookup(new).zip(base.lookup(new)).is_some_and(|(own, inherited)| own.is(&inherited));
    let args =
        if replaced { Args { names: &[], values: &args.values[..args.values.len() - args.names.len()] } } else { args };
    at_most_one(vm, &base.name(), args)
}

/// Whether instances of a class are made of what `__new__` gets, as no `__init__` of its own wants a share of it.
pub fn lacks_own_init(class: &Ref<PyType>, number: u32) -> bool {
    let init = |class: &PyType| class.slots().init.map(|init| init as usize);
    class.is(&builtin(number)) || init(class) == init(&builtin(number))
}

/// An attribute that cannot be assigned, with the error of CPython's member descriptors.
pub const fn member(name: &'static str, doc: &'static str, get: fn(&Vm, &Value) -> PyResult<Value>) -> GetSet {
    getset(name, doc, get, |vm, _, _| Err(vm.attribute_error("readonly attribute")))
}

/// Calls a row that stands for `__init__`: its first parameter is the instance.
pub fn bind_init(vm: &Vm, row: &'static Native, this: &Value, args: Args) -> PyResult<()> {
    let mut values = Vec::with_capacity(args.values.len() + 1);
    values.push(this.clone());
    values.extend_from_slice(args.values);
    let args = Args { values: &values, names: args.names };
    bind::bind(vm, vm.signature_of(row), args, 1, |bound| (row.call)(vm, bound)).map(drop)
}

#[cold]
pub fn at_most(vm: &Vm, name: &str, most: usize, given: usize) -> Raised {
    let plural = if most == 1 { "" } else { "s" };
    vm.type_error(format!("{name} expected at most {most} argument{plural}, got {given}"))
}

/// Whether a class is exactly the built-in one with this shape.
#[inline]
pub fn is_exactly(class: &Ref<PyType>, number: u32) -> bool {
    class.is(&builtin(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(start: Option<isize>, stop: Option<isize>, step: isize, length: usize) -> Vec<usize> {
        SliceParts { start, stop, step }.fit(length).places().collect()
    }

    #[test]
    fn slices_select_what_python_selects() {
        assert_eq!(places(None, None, 1, 4), [0, 1, 2, 3]);
        assert_eq!(places(None, None, -1, 4), [3, 2, 1, 0]);
        assert_eq!(places(Some(-2), None, 1, 4), [2, 3]);
        assert_eq!(places(Some(5), Some(-9), -2, 4), [3, 1]);
        assert_eq!(places(Some(isize::MIN), Some(isize::MAX), isize::MAX, 3), [0]);
        assert_eq!(places(Some(3), Some(1), 1, 4), [0usize; 0]);
    }
}
