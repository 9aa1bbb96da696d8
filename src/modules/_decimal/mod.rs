//! `_decimal`: the core of decimal arithmetic. Coefficients are in [`coefficient`], numbers as plain data in [`number`],
//! operations on them in [`arithmetic`], their text in [`text`]; `Decimal` is in [`object`] and [`compare`], `Context` in
//! [`context`].
//!
//! What programs use less often (functions such as `exp`, the methods of contexts, formatting) is in Python:
//! `stdlib/decimal.py` adds it to the classes made here.

mod arithmetic;
mod coefficient;
mod compare;
mod context;
mod number;
mod object;
mod text;

use super::NativeModule;
use crate::builtins::int;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::types::builtin;
use crate::object::{Ref, TypeSpec, Value, class_ref, shape};
use crate::vm::Vm;
use arithmetic::Rules;
use coefficient::Coefficient;
use context::{MAX_PREC, PyDecimalContext};
use number::Number;
use object::{PyDecimal, from_float, make, operand};

pub static SPECS: &[&TypeSpec] = &[&object::DECIMAL, &context::CONTEXT];

pub static MODULE: NativeModule =
    NativeModule { doc: "The core of decimal arithmetic.", functions: FUNCTIONS, init, ..NativeModule::of("_decimal") };

static FUNCTIONS: &[Native] = &[
    function("getcontext()", "Get the current default context.", wrap(context::current)),
    function("_setcontext(context, /)", "Make this context the current one.", wrap(context::make_current)),
    function("_make(sign, coefficient, exponent, /)", "A Decimal of these parts, exactly.", wrap(make_exactly)),
    function(
        "_from_float(value, /)",
        "The exact value of a float.",
        wrap(|_: &Vm, value: f64| make(from_float(value))),
    ),
    function("_fix(value, context, /)", "A Decimal rounded to a context.", wrap(fix)),
    function(
        "_signal(context, bits, /)",
        "Record signals in a context; raises if one is trapped.",
        wrap(|vm: &Vm, context: &Ref<PyDecimalContext>, bits: u32| context.signal(vm, bits)),
    ),
    function("_apply(operation, a, b, context, /)", "An operation on two numbers under a context.", wrap(apply)),
    function("_apply_one(operation, a, context, /)", "An operation on a number under a context.", wrap(apply_one)),
    function("_order(a, b, /)", "-1, 0 or 1 as a is less than, equal to or greater than b.", wrap(order)),
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "Decimal", builtin(shape::DECIMAL).into_value());
    module.dict.set_name(vm, "Context", builtin(shape::DECIMAL_CONTEXT).into_value());
    for (name, value) in
        [("MAX_PREC", MAX_PREC), ("MAX_EMAX", MAX_PREC), ("MIN_EMIN", -MAX_PREC), ("MIN_ETINY", -2 * MAX_PREC + 1)]
    {
        module.dict.set_name(vm, name, vm.int(value));
    }
    Ok(())
}

fn make_exactly(vm: &Vm, sign: bool, coefficient: &Value, exponent: i64) -> PyResult<Ref<PyDecimal>> {
    match int::as_int(coefficient) {
        Some(coefficient) => {
            let coefficient = Coefficient::from_big(coefficient.to_big().magnitude().clone());
            Ok(make(Number::finite(sign, coefficient, exponent)))
        }
        None => Err(vm.type_error(format!("an integer is required, not '{}'", class_ref(coefficient).name()))),
    }
}

fn fix(vm: &Vm, value: &Ref<PyDecimal>, context: &Ref<PyDecimalContext>) -> PyResult<Ref<PyDecimal>> {
    Ok(make(context.run(vm, |rules| rules.fix(value.number.clone()))?))
}

fn not_decimal(vm: &Vm, value: &Value) -> crate::native::Raised {
    vm.type_error(format!("conversion from {} to Decimal is not supported", class_ref(value).name()))
}

fn apply(vm: &Vm, operation: &Ref<PyStr>, a: &Value, b: &Value, context: &Ref<PyDecimalContext>) -> PyResult<Value> {
    let (a, b) = match (operand(a), operand(b)) {
        (Some(a), Some(b)) => (a, b),
        (None, _) => return Err(not_decimal(vm, a)),
        (_, None) => return Err(not_decimal(vm, b)),
    };
    let function = match operation.as_bytes() {
        b"add" => Rules::add,
        b"subtract" => Rules::sub,
        b"multiply" => Rules::mul,
        b"divide" => Rules::div,
        b"divide_int" => Rules::divide_int,
        b"remainder" => Rules::remainder,
        b"divmod" => {
            let (quotient, remainder) = context.run(vm, |rules| rules.divmod(&a, &b))?;
            return Ok(vm.tuple(vec![make(quotient).into_value(), make(remainder).into_value()]));
        }
        _ => return Err(vm.value_error("unknown operation")),
    };
    Ok(make(context.run(vm, |rules| function(rules, &a, &b))?).into_value())
}

fn apply_one(vm: &Vm, operation: &Ref<PyStr>, a: &Value, context: &Ref<PyDecimalContext>) -> PyResult<Ref<PyDecimal>> {
    let Some(a) = operand(a) else { return Err(not_decimal(vm, a)) };
    let function = match operation.as_bytes() {
        b"plus" => Rules::plus,
        b"minus" => Rules::minus,
        b"abs" => Rules::abs,
        b"sqrt" => Rules::sqrt,
        _ => return Err(vm.value_error("unknown operation")),
    };
    Ok(make(context.run(vm, |rules| function(rules, &a))?))
}

fn order(_: &Vm, a: &Ref<PyDecimal>, b: &Ref<PyDecimal>) -> i64 {
    a.number.order(&b.number) as i64
}
