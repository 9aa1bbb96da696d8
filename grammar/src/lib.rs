//! Python 3.14 source text to syntax tree.
//!
//! [`decode_source`] turns a file's bytes into text, [`parse`] turns text into an [`ast::Mod`],
//! [`LineIndex`] turns the tree's byte ranges into lines and columns. This crate knows nothing of
//! scopes, code or values: what CPython's symbol table and compiler reject (`return` outside a
//! function, duplicate parameters ...) is the business of the compiler, which shares
//! [`SyntaxError`].

pub mod ast;
mod build;
mod decode;
mod diagnose;
mod error;
mod line_index;
mod parse;
pub mod tokens;

pub use decode::decode_source;
pub use error::{ErrorLocation, SyntaxError, SyntaxErrorKind, SyntaxWarning, WarningCategory};
pub use line_index::{LineColumn, LineIndex};
pub use parse::{Input, Mode, Parsed, parse, parse_input};
