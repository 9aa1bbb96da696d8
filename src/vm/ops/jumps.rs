//! Jumps.
#![allow(unsafe_code)]

use super::{cold_path, op, release_next, warm};
use crate::builtins::dict::PyDict;
use crate::builtins::list::PyList;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::bytecode::opcode::{CONSUME_B, Op};
use crate::dispatch_at;
use crate::object::{Raw, heap, shape};
use crate::vm::Vm;
use crate::vm::dispatch::{Exit, Flow, Fp, Kp, Pc, Table, operand, raw};
use std::sync::atomic::Ordering;

op! {
    jump(pc, fp, kp, vm, t) { dispatch_at!(pc.offset((*pc).wide() as i32 as isize), fp, kp, vm, t) }

    jump_backward(pc, fp, kp, vm, t) {
        if vm.frame_limit.load(Ordering::Relaxed).is_null() {
            cold_path!(pc fp kp vm t, |vm, pc, _, _| {
                vm.poll()?;
                Ok(Flow::Jump((*pc).wide() as i32))
            })
        }
        dispatch_at!(pc.offset((*pc).wide() as i32 as isize), fp, kp, vm, t)
    }

    jump_if_false(pc, fp, kp, vm, t) {
        let value = raw(fp, (*pc).b);
        if value == Raw::TRUE {
            crate::next!(pc, fp, kp, vm, t)
        }
        if value == Raw::FALSE || value == Raw::NONE || value == Raw::int(0) {
            dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
        }
        return jump_if_other(pc, fp, kp, vm, t);
    }

    jump_if_true(pc, fp, kp, vm, t) {
        let value = raw(fp, (*pc).b);
        if value == Raw::TRUE {
            dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
        }
        if value == Raw::FALSE || value == Raw::NONE || value == Raw::int(0) {
            crate::next!(pc, fp, kp, vm, t)
        }
        return jump_if_other(pc, fp, kp, vm, t);
    }

    /// Both jumps, for what is not a constant.
    #[inline(never)]
    jump_if_other(pc, fp, kp, vm, t) {
        let value = raw(fp, (*pc).b);
        let Some(truth) = plain_truth(value) else {
            warm!(pc fp kp vm t, |vm, pc, fp, _| test(vm, pc, fp))
        };
        if (*pc).flags & CONSUME_B != 0 {
            *fp.add((*pc).b as usize) = Raw::UNSET;
            if value.is_object() && (*value.as_object()).release() {
                (*vm.frame.get()).pc = pc;
                heap::last_release(value.as_object());
            }
        }
        let distance = if truth == ((*pc).op == Op::JUMP_IF_TRUE) { (*pc).a as i16 as isize } else { 1 };
        dispatch_at!(pc.offset(distance), fp, kp, vm, t)
    }

    jump_if_none(pc, fp, kp, vm, t) {
        let value = raw(fp, (*pc).b);
        if value == Raw::NONE {
            dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
        }
        if (*pc).flags & CONSUME_B != 0 {
            *fp.add((*pc).b as usize) = Raw::UNSET;
            if value.is_object() && (*value.as_object()).release() {
                return release_next(pc, fp, kp, vm, t, value);
            }
        }
        crate::next!(pc, fp, kp, vm, t)
    }

    jump_if_not_none(pc, fp, kp, vm, t) {
        let value = raw(fp, (*pc).b);
        if value == Raw::NONE {
            crate::next!(pc, fp, kp, vm, t)
        }
        if (*pc).flags & CONSUME_B != 0 {
            *fp.add((*pc).b as usize) = Raw::UNSET;
            if value.is_object() && (*value.as_object()).release() {
                return release_jump(pc, fp, kp, vm, t, value);
            }
        }
        dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
    }
}

/// The truth of a number or an exact built-in container.
#[inline(always)]
unsafe fn plain_truth(value: Raw) -> Option<bool> {
    if value.is_int() {
        return Some(value.as_int() != 0);
    }
    // SAFETY: the register holds a live value; the shape says what it is.
    unsafe {
        match value.shape() {
            shape::LIST => Some(!(&*(*(value.0 as *const PyList)).items.as_ptr()).is_empty()),
            shape::STR => Some(!(*(value.0 as *const PyStr)).is_empty()),
            shape::TUPLE => Some(!(*(value.0 as *const PyTuple)).is_empty()),
            shape::DICT => Some((&*(*(value.0 as *const PyDict)).table.as_ptr()).len() != 0),
            _ => None,
        }
    }
}

/// The truth of B decides. It is looked at in place: a consumed operand is released only afterwards.
unsafe fn test(vm: &Vm, pc: Pc, fp: Fp) -> crate::native::PyResult<Flow> {
    // SAFETY: the register is set.
    unsafe {
        let value = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        let truth = vm.truth(&value)?;
        drop(value);
        Ok(if truth == ((*pc).op == Op::JUMP_IF_TRUE) { Flow::Jump((*pc).a as i16 as i32) } else { Flow::Next })
    }
}

/// Frees an object, then takes the jump.
#[cold]
#[inline(never)]
unsafe fn release_jump(pc: Pc, fp: Fp, kp: Kp, vm: &Vm, t: &Table, object: Raw) -> Exit {
    // SAFETY: the object has no references left.
    unsafe {
        (*vm.frame.get()).pc = pc;
        heap::last_release(object.as_object());
        dispatch_at!(pc.offset((*pc).a as i16 as isize), fp, kp, vm, t)
    }
}

op! {
    enter_tracing(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, _, _| {
            crate::vm::trace::restore(vm, pc);
            Ok(Flow::Jump(0))
        })
    }
}
