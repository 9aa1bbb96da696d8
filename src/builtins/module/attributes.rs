//! Attributes, methods and repr of modules.

use super::PyModule;
use crate::builtins::dict::PyDict;
use crate::builtins::str::PyStr;
use crate::builtins::type_::call_annotate;
use crate::native::{GetSet, Keywords, Native, PyResult, Raised, Rest, getset, getter, method, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::{PyType, Ref, Value, class_ref};
use crate::vm::Vm;

pub const SLOTS: Slots = Slots { repr: Some(repr), init: Some(init), getattr: Some(getattr), ..Slots::EMPTY };

pub static NEW: Native = staticmethod("__new__(cls, /, *args, **kwargs)", "", wrap(new));

pub static METHODS: &[Native] =
    &[method("__dir__(self, /)", "__dir__() -> list\nspecialized dir() implementation", wrap(dir))];

pub static GETSET: &[GetSet] = &[
    getter("__dict__", "", |_, this| {
        Ok(this.downcast::<PyModule>().map_or(Value::NONE, |module| module.dict.to_value()))
    }),
    getset("__annotations__", "", get_annotations, set_annotations),
    getset("__annotate__", "", get_annotate, set_annotate),
];

fn new(vm: &Vm, class: &Ref<PyType>, _: Rest, _: Keywords) -> Value {
    vm.new_object(class, PyModule::payload(PyDict::new())).into_value()
}

/// `module(name, doc=None)`.
fn init(vm: &Vm, this: &Value, args: crate::native::Args) -> PyResult<()> {
    static ROW: Native = crate::native::function("module(name, doc=None)", "", wrap(ignore));
    fn ignore(_: &Vm) {}
    let Some(module) = this.downcast::<PyModule>() else { return Ok(()) };
    let (name, doc) = crate::native::bind::bind(vm, vm.signature_of(&ROW), args, 0, |bound| {
        Ok((bound.get(0).cloned().unwrap_or(Value::NONE), bound.get(1).cloned().unwrap_or(Value::NONE)))
    })?;
    if name.downcast::<PyStr>().is_none() {
        let actual = class_ref(&name).name();
        return Err(vm.type_error(format!("module() argument 'name' must be str, not {actual}")));
    }
    for (key, value) in [("__name__", name), ("__doc__", doc)] {
        module.dict.set_name(vm, key, value);
    }
    for key in ["__package__", "__loader__", "__spec__"] {
        module.dict.set_name(vm, key, Value::NONE);
    }
    Ok(())
}

/// As for all objects, and then the module's own `__getattr__` (PEP 562).
fn getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult<Value> {
    let (Some(module), Some(name)) = (this.downcast::<PyModule>(), name.downcast::<PyStr>()) else {
        return Err(vm.type_error("module.__getattribute__ needs a module and a name"));
    };
    if let Some(found) = vm.generic_get_attr_opt(this, name)? {
        return Ok(found);
    }
    match module.dict.get_str(vm, &vm.names().__getattr__)? {
        // A part of the library that loads its content lazily says no as a module without `__getattr__` does.
        Some(fallback) if is_embedded(vm, module)? => vm
            .call(&fallback, &[name.to_value()])
            .or_else(|raised| vm.catch_attribute_error(raised).and_then(|()| Err(missing(vm, this, module, name)))),
        Some(fallback) => vm.call(&fallback, &[name.to_value()]),
        None => Err(missing(vm, this, module, name)),
    }
}

fn is_embedded(vm: &Vm, module: &PyModule) -> PyResult<bool> {
    let file = module.dict.get_str(vm, &vm.names().__file__)?;
    let root = crate::importer::embedded::ROOT.as_bytes();
    Ok(file.as_ref().and_then(|file| file.downcast::<PyStr>()).is_some_and(|file| file.as_bytes().starts_with(root)))
}

#[cold]
fn missing(vm: &Vm, this: &Value, module: &PyModule, name: &Ref<PyStr>) -> Raised {
    match missing_message(vm, module, name) {
        Ok(message) => vm.attribute_error_about(message, this, name),
        Err(raised) => raised,
    }
}

fn missing_message(vm: &Vm, module: &PyModule, name: &Ref<PyStr>) -> PyResult<String> {
    let names = vm.names();
    let own_name = module.dict.get_str(vm, &names.__name__)?.and_then(|own| own.into_ref::<PyStr>().ok());
    let Some(own_name) = own_name else { return Ok(format!("module has no attribute '{name}'")) };
    let spec = module.dict.get_str(vm, &names.__spec__)?.filter(|spec| !spec.is_none());
    if let Some(spec) = spec {
        let initializing = match vm.get_attr_opt(&spec, &names._initializing)? {
            Some(flag) => vm.truth(&flag)?,
            None => false,
        };
        if initializing {
            return Ok(format!(
                "partially initialized module '{own_name}' has no attribute '{name}' (most likely due to a circular import)"
            ));
        }
        if let Some(submodules) = vm.get_attr_opt(&spec, &names._uninitialized_submodules)?
            && vm.contains(&submodules, name.as_value())?
        {
            return Ok(format!(
                "cannot access submodule '{name}' of module '{own_name}' (most likely due to a circular import)"
            ));
        }
    }
    Ok(format!("module '{own_name}' has no attribute '{name}'"))
}

/// As importlib shows it: from the spec, else from `__file__` and `__loader__`.
fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(module) = this.downcast::<PyModule>() else { return Ok(vm.str("<module>")) };
    let names = vm.names();
    let name = match module.dict.get_str(vm, &names.__name__)? {
        Some(name) => vm.repr(&name)?.to_string(),
        None => "'?'".to_string(),
    };
    let origin = location(vm, module)?;
    Ok(vm.str(&format!("<module {name}{origin}>")))
}

fn location(vm: &Vm, module: &PyModule) -> PyResult<String> {
    let names = vm.names();
    let get = |name: &Ref<PyStr>| module.dict.get_str(vm, name).map(|found| found.filter(|found| !found.is_none()));
    if let Some(spec) = get(&names.__spec__)? {
        let attribute =
            |name: &Ref<PyStr>| vm.get_attr_opt(&spec, name).map(|found| found.filter(|found| !found.is_none()));
        return match (attribute(&names.origin)?, attribute(&names.loader)?) {
            (Some(origin), _) => {
                let has_location = match attribute(&names.has_location)? {
                    Some(flag) => vm.truth(&flag)?,
                    None => false,
                };
                Ok(if has_location {
                    format!(" from {}", vm.repr(&origin)?)
                } else {
                    format!(" ({})", vm.to_str(&origin)?)
                })
            }
            (None, Some(loader)) => Ok(format!(" ({})", vm.repr(&loader)?)),
            (None, None) => Ok(String::new()),
        };
    }
    if let Some(file) = get(&names.__file__)? {
        return Ok(format!(" from {}", vm.repr(&file)?));
    }
    if let Some(loader) = get(&names.__loader__)? {
        return Ok(format!(" ({})", vm.repr(&loader)?));
    }
    let name = get(&names.__name__)?.map_or_else(String::new, |name| vm.str_text(&name));
    let known = matches!(name.as_str(), "builtins" | "sys") || crate::modules::find(&name).is_some();
    Ok(if known { " (built-in)".to_string() } else { String::new() })
}

/// The names in the module's namespace, unless it says otherwise with a `__dir__` of its own.
fn dir(vm: &Vm, this: &Value) -> PyResult<Value> {
    let names = vm.names();
    let dict = vm.get_attr(this, &names.__dict__)?;
    let Some(dict) = dict.downcast::<PyDict>() else {
        return Err(vm.type_error("<module>.__dict__ is not a dictionary"));
    };
    if let Some(own) = dict.get_str(vm, &names.__dir__)? {
        return vm.call(&own, &[]);
    }
    Ok(vm.list(dict.items().into_iter().map(|(key, _)| key).collect()))
}

fn get_annotate(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(module) = this.downcast::<PyModule>() else { return Ok(Value::NONE) };
    if let Some(known) = module.dict.get_str(vm, &vm.names().__annotate__)? {
        return Ok(known);
    }
    module.dict.set_str(vm, &vm.names().__annotate__, Value::NONE)?;
    Ok(Value::NONE)
}

fn set_annotate(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(module) = this.downcast::<PyModule>() else { return Ok(()) };
    let Some(new) = new else { return Err(vm.type_error("cannot delete __annotate__ attribute")) };
    if !new.is_none() && !vm.is_callable(new) {
        return Err(vm.type_error("__annotate__ must be callable or None"));
    }
    module.dict.set_str(vm, &vm.names().__annotate__, new.clone())?;
    if !new.is_none() {
        drop(module.dict.remove_str(vm, &vm.names().__annotations__)?);
    }
    Ok(())
}

/// Dicts that module code got by the name `__annotations__`, before the annotations were worked out.
#[derive(Default)]
struct Begun(std::cell::RefCell<Vec<Value>>);

fn begun(vm: &Vm) -> &'static std::cell::RefCell<Vec<Value>> {
    &crate::vm::handle::module_state::<Begun>(vm, "module.annotations").0
}

/// What the name `__annotations__` stands for in the code of a module with annotations, as before Python 3.14: a dict
/// to which the annotations come later. `None` for other names and modules.
#[cold]
pub fn annotations_by_name(vm: &Vm, globals: &Ref<PyDict>, name: &Ref<PyStr>) -> PyResult<Option<Value>> {
    let names = vm.names();
    if !name.is(&names.__annotations__) || globals.get_str(vm, &names.__annotate__)?.is_none_or(|value| value.is_none())
    {
        return Ok(None);
    }
    let annotations = PyDict::new().into_value();
    globals.set_str(vm, &names.__annotations__, annotations.clone())?;
    begun(vm).borrow_mut().push(annotations.clone());
    Ok(Some(annotations))
}

/// Adds the annotations to a dict that was begun by name.
fn complete(vm: &Vm, module: &PyModule, known: &Value) -> PyResult<()> {
    let place = begun(vm).borrow().iter().position(|begun| begun.is(known));
    let (Some(place), Some(dict)) = (place, known.downcast_exact::<PyDict>()) else { return Ok(()) };
    let Some(annotate) = module.dict.get_str(vm, &vm.names().__annotate__)?.filter(|value| vm.is_callable(value))
    else {
        return Ok(());
    };
    let computed = call_annotate(vm, &annotate)?;
    let begun = begun(vm).borrow_mut().remove(place);
    drop(begun);
    for (name, annotation) in computed.downcast_exact::<PyDict>().map(|dict| dict.items()).unwrap_or_default() {
        if dict.get(vm, &name)?.is_none() {
            dict.set(vm, &name, annotation)?;
        }
    }
    Ok(())
}

fn get_annotations(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(module) = this.downcast::<PyModule>() else { return Ok(Value::NONE) };
    let names = vm.names();
    if let Some(known) = module.dict.get_str(vm, &names.__annotations__)? {
        complete(vm, module, &known)?;
        return Ok(known);
    }
    let annotate = module.dict.get_str(vm, &names.__annotate__)?.filter(|annotate| vm.is_callable(annotate));
    let annotations = match annotate {
        Some(annotate) => call_annotate(vm, &annotate)?,
        None => PyDict::new().into_value(),
    };
    module.dict.set_str(vm, &names.__annotations__, annotations.clone())?;
    Ok(annotations)
}

fn set_annotations(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let Some(module) = this.downcast::<PyModule>() else { return Ok(()) };
    let names = vm.names();
    match new {
        Some(new) => module.dict.set_str(vm, &names.__annotations__, new.clone())?,
        None => {
            if module.dict.remove_str(vm, &names.__annotations__)?.is_none() {
                return Err(vm.no_attribute(this, &names.__annotations__));
            }
        }
    }
    drop(module.dict.remove_str(vm, &names.__annotate__)?);
    Ok(())
}
