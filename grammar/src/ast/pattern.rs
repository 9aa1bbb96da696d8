//! The patterns of `match`.

use super::constant::Constant;
use super::expr::Expr;
use super::node::P;
use super::stmt::Stmt;
use super::text::{Identifier, TextRange};

/// `case pattern if guard: body`
#[derive(Clone, Debug, PartialEq)]
pub struct MatchCase {
    pub pattern: Pattern,
    pub guard: Option<P<Expr>>,
    pub body: Vec<Stmt>,
    pub range: TextRange,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    pub kind: PatternKind,
    pub range: TextRange,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PatternKind {
    /// Compared by `==`: a number, a string or a dotted name.
    MatchValue {
        value: P<Expr>,
    },
    /// Compared by `is`: `None`, `True` or `False`.
    MatchSingleton {
        value: Constant,
    },
    MatchSequence {
        patterns: Vec<Pattern>,
    },
    MatchMapping(P<MatchMapping>),
    MatchClass(P<MatchClass>),
    /// `*name`, or `*_` without a name; only within a sequence.
    MatchStar {
        name: Option<Identifier>,
    },
    /// `pattern as name`; without a pattern a capture, without both `_`.
    MatchAs {
        pattern: Option<P<Pattern>>,
        name: Option<Identifier>,
    },
    MatchOr {
        patterns: Vec<Pattern>,
    },
}

/// As many keys as patterns.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchMapping {
    pub keys: Vec<Expr>,
    pub patterns: Vec<Pattern>,
    pub rest: Option<Identifier>,
}

/// As many `kwd_attrs` as `kwd_patterns`.
#[derive(Clone, Debug, PartialEq)]
pub struct MatchClass {
    pub cls: Expr,
    pub patterns: Vec<Pattern>,
    pub kwd_attrs: Vec<Identifier>,
    pub kwd_patterns: Vec<Pattern>,
}
