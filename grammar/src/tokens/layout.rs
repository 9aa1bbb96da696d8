//! Lines and indentation: NEWLINE, INDENT and DEDENT.

use super::kind::TokenKind;
use super::lexer::{Lexer, Step};
use crate::ast::TextRange;
use crate::error::{SyntaxError, SyntaxErrorKind};

/// CPython's MAXINDENT: how deep blocks may nest.
const MAX_INDENTS: usize = 100;

/// A column counted twice: with tabs to multiples of eight, and with tabs as one column. Two
/// lines whose order differs between the counts mix tabs and spaces inconsistently.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Column {
    tab8: u32,
    tab1: u32,
}

/// The columns of the enclosing blocks; the outermost, column 0, is not stored.
#[derive(Debug, Default)]
pub(super) struct Indentation {
    columns: Vec<Column>,
}

impl Lexer<'_> {
    /// At the start of a physical line that may start a logical one: measures its indentation.
    pub fn begin_line(&mut self) -> Step {
        let line_start = self.position();
        let mut at = line_start;
        let mut column = Column::default();
        loop {
            match self.bytes.get(at) {
                Some(b' ') => {
                    column.tab8 += 1;
                    column.tab1 += 1;
                }
                Some(b'\t') => {
                    column.tab8 = (column.tab8 / 8 + 1) * 8;
                    column.tab1 += 1;
                }
                Some(b'\x0c') => column = Column::default(),
                // A joined line goes on with the indentation of its first part.
                Some(b'\\') => match line_end_length(&self.bytes[at + 1..]) {
                    0 => break,
                    length => at += length + skip_blank(&self.bytes[at + 1 + length..]),
                },
                _ => break,
            }
            at += 1;
        }
        if at > self.position() {
            self.skip_to(at);
        }
        match self.bytes.get(at) {
            // Blank lines and lines with only a comment have no indentation.
            None | Some(b'#' | b'\n' | b'\r') => Ok(()),
            Some(_) => self.indent_to(column, line_start as u32, at as u32),
        }
    }

    fn indent_to(&mut self, column: Column, line_start: u32, at: u32) -> Step {
        let columns = &mut self.indentation.columns;
        let current = columns.last().copied().unwrap_or_default();
        if column.tab8 == current.tab8 {
            if column.tab1 != current.tab1 {
                return Err(self.inconsistent_tabs(at));
            }
        } else if column.tab8 > current.tab8 {
            if columns.len() + 1 >= MAX_INDENTS {
                return Err(self.too_many_levels(at));
            }
            if column.tab1 <= current.tab1 {
                return Err(self.inconsistent_tabs(at));
            }
            columns.push(column);
            self.push(TokenKind::Indent, line_start, at);
        } else {
            return self.dedent_to(column, at);
        }
        Ok(())
    }

    fn dedent_to(&mut self, column: Column, at: u32) -> Step {
        let columns = &self.indentation.columns;
        let kept = columns.iter().take_while(|outer| outer.tab8 <= column.tab8).count();
        let current = columns[..kept].last().copied().unwrap_or_default();
        if column.tab8 != current.tab8 {
            let message = "unindent does not match any outer indentation level";
            let error = SyntaxError::new(message, TextRange::empty(self.line_end_after(at)));
            return Err(Box::new(error.with_kind(SyntaxErrorKind::Indentation).without_end(-1)));
        }
        while self.indentation.columns.len() > kept {
            self.indentation.columns.pop();
            self.push(TokenKind::Dedent, at, at);
        }
        if column.tab1 != current.tab1 {
            return Err(self.inconsistent_tabs(at));
        }
        Ok(())
    }

    fn too_many_levels(&self, at: u32) -> Box<SyntaxError> {
        let range = TextRange::empty(self.line_start_before(at));
        let error = SyntaxError::new("too many levels of indentation", range);
        Box::new(error.with_kind(SyntaxErrorKind::Indentation).without_end(0))
    }

    fn inconsistent_tabs(&self, at: u32) -> Box<SyntaxError> {
        let range = TextRange::empty(self.line_start_before(at));
        let error = SyntaxError::new("inconsistent use of tabs and spaces in indentation", range);
        Box::new(error.with_kind(SyntaxErrorKind::Tab).without_end(0))
    }

    fn line_start_before(&self, at: u32) -> u32 {
        crate::LineIndex::new(self.source).line_start(self.line_of(at))
    }

    /// Where the line that holds this offset ends, its line end not included.
    pub fn line_end_after(&self, at: u32) -> u32 {
        let rest = &self.bytes[at as usize..];
        let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        at + length.unwrap_or(rest.len()) as u32
    }

    pub fn line_end(&mut self, start: u32, end: u32) -> Step {
        let comment = self.comment.take();
        if !self.brackets.is_empty() {
            self.trivia(TokenKind::LineEnd, start, end);
            return Ok(());
        }
        let ends_code = self.tokens.iter().rev().find(|last| last.kind != TokenKind::Comment);
        let ends_code = ends_code.is_some_and(|last| {
            !matches!(last.kind, TokenKind::Newline | TokenKind::LineEnd | TokenKind::Indent | TokenKind::Dedent)
        });
        if ends_code {
            self.push(TokenKind::Newline, comment.unwrap_or(start), end);
        } else {
            self.trivia(TokenKind::LineEnd, start, end);
        }
        self.begin_line()
    }

    /// A backslash at the end of a line, which needs a line to join.
    pub fn line_join(&mut self, end: u32) -> Step {
        if (end as usize) < self.bytes.len() {
            return Ok(());
        }
        Err(self.joins_nothing())
    }

    fn joins_nothing(&self) -> Box<SyntaxError> {
        let end = self.source.trim_end_matches(['\r', '\n']).len() as u32;
        let error = self.error("unexpected EOF while parsing", end);
        Box::new(error.incomplete().without_end(-1))
    }

    /// A backslash that is not the last character of its line.
    pub fn stray_backslash(&self, end: u32) -> Box<SyntaxError> {
        if end as usize >= self.bytes.len() {
            return self.joins_nothing();
        }
        let error = self.error("unexpected character after line continuation character", end);
        Box::new(error.without_end(0))
    }

    /// At the end of the text every block ends.
    pub fn close_indentation(&mut self, end: u32) {
        for _ in 0..self.indentation.columns.len() {
            self.push(TokenKind::Dedent, end, end);
        }
        self.indentation.columns.clear();
    }
}

/// The length of the line end that these bytes begin with, or 0.
fn line_end_length(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r', ..] => 1,
        _ => 0,
    }
}

fn skip_blank(bytes: &[u8]) -> usize {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\x0c');
    bytes.iter().position(|byte| !is_blank(byte)).unwrap_or(bytes.len())
}
