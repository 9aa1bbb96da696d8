//! What stands behind locks: a flag that threads can wait for without the GIL.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::native::PyResult;
use crate::vm::Vm;

/// How long the main thread waits before it looks for signals: a condition variable is not interrupted by them.
const SLICE: Duration = Duration::from_millis(50);
/// The longest wait of other threads in one go.
const LONG: Duration = Duration::from_secs(3600);

/// A flag that is taken and given back, by any thread.
#[derive(Default)]
pub struct Flag {
    taken: Mutex<bool>,
    freed: Condvar,
    /// Threads that wait, counted under the lock: to notify nobody is a system call too.
    waiting: AtomicUsize,
}

impl Flag {
    fn state(&self) -> MutexGuard<'_, bool> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn is_taken(&self) -> bool {
        *self.state()
    }

    /// Takes the flag if it is free.
    pub fn try_take(&self) -> bool {
        !std::mem::replace(&mut *self.state(), true)
    }

    /// Frees the flag; false if it was free.
    pub fn free(&self) -> bool {
        let mut state = self.state();
        let was = std::mem::replace(&mut *state, false);
        let waited_for = self.waiting.load(Ordering::Relaxed) > 0;
        drop(state);
        if waited_for {
            self.freed.notify_one();
        }
        was
    }

    /// Frees it for all who wait, as a flag that is never taken again.
    pub fn free_for_all(&self) {
        *self.state() = false;
        self.freed.notify_all();
    }

    /// Takes the flag, waiting for it; false when the time is over. `keep`: waits without taking it.
    pub fn wait(&self, vm: &Vm, timeout: Option<Duration>, keep: bool) -> PyResult<bool> {
        let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let slice = if vm.is_main_thread() { SLICE } else { LONG };
        loop {
            let left = deadline.map_or(slice, |deadline| deadline.saturating_duration_since(Instant::now()).min(slice));
            let done = vm.allow_threads(|| {
                let mut taken = self.state();
                if *taken {
                    self.waiting.fetch_add(1, Ordering::Relaxed);
                    taken = self
                        .freed
                        .wait_timeout_while(taken, left, |taken| *taken)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0;
                    self.waiting.fetch_sub(1, Ordering::Relaxed);
                }
                if *taken {
                    return false;
                }
                *taken = !keep;
                true
            });
            if done {
                return Ok(true);
            }
            vm.poll()?;
            if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
                return Ok(false);
            }
        }
    }
}

/// The arguments `blocking` and `timeout` of `acquire`: `None` not to wait at all, else for how long.
pub fn patience(vm: &Vm, blocking: bool, timeout: &crate::object::Value) -> PyResult<Option<Option<Duration>>> {
    let seconds = vm.to_f64(timeout)?;
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if !blocking && seconds != -1.0 {
        return Err(vm.value_error("can't specify a timeout for a non-blocking call"));
    }
    if seconds < 0.0 && seconds != -1.0 {
        return Err(vm.value_error("timeout value must be a non-negative number"));
    }
    if !blocking {
        return Ok(None);
    }
    if seconds < 0.0 {
        return Ok(Some(None));
    }
    match Duration::try_from_secs_f64(seconds) {
        Ok(timeout) if seconds <= super::TIMEOUT_MAX => Ok(Some(Some(timeout))),
        _ => Err(vm.overflow_error("timeout value is too large")),
    }
}
