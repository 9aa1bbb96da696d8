//! `stat` and its kin.

use super::{Target, folder, target};
use crate::builtins::module::PyModule;
use crate::builtins::structseq::{self, StructSpec};
use crate::native::{Native, PyResult, function, wrap};
use crate::object::{Ref, Value};
use crate::sys::files::{self, Stat};
use crate::sys::fs;
use crate::vm::Vm;

pub(super) static FUNCTIONS: &[Native] = &[
    function(
        "stat(path, *, dir_fd=None, follow_symlinks=True)",
        "Perform a stat system call on the given path.",
        wrap(stat),
    ),
    function(
        "lstat(path, *, dir_fd=None)",
        "Perform a stat system call on the given path, without following symbolic links.",
        wrap(lstat),
    ),
    function("fstat(fd)", "Perform a stat system call on the given file descriptor.", wrap(fstat)),
    function("statvfs(path)", "Perform a statvfs system call on the given path.", wrap(statvfs)),
];

static STAT_RESULT: StructSpec = StructSpec {
    module: "os",
    name: "stat_result",
    doc: "stat_result: Result from stat, fstat, or lstat.",
    fields: &[
        "st_mode",
        "st_ino",
        "st_dev",
        "st_nlink",
        "st_uid",
        "st_gid",
        "st_size",
        "",
        "",
        "",
        "st_atime",
        "st_mtime",
        "st_ctime",
        "st_atime_ns",
        "st_mtime_ns",
        "st_ctime_ns",
        "st_blksize",
        "st_blocks",
        "st_rdev",
    ],
    items: 10,
    newable: true,
};
static STATVFS_RESULT: StructSpec = StructSpec {
    module: "os",
    name: "statvfs_result",
    doc: "statvfs_result: Result from statvfs or fstatvfs.",
    fields: &[
        "f_bsize",
        "f_frsize",
        "f_blocks",
        "f_bfree",
        "f_bavail",
        "f_files",
        "f_ffree",
        "f_favail",
        "f_flag",
        "f_namemax",
        "f_fsid",
    ],
    items: 10,
    newable: true,
};

pub(super) fn add_types(vm: &Vm, module: &Ref<PyModule>) {
    for spec in [&STAT_RESULT, &STATVFS_RESULT] {
        module.dict.set_name(vm, spec.name, structseq::class(vm, spec).into_value());
    }
}

/// An `os.stat_result`.
pub(super) fn result(vm: &Vm, stat: &Stat) -> Value {
    let nanos = |seconds: i64, nanos: i64| seconds as i128 * 1_000_000_000 + nanos as i128;
    let times = [
        nanos(stat.st_atime, stat.st_atime_nsec),
        nanos(stat.st_mtime, stat.st_mtime_nsec),
        nanos(stat.st_ctime, stat.st_ctime_nsec),
    ];
    let mut fields = vec![
        vm.int(stat.st_mode as i64),
        vm.int_from(stat.st_ino),
        vm.int_from(stat.st_dev),
        vm.int_from(stat.st_nlink),
        vm.int(stat.st_uid as i64),
        vm.int(stat.st_gid as i64),
        vm.int(stat.st_size),
    ];
    fields.extend([stat.st_atime, stat.st_mtime, stat.st_ctime].map(|seconds| vm.int(seconds)));
    fields.extend(times.map(|time| {
        Value::float(time.div_euclid(1_000_000_000) as f64 + 1e-9 * time.rem_euclid(1_000_000_000) as f64)
    }));
    fields.extend(times.map(|time| vm.int_from(time)));
    fields.extend([vm.int(stat.st_blksize), vm.int(stat.st_blocks), vm.int_from(stat.st_rdev)]);
    structseq::make(vm, &STAT_RESULT, &fields)
}

fn stat(vm: &Vm, name: &Value, dir_fd: &Value, follow: bool) -> PyResult<Value> {
    let outcome = match target(vm, "stat", name)? {
        Target::Fd(_) if !dir_fd.is_none() => {
            return Err(vm.value_error("stat: can't specify dir_fd without matching path"));
        }
        Target::Fd(_) if !follow => return Err(vm.value_error("stat: cannot use fd and follow_symlinks together")),
        Target::Fd(fd) => files::fstat(fd),
        Target::Path(bytes) => {
            let folder = folder(vm, dir_fd)?;
            vm.allow_threads(|| fs::stat(folder, &bytes, follow))
        }
    };
    Ok(result(vm, &vm.os_result_about(outcome, name)?))
}

fn lstat(vm: &Vm, name: &Value, dir_fd: &Value) -> PyResult<Value> {
    let (bytes, folder) = (super::path(vm, "lstat", name)?, folder(vm, dir_fd)?);
    let outcome = vm.allow_threads(|| fs::stat(folder, &bytes, false));
    Ok(result(vm, &vm.os_result_about(outcome, name)?))
}

fn fstat(vm: &Vm, fd: i32) -> PyResult<Value> {
    Ok(result(vm, &vm.os_result(files::fstat(fd))?))
}

fn statvfs(vm: &Vm, name: &Value) -> PyResult<Value> {
    let target = target(vm, "statvfs", name)?;
    let outcome = vm.allow_threads(|| fs::statvfs(target.as_result()));
    let stat = vm.os_result_about(outcome, name)?;
    let fields = [
        stat.f_bsize,
        stat.f_frsize,
        stat.f_blocks,
        stat.f_bfree,
        stat.f_bavail,
        stat.f_files,
        stat.f_ffree,
        stat.f_favail,
        stat.f_flag,
        stat.f_namemax,
        stat.f_fsid,
    ]
    .map(|number| vm.int_from(number));
    Ok(structseq::make(vm, &STATVFS_RESULT, &fields))
}
