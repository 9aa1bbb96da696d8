//! The blocks that surround a statement: what must be done when `return`, `break` or `continue`
//! leaves them.

use coil_grammar::ast::{Name, Stmt, TextRange};

use super::unit::Reg;
use crate::bytecode::assembler::{HandlerId, Label};

#[derive(Clone)]
pub enum BlockKind<'a> {
    /// A loop. A `for` loop's iterator is released when the loop is left early.
    Loop {
        next: Label,
        end: Label,
        iterator: Option<Reg>,
    },
    /// The body of a `try` with handlers: only the exception table knows of it.
    Try,
    /// The body (and handlers) of a `try` with `finally`.
    Finally {
        body: &'a [Stmt],
    },
    /// A `finally` body that runs because of an exception.
    FinallyHandler {
        exception: Reg,
        saved: Reg,
    },
    /// An `except` body; what POP_EXCEPT needs.
    Handler {
        saved: Reg,
    },
    /// An `except ... as name` body: the name is deleted at its end.
    HandlerName {
        name: Name,
    },
    /// An `except*` body, which may not be left by `return`, `break` or `continue`.
    GroupHandler,
    With {
        base: Reg,
        is_async: bool,
        range: TextRange,
    },
}

#[derive(Clone)]
pub struct Block<'a> {
    pub kind: BlockKind<'a>,
    /// The handler in force outside.
    pub outer: HandlerId,
}
