//! Imports.
#![allow(unsafe_code)]

use super::{cold_path, op};
use crate::builtins::function::PyFunction;
use crate::builtins::int;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::bytecode::opcode::CONSUME_B;
use crate::native::PyResult;
use crate::object::{Value, class_ref};
use crate::vm::Vm;
use crate::vm::dispatch::{Flow, operand, set, site_name, take};

op! {
    import_name(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| {
            let (level, fromlist) = (take(fp, (*pc).b), take(fp, (*pc).b + 1));
            let level = int::as_int(&level).and_then(|level| level.to_i64()).unwrap_or(0);
            let function = &*((*fp.sub(1)).as_object() as *const PyFunction);
            let globals = function.globals.to_value();
            let locals = (*vm.frame.get()).locals().unwrap_or(Value::NONE);
            let module = vm.import_from_code(&function.builtins, site_name(kp, (*pc).c), &globals, &locals, &fromlist, level)?;
            set(fp, (*pc).a, module);
            Ok(Flow::Next)
        })
    }

    import_from(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, kp| {
            let module = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let found = vm.import_from(&module, site_name(kp, (*pc).c))?;
            drop(module);
            set(fp, (*pc).a, found);
            Ok(Flow::Next)
        })
    }

    import_star(pc, fp, kp, vm, t) {
        cold_path!(pc fp kp vm t, |vm, pc, fp, _| {
            let module = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let function = &*((*fp.sub(1)).as_object() as *const PyFunction);
            let namespace = (*vm.frame.get()).locals().unwrap_or_else(|| function.globals.to_value());
            star(vm, &module, &namespace)?;
            Ok(Flow::Next)
        })
    }
}

/// Copies the names that `__all__` lists, or all that do not begin with an underscore.
fn star(vm: &Vm, module: &Value, namespace: &Value) -> PyResult<()> {
    let names = vm.names();
    let listed = vm.get_attr_opt(module, &names.__all__)?;
    let all = listed.is_some();
    let keys = match listed {
        Some(listed) => vm.collect(&listed)?,
        None => match module.downcast::<PyModule>() {
            Some(module) => module.dict.items().into_iter().map(|(key, _)| key).collect(),
            None => {
                let Some(dict) = vm.get_attr_opt(module, &names.__dict__)? else {
                    return Err(vm.import_error("from-import-* object has no __dict__ and no __all__"));
                };
                vm.collect(&dict)?
            }
        },
    };
    for key in keys {
        let Some(name) = key.downcast::<PyStr>() else {
            let (place, kind) = if all { ("Item in", "__all__") } else { ("Key in", "__dict__") };
            let module = vm.get_attr_opt(module, &names.__name__)?.map_or(String::new(), |name| vm.str_text(&name));
            let got = class_ref(&key).name();
            return Err(vm.type_error(format!("{place} {module}.{kind} must be str, not {got}")));
        };
        if !all && name.as_bytes().starts_with(b"_") {
            continue;
        }
        let value = vm.get_attr(module, name)?;
        vm.namespace_set(namespace, name, Some(value))?;
    }
    Ok(())
}
