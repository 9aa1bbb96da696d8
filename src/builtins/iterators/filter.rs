//! `filter`.

use super::itself;
use crate::native::{Native, PyResult, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, builtin};
use crate::object::{Header, PyType, Ref, Slots, TypeSpec, Value, class_of, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyFilter {
    header: Header,
    function: Value,
    iterator: Value,
}
crate::payload!(PyFilter, shape::FILTER, traverse(this, visitor) {
    visitor.visit(&this.function);
    visitor.visit(&this.iterator);
} clear {});

pub static FILTER: TypeSpec = TypeSpec {
    doc: "Return an iterator yielding those items of iterable for which function(item)\nis true. If function is None, return the items that are true.",
    flags: BASETYPE,
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: &[method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce))],
    ..TypeSpec::of::<PyFilter>("filter")
};

static NEW: Native = staticmethod("__new__(cls, function, iterable, /)", "Create and return a new object.", wrap(new));

fn new(vm: &Vm, class: &Ref<PyType>, function: &Value, iterable: &Value) -> PyResult<Ref<PyFilter>> {
    let iterator = vm.iter(iterable)?;
    Ok(vm.new_object(class, PyFilter { header: Header::new(shape::FILTER), function: function.clone(), iterator }))
}

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyFilter>().expect("a slot of filter");
    let by_truth = this.function.is_none() || this.function.is(builtin(shape::BOOL).as_value());
    while let Some(item) = vm.next(&this.iterator)? {
        vm.poll()?;
        let keep = if by_truth {
            vm.truth(&item)?
        } else {
            let answer = vm.call(&this.function, std::slice::from_ref(&item))?;
            vm.truth(&answer)?
        };
        if keep {
            return Ok(Some(item));
        }
    }
    Ok(None)
}

fn reduce(vm: &Vm, this: &Ref<PyFilter>) -> Value {
    let args = vm.tuple(vec![this.function.clone(), this.iterator.clone()]);
    vm.tuple(vec![class_of(this.as_value()).into_value(), args])
}
