//! The GIL: which thread may touch objects, and how it passes from one to the next.
//!
//! A thread that wants it waits for at most the switch interval, then asks for it through the eval-breaker; who gives
//! way then waits until somebody else has had it, so that a busy thread cannot take it back at once. Natives that
//! block let go of it meanwhile ([`Vm::allow_threads`]).
#![allow(unsafe_code)]

use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::handle::{Interpreter, breaker};
use super::{Vm, handle};
use crate::native::PyResult;

/// How long a thread waits before it asks for the GIL, as `sys.getswitchinterval()` has it.
const SWITCH_INTERVAL: Duration = Duration::from_millis(5);

/// The GIL of an interpreter, and what belongs to its threads.
pub struct Gil {
    state: Mutex<State>,
    /// Notified when the GIL is let go of.
    freed: Condvar,
    /// Notified when it has been taken.
    taken: Condvar,
    /// Threads that wait for that, counted under the lock: to notify nobody is a system call too.
    giving_way: AtomicUsize,
    interval: AtomicU64,
    /// Threads that wait; read without the lock by who may give way.
    waiting: AtomicUsize,
    /// The interpreter ends: threads other than the main one get no further.
    closing: AtomicBool,
    /// Identity of the main thread, on which signal handlers run; 0 until it is known.
    main_thread: AtomicU64,
    /// A signal has arrived that the main thread has not seen.
    pub signalled: AtomicBool,
    /// Handles whose thread has ended, for the next ones.
    spare: RefCell<Vec<&'static Vm>>,
    /// Every handle there has been.
    handles: RefCell<Vec<&'static Vm>>,
    /// Keys given to `threading.local` objects so far.
    local_keys: AtomicU64,
}

#[derive(Default)]
struct State {
    held: bool,
    /// How often it has been taken.
    turns: u64,
}

impl Default for Gil {
    fn default() -> Gil {
        Gil {
            state: Mutex::default(),
            freed: Condvar::new(),
            taken: Condvar::new(),
            giving_way: AtomicUsize::new(0),
            interval: AtomicU64::new(SWITCH_INTERVAL.as_micros() as u64),
            waiting: AtomicUsize::new(0),
            closing: AtomicBool::new(false),
            main_thread: AtomicU64::new(0),
            signalled: AtomicBool::new(false),
            spare: RefCell::default(),
            handles: RefCell::default(),
            local_keys: AtomicU64::new(0),
        }
    }
}

impl Gil {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The switch interval.
    pub fn interval(&self) -> Duration {
        Duration::from_micros(self.interval.load(Ordering::Relaxed))
    }

    pub fn set_interval(&self, interval: Duration) {
        self.interval.store((interval.as_micros() as u64).max(1), Ordering::Relaxed);
    }

    /// The first handle: that of the main thread. May be asked for in a signal handler.
    pub(super) fn main_handle(&self) -> *const Vm {
        // SAFETY: as in `for_each_thread`.
        unsafe { (*self.handles.as_ptr()).first().map_or(std::ptr::null(), |vm| *vm as *const Vm) }
    }

    /// Identity of the main thread.
    pub fn main_thread(&self) -> u64 {
        self.main_thread.load(Ordering::Relaxed)
    }

    fn take(&self, interpreter: &Interpreter, thread: u64) {
        let mut state = self.lock();
        if state.held {
            self.waiting.fetch_add(1, Ordering::Relaxed);
            while state.held {
                let turns = state.turns;
                let (next, timeout) =
                    self.freed.wait_timeout(state, self.interval()).unwrap_or_else(PoisonError::into_inner);
                state = next;
                if timeout.timed_out() && state.held && state.turns == turns {
                    Vm::request(interpreter, breaker::GIL);
                }
            }
            self.waiting.fetch_sub(1, Ordering::Relaxed);
        }
        if self.closing.load(Ordering::Relaxed) && thread != self.main_thread() {
            drop(state);
            self.freed.notify_one();
            loop {
                std::thread::park();
            }
        }
        state.held = true;
        state.turns += 1;
        let watched = self.giving_way.load(Ordering::Relaxed) > 0;
        drop(state);
        if watched {
            self.taken.notify_all();
        }
    }

    fn release(&self) {
        self.lock().held = false;
        if self.waiting.load(Ordering::Relaxed) > 0 {
            self.freed.notify_one();
        }
    }

    /// Lets go of the GIL and waits until another thread has taken it, if one wants it.
    fn give_way(&self) {
        let mut state = self.lock();
        state.held = false;
        let turns = state.turns;
        self.freed.notify_one();
        self.giving_way.fetch_add(1, Ordering::Relaxed);
        while state.turns == turns && self.waiting.load(Ordering::Relaxed) > 0 {
            state = self.taken.wait_timeout(state, self.interval()).unwrap_or_else(PoisonError::into_inner).0;
        }
        self.giving_way.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Vm {
    /// Lets other threads run while `blocking` does: it must not touch any object.
    pub fn allow_threads<R>(&self, blocking: impl FnOnce() -> R) -> R {
        self.release_gil();
        let result = blocking();
        self.acquire_gil();
        result
    }

    /// A system call that may block: without the GIL, and again after an interruption by a signal, whose handlers run
    /// in between.
    pub fn blocking_call<R>(&self, mut call: impl FnMut() -> std::io::Result<R>) -> PyResult<std::io::Result<R>> {
        loop {
            // A signal that has come since the last look would not interrupt the call.
            self.poll()?;
            match self.allow_threads(&mut call) {
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                result => return Ok(result),
            }
        }
    }

    /// Takes the GIL for this handle, whose thread is the calling one.
    pub fn acquire_gil(&self) {
        self.gil.take(self.interpreter(), self.thread_id.get());
        self.breaker.fetch_and(!breaker::GIL, Ordering::SeqCst);
        if self.gil.signalled.load(Ordering::SeqCst) && self.is_main_thread() {
            self.breaker.fetch_or(breaker::SIGNAL, Ordering::SeqCst);
        }
        self.make_current();
    }

    pub fn release_gil(&self) {
        handle::forget_current(self);
        self.gil.release();
    }

    /// Another thread has asked for the GIL.
    pub(super) fn yield_gil(&self) {
        if self.gil.waiting.load(Ordering::Relaxed) == 0 {
            return;
        }
        handle::forget_current(self);
        self.gil.give_way();
        self.acquire_gil();
    }

    /// Makes the calling thread, which holds the GIL, the main one.
    pub fn become_main_thread(&self) {
        self.gil.main_thread.store(self.thread_id.get(), Ordering::Relaxed);
    }

    /// Whether this is the thread on which signal handlers run.
    pub fn is_main_thread(&self) -> bool {
        self.thread_id.get() == self.gil.main_thread()
    }

    /// From now on no other thread gets the GIL: they stop where they next ask for it.
    pub fn stop_other_threads(&self) {
        self.gil.closing.store(true, Ordering::SeqCst);
    }

    /// In a forked child: this thread is the only one, holds the GIL, and is the main one.
    pub fn reset_gil_after_fork(&self) {
        let gil: *const Gil = &self.gil;
        // SAFETY: no other thread exists in the child; locks that they held are replaced, not released.
        unsafe {
            let gil = gil as *mut Gil;
            std::ptr::write(&raw mut (*gil).state, Mutex::new(State { held: true, turns: 1 }));
            std::ptr::write(&raw mut (*gil).freed, Condvar::new());
            std::ptr::write(&raw mut (*gil).taken, Condvar::new());
        }
        self.gil.waiting.store(0, Ordering::SeqCst);
        self.gil.giving_way.store(0, Ordering::SeqCst);
        self.become_main_thread();
    }

    /// A handle for the calling thread of this identity, which does not hold the GIL; it is taken.
    pub fn enter_thread(interpreter: &'static Interpreter, thread: u64, native_stack: usize) -> &'static Vm {
        interpreter.gil.take(interpreter, thread);
        // The list of spare handles may only be touched with the GIL.
        let spare = interpreter.gil.spare.borrow_mut().pop();
        let vm = match spare {
            Some(vm) => vm,
            None => {
                let vm = Vm::for_thread(interpreter, native_stack);
                interpreter.gil.handles.borrow_mut().push(vm);
                vm
            }
        };
        vm.set_native_stack(native_stack);
        vm.thread_id.set(thread);
        vm.recursion_limit.set(interpreter.default_recursion_limit.get());
        vm.make_current();
        vm
    }

    /// The calling thread ends: releases what belongs to it alone, and lets go of the GIL.
    pub fn leave_thread(&'static self) {
        self.drop_thread_values();
        self.gil.spare.borrow_mut().push(self);
        self.release_gil();
    }

    /// Lets go of what belongs to this thread alone: its locals, context, loop ...
    pub fn drop_thread_values(&self) {
        let locals = std::mem::take(&mut *self.locals.borrow_mut());
        drop(locals);
        for slot in [
            &self.raised,
            &self.sent,
            &self.stop_value,
            &self.context,
            &self.running_loop,
            &self.current_task,
            &self.asyncgen_firstiter,
            &self.asyncgen_finalizer,
            &self.trace_function,
            &self.profile_function,
        ] {
            slot.clear();
        }
        self.origin_depth.set(0);
    }

    /// Shows every handle there has been, without allocating: those of ended threads have no frames.
    pub(super) fn for_each_thread(&self, mut visit: impl FnMut(&Vm)) {
        // SAFETY: read where no lock may be taken; handles are only added, by who holds the GIL, and never freed.
        for handle in unsafe { (*self.gil.handles.as_ptr()).iter() } {
            visit(handle);
        }
    }

    /// A key that no other `threading.local` object has.
    pub fn next_local_key(&self) -> u64 {
        self.gil.local_keys.fetch_add(1, Ordering::Relaxed)
    }

    /// A `threading.local` object has died: every thread lets go of its attributes.
    pub fn forget_local(&self, key: u64) {
        let handles = self.gil.handles.borrow().clone();
        for handle in handles {
            let removed = handle.locals.borrow_mut().remove(&key);
            drop(removed);
        }
    }
}

/// Runs in a signal handler: the main thread looks at the signals at its next occasion. `interpreter` lives for ever.
#[allow(clippy::not_unsafe_ptr_arg_deref)]
pub fn signal_arrived(interpreter: *const Interpreter) {
    // SAFETY: interpreters are never freed; what is used here are atomics.
    let interpreter = unsafe { &*interpreter };
    interpreter.gil.signalled.store(true, Ordering::SeqCst);
    Vm::request(interpreter, breaker::SIGNAL);
}
