//! String literals without replacement fields.

use super::kind::TokenKind;
use super::lexer::{Lexer, Step};
use crate::ast::TextRange;
use crate::error::SyntaxError;

impl Lexer<'_> {
    /// Behind the opening quotes: finds the closing ones.
    pub fn string(&mut self, start: u32, opening_end: u32) -> Step {
        let at = opening_end as usize;
        let quote = self.bytes[at - 1];
        let is_triple = self.opens_triple(start, at);
        let end = if is_triple { triple_end(self.bytes, at, quote) } else { single_end(self.bytes, at, quote) };
        let Some(end) = end else {
            // The quotes were meant to end the f-string around it.
            if let Some(letter) = self.enclosing_string(quote, is_triple) {
                return Err(self.error(format!("{letter}-string: expecting '}}'"), start));
            }
            return Err(self.unterminated_string(start, quote, is_triple));
        };
        self.skip_to(end);
        self.push(TokenKind::String, start, end as u32);
        Ok(())
    }

    /// A name directly before a quote: complains of letters that are prefixes each, but not
    /// together.
    pub fn check_prefix(&self, start: u32, end: u32) -> Step {
        let letters: Vec<u8> = self.bytes[start as usize..end as usize].iter().map(u8::to_ascii_lowercase).collect();
        let has = |letter: u8| letters.contains(&letter);
        let is_prefix =
            letters.iter().enumerate().all(|(at, letter)| b"bufrt".contains(letter) && !letters[..at].contains(letter));
        let clashes = [b"ub", b"ur", b"uf", b"ut", b"bf", b"bt", b"ft"];
        let clash = clashes.iter().find(|[first, second]| has(*first) && has(*second));
        let Some([first, second]) = clash.filter(|_| is_prefix) else { return Ok(()) };
        let (first, second) = (char::from(*first), char::from(*second));
        let message = format!("'{first}' and '{second}' prefixes are incompatible");
        Err(Box::new(SyntaxError::new(message, TextRange::new(start, end))))
    }

    pub fn opens_triple(&self, start: u32, opening_end: usize) -> bool {
        let quotes = self.bytes[start as usize..opening_end].iter();
        quotes.filter(|byte| matches!(byte, b'"' | b'\'')).count() == 3
    }

    fn unterminated_string(&self, start: u32, quote: u8, is_triple: bool) -> Box<SyntaxError> {
        if is_triple {
            let last = self.last_line();
            let message = format!("unterminated triple-quoted string literal (detected at line {last})");
            return Box::new(self.error(message, start).incomplete());
        }
        let (end, line) = (self.joined_line_end(start), self.line_of(start));
        let detected = (line + self.lines_between(start, end)).min(self.last_line());
        let hint = if self.has_escaped_quote(start, end, quote) { "; perhaps you escaped the end quote?" } else { "" };
        let message = format!("unterminated string literal (detected at line {detected}){hint}");
        let error = self.error(message, start);
        let joins_nothing = self.bytes.ends_with(b"\\") && end as usize == self.bytes.len();
        if joins_nothing { Box::new(error.incomplete()) } else { error }
    }

    fn has_escaped_quote(&self, start: u32, end: u32, quote: u8) -> bool {
        let text = &self.bytes[start as usize..end as usize];
        text.windows(2).any(|pair| pair == [b'\\', quote])
    }

    /// The number of the last line with text, as CPython counts at the end of the input.
    pub fn last_line(&self) -> u32 {
        let end = self.source.len() as u32;
        let line = self.line_of(end);
        if matches!(self.bytes.last(), Some(b'\n' | b'\r')) { line - 1 } else { line }
    }

    /// The end of the line that holds this offset, with the lines that backslashes join to it.
    pub fn joined_line_end(&self, offset: u32) -> u32 {
        let mut end = self.line_end_after(offset);
        while self.bytes[..end as usize].ends_with(b"\\") && (end as usize) < self.bytes.len() {
            let is_pair = self.bytes[end as usize..].starts_with(b"\r\n");
            end = self.line_end_after(end + 1 + u32::from(is_pair));
        }
        end
    }

    pub fn lines_between(&self, start: u32, end: u32) -> u32 {
        self.line_of(end) - self.line_of(start)
    }
}

/// The offset behind the closing quote of a string that opened with one.
fn single_end(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            byte if byte == quote => return Some(at + 1),
            b'\n' | b'\r' => return None,
            b'\\' => at += escape_length(&bytes[at..]),
            _ => at += 1,
        }
    }
}

/// The offset behind the closing quotes of a string that opened with three.
fn triple_end(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            byte if byte == quote && bytes[at..].starts_with(&[quote; 3]) => return Some(at + 3),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// How many bytes a backslash and the character it escapes take; a line end is one character.
pub(super) fn escape_length(bytes: &[u8]) -> usize {
    if bytes.starts_with(b"\\\r\n") { 3 } else { 2 }
}
