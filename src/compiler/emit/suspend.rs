//! `await`, `yield`, `yield from`.

use coil_grammar::ast::{Expr, TextRange};

use super::unit::Reg;
use super::{Done, Emitter, error};
use crate::bytecode::code::{Const, flags};
use crate::bytecode::opcode::Op;
use crate::compiler::symbols::ScopeKind;

/// Operand C of GET_AWAITABLE: where the awaitable comes from, for the error message.
pub const FROM_AWAIT: u32 = 0;
pub const FROM_AENTER: u32 = 1;
pub const FROM_AEXIT: u32 = 2;

impl Emitter<'_> {
    pub fn await_(&mut self, value: &Expr, range: TextRange, dst: Reg) -> Done {
        self.check_await("'await'", range)?;
        let top = self.u.top;
        let slot = self.slot(dst);
        let object = self.operand(value, Some(slot))?;
        self.u.emit_flags(Op::GET_AWAITABLE, object.flag_b(slot), slot, object.reg, FROM_AWAIT);
        self.u.emit(Op::YIELD_FROM, dst, slot, 0);
        self.u.top = top;
        Ok(())
    }

    pub fn check_await(&mut self, what: &str, range: TextRange) -> Done {
        if self.may_await() {
            return Ok(());
        }
        match self.table.scope(self.u.scope).kind {
            ScopeKind::Module | ScopeKind::Class if what == "'await'" => {
                error(format!("{what} outside function"), range)
            }
            _ => error(format!("{what} outside async function"), range),
        }
    }

    /// Drives the awaitable of the object in `register` to its end; the result replaces it.
    pub fn drive(&mut self, register: Reg, from: u32) {
        self.u.emit(Op::GET_AWAITABLE, register, register, from);
        self.u.emit(Op::YIELD_FROM, register, register, 0);
    }

    /// As `drive`, when the register may be a local (which must not hold the awaitable).
    pub fn drive_awaitable(&mut self, dst: Reg) {
        let slot = self.slot(dst);
        if slot != dst {
            self.u.emit(Op::MOVE, slot, dst, 0);
        }
        self.drive(slot, FROM_AWAIT);
        self.settle(slot, dst);
    }

    pub fn yield_(&mut self, value: Option<&Expr>, range: TextRange, dst: Reg) -> Done {
        self.check_yield("'yield'", range)?;
        let top = self.u.top;
        let slot = self.slot(dst);
        let operand = match value {
            Some(value) => self.operand(value, Some(slot))?,
            None => {
                self.u.load_const(Const::None, slot);
                super::unit::Operand::temp(slot)
            }
        };
        self.yield_operand(operand, dst);
        self.u.top = top;
        Ok(())
    }

    pub fn yield_from(&mut self, value: &Expr, range: TextRange, dst: Reg) -> Done {
        self.check_yield("'yield from'", range)?;
        if self.u.flags & (flags::COROUTINE | flags::ASYNC_GENERATOR) != 0 {
            return error("'yield from' inside async function", range);
        }
        let top = self.u.top;
        let slot = self.slot(dst);
        let object = self.operand(value, Some(slot))?;
        self.u.emit_flags(Op::GET_YIELD_FROM_ITER, object.flag_b(slot), slot, object.reg, 0);
        self.u.emit(Op::YIELD_FROM, dst, slot, 0);
        self.u.top = top;
        Ok(())
    }

    fn check_yield(&self, what: &str, range: TextRange) -> Done {
        match self.table.scope(self.u.scope).kind {
            ScopeKind::Module | ScopeKind::Class => error(format!("{what} outside function"), range),
            _ => Ok(()),
        }
    }
}
