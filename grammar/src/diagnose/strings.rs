//! String literals and the replacement fields of f-strings and t-strings.

use super::node::{Found, Kind};
use super::parser::{Diagnosis, Rule};
use crate::tokens::TokenKind as T;

impl Diagnosis<'_> {
    pub fn strings(&mut self) -> Found {
        self.remember(Rule::Strings, |p| {
            let start = p.start();
            let kinds = p.some(Self::string)?;
            let kind = if kinds.contains(&Kind::TString) {
                Kind::TString
            } else if kinds.contains(&Kind::FString) {
                Kind::FString
            } else {
                Kind::Literal
            };
            Some(p.node(kind, start, vec![]))
        })
    }

    fn string(&mut self) -> Option<Kind> {
        match self.kind() {
            T::String => {
                self.at += 1;
                Some(Kind::Literal)
            }
            T::FStringStart => {
                self.at += 1;
                self.many(Self::middle)?;
                self.eat(T::FStringEnd)?;
                Some(Kind::FString)
            }
            T::TStringStart => {
                self.at += 1;
                self.many(Self::middle)?;
                self.eat(T::TStringEnd)?;
                Some(Kind::TString)
            }
            _ => None,
        }
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
            let message = format!(
                "{letter}-string: conversion type must come right after the exclamation mark"
            );
            return self.raise(message, mark.range().to(name.range));
        }
        let text = name.range.text(self.source);
        if !matches!(text, "s" | "r" | "a") {
            let letter = self.letter();
            let message = format!(
                "{letter}-string: invalid conversion character '{text}': expected 's', 'r', or 'a'"
            );
            return self.raise(message, name.range);
        }
        Some(name)
    }

    fn format_spec(&mut self) -> Found {
        self.eat(T::Colon)?;
        self.many(Self::middle)?;
        Some(self.other())
    }

    /// `f` or `t`, by the innermost string that is open here.
    fn letter(&self) -> char {
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
        if self.is_any(&[T::Equal, T::Exclamation, T::Colon, T::RightBrace]) {
            let text = self.text(self.token());
            let message = format!("{letter}-string: valid expression required before '{text}'");
            return self.raise_at_next(message);
        }
        if self.attempt(Self::annotated_rhs).is_none() {
            let message = format!("{letter}-string: expecting a valid expression after '{{'");
            return self.raise_at_next(message);
        }
        if !self.is_any(&[T::Equal, T::Exclamation, T::Colon, T::RightBrace]) {
            let message = format!("{letter}-string: expecting '=', or '!', or ':', or '}}'");
            return self.raise_at_next(message);
        }
        if self.eat(T::Equal).is_some()
            && !self.is_any(&[T::Exclamation, T::Colon, T::RightBrace])
        {
            let message = format!("{letter}-string: expecting '!', or ':', or '}}'");
            return self.raise_at_next(message);
        }
        if self.eat(T::Exclamation).is_some() {
            if self.is_any(&[T::Colon, T::RightBrace]) {
                return self.raise_at_next(format!("{letter}-string: missing conversion character"));
            }
            if self.name().is_none() {
                return self.raise_at_next(format!("{letter}-string: invalid conversion character"));
            }
            if !self.is_any(&[T::Colon, T::RightBrace]) {
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
