//! Suspending and delegating: YIELD_VALUE, YIELD_FROM, GET_AWAITABLE and their kin.
#![allow(unsafe_code)]

use std::sync::atomic::Ordering;

use super::{cold_path, compute_next, op, store_next, to_raw, warm};
use crate::bytecode::opcode::{ASYNC_YIELD, CONSUME_B};
use crate::native::{PyResult, Raised};
use crate::object::{Raw, Value, shape};
use crate::vm::Vm;
use crate::vm::coroutines::{Delegate, PyAsyncStep, PyGenerator, State, adopt_extra, anext, deliver_sent, store_extra};
use crate::vm::dispatch::{Exit, Flow, Fp, Pc, operand, own, raw, reg, set, take};
use crate::vm::frame::{ENTRY, Frame, GENERATOR, HAS_EXTRA};

op! {
    yield_value(pc, fp, kp, vm, t) {
        let frame = vm.frame.get();
        let generator = &*(*frame).generator;
        // The root itself yields, and its frame has nothing but registers.
        if (*frame).flags & !ENTRY == GENERATOR && (*frame).generator == (*frame).root {
            let value = raw(fp, (*pc).b);
            if (*pc).flags & CONSUME_B != 0 {
                *fp.add((*pc).b as usize) = Raw::UNSET;
            } else {
                value.incref();
            }
            generator.own_yield.set((*pc).flags & ASYNC_YIELD != 0);
            generator.pc.set(pc);
            generator.state.set(State::Suspended);
            // A child that was linked may have been the leaf until it returned.
            generator.leaf.set((*frame).generator);
            let caller = frame.sub(1);
            vm.frame.set(caller);
            if (*frame).flags & ENTRY != 0 {
                vm.result.set(value);
                return Exit::Yielded;
            }
            // FOR_ITER_GEN: the value is the loop's next one.
            let (pc, fp, kp) = ((*caller).pc, (*caller).fp, (*caller).kp);
            super::store_next!(pc fp kp vm t, (*pc).a, value)
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let frame = vm.frame.get();
            let value = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            (*(*frame).generator).own_yield.set((*pc).flags & ASYNC_YIELD != 0);
            suspend(vm, frame, pc, value)
        })
    }

    yield_from(pc, fp, kp, vm, t) {
        let (frame, child) = (vm.frame.get(), raw(fp, (*pc).b));
        if child.shape() == shape::COROUTINE && (*frame).flags & HAS_EXTRA == 0 {
            let child = child.0 as *mut PyGenerator;
            let sent = vm.sent.raw();
            let parent = (*frame).generator;
            let depth = (*parent).depth.get() + 1;
            // A coroutine that has not begun, as `await f()` makes it, is linked and entered here.
            if (*child).state.get() == State::Created
                && (*child).parent.get().is_null()
                && (sent.is_unset() || sent == Raw::NONE)
                && has_room(vm, frame, depth)
            {
                vm.sent.exchange(Raw::UNSET);
                (*child).depth.set(depth);
                (*parent).pc.set(pc);
                (*parent).state.set(State::Delegating);
                (*child).parent.set(parent);
                (*child).state.set(State::Running);
                (*(*frame).root).leaf.set(child);
                let (entry, new_fp, code) = ((*child).pc.get(), (*child).fp(), (*child).code);
                (*frame).generator = child;
                (*frame).fp = new_fp;
                (*frame).code = code;
                (*frame).kp = (*code).base;
                crate::dispatch_at!(entry, new_fp, (*code).base, vm, t)
            }
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| delegate(vm, pc, fp))
    }

    get_yield_from_iter(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let iterable = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let iterator = vm.yield_from_iter(iterable)?;
            set(fp, (*pc).a, iterator);
            Ok(Flow::Next)
        })
    }

    get_awaitable(pc, fp, kp, vm, t) {
        let value = raw(fp, (*pc).b);
        if value.shape() == shape::COROUTINE
            && (*(value.0 as *const PyGenerator)).state.get() == State::Created
            && (*(value.0 as *const PyGenerator)).parent.get().is_null()
        {
            if (*pc).flags & CONSUME_B == 0 {
                value.incref();
            } else if (*pc).a == (*pc).b {
                crate::next!(pc, fp, kp, vm, t)
            } else {
                *fp.add((*pc).b as usize) = Raw::UNSET;
            }
            store_next!(pc fp kp vm t, (*pc).a, value)
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let object = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let awaitable = vm.get_awaitable(object, (*pc).c)?;
            set(fp, (*pc).a, awaitable);
            Ok(Flow::Next)
        })
    }

    get_aiter(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let iterable = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let iterator = vm.get_aiter(&iterable)?;
            drop(iterable);
            set(fp, (*pc).a, iterator);
            Ok(Flow::Next)
        })
    }

    get_anext(pc, fp, kp, vm, t) {
        if raw(fp, (*pc).b).shape() == shape::ASYNC_GENERATOR {
            compute_next!(pc fp kp vm t, to_raw(anext(vm, reg(fp, (*pc).b))))
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let iterator = own(fp, (*pc).b);
            let awaitable = vm.get_anext(&iterator)?;
            set(fp, (*pc).a, awaitable);
            Ok(Flow::Next)
        })
    }
}

/// The running generator yields: the record goes, and the value straight to whoever drives the root.
unsafe fn suspend(vm: &Vm, frame: *mut Frame, pc: Pc, value: Value) -> PyResult<Flow> {
    // SAFETY: the frame is the running generator's record.
    unsafe {
        if vm.is_traced() {
            vm.trace_yield(frame, &value)?;
        }
        let generator = &*(*frame).generator;
        generator.pc.set(pc);
        generator.state.set(State::Suspended);
        store_extra(&mut *frame, generator);
        (*(*frame).root).leaf.set((*frame).generator);
        if (*frame).root != (*frame).generator {
            (*(*frame).root).own_yield.set(false);
        }
        vm.frame.set(frame.sub(1));
        if (*frame).flags & ENTRY != 0 {
            vm.result.set(value.into_raw());
            return Ok(Flow::Exit(Exit::Yielded));
        }
        // FOR_ITER_GEN: the value is the loop's next one.
        let caller = frame.sub(1);
        let ins = *(*caller).pc;
        (*caller).pc = (*caller).pc.add(1);
        set((*caller).fp, ins.a, value);
        Ok(Flow::Switch)
    }
}

/// YIELD_FROM: links a coroutine or generator of ours and goes on with it in this same record; asks any other iterator
/// for its next value, and yields that.
unsafe fn delegate(vm: &Vm, pc: Pc, fp: Fp) -> PyResult<Flow> {
    // SAFETY: the running frame is a generator's; the child is alive in register B.
    unsafe {
        let frame = vm.frame.get();
        let child = raw(fp, (*pc).b);
        if matches!(child.shape(), shape::COROUTINE | shape::GENERATOR) {
            let child = child.0 as *mut PyGenerator;
            if may_link(vm, frame, &*child)? {
                return link(vm, frame, pc, &*child);
            }
        }
        let sent = vm.sent.take().unwrap_or(Value::NONE);
        let iterator = own(fp, (*pc).b);
        let step = match iterator.downcast_exact::<PyAsyncStep>() {
            Some(step) => step.send(vm, sent),
            None => vm.delegate_send(&iterator, sent),
        };
        match step? {
            Delegate::Yielded(value) => {
                drop(iterator);
                (*(*frame).generator).own_yield.set(false);
                suspend(vm, frame, pc, value)
            }
            Delegate::Returned(value) => {
                drop(iterator);
                drop(take(fp, (*pc).b));
                set(fp, (*pc).a, value);
                Ok(Flow::Next)
            }
        }
    }
}

/// Whether a child can be driven in this record: it is neither finished nor running.
unsafe fn may_link(vm: &Vm, frame: *mut Frame, child: &PyGenerator) -> PyResult<bool> {
    // SAFETY: chains are alive while linked.
    unsafe {
        if child.state.get() == State::Closed || child.is_running() || std::ptr::eq(child, (*frame).root) {
            return Ok(false);
        }
        let mut sent_something = false;
        vm.sent.with(|value| sent_something = !value.is_none());
        // The plain path says what is wrong with sending a value to a generator that has not begun.
        Ok(!(sent_something && (*child.leaf.get()).state.get() == State::Created))
    }
}

/// Whether a chain may be so deep: its members count as frames for the recursion limit. Also false when the eval-breaker
/// has something to do.
#[inline(always)]
unsafe fn has_room(vm: &Vm, frame: *mut Frame, depth: u32) -> bool {
    frame.wrapping_add(depth as usize) <= vm.frame_limit.load(Ordering::Relaxed)
}

/// A chain has reached the recursion limit. The child that would have begun counts as awaited.
#[cold]
unsafe fn too_deep(vm: &Vm, child: &PyGenerator) -> Raised {
    if child.state.get() == State::Created {
        child.state.set(State::Closed);
        // SAFETY: it does not run, and never will.
        unsafe { child.release_registers() };
    }
    vm.recursion_error("maximum recursion depth exceeded")
}

/// Makes the running generator the parent of `child`, and goes on with the child's leaf.
unsafe fn link(vm: &Vm, frame: *mut Frame, pc: Pc, child: &PyGenerator) -> PyResult<Flow> {
    // SAFETY: parent and child are alive; the record passes from the one to the other.
    unsafe {
        child.unlink();
        let parent = (*frame).generator;
        let depth = (*parent).depth.get() + 1;
        if !has_room(vm, frame, depth) {
            vm.poll()?;
            if vm.depth() + depth as usize > vm.recursion_limit.get() {
                return Err(too_deep(vm, child));
            }
        }
        child.depth.set(depth);
        (*parent).pc.set(pc);
        (*parent).state.set(State::Delegating);
        store_extra(&mut *frame, &*parent);
        child.parent.set(parent);
        let leaf = child.leaf.get();
        (*(*frame).root).leaf.set(leaf);
        (*frame).generator = leaf;
        (*frame).fp = (*leaf).fp();
        (*frame).code = (*leaf).code;
        (*frame).kp = (*(*leaf).code).base;
        (*frame).pc = (*leaf).pc.get();
        adopt_extra(&mut *frame, &*leaf);
        let begun = (*leaf).state.get() != State::Created;
        (*leaf).state.set(State::Running);
        if begun {
            deliver_sent(vm, &mut *frame);
        } else {
            vm.sent.clear();
        }
        Ok(Flow::Switch)
    }
}
