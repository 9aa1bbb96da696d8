//! The heap: size-classed blocks in aligned chunks, the last release of an object, and the walk over
//! all objects on which the cycle collector is built.
//!
//! Blocks are multiples of 16 bytes up to [`SMALL`]; larger objects come from the system and stand in
//! a list. Because every block of a chunk can be found from its address, containers need neither a
//! list to be linked into nor a header for the collector: tracking costs nothing.
//!
//! # Invariant
//! The heap is touched only by the thread that holds the GIL. A free block's first word is zero.
#![allow(unsafe_code)]

use std::alloc::{Layout as Memory, alloc, dealloc, handle_alloc_error, realloc};
use std::cell::{Cell, RefCell, UnsafeCell};
use std::ptr::null_mut;

use super::header::{self, Header};
use super::shape;
use crate::vm::{self, Vm};

const CHUNK: usize = 256 * 1024;
/// The collector's numbers of a heap of up to this many chunks are kept: a megabyte.
const KEPT_CHUNKS: usize = 16;
/// How many numbers the collector has for a chunk.
const NUMBERS: usize = CHUNK / 16;
/// The largest object that lives in a chunk.
pub const SMALL: usize = 512;
const CLASSES: usize = SMALL / 16 + 1;
/// Releases nest this deep before they are queued: a list of a million nested lists is freed
/// without touching the end of the native stack.
const MAX_RELEASE_DEPTH: u32 = 64;

#[repr(C)]
struct Chunk {
    block: usize,
    /// Blocks from here on have never been used.
    fresh: *mut u8,
    end: *mut u8,
    /// The collector's number per 16 bytes, while it runs.
    scratch: *mut u32,
}

/// What stands before a large object.
#[repr(C)]
struct LargePrefix {
    size: usize,
    index: u32,
    scratch: u32,
}
const PREFIX: usize = size_of::<LargePrefix>();

struct Class {
    free: Cell<*mut Header>,
    current: Cell<*mut Chunk>,
}

/// All objects of an interpreter.
pub struct Heap {
    classes: [Class; CLASSES],
    chunks: RefCell<Vec<*mut Chunk>>,
    large: RefCell<Vec<*mut Header>>,
    /// Blocks handed out less blocks given back since the last collection.
    pub allocations: Cell<i64>,
    /// `allocations` beyond which a collection is due.
    pub threshold: Cell<i64>,
    release_depth: Cell<u32>,
    pending: UnsafeCell<Vec<*mut Header>>,
    /// The collector's numbers while it runs, and for how many chunks.
    scratch: Cell<(*mut u32, usize)>,
}

impl Default for Heap {
    fn default() -> Heap {
        Heap::new()
    }
}

impl Heap {
    pub fn new() -> Heap {
        Heap {
            classes: std::array::from_fn(|_| Class { free: Cell::new(null_mut()), current: Cell::new(null_mut()) }),
            chunks: RefCell::default(),
            large: RefCell::default(),
            allocations: Cell::new(0),
            threshold: Cell::new(50_000),
            release_depth: Cell::new(0),
            pending: UnsafeCell::default(),
            scratch: Cell::new((null_mut(), 0)),
        }
    }

    /// Memory for an object of `size` bytes, uninitialised but for a header that marks it as free.
    #[inline(always)]
    pub fn allocate(&self, size: usize) -> *mut u8 {
        self.allocations.set(self.allocations.get() + 1);
        let class = size.div_ceil(16);
        if class < CLASSES {
            let class_ref = &self.classes[class];
            let head = class_ref.free.get();
            if !head.is_null() {
                // SAFETY: a free block's second word is the next free block.
                class_ref.free.set(unsafe { *(head as *mut *mut Header).add(1) });
                return head as *mut u8;
            }
        }
        self.allocate_slow(size)
    }

    #[cold]
    #[inline(never)]
    fn allocate_slow(&self, size: usize) -> *mut u8 {
        let class = size.div_ceil(16);
        if class >= CLASSES {
            return self.allocate_large(size);
        }
        if self.allocations.get() > self.threshold.get() {
            Vm::request(vm::current().interpreter(), vm::handle::breaker::COLLECT);
        }
        let block = class * 16;
        let mut chunk = self.classes[class].current.get();
        // SAFETY: chunks are never freed while the heap lives; `fresh` stays within the chunk.
        unsafe {
            if chunk.is_null() || (*chunk).fresh.add(block) > (*chunk).end {
                chunk = self.new_chunk(block);
                self.classes[class].current.set(chunk);
            }
            let fresh = (*chunk).fresh;
            (*chunk).fresh = fresh.add(block);
            (*(fresh as *mut Header)).mark_free();
            fresh
        }
    }

    fn new_chunk(&self, block: usize) -> *mut Chunk {
        let memory = Memory::from_size_align(CHUNK, CHUNK).expect("a power of two");
        // SAFETY: the layout is not empty.
        let chunk = unsafe { alloc(memory) } as *mut Chunk;
        if chunk.is_null() {
            handle_alloc_error(memory);
        }
        let start = size_of::<Chunk>().div_ceil(16) * 16;
        // SAFETY: the chunk is CHUNK bytes long.
        unsafe {
            let base = chunk as *mut u8;
            chunk.write(Chunk { block, fresh: base.add(start), end: base.add(CHUNK), scratch: null_mut() });
        }
        self.chunks.borrow_mut().push(chunk);
        chunk
    }

    fn allocate_large(&self, size: usize) -> *mut u8 {
        let memory = Memory::from_size_align(size + PREFIX, 16).expect("sizes are checked by callers");
        // SAFETY: the layout is not empty.
        let prefix = unsafe { alloc(memory) } as *mut LargePrefix;
        if prefix.is_null() {
            handle_alloc_error(memory);
        }
        let mut large = self.large.borrow_mut();
        // SAFETY: the prefix was just allocated, the object follows it.
        unsafe {
            prefix.write(LargePrefix { size, index: large.len() as u32, scratch: 0 });
            let object = (prefix as *mut u8).add(PREFIX);
            (*(object as *mut Header)).mark_free();
            large.push(object as *mut Header);
            object
        }
    }

    /// Gives back the block of an object whose payload has been dropped.
    ///
    /// # Safety
    /// `object` came from [`Heap::allocate`] with the same `size`, and nothing refers to it.
    #[inline(always)]
    pub unsafe fn free(&self, object: *mut u8, size: usize) {
        self.allocations.set(self.allocations.get() - 1);
        let class = size.div_ceil(16);
        if class < CLASSES {
            let class_ref = &self.classes[class];
            let header = object as *mut Header;
            // SAFETY: the block is ours again.
            unsafe {
                (*header).mark_free();
                *(object as *mut *mut Header).add(1) = class_ref.free.get();
            }
            class_ref.free.set(header);
        } else {
            // SAFETY: as for this function.
            unsafe { self.free_large(object) }
        }
    }

    #[cold]
    unsafe fn free_large(&self, object: *mut u8) {
        // SAFETY: a large object has a prefix.
        unsafe {
            let prefix = object.sub(PREFIX) as *mut LargePrefix;
            let index = (*prefix).index as usize;
            let mut large = self.large.borrow_mut();
            large.swap_remove(index);
            if let Some(&moved) = large.get(index) {
                (*((moved as *mut u8).sub(PREFIX) as *mut LargePrefix)).index = index as u32;
            }
            dealloc(prefix as *mut u8, Memory::from_size_align_unchecked((*prefix).size + PREFIX, 16));
        }
    }

    /// Makes an object's block larger, moving it if need be.
    ///
    /// # Safety
    /// The object is referred to only by the caller, who uses the address returned from now on.
    pub unsafe fn grow(&self, object: *mut u8, size: usize, new_size: usize) -> *mut u8 {
        let (class, new_class) = (size.div_ceil(16), new_size.div_ceil(16));
        // Small blocks are whole classes; large ones end where they were asked to.
        if class == new_class && class < CLASSES {
            return object;
        }
        // SAFETY: old and new blocks hold `size` bytes; a large object has a prefix.
        unsafe {
            if class >= CLASSES {
                let prefix = object.sub(PREFIX) as *mut LargePrefix;
                if (*prefix).size >= new_size {
                    return object;
                }
                // Room for the next additions: growth stays linear in all.
                let capacity = new_size + new_size / 8;
                let index = (*prefix).index as usize;
                let memory = Memory::from_size_align_unchecked((*prefix).size + PREFIX, 16);
                let moved = realloc(prefix as *mut u8, memory, capacity + PREFIX) as *mut LargePrefix;
                if moved.is_null() {
                    handle_alloc_error(memory);
                }
                (*moved).size = capacity;
                let moved_object = (moved as *mut u8).add(PREFIX);
                self.large.borrow_mut()[index] = moved_object as *mut Header;
                return moved_object;
            }
            let moved = self.allocate(new_size);
            std::ptr::copy_nonoverlapping(object, moved, size);
            self.free(object, size);
            moved
        }
    }

    /// Calls `visit` with every object there is. It must not allocate or free objects.
    pub fn walk(&self, mut visit: impl FnMut(*mut Header)) {
        for &chunk in self.chunks.borrow().iter() {
            let start = size_of::<Chunk>().div_ceil(16) * 16;
            // SAFETY: blocks below `fresh` have been initialised, at least as free ones.
            unsafe {
                let mut block = (chunk as *mut u8).add(start);
                while block < (*chunk).fresh {
                    let header = block as *mut Header;
                    if !(*header).is_free() {
                        visit(header);
                    }
                    block = block.add((*chunk).block);
                }
            }
        }
        for &object in self.large.borrow().iter() {
            // SAFETY: the list holds live blocks.
            if unsafe { !(*object).is_free() } {
                visit(object);
            }
        }
    }

    /// The objects for which `wanted`, which must not allocate or free, says so.
    pub fn live_objects(&self, wanted: impl Fn(&super::Value) -> bool) -> Vec<super::Value> {
        let mut found = Vec::new();
        self.walk(|object| {
            // SAFETY: the walk shows whole objects; one without references is being freed and left alone.
            unsafe {
                let raw = super::Raw::object(object);
                let ready = shape::info((*object).shape()).layout.get().is_some();
                if ready && (*object).references() > 0 && wanted(raw.as_value()) {
                    found.push(raw.to_value());
                }
            }
        });
        found
    }

    /// Provides every object with a number, not yet set, until [`Heap::drop_scratch`].
    pub fn make_scratch(&self) {
        // One piece for all chunks: the system has it back at once, where many small ones would stay among other things.
        let chunks = self.chunks.borrow();
        let (mut scratch, room) = self.scratch.get();
        if room < chunks.len() {
            self.free_scratch();
            let Some(memory) = scratch_memory(chunks.len()) else { return };
            // SAFETY: the layout is not empty.
            scratch = unsafe { alloc(memory) as *mut u32 };
            if scratch.is_null() {
                handle_alloc_error(memory);
            }
            self.scratch.set((scratch, chunks.len()));
        }
        for (index, &chunk) in chunks.iter().enumerate() {
            // SAFETY: the chunk is live, and its part lies within the piece.
            unsafe { (*chunk).scratch = scratch.add(index * NUMBERS) }
        }
    }

    /// Gives the numbers' memory back, unless it is little: then the next collection finds it.
    pub fn drop_scratch(&self) {
        if self.scratch.get().1 > KEPT_CHUNKS {
            self.free_scratch();
        }
    }

    fn free_scratch(&self) {
        let (scratch, chunks) = self.scratch.replace((null_mut(), 0));
        if let Some(memory) = scratch_memory(chunks) {
            // SAFETY: allocated by make_scratch with this layout.
            unsafe { dealloc(scratch as *mut u8, memory) }
        }
    }

    /// The collector's number of an object, between `make_scratch` and `drop_scratch`.
    ///
    /// # Safety
    /// The object is live and was allocated before `make_scratch`; `small`: it is no larger than [`SMALL`].
    #[inline(always)]
    pub unsafe fn scratch(&self, object: *mut Header, small: bool) -> *mut u32 {
        // SAFETY: small objects lie in an aligned chunk, large ones behind a prefix.
        unsafe {
            if small {
                let chunk = (object as usize & !(CHUNK - 1)) as *mut Chunk;
                (*chunk).scratch.add((object as usize & (CHUNK - 1)) / 16)
            } else {
                &raw mut (*((object as *mut u8).sub(PREFIX) as *mut LargePrefix)).scratch
            }
        }
    }
}

fn scratch_memory(chunks: usize) -> Option<Memory> {
    Memory::array::<u32>(chunks * NUMBERS).ok().filter(|memory| memory.size() > 0)
}

/// The count of an object has reached zero: finalizes and frees it, unless it is immortal or its
/// finalizer brings it back.
///
/// # Safety
/// The object was live until now, and nothing refers to it.
#[cold]
#[inline(never)]
pub unsafe fn last_release(object: *mut Header) {
    // SAFETY: the object is still whole, and only this function knows of it now.
    unsafe {
        if (*object).has(header::IMMORTAL) {
            (*object).make_immortal();
            return;
        }
        let vm = vm::current();
        let heap = vm.heap();
        if heap.release_depth.get() >= MAX_RELEASE_DEPTH {
            (*heap.pending.get()).push(object);
            return;
        }
        heap.release_depth.set(heap.release_depth.get() + 1);
        free_object(vm, heap, object);
        heap.release_depth.set(heap.release_depth.get() - 1);
        if heap.release_depth.get() == 0 {
            drain(heap);
        }
    }
}

/// Frees what was queued because releases nested too deep.
fn drain(heap: &Heap) {
    loop {
        // SAFETY: the borrow ends before any object is freed.
        let Some(object) = (unsafe { (*heap.pending.get()).pop() }) else { return };
        heap.release_depth.set(1);
        // SAFETY: queued by last_release.
        unsafe { free_object(vm::current(), heap, object) };
        heap.release_depth.set(0);
    }
}

#[inline(always)]
unsafe fn free_object(vm: &Vm, heap: &Heap, object: *mut Header) {
    // SAFETY: the object is whole; each step leaves it so until its payload is dropped.
    unsafe {
        let mut info = vm.shape((*object).shape());
        let unfinished = info.has(shape::NEEDS_FINALIZE) && !(*object).has(header::FINALIZED);
        if unfinished || (*object).has(header::HAS_WEAKREFS) {
            if !say_farewell(object) {
                return;
            }
            // The finalizer may have changed the object's class or attributes.
            info = vm.shape((*object).shape());
        }
        let layout = info.layout();
        let payload = if layout.fixed_size != 0 { layout.fixed_size } else { (layout.size)(object) };
        let size = payload + info.tail_size();
        let class = info.class.get();
        let heap_type = info.has(shape::HEAP_TYPE);
        if info.has(shape::HAS_TAIL) {
            super::instance::drop_tail(object, info);
        }
        (layout.drop)(object);
        heap.free(object as *mut u8, size);
        if heap_type {
            Header::decref(class as *mut Header);
        }
    }
}

/// Runs the finalizer of an object that is about to be freed, and tells those who refer to it weakly. False if the
/// finalizer has brought it back.
#[inline(never)]
unsafe fn say_farewell(object: *mut Header) -> bool {
    // SAFETY: the object is whole, and stays so.
    unsafe {
        let info = shape::info((*object).shape());
        if info.has(shape::NEEDS_FINALIZE) && !(*object).has(header::FINALIZED) {
            (*object).set(header::FINALIZED);
            (*object).reset_count(1);
            vm::current().finalize(&super::Raw::object(object));
            if !(*object).release() {
                return false;
            }
        }
        if (*object).has(header::HAS_WEAKREFS) {
            (*object).reset_count(1);
            vm::current().clear_weakrefs(&super::Raw::object(object));
            (*object).release();
        }
        true
    }
}
