//! Loops and unpacking.
#![allow(unsafe_code)]

use super::{compute_next, op, store_next, to_raw, warm};
use crate::builtins::function::PyFunction;
use crate::builtins::iterators::PySequenceIterator;
use crate::builtins::list::PyList;
use crate::builtins::range::PyRangeIterator;
use crate::builtins::tuple::PyTuple;
use crate::bytecode::opcode::{CONSUME_B, Op};
use crate::dispatch_at;
use crate::native::{Args, PyResult, Raised};
use crate::object::{Header, PyType, Raw, Value, class_of, class_ref, shape};
use crate::vm::Vm;
use crate::vm::coroutines::{PyGenerator, State, deliver_sent};
use crate::vm::dispatch::{Flow, Fp, Pc, operand, own, quicken, raised, raw, reg, set, unset};
use crate::vm::frame::{GENERATOR, Return};
use std::sync::atomic::Ordering;

/// FOR_ITER over a list or tuple, whose items are had without a call. Expects the names of the handler's arguments, the
/// iterator's shape, and how the sequence gives its items.
macro_rules! for_iter_sequence {
    ($pc:ident $fp:ident $kp:ident $vm:ident $t:ident, $shape:ident, |$sequence:ident| $items:expr) => {{
        let iterator = raw($fp, (*$pc).b);
        if iterator.shape() == shape::$shape {
            let iterator = &*(iterator.0 as *const PySequenceIterator);
            let sequence = iterator.sequence.raw();
            if !sequence.is_unset() {
                let $sequence = sequence.0;
                let items: &[Value] = $items;
                let index = iterator.index.get();
                if index < items.len() {
                    iterator.index.set(index + 1);
                    let value = items.get_unchecked(index).raw();
                    value.incref();
                    store_next!($pc $fp $kp $vm $t, (*$pc).a, value)
                }
            }
        }
        warm!($pc $fp $kp $vm $t, |vm, pc, fp, _| general(vm, pc, fp, shape::$shape))
    }};
}

op! {
    get_iter(pc, fp, kp, vm, t) {
        compute_next!(pc fp kp vm t, iterator_of(vm, pc, fp))
    }

    for_iter(pc, fp, kp, vm, t) {
        let iterator = raw(fp, (*pc).b);
        let specialised = match iterator.shape() {
            shape::RANGE_ITERATOR => Op::FOR_ITER_RANGE,
            shape::LIST_ITERATOR => Op::FOR_ITER_LIST,
            shape::TUPLE_ITERATOR => Op::FOR_ITER_TUPLE,
            shape::GENERATOR => Op::FOR_ITER_GEN,
            _ => return for_iter_native(pc, fp, kp, vm, t),
        };
        quicken(pc, specialised);
        dispatch_at!(pc, fp, kp, vm, t)
    }

    /// The part of the one above that is for iterators written in Rust. The loop's register keeps the iterator alive.
    #[inline(never)]
    for_iter_native(pc, fp, kp, vm, t) {
        let class = class_ref(reg(fp, (*pc).b));
        let Some(next) = class.slots().next.filter(|_| !has_python_next(class)) else {
            warm!(pc fp kp vm t, |vm, pc, fp, _| advance(vm, pc, fp))
        };
        (*vm.frame.get()).pc = pc;
        let found = match next(vm, reg(fp, (*pc).b)) {
            Ok(Some(item)) => item.into_raw(),
            Ok(None) => {
                let iterator = std::ptr::replace(fp.add((*pc).b as usize), Raw::UNSET);
                drop(iterator.into_value());
                dispatch_at!(pc.offset((*pc).c as i16 as isize), fp, kp, vm, t)
            }
            Err(_) => return raised(pc, fp, kp, vm, t),
        };
        store_next!(pc fp kp vm t, (*pc).a, found)
    }

    for_iter_range(pc, fp, kp, vm, t) {
        let iterator = raw(fp, (*pc).b);
        if iterator.shape() == shape::RANGE_ITERATOR {
            let iterator = &*(iterator.0 as *const PyRangeIterator);
            let left = iterator.left.get();
            if left > 0 {
                let value = iterator.next.get();
                iterator.left.set(left - 1);
                iterator.next.set(value + iterator.step);
                store_next!(pc fp kp vm t, (*pc).a, Raw::int(value))
            }
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, shape::RANGE_ITERATOR))
    }

    for_iter_list(pc, fp, kp, vm, t) {
        for_iter_sequence!(pc fp kp vm t, LIST_ITERATOR, |sequence| &*(*(sequence as *const PyList)).items.as_ptr())
    }

    for_iter_tuple(pc, fp, kp, vm, t) {
        for_iter_sequence!(pc fp kp vm t, TUPLE_ITERATOR, |sequence| (*(sequence as *const PyTuple)).items())
    }

    for_iter_gen(pc, fp, kp, vm, t) {
        let iterator = raw(fp, (*pc).b);
        if iterator.shape() == shape::GENERATOR {
            let generator = &*(iterator.0 as *const PyGenerator);
            let frame = vm.frame.get();
            let record = frame.add(1);
            let top = (*frame).stack_top();
            // A generator at a plain yield, with nothing linked to it, goes on without further ado.
            if generator.can_resume_plainly()
                && record <= vm.frame_limit.load(Ordering::Relaxed)
                && top.add(64) <= vm.stack_limit.get()
            {
                let resume = generator.pc.get();
                let slot = generator.fp().add((*resume).a as usize);
                if (*resume).op == Op::YIELD_VALUE && !(*slot).is_object() {
                    (*frame).pc = pc;
                    generator.state.set(State::Running);
                    let code = generator.code;
                    (*record).fp = generator.fp();
                    (*record).kp = (*code).base;
                    (*record).code = code;
                    (*record).flags = GENERATOR;
                    (*record).on_return = 0;
                    (*record).generator = iterator.0 as *mut PyGenerator;
                    (*record).root = iterator.0 as *mut PyGenerator;
                    (*record).top = top;
                    vm.frame.set(record);
                    *slot = Raw::NONE;
                    dispatch_at!(resume.add(1), generator.fp(), (*code).base, vm, t)
                }
            }
            warm!(pc fp kp vm t, |vm, pc, fp, _| {
                let generator = raw(fp, (*pc).b).0 as *mut PyGenerator;
                let state = (*generator).state.get();
                if state == State::Running || state == State::Closed || (*generator).is_running() {
                    return advance(vm, pc, fp);
                }
                (*generator).unlink();
                let top = vm.stack_top();
                vm.push_generator(&*generator, 0, top)?;
                vm.sent.set(Value::NONE);
                deliver_sent(vm, &mut *vm.frame.get());
                Ok(Flow::Switch)
            })
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| general(vm, pc, fp, shape::GENERATOR))
    }

    unpack_sequence(pc, fp, kp, vm, t) {
        if unpack_exact(vm, pc, fp) {
            crate::next!(pc, fp, kp, vm, t)
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let value = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            for (index, item) in unpack(vm, &value, (*pc).c as usize)?.into_iter().enumerate() {
                set(fp, (*pc).a + index as u16, item);
            }
            Ok(Flow::Next)
        })
    }

    unpack_ex(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let value = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let (before, after) = ((*pc).c as usize & 0xFF, (*pc).c as usize >> 8);
            let mut items = collect_to_unpack(vm, &value)?;
            if items.len() < before + after {
                return Err(vm.value_error(format!(
                    "not enough values to unpack (expected at least {}, got {})",
                    before + after,
                    items.len()
                )));
            }
            let last = items.split_off(items.len() - after);
            let middle = items.split_off(before);
            let all = items.into_iter().chain([vm.list(middle)]).chain(last);
            for (index, item) in all.enumerate() {
                set(fp, (*pc).a + index as u16, item);
            }
            Ok(Flow::Next)
        })
    }
}

/// GET_ITER; zero if it has raised.
#[inline(never)]
unsafe fn iterator_of(vm: &Vm, pc: Pc, fp: Fp) -> Raw {
    // SAFETY: the register is set.
    unsafe {
        let iterable = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
        match iterable.raw().shape() {
            shape::LIST => PySequenceIterator::new(shape::LIST_ITERATOR, iterable).into_raw(),
            shape::TUPLE => PySequenceIterator::new(shape::TUPLE_ITERATOR, iterable).into_raw(),
            shape::GENERATOR => iterable.into_raw(),
            _ => to_raw(vm.iter(&iterable)),
        }
    }
}

/// UNPACK_SEQUENCE of an exact tuple or list of the right length; false if it is not that simple.
#[inline(never)]
unsafe fn unpack_exact(vm: &Vm, pc: Pc, fp: Fp) -> bool {
    // SAFETY: the registers are the instruction's; releases come after the items' counts are taken.
    unsafe {
        let (value, first, count) = (raw(fp, (*pc).b), (*pc).a, (*pc).c);
        let items: &[Value] = match value.shape() {
            shape::TUPLE => (*(value.0 as *const PyTuple)).items(),
            shape::LIST => &*(*(value.0 as *const PyList)).items.as_ptr(),
            _ => return false,
        };
        if items.len() != count as usize || ((*pc).b >= first && (*pc).b < first + count) {
            return false;
        }
        let consumed = (*pc).flags & CONSUME_B != 0;
        let mut replaced = smallvec::SmallVec::<[Raw; 8]>::new();
        let mut take_in = |index: usize, item: Raw| {
            let old = std::ptr::replace(fp.add(first as usize + index), item);
            if old.is_object() {
                replaced.push(old);
            }
        };
        if consumed && value.shape() == shape::TUPLE && (*value.as_object()).is_unique() {
            // The items pass on with their references; only the block of the tuple goes.
            for (index, item) in items.iter().enumerate() {
                take_in(index, item.raw());
            }
            *fp.add((*pc).b as usize) = Raw::UNSET;
            PyTuple::free_hollow(vm, value);
        } else {
            for (index, item) in items.iter().enumerate() {
                item.raw().incref();
                take_in(index, item.raw());
            }
            if consumed {
                *fp.add((*pc).b as usize) = Raw::UNSET;
                replaced.push(value);
            }
        }
        if !replaced.is_empty() {
            (*vm.frame.get()).pc = pc;
            replaced.into_iter().for_each(|old| Header::decref(old.as_object()));
        }
        true
    }
}

/// Whether `__next__` is a Python function, which gets a frame of its own.
fn has_python_next(class: &PyType) -> bool {
    class.generic.get() >> (crate::object::slots::SlotId::next as u32) & 1 != 0
}

/// A specialised FOR_ITER has met the end, or an iterator of another kind.
unsafe fn general(vm: &Vm, pc: Pc, fp: Fp, expected: u32) -> PyResult<Flow> {
    // SAFETY: as for handlers.
    unsafe {
        if raw(fp, (*pc).b).shape() != expected {
            quicken(pc, Op::FOR_ITER);
        }
        advance(vm, pc, fp)
    }
}

/// The general FOR_ITER.
unsafe fn advance(vm: &Vm, pc: Pc, fp: Fp) -> PyResult<Flow> {
    // SAFETY: as for handlers.
    unsafe {
        let iterator = own(fp, (*pc).b);
        let class = class_of(&iterator);
        if has_python_next(&class)
            && let Some(method) = class.lookup(&vm.names().__next__)
            && let Some(function) = method.downcast_exact::<PyFunction>()
        {
            return vm.push_call(function, Some(&iterator), Args::EMPTY, Return::Next);
        }
        match vm.next(&iterator)? {
            Some(item) => {
                drop(iterator);
                set(fp, (*pc).a, item);
                Ok(Flow::Next)
            }
            None => {
                drop(iterator);
                unset(fp, (*pc).b);
                Ok(Flow::Jump((*pc).c as i16 as i32))
            }
        }
    }
}

fn cannot_unpack(vm: &Vm, value: &Value, raised: Raised) -> Raised {
    let slots = class_ref(value).slots();
    if slots.iter.is_some() || slots.getitem.is_some() {
        return raised;
    }
    drop(vm.take_raised(raised));
    vm.type_error(format!("cannot unpack non-iterable {} object", class_ref(value).name()))
}

fn collect_to_unpack(vm: &Vm, value: &Value) -> PyResult<Vec<Value>> {
    vm.collect(value).map_err(|raised| cannot_unpack(vm, value, raised))
}

/// Exactly `count` items of an iterable.
fn unpack(vm: &Vm, value: &Value, count: usize) -> PyResult<Vec<Value>> {
    let known = value.downcast_exact::<PyList>().map(|list| list.len());
    let known = known.or(value.downcast_exact::<PyTuple>().map(|tuple| tuple.len()));
    if let Some(length) = known.filter(|&length| length > count) {
        return Err(vm.value_error(format!("too many values to unpack (expected {count}, got {length})")));
    }
    let iterator = vm.iter(value).map_err(|raised| cannot_unpack(vm, value, raised))?;
    let mut items = Vec::with_capacity(count);
    while let Some(item) = vm.next(&iterator)? {
        if items.len() == count {
            return Err(too_many_to_unpack(vm, value, count));
        }
        items.push(item);
    }
    if items.len() < count {
        return Err(vm.value_error(format!("not enough values to unpack (expected {count}, got {})", items.len())));
    }
    Ok(items)
}

#[cold]
fn too_many_to_unpack(vm: &Vm, value: &Value, count: usize) -> Raised {
    if let Some(dict) = value.downcast_exact::<crate::builtins::dict::PyDict>() {
        return vm.value_error(format!("too many values to unpack (expected {count}, got {})", dict.len()));
    }
    vm.value_error(format!("too many values to unpack (expected {count})"))
}
