//! Functions of floats.

use num_bigint::Sign;
use num_traits::ToPrimitive;

use crate::builtins::{float, int};
use crate::native::{Native, PyResult, Raised, function, wrap};
use crate::object::{Value, class_of, class_ref};
use crate::sys::cmath;
use crate::vm::Vm;

/// A function of one float: where its result is not a number for an argument that is one, `expected` says what the argument
/// should have been; an infinite result is out of range, or for `singular` functions the same fault.
macro_rules! of_float {
    ($name:literal, $doc:literal, $compute:expr, $expected:literal, $singular:literal) => {
        function(
            concat!($name, "(x, /)"),
            $doc,
            wrap(|vm: &Vm, x: f64| -> PyResult<f64> {
                let compute: fn(f64) -> f64 = $compute;
                checked(vm, x, compute(x), $expected, $singular)
            }),
        )
    };
}

pub(super) static FUNCTIONS: &[Native] = &[
    of_float!(
        "acos",
        "Return the arc cosine (measured in radians) of x.",
        f64::acos,
        "a number in range from -1 up to 1",
        false
    ),
    of_float!(
        "acosh",
        "Return the inverse hyperbolic cosine of x.",
        cmath::acosh,
        "argument value not less than 1",
        false
    ),
    of_float!(
        "asin",
        "Return the arc sine (measured in radians) of x.",
        f64::asin,
        "a number in range from -1 up to 1",
        false
    ),
    of_float!("asinh", "Return the inverse hyperbolic sine of x.", cmath::asinh, "", false),
    of_float!("atan", "Return the arc tangent (measured in radians) of x.", f64::atan, "", false),
    of_float!("atanh", "Return the inverse hyperbolic tangent of x.", cmath::atanh, "a number between -1 and 1", true),
    of_float!("cbrt", "Return the cube root of x.", f64::cbrt, "", false),
    of_float!("cos", "Return the cosine of x (measured in radians).", f64::cos, "a finite input", false),
    of_float!("cosh", "Return the hyperbolic cosine of x.", f64::cosh, "", false),
    of_float!("erf", "Error function at x.", cmath::erf, "", false),
    of_float!("erfc", "Complementary error function at x.", cmath::erfc, "", false),
    of_float!("exp", "Return e raised to the power of x.", f64::exp, "", false),
    of_float!("exp2", "Return 2 raised to the power of x.", f64::exp2, "", false),
    of_float!("expm1", "Return exp(x)-1.", f64::exp_m1, "", false),
    of_float!("fabs", "Return the absolute value of the float x.", f64::abs, "", false),
    of_float!("log1p", "Return the natural logarithm of 1+x (base e).", f64::ln_1p, "argument value > -1", true),
    of_float!("sin", "Return the sine of x (measured in radians).", f64::sin, "a finite input", false),
    of_float!("sinh", "Return the hyperbolic sine of x.", f64::sinh, "", false),
    of_float!("sqrt", "Return the square root of x.", f64::sqrt, "a nonnegative input", false),
    of_float!("tan", "Return the tangent of x (measured in radians).", f64::tan, "a finite input", false),
    of_float!("tanh", "Return the hyperbolic tangent of x.", f64::tanh, "", false),
    function("gamma(x, /)", "Gamma function at x.", wrap(gamma)),
    function("lgamma(x, /)", "Natural logarithm of absolute value of Gamma function at x.", wrap(lgamma)),
    function(
        "degrees(x, /)",
        "Convert angle x from radians to degrees.",
        wrap(|_: &Vm, x: f64| x * (180.0 / std::f64::consts::PI)),
    ),
    function(
        "radians(x, /)",
        "Convert angle x from degrees to radians.",
        wrap(|_: &Vm, x: f64| x * (std::f64::consts::PI / 180.0)),
    ),
    function(
        "isfinite(x, /)",
        "Return True if x is neither an infinity nor a NaN, and False otherwise.",
        wrap(|_: &Vm, x: f64| x.is_finite()),
    ),
    function(
        "isinf(x, /)",
        "Return True if x is a positive or negative infinity, and False otherwise.",
        wrap(|_: &Vm, x: f64| x.is_infinite()),
    ),
    function(
        "isnan(x, /)",
        "Return True if x is a NaN (not a number), and False otherwise.",
        wrap(|_: &Vm, x: f64| x.is_nan()),
    ),
    function("frexp(x, /)", "Return the mantissa and exponent of x, as pair (m, e).", wrap(frexp)),
    function("modf(x, /)", "Return the fractional and integer parts of x.", wrap(modf)),
    function(
        "ulp(x, /)",
        "Return the value of the least significant bit of the float x.",
        wrap(|_: &Vm, x: f64| ulp(x)),
    ),
    function("floor(x, /)", "Return the floor of x as an Integral.", wrap(floor)),
    function("ceil(x, /)", "Return the ceiling of x as an Integral.", wrap(ceil)),
    function("trunc(x, /)", "Truncates the Real x to the nearest Integral toward 0.", wrap(trunc)),
];

pub(super) static TWO_ARGUMENTS: &[Native] = &[
    function("log(x, base=<unrepresentable>, /)", "Return the logarithm of x to the given base.", wrap(log)),
    function(
        "log2(x, /)",
        "Return the base 2 logarithm of x.",
        wrap(|vm: &Vm, x: &Value| logarithm(vm, x, f64::log2, 1.0)),
    ),
    function(
        "log10(x, /)",
        "Return the base 10 logarithm of x.",
        wrap(|vm: &Vm, x: &Value| logarithm(vm, x, f64::log10, std::f64::consts::LOG10_2)),
    ),
    function(
        "atan2(y, x, /)",
        "Return the arc tangent (measured in radians) of y/x.",
        wrap(|_: &Vm, y: f64, x: f64| y.atan2(x)),
    ),
    function(
        "copysign(x, y, /)",
        "Return a float with the magnitude (absolute value) of x but the sign of y.",
        wrap(|_: &Vm, x: f64, y: f64| x.copysign(y)),
    ),
    function("pow(x, y, /)", "Return x**y (x to the power of y).", wrap(pow)),
    function("fmod(x, y, /)", "Return fmod(x, y), according to platform C.", wrap(fmod)),
    function("remainder(x, y, /)", "Difference between x and the closest integer multiple of y.", wrap(remainder)),
    function("ldexp(x, i, /)", "Return x * (2**i).", wrap(ldexp)),
    function(
        "nextafter(x, y, /, *, steps=None)",
        "Return the floating-point value the given number of steps after x towards y.",
        wrap(nextafter),
    ),
    function("fma(x, y, z, /)", "Fused multiply-add operation.", wrap(fma)),
    function(
        "isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        "Determine whether two floating-point numbers are close in value.",
        wrap(isclose),
    ),
];

#[inline]
fn checked(vm: &Vm, x: f64, result: f64, expected: &str, singular: bool) -> PyResult<f64> {
    if result.is_finite() || x.is_nan() {
        return Ok(result);
    }
    if result.is_nan() || singular && x.is_finite() {
        return Err(fault(vm, expected, x));
    }
    if x.is_finite() { Err(vm.overflow_error("math range error")) } else { Ok(result) }
}

#[cold]
fn fault(vm: &Vm, expected: &str, x: f64) -> Raised {
    if expected.is_empty() {
        return vm.value_error("math domain error");
    }
    let shown = match vm.repr(&Value::float(x)) {
        Ok(shown) => shown,
        Err(raised) => return raised,
    };
    vm.value_error(format!("expected {expected}, got {shown}"))
}

const NO_POLE: &str = "a noninteger or positive integer";

fn gamma(vm: &Vm, x: f64) -> PyResult<f64> {
    if x == f64::NEG_INFINITY || x <= 0.0 && x == x.floor() {
        return Err(fault(vm, NO_POLE, x));
    }
    if x == x.floor() && x <= 23.0 {
        // Factorials that a double holds exactly.
        return Ok((2..x as u64).fold(1.0, |product, factor| product * factor as f64));
    }
    checked(vm, x, cmath::tgamma(x), NO_POLE, false)
}

fn lgamma(vm: &Vm, x: f64) -> PyResult<f64> {
    if x.is_infinite() {
        return Ok(f64::INFINITY);
    }
    if x <= 0.0 && x == x.floor() {
        return Err(fault(vm, NO_POLE, x));
    }
    checked(vm, x, cmath::lgamma(x), NO_POLE, false)
}

fn frexp(vm: &Vm, x: f64) -> Value {
    let (mantissa, exponent) = if x.is_finite() && x != 0.0 { cmath::frexp(x) } else { (x, 0) };
    vm.tuple(vec![Value::float(mantissa), vm.int(exponent as i64)])
}

fn modf(vm: &Vm, x: f64) -> Value {
    let whole = x.trunc();
    let fraction = if x.is_infinite() { 0f64.copysign(x) } else { (x - whole).copysign(x) };
    vm.tuple(vec![Value::float(fraction), Value::float(whole)])
}

fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let next = cmath::nextafter(x, f64::INFINITY);
    if next.is_infinite() { x - cmath::nextafter(x, f64::NEG_INFINITY) } else { next - x }
}

/// A float without fraction as an int.
fn integral(vm: &Vm, x: f64) -> PyResult<Value> {
    if x.is_nan() {
        return Err(vm.value_error("cannot convert float NaN to integer"));
    }
    match num_traits::FromPrimitive::from_f64(x) {
        Some(whole) => Ok(vm.big_int(whole)),
        None => Err(vm.overflow_error("cannot convert float infinity to integer")),
    }
}

fn rounded(vm: &Vm, x: &Value, dunder: &str, round: fn(f64) -> f64) -> PyResult<Value> {
    if let Some(float) = x.as_exact_float() {
        return integral(vm, round(float));
    }
    if let Some(method) = class_of(x).lookup(&vm.intern(dunder)) {
        return vm.call_unbound(&method, x, &[]);
    }
    let float = vm.to_f64(x)?;
    integral(vm, round(float))
}

fn floor(vm: &Vm, x: &Value) -> PyResult<Value> {
    rounded(vm, x, "__floor__", f64::floor)
}

fn ceil(vm: &Vm, x: &Value) -> PyResult<Value> {
    rounded(vm, x, "__ceil__", f64::ceil)
}

fn trunc(vm: &Vm, x: &Value) -> PyResult<Value> {
    if let Some(float) = x.as_exact_float() {
        return integral(vm, float.trunc());
    }
    match class_of(x).lookup(&vm.names().__trunc__) {
        Some(method) => vm.call_unbound(&method, x, &[]),
        None => Err(vm.type_error(format!("type {} doesn't define __trunc__ method", class_ref(x).name()))),
    }
}

/// A logarithm of a float or of an int of any size; `of_two` is that of 2.
fn logarithm(vm: &Vm, x: &Value, compute: fn(f64) -> f64, of_two: f64) -> PyResult<f64> {
    let index;
    let x =
        if float::as_float(x).is_none() && class_ref(x).slots().float.is_none() && class_ref(x).slots().index.is_some()
        {
            index = vm.index(x)?;
            &index
        } else {
            x
        };
    if let Some(number) = int::as_int(x) {
        if number.is_negative() || number.is_zero() {
            return Err(vm.value_error("expected a positive input"));
        }
        let int::IntRef::Big(big) = number else { return Ok(compute(number.to_i64().unwrap_or(0) as f64)) };
        debug_assert!(big.sign() == Sign::Plus);
        return Ok(match big.to_f64().filter(|float| float.is_finite()) {
            Some(float) => compute(float),
            None => {
                // Beyond the range of floats: the leading bits, and the power of two that they are multiplied by.
                let shift = big.bits() - 64;
                let leading = (big >> shift).to_f64().unwrap_or(1.0);
                compute(leading) + shift as f64 * of_two
            }
        });
    }
    let number = vm.to_f64(x)?;
    if number.is_nan() || number == f64::INFINITY {
        return Ok(number);
    }
    if number <= 0.0 {
        return Err(fault(vm, "a positive input", number));
    }
    Ok(compute(number))
}

fn log(vm: &Vm, x: &Value, base: Option<&Value>) -> PyResult<f64> {
    let numerator = logarithm(vm, x, f64::ln, std::f64::consts::LN_2)?;
    let Some(base) = base else { return Ok(numerator) };
    let denominator = logarithm(vm, base, f64::ln, std::f64::consts::LN_2)?;
    if denominator == 0.0 {
        return Err(vm.zero_division_error("division by zero"));
    }
    Ok(numerator / denominator)
}

fn pow(vm: &Vm, x: f64, y: f64) -> PyResult<f64> {
    let result = x.powf(y);
    if !x.is_finite() || !y.is_finite() {
        return Ok(result);
    }
    if result.is_nan() || result.is_infinite() && x == 0.0 {
        return Err(vm.value_error("math domain error"));
    }
    if result.is_infinite() { Err(vm.overflow_error("math range error")) } else { Ok(result) }
}

fn fmod(vm: &Vm, x: f64, y: f64) -> PyResult<f64> {
    if y.is_infinite() && x.is_finite() {
        return Ok(x);
    }
    let result = x % y;
    if result.is_nan() && !x.is_nan() && !y.is_nan() { Err(vm.value_error("math domain error")) } else { Ok(result) }
}

fn remainder(vm: &Vm, x: f64, y: f64) -> PyResult<f64> {
    if x.is_nan() || y.is_nan() {
        return Ok(x + y);
    }
    if x.is_infinite() || y == 0.0 {
        return Err(vm.value_error("math domain error"));
    }
    Ok(cmath::remainder(x, y))
}

fn ldexp(vm: &Vm, x: f64, exponent: &Value) -> PyResult<f64> {
    let Some(number) = int::as_int(exponent) else {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    };
    if x == 0.0 || !x.is_finite() {
        return Ok(x);
    }
    let limited = match number.to_i64() {
        Some(exponent) => exponent.clamp(-100_000, 100_000) as i32,
        None if number.is_negative() => -100_000,
        None => 100_000,
    };
    let result = cmath::ldexp(x, limited);
    if result.is_infinite() { Err(vm.overflow_error("math range error")) } else { Ok(result) }
}

fn nextafter(vm: &Vm, x: f64, y: f64, steps: &Value) -> PyResult<f64> {
    if steps.is_none() {
        return Ok(cmath::nextafter(x, y));
    }
    let index = vm.index(steps)?;
    let steps = match int::as_int(&index) {
        Some(steps) if steps.is_negative() => return Err(vm.value_error("steps must be a non-negative integer")),
        Some(steps) => steps.to_i64().unwrap_or(i64::MAX) as u64,
        None => 0,
    };
    if steps == 0 || x.is_nan() {
        return Ok(x);
    }
    if y.is_nan() {
        return Ok(y);
    }
    // Floats in order are integers in order, but for the sign.
    let order = |x: f64| if x.is_sign_negative() { -((x.to_bits() & !(1 << 63)) as i128) } else { x.to_bits() as i128 };
    let (from, to) = (order(x), order(y));
    let reached = if from < to { (from + steps as i128).min(to) } else { (from - steps as i128).max(to) };
    if reached == to {
        return Ok(y);
    }
    let magnitude = f64::from_bits(reached.unsigned_abs() as u64);
    let negative = reached < 0 || reached == 0 && x.is_sign_negative();
    Ok(if negative { -magnitude } else { magnitude })
}

fn fma(vm: &Vm, x: f64, y: f64, z: f64) -> PyResult<f64> {
    let result = x.mul_add(y, z);
    if result.is_finite() {
        return Ok(result);
    }
    if result.is_nan() {
        if !x.is_nan() && !y.is_nan() && !z.is_nan() {
            return Err(vm.value_error("invalid operation in fma"));
        }
    } else if x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(vm.overflow_error("overflow in fma"));
    }
    Ok(result)
}

fn isclose(vm: &Vm, a: f64, b: f64, relative: f64, absolute: f64) -> PyResult<bool> {
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(true);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(false);
    }
    let difference = (b - a).abs();
    Ok(difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute)
}
