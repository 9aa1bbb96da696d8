//! Services of the handle about attribute access and subscripts of classes.

use crate::builtins::function::PyWrapper;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::slots::SlotId;
use crate::object::types::builtin;
use crate::object::{PyType, Ref, Value, class_of, shape};
use crate::vm::Vm;

/// The native function behind a class's `__getattribute__`: its owner, if it is a wrapper.
fn native_owner(class: &PyType, vm: &Vm) -> Option<Ref<PyType>> {
    let method = class.lookup(&vm.names().__getattribute__)?;
    method.downcast_exact_shape::<PyWrapper>(shape::WRAPPER_DESCRIPTOR).map(|wrapper| wrapper.owner.clone())
}

impl Vm {
    /// Whether a `__getattribute__` is that of a built-in type: it can be run without being called.
    pub fn is_object_getattribute(&self, method: &Value) -> bool {
        let wrapper = method.downcast_exact_shape::<PyWrapper>(shape::WRAPPER_DESCRIPTOR);
        wrapper.is_some_and(|wrapper| wrapper.wrapper.slot == SlotId::getattr)
    }

    /// `__getattribute__` of the nearest built-in base.
    pub fn base_get_attr(&self, class: &PyType, value: &Value, name: &Ref<PyStr>) -> PyResult<Value> {
        match native_owner(class, self).and_then(|owner| owner.slots().getattr) {
            Some(getattr) => getattr(self, value, name.as_value()),
            None => self.generic_get_attr(value, name),
        }
    }

    pub fn base_get_attr_opt(&self, class: &PyType, value: &Value, name: &Ref<PyStr>) -> PyResult<Option<Value>> {
        let getattr = native_owner(class, self).and_then(|owner| owner.slots().getattr);
        let found = match getattr {
            None => self.generic_get_attr_opt(value, name),
            Some(_) if class.has_type_getattr() && value.downcast::<PyType>().is_some() => {
                match value.downcast::<PyType>() {
                    Some(class) => super::getattr_opt(self, class, name),
                    None => Ok(None),
                }
            }
            Some(getattr) => getattr(self, value, name.as_value()).map(Some),
        };
        // A descriptor on the way may have raised AttributeError itself.
        match found {
            Ok(found) => Ok(found),
            Err(raised) => self.catch_attribute_error(raised).map(|()| None),
        }
    }

    /// `class[key]`: `__class_getitem__`, or an alias for `type[...]` itself.
    pub fn class_getitem(&self, class: &Ref<PyType>, key: &Value) -> PyResult<Value> {
        if class.is(&builtin(shape::TYPE)) {
            return self.generic_alias(class.as_value(), key);
        }
        let found = super::getattr_opt(self, class, &self.names().__class_getitem__)?;
        match found.filter(|found| !found.is_none()) {
            Some(method) => self.call(&method, std::slice::from_ref(key)),
            None if class_of(class.as_value()).is(&builtin(shape::TYPE)) => {
                Err(self.type_error(format!("type '{}' is not subscriptable", class.name())))
            }
            None => {
                let metaclass = class_of(class.as_value()).name();
                Err(self.type_error(format!("'{metaclass}' object is not subscriptable")))
            }
        }
    }
}
