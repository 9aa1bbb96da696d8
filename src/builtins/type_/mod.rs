//! `type`: class objects. Built-in types are made from their specs in [`bootstrap`], classes written in Python by
//! [`build`] (the class statement) and [`create`] (`type.__new__`), with the helpers [`layout`], [`mro`] and [`slots`].
//! The payload itself is `object::types::PyType`.

mod annotations;
mod attributes;
mod bases;
pub mod bootstrap;
pub mod build;
pub mod call;
pub mod create;
pub mod layout;
pub mod lookup;
mod methods;
pub mod mro;
pub mod namespace;
pub mod slots;

pub use annotations::call_annotate;
pub use attributes::{basic_size, getattr_opt};
pub use methods::merge_class;

use crate::native::PyResult;
use crate::object::slots::Slots;
use crate::object::{PyType, TypeSpec, Value};
use crate::vm::Vm;

pub static SPECS: &[&TypeSpec] = &[&TYPE];

static TYPE: TypeSpec = TypeSpec {
    doc: "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
    flags: crate::object::types::BASETYPE | crate::object::types::METACLASS | crate::object::types::WEAKREF,
    slots: Slots {
        repr: Some(repr),
        call: Some(call::call),
        init: Some(call::init),
        getattr: Some(attributes::getattr),
        setattr: Some(attributes::setattr),
        or: Some(crate::builtins::union::or),
        ..Slots::EMPTY
    },
    new: Some(&create::NEW),
    methods: methods::METHODS,
    getset: attributes::GETSET,
    ..TypeSpec::of::<PyType>("type")
};

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let name = this.downcast::<PyType>().map_or_else(String::new, |class| vm.qualified_name(class));
    Ok(vm.str(&format!("<class '{name}'>")))
}
