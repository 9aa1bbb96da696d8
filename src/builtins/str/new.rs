//! `str.__new__` and `str.encode`.

use super::PyStr;
use crate::builtins::{buffer, codecs};
use crate::native::{Native, PyResult, staticmethod, wrap};
use crate::object::{PyType, Ref, Value, class_ref, shape};
use crate::vm::Vm;

pub static NEW: Native = staticmethod(
    "__new__(cls, object='', encoding=<unrepresentable>, errors=<unrepresentable>)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

fn new(
    vm: &Vm,
    class: &Ref<PyType>,
    object: &Value,
    encoding: Option<&Ref<PyStr>>,
    errors: Option<&Ref<PyStr>>,
) -> PyResult<Ref<PyStr>> {
    let text = match (encoding, errors) {
        (None, None) => vm.to_str(object)?,
        _ => decode(vm, object, encoding, errors)?,
    };
    Ok(if class.root_shape.get() == shape::STR { text } else { PyStr::new_of_class(vm, class, &text) })
}

fn decode(vm: &Vm, object: &Value, encoding: Option<&Ref<PyStr>>, errors: Option<&Ref<PyStr>>) -> PyResult<Ref<PyStr>> {
    if object.downcast::<PyStr>().is_some() {
        return Err(vm.type_error("decoding str is not supported"));
    }
    match buffer::copied(vm, object)? {
        Some(bytes) => codecs::decode_object(vm, object, &bytes, encoding, errors),
        None => {
            let name = class_ref(object).name();
            Err(vm.type_error(format!("decoding to str: need a bytes-like object, {name} found")))
        }
    }
}
