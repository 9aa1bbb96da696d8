//! Questions about an expression or statement that need a look at all of it.

use coil_grammar::ast::{Arguments, Expr, ExprKind, Stmt, StmtKind};

/// Whether evaluating the expression may rebind a local of its function: by an assignment
/// expression, or because the frame is suspended meanwhile.
pub fn rebinds(expr: &Expr) -> bool {
    let mut waiting = vec![expr];
    while let Some(expr) = waiting.pop() {
        match &expr.kind {
            ExprKind::NamedExpr { .. }
            | ExprKind::Yield { .. }
            | ExprKind::YieldFrom { .. }
            | ExprKind::Await { .. } => return true,
            ExprKind::ListComp { generators, .. } | ExprKind::SetComp { generators, .. }
                if generators.iter().any(|generator| generator.is_async) =>
            {
                return true;
            }
            ExprKind::DictComp(comp) if comp.generators.iter().any(|generator| generator.is_async) => {
                return true;
            }
            _ => children(expr, &mut waiting),
        }
    }
    false
}

/// Pushes the direct subexpressions that run as part of the expression.
pub fn children<'a>(expr: &'a Expr, out: &mut Vec<&'a Expr>) {
    match &expr.kind {
        ExprKind::BoolOp { values, .. } | ExprKind::JoinedStr { values } | ExprKind::TemplateStr { values } => {
            out.extend(values)
        }
        ExprKind::NamedExpr { target, value } => out.extend([&**target, &**value]),
        ExprKind::BinOp { left, right, .. } => out.extend([&**left, &**right]),
        ExprKind::UnaryOp { operand, .. } => out.push(operand),
        ExprKind::Lambda(lambda) => defaults(&lambda.args, out),
        ExprKind::IfExp(node) => out.extend([&node.test, &node.body, &node.orelse]),
        ExprKind::Dict { items } => {
            out.extend(items.iter().flat_map(|item| item.key.iter().chain([&item.value])));
        }
        ExprKind::Set { elts } | ExprKind::List { elts, .. } | ExprKind::Tuple { elts, .. } => {
            out.extend(elts);
        }
        ExprKind::ListComp { elt, generators } | ExprKind::SetComp { elt, generators } => {
            out.push(elt);
            for generator in generators {
                out.push(&generator.iter);
                out.extend(&generator.ifs);
            }
        }
        ExprKind::GeneratorExp { generators, .. } => {
            out.extend(generators.first().map(|generator| &generator.iter));
        }
        ExprKind::DictComp(comp) => {
            out.extend([&comp.key, &comp.value]);
            for generator in &comp.generators {
                out.push(&generator.iter);
                out.extend(&generator.ifs);
            }
        }
        ExprKind::Await { value } | ExprKind::YieldFrom { value } => out.push(value),
        ExprKind::Yield { value } => out.extend(value.as_deref()),
        ExprKind::Compare(compare) => {
            out.push(&compare.left);
            out.extend(&compare.comparators);
        }
        ExprKind::Call(call) => {
            out.push(&call.func);
            out.extend(&call.args);
            out.extend(call.keywords.iter().map(|keyword| &keyword.value));
        }
        ExprKind::FormattedValue { value, format_spec, .. } | ExprKind::Interpolation { value, format_spec, .. } => {
            out.push(value);
            out.extend(format_spec.as_deref());
        }
        ExprKind::Attribute { value, .. } | ExprKind::Starred { value, .. } => out.push(value),
        ExprKind::Subscript { value, slice, .. } => out.extend([&**value, &**slice]),
        ExprKind::Slice { lower, upper, step } => {
            out.extend([lower, upper, step].into_iter().filter_map(|part| part.as_deref()));
        }
        ExprKind::Constant { .. } | ExprKind::Name { .. } => {}
    }
}

fn defaults<'a>(args: &'a Arguments, out: &mut Vec<&'a Expr>) {
    out.extend(&args.defaults);
    out.extend(args.kw_defaults.iter().flatten());
}

/// The bodies of a compound statement that run in the same scope.
pub fn bodies(stmt: &Stmt) -> Vec<&[Stmt]> {
    match &stmt.kind {
        StmtKind::For(node) => vec![&node.body, &node.orelse],
        StmtKind::While(node) => vec![&node.body, &node.orelse],
        StmtKind::If(node) => vec![&node.body, &node.orelse],
        StmtKind::With(node) => vec![&node.body],
        StmtKind::Match(node) => node.cases.iter().map(|case| case.body.as_slice()).collect(),
        StmtKind::Try(node) => {
            let mut bodies: Vec<&[Stmt]> = vec![&node.body];
            bodies.extend(node.handlers.iter().map(|handler| handler.body.as_slice()));
            bodies.extend([node.orelse.as_slice(), node.finalbody.as_slice()]);
            bodies
        }
        _ => Vec::new(),
    }
}
