//! `map`.

use super::itself;
use super::zip::next_of_each;
use crate::native::{Native, PyResult, Rest, method, staticmethod, wrap};
use crate::object::types::BASETYPE;
use crate::object::{Header, PyType, Ref, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;
use std::cell::Cell;

#[repr(C)]
pub struct PyMap {
    header: Header,
    function: Value,
    iterators: Vec<Value>,
    strict: Cell<bool>,
}
crate::payload!(PyMap, shape::MAP, traverse(this, visitor) {
    visitor.visit(&this.function);
    visitor.visit(&this.iterators);
} clear {});

pub static MAP: TypeSpec = TypeSpec {
    doc: "Make an iterator that computes the function using arguments from\neach of the iterables.  Stops when the shortest iterable is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.",
    flags: BASETYPE,
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: &[
        method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
        method("__setstate__(self, state, /)", "Set state information for unpickling.", wrap(set_state)),
    ],
    ..TypeSpec::of::<PyMap>("map")
};

static NEW: Native = staticmethod("__new__(cls, *args, strict=False)", "Create and return a new object.", wrap(new));

fn new(vm: &Vm, class: &Ref<PyType>, args: Rest, strict: bool) -> PyResult<Ref<PyMap>> {
    let [function, iterables @ ..] = args.0 else {
        return Err(vm.type_error("map() must have at least two arguments."));
    };
    if iterables.is_empty() {
        return Err(vm.type_error("map() must have at least two arguments."));
    }
    let iterators = iterables.iter().map(|iterable| vm.iter(iterable)).collect::<PyResult<Vec<_>>>()?;
    let map =
        PyMap { header: Header::new(shape::MAP), function: function.clone(), iterators, strict: Cell::new(strict) };
    Ok(vm.new_object(class, map))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyMap>().expect("a slot of map");
    if let [iterator] = &this.iterators[..] {
        let Some(item) = vm.next(iterator)? else { return Ok(None) };
        return vm.call(&this.function, &[item]).map(Some);
    }
    match next_of_each(vm, &this.iterators, this.strict.get(), "map")? {
        Some(items) => vm.call(&this.function, &items).map(Some),
        None => Ok(None),
    }
}

fn reduce(vm: &Vm, this: &Ref<PyMap>) -> Value {
    let mut args = vec![this.function.clone()];
    args.extend_from_slice(&this.iterators);
    let mut parts = vec![class_of(this.as_value()).into_value(), vm.tuple(args)];
    if this.strict.get() {
        parts.push(Value::TRUE);
    }
    vm.tuple(parts)
}

fn set_state(_: &Vm, this: &Ref<PyMap>, state: bool) {
    this.strict.set(state);
}
