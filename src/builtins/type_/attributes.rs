//! Attribute access on classes, and the attributes that all classes have.

use super::mro::mro_tuple;
use super::slots::update_slots_for;
use crate::builtins::SPECS;
use crate::builtins::descriptors::PyGetSet;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{GetSet, PyResult, Raised, getset, getter};
use crate::object::types::{self, ABSTRACT, HEAP, MUTABLE};
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

/// `type.__getattribute__`: data descriptors of the metaclass, then the class and its bases, then the metaclass.
pub fn getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult<Value> {
    let (Some(class), Some(name)) = (this.downcast::<PyType>(), name.downcast::<PyStr>()) else {
        return Err(vm.type_error("type.__getattribute__ needs a class and a name"));
    };
    match getattr_opt(vm, class, name)? {
        Some(found) => Ok(found),
        None => Err(vm.no_attribute(this, name)),
    }
}

pub fn getattr_opt(vm: &Vm, class: &Ref<PyType>, name: &Ref<PyStr>) -> PyResult<Option<Value>> {
    let this = class.as_value();
    let metaclass = class_of(this);
    let on_metaclass = metaclass.lookup(name);
    let meta_get = on_metaclass.as_ref().and_then(|found| class_ref(found).slots().descr_get);
    if let (Some(found), Some(get)) = (&on_metaclass, meta_get)
        && class_ref(found).slots().descr_set.is_some()
    {
        return get(vm, found, Some(this), metaclass.as_value()).map(Some);
    }
    if let Some(found) = class.lookup(name) {
        return match class_of(&found).slots().descr_get {
            Some(get) => get(vm, &found, None, this).map(Some),
            None => Ok(Some(found)),
        };
    }
    match (&on_metaclass, meta_get) {
        (Some(found), Some(get)) => get(vm, found, Some(this), metaclass.as_value()).map(Some),
        _ => Ok(on_metaclass),
    }
}

/// `type.__setattr__` and `__delattr__`.
pub fn setattr(vm: &Vm, this: &Value, name: &Value, new: Option<&Value>) -> PyResult<()> {
    let (Some(class), Some(name)) = (this.downcast::<PyType>(), name.downcast::<PyStr>()) else {
        return Err(vm.type_error("type.__setattr__ needs a class and a name"));
    };
    if !class.has(HEAP) && !class.has(MUTABLE) {
        return Err(immutable(vm, class, &name.to_text()));
    }
    if let Some(descriptor) = class_of(this).lookup(name)
        && let Some(set) = class_of(&descriptor).slots().descr_set
    {
        return set(vm, &descriptor, this, new);
    }
    if !class.set_own(name, new.cloned()) {
        return Err(vm.no_attribute(this, name));
    }
    update_slots_for(vm, class, name);
    Ok(())
}

#[cold]
fn immutable(vm: &Vm, class: &PyType, name: &str) -> Raised {
    vm.type_error(format!("cannot set '{name}' attribute of immutable type '{}'", class.name()))
}

pub static GETSET: &[GetSet] = &[
    getset("__name__", "", |vm, this| of(vm, this, |class| class.name.get().into_value()), set_name),
    getset("__qualname__", "", |vm, this| of(vm, this, |class| class.qualname.get().into_value()), set_qualname),
    getset("__bases__", "", get_bases, super::bases::set_bases),
    getter("__mro__", "", |vm, this| of(vm, this, |class| mro_tuple(class))),
    getter("__base__", "", |vm, this| of(vm, this, |class| class.base.get().map_or(Value::NONE, Ref::into_value))),
    getset("__module__", "", get_module, set_module),
    getset("__abstractmethods__", "", get_abstract_methods, set_abstract_methods),
    getter("__dict__", "", |_, this| Ok(this.downcast::<PyType>().map_or(Value::NONE, super::namespace::proxy))),
    getset("__doc__", "", get_doc, set_doc),
    getter("__text_signature__", "", get_text_signature),
    getset("__annotations__", "", super::annotations::get_annotations, super::annotations::set_annotations),
    getset("__annotate__", "", super::annotations::get_annotate, super::annotations::set_annotate),
    getset("__type_params__", "", get_type_params, set_type_params),
    getter("__flags__", "", |vm, this| of(vm, this, |class| vm.int(flags(class)))),
    getter("__basicsize__", "", |vm, this| of(vm, this, |class| vm.int(basic_size(class)))),
    getter("__itemsize__", "", |vm, this| of(vm, this, |class| vm.int(item_size(class)))),
    getter("__dictoffset__", "", |vm, this| {
        of(vm, this, |class| vm.int(if super::layout::has_dict(class) { -1 } else { 0 }))
    }),
    getter("__weakrefoffset__", "", |vm, this| {
        of(vm, this, |class| vm.int(if super::layout::has_weakref(class) { -1 } else { 0 }))
    }),
];

fn of(vm: &Vm, this: &Value, get: impl FnOnce(&Ref<PyType>) -> Value) -> PyResult<Value> {
    match this.downcast::<PyType>() {
        Some(class) => Ok(get(class)),
        None => Err(vm.type_error("descriptor requires a 'type' object")),
    }
}

/// The class whose attribute is set, if it may be.
pub fn settable<'a>(vm: &Vm, this: &'a Value, name: &str, new: Option<&Value>) -> PyResult<&'a Ref<PyType>> {
    let Some(class) = this.downcast::<PyType>() else {
        return Err(vm.type_error(format!("descriptor '{name}' requires a 'type' object")));
    };
    if !class.has(HEAP) {
        return Err(immutable(vm, class, name));
    }
    if new.is_none() {
        return Err(vm.type_error(format!("cannot delete '{name}' attribute of type '{}'", class.name())));
    }
    Ok(class)
}

fn text_for(vm: &Vm, class: &PyType, name: &str, new: Option<&Value>) -> PyResult<Ref<PyStr>> {
    match new.map(|new| new.clone().into_ref::<PyStr>()) {
        Some(Ok(text)) => Ok(text),
        Some(Err(other)) => {
            let (class, actual) = (class.name(), class_ref(&other).name());
            Err(vm.type_error(format!("can only assign string to {class}.{name}, not '{actual}'")))
        }
        None => Err(vm.type_error(format!("cannot delete '{name}' attribute of type '{}'", class.name()))),
    }
}

fn set_name(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let class = settable(vm, this, "__name__", new)?;
    let text = text_for(vm, class, "__name__", new)?;
    if text.as_bytes().contains(&0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    if text.has_surrogates() {
        return Err(vm.surrogates_not_allowed(&text));
    }
    class.name.set(text);
    Ok(())
}

fn set_qualname(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let class = settable(vm, this, "__qualname__", new)?;
    let text = text_for(vm, class, "__qualname__", new)?;
    class.qualname.set(text);
    Ok(())
}

fn get_bases(vm: &Vm, this: &Value) -> PyResult<Value> {
    of(vm, this, |class| {
        let bases: Vec<Value> = class.bases.get().into_iter().map(Ref::into_value).collect();
        PyTuple::new(bases).into_value()
    })
}

fn get_module(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(class) = this.downcast::<PyType>() else { return Ok(Value::NONE) };
    match class.own(&vm.names().__module__) {
        Some(module) if class.has(HEAP) || module.downcast::<PyStr>().is_some() => Ok(module),
        None if class.has(HEAP) => Err(vm.no_attribute(this, &vm.names().__module__)),
        Some(_) => {
            let mut specs = crate::builtins::SPECS.iter().flat_map(|group| group.iter());
            let spec = specs.find(|spec| spec.name == class.name());
            Ok(vm.intern(spec.map_or("builtins", |spec| spec.module)).into_value())
        }
        None => Ok(vm.intern("builtins").into_value()),
    }
}

fn set_module(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let class = settable(vm, this, "__module__", new)?;
    class.set_own(&vm.names().__module__, new.cloned());
    class.set_own(&vm.intern("__firstlineno__"), None);
    Ok(())
}

fn get_abstract_methods(vm: &Vm, this: &Value) -> PyResult<Value> {
    let name = &vm.names().__abstractmethods__;
    let found = this.downcast::<PyType>().filter(|class| class.has(HEAP)).and_then(|class| class.own(name));
    match found {
        Some(found) => Ok(found),
        None => Err(vm.no_attribute(this, name)),
    }
}

fn set_abstract_methods(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let name = &vm.names().__abstractmethods__;
    let Some(class) = this.downcast::<PyType>() else { return Ok(()) };
    if !class.has(HEAP) {
        return Err(immutable(vm, class, "__abstractmethods__"));
    }
    let is_abstract = match new {
        Some(new) => vm.truth(new)?,
        None => false,
    };
    if !class.set_own(name, new.cloned()) {
        return Err(vm.no_attribute(this, name));
    }
    class.set_flag(ABSTRACT, is_abstract);
    Ok(())
}

fn get_doc(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(class) = this.downcast::<PyType>() else { return Ok(Value::NONE) };
    let Some(doc) = class.own(&vm.names().__doc__) else { return Ok(Value::NONE) };
    if doc.downcast_exact::<PyGetSet>().is_some() && !class.has(HEAP) {
        return Ok(spec_doc(vm, class));
    }
    match class_of(&doc).slots().descr_get {
        Some(get) => get(vm, &doc, None, this),
        None => Ok(doc),
    }
}

/// The docstring of a built-in type in whose namespace `__doc__` is an attribute of instances.
fn spec_doc(vm: &Vm, class: &PyType) -> Value {
    let number = class.root_shape.get();
    let spec = SPECS.iter().flat_map(|group| group.iter()).find(|spec| spec.shape == number);
    spec.filter(|spec| !spec.doc.is_empty()).map_or(Value::NONE, |spec| vm.str(spec.doc))
}

fn set_doc(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    if let (None, Some(class)) = (new, this.downcast::<PyType>()) {
        // It says "immutable" of every class here.
        return Err(vm.type_error(format!("cannot delete '__doc__' attribute of immutable type '{}'", class.name())));
    }
    let class = settable(vm, this, "__doc__", new)?;
    class.set_own(&vm.names().__doc__, new.cloned());
    Ok(())
}

/// The signature of `__new__` of a built-in type.
fn get_text_signature(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(class) = this.downcast::<PyType>().filter(|class| !class.has(HEAP)) else { return Ok(Value::NONE) };
    let own = class.own(&vm.names().__new__).is_some();
    let Some(new) = class.new.get().filter(|_| own) else { return Ok(Value::NONE) };
    let Some((_, parameters)) = new.signature.split_once('(') else { return Ok(Value::NONE) };
    let rest = parameters.strip_prefix("cls").unwrap_or(parameters);
    let rest = rest.strip_prefix(", ").unwrap_or(rest);
    let rest = rest.strip_prefix("/, ").unwrap_or(rest);
    Ok(vm.str(&format!("({}", rest.strip_prefix("/)").map_or(rest, |_| ")"))))
}

fn get_type_params(vm: &Vm, this: &Value) -> PyResult<Value> {
    of(vm, this, |class| {
        let own = class.own(&vm.names().__type_params__).filter(|_| class.has(HEAP));
        own.unwrap_or_else(|| vm.empty_tuple())
    })
}

fn set_type_params(vm: &Vm, this: &Value, new: Option<&Value>) -> PyResult<()> {
    let class = settable(vm, this, "__type_params__", new)?;
    class.set_own(&vm.names().__type_params__, new.cloned());
    Ok(())
}

/// Which of CPython's type flags belongs to which of ours.
const FLAGS: &[(u32, i64)] = &[
    (HEAP, 1 << 9),
    (types::BASETYPE, 1 << 10),
    (types::SEQUENCE, 1 << 5),
    (types::MAPPING, 1 << 6),
    (types::MATCH_SELF, 1 << 22),
    (types::ABSTRACT, 1 << 20),
    (types::METACLASS, 1 << 31),
    (types::EXCEPTION, 1 << 30),
];

/// The built-in types whose subclasses CPython marks, and the marks.
const SUBCLASS_FLAGS: &[(u32, i64)] = &[
    (shape::INT, 1 << 24),
    (shape::LIST, 1 << 25),
    (shape::TUPLE, 1 << 26),
    (shape::BYTES, 1 << 27),
    (shape::STR, 1 << 28),
    (shape::DICT, 1 << 29),
];

fn flags(class: &PyType) -> i64 {
    const READY: i64 = 1 << 12;
    const DEFAULT: i64 = 1 << 18;
    const IMMUTABLE: i64 = 1 << 8;
    const COLLECTED: i64 = 1 << 14;
    const METHOD_DESCRIPTOR: i64 = 1 << 17;
    let mut flags = READY | DEFAULT | if class.has(HEAP) { 0 } else { IMMUTABLE };
    flags |= FLAGS.iter().filter(|(ours, _)| class.has(*ours)).map(|(_, theirs)| theirs).sum::<i64>();
    let derives = |number: u32| class.is_subtype(&types::builtin(number));
    flags |= SUBCLASS_FLAGS.iter().filter(|(number, _)| derives(*number)).map(|(_, theirs)| theirs).sum::<i64>();
    if class.layout.get().traverse.is_some() || class.has(HEAP) {
        flags |= COLLECTED;
    }
    let binding = [shape::FUNCTION, shape::METHOD_DESCRIPTOR, shape::WRAPPER_DESCRIPTOR];
    if binding.contains(&class.root_shape.get()) {
        flags |= METHOD_DESCRIPTOR;
    }
    flags
}

/// Bytes of an instance, without what its values own.
pub fn basic_size(class: &PyType) -> i64 {
    let info = shape::info(class.root_shape.get());
    let payload = class.layout.get().fixed_size.max(16);
    (payload + info.reserved.get() as usize * 8) as i64
}

fn item_size(class: &PyType) -> i64 {
    let of = |number| std::ptr::eq(class.layout.get(), types::builtin(number).layout.get());
    if of(shape::TUPLE) {
        8
    } else if of(shape::BYTES) {
        1
    } else if of(shape::INT) {
        4
    } else if of(shape::TYPE) {
        40
    } else {
        0
    }
}
