//! Import: `builtins.__import__` and the finders behind it. A name is looked for among the modules already imported, then by
//! the finders on `sys.meta_path`. What the default finders do is done in Rust ([`find`], [`hooks`], [`load`]) as long as
//! nobody has patched or replaced them; their Python face is `stdlib/importlib/_bootstrap.py` and its neighbour, which fill in
//! the classes that [`machinery`] makes.

pub mod cache;
pub mod embedded;
mod find;
mod hooks;
pub mod load;
mod locks;
pub mod machinery;
mod resolve;

use crate::builtins::dict::PyDict;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::vm::Vm;

/// `__import__(name, globals, locals, fromlist, level)`.
pub fn import(vm: &Vm, name: &Ref<PyStr>, globals: &Value, fromlist: &Value, level: i64) -> PyResult<Value> {
    if level < 0 {
        return Err(vm.value_error("level must be >= 0"));
    }
    if level == 0 && name.is_empty() {
        return Err(vm.value_error("Empty module name"));
    }
    let full =
        if level == 0 { name.to_string() } else { resolve::absolute_name(vm, &name.to_string(), globals, level)? };
    let module = load::find_and_load(vm, &full)?;
    let wanted = if fromlist.is_none() { false } else { vm.truth(fromlist)? };
    if wanted {
        load::handle_fromlist(vm, &module, fromlist, true)?;
        return Ok(module);
    }
    // `import a.b` binds `a`; relative imports without names bind what stands before the first dot of the name.
    match name.to_string().split_once('.') {
        None => Ok(module),
        Some((first, _)) if level == 0 => load::find_and_load(vm, first),
        Some((_, rest)) => {
            let cut = full.len() - rest.len() - 1;
            load::find_and_load(vm, &full[..cut])
        }
    }
}

/// The globals as a dict, for looking up `__package__` and its kin.
fn as_dict(globals: &Value) -> Option<&Ref<PyDict>> {
    globals.downcast::<PyDict>()
}
