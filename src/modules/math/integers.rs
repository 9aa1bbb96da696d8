//! Exact functions of ints.

use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

use crate::builtins::int;
use crate::native::{Native, PyResult, Rest, function, wrap};
use crate::object::Value;
use crate::vm::Vm;

pub(super) static FUNCTIONS: &[Native] = &[
    function("factorial(n, /)", "Find n!.", wrap(factorial)),
    function(
        "comb(n, k, /)",
        "Number of ways to choose k items from n items without repetition and without order.",
        wrap(comb),
    ),
    function(
        "perm(n, k=None, /)",
        "Number of ways to choose k items from n items without repetition and with order.",
        wrap(perm),
    ),
    function("gcd(*integers)", "Greatest Common Divisor.", wrap(gcd)),
    function("lcm(*integers)", "Least Common Multiple.", wrap(lcm)),
    function("isqrt(n, /)", "Return the integer part of the square root of the input.", wrap(isqrt)),
];

fn big(vm: &Vm, value: &Value) -> PyResult<BigInt> {
    let index = vm.index(value)?;
    Ok(int::as_int(&index).map(|number| number.to_big().into_owned()).unwrap_or_default())
}

fn product_of_range(vm: &Vm, from: u64, to: u64) -> PyResult<BigInt> {
    if from > to {
        return Ok(BigInt::one());
    }
    if to - from < 16 {
        return Ok((from..=to).fold(BigInt::one(), |product, factor| product * factor));
    }
    vm.poll()?;
    let middle = from + (to - from) / 2;
    Ok(product_of_range(vm, from, middle)? * product_of_range(vm, middle + 1, to)?)
}

fn factorial(vm: &Vm, n: &Value) -> PyResult<Value> {
    let n = big(vm, n)?;
    if n.sign() == Sign::Minus {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    match i64::try_from(&n) {
        Ok(n) => Ok(vm.big_int(product_of_range(vm, 2, n as u64)?)),
        Err(_) => Err(vm.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX))),
    }
}

fn check_counts(vm: &Vm, n: &BigInt, k: &BigInt) -> PyResult<()> {
    if n.is_negative() {
        return Err(vm.value_error("n must be a non-negative integer"));
    }
    if k.is_negative() {
        return Err(vm.value_error("k must be a non-negative integer"));
    }
    Ok(())
}

/// `n * (n-1) * ...`, `k` factors.
fn falling(vm: &Vm, n: &BigInt, k: u64) -> PyResult<BigInt> {
    if let Ok(n) = u64::try_from(n) {
        return if k == 0 { Ok(BigInt::one()) } else { product_of_range(vm, n - k + 1, n) };
    }
    let mut product = BigInt::one();
    for step in 0..k {
        vm.poll()?;
        product *= n - step;
    }
    Ok(product)
}

fn perm(vm: &Vm, n: &Value, k: &Value) -> PyResult<Value> {
    if k.is_none() {
        return factorial(vm, n);
    }
    let (n, k) = (big(vm, n)?, big(vm, k)?);
    check_counts(vm, &n, &k)?;
    if k > n {
        return Ok(vm.int(0));
    }
    match u64::try_from(&k) {
        Ok(k) => Ok(vm.big_int(falling(vm, &n, k)?)),
        Err(_) => Err(vm.overflow_error(format!("k must not exceed {}", u64::MAX))),
    }
}

fn comb(vm: &Vm, n: &Value, k: &Value) -> PyResult<Value> {
    let (n, k) = (big(vm, n)?, big(vm, k)?);
    check_counts(vm, &n, &k)?;
    if k > n {
        return Ok(vm.int(0));
    }
    let other = &n - &k;
    let k = k.min(other);
    match u64::try_from(&k) {
        Ok(k) => Ok(vm.big_int(falling(vm, &n, k)? / product_of_range(vm, 2, k)?)),
        Err(_) => Err(vm.overflow_error(format!("min(n - k, k) must not exceed {}", u64::MAX))),
    }
}

fn gcd(vm: &Vm, integers: Rest) -> PyResult<Value> {
    let mut result = BigInt::zero();
    for integer in integers.0 {
        result = result.gcd(&big(vm, integer)?);
    }
    Ok(vm.big_int(result))
}

fn lcm(vm: &Vm, integers: Rest) -> PyResult<Value> {
    let mut result = BigInt::one();
    for integer in integers.0 {
        let integer = big(vm, integer)?;
        result = if result.is_zero() || integer.is_zero() { BigInt::zero() } else { result.lcm(&integer) };
    }
    Ok(vm.big_int(result.abs()))
}

fn isqrt(vm: &Vm, n: &Value) -> PyResult<Value> {
    let n = big(vm, n)?;
    if n.is_negative() {
        return Err(vm.value_error("isqrt() argument must be nonnegative"));
    }
    Ok(vm.big_int(n.sqrt()))
}
