//! One function per opcode, by family. What an opcode does stands in the table (`bytecode/opcode.rs`); here is how.
//!
//! A handler keeps its fast path free of ordinary calls and hands everything else to `slow`.

#![allow(unsafe_code)]

mod attributes;
mod binary;
mod build;
mod calls;
mod compare;
mod exceptions;
mod functions;
mod generators;
mod imports;
mod iteration;
mod jumps;
mod moves;
mod names;
mod operators;
mod patterns;
mod returns;
mod subscripts;

pub use attributes::*;
pub use binary::*;
pub use build::*;
pub use calls::*;
pub use compare::*;
pub use exceptions::*;
pub use functions::*;
pub use generators::*;
pub use imports::*;
pub use iteration::*;
pub use jumps::*;
pub use moves::*;
pub use names::*;
pub use patterns::*;
pub use returns::*;
pub use subscripts::*;

/// Defines handlers. The names in parentheses are the handler's five arguments; the body ends in `next!` or a slow
/// path.
macro_rules! op {
    ($($(#[$meta:meta])* $name:ident($pc:ident, $fp:ident, $kp:ident, $vm:ident, $t:ident) $body:block)*) => {
        $(
            $(#[$meta])*
            /// # Safety
            /// `pc` is an instruction of the running frame's code; `fp` and `kp` are that frame's.
            #[allow(clippy::missing_safety_doc, unused_unsafe)]
            pub unsafe fn $name(
                $pc: $crate::vm::dispatch::Pc,
                $fp: $crate::vm::dispatch::Fp,
                $kp: $crate::vm::dispatch::Kp,
                $vm: &$crate::vm::Vm,
                $t: &$crate::vm::dispatch::Table,
            ) -> $crate::vm::dispatch::Exit {
                // SAFETY: as for the function: the verifier's rules hold for loaded code.
                unsafe { $body }
            }
        )*
    };
}

/// Ends a handler with a slow path: `cold_path!(pc fp kp vm t, |vm, ins, fp, kp| ...)`, whose body gives a `Flow`.
macro_rules! cold_path {
    ($pc:ident $fp:ident $kp:ident $vm:ident $t:ident, $body:expr) => {
        return $crate::vm::dispatch::slow($pc, $fp, $kp, $vm, $t, $body)
    };
}

/// As `cold_path!`, for what is not rare.
macro_rules! warm {
    ($pc:ident $fp:ident $kp:ident $vm:ident $t:ident, $body:expr) => {
        return $crate::vm::dispatch::warm($pc, $fp, $kp, $vm, $t, $body)
    };
}

/// Stores a result in a register and goes on; if that was the last reference to what the register held, it is
/// released out of line.
macro_rules! store_next {
    ($pc:ident $fp:ident $kp:ident $vm:ident $t:ident, $register:expr, $value:expr) => {{
        let slot = $fp.add($register as usize);
        let old = *slot;
        *slot = $value;
        if old.is_object() && (*old.as_object()).release() {
            return $crate::vm::ops::release_next($pc, $fp, $kp, $vm, $t, old);
        }
        $crate::next!($pc, $fp, $kp, $vm, $t)
    }};
}

/// As `store_next!`, for a result that comes from operand B: releases B if it dies here. The result goes to A.
macro_rules! store_consume_next {
    ($pc:ident $fp:ident $kp:ident $vm:ident $t:ident, $value:expr) => {{
        let value: $crate::object::Raw = $value;
        if (*$pc).flags & $crate::bytecode::opcode::CONSUME_B != 0 && (*$pc).b != (*$pc).a {
            let slot = $fp.add((*$pc).b as usize);
            let object = *slot;
            *slot = $crate::object::Raw::UNSET;
            if object.is_object() && (*object.as_object()).release() {
                (*object.as_object()).incref();
                *slot = object;
                return $crate::vm::ops::store_consumed($pc, $fp, $kp, $vm, $t, value);
            }
        }
        store_next!($pc $fp $kp $vm $t, (*$pc).a, value)
    }};
}

/// Ends a handler with a call that gives the result for A, or zero if it has raised. The call may do anything.
macro_rules! compute_next {
    ($pc:ident $fp:ident $kp:ident $vm:ident $t:ident, $value:expr) => {{
        (*$vm.frame.get()).pc = $pc;
        let value: $crate::object::Raw = $value;
        if value.0 == 0 {
            return $crate::vm::dispatch::raised($pc, $fp, $kp, $vm, $t);
        }
        store_next!($pc $fp $kp $vm $t, (*$pc).a, value)
    }};
}

pub(crate) use {cold_path, compute_next, op, store_consume_next, store_next, warm};

use super::Vm;
use super::dispatch::{Exit, Fp, Kp, Pc, Table};
use crate::bytecode::opcode::{CONSUME_B, CONSUME_C};
use crate::native::PyResult;
use crate::object::{Header, Raw, Value, heap};

/// A result as `compute_next!` takes it.
#[inline(always)]
fn to_raw(result: PyResult<Value>) -> Raw {
    match result {
        Ok(value) => value.into_raw(),
        Err(_) => Raw(0),
    }
}

/// Frees an object whose count has reached zero, then goes on at the next instruction.
///
/// # Safety
/// As for handlers; `object` has no references left.
#[cold]
#[inline(never)]
pub unsafe fn release_next(pc: Pc, fp: Fp, kp: Kp, vm: &Vm, t: &Table, object: Raw) -> Exit {
    // SAFETY: as above.
    unsafe {
        (*vm.frame.get()).pc = pc;
        heap::last_release(object.as_object());
        crate::next!(pc, fp, kp, vm, t)
    }
}

/// Releases the operands B and C as far as they die here, stores the result in A, and goes on.
///
/// # Safety
/// As for handlers; `value` is an owned result.
#[inline(never)]
pub unsafe fn store_consumed(pc: Pc, fp: Fp, kp: Kp, vm: &Vm, t: &Table, value: Raw) -> Exit {
    // SAFETY: as above.
    unsafe {
        (*vm.frame.get()).pc = pc;
        for (flag, register) in [(CONSUME_B, (*pc).b), (CONSUME_C, (*pc).c)] {
            if (*pc).flags & flag != 0 && register != (*pc).a {
                let operand = std::ptr::replace(fp.add(register as usize), Raw::UNSET);
                if operand.is_object() {
                    Header::decref(operand.as_object());
                }
            }
        }
        let old = std::ptr::replace(fp.add((*pc).a as usize), value);
        if old.is_object() {
            Header::decref(old.as_object());
        }
        crate::next!(pc, fp, kp, vm, t)
    }
}
