//! Interior mutability for payloads.
//!
//! The contract (design, section 12): no borrow of a payload lives across anything that may run Python
//! code: a call, a comparison, a hash, a release that may finalize. Copy out first, check again after.
//! Builds with debug assertions check it at run time; release builds pay nothing.
#![allow(unsafe_code)]

use std::cell::{Cell, UnsafeCell};
use std::ops::{Deref, DerefMut};

use super::value::{Raw, Value};

/// A mutable part of a payload.
///
/// # Invariant
/// Only the thread with the GIL touches it, and borrows obey the contract above.
pub struct PyCell<T> {
    #[cfg(debug_assertions)]
    state: Cell<i32>,
    value: UnsafeCell<T>,
}

impl<T> PyCell<T> {
    #[inline(always)]
    pub const fn new(value: T) -> PyCell<T> {
        PyCell {
            #[cfg(debug_assertions)]
            state: Cell::new(0),
            value: UnsafeCell::new(value),
        }
    }

    #[inline(always)]
    #[track_caller]
    pub fn borrow(&self) -> Borrow<'_, T> {
        #[cfg(debug_assertions)]
        {
            assert!(self.state.get() >= 0, "payload is being changed");
            self.state.set(self.state.get() + 1);
        }
        Borrow(self)
    }

    #[inline(always)]
    #[track_caller]
    pub fn borrow_mut(&self) -> BorrowMut<'_, T> {
        #[cfg(debug_assertions)]
        {
            assert!(self.state.get() == 0, "payload is borrowed");
            self.state.set(-1);
        }
        BorrowMut(self)
    }

    /// Puts in a new value and gives the old one, so that it is released outside of any borrow.
    #[inline(always)]
    pub fn replace(&self, value: T) -> T {
        std::mem::replace(&mut *self.borrow_mut(), value)
    }

    /// Takes the value out, leaving the default.
    #[inline(always)]
    pub fn take(&self) -> T
    where
        T: Default,
    {
        self.replace(T::default())
    }

    /// Sets the value; the old one is released afterwards.
    #[inline(always)]
    pub fn set(&self, value: T) {
        drop(self.replace(value));
    }

    #[inline(always)]
    pub fn get(&self) -> T
    where
        T: Clone,
    {
        self.borrow().clone()
    }

    /// For the VM's fast paths, which keep to the contract by hand.
    #[inline(always)]
    pub const fn as_ptr(&self) -> *mut T {
        self.value.get()
    }
}

impl<T: Default> Default for PyCell<T> {
    fn default() -> Self {
        PyCell::new(T::default())
    }
}

pub struct Borrow<'a, T>(&'a PyCell<T>);
pub struct BorrowMut<'a, T>(&'a PyCell<T>);

impl<T> Deref for Borrow<'_, T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the contract of PyCell.
        unsafe { &*self.0.value.get() }
    }
}
impl<T> Deref for BorrowMut<'_, T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the contract of PyCell.
        unsafe { &*self.0.value.get() }
    }
}
impl<T> DerefMut for BorrowMut<'_, T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the contract of PyCell.
        unsafe { &mut *self.0.value.get() }
    }
}
#[cfg(debug_assertions)]
impl<T> Drop for Borrow<'_, T> {
    fn drop(&mut self) {
        self.0.state.set(self.0.state.get() - 1);
    }
}
#[cfg(debug_assertions)]
impl<T> Drop for BorrowMut<'_, T> {
    fn drop(&mut self) {
        self.0.state.set(0);
    }
}

/// One optional value that can be replaced through a shared reference: eight bytes.
pub struct Slot(Cell<Raw>);

impl Slot {
    pub const EMPTY: Slot = Slot(Cell::new(Raw::UNSET));

    #[inline(always)]
    pub fn new(value: Value) -> Slot {
        Slot(Cell::new(value.into_raw()))
    }

    /// Puts in bits that own their reference (or are unset), and gives those that were there.
    #[inline(always)]
    pub fn exchange(&self, value: Raw) -> Raw {
        self.0.replace(value)
    }

    pub fn from_option(value: Option<Value>) -> Slot {
        value.map_or(Slot::EMPTY, Slot::new)
    }

    #[inline(always)]
    pub fn get(&self) -> Option<Value> {
        let raw = self.0.get();
        // SAFETY: a set slot owns a live value.
        (!raw.is_unset()).then(|| unsafe { raw.to_value() })
    }

    /// What is here, or None.
    #[inline(always)]
    pub fn get_or_none(&self) -> Value {
        self.get().unwrap_or(Value::NONE)
    }

    #[inline(always)]
    pub fn is_set(&self) -> bool {
        !self.0.get().is_unset()
    }

    /// Sets the value; the old one is released afterwards.
    #[inline(always)]
    pub fn set(&self, value: Value) {
        drop(self.replace(Some(value)));
    }

    #[inline(always)]
    pub fn clear(&self) {
        drop(self.replace(None));
    }

    #[inline(always)]
    pub fn take(&self) -> Option<Value> {
        self.replace(None)
    }

    #[inline(always)]
    pub fn replace(&self, value: Option<Value>) -> Option<Value> {
        let old = self.0.replace(value.map_or(Raw::UNSET, Value::into_raw));
        // SAFETY: the slot owned it, and holds something else now.
        (!old.is_unset()).then(|| unsafe { old.into_value() })
    }

    /// Calls `f` with what is here, which must not run Python code.
    #[inline(always)]
    pub fn with(&self, f: impl FnOnce(&Value)) {
        let raw = self.0.get();
        if !raw.is_unset() {
            // SAFETY: a set slot owns a live value.
            f(unsafe { raw.as_value() });
        }
    }

    #[inline(always)]
    pub fn raw(&self) -> Raw {
        self.0.get()
    }
}

impl Default for Slot {
    fn default() -> Slot {
        Slot::EMPTY
    }
}

impl Drop for Slot {
    #[inline(always)]
    fn drop(&mut self) {
        self.clear();
    }
}
