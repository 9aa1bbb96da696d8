//! `StringIO`: a text stream in memory.

use std::cell::Cell;

use super::base::PyIoBase;
use super::newlines::State;
use super::size_argument;
use super::text::Newline;
use super::text::read::line_end;
use crate::builtins::dict::PyDict;
use crate::builtins::int;
use crate::builtins::str::{PyStr, width};
use crate::builtins::tuple::PyTuple;
use crate::native::convert::Class;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, getter, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, WEAKREF};
use crate::object::{PyCell, Ref, Slots, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;

/// The text, and where the stream stands in it: in characters and in bytes.
#[derive(Default)]
struct Content {
    /// WTF-8.
    text: Vec<u8>,
    /// Characters in all.
    length: usize,
    position: usize,
    /// The byte offset of `position`, at most the length of `text`.
    offset: usize,
}

impl Content {
    fn offset_of(&self, position: usize) -> usize {
        if position >= self.length {
            return self.text.len();
        }
        if self.length == self.text.len() {
            return position;
        }
        let (mut offset, mut count) = if position >= self.position { (self.offset, self.position) } else { (0, 0) };
        while count < position {
            offset += width(self.text[offset]);
            count += 1;
        }
        offset
    }

    fn move_to(&mut self, position: usize) {
        self.offset = self.offset_of(position);
        self.position = position;
    }

    /// Text from here, at most `limit` characters; the stream moves behind it.
    fn take(&mut self, limit: Option<usize>) -> Ref<PyStr> {
        let left = self.length.saturating_sub(self.position);
        let count = limit.map_or(left, |limit| limit.min(left));
        let start = self.offset;
        self.move_to(self.position + count);
        PyStr::from_wtf8(&self.text[start..self.offset])
    }

    fn put(&mut self, text: &[u8], characters: usize) {
        if characters == 0 {
            return;
        }
        if self.position > self.length {
            let missing = self.position - self.length;
            self.text.resize(self.text.len() + missing, 0);
            self.length = self.position;
            self.offset = self.text.len();
        }
        if self.position == self.length {
            self.text.extend_from_slice(text);
            self.length += characters;
        } else {
            let end = self.offset_of(self.position + characters);
            let replaced = characters.min(self.length - self.position);
            self.text.splice(self.offset..end, text.iter().copied());
            self.length += characters - replaced;
        }
        self.position += characters;
        self.offset += text.len();
    }
}

#[repr(C)]
pub struct PyStringIO {
    base: PyIoBase,
    content: PyCell<Content>,
    newline: Cell<Newline>,
    newlines: Cell<State>,
}

crate::payload!(PyStringIO, shape::STRING_IO, tail, base PyIoBase);

pub static STRING_IO: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Text I/O implementation using an in-memory buffer.",
    base: shape::TEXT_IO_BASE,
    flags: BASETYPE | WEAKREF,
    slots: Slots {
        init: Some(init),
        next: Some(next),
        finalize: Some(crate::modules::io::base::finalize),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyStringIO>("StringIO")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));
static INIT: Native = method("StringIO(self, initial_value='', newline='\\n')", "", wrap(set_up));

static METHODS: &[Native] = &[
    method("read(self, size=-1, /)", "Read at most size characters, returned as a string.", wrap(read)),
    method("readline(self, size=-1, /)", "Read until newline or EOF.", wrap(readline)),
    method("write(self, s, /)", "Write string to file.", wrap(write)),
    method("getvalue(self, /)", "Retrieve the entire contents of the object.", wrap(getvalue)),
    method("seek(self, pos, whence=0, /)", "Change stream position.", wrap(seek)),
    method("tell(self, /)", "Tell the current file position.", wrap(tell)),
    method("truncate(self, pos=None, /)", "Truncate size to pos.", wrap(truncate)),
    method("close(self, /)", "Close the IO object.", wrap(close)),
    method("readable(self, /)", "Returns True if the IO object can be read.", wrap(able)),
    method("writable(self, /)", "Returns True if the IO object can be written.", wrap(able)),
    method("seekable(self, /)", "Returns True if the IO object can be seeked.", wrap(able)),
    method("__getstate__(self, /)", "", wrap(getstate)),
    method("__setstate__(self, state, /)", "", wrap(setstate)),
];

static GETSET: &[GetSet] = &[
    getter("closed", "", |_, this| {
        Ok(Value::bool(this.downcast::<PyStringIO>().is_some_and(|stream| stream.base.closed.get())))
    }),
    getter("newlines", "", |vm, this| {
        let Some(stream) = this.downcast::<PyStringIO>() else { return Ok(Value::NONE) };
        stream.check_open(vm)?;
        Ok(if stream.newline.get().is_universal() { stream.newlines.get().newlines(vm) } else { Value::NONE })
    }),
    getter("line_buffering", "", |vm, this| {
        if let Some(stream) = this.downcast::<PyStringIO>() {
            stream.check_open(vm)?;
        }
        Ok(Value::FALSE)
    }),
];

impl PyStringIO {
    fn check_open(&self, vm: &Vm) -> PyResult<()> {
        if self.base.closed.get() { Err(vm.value_error("I/O operation on closed file")) } else { Ok(()) }
    }

    fn write_text(&self, text: &Ref<PyStr>) {
        let newline = self.newline.get();
        let bytes = text.as_bytes();
        let simple = match newline {
            Newline::Lf => true,
            Newline::Universal | Newline::Any => false,
            _ => !bytes.contains(&b'\n'),
        };
        if simple {
            self.content.borrow_mut().put(bytes, text.len());
            return;
        }
        let translated = if newline.is_universal() {
            let mut state = self.newlines.get();
            let translated = state.feed(bytes, true, newline == Newline::Universal);
            self.newlines.set(state);
            translated
        } else {
            let mut translated = Vec::with_capacity(bytes.len() + 8);
            for &byte in bytes {
                if byte == b'\n' { translated.extend_from_slice(newline.terminator()) } else { translated.push(byte) }
            }
            translated
        };
        let characters = translated.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        self.content.borrow_mut().put(&translated, characters);
    }

    fn take_line(&self, limit: Option<usize>) -> Ref<PyStr> {
        let mut content = self.content.borrow_mut();
        let rest = &content.text[content.offset..];
        let end = line_end(rest, self.newline.get()).unwrap_or(rest.len());
        let characters = rest[..end].iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        content.take(Some(limit.map_or(characters, |limit| limit.min(characters))))
    }
}

fn new(vm: &Vm, class: Class, _: Rest, _: Keywords) -> Ref<PyStringIO> {
    vm.new_object(
        class,
        PyStringIO {
            base: PyIoBase::new(shape::STRING_IO),
            content: PyCell::default(),
            newline: Cell::new(Newline::Lf),
            newlines: Cell::default(),
        },
    )
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    super::call_row(vm, &INIT, this, args).map(drop)
}

fn set_up(vm: &Vm, this: &Ref<PyStringIO>, initial: &Value, newline: &Value) -> PyResult<()> {
    let newline = Newline::parse(vm, newline)?;
    let initial = if initial.is_none() { None } else { Some(initial) };
    if let Some(initial) = initial
        && initial.downcast::<PyStr>().is_none()
    {
        let name = class_ref(initial).name();
        return Err(vm.type_error(format!("initial_value must be str or None, not {name}")));
    }
    this.newline.set(newline);
    this.newlines.set(State::default());
    this.content.set(Content::default());
    this.base.closed.set(false);
    if let Some(text) = initial.and_then(|initial| initial.downcast::<PyStr>()) {
        this.write_text(text);
        this.content.borrow_mut().move_to(0);
    }
    Ok(())
}

fn read(vm: &Vm, this: &Ref<PyStringIO>, size: &Value) -> PyResult<Ref<PyStr>> {
    this.check_open(vm)?;
    let limit = size_argument(vm, size)?;
    Ok(this.content.borrow_mut().take(limit))
}

fn readline(vm: &Vm, this: &Ref<PyStringIO>, size: &Value) -> PyResult<Ref<PyStr>> {
    this.check_open(vm)?;
    let limit = size_argument(vm, size)?;
    Ok(this.take_line(limit))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let Some(stream) = this.downcast::<PyStringIO>() else { return Ok(None) };
    stream.check_open(vm)?;
    if !crate::modules::io::has_class(this, &[shape::STRING_IO]) {
        let line = vm.call_method_ref(this, &vm.names().readline, &[])?;
        return Ok(if vm.len(&line)? == 0 { None } else { Some(line) });
    }
    let line = stream.take_line(None);
    Ok((!line.is_empty()).then(|| line.into_value()))
}

fn write(vm: &Vm, this: &Ref<PyStringIO>, text: &Value) -> PyResult<Value> {
    let Some(text) = text.downcast::<PyStr>() else {
        let name = class_ref(text).name();
        return Err(vm.type_error(format!("string argument expected, got '{name}'")));
    };
    this.check_open(vm)?;
    this.write_text(text);
    Ok(vm.int_from(text.len()))
}

fn getvalue(vm: &Vm, this: &Ref<PyStringIO>) -> PyResult<Ref<PyStr>> {
    this.check_open(vm)?;
    let content = this.content.borrow();
    Ok(PyStr::from_wtf8(&content.text))
}

fn seek(vm: &Vm, this: &Ref<PyStringIO>, position: isize, whence: i64) -> PyResult<usize> {
    this.check_open(vm)?;
    match whence {
        0 if position < 0 => return Err(vm.value_error(format!("Negative seek position {position}"))),
        0..=2 => {}
        other => return Err(vm.value_error(format!("Invalid whence ({other}, should be 0, 1 or 2)"))),
    }
    if whence != 0 && position != 0 {
        return Err(vm.raise_class(&vm.exceptions().OSError, "Can't do nonzero cur-relative seeks"));
    }
    let mut content = this.content.borrow_mut();
    match whence {
        0 => content.move_to(position as usize),
        2 => {
            let end = content.length;
            content.move_to(end);
        }
        _ => {}
    }
    Ok(content.position)
}

fn tell(vm: &Vm, this: &Ref<PyStringIO>) -> PyResult<usize> {
    this.check_open(vm)?;
    Ok(this.content.borrow().position)
}

fn truncate(vm: &Vm, this: &Ref<PyStringIO>, size: &Value) -> PyResult<Value> {
    this.check_open(vm)?;
    let size = if size.is_none() { vm.int_from(this.content.borrow().position) } else { vm.index(size)? };
    let Some(wanted) = int::as_int(&size).and_then(|size| size.to_i64()) else {
        return Err(vm.overflow_error("Python int too large to convert to C ssize_t"));
    };
    if wanted < 0 {
        return Err(vm.value_error(format!("Negative size value {wanted}")));
    }
    let mut content = this.content.borrow_mut();
    if (wanted as usize) < content.length {
        let end = content.offset_of(wanted as usize);
        content.text.truncate(end);
        content.length = wanted as usize;
        content.offset = content.offset.min(end);
    }
    Ok(size)
}

fn close(_: &Vm, this: &Ref<PyStringIO>) {
    this.base.closed.set(true);
    this.content.set(Content::default());
}

fn able(vm: &Vm, this: &Ref<PyStringIO>) -> PyResult<bool> {
    this.check_open(vm).map(|()| true)
}

fn getstate(vm: &Vm, this: &Ref<PyStringIO>) -> PyResult<Value> {
    let text = getvalue(vm, this)?.into_value();
    let newline = match this.newline.get() {
        Newline::Universal => Value::NONE,
        Newline::Any => vm.str(""),
        other => PyStr::from_wtf8(other.terminator()).into_value(),
    };
    let dict = vm.instance_dict(this.as_value()).map_or(Value::NONE, Ref::into_value);
    let position = vm.int_from(this.content.borrow().position);
    Ok(vm.tuple(vec![text, newline, position, dict]))
}

fn setstate(vm: &Vm, this: &Ref<PyStringIO>, state: &Value) -> PyResult<()> {
    let Some(parts) = state.downcast::<PyTuple>().filter(|parts| parts.len() >= 4) else {
        let name = class_ref(state).name();
        let class = class_ref(this.as_value()).name();
        return Err(vm.type_error(format!("{class}.__setstate__ argument should be 4-tuple, got {name}")));
    };
    let items = parts.items();
    // The text is as it was: no translation once more.
    set_up(vm, this, &Value::NONE, &items[1])?;
    let Some(text) = items[0].downcast::<PyStr>() else {
        return Err(vm.type_error("initial_value must be str"));
    };
    this.content.borrow_mut().put(text.as_bytes(), text.len());
    restore_position_and_dict(vm, this.as_value(), &items[2], &items[3], |position| {
        this.content.borrow_mut().move_to(position)
    })
}

/// What the two streams in memory restore alike when unpickled.
pub fn restore_position_and_dict(
    vm: &Vm,
    this: &Value,
    position: &Value,
    dict: &Value,
    set: impl FnOnce(usize),
) -> PyResult<()> {
    let Some(number) = int::as_int(position) else {
        let name = class_ref(position).name();
        let what = format!("position item of state must be an integer, got {name}");
        return Err(vm.type_error(what));
    };
    match number.to_i64() {
        Some(position) if position >= 0 => set(position as usize),
        _ => return Err(vm.value_error("position value cannot be negative")),
    }
    if dict.is_none() {
        return Ok(());
    }
    let Some(dict) = dict.downcast::<PyDict>() else {
        let name = class_ref(dict).name();
        return Err(vm.type_error(format!("item of state should be a dict, got a {name}")));
    };
    for (name, value) in dict.items() {
        let name = vm.attribute_name(&name)?;
        vm.set_attr(this, &name, Some(&value))?;
    }
    Ok(())
}
