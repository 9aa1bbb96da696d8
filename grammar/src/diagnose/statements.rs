//! Simple statements and blocks.

use super::node::Found;
use super::parser::{Diagnosis, Rule};
use super::targets::TargetKind;
use crate::tokens::TokenKind as T;

const AUGMENTED: [T; 13] = [
    T::PlusEqual,
    T::MinusEqual,
    T::StarEqual,
    T::AtEqual,
    T::SlashEqual,
    T::PercentEqual,
    T::AmpersandEqual,
    T::VBarEqual,
    T::CaretEqual,
    T::LeftShiftEqual,
    T::RightShiftEqual,
    T::DoubleStarEqual,
    T::DoubleSlashEqual,
];

impl Diagnosis<'_> {
    pub fn statement(&mut self) -> Found {
        self.first_of(&[Self::compound_stmt, Self::simple_stmts])
    }

    pub fn simple_stmts(&mut self) -> Found {
        self.simple_stmt()?;
        while self.eat(T::Semicolon).is_some() {
            if self.is(T::Newline) {
                break;
            }
            self.simple_stmt()?;
        }
        self.eat(T::Newline)?;
        Some(self.other())
    }

    pub fn simple_stmt(&mut self) -> Found {
        self.remember(Rule::SimpleStmt, |p| {
            let first = [Self::assignment, Self::type_alias, Self::star_expressions];
            if let Some(found) = p.first_of(&first) {
                return Some(found);
            }
            match p.kind() {
                T::Return => {
                    p.at += 1;
                    p.maybe(Self::star_expressions)?;
                    Some(p.other())
                }
                T::Import | T::From => p.import_stmt(),
                T::Raise => p.raise_stmt(),
                T::Pass | T::Break | T::Continue => {
                    p.at += 1;
                    Some(p.other())
                }
                T::Del => p.del_stmt(),
                T::Yield => p.yield_expr(),
                T::Assert => p.assert_stmt(),
                T::Global | T::Nonlocal => {
                    p.at += 1;
                    p.list(Self::name)?;
                    Some(p.other())
                }
                _ => None,
            }
        })
    }

    fn raise_stmt(&mut self) -> Found {
        self.eat(T::Raise)?;
        self.maybe(|p| {
            p.expression()?;
            p.maybe(|p| {
                p.eat(T::From)?;
                p.expression()
            })
        })?;
        Some(self.other())
    }

    fn assert_stmt(&mut self) -> Found {
        self.eat(T::Assert)?;
        self.expression()?;
        self.maybe(|p| {
            p.eat(T::Comma)?;
            p.expression()
        })?;
        Some(self.other())
    }

    fn del_stmt(&mut self) -> Found {
        let found = self.attempt(|p| {
            p.eat(T::Del)?;
            p.del_targets()?;
            if p.is_any(&[T::Semicolon, T::Newline]) { Some(p.other()) } else { None }
        });
        if found.is_none() {
            self.invalid(|p| {
                p.eat(T::Del)?;
                let targets = p.star_expressions()?;
                p.raise_invalid_target(TargetKind::Delete, &targets)
            });
        }
        found
    }

    // ---- Assignment ----

    fn assignment(&mut self) -> Found {
        let annotated = self.attempt(|p| {
            p.single_target()?;
            p.eat(T::Colon)?;
            p.expression()?;
            p.maybe(|p| {
                p.eat(T::Equal)?;
                p.annotated_rhs()
            })?;
            Some(p.other())
        });
        if annotated.is_some() {
            return annotated;
        }
        let plain = self.attempt(|p| {
            p.some(Self::target_and_equal)?;
            p.annotated_rhs()?;
            if p.is(T::Equal) { None } else { Some(p.other()) }
        });
        if plain.is_some() {
            return plain;
        }
        let is_augmented = self.sees(|p| {
            p.single_target()?;
            p.eat_any(&AUGMENTED)
        });
        if is_augmented {
            // There is no way back behind the operator.
            self.single_target()?;
            self.eat_any(&AUGMENTED)?;
            return self.annotated_rhs();
        }
        self.invalid(Self::invalid_assignment);
        None
    }

    fn target_and_equal(&mut self) -> Found {
        let target = self.star_targets()?;
        self.eat(T::Equal)?;
        Some(target)
    }

    fn invalid_assignment(&mut self) -> Found {
        self.attempt(Self::annotated_display);
        self.attempt(|p| {
            let first = p.star_named_expression()?;
            p.eat(T::Comma)?;
            p.many(|p| {
                p.star_named_expression()?;
                p.eat(T::Comma);
                Some(())
            })?;
            p.eat(T::Colon)?;
            p.expression()?;
            p.raise("only single target (not tuple) can be annotated", first.range)
        });
        self.attempt(|p| {
            let target = p.expression()?;
            p.eat(T::Colon)?;
            p.expression()?;
            p.raise("illegal target for annotation", target.range)
        });
        self.attempt(|p| {
            p.many(Self::target_and_equal)?;
            let target = p.star_expressions()?;
            p.eat(T::Equal)?;
            p.raise_invalid_target(TargetKind::Assign, &target)
        });
        self.attempt(|p| {
            p.many(Self::target_and_equal)?;
            let target = p.yield_expr()?;
            p.eat(T::Equal)?;
            p.raise("assignment to yield expression not possible", target.range)
        });
        self.attempt(|p| {
            let target = p.star_expressions()?;
            p.eat_any(&AUGMENTED)?;
            p.annotated_rhs()?;
            let name = target.name();
            let message = format!("'{name}' is an illegal expression for augmented assignment");
            p.raise(message, target.range)
        })
    }

    fn annotated_display(&mut self) -> Found {
        let target = self.ann_assign_display()?;
        self.eat(T::Colon)?;
        self.expression()?;
        let message = format!("only single target (not {}) can be annotated", target.name());
        self.raise(message, target.range)
    }

    /// A list, a tuple, or one of them in parentheses.
    fn ann_assign_display(&mut self) -> Found {
        self.first_of(&[Self::list_display, Self::tuple, |p| {
            p.eat(T::LeftParen)?;
            let inner = p.ann_assign_display()?;
            p.eat(T::RightParen)?;
            Some(inner)
        }])
    }

    // ---- Blocks ----

    pub fn block(&mut self) -> Found {
        self.remember(Rule::Block, |p| {
            let indented = p.attempt(|p| {
                p.eat(T::Newline)?;
                p.eat(T::Indent)?;
                p.some(Self::statement)?;
                p.eat(T::Dedent)?;
                Some(p.other())
            });
            if indented.is_some() {
                return indented;
            }
            let simple = p.attempt(Self::simple_stmts);
            if simple.is_none() {
                p.invalid(|p| {
                    p.eat(T::Newline)?;
                    if p.is(T::Indent) {
                        return None;
                    }
                    p.raise_indentation("expected an indented block")
                });
            }
            simple
        })
    }

    /// Reads the head of a compound statement and, where the block should follow, complains of
    /// a missing colon or of a missing block.
    pub fn invalid_head<U>(&mut self, head: impl Fn(&mut Self) -> Option<U>, wants_colon: bool, what: &str) {
        let keyword = self.token();
        self.invalid(|p| {
            head(p)?;
            if wants_colon && p.is(T::Newline) {
                return p.raise_at_next("expected ':'");
            }
            p.eat(T::Colon)?;
            p.eat(T::Newline)?;
            if p.is(T::Indent) {
                return None;
            }
            let keyword = p.head_keyword(keyword);
            let line = p.line(keyword);
            p.raise_indentation(format!("expected an indented block after {what} on line {line}"))
        });
    }

    /// `async` is not the keyword that CPython counts the line of.
    fn head_keyword(&self, first: crate::tokens::Token) -> crate::tokens::Token {
        let at = self.tokens.iter().position(|token| *token == first).unwrap_or(0);
        match first.kind {
            T::Async => self.tokens.get(at + 1).copied().unwrap_or(first),
            _ => first,
        }
    }
}
