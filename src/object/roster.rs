//! A list of all live objects of one kind, which does not keep them alive.
#![allow(unsafe_code)]

use std::cell::{Cell, RefCell};

use super::payload::{Payload, Ref};

/// The objects that are on the list.
///
/// # Invariant
/// Whoever is on the list is alive: it takes itself off when it dies, through its [`Place`].
pub struct Roster<T: Listed> {
    entries: RefCell<Vec<*const T>>,
    free: RefCell<Vec<u32>>,
}

/// A payload that has a place on a roster.
///
/// # Safety
/// Its `Drop` calls [`Roster::leave`] with that place.
pub unsafe trait Listed: Payload {
    fn place(&self) -> &Place;
}

/// An object's place on the list; part of its payload.
pub struct Place(Cell<u32>);

const NOWHERE: u32 = u32::MAX;

impl Default for Place {
    fn default() -> Place {
        Place(Cell::new(NOWHERE))
    }
}

impl<T: Listed> Default for Roster<T> {
    fn default() -> Roster<T> {
        Roster { entries: RefCell::default(), free: RefCell::default() }
    }
}

impl<T: Listed> Roster<T> {
    /// Puts an object on the list, unless it is there.
    pub fn enter(&self, object: &Ref<T>) {
        let place = object.place();
        if place.0.get() != NOWHERE {
            return;
        }
        let mut entries = self.entries.borrow_mut();
        match self.free.borrow_mut().pop() {
            Some(index) => {
                entries[index as usize] = object.as_ptr();
                place.0.set(index);
            }
            None => {
                place.0.set(entries.len() as u32);
                entries.push(object.as_ptr());
            }
        }
    }

    /// Takes whoever has this place off the list.
    pub fn leave(&self, place: &Place) {
        let index = place.0.replace(NOWHERE);
        if index != NOWHERE {
            self.entries.borrow_mut()[index as usize] = std::ptr::null();
            self.free.borrow_mut().push(index);
        }
    }

    /// All that are on the list now.
    pub fn all(&self) -> Vec<Ref<T>> {
        let entries = self.entries.borrow();
        let live = entries.iter().filter(|entry| !entry.is_null());
        // SAFETY: whoever is on the list is alive.
        live.map(|&entry| unsafe { Ref::from_borrowed(entry) }).collect()
    }
}

// SAFETY: `PyTask::drop` leaves the roster.
unsafe impl Listed for crate::kernel::PyTask {
    fn place(&self) -> &Place {
        &self.place
    }
}
