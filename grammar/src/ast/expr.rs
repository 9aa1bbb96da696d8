//! Expressions and what belongs to them: operators, comprehensions, arguments.

use super::constant::Constant;
use super::node::P;
use super::text::{Identifier, Name, PyText, TextRange};

#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub range: TextRange,
}

#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    BoolOp {
        op: BoolOp,
        values: Vec<Expr>,
    },
    /// `target := value`; the target is always a `Name`.
    NamedExpr {
        target: P<Expr>,
        value: P<Expr>,
    },
    BinOp {
        left: P<Expr>,
        op: Operator,
        right: P<Expr>,
    },
    UnaryOp {
        op: UnaryOp,
        operand: P<Expr>,
    },
    Lambda(P<Lambda>),
    IfExp(P<IfExp>),
    Dict {
        items: Vec<DictItem>,
    },
    Set {
        elts: Vec<Expr>,
    },
    ListComp {
        elt: P<Expr>,
        generators: Vec<Comprehension>,
    },
    SetComp {
        elt: P<Expr>,
        generators: Vec<Comprehension>,
    },
    DictComp(P<DictComp>),
    GeneratorExp {
        elt: P<Expr>,
        generators: Vec<Comprehension>,
    },
    Await {
        value: P<Expr>,
    },
    Yield {
        value: Option<P<Expr>>,
    },
    YieldFrom {
        value: P<Expr>,
    },
    Compare(P<Compare>),
    Call(P<Call>),
    /// `{value!conversion:format_spec}` in an f-string; the spec is a `JoinedStr`.
    FormattedValue {
        value: P<Expr>,
        conversion: Conversion,
        format_spec: Option<P<Expr>>,
    },
    /// An f-string: `Constant` (str) and `FormattedValue` in turn.
    JoinedStr {
        values: Vec<Expr>,
    },
    /// A replacement field of a t-string; `str` is its expression as it was written.
    Interpolation {
        value: P<Expr>,
        str: PyText,
        conversion: Conversion,
        format_spec: Option<P<Expr>>,
    },
    /// A t-string: `Constant` (str) and `Interpolation` in turn.
    TemplateStr {
        values: Vec<Expr>,
    },
    /// `u_prefix` is CPython's `kind`: the (first) literal was written `u"..."`.
    Constant {
        value: Constant,
        u_prefix: bool,
    },
    Attribute {
        value: P<Expr>,
        attr: Identifier,
        ctx: ExprContext,
    },
    Subscript {
        value: P<Expr>,
        slice: P<Expr>,
        ctx: ExprContext,
    },
    Starred {
        value: P<Expr>,
        ctx: ExprContext,
    },
    Name {
        id: Name,
        ctx: ExprContext,
    },
    List {
        elts: Vec<Expr>,
        ctx: ExprContext,
    },
    Tuple {
        elts: Vec<Expr>,
        ctx: ExprContext,
    },
    /// Only as the `slice` of a subscript, or within a tuple there.
    Slice {
        lower: Option<P<Expr>>,
        upper: Option<P<Expr>>,
        step: Option<P<Expr>>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Lambda {
    pub args: Arguments,
    pub body: Expr,
}

#[derive(Clone, Debug, PartialEq)]
pub struct IfExp {
    pub test: Expr,
    pub body: Expr,
    pub orelse: Expr,
}

/// `key: value`, or `**value` without a key.
#[derive(Clone, Debug, PartialEq)]
pub struct DictItem {
    pub key: Option<Expr>,
    pub value: Expr,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DictComp {
    pub key: Expr,
    pub value: Expr,
    pub generators: Vec<Comprehension>,
}

/// `left op comparator op comparator ...`: as many ops as comparators, at least one.
#[derive(Clone, Debug, PartialEq)]
pub struct Compare {
    pub left: Expr,
    pub ops: Vec<CmpOp>,
    pub comparators: Vec<Expr>,
}

/// `args` may hold `Starred`; a keyword without `arg` is `**value`. Positional arguments stand in
/// the order of the source among themselves, as keywords do.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub func: Expr,
    pub args: Vec<Expr>,
    pub keywords: Vec<Keyword>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    pub arg: Option<Identifier>,
    pub value: Expr,
    pub range: TextRange,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Comprehension {
    pub target: Expr,
    pub iter: Expr,
    pub ifs: Vec<Expr>,
    pub is_async: bool,
    /// From `for` (or `async`) to the end of the last condition.
    pub range: TextRange,
}

/// The parameters of a function or lambda. `defaults` belong to the last of
/// `posonlyargs + args`; `kw_defaults` has one entry for each of `kwonlyargs`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arguments {
    pub posonlyargs: Vec<Arg>,
    pub args: Vec<Arg>,
    pub vararg: Option<P<Arg>>,
    pub kwonlyargs: Vec<Arg>,
    pub kw_defaults: Vec<Option<Expr>>,
    pub kwarg: Option<P<Arg>>,
    pub defaults: Vec<Expr>,
}

impl Arguments {
    /// Every parameter in the order of the source.
    pub fn iter(&self) -> impl Iterator<Item = &Arg> {
        (self.posonlyargs.iter().chain(&self.args))
            .chain(self.vararg.as_deref())
            .chain(&self.kwonlyargs)
            .chain(self.kwarg.as_deref())
    }
}

/// One parameter; the range covers the annotation, `arg.range` the name alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    pub arg: Identifier,
    pub annotation: Option<P<Expr>>,
    pub range: TextRange,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExprContext {
    Load,
    Store,
    Del,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BoolOp {
    And,
    Or,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    Invert,
    Not,
    UAdd,
    USub,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CmpOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}

/// `!s`, `!r`, `!a` of a replacement field. `{x=}` without conversion and spec has `Repr` already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Conversion {
    None,
    Str,
    Repr,
    Ascii,
}
