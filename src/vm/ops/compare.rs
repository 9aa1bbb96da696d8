//! Comparisons, and comparisons fused with the jump that they decide.
#![allow(unsafe_code)]

use super::operators::enter_compare;
use super::subscripts::dict_value;
use super::{op, store_next, warm};
use crate::bytecode::opcode::{CONSUME_B, CONSUME_C, NEGATE, Op};
use crate::native::PyResult;
use crate::object::{CompareOp, Raw, Value, shape};
use crate::vm::Vm;
use crate::vm::dispatch::{Flow, Fp, Pc, operand, raw, reg, set};
use crate::{dispatch_at, next};

/// The general comparison, its result into A.
unsafe fn compare(vm: &Vm, pc: Pc, fp: Fp, operator: CompareOp) -> PyResult<Flow> {
    // SAFETY: the registers are set.
    unsafe {
        if let Some(flow) = enter_compare(vm, pc, fp, operator, reg(fp, (*pc).c))? {
            return Ok(flow);
        }
        let left = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        let right = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
        let result = vm.compare(&left, &right, operator)?;
        drop(left);
        drop(right);
        set(fp, (*pc).a, result);
        Ok(Flow::Next)
    }
}

/// The general comparison, its truth deciding a jump.
unsafe fn compare_jump(vm: &Vm, pc: Pc, fp: Fp, operator: CompareOp, jump_if: bool) -> PyResult<Flow> {
    // SAFETY: the registers are set.
    unsafe {
        if let Some(flow) = enter_compare(vm, pc, fp, operator, reg(fp, (*pc).c))? {
            return Ok(flow);
        }
        let left = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        let right = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
        let truth = vm.compare_bool(&left, &right, operator)?;
        drop(left);
        drop(right);
        Ok(if truth == jump_if { Flow::Jump((*pc).a as i16 as i32) } else { Flow::Next })
    }
}

/// As [`compare_jump`], against a small int.
unsafe fn compare_imm_jump(vm: &Vm, pc: Pc, fp: Fp, operator: CompareOp, jump_if: bool) -> PyResult<Flow> {
    // SAFETY: the register is set.
    unsafe {
        let right = Value::inline_int((*pc).c as i16 as i64);
        if let Some(flow) = enter_compare(vm, pc, fp, operator, &right)? {
            return Ok(flow);
        }
        let left = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        let truth = vm.compare_bool(&left, &right, operator)?;
        drop(left);
        Ok(if truth == jump_if { Flow::Jump((*pc).a as i16 as i32) } else { Flow::Next })
    }
}

/// What a comparison's opcode does with the result.
pub(super) struct ComparisonShape {
    /// The jump that it decides, if it decides one: taken when the comparison has this truth.
    pub jump_if: Option<bool>,
    /// The right operand stands in the instruction.
    pub immediate: bool,
}

macro_rules! comparisons {
    ($($name:ident $jump_false:ident $jump_true:ident $imm_false:ident $imm_true:ident $floats:ident $false_floats:ident $true_floats:ident $operator:tt $op:ident;)*) => {
        op! { $(
            $name(pc, fp, kp, vm, t) {
                let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
                if left.both_ints(right) {
                    store_next!(pc fp kp vm t, (*pc).a, Raw::bool(left.as_int() $operator right.as_int()))
                }
                return $floats(pc, fp, kp, vm, t);
            }

            /// The part of the one above that is not for ints: the int path needs few registers without it.
            #[inline(never)]
            $floats(pc, fp, kp, vm, t) {
                if let Some((a, b)) = Raw::floats(raw(fp, (*pc).b), raw(fp, (*pc).c)) {
                    store_next!(pc fp kp vm t, (*pc).a, Raw::bool(a $operator b))
                }
                warm!(pc fp kp vm t, |vm, pc, fp, _| compare(vm, pc, fp, CompareOp::$op))
            }

            $jump_false(pc, fp, kp, vm, t) {
                let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
                if left.both_ints(right) {
                    if left.as_int() $operator right.as_int() {
                        next!(pc, fp, kp, vm, t)
                    }
                    dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
                }
                return $false_floats(pc, fp, kp, vm, t);
            }

            #[inline(never)]
            $false_floats(pc, fp, kp, vm, t) {
                if let Some((a, b)) = Raw::floats(raw(fp, (*pc).b), raw(fp, (*pc).c)) {
                    if a $operator b {
                        next!(pc, fp, kp, vm, t)
                    }
                    dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
                }
                warm!(pc fp kp vm t, |vm, pc, fp, _| compare_jump(vm, pc, fp, CompareOp::$op, false))
            }

            $jump_true(pc, fp, kp, vm, t) {
                let (left, right) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
                if left.both_ints(right) {
                    if left.as_int() $operator right.as_int() {
                        dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
                    }
                    next!(pc, fp, kp, vm, t)
                }
                return $true_floats(pc, fp, kp, vm, t);
            }

            #[inline(never)]
            $true_floats(pc, fp, kp, vm, t) {
                if let Some((a, b)) = Raw::floats(raw(fp, (*pc).b), raw(fp, (*pc).c)) {
                    if a $operator b {
                        dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
                    }
                    next!(pc, fp, kp, vm, t)
                }
                warm!(pc fp kp vm t, |vm, pc, fp, _| compare_jump(vm, pc, fp, CompareOp::$op, true))
            }

            $imm_false(pc, fp, kp, vm, t) {
                let (left, right) = (raw(fp, (*pc).b), (*pc).c as i16 as i64);
                if left.is_int() {
                    if left.as_int() $operator right {
                        next!(pc, fp, kp, vm, t)
                    }
                    dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
                }
                warm!(pc fp kp vm t, |vm, pc, fp, _| compare_imm_jump(vm, pc, fp, CompareOp::$op, false))
            }

            $imm_true(pc, fp, kp, vm, t) {
                let (left, right) = (raw(fp, (*pc).b), (*pc).c as i16 as i64);
                if left.is_int() {
                    if left.as_int() $operator right {
                        dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
                    }
                    next!(pc, fp, kp, vm, t)
                }
                warm!(pc fp kp vm t, |vm, pc, fp, _| compare_imm_jump(vm, pc, fp, CompareOp::$op, true))
            }
        )* }
    };
}

/// The operator of a comparison's opcode.
pub(super) fn comparison_of(op: Op) -> (CompareOp, ComparisonShape) {
    macro_rules! opcodes {
        ($($operator:ident: $plain:ident $false:ident $true:ident $imm_false:ident $imm_true:ident;)*) => {
            match op {
                $(
                Op::$false => (CompareOp::$operator, ComparisonShape { jump_if: Some(false), immediate: false }),
                Op::$true => (CompareOp::$operator, ComparisonShape { jump_if: Some(true), immediate: false }),
                Op::$imm_false => (CompareOp::$operator, ComparisonShape { jump_if: Some(false), immediate: true }),
                Op::$imm_true => (CompareOp::$operator, ComparisonShape { jump_if: Some(true), immediate: true }),
                Op::$plain => (CompareOp::$operator, ComparisonShape { jump_if: None, immediate: false }),
                )*
                _ => unreachable!("a comparison's method returns to a comparison"),
            }
        };
    }
    opcodes! {
        Lt: COMPARE_LT LT_JUMP_FALSE LT_JUMP_TRUE LT_IMM_JUMP_FALSE LT_IMM_JUMP_TRUE;
        Le: COMPARE_LE LE_JUMP_FALSE LE_JUMP_TRUE LE_IMM_JUMP_FALSE LE_IMM_JUMP_TRUE;
        Eq: COMPARE_EQ EQ_JUMP_FALSE EQ_JUMP_TRUE EQ_IMM_JUMP_FALSE EQ_IMM_JUMP_TRUE;
        Ne: COMPARE_NE NE_JUMP_FALSE NE_JUMP_TRUE NE_IMM_JUMP_FALSE NE_IMM_JUMP_TRUE;
        Gt: COMPARE_GT GT_JUMP_FALSE GT_JUMP_TRUE GT_IMM_JUMP_FALSE GT_IMM_JUMP_TRUE;
        Ge: COMPARE_GE GE_JUMP_FALSE GE_JUMP_TRUE GE_IMM_JUMP_FALSE GE_IMM_JUMP_TRUE;
    }
}

comparisons! {
    compare_lt lt_jump_false lt_jump_true lt_imm_jump_false lt_imm_jump_true
        compare_lt_floats lt_false_floats lt_true_floats < Lt;
    compare_le le_jump_false le_jump_true le_imm_jump_false le_imm_jump_true
        compare_le_floats le_false_floats le_true_floats <= Le;
    compare_eq eq_jump_false eq_jump_true eq_imm_jump_false eq_imm_jump_true
        compare_eq_floats eq_false_floats eq_true_floats == Eq;
    compare_ne ne_jump_false ne_jump_true ne_imm_jump_false ne_imm_jump_true
        compare_ne_floats ne_false_floats ne_true_floats != Ne;
    compare_gt gt_jump_false gt_jump_true gt_imm_jump_false gt_imm_jump_true
        compare_gt_floats gt_false_floats gt_true_floats > Gt;
    compare_ge ge_jump_false ge_jump_true ge_imm_jump_false ge_imm_jump_true
        compare_ge_floats ge_false_floats ge_true_floats >= Ge;
}

op! {
    is_op(pc, fp, kp, vm, t) {
        let same = raw(fp, (*pc).b) == raw(fp, (*pc).c);
        let flags = (*pc).flags;
        if flags & (CONSUME_B | CONSUME_C) != 0 {
            warm!(pc fp kp vm t, |_, pc, fp, _| {
                let (left, right) = operands(pc, fp);
                let same = left.is(&right) != ((*pc).flags & NEGATE != 0);
                drop(left);
                drop(right);
                set(fp, (*pc).a, Value::bool(same));
                Ok(Flow::Next)
            })
        }
        store_next!(pc fp kp vm t, (*pc).a, Raw::bool(same != (flags & NEGATE != 0)))
    }

    is_jump_false(pc, fp, kp, vm, t) {
        let same = raw(fp, (*pc).b) == raw(fp, (*pc).c);
        let flags = (*pc).flags;
        if flags & (CONSUME_B | CONSUME_C) != 0 {
            warm!(pc fp kp vm t, |_, pc, fp, _| {
                let (left, right) = operands(pc, fp);
                let same = left.is(&right) != ((*pc).flags & NEGATE != 0);
                Ok(if same { Flow::Next } else { Flow::Jump((*pc).a as i16 as i32) })
            })
        }
        if same != (flags & NEGATE != 0) {
            next!(pc, fp, kp, vm, t)
        }
        dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
    }

    contains_op(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let (item, container) = operands(pc, fp);
            let found = contains(vm, &container, &item)? != ((*pc).flags & NEGATE != 0);
            drop(item);
            drop(container);
            set(fp, (*pc).a, Value::bool(found));
            Ok(Flow::Next)
        })
    }

    contains_jump_false(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let (item, container) = operands(pc, fp);
            let found = contains(vm, &container, &item)? != ((*pc).flags & NEGATE != 0);
            drop(item);
            drop(container);
            Ok(if found { Flow::Next } else { Flow::Jump((*pc).a as i16 as i32) })
        })
    }
}

/// `item in container`; a plain key that an exact dict has needs no comparison.
fn contains(vm: &Vm, container: &Value, item: &Value) -> PyResult<bool> {
    let (container_raw, item_raw) = (container.raw(), item.raw());
    // SAFETY: both are alive.
    if unsafe { container_raw.shape() == shape::DICT && dict_value(container_raw, item_raw).is_some() } {
        return Ok(true);
    }
    vm.contains(container, item)
}

unsafe fn operands(pc: Pc, fp: Fp) -> (Value, Value) {
    // SAFETY: the registers are set.
    unsafe {
        let left = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        let right = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
        (left, right)
    }
}
