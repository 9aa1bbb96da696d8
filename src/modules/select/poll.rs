//! `select.poll()`: descriptors and what is asked of them, kept in the object.

use std::cell::Cell;
use std::time::Duration;

use indexmap::IndexMap;

use super::{duration, fileno, patiently};
use crate::builtins::int;
use crate::native::{Native, PyResult, method, wrap};
use crate::object::types::NO_NEW;
use crate::object::{Header, PyCell, Ref, TypeSpec, Value, shape};
use crate::sys::{Errno, polls};
use crate::vm::Vm;

#[repr(C)]
pub struct PyPoll {
    header: Header,
    watched: PyCell<IndexMap<i32, u16>>,
    /// Some thread waits with this object.
    busy: Cell<bool>,
}
crate::payload!(PyPoll, shape::POLL);

pub static POLL: TypeSpec =
    TypeSpec { module: "select", flags: NO_NEW, methods: METHODS, ..TypeSpec::of::<PyPoll>("poll") };

static METHODS: &[Native] = &[
    method(
        "register(self, fd, eventmask=<unrepresentable>, /)",
        "Register a file descriptor with the polling object.\n\n  fd\n    either an integer, or an object with a fileno() method returning an int\n  eventmask\n    an optional bitmask describing the type of events to check for",
        wrap(register),
    ),
    method(
        "modify(self, fd, eventmask, /)",
        "Modify an already registered file descriptor.\n\n  fd\n    either an integer, or an object with a fileno() method returning\n    an int\n  eventmask\n    a bitmask describing the type of events to check for",
        wrap(modify),
    ),
    method(
        "unregister(self, fd, /)",
        "Remove a file descriptor being tracked by the polling object.",
        wrap(unregister),
    ),
    method(
        "poll(self, timeout=None, /)",
        "Polls the set of registered file descriptors.\n\n  timeout\n    The maximum time to wait in milliseconds, or else None (or a negative\n    value) to wait indefinitely.\n\nReturns a list containing any descriptors that have events or errors to\nreport, as a list of (fd, event) 2-tuples.",
        wrap(poll),
    ),
];

pub fn make(_: &Vm) -> Ref<PyPoll> {
    let header = Header::new(shape::POLL);
    Ref::new(PyPoll { header, watched: PyCell::new(IndexMap::new()), busy: Cell::new(false) })
}

/// A mask of events: an unsigned short.
fn mask(vm: &Vm, value: &Value) -> PyResult<u16> {
    if !int::is_int(value) && crate::object::class_ref(value).slots().index.is_none() {
        let given = crate::object::class_ref(value).name();
        return Err(vm.type_error(format!("'{given}' object cannot be interpreted as an integer")));
    }
    let number = vm.index(value)?;
    let wide = int::to_i128(&number);
    match wide.and_then(|wide| u16::try_from(wide).ok()) {
        Some(mask) => Ok(mask),
        None if int::as_int(&number).is_some_and(|number| number.is_negative()) => {
            Err(vm.value_error("value must be positive"))
        }
        None => Err(vm.overflow_error("Python int too large for C unsigned short")),
    }
}

fn register(vm: &Vm, this: &Ref<PyPoll>, fd: &Value, events: Option<&Value>) -> PyResult<()> {
    let fd = fileno(vm, fd)?;
    let events = match events {
        Some(events) => mask(vm, events)?,
        None => (libc::POLLIN | libc::POLLPRI | libc::POLLOUT) as u16,
    };
    this.watched.borrow_mut().insert(fd, events);
    Ok(())
}

fn modify(vm: &Vm, this: &Ref<PyPoll>, fd: &Value, events: &Value) -> PyResult<()> {
    let fd = fileno(vm, fd)?;
    let events = mask(vm, events)?;
    let known = this.watched.borrow_mut().get_mut(&fd).map(|known| *known = events);
    known.ok_or_else(|| vm.os_error(Errno(libc::ENOENT)))
}

fn unregister(vm: &Vm, this: &Ref<PyPoll>, fd: &Value) -> PyResult<()> {
    let fd = fileno(vm, fd)?;
    let known = this.watched.borrow_mut().shift_remove(&fd);
    match known {
        Some(_) => Ok(()),
        None => Err(vm.key_error(&vm.int(fd as i64))),
    }
}

fn poll(vm: &Vm, this: &Ref<PyPoll>, timeout: &Value) -> PyResult<Value> {
    let time = duration(vm, timeout, 1e-3, "timeout must be an integer or None")?;
    let time = time.filter(|time| *time != Duration::MAX);
    if time.is_some_and(|time| time.as_millis() > i32::MAX as u128) {
        return Err(vm.overflow_error("timeout is too large"));
    }
    if this.busy.replace(true) {
        return Err(vm.runtime_error("concurrent poll() invocation"));
    }
    let watched: Vec<(i32, u16)> = this.watched.borrow().iter().map(|(&fd, &events)| (fd, events)).collect();
    let ready = patiently(vm, time, |left| polls::poll(&watched, left));
    this.busy.set(false);
    let pairs = ready?.into_iter().map(|(fd, events)| vm.tuple(vec![vm.int(fd as i64), vm.int(events as i64)]));
    Ok(vm.list(pairs.collect()))
}
