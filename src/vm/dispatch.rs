//! Dispatch: every opcode is a small function that ends by jumping to the next one through the table.
//!
//! `next!` compiles to an indirect jump (a sibling call) where the optimiser runs; the build script turns on
//! `coil_tail_calls` for that. Without it, `next!` returns to a trampoline. Conditions for the jump: one signature for
//! all, nothing with `Drop` alive, no local whose address has escaped. So whatever is not a fast path stands in a
//! closure that [`slow`] runs out of line.
#![allow(unsafe_code)]

use super::frame::{ENTRY, Frame, GENERATOR, HAS_EXTRA};
use super::unwind;
use super::{Vm, ops};
use crate::builtins::code::Cache;
use crate::bytecode::code::Ins;
use crate::bytecode::opcode::{Op, for_each_opcode};
use crate::native::{PyResult, Raised};
use crate::object::{Header, Raw, Ref, Value};

pub type Pc = *const Ins;
pub type Fp = *mut Raw;
/// Base of constants and caches.
pub type Kp = *mut u8;

/// One opcode: program counter, registers, constants, handle, table.
pub type Handler = unsafe fn(Pc, Fp, Kp, &Vm, &Table) -> Exit;

/// The handlers, by opcode.
#[repr(transparent)]
pub struct Table(pub [Handler; OPS]);

/// Why the dispatch loop was left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Exit {
    /// The entry frame returned; the result is in `vm.result`.
    Returned,
    /// The entry generator yielded; the value is in `vm.result`.
    Yielded,
    /// An exception left the entry frame; it is parked.
    Raised,
    /// Only without tail calls: go on with what the frame says.
    Again,
}

/// What a slow path wants done next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flow {
    /// The next instruction.
    Next,
    /// The instruction that many places from this one.
    Jump(i32),
    /// The running frame has changed, or its `pc` has been set: go on there.
    Switch,
    /// Leave the loop.
    Exit(Exit),
}

macro_rules! handlers {
    ($($name:ident $handler:ident ($a:tt, $b:tt, $c:tt) $doc:literal;)*) => {
        const OPS: usize = [$(stringify!($name)),*].len();
        /// The handlers, by opcode.
        pub static TABLE: Table = Table([$(ops::$handler),*]);
        /// The table of threads with a trace or profile function.
        pub static TRACED: Table = Table([super::trace::traced; OPS]);
    };
}
for_each_opcode!(handlers);

/// Goes on at an instruction. Stands in an unsafe block: opcodes are indices of the table, `pc` is an instruction of the
/// running code, and `fp` and `kp` are the running frame's.
#[macro_export]
macro_rules! dispatch_at {
    ($pc:expr, $fp:expr, $kp:expr, $vm:expr, $table:expr) => {{
        let pc: $crate::vm::dispatch::Pc = $pc;
        #[cfg(coil_tail_calls)]
        {
            return ($table.0.get_unchecked((*pc).op as usize))(pc, $fp, $kp, $vm, $table);
        }
        #[cfg(not(coil_tail_calls))]
        {
            let _ = ($fp, $kp, $table);
            (*$vm.frame.get()).pc = pc;
            return $crate::vm::dispatch::Exit::Again;
        }
    }};
}

/// Goes on at the next instruction.
#[macro_export]
macro_rules! next {
    ($pc:expr, $fp:expr, $kp:expr, $vm:expr, $table:expr) => {
        $crate::dispatch_at!($pc.add(1), $fp, $kp, $vm, $table)
    };
}

/// Runs a slow path out of line, then does what it says. The frame's `pc` is this instruction meanwhile.
///
/// # Safety
/// The arguments are those of the handler; `F` is a closure without captures.
#[cold]
#[inline(never)]
pub unsafe fn slow<F: Fn(&Vm, Pc, Fp, Kp) -> PyResult<Flow>>(
    pc: Pc,
    fp: Fp,
    kp: Kp,
    vm: &Vm,
    table: &Table,
    body: F,
) -> Exit {
    // SAFETY: as above.
    unsafe { warm(pc, fp, kp, vm, table, body) }
}

/// As [`slow`], for paths that are not rare: calls, mostly.
///
/// # Safety
/// As for `slow`.
#[inline(never)]
pub unsafe fn warm<F: Fn(&Vm, Pc, Fp, Kp) -> PyResult<Flow>>(
    pc: Pc,
    fp: Fp,
    kp: Kp,
    vm: &Vm,
    _: &Table,
    _body: F,
) -> Exit {
    // SAFETY: as above.
    unsafe {
        let result = run_slow::<F>(pc, fp, kp, vm);
        // What has run may have set a trace function.
        let table = vm.table.get();
        match result {
            Ok(Flow::Next) => next!(pc, fp, kp, vm, table),
            Ok(Flow::Jump(distance)) => crate::dispatch_at!(pc.offset(distance as isize), fp, kp, vm, table),
            Ok(Flow::Switch) => resume_frame(pc, fp, kp, vm, table),
            Ok(Flow::Exit(exit)) => exit,
            Err(_) => raised(pc, fp, kp, vm, table),
        }
    }
}

#[inline(never)]
unsafe fn run_slow<F: Fn(&Vm, Pc, Fp, Kp) -> PyResult<Flow>>(pc: Pc, fp: Fp, kp: Kp, vm: &Vm) -> PyResult<Flow> {
    const { assert!(size_of::<F>() == 0, "slow paths capture nothing") };
    // SAFETY: a closure without captures has no content; the running frame is valid.
    unsafe {
        (*vm.frame.get()).pc = pc;
        let body: F = std::mem::zeroed();
        body(vm, pc, fp, kp)
    }
}

/// Goes on where the running frame's `pc` says.
///
/// # Safety
/// The running frame is valid.
#[inline(always)]
pub unsafe fn resume_frame(_: Pc, _: Fp, _: Kp, vm: &Vm, _: &Table) -> Exit {
    // SAFETY: the running frame is valid.
    unsafe {
        let table = vm.table.get();
        let frame = vm.frame.get();
        crate::dispatch_at!((*frame).pc, (*frame).fp, (*frame).kp, vm, table)
    }
}

/// An instruction has raised: finds the handler and goes on there, or leaves the loop.
///
/// # Safety
/// As for handlers.
#[cold]
#[inline(never)]
pub unsafe fn raised(pc: Pc, fp: Fp, kp: Kp, vm: &Vm, table: &Table) -> Exit {
    // SAFETY: the running frame's `pc` is the instruction that raised.
    unsafe {
        match unwind::unwind(vm) {
            Exit::Again => resume_frame(pc, fp, kp, vm, table),
            exit => exit,
        }
    }
}

/// Runs the frame on top until the entry below or at it is left.
pub fn execute(vm: &Vm) -> Exit {
    loop {
        let frame = vm.frame.get();
        // SAFETY: the frame on top is valid and stands at an instruction.
        let exit = unsafe {
            let table = vm.table.get();
            table.0[(*(*frame).pc).op as usize]((*frame).pc, (*frame).fp, (*frame).kp, vm, table)
        };
        if exit != Exit::Again {
            return exit;
        }
    }
}

/// Runs the frame on top, an entry, to its end.
pub fn run(vm: &Vm) -> PyResult<Value> {
    match execute(vm) {
        Exit::Raised => Err(Raised::parked()),
        // SAFETY: the result slot owns what the frame returned.
        _ => Ok(unsafe { vm.result.replace(Raw::UNSET).into_value() }),
    }
}

/// As [`run`], for a frame that has just been resumed in the middle because an exception was thrown into it.
pub fn run_raised(vm: &Vm) -> Exit {
    // SAFETY: the running frame is an entry that stands where the exception is to appear.
    match unsafe { unwind::unwind(vm) } {
        Exit::Again => execute(vm),
        exit => exit,
    }
}

// ---- operands

/// The value in register `index`, borrowed.
///
/// # Safety
/// The register is set.
#[inline(always)]
pub unsafe fn reg<'a>(fp: Fp, index: u16) -> &'a Value {
    // SAFETY: as above; the register stays while the instruction runs.
    unsafe { (*fp.add(index as usize)).as_value() }
}

/// The bits in register `index`.
///
/// # Safety
/// The register belongs to the frame.
#[inline(always)]
pub unsafe fn raw(fp: Fp, index: u16) -> Raw {
    // SAFETY: as above.
    unsafe { *fp.add(index as usize) }
}

/// A new reference to the value in register `index`: slow paths own their operands.
///
/// # Safety
/// The register is set.
#[inline(always)]
pub unsafe fn own(fp: Fp, index: u16) -> Value {
    // SAFETY: as above.
    unsafe { raw(fp, index).to_value() }
}

/// Takes the value out of register `index`.
///
/// # Safety
/// The register is set.
#[inline(always)]
pub unsafe fn take(fp: Fp, index: u16) -> Value {
    // SAFETY: as above; the register gives up its reference.
    unsafe { std::ptr::replace(fp.add(index as usize), Raw::UNSET).into_value() }
}

/// An operand that dies here if `consumed`, else a new reference to it.
///
/// # Safety
/// The register is set.
#[inline(always)]
pub unsafe fn operand(fp: Fp, index: u16, consumed: bool) -> Value {
    // SAFETY: as above.
    unsafe { if consumed { take(fp, index) } else { own(fp, index) } }
}

/// Puts a value into register `index` and releases what was there.
///
/// # Safety
/// The register belongs to the frame. Not for fast paths: the release may run anything.
#[inline(always)]
pub unsafe fn set(fp: Fp, index: u16, value: Value) {
    // SAFETY: as above.
    unsafe {
        let old = std::ptr::replace(fp.add(index as usize), value.into_raw());
        if old.is_object() {
            Header::decref(old.as_object());
        }
    }
}

/// Empties register `index`.
///
/// # Safety
/// As for [`set`].
#[inline(always)]
pub unsafe fn unset(fp: Fp, index: u16) {
    // SAFETY: as above.
    unsafe {
        let old = std::ptr::replace(fp.add(index as usize), Raw::UNSET);
        if old.is_object() {
            Header::decref(old.as_object());
        }
    }
}

/// Constant `index`.
///
/// # Safety
/// The index is one of the code's.
#[inline(always)]
pub unsafe fn constant(kp: Kp, index: u32) -> Raw {
    // SAFETY: constants lie above the base.
    unsafe { *(kp as *const Raw).add(index as usize) }
}

/// The cache of a site.
///
/// # Safety
/// The index is one of the code's.
#[inline(always)]
pub unsafe fn cache<'a>(kp: Kp, site: u16) -> &'a mut Cache {
    // SAFETY: caches lie below the base; only this thread uses them.
    unsafe { &mut *(kp as *mut Cache).sub(site as usize + 1) }
}

/// The name of a site.
///
/// # Safety
/// The index is one of the code's.
#[inline(always)]
pub unsafe fn site_name<'a>(kp: Kp, site: u16) -> &'a Ref<crate::builtins::str::PyStr> {
    // SAFETY: names are immortal strs.
    unsafe {
        &*(&raw const (*(kp as *mut Cache).sub(site as usize + 1)).name as *const Ref<crate::builtins::str::PyStr>)
    }
}

/// Rewrites the opcode of an instruction: quickening, and its undoing.
///
/// # Safety
/// `pc` is an instruction of loaded code, and `op` has operands of the same kinds.
#[inline(always)]
pub unsafe fn quicken(pc: Pc, op: Op) {
    // SAFETY: loaded instructions are the code object's own, written only under the GIL.
    unsafe { (*(pc as *mut Ins)).op = op }
}

/// Whether the frame is more than plain registers on the stack.
#[inline(always)]
pub fn is_plain(frame: &Frame) -> bool {
    frame.flags & (ENTRY | GENERATOR | HAS_EXTRA) == 0
}
