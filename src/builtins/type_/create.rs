//! Making classes: `type.__new__`.

use super::{layout, mro, slots};
use crate::builtins::descriptors::PyMethodKind;
use crate::builtins::dict::PyDict;
use crate::builtins::function::{PyCellObject, PyFunction};
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, Keywords, Native, PyResult, Rest, staticmethod, wrap};
use crate::object::types::{self, builtin};
use crate::object::{PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

pub static NEW: Native = staticmethod("__new__(cls, /, *args, **kwds)", "", wrap(new));

const COLLECTION: u32 = types::SEQUENCE | types::MAPPING;
/// Flags that classes pass on to those that derive from them.
const INHERITED: u32 = types::SEQUENCE | types::MAPPING | types::METACLASS | types::EXCEPTION | types::MATCH_SELF;

fn new(vm: &Vm, metaclass: &Ref<PyType>, args: Rest, keywords: Keywords) -> PyResult<Value> {
    let [name, bases, namespace] = args.0 else {
        let given = args.0.len();
        return Err(vm.type_error(format!("type.__new__() takes exactly 3 arguments ({given} given)")));
    };
    let wrong = |index: usize, wanted: &str, value: &Value| {
        let actual = class_ref(value).name();
        vm.type_error(format!("type.__new__() argument {index} must be {wanted}, not {actual}"))
    };
    let Some(name) = name.downcast::<PyStr>() else { return Err(wrong(1, "str", name)) };
    let Some(bases) = bases.downcast::<PyTuple>() else { return Err(wrong(2, "tuple", bases)) };
    let Some(namespace) = namespace.downcast::<PyDict>() else { return Err(wrong(3, "dict", namespace)) };
    make(vm, metaclass, name, bases, namespace, keywords.0)
}

/// The most derived of a metaclass and those of the bases.
pub fn calculate_metaclass(vm: &Vm, metaclass: &Ref<PyType>, bases: &[Value]) -> PyResult<Ref<PyType>> {
    let mut winner = metaclass.clone();
    for base in bases {
        let other = class_of(base);
        if winner.is_subtype(&other) {
            continue;
        }
        if !other.is_subtype(&winner) {
            return Err(vm.type_error(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases",
            ));
        }
        winner = other;
    }
    Ok(winner)
}

/// `type.__new__`.
fn make(
    vm: &Vm,
    metaclass: &Ref<PyType>,
    name: &Ref<PyStr>,
    base_tuple: &Ref<PyTuple>,
    namespace: &Ref<PyDict>,
    keywords: &[(Value, Value)],
) -> PyResult<Value> {
    let bases = base_classes(vm, base_tuple.items())?;
    let winner = calculate_metaclass(vm, metaclass, base_tuple.items())?;
    if !winner.is(metaclass) {
        let same = |new: Option<&'static Native>| new.is_some_and(|new| std::ptr::eq(new, &NEW));
        if !same(winner.new.get()) {
            return delegate(vm, &winner, name, base_tuple, namespace, keywords);
        }
    }
    let base = layout::best_base(vm, &bases)?;
    let entries = namespace_entries(vm, namespace)?;
    let names = vm.names();
    let in_namespace = |name: &Ref<PyStr>| entries.iter().any(|(known, _)| known.is(name));
    let given_slots = entries.iter().find(|(known, _)| known.is(&names.__slots__)).map(|(_, value)| value.clone());
    let members = layout::read_slots(vm, name, &base, &bases, given_slots, in_namespace)?;

    if name.as_bytes().contains(&0) {
        return Err(vm.value_error("type name must not contain null characters"));
    }
    if name.has_surrogates() {
        return Err(vm.surrogates_not_allowed(name));
    }
    let payload = PyType::blank(shape::TYPE, vm.intern_ref(name), base.layout.get(), types::HEAP | types::BASETYPE);
    let class = vm.new_object(&winner, payload);
    class.base.set(Some(base.clone()));
    class.bases.set(bases.clone());
    for base in &bases {
        let mut inherited = base.flags.get() & INHERITED;
        // What counts as sequence or as mapping in `match` is settled by the first base that says so.
        if class.flags.get() & COLLECTION != 0 {
            inherited &= !COLLECTION;
        }
        class.flags.set(class.flags.get() | inherited);
    }
    let cells = fill_namespace(vm, &class, name, entries)?;
    layout::add_descriptors(vm, &class, &members);
    if class.own(&names.__doc__).is_none() {
        class.init_own(&names.__doc__, Value::NONE);
    }
    let order = mro::compute(vm, &class)?;
    class.set_mro(order);
    slots::fill_slots(vm, &class);
    layout::make_shape(vm, &class, &members)?;
    for base in &bases {
        base.add_subclass(&class);
    }
    if let Some(cell) = cells.class {
        cell.content.set(class.to_value());
    }
    if let Some(cell) = cells.namespace {
        cell.content.set(super::namespace::proxy(&class));
    }
    set_names(vm, &class)?;
    init_subclass(vm, &class, keywords)?;
    Ok(class.into_value())
}

fn base_classes(vm: &Vm, bases: &[Value]) -> PyResult<Vec<Ref<PyType>>> {
    if bases.is_empty() {
        return Ok(vec![builtin(shape::OBJECT)]);
    }
    let mut classes = Vec::with_capacity(bases.len());
    for base in bases {
        if let Some(class) = base.downcast::<PyType>() {
            classes.push(class.clone());
            continue;
        }
        if vm.get_attr_opt(base, &vm.names().__mro_entries__)?.is_some() {
            return Err(vm.type_error("type() doesn't support MRO entry resolution; use types.new_class()"));
        }
        return Err(vm.type_error("bases must be types"));
    }
    Ok(classes)
}

/// The metaclass of a base has a `__new__` of its own, which must make the class.
fn delegate(
    vm: &Vm,
    winner: &Ref<PyType>,
    name: &Ref<PyStr>,
    bases: &Ref<PyTuple>,
    namespace: &Ref<PyDict>,
    keywords: &[(Value, Value)],
) -> PyResult<Value> {
    let mut values = vec![name.to_value(), bases.to_value(), namespace.to_value()];
    values.extend(keywords.iter().map(|(_, value)| value.clone()));
    let names: Vec<Value> = keywords.iter().map(|(name, _)| name.clone()).collect();
    super::call::make_instance(vm, winner, Args { values: &values, names: &names })
}

fn namespace_entries(vm: &Vm, namespace: &Ref<PyDict>) -> PyResult<Vec<(Ref<PyStr>, Value)>> {
    let mut entries = Vec::with_capacity(namespace.len());
    for (key, value) in namespace.items() {
        match key.downcast::<PyStr>() {
            Some(key) => entries.push((vm.intern_ref(key), value)),
            None => {
                let actual = class_ref(&key).name();
                return Err(vm.type_error(format!("class namespace keys must be strings, not '{actual}'")));
            }
        }
    }
    Ok(entries)
}

/// Cells in which the class body's functions expect the class and its namespace.
#[derive(Default)]
struct Cells {
    class: Option<Ref<PyCellObject>>,
    namespace: Option<Ref<PyCellObject>>,
}

/// Moves the namespace into the class, with what `type.__new__` adds and changes.
fn fill_namespace(
    vm: &Vm,
    class: &Ref<PyType>,
    name: &Ref<PyStr>,
    entries: Vec<(Ref<PyStr>, Value)>,
) -> PyResult<Cells> {
    let names = vm.names();
    let mut cells = Cells::default();
    let (mut has_eq, mut has_hash) = (false, false);
    class.qualname.set(vm.intern_ref(name));
    for (key, value) in entries {
        if key.is(&names.__qualname__) {
            match value.into_ref::<PyStr>() {
                Ok(qualname) => class.qualname.set(qualname),
                Err(other) => {
                    let actual = class_ref(&other).name();
                    return Err(vm.type_error(format!("type __qualname__ must be a str, not {actual}")));
                }
            }
            continue;
        }
        if key.is(&names.__classcell__) || key.is(&names.__classdictcell__) {
            let kind = key.to_string();
            let slot = if key.is(&names.__classcell__) { &mut cells.class } else { &mut cells.namespace };
            *slot = Some(expect_cell(vm, value, &kind)?);
            continue;
        }
        if key.is(&names.__doc__)
            && let Some(doc) = value.downcast::<PyStr>()
            && doc.has_surrogates()
        {
            return Err(vm.surrogates_not_allowed(doc));
        }
        has_eq |= key.is(&names.__eq__);
        has_hash |= key.is(&names.__hash__);
        class.init_own(&key, wrap_special(vm, &key, value));
    }
    if class.own(&names.__module__).is_none()
        && let Some(module) = vm.current_globals().get_str(vm, &names.__name__)?
    {
        class.init_own(&names.__module__, module);
    }
    if has_eq && !has_hash {
        class.init_own(&names.__hash__, Value::NONE);
    }
    Ok(cells)
}

fn expect_cell(vm: &Vm, value: Value, name: &str) -> PyResult<Ref<PyCellObject>> {
    value.into_ref::<PyCellObject>().map_err(|other| {
        let shown = vm.repr(class_of(&other).as_value()).map_or_else(|_| String::new(), |text| text.to_string());
        vm.type_error(format!("{name} must be a nonlocal cell, not {shown}"))
    })
}

/// `__new__` is a static method, `__init_subclass__` and `__class_getitem__` are class methods without being told.
fn wrap_special(vm: &Vm, name: &Ref<PyStr>, value: Value) -> Value {
    let names = vm.names();
    if value.downcast_exact::<PyFunction>().is_none() {
        return value;
    }
    if name.is(&names.__new__) {
        return crate::builtins::descriptors::static_method(value);
    }
    if name.is(&names.__init_subclass__) || name.is(&names.__class_getitem__) {
        return Ref::new(PyMethodKind::payload(shape::CLASSMETHOD, Some(value))).into_value();
    }
    value
}

/// Tells the attributes that want to know what they are called.
fn set_names(vm: &Vm, class: &Ref<PyType>) -> PyResult<()> {
    let set_name = &vm.names().__set_name__;
    for (name, value) in class.items() {
        let Some(method) = vm.lookup_special(&value, set_name)? else { continue };
        if let Err(raised) = vm.call(&method, &[class.to_value(), name.to_value()]) {
            let exception = vm.take_raised(raised);
            let shown = vm.repr(name.as_value())?;
            let note = format!(
                "Error calling __set_name__ on '{}' instance {shown} in '{}'",
                class_ref(&value).name(),
                class.name()
            );
            vm.call_method(&exception, "add_note", &[vm.str(&note)])?;
            return Err(vm.park(exception));
        }
    }
    Ok(())
}

/// `super(class, class).__init_subclass__(**keywords)`.
fn init_subclass(vm: &Vm, class: &Ref<PyType>, keywords: &[(Value, Value)]) -> PyResult<()> {
    let Some(found) = class.lookup_after(class, &vm.names().__init_subclass__) else { return Ok(()) };
    let bound = match class_of(&found).slots().descr_get {
        Some(get) => get(vm, &found, None, class.as_value())?,
        None => found,
    };
    let values: Vec<Value> = keywords.iter().map(|(_, value)| value.clone()).collect();
    let names: Vec<Value> = keywords.iter().map(|(name, _)| name.clone()).collect();
    vm.call_args(&bound, Args { values: &values, names: &names }).map(drop)
}
