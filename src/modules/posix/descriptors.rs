//! Descriptors.

use super::descriptor;
use crate::modules::buffers;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::Value;
use crate::sys::{files, process};
use crate::vm::Vm;
use crate::vm::os_errors::retry;

pub(super) static FUNCTIONS: &[Native] = &[
    function("close(fd)", "Close a file descriptor.", wrap(close)),
    function(
        "closerange(fd_low, fd_high, /)",
        "Closes all file descriptors in [fd_low, fd_high), ignoring errors.",
        wrap(closerange),
    ),
    function("read(fd, length, /)", "Read from a file descriptor.  Returns a bytes object.", wrap(read)),
    function("write(fd, data, /)", "Write a bytes object to a file descriptor.", wrap(write)),
    function(
        "lseek(fd, position, how, /)",
        "Set the position of a file descriptor.  Return the new position.",
        wrap(lseek),
    ),
    function(
        "ftruncate(fd, length, /)",
        "Truncate a file, specified by file descriptor, to a specific length.",
        wrap(ftruncate),
    ),
    function("fsync(fd)", "Force write of fd to disk.", wrap(fsync)),
    function("fdatasync(fd)", "Force write of fd to disk without forcing update of metadata.", wrap(fdatasync)),
    function(
        "fchmod(fd, mode)",
        "Change the access permissions of the file given by file descriptor fd.",
        wrap(fchmod),
    ),
    function(
        "fchown(fd, uid, gid)",
        "Change the owner and group id of the file specified by file descriptor.",
        wrap(fchown),
    ),
    function("fchdir(fd)", "Change to the directory of the given file descriptor.", wrap(fchdir)),
    function("dup(fd, /)", "Return a duplicate of a file descriptor.", wrap(dup)),
    function("dup2(fd, fd2, inheritable=True)", "Duplicate file descriptor.", wrap(dup2)),
    function("pipe()", "Create a pipe.", wrap(pipe)),
    function("pipe2(flags, /)", "Create a pipe with flags set atomically.", wrap(pipe2)),
    function(
        "isatty(fd, /)",
        "Return True if the fd is connected to a terminal.",
        wrap(|_: &Vm, fd: i32| files::is_terminal(fd)),
    ),
    function(
        "get_inheritable(fd, /)",
        "Get the close-on-exe flag of the specified file descriptor.",
        wrap(|vm: &Vm, fd: i32| vm.os_result(files::is_inheritable(fd))),
    ),
    function(
        "set_inheritable(fd, inheritable, /)",
        "Set the inheritable flag of the specified file descriptor.",
        wrap(|vm: &Vm, fd: i32, inheritable: bool| vm.os_result(files::set_inheritable(fd, inheritable))),
    ),
    function(
        "get_blocking(fd, /)",
        "Get the blocking mode of the file descriptor.",
        wrap(|vm: &Vm, fd: i32| vm.os_result(process::get_blocking(fd))),
    ),
    function(
        "set_blocking(fd, blocking, /)",
        "Set the blocking mode of the specified file descriptor.",
        wrap(|vm: &Vm, fd: i32, blocking: bool| vm.os_result(process::set_blocking(fd, blocking))),
    ),
];

fn close(vm: &Vm, fd: &Value) -> PyResult<()> {
    let fd = descriptor(vm, fd)?;
    vm.os_result(vm.allow_threads(|| files::close(fd)))
}

fn closerange(vm: &Vm, low: i32, high: i32) {
    vm.allow_threads(|| {
        for fd in low.max(0)..high {
            let _ = files::close(fd);
        }
    });
}

fn read(vm: &Vm, fd: i32, length: i64) -> PyResult<Value> {
    let Ok(length) = usize::try_from(length) else {
        return Err(vm.os_error(crate::sys::Errno(libc::EINVAL)));
    };
    let mut buffer = vec![0; length];
    let outcome = retry(vm, || files::read(fd, &mut buffer))?;
    let count = vm.os_result(outcome)?;
    Ok(vm.bytes(&buffer[..count]))
}

fn write(vm: &Vm, fd: i32, data: &Value) -> PyResult<usize> {
    let bytes = buffers::bytes_like(vm, data)?;
    let content = bytes.as_bytes();
    let outcome = retry(vm, || files::write(fd, content))?;
    vm.os_result(outcome)
}

fn lseek(vm: &Vm, fd: i32, position: i64, how: i32) -> PyResult<i64> {
    vm.os_result(vm.allow_threads(|| files::seek(fd, position, how)))
}

fn ftruncate(vm: &Vm, fd: i32, length: i64) -> PyResult<()> {
    let outcome = retry(vm, || files::truncate(fd, length))?;
    vm.os_result(outcome)
}

fn fsync(vm: &Vm, fd: &Value) -> PyResult<()> {
    let fd = descriptor(vm, fd)?;
    let outcome = retry(vm, || process::fsync(fd))?;
    vm.os_result(outcome).map(drop)
}

fn fdatasync(vm: &Vm, fd: &Value) -> PyResult<()> {
    let fd = descriptor(vm, fd)?;
    let outcome = retry(vm, || process::fdatasync(fd))?;
    vm.os_result(outcome).map(drop)
}

fn fchmod(vm: &Vm, fd: i32, mode: i32) -> PyResult<()> {
    vm.os_result(process::fchmod(fd, mode as u32)).map(drop)
}

fn fchown(vm: &Vm, fd: i32, uid: i64, gid: i64) -> PyResult<()> {
    vm.os_result(process::fchown(fd, uid as u32, gid as u32)).map(drop)
}

fn fchdir(vm: &Vm, fd: &Value) -> PyResult<()> {
    let fd = descriptor(vm, fd)?;
    vm.os_result(process::fchdir(fd)).map(drop)
}

fn dup(vm: &Vm, fd: i32) -> PyResult<i32> {
    vm.os_result(process::dup_private(fd))
}

fn dup2(vm: &Vm, from: i32, to: i32, inheritable: bool) -> PyResult<i32> {
    vm.os_result(process::dup2(from, to, inheritable))
}

fn pipe(vm: &Vm) -> PyResult<Value> {
    pipe2(vm, libc::O_CLOEXEC)
}

fn pipe2(vm: &Vm, flags: i32) -> PyResult<Value> {
    let (read, write) = vm.os_result(process::pipe(flags))?;
    Ok(vm.tuple(vec![vm.int(read as i64), vm.int(write as i64)]))
}
