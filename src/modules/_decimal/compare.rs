//! Comparing and hashing Decimals, also with other kinds of numbers.

use std::borrow::Cow;

use super::arithmetic::signal;
use super::context::current;
use super::number::{Kind, Number};
use super::object::{from_float, number, operand};
use crate::builtins::complex::PyComplex;
use crate::builtins::float;
use crate::builtins::int::{self, HASH_MODULUS};
use crate::native::PyResult;
use crate::object::{CompareOp, Value};
use crate::vm::Vm;

pub fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let this = number(left);
    let (this, other): (Cow<Number>, Cow<Number>) = if let Some(other) = operand(right) {
        (Cow::Borrowed(this), other)
    } else if let Some(value) = float_operand(right, equality) {
        let context = current(vm)?;
        match equality {
            true => context.flags.set(context.flags.get() | signal::FLOAT_OPERATION),
            false => context.signal(vm, signal::FLOAT_OPERATION)?,
        }
        (Cow::Borrowed(this), Cow::Owned(from_float(value)))
    } else {
        match rational(vm, this, right)? {
            Some((this, other)) => (Cow::Owned(this), Cow::Owned(other)),
            None => return Ok(Value::NOT_IMPLEMENTED),
        }
    };
    if this.is_nan() || other.is_nan() {
        let signalling = this.kind == Kind::SignallingNan || other.kind == Kind::SignallingNan;
        if signalling || !equality {
            current(vm)?.signal(vm, signal::INVALID_OPERATION)?;
        }
        return Ok(Value::bool(op == CompareOp::Ne));
    }
    Ok(Value::bool(op.holds(this.order(&other))))
}

/// A float, or a complex number without imaginary part where only equality is asked.
fn float_operand(value: &Value, equality: bool) -> Option<f64> {
    if let Some(value) = float::as_float(value) {
        return Some(value);
    }
    let complex = value.downcast::<PyComplex>().filter(|complex| equality && complex.imaginary == 0.0)?;
    Some(complex.real)
}

/// Both sides times the denominator of a rational number; `None` if `value` is none.
fn rational(vm: &Vm, this: &Number, value: &Value) -> PyResult<Option<(Number, Number)>> {
    if value.header().is_none() {
        return Ok(None);
    }
    let class = vm.import_attr("numbers", "Rational")?;
    if !vm.is_instance(value, &class)? {
        return Ok(None);
    }
    let numerator = vm.get_attr(value, &vm.intern("numerator"))?;
    let denominator = vm.get_attr(value, &vm.intern("denominator"))?;
    let (Some(numerator), Some(denominator)) = (operand(&numerator), operand(&denominator)) else {
        return Ok(None);
    };
    let scaled = match this.is_finite() {
        true => Number::finite(this.negative, this.coefficient.mul(&denominator.coefficient), this.exponent),
        false => this.clone(),
    };
    Ok(Some((scaled, numerator.into_owned())))
}

/// CPython's hash of numbers: equal ones of all types have the same.
pub fn hash(vm: &Vm, this: &Value) -> PyResult<i64> {
    /// The inverse of 10 modulo 2^61 - 1.
    const INVERSE_OF_TEN: u64 = 2_075_258_708_292_324_556;
    let number = number(this);
    match number.kind {
        Kind::SignallingNan => return Err(vm.type_error("Cannot hash a signaling NaN value")),
        Kind::Nan => return Ok((this.id() >> 4) as i64),
        Kind::Infinity => return Ok(if number.negative { -314_159 } else { 314_159 }),
        Kind::Finite => {}
    }
    let modulus = HASH_MODULUS as u64;
    let base = if number.exponent >= 0 { 10 } else { INVERSE_OF_TEN };
    let power = power_modulo(base, number.exponent.unsigned_abs(), modulus);
    let hash = (number.coefficient.modulo(modulus) as u128 * power as u128 % modulus as u128) as i64;
    let hash = if number.negative { -hash } else { hash };
    Ok(int::hash(int::IntRef::Small(hash)))
}

fn power_modulo(base: u64, mut exponent: u64, modulus: u64) -> u64 {
    let (mut result, mut base) = (1u128, base as u128);
    let modulus = modulus as u128;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % modulus;
        }
        base = base * base % modulus;
        exponent >>= 1;
    }
    result as u64
}
