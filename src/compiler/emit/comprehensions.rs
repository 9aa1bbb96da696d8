//! Comprehensions and generator expressions.
//!
//! List, set and dict comprehensions are inlined (PEP 709): their variables have registers of their
//! own in the function around them. Generator expressions, and comprehensions in annotation scopes
//! of a class, are functions whose argument `.0` is the first iterator.

use std::sync::Arc;

use coil_grammar::ast::*;

use super::functions::FunctionParts;
use super::unit::{Operand, Reg};
use super::{Done, Emitter, error};
use crate::bytecode::assembler::Label;
use crate::bytecode::code::{Code, Const, flags};
use crate::bytecode::opcode::{ASYNC_YIELD, CONSUME_B, Op};
use crate::compiler::symbols::{ComprehensionKind, Role, ScopeId, ScopeKind};

/// What one comprehension collects, and where.
#[derive(Clone, Copy)]
struct Collector<'e> {
    kind: ComprehensionKind,
    /// The element; of a dict comprehension, key and value.
    first: &'e Expr,
    second: Option<&'e Expr>,
    /// The collection; unused by generator expressions.
    into: Reg,
}

type Parts<'e> = (ComprehensionKind, &'e Expr, Option<&'e Expr>, &'e [Comprehension]);

fn parts(expr: &Expr) -> Option<Parts<'_>> {
    Some(match &expr.kind {
        ExprKind::ListComp { elt, generators } => (ComprehensionKind::List, elt, None, generators),
        ExprKind::SetComp { elt, generators } => (ComprehensionKind::Set, elt, None, generators),
        ExprKind::GeneratorExp { elt, generators } => (ComprehensionKind::Generator, elt, None, generators),
        ExprKind::DictComp(comp) => (ComprehensionKind::Dict, &comp.key, Some(&comp.value), &comp.generators),
        _ => return None,
    })
}

impl Emitter<'_> {
    pub fn comprehension(&mut self, expr: &Expr, dst: Reg) -> Done {
        let Some(parts) = parts(expr) else { return Ok(()) };
        let id = self.table.of(expr, Role::Comprehension);
        let scope = self.table.scope(id);
        let is_async = scope.coroutine && parts.0 != ComprehensionKind::Generator;
        if is_async && !self.may_await() {
            let message = "asynchronous comprehension outside of an asynchronous function";
            return error(message, expr.range);
        }
        if scope.inlined {
            return self.inlined(id, parts, dst);
        }
        let top = self.u.top;
        let base = self.u.window(dst);
        let code = self.comprehension_code(id, parts, expr.range)?;
        self.make_function(code, FunctionParts::default(), base)?;
        self.u.top = base + 1;
        let argument = self.u.alloc();
        self.first_iterator(&parts.3[0], argument)?;
        self.u.emit(Op::CALL, dst, base, 1);
        self.u.top = top;
        if is_async {
            self.drive_awaitable(dst);
        }
        Ok(())
    }

    /// The iterator over the first iterable, which is evaluated outside.
    fn first_iterator(&mut self, generator: &Comprehension, dst: Reg) -> Done {
        self.expr_into(&generator.iter, dst)?;
        let op = if generator.is_async { Op::GET_AITER } else { Op::GET_ITER };
        self.at(generator.iter.range, |this| this.u.emit(op, dst, dst, 0));
        Ok(())
    }

    fn comprehension_code(
        &mut self,
        id: ScopeId,
        (kind, first, second, generators): Parts<'_>,
        range: TextRange,
    ) -> Done<Arc<Code>> {
        let name = self.table.scope(id).name.clone();
        self.enter_unit(id, &name, range);
        self.u.arg_count = 1;
        self.u.mark = crate::bytecode::assembler::Mark { start: range.start, end: range.end };
        let into = match kind {
            ComprehensionKind::Generator => 0,
            _ => {
                let into = self.u.alloc();
                self.new_collection(kind, into);
                into
            }
        };
        let collector = Collector { kind, first, second, into };
        // The parameter itself is the iterator: it is released when it is exhausted.
        self.generators(generators, Some(0), collector)?;
        match kind {
            ComprehensionKind::Generator => self.u.return_const(Const::None),
            _ => self.u.emit(Op::RETURN_VALUE, 0, into, 0),
        }
        self.leave_unit()
    }

    fn new_collection(&mut self, kind: ComprehensionKind, into: Reg) {
        let op = match kind {
            ComprehensionKind::Set => Op::BUILD_SET,
            ComprehensionKind::Dict => Op::BUILD_MAP,
            _ => Op::BUILD_LIST,
        };
        self.u.emit(op, into, into, 0);
    }

    fn inlined(&mut self, id: ScopeId, (kind, first, second, generators): Parts<'_>, dst: Reg) -> Done {
        let top = self.u.top;
        let slot = self.slot(dst);
        // The first iterable still belongs to the scope around.
        let iterator = self.u.alloc();
        self.first_iterator(&generators[0], iterator)?;
        self.new_collection(kind, slot);
        let (locals, temp, temp_count) = self.open_inline_scope(id);
        let outer = self.u.handler;
        let cleanup = (!locals.is_empty()).then(|| {
            let label = self.u.label();
            self.u.handler = self.u.new_handler(label, iterator);
            label
        });
        let collector = Collector { kind, first, second, into: slot };
        self.generators(generators, Some(iterator), collector)?;
        self.u.inline.pop();
        self.u.handler = outer;
        for register in &locals {
            self.u.release(*register, 1);
        }
        self.u.release(temp, temp_count);
        if let Some(label) = cleanup {
            self.clear_on_error(label, &locals, iterator);
        }
        self.u.top = iterator;
        self.settle(slot, dst);
        self.u.top = top;
        Ok(())
    }

    /// An exception leaves the variables of a comprehension unset, too.
    fn clear_on_error(&mut self, label: Label, locals: &[Reg], exception: Reg) {
        self.u.begin_cold();
        self.u.place(label);
        for register in locals {
            self.u.release(*register, 1);
        }
        self.u.emit(Op::RERAISE, exception, 0, 0);
        self.u.end_cold();
    }

    /// One loop inside of the other, and the element at the heart. `iterator` is that of the first
    /// loop, if it is there already.
    fn generators(&mut self, generators: &[Comprehension], iterator: Option<Reg>, collector: Collector<'_>) -> Done {
        let Some((generator, rest)) = generators.split_first() else {
            return self.collect(collector);
        };
        if !generator.is_async
            && iterator.is_none()
            && let Some(only) = single_element(&generator.iter)
        {
            return self.bind_single(generator, only, rest, collector);
        }
        let top = self.u.top;
        let iterator = match iterator {
            Some(iterator) => iterator,
            None => {
                let iterator = self.u.alloc();
                self.first_iterator(generator, iterator)?;
                iterator
            }
        };
        let (next, end) = (self.u.label(), self.u.label());
        self.u.place(next);
        if generator.is_async {
            self.async_next(iterator, &generator.target, end)?;
        } else {
            self.at(generator.iter.range, |this| this.for_iter(iterator, &generator.target, end))?;
        }
        for test in &generator.ifs {
            self.jump_if(test, next, false)?;
        }
        self.generators(rest, None, collector)?;
        self.u.jump_backward(next);
        self.u.place(end);
        self.u.top = top;
        Ok(())
    }

    /// `for y in [f(x)]` is an assignment.
    fn bind_single(
        &mut self,
        generator: &Comprehension,
        only: &Expr,
        rest: &[Comprehension],
        collector: Collector<'_>,
    ) -> Done {
        let top = self.u.top;
        let next = self.u.label();
        self.assign(&generator.target, only)?;
        for test in &generator.ifs {
            self.jump_if(test, next, false)?;
        }
        self.generators(rest, None, collector)?;
        self.u.place(next);
        self.u.top = top;
        Ok(())
    }

    fn collect(&mut self, collector: Collector<'_>) -> Done {
        let top = self.u.top;
        let into = collector.into;
        match (collector.kind, collector.second) {
            (ComprehensionKind::Dict, Some(value)) => {
                let window = self.temp(collector.first)?;
                self.temp(value)?;
                let range = collector.first.range.to(value.range);
                self.at(range, |this| this.u.emit(Op::MAP_ADD, into, window, 0));
            }
            (ComprehensionKind::Generator, _) => {
                let value = self.operand(collector.first, None)?;
                let result = if value.temp { value.reg } else { self.u.alloc() };
                self.at(collector.first.range, |this| this.yield_operand(value, result));
                self.u.release(result, 1);
            }
            (kind, _) => {
                let value = self.operand(collector.first, None)?;
                let op = match kind {
                    ComprehensionKind::Set => Op::SET_ADD,
                    _ => Op::LIST_APPEND,
                };
                let flags = if value.temp { CONSUME_B } else { 0 };
                self.at(collector.first.range, |this| {
                    this.u.emit_flags(op, flags, into, value.reg, 0);
                });
            }
        }
        self.u.top = top;
        Ok(())
    }

    /// Yields an operand; what is sent arrives in `result`.
    pub fn yield_operand(&mut self, value: Operand, result: Reg) {
        let own = self.u.flags & flags::ASYNC_GENERATOR != 0;
        let flags = value.flag_b(result) | if own { ASYNC_YIELD } else { 0 };
        self.u.emit_flags(Op::YIELD_VALUE, flags, result, value.reg, 0);
    }

    /// Whether `await` may stand here.
    pub fn may_await(&self) -> bool {
        let scope = self.table.scope(self.u.scope);
        match scope.kind {
            ScopeKind::Function => scope.is_async || scope.comprehension.is_some(),
            ScopeKind::Module => self.options.top_level_await,
            _ => false,
        }
    }
}

/// The element of a one-element list or tuple display.
fn single_element(iter: &Expr) -> Option<&Expr> {
    let (ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. }) = &iter.kind else {
        return None;
    };
    match elts.as_slice() {
        [only] if !matches!(only.kind, ExprKind::Starred { .. }) => Some(only),
        _ => None,
    }
}
