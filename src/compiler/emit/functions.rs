//! Functions and lambdas: the code object, and the instructions that make the function.

use std::sync::Arc;

use coil_grammar::ast::*;

use super::unit::{Operand, Reg};
use super::{Done, Emitter, constants};
use crate::bytecode::assembler::Mark;
use crate::bytecode::code::{Code, Const, flags};
use crate::bytecode::opcode::{Intrinsic2, MAKE_ANNOTATE, MAKE_CLOSURE, MAKE_DEFAULTS, MAKE_KWDEFAULTS, Op};
use crate::compiler::symbols::{Role, ScopeKind};

/// What goes into the window of MAKE_FUNCTION, in its order.
#[derive(Default)]
pub struct FunctionParts<'e> {
    pub defaults: Option<&'e [Expr]>,
    /// The defaults of keyword-only parameters are taken from here.
    pub kw_defaults: Option<&'e Arguments>,
    /// Registers that hold defaults computed elsewhere (generic functions).
    pub ready_defaults: Option<Reg>,
    pub ready_kw_defaults: Option<Reg>,
    pub annotate: Option<Arc<Code>>,
}

impl<'a> Emitter<'a> {
    // ---- definitions

    pub fn function_def(&mut self, def: &'a FunctionDef, range: TextRange) -> Done {
        let top = self.u.top;
        let name = self.mangled(&def.name.name);
        let direct = match self.lookup(&name) {
            super::names::Var::Local(register) if def.decorator_list.is_empty() => Some(register),
            _ => None,
        };
        self.decorators(&def.decorator_list)?;
        let dst = match direct {
            Some(register) => register,
            None => self.u.alloc(),
        };
        let place = match def.decorator_list.first() {
            Some(decorator) => TextRange::empty(decorator.range.start),
            None => range,
        };
        if def.type_params.is_empty() {
            self.plain_function(def, range, place, dst)?;
        } else {
            self.generic_function(def, range, place, dst)?;
        }
        self.apply_decorators(&def.decorator_list, dst);
        if direct.is_none() {
            let result = if def.decorator_list.is_empty() { dst } else { top };
            self.store_name(&def.name.name, Operand::temp(result));
        }
        self.u.top = top;
        Ok(())
    }

    /// Each decorator is the callable of a window of its own: [first, [second, [function]]].
    pub fn decorators(&mut self, decorators: &[Expr]) -> Done {
        for decorator in decorators {
            self.temp(decorator)?;
        }
        Ok(())
    }

    /// `result` is the register after the decorators.
    pub fn apply_decorators(&mut self, decorators: &[Expr], result: Reg) {
        for (above, decorator) in decorators.iter().rev().enumerate() {
            let base = result - 1 - above as u32;
            self.at(decorator.range, |this| this.u.emit(Op::CALL, base, base, 1));
        }
    }

    fn plain_function(&mut self, def: &'a FunctionDef, range: TextRange, place: TextRange, dst: Reg) -> Done {
        let parts = FunctionParts {
            defaults: Some(&def.args.defaults),
            kw_defaults: Some(&def.args),
            ..FunctionParts::default()
        };
        self.function_with(def, range, place, parts, dst)
    }

    /// Compiles annotations and body, and makes the function.
    pub fn function_with(
        &mut self,
        def: &'a FunctionDef,
        range: TextRange,
        place: TextRange,
        mut parts: FunctionParts<'a>,
        dst: Reg,
    ) -> Done {
        parts.annotate = self.function_annotations(def, range)?;
        let code = self.function_body(def, place)?;
        self.make_function(code, parts, dst)
    }

    fn function_body(&mut self, def: &'a FunctionDef, place: TextRange) -> Done<Arc<Code>> {
        let scope = self.table.of(def, Role::Function);
        self.enter_unit(scope, &def.name.name, place);
        self.count_parameters(&def.args);
        let body = self.docstring(&def.body);
        self.body(body)?;
        self.implicit_return(body.last());
        self.leave_unit()
    }

    /// A function's docstring is its first constant; gives the rest of the body.
    fn docstring<'e>(&mut self, body: &'e [Stmt]) -> &'e [Stmt] {
        let Some((text, rest)) = docstring(body) else { return body };
        if self.options.optimize < 2 {
            self.u.const_index(super::strings::clean_docstring(text));
            self.u.flags |= flags::HAS_DOCSTRING;
        }
        rest
    }

    /// `return None` at the end of a body. It belongs to the last statement, but to no line when that
    /// has branches: a tracer would see a line that did not run.
    pub fn implicit_return(&mut self, last: Option<&Stmt>) {
        let branches = matches!(
            last.map(|stmt| &stmt.kind),
            Some(StmtKind::If(_) | StmtKind::Match(_) | StmtKind::Try(_) | StmtKind::Assert { .. })
        );
        if branches && self.u.at_label() {
            self.u.mark = Mark::NOWHERE;
        }
        self.u.return_const(Const::None);
    }

    pub fn count_parameters(&mut self, args: &Arguments) {
        self.u.posonly_count = args.posonlyargs.len() as u32;
        self.u.arg_count = self.u.posonly_count + args.args.len() as u32;
        self.u.kwonly_count = args.kwonlyargs.len() as u32;
    }

    pub fn lambda(&mut self, lambda: &Lambda, range: TextRange, dst: Reg) -> Done {
        let scope = self.table.of(lambda, Role::Lambda);
        self.enter_unit(scope, "<lambda>", range);
        self.count_parameters(&lambda.args);
        self.return_expr(&lambda.body)?;
        let code = self.leave_unit()?;
        let parts = FunctionParts {
            defaults: Some(&lambda.args.defaults),
            kw_defaults: Some(&lambda.args),
            ..FunctionParts::default()
        };
        self.make_function(code, parts, dst)
    }

    /// The body of a lambda: its value is returned, or dropped if `yield` made it a generator.
    fn return_expr(&mut self, body: &Expr) -> Done {
        let value = self.operand(body, None)?;
        self.at(body.range, |this| this.u.emit(Op::RETURN_VALUE, 0, value.reg, 0));
        Ok(())
    }

    // ---- making the function

    pub fn make_function(&mut self, code: Arc<Code>, parts: FunctionParts<'_>, dst: Reg) -> Done {
        let top = self.u.top;
        let mut flags = 0;
        let base = self.u.top;
        if let Some(register) = parts.ready_defaults {
            self.copy_to_window(register);
            flags |= MAKE_DEFAULTS;
        } else if let Some(defaults) = parts.defaults.filter(|defaults| !defaults.is_empty()) {
            let register = self.u.alloc();
            self.tuple(defaults, register)?;
            flags |= MAKE_DEFAULTS;
        }
        if let Some(register) = parts.ready_kw_defaults {
            self.copy_to_window(register);
            flags |= MAKE_KWDEFAULTS;
        } else if let Some(args) = parts.kw_defaults.filter(|args| has_kw_defaults(args)) {
            let register = self.u.alloc();
            self.kw_defaults(args, register)?;
            flags |= MAKE_KWDEFAULTS;
        }
        if let Some(annotate) = parts.annotate {
            let register = self.u.alloc();
            self.make_function(annotate, FunctionParts::default(), register)?;
            flags |= MAKE_ANNOTATE;
        }
        if !code.free_vars.is_empty() {
            let register = self.u.alloc();
            self.load_closure(&code.free_vars, register);
            flags |= MAKE_CLOSURE;
        }
        let constant = self.u.code_constant(code);
        self.u.emit_flags(Op::MAKE_FUNCTION, flags, dst, constant, base);
        self.u.top = top;
        Ok(())
    }

    fn copy_to_window(&mut self, register: Reg) {
        let slot = self.u.alloc();
        self.u.emit(Op::MOVE, slot, register, 0);
    }

    pub fn kw_defaults(&mut self, args: &Arguments, dst: Reg) -> Done {
        let top = self.u.top;
        let mut count = 0;
        let given = args.kwonlyargs.iter().zip(&args.kw_defaults);
        for (arg, default) in given {
            let Some(default) = default else { continue };
            let key = self.u.alloc();
            let name = self.mangled(&arg.arg.name);
            self.u.load_const(constants::string(&name), key);
            self.temp(default)?;
            count += 1;
        }
        self.u.emit(Op::BUILD_MAP, dst, top, count);
        self.u.top = top;
        Ok(())
    }

    // ---- generic functions

    /// `def f[T](...)`: a function that makes the type parameters and then the function itself.
    fn generic_function(&mut self, def: &'a FunctionDef, range: TextRange, place: TextRange, dst: Reg) -> Done {
        let top = self.u.top;
        let base = self.u.window(dst);
        let has_defaults = !def.args.defaults.is_empty();
        let has_kw_defaults = has_kw_defaults(&def.args);
        // The defaults are evaluated outside, before the type parameters.
        let first = self.u.top;
        if has_defaults {
            let register = self.u.alloc();
            self.tuple(&def.args.defaults, register)?;
        }
        if has_kw_defaults {
            let register = self.u.alloc();
            self.kw_defaults(&def.args, register)?;
        }
        let count = self.u.top - first;
        let scope = self.table.of(def, Role::FunctionTypeParams);
        let name = format!("<generic parameters of {}>", def.name.name);
        self.enter_unit(scope, &name, place);
        self.u.arg_count = count;
        let function = self.u.alloc_many(2);
        self.type_param_tuple(&def.type_params, function + 1)?;
        let parts = FunctionParts {
            ready_defaults: has_defaults.then_some(0),
            ready_kw_defaults: has_kw_defaults.then_some(has_defaults as u32),
            ..FunctionParts::default()
        };
        self.at(range, |this| this.function_with(def, range, place, parts, function))?;
        let selector = Intrinsic2::SetFunctionTypeParams as u32;
        self.u.emit(Op::CALL_INTRINSIC_2, function, function, selector);
        self.u.emit(Op::RETURN_VALUE, 0, function, 0);
        let code = self.leave_unit()?;
        self.make_function(code, FunctionParts::default(), base)?;
        self.u.emit(Op::CALL, dst, base, count);
        self.u.top = top;
        Ok(())
    }

    // ---- where we are

    /// In a function, lambda or comprehension (not in an annotation or type parameter scope).
    pub fn in_function_body(&self) -> bool {
        self.table.scope(self.u.scope).kind == ScopeKind::Function
    }

    pub fn first_parameter(&self) -> Option<Name> {
        let scope = self.table.scope(self.u.scope);
        (self.u.arg_count > 0).then(|| scope.params[0].clone())
    }
}

fn has_kw_defaults(args: &Arguments) -> bool {
    args.kw_defaults.iter().any(Option::is_some)
}

/// The docstring of a body, and what follows it.
pub fn docstring(body: &[Stmt]) -> Option<(&PyText, &[Stmt])> {
    let (first, rest) = body.split_first()?;
    let StmtKind::Expr { value } = &first.kind else { return None };
    let ExprKind::Constant { value: Constant::Str(text), .. } = &value.kind else { return None };
    Some((text, rest))
}
