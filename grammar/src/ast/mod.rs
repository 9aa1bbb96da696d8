//! The syntax tree: plain data, one type for each node of CPython's `ast` module (3.14).
//!
//! Names of variants and fields are those of CPython's ASDL, so that `ast` can be built on it and
//! a reader of the reference finds what he looks for. The deliberate differences:
//!
//! - The async forms are flags: `FunctionDef`, `For` and `With` have `is_async`, `Try` has `is_star`.
//! - `Dict` holds pairs (`items`), and so does `Compare` hold `ops` beside `comparators` in a box.
//! - `ImportFrom` has a plain `level`; type comments do not exist.
//! - Nodes that would be large are boxed as structs of their own (`ExprKind::Call(P<Call>)`).
//!
//! Children hang on [`P`], a box whose drop does not recurse without bound. Nothing here parses
//! or checks: see `parse.rs` for the entry and `build/` for the functions that make nodes.

mod constant;
mod expr;
mod node;
mod params;
mod pattern;
mod stmt;
mod text;

pub use constant::{Constant, Int};
pub use expr::{
    Arg, Arguments, BoolOp, Call, CmpOp, Compare, Comprehension, Conversion, DictComp, DictItem, Expr, ExprContext,
    ExprKind, IfExp, Keyword, Lambda, Operator, UnaryOp,
};
pub use node::P;
pub use params::{TypeParam, TypeParamKind};
pub use pattern::{MatchCase, MatchClass, MatchMapping, Pattern, PatternKind};
pub use stmt::{
    Alias, AnnAssign, ClassDef, ExceptHandler, For, FunctionDef, If, ImportFrom, Match, Stmt, StmtKind, Try, TypeAlias,
    While, With, WithItem,
};
pub use text::{Identifier, Name, PyText, TextRange};

/// What a whole source text is, by the [`crate::Mode`] it was parsed in.
#[derive(Clone, Debug, PartialEq)]
pub enum Mod {
    Module { body: Vec<Stmt> },
    Interactive { body: Vec<Stmt> },
    Expression { body: P<Expr> },
    FunctionType { argtypes: Vec<Expr>, returns: P<Expr> },
}
