//! Making functions; intrinsics; printing at the prompt.
#![allow(unsafe_code)]

use super::{compute_next, op, store_next, warm};
use crate::builtins::code::PyCode;
use crate::builtins::function::PyFunction;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::bytecode::opcode::{
    CONSUME_B, Intrinsic1, Intrinsic2, MAKE_ANNOTATE, MAKE_CLOSURE, MAKE_DEFAULTS, MAKE_KWDEFAULTS,
};
use crate::native::PyResult;
use crate::object::{Raw, Value};
use crate::vm::Vm;
use crate::vm::dispatch::{Flow, Fp, Kp, Pc, constant, operand, set, take};

op! {
    make_function(pc, fp, kp, vm, t) {
        compute_next!(pc fp kp vm t, make(vm, pc, fp, kp))
    }

    print_expr(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let value = take(fp, (*pc).b);
            let hook = vm.sys_attr("displayhook")?;
            match hook {
                Some(hook) => drop(vm.call(&hook, &[value])?),
                None => return Err(vm.runtime_error("lost sys.displayhook")),
            }
            Ok(Flow::Next)
        })
    }

    call_intrinsic_1(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let value = operand(fp, (*pc).b, (*pc).flags & CONSUME_B != 0);
            let result = intrinsic_1(vm, (*pc).c, value)?;
            set(fp, (*pc).a, result);
            Ok(Flow::Next)
        })
    }

    call_intrinsic_2(pc, fp, kp, vm, t) {
        warm!(pc fp kp vm t, |vm, pc, fp, _| {
            let (first, second) = (take(fp, (*pc).b), take(fp, (*pc).b + 1));
            let result = intrinsic_2(vm, (*pc).c, first, second)?;
            set(fp, (*pc).a, result);
            Ok(Flow::Next)
        })
    }
}

/// MAKE_FUNCTION; zero if it has raised.
#[inline(never)]
unsafe fn make(vm: &Vm, pc: Pc, fp: Fp, kp: Kp) -> Raw {
    // SAFETY: as for handlers; the window holds what the flags say.
    unsafe {
        let (flags, mut register) = ((*pc).flags, (*pc).c);
        let mut part = |flag: u8| {
            (flags & flag != 0).then(|| {
                register += 1;
                take(fp, register - 1)
            })
        };
        let (defaults, kwdefaults) = (part(MAKE_DEFAULTS), part(MAKE_KWDEFAULTS));
        let (annotate, closure) = (part(MAKE_ANNOTATE), part(MAKE_CLOSURE));
        let code = constant(kp, (*pc).b as u32).to_value();
        let Ok(code) = code.into_ref::<PyCode>() else {
            let _ = vm.system_error("constant is no code");
            return Raw(0);
        };
        let maker = &*((*fp.sub(1)).as_object() as *const PyFunction);
        let closure = closure.and_then(|closure| closure.into_ref::<PyTuple>().ok());
        let made = PyFunction::with_builtins(vm, code, maker.globals.clone(), maker.builtins.clone(), closure);
        for (slot, value) in [(&made.defaults, defaults), (&made.kwdefaults, kwdefaults), (&made.annotate, annotate)] {
            slot.replace(value);
        }
        made.into_value().into_raw()
    }
}

fn intrinsic_1(vm: &Vm, which: u16, value: Value) -> PyResult<Value> {
    const TYPE_VAR: u16 = Intrinsic1::TypeVar as u16;
    const PARAM_SPEC: u16 = Intrinsic1::ParamSpec as u16;
    const TYPE_VAR_TUPLE: u16 = Intrinsic1::TypeVarTuple as u16;
    const SUBSCRIPT_GENERIC: u16 = Intrinsic1::SubscriptGeneric as u16;
    const TYPE_ALIAS: u16 = Intrinsic1::TypeAlias as u16;
    match which {
        TYPE_VAR | PARAM_SPEC | TYPE_VAR_TUPLE => {
            let class = ["TypeVar", "ParamSpec", "TypeVarTuple"][which as usize - TYPE_VAR as usize];
            vm.make_type_parameter(class, &value)
        }
        SUBSCRIPT_GENERIC => {
            let generic = vm.import_attr("_typing", "Generic")?;
            let unpacked = vm.unpack_type_var_tuples(&value)?;
            vm.get_item(&generic, &unpacked)
        }
        TYPE_ALIAS => vm.make_type_alias(&value),
        _ => Ok(vm.tuple(vm.collect(&value)?)),
    }
}

fn intrinsic_2(vm: &Vm, which: u16, first: Value, second: Value) -> PyResult<Value> {
    const BOUND: u16 = Intrinsic2::TypeVarWithBound as u16;
    const CONSTRAINTS: u16 = Intrinsic2::TypeVarWithConstraints as u16;
    const TYPE_PARAMS: u16 = Intrinsic2::SetFunctionTypeParams as u16;
    const DEFAULT: u16 = Intrinsic2::SetTypeparamDefault as u16;
    const GET_ATTR: u16 = Intrinsic2::GetAttr as u16;
    match which {
        BOUND | CONSTRAINTS => vm.make_bounded_type_var(&first, &second, which == BOUND),
        TYPE_PARAMS => {
            if let Some(function) = first.downcast::<PyFunction>() {
                function.type_params.set(second);
            }
            Ok(first)
        }
        DEFAULT => vm.set_type_parameter_default(first, &second),
        _ => {
            let Some(name) = second.downcast::<PyStr>().or(first.downcast::<PyStr>()) else {
                return Err(vm.system_error("intrinsic wants a name"));
            };
            if which == GET_ATTR {
                return vm.get_attr(&first, name);
            }
            let globals = vm.current_globals();
            let builtins = vm.builtins_of(&globals);
            vm.load_global(&globals, &builtins, name)
        }
    }
}
