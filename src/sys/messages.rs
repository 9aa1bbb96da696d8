//! `sendmsg` and `recvmsg`: data from several places, with what goes beside it (descriptors, credentials, options).
#![allow(unsafe_code)]

use std::io::IoSlice;
use std::mem::size_of;

use super::sockets::{Address, Raw};
use super::{Errno, Outcome, check};

/// What goes beside the data: level, type, content.
pub type Ancillary = (i32, i32, Vec<u8>);

/// What one `recvmsg` gave.
pub struct Received {
    pub count: usize,
    pub ancillary: Vec<Ancillary>,
    pub flags: i32,
    pub address: Address,
}

/// Bytes before the content of an ancillary item.
fn header_size() -> usize {
    control_length(0)
}

/// The length of an item with so much content.
pub fn control_length(content: usize) -> usize {
    // SAFETY: arithmetic only; callers have checked the size.
    unsafe { libc::CMSG_LEN(content as libc::c_uint) as usize }
}

/// The same with the gap that follows it.
pub fn control_space(content: usize) -> usize {
    // SAFETY: arithmetic only; callers have checked the size.
    unsafe { libc::CMSG_SPACE(content as libc::c_uint) as usize }
}

/// Room for ancillary items, aligned as their headers have to be.
fn aligned(size: usize) -> Vec<usize> {
    vec![0; size.div_ceil(size_of::<usize>())]
}

fn pack(items: &[Ancillary]) -> (Vec<usize>, usize) {
    let total = items.iter().map(|(_, _, content)| control_space(content.len())).sum();
    let mut room = aligned(total);
    let mut offset = 0;
    for (level, kind, content) in items {
        let start = room.as_mut_ptr().cast::<u8>().wrapping_add(offset);
        // SAFETY: the room is as large as the items together, and each begins at an aligned place.
        unsafe {
            let mut header: libc::cmsghdr = std::mem::zeroed();
            header.cmsg_level = *level;
            header.cmsg_type = *kind;
            header.cmsg_len = control_length(content.len()) as _;
            std::ptr::write(start.cast(), header);
            std::ptr::copy_nonoverlapping(content.as_ptr(), start.add(header_size()), content.len());
        }
        offset += control_space(content.len());
    }
    (room, total)
}

fn unpack(room: &[usize], length: usize) -> Vec<Ancillary> {
    let length = length.min(std::mem::size_of_val(room));
    // SAFETY: the bytes are those of the room.
    let bytes = unsafe { std::slice::from_raw_parts(room.as_ptr().cast::<u8>(), length) };
    let mut items = Vec::new();
    let mut offset = 0;
    while offset + header_size() <= bytes.len() {
        // SAFETY: a whole header lies there.
        let header: libc::cmsghdr = unsafe { std::ptr::read_unaligned(bytes.as_ptr().add(offset).cast()) };
        let size = header.cmsg_len as usize;
        if size < header_size() {
            break;
        }
        // What did not fit has been cut off.
        let end = (offset + size).min(bytes.len());
        items.push((header.cmsg_level, header.cmsg_type, bytes[offset + header_size()..end].to_vec()));
        offset += control_space(size - header_size());
    }
    items
}

/// Sends what goes without waiting.
pub fn send(
    fd: i32,
    parts: &[IoSlice],
    ancillary: &[Ancillary],
    flags: i32,
    address: Option<&Address>,
) -> Outcome<usize> {
    let mut name = address.map(Raw::from_address).transpose()?;
    let (mut room, length) = pack(ancillary);
    // SAFETY: everything that the header points to outlives the call and is as long as said.
    let count = unsafe {
        let mut header: libc::msghdr = std::mem::zeroed();
        if let Some(name) = &mut name {
            header.msg_name = (&raw mut name.storage).cast();
            header.msg_namelen = name.length;
        }
        header.msg_iov = parts.as_ptr() as *mut libc::iovec;
        header.msg_iovlen = parts.len() as _;
        if length > 0 {
            header.msg_control = room.as_mut_ptr().cast();
            header.msg_controllen = length as _;
        }
        libc::sendmsg(fd, &header, flags | libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL)
    };
    check(count).map(|count| count as usize)
}

/// Receives into the buffer; never waits.
pub fn receive(fd: i32, buffer: &mut [u8], ancillary_size: usize, flags: i32) -> Outcome<Received> {
    let mut name = Raw::empty();
    let mut room = aligned(ancillary_size);
    // SAFETY: everything that the header points to outlives the call and is as long as said.
    let (count, header) = unsafe {
        let mut part = libc::iovec { iov_base: buffer.as_mut_ptr().cast(), iov_len: buffer.len() };
        let mut header: libc::msghdr = std::mem::zeroed();
        header.msg_name = (&raw mut name.storage).cast();
        header.msg_namelen = name.length;
        header.msg_iov = &mut part;
        header.msg_iovlen = 1;
        if ancillary_size > 0 {
            header.msg_control = room.as_mut_ptr().cast();
            header.msg_controllen = ancillary_size as _;
        }
        (libc::recvmsg(fd, &mut header, flags | libc::MSG_DONTWAIT), header)
    };
    if count < 0 {
        return Err(Errno::last());
    }
    name.length = header.msg_namelen;
    Ok(Received {
        count: count as usize,
        ancillary: unpack(&room, header.msg_controllen),
        flags: header.msg_flags,
        address: name.to_address(),
    })
}
