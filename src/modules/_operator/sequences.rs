//! Functions over sequences and iterables.

use crate::builtins::int;
use crate::native::PyResult;
use crate::object::{BinaryOp, Value, class_ref};
use crate::vm::Vm;

/// Something with `__getitem__` that is not a mapping.
fn check_sequence(vm: &Vm, value: &Value) -> PyResult<()> {
    let class = class_ref(value);
    if class.slots().getitem.is_none() || class.has(crate::object::types::MAPPING) {
        return Err(vm.type_error(format!("'{}' object can't be concatenated", class.name())));
    }
    Ok(())
}

pub fn concat(vm: &Vm, a: &Value, b: &Value) -> PyResult<Value> {
    check_sequence(vm, a)?;
    vm.binary_op(BinaryOp::Add, a, b)
}

pub fn iconcat(vm: &Vm, a: &Value, b: &Value) -> PyResult<Value> {
    check_sequence(vm, a)?;
    vm.inplace_op(BinaryOp::Add, a, b)
}

fn check_iterable(vm: &Vm, value: &Value) -> PyResult<()> {
    let class = class_ref(value);
    if class.slots().iter.is_none() && class.slots().getitem.is_none() {
        return Err(vm.type_error(format!("'{}' object is not iterable", class.name())));
    }
    Ok(())
}

pub fn count_of(vm: &Vm, a: &Value, b: &Value) -> PyResult<usize> {
    check_iterable(vm, a)?;
    let mut count = 0;
    vm.for_each(a, |item| {
        count += vm.is_equal(&item, b)? as usize;
        Ok(true)
    })?;
    Ok(count)
}

pub fn index_of(vm: &Vm, a: &Value, b: &Value) -> PyResult<usize> {
    check_iterable(vm, a)?;
    let (mut index, mut found) = (0, false);
    vm.for_each(a, |item| {
        found = vm.is_equal(&item, b)?;
        index += !found as usize;
        Ok(!found)
    })?;
    if found { Ok(index) } else { Err(vm.value_error("sequence.index(x): x not in sequence")) }
}

pub fn length_hint(vm: &Vm, obj: &Value, default: &Value) -> PyResult<usize> {
    let Some(default) = int::as_int(default) else {
        let name = class_ref(default).name();
        return Err(vm.type_error(format!("'{name}' object cannot be interpreted as an integer")));
    };
    match default.to_i64() {
        Some(default) => vm.length_hint(obj, default.max(0) as usize),
        None => Err(vm.overflow_error("Python int too large to convert to C ssize_t")),
    }
}
