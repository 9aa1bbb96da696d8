//! The event loop: what is ready, what waits for the time or for a descriptor, and the futures and tasks in between.
//!
//! Not here: the rest of asyncio, which is Python over this (`stdlib/asyncio/`, whose KERNEL.md is the contract), and the
//! module that shows these types (`modules/_asyncio`). Start with [`event_loop`] (the loop object), then [`run`] (one tick),
//! [`future`], [`task`] and [`step`] (how a task runs its coroutine).

pub mod clock;
pub mod descriptors;
pub mod event_loop;
pub mod future;
pub mod future_iter;
pub mod future_type;
pub mod gathering;
pub mod handle;
pub mod loop_type;
pub mod native_coroutine;
pub mod overrides;
pub mod poller;
pub mod prompt;
pub mod queue;
pub mod queue_waits;
pub mod ready;
pub mod run;
pub mod sleep;
pub mod state;
pub mod step;
pub mod sync;
pub mod sync_waits;
pub mod task;
pub mod task_type;
pub mod timers;
pub mod twins;
pub mod views;

pub use event_loop::PyLoop;
pub use future::PyFuture;
pub use handle::PyHandle;
pub use native_coroutine::PyNativeCoroutine;
pub use state::State;
pub use task::PyTask;

use crate::object::TypeSpec;

pub static SPECS: &[&TypeSpec] = &[
    &future_type::FUTURE,
    &task_type::TASK,
    &future_iter::FUTURE_ITER,
    &gathering::GATHERING_FUTURE,
    &handle::HANDLE,
    &handle::TIMER_HANDLE,
    &loop_type::KERNEL_LOOP,
    &sync::EVENT,
    &sync::LOCK,
    &sync::SEMAPHORE,
    &sync::BOUNDED_SEMAPHORE,
    &queue::QUEUE,
    &views::READY_VIEW,
    &views::TIMERS_VIEW,
];

use crate::object::Value;
use crate::vm::Vm;

/// Whether this loop is the one that runs in the calling thread.
pub fn state_is_running(vm: &Vm, loop_: &Value) -> bool {
    vm.running_loop.raw() == loop_.raw()
}
