//! Where a text stream stands. A position is the byte offset in the stream, for encodings of `codecs` with their decoder's
//! state in the higher bits.

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::super::codec::{self, Codec};
use super::super::newlines::State;
use super::super::unsupported;
use super::{Decoded, Newline, PyTextIOWrapper};
use crate::builtins::int;
use crate::modules::buffers;
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

fn stream_position(vm: &Vm, buffer: &Value) -> PyResult<i64> {
    let position = vm.call_method_ref(buffer, &vm.names().tell, &[])?;
    let index = vm.index(&position)?;
    match int::as_int(&index).and_then(|position| position.to_i64()) {
        Some(position) => Ok(position),
        None => Err(vm.overflow_error("Python int too large to convert to C long")),
    }
}

/// An encoder that begins with a mark of byte order must not write it in the middle of a stream.
pub fn adapt_encoder_to_position(vm: &Vm, this: &PyTextIOWrapper) -> PyResult<()> {
    let (Some(encoder), true) = (this.encoder.get(), this.seekable.get()) else { return Ok(()) };
    if stream_position(vm, &this.stream(vm)?)? != 0 {
        vm.call_method_ref(&encoder, &vm.names().setstate, &[vm.int(0)])?;
    }
    Ok(())
}

pub fn tell(vm: &Vm, this: &Ref<PyTextIOWrapper>) -> PyResult<Value> {
    let buffer = this.open_stream(vm)?;
    if !this.seekable.get() {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    if !this.telling.get() {
        return Err(vm.raise_class(&vm.exceptions().OSError, "telling position disabled by next() call"));
    }
    super::write::flush_pending(vm, this, &buffer)?;
    vm.call_method_ref(this.as_value(), &vm.names().flush, &[])?;
    let end = stream_position(vm, &buffer)?;
    let (input, used, flag) = {
        let decoded = this.decoded.borrow();
        (decoded.input.clone(), decoded.position, decoded.decoder_flag)
    };
    if input.is_empty() {
        return Ok(vm.int(end));
    }
    let start = end - input.len() as i64;
    if this.codec.get() != Codec::Other {
        return Ok(vm.int(start + bytes_of_text(vm, this, &input, used)? as i64));
    }
    let characters = this.decoded.borrow().text[..used].iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
    if characters == 0 && flag == 0 {
        return Ok(vm.int(start));
    }
    let cookie = BigInt::from(start)
        | BigInt::from(flag) << 64
        | BigInt::from(input.len()) << 128
        | BigInt::from(characters) << 192;
    Ok(vm.big_int(cookie))
}

/// How many bytes of `input` make the first `wanted` bytes of text.
fn bytes_of_text(vm: &Vm, this: &PyTextIOWrapper, input: &[u8], wanted: usize) -> PyResult<usize> {
    let errors = this.errors.get();
    let newline = this.newline.get();
    let text_length = |end: usize| -> PyResult<usize> {
        let mut text = Vec::with_capacity(end);
        codec::decode(vm, this.codec.get(), &input[..end], &errors, false, &mut text)?;
        if newline.is_universal() {
            text = State::default().feed(&text, false, newline == Newline::Universal);
        }
        Ok(text.len())
    };
    let (mut low, mut high) = (0, input.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if text_length(middle)? < wanted { low = middle + 1 } else { high = middle }
    }
    Ok(low)
}

pub fn seek(vm: &Vm, this: &Ref<PyTextIOWrapper>, cookie: &Value, whence: i64) -> PyResult<Value> {
    let buffer = this.open_stream(vm)?;
    if !this.seekable.get() {
        return Err(unsupported(vm, "underlying stream is not seekable"));
    }
    let mut cookie = vm.index(cookie)?;
    let is_zero = int::as_int(&cookie).is_some_and(|cookie| cookie.is_zero());
    match whence {
        0 => {}
        1 => {
            if !is_zero {
                return Err(unsupported(vm, "can't do nonzero cur-relative seeks"));
            }
            cookie = vm.call_method_ref(this.as_value(), &vm.names().tell, &[])?;
        }
        2 => {
            if !is_zero {
                return Err(unsupported(vm, "can't do nonzero end-relative seeks"));
            }
            vm.call_method_ref(this.as_value(), &vm.names().flush, &[])?;
            forget(vm, this)?;
            let end = vm.call_method_ref(&buffer, &vm.names().seek, &[vm.int(0), vm.int(2)])?;
            let at_start = vm.is_equal(&end, &vm.int(0))?;
            reset_encoder(vm, this, at_start)?;
            return Ok(end);
        }
        other => return Err(vm.value_error(format!("invalid whence ({other}, should be 0, 1 or 2)"))),
    }
    let big = int::as_int(&cookie).map(|cookie| cookie.to_big().into_owned()).unwrap_or_default();
    if big.sign() == num_bigint::Sign::Minus {
        return Err(vm.value_error(format!("negative seek position {big}")));
    }
    vm.call_method_ref(this.as_value(), &vm.names().flush, &[])?;
    restore(vm, this, &buffer, &big)?;
    Ok(cookie)
}

fn forget(vm: &Vm, this: &PyTextIOWrapper) -> PyResult<()> {
    this.decoded.take();
    this.newlines.set(State { pending_cr: false, ..this.newlines.get() });
    match this.decoder.get() {
        Some(decoder) => vm.call_method_ref(&decoder, &vm.names().reset, &[]).map(drop),
        None => Ok(()),
    }
}

fn reset_encoder(vm: &Vm, this: &PyTextIOWrapper, at_start: bool) -> PyResult<()> {
    let Some(encoder) = this.encoder.get() else { return Ok(()) };
    if at_start {
        vm.call_method_ref(&encoder, &vm.names().reset, &[])?;
    } else {
        vm.call_method_ref(&encoder, &vm.names().setstate, &[vm.int(0)])?;
    }
    Ok(())
}

fn restore(vm: &Vm, this: &Ref<PyTextIOWrapper>, buffer: &Value, cookie: &BigInt) -> PyResult<()> {
    let part = |shift: u32| (cookie >> shift & BigInt::from(u64::MAX)).to_u64().unwrap_or(0);
    let (start, flag, length, characters) = (part(0), part(64), part(128), part(192));
    vm.call_method_ref(buffer, &vm.names().seek, &[vm.int_from(start)])?;
    forget(vm, this)?;
    if let Some(decoder) = this.decoder.get()
        && (flag != 0 || length != 0)
    {
        let state = vm.tuple(vec![vm.bytes(b""), vm.int_from(flag)]);
        vm.call_method_ref(&decoder, &vm.names().setstate, &[state])?;
        this.decoded.set(Decoded { decoder_flag: flag as i64, ..Decoded::default() });
        if length != 0 {
            let bytes = vm.call_method_ref(buffer, &vm.names().read, &[vm.int_from(length)])?;
            let bytes = buffers::bytes_like(vm, &bytes)?;
            this.decode_more(vm, bytes.as_bytes().to_vec(), false)?;
            let mut decoded = this.decoded.borrow_mut();
            let skipped: usize = decoded
                .text
                .iter()
                .enumerate()
                .filter(|(_, byte)| **byte & 0xC0 != 0x80)
                .nth(characters as usize)
                .map_or(decoded.text.len(), |(offset, _)| offset);
            decoded.position = skipped;
        }
    }
    reset_encoder(vm, this, start == 0 && flag == 0)
}

pub fn truncate(vm: &Vm, this: &Ref<PyTextIOWrapper>, size: &Value) -> PyResult<Value> {
    let buffer = this.stream(vm)?;
    vm.call_method_ref(this.as_value(), &vm.names().flush, &[])?;
    vm.call_method_ref(&buffer, &vm.names().truncate, std::slice::from_ref(&size))
}
