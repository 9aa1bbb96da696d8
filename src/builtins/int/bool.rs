//! `bool`: two immediates of a class that derives from `int`.

use super::PyIntObject;
use crate::builtins::int::arith;
use crate::native::{Native, PyResult, staticmethod, wrap};
use crate::object::slots::{Binary, Slots};
use crate::object::{PyType, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

static NEW: Native = staticmethod(
    "__new__(cls, object=False, /)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

pub static BOOL: TypeSpec = TypeSpec {
    shape: shape::BOOL,
    base: shape::INT,
    doc: "Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
    slots: Slots {
        repr: Some(repr),
        invert: Some(invert),
        and: Some(and),
        or: Some(or),
        xor: Some(xor),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    ..TypeSpec::of::<PyIntObject>("bool")
};

fn new(vm: &Vm, _class: &Ref<PyType>, object: &Value) -> PyResult<bool> {
    vm.truth(object)
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.intern(if this.is_true() { "True" } else { "False" }).into_value())
}

/// Two bools give a bool, anything else what ints give.
fn both(vm: &Vm, left: &Value, right: &Value, on_bools: fn(bool, bool) -> bool, on_ints: Binary) -> PyResult<Value> {
    if left.is_bool() && right.is_bool() {
        return Ok(Value::bool(on_bools(left.is_true(), right.is_true())));
    }
    on_ints(vm, left, right)
}

fn and(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    both(vm, left, right, |a, b| a & b, arith::and)
}

fn or(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    both(vm, left, right, |a, b| a | b, arith::or)
}

fn xor(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    both(vm, left, right, |a, b| a ^ b, arith::xor)
}

fn invert(vm: &Vm, this: &Value) -> PyResult<Value> {
    let message = "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from the negation of a bool object. Use the 'not' operator for boolean negation or ~int(x) for the bitwise inversion of the underlying int.";
    let warn = vm.import_attr("warnings", "warn")?;
    vm.call(&warn, &[vm.str(message), vm.exceptions().DeprecationWarning.to_value()])?;
    Ok(vm.int(!(this.is_true() as i64)))
}
