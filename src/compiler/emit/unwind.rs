//! `return`, `break` and `continue`: leaving blocks on the way.

use coil_grammar::ast::{Expr, TextRange};

use super::blocks::{Block, BlockKind};
use super::{Done, Emitter, error};
use crate::bytecode::assembler::HandlerId;
use crate::bytecode::opcode::Op;

const IN_GROUP_HANDLER: &str = "'break', 'continue' and 'return' cannot appear in an except* block";

impl<'a> Emitter<'a> {
    pub fn return_(&mut self, value: Option<&Expr>, range: TextRange) -> Done {
        if !self.in_function_body() {
            return error("'return' outside function", range);
        }
        let top = self.u.top;
        if let Some(constant) = self.constant_return(value) {
            if let Some(value) = value.filter(|_| self.u.blocks.iter().any(runs_code)) {
                // A line to stop at before the blocks are left.
                self.at(value.range, |this| this.u.emit(Op::NOP, 0, 0, 0));
            }
            let handler = self.unwind(0, value.map_or(range, |value| value.range))?;
            self.u.set_place(range);
            self.u.return_const(constant);
            self.u.handler = handler;
            return Ok(());
        }
        let Some(value) = value else { return Ok(()) };
        let mut operand = self.operand(value, None)?;
        if !operand.temp && self.u.blocks.iter().any(runs_code) {
            let copy = self.u.alloc();
            self.u.emit(Op::MOVE, copy, operand.reg, 0);
            operand.reg = copy;
        }
        let handler = self.unwind(0, range)?;
        self.u.set_place(range);
        self.u.emit(Op::RETURN_VALUE, 0, operand.reg, 0);
        self.u.handler = handler;
        self.u.top = top;
        Ok(())
    }

    pub fn break_(&mut self, range: TextRange) -> Done {
        let Some((index, kind)) = self.innermost_loop() else {
            return self.outside_loop("'break' outside loop", range);
        };
        let handler = self.unwind(index + 1, range)?;
        if let BlockKind::Loop { end, iterator, .. } = kind {
            self.u.release(iterator.unwrap_or(0), iterator.is_some() as u32);
            self.u.jump(end);
        }
        self.u.handler = handler;
        Ok(())
    }

    pub fn continue_(&mut self, range: TextRange) -> Done {
        let Some((index, kind)) = self.innermost_loop() else {
            return self.outside_loop("'continue' not properly in loop", range);
        };
        let handler = self.unwind(index + 1, range)?;
        if let BlockKind::Loop { next, .. } = kind {
            self.u.jump_backward(next);
        }
        self.u.handler = handler;
        Ok(())
    }

    fn outside_loop(&self, message: &str, range: TextRange) -> Done {
        let in_group = self.u.blocks.iter().any(|block| matches!(block.kind, BlockKind::GroupHandler));
        error(if in_group { IN_GROUP_HANDLER } else { message }, range)
    }

    fn innermost_loop(&self) -> Option<(usize, BlockKind<'a>)> {
        let is_loop = |block: &Block| matches!(block.kind, BlockKind::Loop { .. });
        let index = self.u.blocks.iter().rposition(is_loop)?;
        Some((index, self.u.blocks[index].kind.clone()))
    }

    /// Does what leaving the blocks from the innermost down to number `keep` takes. Afterwards the
    /// blocks are as before, but the handler in force is that outside of what was left: the caller
    /// writes the return or jump under it and then puts back the handler it is given.
    fn unwind(&mut self, keep: usize, range: TextRange) -> Done<HandlerId> {
        let blocks = std::mem::take(&mut self.u.blocks);
        let handler = self.u.handler;
        for index in (keep..blocks.len()).rev() {
            self.u.blocks = blocks[..index].to_vec();
            self.u.handler = blocks[index].outer;
            self.leave_block(&blocks[index], range)?;
        }
        self.u.blocks = blocks;
        Ok(handler)
    }

    fn leave_block(&mut self, block: &Block<'a>, range: TextRange) -> Done {
        match &block.kind {
            BlockKind::Loop { iterator, .. } => {
                self.u.release(iterator.unwrap_or(0), iterator.is_some() as u32);
            }
            BlockKind::Try => {}
            BlockKind::Finally { body } => {
                self.body(body)?;
                self.u.set_place(range);
            }
            BlockKind::FinallyHandler { exception, saved } => {
                self.u.release(*exception, 1);
                self.u.emit(Op::POP_EXCEPT, *saved, 0, 0);
            }
            BlockKind::Handler { saved } => self.u.emit(Op::POP_EXCEPT, *saved, 0, 0),
            BlockKind::HandlerName { name } => self.forget_name(name),
            BlockKind::GroupHandler => return error(IN_GROUP_HANDLER, range),
            BlockKind::With { base, is_async, range: place } => {
                self.at(*place, |this| this.with_exit(*base, *is_async));
            }
        }
        Ok(())
    }
}

/// Whether leaving the block runs Python code, which might rebind a local.
fn runs_code(block: &Block<'_>) -> bool {
    matches!(block.kind, BlockKind::Finally { .. } | BlockKind::With { .. } | BlockKind::HandlerName { .. })
}
