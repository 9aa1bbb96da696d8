//! Frame and traceback objects: made only when somebody asks, or when an exception passes.

use std::cell::Cell;

use crate::builtins::code::PyCode;
use crate::builtins::function::PyFunction;
use crate::object::{Header, PyCell, Ref, Slot, TypeSpec, Value, shape};
use crate::vm::coroutines::PyGenerator;

/// A view of a frame, which outlives it: then it holds what the locals were.
#[repr(C)]
pub struct PyFrame {
    header: Header,
    pub function: Ref<PyFunction>,
    pub code: Ref<PyCode>,
    /// The frame record (its distance from the bottom) while the frame runs on some thread; -1 otherwise.
    pub depth: Cell<isize>,
    /// The generator whose frame this is, borrowed: it takes itself out when its frame ends.
    pub generator: Cell<*const PyGenerator>,
    /// Index of the instruction where it stands, once it no longer runs.
    pub last_instruction: Cell<u32>,
    pub back: Slot,
    /// The locals and cells as they were at the end.
    pub registers: PyCell<Vec<Option<Value>>>,
    /// The namespace of a class body or module.
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

/// One entry of a traceback: a frame and where it stood.
#[repr(C)]
pub struct PyTraceback {
    header: Header,
    pub next: Slot,
    pub frame: Ref<PyFrame>,
    /// Instruction index.
    pub last_instruction: u32,
    pub line: u32,
}
crate::payload!(PyTraceback, shape::TRACEBACK, traverse(this, visitor) {
    visitor.visit(&this.next);
    visitor.visit(&this.frame);
} clear {
    this.next.clear();
});

impl PyTraceback {
    pub fn new(next: Option<Value>, frame: Ref<PyFrame>, last_instruction: u32, line: u32) -> Ref<PyTraceback> {
        Ref::new(PyTraceback {
            header: Header::new(shape::TRACEBACK),
            next: Slot::from_option(next),
            frame,
            last_instruction,
            line,
        })
    }
}

pub static SPECS: &[&TypeSpec] = &[&FRAME, &TRACEBACK];

static FRAME: TypeSpec = TypeSpec::of::<PyFrame>("frame");
static TRACEBACK: TypeSpec = TypeSpec::of::<PyTraceback>("traceback");
