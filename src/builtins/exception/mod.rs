//! Exceptions: the payload that all exception classes share, and BaseException.
//!
//! The tree of classes is in [`classes`]; what some of them add (fields, `__init__`, `__str__`) in the files named after
//! them, as rows that [`define`] turns into class objects. [`group`] is ExceptionGroup, [`star`] what `except*` needs;
//! [`print`] writes tracebacks. Raising from Rust is in `vm/errors.rs`, the way up the frames in `vm/unwind.rs`.

use std::cell::{Cell, OnceCell};

use crate::builtins::tuple::PyTuple;
use crate::object::{Header, PyCell, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

mod base;
pub mod classes;
mod define;
mod group;
mod group_split;
pub mod hooks;
mod import_error;
mod named;
mod os_error;
pub mod print;
mod raise;
mod simple;
mod star;
mod syntax_error;
mod uncaught;
mod unicode_error;
pub mod unraisable;

pub use classes::ExceptionTypes;

/// The fields of BaseException.
#[repr(C)]
pub struct PyException {
    header: Header,
    pub args: PyCell<Ref<PyTuple>>,
    pub traceback: Slot,
    pub cause: Slot,
    pub context: Slot,
    pub suppress_context: Cell<bool>,
    /// `StopIteration.value` and `SystemExit.code`: the one field that speed asks for.
    pub extra: Slot,
    /// What other subclasses add (`OSError.errno` ...), by the numbers that their files give.
    fields: OnceCell<Box<[Slot; FIELDS]>>,
}

/// The most fields that a class adds: SyntaxError's.
const FIELDS: usize = 9;

crate::payload!(PyException, shape::BASE_EXCEPTION, tail, traverse(this, visitor) {
    visitor.visit(&this.args);
    visitor.visit(&this.traceback);
    visitor.visit(&this.cause);
    visitor.visit(&this.context);
    visitor.visit(&this.extra);
    for field in this.fields.get().into_iter().flat_map(|fields| fields.iter()) {
        visitor.visit(field);
    }
} clear {
    this.traceback.clear();
    this.cause.clear();
    this.context.clear();
    this.extra.clear();
    for field in this.fields.get().into_iter().flat_map(|fields| fields.iter()) {
        field.clear();
    }
    this.args.set(crate::vm::current().empty_tuple_ref());
});

impl PyException {
    /// The payload by itself, for `Vm::new_object`.
    pub fn payload(args: Ref<PyTuple>) -> PyException {
        PyException {
            header: Header::new(shape::BASE_EXCEPTION),
            args: PyCell::new(args),
            traceback: Slot::EMPTY,
            cause: Slot::EMPTY,
            context: Slot::EMPTY,
            suppress_context: Cell::new(false),
            extra: Slot::EMPTY,
            fields: OnceCell::new(),
        }
    }

    /// A field of a subclass.
    pub fn field(&self, index: usize) -> Option<Value> {
        self.fields.get().and_then(|fields| fields[index].get())
    }

    pub fn field_or_none(&self, index: usize) -> Value {
        self.field(index).unwrap_or(Value::NONE)
    }

    /// Sets a field of a subclass, or with `None` empties it.
    pub fn set_field(&self, index: usize, value: Option<Value>) {
        let old = self.fields.get_or_init(|| Box::new([Slot::EMPTY; FIELDS]))[index].replace(value);
        drop(old);
    }
}

impl PyException {
    /// A SystemError about ourselves.
    pub fn internal(vm: &Vm, message: &str) -> Value {
        let args = PyTuple::new([vm.str(message)]);
        vm.new_object(&vm.exceptions().SystemError, PyException::payload(args)).into_value()
    }

    /// If `exception` already stands in the context chain of `handled`, takes it out of there: chains have no cycles.
    pub fn break_context_cycle(handled: &Value, exception: &Value) {
        let mut current = handled.clone();
        // Chains that a program has made cyclic by hand end the search.
        for _ in 0..10_000 {
            let Some(link) = current.downcast::<PyException>() else { return };
            let Some(next) = link.context.get() else { return };
            if next.is(exception) {
                link.context.clear();
                return;
            }
            current = next;
        }
    }
}

pub static SPECS: &[&TypeSpec] = &[&base::BASE_EXCEPTION];
