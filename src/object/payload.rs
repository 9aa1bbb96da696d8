//! What Rust types must tell to be the payload of Python objects, and typed references to them.
//!
//! An object is a `#[repr(C)]` struct that begins with a [`Header`]. Its [`Layout`] says how to size,
//! visit and drop it; subclasses written in Python share the layout of their built-in base.
#![allow(unsafe_code)]

use std::ops::Deref;
use std::ptr::NonNull;

use super::header::Header;
use super::shape;
use super::value::{Raw, Value};

/// How the heap treats objects of one Rust type.
pub struct Layout {
    /// For diagnostics.
    pub name: &'static str,
    /// The layout this one begins with: `defaultdict` begins with that of `dict`.
    pub base: Option<&'static Layout>,
    /// Bytes without attribute slots.
    pub size: unsafe fn(*mut Header) -> usize,
    /// Bytes of a fixed-size payload; 0 for the variable ones, which cannot have attribute slots.
    pub fixed_size: usize,
    pub drop: unsafe fn(*mut Header),
    /// Visits every value the payload owns; `None` if it can own none.
    pub traverse: Option<unsafe fn(*mut Header, &mut Visitor)>,
    /// Lets go of what may close a cycle.
    pub clear: unsafe fn(*mut Header),
}

/// Hands the values that an object owns to the collector.
pub struct Visitor<'a> {
    pub(super) each: &'a mut dyn FnMut(&[Value]),
}

impl Visitor<'_> {
    #[inline]
    pub fn visit(&mut self, owned: &(impl Trace + ?Sized)) {
        owned.trace(self);
    }
}

/// Something that owns values.
pub trait Trace {
    fn trace(&self, visitor: &mut Visitor);

    /// Several side by side: values are handed over at once.
    fn trace_all(all: &[Self], visitor: &mut Visitor)
    where
        Self: Sized,
    {
        all.iter().for_each(|one| one.trace(visitor));
    }
}

impl Trace for Value {
    #[inline]
    fn trace(&self, visitor: &mut Visitor) {
        (visitor.each)(std::slice::from_ref(self));
    }

    #[inline]
    fn trace_all(all: &[Value], visitor: &mut Visitor) {
        (visitor.each)(all);
    }
}
impl<T: Payload> Trace for Ref<T> {
    #[inline]
    fn trace(&self, visitor: &mut Visitor) {
        (visitor.each)(std::slice::from_ref(self.as_value()));
    }
}
impl<T: Trace> Trace for Option<T> {
    fn trace(&self, visitor: &mut Visitor) {
        if let Some(value) = self {
            value.trace(visitor);
        }
    }
}
impl<T: Trace> Trace for [T] {
    fn trace(&self, visitor: &mut Visitor) {
        T::trace_all(self, visitor);
    }
}
impl<T: Trace> Trace for Vec<T> {
    fn trace(&self, visitor: &mut Visitor) {
        self.as_slice().trace(visitor);
    }
}
impl<T: Trace> Trace for std::collections::VecDeque<T> {
    fn trace(&self, visitor: &mut Visitor) {
        self.iter().for_each(|value| value.trace(visitor));
    }
}
impl<T: Trace> Trace for Box<T> {
    fn trace(&self, visitor: &mut Visitor) {
        (**self).trace(visitor);
    }
}
impl<A: Trace, B: Trace> Trace for (A, B) {
    fn trace(&self, visitor: &mut Visitor) {
        self.0.trace(visitor);
        self.1.trace(visitor);
    }
}
impl<T: Trace> Trace for super::cell::PyCell<T> {
    fn trace(&self, visitor: &mut Visitor) {
        self.borrow().trace(visitor);
    }
}
impl Trace for super::cell::Slot {
    fn trace(&self, visitor: &mut Visitor) {
        self.with(|value| value.trace(visitor));
    }
}

/// A Rust type whose values are Python objects. Implement it with [`payload!`](crate::payload).
///
/// # Safety
/// The type is `#[repr(C)]` and begins with a [`Header`]; `LAYOUT` describes it; `SHAPE` is the shape
/// of direct instances of its built-in type.
pub unsafe trait Payload: Sized + 'static {
    const LAYOUT: &'static Layout;
    /// One of the reserved numbers of [`shape`].
    const SHAPE: u32;
    /// Direct instances too have attributes of their own (a spill pointer behind the payload).
    const TAIL: bool;
}

/// Declares a fixed-size payload.
///
/// ```ignore
/// payload!(PyList, shape::LIST, traverse(this, visitor) { visitor.visit(&this.items) } clear { this.items.borrow_mut().clear() });
/// payload!(PyRange, shape::RANGE);
/// payload!(PyFunction, shape::FUNCTION, tail, traverse(this, visitor) {...} clear {...}); // direct instances have a __dict__
/// payload!(PyDefaultDict, shape::DEFAULTDICT, base PyDict, traverse(this, visitor) {...} clear {...});
/// ```
/// `clear` must let go of values only after its own borrow has ended (take them out, then drop).
#[macro_export]
macro_rules! payload {
    ($type:ident, $shape:expr, tail $($rest:tt)*) => {
        $crate::payload!(@define $type, $shape, true $($rest)*);
    };
    ($type:ident, $shape:expr $(, base $base:ty)? $(, traverse($this:ident, $visitor:ident) $traverse:block clear $clear:block)?) => {
        $crate::payload!(@define $type, $shape, false $(, base $base)? $(, traverse($this, $visitor) $traverse clear $clear)?);
    };
    (@define $type:ident, $shape:expr, $tail:literal $(, base $base:ty)? $(, traverse($this:ident, $visitor:ident) $traverse:block clear $clear:block)?) => {
        #[allow(unsafe_code)]
        const _: () = {
            use $crate::object::{Header, Layout, Payload};
            unsafe fn size(_: *mut Header) -> usize {
                size_of::<$type>()
            }
            unsafe fn drop_payload(object: *mut Header) {
                // SAFETY: the heap calls this once, at the end of the object's life.
                unsafe { std::ptr::drop_in_place(object as *mut $type) }
            }
            $(unsafe fn traverse(object: *mut Header, $visitor: &mut $crate::object::Visitor) {
                // SAFETY: the heap passes a live object of this layout.
                let $this = unsafe { &*(object as *const $type) };
                $traverse
            })?
            #[allow(unused_variables)]
            unsafe fn clear(object: *mut Header) {
                $(
                // SAFETY: as for traverse.
                let $this = unsafe { &*(object as *const $type) };
                $clear
                )?
            }
            static LAYOUT: Layout = Layout {
                name: stringify!($type),
                base: $crate::payload!(@base $($base)?),
                size,
                fixed_size: size_of::<$type>(),
                drop: drop_payload,
                traverse: $crate::payload!(@traverse $($this)? traverse),
                clear,
            };
            // SAFETY: `repr(C)` and the leading header are the caller's to give; the layout is right.
            unsafe impl Payload for $type {
                const LAYOUT: &'static Layout = &LAYOUT;
                const SHAPE: u32 = $shape;
                const TAIL: bool = $tail;
            }
        };
    };
    (@base $base:ty) => { Some(<$base as Payload>::LAYOUT) };
    (@base) => { None };
    (@traverse $this:ident $traverse:ident) => { Some($traverse) };
    (@traverse $traverse:ident) => { None };
}

/// An owned reference to an object whose payload is `T`.
#[repr(transparent)]
pub struct Ref<T: Payload>(NonNull<T>);

impl<T: Payload> Ref<T> {
    /// A new object of the built-in type `T::SHAPE` names. `payload` must carry a header of that shape.
    pub fn new(payload: T) -> Ref<T> {
        let heap = crate::vm::current().heap();
        let size = size_of::<T>() + if T::TAIL { 8 } else { 0 };
        let object = heap.allocate(size) as *mut T;
        // SAFETY: the block is large enough and fresh.
        unsafe {
            object.write(payload);
            if T::TAIL {
                *(object.add(1) as *mut *mut u8) = std::ptr::null_mut();
            }
            Ref(NonNull::new_unchecked(object))
        }
    }

    #[inline(always)]
    pub fn as_value(&self) -> &Value {
        // SAFETY: a pointer has the same bits in both.
        unsafe { &*(self as *const Ref<T> as *const Value) }
    }

    #[inline(always)]
    pub fn to_value(&self) -> Value {
        self.as_value().clone()
    }

    #[inline(always)]
    pub fn into_value(self) -> Value {
        let raw = Raw::object(self.0.as_ptr() as *mut Header);
        std::mem::forget(self);
        // SAFETY: the reference passes on.
        unsafe { raw.into_value() }
    }

    #[inline(always)]
    pub fn as_ptr(&self) -> *mut T {
        self.0.as_ptr()
    }

    #[inline(always)]
    pub fn is(&self, other: &Ref<T>) -> bool {
        self.0 == other.0
    }

    /// Takes over the reference in a pointer.
    ///
    /// # Safety
    /// `pointer` is a live object of this payload, and the caller owns one reference to it.
    #[inline(always)]
    pub unsafe fn from_ptr(pointer: *mut T) -> Ref<T> {
        // SAFETY: not null, as the caller vouches.
        unsafe { Ref(NonNull::new_unchecked(pointer)) }
    }

    /// A new reference to a live object.
    ///
    /// # Safety
    /// `pointer` is a live object of this payload.
    #[inline(always)]
    pub unsafe fn from_borrowed(pointer: *const T) -> Ref<T> {
        // SAFETY: the caller vouches for the object.
        unsafe {
            (*(pointer as *const Header)).incref();
            Ref::from_ptr(pointer as *mut T)
        }
    }

    pub fn header(&self) -> &Header {
        // SAFETY: every payload begins with a header.
        unsafe { &*(self.0.as_ptr() as *const Header) }
    }
}

impl<T: Payload> Deref for Ref<T> {
    type Target = T;
    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the reference keeps the object alive; payloads are only ever shared.
        unsafe { self.0.as_ref() }
    }
}

impl<T: Payload> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Ref<T> {
        self.header().incref();
        Ref(self.0)
    }
}

impl<T: Payload> Drop for Ref<T> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: this is the reference that it owned.
        unsafe { Header::decref(self.0.as_ptr() as *mut Header) }
    }
}

impl<T: Payload> From<Ref<T>> for Value {
    #[inline(always)]
    fn from(object: Ref<T>) -> Value {
        object.into_value()
    }
}

impl Value {
    /// This value as a `T`, if it is one: of the built-in type or a subclass.
    #[inline(always)]
    pub fn downcast<T: Payload>(&self) -> Option<&Ref<T>> {
        // SAFETY: the shape vouches for the payload; a pointer has the same bits in both.
        unsafe {
            let shape = self.raw().shape();
            (shape == T::SHAPE || shape != 0 && has_layout(shape, T::LAYOUT))
                .then(|| &*(self as *const Value as *const Ref<T>))
        }
    }

    /// This value as a `T`, if its type is exactly the built-in one.
    #[inline(always)]
    pub fn downcast_exact<T: Payload>(&self) -> Option<&Ref<T>> {
        // SAFETY: as in downcast.
        unsafe { (self.raw().shape() == T::SHAPE).then(|| &*(self as *const Value as *const Ref<T>)) }
    }

    /// As [`Value::downcast`], passing on the reference.
    pub fn into_ref<T: Payload>(self) -> Result<Ref<T>, Value> {
        if self.downcast::<T>().is_none() {
            return Err(self);
        }
        let raw = self.into_raw();
        // SAFETY: just checked; the reference passes on.
        Ok(unsafe { Ref::from_ptr(raw.as_object() as *mut T) })
    }
}

#[inline(never)]
fn has_layout(shape: u32, wanted: &'static Layout) -> bool {
    let mut layout = Some(shape::info(shape).layout());
    while let Some(this) = layout {
        if std::ptr::eq(this, wanted) {
            return true;
        }
        layout = this.base;
    }
    false
}
