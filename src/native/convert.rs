//! Parameters and results of native functions as Rust types.
#![allow(unsafe_code)]

use std::marker::PhantomData;

use super::bind::Bound;
use super::{PyResult, Raised, RawFn};
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::object::{Payload, PyType, Ref, Value, class_ref};
use crate::vm::Vm;

/// A Rust type that a parameter can have.
///
/// | type | Python argument |
/// |---|---|
/// | `&Value`, `Value` | anything |
/// | `&Ref<T>`, `Ref<T>` | an instance of the built-in type or a subclass, else TypeError |
/// | `i64`, `i32`, `isize`, `usize`, `u8`, `u32`, `u64` | an int or something with `__index__`; OverflowError out of range |
/// | `f64` | a float, an int, something with `__float__` or `__index__` |
/// | `bool` | anything, by its truth |
/// | `&str` | a str without lone surrogates |
/// | `Option<T>` | left out, or None (for `Option<&Value>` only left out) |
/// | [`Rest`], [`Keywords`] | `*args`, `**kwargs` |
pub trait FromArg: Sized {
    /// Parameters that are not slots of their own: `*args` and `**kwargs`.
    const COLLECTS: bool = false;
    fn from_arg(vm: &Vm, bound: &Bound, index: usize) -> PyResult<Self>;
}

/// What `*args` collects.
#[derive(Clone, Copy)]
pub struct Rest<'a>(pub &'a [Value]);
/// Names and values that `**kwargs` collects.
#[derive(Clone, Copy)]
pub struct Keywords<'a>(pub &'a [(Value, Value)]);

/// Arguments outlive the call they are passed to; functions are generic over that lifetime, so they
/// cannot keep them longer.
unsafe fn extend<'a, T: ?Sized>(short: &T) -> &'a T {
    // SAFETY: the trampoline below calls the function while `bound` is alive.
    unsafe { &*(short as *const T) }
}

fn required<'b>(vm: &Vm, bound: &'b Bound, index: usize) -> PyResult<&'b Value> {
    match bound.get(index) {
        Some(value) => Ok(value),
        // A row whose default is no literal, with a parameter that is no Option: our bug, reported as such.
        None => Err(vm.system_error(format!("parameter {index} of {} has no value", bound.signature.name))),
    }
}

impl FromArg for &Value {
    #[inline]
    fn from_arg(vm: &Vm, bound: &Bound, index: usize) -> PyResult<Self> {
        // SAFETY: see extend.
        required(vm, bound, index).map(|value| unsafe { extend(value) })
    }
}

impl FromArg for Value {
    #[inline]
    fn from_arg(vm: &Vm, bound: &Bound, index: usize) -> PyResult<Self> {
        required(vm, bound, index).cloned()
    }
}

impl<T: Payload> FromArg for &Ref<T> {
    #[inline]
    fn from_arg(vm: &Vm, bound: &Bound, index: usize) -> PyResult<Self> {
        let value = required(vm, bound, index)?;
        match value.downcast::<T>() {
            // SAFETY: see extend.
            Some(object) => Ok(unsafe { extend(object) }),
            None => Err(wrong_type(vm, bound, index, T::SHAPE, value)),
        }
    }
}

impl<T: Payload> FromArg for Ref<T> {
    #[inline]
    fn from_arg(vm: &Vm, bound: &Bound, index: usize) -> PyResult<Self> {
        <&Ref<T>>::from_arg(vm, bound, index).cloned()
    }
}

impl FromArg for &str {
    fn from_arg(vm: &Vm, bound: &Bound, index: usize) -> PyResult<Self> {
        let string = <&Ref<PyStr>>::from_arg(vm, bound, index)?;
        match string.as_str() {
            Some(text) => Ok(text),
            None => Err(vm.surrogates_not_allowed(string)),
        }
    }
}

#[cold]
fn wrong_type(vm: &Vm, bound: &Bound, index: usize, shape: u32, value: &Value) -> Raised {
    let expected = crate::object::types::builtin(shape).name();
    let actual = class_ref(value).name();
    let function = bound.signature.name;
    let parameter = &bound.signature.parameters[index];
    if parameter.name == "self" {
        return vm.type_error(format!(
            "descriptor '{function}' for '{expected}' objects doesn't apply to a '{actual}' object"
        ));
    }
    let with_self = bound.signature.parameters.first().is_some_and(|p| p.name == "self" || p.name == "cls");
    let position = index + 1 - with_self as usize;
    if bound.signature.positional - with_self as usize == 1 {
        return vm.type_error(format!("{function}() argument must be {expected}, not {actual}"));
    }
    vm.type_error(format!("{function}() argument {position} must be {expected}, not {actual}"))
}

macro_rules! integer_arguments {
    ($($type:ty: $c_name:literal,)*) => {
        $(impl FromArg for $type {
            fn from_arg(vm: &Vm, bound: &Bound, index: usize) -> PyResult<Self> {
                let value = required(vm, bound, index)?;
                #[allow(irrefutable_let_patterns)]
                if let Some(inline) = value.as_inline_int()
                    && let Ok(fits) = inline.try_into()
                {
                    return Ok(fits);
                }
                let integer = vm.index(value)?;
                match int::to_i128(&integer).and_then(|wide| wide.try_into().ok()) {
                    Some(fits) => Ok(fits),
                    None => Err(vm.overflow_error(concat!("Python int too large to convert to C ", $c_name))),
                }
            }
        })*
    };
}
integer_arguments! {
    i64: "long", isize: "ssize_t", i32: "int", u8: "unsigned char", u32: "unsigned int",
    u64: "unsigned long", usize: "size_t", i16: "short", u16: "unsigned short",
}

impl FromArg for f64 {
    fn from_arg(vm: &Vm, bound: &Bound, index: usize) -> PyResult<Self> {
        let value = required(vm, bound, index)?;
        match value.as_exact_float() {
            Some(float) => Ok(float),
            None => vm.to_f64(value),
        }
    }
}

impl FromArg for bool {
    fn from_arg(vm: &Vm, bound: &Bound, index: usize) -> PyResult<Self> {
        vm.truth(required(vm, bound, index)?)
    }
}

impl<'a> FromArg for Rest<'a> {
    const COLLECTS: bool = true;
    fn from_arg(_: &Vm, bound: &Bound, _: usize) -> PyResult<Self> {
        // SAFETY: see extend.
        Ok(Rest(unsafe { extend(bound.rest) }))
    }
}

impl<'a> FromArg for Keywords<'a> {
    const COLLECTS: bool = true;
    fn from_arg(_: &Vm, bound: &Bound, _: usize) -> PyResult<Self> {
        // SAFETY: see extend.
        Ok(Keywords(unsafe { extend(bound.keywords) }))
    }
}

/// Parameters that may be left out.
macro_rules! optional_arguments {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => {
        $(impl<$($generics)*> FromArg for Option<$type> {
            #[inline]
            fn from_arg(vm: &Vm, bound: &Bound, index: usize) -> PyResult<Self> {
                match bound.get(index) {
                    None => Ok(None),
                    Some(value) if value.is_none() => Ok(None),
                    Some(_) => <$type>::from_arg(vm, bound, index).map(Some),
                }
            }
        })*
    };
}
optional_arguments! {
    ['a, T: Payload] &'a Ref<T>, [T: Payload] Ref<T>, ['a] &'a str, [] i64, [] isize, [] i32, [] u32, [] u64,
    [] usize, [] u8, [] f64, [] bool,
}

impl FromArg for Option<&Value> {
    #[inline]
    fn from_arg(vm: &Vm, bound: &Bound, index: usize) -> PyResult<Self> {
        if bound.get(index).is_none() { Ok(None) } else { <&Value>::from_arg(vm, bound, index).map(Some) }
    }
}

impl FromArg for Option<Value> {
    #[inline]
    fn from_arg(_: &Vm, bound: &Bound, index: usize) -> PyResult<Self> {
        Ok(bound.get(index).cloned())
    }
}

/// A Rust type that a native function can return.
pub trait ToResult {
    fn to_result(self, vm: &Vm) -> PyResult<Value>;
}

impl<T: ToResult> ToResult for PyResult<T> {
    #[inline]
    fn to_result(self, vm: &Vm) -> PyResult<Value> {
        self.and_then(|value| value.to_result(vm))
    }
}

macro_rules! results {
    ($([$($generics:tt)*] $type:ty, $self:ident, $vm:ident => $value:expr;)*) => {
        $(impl<$($generics)*> ToResult for $type {
            #[inline]
            fn to_result($self, $vm: &Vm) -> PyResult<Value> {
                Ok($value)
            }
        })*
    };
}
results! {
    [] Value, self, _vm => self;
    [] (), self, _vm => Value::NONE;
    [] bool, self, _vm => Value::bool(self);
    [] f64, self, _vm => Value::float(self);
    [] i64, self, vm => vm.int(self);
    [] i32, self, vm => vm.int(self as i64);
    [] u32, self, vm => vm.int(self as i64);
    [] usize, self, vm => vm.int_from(self);
    [] u64, self, vm => vm.int_from(self);
    [] String, self, vm => vm.str(&self);
    [] &str, self, vm => vm.str(self);
    [] Vec<u8>, self, vm => vm.bytes(&self);
    [T: Payload] Ref<T>, self, _vm => self.into_value();
    [T: Payload] Option<Ref<T>>, self, _vm => self.map_or(Value::NONE, Ref::into_value);
    [] Option<Value>, self, _vm => self.unwrap_or(Value::NONE);
}

/// A Rust function with convertible parameters and result; `A` is the tuple of its parameter types.
pub trait NativeFn<A>: Copy + 'static {
    fn call(self, vm: &Vm, bound: &Bound) -> PyResult<Value>;
}

macro_rules! native_fn {
    ($($arg:ident $index:literal),*) => {
        impl<F, R: ToResult, $($arg: FromArg),*> NativeFn<($($arg,)*)> for F
        where
            F: Fn(&Vm, $($arg),*) -> R + Copy + 'static,
        {
            #[inline]
            #[allow(unused_variables)]
            fn call(self, vm: &Vm, bound: &Bound) -> PyResult<Value> {
                // Collecting parameters take no slot: those after them move up by one.
                #[allow(unused_mut, unused_variables)]
                let mut slot = 0;
                $(
                    #[allow(non_snake_case)]
                    let $arg = $arg::from_arg(vm, bound, slot)?;
                    #[allow(unused_assignments)]
                    if !$arg::COLLECTS {
                        slot += 1;
                    }
                )*
                self(vm, $($arg),*).to_result(vm)
            }
        }
    };
}
native_fn!();
native_fn!(A 0);
native_fn!(A 0, B 1);
native_fn!(A 0, B 1, C 2);
native_fn!(A 0, B 1, C 2, D 3);
native_fn!(A 0, B 1, C 2, D 3, E 4);
native_fn!(A 0, B 1, C 2, D 3, E 4, G 5);
native_fn!(A 0, B 1, C 2, D 3, E 4, G 5, H 6);
native_fn!(A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7);
native_fn!(A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8);
native_fn!(A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7, J 8, K 9);

struct Zero<F>(PhantomData<F>);

impl<F> Zero<F> {
    const CHECK: () = assert!(size_of::<F>() == 0, "native functions are plain functions");
}

/// The trampoline of a Rust function: for rows of tables.
pub const fn wrap<A, F: NativeFn<A>>(_function: F) -> RawFn {
    let () = Zero::<F>::CHECK;
    trampoline::<A, F>
}

fn trampoline<A, F: NativeFn<A>>(vm: &Vm, bound: &Bound) -> PyResult<Value> {
    // SAFETY: a plain function's type has no content, so one can be made from nothing.
    let function: F = unsafe { std::mem::zeroed() };
    function.call(vm, bound)
}

/// The class among the arguments of a `__new__` row.
pub type Class<'a> = &'a Ref<PyType>;
