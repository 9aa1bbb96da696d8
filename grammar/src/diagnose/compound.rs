//! Compound statements.

use super::node::Found;
use super::parser::Diagnosis;
use super::targets::TargetKind;
use crate::tokens::TokenKind as T;

/// What may follow a with-item.
const AFTER_ITEM: [T; 3] = [T::Comma, T::RightParen, T::Colon];

impl Diagnosis<'_> {
    pub fn compound_stmt(&mut self) -> Found {
        match self.kind() {
            T::Def => self.function_def(),
            T::Class => self.class_def(),
            T::At => self.decorated(),
            T::Async => self.async_stmt(),
            T::If => self.if_stmt(T::If, "'if' statement"),
            T::With => self.with_stmt(),
            T::For => self.for_stmt(),
            T::Try => self.try_stmt(),
            T::While => self.while_stmt(),
            T::SoftMatch => self.match_stmt(),
            _ => None,
        }
    }

    fn async_stmt(&mut self) -> Found {
        match self.kind_after() {
            T::Def => self.function_def(),
            T::With => self.with_stmt(),
            T::For => self.for_stmt(),
            _ => None,
        }
    }

    fn decorated(&mut self) -> Found {
        self.some(|p| {
            p.eat(T::At)?;
            p.named_expression()?;
            p.eat(T::Newline)
        })?;
        match self.kind() {
            T::Class => self.class_def(),
            T::Def => self.function_def(),
            T::Async if self.kind_after() == T::Def => self.function_def(),
            _ => None,
        }
    }

    // ---- Definitions ----

    fn class_head(&mut self) -> Found {
        self.eat(T::Class)?;
        self.name()?;
        self.maybe(Self::type_params)?;
        self.maybe(|p| {
            p.eat(T::LeftParen)?;
            p.maybe(Self::arguments)?;
            p.eat(T::RightParen)
        })?;
        Some(self.other())
    }

    fn class_def(&mut self) -> Found {
        self.invalid_head(Self::class_head, true, "class definition");
        self.attempt(Self::class_head)?;
        self.eat(T::Colon)?;
        self.block()
    }

    fn function_def(&mut self) -> Found {
        self.invalid_head(
            |p| {
                p.function_name()?;
                p.eat(T::LeftParen)?;
                p.rest_of_signature()
            },
            false,
            "function definition",
        );
        self.attempt(Self::function_name)?;
        self.force(T::LeftParen, "(")?;
        self.rest_of_signature()?;
        self.force(T::Colon, ":")?;
        self.block()
    }

    fn function_name(&mut self) -> Found {
        self.eat(T::Async);
        self.eat(T::Def)?;
        self.name()?;
        self.maybe(Self::type_params)?;
        Some(self.other())
    }

    fn rest_of_signature(&mut self) -> Found {
        self.maybe(Self::params)?;
        self.eat(T::RightParen)?;
        self.maybe(|p| {
            p.eat(T::Arrow)?;
            p.expression()
        })?;
        Some(self.other())
    }

    // ---- if, while, for ----

    fn if_stmt(&mut self, keyword: T, what: &'static str) -> Found {
        let head = move |p: &mut Self| {
            p.eat(keyword)?;
            p.named_expression()
        };
        self.invalid_head(head, true, what);
        self.attempt(head)?;
        self.eat(T::Colon)?;
        self.block()?;
        if self.is(T::Elif) {
            return self.attempt(|p| p.if_stmt(T::Elif, "'elif' statement"));
        }
        self.maybe(Self::else_block)?;
        Some(self.other())
    }

    fn else_block(&mut self) -> Found {
        self.invalid_head(|p| p.eat(T::Else), false, "'else' statement");
        self.invalid(|p| {
            p.eat(T::Else)?;
            p.eat(T::Colon)?;
            p.block()?;
            p.eat(T::Elif)?;
            p.raise_at_last("'elif' block follows an 'else' block")
        });
        self.eat(T::Else)?;
        self.force(T::Colon, ":")?;
        self.block()
    }

    fn while_stmt(&mut self) -> Found {
        let head = |p: &mut Self| {
            p.eat(T::While)?;
            p.named_expression()
        };
        self.invalid_head(head, true, "'while' statement");
        self.attempt(head)?;
        self.eat(T::Colon)?;
        self.block()?;
        self.maybe(Self::else_block)?;
        Some(self.other())
    }

    fn for_stmt(&mut self) -> Found {
        let targets = |p: &mut Self| {
            p.eat(T::Async);
            p.eat(T::For)?;
            p.star_targets()?;
            p.eat(T::In)
        };
        let head = |p: &mut Self| {
            targets(p)?;
            p.star_expressions()
        };
        self.invalid_head(head, true, "'for' statement");
        if self.attempt(targets).is_none() {
            self.invalid(Self::invalid_for_target);
            return None;
        }
        self.star_expressions()?;
        self.eat(T::Colon)?;
        self.block()?;
        self.maybe(Self::else_block)?;
        Some(self.other())
    }

    // ---- with ----

    fn with_stmt(&mut self) -> Found {
        self.with_heads(false);
        let found = self.first_of(&[
            |p| {
                p.with_keyword()?;
                p.eat(T::LeftParen)?;
                p.list(Self::with_item)?;
                p.eat(T::Comma);
                p.eat(T::RightParen)?;
                p.eat(T::Colon)?;
                p.block()
            },
            |p| {
                p.with_keyword()?;
                p.list(Self::with_item)?;
                p.eat(T::Colon)?;
                p.block()
            },
        ]);
        if found.is_none() {
            self.with_heads(true);
        }
        found
    }

    fn with_keyword(&mut self) -> Found {
        self.eat(T::Async);
        self.eat(T::With)?;
        Some(self.other())
    }

    /// CPython looks for a missing block before, and for a missing colon after all else.
    fn with_heads(&mut self, wants_colon: bool) {
        let plain = |p: &mut Self| {
            p.with_keyword()?;
            p.list(|p| p.loose_item(Self::expression))
        };
        let grouped = |p: &mut Self| {
            p.with_keyword()?;
            p.eat(T::LeftParen)?;
            p.list(|p| p.loose_item(Self::expressions))?;
            p.eat(T::Comma);
            p.eat(T::RightParen)
        };
        if wants_colon {
            self.invalid(|p| {
                plain(p)?;
                if p.is(T::Newline) { p.raise_at_next("expected ':'") } else { None }
            });
            self.invalid(|p| {
                grouped(p)?;
                if p.is(T::Newline) { p.raise_at_next("expected ':'") } else { None }
            });
        } else {
            self.invalid_head(plain, false, "'with' statement");
            self.invalid_head(grouped, false, "'with' statement");
        }
    }

    fn loose_item(&mut self, value: fn(&mut Self) -> Found) -> Found {
        value(self)?;
        self.maybe(|p| {
            p.eat(T::As)?;
            p.star_target()
        })?;
        Some(self.other())
    }

    fn with_item(&mut self) -> Found {
        let named = self.attempt(|p| {
            p.expression()?;
            p.eat(T::As)?;
            p.star_target()?;
            if p.is_any(&AFTER_ITEM) { Some(p.other()) } else { None }
        });
        if named.is_some() {
            return named;
        }
        self.invalid(|p| {
            p.expression()?;
            p.eat(T::As)?;
            let target = p.expression()?;
            if !p.is_any(&AFTER_ITEM) {
                return None;
            }
            p.raise_invalid_target(TargetKind::Assign, &target)
        });
        self.expression()
    }

    // ---- try ----

    fn try_stmt(&mut self) -> Found {
        self.invalid(Self::invalid_try_stmt);
        self.eat(T::Try)?;
        self.force(T::Colon, ":")?;
        self.block()?;
        let finally = self.attempt(Self::finally_block);
        if finally.is_some() {
            return finally;
        }
        if self.attempt(|p| p.some(|p| p.except_block(false))).is_none() {
            self.some(|p| p.except_block(true))?;
        }
        self.maybe(Self::else_block)?;
        self.maybe(Self::finally_block)?;
        Some(self.other())
    }

    fn invalid_try_stmt(&mut self) -> Found {
        self.invalid_head(|p| p.eat(T::Try), false, "'try' statement");
        self.attempt(|p| {
            p.eat(T::Try)?;
            p.eat(T::Colon)?;
            p.block()?;
            if p.is_any(&[T::Except, T::Finally]) {
                return None;
            }
            p.raise_at_last("expected 'except' or 'finally' block")
        });
        self.attempt(|p| {
            p.eat(T::Try)?;
            p.eat(T::Colon)?;
            p.block()?;
            let first_is_star = p.kind_after() == T::Star;
            p.some(|p| p.except_block(first_is_star))?;
            let second = p.eat(T::Except)?;
            let is_star = p.is(T::Star);
            if is_star == first_is_star {
                return None;
            }
            let star = p.eat(T::Star).unwrap_or(second);
            let message = "cannot have both 'except' and 'except*' on the same 'try'";
            p.raise(message, second.range().to(star.range()))
        })
    }

    fn finally_block(&mut self) -> Found {
        self.invalid_head(|p| p.eat(T::Finally), false, "'finally' statement");
        self.eat(T::Finally)?;
        self.force(T::Colon, ":")?;
        self.block()
    }

    fn except_keyword(&mut self, is_star: bool) -> Found {
        self.eat(T::Except)?;
        if is_star {
            self.eat(T::Star)?;
        } else if self.is(T::Star) {
            return None;
        }
        Some(self.other())
    }

    fn except_block(&mut self, is_star: bool) -> Found {
        let what = if is_star { "'except*' statement" } else { "'except' statement" };
        self.invalid_head(
            |p| {
                p.except_keyword(is_star)?;
                p.expression()?;
                p.as_name()
            },
            false,
            what,
        );
        if !is_star {
            self.invalid_head(|p| p.eat(T::Except), false, what);
        }
        let found = self.attempt(|p| {
            p.except_keyword(is_star)?;
            if !is_star && p.eat(T::Colon).is_some() {
                return p.block();
            }
            let plain = p.attempt(|p| {
                p.expressions()?;
                p.eat(T::Colon)
            });
            if plain.is_none() {
                p.expression()?;
                p.eat(T::As)?;
                p.name()?;
                p.eat(T::Colon)?;
            }
            p.block()
        });
        if found.is_none() {
            self.invalid(|p| p.invalid_except_stmt(is_star));
        }
        found
    }

    fn as_name(&mut self) -> Found {
        self.maybe(|p| {
            p.eat(T::As)?;
            p.name()
        })?;
        Some(self.other())
    }

    fn invalid_except_stmt(&mut self, is_star: bool) -> Found {
        self.attempt(|p| {
            p.except_keyword(is_star)?;
            let first = p.expression()?;
            p.eat(T::Comma)?;
            p.expressions()?;
            p.eat(T::As)?;
            p.name()?;
            p.eat(T::Colon)?;
            let message = "multiple exception types must be parenthesized when using 'as'";
            p.raise_from(message, first.range.start)
        });
        self.attempt(|p| {
            p.except_keyword(is_star)?;
            p.expression()?;
            p.as_name()?;
            if p.is(T::Newline) { p.raise_at_next("expected ':'") } else { None }
        });
        self.attempt(|p| {
            p.except_keyword(is_star)?;
            match (is_star, p.kind()) {
                (false, T::Newline) => p.raise_at_next("expected ':'"),
                (true, T::Newline | T::Colon) => p.raise_at_next("expected one or more exception types"),
                _ => None,
            }
        });
        self.attempt(|p| {
            p.except_keyword(is_star)?;
            p.expression()?;
            p.eat(T::As)?;
            let target = p.expression()?;
            p.eat(T::Colon)?;
            p.block()?;
            let star = if is_star { "*" } else { "" };
            let message = format!("cannot use except{star} statement with {}", target.name());
            p.raise(message, target.range)
        })
    }
}
