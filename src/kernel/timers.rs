//! The heap of timers. Cancelled ones stay in it until they come up, or are swept out when they are too many.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::future::PyFuture;
use super::handle::PyHandle;
use crate::object::{Ref, Trace, Visitor};

/// What is to be done when a timer is due.
pub enum Due {
    Run(Ref<PyHandle>),
    /// `asyncio.sleep()` waits for this future, whose result it has already. It is a handle as soon as somebody looks.
    Finish(Ref<PyFuture>),
}

impl Due {
    pub fn is_cancelled(&self) -> bool {
        match self {
            Due::Run(handle) => handle.cancelled.get(),
            Due::Finish(future) => future.is_done(),
        }
    }
}

/// A timer and when it is due; of equal times, the first made comes first.
pub struct Timer {
    pub when: f64,
    number: u64,
    pub due: Due,
}

impl PartialEq for Timer {
    fn eq(&self, other: &Timer) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Timer {}
impl PartialOrd for Timer {
    #[inline]
    fn partial_cmp(&self, other: &Timer) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Timer {
    /// The greatest is the one that is due first.
    #[inline]
    fn cmp(&self, other: &Timer) -> Ordering {
        other.when.total_cmp(&self.when).then_with(|| other.number.cmp(&self.number))
    }
}

#[derive(Default)]
pub struct Timers {
    heap: BinaryHeap<Timer>,
    made: u64,
}

impl Timers {
    pub fn push(&mut self, when: f64, handle: Ref<PyHandle>) {
        self.push_due(when, Due::Run(handle));
    }

    pub fn push_future(&mut self, when: f64, future: Ref<PyFuture>) {
        self.push_due(when, Due::Finish(future));
    }

    fn push_due(&mut self, when: f64, due: Due) {
        self.made += 1;
        self.heap.push(Timer { when, number: self.made, due });
    }

    pub fn len(&self) -> usize {
        self.heap.len()
    }

    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// The timer that is due first.
    pub fn first(&self) -> Option<&Timer> {
        self.heap.peek()
    }

    pub fn pop(&mut self) -> Option<Due> {
        self.heap.pop().map(|timer| timer.due)
    }

    /// Takes out what has been cancelled, for the caller to release.
    pub fn sweep(&mut self) -> Vec<Due> {
        let (gone, kept): (Vec<Timer>, Vec<Timer>) =
            std::mem::take(&mut self.heap).into_vec().into_iter().partition(|timer| timer.due.is_cancelled());
        self.heap = BinaryHeap::from(kept);
        gone.into_iter().map(|timer| timer.due).collect()
    }

    /// All handles, the first due first. What has none yet gets one from `make`, which runs no Python code.
    pub fn in_order(&mut self, make: impl Fn(f64, Ref<PyFuture>) -> Ref<PyHandle>) -> Vec<Ref<PyHandle>> {
        let mut timers = std::mem::take(&mut self.heap).into_vec();
        timers.sort_by(|a, b| b.cmp(a));
        let mut handles = Vec::with_capacity(timers.len());
        for timer in &mut timers {
            if let Due::Finish(future) = &timer.due {
                timer.due = Due::Run(make(timer.when, future.clone()));
            }
            if let Due::Run(handle) = &timer.due {
                handles.push(handle.clone());
            }
        }
        self.heap = BinaryHeap::from(timers);
        handles
    }

    /// Takes everything out, for the caller to release.
    pub fn clear(&mut self) -> Vec<Due> {
        std::mem::take(&mut self.heap).into_vec().into_iter().map(|timer| timer.due).collect()
    }
}

impl Trace for Timers {
    fn trace(&self, visitor: &mut Visitor) {
        for timer in &self.heap {
            match &timer.due {
                Due::Run(handle) => visitor.visit(handle),
                Due::Finish(future) => visitor.visit(future),
            }
        }
    }
}
