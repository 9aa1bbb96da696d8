//! `fcntl`: descriptors' flags, locks on files, and device requests. The system calls are in `sys/terminals.rs`.

use super::NativeModule;
use crate::builtins::int;
use crate::builtins::module::PyModule;
use crate::builtins::str::PyStr;
use crate::native::{PyResult, function, wrap};
use crate::object::{Ref, Value};
use crate::sys::{Errno, Outcome, terminals};
use crate::vm::Vm;
use crate::vm::os_errors::retry;

pub static MODULE: NativeModule = NativeModule {
    doc: "This module performs file control and I/O control on file\ndescriptors.  It is an interface to the fcntl() and ioctl() Unix\nroutines.  File descriptors can be obtained with the fileno() method of\na file or socket object.",
    functions: &[
        function(
            "fcntl(fd, cmd, arg=0, /)",
            "Perform the operation `cmd` on file descriptor fd.\n\nThe values used for `cmd` are operating system dependent, and are available\nas constants in the fcntl module, using the same names as used in\nthe relevant C header files.  The argument arg is optional, and\ndefaults to 0; it may be an int or a string.  If arg is given as a string,\nthe return value of fcntl is a string of that length, containing the\nresulting value put in the arg buffer by the operating system.  The length\nof the arg string is not allowed to exceed 1024 bytes.  If the arg given\nis an integer or if none is specified, the result value is an integer\ncorresponding to the return value of the fcntl call in the C code.",
            wrap(fcntl),
        ),
        function(
            "ioctl(fd, request, arg=0, mutate_flag=True, /)",
            "Perform the operation request on file descriptor fd.",
            wrap(ioctl),
        ),
        function(
            "flock(fd, operation, /)",
            "Perform the lock operation `operation` on file descriptor `fd`.\n\nSee the Unix manual page for flock(2) for details (On some systems, this\nfunction is emulated using fcntl()).",
            wrap(flock),
        ),
        function(
            "lockf(fd, cmd, len=0, start=0, whence=0, /)",
            "A wrapper around the fcntl() locking calls.\n\n`fd` is the file descriptor of the file to lock or unlock, and operation is one\nof the following values:\n\n    LOCK_UN - unlock\n    LOCK_SH - acquire a shared lock\n    LOCK_EX - acquire an exclusive lock",
            wrap(lockf),
        ),
    ],
    init,
    ..NativeModule::of("fcntl")
};

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    for &(name, number) in NUMBERS {
        module.dict.set_name(vm, name, vm.int(number));
    }
    Ok(())
}

/// The most memory that may be passed by value, and the room that the system gets in any case.
const MOST: usize = 1024;

/// Memory to pass by value, if the argument is some.
fn memory(vm: &Vm, argument: &Value, function: &str) -> PyResult<Option<Vec<u8>>> {
    if int::is_int(argument) || crate::object::class_ref(argument).slots().index.is_some() {
        return Ok(None);
    }
    let bytes = match argument.downcast::<PyStr>() {
        Some(text) => text.as_bytes().to_vec(),
        None => match crate::builtins::buffer::lease(vm, argument)? {
            Some(buffer) => buffer.to_vec(),
            None => {
                let given = crate::object::class_ref(argument).name();
                let message = format!(
                    "{function}() argument 3 must be an integer, a bytes-like object, or a string, not {given}"
                );
                return Err(vm.type_error(message));
            }
        },
    };
    if bytes.len() > MOST {
        return Err(vm.value_error(format!("{function} argument 3 is too long")));
    }
    Ok(Some(bytes))
}

/// Calls with the memory at the start of a larger room, as the system may write more than it was given.
fn with_room(vm: &Vm, bytes: &[u8], mut call: impl FnMut(&mut [u8]) -> Outcome<i32>) -> PyResult<(i32, Vec<u8>)> {
    let mut room = vec![0; MOST + 64];
    room[..bytes.len()].copy_from_slice(bytes);
    let outcome = retry(vm, || call(&mut room))?;
    let result = vm.os_result(outcome)?;
    room.truncate(bytes.len());
    Ok((result, room))
}

fn number(vm: &Vm, argument: &Value) -> PyResult<i64> {
    let index = vm.index(argument)?;
    match int::to_i128(&index) {
        Some(wide) if (i32::MIN as i128..=u32::MAX as i128).contains(&wide) => Ok(wide as i64),
        Some(wide) if wide < 0 => Err(vm.overflow_error("signed integer is less than minimum")),
        _ => Err(vm.overflow_error("unsigned int is greater than maximum")),
    }
}

fn fcntl(vm: &Vm, fd: &Value, command: i32, argument: &Value) -> PyResult<Value> {
    let fd = super::posix::file_descriptor(vm, fd)?;
    if let Some(bytes) = memory(vm, argument, "fcntl")? {
        let (_, room) = with_room(vm, &bytes, |room| terminals::control_memory(fd, command, room))?;
        return Ok(vm.bytes(&room));
    }
    let argument = number(vm, argument)?;
    let outcome = retry(vm, || terminals::control_number(fd, command, argument as libc::c_long))?;
    Ok(vm.int(vm.os_result(outcome)? as i64))
}

fn ioctl(vm: &Vm, fd: &Value, request: &Value, argument: &Value, mutate: bool) -> PyResult<Value> {
    let fd = super::posix::file_descriptor(vm, fd)?;
    let request = vm.index(request)?;
    let Some(request) = int::to_i128(&request).map(|wide| wide as u64) else {
        return Err(vm.overflow_error("Python int too large to convert to C unsigned long"));
    };
    let is_number = int::is_int(argument) || crate::object::class_ref(argument).slots().index.is_some();
    if is_number {
        let argument = number(vm, argument)?;
        let outcome = retry(vm, || terminals::device_number(fd, request, argument as libc::c_long))?;
        return Ok(vm.int(vm.os_result(outcome)? as i64));
    }
    // Memory that can be written is changed in place.
    let lease = crate::builtins::buffer::lease(vm, argument)?;
    if let Some(buffer) = lease.filter(|buffer| mutate && !buffer.is_read_only()) {
        let bytes = buffer.to_vec();
        if bytes.len() <= MOST {
            let (result, room) = with_room(vm, &bytes, |room| terminals::device_memory(fd, request, room))?;
            buffer.with_mut(|memory| memory.copy_from_slice(&room));
            return Ok(vm.int(result as i64));
        }
        let done = buffer.with_mut(|memory| terminals::device_memory(fd, request, memory));
        return Ok(vm.int(vm.os_result(done.unwrap_or(Err(Errno(libc::EFAULT))))? as i64));
    }
    let bytes = memory(vm, argument, "ioctl")?.unwrap_or_default();
    let (_, room) = with_room(vm, &bytes, |room| terminals::device_memory(fd, request, room))?;
    Ok(vm.bytes(&room))
}

fn flock(vm: &Vm, fd: &Value, operation: i32) -> PyResult<()> {
    let fd = super::posix::file_descriptor(vm, fd)?;
    let outcome = retry(vm, || terminals::lock_file(fd, operation))?;
    vm.os_result(outcome).map(drop)
}

fn lockf(vm: &Vm, fd: &Value, operation: i32, length: i64, start: i64, whence: i32) -> PyResult<()> {
    let fd = super::posix::file_descriptor(vm, fd)?;
    let kind = match operation {
        libc::LOCK_UN => libc::F_UNLCK,
        _ if operation & libc::LOCK_SH != 0 => libc::F_RDLCK,
        _ if operation & libc::LOCK_EX != 0 => libc::F_WRLCK,
        _ => return Err(vm.value_error("unrecognized lockf argument")),
    };
    let wait = operation & libc::LOCK_NB == 0;
    let outcome = retry(vm, || terminals::lock_part(fd, kind, wait, length, start, whence))?;
    vm.os_result(outcome)
}

/// The numbers of Linux's interface to programs.
static NUMBERS: &[(&str, i64)] = &[
    ("DN_ACCESS", 1),
    ("DN_ATTRIB", 32),
    ("DN_CREATE", 4),
    ("DN_DELETE", 8),
    ("DN_MODIFY", 2),
    ("DN_MULTISHOT", 2147483648),
    ("DN_RENAME", 16),
    ("FASYNC", 8192),
    ("FD_CLOEXEC", 1),
    ("F_ADD_SEALS", 1033),
    ("F_DUPFD", 0),
    ("F_DUPFD_CLOEXEC", 1030),
    ("F_EXLCK", 4),
    ("F_GETFD", 1),
    ("F_GETFL", 3),
    ("F_GETLEASE", 1025),
    ("F_GETLK", 5),
    ("F_GETLK64", 5),
    ("F_GETOWN", 9),
    ("F_GETOWN_EX", 16),
    ("F_GETPIPE_SZ", 1032),
    ("F_GETSIG", 11),
    ("F_GET_FILE_RW_HINT", 1037),
    ("F_GET_RW_HINT", 1035),
    ("F_GET_SEALS", 1034),
    ("F_NOTIFY", 1026),
    ("F_OFD_GETLK", 36),
    ("F_OFD_SETLK", 37),
    ("F_OFD_SETLKW", 38),
    ("F_OWNER_PGRP", 2),
    ("F_OWNER_PID", 1),
    ("F_OWNER_TID", 0),
    ("F_RDLCK", 0),
    ("F_SEAL_FUTURE_WRITE", 16),
    ("F_SEAL_GROW", 4),
    ("F_SEAL_SEAL", 1),
    ("F_SEAL_SHRINK", 2),
    ("F_SEAL_WRITE", 8),
    ("F_SETFD", 2),
    ("F_SETFL", 4),
    ("F_SETLEASE", 1024),
    ("F_SETLK", 6),
    ("F_SETLK64", 6),
    ("F_SETLKW", 7),
    ("F_SETLKW64", 7),
    ("F_SETOWN", 8),
    ("F_SETOWN_EX", 15),
    ("F_SETPIPE_SZ", 1031),
    ("F_SETSIG", 10),
    ("F_SET_FILE_RW_HINT", 1038),
    ("F_SET_RW_HINT", 1036),
    ("F_SHLCK", 8),
    ("F_UNLCK", 2),
    ("F_WRLCK", 1),
    ("LOCK_EX", 2),
    ("LOCK_MAND", 32),
    ("LOCK_NB", 4),
    ("LOCK_READ", 64),
    ("LOCK_RW", 192),
    ("LOCK_SH", 1),
    ("LOCK_UN", 8),
    ("LOCK_WRITE", 128),
    ("RWH_WRITE_LIFE_EXTREME", 5),
    ("RWH_WRITE_LIFE_LONG", 4),
    ("RWH_WRITE_LIFE_MEDIUM", 3),
    ("RWH_WRITE_LIFE_NONE", 1),
    ("RWH_WRITE_LIFE_NOT_SET", 0),
    ("RWH_WRITE_LIFE_SHORT", 2),
];
