use coil_grammar::ast::Expr;

pub fn annotation(expr: &Expr, source: &str) -> String {
    expr.range.text(source).to_string()
}

pub fn constant(value: &crate::bytecode::code::Const) -> String {
    match value {
        crate::bytecode::code::Const::Int(int) => int.to_string(),
        other => format!("{other:?}"),
    }
}
