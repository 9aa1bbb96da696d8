//! What stands in the ready queue. Most entries never become Python objects: a handle is made only when somebody looks
//! (`loop._ready`), or has replaced `Handle._run`.

use super::future::{self, PyFuture};
use super::gathering::{self, PyGathering};
use super::handle::{self, PyHandle};
use super::task::PyTask;
use super::{PyLoop, step, task_type};
use crate::native::{PyResult, Raised};
use crate::object::{Ref, Trace, Value, Visitor};
use crate::vm::Vm;

/// An entry of the ready queue.
pub enum Ready {
    Handle(Ref<PyHandle>),
    /// A task's next step.
    Step(Ref<PyTask>),
    /// The same, throwing an exception.
    Throw(Ref<PyTask>, Value),
    /// The next step of a task whose future is done.
    Wake(Ref<PyTask>, Ref<PyFuture>),
    /// A done callback: function, future, context.
    Done(Value, Ref<PyFuture>, Value),
    /// A `gather()` is told that a child has ended.
    Child(Ref<PyGathering>, Ref<PyFuture>),
    /// The time of a `sleep()` is over: its future, which has its result already, is finished.
    Fire(Ref<PyFuture>),
}

impl Trace for Ready {
    fn trace(&self, visitor: &mut Visitor) {
        match self {
            Ready::Handle(handle) => visitor.visit(handle),
            Ready::Step(task) => visitor.visit(task),
            Ready::Throw(task, exception) => {
                visitor.visit(task);
                visitor.visit(exception);
            }
            Ready::Wake(task, future) => {
                visitor.visit(task);
                visitor.visit(future);
            }
            Ready::Done(function, future, context) => {
                visitor.visit(function);
                visitor.visit(future);
                visitor.visit(context);
            }
            Ready::Child(outer, child) => {
                visitor.visit(outer);
                visitor.visit(child);
            }
            Ready::Fire(future) => visitor.visit(future),
        }
    }
}

impl Ready {
    /// The entry as a handle object.
    pub fn into_handle(self, vm: &Vm, loop_: &Value) -> Ref<PyHandle> {
        let (function, args, context) = match self {
            Ready::Handle(handle) => return handle,
            Ready::Step(task) => (task_type::step_method(&task), vec![], task.context(vm)),
            Ready::Throw(task, exception) => (task_type::step_method(&task), vec![exception], task.context(vm)),
            Ready::Wake(task, future) => (task_type::wakeup_method(&task), vec![future.into_value()], task.context(vm)),
            Ready::Done(function, future, context) => (function, vec![future.into_value()], context),
            Ready::Child(outer, child) => {
                (gathering::child_done_method(&outer), vec![child.into_value()], vm.copy_context().into_value())
            }
            Ready::Fire(future) => {
                let finish = vm.import_attr("asyncio.futures", "_set_result_unless_cancelled");
                let finish = finish.unwrap_or_else(|raised| vm.take_raised(raised));
                let result = future.outcome.get_or_none();
                (finish, vec![future.into_value(), result], vm.copy_context().into_value())
            }
        };
        handle::new(function, vm.tuple(args), loop_.clone(), context)
    }

    /// Runs the entry. What comes back ends the loop.
    pub fn run(self, vm: &Vm, this: &PyLoop, loop_: &Value) -> PyResult<()> {
        if vm.kernel.is_handle_patched(vm) || this.debug.get() {
            let handle = self.into_handle(vm, loop_);
            return handle::run(vm, &handle, this);
        }
        match self {
            Ready::Handle(handle) => handle::run(vm, &handle, this),
            Ready::Step(task) => match task.run_in_context(vm, || step::step(vm, &task, None)) {
                Ok(()) => Ok(()),
                Err(raised) => failed(vm, raised, Ready::Step(task), loop_),
            },
            Ready::Throw(task, exception) => match task.run_in_context(vm, || step::step(vm, &task, Some(exception))) {
                Ok(()) => Ok(()),
                Err(raised) => failed(vm, raised, Ready::Step(task), loop_),
            },
            Ready::Wake(task, future) => {
                match task.run_in_context(vm, || step::wake_up(vm, &task, future.as_value())) {
                    Ok(()) => Ok(()),
                    Err(raised) => failed(vm, raised, Ready::Wake(task, future), loop_),
                }
            }
            Ready::Done(function, future, context) => {
                let called = future::run_in(vm, &context, || vm.call(&function, &[future.to_value()]));
                match called {
                    Ok(_) => Ok(()),
                    Err(raised) => failed(vm, raised, Ready::Done(function, future, context), loop_),
                }
            }
            Ready::Child(outer, child) => match gathering::child_done(vm, &outer, child.as_value()) {
                Ok(()) => Ok(()),
                Err(raised) => failed(vm, raised, Ready::Child(outer, child), loop_),
            },
            Ready::Fire(future) if future.is_done() => Ok(()),
            Ready::Fire(future) => {
                let result = future.outcome.get_or_none();
                match PyFuture::finish(&future, vm, result) {
                    Ok(()) => Ok(()),
                    Err(raised) => failed(vm, raised, Ready::Fire(future), loop_),
                }
            }
        }
    }
}

/// A callback has raised: what is fatal ends the loop, the rest goes to the exception handler.
#[cold]
fn failed(vm: &Vm, raised: Raised, entry: Ready, loop_: &Value) -> PyResult<()> {
    let exceptions = vm.exceptions();
    if vm.raised_is(&exceptions.KeyboardInterrupt) || vm.raised_is(&exceptions.SystemExit) {
        return Err(raised);
    }
    let exception = vm.take_raised(raised);
    let handle = entry.into_handle(vm, loop_);
    handle::report(vm, &handle, exception)
}
