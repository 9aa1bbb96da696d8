//! The contents of string literals: escapes, line ends, and what is wrong with them.

use super::Builder;
use crate::ast::TextRange;
use crate::error::SyntaxWarning;

/// Decodes the body of one literal. `base` is where the body begins in the source.
pub(super) struct Decoder<'s> {
    text: &'s str,
    bytes: &'s [u8],
    base: u32,
    at: usize,
    out: Vec<u8>,
    /// CPython decodes from a buffer in which each character beyond ASCII takes ten bytes; the
    /// positions in its messages count there.
    extra: usize,
    warning: Option<SyntaxWarning>,
    /// In an f-string, where the lexer has warned of `\{` and `\}` already.
    in_fstring: bool,
}

impl Builder<'_> {
    /// The value of a str literal's body as WTF-8.
    pub(super) fn decode_str(&mut self, body: TextRange, is_raw: bool) -> Result<Vec<u8>, String> {
        self.decode(body, is_raw, false)
    }

    /// The value of literal text in an f-string.
    pub(super) fn decode_text(&mut self, body: TextRange, is_raw: bool) -> Result<Vec<u8>, String> {
        self.decode(body, is_raw, true)
    }

    fn decode(&mut self, body: TextRange, is_raw: bool, in_fstring: bool) -> Result<Vec<u8>, String> {
        let text = self.text(body);
        if !text.as_bytes().iter().any(|byte| matches!(byte, b'\\' | b'\r')) {
            return Ok(text.as_bytes().to_vec());
        }
        if is_raw {
            return Ok(with_unix_lines(text));
        }
        let mut decoder = Decoder::new(text, body.start);
        decoder.in_fstring = in_fstring;
        let outcome = decoder.run(true);
        self.warnings.extend(decoder.warning);
        outcome.map(|()| decoder.out)
    }

    /// The value of a bytes literal's body, which is ASCII.
    pub(super) fn decode_bytes(&mut self, body: TextRange, is_raw: bool) -> Result<Vec<u8>, String> {
        let text = self.text(body);
        if is_raw {
            return Ok(with_unix_lines(text));
        }
        let mut decoder = Decoder::new(text, body.start);
        let outcome = decoder.run(false);
        self.warnings.extend(decoder.warning);
        outcome.map(|()| decoder.out)
    }
}

fn with_unix_lines(text: &str) -> Vec<u8> {
    text.replace("\r\n", "\n").replace('\r', "\n").into_bytes()
}

impl<'s> Decoder<'s> {
    fn new(text: &'s str, base: u32) -> Decoder<'s> {
        let out = Vec::with_capacity(text.len());
        Decoder { text, bytes: text.as_bytes(), base, at: 0, out, extra: 0, warning: None, in_fstring: false }
    }

    fn run(&mut self, is_str: bool) -> Result<(), String> {
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' if self.at + 1 < self.bytes.len() => self.escape(is_str)?,
                b'\r' => {
                    self.at += 1 + usize::from(self.bytes.get(self.at + 1) == Some(&b'\n'));
                    self.out.push(b'\n');
                }
                0x80.. => {
                    let length = self.text[self.at..].chars().next().map_or(1, char::len_utf8);
                    self.out.extend_from_slice(&self.bytes[self.at..self.at + length]);
                    self.at += length;
                    self.extra += 10 - length;
                }
                _ => {
                    self.out.push(byte);
                    self.at += 1;
                }
            }
        }
        Ok(())
    }

    fn escape(&mut self, is_str: bool) -> Result<(), String> {
        let start = self.at;
        let escaped = self.bytes[start + 1];
        self.at += 2;
        let simple = match escaped {
            b'\n' => return Ok(()),
            b'\r' => {
                self.at += usize::from(self.bytes.get(self.at) == Some(&b'\n'));
                return Ok(());
            }
            b'\\' | b'\'' | b'"' => escaped,
            b'a' => 0x07,
            b'b' => 0x08,
            b'f' => 0x0C,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 0x0B,
            b'0'..=b'7' => return self.octal(start, is_str),
            b'x' if is_str => return self.code(start, 2, "truncated \\xXX escape"),
            b'x' => return self.byte(start),
            b'u' if is_str => return self.code(start, 4, "truncated \\uXXXX escape"),
            b'U' if is_str => return self.code(start, 8, "truncated \\UXXXXXXXX escape"),
            b'N' if is_str => return self.named(start),
            _ => {
                self.at = start + 1;
                self.out.push(b'\\');
                self.warn_invalid(start);
                return Ok(());
            }
        };
        self.out.push(simple);
        Ok(())
    }

    fn octal(&mut self, start: usize, is_str: bool) -> Result<(), String> {
        let digits = &self.bytes[start + 1..(start + 4).min(self.bytes.len())];
        let count = digits.iter().take_while(|digit| matches!(digit, b'0'..=b'7')).count();
        self.at = start + 1 + count;
        let value = digits[..count].iter().fold(0, |value, digit| value * 8 + u32::from(digit - b'0'));
        if value > 0o377 && self.warning.is_none() {
            let text = &self.text[start..self.at];
            self.warning = Some(self.warning_at(start, self.at, text, "invalid octal escape sequence"));
        }
        if is_str {
            push_code(&mut self.out, value);
        } else {
            self.out.push((value & 0xFF) as u8);
        }
        Ok(())
    }

    /// `\xXX`, `\uXXXX`, `\UXXXXXXXX` in a str.
    fn code(&mut self, start: usize, count: usize, truncated: &str) -> Result<(), String> {
        let digits = self.hex_digits(start + 2, count);
        self.at = start + 2 + digits;
        if digits < count {
            return Err(self.unicode_error(start, truncated));
        }
        let value = u32::from_str_radix(&self.text[start + 2..self.at], 16).unwrap_or(u32::MAX);
        if value > 0x10_FFFF {
            return Err(self.unicode_error(start, "illegal Unicode character"));
        }
        push_code(&mut self.out, value);
        Ok(())
    }

    /// `\xXX` in bytes.
    fn byte(&mut self, start: usize) -> Result<(), String> {
        if self.hex_digits(start + 2, 2) < 2 {
            return Err(format!("(value error) invalid \\x escape at position {start}"));
        }
        self.at = start + 4;
        self.out.push(u8::from_str_radix(&self.text[start + 2..self.at], 16).unwrap_or(0));
        Ok(())
    }

    fn hex_digits(&self, from: usize, most: usize) -> usize {
        let digits = self.bytes[from..].iter().take(most);
        digits.take_while(|digit| digit.is_ascii_hexdigit()).count()
    }

    /// `\N{name}`
    fn named(&mut self, start: usize) -> Result<(), String> {
        if self.bytes.get(self.at) != Some(&b'{') {
            return Err(self.unicode_error(start, "malformed \\N character escape"));
        }
        let name_start = self.at + 1;
        let rest = &self.text[name_start..];
        let Some(length) = rest.find('}') else {
            self.at = self.bytes.len();
            return Err(self.unicode_error(start, "malformed \\N character escape"));
        };
        self.at = name_start + length;
        if length == 0 {
            return Err(self.unicode_error(start, "malformed \\N character escape"));
        }
        self.at += 1;
        match character_named(&rest[..length]) {
            Some(character) => {
                push_code(&mut self.out, character as u32);
                Ok(())
            }
            None => Err(self.unicode_error(start, "unknown Unicode character name")),
        }
    }

    /// From the backslash at `start` to where decoding stopped.
    fn unicode_error(&self, start: usize, reason: &str) -> String {
        let (first, last) = (start + self.extra, self.at - 1 + self.extra);
        let what = if first == last {
            format!("byte 0x5c in position {first}")
        } else {
            format!("bytes in position {first}-{last}")
        };
        format!("(unicode error) 'unicodeescape' codec can't decode {what}: {reason}")
    }

    /// Only the first invalid escape of a literal is reported, as in CPython.
    fn warn_invalid(&mut self, start: usize) {
        if self.warning.is_some() {
            return;
        }
        let length = self.text[start + 1..].chars().next().map_or(0, char::len_utf8);
        let is_brace = matches!(self.bytes.get(start + 1), Some(b'{' | b'}'));
        // A character beyond ASCII is none that could be meant.
        if length == 1 && !(is_brace && self.in_fstring) {
            let end = start + 2;
            let text = &self.text[start..end];
            self.warning = Some(self.warning_at(start, end, text, "invalid escape sequence"));
        }
    }

    fn warning_at(&self, start: usize, end: usize, text: &str, what: &str) -> SyntaxWarning {
        let range = TextRange::new(self.base + start as u32, self.base + end as u32);
        SyntaxWarning::on_escape(text, what, range)
    }
}

/// Appends a code point, which may be a surrogate, as WTF-8.
fn push_code(out: &mut Vec<u8>, code: u32) {
    match char::from_u32(code) {
        Some(character) => {
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
        None => out.extend_from_slice(&[
            0xE0 | (code >> 12) as u8,
            0x80 | ((code >> 6) & 0x3F) as u8,
            0x80 | (code & 0x3F) as u8,
        ]),
    }
}

/// Python matches names without regard to case, but otherwise to the letter.
fn character_named(name: &str) -> Option<char> {
    unicode_names2::character(name)
}
