//! The operators of `float`.

use super::as_float;
use crate::builtins::int;
use crate::native::PyResult;
use crate::object::Value;
use crate::object::slots::{CompareOp, Slots};
use crate::vm::Vm;

pub const SLOTS: Slots = Slots {
    repr: Some(|vm, this| Ok(vm.str(&super::text::repr(value_of(this))))),
    hash: Some(|_, this| Ok(hash(value_of(this)))),
    compare: Some(compare),
    add: Some(|vm, left, right| on_floats(vm, left, right, |_, a, b| Ok(Value::float(a + b)))),
    sub: Some(|vm, left, right| on_floats(vm, left, right, |_, a, b| Ok(Value::float(a - b)))),
    mul: Some(|vm, left, right| on_floats(vm, left, right, |_, a, b| Ok(Value::float(a * b)))),
    truediv: Some(|vm, left, right| on_floats(vm, left, right, truediv)),
    floordiv: Some(|vm, left, right| {
        on_floats(vm, left, right, |vm, a, b| Ok(Value::float(floor_divmod(vm, a, b)?.0)))
    }),
    modulo: Some(|vm, left, right| on_floats(vm, left, right, |vm, a, b| Ok(Value::float(floor_divmod(vm, a, b)?.1)))),
    divmod: Some(|vm, left, right| {
        on_floats(vm, left, right, |vm, a, b| {
            let (quotient, rest) = floor_divmod(vm, a, b)?;
            Ok(vm.tuple(vec![Value::float(quotient), Value::float(rest)]))
        })
    }),
    pow: Some(pow),
    neg: Some(|_, this| Ok(Value::float(-value_of(this)))),
    pos: Some(|_, this| Ok(Value::float(value_of(this)))),
    abs: Some(|_, this| Ok(Value::float(value_of(this).abs()))),
    bool: Some(|_, this| Ok(value_of(this) != 0.0)),
    int: Some(|vm, this| int::new::from_float(vm, value_of(this))),
    float: Some(|_, this| Ok(Value::float(value_of(this)))),
    ..Slots::EMPTY
};

/// The value of a float that a slot was called for.
fn value_of(this: &Value) -> f64 {
    as_float(this).unwrap_or(f64::NAN)
}

/// A number as a float: of an int too; `None` if it is neither.
pub fn operand(vm: &Vm, value: &Value) -> PyResult<Option<f64>> {
    if let Some(float) = as_float(value) {
        return Ok(Some(float));
    }
    match int::as_int(value) {
        Some(integer) => vm.int_to_f64(integer).map(Some),
        None => Ok(None),
    }
}

type OnFloats = fn(&Vm, f64, f64) -> PyResult<Value>;

fn on_floats(vm: &Vm, left: &Value, right: &Value, operation: OnFloats) -> PyResult<Value> {
    let (Some(a), Some(b)) = (operand(vm, left)?, operand(vm, right)?) else { return Ok(Value::NOT_IMPLEMENTED) };
    operation(vm, a, b)
}

fn truediv(vm: &Vm, a: f64, b: f64) -> PyResult<Value> {
    if b == 0.0 {
        return Err(vm.zero_division_error("division by zero"));
    }
    Ok(Value::float(a / b))
}

/// Quotient rounded down and remainder with the divisor's sign.
pub fn floor_divmod(vm: &Vm, a: f64, b: f64) -> PyResult<(f64, f64)> {
    if b == 0.0 {
        return Err(vm.zero_division_error("division by zero"));
    }
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return Ok((0f64.copysign(a / b), rest));
    }
    let floor = quotient.floor();
    Ok((if quotient - floor > 0.5 { floor + 1.0 } else { floor }, rest))
}

fn pow(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> PyResult<Value> {
    if !modulus.is_none() {
        if operand(vm, base)?.is_none() || operand(vm, exponent)?.is_none() {
            return Ok(Value::NOT_IMPLEMENTED);
        }
        return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
    }
    on_floats(vm, base, exponent, power)
}

/// `base ** exponent`: complex for a fractional power of a negative base.
pub fn power(vm: &Vm, base: f64, exponent: f64) -> PyResult<Value> {
    if base == 0.0 && exponent < 0.0 {
        return Err(vm.zero_division_error("zero to a negative power"));
    }
    if base < 0.0 && base.is_finite() && exponent.is_finite() && exponent.fract() != 0.0 {
        return crate::builtins::complex::arith::power(vm, (base, 0.0), (exponent, 0.0));
    }
    let result = base.powf(exponent);
    if result.is_infinite() && base.is_finite() && exponent.is_finite() {
        let args = [vm.int(34), vm.str("Numerical result out of range")];
        return Err(match vm.new_exception(&vm.exceptions().OverflowError, &args) {
            Ok(exception) => vm.raise(exception),
            Err(raised) => raised,
        });
    }
    Ok(Value::float(result))
}

fn compare(_: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let Some(a) = as_float(left) else { return Ok(Value::NOT_IMPLEMENTED) };
    let order = match (as_float(right), int::as_int(right)) {
        (Some(b), _) => a.partial_cmp(&b),
        (None, Some(b)) => int::arith::order_with_float(b, a).map(std::cmp::Ordering::reverse),
        (None, None) => return Ok(Value::NOT_IMPLEMENTED),
    };
    Ok(Value::bool(match order {
        Some(order) => op.holds(order),
        None => op == CompareOp::Ne,
    }))
}

/// CPython's hash of a float: that of an equal int or fraction, modulo the prime 2^61 - 1.
pub fn hash(value: f64) -> i64 {
    const BITS: u32 = 61;
    if value.is_infinite() {
        return if value > 0.0 { 314_159 } else { -314_159 };
    }
    if value.is_nan() {
        return (value.to_bits() >> 32) as i64;
    }
    if value.fract() == 0.0 && value.abs() < 9.0e15 {
        let whole = value as i64;
        return if whole == -1 { -2 } else { whole };
    }
    // The mantissa as an integer below 2^53, times a power of two: multiplying by 2 rotates the 61 bits.
    let (mantissa, exponent) = decompose(value.abs());
    let exponent = exponent.rem_euclid(BITS as i32) as u32;
    let modulus = int::HASH_MODULUS as u64;
    let rotated =
        if exponent == 0 { mantissa } else { (mantissa << exponent) & modulus | mantissa >> (BITS - exponent) };
    let hash = if value < 0.0 { -(rotated as i64) } else { rotated as i64 };
    if hash == -1 { -2 } else { hash }
}

/// Mantissa and exponent of a finite positive double: `mantissa * 2**exponent`.
pub fn decompose(value: f64) -> (u64, i32) {
    let bits = value.to_bits();
    let (field, fraction) = ((bits >> 52 & 0x7FF) as i32, bits & ((1 << 52) - 1));
    if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) }
}
