//! The `sys` module.

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, Value};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule { functions: FUNCTIONS, init, ..NativeModule::of("sys") };

static FUNCTIONS: &[Native] = &[
    function("getrecursionlimit()", "Return the current value of the recursion limit.", wrap(getrecursionlimit)),
    function("setrecursionlimit(limit, /)", "Set the maximum depth of the Python interpreter stack to n.", wrap(setrecursionlimit)),
    function("intern(string, /)", "``Intern'' the given string.", wrap(intern)),
    function("exit(status=None, /)", "Exit the interpreter by raising SystemExit(status).", wrap(exit)),
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let set = |name: &str, value: Value| module.dict.set_name(vm, name, value);
    for native in crate::builtins::exception::hooks::FUNCTIONS {
        set(native.name(), crate::builtins::function::PyNative::function(native, Some(vm.str("sys"))).into_value());
    }
    set("__excepthook__", module.dict.get_name(vm, "excepthook").unwrap_or(Value::NONE));
    set("__unraisablehook__", module.dict.get_name(vm, "unraisablehook").unwrap_or(Value::NONE));
    set("modules", vm.modules().into_value());
    set("maxsize", vm.int(i64::MAX));
    set("path", vm.list(vm.options.path.iter().map(|entry| vm.str(entry)).collect()));
    set("argv", vm.list(vm.options.argv.iter().map(|arg| vm.str(arg)).collect()));
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

fn intern(vm: &Vm, string: &Ref<crate::builtins::str::PyStr>) -> Ref<crate::builtins::str::PyStr> {
    vm.intern_ref(string)
}

fn exit(vm: &Vm, status: &Value) -> PyResult<()> {
    let args: &[Value] = if status.is_none() { &[] } else { std::slice::from_ref(status) };
    let exception = vm.new_exception(&vm.exceptions().SystemExit, args)?;
    Err(vm.raise(exception))
}
