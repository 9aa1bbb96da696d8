//! The methods of `float`.

use num_bigint::BigInt;

use super::arith::decompose;
use super::{as_float, hex, text};
use crate::builtins::int::new::from_float;
use crate::builtins::str::PyStr;
use crate::native::{GetSet, Native, PyResult, classmethod, getter, method, staticmethod, wrap};
use crate::object::{PyType, Ref, Value, class_ref, shape};
use crate::vm::Vm;

pub static METHODS: &[Native] = &[
    method(
        "as_integer_ratio(self, /)",
        "Return a pair of integers, whose ratio is exactly equal to the original float.\n\nThe ratio is in lowest terms and has a positive denominator.\n\n>>> (-0.375).as_integer_ratio()\n(-3, 8)\n>>> (6.0).as_integer_ratio()\n(6, 1)",
        wrap(as_integer_ratio),
    ),
    method("conjugate(self, /)", "Return self, the complex conjugate of any float.", wrap(this_float)),
    classmethod("from_number(cls, number, /)", "Convert real number to a floating-point number.", wrap(from_number)),
    classmethod(
        "fromhex(cls, string, /)",
        "Create a floating-point number from a hexadecimal string.\n\n>>> float.fromhex('0x1.8p3')\n12.0\n>>> float.fromhex('-a.4')\n-10.25",
        wrap(fromhex),
    ),
    method(
        "hex(self, /)",
        "Return a hexadecimal representation of a floating-point number.\n\n>>> (12.0).hex()\n'0x1.8000000000000p+3'\n>>> (-0.5).hex()\n'-0x1.0000000000000p-1'",
        wrap(to_hex),
    ),
    method("is_integer(self, /)", "Return True if the float is an integer.", wrap(is_integer)),
    method("__ceil__(self, /)", "Return the ceiling as an Integral.", wrap(ceil)),
    method("__floor__(self, /)", "Return the floor as an Integral.", wrap(floor)),
    method("__trunc__(self, /)", "Return the Integral closest to x between 0 and x.", wrap(trunc)),
    method(
        "__round__(self, ndigits=None, /)",
        "Return the Integral closest to x, rounding half toward even.\n\nWhen an argument is passed, work like built-in round(x, ndigits).",
        wrap(round),
    ),
    method(
        "__format__(self, format_spec, /)",
        "Formats the float according to format_spec.",
        wrap(crate::builtins::format::format_method),
    ),
    method("__getnewargs__(self, /)", "", wrap(getnewargs)),
    staticmethod("__getformat__(typestr, /)", "You probably don't want to use this function.", wrap(getformat)),
];

pub static GETSET: &[GetSet] = &[
    getter("real", "the real part of a complex number", |vm, this| Ok(Value::float(this_float(vm, this)?))),
    getter("imag", "the imaginary part of a complex number", |_, _| Ok(Value::float(0.0))),
];

fn this_float(vm: &Vm, this: &Value) -> PyResult<f64> {
    as_float(this).ok_or_else(|| {
        vm.type_error(format!("descriptor requires a 'float' object but received a '{}'", class_ref(this).name()))
    })
}

fn getnewargs(vm: &Vm, this: &Value) -> PyResult<Value> {
    Ok(vm.tuple(vec![Value::float(this_float(vm, this)?)]))
}

fn as_integer_ratio(vm: &Vm, this: &Value) -> PyResult<Value> {
    let value = this_float(vm, this)?;
    if value.is_infinite() {
        return Err(vm.overflow_error("cannot convert Infinity to integer ratio"));
    }
    if value.is_nan() {
        return Err(vm.value_error("cannot convert NaN to integer ratio"));
    }
    let (mantissa, exponent) = decompose(value.abs());
    let zeros = if mantissa == 0 { 0 } else { mantissa.trailing_zeros().min(exponent.min(0).unsigned_abs()) };
    let (mut numerator, exponent) = (BigInt::from(mantissa >> zeros), exponent + zeros as i32);
    let mut denominator = BigInt::from(1);
    if exponent > 0 {
        numerator <<= exponent;
    } else if mantissa != 0 {
        denominator <<= -exponent;
    }
    if value < 0.0 {
        numerator = -numerator;
    }
    Ok(vm.tuple(vec![vm.big_int(numerator), vm.big_int(denominator)]))
}

fn is_integer(vm: &Vm, this: &Value) -> PyResult<bool> {
    let value = this_float(vm, this)?;
    Ok(value.is_finite() && value.fract() == 0.0)
}

fn ceil(vm: &Vm, this: &Value) -> PyResult<Value> {
    from_float(vm, this_float(vm, this)?.ceil())
}

fn floor(vm: &Vm, this: &Value) -> PyResult<Value> {
    from_float(vm, this_float(vm, this)?.floor())
}

fn trunc(vm: &Vm, this: &Value) -> PyResult<Value> {
    from_float(vm, this_float(vm, this)?)
}

fn round(vm: &Vm, this: &Value, ndigits: &Value) -> PyResult<Value> {
    let value = this_float(vm, this)?;
    if ndigits.is_none() {
        return from_float(vm, value.round_ties_even());
    }
    let places = vm.index_clamped(ndigits)?;
    // More places than a double can have, or fewer than its largest has digits.
    if !value.is_finite() || value == 0.0 || places > 323 {
        return Ok(Value::float(value));
    }
    if places < -308 {
        return Ok(Value::float(0f64.copysign(value)));
    }
    let rounded =
        if places >= 0 { format!("{:.*}", places as usize, value.abs()) } else { round_left(value, -places as i32) };
    match rounded.parse::<f64>() {
        Ok(result) if result.is_finite() => Ok(Value::float(result.copysign(value))),
        _ => Err(vm.overflow_error("rounded value too large to represent")),
    }
}

/// Rounds to a multiple of `10**zeros`, half to even.
fn round_left(value: f64, zeros: i32) -> String {
    let magnitude = text::shortest(value).point;
    match magnitude - zeros {
        keep @ 1.. => {
            let digits = text::significant(value, keep as usize);
            format!("0.{}e{}", digits.digits, digits.point)
        }
        // Less than one unit: up only if it is more than half of one.
        0 if value.abs() > format!("5e{}", zeros - 1).parse().unwrap_or(f64::INFINITY) => format!("1e{zeros}"),
        _ => "0".to_string(),
    }
}

fn make(vm: &Vm, class: &Ref<PyType>, value: f64) -> PyResult<Value> {
    let value = Value::float(value);
    if class.root_shape.get() == shape::FLOAT { Ok(value) } else { vm.call(class.as_value(), &[value]) }
}

fn from_number(vm: &Vm, class: &Ref<PyType>, number: &Value) -> PyResult<Value> {
    let value = vm.to_f64(number)?;
    make(vm, class, value)
}

fn fromhex(vm: &Vm, class: &Ref<PyType>, string: &Ref<PyStr>) -> PyResult<Value> {
    match hex::parse(&string.to_text()) {
        Ok(value) => make(vm, class, value),
        Err(hex::Error::Invalid) => Err(vm.value_error("invalid hexadecimal floating-point string")),
        Err(hex::Error::TooLarge) => Err(vm.overflow_error("hexadecimal value too large to represent as a float")),
    }
}

fn to_hex(vm: &Vm, this: &Value) -> PyResult<String> {
    Ok(hex::write(this_float(vm, this)?))
}

fn getformat(vm: &Vm, typestr: &Ref<PyStr>) -> PyResult<&'static str> {
    match typestr.as_bytes() {
        b"double" | b"float" if cfg!(target_endian = "little") => Ok("IEEE, little-endian"),
        b"double" | b"float" => Ok("IEEE, big-endian"),
        _ => Err(vm.value_error("__getformat__() argument 1 must be 'double' or 'float'")),
    }
}
