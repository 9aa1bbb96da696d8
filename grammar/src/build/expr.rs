//! Expressions.

use super::{Builder, Checked, fault};
use crate::ast::*;

impl Builder<'_> {
    fn expr(&self, l: u32, kind: ExprKind, r: u32) -> Expr {
        Expr { kind, range: TextRange::new(l, r) }
    }

    pub fn name(&self, name: Identifier) -> Expr {
        let range = name.range;
        Expr { kind: ExprKind::Name { id: name.name, ctx: ExprContext::Load }, range }
    }

    pub fn constant(&self, l: u32, value: Constant, r: u32) -> Expr {
        self.expr(l, ExprKind::Constant { value, u_prefix: false }, r)
    }

    pub fn tuple(&self, l: u32, elts: Vec<Expr>, r: u32) -> Expr {
        self.expr(l, ExprKind::Tuple { elts, ctx: ExprContext::Load }, r)
    }

    pub fn list(&self, l: u32, elts: Option<Vec<Expr>>, r: u32) -> Expr {
        let elts = elts.unwrap_or_default();
        self.expr(l, ExprKind::List { elts, ctx: ExprContext::Load }, r)
    }

    pub fn set(&self, l: u32, elts: Vec<Expr>, r: u32) -> Expr {
        self.expr(l, ExprKind::Set { elts }, r)
    }

    pub fn dict(&self, l: u32, items: Option<Vec<DictItem>>, r: u32) -> Expr {
        self.expr(l, ExprKind::Dict { items: items.unwrap_or_default() }, r)
    }

    pub fn list_comp(&self, l: u32, elt: Expr, generators: Vec<Comprehension>, r: u32) -> Expr {
        self.expr(l, ExprKind::ListComp { elt: P::new(elt), generators }, r)
    }

    pub fn set_comp(&self, l: u32, elt: Expr, generators: Vec<Comprehension>, r: u32) -> Expr {
        self.expr(l, ExprKind::SetComp { elt: P::new(elt), generators }, r)
    }

    pub fn generator_exp(&self, l: u32, elt: Expr, generators: Vec<Comprehension>, r: u32) -> Expr {
        self.expr(l, ExprKind::GeneratorExp { elt: P::new(elt), generators }, r)
    }

    pub fn dict_comp(&self, l: u32, key: Expr, value: Expr, generators: Vec<Comprehension>, r: u32) -> Expr {
        let comp = DictComp { key, value, generators };
        self.expr(l, ExprKind::DictComp(P::new(comp)), r)
    }

    pub fn comprehension(
        &self,
        l: u32,
        is_async: bool,
        target: Expr,
        iter: Expr,
        ifs: Vec<Expr>,
        r: u32,
    ) -> Checked<Comprehension> {
        let target = self.store(target)?;
        Ok(Comprehension { target, iter, ifs, is_async, range: TextRange::new(l, r) })
    }

    pub fn if_exp(&self, l: u32, test: Expr, body: Expr, orelse: Expr, r: u32) -> Expr {
        self.expr(l, ExprKind::IfExp(P::new(IfExp { test, body, orelse })), r)
    }

    pub fn yield_expr(&self, l: u32, value: Option<Expr>, r: u32) -> Expr {
        self.expr(l, ExprKind::Yield { value: value.map(P::new) }, r)
    }

    pub fn yield_from(&self, l: u32, value: Expr, r: u32) -> Expr {
        self.expr(l, ExprKind::YieldFrom { value: P::new(value) }, r)
    }

    pub fn await_expr(&self, l: u32, value: Expr, r: u32) -> Expr {
        self.expr(l, ExprKind::Await { value: P::new(value) }, r)
    }

    pub fn starred(&self, l: u32, value: Expr, r: u32) -> Expr {
        self.expr(l, ExprKind::Starred { value: P::new(value), ctx: ExprContext::Load }, r)
    }

    pub fn named_expr(&self, l: u32, name: Identifier, value: Expr, r: u32) -> Expr {
        let range = name.range;
        let kind = ExprKind::Name { id: name.name, ctx: ExprContext::Store };
        let target = P::new(Expr { kind, range });
        self.expr(l, ExprKind::NamedExpr { target, value: P::new(value) }, r)
    }

    pub fn bool_op(&self, l: u32, op: BoolOp, values: Vec<Expr>, r: u32) -> Expr {
        self.expr(l, ExprKind::BoolOp { op, values }, r)
    }

    pub fn unary(&self, l: u32, op: UnaryOp, operand: Expr, r: u32) -> Expr {
        self.expr(l, ExprKind::UnaryOp { op, operand: P::new(operand) }, r)
    }

    pub fn binary(&self, l: u32, left: Expr, op: Operator, right: Expr, r: u32) -> Expr {
        let (left, right) = (P::new(left), P::new(right));
        self.expr(l, ExprKind::BinOp { left, op, right }, r)
    }

    pub fn compare_chain(&self, left: Expr, op: CmpOp, right: Expr) -> P<Compare> {
        P::new(Compare { left, ops: vec![op], comparators: vec![right] })
    }

    pub fn compare_more(&self, mut chain: P<Compare>, op: CmpOp, right: Expr) -> P<Compare> {
        chain.ops.push(op);
        chain.comparators.push(right);
        chain
    }

    pub fn compare(&self, l: u32, chain: P<Compare>, r: u32) -> Expr {
        self.expr(l, ExprKind::Compare(chain), r)
    }

    pub fn attribute(&self, l: u32, value: Expr, attr: Identifier, r: u32) -> Expr {
        let value = P::new(value);
        self.expr(l, ExprKind::Attribute { value, attr, ctx: ExprContext::Load }, r)
    }

    pub fn subscript(&self, l: u32, value: Expr, slice: Expr, r: u32) -> Expr {
        let (value, slice) = (P::new(value), P::new(slice));
        self.expr(l, ExprKind::Subscript { value, slice, ctx: ExprContext::Load }, r)
    }

    pub fn slice(&self, l: u32, lower: Option<Expr>, upper: Option<Expr>, step: Option<Expr>, r: u32) -> Expr {
        let (lower, upper, step) = (lower.map(P::new), upper.map(P::new), step.map(P::new));
        self.expr(l, ExprKind::Slice { lower, upper, step }, r)
    }

    /// `left + 2j` as a pattern: a real number and an imaginary one.
    pub fn complex_literal(&self, l: u32, left: Expr, op: Operator, right: Expr, r: u32) -> Checked<Expr> {
        if is_imaginary(&left) {
            return fault("real number required in complex literal", left.range);
        }
        if !is_imaginary(&right) {
            return fault("imaginary number required in complex literal", right.range);
        }
        Ok(self.binary(l, left, op, right, r))
    }
}

fn is_imaginary(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Constant { value, .. } => matches!(value, Constant::Complex(_)),
        ExprKind::UnaryOp { operand, .. } => is_imaginary(operand),
        _ => false,
    }
}
