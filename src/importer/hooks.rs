//! `sys.path_hooks`, and who is asked about an entry of `sys.path`.

use std::path::Path;

use super::{embedded, machinery};
use crate::builtins::dict::PyDict;
use crate::builtins::str::PyStr;
use crate::native::{Native, PyResult, Raised, function, wrap};
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// The hooks that stand there at first: for the embedded library, archives, and folders.
pub static HOOKS: [Native; 3] = [
    function("path_hook_for_EmbeddedFinder(path, /)", "A finder for a folder of the embedded library.", wrap(embedded)),
    function("path_hook_for_zipimporter(path, /)", "A finder for an archive, or a folder within it.", wrap(archive)),
    function("path_hook_for_FileFinder(path, /)", "Path hook for importlib.machinery.FileFinder.", wrap(folder)),
];

#[cold]
fn refuse(vm: &Vm, message: &str, path: &str) -> Raised {
    match vm.new_exception(&vm.exceptions().ImportError, &[vm.str(message)]) {
        Ok(exception) => match vm.set_attr(&exception, &vm.names().path, Some(&vm.str(path))) {
            Ok(()) => vm.raise(exception),
            Err(raised) => raised,
        },
        Err(raised) => raised,
    }
}

fn embedded(vm: &Vm, path: &Ref<PyStr>) -> PyResult<Value> {
    let path = path.to_string();
    if !path.starts_with(embedded::ROOT) {
        return Err(refuse(vm, "only folders of the embedded library are supported", &path));
    }
    machinery::embedded_finder(vm, &path)
}

fn archive(vm: &Vm, path: &Ref<PyStr>) -> PyResult<Value> {
    let text = path.to_string();
    let mut part = Some(Path::new(&text));
    while let Some(place) = part {
        if place.is_file() {
            let zipimporter = vm.import_attr("zipimport", "zipimporter")?;
            return vm.call(&zipimporter, &[path.to_value()]);
        }
        if place.exists() {
            break;
        }
        part = place.parent();
    }
    Err(refuse(vm, "only archives are supported", &text))
}

fn folder(vm: &Vm, path: &Ref<PyStr>) -> PyResult<Value> {
    let path = path.to_string();
    if !Path::new(if path.is_empty() { "." } else { &path }).is_dir() {
        return Err(refuse(vm, "only directories are supported", &path));
    }
    machinery::file_finder(vm, &path)
}

/// The finder for an entry: as `sys.path_importer_cache` has it, else what the first of `sys.path_hooks` that wants it makes.
pub fn finder_for(vm: &Vm, entry: &Ref<PyStr>) -> PyResult<Option<Value>> {
    let mut entry = entry.clone();
    if entry.is_empty() {
        match std::env::current_dir() {
            Ok(folder) => entry = PyStr::new(&folder.to_string_lossy()),
            Err(_) => return Ok(None),
        }
    }
    let cache = vm.sys_attr("path_importer_cache")?;
    let cache = cache.as_ref().and_then(|cache| cache.downcast::<PyDict>());
    if let Some(known) = cache.map_or(Ok(None), |cache| cache.get_str(vm, &entry))? {
        return Ok(Some(known).filter(|known| !known.is_none()));
    }
    let found = ask_hooks(vm, &entry)?;
    if let Some(cache) = cache {
        cache.set_str(vm, &entry, found.clone().unwrap_or(Value::NONE))?;
    }
    Ok(found)
}

fn ask_hooks(vm: &Vm, entry: &Ref<PyStr>) -> PyResult<Option<Value>> {
    let Some(hooks) = vm.sys_attr("path_hooks")?.filter(|hooks| !hooks.is_none()) else { return Ok(None) };
    let hooks = vm.collect(&hooks)?;
    if hooks.is_empty() {
        vm.warn(&vm.exceptions().ImportWarning, "sys.path_hooks is empty", 1)?;
    }
    for hook in hooks {
        match vm.call(&hook, &[entry.to_value()]) {
            Ok(finder) => return Ok(Some(finder)),
            Err(raised) => drop(vm.catch(raised, &vm.exceptions().ImportError)?),
        }
    }
    Ok(None)
}
