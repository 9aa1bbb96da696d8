//! `int.__pow__`, with and without a modulus.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use super::arith::MAX_BITS;
use super::{IntRef, as_int};
use crate::native::PyResult;
use crate::object::Value;
use crate::vm::Vm;

pub fn pow(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> PyResult<Value> {
    let (Some(base), Some(exponent)) = (as_int(base), as_int(exponent)) else { return Ok(Value::NOT_IMPLEMENTED) };
    if modulus.is_none() {
        return plain_power(vm, base, exponent);
    }
    match as_int(modulus) {
        Some(modulus) => modular(vm, base, exponent, modulus),
        None => Ok(Value::NOT_IMPLEMENTED),
    }
}

fn plain_power(vm: &Vm, base: IntRef, exponent: IntRef) -> PyResult<Value> {
    if exponent.is_negative() {
        let (base, exponent) = (vm.int_to_f64(base)?, vm.int_to_f64(exponent)?);
        return crate::builtins::float::power(vm, base, exponent);
    }
    if let (IntRef::Small(base), IntRef::Small(exponent)) = (base, exponent)
        && let Ok(exponent) = u32::try_from(exponent)
        && let Some(power) = base.checked_pow(exponent)
    {
        return Ok(vm.int(power));
    }
    match (base, exponent) {
        (IntRef::Small(0 | 1), _) => Ok(vm.int(base.to_i64().unwrap_or(0))),
        (IntRef::Small(-1), exponent) => Ok(vm.int(if exponent.to_big().is_even() { 1 } else { -1 })),
        (base, IntRef::Small(exponent)) => {
            let base = base.to_big();
            let bits = (base.bits() - 1).max(1).saturating_mul(exponent as u64);
            match u32::try_from(exponent) {
                Ok(exponent) if bits < MAX_BITS => Ok(vm.big_int(base.pow(exponent))),
                _ => Err(vm.memory_error("")),
            }
        }
        _ => Err(vm.memory_error("")),
    }
}

fn modular(vm: &Vm, base: IntRef, exponent: IntRef, modulus: IntRef) -> PyResult<Value> {
    if modulus.is_zero() {
        return Err(vm.value_error("pow() 3rd argument cannot be 0"));
    }
    let modulus = modulus.to_big();
    let size = modulus.abs();
    if size.is_one() {
        return Ok(vm.int(0));
    }
    let base = match exponent.is_negative() {
        false => base.to_big().mod_floor(&size),
        true => match inverse(&base.to_big(), &size) {
            Some(inverse) => inverse,
            None => return Err(vm.value_error("base is not invertible for the given modulus")),
        },
    };
    let result = base.modpow(&exponent.to_big().abs(), &size);
    Ok(vm.big_int(match modulus.sign() {
        Sign::Minus if !result.is_zero() => result - size,
        _ => result,
    }))
}

fn inverse(value: &BigInt, modulus: &BigInt) -> Option<BigInt> {
    let extended = value.mod_floor(modulus).extended_gcd(modulus);
    extended.gcd.is_one().then(|| extended.x.mod_floor(modulus))
}
