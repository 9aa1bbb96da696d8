//! Targets of assignment and deletion.

use std::rc::Rc;

use super::node::{Found, Kind, Node};
use super::parser::Diagnosis;
use crate::tokens::TokenKind as T;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TargetKind {
    Assign,
    Delete,
    For,
}

impl Diagnosis<'_> {
    pub fn star_targets(&mut self) -> Found {
        self.attempt(|p| {
            let start = p.start();
            let targets = p.list(Self::star_target)?;
            let has_comma = p.eat(T::Comma).is_some();
            if targets.len() == 1 && !has_comma {
                return targets.into_iter().next();
            }
            Some(p.node(Kind::Tuple, start, targets))
        })
    }

    pub fn star_target(&mut self) -> Found {
        if let Some(star) = self.eat(T::Star) {
            if self.is(T::Star) {
                return None;
            }
            let value = self.star_target()?;
            return Some(self.node(Kind::Starred, star.start, vec![value]));
        }
        let target = self.primary()?;
        if is_target(&target, true) { Some(target) } else { None }
    }

    /// A name, an attribute or a subscript, maybe in parentheses.
    pub fn single_target(&mut self) -> Found {
        let target = self.primary()?;
        let is_single = matches!(target.kind, Kind::Name | Kind::Attribute | Kind::Subscript);
        if is_single { Some(target) } else { None }
    }

    pub fn del_targets(&mut self) -> Found {
        self.list(|p| {
            let target = p.primary()?;
            if is_target(&target, false) { Some(target) } else { None }
        })?;
        self.eat(T::Comma);
        Some(self.other())
    }

    pub fn raise_invalid_target(&mut self, kind: TargetKind, target: &Rc<Node>) -> Found {
        let wrong = invalid_target(kind, target)?;
        let verb = if kind == TargetKind::Delete { "delete" } else { "assign to" };
        let message = format!("cannot {verb} {}", wrong.name());
        self.raise(message, wrong.range)
    }

    pub fn invalid_for_target(&mut self) -> Found {
        self.eat(T::Async);
        self.eat(T::For)?;
        let target = self.star_expressions()?;
        self.raise_invalid_target(TargetKind::For, &target)
    }
}

fn is_target(node: &Node, may_star: bool) -> bool {
    match node.kind {
        Kind::Name | Kind::Attribute | Kind::Subscript => true,
        Kind::Tuple | Kind::List => node.parts.iter().all(|part| is_target(part, may_star)),
        Kind::Starred => {
            may_star && node.parts.iter().all(|value| value.kind != Kind::Starred && is_target(value, true))
        }
        _ => false,
    }
}

/// The first piece that cannot be a target.
fn invalid_target(kind: TargetKind, node: &Rc<Node>) -> Option<Rc<Node>> {
    match node.kind {
        Kind::Name | Kind::Attribute | Kind::Subscript => None,
        Kind::Tuple | Kind::List => node.parts.iter().find_map(|part| invalid_target(kind, part)),
        Kind::Starred if kind != TargetKind::Delete => node.parts.first().and_then(|value| invalid_target(kind, value)),
        // `a in b` of `for a in b` reads like a comparison.
        Kind::Membership if kind == TargetKind::For => node.parts.first().and_then(|left| invalid_target(kind, left)),
        Kind::Comparison if kind == TargetKind::For => None,
        _ => Some(Rc::clone(node)),
    }
}
