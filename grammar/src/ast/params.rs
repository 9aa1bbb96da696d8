//! Type parameters (PEP 695 and 696).

use super::expr::Expr;
use super::node::P;
use super::text::{Identifier, TextRange};

#[derive(Clone, Debug, PartialEq)]
pub struct TypeParam {
    pub name: Identifier,
    pub kind: TypeParamKind,
    pub default_value: Option<P<Expr>>,
    pub range: TextRange,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TypeParamKind {
    /// `T` or `T: bound`; a tuple as bound means constraints.
    TypeVar { bound: Option<P<Expr>> },
    /// `**P`
    ParamSpec,
    /// `*Ts`
    TypeVarTuple,
}
