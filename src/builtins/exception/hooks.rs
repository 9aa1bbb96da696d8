//! The functions of `sys` that show exceptions and frames.

use super::{PyException, print, unraisable};
use crate::builtins::dict::PyDict;
use crate::builtins::frame::PyFrame;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, Value, class_of};
use crate::vm::Vm;

/// Rows of `sys`.
pub static FUNCTIONS: &[Native] = &[
    function(
        "excepthook(exctype, value, traceback, /)",
        "Handle an exception by displaying it with a traceback on sys.stderr.",
        wrap(excepthook),
    ),
    function("unraisablehook(unraisable, /)", "Handle an unraisable exception.", wrap(unraisablehook)),
    function("exception()", "Return the current exception.", wrap(exception)),
    function("exc_info()", "Return current exception information: (type, value, traceback).", wrap(exc_info)),
    function("_getframe(depth=0, /)", "Return a frame object from the call stack.", wrap(getframe)),
    function(
        "_getframemodulename(depth=0)",
        "Return the name of the module for a calling frame.",
        wrap(getframemodulename),
    ),
    function(
        "_current_frames()",
        "Return a dict mapping each thread's thread id to its current stack frame.",
        wrap(current_frames),
    ),
    function(
        "_current_exceptions()",
        "Return a dict mapping each thread's identifier to its current raised exception.",
        wrap(current_exceptions),
    ),
];

fn excepthook(vm: &Vm, class: &Value, value: &Value, traceback: &Value) {
    let _ = class;
    let Some(error) = value.downcast::<PyException>() else {
        let kind = crate::object::class_ref(value).name();
        return vm.write_stderr(&format!("TypeError: print_exception(): Exception expected for value, {kind} found\n"));
    };
    if !traceback.is_none() && !error.traceback.is_set() {
        error.traceback.set(traceback.clone());
    }
    vm.print_exception(value);
}

fn unraisablehook(vm: &Vm, args: &Value) -> PyResult<()> {
    let part = |name: &str| vm.get_attr(args, &vm.intern(name));
    let (value, message, object) = (part("exc_value")?, part("err_msg")?, part("object")?);
    let message = message.downcast::<crate::builtins::str::PyStr>().map(|message| print::text_of(message));
    unraisable::print_report(vm, &value, message.as_deref(), &object);
    Ok(())
}

/// The value that `sys.unraisablehook` gets.
pub(super) fn unraisable_arguments(vm: &Vm, values: Vec<Value>) -> Value {
    crate::modules::sys::facts::unraisable_hook_args(vm, &values)
}

fn exception(vm: &Vm) -> Option<Value> {
    vm.handled_exception()
}

fn exc_info(vm: &Vm) -> Value {
    let Some(exception) = vm.handled_exception() else {
        return vm.tuple(vec![Value::NONE, Value::NONE, Value::NONE]);
    };
    let traceback = exception.downcast::<PyException>().map_or(Value::NONE, |error| error.traceback.get_or_none());
    vm.tuple(vec![class_of(&exception).into_value(), exception, traceback])
}

fn getframe(vm: &Vm, depth: i64) -> PyResult<Ref<PyFrame>> {
    match vm.frame_at(depth.max(0) as usize) {
        Some(frame) => Ok(frame),
        None => Err(vm.value_error("call stack is not deep enough")),
    }
}

fn getframemodulename(vm: &Vm, depth: i64) -> PyResult<Option<Value>> {
    match vm.frame_at(depth.max(0) as usize) {
        Some(frame) => frame.function.globals.get_str(vm, &vm.names().__name__),
        None => Ok(None),
    }
}

fn current_frames(vm: &Vm) -> PyResult<Ref<PyDict>> {
    let frames = vm.dict();
    if let Some(frame) = vm.frame_at(0) {
        frames.set(vm, &vm.int(vm.thread_id.get() as i64), frame.into_value())?;
    }
    Ok(frames)
}

fn current_exceptions(vm: &Vm) -> PyResult<Ref<PyDict>> {
    let exceptions = vm.dict();
    let current = vm.handled_exception().unwrap_or(Value::NONE);
    exceptions.set(vm, &vm.int(vm.thread_id.get() as i64), current)?;
    Ok(exceptions)
}
