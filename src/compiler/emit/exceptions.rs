//! `try`, `except` and `finally`.
//!
//! A handler finds the exception in register `depth`, the first temporary of the statement; the one
//! handled before is kept in the register after it. Handlers lie behind the function's other code.

use coil_grammar::ast::*;

use super::blocks::BlockKind;
use super::unit::{NO_REG, Operand, Reg};
use super::{Done, Emitter, error};
use crate::bytecode::assembler::{HandlerId, Label};
use crate::bytecode::opcode::Op;

impl<'a> Emitter<'a> {
    pub fn try_(&mut self, node: &'a Try, range: TextRange) -> Done {
        self.warn_finally(&node.finalbody);
        // `try:` is a line of its own for whoever traces.
        self.at(range, |this| this.u.emit(Op::NOP, 0, 0, 0));
        if node.finalbody.is_empty() {
            return self.try_except(node);
        }
        let top = self.u.top;
        let label = self.u.label();
        let outer = self.u.handler;
        self.push_block(BlockKind::Finally { body: &node.finalbody })?;
        self.u.handler = self.u.new_handler(label, top);
        if node.handlers.is_empty() {
            self.conditional_body(&node.body)?;
            self.conditional_body(&node.orelse)?;
        } else {
            self.try_except(node)?;
        }
        self.pop_block();
        self.u.handler = outer;
        self.conditional_body(&node.finalbody)?;
        self.u.begin_cold();
        self.u.place(label);
        let (exception, saved) = self.enter_handler();
        let cleanup = self.u.label();
        self.push_block(BlockKind::FinallyHandler { exception, saved })?;
        self.u.handler = self.u.new_handler(cleanup, saved + 1);
        self.conditional_body(&node.finalbody)?;
        self.pop_block();
        self.u.handler = outer;
        self.nowhere(|this| {
            this.u.emit(Op::POP_EXCEPT, saved, 0, 0);
            this.u.emit(Op::RERAISE, exception, 0, 0);
        });
        self.leave_on_error(cleanup, saved, None);
        self.u.end_cold();
        self.u.top = top;
        Ok(())
    }

    /// The head of every handler: takes two registers and makes the exception the current one.
    pub fn enter_handler(&mut self) -> (Reg, Reg) {
        let exception = self.u.alloc();
        let saved = self.u.alloc();
        self.nowhere(|this| this.u.emit(Op::PUSH_EXC_INFO, saved, exception, 0));
        (exception, saved)
    }

    /// What happens when a handler's own code raises: its exception is no longer current, then the
    /// new one goes on.
    pub fn leave_on_error(&mut self, cleanup: Label, saved: Reg, name: Option<&Name>) {
        let outer_top = self.u.top;
        self.u.top = saved + 1;
        self.u.place(cleanup);
        let exception = self.u.alloc();
        if let Some(name) = name {
            self.nowhere(|this| this.forget_name(name));
        }
        self.nowhere(|this| {
            this.u.emit(Op::POP_EXCEPT, saved, 0, 0);
            this.u.emit(Op::RERAISE, exception, 0, 0);
        });
        self.u.top = outer_top;
    }

    fn try_except(&mut self, node: &'a Try) -> Done {
        let top = self.u.top;
        let (label, end) = (self.u.label(), self.u.label());
        let outer = self.u.handler;
        self.push_block(BlockKind::Try)?;
        self.u.handler = self.u.new_handler(label, top);
        self.conditional_body(&node.body)?;
        self.pop_block();
        self.u.handler = outer;
        self.conditional_body(&node.orelse)?;
        self.u.begin_cold();
        self.u.place(label);
        if node.is_star {
            self.group_handlers(&node.handlers, end)?;
        } else {
            self.handlers(&node.handlers, end)?;
        }
        self.u.end_cold();
        self.u.place(end);
        self.u.top = top;
        Ok(())
    }

    fn handlers(&mut self, handlers: &'a [ExceptHandler], end: Label) -> Done {
        let outer = self.u.handler;
        let (exception, saved) = self.enter_handler();
        let cleanup = self.u.label();
        let guarded = self.u.new_handler(cleanup, saved + 1);
        for (index, handler) in handlers.iter().enumerate() {
            self.u.set_place(handler.range);
            if handler.type_.is_none() && index + 1 < handlers.len() {
                return error("default 'except:' must be last", handler.range);
            }
            self.u.handler = guarded;
            let next = self.u.label();
            if let Some(type_) = &handler.type_ {
                self.match_exception(exception, type_, next)?;
            }
            self.push_block(BlockKind::Handler { saved })?;
            self.u.blocks.last_mut().expect("pushed").outer = outer;
            self.handler_body(handler, exception, saved, outer)?;
            self.pop_block();
            self.u.handler = outer;
            self.u.emit(Op::POP_EXCEPT, saved, 0, 0);
            self.u.jump(end);
            self.u.place(next);
        }
        self.u.handler = outer;
        self.nowhere(|this| {
            this.u.emit(Op::POP_EXCEPT, saved, 0, 0);
            this.u.emit(Op::RERAISE, exception, 0, 0);
        });
        self.leave_on_error(cleanup, saved, None);
        Ok(())
    }

    fn match_exception(&mut self, exception: Reg, type_: &Expr, next: Label) -> Done {
        let top = self.u.top;
        let result = self.u.alloc();
        let class = self.operand(type_, Some(result))?;
        let flags = class.flag_c(result);
        self.u.emit_flags(Op::CHECK_EXC_MATCH, flags, result, exception, class.reg);
        self.jump_on(Operand::temp(result), next, false);
        self.u.top = top;
        Ok(())
    }

    /// The body of a handler, after the match. The name is unbound again however it is left.
    fn handler_body(&mut self, handler: &'a ExceptHandler, exception: Reg, saved: Reg, outer: HandlerId) -> Done {
        let Some(name) = &handler.name else {
            self.u.release(exception, 1);
            return self.conditional_body(&handler.body);
        };
        let name = &name.name;
        self.store_name(name, Operand::temp(exception));
        let guarded = self.u.handler;
        let cleanup = self.u.label();
        self.push_block(BlockKind::HandlerName { name: name.clone() })?;
        self.u.handler = self.u.new_handler(cleanup, saved + 1);
        self.conditional_body(&handler.body)?;
        self.pop_block();
        self.u.handler = guarded;
        self.forget_name(name);
        self.u.begin_cold();
        self.u.handler = outer;
        self.leave_on_error(cleanup, saved, Some(name));
        self.u.handler = guarded;
        self.u.end_cold();
        Ok(())
    }

    // ---- except*

    fn group_handlers(&mut self, handlers: &'a [ExceptHandler], end: Label) -> Done {
        let outer = self.u.handler;
        let (exception, saved) = self.enter_handler();
        let cleanup = self.u.label();
        self.u.handler = self.u.new_handler(cleanup, saved + 1);
        let raised = self.u.alloc();
        let rest = self.u.alloc();
        self.nowhere(|this| {
            this.u.emit(Op::BUILD_LIST, raised, raised, 0);
            this.u.emit(Op::MOVE, rest, exception, 0);
        });
        for handler in handlers {
            self.u.set_place(handler.range);
            self.group_handler(handler, raised, rest)?;
        }
        self.list_append(raised, rest);
        let result = rest;
        let flags = crate::bytecode::opcode::CONSUME_C;
        self.u.emit_flags(Op::PREP_RERAISE_STAR, flags, result, exception, raised);
        self.u.handler = outer;
        let reraise = self.u.label();
        self.u.emit_jump(Op::JUMP_IF_NOT_NONE, 0, reraise, 0, result, 0);
        self.u.emit(Op::POP_EXCEPT, saved, 0, 0);
        // The result is None, but the register must be known to be free.
        self.u.release(result, 1);
        self.u.release(exception, 1);
        self.u.jump(end);
        self.u.place(reraise);
        self.u.emit(Op::POP_EXCEPT, saved, 0, 0);
        self.u.emit(Op::RERAISE, result, 0, 0);
        self.leave_on_error(cleanup, saved, None);
        Ok(())
    }

    /// One `except*`: runs on the part that matches; what it raises is collected.
    fn group_handler(&mut self, handler: &'a ExceptHandler, raised: Reg, rest: Reg) -> Done {
        let top = self.u.top;
        let Some(type_) = &handler.type_ else { return Ok(()) };
        let matched = self.u.alloc_many(2);
        let class = self.operand(type_, None)?;
        let flags = class.flag_c(NO_REG);
        self.u.emit_flags(Op::CHECK_EG_MATCH, flags, matched, rest, class.reg);
        self.u.emit(Op::MOVE_TEMP, rest, matched + 1, 0);
        self.u.top = matched + 1;
        let (next, no_match) = (self.u.label(), self.u.label());
        self.u.emit_jump(Op::JUMP_IF_NONE, 0, no_match, 0, matched, 0);
        let guarded = self.u.handler;
        let cleanup = self.u.label();
        self.push_block(BlockKind::GroupHandler)?;
        self.u.handler = self.u.new_handler(cleanup, matched);
        match &handler.name {
            Some(name) => self.store_name(&name.name, Operand::temp(matched)),
            None => self.u.release(matched, 1),
        }
        self.u.top = matched;
        self.conditional_body(&handler.body)?;
        self.pop_block();
        self.u.handler = guarded;
        if let Some(name) = &handler.name {
            self.forget_name(&name.name);
        }
        self.u.jump(next);
        self.u.place(no_match);
        self.u.release(matched, 1);
        self.u.jump(next);
        self.u.place(cleanup);
        self.u.top = matched + 1;
        if let Some(name) = &handler.name {
            self.forget_name(&name.name);
        }
        self.list_append(raised, matched);
        self.u.place(next);
        self.u.top = top;
        Ok(())
    }

    fn list_append(&mut self, list: Reg, element: Reg) {
        let flags = crate::bytecode::opcode::CONSUME_B;
        self.u.emit_flags(Op::LIST_APPEND, flags, list, element, 0);
    }
}
