//! `float`: inline in the value; subclasses box it.

pub mod arith;
mod hex;
pub mod methods;
pub mod new;
pub mod text;

pub use arith::power;

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

static FLOAT: TypeSpec = TypeSpec {
    flags: crate::object::types::BASETYPE | crate::object::types::MATCH_SELF,
    doc: "Convert a string or number to a floating-point number, if possible.",
    slots: arith::SLOTS,
    new: Some(&new::NEW),
    methods: methods::METHODS,
    getset: methods::GETSET,
    ..TypeSpec::of::<PyFloatObject>("float")
};
