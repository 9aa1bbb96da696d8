//! Import statements.

use super::node::Found;
use super::parser::Diagnosis;
use crate::tokens::TokenKind as T;

/// What may follow the name behind `as`.
const AFTER_ALIAS: [T; 4] = [T::Comma, T::RightParen, T::Semicolon, T::Newline];

impl Diagnosis<'_> {
    pub fn import_stmt(&mut self) -> Found {
        self.invalid(Self::invalid_import);
        self.first_of(&[Self::import_name, Self::import_from])
    }

    fn invalid_import(&mut self) -> Found {
        let import = self.eat(T::Import)?;
        self.attempt(|p| {
            p.list(Self::dotted_name)?;
            p.eat(T::From)?;
            p.dotted_name()?;
            let message = "Did you mean to use 'from ... import ...' instead?";
            p.raise_from(message, import.start)
        });
        self.missing_names()
    }

    fn missing_names(&mut self) -> Found {
        let newline = self.eat(T::Newline)?;
        self.raise_from("Expected one or more names after 'import'", newline.start)
    }

    fn import_name(&mut self) -> Found {
        self.eat(T::Import)?;
        self.list(|p| {
            p.invalid(|p| {
                p.dotted_name()?;
                p.invalid_alias()
            });
            p.dotted_name()?;
            p.alias()
        })?;
        Some(self.other())
    }

    fn alias(&mut self) -> Found {
        self.maybe(|p| {
            p.eat(T::As)?;
            p.name()
        })?;
        Some(self.other())
    }

    fn invalid_alias(&mut self) -> Found {
        self.eat(T::As)?;
        if self.sees(|p| p.name().and_then(|_| p.eat_any(&AFTER_ALIAS))) {
            return None;
        }
        let alias = self.expression()?;
        let message = format!("cannot use {} as import target", alias.name());
        self.raise(message, alias.range)
    }

    fn dotted_name(&mut self) -> Found {
        let first = self.name()?;
        while self
            .attempt(|p| {
                p.eat(T::Dot)?;
                p.name()
            })
            .is_some()
        {}
        Some(first)
    }

    fn import_from(&mut self) -> Found {
        self.eat(T::From)?;
        let dots = self.many(|p| p.eat_any(&[T::Dot, T::Ellipsis]))?;
        if dots.is_empty() {
            self.dotted_name()?;
        } else {
            self.maybe(Self::dotted_name)?;
        }
        self.eat(T::Import)?;
        self.import_from_targets()
    }

    fn import_from_targets(&mut self) -> Found {
        let found = self.first_of(&[
            |p| {
                p.eat(T::LeftParen)?;
                p.import_from_as_names()?;
                p.eat(T::Comma);
                p.eat(T::RightParen)?;
                Some(p.other())
            },
            |p| {
                p.import_from_as_names()?;
                if p.is(T::Comma) { None } else { Some(p.other()) }
            },
            |p| {
                p.eat(T::Star)?;
                Some(p.other())
            },
        ]);
        if found.is_none() {
            self.invalid(|p| {
                p.attempt(|p| {
                    p.import_from_as_names()?;
                    p.eat(T::Comma)?;
                    p.eat(T::Newline)?;
                    p.raise_at_last("trailing comma not allowed without surrounding parentheses")
                });
                p.attempt(Self::missing_names)
            });
        }
        found
    }

    fn import_from_as_names(&mut self) -> Found {
        self.list(|p| {
            p.invalid(|p| {
                p.name()?;
                p.invalid_alias()
            });
            p.name()?;
            p.alias()
        })?;
        Some(self.other())
    }
}
