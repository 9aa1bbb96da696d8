//! The classes of the import machinery before their methods exist.
//!
//! `sys.meta_path` and every module's `__spec__` and `__loader__` refer to classes that CPython writes in Python. So do we
//! (`importlib/_bootstrap.py` and its neighbour), but a start that only uses the default finders needs none of their code: the
//! classes are made here with a [`PyLazyAttribute`] for each method; the first use of any of them imports the Python half, which
//! fills them in.

use std::cell::{Cell, OnceCell, RefCell};

use crate::builtins::dict::PyDict;
use crate::builtins::function::PyNative;
use crate::builtins::list::PyList;
use crate::builtins::set::PySet;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::slots::Slots;
use crate::object::types::builtin;
use crate::object::{Header, PyType, Ref, Slot, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;
use crate::vm::handle::module_state;

/// What stands in a class until the Python half is loaded: asked for, it loads that and looks again.
#[repr(C)]
pub struct PyLazyAttribute {
    header: Header,
    name: Slot,
    /// The module that fills the class in.
    module: &'static str,
}

crate::payload!(PyLazyAttribute, shape::LAZY_ATTRIBUTE, traverse(this, visitor) {
    visitor.visit(&this.name);
} clear {
    this.name.clear();
});

pub static SPECS: &[&TypeSpec] = &[&LAZY_ATTRIBUTE];

static LAZY_ATTRIBUTE: TypeSpec = TypeSpec {
    slots: Slots { descr_get: Some(lazy_get), descr_set: Some(lazy_set), ..Slots::EMPTY },
    ..TypeSpec::of::<PyLazyAttribute>("lazy_attribute")
};

/// Loads the Python half of a class.
fn materialise(vm: &Vm, descriptor: &Value) -> PyResult<Ref<PyStr>> {
    let Some(lazy) = descriptor.downcast::<PyLazyAttribute>() else {
        return Err(vm.type_error("a lazy attribute is needed"));
    };
    let name = lazy.name.get_or_none();
    vm.import(lazy.module)?;
    match name.into_ref::<PyStr>() {
        Ok(name) => Ok(name),
        Err(_) => Err(vm.system_error("a lazy attribute has no name")),
    }
}

fn lazy_get(vm: &Vm, descriptor: &Value, instance: Option<&Value>, class: &Value) -> PyResult<Value> {
    let name = materialise(vm, descriptor)?;
    let holder = instance.map_or_else(|| class.downcast::<PyType>().cloned(), |instance| Some(class_of(instance)));
    let filled = holder.and_then(|holder| holder.find_value(&name));
    if filled.is_none_or(|value| value.downcast::<PyLazyAttribute>().is_some()) {
        return Err(vm.no_attribute(instance.unwrap_or(class), &name));
    }
    vm.get_attr(instance.unwrap_or(class), &name)
}

fn lazy_set(vm: &Vm, descriptor: &Value, instance: &Value, new: Option<&Value>) -> PyResult<()> {
    let name = materialise(vm, descriptor)?;
    if class_of(instance).find_value(&name).is_some_and(|value| value.downcast::<PyLazyAttribute>().is_some()) {
        return Err(vm.no_attribute(instance, &name));
    }
    vm.set_attr(instance, &name, new)
}

/// A class to be: its module, bases (which stand before it in [`CLASSES`]), and the names that are filled in later.
struct Skeleton {
    name: &'static str,
    module: &'static str,
    bases: &'static [&'static str],
    names: &'static [&'static str],
}

const BOOTSTRAP: &str = "_frozen_importlib";
pub const EXTERNAL: &str = "_frozen_importlib_external";

const IMPORTER: &[&str] =
    &["_ORIGIN", "find_spec", "create_module", "exec_module", "get_code", "get_source", "is_package", "load_module"];

static CLASSES: &[Skeleton] = &[
    Skeleton {
        name: "ModuleSpec",
        module: BOOTSTRAP,
        bases: &[],
        names: &["__init__", "__repr__", "__eq__", "cached", "parent", "has_location"],
    },
    Skeleton { name: "BuiltinImporter", module: BOOTSTRAP, bases: &[], names: IMPORTER },
    Skeleton { name: "FrozenImporter", module: BOOTSTRAP, bases: &[], names: IMPORTER },
    Skeleton {
        name: "PathFinder",
        module: EXTERNAL,
        bases: &[],
        names: &[
            "find_spec",
            "invalidate_caches",
            "find_distributions",
            "_path_hooks",
            "_path_importer_cache",
            "_get_spec",
        ],
    },
    Skeleton {
        name: "FileFinder",
        module: EXTERNAL,
        bases: &[],
        names: &["__init__", "__repr__", "find_spec", "invalidate_caches", "_get_spec", "_fill_cache", "path_hook"],
    },
    Skeleton {
        name: "_LoaderBasics",
        module: EXTERNAL,
        bases: &[],
        names: &["is_package", "create_module", "exec_module", "load_module"],
    },
    Skeleton {
        name: "SourceLoader",
        module: EXTERNAL,
        bases: &["_LoaderBasics"],
        names: &["path_mtime", "path_stats", "_cache_bytecode", "set_data", "get_source", "source_to_code", "get_code"],
    },
    Skeleton {
        name: "FileLoader",
        module: EXTERNAL,
        bases: &[],
        names: &["__init__", "__eq__", "__hash__", "load_module", "get_filename", "get_data", "get_resource_reader"],
    },
    Skeleton {
        name: "SourceFileLoader",
        module: EXTERNAL,
        bases: &["FileLoader", "SourceLoader"],
        names: &["path_stats", "_cache_bytecode", "set_data"],
    },
    Skeleton {
        name: "SourcelessFileLoader",
        module: EXTERNAL,
        bases: &["FileLoader", "_LoaderBasics"],
        names: &["get_code", "get_source"],
    },
    Skeleton {
        name: "EmbeddedLoader",
        module: EXTERNAL,
        bases: &["SourceFileLoader"],
        names: &["get_code", "get_data", "path_stats", "set_data", "is_package"],
    },
    Skeleton {
        name: "EmbeddedFinder",
        module: EXTERNAL,
        bases: &[],
        names: &["__init__", "__repr__", "find_spec", "invalidate_caches", "iter_modules"],
    },
];

/// A class that has been made, and its version when nobody had changed it.
struct Made {
    class: Ref<PyType>,
    version: Cell<u32>,
}

#[derive(Default)]
pub struct State {
    classes: RefCell<Vec<(&'static str, &'static Made)>>,
    /// `_loaders` of the file finders made here.
    loaders: OnceCell<Value>,
    /// What stands in `sys.path_hooks` at first: embedded library, archives, folders.
    pub hooks: OnceCell<[Value; 3]>,
}

pub fn state(vm: &Vm) -> &'static State {
    module_state(vm, "importer")
}

fn made(vm: &Vm, name: &str) -> PyResult<&'static Made> {
    let state = state(vm);
    let known = state.classes.borrow().iter().find(|(known, _)| *known == name).map(|(_, made)| *made);
    if let Some(known) = known {
        return Ok(known);
    }
    let Some(skeleton) = CLASSES.iter().find(|skeleton| skeleton.name == name) else {
        return Err(vm.value_error(format!("the import machinery has no class {name}")));
    };
    let mut bases = Vec::new();
    for base in skeleton.bases {
        bases.push(made(vm, base)?.class.to_value());
    }
    let namespace = PyDict::new();
    namespace.set_name(vm, "__module__", vm.intern(skeleton.module).into_value());
    namespace.set_name(vm, "__qualname__", vm.intern(name).into_value());
    for attribute in skeleton.names {
        let lazy = PyLazyAttribute {
            header: Header::new(shape::LAZY_ATTRIBUTE),
            name: Slot::new(vm.intern(attribute).into_value()),
            module: skeleton.module,
        };
        namespace.set_name(vm, attribute, Ref::new(lazy).into_value());
    }
    let args = [vm.str(name), vm.tuple(bases), namespace.into_value()];
    let class = vm.call(builtin(shape::TYPE).as_value(), &args)?;
    let Ok(class) = class.into_ref::<PyType>() else { return Err(vm.system_error("type() gave no type")) };
    let version = Cell::new(class.version());
    let made: &'static Made = Box::leak(Box::new(Made { class, version }));
    state.classes.borrow_mut().push((skeleton.name, made));
    Ok(made)
}

/// The class of the import machinery with this name.
pub fn class(vm: &Vm, name: &str) -> PyResult<Ref<PyType>> {
    Ok(made(vm, name)?.class.clone())
}

/// The class, if nobody has patched it or what it inherits: then the natives may do its work.
pub fn pristine(vm: &Vm, name: &str) -> PyResult<Option<Ref<PyType>>> {
    let made = made(vm, name)?;
    Ok((made.class.known_version() == made.version.get()).then(|| made.class.clone()))
}

/// The Python half has filled in classes: they are as they should be.
pub fn filled(vm: &Vm) {
    for (_, made) in state(vm).classes.borrow().iter() {
        made.version.set(made.class.version());
    }
}

/// What stands in `sys.meta_path`, `sys.path_hooks` and `sys.path_importer_cache` at first.
pub fn install(vm: &Vm, sys: &Ref<PyDict>) -> PyResult<()> {
    let mut finders = Vec::new();
    for name in ["BuiltinImporter", "FrozenImporter", "PathFinder"] {
        finders.push(class(vm, name)?.into_value());
    }
    sys.set_name(vm, "meta_path", vm.list(finders));
    let hooks = super::hooks::HOOKS.each_ref().map(|row| PyNative::function(row, None).into_value());
    sys.set_name(vm, "path_hooks", vm.list(hooks.to_vec()));
    let _ = state(vm).hooks.set(hooks);
    sys.set_name(vm, "path_importer_cache", PyDict::new().into_value());
    Ok(())
}

/// An instance with these attributes, made without its `__init__`.
fn instance(vm: &Vm, class: &Ref<PyType>, attributes: &[(&str, Value)]) -> PyResult<Value> {
    let instance = vm.new_instance(class);
    for (name, value) in attributes {
        vm.set_instance_attr(&instance, &vm.intern(name), value)?;
    }
    Ok(instance)
}

/// The pairs of suffix and loader of a default file finder.
fn loaders(vm: &Vm) -> PyResult<Value> {
    if let Some(known) = state(vm).loaders.get() {
        return Ok(known.clone());
    }
    let mut pairs = Vec::new();
    for (suffix, loader) in [(".py", "SourceFileLoader"), (".pyc", "SourcelessFileLoader")] {
        pairs.push(vm.tuple(vec![vm.str(suffix), class(vm, loader)?.into_value()]));
    }
    Ok(state(vm).loaders.get_or_init(|| vm.list(pairs)).clone())
}

/// A file finder as `path_hook_for_FileFinder` makes it.
pub fn file_finder(vm: &Vm, folder: &str) -> PyResult<Value> {
    let full =
        std::path::absolute(folder).map_or_else(|_| folder.to_string(), |path| path.to_string_lossy().into_owned());
    let attributes = [
        ("_loaders", loaders(vm)?),
        ("path", vm.str(&full)),
        ("_path_mtime", vm.int(-1)),
        ("_path_cache", PySet::new().into_value()),
        ("_relaxed_path_cache", PySet::new().into_value()),
    ];
    instance(vm, &class(vm, "FileFinder")?, &attributes)
}

pub fn embedded_finder(vm: &Vm, folder: &str) -> PyResult<Value> {
    instance(vm, &class(vm, "EmbeddedFinder")?, &[("path", vm.str(folder))])
}

/// The folder of a finder whose work the natives may do.
pub fn native_folder(vm: &Vm, finder: &Value) -> PyResult<Option<String>> {
    let Some(wanted) = pristine(vm, "FileFinder")? else { return Ok(None) };
    if !std::ptr::eq(&*class_of(finder), &*wanted) {
        return Ok(None);
    }
    let own = vm.instance_attr(finder, &vm.intern("_loaders"))?;
    if !own.is_some_and(|own| state(vm).loaders.get().is_some_and(|loaders| own.is(loaders))) {
        return Ok(None);
    }
    let path = vm.instance_attr(finder, &vm.names().path)?;
    Ok(path.as_ref().and_then(|path| path.downcast::<PyStr>()).map(|path| path.to_string()))
}

pub fn is_embedded_finder(vm: &Vm, finder: &Value) -> PyResult<bool> {
    Ok(pristine(vm, "EmbeddedFinder")?.is_some_and(|wanted| std::ptr::eq(&*class_of(finder), &*wanted)))
}

/// A loader of files: an instance of `kind`.
pub fn file_loader(vm: &Vm, kind: &str, name: &str, path: &Value) -> PyResult<Value> {
    instance(vm, &class(vm, kind)?, &[("name", vm.intern(name).into_value()), ("path", path.clone())])
}

/// What a spec says beyond name and loader.
#[derive(Default)]
pub struct About {
    pub origin: Option<Value>,
    pub search: Option<Value>,
    pub has_location: bool,
    pub cached: Option<Value>,
}

/// A `ModuleSpec`.
pub fn spec(vm: &Vm, name: &Value, loader: &Value, about: &About) -> PyResult<Value> {
    let none = |value: &Option<Value>| value.clone().unwrap_or(Value::NONE);
    let attributes = [
        ("name", name.clone()),
        ("loader", loader.clone()),
        ("origin", none(&about.origin)),
        ("loader_state", Value::NONE),
        ("submodule_search_locations", none(&about.search)),
        ("_uninitialized_submodules", PyList::new(Vec::new()).into_value()),
        ("_set_fileattr", Value::bool(about.has_location)),
        ("_cached", none(&about.cached)),
        ("_initializing", Value::FALSE),
    ];
    instance(vm, &class(vm, "ModuleSpec")?, &attributes)
}
