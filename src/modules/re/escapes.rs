//! What follows a backslash in patterns.

use super::ast::*;
use super::class::{Case, Item, Set};
use super::parser::{Parse, Parser, as_char, fail};
use crate::builtins::str::PyStr;

impl Parser<'_> {
    /// After a backslash outside of sets.
    pub fn escape(&mut self, start: usize, flags: u32) -> Parse<Node> {
        let Some(letter) = self.source.next() else { return fail("bad escape (end of pattern)", start) };
        let unicode = self.is_unicode(flags);
        if let Some(category) = self.category(letter, flags) {
            return Ok(Node::Set(Box::new(Set::new(&[category], false, Case::Exact))));
        }
        match letter {
            'A' => return Ok(Node::At(At::Beginning)),
            'Z' | 'z' => return Ok(Node::At(At::EndString)),
            'b' | 'B' => return Ok(Node::At(At::Boundary { unicode, negated: letter == 'B' })),
            '1'..='9' => return self.number(letter, start, flags),
            _ => {}
        }
        let point = match letter {
            '0' => {
                let digits = self.source.take_while(2, |next| ('0'..='7').contains(next));
                u32::from_str_radix(&digits, 8).unwrap_or(0)
            }
            _ => self.character_escape(letter, start)?,
        };
        Ok(self.literal(point, flags))
    }

    /// After a backslash in a set.
    pub fn set_escape(&mut self, start: usize, flags: u32) -> Parse<Item> {
        let Some(letter) = self.source.next() else { return fail("bad escape (end of pattern)", start) };
        if let Some(category) = self.category(letter, flags) {
            return Ok(category);
        }
        let point = match letter {
            'b' => 8,
            '0'..='7' => {
                let digits = self.source.take_while(2, |next| ('0'..='7').contains(next));
                self.octal(&format!("{letter}{digits}"), start)?
            }
            '8' | '9' => return self.bad_escape(start),
            _ => self.character_escape(letter, start)?,
        };
        Ok(Item::Range(point, point))
    }

    fn bad_escape<T>(&self, start: usize) -> Parse<T> {
        fail(format!("bad escape {}", self.source.since(start)), start)
    }

    fn octal(&self, digits: &str, start: usize) -> Parse<u32> {
        match u32::from_str_radix(digits, 8) {
            Ok(point) if point <= 0o377 => Ok(point),
            _ => fail(format!("octal escape value \\{digits} outside of range 0-0o377"), start),
        }
    }

    /// Escapes that mean one character, in and outside of sets.
    fn character_escape(&mut self, letter: char, start: usize) -> Parse<u32> {
        Ok(match letter {
            'a' => 7,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            'x' => self.hexadecimal(2, start)?,
            'u' if self.source.is_str => self.hexadecimal(4, start)?,
            'U' if self.source.is_str => match self.hexadecimal(8, start)? {
                point if point <= char::MAX as u32 => point,
                _ => return self.bad_escape(start),
            },
            'N' if self.source.is_str => self.named(start)?,
            'a'..='z' | 'A'..='Z' => return self.bad_escape(start),
            _ => self.source.text[self.source.at - 1],
        })
    }

    fn hexadecimal(&mut self, length: usize, start: usize) -> Parse<u32> {
        let digits = self.source.take_while(length, char::is_ascii_hexdigit);
        if digits.len() < length {
            return fail(format!("incomplete escape {}", self.source.since(start)), start);
        }
        Ok(u32::from_str_radix(&digits, 16).unwrap_or(u32::MAX))
    }

    /// `\N{NAME}`, after the N.
    fn named(&mut self, start: usize) -> Parse<u32> {
        if !self.source.eat('{') {
            return fail("missing {", self.source.at);
        }
        let (name, _) = self.source.until('}', "character name")?;
        let name: String = name.iter().map(|&point| as_char(point)).collect();
        match unicode_names2::character(&name) {
            Some(character) => Ok(character as u32),
            None => {
                let shown = self.vm.repr(PyStr::new(&name).as_value())?;
                fail(format!("undefined character name {shown}"), start)
            }
        }
    }

    /// A reference to a group, or an octal number of three digits.
    fn number(&mut self, first: char, start: usize, flags: u32) -> Parse<Node> {
        let mut digits = first.to_string();
        if let Some(second) = self.source.peek().filter(char::is_ascii_digit) {
            digits.push(second);
            self.source.at += 1;
            let is_octal = |digit: char| ('0'..='7').contains(&digit);
            if let Some(third) =
                self.source.peek().filter(|&third| is_octal(first) && is_octal(second) && is_octal(third))
            {
                digits.push(third);
                self.source.at += 1;
                return Ok(self.literal(self.octal(&digits, start)?, flags));
            }
        }
        let group: usize = digits.parse().unwrap_or(usize::MAX);
        match self.groups.get(group) {
            None => fail(format!("invalid group reference {group}"), start + 1),
            Some(None) => fail("cannot refer to an open group", start),
            Some(Some(_)) => {
                self.check_lookbehind(group)?;
                Ok(Node::Backreference(group, self.case(flags)))
            }
        }
    }

    /// What lies in the same lookbehind cannot be referred to: it may not have been matched yet.
    pub fn check_lookbehind(&self, group: usize) -> Parse<()> {
        match self.lookbehind_groups {
            Some(before) if group >= before => {
                fail("cannot refer to group defined in the same lookbehind subpattern", self.source.at)
            }
            _ => Ok(()),
        }
    }
}
