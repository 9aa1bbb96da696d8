//! From the parser's tree to objects: compound statements, and the parts of statements and expressions.

use coil_grammar::ast::{
    Alias, Arg, Arguments, Comprehension, ExceptHandler, FunctionDef, Keyword, MatchCase, Pattern, PatternKind, Stmt,
    StmtKind, TextRange, TypeParam, TypeParamKind, WithItem,
};

use super::to_python::{Fields, Writer};
use crate::native::PyResult;
use crate::object::Value;

impl Writer<'_> {
    pub fn compound(&self, stmt: &Stmt) -> PyResult<Value> {
        let node = |class: &str, fields: Fields| self.node(class, stmt.range, fields);
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function(def, stmt.range),
            StmtKind::ClassDef(def) => {
                let fields = [
                    ("name", self.identifier(&def.name)),
                    ("bases", self.exprs(&def.bases)?),
                    ("keywords", self.keywords(&def.keywords)?),
                    ("body", self.stmts(&def.body)?),
                    ("decorator_list", self.exprs(&def.decorator_list)?),
                    ("type_params", self.type_params(&def.type_params)?),
                ];
                node("ClassDef", &fields)
            }
            StmtKind::TypeAlias(alias) => {
                let (name, value) = (self.expr(&alias.name)?, self.expr(&alias.value)?);
                let params = self.type_params(&alias.type_params)?;
                node("TypeAlias", &[("name", name), ("type_params", params), ("value", value)])
            }
            StmtKind::For(def) => {
                let fields = [
                    ("target", self.expr(&def.target)?),
                    ("iter", self.expr(&def.iter)?),
                    ("body", self.stmts(&def.body)?),
                    ("orelse", self.stmts(&def.orelse)?),
                    ("type_comment", Value::NONE),
                ];
                node(if def.is_async { "AsyncFor" } else { "For" }, &fields)
            }
            StmtKind::While(def) => {
                let (test, body) = (self.expr(&def.test)?, self.stmts(&def.body)?);
                node("While", &[("test", test), ("body", body), ("orelse", self.stmts(&def.orelse)?)])
            }
            StmtKind::If(def) => {
                let (test, body) = (self.expr(&def.test)?, self.stmts(&def.body)?);
                node("If", &[("test", test), ("body", body), ("orelse", self.stmts(&def.orelse)?)])
            }
            StmtKind::With(def) => {
                let items = self.list(&def.items, |item| self.with_item(item))?;
                let fields = [("items", items), ("body", self.stmts(&def.body)?), ("type_comment", Value::NONE)];
                node(if def.is_async { "AsyncWith" } else { "With" }, &fields)
            }
            StmtKind::Match(def) => {
                let cases = self.list(&def.cases, |case| self.case(case))?;
                node("Match", &[("subject", self.expr(&def.subject)?), ("cases", cases)])
            }
            StmtKind::Try(def) => {
                let fields = [
                    ("body", self.stmts(&def.body)?),
                    ("handlers", self.list(&def.handlers, |handler| self.handler(handler))?),
                    ("orelse", self.stmts(&def.orelse)?),
                    ("finalbody", self.stmts(&def.finalbody)?),
                ];
                node(if def.is_star { "TryStar" } else { "Try" }, &fields)
            }
            _ => Err(self.vm.system_error("not a compound statement")),
        }
    }

    fn function(&self, def: &FunctionDef, range: TextRange) -> PyResult<Value> {
        let fields = [
            ("name", self.identifier(&def.name)),
            ("args", self.arguments(&def.args)?),
            ("body", self.stmts(&def.body)?),
            ("decorator_list", self.exprs(&def.decorator_list)?),
            ("returns", self.optional(def.returns.as_deref())?),
            ("type_comment", Value::NONE),
            ("type_params", self.type_params(&def.type_params)?),
        ];
        self.node(if def.is_async { "AsyncFunctionDef" } else { "FunctionDef" }, range, &fields)
    }

    pub fn arguments(&self, args: &Arguments) -> PyResult<Value> {
        let one = |arg: Option<&Arg>| arg.map_or(Ok(Value::NONE), |arg| self.arg(arg));
        let fields = [
            ("posonlyargs", self.list(&args.posonlyargs, |arg| self.arg(arg))?),
            ("args", self.list(&args.args, |arg| self.arg(arg))?),
            ("vararg", one(args.vararg.as_deref())?),
            ("kwonlyargs", self.list(&args.kwonlyargs, |arg| self.arg(arg))?),
            ("kw_defaults", self.list(&args.kw_defaults, |default| self.optional(default.as_ref()))?),
            ("kwarg", one(args.kwarg.as_deref())?),
            ("defaults", self.exprs(&args.defaults)?),
        ];
        self.bare("arguments", &fields)
    }

    fn arg(&self, arg: &Arg) -> PyResult<Value> {
        let annotation = self.optional(arg.annotation.as_deref())?;
        let fields = [("arg", self.identifier(&arg.arg)), ("annotation", annotation), ("type_comment", Value::NONE)];
        self.node("arg", arg.range, &fields)
    }

    pub fn keywords(&self, keywords: &[Keyword]) -> PyResult<Value> {
        self.list(keywords, |keyword| {
            let fields = [("arg", self.optional_name(keyword.arg.as_ref())), ("value", self.expr(&keyword.value)?)];
            self.node("keyword", keyword.range, &fields)
        })
    }

    pub fn alias(&self, alias: &Alias) -> PyResult<Value> {
        let fields = [("name", self.name(&alias.name)), ("asname", self.optional_name(alias.asname.as_ref()))];
        self.node("alias", alias.range, &fields)
    }

    pub fn generators(&self, generators: &[Comprehension]) -> PyResult<Value> {
        self.list(generators, |generator| {
            let fields = [
                ("target", self.expr(&generator.target)?),
                ("iter", self.expr(&generator.iter)?),
                ("ifs", self.exprs(&generator.ifs)?),
                ("is_async", self.vm.int(i64::from(generator.is_async))),
            ];
            self.bare("comprehension", &fields)
        })
    }

    fn with_item(&self, item: &WithItem) -> PyResult<Value> {
        let (context, vars) = (self.expr(&item.context_expr)?, self.optional(item.optional_vars.as_deref())?);
        self.bare("withitem", &[("context_expr", context), ("optional_vars", vars)])
    }

    fn handler(&self, handler: &ExceptHandler) -> PyResult<Value> {
        let fields = [
            ("type", self.optional(handler.type_.as_deref())?),
            ("name", self.optional_name(handler.name.as_ref())),
            ("body", self.stmts(&handler.body)?),
        ];
        self.node("ExceptHandler", handler.range, &fields)
    }

    fn case(&self, case: &MatchCase) -> PyResult<Value> {
        let (pattern, guard) = (self.pattern(&case.pattern)?, self.optional(case.guard.as_deref())?);
        self.bare("match_case", &[("pattern", pattern), ("guard", guard), ("body", self.stmts(&case.body)?)])
    }

    fn patterns(&self, patterns: &[Pattern]) -> PyResult<Value> {
        self.list(patterns, |pattern| self.pattern(pattern))
    }

    fn pattern(&self, pattern: &Pattern) -> PyResult<Value> {
        self.vm.check_native_stack("during ast construction")?;
        let node = |class: &str, fields: Fields| self.node(class, pattern.range, fields);
        match &pattern.kind {
            PatternKind::MatchValue { value } => node("MatchValue", &[("value", self.expr(value)?)]),
            PatternKind::MatchSingleton { value } => node("MatchSingleton", &[("value", self.constant(value))]),
            PatternKind::MatchSequence { patterns } => node("MatchSequence", &[("patterns", self.patterns(patterns)?)]),
            PatternKind::MatchMapping(mapping) => {
                let (keys, patterns) = (self.exprs(&mapping.keys)?, self.patterns(&mapping.patterns)?);
                let rest = self.optional_name(mapping.rest.as_ref());
                node("MatchMapping", &[("keys", keys), ("patterns", patterns), ("rest", rest)])
            }
            PatternKind::MatchClass(class) => {
                let fields = [
                    ("cls", self.expr(&class.cls)?),
                    ("patterns", self.patterns(&class.patterns)?),
                    ("kwd_attrs", self.list(&class.kwd_attrs, |name| Ok(self.identifier(name)))?),
                    ("kwd_patterns", self.patterns(&class.kwd_patterns)?),
                ];
                node("MatchClass", &fields)
            }
            PatternKind::MatchStar { name } => node("MatchStar", &[("name", self.optional_name(name.as_ref()))]),
            PatternKind::MatchAs { pattern, name } => {
                let pattern = pattern.as_deref().map_or(Ok(Value::NONE), |pattern| self.pattern(pattern))?;
                node("MatchAs", &[("pattern", pattern), ("name", self.optional_name(name.as_ref()))])
            }
            PatternKind::MatchOr { patterns } => node("MatchOr", &[("patterns", self.patterns(patterns)?)]),
        }
    }

    pub fn type_params(&self, params: &[TypeParam]) -> PyResult<Value> {
        self.list(params, |param| {
            let name = ("name", self.identifier(&param.name));
            let default = ("default_value", self.optional(param.default_value.as_deref())?);
            match &param.kind {
                TypeParamKind::TypeVar { bound } => {
                    let bound = ("bound", self.optional(bound.as_deref())?);
                    self.node("TypeVar", param.range, &[name, bound, default])
                }
                TypeParamKind::ParamSpec => self.node("ParamSpec", param.range, &[name, default]),
                TypeParamKind::TypeVarTuple => self.node("TypeVarTuple", param.range, &[name, default]),
            }
        })
    }
}
