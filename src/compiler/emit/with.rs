//! `with` and `async with`.
//!
//! Four registers: the exit method and its self at `base`, the enter method and its self after it.
//! The latter two are free again when the body begins.

use coil_grammar::ast::*;

use super::blocks::BlockKind;
use super::suspend::{FROM_AENTER, FROM_AEXIT};
use super::unit::{Operand, Reg};
use super::{Done, Emitter};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{CONSUME_B, Op};

impl<'a> Emitter<'a> {
    pub fn with(&mut self, node: &'a With, range: TextRange) -> Done {
        if node.is_async {
            self.check_await("'async with'", range)?;
        }
        self.with_item(node, 0)
    }

    fn with_item(&mut self, node: &'a With, index: usize) -> Done {
        let Some(item) = node.items.get(index) else { return self.conditional_body(&node.body) };
        let place = item.context_expr.range;
        let top = self.u.top;
        let base = self.temp(&item.context_expr)?;
        self.u.alloc_many(3);
        self.at(place, |this| this.with_enter(node.is_async, base));
        let handler = self.u.label();
        let outer = self.u.handler;
        let kind = BlockKind::With { base, is_async: node.is_async, range: place };
        self.push_block(kind)?;
        // What __enter__ gave is assigned under the protection of __exit__.
        self.u.handler = self.u.new_handler(handler, base + 2);
        self.u.top = base + 3;
        match &item.optional_vars {
            Some(target) => self.store(target, Operand::temp(base + 2))?,
            None => self.u.release(base + 2, 1),
        }
        self.u.top = base + 2;
        self.with_item(node, index + 1)?;
        self.pop_block();
        self.u.handler = outer;
        self.at(place, |this| this.with_exit(base, node.is_async));
        let end = self.u.label();
        self.u.begin_cold();
        self.u.place(handler);
        self.at(place, |this| this.with_exception(base, node.is_async, end));
        self.u.end_cold();
        self.u.place(end);
        self.u.set_place(place);
        self.u.top = top;
        Ok(())
    }

    fn with_enter(&mut self, is_async: bool, base: Reg) {
        let enter = base + 2;
        let op = if is_async { Op::BEFORE_ASYNC_WITH } else { Op::BEFORE_WITH };
        self.u.emit_flags(op, CONSUME_B, base, base, 0);
        self.u.emit(Op::CALL_METHOD, enter, enter, 0);
        if is_async {
            self.drive(enter, FROM_AENTER);
        }
    }

    /// `__exit__(None, None, None)` when the body ends normally or is left by a jump. Whatever lives
    /// above the two registers (a value on its way out) must not be overwritten by the call.
    pub fn with_exit(&mut self, base: Reg, is_async: bool) {
        let top = self.u.top;
        let window = if top <= base + 2 {
            base
        } else {
            let window = self.u.alloc_many(2);
            self.u.emit(Op::MOVE_TEMP, window, base, 0);
            self.u.emit(Op::MOVE_TEMP, window + 1, base + 1, 0);
            window
        };
        self.u.top = window + 2;
        for _ in 0..3 {
            let argument = self.u.alloc();
            self.u.load_const(Const::None, argument);
        }
        self.u.emit(Op::CALL_METHOD, window, window, 3);
        if is_async {
            self.drive(window, FROM_AEXIT);
        }
        self.u.release(window, 1);
        self.u.top = top;
    }

    /// The body raised: `__exit__` decides whether the exception goes on.
    fn with_exception(&mut self, base: Reg, is_async: bool, end: crate::bytecode::assembler::Label) {
        let outer = self.u.handler;
        self.u.top = base + 2;
        let (exception, saved) = self.enter_handler();
        let cleanup = self.u.label();
        self.u.handler = self.u.new_handler(cleanup, saved + 1);
        let result = self.u.alloc();
        self.u.emit(Op::WITH_EXCEPT_START, result, base, exception);
        if is_async {
            self.drive(result, FROM_AEXIT);
        }
        let swallowed = self.u.label();
        self.jump_on(Operand::temp(result), swallowed, true);
        self.u.handler = outer;
        self.u.emit(Op::POP_EXCEPT, saved, 0, 0);
        self.u.emit(Op::RERAISE, exception, 0, 0);
        self.u.place(swallowed);
        self.u.emit(Op::POP_EXCEPT, saved, 0, 0);
        self.u.release(exception, 1);
        self.u.jump(end);
        self.leave_on_error(cleanup, saved, None);
    }
}
