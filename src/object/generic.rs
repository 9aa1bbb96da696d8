//! Slots of classes written in Python: functions that call the dunder methods.

use super::payload::Ref;
use super::slots::{CompareOp, SlotId};
use super::types::{PyType, class_of};
use super::value::Value;
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::native::{Args, PyResult};
use crate::vm::Vm;

/// Calls the method `name` of `value`'s type; `None` if it has none.
fn call_opt(vm: &Vm, value: &Value, name: &Ref<PyStr>, args: &[&Value]) -> PyResult<Option<Value>> {
    let Some(method) = class_of(value).lookup(name) else { return Ok(None) };
    vm.call_unbound(&method, value, args).map(Some)
}

/// Calls a method whose slot function could only be set because the type has it; deleted meanwhile, it
/// is an AttributeError.
fn call_method(vm: &Vm, value: &Value, name: &Ref<PyStr>, args: &[&Value]) -> PyResult<Value> {
    match call_opt(vm, value, name, args)? {
        Some(result) => Ok(result),
        None => Err(vm.attribute_error(name.to_text())),
    }
}

fn has_generic(class: &PyType, id: SlotId) -> bool {
    class.generic.get() >> (id as u32) & 1 != 0
}

/// `left.__op__(right)` and `right.__rop__(left)` in the order that the types ask for.
fn binary(
    vm: &Vm,
    left: &Value,
    right: &Value,
    id: SlotId,
    name: &Ref<PyStr>,
    reflected: &Ref<PyStr>,
) -> PyResult<Value> {
    let (left_class, right_class) = (class_of(left), class_of(right));
    let mut try_right = !left_class.is(&right_class) && has_generic(&right_class, id);
    if has_generic(&left_class, id) {
        if try_right && right_class.is_subtype(&left_class) && overrides(&left_class, &right_class, reflected) {
            let result = call_reflected(vm, right, reflected, left)?;
            if !result.is_not_implemented() {
                return Ok(result);
            }
            try_right = false;
        }
        let result = call_reflected(vm, left, name, right)?;
        if !result.is_not_implemented() || left_class.is(&right_class) {
            return Ok(result);
        }
    }
    if try_right { call_reflected(vm, right, reflected, left) } else { Ok(Value::NOT_IMPLEMENTED) }
}

fn call_reflected(vm: &Vm, value: &Value, name: &Ref<PyStr>, other: &Value) -> PyResult<Value> {
    Ok(call_opt(vm, value, name, &[other])?.unwrap_or(Value::NOT_IMPLEMENTED))
}

/// Whether the right operand's class provides another reflected method than the left one's.
fn overrides(left: &PyType, right: &PyType, reflected: &Ref<PyStr>) -> bool {
    match (left.lookup(reflected), right.lookup(reflected)) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(a), Some(b)) => !a.is(&b),
    }
}

macro_rules! binary_slots {
    ($($slot:ident $name:ident $reflected:ident;)*) => {
        $(pub fn $slot(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
            binary(vm, left, right, SlotId::$slot, &vm.names().$name, &vm.names().$reflected)
        })*
    };
}
binary_slots! {
    add __add__ __radd__;
    sub __sub__ __rsub__;
    mul __mul__ __rmul__;
    matmul __matmul__ __rmatmul__;
    truediv __truediv__ __rtruediv__;
    floordiv __floordiv__ __rfloordiv__;
    modulo __mod__ __rmod__;
    divmod __divmod__ __rdivmod__;
    lshift __lshift__ __rlshift__;
    rshift __rshift__ __rrshift__;
    and __and__ __rand__;
    or __or__ __ror__;
    xor __xor__ __rxor__;
}

macro_rules! inplace_slots {
    ($($slot:ident $name:ident;)*) => {
        $(pub fn $slot(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
            call_reflected(vm, left, &vm.names().$name, right)
        })*
    };
}
inplace_slots! {
    iadd __iadd__; isub __isub__; imul __imul__; imatmul __imatmul__; itruediv __itruediv__;
    ifloordiv __ifloordiv__; imodulo __imod__; ipow __ipow__; ilshift __ilshift__; irshift __irshift__;
    iand __iand__; ior __ior__; ixor __ixor__;
}

macro_rules! unary_slots {
    ($($slot:ident $name:ident;)*) => {
        $(pub fn $slot(vm: &Vm, value: &Value) -> PyResult<Value> {
            call_method(vm, value, &vm.names().$name, &[])
        })*
    };
}
unary_slots! {
    repr __repr__; str __str__; neg __neg__; pos __pos__; abs __abs__; invert __invert__; int __int__;
    float __float__; index __index__; await_ __await__; aiter __aiter__; anext __anext__;
}

pub fn pow(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> PyResult<Value> {
    if modulus.is_none() {
        return binary(vm, base, exponent, SlotId::pow, &vm.names().__pow__, &vm.names().__rpow__);
    }
    // Three-argument pow: the base's method, and since 3.14 also the exponent's reflected one.
    if has_generic(&class_of(base), SlotId::pow) {
        let result = call_opt(vm, base, &vm.names().__pow__, &[exponent, modulus])?;
        if let Some(result) = result.filter(|result| !result.is_not_implemented()) {
            return Ok(result);
        }
    }
    if has_generic(&class_of(exponent), SlotId::pow) {
        return Ok(call_opt(vm, exponent, &vm.names().__rpow__, &[base, modulus])?.unwrap_or(Value::NOT_IMPLEMENTED));
    }
    Ok(Value::NOT_IMPLEMENTED)
}

pub fn hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    let found = class_of(value).lookup(&vm.names().__hash__).filter(|method| !method.is_none());
    let Some(method) = found else { return Err(vm.unhashable(value)) };
    let result = vm.call_unbound(&method, value, &[])?;
    match int::hash_result(&result) {
        Some(hash) => Ok(hash),
        None => Err(vm.type_error("__hash__ method should return an integer")),
    }
}

pub fn call(vm: &Vm, callee: &Value, args: Args) -> PyResult<Value> {
    match class_of(callee).lookup(&vm.names().__call__) {
        Some(method) => vm.call_unbound_args(&method, callee, args),
        None => Err(vm.type_error(format!("'{}' object is not callable", class_of(callee).name()))),
    }
}

pub fn getattr(vm: &Vm, value: &Value, name: &Value) -> PyResult<Value> {
    let names = vm.names();
    let class = class_of(value);
    let key = name.downcast::<PyStr>().expect("attribute names are strings");
    let plain = match class.lookup(&names.__getattribute__) {
        Some(method) if !vm.is_object_getattribute(&method) => match vm.call_unbound(&method, value, &[name]) {
            Ok(found) => return Ok(found),
            Err(raised) => {
                if class.lookup(&names.__getattr__).is_none() {
                    return Err(raised);
                }
                vm.catch_attribute_error(raised)?;
                None
            }
        },
        _ => match class.lookup(&names.__getattr__) {
            None => return vm.base_get_attr(&class, value, key),
            Some(_) => vm.base_get_attr_opt(&class, value, key)?,
        },
    };
    match (plain, class.lookup(&names.__getattr__)) {
        (Some(found), _) => Ok(found),
        (None, Some(fallback)) => vm.call_unbound(&fallback, value, &[name]),
        (None, None) => Err(vm.no_attribute(value, key)),
    }
}

pub fn setattr(vm: &Vm, value: &Value, name: &Value, new: Option<&Value>) -> PyResult<()> {
    match new {
        Some(new) => call_method(vm, value, &vm.names().__setattr__, &[name, new]).map(drop),
        None => call_method(vm, value, &vm.names().__delattr__, &[name]).map(drop),
    }
}

pub fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let names = vm.names();
    let name = match op {
        CompareOp::Lt => &names.__lt__,
        CompareOp::Le => &names.__le__,
        CompareOp::Eq => &names.__eq__,
        CompareOp::Ne => &names.__ne__,
        CompareOp::Gt => &names.__gt__,
        CompareOp::Ge => &names.__ge__,
    };
    call_reflected(vm, left, name, right)
}

pub fn iter(vm: &Vm, value: &Value) -> PyResult<Value> {
    match class_of(value).lookup(&vm.names().__iter__) {
        Some(method) if method.is_none() => {
            Err(vm.type_error(format!("'{}' object is not iterable", class_of(value).name())))
        }
        Some(method) => vm.call_unbound(&method, value, &[]),
        None => Err(vm.no_attribute(value, &vm.names().__iter__)),
    }
}

pub fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    match call_method(vm, value, &vm.names().__next__, &[]) {
        Ok(item) => Ok(Some(item)),
        Err(raised) => {
            // Whoever delegates to the iterator wants to know its value.
            let value = vm.catch_stop_iteration(raised)?;
            vm.stop_value.replace(Some(value).filter(|value| !value.is_none()));
            Ok(None)
        }
    }
}

pub fn descr_get(vm: &Vm, descriptor: &Value, instance: Option<&Value>, class: &Value) -> PyResult<Value> {
    let none = Value::NONE;
    match call_opt(vm, descriptor, &vm.names().__get__, &[instance.unwrap_or(&none), class])? {
        Some(found) => Ok(found),
        None => Ok(descriptor.clone()),
    }
}

pub fn descr_set(vm: &Vm, descriptor: &Value, instance: &Value, new: Option<&Value>) -> PyResult<()> {
    match new {
        Some(new) => call_method(vm, descriptor, &vm.names().__set__, &[instance, new]).map(drop),
        None => call_method(vm, descriptor, &vm.names().__delete__, &[instance]).map(drop),
    }
}

pub fn init(vm: &Vm, value: &Value, args: Args) -> PyResult<()> {
    let Some(method) = class_of(value).lookup(&vm.names().__init__) else { return Ok(()) };
    let result = vm.call_unbound_args(&method, value, args)?;
    if result.is_none() {
        return Ok(());
    }
    let class = class_of(&result).name();
    Err(vm.type_error(format!("__init__() should return None, not '{class}'")))
}

pub fn finalize(vm: &Vm, value: &Value) {
    let Some(method) = class_of(value).lookup(&vm.names().__del__) else { return };
    if let Err(raised) = vm.call_unbound(&method, value, &[]) {
        vm.report_unraisable(raised, Some("Exception ignored while calling deallocator"), &method);
    }
}

pub fn bool(vm: &Vm, value: &Value) -> PyResult<bool> {
    let result = call_method(vm, value, &vm.names().__bool__, &[])?;
    if result.is_bool() {
        return Ok(result.is_true());
    }
    let class = class_of(&result).name();
    Err(vm.type_error(format!("__bool__ should return bool, returned {class}")))
}

pub fn len(vm: &Vm, value: &Value) -> PyResult<usize> {
    let result = call_method(vm, value, &vm.names().__len__, &[])?;
    vm.length_result(&result)
}

pub fn getitem(vm: &Vm, value: &Value, key: &Value) -> PyResult<Value> {
    call_method(vm, value, &vm.names().__getitem__, &[key])
}

pub fn setitem(vm: &Vm, value: &Value, key: &Value, new: Option<&Value>) -> PyResult<()> {
    match new {
        Some(new) => call_method(vm, value, &vm.names().__setitem__, &[key, new]).map(drop),
        None => call_method(vm, value, &vm.names().__delitem__, &[key]).map(drop),
    }
}

pub fn contains(vm: &Vm, value: &Value, item: &Value) -> PyResult<bool> {
    match class_of(value).lookup(&vm.names().__contains__) {
        Some(method) if method.is_none() => {
            Err(vm.type_error(format!("'{}' object is not a container", class_of(value).name())))
        }
        Some(method) => {
            let result = vm.call_unbound(&method, value, &[item])?;
            vm.truth(&result)
        }
        None => vm.contains_by_iteration(value, item),
    }
}
