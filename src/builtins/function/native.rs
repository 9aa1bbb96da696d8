//! Attributes of native functions, method descriptors and slot wrappers.

use super::{PyNative, PyWrapper};
use crate::builtins::str::PyStr;
use crate::native::{Binding, GetSet, Native, PyResult, getter, method, wrap};
use crate::object::{PyType, Ref, Value, class_of};
use crate::vm::Vm;

pub static BUILTIN: &[GetSet] = &[
    getter("__name__", "", native_name),
    getter("__qualname__", "", native_qualname),
    getter("__doc__", "", native_doc),
    getter("__self__", "", native_self),
    getter("__module__", "", |_, this| {
        Ok(this.downcast::<PyNative>().map_or(Value::NONE, |native| native.module.get_or_none()))
    }),
    getter("__text_signature__", "", native_signature),
];

pub static BUILTIN_METHODS: &[Native] = &[method("__reduce__(self, /)", "", wrap(reduce_native))];

pub static DESCRIPTOR: &[GetSet] = &[
    getter("__name__", "", native_name),
    getter("__qualname__", "", native_qualname),
    getter("__doc__", "", native_doc),
    getter("__objclass__", "", |_, this| {
        Ok(this.downcast::<PyNative>().map_or(Value::NONE, |native| native.owner.get_or_none()))
    }),
    getter("__text_signature__", "", native_signature),
];

pub static WRAPPER: &[GetSet] = &[
    getter("__name__", "", wrapper_name),
    getter("__qualname__", "", wrapper_qualname),
    getter("__doc__", "", wrapper_doc),
    getter("__objclass__", "", wrapper_owner),
    getter("__text_signature__", "", wrapper_signature),
];

pub static METHOD_WRAPPER: &[GetSet] = &[
    getter("__name__", "", wrapper_name),
    getter("__qualname__", "", wrapper_qualname),
    getter("__doc__", "", wrapper_doc),
    getter("__objclass__", "", wrapper_owner),
    getter("__self__", "", |_, this| {
        Ok(this.downcast::<PyWrapper>().map_or(Value::NONE, |wrapper| wrapper.this.get_or_none()))
    }),
    getter("__text_signature__", "", wrapper_signature),
];

pub static DESCRIPTOR_METHODS: &[Native] = &[method("__reduce__(self, /)", "", wrap(reduce_descriptor))];

fn native_name(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(this.downcast::<PyNative>().map_or(Value::NONE, |native| vm.intern(native.native.name()).into_value()))
}

/// `list.append`, `dict.fromkeys`, `len`.
fn native_qualname(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(native) = this.downcast::<PyNative>() else { return Ok(Value::NONE) };
    let name = native.native.name();
    let owner = native.owner.get().or_else(|| native.this.get()).and_then(|owner| match owner.into_ref::<PyType>() {
        Ok(class) => Some(class),
        Err(instance) if native.is_bound() => Some(class_of(&instance)),
        Err(_) => None,
    });
    Ok(match owner {
        Some(owner) => vm.str(&format!("{}.{name}", &*owner.qualname.borrow())),
        None => vm.intern(name).into_value(),
    })
}

fn native_doc(vm: &Vm, this: &Value) -> PyResult<Value> {
    let native = this.downcast::<PyNative>().filter(|native| !native.native.doc.is_empty());
    Ok(native.map_or(Value::NONE, |native| vm.str(native.native.doc)))
}

/// What a function is bound to; the module, for a module's function.
fn native_self(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(native) = this.downcast::<PyNative>() else { return Ok(Value::NONE) };
    if let Some(bound_to) = native.this.get() {
        return Ok(bound_to);
    }
    match native.module.get().and_then(|name| name.into_ref::<PyStr>().ok()) {
        Some(name) => Ok(vm.modules().get_str(vm, &name)?.unwrap_or(Value::NONE)),
        None => Ok(Value::NONE),
    }
}

/// The row's signature as CPython writes it: `($self, object, /)`.
fn native_signature(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(native) = this.downcast::<PyNative>() else { return Ok(Value::NONE) };
    Ok(text_signature(native.native).map_or(Value::NONE, |text| vm.str(&text)))
}

fn text_signature(native: &Native) -> Option<String> {
    let (_, parameters) = native.signature.split_once('(')?;
    let parameters = parameters.strip_suffix(')')?;
    if parameters.contains("<unrepresentable>") {
        return None;
    }
    let (first, rest) = match native.binding {
        Binding::Method => ("$self", parameters.strip_prefix("self")?),
        Binding::Class => ("$type", parameters.strip_prefix("cls")?),
        Binding::Static if native.name() == "__new__" => ("$type", parameters.strip_prefix("cls")?),
        Binding::Static => return Some(format!("({parameters})")),
        Binding::Function => ("$module", parameters),
    };
    let rest = rest.strip_prefix(", ").unwrap_or(rest);
    let positional_only = rest.split(", ").any(|part| part == "/");
    let slash = if positional_only { "" } else { ", /" };
    Some(if rest.is_empty() { format!("({first}, /)") } else { format!("({first}{slash}, {rest})") })
}

fn wrapper_of(this: &Value) -> Option<&Ref<PyWrapper>> {
    this.downcast::<PyWrapper>()
}

fn wrapper_name(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(wrapper_of(this).map_or(Value::NONE, |wrapper| vm.intern(wrapper.wrapper.name).into_value()))
}

fn wrapper_qualname(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(wrapper_of(this).map_or(Value::NONE, |wrapper| {
        vm.str(&format!("{}.{}", &*wrapper.owner.qualname.borrow(), wrapper.wrapper.name))
    }))
}

fn wrapper_doc(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(wrapper_of(this).map_or(Value::NONE, |wrapper| vm.str(wrapper.wrapper.doc)))
}

fn wrapper_owner(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(wrapper_of(this).map_or(Value::NONE, |wrapper| wrapper.owner.to_value()))
}

fn wrapper_signature(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(wrapper_of(this).map_or(Value::NONE, |wrapper| vm.str(wrapper.wrapper.signature)))
}

/// A function of a module is pickled by name, a bound method as `getattr(object, name)`.
fn reduce_native(vm: &Vm, this: &Ref<PyNative>) -> PyResult<Value> {
    let name = vm.intern(this.native.name()).into_value();
    match this.this.get() {
        Some(bound_to) => {
            let getattr = vm.import_attr("builtins", "getattr")?;
            Ok(vm.tuple(vec![getattr, vm.tuple(vec![bound_to, name])]))
        }
        None => Ok(name),
    }
}

fn reduce_descriptor(vm: &Vm, this: &Value) -> PyResult<Value> {
    let names = vm.names();
    let (owner, name) = (vm.get_attr(this, &names.__objclass__)?, vm.get_attr(this, &names.__name__)?);
    let getattr = vm.import_attr("builtins", "getattr")?;
    Ok(vm.tuple(vec![getattr, vm.tuple(vec![owner, name])]))
}
