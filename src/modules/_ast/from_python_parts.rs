//! From objects to a tree that can be compiled: statements and patterns.

use coil_grammar::ast::{
    Alias, AnnAssign, ClassDef, ExceptHandler, Expr, ExprContext, ExprKind, For, FunctionDef, If, ImportFrom, Match,
    MatchCase, MatchClass, MatchMapping, P, Pattern, PatternKind, Stmt, StmtKind, Try, TypeAlias, TypeParam,
    TypeParamKind, UnaryOp, While, With, WithItem,
};

use super::read::{Node, Reader};
use crate::native::PyResult;
use crate::object::Value;

const STORE: ExprContext = ExprContext::Store;

impl Reader<'_> {
    pub fn stmt(&self, value: &Value) -> PyResult<Stmt> {
        let node = Reader::placed(self, value, "stmt", &[])?;
        Ok(Stmt { kind: self.stmt_kind(node)?, range: node.range })
    }

    fn stmt_kind(&self, node: Node) -> PyResult<StmtKind> {
        Ok(match node.kind {
            "FunctionDef" | "AsyncFunctionDef" => self.function(node)?,
            "ClassDef" => StmtKind::ClassDef(P::new(ClassDef {
                body: self.body(node, "body")?,
                name: self.identifier(node, "name")?,
                type_params: self.type_params(node)?,
                bases: self.exprs(node, "bases")?,
                keywords: self.keywords(node)?,
                decorator_list: self.exprs(node, "decorator_list")?,
            })),
            "Return" => StmtKind::Return { value: self.optional_child(node, "value")? },
            "Delete" => StmtKind::Delete { targets: self.exprs_in(&self.filled(node, "targets")?, ExprContext::Del)? },
            "Assign" => StmtKind::Assign {
                targets: self.exprs_in(&self.filled(node, "targets")?, STORE)?,
                value: self.child(node, "value")?,
            },
            "AugAssign" => StmtKind::AugAssign {
                target: P::new(self.child_in(node, "target", STORE)?),
                op: self.operator(node)?,
                value: self.child(node, "value")?,
            },
            "AnnAssign" => self.ann_assign(node)?,
            "TypeAlias" => self.type_alias(node)?,
            "Raise" => {
                let (exc, cause) = (self.optional_child(node, "exc")?, self.optional_child(node, "cause")?);
                if exc.is_none() && cause.is_some() {
                    return Err(self.wrong("Raise with cause but no exception"));
                }
                StmtKind::Raise { exc, cause }
            }
            "Assert" => StmtKind::Assert { test: self.child(node, "test")?, msg: self.optional_child(node, "msg")? },
            "Import" => StmtKind::Import { names: self.aliases(node)? },
            "ImportFrom" => self.import_from(node)?,
            "Global" => {
                self.filled(node, "names")?;
                StmtKind::Global { names: self.identifiers(node, "names")? }
            }
            "Nonlocal" => {
                self.filled(node, "names")?;
                StmtKind::Nonlocal { names: self.identifiers(node, "names")? }
            }
            "Expr" => StmtKind::Expr { value: self.child(node, "value")? },
            "Pass" => StmtKind::Pass,
            "Break" => StmtKind::Break,
            "Continue" => StmtKind::Continue,
            _ => self.block(node)?,
        })
    }

    /// Statements with blocks.
    fn block(&self, node: Node) -> PyResult<StmtKind> {
        Ok(match node.kind {
            "For" | "AsyncFor" => StmtKind::For(P::new(For {
                target: self.child_in(node, "target", STORE)?,
                iter: self.child(node, "iter")?.into_inner(),
                body: self.body(node, "body")?,
                orelse: self.stmts(node, "orelse")?,
                is_async: node.kind == "AsyncFor",
            })),
            "While" => StmtKind::While(P::new(While {
                test: self.child(node, "test")?.into_inner(),
                body: self.body(node, "body")?,
                orelse: self.stmts(node, "orelse")?,
            })),
            "If" => StmtKind::If(P::new(If {
                test: self.child(node, "test")?.into_inner(),
                body: self.body(node, "body")?,
                orelse: self.stmts(node, "orelse")?,
            })),
            "With" | "AsyncWith" => {
                let one = |value: &Value| self.with_item(value, node);
                let items: PyResult<Vec<WithItem>> = self.filled(node, "items")?.iter().map(one).collect();
                let is_async = node.kind == "AsyncWith";
                StmtKind::With(P::new(With { items: items?, body: self.body(node, "body")?, is_async }))
            }
            "Match" => {
                let one = |value: &Value| self.case(value, node);
                let cases: PyResult<Vec<MatchCase>> = self.filled(node, "cases")?.iter().map(one).collect();
                StmtKind::Match(P::new(Match { subject: self.child(node, "subject")?.into_inner(), cases: cases? }))
            }
            "Try" | "TryStar" => self.try_(node)?,
            _ => return Err(self.unexpected("stmt", node.value)),
        })
    }

    fn function(&self, node: Node) -> PyResult<StmtKind> {
        Ok(StmtKind::FunctionDef(P::new(FunctionDef {
            body: self.body(node, "body")?,
            name: self.identifier(node, "name")?,
            type_params: self.type_params(node)?,
            args: self.arguments(&self.need(node, "args")?)?,
            decorator_list: self.exprs(node, "decorator_list")?,
            returns: self.optional_child(node, "returns")?,
            is_async: node.kind == "AsyncFunctionDef",
        })))
    }

    fn ann_assign(&self, node: Node) -> PyResult<StmtKind> {
        let target = self.child_in(node, "target", STORE)?;
        let simple = self.int(node, "simple")? != 0;
        if simple && !matches!(target.kind, ExprKind::Name { .. }) {
            return Err(self.vm.type_error("AnnAssign with simple non-Name target"));
        }
        Ok(StmtKind::AnnAssign(P::new(AnnAssign {
            target,
            annotation: self.child(node, "annotation")?.into_inner(),
            value: self.optional_child(node, "value")?.map(P::into_inner),
            simple,
        })))
    }

    fn type_alias(&self, node: Node) -> PyResult<StmtKind> {
        let name = self.child_in(node, "name", STORE)?;
        if !matches!(name.kind, ExprKind::Name { .. }) {
            return Err(self.vm.type_error("TypeAlias with non-Name name"));
        }
        let type_params = self.type_params(node)?;
        Ok(StmtKind::TypeAlias(P::new(TypeAlias { name, type_params, value: self.child(node, "value")?.into_inner() })))
    }

    fn aliases(&self, node: Node) -> PyResult<Vec<Alias>> {
        let one = |value: &Value| {
            let alias = Reader::placed(self, value, "alias", &["alias"])?;
            Ok(Alias {
                name: self.name_of(alias, "name")?,
                asname: self.optional_identifier(alias, "asname")?,
                range: alias.range,
            })
        };
        self.filled(node, "names")?.iter().map(one).collect()
    }

    fn import_from(&self, node: Node) -> PyResult<StmtKind> {
        let level = match self.optional(node, "level")? {
            Some(_) => self.int(node, "level")?,
            None => 0,
        };
        if level < 0 {
            return Err(self.wrong("Negative ImportFrom level"));
        }
        let (names, module) = (self.aliases(node)?, self.optional_identifier(node, "module")?);
        Ok(StmtKind::ImportFrom(P::new(ImportFrom { module, names, level: level as u32 })))
    }

    fn with_item(&self, value: &Value, outer: Node) -> PyResult<WithItem> {
        let node = Node { range: outer.range, ..Reader::node(self, value, "withitem", &["withitem"])? };
        let optional_vars = match self.optional(node, "optional_vars")? {
            Some(vars) => Some(P::new(self.expr(&vars, STORE)?)),
            None => None,
        };
        Ok(WithItem { context_expr: self.child(node, "context_expr")?.into_inner(), optional_vars })
    }

    fn try_(&self, node: Node) -> PyResult<StmtKind> {
        let body = self.body(node, "body")?;
        let one = |value: &Value| {
            let handler = Reader::placed(self, value, "excepthandler", &["ExceptHandler"])?;
            Ok(ExceptHandler {
                type_: self.optional_child(handler, "type")?,
                name: self.optional_identifier(handler, "name")?,
                body: self.body(handler, "body")?,
                range: handler.range,
            })
        };
        let handlers: PyResult<Vec<ExceptHandler>> = self.list(node, "handlers")?.iter().map(one).collect();
        let (handlers, orelse, finalbody) = (handlers?, self.stmts(node, "orelse")?, self.stmts(node, "finalbody")?);
        let kind = node.kind;
        if handlers.is_empty() && finalbody.is_empty() {
            return Err(self.wrong(format!("{kind} has neither handlers nor finalbody")));
        }
        if handlers.is_empty() && !orelse.is_empty() {
            return Err(self.wrong(format!("{kind} has orelse but no except handlers")));
        }
        let is_star = kind == "TryStar";
        Ok(StmtKind::Try(P::new(Try { body, handlers, orelse, finalbody, is_star })))
    }

    fn type_params(&self, node: Node) -> PyResult<Vec<TypeParam>> {
        let one = |value: &Value| {
            let param = Reader::placed(self, value, "type_param", &[])?;
            let kind = match param.kind {
                "TypeVar" => TypeParamKind::TypeVar { bound: self.optional_child(param, "bound")? },
                "ParamSpec" => TypeParamKind::ParamSpec,
                "TypeVarTuple" => TypeParamKind::TypeVarTuple,
                _ => return Err(self.unexpected("type_param", value)),
            };
            let name = self.identifier(param, "name")?;
            self.allowed(&name.name)?;
            Ok(TypeParam {
                name,
                kind,
                default_value: self.optional_child(param, "default_value")?,
                range: param.range,
            })
        };
        self.list(node, "type_params")?.iter().map(one).collect()
    }

    // ---- match

    fn case(&self, value: &Value, outer: Node) -> PyResult<MatchCase> {
        let node = Node { range: outer.range, ..Reader::node(self, value, "match_case", &["match_case"])? };
        Ok(MatchCase {
            pattern: self.pattern(&self.need(node, "pattern")?, false)?,
            guard: self.optional_child(node, "guard")?,
            body: self.body(node, "body")?,
            range: node.range,
        })
    }

    fn patterns(&self, node: Node, star_ok: bool) -> PyResult<Vec<Pattern>> {
        self.list(node, "patterns")?.iter().map(|value| self.pattern(value, star_ok)).collect()
    }

    fn pattern(&self, value: &Value, star_ok: bool) -> PyResult<Pattern> {
        let node = Reader::placed(self, value, "pattern", &[])?;
        Ok(Pattern { kind: self.pattern_kind(node, star_ok)?, range: node.range })
    }

    fn pattern_kind(&self, node: Node, star_ok: bool) -> PyResult<PatternKind> {
        Ok(match node.kind {
            "MatchValue" => {
                let value = self.child(node, "value")?;
                self.check_pattern_value(&value)?;
                PatternKind::MatchValue { value }
            }
            "MatchSingleton" => {
                let value = self.get(node, "value")?.unwrap_or(Value::NONE);
                if !(value.is_none() || value.is_true() || value.is(&Value::FALSE)) {
                    return Err(self.wrong("MatchSingleton can only contain True, False and None"));
                }
                PatternKind::MatchSingleton { value: self.constant(&value)? }
            }
            "MatchSequence" => PatternKind::MatchSequence { patterns: self.patterns(node, true)? },
            "MatchMapping" => {
                let (keys, patterns) = (self.exprs(node, "keys")?, self.patterns(node, false)?);
                if keys.len() != patterns.len() {
                    return Err(self.wrong("MatchMapping doesn't have the same number of keys as patterns"));
                }
                let rest = self.optional_identifier(node, "rest")?;
                self.check_capture(rest.as_ref().map(|rest| &*rest.name))?;
                PatternKind::MatchMapping(P::new(MatchMapping { keys, patterns, rest }))
            }
            "MatchClass" => self.match_class(node)?,
            "MatchStar" => {
                if !star_ok {
                    return Err(self.wrong("can't use MatchStar here"));
                }
                let name = self.optional_identifier(node, "name")?;
                self.check_capture(name.as_ref().map(|name| &*name.name))?;
                PatternKind::MatchStar { name }
            }
            "MatchAs" => {
                let name = self.optional_identifier(node, "name")?;
                self.check_capture(name.as_ref().map(|name| &*name.name))?;
                let pattern = match self.optional(node, "pattern")? {
                    Some(pattern) => Some(P::new(self.pattern(&pattern, false)?)),
                    None => None,
                };
                if pattern.is_some() && name.is_none() {
                    return Err(self.wrong("MatchAs must specify a target name if a pattern is given"));
                }
                PatternKind::MatchAs { pattern, name }
            }
            "MatchOr" => {
                let patterns = self.patterns(node, false)?;
                if patterns.len() < 2 {
                    return Err(self.wrong("MatchOr requires at least 2 patterns"));
                }
                PatternKind::MatchOr { patterns }
            }
            _ => return Err(self.unexpected("pattern", node.value)),
        })
    }

    fn match_class(&self, node: Node) -> PyResult<PatternKind> {
        let one = |value: &Value| self.pattern(value, false);
        let kwd_patterns: PyResult<Vec<Pattern>> = self.list(node, "kwd_patterns")?.iter().map(one).collect();
        let (kwd_attrs, kwd_patterns) = (self.identifiers(node, "kwd_attrs")?, kwd_patterns?);
        if kwd_attrs.len() != kwd_patterns.len() {
            return Err(self.wrong("MatchClass doesn't have the same number of keyword attributes as patterns"));
        }
        let cls = self.child(node, "cls")?.into_inner();
        let mut at = &cls;
        loop {
            match &at.kind {
                ExprKind::Name { .. } => break,
                ExprKind::Attribute { value, .. } => at = value,
                _ => return Err(self.wrong("MatchClass cls field can only contain Name or Attribute nodes.")),
            }
        }
        let patterns = self.patterns(node, false)?;
        Ok(PatternKind::MatchClass(P::new(MatchClass { cls, patterns, kwd_attrs, kwd_patterns })))
    }

    fn check_capture(&self, name: Option<&str>) -> PyResult<()> {
        match name {
            Some("_") => Err(self.wrong("can't capture name '_' in patterns")),
            Some(name) => self.allowed(&name.into()),
            None => Ok(()),
        }
    }

    /// Numbers, strings, dotted names, and what signs and sums make of numbers.
    fn check_pattern_value(&self, value: &Expr) -> PyResult<()> {
        use coil_grammar::ast::Constant;
        let fine = match &value.kind {
            ExprKind::Constant { value, .. } => {
                if matches!(value, Constant::None | Constant::True | Constant::False | Constant::Ellipsis) {
                    return Err(self.wrong("unexpected constant inside of a literal pattern"));
                }
                true
            }
            ExprKind::Attribute { .. } | ExprKind::JoinedStr { .. } | ExprKind::TemplateStr { .. } => true,
            ExprKind::UnaryOp { op, operand } => {
                *op == UnaryOp::USub && matches!(operand.kind, ExprKind::Constant { .. })
            }
            ExprKind::BinOp { right, .. } => matches!(right.kind, ExprKind::Constant { .. }),
            _ => false,
        };
        if fine {
            return Ok(());
        }
        Err(self.wrong("patterns may only match literals and attribute lookups"))
    }
}
