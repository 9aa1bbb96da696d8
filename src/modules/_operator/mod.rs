//! `_operator`: the operators as functions, and [`getters`].

mod digest;
mod getters;
mod sequences;

use super::NativeModule;
use crate::native::{Args, Keywords, Native, PyResult, Rest, function, wrap};
use crate::object::{BinaryOp, CompareOp, TypeSpec, Value, class_of};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.",
    functions: FUNCTIONS,
    init: |vm, module| {
        vm.add_types(module, TYPES);
        Ok(())
    },
    ..NativeModule::of("_operator")
};

static TYPES: &[&TypeSpec] = &[&getters::ATTRGETTER, &getters::ITEMGETTER, &getters::METHODCALLER];

macro_rules! binary {
    ($signature:literal, $doc:literal, $op:ident) => {
        function($signature, $doc, wrap(|vm: &Vm, a: &Value, b: &Value| vm.binary_op(BinaryOp::$op, a, b)))
    };
}
macro_rules! inplace {
    ($signature:literal, $doc:literal, $op:ident) => {
        function($signature, $doc, wrap(|vm: &Vm, a: &Value, b: &Value| vm.inplace_op(BinaryOp::$op, a, b)))
    };
}
macro_rules! comparison {
    ($signature:literal, $doc:literal, $op:ident) => {
        function($signature, $doc, wrap(|vm: &Vm, a: &Value, b: &Value| vm.compare(a, b, CompareOp::$op)))
    };
}
macro_rules! unary {
    ($signature:literal, $doc:literal, $symbol:literal) => {
        function($signature, $doc, wrap(|vm: &Vm, a: &Value| vm.unary_op($symbol, a)))
    };
}

static FUNCTIONS: &[Native] = &[
    function("truth(a, /)", "Return True if a is true, False otherwise.", wrap(|vm: &Vm, a: &Value| vm.truth(a))),
    function("not_(a, /)", "Same as not a.", wrap(|vm: &Vm, a: &Value| vm.truth(a).map(|truth| !truth))),
    function("is_(a, b, /)", "Same as a is b.", wrap(|_: &Vm, a: &Value, b: &Value| a.is(b))),
    function("is_not(a, b, /)", "Same as a is not b.", wrap(|_: &Vm, a: &Value, b: &Value| !a.is(b))),
    function("is_none(a, /)", "Same as a is None.", wrap(|_: &Vm, a: &Value| a.is_none())),
    function("is_not_none(a, /)", "Same as a is not None.", wrap(|_: &Vm, a: &Value| !a.is_none())),
    binary!("add(a, b, /)", "Same as a + b.", Add),
    binary!("sub(a, b, /)", "Same as a - b.", Sub),
    binary!("mul(a, b, /)", "Same as a * b.", Mul),
    binary!("matmul(a, b, /)", "Same as a @ b.", MatMul),
    binary!("floordiv(a, b, /)", "Same as a // b.", FloorDiv),
    binary!("truediv(a, b, /)", "Same as a / b.", TrueDiv),
    binary!("mod(a, b, /)", "Same as a % b.", Mod),
    binary!("lshift(a, b, /)", "Same as a << b.", LShift),
    binary!("rshift(a, b, /)", "Same as a >> b.", RShift),
    binary!("and_(a, b, /)", "Same as a & b.", And),
    binary!("xor(a, b, /)", "Same as a ^ b.", Xor),
    binary!("or_(a, b, /)", "Same as a | b.", Or),
    binary!("pow(a, b, /)", "Same as a ** b.", Pow),
    inplace!("iadd(a, b, /)", "Same as a += b.", Add),
    inplace!("isub(a, b, /)", "Same as a -= b.", Sub),
    inplace!("imul(a, b, /)", "Same as a *= b.", Mul),
    inplace!("imatmul(a, b, /)", "Same as a @= b.", MatMul),
    inplace!("ifloordiv(a, b, /)", "Same as a //= b.", FloorDiv),
    inplace!("itruediv(a, b, /)", "Same as a /= b.", TrueDiv),
    inplace!("imod(a, b, /)", "Same as a %= b.", Mod),
    inplace!("ilshift(a, b, /)", "Same as a <<= b.", LShift),
    inplace!("irshift(a, b, /)", "Same as a >>= b.", RShift),
    inplace!("iand(a, b, /)", "Same as a &= b.", And),
    inplace!("ixor(a, b, /)", "Same as a ^= b.", Xor),
    inplace!("ior(a, b, /)", "Same as a |= b.", Or),
    inplace!("ipow(a, b, /)", "Same as a **= b.", Pow),
    comparison!("lt(a, b, /)", "Same as a < b.", Lt),
    comparison!("le(a, b, /)", "Same as a <= b.", Le),
    comparison!("eq(a, b, /)", "Same as a == b.", Eq),
    comparison!("ne(a, b, /)", "Same as a != b.", Ne),
    comparison!("gt(a, b, /)", "Same as a > b.", Gt),
    comparison!("ge(a, b, /)", "Same as a >= b.", Ge),
    unary!("neg(a, /)", "Same as -a.", "-"),
    unary!("pos(a, /)", "Same as +a.", "+"),
    unary!("inv(a, /)", "Same as ~a.", "~"),
    unary!("invert(a, /)", "Same as ~a.", "~"),
    function("abs(a, /)", "Same as abs(a).", wrap(abs)),
    function("index(a, /)", "Same as a.__index__()", wrap(|vm: &Vm, a: &Value| vm.index(a))),
    function("getitem(a, b, /)", "Same as a[b].", wrap(|vm: &Vm, a: &Value, b: &Value| vm.get_item(a, b))),
    function(
        "setitem(a, b, c, /)",
        "Same as a[b] = c.",
        wrap(|vm: &Vm, a: &Value, b: &Value, c: &Value| vm.set_item(a, b, Some(c))),
    ),
    function("delitem(a, b, /)", "Same as del a[b].", wrap(|vm: &Vm, a: &Value, b: &Value| vm.set_item(a, b, None))),
    function(
        "contains(a, b, /)",
        "Same as b in a (note reversed operands).",
        wrap(|vm: &Vm, a: &Value, b: &Value| vm.contains(a, b)),
    ),
    function("concat(a, b, /)", "Same as a + b, for a and b sequences.", wrap(sequences::concat)),
    function("iconcat(a, b, /)", "Same as a += b, for a and b sequences.", wrap(sequences::iconcat)),
    function(
        "countOf(a, b, /)",
        "Return the number of items in a which are, or which equal, b.",
        wrap(sequences::count_of),
    ),
    function("indexOf(a, b, /)", "Return the first index of b in a.", wrap(sequences::index_of)),
    function(
        "length_hint(obj, default=0, /)",
        "Return an estimate of the number of items in obj.\n\nThis is useful for presizing containers when building from an iterable.\n\nIf the object supports len(), the result will be exact.\nOtherwise, it may over- or under-estimate by an arbitrary amount.",
        wrap(sequences::length_hint),
    ),
    function("call(obj, /, *args, **kwargs)", "Same as obj(*args, **kwargs).", wrap(call)),
    function(
        "_compare_digest(a, b, /)",
        "Return 'a == b'.\n\nThis function uses an approach designed to prevent\ntiming analysis, making it appropriate for cryptography.",
        wrap(digest::compare_digest),
    ),
];

fn abs(vm: &Vm, a: &Value) -> PyResult<Value> {
    match class_of(a).slots().abs {
        Some(abs) => abs(vm, a),
        None => Err(vm.type_error(format!("bad operand type for abs(): '{}'", class_of(a).name()))),
    }
}

fn call(vm: &Vm, callee: &Value, args: Rest, kwargs: Keywords) -> PyResult<Value> {
    let mut values = args.0.to_vec();
    values.extend(kwargs.0.iter().map(|(_, value)| value.clone()));
    let names: Vec<Value> = kwargs.0.iter().map(|(name, _)| name.clone()).collect();
    vm.call_args(callee, Args { values: &values, names: &names })
}
