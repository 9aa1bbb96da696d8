//! The eight bytes at the start of every object: reference count, flags and shape.
//!
//! The count stands above four flag bits. A count that would overflow makes the object immortal: the
//! flag is looked at only where a count overflows or reaches zero, so the common paths pay nothing.
#![allow(unsafe_code)]

use std::cell::Cell;

use super::heap;

/// One reference in the count word.
pub const ONE: u32 = 1 << 4;
const FLAGS: u32 = ONE - 1;
/// The count of an immortal object is put back here whenever it leaves the range.
const IMMORTAL_COUNT: u32 = 1 << 31;

/// The object is never freed.
pub const IMMORTAL: u32 = 1;
/// The VM's table of weak references has an entry for the object.
pub const HAS_WEAKREFS: u32 = 2;
/// `__del__` has run.
pub const FINALIZED: u32 = 4;

#[repr(C)]
pub struct Header {
    count: Cell<u32>,
    shape: Cell<u32>,
}

impl Header {
    /// A header with one reference.
    pub const fn new(shape: u32) -> Header {
        Header { count: Cell::new(ONE), shape: Cell::new(shape) }
    }

    #[inline(always)]
    pub fn shape(&self) -> u32 {
        self.shape.get()
    }

    /// Gives the object another shape, whose layout must be the same.
    #[inline(always)]
    pub fn set_shape(&self, shape: u32) {
        self.shape.set(shape);
    }

    #[inline(always)]
    pub fn incref(&self) {
        let (count, overflow) = self.count.get().overflowing_add(ONE);
        self.count.set(count);
        if overflow {
            // Inline: a call here would make every opcode that counts save registers.
            self.count.set(IMMORTAL_COUNT | count & FLAGS | IMMORTAL);
        }
    }

    /// Counts one reference less; true when it was the last one.
    #[inline(always)]
    pub fn release(&self) -> bool {
        let count = self.count.get().wrapping_sub(ONE);
        self.count.set(count);
        count < ONE
    }

    /// Releases one reference and frees the object if it was the last.
    ///
    /// # Safety
    /// The caller gives up a reference that it owns.
    #[inline(always)]
    pub unsafe fn decref(this: *mut Header) {
        // SAFETY: the object is alive as long as the caller's reference.
        unsafe {
            if (*this).release() {
                heap::last_release(this);
            }
        }
    }

    /// The number of references; only an estimate once immortal.
    pub fn references(&self) -> usize {
        (self.count.get() >> 4) as usize
    }

    /// Whether the one reference in hand is the only one.
    #[inline(always)]
    pub fn is_unique(&self) -> bool {
        self.count.get() & !(FLAGS & !IMMORTAL) == ONE
    }

    #[cold]
    #[inline(never)]
    pub fn make_immortal(&self) {
        self.count.set(IMMORTAL_COUNT | self.count.get() & FLAGS | IMMORTAL);
    }

    /// Puts the count to one reference again (a finalizer brought the object back, or is about to run).
    pub(super) fn reset_count(&self, references: u32) {
        self.count.set((references * ONE) | (self.count.get() & FLAGS));
    }

    #[inline(always)]
    pub fn has(&self, flag: u32) -> bool {
        self.count.get() & flag != 0
    }

    pub fn set(&self, flag: u32) {
        self.count.set(self.count.get() | flag);
    }

    pub fn clear(&self, flag: u32) {
        self.count.set(self.count.get() & !flag);
    }

    /// A block that holds no object has this word: the heap's walk skips it.
    pub(super) fn is_free(&self) -> bool {
        self.count.get() == 0 && self.shape.get() == 0
    }

    pub(super) fn mark_free(&self) {
        self.count.set(0);
        self.shape.set(0);
    }
}
