//! Registration, and the checks behind `isinstance` and `issubclass`.

use super::{PyAbcData, WeakClasses, data_of, pass_flags, state};
use crate::native::PyResult;
use crate::object::{PyCell, PyType, Ref, Value, class_of};
use crate::vm::Vm;

/// Adds a class; those that have died make room when the map would grow.
fn add(vm: &Vm, classes: &PyCell<WeakClasses>, class: &Value) -> PyResult<()> {
    let reference = vm.weakref(class)?;
    let full = {
        let map = &classes.borrow().0;
        map.len() == map.capacity()
    };
    if full {
        let mut dead = Vec::new();
        classes.borrow_mut().0.retain(|_, reference| {
            let alive = reference.is_alive();
            if !alive {
                dead.push(reference.clone());
            }
            alive
        });
        drop(dead);
    }
    let old = classes.borrow_mut().0.insert(class.id(), reference);
    drop(old);
    Ok(())
}

pub fn register(vm: &Vm, class: &Value, subclass: &Value) -> PyResult<Value> {
    if subclass.downcast::<PyType>().is_none() {
        return Err(vm.type_error("Can only register classes"));
    }
    if vm.is_subclass(subclass, class)? {
        return Ok(subclass.clone());
    }
    if vm.is_subclass(class, subclass)? {
        return Err(vm.runtime_error("Refusing to create an inheritance cycle"));
    }
    add(vm, &data_of(vm, class)?.registry, subclass)?;
    let registrations = &state(vm).registrations;
    registrations.set(registrations.get() + 1);
    if let (Some(class), Some(subclass)) = (class.downcast::<PyType>(), subclass.downcast::<PyType>()) {
        pass_flags(class, subclass);
    }
    Ok(subclass.clone())
}

fn ask(vm: &Vm, class: &Value, subclass: &Value) -> PyResult<bool> {
    let result = vm.call_method_ref(class, &vm.names().__subclasscheck__, std::slice::from_ref(subclass))?;
    vm.truth(&result)
}

pub fn instance_check(vm: &Vm, class: &Value, instance: &Value) -> PyResult<bool> {
    let data = data_of(vm, class)?;
    let claimed = vm.get_attr(instance, &vm.names().__class__)?;
    if data.cache.borrow().contains(&claimed) {
        return Ok(true);
    }
    let actual = class_of(instance).into_value();
    if actual.is(&claimed) {
        let known_not = data.negative_version.get() == state(vm).registrations.get()
            && data.negative_cache.borrow().contains(&claimed);
        return if known_not { Ok(false) } else { ask(vm, class, &claimed) };
    }
    Ok(ask(vm, class, &claimed)? || ask(vm, class, &actual)?)
}

pub fn subclass_check(vm: &Vm, class: &Value, subclass: &Value) -> PyResult<bool> {
    let Some(subclass) = subclass.downcast::<PyType>() else {
        return Err(vm.type_error("issubclass() arg 1 must be a class"));
    };
    let data = data_of(vm, class)?;
    if data.cache.borrow().contains(subclass.as_value()) {
        return Ok(true);
    }
    let registrations = state(vm).registrations.get();
    if data.negative_version.get() < registrations {
        drop(data.negative_cache.take());
        data.negative_version.set(registrations);
    } else if data.negative_cache.borrow().contains(subclass.as_value()) {
        return Ok(false);
    }
    let found = find(vm, class, subclass, &data)?;
    add(vm, if found { &data.cache } else { &data.negative_cache }, subclass.as_value())?;
    Ok(found)
}

/// The hook, then inheritance, then what is registered, then the subclasses of the class itself.
fn find(vm: &Vm, class: &Value, subclass: &Ref<PyType>, data: &Ref<PyAbcData>) -> PyResult<bool> {
    let hook = vm.call_method_ref(class, &vm.names().__subclasshook__, std::slice::from_ref(subclass.as_value()))?;
    if hook.is_bool() {
        return Ok(hook.is_true());
    }
    if !hook.is_not_implemented() {
        return Err(vm.assertion_error("__subclasshook__ must return either False, True, or NotImplemented"));
    }
    if subclass.mro().iter().any(|base| base.as_value().is(class)) {
        return Ok(true);
    }
    let registered = data.registry.borrow().alive();
    for other in registered {
        if vm.is_subclass(subclass.as_value(), &other)? {
            return Ok(true);
        }
    }
    let heirs = vm.call_method(class, "__subclasses__", &[])?;
    for heir in vm.collect(&heirs)? {
        if vm.is_subclass(subclass.as_value(), &heir)? {
            return Ok(true);
        }
    }
    Ok(false)
}
