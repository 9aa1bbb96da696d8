//! The `sys` module: [`facts`] about the interpreter, [`functions`]; those about exceptions are with the exceptions.

pub mod facts;
pub mod functions;

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, Value, class_ref};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule { functions: FUNCTIONS, init, ..NativeModule::of("sys") };

static FUNCTIONS: &[Native] = &[
    function("getrecursionlimit()", "Return the current value of the recursion limit.", wrap(getrecursionlimit)),
    function(
        "setrecursionlimit(limit, /)",
        "Set the maximum depth of the Python interpreter stack to n.",
        wrap(setrecursionlimit),
    ),
    function("intern(string, /)", "``Intern'' the given string.", wrap(intern)),
    function("exit(status=None, /)", "Exit the interpreter by raising SystemExit(status).", wrap(exit)),
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "modules", vm.modules().into_value());
    super::add_functions(vm, module, functions::FUNCTIONS);
    super::add_functions(vm, module, crate::builtins::exception::hooks::FUNCTIONS);
    facts::add(vm, &module.dict)?;
    for name in ["displayhook", "breakpointhook", "excepthook", "unraisablehook"] {
        if let Some(hook) = module.dict.get_name(vm, name) {
            module.dict.set_name(vm, &format!("__{name}__"), hook);
        }
    }
    Ok(())
}

fn getrecursionlimit(vm: &Vm) -> usize {
    vm.recursion_limit.get()
}

fn setrecursionlimit(vm: &Vm, limit: i32) -> PyResult<()> {
    if limit < 1 {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    }
    if vm.depth() >= limit as usize {
        return Err(vm.recursion_error(format!(
            "cannot set the recursion limit to {limit} at the recursion depth {}: the limit is too low",
            vm.depth()
        )));
    }
    vm.recursion_limit.set(limit as usize);
    vm.default_recursion_limit.set(limit as usize);
    vm.reset_frame_limit();
    Ok(())
}

fn intern(vm: &Vm, string: &Ref<PyStr>) -> PyResult<Ref<PyStr>> {
    if string.as_value().downcast_exact::<PyStr>().is_none() {
        return Err(vm.type_error(format!("can't intern {}", class_ref(string.as_value()).name())));
    }
    Ok(vm.intern_ref(string))
}

fn exit(vm: &Vm, status: &Value) -> PyResult<()> {
    let args = match status.downcast::<PyTuple>() {
        Some(several) => several.items(),
        None if status.is_none() => &[],
        None => std::slice::from_ref(status),
    };
    let exception = vm.new_exception(&vm.exceptions().SystemExit, args)?;
    Err(vm.raise(exception))
}
