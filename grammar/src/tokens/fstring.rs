//! f-strings and t-strings: literal text and replacement fields in turn, nested to any depth.
//!
//! While `in_text` is set the lexer scans literal text by hand; within a replacement field it
//! reads ordinary tokens, and a `:` or `}` at the field's own level ends that.

use super::kind::TokenKind;
use super::lexer::{Lexer, Step, bracket_text};
use super::string::escape_length;
use crate::ast::TextRange;
use crate::error::{SyntaxError, SyntaxWarning};

/// CPython's MAX_EXPR_NESTING: how deep fields may nest within format specs.
const MAX_FIELDS: usize = 4;
/// CPython's MAXFSTRINGLEVEL: how deep strings may nest within fields.
const MAX_STRINGS: usize = 150;

/// One f- or t-string that is not closed yet.
#[derive(Debug)]
pub(super) struct FStringMode {
    start: u32,
    quote: u8,
    is_triple: bool,
    is_raw: bool,
    is_template: bool,
    /// Literal text comes next, of the string itself or of a format spec.
    pub in_text: bool,
    pub fields: Vec<Field>,
}

/// A replacement field that is not closed yet.
#[derive(Debug)]
pub(super) struct Field {
    /// How many brackets are open within its braces' level, the brace included.
    level: usize,
    in_spec: bool,
}

impl FStringMode {
    fn letter(&self) -> char {
        if self.is_template { 't' } else { 'f' }
    }

    fn middle(&self) -> TokenKind {
        if self.is_template { TokenKind::TStringMiddle } else { TokenKind::FStringMiddle }
    }

    fn in_spec(&self) -> bool {
        self.fields.last().is_some_and(|field| field.in_spec)
    }
}

impl Lexer<'_> {
    pub fn string_start(&mut self, kind: TokenKind, start: u32, end: u32) {
        let opening = &self.bytes[start as usize..end as usize];
        self.strings.push(FStringMode {
            start,
            quote: self.bytes[end as usize - 1],
            is_triple: self.opens_triple(start, end as usize),
            is_raw: opening.iter().any(|byte| matches!(byte, b'r' | b'R')),
            is_template: kind == TokenKind::TStringStart,
            in_text: true,
            fields: Vec::new(),
        });
        self.push(kind, start, end);
    }

    /// Scans literal text up to a replacement field, the end of the spec or of the string.
    pub fn string_text(&mut self) -> Step {
        let Some(mode) = self.strings.last() else { return Ok(()) };
        if self.strings.len() > MAX_STRINGS {
            return Err(self.error("too many nested f-strings or t-strings", mode.start));
        }
        let start = self.position();
        let (quote, is_raw, in_spec) = (mode.quote, mode.is_raw, mode.in_spec());
        let quotes = if mode.is_triple { 3 } else { 1 };
        let mut at = start;
        loop {
            let Some(&byte) = self.bytes.get(at) else {
                return Err(self.line_end_in_text(at, in_spec && quotes == 1));
            };
            match byte {
                _ if byte == quote && self.bytes[at..].starts_with(&[quote; 3][..quotes]) => {
                    return self.string_end(start, at, quotes);
                }
                b'\n' | b'\r' if quotes == 1 => return Err(self.line_end_in_text(at, in_spec)),
                b'{' if self.bytes.get(at + 1) == Some(&b'{') && !in_spec => {
                    return self.part_of_text(start, at + 1, at + 2);
                }
                b'{' => return self.end_text(start, at, at),
                b'}' if in_spec => return self.end_text(start, at, at),
                b'}' if self.bytes.get(at + 1) == Some(&b'}') => {
                    return self.part_of_text(start, at + 1, at + 2);
                }
                b'}' => {
                    let letter = self.strings.last().map_or('f', FStringMode::letter);
                    let message = format!("{letter}-string: single '}}' is not allowed");
                    return Err(self.error(message, at as u32));
                }
                b'\\' => {
                    self.warn_of_brace(at, is_raw);
                    at = self.after_escape(at, is_raw);
                }
                _ => at += 1,
            }
        }
    }

    /// A backslash does not escape a brace.
    fn warn_of_brace(&mut self, at: usize, is_raw: bool) {
        if is_raw || !matches!(self.bytes.get(at + 1), Some(b'{' | b'}')) {
            return;
        }
        let range = TextRange::new(at as u32, at as u32 + 2);
        let text = range.text(self.source);
        self.warnings.push(SyntaxWarning::on_escape(text, "invalid escape sequence", range));
    }

    /// Behind a backslash and what it escapes. Braces are never escaped, and those of `\N{...}`
    /// enclose no field.
    fn after_escape(&self, at: usize, is_raw: bool) -> usize {
        match self.bytes.get(at + 1) {
            Some(b'{' | b'}') => at + 1,
            Some(b'N') if !is_raw && self.bytes.get(at + 2) == Some(&b'{') => {
                let name = &self.bytes[at + 3..];
                let in_name = |byte: &u8| byte.is_ascii_alphanumeric() || b" -_".contains(byte);
                let length = name.iter().position(|byte| !in_name(byte)).unwrap_or(name.len());
                let is_closed = name.get(length) == Some(&b'}');
                at + 3 + length + usize::from(is_closed)
            }
            _ => at + escape_length(&self.bytes[at..]),
        }
    }

    /// Text up to `end`, after which scanning goes on at `next`: a doubled brace was one.
    fn part_of_text(&mut self, start: usize, end: usize, next: usize) -> Step {
        let kind = self.strings.last().map_or(TokenKind::FStringMiddle, FStringMode::middle);
        if end > start {
            self.push(kind, start as u32, end as u32);
        }
        if next > self.position() {
            self.skip_to(next);
        }
        Ok(())
    }

    /// As above, and then ordinary tokens follow.
    fn end_text(&mut self, start: usize, end: usize, next: usize) -> Step {
        self.part_of_text(start, end, next)?;
        if let Some(mode) = self.strings.last_mut() {
            mode.in_text = false;
        }
        Ok(())
    }

    /// Within a spec the parser will complain of it.
    fn string_end(&mut self, start: usize, at: usize, quotes: usize) -> Step {
        let Some(mode) = self.strings.last() else { return Ok(()) };
        let kind = if mode.is_template { TokenKind::TStringEnd } else { TokenKind::FStringEnd };
        self.part_of_text(start, at, at + quotes)?;
        self.push(kind, at as u32, (at + quotes) as u32);
        self.strings.pop();
        Ok(())
    }

    fn line_end_in_text(&self, at: usize, in_spec: bool) -> Box<SyntaxError> {
        let letter = self.strings.last().map_or('f', FStringMode::letter);
        if in_spec {
            let message = format!(
                "{letter}-string: newlines are not allowed in format specifiers for single \
                 quoted {letter}-strings"
            );
            return self.error(message, at as u32);
        }
        self.unterminated_fstring()
    }

    pub fn unterminated_fstring(&self) -> Box<SyntaxError> {
        let Some(mode) = self.strings.last() else { return self.error("invalid syntax", 0) };
        let letter = mode.letter();
        if mode.is_triple {
            let line = self.last_line();
            let message = format!("unterminated triple-quoted {letter}-string literal (detected at line {line})");
            return Box::new(self.error(message, mode.start).incomplete());
        }
        let line = self.line_of(self.joined_line_end(self.position() as u32));
        let message = format!("unterminated {letter}-string literal (detected at line {line})");
        self.error(message, mode.start)
    }

    /// The letter of the innermost f- or t-string, when it has these quotes.
    pub fn enclosing_string(&self, quote: u8, is_triple: bool) -> Option<char> {
        let mode = self.strings.last()?;
        (mode.quote == quote && mode.is_triple == is_triple).then(|| mode.letter())
    }

    /// Whether a `{` begins a replacement field rather than a dict or set.
    pub fn opens_field(&self) -> bool {
        // Text and specs are read as text up to the brace; what a field holds is read as tokens.
        self.strings.last().is_some_and(|mode| mode.fields.is_empty() || mode.in_spec())
    }

    pub fn enter_field(&mut self, offset: u32) -> Step {
        let level = self.brackets.len();
        let Some(mode) = self.strings.last_mut() else { return Ok(()) };
        mode.fields.push(Field { level, in_spec: false });
        if mode.fields.len() >= MAX_FIELDS {
            let message = format!("{}-string: expressions nested too deeply", mode.letter());
            return Err(self.error(message, offset.saturating_sub(1)));
        }
        Ok(())
    }

    /// Whether the innermost open bracket is the brace of a replacement field.
    pub fn at_field_level(&self) -> bool {
        let field = self.strings.last().and_then(|mode| mode.fields.last());
        field.is_some_and(|field| field.level == self.brackets.len())
    }

    pub fn ends_field(&self) -> bool {
        self.at_field_level()
    }

    pub fn leave_field(&mut self) {
        if let Some(mode) = self.strings.last_mut() {
            mode.fields.pop();
            mode.in_text = true;
        }
    }

    /// A `:` at the level of a field begins its format spec, even in `:=`.
    pub fn begin_format_spec(&mut self, colon: u32) {
        let behind = colon as usize + 1;
        if self.position() > behind {
            // `:=`: start again behind the colon.
            self.restart_at(behind);
        }
        self.push(TokenKind::SpecColon, colon, colon + 1);
        if let Some(mode) = self.strings.last_mut() {
            mode.in_text = true;
            if let Some(field) = mode.fields.last_mut() {
                field.in_spec = true;
            }
        }
    }

    fn restart_at(&mut self, position: usize) {
        use logos::Logos;
        self.logos = TokenKind::lexer(self.source);
        self.logos.bump(position);
    }

    /// A closing bracket that is no `}` cannot close the brace of a field.
    pub fn check_bracket_in_field(&self, kind: TokenKind, offset: u32) -> Step {
        if !self.at_field_level() {
            return Ok(());
        }
        let letter = self.strings.last().map_or('f', FStringMode::letter);
        let message = format!("{letter}-string: unmatched '{}'", bracket_text(kind));
        Err(self.error(message, offset))
    }
}
