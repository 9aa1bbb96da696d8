//! Running a loop: ticks, each of which waits (or looks) for descriptors, collects the timers that are due, and runs what
//! was ready when it began.

use std::time::Duration;

use super::event_loop::PyLoop;
use super::poller::Readiness;
use super::ready::Ready;
use super::timers::Due;
use super::{clock, overrides};
use crate::native::PyResult;
use crate::object::{Ref, Value};
use crate::sys::signals;
use crate::vm::Vm;

/// Cancelled timers are swept out when there are more timers than this, and more than half of them is cancelled.
const SWEEP_ABOVE: usize = 100;
/// A ready queue with room for more than this is made smaller when it is nearly empty.
const SPACIOUS: usize = 16 * 1024;
/// Some systems take no longer wait than a day.
const LONGEST_WAIT: f64 = 24.0 * 3600.0;

/// What `run_forever` has replaced in the thread, to be put back.
struct Before {
    loop_: Option<Value>,
    firstiter: Option<Value>,
    finalizer: Option<Value>,
}

/// `run_forever()`.
pub fn run_forever(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    let value = this.as_value();
    let found = this.overrides.of(vm, value);
    if found & (overrides::SETUP | overrides::CLEANUP) != 0 {
        vm.call_method(value, "_run_forever_setup", &[])?;
        let result = turn(vm, this);
        let parked = if result.is_err() { vm.raised.take() } else { None };
        let cleaned = vm.call_method(value, "_run_forever_cleanup", &[]);
        if let Some(parked) = parked {
            return Err(vm.park(parked));
        }
        return cleaned.map(drop);
    }
    let before = begin(vm, this)?;
    let result = turn(vm, this);
    end(vm, this, before);
    result
}

/// `_run_forever_setup()` and its counterpart keep what they replace in the loop's own attributes.
pub fn setup(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    let before = begin(vm, this)?;
    let saved = [before.loop_, before.firstiter, before.finalizer].map(|part| part.unwrap_or(Value::NONE));
    vm.set_attr(this.as_value(), &vm.intern("_kernel_before"), Some(&vm.tuple(saved.to_vec())))
}

pub fn cleanup(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    let saved = vm.get_attr_opt(this.as_value(), &vm.intern("_kernel_before"))?;
    let mut parts = match saved {
        Some(saved) => vm.collect(&saved)?,
        None => Vec::new(),
    }
    .into_iter()
    .map(|part| Some(part).filter(|part| !part.is_none()));
    let mut next = || parts.next().flatten();
    let before = Before { loop_: next(), firstiter: next(), finalizer: next() };
    end(vm, this, before);
    Ok(())
}

fn begin(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<Before> {
    let value = this.as_value();
    this.check_closed(vm, value)?;
    check_running(vm, this)?;
    this.thread.set(vm.thread_id.get());
    set_origin_tracking(vm, this, this.debug.get());
    let firstiter = vm.get_attr(value, &vm.intern("_asyncgen_firstiter_hook"));
    let finalizer = vm.get_attr(value, &vm.intern("_asyncgen_finalizer_hook"));
    let (firstiter, finalizer) = match (firstiter, finalizer) {
        (Ok(first), Ok(last)) => (Some(first), Some(last)),
        (first, last) => {
            // A bare KernelLoop has no hooks.
            for raised in [first.err(), last.err()].into_iter().flatten() {
                vm.catch_attribute_error(raised)?;
            }
            (None, None)
        }
    };
    let before = Before {
        firstiter: vm.asyncgen_firstiter.replace(firstiter),
        finalizer: vm.asyncgen_finalizer.replace(finalizer),
        loop_: vm.running_loop.replace(Some(value.clone())),
    };
    Ok(before)
}

fn end(vm: &Vm, this: &Ref<PyLoop>, before: Before) {
    this.stopping.set(false);
    this.thread.set(0);
    drop(vm.running_loop.replace(before.loop_));
    set_origin_tracking(vm, this, false);
    drop(vm.asyncgen_firstiter.replace(before.firstiter));
    drop(vm.asyncgen_finalizer.replace(before.finalizer));
}

/// In debug mode coroutines remember where they were made.
pub fn set_origin_tracking(vm: &Vm, this: &PyLoop, on: bool) {
    if this.tracks_origin.replace(on) == on {
        return;
    }
    if on {
        this.saved_origin_depth.set(vm.origin_depth.replace(10));
    } else {
        vm.origin_depth.set(this.saved_origin_depth.get());
    }
}

pub fn check_running(vm: &Vm, this: &PyLoop) -> PyResult<()> {
    if this.is_running() {
        return Err(vm.runtime_error("This event loop is already running"));
    }
    if vm.running_loop.get().is_some_and(|loop_| !loop_.is_none()) {
        return Err(vm.runtime_error("Cannot run the event loop while another loop is running"));
    }
    Ok(())
}

/// Ticks as long as the caller wants to; `stop()` ends nothing. For prompts, between whose inputs a loop goes on.
pub fn run_while(vm: &Vm, this: &Ref<PyLoop>, mut wanted: impl FnMut() -> bool) -> PyResult<()> {
    let before = begin(vm, this)?;
    let mut result = Ok(());
    while result.is_ok() && wanted() {
        result = if this.overrides.of(vm, this.as_value()) & overrides::RUN_ONCE != 0 {
            vm.call_method(this.as_value(), "_run_once", &[]).map(drop)
        } else {
            tick(vm, this)
        };
        this.stopping.set(false);
    }
    end(vm, this, before);
    result
}

/// Ticks until `stop()`.
fn turn(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    loop {
        if this.overrides.of(vm, this.as_value()) & overrides::RUN_ONCE != 0 {
            vm.call_method(this.as_value(), "_run_once", &[])?;
        } else {
            tick(vm, this)?;
        }
        if this.stopping.get() {
            return Ok(());
        }
    }
}

/// `_run_once()`.
pub fn tick(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    vm.poll()?;
    sweep(this);
    wait(vm, this)?;
    collect_due(vm, this)?;
    let count = this.ready.borrow().len();
    if this.ready.borrow().capacity() > SPACIOUS && count < SPACIOUS / 8 {
        // After a burst its room goes back.
        this.ready.borrow_mut().shrink_to(SPACIOUS / 4);
    }
    for _ in 0..count {
        let next = this.ready.borrow_mut().pop_front();
        let Some(next) = next else { break };
        next.run(vm, this, this.as_value())?;
    }
    Ok(())
}

/// Takes cancelled timers out of the heap: all when they are too many, else those that come first.
fn sweep(this: &PyLoop) {
    let cancelled = this.timers_cancelled.get();
    if cancelled == 0 {
        return;
    }
    let count = this.timers.borrow().len();
    if count > SWEEP_ABOVE && cancelled * 2 > count {
        let gone = this.timers.borrow_mut().sweep();
        gone.iter().for_each(unschedule);
        this.timers_cancelled.set(0);
        drop(gone);
        return;
    }
    loop {
        let is_cancelled = this.timers.borrow().is_next_cancelled();
        if !is_cancelled {
            return;
        }
        let due = this.timers.borrow_mut().pop();
        this.timers_cancelled.set(this.timers_cancelled.get().saturating_sub(1));
        due.iter().for_each(unschedule);
        drop(due);
    }
}

/// It no longer stands in the heap.
fn unschedule(due: &Due) {
    if let Due::Run(handle) = due {
        handle.scheduled.set(false);
    }
}

/// How long nothing is to be done; `None` without end.
fn timeout(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<Option<f64>> {
    if this.stopping.get() || !this.ready.borrow().is_empty() {
        return Ok(Some(0.0));
    }
    let when = this.timers.borrow().next_time();
    match when {
        None => Ok(None),
        Some(when) => Ok(Some((when - this.time(vm, this.as_value())?).clamp(0.0, LONGEST_WAIT))),
    }
}

fn wait(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    let timeout = timeout(vm, this)?;
    if let Some(selector) = this.selector.get().filter(|selector| !selector.is_none()) {
        let timeout = timeout.map_or(Value::NONE, Value::float);
        let events = vm.call_method(&selector, "select", &[timeout])?;
        vm.call_method(this.as_value(), "_process_events", &[events])?;
        return Ok(());
    }
    if timeout == Some(0.0) && this.descriptors.borrow().is_empty() {
        return Ok(());
    }
    let timeout = timeout.map(|seconds| clock::duration(seconds).unwrap_or(Duration::from_secs(LONGEST_WAIT as u64)));
    let mut ready: Vec<Readiness> = Vec::new();
    let poller = this.poller(vm)?;
    let result = if timeout == Some(Duration::ZERO) {
        poller.wait(&mut ready, timeout)
    } else {
        this.waiting.set(true);
        let main = vm.is_main_thread();
        if main {
            signals::wake_on_signal(Some(&poller));
        }
        // A signal that came before this point has set the breaker, one that comes later ends the wait.
        let result = match vm.poll() {
            Ok(()) => Ok(vm.allow_threads(|| poller.wait(&mut ready, timeout))),
            Err(raised) => Err(raised),
        };
        if main {
            signals::wake_on_signal(None);
        }
        this.waiting.set(false);
        result?
    };
    match result {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
        Err(error) => return Err(super::descriptors::io_error(vm, &error)),
    }
    vm.poll()?;
    for event in ready {
        enqueue(this, event);
    }
    Ok(())
}

/// The handles of a ready descriptor join the queue; cancelled ones are forgotten.
fn enqueue(this: &PyLoop, event: Readiness) {
    use super::descriptors::Side;
    for (side, is_ready) in [(Side::Read, event.readable), (Side::Write, event.writable)] {
        if !is_ready {
            continue;
        }
        let handle = this.descriptors.borrow().get(event.fd).and_then(|watch| match side {
            Side::Read => watch.reader.clone(),
            Side::Write => watch.writer.clone(),
        });
        match handle {
            Some(handle) if handle.cancelled.get() => drop(this.unwatch(event.fd, side)),
            Some(handle) => this.ready.borrow_mut().push_back(Ready::Handle(handle)),
            None => {}
        }
    }
}

/// Moves timers that are due into the ready queue.
fn collect_due(vm: &Vm, this: &Ref<PyLoop>) -> PyResult<()> {
    if this.timers.borrow().is_empty() {
        return Ok(());
    }
    let resolution = match this.clock_resolution.get() {
        Some(resolution) => vm.to_f64(&resolution)?,
        None => clock::RESOLUTION,
    };
    let until = this.time(vm, this.as_value())? + resolution;
    loop {
        let is_due = this.timers.borrow().next_time().is_some_and(|when| when < until);
        if !is_due {
            return Ok(());
        }
        let due = this.timers.borrow_mut().pop();
        let Some(due) = due else { continue };
        unschedule(&due);
        if due.is_cancelled() {
            this.timers_cancelled.set(this.timers_cancelled.get().saturating_sub(1));
            drop(due);
            continue;
        }
        this.ready.borrow_mut().push_back(match due {
            Due::Run(handle) => Ready::Handle(handle),
            Due::Finish(future) => Ready::Fire(future),
        });
    }
}
