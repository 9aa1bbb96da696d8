//! Unary and binary operators.

use coil_grammar::ast::{Expr, ExprKind, Operator, UnaryOp};

use super::unit::{Operand, Reg};
use super::{Done, Emitter, constants, fold};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::Op;

impl Emitter<'_> {
    pub fn unary(&mut self, op: UnaryOp, operand: &Expr, dst: Reg) -> Done {
        let top = self.u.top;
        let scratch = (!self.u.is_local(dst)).then_some(dst);
        if op == UnaryOp::Not && self.negated_test(operand, dst)? {
            return Ok(());
        }
        let value = self.operand(operand, scratch)?;
        let op = match op {
            UnaryOp::Not => Op::UNARY_NOT,
            UnaryOp::USub => Op::UNARY_NEGATIVE,
            UnaryOp::UAdd => Op::UNARY_POSITIVE,
            UnaryOp::Invert => Op::UNARY_INVERT,
        };
        self.u.emit_flags(op, value.flag_b(dst), dst, value.reg, 0);
        self.u.top = top;
        Ok(())
    }

    /// A chain of operators, from its leftmost operand on, without recursing along it.
    pub fn binary(&mut self, expr: &Expr, dst: Reg) -> Done {
        if self.percent(expr, dst)? {
            return Ok(());
        }
        let mut chain = Vec::new();
        let mut node = expr;
        while let ExprKind::BinOp { left, op, right } = &node.kind
            && !super::percent::applies(node)
        {
            chain.push((*op, &**right, node.range));
            node = left;
        }
        let top = self.u.top;
        let scratch = if self.u.is_local(dst) { None } else { Some(dst) };
        let prefix = self.constant_prefix(node, &mut chain);
        let mut scratch_taken = scratch;
        let mut left = match prefix {
            Some(value) => {
                let register = scratch.unwrap_or_else(|| self.u.alloc());
                self.u.load_const(value, register);
                Operand::temp(register)
            }
            None => {
                let (_, right, _) = chain[chain.len() - 1];
                self.operand_before(node, scratch, &[right])?
            }
        };
        while let Some((op, right, range)) = chain.pop() {
            // The chain's end goes where the result is wanted, what comes before to a temporary.
            let target = if chain.is_empty() {
                dst
            } else if left.temp {
                left.reg
            } else {
                scratch_taken.take().unwrap_or_else(|| self.u.alloc())
            };
            self.at(range, |this| this.binary_step(op, target, left, right, 0))?;
            left = Operand::temp(target);
        }
        self.u.top = top;
        Ok(())
    }

    /// Folds as much of a chain's beginning as is constant.
    fn constant_prefix(
        &self,
        first: &Expr,
        chain: &mut Vec<(Operator, &Expr, coil_grammar::ast::TextRange)>,
    ) -> Option<Const> {
        let mut value = fold::fold(first)?;
        let mut any = false;
        while chain.len() > 1
            && let Some((op, right, _)) = chain.last()
            && let Some(right) = fold::fold(right)
            && let Some(next) = fold::binary(*op, &value, &right)
        {
            value = next;
            chain.pop();
            any = true;
        }
        any.then_some(value)
    }

    /// `dst = left op right`; the left operand is there already.
    pub fn binary_step(&mut self, op: Operator, dst: Reg, left: Operand, right: &Expr, flags: u8) -> Done {
        let top = self.u.top;
        if let (Some(op), Some(value)) = (with_immediate(op), constants::immediate(right)) {
            let flags = flags | left.flag_b(dst);
            self.u.emit_flags(op, flags, dst, left.reg, value as u16 as u32);
            return Ok(());
        }
        let right = self.operand(right, None)?;
        let flags = flags | left.flag_b(dst) | right.flag_c(dst);
        self.u.emit_flags(plain(op), flags, dst, left.reg, right.reg);
        self.u.top = top;
        Ok(())
    }
}

fn plain(op: Operator) -> Op {
    match op {
        Operator::Add => Op::BINARY_ADD,
        Operator::Sub => Op::BINARY_SUBTRACT,
        Operator::Mult => Op::BINARY_MULTIPLY,
        Operator::MatMult => Op::BINARY_MATRIX_MULTIPLY,
        Operator::Div => Op::BINARY_TRUE_DIVIDE,
        Operator::Mod => Op::BINARY_MODULO,
        Operator::Pow => Op::BINARY_POWER,
        Operator::LShift => Op::BINARY_LSHIFT,
        Operator::RShift => Op::BINARY_RSHIFT,
        Operator::BitOr => Op::BINARY_OR,
        Operator::BitXor => Op::BINARY_XOR,
        Operator::BitAnd => Op::BINARY_AND,
        Operator::FloorDiv => Op::BINARY_FLOOR_DIVIDE,
    }
}

fn with_immediate(op: Operator) -> Option<Op> {
    Some(match op {
        Operator::Add => Op::BINARY_ADD_IMM,
        Operator::Sub => Op::BINARY_SUBTRACT_IMM,
        Operator::Mult => Op::BINARY_MULTIPLY_IMM,
        Operator::FloorDiv => Op::BINARY_FLOOR_DIVIDE_IMM,
        Operator::Mod => Op::BINARY_MODULO_IMM,
        Operator::LShift => Op::BINARY_LSHIFT_IMM,
        Operator::RShift => Op::BINARY_RSHIFT_IMM,
        Operator::BitAnd => Op::BINARY_AND_IMM,
        _ => return None,
    })
}
