//! The operators of `int`: machine words first, big integers when they overflow.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::{IntRef, as_int, to_plain};
use crate::native::PyResult;
use crate::object::Value;
use crate::object::slots::{CompareOp, Slots};
use crate::vm::Vm;

pub const SLOTS: Slots = Slots {
    repr: Some(super::text::repr),
    hash: Some(|_, this| Ok(as_int(this).map_or(0, super::hash))),
    compare: Some(compare),
    add: Some(add),
    sub: Some(sub),
    mul: Some(mul),
    truediv: Some(truediv),
    floordiv: Some(floordiv),
    modulo: Some(modulo),
    divmod: Some(divmod),
    pow: Some(super::power::pow),
    lshift: Some(lshift),
    rshift: Some(rshift),
    and: Some(and),
    or: Some(or),
    xor: Some(xor),
    neg: Some(neg),
    pos: Some(plain),
    abs: Some(abs),
    invert: Some(invert),
    bool: Some(|_, this| Ok(!as_int(this).is_some_and(|int| int.is_zero()))),
    int: Some(plain),
    index: Some(plain),
    float: Some(|vm, this| vm.int_to_f64(as_int(this).unwrap_or(IntRef::Small(0))).map(Value::float)),
    ..Slots::EMPTY
};

/// The most bits that a shift or a power may give: what CPython's digit counts allow is far beyond any memory.
pub const MAX_BITS: u64 = 1 << 38;

fn pair<'a>(left: &'a Value, right: &'a Value) -> Option<(IntRef<'a>, IntRef<'a>)> {
    Some((as_int(left)?, as_int(right)?))
}

macro_rules! ring {
    ($($name:ident $checked:ident $operator:tt;)*) => {
        $(pub fn $name(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
            let Some((left, right)) = pair(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
            if let (IntRef::Small(a), IntRef::Small(b)) = (left, right)
                && let Some(result) = a.$checked(b)
            {
                return Ok(vm.int(result));
            }
            Ok(vm.big_int(match (left, right) {
                (IntRef::Big(a), IntRef::Small(b)) => a $operator b,
                (a, b) => &*a.to_big() $operator &*b.to_big(),
            }))
        })*
    };
}
ring! {
    add checked_add +;
    sub checked_sub -;
    mul checked_mul *;
}

macro_rules! bitwise {
    ($($name:ident $operator:tt;)*) => {
        $(pub fn $name(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
            Ok(match pair(left, right) {
                None => Value::NOT_IMPLEMENTED,
                Some((IntRef::Small(a), IntRef::Small(b))) => vm.int(a $operator b),
                Some((a, b)) => vm.big_int(&*a.to_big() $operator &*b.to_big()),
            })
        })*
    };
}
bitwise! {
    and &;
    or |;
    xor ^;
}

/// Quotient and remainder rounded down; the divisor is not zero.
pub fn floor_divmod(vm: &Vm, left: IntRef, right: IntRef) -> (Value, Value) {
    if let (IntRef::Small(a), IntRef::Small(b)) = (left, right)
        && let Some(quotient) = a.checked_div(b)
    {
        let remainder = a % b;
        return match remainder != 0 && (remainder < 0) != (b < 0) {
            true => (vm.int(quotient - 1), vm.int(remainder + b)),
            false => (vm.int(quotient), vm.int(remainder)),
        };
    }
    let (quotient, remainder) = left.to_big().div_mod_floor(&right.to_big());
    (vm.big_int(quotient), vm.big_int(remainder))
}

fn floordiv(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    match pair(left, right) {
        None => Ok(Value::NOT_IMPLEMENTED),
        Some((_, b)) if b.is_zero() => Err(vm.zero_division_error("division by zero")),
        Some((a, b)) => Ok(floor_divmod(vm, a, b).0),
    }
}

fn modulo(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    match pair(left, right) {
        None => Ok(Value::NOT_IMPLEMENTED),
        Some((_, b)) if b.is_zero() => Err(vm.zero_division_error("division by zero")),
        Some((a, b)) => Ok(floor_divmod(vm, a, b).1),
    }
}

fn divmod(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    match pair(left, right) {
        None => Ok(Value::NOT_IMPLEMENTED),
        Some((_, b)) if b.is_zero() => Err(vm.zero_division_error("division by zero")),
        Some((a, b)) => {
            let (quotient, remainder) = floor_divmod(vm, a, b);
            Ok(vm.tuple(vec![quotient, remainder]))
        }
    }
}

fn truediv(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    const EXACT: u64 = 1 << 53;
    let Some((a, b)) = pair(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    if b.is_zero() {
        return Err(vm.zero_division_error("division by zero"));
    }
    if let (IntRef::Small(a), IntRef::Small(b)) = (a, b)
        && a.unsigned_abs() <= EXACT
        && b.unsigned_abs() <= EXACT
    {
        return Ok(Value::float(a as f64 / b as f64));
    }
    match divide(&a.to_big(), &b.to_big()) {
        Some(quotient) => Ok(Value::float(quotient)),
        None => Err(vm.overflow_error("integer division result too large for a float")),
    }
}

/// The quotient, correctly rounded; `None` when it is too large.
pub fn divide(a: &BigInt, b: &BigInt) -> Option<f64> {
    if a.is_zero() {
        return Some(if b.sign() == Sign::Minus { -0.0 } else { 0.0 });
    }
    let negative = (a.sign() == Sign::Minus) != (b.sign() == Sign::Minus);
    let (a, b) = (a.magnitude(), b.magnitude());
    // A quotient of 63 or 64 bits, and whether anything is left over.
    let shift = 63 - (a.bits() as i64 - b.bits() as i64);
    let (quotient, rest) = if shift >= 0 { (a << shift).div_rem(b) } else { a.div_rem(&(b << -shift)) };
    let quotient = quotient.to_u128().unwrap_or(u128::MAX);
    let value = scale_rounded(quotient, !rest.is_zero(), -shift)?;
    Some(if negative { -value } else { value })
}

/// `(bits + something if sticky) * 2**exponent`, rounded half to even, also among subnormals.
pub fn scale_rounded(bits: u128, sticky: bool, exponent: i64) -> Option<f64> {
    let width = 128 - bits.leading_zeros() as i64;
    let keep = (width + exponent + 1074).min(53);
    let (mut mantissa, mut exponent) = (bits, exponent);
    if keep < width {
        let dropped = (width - keep).min(127) as u32;
        let rest = bits & ((1 << dropped) - 1);
        let half = 1u128 << (dropped - 1);
        mantissa = if width - keep > 127 { 0 } else { bits >> dropped };
        exponent += dropped as i64;
        if keep >= 0 && (rest > half || rest == half && (sticky || mantissa & 1 == 1)) {
            mantissa += 1;
        }
    }
    let width = 128 - mantissa.leading_zeros() as i64;
    if mantissa == 0 {
        return Some(0.0);
    }
    if width + exponent > 1024 {
        return None;
    }
    // Two steps, as the power alone may be out of range.
    let half = exponent / 2;
    Some(mantissa as f64 * power_of_two(half) * power_of_two(exponent - half))
}

fn power_of_two(exponent: i64) -> f64 {
    if exponent >= -1022 {
        f64::from_bits(((exponent + 1023) as u64) << 52)
    } else {
        f64::from_bits(1 << (exponent + 1074))
    }
}

fn lshift(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some((a, b)) = pair(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    if b.is_negative() {
        return Err(vm.value_error("negative shift count"));
    }
    if a.is_zero() {
        return Ok(vm.int(0));
    }
    if let (IntRef::Small(a), IntRef::Small(b @ 0..63)) = (a, b)
        && let shifted = a << b
        && shifted >> b == a
    {
        return Ok(vm.int(shifted));
    }
    match b {
        IntRef::Small(count) if (count as u64) < MAX_BITS => Ok(vm.big_int(&*a.to_big() << count)),
        _ => Err(vm.overflow_error("too many digits in integer")),
    }
}

fn rshift(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    let Some((a, b)) = pair(left, right) else { return Ok(Value::NOT_IMPLEMENTED) };
    if b.is_negative() {
        return Err(vm.value_error("negative shift count"));
    }
    Ok(match (a, b) {
        (IntRef::Small(a), IntRef::Small(b)) => vm.int(a >> b.min(63)),
        (IntRef::Big(a), IntRef::Small(b)) => vm.big_int(a >> b),
        (a, IntRef::Big(_)) => vm.int(if a.is_negative() { -1 } else { 0 }),
    })
}

fn neg(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(match as_int(this) {
        Some(IntRef::Small(value)) => match value.checked_neg() {
            Some(value) => vm.int(value),
            None => vm.big_int(-BigInt::from(value)),
        },
        Some(IntRef::Big(value)) => vm.big_int(-value),
        None => Value::NOT_IMPLEMENTED,
    })
}

fn plain(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(to_plain(vm, this).unwrap_or(Value::NOT_IMPLEMENTED))
}

fn abs(vm: &Vm, this: &Value) -> PyResult<Value> {
    if as_int(this).is_some_and(|int| int.is_negative()) { neg(vm, this) } else { plain(vm, this) }
}

fn invert(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(match as_int(this) {
        Some(IntRef::Small(value)) => vm.int(!value),
        Some(IntRef::Big(value)) => vm.big_int(-(value + BigInt::one())),
        None => Value::NOT_IMPLEMENTED,
    })
}

/// Orders two ints.
pub fn order(left: IntRef, right: IntRef) -> Ordering {
    match (left, right) {
        (IntRef::Small(a), IntRef::Small(b)) => a.cmp(&b),
        (IntRef::Big(a), IntRef::Big(b)) => a.cmp(b),
        (IntRef::Small(_), IntRef::Big(b)) => {
            if b.is_negative() {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        (IntRef::Big(a), IntRef::Small(_)) => {
            if a.is_negative() {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
    }
}

fn compare(_: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    Ok(match pair(left, right) {
        Some((a, b)) => Value::bool(op.holds(order(a, b))),
        None => Value::NOT_IMPLEMENTED,
    })
}

/// Orders an int and a float exactly; `None` for NaN.
pub fn order_with_float(int: IntRef, float: f64) -> Option<Ordering> {
    if float.is_nan() {
        return None;
    }
    if float.is_infinite() {
        return Some(if float > 0.0 { Ordering::Less } else { Ordering::Greater });
    }
    match int {
        IntRef::Small(value) => {
            // The whole part of any double near an i64 fits in an i128.
            let whole = float.trunc();
            let order =
                if whole.abs() > 1e30 { 0.0.partial_cmp(&whole)? } else { (value as i128).cmp(&(whole as i128)) };
            Some(order.then_with(|| whole.partial_cmp(&float).unwrap_or(Ordering::Equal)))
        }
        IntRef::Big(value) => {
            let whole = num_traits::FromPrimitive::from_f64(float.trunc()).unwrap_or_else(BigInt::zero);
            Some(value.cmp(&whole))
        }
    }
}
