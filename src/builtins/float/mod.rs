//! `float`: inline in the value; subclasses box it.

use crate::object::{Header, TypeSpec, Value, shape};

/// An instance of a subclass of `float`.
#[repr(C)]
pub struct PyFloatObject {
    header: Header,
    pub value: f64,
}
crate::payload!(PyFloatObject, shape::FLOAT);

impl PyFloatObject {
    /// The payload by itself, for `Vm::new_object`.
    pub fn payload(value: f64) -> PyFloatObject {
        PyFloatObject { header: Header::new(shape::FLOAT), value }
    }
}

/// The float that a value is: of class float or a subclass. Does not convert; see `Vm::to_f64`.
#[inline]
pub fn as_float(value: &Value) -> Option<f64> {
    value.as_exact_float().or_else(|| value.downcast::<PyFloatObject>().map(|object| object.value))
}

pub static SPECS: &[&TypeSpec] = &[&FLOAT];

static FLOAT: TypeSpec = TypeSpec { flags: crate::object::types::BASETYPE, ..TypeSpec::of::<PyFloatObject>("float") };
