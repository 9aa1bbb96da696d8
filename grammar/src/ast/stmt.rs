//! Statements.

use super::expr::{Arguments, Expr, Keyword, Operator};
use super::node::P;
use super::params::TypeParam;
use super::pattern::MatchCase;
use super::text::{Identifier, Name, TextRange};

#[derive(Clone, Debug, PartialEq)]
pub struct Stmt {
    pub kind: StmtKind,
    pub range: TextRange,
}

#[derive(Clone, Debug, PartialEq)]
pub enum StmtKind {
    /// The statement's range begins at `def` or `async`, after the decorators.
    FunctionDef(P<FunctionDef>),
    ClassDef(P<ClassDef>),
    Return {
        value: Option<P<Expr>>,
    },
    Delete {
        targets: Vec<Expr>,
    },
    Assign {
        targets: Vec<Expr>,
        value: P<Expr>,
    },
    TypeAlias(P<TypeAlias>),
    AugAssign {
        target: P<Expr>,
        op: Operator,
        value: P<Expr>,
    },
    AnnAssign(P<AnnAssign>),
    For(P<For>),
    While(P<While>),
    If(P<If>),
    With(P<With>),
    Match(P<Match>),
    Raise {
        exc: Option<P<Expr>>,
        cause: Option<P<Expr>>,
    },
    Try(P<Try>),
    Assert {
        test: P<Expr>,
        msg: Option<P<Expr>>,
    },
    Import {
        names: Vec<Alias>,
    },
    ImportFrom(P<ImportFrom>),
    Global {
        names: Vec<Identifier>,
    },
    Nonlocal {
        names: Vec<Identifier>,
    },
    Expr {
        value: P<Expr>,
    },
    Pass,
    Break,
    Continue,
}

#[derive(Clone, Debug, PartialEq)]
pub struct FunctionDef {
    pub name: Identifier,
    pub type_params: Vec<TypeParam>,
    pub args: Arguments,
    pub body: Vec<Stmt>,
    pub decorator_list: Vec<Expr>,
    pub returns: Option<P<Expr>>,
    pub is_async: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ClassDef {
    pub name: Identifier,
    pub type_params: Vec<TypeParam>,
    pub bases: Vec<Expr>,
    pub keywords: Vec<Keyword>,
    pub body: Vec<Stmt>,
    pub decorator_list: Vec<Expr>,
}

/// `type name[type_params] = value`; `name` is a `Name` in `Store` context.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeAlias {
    pub name: Expr,
    pub type_params: Vec<TypeParam>,
    pub value: Expr,
}

/// `simple` when the target is a name without parentheses: only then the annotation is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnAssign {
    pub target: Expr,
    pub annotation: Expr,
    pub value: Option<Expr>,
    pub simple: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct For {
    pub target: Expr,
    pub iter: Expr,
    pub body: Vec<Stmt>,
    pub orelse: Vec<Stmt>,
    pub is_async: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct While {
    pub test: Expr,
    pub body: Vec<Stmt>,
    pub orelse: Vec<Stmt>,
}

/// An `elif` is an `If` alone in `orelse`, whose range begins at `elif`.
#[derive(Clone, Debug, PartialEq)]
pub struct If {
    pub test: Expr,
    pub body: Vec<Stmt>,
    pub orelse: Vec<Stmt>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct With {
    pub items: Vec<WithItem>,
    pub body: Vec<Stmt>,
    pub is_async: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub struct WithItem {
    pub context_expr: Expr,
    pub optional_vars: Option<P<Expr>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    pub subject: Expr,
    pub cases: Vec<MatchCase>,
}

/// `is_star` when the handlers are written `except*`.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    pub body: Vec<Stmt>,
    pub handlers: Vec<ExceptHandler>,
    pub orelse: Vec<Stmt>,
    pub finalbody: Vec<Stmt>,
    pub is_star: bool,
}

/// `except type_ as name: body`; `except A, B:` has a `Tuple` as type.
#[derive(Clone, Debug, PartialEq)]
pub struct ExceptHandler {
    pub type_: Option<P<Expr>>,
    pub name: Option<Identifier>,
    pub body: Vec<Stmt>,
    pub range: TextRange,
}

/// `from module import names`; `level` counts the leading dots. `import *` is one alias named `*`.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportFrom {
    pub module: Option<Identifier>,
    pub names: Vec<Alias>,
    pub level: u32,
}

/// `name` may be dotted (`import a.b`).
#[derive(Clone, Debug, PartialEq)]
pub struct Alias {
    pub name: Name,
    pub asname: Option<Identifier>,
    pub range: TextRange,
}
