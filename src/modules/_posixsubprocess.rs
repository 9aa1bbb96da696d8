//! `_posixsubprocess`: one function, which starts a program in a child process. The child's part is in `sys/fork.rs`.

use std::ffi::CString;

use super::NativeModule;
use super::paths::{fspath, path_bytes};
use super::posix::fork as hooks;
use crate::builtins::int;
use crate::builtins::tuple::PyTuple;
use crate::native::{PyResult, Rest, function, wrap};
use crate::object::{Value, class_ref};
use crate::sys::fork::Program;
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "A POSIX helper for the subprocess module.",
    functions: &[function(
        "fork_exec(args, executable_list, close_fds, pass_fds, cwd, env, /, *rest)",
        "Spawn a fresh new child process.\n\nFork a child process, close parent file descriptors as appropriate in the\nchild and duplicate the few that are needed before calling exec() in the\nchild process.\n\nIf close_fds is True, close file descriptors 3 and higher, except those listed\nin the sorted tuple pass_fds.\n\nThe preexec_fn, if supplied, will be called immediately before closing file\ndescriptors and exec.\n\nWARNING: preexec_fn is NOT SAFE if your application uses threads.\n         It may trigger infrequent, difficult to debug deadlocks.\n\nIf an error occurs in the child process before the exec, it is\nserialized and written to the errpipe_write fd per subprocess.py.\n\nReturns: the child process's PID.\n\nRaises: Only on an error in the parent process.",
        wrap(fork_exec),
    )],
    ..NativeModule::of("_posixsubprocess")
};

/// Arguments after the first six, in CPython 3.14; 3.12 and 3.13 end with one more, `allow_vfork`.
const OTHERS: usize = 16;

fn c_strings(vm: &Vm, values: &Value) -> PyResult<Vec<CString>> {
    let mut strings = Vec::new();
    for value in vm.collect(values)? {
        strings.push(c_string(vm, &value)?);
    }
    Ok(strings)
}

fn c_string(vm: &Vm, value: &Value) -> PyResult<CString> {
    let path = fspath(vm, value)?;
    match CString::new(path_bytes(vm, &path)?) {
        Ok(string) => Ok(string),
        Err(_) => Err(vm.value_error("embedded null byte")),
    }
}

/// The descriptors to keep: a sorted tuple.
fn kept(vm: &Vm, values: &Value) -> PyResult<Vec<i32>> {
    let Some(values) = values.downcast::<PyTuple>() else {
        let given = class_ref(values).name();
        return Err(vm.type_error(format!("fork_exec() argument 4 must be tuple, not {given}")));
    };
    let mut fds: Vec<i32> = Vec::new();
    for value in values.items() {
        let fd = int::as_int(value).and_then(|number| number.to_i64()).and_then(|number| i32::try_from(number).ok());
        match fd {
            Some(fd) if fd >= 0 && fds.last().is_none_or(|last| *last < fd) => fds.push(fd),
            _ => return Err(vm.value_error("bad value(s) in fds_to_keep")),
        }
    }
    Ok(fds)
}

fn number(vm: &Vm, value: &Value) -> PyResult<i32> {
    let index = vm.index(value)?;
    match int::to_i128(&index).and_then(|wide| i32::try_from(wide).ok()) {
        Some(number) => Ok(number),
        None => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

fn id(vm: &Vm, value: &Value) -> PyResult<Option<u32>> {
    if value.is_none() { Ok(None) } else { super::posix::id(vm, value).map(Some) }
}

fn groups(vm: &Vm, value: &Value) -> PyResult<Option<Vec<u32>>> {
    if value.is_none() {
        return Ok(None);
    }
    let values = vm.collect(value)?;
    if values.len() > 65536 {
        return Err(vm.value_error("too many extra_groups"));
    }
    let group = |value: &Value| {
        super::posix::id(vm, value).or_else(|raised| {
            drop(vm.catch(raised, &vm.exceptions().OverflowError)?);
            Err(vm.value_error("invalid group id"))
        })
    };
    values.iter().map(group).collect::<PyResult<Vec<u32>>>().map(Some)
}

fn fork_exec(
    vm: &Vm,
    args: &Value,
    paths: &Value,
    close_fds: bool,
    pass_fds: &Value,
    folder: &Value,
    environment: &Value,
    rest: Rest,
) -> PyResult<i32> {
    let rest = rest.0;
    if rest.len() != OTHERS && rest.len() != OTHERS + 1 {
        let given = rest.len() + 6;
        return Err(vm.type_error(format!("fork_exec expected {} arguments, got {given}", OTHERS + 6)));
    }
    let fd = |index: usize| number(vm, &rest[index]);
    let function = Some(&rest[15]).filter(|function| !function.is_none());
    let program = Program {
        args: c_strings(vm, args)?,
        paths: c_strings(vm, paths)?,
        environment: if environment.is_none() { None } else { Some(c_strings(vm, environment)?) },
        folder: if folder.is_none() { None } else { Some(c_string(vm, folder)?) },
        stdin: (fd(0)?, fd(1)?),
        stdout: (fd(2)?, fd(3)?),
        stderr: (fd(4)?, fd(5)?),
        report: (fd(6)?, fd(7)?),
        close_others: close_fds,
        keep: kept(vm, pass_fds)?,
        restore_signals: vm.truth(&rest[8])?,
        new_session: vm.truth(&rest[9])?,
        process_group: number(vm, &rest[10])?,
        group: id(vm, &rest[11])?,
        groups: groups(vm, &rest[12])?,
        user: id(vm, &rest[13])?,
        umask: number(vm, &rest[14])?,
    };
    if close_fds && program.report.1 < 3 {
        return Err(vm.value_error("errpipe_write must be >= 3"));
    }
    start(vm, &program, function)
}

fn start(vm: &Vm, program: &Program, function: Option<&Value>) -> PyResult<i32> {
    let Some(function) = function else { return vm.os_result(program.start(None)) };
    hooks::before(vm);
    let outcome = program.start(Some(&mut || {
        hooks::after_in_child(vm);
        match vm.call(function, &[]) {
            Ok(_) => true,
            Err(raised) => {
                drop(vm.take_raised(raised));
                false
            }
        }
    }));
    hooks::after_in_parent(vm);
    vm.os_result(outcome)
}
