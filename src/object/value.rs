//! A Python value in eight bytes: the one place that knows how it is represented.
//!
//! | bits | meaning |
//! |---|---|
//! | top 16 bits zero | pointer to an object with a [`Header`] |
//! | `0x0001` in the top 16 bits | None, False, True, Ellipsis, NotImplemented, unset |
//! | `0x0002_0000_0000_0000 ..` | a double, its bits plus 2^49 |
//! | `0xFFFC` and above in the top 16 bits | an int of 50 bits |
//!
//! [`Value`] owns its reference; [`Raw`] is the same bits without ownership, for registers.
//!
//! # Invariant
//! The bits of a `Value` are an immediate other than "unset", or point to a live object whose count
//! includes this reference. Doubles are canonical: foreign bits come in through [`Value::float`],
//! which replaces NaNs that would collide with the int tag.
#![allow(unsafe_code)]

use std::num::NonZeroU64;

use super::header::Header;

const DOUBLE_OFFSET: u64 = 1 << 49;
const INT_TAG: u64 = 0xFFFC << 48;
const INT_MASK: u64 = (1 << 50) - 1;
const IMMEDIATE: u64 = 1 << 48;

/// The largest int that needs no heap object.
pub const MAX_INLINE_INT: i64 = (1 << 49) - 1;
/// The smallest int that needs no heap object.
pub const MIN_INLINE_INT: i64 = -(1 << 49);

/// An owned Python value.
#[repr(transparent)]
pub struct Value(NonZeroU64);

/// The bits of a value, or "unset", without ownership: what registers hold.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Raw(pub u64);

impl Raw {
    /// An empty register.
    pub const UNSET: Raw = Raw(IMMEDIATE);
    pub const NONE: Raw = Raw(IMMEDIATE | 1);
    pub const FALSE: Raw = Raw(IMMEDIATE | 2);
    pub const TRUE: Raw = Raw(IMMEDIATE | 3);
    pub const ELLIPSIS: Raw = Raw(IMMEDIATE | 4);
    pub const NOT_IMPLEMENTED: Raw = Raw(IMMEDIATE | 5);

    #[inline(always)]
    pub const fn is_object(self) -> bool {
        self.0 >> 48 == 0
    }

    #[inline(always)]
    pub const fn is_unset(self) -> bool {
        self.0 == IMMEDIATE
    }

    #[inline(always)]
    pub const fn is_int(self) -> bool {
        self.0 >= INT_TAG
    }

    /// Whether both are inline ints.
    #[inline(always)]
    pub const fn both_ints(self, other: Raw) -> bool {
        self.0 & other.0 >= INT_TAG
    }

    #[inline(always)]
    pub const fn is_float(self) -> bool {
        self.0.wrapping_sub(DOUBLE_OFFSET) < INT_TAG - DOUBLE_OFFSET
    }

    #[inline(always)]
    pub const fn is_bool(self) -> bool {
        self.0 & !1 == IMMEDIATE | 2
    }

    /// The inline int; meaningless unless [`Raw::is_int`].
    #[inline(always)]
    pub const fn as_int(self) -> i64 {
        ((self.0 << 14) as i64) >> 14
    }

    /// The double; meaningless unless [`Raw::is_float`].
    #[inline(always)]
    pub const fn as_float(self) -> f64 {
        f64::from_bits(self.0.wrapping_sub(DOUBLE_OFFSET))
    }

    /// Two operands as doubles, if at least one is a float and the other a float or inline int (which is exact as one).
    #[inline(always)]
    pub fn floats(left: Raw, right: Raw) -> Option<(f64, f64)> {
        if left.is_float() {
            if right.is_float() {
                return Some((left.as_float(), right.as_float()));
            }
            if right.is_int() {
                return Some((left.as_float(), right.as_int() as f64));
            }
        } else if right.is_float() && left.is_int() {
            return Some((left.as_int() as f64, right.as_float()));
        }
        None
    }

    /// An int that fits in 50 bits.
    #[inline(always)]
    pub const fn int(value: i64) -> Raw {
        Raw(INT_TAG | value as u64 & INT_MASK)
    }

    /// Whether an int fits in 50 bits.
    #[inline(always)]
    pub const fn fits(value: i64) -> bool {
        value >= MIN_INLINE_INT && value <= MAX_INLINE_INT
    }

    /// A double that arithmetic made (its NaN, if it is one, is the machine's default).
    #[inline(always)]
    pub const fn float(value: f64) -> Raw {
        Raw(value.to_bits().wrapping_add(DOUBLE_OFFSET))
    }

    #[inline(always)]
    pub const fn bool(value: bool) -> Raw {
        Raw(IMMEDIATE | 2 | value as u64)
    }

    /// The object; meaningless unless [`Raw::is_object`].
    #[inline(always)]
    pub const fn as_object(self) -> *mut Header {
        self.0 as *mut Header
    }

    #[inline(always)]
    pub fn object(pointer: *mut Header) -> Raw {
        Raw(pointer as u64)
    }

    /// The shape of the object this is, or 0 for an immediate.
    ///
    /// # Safety
    /// If this is an object, it must be alive.
    #[inline(always)]
    pub unsafe fn shape(self) -> u32 {
        // SAFETY: the caller vouches for the object.
        if self.is_object() { unsafe { (*self.as_object()).shape() } } else { 0 }
    }

    /// Counts one more reference to the object, if it is one.
    ///
    /// # Safety
    /// If this is an object, it must be alive.
    #[inline(always)]
    pub unsafe fn incref(self) {
        if self.is_object() {
            // SAFETY: the caller vouches for the object.
            unsafe { (*self.as_object()).incref() }
        }
    }

    /// Takes over this reference.
    ///
    /// # Safety
    /// The slot it came from must own a reference, not be unset, and be overwritten without releasing.
    #[inline(always)]
    pub unsafe fn into_value(self) -> Value {
        debug_assert!(!self.is_unset() && self.0 != 0);
        // SAFETY: no encoding is zero, and the caller passes on the reference.
        unsafe { Value(NonZeroU64::new_unchecked(self.0)) }
    }

    /// A new reference to what is here.
    ///
    /// # Safety
    /// It must be set and, if an object, alive.
    #[inline(always)]
    pub unsafe fn to_value(self) -> Value {
        // SAFETY: the caller vouches for the object; the count is taken here.
        unsafe {
            self.incref();
            self.into_value()
        }
    }

    /// Views a word that holds this value as a value, without taking part in its ownership.
    ///
    /// # Safety
    /// As for [`Raw::as_value`], of the word.
    pub unsafe fn as_value_at(self, word: &u64) -> &Value {
        // SAFETY: same representation.
        unsafe { &*(word as *const u64 as *const Value) }
    }

    /// Views the slot as a value without taking part in its ownership.
    ///
    /// # Safety
    /// It must be set, and stay alive and in place as long as the borrow.
    #[inline(always)]
    pub unsafe fn as_value(&self) -> &Value {
        debug_assert!(!self.is_unset() && self.0 != 0);
        // SAFETY: same representation.
        unsafe { &*(self as *const Raw as *const Value) }
    }
}

impl Value {
    pub const NONE: Value = Value(NonZeroU64::new(Raw::NONE.0).unwrap());
    pub const FALSE: Value = Value(NonZeroU64::new(Raw::FALSE.0).unwrap());
    pub const TRUE: Value = Value(NonZeroU64::new(Raw::TRUE.0).unwrap());
    pub const ELLIPSIS: Value = Value(NonZeroU64::new(Raw::ELLIPSIS.0).unwrap());
    pub const NOT_IMPLEMENTED: Value = Value(NonZeroU64::new(Raw::NOT_IMPLEMENTED.0).unwrap());

    /// The bits, still owned by `self`.
    #[inline(always)]
    pub fn raw(&self) -> Raw {
        Raw(self.0.get())
    }

    /// The bits with their reference, which the receiver must release.
    #[inline(always)]
    pub fn into_raw(self) -> Raw {
        let raw = self.raw();
        std::mem::forget(self);
        raw
    }

    /// An int that fits in 50 bits; larger ones go through `builtins::int`.
    #[inline(always)]
    pub fn inline_int(value: i64) -> Value {
        debug_assert!(Raw::fits(value));
        // SAFETY: an immediate.
        unsafe { Raw::int(value).into_value() }
    }

    #[inline(always)]
    pub fn float(value: f64) -> Value {
        let value = if value.is_nan() { canonical_nan(value) } else { value };
        // SAFETY: an immediate.
        unsafe { Raw::float(value).into_value() }
    }

    #[inline(always)]
    pub fn bool(value: bool) -> Value {
        // SAFETY: an immediate.
        unsafe { Raw::bool(value).into_value() }
    }

    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.raw() == Raw::NONE
    }

    #[inline(always)]
    pub fn is_not_implemented(&self) -> bool {
        self.raw() == Raw::NOT_IMPLEMENTED
    }

    #[inline(always)]
    pub fn is_bool(&self) -> bool {
        self.raw().is_bool()
    }

    #[inline(always)]
    pub fn is_true(&self) -> bool {
        self.raw() == Raw::TRUE
    }

    /// `self is other`.
    #[inline(always)]
    pub fn is(&self, other: &Value) -> bool {
        self.raw() == other.raw()
    }

    /// The inline int this is, if it is one. Not for bools and heap ints: see `builtins::int`.
    #[inline(always)]
    pub fn as_inline_int(&self) -> Option<i64> {
        self.raw().is_int().then(|| self.raw().as_int())
    }

    /// The exact float this is, if it is one. Not for subclasses: see `builtins::float`.
    #[inline(always)]
    pub fn as_exact_float(&self) -> Option<f64> {
        self.raw().is_float().then(|| self.raw().as_float())
    }

    /// The object's header, if this is not an immediate.
    #[inline(always)]
    pub fn header(&self) -> Option<&Header> {
        // SAFETY: a value keeps its object alive.
        self.raw().is_object().then(|| unsafe { &*self.raw().as_object() })
    }

    /// The identity that `id()` shows: the address, or the bits of an immediate.
    pub fn id(&self) -> u64 {
        self.0.get()
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Value({:#x})", self.id())
    }
}

/// Keeps sign and quietness, drops the payload, whose bits might collide with the tag of ints.
#[cold]
fn canonical_nan(value: f64) -> f64 {
    f64::from_bits(if value.is_sign_negative() { 0xFFF8 << 48 } else { 0x7FF8 << 48 })
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Value {
        // SAFETY: `self` keeps the object alive.
        unsafe { self.raw().to_value() }
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        if self.raw().is_object() {
            // SAFETY: this is the reference that the value owned.
            unsafe { Header::decref(self.raw().as_object()) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ints_keep_their_value_at_the_edges() {
        for value in [0, 1, -1, MAX_INLINE_INT, MIN_INLINE_INT] {
            assert!(Raw::int(value).is_int());
            assert_eq!(Raw::int(value).as_int(), value);
            assert!(!Raw::int(value).is_float() && !Raw::int(value).is_object());
        }
        assert!(!Raw::fits(MAX_INLINE_INT + 1) && !Raw::fits(MIN_INLINE_INT - 1));
    }

    #[test]
    fn every_double_is_a_float_and_nothing_else() {
        let edge = [0.0, -0.0, 1.5, f64::MIN, f64::MAX, f64::INFINITY, f64::NEG_INFINITY, f64::MIN_POSITIVE, 5e-324];
        for value in edge {
            let value = Value::float(value).raw();
            assert!(value.is_float() && !value.is_int() && !value.is_object() && !value.is_bool());
        }
        for bits in [u64::MAX, 0xFFF8 << 48, 0x7FF8 << 48, 0x7FFF_FFFF_FFFF_FFFF] {
            let value = Value::float(f64::from_bits(bits));
            assert!(value.raw().is_float() && value.as_exact_float().unwrap().is_nan());
        }
    }
}
