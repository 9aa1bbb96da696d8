//! `sub`, `subn` and the templates they and `Match.expand` use.

use std::rc::Rc;

use super::groups::{characters, is_identifier};
use super::machine::UNSET;
use super::matching::PyMatch;
use super::parser::{Parse, Refusal, Source, fail, wtf8};
use super::pattern::{PyPattern, refuse};
use super::subject::{Subject, Text};
use crate::builtins::bytes::PyBytes;
use crate::builtins::str::{PyStr, encode};
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

/// A replacement with references to groups.
pub struct Template {
    is_str: bool,
    pieces: Vec<Piece>,
}

enum Piece {
    Text(Vec<u8>),
    Group(usize),
}

impl Template {
    /// Appends what the template says about a match.
    pub fn expand(&self, text: &Text, slots: &[usize], out: &mut Vec<u8>) {
        for piece in &self.pieces {
            match piece {
                Piece::Text(bytes) => out.extend_from_slice(bytes),
                Piece::Group(group) if slots[2 * group + 1] == UNSET => {}
                Piece::Group(group) => out.extend_from_slice(&text.as_bytes()[slots[2 * group]..slots[2 * group + 1]]),
            }
        }
    }

    /// A str or bytes, as the template is.
    pub fn make(&self, bytes: &[u8]) -> Value {
        if self.is_str { PyStr::from_wtf8(bytes).into_value() } else { PyBytes::new(bytes).into_value() }
    }
}

/// The template that a str or bytes is for a pattern; the one used last is remembered.
pub fn compile_template(vm: &Vm, pattern: &Ref<PyPattern>, template: &Value) -> PyResult<Rc<Template>> {
    if let Some((known, compiled)) = &*pattern.template.borrow()
        && same_text(known, template)
    {
        return Ok(compiled.clone());
    }
    let template = match characters(template) {
        Some(_) => template.clone(),
        None => match Text::of(vm, template) {
            Ok(text) => text.slice(0, text.as_bytes().len()),
            Err(raised) => {
                vm.catch(raised, &vm.exceptions().TypeError)?;
                let class = class_ref(template).name();
                return Err(vm.type_error(format!("decoding to str: need a bytes-like object, {class} found")));
            }
        },
    };
    let (text, is_str) = characters(&template).unwrap_or_default();
    let mut reader = Reader { source: Source { text: &text, at: 0, is_str }, vm, pattern, pieces: Vec::new() };
    reader.read().map_err(|refusal| refuse(vm, refusal, &template))?;
    let compiled = Rc::new(Template { is_str, pieces: reader.pieces });
    let old = pattern.template.replace(Some((template, compiled.clone())));
    drop(old);
    Ok(compiled)
}

fn same_text(left: &Value, right: &Value) -> bool {
    match (left.downcast::<PyStr>(), right.downcast::<PyStr>()) {
        (Some(left), Some(right)) => left.equals(right),
        (None, None) => match (left.downcast::<PyBytes>(), right.downcast::<PyBytes>()) {
            (Some(left), Some(right)) => left.as_bytes() == right.as_bytes(),
            _ => false,
        },
        _ => false,
    }
}

struct Reader<'a> {
    source: Source<'a>,
    vm: &'a Vm,
    pattern: &'a PyPattern,
    pieces: Vec<Piece>,
}

impl Reader<'_> {
    fn read(&mut self) -> Parse<()> {
        while let Some(next) = self.source.next() {
            let start = self.source.at - 1;
            if next != '\\' {
                self.push(self.source.text[start]);
                continue;
            }
            let Some(letter) = self.source.next() else { return fail("bad escape (end of pattern)", start) };
            match letter {
                'g' => self.group_by_name()?,
                '0' => {
                    let digits = self.source.take_while(2, |next| ('0'..='7').contains(next));
                    self.push(u32::from_str_radix(&digits, 8).unwrap_or(0));
                }
                '1'..='9' => self.number(letter, start)?,
                _ => self.escape(letter, start)?,
            }
        }
        Ok(())
    }

    fn push(&mut self, point: u32) {
        if !matches!(self.pieces.last(), Some(Piece::Text(_))) {
            self.pieces.push(Piece::Text(Vec::new()));
        }
        if let Some(Piece::Text(bytes)) = self.pieces.last_mut() {
            match self.source.is_str {
                true => encode(point, bytes),
                false => bytes.push(point as u8),
            }
        }
    }

    fn escape(&mut self, letter: char, start: usize) -> Parse<()> {
        let point = match letter {
            'a' => 7,
            'b' => 8,
            'f' => 12,
            'n' => 10,
            'r' => 13,
            't' => 9,
            'v' => 11,
            '\\' => 92,
            letter if letter.is_ascii_alphabetic() => return fail(format!("bad escape \\{letter}"), start),
            _ => {
                self.push(92);
                self.source.text[start + 1]
            }
        };
        self.push(point);
        Ok(())
    }

    fn add_group(&mut self, group: usize, position: usize) -> Parse<()> {
        if group > self.pattern.program.groups {
            return fail(format!("invalid group reference {group}"), position);
        }
        self.pieces.push(Piece::Group(group));
        Ok(())
    }

    /// A group, or an octal number of three digits.
    fn number(&mut self, first: char, start: usize) -> Parse<()> {
        let mut digits = first.to_string();
        if let Some(second) = self.source.peek().filter(char::is_ascii_digit) {
            digits.push(second);
            self.source.at += 1;
            let third = self.source.peek().filter(|third| ('0'..='7').contains(third));
            if let Some(third) = third.filter(|_| first < '8' && second < '8') {
                digits.push(third);
                self.source.at += 1;
                return match u32::from_str_radix(&digits, 8) {
                    Ok(point) if point <= 0o377 => {
                        self.push(point);
                        Ok(())
                    }
                    _ => fail(format!("octal escape value \\{digits} outside of range 0-0o377"), start),
                };
            }
        }
        self.add_group(digits.parse().unwrap_or(usize::MAX), start + 1)
    }

    /// `\g<name>` or `\g<number>`, after the g.
    fn group_by_name(&mut self) -> Parse<()> {
        if !self.source.eat('<') {
            return fail("missing <", self.source.at);
        }
        let (name, position) = self.source.until('>', "group name")?;
        let name = wtf8(&name);
        if name.iter().all(u8::is_ascii_digit) {
            let digits = String::from_utf8_lossy(&name);
            return match digits.parse::<usize>() {
                Ok(group) if group < super::MAXGROUPS => self.add_group(group, position),
                _ => fail(format!("invalid group reference {}", digits.trim_start_matches('0')), position),
            };
        }
        let value = PyStr::from_wtf8(&name).into_value();
        let shown = if self.source.is_str { self.vm.repr(&value)? } else { self.vm.ascii(&value)? };
        if !is_identifier(&name, self.source.is_str) {
            return fail(format!("bad character in group name {shown}"), position);
        }
        match self.pattern.names.iter().find(|(known, _)| known.as_bytes() == name) {
            Some((_, group)) => self.add_group(*group, position),
            None => Err(Refusal::Raised(self.vm.index_error(format!("unknown group name {shown}")))),
        }
    }
}

/// What replaces a match.
enum Replacement {
    /// As it is.
    Plain(Value),
    Template(Rc<Template>),
    Function(Value),
}

fn replacement(vm: &Vm, this: &Ref<PyPattern>, repl: &Value) -> PyResult<Replacement> {
    if vm.is_callable(repl) {
        return Ok(Replacement::Function(repl.clone()));
    }
    let plain = match (repl.downcast_exact::<PyStr>(), repl.downcast_exact::<PyBytes>()) {
        (Some(text), _) => !text.as_bytes().contains(&b'\\'),
        (_, Some(bytes)) => !bytes.as_bytes().contains(&b'\\'),
        _ => false,
    };
    if plain {
        return Ok(Replacement::Plain(repl.clone()));
    }
    compile_template(vm, this, repl).map(Replacement::Template)
}

/// The result, piece by piece.
struct Output {
    bytes: Vec<u8>,
    pieces: usize,
    is_str: bool,
}

impl Output {
    fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.pieces += 1;
    }

    /// Adds what a function returned, or a plain replacement.
    fn push_value(&mut self, vm: &Vm, value: &Value) -> PyResult<()> {
        if value.is_none() {
            return Ok(());
        }
        match Text::of(vm, value) {
            Ok(text) if text.is_str() == self.is_str => {
                self.push(text.as_bytes());
                Ok(())
            }
            Ok(_) => Err(self.wrong(vm, value)),
            Err(raised) => {
                vm.catch(raised, &vm.exceptions().TypeError)?;
                Err(self.wrong(vm, value))
            }
        }
    }

    fn wrong(&self, vm: &Vm, value: &Value) -> Raised {
        let expected = if self.is_str { "str instance" } else { "a bytes-like object" };
        let class = class_ref(value).name();
        vm.type_error(format!("sequence item {}: expected {expected}, {class} found", self.pieces))
    }
}

fn substitute(vm: &Vm, this: &Ref<PyPattern>, repl: &Value, string: &Value, count: isize) -> PyResult<(Value, usize)> {
    let replacement = replacement(vm, this, repl)?;
    let subject = Subject::whole(vm, string)?;
    this.check_kind(vm, &subject)?;
    let mut out = Output { bytes: Vec::new(), pieces: 0, is_str: this.is_str };
    let (mut last, mut made) = (0, 0);
    if count >= 0 {
        this.each_match(vm, &subject, |slots| {
            let (start, end) = (slots[0], slots[1]);
            if last < start {
                out.push(&subject.text.as_bytes()[last..start]);
            }
            last = end;
            made += 1;
            match &replacement {
                Replacement::Plain(value) => out.push_value(vm, value)?,
                Replacement::Template(template) if template.is_str == out.is_str => {
                    template.expand(&subject.text, &slots, &mut out.bytes);
                    out.pieces += 1;
                }
                Replacement::Template(template) => return Err(out.wrong(vm, &template.make(&[]))),
                Replacement::Function(function) => {
                    let found = PyMatch::new(this.clone(), subject.clone(), slots);
                    let value = vm.call(function, &[found.into_value()])?;
                    out.push_value(vm, &value)?;
                }
            }
            Ok(made != count as usize || count == 0)
        })?;
    }
    if made == 0 {
        return Ok((subject.text.slice(0, subject.end), 0));
    }
    out.push(&subject.text.as_bytes()[last..]);
    Ok((subject.text.make(&out.bytes), made))
}

pub fn sub(vm: &Vm, this: &Ref<PyPattern>, repl: &Value, string: &Value, count: isize) -> PyResult<Value> {
    substitute(vm, this, repl, string, count).map(|(text, _)| text)
}

pub fn subn(vm: &Vm, this: &Ref<PyPattern>, repl: &Value, string: &Value, count: isize) -> PyResult<Value> {
    let (text, made) = substitute(vm, this, repl, string, count)?;
    Ok(vm.tuple(vec![text, vm.int_from(made)]))
}
