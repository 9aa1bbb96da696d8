//! What the filters make of a warning, and what has been shown already.

use super::{Warning, show, state};
use crate::builtins::dict::PyDict;
use crate::builtins::int;
use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{Ref, Value, class_of, class_ref};
use crate::vm::Vm;

/// The filters that an interpreter begins with.
pub(super) fn own(vm: &Vm) -> Ref<PyList> {
    let make = || {
        let classes = vm.exceptions();
        let row = |action: &str, category: &Value, module: Option<&str>| {
            let module = module.map_or(Value::NONE, |module| vm.str(module));
            vm.tuple(vec![vm.str(action), Value::NONE, category.clone(), module, vm.int(0)])
        };
        PyList::new(vec![
            row("default", classes.DeprecationWarning.as_value(), Some("__main__")),
            row("ignore", classes.DeprecationWarning.as_value(), None),
            row("ignore", classes.PendingDeprecationWarning.as_value(), None),
            row("ignore", classes.ImportWarning.as_value(), None),
            row("ignore", classes.ResourceWarning.as_value(), None),
        ])
    };
    state(vm).filters.get_or_init(make).clone()
}

pub(super) fn own_once(vm: &Vm) -> Ref<PyDict> {
    state(vm).once.get_or_init(PyDict::new).clone()
}

/// An attribute of `warnings`, if that is imported.
pub(super) fn imported(vm: &Vm, name: &str) -> PyResult<Option<Value>> {
    match vm.modules().get_name(vm, "warnings") {
        Some(module) if !module.is_none() => vm.get_attr_opt(&module, &vm.intern(name)),
        _ => Ok(None),
    }
}

/// The module that a file name suggests.
pub(super) fn module_of(vm: &Vm, filename: &Value) -> Value {
    let name = vm.str_text(filename);
    match name.strip_suffix(".py") {
        _ if name.is_empty() => vm.str("<unknown>"),
        Some(stem) => vm.str(stem),
        None => filename.clone(),
    }
}

/// Shows, ignores or raises a warning.
pub(super) fn issue(vm: &Vm, warning: Warning) -> PyResult<()> {
    let registry = match warning.registry.downcast::<PyDict>() {
        Some(registry) => Some(registry.clone()),
        None if warning.registry.is_none() => None,
        None => return Err(vm.type_error("'registry' must be a dict or None")),
    };
    let is_warning = class_ref(&warning.message).is_subtype(&vm.exceptions().Warning);
    let (text, message, category) = if is_warning {
        let text = vm.to_str(&warning.message)?.into_value();
        (text, warning.message.clone(), class_of(&warning.message))
    } else {
        let made = vm.call(warning.category.as_value(), std::slice::from_ref(&warning.message))?;
        (warning.message.clone(), made, warning.category.clone())
    };
    let key = vm.tuple(vec![text.clone(), category.to_value(), vm.int(warning.line)]);
    if let Some(registry) = &registry
        && already_warned(vm, registry, &key, false)?
    {
        return Ok(());
    }
    let (action, item) = action(vm, &text, category.as_value(), &warning)?;
    match &*action {
        "error" => return Err(vm.raise(message)),
        "ignore" => return Ok(()),
        "always" | "all" => return show::show(vm, &warning, &text, &message, &category),
        _ => {}
    }
    if let Some(registry) = &registry {
        registry.set(vm, &key, Value::TRUE)?;
    }
    let known = match &*action {
        "default" => false,
        "once" => {
            let once = match registry {
                Some(registry) => registry,
                None => once_registry(vm)?,
            };
            already_warned(vm, &once, &vm.tuple(vec![text.clone(), category.to_value()]), true)?
        }
        "module" => match registry {
            Some(registry) => {
                already_warned(vm, &registry, &vm.tuple(vec![text.clone(), category.to_value(), vm.int(0)]), true)?
            }
            None => false,
        },
        _ => {
            let (action, item) = (vm.repr(&vm.str(&action))?, vm.repr(&item)?);
            return Err(vm.runtime_error(format!("Unrecognized action ({action}) in warnings.filters:\n {item}")));
        }
    };
    if known { Ok(()) } else { show::show(vm, &warning, &text, &message, &category) }
}

fn once_registry(vm: &Vm) -> PyResult<Ref<PyDict>> {
    match imported(vm, "onceregistry")? {
        Some(registry) => match registry.into_ref::<PyDict>() {
            Ok(registry) => Ok(registry),
            Err(_) => Err(vm.type_error("_warnings.onceregistry must be a dict")),
        },
        None => Ok(own_once(vm)),
    }
}

/// Whether a registry, which forgets everything when the filters have changed, has the key; with `add` it has it then.
fn already_warned(vm: &Vm, registry: &Ref<PyDict>, key: &Value, add: bool) -> PyResult<bool> {
    let version = state(vm).version.get();
    let name = vm.intern("version");
    let known = registry.get_str(vm, &name)?;
    let is_current = known.as_ref().and_then(int::as_int).and_then(|known| known.to_i64()) == Some(version);
    if !is_current {
        let entries = registry.table.borrow_mut().clear();
        drop(entries);
        registry.set_str(vm, &name, vm.int(version))?;
    } else if let Some(found) = registry.get(vm, key)?
        && vm.truth(&found)?
    {
        return Ok(true);
    }
    if add {
        registry.set(vm, key, Value::TRUE)?;
    }
    Ok(false)
}

/// The action of the first filter that fits, and the filter.
fn action(vm: &Vm, text: &Value, category: &Value, warning: &Warning) -> PyResult<(String, Value)> {
    let filters = match imported(vm, "filters")? {
        Some(filters) => match filters.into_ref::<PyList>() {
            Ok(filters) => filters,
            Err(_) => return Err(vm.value_error("_warnings.filters must be a list")),
        },
        None => own(vm),
    };
    let mut index = 0;
    while let Some(item) = filters.get(index) {
        let parts = item.downcast::<PyTuple>().filter(|parts| parts.len() == 5);
        let Some([action, message, class, module, line]) = parts.map(|parts| parts.items()) else {
            return Err(vm.value_error(format!("_warnings.filters item {index} isn't a 5-tuple")));
        };
        let Some(action) = action.downcast::<PyStr>() else {
            let got = class_ref(action).name();
            return Err(vm.type_error(format!("action must be a string, not '{got}'")));
        };
        let fits = vm.is_subclass(category, class)?
            && matches(vm, message, text)?
            && matches(vm, module, &warning.module)?
            && matches!(int::as_int(line).and_then(|line| line.to_i64()), Some(line) if line == 0 || line == warning.line);
        if fits {
            return Ok((action.to_string(), item.clone()));
        }
        index += 1;
    }
    let default = match imported(vm, "defaultaction")? {
        Some(action) => vm.str_text(&action),
        None => "default".to_string(),
    };
    Ok((default, Value::NONE))
}

/// None fits everything, a str what equals it, anything else is asked by its `match`.
fn matches(vm: &Vm, pattern: &Value, text: &Value) -> PyResult<bool> {
    if pattern.is_none() {
        return Ok(true);
    }
    if pattern.downcast_exact::<PyStr>().is_some() {
        return vm.is_equal(pattern, text);
    }
    let found = vm.call_method(pattern, "match", std::slice::from_ref(text))?;
    vm.truth(&found)
}
