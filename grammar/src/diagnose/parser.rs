//! The machinery: backtracking, memory of what was read where, and the first error.

use std::collections::HashMap;
use std::rc::Rc;

use super::node::{Found, Kind, Node};
use crate::ast::TextRange;
use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::parse::Mode;
use crate::tokens::{Token, TokenKind};

/// How deep the descent may go; CPython's MAXSTACK counts the levels of its own.
const MAX_LEVELS: usize = 12_000;

/// The rules whose results are remembered: without that, nesting costs exponential time. They
/// are those that CPython remembers, and like CPython's the memory does not tell whether rules
/// for errors took part: what `expression_without_invalid` has read keeps its faults hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Rule {
    SimpleStmt,
    Block,
    StarExpression,
    Expression,
    InvalidNamedExpression,
    Disjunction,
    Conjunction,
    Inversion,
    BitwiseOr,
    BitwiseXor,
    BitwiseAnd,
    ShiftExpr,
    Sum,
    Term,
    Factor,
    AwaitPrimary,
    Primary,
    Arguments,
    Strings,
    Pattern,
    ClosedPattern,
}

pub(super) type Alternative<'s> = fn(&mut Diagnosis<'s>) -> Found;

pub(super) struct Diagnosis<'s> {
    pub source: &'s str,
    pub tokens: Vec<Token>,
    /// How many brackets are open at each token: behind an opening one, before a closing one.
    levels: Vec<u32>,
    pub at: usize,
    /// The last token that was looked at, the first pass included.
    pub furthest: usize,
    pub error: Option<SyntaxError>,
    /// What the `Error` token at the end stands for.
    lexical: Option<SyntaxError>,
    /// Rules for errors are left out.
    pub lenient: bool,
    memory: HashMap<(Rule, usize), (Found, usize)>,
    depth: usize,
}

impl<'s> Diagnosis<'s> {
    pub fn new(source: &'s str, tokens: Vec<Token>, furthest: usize, lexical: Option<SyntaxError>) -> Diagnosis<'s> {
        let mut level = 0_u32;
        let mut levels = Vec::with_capacity(tokens.len());
        for token in &tokens {
            if token.kind.opens_bracket() {
                level += 1;
            } else if token.kind.closes_bracket() {
                level = level.saturating_sub(1);
            }
            levels.push(level);
        }
        Diagnosis {
            source,
            tokens,
            levels,
            at: 0,
            furthest,
            error: None,
            lexical,
            lenient: false,
            memory: HashMap::new(),
            depth: 0,
        }
    }

    /// Reads everything; gives whether all of it fits.
    pub fn run(&mut self, mode: Mode) -> bool {
        match mode {
            Mode::Interactive => self.interactive(),
            Mode::Module => {
                while self.kind() != TokenKind::EndMarker {
                    self.memory.clear();
                    if self.statement().is_none() {
                        return false;
                    }
                }
                true
            }
            Mode::Expression => {
                self.expressions().is_some() && self.eat(TokenKind::Newline).is_some() && self.is(TokenKind::EndMarker)
            }
            Mode::FunctionType => true,
        }
    }

    /// One compound statement or one line of simple ones.
    fn interactive(&mut self) -> bool {
        if self.attempt(Self::compound_stmt).is_some() {
            // A block on the line of its head needs another line end behind it.
            let is_open = self.tokens[self.at - 1].kind == TokenKind::Newline && !self.source.ends_with(['\n', '\r']);
            return self.is(TokenKind::EndMarker) && !is_open;
        }
        if self.attempt(Self::simple_stmts).is_none() {
            return false;
        }
        if self.token().kind != TokenKind::EndMarker {
            let newline = self.tokens[self.at - 1].range();
            let message = "multiple statements found while compiling a single statement";
            self.raise(message, newline);
        }
        self.error.is_none()
    }

    // ---- Tokens ----

    pub fn token(&self) -> Token {
        self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    /// The kind of the next token.
    pub fn kind(&mut self) -> TokenKind {
        self.furthest = self.furthest.max(self.at.min(self.tokens.len() - 1));
        let kind = self.token().kind;
        if kind == TokenKind::Error && self.error.is_none() {
            self.error.clone_from(&self.lexical);
        }
        kind
    }

    /// The kind of the token behind the next one.
    pub fn kind_after(&mut self) -> TokenKind {
        self.at += 1;
        let kind = self.kind();
        self.at -= 1;
        kind
    }

    pub fn is(&mut self, kind: TokenKind) -> bool {
        self.kind() == kind
    }

    pub fn is_any(&mut self, kinds: &[TokenKind]) -> bool {
        let kind = self.kind();
        kinds.contains(&kind)
    }

    /// Takes the next token if it is of this kind.
    pub fn eat(&mut self, kind: TokenKind) -> Option<Token> {
        if self.error.is_some() || self.kind() != kind {
            return None;
        }
        self.at += 1;
        Some(self.tokens[self.at - 1])
    }

    pub fn eat_any(&mut self, kinds: &[TokenKind]) -> Option<Token> {
        let kind = self.kind();
        if kinds.contains(&kind) { self.eat(kind) } else { None }
    }

    /// A name; soft keywords are names here.
    pub fn name(&mut self) -> Found {
        if self.error.is_some() || !self.kind().is_name() {
            return None;
        }
        self.at += 1;
        Some(self.leaf(Kind::Name, self.tokens[self.at - 1].range()))
    }

    pub fn is_name(&mut self) -> bool {
        self.kind().is_name()
    }

    pub fn text(&self, token: Token) -> &'s str {
        token.range().text(self.source)
    }

    /// A token that CPython insists on ("expected ':'").
    pub fn force(&mut self, kind: TokenKind, text: &str) -> Option<Token> {
        let found = self.eat(kind);
        if found.is_none() {
            let range = self.token().range();
            self.raise(format!("expected '{text}'"), range);
        }
        found
    }

    pub fn level_before(&self) -> u32 {
        self.levels[self.at.saturating_sub(1)]
    }

    pub fn furthest_token(&self) -> Token {
        self.tokens[self.furthest]
    }

    /// Where the token before the next one ends.
    pub fn end(&self) -> u32 {
        self.tokens[self.at.saturating_sub(1)].end
    }

    pub fn start(&self) -> u32 {
        self.token().start
    }

    pub fn line(&self, token: Token) -> u32 {
        crate::LineIndex::new(self.source).line(token.start)
    }

    // ---- Nodes ----

    pub fn leaf(&self, kind: Kind, range: TextRange) -> Rc<Node> {
        Rc::new(Node { kind, range, parts: Vec::new() })
    }

    /// From `start` to the last token taken.
    pub fn node(&self, kind: Kind, start: u32, parts: Vec<Rc<Node>>) -> Rc<Node> {
        Rc::new(Node { kind, range: TextRange::new(start, self.end()), parts })
    }

    /// For rules that only say whether they fit.
    pub fn other(&self) -> Rc<Node> {
        self.leaf(Kind::Other, TextRange::default())
    }

    // ---- Control ----

    /// Tries something; if it does not fit, nothing has been taken.
    pub fn attempt<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.error.is_some() {
            return None;
        }
        if self.depth >= MAX_LEVELS {
            self.overflow();
            return None;
        }
        self.depth += 1;
        let before = self.at;
        let found = rule(self);
        self.depth -= 1;
        if self.error.is_some() {
            return None;
        }
        if found.is_none() {
            self.at = before;
        }
        found
    }

    fn overflow(&mut self) {
        let message = "Parser stack overflowed - Python source too complex to parse";
        let error = SyntaxError::new(message, TextRange::default());
        self.error = Some(error.with_kind(SyntaxErrorKind::TooComplex));
    }

    /// The first alternative that fits.
    pub fn first_of(&mut self, alternatives: &[Alternative<'s>]) -> Found {
        alternatives.iter().find_map(|alternative| self.attempt(alternative))
    }

    /// Runs a rule for errors, which never fits, but may find one.
    pub fn invalid<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) {
        if self.error.is_none() && !self.lenient {
            let before = self.at;
            self.attempt(rule);
            self.at = before;
        }
    }

    /// Whether something comes next, without taking it.
    pub fn sees<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> bool {
        let before = self.at;
        let found = self.attempt(rule).is_some();
        self.at = before;
        found
    }

    /// An optional part: always fits unless there is an error.
    pub fn maybe<T>(&mut self, rule: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        let found = self.attempt(rule);
        if self.error.is_some() { None } else { Some(found) }
    }

    /// As many as there are, at least one.
    pub fn some<T>(&mut self, rule: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let all = self.many(rule)?;
        if all.is_empty() { None } else { Some(all) }
    }

    pub fn many<T>(&mut self, rule: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut all = Vec::new();
        while let Some(next) = self.attempt(&rule) {
            all.push(next);
        }
        if self.error.is_some() { None } else { Some(all) }
    }

    /// One or more with commas between them; a trailing comma is not taken.
    pub fn list<T>(&mut self, rule: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let mut all = vec![self.attempt(&rule)?];
        while let Some(next) = self.attempt(|this| {
            this.eat(TokenKind::Comma)?;
            rule(this)
        }) {
            all.push(next);
        }
        if self.error.is_some() { None } else { Some(all) }
    }

    pub fn remember(&mut self, rule: Rule, read: Alternative<'s>) -> Found {
        if self.error.is_some() {
            return None;
        }
        let key = (rule, self.at);
        if let Some((found, end)) = self.memory.get(&key) {
            self.at = *end;
            return found.clone();
        }
        let found = self.attempt(read);
        if self.error.is_none() {
            self.memory.insert(key, (found.clone(), self.at));
        }
        found
    }

    /// Reads something as if there were no rules for errors, and remembers nothing of it.
    pub fn without_rules_for_errors(&mut self, rule: Alternative<'s>) -> Found {
        let memory = std::mem::take(&mut self.memory);
        let lenient = std::mem::replace(&mut self.lenient, true);
        let found = rule(self);
        self.lenient = lenient;
        self.memory = memory;
        found
    }

    // ---- Errors ----

    /// The first error stays. Gives None, so that rules can end with it.
    pub fn raise(&mut self, message: impl Into<String>, range: TextRange) -> Found {
        if self.error.is_none() {
            self.error = Some(SyntaxError::new(message, range));
        }
        None
    }

    /// At the last token that was looked at, as CPython does where it names no place.
    pub fn raise_at_last(&mut self, message: impl Into<String>) -> Found {
        let error = self.error_at_last(message);
        self.error.get_or_insert(error);
        None
    }

    fn error_at_last(&self, message: impl Into<String>) -> SyntaxError {
        let last = self.furthest_token();
        match last.kind {
            TokenKind::EndMarker | TokenKind::Dedent | TokenKind::Indent => {
                at_layout(self.source, last, SyntaxError::new(message, TextRange::default()))
            }
            _ => SyntaxError::new(message, last.range()),
        }
    }

    pub fn raise_at_next(&mut self, message: impl Into<String>) -> Found {
        self.kind();
        let range = self.token().range();
        self.raise(message, range)
    }

    /// From a place to where CPython's tokenizer stands; its column is one short.
    pub fn raise_from(&mut self, message: impl Into<String>, start: u32) -> Found {
        let end = self.furthest_token().end.saturating_sub(1).max(start);
        self.raise(message, TextRange::new(start, end))
    }

    /// An IndentationError at the last token that was looked at.
    pub fn raise_indentation(&mut self, message: impl Into<String>) -> Found {
        let error = self.error_at_last(message).with_kind(SyntaxErrorKind::Indentation);
        self.error.get_or_insert(error);
        None
    }
}

/// INDENT, DEDENT and the end of the text have no column; CPython shows where its tokenizer
/// stands: behind the indentation, or behind the line end of the last line.
pub(super) fn at_layout(source: &str, token: Token, error: SyntaxError) -> SyntaxError {
    if token.kind == TokenKind::EndMarker || token.start as usize >= source.len() {
        let text = source.strip_suffix('\n').unwrap_or(source);
        let text = text.strip_suffix('\r').unwrap_or(text);
        let range = TextRange::empty(text.len() as u32);
        return SyntaxError { range, ..error.without_end(-1) };
    }
    let range = TextRange::empty(token.end);
    SyntaxError { range, ..error.short().without_end(-1) }
}
