//! `_typing`: type parameters, type aliases and `Generic`; what they do beyond that is in `stdlib/typing`, which
//! they call by name. [`parameters`] has the three kinds of type parameters, [`alias`] the `type` statement's
//! object, [`lazy`] what is evaluated only when asked for. `Union` is in `builtins/union`.

mod alias;
mod arguments;
mod generic;
mod lazy;
mod making;
mod parameters;

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::types::builtin;
use crate::object::{Ref, Slot, TypeSpec, Value, shape};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub static MODULE: NativeModule = NativeModule {
    doc: "Primitives and accelerators for the typing module.\n",
    functions: FUNCTIONS,
    init,
    ..NativeModule::of("_typing")
};

/// The same under the name by which `typing` imports it, so that it can be imported even when tests block `_typing`.
pub static NATIVES: NativeModule = NativeModule { functions: FUNCTIONS, init, ..NativeModule::of("_typing_natives") };

static FUNCTIONS: &[Native] = &[function("_idfunc(argument, /)", "", wrap(identity))];

pub static SPECS: &[&TypeSpec] = &[
    &parameters::TYPE_VAR,
    &parameters::PARAM_SPEC,
    &parameters::TYPE_VAR_TUPLE,
    &arguments::PARAM_SPEC_ARGS,
    &arguments::PARAM_SPEC_KWARGS,
    &alias::TYPE_ALIAS,
    &generic::GENERIC,
    &lazy::NO_DEFAULT,
    &lazy::CONST_EVALUATOR,
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let types = [
        shape::TYPE_VAR,
        shape::PARAM_SPEC,
        shape::TYPE_VAR_TUPLE,
        shape::PARAM_SPEC_ARGS,
        shape::PARAM_SPEC_KWARGS,
        shape::TYPE_ALIAS,
        shape::GENERIC,
        shape::UNION,
    ];
    for number in types {
        let class = builtin(number);
        module.dict.set_name(vm, &class.name(), class.to_value());
    }
    module.dict.set_name(vm, "NoDefault", no_default(vm));
    Ok(())
}

fn identity(_: &Vm, argument: &Value) -> Value {
    argument.clone()
}

#[derive(Default)]
struct State {
    no_default: Slot,
}

/// The one `NoDefault`.
pub fn no_default(vm: &Vm) -> Value {
    let slot = &module_state::<State>(vm, "_typing").no_default;
    match slot.get() {
        Some(known) => known,
        None => {
            let made = lazy::PyNoDefault::make();
            slot.set(made.clone());
            made
        }
    }
}

/// Calls a function of `typing`.
fn call_typing(vm: &Vm, name: &str, args: &[Value]) -> PyResult<Value> {
    let function = vm.import_attr("typing", name)?;
    vm.call(&function, args)
}

/// `Unpack[value]`.
fn unpacked(vm: &Vm, value: &Value) -> PyResult<Value> {
    let unpack = vm.import_attr("typing", "Unpack")?;
    vm.get_item(&unpack, value)
}

/// The name of the module whose code is running.
fn calling_module(vm: &Vm) -> PyResult<Value> {
    Ok(vm.current_globals().get_str(vm, &vm.names().__name__)?.unwrap_or(Value::NONE))
}

/// `parameters` with each TypeVarTuple as `Unpack[...]`.
fn unpack_all(vm: &Vm, parameters: &[Value]) -> PyResult<Value> {
    let mut out = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        let variadic = parameter.header().is_some_and(|header| header.shape() == shape::TYPE_VAR_TUPLE);
        out.push(if variadic { unpacked(vm, parameter)? } else { parameter.clone() });
    }
    Ok(PyTuple::new(out).into_value())
}
