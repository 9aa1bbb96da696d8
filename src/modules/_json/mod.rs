//! `_json`: the fast halves of `json`: texts and strings to objects ([`scanner`], [`strings`]), objects to text
//! ([`encoder`]).

mod encoder;
mod scanner;
mod strings;

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::native::{PyResult, Raised, function, wrap};
use crate::object::types::builtin;
use crate::object::{Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

pub static SPECS: &[&TypeSpec] = &[&scanner::SCANNER, &encoder::ENCODER];

pub static MODULE: NativeModule = NativeModule {
    doc: "json speedups\n",
    functions: &[
        function(
            "scanstring(string, end, strict=True, /)",
            "scanstring(string, end, strict=True) -> (string, end)\n\nScan the string s for a JSON string. End is the index of the\ncharacter in s after the quote that started the JSON string.\nUnescapes all valid JSON string escape sequences and raises ValueError\non attempt to decode an invalid string. If strict is False then literal\ncontrol characters are allowed in the string.\n\nReturns a tuple of the decoded string and the index of the character in s\nafter the end quote.",
            wrap(strings::scanstring),
        ),
        function(
            "encode_basestring_ascii(string, /)",
            "encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string",
            wrap(|vm: &Vm, string: &Value| strings::encode(vm, string, true)),
        ),
        function(
            "encode_basestring(string, /)",
            "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string",
            wrap(|vm: &Vm, string: &Value| strings::encode(vm, string, false)),
        ),
    ],
    init,
    ..NativeModule::of("_json")
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "make_scanner", builtin(shape::JSON_SCANNER).into_value());
    module.dict.set_name(vm, "make_encoder", builtin(shape::JSON_ENCODER).into_value());
    Ok(())
}

/// Raises `json.JSONDecodeError` about the character at a byte offset.
#[cold]
fn decode_error(vm: &Vm, message: &str, text: &Ref<PyStr>, offset: usize) -> Raised {
    let raised = || -> PyResult<Raised> {
        let class = vm.import_attr("json.decoder", "JSONDecodeError")?;
        let position = vm.int_from(text.char_index(offset));
        Ok(vm.raise(vm.call(&class, &[vm.str(message), text.to_value(), position])?))
    };
    raised().unwrap_or_else(|raised| raised)
}

/// The index of a text as a byte offset; ValueError if it lies outside.
fn offset_of(text: &Ref<PyStr>, index: isize) -> Option<usize> {
    let index = usize::try_from(index).ok()?;
    (index <= text.len()).then(|| text.byte_offset(index))
}

/// A text and the index behind it, as Python code gets them.
fn with_end(vm: &Vm, value: Value, text: &PyStr, offset: usize) -> Value {
    vm.tuple(vec![value, vm.int_from(text.char_index(offset))])
}
