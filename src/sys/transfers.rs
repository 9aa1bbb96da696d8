//! Data between descriptors and memory, at given places, in parts, or without passing through this process.
#![allow(unsafe_code)]

use std::ffi::CStr;
use std::io::{IoSlice, IoSliceMut};

use super::{Outcome, check};

fn count(result: isize) -> Outcome<usize> {
    check(result).map(|count| count as usize)
}

pub fn read_at(fd: i32, buffer: &mut [u8], offset: i64) -> Outcome<usize> {
    // SAFETY: the buffer is as long as said.
    count(unsafe { libc::pread(fd, buffer.as_mut_ptr().cast(), buffer.len(), offset) })
}

pub fn write_at(fd: i32, bytes: &[u8], offset: i64) -> Outcome<usize> {
    // SAFETY: the bytes are as long as said.
    count(unsafe { libc::pwrite(fd, bytes.as_ptr().cast(), bytes.len(), offset) })
}

/// Reads into several places; with an offset from there, with flags as `preadv2` has them.
pub fn read_parts(fd: i32, parts: &mut [IoSliceMut], offset: Option<i64>, flags: i32) -> Outcome<usize> {
    let (list, length) = (parts.as_mut_ptr().cast::<libc::iovec>(), parts.len() as libc::c_int);
    // SAFETY: slices for input and output have the system's layout.
    count(unsafe {
        match offset {
            None => libc::readv(fd, list, length),
            Some(offset) if flags == 0 => libc::preadv(fd, list, length, offset),
            Some(offset) => libc::preadv2(fd, list, length, offset, flags),
        }
    })
}

/// Writes from several places, likewise.
pub fn write_parts(fd: i32, parts: &[IoSlice], offset: Option<i64>, flags: i32) -> Outcome<usize> {
    let (list, length) = (parts.as_ptr().cast::<libc::iovec>(), parts.len() as libc::c_int);
    // SAFETY: slices for input and output have the system's layout.
    count(unsafe {
        match offset {
            None => libc::writev(fd, list, length),
            Some(offset) if flags == 0 => libc::pwritev(fd, list, length, offset),
            Some(offset) => libc::pwritev2(fd, list, length, offset, flags),
        }
    })
}

/// From a file (at an offset, or where it stands) to a descriptor.
pub fn send_file(to: i32, from: i32, offset: Option<i64>, most: usize) -> Outcome<usize> {
    let mut place = offset.unwrap_or(0);
    let place = if offset.is_some() { &raw mut place } else { std::ptr::null_mut() };
    // SAFETY: the offset is valid for the call.
    count(unsafe { libc::sendfile(to, from, place, most) })
}

pub fn copy_range(from: i32, to: i32, most: usize, from_at: Option<i64>, to_at: Option<i64>) -> Outcome<usize> {
    let (mut from_place, mut to_place) = (from_at.unwrap_or(0), to_at.unwrap_or(0));
    let from_pointer = if from_at.is_some() { &raw mut from_place } else { std::ptr::null_mut() };
    let to_pointer = if to_at.is_some() { &raw mut to_place } else { std::ptr::null_mut() };
    // SAFETY: the offsets are valid for the call.
    count(unsafe { libc::copy_file_range(from, from_pointer, to, to_pointer, most, 0) })
}

pub fn splice(from: i32, to: i32, most: usize, from_at: Option<i64>, to_at: Option<i64>, flags: u32) -> Outcome<usize> {
    let (mut from_place, mut to_place) = (from_at.unwrap_or(0), to_at.unwrap_or(0));
    let from_pointer = if from_at.is_some() { &raw mut from_place } else { std::ptr::null_mut() };
    let to_pointer = if to_at.is_some() { &raw mut to_place } else { std::ptr::null_mut() };
    // SAFETY: the offsets are valid for the call.
    count(unsafe { libc::splice(from, from_pointer, to, to_pointer, most, flags) })
}

pub fn event_counter(start: u32, flags: i32) -> Outcome<i32> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::eventfd(start, flags) })
}

pub fn memory_file(name: &CStr, flags: u32) -> Outcome<i32> {
    // SAFETY: a C string.
    check(unsafe { libc::memfd_create(name.as_ptr(), flags) })
}

/// What a call that gives its error number says.
fn number(error: i32) -> Outcome<()> {
    if error == 0 { Ok(()) } else { Err(super::Errno(error)) }
}

pub fn advise(fd: i32, offset: i64, length: i64, advice: i32) -> Outcome<()> {
    // SAFETY: no memory is passed.
    number(unsafe { libc::posix_fadvise(fd, offset, length, advice) })
}

pub fn allocate(fd: i32, offset: i64, length: i64) -> Outcome<()> {
    // SAFETY: no memory is passed.
    number(unsafe { libc::posix_fallocate(fd, offset, length) })
}

pub fn lock_range(fd: i32, command: i32, length: i64) -> Outcome<()> {
    // SAFETY: no memory is passed.
    check(unsafe { libc::lockf(fd, command, length) }).map(drop)
}
