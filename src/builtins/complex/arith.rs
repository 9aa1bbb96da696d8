//! The operators of `complex`. A real operand stays real: `-0.0` and infinities beside it keep their meaning.

use super::PyComplex;
use crate::builtins::float::{self, arith as real};
use crate::native::PyResult;
use crate::object::Value;
use crate::object::slots::{CompareOp, Slots};
use crate::vm::Vm;

pub type Pair = (f64, f64);

pub const SLOTS: Slots = Slots {
    repr: Some(|vm, this| Ok(vm.str(&super::text::repr(pair_of(this))))),
    hash: Some(|_, this| Ok(hash(pair_of(this)))),
    compare: Some(compare),
    add: Some(add),
    sub: Some(sub),
    mul: Some(mul),
    truediv: Some(truediv),
    pow: Some(pow),
    neg: Some(|vm, this| {
        let (re, im) = pair_of(this);
        Ok(vm.complex(-re, -im))
    }),
    pos: Some(|vm, this| {
        let (re, im) = pair_of(this);
        Ok(vm.complex(re, im))
    }),
    abs: Some(abs),
    bool: Some(|_, this| Ok(pair_of(this) != (0.0, 0.0))),
    ..Slots::EMPTY
};

/// Real and imaginary part of a complex that a slot was called for.
pub fn pair_of(this: &Value) -> Pair {
    this.downcast::<PyComplex>().map_or((f64::NAN, f64::NAN), |complex| (complex.real, complex.imaginary))
}

/// An operand: complex, or real.
enum Number {
    Complex(f64, f64),
    Real(f64),
}
use Number::{Complex, Real};

fn operand(vm: &Vm, value: &Value) -> PyResult<Option<Number>> {
    if let Some(complex) = value.downcast::<PyComplex>() {
        return Ok(Some(Complex(complex.real, complex.imaginary)));
    }
    Ok(real::operand(vm, value)?.map(Real))
}

type OnNumbers = fn(&Vm, Number, Number) -> PyResult<Pair>;

fn on_numbers(vm: &Vm, left: &Value, right: &Value, operation: OnNumbers) -> PyResult<Value> {
    let (Some(a), Some(b)) = (operand(vm, left)?, operand(vm, right)?) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (re, im) = operation(vm, a, b)?;
    Ok(vm.complex(re, im))
}

fn add(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    on_numbers(vm, left, right, |_, a, b| {
        Ok(match (a, b) {
            (Complex(a, b), Complex(c, d)) => (a + c, b + d),
            (Complex(a, b), Real(c)) => (a + c, b),
            (Real(a), Complex(c, d)) => (a + c, d),
            (Real(a), Real(c)) => (a + c, 0.0),
        })
    })
}

fn sub(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    on_numbers(vm, left, right, |_, a, b| {
        Ok(match (a, b) {
            (Complex(a, b), Complex(c, d)) => (a - c, b - d),
            (Complex(a, b), Real(c)) => (a - c, b),
            (Real(a), Complex(c, d)) => (a - c, -d),
            (Real(a), Real(c)) => (a - c, 0.0),
        })
    })
}

fn mul(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    on_numbers(vm, left, right, |_, a, b| {
        Ok(match (a, b) {
            (Complex(a, b), Complex(c, d)) => product((a, b), (c, d)),
            (Complex(a, b), Real(c)) | (Real(c), Complex(a, b)) => (a * c, b * c),
            (Real(a), Real(c)) => (a * c, 0.0),
        })
    })
}

/// The product; where plain arithmetic gives NaNs only because of infinities, these are recovered as C99 does.
pub fn product((a, b): Pair, (c, d): Pair) -> Pair {
    let (re, im) = (a * c - b * d, a * d + b * c);
    if !(re.is_nan() && im.is_nan()) {
        return (re, im);
    }
    let boxed = |value: f64| if value.is_infinite() { 1f64.copysign(value) } else { 0f64.copysign(value) };
    let no_nan = |value: f64| if value.is_nan() { 0f64.copysign(value) } else { value };
    let (mut a, mut b, mut c, mut d) = (a, b, c, d);
    let mut again = false;
    if a.is_infinite() || b.is_infinite() {
        (a, b, c, d) = (boxed(a), boxed(b), no_nan(c), no_nan(d));
        again = true;
    }
    if c.is_infinite() || d.is_infinite() {
        (a, b, c, d) = (no_nan(a), no_nan(b), boxed(c), boxed(d));
        again = true;
    }
    if !again && [a * c, b * d, a * d, b * c].iter().any(|part| part.is_infinite()) {
        (a, b, c, d) = (no_nan(a), no_nan(b), no_nan(c), no_nan(d));
        again = true;
    }
    if again { (f64::INFINITY * (a * c - b * d), f64::INFINITY * (a * d + b * c)) } else { (re, im) }
}

fn truediv(vm: &Vm, left: &Value, right: &Value) -> PyResult<Value> {
    on_numbers(vm, left, right, |vm, a, b| {
        let zero = match b {
            Complex(c, d) => c == 0.0 && d == 0.0,
            Real(c) => c == 0.0,
        };
        if zero {
            return Err(vm.zero_division_error("division by zero"));
        }
        Ok(match (a, b) {
            (Complex(a, b), Complex(c, d)) => quotient((a, b), (c, d)),
            (Complex(a, b), Real(c)) => (a / c, b / c),
            (Real(a), Complex(c, d)) => real_quotient(a, (c, d)),
            (Real(a), Real(c)) => (a / c, 0.0),
        })
    })
}

/// The quotient of two complex numbers, scaled by the divisor's larger part; infinities as in C99's annex G.
pub fn quotient((a, b): Pair, (c, d): Pair) -> Pair {
    let (re, im) = if c.abs() >= d.abs() {
        let ratio = d / c;
        let denominator = c + d * ratio;
        ((a + b * ratio) / denominator, (b - a * ratio) / denominator)
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        ((a * ratio + b) / denominator, (b * ratio - a) / denominator)
    } else {
        (f64::NAN, f64::NAN)
    };
    if !(re.is_nan() && im.is_nan()) {
        return (re, im);
    }
    let boxed = |value: f64| if value.is_infinite() { 1f64.copysign(value) } else { 0f64.copysign(value) };
    if (a.is_infinite() || b.is_infinite()) && c.is_finite() && d.is_finite() {
        let (x, y) = (boxed(a), boxed(b));
        return (f64::INFINITY * (x * c + y * d), f64::INFINITY * (y * c - x * d));
    }
    if (c.is_infinite() || d.is_infinite()) && a.is_finite() && b.is_finite() {
        let (x, y) = (boxed(c), boxed(d));
        return (0.0 * (a * x + b * y), 0.0 * (b * x - a * y));
    }
    (re, im)
}

fn real_quotient(a: f64, (c, d): Pair) -> Pair {
    let (re, im) = if c.abs() >= d.abs() {
        let ratio = d / c;
        let denominator = c + d * ratio;
        (a / denominator, -a * ratio / denominator)
    } else if d.abs() >= c.abs() {
        let ratio = c / d;
        let denominator = c * ratio + d;
        (a * ratio / denominator, -a / denominator)
    } else {
        (f64::NAN, f64::NAN)
    };
    if re.is_nan() && im.is_nan() && a.is_finite() && (c.is_infinite() || d.is_infinite()) {
        let boxed = |value: f64| if value.is_infinite() { 1f64.copysign(value) } else { 0f64.copysign(value) };
        return (0.0 * (a * boxed(c)), 0.0 * (-a * boxed(d)));
    }
    (re, im)
}

fn abs(vm: &Vm, this: &Value) -> PyResult<Value> {
    let (re, im) = pair_of(this);
    let size = re.hypot(im);
    if size.is_infinite() && re.is_finite() && im.is_finite() {
        return Err(vm.overflow_error("absolute value too large"));
    }
    Ok(Value::float(size))
}

fn pow(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> PyResult<Value> {
    let (Some(a), Some(b)) = (operand(vm, base)?, operand(vm, exponent)?) else { return Ok(Value::NOT_IMPLEMENTED) };
    if !modulus.is_none() {
        return Err(vm.value_error("complex modulo"));
    }
    let pair = |number| match number {
        Complex(re, im) => (re, im),
        Real(re) => (re, 0.0),
    };
    power(vm, pair(a), pair(b))
}

/// `base ** exponent` as a complex.
pub fn power(vm: &Vm, base: Pair, exponent: Pair) -> PyResult<Value> {
    let small_integer = exponent.1 == 0.0 && exponent.0.fract() == 0.0 && exponent.0.abs() <= 100.0;
    let (re, im) = match small_integer {
        true if exponent.0 < 0.0 && base == (0.0, 0.0) => return Err(zero_to_negative(vm)),
        true => integer_power(base, exponent.0 as i32),
        false => match general_power(base, exponent) {
            Some(result) => result,
            None => return Err(zero_to_negative(vm)),
        },
    };
    if re.is_infinite() || im.is_infinite() {
        return Err(vm.overflow_error("complex exponentiation"));
    }
    Ok(vm.complex(re, im))
}

fn zero_to_negative(vm: &Vm) -> crate::native::Raised {
    vm.zero_division_error("zero to a negative or complex power")
}

fn integer_power(base: Pair, exponent: i32) -> Pair {
    let mut result = (1.0, 0.0);
    let (mut square, mut bits) = (base, exponent.unsigned_abs());
    while bits > 0 {
        if bits & 1 == 1 {
            result = product(result, square);
        }
        bits >>= 1;
        if bits > 0 {
            square = product(square, square);
        }
    }
    if exponent < 0 { quotient((1.0, 0.0), result) } else { result }
}

/// By way of polar coordinates; `None` for zero to a negative or complex power.
fn general_power(base: Pair, exponent: Pair) -> Option<Pair> {
    if exponent == (0.0, 0.0) {
        return Some((1.0, 0.0));
    }
    if base == (0.0, 0.0) {
        return (exponent.1 == 0.0 && exponent.0 >= 0.0).then_some((0.0, 0.0));
    }
    let size = base.0.hypot(base.1);
    let angle = base.1.atan2(base.0);
    let mut length = size.powf(exponent.0);
    let mut phase = angle * exponent.0;
    if exponent.1 != 0.0 {
        length *= (-angle * exponent.1).exp();
        phase += exponent.1 * size.ln();
    }
    Some((length * phase.cos(), length * phase.sin()))
}

fn compare(vm: &Vm, left: &Value, right: &Value, op: CompareOp) -> PyResult<Value> {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let (re, im) = pair_of(left);
    let equal = if let Some(other) = right.downcast::<PyComplex>() {
        re == other.real && im == other.imaginary
    } else if float::as_float(right).is_some() || crate::builtins::int::is_int(right) {
        im == 0.0 && vm.compare_bool(&Value::float(re), right, CompareOp::Eq)?
    } else {
        return Ok(Value::NOT_IMPLEMENTED);
    };
    Ok(Value::bool(equal == (op == CompareOp::Eq)))
}

fn hash((re, im): Pair) -> i64 {
    let hash = (real::hash(re) as u64).wrapping_add((real::hash(im) as u64).wrapping_mul(1_000_003)) as i64;
    if hash == -1 { -2 } else { hash }
}
