//! Targets: expressions that are assigned to or deleted.

use super::{Builder, Checked, fault};
use crate::ast::*;

impl Builder<'_> {
    /// Turns an expression into a target of assignment, or fails.
    pub fn store(&self, mut target: Expr) -> Checked<Expr> {
        match set_context(&mut target, ExprContext::Store) {
            None => Ok(target),
            Some(range) => fault("invalid syntax", range),
        }
    }

    pub fn delete(&self, mut targets: Vec<Expr>) -> Checked<StmtKind> {
        for target in &mut targets {
            if let Some(range) = set_context(target, ExprContext::Del) {
                return fault("invalid syntax", range);
            }
        }
        Ok(StmtKind::Delete { targets })
    }

    pub fn assign(&self, targets: Vec<Expr>, value: Expr) -> Checked<StmtKind> {
        let targets = targets.into_iter().map(|target| self.store(target)).collect::<Result<_, _>>()?;
        Ok(StmtKind::Assign { targets, value: P::new(value) })
    }

    pub fn aug_assign(&self, target: Expr, op: Operator, value: Expr) -> Checked<StmtKind> {
        let target = self.single_target(target)?;
        Ok(StmtKind::AugAssign { target: P::new(target), op, value: P::new(value) })
    }

    /// `l` is where the statement begins: before the target's own start if it is in parentheses.
    pub fn ann_assign(&self, l: u32, target: Expr, annotation: Expr, value: Option<Expr>) -> Checked<StmtKind> {
        let is_name = matches!(target.kind, ExprKind::Name { .. });
        let simple = is_name && l == target.range.start;
        let target = self.single_target(target)?;
        Ok(StmtKind::AnnAssign(P::new(AnnAssign { target, annotation, value, simple })))
    }

    /// A name, attribute or subscript.
    fn single_target(&self, target: Expr) -> Checked<Expr> {
        match &target.kind {
            ExprKind::Name { .. } | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => self.store(target),
            _ => fault("invalid syntax", target.range),
        }
    }
}

/// Sets the context of a target and of those within it; gives the place of one that is none.
fn set_context(target: &mut Expr, new: ExprContext) -> Option<TextRange> {
    match &mut target.kind {
        ExprKind::Name { ctx, .. } | ExprKind::Attribute { ctx, .. } | ExprKind::Subscript { ctx, .. } => {
            *ctx = new;
            None
        }
        ExprKind::Tuple { elts, ctx } | ExprKind::List { elts, ctx } => {
            *ctx = new;
            elts.iter_mut().find_map(|elt| set_context(elt, new))
        }
        ExprKind::Starred { value, ctx } if new == ExprContext::Store => {
            *ctx = new;
            match value.kind {
                ExprKind::Starred { .. } => Some(value.range),
                _ => set_context(value, new),
            }
        }
        _ => Some(target.range),
    }
}
