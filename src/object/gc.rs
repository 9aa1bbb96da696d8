//! The cycle collector: trial deletion over all containers of the heap.
//!
//! It runs only at instruction boundaries of the eval-breaker, or when asked by `gc.collect()`. References from
//! registers, frames and Rust code need no list of roots: what they hold has a count that the references
//! among containers do not explain.
#![allow(unsafe_code)]

use std::cell::Cell;

use super::header::{self, Header};
use super::heap;
use super::payload::Visitor;
use super::shape::{self, Shape};
use super::value::{Raw, Value};
use crate::vm::{self, Vm};

/// What `gc` shows and sets.
pub struct Collector {
    pub enabled: Cell<bool>,
    running: Cell<bool>,
    pub collections: Cell<usize>,
    pub collected: Cell<usize>,
    pub uncollectable: Cell<usize>,
}

impl Default for Collector {
    fn default() -> Collector {
        Collector {
            enabled: Cell::new(true),
            running: Cell::new(false),
            collections: Cell::new(0),
            collected: Cell::new(0),
            uncollectable: Cell::new(0),
        }
    }
}

/// The number of an object during a collection: references not explained so far, or one of these.
const REACHABLE: u32 = u32::MAX;

/// Whether the object lives in a chunk.
#[inline(always)]
unsafe fn is_small(info: &Shape, object: *mut Header) -> bool {
    // SAFETY: the object is live, and of this shape.
    unsafe { info.has(shape::ALWAYS_SMALL) || (info.layout().size)(object) + info.tail_size() <= heap::SMALL }
}

/// Whether the object can be part of a cycle.
unsafe fn is_container(object: *mut Header) -> bool {
    // SAFETY: the object is live.
    unsafe { shape::info((*object).shape()).has(shape::CONTAINER) }
}

/// Visits everything that an object owns.
///
/// # Safety
/// The object is live, and `each` neither allocates nor releases.
pub unsafe fn traverse(object: *mut Header, each: &mut dyn FnMut(&[Value])) {
    // SAFETY: as above.
    unsafe {
        let info = shape::info((*object).shape());
        let mut visitor = Visitor { each };
        if let Some(traverse) = info.layout().traverse {
            traverse(object, &mut visitor);
        }
        if info.has(shape::HAS_TAIL) {
            super::instance::trace_tail(object, info, &mut visitor);
        }
        if info.has(shape::HEAP_TYPE) {
            visitor.visit(Raw(info.class.get() as u64).as_value());
        }
    }
}

impl Vm {
    /// Runs a collection if enough has been allocated since the last one.
    pub fn collect_if_due(&self) {
        let heap = self.heap();
        if self.collector().enabled.get() && heap.allocations.get() > heap.threshold.get() {
            self.collect_cycles();
        }
    }

    /// Finds and frees objects that only refer to each other; gives how many there were.
    pub fn collect_cycles(&self) -> usize {
        let collector = self.collector();
        if collector.running.replace(true) {
            return 0;
        }
        let garbage = self.find_garbage();
        let count = garbage.len();
        self.finish_garbage(garbage);
        self.heap().allocations.set(0);
        collector.collections.set(collector.collections.get() + 1);
        collector.collected.set(collector.collected.get() + count);
        collector.running.set(false);
        count
    }

    /// The containers that nothing outside refers to, each with a reference of its own.
    fn find_garbage(&self) -> Vec<Value> {
        let heap = self.heap();
        heap.make_scratch();
        let mut containers: Vec<*mut Header> = Vec::new();
        // SAFETY: objects are live and nothing is allocated or freed until drop_scratch.
        unsafe {
            heap.walk(|object| {
                // What has no references is being freed, and may be half gone: a finalizer of its parts runs this.
                let info = self.shape((*object).shape());
                if (*object).references() > 0 && info.has(shape::CONTAINER) {
                    let immortal = (*object).has(header::IMMORTAL);
                    *heap.scratch(object, is_small(info, object)) =
                        if immortal { REACHABLE } else { (*object).references() as u32 };
                    containers.push(object);
                }
            });
            let threshold = (containers.len() as i64 / 2).max(50_000);
            heap.threshold.set(threshold);
            for &object in &containers {
                traverse(object, &mut |values| {
                    for value in values {
                        if let Some(number) = self.number_of(value)
                            && *number != REACHABLE
                        {
                            *number = (*number).saturating_sub(1);
                        }
                    }
                });
            }
            self.mark_reachable(&containers);
            let unreachable = |&&object: &&*mut Header| {
                *heap.scratch(object, is_small(self.shape((*object).shape()), object)) != REACHABLE
            };
            let garbage = containers.iter().filter(unreachable).map(|&object| Raw::object(object).to_value()).collect();
            heap.drop_scratch();
            let many = containers.len() > 50_000;
            drop(containers);
            if many {
                crate::sys::memory::give_back();
            }
            garbage
        }
    }

    /// Marks what can be reached from containers with references from outside.
    unsafe fn mark_reachable(&self, containers: &[*mut Header]) {
        let heap = self.heap();
        let mut pending: Vec<*mut Header> = Vec::new();
        // SAFETY: as in find_garbage.
        unsafe {
            for &object in containers {
                let number = heap.scratch(object, is_small(self.shape((*object).shape()), object));
                if *number == 0 {
                    continue;
                }
                *number = REACHABLE;
                pending.push(object);
                while let Some(object) = pending.pop() {
                    traverse(object, &mut |values| {
                        for value in values {
                            if let Some(number) = self.number_of(value)
                                && *number != REACHABLE
                            {
                                *number = REACHABLE;
                                pending.push(value.raw().as_object());
                            }
                        }
                    });
                }
            }
        }
    }

    /// Weak references first, then finalizers, then, unless a finalizer brought something back, the end.
    fn finish_garbage(&self, garbage: Vec<Value>) {
        self.clear_weakrefs_of_garbage(&garbage);
        let mut finalized = false;
        for value in &garbage {
            let header = value.header().expect("containers are objects");
            if shape::info(header.shape()).has(shape::NEEDS_FINALIZE) && !header.has(header::FINALIZED) {
                header.set(header::FINALIZED);
                self.finalize(&value.raw());
                finalized = true;
            }
        }
        if finalized && self.brought_back(&garbage) {
            return;
        }
        for value in &garbage {
            let object = value.raw().as_object();
            // SAFETY: `garbage` keeps the object alive while it lets go of others.
            unsafe {
                let info = shape::info((*object).shape());
                (info.layout().clear)(object);
                if info.has(shape::HAS_TAIL) {
                    super::instance::drop_tail(object, info);
                }
            }
        }
    }

    /// Whether anything outside the garbage refers to part of it since finalizers have run.
    fn brought_back(&self, garbage: &[Value]) -> bool {
        let mut inside: std::collections::HashMap<u64, usize, rustc_hash::FxBuildHasher> =
            garbage.iter().map(|value| (value.id(), 1)).collect();
        for value in garbage {
            // SAFETY: the object is live; counting neither allocates objects nor releases.
            unsafe {
                traverse(value.raw().as_object(), &mut |values| {
                    for owned in values {
                        if let Some(count) = inside.get_mut(&owned.id()) {
                            *count += 1;
                        }
                    }
                });
            }
        }
        garbage.iter().any(|value| {
            let header = value.header().expect("containers are objects");
            header.references() > inside[&value.id()]
        })
    }

    /// The collector's number of a value, if it is a container.
    #[inline(always)]
    unsafe fn number_of<'a>(&self, value: &Value) -> Option<&'a mut u32> {
        let raw = value.raw();
        // SAFETY: the value is live; scratch exists between make_scratch and drop_scratch.
        unsafe {
            if !raw.is_object() {
                return None;
            }
            let object = raw.as_object();
            let info = self.shape((*object).shape());
            if !info.has(shape::CONTAINER) {
                return None;
            }
            Some(&mut *self.heap().scratch(object, is_small(info, object)))
        }
    }
}

/// All live containers, for `gc.get_objects()`.
pub fn containers() -> Vec<Value> {
    let mut found = Vec::new();
    vm::current().heap().walk(|object| {
        // SAFETY: the walk shows live objects.
        unsafe {
            if (*object).references() > 0 && is_container(object) {
                found.push(Raw::object(object).to_value());
            }
        }
    });
    found
}

/// Whether the collector looks at a value.
pub fn is_tracked(value: &Value) -> bool {
    let raw = value.raw();
    // SAFETY: a value keeps its object alive.
    raw.is_object() && unsafe { is_container(raw.as_object()) }
}

/// What a value owns, its class apart unless that is one of its references.
pub fn referents(value: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    if is_tracked(value) {
        // SAFETY: the object is live; cloning only counts references.
        unsafe { traverse(value.raw().as_object(), &mut |owned| found.extend_from_slice(owned)) }
    }
    found
}
