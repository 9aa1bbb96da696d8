//! The methods of `int`.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use super::{IntRef, as_int, to_plain};
use crate::builtins::buffer;
use crate::builtins::bytes::PyBytes;
use crate::builtins::bytes::slots::by_bytes_method;
use crate::builtins::str::PyStr;
use crate::native::{GetSet, Native, PyResult, classmethod, getter, method, wrap};
use crate::object::{PyType, Ref, Value, class_ref, shape};
use crate::vm::Vm;

pub static METHODS: &[Native] = &[
    method(
        "as_integer_ratio(self, /)",
        "Return a pair of integers, whose ratio is equal to the original int.\n\n>>> (-7).as_integer_ratio()\n(-7, 1)",
        wrap(as_integer_ratio),
    ),
    method(
        "bit_count(self, /)",
        "Number of ones in the binary representation of the absolute value of self.\n\nAlso known as the population count.\n\n>>> bin(-22)\n'-0b10110'\n>>> (-22).bit_count()\n3",
        wrap(bit_count),
    ),
    method(
        "bit_length(self, /)",
        "Number of bits necessary to represent self in binary.\n\n>>> bin(1000)\n'0b1111101000'\n>>> (1000).bit_length()\n10",
        wrap(bit_length),
    ),
    method("conjugate(self, /)", "Returns self, the complex conjugate of any int.", wrap(plain)),
    classmethod(
        "from_bytes(cls, /, bytes, byteorder='big', *, signed=False)",
        "Return the integer represented by the given array of bytes.",
        wrap(from_bytes),
    ),
    method(
        "is_integer(self, /)",
        "Returns True. Exists for duck type compatibility with float.is_integer.",
        wrap(is_integer),
    ),
    method(
        "to_bytes(self, /, length=1, byteorder='big', *, signed=False)",
        "Return an array of bytes representing an integer.",
        wrap(to_bytes),
    ),
    method("__ceil__(self, /)", "Ceiling of an Integral returns itself.", wrap(plain)),
    method("__floor__(self, /)", "Flooring an Integral returns itself.", wrap(plain)),
    method("__trunc__(self, /)", "Truncating an Integral returns itself.", wrap(plain)),
    method(
        "__round__(self, ndigits=None, /)",
        "Rounding an Integral returns itself.\n\nRounding with an ndigits argument also returns an integer.",
        wrap(round),
    ),
    method("__format__(self, format_spec, /)", "Convert to a string according to format_spec.", wrap(format)),
    method("__getnewargs__(self, /)", "", wrap(getnewargs)),
    method("__sizeof__(self, /)", "Returns size in memory, in bytes.", wrap(sizeof)),
];

pub static GETSET: &[GetSet] = &[
    getter("real", "the real part of a complex number", plain),
    getter("imag", "the imaginary part of a complex number", |vm, _| Ok(vm.int(0))),
    getter("numerator", "the numerator of a rational number in lowest terms", plain),
    getter("denominator", "the denominator of a rational number in lowest terms", |vm, _| Ok(vm.int(1))),
];

fn this_int<'a>(vm: &Vm, this: &'a Value) -> PyResult<IntRef<'a>> {
    as_int(this).ok_or_else(|| {
        vm.type_error(format!("descriptor requires an 'int' object but received a '{}'", class_ref(this).name()))
    })
}

fn plain(vm: &Vm, this: &Value) -> PyResult<Value> {
    this_int(vm, this)?;
    Ok(to_plain(vm, this).unwrap_or(Value::NONE))
}

fn getnewargs(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.tuple(vec![plain(vm, this)?]))
}

fn as_integer_ratio(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.tuple(vec![plain(vm, this)?, vm.int(1)]))
}

fn is_integer(vm: &Vm, this: &Value) -> PyResult<bool> {
    this_int(vm, this).map(|_| true)
}

fn bit_length(vm: &Vm, this: &Value) -> PyResult<u64> {
    Ok(match this_int(vm, this)? {
        IntRef::Small(value) => 64 - value.unsigned_abs().leading_zeros() as u64,
        IntRef::Big(value) => value.bits(),
    })
}

fn bit_count(vm: &Vm, this: &Value) -> PyResult<u64> {
    Ok(match this_int(vm, this)? {
        IntRef::Small(value) => value.unsigned_abs().count_ones() as u64,
        IntRef::Big(value) => value.magnitude().count_ones(),
    })
}

/// As CPython counts: a header of 24 bytes and 4 bytes for each 30 bits.
fn sizeof(vm: &Vm, this: &Value) -> PyResult<u64> {
    Ok(24 + 4 * bit_length(vm, this)?.div_ceil(30).max(1))
}

/// Whether `byteorder` says little-endian.
fn is_little(vm: &Vm, byteorder: &Value) -> PyResult<bool> {
    let Some(order) = byteorder.downcast::<PyStr>() else {
        let name = class_ref(byteorder).name();
        return Err(vm.type_error(format!("to_bytes() argument 'byteorder' must be str, not {name}")));
    };
    match order.as_bytes() {
        b"little" => Ok(true),
        b"big" => Ok(false),
        _ => Err(vm.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn to_bytes(vm: &Vm, this: &Value, length: isize, byteorder: &Value, signed: bool) -> PyResult<Ref<PyBytes>> {
    let int = this_int(vm, this)?;
    let little = is_little(vm, byteorder)?;
    if length < 0 {
        return Err(vm.value_error("length argument must be non-negative"));
    }
    if int.is_negative() && !signed {
        return Err(vm.overflow_error("can't convert negative int to unsigned"));
    }
    let value = int.to_big();
    let mut bytes = if signed { value.to_signed_bytes_le() } else { value.to_bytes_le().1 };
    if int.is_zero() {
        bytes.clear();
    }
    let length = length as usize;
    // -1 as no bytes at all is out of range, like any other value but 0.
    if bytes.len() > length {
        return Err(vm.overflow_error("int too big to convert"));
    }
    if bytes.try_reserve(length - bytes.len()).is_err() {
        return Err(vm.memory_error(""));
    }
    bytes.resize(length, if int.is_negative() { 0xFF } else { 0 });
    if !little {
        bytes.reverse();
    }
    Ok(PyBytes::new(&bytes))
}

fn from_bytes(vm: &Vm, class: &Ref<PyType>, bytes: &Value, byteorder: &Value, signed: bool) -> PyResult<Value> {
    let little = is_little(vm, byteorder)?;
    let made = by_bytes_method(vm, bytes)?;
    let content = buffer::to_bytes(vm, made.as_ref().unwrap_or(bytes))?;
    let value = match (little, signed) {
        (true, true) => BigInt::from_signed_bytes_le(&content),
        (true, false) => BigInt::from_bytes_le(Sign::Plus, &content),
        (false, true) => BigInt::from_signed_bytes_be(&content),
        (false, false) => BigInt::from_bytes_be(Sign::Plus, &content),
    };
    let value = vm.big_int(value);
    if class.root_shape.get() == shape::INT { Ok(value) } else { vm.call(class.as_value(), &[value]) }
}

/// Half to even at a power of ten.
fn round(vm: &Vm, this: &Value, ndigits: &Value) -> PyResult<Value> {
    let int = this_int(vm, this)?;
    if ndigits.is_none() {
        return plain(vm, this);
    }
    let ndigits = vm.index_clamped(ndigits)?;
    if ndigits >= 0 {
        return plain(vm, this);
    }
    let value = int.to_big();
    let digits = ndigits.unsigned_abs();
    // Beyond twice the value nothing is left but zero.
    if digits as u64 > value.bits() / 3 + 2 {
        return Ok(vm.int(0));
    }
    let unit = BigInt::from(10).pow(digits as u32);
    let (quotient, rest) = value.div_mod_floor(&unit);
    let twice: BigInt = rest * 2;
    let up = twice > unit || twice == unit && quotient.is_odd();
    Ok(vm.big_int((quotient + if up { BigInt::one() } else { BigInt::zero() }) * unit))
}

fn format(vm: &Vm, this: &Value, spec: &Value) -> PyResult<Value> {
    crate::builtins::format::format_method(vm, this, spec)
}

/// The greatest common divisor, as `math.gcd` wants it.
pub fn gcd(vm: &Vm, left: IntRef, right: IntRef) -> Value {
    match (left, right) {
        (IntRef::Small(a), IntRef::Small(b)) => vm.int_from(num_integer::gcd(a as i128, b as i128)),
        (a, b) => vm.big_int(a.to_big().gcd(&b.to_big()).abs()),
    }
}
