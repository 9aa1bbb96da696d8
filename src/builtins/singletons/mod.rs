//! The types of `None`, `Ellipsis` and `NotImplemented`, whose only instances are immediate values.

use crate::builtins::object::PyObject;
use crate::native::{Keywords, Native, PyResult, Rest, method, staticmethod, wrap};
use crate::object::{CompareOp, PyType, Ref, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

pub static SPECS: &[&TypeSpec] = &[&NONE_TYPE, &ELLIPSIS, &NOT_IMPLEMENTED];

static NONE_TYPE: TypeSpec = TypeSpec {
    shape: shape::NONE_TYPE,
    doc: "The type of the None singleton.",
    new: Some(&NEW_NONE),
    slots: Slots {
        repr: Some(none_repr),
        bool: Some(|_, _| Ok(false)),
        hash: Some(identity_hash),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    ..TypeSpec::of::<PyObject>("NoneType")
};

static ELLIPSIS: TypeSpec = TypeSpec {
    shape: shape::ELLIPSIS_TYPE,
    doc: "The type of the Ellipsis singleton.",
    new: Some(&NEW_ELLIPSIS),
    slots: Slots { repr: Some(ellipsis_repr), hash: Some(identity_hash), compare: Some(compare), ..Slots::EMPTY },
    methods: &[method("__reduce__(self, /)", "", wrap(reduce))],
    ..TypeSpec::of::<PyObject>("ellipsis")
};

static NOT_IMPLEMENTED: TypeSpec = TypeSpec {
    shape: shape::NOT_IMPLEMENTED_TYPE,
    doc: "The type of the NotImplemented singleton.",
    new: Some(&NEW_NOT_IMPLEMENTED),
    slots: Slots {
        repr: Some(not_implemented_repr),
        bool: Some(not_implemented_bool),
        hash: Some(identity_hash),
        compare: Some(compare),
        ..Slots::EMPTY
    },
    methods: &[method("__reduce__(self, /)", "", wrap(reduce))],
    ..TypeSpec::of::<PyObject>("NotImplementedType")
};

static NEW_NONE: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new_none));
static NEW_ELLIPSIS: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new_ellipsis));
static NEW_NOT_IMPLEMENTED: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new_not_implemented));

fn no_arguments(vm: &Vm, name: &str, args: Rest, keywords: Keywords) -> PyResult<()> {
    if args.0.is_empty() && keywords.0.is_empty() {
        return Ok(());
    }
    Err(vm.type_error(format!("{name} takes no arguments")))
}

fn new_none(vm: &Vm, _class: &Ref<PyType>, args: Rest, keywords: Keywords) -> PyResult<Value> {
    no_arguments(vm, "NoneType", args, keywords).map(|()| Value::NONE)
}

fn new_ellipsis(vm: &Vm, _class: &Ref<PyType>, args: Rest, keywords: Keywords) -> PyResult<Value> {
    no_arguments(vm, "EllipsisType", args, keywords).map(|()| Value::ELLIPSIS)
}

fn new_not_implemented(vm: &Vm, _class: &Ref<PyType>, args: Rest, keywords: Keywords) -> PyResult<Value> {
    no_arguments(vm, "NotImplementedType", args, keywords).map(|()| Value::NOT_IMPLEMENTED)
}

fn none_repr(vm: &Vm, _: &Value) -> PyResult<Value> {
    Ok(vm.intern("None").into_value())
}

fn ellipsis_repr(vm: &Vm, _: &Value) -> PyResult<Value> {
    Ok(vm.intern("Ellipsis").into_value())
}

fn not_implemented_repr(vm: &Vm, _: &Value) -> PyResult<Value> {
    Ok(vm.intern("NotImplemented").into_value())
}

fn not_implemented_bool(vm: &Vm, _: &Value) -> PyResult<bool> {
    Err(vm.type_error("NotImplemented should not be used in a boolean context"))
}

/// The name under which `copy` and `pickle` find the value again.
fn reduce(vm: &Vm, this: &Value) -> PyResult<Value> {
    vm.repr(this).map(Ref::into_value)
}

fn identity_hash(vm: &Vm, value: &Value) -> PyResult<i64> {
    Ok(vm.identity_hash(value))
}

fn compare(_: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    match op {
        CompareOp::Eq if left.is(right) => Ok(Value::TRUE),
        CompareOp::Ne if left.is(right) => Ok(Value::FALSE),
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}
