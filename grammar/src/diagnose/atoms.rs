//! Primaries, atoms, displays and comprehensions.

use super::node::{Found, Kind, Node};
use super::parser::{Diagnosis, Rule};
use std::rc::Rc;

use crate::ast::TextRange;
use crate::error::SyntaxError;
use crate::tokens::TokenKind as T;

impl Diagnosis<'_> {
    pub fn primary(&mut self) -> Found {
        self.remember(Rule::Primary, |p| {
            let start = p.start();
            let mut found = p.atom()?;
            while let Some(kind) = p.attempt(Self::trailer) {
                found = p.node(kind, start, vec![]);
            }
            if p.error.is_some() { None } else { Some(found) }
        })
    }

    fn trailer(&mut self) -> Option<Kind> {
        match self.kind() {
            T::Dot => {
                self.at += 1;
                self.name()?;
                Some(Kind::Attribute)
            }
            T::LeftParen => {
                if self.attempt(Self::genexp).is_some() {
                    return Some(Kind::Call);
                }
                self.eat(T::LeftParen)?;
                self.maybe(Self::arguments)?;
                self.eat(T::RightParen)?;
                Some(Kind::Call)
            }
            T::LeftBracket => {
                self.at += 1;
                self.slices()?;
                self.eat(T::RightBracket)?;
                Some(Kind::Subscript)
            }
            _ => None,
        }
    }

    fn slices(&mut self) -> Found {
        let single = self.attempt(|p| {
            let slice = p.slice()?;
            if p.is(T::Comma) { None } else { Some(slice) }
        });
        if single.is_some() {
            return single;
        }
        self.list(|p| p.first_of(&[Self::slice, Self::starred_expression]))?;
        self.eat(T::Comma);
        Some(self.other())
    }

    fn slice(&mut self) -> Found {
        let range = self.attempt(|p| {
            p.maybe(Self::expression)?;
            p.eat(T::Colon)?;
            p.maybe(Self::expression)?;
            p.maybe(|p| {
                p.eat(T::Colon)?;
                p.maybe(Self::expression)
            })?;
            Some(p.other())
        });
        if range.is_some() { range } else { self.named_expression() }
    }

    pub fn atom(&mut self) -> Found {
        self.attempt(|p| {
            let kind = match p.kind() {
                kind if kind.is_name() => return p.name(),
                T::True => Kind::True,
                T::False => Kind::False,
                T::None => Kind::None,
                T::Ellipsis => Kind::Ellipsis,
                T::Int | T::Float | T::Imaginary => Kind::Literal,
                T::String | T::FStringStart | T::TStringStart => return p.strings(),
                T::LeftParen => return p.first_of(&[Self::tuple, Self::group, Self::genexp]),
                T::LeftBracket => return p.first_of(&[Self::list_display, Self::list_comp]),
                T::LeftBrace => {
                    let displays = [Self::dict, Self::set, Self::dict_comp, Self::set_comp];
                    return p.first_of(&displays);
                }
                _ => return None,
            };
            p.at += 1;
            Some(p.leaf(kind, p.tokens[p.at - 1].range()))
        })
    }

    fn group(&mut self) -> Found {
        let found = self.attempt(|p| {
            p.eat(T::LeftParen)?;
            let inner = p.first_of(&[Self::yield_expr, Self::named_expression])?;
            p.eat(T::RightParen)?;
            Some(inner)
        });
        if found.is_none() {
            self.invalid(Self::invalid_group);
        }
        found
    }

    fn invalid_group(&mut self) -> Found {
        self.eat(T::LeftParen)?;
        if let Some(stars) = self.eat(T::DoubleStar) {
            self.expression()?;
            self.eat(T::RightParen)?;
            return self.raise("cannot use double starred expression here", stars.range());
        }
        let starred = self.starred_expression()?;
        self.eat(T::RightParen)?;
        self.raise("cannot use starred expression here", starred.range)
    }

    pub fn tuple(&mut self) -> Found {
        let start = self.eat(T::LeftParen)?.start;
        let parts = self.maybe(|p| {
            let first = p.star_named_expression()?;
            p.eat(T::Comma)?;
            let mut parts = vec![first];
            parts.extend(p.maybe(|p| p.list(Self::star_named_expression))?.unwrap_or_default());
            if parts.len() > 1 {
                p.eat(T::Comma);
            }
            Some(parts)
        })?;
        self.eat(T::RightParen)?;
        Some(self.node(Kind::Tuple, start, parts.unwrap_or_default()))
    }

    pub fn list_display(&mut self) -> Found {
        let start = self.eat(T::LeftBracket)?.start;
        let parts = self.maybe(Self::star_named_expressions)?.unwrap_or_default();
        self.eat(T::RightBracket)?;
        Some(self.node(Kind::List, start, parts))
    }

    fn star_named_expressions(&mut self) -> Option<Vec<Rc<Node>>> {
        let parts = self.list(Self::star_named_expression)?;
        self.eat(T::Comma);
        Some(parts)
    }

    fn set(&mut self) -> Found {
        let start = self.eat(T::LeftBrace)?.start;
        self.star_named_expressions()?;
        self.eat(T::RightBrace)?;
        Some(self.node(Kind::Set, start, vec![]))
    }

    // ---- Dicts ----

    fn dict(&mut self) -> Found {
        let found = self.attempt(|p| {
            let start = p.eat(T::LeftBrace)?.start;
            p.maybe(|p| {
                p.double_starred_kvpair()?;
                p.many(|p| {
                    p.eat(T::Comma)?;
                    p.keyless_item();
                    p.double_starred_kvpair()
                })?;
                p.eat(T::Comma);
                Some(())
            })?;
            p.eat(T::RightBrace)?;
            Some(p.node(Kind::Dict, start, vec![]))
        });
        if found.is_none() {
            self.invalid(|p| {
                p.eat(T::LeftBrace)?;
                p.invalid_double_starred_kvpairs()
            });
        }
        found
    }

    fn double_starred_kvpair(&mut self) -> Found {
        if self.eat(T::DoubleStar).is_some() {
            return self.bitwise_or();
        }
        self.kvpair()
    }

    fn kvpair(&mut self) -> Found {
        self.expression()?;
        self.eat(T::Colon)?;
        self.expression()
    }

    fn invalid_double_starred_kvpairs(&mut self) -> Found {
        self.attempt(|p| {
            p.list(Self::double_starred_kvpair)?;
            p.eat(T::Comma)?;
            p.invalid_kvpair()
        });
        self.attempt(Self::starred_dict_value);
        self.attempt(Self::missing_dict_value)
    }

    /// Behind the first item CPython complains of a missing colon before it looks for what is
    /// wrong within a key.
    fn keyless_item(&mut self) {
        self.invalid(|p| {
            let key = p.without_rules_for_errors(Self::expression)?;
            if p.is(T::Colon) { None } else { p.raise_keyless(&key) }
        });
    }

    fn raise_keyless(&mut self, key: &Node) -> Found {
        let place = TextRange::empty(key.range.end - 1);
        let error = SyntaxError::new("':' expected after dictionary key", place);
        self.error.get_or_insert(error.without_end(0));
        None
    }

    fn invalid_kvpair(&mut self) -> Found {
        self.attempt(|p| {
            let key = p.expression()?;
            if p.is(T::Colon) {
                return None;
            }
            p.raise_keyless(&key)
        });
        self.attempt(Self::starred_dict_value);
        self.attempt(Self::missing_dict_value)
    }

    fn starred_dict_value(&mut self) -> Found {
        self.expression()?;
        self.eat(T::Colon)?;
        let star = self.eat(T::Star)?;
        self.bitwise_or()?;
        self.raise_from("cannot use a starred expression in a dictionary value", star.start)
    }

    fn missing_dict_value(&mut self) -> Found {
        self.expression()?;
        let colon = self.eat(T::Colon)?;
        if !self.is_any(&[T::RightBrace, T::Comma]) {
            return None;
        }
        self.raise("expression expected after dictionary key and ':'", colon.range())
    }

    // ---- Comprehensions ----

    /// The clauses of a comprehension; gives the place from the first to the last.
    pub fn for_if_clauses(&mut self) -> Option<TextRange> {
        let start = self.start();
        self.some(Self::for_if_clause)?;
        Some(TextRange::new(start, self.end()))
    }

    fn for_if_clause(&mut self) -> Found {
        let mut is_committed = false;
        let found = self.attempt(|p| {
            p.eat(T::Async);
            p.eat(T::For)?;
            p.star_targets()?;
            p.eat(T::In)?;
            is_committed = true;
            p.disjunction()?;
            p.many(|p| {
                p.eat(T::If)?;
                p.disjunction()
            })?;
            Some(p.other())
        });
        if found.is_none() && !is_committed {
            self.invalid(Self::invalid_for_if_clause);
            self.invalid(Self::invalid_for_target);
        }
        found
    }

    fn invalid_for_if_clause(&mut self) -> Found {
        self.eat(T::Async);
        self.eat(T::For)?;
        self.list(Self::bitwise_or)?;
        self.eat(T::Comma);
        if self.is(T::In) {
            return None;
        }
        self.raise_at_last("'in' expected after for-loop variables")
    }

    fn list_comp(&mut self) -> Found {
        self.comprehension(T::LeftBracket, T::RightBracket, Kind::ListComp)
    }

    fn set_comp(&mut self) -> Found {
        self.comprehension(T::LeftBrace, T::RightBrace, Kind::SetComp)
    }

    fn comprehension(&mut self, open: T, close: T, kind: Kind) -> Found {
        let found = self.attempt(|p| {
            let start = p.eat(open)?.start;
            p.named_expression()?;
            p.for_if_clauses()?;
            p.eat(close)?;
            Some(p.node(kind, start, vec![]))
        });
        if found.is_none() {
            self.invalid(Self::invalid_comprehension);
        }
        found
    }

    pub fn genexp(&mut self) -> Found {
        let found = self.attempt(|p| {
            let start = p.eat(T::LeftParen)?.start;
            p.first_of(&[Self::assignment_expression, Self::plain_expression])?;
            p.for_if_clauses()?;
            p.eat(T::RightParen)?;
            Some(p.node(Kind::GeneratorExp, start, vec![]))
        });
        if found.is_none() {
            self.invalid(Self::invalid_comprehension);
        }
        found
    }

    fn dict_comp(&mut self) -> Found {
        let found = self.attempt(|p| {
            let start = p.eat(T::LeftBrace)?.start;
            p.kvpair()?;
            p.for_if_clauses()?;
            p.eat(T::RightBrace)?;
            Some(p.node(Kind::DictComp, start, vec![]))
        });
        if found.is_none() {
            self.invalid(|p| {
                p.eat(T::LeftBrace)?;
                let stars = p.eat(T::DoubleStar)?;
                p.bitwise_or()?;
                p.for_if_clauses()?;
                p.eat(T::RightBrace)?;
                p.raise("dict unpacking cannot be used in dict comprehension", stars.range())
            });
        }
        found
    }

    fn invalid_comprehension(&mut self) -> Found {
        let opening = self.eat_any(&[T::LeftBracket, T::LeftParen, T::LeftBrace])?;
        self.attempt(|p| {
            let starred = p.starred_expression()?;
            p.for_if_clauses()?;
            p.raise("iterable unpacking cannot be used in comprehension", starred.range)
        });
        if opening.kind == T::LeftParen {
            return None;
        }
        let message = "did you forget parentheses around the comprehension target?";
        self.attempt(|p| {
            let first = p.star_named_expression()?;
            p.eat(T::Comma)?;
            let rest = p.star_named_expressions()?;
            p.for_if_clauses()?;
            p.raise(message, Self::span(&first, rest.last()?))
        });
        self.attempt(|p| {
            let first = p.star_named_expression()?;
            let comma = p.eat(T::Comma)?;
            p.for_if_clauses()?;
            p.raise(message, first.range.to(comma.range()))
        })
    }
}
