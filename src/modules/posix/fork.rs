//! `fork` and what surrounds it: the functions that `register_at_fork` knows, and setting the interpreter right in the child.

use std::cell::RefCell;

use crate::native::{Native, PyResult, function, wrap};
use crate::object::Value;
use crate::sys::{fork, process, signals};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub(super) static FUNCTIONS: &[Native] = &[
    function(
        "fork()",
        "Fork a child process.\n\nReturn 0 to child process and PID of child to parent process.",
        wrap(fork_process),
    ),
    function(
        "forkpty()",
        "Fork a new process with a new pseudo-terminal as controlling tty.\n\nReturns a tuple of (pid, master_fd).\nLike fork(), return pid of 0 to the child process,\nand pid of child to the parent process.\nTo both, return fd of newly opened pseudo-terminal.",
        wrap(forkpty),
    ),
    function(
        "register_at_fork(*, before=None, after_in_child=None, after_in_parent=None)",
        "Register callables to be called when forking a new process.\n\n  before\n    A callable to be called in the parent before the fork() syscall.\n  after_in_child\n    A callable to be called in the child after fork().\n  after_in_parent\n    A callable to be called in the parent after fork().\n\n'before' callbacks are called in reverse order.\n'after_in_child' and 'after_in_parent' callbacks are called in order.",
        wrap(register_at_fork),
    ),
];

/// What is called around a fork, in the order of registration.
#[derive(Default)]
struct Hooks {
    before: RefCell<Vec<Value>>,
    in_child: RefCell<Vec<Value>>,
    in_parent: RefCell<Vec<Value>>,
}

fn hooks(vm: &Vm) -> &'static Hooks {
    module_state::<Hooks>(vm, "posix.fork")
}

fn register_at_fork(
    vm: &Vm,
    before: Option<&Value>,
    in_child: Option<&Value>,
    in_parent: Option<&Value>,
) -> PyResult<()> {
    let given = [("before", before), ("after_in_child", in_child), ("after_in_parent", in_parent)]
        .map(|(name, hook)| (name, hook.filter(|hook| !hook.is_none())));
    if given.iter().all(|(_, hook)| hook.is_none()) {
        return Err(vm.type_error("At least one argument is required."));
    }
    for (name, hook) in given {
        if let Some(hook) = hook
            && !vm.is_callable(hook)
        {
            let class = crate::object::class_ref(hook).name();
            return Err(vm.type_error(format!("'{name}' must be callable, not {class}")));
        }
    }
    let hooks = hooks(vm);
    for (list, (_, hook)) in [&hooks.before, &hooks.in_child, &hooks.in_parent].into_iter().zip(given) {
        list.borrow_mut().extend(hook.cloned());
    }
    Ok(())
}

/// Calls hooks; what they raise is reported and nothing else.
fn run(vm: &Vm, hooks: impl Iterator<Item = Value>) {
    for hook in hooks {
        if let Err(raised) = vm.call(&hook, &[]) {
            vm.report_unraisable(raised, Some("Exception ignored in fork callback"), &hook);
        }
    }
}

/// In the parent, before it forks.
pub fn before(vm: &Vm) {
    let list = hooks(vm).before.borrow().clone();
    run(vm, list.into_iter().rev());
}

/// In the parent, after it has forked or failed to.
pub fn after_in_parent(vm: &Vm) {
    let list = hooks(vm).in_parent.borrow().clone();
    run(vm, list.into_iter());
}

/// In the child: only this thread is there, and no loop of its runs.
pub fn after_in_child(vm: &Vm) {
    vm.reset_gil_after_fork();
    signals::after_fork();
    crate::modules::_thread::after_fork(vm);
    drop(vm.running_loop.replace(None));
    drop(vm.current_task.replace(None));
    let list = hooks(vm).in_child.borrow().clone();
    run(vm, list.into_iter());
}

/// In the parent: forking while there are other threads is asking for trouble.
fn warn_of_threads(vm: &Vm, name: &str) -> PyResult<()> {
    if crate::modules::_thread::count(vm) == 0 {
        return Ok(());
    }
    let message = format!(
        "This process (pid={}) is multi-threaded, use of {name}() may lead to deadlocks in the child.",
        process::getpid()
    );
    vm.warn(&vm.exceptions().DeprecationWarning, &message, 1)
}

fn around<T>(vm: &Vm, name: &str, fork: impl FnOnce() -> crate::sys::Outcome<T>, pid: fn(&T) -> i32) -> PyResult<T> {
    before(vm);
    let outcome = fork();
    if outcome.as_ref().is_ok_and(|made| pid(made) == 0) {
        after_in_child(vm);
        return vm.os_result(outcome);
    }
    after_in_parent(vm);
    let made = vm.os_result(outcome)?;
    warn_of_threads(vm, name)?;
    Ok(made)
}

fn fork_process(vm: &Vm) -> PyResult<i32> {
    around(vm, "fork", fork::fork, |pid| *pid)
}

fn forkpty(vm: &Vm) -> PyResult<Value> {
    let (pid, fd) = around(vm, "forkpty", fork::fork_terminal, |(pid, _)| *pid)?;
    Ok(vm.tuple(vec![vm.int(pid as i64), vm.int(fd as i64)]))
}
