//! Building containers, strings and formatted values.
#![allow(unsafe_code)]

use super::{compute_next, op, store_next, warm};
use crate::builtins::dict::PyDict;
use crate::builtins::dict::table::Table;
use crate::builtins::list::PyList;
use crate::builtins::set::PySet;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::bytecode::opcode::{CONSUME_B, CONSUME_C, CONVERSION_SHIFT, HAS_SPEC};
use crate::native::{PyResult, Raised};
use crate::next;
use crate::object::{Raw, Ref, Value, class_ref, shape};
use crate::vm::Vm;
use crate::vm::dispatch::{Flow, Fp, Pc, operand, own, raw, set, take};

/// Takes the values of a window.
unsafe fn take_window(fp: Fp, first: u16, count: u16) -> Vec<Value> {
    // SAFETY: the window's registers are set.
    unsafe { (first..first + count).map(|register| take(fp, register)).collect() }
}

/// BUILD_TUPLE.
#[inline(never)]
unsafe fn tuple_of(vm: &Vm, pc: Pc, fp: Fp) -> Raw {
    // SAFETY: the window's registers are set; the tuple takes their references over.
    unsafe {
        let window = fp.add((*pc).b as usize);
        let made = match (*pc).c {
            0 => return vm.empty_tuple().into_raw(),
            count => PyTuple::from_registers(vm, window, count as usize),
        };
        for index in 0..(*pc).c as usize {
            *window.add(index) = Raw::UNSET;
        }
        made
    }
}

/// BUILD_LIST.
#[inline(never)]
unsafe fn list_of(pc: Pc, fp: Fp) -> Raw {
    // SAFETY: the window's registers are set; the list takes their references over.
    unsafe {
        let (window, count) = (fp.add((*pc).b as usize), (*pc).c as usize);
        let mut items = Vec::<Value>::with_capacity(count);
        std::ptr::copy_nonoverlapping(window as *const Value, items.as_mut_ptr(), count);
        items.set_len(count);
        for index in 0..count {
            *window.add(index) = Raw::UNSET;
        }
        PyList::new(items).into_value().into_raw()
    }
}

/// The payload of the list, set or dict under construction in a register.
unsafe fn under_construction<'a, T: crate::object::Payload>(fp: Fp, register: u16) -> &'a Ref<T> {
    // SAFETY: the compiler has put one there.
    unsafe { &*(fp.add(register as usize) as *const Ref<T>) }
}

op! {
    build_tuple(pc, fp, kp, vm, t) {
        compute_next!(pc fp kp vm t, tuple_of(vm, pc, fp))
    }

    build_list(pc, fp, kp, vm, t) {
        compute_next!(pc fp kp vm t, list_of(pc, fp))
    }

    build_set(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let items = take_window(fp, (*pc).b, (*pc).c);
            let made = Ref::new(PySet::payload(shape::SET, Table::with_capacity(items.len())));
            for item in items {
                vm.set_add(&made, item)?;
            }
            set(fp, (*pc).a, made.into_value());
            Ok(Flow::Next)
        })
    }

    build_map(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let made = PyDict::with_capacity((*pc).c as usize);
            let items = take_window(fp, (*pc).b, (*pc).c * 2);
            for pair in items.chunks_exact(2) {
                made.set(vm, &pair[0], pair[1].clone())?;
            }
            drop(items);
            set(fp, (*pc).a, made.into_value());
            Ok(Flow::Next)
        })
    }

    build_string(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |_, pc, fp, _| {
            let parts = take_window(fp, (*pc).b, (*pc).c);
            let mut bytes = Vec::new();
            for part in &parts {
                if let Some(part) = part.downcast::<PyStr>() {
                    bytes.extend_from_slice(part.as_bytes());
                }
            }
            set(fp, (*pc).a, PyStr::from_wtf8(&bytes).into_value());
            Ok(Flow::Next)
        })
    }

    build_slice(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let (start, stop) = (take(fp, (*pc).b), take(fp, (*pc).b + 1));
            let step = if (*pc).c == 3 { take(fp, (*pc).b + 2) } else { Value::NONE };
            set(fp, (*pc).a, vm.slice(start, stop, step));
            Ok(Flow::Next)
        })
    }

    list_append(pc, fp, kp, vm, t) {
        let list = &mut *(*(raw(fp, (*pc).a).0 as *const PyList)).items.as_ptr();
        if list.len() < list.capacity() {
            let value = raw(fp, (*pc).b);
            if (*pc).flags & CONSUME_B != 0 {
                *fp.add((*pc).b as usize) = Raw::UNSET;
            } else {
                value.incref();
            }
            let length = list.len();
            (list.as_mut_ptr() as *mut Raw).add(length).write(value);
            list.set_len(length + 1);
            next!(pc, fp, kp, vm, t)
        }
        warm!(pc fp kp vm t, |_, pc, fp, _| {
            under_construction::<PyList>(fp, (*pc).a).push(operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0));
            Ok(Flow::Next)
        })
    }

    list_extend(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let iterable = take(fp, (*pc).b);
            let items = match vm.collect(&iterable) {
                Ok(items) => items,
                Err(raised) => return Err(not_iterable_after_star(vm, raised, &iterable)),
            };
            under_construction::<PyList>(fp, (*pc).a).items.borrow_mut().extend(items);
            Ok(Flow::Next)
        })
    }

    set_add(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let item = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            vm.set_add(under_construction::<PySet>(fp, (*pc).a), item)?;
            Ok(Flow::Next)
        })
    }

    set_update(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let iterable = take(fp, (*pc).b);
            let target = under_construction::<PySet>(fp, (*pc).a).clone();
            vm.for_each(&iterable, |item| vm.set_add(&target, item).map(|_| true))?;
            Ok(Flow::Next)
        })
    }

    map_add(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let (key, value) = (take(fp, (*pc).b), take(fp, (*pc).b + 1));
            under_construction::<PyDict>(fp, (*pc).a).clone().set(vm, &key, value)?;
            Ok(Flow::Next)
        })
    }

    dict_update(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let mapping = take(fp, (*pc).b);
            let target = under_construction::<PyDict>(fp, (*pc).a).clone();
            if mapping.downcast::<PyDict>().is_none()
                && vm.get_attr_opt(&mapping, &vm.names().keys)?.is_none()
            {
                return Err(vm.type_error(format!("'{}' object is not a mapping", class_ref(&mapping).name())));
            }
            vm.dict_update(&target, &mapping)?;
            Ok(Flow::Next)
        })
    }

    dict_merge(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let mapping = take(fp, (*pc).b);
            let target = under_construction::<PyDict>(fp, (*pc).a).clone();
            let callee = own(fp, (*pc).c);
            merge_keywords(vm, &target, &mapping, &callee)?;
            Ok(Flow::Next)
        })
    }

    list_to_tuple(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let list = take(fp, (*pc).b);
            let items = list.downcast::<PyList>().map(|list| list.items.take()).unwrap_or_default();
            set(fp, (*pc).a, vm.tuple(items));
            Ok(Flow::Next)
        })
    }

    format_value(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let flags = (*pc).flags;
            let spec = if flags & HAS_SPEC != 0 { Some(operand(fp, (*pc).c, flags & CONSUME_C != 0)) } else { None };
            let value = operand(fp, (*pc).b, flags & CONSUME_B != 0);
            let converted = match flags >> CONVERSION_SHIFT & 3 {
                1 => vm.to_str(&value)?.into_value(),
                2 => vm.repr(&value)?.into_value(),
                3 => vm.ascii(&value)?.into_value(),
                _ => value,
            };
            let text = match &spec {
                None if converted.downcast_exact::<PyStr>().is_some() => converted,
                spec => vm.format(&converted, spec.as_ref())?.into_value(),
            };
            set(fp, (*pc).a, text);
            Ok(Flow::Next)
        })
    }

    build_interpolation(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let spec = if (*pc).c == 3 { take(fp, (*pc).b + 2) } else { vm.str("") };
            let (value, text) = (take(fp, (*pc).b), take(fp, (*pc).b + 1));
            let conversion = match (*pc).flags >> CONVERSION_SHIFT & 3 {
                1 => vm.str("s"),
                2 => vm.str("r"),
                3 => vm.str("a"),
                _ => Value::NONE,
            };
            set(fp, (*pc).a, vm.interpolation(value, text, conversion, spec).into_value());
            Ok(Flow::Next)
        })
    }

    build_template(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let (strings, interpolations) = (take(fp, (*pc).b), take(fp, (*pc).b + 1));
            let (strings, interpolations) = (vm.collect(&strings)?, vm.collect(&interpolations)?);
            set(fp, (*pc).a, vm.template(strings, interpolations).into_value());
            Ok(Flow::Next)
        })
    }
}

/// `*value` of something that is not iterable.
fn not_iterable_after_star(vm: &Vm, raised: Raised, iterable: &Value) -> Raised {
    let slots = class_ref(iterable).slots();
    if slots.iter.is_some() || slots.getitem.is_some() || !vm.raised_is(&vm.exceptions().TypeError) {
        return raised;
    }
    drop(vm.take_raised(raised));
    vm.type_error(format!("Value after * must be an iterable, not {}", class_ref(iterable).name()))
}

/// `**mapping` of a call: names must be new.
fn merge_keywords(vm: &Vm, target: &Ref<PyDict>, mapping: &Value, callee: &Value) -> PyResult<()> {
    let is_mapping = mapping.downcast::<PyDict>().is_some() || vm.get_attr_opt(mapping, &vm.names().keys)?.is_some();
    if !is_mapping {
        let (function, got) = (vm.callable_name(callee), class_ref(mapping).name());
        return Err(vm.type_error(format!("{function} argument after ** must be a mapping, not {got}")));
    }
    let extra = PyDict::new();
    vm.dict_update(&extra, mapping)?;
    for (name, value) in extra.items() {
        let hash = vm.hash(&name)?;
        if target.find(vm, &name, hash)?.is_some() {
            let function = vm.callable_name(callee);
            let name = vm.to_str(&name)?;
            return Err(vm.type_error(format!("{function} got multiple values for keyword argument '{name}'")));
        }
        target.set_with_hash(vm, &name, hash, value)?;
    }
    Ok(())
}
