//! Exceptions: the payload that all exception classes share.

use std::cell::Cell;

use crate::builtins::tuple::PyTuple;
use crate::object::{Header, PyCell, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;

pub mod classes;
pub mod unraisable;

pub use classes::ExceptionTypes;

/// The fields of BaseException. What subclasses add (`StopIteration.value`, `OSError.errno` ...) are
/// attributes in the tail, or `extra` where speed counts.
#[repr(C)]
pub struct PyException {
    header: Header,
    pub args: PyCell<Ref<PyTuple>>,
    pub traceback: Slot,
    pub cause: Slot,
    pub context: Slot,
    pub suppress_context: Cell<bool>,
    /// `StopIteration.value`, `SystemExit.code`, `KeyError`'s nothing: the one field that most need.
    pub extra: Slot,
}

crate::payload!(PyException, shape::BASE_EXCEPTION, tail, traverse(this, visitor) {
    visitor.visit(&this.args);
    visitor.visit(&this.traceback);
    visitor.visit(&this.cause);
    visitor.visit(&this.context);
    visitor.visit(&this.extra);
} clear {
    this.traceback.clear();
    this.cause.clear();
    this.context.clear();
    this.extra.clear();
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
        }
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

pub static SPECS: &[&TypeSpec] = &[&BASE_EXCEPTION];

static BASE_EXCEPTION: TypeSpec = TypeSpec {
    flags: crate::object::types::BASETYPE | crate::object::types::EXCEPTION,
    ..TypeSpec::of::<PyException>("BaseException")
};
