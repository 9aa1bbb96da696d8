//! The walk over statements.

use coil_grammar::SyntaxError;
use coil_grammar::ast::*;

use super::define::{Builder, Done, error};
use super::{Role, ScopeId, ScopeKind, SymbolTable, flag, mangle};

pub(super) fn build(module: &Mod, future_annotations: bool) -> Result<SymbolTable, SyntaxError> {
    let range = TextRange::empty(0);
    let mut builder = Builder::new(future_annotations, range);
    match module {
        Mod::Module { body } | Mod::Interactive { body } => builder.body(body)?,
        Mod::Expression { body } => builder.expr(body)?,
        Mod::FunctionType { argtypes, returns } => {
            builder.exprs(argtypes)?;
            builder.expr(returns)?;
        }
    }
    Ok(builder.table)
}

impl Builder {
    pub fn body(&mut self, body: &[Stmt]) -> Done {
        body.iter().try_for_each(|stmt| self.stmt(stmt))
    }

    /// The body of a statement that may run or not, or more than once.
    fn conditional(&mut self, bodies: &[&[Stmt]]) -> Done {
        let outer = std::mem::replace(&mut self.scope().in_conditional_block, true);
        bodies.iter().try_for_each(|body| self.body(body))?;
        self.scope().in_conditional_block = outer;
        Ok(())
    }

    fn stmt(&mut self, stmt: &Stmt) -> Done {
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function_def(def, stmt.range),
            StmtKind::ClassDef(def) => self.class_def(def, stmt.range),
            StmtKind::TypeAlias(alias) => self.type_alias(alias, stmt.range),
            StmtKind::Return { value } => self.return_(value.as_deref(), stmt.range),
            StmtKind::Delete { targets } => self.exprs(targets),
            StmtKind::Assign { targets, value } => {
                self.exprs(targets)?;
                self.expr(value)
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target)?;
                self.expr(value)
            }
            StmtKind::AnnAssign(assign) => self.ann_assign(assign, stmt.range),
            StmtKind::Raise { exc, cause } => {
                self.optional(exc.as_deref())?;
                self.optional(cause.as_deref())
            }
            StmtKind::Assert { test, msg } => {
                self.expr(test)?;
                self.optional(msg.as_deref())
            }
            StmtKind::Import { names } => self.aliases(names),
            StmtKind::ImportFrom(import) => self.aliases(&import.names),
            StmtKind::Global { names } => self.declare(names, flag::GLOBAL, "global", stmt.range),
            StmtKind::Nonlocal { names } => self.declare(names, flag::NONLOCAL, "nonlocal", stmt.range),
            StmtKind::Expr { value } => self.expr(value),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => Ok(()),
            _ => self.compound(stmt),
        }
    }

    fn compound(&mut self, stmt: &Stmt) -> Done {
        match &stmt.kind {
            StmtKind::For(node) => {
                self.expr(&node.target)?;
                self.expr(&node.iter)?;
                self.conditional(&[&node.body, &node.orelse])
            }
            StmtKind::While(node) => {
                self.expr(&node.test)?;
                self.conditional(&[&node.body, &node.orelse])
            }
            StmtKind::If(node) => self.if_chain(node),
            StmtKind::With(node) => {
                for item in &node.items {
                    self.expr(&item.context_expr)?;
                    self.optional(item.optional_vars.as_deref())?;
                }
                self.conditional(&[&node.body])
            }
            StmtKind::Match(node) => {
                self.expr(&node.subject)?;
                for case in &node.cases {
                    self.pattern(&case.pattern)?;
                    self.optional(case.guard.as_deref())?;
                    self.conditional(&[&case.body])?;
                }
                Ok(())
            }
            StmtKind::Try(node) => {
                self.conditional(&[&node.body])?;
                for handler in &node.handlers {
                    self.optional(handler.type_.as_deref())?;
                    if let Some(name) = &handler.name {
                        self.bind(&name.name, handler.range)?;
                    }
                    self.conditional(&[&handler.body])?;
                }
                self.conditional(&[&node.orelse, &node.finalbody])
            }
            _ => Ok(()),
        }
    }

    /// Iterates along `elif`, which may be a long chain.
    fn if_chain(&mut self, node: &If) -> Done {
        let mut node = node;
        loop {
            self.expr(&node.test)?;
            self.conditional(&[&node.body])?;
            match node.orelse.as_slice() {
                [Stmt { kind: StmtKind::If(next), .. }] => node = next,
                orelse => return self.conditional(&[orelse]),
            }
        }
    }

    fn return_(&mut self, value: Option<&Expr>, range: TextRange) -> Done {
        if let Some(value) = value {
            self.expr(value)?;
            self.scope().returns_value.get_or_insert(range);
        }
        Ok(())
    }

    fn function_def(&mut self, def: &FunctionDef, range: TextRange) -> Done {
        self.bind(&def.name.name, range)?;
        self.defaults(&def.args)?;
        self.exprs(&def.decorator_list)?;
        let generic = !def.type_params.is_empty();
        if generic {
            let name = Name::new(&format!("<generic parameters of {}>", def.name.name));
            self.enter_type_params(def, Role::FunctionTypeParams, name, range);
            if !def.args.defaults.is_empty() {
                self.define(&".defaults".into(), flag::PARAM | flag::USE, range)?;
            }
            if def.args.kw_defaults.iter().any(Option::is_some) {
                self.define(&".kwdefaults".into(), flag::PARAM | flag::USE, range)?;
            }
            self.type_params(&def.type_params)?;
        }
        self.function_annotations(def, range)?;
        let outer = self.current;
        self.enter_node(def, Role::Function, ScopeKind::Function, def.name.name.clone(), range);
        let in_class = self.table.scope(self.effective_class(outer)).kind == ScopeKind::Class;
        let scope = self.scope();
        scope.method = in_class;
        scope.is_async = def.is_async;
        scope.coroutine = def.is_async;
        self.parameters(&def.args)?;
        self.body(&def.body)?;
        self.leave();
        if generic {
            self.leave();
        }
        self.check_async_generator_later(def)
    }

    /// Where a function stands, type parameter scopes left aside.
    fn effective_class(&self, mut id: ScopeId) -> ScopeId {
        while let (ScopeKind::TypeParameters, Some(parent)) = (self.table.scope(id).kind, self.table.scope(id).parent) {
            id = parent;
        }
        id
    }

    fn check_async_generator_later(&self, def: &FunctionDef) -> Done {
        let scope = self.table.scope(self.table.of(def, Role::Function));
        match scope.returns_value {
            Some(range) if scope.is_async && scope.generator => error("'return' with value in async generator", range),
            _ => Ok(()),
        }
    }

    pub fn defaults(&mut self, args: &Arguments) -> Done {
        self.exprs(&args.defaults)?;
        args.kw_defaults.iter().flatten().try_for_each(|default| self.expr(default))
    }

    /// Parameters in the order of `co_varnames`.
    pub fn parameters(&mut self, args: &Arguments) -> Done {
        for arg in args.posonlyargs.iter().chain(&args.args).chain(&args.kwonlyargs) {
            self.define(&arg.arg.name, flag::PARAM, arg.range)?;
        }
        if let Some(arg) = &args.vararg {
            self.define(&arg.arg.name, flag::PARAM, arg.range)?;
            self.scope().varargs = true;
        }
        if let Some(arg) = &args.kwarg {
            self.define(&arg.arg.name, flag::PARAM, arg.range)?;
            self.scope().varkeywords = true;
        }
        Ok(())
    }

    fn function_annotations(&mut self, def: &FunctionDef, range: TextRange) -> Done {
        let annotated = def.args.iter().any(|arg| arg.annotation.is_some());
        if !annotated && def.returns.is_none() {
            return Ok(());
        }
        let outer = self.current;
        let name = Name::new("__annotate__");
        self.enter_node(def, Role::FunctionAnnotations, ScopeKind::Annotation, name, range);
        self.see_class_of(outer);
        self.define(&".format".into(), flag::PARAM | flag::USE, range)?;
        for annotation in def.args.iter().filter_map(|arg| arg.annotation.as_deref()) {
            self.expr(annotation)?;
        }
        self.optional(def.returns.as_deref())?;
        if self.future_annotations {
            self.forget_scope();
        }
        self.leave();
        Ok(())
    }

    /// Annotations that are never evaluated must not capture anything.
    fn forget_scope(&mut self) {
        let scope = self.scope();
        scope.children.clear();
        scope.symbols.retain(|name, _| name == ".format");
    }

    fn ann_assign(&mut self, assign: &AnnAssign, range: TextRange) -> Done {
        if let ExprKind::Name { id, .. } = &assign.target.kind {
            let mangled = self.mangled(id);
            let flags = self.scope().symbols.get(&mangled).map_or(0, |symbol| symbol.flags);
            let in_module = self.current == SymbolTable::MODULE;
            if flags & (flag::GLOBAL | flag::NONLOCAL) != 0 && !in_module && assign.simple {
                let what = if flags & flag::GLOBAL != 0 { "global" } else { "nonlocal" };
                return error(format!("annotated name '{id}' can't be {what}"), range);
            }
            if assign.simple {
                self.define(id, flag::ANNOT | flag::LOCAL, assign.target.range)?;
            } else if assign.value.is_some() {
                self.bind(id, assign.target.range)?;
            }
        } else {
            self.expr(&assign.target)?;
        }
        self.annotation(&assign.annotation, assign.simple)?;
        self.optional(assign.value.as_ref())
    }

    fn annotation(&mut self, annotation: &Expr, simple: bool) -> Done {
        let kind = self.scope().kind;
        let in_function = !matches!(kind, ScopeKind::Module | ScopeKind::Class);
        if in_function || self.future_annotations || !simple {
            let owner = self.current;
            self.enter(ScopeKind::Annotation, Name::new("__annotate__"), annotation.range);
            self.see_class_of(owner);
            self.expr(annotation)?;
            self.forget_scope();
            self.leave();
            return self.note_conditional(kind);
        }
        self.note_conditional(kind)?;
        let conditional = self.scope().has_conditional_annotations;
        let fresh = self.scope().annotation_block.is_none();
        self.enter_annotations(annotation.range);
        if fresh {
            self.define(&".format".into(), flag::PARAM | flag::USE, annotation.range)?;
        }
        if conditional {
            self.note("__conditional_annotations__".into(), flag::USE);
        }
        self.expr(annotation)?;
        self.leave();
        Ok(())
    }

    /// A module's annotations are all conditional, since it may have run in part only.
    fn note_conditional(&mut self, kind: ScopeKind) -> Done {
        let scope = self.scope();
        let conditional = kind == ScopeKind::Module || (kind == ScopeKind::Class && scope.in_conditional_block);
        if conditional {
            scope.has_conditional_annotations = true;
        }
        Ok(())
    }

    fn class_def(&mut self, def: &ClassDef, range: TextRange) -> Done {
        self.bind(&def.name.name, range)?;
        self.exprs(&def.decorator_list)?;
        let outer_private = self.private.clone();
        let generic = !def.type_params.is_empty();
        if generic {
            let name = Name::new(&format!("<generic parameters of {}>", def.name.name));
            self.enter_type_params(def, Role::ClassTypeParams, name, range);
            self.private = Some(def.name.name.clone());
            self.scope().mangled_names = Some(Default::default());
            self.define(&".type_params".into(), flag::LOCAL | flag::USE, range)?;
            self.define(&".generic_base".into(), flag::LOCAL | flag::USE, range)?;
            self.type_params(&def.type_params)?;
        }
        self.exprs(&def.bases)?;
        self.keywords(&def.keywords)?;
        self.enter_node(def, Role::Class, ScopeKind::Class, def.name.name.clone(), range);
        self.private = Some(def.name.name.clone());
        self.scope().mangled_names = None;
        if generic {
            self.bind(&"__type_params__".into(), range)?;
            self.use_name(&".type_params".into());
        }
        self.body(&def.body)?;
        self.leave();
        if generic {
            self.leave();
        }
        self.private = outer_private;
        Ok(())
    }

    fn enter_type_params<T>(&mut self, node: &T, role: Role, name: Name, range: TextRange) {
        let outer = self.current;
        self.enter_node(node, role, ScopeKind::TypeParameters, name, range);
        self.see_class_of(outer);
    }

    fn type_params(&mut self, params: &[TypeParam]) -> Done {
        let mut with_default = false;
        for param in params {
            with_default |= param.default_value.is_some();
            if with_default && param.default_value.is_none() {
                let name = &param.name.name;
                let message = format!("non-default type parameter '{name}' follows default type parameter");
                return error(message, param.range);
            }
        }
        for param in params {
            let name = &param.name.name;
            if let Some(names) = &mut self.scope().mangled_names {
                names.insert(name.clone());
            }
            self.define(name, flag::TYPE_PARAM | flag::LOCAL, param.range)?;
            if let TypeParamKind::TypeVar { bound: Some(bound) } = &param.kind {
                self.lazy(param, Role::Bound, ScopeKind::TypeVariable, name, bound)?;
            }
            if let Some(default) = &param.default_value {
                self.lazy(param, Role::Default, ScopeKind::TypeVariable, name, default)?;
            }
        }
        Ok(())
    }

    /// An expression that is evaluated by a function of its own, when somebody asks for it.
    fn lazy<T>(&mut self, node: &T, role: Role, kind: ScopeKind, name: &Name, value: &Expr) -> Done {
        let outer = self.current;
        self.enter_node(node, role, kind, name.clone(), value.range);
        self.see_class_of(outer);
        self.define(&".format".into(), flag::PARAM | flag::USE, value.range)?;
        self.expr(value)?;
        self.leave();
        Ok(())
    }

    fn type_alias(&mut self, alias: &TypeAlias, range: TextRange) -> Done {
        self.expr(&alias.name)?;
        let ExprKind::Name { id, .. } = &alias.name.kind else { return Ok(()) };
        let generic = !alias.type_params.is_empty();
        if generic {
            let name = Name::new(&format!("<generic parameters of {id}>"));
            self.enter_type_params(alias, Role::AliasTypeParams, name, range);
            self.type_params(&alias.type_params)?;
        }
        self.lazy(alias, Role::Alias, ScopeKind::TypeAlias, id, &alias.value)?;
        if generic {
            self.leave();
        }
        Ok(())
    }

    fn aliases(&mut self, names: &[Alias]) -> Done {
        for alias in names {
            if alias.name == "*" {
                if self.current != SymbolTable::MODULE {
                    return error("import * only allowed at module level", alias.range);
                }
                continue;
            }
            let bound = match &alias.asname {
                Some(asname) => asname.name.clone(),
                None => Name::new(alias.name.split('.').next().unwrap_or("")),
            };
            self.define(&bound, flag::IMPORT, alias.range)?;
        }
        Ok(())
    }

    fn declare(&mut self, names: &[Identifier], kind: u16, word: &str, range: TextRange) -> Done {
        for name in names.iter().map(|identifier| &identifier.name) {
            let mangled = mangle(self.private.as_ref(), name);
            let old = self.scope().symbols.get(&mangled).map_or(0, |symbol| symbol.flags);
            let complaint = if old & flag::PARAM != 0 {
                Some(format!("name '{name}' is parameter and {word}"))
            } else if old & flag::USE != 0 {
                Some(format!("name '{name}' is used prior to {word} declaration"))
            } else if old & flag::ANNOT != 0 {
                Some(format!("annotated name '{name}' can't be {word}"))
            } else if old & flag::LOCAL != 0 {
                Some(format!("name '{name}' is assigned to before {word} declaration"))
            } else {
                None
            };
            if let Some(message) = complaint {
                return error(message, range);
            }
            self.note(mangled.clone(), kind);
            if kind == flag::GLOBAL {
                self.table.declared_global.insert(mangled.clone());
            }
            self.scope().directives.push((mangled, range));
        }
        Ok(())
    }

    fn pattern(&mut self, pattern: &Pattern) -> Done {
        let name = match &pattern.kind {
            PatternKind::MatchValue { value } => return self.expr(value),
            PatternKind::MatchSingleton { .. } => None,
            PatternKind::MatchSequence { patterns } | PatternKind::MatchOr { patterns } => {
                return patterns.iter().try_for_each(|part| self.pattern(part));
            }
            PatternKind::MatchMapping(mapping) => {
                self.exprs(&mapping.keys)?;
                mapping.patterns.iter().try_for_each(|part| self.pattern(part))?;
                mapping.rest.as_ref()
            }
            PatternKind::MatchClass(class) => {
                self.expr(&class.cls)?;
                class.patterns.iter().try_for_each(|part| self.pattern(part))?;
                for name in &class.kwd_attrs {
                    self.forbid_debug(&name.name, pattern.range)?;
                }
                return class.kwd_patterns.iter().try_for_each(|part| self.pattern(part));
            }
            PatternKind::MatchStar { name } => name.as_ref(),
            PatternKind::MatchAs { pattern: inner, name } => {
                if let Some(inner) = inner {
                    self.pattern(inner)?;
                }
                name.as_ref()
            }
        };
        match name {
            Some(name) => self.bind(&name.name, pattern.range),
            None => Ok(()),
        }
    }
}
