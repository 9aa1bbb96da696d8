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
use crate::tokens::{LexFailure, Lexed, Token, TokenKind, lex};
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

/// Finds the error that the user sees where the text is tokens, but not in a valid order.
pub(crate) fn explain(source: &str, mode: Mode, failure: Failure) -> SyntaxError {
    let lexed = match lex(source) {
        Ok(lexed) => lexed,
        Err(failure) => return failure.error,
    };
    on_large_stack(|| diagnose(source, mode, &lexed, None, Some(&failure)))
        .unwrap_or_else(|| generic(source, mode, lexed.tokens[failure.index]))
}

/// Finds the error that the user sees where the text is not all tokens.
pub(crate) fn explain_lexical(source: &str, mode: Mode, failure: LexFailure) -> SyntaxError {
    let LexFailure { error, lexed, in_string } = failure;
    if error.message == "unexpected EOF while parsing"
        && let Some(open) = lexed.unclosed
    {
        return never_closed(source, open).incomplete();
    }
    let found = on_large_stack(|| diagnose(source, mode, &lexed, Some(&error), None));
    let Some(found) = found else { return error };
    // CPython goes on through the text before it reports what its parser found, and prefers what
    // its tokenizer finds then. But not within an f-string, not when it only lost its way in
    // the layout of lines, and not over a line that is indented wrongly.
    let is_indentation = matches!(found.message.as_str(), "unexpected indent" | "unexpected unindent");
    if in_string || is_of_layout(&error) || is_indentation { found } else { error }
}

/// Indentation and lines that are joined wrongly.
fn is_of_layout(error: &SyntaxError) -> bool {
    error.kind != SyntaxErrorKind::Syntax || error.fixed_end.is_some()
}

fn on_large_stack(work: impl FnOnce() -> SyntaxError + Send) -> Option<SyntaxError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        thread.spawn_scoped(scope, work).ok().and_then(|handle| handle.join().ok())
    })
}

fn diagnose(
    source: &str,
    mode: Mode,
    lexed: &Lexed,
    lexical: Option<&SyntaxError>,
    failure: Option<&Failure>,
) -> SyntaxError {
    let new = |furthest| Diagnosis::new(source, lexed.tokens.clone(), furthest, lexical.cloned());
    // Reads without the rules for errors, as CPython does first: "invalid syntax" stands at the
    // last token looked at, which may lie behind the one that fits nowhere.
    let mut pass = new(0);
    pass.lenient = true;
    let fits = pass.run(mode);
    let first_error = pass.error.take();
    if let (Some(error), true) = (&first_error, first_error.as_ref() == lexical) {
        return error.clone();
    }
    // Only an input that is valid as far as it goes may be continued.
    let reached = pass.furthest_token();
    let ends_open = reached.kind == TokenKind::EndMarker
        || reached.kind == TokenKind::Dedent && reached.start as usize >= source.len();
    let stopped = match failure {
        Some(failure) if fits => failure.index,
        _ => pass.furthest,
    };
    pass = new(stopped);
    pass.run(mode);
    let found = pass.error.take().or(first_error);
    if let (Some(error), true) = (&found, found.as_ref() == lexical) {
        return error.clone();
    }
    let fault = failure.and_then(|failure| failure.fault.as_deref()).filter(|_| fits);
    let found = match (found, fault) {
        (Some(error), _) => error,
        (None, Some(fault)) => fault.clone(),
        (None, None) => generic(source, mode, lexed.tokens[stopped]),
    };
    let unclosed = lexed.unclosed.filter(|_| lexical.is_none_or(is_of_layout));
    let settled = settle(source, found, pass.furthest_token(), unclosed);
    SyntaxError { incomplete: ends_open && !fits, ..settled }
}

/// A bracket that was never closed is the likely cause of whatever is wrong on later lines.
fn settle(source: &str, found: SyntaxError, reached: Token, unclosed: Option<u32>) -> SyntaxError {
    let Some(open) = unclosed.filter(|_| found.kind != SyntaxErrorKind::TooComplex) else {
        return found;
    };
    let rest = source[open as usize..].find(['\n', '\r']);
    let is_later = rest.is_some_and(|length| reached.start > open + length as u32);
    let ends_open = reached.kind == TokenKind::EndMarker;
    if ends_open || is_later { never_closed(source, open) } else { found }
}

fn never_closed(source: &str, open: u32) -> SyntaxError {
    let bracket = source[open as usize..].chars().next().unwrap_or('(');
    let message = format!("'{bracket}' was never closed");
    SyntaxError::new(message, TextRange::empty(open)).without_end(0)
}

/// The error when nothing more is known.
fn generic(source: &str, mode: Mode, token: Token) -> SyntaxError {
    // Only a file gets a line end where its last line has none.
    let is_missing = token.kind == TokenKind::Newline && token.start as usize >= source.len();
    let kind = if is_missing && mode != Mode::Module { TokenKind::EndMarker } else { token.kind };

    let indentation = |message: &str| {
        let error = SyntaxError::new(message, TextRange::default());
        parser::at_layout(source, token, error.with_kind(SyntaxErrorKind::Indentation))
    };
    match kind {
        TokenKind::EndMarker => {
            let index = LineIndex::new(source);
            let line_start = index.line_start(index.line(source.trim_end().len() as u32));
            let error = SyntaxError::new("invalid syntax", TextRange::empty(line_start));
            error.short().without_end(0)
        }
        TokenKind::Indent => indentation("unexpected indent"),
        TokenKind::Dedent => indentation("unexpected unindent"),
        _ => SyntaxError::new("invalid syntax", token.range()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `COIL_PYTHON_LIB=DIRECTORY cargo test -p coil-grammar --release -- --ignored` reads every
    /// file below the directory by both passes: what parses must not be complained of.
    #[test]
    #[ignore = "needs a directory with Python files"]
    fn valid_files_give_no_error() {
        let root = std::env::var("COIL_PYTHON_LIB").expect("COIL_PYTHON_LIB names a directory");
        let work = std::thread::Builder::new().stack_size(STACK);
        work.spawn(move || visit(root.as_ref())).unwrap().join().unwrap();
    }

    fn visit(path: &std::path::Path) {
        if let Ok(entries) = std::fs::read_dir(path) {
            return entries.flatten().for_each(|entry| visit(&entry.path()));
        }
        if path.extension().is_none_or(|extension| extension != "py") {
            return;
        }
        let bytes = std::fs::read(path).unwrap();
        let Ok(source) = crate::decode_source(&bytes) else { return };
        if crate::parse(&source, Mode::Module).is_err() {
            return;
        }
        let lexed = lex(&source).unwrap();
        let line = |at: u32| LineIndex::new(&source).line(at);
        for lenient in [true, false] {
            let mut pass = Diagnosis::new(&source, lexed.tokens.clone(), 0, None);
            pass.lenient = lenient;
            let fits = pass.run(Mode::Module);
            let at = line(pass.furthest_token().start);
            assert!(fits, "{}:{at}: {lenient} {:?}", path.display(), pass.error);
        }
    }
}
