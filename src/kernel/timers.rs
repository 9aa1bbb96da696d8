//! The heap of timers. Cancelled ones stay in it until they come up, or are swept out when they are too many.

use super::future::PyFuture;
use super::handle::PyHandle;
use crate::object::{Ref, Trace, Value, Visitor};

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
struct Timer {
    /// The time, as a number that orders as times do.
    key: u64,
    number: u64,
    /// A handle or a future.
    entry: Value,
}

impl Timer {
    #[inline]
    fn is_before(&self, other: &Timer) -> bool {
        (self.key, self.number) < (other.key, other.number)
    }

    fn due(self) -> Option<Due> {
        match self.entry.into_ref::<PyHandle>() {
            Ok(handle) => Some(Due::Run(handle)),
            Err(entry) => entry.into_ref::<PyFuture>().ok().map(Due::Finish),
        }
    }

    fn is_cancelled(&self) -> bool {
        match self.entry.downcast_exact::<PyFuture>() {
            Some(future) => future.is_done(),
            None => self.entry.downcast::<PyHandle>().is_some_and(|handle| handle.cancelled.get()),
        }
    }
}

const SIGN: u64 = 1 << 63;

/// A number that orders as floats do.
fn key_of(when: f64) -> u64 {
    let bits = when.to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

fn when_of(key: u64) -> f64 {
    f64::from_bits(if key & SIGN == 0 { !key } else { key & !SIGN })
}

/// A heap in which each timer comes before its four children: flatter than a binary one, and kinder to the cache.
#[derive(Default)]
pub struct Timers {
    heap: Vec<Timer>,
    made: u64,
}

const CHILDREN: usize = 4;

impl Timers {
    pub fn push(&mut self, when: f64, handle: Ref<PyHandle>) {
        self.push_entry(when, handle.into_value());
    }

    pub fn push_future(&mut self, when: f64, future: Ref<PyFuture>) {
        self.push_entry(when, future.into_value());
    }

    fn push_entry(&mut self, when: f64, entry: Value) {
        self.made += 1;
        self.heap.push(Timer { key: key_of(when), number: self.made, entry });
        self.rise(self.heap.len() - 1);
    }

    fn rise(&mut self, mut index: usize) {
        while index > 0 {
            let parent = (index - 1) / CHILDREN;
            if !self.heap[index].is_before(&self.heap[parent]) {
                return;
            }
            self.heap.swap(index, parent);
            index = parent;
        }
    }

    fn sink(&mut self, mut index: usize) {
        loop {
            let first = index * CHILDREN + 1;
            let end = (first + CHILDREN).min(self.heap.len());
            let Some(mut least) = (first < end).then_some(first) else { return };
            for child in first + 1..end {
                if self.heap[child].is_before(&self.heap[least]) {
                    least = child;
                }
            }
            if !self.heap[least].is_before(&self.heap[index]) {
                return;
            }
            self.heap.swap(index, least);
            index = least;
        }
    }

    pub fn len(&self) -> usize {
        self.heap.len()
    }

    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// When the first timer is due.
    pub fn next_time(&self) -> Option<f64> {
        self.heap.first().map(|timer| when_of(timer.key))
    }

    /// Whether the first timer has been cancelled.
    pub fn is_next_cancelled(&self) -> bool {
        self.heap.first().is_some_and(Timer::is_cancelled)
    }

    pub fn pop(&mut self) -> Option<Due> {
        if self.heap.is_empty() {
            return None;
        }
        let timer = self.heap.swap_remove(0);
        self.sink(0);
        if self.heap.is_empty() {
            // After a burst its room goes back.
            self.heap.shrink_to(1024);
        }
        timer.due()
    }

    fn restore_order(&mut self) {
        // Sorted is a heap.
        self.heap.sort_unstable_by_key(|timer| (timer.key, timer.number));
    }

    /// Takes out what has been cancelled, for the caller to release.
    pub fn sweep(&mut self) -> Vec<Due> {
        let (gone, kept): (Vec<Timer>, Vec<Timer>) =
            std::mem::take(&mut self.heap).into_iter().partition(Timer::is_cancelled);
        self.heap = kept;
        self.restore_order();
        gone.into_iter().filter_map(Timer::due).collect()
    }

    /// All handles, the first due first. What has none yet gets one from `make`, which runs no Python code.
    pub fn in_order(&mut self, make: impl Fn(f64, Ref<PyFuture>) -> Ref<PyHandle>) -> Vec<Ref<PyHandle>> {
        self.restore_order();
        let mut handles = Vec::with_capacity(self.heap.len());
        for timer in &mut self.heap {
            if let Some(future) = timer.entry.downcast_exact::<PyFuture>() {
                timer.entry = make(when_of(timer.key), future.clone()).into_value();
            }
            handles.extend(timer.entry.downcast::<PyHandle>().cloned());
        }
        handles
    }

    /// Takes everything out, for the caller to release.
    pub fn clear(&mut self) -> Vec<Due> {
        std::mem::take(&mut self.heap).into_iter().filter_map(Timer::due).collect()
    }
}

impl Trace for Timers {
    fn trace(&self, visitor: &mut Visitor) {
        for timer in &self.heap {
            visitor.visit(&timer.entry);
        }
    }
}
