//! Pattern matching.
#![allow(unsafe_code)]

use super::{cold_path, op};
use crate::bytecode::opcode::{CONSUME_B, CONSUME_C};
use crate::object::types::{MAPPING, SEQUENCE};
use crate::object::{Value, class_ref};
use crate::vm::dispatch::{Flow, operand, reg, set, take};

op! {
    match_class(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let subject = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let (class, names, count) = (take(fp, (*pc).c), take(fp, (*pc).c + 1), take(fp, (*pc).c + 2));
            let values = vm.match_class(&subject, &class, &names, count.as_inline_int().unwrap_or(0) as usize)?;
            set(fp, (*pc).a, values.unwrap_or(Value::NONE));
            Ok(Flow::Next)
        })
    }

    match_mapping(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |_, pc, fp, _| {
            let is_mapping = class_ref(reg(fp, (*pc).b)).has(MAPPING);
            set(fp, (*pc).a, Value::bool(is_mapping));
            Ok(Flow::Next)
        })
    }

    match_sequence(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |_, pc, fp, _| {
            let is_sequence = class_ref(reg(fp, (*pc).b)).has(SEQUENCE);
            set(fp, (*pc).a, Value::bool(is_sequence));
            Ok(Flow::Next)
        })
    }

    match_keys(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let keys = operand(fp, (*pc).c, (*pc).flags & CONSUME_C != 0);
            let subject = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let values = vm.match_keys(&subject, &keys)?;
            set(fp, (*pc).a, values.unwrap_or(Value::NONE));
            Ok(Flow::Next)
        })
    }

    get_len(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let subject = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let length = vm.len(&subject)?;
            drop(subject);
            set(fp, (*pc).a, vm.int_from(length));
            Ok(Flow::Next)
        })
    }
}
