//! What the diagnosis knows of a piece of source it has read.

use std::rc::Rc;

use crate::ast::TextRange;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Name,
    Attribute,
    Subscript,
    Starred,
    List,
    Tuple,
    Lambda,
    Call,
    /// An operation: arithmetic, boolean or unary.
    Operation,
    GeneratorExp,
    Yield,
    Await,
    ListComp,
    SetComp,
    DictComp,
    Dict,
    Set,
    FString,
    TString,
    None,
    True,
    False,
    Ellipsis,
    Literal,
    Comparison,
    /// A comparison whose first operator is `in`.
    Membership,
    IfExp,
    NamedExpr,
    /// Something that no message names.
    Other,
}

#[derive(Debug)]
pub(super) struct Node {
    pub kind: Kind,
    pub range: TextRange,
    /// The elements of a display, the value of a starred expression, the left side of a
    /// comparison.
    pub parts: Vec<Rc<Node>>,
}

pub(super) type Found = Option<Rc<Node>>;

impl Node {
    /// What CPython calls such an expression in its messages.
    pub fn name(&self) -> &'static str {
        match self.kind {
            Kind::Name => "name",
            Kind::Attribute => "attribute",
            Kind::Subscript => "subscript",
            Kind::Starred => "starred",
            Kind::List => "list",
            Kind::Tuple => "tuple",
            Kind::Lambda => "lambda",
            Kind::Call => "function call",
            Kind::Operation | Kind::Other => "expression",
            Kind::GeneratorExp => "generator expression",
            Kind::Yield => "yield expression",
            Kind::Await => "await expression",
            Kind::ListComp => "list comprehension",
            Kind::SetComp => "set comprehension",
            Kind::DictComp => "dict comprehension",
            Kind::Dict => "dict literal",
            Kind::Set => "set display",
            Kind::FString => "f-string expression",
            Kind::TString => "t-string expression",
            Kind::None => "None",
            Kind::True => "True",
            Kind::False => "False",
            Kind::Ellipsis => "ellipsis",
            Kind::Literal => "literal",
            Kind::Comparison | Kind::Membership => "comparison",
            Kind::IfExp => "conditional expression",
            Kind::NamedExpr => "named expression",
        }
    }
}
