//! `complex`.

pub mod arith;
pub mod new;
pub mod text;

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

static COMPLEX: TypeSpec = TypeSpec {
    flags: crate::object::types::BASETYPE,
    doc: "Create a complex number from a string or numbers.\n\nIf a string is given, parse it as a complex number.\nIf a single number is given, convert it to a complex number.\nIf the 'real' or 'imag' arguments are given, create a complex number\nwith the specified real and imaginary components.",
    slots: arith::SLOTS,
    new: Some(&new::NEW),
    methods: new::METHODS,
    getset: new::GETSET,
    ..TypeSpec::of::<PyComplex>("complex")
};
