//! `iter(callable, sentinel)`.

use super::{builtin_named, itself, reduced};
use crate::native::{PyResult, method, wrap};
use crate::object::{Header, Ref, Slot, Slots, TypeSpec, Value, shape};
use crate::vm::Vm;

/// Both parts are let go of at the end.
#[repr(C)]
pub struct PyCallableIterator {
    header: Header,
    callable: Slot,
    sentinel: Slot,
}
crate::payload!(PyCallableIterator, shape::CALLABLE_ITERATOR, traverse(this, visitor) {
    visitor.visit(&this.callable);
    visitor.visit(&this.sentinel);
} clear {
    this.finish();
});

impl PyCallableIterator {
    pub fn new(callable: Value, sentinel: Value) -> Ref<PyCallableIterator> {
        Ref::new(PyCallableIterator {
            header: Header::new(shape::CALLABLE_ITERATOR),
            callable: Slot::new(callable),
            sentinel: Slot::new(sentinel),
        })
    }

    fn finish(&self) {
        self.callable.clear();
        self.sentinel.clear();
    }
}

impl Vm {
    /// `iter(callable, sentinel)`.
    pub fn callable_iterator(&self, callable: &Value, sentinel: &Value) -> Value {
        PyCallableIterator::new(callable.clone(), sentinel.clone()).into_value()
    }
}

pub static CALLABLE: TypeSpec = TypeSpec {
    slots: Slots { iter: Some(itself), next: Some(next), ..Slots::EMPTY },
    methods: &[method("__reduce__(self, /)", "Return state information for pickling.", wrap(reduce))],
    ..TypeSpec::of::<PyCallableIterator>("callable_iterator")
};

fn next(vm: &Vm, this: &Value) -> PyResult<Option<Value>> {
    let this = this.downcast::<PyCallableIterator>().expect("a slot of callable_iterator");
    let Some(callable) = this.callable.get() else { return Ok(None) };
    let result = match vm.call(&callable, &[]) {
        Ok(result) => result,
        Err(raised) => {
            drop(vm.catch_stop_iteration(raised)?);
            this.finish();
            return Ok(None);
        }
    };
    // The call may have exhausted this very iterator.
    let Some(sentinel) = this.sentinel.get() else { return Ok(None) };
    if vm.is_equal(&sentinel, &result)? {
        this.finish();
        return Ok(None);
    }
    Ok(Some(result))
}

fn reduce(vm: &Vm, this: &Ref<PyCallableIterator>) -> PyResult<Value> {
    let iter = builtin_named(vm, "iter")?;
    Ok(match (this.callable.get(), this.sentinel.get()) {
        (Some(callable), Some(sentinel)) => {
            let args = vm.tuple(vec![callable, sentinel]);
            vm.tuple(vec![iter, args])
        }
        _ => reduced(vm, iter, vm.empty_tuple(), None),
    })
}
