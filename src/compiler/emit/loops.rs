//! `for`, `async for` and `while`.

use coil_grammar::ast::*;

use super::blocks::{Block, BlockKind};
use super::unit::{Operand, Reg};
use super::{Done, Emitter, error};
use crate::bytecode::assembler::{Label, Mark};
use crate::bytecode::opcode::Op;

/// As in CPython.
const MAX_BLOCKS: usize = 21;

impl<'a> Emitter<'a> {
    pub fn while_(&mut self, node: &'a While) -> Done {
        let (next, end, orelse) = (self.u.label(), self.u.label(), self.u.label());
        self.u.place(next);
        self.jump_if(&node.test, orelse, false)?;
        self.push_block(BlockKind::Loop { next, end, iterator: None })?;
        self.conditional_body(&node.body)?;
        self.pop_block();
        self.loop_back(next, node.test.range);
        self.u.place(orelse);
        self.conditional_body(&node.orelse)?;
        self.u.place(end);
        Ok(())
    }

    /// The jump at the end of a loop's body belongs to the last statement there; where several ways
    /// lead to it, to the head of the loop. What follows the loop comes from its head, too.
    fn loop_back(&mut self, next: Label, head: TextRange) {
        if self.u.at_label() {
            self.u.set_place(head);
        } else {
            self.u.mark = Mark::NOWHERE;
        }
        self.u.jump_backward(next);
        self.u.set_place(head);
    }

    pub fn for_(&mut self, node: &'a For, range: TextRange) -> Done {
        if node.is_async {
            return self.async_for(node, range);
        }
        let top = self.u.top;
        let iterator = self.u.alloc();
        self.loop_iterator(&node.iter, iterator)?;
        let (next, end, orelse) = (self.u.label(), self.u.label(), self.u.label());
        self.u.place(next);
        self.at(node.iter.range, |this| this.for_iter(iterator, &node.target, orelse))?;
        let iterator = Some(iterator);
        self.push_block(BlockKind::Loop { next, end, iterator })?;
        self.conditional_body(&node.body)?;
        self.pop_block();
        self.loop_back(next, node.iter.range);
        self.u.place(orelse);
        self.u.top = top;
        self.conditional_body(&node.orelse)?;
        self.u.place(end);
        Ok(())
    }

    /// Iterating over a display of constants needs no list.
    fn loop_iterator(&mut self, iter: &Expr, dst: Reg) -> Done {
        if let Some(value) = super::conditions::constant_container(iter) {
            self.at(iter.range, |this| this.u.load_const(value, dst));
            self.at(iter.range, |this| this.u.emit(Op::GET_ITER, dst, dst, 0));
            return Ok(());
        }
        let object = self.operand(iter, Some(dst))?;
        self.at(iter.range, |this| {
            this.u.emit_flags(Op::GET_ITER, object.flag_b(dst), dst, object.reg, 0);
        });
        Ok(())
    }

    /// FOR_ITER into the target.
    pub fn for_iter(&mut self, iterator: Reg, target: &Expr, end: Label) -> Done {
        if let Some(register) = self.direct_register(target) {
            self.u.emit_jump(Op::FOR_ITER, 0, end, register, iterator, 0);
            return Ok(());
        }
        let top = self.u.top;
        let value = self.u.alloc();
        self.u.emit_jump(Op::FOR_ITER, 0, end, value, iterator, 0);
        self.store(target, Operand::temp(value))?;
        self.u.top = top;
        Ok(())
    }

    fn async_for(&mut self, node: &'a For, range: TextRange) -> Done {
        self.check_await("'async for'", range)?;
        let top = self.u.top;
        let iterator = self.u.alloc();
        let object = self.operand(&node.iter, Some(iterator))?;
        self.at(node.iter.range, |this| {
            this.u.emit_flags(Op::GET_AITER, object.flag_b(iterator), iterator, object.reg, 0);
        });
        let (next, end, orelse) = (self.u.label(), self.u.label(), self.u.label());
        self.u.place(next);
        self.at(node.iter.range, |this| this.async_next(iterator, &node.target, orelse))?;
        let iterator = Some(iterator);
        self.push_block(BlockKind::Loop { next, end, iterator })?;
        self.conditional_body(&node.body)?;
        self.pop_block();
        self.loop_back(next, node.iter.range);
        self.u.place(orelse);
        self.u.top = top;
        self.conditional_body(&node.orelse)?;
        self.u.place(end);
        Ok(())
    }

    /// Awaits the next element into the target; StopAsyncIteration leads to `end`.
    pub fn async_next(&mut self, iterator: Reg, target: &Expr, end: Label) -> Done {
        let top = self.u.top;
        let handler = self.u.label();
        let outer = self.u.handler;
        self.u.handler = self.u.new_handler(handler, top);
        let value = self.u.alloc();
        self.u.emit(Op::GET_ANEXT, value, iterator, 0);
        let direct = self.direct_register(target);
        self.u.emit(Op::YIELD_FROM, direct.unwrap_or(value), value, 0);
        self.u.handler = outer;
        if direct.is_none() {
            self.store(target, Operand::temp(value))?;
        }
        self.u.begin_cold();
        self.u.place(handler);
        self.u.emit_jump(Op::END_ASYNC_FOR, 0, end, top, iterator, 0);
        self.u.dead = true;
        self.u.end_cold();
        self.u.top = top;
        Ok(())
    }

    /// Opens a block; CPython allows 21 of them inside of each other.
    pub fn push_block(&mut self, kind: BlockKind<'a>) -> Done {
        if self.u.blocks.len() >= MAX_BLOCKS {
            let range = TextRange::new(self.u.mark.start, self.u.mark.end);
            return error("too many statically nested blocks", range);
        }
        let outer = self.u.handler;
        self.u.blocks.push(Block { kind, outer });
        Ok(())
    }

    pub fn pop_block(&mut self) {
        self.u.blocks.pop();
    }

    /// A body that may not run, or run more than once.
    pub fn conditional_body(&mut self, body: &'a [Stmt]) -> Done {
        self.u.conditional_depth += 1;
        self.body(body)?;
        self.u.conditional_depth -= 1;
        Ok(())
    }
}
