//! `select.epoll`: a descriptor that watches others.

use std::cell::Cell;
use std::time::Duration;

use super::{duration, fileno, patiently};
use crate::native::convert::Class;
use crate::native::{Native, PyResult, Rest, classmethod, getter, method, staticmethod, wrap};
use crate::object::types::BASETYPE;
use crate::object::{Header, Ref, Slots, TypeSpec, Value, shape};
use crate::sys::{files, polls};
use crate::vm::Vm;

#[repr(C)]
pub struct PyEpoll {
    header: Header,
    /// -1: closed.
    fd: Cell<i32>,
}
crate::payload!(PyEpoll, shape::EPOLL);

pub static EPOLL: TypeSpec = TypeSpec {
    module: "select",
    doc: "select.epoll(sizehint=-1, flags=0)\n\nReturns an epolling object\n\nsizehint must be a positive integer or -1 for the default size. The\nsizehint is used to optimize internal data structures. It doesn't limit\nthe maximum number of monitored events.",
    flags: BASETYPE,
    new: Some(&NEW),
    slots: Slots { finalize: Some(finalize), ..Slots::EMPTY },
    methods: METHODS,
    getset: &[getter("closed", "True if the epoll handler is closed", |_, this| {
        Ok(Value::bool(this.downcast::<PyEpoll>().is_none_or(|epoll| epoll.fd.get() < 0)))
    })],
    ..TypeSpec::of::<PyEpoll>("epoll")
};

static NEW: Native = staticmethod("__new__(cls, sizehint=-1, flags=0)", "", wrap(new));

static METHODS: &[Native] = &[
    classmethod("fromfd(cls, fd, /)", "Create an epoll object from a given control fd.", wrap(fromfd)),
    method(
        "close(self, /)",
        "Close the epoll control file descriptor.\n\nFurther operations on the epoll object will raise an exception.",
        wrap(close),
    ),
    method("fileno(self, /)", "Return the epoll control file descriptor.", wrap(open_fd)),
    method(
        "register(self, fd, eventmask=<unrepresentable>)",
        "Registers a new fd or raises an OSError if the fd is already registered.\n\n  fd\n    the target file descriptor of the operation\n  eventmask\n    a bit set composed of the various EPOLL constants\n\nThe epoll interface supports all file descriptors that support poll.",
        wrap(register),
    ),
    method(
        "modify(self, fd, eventmask)",
        "Modify event mask for a registered file descriptor.\n\n  fd\n    the target file descriptor of the operation\n  eventmask\n    a bit set composed of the various EPOLL constants",
        wrap(modify),
    ),
    method(
        "unregister(self, fd)",
        "Remove a registered file descriptor from the epoll object.\n\n  fd\n    the target file descriptor of the operation",
        wrap(unregister),
    ),
    method(
        "poll(self, timeout=None, maxevents=-1)",
        "Wait for events on the epoll file descriptor.\n\n  timeout\n    the maximum time to wait in seconds (as float);\n    a timeout of None or -1 makes poll wait indefinitely\n  maxevents\n    the maximum number of events returned; -1 means no limit\n\nReturns a list containing any descriptors that have events to report,\nas a list of (fd, events) 2-tuples.",
        wrap(poll),
    ),
    method("__enter__(self, /)", "", wrap(|vm: &Vm, this: &Ref<PyEpoll>| open_fd(vm, this).map(|_| this.clone()))),
    method("__exit__(self, *args)", "", wrap(|vm: &Vm, this: &Ref<PyEpoll>, _: Rest| close(vm, this))),
];

fn new(vm: &Vm, class: Class, hint: i32, flags: i32) -> PyResult<Ref<PyEpoll>> {
    if hint != -1 && hint <= 0 {
        return Err(vm.value_error("negative sizehint"));
    }
    if flags != 0 && flags != libc::EPOLL_CLOEXEC {
        return Err(vm.raise_class(&vm.exceptions().OSError, "invalid flags"));
    }
    let fd = vm.os_result(polls::epoll_create())?;
    Ok(vm.new_object(class, PyEpoll { header: Header::new(shape::EPOLL), fd: Cell::new(fd) }))
}

fn fromfd(vm: &Vm, class: Class, fd: i32) -> Ref<PyEpoll> {
    vm.new_object(class, PyEpoll { header: Header::new(shape::EPOLL), fd: Cell::new(fd) })
}

fn finalize(_: &Vm, value: &Value) {
    if let Some(this) = value.downcast::<PyEpoll>() {
        let fd = this.fd.replace(-1);
        if fd >= 0 {
            let _ = files::close(fd);
        }
    }
}

fn close(vm: &Vm, this: &Ref<PyEpoll>) -> PyResult<()> {
    match this.fd.replace(-1) {
        -1 => Ok(()),
        fd => vm.os_result(vm.allow_threads(|| files::close(fd))),
    }
}

fn open_fd(vm: &Vm, this: &Ref<PyEpoll>) -> PyResult<i32> {
    match this.fd.get() {
        fd if fd >= 0 => Ok(fd),
        _ => Err(vm.value_error("I/O operation on closed epoll object")),
    }
}

fn register(vm: &Vm, this: &Ref<PyEpoll>, fd: &Value, events: Option<u32>) -> PyResult<()> {
    let epoll = open_fd(vm, this)?;
    let events = events.unwrap_or((libc::EPOLLIN | libc::EPOLLPRI | libc::EPOLLOUT) as u32);
    let fd = fileno(vm, fd)?;
    vm.os_result(polls::epoll_change(epoll, libc::EPOLL_CTL_ADD, fd, events))
}

fn modify(vm: &Vm, this: &Ref<PyEpoll>, fd: &Value, events: u32) -> PyResult<()> {
    let epoll = open_fd(vm, this)?;
    let fd = fileno(vm, fd)?;
    vm.os_result(polls::epoll_change(epoll, libc::EPOLL_CTL_MOD, fd, events))
}

fn unregister(vm: &Vm, this: &Ref<PyEpoll>, fd: &Value) -> PyResult<()> {
    let epoll = open_fd(vm, this)?;
    let fd = fileno(vm, fd)?;
    vm.os_result(polls::epoll_change(epoll, libc::EPOLL_CTL_DEL, fd, 0))
}

fn poll(vm: &Vm, this: &Ref<PyEpoll>, timeout: &Value, most: i32) -> PyResult<Value> {
    let epoll = open_fd(vm, this)?;
    let time = duration(vm, timeout, 1.0, "timeout must be an integer or None")?;
    let time = time.filter(|time| *time != Duration::MAX);
    if time.is_some_and(|time| time.as_millis() > i32::MAX as u128) {
        return Err(vm.overflow_error("timeout is too large"));
    }
    let most = match most {
        -1 => polls::SET_SIZE - 1,
        ..1 => return Err(vm.value_error(format!("maxevents must be greater than 0, got {most}"))),
        most => most,
    };
    let ready = patiently(vm, time, |left| polls::epoll_wait(epoll, most as usize, left))?;
    let pairs = ready.into_iter().map(|(fd, events)| vm.tuple(vec![vm.int(fd as i64), vm.int(events as i64)]));
    Ok(vm.list(pairs.collect()))
}
