//! What may stand behind a number, and what is wrong with one.

use super::kind::TokenKind;
use super::lexer::{Lexer, Step};
use crate::ast::TextRange;
use crate::error::{SyntaxError, SyntaxWarning, WarningCategory};

/// Keywords that may follow a number without a space, though not for long any more.
const FOLLOWERS: [&str; 8] = ["and", "else", "for", "if", "in", "is", "not", "or"];

/// Whether a text begins with a keyword. As in CPython the short ones need not end there.
fn follows(rest: &str, keyword: &str) -> bool {
    let Some(behind) = rest.strip_prefix(keyword) else { return false };
    let goes_on = behind.starts_with(|next: char| next.is_alphanumeric() || next == '_');
    matches!(keyword, "if" | "in" | "is") || !goes_on
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Base {
    Binary,
    Octal,
    Decimal,
    Hexadecimal,
    Imaginary,
}

impl Base {
    fn name(self) -> &'static str {
        match self {
            Base::Binary => "binary",
            Base::Octal => "octal",
            Base::Decimal => "decimal",
            Base::Hexadecimal => "hexadecimal",
            Base::Imaginary => "imaginary",
        }
    }
}

impl Lexer<'_> {
    /// `logos` took the longest valid number; what follows decides whether it was one.
    pub fn check_number_end(&mut self, kind: TokenKind, start: u32, end: u32) -> Step {
        let Some(&next) = self.bytes.get(end as usize) else { return Ok(()) };
        let goes_on = next.is_ascii_alphanumeric() || next == b'_' || next >= 0x80;
        if !goes_on {
            return Ok(());
        }
        self.explain_number(kind, start, end, next)
    }

    fn explain_number(&mut self, kind: TokenKind, start: u32, end: u32, next: u8) -> Step {
        let base = self.base_of(kind, start);
        let text = &self.bytes[start as usize..end as usize];
        if text == b"0" && kind == TokenKind::Int {
            let prefixed = match next {
                b'x' | b'X' => Some(Base::Hexadecimal),
                b'o' | b'O' => Some(Base::Octal),
                b'b' | b'B' => Some(Base::Binary),
                _ => None,
            };
            if let Some(base) = prefixed {
                return Err(self.bad_prefixed(base, end + 1));
            }
        }
        match next {
            b'_' | b'0'..=b'9' if base == Base::Imaginary => Err(self.invalid(base, end - 1)),
            b'_' if self.bytes[end as usize - 1] == b'.' => Err(self.invalid(base, end - 1)),
            b'_' if self.is_zero_before_digit(text, end) => Err(self.leading_zeros(start, end)),
            b'_' => {
                let after = self.bytes.get(end as usize + 1).copied().unwrap_or(0);
                match (base, after) {
                    (Base::Binary, b'2'..=b'9') | (Base::Octal, b'8' | b'9') => {
                        Err(self.bad_digit(base, after, end + 1))
                    }
                    _ => Err(self.invalid(base, end)),
                }
            }
            b'0'..=b'9' => match base {
                Base::Binary | Base::Octal => Err(self.bad_digit(base, next, end)),
                _ => Err(self.leading_zeros(start, end)),
            },
            _ => self.check_follower(base, end),
        }
    }

    fn is_zero_before_digit(&self, text: &[u8], end: u32) -> bool {
        let is_zero = text.iter().all(|byte| matches!(byte, b'0' | b'_'));
        is_zero && self.bytes.get(end as usize + 1).is_some_and(u8::is_ascii_digit)
    }

    fn base_of(&self, kind: TokenKind, start: u32) -> Base {
        let prefix = self.bytes.get(start as usize + 1).copied();
        match (kind, self.bytes[start as usize], prefix) {
            (TokenKind::Imaginary, ..) => Base::Imaginary,
            (TokenKind::Int, b'0', Some(b'x' | b'X')) => Base::Hexadecimal,
            (TokenKind::Int, b'0', Some(b'o' | b'O')) => Base::Octal,
            (TokenKind::Int, b'0', Some(b'b' | b'B')) => Base::Binary,
            _ => Base::Decimal,
        }
    }

    /// `0x` without a digit; `at` is behind the letter.
    fn bad_prefixed(&self, base: Base, at: u32) -> Box<SyntaxError> {
        let underscore = self.bytes.get(at as usize) == Some(&b'_');
        let digit_at = at + u32::from(underscore);
        let digit = self.bytes.get(digit_at as usize).copied().unwrap_or(0);
        if digit.is_ascii_digit() && base != Base::Hexadecimal {
            return self.bad_digit(base, digit, digit_at);
        }
        self.invalid(base, digit_at - 1)
    }

    fn bad_digit(&self, base: Base, digit: u8, at: u32) -> Box<SyntaxError> {
        let message = format!("invalid digit '{}' in {} literal", char::from(digit), base.name());
        self.error(message, at)
    }

    fn invalid(&self, base: Base, at: u32) -> Box<SyntaxError> {
        self.error(format!("invalid {} literal", base.name()), at)
    }

    /// A digit behind zeros: an old octal number, unless a fraction or exponent would follow,
    /// which `logos` would have taken.
    fn leading_zeros(&self, start: u32, end: u32) -> Box<SyntaxError> {
        let rest = &self.bytes[end as usize..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'_').count();
        let digits_text = &rest[..digits];
        if let Some(twice) = digits_text.windows(2).position(|pair| pair == b"__") {
            return self.invalid(Base::Decimal, end + twice as u32);
        }
        if digits_text.ends_with(b"_") {
            return self.invalid(Base::Decimal, end + digits as u32 - 1);
        }
        // The zeros with their underscores are shown.
        let end = end + u32::from(digits_text.starts_with(b"_"));
        let message = "leading zeros in decimal integer literals are not permitted; \
                       use an 0o prefix for octal integers";
        Box::new(SyntaxError::new(message, TextRange::new(start, end)))
    }

    /// A letter behind a number: a keyword is let through with a warning.
    fn check_follower(&mut self, base: Base, end: u32) -> Step {
        let rest = &self.source[end as usize..];
        let first = rest.chars().next().unwrap_or(' ');
        if !first.is_ascii() {
            return Ok(());
        }
        // An exponent has a sign, but no digit.
        if base == Base::Decimal && rest.len() > 1 && matches!(first, 'e' | 'E') {
            let sign = rest.as_bytes()[1];
            if matches!(sign, b'+' | b'-') {
                return Err(self.invalid(base, end + 1));
            }
        }
        if FOLLOWERS.iter().any(|keyword| follows(rest, keyword)) {
            self.warnings.push(SyntaxWarning {
                category: WarningCategory::SyntaxWarning,
                message: format!("invalid {} literal", base.name()),
                range: TextRange::empty(end - 1),
            });
            return Ok(());
        }
        Err(self.invalid(base, end - 1))
    }
}
