//! Reading text.

use super::super::buffered::PyBuffered;
use super::super::codec::{self, Codec};
use super::super::newlines;
use super::{Newline, PyTextIOWrapper};
use crate::builtins::bytes::PyBytes;
use crate::builtins::str::{PyStr, width};
use crate::modules::buffers;
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref, shape};
use crate::vm::Vm;

impl PyTextIOWrapper {
    fn check_readable(&self, vm: &Vm, buffer: &Value) -> PyResult<()> {
        if crate::modules::io::has_class(buffer, &[shape::BUFFERED_READER, shape::BUFFERED_RANDOM, shape::BYTES_IO]) {
            return Ok(());
        }
        let readable = vm.call_method_ref(buffer, &vm.names().readable, &[])?;
        let readable = vm.truth(&readable)?;
        if readable { Ok(()) } else { Err(super::super::unsupported(vm, "not readable")) }
    }

    /// Makes room for new input: what has been given out, and the bytes it came from, is dropped.
    fn begin_chunk(&self, vm: &Vm) -> PyResult<()> {
        let flag = match self.decoder.get() {
            Some(decoder) => {
                let state = vm.call_method_ref(&decoder, &vm.names().getstate, &[])?;
                newlines::split_state(vm, &state)?.1
            }
            None => 0,
        };
        let held_back = self.newlines.get().pending_cr;
        let mut decoded = self.decoded.borrow_mut();
        let rest = decoded.rest;
        let start = decoded.input.len() - rest;
        let mut input = decoded.input.split_off(start);
        if held_back {
            input.insert(0, b'\r');
        }
        decoded.input = input;
        decoded.text.clear();
        decoded.position = 0;
        decoded.decoder_flag = flag;
        Ok(())
    }

    /// Reads and decodes once; false at the end.
    fn read_chunk(&self, vm: &Vm, buffer: &Value, hint: usize) -> PyResult<bool> {
        self.begin_chunk(vm)?;
        let size = self.chunk_size.get().max(hint);
        let bytes = match buffer.downcast::<PyBuffered>() {
            Some(buffered)
                if crate::modules::io::has_class(buffer, &[shape::BUFFERED_READER, shape::BUFFERED_RANDOM]) =>
            {
                // What is read ahead anyway need not be asked for in pieces.
                buffered.read_once(vm, size)?.unwrap_or_default()
            }
            _ => {
                let how = if self.has_read1.get() { "read1" } else { "read" };
                let read = vm.call_method(buffer, how, &[vm.int_from(size)])?;
                match buffers::try_bytes_like(vm, &read)? {
                    Some(bytes) => bytes.as_bytes().to_vec(),
                    None => {
                        let name = class_ref(&read).name();
                        return Err(vm.type_error(format!(
                            "underlying {how}() should have returned a bytes-like object, not '{name}'"
                        )));
                    }
                }
            }
        };
        let last = bytes.is_empty();
        self.decode_more(vm, bytes, last)?;
        let has_text = !self.decoded.borrow().text.is_empty();
        Ok(!last || has_text)
    }

    /// Decodes new bytes and appends the text to what is there.
    pub(super) fn decode_more(&self, vm: &Vm, bytes: Vec<u8>, last: bool) -> PyResult<()> {
        let text = if self.codec.get() == Codec::Other {
            self.decoded.borrow_mut().input.extend_from_slice(&bytes);
            let Some(decoder) = self.decoder.get() else { return Err(super::super::unsupported(vm, "not readable")) };
            let text = vm.call_method_ref(&decoder, &vm.names().decode, &[vm.bytes(&bytes), Value::bool(last)])?;
            match text.downcast::<PyStr>() {
                Some(text) => text.as_bytes().to_vec(),
                None => {
                    let name = class_ref(&text).name();
                    return Err(vm.type_error(format!("decoder should return a string result, not '{name}'")));
                }
            }
        } else {
            self.decode_own(vm, bytes, last)?
        };
        let text = if self.newline.get().is_universal() {
            let mut state = self.newlines.get();
            let text = state.feed(&text, last, self.newline.get() == Newline::Universal);
            self.newlines.set(state);
            text
        } else {
            text
        };
        let mut decoded = self.decoded.borrow_mut();
        if decoded.text.is_empty() {
            decoded.text = text
        } else {
            decoded.text.extend_from_slice(&text)
        }
        Ok(())
    }

    fn decode_own(&self, vm: &Vm, bytes: Vec<u8>, last: bool) -> PyResult<Vec<u8>> {
        let source = {
            let mut decoded = self.decoded.borrow_mut();
            let start = decoded.input.len() - decoded.rest;
            decoded.input.extend_from_slice(&bytes);
            if start == 0 && decoded.rest == 0 { bytes } else { decoded.input[start..].to_vec() }
        };
        // A carriage return that was held back stands in the input too, but has been decoded.
        let skip = usize::from(
            self.newlines.get().pending_cr
                && source.len() == self.decoded.borrow().input.len()
                && source.first() == Some(&b'\r'),
        );
        let mut text = Vec::with_capacity(source.len());
        let errors = self.errors.get();
        let used = codec::decode(vm, self.codec.get(), &source[skip..], &errors, last, &mut text)?;
        self.decoded.borrow_mut().rest = source.len() - skip - used;
        Ok(text)
    }

    /// Takes all decoded text.
    fn take_text(&self) -> Vec<u8> {
        let mut decoded = self.decoded.borrow_mut();
        let start = decoded.position;
        decoded.position = decoded.text.len();
        decoded.text[start..].to_vec()
    }

    /// Takes up to `limit` characters; gives the text and their number.
    fn take_characters(&self, limit: usize) -> (Vec<u8>, usize) {
        let mut decoded = self.decoded.borrow_mut();
        let start = decoded.position;
        let (mut end, mut count) = (start, 0);
        while end < decoded.text.len() && count < limit {
            end += width(decoded.text[end]);
            count += 1;
        }
        decoded.position = end;
        (decoded.text[start..end].to_vec(), count)
    }
}

pub fn read(vm: &Vm, this: &Ref<PyTextIOWrapper>, size: &Value) -> PyResult<Value> {
    let buffer = this.open_stream(vm)?;
    let limit = super::super::size_argument(vm, size)?;
    this.check_readable(vm, &buffer)?;
    super::write::flush_pending(vm, this, &buffer)?;
    let Some(limit) = limit else {
        let mut text = this.take_text();
        this.begin_chunk(vm)?;
        let bytes = vm.call_method_ref(&buffer, &vm.names().read, &[])?;
        if bytes.is_none() {
            let message = "Read returned None.";
            return Err(vm.raise_class(&vm.exceptions().BlockingIOError, message));
        }
        let Some(bytes) = bytes.downcast::<PyBytes>() else { return Err(buffers::not_bytes_like(vm, &bytes)) };
        this.decode_more(vm, bytes.as_bytes().to_vec(), true)?;
        text.extend_from_slice(&this.take_text());
        // At the end there is nothing to tell apart from the buffer's position.
        this.decoded.take();
        return Ok(PyStr::from_wtf8(&text).into_value());
    };
    let (mut text, mut count) = this.take_characters(limit);
    while count < limit {
        if !this.read_chunk(vm, &buffer, limit - count)? {
            break;
        }
        let (more, characters) = this.take_characters(limit - count);
        text.extend_from_slice(&more);
        count += characters;
    }
    Ok(PyStr::from_wtf8(&text).into_value())
}

/// Where the first line of `text` ends, line end included; `None` if it goes on.
pub fn line_end(text: &[u8], newline: Newline) -> Option<usize> {
    match newline {
        Newline::Universal | Newline::Lf => memchr::memchr(b'\n', text).map(|end| end + 1),
        Newline::Cr => memchr::memchr(b'\r', text).map(|end| end + 1),
        Newline::CrLf => text.windows(2).position(|pair| pair == b"\r\n").map(|end| end + 2),
        Newline::Any => {
            let end = memchr::memchr2(b'\n', b'\r', text)?;
            Some(if text[end] == b'\r' && text.get(end + 1) == Some(&b'\n') { end + 2 } else { end + 1 })
        }
    }
}

/// The bytes of the first `limit` characters.
fn cut(text: &[u8], limit: usize) -> usize {
    let (mut end, mut count) = (0, 0);
    while end < text.len() && count < limit {
        end += width(text[end]);
        count += 1;
    }
    end.min(text.len())
}

/// A line of at most `limit` characters.
fn read_line(vm: &Vm, this: &Ref<PyTextIOWrapper>, limit: Option<usize>) -> PyResult<Ref<PyStr>> {
    let buffer = this.open_stream(vm)?;
    super::write::flush_pending(vm, this, &buffer)?;
    let newline = this.newline.get();
    let mut line: Vec<u8> = Vec::new();
    loop {
        {
            let mut decoded = this.decoded.borrow_mut();
            let start = decoded.position;
            let rest = &decoded.text[start..];
            if line.is_empty() && limit.is_none() {
                // The usual case: the whole line is here.
                if let Some(end) = line_end(rest, newline) {
                    let found = PyStr::from_wtf8(&rest[..end]);
                    decoded.position = start + end;
                    return Ok(found);
                }
            }
            let before = line.len();
            line.extend_from_slice(rest);
            let mut end = line_end(&line, newline);
            if let Some(limit) = limit {
                let cut = cut(&line, limit);
                if end.is_some_and(|end| end > cut)
                    || end.is_none() && cut < line.len()
                    || end.is_none() && limit <= count(&line)
                {
                    end = Some(cut);
                }
            }
            if let Some(end) = end {
                line.truncate(end);
                decoded.position = start + end.saturating_sub(before);
                return Ok(PyStr::from_wtf8(&line));
            }
            decoded.position = decoded.text.len();
        }
        if line.is_empty() {
            this.check_readable(vm, &buffer)?;
        }
        if !this.read_chunk(vm, &buffer, 0)? {
            return Ok(PyStr::from_wtf8(&line));
        }
    }
}

fn count(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

pub fn readline(vm: &Vm, this: &Ref<PyTextIOWrapper>, size: isize) -> PyResult<Ref<PyStr>> {
    read_line(vm, this, usize::try_from(size).ok())
}

pub fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let text = super::shared::cast(vm, this)?;
    text.telling.set(false);
    let line = if crate::modules::io::has_class(this, &[shape::TEXT_IO_WRAPPER]) {
        read_line(vm, text, None)?.into_value()
    } else {
        let line = vm.call_method_ref(this, &vm.names().readline, &[])?;
        if line.downcast::<PyStr>().is_none() {
            let name = class_ref(&line).name();
            let message = format!("readline() should have returned a str object, not '{name}'");
            return Err(vm.raise_class(&vm.exceptions().OSError, &message));
        }
        line
    };
    if vm.len(&line)? == 0 {
        text.telling.set(text.seekable.get());
        return Ok(None);
    }
    Ok(Some(line))
}
