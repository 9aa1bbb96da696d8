//! String literals and the replacement fields of f-strings and t-strings.

use super::node::{Found, Kind};
use super::parser::{Diagnosis, Rule};
use crate::ast::TextRange;
use crate::build::Builder;
use crate::tokens::TokenKind as T;

/// What a literal is, for the rules on mixing them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Literal {
    Str,
    Bytes,
    Formatted,
    Template,
}

impl Diagnosis<'_> {
    pub fn strings(&mut self) -> Found {
        self.remember(Rule::Strings, |p| {
            let start = p.start();
            let literals = p.some(Self::string)?;
            p.kind();
            let has = |wanted| literals.iter().any(|(literal, _)| *literal == wanted);
            let kind = if has(Literal::Template) {
                Kind::TString
            } else if has(Literal::Formatted) {
                Kind::FString
            } else {
                Kind::Literal
            };
            let found = p.node(kind, start, vec![]);
            p.check_mix(&literals)?;
            Some(found)
        })
    }

    fn check_mix(&mut self, literals: &[(Literal, TextRange)]) -> Option<()> {
        let (first, first_range) = *literals.first()?;
        let is = |wanted: Literal| move |literal: Literal| literal == wanted;
        let other = |is: &dyn Fn(Literal) -> bool| {
            literals.iter().find(|(literal, _)| is(*literal) != is(first)).map(|(_, range)| *range)
        };
        if let Some(range) = other(&is(Literal::Template)) {
            let message = "cannot mix t-string literals with string or bytes literals";
            self.raise(message, first_range.to(range));
        } else if other(&is(Literal::Bytes)).is_some() {
            self.raise_at_last("cannot mix bytes and nonbytes literals");
        }
        if self.error.is_some() { None } else { Some(()) }
    }

    fn string(&mut self) -> Option<(Literal, TextRange)> {
        let start = self.start();
        let literal = match self.kind() {
            T::String => {
                self.at += 1;
                let range = self.tokens[self.at - 1].range();
                match Builder::new(self.source).check_plain(range) {
                    Ok(is_bytes) => Some(if is_bytes { Literal::Bytes } else { Literal::Str }),
                    Err(message) => {
                        self.raise(message, range);
                        None
                    }
                }
            }
            T::FStringStart => self.formatted(T::FStringEnd, Literal::Formatted),
            T::TStringStart => self.formatted(T::TStringEnd, Literal::Template),
            _ => None,
        };
        Some((literal?, TextRange::new(start, self.end())))
    }

    fn formatted(&mut self, end: T, literal: Literal) -> Option<Literal> {
        let opening = self.text(self.token());
        let is_raw = opening.contains(['r', 'R']);
        self.at += 1;
        let first = self.at;
        self.many(Self::middle)?;
        let closing = self.eat(end)?;
        let mut depth = 0;
        for at in first..self.at {
            let token = self.tokens[at];
            match token.kind {
                T::FStringStart | T::TStringStart => depth += 1,
                T::FStringEnd | T::TStringEnd => depth -= 1,
                T::FStringMiddle | T::TStringMiddle if depth == 0 => {
                    let text = Builder::new(self.source).check_text(token.range(), is_raw);
                    if let Err(message) = text {
                        self.raise(message, closing.range());
                        return None;
                    }
                }
                _ => {}
            }
        }
        Some(literal)
    }

    fn middle(&mut self) -> Found {
        if self.eat_any(&[T::FStringMiddle, T::TStringMiddle]).is_some() {
            return Some(self.other());
        }
        self.replacement_field()
    }

    pub fn replacement_field(&mut self) -> Found {
        let found = self.attempt(|p| {
            p.eat(T::LeftBrace)?;
            p.annotated_rhs()?;
            p.eat(T::Equal);
            p.maybe(Self::conversion)?;
            p.maybe(Self::format_spec)?;
            p.eat(T::RightBrace)?;
            Some(p.other())
        });
        if found.is_none() {
            self.invalid(Self::invalid_replacement_field);
        }
        found
    }

    fn conversion(&mut self) -> Found {
        let mark = self.eat(T::Exclamation)?;
        let name = self.name()?;
        if name.range.start != mark.end {
            let letter = self.letter();
            let message = format!("{letter}-string: conversion type must come right after the exclamation mark");
            return self.raise(message, mark.range().to(name.range));
        }
        let text = name.range.text(self.source);
        if !matches!(text, "s" | "r" | "a") {
            let letter = self.letter();
            let message = format!("{letter}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'");
            return self.raise(message, name.range);
        }
        Some(name)
    }

    fn format_spec(&mut self) -> Found {
        self.eat(T::SpecColon)?;
        self.many(Self::middle)?;
        Some(self.other())
    }

    /// `f` or `t`, by the innermost string that is open here.
    pub fn letter(&self) -> char {
        let mut depth = 0;
        for token in self.tokens[..self.at.min(self.tokens.len())].iter().rev() {
            match token.kind {
                T::FStringEnd | T::TStringEnd => depth += 1,
                T::FStringStart | T::TStringStart if depth > 0 => depth -= 1,
                T::FStringStart => return 'f',
                T::TStringStart => return 't',
                _ => {}
            }
        }
        'f'
    }

    fn invalid_replacement_field(&mut self) -> Found {
        self.eat(T::LeftBrace)?;
        let letter = self.letter();
        if self.is_any(&[T::Equal, T::Exclamation, T::SpecColon, T::RightBrace]) {
            let text = self.text(self.token());
            let message = format!("{letter}-string: valid expression required before '{text}'");
            return self.raise_at_next(message);
        }
        if self.attempt(Self::annotated_rhs).is_none() {
            let message = format!("{letter}-string: expecting a valid expression after '{{'");
            return self.raise_at_next(message);
        }
        if !self.is_any(&[T::Equal, T::Exclamation, T::SpecColon, T::RightBrace]) {
            let message = format!("{letter}-string: expecting '=', or '!', or ':', or '}}'");
            return self.raise_at_next(message);
        }
        if self.eat(T::Equal).is_some() && !self.is_any(&[T::Exclamation, T::SpecColon, T::RightBrace]) {
            let message = format!("{letter}-string: expecting '!', or ':', or '}}'");
            return self.raise_at_next(message);
        }
        if self.eat(T::Exclamation).is_some() {
            if self.is_any(&[T::SpecColon, T::RightBrace]) {
                return self.raise_at_next(format!("{letter}-string: missing conversion character"));
            }
            if self.name().is_none() {
                return self.raise_at_next(format!("{letter}-string: invalid conversion character"));
            }
            if !self.is_any(&[T::SpecColon, T::RightBrace]) {
                return self.raise_at_next(format!("{letter}-string: expecting ':' or '}}'"));
            }
        }
        if self.maybe(Self::format_spec)?.is_some() && !self.is(T::RightBrace) {
            return self.raise_at_next(format!("{letter}-string: expecting '}}', or format specs"));
        }
        if !self.is(T::RightBrace) {
            return self.raise_at_next(format!("{letter}-string: expecting '}}'"));
        }
        None
    }
}
