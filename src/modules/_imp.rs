//! `_imp`: what the Python half of the import machinery needs of the interpreter.

use std::hash::Hasher;

use super::NativeModule;
use crate::builtins::bytes::PyBytes;
use crate::builtins::code::PyCode;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::bytecode::serial;
use crate::importer::{embedded, load, machinery};
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{PyType, Ref, Value};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "(Extremely) low-level import machinery bits as used by importlib.",
    functions: FUNCTIONS,
    init,
    ..NativeModule::of("_imp")
};

/// The tag of compiled files.
pub const CACHE_TAG: &str = "coil-314";

static FUNCTIONS: &[Native] = &[
    // Each module has a lock of its own: this one remains for programs that expect it.
    function("lock_held()", "Return True if the import lock is currently held, else False.", wrap(|_: &Vm| false)),
    function("acquire_lock()", "Acquires the interpreter's import lock for the current thread.", wrap(|_: &Vm| {})),
    function("release_lock()", "Release the interpreter's import lock.", wrap(|_: &Vm| {})),
    function(
        "is_builtin(name, /)",
        "Returns True if the module name corresponds to a built-in module.",
        wrap(is_builtin),
    ),
    function("create_builtin(spec, /)", "Create an extension module.", wrap(create_builtin)),
    function("exec_builtin(mod, /)", "Initialize a built-in module.", wrap(|_: &Vm, _: &Value| 0i64)),
    function(
        "is_frozen(name, /)",
        "Returns True if the module name corresponds to a frozen module.",
        wrap(|_: &Vm, name: &Ref<PyStr>| embedded::find_frozen(&name.to_string()).is_some()),
    ),
    function(
        "is_frozen_package(name, /)",
        "Returns True if the module name is of a frozen package.",
        wrap(is_frozen_package),
    ),
    function("get_frozen_object(name, data=None, /)", "Create a code object for a frozen module.", wrap(get_frozen)),
    function(
        "extension_suffixes()",
        "Returns the list of file suffixes used to identify extension modules.",
        wrap(|vm: &Vm| vm.list(Vec::new())),
    ),
    function(
        "_override_frozen_modules_for_tests(override, /)",
        "(internal-only) Without effect: the library is always the embedded one.",
        wrap(|_: &Vm, _: i64| {}),
    ),
    function("source_hash(key, source)", "", wrap(source_hash)),
    function("_dump_code(code, /)", "The bytes that stand for a code object in compiled files.", wrap(dump_code)),
    function("_load_code(data, /)", "The code object that such bytes stand for.", wrap(load_code)),
    function("_skeleton(name, /)", "A class of the import machinery, to be filled in.", wrap(skeleton)),
    function("_filled()", "All classes have been filled in.", wrap(|vm: &Vm| machinery::filled(vm))),
    function("_embedded(name, /)", "(file, is_package, source) of an embedded module, or None.", wrap(find_embedded)),
    function("_embedded_code(name, /)", "The code object of an embedded module.", wrap(embedded_code)),
    function("_embedded_names()", "The names of all embedded modules.", wrap(embedded_names)),
    function("_embedded_data(file, /)", "The source of an embedded file, or None.", wrap(embedded_data)),
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "check_hash_based_pycs", vm.str("default"));
    module.dict.set_name(vm, "pyc_magic_number_token", vm.int(magic() as i64));
    module.dict.set_name(vm, "_cache_tag", vm.str(CACHE_TAG));
    module.dict.set_name(vm, "_embedded_root", vm.str(embedded::ROOT));
    Ok(())
}

/// The number that compiled files begin with: two bytes that follow from the format, then CR and LF.
fn magic() -> u32 {
    let version = serial::version();
    (version ^ version >> 16) & 0xFFFF | 0x0A0D_0000
}

fn is_builtin(_: &Vm, name: &Ref<PyStr>) -> i64 {
    let name = name.to_string();
    match name.as_str() {
        // They cannot be made a second time.
        "sys" | "builtins" => -1,
        _ => i64::from(super::find(&name).is_some()),
    }
}

fn create_builtin(vm: &Vm, spec: &Value) -> PyResult<Value> {
    let name = vm.get_attr(spec, &vm.names().name)?;
    let Some(name) = name.downcast::<PyStr>() else { return Err(vm.type_error("name must be a string")) };
    if let Some(known) = vm.modules().get_str(vm, name)? {
        return Ok(known);
    }
    match super::find(&name.to_string()) {
        Some(native) => native.create(vm).map(Ref::into_value),
        None => Ok(Value::NONE),
    }
}

fn no_frozen(vm: &Vm, name: &Ref<PyStr>) -> crate::native::Raised {
    vm.import_error(format!("No such frozen object named {name}"))
}

fn is_frozen_package(vm: &Vm, name: &Ref<PyStr>) -> PyResult<bool> {
    embedded::find_frozen(&name.to_string()).map(|found| found.is_package).ok_or_else(|| no_frozen(vm, name))
}

fn get_frozen(vm: &Vm, name: &Ref<PyStr>, _: &Value) -> PyResult<Value> {
    let text = name.to_string();
    match embedded::find_frozen(&text) {
        Some(found) => load::embedded_code(vm, &text, found).map(Ref::into_value),
        None => Err(no_frozen(vm, name)),
    }
}

fn source_hash(vm: &Vm, key: i64, source: &Value) -> PyResult<Value> {
    let Some(source) = source.downcast::<PyBytes>() else {
        return Err(vm.type_error("a bytes-like object is required"));
    };
    let mut hasher = siphasher::sip::SipHasher13::new_with_keys(key as u64, 0);
    hasher.write(source.as_bytes());
    Ok(vm.bytes(&hasher.finish().to_le_bytes()))
}

fn dump_code(vm: &Vm, code: &Ref<PyCode>) -> Value {
    vm.bytes(&serial::write(&code.code))
}

fn load_code(vm: &Vm, data: &Ref<PyBytes>) -> PyResult<Value> {
    match serial::read(data.as_bytes()) {
        Ok(code) => Ok(PyCode::load(vm, std::sync::Arc::new(code)).into_value()),
        Err(_) => Err(vm.value_error("bad compiled code")),
    }
}

fn skeleton(vm: &Vm, name: &Ref<PyStr>) -> PyResult<Ref<PyType>> {
    machinery::class(vm, &name.to_string())
}

fn find_embedded(vm: &Vm, name: &Ref<PyStr>) -> Value {
    match embedded::find(&name.to_string()) {
        Some(found) => vm.tuple(vec![vm.str(&found.file()), Value::bool(found.is_package), vm.str(found.source)]),
        None => Value::NONE,
    }
}

fn embedded_code(vm: &Vm, name: &Ref<PyStr>) -> PyResult<Value> {
    let text = name.to_string();
    match embedded::find(&text) {
        Some(found) => load::embedded_code(vm, &text, found).map(Ref::into_value),
        None => Err(vm.import_error(format!("no embedded module named {name}"))),
    }
}

fn embedded_names(vm: &Vm) -> Value {
    vm.list(embedded::MODULES.iter().map(|module| vm.str(module.name)).collect())
}

fn embedded_data(vm: &Vm, file: &Ref<PyStr>) -> Value {
    let file = file.to_string();
    let path = file.strip_prefix(embedded::ROOT).and_then(|rest| rest.strip_prefix('/'));
    let found = path.and_then(|path| embedded::MODULES.iter().find(|module| module.path == path));
    found.map_or(Value::NONE, |module| vm.bytes(module.source.as_bytes()))
}
