//! From objects to a tree that can be compiled: expressions.

use coil_grammar::ast::{
    Arg, Arguments, BoolOp, Call, CmpOp, Compare, Comprehension, Constant, Conversion, DictComp, DictItem, Expr,
    ExprContext, ExprKind, IfExp, Int, Keyword, Lambda, Name, Operator, P, PyText, UnaryOp,
};

use super::read::{Node, Reader};
use crate::builtins::bytes::PyBytes;
use crate::builtins::complex::PyComplex;
use crate::builtins::int::{self, IntRef};
use crate::builtins::set::PySet;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{Value, class_ref};

fn context_name(context: ExprContext) -> &'static str {
    match context {
        ExprContext::Load => "Load",
        ExprContext::Store => "Store",
        ExprContext::Del => "Del",
    }
}

impl Reader<'_> {
    pub fn expr(&self, value: &Value, context: ExprContext) -> PyResult<Expr> {
        let reader = Reader::placed(self, value, "expr", &[])?;
        let kind = self.expr_kind(reader, context)?;
        Ok(Expr { kind, range: reader.range })
    }

    /// The node's own context, which must be the one that its place asks for.
    fn context(&self, node: Node, wanted: ExprContext) -> PyResult<ExprContext> {
        let value = self.need(node, "ctx")?;
        let found = self.node(&value, "expr_context", &["Load", "Store", "Del"])?.kind;
        if found != context_name(wanted) {
            let wanted = context_name(wanted);
            return Err(self.wrong(format!("expression must have {wanted} context but has {found} instead")));
        }
        Ok(wanted)
    }

    fn expr_kind(&self, node: Node, context: ExprContext) -> PyResult<ExprKind> {
        let has_context = matches!(node.kind, "Attribute" | "Subscript" | "Starred" | "Name" | "List" | "Tuple");
        if !has_context && context != ExprContext::Load {
            let context = context_name(context);
            return Err(self.wrong(format!("expression which can't be assigned to in {context} context")));
        }
        Ok(match node.kind {
            "Attribute" => ExprKind::Attribute {
                value: self.child(node, "value")?,
                attr: self.identifier(node, "attr")?,
                ctx: self.context(node, context)?,
            },
            "Subscript" => ExprKind::Subscript {
                value: self.child(node, "value")?,
                slice: self.child(node, "slice")?,
                ctx: self.context(node, context)?,
            },
            "Starred" => ExprKind::Starred {
                value: P::new(self.child_in(node, "value", context)?),
                ctx: self.context(node, context)?,
            },
            "Name" => {
                let id = self.identifier(node, "id")?.name;
                self.allowed(&id)?;
                ExprKind::Name { id, ctx: self.context(node, context)? }
            }
            "List" => {
                let ctx = self.context(node, context)?;
                ExprKind::List { elts: self.exprs_in(&self.list(node, "elts")?, context)?, ctx }
            }
            "Tuple" => {
                let ctx = self.context(node, context)?;
                ExprKind::Tuple { elts: self.exprs_in(&self.list(node, "elts")?, context)?, ctx }
            }
            "BoolOp" => self.bool_op(node)?,
            "NamedExpr" => {
                ExprKind::NamedExpr { target: P::new(self.named_target(node)?), value: self.child(node, "value")? }
            }
            "BinOp" => ExprKind::BinOp {
                left: self.child(node, "left")?,
                op: self.operator(node)?,
                right: self.child(node, "right")?,
            },
            "UnaryOp" => ExprKind::UnaryOp { op: self.unary_op(node)?, operand: self.child(node, "operand")? },
            "Lambda" => {
                let args = self.arguments(&self.need(node, "args")?)?;
                ExprKind::Lambda(P::new(Lambda { args, body: self.child(node, "body")?.into_inner() }))
            }
            "IfExp" => ExprKind::IfExp(P::new(IfExp {
                test: self.child(node, "test")?.into_inner(),
                body: self.child(node, "body")?.into_inner(),
                orelse: self.child(node, "orelse")?.into_inner(),
            })),
            "Compare" => self.compare(node)?,
            "Call" => ExprKind::Call(P::new(Call {
                func: self.child(node, "func")?.into_inner(),
                args: self.exprs(node, "args")?,
                keywords: self.keywords(node)?,
            })),
            "Constant" => self.constant_node(node)?,
            "Slice" => ExprKind::Slice {
                lower: self.optional_child(node, "lower")?,
                upper: self.optional_child(node, "upper")?,
                step: self.optional_child(node, "step")?,
            },
            _ => self.other_expr(node)?,
        })
    }

    /// Displays, comprehensions, suspension, strings.
    fn other_expr(&self, node: Node) -> PyResult<ExprKind> {
        Ok(match node.kind {
            "Dict" => self.dict(node)?,
            "Set" => ExprKind::Set { elts: self.exprs(node, "elts")? },
            "ListComp" => ExprKind::ListComp { generators: self.generators(node)?, elt: self.child(node, "elt")? },
            "SetComp" => ExprKind::SetComp { generators: self.generators(node)?, elt: self.child(node, "elt")? },
            "GeneratorExp" => {
                ExprKind::GeneratorExp { generators: self.generators(node)?, elt: self.child(node, "elt")? }
            }
            "DictComp" => ExprKind::DictComp(P::new(DictComp {
                generators: self.generators(node)?,
                key: self.child(node, "key")?.into_inner(),
                value: self.child(node, "value")?.into_inner(),
            })),
            "Await" => ExprKind::Await { value: self.child(node, "value")? },
            "Yield" => ExprKind::Yield { value: self.optional_child(node, "value")? },
            "YieldFrom" => ExprKind::YieldFrom { value: self.child(node, "value")? },
            "JoinedStr" => ExprKind::JoinedStr { values: self.exprs(node, "values")? },
            "TemplateStr" => ExprKind::TemplateStr { values: self.exprs(node, "values")? },
            "FormattedValue" => ExprKind::FormattedValue {
                value: self.child(node, "value")?,
                conversion: self.conversion(node)?,
                format_spec: self.optional_child(node, "format_spec")?,
            },
            "Interpolation" => ExprKind::Interpolation {
                value: self.child(node, "value")?,
                str: self.text(&self.need(node, "str")?),
                conversion: self.conversion(node)?,
                format_spec: self.optional_child(node, "format_spec")?,
            },
            _ => return Err(self.unexpected("expr", node.value)),
        })
    }

    fn text(&self, value: &Value) -> PyText {
        value.downcast::<PyStr>().map_or_else(PyText::default, |text| PyText::from_wtf8(text.as_bytes().to_vec()))
    }

    fn named_target(&self, node: Node) -> PyResult<Expr> {
        let target = self.child_in(node, "target", ExprContext::Store)?;
        if !matches!(target.kind, ExprKind::Name { .. }) {
            return Err(self.vm.type_error("NamedExpr target must be a Name"));
        }
        Ok(target)
    }

    fn bool_op(&self, node: Node) -> PyResult<ExprKind> {
        let value = self.need(node, "op")?;
        let op = match self.node(&value, "boolop", &["And", "Or"])?.kind {
            "And" => BoolOp::And,
            _ => BoolOp::Or,
        };
        if self.list(node, "values")?.len() < 2 {
            return Err(self.wrong("BoolOp with less than 2 values"));
        }
        Ok(ExprKind::BoolOp { op, values: self.exprs(node, "values")? })
    }

    pub fn operator(&self, node: Node) -> PyResult<Operator> {
        let value = self.need(node, "op")?;
        Ok(match self.node(&value, "operator", &[])?.kind {
            "Add" => Operator::Add,
            "Sub" => Operator::Sub,
            "Mult" => Operator::Mult,
            "MatMult" => Operator::MatMult,
            "Div" => Operator::Div,
            "Mod" => Operator::Mod,
            "Pow" => Operator::Pow,
            "LShift" => Operator::LShift,
            "RShift" => Operator::RShift,
            "BitOr" => Operator::BitOr,
            "BitXor" => Operator::BitXor,
            "BitAnd" => Operator::BitAnd,
            "FloorDiv" => Operator::FloorDiv,
            _ => return Err(self.unexpected("operator", &value)),
        })
    }

    fn unary_op(&self, node: Node) -> PyResult<UnaryOp> {
        let value = self.need(node, "op")?;
        Ok(match self.node(&value, "unaryop", &[])?.kind {
            "Invert" => UnaryOp::Invert,
            "Not" => UnaryOp::Not,
            "UAdd" => UnaryOp::UAdd,
            "USub" => UnaryOp::USub,
            _ => return Err(self.unexpected("unaryop", &value)),
        })
    }

    fn cmp_op(&self, value: &Value) -> PyResult<CmpOp> {
        let kind = self.classes()?.kind(value);
        Ok(match kind {
            Some("Eq") => CmpOp::Eq,
            Some("NotEq") => CmpOp::NotEq,
            Some("Lt") => CmpOp::Lt,
            Some("LtE") => CmpOp::LtE,
            Some("Gt") => CmpOp::Gt,
            Some("GtE") => CmpOp::GtE,
            Some("Is") => CmpOp::Is,
            Some("IsNot") => CmpOp::IsNot,
            Some("In") => CmpOp::In,
            Some("NotIn") => CmpOp::NotIn,
            _ => return Err(self.unexpected("cmpop", value)),
        })
    }

    fn compare(&self, node: Node) -> PyResult<ExprKind> {
        let ops: PyResult<Vec<CmpOp>> = self.list(node, "ops")?.iter().map(|op| self.cmp_op(op)).collect();
        let (ops, comparators) = (ops?, self.exprs(node, "comparators")?);
        if comparators.is_empty() {
            return Err(self.wrong("Compare with no comparators"));
        }
        if comparators.len() != ops.len() {
            return Err(self.wrong("Compare has a different number of comparators and operands"));
        }
        let left = self.child(node, "left")?.into_inner();
        Ok(ExprKind::Compare(P::new(Compare { left, ops, comparators })))
    }

    fn dict(&self, node: Node) -> PyResult<ExprKind> {
        let (keys, values) = (self.list(node, "keys")?, self.exprs(node, "values")?);
        if keys.len() != values.len() {
            return Err(self.wrong("Dict doesn't have the same number of keys as values"));
        }
        let mut items = Vec::new();
        for (key, value) in keys.iter().zip(values) {
            let key = if key.is_none() { None } else { Some(self.expr(key, ExprContext::Load)?) };
            items.push(DictItem { key, value });
        }
        Ok(ExprKind::Dict { items })
    }

    fn generators(&self, node: Node) -> PyResult<Vec<Comprehension>> {
        let list = self.list(node, "generators")?;
        if list.is_empty() {
            return Err(self.wrong("comprehension with no generators"));
        }
        let one = |value: &Value| {
            let inner = Reader::node(self, value, "comprehension", &["comprehension"])?;
            let inner = Node { range: node.range, ..inner };
            Ok(Comprehension {
                target: self.child_in(inner, "target", ExprContext::Store)?,
                iter: self.child(inner, "iter")?.into_inner(),
                ifs: self.exprs(inner, "ifs")?,
                is_async: self.int(inner, "is_async")? != 0,
                range: node.range,
            })
        };
        list.iter().map(one).collect()
    }

    fn conversion(&self, node: Node) -> PyResult<Conversion> {
        Ok(match self.int(node, "conversion")? {
            -1 => Conversion::None,
            115 => Conversion::Str,
            114 => Conversion::Repr,
            97 => Conversion::Ascii,
            other => return Err(self.vm.system_error(format!("Unrecognized conversion character {other}"))),
        })
    }

    pub fn keywords(&self, node: Node) -> PyResult<Vec<Keyword>> {
        let one = |value: &Value| {
            let keyword = Reader::placed(self, value, "keyword", &["keyword"])?;
            let arg = self.optional_identifier(keyword, "arg")?;
            Ok(Keyword { arg, value: self.child(keyword, "value")?.into_inner(), range: keyword.range })
        };
        self.list(node, "keywords")?.iter().map(one).collect()
    }

    pub fn arguments(&self, value: &Value) -> PyResult<Arguments> {
        let node = Reader::node(self, value, "arguments", &["arguments"])?;
        let many =
            |name: &str| -> PyResult<Vec<Arg>> { self.list(node, name)?.iter().map(|value| self.arg(value)).collect() };
        let one = |name: &str| match self.optional(node, name)? {
            Some(value) => Ok(Some(P::new(self.arg(&value)?))),
            None => Ok(None),
        };
        let default = |value: &Value| {
            if value.is_none() { Ok(None) } else { self.expr(value, ExprContext::Load).map(Some) }
        };
        let kw_defaults: PyResult<Vec<Option<Expr>>> = self.list(node, "kw_defaults")?.iter().map(default).collect();
        let args = Arguments {
            posonlyargs: many("posonlyargs")?,
            args: many("args")?,
            vararg: one("vararg")?,
            kwonlyargs: many("kwonlyargs")?,
            kw_defaults: kw_defaults?,
            kwarg: one("kwarg")?,
            defaults: self.exprs(node, "defaults")?,
        };
        if args.defaults.len() > args.posonlyargs.len() + args.args.len() {
            return Err(self.wrong("more positional defaults than args on arguments"));
        }
        if args.kw_defaults.len() != args.kwonlyargs.len() {
            return Err(self.wrong("length of kwonlyargs is not the same as kw_defaults on arguments"));
        }
        Ok(args)
    }

    fn arg(&self, value: &Value) -> PyResult<Arg> {
        let node = Reader::placed(self, value, "arg", &["arg"])?;
        let arg = self.identifier(node, "arg")?;
        self.allowed(&arg.name)?;
        Ok(Arg { arg, annotation: self.optional_child(node, "annotation")?, range: node.range })
    }

    fn constant_node(&self, node: Node) -> PyResult<ExprKind> {
        let Some(value) = self.get(node, "value")? else { return self.need(node, "value").map(|_| unreachable_kind()) };
        let u_prefix = self.optional(node, "kind")?.is_some();
        Ok(ExprKind::Constant { value: self.constant(&value)?, u_prefix })
    }

    pub fn constant(&self, value: &Value) -> PyResult<Constant> {
        self.vm.check_native_stack("during ast validation")?;
        let all =
            |items: &[Value]| -> PyResult<Vec<Constant>> { items.iter().map(|item| self.constant(item)).collect() };
        if value.is_none() {
            return Ok(Constant::None);
        }
        if value.is(&Value::ELLIPSIS) {
            return Ok(Constant::Ellipsis);
        }
        match class_ref(value).name().as_str() {
            "bool" => return Ok(if value.is_true() { Constant::True } else { Constant::False }),
            "int" => {
                if let Some(number) = int::as_int(value) {
                    return Ok(Constant::Int(match number {
                        IntRef::Small(small) => Int::Small(small),
                        IntRef::Big(big) => Int::Big(Box::new(big.clone())),
                    }));
                }
            }
            "float" => {
                if let Some(float) = value.as_exact_float() {
                    return Ok(Constant::Float(float));
                }
            }
            _ => {}
        }
        if let Some(text) = value.downcast_exact::<PyStr>() {
            return Ok(Constant::Str(PyText::from_wtf8(text.as_bytes().to_vec())));
        }
        if let Some(bytes) = value.downcast_exact::<PyBytes>() {
            return Ok(Constant::Bytes(bytes.as_bytes().into()));
        }
        if let Some(complex) = value.downcast_exact::<PyComplex>() {
            return Ok(Constant::FullComplex(complex.real, complex.imaginary));
        }
        if let Some(tuple) = value.downcast_exact::<PyTuple>() {
            return all(tuple.items()).map(Constant::Tuple);
        }
        if class_ref(value).name() == "frozenset"
            && let Some(set) = value.downcast::<PySet>()
        {
            return all(&set.items()).map(Constant::FrozenSet);
        }
        let got = class_ref(value).name();
        Err(self.vm.type_error(format!("got an invalid type in Constant: {got}")))
    }

    pub fn name_of(&self, node: Node, name: &str) -> PyResult<Name> {
        self.identifier(node, name).map(|identifier| identifier.name)
    }
}

/// `need` has raised before this could be asked for.
fn unreachable_kind() -> ExprKind {
    ExprKind::Constant { value: Constant::None, u_prefix: false }
}
