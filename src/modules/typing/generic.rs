//! `Generic`: the base of classes with type parameters.

use super::call_typing;
use crate::native::{Args, Keywords, PyResult, Rest, classmethod, wrap};
use crate::object::types::BASETYPE;
use crate::object::{TypeSpec, Value, shape};
use crate::vm::Vm;

pub static GENERIC: TypeSpec = TypeSpec {
    module: "typing",
    doc: "Abstract base class for generic types\n\nOn Python 3.12 and newer, generic classes implicitly inherit from\nGeneric when they declare a parameter list after the class's name::\n\n    class Mapping[KT, VT]:\n        def __getitem__(self, key: KT) -> VT:\n            ...\n            # Etc.",
    shape: shape::GENERIC,
    flags: BASETYPE,
    methods: &[
        classmethod(
            "__class_getitem__(cls, /, *args, **kwargs)",
            "Parameterizes a generic class.",
            wrap(class_getitem),
        ),
        classmethod(
            "__init_subclass__(cls, /, *args, **kwargs)",
            "Function to initialize subclasses.",
            wrap(init_subclass),
        ),
    ],
    ..TypeSpec::of::<crate::builtins::object::PyObject>("Generic")
};

fn class_getitem(vm: &Vm, class: &Value, args: Rest, keywords: Keywords) -> PyResult<Value> {
    forward(vm, "_generic_class_getitem", class, args, keywords)
}

fn init_subclass(vm: &Vm, class: &Value, args: Rest, keywords: Keywords) -> PyResult<Value> {
    forward(vm, "_generic_init_subclass", class, args, keywords)
}

/// Both are Python functions of `typing`.
fn forward(vm: &Vm, name: &str, class: &Value, args: Rest, keywords: Keywords) -> PyResult<Value> {
    let mut values = vec![class.clone()];
    values.extend(args.0.iter().cloned());
    if keywords.0.is_empty() {
        return call_typing(vm, name, &values);
    }
    values.extend(keywords.0.iter().map(|(_, value)| value.clone()));
    let names: Vec<Value> = keywords.0.iter().map(|(name, _)| name.clone()).collect();
    let function = vm.import_attr("typing", name)?;
    vm.call_args(&function, Args { values: &values, names: &names })
}
