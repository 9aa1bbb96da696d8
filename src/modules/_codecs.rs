//! `_codecs`: the registry, and the native codecs as functions. What they do is in `builtins/codecs`.

use super::NativeModule;
use crate::builtins::buffer;
use crate::builtins::bytes::PyBytes;
use crate::builtins::codecs::errors::Errors;
use crate::builtins::codecs::wide::{self, Order};
use crate::builtins::codecs::{charmap, escape, pair, registry, single, utf8};
use crate::builtins::str::PyStr;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule { functions: FUNCTIONS, ..NativeModule::of("_codecs") };

static FUNCTIONS: &[Native] = &[
    function("register(search_function, /)", "Register a codec search function.", wrap(register)),
    function(
        "unregister(search_function, /)",
        "Unregister a codec search function and clear the registry's cache.",
        wrap(unregister),
    ),
    function(
        "lookup(encoding, /)",
        "Looks up a codec tuple in the Python codec registry and returns a CodecInfo object.",
        wrap(registry_lookup),
    ),
    function(
        "encode(obj, encoding='utf-8', errors='strict')",
        "Encodes obj using the codec registered for encoding.",
        wrap(encode),
    ),
    function(
        "decode(obj, encoding='utf-8', errors='strict')",
        "Decodes obj using the codec registered for encoding.",
        wrap(decode),
    ),
    function(
        "register_error(errors, handler, /)",
        "Register the specified error handler under the name errors.",
        wrap(register_error),
    ),
    function(
        "_unregister_error(errors, /)",
        "Un-register the specified error handler for the error handling `errors'.",
        wrap(unregister_error),
    ),
    function(
        "lookup_error(name, /)",
        "Return the error handler for the specified error handling name.",
        wrap(lookup_error),
    ),
    function("escape_encode(data, errors=None, /)", "", wrap(escape_encode)),
    function("escape_decode(data, errors=None, /)", "", wrap(escape_decode)),
    function("utf_8_encode(str, errors=None, /)", "", wrap(utf_8_encode)),
    function("utf_8_decode(data, errors=None, final=False, /)", "", wrap(utf_8_decode)),
    function("utf_7_encode(str, errors=None, /)", "", wrap(utf_7_encode)),
    function("utf_7_decode(data, errors=None, final=False, /)", "", wrap(utf_7_decode)),
    function("utf_16_encode(str, errors=None, byteorder=0, /)", "", wrap(utf_16_encode)),
    function("utf_16_le_encode(str, errors=None, /)", "", wrap(utf_16_le_encode)),
    function("utf_16_be_encode(str, errors=None, /)", "", wrap(utf_16_be_encode)),
    function("utf_16_decode(data, errors=None, final=False, /)", "", wrap(utf_16_decode)),
    function("utf_16_le_decode(data, errors=None, final=False, /)", "", wrap(utf_16_le_decode)),
    function("utf_16_be_decode(data, errors=None, final=False, /)", "", wrap(utf_16_be_decode)),
    function("utf_16_ex_decode(data, errors=None, byteorder=0, final=False, /)", "", wrap(utf_16_ex_decode)),
    function("utf_32_encode(str, errors=None, byteorder=0, /)", "", wrap(utf_32_encode)),
    function("utf_32_le_encode(str, errors=None, /)", "", wrap(utf_32_le_encode)),
    function("utf_32_be_encode(str, errors=None, /)", "", wrap(utf_32_be_encode)),
    function("utf_32_decode(data, errors=None, final=False, /)", "", wrap(utf_32_decode)),
    function("utf_32_le_decode(data, errors=None, final=False, /)", "", wrap(utf_32_le_decode)),
    function("utf_32_be_decode(data, errors=None, final=False, /)", "", wrap(utf_32_be_decode)),
    function("utf_32_ex_decode(data, errors=None, byteorder=0, final=False, /)", "", wrap(utf_32_ex_decode)),
    function("unicode_escape_encode(str, errors=None, /)", "", wrap(unicode_escape_encode)),
    function("unicode_escape_decode(data, errors=None, final=True, /)", "", wrap(unicode_escape_decode)),
    function("raw_unicode_escape_encode(str, errors=None, /)", "", wrap(raw_unicode_escape_encode)),
    function("raw_unicode_escape_decode(data, errors=None, final=True, /)", "", wrap(raw_unicode_escape_decode)),
    function("latin_1_encode(str, errors=None, /)", "", wrap(latin_1_encode)),
    function("latin_1_decode(data, errors=None, /)", "", wrap(latin_1_decode)),
    function("ascii_encode(str, errors=None, /)", "", wrap(ascii_encode)),
    function("ascii_decode(data, errors=None, /)", "", wrap(ascii_decode)),
    function("charmap_encode(str, errors=None, mapping=None, /)", "", wrap(charmap_encode)),
    function("charmap_decode(data, errors=None, mapping=None, /)", "", wrap(charmap_decode)),
    function("charmap_build(map, /)", "", wrap(charmap_build)),
    function("readbuffer_encode(data, errors=None, /)", "", wrap(readbuffer_encode)),
];

type Name<'a> = Option<&'a Ref<PyStr>>;

fn errors_of<'a>(errors: Name<'a>) -> Errors<'a> {
    Errors::named(errors.map_or(b"strict".as_slice(), |errors| errors.as_bytes()))
}

// ---- the registry

fn register(vm: &Vm, search: &Value) -> PyResult<()> {
    registry::register(vm, search)
}

fn unregister(vm: &Vm, search: &Value) {
    registry::unregister(vm, search);
}

fn registry_lookup(vm: &Vm, encoding: &Ref<PyStr>) -> PyResult<Value> {
    registry::lookup(vm, encoding)
}

fn encode(vm: &Vm, object: &Value, encoding: &Ref<PyStr>, errors: &Ref<PyStr>) -> PyResult<Value> {
    registry::run(vm, encoding, errors, object, true, false)
}

fn decode(vm: &Vm, object: &Value, encoding: &Ref<PyStr>, errors: &Ref<PyStr>) -> PyResult<Value> {
    registry::run(vm, encoding, errors, object, false, false)
}

fn register_error(vm: &Vm, name: &Ref<PyStr>, handler: &Value) -> PyResult<()> {
    registry::register_error(vm, name.as_bytes(), handler)
}

fn unregister_error(vm: &Vm, name: &Ref<PyStr>) -> PyResult<bool> {
    registry::unregister_error(vm, name.as_bytes())
}

fn lookup_error(vm: &Vm, name: &Ref<PyStr>) -> PyResult<Value> {
    registry::lookup_error(vm, name.as_bytes())
}

// ---- results

fn encoded(vm: &Vm, text: &PyStr, bytes: PyResult<Vec<u8>>) -> PyResult<Value> {
    bytes.map(|bytes| pair(vm, vm.bytes(&bytes), text.len()))
}

/// The bytes of an argument to decode: a str counts as its UTF-8 where escapes are decoded.
fn input(vm: &Vm, data: &Value) -> PyResult<Vec<u8>> {
    if let Some(bytes) = data.downcast_exact::<PyBytes>() {
        return Ok(bytes.as_bytes().to_vec());
    }
    Ok(vm.buffer_of(data)?.to_vec())
}

fn text_input(vm: &Vm, data: &Value) -> PyResult<Vec<u8>> {
    match data.downcast::<PyStr>() {
        Some(text) if text.has_surrogates() => Err(vm.surrogates_not_allowed(text)),
        Some(text) => Ok(text.as_bytes().to_vec()),
        None => input(vm, data),
    }
}

// ---- UTF-8, and codecs of one byte

fn utf_8_encode(vm: &Vm, text: &Ref<PyStr>, errors: Name) -> PyResult<Value> {
    encoded(vm, text, utf8::encode(vm, text, &errors_of(errors)))
}

fn utf_8_decode(vm: &Vm, data: &Value, errors: Name, last: bool) -> PyResult<Value> {
    let (text, taken) = utf8::decode(vm, &input(vm, data)?, &errors_of(errors), last)?;
    Ok(pair(vm, text.into_value(), taken))
}

fn latin_1_encode(vm: &Vm, text: &Ref<PyStr>, errors: Name) -> PyResult<Value> {
    encoded(vm, text, single::encode_latin1(vm, text, &errors_of(errors)))
}

fn latin_1_decode(vm: &Vm, data: &Value, _errors: Name) -> PyResult<Value> {
    let (text, taken) = single::decode_latin1(&input(vm, data)?);
    Ok(pair(vm, text.into_value(), taken))
}

fn ascii_encode(vm: &Vm, text: &Ref<PyStr>, errors: Name) -> PyResult<Value> {
    encoded(vm, text, single::encode_ascii(vm, text, &errors_of(errors)))
}

fn ascii_decode(vm: &Vm, data: &Value, errors: Name) -> PyResult<Value> {
    let (text, taken) = single::decode_ascii(vm, &input(vm, data)?, &errors_of(errors))?;
    Ok(pair(vm, text.into_value(), taken))
}

fn utf_7_encode(vm: &Vm, _text: &Ref<PyStr>, _errors: Name) -> PyResult<Value> {
    Err(vm.not_implemented_error("Coil does not have the utf-7 codec yet"))
}

fn utf_7_decode(vm: &Vm, _data: &Value, _errors: Name, _last: bool) -> PyResult<Value> {
    Err(vm.not_implemented_error("Coil does not have the utf-7 codec yet"))
}

// ---- UTF-16 and UTF-32

fn encode_wide(vm: &Vm, text: &Ref<PyStr>, errors: Name, width: usize, order: Order) -> PyResult<Value> {
    encoded(vm, text, wide::encode(vm, text, &errors_of(errors), width, order))
}

fn decode_wide(vm: &Vm, data: &Value, errors: Name, width: usize, order: Order, last: bool) -> PyResult<wide::Decoded> {
    wide::decode(vm, &input(vm, data)?, &errors_of(errors), width, order, last)
}

macro_rules! wide_codecs {
    ($($encode:ident $decode:ident $width:literal $order:expr;)*) => {
        $(
            fn $encode(vm: &Vm, text: &Ref<PyStr>, errors: Name) -> PyResult<Value> {
                encode_wide(vm, text, errors, $width, $order)
            }

            fn $decode(vm: &Vm, data: &Value, errors: Name, last: bool) -> PyResult<Value> {
                let (text, taken, _) = decode_wide(vm, data, errors, $width, $order, last)?;
                Ok(pair(vm, text.into_value(), taken))
            }
        )*
    };
}
wide_codecs! {
    utf_16_le_encode utf_16_le_decode 2 Order::Little;
    utf_16_be_encode utf_16_be_decode 2 Order::Big;
    utf_32_le_encode utf_32_le_decode 4 Order::Little;
    utf_32_be_encode utf_32_be_decode 4 Order::Big;
}

fn utf_16_encode(vm: &Vm, text: &Ref<PyStr>, errors: Name, order: i64) -> PyResult<Value> {
    encode_wide(vm, text, errors, 2, Order::from_number(order))
}

fn utf_32_encode(vm: &Vm, text: &Ref<PyStr>, errors: Name, order: i64) -> PyResult<Value> {
    encode_wide(vm, text, errors, 4, Order::from_number(order))
}

fn utf_16_decode(vm: &Vm, data: &Value, errors: Name, last: bool) -> PyResult<Value> {
    let (text, taken, _) = decode_wide(vm, data, errors, 2, Order::Marked, last)?;
    Ok(pair(vm, text.into_value(), taken))
}

fn utf_32_decode(vm: &Vm, data: &Value, errors: Name, last: bool) -> PyResult<Value> {
    let (text, taken, _) = decode_wide(vm, data, errors, 4, Order::Marked, last)?;
    Ok(pair(vm, text.into_value(), taken))
}

fn decode_ex(vm: &Vm, data: &Value, errors: Name, width: usize, order: i64, last: bool) -> PyResult<Value> {
    let (text, taken, found) = decode_wide(vm, data, errors, width, Order::from_number(order), last)?;
    Ok(vm.tuple(vec![text.into_value(), vm.int_from(taken), vm.int(found.number())]))
}

fn utf_16_ex_decode(vm: &Vm, data: &Value, errors: Name, order: i64, last: bool) -> PyResult<Value> {
    decode_ex(vm, data, errors, 2, order, last)
}

fn utf_32_ex_decode(vm: &Vm, data: &Value, errors: Name, order: i64, last: bool) -> PyResult<Value> {
    decode_ex(vm, data, errors, 4, order, last)
}

// ---- escapes

fn unicode_escape_encode(vm: &Vm, text: &Ref<PyStr>, _errors: Name) -> PyResult<Value> {
    encoded(vm, text, Ok(escape::encode_unicode(text)))
}

fn raw_unicode_escape_encode(vm: &Vm, text: &Ref<PyStr>, _errors: Name) -> PyResult<Value> {
    encoded(vm, text, Ok(escape::encode_raw(text)))
}

fn unicode_escape_decode(vm: &Vm, data: &Value, errors: Name, last: bool) -> PyResult<Value> {
    let bytes = text_input(vm, data)?;
    let (text, taken, invalid) = escape::decode(vm, &bytes, &errors_of(errors), false, last)?;
    if let Some(offset) = invalid {
        warn_invalid(vm, &bytes[offset..], "")?;
    }
    Ok(pair(vm, text.into_value(), taken))
}

/// An escape that means nothing stays, with a warning.
fn warn_invalid(vm: &Vm, escape: &[u8], prefix: &str) -> PyResult<()> {
    let octal: Vec<u8> = escape[1..].iter().take(3).take_while(|byte| byte.is_ascii_digit()).copied().collect();
    let message = match octal.as_slice() {
        [] => format!(
            "{prefix}\"\\{}\" is an invalid escape sequence. Such sequences will not work in the future. ",
            escape[1] as char
        ),
        digits => format!(
            "{prefix}\"\\{}\" is an invalid octal escape sequence. Such sequences will not work in the future. ",
            String::from_utf8_lossy(digits)
        ),
    };
    let warn = vm.import_attr("warnings", "warn")?;
    vm.call(&warn, &[vm.str(&message), vm.exceptions().DeprecationWarning.to_value()]).map(drop)
}

fn raw_unicode_escape_decode(vm: &Vm, data: &Value, errors: Name, last: bool) -> PyResult<Value> {
    let bytes = text_input(vm, data)?;
    let (text, taken, _) = escape::decode(vm, &bytes, &errors_of(errors), true, last)?;
    Ok(pair(vm, text.into_value(), taken))
}

fn escape_encode(vm: &Vm, data: &Ref<PyBytes>, _errors: Name) -> Value {
    pair(vm, vm.bytes(&escape::escape_bytes(data.as_bytes())), data.len())
}

fn escape_decode(vm: &Vm, data: &Value, errors: Name) -> PyResult<Value> {
    let bytes = text_input(vm, data)?;
    let errors = errors.map_or(b"strict".as_slice(), |errors| errors.as_bytes());
    let (plain, invalid) = escape::unescape_bytes(vm, &bytes, errors)?;
    if let Some(offset) = invalid {
        warn_invalid(vm, &bytes[offset..], "b")?;
    }
    Ok(pair(vm, vm.bytes(&plain), bytes.len()))
}

// ---- tables

fn charmap_encode(vm: &Vm, text: &Ref<PyStr>, errors: Name, mapping: &Value) -> PyResult<Value> {
    if mapping.is_none() {
        return latin_1_encode(vm, text, errors);
    }
    encoded(vm, text, charmap::encode(vm, text, &errors_of(errors), mapping))
}

fn charmap_decode(vm: &Vm, data: &Value, errors: Name, mapping: &Value) -> PyResult<Value> {
    if mapping.is_none() {
        return latin_1_decode(vm, data, errors);
    }
    let bytes = input(vm, data)?;
    let text = charmap::decode(vm, &bytes, &errors_of(errors), mapping)?;
    Ok(pair(vm, text.into_value(), bytes.len()))
}

fn charmap_build(vm: &Vm, map: &Ref<PyStr>) -> PyResult<Value> {
    charmap::build(vm, map)
}

fn readbuffer_encode(vm: &Vm, data: &Value, _errors: Name) -> PyResult<Value> {
    let bytes = match data.downcast::<PyStr>() {
        Some(_) => text_input(vm, data)?,
        None => buffer::copied(vm, data)?.ok_or_else(|| {
            vm.type_error(format!("a bytes-like object is required, not '{}'", class_ref(data).name()))
        })?,
    };
    Ok(pair(vm, vm.bytes(&bytes), bytes.len()))
}
