//! `TypeVar`, `ParamSpec` and `TypeVarTuple`: one payload, three shapes.

use std::cell::Cell;

use super::lazy::Lazy;
use super::{call_typing, calling_module, no_default, unpacked};
use crate::builtins::object::DICT_GETSET;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{GetSet, Native, PyResult, Rest, getter, method, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::types::WEAKREF;
use crate::object::{Header, PyType, Ref, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyTypeParameter {
    header: Header,
    pub name: Value,
    pub bound: Lazy,
    pub constraints: Lazy,
    pub default: Lazy,
    covariant: Cell<bool>,
    contravariant: Cell<bool>,
    infer_variance: Cell<bool>,
}
crate::payload!(PyTypeParameter, shape::TYPE_VAR, tail, traverse(this, visitor) {
    visitor.visit(&this.name);
    visitor.visit(&this.bound);
    visitor.visit(&this.constraints);
    visitor.visit(&this.default);
} clear {
    this.bound.clear();
    this.constraints.clear();
    this.default.clear();
});

impl PyTypeParameter {
    /// A parameter without bound, constraints or default.
    pub fn make(number: u32, name: Value, infer_variance: bool) -> Ref<PyTypeParameter> {
        Ref::new(PyTypeParameter {
            header: Header::new(number),
            name,
            bound: Lazy::default(),
            constraints: Lazy::default(),
            default: Lazy::default(),
            covariant: Cell::new(false),
            contravariant: Cell::new(false),
            infer_variance: Cell::new(infer_variance),
        })
    }
}

static NEW_TYPE_VAR: Native = staticmethod(
    "__new__(cls, name, *constraints, bound=None, default=<unrepresentable>, covariant=False, contravariant=False, infer_variance=False)",
    "",
    wrap(new_type_var),
);
static NEW_PARAM_SPEC: Native = staticmethod(
    "__new__(cls, name, *, bound=None, default=<unrepresentable>, covariant=False, contravariant=False, infer_variance=False)",
    "",
    wrap(new_param_spec),
);
static NEW_TYPE_VAR_TUPLE: Native =
    staticmethod("__new__(cls, name, *, default=<unrepresentable>)", "", wrap(new_type_var_tuple));

const SLOTS: Slots = Slots { repr: Some(repr), or: Some(or), ..Slots::EMPTY };

pub static TYPE_VAR: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Type variable.\n\nThe preferred way to construct a type variable is via the dedicated\nsyntax for generic functions, classes, and type aliases::\n\n    class Sequence[T]:  # T is a TypeVar\n        ...",
    flags: WEAKREF,
    new: Some(&NEW_TYPE_VAR),
    slots: SLOTS,
    methods: TYPE_VAR_METHODS,
    getset: TYPE_VAR_GETSET,
    ..TypeSpec::of::<PyTypeParameter>("TypeVar")
};

pub static PARAM_SPEC: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Parameter specification variable.\n\nThe preferred way to construct a parameter specification is via the\ndedicated syntax for generic functions, classes, and type aliases,\nwhere the use of '**' creates a parameter specification::\n\n    type IntFunc[**P] = Callable[P, int]",
    shape: shape::PARAM_SPEC,
    flags: WEAKREF,
    new: Some(&NEW_PARAM_SPEC),
    slots: SLOTS,
    methods: PARAM_SPEC_METHODS,
    getset: PARAM_SPEC_GETSET,
    ..TypeSpec::of::<PyTypeParameter>("ParamSpec")
};

pub static TYPE_VAR_TUPLE: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Type variable tuple. A specialized form of type variable that enables\nvariadic generics.\n\nThe preferred way to construct a type variable tuple is via the\ndedicated syntax for generic functions, classes, and type aliases,\nwhere a single '*' indicates a type variable tuple::\n\n    def move_first_element_to_last[T, *Ts](tup: tuple[T, *Ts]) -> tuple[*Ts, T]:\n        return (*tup[1:], tup[0])",
    shape: shape::TYPE_VAR_TUPLE,
    flags: WEAKREF,
    new: Some(&NEW_TYPE_VAR_TUPLE),
    slots: Slots { repr: Some(repr), iter: Some(iter), ..Slots::EMPTY },
    methods: TYPE_VAR_TUPLE_METHODS,
    getset: TYPE_VAR_TUPLE_GETSET,
    ..TypeSpec::of::<PyTypeParameter>("TypeVarTuple")
};

static TYPE_VAR_METHODS: &[Native] = &[
    method("__typing_subst__(self, arg, /)", "", wrap(subst_type_var)),
    method("__typing_prepare_subst__(self, alias, args, /)", "", wrap(prepare_type_var)),
    method("__mro_entries__(self, bases, /)", "", wrap(mro_entries)),
    method("__reduce__(self, /)", "", wrap(reduce)),
    method("has_default(self, /)", "", wrap(has_default)),
];

static PARAM_SPEC_METHODS: &[Native] = &[
    method("__typing_subst__(self, arg, /)", "", wrap(subst_param_spec)),
    method("__typing_prepare_subst__(self, alias, args, /)", "", wrap(prepare_param_spec)),
    method("__mro_entries__(self, bases, /)", "", wrap(mro_entries)),
    method("__reduce__(self, /)", "", wrap(reduce)),
    method("has_default(self, /)", "", wrap(has_default)),
];

static TYPE_VAR_TUPLE_METHODS: &[Native] = &[
    method("__typing_subst__(self, arg, /)", "", wrap(subst_type_var_tuple)),
    method("__typing_prepare_subst__(self, alias, args, /)", "", wrap(prepare_type_var_tuple)),
    method("__mro_entries__(self, bases, /)", "", wrap(mro_entries)),
    method("__reduce__(self, /)", "", wrap(reduce)),
    method("has_default(self, /)", "", wrap(has_default)),
];

const NAME: GetSet = getter("__name__", "", |vm, this| of(vm, this, |_, p| Ok(p.name.clone())));
const BOUND: GetSet =
    getter("__bound__", "", |vm, this| of(vm, this, |vm, p| Ok(p.bound.get(vm)?.unwrap_or(Value::NONE))));
const COVARIANT: GetSet =
    getter("__covariant__", "", |vm, this| of(vm, this, |_, p| Ok(Value::bool(p.covariant.get()))));
const CONTRAVARIANT: GetSet =
    getter("__contravariant__", "", |vm, this| of(vm, this, |_, p| Ok(Value::bool(p.contravariant.get()))));
const INFER: GetSet =
    getter("__infer_variance__", "", |vm, this| of(vm, this, |_, p| Ok(Value::bool(p.infer_variance.get()))));
const DEFAULT: GetSet = getter("__default__", "", |vm, this| {
    of(vm, this, |vm, p| Ok(p.default.get(vm)?.unwrap_or_else(|| no_default(vm))))
});
const EVALUATE_DEFAULT: GetSet =
    getter("evaluate_default", "", |vm, this| of(vm, this, |_, p| Ok(p.default.evaluator())));

static TYPE_VAR_GETSET: &[GetSet] = &[
    NAME,
    BOUND,
    getter("__constraints__", "", |vm, this| {
        of(vm, this, |vm, p| Ok(p.constraints.get(vm)?.unwrap_or_else(|| vm.empty_tuple())))
    }),
    COVARIANT,
    CONTRAVARIANT,
    INFER,
    DEFAULT,
    EVALUATE_DEFAULT,
    getter("evaluate_bound", "", |vm, this| of(vm, this, |_, p| Ok(p.bound.evaluator()))),
    getter("evaluate_constraints", "", |vm, this| of(vm, this, |_, p| Ok(p.constraints.evaluator()))),
    DICT_GETSET,
];

static PARAM_SPEC_GETSET: &[GetSet] = &[
    NAME,
    BOUND,
    COVARIANT,
    CONTRAVARIANT,
    INFER,
    DEFAULT,
    EVALUATE_DEFAULT,
    getter("args", "Represents positional arguments.", |_, this| {
        Ok(super::arguments::make(shape::PARAM_SPEC_ARGS, this))
    }),
    getter("kwargs", "Represents keyword arguments.", |_, this| {
        Ok(super::arguments::make(shape::PARAM_SPEC_KWARGS, this))
    }),
    DICT_GETSET,
];

static TYPE_VAR_TUPLE_GETSET: &[GetSet] = &[NAME, DEFAULT, EVALUATE_DEFAULT, DICT_GETSET];

fn of(vm: &Vm, this: &Value, get: impl FnOnce(&Vm, &Ref<PyTypeParameter>) -> PyResult<Value>) -> PyResult<Value> {
    match this.downcast::<PyTypeParameter>() {
        Some(parameter) => get(vm, parameter),
        None => Ok(Value::NONE),
    }
}

/// Sets what all constructors have in common.
fn finish(
    vm: &Vm,
    made: Ref<PyTypeParameter>,
    default: Option<&Value>,
    variance: (bool, bool, bool),
) -> PyResult<Value> {
    let (covariant, contravariant, infer) = variance;
    if covariant && contravariant {
        return Err(vm.value_error("Bivariant types are not supported."));
    }
    if infer && (covariant || contravariant) {
        return Err(vm.value_error("Variance cannot be specified with infer_variance."));
    }
    made.covariant.set(covariant);
    made.contravariant.set(contravariant);
    made.infer_variance.set(infer);
    if let Some(default) = default.filter(|default| !default.is(&no_default(vm))) {
        made.default.set_value(default.clone());
    }
    let module = calling_module(vm)?;
    if !module.is_none() {
        vm.set_instance_attr(made.as_value(), &vm.names().__module__, &module)?;
    }
    Ok(made.into_value())
}

fn new_type_var(
    vm: &Vm,
    _: &Ref<PyType>,
    name: &Ref<PyStr>,
    constraints: Rest,
    bound: &Value,
    default: Option<&Value>,
    covariant: bool,
    contravariant: bool,
    infer_variance: bool,
) -> PyResult<Value> {
    let made = PyTypeParameter::make(shape::TYPE_VAR, name.to_value(), false);
    if !bound.is_none() {
        let message = vm.str("Bound must be a type.");
        made.bound.set_value(call_typing(vm, "_type_check", &[bound.clone(), message])?);
    }
    match constraints.0.len() {
        0 => {}
        1 => return Err(vm.type_error("A single constraint is not allowed")),
        _ if !bound.is_none() => return Err(vm.type_error("Constraints cannot be combined with bound=...")),
        _ => made.constraints.set_value(vm.tuple(constraints.0.to_vec())),
    }
    finish(vm, made, default, (covariant, contravariant, infer_variance))
}

fn new_param_spec(
    vm: &Vm,
    _: &Ref<PyType>,
    name: &Ref<PyStr>,
    bound: &Value,
    default: Option<&Value>,
    covariant: bool,
    contravariant: bool,
    infer_variance: bool,
) -> PyResult<Value> {
    let made = PyTypeParameter::make(shape::PARAM_SPEC, name.to_value(), false);
    if !bound.is_none() {
        let message = vm.str("Bound must be a type.");
        made.bound.set_value(call_typing(vm, "_type_check", &[bound.clone(), message])?);
    }
    finish(vm, made, default, (covariant, contravariant, infer_variance))
}

fn new_type_var_tuple(vm: &Vm, _: &Ref<PyType>, name: &Ref<PyStr>, default: Option<&Value>) -> PyResult<Value> {
    let made = PyTypeParameter::make(shape::TYPE_VAR_TUPLE, name.to_value(), false);
    finish(vm, made, default, (false, false, false))
}

/// The name, with a sign for the variance.
fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    of(vm, this, |vm, parameter| {
        let variadic = parameter.header().shape() == shape::TYPE_VAR_TUPLE;
        let sign = match () {
            _ if variadic || parameter.infer_variance.get() => "",
            _ if parameter.covariant.get() => "+",
            _ if parameter.contravariant.get() => "-",
            _ => "~",
        };
        Ok(vm.str(&format!("{sign}{}", vm.str_text(&parameter.name))))
    })
}

fn or(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let union = crate::object::types::builtin(shape::UNION);
    vm.get_item(union.as_value(), &vm.tuple(vec![left.clone(), right.clone()]))
}

/// `*Ts` is `Unpack[Ts]`.
fn iter(vm: &Vm, this: &Value) -> PyResult<Value> {
    vm.iter(&vm.tuple(vec![unpacked(vm, this)?]))
}

fn has_default(this_vm: &Vm, this: &Ref<PyTypeParameter>) -> PyResult<bool> {
    match this.default.get(this_vm)? {
        Some(default) => Ok(!default.is(&no_default(this_vm))),
        None => Ok(false),
    }
}

fn reduce(_: &Vm, this: &Ref<PyTypeParameter>) -> Value {
    this.name.clone()
}

fn mro_entries(vm: &Vm, this: &Value, _: &Value) -> PyResult<()> {
    Err(vm.type_error(format!("Cannot subclass an instance of {}", class_ref(this).name())))
}

fn subst_type_var(vm: &Vm, this: &Value, arg: &Value) -> PyResult<Value> {
    call_typing(vm, "_typevar_subst", &[this.clone(), arg.clone()])
}

fn subst_param_spec(vm: &Vm, this: &Value, arg: &Value) -> PyResult<Value> {
    call_typing(vm, "_paramspec_subst", &[this.clone(), arg.clone()])
}

fn prepare_param_spec(vm: &Vm, this: &Value, alias: &Value, args: &Value) -> PyResult<Value> {
    call_typing(vm, "_paramspec_prepare_subst", &[this.clone(), alias.clone(), args.clone()])
}

fn subst_type_var_tuple(vm: &Vm, _: &Value, _: &Value) -> PyResult<()> {
    Err(vm.type_error("Substitution of bare TypeVarTuple is not supported"))
}

fn prepare_type_var_tuple(vm: &Vm, this: &Value, alias: &Value, args: &Value) -> PyResult<Value> {
    call_typing(vm, "_typevartuple_prepare_subst", &[this.clone(), alias.clone(), args.clone()])
}

/// A default stands in for an argument that is left out at the end.
fn prepare_type_var(vm: &Vm, this: &Ref<PyTypeParameter>, alias: &Value, args: &Ref<PyTuple>) -> PyResult<Value> {
    let parameters = vm.collect(&vm.get_attr(alias, &vm.names().__parameters__)?)?;
    let index = parameters.iter().position(|parameter| parameter.is(this.as_value())).unwrap_or(0);
    if index < args.len() {
        return Ok(args.to_value());
    }
    let default =
        if index == args.len() { this.default.get(vm)?.filter(|value| !value.is(&no_default(vm))) } else { None };
    match default {
        Some(default) => {
            let mut all = args.items().to_vec();
            all.push(default);
            Ok(vm.tuple(all))
        }
        None => {
            let shown = vm.repr(alias)?;
            let (given, wanted) = (args.len(), parameters.len());
            Err(vm.type_error(format!("Too few arguments for {shown}; actual {given}, expected {wanted}")))
        }
    }
}
