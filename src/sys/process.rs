//! Processes, users, and what the system says of itself.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString};

use super::{Errno, Outcome, check};

macro_rules! plain_calls {
    ($($name:ident($($arg:ident: $type:ty),*) -> $result:ty = $call:ident;)*) => {
        $(pub fn $name($($arg: $type),*) -> Outcome<$result> {
            // SAFETY: no memory is passed.
            check(unsafe { libc::$call($($arg),*) })
        })*
    };
}

plain_calls! {
    kill(process: i32, signal: i32) -> i32 = kill;
    killpg(group: i32, signal: i32) -> i32 = killpg;
    getpgid(process: i32) -> i32 = getpgid;
    setpgid(process: i32, group: i32) -> i32 = setpgid;
    getsid(process: i32) -> i32 = getsid;
    setsid() -> i32 = setsid;
    dup(fd: i32) -> i32 = dup;
    fchdir(fd: i32) -> i32 = fchdir;
    fsync(fd: i32) -> i32 = fsync;
    fdatasync(fd: i32) -> i32 = fdatasync;
    fchmod(fd: i32, mode: u32) -> i32 = fchmod;
    fchown(fd: i32, user: u32, group: u32) -> i32 = fchown;
    setuid(user: u32) -> i32 = setuid;
    setgid(group: u32) -> i32 = setgid;
    tcgetpgrp(fd: i32) -> i32 = tcgetpgrp;
    sched_yield() -> i32 = sched_yield;
}

macro_rules! ids {
    ($($name:ident: $type:ty;)*) => {
        $(pub fn $name() -> $type {
            // SAFETY: the call has no arguments and cannot fail.
            unsafe { libc::$name() }
        })*
    };
}
ids! { getpid: i32; getppid: i32; getuid: u32; geteuid: u32; getgid: u32; getegid: u32; getpgrp: i32; }

pub fn umask(mask: u32) -> u32 {
    // SAFETY: no memory is passed.
    unsafe { libc::umask(mask) }
}

pub fn pipe(flags: i32) -> Outcome<(i32, i32)> {
    let mut ends = [0; 2];
    // SAFETY: the array has room for two descriptors.
    check(unsafe { libc::pipe2(ends.as_mut_ptr(), flags) })?;
    Ok((ends[0], ends[1]))
}

pub fn dup_private(fd: i32) -> Outcome<i32> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) })
}

pub fn dup2(from: i32, to: i32, inheritable: bool) -> Outcome<i32> {
    if inheritable || from == to {
        // SAFETY: no memory is passed.
        check(unsafe { libc::dup2(from, to) })
    } else {
        // SAFETY: no memory is passed.
        check(unsafe { libc::dup3(from, to, libc::O_CLOEXEC) })
    }
}

/// Process, status.
pub fn waitpid(process: i32, options: i32) -> Outcome<(i32, i32)> {
    let mut status = 0;
    // SAFETY: the status is valid for the call.
    let found = check(unsafe { libc::waitpid(process, &mut status, options) })?;
    Ok((found, status))
}

/// The exit code that a status means; negative: the signal that ended the process. `None`: it has not ended.
pub fn exit_code(status: i32) -> Option<i32> {
    if libc::WIFEXITED(status) {
        Some(libc::WEXITSTATUS(status))
    } else if libc::WIFSIGNALED(status) {
        Some(-libc::WTERMSIG(status))
    } else {
        None
    }
}

pub fn set_blocking(fd: i32, blocking: bool) -> Outcome<()> {
    // SAFETY: no memory is passed.
    unsafe {
        let flags = check(libc::fcntl(fd, libc::F_GETFL))?;
        let new = if blocking { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
        check(libc::fcntl(fd, libc::F_SETFL, new)).map(drop)
    }
}

pub fn get_blocking(fd: i32) -> Outcome<bool> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::fcntl(fd, libc::F_GETFL) }).map(|flags| flags & libc::O_NONBLOCK == 0)
}

/// Columns and lines of a terminal.
pub fn terminal_size(fd: i32) -> Outcome<(u16, u16)> {
    // SAFETY: the struct is plain data that the call fills.
    unsafe {
        let mut size: libc::winsize = std::mem::zeroed();
        check(libc::ioctl(fd, libc::TIOCGWINSZ, &mut size))?;
        Ok((size.ws_col, size.ws_row))
    }
}

/// System, node, release, version, machine.
pub fn uname() -> Outcome<[Vec<u8>; 5]> {
    // SAFETY: the struct is plain data that the call fills with C strings.
    unsafe {
        let mut name: libc::utsname = std::mem::zeroed();
        check(libc::uname(&mut name))?;
        let text = |field: &[libc::c_char]| CStr::from_ptr(field.as_ptr()).to_bytes().to_vec();
        Ok([text(&name.sysname), text(&name.nodename), text(&name.release), text(&name.version), text(&name.machine)])
    }
}

pub fn random_bytes(buffer: &mut [u8]) -> Outcome<()> {
    let mut filled = 0;
    while filled < buffer.len() {
        let rest = &mut buffer[filled..];
        // SAFETY: the buffer is valid for its length.
        match check(unsafe { libc::getrandom(rest.as_mut_ptr() as *mut _, rest.len(), 0) }) {
            Ok(count) => filled += count as usize,
            Err(Errno(libc::EINTR)) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}

pub fn sysconf(name: i32) -> i64 {
    // SAFETY: no memory is passed.
    unsafe { libc::sysconf(name) }
}

pub fn load_average() -> Outcome<[f64; 3]> {
    let mut loads = [0.0; 3];
    // SAFETY: the array has room for three numbers.
    if unsafe { libc::getloadavg(loads.as_mut_ptr(), 3) } == 3 { Ok(loads) } else { Err(Errno(libc::EIO)) }
}

/// Seconds: user, system, those of children, elapsed.
pub fn times() -> Outcome<[f64; 5]> {
    // SAFETY: the struct is plain data that the call fills.
    unsafe {
        let mut times: libc::tms = std::mem::zeroed();
        let elapsed = check(libc::times(&mut times))?;
        let tick = libc::sysconf(libc::_SC_CLK_TCK) as f64;
        let fields = [times.tms_utime, times.tms_stime, times.tms_cutime, times.tms_cstime, elapsed];
        Ok(fields.map(|count| count as f64 / tick))
    }
}

/// Ends the process at once.
pub fn exit_now(status: i32) -> ! {
    // SAFETY: nothing runs after it.
    unsafe { libc::_exit(status) }
}

/// Ends the process by SIGABRT.
pub fn abort() -> ! {
    std::process::abort()
}

/// An array for the system: ends with null, and refers to the strings.
pub(super) fn pointers(strings: &[CString]) -> Vec<*const libc::c_char> {
    strings.iter().map(|string| string.as_ptr()).chain([std::ptr::null()]).collect()
}

/// Runs a program in place of this one; comes back only with an error.
pub fn exec(path: &CStr, args: &[CString], environment: Option<&[CString]>) -> Errno {
    let args = pointers(args);
    // SAFETY: the arrays end with null and outlive the call.
    unsafe {
        match environment {
            Some(environment) => libc::execve(path.as_ptr(), args.as_ptr(), pointers(environment).as_ptr()),
            None => libc::execv(path.as_ptr(), args.as_ptr()),
        };
    }
    Errno::last()
}

/// The entries of the environment, as `name=value`.
pub fn environment() -> Vec<(Vec<u8>, Vec<u8>)> {
    use std::os::unix::ffi::OsStringExt;
    std::env::vars_os().map(|(name, value)| (name.into_vec(), value.into_vec())).collect()
}

/// Sets or with `None` removes a variable. The caller holds the GIL, under which scripts' threads read and write it.
pub fn set_variable(name: &[u8], value: Option<&[u8]>) {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    // SAFETY: only holders of the GIL change the environment, and the C library's readers are called under it too.
    unsafe {
        match value {
            Some(value) => std::env::set_var(OsStr::from_bytes(name), OsStr::from_bytes(value)),
            None => std::env::remove_var(OsStr::from_bytes(name)),
        }
    }
}
