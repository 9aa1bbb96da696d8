//! `sendmsg`, `recvmsg`, `recvmsg_into` and the sizes of what goes beside the data.

use std::io::IoSlice;

use super::address;
use super::object::{PySocket, c_int};
use super::transfer::{MOST_AT_ONCE, patiently, with_scratch};
use crate::builtins::buffer::Buffer;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, Value};
use crate::sys::messages::{self, Ancillary, Received};
use crate::sys::sockets::Address;
use crate::sys::{Errno, Outcome};
use crate::vm::Vm;

pub static FUNCTIONS: &[Native] = &[
    function(
        "CMSG_LEN(length, /)",
        "CMSG_LEN(length) -> control message length\n\nReturn the total length, without trailing padding, of an ancillary\ndata item with associated data of the given length.",
        wrap(|vm: &Vm, length: isize| {
            size_of_item(vm, "CMSG_LEN", length, messages::control_length(0), messages::control_length)
        }),
    ),
    function(
        "CMSG_SPACE(length, /)",
        "CMSG_SPACE(length) -> buffer size\n\nReturn the buffer size needed for recvmsg() to receive an ancillary\ndata item with associated data of the given length, along with any\ntrailing padding.",
        wrap(|vm: &Vm, length: isize| {
            size_of_item(vm, "CMSG_SPACE", length, messages::control_space(1), messages::control_space)
        }),
    ),
];

/// The longest content that an item can have: its length, with all around it, is an `int`.
const LONGEST_ITEM: usize = i32::MAX as usize - 64;

/// `around` is what the least item takes beside its content.
fn size_of_item(vm: &Vm, function: &str, length: isize, around: usize, size: fn(usize) -> usize) -> PyResult<usize> {
    match usize::try_from(length) {
        Ok(length) if length <= i32::MAX as usize - around => Ok(size(length)),
        _ => Err(vm.overflow_error(format!("{function}() argument out of range"))),
    }
}

/// More buffers than this, or less data than this, are joined by copying instead of being passed one by one.
const MOST_PARTS: usize = 64;
const WORTH_PARTS: usize = 16 << 10;
/// The system takes no more buffers than this in one call.
const IOV_MAX: usize = 1024;

type Look<'a, R> = Box<dyn FnOnce(&[IoSlice]) -> R + 'a>;

/// Shows all buffers at once.
fn with_parts<R>(buffers: &[Buffer], look: impl FnOnce(&[IoSlice]) -> R) -> R {
    fn next<R>(rest: &[Buffer], shown: Vec<IoSlice>, look: Look<R>) -> R {
        match rest.split_first() {
            None => look(&shown),
            Some((first, rest)) => first.with(|bytes| {
                let mut shown = shown;
                shown.push(IoSlice::new(bytes));
                next(rest, shown, look)
            }),
        }
    }
    let total: usize = buffers.iter().map(Buffer::len).sum();
    match buffers {
        [] => look(&[]),
        [one] => one.with(|bytes| look(&[IoSlice::new(bytes)])),
        _ if buffers.len() > MOST_PARTS || total < WORTH_PARTS => {
            let mut joined = Vec::with_capacity(total);
            buffers.iter().for_each(|buffer| buffer.with(|bytes| joined.extend_from_slice(bytes)));
            look(&[IoSlice::new(&joined)])
        }
        _ => next(buffers, Vec::with_capacity(buffers.len()), Box::new(look)),
    }
}

fn buffers_of(vm: &Vm, values: &Value, what: &str) -> PyResult<Vec<Buffer>> {
    let items = collect(vm, values, what)?;
    items.iter().map(|item| vm.buffer_of(item)).collect()
}

fn collect(vm: &Vm, values: &Value, what: &str) -> PyResult<Vec<Value>> {
    vm.collect(values).map_err(|raised| {
        if !vm.raised_is(&vm.exceptions().TypeError) {
            return raised;
        }
        drop(vm.take_raised(raised));
        vm.type_error(format!("{what} must be an iterable"))
    })
}

fn ancillary_of(vm: &Vm, values: &Value) -> PyResult<Vec<Ancillary>> {
    let mut items = Vec::new();
    for value in collect(vm, values, "sendmsg() argument 2")? {
        let Some(parts) = value.downcast::<crate::builtins::tuple::PyTuple>() else {
            let given = crate::object::class_ref(&value).name();
            let message = format!("sendmsg() ancillary data items must be 3-item sequence, not {given}");
            return Err(vm.type_error(message));
        };
        let [level, kind, content] = parts.items() else {
            let count = parts.items().len();
            let message = format!("[sendmsg() ancillary data items] must be sequence of length 3, not {count}");
            return Err(vm.type_error(message));
        };
        let content = vm.buffer_of(content)?.to_vec();
        if content.len() > LONGEST_ITEM {
            return Err(vm.raise_class(&vm.exceptions().OSError, "ancillary data item too large"));
        }
        items.push((c_int(vm, level)?, c_int(vm, kind)?, content));
    }
    Ok(items)
}

pub fn sendmsg(
    vm: &Vm,
    this: &Ref<PySocket>,
    buffers: &Value,
    ancillary: &Value,
    flags: i32,
    address: &Value,
) -> PyResult<usize> {
    let buffers = buffers_of(vm, buffers, "sendmsg() argument 1")?;
    let ancillary = ancillary_of(vm, ancillary)?;
    let address: Option<Address> = match address.is_none() {
        true => None,
        false => Some(address::from_value(vm, this.family(), address, "sendmsg")?),
    };
    if buffers.len() > IOV_MAX {
        return Err(vm.os_error(Errno(libc::EMSGSIZE)));
    }
    patiently(vm, this, true, flags, |fd| {
        with_parts(&buffers, |parts| messages::send(fd, parts, &ancillary, flags, address.as_ref()))
    })
}

fn ancillary_size(vm: &Vm, size: isize) -> PyResult<usize> {
    match usize::try_from(size) {
        Ok(size) if size <= i32::MAX as usize => Ok(size),
        _ => Err(vm.value_error("invalid ancillary data buffer length")),
    }
}

/// What comes back of a message: the first item is the data, or how much there was.
fn result(vm: &Vm, first: Value, received: Received) -> Value {
    let items = received
        .ancillary
        .iter()
        .map(|(level, kind, content)| vm.tuple(vec![vm.int(*level as i64), vm.int(*kind as i64), vm.bytes(content)]));
    let ancillary = vm.list(items.collect());
    let address = address::to_value(vm, &received.address);
    vm.tuple(vec![first, ancillary, vm.int(received.flags as i64), address])
}

pub fn recvmsg(vm: &Vm, this: &Ref<PySocket>, size: isize, ancillary: isize, flags: i32) -> PyResult<Value> {
    let Ok(size) = usize::try_from(size) else {
        return Err(vm.value_error("negative buffer size in recvmsg()"));
    };
    let ancillary = ancillary_size(vm, ancillary)?;
    let size = size.min(MOST_AT_ONCE);
    patiently(vm, this, false, flags, |fd| {
        with_scratch(
            size,
            |buffer| messages::receive(fd, buffer, ancillary, flags),
            |received, bytes| result(vm, vm.bytes(&bytes[..received.count.min(bytes.len())]), received),
        )
    })
}

pub fn recvmsg_into(vm: &Vm, this: &Ref<PySocket>, buffers: &Value, ancillary: isize, flags: i32) -> PyResult<Value> {
    let what = "recvmsg_into() argument 1";
    let mut targets = Vec::new();
    for value in collect(vm, buffers, what)? {
        targets.push(vm.writable_buffer_of(&value, "recvmsg_into() argument 1")?);
    }
    let ancillary = ancillary_size(vm, ancillary)?;
    if targets.len() > IOV_MAX {
        return Err(vm.raise_class(&vm.exceptions().OSError, "recvmsg_into() argument 1 is too long"));
    }
    let total: usize = targets.iter().map(Buffer::len).sum();
    let received = patiently(vm, this, false, flags, |fd| match targets.as_slice() {
        [one] => {
            one.with_mut(|memory| messages::receive(fd, memory, ancillary, flags)).unwrap_or(Err(Errno(libc::EFAULT)))
        }
        _ => scatter(&targets, total, |buffer| messages::receive(fd, buffer, ancillary, flags)),
    })?;
    Ok(result(vm, vm.int_from(received.count), received))
}

/// Receives once and deals the data out.
fn scatter(
    targets: &[Buffer],
    total: usize,
    receive: impl FnOnce(&mut [u8]) -> Outcome<Received>,
) -> Outcome<Received> {
    with_scratch(total, receive, |received, bytes| {
        let mut rest = &bytes[..received.count.min(total)];
        for target in targets {
            let (now, later) = rest.split_at(rest.len().min(target.len()));
            target.with_mut(|memory| memory[..now.len()].copy_from_slice(now));
            rest = later;
        }
        received
    })
}
