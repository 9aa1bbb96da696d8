//! Modules: a namespace, which is a real dict.

mod attributes;

pub use attributes::annotations_by_name;

use crate::builtins::dict::PyDict;
use crate::object::types;
use crate::object::{Header, PyCell, Ref, TypeSpec, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyModule {
    header: Header,
    pub dict: Ref<PyDict>,
    /// Filled when a native module's rarely used parts are first asked for.
    pub state: PyCell<Option<crate::object::Value>>,
}

crate::payload!(PyModule, shape::MODULE, traverse(this, visitor) {
    visitor.visit(&this.dict);
    visitor.visit(&this.state);
} clear {
    let entries = this.dict.table.borrow_mut().clear();
    drop(entries);
});

impl PyModule {
    /// The payload by itself, for `Vm::new_object`.
    pub fn payload(dict: Ref<PyDict>) -> PyModule {
        PyModule { header: Header::new(shape::MODULE), dict, state: PyCell::new(None) }
    }

    /// A module with `__name__`, `__doc__`, `__package__`, `__loader__` and `__spec__`.
    pub fn new(vm: &Vm, name: &str, doc: Option<&str>) -> Ref<PyModule> {
        let dict = PyDict::new();
        dict.set_name(vm, "__name__", vm.str(name));
        dict.set_name(vm, "__doc__", doc.map_or(crate::object::Value::NONE, |doc| vm.str(doc)));
        for name in ["__package__", "__loader__", "__spec__"] {
            dict.set_name(vm, name, crate::object::Value::NONE);
        }
        Ref::new(PyModule::payload(dict))
    }
}

pub static SPECS: &[&TypeSpec] = &[&MODULE];

static MODULE: TypeSpec = TypeSpec {
    doc: "Create a module object.\n\nThe name must be a string; the optional docstring can have any type.",
    flags: types::BASETYPE | types::WEAKREF,
    new: Some(&attributes::NEW),
    slots: attributes::SLOTS,
    methods: attributes::METHODS,
    getset: attributes::GETSET,
    ..TypeSpec::of::<PyModule>("module")
};
