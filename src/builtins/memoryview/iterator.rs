//! `memory_iterator`.

use std::cell::Cell;

use super::PyMemoryView;
use crate::native::PyResult;
use crate::object::slots::Slots;
use crate::object::{Header, Ref, Slot, TypeSpec, Value, shape, types};
use crate::vm::Vm;

#[repr(C)]
pub struct PyMemoryIterator {
    header: Header,
    view: Slot,
    index: Cell<usize>,
    length: usize,
}
crate::payload!(PyMemoryIterator, shape::MEMORY_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.view);
} clear {
    this.view.clear();
});

pub static ITERATOR: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(next), ..Slots::EMPTY },
    flags: types::NO_NEW,
    ..TypeSpec::of::<PyMemoryIterator>("memory_iterator")
};

pub fn iter(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(view) = this.downcast::<PyMemoryView>() else { return Ok(Value::NOT_IMPLEMENTED) };
    let shape = view.with_buffer(vm, |buffer| buffer.description.shape.clone())?;
    match shape.as_slice() {
        [] => Err(vm.type_error("invalid indexing of 0-dim memory")),
        [length] => {
            let iterator = PyMemoryIterator {
                header: Header::new(shape::MEMORY_ITERATOR),
                view: Slot::new(this.clone()),
                index: Cell::new(0),
                length: *length,
            };
            Ok(Ref::new(iterator).into_value())
        }
        _ => Err(vm.not_implemented_error("multi-dimensional sub-views are not implemented")),
    }
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(iterator) = this.downcast_exact::<PyMemoryIterator>() else { return Ok(None) };
    let Some(view) = iterator.view.get() else { return Ok(None) };
    let index = iterator.index.get();
    if index >= iterator.length {
        iterator.view.clear();
        return Ok(None);
    }
    iterator.index.set(index + 1);
    vm.get_item(&view, &vm.int(index as i64)).map(Some)
}
