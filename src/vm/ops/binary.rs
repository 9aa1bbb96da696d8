//! Arithmetic operators.
#![allow(unsafe_code)]

use super::operators::enter_binary;
use super::{op, store_next, warm};
use crate::builtins::str::PyStr;
use crate::bytecode::opcode::{CONSUME_B, CONSUME_C, INPLACE};
use crate::native::PyResult;
use crate::object::{BinaryOp, Raw, Value};
use crate::vm::Vm;
use crate::vm::dispatch::{Flow, Fp, Pc, operand, raw, reg, set};

/// The general case: any types, result into A.
unsafe fn general(vm: &Vm, pc: Pc, fp: Fp, operator: BinaryOp) -> PyResult<Flow> {
    // SAFETY: the registers are set.
    unsafe {
        if let Some(flow) = enter_binary(vm, pc, fp, operator, reg(fp, (*pc).c))? {
            return Ok(flow);
        }
        let left = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        let right = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
        let result = if (*pc).flags & INPLACE != 0 {
            vm.inplace_op(operator, &left, &right)?
        } else {
            vm.binary_op(operator, &left, &right)?
        };
        drop(left);
        drop(right);
        set(fp, (*pc).a, result);
        Ok(Flow::Next)
    }
}

/// The general case with a small int as right operand.
unsafe fn general_imm(vm: &Vm, pc: Pc, fp: Fp, operator: BinaryOp) -> PyResult<Flow> {
    // SAFETY: the register is set.
    unsafe {
        let right = Value::inline_int((*pc).c as i16 as i64);
        if let Some(flow) = enter_binary(vm, pc, fp, operator, &right)? {
            return Ok(flow);
        }
        let left = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        let result = if (*pc).flags & INPLACE != 0 {
            vm.inplace_op(operator, &left, &right)?
        } else {
            vm.binary_op(operator, &left, &right)?
        };
        drop(left);
        set(fp, (*pc).a, result);
        Ok(Flow::Next)
    }
}

/// `a // b` as Python rounds: down.
#[inline(always)]
fn floor_divide(a: i64, b: i64) -> i64 {
    let quotient = a / b;
    if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient }
}

/// `a % b` with the sign of `b`.
#[inline(always)]
fn floor_modulo(a: i64, b: i64) -> i64 {
    let remainder = a % b;
    if remainder != 0 && (remainder < 0) != (b < 0) { remainder + b } else { remainder }
}

/// Whether the shift of an inline int by an inline int stays inline.
#[inline(always)]
fn shift_left(a: i64, b: i64) -> Option<i64> {
    if !(0..49).contains(&b) {
        return None;
    }
    let result = a << b;
    (result >> b == a && Raw::fits(result)).then_some(result)
}

op! {
    binary_add(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if left.both_ints(right) {
            let sum = left.as_int() + right.as_int();
            if Raw::fits(sum) {
                store_next!(pc fp kp vm t, (*pc).a, Raw::int(sum))
            }
        }
        return add_floats(pc, fp, kp, vm, t);
    }

    /// The part of the one above that is not for ints: a function of its own, so that the int path needs few registers.
    #[inline(never)]
    add_floats(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if let Some((a, b)) = Raw::floats(left, right) {
            store_next!(pc fp kp vm t, (*pc).a, Raw::float(a + b))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| add(vm, pc, fp))
    }

    binary_subtract(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if left.both_ints(right) {
            let difference = left.as_int() - right.as_int();
            if Raw::fits(difference) {
                store_next!(pc fp kp vm t, (*pc).a, Raw::int(difference))
            }
        }
        return subtract_floats(pc, fp, kp, vm, t);
    }

    /// The part of the one above that is not for ints: a function of its own, so that the int path needs few registers.
    #[inline(never)]
    subtract_floats(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if let Some((a, b)) = Raw::floats(left, right) {
            store_next!(pc fp kp vm t, (*pc).a, Raw::float(a - b))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::Sub))
    }

    binary_multiply(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if left.both_ints(right)
            && let Some(product) = left.as_int().checked_mul(right.as_int())
            && Raw::fits(product)
        {
            store_next!(pc fp kp vm t, (*pc).a, Raw::int(product))
        }
        return multiply_floats(pc, fp, kp, vm, t);
    }

    /// The part of the one above that is not for ints: a function of its own, so that the int path needs few registers.
    #[inline(never)]
    multiply_floats(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if let Some((a, b)) = Raw::floats(left, right) {
            store_next!(pc fp kp vm t, (*pc).a, Raw::float(a * b))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::Mul))
    }

    binary_true_divide(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if let Some((a, b)) = Raw::floats(left, right) {
            if b != 0.0 {
                store_next!(pc fp kp vm t, (*pc).a, Raw::float(a / b))
            }
        } else if left.both_ints(right) && right.as_int() != 0 {
            // Inline ints are exact as doubles, so the quotient is correctly rounded.
            store_next!(pc fp kp vm t, (*pc).a, Raw::float(left.as_int() as f64 / right.as_int() as f64))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::TrueDiv))
    }

    binary_floor_divide(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if left.both_ints(right) && right.as_int() != 0 {
            let quotient = floor_divide(left.as_int(), right.as_int());
            if Raw::fits(quotient) {
                store_next!(pc fp kp vm t, (*pc).a, Raw::int(quotient))
            }
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::FloorDiv))
    }

    binary_modulo(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if left.both_ints(right) && right.as_int() != 0 {
            store_next!(pc fp kp vm t, (*pc).a, Raw::int(floor_modulo(left.as_int(), right.as_int())))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::Mod))
    }

    binary_power(pc, fp, kp, vm, t) {
        // Elsewhere there may be errors, or complex results.
        if let Some((base, exponent)) = Raw::floats(raw(fp, (*pc).b), raw(fp, (*pc).c))
            && base > 0.0
        {
            let power = base.powf(exponent);
            if power.is_finite() {
                store_next!(pc fp kp vm t, (*pc).a, Raw::float(power))
            }
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::Pow))
    }

    binary_matrix_multiply(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::MatMul))
    }

    binary_lshift(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if left.both_ints(right)
            && let Some(result) = shift_left(left.as_int(), right.as_int())
        {
            store_next!(pc fp kp vm t, (*pc).a, Raw::int(result))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::LShift))
    }

    binary_rshift(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if left.both_ints(right) && right.as_int() >= 0 {
            store_next!(pc fp kp vm t, (*pc).a, Raw::int(left.as_int() >> right.as_int().min(63)))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::RShift))
    }

    binary_and(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if left.both_ints(right) {
            store_next!(pc fp kp vm t, (*pc).a, Raw(left.0 & right.0))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::And))
    }

    binary_or(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if left.both_ints(right) {
            store_next!(pc fp kp vm t, (*pc).a, Raw(left.0 | right.0))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::Or))
    }

    binary_xor(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if left.both_ints(right) {
            store_next!(pc fp kp vm t, (*pc).a, Raw::int(left.as_int() ^ right.as_int()))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, BinaryOp::Xor))
    }

    binary_add_imm(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), (*pc).c as i16 as i64);
        if left.is_int() {
            let sum = left.as_int() + right;
            if Raw::fits(sum) {
                store_next!(pc fp kp vm t, (*pc).a, Raw::int(sum))
            }
        } else if left.is_float() {
            store_next!(pc fp kp vm t, (*pc).a, Raw::float(left.as_float() + right as f64))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general_imm(vm, pc, fp, BinaryOp::Add))
    }

    binary_subtract_imm(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), (*pc).c as i16 as i64);
        if left.is_int() {
            let difference = left.as_int() - right;
            if Raw::fits(difference) {
                store_next!(pc fp kp vm t, (*pc).a, Raw::int(difference))
            }
        } else if left.is_float() {
            store_next!(pc fp kp vm t, (*pc).a, Raw::float(left.as_float() - right as f64))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general_imm(vm, pc, fp, BinaryOp::Sub))
    }

    binary_multiply_imm(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), (*pc).c as i16 as i64);
        if left.is_int() {
            if let Some(product) = left.as_int().checked_mul(right)
                && Raw::fits(product)
            {
                store_next!(pc fp kp vm t, (*pc).a, Raw::int(product))
            }
        } else if left.is_float() {
            store_next!(pc fp kp vm t, (*pc).a, Raw::float(left.as_float() * right as f64))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general_imm(vm, pc, fp, BinaryOp::Mul))
    }

    binary_floor_divide_imm(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), (*pc).c as i16 as i64);
        if left.is_int() && right != 0 {
            let quotient = floor_divide(left.as_int(), right);
            if Raw::fits(quotient) {
                store_next!(pc fp kp vm t, (*pc).a, Raw::int(quotient))
            }
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general_imm(vm, pc, fp, BinaryOp::FloorDiv))
    }

    binary_modulo_imm(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), (*pc).c as i16 as i64);
        if left.is_int() && right != 0 {
            store_next!(pc fp kp vm t, (*pc).a, Raw::int(floor_modulo(left.as_int(), right)))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general_imm(vm, pc, fp, BinaryOp::Mod))
    }

    binary_lshift_imm(pc, fp, kp, vm, t) {
        let left = raw(fp, (*pc).b);
        if left.is_int()
            && let Some(result) = shift_left(left.as_int(), (*pc).c as i16 as i64)
        {
            store_next!(pc fp kp vm t, (*pc).a, Raw::int(result))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general_imm(vm, pc, fp, BinaryOp::LShift))
    }

    binary_rshift_imm(pc, fp, kp, vm, t) {
        let (left, right) = (raw(fp, (*pc).b), (*pc).c as i16 as i64);
        if left.is_int() && right >= 0 {
            store_next!(pc fp kp vm t, (*pc).a, Raw::int(left.as_int() >> right.min(63)))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general_imm(vm, pc, fp, BinaryOp::RShift))
    }

    binary_and_imm(pc, fp, kp, vm, t) {
        let left = raw(fp, (*pc).b);
        if left.is_int() {
            store_next!(pc fp kp vm t, (*pc).a, Raw::int(left.as_int() & (*pc).c as i16 as i64))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general_imm(vm, pc, fp, BinaryOp::And))
    }

    unary_negative(pc, fp, kp, vm, t) {
        let value = raw(fp, (*pc).b);
        if value.is_int() && Raw::fits(-value.as_int()) {
            store_next!(pc fp kp vm t, (*pc).a, Raw::int(-value.as_int()))
        }
        if value.is_float() {
            store_next!(pc fp kp vm t, (*pc).a, Raw::float(-value.as_float()))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| unary(vm, pc, fp, "-"))
    }

    unary_positive(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| unary(vm, pc, fp, "+"))
    }

    unary_invert(pc, fp, kp, vm, t) {
        let value = raw(fp, (*pc).b);
        if value.is_int() {
            store_next!(pc fp kp vm t, (*pc).a, Raw::int(!value.as_int()))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| unary(vm, pc, fp, "~"))
    }

    unary_not(pc, fp, kp, vm, t) {
        let value = raw(fp, (*pc).b);
        if value.is_bool() {
            store_next!(pc fp kp vm t, (*pc).a, Raw(value.0 ^ 1))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let value = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let truth = vm.truth(&value)?;
            drop(value);
            set(fp, (*pc).a, Value::bool(!truth));
            Ok(Flow::Next)
        })
    }
}

unsafe fn unary(vm: &Vm, pc: Pc, fp: Fp, symbol: &str) -> PyResult<Flow> {
    // SAFETY: the register is set.
    unsafe {
        let value = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        let result = vm.unary_op(symbol, &value)?;
        drop(value);
        set(fp, (*pc).a, result);
        Ok(Flow::Next)
    }
}

/// Addition that is not of small numbers. Strings are joined here: when the result replaces the left operand
/// (`s += x`), that register gives up its reference first, so that a string nobody else holds grows in place.
unsafe fn add(vm: &Vm, pc: Pc, fp: Fp) -> PyResult<Flow> {
    // SAFETY: the registers are set.
    unsafe {
        let ins = *pc;
        let strings =
            raw(fp, ins.b).shape() == crate::object::shape::STR && raw(fp, ins.c).shape() == crate::object::shape::STR;
        if !strings {
            return general(vm, pc, fp, BinaryOp::Add);
        }
        let right = operand(fp, ins.c, ins.flags & CONSUME_C != 0);
        let left = operand(fp, ins.b, ins.flags & CONSUME_B != 0 || ins.a == ins.b);
        let (Ok(left), Some(more)) = (left.into_ref::<PyStr>(), right.downcast_exact::<PyStr>()) else {
            return Err(vm.system_error("strings changed their type"));
        };
        let joined = PyStr::concat(left, more);
        drop(right);
        set(fp, ins.a, joined.into_value());
        Ok(Flow::Next)
    }
}
