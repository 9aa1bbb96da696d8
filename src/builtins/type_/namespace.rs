//! `class.__dict__`: a read-only view of a class's namespace.

use crate::builtins::mappingproxy::PyMappingProxy;
use crate::object::{PyType, Ref, Value};

pub fn proxy(class: &Ref<PyType>) -> Value {
    PyMappingProxy::of_class(class).into_value()
}
