//! Expressions: the dispatch, names, attributes and subscripts.

use coil_grammar::ast::*;

use super::unit::{NO_REG, Operand, Reg};
use super::{Done, Emitter, constants, error, fold};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{Intrinsic2, Op};

impl Emitter<'_> {
    /// The value as an operand: a local is borrowed where it is, all else goes to a temporary
    /// (`scratch`, when the caller has one to spare).
    pub fn operand(&mut self, expr: &Expr, scratch: Option<Reg>) -> Done<Operand> {
        match &expr.kind {
            ExprKind::Name { id, ctx: ExprContext::Load } if id != "__debug__" => {
                return self.name_operand(id, expr.range, scratch);
            }
            ExprKind::NamedExpr { target, value } => {
                if let Some(register) = self.direct_register(target) {
                    self.expr_into(value, register)?;
                    return Ok(Operand::local(register));
                }
            }
            _ => {}
        }
        let dst = scratch.unwrap_or_else(|| self.u.alloc());
        self.expr_into(expr, dst)?;
        Ok(Operand::temp(dst))
    }

    /// An operand whose value must survive the evaluation of `later`.
    pub fn operand_before(&mut self, expr: &Expr, scratch: Option<Reg>, later: &[&Expr]) -> Done<Operand> {
        let operand = self.operand(expr, scratch)?;
        Ok(self.protect(operand, later))
    }

    /// Evaluates for the effect alone.
    pub fn effect(&mut self, expr: &Expr) -> Done {
        let top = self.u.top;
        let operand = self.operand(expr, None)?;
        self.discard(operand);
        self.u.top = top;
        Ok(())
    }

    /// A fresh temporary with the value.
    pub fn temp(&mut self, expr: &Expr) -> Done<Reg> {
        let dst = self.u.alloc();
        self.expr_into(expr, dst)?;
        Ok(dst)
    }

    /// Leaves the value in `dst`, which is a local or a temporary that is unset so far.
    pub fn expr_into(&mut self, expr: &Expr, dst: Reg) -> Done {
        let outer = self.u.set_place(expr.range);
        if let Some(value) = fold::fold(expr) {
            self.u.load_const(value, dst);
        } else {
            self.compute(expr, dst)?;
        }
        self.u.mark = outer;
        Ok(())
    }

    fn compute(&mut self, expr: &Expr, dst: Reg) -> Done {
        match &expr.kind {
            ExprKind::Name { id, .. } if id == "__debug__" => {
                let value = if self.options.optimize == 0 { Const::True } else { Const::False };
                self.u.load_const(value, dst);
                Ok(())
            }
            ExprKind::Name { id, .. } => {
                let name = self.mangled(id);
                self.load_name(&name, expr.range, dst)
            }
            ExprKind::Constant { value, .. } => {
                self.u.load_const(constants::from_literal(value), dst);
                Ok(())
            }
            ExprKind::BinOp { .. } => self.binary(expr, dst),
            ExprKind::UnaryOp { op, operand } => self.unary(*op, operand, dst),
            ExprKind::BoolOp { op, values } => self.bool_op(*op, values, dst),
            ExprKind::Compare(compare) => self.compare(compare, dst),
            ExprKind::IfExp(node) => self.if_exp(node, dst),
            ExprKind::NamedExpr { target, value } => self.named_expr(target, value, dst),
            ExprKind::Call(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. }
                if self.long_chain(expr, dst)? =>
            {
                Ok(())
            }
            ExprKind::Call(call) => self.call(call, expr.range, dst),
            ExprKind::Attribute { value, attr, .. } => self.attribute(expr, value, attr, dst),
            ExprKind::Subscript { value, slice, .. } => self.subscript(value, slice, dst),
            ExprKind::Slice { lower, upper, step } => {
                self.slice([lower.as_deref(), upper.as_deref(), step.as_deref()], dst)
            }
            ExprKind::List { elts, .. } => self.list(elts, dst),
            ExprKind::Tuple { elts, .. } => self.tuple(elts, dst),
            ExprKind::Set { elts } => self.set(elts, dst),
            ExprKind::Dict { items } => self.dict(items, dst),
            ExprKind::ListComp { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::DictComp(_)
            | ExprKind::GeneratorExp { .. } => self.comprehension(expr, dst),
            ExprKind::Lambda(lambda) => self.lambda(lambda, expr.range, dst),
            ExprKind::Await { value } => self.await_(value, expr.range, dst),
            ExprKind::Yield { value } => self.yield_(value.as_deref(), expr.range, dst),
            ExprKind::YieldFrom { value } => self.yield_from(value, expr.range, dst),
            ExprKind::JoinedStr { values } => self.joined_str(values, dst),
            ExprKind::FormattedValue { .. } => self.formatted_value(expr, dst),
            ExprKind::TemplateStr { values } => self.template_str(values, dst),
            ExprKind::Interpolation { .. } => self.template_str(std::slice::from_ref(expr), dst),
            ExprKind::Starred { .. } => error("can't use starred expression here", expr.range),
        }
    }

    fn named_expr(&mut self, target: &Expr, value: &Expr, dst: Reg) -> Done {
        let ExprKind::Name { id, .. } = &target.kind else { return Ok(()) };
        if let Some(register) = self.direct_register(target) {
            self.expr_into(value, register)?;
            self.move_to(Operand::local(register), dst);
            return Ok(());
        }
        let slot = self.slot(dst);
        self.expr_into(value, slot)?;
        self.at(target.range, |this| this.store_name(id, Operand::local(slot)));
        self.settle(slot, dst);
        Ok(())
    }

    // ---- attributes

    fn attribute(&mut self, expr: &Expr, value: &Expr, attr: &Identifier, dst: Reg) -> Done {
        if self.super_attribute(value, attr, dst)? {
            return Ok(());
        }
        let top = self.u.top;
        let scratch = (!self.u.is_local(dst)).then_some(dst);
        let object = self.chain_operand(value, scratch)?;
        let place = self.attribute_place(expr, attr);
        self.at(place, |this| this.load_attr(dst, object, attr));
        self.u.top = top;
        Ok(())
    }

    /// The operand of an attribute or call. A long chain of attributes does not recurse.
    pub fn chain_operand(&mut self, expr: &Expr, scratch: Option<Reg>) -> Done<Operand> {
        let mut chain = Vec::new();
        let mut node = expr;
        while let ExprKind::Attribute { value, attr, .. } = &node.kind
            && !self.is_super_call(value)
        {
            chain.push((node, attr));
            node = value;
        }
        let mut object = self.operand(node, scratch)?;
        while let Some((node, attr)) = chain.pop() {
            let dst = match (object.temp, scratch) {
                (true, _) => object.reg,
                (false, Some(scratch)) => scratch,
                (false, None) => self.u.alloc(),
            };
            let place = self.attribute_place(node, attr);
            self.at(place, |this| this.load_attr(dst, object, attr));
            object = Operand::temp(dst);
        }
        Ok(object)
    }

    pub fn load_attr(&mut self, dst: Reg, object: Operand, attr: &Identifier) {
        let name = self.mangled(&attr.name);
        let site = self.u.site(&name);
        if self.u.sites_exhausted() {
            return self.load_attr_by_name(dst, object, &name);
        }
        self.u.emit_flags(Op::LOAD_ATTR, object.flag_b(dst), dst, object.reg, site);
    }

    /// For code objects with more attribute names than sites.
    fn load_attr_by_name(&mut self, dst: Reg, object: Operand, name: &str) {
        let base = self.u.alloc_many(2);
        self.move_to(object, base);
        self.u.load_const(constants::string(name), base + 1);
        self.u.emit(Op::CALL_INTRINSIC_2, dst, base, Intrinsic2::GetAttr as u32);
        self.u.top = base;
    }

    /// An attribute on another line than its object is reported on its own line.
    pub fn attribute_place(&self, expr: &Expr, attr: &Identifier) -> TextRange {
        let place = self.places.position(expr.range);
        if place.line != place.end_line { attr.range } else { expr.range }
    }

    // ---- subscripts

    fn subscript(&mut self, value: &Expr, slice: &Expr, dst: Reg) -> Done {
        self.warn_subscripted(value, slice);
        let top = self.u.top;
        let scratch = (!self.u.is_local(dst)).then_some(dst);
        let object = self.operand_before(value, scratch, &[slice])?;
        self.subscript_of(object, slice, dst)?;
        self.u.top = top;
        Ok(())
    }

    /// `object[slice]`; the object dies if it is a temporary.
    pub fn subscript_of(&mut self, object: Operand, slice: &Expr, dst: Reg) -> Done {
        let top = self.u.top;
        if let Some(bounds) = plain_slice(slice) {
            let window = self.bounds(bounds)?;
            self.u.emit_flags(Op::BINARY_SLICE, object.flag_b(dst), dst, object.reg, window);
        } else if let Some(index) = constants::immediate(slice) {
            let index = index as u16 as u32;
            self.u.emit_flags(Op::BINARY_SUBSCR_IMM, object.flag_b(dst), dst, object.reg, index);
        } else {
            let index = self.operand(slice, None)?;
            let flags = object.flag_b(dst) | index.flag_c(dst);
            self.u.emit_flags(Op::BINARY_SUBSCR, flags, dst, object.reg, index.reg);
        }
        self.u.top = top;
        Ok(())
    }

    /// A window with the two bounds of a slice.
    pub fn bounds(&mut self, bounds: [Option<&Expr>; 2]) -> Done<Reg> {
        let window = self.u.alloc_many(2);
        let top = self.u.top;
        for (index, bound) in bounds.into_iter().enumerate() {
            let register = window + index as u32;
            // The second bound is not there yet while the first is computed.
            self.u.top = register + 1;
            match bound {
                Some(bound) => self.expr_into(bound, register)?,
                None => self.u.load_const(Const::None, register),
            }
        }
        self.u.top = top;
        Ok(window)
    }

    /// A slice object.
    fn slice(&mut self, parts: [Option<&Expr>; 3], dst: Reg) -> Done {
        let constant = |part: Option<&Expr>| part.map_or(Some(Const::None), fold::fold);
        if let [Some(start), Some(stop), Some(step)] = parts.map(constant) {
            self.u.load_const(Const::Slice(Box::new([start, stop, step])), dst);
            return Ok(());
        }
        let top = self.u.top;
        let count = if parts[2].is_some() { 3 } else { 2 };
        let mut base = NO_REG;
        for part in parts.into_iter().take(count) {
            let register = self.u.alloc();
            base = base.min(register);
            match part {
                Some(part) => self.expr_into(part, register)?,
                None => self.u.load_const(Const::None, register),
            }
        }
        self.u.emit(Op::BUILD_SLICE, dst, base, count as u32);
        self.u.top = top;
        Ok(())
    }
}

/// The bounds of a slice without step that is not a constant.
pub fn plain_slice(slice: &Expr) -> Option<[Option<&Expr>; 2]> {
    let ExprKind::Slice { lower, upper, step: None } = &slice.kind else { return None };
    Some([lower.as_deref(), upper.as_deref()])
}
