//! Parameters of functions and lambdas.

use super::node::{Found, Kind};
use super::parser::Diagnosis;
use crate::tokens::{Token, TokenKind as T};

/// How a parameter list ends: `)` for functions, `:` for lambdas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Of {
    Function,
    Lambda,
}

impl Of {
    /// What ends the list; in a replacement field the colon of a lambda is taken for its own.
    fn ends(self) -> &'static [T] {
        if self == Of::Function { &[T::RightParen] } else { &[T::Colon, T::SpecColon] }
    }
}

/// Whether a default is required, forbidden or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Default {
    None,
    Some,
    Maybe,
}

impl Diagnosis<'_> {
    pub fn params(&mut self) -> Found {
        self.invalid(|p| p.invalid_parameters(Of::Function));
        self.parameters(Of::Function)
    }

    pub fn lambda_params(&mut self) -> Found {
        self.attempt(|p| {
            p.invalid(|p| p.invalid_parameters(Of::Lambda));
            p.parameters(Of::Lambda)
        })
    }

    fn parameters(&mut self, of: Of) -> Found {
        let slash = self.maybe(|p| p.slash(of, Default::Maybe))?.is_some();
        let plain = self.many(|p| p.param_item(of, Default::None))?;
        let with = self.many(|p| p.param_item(of, Default::Some))?;
        let rest = self.maybe(|p| p.star_etc(of))?.is_some();
        if slash || rest || !plain.is_empty() || !with.is_empty() { Some(self.other()) } else { None }
    }

    /// Positional-only parameters up to and with the slash.
    fn slash(&mut self, of: Of, default: Default) -> Option<Token> {
        match default {
            Default::Maybe => {
                self.many(|p| p.param_item(of, Default::None))?;
                self.many(|p| p.param_item(of, Default::Some))?;
                if self.tokens[self.at.saturating_sub(1)].kind != T::Comma {
                    return None;
                }
            }
            one => {
                self.some(|p| p.param_item(of, one))?;
            }
        }
        let slash = self.eat(T::Slash)?;
        self.comma_or_end(of)?;
        Some(slash)
    }

    fn comma_or_end(&mut self, of: Of) -> Option<()> {
        if self.eat(T::Comma).is_some() || self.is_any(of.ends()) { Some(()) } else { None }
    }

    /// A parameter with the comma behind it, or at the end.
    fn param_item(&mut self, of: Of, default: Default) -> Found {
        let param = self.param(of)?;
        match default {
            Default::None => {}
            Default::Some => {
                self.default()?;
            }
            Default::Maybe => {
                self.maybe(Self::default)?;
            }
        }
        self.comma_or_end(of)?;
        Some(param)
    }

    fn param(&mut self, of: Of) -> Found {
        let name = self.name()?;
        if of == Of::Function {
            self.maybe(|p| {
                p.eat(T::Colon)?;
                p.expression()
            })?;
        }
        Some(self.node(Kind::Name, name.range.start, vec![]))
    }

    fn default(&mut self) -> Found {
        let equal = self.eat(T::Equal)?;
        let value = self.attempt(Self::expression);
        if value.is_none() {
            self.invalid(|p| {
                // CPython does not look for the colon of a lambda here.
                if p.is_any(&[T::RightParen, T::Comma]) {
                    return p.raise("expected default value expression", equal.range());
                }
                None
            });
        }
        value
    }

    // ---- Behind the star ----

    fn star_etc(&mut self, of: Of) -> Found {
        self.invalid(|p| p.invalid_star_etc(of));
        let star = self.attempt(|p| {
            p.eat(T::Star)?;
            if p.eat(T::Comma).is_some() {
                p.some(|p| p.param_item(of, Default::Maybe))?;
            } else {
                p.star_param(of)?;
                p.comma_or_end(of)?;
                p.many(|p| p.param_item(of, Default::Maybe))?;
            }
            p.maybe(|p| p.kwds(of))?;
            Some(p.other())
        });
        if star.is_some() {
            return star;
        }
        self.attempt(|p| p.kwds(of))
    }

    fn star_param(&mut self, of: Of) -> Found {
        let name = self.name()?;
        if of == Of::Function {
            self.maybe(|p| {
                p.eat(T::Colon)?;
                p.star_named_expression()
            })?;
        }
        Some(name)
    }

    fn kwds(&mut self, of: Of) -> Found {
        self.invalid(|p| p.invalid_kwds(of));
        self.eat(T::DoubleStar)?;
        self.param(of)?;
        self.comma_or_end(of)?;
        Some(self.other())
    }

    fn invalid_star_etc(&mut self, of: Of) -> Found {
        let star = self.eat(T::Star)?;
        self.attempt(|p| {
            let is_bare =
                p.is_any(of.ends()) || p.eat(T::Comma).is_some() && (p.is_any(of.ends()) || p.is(T::DoubleStar));
            if !is_bare {
                return None;
            }
            let message = "named arguments must follow bare *";
            match of {
                Of::Function => p.raise(message, star.range()),
                Of::Lambda => p.raise_at_last(message),
            }
        });
        self.attempt(|p| {
            p.param(of)?;
            let equal = p.eat(T::Equal)?;
            p.raise("var-positional argument cannot have default value", equal.range())
        });
        self.attempt(|p| {
            p.param_or_comma(of)?;
            p.many(|p| p.param_item(of, Default::Maybe))?;
            let second = p.eat(T::Star)?;
            p.param_or_comma(of)?;
            p.raise("* argument may appear only once", second.range())
        })
    }

    fn param_or_comma(&mut self, of: Of) -> Option<()> {
        if self.eat(T::Comma).is_some() {
            return Some(());
        }
        self.param_item(of, Default::None).map(|_| ())
    }

    fn invalid_kwds(&mut self, of: Of) -> Found {
        self.eat(T::DoubleStar)?;
        self.param(of)?;
        if let Some(equal) = self.eat(T::Equal) {
            return self.raise("var-keyword argument cannot have default value", equal.range());
        }
        self.eat(T::Comma)?;
        let message = "arguments cannot follow var-keyword argument";
        if let Some(extra) = self.eat_any(&[T::Star, T::DoubleStar, T::Slash]) {
            return self.raise(message, extra.range());
        }
        let param = self.param(of)?;
        self.raise(message, param.range)
    }

    // ---- Wrong order ----

    fn invalid_parameters(&mut self, of: Of) -> Found {
        self.attempt(|p| {
            let slash = p.eat(T::Slash)?;
            p.eat(T::Comma)?;
            p.raise("at least one argument must precede /", slash.range())
        });
        self.attempt(|p| {
            p.any_slash(of)?;
            p.many(|p| p.param_item(of, Default::Maybe))?;
            let second = p.eat(T::Slash)?;
            p.raise("/ may appear only once", second.range())
        });
        self.attempt(|p| {
            p.maybe(|p| p.slash(of, Default::None))?;
            p.many(|p| p.param_item(of, Default::None))?;
            p.defaults_before(of)?;
            let param = p.param_item(of, Default::None)?;
            let message = "parameter without a default follows parameter with a default";
            p.raise(message, param.range)
        });
        self.attempt(|p| p.parenthesized_parameters(of));
        self.attempt(|p| {
            p.maybe(|p| p.any_slash(of))?;
            p.many(|p| p.param_item(of, Default::Maybe))?;
            p.eat(T::Star)?;
            p.param_or_comma(of)?;
            p.many(|p| p.param_item(of, Default::Maybe))?;
            let slash = p.eat(T::Slash)?;
            p.raise("/ must be ahead of *", slash.range())
        });
        self.attempt(|p| {
            p.some(|p| p.param_item(of, Default::Maybe))?;
            p.eat(T::Slash)?;
            let star = p.eat(T::Star)?;
            p.raise("expected comma between / and *", star.range())
        })
    }

    fn any_slash(&mut self, of: Of) -> Option<Token> {
        let plain = self.attempt(|p| p.slash(of, Default::None));
        if plain.is_some() { plain } else { self.attempt(|p| p.slash(of, Default::Maybe)) }
    }

    /// Parameters with defaults, by themselves or before a slash.
    fn defaults_before(&mut self, of: Of) -> Option<()> {
        let slash = self.attempt(|p| {
            p.some(|p| p.param_item(of, Default::Some))?;
            p.eat(T::Slash)?;
            p.comma_or_end(of)
        });
        if slash.is_some() {
            return slash;
        }
        self.some(|p| p.param_item(of, Default::Some)).map(|_| ())
    }

    fn parenthesized_parameters(&mut self, of: Of) -> Found {
        self.many(|p| p.param_item(of, Default::None))?;
        let open = self.eat(T::LeftParen)?;
        match of {
            Of::Function => {
                self.some(|p| p.param_item(of, Default::None))?;
                self.eat(T::Comma);
            }
            Of::Lambda => {
                self.list(Self::name)?;
                self.eat(T::Comma);
            }
        }
        let close = self.eat(T::RightParen)?;
        let whose = if of == Of::Function { "Function" } else { "Lambda expression" };
        let message = format!("{whose} parameters cannot be parenthesized");
        self.raise(message, open.range().to(close.range()))
    }
}
