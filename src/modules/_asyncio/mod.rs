//! `_asyncio`: the kernel's types and functions, as KERNEL.md in `stdlib/asyncio/` lists them.

mod registry;

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::kernel::{future_type, gathering, loop_type, twins};
use crate::native::{PyResult, function, wrap};
use crate::object::types::builtin;
use crate::object::{Ref, Value, shape};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "Accelerator module for asyncio",
    functions: &[
        function(
            "get_event_loop()",
            "Return an asyncio event loop.\n\nWhen called from a coroutine or a callback (e.g. scheduled with\ncall_soon or similar API), this function will always return the\nrunning event loop.\n\nIf there is no running event loop set, the function will return\nthe result of `get_event_loop_policy().get_event_loop()` call.",
            wrap(loop_type::get_event_loop),
        ),
        function(
            "get_running_loop()",
            "Return the running event loop.  Raise a RuntimeError if there is none.\n\nThis function is thread-specific.",
            wrap(get_running_loop),
        ),
        function(
            "_get_running_loop()",
            "Return the running event loop or None.\n\nThis is a low-level function intended to be used by event loops.\nThis function is thread-specific.",
            wrap(running_loop),
        ),
        function(
            "_set_running_loop(loop, /)",
            "Set the running event loop.\n\nThis is a low-level function intended to be used by event loops.\nThis function is thread-specific.",
            wrap(set_running_loop),
        ),
        function("current_task(loop=None)", "Return a currently executed task.", wrap(registry::current_task)),
        function("all_tasks(loop=None)", "Return a set of all tasks for the loop.", wrap(registry::all_tasks)),
        function(
            "_register_task(task)",
            "Register a new task in asyncio as executed by loop.\n\nReturns None.",
            wrap(registry::register_task),
        ),
        function(
            "_register_eager_task(task)",
            "Register a new task in asyncio as executed by loop.\n\nReturns None.",
            wrap(registry::register_eager_task),
        ),
        function("_unregister_task(task)", "Unregister a task.\n\nReturns None.", wrap(registry::unregister_task)),
        function(
            "_unregister_eager_task(task)",
            "Unregister a task.\n\nReturns None.",
            wrap(registry::unregister_eager_task),
        ),
        function(
            "_enter_task(loop, task)",
            "Enter into task execution or resume suspended task.\n\nTask belongs to loop.\n\nReturns None.",
            wrap(registry::enter_task),
        ),
        function(
            "_leave_task(loop, task)",
            "Leave task execution or suspend a task.\n\nTask belongs to loop.\n\nReturns None.",
            wrap(registry::leave_task),
        ),
        function(
            "_swap_current_task(loop, task)",
            "Temporarily swap in the supplied task and return the original one (or None).\n\nThis is intended for use during eager coroutine execution.",
            wrap(registry::swap_current_task),
        ),
        function(
            "future_add_to_awaited_by(fut, waiter, /)",
            "Record that `fut` is awaited on by `waiter`.",
            wrap(future_type::add_to_awaited_by),
        ),
        function("future_discard_from_awaited_by(fut, waiter, /)", "", wrap(future_type::discard_from_awaited_by)),
        function(
            "gather(*coros_or_futures, return_exceptions=False)",
            "Run the awaitables concurrently; return a future of the list of their results, in the order of the arguments.\n\nEqual arguments are run once.  The first exception is passed on at once, and the others go on running; with\nreturn_exceptions exceptions are results.",
            wrap(gathering::gather),
        ),
        function(
            "create_task(coro, **kwargs)",
            "Schedule the execution of a coroutine object in a spawn task; return the Task object.",
            wrap(gathering::create_task),
        ),
        function(
            "_complete(cls, /)",
            "Move what a class defines to the native type of the same name, which is returned.",
            wrap(twins::complete),
        ),
        function(
            "_with_twin(function, /)",
            "Let calls of a coroutine function make native coroutines.",
            wrap(twins::with_twin),
        ),
    ],
    init,
    ..NativeModule::of("_asyncio")
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    // Whoever waits stands in a deque.
    vm.import("_collections")?;
    let types = [
        ("Future", shape::FUTURE),
        ("Task", shape::TASK),
        ("Handle", shape::HANDLE),
        ("TimerHandle", shape::TIMER_HANDLE),
        ("KernelLoop", shape::KERNEL_LOOP),
        ("_GatheringFuture", shape::GATHERING_FUTURE),
        ("Event", shape::ASYNC_EVENT),
        ("Lock", shape::ASYNC_LOCK),
        ("Semaphore", shape::ASYNC_SEMAPHORE),
        ("BoundedSemaphore", shape::ASYNC_BOUNDED_SEMAPHORE),
        ("Queue", shape::ASYNC_QUEUE),
    ];
    for (name, number) in types {
        module.dict.set_name(vm, name, builtin(number).into_value());
    }
    module.dict.set_name(vm, "CancelledError", vm.kernel.cancelled_error(vm).to_value());
    module.dict.set_name(vm, "InvalidStateError", vm.kernel.invalid_state_error(vm).to_value());
    Ok(())
}

fn running_loop(vm: &Vm) -> Value {
    vm.running_loop.get_or_none()
}

fn get_running_loop(vm: &Vm) -> PyResult<Value> {
    vm.get_running_loop()
}

fn set_running_loop(vm: &Vm, loop_: Value) {
    vm.running_loop.set(loop_);
}
