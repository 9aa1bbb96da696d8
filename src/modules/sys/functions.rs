//! Functions of `sys` that are not about exceptions: sizes, hooks of the event loop, auditing, display.

use std::cell::{Cell, RefCell};

use super::facts::ASYNCGEN_HOOKS;
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::builtins::structseq;
use crate::native::{Native, PyResult, Rest, function, wrap};
use crate::object::{Ref, Value, class_of, class_ref};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub static FUNCTIONS: &[Native] = &[
    function(
        "getdefaultencoding()",
        "Return the current default encoding used by the Unicode implementation.",
        wrap(|_: &Vm| "utf-8"),
    ),
    function(
        "getfilesystemencoding()",
        "Return the encoding used to convert Unicode filenames to OS filenames.",
        wrap(|_: &Vm| "utf-8"),
    ),
    function(
        "getfilesystemencodeerrors()",
        "Return the error mode used for Unicode to OS filename conversion.",
        wrap(|_: &Vm| "surrogateescape"),
    ),
    function("getrefcount(object, /)", "Return the reference count of object.", wrap(getrefcount)),
    function("getsizeof(object, default=<unrepresentable>)", "Return the size of object in bytes.", wrap(getsizeof)),
    function(
        "getallocatedblocks()",
        "Return the number of memory blocks currently allocated.",
        wrap(getallocatedblocks),
    ),
    function(
        "getswitchinterval()",
        "Return the current thread switch interval; see sys.setswitchinterval().",
        wrap(getswitchinterval),
    ),
    function(
        "setswitchinterval(interval, /)",
        "Set the ideal thread switching delay inside the Python interpreter.",
        wrap(setswitchinterval),
    ),
    function(
        "gettrace()",
        "Return the global debug tracing function set with sys.settrace.",
        wrap(|vm: &Vm| vm.trace_function.get()),
    ),
    function(
        "getprofile()",
        "Return the profiling function set with sys.setprofile.",
        wrap(|vm: &Vm| vm.profile_function.get()),
    ),
    function("call_tracing(func, args, /)", "Call func(*args), while tracing is enabled.", wrap(call_tracing)),
    function("settrace(function, /)", "Set the global debug tracing function.", wrap(settrace)),
    function("setprofile(function, /)", "Set the profiling function.", wrap(setprofile)),
    function(
        "displayhook(object, /)",
        "Print an object to sys.stdout and also save it in builtins._",
        wrap(displayhook),
    ),
    function(
        "breakpointhook(*args, **kws)",
        "This hook function is called by built-in breakpoint().",
        wrap(breakpointhook),
    ),
    function(
        "set_asyncgen_hooks(firstiter=<unrepresentable>, finalizer=<unrepresentable>)",
        "Set a finalizer for async generators objects.",
        wrap(set_asyncgen_hooks),
    ),
    function("get_asyncgen_hooks()", "Return the installed asynchronous generators hooks.", wrap(get_asyncgen_hooks)),
    function(
        "set_coroutine_origin_tracking_depth(depth)",
        "Enable or disable origin tracking for coroutine objects in this thread.",
        wrap(set_coroutine_origin_tracking_depth),
    ),
    function(
        "get_coroutine_origin_tracking_depth()",
        "Check status of origin tracking for coroutine objects in this thread.",
        wrap(|vm: &Vm| vm.origin_depth.get()),
    ),
    function(
        "get_int_max_str_digits()",
        "Return the maximum string digits limit for non-binary int<->str conversions.",
        wrap(get_int_max_str_digits),
    ),
    function(
        "set_int_max_str_digits(maxdigits)",
        "Set the maximum string digits limit for non-binary int<->str conversions.",
        wrap(set_int_max_str_digits),
    ),
    function("audit(event, /, *args)", "Passes the event to any hooks that are attached.", wrap(audit)),
    function("addaudithook(hook)", "Adds a new audit hook callback.", wrap(addaudithook)),
    function("is_finalizing()", "Return True if Python is exiting.", wrap(|vm: &Vm| vm.finalizing.get())),
    function(
        "is_stack_trampoline_active()",
        "Return *True* if a stack profiler trampoline is active.",
        wrap(|_: &Vm| false),
    ),
    function(
        "_is_gil_enabled()",
        "Return True if the GIL is currently enabled and False if it is disabled.",
        wrap(|_: &Vm| true),
    ),
    function(
        "_is_interned(string, /)",
        "Return True if the given string is \"interned\".",
        wrap(|_: &Vm, string: &Ref<PyStr>| string.is_interned()),
    ),
    function("_clear_type_cache()", "Clear the internal type lookup cache.", wrap(|vm: &Vm| vm.clear_all_caches())),
    function(
        "_clear_internal_caches()",
        "Clear all internal performance-related caches.",
        wrap(|vm: &Vm| vm.clear_all_caches()),
    ),
    function("_get_cpu_count_config()", "Private function for getting PyConfig.cpu_count", wrap(|_: &Vm| -1i64)),
    function(
        "getunicodeinternedsize(*, _only_immortal=False)",
        "Return the number of elements of the unicode interned dictionary",
        wrap(|_: &Vm, _: &Value| 0i64),
    ),
];

#[derive(Default)]
struct State {
    switch_interval: Cell<Option<f64>>,
    audit_hooks: RefCell<Vec<Value>>,
}

fn state(vm: &Vm) -> &'static State {
    module_state::<State>(vm, "sys")
}

fn getrefcount(_: &Vm, object: &Value) -> i64 {
    // As CPython counts: the reference that is the argument is one of them.
    object.header().map_or(u32::MAX as i64, |header| header.references() as i64)
}

fn getsizeof(vm: &Vm, object: &Value, default: Option<&Value>) -> PyResult<Value> {
    let sized = match class_of(object).lookup(&vm.names().__sizeof__) {
        Some(method) => vm.call_unbound(&method, object, &[]),
        None => Err(vm.type_error(format!("Type {} doesn't define __sizeof__", class_ref(object).name()))),
    };
    let size = match (sized, default) {
        (Ok(size), _) => size,
        (Err(raised), Some(default)) => {
            drop(vm.catch(raised, &vm.exceptions().TypeError)?);
            return Ok(default.clone());
        }
        (Err(raised), None) => return Err(raised),
    };
    match int::as_int(&size) {
        Some(size) if size.is_negative() => Err(vm.value_error("__sizeof__() should return >= 0")),
        Some(_) => Ok(size),
        None => Err(vm.type_error(format!("'{}' object cannot be interpreted as an integer", class_ref(&size).name()))),
    }
}

fn getallocatedblocks(vm: &Vm) -> usize {
    let mut count = 0;
    vm.heap().walk(|_| count += 1);
    count
}

fn getswitchinterval(vm: &Vm) -> f64 {
    state(vm).switch_interval.get().unwrap_or(0.005)
}

fn setswitchinterval(vm: &Vm, interval: f64) -> PyResult<()> {
    if interval.is_nan() || interval <= 0.0 {
        return Err(vm.value_error("switch interval must be strictly positive"));
    }
    state(vm).switch_interval.set(Some(interval));
    Ok(())
}

/// Calls a function with tracing switched on, from within a trace function: what debuggers evaluate can be debugged too.
fn call_tracing(vm: &Vm, func: &Value, args: &Ref<crate::builtins::tuple::PyTuple>) -> PyResult<Value> {
    vm.call_traced(func, args.items())
}

fn settrace(vm: &Vm, function: &Value) -> PyResult<()> {
    vm.set_tracer(&vm.trace_function, Some(function.clone()).filter(|function| !function.is_none()));
    Ok(())
}

fn setprofile(vm: &Vm, function: &Value) -> PyResult<()> {
    vm.set_tracer(&vm.profile_function, Some(function.clone()).filter(|function| !function.is_none()));
    Ok(())
}

fn displayhook(vm: &Vm, object: &Value) -> PyResult<()> {
    if object.is_none() {
        return Ok(());
    }
    let builtins = vm.import("builtins")?;
    let underscore = vm.intern("_");
    vm.set_attr(&builtins, &underscore, Some(&Value::NONE))?;
    let Some(stdout) = vm.sys_attr("stdout")?.filter(|stdout| !stdout.is_none()) else {
        return Err(vm.runtime_error("lost sys.stdout"));
    };
    let shown = vm.repr(object)?;
    if let Err(raised) = vm.call_method_ref(&stdout, &vm.names().write, &[shown.to_value()]) {
        let error = vm.catch(raised, &vm.exceptions().UnicodeEncodeError)?;
        drop(error);
        write_escaped(vm, &stdout, &shown)?;
    }
    vm.call_method_ref(&stdout, &vm.names().write, &[vm.str("\n")])?;
    vm.set_attr(&builtins, &underscore, Some(object))
}

/// A representation that the stream's encoding cannot hold is shown with escapes.
fn write_escaped(vm: &Vm, stdout: &Value, shown: &Ref<PyStr>) -> PyResult<()> {
    let encoding = vm.get_attr(stdout, &vm.names().encoding)?;
    let bytes =
        vm.call_method_ref(shown.as_value(), &vm.names().encode, &[encoding.clone(), vm.str("backslashreplace")])?;
    let text = vm.call_method_ref(&bytes, &vm.names().decode, &[encoding, vm.str("strict")])?;
    vm.call_method_ref(stdout, &vm.names().write, &[text]).map(drop)
}

/// What PYTHONBREAKPOINT names, or the debugger.
fn breakpointhook(vm: &Vm, args: Rest, keywords: crate::native::Keywords) -> PyResult<Value> {
    let wanted = std::env::var("PYTHONBREAKPOINT").unwrap_or_default();
    let wanted = match wanted.as_str() {
        "0" => return Ok(Value::NONE),
        "" => "pdb.set_trace",
        other => other,
    };
    let (module, name) = wanted.rsplit_once('.').unwrap_or(("builtins", wanted));
    let hook = match vm.import_attr(module, name) {
        Ok(hook) => hook,
        Err(raised) => {
            drop(vm.take_raised(raised));
            let message = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{wanted}\"");
            crate::modules::io::warn(vm, &vm.exceptions().RuntimeWarning, &message)?;
            return Ok(Value::NONE);
        }
    };
    let mut values = args.0.to_vec();
    let names: Vec<Value> = keywords.0.iter().map(|(name, _)| name.clone()).collect();
    values.extend(keywords.0.iter().map(|(_, value)| value.clone()));
    vm.call_args(&hook, crate::native::Args { values: &values, names: &names })
}

fn check_hook(vm: &Vm, hook: &Value, what: &str) -> PyResult<()> {
    if hook.is_none() || vm.is_callable(hook) {
        return Ok(());
    }
    Err(vm.type_error(format!("callable {what} expected, got {}", class_ref(hook).name())))
}

fn set_asyncgen_hooks(vm: &Vm, firstiter: Option<&Value>, finalizer: Option<&Value>) -> PyResult<()> {
    if let Some(finalizer) = finalizer {
        check_hook(vm, finalizer, "finalizer")?;
    }
    if let Some(firstiter) = firstiter {
        check_hook(vm, firstiter, "firstiter")?;
    }
    for (given, slot) in [(finalizer, &vm.asyncgen_finalizer), (firstiter, &vm.asyncgen_firstiter)] {
        match given {
            Some(hook) if hook.is_none() => slot.clear(),
            Some(hook) => slot.set(hook.clone()),
            None => {}
        }
    }
    Ok(())
}

fn get_asyncgen_hooks(vm: &Vm) -> Value {
    let hooks = [vm.asyncgen_firstiter.get_or_none(), vm.asyncgen_finalizer.get_or_none()];
    structseq::make(vm, &ASYNCGEN_HOOKS, &hooks)
}

fn set_coroutine_origin_tracking_depth(vm: &Vm, depth: i32) -> PyResult<()> {
    match u32::try_from(depth) {
        Ok(depth) => {
            vm.origin_depth.set(depth);
            Ok(())
        }
        Err(_) => Err(vm.value_error("depth must be >= 0")),
    }
}

/// The limit on digits in conversions between int and decimal text; 0: none.
pub fn get_int_max_str_digits(vm: &Vm) -> i64 {
    crate::builtins::int::text::digit_limit(vm).get() as i64
}

fn set_int_max_str_digits(vm: &Vm, maxdigits: i32) -> PyResult<()> {
    if maxdigits < 0 || maxdigits != 0 && maxdigits < 640 {
        return Err(vm.value_error("maxdigits must be >= 640 or 0 for unlimited"));
    }
    crate::builtins::int::text::digit_limit(vm).set(maxdigits as usize);
    Ok(())
}

fn audit(vm: &Vm, event: &Ref<PyStr>, args: Rest) -> PyResult<()> {
    let hooks = state(vm).audit_hooks.borrow().clone();
    if hooks.is_empty() {
        return Ok(());
    }
    let args = vm.tuple(args.0.to_vec());
    for hook in hooks {
        vm.call(&hook, &[event.to_value(), args.clone()])?;
    }
    Ok(())
}

fn addaudithook(vm: &Vm, hook: &Value) -> PyResult<()> {
    let hooks = state(vm).audit_hooks.borrow().clone();
    for known in hooks {
        if let Err(raised) = vm.call(&known, &[vm.str("sys.addaudithook"), vm.empty_tuple()]) {
            // A hook may refuse another one.
            drop(vm.catch(raised, &vm.exceptions().RuntimeError)?);
            return Ok(());
        }
    }
    state(vm).audit_hooks.borrow_mut().push(hook.clone());
    Ok(())
}
