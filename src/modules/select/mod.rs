//! `select`: waiting for descriptors. The function of that name and what the three ways share is here, the objects are in
//! [`poll`] and [`epoll`], the system calls in `sys/polls.rs`. The event loop does not go through this module.

mod epoll;
mod poll;

use std::time::{Duration, Instant};

use super::NativeModule;
use crate::builtins::int;
use crate::builtins::list::PyList;
use crate::builtins::module::PyModule;
use crate::native::{PyResult, function, wrap};
use crate::object::types::builtin;
use crate::object::{Ref, TypeSpec, Value, class_ref, shape};
use crate::sys::polls::{self, SET_SIZE};
use crate::sys::{Errno, Outcome};
use crate::vm::Vm;

pub static SPECS: &[&TypeSpec] = &[&poll::POLL, &epoll::EPOLL];

pub static MODULE: NativeModule = NativeModule {
    doc: "This module supports asynchronous I/O on multiple file descriptors.\n\n*** IMPORTANT NOTICE ***\nOn Windows, only sockets are supported; on Unix, all file descriptors.",
    functions: &[
        function(
            "select(rlist, wlist, xlist, timeout=None, /)",
            "Wait until one or more file descriptors are ready for some kind of I/O.\n\nThe first three arguments are iterables of file descriptors to be waited for:\nrlist -- wait until ready for reading\nwlist -- wait until ready for writing\nxlist -- wait for an \"exceptional condition\"",
            wrap(select),
        ),
        function(
            "poll()",
            "Returns a polling object.\n\nThis object supports registering and unregistering file descriptors, and then\npolling them for I/O events.",
            wrap(poll::make),
        ),
    ],
    init,
    ..NativeModule::of("select")
};

macro_rules! numbers {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
}

static NUMBERS: &[(&str, i64)] = numbers! {
    POLLIN POLLPRI POLLOUT POLLERR POLLHUP POLLNVAL POLLRDNORM POLLRDBAND POLLWRNORM POLLWRBAND POLLRDHUP
    EPOLLIN EPOLLOUT EPOLLPRI EPOLLERR EPOLLHUP EPOLLRDHUP EPOLLEXCLUSIVE EPOLLRDNORM EPOLLRDBAND EPOLLWRNORM
    EPOLLWRBAND EPOLLMSG EPOLL_CLOEXEC PIPE_BUF
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let set = |name: &str, value: Value| module.dict.set_name(vm, name, value);
    for &(name, number) in NUMBERS {
        set(name, vm.int(number));
    }
    set("POLLMSG", vm.int(0x400));
    set("EPOLLET", vm.int(1 << 31));
    set("EPOLLONESHOT", vm.int(1 << 30));
    set("epoll", builtin(shape::EPOLL).into_value());
    set("error", vm.exceptions().OSError.to_value());
    Ok(())
}

/// The number behind an int, or something with `fileno()`.
fn fileno(vm: &Vm, value: &Value) -> PyResult<i32> {
    let number = if int::is_int(value) {
        value.clone()
    } else {
        let Some(fileno) = vm.get_attr_opt(value, &vm.names().fileno)? else {
            return Err(vm.type_error("argument must be an int, or have a fileno() method."));
        };
        let number = vm.call(&fileno, &[])?;
        if !int::is_int(&number) {
            return Err(vm.type_error("fileno() returned a non-integer"));
        }
        number
    };
    match int::to_i128(&number).and_then(|wide| i32::try_from(wide).ok()) {
        Some(fd) if fd >= 0 => Ok(fd),
        Some(fd) => Err(vm.value_error(format!("file descriptor cannot be a negative integer ({fd})"))),
        None => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

/// How long to wait: from a number of seconds, or of milliseconds, rounded up.
fn duration(vm: &Vm, number: &Value, unit: f64, expected: &str) -> PyResult<Option<Duration>> {
    if number.is_none() {
        return Ok(None);
    }
    let number = vm.to_f64(number).or_else(|raised| {
        drop(vm.catch(raised, &vm.exceptions().TypeError)?);
        Err(vm.type_error(expected))
    })?;
    if number.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if number < 0.0 {
        return Ok(Some(Duration::MAX));
    }
    match Duration::try_from_secs_f64(number * unit) {
        Ok(time) if time.as_secs() <= i64::MAX as u64 / 1_000_000_000 => Ok(Some(time)),
        _ => Err(vm.overflow_error("timestamp too large to convert to C PyTime_t")),
    }
}

/// Waits without the GIL, and goes on with the rest of the time after an interruption.
fn patiently<T>(
    vm: &Vm,
    timeout: Option<Duration>,
    mut wait: impl FnMut(Option<Duration>) -> Outcome<T>,
) -> PyResult<T> {
    let deadline = timeout.and_then(|time| Instant::now().checked_add(time));
    let mut left = timeout;
    loop {
        match vm.allow_threads(|| wait(left)) {
            Err(Errno(libc::EINTR)) => vm.poll()?,
            outcome => return vm.os_result(outcome),
        }
        left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
    }
}

/// The values of one argument of `select`, with their descriptors.
fn group(vm: &Vm, values: &Value) -> PyResult<(Vec<Value>, Vec<i32>)> {
    if class_ref(values).slots().iter.is_none() && class_ref(values).slots().getitem.is_none() {
        return Err(vm.type_error("arguments 1-3 must be sequences"));
    }
    // A list is looked at as it is at each step: `fileno()` may change it.
    let list = match values.downcast::<PyList>() {
        Some(list) => list.clone(),
        None => PyList::new(vm.collect(values)?),
    };
    let (mut taken, mut fds) = (Vec::new(), Vec::new());
    while let Some(value) = list.get(fds.len()) {
        let fd = fileno(vm, &value)?;
        if fd >= SET_SIZE {
            return Err(vm.value_error("filedescriptor out of range in select()"));
        }
        if fds.len() >= SET_SIZE as usize {
            return Err(vm.value_error("too many file descriptors in select()"));
        }
        taken.push(value);
        fds.push(fd);
    }
    Ok((taken, fds))
}

fn select(vm: &Vm, read: &Value, write: &Value, except: &Value, timeout: &Value) -> PyResult<Value> {
    let timeout = duration(vm, timeout, 1.0, "timeout must be a float or None")?;
    if timeout == Some(Duration::MAX) {
        return Err(vm.value_error("timeout must be non-negative"));
    }
    let groups = [group(vm, read)?, group(vm, write)?, group(vm, except)?];
    let [read, write, except] = [0, 1, 2].map(|index| groups[index].1.as_slice());
    let ready = patiently(vm, timeout, |left| polls::select([read, write, except], left))?;
    let lists = groups.iter().zip(&ready).map(|((values, _), ready)| {
        let found = values.iter().zip(ready).filter(|(_, is_ready)| **is_ready);
        vm.list(found.map(|(value, _)| value.clone()).collect())
    });
    Ok(vm.tuple(lists.collect()))
}
