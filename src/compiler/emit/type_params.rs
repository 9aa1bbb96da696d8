//! Type parameters and type aliases (PEP 695 and 696).

use std::sync::Arc;

use coil_grammar::ast::*;

use super::unit::{Operand, Reg};
use super::{Done, Emitter, constants};
use crate::bytecode::code::{Code, Const};
use crate::bytecode::opcode::{Intrinsic1, Intrinsic2, MAKE_CLOSURE, MAKE_DEFAULTS, Op};
use crate::compiler::symbols::{Role, ScopeId};

impl<'a> Emitter<'a> {
    /// Makes the type parameters, binds their names, and leaves the tuple of them in `dst`.
    pub fn type_param_tuple(&mut self, params: &'a [TypeParam], dst: Reg) -> Done {
        let top = self.u.top;
        for param in params {
            let register = self.u.alloc();
            self.at(param.range, |this| this.type_param(param, register))?;
        }
        self.u.emit(Op::BUILD_TUPLE, dst, top, params.len() as u32);
        self.u.top = top;
        Ok(())
    }

    fn type_param(&mut self, param: &'a TypeParam, dst: Reg) -> Done {
        let name = &param.name.name;
        let base = self.u.alloc_many(2);
        self.u.load_const(constants::string(name), base);
        match &param.kind {
            TypeParamKind::TypeVar { bound: Some(bound) } => {
                let scope = self.table.of(param, Role::Bound);
                let constraints = matches!(bound.kind, ExprKind::Tuple { .. });
                self.lazy_function(scope, name, bound, base + 1)?;
                let selector = match constraints {
                    true => Intrinsic2::TypeVarWithConstraints,
                    false => Intrinsic2::TypeVarWithBound,
                };
                self.u.emit(Op::CALL_INTRINSIC_2, base, base, selector as u32);
            }
            kind => {
                let selector = match kind {
                    TypeParamKind::TypeVar { .. } => Intrinsic1::TypeVar,
                    TypeParamKind::ParamSpec => Intrinsic1::ParamSpec,
                    TypeParamKind::TypeVarTuple => Intrinsic1::TypeVarTuple,
                };
                self.u.emit(Op::CALL_INTRINSIC_1, base, base, selector as u32);
            }
        }
        if let Some(default) = &param.default_value {
            let scope = self.table.of(param, Role::Default);
            self.lazy_function(scope, name, default, base + 1)?;
            let selector = Intrinsic2::SetTypeparamDefault as u32;
            self.u.emit(Op::CALL_INTRINSIC_2, base, base, selector);
        }
        self.store_name(name, Operand::local(base));
        self.u.emit(Op::MOVE_TEMP, dst, base, 0);
        self.u.top = base;
        Ok(())
    }

    /// A function that evaluates an expression when it is asked for; its format defaults to VALUE.
    fn lazy_function(&mut self, scope: ScopeId, name: &Name, value: &'a Expr, dst: Reg) -> Done {
        let code = self.lazy_code(scope, name, value)?;
        let top = self.u.top;
        let defaults = self.u.alloc();
        self.u.load_const(Const::Tuple(vec![Const::Int(1)]), defaults);
        let mut flags = MAKE_DEFAULTS;
        if !code.free_vars.is_empty() {
            let closure = self.u.alloc();
            self.load_closure(&code.free_vars, closure);
            flags |= MAKE_CLOSURE;
        }
        let constant = self.u.code_constant(code);
        self.u.emit_flags(Op::MAKE_FUNCTION, flags, dst, constant, defaults);
        self.u.top = top;
        Ok(())
    }

    fn lazy_code(&mut self, scope: ScopeId, name: &Name, value: &'a Expr) -> Done<Arc<Code>> {
        self.enter_format_unit(scope, name, value.range, ".format");
        let register = self.u.alloc();
        self.lazy_value(value, register)?;
        self.u.emit(Op::RETURN_VALUE, 0, register, 0);
        self.leave_unit()
    }

    /// The default of a `*Ts` may be starred: `*Ts = *tuple[int]`.
    fn lazy_value(&mut self, value: &Expr, dst: Reg) -> Done {
        if matches!(value.kind, ExprKind::Starred { .. }) && !self.options.future_annotations() {
            return self.annotation_value(value, dst);
        }
        self.expr_into(value, dst)
    }

    /// `type X[T] = value`.
    pub fn type_alias(&mut self, alias: &'a TypeAlias, range: TextRange) -> Done {
        let ExprKind::Name { id, .. } = &alias.name.kind else { return Ok(()) };
        let top = self.u.top;
        let dst = self.u.alloc();
        if alias.type_params.is_empty() {
            self.make_alias(alias, id, dst)?;
        } else {
            let scope = self.table.of(alias, Role::AliasTypeParams);
            self.enter_unit(scope, &format!("<generic parameters of {id}>"), range);
            let register = self.u.alloc();
            self.make_alias(alias, id, register)?;
            self.u.emit(Op::RETURN_VALUE, 0, register, 0);
            let code = self.leave_unit()?;
            self.call_generic(code, dst)?;
        }
        self.store_name(id, Operand::temp(dst));
        self.u.top = top;
        Ok(())
    }

    fn make_alias(&mut self, alias: &'a TypeAlias, name: &Name, dst: Reg) -> Done {
        let top = self.u.top;
        let base = self.u.alloc_many(3);
        self.u.load_const(constants::string(name), base);
        if alias.type_params.is_empty() {
            self.u.load_const(Const::None, base + 1);
        } else {
            self.type_param_tuple(&alias.type_params, base + 1)?;
        }
        let scope = self.table.of(alias, Role::Alias);
        self.lazy_function(scope, name, &alias.value, base + 2)?;
        self.u.emit(Op::BUILD_TUPLE, base, base, 3);
        self.u.emit(Op::CALL_INTRINSIC_1, dst, base, Intrinsic1::TypeAlias as u32);
        if dst != base {
            self.u.release(base, 1);
        }
        self.u.top = top;
        Ok(())
    }
}
