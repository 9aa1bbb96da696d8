//! `__annotate__` and `__annotations__` of classes: evaluated when first asked for (PEP 649).

use super::attributes::settable;
use crate::builtins::dict::PyDict;
use crate::native::PyResult;
use crate::object::types::HEAP;
use crate::object::{PyType, Ref, Value, class_ref};
use crate::vm::Vm;

pub fn get_annotate(vm: &Vm, this: &Value) -> PyResult<Value> {
    let class = heap_class(vm, this, "__annotate__")?;
    Ok(own_annotate(vm, class).unwrap_or(Value::NONE))
}

fn own_annotate(vm: &Vm, class: &PyType) -> Option<Value> {
    class.own(&vm.names().__annotate__).or_else(|| class.own(&vm.names().__annotate_func__))
}

pub fn set_annotate(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(new) = new else {
        return Err(vm.type_error("cannot delete __annotate__ attribute"));
    };
    let class = settable(vm, this, "__annotate__", Some(new))?;
    if !new.is_none() && !vm.is_callable(new) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    let names = vm.names();
    class.set_own(&names.__annotate_func__, Some(new.clone()));
    class.set_own(&names.__annotate__, None);
    if !new.is_none() {
        class.set_own(&names.__annotations_cache__, None);
    }
    Ok(())
}

fn heap_class<'a>(vm: &Vm, this: &'a Value, name: &str) -> PyResult<&'a Ref<PyType>> {
    match this.downcast::<PyType>().filter(|class| class.has(HEAP)) {
        Some(class) => Ok(class),
        None => Err(vm.no_attribute(this, &vm.intern(name))),
    }
}

pub fn get_annotations(vm: &Vm, this: &Value) -> PyResult<Value> {
    let class = heap_class(vm, this, "__annotations__")?;
    let names = vm.names();
    let known = class.own(&names.__annotations__).or_else(|| class.own(&names.__annotations_cache__));
    if let Some(known) = known {
        return match class_ref(&known).slots().descr_get {
            Some(get) => get(vm, &known, None, this),
            None => Ok(known),
        };
    }
    let annotations = match own_annotate(vm, class).filter(|annotate| !annotate.is_none()) {
        Some(annotate) => call_annotate(vm, &annotate)?,
        None => PyDict::new().into_value(),
    };
    class.set_own(&names.__annotations_cache__, Some(annotations.clone()));
    Ok(annotations)
}

/// The annotations' values, from the function that evaluates them.
pub fn call_annotate(vm: &Vm, annotate: &Value) -> PyResult<Value> {
    const VALUE: i64 = 1;
    let annotations = vm.call(annotate, &[vm.int(VALUE)])?;
    if annotations.downcast::<PyDict>().is_none() {
        let actual = class_ref(&annotations).name();
        return Err(vm.type_error(format!("__annotate__() must return a dict, not {actual}")));
    }
    Ok(annotations)
}

pub fn set_annotations(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let class = settable(vm, this, "__annotations__", Some(new.unwrap_or(&Value::NONE)))?;
    let names = vm.names();
    let plain = class.own(&names.__annotations__).is_some();
    let name = if plain { &names.__annotations__ } else { &names.__annotations_cache__ };
    if !class.set_own(name, new.cloned()) {
        return Err(vm.no_attribute(this, &names.__annotations__));
    }
    class.set_own(&names.__annotate_func__, None);
    class.set_own(&names.__annotate__, None);
    Ok(())
}
