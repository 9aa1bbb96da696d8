//! `TypeAliasType`: what a `type` statement makes.

use super::lazy::Lazy;
use super::{calling_module, unpack_all, unpacked};
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{GetSet, Native, PyResult, getter, method, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::{Header, PyType, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyTypeAlias {
    header: Header,
    name: Value,
    /// A tuple; unset without any.
    type_params: Slot,
    value: Lazy,
    module: Slot,
}
crate::payload!(PyTypeAlias, shape::TYPE_ALIAS, traverse(this, visitor) {
    visitor.visit(&this.name);
    visitor.visit(&this.type_params);
    visitor.visit(&this.value);
    visitor.visit(&this.module);
} clear {
    this.type_params.clear();
    this.value.clear();
});

static NEW: Native = staticmethod("__new__(cls, name, value, *, type_params=())", "", wrap(new));

pub static TYPE_ALIAS: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Type alias.\n\nType aliases are created through the type statement::\n\n    type Alias = int\n\nIn this example, Alias and int will be treated equivalently by static\ntype checkers.",
    new: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        getitem: Some(getitem),
        iter: Some(iter),
        or: Some(crate::builtins::union::or),
        ..Slots::EMPTY
    },
    methods: &[method("__reduce__(self, /)", "", wrap(|_: &Vm, this: &Ref<PyTypeAlias>| this.name.clone()))],
    getset: GETSET,
    ..TypeSpec::of::<PyTypeAlias>("TypeAliasType")
};

static GETSET: &[GetSet] = &[
    getter("__name__", "", |_, this| Ok(alias(this).map_or(Value::NONE, |alias| alias.name.clone()))),
    getter("__value__", "", |vm, this| match alias(this) {
        Some(alias) => Ok(alias.value.get(vm)?.unwrap_or(Value::NONE)),
        None => Ok(Value::NONE),
    }),
    getter("evaluate_value", "", |_, this| Ok(alias(this).map_or(Value::NONE, |alias| alias.value.evaluator()))),
    getter("__type_params__", "", |vm, this| {
        Ok(alias(this).and_then(|alias| alias.type_params.get()).unwrap_or_else(|| vm.empty_tuple()))
    }),
    getter("__parameters__", "", |vm, this| match alias(this).and_then(|alias| alias.type_params.get()) {
        Some(parameters) => unpack_all(vm, &vm.collect(&parameters)?),
        None => Ok(vm.empty_tuple()),
    }),
    getter("__module__", "", |_, this| Ok(alias(this).map_or(Value::NONE, |alias| alias.module.get_or_none()))),
];

fn alias(this: &Value) -> Option<&Ref<PyTypeAlias>> {
    this.downcast::<PyTypeAlias>()
}

fn make(vm: &Vm, name: Value, type_params: Option<Value>) -> PyResult<Ref<PyTypeAlias>> {
    Ok(Ref::new(PyTypeAlias {
        header: Header::new(shape::TYPE_ALIAS),
        name,
        type_params: Slot::from_option(type_params),
        value: Lazy::default(),
        module: Slot::new(calling_module(vm)?),
    }))
}

/// The alias of a `type` statement.
pub fn from_statement(vm: &Vm, name: Value, type_params: Value, evaluate: Value) -> PyResult<Value> {
    let made = make(vm, name, Some(type_params).filter(|parameters| !parameters.is_none()))?;
    made.value.set_evaluate(evaluate);
    Ok(made.into_value())
}

fn new(vm: &Vm, _: &Ref<PyType>, name: &Ref<PyStr>, value: &Value, type_params: &Value) -> PyResult<Value> {
    let Some(parameters) = type_params.downcast::<PyTuple>() else {
        return Err(vm.type_error("type_params must be a tuple"));
    };
    let mut had_default = false;
    for parameter in parameters.items() {
        let kinds = [shape::TYPE_VAR, shape::PARAM_SPEC, shape::TYPE_VAR_TUPLE];
        if !parameter.header().is_some_and(|header| kinds.contains(&header.shape())) {
            let shown = vm.repr(parameter)?;
            return Err(vm.type_error(format!("Expected a type param, got {shown}")));
        }
        let default = vm.get_attr(parameter, &vm.names().__default__)?;
        if !default.is(&super::no_default(vm)) {
            had_default = true;
        } else if had_default {
            let shown = vm.repr(parameter)?;
            return Err(vm.type_error(format!("non-default type parameter '{shown}' follows default type parameter")));
        }
    }
    let made = make(vm, name.to_value(), Some(type_params.clone()).filter(|_| !parameters.is_empty()))?;
    made.value.set_value(value.clone());
    Ok(made.into_value())
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(alias(this).map_or_else(|| vm.str(""), |alias| alias.name.clone()))
}

fn getitem(vm: &Vm, this: &Value, item: &Value) -> PyResult<Value> {
    if !alias(this).is_some_and(|alias| alias.type_params.is_set()) {
        return Err(vm.type_error("Only generic type aliases are subscriptable"));
    }
    vm.generic_alias(this, item)
}

fn iter(vm: &Vm, this: &Value) -> PyResult<Value> {
    vm.iter(&vm.tuple(vec![unpacked(vm, this)?]))
}
