//! `resource`: what processes use, and what they may use at most.

use super::NativeModule;
use crate::builtins::int;
use crate::builtins::module::PyModule;
use crate::builtins::structseq::{self, StructSpec};
use crate::native::{PyResult, Rest, function, wrap};
use crate::object::{Ref, Value};
use crate::sys::Errno;
use crate::sys::scheduling::{self, Usage};
use crate::vm::Vm;

pub static MODULE: NativeModule = NativeModule {
    doc: "",
    functions: &[
        function("getrusage(who, /)", "", wrap(getrusage)),
        function("getrlimit(resource, /)", "", wrap(getrlimit)),
        function("setrlimit(resource, limits, /)", "", wrap(setrlimit)),
        function("prlimit(pid, resource, *limits)", "prlimit(pid, resource, [limits])", wrap(prlimit)),
        function("getpagesize()", "", wrap(|_: &Vm| crate::sys::process::sysconf(libc::_SC_PAGESIZE))),
    ],
    init,
    ..NativeModule::of("resource")
};

static STRUCT_RUSAGE: StructSpec = StructSpec {
    module: "resource",
    name: "struct_rusage",
    doc: "struct_rusage: Result from getrusage.\n\nThis object may be accessed either as a tuple of\n    (utime,stime,maxrss,ixrss,idrss,isrss,minflt,majflt,\n    nswap,inblock,oublock,msgsnd,msgrcv,nsignals,nvcsw,nivcsw)\nor via the attributes ru_utime, ru_stime, ru_maxrss, and so on.",
    fields: &[
        "ru_utime",
        "ru_stime",
        "ru_maxrss",
        "ru_ixrss",
        "ru_idrss",
        "ru_isrss",
        "ru_minflt",
        "ru_majflt",
        "ru_nswap",
        "ru_inblock",
        "ru_oublock",
        "ru_msgsnd",
        "ru_msgrcv",
        "ru_nsignals",
        "ru_nvcsw",
        "ru_nivcsw",
    ],
    items: 16,
    newable: true,
};

macro_rules! numbers {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
}

static NUMBERS: &[(&str, i64)] = numbers! {
    RLIMIT_CPU RLIMIT_FSIZE RLIMIT_DATA RLIMIT_STACK RLIMIT_CORE RLIMIT_NOFILE RLIMIT_AS RLIMIT_RSS RLIMIT_NPROC
    RLIMIT_MEMLOCK RLIMIT_MSGQUEUE RLIMIT_NICE RLIMIT_RTPRIO RLIMIT_RTTIME RLIMIT_SIGPENDING RUSAGE_SELF
    RUSAGE_CHILDREN RUSAGE_THREAD
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    for &(name, number) in NUMBERS {
        module.dict.set_name(vm, name, vm.int(number));
    }
    module.dict.set_name(vm, "RLIMIT_OFILE", vm.int(libc::RLIMIT_NOFILE as i64));
    module.dict.set_name(vm, "RLIM_INFINITY", vm.int(-1));
    module.dict.set_name(vm, "error", vm.exceptions().OSError.to_value());
    module.dict.set_name(vm, "struct_rusage", structseq::class(vm, &STRUCT_RUSAGE).into_value());
    Ok(())
}

/// What a process has used, as `struct_rusage`.
pub fn usage_value(vm: &Vm, usage: &Usage) -> Value {
    let times = usage.times.map(Value::float);
    let fields: Vec<Value> = times.into_iter().chain(usage.counts.map(|count| vm.int(count))).collect();
    structseq::make(vm, &STRUCT_RUSAGE, &fields)
}

fn getrusage(vm: &Vm, who: i32) -> PyResult<Value> {
    match scheduling::usage(who) {
        Ok(usage) => Ok(usage_value(vm, &usage)),
        Err(Errno(libc::EINVAL)) => Err(vm.value_error("invalid who parameter")),
        Err(errno) => Err(vm.os_error(errno)),
    }
}

fn check(vm: &Vm, resource: i32) -> PyResult<()> {
    if (0..16).contains(&resource) { Ok(()) } else { Err(vm.value_error("invalid resource specified")) }
}

/// A limit as Python has it: -1 for none.
fn pair(vm: &Vm, (soft, hard): (u64, u64)) -> Value {
    let number = |limit: u64| if limit == u64::MAX { vm.int(-1) } else { vm.int_from(limit) };
    vm.tuple(vec![number(soft), number(hard)])
}

fn limits_of(vm: &Vm, value: &Value) -> PyResult<(u64, u64)> {
    let parts = vm.collect(value)?;
    let [soft, hard] = parts.as_slice() else { return Err(vm.value_error("expected a tuple of 2 integers")) };
    let limit = |value: &Value| -> PyResult<u64> {
        let number = vm.index(value)?;
        match int::to_i128(&number) {
            Some(-1) => Ok(u64::MAX),
            Some(wide) if wide < 0 => Err(vm.value_error("Cannot convert negative int")),
            Some(wide) if wide <= u64::MAX as i128 => Ok(wide as u64),
            _ => Err(vm.overflow_error("int too big to convert")),
        }
    };
    Ok((limit(soft)?, limit(hard)?))
}

fn getrlimit(vm: &Vm, resource: i32) -> PyResult<Value> {
    check(vm, resource)?;
    let limits = vm.os_result(scheduling::limit(resource))?;
    Ok(pair(vm, limits))
}

fn change(vm: &Vm, process: i32, resource: i32, new: Option<(u64, u64)>) -> PyResult<(u64, u64)> {
    match scheduling::process_limit(process, resource, new) {
        Ok(old) => Ok(old),
        Err(Errno(libc::EINVAL)) => Err(vm.value_error("current limit exceeds maximum limit")),
        Err(Errno(libc::EPERM)) if process == 0 => Err(vm.value_error("not allowed to raise maximum limit")),
        Err(errno) => Err(vm.os_error(errno)),
    }
}

fn setrlimit(vm: &Vm, resource: i32, limits: &Value) -> PyResult<()> {
    check(vm, resource)?;
    let limits = limits_of(vm, limits)?;
    change(vm, 0, resource, Some(limits)).map(drop)
}

fn prlimit(vm: &Vm, process: i32, resource: i32, rest: Rest) -> PyResult<Value> {
    check(vm, resource)?;
    let new = match rest.0 {
        [] => None,
        [limits] if limits.is_none() => None,
        [limits] => Some(limits_of(vm, limits)?),
        _ => return Err(vm.type_error("prlimit expected at most 3 arguments")),
    };
    Ok(pair(vm, change(vm, process, resource, new)?))
}
