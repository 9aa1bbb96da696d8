//! The types of `None`, `Ellipsis` and `NotImplemented`, whose only instances are immediate values.

use crate::builtins::object::PyObject;
use crate::object::{TypeSpec, shape};

pub static SPECS: &[&TypeSpec] = &[&NONE_TYPE, &ELLIPSIS, &NOT_IMPLEMENTED];

static NONE_TYPE: TypeSpec = TypeSpec { shape: shape::NONE_TYPE, ..TypeSpec::of::<PyObject>("NoneType") };
static ELLIPSIS: TypeSpec = TypeSpec { shape: shape::ELLIPSIS_TYPE, ..TypeSpec::of::<PyObject>("ellipsis") };
static NOT_IMPLEMENTED: TypeSpec =
    TypeSpec { shape: shape::NOT_IMPLEMENTED_TYPE, ..TypeSpec::of::<PyObject>("NotImplementedType") };
