//! `slice`.

use crate::object::{Header, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PySlice {
    header: Header,
    pub start: Value,
    pub stop: Value,
    pub step: Value,
}
crate::payload!(PySlice, shape::SLICE, traverse(this, visitor) {
    visitor.visit(&this.start);
    visitor.visit(&this.stop);
    visitor.visit(&this.step);
} clear {});

impl Vm {
    pub fn slice(&self, start: Value, stop: Value, step: Value) -> Value {
        Ref::new(PySlice { header: Header::new(shape::SLICE), start, stop, step }).into_value()
    }
}

pub static SPECS: &[&TypeSpec] = &[&SLICE];

static SLICE: TypeSpec = TypeSpec::of::<PySlice>("slice");
