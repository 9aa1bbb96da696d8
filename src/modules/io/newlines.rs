//! Universal newlines: the translation itself, and `IncrementalNewlineDecoder`.

use std::cell::Cell;

use crate::builtins::bytes::PyBytes;
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::convert::Class;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, getter, method, staticmethod, wrap};
use crate::object::types::BASETYPE;
use crate::object::{Header, Ref, Slot, Slots, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;

/// Kinds of newlines met.
pub const CR: u8 = 1;
pub const LF: u8 = 2;
pub const CRLF: u8 = 4;

/// What carries over from one piece of text to the next.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub struct State {
    /// The last piece ended with a carriage return that has been held back.
    pub pending_cr: bool,
    pub seen: u8,
}

impl State {
    /// Takes a piece of text: counts its newlines and, with `translate`, makes them all `\n`. Unless it is the last
    /// piece, a carriage return at its end is held back.
    pub fn feed(&mut self, text: &[u8], last: bool, translate: bool) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len() + 1);
        if self.pending_cr && (!text.is_empty() || last) {
            out.push(b'\r');
            self.pending_cr = false;
        }
        out.extend_from_slice(text);
        if !last && out.last() == Some(&b'\r') {
            out.pop();
            self.pending_cr = true;
        }
        if !out.contains(&b'\r') {
            if self.seen & LF == 0 && out.contains(&b'\n') {
                self.seen |= LF;
            }
            return out;
        }
        self.count(&out);
        if translate {
            translate_newlines(&mut out);
        }
        out
    }

    fn count(&mut self, text: &[u8]) {
        let mut previous = 0;
        for &byte in text {
            match (previous, byte) {
                (b'\r', b'\n') => self.seen |= CRLF,
                (b'\r', _) => self.seen |= CR,
                (_, b'\n') => self.seen |= LF,
                _ => {}
            }
            previous = byte;
        }
        if previous == b'\r' {
            self.seen |= CR;
        }
    }

    /// The attribute `newlines`.
    pub fn newlines(&self, vm: &Vm) -> Value {
        let kinds: Vec<Value> = [(CR, "\r"), (LF, "\n"), (CRLF, "\r\n")]
            .iter()
            .filter(|(kind, _)| self.seen & kind != 0)
            .map(|(_, text)| vm.str(text))
            .collect();
        match kinds.len() {
            0 => Value::NONE,
            1 => kinds[0].clone(),
            _ => vm.tuple(kinds),
        }
    }
}

/// Makes `\r\n` and `\r` to `\n`, in place.
fn translate_newlines(text: &mut Vec<u8>) {
    let (mut to, mut from) = (0, 0);
    while from < text.len() {
        let byte = text[from];
        from += 1;
        if byte == b'\r' {
            if text.get(from) == Some(&b'\n') {
                from += 1;
            }
            text[to] = b'\n';
        } else {
            text[to] = byte;
        }
        to += 1;
    }
    text.truncate(to);
}

#[repr(C)]
pub struct PyNewlineDecoder {
    header: Header,
    decoder: Slot,
    translate: Cell<bool>,
    state: Cell<State>,
}

crate::payload!(PyNewlineDecoder, shape::INCREMENTAL_NEWLINE_DECODER, traverse(this, visitor) {
    visitor.visit(&this.decoder);
} clear {
    this.decoder.clear();
});

pub static INCREMENTAL_NEWLINE_DECODER: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Codec used when reading a file in universal newlines mode.\n\nIt wraps another incremental decoder, translating \\r\\n and \\r into \\n.",
    flags: BASETYPE,
    slots: Slots { init: Some(init), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyNewlineDecoder>("IncrementalNewlineDecoder")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));
static INIT: Native = method("IncrementalNewlineDecoder(self, decoder, translate, errors='strict')", "", wrap(set_up));
static METHODS: &[Native] = &[
    method("decode(self, input, final=False)", "", wrap(decode)),
    method("getstate(self, /)", "", wrap(getstate)),
    method("setstate(self, state, /)", "", wrap(setstate)),
    method("reset(self, /)", "", wrap(reset)),
];
static GETSET: &[GetSet] = &[getter("newlines", "", |vm, this| {
    Ok(this.downcast::<PyNewlineDecoder>().map_or(Value::NONE, |decoder| decoder.state.get().newlines(vm)))
})];

fn new(vm: &Vm, class: Class, _: Rest, _: Keywords) -> Ref<PyNewlineDecoder> {
    vm.new_object(
        class,
        PyNewlineDecoder {
            header: Header::new(shape::INCREMENTAL_NEWLINE_DECODER),
            decoder: Slot::EMPTY,
            translate: Cell::new(false),
            state: Cell::default(),
        },
    )
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    super::call_row(vm, &INIT, this, args).map(drop)
}

fn set_up(_: &Vm, this: &Ref<PyNewlineDecoder>, decoder: &Value, translate: bool, _errors: &Value) {
    this.decoder.set(decoder.clone());
    this.translate.set(translate);
    this.state.set(State::default());
}

fn decoder(vm: &Vm, this: &PyNewlineDecoder) -> PyResult<Value> {
    this.decoder.get().ok_or_else(|| vm.value_error("IncrementalNewlineDecoder.__init__() not called"))
}

fn decode(vm: &Vm, this: &Ref<PyNewlineDecoder>, input: &Value, last: bool) -> PyResult<Value> {
    let decoder = decoder(vm, this)?;
    let text = if decoder.is_none() {
        input.clone()
    } else {
        vm.call_method_ref(&decoder, &vm.names().decode, &[input.clone(), Value::bool(last)])?
    };
    let Some(text) = text.downcast::<PyStr>() else {
        let name = class_ref(&text).name();
        return Err(vm.type_error(format!("decoder should return a string result, not '{name}'")));
    };
    let mut state = this.state.get();
    let out = state.feed(text.as_bytes(), last, this.translate.get());
    this.state.set(state);
    Ok(PyStr::from_wtf8(&out).into_value())
}

fn getstate(vm: &Vm, this: &Ref<PyNewlineDecoder>) -> PyResult<Value> {
    let decoder = decoder(vm, this)?;
    let (buffer, flag) = if decoder.is_none() {
        (vm.bytes(b""), 0)
    } else {
        let state = vm.call_method_ref(&decoder, &vm.names().getstate, &[])?;
        split_state(vm, &state)?
    };
    let flag = flag << 1 | this.state.get().pending_cr as i64;
    Ok(vm.tuple(vec![buffer, vm.int(flag)]))
}

/// The two parts of a decoder's state.
pub fn split_state(vm: &Vm, state: &Value) -> PyResult<(Value, i64)> {
    let Some(parts) = state.downcast::<PyTuple>().filter(|parts| parts.len() == 2) else {
        return Err(vm.type_error("illegal decoder state"));
    };
    let (buffer, flag) = (parts.items()[0].clone(), &parts.items()[1]);
    if buffer.downcast::<PyBytes>().is_none() {
        let name = class_ref(&buffer).name();
        return Err(
            vm.type_error(format!("illegal decoder state: the first item should be a bytes object, not '{name}'"))
        );
    }
    match int::as_int(flag).and_then(|flag| flag.to_i64()) {
        Some(flag) => Ok((buffer, flag)),
        None => Err(vm.type_error("illegal decoder state")),
    }
}

fn setstate(vm: &Vm, this: &Ref<PyNewlineDecoder>, state: &Value) -> PyResult<()> {
    let decoder = decoder(vm, this)?;
    if state.downcast::<PyTuple>().is_none() {
        return Err(vm.type_error("state argument must be a tuple"));
    }
    let (buffer, flag) = split_state(vm, state)?;
    this.state.set(State { pending_cr: flag & 1 != 0, ..this.state.get() });
    if !decoder.is_none() {
        let inner = vm.tuple(vec![buffer, vm.int(flag >> 1)]);
        vm.call_method_ref(&decoder, &vm.names().setstate, &[inner])?;
    }
    Ok(())
}

fn reset(vm: &Vm, this: &Ref<PyNewlineDecoder>) -> PyResult<()> {
    let decoder = decoder(vm, this)?;
    this.state.set(State::default());
    if !decoder.is_none() {
        vm.call_method_ref(&decoder, &vm.names().reset, &[])?;
    }
    Ok(())
}
