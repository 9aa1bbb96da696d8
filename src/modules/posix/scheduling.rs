//! Priorities and processors, and waiting for children in more ways than `waitpid`.

use crate::builtins::int;
use crate::builtins::module::PyModule;
use crate::builtins::structseq::{self, StructSpec};
use crate::builtins::tuple::PyTuple;
use crate::native::convert::Class;
use crate::native::{Native, PyResult, function, staticmethod, wrap};
use crate::object::{Ref, Value, class_ref};
use crate::sys::scheduling;
use crate::vm::Vm;
use crate::vm::os_errors::retry;

pub(super) static FUNCTIONS: &[Native] = &[
    function(
        "nice(increment, /)",
        "Add increment to the priority of process and return the new priority.",
        wrap(|vm: &Vm, increment: i32| vm.os_result(scheduling::nice(increment))),
    ),
    function(
        "getpriority(which, who)",
        "Return program scheduling priority.",
        wrap(|vm: &Vm, which: i32, who: i32| vm.os_result(scheduling::priority(which, who as u32))),
    ),
    function(
        "setpriority(which, who, priority)",
        "Set program scheduling priority.",
        wrap(|vm: &Vm, which: i32, who: i32, priority: i32| {
            vm.os_result(scheduling::set_priority(which, who as u32, priority))
        }),
    ),
    function(
        "sched_get_priority_max(policy)",
        "Get the maximum scheduling priority for policy.",
        wrap(|vm: &Vm, policy: i32| vm.os_result(scheduling::highest(policy))),
    ),
    function(
        "sched_get_priority_min(policy)",
        "Get the minimum scheduling priority for policy.",
        wrap(|vm: &Vm, policy: i32| vm.os_result(scheduling::lowest(policy))),
    ),
    function(
        "sched_getscheduler(pid, /)",
        "Get the scheduling policy for the process identified by pid.\n\nPassing 0 for pid returns the scheduling policy for the calling process.",
        wrap(|vm: &Vm, pid: i32| vm.os_result(scheduling::policy(pid))),
    ),
    function(
        "sched_setscheduler(pid, policy, param, /)",
        "Set the scheduling policy for the process identified by pid.\n\nIf pid is 0, the calling process is changed.\nparam is an instance of sched_param.",
        wrap(|vm: &Vm, pid: i32, policy: i32, param: &Value| {
            let priority = priority_of(vm, param)?;
            vm.os_result(scheduling::set_policy(pid, policy, priority))
        }),
    ),
    function(
        "sched_getparam(pid, /)",
        "Returns scheduling parameters for the process identified by pid.\n\nIf pid is 0, returns parameters for the calling process.\nReturn value is an instance of sched_param.",
        wrap(|vm: &Vm, pid: i32| {
            let priority = vm.os_result(scheduling::parameter(pid))?;
            Ok(structseq::make(vm, &SCHED_PARAM, &[vm.int(priority as i64)]))
        }),
    ),
    function(
        "sched_setparam(pid, param, /)",
        "Set scheduling parameters for the process identified by pid.\n\nIf pid is 0, sets parameters for the calling process.\nparam should be an instance of sched_param.",
        wrap(|vm: &Vm, pid: i32, param: &Value| {
            let priority = priority_of(vm, param)?;
            vm.os_result(scheduling::set_parameter(pid, priority))
        }),
    ),
    function(
        "sched_rr_get_interval(pid, /)",
        "Return the round-robin quantum for the process identified by pid, in seconds.\n\nValue returned is a float.",
        wrap(|vm: &Vm, pid: i32| vm.os_result(scheduling::interval(pid))),
    ),
    function(
        "sched_getaffinity(pid, /)",
        "Return the affinity of the process identified by pid (or the current process if zero).\n\nThe affinity is returned as a set of CPU identifiers.",
        wrap(sched_getaffinity),
    ),
    function(
        "sched_setaffinity(pid, mask, /)",
        "Set the CPU affinity of the process identified by pid to mask.\n\n  pid\n    The identifier of the process. If 0, changes the calling process.\n  mask\n    An iterable of integers identifying CPUs.",
        wrap(sched_setaffinity),
    ),
    function(
        "wait3(options)",
        "Wait for completion of a child process.\n\nReturns a tuple of information about the child process:\n  (pid, status, rusage)",
        wrap(|vm: &Vm, options: i32| wait4(vm, -1, options)),
    ),
    function(
        "wait4(pid, options)",
        "Wait for completion of a specific child process.\n\nReturns a tuple of information about the child process:\n  (pid, status, rusage)",
        wrap(wait4),
    ),
    function(
        "waitid(idtype, id, options, /)",
        "Returns the result of waiting for a process or processes.\n\n  idtype\n    Must be one of be P_PID, P_PGID or P_ALL.\n  id\n    The id to wait on.\n  options\n    Constructed from the ORing of one or more of WEXITED, WSTOPPED\n    or WCONTINUED and additionally may be ORed with WNOHANG or WNOWAIT.\n\nReturns either waitid_result or None if WNOHANG is specified and there are\nno children in a waitable state.",
        wrap(waitid),
    ),
    function(
        "pidfd_open(pid, flags=0)",
        "Return a file descriptor referring to the process *pid*.\n\nThe descriptor can be used to perform process management without races and\nsignals.",
        wrap(|vm: &Vm, pid: i32, flags: u32| vm.os_result(scheduling::process_descriptor(pid, flags))),
    ),
];

static SCHED_PARAM: StructSpec = StructSpec {
    module: "posix",
    name: "sched_param",
    doc: "Currently has only one field: sched_priority",
    fields: &["sched_priority"],
    items: 1,
    newable: true,
};

static WAITID_RESULT: StructSpec = StructSpec {
    module: "posix",
    name: "waitid_result",
    doc: "waitid_result: Result from waitid.",
    fields: &["si_pid", "si_uid", "si_signo", "si_status", "si_code"],
    items: 5,
    newable: true,
};

pub(super) fn add_types(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    // `sched_param(priority)` takes the number itself, not a sequence.
    let class = structseq::class(vm, &SCHED_PARAM);
    class.new.set(Some(&NEW_PARAM));
    class.init_own(&vm.intern_immortal("__new__"), vm.new_function(&NEW_PARAM, &class));
    module.dict.set_name(vm, "sched_param", class.into_value());
    module.dict.set_name(vm, "waitid_result", structseq::class(vm, &WAITID_RESULT).into_value());
    Ok(())
}

static NEW_PARAM: Native = staticmethod(
    "__new__(cls, sched_priority)",
    "Currently has only one field: sched_priority\n\n  sched_priority\n    A scheduling parameter.",
    wrap(|vm: &Vm, class: Class, priority: Value| PyTuple::new_of_class(vm, class, &[priority])),
);

/// The number in a `sched_param`.
pub(super) fn priority_of(vm: &Vm, param: &Value) -> PyResult<i32> {
    let Some(field) = vm.get_attr_opt(param, &vm.intern("sched_priority"))? else {
        return Err(vm.type_error("must have a sched_param object"));
    };
    let number = vm.index(&field)?;
    match int::to_i128(&number).and_then(|wide| i32::try_from(wide).ok()) {
        Some(priority) => Ok(priority),
        None => Err(vm.overflow_error("sched_priority out of range")),
    }
}

fn sched_getaffinity(vm: &Vm, pid: i32) -> PyResult<Value> {
    let set = crate::builtins::set::PySet::new();
    for cpu in vm.os_result(scheduling::processors(pid))? {
        vm.set_add(&set, vm.int_from(cpu))?;
    }
    Ok(set.into_value())
}

fn sched_setaffinity(vm: &Vm, pid: i32, mask: &Value) -> PyResult<()> {
    let mut cpus = Vec::new();
    for value in vm.collect(mask)? {
        if !int::is_int(&value) {
            let given = class_ref(&value).name();
            return Err(vm.type_error(format!("expected an iterator of ints, but iterator yielded '{given}'")));
        }
        match int::to_i128(&value) {
            Some(cpu @ 0..=0x7FFF_FFFF) => cpus.push(cpu as usize),
            Some(cpu) if cpu < 0 => return Err(vm.value_error("negative CPU number")),
            _ => return Err(vm.overflow_error("CPU number too large")),
        }
    }
    vm.os_result(scheduling::set_processors(pid, &cpus))
}

fn wait4(vm: &Vm, pid: i32, options: i32) -> PyResult<Value> {
    let outcome = retry(vm, || scheduling::wait_with_usage(pid, options))?;
    let (found, status, usage) = vm.os_result(outcome)?;
    let usage = crate::modules::resource::usage_value(vm, &usage);
    Ok(vm.tuple(vec![vm.int(found as i64), vm.int(status as i64), usage]))
}

fn waitid(vm: &Vm, kind: i32, id: i32, options: i32) -> PyResult<Value> {
    let outcome = retry(vm, || scheduling::wait_for(kind, id as u32, options))?;
    match vm.os_result(outcome)? {
        None => Ok(Value::NONE),
        Some(numbers) => Ok(structseq::make(vm, &WAITID_RESULT, &numbers.map(|number| vm.int(number)))),
    }
}
