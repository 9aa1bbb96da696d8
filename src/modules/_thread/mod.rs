//! `_thread`: threads, locks ([`locks`], over [`mutex`]) and thread-local objects ([`local`]). The GIL is in `vm/gil.rs`.

mod handle;
mod local;
mod locks;
mod mutex;

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::native::{PyResult, function, wrap};
use crate::object::types::builtin;
use crate::object::{Ref, TypeSpec, Value, shape};
use crate::sys::threads;
use crate::vm::Vm;

pub use mutex::Flag;

pub static SPECS: &[&TypeSpec] = &[&locks::LOCK, &locks::RLOCK, &local::LOCAL, &handle::HANDLE];

/// The longest timeout, in seconds.
pub const TIMEOUT_MAX: f64 = 9223372036.0;

pub static MODULE: NativeModule = NativeModule {
    doc: "This module provides primitive operations to write multi-threaded programs.\nThe 'threading' module provides a more convenient interface.",
    functions: &[
        function(
            "start_new_thread(function, args, kwargs=<unrepresentable>, /)",
            "Start a new thread and return its identifier.",
            wrap(handle::start_new_thread),
        ),
        function(
            "start_new(function, args, kwargs=<unrepresentable>, /)",
            "An obsolete synonym of start_new_thread().",
            wrap(handle::start_new_thread),
        ),
        function(
            "start_joinable_thread(function, handle=None, daemon=True)",
            "*For internal use only*: start a new thread.",
            wrap(handle::start_joinable_thread),
        ),
        function(
            "allocate_lock()",
            "Create a new lock object. See help(type(threading.Lock())) for\ninformation about locks.",
            wrap(locks::allocate),
        ),
        function("allocate()", "An obsolete synonym of allocate_lock().", wrap(locks::allocate)),
        function(
            "get_ident()",
            "Return a non-zero integer that uniquely identifies the current thread\namongst other threads that exist simultaneously.",
            wrap(|vm: &Vm| vm.thread_id.get()),
        ),
        function(
            "get_native_id()",
            "Return a non-negative integer identifying the thread as reported\nby the OS (kernel).",
            wrap(|_: &Vm| threads::native_id()),
        ),
        function(
            "_get_main_thread_ident()",
            "Internal only. Return a non-zero integer that uniquely identifies the main thread\nof the main interpreter.",
            wrap(|vm: &Vm| vm.gil.main_thread()),
        ),
        function(
            "_make_thread_handle(ident, /)",
            "Internal only. Make a thread handle for threads not spawned\nby the _thread or threading module.",
            wrap(handle::make_thread_handle),
        ),
        function(
            "_count()",
            "Return the number of currently running Python threads, excluding\nthe main thread.",
            wrap(|vm: &Vm| handle::state(vm).count.get()),
        ),
        function(
            "_shutdown()",
            "Wait for all non-daemon threads (other than the calling thread) to stop.",
            wrap(handle::shutdown),
        ),
        function(
            "_is_main_interpreter()",
            "Return True if the current interpreter is the main Python interpreter.",
            wrap(|_: &Vm| true),
        ),
        function(
            "daemon_threads_allowed()",
            "Return True if daemon threads are allowed in the current interpreter,\nand False otherwise.",
            wrap(|_: &Vm| true),
        ),
        function(
            "stack_size(size=0, /)",
            "Return the thread stack size used when creating new threads.",
            wrap(stack_size),
        ),
        function(
            "interrupt_main(signum=2, /)",
            "Simulate the arrival of the given signal in the main thread,\nwhere the corresponding signal handler will be executed.",
            wrap(interrupt_main),
        ),
        function("exit()", "This is synonymous to ``raise SystemExit''.", wrap(exit)),
        function("exit_thread()", "An obsolete synonym of exit().", wrap(exit)),
        function("set_name(name)", "Set the name of the current thread.", wrap(set_name)),
    ],
    init,
    ..NativeModule::of("_thread")
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let types = [
        ("lock", shape::LOCK),
        ("LockType", shape::LOCK),
        ("RLock", shape::RLOCK),
        ("_local", shape::THREAD_LOCAL),
        ("_ThreadHandle", shape::THREAD_HANDLE),
    ];
    for (name, number) in types {
        module.dict.set_name(vm, name, builtin(number).into_value());
    }
    module.dict.set_name(vm, "error", vm.exceptions().RuntimeError.to_value());
    module.dict.set_name(vm, "TIMEOUT_MAX", Value::float(TIMEOUT_MAX));
    Ok(())
}

/// How many threads other than the main one run Python code.
pub fn count(vm: &Vm) -> usize {
    handle::state(vm).count.get()
}

/// In a forked child: only the calling thread is there, and it is the main one.
pub fn after_fork(vm: &Vm) {
    handle::state(vm).count.set(0);
    handle::forget_threads(vm);
}

fn stack_size(vm: &Vm, size: i64) -> PyResult<usize> {
    if size < 0 {
        return Err(vm.value_error("size must be 0 or a positive value"));
    }
    if size != 0 && size < 32 << 10 {
        return Err(vm.value_error(format!("size not valid: {size} bytes")));
    }
    Ok(handle::state(vm).stack.replace(size as usize))
}

fn interrupt_main(vm: &Vm, number: i32) -> PyResult<()> {
    if !(1..crate::sys::signals::NSIG).contains(&number) {
        return Err(vm.value_error("signal number out of range"));
    }
    crate::sys::signals::note(number);
    // If this is the main thread, the handler runs before the next instruction.
    vm.poll()
}

fn exit(vm: &Vm) -> PyResult<()> {
    let exception = vm.new_exception(&vm.exceptions().SystemExit, &[])?;
    Err(vm.raise(exception))
}

fn set_name(_: &Vm, name: &str) {
    threads::set_name(name);
}
