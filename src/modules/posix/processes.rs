//! Processes: their numbers, signals to them, waiting, running programs.

use super::path;
use crate::builtins::structseq::{self, StructSpec};
use crate::modules::paths::path_bytes;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::Value;
use crate::sys::{fs, process};
use crate::vm::Vm;
use crate::vm::os_errors::retry;

pub(super) static FUNCTIONS: &[Native] = &[
    function("getpid()", "Return the current process id.", wrap(|_: &Vm| process::getpid())),
    function("getppid()", "Return the parent's process id.", wrap(|_: &Vm| process::getppid())),
    function("getuid()", "Return the current process's user id.", wrap(|_: &Vm| process::getuid())),
    function("geteuid()", "Return the current process's effective user id.", wrap(|_: &Vm| process::geteuid())),
    function("getgid()", "Return the current process's group id.", wrap(|_: &Vm| process::getgid())),
    function("getegid()", "Return the current process's effective group id.", wrap(|_: &Vm| process::getegid())),
    function("getpgrp()", "Return the current process group id.", wrap(|_: &Vm| process::getpgrp())),
    function(
        "getpgid(pid)",
        "Call the system call getpgid(), and return the result.",
        wrap(|vm: &Vm, pid: i32| vm.os_result(process::getpgid(pid))),
    ),
    function(
        "setpgid(pid, pgrp, /)",
        "Call the system call setpgid(pid, pgrp).",
        wrap(|vm: &Vm, pid: i32, group: i32| vm.os_result(process::setpgid(pid, group)).map(drop)),
    ),
    function(
        "getsid(pid, /)",
        "Call the system call getsid(pid) and return the result.",
        wrap(|vm: &Vm, pid: i32| vm.os_result(process::getsid(pid))),
    ),
    function("setsid()", "Call the system call setsid().", wrap(|vm: &Vm| vm.os_result(process::setsid()).map(drop))),
    function("kill(pid, signal, /)", "Kill a process with a signal.", wrap(kill)),
    function("killpg(pgid, signal, /)", "Kill a process group with a signal.", wrap(killpg)),
    function("waitpid(pid, options, /)", "Wait for completion of a given child process.", wrap(waitpid)),
    function("wait()", "Wait for completion of a child process.", wrap(|vm: &Vm| waitpid(vm, -1, 0))),
    function("waitstatus_to_exitcode(status)", "Convert a wait status to an exit code.", wrap(waitstatus_to_exitcode)),
    function(
        "WIFCONTINUED(status)",
        "Return True if a particular process was continued from a job control stop.",
        wrap(|_: &Vm, status: i32| libc::WIFCONTINUED(status)),
    ),
    function(
        "WIFEXITED(status)",
        "Return True if the process returning status exited via the exit() system call.",
        wrap(|_: &Vm, status: i32| libc::WIFEXITED(status)),
    ),
    function(
        "WEXITSTATUS(status)",
        "Return the process return code from status.",
        wrap(|_: &Vm, status: i32| libc::WEXITSTATUS(status)),
    ),
    function(
        "WIFSIGNALED(status)",
        "Return True if the process returning status was terminated by a signal.",
        wrap(|_: &Vm, status: i32| libc::WIFSIGNALED(status)),
    ),
    function(
        "WTERMSIG(status)",
        "Return the signal that terminated the process that provided the status value.",
        wrap(|_: &Vm, status: i32| libc::WTERMSIG(status)),
    ),
    function(
        "WIFSTOPPED(status)",
        "Return True if the process returning status was stopped.",
        wrap(|_: &Vm, status: i32| libc::WIFSTOPPED(status)),
    ),
    function(
        "WSTOPSIG(status)",
        "Return the signal that stopped the process that provided the status value.",
        wrap(|_: &Vm, status: i32| libc::WSTOPSIG(status)),
    ),
    function(
        "WCOREDUMP(status, /)",
        "Return True if the process returning status was dumped to a core file.",
        wrap(|_: &Vm, status: i32| libc::WCOREDUMP(status)),
    ),
    function(
        "execv(path, argv, /)",
        "Execute an executable path with arguments, replacing current process.",
        wrap(|vm: &Vm, name: &Value, argv: &Value| exec(vm, name, argv, None)),
    ),
    function(
        "execve(path, argv, env)",
        "Execute an executable path with arguments, replacing current process.",
        wrap(|vm: &Vm, name: &Value, argv: &Value, env: &Value| exec(vm, name, argv, Some(env))),
    ),
    function(
        "_exit(status)",
        "Exit to the system with specified status, without normal exit processing.",
        wrap(|_: &Vm, status: i32| -> PyResult<()> { process::exit_now(status) }),
    ),
    function("abort()", "Abort the interpreter immediately.", wrap(|_: &Vm| -> PyResult<()> { process::abort() })),
    function("system(command)", "Execute the command in a subshell.", wrap(system)),
    function(
        "umask(mask, /)",
        "Set the current numeric umask and return the previous umask.",
        wrap(|_: &Vm, mask: i32| process::umask(mask as u32)),
    ),
    function(
        "sched_yield()",
        "Voluntarily relinquish the CPU.",
        wrap(|vm: &Vm| vm.os_result(vm.allow_threads(process::sched_yield)).map(drop)),
    ),
    function("times()", "Return a collection containing process timing information.", wrap(times)),
];

fn kill(vm: &Vm, pid: i32, signal: i32) -> PyResult<()> {
    vm.os_result(process::kill(pid, signal))?;
    // A signal to ourselves has arrived by now: its handler runs before the next instruction.
    vm.poll()
}

fn killpg(vm: &Vm, group: i32, signal: i32) -> PyResult<()> {
    vm.os_result(process::killpg(group, signal))?;
    vm.poll()
}

fn waitpid(vm: &Vm, pid: i32, options: i32) -> PyResult<Value> {
    let outcome = retry(vm, || process::waitpid(pid, options))?;
    let (found, status) = vm.os_result(outcome)?;
    Ok(vm.tuple(vec![vm.int(found as i64), vm.int(status as i64)]))
}

fn waitstatus_to_exitcode(vm: &Vm, status: i32) -> PyResult<i32> {
    match process::exit_code(status) {
        Some(code) => Ok(code),
        None if libc::WIFSTOPPED(status) => {
            Err(vm.value_error(format!("process stopped by delivery of signal {}", libc::WSTOPSIG(status))))
        }
        None => Err(vm.value_error(format!("invalid wait status: {status}"))),
    }
}

fn exec(vm: &Vm, name: &Value, argv: &Value, env: Option<&Value>) -> PyResult<()> {
    let program = vm.os_result(fs::c_string(&path(vm, "execv", name)?))?;
    let mut args = Vec::new();
    for arg in vm.collect(argv)? {
        args.push(vm.os_result(fs::c_string(&path_bytes(vm, &arg)?))?);
    }
    if args.first().is_none_or(|first| first.is_empty()) {
        let what = if args.is_empty() {
            "execv() arg 2 must not be empty"
        } else {
            "execv() arg 2 first element cannot be empty"
        };
        return Err(vm.value_error(what));
    }
    let mut environment = None;
    if let Some(env) = env {
        let mut entries = Vec::new();
        let items = vm.call_method_ref(env, &vm.names().items, &[])?;
        for item in vm.collect(&items)? {
            let pair = vm.collect(&item)?;
            let [key, value] = pair.as_slice() else { return Err(vm.type_error("env must be a mapping")) };
            let mut entry = path_bytes(vm, key)?;
            entry.push(b'=');
            entry.extend_from_slice(&path_bytes(vm, value)?);
            entries.push(vm.os_result(fs::c_string(&entry))?);
        }
        environment = Some(entries);
    }
    crate::modules::io::standard::flush(vm);
    let errno = process::exec(&program, &args, environment.as_deref());
    Err(vm.os_error_about(errno, name))
}

fn system(vm: &Vm, command: &Value) -> PyResult<i64> {
    let command = path_bytes(vm, command)?;
    let status = vm.allow_threads(|| {
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::process::ExitStatusExt;
        let command = std::ffi::OsStr::from_bytes(&command);
        std::process::Command::new("/bin/sh").arg("-c").arg(command).status().map(|status| status.into_raw())
    });
    match status {
        Ok(status) => Ok(status as i64),
        Err(error) => Err(vm.os_error(error.into())),
    }
}

static TIMES_RESULT: StructSpec = StructSpec {
    module: "posix",
    name: "times_result",
    doc: "times_result: Result from os.times().",
    fields: &["user", "system", "children_user", "children_system", "elapsed"],
    items: 5,
    newable: true,
};

fn times(vm: &Vm) -> PyResult<Value> {
    let times = vm.os_result(process::times())?;
    Ok(structseq::make(vm, &TIMES_RESULT, &times.map(Value::float)))
}
