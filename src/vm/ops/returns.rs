//! Returning from frames.
#![allow(unsafe_code)]

use super::operators::{finish_binary, finish_compare};
use super::{op, store_next, warm};
use crate::native::PyResult;
use crate::next;
use crate::object::{Raw, Value, class_ref};
use crate::vm::Vm;
use crate::vm::coroutines::State;
use crate::vm::dispatch::{Exit, Flow, Fp, constant, resume_frame, set, take};
use crate::vm::frame::{ENTRY, Frame, Return, SPECIAL_RETURN};
use crate::vm::unwind;

/// Pops a plain frame whose result is in `vm.result`, and stores it where the caller wants it. Expects the names of
/// the handler's arguments.
macro_rules! return_plain {
    ($fp:ident $kp:ident $vm:ident $t:ident) => {{
        let frame = $vm.frame.get();
        if (*frame).flags != 0 {
            return return_rest((*frame).pc, $fp, $kp, $vm, $t);
        }
        // From the last to the first, as CPython 3.14 does.
        let mut index = (*(*frame).code).local_count as usize;
        while index > 0 {
            index -= 1;
            let value = *$fp.add(index);
            if value.is_object() {
                *$fp.add(index) = Raw::UNSET;
                if (*value.as_object()).release() {
                    (*value.as_object()).incref();
                    *$fp.add(index) = value;
                    return return_rest((*frame).pc, $fp, $kp, $vm, $t);
                }
            }
        }
        let function = *$fp.sub(1);
        if (*function.as_object()).release() {
            (*function.as_object()).incref();
            return return_rest((*frame).pc, $fp, $kp, $vm, $t);
        }
        *$fp.sub(1) = Raw::UNSET;
        let caller = frame.sub(1);
        $vm.frame.set(caller);
        let (pc, fp, kp) = ((*caller).pc, (*caller).fp, (*caller).kp);
        let slot = fp.add((*pc).a as usize);
        let old = *slot;
        *slot = $vm.result.replace(Raw::UNSET);
        if old.is_object() && (*old.as_object()).release() {
            return super::release_next(pc, fp, kp, $vm, $t, old);
        }
        next!(pc, fp, kp, $vm, $t)
    }};
}

op! {
    return_value(pc, fp, kp, vm, t) {
        let slot = fp.add((*pc).b as usize);
        vm.result.set(*slot);
        *slot = Raw::UNSET;
        (*vm.frame.get()).pc = pc;
        return_plain!(fp kp vm t)
    }

    return_const(pc, fp, kp, vm, t) {
        let value = constant(kp, (*pc).wide());
        value.incref();
        vm.result.set(value);
        (*vm.frame.get()).pc = pc;
        return_plain!(fp kp vm t)
    }

    /// Returns from a frame that is not plain, or whose locals have something to free.
    #[inline(never)]
    #[allow(unused_variables)]
    return_rest(pc, fp, kp, vm, t) {
        let frame = vm.frame.get();
        let flags = (*frame).flags;
        // Finalizers may use the slot meanwhile.
        let result = vm.result.replace(Raw::UNSET);
        unwind::release_frame(frame);
        let caller = frame.sub(1);
        vm.frame.set(caller);
        if flags & ENTRY != 0 {
            vm.result.set(result);
            return Exit::Returned;
        }
        let (pc, fp, kp) = ((*caller).pc, (*caller).fp, (*caller).kp);
        if flags & SPECIAL_RETURN == 0 {
            store_next!(pc fp kp vm t, (*pc).a, result)
        }
        if (*frame).on_return == Return::Init as u32 && result == Raw::NONE {
            let slot = fp.add(init_slot(*pc, fp) as usize);
            let instance = *slot;
            *slot = Raw::UNSET;
            store_next!(pc fp kp vm t, (*pc).a, instance)
        }
        vm.result.set(result);
        warm!(pc fp kp vm t, |vm, _, _, _| return_special(vm))
    }

    return_gen(pc, fp, kp, vm, t) {
        let frame = vm.frame.get();
        (*frame).pc = pc;
        if (*frame).generator != (*frame).root {
            return_to_parent(vm, frame, take(fp, (*pc).b));
            return resume_frame(pc, fp, kp, vm, t);
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| return_from_generator(vm, take(fp, (*pc).b)))
    }

    return_const_gen(pc, fp, kp, vm, t) {
        let frame = vm.frame.get();
        (*frame).pc = pc;
        if (*frame).generator != (*frame).root {
            return_to_parent(vm, frame, constant(kp, (*pc).wide()).to_value());
            return resume_frame(pc, fp, kp, vm, t);
        }
        warm!(pc fp kp vm t, |vm, pc, _, kp| return_from_generator(vm, constant(kp, (*pc).wide()).to_value()))
    }
}

/// Hands on the result of a frame whose caller does more with it than store it.
fn return_special(vm: &Vm) -> PyResult<Flow> {
    // SAFETY: the frame above the running one has just been left; the result slot owns the result.
    unsafe {
        let result = vm.result.replace(Raw::UNSET).into_value();
        let caller = vm.frame.get();
        deliver(vm, caller, (*caller.add(1)).on_return, result)
    }
}

/// Hands a callee's result to the instruction of its caller, which goes on behind it.
///
/// # Safety
/// `caller` is the running frame and stands at the instruction that made the call.
pub(in crate::vm) unsafe fn deliver(vm: &Vm, caller: *mut Frame, on_return: u32, result: Value) -> PyResult<Flow> {
    // SAFETY: as above.
    unsafe {
        let ins = *(*caller).pc;
        let fp: Fp = (*caller).fp;
        if on_return == Return::Init as u32 {
            if !result.is_none() {
                let class = class_ref(&result).name();
                return Err(vm.type_error(format!("__init__() should return None, not '{class}'")));
            }
            let instance = take(fp, init_slot(ins, fp));
            (*caller).pc = (*caller).pc.add(1);
            set(fp, ins.a, instance);
            return Ok(Flow::Switch);
        }
        if on_return == Return::Operator as u32 {
            return finish_binary(vm, caller, result);
        }
        if on_return == Return::Compare as u32 {
            return finish_compare(vm, caller, result);
        }
        (*caller).pc = (*caller).pc.add(1);
        set(fp, ins.a, result);
        Ok(Flow::Switch)
    }
}

/// The register where a call of a class keeps the new instance: the first of its window that was set.
unsafe fn init_slot(ins: crate::bytecode::code::Ins, fp: Fp) -> u16 {
    // SAFETY: the window belongs to the caller.
    unsafe { if (*fp.add(ins.b as usize)).is_unset() { ins.b + 1 } else { ins.b } }
}

/// A generator's frame returns to the parent of its await chain, which goes on behind its YIELD_FROM.
#[inline(never)]
unsafe fn return_to_parent(vm: &Vm, frame: *mut Frame, result: Value) {
    // SAFETY: the running frame is a generator's that is not the root.
    unsafe {
        debug_assert!(std::ptr::eq(vm.frame.get(), frame));
        unwind::close_generator(frame, &*(*frame).generator);
        unwind::to_parent(frame);
        let ins = *(*frame).pc;
        let fp = (*frame).fp;
        (*frame).pc = (*frame).pc.add(1);
        drop(take(fp, ins.b));
        set(fp, ins.a, result);
    }
}

/// A root's frame returns: to the FOR_ITER that runs it, or out of the loop.
fn return_from_generator(vm: &Vm, result: Value) -> PyResult<Flow> {
    // SAFETY: the running frame is a generator's.
    unsafe {
        let frame = vm.frame.get();
        let generator = &*(*frame).generator;
        unwind::close_generator(frame, generator);
        debug_assert!(generator.state.get() == State::Closed);
        vm.frame.set(frame.sub(1));
        if (*frame).flags & ENTRY != 0 {
            vm.result.set(result.into_raw());
            return Ok(Flow::Exit(Exit::Returned));
        }
        // FOR_ITER_GEN: the loop ends.
        drop(result);
        let caller = frame.sub(1);
        let ins = *(*caller).pc;
        (*caller).pc = (*caller).pc.offset(ins.c as i16 as isize);
        drop(take((*caller).fp, ins.b));
        Ok(Flow::Switch)
    }
}
