//! SyntaxWarnings of the compiler: code that runs, but cannot be meant.

use coil_grammar::ast::*;

use super::Emitter;

impl Emitter<'_> {
    /// `x is 1`.
    pub fn warn_compared(&mut self, compare: &Compare) {
        let range = TextRange::new(self.u.mark.start, self.u.mark.end);
        let mut left = &compare.left;
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            let words = match op {
                CmpOp::Is => Some(("is", "==")),
                CmpOp::IsNot => Some(("is not", "!=")),
                _ => None,
            };
            let literal = [left, right].into_iter().find(|expr| is_suspicious(expr));
            if let (Some((word, meant)), Some(literal)) = (words, literal) {
                let kind = type_name(literal).unwrap_or("object");
                let message = format!("\"{word}\" with '{kind}' literal. Did you mean \"{meant}\"?");
                return self.warn(message, range);
            }
            left = right;
        }
    }

    /// `[(1, 2) (3, 4)]`.
    pub fn warn_called(&mut self, func: &Expr) {
        let callable = matches!(func.kind, ExprKind::Lambda(_) | ExprKind::Slice { .. });
        if let Some(kind) = type_name(func).filter(|_| !callable) {
            let message = format!("'{kind}' object is not callable; perhaps you missed a comma?");
            self.warn(message, func.range);
        }
    }

    /// `[{1} [2]]`, `"abc" ["x"]`.
    pub fn warn_subscripted(&mut self, value: &Expr, slice: &Expr) {
        let range = TextRange::new(self.u.mark.start, self.u.mark.end);
        let Some(kind) = type_name(value) else { return };
        match kind {
            "str" | "bytes" | "tuple" | "list" => {
                let integral = matches!(type_name(slice), None | Some("int" | "bool"));
                if let Some(index) = type_name(slice).filter(|_| !integral) {
                    let message = format!(
                        "{kind} indices must be integers or slices, not {index}; \
                         perhaps you missed a comma?"
                    );
                    self.warn(message, range);
                }
            }
            "dict" => {}
            _ => {
                let message = format!("'{kind}' object is not subscriptable; perhaps you missed a comma?");
                self.warn(message, range);
            }
        }
    }

    /// `return`, `break` and `continue` that leave a `finally` body swallow the exception. As in
    /// CPython, the bodies of loops in it are not looked at.
    pub fn warn_finally(&mut self, body: &[Stmt]) {
        let mut waiting: Vec<&Stmt> = body.iter().rev().collect();
        while let Some(stmt) = waiting.pop() {
            let word = match &stmt.kind {
                StmtKind::Return { .. } => "return",
                StmtKind::Break => "break",
                StmtKind::Continue => "continue",
                _ => {
                    for body in bodies_outside_loops(stmt).into_iter().rev() {
                        waiting.extend(body.iter().rev());
                    }
                    continue;
                }
            };
            self.warn(format!("'{word}' in a 'finally' block"), stmt.range);
        }
    }
}

fn bodies_outside_loops(stmt: &Stmt) -> Vec<&[Stmt]> {
    match &stmt.kind {
        StmtKind::For(node) => vec![&node.orelse],
        StmtKind::While(node) => vec![&node.orelse],
        _ => super::visit::bodies(stmt),
    }
}

/// A literal whose identity says nothing.
fn is_suspicious(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant { value, .. } => {
            !matches!(value, Constant::None | Constant::True | Constant::False | Constant::Ellipsis)
        }
        ExprKind::Tuple { .. } => super::fold::fold(expr).is_some(),
        _ => false,
    }
}

/// The type of what an expression makes, where that is plain from its form.
fn type_name(expr: &Expr) -> Option<&'static str> {
    Some(match &expr.kind {
        ExprKind::Tuple { .. } => "tuple",
        ExprKind::List { .. } | ExprKind::ListComp { .. } => "list",
        ExprKind::Dict { .. } | ExprKind::DictComp(_) => "dict",
        ExprKind::Set { .. } | ExprKind::SetComp { .. } => "set",
        ExprKind::GeneratorExp { .. } => "generator",
        ExprKind::Lambda(_) => "function",
        ExprKind::TemplateStr { .. } | ExprKind::Interpolation { .. } => "string.templatelib.Template",
        ExprKind::JoinedStr { .. } | ExprKind::FormattedValue { .. } => "str",
        ExprKind::Constant { value, .. } => match value {
            Constant::None => "NoneType",
            Constant::True | Constant::False => "bool",
            Constant::Ellipsis => "ellipsis",
            Constant::Int(_) => "int",
            Constant::Float(_) => "float",
            Constant::Complex(_) | Constant::FullComplex(..) => "complex",
            Constant::Tuple(_) => "tuple",
            Constant::FrozenSet(_) => "frozenset",
            Constant::Str(_) => "str",
            Constant::Bytes(_) => "bytes",
        },
        _ => return None,
    })
}
