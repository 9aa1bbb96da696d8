//! Frame records and the value stack.
//!
//! Frames stand in an array of their own; their registers are windows of the value stack, a callee's
//! overlapping the arguments that its caller has just written, or lie in a generator's heap object.
//! `fp[-1]` is the function, which keeps code, globals and closure alive.
//!
//! # Invariant
//! Every slot of the stack below `Vm::stack_limit` has been initialised. Above the live registers no slot owns
//! anything: it is unset or holds an immediate.
#![allow(unsafe_code)]

use std::cell::{Cell, UnsafeCell};
use std::sync::atomic::Ordering;

use super::Vm;
use crate::builtins::code::PyCode;
use crate::builtins::function::PyFunction;
use crate::bytecode::code::Ins;
use crate::object::{Raw, Ref, Slot, Value};
use crate::vm::coroutines::PyGenerator;

/// The record of a running frame.
#[repr(C)]
pub struct Frame {
    /// While a callee runs or a slow path is under way: the instruction that is being executed.
    pub pc: *const Ins,
    pub fp: *mut Raw,
    /// Constants and caches.
    pub kp: *mut u8,
    pub code: *const PyCode,
    /// What is not plain about the frame: flags below. Zero for most frames, so that a return can be quick.
    pub flags: u32,
    /// What the caller's instruction wants done with the result; see [`Return`].
    pub on_return: u32,
    /// The generator whose registers these are, or null. It owns itself as long as it runs.
    pub generator: *mut PyGenerator,
    /// The root of the await chain that this frame record drives, or null.
    pub root: *mut PyGenerator,
    /// Where callees of a generator's frame find free stack.
    pub top: *mut Raw,
    pub extra: *mut Extra,
}

/// The bottom frame of an entry from Rust: its return leaves the dispatch loop.
pub const ENTRY: u32 = 1;
/// The registers are a generator's.
pub const GENERATOR: u32 = 2;
/// `extra` is set.
pub const HAS_EXTRA: u32 = 4;
/// `on_return` is not [`Return::Store`].
pub const SPECIAL_RETURN: u32 = 8;

/// What becomes of a frame's result.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Return {
    /// It goes into register A of the caller's instruction.
    Store,
    /// `__init__`: it must be None; the new instance (below the callee's window) goes into register A.
    Init,
    /// `__next__`: as Store; StopIteration ends the loop.
    Next,
    /// An operator's method: as Store, unless it is NotImplemented; then the operands are released.
    Operator,
    /// A comparison's method: as Operator, or its truth decides the caller's jump.
    Compare,
}

/// What only some frames have.
#[derive(Default)]
pub struct Extra {
    /// The namespace of a class body or module, where it is not the registers.
    pub locals: Slot,
    /// The exception being handled in this frame.
    pub handled: Slot,
    /// The frame object, once somebody has asked for it.
    pub object: Slot,
    /// A per-frame trace function.
    pub trace: Slot,
}

/// A thread's stacks: virtual memory that is touched only as far as used.
pub struct Stack {
    frames: UnsafeCell<Vec<Frame>>,
    values: UnsafeCell<Vec<Raw>>,
    frames_capacity: Cell<usize>,
    values_capacity: usize,
}

const MAX_FRAMES: usize = 1_000_100;
const MAX_VALUES: usize = 48 << 20;
/// Threads other than the first are many, and their native stack ends sooner.
const THREAD_FRAMES: usize = MAX_FRAMES / 10;
const THREAD_VALUES: usize = MAX_VALUES / 10;
/// How many slots are initialised at a time.
const STEP: usize = 4096;

impl Default for Stack {
    fn default() -> Stack {
        Stack::new(true)
    }
}

impl Stack {
    /// The stacks of a thread; `first`: of the one that runs the program.
    pub fn new(first: bool) -> Stack {
        let (frames, values) = if first { (MAX_FRAMES, MAX_VALUES) } else { (THREAD_FRAMES, THREAD_VALUES) };
        Stack {
            frames: UnsafeCell::new(Vec::with_capacity(frames)),
            values: UnsafeCell::new(Vec::with_capacity(values)),
            frames_capacity: Cell::new(frames),
            values_capacity: values,
        }
    }

    fn frames(&self) -> *mut Frame {
        // SAFETY: the vector's storage never moves, as nothing is ever pushed.
        unsafe { (*self.frames.get()).as_mut_ptr() }
    }

    fn values(&self) -> *mut Raw {
        // SAFETY: as above.
        unsafe { (*self.values.get()).as_mut_ptr() }
    }
}

impl Vm {
    /// Lays the bottom frame record, which belongs to no code.
    pub(super) fn init_frames(&self) {
        let bottom = self.stack.frames();
        // SAFETY: the arrays have been reserved.
        unsafe {
            bottom.write(Frame {
                pc: std::ptr::null(),
                fp: self.stack.values().add(1),
                kp: std::ptr::null_mut(),
                code: std::ptr::null(),
                flags: ENTRY,
                on_return: Return::Store as u32,
                generator: std::ptr::null_mut(),
                root: std::ptr::null_mut(),
                top: self.stack.values().add(1),
                extra: std::ptr::null_mut(),
            });
        }
        self.frame.set(bottom);
        self.stack_limit.set(self.stack.values());
        self.grow_stack(self.stack.values(), 64);
        self.reset_frame_limit();
    }

    /// Puts the frame limit where the recursion limit says, or keeps it at null while the breaker is set.
    pub fn reset_frame_limit(&self) {
        let depth = self.recursion_limit.get().min(self.stack.frames_capacity.get() - 64);
        // SAFETY: within the reserved array.
        let limit = unsafe { self.stack.frames().add(depth) };
        let limit = if self.breaker.load(Ordering::SeqCst) != 0 { std::ptr::null_mut() } else { limit };
        self.frame_limit.store(limit, Ordering::SeqCst);
    }

    /// Frames below the running one, it included.
    pub fn depth(&self) -> usize {
        // SAFETY: both are in the same array.
        unsafe { self.frame.get().offset_from(self.stack.frames()) as usize }
    }

    pub(super) fn bottom_frame(&self) -> *mut Frame {
        self.stack.frames()
    }

    /// Initialises the stack so that a window of `count` registers fits at `fp`; false when it cannot grow.
    pub(super) fn grow_stack(&self, fp: *mut Raw, count: usize) -> bool {
        // SAFETY: within the reserved array, which is checked.
        unsafe {
            let base = self.stack.values();
            let needed = fp.offset_from(base) as usize + count + 8;
            let done = self.stack_limit.get().offset_from(base) as usize;
            if needed > self.stack.values_capacity {
                return false;
            }
            let target = (needed + STEP).min(self.stack.values_capacity);
            for index in done..target {
                *base.add(index) = Raw::UNSET;
            }
            self.stack_limit.set(base.add(target.max(done)));
            true
        }
    }

    /// Free stack above the running frame.
    pub(super) fn stack_top(&self) -> *mut Raw {
        // SAFETY: the running frame is valid.
        unsafe { (*self.frame.get()).stack_top() }
    }
}

impl Frame {
    /// Free stack above this frame's registers.
    ///
    /// # Safety
    /// The frame is valid.
    #[inline(always)]
    pub unsafe fn stack_top(&self) -> *mut Raw {
        if self.flags & GENERATOR != 0 || self.code.is_null() {
            return self.top;
        }
        // SAFETY: the code is alive while its frame runs.
        unsafe { self.fp.add((*self.code).register_count as usize) }
    }

    /// The function that runs here.
    ///
    /// # Safety
    /// The frame runs code.
    pub unsafe fn function(&self) -> &Ref<PyFunction> {
        // SAFETY: `fp[-1]` is the function of every frame with code.
        unsafe { &*(self.fp.sub(1) as *const Ref<PyFunction>) }
    }

    /// The rare parts, made when first needed.
    pub fn extra_mut(&mut self) -> &mut Extra {
        if self.extra.is_null() || self.flags & HAS_EXTRA == 0 {
            self.extra = Box::into_raw(Box::default());
            self.flags |= HAS_EXTRA;
        }
        // SAFETY: just made, or made before; freed when the frame is popped.
        unsafe { &mut *self.extra }
    }

    pub fn extra(&self) -> Option<&Extra> {
        // SAFETY: set as long as the flag is.
        (self.flags & HAS_EXTRA != 0).then(|| unsafe { &*self.extra })
    }

    /// The namespace of a class body or module.
    pub fn locals(&self) -> Option<Value> {
        self.extra().and_then(|extra| extra.locals.get())
    }
}
