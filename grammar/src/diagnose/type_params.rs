//! Type aliases and type parameters.

use super::node::{Found, Kind};
use super::parser::Diagnosis;
use crate::tokens::TokenKind as T;

impl Diagnosis<'_> {
    pub fn type_alias(&mut self) -> Found {
        self.eat(T::SoftType)?;
        self.name()?;
        self.maybe(Self::type_params)?;
        self.eat(T::Equal)?;
        self.expression()
    }

    pub fn type_params(&mut self) -> Found {
        self.invalid(|p| {
            p.eat(T::LeftBracket)?;
            let close = p.eat(T::RightBracket)?;
            p.raise_from("Type parameter list cannot be empty", close.start)
        });
        self.eat(T::LeftBracket)?;
        self.list(Self::type_param)?;
        self.eat(T::Comma);
        self.eat(T::RightBracket)?;
        Some(self.other())
    }

    fn type_param(&mut self) -> Found {
        let stars = self.eat_any(&[T::Star, T::DoubleStar]);
        self.name()?;
        match stars.map(|token| token.kind) {
            Some(T::Star) => self.unbounded("TypeVarTuple")?,
            Some(_) => self.unbounded("ParamSpec")?,
            None => {
                self.maybe(|p| {
                    p.eat(T::Colon)?;
                    p.expression()
                })?;
            }
        }
        self.maybe(|p| {
            p.eat(T::Equal)?;
            if stars.is_some_and(|token| token.kind == T::Star) { p.star_named_expression() } else { p.expression() }
        })?;
        Some(self.other())
    }

    /// `*Ts` and `**P` take neither bound nor constraints.
    fn unbounded(&mut self, what: &str) -> Option<()> {
        self.invalid(|p| {
            let colon = p.eat(T::Colon)?;
            let bound = p.expression()?;
            let which = if bound.kind == Kind::Tuple { "constraints" } else { "bound" };
            p.raise_from(format!("cannot use {which} with {what}"), colon.start)
        });
        if self.error.is_some() { None } else { Some(()) }
    }
}
