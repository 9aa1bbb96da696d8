//! `__class__`, and assigning it.

use crate::builtins::module::PyModule;
use crate::native::PyResult;
use crate::object::types::HEAP;
use crate::object::{PyType, Value, class_of, class_ref};
use crate::vm::Vm;

pub fn get_class(_: &Vm, this: &Value) -> PyResult<Value> {
    Ok(class_of(this).into_value())
}

pub fn set_class(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else { return Err(vm.type_error("can't delete __class__ attribute")) };
    let Some(class) = new.downcast::<PyType>() else {
        let actual = class_ref(new).name();
        return Err(vm.type_error(format!("__class__ must be set to a class, not '{actual}' object")));
    };
    let old = class_of(this);
    let module = this.downcast::<PyModule>().is_some();
    let changeable = |class: &PyType| class.has(HEAP) || module && !class.has(HEAP);
    if !changeable(class) || !changeable(&old) {
        return Err(vm.type_error("__class__ assignment only supported for mutable types or ModuleType subclasses"));
    }
    if class.is(&old) {
        return Ok(());
    }
    if !crate::builtins::type_::layout::same_layout(&old, class) {
        return Err(vm.type_error(format!(
            "__class__ assignment: '{}' object layout differs from '{}'",
            class.name(),
            old.name()
        )));
    }
    vm.change_class(this, class);
    Ok(())
}
