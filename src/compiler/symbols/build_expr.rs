//! The walk over expressions.

use coil_grammar::ast::*;
use coil_grammar::{SyntaxError, SyntaxErrorKind};

use super::define::{Builder, Done, error};
use super::{ComprehensionKind, Role, ScopeId, ScopeKind, flag};

/// Expressions inside of expressions (left-leaning chains count once); the passes that follow recurse
/// as deep.
const MAX_DEPTH: u32 = 1500;
const LAMBDA_DEPTH: u32 = 6;

impl Builder {
    pub fn exprs(&mut self, exprs: &[Expr]) -> Done {
        exprs.iter().try_for_each(|expr| self.expr(expr))
    }

    pub fn optional(&mut self, expr: Option<&Expr>) -> Done {
        expr.map_or(Ok(()), |expr| self.expr(expr))
    }

    pub fn keywords(&mut self, keywords: &[Keyword]) -> Done {
        for keyword in keywords {
            if let Some(name) = &keyword.arg {
                self.forbid_debug(&name.name, keyword.range)?;
            }
            self.expr(&keyword.value)?;
        }
        Ok(())
    }

    pub fn expr(&mut self, expr: &Expr) -> Done {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = "maximum recursion depth exceeded during compilation";
            let error = SyntaxError::late(message, expr.range);
            return Err(error.with_kind(SyntaxErrorKind::TooComplex));
        }
        self.chain(expr)?;
        self.depth -= 1;
        Ok(())
    }

    /// Iterates along the left edge (operands, attributes, calls), which may be a long chain; what
    /// hangs off it is visited afterwards, from the left.
    fn chain(&mut self, expr: &Expr) -> Done {
        let mut chain = Vec::new();
        let mut node = expr;
        loop {
            let left = match &node.kind {
                ExprKind::BinOp { left, .. } => left,
                ExprKind::Attribute { value, .. } | ExprKind::Subscript { value, .. } => value,
                ExprKind::Call(call) => &call.func,
                _ => break,
            };
            chain.push(node);
            node = left;
        }
        self.leaf(node)?;
        while let Some(node) = chain.pop() {
            match &node.kind {
                ExprKind::BinOp { right, .. } => self.expr(right)?,
                ExprKind::Subscript { slice, .. } => self.expr(slice)?,
                ExprKind::Call(call) => {
                    self.exprs(&call.args)?;
                    self.keywords(&call.keywords)?;
                }
                ExprKind::Attribute { attr, ctx, .. } => match ctx {
                    ExprContext::Load => {}
                    ExprContext::Store => self.forbid_debug(&attr.name, node.range)?,
                    ExprContext::Del => self.forbid_debug_deletion(&attr.name, node.range)?,
                },
                _ => {}
            }
        }
        Ok(())
    }

    fn leaf(&mut self, expr: &Expr) -> Done {
        match &expr.kind {
            ExprKind::BoolOp { values, .. } | ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
                self.exprs(values)
            }
            ExprKind::NamedExpr { target, value } => self.named_expr(expr, target, value),
            ExprKind::UnaryOp { operand, .. } => self.expr(operand),
            ExprKind::Lambda(lambda) => self.lambda(lambda, expr.range),
            ExprKind::IfExp(node) => {
                self.expr(&node.test)?;
                self.expr(&node.body)?;
                self.expr(&node.orelse)
            }
            ExprKind::Dict { items } => {
                for item in items {
                    self.optional(item.key.as_ref())?;
                    self.expr(&item.value)?;
                }
                Ok(())
            }
            ExprKind::Set { elts } | ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => self.exprs(elts),
            ExprKind::ListComp { elt, generators } => {
                self.comprehension(expr, ComprehensionKind::List, generators, &[elt])
            }
            ExprKind::SetComp { elt, generators } => {
                self.comprehension(expr, ComprehensionKind::Set, generators, &[elt])
            }
            ExprKind::GeneratorExp { elt, generators } => {
                self.comprehension(expr, ComprehensionKind::Generator, generators, &[elt])
            }
            ExprKind::DictComp(comp) => {
                let parts = [&comp.key, &comp.value];
                self.comprehension(expr, ComprehensionKind::Dict, &comp.generators, &parts)
            }
            ExprKind::Await { value } => self.await_(expr, value),
            ExprKind::Yield { value } => self.yield_(expr, value.as_deref()),
            ExprKind::YieldFrom { value } => self.yield_(expr, Some(value)),
            ExprKind::Compare(compare) => {
                self.expr(&compare.left)?;
                self.exprs(&compare.comparators)
            }
            ExprKind::FormattedValue { value, format_spec, .. }
            | ExprKind::Interpolation { value, format_spec, .. } => {
                self.expr(value)?;
                self.optional(format_spec.as_deref())
            }
            ExprKind::Starred { value, .. } => self.expr(value),
            ExprKind::Name { id, ctx } => self.name(id, *ctx, expr.range),
            ExprKind::Slice { lower, upper, step } => {
                self.optional(lower.as_deref())?;
                self.optional(upper.as_deref())?;
                self.optional(step.as_deref())
            }
            _ => Ok(()),
        }
    }

    fn name(&mut self, id: &Name, ctx: ExprContext, range: TextRange) -> Done {
        match ctx {
            ExprContext::Load => {
                self.use_name(id);
                if id == "super" && self.scope().is_function_like() {
                    self.note("__class__".into(), flag::USE);
                }
                Ok(())
            }
            ExprContext::Store => self.bind(id, range),
            ExprContext::Del => {
                self.forbid_debug_deletion(id, range)?;
                self.bind(id, range)
            }
        }
    }

    fn forbid_debug_deletion(&self, name: &Name, range: TextRange) -> Done {
        if name == "__debug__" {
            return error("cannot delete __debug__", range);
        }
        Ok(())
    }

    fn lambda(&mut self, lambda: &Lambda, range: TextRange) -> Done {
        self.defaults(&lambda.args)?;
        self.enter_node(lambda, Role::Lambda, ScopeKind::Function, "<lambda>".into(), range);
        self.parameters(&lambda.args)?;
        // A code object of its own takes more of the native stack.
        self.depth += LAMBDA_DEPTH;
        self.expr(&lambda.body)?;
        self.depth -= LAMBDA_DEPTH;
        self.leave();
        Ok(())
    }

    /// Annotations and type parameters are evaluated by functions that cannot suspend or assign.
    fn forbid_in_annotation(&mut self, what: &str, range: TextRange) -> Done {
        let place = match self.scope().kind {
            ScopeKind::Annotation => "an annotation",
            ScopeKind::TypeVariable => "a TypeVar bound",
            ScopeKind::TypeAlias => "a type alias",
            ScopeKind::TypeParameters => "the definition of a generic",
            _ => return Ok(()),
        };
        error(format!("{what} expression cannot be used within {place}"), range)
    }

    fn await_(&mut self, expr: &Expr, value: &Expr) -> Done {
        self.forbid_in_annotation("await", expr.range)?;
        self.expr(value)?;
        let scope = self.scope();
        scope.coroutine = true;
        scope.has_rebinding = true;
        Ok(())
    }

    fn yield_(&mut self, expr: &Expr, value: Option<&Expr>) -> Done {
        self.forbid_in_annotation("yield", expr.range)?;
        self.optional(value)?;
        let scope = self.scope();
        scope.generator = true;
        scope.has_rebinding = true;
        let place = match scope.comprehension {
            Some(ComprehensionKind::List) => "list comprehension",
            Some(ComprehensionKind::Set) => "set comprehension",
            Some(ComprehensionKind::Dict) => "dict comprehension",
            Some(ComprehensionKind::Generator) => "generator expression",
            None => return Ok(()),
        };
        error(format!("'yield' inside {place}"), expr.range)
    }

    fn named_expr(&mut self, expr: &Expr, target: &Expr, value: &Expr) -> Done {
        self.forbid_in_annotation("named", expr.range)?;
        if self.scope().comp_iter_expr > 0 {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            return error(message, expr.range);
        }
        self.scope().has_rebinding = true;
        if let ExprKind::Name { id, .. } = &target.kind
            && self.scope().comprehension.is_some()
        {
            self.bind_outside_comprehension(id, target.range)?;
        }
        self.expr(value)?;
        self.expr(target)
    }

    /// A walrus in a comprehension binds in the function (or module) around all comprehensions.
    fn bind_outside_comprehension(&mut self, name: &Name, range: TextRange) -> Done {
        let mangled = self.mangled(name);
        let mut id = self.current;
        loop {
            let scope = self.table.scope(id);
            let flags = scope.symbols.get(&mangled).map_or(0, |symbol| symbol.flags);
            if scope.comprehension.is_some() {
                if flags & flag::COMP_ITER != 0 {
                    let message =
                        format!("assignment expression cannot rebind comprehension iteration variable '{name}'");
                    return error(message, range);
                }
                id = scope.parent.unwrap_or(super::SymbolTable::MODULE);
                continue;
            }
            let place = match scope.kind {
                ScopeKind::Function if flags & flag::GLOBAL != 0 => {
                    self.note_directive(mangled, flag::GLOBAL, range);
                    return Ok(());
                }
                ScopeKind::Function => {
                    self.note_directive(mangled.clone(), flag::NONLOCAL, range);
                    self.note_in(id, mangled, flag::LOCAL);
                    return Ok(());
                }
                ScopeKind::Module => {
                    self.note_directive(mangled.clone(), flag::GLOBAL, range);
                    self.note_in(id, mangled, flag::GLOBAL);
                    return Ok(());
                }
                ScopeKind::Class => "in a class body",
                ScopeKind::TypeAlias => "in a type alias",
                ScopeKind::TypeVariable => "in a TypeVar bound",
                ScopeKind::Annotation => "within an annotation",
                ScopeKind::TypeParameters => "within the definition of a generic",
            };
            let message = "assignment expression within a comprehension cannot be used";
            return error(format!("{message} {place}"), range);
        }
    }

    fn note_directive(&mut self, name: Name, flags: u16, range: TextRange) {
        self.note(name.clone(), flags);
        self.scope().directives.push((name, range));
    }

    fn note_in(&mut self, id: ScopeId, name: Name, flags: u16) {
        let current = std::mem::replace(&mut self.current, id);
        self.note(name, flags);
        self.current = current;
    }

    /// The first iterable belongs to the scope around; all else to the comprehension's own.
    fn comprehension(
        &mut self,
        expr: &Expr,
        kind: ComprehensionKind,
        generators: &[Comprehension],
        results: &[&Expr],
    ) -> Done {
        let Some((first, others)) = generators.split_first() else { return Ok(()) };
        self.scope().comp_iter_expr += 1;
        self.expr(&first.iter)?;
        self.scope().comp_iter_expr -= 1;
        let (name, is_generator) = match kind {
            ComprehensionKind::List => ("<listcomp>", false),
            ComprehensionKind::Set => ("<setcomp>", false),
            ComprehensionKind::Dict => ("<dictcomp>", false),
            ComprehensionKind::Generator => ("<genexpr>", true),
        };
        let outer = self.current;
        let inlined = !is_generator && !self.scope().sees_class;
        self.enter_node(expr, Role::Comprehension, ScopeKind::Function, name.into(), expr.range);
        let scope = self.scope();
        scope.comprehension = Some(kind);
        scope.inlined = inlined;
        scope.generator = is_generator;
        scope.coroutine = first.is_async;
        if !inlined {
            self.define(&".0".into(), flag::PARAM | flag::USE, expr.range)?;
        }
        self.comprehension_target(first)?;
        for generator in others {
            self.scope().coroutine |= generator.is_async;
            self.scope().comp_iter_expr += 1;
            self.expr(&generator.iter)?;
            self.scope().comp_iter_expr -= 1;
            self.comprehension_target(generator)?;
        }
        for result in results.iter().rev() {
            self.expr(result)?;
        }
        let is_async = self.scope().coroutine && !is_generator;
        let rebinds = self.scope().has_rebinding || is_async;
        self.leave();
        let scope = self.table.scope_mut(outer);
        scope.has_rebinding |= rebinds;
        scope.coroutine |= is_async;
        Ok(())
    }

    fn comprehension_target(&mut self, generator: &Comprehension) -> Done {
        self.scope().comp_iter_target = true;
        self.expr(&generator.target)?;
        self.scope().comp_iter_target = false;
        self.exprs(&generator.ifs)
    }
}
