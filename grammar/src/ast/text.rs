//! Pieces of text in a tree: where they stand, names, and the contents of string literals.

use std::borrow::Borrow;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A range of byte offsets into the (decoded, UTF-8) source text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextRange {
    pub start: u32,
    pub end: u32,
}

impl TextRange {
    pub const fn new(start: u32, end: u32) -> TextRange {
        TextRange { start, end }
    }

    pub const fn empty(offset: u32) -> TextRange {
        TextRange { start: offset, end: offset }
    }

    /// From the start of this range to the end of another.
    pub const fn to(self, last: TextRange) -> TextRange {
        TextRange { start: self.start, end: last.end }
    }

    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    pub fn text(self, source: &str) -> &str {
        source.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// An identifier, NFKC-normalised as Python compares them. Cloning is cheap, and within one parse
/// equal names share their text.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

impl Name {
    pub fn new(text: &str) -> Name {
        Name(Arc::from(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Name {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Name {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Name {
    fn from(text: &str) -> Name {
        Name::new(text)
    }
}

impl PartialEq<str> for Name {
    fn eq(&self, other: &str) -> bool {
        &*self.0 == other
    }
}

impl PartialEq<&str> for Name {
    fn eq(&self, other: &&str) -> bool {
        &*self.0 == *other
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name and the place it was written at, for errors and tracebacks that point to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Identifier {
    pub name: Name,
    pub range: TextRange,
}

/// The contents of a str literal as WTF-8: UTF-8 that may also hold lone surrogates, since
/// `"\ud800"` is a valid Python string. Surrogate pairs are not joined: Python does not either.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct PyText(Box<[u8]>);

impl PyText {
    /// The caller vouches that `bytes` are WTF-8.
    pub fn from_wtf8(bytes: Vec<u8>) -> PyText {
        PyText(bytes.into_boxed_slice())
    }

    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The text, or None when it holds a lone surrogate.
    pub fn as_str(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn into_bytes(self) -> Box<[u8]> {
        self.0
    }
}

impl From<&str> for PyText {
    fn from(text: &str) -> PyText {
        PyText(text.as_bytes().into())
    }
}

impl fmt::Debug for PyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            Some(text) => fmt::Debug::fmt(text, f),
            None => write!(f, "wtf8{:?}", self.0),
        }
    }
}
