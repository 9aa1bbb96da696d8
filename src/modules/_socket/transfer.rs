//! Sending and receiving. A blocking call first tries at once; only if it would wait, it waits for the descriptor, without
//! the GIL and for at most the socket's timeout, and tries again.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use super::address;
use super::object::PySocket;
use crate::builtins::buffer::Buffer;
use crate::native::{PyResult, Rest};
use crate::object::{Ref, Value};
use crate::sys::{Errno, Outcome, sockets};
use crate::vm::Vm;

thread_local! {
    /// Where short answers to large requests are received, so that nothing large has to be made for them.
    static SCRATCH: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// When a timeout that begins now is over.
pub fn deadline_of(timeout: Option<f64>) -> Option<Instant> {
    timeout.and_then(|seconds| Instant::now().checked_add(Duration::try_from_secs_f64(seconds).ok()?))
}

/// Makes a call that says EAGAIN instead of waiting; waits for it as long as the socket's timeout allows.
/// With `MSG_DONTWAIT` among the flags, a socket without a timeout does not wait either.
pub fn patiently<T>(
    vm: &Vm,
    this: &PySocket,
    writing: bool,
    flags: i32,
    mut call: impl FnMut(i32) -> Outcome<T>,
) -> PyResult<T> {
    let timeout = this.timeout();
    let deadline = deadline_of(timeout);
    let waits = timeout != Some(0.0) && !(timeout.is_none() && flags & libc::MSG_DONTWAIT != 0);
    loop {
        match call(this.fd()) {
            Ok(value) => return Ok(value),
            Err(Errno(libc::EINTR)) => vm.poll()?,
            Err(Errno(libc::EAGAIN)) if waits => wait_until(vm, this, writing, timeout, deadline)?,
            Err(errno) => return Err(vm.os_error(errno)),
        }
    }
}

pub fn wait_until(
    vm: &Vm,
    this: &PySocket,
    writing: bool,
    timeout: Option<f64>,
    deadline: Option<Instant>,
) -> PyResult<()> {
    let fd = this.fd();
    loop {
        let millis = match (timeout, deadline) {
            (Some(_), Some(deadline)) => {
                let left = deadline.saturating_duration_since(Instant::now());
                left.as_nanos().div_ceil(1_000_000).min(i32::MAX as u128) as i32
            }
            _ => -1,
        };
        match vm.allow_threads(|| sockets::wait(fd, writing, millis)) {
            Ok(true) => return Ok(()),
            Ok(false) if deadline.is_some_and(|deadline| Instant::now() >= deadline) => return Err(timed_out(vm)),
            Ok(false) => {}
            Err(Errno(libc::EINTR)) => vm.poll()?,
            Err(errno) => return Err(vm.os_error(errno)),
        }
    }
}

#[cold]
pub fn timed_out(vm: &Vm) -> crate::native::Raised {
    vm.raise_class(&vm.exceptions().TimeoutError, "timed out")
}

pub fn size_of_request(vm: &Vm, function: &str, size: isize) -> PyResult<usize> {
    usize::try_from(size).map_err(|_| vm.value_error(format!("negative buffersize in {function}")))
}

/// Receives into the thread's scratch buffer and copies what has come.
pub fn with_scratch<T, R>(
    size: usize,
    receive: impl FnOnce(&mut [u8]) -> Outcome<T>,
    take: impl FnOnce(T, &[u8]) -> R,
) -> Outcome<R> {
    SCRATCH.with_borrow_mut(|scratch| {
        if scratch.len() < size {
            scratch.resize(size, 0);
        }
        let received = receive(&mut scratch[..size])?;
        Ok(take(received, scratch))
    })
}

/// Larger requests are served in parts, as `recv` may.
pub const MOST_AT_ONCE: usize = 1 << 20;

pub fn recv(vm: &Vm, this: &Ref<PySocket>, size: isize, flags: i32) -> PyResult<Value> {
    let size = size_of_request(vm, "recv", size)?.min(MOST_AT_ONCE);
    patiently(vm, this, false, flags, |fd| {
        with_scratch(size, |buffer| sockets::receive(fd, buffer, flags), |count, bytes| vm.bytes(&bytes[..count]))
    })
}

pub fn recvfrom(vm: &Vm, this: &Ref<PySocket>, size: isize, flags: i32) -> PyResult<Value> {
    let size = size_of_request(vm, "recvfrom", size)?.min(MOST_AT_ONCE);
    patiently(vm, this, false, flags, |fd| {
        with_scratch(
            size,
            |buffer| sockets::receive_from(fd, buffer, flags),
            |(count, sender), bytes| vm.tuple(vec![vm.bytes(&bytes[..count]), address::to_value(vm, &sender)]),
        )
    })
}

/// The memory to receive into, and how much of it.
fn target_of(vm: &Vm, function: &str, target: &Value, count: isize) -> PyResult<(Buffer, usize)> {
    let buffer = vm.writable_buffer_of(target, &format!("{function}() argument 1"))?;
    let count = size_of_request(vm, function, count)?;
    let size = if count == 0 { buffer.len() } else { count };
    if size > buffer.len() {
        let what = if function == "recv_into" {
            "buffer too small for requested bytes"
        } else {
            "nbytes is greater than the length of the buffer"
        };
        return Err(vm.value_error(what));
    }
    Ok((buffer, size))
}

pub fn recv_into(vm: &Vm, this: &Ref<PySocket>, target: &Value, count: isize, flags: i32) -> PyResult<usize> {
    let (buffer, size) = target_of(vm, "recv_into", target, count)?;
    patiently(vm, this, false, flags, |fd| {
        buffer.with_mut(|memory| sockets::receive(fd, &mut memory[..size], flags)).unwrap_or(Err(Errno(libc::EFAULT)))
    })
}

pub fn recvfrom_into(vm: &Vm, this: &Ref<PySocket>, target: &Value, count: isize, flags: i32) -> PyResult<Value> {
    let (buffer, size) = target_of(vm, "recvfrom_into", target, count)?;
    let (count, sender) = patiently(vm, this, false, flags, |fd| {
        buffer
            .with_mut(|memory| sockets::receive_from(fd, &mut memory[..size], flags))
            .unwrap_or(Err(Errno(libc::EFAULT)))
    })?;
    Ok(vm.tuple(vec![vm.int_from(count), address::to_value(vm, &sender)]))
}

pub fn send(vm: &Vm, this: &Ref<PySocket>, data: &Value, flags: i32) -> PyResult<usize> {
    let buffer = vm.buffer_of(data)?;
    patiently(vm, this, true, flags, |fd| buffer.with(|bytes| sockets::send(fd, bytes, flags)))
}

pub fn sendall(vm: &Vm, this: &Ref<PySocket>, data: &Value, flags: i32) -> PyResult<()> {
    let buffer = vm.buffer_of(data)?;
    let mut sent = 0;
    while sent < buffer.len() {
        sent += patiently(vm, this, true, flags, |fd| buffer.with(|bytes| sockets::send(fd, &bytes[sent..], flags)))?;
        vm.poll()?;
    }
    Ok(())
}

pub fn sendto(vm: &Vm, this: &Ref<PySocket>, data: &Value, rest: Rest) -> PyResult<usize> {
    let (flags, name) = match rest.0 {
        [name] => (0, name),
        [flags, name] => (vm.index_clamped(flags)? as i32, name),
        _ => {
            let given = rest.0.len() + 1;
            return Err(vm.type_error(format!("sendto() takes 2 or 3 arguments ({given} given)")));
        }
    };
    let name = address::from_value(vm, this.family(), name, "sendto")?;
    let buffer = vm.buffer_of(data)?;
    patiently(vm, this, true, flags, |fd| buffer.with(|bytes| sockets::send_to(fd, bytes, flags, &name)))
}
