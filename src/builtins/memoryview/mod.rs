//! `memoryview`: a window on the memory of another object. Leases and descriptions are in `buffer/`; here is the
//! Python object: indexing, slicing, casting, comparing.

mod cast;
pub mod items;
mod iterator;
mod methods;
mod slots;

use std::cell::Cell;

use super::buffer::{self, Buffer};
use crate::native::PyResult;
use crate::object::{Header, PyCell, Ref, TypeSpec, Value, class_ref, shape, types};
use crate::vm::Vm;

#[repr(C)]
pub struct PyMemoryView {
    header: Header,
    /// `None` once released.
    buffer: PyCell<Option<Buffer>>,
    /// -1: not computed yet.
    hash: Cell<i64>,
}
crate::payload!(PyMemoryView, shape::MEMORYVIEW, traverse(this, visitor) {
    visitor.visit(&this.buffer);
} clear {
    this.buffer.set(None);
});

impl PyMemoryView {
    pub fn new(buffer: Buffer) -> Ref<PyMemoryView> {
        Ref::new(PyMemoryView {
            header: Header::new(shape::MEMORYVIEW),
            buffer: PyCell::new(Some(buffer)),
            hash: Cell::new(-1),
        })
    }

    /// Calls `look` with the buffer; ValueError if it has been released. No Python code may run in `look`.
    pub fn with_buffer<R>(&self, vm: &Vm, look: impl FnOnce(&Buffer) -> R) -> PyResult<R> {
        match self.buffer.borrow().as_ref() {
            Some(buffer) => Ok(look(buffer)),
            None => Err(released(vm)),
        }
    }

    /// One more lease on what this looks at.
    pub fn lease(&self, vm: &Vm) -> PyResult<Buffer> {
        self.with_buffer(vm, |buffer| buffer.again(vm))?
    }

    /// Ends the lease.
    pub fn release(&self) {
        self.buffer.set(None);
    }
}

#[cold]
fn released(vm: &Vm) -> crate::native::Raised {
    vm.value_error("operation forbidden on released memoryview object")
}

impl Vm {
    /// `memoryview(value)`.
    pub fn memoryview(&self, value: &Value) -> PyResult<Ref<PyMemoryView>> {
        match buffer::lease(self, value)? {
            Some(buffer) => Ok(PyMemoryView::new(buffer)),
            None => {
                let name = class_ref(value).name();
                Err(self.type_error(format!("memoryview: a bytes-like object is required, not '{name}'")))
            }
        }
    }
}

/// `__buffer__` of built-in types.
pub fn view_of(vm: &Vm, this: &Value, flags: i64) -> PyResult<Value> {
    let view = vm.memoryview(this)?;
    let read_only = view.with_buffer(vm, Buffer::is_read_only)?;
    if flags & 1 != 0 && read_only {
        return Err(vm.buffer_error("Object is not writable."));
    }
    Ok(view.into_value())
}

/// `__release_buffer__` of built-in types.
pub fn release_view(vm: &Vm, _this: &Value, view: &Value) -> PyResult<()> {
    match view.downcast::<PyMemoryView>() {
        Some(view) => {
            view.release();
            Ok(())
        }
        None => Err(vm.type_error("expected a memoryview object")),
    }
}

pub static SPECS: &[&TypeSpec] = &[&MEMORYVIEW, &iterator::ITERATOR];

static MEMORYVIEW: TypeSpec = TypeSpec {
    flags: types::SEQUENCE | types::WEAKREF,
    doc: "Create a new memoryview object which references the given object.",
    slots: slots::SLOTS,
    new: Some(&methods::NEW),
    methods: methods::METHODS,
    getset: methods::GETSET,
    ..TypeSpec::of::<PyMemoryView>("memoryview")
};
