//! Parameters of functions and lambdas, and type parameters.

use super::{Builder, Checked, Parameter, fault};
use crate::ast::*;

impl Builder<'_> {
    pub fn arg(&self, name: Identifier, annotation: Option<Expr>) -> Arg {
        let range = annotation.as_ref().map_or(name.range, |annotation| name.range.to(annotation.range));
        Arg { arg: name, annotation: annotation.map(P::new), range }
    }

    pub fn lambda(&self, l: u32, params: Option<Vec<Parameter>>, body: Expr, r: u32) -> Checked<Expr> {
        let args = sort_parameters(params.unwrap_or_default())?;
        let kind = ExprKind::Lambda(P::new(Lambda { args, body }));
        Ok(Expr { kind, range: TextRange::new(l, r) })
    }

    pub fn type_var(&self, l: u32, name: Identifier, bound: Option<Expr>, default: Option<Expr>, r: u32) -> TypeParam {
        self.type_param(l, name, TypeParamKind::TypeVar { bound: bound.map(P::new) }, default, r)
    }

    pub fn type_param(
        &self,
        l: u32,
        name: Identifier,
        kind: TypeParamKind,
        default: Option<Expr>,
        r: u32,
    ) -> TypeParam {
        let default_value = default.map(P::new);
        TypeParam { name, kind, default_value, range: TextRange::new(l, r) }
    }
}

/// Which kind of parameter comes next.
#[derive(PartialEq)]
enum Stage {
    Positional,
    /// Directly behind a bare `*`: one must come.
    BareStar,
    KeywordOnly,
    Done,
}

pub(super) fn sort_parameters(all: Vec<Parameter>) -> Checked<Arguments> {
    let mut sorted = Arguments::default();
    let mut stage = Stage::Positional;
    let mut has_slash = false;
    for parameter in all {
        if stage == Stage::Done {
            return fault("arguments cannot follow var-keyword argument", TextRange::default());
        }
        match parameter {
            Parameter::Plain(arg, default) if stage == Stage::Positional => {
                if default.is_none() && !sorted.defaults.is_empty() {
                    let message = "parameter without a default follows parameter with a default";
                    return fault(message, arg.range);
                }
                sorted.defaults.extend(default);
                sorted.args.push(arg);
            }
            Parameter::Plain(arg, default) => {
                sorted.kwonlyargs.push(arg);
                sorted.kw_defaults.push(default);
                stage = Stage::KeywordOnly;
            }
            Parameter::Slash => {
                if has_slash || stage != Stage::Positional || sorted.args.is_empty() {
                    return fault("invalid syntax", TextRange::default());
                }
                has_slash = true;
                sorted.posonlyargs = std::mem::take(&mut sorted.args);
            }
            Parameter::BareStar | Parameter::Star(_) if stage != Stage::Positional => {
                return fault("* argument may appear only once", TextRange::default());
            }
            Parameter::BareStar => stage = Stage::BareStar,
            Parameter::Star(arg) => {
                sorted.vararg = Some(P::new(arg));
                stage = Stage::KeywordOnly;
            }
            Parameter::DoubleStar(_) if stage == Stage::BareStar => {
                return fault("named arguments must follow bare *", TextRange::default());
            }
            Parameter::DoubleStar(arg) => {
                sorted.kwarg = Some(P::new(arg));
                stage = Stage::Done;
            }
        }
    }
    if stage == Stage::BareStar {
        return fault("named arguments must follow bare *", TextRange::default());
    }
    Ok(sorted)
}
