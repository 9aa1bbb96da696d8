//! Reading and writing at places and in parts, and data that goes from descriptor to descriptor.

use std::io::{IoSlice, IoSliceMut};

use crate::builtins::buffer::Buffer;
use crate::modules::paths::path_bytes;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::Value;
use crate::sys::{Errno, files, fs, transfers};
use crate::vm::Vm;
use crate::vm::os_errors::retry;

pub(super) static FUNCTIONS: &[Native] = &[
    function(
        "pread(fd, length, offset, /)",
        "Read a number of bytes from a file descriptor starting at a particular offset.",
        wrap(pread),
    ),
    function(
        "pwrite(fd, buffer, offset, /)",
        "Write bytes to a file descriptor starting at a particular offset.",
        wrap(pwrite),
    ),
    function(
        "readv(fd, buffers, /)",
        "Read from a file descriptor fd into an iterable of buffers.",
        wrap(|vm: &Vm, fd: i32, buffers: &Value| read_parts(vm, "readv", fd, buffers, None, 0)),
    ),
    function(
        "preadv(fd, buffers, offset, flags=0, /)",
        "Reads from a file descriptor into a number of mutable bytes-like objects.",
        wrap(|vm: &Vm, fd: i32, buffers: &Value, offset: i64, flags: i32| {
            read_parts(vm, "preadv", fd, buffers, Some(offset), flags)
        }),
    ),
    function(
        "writev(fd, buffers, /)",
        "Iterate over buffers, and write the contents of each to a file descriptor.",
        wrap(|vm: &Vm, fd: i32, buffers: &Value| write_parts(vm, "writev", fd, buffers, None, 0)),
    ),
    function(
        "pwritev(fd, buffers, offset, flags=0, /)",
        "Writes the contents of bytes-like objects to a file descriptor at a given offset.",
        wrap(|vm: &Vm, fd: i32, buffers: &Value, offset: i64, flags: i32| {
            write_parts(vm, "pwritev", fd, buffers, Some(offset), flags)
        }),
    ),
    function(
        "sendfile(out_fd, in_fd, offset, count)",
        "Copy count bytes from file descriptor in_fd to file descriptor out_fd.",
        wrap(sendfile),
    ),
    function(
        "copy_file_range(src, dst, count, offset_src=None, offset_dst=None)",
        "Copy count bytes from one file descriptor to another.",
        wrap(copy_file_range),
    ),
    function(
        "splice(src, dst, count, offset_src=None, offset_dst=None, flags=0)",
        "Transfer count bytes from one pipe to a descriptor or vice versa.",
        wrap(splice),
    ),
    function(
        "eventfd(initval, flags=524288)",
        "Creates and returns an event notification file descriptor.",
        wrap(|vm: &Vm, start: u32, flags: i32| vm.os_result(transfers::event_counter(start, flags))),
    ),
    function("eventfd_read(fd)", "Read eventfd value", wrap(eventfd_read)),
    function("eventfd_write(fd, value)", "Write eventfd value.", wrap(eventfd_write)),
    function("memfd_create(name, flags=1)", "", wrap(memfd_create)),
    function(
        "posix_fadvise(fd, offset, length, advice, /)",
        "Announce an intention to access data in a specific pattern.",
        wrap(|vm: &Vm, fd: i32, offset: i64, length: i64, advice: i32| {
            let outcome = retry(vm, || transfers::advise(fd, offset, length, advice))?;
            vm.os_result(outcome)
        }),
    ),
    function(
        "posix_fallocate(fd, offset, length, /)",
        "Ensure a file has allocated at least a particular number of bytes on disk.",
        wrap(|vm: &Vm, fd: i32, offset: i64, length: i64| {
            let outcome = retry(vm, || transfers::allocate(fd, offset, length))?;
            vm.os_result(outcome)
        }),
    ),
    function(
        "lockf(fd, command, length, /)",
        "Apply, test or remove a POSIX lock on an open file descriptor.",
        wrap(|vm: &Vm, fd: i32, command: i32, length: i64| {
            let outcome = retry(vm, || transfers::lock_range(fd, command, length))?;
            vm.os_result(outcome)
        }),
    ),
];

fn pread(vm: &Vm, fd: i32, length: i64, offset: i64) -> PyResult<Value> {
    let Ok(length) = usize::try_from(length) else { return Err(vm.os_error(Errno(libc::EINVAL))) };
    let mut buffer = vec![0; length];
    let outcome = retry(vm, || transfers::read_at(fd, &mut buffer, offset))?;
    let count = vm.os_result(outcome)?;
    Ok(vm.bytes(&buffer[..count]))
}

fn pwrite(vm: &Vm, fd: i32, data: &Value, offset: i64) -> PyResult<usize> {
    let content = vm.buffer_of(data)?.to_vec();
    let outcome = retry(vm, || transfers::write_at(fd, &content, offset))?;
    vm.os_result(outcome)
}

fn buffers_of(vm: &Vm, function: &str, values: &Value, writable: bool) -> PyResult<Vec<Buffer>> {
    let class = crate::object::class_ref(values);
    if class.slots().getitem.is_none() || values.downcast::<crate::builtins::dict::PyDict>().is_some() {
        return Err(vm.type_error(format!("{function}() arg 2 must be a sequence")));
    }
    let values = vm.collect(values)?;
    let lease = |value: &Value| match writable {
        true => vm.writable_buffer_of(value, "a read-write bytes-like object"),
        false => vm.buffer_of(value),
    };
    values.iter().map(lease).collect()
}

/// Reads into memory of our own, without the GIL, and deals it out.
fn read_parts(vm: &Vm, function: &str, fd: i32, buffers: &Value, offset: Option<i64>, flags: i32) -> PyResult<usize> {
    let targets = buffers_of(vm, function, buffers, true)?;
    let mut memory: Vec<Vec<u8>> = targets.iter().map(|target| vec![0; target.len()]).collect();
    let outcome = retry(vm, || {
        let mut parts: Vec<IoSliceMut> = memory.iter_mut().map(|part| IoSliceMut::new(part)).collect();
        transfers::read_parts(fd, &mut parts, offset, flags)
    })?;
    let count = vm.os_result(outcome)?;
    let mut left = count;
    for (target, part) in targets.iter().zip(&memory) {
        let now = left.min(part.len());
        target.with_mut(|bytes| bytes[..now].copy_from_slice(&part[..now]));
        left -= now;
    }
    Ok(count)
}

fn write_parts(vm: &Vm, function: &str, fd: i32, buffers: &Value, offset: Option<i64>, flags: i32) -> PyResult<usize> {
    let memory: Vec<Vec<u8>> = buffers_of(vm, function, buffers, false)?.iter().map(Buffer::to_vec).collect();
    let parts: Vec<IoSlice> = memory.iter().map(|part| IoSlice::new(part)).collect();
    let outcome = retry(vm, || transfers::write_parts(fd, &parts, offset, flags))?;
    vm.os_result(outcome)
}

fn sendfile(vm: &Vm, to: i32, from: i32, offset: &Value, count: usize) -> PyResult<usize> {
    let offset = place(vm, offset)?;
    let outcome = retry(vm, || transfers::send_file(to, from, offset, count))?;
    vm.os_result(outcome)
}

/// An offset; None: where the descriptor stands.
fn place(vm: &Vm, value: &Value) -> PyResult<Option<i64>> {
    if value.is_none() { Ok(None) } else { vm.index_clamped(value).map(|place| Some(place as i64)) }
}

fn amount(vm: &Vm, count: i64) -> PyResult<usize> {
    usize::try_from(count).map_err(|_| vm.value_error("negative value for 'count' not allowed"))
}

fn copy_file_range(vm: &Vm, from: i32, to: i32, count: i64, from_at: &Value, to_at: &Value) -> PyResult<usize> {
    let (count, from_at, to_at) = (amount(vm, count)?, place(vm, from_at)?, place(vm, to_at)?);
    let outcome = retry(vm, || transfers::copy_range(from, to, count, from_at, to_at))?;
    vm.os_result(outcome)
}

fn splice(vm: &Vm, from: i32, to: i32, count: i64, from_at: &Value, to_at: &Value, flags: u32) -> PyResult<usize> {
    let (count, from_at, to_at) = (amount(vm, count)?, place(vm, from_at)?, place(vm, to_at)?);
    let outcome = retry(vm, || transfers::splice(from, to, count, from_at, to_at, flags))?;
    vm.os_result(outcome)
}

fn eventfd_read(vm: &Vm, fd: i32) -> PyResult<u64> {
    let mut bytes = [0; 8];
    let outcome = retry(vm, || files::read(fd, &mut bytes))?;
    vm.os_result(outcome)?;
    Ok(u64::from_ne_bytes(bytes))
}

fn eventfd_write(vm: &Vm, fd: i32, value: u64) -> PyResult<()> {
    let outcome = retry(vm, || files::write(fd, &value.to_ne_bytes()))?;
    vm.os_result(outcome).map(drop)
}

fn memfd_create(vm: &Vm, name: &Value, flags: u32) -> PyResult<i32> {
    let name = vm.os_result(fs::c_string(&path_bytes(vm, name)?))?;
    vm.os_result(transfers::memory_file(&name, flags))
}
