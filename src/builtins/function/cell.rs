//! Cells: the variables that functions share.

use super::PyCellObject;
use crate::native::{GetSet, Native, PyResult, getset, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::{CompareOp, PyType, Ref, Value, class_ref};
use crate::vm::Vm;

pub static NEW: Native = staticmethod("__new__(cls, contents=<unrepresentable>, /)", "", wrap(new));

pub const SLOTS: Slots = Slots { repr: Some(repr), compare: Some(compare), ..Slots::EMPTY };

pub static GETSET: &[GetSet] = &[getset("cell_contents", "", get_contents, set_contents)];

fn new(_: &Vm, _: &Ref<PyType>, contents: Option<&Value>) -> Value {
    PyCellObject::new(contents.cloned()).into_value()
}

fn get_contents(vm: &Vm, this: &Value) -> PyResult<Value> {
    match this.downcast::<PyCellObject>().and_then(|cell| cell.content.get()) {
        Some(contents) => Ok(contents),
        None => Err(vm.value_error("Cell is empty")),
    }
}

fn set_contents(_: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    if let Some(cell) = this.downcast::<PyCellObject>() {
        drop(cell.content.replace(new.cloned()));
    }
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let contents = this.downcast::<PyCellObject>().and_then(|cell| cell.content.get());
    let shown = match contents {
        Some(contents) => format!("{} object at {:#x}", class_ref(&contents).name(), contents.id()),
        None => "empty".to_string(),
    };
    Ok(vm.str(&format!("<cell at {:#x}: {shown}>", this.id())))
}

/// By their contents; an empty cell comes before all others.
fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (left.downcast::<PyCellObject>(), right.downcast::<PyCellObject>()) else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    match (a.content.get(), b.content.get()) {
        (Some(a), Some(b)) => vm.compare(&a, &b, op),
        (a, b) => Ok(Value::bool(op.holds(a.is_some().cmp(&b.is_some())))),
    }
}
