//! Codecs: str to bytes and back. The native ones are here, as are the error handlers; others are found through the
//! registry, in which `encodings` registers its search function. The Python face of all this is `modules/_codecs`.

pub mod charmap;
pub mod errors;
pub mod escape;
pub mod registry;
pub mod single;
pub mod utf8;
pub mod wide;

use crate::builtins::bytes::PyBytes;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;
use errors::Errors;

/// The encodings for which `str.encode` and `bytes.decode` need no registry.
enum Known {
    Utf8,
    Ascii,
    Latin1,
}

/// The encoding of a name, whatever its case and punctuation.
fn known(name: &[u8]) -> Option<Known> {
    let plain: Vec<u8> = name.iter().map(|byte| if *byte == b'_' { b'-' } else { byte.to_ascii_lowercase() }).collect();
    Some(match plain.as_slice() {
        b"utf-8" | b"utf8" | b"u8" | b"cp65001" => Known::Utf8,
        b"ascii" | b"us-ascii" | b"646" => Known::Ascii,
        b"latin-1" | b"latin1" | b"iso-8859-1" | b"iso8859-1" | b"8859" | b"cp819" | b"l1" => Known::Latin1,
        _ => return None,
    })
}

/// `text.encode(encoding, errors)`: a bytes object.
pub fn encode_str(vm: &Vm, text: &Ref<PyStr>, encoding: &Ref<PyStr>, errors: &Ref<PyStr>) -> PyResult<Value> {
    let handler = Errors::named(errors.as_bytes());
    match known(encoding.as_bytes()) {
        Some(Known::Utf8) if !text.has_surrogates() => return Ok(vm.bytes(text.as_bytes())),
        Some(Known::Utf8) => return utf8::encode(vm, text, &handler).map(|bytes| vm.bytes(&bytes)),
        Some(_) if text.is_ascii() => return Ok(vm.bytes(text.as_bytes())),
        Some(Known::Ascii) => return single::encode_ascii(vm, text, &handler).map(|bytes| vm.bytes(&bytes)),
        Some(Known::Latin1) => return single::encode_latin1(vm, text, &handler).map(|bytes| vm.bytes(&bytes)),
        None => {}
    }
    let result = registry::run(vm, encoding, errors, text.as_value(), true, true)?;
    if result.downcast::<PyBytes>().is_some() {
        return Ok(result);
    }
    let name = class_ref(&result).name();
    Err(vm.type_error(format!(
        "'{encoding}' encoder returned '{name}' instead of 'bytes'; use codecs.encode() to encode to arbitrary types"
    )))
}

/// `object.decode(encoding, errors)`; `bytes` is the content of `object`.
pub fn decode_object(
    vm: &Vm,
    object: &Value,
    bytes: &[u8],
    encoding: Option<&Ref<PyStr>>,
    errors: Option<&Ref<PyStr>>,
) -> PyResult<Ref<PyStr>> {
    let handler = Errors::named(errors.map_or(b"strict".as_slice(), |errors| errors.as_bytes()));
    let decoded = match encoding.map_or(Some(Known::Utf8), |encoding| known(encoding.as_bytes())) {
        Some(Known::Utf8) => utf8::decode(vm, bytes, &handler, true)?,
        Some(Known::Ascii) => single::decode_ascii(vm, bytes, &handler)?,
        Some(Known::Latin1) => single::decode_latin1(bytes),
        None => {
            let utf8 = vm.intern("utf-8");
            let strict = vm.intern("strict");
            let encoding = encoding.unwrap_or(&utf8);
            let result = registry::run(vm, encoding, errors.unwrap_or(&strict), object, false, true)?;
            return result.into_ref::<PyStr>().map_err(|other| {
                let name = class_ref(&other).name();
                vm.type_error(format!(
                    "'{encoding}' decoder returned '{name}' instead of 'str'; use codecs.decode() to decode to arbitrary types"
                ))
            });
        }
    };
    Ok(decoded.0)
}

/// A result pair of a codec function: what it made, and how much it took.
pub fn pair(vm: &Vm, made: Value, taken: usize) -> Value {
    PyTuple::new([made, vm.int_from(taken)]).into_value()
}
