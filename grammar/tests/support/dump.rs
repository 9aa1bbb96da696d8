//! A tree as text: one node per line, with its place (lines from 1, columns in bytes) and its
//! plain fields; children below it, named by field and index, in the order of CPython's ASDL.

use std::fmt::{Debug, Write};

use coil_grammar::LineIndex;
use coil_grammar::ast::*;

pub struct Dump<'s> {
    index: &'s LineIndex,
    depth: usize,
    label: String,
    pub out: String,
}

pub fn dump(source: &str, module: &Mod) -> String {
    let index = LineIndex::new(source);
    let mut dump = Dump { index: &index, depth: 0, label: String::new(), out: String::new() };
    dump.module(module);
    dump.out
}

fn text(content: &PyText) -> String {
    match content.as_str() {
        Some(text) => quoted(text.chars().map(|character| character as u32)),
        None => quoted(content.as_bytes().iter().map(|byte| u32::from(*byte))),
    }
}

fn quoted(codes: impl Iterator<Item = u32>) -> String {
    let mut out = String::from("\"");
    for code in codes {
        match code {
            0x20..=0x7E if code != 0x22 && code != 0x5C => out.push(code as u8 as char),
            _ => write!(out, "\\{code:x};").unwrap(),
        }
    }
    out.push('"');
    out
}

fn constant(value: &Constant) -> String {
    match value {
        Constant::Int(int) => {
            let big = int.to_bigint();
            if big.bits() > 64 { format!("{big:#x}") } else { big.to_string() }
        }
        Constant::Float(float) => format!("float:{:016x}", float.to_bits()),
        Constant::Complex(imaginary) => format!("complex:{:016x}", imaginary.to_bits()),
        Constant::Str(content) => text(content),
        Constant::Bytes(bytes) => format!("b{}", quoted(bytes.iter().map(|byte| u32::from(*byte)))),
        other => format!("{other:?}"),
    }
}

fn field(name: &str, value: impl Debug) -> String {
    format!(" {name}={value:?}")
}

fn optional(name: &str, value: &Option<Identifier>) -> String {
    value.as_ref().map_or(String::new(), |value| format!(" {name}={}", value.name))
}

impl Dump<'_> {
    fn line(&mut self, kind: &str, range: Option<TextRange>, fields: String) {
        let indent = "  ".repeat(self.depth);
        write!(self.out, "{indent}{}{kind}", self.label).unwrap();
        if let Some(range) = range {
            let (start, end) = (self.index.utf8(range.start), self.index.utf8(range.end));
            let (line, column) = (start.line, start.column);
            write!(self.out, " {line}:{column}-{}:{}", end.line, end.column).unwrap();
        }
        self.out.push_str(&fields);
        self.out.push('\n');
    }

    fn child(&mut self, label: String, show: impl FnOnce(&mut Self)) {
        self.depth += 1;
        let before = std::mem::replace(&mut self.label, label);
        show(self);
        self.label = before;
        self.depth -= 1;
    }

    fn list<T>(&mut self, name: &str, items: &[T], show: impl Fn(&mut Self, &T)) {
        for (at, item) in items.iter().enumerate() {
            self.child(format!("{name}.{at} "), |dump| show(dump, item));
        }
    }

    fn one(&mut self, name: &str, expr: &Expr) {
        self.child(format!("{name} "), |dump| dump.expr(expr));
    }

    fn maybe(&mut self, name: &str, expr: &Option<P<Expr>>) {
        if let Some(expr) = expr {
            self.one(name, expr);
        }
    }

    fn exprs(&mut self, name: &str, items: &[Expr]) {
        self.list(name, items, Self::expr);
    }

    fn body(&mut self, name: &str, items: &[Stmt]) {
        self.list(name, items, Self::stmt);
    }

    fn module(&mut self, module: &Mod) {
        match module {
            Mod::Module { body } => {
                self.line("Module", None, String::new());
                self.body("body", body);
            }
            Mod::Interactive { body } => {
                self.line("Interactive", None, String::new());
                self.body("body", body);
            }
            Mod::Expression { body } => {
                self.line("Expression", None, String::new());
                self.one("body", body);
            }
            Mod::FunctionType { argtypes, returns } => {
                self.line("FunctionType", None, String::new());
                self.exprs("argtypes", argtypes);
                self.one("returns", returns);
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let range = Some(stmt.range);
        let plain = String::new();
        match &stmt.kind {
            StmtKind::FunctionDef(def) => self.function(def, range),
            StmtKind::ClassDef(class) => self.class(class, range),
            StmtKind::Return { value } => {
                self.line("Return", range, plain);
                self.maybe("value", value);
            }
            StmtKind::Delete { targets } => {
                self.line("Delete", range, plain);
                self.exprs("targets", targets);
            }
            StmtKind::Assign { targets, value } => {
                self.line("Assign", range, plain);
                self.exprs("targets", targets);
                self.one("value", value);
            }
            StmtKind::TypeAlias(alias) => {
                self.line("TypeAlias", range, plain);
                self.one("name", &alias.name);
                self.list("type_params", &alias.type_params, Self::type_param);
                self.one("value", &alias.value);
            }
            StmtKind::AugAssign { target, op, value } => {
                self.line("AugAssign", range, field("op", op));
                self.one("target", target);
                self.one("value", value);
            }
            StmtKind::AnnAssign(assign) => {
                self.line("AnnAssign", range, format!(" simple={}", u8::from(assign.simple)));
                self.one("target", &assign.target);
                self.one("annotation", &assign.annotation);
                if let Some(value) = &assign.value {
                    self.one("value", value);
                }
            }
            _ => self.other_simple(stmt, range),
        }
    }

    fn other_simple(&mut self, stmt: &Stmt, range: Option<TextRange>) {
        let plain = String::new();
        match &stmt.kind {
            StmtKind::Import { names } => {
                self.line("Import", range, plain);
                self.list("names", names, Self::alias);
            }
            StmtKind::ImportFrom(import) => {
                let level = format!(" level={}", import.level);
                self.line("ImportFrom", range, optional("module", &import.module) + &level);
                self.list("names", &import.names, Self::alias);
            }
            StmtKind::Raise { exc, cause } => {
                self.line("Raise", range, plain);
                self.maybe("exc", exc);
                self.maybe("cause", cause);
            }
            StmtKind::Assert { test, msg } => {
                self.line("Assert", range, plain);
                self.one("test", test);
                self.maybe("msg", msg);
            }
            StmtKind::Global { names } => self.line("Global", range, name_list(names)),
            StmtKind::Nonlocal { names } => self.line("Nonlocal", range, name_list(names)),
            StmtKind::Expr { value } => {
                self.line("Expr", range, plain);
                self.one("value", value);
            }
            StmtKind::Pass => self.line("Pass", range, plain),
            StmtKind::Break => self.line("Break", range, plain),
            StmtKind::Continue => self.line("Continue", range, plain),
            _ => self.compound(stmt, range),
        }
    }

    fn compound(&mut self, stmt: &Stmt, range: Option<TextRange>) {
        let plain = String::new();
        match &stmt.kind {
            StmtKind::For(statement) => {
                self.line(if statement.is_async { "AsyncFor" } else { "For" }, range, plain);
                self.one("target", &statement.target);
                self.one("iter", &statement.iter);
                self.body("body", &statement.body);
                self.body("orelse", &statement.orelse);
            }
            StmtKind::While(statement) => {
                self.line("While", range, plain);
                self.one("test", &statement.test);
                self.body("body", &statement.body);
                self.body("orelse", &statement.orelse);
            }
            StmtKind::If(statement) => {
                self.line("If", range, plain);
                self.one("test", &statement.test);
                self.body("body", &statement.body);
                self.body("orelse", &statement.orelse);
            }
            StmtKind::With(statement) => {
                self.line(if statement.is_async { "AsyncWith" } else { "With" }, range, plain);
                self.list("items", &statement.items, |dump, item| {
                    dump.line("withitem", None, String::new());
                    dump.one("context_expr", &item.context_expr);
                    dump.maybe("optional_vars", &item.optional_vars);
                });
                self.body("body", &statement.body);
            }
            StmtKind::Match(statement) => {
                self.line("Match", range, plain);
                self.one("subject", &statement.subject);
                self.list("cases", &statement.cases, |dump, case| {
                    dump.line("match_case", None, String::new());
                    dump.child("pattern ".into(), |dump| dump.pattern(&case.pattern));
                    dump.maybe("guard", &case.guard);
                    dump.body("body", &case.body);
                });
            }
            StmtKind::Try(statement) => {
                self.line(if statement.is_star { "TryStar" } else { "Try" }, range, plain);
                self.body("body", &statement.body);
                self.list("handlers", &statement.handlers, |dump, handler| {
                    let name = optional("name", &handler.name);
                    dump.line("ExceptHandler", Some(handler.range), name);
                    dump.maybe("type", &handler.type_);
                    dump.body("body", &handler.body);
                });
                self.body("orelse", &statement.orelse);
                self.body("finalbody", &statement.finalbody);
            }
            _ => {}
        }
    }

    fn function(&mut self, def: &FunctionDef, range: Option<TextRange>) {
        let kind = if def.is_async { "AsyncFunctionDef" } else { "FunctionDef" };
        self.line(kind, range, format!(" name={}", def.name.name));
        self.arguments(&def.args);
        self.body("body", &def.body);
        self.exprs("decorator_list", &def.decorator_list);
        self.maybe("returns", &def.returns);
        self.list("type_params", &def.type_params, Self::type_param);
    }

    fn class(&mut self, class: &ClassDef, range: Option<TextRange>) {
        self.line("ClassDef", range, format!(" name={}", class.name.name));
        self.exprs("bases", &class.bases);
        self.list("keywords", &class.keywords, Self::keyword);
        self.body("body", &class.body);
        self.exprs("decorator_list", &class.decorator_list);
        self.list("type_params", &class.type_params, Self::type_param);
    }

    fn alias(&mut self, alias: &Alias) {
        let fields = format!(" name={}{}", alias.name, optional("asname", &alias.asname));
        self.line("alias", Some(alias.range), fields);
    }

    fn keyword(&mut self, keyword: &Keyword) {
        self.line("keyword", Some(keyword.range), optional("arg", &keyword.arg));
        self.one("value", &keyword.value);
    }

    fn type_param(&mut self, param: &TypeParam) {
        let name = format!(" name={}", param.name.name);
        match &param.kind {
            TypeParamKind::TypeVar { bound } => {
                self.line("TypeVar", Some(param.range), name);
                self.maybe("bound", bound);
            }
            TypeParamKind::ParamSpec => self.line("ParamSpec", Some(param.range), name),
            TypeParamKind::TypeVarTuple => self.line("TypeVarTuple", Some(param.range), name),
        }
        self.maybe("default_value", &param.default_value);
    }

    fn arguments(&mut self, args: &Arguments) {
        self.child("args ".into(), |dump| {
            dump.line("arguments", None, String::new());
            dump.list("posonlyargs", &args.posonlyargs, Self::arg);
            dump.list("args", &args.args, Self::arg);
            if let Some(arg) = &args.vararg {
                dump.child("vararg ".into(), |dump| dump.arg(arg));
            }
            dump.list("kwonlyargs", &args.kwonlyargs, Self::arg);
            dump.list("kw_defaults", &args.kw_defaults, |dump, default| match default {
                Some(default) => dump.expr(default),
                None => dump.line("None", None, String::new()),
            });
            if let Some(arg) = &args.kwarg {
                dump.child("kwarg ".into(), |dump| dump.arg(arg));
            }
            dump.exprs("defaults", &args.defaults);
        });
    }

    fn arg(&mut self, arg: &Arg) {
        self.line("arg", Some(arg.range), format!(" arg={}", arg.arg.name));
        self.maybe("annotation", &arg.annotation);
    }

    fn comprehension(&mut self, clause: &Comprehension) {
        self.line("comprehension", None, format!(" is_async={}", u8::from(clause.is_async)));
        self.one("target", &clause.target);
        self.one("iter", &clause.iter);
        self.exprs("ifs", &clause.ifs);
    }

    fn expr(&mut self, expr: &Expr) {
        let range = Some(expr.range);
        let plain = String::new();
        match &expr.kind {
            ExprKind::BoolOp { op, values } => {
                self.line("BoolOp", range, field("op", op));
                self.exprs("values", values);
            }
            ExprKind::NamedExpr { target, value } => {
                self.line("NamedExpr", range, plain);
                self.one("target", target);
                self.one("value", value);
            }
            ExprKind::BinOp { left, op, right } => {
                self.line("BinOp", range, field("op", op));
                self.one("left", left);
                self.one("right", right);
            }
            ExprKind::UnaryOp { op, operand } => {
                self.line("UnaryOp", range, field("op", op));
                self.one("operand", operand);
            }
            ExprKind::Lambda(lambda) => {
                self.line("Lambda", range, plain);
                self.arguments(&lambda.args);
                self.one("body", &lambda.body);
            }
            ExprKind::IfExp(if_exp) => {
                self.line("IfExp", range, plain);
                self.one("test", &if_exp.test);
                self.one("body", &if_exp.body);
                self.one("orelse", &if_exp.orelse);
            }
            ExprKind::Await { value } => {
                self.line("Await", range, plain);
                self.one("value", value);
            }
            ExprKind::Yield { value } => {
                self.line("Yield", range, plain);
                self.maybe("value", value);
            }
            ExprKind::YieldFrom { value } => {
                self.line("YieldFrom", range, plain);
                self.one("value", value);
            }
            ExprKind::Compare(compare) => {
                self.line("Compare", range, field("ops", &compare.ops));
                self.one("left", &compare.left);
                self.exprs("comparators", &compare.comparators);
            }
            ExprKind::Call(call) => {
                self.line("Call", range, plain);
                self.one("func", &call.func);
                self.exprs("args", &call.args);
                self.list("keywords", &call.keywords, Self::keyword);
            }
            _ => self.display(expr, range),
        }
    }

    /// Displays, comprehensions and strings.
    fn display(&mut self, expr: &Expr, range: Option<TextRange>) {
        let plain = String::new();
        let comprehension = |dump: &mut Self, kind: &str, elt: &Expr, clauses: &[Comprehension]| {
            dump.line(kind, range, String::new());
            dump.one("elt", elt);
            dump.list("generators", clauses, Self::comprehension);
        };
        match &expr.kind {
            ExprKind::Dict { items } => {
                self.line("Dict", range, plain);
                self.list("keys", items, |dump, item| match &item.key {
                    Some(key) => dump.expr(key),
                    None => dump.line("None", None, String::new()),
                });
                self.list("values", items, |dump, item| dump.expr(&item.value));
            }
            ExprKind::Set { elts } => {
                self.line("Set", range, plain);
                self.exprs("elts", elts);
            }
            ExprKind::ListComp { elt, generators } => comprehension(self, "ListComp", elt, generators),
            ExprKind::SetComp { elt, generators } => comprehension(self, "SetComp", elt, generators),
            ExprKind::GeneratorExp { elt, generators } => {
                comprehension(self, "GeneratorExp", elt, generators);
            }
            ExprKind::DictComp(comp) => {
                self.line("DictComp", range, plain);
                self.one("key", &comp.key);
                self.one("value", &comp.value);
                self.list("generators", &comp.generators, Self::comprehension);
            }
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                self.line("FormattedValue", range, field("conversion", conversion));
                self.one("value", value);
                self.maybe("format_spec", format_spec);
            }
            ExprKind::JoinedStr { values } => {
                self.line("JoinedStr", range, plain);
                self.exprs("values", values);
            }
            ExprKind::Interpolation { value, str, conversion, format_spec } => {
                let shown = format!(" str={}", text(str));
                self.line("Interpolation", range, shown + &field("conversion", conversion));
                self.one("value", value);
                self.maybe("format_spec", format_spec);
            }
            ExprKind::TemplateStr { values } => {
                self.line("TemplateStr", range, plain);
                self.exprs("values", values);
            }
            _ => self.reference(expr, range),
        }
    }

    /// Constants and what may be a target.
    fn reference(&mut self, expr: &Expr, range: Option<TextRange>) {
        match &expr.kind {
            ExprKind::Constant { value, u_prefix } => {
                let kind = if *u_prefix { " kind=u" } else { "" };
                self.line("Constant", range, format!(" value={}{kind}", constant(value)));
            }
            ExprKind::Attribute { value, attr, ctx } => {
                let attr = format!(" attr={}", attr.name);
                self.line("Attribute", range, attr + &field("ctx", ctx));
                self.one("value", value);
            }
            ExprKind::Subscript { value, slice, ctx } => {
                self.line("Subscript", range, field("ctx", ctx));
                self.one("value", value);
                self.one("slice", slice);
            }
            ExprKind::Starred { value, ctx } => {
                self.line("Starred", range, field("ctx", ctx));
                self.one("value", value);
            }
            ExprKind::Name { id, ctx } => {
                self.line("Name", range, format!(" id={id}") + &field("ctx", ctx));
            }
            ExprKind::List { elts, ctx } => {
                self.line("List", range, field("ctx", ctx));
                self.exprs("elts", elts);
            }
            ExprKind::Tuple { elts, ctx } => {
                self.line("Tuple", range, field("ctx", ctx));
                self.exprs("elts", elts);
            }
            ExprKind::Slice { lower, upper, step } => {
                self.line("Slice", range, String::new());
                self.maybe("lower", lower);
                self.maybe("upper", upper);
                self.maybe("step", step);
            }
            _ => {}
        }
    }

    fn pattern(&mut self, pattern: &Pattern) {
        let range = Some(pattern.range);
        let plain = String::new();
        match &pattern.kind {
            PatternKind::MatchValue { value } => {
                self.line("MatchValue", range, plain);
                self.one("value", value);
            }
            PatternKind::MatchSingleton { value } => {
                self.line("MatchSingleton", range, format!(" value={}", constant(value)));
            }
            PatternKind::MatchSequence { patterns } => {
                self.line("MatchSequence", range, plain);
                self.list("patterns", patterns, Self::pattern);
            }
            PatternKind::MatchMapping(mapping) => {
                self.line("MatchMapping", range, optional("rest", &mapping.rest));
                self.exprs("keys", &mapping.keys);
                self.list("patterns", &mapping.patterns, Self::pattern);
            }
            PatternKind::MatchClass(class) => {
                let names = match class.kwd_attrs.is_empty() {
                    true => plain,
                    false => format!(" kwd_attrs={}", joined(&class.kwd_attrs)),
                };
                self.line("MatchClass", range, names);
                self.one("cls", &class.cls);
                self.list("patterns", &class.patterns, Self::pattern);
                self.list("kwd_patterns", &class.kwd_patterns, Self::pattern);
            }
            PatternKind::MatchStar { name } => self.line("MatchStar", range, optional("name", name)),
            PatternKind::MatchAs { pattern, name } => {
                self.line("MatchAs", range, optional("name", name));
                if let Some(pattern) = pattern {
                    self.child("pattern ".into(), |dump| dump.pattern(pattern));
                }
            }
            PatternKind::MatchOr { patterns } => {
                self.line("MatchOr", range, plain);
                self.list("patterns", patterns, Self::pattern);
            }
        }
    }
}

fn name_list(names: &[Identifier]) -> String {
    format!(" names={}", joined(names))
}

fn joined(names: &[Identifier]) -> String {
    names.iter().map(|name| &*name.name).collect::<Vec<_>>().join(",")
}
