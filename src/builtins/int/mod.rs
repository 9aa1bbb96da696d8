//! `int`: inline in the value up to 50 bits, then a heap object with an i64, then a big integer.
//!
//! Everything else sees ints through [`IntRef`]; what makes one goes through `Vm::int` and `Vm::int_from`,
//! which choose the smallest representation, so that equal ints below 50 bits are identical.

pub mod arith;
pub mod bool;
pub mod methods;
pub mod new;
mod power;
pub mod text;

use std::borrow::Cow;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::object::{Header, Layout, Payload, Ref, TypeSpec, Value, shape};
use crate::vm::Vm;

/// An int of 51 to 64 bits.
#[repr(C)]
pub struct PyInt64 {
    header: Header,
    value: i64,
}
crate::payload!(PyInt64, shape::INT64);

/// An int beyond 64 bits.
#[repr(C)]
pub struct PyBigInt {
    header: Header,
    value: BigInt,
}
crate::payload!(PyBigInt, shape::BIG_INT);

/// An instance of a subclass of `int`: its value is a plain int.
#[repr(C)]
pub struct PyIntObject {
    header: Header,
    value: Value,
}
crate::payload!(PyIntObject, shape::INT);

impl PyIntObject {
    /// The payload by itself, for `Vm::new_object`; `value` is a plain int.
    pub fn payload(value: Value) -> PyIntObject {
        PyIntObject { header: Header::new(shape::INT), value }
    }
}

/// A view of an int, whatever its representation.
#[derive(Clone, Copy, Debug)]
pub enum IntRef<'a> {
    Small(i64),
    Big(&'a BigInt),
}

impl IntRef<'_> {
    pub fn to_big(&self) -> Cow<'_, BigInt> {
        match self {
            IntRef::Small(value) => Cow::Owned(BigInt::from(*value)),
            IntRef::Big(value) => Cow::Borrowed(value),
        }
    }

    pub fn is_negative(&self) -> bool {
        match self {
            IntRef::Small(value) => *value < 0,
            IntRef::Big(value) => value.sign() == num_bigint::Sign::Minus,
        }
    }

    pub fn is_zero(&self) -> bool {
        matches!(self, IntRef::Small(0))
    }

    pub fn to_i64(&self) -> Option<i64> {
        match self {
            IntRef::Small(value) => Some(*value),
            IntRef::Big(_) => None,
        }
    }
}

/// The int that a value is: of class int, bool or a subclass. Does not call `__index__`; see `Vm::index`.
#[inline]
pub fn as_int(value: &Value) -> Option<IntRef<'_>> {
    let raw = value.raw();
    if raw.is_int() {
        return Some(IntRef::Small(raw.as_int()));
    }
    as_int_slow(value)
}

fn as_int_slow(value: &Value) -> Option<IntRef<'_>> {
    if value.is_bool() {
        return Some(IntRef::Small(value.is_true() as i64));
    }
    if let Some(int) = value.downcast_exact::<PyInt64>() {
        return Some(IntRef::Small(int.value));
    }
    if let Some(int) = value.downcast_exact::<PyBigInt>() {
        return Some(IntRef::Big(&int.value));
    }
    value.downcast::<PyIntObject>().and_then(|object| as_int(&object.value))
}

/// Whether the value is an int (bools and subclasses included).
pub fn is_int(value: &Value) -> bool {
    as_int(value).is_some()
}

/// The plain int behind an int of any class.
pub fn to_plain(vm: &Vm, value: &Value) -> Option<Value> {
    match as_int(value)? {
        IntRef::Small(small) => Some(vm.int(small)),
        IntRef::Big(big) => match value.downcast_exact::<PyBigInt>() {
            Some(_) => Some(value.clone()),
            None => Some(vm.big_int(big.clone())),
        },
    }
}

/// The int as an i128, if it fits.
pub fn to_i128(value: &Value) -> Option<i128> {
    match as_int(value)? {
        IntRef::Small(small) => Some(small as i128),
        IntRef::Big(big) => big.to_i128(),
    }
}

/// CPython's modulus of numeric hashes.
pub const HASH_MODULUS: i64 = (1 << 61) - 1;

/// CPython's hash of an int.
pub fn hash(int: IntRef) -> i64 {
    let hash = match int {
        IntRef::Small(value) if value.unsigned_abs() < HASH_MODULUS as u64 => value,
        IntRef::Small(value) => (value as i128 % HASH_MODULUS as i128) as i64,
        IntRef::Big(value) => (value % HASH_MODULUS).to_i64().expect("less than the modulus"),
    };
    if hash == -1 { -2 } else { hash }
}

/// What `__hash__` returned, as a hash: an int of any size.
pub fn hash_result(value: &Value) -> Option<i64> {
    Some(match as_int(value)? {
        IntRef::Small(-1) => -2,
        IntRef::Small(value) => value,
        big => hash(big),
    })
}

impl Vm {
    /// An int.
    #[inline]
    pub fn int(&self, value: i64) -> Value {
        if crate::object::Raw::fits(value) { Value::inline_int(value) } else { int64(value) }
    }

    /// An int, from a Rust integer of any type.
    pub fn int_from(&self, value: impl Into<BigInt> + TryInto<i64> + Copy) -> Value {
        match value.try_into() {
            Ok(small) => self.int(small),
            Err(_) => self.big_int(value.into()),
        }
    }

    /// An int, in the smallest representation.
    pub fn big_int(&self, value: BigInt) -> Value {
        match value.to_i64() {
            Some(small) => self.int(small),
            None => Ref::new(PyBigInt { header: Header::new(shape::BIG_INT), value }).into_value(),
        }
    }
}

#[cold]
#[inline(never)]
fn int64(value: i64) -> Value {
    Ref::new(PyInt64 { header: Header::new(shape::INT64), value }).into_value()
}

/// `int` and `bool`.
pub static SPECS: &[&TypeSpec] = &[&INT, &bool::BOOL];

static INT: TypeSpec = TypeSpec {
    flags: crate::object::types::BASETYPE | crate::object::types::MATCH_SELF,
    doc: "int([x]) -> integer\nint(x, base=10) -> integer\n\nConvert a number or string to an integer, or return 0 if no arguments\nare given.  If x is a number, return x.__int__().  For floating-point\nnumbers, this truncates towards zero.\n\nIf x is not a number or if base is given, then x must be a string, bytes, or\nbytearray instance: an integer literal in the given base, with a sign and with\nwhitespace around it if need be.  The base is 10 by default, and 0 or from 2 to\n36.  Base 0 takes the base from the prefix, as in source code.\n\n>>> int('0b1011', base=0)\n11\n>>> int(' -ff ', 16)\n-255",
    slots: arith::SLOTS,
    new: Some(&new::NEW),
    methods: methods::METHODS,
    getset: methods::GETSET,
    ..TypeSpec::of::<PyIntObject>("int")
};

/// The shapes of ints on the heap that are not instances of subclasses, with their layouts.
pub static HEAP_SHAPES: [(u32, &Layout); 2] = [(shape::INT64, PyInt64::LAYOUT), (shape::BIG_INT, PyBigInt::LAYOUT)];
