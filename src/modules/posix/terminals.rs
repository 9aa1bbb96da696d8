//! Terminals.

use crate::modules::paths::decode_name;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::Value;
use crate::sys::{process, terminals};
use crate::vm::Vm;

pub(super) static FUNCTIONS: &[Native] = &[
    function(
        "openpty()",
        "Open a pseudo-terminal.\n\nReturn a tuple of (master_fd, slave_fd) containing open file descriptors\nfor both the master and slave ends.",
        wrap(openpty),
    ),
    function(
        "login_tty(fd, /)",
        "Prepare the tty of which fd is a file descriptor for a new login session.",
        wrap(|vm: &Vm, fd: i32| vm.os_result(terminals::login(fd))),
    ),
    function(
        "posix_openpt(oflag, /)",
        "Open and return a file descriptor for a master pseudo-terminal device.",
        wrap(|vm: &Vm, flags: i32| vm.os_result(terminals::open_controlling(flags | libc::O_CLOEXEC))),
    ),
    function(
        "grantpt(fd, /)",
        "Grant access to the slave pseudo-terminal device.",
        wrap(|vm: &Vm, fd: i32| vm.os_result(terminals::grant(fd)).map(drop)),
    ),
    function(
        "unlockpt(fd, /)",
        "Unlock a pseudo-terminal master/slave pair.",
        wrap(|vm: &Vm, fd: i32| vm.os_result(terminals::unlock(fd)).map(drop)),
    ),
    function(
        "ptsname(fd, /)",
        "Return the name of the slave pseudo-terminal device.",
        wrap(|vm: &Vm, fd: i32| Ok(decode_name(&vm.os_result(terminals::pair_name(fd))?))),
    ),
    function(
        "ttyname(fd, /)",
        "Return the name of the terminal device connected to 'fd'.",
        wrap(|vm: &Vm, fd: i32| Ok(decode_name(&vm.os_result(terminals::name_of(fd))?))),
    ),
    function("ctermid()", "Return the name of the controlling terminal for this process.", wrap(|_: &Vm| "/dev/tty")),
    function(
        "tcgetpgrp(fd, /)",
        "Return the process group associated with the terminal specified by fd.",
        wrap(|vm: &Vm, fd: i32| vm.os_result(terminals::foreground(fd))),
    ),
    function(
        "tcsetpgrp(fd, pgid, /)",
        "Set the process group associated with the terminal specified by fd.",
        wrap(|vm: &Vm, fd: i32, group: i32| vm.os_result(terminals::set_foreground(fd, group)).map(drop)),
    ),
    function(
        "device_encoding(fd)",
        "Return a string describing the encoding of a terminal's file descriptor.\n\nThe file descriptor must be attached to a terminal.\nIf the device is not a terminal, return None.",
        wrap(device_encoding),
    ),
];

fn openpty(vm: &Vm) -> PyResult<Value> {
    let (master, slave) = vm.os_result(terminals::open_pair())?;
    Ok(vm.tuple(vec![vm.int(master as i64), vm.int(slave as i64)]))
}

fn device_encoding(vm: &Vm, fd: i32) -> Value {
    let is_terminal = process::get_blocking(fd).is_ok() && crate::sys::files::is_terminal(fd);
    if is_terminal { vm.str("utf-8") } else { Value::NONE }
}
