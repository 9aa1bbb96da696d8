//! The heap of timers. Cancelled ones stay in it until they come up, or are swept out when they are too many.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::handle::PyHandle;
use crate::object::{Ref, Trace, Visitor};

/// A timer handle and when it is due; of equal times, the first made comes first.
pub struct Timer {
    pub when: f64,
    number: u64,
    pub handle: Ref<PyHandle>,
}

impl PartialEq for Timer {
    fn eq(&self, other: &Timer) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Timer {}
impl PartialOrd for Timer {
    fn partial_cmp(&self, other: &Timer) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Timer {
    /// The greatest is the one that is due first.
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
        self.made += 1;
        self.heap.push(Timer { when, number: self.made, handle });
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

    pub fn pop(&mut self) -> Option<Ref<PyHandle>> {
        self.heap.pop().map(|timer| timer.handle)
    }

    /// Takes out what has been cancelled, for the caller to release.
    pub fn sweep(&mut self) -> Vec<Ref<PyHandle>> {
        let (gone, kept): (Vec<Timer>, Vec<Timer>) =
            std::mem::take(&mut self.heap).into_vec().into_iter().partition(|timer| timer.handle.cancelled.get());
        self.heap = BinaryHeap::from(kept);
        gone.into_iter().map(|timer| timer.handle).collect()
    }

    /// All handles, the first due first.
    pub fn in_order(&self) -> Vec<Ref<PyHandle>> {
        let mut timers: Vec<&Timer> = self.heap.iter().collect();
        timers.sort_by(|a, b| b.cmp(a));
        timers.into_iter().map(|timer| timer.handle.clone()).collect()
    }

    /// Takes everything out, for the caller to release.
    pub fn clear(&mut self) -> Vec<Ref<PyHandle>> {
        std::mem::take(&mut self.heap).into_vec().into_iter().map(|timer| timer.handle).collect()
    }
}

impl Trace for Timers {
    fn trace(&self, visitor: &mut Visitor) {
        for timer in &self.heap {
            visitor.visit(&timer.handle);
        }
    }
}
