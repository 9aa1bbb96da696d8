//! The one entry from text to tree.

use lalrpop_util::{ParseError, lalrpop_mod};

use crate::ast::{Mod, TextRange};
use crate::build::{Builder, Fault};
use crate::error::{SyntaxError, SyntaxWarning};
use crate::tokens::{Lexed, Token, TokenKind, lex, mark_soft_keywords};

lalrpop_mod!(
    #[allow(clippy::all, unused, missing_docs)]
    python
);

/// What a source text is parsed as: `compile`'s `mode` argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// `exec`: a file.
    Module,
    /// `eval`: one expression.
    Expression,
    /// `single`: one interactive statement.
    Interactive,
    /// `func_type`: a signature type comment; for `ast.parse` only.
    FunctionType,
}

/// A tree and the warnings that its source gave.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub module: Mod,
    pub warnings: Vec<SyntaxWarning>,
}

/// Parses a (decoded) source text. Its byte offsets are what all ranges of the tree count in.
pub fn parse(source: &str, mode: Mode) -> Result<Parsed, SyntaxError> {
    let Lexed { mut tokens, warnings, unclosed } = lex(source).map_err(|error| *error)?;
    mark_soft_keywords(&mut tokens);
    let mut builder = Builder::new(source);
    builder.warnings = warnings;
    match python::SourceParser::new().parse(&mut builder, triples(mode, &tokens)) {
        Ok(module) => Ok(Parsed { module, warnings: builder.warnings }),
        Err(failure) => Err(explain(failure, unclosed)),
    }
}

type Triple = Result<(u32, TokenKind, u32), Fault>;

/// The tokens as LALRPOP takes them, behind the one that names the mode.
fn triples(mode: Mode, tokens: &[Token]) -> impl Iterator<Item = Triple> {
    let start = match mode {
        Mode::Module => TokenKind::StartModule,
        Mode::Expression => TokenKind::StartExpression,
        Mode::Interactive => TokenKind::StartInteractive,
        Mode::FunctionType => TokenKind::StartFunctionType,
    };
    let tokens = tokens.iter().map(|token| Ok((token.start, token.kind, token.end)));
    std::iter::once(Ok((0, start, 0))).chain(tokens)
}

fn explain(failure: ParseError<u32, TokenKind, Fault>, unclosed: Option<u32>) -> SyntaxError {
    let _ = unclosed;
    match failure {
        ParseError::User { error } => *error,
        ParseError::UnrecognizedToken { token: (start, _, end), .. }
        | ParseError::ExtraToken { token: (start, _, end) } => {
            SyntaxError::new("invalid syntax", TextRange::new(start, end))
        }
        ParseError::InvalidToken { location } | ParseError::UnrecognizedEof { location, .. } => {
            SyntaxError::new("invalid syntax", TextRange::empty(location))
        }
    }
}
