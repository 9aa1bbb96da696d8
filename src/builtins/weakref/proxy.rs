//! `weakref.proxy`: does with its target whatever is done with it.

use super::PyWeakref;
use crate::builtins::str::PyStr;
use crate::native::{Args, Native, PyResult, method, wrap};
use crate::object::slots::Slots;
use crate::object::{BinaryOp, CompareOp, Value, class_ref};
use crate::vm::Vm;

const PROXY: Slots = Slots {
    repr: Some(repr),
    str: Some(|vm, this| Ok(vm.to_str(&target(vm, this)?)?.into_value())),
    getattr: Some(|vm, this, name| match name.downcast::<PyStr>() {
        Some(name) => vm.get_attr(&target(vm, this)?, name),
        None => Err(vm.type_error("attribute name must be string")),
    }),
    setattr: Some(|vm, this, name, new| match name.downcast::<PyStr>() {
        Some(name) => vm.set_attr(&target(vm, this)?, name, new),
        None => Err(vm.type_error("attribute name must be string")),
    }),
    compare: Some(compare),
    iter: Some(|vm, this| vm.iter(&target(vm, this)?)),
    next: Some(next),
    bool: Some(|vm, this| vm.truth(&target(vm, this)?)),
    len: Some(|vm, this| vm.len(&target(vm, this)?)),
    getitem: Some(|vm, this, key| vm.get_item(&target(vm, this)?, &unwrap(vm, key)?)),
    setitem: Some(|vm, this, key, new| vm.set_item(&target(vm, this)?, &unwrap(vm, key)?, new)),
    contains: Some(|vm, this, item| vm.contains(&target(vm, this)?, &unwrap(vm, item)?)),
    add: Some(|vm, a, b| binary(vm, BinaryOp::Add, a, b)),
    sub: Some(|vm, a, b| binary(vm, BinaryOp::Sub, a, b)),
    mul: Some(|vm, a, b| binary(vm, BinaryOp::Mul, a, b)),
    matmul: Some(|vm, a, b| binary(vm, BinaryOp::MatMul, a, b)),
    truediv: Some(|vm, a, b| binary(vm, BinaryOp::TrueDiv, a, b)),
    floordiv: Some(|vm, a, b| binary(vm, BinaryOp::FloorDiv, a, b)),
    modulo: Some(|vm, a, b| binary(vm, BinaryOp::Mod, a, b)),
    divmod: Some(|vm, a, b| binary(vm, BinaryOp::DivMod, a, b)),
    pow: Some(|vm, base, exponent, modulus| {
        vm.power(&unwrap(vm, base)?, &unwrap(vm, exponent)?, &unwrap(vm, modulus)?)
    }),
    lshift: Some(|vm, a, b| binary(vm, BinaryOp::LShift, a, b)),
    rshift: Some(|vm, a, b| binary(vm, BinaryOp::RShift, a, b)),
    and: Some(|vm, a, b| binary(vm, BinaryOp::And, a, b)),
    or: Some(|vm, a, b| binary(vm, BinaryOp::Or, a, b)),
    xor: Some(|vm, a, b| binary(vm, BinaryOp::Xor, a, b)),
    iadd: Some(|vm, a, b| inplace(vm, BinaryOp::Add, a, b)),
    isub: Some(|vm, a, b| inplace(vm, BinaryOp::Sub, a, b)),
    imul: Some(|vm, a, b| inplace(vm, BinaryOp::Mul, a, b)),
    imatmul: Some(|vm, a, b| inplace(vm, BinaryOp::MatMul, a, b)),
    itruediv: Some(|vm, a, b| inplace(vm, BinaryOp::TrueDiv, a, b)),
    ifloordiv: Some(|vm, a, b| inplace(vm, BinaryOp::FloorDiv, a, b)),
    imodulo: Some(|vm, a, b| inplace(vm, BinaryOp::Mod, a, b)),
    ipow: Some(|vm, a, b| inplace(vm, BinaryOp::Pow, a, b)),
    ilshift: Some(|vm, a, b| inplace(vm, BinaryOp::LShift, a, b)),
    irshift: Some(|vm, a, b| inplace(vm, BinaryOp::RShift, a, b)),
    iand: Some(|vm, a, b| inplace(vm, BinaryOp::And, a, b)),
    ior: Some(|vm, a, b| inplace(vm, BinaryOp::Or, a, b)),
    ixor: Some(|vm, a, b| inplace(vm, BinaryOp::Xor, a, b)),
    neg: Some(|vm, this| vm.unary_op("-", &target(vm, this)?)),
    pos: Some(|vm, this| vm.unary_op("+", &target(vm, this)?)),
    invert: Some(|vm, this| vm.unary_op("~", &target(vm, this)?)),
    abs: Some(|vm, this| forward(vm, this, "__abs__")),
    int: Some(|vm, this| forward(vm, this, "__int__")),
    float: Some(|vm, this| vm.to_f64(&target(vm, this)?).map(Value::float)),
    index: Some(|vm, this| vm.index(&target(vm, this)?)),
    ..Slots::EMPTY
};

pub const SLOTS: Slots = PROXY;
pub const CALLABLE_SLOTS: Slots = Slots { call: Some(call), ..PROXY };

pub static METHODS: &[Native] =
    &[method("__bytes__(self, /)", "", wrap(bytes)), method("__reversed__(self, /)", "", wrap(reversed))];

fn target(vm: &Vm, this: &Value) -> PyResult<Value> {
    match this.downcast::<PyWeakref>().and_then(|proxy| proxy.target()) {
        Some(target) => Ok(target),
        None => Err(vm.reference_error("weakly-referenced object no longer exists")),
    }
}

/// An operand, which may be a proxy or not.
fn unwrap(vm: &Vm, value: &Value) -> PyResult<Value> {
    let is_proxy = value.header().is_some_and(|header| {
        matches!(header.shape(), crate::object::shape::WEAKPROXY | crate::object::shape::WEAKCALLABLEPROXY)
    });
    if is_proxy { target(vm, value) } else { Ok(value.clone()) }
}

fn binary(vm: &Vm, op: BinaryOp, left: &Value, right: &Value) -> PyResult<Value> {
    vm.binary_op(op, &unwrap(vm, left)?, &unwrap(vm, right)?)
}

fn inplace(vm: &Vm, op: BinaryOp, left: &Value, right: &Value) -> PyResult<Value> {
    vm.inplace_op(op, &unwrap(vm, left)?, &unwrap(vm, right)?)
}

fn forward(vm: &Vm, this: &Value, name: &str) -> PyResult<Value> {
    vm.call_method(&target(vm, this)?, name, &[])
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    vm.compare(&unwrap(vm, left)?, &unwrap(vm, right)?, op)
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let target = target(vm, this)?;
    if class_ref(&target).slots().next.is_none() {
        let name = class_ref(&target).name();
        return Err(vm.type_error(format!("Weakref proxy referenced a non-iterator '{name}' object")));
    }
    vm.next(&target)
}

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    vm.call_args(&target(vm, this)?, args)
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.str(&match this.downcast::<PyWeakref>().and_then(|proxy| proxy.target()) {
        Some(target) => {
            format!("<weakproxy at {:#x}; to '{}' at {:#x}>", this.id(), class_ref(&target).name(), target.id())
        }
        None => format!("<weakproxy at {:#x}; dead>", this.id()),
    }))
}

fn bytes(vm: &Vm, this: &Value) -> PyResult<Value> {
    forward(vm, this, "__bytes__")
}

fn reversed(vm: &Vm, this: &Value) -> PyResult<Value> {
    forward(vm, this, "__reversed__")
}
