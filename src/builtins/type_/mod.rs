//! `type`: class objects as built-in types declare them ([`bootstrap`]); the payload itself is
//! `object::types::PyType`.

pub mod bootstrap;

use crate::object::{PyType, TypeSpec};

pub static SPECS: &[&TypeSpec] = &[&TYPE];

static TYPE: TypeSpec = TypeSpec {
    flags: crate::object::types::BASETYPE | crate::object::types::METACLASS,
    ..TypeSpec::of::<PyType>("type")
};
