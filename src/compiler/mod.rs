//! From syntax tree to code objects.
//!
//! [`symbols`] decides what each name is, `emit/` writes the instructions, `flow/` removes the checks
//! of unbound locals that cannot fail; the assembler of `bytecode/` gives addresses. Nothing here
//! knows of values or the VM, so that the build script can compile the standard library.

mod emit;
mod flow;
mod future;
mod symbols;

use std::sync::Arc;

use coil_grammar::ast::{Mod, TextRange};
use coil_grammar::{LineIndex, Mode, SyntaxError, SyntaxWarning};

use crate::bytecode::code::{Code, Position, flags};

/// What `compile()` is told besides the source.
#[derive(Clone, Copy, Debug)]
pub struct CompileOptions {
    pub mode: Mode,
    /// 0; 1 without asserts and with `__debug__` false; 2 also without docstrings.
    pub optimize: u8,
    /// CO_FUTURE_* that the caller's code is under.
    pub future_flags: u32,
    /// PyCF_ALLOW_TOP_LEVEL_AWAIT: a module may await; its code is a coroutine then.
    pub top_level_await: bool,
}

impl Default for CompileOptions {
    fn default() -> CompileOptions {
        CompileOptions { mode: Mode::Module, optimize: 0, future_flags: 0, top_level_await: false }
    }
}

impl CompileOptions {
    fn future_annotations(&self) -> bool {
        self.future_flags & flags::FUTURE_ANNOTATIONS != 0
    }
}

/// Code, and what should be issued through `warnings`, in order.
#[derive(Clone, Debug)]
pub struct Compiled {
    pub code: Arc<Code>,
    pub warnings: Vec<SyntaxWarning>,
}

/// Turns ranges of the tree into positions. For a parsed source that is its line index; a tree that
/// was built by hand (`ast` objects) brings a table of its own.
pub trait Places {
    fn position(&self, range: TextRange) -> Position;
}

impl Places for LineIndex {
    fn position(&self, range: TextRange) -> Position {
        let start = self.utf8(range.start);
        let end = self.utf8(range.end);
        Position { line: start.line, end_line: end.line, column: start.column, end_column: end.column }
    }
}

/// Parses and compiles a (decoded) source text.
pub fn compile(source: &str, filename: &str, options: &CompileOptions) -> Result<Compiled, SyntaxError> {
    let parsed = coil_grammar::parse(source, options.mode)?;
    let places = LineIndex::new(source);
    let mut compiled = compile_tree(&parsed.module, &places, filename, options)?;
    compiled.warnings.splice(0..0, parsed.warnings);
    Ok(compiled)
}

/// Compiles a tree; `places` says what its ranges mean.
pub fn compile_tree(
    tree: &Mod,
    places: &dyn Places,
    filename: &str,
    options: &CompileOptions,
) -> Result<Compiled, SyntaxError> {
    let mut options = *options;
    options.future_flags |= future::flags_of(tree)?;
    let table = symbols::SymbolTable::build(tree, options.future_annotations())?;
    emit::compile(tree, &table, places, filename, &options)
}
