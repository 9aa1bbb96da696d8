//! Relative names: what `from . import x` refers to.

use super::as_dict;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::Value;
use crate::vm::Vm;

/// The absolute name of a relative import.
pub fn absolute_name(vm: &Vm, name: &str, globals: &Value, level: i64) -> PyResult<String> {
    let package = package_of(vm, globals)?;
    if package.is_empty() {
        return Err(vm.import_error("attempted relative import with no known parent package"));
    }
    let mut base = package.as_str();
    for _ in 1..level {
        match base.rsplit_once('.') {
            Some((parent, _)) => base = parent,
            None => return Err(vm.import_error("attempted relative import beyond top-level package")),
        }
    }
    Ok(if name.is_empty() { base.to_string() } else { format!("{base}.{name}") })
}

/// The package that code with these globals belongs to.
fn package_of(vm: &Vm, globals: &Value) -> PyResult<String> {
    let Some(globals) = as_dict(globals) else {
        return Err(vm.type_error("globals must be a dict"));
    };
    let names = vm.names();
    if let Some(package) = globals.get_str(vm, &names.__package__)?.filter(|package| !package.is_none()) {
        return match package.downcast::<PyStr>() {
            Some(package) => Ok(package.to_string()),
            None => Err(vm.type_error("package must be a string")),
        };
    }
    let Some(name) = globals.get_str(vm, &names.__name__)? else {
        return Err(vm.key_error(names.__name__.as_value()));
    };
    let name = vm.str_text(&name);
    if globals.get_str(vm, &names.__path__)?.is_some() {
        return Ok(name);
    }
    Ok(name.rsplit_once('.').map_or(String::new(), |(package, _)| package.to_string()))
}
