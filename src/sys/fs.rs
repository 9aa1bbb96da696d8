//! The file system by paths.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString};

use super::files::{Stat, c_path};
use super::{Errno, Outcome, check};

/// Stands for the current folder in calls relative to a folder.
pub const AT_CWD: i32 = libc::AT_FDCWD;

macro_rules! path_calls {
    ($($name:ident($($arg:ident: $type:ty),*) = $call:ident($($pass:expr),*);)*) => {
        $(pub fn $name(path: &[u8], $($arg: $type),*) -> Outcome<()> {
            let path = c_path(path)?;
            // SAFETY: the path is a C string; no other memory is passed.
            check(unsafe { libc::$call(path.as_ptr(), $($pass),*) }).map(drop)
        })*
    };
}

path_calls! {
    chdir() = chdir();
    chroot() = chroot();
    truncate(length: i64) = truncate(length);
    lchown(user: u32, group: u32) = lchown(user, group);
}

macro_rules! path_at_calls {
    ($($name:ident($($arg:ident: $type:ty),*) = $call:ident($($pass:expr),*);)*) => {
        $(pub fn $name(folder: i32, path: &[u8], $($arg: $type),*) -> Outcome<()> {
            let path = c_path(path)?;
            // SAFETY: the path is a C string; no other memory is passed.
            check(unsafe { libc::$call(folder, path.as_ptr(), $($pass),*) }).map(drop)
        })*
    };
}

path_at_calls! {
    mkdir(mode: u32) = mkdirat(mode);
    mkfifo(mode: u32) = mkfifoat(mode);
    unlink(flags: i32) = unlinkat(flags);
    access(mode: i32, flags: i32) = faccessat(mode, flags);
    chmod(mode: u32, flags: i32) = fchmodat(mode, flags);
    chown(user: u32, group: u32, flags: i32) = fchownat(user, group, flags);
    mknod(mode: u32, device: u64) = mknodat(mode, device);
}

pub fn open(folder: i32, path: &[u8], flags: i32, mode: u32) -> Outcome<i32> {
    let path = c_path(path)?;
    // SAFETY: the path is a C string.
    check(unsafe { libc::openat(folder, path.as_ptr(), flags | libc::O_CLOEXEC, mode) })
}

pub fn stat(folder: i32, path: &[u8], follow: bool) -> Outcome<Stat> {
    let path = c_path(path)?;
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    // SAFETY: the path is a C string; the struct is plain data that the call fills.
    unsafe {
        let mut stat: Stat = std::mem::zeroed();
        check(libc::fstatat(folder, path.as_ptr(), &mut stat, flags))?;
        Ok(stat)
    }
}

pub fn rename(from_folder: i32, from: &[u8], to_folder: i32, to: &[u8]) -> Outcome<()> {
    let (from, to) = (c_path(from)?, c_path(to)?);
    // SAFETY: both paths are C strings.
    check(unsafe { libc::renameat(from_folder, from.as_ptr(), to_folder, to.as_ptr()) }).map(drop)
}

pub fn link(from_folder: i32, from: &[u8], to_folder: i32, to: &[u8], flags: i32) -> Outcome<()> {
    let (from, to) = (c_path(from)?, c_path(to)?);
    // SAFETY: both paths are C strings.
    check(unsafe { libc::linkat(from_folder, from.as_ptr(), to_folder, to.as_ptr(), flags) }).map(drop)
}

pub fn symlink(target: &[u8], folder: i32, path: &[u8]) -> Outcome<()> {
    let (target, path) = (c_path(target)?, c_path(path)?);
    // SAFETY: both paths are C strings.
    check(unsafe { libc::symlinkat(target.as_ptr(), folder, path.as_ptr()) }).map(drop)
}

pub fn readlink(folder: i32, path: &[u8]) -> Outcome<Vec<u8>> {
    let path = c_path(path)?;
    let mut buffer = vec![0u8; libc::PATH_MAX as usize + 1];
    // SAFETY: the buffer has the length given.
    let length =
        check(unsafe { libc::readlinkat(folder, path.as_ptr(), buffer.as_mut_ptr() as *mut _, buffer.len()) })?;
    buffer.truncate(length as usize);
    Ok(buffer)
}

pub fn getcwd() -> Outcome<Vec<u8>> {
    use std::os::unix::ffi::OsStringExt;
    Ok(std::env::current_dir().map_err(Errno::from)?.into_os_string().into_vec())
}

/// Sets times of access and change, in nanoseconds; `None`: now. An empty path stands for the descriptor itself.
pub fn utime(folder: i32, path: Option<&[u8]>, times: Option<(i128, i128)>, follow: bool) -> Outcome<()> {
    let spec = |time: i128| libc::timespec {
        tv_sec: time.div_euclid(1_000_000_000) as _,
        tv_nsec: time.rem_euclid(1_000_000_000) as _,
    };
    let now = libc::timespec { tv_sec: 0, tv_nsec: libc::UTIME_NOW };
    let specs = times.map_or([now, now], |(accessed, modified)| [spec(accessed), spec(modified)]);
    let flags = if follow { 0 } else { libc::AT_SYMLINK_NOFOLLOW };
    match path {
        Some(path) => {
            let path = c_path(path)?;
            // SAFETY: the path is a C string, the array has two elements.
            check(unsafe { libc::utimensat(folder, path.as_ptr(), specs.as_ptr(), flags) }).map(drop)
        }
        // SAFETY: the array has two elements.
        None => check(unsafe { libc::futimens(folder, specs.as_ptr()) }).map(drop),
    }
}

/// A name in a folder, with what the folder says of its kind (`DT_DIR` ...) and number.
pub struct Entry {
    pub name: Vec<u8>,
    pub kind: u8,
    pub inode: u64,
}

/// The names in a folder, without `.` and `..`.
pub fn list(path: Result<&[u8], i32>) -> Outcome<Vec<Entry>> {
    // SAFETY: the stream is closed once; entries are valid until the next call.
    unsafe {
        let stream = match path {
            Ok(path) => libc::opendir(c_path(path)?.as_ptr()),
            Err(fd) => {
                // Closing the stream closes its descriptor: it gets one of its own, at the beginning.
                let copy = check(libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0))?;
                libc::lseek(copy, 0, libc::SEEK_SET);
                libc::fdopendir(copy)
            }
        };
        if stream.is_null() {
            return Err(Errno::last());
        }
        let mut entries = Vec::new();
        let outcome = loop {
            *libc::__errno_location() = 0;
            let entry = libc::readdir(stream);
            if entry.is_null() {
                break match Errno::last() {
                    Errno(0) => Ok(()),
                    errno => Err(errno),
                };
            }
            let name = CStr::from_ptr((*entry).d_name.as_ptr()).to_bytes();
            if name != b"." && name != b".." {
                entries.push(Entry { name: name.to_vec(), kind: (*entry).d_type, inode: (*entry).d_ino });
            }
        };
        libc::closedir(stream);
        outcome.map(|()| entries)
    }
}

pub fn statvfs(path: Result<&[u8], i32>) -> Outcome<libc::statvfs> {
    // SAFETY: the struct is plain data that the call fills.
    unsafe {
        let mut out: libc::statvfs = std::mem::zeroed();
        check(match path {
            Ok(path) => libc::statvfs(c_path(path)?.as_ptr(), &mut out),
            Err(fd) => libc::fstatvfs(fd, &mut out),
        })?;
        Ok(out)
    }
}

/// A C string from bytes, for arguments and environments of programs.
pub fn c_string(bytes: &[u8]) -> Outcome<CString> {
    CString::new(bytes).map_err(|_| Errno(libc::EINVAL))
}
