//! The lexer proper: one pass over the text that ends in a vector of tokens.

use logos::Logos;

use super::fstring::FStringMode;
use super::kind::TokenKind;
use super::layout::Indentation;
use crate::ast::TextRange;
use crate::error::{SyntaxError, SyntaxWarning};

/// CPython's MAXLEVEL: how deep brackets may nest.
const MAX_BRACKETS: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: TokenKind,
    pub start: u32,
    pub end: u32,
}

impl Token {
    pub fn range(self) -> TextRange {
        TextRange::new(self.start, self.end)
    }
}

/// An opening bracket that waits for its partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bracket {
    pub kind: TokenKind,
    pub offset: u32,
}

/// All tokens of a text. The last is `EndMarker`, or `Error` in a `LexFailure`.
#[derive(Clone, Debug)]
pub struct Lexed {
    pub tokens: Vec<Token>,
    pub warnings: Vec<SyntaxWarning>,
    /// Where the innermost bracket that is still open at the end was opened.
    pub unclosed: Option<u32>,
}

/// A token stream for tools: comments and insignificant line ends included, as `tokenize` shows
/// them, and what came before an error is not lost.
#[derive(Clone, Debug)]
pub struct TokenStream {
    pub tokens: Vec<Token>,
    pub error: Option<SyntaxError>,
}

impl TokenStream {
    pub fn new(source: &str) -> TokenStream {
        let mut lexer = Lexer::new(source, true);
        let error = lexer.run().err().map(|error| *error);
        TokenStream { tokens: lexer.tokens, error }
    }
}

/// Why a text is not all tokens.
#[derive(Clone, Debug)]
pub struct LexFailure {
    pub error: SyntaxError,
    /// What came before, and an `Error` token.
    pub lexed: Lexed,
    /// The fault is within an f- or t-string.
    pub in_string: bool,
}

/// Splits a text into tokens.
pub fn lex(source: &str) -> Result<Lexed, Box<LexFailure>> {
    let mut lexer = Lexer::new(source, false);
    let outcome = lexer.run();
    let unclosed = lexer.brackets.last().map(|bracket| bracket.offset);
    if let Err(error) = outcome {
        let at = lexer.position() as u32;
        lexer.push(TokenKind::Error, at, at);
        let in_string = !lexer.strings.is_empty();
        let lexed = Lexed { tokens: lexer.tokens, warnings: lexer.warnings, unclosed };
        return Err(Box::new(LexFailure { error: *error, lexed, in_string }));
    }
    Ok(Lexed { tokens: lexer.tokens, warnings: lexer.warnings, unclosed })
}

pub(super) type Step = Result<(), Box<SyntaxError>>;

pub(super) struct Lexer<'s> {
    pub source: &'s str,
    pub bytes: &'s [u8],
    pub logos: logos::Lexer<'s, TokenKind>,
    pub tokens: Vec<Token>,
    pub warnings: Vec<SyntaxWarning>,
    pub brackets: Vec<Bracket>,
    pub indentation: Indentation,
    /// The f- and t-strings that enclose the current place, innermost last.
    pub strings: Vec<FStringMode>,
    with_trivia: bool,
    /// Where the comment before a line end began.
    pub comment: Option<u32>,
}

impl<'s> Lexer<'s> {
    fn new(source: &'s str, with_trivia: bool) -> Lexer<'s> {
        Lexer {
            source,
            bytes: source.as_bytes(),
            logos: TokenKind::lexer(source),
            tokens: Vec::with_capacity(source.len() / 4 + 8),
            warnings: Vec::new(),
            brackets: Vec::new(),
            indentation: Indentation::default(),
            strings: Vec::new(),
            with_trivia,
            comment: None,
        }
    }

    fn run(&mut self) -> Step {
        if self.source.len() >= u32::MAX as usize / 2 {
            return Err(Box::new(SyntaxError::new("source code is too large", TextRange::default())));
        }
        self.begin_line()?;
        loop {
            if self.strings.last().is_some_and(|mode| mode.in_text) {
                self.string_text()?;
                continue;
            }
            match self.logos.next() {
                Some(Ok(kind)) => self.token(kind)?,
                Some(Err(())) => return Err(self.bad_character()),
                None => break,
            }
        }
        self.finish()
    }

    fn token(&mut self, kind: TokenKind) -> Step {
        let span = self.logos.span();
        let (start, end) = (span.start as u32, span.end as u32);
        match kind {
            TokenKind::Name => {
                let text = &self.bytes[span];
                if !text.is_ascii() {
                    self.check_identifier(start, end)?;
                } else if matches!(self.bytes.get(end as usize), Some(b'"' | b'\'')) {
                    self.check_prefix(start, end)?;
                }
                self.push(kind, start, end);
            }
            TokenKind::LineEnd => return self.line_end(start, end),
            TokenKind::Comment if self.with_trivia => self.push(kind, start, end),
            // To CPython's parser a comment is part of the line end behind it.
            TokenKind::Comment => self.comment = Some(start),
            TokenKind::LineJoin => return self.line_join(end),
            TokenKind::Backslash => return Err(self.stray_backslash(end)),
            TokenKind::Int | TokenKind::Float | TokenKind::Imaginary => {
                self.check_number_end(kind, start, end)?;
                self.push(kind, start, end);
            }
            TokenKind::String => return self.string(start, end),
            TokenKind::FStringStart | TokenKind::TStringStart => self.string_start(kind, start, end),
            TokenKind::LeftParen | TokenKind::LeftBracket | TokenKind::LeftBrace => {
                return self.open_bracket(kind, start);
            }
            TokenKind::RightParen | TokenKind::RightBracket | TokenKind::RightBrace => {
                return self.close_bracket(kind, start);
            }
            TokenKind::Colon | TokenKind::ColonEqual if self.at_field_level() => {
                self.begin_format_spec(start);
            }
            _ => self.push(kind, start, end),
        }
        Ok(())
    }

    pub fn push(&mut self, kind: TokenKind, start: u32, end: u32) {
        self.tokens.push(Token { kind, start, end });
    }

    pub fn trivia(&mut self, kind: TokenKind, start: u32, end: u32) {
        if self.with_trivia {
            self.push(kind, start, end);
        }
    }

    /// The offset behind the last token.
    pub fn position(&self) -> usize {
        self.logos.span().end
    }

    /// Moves behind text that was scanned by hand.
    pub fn skip_to(&mut self, position: usize) {
        let distance = position - self.position();
        self.logos.bump(distance);
    }

    pub fn error(&self, message: impl Into<String>, offset: u32) -> Box<SyntaxError> {
        Box::new(SyntaxError::new(message, TextRange::empty(offset)))
    }

    fn open_bracket(&mut self, kind: TokenKind, offset: u32) -> Step {
        if self.brackets.len() >= MAX_BRACKETS {
            return Err(self.error("too many nested parentheses", offset));
        }
        let opens_field = kind == TokenKind::LeftBrace && self.opens_field();
        self.brackets.push(Bracket { kind, offset });
        self.push(kind, offset, offset + 1);
        if opens_field {
            self.enter_field(offset)?;
        }
        Ok(())
    }

    fn close_bracket(&mut self, kind: TokenKind, offset: u32) -> Step {
        if kind == TokenKind::RightBrace && self.ends_field() {
            self.leave_field();
        } else {
            self.check_bracket_in_field(kind, offset)?;
        }
        let Some(opening) = self.brackets.pop() else {
            return Err(self.unmatched(kind, offset));
        };
        if !fits(opening.kind, kind) {
            return Err(self.mismatch(opening, kind, offset));
        }
        self.push(kind, offset, offset + 1);
        Ok(())
    }

    fn unmatched(&self, kind: TokenKind, offset: u32) -> Box<SyntaxError> {
        self.error(format!("unmatched '{}'", bracket_text(kind)), offset)
    }

    fn mismatch(&self, opening: Bracket, kind: TokenKind, offset: u32) -> Box<SyntaxError> {
        let (open, close) = (bracket_text(opening.kind), bracket_text(kind));
        let place = match (self.line_of(opening.offset), self.line_of(offset)) {
            (first, second) if first == second => String::new(),
            (first, _) => format!(" on line {first}"),
        };
        let message = format!("closing parenthesis '{close}' does not match opening parenthesis '{open}'{place}");
        self.error(message, offset)
    }

    /// The line (from 1) of an offset; slow, for errors.
    pub fn line_of(&self, offset: u32) -> u32 {
        crate::LineIndex::new(self.source).line(offset)
    }

    fn finish(&mut self) -> Step {
        let end = self.source.len() as u32;
        if let Some(mode) = self.strings.last()
            && mode.fields.is_empty()
        {
            return Err(self.unterminated_fstring());
        }
        if self.brackets.is_empty() {
            let ends_open = self.tokens.last().is_some_and(|last| {
                !matches!(last.kind, TokenKind::Newline | TokenKind::Dedent | TokenKind::LineEnd | TokenKind::Indent)
                    && (last.kind != TokenKind::Comment || self.line_has_code())
            });
            if ends_open {
                let start = self.comment.unwrap_or(end);
                self.push(TokenKind::Newline, start, end + 1);
            }
            self.close_indentation(end);
        }
        self.push(TokenKind::EndMarker, end, end);
        Ok(())
    }

    /// Whether a comment at the end of the text stands behind code.
    fn line_has_code(&self) -> bool {
        let code = self.tokens.iter().rev().find(|token| token.kind != TokenKind::Comment);
        code.is_some_and(|token| {
            !matches!(token.kind, TokenKind::Newline | TokenKind::LineEnd | TokenKind::Dedent | TokenKind::Indent)
        })
    }
}

pub(super) fn fits(open: TokenKind, close: TokenKind) -> bool {
    matches!(
        (open, close),
        (TokenKind::LeftParen, TokenKind::RightParen)
            | (TokenKind::LeftBracket, TokenKind::RightBracket)
            | (TokenKind::LeftBrace, TokenKind::RightBrace)
    )
}

pub(super) fn bracket_text(kind: TokenKind) -> char {
    match kind {
        TokenKind::LeftParen => '(',
        TokenKind::LeftBracket => '[',
        TokenKind::LeftBrace => '{',
        TokenKind::RightParen => ')',
        TokenKind::RightBracket => ']',
        _ => '}',
    }
}
