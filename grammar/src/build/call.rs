//! Calls and the arguments of class definitions.

use super::{Argument, Builder, Checked, fault};
use crate::ast::*;

impl Builder<'_> {
    pub fn keyword(&self, l: u32, arg: Option<Identifier>, value: Expr, r: u32) -> Argument {
        Argument::Keyword(Keyword { arg, value, range: TextRange::new(l, r) })
    }

    pub fn call(&self, l: u32, func: Expr, args: Option<Vec<Argument>>, r: u32) -> Checked<Expr> {
        let (args, keywords) = sort_arguments(args.unwrap_or_default())?;
        let kind = ExprKind::Call(P::new(Call { func, args, keywords }));
        Ok(Expr { kind, range: TextRange::new(l, r) })
    }

    /// `func(x for x in y)`: the parentheses of the call are the generator's, too.
    pub fn call_genexp(
        &self,
        l: u32,
        func: Expr,
        open: u32,
        elt: Expr,
        generators: Vec<Comprehension>,
        r: u32,
    ) -> Expr {
        let argument = self.generator_exp(open, elt, generators, r);
        let call = Call { func, args: vec![argument], keywords: vec![] };
        Expr { kind: ExprKind::Call(P::new(call)), range: TextRange::new(l, r) }
    }
}

/// Positional arguments and keywords, each in the order of the source. A positional argument may
/// not follow a keyword; `*x` may follow `name=value`, but not `**x`.
pub(super) fn sort_arguments(all: Vec<Argument>) -> Checked<(Vec<Expr>, Vec<Keyword>)> {
    let mut args = Vec::with_capacity(all.len());
    let mut keywords: Vec<Keyword> = Vec::new();
    let mut has_mapping = false;
    for argument in all {
        match argument {
            Argument::Keyword(keyword) => {
                has_mapping |= keyword.arg.is_none();
                keywords.push(keyword);
            }
            Argument::Positional(value) => {
                let is_starred = matches!(value.kind, ExprKind::Starred { .. });
                if has_mapping {
                    let what = if is_starred { "iterable argument unpacking" } else { "positional argument" };
                    let message = format!("{what} follows keyword argument unpacking");
                    return fault(message, value.range);
                }
                if !keywords.is_empty() && !is_starred {
                    return fault("positional argument follows keyword argument", value.range);
                }
                args.push(value);
            }
        }
    }
    Ok((args, keywords))
}
