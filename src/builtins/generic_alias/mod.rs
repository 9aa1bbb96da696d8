//! `types.GenericAlias`: `list[int]`. Replacing type parameters is in [`substitute`], which unions share.

pub mod substitute;

use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Args, GetSet, Native, PyResult, getter, method, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::types::{BASETYPE, WEAKREF};
use crate::object::{CompareOp, Header, PyType, Ref, Slot, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyGenericAlias {
    header: Header,
    pub origin: Value,
    pub args: Ref<PyTuple>,
    /// Found when first asked for.
    parameters: Slot,
    /// `*tuple[int, ...]`.
    starred: bool,
}
crate::payload!(PyGenericAlias, shape::GENERIC_ALIAS, traverse(this, visitor) {
    visitor.visit(&this.origin);
    visitor.visit(&this.args);
    visitor.visit(&this.parameters);
} clear {
    this.parameters.clear();
});

pub static SPECS: &[&TypeSpec] = &[&GENERIC_ALIAS];

static NEW: Native = staticmethod("__new__(cls, origin, args, /)", "", wrap(new));

static GENERIC_ALIAS: TypeSpec = TypeSpec {
    module: "types",
    doc: "Represent a PEP 585 generic type\n\nE.g. for t = list[int], t.__origin__ is list and t.__args__ is (int,).",
    flags: BASETYPE | WEAKREF,
    new: Some(&NEW),
    slots: Slots {
        repr: Some(repr),
        hash: Some(hash),
        call: Some(call),
        getattr: Some(getattr),
        compare: Some(compare),
        iter: Some(iter),
        getitem: Some(getitem),
        or: Some(crate::builtins::union::or),
        ..Slots::EMPTY
    },
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyGenericAlias>("GenericAlias")
};

static METHODS: &[Native] = &[
    method("__mro_entries__(self, bases, /)", "", wrap(mro_entries)),
    method("__instancecheck__(self, instance, /)", "", wrap(instance_check)),
    method("__subclasscheck__(self, subclass, /)", "", wrap(subclass_check)),
    method("__reduce__(self, /)", "", wrap(reduce)),
    method("__dir__(self, /)", "", wrap(dir)),
];

static GETSET: &[GetSet] = &[
    getter("__origin__", "", |_, this| Ok(alias(this).map_or(Value::NONE, |alias| alias.origin.clone()))),
    getter("__args__", "", |_, this| Ok(alias(this).map_or(Value::NONE, |alias| alias.args.to_value()))),
    getter("__unpacked__", "", |_, this| Ok(Value::bool(alias(this).is_some_and(|alias| alias.starred)))),
    getter("__parameters__", "Type variables in the GenericAlias.", parameters),
    getter("__typing_unpacked_tuple_args__", "", |_, this| {
        let tuple = crate::object::types::builtin(shape::TUPLE);
        let unpacked = alias(this).filter(|alias| alias.starred && alias.origin.is(tuple.as_value()));
        Ok(unpacked.map_or(Value::NONE, |alias| alias.args.to_value()))
    }),
];

/// Attributes that are the alias's own; all others are its origin's.
const OWN: &[&str] = &[
    "__class__",
    "__origin__",
    "__args__",
    "__unpacked__",
    "__parameters__",
    "__typing_unpacked_tuple_args__",
    "__mro_entries__",
    "__reduce_ex__",
    "__reduce__",
    "__bases__",
    "__copy__",
    "__deepcopy__",
];

fn alias(this: &Value) -> Option<&Ref<PyGenericAlias>> {
    this.downcast::<PyGenericAlias>()
}

fn payload(origin: &Value, args: Ref<PyTuple>, starred: bool) -> PyGenericAlias {
    PyGenericAlias {
        header: Header::new(shape::GENERIC_ALIAS),
        origin: origin.clone(),
        args,
        parameters: Slot::EMPTY,
        starred,
    }
}

impl Vm {
    /// `origin[args]` as `__class_getitem__` of generic classes makes it.
    pub fn generic_alias(&self, origin: &Value, args: &Value) -> PyResult<Value> {
        Ok(Ref::new(payload(origin, as_tuple(args), false)).into_value())
    }
}

fn as_tuple(args: &Value) -> Ref<PyTuple> {
    args.downcast::<PyTuple>().cloned().unwrap_or_else(|| PyTuple::new([args.clone()]))
}

fn new(vm: &Vm, class: &Ref<PyType>, origin: &Value, args: &Value) -> Value {
    vm.new_object(class, payload(origin, as_tuple(args), false)).into_value()
}

fn parameters(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(alias) = alias(this) else { return Ok(Value::NONE) };
    if let Some(known) = alias.parameters.get() {
        return Ok(known);
    }
    let found = vm.tuple(substitute::parameters_of(vm, alias.args.items())?);
    alias.parameters.set(found.clone());
    Ok(found)
}

fn getattr(vm: &Vm, this: &Value, name: &Value) -> PyResult<Value> {
    let (Some(alias), Some(name)) = (alias(this), name.downcast::<PyStr>()) else {
        return Err(vm.type_error("attribute name must be string"));
    };
    if OWN.contains(&name.to_text().as_ref()) {
        return vm.generic_get_attr(this, name);
    }
    let origin = alias.origin.clone();
    vm.get_attr(&origin, name)
}

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    let Some(alias) = alias(this) else { return Err(vm.not_callable(this)) };
    let made = vm.call_args(&alias.origin.clone(), args)?;
    if let Err(raised) = vm.set_attr(&made, &vm.names().__orig_class__, Some(this)) {
        if vm.raised_is(&vm.exceptions().AttributeError) || vm.raised_is(&vm.exceptions().TypeError) {
            drop(vm.take_raised(raised));
        } else {
            return Err(raised);
        }
    }
    Ok(made)
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let (Some(a), Some(b)) = (alias(left), alias(right)) else { return Ok(Value::NOT_IMPLEMENTED) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let equal = a.starred == b.starred
        && vm.is_equal(&a.origin, &b.origin)?
        && vm.is_equal(a.args.as_value(), b.args.as_value())?;
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let Some(alias) = alias(this) else { return Ok(0) };
    let hash = vm.hash(&alias.origin)? ^ vm.hash(alias.args.as_value())?;
    Ok(if hash == -1 { -2 } else { hash })
}

/// One item: the alias with a star before it.
fn iter(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(alias) = alias(this) else { return Err(vm.type_error("not an alias")) };
    let starred = Ref::new(payload(&alias.origin, alias.args.clone(), true)).into_value();
    vm.iter(&vm.tuple(vec![starred]))
}

fn getitem(vm: &Vm, this: &Value, item: &Value) -> PyResult<Value> {
    let Some(alias) = alias(this) else { return Err(vm.type_error("not an alias")) };
    let parameters = vm.collect(&parameters(vm, this)?)?;
    let args = substitute::substitute(vm, this, alias.args.items(), &parameters, item)?;
    Ok(Ref::new(payload(&alias.origin, PyTuple::new(args), alias.starred)).into_value())
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let Some(alias) = alias(this) else { return Ok(vm.str("")) };
    let mut text = if alias.starred { "*".to_string() } else { String::new() };
    text += &type_repr(vm, &alias.origin)?;
    text.push('[');
    for (index, arg) in alias.args.items().iter().enumerate() {
        if index > 0 {
            text += ", ";
        }
        text += &argument_repr(vm, arg)?;
    }
    if alias.args.is_empty() {
        text += "()";
    }
    text.push(']');
    Ok(vm.str(&text))
}

/// A list of types is what stands for a ParamSpec.
fn argument_repr(vm: &Vm, arg: &Value) -> PyResult<String> {
    let Some(list) = arg.downcast::<PyList>() else { return type_repr(vm, arg) };
    let mut parts = Vec::new();
    let mut index = 0;
    while let Some(item) = list.get(index) {
        parts.push(type_repr(vm, &item)?);
        index += 1;
    }
    Ok(format!("[{}]", parts.join(", ")))
}

/// How type expressions show a type: by its name, with its module unless that is `builtins`.
pub fn type_repr(vm: &Vm, value: &Value) -> PyResult<String> {
    let names = vm.names();
    if value.raw() == crate::object::Raw::ELLIPSIS {
        return Ok("...".to_string());
    }
    if value.is(class_of(&Value::NONE).as_value()) {
        return Ok("None".to_string());
    }
    let is_alias =
        vm.get_attr_opt(value, &names.__origin__)?.is_some() && vm.get_attr_opt(value, &names.__args__)?.is_some();
    if !is_alias
        && let Some(qualname) = vm.get_attr_opt(value, &names.__qualname__)?
        && let Some(module) = vm.get_attr_opt(value, &names.__module__)?
        && !module.is_none()
    {
        let (module, qualname) = (vm.to_str(&module)?, vm.to_str(&qualname)?);
        return Ok(if module.as_bytes() == b"builtins" {
            qualname.to_string()
        } else {
            format!("{module}.{qualname}")
        });
    }
    Ok(vm.repr(value)?.to_string())
}

fn mro_entries(vm: &Vm, this: &Ref<PyGenericAlias>, _: &Value) -> Value {
    vm.tuple(vec![this.origin.clone()])
}

fn instance_check(vm: &Vm, _: &Value, _: &Value) -> PyResult<()> {
    Err(vm.type_error("isinstance() argument 2 cannot be a parameterized generic"))
}

fn subclass_check(vm: &Vm, _: &Value, _: &Value) -> PyResult<()> {
    Err(vm.type_error("issubclass() argument 2 cannot be a parameterized generic"))
}

fn reduce(vm: &Vm, this: &Ref<PyGenericAlias>) -> PyResult<Value> {
    if this.starred {
        let plain = Ref::new(payload(&this.origin, this.args.clone(), false)).into_value();
        let next = vm.import_attr("builtins", "next")?;
        return Ok(vm.tuple(vec![next, vm.tuple(vec![vm.iter(&plain)?])]));
    }
    let class = crate::object::types::builtin(shape::GENERIC_ALIAS).into_value();
    Ok(vm.tuple(vec![class, vm.tuple(vec![this.origin.clone(), this.args.to_value()])]))
}

fn dir(vm: &Vm, this: &Ref<PyGenericAlias>) -> PyResult<Value> {
    let mut names = match vm.lookup_special(&this.origin, &vm.names().__dir__)? {
        Some(method) => vm.collect(&vm.call(&method, &[])?)?,
        None => Vec::new(),
    };
    for name in OWN.iter().filter(|name| !matches!(**name, "__bases__" | "__copy__" | "__deepcopy__")) {
        let name = vm.str(name);
        let mut known = false;
        for other in &names {
            known |= vm.is_equal(other, &name)?;
        }
        if !known {
            names.push(name);
        }
    }
    Ok(vm.list(names))
}
