//! Descriptors: what `_io` needs of the operating system.
#![allow(unsafe_code)]

use std::ffi::CString;

use super::{Errno, Outcome, check};

/// A path as C wants it; EINVAL if it holds a zero byte.
pub fn c_path(path: &[u8]) -> Outcome<CString> {
    CString::new(path).map_err(|_| Errno(libc::EINVAL))
}

/// Opens a file, not inheritable.
pub fn open(path: &[u8], flags: i32, mode: u32) -> Outcome<i32> {
    let path = c_path(path)?;
    // SAFETY: the path is a C string.
    check(unsafe { libc::open(path.as_ptr(), flags | libc::O_CLOEXEC, mode) })
}

pub fn close(fd: i32) -> Outcome<()> {
    // SAFETY: closing a descriptor touches no memory.
    check(unsafe { libc::close(fd) }).map(drop)
}

pub fn read(fd: i32, buffer: &mut [u8]) -> Outcome<usize> {
    let length = buffer.len().min(isize::MAX as usize);
    // SAFETY: the buffer is valid for its length.
    check(unsafe { libc::read(fd, buffer.as_mut_ptr() as *mut _, length) }).map(|count| count as usize)
}

pub fn write(fd: i32, bytes: &[u8]) -> Outcome<usize> {
    let length = bytes.len().min(isize::MAX as usize);
    // SAFETY: the bytes are valid for their length.
    check(unsafe { libc::write(fd, bytes.as_ptr() as *const _, length) }).map(|count| count as usize)
}

/// Writes all of it, for paths on which nobody is left to handle an error.
pub fn write_all(fd: i32, mut bytes: &[u8]) -> Outcome<()> {
    while !bytes.is_empty() {
        match write(fd, bytes) {
            Ok(count) => bytes = &bytes[count..],
            Err(Errno(libc::EINTR)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

pub fn seek(fd: i32, offset: i64, whence: i32) -> Outcome<i64> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::lseek(fd, offset, whence) })
}

pub fn truncate(fd: i32, length: i64) -> Outcome<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::ftruncate(fd, length) }).map(drop)
}

pub fn is_terminal(fd: i32) -> bool {
    // SAFETY: no memory is passed.
    unsafe { libc::isatty(fd) == 1 }
}

/// Whether a descriptor is open.
pub fn is_open(fd: i32) -> bool {
    // SAFETY: no memory is passed.
    unsafe { libc::fcntl(fd, libc::F_GETFD) >= 0 }
}

pub fn is_inheritable(fd: i32) -> Outcome<bool> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::fcntl(fd, libc::F_GETFD) }).map(|flags| flags & libc::FD_CLOEXEC == 0)
}

pub fn set_inheritable(fd: i32, inheritable: bool) -> Outcome<()> {
    // SAFETY: no memory is passed.
    let flags = check(unsafe { libc::fcntl(fd, libc::F_GETFD) })?;
    let new = if inheritable { flags & !libc::FD_CLOEXEC } else { flags | libc::FD_CLOEXEC };
    // SAFETY: no memory is passed.
    check(unsafe { libc::fcntl(fd, libc::F_SETFD, new) }).map(drop)
}

/// What `stat` says.
pub type Stat = libc::stat;

pub fn fstat(fd: i32) -> Outcome<Stat> {
    // SAFETY: the struct is plain data that the call fills.
    unsafe {
        let mut stat: Stat = std::mem::zeroed();
        check(libc::fstat(fd, &mut stat))?;
        Ok(stat)
    }
}
