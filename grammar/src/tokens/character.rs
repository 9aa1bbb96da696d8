//! Characters that no token may hold.

use unicode_normalization::UnicodeNormalization;

use super::lexer::{Lexer, Step};
use crate::error::SyntaxError;

impl Lexer<'_> {
    /// Checks a name that is not ASCII. As in CPython it is its normal form that must be one.
    pub fn check_identifier(&self, start: u32, end: u32) -> Step {
        let text = &self.source[start as usize..end as usize];
        for (offset, character) in text.char_indices() {
            if !fits_identifier(character, offset == 0) {
                return Err(self.invalid_character(character, start + offset as u32));
            }
        }
        Ok(())
    }

    fn invalid_character(&self, character: char, offset: u32) -> Box<SyntaxError> {
        let code = character as u32;
        let message = if is_printable(character) {
            format!("invalid character '{character}' (U+{code:04X})")
        } else {
            format!("invalid non-printable character U+{code:04X}")
        };
        self.error(message, offset)
    }

    /// What `logos` has no pattern for: a control character.
    pub fn bad_character(&self) -> Box<SyntaxError> {
        let offset = self.logos.span().start;
        match self.source[offset..].chars().next() {
            Some('\0') => self.error("source code string cannot contain null bytes", offset as u32),
            Some(character) => self.invalid_character(character, offset as u32),
            None => self.error("invalid syntax", offset as u32),
        }
    }
}

fn fits_identifier(character: char, is_first: bool) -> bool {
    let fits = |part: char, is_first: bool| {
        if is_first { is_start(part) } else { unicode_ident::is_xid_continue(part) }
    };
    if !fits(character, is_first) {
        return false;
    }
    // Some characters decompose into what a name may not hold.
    let mut normal = std::iter::once(character).nfkc();
    let first = normal.next();
    first.is_some_and(|part| fits(part, is_first)) && normal.all(|part| fits(part, false))
}

fn is_start(character: char) -> bool {
    character == '_' || unicode_ident::is_xid_start(character)
}

/// What `str.isprintable` says of the characters that show up in source by accident.
fn is_printable(character: char) -> bool {
    let code = character as u32;
    let is_control = character.is_control();
    let is_space = character.is_whitespace();
    let is_format = matches!(
        code,
        0xAD | 0x0600..=0x0605
            | 0x061C
            | 0x06DD
            | 0x070F
            | 0x180E
            | 0x200B..=0x200F
            | 0x202A..=0x202E
            | 0x2060..=0x206F
            | 0xFEFF
            | 0xFFF9..=0xFFFB
            | 0xE0001..=0xE007F
    );
    let is_private_or_unassigned = matches!(
        code,
        0xE000..=0xF8FF | 0xFFFE | 0xFFFF | 0xF0000..=0x10FFFF
    );
    !(is_control || is_space || is_format || is_private_or_unassigned)
}
