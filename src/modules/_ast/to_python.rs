//! From the parser's tree to objects: modules, statements, expressions.

use coil_grammar::LineIndex;
use coil_grammar::ast::{
    BoolOp, CmpOp, Constant, Conversion, Expr, ExprContext, ExprKind, Identifier, Int, Mod, Operator, Stmt, StmtKind,
    TextRange, UnaryOp,
};

use super::classes::{self, POSITIONS};
use super::node;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::Value;
use crate::vm::Vm;

pub struct Writer<'a> {
    pub vm: &'a Vm,
    pub index: &'a LineIndex,
}

pub type Fields<'a> = &'a [(&'a str, Value)];

impl Writer<'_> {
    pub fn module(&self, module: &Mod) -> PyResult<Value> {
        let none = || self.vm.list(Vec::new());
        match module {
            Mod::Module { body } => self.bare("Module", &[("body", self.stmts(body)?), ("type_ignores", none())]),
            Mod::Interactive { body } => self.bare("Interactive", &[("body", self.stmts(body)?)]),
            Mod::Expression { body } => self.bare("Expression", &[("body", self.expr(body)?)]),
            Mod::FunctionType { argtypes, returns } => {
                self.bare("FunctionType", &[("argtypes", self.exprs(argtypes)?), ("returns", self.expr(returns)?)])
            }
        }
    }

    /// A node without a place.
    pub fn bare(&self, class: &str, fields: Fields) -> PyResult<Value> {
        let node = node::new(self.vm, classes::get(self.vm)?.class(self.vm, class)?);
        for (name, value) in fields {
            self.vm.set_instance_attr(&node, &self.vm.intern(name), value)?;
        }
        Ok(node)
    }

    pub fn node(&self, class: &str, range: TextRange, fields: Fields) -> PyResult<Value> {
        let node = self.bare(class, fields)?;
        let (start, end) = (self.index.utf8(range.start), self.index.utf8(range.end));
        for (name, number) in POSITIONS.iter().zip([start.line, start.column, end.line, end.column]) {
            self.vm.set_instance_attr(&node, &self.vm.intern(name), &self.vm.int(number as i64))?;
        }
        Ok(node)
    }

    pub fn list<T>(&self, items: &[T], one: impl Fn(&T) -> PyResult<Value>) -> PyResult<Value> {
        let items: PyResult<Vec<Value>> = items.iter().map(one).collect();
        Ok(self.vm.list(items?))
    }

    pub fn exprs(&self, exprs: &[Expr]) -> PyResult<Value> {
        self.list(exprs, |expr| self.expr(expr))
    }

    pub fn stmts(&self, stmts: &[Stmt]) -> PyResult<Value> {
        self.list(stmts, |stmt| self.stmt(stmt))
    }

    pub fn optional(&self, expr: Option<&Expr>) -> PyResult<Value> {
        expr.map_or(Ok(Value::NONE), |expr| self.expr(expr))
    }

    pub fn name(&self, name: &str) -> Value {
        self.vm.intern(name).into_value()
    }

    pub fn identifier(&self, name: &Identifier) -> Value {
        self.name(&name.name)
    }

    pub fn optional_name(&self, name: Option<&Identifier>) -> Value {
        name.map_or(Value::NONE, |name| self.identifier(name))
    }

    fn singleton(&self, name: &str) -> PyResult<Value> {
        classes::get(self.vm)?.singleton(self.vm, name)
    }

    pub fn context(&self, context: ExprContext) -> PyResult<Value> {
        self.singleton(match context {
            ExprContext::Load => "Load",
            ExprContext::Store => "Store",
            ExprContext::Del => "Del",
        })
    }

    pub fn operator(&self, op: Operator) -> PyResult<Value> {
        self.singleton(&format!("{op:?}"))
    }

    fn bool_op(&self, op: BoolOp) -> PyResult<Value> {
        self.singleton(&format!("{op:?}"))
    }

    fn unary_op(&self, op: UnaryOp) -> PyResult<Value> {
        self.singleton(&format!("{op:?}"))
    }

    fn cmp_op(&self, op: &CmpOp) -> PyResult<Value> {
        self.singleton(&format!("{op:?}"))
    }

    pub fn constant(&self, constant: &Constant) -> Value {
        let vm = self.vm;
        match constant {
            Constant::None => Value::NONE,
            Constant::True => Value::TRUE,
            Constant::False => Value::FALSE,
            Constant::Ellipsis => Value::ELLIPSIS,
            Constant::Int(Int::Small(small)) => vm.int(*small),
            Constant::Int(Int::Big(big)) => vm.big_int((**big).clone()),
            Constant::Float(float) => Value::float(*float),
            Constant::Complex(imag) => vm.complex(0.0, *imag),
            Constant::FullComplex(real, imag) => vm.complex(*real, *imag),
            Constant::Str(text) => PyStr::from_wtf8(text.as_bytes()).into_value(),
            Constant::Bytes(bytes) => vm.bytes(bytes),
            Constant::Tuple(items) => vm.tuple(items.iter().map(|item| self.constant(item)).collect()),
            Constant::FrozenSet(items) => vm.constant_frozenset(items.iter().map(|item| self.constant(item)).collect()),
        }
    }

    pub fn expr(&self, expr: &Expr) -> PyResult<Value> {
        let vm = self.vm;
        vm.check_native_stack("during ast construction")?;
        let node = |class: &str, fields: Fields| self.node(class, expr.range, fields);
        match &expr.kind {
            ExprKind::BoolOp { op, values } => {
                node("BoolOp", &[("op", self.bool_op(*op)?), ("values", self.exprs(values)?)])
            }
            ExprKind::NamedExpr { target, value } => {
                node("NamedExpr", &[("target", self.expr(target)?), ("value", self.expr(value)?)])
            }
            ExprKind::BinOp { left, op, right } => {
                let (left, right) = (self.expr(left)?, self.expr(right)?);
                node("BinOp", &[("left", left), ("op", self.operator(*op)?), ("right", right)])
            }
            ExprKind::UnaryOp { op, operand } => {
                node("UnaryOp", &[("op", self.unary_op(*op)?), ("operand", self.expr(operand)?)])
            }
            ExprKind::Lambda(lambda) => {
                node("Lambda", &[("args", self.arguments(&lambda.args)?), ("body", self.expr(&lambda.body)?)])
            }
            ExprKind::IfExp(choice) => {
                let (test, body) = (self.expr(&choice.test)?, self.expr(&choice.body)?);
                node("IfExp", &[("test", test), ("body", body), ("orelse", self.expr(&choice.orelse)?)])
            }
            ExprKind::Dict { items } => {
                let keys = self.list(items, |item| self.optional(item.key.as_ref()))?;
                let values = self.list(items, |item| self.expr(&item.value))?;
                node("Dict", &[("keys", keys), ("values", values)])
            }
            ExprKind::Set { elts } => node("Set", &[("elts", self.exprs(elts)?)]),
            ExprKind::ListComp { elt, generators } => {
                node("ListComp", &[("elt", self.expr(elt)?), ("generators", self.generators(generators)?)])
            }
            ExprKind::SetComp { elt, generators } => {
                node("SetComp", &[("elt", self.expr(elt)?), ("generators", self.generators(generators)?)])
            }
            ExprKind::GeneratorExp { elt, generators } => {
                node("GeneratorExp", &[("elt", self.expr(elt)?), ("generators", self.generators(generators)?)])
            }
            ExprKind::DictComp(comp) => {
                let (key, value) = (self.expr(&comp.key)?, self.expr(&comp.value)?);
                let generators = self.generators(&comp.generators)?;
                node("DictComp", &[("key", key), ("value", value), ("generators", generators)])
            }
            ExprKind::Await { value } => node("Await", &[("value", self.expr(value)?)]),
            ExprKind::Yield { value } => node("Yield", &[("value", self.optional(value.as_deref())?)]),
            ExprKind::YieldFrom { value } => node("YieldFrom", &[("value", self.expr(value)?)]),
            ExprKind::Compare(compare) => {
                let ops = self.list(&compare.ops, |op| self.cmp_op(op))?;
                let comparators = self.exprs(&compare.comparators)?;
                node("Compare", &[("left", self.expr(&compare.left)?), ("ops", ops), ("comparators", comparators)])
            }
            ExprKind::Call(call) => {
                let (func, args) = (self.expr(&call.func)?, self.exprs(&call.args)?);
                node("Call", &[("func", func), ("args", args), ("keywords", self.keywords(&call.keywords)?)])
            }
            ExprKind::Constant { value, u_prefix } => {
                let kind = if *u_prefix { self.name("u") } else { Value::NONE };
                node("Constant", &[("value", self.constant(value)), ("kind", kind)])
            }
            ExprKind::Attribute { value, attr, ctx } => {
                let fields =
                    [("value", self.expr(value)?), ("attr", self.identifier(attr)), ("ctx", self.context(*ctx)?)];
                node("Attribute", &fields)
            }
            ExprKind::Subscript { value, slice, ctx } => {
                let fields = [("value", self.expr(value)?), ("slice", self.expr(slice)?), ("ctx", self.context(*ctx)?)];
                node("Subscript", &fields)
            }
            ExprKind::Starred { value, ctx } => {
                node("Starred", &[("value", self.expr(value)?), ("ctx", self.context(*ctx)?)])
            }
            ExprKind::Name { id, ctx } => node("Name", &[("id", self.name(id)), ("ctx", self.context(*ctx)?)]),
            ExprKind::List { elts, ctx } => node("List", &[("elts", self.exprs(elts)?), ("ctx", self.context(*ctx)?)]),
            ExprKind::Tuple { elts, ctx } => {
                node("Tuple", &[("elts", self.exprs(elts)?), ("ctx", self.context(*ctx)?)])
            }
            ExprKind::Slice { lower, upper, step } => {
                let (lower, upper) = (self.optional(lower.as_deref())?, self.optional(upper.as_deref())?);
                node("Slice", &[("lower", lower), ("upper", upper), ("step", self.optional(step.as_deref())?)])
            }
            ExprKind::FormattedValue { .. }
            | ExprKind::JoinedStr { .. }
            | ExprKind::Interpolation { .. }
            | ExprKind::TemplateStr { .. } => self.string_expr(expr),
        }
    }

    /// Parts of f-strings and t-strings.
    fn string_expr(&self, expr: &Expr) -> PyResult<Value> {
        let node = |class: &str, fields: Fields| self.node(class, expr.range, fields);
        match &expr.kind {
            ExprKind::JoinedStr { values } => node("JoinedStr", &[("values", self.exprs(values)?)]),
            ExprKind::TemplateStr { values } => node("TemplateStr", &[("values", self.exprs(values)?)]),
            ExprKind::FormattedValue { value, conversion, format_spec } => {
                let fields = [
                    ("value", self.expr(value)?),
                    ("conversion", self.conversion(*conversion)),
                    ("format_spec", self.optional(format_spec.as_deref())?),
                ];
                node("FormattedValue", &fields)
            }
            ExprKind::Interpolation { value, str, conversion, format_spec } => {
                let fields = [
                    ("value", self.expr(value)?),
                    ("str", PyStr::from_wtf8(str.as_bytes()).into_value()),
                    ("conversion", self.conversion(*conversion)),
                    ("format_spec", self.optional(format_spec.as_deref())?),
                ];
                node("Interpolation", &fields)
            }
            _ => Err(self.vm.system_error("not a part of a string")),
        }
    }

    fn conversion(&self, conversion: Conversion) -> Value {
        self.vm.int(match conversion {
            Conversion::None => -1,
            Conversion::Str => b's' as i64,
            Conversion::Repr => b'r' as i64,
            Conversion::Ascii => b'a' as i64,
        })
    }

    pub fn stmt(&self, stmt: &Stmt) -> PyResult<Value> {
        self.vm.check_native_stack("during ast construction")?;
        let node = |class: &str, fields: Fields| self.node(class, stmt.range, fields);
        match &stmt.kind {
            StmtKind::Return { value } => node("Return", &[("value", self.optional(value.as_deref())?)]),
            StmtKind::Delete { targets } => node("Delete", &[("targets", self.exprs(targets)?)]),
            StmtKind::Assign { targets, value } => {
                let (targets, value) = (self.exprs(targets)?, self.expr(value)?);
                node("Assign", &[("targets", targets), ("value", value), ("type_comment", Value::NONE)])
            }
            StmtKind::AugAssign { target, op, value } => {
                let (target, op) = (self.expr(target)?, self.operator(*op)?);
                node("AugAssign", &[("target", target), ("op", op), ("value", self.expr(value)?)])
            }
            StmtKind::AnnAssign(assign) => {
                let fields = [
                    ("target", self.expr(&assign.target)?),
                    ("annotation", self.expr(&assign.annotation)?),
                    ("value", self.optional(assign.value.as_ref())?),
                    ("simple", self.vm.int(i64::from(assign.simple))),
                ];
                node("AnnAssign", &fields)
            }
            StmtKind::Raise { exc, cause } => {
                let (exc, cause) = (self.optional(exc.as_deref())?, self.optional(cause.as_deref())?);
                node("Raise", &[("exc", exc), ("cause", cause)])
            }
            StmtKind::Assert { test, msg } => {
                node("Assert", &[("test", self.expr(test)?), ("msg", self.optional(msg.as_deref())?)])
            }
            StmtKind::Import { names } => node("Import", &[("names", self.list(names, |alias| self.alias(alias))?)]),
            StmtKind::ImportFrom(import) => {
                let names = self.list(&import.names, |alias| self.alias(alias))?;
                let module = self.optional_name(import.module.as_ref());
                node("ImportFrom", &[("module", module), ("names", names), ("level", self.vm.int(import.level as i64))])
            }
            StmtKind::Global { names } => {
                node("Global", &[("names", self.list(names, |name| Ok(self.identifier(name)))?)])
            }
            StmtKind::Nonlocal { names } => {
                node("Nonlocal", &[("names", self.list(names, |name| Ok(self.identifier(name)))?)])
            }
            StmtKind::Expr { value } => node("Expr", &[("value", self.expr(value)?)]),
            StmtKind::Pass => node("Pass", &[]),
            StmtKind::Break => node("Break", &[]),
            StmtKind::Continue => node("Continue", &[]),
            _ => self.compound(stmt),
        }
    }
}
