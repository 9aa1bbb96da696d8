//! Subscripts and slices.
#![allow(unsafe_code)]

use super::{op, store_consume_next, store_consumed, store_next, warm};
use crate::builtins::dict::{Lookup, PyDict, find_plain};
use crate::builtins::function::PyFunction;
use crate::builtins::list::PyList;
use crate::builtins::sequence::SliceParts;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::bytecode::opcode::{CONSUME_A, CONSUME_B, CONSUME_C};
use crate::native::{Args, PyResult};
use crate::next;
use crate::object::slots::SlotId;
use crate::object::{Raw, Ref, Value, class_ref, shape};
use crate::vm::Vm;
use crate::vm::dispatch::{Flow, Fp, Pc, operand, raw, reg, set, take};
use crate::vm::frame::Return;

/// Item `index` (negative ones from the end) of an exact list or tuple, borrowed.
#[inline(always)]
unsafe fn item(object: Raw, index: i64) -> Option<Raw> {
    if !object.is_object() {
        return None;
    }
    // SAFETY: the shape says what the object is; nothing runs before the item's count is taken.
    unsafe {
        let number = (*object.as_object()).shape();
        let items: &[Value] = if number == shape::LIST {
            &*(*(object.0 as *const PyList)).items.as_ptr()
        } else if number == shape::TUPLE {
            (*(object.0 as *const PyTuple)).items()
        } else {
            return None;
        };
        let index = if index < 0 { index + items.len() as i64 } else { index };
        items.get(index as usize).map(Value::raw)
    }
}

/// The value of a string or small int in an exact dict, borrowed, if it can be had without comparing keys.
#[inline(never)]
pub(super) unsafe fn dict_value(object: Raw, key: Raw) -> Option<Raw> {
    // SAFETY: the caller has checked that this is a dict; nothing runs here.
    unsafe {
        let table = &*(*(object.0 as *const PyDict)).table.as_ptr();
        match find_plain(table, key.as_value(), plain_hash(key)?) {
            Lookup::Found(place) => table.entries.get_unchecked(place).value.as_ref().map(Value::raw),
            _ => None,
        }
    }
}

/// One character of an ASCII string, owned.
#[inline(never)]
unsafe fn character(vm: &Vm, object: Raw, index: i64) -> Option<Raw> {
    // SAFETY: the caller has checked that this is a str.
    unsafe {
        let text = &*(object.0 as *const PyStr);
        let index = if index < 0 { index + text.len() as i64 } else { index };
        let byte = text.as_bytes().get(index as usize).filter(|_| text.is_ascii())?;
        Some(vm.character(*byte as u32).into_value().into_raw())
    }
}

/// The hash of a string or small int.
#[inline(always)]
unsafe fn plain_hash(key: Raw) -> Option<i64> {
    // SAFETY: the key is alive.
    unsafe {
        if key.is_int() {
            let value = key.as_int();
            return Some(if value == -1 { -2 } else { value });
        }
        (key.shape() == shape::STR).then(|| (*(key.0 as *const PyStr)).hash())
    }
}

op! {
    binary_subscr(pc, fp, kp, vm, t) {
        let (object, key) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if key.is_int()
            && let Some(value) = item(object, key.as_int())
        {
            value.incref();
            store_consume_next!(pc fp kp vm t, value)
        }
        return subscr_other(pc, fp, kp, vm, t);
    }

    /// The part of the one above that is not for lists and tuples.
    #[inline(never)]
    subscr_other(pc, fp, kp, vm, t) {
        let (object, key) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if object.shape() == shape::DICT
            && let Some(value) = dict_value(object, key)
        {
            value.incref();
            if (*pc).flags & (CONSUME_B | CONSUME_C) != 0 {
                return store_consumed(pc, fp, kp, vm, t, value);
            }
            store_next!(pc fp kp vm t, (*pc).a, value)
        }
        if object.shape() == shape::LIST && key.shape() == shape::SLICE && (*pc).flags & CONSUME_B == 0 {
            warm!(pc fp kp vm t, |vm, pc, fp, _| {
                let key = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
                let found = crate::builtins::list::items::getitem(vm, reg(fp, (*pc).b), &key)?;
                drop(key);
                set(fp, (*pc).a, found);
                Ok(Flow::Next)
            })
        }
        if object.shape() == shape::STR
            && key.is_int()
            && let Some(value) = character(vm, object, key.as_int())
        {
            store_consume_next!(pc fp kp vm t, value)
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let key = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
            let object = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            subscript(vm, pc, fp, object, key)
        })
    }

    binary_subscr_imm(pc, fp, kp, vm, t) {
        let object = raw(fp, (*pc).b);
        if let Some(value) = item(object, (*pc).c as i16 as i64) {
            value.incref();
            store_consume_next!(pc fp kp vm t, value)
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let object = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            subscript(vm, pc, fp, object, Value::inline_int((*pc).c as i16 as i64))
        })
    }

    store_subscr(pc, fp, kp, vm, t) {
        let (object, key) = (raw(fp, (*pc).a), raw(fp, (*pc).b));
        if key.is_int() && object.is_object() && (*object.as_object()).shape() == shape::LIST
            && (*pc).flags & CONSUME_A == 0
        {
            let items = &mut *(*(object.0 as *const PyList)).items.as_ptr();
            let index = if key.as_int() < 0 { key.as_int() + items.len() as i64 } else { key.as_int() };
            if (index as u64) < items.len() as u64 {
                let slot = items.as_mut_ptr().add(index as usize) as *mut Raw;
                let value = raw(fp, (*pc).c);
                if (*pc).flags & CONSUME_C != 0 {
                    *fp.add((*pc).c as usize) = Raw::UNSET;
                } else {
                    value.incref();
                }
                let old = *slot;
                *slot = value;
                if old.is_object() && (*old.as_object()).release() {
                    return super::release_next(pc, fp, kp, vm, t, old);
                }
                next!(pc, fp, kp, vm, t)
            }
        }
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let value = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
            let object = operand(fp, (*pc).a, (*pc).flags & CONSUME_A != 0);
            let key = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            store_item(vm, &object, &key, value)?;
            Ok(Flow::Next)
        })
    }

    delete_subscr(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let key = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let object = operand(fp, (*pc).a, (*pc).flags & CONSUME_A != 0);
            vm.set_item(&object, &key, None)?;
            Ok(Flow::Next)
        })
    }

    binary_slice(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            if let Some(part) = slice_of(vm, fp, pc) {
                set(fp, (*pc).a, part);
                return Ok(Flow::Next);
            }
            let key = vm.slice(take(fp, (*pc).c), take(fp, (*pc).c + 1), Value::NONE);
            let object = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            subscript(vm, pc, fp, object, key)
        })
    }

    store_slice(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            if store_slice_of(fp, pc) {
                return Ok(Flow::Next);
            }
            let key = vm.slice(take(fp, (*pc).b), take(fp, (*pc).b + 1), Value::NONE);
            let value = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
            let object = operand(fp, (*pc).a, (*pc).flags & CONSUME_A != 0);
            vm.set_item(&object, &key, Some(&value))?;
            Ok(Flow::Next)
        })
    }
}

/// The parts of a slice between small ints or None.
#[inline(always)]
fn plain_parts(start: Raw, stop: Raw) -> Option<SliceParts> {
    let bound = |value: Raw| match value {
        Raw::NONE => Some(None),
        value => value.is_int().then(|| Some(value.as_int() as isize)),
    };
    Some(SliceParts { start: bound(start)?, stop: bound(stop)?, step: 1 })
}

/// STORE_SLICE of as many items of one exact list as it replaces in another; false if it is not that simple.
unsafe fn store_slice_of(fp: Fp, pc: Pc) -> bool {
    // SAFETY: as for handlers; what is replaced is released when both lists are whole.
    unsafe {
        let (object, value) = (raw(fp, (*pc).a), raw(fp, (*pc).c));
        if object.shape() != shape::LIST || value.shape() != shape::LIST || object == value {
            return false;
        }
        let Some(parts) = plain_parts(raw(fp, (*pc).b), raw(fp, (*pc).b + 1)) else { return false };
        let items = &mut *(*(object.0 as *const PyList)).items.as_ptr();
        let new = &mut *(*(value.0 as *const PyList)).items.as_ptr();
        let Some(range) = parts.fit(items.len()).contiguous().filter(|range| range.len() == new.len()) else {
            return false;
        };
        (*fp.add((*pc).b as usize), *fp.add((*pc).b as usize + 1)) = (Raw::UNSET, Raw::UNSET);
        if (*pc).flags & CONSUME_C != 0 && (*value.as_object()).is_unique() {
            // The list dies here: it takes the old items with it.
            items[range].swap_with_slice(new);
            drop(take(fp, (*pc).c));
        } else {
            let mut new = new.clone();
            items[range].swap_with_slice(&mut new);
            drop(operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0));
            drop(new);
        }
        if (*pc).flags & CONSUME_A != 0 {
            drop(take(fp, (*pc).a));
        }
        true
    }
}

/// BINARY_SLICE of an exact list, tuple or ASCII string between small ints: no slice object is made.
unsafe fn slice_of(vm: &Vm, fp: Fp, pc: Pc) -> Option<Value> {
    // SAFETY: as for handlers; nothing of Python's runs before the operands are released.
    unsafe {
        let object = raw(fp, (*pc).b);
        let (start, stop) = (raw(fp, (*pc).c), raw(fp, (*pc).c + 1));
        let parts = plain_parts(start, stop)?;
        let made = match object.shape() {
            shape::LIST => {
                let items = &*(*(object.0 as *const PyList)).items.as_ptr();
                PyList::new(items[parts.fit(items.len()).contiguous()?].to_vec()).into_value()
            }
            shape::TUPLE => {
                let items = (*(object.0 as *const PyTuple)).items();
                let range = parts.fit(items.len()).contiguous()?;
                if range.len() == items.len() {
                    object.to_value()
                } else {
                    PyTuple::new(items[range].iter().cloned()).into_value()
                }
            }
            shape::STR => {
                let text = &*(&raw const object as *const Ref<PyStr>);
                if !text.is_ascii() {
                    return None;
                }
                let range = parts.fit(text.len()).contiguous()?;
                match range.len() {
                    length if length == text.len() => object.to_value(),
                    1 => vm.character(text.as_bytes()[range.start] as u32).into_value(),
                    _ => PyStr::from_ascii(&text.as_bytes()[range]).into_value(),
                }
            }
            _ => return None,
        };
        (*fp.add((*pc).c as usize), *fp.add((*pc).c as usize + 1)) = (Raw::UNSET, Raw::UNSET);
        if (*pc).flags & CONSUME_B != 0 {
            drop(take(fp, (*pc).b));
        }
        Some(made)
    }
}

/// `object[key] = value`; a plain key that an exact dict has already needs no comparison.
fn store_item(vm: &Vm, object: &Value, key: &Value, value: Value) -> PyResult<()> {
    if let Some(dict) = object.downcast_exact::<PyDict>() {
        // SAFETY: the key is alive.
        if let Some(hash) = unsafe { plain_hash(key.raw()) } {
            return dict.set_with_hash(vm, key, hash, value);
        }
    }
    vm.set_item(object, key, Some(&value))
}

unsafe fn subscript(vm: &Vm, pc: Pc, fp: Fp, object: Value, key: Value) -> PyResult<Flow> {
    // SAFETY: as for handlers.
    unsafe {
        let class = class_ref(&object);
        if class.generic.get() >> (SlotId::getitem as u32) & 1 != 0
            && let Some(method) = class.lookup(&vm.names().__getitem__)
            && let Some(function) = method.downcast_exact::<PyFunction>()
        {
            let args = Args::positional_only(std::slice::from_ref(&key));
            return vm.push_call(function, Some(&object), args, Return::Store);
        }
        let found = vm.get_item(&object, &key)?;
        drop(key);
        drop(object);
        set(fp, (*pc).a, found);
        Ok(Flow::Next)
    }
}
