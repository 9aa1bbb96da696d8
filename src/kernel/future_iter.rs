//! The iterator of `await future`.

use super::future::PyFuture;
use crate::native::{PyResult, method, wrap};
use crate::object::{Header, Ref, Slot, Slots, TypeSpec, Value, shape, types};
use crate::vm::Vm;
use crate::vm::coroutines::Delegate;

#[repr(C)]
pub struct PyFutureIter {
    header: Header,
    future: Slot,
}

crate::payload!(PyFutureIter, shape::FUTURE_ITER, traverse(this, visitor) {
    visitor.visit(&this.future);
} clear {
    this.future.clear();
});

pub static FUTURE_ITER: TypeSpec = TypeSpec {
    module: "_asyncio",
    flags: types::NO_NEW,
    slots: Slots { iter: Some(|_, value| Ok(value.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        method("send(self, value, /)", "", wrap(send_method)),
        method("throw(self, type, value=None, traceback=None, /)", "", wrap(throw_method)),
        method("close(self, /)", "", wrap(close)),
    ],
    ..TypeSpec::of::<PyFutureIter>("FutureIter")
};

/// The iterator of a future.
pub fn new(future: &Value) -> Value {
    Ref::new(PyFutureIter { header: Header::new(shape::FUTURE_ITER), future: Slot::new(future.clone()) }).into_value()
}

impl PyFutureIter {
    /// One step: yields the future until it is done, then gives its result.
    #[inline]
    pub fn send(&self, vm: &Vm) -> PyResult<Delegate> {
        let Some(value) = self.future.get() else { return Ok(Delegate::Returned(Value::NONE)) };
        let Some(future) = value.downcast::<PyFuture>() else { return Ok(Delegate::Returned(Value::NONE)) };
        if !future.is_done() {
            if future.blocking.replace(true) {
                return Err(vm.runtime_error("await wasn't used with future"));
            }
            return Ok(Delegate::Yielded(value));
        }
        let future = future.clone();
        self.future.clear();
        future.result(vm).map(Delegate::Returned)
    }

    /// The exception ends the wait.
    pub fn throw(&self, vm: &Vm, exception: &Value) -> PyResult<Delegate> {
        self.future.clear();
        Err(vm.raise(exception.clone()))
    }
}

fn as_iter(value: &Value) -> &Ref<PyFutureIter> {
    value.downcast::<PyFutureIter>().expect("slots are called with their own type")
}

fn next(vm: &Vm, value: &Value) -> PyResult<Option<Value>> {
    match as_iter(value).send(vm)? {
        Delegate::Yielded(future) => Ok(Some(future)),
        Delegate::Returned(result) => {
            vm.stop_value.set(result);
            Ok(None)
        }
    }
}

fn send_method(vm: &Vm, this: &Ref<PyFutureIter>, _value: &Value) -> PyResult<Value> {
    match this.send(vm)? {
        Delegate::Yielded(future) => Ok(future),
        Delegate::Returned(result) => Err(vm.stop_iteration(Some(result).filter(|result| !result.is_none()))),
    }
}

fn throw_method(vm: &Vm, this: &Ref<PyFutureIter>, kind: &Value, value: &Value, traceback: &Value) -> PyResult<Value> {
    let exception = vm.thrown_exception(kind, value, traceback)?;
    match this.throw(vm, &exception)? {
        Delegate::Yielded(value) | Delegate::Returned(value) => Ok(value),
    }
}

fn close(_: &Vm, this: &Ref<PyFutureIter>) {
    this.future.clear();
}
