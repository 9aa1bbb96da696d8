//! Source text to tokens: what CPython's tokenizer gives its parser, with byte ranges.
//!
//! `kind` holds the table of tokens (its patterns are `logos`'s), `lexer` drives it, `layout`
//! turns indentation into INDENT and DEDENT, `string` and `fstring` scan what no regular
//! expression can, `number` and `character` explain what is wrong, and `soft` decides afterwards
//! which `match`, `case` and `type` are keywords. The values of literals are not computed here:
//! see `build/`.

mod character;
mod fstring;
mod kind;
mod layout;
mod lexer;
mod number;
mod soft;
mod string;

pub use kind::TokenKind;
pub use lexer::{LexFailure, Lexed, Token, TokenStream, lex};
pub(crate) use soft::mark_soft_keywords;
