//! `zip`.

use super::itself;
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, Raised, Rest, method, staticmethod, wrap};
use crate::object::types::BASETYPE;
use crate::object::{Header, PyType, Ref, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;
use std::cell::Cell;

#[repr(C)]
pub struct PyZip {
    header: Header,
    iterators: Vec<Value>,
    strict: Cell<bool>,
}
crate::payload!(PyZip, shape::ZIP, traverse(this, visitor) {
    visitor.visit(&this.iterators);
} clear {});

pub static ZIP: TypeSpec = TypeSpec {
    doc: "The zip object yields n-length tuples, where n is the number of iterables\npassed as positional arguments to zip().  The i-th element in every tuple\ncomes from the i-th iterable argument to zip().  This continues until the\nshortest argument is exhausted.\n\nIf strict is true and one of the arguments is exhausted before the others,\nraise a ValueError.\n\n   >>> list(zip('abcdefg', range(3), range(4)))\n   [('a', 0, 0), ('b', 1, 1), ('c', 2, 2)]",
    flags: BASETYPE,
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: &[
        method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce)),
        method("__setstate__(self, state, /)", "Set state information for unpickling.", wrap(set_state)),
    ],
    ..TypeSpec::of::<PyZip>("zip")
};

static NEW: Native =
    staticmethod("__new__(cls, *iterables, strict=False)", "Create and return a new object.", wrap(new));

fn new(vm: &Vm, class: &Ref<PyType>, iterables: Rest, strict: bool) -> PyResult<Ref<PyZip>> {
    let iterators = iterables.0.iter().map(|iterable| vm.iter(iterable)).collect::<PyResult<Vec<_>>>()?;
    Ok(vm.new_object(class, PyZip { header: Header::new(shape::ZIP), iterators, strict: Cell::new(strict) }))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyZip>().expect("a slot of zip");
    if let [first, second] = &this.iterators[..]
        && !this.strict.get()
    {
        let Some(first) = vm.next(first)? else { return Ok(None) };
        let Some(second) = vm.next(second)? else { return Ok(None) };
        return Ok(Some(PyTuple::new([first, second]).into_value()));
    }
    Ok(next_of_each(vm, &this.iterators, this.strict.get(), "zip")?.map(|items| vm.tuple(items)))
}

/// The next item of each iterator, if all have one; `strict` raises when only some have. For zip and map.
pub fn next_of_each(vm: &Vm, iterators: &[Value], strict: bool, function: &str) -> PyResult<Option<Vec<Value>>> {
    if iterators.is_empty() {
        return Ok(None);
    }
    let mut items = Vec::with_capacity(iterators.len());
    for (index, iterator) in iterators.iter().enumerate() {
        match vm.next(iterator)? {
            Some(item) => items.push(item),
            None if strict && index > 0 => return Err(uneven(vm, function, index, "shorter")),
            None if strict => {
                for (index, iterator) in iterators.iter().enumerate().skip(1) {
                    if vm.next(iterator)?.is_some() {
                        return Err(uneven(vm, function, index, "longer"));
                    }
                }
                return Ok(None);
            }
            None => return Ok(None),
        }
    }
    Ok(Some(items))
}

#[cold]
fn uneven(vm: &Vm, function: &str, index: usize, how: &str) -> Raised {
    let others = if index == 1 { " 1".to_string() } else { format!("s 1-{index}") };
    vm.value_error(format!("{function}() argument {} is {how} than argument{others}", index + 1))
}

fn reduce(vm: &Vm, this: &Ref<PyZip>) -> Value {
    let mut parts = vec![class_of(this.as_value()).into_value(), vm.tuple(this.iterators.clone())];
    if this.strict.get() {
        parts.push(Value::TRUE);
    }
    vm.tuple(parts)
}

fn set_state(_: &Vm, this: &Ref<PyZip>, state: bool) {
    this.strict.set(state);
}
