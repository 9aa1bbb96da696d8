//! `P.args` and `P.kwargs` of a ParamSpec.

use crate::native::{GetSet, Native, PyResult, getter, method, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::types::WEAKREF;
use crate::object::{CompareOp, Header, PyType, Ref, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyParamSpecPart {
    header: Header,
    origin: Value,
}
crate::payload!(PyParamSpecPart, shape::PARAM_SPEC_ARGS, traverse(this, visitor) {
    visitor.visit(&this.origin);
} clear {});

static NEW_ARGS: Native = staticmethod(
    "__new__(cls, origin)",
    "",
    wrap(|_: &Vm, _: &Ref<PyType>, origin: &Value| make(shape::PARAM_SPEC_ARGS, origin)),
);
static NEW_KWARGS: Native = staticmethod(
    "__new__(cls, origin)",
    "",
    wrap(|_: &Vm, _: &Ref<PyType>, origin: &Value| make(shape::PARAM_SPEC_KWARGS, origin)),
);

const SLOTS: Slots = Slots { repr: Some(repr), compare: Some(compare), hash: Some(hash), ..Slots::EMPTY };

static METHODS: &[Native] = &[method("__mro_entries__(self, bases, /)", "", wrap(mro_entries))];
static GETSET: &[GetSet] = &[getter("__origin__", "", |_, this| {
    Ok(this.downcast::<PyParamSpecPart>().map_or(Value::NONE, |part| part.origin.clone()))
})];

pub static PARAM_SPEC_ARGS: TypeSpec = TypeSpec {
    module: "typing",
    doc: "The args for a ParamSpec object.\n\nGiven a ParamSpec object P, P.args returns an instance of ParamSpecArgs.",
    flags: WEAKREF,
    new: Some(&NEW_ARGS),
    slots: SLOTS,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyParamSpecPart>("ParamSpecArgs")
};

pub static PARAM_SPEC_KWARGS: TypeSpec = TypeSpec {
    module: "typing",
    doc: "The kwargs for a ParamSpec object.\n\nGiven a ParamSpec object P, P.kwargs returns an instance of ParamSpecKwargs.",
    shape: shape::PARAM_SPEC_KWARGS,
    flags: WEAKREF,
    new: Some(&NEW_KWARGS),
    slots: SLOTS,
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyParamSpecPart>("ParamSpecKwargs")
};

pub fn make(number: u32, origin: &Value) -> Value {
    Ref::new(PyParamSpecPart { header: Header::new(number), origin: origin.clone() }).into_value()
}

fn shape_of(value: &Value) -> u32 {
    value.header().map_or(0, |header| header.shape())
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(part) = this.downcast::<PyParamSpecPart>() else { return Ok(vm.str("")) };
    let suffix = if shape_of(this) == shape::PARAM_SPEC_ARGS { "args" } else { "kwargs" };
    let origin = part.origin.clone();
    let name = match vm.get_attr_opt(&origin, &vm.names().__name__)? {
        Some(name) => vm.to_str(&name)?,
        None => vm.repr(&origin)?,
    };
    Ok(vm.str(&format!("{name}.{suffix}")))
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyParamSpecPart>(), right.downcast::<PyParamSpecPart>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if shape_of(left) != shape_of(right) || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    vm.compare(&a.origin, &b.origin, op)
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    match this.downcast::<PyParamSpecPart>() {
        Some(part) => Ok(vm.hash(&part.origin)? ^ shape_of(this) as i64),
        None => Ok(0),
    }
}

fn mro_entries(vm: &Vm, this: &Value, _: &Value) -> PyResult<()> {
    Err(vm.type_error(format!("Cannot subclass an instance of {}", class_ref(this).name())))
}
