//! From a text that does not parse to the error that CPython gives for it.
//!
//! The generated parser only says where it stopped. This second pass, which only runs on errors,
//! reads the tokens again the way CPython's own parser does: by recursive descent with
//! backtracking, and with rules for what people get wrong (CPython's `invalid_` rules) in the
//! same order, since that order decides which message wins. It makes no tree, only what messages
//! need: kinds and places. When no such rule applies the error is "invalid syntax" at the token
//! where the generated parser stopped.
//!
//! `parser` holds the machinery, `node` what is known of a parsed piece; the rules stand in
//! `statements`, `compound`, `imports`, `expressions`, `atoms`, `arguments`, `parameters`,
//! `targets`, `patterns`, `type_params` and `strings`, under the names of CPython's grammar.

mod arguments;
mod atoms;
mod compound;
mod expressions;
mod imports;
mod node;
mod parameters;
mod parser;
mod patterns;
mod statements;
mod strings;
mod targets;
mod type_params;

use crate::ast::TextRange;
use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::line_index::LineIndex;
use crate::parse::Mode;
use crate::tokens::{Lexed, TokenKind, lex};
use parser::Diagnosis;

/// Where the generated parser stopped.
pub(crate) struct Failure {
    /// The index of the token that fits nowhere.
    pub index: usize,
    /// A check of an action that failed, or nothing.
    pub fault: Option<Box<SyntaxError>>,
}

/// The stack of the thread that the diagnosis runs on: its descent is bounded by a count of
/// levels (`parser::MAX_LEVELS`), each of which needs less than this divided by it.
const STACK: usize = 256 << 20;

/// Finds the error that the user sees.
pub(crate) fn explain(source: &str, mode: Mode, failure: Failure) -> SyntaxError {
    let lexed = match lex(source) {
        Ok(lexed) => lexed,
        Err(error) => return *error,
    };
    let found = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let spawned = thread.spawn_scoped(scope, || diagnose(source, mode, &lexed, &failure));
        spawned.ok().and_then(|handle| handle.join().ok())
    });
    found.unwrap_or_else(|| generic(source, &lexed, &failure))
}

fn diagnose(source: &str, mode: Mode, lexed: &Lexed, failure: &Failure) -> SyntaxError {
    let mut diagnosis = Diagnosis::new(source, lexed.tokens.clone(), failure.index);
    diagnosis.run(mode);
    let reached = diagnosis.furthest_token();
    let ends_open = reached.kind == TokenKind::EndMarker;
    let found = match diagnosis.error.take() {
        Some(error) => error,
        None => generic(source, lexed, failure),
    };
    if found.kind == SyntaxErrorKind::TooComplex {
        return found;
    }
    // A bracket that was never closed is the likely cause of whatever is wrong on later lines.
    if let Some(open) = lexed.unclosed {
        let rest = source[open as usize..].find(['\n', '\r']);
        let line_end = rest.map(|length| open + length as u32);
        if ends_open || line_end.is_some_and(|line_end| reached.start > line_end) {
            return never_closed(source, open);
        }
    }
    if ends_open || is_at_end(source, &found) { found.incomplete() } else { found }
}

fn is_at_end(source: &str, error: &SyntaxError) -> bool {
    source.get(error.range.start as usize..).is_none_or(|rest| rest.trim().is_empty())
}

fn never_closed(source: &str, open: u32) -> SyntaxError {
    let bracket = source[open as usize..].chars().next().unwrap_or('(');
    let message = format!("'{bracket}' was never closed");
    SyntaxError::new(message, TextRange::empty(open)).without_end(0).incomplete()
}

/// The error when nothing more is known.
fn generic(source: &str, lexed: &Lexed, failure: &Failure) -> SyntaxError {
    let token = lexed.tokens[failure.index];
    if let Some(fault) = &failure.fault {
        let mut error = (**fault).clone();
        if error.range.is_empty() {
            error.range = token.range();
        }
        return error;
    }
    let indentation = |message: &str| {
        let error = SyntaxError::new(message, TextRange::default());
        parser::at_layout(source, token, error.with_kind(SyntaxErrorKind::Indentation))
    };
    match (token.kind, lexed.unclosed) {
        (TokenKind::EndMarker, Some(open)) => never_closed(source, open),
        (TokenKind::EndMarker, None) => {
            let index = LineIndex::new(source);
            let line_start = index.line_start(index.line(source.trim_end().len() as u32));
            let error = SyntaxError::new("invalid syntax", TextRange::empty(line_start));
            error.short().without_end(0).incomplete()
        }
        (TokenKind::Indent, _) => indentation("unexpected indent"),
        (TokenKind::Dedent, _) => indentation("unexpected unindent"),
        _ => SyntaxError::new("invalid syntax", token.range()),
    }
}
