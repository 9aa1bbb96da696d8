//! Expressions down to the arithmetic operators.

use super::node::{Found, Kind, Node};
use super::parser::{Diagnosis, Rule};
use crate::ast::TextRange;
use crate::tokens::TokenKind as T;
use std::rc::Rc;

/// Statements of Python 2 that are functions now.
const LEGACY: [&str; 2] = ["print", "exec"];

const SUM_OPERATORS: [T; 2] = [T::Plus, T::Minus];
const TERM_OPERATORS: [T; 5] = [T::Star, T::Slash, T::DoubleSlash, T::Percent, T::At];

impl Diagnosis<'_> {
    fn tuple_of(&mut self, item: fn(&mut Self) -> Found) -> Found {
        let start = self.start();
        let items = self.list(item)?;
        let has_comma = self.eat(T::Comma).is_some();
        if items.len() == 1 && !has_comma {
            return items.into_iter().next();
        }
        Some(self.node(Kind::Tuple, start, items))
    }

    pub fn expressions(&mut self) -> Found {
        self.attempt(|p| p.tuple_of(Self::expression))
    }

    pub fn star_expressions(&mut self) -> Found {
        self.attempt(|p| p.tuple_of(Self::star_expression))
    }

    fn star_expression(&mut self) -> Found {
        self.remember(Rule::StarExpression, |p| p.first_of(&[Self::starred_bitwise_or, Self::expression]))
    }

    pub fn starred_bitwise_or(&mut self) -> Found {
        let start = self.eat(T::Star)?.start;
        let value = self.bitwise_or()?;
        Some(self.node(Kind::Starred, start, vec![value]))
    }

    pub fn star_named_expression(&mut self) -> Found {
        self.first_of(&[Self::starred_bitwise_or, Self::named_expression])
    }

    pub fn annotated_rhs(&mut self) -> Found {
        self.first_of(&[Self::yield_expr, Self::star_expressions])
    }

    pub fn yield_expr(&mut self) -> Found {
        let start = self.eat(T::Yield)?.start;
        let from = self.attempt(|p| {
            p.eat(T::From)?;
            p.expression()
        });
        if from.is_none() {
            self.maybe(Self::star_expressions)?;
        }
        Some(self.node(Kind::Yield, start, vec![]))
    }

    // ---- Named expressions ----

    pub fn named_expression(&mut self) -> Found {
        self.attempt(|p| {
            if p.sees(|p| p.name().and_then(|_| p.eat(T::ColonEqual))) {
                return p.assignment_expression();
            }
            p.invalid(Self::invalid_named_expression);
            p.plain_expression()
        })
    }

    /// `NAME := expression`, without a way back behind the operator.
    pub fn assignment_expression(&mut self) -> Found {
        let name = self.name()?;
        self.eat(T::ColonEqual)?;
        self.expression()?;
        Some(self.node(Kind::NamedExpr, name.range.start, vec![]))
    }

    /// An expression that no `:=` follows.
    pub fn plain_expression(&mut self) -> Found {
        self.attempt(|p| {
            let found = p.expression()?;
            if p.is(T::ColonEqual) { None } else { Some(found) }
        })
    }

    fn invalid_named_expression(&mut self) -> Found {
        self.remember(Rule::InvalidNamedExpression, |p| {
            p.attempt(Self::misplaced_walrus);
            p.attempt(Self::single_equal_behind_name);
            p.attempt(Self::single_equal)
        })
    }

    fn misplaced_walrus(&mut self) -> Found {
        let target = self.expression()?;
        self.eat(T::ColonEqual)?;
        self.expression()?;
        let message = format!("cannot use assignment expressions with {}", target.name());
        self.raise(message, target.range)
    }

    fn single_equal_behind_name(&mut self) -> Found {
        let name = self.name()?;
        self.eat(T::Equal)?;
        let value = self.bitwise_or()?;
        if self.is_any(&[T::Equal, T::ColonEqual]) {
            return None;
        }
        let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
        self.raise(message, name.range.to(value.range))
    }

    fn single_equal(&mut self) -> Found {
        let is_excluded = self.is_any(&[T::True, T::None, T::False])
            || self.sees(|p| p.first_of(&[Self::list_display, Self::tuple, Self::genexp]));
        if is_excluded {
            return None;
        }
        let target = self.bitwise_or()?;
        self.eat(T::Equal)?;
        self.bitwise_or()?;
        if self.is_any(&[T::Equal, T::ColonEqual]) {
            return None;
        }
        let message = format!("cannot assign to {} here. Maybe you meant '==' instead of '='?", target.name());
        self.raise(message, target.range)
    }

    // ---- Expression ----

    pub fn expression(&mut self) -> Found {
        self.remember(Rule::Expression, |p| {
            p.invalid(Self::invalid_expression);
            p.invalid(Self::invalid_legacy_expression);
            p.first_of(&[Self::if_exp, Self::disjunction, Self::lambdef])
        })
    }

    fn expression_without_invalid(&mut self) -> Found {
        let before = std::mem::replace(&mut self.lenient, true);
        let found = self.first_of(&[Self::if_exp, Self::disjunction, Self::lambdef]);
        self.lenient = before;
        found
    }

    fn if_exp(&mut self) -> Found {
        let start = self.start();
        self.disjunction()?;
        self.eat(T::If)?;
        self.disjunction()?;
        self.eat(T::Else)?;
        self.expression()?;
        Some(self.node(Kind::IfExp, start, vec![]))
    }

    fn lambdef(&mut self) -> Found {
        let start = self.eat(T::Lambda)?.start;
        self.maybe(Self::lambda_params)?;
        self.eat(T::Colon)?;
        self.expression()?;
        Some(self.node(Kind::Lambda, start, vec![]))
    }

    fn invalid_expression(&mut self) -> Found {
        self.attempt(Self::quotes_within_string);
        self.attempt(Self::missing_comma);
        self.attempt(Self::missing_else);
        self.attempt(Self::statement_behind_else);
        self.attempt(Self::statement_before_if);
        self.attempt(Self::bare_lambda_in_field)
    }

    /// `"one "two" three"`: words between two strings.
    fn quotes_within_string(&mut self) -> Found {
        self.eat(T::String)?;
        let words = self.some(|p| if p.is(T::String) { None } else { p.expression_without_invalid() })?;
        self.eat(T::String)?;
        let message = "invalid syntax. Is this intended to be part of the string?";
        self.raise(message, Self::span(words.first()?, words.last()?))
    }

    /// Two expressions side by side. Not behind a name that a string follows (a bad prefix), and
    /// not behind a soft keyword.
    fn missing_comma(&mut self) -> Found {
        if self.is_name() {
            let token = self.token();
            let is_soft = token.kind != T::Name || self.text(token) == "_";
            if is_soft || self.kind_after() == T::String {
                return None;
            }
        }
        let first = self.disjunction()?;
        let second = self.expression_without_invalid()?;
        if self.is_legacy(&first) || self.level_before() == 0 {
            return None;
        }
        let message = "invalid syntax. Perhaps you forgot a comma?";
        self.raise(message, first.range.to(second.range))
    }

    fn missing_else(&mut self) -> Found {
        let body = self.disjunction()?;
        self.eat(T::If)?;
        let test = self.disjunction()?;
        if self.is_any(&[T::Else, T::Colon]) {
            return None;
        }
        self.raise("expected 'else' after 'if' expression", body.range.to(test.range))
    }

    fn statement_behind_else(&mut self) -> Found {
        self.disjunction()?;
        self.eat(T::If)?;
        self.disjunction()?;
        self.eat(T::Else)?;
        if self.sees(Self::expression) || self.error.is_some() {
            return None;
        }
        self.raise_at_next("expected expression after 'else', but statement is given")
    }

    fn statement_before_if(&mut self) -> Found {
        let statement = self.eat_any(&[T::Pass, T::Break, T::Continue])?;
        self.eat(T::If)?;
        self.disjunction()?;
        self.eat(T::Else)?;
        self.simple_stmt()?;
        let message = "expected expression before 'if', but statement is given";
        self.raise(message, statement.range())
    }

    /// In a replacement field the colon of a lambda begins the format spec.
    fn bare_lambda_in_field(&mut self) -> Found {
        let lambda = self.eat(T::Lambda)?;
        self.maybe(Self::lambda_params)?;
        let colon = self.eat(T::SpecColon)?;
        let letter = self.letter();
        let message = format!("{letter}-string: lambda expressions are not allowed without parentheses");
        self.raise(message, lambda.range().to(colon.range()))
    }

    fn is_legacy(&self, node: &Node) -> bool {
        node.kind == Kind::Name && LEGACY.contains(&node.range.text(self.source))
    }

    fn invalid_legacy_expression(&mut self) -> Found {
        let name = self.name()?;
        if self.is(T::LeftParen) {
            return None;
        }
        let operand = self.star_expressions()?;
        if !self.is_legacy(&name) {
            return None;
        }
        let word = name.range.text(self.source);
        let message = format!("Missing parentheses in call to '{word}'. Did you mean {word}(...)?");
        self.raise(message, name.range.to(operand.range))
    }

    // ---- Operators ----

    /// Operands with operators between them.
    fn chain(&mut self, operators: &[T], operand: fn(&mut Self) -> Found) -> Found {
        let start = self.start();
        let first = operand(self)?;
        let mut is_single = true;
        while self.attempt(|p| p.eat_any(operators).and_then(|_| operand(p))).is_some() {
            is_single = false;
        }
        if operators == SUM_OPERATORS || operators == TERM_OPERATORS {
            self.invalid(|p| {
                p.eat_any(operators)?;
                p.bare_not(Self::inversion)
            });
        }
        if self.error.is_some() {
            return None;
        }
        if is_single { Some(first) } else { Some(self.node(Kind::Operation, start, vec![])) }
    }

    /// `not` behind an operator that binds more tightly.
    fn bare_not(&mut self, operand: fn(&mut Self) -> Found) -> Found {
        let not = self.eat(T::Not)?;
        let operand = operand(self)?;
        let range = not.range().to(operand.range);
        self.raise("'not' after an operator must be parenthesized", range)
    }

    pub fn disjunction(&mut self) -> Found {
        self.remember(Rule::Disjunction, |p| p.chain(&[T::Or], Self::conjunction))
    }

    fn conjunction(&mut self) -> Found {
        self.remember(Rule::Conjunction, |p| p.chain(&[T::And], Self::inversion))
    }

    fn inversion(&mut self) -> Found {
        self.remember(Rule::Inversion, |p| match p.eat(T::Not) {
            Some(not) => {
                p.inversion()?;
                Some(p.node(Kind::Operation, not.start, vec![]))
            }
            None => p.comparison(),
        })
    }

    fn comparison(&mut self) -> Found {
        self.attempt(|p| {
            let start = p.start();
            let left = p.bitwise_or()?;
            let mut kind = None;
            while let Some(is_in) = p.attempt(|p| {
                let is_in = p.compare_operator()?;
                p.bitwise_or()?;
                Some(is_in)
            }) {
                kind.get_or_insert(if is_in { Kind::Membership } else { Kind::Comparison });
            }
            match kind {
                _ if p.error.is_some() => None,
                None => Some(left),
                Some(kind) => Some(p.node(kind, start, vec![left])),
            }
        })
    }

    /// Takes a comparison operator; gives whether it is `in`.
    fn compare_operator(&mut self) -> Option<bool> {
        if self.eat(T::Not).is_some() {
            return self.eat(T::In).map(|_| false);
        }
        if self.eat(T::Is).is_some() {
            self.eat(T::Not);
            return Some(false);
        }
        let others = [T::EqEqual, T::NotEqual, T::Less, T::LessEqual, T::Greater, T::GreaterEqual, T::In];
        self.eat_any(&others).map(|operator| operator.kind == T::In)
    }

    pub fn bitwise_or(&mut self) -> Found {
        self.remember(Rule::BitwiseOr, |p| p.chain(&[T::VBar], Self::bitwise_xor))
    }

    fn bitwise_xor(&mut self) -> Found {
        self.remember(Rule::BitwiseXor, |p| p.chain(&[T::Caret], Self::bitwise_and))
    }

    fn bitwise_and(&mut self) -> Found {
        self.remember(Rule::BitwiseAnd, |p| p.chain(&[T::Ampersand], Self::shift_expr))
    }

    fn shift_expr(&mut self) -> Found {
        self.remember(Rule::ShiftExpr, |p| p.chain(&[T::LeftShift, T::RightShift], Self::sum))
    }

    fn sum(&mut self) -> Found {
        self.remember(Rule::Sum, |p| p.chain(&SUM_OPERATORS, Self::term))
    }

    fn term(&mut self) -> Found {
        self.remember(Rule::Term, |p| p.chain(&TERM_OPERATORS, Self::factor))
    }

    fn factor(&mut self) -> Found {
        self.remember(Rule::Factor, |p| match p.eat_any(&[T::Plus, T::Minus, T::Tilde]) {
            Some(operator) => {
                if p.attempt(Self::factor).is_none() {
                    p.invalid(|p| p.bare_not(Self::factor));
                    return None;
                }
                Some(p.node(Kind::Operation, operator.start, vec![]))
            }
            None => p.power(),
        })
    }

    fn power(&mut self) -> Found {
        let start = self.start();
        let base = self.await_primary()?;
        let has_exponent = self.attempt(|p| {
            p.eat(T::DoubleStar)?;
            p.factor()
        });
        match has_exponent {
            _ if self.error.is_some() => None,
            None => Some(base),
            Some(_) => Some(self.node(Kind::Operation, start, vec![])),
        }
    }

    fn await_primary(&mut self) -> Found {
        self.remember(Rule::AwaitPrimary, |p| match p.eat(T::Await) {
            Some(token) => {
                p.primary()?;
                Some(p.node(Kind::Await, token.start, vec![]))
            }
            None => p.primary(),
        })
    }

    /// From the first to the last of some nodes.
    pub fn span(first: &Rc<Node>, last: &Rc<Node>) -> TextRange {
        first.range.to(last.range)
    }
}
