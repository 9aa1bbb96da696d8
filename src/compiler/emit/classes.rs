//! Class definitions.

use std::sync::Arc;

use coil_grammar::ast::*;

use super::functions::{FunctionParts, docstring};
use super::names::Var;
use super::unit::{Operand, Reg};
use super::{Done, Emitter, constants};
use crate::bytecode::code::{Code, Const};
use crate::bytecode::opcode::{Intrinsic1, Op};
use crate::compiler::symbols::Role;

impl<'a> Emitter<'a> {
    pub fn class_def(&mut self, def: &'a ClassDef, range: TextRange) -> Done {
        let top = self.u.top;
        let place = match def.decorator_list.first() {
            Some(decorator) => TextRange::empty(decorator.range.start),
            None => range,
        };
        self.check_keywords(&def.keywords)?;
        self.decorators(&def.decorator_list)?;
        let dst = self.u.alloc();
        if def.type_params.is_empty() {
            self.build_class(def, range, place, None, dst)?;
        } else {
            self.generic_class(def, range, place, dst)?;
        }
        self.apply_decorators(&def.decorator_list, dst);
        self.store_name(&def.name.name, Operand::temp(top));
        self.u.top = top;
        Ok(())
    }

    /// `__build_class__(function, name, *bases, **keywords)`; a generic class has one base more.
    fn build_class(
        &mut self,
        def: &'a ClassDef,
        range: TextRange,
        place: TextRange,
        generic_base: Option<&Name>,
        dst: Reg,
    ) -> Done {
        let code = self.class_body(def, place)?;
        let base = self.u.window(dst);
        self.u.top = base + 1;
        self.u.emit(Op::LOAD_BUILD_CLASS, base, 0, 0);
        let function = self.u.alloc();
        self.make_function(code, FunctionParts::default(), function)?;
        let name = self.u.alloc();
        self.u.load_const(constants::string(&def.name.name), name);
        let starred = |expr: &Expr| matches!(expr.kind, ExprKind::Starred { .. });
        let unpacked = def.bases.iter().any(starred)
            || def.keywords.iter().any(|keyword| keyword.arg.is_none())
            || def.bases.len() + def.keywords.len() > 200;
        if unpacked {
            return self.build_class_unpacked(def, range, generic_base, base, dst);
        }
        for class in &def.bases {
            self.temp(class)?;
        }
        if let Some(generic) = generic_base {
            let register = self.u.alloc();
            self.load_name(generic, range, register)?;
        }
        for keyword in &def.keywords {
            self.temp(&keyword.value)?;
        }
        let count = self.u.top - base - 1;
        let mut op = Op::CALL;
        if !def.keywords.is_empty() {
            let names = def.keywords.iter().filter_map(|keyword| keyword.arg.as_ref());
            let names = names.map(|name| constants::string(&name.name)).collect();
            let register = self.u.alloc();
            self.u.load_const(Const::Tuple(names), register);
            op = Op::CALL_KW;
        }
        self.u.emit(op, dst, base, count);
        self.u.top = base + (base == dst) as u32;
        Ok(())
    }

    /// With `*bases` or `**keywords`: the arguments are collected in a list first.
    fn build_class_unpacked(
        &mut self,
        def: &'a ClassDef,
        range: TextRange,
        generic_base: Option<&Name>,
        base: Reg,
        dst: Reg,
    ) -> Done {
        let arguments = base + 1;
        self.u.emit(Op::BUILD_LIST, arguments, arguments, 2);
        self.u.top = arguments + 1;
        for class in &def.bases {
            if let ExprKind::Starred { value, .. } = &class.kind {
                let part = self.temp(value)?;
                self.u.emit(Op::LIST_EXTEND, arguments, part, 0);
            } else {
                let element = self.temp(class)?;
                self.u.emit_flags(Op::LIST_APPEND, crate::bytecode::opcode::CONSUME_B, arguments, element, 0);
            }
            self.u.top = arguments + 1;
        }
        if let Some(generic) = generic_base {
            let register = self.u.alloc();
            self.load_name(generic, range, register)?;
            self.u.emit_flags(Op::LIST_APPEND, crate::bytecode::opcode::CONSUME_B, arguments, register, 0);
            self.u.top = arguments + 1;
        }
        self.u.emit(Op::LIST_TO_TUPLE, arguments, arguments, 0);
        self.call_with_tuple(&def.keywords, range, base, dst)
    }

    fn class_body(&mut self, def: &'a ClassDef, place: TextRange) -> Done<Arc<Code>> {
        let scope = self.table.of(def, Role::Class);
        self.enter_unit(scope, &def.name.name, place);
        self.u.private = Some(def.name.name.clone());
        self.class_prologue(def)?;
        let future = self.options.future_annotations();
        if future && self.has_annotations(&def.body) {
            self.u.emit(Op::SETUP_ANNOTATIONS, 0, 0, 0);
        }
        if !future {
            self.prepare_class_annotations(&def.body);
        }
        let body = self.namespace_docstring(&def.body);
        self.body(body)?;
        let head = self.u.mark;
        self.u.mark = crate::bytecode::assembler::Mark { start: place.start, end: place.start };
        if !future {
            self.class_annotations(&def.body)?;
        }
        self.class_epilogue()?;
        self.u.mark = head;
        self.leave_unit()
    }

    /// `__module__`, `__qualname__`, `__firstlineno__`, and the cells of the body.
    fn class_prologue(&mut self, def: &'a ClassDef) -> Done {
        let register = self.u.alloc();
        let range = TextRange::new(self.u.mark.start, self.u.mark.end);
        self.load_name(&"__name__".into(), range, register)?;
        self.store_name(&"__module__".into(), Operand::temp(register));
        let qualname = constants::string(&self.u.qualname.clone());
        self.u.load_const(qualname, register);
        self.store_name(&"__qualname__".into(), Operand::temp(register));
        let line = Const::Int(self.u.first_line as i64);
        self.u.load_const(line, register);
        self.store_name(&"__firstlineno__".into(), Operand::temp(register));
        if !def.type_params.is_empty() {
            self.load_name(&".type_params".into(), range, register)?;
            self.store_name(&"__type_params__".into(), Operand::temp(register));
        }
        if let Some(Var::Cell(cell)) = self.u.vars.get("__classdict__").copied() {
            self.u.emit(Op::LOAD_LOCALS, register, 0, 0);
            self.u.emit_flags(Op::STORE_DEREF, crate::bytecode::opcode::CONSUME_B, cell, register, 0);
        }
        if let Some(Var::Cell(cell)) = self.u.vars.get("__conditional_annotations__").copied() {
            self.u.emit(Op::BUILD_SET, register, register, 0);
            self.u.emit_flags(Op::STORE_DEREF, crate::bytecode::opcode::CONSUME_B, cell, register, 0);
        }
        self.u.top = register;
        Ok(())
    }

    /// `__static_attributes__`, `__classdictcell__`, `__classcell__`; the body gives its cell.
    fn class_epilogue(&mut self) -> Done {
        let register = self.u.alloc();
        let mut attributes: Vec<Name> = self.u.static_attributes.iter().cloned().collect();
        attributes.sort();
        let attributes = attributes.iter().map(|name| constants::string(name)).collect();
        self.u.load_const(Const::Tuple(attributes), register);
        self.store_name(&"__static_attributes__".into(), Operand::temp(register));
        if let Some(Var::Cell(cell)) = self.u.vars.get("__classdict__").copied() {
            self.u.emit(Op::LOAD_CLOSURE, register, cell, 0);
            self.store_name(&"__classdictcell__".into(), Operand::temp(register));
        }
        if let Some(Var::Cell(cell)) = self.u.vars.get("__class__").copied() {
            self.u.emit(Op::LOAD_CLOSURE, register, cell, 0);
            self.store_name(&"__classcell__".into(), Operand::local(register));
            self.u.emit(Op::RETURN_VALUE, 0, register, 0);
        } else {
            self.u.return_const(Const::None);
        }
        self.u.top = register;
        Ok(())
    }

    /// Stores the docstring of a module or class under `__doc__`; gives the rest of the body.
    pub fn namespace_docstring<'e>(&mut self, body: &'e [Stmt]) -> &'e [Stmt] {
        let Some((text, rest)) = docstring(body) else { return body };
        if self.options.optimize < 2 {
            let register = self.u.alloc();
            let range = body[0].range;
            self.at(range, |this| {
                let text = super::strings::clean_docstring(text);
                this.u.load_const(text, register);
                this.store_name(&"__doc__".into(), Operand::temp(register));
            });
            self.u.top = register;
        }
        rest
    }

    /// `class C[T]`: a function that makes the type parameters and then the class.
    fn generic_class(&mut self, def: &'a ClassDef, range: TextRange, place: TextRange, dst: Reg) -> Done {
        let scope = self.table.of(def, Role::ClassTypeParams);
        let name = format!("<generic parameters of {}>", def.name.name);
        self.enter_unit(scope, &name, place);
        self.u.private = Some(def.name.name.clone());
        let register = self.u.alloc();
        self.type_param_tuple(&def.type_params, register)?;
        self.store_name(&".type_params".into(), Operand::temp(register));
        self.load_name(&".type_params".into(), range, register)?;
        let selector = Intrinsic1::SubscriptGeneric as u32;
        self.u.emit(Op::CALL_INTRINSIC_1, register, register, selector);
        self.store_name(&".generic_base".into(), Operand::temp(register));
        self.u.top = register + 1;
        let generic = Name::new(".generic_base");
        self.at(range, |this| this.build_class(def, range, place, Some(&generic), register))?;
        self.u.emit(Op::RETURN_VALUE, 0, register, 0);
        let code = self.leave_unit()?;
        self.call_generic(code, dst)
    }

    /// Makes the function of a type parameter scope and calls it.
    pub fn call_generic(&mut self, code: Arc<Code>, dst: Reg) -> Done {
        let top = self.u.top;
        let base = self.u.window(dst);
        self.make_function(code, FunctionParts::default(), base)?;
        self.u.emit(Op::CALL, dst, base, 0);
        self.u.top = top;
        Ok(())
    }
}
