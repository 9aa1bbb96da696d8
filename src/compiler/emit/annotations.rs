//! Annotations (PEP 649): they are evaluated by a function `__annotate__`, when somebody asks.
//!
//! A module's annotations, and those of a class that stand in an `if` or loop, count only when their
//! statement has run: the statement puts its number into the set `__conditional_annotations__`.

use std::sync::Arc;

use coil_grammar::ast::*;

use super::functions::FunctionParts;
use super::unit::{NO_REG, Operand, Reg};
use super::{Done, Emitter, constants};
use crate::bytecode::code::{Code, Const};
use crate::bytecode::opcode::{CONSUME_A, CONSUME_B, CONSUME_C, Op};
use crate::compiler::symbols::{Role, ScopeId, ScopeKind};

/// An annotated name of a module or class, and the number of its statement if it is conditional.
struct Annotated<'a> {
    assign: &'a AnnAssign,
    range: TextRange,
    number: Option<u32>,
}

/// The annotated names of a body, those in nested blocks included.
fn collect(body: &[Stmt], all_conditional: bool) -> Vec<Annotated<'_>> {
    let mut found = Vec::new();
    let mut next = 0;
    let mut waiting: Vec<(&Stmt, bool)> = body.iter().rev().map(|stmt| (stmt, false)).collect();
    while let Some((stmt, nested)) = waiting.pop() {
        if let StmtKind::AnnAssign(assign) = &stmt.kind {
            if assign.simple {
                let number = (nested || all_conditional).then_some(next);
                next += number.is_some() as u32;
                found.push(Annotated { assign, range: stmt.range, number });
            }
            continue;
        }
        for body in super::visit::bodies(stmt).into_iter().rev() {
            waiting.extend(body.iter().rev().map(|stmt| (stmt, true)));
        }
    }
    found
}

fn address(assign: &AnnAssign) -> usize {
    std::ptr::from_ref(assign).addr()
}

impl<'a> Emitter<'a> {
    pub fn has_annotations(&self, body: &[Stmt]) -> bool {
        !collect(body, false).is_empty()
    }

    /// At the head of a module, so that annotations can be asked for while it still runs.
    pub fn module_annotations(&mut self, body: &'a [Stmt]) -> Done {
        let annotated = collect(body, true);
        if annotated.is_empty() {
            return Ok(());
        }
        self.number_annotations(&annotated);
        self.make_annotate(&annotated, &"__annotate__".into())?;
        let set = self.u.alloc();
        self.u.emit(Op::BUILD_SET, set, set, 0);
        self.store_name(&"__conditional_annotations__".into(), Operand::temp(set));
        self.u.top = set;
        Ok(())
    }

    /// Before a class body: numbers its annotations.
    pub fn prepare_class_annotations(&mut self, body: &'a [Stmt]) {
        let annotated = collect(body, false);
        self.number_annotations(&annotated);
    }

    /// After a class body: stores the function that evaluates its annotations.
    pub fn class_annotations(&mut self, body: &'a [Stmt]) -> Done {
        let annotated = collect(body, false);
        if annotated.is_empty() {
            return Ok(());
        }
        self.make_annotate(&annotated, &"__annotate_func__".into())
    }

    fn number_annotations(&mut self, annotated: &[Annotated<'_>]) {
        let numbered = annotated.iter().filter_map(|item| Some((address(item.assign), item.number?)));
        self.u.annotation_numbers = numbered.collect();
    }

    fn make_annotate(&mut self, annotated: &[Annotated<'a>], name: &Name) -> Done {
        let Some(scope) = self.table.scope(self.u.scope).annotation_block else { return Ok(()) };
        let code = self.annotate_code(scope, annotated)?;
        let function = self.u.alloc();
        self.make_function(code, FunctionParts::default(), function)?;
        self.store_name(name, Operand::temp(function));
        self.u.top = function;
        Ok(())
    }

    /// Runs with an annotated assignment: from now on its annotation counts.
    pub fn note_annotation(&mut self, assign: &AnnAssign) -> Done {
        let Some(number) = self.u.annotation_numbers.get(&address(assign)).copied() else {
            return Ok(());
        };
        let set = self.u.alloc();
        let range = TextRange::new(self.u.mark.start, self.u.mark.end);
        self.load_name(&"__conditional_annotations__".into(), range, set)?;
        let element = self.u.alloc();
        self.u.load_const(Const::Int(number as i64), element);
        self.u.emit_flags(Op::SET_ADD, CONSUME_B, set, element, 0);
        self.u.release(set, 1);
        self.u.top = set;
        Ok(())
    }

    fn annotate_code(&mut self, scope: ScopeId, annotated: &[Annotated<'a>]) -> Done<Arc<Code>> {
        let place = TextRange::new(self.u.mark.start, self.u.mark.end);
        let first_line = self.u.first_line;
        let in_module = self.table.scope(self.u.scope).kind == ScopeKind::Module;
        self.enter_format_unit(scope, "__annotate__", place, "format");
        if !in_module {
            self.u.first_line = first_line;
        }
        let dict = self.u.alloc();
        self.u.emit(Op::BUILD_MAP, dict, dict, 0);
        for Annotated { assign, range, number } in annotated {
            let ExprKind::Name { id, .. } = &assign.target.kind else { continue };
            self.u.set_place(*range);
            let skip = self.u.label();
            if let Some(number) = number {
                let element = self.u.alloc();
                self.u.load_const(Const::Int(*number as i64), element);
                let set = self.u.alloc();
                self.load_name(&"__conditional_annotations__".into(), *range, set)?;
                let flags = CONSUME_B | CONSUME_C;
                self.u.emit_jump(Op::CONTAINS_JUMP_FALSE, flags, skip, 0, element, set);
                self.u.top = element;
            }
            let value = self.u.alloc();
            self.annotation_value(&assign.annotation, value)?;
            let key = self.u.alloc();
            let name = self.mangled(id);
            self.u.load_const(constants::string(&name), key);
            self.u.emit_flags(Op::STORE_SUBSCR, CONSUME_B | CONSUME_C, dict, key, value);
            self.u.top = value;
            self.u.place(skip);
        }
        self.u.emit(Op::RETURN_VALUE, 0, dict, 0);
        self.leave_unit()
    }

    /// Opens a code object with the one parameter `format`, which refuses formats it does not know.
    pub fn enter_format_unit(&mut self, scope: ScopeId, name: &str, place: TextRange, parameter: &str) {
        self.enter_unit(scope, name, place);
        self.u.mark = crate::bytecode::assembler::Mark { start: place.start, end: place.end };
        self.u.arg_count = 1;
        self.u.posonly_count = 1;
        if let Some(first) = self.u.var_names.first_mut() {
            *first = parameter.into();
        }
        let refuse = self.u.label();
        // VALUE is 1 and VALUE_WITH_FAKE_GLOBALS 2; the rest is not for compiled code.
        self.u.emit_jump(Op::GT_IMM_JUMP_TRUE, 0, refuse, 0, 0, 2);
        self.u.begin_cold();
        self.u.place(refuse);
        let exception = self.u.alloc();
        self.u.emit(Op::LOAD_COMMON_CONSTANT, exception, 1, 0);
        self.u.emit_flags(Op::RAISE_VARARGS, CONSUME_A, exception, 0, 1);
        self.u.top = exception;
        self.u.end_cold();
    }

    /// The value of an annotation; `*args: *Ts` means the only element of the unpacked `Ts`.
    pub fn annotation_value(&mut self, annotation: &Expr, dst: Reg) -> Done {
        if self.options.future_annotations() {
            let text = super::unparse::annotation(annotation);
            self.u.load_const(constants::string(&text), dst);
            return Ok(());
        }
        if let ExprKind::Starred { value, .. } = &annotation.kind {
            let top = self.u.top;
            let operand = self.operand(value, None)?;
            let only = self.u.alloc();
            self.u.emit_flags(Op::UNPACK_SEQUENCE, operand.flag_b(NO_REG), only, operand.reg, 1);
            self.move_to(Operand::temp(only), dst);
            self.u.top = top;
            return Ok(());
        }
        self.expr_into(annotation, dst)
    }

    /// The code of a function's `__annotate__`, if it has annotations.
    pub fn function_annotations(&mut self, def: &'a FunctionDef, place: TextRange) -> Done<Option<Arc<Code>>> {
        let mut annotated: Vec<(Name, &Expr)> = Vec::new();
        for arg in def.args.iter() {
            if let Some(annotation) = &arg.annotation {
                annotated.push((self.mangled(&arg.arg.name), annotation));
            }
        }
        if let Some(returns) = &def.returns {
            annotated.push(("return".into(), returns));
        }
        if annotated.is_empty() {
            return Ok(None);
        }
        let scope = self.table.of(def, Role::FunctionAnnotations);
        self.enter_format_unit(scope, "__annotate__", place, "format");
        let dict = self.u.alloc();
        self.u.emit(Op::BUILD_MAP, dict, dict, 0);
        for chunk in annotated.chunks(32) {
            let base = self.u.top;
            for (name, annotation) in chunk {
                let key = self.u.alloc();
                self.u.load_const(constants::string(name), key);
                let value = self.u.alloc();
                self.annotation_value(annotation, value)?;
            }
            if annotated.len() <= 32 {
                self.u.emit(Op::BUILD_MAP, dict, base, chunk.len() as u32);
            } else {
                self.u.emit(Op::BUILD_MAP, base, base, chunk.len() as u32);
                self.u.emit(Op::DICT_UPDATE, dict, base, 0);
            }
            self.u.top = base;
        }
        self.u.emit(Op::RETURN_VALUE, 0, dict, 0);
        self.leave_unit().map(Some)
    }
}
