//! What stands in parentheses.

use super::ast::*;
use super::parser::{Parse, Parser, Refusal, fail, wtf8};
use crate::builtins::bytes::PyBytes;
use crate::builtins::str::PyStr;
use crate::native::PyResult;

/// The flag that a letter in `(?...)` stands for.
fn flag(letter: char) -> Option<u32> {
    Some(match letter {
        'i' => IGNORECASE,
        'L' => LOCALE,
        'm' => MULTILINE,
        's' => DOTALL,
        'x' => VERBOSE,
        'a' => ASCII,
        'u' => UNICODE,
        _ => return None,
    })
}

impl Parser<'_> {
    /// After an opening parenthesis. `None` for what matches nothing by itself: comments and flags.
    pub fn group(&mut self, start: usize, flags: &mut u32, nested: usize, first: bool) -> Parse<Option<Node>> {
        if !self.source.eat('?') {
            return self.capturing(start, None, *flags, nested).map(Some);
        }
        let Some(sign) = self.source.next() else { return fail("unexpected end of pattern", self.source.at) };
        let node = match sign {
            'P' => match self.source.next() {
                None => return fail("unexpected end of pattern", self.source.at),
                Some('<') => {
                    let (name, position) = self.name('>')?;
                    self.capturing(start, Some((name, position)), *flags, nested)?
                }
                Some('=') => self.named_reference(*flags)?,
                Some(other) => return fail(format!("unknown extension ?P{other}"), start + 1),
            },
            ':' => Node::Group(None, Box::new(self.body(start, *flags, nested)?)),
            '#' => {
                while let Some(next) = self.source.next() {
                    if next == ')' {
                        return Ok(None);
                    }
                }
                return fail("missing ), unterminated comment", start);
            }
            '=' | '!' | '<' => self.look(sign, start, *flags, nested)?,
            '(' => self.conditional(start, *flags, nested)?,
            '>' => Node::Atomic(Box::new(self.body(start, *flags, nested)?)),
            sign if sign == '-' || flag(sign).is_some() => return self.flag_group(sign, start, flags, nested, first),
            other => return fail(format!("unknown extension ?{other}"), start + 1),
        };
        Ok(Some(node))
    }

    /// What a group contains, and its end.
    fn body(&mut self, start: usize, flags: u32, nested: usize) -> Parse<Node> {
        let body = self.alternatives(flags, nested + 1)?;
        self.close(start)?;
        Ok(body)
    }

    fn close(&mut self, start: usize) -> Parse<()> {
        match self.source.eat(')') {
            true => Ok(()),
            false => fail("missing ), unterminated subpattern", start),
        }
    }

    fn capturing(&mut self, start: usize, name: Option<(Vec<u8>, usize)>, flags: u32, nested: usize) -> Parse<Node> {
        let group = self.groups.len();
        self.groups.push(None);
        if let Some((name, position)) = name {
            if let Some((_, old)) = self.names.iter().find(|(known, _)| *known == name) {
                let shown = self.show(&name)?;
                return fail(format!("redefinition of group name {shown} as group {group}; was group {old}"), position);
            }
            self.names.push((name, group));
        }
        let body = self.body(start, flags, nested)?;
        self.groups[group] = Some(body.width(&self.groups));
        Ok(Node::Group(Some(group), Box::new(body)))
    }

    /// The name of a group, checked, and its place.
    fn name(&mut self, terminator: char) -> Parse<(Vec<u8>, usize)> {
        let (name, position) = self.source.until(terminator, "group name")?;
        let name = wtf8(&name);
        if !is_identifier(&name, self.source.is_str) {
            return fail(format!("bad character in group name {}", self.show(&name)?), position);
        }
        Ok((name, position))
    }

    /// The repr of a name; bytes patterns show theirs in ASCII.
    fn show(&self, name: &[u8]) -> PyResult<String> {
        let name = PyStr::from_wtf8(name).into_value();
        let shown = if self.source.is_str { self.vm.repr(&name)? } else { self.vm.ascii(&name)? };
        Ok(shown.to_text().into_owned())
    }

    fn find(&self, name: &[u8], position: usize) -> Parse<usize> {
        match self.names.iter().find(|(known, _)| known == name) {
            Some((_, group)) => Ok(*group),
            None => fail(format!("unknown group name {}", self.show(name)?), position),
        }
    }

    /// `(?P=name)`, after the equals sign.
    fn named_reference(&mut self, flags: u32) -> Parse<Node> {
        let (name, position) = self.name(')')?;
        let group = self.find(&name, position)?;
        if self.groups[group].is_none() {
            return fail("cannot refer to an open group", position);
        }
        self.check_lookbehind(group)?;
        Ok(Node::Backreference(group, self.case(flags)))
    }

    fn look(&mut self, sign: char, start: usize, flags: u32, nested: usize) -> Parse<Node> {
        let behind = sign == '<';
        let mut sign = sign;
        let outer = self.lookbehind_groups;
        if behind {
            sign = match self.source.next() {
                None => return fail("unexpected end of pattern", self.source.at),
                Some(next @ ('=' | '!')) => next,
                Some(other) => return fail(format!("unknown extension ?<{other}"), start + 1),
            };
            self.lookbehind_groups = outer.or(Some(self.groups.len()));
        }
        let body = self.body(start, flags, nested)?;
        self.lookbehind_groups = outer;
        let negated = sign == '!';
        if !behind && negated && matches!(&body, Node::Concat(nodes) if nodes.is_empty()) {
            return Ok(Node::Failure);
        }
        if behind {
            let (low, high) = body.width(&self.groups);
            if low != high {
                return Err(Refusal::Pattern("look-behind requires fixed-width pattern".into(), None));
            }
            if low > u32::MAX as u64 {
                return Err(Refusal::Pattern("looks too much behind".into(), None));
            }
        }
        Ok(Node::Look { behind, negated, body: Box::new(body) })
    }

    /// `(?(group)yes|no)`, after the second parenthesis.
    fn conditional(&mut self, start: usize, flags: u32, nested: usize) -> Parse<Node> {
        let (name, position) = self.source.until(')', "group name")?;
        let name = wtf8(&name);
        let group = if is_identifier(&name, self.source.is_str) {
            self.find(&name, position)?
        } else {
            let group = self.group_number(&name, position)?;
            if group == 0 {
                return fail("bad group number", position);
            }
            self.conditions.push((group, position));
            group
        };
        self.check_lookbehind(group)?;
        let mut inner = flags;
        let yes = self.sequence(&mut inner, nested + 1, false)?;
        let mut no = Node::Concat(Vec::new());
        if self.source.eat('|') {
            no = self.sequence(&mut inner, nested + 1, false)?;
            if self.source.peek() == Some('|') {
                return fail("conditional backref with more than two branches", self.source.at);
            }
        }
        self.close(start)?;
        Ok(Node::Conditional(group, Box::new(yes), Box::new(no)))
    }

    fn group_number(&self, digits: &[u8], position: usize) -> Parse<usize> {
        if !digits.iter().all(u8::is_ascii_digit) {
            return fail(format!("bad character in group name {}", self.show(digits)?), position);
        }
        let text = String::from_utf8_lossy(digits);
        match text.parse::<usize>() {
            Ok(group) if group < super::MAXGROUPS => Ok(group),
            _ => fail(format!("invalid group reference {}", text.trim_start_matches('0')), position),
        }
    }

    /// `(?flags)` and `(?flags-flags:...)`, after the first letter or the hyphen.
    fn flag_group(
        &mut self,
        sign: char,
        start: usize,
        flags: &mut u32,
        nested: usize,
        first: bool,
    ) -> Parse<Option<Node>> {
        let (on, off) = match self.flag_letters(sign)? {
            (on, Some(off)) => (on, off),
            (on, None) => {
                if !first {
                    return fail("global flags not at the start of the expression", start);
                }
                if on & VERBOSE != 0 && *flags & VERBOSE == 0 {
                    return Err(Refusal::Verbose);
                }
                self.flags |= on;
                *flags |= on;
                return Ok(None);
            }
        };
        let outer = if on & TYPE_FLAGS != 0 { *flags & !TYPE_FLAGS } else { *flags };
        let body = self.body(start, (outer | on) & !off, nested)?;
        Ok(Some(Node::Group(None, Box::new(body))))
    }

    /// The flags to turn on, and those to turn off unless they are for the whole pattern.
    fn flag_letters(&mut self, sign: char) -> Parse<(u32, Option<u32>)> {
        let (mut on, mut off, mut next) = (0, 0, sign);
        while let Some(flag) = flag(next) {
            self.check_type_flag(next)?;
            on |= flag;
            if flag & TYPE_FLAGS != 0 && on & TYPE_FLAGS != flag {
                return self.bad_flags("flags 'a', 'u' and 'L' are incompatible", self.source.at);
            }
            next = self.flag_or(")-:", "missing -, : or )")?;
        }
        if next == ')' {
            return Ok((on, None));
        }
        if next == '-' {
            next = self.flag_or("", "missing flag")?;
            while let Some(flag) = flag(next) {
                if flag & TYPE_FLAGS != 0 {
                    return self.bad_flags("cannot turn off flags 'a', 'u' and 'L'", self.source.at);
                }
                off |= flag;
                next = self.flag_or(":", "missing :")?;
            }
        }
        if on & off != 0 {
            return self.bad_flags("flag turned on and off", self.source.at - 1);
        }
        Ok((on, Some(off)))
    }

    fn check_type_flag(&self, letter: char) -> Parse<()> {
        match letter {
            'L' if self.source.is_str => self.bad_flags("cannot use 'L' flag with a str pattern", self.source.at),
            'u' if !self.source.is_str => self.bad_flags("cannot use 'u' flag with a bytes pattern", self.source.at),
            _ => Ok(()),
        }
    }

    fn bad_flags<T>(&self, what: &str, position: usize) -> Parse<T> {
        fail(format!("bad inline flags: {what}"), position)
    }

    /// The next letter, which must be a flag or one of the signs.
    fn flag_or(&mut self, signs: &str, missing: &str) -> Parse<char> {
        match self.source.next() {
            None => fail(missing, self.source.at),
            Some(next) if signs.contains(next) || flag(next).is_some() => Ok(next),
            Some(next) if next.is_alphabetic() => fail("unknown flag", self.source.at - 1),
            Some(_) => fail(missing, self.source.at - 1),
        }
    }
}

/// Whether this can name a group; in bytes patterns only ASCII can.
pub fn is_identifier(name: &[u8], is_str: bool) -> bool {
    let Ok(text) = std::str::from_utf8(name) else { return false };
    let mut characters = text.chars();
    let starts = |first: char| first == '_' || unicode_ident::is_xid_start(first);
    (is_str || text.is_ascii())
        && characters.next().is_some_and(starts)
        && characters.all(unicode_ident::is_xid_continue)
}

/// The text of a pattern or template, character by character.
pub fn characters(value: &crate::object::Value) -> Option<(Vec<u32>, bool)> {
    if let Some(text) = value.downcast::<PyStr>() {
        return Some((text.code_points().collect(), true));
    }
    value.downcast::<PyBytes>().map(|bytes| (bytes.as_bytes().iter().map(|&byte| byte as u32).collect(), false))
}
