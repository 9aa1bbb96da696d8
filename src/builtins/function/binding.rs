//! How functions and methods are bound, called, shown and compared: their slots.

use super::{PyMethod, PyNative, PyWrapper};
use crate::builtins::function::PyFunction;
use crate::native::PyResult;
use crate::object::slots::Slots;
use crate::object::{CompareOp, PyType, Ref, Value, class_of, class_ref};
use crate::vm::Vm;
use crate::vm::call::{call_function_object, call_method_object, call_native_object, call_wrapper_object};

pub const FUNCTION: Slots = Slots {
    repr: Some(function_repr),
    call: Some(call_function_object),
    descr_get: Some(function_get),
    ..Slots::EMPTY
};

pub const METHOD: Slots = Slots {
    repr: Some(method_repr),
    call: Some(call_method_object),
    compare: Some(method_compare),
    hash: Some(method_hash),
    getattr: Some(super::attributes::method_getattr),
    descr_get: Some(method_get),
    ..Slots::EMPTY
};

pub const BUILTIN: Slots = Slots {
    repr: Some(native_repr),
    call: Some(call_native_object),
    compare: Some(native_compare),
    hash: Some(native_hash),
    ..Slots::EMPTY
};

pub const METHOD_DESCRIPTOR: Slots = Slots {
    repr: Some(descriptor_repr),
    call: Some(call_native_object),
    descr_get: Some(descriptor_get),
    ..Slots::EMPTY
};

pub const CLASSMETHOD_DESCRIPTOR: Slots = Slots {
    repr: Some(descriptor_repr),
    call: Some(call_native_object),
    descr_get: Some(class_descriptor_get),
    ..Slots::EMPTY
};

pub const WRAPPER: Slots =
    Slots { repr: Some(wrapper_repr), call: Some(call_wrapper_object), descr_get: Some(wrapper_get), ..Slots::EMPTY };

pub const METHOD_WRAPPER: Slots = Slots {
    repr: Some(wrapper_repr),
    call: Some(call_wrapper_object),
    compare: Some(wrapper_compare),
    hash: Some(wrapper_hash),
    ..Slots::EMPTY
};

// ---- binding

fn function_get(_: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult<Value> {
    Ok(match instance {
        Some(instance) => PyMethod::new(this.clone(), instance.clone()).into_value(),
        None => this.clone(),
    })
}

/// A bound method stays bound to what it is bound to.
fn method_get(_: &Vm, this: &Value, _: Option<&Value>, _: &Value) -> PyResult<Value> {
    Ok(this.clone())
}

fn owner_of(native: &PyNative) -> Option<Ref<PyType>> {
    native.owner.get().and_then(|owner| owner.into_ref::<PyType>().ok())
}

fn descriptor_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult<Value> {
    let (Some(native), Some(instance)) = (this.downcast::<PyNative>(), instance) else { return Ok(this.clone()) };
    if let Some(owner) = owner_of(native)
        && !class_ref(instance).is_subtype(&owner)
    {
        return Err(wrong_instance(vm, native.native.name(), &owner, instance));
    }
    Ok(native.bind(instance).into_value())
}

/// What a descriptor says to an instance of another class.
#[cold]
pub fn wrong_instance(vm: &Vm, name: &str, owner: &PyType, instance: &Value) -> crate::native::Raised {
    vm.type_error(format!(
        "descriptor '{name}' for '{}' objects doesn't apply to a '{}' object",
        owner.name(),
        class_ref(instance).name()
    ))
}

fn class_descriptor_get(vm: &Vm, this: &Value, instance: Option<&Value>, class: &Value) -> PyResult<Value> {
    let Some(native) = this.downcast::<PyNative>() else { return Ok(this.clone()) };
    let name = native.native.name();
    let class = match (class.is_none(), instance) {
        (true, Some(instance)) => class_of(instance).into_value(),
        _ => class.clone(),
    };
    let Some(owner) = owner_of(native) else { return Ok(native.bind(&class).into_value()) };
    let Some(actual) = class.downcast::<PyType>() else {
        return Err(vm.type_error(format!(
            "descriptor '{name}' for type '{}' needs a type, not a '{}' as arg 2",
            owner.name(),
            class_ref(&class).name()
        )));
    };
    if !actual.is_subtype(&owner) {
        return Err(vm.type_error(format!(
            "descriptor '{name}' requires a subtype of '{}' but received '{}'",
            owner.name(),
            actual.name()
        )));
    }
    Ok(native.bind(&class).into_value())
}

fn wrapper_get(vm: &Vm, this: &Value, instance: Option<&Value>, _: &Value) -> PyResult<Value> {
    let (Some(wrapper), Some(instance)) = (this.downcast::<PyWrapper>(), instance) else { return Ok(this.clone()) };
    if !class_ref(instance).is_subtype(&wrapper.owner) {
        return Err(wrong_instance(vm, wrapper.wrapper.name, &wrapper.owner, instance));
    }
    Ok(wrapper.bind(instance).into_value())
}

// ---- repr

fn function_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let name =
        this.downcast::<PyFunction>().map_or_else(String::new, |function| function.qualname.borrow().to_string());
    Ok(vm.str(&format!("<function {name} at {:#x}>", this.id())))
}

fn method_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(method) = this.downcast::<PyMethod>() else { return Ok(vm.str("")) };
    let (function, bound_to) = (method.function.clone(), method.this.clone());
    let names = vm.names();
    let mut name = vm.get_attr_opt(&function, &names.__qualname__)?;
    if name.is_none() {
        name = vm.get_attr_opt(&function, &names.__name__)?;
    }
    let name = name.and_then(|name| name.into_ref::<crate::builtins::str::PyStr>().ok());
    let name = name.map_or("?".to_string(), |name| name.to_string());
    let bound_to = vm.repr(&bound_to)?;
    Ok(vm.str(&format!("<bound method {name} of {bound_to}>")))
}

fn native_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(native) = this.downcast::<PyNative>() else { return Ok(vm.str("")) };
    let name = native.native.name();
    let bound_to = native.this.get().filter(|this| this.downcast::<crate::builtins::module::PyModule>().is_none());
    Ok(vm.str(&match bound_to {
        Some(this) => {
            format!("<built-in method {name} of {} object at {:#x}>", class_ref(&this).name(), this.id())
        }
        None => format!("<built-in function {name}>"),
    }))
}

fn descriptor_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(native) = this.downcast::<PyNative>() else { return Ok(vm.str("")) };
    let owner = owner_of(native).map_or_else(|| "?".to_string(), |owner| owner.name());
    Ok(vm.str(&format!("<method '{}' of '{owner}' objects>", native.native.name())))
}

fn wrapper_repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(wrapper) = this.downcast::<PyWrapper>() else { return Ok(vm.str("")) };
    let name = wrapper.wrapper.name;
    Ok(vm.str(&match wrapper.this.get() {
        Some(this) => format!("<method-wrapper '{name}' of {} object at {:#x}>", class_ref(&this).name(), this.id()),
        None => format!("<slot wrapper '{name}' of '{}' objects>", wrapper.owner.name()),
    }))
}

// ---- equality

/// `==` and `!=` from a decision; NotImplemented for the other operators and other types.
fn equality(op: CompareOp, equal: impl FnOnce() -> PyResult<Option<bool>>) -> PyResult<Value> {
    let wanted = match op {
        CompareOp::Eq => true,
        CompareOp::Ne => false,
        _ => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(equal()?.map_or(Value::NOT_IMPLEMENTED, |equal| Value::bool(equal == wanted)))
}

fn method_compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    equality(op, || match (left.downcast::<PyMethod>(), right.downcast::<PyMethod>()) {
        (Some(a), Some(b)) => Ok(Some(a.this.is(&b.this) && vm.is_equal(&a.function, &b.function)?)),
        _ => Ok(None),
    })
}

fn method_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let Some(method) = this.downcast::<PyMethod>() else { return Ok(0) };
    let function = method.function.clone();
    let hash = vm.identity_hash(&method.this) ^ vm.hash(&function)?;
    Ok(if hash == -1 { -2 } else { hash })
}

fn native_compare(_: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    equality(op, || match (left.downcast::<PyNative>(), right.downcast::<PyNative>()) {
        (Some(a), Some(b)) => Ok(Some(std::ptr::eq(a.native, b.native) && a.this.raw() == b.this.raw())),
        _ => Ok(None),
    })
}

fn native_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let Some(native) = this.downcast::<PyNative>() else { return Ok(0) };
    let bound_to = native.this.get().map_or(0, |this| vm.identity_hash(&this));
    Ok(bound_to ^ (native.native as *const _ as usize >> 4) as i64)
}

fn wrapper_compare(_: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    equality(op, || match (left.downcast::<PyWrapper>(), right.downcast::<PyWrapper>()) {
        (Some(a), Some(b)) => {
            Ok(Some(std::ptr::eq(a.wrapper, b.wrapper) && a.owner.is(&b.owner) && a.this.raw() == b.this.raw()))
        }
        _ => Ok(None),
    })
}

fn wrapper_hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let Some(wrapper) = this.downcast::<PyWrapper>() else { return Ok(0) };
    let bound_to = wrapper.this.get().map_or(0, |this| vm.identity_hash(&this));
    Ok(bound_to ^ (wrapper.wrapper as *const _ as usize >> 4) as i64)
}
