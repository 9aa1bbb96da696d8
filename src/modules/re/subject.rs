//! The text that is searched, and the window of it between `pos` and `endpos`.

use crate::builtins::buffer;
use crate::builtins::bytes::PyBytes;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::payload::Visitor;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

/// A str, or bytes (a copy, where the caller gave another bytes-like object).
#[derive(Clone)]
pub enum Text {
    Str(Ref<PyStr>),
    Bytes(Ref<PyBytes>),
}

/// A text to be searched.
#[derive(Clone)]
pub struct Subject {
    /// What the caller gave.
    pub value: Value,
    pub text: Text,
    /// In characters.
    pub pos: usize,
    pub endpos: usize,
    /// In bytes.
    pub start: usize,
    pub end: usize,
}

impl Text {
    /// The text of a value; TypeError if it is none.
    pub fn of(vm: &Vm, value: &Value) -> PyResult<Text> {
        if let Some(text) = value.downcast::<PyStr>() {
            return Ok(Text::Str(text.clone()));
        }
        if let Some(bytes) = value.downcast::<PyBytes>() {
            return Ok(Text::Bytes(bytes.clone()));
        }
        if let Some(copy) = buffer::copied(vm, value)? {
            return Ok(Text::Bytes(PyBytes::new(&copy)));
        }
        let class = class_ref(value).name();
        Err(vm.type_error(format!("expected string or bytes-like object, got '{class}'")))
    }

    #[inline(always)]
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Text::Str(text) => text.as_bytes(),
            Text::Bytes(bytes) => bytes.as_bytes(),
        }
    }

    pub fn is_str(&self) -> bool {
        matches!(self, Text::Str(_))
    }

    /// Whether characters may have several bytes.
    pub fn is_wide(&self) -> bool {
        matches!(self, Text::Str(text) if !text.is_ascii())
    }

    pub fn len(&self) -> usize {
        match self {
            Text::Str(text) => text.len(),
            Text::Bytes(bytes) => bytes.len(),
        }
    }

    /// The characters before a place in the bytes.
    pub fn char_index(&self, offset: usize) -> usize {
        match self {
            Text::Str(text) => text.char_index(offset),
            Text::Bytes(_) => offset,
        }
    }

    fn byte_offset(&self, index: usize) -> usize {
        match self {
            Text::Str(text) => text.byte_offset(index),
            Text::Bytes(_) => index,
        }
    }

    /// A part, by bytes, as a plain str or bytes object.
    pub fn slice(&self, start: usize, end: usize) -> Value {
        let whole = start == 0 && end == self.as_bytes().len();
        match self {
            Text::Str(text) if whole && text.as_value().downcast_exact::<PyStr>().is_some() => text.to_value(),
            Text::Bytes(bytes) if whole && bytes.as_value().downcast_exact::<PyBytes>().is_some() => bytes.to_value(),
            _ => self.make(&self.as_bytes()[start..end]),
        }
    }

    /// A plain object of this kind.
    pub fn make(&self, bytes: &[u8]) -> Value {
        match self {
            Text::Str(_) => PyStr::from_wtf8(bytes).into_value(),
            Text::Bytes(_) => PyBytes::new(bytes).into_value(),
        }
    }

    pub fn visit(&self, visitor: &mut Visitor) {
        match self {
            Text::Str(text) => visitor.visit(text),
            Text::Bytes(bytes) => visitor.visit(bytes),
        }
    }
}

impl Subject {
    /// A value between two places, which are brought into range.
    pub fn new(vm: &Vm, value: &Value, pos: isize, endpos: isize) -> PyResult<Subject> {
        let text = Text::of(vm, value)?;
        let length = text.len();
        let endpos = (endpos.max(0) as usize).min(length);
        let pos = (pos.max(0) as usize).min(endpos);
        let (start, end) = (text.byte_offset(pos), text.byte_offset(endpos));
        Ok(Subject { value: value.clone(), text, pos, endpos, start, end })
    }

    /// All of a value.
    pub fn whole(vm: &Vm, value: &Value) -> PyResult<Subject> {
        Subject::new(vm, value, 0, isize::MAX)
    }

    /// A part of the text as it is now: a bytearray may have changed since it was searched.
    pub fn slice(&self, vm: &Vm, start: usize, end: usize) -> PyResult<Value> {
        let searched = match &self.text {
            Text::Str(text) => text.as_value(),
            Text::Bytes(bytes) => bytes.as_value(),
        };
        if searched.is(&self.value) {
            return Ok(self.text.slice(start, end));
        }
        let now = Text::of(vm, &self.value)?;
        let length = now.as_bytes().len();
        Ok(now.slice(start.min(length), end.min(length)))
    }

    /// What may be looked at.
    pub fn bytes(&self) -> &[u8] {
        &self.text.as_bytes()[..self.end]
    }
}
