//! The tail of instances of classes written in Python: a spill pointer and inline attribute slots.
//!
//! The spill pointer is null, a boxed vector of the slots that do not fit inline, or, in dict mode,
//! an owned reference to the `__dict__`.
#![allow(unsafe_code)]

use super::header::Header;
use super::payload::{Ref, Visitor};
use super::shape::{self, Shape};
use super::value::{Raw, Value};
use crate::builtins::dict::PyDict;

type Spill = Vec<Raw>;

/// Where the tail begins: at a fixed place, or behind a payload of variable size.
#[inline(always)]
unsafe fn tail_offset(object: *mut Header, info: &Shape) -> usize {
    match info.tail.get() {
        // SAFETY: the payload is initialised.
        0 => unsafe { (info.layout().size)(object).next_multiple_of(8) },
        offset => offset as usize,
    }
}

/// The address of the spill pointer.
#[inline(always)]
unsafe fn spill(object: *mut Header, info: &Shape) -> *mut *mut Spill {
    // SAFETY: the shape says where the tail is.
    unsafe { (object as *mut u8).add(tail_offset(object, info)) as *mut *mut Spill }
}

#[inline(always)]
unsafe fn inline_slots(object: *mut Header, info: &Shape) -> *mut Raw {
    // SAFETY: the slots follow the spill pointer.
    unsafe { (object as *mut u8).add(tail_offset(object, info) + 8) as *mut Raw }
}

/// Initialises the tail of a new object: no spill, all slots unset.
///
/// # Safety
/// `object` is a fresh block of payload size plus tail size, whose payload is initialised.
pub unsafe fn init_tail(object: *mut Header, info: &Shape) {
    // SAFETY: as above.
    unsafe {
        *spill(object, info) = std::ptr::null_mut();
        let slots = inline_slots(object, info);
        for index in 0..info.inline_capacity.get() as usize {
            *slots.add(index) = Raw::UNSET;
        }
    }
}

/// Where slot `index` is kept; null if it is in a spill vector that is not that long.
///
/// # Safety
/// The object is live and `info` describes it; not in dict mode unless `index` is inline.
#[inline(always)]
pub unsafe fn slot_address(object: *mut Header, info: &Shape, index: usize) -> *mut Raw {
    // SAFETY: as above.
    unsafe {
        let inline = info.inline_capacity.get() as usize;
        if index < inline {
            return inline_slots(object, info).add(index);
        }
        let vector = *spill(object, info);
        if vector.is_null() || info.has(shape::DICT_MODE) || index - inline >= (*vector).len() {
            return std::ptr::null_mut();
        }
        (*vector).as_mut_ptr().add(index - inline)
    }
}

/// Reads a slot.
///
/// # Safety
/// As for [`slot_address`].
pub unsafe fn get_slot(object: *mut Header, info: &Shape, index: usize) -> Option<Value> {
    // SAFETY: as above.
    unsafe {
        let address = slot_address(object, info, index);
        if address.is_null() || (*address).is_unset() { None } else { Some((*address).to_value()) }
    }
}

/// Writes a slot, making room in the spill vector if need be, and gives what was there.
///
/// # Safety
/// As for [`slot_address`].
pub unsafe fn set_slot(object: *mut Header, info: &Shape, index: usize, value: Option<Value>) -> Option<Value> {
    // SAFETY: as above; the old value leaves the slot with its reference.
    unsafe {
        let mut address = slot_address(object, info, index);
        if address.is_null() {
            let pointer = spill(object, info);
            if (*pointer).is_null() {
                *pointer = Box::into_raw(Box::default());
            }
            (**pointer).resize(index - info.inline_capacity.get() as usize + 1, Raw::UNSET);
            address = slot_address(object, info, index);
        }
        let old = std::ptr::replace(address, value.map_or(Raw::UNSET, Value::into_raw));
        (!old.is_unset()).then(|| old.into_value())
    }
}

/// The dict of an object in dict mode.
///
/// # Safety
/// The object is live and `info`, its shape, is in dict mode.
pub unsafe fn dict(object: *mut Header, info: &Shape) -> Ref<PyDict> {
    // SAFETY: in dict mode the spill pointer is an owned dict.
    unsafe { Ref::from_borrowed(*spill(object, info) as *const PyDict) }
}

/// Replaces the dict of an object in dict mode and gives the old one (null before the first).
///
/// # Safety
/// As for [`dict`]; `replace_dict` is also how dict mode is entered, with an empty spill.
pub unsafe fn replace_dict(object: *mut Header, info: &Shape, dict: Ref<PyDict>) -> Option<Ref<PyDict>> {
    // SAFETY: as above.
    unsafe {
        let pointer = spill(object, info);
        let old = *pointer as *mut PyDict;
        *pointer = dict.as_ptr() as *mut Spill;
        std::mem::forget(dict);
        if old.is_null() { None } else { Some(Ref::from_ptr(old)) }
    }
}

/// Takes the named attributes out of their slots, in order, and leaves the object without a spill.
///
/// # Safety
/// The object is live, `info` is its shape, and not in dict mode.
pub unsafe fn take_named(object: *mut Header, info: &Shape) -> Vec<(usize, Value)> {
    let keys = info.keys.borrow().clone();
    let reserved = info.reserved.get() as usize;
    let mut taken = Vec::with_capacity(keys.len());
    // SAFETY: as above.
    unsafe {
        for (index, (&name, _)) in keys.iter().enumerate() {
            if let Some(value) = set_slot(object, info, reserved + index, None) {
                taken.push((name, value));
            }
        }
        let pointer = spill(object, info);
        // Reserved slots beyond the inline ones do not exist: classes make them all inline.
        if !(*pointer).is_null() {
            drop(Box::from_raw(*pointer));
            *pointer = std::ptr::null_mut();
        }
    }
    taken
}

/// Releases everything in the tail.
///
/// # Safety
/// The object is being freed or cleared; `info` is its shape.
pub unsafe fn drop_tail(object: *mut Header, info: &Shape) {
    // SAFETY: each slot gives up what it owns once.
    unsafe {
        let slots = inline_slots(object, info);
        for index in 0..info.inline_capacity.get() as usize {
            let old = std::ptr::replace(slots.add(index), Raw::UNSET);
            if !old.is_unset() {
                drop(old.into_value());
            }
        }
        let pointer = std::ptr::replace(spill(object, info), std::ptr::null_mut());
        if pointer.is_null() {
            return;
        }
        if info.has(shape::DICT_MODE) {
            drop(Ref::<PyDict>::from_ptr(pointer as *mut PyDict));
        } else {
            for old in *Box::from_raw(pointer) {
                if !old.is_unset() {
                    drop(old.into_value());
                }
            }
        }
    }
}

/// Shows the collector what the tail owns.
///
/// # Safety
/// The object is live; `info` is its shape.
pub unsafe fn trace_tail(object: *mut Header, info: &Shape, visitor: &mut Visitor) {
    // SAFETY: slots are set or unset; the spill is what the mode says.
    unsafe {
        let slots = inline_slots(object, info);
        for index in 0..info.inline_capacity.get() as usize {
            if !(*slots.add(index)).is_unset() {
                visitor.visit((*slots.add(index)).as_value());
            }
        }
        let pointer = *spill(object, info);
        if pointer.is_null() {
            return;
        }
        if info.has(shape::DICT_MODE) {
            visitor.visit(Raw(pointer as u64).as_value());
        } else {
            for slot in &*pointer {
                if !slot.is_unset() {
                    visitor.visit(slot.as_value());
                }
            }
        }
    }
}
