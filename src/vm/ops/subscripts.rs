//! Subscripts and slices.
#![allow(unsafe_code)]

use super::{cold_path, op, store_next};
use crate::builtins::list::PyList;
use crate::builtins::tuple::PyTuple;
use crate::bytecode::opcode::{CONSUME_A, CONSUME_B, CONSUME_C};
use crate::native::PyResult;
use crate::next;
use crate::object::{Raw, Value, shape};
use crate::vm::Vm;
use crate::vm::dispatch::{Flow, Fp, Pc, operand, raw, set, take};

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

op! {
    binary_subscr(pc, fp, kp, vm, t) {
        let (object, key) = (raw(fp, (*pc).b), raw(fp, (*pc).c));
        if key.is_int() && (*pc).flags & CONSUME_B == 0
            && let Some(value) = item(object, key.as_int())
        {
            value.incref();
            store_next!(pc fp kp vm t, (*pc).a, value)
        }
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let key = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
            let object = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            subscript(vm, pc, fp, object, key)
        })
    }

    binary_subscr_imm(pc, fp, kp, vm, t) {
        let object = raw(fp, (*pc).b);
        if (*pc).flags & CONSUME_B == 0
            && let Some(value) = item(object, (*pc).c as i16 as i64)
        {
            value.incref();
            store_next!(pc fp kp vm t, (*pc).a, value)
        }
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let object = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            subscript(vm, pc, fp, object, Value::inline_int((*pc).c as i16 as i64))
        })
    }

    store_subscr(pc, fp, kp, vm, t) {
        let (object, key) = (raw(fp, (*pc).a), raw(fp, (*pc).b));
        if key.is_int() && object.is_object() && (*object.as_object()).shape() == shape::LIST
            && (*pc).flags & (CONSUME_A | CONSUME_B) == 0
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
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let value = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
            let object = operand(fp, (*pc).a, (*pc).flags & CONSUME_A != 0);
            let key = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            vm.set_item(&object, &key, Some(&value))?;
            Ok(Flow::Next)
        })
    }

    delete_subscr(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let key = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let object = operand(fp, (*pc).a, (*pc).flags & CONSUME_A != 0);
            vm.set_item(&object, &key, None)?;
            Ok(Flow::Next)
        })
    }

    binary_slice(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let key = vm.slice(take(fp, (*pc).c), take(fp, (*pc).c + 1), Value::NONE);
            let object = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            subscript(vm, pc, fp, object, key)
        })
    }

    store_slice(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let key = vm.slice(take(fp, (*pc).b), take(fp, (*pc).b + 1), Value::NONE);
            let value = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
            let object = operand(fp, (*pc).a, (*pc).flags & CONSUME_A != 0);
            vm.set_item(&object, &key, Some(&value))?;
            Ok(Flow::Next)
        })
    }
}

unsafe fn subscript(vm: &Vm, pc: Pc, fp: Fp, object: Value, key: Value) -> PyResult<Flow> {
    // SAFETY: as for handlers.
    unsafe {
        let found = vm.get_item(&object, &key)?;
        drop(key);
        drop(object);
        set(fp, (*pc).a, found);
        Ok(Flow::Next)
    }
}
