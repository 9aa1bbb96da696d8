//! The arguments of calls and class definitions.

use super::node::{Found, Kind};
use super::parser::{Diagnosis, Rule};
use crate::ast::TextRange;
use crate::tokens::TokenKind as T;

/// What the arguments before a wrong one hold, for the choice of words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// Where the first argument stands, and how many positional ones there are.
    positional: usize,
    has_mapping: bool,
}

impl Diagnosis<'_> {
    pub fn arguments(&mut self) -> Found {
        self.remember(Rule::Arguments, |p| {
            let found = p.attempt(|p| {
                p.args()?;
                p.eat(T::Comma);
                if p.is(T::RightParen) { Some(p.other()) } else { None }
            });
            if found.is_none() {
                p.invalid(Self::invalid_arguments);
            }
            found
        })
    }

    /// `args`: positional arguments, then keywords; or keywords alone.
    fn args(&mut self) -> Option<Seen> {
        let both = self.attempt(|p| {
            let positional = p.list(Self::positional)?.len();
            let keywords = p.maybe(|p| {
                p.eat(T::Comma)?;
                p.kwargs()
            })?;
            Some(Seen { positional, has_mapping: keywords.unwrap_or(false) })
        });
        if both.is_some() {
            return both;
        }
        let has_mapping = self.attempt(Self::kwargs)?;
        Some(Seen { positional: 0, has_mapping })
    }

    fn positional(&mut self) -> Found {
        self.first_of(&[Self::starred_expression, |p| {
            let value = p.first_of(&[Self::assignment_expression, Self::plain_expression])?;
            if p.is(T::Equal) { None } else { Some(value) }
        }])
    }

    /// Gives whether there is a `**mapping`.
    fn kwargs(&mut self) -> Option<bool> {
        let both = self.attempt(|p| {
            p.list(Self::kwarg_or_starred)?;
            p.eat(T::Comma)?;
            p.list(Self::kwarg_or_double_starred)
        });
        if let Some(second) = both {
            return Some(second.iter().any(|node| node.kind == Kind::Other));
        }
        if self.attempt(|p| p.list(Self::kwarg_or_starred)).is_some() {
            return Some(false);
        }
        let all = self.attempt(|p| p.list(Self::kwarg_or_double_starred))?;
        Some(all.iter().any(|node| node.kind == Kind::Other))
    }

    fn kwarg_or_starred(&mut self) -> Found {
        self.invalid(Self::invalid_kwarg);
        self.first_of(&[Self::kwarg, Self::starred_expression])
    }

    /// A `**mapping` is of kind `Other`.
    fn kwarg_or_double_starred(&mut self) -> Found {
        self.invalid(Self::invalid_kwarg);
        self.first_of(&[Self::kwarg, |p| {
            p.eat(T::DoubleStar)?;
            p.expression()?;
            Some(p.other())
        }])
    }

    fn kwarg(&mut self) -> Found {
        let name = self.name()?;
        self.eat(T::Equal)?;
        self.expression()?;
        Some(name)
    }

    pub fn starred_expression(&mut self) -> Found {
        self.invalid(|p| {
            let star = p.eat(T::Star)?;
            p.expression()?;
            p.eat(T::Equal)?;
            let value = p.expression()?;
            let range = star.range().to(value.range);
            p.raise("cannot assign to iterable argument unpacking", range)
        });
        let found = self.attempt(|p| {
            let start = p.eat(T::Star)?.start;
            let value = p.expression()?;
            Some(p.node(Kind::Starred, start, vec![value]))
        });
        if found.is_none() {
            self.invalid(|p| {
                p.eat(T::Star)?;
                p.raise_at_last("Invalid star expression")
            });
        }
        found
    }

    fn invalid_kwarg(&mut self) -> Found {
        self.attempt(|p| {
            let constant = p.eat_any(&[T::True, T::False, T::None])?;
            let equal = p.eat(T::Equal)?;
            let message = format!("cannot assign to {}", p.text(constant));
            p.raise(message, constant.range().to(equal.range()))
        });
        self.attempt(Self::generator_behind_equal);
        self.attempt(|p| {
            if p.sees(|p| p.name().and_then(|_| p.eat(T::Equal))) {
                return None;
            }
            let target = p.expression()?;
            let equal = p.eat(T::Equal)?;
            let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
            p.raise(message, target.range.to(equal.range()))
        });
        self.attempt(|p| {
            let stars = p.eat(T::DoubleStar)?;
            p.expression()?;
            p.eat(T::Equal)?;
            let value = p.expression()?;
            let range = stars.range().to(value.range);
            p.raise("cannot assign to keyword argument unpacking", range)
        })
    }

    /// `name=value for ...`
    fn generator_behind_equal(&mut self) -> Found {
        let name = self.name()?;
        let equal = self.eat(T::Equal)?;
        self.expression()?;
        self.for_if_clauses()?;
        let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
        self.raise(message, name.range.to(equal.range()))
    }

    fn invalid_arguments(&mut self) -> Found {
        self.attempt(Self::starred_behind_mapping);
        self.attempt(|p| {
            let element = p.expression()?;
            let clauses = p.for_if_clauses()?;
            p.eat(T::Comma)?;
            p.maybe(|p| {
                if p.args().is_some() {
                    return Some(());
                }
                p.expression()?;
                p.for_if_clauses().map(|_| ())
            })?;
            p.raise(PARENTHESIZE, element.range.to(clauses))
        });
        self.attempt(Self::generator_behind_equal);
        self.attempt(|p| {
            p.maybe(|p| {
                p.args()?;
                p.eat(T::Comma)
            })?;
            p.missing_value()
        });
        self.attempt(Self::generator_among_arguments);
        self.attempt(|p| {
            p.args()?;
            p.eat(T::Comma)?;
            let element = p.expression()?;
            let clauses = p.for_if_clauses()?;
            p.raise(PARENTHESIZE, element.range.to(clauses))
        });
        self.attempt(|p| {
            let before = p.args()?;
            p.eat(T::Comma)?;
            p.args()?;
            let what = if before.has_mapping { "argument unpacking" } else { "argument" };
            p.raise_at_last(format!("positional argument follows keyword {what}"))
        })
    }

    fn missing_value(&mut self) -> Found {
        let name = self.name()?;
        let equal = self.eat(T::Equal)?;
        if !self.is_any(&[T::Comma, T::RightParen]) {
            return None;
        }
        self.raise("expected argument value expression", name.range.to(equal.range()))
    }

    fn starred_behind_mapping(&mut self) -> Found {
        let seen = self.args()?;
        if !seen.has_mapping {
            return None;
        }
        let comma = self.eat(T::Comma)?;
        if !self.is(T::Star) {
            return None;
        }
        self.list(Self::starred_expression)?;
        let message = "iterable argument unpacking follows keyword argument unpacking";
        self.raise_from(message, comma.start)
    }

    /// A generator without parentheses behind other arguments: the last of them is its element.
    fn generator_among_arguments(&mut self) -> Found {
        let before = self.at;
        let seen = self.args()?;
        let after = self.at;
        let clauses = self.for_if_clauses()?;
        if seen.positional <= 1 {
            return None;
        }
        self.at = before;
        let positional = self.list(Self::positional)?;
        self.at = after;
        let start = positional.last()?.range.start;
        self.raise(PARENTHESIZE, TextRange::new(start, clauses.end))
    }
}

const PARENTHESIZE: &str = "Generator expression must be parenthesized";
