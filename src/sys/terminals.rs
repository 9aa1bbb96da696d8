//! Terminals: pairs of them, their names, groups and settings; `ioctl` and `fcntl`.
#![allow(unsafe_code)]

use std::ffi::CStr;

use super::{Errno, Outcome, check};

/// A new pair: (the controlling end, the terminal), both closed at exec.
pub fn open_pair() -> Outcome<(i32, i32)> {
    let (mut master, mut slave) = (-1, -1);
    // SAFETY: two places for results; the others are optional.
    let result = unsafe {
        libc::openpty(&mut master, &mut slave, std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut())
    };
    check(result)?;
    super::files::set_inheritable(master, false)?;
    super::files::set_inheritable(slave, false)?;
    Ok((master, slave))
}

/// Makes a terminal the calling process's own: of a new session, and in place of the standard descriptors.
pub fn login(fd: i32) -> Outcome<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::login_tty(fd) }).map(drop)
}

pub fn name_of(fd: i32) -> Outcome<Vec<u8>> {
    let mut name = [0 as libc::c_char; 1024];
    // SAFETY: the name is as long as said; the last byte stays zero.
    let error = unsafe { libc::ttyname_r(fd, name.as_mut_ptr(), name.len() - 1) };
    if error != 0 {
        return Err(Errno(error));
    }
    // SAFETY: terminated, as said.
    Ok(unsafe { CStr::from_ptr(name.as_ptr()) }.to_bytes().to_vec())
}

/// The name of a pair's terminal, from the controlling end.
pub fn pair_name(fd: i32) -> Outcome<Vec<u8>> {
    let mut name = [0 as libc::c_char; 1024];
    // SAFETY: the name is as long as said; the last byte stays zero.
    let error = unsafe { libc::ptsname_r(fd, name.as_mut_ptr(), name.len() - 1) };
    if error != 0 {
        return Err(Errno(error));
    }
    // SAFETY: terminated, as said.
    Ok(unsafe { CStr::from_ptr(name.as_ptr()) }.to_bytes().to_vec())
}

macro_rules! plain {
    ($($(#[$doc:meta])* $name:ident($($arg:ident: $type:ty),*) -> $result:ty = $call:expr;)*) => {
        $($(#[$doc])* pub fn $name($($arg: $type),*) -> Outcome<$result> {
            // SAFETY: no memory is passed.
            check(unsafe { $call }).map(|result| result as $result)
        })*
    };
}
plain! {
    open_controlling(flags: i32) -> i32 = libc::posix_openpt(flags);
    grant(fd: i32) -> i32 = libc::grantpt(fd);
    unlock(fd: i32) -> i32 = libc::unlockpt(fd);
    foreground(fd: i32) -> i32 = libc::tcgetpgrp(fd);
    set_foreground(fd: i32, group: i32) -> i32 = libc::tcsetpgrp(fd, group);
    send_break(fd: i32, duration: i32) -> i32 = libc::tcsendbreak(fd, duration);
    drain(fd: i32) -> i32 = libc::tcdrain(fd);
    flush(fd: i32, queue: i32) -> i32 = libc::tcflush(fd, queue);
    flow(fd: i32, action: i32) -> i32 = libc::tcflow(fd, action);
    control_number(fd: i32, command: i32, argument: libc::c_long) -> i32 = libc::fcntl(fd, command, argument);
    device_number(fd: i32, request: u64, argument: libc::c_long) -> i32 = libc::ioctl(fd, request as _, argument);
    lock_file(fd: i32, operation: i32) -> i32 = libc::flock(fd, operation);
}

/// `fcntl` or `ioctl` with memory that the system may change.
pub fn control_memory(fd: i32, command: i32, memory: &mut [u8]) -> Outcome<i32> {
    // SAFETY: the caller has made room for what the command writes, as it must in any language.
    check(unsafe { libc::fcntl(fd, command, memory.as_mut_ptr()) })
}

pub fn device_memory(fd: i32, request: u64, memory: &mut [u8]) -> Outcome<i32> {
    // SAFETY: likewise.
    check(unsafe { libc::ioctl(fd, request as _, memory.as_mut_ptr()) })
}

/// `lockf` by way of `fcntl`: a lock of a kind (`F_RDLCK` ...) on a range; `wait` for it.
pub fn lock_part(fd: i32, kind: i32, wait: bool, length: i64, start: i64, whence: i32) -> Outcome<()> {
    // SAFETY: the structure is filled as the system asks for.
    unsafe {
        let mut lock: libc::flock = std::mem::zeroed();
        lock.l_type = kind as _;
        (lock.l_start, lock.l_len, lock.l_whence) = (start, length, whence as _);
        let command = if wait { libc::F_SETLKW } else { libc::F_SETLK };
        check(libc::fcntl(fd, command, &lock)).map(drop)
    }
}

/// A terminal's settings.
pub struct Settings {
    /// Of input, output, control, local modes.
    pub flags: [u32; 4],
    pub speeds: [u32; 2],
    pub characters: [u8; libc::NCCS],
}

pub fn settings(fd: i32) -> Outcome<Settings> {
    // SAFETY: the structure is a place for the result.
    unsafe {
        let mut mode: libc::termios = std::mem::zeroed();
        check(libc::tcgetattr(fd, &mut mode))?;
        Ok(Settings {
            flags: [mode.c_iflag, mode.c_oflag, mode.c_cflag, mode.c_lflag],
            speeds: [libc::cfgetispeed(&mode), libc::cfgetospeed(&mode)],
            characters: mode.c_cc,
        })
    }
}

pub fn set_settings(fd: i32, when: i32, settings: &Settings) -> Outcome<()> {
    // SAFETY: the structure comes from the system and goes back changed.
    unsafe {
        let mut mode: libc::termios = std::mem::zeroed();
        check(libc::tcgetattr(fd, &mut mode))?;
        [mode.c_iflag, mode.c_oflag, mode.c_cflag, mode.c_lflag] = settings.flags;
        mode.c_cc = settings.characters;
        check(libc::cfsetispeed(&mut mode, settings.speeds[0]))?;
        check(libc::cfsetospeed(&mut mode, settings.speeds[1]))?;
        check(libc::tcsetattr(fd, when, &mode)).map(drop)
    }
}

pub fn set_size(fd: i32, lines: u16, columns: u16) -> Outcome<()> {
    // SAFETY: the structure is valid for the call.
    unsafe {
        let mut size: libc::winsize = std::mem::zeroed();
        (size.ws_row, size.ws_col) = (lines, columns);
        check(libc::ioctl(fd, libc::TIOCSWINSZ, &size)).map(drop)
    }
}
