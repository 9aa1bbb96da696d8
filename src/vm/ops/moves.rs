//! Moving values: registers, constants, cells and free variables.
#![allow(unsafe_code)]

use super::{cold_path, op, release_next, store_next, warm};
use crate::builtins::function::{PyCellObject, PyFunction};
use crate::builtins::str::PyStr;
use crate::bytecode::opcode::{CONSUME_B, FROM_FREE};
use crate::native::Raised;
use crate::next;
use crate::object::{Raw, Ref, Value};
use crate::vm::Vm;
use crate::vm::dispatch::{Flow, Fp, Pc, constant, raw, set, take, unset};

op! {
    nop(pc, fp, kp, vm, t) { next!(pc, fp, kp, vm, t) }

    move_(pc, fp, kp, vm, t) {
        let value = raw(fp, (*pc).b);
        value.incref();
        store_next!(pc fp kp vm t, (*pc).a, value)
    }

    move_temp(pc, fp, kp, vm, t) {
        let slot = fp.add((*pc).b as usize);
        let value = *slot;
        *slot = Raw::UNSET;
        store_next!(pc fp kp vm t, (*pc).a, value)
    }

    move_wide(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |_, pc, fp, _| {
            let (to, from) = ((*pc.add(1)).wide() as usize, (*pc.add(2)).wide() as usize);
            let value = *fp.add(from);
            value.incref();
            let old = std::ptr::replace(fp.add(to), value);
            if !old.is_unset() {
                drop(old.into_value());
            }
            Ok(Flow::Jump(3))
        })
    }

    load_const(pc, fp, kp, vm, t) {
        let value = constant(kp, (*pc).wide());
        (*value.as_object()).incref();
        store_next!(pc fp kp vm t, (*pc).a, value)
    }

    load_const_immediate(pc, fp, kp, vm, t) {
        store_next!(pc fp kp vm t, (*pc).a, constant(kp, (*pc).wide()))
    }

    load_fast_check(pc, fp, kp, vm, t) {
        let value = raw(fp, (*pc).b);
        if value.is_unset() {
            cold_path!(pc fp kp vm t, |vm, pc, _, _| Err(unbound_local(vm, (*pc).b as usize)))
        }
        value.incref();
        store_next!(pc fp kp vm t, (*pc).a, value)
    }

    check_bound(pc, fp, kp, vm, t) {
        if raw(fp, (*pc).b).is_unset() {
            cold_path!(pc fp kp vm t, |vm, pc, _, _| Err(unbound_local(vm, (*pc).b as usize)))
        }
        next!(pc, fp, kp, vm, t)
    }

    delete_fast(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            if raw(fp, (*pc).b).is_unset() {
                return Err(unbound_local(vm, (*pc).b as usize));
            }
            unset(fp, (*pc).b);
            Ok(Flow::Next)
        })
    }

    release(pc, fp, kp, vm, t) {
        if (*pc).b == 1 {
            let slot = fp.add((*pc).a as usize);
            let value = *slot;
            *slot = Raw::UNSET;
            if value.is_object() && (*value.as_object()).release() {
                return release_next(pc, fp, kp, vm, t, value);
            }
            next!(pc, fp, kp, vm, t)
        }
        warm!(pc fp kp vm t, |_, pc, fp, _| {
            for register in 0..(*pc).b {
                unset(fp, (*pc).a + register);
            }
            Ok(Flow::Next)
        })
    }

    make_cell(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |_, pc, fp, _| {
            let content = if raw(fp, (*pc).a).is_unset() { None } else { Some(take(fp, (*pc).a)) };
            set(fp, (*pc).a, PyCellObject::new(content).into_value());
            Ok(Flow::Next)
        })
    }

    load_closure(pc, fp, kp, vm, t) {
        let cell =
            if (*pc).flags & FROM_FREE != 0 { free_cell(fp, (*pc).b).as_value().raw() } else { raw(fp, (*pc).b) };
        cell.incref();
        store_next!(pc fp kp vm t, (*pc).a, cell)
    }

    load_deref(pc, fp, kp, vm, t) {
        let cell = raw(fp, (*pc).b).as_object() as *mut PyCellObject;
        let value = (*cell).content.raw();
        if value.is_unset() {
            cold_path!(pc fp kp vm t, |vm, pc, _, _| Err(unbound_cell(vm, (*pc).b as u32)))
        }
        value.incref();
        store_next!(pc fp kp vm t, (*pc).a, value)
    }

    store_deref(pc, fp, kp, vm, t) {
        let old = cell_in(fp, (*pc).a).content.exchange(operand_raw(pc, fp));
        if old.is_object() && (*old.as_object()).release() {
            return release_next(pc, fp, kp, vm, t, old);
        }
        next!(pc, fp, kp, vm, t)
    }

    delete_deref(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            match cell_in(fp, (*pc).a).content.take() {
                Some(old) => { drop(old); Ok(Flow::Next) }
                None => Err(unbound_cell(vm, (*pc).a as u32)),
            }
        })
    }

    load_free(pc, fp, kp, vm, t) {
        let value = free_cell(fp, (*pc).b).content.raw();
        if value.is_unset() {
            cold_path!(pc fp kp vm t, |vm, pc, _, _| Err(unbound_free(vm, (*pc).b as usize)))
        }
        value.incref();
        store_next!(pc fp kp vm t, (*pc).a, value)
    }

    store_free(pc, fp, kp, vm, t) {
        let old = free_cell(fp, (*pc).a).content.exchange(operand_raw(pc, fp));
        if old.is_object() && (*old.as_object()).release() {
            return release_next(pc, fp, kp, vm, t, old);
        }
        next!(pc, fp, kp, vm, t)
    }

    delete_free(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            match free_cell(fp, (*pc).a).content.take() {
                Some(old) => { drop(old); Ok(Flow::Next) }
                None => Err(unbound_free(vm, (*pc).a as usize)),
            }
        })
    }
}

/// Operand B as bits that own their reference.
#[inline(always)]
unsafe fn operand_raw(pc: Pc, fp: Fp) -> Raw {
    // SAFETY: the register is set.
    unsafe {
        let value = raw(fp, (*pc).b);
        if (*pc).flags & CONSUME_B != 0 {
            *fp.add((*pc).b as usize) = Raw::UNSET;
        } else {
            value.incref();
        }
        value
    }
}

/// The cell in a register.
unsafe fn cell_in<'a>(fp: Fp, register: u16) -> &'a PyCellObject {
    // SAFETY: MAKE_CELL has put a cell there.
    unsafe { &*(raw(fp, register).as_object() as *const PyCellObject) }
}

/// The cell of a free variable of the running function.
#[inline(always)]
pub(super) unsafe fn free_cell<'a>(fp: Fp, index: u16) -> &'a Ref<PyCellObject> {
    // SAFETY: `fp[-1]` is the function, whose closure has a cell for each free variable.
    unsafe {
        let function = &*((*fp.sub(1)).as_object() as *const PyFunction);
        let closure = function.closure.as_ref().unwrap_unchecked();
        let cell: &Value = closure.items().get_unchecked(index as usize);
        &*(cell as *const Value as *const Ref<PyCellObject>)
    }
}

fn local_name(vm: &Vm, register: usize) -> Ref<PyStr> {
    // SAFETY: the running frame has code.
    let code = unsafe { &(*(*vm.frame.get()).code).code };
    vm.intern(code.var_names.get(register).map_or("", |name| name))
}

#[cold]
pub(super) fn unbound_local(vm: &Vm, register: usize) -> Raised {
    let name = local_name(vm, register);
    let message = format!("cannot access local variable '{name}' where it is not associated with a value");
    vm.name_error_of(&vm.exceptions().UnboundLocalError, message, &name)
}

#[cold]
fn unbound_cell(vm: &Vm, register: u32) -> Raised {
    // SAFETY: the running frame has code.
    let code = unsafe { &(*(*vm.frame.get()).code).code };
    let name = match code.cell_registers.iter().position(|&cell| cell == register) {
        Some(index) => vm.intern(&code.cell_vars[index]),
        None => local_name(vm, register as usize),
    };
    let message = format!("cannot access local variable '{name}' where it is not associated with a value");
    vm.name_error_of(&vm.exceptions().UnboundLocalError, message, &name)
}

#[cold]
pub(super) fn unbound_free(vm: &Vm, index: usize) -> Raised {
    // SAFETY: the running frame has code.
    let code = unsafe { &(*(*vm.frame.get()).code).code };
    let name = vm.intern(code.free_vars.get(index).map_or("", |name| name));
    let message =
        format!("cannot access free variable '{name}' where it is not associated with a value in enclosing scope");
    vm.name_error_of(&vm.exceptions().NameError, message, &name)
}
