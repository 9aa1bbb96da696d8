//! Frame and traceback objects: made only when somebody asks, or when an exception passes.
//!
//! Here: the payloads. [`attributes`] is what a frame shows, [`locals_proxy`] its `f_locals`, [`traceback`] tracebacks. The
//! frames themselves, of which frame objects are views, are in `vm/frame.rs`; `vm/frame_object.rs` reaches into them.

use std::cell::Cell;

use crate::builtins::code::PyCode;
use crate::builtins::function::PyFunction;
use crate::object::{Header, PyCell, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;
use crate::vm::coroutines::PyGenerator;

mod attributes;
pub mod locals_proxy;
mod traceback;

pub use locals_proxy::PyFrameLocals;
pub use traceback::PyTraceback;

/// A view of a frame, which outlives it: then it holds what the locals were.
#[repr(C)]
pub struct PyFrame {
    header: Header,
    pub function: Ref<PyFunction>,
    pub code: Ref<PyCode>,
    /// The thread that runs the frame.
    pub thread: Cell<*const Vm>,
    /// The frame record (its distance from the bottom) while the frame runs on some thread; -1 otherwise. Of no
    /// meaning for a generator's frame.
    pub depth: Cell<isize>,
    /// The generator whose frame this is, borrowed: it takes itself out when its frame ends.
    pub generator: Cell<*const PyGenerator>,
    /// Index of the instruction where it stands, once it no longer runs.
    pub last_instruction: Cell<u32>,
    pub back: Slot,
    /// The locals and cells as they were at the end.
    pub registers: PyCell<Vec<Option<Value>>>,
    /// The namespace of a class body or module; in functions, what has been added to `f_locals` under other names.
    pub locals: Slot,
    pub trace: Slot,
    pub trace_lines: Cell<bool>,
    pub trace_opcodes: Cell<bool>,
}
crate::payload!(PyFrame, shape::FRAME, traverse(this, visitor) {
    visitor.visit(&this.function);
    visitor.visit(&this.code);
    visitor.visit(&this.back);
    visitor.visit(&this.registers);
    visitor.visit(&this.locals);
    visitor.visit(&this.trace);
} clear {
    let registers = this.registers.take();
    drop(registers);
    this.back.clear();
    this.locals.clear();
    this.trace.clear();
});

impl PyFrame {
    /// The payload by itself.
    pub fn payload(function: Ref<PyFunction>, code: Ref<PyCode>, depth: isize) -> PyFrame {
        PyFrame {
            header: Header::new(shape::FRAME),
            function,
            code,
            thread: Cell::new(std::ptr::null()),
            depth: Cell::new(depth),
            generator: Cell::new(std::ptr::null()),
            last_instruction: Cell::new(0),
            back: Slot::EMPTY,
            registers: PyCell::default(),
            locals: Slot::EMPTY,
            trace: Slot::EMPTY,
            trace_lines: Cell::new(true),
            trace_opcodes: Cell::new(false),
        }
    }
}

pub static SPECS: &[&TypeSpec] = &[&attributes::FRAME, &traceback::TRACEBACK, &locals_proxy::PROXY];
