//! Truth: conditional jumps, `and`/`or`, comparisons, conditional expressions.
//!
//! A condition never makes a bool: comparisons are fused with the jump, and `not`, `and`, `or` are
//! control flow.

use coil_grammar::ast::{BoolOp, CmpOp, Compare, Expr, ExprKind, IfExp, UnaryOp};

use super::unit::{NO_REG, Operand, Reg};
use super::{Done, Emitter, constants, fold};
use crate::bytecode::assembler::Label;
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{NEGATE, Op};

impl Emitter<'_> {
    /// Jumps to `target` if the truth of `test` is `sense`, else falls through.
    pub fn jump_if(&mut self, test: &Expr, target: Label, sense: bool) -> Done {
        let outer = self.u.set_place(test.range);
        let top = self.u.top;
        self.jump_if_inner(test, target, sense)?;
        self.u.top = top;
        self.u.mark = outer;
        Ok(())
    }

    fn jump_if_inner(&mut self, test: &Expr, target: Label, sense: bool) -> Done {
        if let Some(value) = self.known_truth(test) {
            if value == sense {
                self.u.jump(target);
            }
            return Ok(());
        }
        match &test.kind {
            ExprKind::UnaryOp { op: UnaryOp::Not, operand } => self.jump_if(operand, target, !sense),
            ExprKind::BoolOp { op, values } => {
                // `and` is left for good at the first false operand, `or` at the first true one.
                let decisive = *op == BoolOp::Or;
                let Some((last, others)) = values.split_last() else { return Ok(()) };
                if decisive == sense {
                    others.iter().try_for_each(|value| self.jump_if(value, target, sense))?;
                    return self.jump_if(last, target, sense);
                }
                let skip = self.u.label();
                others.iter().try_for_each(|value| self.jump_if(value, skip, decisive))?;
                self.jump_if(last, target, sense)?;
                self.u.place(skip);
                Ok(())
            }
            ExprKind::IfExp(node) => {
                let (orelse, end) = (self.u.label(), self.u.label());
                self.jump_if(&node.test, orelse, false)?;
                self.jump_if(&node.body, target, sense)?;
                self.u.jump(end);
                self.u.place(orelse);
                self.jump_if(&node.orelse, target, sense)?;
                self.u.place(end);
                Ok(())
            }
            ExprKind::Compare(compare) => self.compare_and_jump(compare, target, sense),
            _ => {
                let value = self.operand(test, None)?;
                self.jump_on(value, target, sense);
                Ok(())
            }
        }
    }

    /// Jumps on the truth of an operand, which dies if it is a temporary.
    pub fn jump_on(&mut self, value: Operand, target: Label, sense: bool) {
        let op = if sense { Op::JUMP_IF_TRUE } else { Op::JUMP_IF_FALSE };
        self.u.emit_jump(op, value.flag_b(NO_REG), target, 0, value.reg, 0);
    }

    /// The truth of a test that the compiler can tell.
    pub fn known_truth(&self, test: &Expr) -> Option<bool> {
        if let ExprKind::Name { id, .. } = &test.kind
            && id == "__debug__"
        {
            return Some(self.options.optimize == 0);
        }
        fold::fold(test).map(|value| constants::truth(&value))
    }

    // ---- comparisons

    fn compare_and_jump(&mut self, compare: &Compare, target: Label, sense: bool) -> Done {
        self.warn_compared(compare);
        let count = compare.ops.len();
        let end = self.u.label();
        let top = self.u.top;
        let first = &compare.comparators[0];
        let mut left = self.operand_before(&compare.left, None, &[first])?;
        for (index, (op, right)) in compare.ops.iter().zip(&compare.comparators).enumerate() {
            if index + 1 == count {
                self.fused(*op, left, right, target, sense)?;
                break;
            }
            let later = &compare.comparators[index + 1];
            left = self.chained(*op, left, right, later, (target, end), sense)?;
        }
        self.u.top = top;
        self.u.place(end);
        Ok(())
    }

    /// One link of a chain: jumps when it does not hold, else gives the operand for the next link.
    fn chained(
        &mut self,
        op: CmpOp,
        left: Operand,
        right: &Expr,
        later: &Expr,
        (target, end): (Label, Label),
        sense: bool,
    ) -> Done<Operand> {
        let right = self.operand_before(right, None, &[later])?;
        let exit = if sense { end } else { target };
        if !right.temp {
            self.fused_operands(op, left, right, exit, false);
            return Ok(right);
        }
        // The middle operand is still wanted where the chain goes on, and dropped where it ends.
        let fails = self.u.label();
        self.fused_operands(op, left, Operand::local(right.reg), fails, false);
        self.u.begin_cold();
        self.u.place(fails);
        self.u.release(right.reg, 1);
        self.u.jump(exit);
        self.u.end_cold();
        Ok(right)
    }

    /// Compares and jumps if the outcome is `sense`.
    fn fused(&mut self, op: CmpOp, left: Operand, right: &Expr, target: Label, sense: bool) -> Done {
        if matches!(op, CmpOp::Is | CmpOp::IsNot) && constants::is_none(right) {
            let jump = match (op == CmpOp::Is) == sense {
                true => Op::JUMP_IF_NONE,
                false => Op::JUMP_IF_NOT_NONE,
            };
            self.u.emit_jump(jump, left.flag_b(NO_REG), target, 0, left.reg, 0);
            return Ok(());
        }
        if let (Some(jump), Some(value)) = (immediate_jump(op, sense), constants::immediate(right)) {
            let value = value as u16 as u32;
            self.u.emit_jump(jump, left.flag_b(NO_REG), target, 0, left.reg, value);
            return Ok(());
        }
        let right = self.comparator(op, right)?;
        self.fused_operands(op, left, right, target, sense);
        Ok(())
    }

    fn fused_operands(&mut self, op: CmpOp, left: Operand, right: Operand, target: Label, sense: bool) {
        let flags = left.flag_b(NO_REG) | right.flag_c(NO_REG);
        let (jump, negate) = match op {
            CmpOp::Is => (Op::IS_JUMP_FALSE, sense),
            CmpOp::IsNot => (Op::IS_JUMP_FALSE, !sense),
            CmpOp::In => (Op::CONTAINS_JUMP_FALSE, sense),
            CmpOp::NotIn => (Op::CONTAINS_JUMP_FALSE, !sense),
            _ => (ordering_jump(op, sense), false),
        };
        let flags = flags | if negate { NEGATE } else { 0 };
        self.u.emit_jump(jump, flags, target, 0, left.reg, right.reg);
    }

    /// The right operand; a display of constants after `in` becomes a constant.
    fn comparator(&mut self, op: CmpOp, right: &Expr) -> Done<Operand> {
        if matches!(op, CmpOp::In | CmpOp::NotIn)
            && let Some(value) = constant_container(right)
        {
            let register = self.u.alloc();
            self.at(right.range, |this| this.u.load_const(value, register));
            return Ok(Operand::temp(register));
        }
        self.operand(right, None)
    }

    /// A comparison for its value.
    pub fn compare(&mut self, compare: &Compare, dst: Reg) -> Done {
        self.warn_compared(compare);
        let count = compare.ops.len();
        let top = self.u.top;
        let slot = if count > 1 { self.slot(dst) } else { dst };
        let scratch = (!self.u.is_local(dst) && count == 1).then_some(dst);
        let end = self.u.label();
        let first = &compare.comparators[0];
        let mut left = self.operand_before(&compare.left, scratch, &[first])?;
        for (index, (op, right)) in compare.ops.iter().zip(&compare.comparators).enumerate() {
            if index + 1 == count {
                let right = self.comparator(*op, right)?;
                self.comparison(*op, slot, left, right);
                break;
            }
            let later = &compare.comparators[index + 1];
            let right = self.operand_before(right, None, &[later])?;
            self.comparison(*op, slot, left, Operand::local(right.reg));
            let fails = if right.temp { self.u.label() } else { end };
            // The outcome stays where it is: it is the value of the chain if it is false.
            self.u.emit_jump(Op::JUMP_IF_FALSE, 0, fails, 0, slot, 0);
            if right.temp {
                self.u.begin_cold();
                self.u.place(fails);
                self.u.release(right.reg, 1);
                self.u.jump(end);
                self.u.end_cold();
            }
            left = right;
        }
        self.u.place(end);
        self.u.top = top;
        if slot != dst {
            self.u.emit(Op::MOVE_TEMP, dst, slot, 0);
        }
        Ok(())
    }

    fn comparison(&mut self, op: CmpOp, dst: Reg, left: Operand, right: Operand) {
        let flags = left.flag_b(dst) | right.flag_c(dst);
        let (op, negate) = match op {
            CmpOp::Eq => (Op::COMPARE_EQ, 0),
            CmpOp::NotEq => (Op::COMPARE_NE, 0),
            CmpOp::Lt => (Op::COMPARE_LT, 0),
            CmpOp::LtE => (Op::COMPARE_LE, 0),
            CmpOp::Gt => (Op::COMPARE_GT, 0),
            CmpOp::GtE => (Op::COMPARE_GE, 0),
            CmpOp::Is => (Op::IS_OP, 0),
            CmpOp::IsNot => (Op::IS_OP, NEGATE),
            CmpOp::In => (Op::CONTAINS_OP, 0),
            CmpOp::NotIn => (Op::CONTAINS_OP, NEGATE),
        };
        self.u.emit_flags(op, flags | negate, dst, left.reg, right.reg);
    }

    /// `not (a in b)` and `not (a is b)` are one instruction.
    pub fn negated_test(&mut self, operand: &Expr, dst: Reg) -> Done<bool> {
        let ExprKind::Compare(compare) = &operand.kind else { return Ok(false) };
        let [op] = compare.ops.as_slice() else { return Ok(false) };
        let opposite = match op {
            CmpOp::Is => CmpOp::IsNot,
            CmpOp::IsNot => CmpOp::Is,
            CmpOp::In => CmpOp::NotIn,
            CmpOp::NotIn => CmpOp::In,
            _ => return Ok(false),
        };
        self.warn_compared(compare);
        let top = self.u.top;
        let right = &compare.comparators[0];
        let scratch = (!self.u.is_local(dst)).then_some(dst);
        let left = self.operand_before(&compare.left, scratch, &[right])?;
        let right = self.comparator(*op, right)?;
        self.comparison(opposite, dst, left, right);
        self.u.top = top;
        Ok(true)
    }

    // ---- values that depend on truth

    pub fn bool_op(&mut self, op: BoolOp, values: &[Expr], dst: Reg) -> Done {
        let Some((last, others)) = values.split_last() else { return Ok(()) };
        let decisive = op == BoolOp::Or;
        let end = self.u.label();
        let top = self.u.top;
        // Operands that are locals are tested where they lie; then the result needs no slot.
        let borrowed = others.iter().all(|value| self.direct_register(value).is_some());
        let slot = if borrowed { dst } else { self.slot(dst) };
        for value in others {
            if let Some(truth) = self.known_truth(value) {
                if truth == decisive {
                    self.expr_into(value, slot)?;
                    self.u.jump(end);
                }
                continue;
            }
            let operand = self.operand(value, Some(slot))?;
            if operand.reg == slot && !operand.temp {
                self.jump_on(operand, end, decisive);
            } else if operand.temp {
                self.jump_on(Operand::local(slot), end, decisive);
                self.u.release(slot, 1);
            } else {
                let next = self.u.label();
                self.jump_on(operand, next, !decisive);
                self.move_to(operand, slot);
                self.u.jump(end);
                self.u.place(next);
            }
        }
        self.expr_into(last, slot)?;
        self.u.place(end);
        self.u.top = top;
        if slot != dst {
            self.u.emit(Op::MOVE_TEMP, dst, slot, 0);
        }
        Ok(())
    }

    pub fn if_exp(&mut self, node: &IfExp, dst: Reg) -> Done {
        if let Some(truth) = self.known_truth(&node.test) {
            let (taken, other) = match truth {
                true => (&node.body, &node.orelse),
                false => (&node.orelse, &node.body),
            };
            self.expr_into(taken, dst)?;
            return self.unreachable(|this| {
                let top = this.u.top;
                this.temp(other)?;
                this.u.top = top;
                Ok(())
            });
        }
        let (orelse, end) = (self.u.label(), self.u.label());
        self.jump_if(&node.test, orelse, false)?;
        self.expr_into(&node.body, dst)?;
        self.u.jump(end);
        self.u.place(orelse);
        self.expr_into(&node.orelse, dst)?;
        self.u.place(end);
        Ok(())
    }

    /// Compiles what can never run, for the errors in it.
    pub fn unreachable(&mut self, body: impl FnOnce(&mut Self) -> Done) -> Done {
        let dead = std::mem::replace(&mut self.u.dead, true);
        body(self)?;
        self.u.dead = dead;
        Ok(())
    }
}

/// `in [1, 2]`, `in {1, 2}`: a tuple or frozenset of constants.
pub fn constant_container(expr: &Expr) -> Option<Const> {
    let all = |elts: &[Expr]| elts.iter().map(fold::fold).collect::<Option<Vec<_>>>();
    match &expr.kind {
        ExprKind::List { elts, .. } => all(elts).map(Const::Tuple),
        ExprKind::Set { elts } => all(elts).map(Const::FrozenSet),
        _ => None,
    }
}

fn ordering_jump(op: CmpOp, sense: bool) -> Op {
    match (op, sense) {
        (CmpOp::Lt, false) => Op::LT_JUMP_FALSE,
        (CmpOp::LtE, false) => Op::LE_JUMP_FALSE,
        (CmpOp::NotEq, false) => Op::NE_JUMP_FALSE,
        (CmpOp::Gt, false) => Op::GT_JUMP_FALSE,
        (CmpOp::GtE, false) => Op::GE_JUMP_FALSE,
        (_, false) => Op::EQ_JUMP_FALSE,
        (CmpOp::Lt, true) => Op::LT_JUMP_TRUE,
        (CmpOp::LtE, true) => Op::LE_JUMP_TRUE,
        (CmpOp::NotEq, true) => Op::NE_JUMP_TRUE,
        (CmpOp::Gt, true) => Op::GT_JUMP_TRUE,
        (CmpOp::GtE, true) => Op::GE_JUMP_TRUE,
        (_, true) => Op::EQ_JUMP_TRUE,
    }
}

fn immediate_jump(op: CmpOp, sense: bool) -> Option<Op> {
    Some(match (op, sense) {
        (CmpOp::Lt, false) => Op::LT_IMM_JUMP_FALSE,
        (CmpOp::LtE, false) => Op::LE_IMM_JUMP_FALSE,
        (CmpOp::Eq, false) => Op::EQ_IMM_JUMP_FALSE,
        (CmpOp::NotEq, false) => Op::NE_IMM_JUMP_FALSE,
        (CmpOp::Gt, false) => Op::GT_IMM_JUMP_FALSE,
        (CmpOp::GtE, false) => Op::GE_IMM_JUMP_FALSE,
        (CmpOp::Lt, true) => Op::LT_IMM_JUMP_TRUE,
        (CmpOp::LtE, true) => Op::LE_IMM_JUMP_TRUE,
        (CmpOp::Eq, true) => Op::EQ_IMM_JUMP_TRUE,
        (CmpOp::NotEq, true) => Op::NE_IMM_JUMP_TRUE,
        (CmpOp::Gt, true) => Op::GT_IMM_JUMP_TRUE,
        (CmpOp::GtE, true) => Op::GE_IMM_JUMP_TRUE,
        _ => return None,
    })
}
