//! The one entry from text to tree.

use lalrpop_util::{ParseError, lalrpop_mod};

use crate::ast::{Mod, StmtKind};
use crate::build::{Builder, Fault};
use crate::diagnose::{Failure, explain, explain_lexical};
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
    let Lexed { mut tokens, warnings, .. } = lex(source).map_err(|failure| explain_lexical(source, mode, *failure))?;
    mark_soft_keywords(&mut tokens);
    let mut builder = Builder::new(source);
    builder.warnings = warnings;
    match python::SourceParser::new().parse(&mut builder, triples(mode, &tokens)) {
        Ok(module) if !lacks_line_end(source, &module, &tokens) => Ok(Parsed { module, warnings: builder.warnings }),
        Ok(_) => Err(explain(source, mode, Failure { index: tokens.len() - 1, fault: None })),
        Err(failure) => Err(explain(source, mode, place(failure, &tokens))),
    }
}

/// What an interactive input is so far.
#[derive(Clone, Debug)]
pub enum Input {
    Complete(Parsed),
    /// More lines are needed.
    Incomplete,
    Invalid(SyntaxError),
}

/// Parses what was typed at a prompt: one line of simple statements, or a compound statement,
/// which only an empty line ends. These are the rules of `codeop`.
pub fn parse_input(source: &str) -> Input {
    if lex(source).is_ok_and(|lexed| lexed.tokens.len() == 1) {
        let module = Mod::Interactive { body: Vec::new() };
        return Input::Complete(Parsed { module, warnings: Vec::new() });
    }
    match parse(source, Mode::Interactive) {
        Ok(parsed) if source.ends_with('\n') || !is_compound(&parsed.module) => Input::Complete(parsed),
        Ok(_) => Input::Incomplete,
        Err(error) if error.incomplete => Input::Incomplete,
        Err(error) => Input::Invalid(error),
    }
}

fn is_compound(module: &Mod) -> bool {
    let Mod::Interactive { body } = module else { return false };
    body.iter().any(|stmt| {
        matches!(
            stmt.kind,
            StmtKind::FunctionDef(_)
                | StmtKind::ClassDef(_)
                | StmtKind::If(_)
                | StmtKind::While(_)
                | StmtKind::For(_)
                | StmtKind::With(_)
                | StmtKind::Try(_)
                | StmtKind::Match(_)
        )
    })
}

/// An interactive compound statement with its block on one line needs a line end behind it.
fn lacks_line_end(source: &str, module: &Mod, tokens: &[Token]) -> bool {
    let ends_line = tokens.len() >= 2 && tokens[tokens.len() - 2].kind == TokenKind::Newline;
    is_compound(module) && ends_line && !source.ends_with(['\n', '\r'])
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

/// Where the parser stopped, in the terms of the diagnosis.
fn place(failure: ParseError<u32, TokenKind, Fault>, tokens: &[Token]) -> Failure {
    let last = tokens.len() - 1;
    match failure {
        ParseError::UnrecognizedToken { token: (start, kind, _), .. }
        | ParseError::ExtraToken { token: (start, kind, _) } => {
            let index = tokens.iter().position(|token| token.start == start && token.kind == kind);
            Failure { index: index.unwrap_or(last), fault: None }
        }
        ParseError::User { error } => {
            let index = tokens.iter().position(|token| token.start >= error.range.start);
            Failure { index: index.unwrap_or(last), fault: Some(error) }
        }
        ParseError::InvalidToken { .. } | ParseError::UnrecognizedEof { .. } => Failure { index: last, fault: None },
    }
}
