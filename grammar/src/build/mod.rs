//! The functions that the grammar's actions call: they make nodes, compute the values of
//! literals, and check what the grammar itself lets through (targets, order of arguments).
//!
//! A check that fails gives a `Fault`; which error the user sees is decided in `diagnose/`,
//! which looks at the tokens again. Nothing here knows of tables or states of the parser.

mod call;
mod escape;
mod expr;
mod number;
mod params;
mod pattern;
mod stmt;
mod strings;
mod target;

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use lalrpop_util::ParseError;
use unicode_normalization::UnicodeNormalization;

use crate::ast::{Arg, Expr, Identifier, Keyword, Name, TextRange};
use crate::error::{SyntaxError, SyntaxWarning};
use crate::tokens::TokenKind;

/// What an action gives when it cannot make a node.
pub(crate) type Fault = Box<SyntaxError>;

pub(crate) type Checked<T> = Result<T, ParseError<u32, TokenKind, Fault>>;

/// A parameter as it was written; `params` sorts them.
pub(crate) enum Parameter {
    Plain(Arg, Option<Expr>),
    Slash,
    BareStar,
    Star(Arg),
    DoubleStar(Arg),
}

/// An argument as it was written; `call` sorts them.
pub(crate) enum Argument {
    Positional(Expr),
    Keyword(Keyword),
}

/// One of the literals that stand side by side.
pub(crate) enum Piece {
    Plain(TextRange),
    Formatted(Box<Formatted>),
}

pub(crate) struct Formatted {
    is_template: bool,
    is_raw: bool,
    parts: Vec<Part>,
    /// The closing quotes.
    closing: TextRange,
}

/// Literal text or a replacement field.
pub(crate) enum Part {
    Text(TextRange),
    Field(Box<FieldPart>),
}

/// A replacement field; its spec is made when it is known whether the string is raw.
pub(crate) struct FieldPart {
    value: Expr,
    value_end: u32,
    /// Where the text of `{x = }` ends.
    debug_end: Option<u32>,
    conversion: crate::ast::Conversion,
    spec: Option<(u32, Vec<Part>, u32)>,
    range: TextRange,
}

/// What all actions share: the text, its names, and the warnings so far.
pub(crate) struct Builder<'s> {
    source: &'s str,
    names: HashSet<Name, BuildHasherDefault<NameHasher>>,
    pub warnings: Vec<SyntaxWarning>,
}

impl<'s> Builder<'s> {
    pub fn new(source: &'s str) -> Builder<'s> {
        Builder { source, names: HashSet::default(), warnings: Vec::new() }
    }

    fn text(&self, range: TextRange) -> &'s str {
        range.text(self.source)
    }

    /// The name that stands at this place.
    fn intern(&mut self, start: u32, end: u32) -> Name {
        let text = self.text(TextRange::new(start, end));
        if text.is_ascii() {
            return self.intern_text(text);
        }
        let normal: String = text.nfkc().collect();
        self.intern_text(&normal)
    }

    fn intern_text(&mut self, text: &str) -> Name {
        if let Some(known) = self.names.get(text) {
            return known.clone();
        }
        let name = Name::new(text);
        self.names.insert(name.clone());
        name
    }

    pub fn identifier(&mut self, l: u32, r: u32) -> Identifier {
        Identifier { name: self.intern(l, r), range: TextRange::new(l, r) }
    }

    /// `first.next` as one name.
    pub fn dotted(&mut self, first: Identifier, next: Identifier) -> Identifier {
        let name = self.intern_text(&format!("{}.{}", first.name, next.name));
        Identifier { name, range: first.range.to(next.range) }
    }

    pub fn push<T>(&self, mut all: Vec<T>, next: T) -> Vec<T> {
        all.push(next);
        all
    }

    pub fn extend<T>(&self, mut all: Vec<T>, mut next: Vec<T>) -> Vec<T> {
        all.append(&mut next);
        all
    }
}

fn fault<T>(message: impl Into<String>, range: TextRange) -> Checked<T> {
    Err(ParseError::User { error: Box::new(SyntaxError::new(message, range)) })
}

/// A multiplicative hash: names are short, and nobody attacks the parser with them twice.
#[derive(Default)]
pub(crate) struct NameHasher(u64);

impl NameHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            self.add(u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
        }
        for byte in chunks.remainder() {
            self.add(u64::from(*byte));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(u64::from(byte));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
