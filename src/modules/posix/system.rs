//! The environment and the machine.

use crate::builtins::dict::PyDict;
use crate::builtins::module::PyModule;
use crate::builtins::structseq::{self, StructSpec};
use crate::modules::paths::{decode_name, path_bytes};
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, Value};
use crate::sys::{Errno, process};
use crate::vm::Vm;

pub(super) static FUNCTIONS: &[Native] = &[
    function("putenv(name, value, /)", "Change or add an environment variable.", wrap(putenv)),
    function("unsetenv(name, /)", "Delete an environment variable.", wrap(unsetenv)),
    function("_create_environ()", "Create the environment dictionary.", wrap(create_environ)),
    function(
        "strerror(code, /)",
        "Translate an error code to a message string.",
        wrap(|_: &Vm, code: i32| Errno(code).text()),
    ),
    function("uname()", "Return an object identifying the current operating system.", wrap(uname)),
    function(
        "urandom(size, /)",
        "Return a bytes object containing random bytes suitable for cryptographic use.",
        wrap(urandom),
    ),
    function(
        "getrandom(size, flags=0)",
        "Obtain a series of random bytes.",
        wrap(|vm: &Vm, size: i64, _: &Value| urandom(vm, size)),
    ),
    function("cpu_count()", "Return the number of logical CPUs in the system.", wrap(cpu_count)),
    function(
        "get_terminal_size(fd=1, /)",
        "Return the size of the terminal window as (columns, lines).",
        wrap(get_terminal_size),
    ),
    function("getloadavg()", "Return average recent system load information.", wrap(getloadavg)),
    function("sysconf(name, /)", "Return an integer-valued system configuration variable.", wrap(sysconf)),
];

static UNAME_RESULT: StructSpec = StructSpec {
    module: "posix",
    name: "uname_result",
    doc: "uname_result: Result from os.uname().",
    fields: &["sysname", "nodename", "release", "version", "machine"],
    items: 5,
    newable: true,
};
static TERMINAL_SIZE: StructSpec = StructSpec {
    module: "os",
    name: "terminal_size",
    doc: "A tuple of (columns, lines) for holding terminal window size",
    fields: &["columns", "lines"],
    items: 2,
    newable: true,
};

const SYSCONF_NAMES: &[(&str, i32)] = &[
    ("SC_ARG_MAX", libc::_SC_ARG_MAX),
    ("SC_CHILD_MAX", libc::_SC_CHILD_MAX),
    ("SC_CLK_TCK", libc::_SC_CLK_TCK),
    ("SC_IOV_MAX", libc::_SC_IOV_MAX),
    ("SC_NGROUPS_MAX", libc::_SC_NGROUPS_MAX),
    ("SC_NPROCESSORS_CONF", libc::_SC_NPROCESSORS_CONF),
    ("SC_NPROCESSORS_ONLN", libc::_SC_NPROCESSORS_ONLN),
    ("SC_OPEN_MAX", libc::_SC_OPEN_MAX),
    ("SC_PAGESIZE", libc::_SC_PAGESIZE),
    ("SC_PAGE_SIZE", libc::_SC_PAGESIZE),
    ("SC_PHYS_PAGES", libc::_SC_PHYS_PAGES),
    ("SC_SEM_NSEMS_MAX", libc::_SC_SEM_NSEMS_MAX),
];

pub(super) fn add(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    module.dict.set_name(vm, "environ", create_environ(vm)?);
    module.dict.set_name(vm, "terminal_size", structseq::class(vm, &TERMINAL_SIZE).into_value());
    module.dict.set_name(vm, "uname_result", structseq::class(vm, &UNAME_RESULT).into_value());
    let names = PyDict::new();
    for (name, number) in SYSCONF_NAMES {
        names.set_name(vm, name, vm.int(*number as i64));
    }
    module.dict.set_name(vm, "sysconf_names", names.into_value());
    Ok(())
}

fn create_environ(vm: &Vm) -> PyResult<Value> {
    let environ = PyDict::new();
    for (name, value) in process::environment() {
        environ.set(vm, &vm.bytes(&name), vm.bytes(&value))?;
    }
    Ok(environ.into_value())
}

fn variable(vm: &Vm, name: &Value) -> PyResult<Vec<u8>> {
    let bytes = path_bytes(vm, name)?;
    if bytes.is_empty() || bytes.contains(&b'=') {
        return Err(if bytes.is_empty() {
            vm.os_error(Errno(libc::EINVAL))
        } else {
            vm.value_error("illegal environment variable name")
        });
    }
    Ok(bytes)
}

fn putenv(vm: &Vm, name: &Value, value: &Value) -> PyResult<()> {
    let name = variable(vm, name)?;
    process::set_variable(&name, Some(&path_bytes(vm, value)?));
    Ok(())
}

fn unsetenv(vm: &Vm, name: &Value) -> PyResult<()> {
    process::set_variable(&variable(vm, name)?, None);
    Ok(())
}

fn uname(vm: &Vm) -> PyResult<Value> {
    let fields = vm.os_result(process::uname())?;
    let fields = fields.map(|field| decode_name(&field).into_value());
    Ok(structseq::make(vm, &UNAME_RESULT, &fields))
}

fn urandom(vm: &Vm, size: i64) -> PyResult<Value> {
    let Ok(size) = usize::try_from(size) else { return Err(vm.value_error("negative argument not allowed")) };
    let mut bytes = vec![0; size];
    vm.os_result(process::random_bytes(&mut bytes))?;
    Ok(vm.bytes(&bytes))
}

fn cpu_count(vm: &Vm) -> Value {
    match process::sysconf(libc::_SC_NPROCESSORS_ONLN) {
        count if count > 0 => vm.int(count),
        _ => Value::NONE,
    }
}

fn get_terminal_size(vm: &Vm, fd: i32) -> PyResult<Value> {
    let (columns, lines) = vm.os_result(process::terminal_size(fd))?;
    Ok(structseq::make(vm, &TERMINAL_SIZE, &[vm.int(columns as i64), vm.int(lines as i64)]))
}

fn getloadavg(vm: &Vm) -> PyResult<Value> {
    let loads = vm.os_result(process::load_average())?;
    Ok(vm.tuple(loads.map(Value::float).to_vec()))
}

fn sysconf(vm: &Vm, name: &Value) -> PyResult<i64> {
    let number = match name.downcast::<crate::builtins::str::PyStr>() {
        Some(text) => match SYSCONF_NAMES.iter().find(|(known, _)| known.as_bytes() == text.as_bytes()) {
            Some((_, number)) => *number,
            None => return Err(vm.value_error("unrecognized configuration name")),
        },
        None => vm.index_clamped(name)? as i32,
    };
    Ok(process::sysconf(number))
}
