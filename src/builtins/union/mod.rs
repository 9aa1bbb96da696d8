//! `typing.Union`: `int | str`.

use crate::builtins::generic_alias::substitute::{parameters_of, substitute};
use crate::builtins::generic_alias::{PyGenericAlias, type_repr};
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{GetSet, Native, PyResult, classmethod, getter, method, wrap};
use crate::object::slots::Slots;
use crate::object::types::{NO_NEW, WEAKREF, builtin};
use crate::object::{CompareOp, Header, PyType, Ref, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyUnion {
    header: Header,
    pub args: Ref<PyTuple>,
}
crate::payload!(PyUnion, shape::UNION, traverse(this, visitor) {
    visitor.visit(&this.args);
} clear {});

pub static SPECS: &[&TypeSpec] = &[&UNION];

static UNION: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Represent a union type\n\nE.g. for int | str",
    flags: NO_NEW | WEAKREF,
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        compare: Some(compare),
        getitem: Some(getitem),
        or: Some(or),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyUnion>("Union")
};

static METHODS: &[Native] = &[
    method("__mro_entries__(self, bases, /)", "", wrap(mro_entries)),
    classmethod("__class_getitem__(cls, args, /)", "", wrap(class_getitem)),
    method("__instancecheck__(self, instance, /)", "", wrap(instance_check)),
    method("__subclasscheck__(self, subclass, /)", "", wrap(subclass_check)),
    method("__reduce__(self, /)", "", wrap(reduce)),
];

static GETSET: &[GetSet] = &[
    getter("__name__", "Name of the type", |vm, _| Ok(vm.str("Union"))),
    getter("__qualname__", "Qualified name of the type", |vm, _| Ok(vm.str("Union"))),
    getter("__origin__", "Always returns the type", |_, _| Ok(builtin(shape::UNION).into_value())),
    getter("__args__", "", |_, this| Ok(this.downcast::<PyUnion>().map_or(Value::NONE, |union| union.args.to_value()))),
    getter("__parameters__", "Type variables in the types.UnionType.", |vm, this| match this.downcast::<PyUnion>() {
        Some(union) => Ok(vm.tuple(parameters_of(vm, union.args.items())?)),
        None => Ok(Value::NONE),
    }),
];

/// Whether `|` accepts a value: classes, None, aliases, unions, type parameters.
fn is_unionable(value: &Value) -> bool {
    if value.is_none() || value.downcast::<PyType>().is_some() {
        return true;
    }
    let parameters = [shape::TYPE_VAR, shape::PARAM_SPEC, shape::TYPE_VAR_TUPLE, shape::TYPE_ALIAS];
    value.downcast::<PyGenericAlias>().is_some()
        || value.downcast::<PyUnion>().is_some()
        || value.header().is_some_and(|header| parameters.contains(&header.shape()))
}

/// `left | right` of types.
pub fn or(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    if !is_unionable(left) || !is_unionable(right) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    make(vm, [left.clone(), right.clone()].into_iter())
}

/// The union of some types: nested unions flattened, each type once; a single type is itself.
pub fn make(vm: &Vm, types: impl Iterator<Item = Value>) -> PyResult<Value> {
    let mut args: Vec<Value> = Vec::new();
    for value in types {
        match value.downcast::<PyUnion>() {
            Some(union) => {
                for inner in union.args.items() {
                    add(vm, &mut args, inner.clone())?;
                }
            }
            None if value.is_none() => add(vm, &mut args, class_of(&Value::NONE).into_value())?,
            None => add(vm, &mut args, value)?,
        }
    }
    if let [only] = args.as_slice() {
        return Ok(only.clone());
    }
    Ok(Ref::new(PyUnion { header: Header::new(shape::UNION), args: PyTuple::new(args) }).into_value())
}

fn add(vm: &Vm, args: &mut Vec<Value>, value: Value) -> PyResult<()> {
    for known in args.iter() {
        let same_kind = class_of(known).is(&class_of(&value));
        if known.is(&value) || same_kind && vm.is_equal(known, &value)? {
            return Ok(());
        }
    }
    args.push(value);
    Ok(())
}

/// `Union[int, str]`.
fn class_getitem(vm: &Vm, _: &Value, item: &Value) -> PyResult<Value> {
    let items = match item.downcast::<PyTuple>() {
        Some(tuple) => tuple.items().to_vec(),
        None => vec![item.clone()],
    };
    if items.is_empty() {
        return Err(vm.type_error("Cannot take a Union of no types."));
    }
    let mut checked = Vec::with_capacity(items.len());
    for item in items {
        if is_unionable(&item) && item.downcast::<PyStr>().is_none() {
            checked.push(item);
            continue;
        }
        let check = vm.import_attr("typing", "_type_check")?;
        checked.push(vm.call(&check, &[item, vm.str("Union[arg, ...]: each arg must be a type.")])?);
    }
    make(vm, checked.into_iter())
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(union) = this.downcast::<PyUnion>() else { return Ok(vm.str("")) };
    let mut parts = Vec::with_capacity(union.args.len());
    for arg in union.args.items() {
        parts.push(type_repr(vm, arg)?);
    }
    Ok(vm.str(&parts.join(" | ")))
}

/// The order of the types does not matter.
fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let Some(union) = this.downcast::<PyUnion>() else { return Ok(0) };
    let set = vm.call(builtin(shape::FROZENSET).as_value(), &[union.args.to_value()])?;
    vm.hash(&set)
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyUnion>(), right.downcast::<PyUnion>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let mut equal = a.args.len() == b.args.len();
    for arg in a.args.items() {
        let mut found = false;
        for other in b.args.items() {
            found = found || vm.is_equal(arg, other)?;
        }
        equal &= found;
    }
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn getitem(vm: &Vm, this: &Value, item: &Value) -> PyResult<Value> {
    let Some(union) = this.downcast::<PyUnion>() else { return Err(vm.type_error("not a union")) };
    let parameters = parameters_of(vm, union.args.items())?;
    make(vm, substitute(vm, this, union.args.items(), &parameters, item)?.into_iter())
}

fn mro_entries(vm: &Vm, this: &Value, _: &Value) -> PyResult<()> {
    let shown = vm.repr(this)?;
    Err(vm.type_error(format!("Cannot subclass {shown}")))
}

fn instance_check(vm: &Vm, this: &Ref<PyUnion>, instance: &Value) -> PyResult<bool> {
    check_plain(vm, this, "isinstance() argument 2 cannot be a parameterized generic")?;
    for class in this.args.items() {
        if vm.is_instance(instance, class)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn subclass_check(vm: &Vm, this: &Ref<PyUnion>, subclass: &Value) -> PyResult<bool> {
    if subclass.downcast::<PyType>().is_none() {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    }
    check_plain(vm, this, "issubclass() argument 2 cannot be a parameterized generic")?;
    for class in this.args.items() {
        if vm.is_subclass(subclass, class)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn check_plain(vm: &Vm, this: &PyUnion, message: &str) -> PyResult<()> {
    match this.args.items().iter().any(|arg| arg.downcast::<PyGenericAlias>().is_some()) {
        true => Err(vm.type_error(message)),
        false => Ok(()),
    }
}

/// Pickled as `operator.or_` over its types would be: `Union[args]`.
fn reduce(vm: &Vm, this: &Ref<PyUnion>) -> PyResult<Value> {
    let getitem = vm.import_attr("operator", "getitem")?;
    let args = vm.tuple(vec![builtin(shape::UNION).into_value(), this.args.to_value()]);
    Ok(vm.tuple(vec![getitem, args]))
}
