//! `object`: the base of all classes.

use crate::object::{Header, TypeSpec, shape};

/// A plain instance: nothing but its header (and the tail, for classes written in Python).
#[repr(C)]
pub struct PyObject {
    header: Header,
}
crate::payload!(PyObject, shape::OBJECT);

pub static SPECS: &[&TypeSpec] = &[&OBJECT];

static OBJECT: TypeSpec =
    TypeSpec { base: 0, flags: crate::object::types::BASETYPE, ..TypeSpec::of::<PyObject>("object") };
