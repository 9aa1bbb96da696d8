//! The abstract grammar: which kinds of nodes there are, with which fields. The node classes are made from it.

/// Which of `lineno`, `col_offset`, `end_lineno`, `end_col_offset` a node has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Positions {
    None,
    Full,
    /// All four, but the end may be missing.
    EndOptional,
}

/// A sum type with its constructors, or a product type with its fields.
pub struct Rule {
    pub name: &'static str,
    pub positions: Positions,
    /// The fields of a product.
    pub product: Option<&'static str>,
    /// `Name(type field, ...)` for each constructor of a sum.
    pub constructors: &'static [&'static str],
}

/// How often a field stands in its node.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Count {
    One,
    Optional,
    Many,
}

pub struct Field {
    pub name: &'static str,
    pub kind: &'static str,
    pub count: Count,
}

/// The fields in `expr left, expr? right, stmt* body`.
pub fn fields(text: &'static str) -> Vec<Field> {
    let one = |item: &'static str| {
        let (kind, name) = item.trim().split_once(' ')?;
        let count = match kind {
            _ if kind.ends_with('*') => Count::Many,
            _ if kind.ends_with('?') => Count::Optional,
            _ => Count::One,
        };
        Some(Field { name, kind: kind.trim_end_matches(['*', '?']), count })
    };
    text.split(',').filter_map(one).collect()
}

/// Name and fields of a constructor.
pub fn constructor(text: &'static str) -> (&'static str, &'static str) {
    match text.split_once('(') {
        Some((name, fields)) => (name, fields.trim_end_matches(')')),
        None => (text, ""),
    }
}

pub static RULES: &[Rule] = &[
    Rule {
        name: "mod",
        positions: Positions::None,
        product: None,
        constructors: &[
            "Module(stmt* body, type_ignore* type_ignores)",
            "Interactive(stmt* body)",
            "Expression(expr body)",
            "FunctionType(expr* argtypes, expr returns)",
        ],
    },
    Rule {
        name: "stmt",
        positions: Positions::EndOptional,
        product: None,
        constructors: &[
            "FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)",
            "AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)",
            "ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)",
            "Return(expr? value)",
            "Delete(expr* targets)",
            "Assign(expr* targets, expr value, string? type_comment)",
            "TypeAlias(expr name, type_param* type_params, expr value)",
            "AugAssign(expr target, operator op, expr value)",
            "AnnAssign(expr target, expr annotation, expr? value, int simple)",
            "For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)",
            "AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)",
            "While(expr test, stmt* body, stmt* orelse)",
            "If(expr test, stmt* body, stmt* orelse)",
            "With(withitem* items, stmt* body, string? type_comment)",
            "AsyncWith(withitem* items, stmt* body, string? type_comment)",
            "Match(expr subject, match_case* cases)",
            "Raise(expr? exc, expr? cause)",
            "Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)",
            "TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)",
            "Assert(expr test, expr? msg)",
            "Import(alias* names)",
            "ImportFrom(identifier? module, alias* names, int? level)",
            "Global(identifier* names)",
            "Nonlocal(identifier* names)",
            "Expr(expr value)",
            "Pass",
            "Break",
            "Continue",
        ],
    },
    Rule {
        name: "expr",
        positions: Positions::EndOptional,
        product: None,
        constructors: &[
            "BoolOp(boolop op, expr* values)",
            "NamedExpr(expr target, expr value)",
            "BinOp(expr left, operator op, expr right)",
            "UnaryOp(unaryop op, expr operand)",
            "Lambda(arguments args, expr body)",
            "IfExp(expr test, expr body, expr orelse)",
            "Dict(expr?* keys, expr* values)",
            "Set(expr* elts)",
            "ListComp(expr elt, comprehension* generators)",
            "SetComp(expr elt, comprehension* generators)",
            "DictComp(expr key, expr value, comprehension* generators)",
            "GeneratorExp(expr elt, comprehension* generators)",
            "Await(expr value)",
            "Yield(expr? value)",
            "YieldFrom(expr value)",
            "Compare(expr left, cmpop* ops, expr* comparators)",
            "Call(expr func, expr* args, keyword* keywords)",
            "FormattedValue(expr value, int conversion, expr? format_spec)",
            "Interpolation(expr value, constant str, int conversion, expr? format_spec)",
            "JoinedStr(expr* values)",
            "TemplateStr(expr* values)",
            "Constant(constant value, string? kind)",
            "Attribute(expr value, identifier attr, expr_context ctx)",
            "Subscript(expr value, expr slice, expr_context ctx)",
            "Starred(expr value, expr_context ctx)",
            "Name(identifier id, expr_context ctx)",
            "List(expr* elts, expr_context ctx)",
            "Tuple(expr* elts, expr_context ctx)",
            "Slice(expr? lower, expr? upper, expr? step)",
        ],
    },
    Rule { name: "expr_context", positions: Positions::None, product: None, constructors: &["Load", "Store", "Del"] },
    Rule { name: "boolop", positions: Positions::None, product: None, constructors: &["And", "Or"] },
    Rule {
        name: "operator",
        positions: Positions::None,
        product: None,
        constructors: &[
            "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr", "BitXor", "BitAnd",
            "FloorDiv",
        ],
    },
    Rule {
        name: "unaryop",
        positions: Positions::None,
        product: None,
        constructors: &["Invert", "Not", "UAdd", "USub"],
    },
    Rule {
        name: "cmpop",
        positions: Positions::None,
        product: None,
        constructors: &["Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"],
    },
    Rule {
        name: "comprehension",
        positions: Positions::None,
        product: Some("expr target, expr iter, expr* ifs, int is_async"),
        constructors: &[],
    },
    Rule {
        name: "excepthandler",
        positions: Positions::EndOptional,
        product: None,
        constructors: &["ExceptHandler(expr? type, identifier? name, stmt* body)"],
    },
    Rule {
        name: "arguments",
        positions: Positions::None,
        product: Some(
            "arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr* kw_defaults, arg? kwarg, expr* defaults",
        ),
        constructors: &[],
    },
    Rule {
        name: "arg",
        positions: Positions::EndOptional,
        product: Some("identifier arg, expr? annotation, string? type_comment"),
        constructors: &[],
    },
    Rule {
        name: "keyword",
        positions: Positions::EndOptional,
        product: Some("identifier? arg, expr value"),
        constructors: &[],
    },
    Rule {
        name: "alias",
        positions: Positions::EndOptional,
        product: Some("identifier name, identifier? asname"),
        constructors: &[],
    },
    Rule {
        name: "withitem",
        positions: Positions::None,
        product: Some("expr context_expr, expr? optional_vars"),
        constructors: &[],
    },
    Rule {
        name: "match_case",
        positions: Positions::None,
        product: Some("pattern pattern, expr? guard, stmt* body"),
        constructors: &[],
    },
    Rule {
        name: "pattern",
        positions: Positions::Full,
        product: None,
        constructors: &[
            "MatchValue(expr value)",
            "MatchSingleton(constant value)",
            "MatchSequence(pattern* patterns)",
            "MatchMapping(expr* keys, pattern* patterns, identifier? rest)",
            "MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)",
            "MatchStar(identifier? name)",
            "MatchAs(pattern? pattern, identifier? name)",
            "MatchOr(pattern* patterns)",
        ],
    },
    Rule {
        name: "type_ignore",
        positions: Positions::None,
        product: None,
        constructors: &["TypeIgnore(int lineno, string tag)"],
    },
    Rule {
        name: "type_param",
        positions: Positions::Full,
        product: None,
        constructors: &[
            "TypeVar(identifier name, expr? bound, expr? default_value)",
            "ParamSpec(identifier name, expr? default_value)",
            "TypeVarTuple(identifier name, expr? default_value)",
        ],
    },
];
