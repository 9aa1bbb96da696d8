//! Finding modules: what the finders that come with the language do, without running their Python code.

use std::path::{Path, PathBuf};

use super::{embedded, hooks, machinery};
use crate::builtins::str::PyStr;
use crate::modules;
use crate::native::PyResult;
use crate::object::Value;
use crate::vm::Vm;

/// Where a module was found.
pub enum Found {
    Native(&'static modules::NativeModule),
    Embedded(&'static embedded::Embedded),
    /// A file, and for packages the folder it stands in.
    File {
        path: PathBuf,
        package: Option<PathBuf>,
        is_source: bool,
    },
    /// Folders without `__init__.py`: the spec of their package.
    Spec(Value),
}

enum InFolder {
    File(Found),
    /// A folder that may be part of a namespace package.
    Portion(PathBuf),
}

/// Asks `sys.meta_path`: finders of ours that nobody has patched natively, all others by their `find_spec`.
pub fn find(vm: &Vm, name: &str, path: Option<&Value>) -> PyResult<Option<Found>> {
    let Some(finders) = vm.sys_attr("meta_path")?.filter(|finders| !finders.is_none()) else {
        return Err(vm.import_error("sys.meta_path is None, Python is likely shutting down"));
    };
    let finders = vm.collect(&finders)?;
    if finders.is_empty() {
        vm.warn(&vm.exceptions().ImportWarning, "sys.meta_path is empty", 1)?;
    }
    let ours = |class: &str| machinery::pristine(vm, class);
    let builtin = ours("BuiltinImporter")?;
    let frozen = ours("FrozenImporter")?;
    let on_path = ours("PathFinder")?;
    for finder in finders {
        let is = |class: &Option<crate::object::Ref<crate::object::PyType>>| {
            class.as_ref().is_some_and(|class| finder.is(class.as_value()))
        };
        let found = if is(&builtin) {
            modules::find(name).map(Found::Native)
        } else if is(&frozen) {
            embedded::find_frozen(name).map(Found::Embedded)
        } else if is(&on_path) {
            find_on_path(vm, name, path)?
        } else {
            ask(vm, &finder, &[vm.str(name), path.cloned().unwrap_or(Value::NONE), Value::NONE])?.map(Found::Spec)
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// What a finder's `find_spec` says.
fn ask(vm: &Vm, finder: &Value, args: &[Value]) -> PyResult<Option<Value>> {
    let Some(find_spec) = vm.get_attr_opt(finder, &vm.names().find_spec)? else { return Ok(None) };
    Ok(Some(vm.call(&find_spec, args)?).filter(|spec| !spec.is_none()))
}

/// The work of `PathFinder`.
fn find_on_path(vm: &Vm, name: &str, path: Option<&Value>) -> PyResult<Option<Found>> {
    let last = name.rsplit('.').next().unwrap_or(name);
    let entries = match path {
        Some(path) => vm.collect(path)?,
        None => vm.sys_attr("path")?.map_or(Ok(Vec::new()), |path| vm.collect(&path))?,
    };
    let mut portions = Vec::new();
    for entry in &entries {
        let Some(entry) = entry.downcast::<PyStr>() else { continue };
        let Some(finder) = hooks::finder_for(vm, entry)? else { continue };
        if machinery::is_embedded_finder(vm, &finder)? {
            if let Some(found) = embedded::find(name) {
                return Ok(Some(Found::Embedded(found)));
            }
        } else if let Some(folder) = machinery::native_folder(vm, &finder)? {
            match find_in_folder(Path::new(&folder), last) {
                Some(InFolder::File(found)) => return Ok(Some(found)),
                Some(InFolder::Portion(portion)) => portions.push(vm.str(&portion.to_string_lossy())),
                None => {}
            }
        } else if let Some(spec) = ask(vm, &finder, &[vm.str(name), Value::NONE])? {
            if !vm.get_attr(&spec, &vm.names().loader)?.is_none() {
                return Ok(Some(Found::Spec(spec)));
            }
            let more = vm.get_attr(&spec, &vm.names().submodule_search_locations)?;
            if more.is_none() {
                return Err(vm.import_error("spec missing loader"));
            }
            portions.extend(vm.collect(&more)?);
        }
    }
    if portions.is_empty() {
        return Ok(None);
    }
    let make = vm.import_attr(machinery::EXTERNAL, "_namespace_spec")?;
    vm.call(&make, &[vm.str(name), vm.list(portions)]).map(|spec| Some(Found::Spec(spec)))
}

fn find_in_folder(folder: &Path, name: &str) -> Option<InFolder> {
    let package = folder.join(name);
    let is_folder = package.is_dir();
    if is_folder {
        for (suffix, is_source) in [("py", true), ("pyc", false)] {
            let init = package.join(format!("__init__.{suffix}"));
            if init.is_file() {
                return Some(InFolder::File(Found::File { path: init, package: Some(package), is_source }));
            }
        }
    }
    for (suffix, is_source) in [("py", true), ("pyc", false)] {
        let file = folder.join(format!("{name}.{suffix}"));
        if file.is_file() {
            return Some(InFolder::File(Found::File { path: file, package: None, is_source }));
        }
    }
    is_folder.then_some(InFolder::Portion(package))
}
