//! String literals side by side, f-strings and t-strings.

use super::{Builder, Checked, FieldPart, Formatted, Part, Piece, fault};
use lalrpop_util::ParseError;

use crate::ast::*;

/// Prefix and quotes of a literal, taken apart.
struct Literal {
    is_bytes: bool,
    is_raw: bool,
    is_u: bool,
    body: TextRange,
}

impl Builder<'_> {
    fn literal(&self, range: TextRange) -> Literal {
        let text = self.text(range).as_bytes();
        let prefix = text.iter().position(|byte| matches!(byte, b'"' | b'\'')).unwrap_or(0);
        let has = |letter: u8| text[..prefix].iter().any(|byte| byte.eq_ignore_ascii_case(&letter));
        let quote = text[prefix];
        let is_triple = text.len() >= prefix + 6 && text[prefix..].starts_with(&[quote; 3]);
        let quotes = if is_triple { 3 } else { 1 };
        Literal {
            is_bytes: has(b'b'),
            is_raw: has(b'r'),
            is_u: has(b'u'),
            body: TextRange::new(range.start + prefix as u32 + quotes, range.end - quotes),
        }
    }

    pub fn fstring(&self, l: u32, opening_end: u32, parts: Vec<Part>, r: u32) -> Piece {
        self.formatted(l, opening_end, parts, r, false)
    }

    pub fn tstring(&self, l: u32, opening_end: u32, parts: Vec<Part>, r: u32) -> Piece {
        self.formatted(l, opening_end, parts, r, true)
    }

    fn formatted(&self, l: u32, end: u32, parts: Vec<Part>, r: u32, is_template: bool) -> Piece {
        let opening = self.text(TextRange::new(l, end));
        let is_raw = opening.contains(['r', 'R']);
        let quotes = opening.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
        let closing = TextRange::new(r - quotes.len() as u32, r);
        Piece::Formatted(Box::new(Formatted { is_template, is_raw, parts, closing }))
    }

    #[allow(clippy::too_many_arguments)] // One for each part of the production.
    pub fn field(
        &self,
        l: u32,
        value: Expr,
        value_end: u32,
        debug_end: Option<u32>,
        conversion: Option<Identifier>,
        spec: Option<(u32, Vec<Part>, u32)>,
        r: u32,
    ) -> Checked<Part> {
        let conversion = match conversion {
            Some(name) => self.conversion(name)?,
            None if debug_end.is_some() && spec.is_none() => Conversion::Repr,
            None => Conversion::None,
        };
        let range = TextRange::new(l, r);
        let debug_end = debug_end.map(|end| self.after_blank(end));
        let field = FieldPart { value, value_end, debug_end, conversion, spec, range };
        Ok(Part::Field(Box::new(field)))
    }

    /// Behind the blanks and comments that follow the `=` of a field: they are shown, too.
    fn after_blank(&self, end: u32) -> u32 {
        let bytes = self.source.as_bytes();
        let (mut at, mut in_comment) = (end as usize, false);
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'#' => in_comment = true,
                b'\n' | b'\r' => in_comment = false,
                _ if in_comment || byte.is_ascii_whitespace() => {}
                _ => break,
            }
            at += 1;
        }
        at as u32
    }

    fn conversion(&self, name: Identifier) -> Checked<Conversion> {
        let is_adjacent = self.source[..name.range.start as usize].ends_with('!');
        match name.name.as_str() {
            _ if !is_adjacent => {
                let message = "f-string: conversion type must come right after the exclamation mark";
                fault(message, name.range)
            }
            "s" => Ok(Conversion::Str),
            "r" => Ok(Conversion::Repr),
            "a" => Ok(Conversion::Ascii),
            other => fault(
                format!("f-string: invalid conversion character '{other}': expected 's', 'r', or 'a'"),
                name.range,
            ),
        }
    }

    /// All literals that stand side by side are one.
    pub fn strings(&mut self, l: u32, pieces: Vec<Piece>, r: u32) -> Checked<Expr> {
        let range = TextRange::new(l, r);
        let template = |piece: &Piece| matches!(piece, Piece::Formatted(f) if f.is_template);
        let plain = |piece: &Piece| matches!(piece, Piece::Plain(_));
        if pieces.iter().any(template) {
            if !pieces.iter().all(template) {
                let message = "cannot mix t-string literals with string or bytes literals";
                return fault(message, range);
            }
            let values = self.joined(pieces)?;
            return Ok(Expr { kind: ExprKind::TemplateStr { values }, range });
        }
        self.check_mix(&pieces, TextRange::empty(r))?;
        if !pieces.iter().all(plain) {
            let values = self.joined(pieces)?;
            return Ok(Expr { kind: ExprKind::JoinedStr { values }, range });
        }
        let kind = self.plain_strings(pieces)?;
        Ok(Expr { kind, range })
    }

    /// The error stands at the token behind the literals.
    fn check_mix(&self, pieces: &[Piece], behind: TextRange) -> Checked<()> {
        let is_bytes = |piece: &Piece| match piece {
            Piece::Plain(range) => self.literal(*range).is_bytes,
            Piece::Formatted(_) => false,
        };
        let Some((first, rest)) = pieces.split_first() else { return Ok(()) };
        let first_is_bytes = is_bytes(first);
        match rest.iter().find(|piece| is_bytes(piece) != first_is_bytes) {
            Some(_) => fault("cannot mix bytes and nonbytes literals", behind),
            None => Ok(()),
        }
    }

    fn plain_strings(&mut self, pieces: Vec<Piece>) -> Checked<ExprKind> {
        let mut content = Vec::new();
        let (mut is_bytes, mut u_prefix) = (false, false);
        for (index, piece) in pieces.iter().enumerate() {
            let Piece::Plain(range) = piece else { continue };
            let literal = self.literal(*range);
            if index == 0 {
                is_bytes = literal.is_bytes;
                u_prefix = literal.is_u;
            }
            let decoded = self.plain_content(*range, &literal)?;
            if index == 0 {
                content = decoded;
            } else {
                content.extend_from_slice(&decoded);
            }
        }
        let value = if is_bytes {
            Constant::Bytes(content.into_boxed_slice())
        } else {
            Constant::Str(PyText::from_wtf8(content))
        };
        Ok(ExprKind::Constant { value, u_prefix })
    }

    /// Whether a literal is bytes, or what is wrong within it.
    pub fn check_plain(&mut self, range: TextRange) -> Result<bool, String> {
        let literal = self.literal(range);
        match self.plain_content(range, &literal) {
            Ok(_) => Ok(literal.is_bytes),
            Err(ParseError::User { error }) => Err(error.message),
            Err(_) => Err("invalid syntax".to_owned()),
        }
    }

    /// As above, for literal text of an f-string.
    pub fn check_text(&mut self, range: TextRange, is_raw: bool) -> Result<(), String> {
        self.decode_text(range, is_raw).map(|_| ())
    }

    fn plain_content(&mut self, range: TextRange, literal: &Literal) -> Checked<Vec<u8>> {
        let decoded = if literal.is_bytes {
            if !self.text(literal.body).is_ascii() {
                return fault("bytes can only contain ASCII literal characters", range);
            }
            self.decode_bytes(literal.body, literal.is_raw)
        } else {
            self.decode_str(literal.body, literal.is_raw)
        };
        decoded.or_else(|message| fault(message, range))
    }

    /// The values of a `JoinedStr` or `TemplateStr`: text and fields, no two texts in a row.
    fn joined(&mut self, pieces: Vec<Piece>) -> Checked<Vec<Expr>> {
        let mut values = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Plain(range) => {
                    let literal = self.literal(range);
                    let content = self.plain_content(range, &literal)?;
                    push_text(&mut values, content, range);
                }
                Piece::Formatted(formatted) => {
                    let Formatted { is_template, is_raw, parts, closing } = *formatted;
                    self.parts(&mut values, parts, is_raw, is_template, Some(closing))?;
                }
            }
        }
        Ok(values)
    }

    /// What is wrong in an f-string is shown at its closing quotes, in a spec where it stands.
    fn parts(
        &mut self,
        values: &mut Vec<Expr>,
        parts: Vec<Part>,
        is_raw: bool,
        is_template: bool,
        shown_at: Option<TextRange>,
    ) -> Checked<()> {
        for part in parts {
            match part {
                Part::Text(range) => {
                    let before = self.warnings.len();
                    let content = self.decode_text(range, is_raw);
                    for warning in &mut self.warnings[before..] {
                        warning.range = shown_at.unwrap_or(warning.range);
                    }
                    match content {
                        Ok(content) => push_text(values, content, self.with_brace(range)),
                        Err(message) => return fault(message, shown_at.unwrap_or(range)),
                    }
                }
                Part::Field(field) => self.field_value(values, *field, is_raw, is_template)?,
            }
        }
        Ok(())
    }

    /// The place of literal text, with the second of two braces that are one at its end.
    fn with_brace(&self, range: TextRange) -> TextRange {
        let bytes = self.source.as_bytes();
        let (last, next) = (bytes.get(range.end as usize - 1), bytes.get(range.end as usize));
        let is_doubled = last == next && matches!(next, Some(b'{' | b'}'));
        TextRange::new(range.start, range.end + u32::from(is_doubled))
    }

    fn field_value(
        &mut self,
        values: &mut Vec<Expr>,
        field: FieldPart,
        is_raw: bool,
        is_template: bool,
    ) -> Checked<()> {
        let inner = field.range.start + 1;
        if let Some(end) = field.debug_end {
            let shown = TextRange::new(inner, end);
            let text = without_comments(self.text(shown)).into_bytes();
            push_text(values, text, shown);
        }
        let format_spec = match field.spec {
            Some((start, parts, end)) => {
                let mut values = Vec::new();
                self.parts(&mut values, parts, is_raw, false, None)?;
                let range = TextRange::new(start, end);
                Some(P::new(Expr { kind: ExprKind::JoinedStr { values }, range }))
            }
            None => None,
        };
        let (value, conversion) = (P::new(field.value), field.conversion);
        let kind = if is_template {
            let text = self.text(TextRange::new(inner, field.value_end));
            let str = PyText::from(without_comments(text).trim_end());
            ExprKind::Interpolation { value, str, conversion, format_spec }
        } else {
            ExprKind::FormattedValue { value, conversion, format_spec }
        };
        values.push(Expr { kind, range: field.range });
        Ok(())
    }
}

/// Appends text; next to other text it becomes one constant with it.
fn push_text(values: &mut Vec<Expr>, content: Vec<u8>, range: TextRange) {
    if content.is_empty() {
        return;
    }
    if let Some(last) = values.last_mut()
        && let ExprKind::Constant { value: Constant::Str(before), .. } = &mut last.kind
    {
        let mut joined = std::mem::take(before).into_bytes().into_vec();
        joined.extend_from_slice(&content);
        *before = PyText::from_wtf8(joined);
        last.range.end = range.end;
        return;
    }
    let value = Constant::Str(PyText::from_wtf8(content));
    values.push(Expr { kind: ExprKind::Constant { value, u_prefix: false }, range });
}

/// The text of an expression without its comments; quotes protect a `#`.
fn without_comments(text: &str) -> String {
    if !text.contains('#') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let (mut quote, mut in_comment) = (None, false);
    for character in text.chars() {
        match character {
            '\n' if in_comment => in_comment = false,
            _ if in_comment => continue,
            '#' if quote.is_none() => {
                in_comment = true;
                continue;
            }
            '"' | '\'' if quote.is_none() => quote = Some(character),
            _ if quote == Some(character) => quote = None,
            _ => {}
        }
        out.push(character);
    }
    out
}
