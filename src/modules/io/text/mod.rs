//! `TextIOWrapper`: text over a binary stream. Here: the payload, how it is set up and reconfigured; [`read`], [`write`]
//! and [`position`] hold the rest, [`shared`] what is passed on to the buffer.

mod position;
pub mod read;
mod shared;
pub mod write;

use std::cell::Cell;

use super::base::PyIoBase;
use super::codec::Codec;
use super::newlines::State;
use crate::builtins::str::PyStr;
use crate::native::convert::Class;
use crate::native::{Args, Keywords, Native, PyResult, Rest, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, WEAKREF};
use crate::object::{PyCell, Ref, Slot, Slots, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;

/// How much is asked of the buffer at a time.
pub const CHUNK_SIZE: usize = 8192;

/// The argument `newline`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Newline {
    /// None: all kinds are read as `\n`; `\n` is written as it is (the system's own line end is that).
    Universal,
    /// `''`: all kinds end lines and stay as they are.
    Any,
    Lf,
    Cr,
    CrLf,
}

impl Newline {
    pub fn parse(vm: &Vm, value: &Value) -> PyResult<Newline> {
        if value.is_none() {
            return Ok(Newline::Universal);
        }
        let Some(text) = value.downcast::<PyStr>() else {
            let name = class_ref(value).name();
            return Err(vm.type_error(format!("newline must be str or None, not {name}")));
        };
        Ok(match text.as_bytes() {
            b"" => Newline::Any,
            b"\n" => Newline::Lf,
            b"\r" => Newline::Cr,
            b"\r\n" => Newline::CrLf,
            _ => return Err(vm.value_error(format!("illegal newline value: {}", vm.repr(value)?))),
        })
    }

    /// Whether reading looks for all kinds of line ends.
    pub fn is_universal(self) -> bool {
        matches!(self, Newline::Universal | Newline::Any)
    }

    /// What a line ends with, unless universal.
    pub fn terminator(self) -> &'static [u8] {
        match self {
            Newline::Cr => b"\r",
            Newline::CrLf => b"\r\n",
            _ => b"\n",
        }
    }
}

/// What has been decoded, and the bytes it came from, for `tell`.
#[derive(Default)]
struct Decoded {
    /// WTF-8.
    text: Vec<u8>,
    /// How many bytes of the text have been given out.
    position: usize,
    /// Bytes that made the text, from a point at which the decoder held nothing back.
    input: Vec<u8>,
    /// How many bytes at the end of `input` are not decoded yet.
    rest: usize,
    /// The state of a decoder of `codecs` before `input`.
    decoder_flag: i64,
}

#[repr(C)]
pub struct PyTextIOWrapper {
    pub base: PyIoBase,
    pub buffer: Slot,
    encoding: PyCell<String>,
    errors: PyCell<String>,
    codec: Cell<Codec>,
    newline: Cell<Newline>,
    pub line_buffering: Cell<bool>,
    write_through: Cell<bool>,
    seekable: Cell<bool>,
    /// Not while lines are being iterated over.
    telling: Cell<bool>,
    has_read1: Cell<bool>,
    detached: Cell<bool>,
    chunk_size: Cell<usize>,
    /// Encoded text that the buffer has not got yet.
    pending: PyCell<Vec<u8>>,
    decoded: PyCell<Decoded>,
    newlines: Cell<State>,
    /// Made by `codecs`, when the encoding is not one of ours.
    decoder: Slot,
    encoder: Slot,
}

crate::payload!(PyTextIOWrapper, shape::TEXT_IO_WRAPPER, tail, base PyIoBase, traverse(this, visitor) {
    visitor.visit(&this.buffer);
    visitor.visit(&this.decoder);
    visitor.visit(&this.encoder);
} clear {
    this.buffer.clear();
    this.decoder.clear();
    this.encoder.clear();
});

pub static TEXT_IO_WRAPPER: TypeSpec = TypeSpec {
    module: "_io",
    doc: "Character and line based layer over a BufferedIOBase object, buffer.",
    base: shape::TEXT_IO_BASE,
    flags: BASETYPE | WEAKREF,
    slots: Slots {
        repr: Some(shared::repr),
        init: Some(init),
        next: Some(read::next),
        finalize: Some(crate::modules::io::base::finalize),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: METHODS,
    getset: shared::GETSET,
    ..TypeSpec::of::<PyTextIOWrapper>("TextIOWrapper")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));
static INIT: Native = method(
    "TextIOWrapper(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False, write_through=False)",
    "",
    wrap(set_up),
);

static METHODS: &[Native] = &[
    method("write(self, text, /)", "Write string s to stream.", wrap(write::write)),
    method("read(self, size=-1, /)", "Read at most size characters from stream.", wrap(read::read)),
    method("readline(self, size=-1, /)", "Read until newline or EOF.", wrap(read::readline)),
    method("flush(self, /)", "", wrap(write::flush)),
    method(
        "seek(self, cookie, whence=0, /)",
        "Set the stream position, and return the new stream position.",
        wrap(position::seek),
    ),
    method("tell(self, /)", "Return the stream position as an opaque number.", wrap(position::tell)),
    method("truncate(self, pos=None, /)", "", wrap(position::truncate)),
    method("close(self, /)", "", wrap(shared::close)),
    method("detach(self, /)", "", wrap(shared::detach)),
    method("fileno(self, /)", "", wrap(shared::fileno)),
    method("isatty(self, /)", "", wrap(shared::isatty)),
    method("seekable(self, /)", "", wrap(shared::seekable)),
    method("readable(self, /)", "", wrap(shared::readable)),
    method("writable(self, /)", "", wrap(shared::writable)),
    method(
        "reconfigure(self, *, encoding=None, errors=None, newline=<unrepresentable>, line_buffering=None, write_through=None)",
        "Reconfigure the text stream with new parameters.\n\nThis also does an implicit stream flush.",
        wrap(reconfigure),
    ),
];

impl PyTextIOWrapper {
    fn payload() -> PyTextIOWrapper {
        PyTextIOWrapper {
            base: PyIoBase::new(shape::TEXT_IO_WRAPPER),
            buffer: Slot::EMPTY,
            encoding: PyCell::default(),
            errors: PyCell::default(),
            codec: Cell::new(Codec::Utf8),
            newline: Cell::new(Newline::Universal),
            line_buffering: Cell::new(false),
            write_through: Cell::new(false),
            seekable: Cell::new(false),
            telling: Cell::new(false),
            has_read1: Cell::new(false),
            detached: Cell::new(false),
            chunk_size: Cell::new(CHUNK_SIZE),
            pending: PyCell::default(),
            decoded: PyCell::default(),
            newlines: Cell::default(),
            decoder: Slot::EMPTY,
            encoder: Slot::EMPTY,
        }
    }

    /// A text stream with these properties, as the constructor would make it.
    pub fn over(
        vm: &Vm,
        buffer: &Value,
        encoding: &str,
        errors: &str,
        newline: Newline,
        line_buffering: bool,
        write_through: bool,
    ) -> PyResult<Ref<PyTextIOWrapper>> {
        let wrapper = Ref::new(PyTextIOWrapper::payload());
        wrapper.connect(vm, buffer, encoding, errors, newline, line_buffering, write_through)?;
        Ok(wrapper)
    }

    #[allow(clippy::too_many_arguments)]
    fn connect(
        &self,
        vm: &Vm,
        buffer: &Value,
        encoding: &str,
        errors: &str,
        newline: Newline,
        line_buffering: bool,
        write_through: bool,
    ) -> PyResult<()> {
        self.buffer.clear();
        self.detached.set(false);
        self.set_encoding(vm, buffer, encoding, errors)?;
        self.newline.set(newline);
        self.newlines.set(State::default());
        self.line_buffering.set(line_buffering);
        self.write_through.set(write_through);
        self.pending.set(Vec::new());
        self.decoded.set(Decoded::default());
        let seekable = vm.call_method_ref(buffer, &vm.names().seekable, &[])?;
        let seekable = vm.truth(&seekable)?;
        self.seekable.set(seekable);
        self.telling.set(seekable);
        self.has_read1.set(vm.get_attr_opt(buffer, &vm.intern("read1"))?.is_some());
        self.buffer.set(buffer.clone());
        position::adapt_encoder_to_position(vm, self)
    }

    /// Sets the encoding and makes the coders of those that are not ours.
    fn set_encoding(&self, vm: &Vm, buffer: &Value, encoding: &str, errors: &str) -> PyResult<()> {
        let codec = Codec::of(encoding);
        let (mut decoder, mut encoder) = (None, None);
        if codec == Codec::Other {
            let lookup = vm.import_attr("codecs", "lookup")?;
            let info = vm.call(&lookup, &[vm.str(encoding)])?;
            if let Some(flag) = vm.get_attr_opt(&info, &vm.intern("_is_text_encoding"))?
                && !vm.truth(&flag)?
            {
                return Err(vm.lookup_error(format!(
                    "'{encoding}' is not a text encoding; use codecs.open() to handle arbitrary codecs"
                )));
            }
            let errors = [vm.str(errors)];
            let able = |name: &str| -> PyResult<bool> {
                let able = vm.call_method(buffer, name, &[])?;
                vm.truth(&able)
            };
            if able("readable")? {
                let make = vm.get_attr(&info, &vm.intern("incrementaldecoder"))?;
                decoder = Some(vm.call(&make, &errors)?);
            }
            if able("writable")? {
                let make = vm.get_attr(&info, &vm.intern("incrementalencoder"))?;
                encoder = Some(vm.call(&make, &errors)?);
            }
        }
        self.codec.set(codec);
        self.encoding.set(encoding.to_string());
        self.errors.set(errors.to_string());
        drop(self.decoder.replace(decoder));
        drop(self.encoder.replace(encoder));
        Ok(())
    }

    /// The buffer, if there is one.
    pub fn stream(&self, vm: &Vm) -> PyResult<Value> {
        match self.buffer.get() {
            Some(buffer) => Ok(buffer),
            None if self.detached.get() => Err(vm.value_error("underlying buffer has been detached")),
            None => Err(vm.value_error("I/O operation on uninitialized object")),
        }
    }

    /// The buffer, which must be open.
    pub fn open_stream(&self, vm: &Vm) -> PyResult<Value> {
        let buffer = self.stream(vm)?;
        if super::is_closed_fast(vm, &buffer)? {
            Err(vm.value_error("I/O operation on closed file."))
        } else {
            Ok(buffer)
        }
    }
}

fn new(vm: &Vm, class: Class, _: Rest, _: Keywords) -> Ref<PyTextIOWrapper> {
    vm.new_object(class, PyTextIOWrapper::payload())
}

fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    super::call_row(vm, &INIT, this, args).map(drop)
}

/// The encoding that None and "locale" stand for.
pub const LOCALE_ENCODING: &str = "UTF-8";

#[allow(clippy::too_many_arguments)]
fn set_up(
    vm: &Vm,
    this: &Ref<PyTextIOWrapper>,
    buffer: &Value,
    encoding: Option<&str>,
    errors: Option<&str>,
    newline: &Value,
    line_buffering: bool,
    write_through: bool,
) -> PyResult<()> {
    let newline = Newline::parse(vm, newline)?;
    let encoding = match encoding {
        None | Some("locale") => LOCALE_ENCODING,
        Some(encoding) if encoding.contains('\0') => return Err(vm.value_error("embedded null character")),
        Some(encoding) => encoding,
    };
    let errors = errors.unwrap_or("strict");
    if errors.contains('\0') {
        return Err(vm.value_error("embedded null character"));
    }
    this.connect(vm, buffer, encoding, errors, newline, line_buffering, write_through)
}

fn reconfigure(
    vm: &Vm,
    this: &Ref<PyTextIOWrapper>,
    encoding: Option<&str>,
    errors: Option<&str>,
    newline: Option<&Value>,
    line_buffering: Option<bool>,
    write_through: Option<bool>,
) -> PyResult<()> {
    let changes_reading = encoding.is_some() || errors.is_some() || newline.is_some();
    let has_read = !this.decoded.borrow().input.is_empty();
    if changes_reading && has_read {
        return Err(super::unsupported(
            vm,
            "It is not possible to set the encoding or newline of stream after the first read",
        ));
    }
    let newline = newline.map(|newline| Newline::parse(vm, newline)).transpose()?;
    vm.call_method_ref(this.as_value(), &vm.names().flush, &[])?;
    if encoding.is_some() || errors.is_some() {
        let old = this.encoding.get();
        let chosen = match encoding {
            Some("locale") => LOCALE_ENCODING,
            Some(encoding) => encoding,
            None => old.as_str(),
        };
        let kept = this.errors.get();
        let errors = errors.unwrap_or(if encoding.is_some() { "strict" } else { &kept });
        this.set_encoding(vm, &this.stream(vm)?, chosen, errors)?;
        position::adapt_encoder_to_position(vm, this)?;
    }
    if let Some(newline) = newline {
        this.newline.set(newline);
    }
    if let Some(line_buffering) = line_buffering {
        this.line_buffering.set(line_buffering);
    }
    if let Some(write_through) = write_through {
        this.write_through.set(write_through);
    }
    Ok(())
}
