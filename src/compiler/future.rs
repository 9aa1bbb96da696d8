//! `from __future__ import ...`: where it may stand, and which flags it sets.

use coil_grammar::SyntaxError;
use coil_grammar::ast::{Constant, ExprKind, ImportFrom, Mod, Stmt, StmtKind, TextRange};

use crate::bytecode::code::flags;

/// Features that are mandatory by now; importing them does nothing.
const SETTLED: [&str; 8] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "generator_stop",
];

/// The CO_FUTURE_* bits that a module asks for.
pub fn flags_of(tree: &Mod) -> Result<u32, SyntaxError> {
    let (Mod::Module { body } | Mod::Interactive { body }) = tree else { return Ok(0) };
    let mut found = 0;
    for stmt in leading(body) {
        if let StmtKind::ImportFrom(import) = &stmt.kind {
            for alias in &import.names {
                found |= flag(&alias.name, alias.range)?;
            }
        }
    }
    Ok(found)
}

/// The future imports at the head of a module, after its docstring.
fn leading(body: &[Stmt]) -> impl Iterator<Item = &Stmt> {
    let docstring = body.first().is_some_and(is_string) as usize;
    body[docstring..].iter().take_while(|stmt| match &stmt.kind {
        StmtKind::ImportFrom(import) => is_future(import),
        _ => false,
    })
}

fn is_string(stmt: &Stmt) -> bool {
    let StmtKind::Expr { value } = &stmt.kind else { return false };
    matches!(&value.kind, ExprKind::Constant { value: Constant::Str(_), .. })
}

pub fn is_future(import: &ImportFrom) -> bool {
    import.level == 0 && import.module.as_ref().is_some_and(|module| module.name == "__future__")
}

/// Whether this is one of the statements at the head, where future imports may stand.
pub fn may_stand_here(tree: &Mod, stmt: &Stmt) -> bool {
    let (Mod::Module { body } | Mod::Interactive { body }) = tree else { return false };
    leading(body).any(|leading| std::ptr::eq(leading, stmt))
}

fn flag(name: &str, range: TextRange) -> Result<u32, SyntaxError> {
    match name {
        "annotations" => Ok(flags::FUTURE_ANNOTATIONS),
        "barry_as_FLUFL" => Ok(flags::FUTURE_BARRY_AS_BDFL),
        "braces" => Err(SyntaxError::late("not a chance", range)),
        name if SETTLED.contains(&name) => Ok(0),
        name => Err(SyntaxError::late(format!("future feature {name} is not defined"), range)),
    }
}
