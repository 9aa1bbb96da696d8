//! Set operations of `dict.keys()` and `dict.items()`.

use super::views::{Kind, PyDictView, contains};
use crate::builtins::set::PySet;
use crate::builtins::set::update::{remove_all, set_from};
use crate::native::PyResult;
use crate::object::{CompareOp, Ref, Value};
use crate::vm::Vm;

/// A view whose items are hashable by nature: keys or items.
fn is_set_view(value: &Value) -> bool {
    value.downcast::<PyDictView>().is_some_and(|view| view.kind() != Kind::Values)
}

/// Whether every item of `inner` is in `outer`.
fn all_in(vm: &Vm, inner: &Value, outer: &Value) -> PyResult<bool> {
    let mut all = true;
    vm.for_each(inner, |item| {
        all = vm.contains(outer, &item)?;
        Ok(all)
    })?;
    Ok(all)
}

pub fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    if !is_set_view(left) || !(is_set_view(right) || right.downcast::<PySet>().is_some()) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (length, other) = (vm.len(left)?, vm.len(right)?);
    let answer = match op {
        CompareOp::Eq => length == other && all_in(vm, left, right)?,
        CompareOp::Ne => !(length == other && all_in(vm, left, right)?),
        CompareOp::Lt => length < other && all_in(vm, left, right)?,
        CompareOp::Le => length <= other && all_in(vm, left, right)?,
        CompareOp::Gt => length > other && all_in(vm, right, left)?,
        CompareOp::Ge => length >= other && all_in(vm, right, left)?,
    };
    Ok(Value::bool(answer))
}

pub fn sub(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let result = set_from(vm, left)?;
    remove_all(vm, &result, right)?;
    Ok(result.into_value())
}

pub fn and(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let (view, other) = if is_set_view(left) { (left, right) } else { (right, left) };
    let result = PySet::new();
    vm.for_each(other, |item| {
        if contains(vm, view, &item)? {
            vm.set_add(&result, item)?;
        }
        Ok(true)
    })?;
    Ok(result.into_value())
}

pub fn or(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let result = set_from(vm, left)?;
    vm.for_each(right, |item| vm.set_add(&result, item).map(|()| true))?;
    Ok(result.into_value())
}

pub fn xor(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let result = set_from(vm, left)?;
    let other = set_from(vm, right)?;
    crate::builtins::set::update::toggle(vm, &result, &other)?;
    Ok(result.into_value())
}

pub fn isdisjoint(vm: &Vm, this: &Ref<PyDictView>, other: &Value) -> PyResult<bool> {
    let mut disjoint = true;
    vm.for_each(other, |item| {
        disjoint = !contains(vm, this.as_value(), &item)?;
        Ok(disjoint)
    })?;
    Ok(disjoint)
}
