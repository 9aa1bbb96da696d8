//! Expressions back to text: what annotations are under `from __future__ import annotations`.
//!
//! The text is normalised as CPython's is: single quotes, one space around operators, and only the
//! parentheses that precedence asks for.

use coil_grammar::ast::*;

use super::constants::from_literal;
use crate::bytecode::code::Const;
use crate::bytecode::dis::constant_repr;

/// How tightly an expression binds; an operand that binds less tightly gets parentheses.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arith,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    fn next(self) -> Level {
        use Level::*;
        const ORDER: [Level; 16] =
            [Tuple, Test, Or, And, Not, Compare, BitOr, BitXor, BitAnd, Shift, Arith, Term, Factor, Power, Await, Atom];
        ORDER[(self as usize + 1).min(15)]
    }
}

/// The text of an annotation.
pub fn annotation(expr: &Expr) -> String {
    let mut out = String::new();
    write(&mut out, expr, Level::Test);
    out
}

pub fn constant(value: &Const) -> String {
    match value {
        Const::Ellipsis => "...".to_string(),
        other => constant_repr(other).replace("inf", "1e309"),
    }
}

fn literal(value: &Constant) -> String {
    match value {
        // Text may hold the letters of an infinity.
        Constant::Str(_) | Constant::Bytes(_) => constant_repr(&from_literal(value)),
        other => constant(&from_literal(other)),
    }
}

/// Puts parentheses around what binds less tightly than `level` asks for.
fn wrapped(out: &mut String, needed: bool, body: impl FnOnce(&mut String)) {
    if needed {
        out.push('(');
    }
    body(out);
    if needed {
        out.push(')');
    }
}

fn write(out: &mut String, expr: &Expr, level: Level) {
    match &expr.kind {
        ExprKind::BoolOp { op, values } => {
            let (own, word) = match op {
                BoolOp::And => (Level::And, " and "),
                BoolOp::Or => (Level::Or, " or "),
            };
            wrapped(out, level > own, |out| list(out, values.iter(), word, own.next()));
        }
        ExprKind::NamedExpr { target, value } => {
            wrapped(out, level > Level::Tuple, |out| {
                list(out, [&**target, &**value].into_iter(), " := ", Level::Atom);
            });
        }
        ExprKind::BinOp { left, op, right } => binary(out, left, *op, right, level),
        ExprKind::UnaryOp { op, operand } => {
            let (own, sign) = match op {
                UnaryOp::Invert => (Level::Factor, "~"),
                UnaryOp::Not => (Level::Not, "not "),
                UnaryOp::UAdd => (Level::Factor, "+"),
                UnaryOp::USub => (Level::Factor, "-"),
            };
            wrapped(out, level > own, |out| {
                out.push_str(sign);
                write(out, operand, own);
            });
        }
        ExprKind::Lambda(lambda) => wrapped(out, level > Level::Test, |out| {
            out.push_str("lambda");
            parameters(out, &lambda.args);
            out.push_str(": ");
            write(out, &lambda.body, Level::Test);
        }),
        ExprKind::IfExp(node) => wrapped(out, level > Level::Test, |out| {
            write(out, &node.body, Level::Test.next());
            out.push_str(" if ");
            write(out, &node.test, Level::Test.next());
            out.push_str(" else ");
            write(out, &node.orelse, Level::Test);
        }),
        ExprKind::Compare(node) => wrapped(out, level > Level::Compare, |out| {
            write(out, &node.left, Level::Compare.next());
            for (op, comparator) in node.ops.iter().zip(&node.comparators) {
                out.push_str(comparison(*op));
                write(out, comparator, Level::Compare.next());
            }
        }),
        ExprKind::Await { value } => {
            wrapped(out, level > Level::Await, |out| {
                out.push_str("await ");
                write(out, value, Level::Atom);
            });
        }
        ExprKind::Tuple { elts, .. } => tuple(out, elts, level),
        ExprKind::Starred { value, .. } => {
            out.push('*');
            write(out, value, Level::BitOr);
        }
        _ => atom(out, expr),
    }
}

fn atom(out: &mut String, expr: &Expr) {
    match &expr.kind {
        ExprKind::Constant { value, u_prefix } => {
            out.push_str(if *u_prefix { "u" } else { "" });
            out.push_str(&literal(value));
        }
        ExprKind::Name { id, .. } => out.push_str(id),
        ExprKind::Attribute { value, attr, .. } => {
            write(out, value, Level::Atom);
            let is_int = matches!(value.kind, ExprKind::Constant { value: Constant::Int(_), .. });
            out.push_str(if is_int { " ." } else { "." });
            out.push_str(&attr.name);
        }
        ExprKind::Subscript { value, slice, .. } => {
            write(out, value, Level::Atom);
            out.push('[');
            write(out, slice, Level::Tuple);
            out.push(']');
        }
        ExprKind::Call(call) => write_call(out, call),
        ExprKind::Slice { lower, upper, step } => slice(out, [lower, upper, step]),
        ExprKind::List { elts, .. } => bracketed(out, "[", elts, "]"),
        ExprKind::Set { elts } => bracketed(out, "{", elts, "}"),
        ExprKind::Dict { items } => dict(out, items),
        ExprKind::ListComp { elt, generators } => comprehension(out, "[", &[elt], generators, "]"),
        ExprKind::SetComp { elt, generators } => comprehension(out, "{", &[elt], generators, "}"),
        ExprKind::GeneratorExp { elt, generators } => {
            comprehension(out, "(", &[elt], generators, ")");
        }
        ExprKind::DictComp(comp) => {
            comprehension(out, "{", &[&comp.key, &comp.value], &comp.generators, "}");
        }
        ExprKind::Yield { value } => {
            out.push_str("(yield");
            if let Some(value) = value {
                out.push(' ');
                write(out, value, Level::Test);
            }
            out.push(')');
        }
        ExprKind::YieldFrom { value } => {
            out.push_str("(yield from ");
            write(out, value, Level::Test);
            out.push(')');
        }
        ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
            let is_template = matches!(expr.kind, ExprKind::TemplateStr { .. });
            interpolated(out, values, is_template);
        }
        ExprKind::FormattedValue { .. } | ExprKind::Interpolation { .. } => {
            let is_template = matches!(expr.kind, ExprKind::Interpolation { .. });
            interpolated(out, std::slice::from_ref(expr), is_template);
        }
        _ => {}
    }
}

fn slice(out: &mut String, parts: [&Option<P<Expr>>; 3]) {
    for (index, part) in parts.into_iter().enumerate() {
        // The second colon is written for a step only.
        if index == 1 || (index == 2 && part.is_some()) {
            out.push(':');
        }
        if let Some(part) = part {
            write(out, part, Level::Test);
        }
    }
}

fn dict(out: &mut String, items: &[DictItem]) {
    out.push('{');
    for (index, item) in items.iter().enumerate() {
        out.push_str(if index > 0 { ", " } else { "" });
        match &item.key {
            Some(key) => list(out, [key, &item.value].into_iter(), ": ", Level::Test),
            None => {
                out.push_str("**");
                write(out, &item.value, Level::BitOr);
            }
        }
    }
    out.push('}');
}

fn list<'e>(out: &mut String, items: impl Iterator<Item = &'e Expr>, between: &str, level: Level) {
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        write(out, item, level);
    }
}

fn bracketed(out: &mut String, open: &str, elts: &[Expr], close: &str) {
    out.push_str(open);
    list(out, elts.iter(), ", ", Level::Test);
    out.push_str(close);
}

fn tuple(out: &mut String, elts: &[Expr], level: Level) {
    if elts.is_empty() {
        return out.push_str("()");
    }
    wrapped(out, level > Level::Tuple, |out| {
        list(out, elts.iter(), ", ", Level::Test);
        if elts.len() == 1 {
            out.push(',');
        }
    });
}

fn binary(out: &mut String, left: &Expr, op: Operator, right: &Expr, level: Level) {
    let (own, text) = match op {
        Operator::Add => (Level::Arith, " + "),
        Operator::Sub => (Level::Arith, " - "),
        Operator::Mult => (Level::Term, " * "),
        Operator::MatMult => (Level::Term, " @ "),
        Operator::Div => (Level::Term, " / "),
        Operator::Mod => (Level::Term, " % "),
        Operator::FloorDiv => (Level::Term, " // "),
        Operator::LShift => (Level::Shift, " << "),
        Operator::RShift => (Level::Shift, " >> "),
        Operator::BitOr => (Level::BitOr, " | "),
        Operator::BitXor => (Level::BitXor, " ^ "),
        Operator::BitAnd => (Level::BitAnd, " & "),
        Operator::Pow => (Level::Power, " ** "),
    };
    // `**` binds to the right, all others to the left.
    let (left_level, right_level) = if op == Operator::Pow { (own.next(), own) } else { (own, own.next()) };
    wrapped(out, level > own, |out| {
        write(out, left, left_level);
        out.push_str(text);
        write(out, right, right_level);
    });
}

fn comparison(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => " == ",
        CmpOp::NotEq => " != ",
        CmpOp::Lt => " < ",
        CmpOp::LtE => " <= ",
        CmpOp::Gt => " > ",
        CmpOp::GtE => " >= ",
        CmpOp::Is => " is ",
        CmpOp::IsNot => " is not ",
        CmpOp::In => " in ",
        CmpOp::NotIn => " not in ",
    }
}

fn write_call(out: &mut String, call: &Call) {
    write(out, &call.func, Level::Atom);
    if let ([Expr { kind: ExprKind::GeneratorExp { .. }, .. }], []) = (call.args.as_slice(), call.keywords.as_slice()) {
        return write(out, &call.args[0], Level::Atom);
    }
    out.push('(');
    list(out, call.args.iter(), ", ", Level::Test);
    for (index, keyword) in call.keywords.iter().enumerate() {
        if index > 0 || !call.args.is_empty() {
            out.push_str(", ");
        }
        match &keyword.arg {
            Some(name) => {
                out.push_str(&name.name);
                out.push('=');
            }
            None => out.push_str("**"),
        }
        write(out, &keyword.value, Level::Test);
    }
    out.push(')');
}

fn comprehension(out: &mut String, open: &str, parts: &[&Expr], generators: &[Comprehension], close: &str) {
    out.push_str(open);
    list(out, parts.iter().copied(), ": ", Level::Test);
    for generator in generators {
        out.push_str(if generator.is_async { " async for " } else { " for " });
        write(out, &generator.target, Level::Tuple);
        out.push_str(" in ");
        write(out, &generator.iter, Level::Test.next());
        for test in &generator.ifs {
            out.push_str(" if ");
            write(out, test, Level::Test.next());
        }
    }
    out.push_str(close);
}

fn parameters(out: &mut String, args: &Arguments) {
    let mut parts: Vec<String> = Vec::new();
    let positional: Vec<&Arg> = args.posonlyargs.iter().chain(&args.args).collect();
    let without_default = positional.len() - args.defaults.len();
    let with_default = |name: &str, default: Option<&Expr>| {
        let mut text = name.to_string();
        if let Some(default) = default {
            text.push('=');
            write(&mut text, default, Level::Test);
        }
        text
    };
    for (index, arg) in positional.iter().enumerate() {
        let default = index.checked_sub(without_default).and_then(|index| args.defaults.get(index));
        parts.push(with_default(&arg.arg.name, default));
        if index + 1 == args.posonlyargs.len() {
            parts.push("/".to_string());
        }
    }
    match &args.vararg {
        Some(arg) => parts.push(format!("*{}", arg.arg.name)),
        None if !args.kwonlyargs.is_empty() => parts.push("*".to_string()),
        None => {}
    }
    for (arg, default) in args.kwonlyargs.iter().zip(&args.kw_defaults) {
        parts.push(with_default(&arg.arg.name, default.as_ref()));
    }
    if let Some(arg) = &args.kwarg {
        parts.push(format!("**{}", arg.arg.name));
    }
    if !parts.is_empty() {
        out.push(' ');
        out.push_str(&parts.join(", "));
    }
}

/// An f-string or t-string, quoted as a whole.
fn interpolated(out: &mut String, values: &[Expr], is_template: bool) {
    let mut text = String::new();
    parts(&mut text, values);
    out.push(if is_template { 't' } else { 'f' });
    out.push_str(&constant_repr(&Const::Str(text.as_bytes().into())));
}

fn parts(out: &mut String, values: &[Expr]) {
    for value in values {
        match &value.kind {
            ExprKind::Constant { value: Constant::Str(text), .. } => {
                let text = String::from_utf8_lossy(text.as_bytes());
                out.push_str(&text.replace('{', "{{").replace('}', "}}"));
            }
            ExprKind::FormattedValue { value, conversion, format_spec }
            | ExprKind::Interpolation { value, conversion, format_spec, .. } => {
                field(out, value, *conversion, format_spec.as_deref());
            }
            ExprKind::JoinedStr { values } => parts(out, values),
            _ => {}
        }
    }
}

fn field(out: &mut String, value: &Expr, conversion: Conversion, spec: Option<&Expr>) {
    let mut text = String::new();
    write(&mut text, value, Level::Test.next());
    out.push_str(if text.starts_with('{') { "{ " } else { "{" });
    out.push_str(&text);
    out.push_str(match conversion {
        Conversion::None => "",
        Conversion::Str => "!s",
        Conversion::Repr => "!r",
        Conversion::Ascii => "!a",
    });
    if let Some(spec) = spec {
        out.push(':');
        parts(out, std::slice::from_ref(spec));
    }
    out.push('}');
}
