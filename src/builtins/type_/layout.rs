//! What instances of a class look like: the best base, `__slots__`, room for attributes.

use crate::builtins::descriptors::{PyGetSet, PyMember};
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::payload::Payload;
use crate::object::shape::{self, Shape};
use crate::object::types::BASETYPE;
use crate::object::{PyType, Ref, Value, class_ref};
use crate::vm::Vm;

/// Plain instances get room for this many attributes at least.
const LEAST_INLINE: u32 = 4;
/// More than this many are not reserved in advance.
const MOST_INLINE: u32 = 32;

/// The class in `class`'s chain of best bases (itself included) that last added to the layout.
fn solid(class: &Ref<PyType>) -> Ref<PyType> {
    let mut class = class.clone();
    loop {
        let Some(base) = class.base.get() else { return class };
        if !std::ptr::eq(class.layout.get(), base.layout.get()) || class.member_count.get() > 0 {
            return class;
        }
        class = base;
    }
}

/// Whether instances of `class` begin as those of `base` do.
pub fn extends(class: &Ref<PyType>, base: &Ref<PyType>) -> bool {
    derives(&solid(class), &solid(base))
}

/// Whether instances of one class can become instances of the other: same payload, same `__slots__`, same extras.
pub fn same_layout(a: &Ref<PyType>, b: &Ref<PyType>) -> bool {
    let (a_root, b_root) = (root(a), root(b));
    let extras = shape::HAS_TAIL | shape::HAS_DICT | shape::WEAKREFABLE;
    std::ptr::eq(a.layout.get(), b.layout.get())
        && a_root.flags.get() & extras == b_root.flags.get() & extras
        && a_root.reserved.get() == b_root.reserved.get()
        && (solid(a).is(&solid(b)) || member_names(a) == member_names(b))
}

/// The names of all `__slots__` members, in their order.
fn member_names(class: &PyType) -> Vec<(usize, String)> {
    let mut names = Vec::new();
    for base in class.mro() {
        for (_, value) in base.items() {
            if let Some(member) = value.downcast_exact::<PyMember>() {
                names.push((member.slot, crate::vm::current().str_text(&member.name)));
            }
        }
    }
    names.sort();
    names.dedup();
    names
}

/// Whether `base` is in `class`'s chain of best bases: that chain exists before the MRO does.
fn derives(class: &Ref<PyType>, base: &Ref<PyType>) -> bool {
    let mut current = Some(class.clone());
    while let Some(class) = current {
        if class.is(base) {
            return true;
        }
        current = class.base.get();
    }
    false
}

/// The base whose layout the new class extends.
pub fn best_base(vm: &Vm, bases: &[Ref<PyType>]) -> PyResult<Ref<PyType>> {
    let mut best: Option<(Ref<PyType>, Ref<PyType>)> = None;
    for base in bases {
        if !base.has(BASETYPE) {
            return Err(vm.type_error(format!("type '{}' is not an acceptable base type", base.name())));
        }
        let candidate = solid(base);
        match &best {
            None => best = Some((base.clone(), candidate)),
            Some((_, winner)) if derives(winner, &candidate) => {}
            Some((_, winner)) if derives(&candidate, winner) => best = Some((base.clone(), candidate)),
            Some(_) => return Err(vm.type_error("multiple bases have instance lay-out conflict")),
        }
    }
    match best {
        Some((base, _)) => Ok(base),
        None => Err(vm.type_error("a new-style class can't have only classic bases")),
    }
}

fn root(class: &PyType) -> &'static Shape {
    shape::info(class.root_shape.get())
}

/// Whether instances have a `__dict__`, in their tail or in their payload.
pub fn has_dict(class: &PyType) -> bool {
    root(class).has(shape::HAS_DICT) || keeps_own_dict(class)
}

/// Modules and classes keep their namespace in the payload.
fn keeps_own_dict(class: &PyType) -> bool {
    let mut layout = Some(class.layout.get());
    while let Some(this) = layout {
        if std::ptr::eq(this, PyModule::LAYOUT) || std::ptr::eq(this, PyType::LAYOUT) {
            return true;
        }
        layout = this.base;
    }
    false
}

pub fn has_weakref(class: &PyType) -> bool {
    root(class).has(shape::WEAKREFABLE)
}

/// Instances of ints, bytes and tuples vary in size: they take no `__slots__`.
fn varies(class: &PyType) -> bool {
    let sized = [shape::INT, shape::BYTES, shape::TUPLE, shape::TYPE];
    sized.iter().any(|&number| std::ptr::eq(class.layout.get(), crate::object::types::builtin(number).layout.get()))
}

/// What `__slots__` asks for.
pub struct Members {
    /// The names, mangled and sorted.
    names: Vec<Ref<PyStr>>,
    pub add_dict: bool,
    pub add_weakref: bool,
}

/// Reads `__slots__` from the namespace of a class to be.
pub fn read_slots(
    vm: &Vm,
    name: &Ref<PyStr>,
    base: &Ref<PyType>,
    bases: &[Ref<PyType>],
    slots: Option<Value>,
    in_namespace: impl Fn(&Ref<PyStr>) -> bool,
) -> PyResult<Members> {
    let may_add_dict = !has_dict(base);
    let may_add_weakref = !has_weakref(base) && !varies(base);
    let mut members = Members { names: Vec::new(), add_dict: false, add_weakref: false };
    let Some(slots) = slots else {
        members.add_dict = may_add_dict;
        members.add_weakref = may_add_weakref;
        return Ok(members);
    };
    let items = if slots.downcast::<PyStr>().is_some() { vec![slots] } else { vm.collect(&slots)? };
    if !items.is_empty() && varies(base) {
        return Err(vm.type_error(format!("nonempty __slots__ not supported for subtype of '{}'", base.name())));
    }
    for item in items {
        let Some(item) = item.downcast::<PyStr>() else {
            return Err(vm.type_error(format!("__slots__ items must be strings, not '{}'", class_ref(&item).name())));
        };
        match item.to_text().as_ref() {
            "__dict__" if !may_add_dict || members.add_dict => {
                return Err(vm.type_error("__dict__ slot disallowed: we already got one"));
            }
            "__weakref__" if !may_add_weakref || members.add_weakref => {
                return Err(vm.type_error("__weakref__ slot disallowed: we already got one"));
            }
            "__dict__" => members.add_dict = true,
            "__weakref__" => members.add_weakref = true,
            text if !is_identifier(text) => return Err(vm.type_error("__slots__ must be identifiers")),
            text => {
                let mangled = mangle(&name.to_text(), text);
                let mangled = vm.intern(&mangled);
                let harmless = matches!(text, "__qualname__" | "__classcell__" | "__classdictcell__");
                if in_namespace(&mangled) && !harmless {
                    let shown = vm.repr(mangled.as_value())?;
                    return Err(vm.value_error(format!("{shown} in __slots__ conflicts with class variable")));
                }
                members.names.push(mangled);
            }
        }
    }
    members.names.sort_by(|a, b| a.as_bytes().cmp(b.as_bytes()));
    for other in bases.iter().filter(|other| !other.is(base)) {
        members.add_dict |= may_add_dict && has_dict(other);
        members.add_weakref |= may_add_weakref && has_weakref(other);
    }
    Ok(members)
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first == '_' || first.is_alphabetic())
        && chars.all(|next| next == '_' || next.is_alphanumeric())
}

/// A private name as the compiler mangles it.
pub fn mangle(class: &str, name: &str) -> String {
    let class = class.trim_start_matches('_');
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') || class.is_empty() {
        return name.to_string();
    }
    format!("_{class}{name}")
}

/// Adds the descriptors of `__slots__`, `__dict__` and `__weakref__` to a new class.
pub fn add_descriptors(vm: &Vm, class: &Ref<PyType>, members: &Members) {
    let first = class.base.get().map_or(0, |base| root(&base).reserved.get() as usize);
    class.member_count.set(members.names.len() as u32);
    for (index, name) in members.names.iter().enumerate() {
        let member = PyMember::new(name.to_value(), class.clone(), first + index);
        class.init_own(name, member.into_value());
    }
    let names = vm.names();
    if members.add_dict && class.own(&names.__dict__).is_none() {
        let row = &crate::builtins::object::DICT_ATTRIBUTE;
        class.init_own(&names.__dict__, PyGetSet::new(row, class.clone()).into_value());
    }
    if members.add_weakref && class.own(&names.__weakref__).is_none() {
        let row = &crate::builtins::object::WEAKREF_ATTRIBUTE;
        class.init_own(&names.__weakref__, PyGetSet::new(row, class.clone()).into_value());
    }
}

/// Gives a new class, whose MRO is known, the shape of its instances.
pub fn make_shape(vm: &Vm, class: &Ref<PyType>, members: &Members) -> PyResult<()> {
    let Some(base) = class.base.get() else { return Err(vm.system_error("a class without a base")) };
    let from = root(&base);
    let kept = shape::HAS_TAIL | shape::HAS_DICT | shape::WEAKREFABLE | shape::NEEDS_FINALIZE;
    let mut flags = from.flags.get() & kept | shape::HEAP_TYPE;
    if members.add_dict {
        flags |= shape::HAS_TAIL | shape::HAS_DICT;
    }
    if !members.names.is_empty() {
        flags |= shape::HAS_TAIL;
    }
    if members.add_weakref {
        flags |= shape::WEAKREFABLE;
    }
    if class.slots().finalize.is_some() {
        flags |= shape::NEEDS_FINALIZE;
    }
    let reserved = from.reserved.get() + members.names.len() as u32;
    let room = if flags & shape::HAS_DICT != 0 { room_for_attributes(vm, class, from) } else { 0 };
    match shape::new_root(class.as_ptr(), base.layout.get(), flags, reserved + room, reserved) {
        Some(number) => {
            class.set_root_shape(number);
            Ok(())
        }
        None => Err(vm.memory_error("too many classes")),
    }
}

/// How many attributes instances will probably have: those that methods of the class and its bases assign to `self`.
fn room_for_attributes(vm: &Vm, class: &Ref<PyType>, from: &Shape) -> u32 {
    let mut names: Vec<usize> = Vec::new();
    for base in class.mro() {
        let Some(listed) = base.own(&vm.names().__static_attributes__) else { continue };
        let Some(listed) = listed.downcast::<PyTuple>() else { continue };
        names.extend(listed.items().iter().map(|name| name.id() as usize));
    }
    names.sort_unstable();
    names.dedup();
    let plain = std::ptr::eq(class.layout.get(), crate::object::types::builtin(shape::OBJECT).layout.get());
    let least = if plain { LEAST_INLINE } else { 0 };
    let inherited = from.inline_capacity.get() - from.reserved.get();
    (names.len() as u32).max(least).min(MOST_INLINE).max(inherited)
}
