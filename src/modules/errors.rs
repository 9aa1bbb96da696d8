//! Exception classes that belong to modules: made once per interpreter, found again by their qualified name.

use std::cell::OnceCell;

use crate::builtins::dict::PyDict;
use crate::native::{PyResult, Raised};
use crate::object::types::builtin;
use crate::object::{PyType, Ref, shape};
use crate::vm::Vm;
use crate::vm::handle::module_state;

/// The class `name` ("struct.error"), made when first asked for.
pub fn class(vm: &Vm, name: &'static str, bases: &[&Ref<PyType>], doc: &str) -> PyResult<Ref<PyType>> {
    let known = module_state::<OnceCell<Ref<PyType>>>(vm, name);
    if let Some(class) = known.get() {
        return Ok(class.clone());
    }
    let (module, own) = name.rsplit_once('.').unwrap_or(("builtins", name));
    let namespace = PyDict::new();
    namespace.set_name(vm, "__module__", vm.str(module));
    if !doc.is_empty() {
        namespace.set_name(vm, "__doc__", vm.str(doc));
    }
    let bases = vm.tuple(bases.iter().map(|base| base.to_value()).collect());
    let made = vm.call(builtin(shape::TYPE).as_value(), &[vm.str(own), bases, namespace.into_value()])?;
    match made.into_ref::<PyType>() {
        Ok(class) => Ok(known.get_or_init(|| class).clone()),
        Err(_) => Err(vm.system_error("type() gave no class")),
    }
}

/// Raises an exception of a class that [`class`] has made.
#[cold]
pub fn raise(vm: &Vm, name: &'static str, message: impl AsRef<str>) -> Raised {
    match module_state::<OnceCell<Ref<PyType>>>(vm, name).get() {
        Some(class) => vm.raise_class(class, message.as_ref()),
        None => vm.value_error(message),
    }
}
