//! Coroutines that are written in Rust: what `asyncio.sleep()`, `Lock.acquire()` and their like return, so that no Python
//! frame stands between the kernel and the code of a task. To Python they are of the type `coroutine` and behave as such.
//!
//! The functions that make them stay `async def` in `stdlib/asyncio`; [`twins`](super::twins) says which of their calls
//! make one of these instead.

use std::cell::Cell;

use super::future::PyFuture;
use super::future_iter;
use super::twins::{self, Does};
use crate::builtins::frame::PyFrame;
use crate::builtins::function::PyFunction;
use crate::native::{PyResult, Raised};
use crate::object::{Header, Ref, Slot, Value, class_ref, shape};
use crate::vm::Vm;
use crate::vm::coroutines::{Delegate, State};

/// Goes on with what a wait gave: a value, or an exception.
pub type Resume = fn(&Vm, &Ref<PyNativeCoroutine>, Result<Value, Value>) -> PyResult<Delegate>;

/// What a native coroutine does.
pub struct Behaviour {
    /// Runs to the first wait, or to the end.
    pub start: fn(&Vm, &Ref<PyNativeCoroutine>) -> PyResult<Delegate>,
    pub resume: Resume,
}

#[repr(C)]
pub struct PyNativeCoroutine {
    header: Header,
    pub state: Cell<State>,
    /// Which row of [`twins::BEHAVIOURS`](super::twins) it is, and which function of `vm.kernel.twins` made it: numbers, as
    /// there are as many of these objects as there are tasks that wait.
    behaviour: u8,
    function: u8,
    /// The object whose method this is, or the first argument.
    pub subject: Slot,
    /// What else the behaviour remembers.
    pub extra: Slot,
    /// The future that it waits for; unset at a bare yield.
    pub waiter: Slot,
    /// What drives the wait, if that future is not of the built-in type.
    iterator: Slot,
}

crate::payload!(PyNativeCoroutine, shape::NATIVE_COROUTINE, traverse(this, visitor) {
    for slot in this.slots() {
        visitor.visit(slot);
    }
} clear {
    this.state.set(State::Closed);
    this.slots().into_iter().for_each(Slot::clear);
});

/// A coroutine that has not begun.
pub fn new(behaviour: Does, function: u8, subject: Value, extra: Value) -> Value {
    let coroutine = PyNativeCoroutine {
        header: Header::new(shape::NATIVE_COROUTINE),
        state: Cell::new(State::Created),
        behaviour: behaviour as u8,
        function,
        subject: Slot::new(subject),
        extra: Slot::new(extra),
        waiter: Slot::EMPTY,
        iterator: Slot::EMPTY,
    };
    Ref::new(coroutine).into_value()
}

/// Their shape belongs to the type of all coroutines.
pub fn set_up() {
    use crate::object::Payload;
    let like = shape::info(shape::COROUTINE);
    let info = shape::info(shape::NATIVE_COROUTINE);
    shape::fill(info, like.class.get(), PyNativeCoroutine::LAYOUT, like.flags.get(), 0, 0);
}

impl PyNativeCoroutine {
    fn slots(&self) -> [&Slot; 4] {
        [&self.subject, &self.extra, &self.waiter, &self.iterator]
    }

    #[inline]
    fn behaviour(&self) -> &'static Behaviour {
        twins::BEHAVIOURS[self.behaviour as usize]
    }

    /// Waits for a future of any kind: to be returned by the behaviour.
    pub fn wait(this: &Ref<PyNativeCoroutine>, vm: &Vm, waiter: Value) -> PyResult<Delegate> {
        if let Some(future) = waiter.downcast::<PyFuture>().filter(|future| future.is_exact()) {
            if !future.is_done() {
                future.blocking.set(true);
                this.waiter.set(waiter.clone());
                return Ok(Delegate::Yielded(waiter));
            }
            let outcome = future.result(vm).map_err(|raised| vm.take_raised(raised));
            return (this.behaviour().resume)(vm, this, outcome);
        }
        this.waiter.set(waiter.clone());
        let iterator = vm.get_awaitable(waiter, 0)?;
        this.iterator.set(iterator.clone());
        let step = vm.delegate_send(&iterator, Value::NONE);
        PyNativeCoroutine::after_delegate(this, vm, step)
    }

    /// What the driver of a foreign future has done.
    fn after_delegate(this: &Ref<PyNativeCoroutine>, vm: &Vm, step: PyResult<Delegate>) -> PyResult<Delegate> {
        let outcome = match step {
            Ok(Delegate::Yielded(value)) => return Ok(Delegate::Yielded(value)),
            Ok(Delegate::Returned(value)) => Ok(value),
            Err(raised) => Err(vm.take_raised(raised)),
        };
        this.iterator.clear();
        (this.behaviour().resume)(vm, this, outcome)
    }

    /// One step: `send`.
    #[inline]
    pub fn send(this: &Ref<PyNativeCoroutine>, vm: &Vm, sent: Value) -> PyResult<Delegate> {
        let step = match this.state.get() {
            State::Created => {
                if !sent.is_none() {
                    return Err(vm.type_error("can't send non-None value to a just-started coroutine"));
                }
                this.state.set(State::Running);
                (this.behaviour().start)(vm, this)
            }
            State::Suspended => {
                this.state.set(State::Running);
                PyNativeCoroutine::go_on(this, vm, sent)
            }
            _ => return Err(not_suspended(vm, this)),
        };
        PyNativeCoroutine::settle(this, step)
    }

    fn go_on(this: &Ref<PyNativeCoroutine>, vm: &Vm, sent: Value) -> PyResult<Delegate> {
        if let Some(iterator) = this.iterator.get() {
            let step = vm.delegate_send(&iterator, sent);
            return PyNativeCoroutine::after_delegate(this, vm, step);
        }
        let outcome = match this.waiter.get() {
            None => Ok(sent),
            Some(waiter) => match waiter.downcast::<PyFuture>() {
                Some(future) if !future.is_done() => {
                    if !future.blocking.replace(true) {
                        return Ok(Delegate::Yielded(waiter));
                    }
                    let raised = vm.runtime_error("await wasn't used with future");
                    Err(vm.take_raised(raised))
                }
                Some(future) => future.result(vm).map_err(|raised| vm.take_raised(raised)),
                None => Ok(sent),
            },
        };
        (this.behaviour().resume)(vm, this, outcome)
    }

    /// One step: `throw`, with an exception object.
    pub fn throw(this: &Ref<PyNativeCoroutine>, vm: &Vm, exception: &Value) -> PyResult<Delegate> {
        match this.state.get() {
            State::Created => {
                PyNativeCoroutine::end(this);
                return Err(vm.raise(exception.clone()));
            }
            State::Suspended => this.state.set(State::Running),
            _ => return Err(not_suspended(vm, this)),
        }
        let step = match this.iterator.get() {
            Some(iterator) => vm.throw_step(&iterator, exception),
            None => None,
        };
        let step = step.unwrap_or_else(|| Err(vm.raise(exception.clone())));
        let step = PyNativeCoroutine::after_delegate(this, vm, step);
        PyNativeCoroutine::settle(this, step)
    }

    #[inline]
    fn settle(this: &Ref<PyNativeCoroutine>, step: PyResult<Delegate>) -> PyResult<Delegate> {
        match &step {
            Ok(Delegate::Yielded(_)) => this.state.set(State::Suspended),
            _ => PyNativeCoroutine::end(this),
        }
        step
    }

    #[inline]
    fn end(this: &PyNativeCoroutine) {
        this.state.set(State::Closed);
        // Its end needs no finalizer any more.
        this.header.set(crate::object::header::FINALIZED);
        for slot in [&this.subject, &this.extra, &this.waiter, &this.iterator] {
            slot.clear();
        }
    }

    /// `close()`.
    pub fn close(this: &Ref<PyNativeCoroutine>, vm: &Vm) -> PyResult<()> {
        match this.state.get() {
            State::Created => PyNativeCoroutine::end(this),
            State::Closed => {}
            State::Suspended => {
                let exit = vm.new_exception(&vm.exceptions().GeneratorExit, &[])?;
                match PyNativeCoroutine::throw(this, vm, &exit) {
                    Ok(Delegate::Yielded(_)) => return Err(vm.runtime_error("coroutine ignored GeneratorExit")),
                    Ok(Delegate::Returned(_)) => {}
                    Err(raised) => drop(vm.catch(raised, &vm.exceptions().GeneratorExit)?),
                }
            }
            _ => return Err(not_suspended(vm, this)),
        }
        Ok(())
    }

    /// What it waits for: `cr_await`.
    pub fn awaited(&self) -> Value {
        match (self.iterator.get(), self.waiter.get()) {
            (Some(iterator), _) => iterator,
            (None, Some(waiter)) if self.state.get() == State::Suspended => future_iter::new(&waiter),
            _ => Value::NONE,
        }
    }

    /// The function that was called.
    pub fn function(&self) -> Option<Ref<PyFunction>> {
        let functions = crate::vm::current().kernel.twins.borrow();
        functions.get(self.function as usize).cloned().flatten()
    }

    /// A frame for tools to look at: it stands at the head of the function.
    pub fn frame(&self) -> Value {
        match self.function() {
            Some(function) if self.state.get() != State::Closed => {
                let code = function.code.get();
                Ref::new(PyFrame::payload(function, code, -1)).into_value()
            }
            _ => Value::NONE,
        }
    }
}

#[cold]
fn not_suspended(vm: &Vm, this: &PyNativeCoroutine) -> Raised {
    if this.state.get() == State::Closed {
        return vm.runtime_error("cannot reuse already awaited coroutine");
    }
    vm.value_error("coroutine already executing")
}

/// The end of one that was not run to its end.
pub fn finalize(vm: &Vm, value: &Value) {
    let Some(this) = value.downcast::<PyNativeCoroutine>() else { return };
    match this.state.get() {
        State::Created => vm.warn_unawaited(value),
        State::Suspended => {
            if let Err(raised) = PyNativeCoroutine::close(this, vm) {
                vm.report_unraisable(raised, None, value);
            }
        }
        _ => {}
    }
}

/// Whether an exception is an `asyncio.CancelledError`.
pub fn is_cancellation(vm: &Vm, exception: &Value) -> bool {
    class_ref(exception).is_subtype(vm.kernel.cancelled_error(vm))
}
