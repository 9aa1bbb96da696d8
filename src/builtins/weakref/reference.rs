//! `weakref.ref`.

use super::PyWeakref;
use crate::builtins::str::PyStr;
use crate::native::{Args, GetSet, Keywords, Native, PyResult, Rest, classmethod, getter, staticmethod, wrap};
use crate::object::slots::Slots;
use crate::object::types::builtin;
use crate::object::{CompareOp, PyType, Ref, Value, class_of, class_ref, shape};
use crate::vm::Vm;

pub const SLOTS: Slots = Slots {
    repr: Some(repr),
    call: Some(call),
    hash: Some(hash),
    compare: Some(compare),
    init: Some(init),
    ..Slots::EMPTY
};

pub static NEW: Native = staticmethod("__new__(cls, object, callback=None, /, *args, **kwargs)", "", wrap(new));

pub static METHODS: &[Native] = &[classmethod("__class_getitem__(cls, object, /)", "See PEP 585", wrap(class_getitem))];

pub static GETSET: &[GetSet] = &[getter("__callback__", "", |_, this| {
    Ok(this.downcast::<PyWeakref>().map_or(Value::NONE, |reference| reference.callback.get_or_none()))
})];

impl Vm {
    /// Whether a value can be referred to weakly.
    pub fn is_weakrefable(&self, value: &Value) -> bool {
        value.header().is_some_and(|header| shape::info(header.shape()).has(shape::WEAKREFABLE))
    }

    /// A weak reference of a class; one without callback is shared.
    pub fn make_weakref(
        &self,
        class: &Ref<PyType>,
        target: &Value,
        callback: Option<&Value>,
    ) -> PyResult<Ref<PyWeakref>> {
        if !self.is_weakrefable(target) {
            let name = class_ref(target).name();
            return Err(self.type_error(format!("cannot create weak reference to '{name}' object")));
        }
        let number = class.root_shape.get();
        let shareable = callback.is_none() && number < shape::BUILTIN_COUNT;
        if shareable {
            let known = self
                .weakrefs_of(target)
                .into_iter()
                .find(|known| known.header().shape() == number && !known.callback.is_set());
            if let Some(known) = known {
                return Ok(known);
            }
        }
        let base = if number < shape::BUILTIN_COUNT { number } else { shape::WEAKREF };
        let payload = PyWeakref::payload(base, target, callback.cloned());
        let made = if number < shape::BUILTIN_COUNT { Ref::new(payload) } else { self.new_object(class, payload) };
        PyWeakref::register(self, &made);
        Ok(made)
    }

    /// `weakref.ref(target)`.
    pub fn weakref(&self, target: &Value) -> PyResult<Ref<PyWeakref>> {
        self.make_weakref(&builtin(shape::WEAKREF), target, None)
    }
}

fn new(vm: &Vm, class: &Ref<PyType>, target: &Value, callback: &Value, _: Rest, _: Keywords) -> PyResult<Value> {
    let callback = Some(callback).filter(|callback| !callback.is_none());
    Ok(vm.make_weakref(class, target, callback)?.into_value())
}

fn init(vm: &Vm, _: &Value, args: Args) -> PyResult<()> {
    if !args.names.is_empty() {
        return Err(vm.type_error("ref() takes no keyword arguments"));
    }
    match args.values.len() {
        1 | 2 => Ok(()),
        0 => Err(vm.type_error("__init__ expected at least 1 argument, got 0")),
        given => Err(vm.type_error(format!("__init__ expected at most 2 arguments, got {given}"))),
    }
}

fn target_of(this: &Value) -> Option<Value> {
    this.downcast::<PyWeakref>().and_then(|reference| reference.target())
}

fn call(vm: &Vm, this: &Value, args: Args) -> PyResult<Value> {
    if !args.is_empty() {
        let given = args.values.len();
        return Err(vm.type_error(format!("{} expected 0 arguments, got {given}", class_ref(this).name())));
    }
    Ok(target_of(this).unwrap_or(Value::NONE))
}

fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    let Some(reference) = this.downcast::<PyWeakref>() else { return Ok(0) };
    if reference.hash.get() != -1 {
        return Ok(reference.hash.get());
    }
    match reference.target() {
        Some(target) => {
            let hash = vm.hash(&target)?;
            reference.hash.set(hash);
            Ok(hash)
        }
        None => Err(vm.type_error("weak object has gone away")),
    }
}

/// By what they refer to; by identity once that is gone.
fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || right.downcast::<PyWeakref>().is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    match (target_of(left), target_of(right)) {
        (Some(a), Some(b)) => vm.compare(&a, &b, op),
        _ => Ok(Value::bool(left.is(right) == (op == CompareOp::Eq))),
    }
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let name =
        if this.downcast_exact::<PyWeakref>().is_some() { "weakref".to_string() } else { class_ref(this).name() };
    let Some(target) = target_of(this) else { return Ok(vm.str(&format!("<{name} at {:#x}; dead>", this.id()))) };
    let called = vm.get_attr_opt(&target, &vm.names().__name__)?.and_then(|name| name.into_ref::<PyStr>().ok());
    let called = called.map_or_else(String::new, |called| format!(" ({called})"));
    let class = class_of(&target).name();
    Ok(vm.str(&format!("<{name} at {:#x}; to '{class}' at {:#x}{called}>", this.id(), target.id())))
}

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult<Value> {
    vm.generic_alias(class, item)
}
