//! The match statement.

use super::node::Found;
use super::parser::{Diagnosis, Rule};
use crate::ast::TextRange;
use crate::tokens::TokenKind as T;

impl Diagnosis<'_> {
    pub fn match_stmt(&mut self) -> Found {
        let found = self.attempt(|p| {
            p.match_head()?;
            p.eat(T::Colon)?;
            p.eat(T::Newline)?;
            p.eat(T::Indent)?;
            p.some(Self::case_block)?;
            p.eat(T::Dedent)?;
            Some(p.other())
        });
        if found.is_none() {
            self.invalid(|p| {
                p.match_head()?;
                p.eat(T::Newline)?;
                p.raise_at_last("expected ':'")
            });
            self.invalid_head(Self::match_head, false, "'match' statement");
        }
        found
    }

    fn match_head(&mut self) -> Found {
        self.eat(T::SoftMatch)?;
        let tuple = self.attempt(|p| {
            p.star_named_expression()?;
            p.eat(T::Comma)?;
            p.maybe(|p| {
                p.list(Self::star_named_expression)?;
                p.eat(T::Comma);
                Some(())
            })?;
            Some(p.other())
        });
        if tuple.is_some() { tuple } else { self.named_expression() }
    }

    fn case_block(&mut self) -> Found {
        self.invalid(|p| {
            p.case_head()?;
            p.eat(T::Newline)?;
            p.raise_at_last("expected ':'")
        });
        self.invalid_head(Self::case_head, false, "'case' statement");
        self.attempt(Self::case_head)?;
        self.eat(T::Colon)?;
        self.block()
    }

    fn case_head(&mut self) -> Found {
        self.eat(T::SoftCase)?;
        self.list(Self::maybe_star_pattern)?;
        self.eat(T::Comma);
        self.maybe(|p| {
            p.eat(T::If)?;
            p.named_expression()
        })?;
        Some(self.other())
    }

    fn maybe_star_pattern(&mut self) -> Found {
        if self.eat(T::Star).is_some() {
            return self.name();
        }
        self.pattern()
    }

    fn pattern(&mut self) -> Found {
        self.remember(Rule::Pattern, Self::as_pattern)
    }

    fn as_pattern(&mut self) -> Found {
        let start = self.start();
        let named = self.attempt(|p| {
            p.or_pattern()?;
            p.eat(T::As)?;
            let name = p.name()?;
            if p.is_any(&[T::Dot, T::LeftParen, T::Equal]) || name.range.text(p.source) == "_" {
                return None;
            }
            Some(name)
        });
        if named.is_some() {
            return Some(self.leaf(super::node::Kind::Other, TextRange::new(start, self.end())));
        }
        self.invalid(|p| {
            p.or_pattern()?;
            p.eat(T::As)?;
            if p.is(T::Name) && p.text(p.token()) == "_" {
                return p.raise_at_next("cannot use '_' as a target");
            }
            let target = p.expression()?;
            let message = format!("cannot use {} as pattern target", target.name());
            p.raise(message, target.range)
        });
        self.or_pattern()?;
        Some(self.leaf(super::node::Kind::Other, TextRange::new(start, self.end())))
    }

    fn or_pattern(&mut self) -> Found {
        self.closed_pattern()?;
        while self.eat(T::VBar).is_some() {
            self.closed_pattern()?;
        }
        Some(self.other())
    }

    fn closed_pattern(&mut self) -> Found {
        self.remember(Rule::ClosedPattern, Self::any_closed_pattern)
    }

    fn any_closed_pattern(&mut self) -> Found {
        match self.kind() {
            T::Minus | T::Int | T::Float | T::Imaginary => self.number_pattern(),
            T::String | T::FStringStart | T::TStringStart => self.strings(),
            T::None | T::True | T::False => {
                self.at += 1;
                Some(self.other())
            }
            T::LeftParen => self.sequence_pattern(T::LeftParen, T::RightParen),
            T::LeftBracket => self.sequence_pattern(T::LeftBracket, T::RightBracket),
            T::LeftBrace => self.mapping_pattern(),
            _ => self.name_pattern(),
        }
    }

    fn number_pattern(&mut self) -> Found {
        self.eat(T::Minus);
        self.eat_any(&[T::Int, T::Float, T::Imaginary])?;
        self.maybe(|p| {
            p.eat_any(&[T::Plus, T::Minus])?;
            p.eat_any(&[T::Int, T::Float, T::Imaginary])
        })?;
        Some(self.other())
    }

    fn sequence_pattern(&mut self, open: T, close: T) -> Found {
        self.eat(open)?;
        self.maybe(|p| {
            p.list(Self::maybe_star_pattern)?;
            p.eat(T::Comma);
            Some(())
        })?;
        self.eat(close)?;
        Some(self.other())
    }

    fn mapping_pattern(&mut self) -> Found {
        self.eat(T::LeftBrace)?;
        self.maybe(|p| {
            p.list(|p| {
                if p.eat(T::DoubleStar).is_some() {
                    return p.name();
                }
                p.closed_pattern()?;
                p.eat(T::Colon)?;
                p.pattern()
            })?;
            p.eat(T::Comma);
            Some(())
        })?;
        self.eat(T::RightBrace)?;
        Some(self.other())
    }

    /// A capture, a dotted name, or a class with its arguments.
    fn name_pattern(&mut self) -> Found {
        self.name()?;
        while self.eat(T::Dot).is_some() {
            self.name()?;
        }
        if !self.is(T::LeftParen) {
            return Some(self.other());
        }
        let found = self.attempt(|p| {
            p.eat(T::LeftParen)?;
            p.maybe(|p| {
                p.class_arguments(true)?;
                p.eat(T::Comma);
                Some(())
            })?;
            p.eat(T::RightParen)?;
            Some(p.other())
        });
        if found.is_none() {
            self.invalid(Self::invalid_class_pattern);
        }
        found
    }

    /// Positional patterns, then keywords.
    fn class_arguments(&mut self, may_be_positional: bool) -> Found {
        let positional =
            if may_be_positional { self.maybe(|p| p.list(Self::positional_pattern))?.is_some() } else { false };
        let keywords = self.maybe(|p| {
            if positional {
                p.eat(T::Comma)?;
            }
            p.list(Self::keyword_pattern)
        })?;
        if positional || keywords.is_some() { Some(self.other()) } else { None }
    }

    fn positional_pattern(&mut self) -> Found {
        let pattern = self.pattern()?;
        if self.is(T::Equal) { None } else { Some(pattern) }
    }

    fn keyword_pattern(&mut self) -> Found {
        self.name()?;
        self.eat(T::Equal)?;
        self.pattern()
    }

    fn invalid_class_pattern(&mut self) -> Found {
        self.eat(T::LeftParen)?;
        self.maybe(|p| {
            p.list(Self::positional_pattern)?;
            p.eat(T::Comma)
        })?;
        self.list(Self::keyword_pattern)?;
        self.eat(T::Comma)?;
        let positional = self.list(Self::positional_pattern)?;
        let range = Self::span(positional.first()?, positional.last()?);
        self.raise("positional patterns follow keyword patterns", range)
    }
}
