//! Templates with fields in braces: `str.format` and `str.format_map`.

use crate::builtins::str::{PyStr, decode, width};
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// What fields are looked up in.
pub enum Arguments<'a> {
    /// Positional and keyword arguments.
    Call(&'a [Value], &'a [(Value, Value)]),
    Mapping(&'a Value),
}

/// A piece of a template.
pub enum Piece<'a> {
    Literal(&'a [u8]),
    Field(Field<'a>),
}

/// `{name!conversion:spec}`
pub struct Field<'a> {
    pub name: &'a [u8],
    pub conversion: Option<u32>,
    pub spec: &'a [u8],
    /// The specifier has fields itself.
    pub nested: bool,
}

/// Reads a template piece by piece.
pub struct Template<'a> {
    rest: &'a [u8],
}

impl<'a> Template<'a> {
    pub fn new(text: &'a [u8]) -> Template<'a> {
        Template { rest: text }
    }

    /// What has not been read yet.
    pub fn remaining(&self) -> &'a [u8] {
        self.rest
    }

    pub fn next(&mut self, vm: &Vm) -> PyResult<Option<Piece<'a>>> {
        let Some(&first) = self.rest.first() else { return Ok(None) };
        if !matches!(first, b'{' | b'}') {
            let end = self.rest.iter().position(|byte| matches!(byte, b'{' | b'}')).unwrap_or(self.rest.len());
            return Ok(Some(Piece::Literal(self.take(end))));
        }
        if self.rest.get(1) == Some(&first) {
            let literal = &self.rest[..1];
            self.rest = &self.rest[2..];
            return Ok(Some(Piece::Literal(literal)));
        }
        if first == b'}' {
            return Err(vm.value_error("Single '}' encountered in format string"));
        }
        if self.rest.len() == 1 {
            return Err(vm.value_error("Single '{' encountered in format string"));
        }
        self.rest = &self.rest[1..];
        self.field(vm).map(|field| Some(Piece::Field(field)))
    }

    fn take(&mut self, count: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(count);
        self.rest = rest;
        taken
    }

    /// What follows an opening brace.
    fn field(&mut self, vm: &Vm) -> PyResult<Field<'a>> {
        let end = self.name_end(vm)?;
        let name = self.take(end);
        let mut field = Field { name, conversion: None, spec: b"", nested: false };
        let mut delimiter = self.take(1)[0];
        if delimiter == b'!' {
            let Some(&first) = self.rest.first() else {
                return Err(vm.value_error("end of string while looking for conversion specifier"));
            };
            field.conversion = Some(decode(self.take(width(first))));
            match self.rest.first() {
                None => return Err(vm.value_error("unmatched '{' in format spec")),
                Some(&byte @ (b':' | b'}')) => delimiter = byte,
                Some(_) => return Err(vm.value_error("expected ':' after conversion specifier")),
            }
            self.take(1);
        }
        if delimiter == b':' {
            let end = self.spec_end(vm)?;
            field.spec = self.take(end);
            field.nested = field.spec.contains(&b'{');
            self.take(1);
        }
        Ok(field)
    }

    fn name_end(&self, vm: &Vm) -> PyResult<usize> {
        let mut index = 0;
        while let Some(&byte) = self.rest.get(index) {
            match byte {
                b'{' => return Err(vm.value_error("unexpected '{' in field name")),
                b'[' => {
                    while index < self.rest.len() && self.rest[index] != b']' {
                        index += 1;
                    }
                    continue;
                }
                b'}' | b':' | b'!' => return Ok(index),
                _ => index += 1,
            }
        }
        Err(vm.value_error("expected '}' before end of string"))
    }

    fn spec_end(&self, vm: &Vm) -> PyResult<usize> {
        let mut depth = 0;
        for (index, &byte) in self.rest.iter().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth == 0 => return Ok(index),
                b'}' => depth -= 1,
                _ => {}
            }
        }
        Err(vm.value_error("unmatched '{' in format spec"))
    }
}

/// A step from one value to the next in a field name.
pub enum Step<'a> {
    Attribute(&'a [u8]),
    /// An index or a key.
    Item(Key<'a>),
}

pub enum Key<'a> {
    Index(isize),
    Name(&'a [u8]),
}

/// A name of decimal digits as an index, any other as a name.
pub fn key_of<'a>(vm: &Vm, name: &'a [u8]) -> PyResult<Key<'a>> {
    if name.is_empty() || !name.iter().all(u8::is_ascii_digit) {
        return Ok(Key::Name(name));
    }
    let number = std::str::from_utf8(name).ok().and_then(|digits| digits.parse::<isize>().ok());
    number.map(Key::Index).ok_or_else(|| vm.value_error("Too many decimal digits in format string"))
}

/// The first part of a field name, and what follows it.
pub fn split_name(name: &[u8]) -> (&[u8], &[u8]) {
    name.split_at(name.iter().position(|byte| matches!(byte, b'.' | b'[')).unwrap_or(name.len()))
}

/// The next step of what follows the first part.
pub fn next_step<'a>(vm: &Vm, rest: &mut &'a [u8]) -> PyResult<Option<Step<'a>>> {
    let Some(&first) = rest.first() else { return Ok(None) };
    let empty = || vm.value_error("Empty attribute in format string");
    match first {
        b'.' => {
            let (name, after) = split_name(&rest[1..]);
            *rest = after;
            if name.is_empty() { Err(empty()) } else { Ok(Some(Step::Attribute(name))) }
        }
        b'[' => {
            let Some(end) = rest.iter().position(|&byte| byte == b']') else {
                return Err(vm.value_error("Missing ']' in format string"));
            };
            let name = &rest[1..end];
            *rest = &rest[end + 1..];
            if name.is_empty() { Err(empty()) } else { Ok(Some(Step::Item(key_of(vm, name)?))) }
        }
        _ => Err(vm.value_error("Only '.' or '[' may follow ']' in format field specifier")),
    }
}

/// Whether fields are numbered by us or by the template.
#[derive(Clone, Copy)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

struct Formatter<'a> {
    vm: &'a Vm,
    arguments: &'a Arguments<'a>,
    numbering: Numbering,
}

/// `template.format(...)`.
pub fn format(vm: &Vm, template: &PyStr, arguments: &Arguments) -> PyResult<Ref<PyStr>> {
    let mut formatter = Formatter { vm, arguments, numbering: Numbering::Unknown };
    let text = formatter.render(template.as_bytes(), 2)?;
    Ok(PyStr::from_wtf8(&text))
}

impl Formatter<'_> {
    fn render(&mut self, template: &[u8], depth: usize) -> PyResult<Vec<u8>> {
        if depth == 0 {
            return Err(self.vm.value_error("Max string recursion exceeded"));
        }
        let mut text = Vec::with_capacity(template.len() + 16);
        let mut template = Template::new(template);
        while let Some(piece) = template.next(self.vm)? {
            match piece {
                Piece::Literal(literal) => text.extend_from_slice(literal),
                Piece::Field(field) => self.render_field(&field, depth, &mut text)?,
            }
        }
        Ok(text)
    }

    fn render_field(&mut self, field: &Field, depth: usize, text: &mut Vec<u8>) -> PyResult<()> {
        let value = self.value_of(field.name)?;
        let value = match field.conversion {
            None => value,
            Some(conversion) => convert(self.vm, &value, conversion)?.into_value(),
        };
        let expanded = if field.nested { Some(self.render(field.spec, depth - 1)?) } else { None };
        let spec = expanded.as_deref().unwrap_or(field.spec);
        let shown = match spec {
            [] => self.vm.format(&value, None)?,
            _ => self.vm.format(&value, Some(PyStr::from_wtf8(spec).as_value()))?,
        };
        text.extend_from_slice(shown.as_bytes());
        Ok(())
    }

    fn value_of(&mut self, name: &[u8]) -> PyResult<Value> {
        let (first, mut rest) = split_name(name);
        let key = match key_of(self.vm, first)? {
            Key::Name(b"") => Key::Index(self.number()?),
            Key::Index(index) => {
                if let Numbering::Automatic(_) = self.numbering {
                    return Err(self
                        .vm
                        .value_error("cannot switch from automatic field numbering to manual field specification"));
                }
                self.numbering = Numbering::Manual;
                Key::Index(index)
            }
            named => named,
        };
        let mut value = self.argument(key)?;
        while let Some(step) = next_step(self.vm, &mut rest)? {
            value = match step {
                Step::Attribute(name) => self.vm.get_attr(&value, &self.vm.intern_bytes(name))?,
                Step::Item(Key::Index(index)) => self.vm.get_item(&value, &self.vm.int(index as i64))?,
                Step::Item(Key::Name(name)) => self.vm.get_item(&value, PyStr::from_wtf8(name).as_value())?,
            };
        }
        Ok(value)
    }

    /// The next automatic number.
    fn number(&mut self) -> PyResult<isize> {
        let next = match self.numbering {
            Numbering::Unknown => 0,
            Numbering::Automatic(next) => next,
            Numbering::Manual => {
                return Err(self
                    .vm
                    .value_error("cannot switch from manual field specification to automatic field numbering"));
            }
        };
        self.numbering = Numbering::Automatic(next + 1);
        Ok(next as isize)
    }

    fn argument(&self, key: Key) -> PyResult<Value> {
        match (self.arguments, key) {
            (Arguments::Call(positional, _), Key::Index(index)) => {
                positional.get(index as usize).cloned().ok_or_else(|| {
                    self.vm.index_error(format!("Replacement index {index} out of range for positional args tuple"))
                })
            }
            (Arguments::Call(_, keywords), Key::Name(name)) => {
                let named = |value: &Value| value.downcast::<PyStr>().is_some_and(|key| key.as_bytes() == name);
                let found = keywords.iter().find(|(key, _)| named(key)).map(|(_, value)| value.clone());
                found.ok_or_else(|| self.vm.key_error(PyStr::from_wtf8(name).as_value()))
            }
            (Arguments::Mapping(_), Key::Index(_)) => {
                Err(self.vm.value_error("Format string contains positional fields"))
            }
            (Arguments::Mapping(mapping), Key::Name(name)) => {
                self.vm.get_item(mapping, PyStr::from_wtf8(name).as_value())
            }
        }
    }
}

/// `!r`, `!s`, `!a`.
fn convert(vm: &Vm, value: &Value, conversion: u32) -> PyResult<Ref<PyStr>> {
    match char::from_u32(conversion) {
        Some('r') => vm.repr(value),
        Some('s') => vm.to_str(value),
        Some('a') => vm.ascii(value),
        _ => Err(unknown_conversion(vm, conversion)),
    }
}

#[cold]
fn unknown_conversion(vm: &Vm, conversion: u32) -> Raised {
    let shown = match conversion {
        0x21..0x7F => char::from_u32(conversion).unwrap_or('?').to_string(),
        _ => format!("\\x{conversion:x}"),
    };
    vm.value_error(format!("Unknown conversion specifier {shown}"))
}

/// An index as a value, for `_string`.
pub fn key_value(vm: &Vm, key: Key) -> Value {
    match key {
        Key::Index(index) => vm.int(index as i64),
        Key::Name(name) => PyStr::from_wtf8(name).into_value(),
    }
}
