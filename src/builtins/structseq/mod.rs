//! Struct sequences: tuples whose items have names, and more fields than items (`sys.version_info`, `os.stat_result`,
//! `time.struct_time` ...). A module declares a [`StructSpec`] and makes values with [`make`].

use std::cell::RefCell;

use crate::builtins::descriptors::PyMember;
use crate::builtins::dict::PyDict;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::convert::Class;
use crate::native::{Native, PyResult, method, staticmethod, wrap};
use crate::object::types::builtin;
use crate::object::{Header, PyType, Ref, Slots, TypeSpec, Value, class_of, class_ref, shape};
use crate::vm::Vm;
use crate::vm::handle::module_state;

/// A struct sequence as data.
pub struct StructSpec {
    pub module: &'static str,
    pub name: &'static str,
    pub doc: &'static str,
    /// Items first, then fields that are no items. An empty name: an item without a name.
    pub fields: &'static [&'static str],
    /// How many of the fields are items.
    pub items: usize,
    /// Scripts can make instances.
    pub newable: bool,
}

/// A named item, as it stands in its class.
#[repr(C)]
struct PyField {
    header: Header,
    name: Ref<PyStr>,
    index: usize,
}
crate::payload!(PyField, shape::STRUCT_SEQUENCE, traverse(this, visitor) {
    visitor.visit(&this.name);
} clear {});

pub static SPECS: &[&TypeSpec] = &[&FIELD];

static FIELD: TypeSpec = TypeSpec {
    slots: Slots { descr_get: Some(get_field), descr_set: Some(set_field), ..Slots::EMPTY },
    ..TypeSpec::of::<PyField>("member_descriptor")
};

static NEW: Native = staticmethod("__new__(cls, sequence, dict=None)", "", wrap(new));
static METHODS: &[Native] = &[
    method("__reduce__(self, /)", "", wrap(reduce)),
    method(
        "__replace__(self, /, **changes)",
        "Return a copy of the structure with new values for the specified fields.",
        wrap(replace),
    ),
];

/// The classes made so far.
#[derive(Default)]
struct Known(RefCell<Vec<(&'static StructSpec, Ref<PyType>)>>);

fn find_class(vm: &Vm, spec: &'static StructSpec) -> Option<Ref<PyType>> {
    let known = module_state::<Known>(vm, "structseq").0.borrow();
    known.iter().find(|(other, _)| std::ptr::eq(*other, spec)).map(|(_, class)| class.clone())
}

/// The spec of a class or of one it derives from.
fn spec_of(vm: &Vm, class: &PyType) -> Option<&'static StructSpec> {
    let known = module_state::<Known>(vm, "structseq").0.borrow();
    known.iter().find(|(_, made)| class.is_subtype(made)).map(|(spec, _)| *spec)
}

/// The class of a spec, made when first asked for.
pub fn class(vm: &Vm, spec: &'static StructSpec) -> Ref<PyType> {
    if let Some(known) = find_class(vm, spec) {
        return known;
    }
    let base = builtin(shape::TUPLE);
    let class = vm.derive_builtin(spec.name, &base, spec.doc);
    let hidden = (spec.fields.len() - spec.items) as u32;
    let flags = if hidden > 0 { shape::HAS_TAIL } else { 0 };
    if let Some(root) = shape::new_root(class.as_ptr(), base.layout.get(), flags, hidden, hidden) {
        class.root_shape.set(root);
    }
    class.set_flag(crate::object::types::BASETYPE, false);
    class.change_slots(|slots| slots.repr = Some(repr));
    class.new.set(spec.newable.then_some(&NEW));
    let own = |name: &str, value: Value| class.init_own(&vm.intern_immortal(name), value);
    if spec.newable {
        own("__new__", vm.new_function(&NEW, &class));
    } else {
        class.set_flag(crate::object::types::NO_NEW, true);
    }
    own("__module__", vm.intern(spec.module).into_value());
    own("n_fields", vm.int_from(spec.fields.len()));
    own("n_sequence_fields", vm.int_from(spec.items));
    own("n_unnamed_fields", vm.int_from(spec.fields.iter().filter(|name| name.is_empty()).count()));
    let named: Vec<Value> = spec.fields[..spec.items]
        .iter()
        .filter(|name| !name.is_empty())
        .map(|name| vm.intern(name).into_value())
        .collect();
    own("__match_args__", vm.tuple(named));
    for native in METHODS {
        own(native.name(), crate::builtins::function::PyNative::descriptor(native, &class));
    }
    for (index, name) in spec.fields.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let interned = vm.intern_immortal(name);
        let descriptor = if index < spec.items {
            Ref::new(PyField { header: Header::new(shape::STRUCT_SEQUENCE), name: interned, index }).into_value()
        } else {
            PyMember::new(interned.into_value(), class.clone(), index - spec.items).into_value()
        };
        own(name, descriptor);
    }
    module_state::<Known>(vm, "structseq").0.borrow_mut().push((spec, class.clone()));
    class
}

/// A value of the spec's class with all its fields.
pub fn make(vm: &Vm, spec: &'static StructSpec, fields: &[Value]) -> Value {
    let class = class(vm, spec);
    of_class(vm, &class, spec, fields)
}

fn of_class(vm: &Vm, class: &Ref<PyType>, spec: &StructSpec, fields: &[Value]) -> Value {
    let value = PyTuple::new_of_class(vm, class, &fields[..spec.items]).into_value();
    for (slot, field) in fields[spec.items..].iter().enumerate() {
        drop(vm.set_reserved_slot(&value, slot, Some(field.clone())));
    }
    value
}

fn get_field(vm: &Vm, this: &Value, instance: Option<&Value>, class: &Value) -> PyResult<Value> {
    let (Some(field), Some(instance)) = (this.downcast::<PyField>(), instance) else { return Ok(this.clone()) };
    match instance.downcast::<PyTuple>().and_then(|tuple| tuple.items().get(field.index)) {
        Some(item) => Ok(item.clone()),
        None => Err(vm.type_error(format!("descriptor '{}' doesn't apply to {}", field.name, vm.repr(class)?))),
    }
}

fn set_field(vm: &Vm, _: &Value, _: &Value, _: Option<&Value>) -> PyResult<()> {
    Err(vm.attribute_error("readonly attribute"))
}

/// All fields of a value, in order.
fn fields_of(vm: &Vm, value: &Value, spec: &StructSpec) -> Vec<Value> {
    let mut fields = value.downcast::<PyTuple>().map(|tuple| tuple.items().to_vec()).unwrap_or_default();
    for slot in 0..spec.fields.len() - spec.items {
        fields.push(vm.reserved_slot(value, slot).unwrap_or(Value::NONE));
    }
    fields
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let class = class_of(this);
    let (Some(spec), Some(tuple)) = (spec_of(vm, &class), this.downcast::<PyTuple>()) else {
        return Ok(vm.str(&vm.default_repr(this)));
    };
    // Items without a name borrow those of the fields that follow, as CPython's do.
    let mut names = spec.fields.iter().filter(|name| !name.is_empty());
    let mut parts = Vec::new();
    for item in tuple.items() {
        let name = names.next().copied().unwrap_or("");
        parts.push(format!("{name}={}", vm.repr(item)?));
    }
    Ok(vm.str(&format!("{}.{}({})", spec.module, spec.name, parts.join(", "))))
}

fn new(vm: &Vm, class: Class, sequence: &Value, dict: &Value) -> PyResult<Value> {
    let Some(spec) = spec_of(vm, class) else { return Err(vm.type_error("not a struct sequence class")) };
    let mut fields = match vm.iter(sequence) {
        Ok(_) => vm.collect(sequence)?,
        Err(raised) => {
            drop(vm.catch(raised, &vm.exceptions().TypeError)?);
            return Err(vm.type_error("constructor requires a sequence"));
        }
    };
    let (least, most, given) = (spec.items, spec.fields.len(), fields.len());
    let name = format!("{}.{}", spec.module, spec.name);
    if given < least || given > most {
        let bound = match () {
            () if least == most => format!("a {least}-sequence"),
            () if given < least => format!("an at least {least}-sequence"),
            () => format!("an at most {most}-sequence"),
        };
        return Err(vm.type_error(format!("{name}() takes {bound} ({given}-sequence given)")));
    }
    let extra = dict.downcast::<PyDict>();
    if !dict.is_none() && extra.is_none() {
        return Err(vm.type_error(format!("{name}() takes a dict as second arg, if any")));
    }
    let mut used = 0;
    for (index, field) in spec.fields.iter().enumerate().skip(given) {
        let value = match extra {
            Some(extra) => extra.get_str(vm, &vm.intern(field))?,
            None => None,
        };
        used += value.is_some() as usize;
        let fallback = || unnamed_source(spec, index).and_then(|source| fields.get(source).cloned());
        fields.push(value.or_else(fallback).unwrap_or(Value::NONE));
    }
    if extra.is_some_and(|extra| extra.len() > used) {
        return Err(vm.type_error(format!("{name}() got duplicate or unexpected field name(s)")));
    }
    Ok(of_class(vm, class, spec, &fields))
}

/// `os.stat_result`'s times are also items without names: what is given there serves both.
fn unnamed_source(spec: &StructSpec, index: usize) -> Option<usize> {
    let first = spec.fields.iter().position(|name| name.is_empty())?;
    let offset = index.checked_sub(spec.items)?;
    (first + offset < spec.items).then_some(first + offset)
}

fn reduce(vm: &Vm, this: &Value) -> PyResult<Value> {
    let class = class_of(this);
    let Some(spec) = spec_of(vm, &class) else { return Err(vm.type_error("not a struct sequence")) };
    let fields = fields_of(vm, this, spec);
    let extra = PyDict::new();
    for (index, field) in fields.iter().enumerate().skip(spec.items) {
        extra.set_name(vm, spec.fields[index], field.clone());
    }
    let items = vm.tuple(fields[..spec.items].to_vec());
    Ok(vm.tuple(vec![class.into_value(), vm.tuple(vec![items, extra.into_value()])]))
}

fn replace(vm: &Vm, this: &Value, changes: crate::native::Keywords) -> PyResult<Value> {
    let class = class_of(this);
    let Some(spec) = spec_of(vm, &class) else { return Err(vm.type_error("not a struct sequence")) };
    if spec.fields.iter().any(|name| name.is_empty()) {
        return Err(vm.type_error(format!(
            "__replace__() is not supported for {} because it has unnamed field(s)",
            class_ref(this).name()
        )));
    }
    let mut fields = fields_of(vm, this, spec);
    let mut unknown = Vec::new();
    for (name, value) in changes.0 {
        let text = vm.str_text(name);
        match spec.fields.iter().position(|field| *field == text) {
            Some(index) => fields[index] = value.clone(),
            None => unknown.push(name.clone()),
        }
    }
    if !unknown.is_empty() {
        let shown = vm.repr(&vm.list(unknown))?;
        return Err(vm.type_error(format!("Got unexpected field name(s): {shown}")));
    }
    Ok(of_class(vm, &class, spec, &fields))
}
