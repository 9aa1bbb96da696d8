//! Patterns of `match`.

use super::{Builder, Checked, fault};
use crate::ast::*;

impl Builder<'_> {
    fn pattern(&self, l: u32, kind: PatternKind, r: u32) -> Pattern {
        Pattern { kind, range: TextRange::new(l, r) }
    }

    pub fn value_pattern(&self, value: Expr) -> Checked<Pattern> {
        let range = value.range;
        let kind = match value.kind {
            ExprKind::Constant { value: singleton @ (Constant::None | Constant::True | Constant::False), .. } => {
                PatternKind::MatchSingleton { value: singleton }
            }
            ExprKind::JoinedStr { .. } | ExprKind::TemplateStr { .. } => {
                return fault("patterns may only match literals and attribute lookups", range);
            }
            ExprKind::Constant { value: Constant::Ellipsis, .. } => {
                return fault("invalid syntax", range);
            }
            _ => PatternKind::MatchValue { value: P::new(value) },
        };
        Ok(Pattern { kind, range })
    }

    pub fn dotted_pattern(&self, value: Expr) -> Pattern {
        let range = value.range;
        Pattern { kind: PatternKind::MatchValue { value: P::new(value) }, range }
    }

    pub fn capture_pattern(&self, name: Identifier) -> Pattern {
        let range = name.range;
        let kind = PatternKind::MatchAs { pattern: None, name: not_wildcard(name) };
        Pattern { kind, range }
    }

    pub fn star_pattern(&self, l: u32, name: Identifier, r: u32) -> Pattern {
        self.pattern(l, PatternKind::MatchStar { name: not_wildcard(name) }, r)
    }

    pub fn as_pattern(&self, l: u32, pattern: Pattern, name: Identifier, r: u32) -> Checked<Pattern> {
        if name.name == "_" {
            return fault("cannot use '_' as a target", name.range);
        }
        let kind = PatternKind::MatchAs { pattern: Some(P::new(pattern)), name: Some(name) };
        Ok(self.pattern(l, kind, r))
    }

    pub fn or_pattern(&self, l: u32, patterns: Vec<Pattern>, r: u32) -> Pattern {
        self.pattern(l, PatternKind::MatchOr { patterns }, r)
    }

    pub fn sequence_pattern(&self, l: u32, patterns: Vec<Pattern>, r: u32) -> Pattern {
        self.pattern(l, PatternKind::MatchSequence { patterns }, r)
    }

    pub fn key_pattern(&self, key: Expr, pattern: Pattern) -> Checked<(Expr, Pattern)> {
        match &key.kind {
            ExprKind::JoinedStr { .. } | ExprKind::TemplateStr { .. } => {
                fault("patterns may only match literals and attribute lookups", key.range)
            }
            ExprKind::Constant { value: Constant::Ellipsis, .. } => fault("invalid syntax", key.range),
            _ => Ok((key, pattern)),
        }
    }

    pub fn mapping_pattern(&self, l: u32, items: Vec<(Expr, Pattern)>, rest: Option<Identifier>, r: u32) -> Pattern {
        let (keys, patterns) = items.into_iter().unzip();
        let mapping = MatchMapping { keys, patterns, rest };
        self.pattern(l, PatternKind::MatchMapping(P::new(mapping)), r)
    }

    /// `**rest` takes no wildcard.
    pub fn rest_pattern(&self, name: Identifier) -> Checked<Identifier> {
        if name.name == "_" { fault("invalid syntax", name.range) } else { Ok(name) }
    }

    pub fn class_pattern(
        &self,
        l: u32,
        cls: Expr,
        patterns: Vec<Pattern>,
        keywords: Vec<(Identifier, Pattern)>,
        r: u32,
    ) -> Pattern {
        let (kwd_attrs, kwd_patterns) = keywords.into_iter().unzip();
        let class = MatchClass { cls, patterns, kwd_attrs, kwd_patterns };
        self.pattern(l, PatternKind::MatchClass(P::new(class)), r)
    }
}

fn not_wildcard(name: Identifier) -> Option<Identifier> {
    if name.name == "_" { None } else { Some(name) }
}
