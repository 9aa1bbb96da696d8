//! Computed attributes of built-in types and `__slots__` members: getting, setting, showing.

use super::{PyGetSet, PyMember};
use crate::builtins::function::binding::wrong_instance;
use crate::builtins::str::PyStr;
use crate::native::{GetSet, PyResult, getter};
use crate::object::slots::Slots;
use crate::object::{Value, class_ref};
use crate::vm::Vm;

pub const GETSET_SLOTS: Slots =
    Slots { repr: Some(getset_repr), descr_get: Some(getset_get), descr_set: Some(getset_set), ..Slots::EMPTY };

pub const MEMBER_SLOTS: Slots =
    Slots { repr: Some(member_repr), descr_get: Some(member_get), descr_set: Some(member_set), ..Slots::EMPTY };

pub static GETSET_ATTRIBUTES: &[GetSet] = &[
    getter("__name__", "", |vm, this| Ok(getset(vm, this, |row| vm.str(row.row.name)))),
    getter("__qualname__", "", |vm, this| Ok(getset(vm, this, |row| qualified(vm, &row.owner, row.row.name)))),
    getter("__objclass__", "", |vm, this| Ok(getset(vm, this, |row| row.owner.to_value()))),
    getter("__doc__", "", |vm, this| {
        Ok(getset(vm, this, |row| if row.row.doc.is_empty() { Value::NONE } else { vm.str(row.row.doc) }))
    }),
];

pub static MEMBER_ATTRIBUTES: &[GetSet] = &[
    getter("__name__", "", |vm, this| Ok(member(vm, this, |row| row.name.clone()))),
    getter("__qualname__", "", |vm, this| {
        Ok(member(vm, this, |row| qualified(vm, &row.owner, &vm.str_text(&row.name))))
    }),
    getter("__objclass__", "", |vm, this| Ok(member(vm, this, |row| row.owner.to_value()))),
    getter("__doc__", "", |_, _| Ok(Value::NONE)),
];

fn getset(_: &Vm, this: &Value, get: impl FnOnce(&PyGetSet) -> Value) -> Value {
    this.downcast::<PyGetSet>().map_or(Value::NONE, |row| get(row))
}

fn member(_: &Vm, this: &Value, get: impl FnOnce(&PyMember) -> Value) -> Value {
    this.downcast::<PyMember>().map_or(Value::NONE, |row| get(row))
}

fn qualified(vm: &Vm, owner: &crate::object::PyType, name: &str) -> Value {
    vm.str(&format!("{}.{name}", &*owner.qualname.borrow()))
}

fn getset_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult<Value> {
    let (Some(descriptor), Some(instance)) = (this.downcast::<PyGetSet>(), instance) else { return Ok(this.clone()) };
    if !class_ref(instance).is_subtype(&descriptor.owner) {
        return Err(wrong_instance(vm, descriptor.row.name, &descriptor.owner, instance));
    }
    (descriptor.row.get)(vm, instance)
}

fn getset_set(vm: &Vm, this: &Value, instance: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(descriptor) = this.downcast::<PyGetSet>() else { return Ok(()) };
    let (name, owner) = (descriptor.row.name, &descriptor.owner);
    if !class_ref(instance).is_subtype(owner) {
        return Err(wrong_instance(vm, name, owner, instance));
    }
    match descriptor.row.set {
        Some(set) => set(vm, instance, new),
        None => Err(vm.attribute_error(format!("attribute '{name}' of '{}' objects is not writable", owner.name()))),
    }
}

fn getset_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(getset(vm, this, |row| vm.str(&format!("<attribute '{}' of '{}' objects>", row.row.name, row.owner.name()))))
}

fn member_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult<Value> {
    let (Some(descriptor), Some(instance)) = (this.downcast::<PyMember>(), instance) else { return Ok(this.clone()) };
    if !class_ref(instance).is_subtype(&descriptor.owner) {
        return Err(wrong_instance(vm, &vm.str_text(&descriptor.name), &descriptor.owner, instance));
    }
    match vm.reserved_slot(instance, descriptor.slot) {
        Some(value) => Ok(value),
        None => Err(unset(vm, descriptor, instance)),
    }
}

fn unset(vm: &Vm, descriptor: &PyMember, instance: &Value) -> crate::native::Raised {
    match descriptor.name.downcast::<PyStr>() {
        Some(name) => vm.no_attribute(instance, name),
        None => vm.attribute_error(""),
    }
}

fn member_set(vm: &Vm, this: &Value, instance: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(descriptor) = this.downcast::<PyMember>() else { return Ok(()) };
    if !class_ref(instance).is_subtype(&descriptor.owner) {
        return Err(wrong_instance(vm, &vm.str_text(&descriptor.name), &descriptor.owner, instance));
    }
    let old = vm.set_reserved_slot(instance, descriptor.slot, new.cloned());
    if new.is_none() && old.is_none() {
        return Err(unset(vm, descriptor, instance));
    }
    Ok(())
}

fn member_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(member(vm, this, |row| {
        vm.str(&format!("<member '{}' of '{}' objects>", vm.str_text(&row.name), row.owner.name()))
    }))
}
