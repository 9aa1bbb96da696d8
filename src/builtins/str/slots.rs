//! The operators of `str`.

use super::{PyStr, encode};
use crate::builtins::int;
use crate::builtins::text::search;
use crate::builtins::text::subscript::{Steps, Subscript, resolve};
use crate::native::PyResult;
use crate::object::slots::{BinaryOp, CompareOp, Slots};
use crate::object::{Ref, Value, class_ref, types};
use crate::vm::Vm;

pub const SLOTS: Slots = Slots {
    repr: Some(super::repr::repr),
    str: Some(|vm, this| Ok(exact(text(vm, this)?).into_value())),
    hash: Some(|vm, this| Ok(text(vm, this)?.hash())),
    compare: Some(compare),
    iter: Some(super::iterator::iter),
    add: Some(add),
    mul: Some(mul),
    modulo: Some(modulo),
    len: Some(|vm, this| Ok(text(vm, this)?.len())),
    getitem: Some(getitem),
    contains: Some(contains),
    ..Slots::EMPTY
};

/// The str that a slot was called for.
#[inline(always)]
pub fn text<'a>(vm: &Vm, this: &'a Value) -> PyResult<&'a Ref<PyStr>> {
    match this.downcast::<PyStr>() {
        Some(text) => Ok(text),
        None => {
            Err(vm
                .type_error(format!("descriptor requires a 'str' object but received a '{}'", class_ref(this).name())))
        }
    }
}

/// The string itself, or a copy of class `str` of an instance of a subclass.
pub fn exact(text: &Ref<PyStr>) -> Ref<PyStr> {
    match text.as_value().downcast_exact::<PyStr>() {
        Some(text) => text.clone(),
        None => PyStr::from_wtf8(text.as_bytes()),
    }
}

fn compare(_: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyStr>(), right.downcast::<PyStr>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(match op {
        CompareOp::Eq => a.equals(b),
        CompareOp::Ne => !a.equals(b),
        // The order of WTF-8 bytes is that of code points.
        _ => op.holds(a.as_bytes().cmp(b.as_bytes())),
    }))
}

/// What a sequence's operator does with an operand it cannot use: a class written in Python may still know.
pub fn ask_other(vm: &Vm, op: BinaryOp, left: &Value, right: &Value) -> PyResult<Value> {
    let class = class_ref(right);
    match op.slot(class.slots()) {
        Some(slot) if class.has(types::HEAP) => slot(vm, left, right),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn add(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some(a) = left.downcast::<PyStr>() else { return Ok(Value::NOT_IMPLEMENTED) };
    if let Some(b) = right.downcast::<PyStr>() {
        if a.is_empty() {
            return Ok(exact(b).into_value());
        }
        if b.is_empty() {
            return Ok(exact(a).into_value());
        }
        return Ok(PyStr::concat(a.clone(), b).into_value());
    }
    let result = ask_other(vm, BinaryOp::Add, left, right)?;
    if !result.is_not_implemented() {
        return Ok(result);
    }
    Err(vm.type_error(format!("can only concatenate str (not \"{}\") to str", class_ref(right).name())))
}

/// How often a sequence is repeated: `None` if the operand is no integer.
pub fn repetitions(vm: &Vm, value: &Value) -> PyResult<Option<usize>> {
    if let Some(count) = value.as_inline_int() {
        return Ok(Some(count.max(0) as usize));
    }
    if int::as_int(value).is_none() && class_ref(value).slots().index.is_none() {
        return Ok(None);
    }
    let index = vm.index(value)?;
    match int::as_int(&index) {
        Some(int::IntRef::Small(count)) => Ok(Some(count.max(0) as usize)),
        _ => {
            let name = class_ref(value).name();
            Err(vm.overflow_error(format!("cannot fit '{name}' into an index-sized integer")))
        }
    }
}

/// Bytes repeated, for `*` on texts.
pub fn repeat(vm: &Vm, bytes: &[u8], count: usize, too_long: &str) -> PyResult<Vec<u8>> {
    let Some(length) = bytes.len().checked_mul(count).filter(|&length| length <= isize::MAX as usize) else {
        return Err(vm.overflow_error(too_long));
    };
    let mut repeated = Vec::new();
    if repeated.try_reserve_exact(length).is_err() {
        return Err(vm.memory_error(""));
    }
    match bytes {
        [byte] => repeated.resize(length, *byte),
        _ => (0..count).for_each(|_| repeated.extend_from_slice(bytes)),
    }
    Ok(repeated)
}

fn mul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let (string, count) = match (left.downcast::<PyStr>(), right.downcast::<PyStr>()) {
        (Some(string), _) => (string, right),
        (None, Some(string)) => (string, left),
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    let Some(times) = repetitions(vm, count)? else {
        let result = if std::ptr::eq(count, right) {
            ask_other(vm, BinaryOp::Mul, left, right)?
        } else {
            Value::NOT_IMPLEMENTED
        };
        if !result.is_not_implemented() {
            return Ok(result);
        }
        return Err(vm.type_error(format!("can't multiply sequence by non-int of type '{}'", class_ref(count).name())));
    };
    if times == 1 || string.is_empty() {
        return Ok(exact(string).into_value());
    }
    let repeated = repeat(vm, string.as_bytes(), times, "repeated string is too long")?;
    Ok(string.same_kind(&repeated).into_value())
}

fn modulo(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    match left.downcast::<PyStr>() {
        Some(template) => crate::builtins::format::percent::format_str(vm, template, right),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn getitem(vm: &Vm, this: &Value, key: &Value) -> PyResult<Value> {
    let string = text(vm, this)?;
    Ok(match resolve(vm, key, string.len(), "str")? {
        Subscript::Index(index) => vm.character(string.code_point(index)).into_value(),
        Subscript::Slice(steps) => slice(string, steps).into_value(),
    })
}

/// The characters that a slice names.
pub fn slice(string: &Ref<PyStr>, steps: Steps) -> Ref<PyStr> {
    if steps.count == string.len() && steps.step == 1 {
        return exact(string);
    }
    if steps.step == 1 || steps.count == 0 {
        let start = steps.start.max(0) as usize;
        return string.substring(start, start + steps.count);
    }
    if string.is_ascii() {
        let bytes = string.as_bytes();
        return string.same_kind(&steps.indices().map(|index| bytes[index]).collect::<Vec<u8>>());
    }
    let points: Vec<u32> = string.code_points().collect();
    let mut bytes = Vec::new();
    steps.indices().for_each(|index| encode(points[index], &mut bytes));
    PyStr::from_wtf8(&bytes)
}

fn contains(vm: &Vm, this: &Value, item: &Value) -> PyResult<bool> {
    let string = text(vm, this)?;
    match item.downcast::<PyStr>() {
        Some(part) => Ok(search::find(string.as_bytes(), part.as_bytes()).is_some()),
        None => {
            let name = class_ref(item).name();
            Err(vm.type_error(format!("'in <string>' requires string as left operand, not {name}")))
        }
    }
}
