//! Names: globals, builtins and namespaces.
#![allow(unsafe_code)]

use super::moves::{free_cell, unbound_free};
use super::{cold_path, op, store_next};
use crate::builtins::dict::PyDict;
use crate::builtins::function::PyFunction;
use crate::bytecode::opcode::{CONSUME_A, CONSUME_B, MAPPING_IN_A, Op};
use crate::native::PyResult;

use crate::object::{Raw, Ref, Value};
use crate::vm::Vm;
use crate::vm::dispatch::{Flow, Fp, Kp, Pc, cache, operand, own, quicken, set, site_name};

/// The running function.
#[inline(always)]
unsafe fn function<'a>(fp: Fp) -> &'a PyFunction {
    // SAFETY: `fp[-1]` is the function.
    unsafe { &*((*fp.sub(1)).as_object() as *const PyFunction) }
}

/// The value at a known place of a dict, if its keys are still those of `version`.
#[inline(always)]
unsafe fn at(dict: &Ref<PyDict>, version: u32, place: u32) -> Option<Raw> {
    // SAFETY: while the version holds, the place is that of a live entry; nothing runs in between.
    unsafe {
        let table = &*dict.table.as_ptr();
        if table.version() != version {
            return None;
        }
        let entry = table.entries.get_unchecked(place as usize);
        entry.value.as_ref().map(Value::raw)
    }
}

op! {
    load_global(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| load_global_slow(vm, pc, fp, kp))
    }

    load_global_module(pc, fp, kp, vm, t) {
        let known = cache(kp, (*pc).c);
        match at(&function(fp).globals, known.key, known.aux) {
            Some(value) => {
                value.incref();
                store_next!(pc fp kp vm t, (*pc).a, value)
            }
            None => cold_path!(pc fp kp vm t, |vm, pc, fp, kp| load_global_slow(vm, pc, fp, kp)),
        }
    }

    load_global_builtin(pc, fp, kp, vm, t) {
        let known = cache(kp, (*pc).c);
        let function = function(fp);
        if (*function.globals.table.as_ptr()).version() == known.key
            && let Some(value) = at(&function.builtins, known.aux2, known.aux)
        {
            value.incref();
            store_next!(pc fp kp vm t, (*pc).a, value)
        }
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| load_global_slow(vm, pc, fp, kp))
    }

    store_global(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| {
            let value = operand(fp, (*pc).a, (*pc).flags & CONSUME_A != 0);
            function(fp).globals.set_str(vm, site_name(kp, (*pc).c), value)?;
            Ok(Flow::Next)
        })
    }

    delete_global(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| {
            let name = site_name(kp, (*pc).c);
            match function(fp).globals.remove_str(vm, name)? {
                Some(_) => Ok(Flow::Next),
                None => Err(vm.name_error(name)),
            }
        })
    }

    load_name(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| {
            let name = site_name(kp, (*pc).c);
            let globals = &function(fp).globals;
            let found = match (*vm.frame.get()).locals() {
                Some(namespace) if !namespace.is(globals.as_value()) => vm.namespace_get(&namespace, name)?,
                // At module level the namespace is the globals.
                _ => return load_global_as(vm, pc, fp, kp, false),
            };
            let value = match found {
                Some(found) => found,
                None => vm.load_global(globals, &function(fp).builtins, name)?,
            };
            set(fp, (*pc).a, value);
            Ok(Flow::Next)
        })
    }

    store_name(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| {
            let value = operand(fp, (*pc).a, (*pc).flags & CONSUME_A != 0);
            vm.namespace_set(&namespace(vm, fp), site_name(kp, (*pc).c), Some(value))?;
            Ok(Flow::Next)
        })
    }

    delete_name(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| {
            vm.namespace_set(&namespace(vm, fp), site_name(kp, (*pc).c), None)?;
            Ok(Flow::Next)
        })
    }

    load_locals(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            set(fp, (*pc).a, namespace(vm, fp));
            Ok(Flow::Next)
        })
    }

    load_build_class(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            match function(fp).builtins.get_str(vm, &vm.names().__build_class__)? {
                Some(found) => {
                    set(fp, (*pc).a, found);
                    Ok(Flow::Next)
                }
                None => Err(vm.name_error_plain("__build_class__ not found")),
            }
        })
    }

    load_common_constant(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let exceptions = vm.exceptions();
            let class = if (*pc).b == 0 { &exceptions.AssertionError } else { &exceptions.NotImplementedError };
            set(fp, (*pc).a, class.to_value());
            Ok(Flow::Next)
        })
    }

    setup_annotations(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, _, fp, _| {
            let namespace = namespace(vm, fp);
            let name = &vm.names().__annotations__;
            if vm.namespace_get(&namespace, name)?.is_none() {
                vm.namespace_set(&namespace, name, Some(PyDict::new().into_value()))?;
            }
            Ok(Flow::Next)
        })
    }

    load_from_dict_or_deref(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| {
            let in_register = (*pc).flags & MAPPING_IN_A != 0;
            let namespace = if in_register { own(fp, (*pc).a) } else { namespace(vm, fp) };
            let value = match vm.namespace_get(&namespace, site_name(kp, (*pc).c))? {
                Some(found) => found,
                None => match free_cell(fp, (*pc).b).content.get() {
                    Some(value) => value,
                    None => return Err(unbound_free(vm, (*pc).b as usize)),
                },
            };
            set(fp, (*pc).a, value);
            Ok(Flow::Next)
        })
    }

    load_from_dict_or_globals(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| {
            let mapping = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let name = site_name(kp, (*pc).c);
            let value = match vm.namespace_get(&mapping, name)? {
                Some(found) => found,
                None => vm.load_global(&function(fp).globals, &function(fp).builtins, name)?,
            };
            set(fp, (*pc).a, value);
            Ok(Flow::Next)
        })
    }
}

/// The namespace of a class body or module; the globals where it has none of its own.
unsafe fn namespace(vm: &Vm, fp: Fp) -> Value {
    // SAFETY: the running frame is valid.
    unsafe { (*vm.frame.get()).locals().unwrap_or_else(|| function(fp).globals.to_value()) }
}

unsafe fn load_global_slow(vm: &Vm, pc: Pc, fp: Fp, kp: Kp) -> PyResult<Flow> {
    // SAFETY: as for handlers.
    unsafe { load_global_as(vm, pc, fp, kp, true) }
}

/// Finds a global or builtin and, with `specialise`, remembers where it was.
unsafe fn load_global_as(vm: &Vm, pc: Pc, fp: Fp, kp: Kp, specialise: bool) -> PyResult<Flow> {
    // SAFETY: as for handlers; the raw value is owned at once.
    unsafe {
        let (function, name) = (function(fp), site_name(kp, (*pc).c));
        let (globals, builtins) = (&function.globals, &function.builtins);
        // Caches look into the table itself, which is not what counts in a subclass of dict.
        let specialise = specialise && globals.as_value().downcast_exact::<PyDict>().is_some();
        let key = name.as_value().raw();
        let place = globals.table.borrow().find_identical(key, name.hash());
        if let (Some(place), true) = (place, specialise) {
            let known = cache(kp, (*pc).c);
            (known.key, known.aux) = (globals.version(vm), place as u32);
            quicken(pc, Op::LOAD_GLOBAL_MODULE);
        } else if specialise {
            let place = builtins.table.borrow().find_identical(key, name.hash());
            if let Some(place) = place {
                let known = cache(kp, (*pc).c);
                (known.key, known.aux, known.aux2) = (globals.version(vm), place as u32, builtins.version(vm));
                quicken(pc, Op::LOAD_GLOBAL_BUILTIN);
            }
        }
        let value = vm.load_global(globals, builtins, name)?;
        set(fp, (*pc).a, value);
        Ok(Flow::Next)
    }
}
