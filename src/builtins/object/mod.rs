//! `object`: the base of all classes. Its slots stand here, its methods in [`methods`], pickling in [`reduce`],
//! assignment of `__class__` in [`class`].

mod class;
mod methods;
mod reduce;

use crate::builtins::dict::PyDict;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, getset, staticmethod, wrap};
use crate::object::slots::{SlotId, Slots};
use crate::object::types::{self, ABSTRACT, builtin};
use crate::object::wrappers::Wrapper;
use crate::object::{CompareOp, Header, PyType, Ref, TypeSpec, Value, class_of, class_ref, shape};
use crate::vm::Vm;

/// A plain instance: nothing but its header (and the tail, for classes written in Python).
#[repr(C)]
pub struct PyObject {
    header: Header,
}
crate::payload!(PyObject, shape::OBJECT);

pub static SPECS: &[&TypeSpec] = &[&OBJECT];

static OBJECT: TypeSpec = TypeSpec {
    base: 0,
    doc: "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
    flags: types::BASETYPE,
    slots: Slots {
        repr: Some(repr),
        str: Some(str),
        hash: Some(hash),
        compare: Some(compare),
        init: Some(init),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: methods::METHODS,
    getset: &[getset("__class__", "the object's class", class::get_class, class::set_class)],
    ..TypeSpec::of::<PyObject>("object")
};

static NEW: Native = staticmethod("__new__(cls, /, *args, **kwargs)", "", wrap(new));

/// The default attribute access, which slot tables show as empty slots.
pub static WRAPPERS: &[Wrapper] = &[
    Wrapper {
        name: "__getattribute__",
        doc: "Return getattr(self, name).",
        signature: "($self, name, /)",
        slot: SlotId::getattr,
        arity: (1, 1),
        call: |vm, _, this, args| vm.generic_get_attr(this, &vm.attribute_name(&args.values[0])?),
    },
    Wrapper {
        name: "__setattr__",
        doc: "Implement setattr(self, name, value).",
        signature: "($self, name, value, /)",
        slot: SlotId::setattr,
        arity: (2, 2),
        call: |vm, _, this, args| set_attr(vm, this, &args.values[0], Some(&args.values[1])),
    },
    Wrapper {
        name: "__delattr__",
        doc: "Implement delattr(self, name).",
        signature: "($self, name, /)",
        slot: SlotId::setattr,
        arity: (1, 1),
        call: |vm, _, this, args| set_attr(vm, this, &args.values[0], None),
    },
];

/// `object.__setattr__`: not for objects whose type has another idea of it, as classes do.
fn set_attr(vm: &Vm, this: &Value, name: &Value, new: Option<&Value>) -> PyResult<Value> {
    let name = vm.attribute_name(name)?;
    let mut class = class_of(this);
    while class.has(types::HEAP) {
        let Some(base) = class.base.get() else { break };
        class = base;
    }
    if class.slots().setattr.is_some() {
        let method = if new.is_some() { "__setattr__" } else { "__delattr__" };
        let actual = class_ref(this).name();
        return Err(vm.type_error(format!("can't apply this {method} to {actual} object")));
    }
    vm.generic_set_attr(this, &name, new).map(|()| Value::NONE)
}

/// `__dict__` of instances, as it stands in the class that first has it.
pub static DICT_ATTRIBUTE: GetSet = DICT_GETSET;

/// The same for the rows of built-in types whose instances have attributes.
pub const DICT_GETSET: GetSet =
    getset("__dict__", "dictionary for instance variables", methods::get_dict, methods::set_dict);

/// `__weakref__` of instances.
pub static WEAKREF_ATTRIBUTE: GetSet =
    crate::native::getter("__weakref__", "list of weak references to the object", methods::get_weakref);

fn new(vm: &Vm, class: &Ref<PyType>, args: Rest, keywords: Keywords) -> PyResult<Value> {
    if !args.0.is_empty() || !keywords.0.is_empty() {
        if !is_own_new(class) {
            return Err(vm.type_error("object.__new__() takes exactly one argument (the type to instantiate)"));
        }
        if is_own_init(class) {
            return Err(vm.type_error(format!("{}() takes no arguments", class.name())));
        }
    }
    if class.has(ABSTRACT) {
        return Err(abstract_class(vm, class)?);
    }
    Ok(vm.new_instance(class))
}

/// Whether a class has `object.__new__`.
fn is_own_new(class: &PyType) -> bool {
    class.new.get().is_some_and(|new| std::ptr::eq(new, &NEW))
}

fn is_own_init(class: &PyType) -> bool {
    class.slots().init.map(|init| init as usize) == builtin(shape::OBJECT).slots().init.map(|init| init as usize)
}

#[cold]
fn abstract_class(vm: &Vm, class: &Ref<PyType>) -> PyResult<crate::native::Raised> {
    let methods = vm.get_attr(class.as_value(), &vm.names().__abstractmethods__)?;
    let mut names: Vec<String> = vm.collect(&methods)?.iter().map(|name| vm.str_text(name)).collect();
    names.sort();
    let plural = if names.len() == 1 { "" } else { "s" };
    Ok(vm.type_error(format!(
        "Can't instantiate abstract class {} without an implementation for abstract method{plural} '{}'",
        class.name(),
        names.join("', '")
    )))
}

pub fn init(vm: &Vm, this: &Value, args: Args) -> PyResult<()> {
    if args.is_empty() {
        return Ok(());
    }
    let class = class_of(this);
    if !is_own_init(&class) {
        return Err(vm.type_error("object.__init__() takes exactly one argument (the instance to initialize)"));
    }
    if is_own_new(&class) {
        return Err(vm.type_error(format!("{}() takes no arguments", class.name())));
    }
    Ok(())
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.str(&vm.default_repr(this)))
}

fn str(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.repr(this)?.into_value())
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    Ok(vm.identity_hash(this))
}

/// Identity is equality; `!=` is what `==` is not.
fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    match op {
        CompareOp::Eq if left.is(right) => Ok(Value::TRUE),
        CompareOp::Ne => {
            let Some(compare) = class_of(left).slots().compare else { return Ok(Value::NOT_IMPLEMENTED) };
            let equal = compare(vm, left, right, CompareOp::Eq)?;
            if equal.is_not_implemented() {
                return Ok(equal);
            }
            Ok(Value::bool(!vm.truth(&equal)?))
        }
        _ => Ok(Value::NOT_IMPLEMENTED),
    }
}

/// A dict that an attribute wants, or a TypeError.
fn expect_dict(vm: &Vm, value: &Value) -> PyResult<Ref<PyDict>> {
    value.clone().into_ref::<PyDict>().map_err(|other| {
        vm.type_error(format!("__dict__ must be set to a dictionary, not a '{}'", class_ref(&other).name()))
    })
}
