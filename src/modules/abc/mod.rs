//! `_abc`: abstract base classes. What a class has registered, and what checks have found, is kept in an
//! [`PyAbcData`] of its own, by weak reference.

mod checks;

use std::cell::Cell;
use std::collections::HashMap;

use super::NativeModule;
use crate::builtins::set::PySet;
use crate::builtins::str::PyStr;
use crate::builtins::weakref::PyWeakref;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::types::{HEAP, MAPPING, SEQUENCE};
use crate::object::{Header, PyCell, PyType, Ref, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;
use crate::vm::handle::module_state;

/// Classes by weak reference: a dead one counts as absent, even when its address is used again.
#[derive(Default)]
struct WeakClasses(HashMap<u64, Ref<PyWeakref>>);

impl WeakClasses {
    fn contains(&self, class: &Value) -> bool {
        self.0.get(&class.id()).is_some_and(|reference| reference.is_alive())
    }

    fn alive(&self) -> Vec<Value> {
        self.0.values().filter_map(|reference| reference.target()).collect()
    }
}

/// What an abstract base class knows about others.
#[repr(C)]
pub struct PyAbcData {
    header: Header,
    registry: PyCell<WeakClasses>,
    cache: PyCell<WeakClasses>,
    negative_cache: PyCell<WeakClasses>,
    negative_version: Cell<u64>,
}
crate::payload!(PyAbcData, shape::ABC_DATA, traverse(this, visitor) {
    for classes in [&this.registry, &this.cache, &this.negative_cache] {
        for reference in classes.borrow().0.values() {
            visitor.visit(reference);
        }
    }
} clear {
    for classes in [&this.registry, &this.cache, &this.negative_cache] {
        drop(classes.take());
    }
});

pub static SPECS: &[&TypeSpec] = &[&ABC_DATA];

static ABC_DATA: TypeSpec = TypeSpec {
    module: "_abc",
    doc: "Internal state held by ABC machinery.",
    flags: crate::object::types::NO_NEW,
    ..TypeSpec::of::<PyAbcData>("_abc_data")
};

pub static MODULE: NativeModule = NativeModule {
    doc: "Module contains faster C implementation of abc.ABCMeta",
    functions: FUNCTIONS,
    ..NativeModule::of("_abc")
};

static FUNCTIONS: &[Native] = &[
    function(
        "get_cache_token()",
        "Returns the current ABC cache token.\n\nThe token is an opaque object (supporting equality testing) identifying the\ncurrent version of the ABC cache for virtual subclasses. The token changes\nwith every call to register() on any ABC.",
        wrap(cache_token),
    ),
    function(
        "_abc_init(self, /)",
        "Internal ABC helper for class set-up. Should be never used outside abc module.",
        wrap(init),
    ),
    function(
        "_reset_registry(self, /)",
        "Internal ABC helper to reset registry of a given class.\n\nShould be only used by refleak.py",
        wrap(reset_registry),
    ),
    function(
        "_reset_caches(self, /)",
        "Internal ABC helper to reset both caches of a given class.\n\nShould be only used by refleak.py",
        wrap(reset_caches),
    ),
    function(
        "_get_dump(self, /)",
        "Internal ABC helper for cache and registry debugging.\n\nReturn shallow copies of registry, of both caches, and\nnegative cache version. Don't call this function directly,\ninstead use ABC._dump_registry() for a nice repr.",
        wrap(dump),
    ),
    function(
        "_abc_register(self, subclass, /)",
        "Internal ABC helper for subclasss registration. Should be never used outside abc module.",
        wrap(checks::register),
    ),
    function(
        "_abc_instancecheck(self, instance, /)",
        "Internal ABC helper for instance checks. Should be never used outside abc module.",
        wrap(checks::instance_check),
    ),
    function(
        "_abc_subclasscheck(self, subclass, /)",
        "Internal ABC helper for subclasss checks. Should be never used outside abc module.",
        wrap(checks::subclass_check),
    ),
];

/// Counts registrations: negative answers from before the last one hold no longer.
#[derive(Default)]
struct State {
    registrations: Cell<u64>,
}

fn state(vm: &Vm) -> &'static State {
    module_state(vm, "_abc")
}

fn cache_token(vm: &Vm) -> u64 {
    state(vm).registrations.get()
}

/// The data of an abstract base class.
fn data_of(vm: &Vm, class: &Value) -> PyResult<Ref<PyAbcData>> {
    let data = vm.get_attr(class, &vm.intern("_abc_impl"))?;
    data.into_ref::<PyAbcData>().map_err(|_| vm.type_error("_abc_impl is set to a wrong type"))
}

/// `ABCMeta.__new__` has made a class: finds its abstract methods, and gives it its data.
fn init(vm: &Vm, class: &Value) -> PyResult<()> {
    set_abstract_methods(vm, class)?;
    let data = Ref::new(PyAbcData {
        header: Header::new(shape::ABC_DATA),
        registry: PyCell::default(),
        cache: PyCell::default(),
        negative_cache: PyCell::default(),
        negative_version: Cell::new(state(vm).registrations.get()),
    });
    vm.set_attr(class, &vm.intern("_abc_impl"), Some(data.as_value()))?;
    take_pattern_flags(vm, class)
}

/// `__abc_tpflags__` says that instances count as sequences or mappings in `match`.
fn take_pattern_flags(vm: &Vm, class: &Value) -> PyResult<()> {
    let Some(class) = class.downcast::<PyType>() else { return Ok(()) };
    let name = vm.intern("__abc_tpflags__");
    let Some(flags) = class.own(&name).and_then(|flags| flags.as_inline_int()) else { return Ok(()) };
    const THEIR_SEQUENCE: i64 = 1 << 5;
    const THEIR_MAPPING: i64 = 1 << 6;
    if flags & THEIR_SEQUENCE != 0 && flags & THEIR_MAPPING != 0 {
        return Err(vm.type_error("__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING"));
    }
    class.set_flag(SEQUENCE, class.has(SEQUENCE) || flags & THEIR_SEQUENCE != 0);
    class.set_flag(MAPPING, class.has(MAPPING) || flags & THEIR_MAPPING != 0);
    class.set_own(&name, None);
    Ok(())
}

/// Passes the flags of a class on to one that is registered with it, and to its heirs.
fn pass_flags(from: &PyType, to: &Ref<PyType>) {
    let collection = SEQUENCE | MAPPING;
    if from.flags.get() & collection == 0
        || !to.has(HEAP)
        || to.flags.get() & collection == from.flags.get() & collection
    {
        return;
    }
    to.flags.set(to.flags.get() & !collection | from.flags.get() & collection);
    for heir in to.subclasses() {
        pass_flags(from, &heir);
    }
}

fn is_abstract(vm: &Vm, value: &Value) -> PyResult<bool> {
    match vm.get_attr_opt(value, &vm.names().__isabstractmethod__)? {
        Some(flag) => vm.truth(&flag),
        None => Ok(false),
    }
}

fn set_abstract_methods(vm: &Vm, class: &Value) -> PyResult<()> {
    let mut names: Vec<Value> = Vec::new();
    let Some(this) = class.downcast::<PyType>() else {
        return Err(vm.type_error(format!("_abc_init() argument must be a class, not {}", class_ref(class).name())));
    };
    for (name, value) in this.items() {
        if is_abstract(vm, &value)? {
            names.push(name.into_value());
        }
    }
    for base in this.bases.get() {
        let Some(inherited) = vm.get_attr_opt(base.as_value(), &vm.names().__abstractmethods__)? else { continue };
        for name in vm.collect(&inherited)? {
            let Some(text) = name.downcast::<PyStr>() else { continue };
            if let Some(value) = vm.get_attr_opt(class, text)?
                && is_abstract(vm, &value)?
            {
                names.push(name);
            }
        }
    }
    let set = vm.call(crate::object::types::builtin(shape::FROZENSET).as_value(), &[vm.list(names)])?;
    vm.set_attr(class, &vm.names().__abstractmethods__, Some(&set))
}

fn reset_registry(vm: &Vm, class: &Value) -> PyResult<()> {
    drop(data_of(vm, class)?.registry.take());
    Ok(())
}

fn reset_caches(vm: &Vm, class: &Value) -> PyResult<()> {
    let data = data_of(vm, class)?;
    drop(data.cache.take());
    drop(data.negative_cache.take());
    Ok(())
}

fn dump(vm: &Vm, class: &Value) -> PyResult<Value> {
    let data = data_of(vm, class)?;
    let as_set = |classes: &PyCell<WeakClasses>| -> PyResult<Value> {
        let set = PySet::new();
        let references: Vec<Value> = classes.borrow().0.values().map(|reference| reference.to_value()).collect();
        for reference in references {
            vm.set_add(&set, reference)?;
        }
        Ok(set.into_value())
    };
    let parts = vec![
        as_set(&data.registry)?,
        as_set(&data.cache)?,
        as_set(&data.negative_cache)?,
        vm.int_from(data.negative_version.get()),
    ];
    Ok(vm.tuple(parts))
}
