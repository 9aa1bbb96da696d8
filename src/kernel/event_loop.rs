//! `KernelLoop`: the payload, and scheduling without Python's view of it (`loop_type`).

use std::cell::Cell;
use std::collections::VecDeque;

use super::descriptors::Descriptors;
use super::future::PyFuture;
use super::handle::{self, PyHandle};
use super::overrides::{self, Overrides};
use super::poller::Poller;
use super::ready::Ready;
use super::timers::Timers;
use super::{clock, future};
use crate::native::PyResult;
use crate::object::{Header, PyCell, Ref, Slot, Value, shape};
use crate::vm::Vm;

#[repr(C)]
pub struct PyLoop {
    header: Header,
    pub overrides: Overrides,
    pub ready: PyCell<VecDeque<Ready>>,
    pub timers: PyCell<Timers>,
    /// Cancelled timers that are still in the heap.
    pub timers_cancelled: Cell<usize>,
    pub descriptors: PyCell<Descriptors>,
    pub poller: PyCell<Option<Poller>>,
    /// The loop waits, so that a wake-up needs a notification.
    pub waiting: Cell<bool>,
    pub closed: Cell<bool>,
    pub stopping: Cell<bool>,
    pub debug: Cell<bool>,
    pub tracks_origin: Cell<bool>,
    pub saved_origin_depth: Cell<u32>,
    /// Identity of the thread that runs it; 0 while none does.
    pub thread: Cell<u64>,
    pub clock_resolution: Slot,
    pub slow_callback_duration: Slot,
    pub current_handle: Slot,
    pub task_factory: Slot,
    /// A program's own selector; unset or None while the kernel polls.
    pub selector: Slot,
}

crate::payload!(PyLoop, shape::KERNEL_LOOP, traverse(this, visitor) {
    visitor.visit(&this.ready);
    visitor.visit(&this.timers);
    visitor.visit(&this.descriptors);
    for slot in this.slots() {
        visitor.visit(slot);
    }
} clear {
    this.clear_queues();
    this.slots().into_iter().for_each(Slot::clear);
});

impl PyLoop {
    /// The payload by itself.
    pub fn payload() -> PyLoop {
        PyLoop {
            header: Header::new(shape::KERNEL_LOOP),
            overrides: Overrides::default(),
            ready: PyCell::default(),
            timers: PyCell::default(),
            timers_cancelled: Cell::new(0),
            descriptors: PyCell::default(),
            poller: PyCell::new(None),
            waiting: Cell::new(false),
            closed: Cell::new(false),
            stopping: Cell::new(false),
            debug: Cell::new(false),
            tracks_origin: Cell::new(false),
            saved_origin_depth: Cell::new(0),
            thread: Cell::new(0),
            clock_resolution: Slot::EMPTY,
            slow_callback_duration: Slot::EMPTY,
            current_handle: Slot::EMPTY,
            task_factory: Slot::EMPTY,
            selector: Slot::EMPTY,
        }
    }

    fn slots(&self) -> [&Slot; 5] {
        [&self.clock_resolution, &self.slow_callback_duration, &self.current_handle, &self.task_factory, &self.selector]
    }

    /// Lets go of everything that was scheduled or watched.
    pub fn clear_queues(&self) {
        let ready = self.ready.take();
        let timers = self.timers.borrow_mut().clear();
        let watches = self.descriptors.borrow_mut().clear();
        self.timers_cancelled.set(0);
        drop(ready);
        drop(timers);
        drop(watches);
    }

    /// A loop of ours that still has the given methods from the kernel.
    #[inline]
    pub fn ours<'a>(vm: &Vm, value: &'a Value, methods: u32) -> Option<&'a Ref<PyLoop>> {
        let this = value.downcast::<PyLoop>()?;
        (this.overrides.of(vm, value) & methods == 0).then_some(this)
    }

    /// The loop, if callbacks can be put into its ready queue without asking it.
    #[inline]
    pub fn for_scheduling<'a>(vm: &Vm, value: &'a Value) -> Option<&'a Ref<PyLoop>> {
        let methods = overrides::CALL_SOON | overrides::CALL_SOON_INNER | overrides::CHECK_CLOSED;
        let this = PyLoop::ours(vm, value, methods)?;
        (!this.debug.get() && !this.closed.get()).then_some(this)
    }

    /// The poller, made when first needed.
    pub fn poller(&self, vm: &Vm) -> PyResult<Poller> {
        if let Some(poller) = &*self.poller.borrow() {
            return Ok(poller.clone());
        }
        match Poller::new() {
            Ok(poller) => {
                self.poller.set(Some(poller.clone()));
                Ok(poller)
            }
            Err(error) => Err(super::descriptors::io_error(vm, &error)),
        }
    }

    /// Ends the wait, if the loop waits.
    pub fn wake(&self) {
        // One write ends the wait; what else arrives until then is seen anyway.
        if self.waiting.replace(false)
            && let Some(poller) = &*self.poller.borrow()
        {
            poller.notify();
        }
    }

    /// A timer of this loop has been cancelled.
    pub fn timer_cancelled(&self, handle: &PyHandle) {
        if handle.scheduled.get() {
            self.timers_cancelled.set(self.timers_cancelled.get() + 1);
        }
    }

    /// `loop.time()`.
    pub fn time(&self, vm: &Vm, value: &Value) -> PyResult<f64> {
        if self.overrides.of(vm, value) & overrides::TIME == 0 {
            return Ok(clock::monotonic());
        }
        let time = vm.call_method(value, "time", &[])?;
        vm.to_f64(&time)
    }

    pub fn check_closed(&self, vm: &Vm, value: &Value) -> PyResult<()> {
        if self.overrides.of(vm, value) & overrides::CHECK_CLOSED != 0 {
            return vm.call_method(value, "_check_closed", &[]).map(drop);
        }
        if self.closed.get() { Err(vm.runtime_error("Event loop is closed")) } else { Ok(()) }
    }

    pub fn is_running(&self) -> bool {
        self.thread.get() != 0
    }

    /// Makes a handle and puts it into the ready queue: `_call_soon`.
    pub fn call_soon(&self, vm: &Vm, value: &Value, callback: Value, args: Value, context: Value) -> PyResult<Value> {
        let context = future::context_or_copy(vm, Some(context));
        let handle = handle::new(callback, args, value.clone(), context);
        if self.debug.get() {
            handle::note_origin(vm, &handle)?;
        }
        self.ready.borrow_mut().push_back(Ready::Handle(handle.clone()));
        Ok(handle.into_value())
    }

    /// `call_at` without checks.
    pub fn call_at(
        &self,
        vm: &Vm,
        value: &Value,
        when: Value,
        callback: Value,
        args: Value,
        context: Value,
    ) -> PyResult<Value> {
        let due = vm.to_f64(&when)?;
        let context = future::context_or_copy(vm, Some(context));
        let handle = handle::timer(when, callback, args, value.clone(), context);
        if self.debug.get() {
            handle::note_origin(vm, &handle)?;
        }
        handle.scheduled.set(true);
        self.timers.borrow_mut().push(due, handle.clone());
        Ok(handle.into_value())
    }

    /// `create_future()`.
    pub fn create_future(&self, vm: &Vm, value: &Value) -> PyResult<Ref<PyFuture>> {
        let future = PyFuture::new(value.clone());
        if self.debug.get() {
            super::future_type::set_up(vm, future.as_value(), Some(value.clone()))?;
        }
        Ok(future)
    }
}
