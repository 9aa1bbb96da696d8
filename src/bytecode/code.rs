//! Code objects as plain data: what the compiler writes, the cache stores and the VM loads.

use std::sync::Arc;

use num_bigint::BigInt;

use super::opcode::Op;

/// One instruction: 64 bits, operands read as u16 straight from memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C, align(8))]
pub struct Ins {
    pub op: Op,
    pub flags: u8,
    pub a: u16,
    pub b: u16,
    pub c: u16,
}

impl Ins {
    pub const fn new(op: Op, a: u16, b: u16, c: u16) -> Ins {
        Ins { op, flags: 0, a, b, c }
    }

    pub const fn with_flags(self, flags: u8) -> Ins {
        Ins { flags: self.flags | flags, ..self }
    }

    /// The 32 bits over B and C: constant indices and long jumps.
    #[inline(always)]
    pub const fn wide(self) -> u32 {
        self.b as u32 | (self.c as u32) << 16
    }

    pub const fn with_wide(self, value: u32) -> Ins {
        Ins { b: value as u16, c: (value >> 16) as u16, ..self }
    }
}

/// Flags of a code object, CPython's values.
pub mod flags {
    pub const OPTIMIZED: u32 = 0x1;
    pub const NEWLOCALS: u32 = 0x2;
    pub const VARARGS: u32 = 0x4;
    pub const VARKEYWORDS: u32 = 0x8;
    pub const NESTED: u32 = 0x10;
    pub const GENERATOR: u32 = 0x20;
    pub const COROUTINE: u32 = 0x80;
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    pub const ASYNC_GENERATOR: u32 = 0x200;
    pub const FUTURE_BARRY_AS_BDFL: u32 = 0x400000;
    pub const FUTURE_ANNOTATIONS: u32 = 0x1000000;
    pub const NO_MONITORING_EVENTS: u32 = 0x2000000;
    pub const HAS_DOCSTRING: u32 = 0x4000000;
    pub const METHOD: u32 = 0x8000000;
}

/// A constant of a code object.
#[derive(Clone, PartialEq, Debug)]
pub enum Const {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    BigInt(BigInt),
    Float(f64),
    Complex(f64, f64),
    /// WTF-8: lone surrogates are three bytes each.
    Str(Arc<[u8]>),
    Bytes(Arc<[u8]>),
    Tuple(Vec<Const>),
    FrozenSet(Vec<Const>),
    /// Slice of three constants.
    Slice(Box<[Const; 3]>),
    Code(Arc<Code>),
}

/// A source position: lines from 1, columns in UTF-8 bytes from 0; a line of 0 means "none".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Position {
    pub line: u32,
    pub end_line: u32,
    pub column: u32,
    pub end_column: u32,
}

/// One row of the exception table: what `start <= ip < end` raises goes to `target` (instruction
/// indices), with the registers from `depth` on released and the exception stored in register `depth`.
/// Rows stand innermost first: the first one that covers the instruction counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Handler {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    pub depth: u32,
}

/// A compiled function, class body, module or expression.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Code {
    pub name: Arc<str>,
    pub qualname: Arc<str>,
    pub filename: Arc<str>,
    pub first_line: u32,
    /// CO_* bits, see [`flags`].
    pub flags: u32,
    /// Positional parameters, the positional-only ones included.
    pub arg_count: u32,
    pub posonly_count: u32,
    pub kwonly_count: u32,
    /// Local variables; `var_names[i]` lives in register i. Parameters first: positional,
    /// keyword-only, *args, **kwargs. A parameter that is captured stands here and in `cell_vars`.
    pub var_names: Vec<Arc<str>>,
    /// Variables of this scope that inner scopes capture, and the registers where their cells live
    /// (a captured parameter keeps its own register, MAKE_CELL wraps it; others follow the locals).
    pub cell_vars: Vec<Arc<str>>,
    pub cell_registers: Vec<u32>,
    pub free_vars: Vec<Arc<str>>,
    /// Names of globals and attributes, in order of first use.
    pub names: Vec<Arc<str>>,
    pub consts: Vec<Const>,
    pub instructions: Vec<Ins>,
    /// Cache sites: the name (index into `names`) each one looks up.
    pub sites: Vec<u32>,
    /// Innermost first.
    pub handlers: Vec<Handler>,
    /// Source positions, encoded; see [`super::locations`].
    pub locations: Vec<u8>,
    /// Registers in all: locals, cells, temporaries.
    pub register_count: u32,
    /// Registers before the first temporary (locals and cells): what a return has to release.
    pub local_count: u32,
}

impl Code {
    pub fn is_generator_like(&self) -> bool {
        self.flags & (flags::GENERATOR | flags::COROUTINE | flags::ASYNC_GENERATOR) != 0
    }
}
