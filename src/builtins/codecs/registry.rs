//! The codec registry: search functions, found codecs, error handlers.

use super::errors::{
    BUILTINS, Builtin, DecodeFailure, EncodeFailure, Replacement, cannot_handle, replace_bytes, replace_characters,
    replace_translated,
};
use crate::builtins::bytes::PyBytes;
use crate::builtins::exception::PyException;
use crate::builtins::function::PyNative;
use crate::builtins::int::{IntRef, as_int};
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, Raised, function, wrap};
use crate::object::{PyCell, Ref, Value};
use crate::vm::Vm;
use std::cell::Cell;

/// What is registered, per interpreter.
#[derive(Default)]
pub struct Registry {
    started: Cell<bool>,
    pub search: PyCell<Vec<Value>>,
    found: PyCell<Vec<(String, Value)>>,
    handlers: PyCell<Vec<(Vec<u8>, Value)>>,
}

pub fn registry(vm: &Vm) -> &'static Registry {
    crate::vm::handle::module_state::<Registry>(vm, "codecs.registry")
}

/// `codecs.register`.
pub fn register(vm: &Vm, search: &Value) -> PyResult<()> {
    if !vm.is_callable(search) {
        return Err(vm.type_error("argument must be callable"));
    }
    start(vm)?;
    registry(vm).search.borrow_mut().push(search.clone());
    Ok(())
}

/// Imports the package `encodings`, whose search function is asked before all others. It registers that itself.
fn start(vm: &Vm) -> PyResult<()> {
    if !registry(vm).started.replace(true) {
        vm.import("encodings")?;
    }
    Ok(())
}

/// `codecs.unregister`.
pub fn unregister(vm: &Vm, search: &Value) {
    let registry = registry(vm);
    let mut functions = registry.search.get();
    if let Some(index) = functions.iter().position(|known| known.is(search)) {
        functions.remove(index);
        registry.search.set(functions);
        registry.found.set(Vec::new());
    }
}

/// The codec of a name: a tuple whose first items are encoder and decoder.
pub fn lookup(vm: &Vm, encoding: &Ref<PyStr>) -> PyResult<Value> {
    let name = encoding.to_text().to_lowercase().replace(' ', "_");
    let registry = registry(vm);
    let known = registry.found.borrow().iter().find(|(known, _)| *known == name).map(|(_, codec)| codec.clone());
    if let Some(codec) = known {
        return Ok(codec);
    }
    start(vm)?;
    let functions = registry.search.get();
    for search in functions {
        let codec = vm.call(&search, &[vm.str(&name)])?;
        if codec.is_none() {
            continue;
        }
        if codec.downcast::<PyTuple>().is_none_or(|codec| codec.len() != 4) {
            return Err(vm.type_error("codec search functions must return 4-tuples"));
        }
        registry.found.borrow_mut().push((name, codec.clone()));
        return Ok(codec);
    }
    Err(vm.lookup_error(format!("unknown encoding: {encoding}")))
}

/// Encodes or decodes through the registry. `text_only`: the codec must be one between str and bytes.
pub fn run(
    vm: &Vm,
    encoding: &Ref<PyStr>,
    errors: &Ref<PyStr>,
    input: &Value,
    encoding_it: bool,
    text_only: bool,
) -> PyResult<Value> {
    let codec = lookup(vm, encoding)?;
    if text_only
        && let Some(flag) = vm.get_attr_opt(&codec, &vm.intern("_is_text_encoding"))?
        && !vm.truth(&flag)?
    {
        let function = if encoding_it { "codecs.encode()" } else { "codecs.decode()" };
        return Err(
            vm.lookup_error(format!("'{encoding}' is not a text encoding; use {function} to handle arbitrary codecs"))
        );
    }
    let direction = if encoding_it { "encoder" } else { "decoder" };
    let function = vm.get_item(&codec, &vm.int(if encoding_it { 0 } else { 1 }))?;
    let result = vm.call(&function, &[input.clone(), errors.to_value()])?;
    match result.downcast::<PyTuple>().map(|pair| pair.items()) {
        Some([made, _]) => Ok(made.clone()),
        _ => Err(vm.type_error(format!("{direction} must return a tuple (object, integer)"))),
    }
}

// ---- error handlers

/// `codecs.register_error`.
pub fn register_error(vm: &Vm, name: &[u8], handler: &Value) -> PyResult<()> {
    if !vm.is_callable(handler) {
        return Err(vm.type_error("handler must be callable"));
    }
    let registry = registry(vm);
    let mut handlers = registry.handlers.get();
    handlers.retain(|(known, _)| known != name);
    handlers.push((name.to_vec(), handler.clone()));
    registry.handlers.set(handlers);
    Ok(())
}

/// `codecs._unregister_error`.
pub fn unregister_error(vm: &Vm, name: &[u8]) -> PyResult<bool> {
    if BUILTINS.iter().any(|(known, _)| known.as_bytes() == name) {
        let name = String::from_utf8_lossy(name);
        return Err(vm.value_error(format!("cannot un-register built-in error handler '{name}'")));
    }
    let registry = registry(vm);
    let mut handlers = registry.handlers.get();
    let before = handlers.len();
    handlers.retain(|(known, _)| known != name);
    let removed = handlers.len() < before;
    registry.handlers.set(handlers);
    Ok(removed)
}

/// `codecs.lookup_error`.
pub fn lookup_error(vm: &Vm, name: &[u8]) -> PyResult<Value> {
    let known =
        registry(vm).handlers.borrow().iter().find(|(known, _)| known == name).map(|(_, handler)| handler.clone());
    if let Some(handler) = known {
        return Ok(handler);
    }
    let Some(index) = BUILTINS.iter().position(|(known, _)| known.as_bytes() == name) else {
        let name = String::from_utf8_lossy(name);
        return Err(vm.lookup_error(format!("unknown error handler name '{name}'")));
    };
    let handler = PyNative::function(&HANDLERS[index], None).into_value();
    registry(vm).handlers.borrow_mut().push((name.to_vec(), handler.clone()));
    Ok(handler)
}

/// The built-in handlers as functions, in the order of [`BUILTINS`].
static HANDLERS: [Native; 8] = [
    function(
        "strict_errors(exception, /)",
        "Implements the 'strict' error handling, which raises a UnicodeError on coding errors.",
        wrap(strict),
    ),
    function(
        "ignore_errors(exception, /)",
        "Implements the 'ignore' error handling, which ignores malformed data and continues.",
        wrap(ignore),
    ),
    function(
        "replace_errors(exception, /)",
        "Implements the 'replace' error handling, which replaces malformed data with a replacement marker.",
        wrap(replace),
    ),
    function(
        "backslashreplace_errors(exception, /)",
        "Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence.",
        wrap(backslashreplace),
    ),
    function(
        "xmlcharrefreplace_errors(exception, /)",
        "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML character reference.",
        wrap(xmlcharrefreplace),
    ),
    function(
        "namereplace_errors(exception, /)",
        "Implements the 'namereplace' error handling, which replaces an unencodable character with a \\N{...} escape sequence.",
        wrap(namereplace),
    ),
    function("surrogateescape(exception, /)", "", wrap(surrogateescape)),
    function("surrogatepass(exception, /)", "", wrap(surrogatepass)),
];

macro_rules! handlers {
    ($($name:ident $builtin:ident;)*) => {
        $(fn $name(vm: &Vm, exception: &Value) -> PyResult<Value> {
            handle(vm, Builtin::$builtin, exception)
        })*
    };
}
handlers! {
    ignore Ignore;
    replace Replace;
    backslashreplace BackslashReplace;
    xmlcharrefreplace XmlCharRefReplace;
    namereplace NameReplace;
    surrogateescape SurrogateEscape;
    surrogatepass SurrogatePass;
}

fn strict(vm: &Vm, exception: &Value) -> PyResult<Value> {
    match exception.downcast::<PyException>() {
        Some(_) => Err(vm.raise(exception.clone())),
        None => Err(vm.type_error("codec must pass exception instance")),
    }
}

fn index_attribute(vm: &Vm, exception: &Value, name: &str) -> PyResult<usize> {
    let value = vm.get_attr(exception, &vm.intern(name))?;
    Ok(match as_int(&value) {
        Some(IntRef::Small(index)) => index.max(0) as usize,
        _ => 0,
    })
}

/// A built-in handler, called with an exception.
fn handle(vm: &Vm, builtin: Builtin, exception: &Value) -> PyResult<Value> {
    let exceptions = vm.exceptions();
    let is = |class: &Ref<crate::object::PyType>| vm.is_instance_exact(exception, class);
    let (encodes, decodes) = (is(&exceptions.UnicodeEncodeError), is(&exceptions.UnicodeDecodeError));
    if !encodes && !decodes && !is(&exceptions.UnicodeTranslateError) {
        return Err(cannot_handle(vm, exception));
    }
    let object = vm.get_attr(exception, &vm.intern("object"))?;
    let (start, end) = (index_attribute(vm, exception, "start")?, index_attribute(vm, exception, "end")?);
    let encoding = if encodes || decodes { vm.get_attr(exception, &vm.intern("encoding"))? } else { vm.str("") };
    let encoding = vm.str_text(&encoding);
    if decodes {
        let Some(bytes) = object.downcast::<PyBytes>() else {
            return Err(vm.type_error("object attribute must be bytes"));
        };
        let end = end.min(bytes.len());
        let failure =
            DecodeFailure { encoding: &encoding, bytes: bytes.as_bytes(), start: start.min(end), end, reason: "" };
        return match replace_bytes(builtin, &failure) {
            Some((text, position)) => Ok(answer(vm, PyStr::from_wtf8(&text).into_value(), position)),
            None => Err(unhandled(vm, builtin, exception)),
        };
    }
    let Some(text) = object.downcast::<PyStr>() else { return Err(vm.type_error("object attribute must be str")) };
    let end = end.min(text.len());
    let start = start.min(end);
    if !encodes && let Some(replaced) = replace_translated(builtin, end - start) {
        return Ok(answer(vm, PyStr::from_wtf8(&replaced).into_value(), end));
    }
    let failure = EncodeFailure { encoding: &encoding, text, start, end, reason: "" };
    let escapes = encodes || builtin == Builtin::BackslashReplace;
    match replace_characters(builtin, &failure).filter(|_| escapes) {
        Some((Replacement::Text(text), position)) => Ok(answer(vm, PyStr::from_wtf8(&text).into_value(), position)),
        Some((Replacement::Bytes(bytes), position)) => Ok(answer(vm, vm.bytes(&bytes), position)),
        None => Err(unhandled(vm, builtin, exception)),
    }
}

fn answer(vm: &Vm, replacement: Value, position: usize) -> Value {
    vm.tuple(vec![replacement, vm.int_from(position)])
}

/// The surrogate handlers pass on what they cannot help with; for the others it is the wrong kind of error.
fn unhandled(vm: &Vm, builtin: Builtin, exception: &Value) -> Raised {
    match builtin {
        Builtin::SurrogateEscape | Builtin::SurrogatePass => vm.raise(exception.clone()),
        _ => cannot_handle(vm, exception),
    }
}
