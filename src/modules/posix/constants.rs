//! The constants of `posix`.

use crate::builtins::module::PyModule;
use crate::native::PyResult;
use crate::object::Ref;
use crate::vm::Vm;

macro_rules! constants {
    ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
}

static SYSTEM: &[(&str, i64)] = constants! {
    F_OK R_OK W_OK X_OK O_RDONLY O_WRONLY O_RDWR O_CREAT O_EXCL O_TRUNC O_APPEND O_NONBLOCK O_NDELAY O_SYNC O_DSYNC
    O_RSYNC O_DIRECTORY O_NOFOLLOW O_CLOEXEC O_NOCTTY O_PATH O_TMPFILE O_NOATIME O_DIRECT O_ASYNC O_ACCMODE
    O_LARGEFILE WNOHANG WUNTRACED WCONTINUED WEXITED WNOWAIT WSTOPPED P_PID P_PGID P_ALL P_PIDFD SEEK_DATA SEEK_HOLE
    PRIO_PROCESS PRIO_PGRP PRIO_USER SCHED_OTHER SCHED_FIFO SCHED_RR SCHED_BATCH SCHED_IDLE ST_RDONLY ST_NOSUID
    ST_NODEV ST_NOEXEC RTLD_LAZY RTLD_NOW RTLD_GLOBAL RTLD_LOCAL RTLD_NODELETE RTLD_NOLOAD RTLD_DEEPBIND
    GRND_NONBLOCK GRND_RANDOM CLD_EXITED CLD_KILLED CLD_DUMPED CLD_TRAPPED CLD_STOPPED CLD_CONTINUED F_LOCK F_TLOCK
    F_ULOCK F_TEST POSIX_FADV_NORMAL POSIX_FADV_SEQUENTIAL POSIX_FADV_RANDOM POSIX_FADV_NOREUSE POSIX_FADV_WILLNEED
    POSIX_FADV_DONTNEED
};

/// Exit statuses and limits.
static OTHERS: &[(&str, i64)] = &[
    ("EX_OK", 0),
    ("EX_USAGE", 64),
    ("EX_DATAERR", 65),
    ("EX_NOINPUT", 66),
    ("EX_NOUSER", 67),
    ("EX_NOHOST", 68),
    ("EX_UNAVAILABLE", 69),
    ("EX_SOFTWARE", 70),
    ("EX_OSERR", 71),
    ("EX_OSFILE", 72),
    ("EX_CANTCREAT", 73),
    ("EX_IOERR", 74),
    ("EX_TEMPFAIL", 75),
    ("EX_PROTOCOL", 76),
    ("EX_NOPERM", 77),
    ("EX_CONFIG", 78),
    ("NGROUPS_MAX", 65536),
    ("TMP_MAX", 238328),
];

/// What `os` asks to say which functions take descriptors and the like.
static HAVE: &[&str] = &[
    "HAVE_FACCESSAT",
    "HAVE_FCHDIR",
    "HAVE_FCHMOD",
    "HAVE_FCHMODAT",
    "HAVE_FCHOWN",
    "HAVE_FCHOWNAT",
    "HAVE_FDOPENDIR",
    "HAVE_FSTATAT",
    "HAVE_FSTATVFS",
    "HAVE_FTRUNCATE",
    "HAVE_FUTIMENS",
    "HAVE_LCHOWN",
    "HAVE_LINKAT",
    "HAVE_LSTAT",
    "HAVE_MKDIRAT",
    "HAVE_MKFIFOAT",
    "HAVE_OPENAT",
    "HAVE_READLINKAT",
    "HAVE_RENAMEAT",
    "HAVE_STATVFS",
    "HAVE_SYMLINKAT",
    "HAVE_UNLINKAT",
    "HAVE_UTIMENSAT",
];

pub(super) fn add(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    for (name, number) in SYSTEM.iter().chain(OTHERS) {
        module.dict.set_name(vm, name, vm.int(*number));
    }
    module.dict.set_name(vm, "_have_functions", vm.list(HAVE.iter().map(|name| vm.str(name)).collect()));
    Ok(())
}
