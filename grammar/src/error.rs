//! Syntax errors and warnings, with CPython's wording and ranges.

use std::fmt;

use crate::ast::TextRange;
use crate::line_index::LineIndex;

/// Which exception a [`SyntaxError`] becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SyntaxErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
    /// `MemoryError`: the source is nested too deeply for CPython's parser.
    TooComplex,
}

/// What is wrong with a source text. The compiler's own errors (symbol table, code generation)
/// are of this type, too.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    pub kind: SyntaxErrorKind,
    pub message: String,
    /// What the carets mark. An empty range marks one column (`end_offset` equals `offset`).
    pub range: TextRange,
    /// CPython's `end_offset` where it has no place: 0 or -1.
    pub fixed_end: Option<i8>,
    /// CPython's `offset` is one short: it tells where its tokenizer stood.
    pub is_short: bool,
    /// The compiler found it, not the parser: its end is measured where it is.
    pub is_late: bool,
    /// More input might mend it: a REPL asks for another line.
    pub incomplete: bool,
}

impl SyntaxError {
    pub fn new(message: impl Into<String>, range: TextRange) -> SyntaxError {
        SyntaxError {
            kind: SyntaxErrorKind::Syntax,
            message: message.into(),
            range,
            fixed_end: None,
            is_short: false,
            is_late: false,
            incomplete: false,
        }
    }

    /// An error of the compiler.
    pub fn late(message: impl Into<String>, range: TextRange) -> SyntaxError {
        SyntaxError { is_late: true, ..SyntaxError::new(message, range) }
    }

    pub fn with_kind(mut self, kind: SyntaxErrorKind) -> SyntaxError {
        self.kind = kind;
        self
    }

    /// Without a known end, for which CPython gives this `end_offset`.
    pub fn without_end(mut self, end_offset: i8) -> SyntaxError {
        self.fixed_end = Some(end_offset);
        self
    }

    /// One column before the place.
    pub fn short(mut self) -> SyntaxError {
        self.is_short = true;
        self
    }

    pub fn incomplete(mut self) -> SyntaxError {
        self.incomplete = true;
        self
    }

    /// The attributes of the Python exception.
    pub fn location(&self, source: &str, index: &LineIndex) -> ErrorLocation {
        let start = index.characters(source, self.range.start);
        let (lineno, offset) = (start.line, start.column + u32::from(!self.is_short));
        let (end_lineno, end_offset) = match self.fixed_end {
            Some(fixed) => (lineno, i32::from(fixed)),
            None if self.range.is_empty() => (lineno, offset as i32),
            None => {
                // A range that covers a line end is on the line it ends.
                let mut last = self.range.end - 1;
                while (last as usize) < source.len() && !source.is_char_boundary(last as usize) {
                    last -= 1;
                }
                let last = index.characters(source, last);
                let mut end_offset = last.column as i32 + 2;
                if last.line > lineno && !self.is_late {
                    // CPython measures the end against the line that the error begins in.
                    let line = index.line_text(source, lineno).unwrap_or("");
                    end_offset = end_offset.min(line.chars().count() as i32 + 1);
                }
                (last.line, end_offset)
            }
        };
        ErrorLocation { lineno, offset, end_lineno, end_offset }
    }

    /// The name of the Python exception.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            SyntaxErrorKind::Syntax => "SyntaxError",
            SyntaxErrorKind::Indentation => "IndentationError",
            SyntaxErrorKind::Tab => "TabError",
            SyntaxErrorKind::TooComplex => "MemoryError",
        }
    }
}

/// Lines and columns as the attributes of a Python `SyntaxError` give them: both count from 1,
/// columns count characters, and an `end_offset` of 0 or -1 means that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorLocation {
    pub lineno: u32,
    pub offset: u32,
    pub end_lineno: u32,
    pub end_offset: i32,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.type_name(), self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// Which warning category a [`SyntaxWarning`] is issued as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WarningCategory {
    SyntaxWarning,
    DeprecationWarning,
}

/// A warning such as the one on an invalid escape sequence.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxWarning {
    pub category: WarningCategory,
    pub message: String,
    pub range: TextRange,
}

/// What a warning on an escape says, and the error that it may be turned into does not.
const FUTURE: &str = " Such sequences will not work in the future.";

impl SyntaxWarning {
    pub(crate) fn on_escape(text: &str, what: &str, range: TextRange) -> SyntaxWarning {
        SyntaxWarning {
            category: WarningCategory::SyntaxWarning,
            message: format!(
                "\"{text}\" is an {what}.{FUTURE} Did you mean \"\\{text}\"? A raw string is also an option."
            ),
            range,
        }
    }

    /// The error that this is when the warning filters say so.
    pub fn to_error(&self) -> SyntaxError {
        SyntaxError::new(self.message.replacen(FUTURE, "", 1), self.range)
    }
}
