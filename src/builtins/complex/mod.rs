//! `complex`.

use crate::object::{Header, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyComplex {
    header: Header,
    pub real: f64,
    pub imaginary: f64,
}
crate::payload!(PyComplex, shape::COMPLEX);

impl PyComplex {
    /// The payload by itself, for `Vm::new_object`.
    pub fn payload(real: f64, imaginary: f64) -> PyComplex {
        PyComplex { header: Header::new(shape::COMPLEX), real, imaginary }
    }
}

impl Vm {
    pub fn complex(&self, real: f64, imaginary: f64) -> Value {
        Ref::new(PyComplex::payload(real, imaginary)).into_value()
    }
}

pub static SPECS: &[&TypeSpec] = &[&COMPLEX];

static COMPLEX: TypeSpec =
    TypeSpec { flags: crate::object::types::BASETYPE, ..TypeSpec::of::<PyComplex>("complex") };
