//! Files by name: making, removing, renaming, linking, and who may do what with them.

use super::{Target, folder, name_like, path, target};
use crate::builtins::tuple::PyTuple;
use crate::native::{Native, PyResult, function, wrap};
use crate::object::Value;
use crate::sys::{Outcome, files, fs, process};
use crate::vm::Vm;
use crate::vm::os_errors::retry;

pub(super) static FUNCTIONS: &[Native] = &[
    function(
        "open(path, flags, mode=511, *, dir_fd=None)",
        "Open a file for low level IO.  Returns a file descriptor (integer).",
        wrap(open),
    ),
    function("mkdir(path, mode=511, *, dir_fd=None)", "Create a directory.", wrap(mkdir)),
    function("mkfifo(path, mode=438, *, dir_fd=None)", "Create a \"fifo\" (a POSIX named pipe).", wrap(mkfifo)),
    function("rmdir(path, *, dir_fd=None)", "Remove a directory.", wrap(rmdir)),
    function("unlink(path, *, dir_fd=None)", "Remove a file (same as remove()).", wrap(unlink)),
    function("remove(path, *, dir_fd=None)", "Remove a file (same as unlink()).", wrap(unlink)),
    function("rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None)", "Rename a file or directory.", wrap(rename)),
    function(
        "replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None)",
        "Rename a file or directory, overwriting the destination.",
        wrap(rename),
    ),
    function(
        "link(src, dst, *, src_dir_fd=None, dst_dir_fd=None, follow_symlinks=True)",
        "Create a hard link to a file.",
        wrap(link),
    ),
    function(
        "symlink(src, dst, target_is_directory=False, *, dir_fd=None)",
        "Create a symbolic link pointing to src named dst.",
        wrap(symlink),
    ),
    function(
        "readlink(path, *, dir_fd=None)",
        "Return a string representing the path to which the symbolic link points.",
        wrap(readlink),
    ),
    function(
        "access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True)",
        "Use the real uid/gid to test for access to a path.",
        wrap(access),
    ),
    function(
        "chmod(path, mode, *, dir_fd=None, follow_symlinks=True)",
        "Change the access permissions of a file.",
        wrap(chmod),
    ),
    function(
        "chown(path, uid, gid, *, dir_fd=None, follow_symlinks=True)",
        "Change the owner and group id of path to the numeric uid and gid.",
        wrap(chown),
    ),
    function(
        "lchown(path, uid, gid)",
        "Change the owner and group id of path to the numeric uid and gid.",
        wrap(lchown),
    ),
    function("chdir(path)", "Change the current working directory to the specified path.", wrap(chdir)),
    function("getcwd()", "Return a unicode string representing the current working directory.", wrap(getcwd)),
    function("getcwdb()", "Return a bytes string representing the current working directory.", wrap(getcwdb)),
    function("truncate(path, length)", "Truncate a file, specified by path, to a specific length.", wrap(truncate)),
    function(
        "utime(path, times=None, *, ns=<unrepresentable>, dir_fd=None, follow_symlinks=True)",
        "Set the access and modified time of path.",
        wrap(utime),
    ),
    function(
        "fspath(path)",
        "Return the file system path representation of the object.",
        wrap(crate::modules::paths::fspath),
    ),
];

fn about<T>(vm: &Vm, outcome: Outcome<T>, value: &Value) -> PyResult<T> {
    vm.os_result_about(outcome, value)
}

fn open(vm: &Vm, name: &Value, flags: i32, mode: i32, dir_fd: &Value) -> PyResult<i32> {
    let (bytes, folder) = (path(vm, "open", name)?, folder(vm, dir_fd)?);
    let outcome = retry(vm, || fs::open(folder, &bytes, flags, mode as u32))?;
    about(vm, outcome, name)
}

fn mkdir(vm: &Vm, name: &Value, mode: i32, dir_fd: &Value) -> PyResult<()> {
    let (bytes, folder) = (path(vm, "mkdir", name)?, folder(vm, dir_fd)?);
    about(vm, vm.allow_threads(|| fs::mkdir(folder, &bytes, mode as u32)), name)
}

fn mkfifo(vm: &Vm, name: &Value, mode: i32, dir_fd: &Value) -> PyResult<()> {
    let (bytes, folder) = (path(vm, "mkfifo", name)?, folder(vm, dir_fd)?);
    about(vm, vm.allow_threads(|| fs::mkfifo(folder, &bytes, mode as u32)), name)
}

fn rmdir(vm: &Vm, name: &Value, dir_fd: &Value) -> PyResult<()> {
    let (bytes, folder) = (path(vm, "rmdir", name)?, folder(vm, dir_fd)?);
    about(vm, vm.allow_threads(|| fs::unlink(folder, &bytes, libc::AT_REMOVEDIR)), name)
}

fn unlink(vm: &Vm, name: &Value, dir_fd: &Value) -> PyResult<()> {
    let (bytes, folder) = (path(vm, "unlink", name)?, folder(vm, dir_fd)?);
    about(vm, vm.allow_threads(|| fs::unlink(folder, &bytes, 0)), name)
}

fn rename(vm: &Vm, from: &Value, to: &Value, src_dir_fd: &Value, dst_dir_fd: &Value) -> PyResult<()> {
    let (from_bytes, to_bytes) = (path(vm, "rename", from)?, path(vm, "rename", to)?);
    let (from_folder, to_folder) = (folder(vm, src_dir_fd)?, folder(vm, dst_dir_fd)?);
    let outcome = vm.allow_threads(|| fs::rename(from_folder, &from_bytes, to_folder, &to_bytes));
    outcome.map_err(|errno| vm.os_error_about_both(errno, from, to))
}

fn link(vm: &Vm, from: &Value, to: &Value, src_dir_fd: &Value, dst_dir_fd: &Value, follow: bool) -> PyResult<()> {
    let (from_bytes, to_bytes) = (path(vm, "link", from)?, path(vm, "link", to)?);
    let (from_folder, to_folder) = (folder(vm, src_dir_fd)?, folder(vm, dst_dir_fd)?);
    let flags = if follow { libc::AT_SYMLINK_FOLLOW } else { 0 };
    let outcome = vm.allow_threads(|| fs::link(from_folder, &from_bytes, to_folder, &to_bytes, flags));
    outcome.map_err(|errno| vm.os_error_about_both(errno, from, to))
}

fn symlink(vm: &Vm, target: &Value, name: &Value, _directory: &Value, dir_fd: &Value) -> PyResult<()> {
    let (target_bytes, bytes) = (path(vm, "symlink", target)?, path(vm, "symlink", name)?);
    let folder = folder(vm, dir_fd)?;
    let outcome = vm.allow_threads(|| fs::symlink(&target_bytes, folder, &bytes));
    outcome.map_err(|errno| vm.os_error_about_both(errno, target, name))
}

fn readlink(vm: &Vm, name: &Value, dir_fd: &Value) -> PyResult<Value> {
    let (bytes, folder) = (path(vm, "readlink", name)?, folder(vm, dir_fd)?);
    let target = about(vm, vm.allow_threads(|| fs::readlink(folder, &bytes)), name)?;
    Ok(name_like(vm, name, &target))
}

fn access(vm: &Vm, name: &Value, mode: i32, dir_fd: &Value, effective: bool, follow: bool) -> PyResult<bool> {
    let (bytes, folder) = (path(vm, "access", name)?, folder(vm, dir_fd)?);
    let flags = if effective { libc::AT_EACCESS } else { 0 } | if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    Ok(vm.allow_threads(|| fs::access(folder, &bytes, mode, flags)).is_ok())
}

fn chmod(vm: &Vm, name: &Value, mode: i32, dir_fd: &Value, follow: bool) -> PyResult<()> {
    let folder = folder(vm, dir_fd)?;
    let outcome = match target(vm, "chmod", name)? {
        Target::Fd(fd) => process::fchmod(fd, mode as u32).map(drop),
        Target::Path(bytes) => {
            let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
            vm.allow_threads(|| fs::chmod(folder, &bytes, mode as u32, flags))
        }
    };
    about(vm, outcome, name)
}

fn chown(vm: &Vm, name: &Value, uid: i64, gid: i64, dir_fd: &Value, follow: bool) -> PyResult<()> {
    let folder = folder(vm, dir_fd)?;
    let outcome = match target(vm, "chown", name)? {
        Target::Fd(fd) => process::fchown(fd, uid as u32, gid as u32).map(drop),
        Target::Path(bytes) => {
            let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
            vm.allow_threads(|| fs::chown(folder, &bytes, uid as u32, gid as u32, flags))
        }
    };
    about(vm, outcome, name)
}

fn lchown(vm: &Vm, name: &Value, uid: i64, gid: i64) -> PyResult<()> {
    let bytes = path(vm, "lchown", name)?;
    about(vm, vm.allow_threads(|| fs::lchown(&bytes, uid as u32, gid as u32)), name)
}

fn chdir(vm: &Vm, name: &Value) -> PyResult<()> {
    let outcome = match target(vm, "chdir", name)? {
        Target::Fd(fd) => process::fchdir(fd).map(drop),
        Target::Path(bytes) => vm.allow_threads(|| fs::chdir(&bytes)),
    };
    about(vm, outcome, name)
}

fn getcwd(vm: &Vm) -> PyResult<Value> {
    let folder = vm.os_result(fs::getcwd())?;
    Ok(crate::modules::paths::decode_name(&folder).into_value())
}

fn getcwdb(vm: &Vm) -> PyResult<Value> {
    vm.os_result(fs::getcwd()).map(|folder| vm.bytes(&folder))
}

fn truncate(vm: &Vm, name: &Value, length: i64) -> PyResult<()> {
    let outcome = match target(vm, "truncate", name)? {
        Target::Fd(fd) => files::truncate(fd, length),
        Target::Path(bytes) => vm.allow_threads(|| fs::truncate(&bytes, length)),
    };
    about(vm, outcome, name)
}

fn utime(vm: &Vm, name: &Value, times: &Value, ns: Option<&Value>, dir_fd: &Value, follow: bool) -> PyResult<()> {
    if !times.is_none() && ns.is_some() {
        return Err(vm.value_error("utime: you may specify either 'times' or 'ns' but not both"));
    }
    let pair = |value: &Value, what: &str| match value.downcast::<PyTuple>().filter(|pair| pair.len() == 2) {
        Some(pair) => Ok((pair.items()[0].clone(), pair.items()[1].clone())),
        None => Err(vm.type_error(format!(
            "utime: '{what}' must be {}a tuple of two ints",
            if what == "times" { "either " } else { "" }
        ))),
    };
    let moments = match (times.is_none(), ns) {
        (false, _) => {
            let (accessed, modified) = pair(times, "times")?;
            Some((crate::modules::time::nanoseconds(vm, &accessed)?, crate::modules::time::nanoseconds(vm, &modified)?))
        }
        (true, Some(ns)) => {
            let (accessed, modified) = pair(ns, "ns")?;
            let number = |value: &Value| -> PyResult<i128> {
                let index = vm.index(value)?;
                crate::builtins::int::to_i128(&index)
                    .ok_or_else(|| vm.overflow_error("Python int too large to convert to C long"))
            };
            Some((number(&accessed)?, number(&modified)?))
        }
        _ => None,
    };
    let folder = folder(vm, dir_fd)?;
    let outcome = match target(vm, "utime", name)? {
        Target::Fd(fd) => fs::utime(fd, None, moments, follow),
        Target::Path(bytes) => vm.allow_threads(|| fs::utime(folder, Some(&bytes), moments, follow)),
    };
    about(vm, outcome, name)
}
