//! `Decimal`: the payload, its operators, and how one is made.

use super::arithmetic::{Rules, signal};
use super::coefficient::Coefficient;
use super::context::{check_size, current, given, rounding_of};
use super::number::{Kind, Number, Rounding};
use super::{compare, text};
use crate::builtins::float;
use crate::builtins::int::{self, IntRef};
use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{GetSet, Native, PyResult, getter, method, staticmethod, wrap};
use crate::object::types::{BASETYPE, MUTABLE, builtin};
use crate::object::{Header, PyType, Ref, Slots, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;
use num_bigint::{BigInt, Sign};

#[repr(C)]
pub struct PyDecimal {
    header: Header,
    pub number: Number,
}
crate::payload!(PyDecimal, shape::DECIMAL);

pub static DECIMAL: TypeSpec = TypeSpec {
    module: "decimal",
    doc: "Construct a new Decimal object.  value can be an integer, string, tuple,\nor another Decimal object.  If no value is given, return Decimal('0').\nThe context does not affect the conversion and is only passed to determine\nif the InvalidOperation trap is active.",
    flags: BASETYPE | MUTABLE,
    slots: Slots {
        repr: Some(repr),
        str: Some(to_str),
        hash: Some(compare::hash),
        compare: Some(compare::compare),
        add: Some(|vm, a, b| binary(vm, a, b, Rules::add)),
        sub: Some(|vm, a, b| binary(vm, a, b, Rules::sub)),
        mul: Some(|vm, a, b| binary(vm, a, b, Rules::mul)),
        truediv: Some(|vm, a, b| binary(vm, a, b, Rules::div)),
        floordiv: Some(|vm, a, b| binary(vm, a, b, Rules::divide_int)),
        modulo: Some(|vm, a, b| binary(vm, a, b, Rules::remainder)),
        divmod: Some(divmod),
        pow: Some(power),
        neg: Some(|vm, a| unary(vm, a, Rules::minus)),
        pos: Some(|vm, a| unary(vm, a, Rules::plus)),
        abs: Some(|vm, a| unary(vm, a, Rules::abs)),
        bool: Some(|_, this| Ok(!number(this).is_zero())),
        int: Some(to_int),
        float: Some(to_float),
        ..Slots::EMPTY
    },
    new: Some(&NEW),
    methods: METHODS,
    getset: GETSET,
    ..TypeSpec::of::<PyDecimal>("Decimal")
};

static NEW: Native = staticmethod(
    "__new__(cls, value='0', context=None)",
    "Create and return a new object.  See help(type) for accurate signature.",
    wrap(new),
);

static METHODS: &[Native] = &[
    method(
        "quantize(self, exp, rounding=None, context=None)",
        "Return a value equal to the first operand after rounding and having the\nexponent of the second operand.",
        wrap(quantize),
    ),
    method(
        "sqrt(self, context=None)",
        "Return the square root of the argument to full precision. The result is\ncorrectly rounded using the ROUND_HALF_EVEN rounding mode.",
        wrap(|vm: &Vm, this: &Ref<PyDecimal>, context: &Value| {
            Ok(make(given(vm, context)?.run(vm, |rules| rules.sqrt(&this.number))?))
        }),
    ),
    method(
        "is_nan(self, /)",
        "True if the number is a NaN.",
        wrap(|_: &Vm, this: &Ref<PyDecimal>| this.number.is_nan()),
    ),
    method(
        "is_infinite(self, /)",
        "True if the number is infinite.",
        wrap(|_: &Vm, this: &Ref<PyDecimal>| this.number.is_infinite()),
    ),
    method(
        "is_finite(self, /)",
        "True if the number is neither infinite nor a NaN.",
        wrap(|_: &Vm, this: &Ref<PyDecimal>| this.number.is_finite()),
    ),
    method(
        "is_zero(self, /)",
        "True if the number is a zero.",
        wrap(|_: &Vm, this: &Ref<PyDecimal>| this.number.is_zero()),
    ),
    method(
        "is_signed(self, /)",
        "True if the number has a negative sign.",
        wrap(|_: &Vm, this: &Ref<PyDecimal>| this.number.negative),
    ),
    method(
        "is_qnan(self, /)",
        "True if the number is a quiet NaN.",
        wrap(|_: &Vm, this: &Ref<PyDecimal>| this.number.kind == Kind::Nan),
    ),
    method(
        "is_snan(self, /)",
        "True if the number is a signaling NaN.",
        wrap(|_: &Vm, this: &Ref<PyDecimal>| this.number.kind == Kind::SignallingNan),
    ),
    method(
        "adjusted(self, /)",
        "Return the adjusted exponent (the exponent of the most significant digit).",
        wrap(|_: &Vm, this: &Ref<PyDecimal>| if this.number.is_finite() { this.number.adjusted() } else { 0 }),
    ),
    method(
        "copy_abs(self, /)",
        "Return the absolute value of the argument.",
        wrap(|_: &Vm, this: &Ref<PyDecimal>| make(this.number.with_sign(false))),
    ),
    method(
        "copy_negate(self, /)",
        "Return the negation of the argument.",
        wrap(|_: &Vm, this: &Ref<PyDecimal>| make(this.number.with_sign(!this.number.negative))),
    ),
    method("__trunc__(self, /)", "", wrap(|vm: &Vm, this: &Ref<PyDecimal>| to_int(vm, this.as_value()))),
    method(
        "_text(self, engineering, capitals, /)",
        "",
        wrap(|_: &Vm, this: &Ref<PyDecimal>, engineering: bool, capitals: bool| {
            text::write(&this.number, engineering, capitals)
        }),
    ),
];

static GETSET: &[GetSet] = &[
    getter("_sign", "", |vm, this| Ok(vm.int(number(this).negative as i64))),
    getter("_int", "", |vm, this| {
        let number = number(this);
        Ok(match number.kind {
            Kind::Finite => vm.str(&number.coefficient.to_string()),
            Kind::Infinity => vm.str("0"),
            _ if number.coefficient.is_zero() => vm.str(""),
            _ => vm.str(&number.coefficient.to_string()),
        })
    }),
    getter("_exp", "", |vm, this| {
        Ok(match number(this).kind {
            Kind::Finite => vm.int(number(this).exponent),
            Kind::Infinity => vm.str("F"),
            Kind::Nan => vm.str("n"),
            Kind::SignallingNan => vm.str("N"),
        })
    }),
    getter("_coefficient", "", |vm, this| Ok(vm.big_int(BigInt::from(number(this).coefficient.to_big().into_owned())))),
    getter("real", "", |_, this| Ok(this.clone())),
    getter("imag", "", |_, _| Ok(make(Number::finite(false, Coefficient::ZERO, 0)).into_value())),
];

/// The number of a Decimal.
pub fn number(this: &Value) -> &Number {
    &this.downcast::<PyDecimal>().expect("a slot of Decimal").number
}

/// A plain Decimal.
pub fn make(number: Number) -> Ref<PyDecimal> {
    Ref::new(PyDecimal { header: Header::new(shape::DECIMAL), number })
}

/// An int as a number.
pub fn from_int(value: IntRef) -> Number {
    match value {
        IntRef::Small(small) => Number::finite(small < 0, Coefficient::Small(small.unsigned_abs() as u128), 0),
        IntRef::Big(big) => {
            Number::finite(big.sign() == Sign::Minus, Coefficient::from_big(big.magnitude().clone()), 0)
        }
    }
}

/// The exact value of a float.
pub fn from_float(value: f64) -> Number {
    if value.is_nan() {
        return Number::nan().with_sign(value.is_sign_negative());
    }
    if value.is_infinite() {
        return Number::infinity(value < 0.0);
    }
    let (mantissa, exponent) = float::arith::decompose(value.abs());
    let negative = value.is_sign_negative();
    if mantissa == 0 {
        return Number::finite(negative, Coefficient::ZERO, 0);
    }
    let zeros = mantissa.trailing_zeros() as i32;
    let (mantissa, exponent) = (mantissa >> zeros, exponent + zeros);
    let mantissa = Coefficient::Small(mantissa as u128);
    let factor = |base: u32| Coefficient::from_big(num_bigint::BigUint::from(base).pow(exponent.unsigned_abs()));
    match exponent {
        0.. => Number::finite(negative, mantissa.mul(&factor(2)), 0),
        _ => Number::finite(negative, mantissa.mul(&factor(5)), exponent as i64),
    }
}

/// The operand of an operator: a Decimal or an int.
pub fn operand(value: &Value) -> Option<std::borrow::Cow<'_, Number>> {
    if let Some(decimal) = value.downcast::<PyDecimal>() {
        return Some(std::borrow::Cow::Borrowed(&decimal.number));
    }
    int::as_int(value).map(|int| std::borrow::Cow::Owned(from_int(int)))
}

fn binary(vm: &Vm, a: &Value, b: &Value, operation: fn(&mut Rules, &Number, &Number) -> Number) -> PyResult<Value> {
    let (Some(a), Some(b)) = (operand(a), operand(b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let context = current(vm)?;
    Ok(make(context.run(vm, |rules| operation(rules, &a, &b))?).into_value())
}

fn divmod(vm: &Vm, a: &Value, b: &Value) -> PyResult<Value> {
    let (Some(a), Some(b)) = (operand(a), operand(b)) else { return Ok(Value::NOT_IMPLEMENTED) };
    let (quotient, remainder) = current(vm)?.run(vm, |rules| rules.divmod(&a, &b))?;
    Ok(vm.tuple(vec![make(quotient).into_value(), make(remainder).into_value()]))
}

/// Powers are worked out in Python.
fn power(vm: &Vm, base: &Value, exponent: &Value, modulus: &Value) -> PyResult<Value> {
    let (Some(a), Some(b)) = (operand(base), operand(exponent)) else { return Ok(Value::NOT_IMPLEMENTED) };
    if !modulus.is_none() && operand(modulus).is_none() {
        return Ok(Value::NOT_IMPLEMENTED);
    }
    let function = vm.import_attr("_decimal_functions", "power")?;
    let (a, b) = (make(a.into_owned()), make(b.into_owned()));
    vm.call(&function, &[a.into_value(), b.into_value(), modulus.clone()])
}

fn unary(vm: &Vm, a: &Value, operation: fn(&mut Rules, &Number) -> Number) -> PyResult<Value> {
    let a = number(a);
    Ok(make(current(vm)?.run(vm, |rules| operation(rules, a))?).into_value())
}

fn repr(vm: &Vm, this: &Value) -> PyResult<Value> {
    let capitals = current(vm)?.capitals.get();
    Ok(vm.str(&format!("Decimal('{}')", text::write(number(this), false, capitals))))
}

fn to_str(vm: &Vm, this: &Value) -> PyResult<Value> {
    let capitals = current(vm)?.capitals.get();
    Ok(vm.str(&text::write(number(this), false, capitals)))
}

pub fn to_int(vm: &Vm, this: &Value) -> PyResult<Value> {
    let number = number(this);
    match number.kind {
        Kind::Finite => {}
        Kind::Infinity => return Err(vm.overflow_error("cannot convert Infinity to integer")),
        _ => return Err(vm.value_error("cannot convert NaN to integer")),
    }
    check_size(vm, number, 0)?;
    let whole = number.rescaled(0, Rounding::Down).0;
    let sign = if whole.negative { Sign::Minus } else { Sign::Plus };
    Ok(match &whole.coefficient {
        Coefficient::Small(small) if *small <= i64::MAX as u128 => {
            vm.int(if whole.negative { -(*small as i64) } else { *small as i64 })
        }
        coefficient => vm.big_int(BigInt::from_biguint(sign, coefficient.to_big().into_owned())),
    })
}

fn to_float(vm: &Vm, this: &Value) -> PyResult<Value> {
    let number = number(this);
    Ok(Value::float(match number.kind {
        Kind::SignallingNan => return Err(vm.value_error("cannot convert signaling NaN to float")),
        Kind::Nan => f64::NAN.copysign(if number.negative { -1.0 } else { 1.0 }),
        _ => float::text::parse(text::write(number, false, true).as_bytes()).unwrap_or(f64::NAN),
    }))
}

fn quantize(
    vm: &Vm,
    this: &Ref<PyDecimal>,
    exp: &Value,
    rounding: &Value,
    context: &Value,
) -> PyResult<Ref<PyDecimal>> {
    let context = given(vm, context)?;
    let exp = match operand(exp) {
        Some(exp) => exp,
        None => {
            let name = class_ref(exp).name();
            return Err(vm.type_error(format!("conversion from {name} to Decimal is not supported")));
        }
    };
    let rules = context.rules();
    let rounding = if rounding.is_none() { rules.rounding } else { rounding_of(vm, rounding)? };
    Ok(make(context.run(vm, |rules| rules.quantize(&this.number, &exp, rounding))?))
}

fn new(vm: &Vm, class: &Ref<PyType>, value: &Value, context: &Value) -> PyResult<Value> {
    let exact = class.is(&builtin(shape::DECIMAL));
    if exact && value.downcast_exact::<PyDecimal>().is_some() {
        return Ok(value.clone());
    }
    let number = convert(vm, value, context)?;
    Ok(match exact {
        true => make(number).into_value(),
        false => vm.new_object(class, PyDecimal { header: Header::new(shape::DECIMAL), number }).into_value(),
    })
}

/// The exact number of what `Decimal()` takes.
pub fn convert(vm: &Vm, value: &Value, context: &Value) -> PyResult<Number> {
    if let Some(string) = value.downcast::<PyStr>() {
        let ascii = int::text::to_ascii_number(string);
        return match text::parse(ascii.trim_ascii()) {
            Some(number) => Ok(number),
            None => given(vm, context)?.run(vm, |rules| rules.invalid(signal::CONVERSION_SYNTAX)),
        };
    }
    if let Some(number) = operand(value) {
        return Ok(number.into_owned());
    }
    if let Some(float) = float::as_float(value) {
        given(vm, context)?.signal(vm, signal::FLOAT_OPERATION)?;
        return Ok(from_float(float));
    }
    let items = match (value.downcast::<PyTuple>(), value.downcast::<PyList>()) {
        (Some(tuple), _) => tuple.items().to_vec(),
        (_, Some(list)) => list.items.get(),
        _ => {
            let name = class_ref(value).name();
            return Err(vm.type_error(format!("conversion from {name} to Decimal is not supported")));
        }
    };
    from_parts(vm, &items)
}

fn from_parts(vm: &Vm, items: &[Value]) -> PyResult<Number> {
    let [sign, digits, exponent] = items else {
        return Err(vm.value_error("argument must be a sequence of length 3"));
    };
    let negative = match int::to_i128(sign) {
        Some(sign @ 0..=1) => sign == 1,
        _ => return Err(vm.value_error("sign must be an integer with the value 0 or 1")),
    };
    let not_digits = |vm: &Vm| vm.value_error("coefficient must be a tuple of digits");
    let digits = match (digits.downcast::<PyTuple>(), digits.downcast::<PyList>()) {
        (Some(tuple), _) => tuple.items().to_vec(),
        (_, Some(list)) => list.items.get(),
        _ => return Err(not_digits(vm)),
    };
    let mut text = Vec::with_capacity(digits.len());
    for digit in &digits {
        match digit.as_inline_int() {
            Some(digit @ 0..=9) => text.push(b'0' + digit as u8),
            _ => return Err(not_digits(vm)),
        }
    }
    let Some(coefficient) = Coefficient::parse(&text) else { return Err(not_digits(vm)) };
    if let Some(kind) = exponent.downcast::<PyStr>() {
        return match kind.as_bytes() {
            b"F" => Ok(Number::infinity(negative)),
            b"n" => Ok(Number { negative, kind: Kind::Nan, coefficient, exponent: 0 }),
            b"N" => Ok(Number { negative, kind: Kind::SignallingNan, coefficient, exponent: 0 }),
            _ => Err(vm.value_error("string argument in the third position must be 'F', 'n' or 'N'")),
        };
    }
    match int::to_i128(exponent).and_then(|exponent| i64::try_from(exponent).ok()) {
        Some(exponent) if exponent.abs() < i64::MAX / 4 => Ok(Number::finite(negative, coefficient, exponent)),
        _ => Err(vm.value_error("exponent must be an integer")),
    }
}
