//! Long chains of attributes, subscripts and calls (`a.b[0]().c ...`).
//!
//! Their trees lean to the left, as deep as the chain is long; short ones are compiled by recursion,
//! which finds the better instructions, and long ones here, from the inside out.

use coil_grammar::ast::{Expr, ExprContext, ExprKind};

use super::unit::{Operand, Reg};
use super::{Done, Emitter};
use crate::bytecode::opcode::Op;

/// Chains longer than this do not recurse.
const LONG: usize = 64;

/// What a link of a chain is applied to.
fn inner(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Attribute { value, ctx: ExprContext::Load, .. }
        | ExprKind::Subscript { value, ctx: ExprContext::Load, .. } => Some(value),
        ExprKind::Call(call) => Some(&call.func),
        _ => None,
    }
}

impl Emitter<'_> {
    /// Compiles the expression if it is a long chain.
    pub fn long_chain(&mut self, expr: &Expr, dst: Reg) -> Done<bool> {
        let mut spine = Vec::new();
        let mut node = expr;
        while let Some(next) = inner(node) {
            spine.push(node);
            node = next;
            if spine.len() > LONG {
                break;
            }
        }
        if spine.len() <= LONG {
            return Ok(false);
        }
        while let Some(next) = inner(node) {
            spine.push(node);
            node = next;
        }
        let top = self.u.top;
        let work = self.u.window(dst);
        // The innermost links are short enough for recursion.
        let start = spine[spine.len() - LONG / 2];
        spine.truncate(spine.len() - LONG / 2);
        self.expr_into(start, work)?;
        while let Some(link) = spine.pop() {
            self.u.top = work + 1;
            self.at(link.range, |this| this.link(link, work))?;
        }
        self.move_to(Operand::temp(work), dst);
        self.u.top = top;
        Ok(true)
    }

    /// Applies one link to the object in `work`, which the result replaces.
    fn link(&mut self, link: &Expr, work: Reg) -> Done {
        match &link.kind {
            ExprKind::Attribute { attr, .. } => {
                let place = self.attribute_place(link, attr);
                self.at(place, |this| this.load_attr(work, Operand::temp(work), attr));
                Ok(())
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.warn_subscripted(value, slice);
                self.subscript_of(Operand::temp(work), slice, work)
            }
            ExprKind::Call(call) => {
                self.check_keywords(&call.keywords)?;
                self.warn_called(&call.func);
                if self.needs_unpacking(call) {
                    return self.call_unpacked(&call.args, &call.keywords, link.range, work, work);
                }
                let count = self.arguments(&call.args, &call.keywords)?;
                let op = if call.keywords.is_empty() { Op::CALL } else { Op::CALL_KW };
                self.u.emit(op, work, work, count);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}
