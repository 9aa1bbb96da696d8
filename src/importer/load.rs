//! Loading modules: from what [`find`](super::find) found to a module in `sys.modules`.

use std::path::Path;

use super::find::{Found, find};
use super::machinery::{self, About};
use super::{cache, embedded, locks};
use crate::builtins::code::PyCode;
use crate::builtins::exception::PyException;
use crate::builtins::list::PyList;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::compiler::{self, CompileOptions};
use crate::modules::builtins::run_code;
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// The module with this absolute name, imported with its parents if need be.
pub fn find_and_load(vm: &Vm, name: &str) -> PyResult<Value> {
    let key = vm.intern(name);
    if locks::any(vm) {
        locks::wait_for(vm, name)?;
    }
    match vm.modules().get_str(vm, &key)? {
        Some(known) if known.is_none() => {
            Err(not_found(vm, &format!("import of {name} halted; None in sys.modules"), name))
        }
        Some(known) => Ok(known),
        None => locks::hold(vm, name, || find_and_load_new(vm, name, &key)),
    }
}

fn find_and_load_new(vm: &Vm, name: &str, key: &Ref<PyStr>) -> PyResult<Value> {
    let mut path = None;
    let mut parent = None;
    if let Some((parent_name, child)) = name.rsplit_once('.') {
        find_and_load(vm, parent_name)?;
        // Importing the parent may have imported this one.
        if let Some(known) = vm.modules().get_str(vm, key)? {
            return Ok(known);
        }
        let module = vm.modules().get_str(vm, &vm.intern(parent_name))?.unwrap_or(Value::NONE);
        match vm.get_attr_opt(&module, &vm.names().__path__)? {
            Some(found) => path = Some(found),
            None => {
                let message = format!("No module named '{name}'; '{parent_name}' is not a package");
                return Err(not_found(vm, &message, name));
            }
        }
        parent = Some((module, vm.intern(child)));
    }
    let Some(found) = find(vm, name, path.as_ref())? else {
        return Err(not_found(vm, &format!("No module named '{name}'"), name));
    };
    let submodules = match &parent {
        Some((module, child)) => announce(vm, module, child)?,
        None => None,
    };
    let loaded = load(vm, name, found);
    if let Some(submodules) = submodules {
        drop(submodules.items.borrow_mut().pop());
    }
    let module = loaded?;
    if let Some((parent, child)) = parent {
        bind(vm, &parent, &child, &module)?;
    }
    Ok(module)
}

/// Tells the parent's spec that a submodule is about to be loaded, for the message about circular imports.
fn announce(vm: &Vm, parent: &Value, child: &Ref<PyStr>) -> PyResult<Option<Ref<PyList>>> {
    let names = vm.names();
    let Some(spec) = vm.get_attr_opt(parent, &names.__spec__)? else { return Ok(None) };
    let Some(list) = vm.get_attr_opt(&spec, &names._uninitialized_submodules)? else { return Ok(None) };
    Ok(list.downcast::<PyList>().map(|list| {
        list.push(child.to_value());
        list.clone()
    }))
}

/// Makes a submodule an attribute of its package.
fn bind(vm: &Vm, parent: &Value, child: &Ref<PyStr>, module: &Value) -> PyResult<()> {
    let Err(raised) = vm.set_attr(parent, child, Some(module)) else { return Ok(()) };
    drop(vm.catch(raised, &vm.exceptions().AttributeError)?);
    let message = format!("Cannot set an attribute on '{}' for child module '{child}'", {
        let name = vm.get_attr_opt(parent, &vm.names().__name__)?;
        name.map_or(String::new(), |name| vm.str_text(&name))
    });
    vm.warn(&vm.exceptions().ImportWarning, &message, 1)
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

fn load(vm: &Vm, name: &str, found: Found) -> PyResult<Value> {
    match found {
        Found::Native(native) => {
            let module = native.create(vm)?;
            let spec = builtin_spec(vm, name)?;
            describe(vm, &module, &spec)?;
            vm.modules().set_name(vm, name, module.to_value());
            Ok(module.into_value())
        }
        Found::Embedded(found) => load_embedded(vm, name, found),
        Found::File { path, package, is_source } => {
            let spec = file_spec(vm, name, &path, package.as_deref(), is_source)?;
            if !is_source || machinery::pristine(vm, "SourceFileLoader")?.is_none() {
                return load_spec(vm, &spec);
            }
            let file = path.to_string_lossy().into_owned();
            let entry =
                if vm.options.dont_write_bytecode { None } else { cache::file_entry(&path, vm.options.optimize) };
            let code = code_of(vm, entry, &file, || read_source(vm, &path, &file))?;
            execute(vm, name, code, &spec)
        }
        Found::Spec(spec) => load_spec(vm, &spec),
    }
}

fn load_embedded(vm: &Vm, name: &str, found: &'static embedded::Embedded) -> PyResult<Value> {
    let code = embedded_code(vm, name, found)?;
    if embedded::find_frozen(name).is_some() {
        let loader = machinery::class(vm, "FrozenImporter")?.into_value();
        let about = About { origin: Some(vm.str("frozen")), ..About::default() };
        let spec = machinery::spec(vm, vm.intern(name).as_value(), &loader, &about)?;
        return execute(vm, name, code, &spec);
    }
    let file = vm.str(&found.file());
    let loader = machinery::file_loader(vm, "EmbeddedLoader", name, &file)?;
    let search = found.is_package.then(|| vm.list(vec![vm.str(&found.folder())]));
    let about = About { origin: Some(file), search, has_location: true, cached: None };
    let spec = machinery::spec(vm, vm.intern(name).as_value(), &loader, &about)?;
    if machinery::pristine(vm, "EmbeddedLoader")?.is_none() {
        return load_spec(vm, &spec);
    }
    execute(vm, name, code, &spec)
}

/// The code of an embedded module.
pub fn embedded_code(vm: &Vm, name: &str, found: &'static embedded::Embedded) -> PyResult<Ref<PyCode>> {
    let entry = cache::embedded_entry(name, vm.options.optimize);
    let frozen = embedded::find_frozen(name).map(|_| format!("<frozen {}>", found.name));
    let file = frozen.unwrap_or_else(|| found.file());
    code_of(vm, entry, &file, || Ok(found.source.to_string()))
}

fn file_spec(vm: &Vm, name: &str, path: &Path, package: Option<&Path>, is_source: bool) -> PyResult<Value> {
    let file = vm.str(&path.to_string_lossy());
    let kind = if is_source { "SourceFileLoader" } else { "SourcelessFileLoader" };
    let loader = machinery::file_loader(vm, kind, name, &file)?;
    let search = package.map(|folder| vm.list(vec![vm.str(&folder.to_string_lossy())]));
    let cached = if is_source { cached_path(vm, path)? } else { Some(file.clone()) };
    let about = About { origin: Some(file), search, has_location: true, cached };
    machinery::spec(vm, vm.intern(name).as_value(), &loader, &about)
}

/// What `__cached__` is to be.
fn cached_path(vm: &Vm, path: &Path) -> PyResult<Option<Value>> {
    if vm.sys_attr("pycache_prefix")?.is_some_and(|prefix| !prefix.is_none()) {
        let cache_from_source = vm.import_attr(machinery::EXTERNAL, "cache_from_source")?;
        return vm.call(&cache_from_source, &[vm.str(&path.to_string_lossy())]).map(Some);
    }
    let (Some(folder), Some(stem)) = (path.parent(), path.file_stem()) else { return Ok(None) };
    let level = match vm.options.optimize {
        0 => String::new(),
        level => format!(".opt-{level}"),
    };
    let name = format!("{}.{}{level}.pyc", stem.to_string_lossy(), crate::modules::_imp::CACHE_TAG);
    Ok(Some(vm.str(&folder.join("__pycache__").join(name).to_string_lossy())))
}

/// The spec of a native module.
pub fn builtin_spec(vm: &Vm, name: &str) -> PyResult<Value> {
    let loader = machinery::class(vm, "BuiltinImporter")?.into_value();
    let about = About { origin: Some(vm.intern("built-in").into_value()), ..About::default() };
    machinery::spec(vm, vm.intern(name).as_value(), &loader, &about)
}

/// Loads what a finder written in Python has found, or a loader that somebody has changed.
fn load_spec(vm: &Vm, spec: &Value) -> PyResult<Value> {
    let load = vm.import_attr("_frozen_importlib", "_load_unlocked")?;
    vm.call(&load, std::slice::from_ref(spec)).map_err(|raised| {
        let exception = vm.take_raised(raised);
        match hide_machinery(vm, &exception) {
            Ok(()) => vm.park(exception),
            Err(raised) => raised,
        }
    })
}

/// Takes the frames of the import machinery out of a traceback, as nobody wants to see them.
fn hide_machinery(vm: &Vm, exception: &Value) -> PyResult<()> {
    let next = vm.intern("tb_next");
    let is_ours = |traceback: &Value| -> PyResult<bool> {
        let frame = vm.get_attr(traceback, &vm.intern("tb_frame"))?;
        let code = vm.get_attr(&frame, &vm.intern("f_code"))?;
        Ok(code.downcast::<PyCode>().is_some_and(|code| code.code.filename.starts_with("<frozen importlib.")))
    };
    let Some(start) = exception.downcast::<PyException>() else { return Ok(()) };
    let mut kept = Vec::new();
    let mut at = start.traceback.get_or_none();
    while !at.is_none() {
        let following = vm.get_attr(&at, &next)?;
        if !is_ours(&at)? {
            kept.push(at);
        }
        at = following;
    }
    for pair in kept.windows(2) {
        vm.set_attr(&pair[0], &next, Some(&pair[1]))?;
    }
    if let Some(last) = kept.last() {
        vm.set_attr(last, &next, Some(&Value::NONE))?;
    }
    match kept.into_iter().next() {
        Some(first) => start.traceback.set(first),
        None => start.traceback.clear(),
    }
    Ok(())
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
    entry: Option<std::path::PathBuf>,
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
fn execute(vm: &Vm, name: &str, code: Ref<PyCode>, spec: &Value) -> PyResult<Value> {
    let module = PyModule::new(vm, name, None);
    describe(vm, &module, spec)?;
    module.dict.set_name(vm, "__builtins__", vm.builtins_dict().into_value());
    vm.set_attr(spec, &vm.names()._initializing, Some(&Value::TRUE))?;
    vm.modules().set_name(vm, name, module.to_value());
    let namespace = module.dict.to_value();
    let outcome = run_code(vm, &code, &module.dict, &namespace);
    if let Err(raised) = outcome {
        let parked = vm.take_raised(raised);
        vm.set_attr(spec, &vm.names()._initializing, Some(&Value::FALSE))?;
        let forgotten = vm.modules().remove_str(vm, &vm.intern(name));
        drop(forgotten);
        return Err(vm.park(parked));
    }
    vm.set_attr(spec, &vm.names()._initializing, Some(&Value::FALSE))?;
    // A module may have put something else in its place.
    match vm.modules().get_str(vm, &vm.intern(name))? {
        Some(module) => Ok(module),
        None => Err(vm.key_error(&vm.str(name))),
    }
}

/// Sets `__spec__` and what else describes a module.
pub fn describe(vm: &Vm, module: &Ref<PyModule>, spec: &Value) -> PyResult<()> {
    let names = vm.names();
    let get = |name: &Ref<PyStr>| vm.instance_attr(spec, name).map(|value| value.filter(|value| !value.is_none()));
    let name = get(&names.name)?.map_or(String::new(), |name| vm.str_text(&name));
    let search = get(&names.submodule_search_locations)?;
    let package = match &search {
        Some(_) => name.as_str(),
        None => name.rsplit_once('.').map_or("", |(parent, _)| parent),
    };
    let dict = &module.dict;
    dict.set_name(vm, "__package__", vm.intern(package).into_value());
    dict.set_name(vm, "__loader__", get(&names.loader)?.unwrap_or(Value::NONE));
    dict.set_name(vm, "__spec__", spec.clone());
    if let Some(search) = search {
        dict.set_name(vm, "__path__", search);
    }
    if get(&names._set_fileattr)?.is_some_and(|flag| flag.is_true())
        && let Some(origin) = get(&names.origin)?
    {
        dict.set_name(vm, "__file__", origin);
        if let Some(cached) = get(&names._cached)? {
            dict.set_name(vm, "__cached__", cached);
        }
    }
    Ok(())
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
