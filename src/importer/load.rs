//! Finding and executing modules.

use std::path::{Path, PathBuf};

use super::{cache, embedded};
use crate::builtins::code::PyCode;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::compiler::{self, CompileOptions};
use crate::modules;
use crate::modules::builtins::run_code;
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// Where a module was found.
enum Found {
    Native(&'static modules::NativeModule),
    Embedded(&'static embedded::Embedded),
    /// A file, and for packages the folder it stands in.
    File {
        path: PathBuf,
        package: Option<PathBuf>,
    },
    /// Folders without `__init__.py`.
    Namespace(Vec<PathBuf>),
}

/// The module with this absolute name, imported with its parents if need be.
pub fn find_and_load(vm: &Vm, name: &str) -> PyResult<Value> {
    let key = vm.intern(name);
    if let Some(known) = vm.modules().get_str(vm, &key)? {
        if known.is_none() {
            let message = format!("import of {name} halted; None in sys.modules");
            return Err(not_found(vm, &message, name));
        }
        return Ok(known);
    }
    let mut path = None;
    if let Some((parent_name, _)) = name.rsplit_once('.') {
        let parent = find_and_load(vm, parent_name)?;
        // Importing the parent may have imported this one.
        if let Some(known) = vm.modules().get_str(vm, &key)? {
            return Ok(known);
        }
        match vm.get_attr_opt(&parent, &vm.names().__path__)? {
            Some(found) => path = Some(found),
            None => {
                let message = format!("No module named '{name}'; '{parent_name}' is not a package");
                return Err(not_found(vm, &message, name));
            }
        }
    }
    let module = match from_meta_path(vm, name, path.as_ref())? {
        Some(module) => module,
        None => match find(vm, name, path.as_ref())? {
            Some(found) => load(vm, name, found)?,
            None => return Err(not_found(vm, &format!("No module named '{name}'"), name)),
        },
    };
    if let Some((parent, child)) = name.rsplit_once('.')
        && let Some(parent) = vm.modules().get_str(vm, &vm.intern(parent))?
    {
        vm.set_attr(&parent, &vm.intern(child), Some(&module))?;
    }
    Ok(module)
}

#[cold]
fn not_found(vm: &Vm, message: &str, name: &str) -> Raised {
    match vm.new_exception(&vm.exceptions().ModuleNotFoundError, &[vm.str(message)]) {
        Ok(exception) => match vm.set_attr(&exception, &vm.names().name, Some(&vm.str(name))) {
            Ok(()) => vm.raise(exception),
            Err(raised) => raised,
        },
        Err(raised) => raised,
    }
}

/// Asks the finders that a program has put on `sys.meta_path`.
fn from_meta_path(vm: &Vm, name: &str, path: Option<&Value>) -> PyResult<Option<Value>> {
    let Some(finders) = vm.sys_attr("meta_path")? else { return Ok(None) };
    for finder in vm.collect(&finders)? {
        let Some(find_spec) = vm.get_attr_opt(&finder, &vm.names().find_spec)? else { continue };
        let spec = vm.call(&find_spec, &[vm.str(name), path.cloned().unwrap_or(Value::NONE), Value::NONE])?;
        if !spec.is_none() {
            let load = vm.import_attr("importlib._bootstrap", "_load")?;
            return vm.call(&load, &[spec]).map(Some);
        }
    }
    Ok(None)
}

fn find(vm: &Vm, name: &str, path: Option<&Value>) -> PyResult<Option<Found>> {
    if path.is_none()
        && let Some(native) = modules::find(name)
    {
        return Ok(Some(Found::Native(native)));
    }
    let last = name.rsplit('.').next().unwrap_or(name);
    let folders = match path {
        Some(path) => vm.collect(path)?,
        None => match vm.sys_attr("path")? {
            Some(path) => vm.collect(&path)?,
            None => Vec::new(),
        },
    };
    // The standard library comes first, as it does when nothing shadows it; a script's own folder may.
    let mut namespace_folders = Vec::new();
    for folder in &folders {
        let Some(folder) = folder.downcast::<PyStr>() else { continue };
        let folder = folder.to_string();
        if folder.starts_with(embedded::ROOT) {
            if let Some(found) = embedded::find(name) {
                return Ok(Some(Found::Embedded(found)));
            }
            continue;
        }
        match find_in_folder(Path::new(if folder.is_empty() { "." } else { &folder }), last) {
            Some(Found::Namespace(more)) => namespace_folders.extend(more),
            Some(found) => return Ok(Some(found)),
            None => {}
        }
    }
    Ok(if namespace_folders.is_empty() { None } else { Some(Found::Namespace(namespace_folders)) })
}

fn find_in_folder(folder: &Path, name: &str) -> Option<Found> {
    let package = folder.join(name);
    let init = package.join("__init__.py");
    if init.is_file() {
        return Some(Found::File { path: init, package: Some(package) });
    }
    let file = folder.join(format!("{name}.py"));
    if file.is_file() {
        return Some(Found::File { path: file, package: None });
    }
    package.is_dir().then(|| Found::Namespace(vec![package]))
}

fn load(vm: &Vm, name: &str, found: Found) -> PyResult<Value> {
    match found {
        Found::Native(native) => {
            let module = native.create(vm)?;
            describe(vm, &module, name, "built-in", None, false)?;
            vm.modules().set_name(vm, name, module.to_value());
            Ok(module.into_value())
        }
        Found::Embedded(found) => {
            let file = format!("{}/{}", embedded::ROOT, found.path);
            let package = found.is_package.then(|| file.trim_end_matches("/__init__.py").to_string());
            let entry = cache::embedded_entry(name, vm.options.optimize);
            let code = code_of(vm, entry, &file, || Ok(found.source.to_string()))?;
            execute(vm, name, code, &file, package)
        }
        Found::File { path, package } => {
            let file = path.to_string_lossy().into_owned();
            let entry =
                if vm.options.dont_write_bytecode { None } else { cache::file_entry(&path, vm.options.optimize) };
            let code = code_of(vm, entry, &file, || read_source(vm, &path, &file))?;
            execute(vm, name, code, &file, package.map(|folder| folder.to_string_lossy().into_owned()))
        }
        Found::Namespace(folders) => {
            let module = PyModule::new(vm, name, None);
            let path = folders.iter().map(|folder| vm.str(&folder.to_string_lossy())).collect();
            describe(vm, &module, name, "", Some(vm.list(path)), false)?;
            vm.modules().set_name(vm, name, module.to_value());
            Ok(module.into_value())
        }
    }
}

fn read_source(vm: &Vm, path: &Path, file: &str) -> PyResult<String> {
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return Err(vm.import_error(format!("cannot read {file}: {error}"))),
    };
    coil_grammar::decode_source(&bytes).map_err(|error| vm.raise_syntax_error(&error, file, ""))
}

/// The code of a module: from the cache, else compiled and put there. What compiles with warnings is compiled again each
/// time, so that they show.
fn code_of(
    vm: &Vm,
    entry: Option<PathBuf>,
    file: &str,
    source: impl FnOnce() -> PyResult<String>,
) -> PyResult<Ref<PyCode>> {
    if let Some(code) = entry.as_deref().and_then(cache::load) {
        return Ok(PyCode::load(vm, code));
    }
    let source = source()?;
    let options = CompileOptions { optimize: vm.options.optimize, ..CompileOptions::default() };
    match compiler::compile(&source, file, &options) {
        Ok(compiled) => {
            if let (Some(entry), true) = (&entry, compiled.warnings.is_empty()) {
                cache::store(entry, &compiled.code);
            }
            vm.issue_syntax_warnings(&compiled.warnings, file, &source)?;
            Ok(PyCode::load(vm, compiled.code))
        }
        Err(error) => Err(vm.raise_syntax_error(&error, file, &source)),
    }
}

/// Runs a module's code in its new namespace; if that fails the module is forgotten again.
fn execute(vm: &Vm, name: &str, code: Ref<PyCode>, file: &str, package: Option<String>) -> PyResult<Value> {
    let module = PyModule::new(vm, name, None);
    let path = package.map(|folder| vm.list(vec![vm.str(&folder)]));
    describe(vm, &module, name, file, path, true)?;
    module.dict.set_name(vm, "__builtins__", vm.builtins_dict().into_value());
    vm.modules().set_name(vm, name, module.to_value());
    let namespace = module.dict.to_value();
    if let Err(raised) = run_code(vm, &code, &module.dict, &namespace) {
        let parked = vm.take_raised(raised);
        let forgotten = vm.modules().remove_str(vm, &vm.intern(name));
        drop(forgotten);
        return Err(vm.park(parked));
    }
    finished(vm, &module)?;
    // A module may have put something else in its place.
    Ok(vm.modules().get_str(vm, &vm.intern(name))?.unwrap_or_else(|| module.into_value()))
}

/// Sets `__spec__` and what else describes a module.
fn describe(
    vm: &Vm,
    module: &Ref<PyModule>,
    name: &str,
    origin: &str,
    path: Option<Value>,
    has_file: bool,
) -> PyResult<()> {
    let is_package = path.is_some();
    let parent = if is_package { name } else { name.rsplit_once('.').map_or("", |(parent, _)| parent) };
    module.dict.set_name(vm, "__package__", vm.intern(parent).into_value());
    if has_file {
        module.dict.set_name(vm, "__file__", vm.str(origin));
    }
    if let Some(path) = &path {
        module.dict.set_name(vm, "__path__", path.clone());
    }
    let spec = vm.module_spec(name, origin, path, has_file)?;
    module.dict.set_name(vm, "__spec__", spec);
    Ok(())
}

fn finished(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    match module.dict.get_str(vm, &vm.names().__spec__)? {
        Some(spec) if !spec.is_none() => vm.set_attr(&spec, &vm.names()._initializing, Some(&Value::FALSE)),
        _ => Ok(()),
    }
}

/// Imports the submodules that `from package import a, b` names.
pub fn handle_fromlist(vm: &Vm, module: &Value, fromlist: &Value, recurse: bool) -> PyResult<()> {
    if vm.get_attr_opt(module, &vm.names().__path__)?.is_none() {
        return Ok(());
    }
    let Some(name) = vm.get_attr_opt(module, &vm.names().__name__)? else { return Ok(()) };
    let package = vm.str_text(&name);
    for item in vm.collect(fromlist)? {
        let Some(child) = item.downcast::<PyStr>() else {
            let got = crate::object::class_ref(&item).name();
            return Err(vm.type_error(format!("Item in ``from list'' must be str, not {got}")));
        };
        if child.as_bytes() == b"*" {
            if recurse && let Some(all) = vm.get_attr_opt(module, &vm.names().__all__)? {
                handle_fromlist(vm, module, &all, false)?;
            }
            continue;
        }
        if vm.get_attr_opt(module, child)?.is_some() {
            continue;
        }
        let full = format!("{package}.{child}");
        if let Err(raised) = find_and_load(vm, &full) {
            let exception = vm.catch(raised, &vm.exceptions().ModuleNotFoundError)?;
            let about = vm.get_attr_opt(&exception, &vm.names().name)?.map(|name| vm.str_text(&name));
            // Only the submodule itself may be missing: then IMPORT_FROM says so.
            if about.as_deref() != Some(&full) {
                return Err(vm.park(exception));
            }
        }
    }
    Ok(())
}
