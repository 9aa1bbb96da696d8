//! Statements: the dispatch, modules, and the simple ones.

use coil_grammar::ast::*;

use super::unit::{NO_REG, Operand};
use super::{Done, Emitter, constants, error};
use crate::bytecode::code::{Const, flags};
use crate::bytecode::opcode::{CONSUME_A, CONSUME_B, Op};
use crate::compiler::symbols::ScopeKind;

impl<'a> Emitter<'a> {
    pub fn module(&mut self, tree: &'a Mod) -> Done {
        match tree {
            Mod::Module { body } | Mod::Interactive { body } => {
                if let Some(first) = body.first() {
                    self.u.set_place(TextRange::new(first.range.start, first.range.start));
                    self.module_body(body)?;
                }
                self.implicit_return(body.last());
            }
            Mod::Expression { body } => {
                let value = self.operand(body, None)?;
                self.at(body.range, |this| this.u.emit(Op::RETURN_VALUE, 0, value.reg, 0));
            }
            Mod::FunctionType { .. } => {
                return error("func_type mode is for ast.parse only", TextRange::default());
            }
        }
        if self.options.top_level_await && self.table.scope(self.u.scope).coroutine {
            self.u.flags |= flags::COROUTINE;
        }
        Ok(())
    }

    fn module_body(&mut self, body: &'a [Stmt]) -> Done {
        if self.options.future_annotations() {
            if self.has_annotations(body) {
                self.u.emit(Op::SETUP_ANNOTATIONS, 0, 0, 0);
            }
        } else {
            self.module_annotations(body)?;
        }
        let interactive = matches!(self.tree, Mod::Interactive { .. });
        let body = if interactive { body } else { self.namespace_docstring(body) };
        self.body(body)
    }

    pub fn body(&mut self, body: &'a [Stmt]) -> Done {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    fn stmt(&mut self, stmt: &'a Stmt) -> Done {
        self.u.set_place(stmt.range);
        let range = stmt.range;
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function_def(def, range),
            StmtKind::ClassDef(def) => self.class_def(def, range),
            StmtKind::TypeAlias(alias) => self.type_alias(alias, range),
            StmtKind::Return { value } => self.return_(value.as_deref(), range),
            StmtKind::Delete { targets } => targets.iter().try_for_each(|target| self.delete(target)),
            StmtKind::Assign { targets, value } => self.assign_many(targets, value),
            StmtKind::AugAssign { target, op, value } => self.aug_assign(target, *op, value, range),
            StmtKind::AnnAssign(assign) => self.ann_assign(assign, range),
            StmtKind::For(node) => self.for_(node, range),
            StmtKind::While(node) => self.while_(node),
            StmtKind::If(node) => self.if_(node),
            StmtKind::With(node) => self.with(node, range),
            StmtKind::Match(node) => self.match_(node),
            StmtKind::Raise { exc, cause } => self.raise(exc.as_deref(), cause.as_deref()),
            StmtKind::Try(node) => self.try_(node, range),
            StmtKind::Assert { test, msg } => self.assert_(test, msg.as_deref(), range),
            StmtKind::Import { names } => self.import(names),
            StmtKind::ImportFrom(import) => self.import_from(import, stmt),
            StmtKind::Global { .. } | StmtKind::Nonlocal { .. } => Ok(()),
            StmtKind::Expr { value } => self.expr_stmt(value),
            StmtKind::Pass => {
                self.u.emit(Op::NOP, 0, 0, 0);
                Ok(())
            }
            StmtKind::Break => self.break_(range),
            StmtKind::Continue => self.continue_(range),
        }
    }

    fn expr_stmt(&mut self, value: &Expr) -> Done {
        if matches!(self.tree, Mod::Interactive { .. }) && self.outer.is_empty() {
            let top = self.u.top;
            let register = self.temp(value)?;
            self.u.emit(Op::PRINT_EXPR, 0, register, 0);
            self.u.top = top;
            return Ok(());
        }
        if matches!(value.kind, ExprKind::Constant { .. }) {
            // Nothing to do, but a line to stop at.
            self.u.emit(Op::NOP, 0, 0, 0);
            return Ok(());
        }
        self.effect(value)
    }

    /// Iterates along `elif`, which may be a long chain.
    fn if_(&mut self, node: &'a If) -> Done {
        let end = self.u.label();
        let mut node = node;
        loop {
            let next = self.u.label();
            self.jump_if(&node.test, next, false)?;
            self.conditional_body(&node.body)?;
            if !node.orelse.is_empty() {
                self.u.jump(end);
            }
            self.u.place(next);
            match node.orelse.as_slice() {
                [Stmt { kind: StmtKind::If(inner), range }] => {
                    self.u.set_place(*range);
                    node = inner;
                }
                orelse => {
                    self.conditional_body(orelse)?;
                    break;
                }
            }
        }
        self.u.place(end);
        Ok(())
    }

    fn raise(&mut self, exc: Option<&Expr>, cause: Option<&Expr>) -> Done {
        let top = self.u.top;
        let Some(exc) = exc else {
            self.u.emit(Op::RAISE_VARARGS, 0, 0, 0);
            return Ok(());
        };
        let later: Vec<&Expr> = cause.into_iter().collect();
        let exception = self.operand_before(exc, None, &later)?;
        let mut flags = if exception.temp { CONSUME_A } else { 0 };
        match cause {
            Some(cause) => {
                let cause = self.operand(cause, None)?;
                flags |= if cause.temp { CONSUME_B } else { 0 };
                self.u.emit_flags(Op::RAISE_VARARGS, flags, exception.reg, cause.reg, 2);
            }
            None => self.u.emit_flags(Op::RAISE_VARARGS, flags, exception.reg, 0, 1),
        }
        self.u.top = top;
        Ok(())
    }

    fn assert_(&mut self, test: &Expr, msg: Option<&Expr>, range: TextRange) -> Done {
        if matches!(&test.kind, ExprKind::Tuple { elts, .. } if !elts.is_empty()) {
            self.warn("assertion is always true, perhaps remove parentheses?", range);
        }
        if self.options.optimize > 0 {
            return Ok(());
        }
        let fails = self.u.label();
        self.jump_if(test, fails, false)?;
        self.u.begin_cold();
        self.u.place(fails);
        self.u.set_place(test.range);
        let exception = self.u.alloc();
        self.u.emit(Op::LOAD_COMMON_CONSTANT, exception, 0, 0);
        if let Some(msg) = msg {
            self.temp(msg)?;
            self.at(range, |this| this.u.emit(Op::CALL, exception, exception, 1));
        }
        self.u.emit_flags(Op::RAISE_VARARGS, CONSUME_A, exception, 0, 1);
        self.u.top = exception;
        self.u.end_cold();
        Ok(())
    }

    fn ann_assign(&mut self, assign: &'a AnnAssign, range: TextRange) -> Done {
        self.forbid_debug_target(&assign.target)?;
        if let Some(value) = &assign.value {
            self.assign(&assign.target, value)?;
        } else if !matches!(assign.target.kind, ExprKind::Name { .. }) {
            self.evaluate_target(&assign.target)?;
        }
        let kind = self.table.scope(self.u.scope).kind;
        if assign.simple && matches!(kind, ScopeKind::Module | ScopeKind::Class) {
            self.u.set_place(range);
            if self.options.future_annotations() {
                self.store_annotation_text(assign)?;
            } else {
                self.note_annotation(assign)?;
            }
        }
        Ok(())
    }

    fn forbid_debug_target(&self, target: &Expr) -> Done {
        match &target.kind {
            ExprKind::Name { id, .. } if id == "__debug__" => error("cannot assign to __debug__", target.range),
            _ => Ok(()),
        }
    }

    /// `x.y: T` and `x[i]: T` evaluate the object (and index), and no more.
    fn evaluate_target(&mut self, target: &Expr) -> Done {
        match &target.kind {
            ExprKind::Attribute { value, .. } => self.effect(value),
            ExprKind::Subscript { value, slice, .. } => {
                self.effect(value)?;
                self.effect(slice)
            }
            _ => Ok(()),
        }
    }

    /// `from __future__ import annotations`: the text goes into `__annotations__` at once.
    fn store_annotation_text(&mut self, assign: &AnnAssign) -> Done {
        let ExprKind::Name { id, .. } = &assign.target.kind else { return Ok(()) };
        let top = self.u.top;
        let text = self.u.alloc();
        let source = super::unparse::annotation(&assign.annotation);
        self.u.load_const(constants::string(&source), text);
        let dict = self.u.alloc();
        self.load_name(&"__annotations__".into(), assign.target.range, dict)?;
        let key = self.u.alloc();
        let name = self.mangled(id);
        self.u.load_const(constants::string(&name), key);
        let (dict, key, text) = (Operand::temp(dict), Operand::temp(key), Operand::temp(text));
        let flags = dict.flag_a() | key.flag_b(NO_REG) | text.flag_c(NO_REG);
        self.u.emit_flags(Op::STORE_SUBSCR, flags, dict.reg, key.reg, text.reg);
        self.u.top = top;
        Ok(())
    }

    /// Returns a constant, when the value of `return` is one.
    pub fn constant_return(&self, value: Option<&Expr>) -> Option<Const> {
        match value {
            None => Some(Const::None),
            Some(value) => super::fold::fold(value),
        }
    }
}
