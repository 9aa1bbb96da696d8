//! `unicodedata`: what the Unicode character database says about characters.
//!
//! Categories and numeric values come from the tables of `str`, names and normal forms from crates.

use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

use super::NativeModule;
use crate::builtins::str::{CodePoints, PyStr, encode, unicode};
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters.",
    functions: FUNCTIONS,
    init: |vm, module| {
        module.dict.set_name(vm, "unidata_version", vm.str("16.0.0"));
        Ok(())
    },
    ..NativeModule::of("unicodedata")
};

static FUNCTIONS: &[Native] = &[
    function(
        "category(chr, /)",
        "Returns the general category assigned to the character chr as string.",
        wrap(category),
    ),
    function(
        "combining(chr, /)",
        "Returns the canonical combining class assigned to the character chr as integer.",
        wrap(combining),
    ),
    function(
        "decimal(chr, default=<unrepresentable>, /)",
        "Converts a Unicode character into its equivalent decimal value.",
        wrap(decimal),
    ),
    function(
        "digit(chr, default=<unrepresentable>, /)",
        "Converts a Unicode character into its equivalent digit value.",
        wrap(digit),
    ),
    function(
        "numeric(chr, default=<unrepresentable>, /)",
        "Converts a Unicode character into its equivalent numeric value.",
        wrap(numeric),
    ),
    function(
        "name(chr, default=<unrepresentable>, /)",
        "Returns the name assigned to the character chr as a string.",
        wrap(name),
    ),
    function("lookup(name, /)", "Look up character by name.", wrap(lookup)),
    function(
        "normalize(form, unistr, /)",
        "Return the normal form 'form' for the Unicode string unistr.",
        wrap(normalize),
    ),
    function(
        "is_normalized(form, unistr, /)",
        "Return whether the Unicode string unistr is in the normal form 'form'.",
        wrap(is_normalized),
    ),
    function(
        "bidirectional(chr, /)",
        "Returns the bidirectional class assigned to the character chr as string.",
        wrap(missing),
    ),
    function(
        "mirrored(chr, /)",
        "Returns the mirrored property assigned to the character chr as integer.",
        wrap(missing),
    ),
    function(
        "east_asian_width(chr, /)",
        "Returns the east asian width assigned to the character chr as string.",
        wrap(missing),
    ),
    function(
        "decomposition(chr, /)",
        "Returns the character decomposition mapping assigned to the character chr as string.",
        wrap(missing),
    ),
];

fn missing(vm: &Vm, _chr: &Value) -> PyResult<()> {
    Err(vm.not_implemented_error("Coil does not have this character property yet"))
}

/// The one character of an argument.
fn character(vm: &Vm, function: &str, position: &str, value: &Value) -> PyResult<u32> {
    match value.downcast::<PyStr>() {
        Some(text) if text.len() == 1 => Ok(text.code_point(0)),
        Some(text) => {
            let length = text.len();
            Err(vm.type_error(format!(
                "{function}(): argument{position} must be a unicode character, not a string of length {length}"
            )))
        }
        None => {
            let name = class_ref(value).name();
            Err(vm.type_error(format!("{function}() argument{position} must be a unicode character, not {name}")))
        }
    }
}

fn category(vm: &Vm, chr: &Value) -> PyResult<&'static str> {
    Ok(unicode::category(character(vm, "category", "", chr)?))
}

fn combining(vm: &Vm, chr: &Value) -> PyResult<i64> {
    let point = character(vm, "combining", "", chr)?;
    Ok(char::from_u32(point).map_or(0, |character| canonical_combining_class(character) as i64))
}

/// The value found, else the default, else a ValueError.
fn or_default(vm: &Vm, found: Option<Value>, default: Option<&Value>, message: &str) -> PyResult<Value> {
    found.or_else(|| default.cloned()).ok_or_else(|| vm.value_error(message))
}

fn decimal(vm: &Vm, chr: &Value, default: Option<&Value>) -> PyResult<Value> {
    let value = unicode::decimal(character(vm, "decimal", " 1", chr)?);
    or_default(vm, value.map(|value| vm.int(value as i64)), default, "not a decimal")
}

fn digit(vm: &Vm, chr: &Value, default: Option<&Value>) -> PyResult<Value> {
    let value = unicode::digit(character(vm, "digit", " 1", chr)?);
    or_default(vm, value.map(|value| vm.int(value as i64)), default, "not a digit")
}

fn numeric(vm: &Vm, chr: &Value, default: Option<&Value>) -> PyResult<Value> {
    let value = unicode::numeric(character(vm, "numeric", " 1", chr)?);
    let value = value.map(|(numerator, denominator)| Value::float(numerator as f64 / denominator as f64));
    or_default(vm, value, default, "not a numeric character")
}

fn name(vm: &Vm, chr: &Value, default: Option<&Value>) -> PyResult<Value> {
    let point = character(vm, "name", " 1", chr)?;
    let name = char::from_u32(point).and_then(unicode_names2::name);
    or_default(vm, name.map(|name| vm.str(&name.to_string())), default, "no such name")
}

fn lookup(vm: &Vm, name: &Ref<PyStr>) -> PyResult<Value> {
    let text = name.to_text();
    match unicode_names2::character(&text) {
        Some(character) => Ok(vm.character(character as u32).into_value()),
        None => {
            let message = vm.str(&format!("undefined character name '{text}'"));
            Err(vm.key_error(&message))
        }
    }
}

/// Normalises the runs between lone surrogates.
fn normal_form(vm: &Vm, form: &PyStr, text: &PyStr) -> PyResult<Vec<u8>> {
    let mut normal = Vec::with_capacity(text.as_bytes().len());
    let mut run = String::new();
    let flush = |run: &mut String, normal: &mut Vec<u8>| {
        let result: String = match form.as_bytes() {
            b"NFC" => run.nfc().collect(),
            b"NFD" => run.nfd().collect(),
            b"NFKC" => run.nfkc().collect(),
            b"NFKD" => run.nfkd().collect(),
            _ => return Err(vm.value_error("invalid normalization form")),
        };
        normal.extend_from_slice(result.as_bytes());
        run.clear();
        Ok(())
    };
    for point in CodePoints(text.as_bytes()) {
        match char::from_u32(point) {
            Some(character) => run.push(character),
            None => {
                flush(&mut run, &mut normal)?;
                encode(point, &mut normal);
            }
        }
    }
    flush(&mut run, &mut normal)?;
    Ok(normal)
}

fn normalize(vm: &Vm, form: &Ref<PyStr>, text: &Ref<PyStr>) -> PyResult<Ref<PyStr>> {
    let normal = normal_form(vm, form, text)?;
    Ok(if normal == text.as_bytes() { text.clone() } else { PyStr::from_wtf8(&normal) })
}

fn is_normalized(vm: &Vm, form: &Ref<PyStr>, text: &Ref<PyStr>) -> PyResult<bool> {
    Ok(normal_form(vm, form, text)? == text.as_bytes())
}
