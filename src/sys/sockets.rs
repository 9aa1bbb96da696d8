//! Sockets: addresses and the calls that use them.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString};
use std::mem::size_of;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Errno, Outcome, check};

/// An address of one of the families that Python programs use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Address {
    V4(Ipv4Addr, u16),
    /// With flow info and scope.
    V6(Ipv6Addr, u16, u32, u32),
    /// A path, or an abstract name that begins with a zero; empty if it has none.
    Unix(Vec<u8>),
    /// Process and groups.
    Netlink(u32, u32),
    /// Protocol, interface, packet type, hardware type, hardware address.
    Packet(u16, i32, u8, u16, Vec<u8>),
    /// Context and port.
    Vsock(u32, u32),
    /// None, or of a family not known here.
    Other,
}

/// The system's form of an address.
pub(super) struct Raw {
    pub storage: libc::sockaddr_storage,
    pub length: libc::socklen_t,
}

impl Raw {
    pub fn empty() -> Raw {
        // SAFETY: all zeros is a valid value of the structure.
        Raw { storage: unsafe { std::mem::zeroed() }, length: size_of::<libc::sockaddr_storage>() as libc::socklen_t }
    }

    fn put<T>(&mut self, value: T, length: usize) {
        debug_assert!(size_of::<T>() <= size_of::<libc::sockaddr_storage>());
        // SAFETY: the storage is large enough for, and aligned as, every address.
        unsafe { std::ptr::write((&raw mut self.storage).cast(), value) };
        self.length = length as libc::socklen_t;
    }

    pub fn pointer(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }

    pub fn from_address(address: &Address) -> Outcome<Raw> {
        let mut raw = Raw::empty();
        match address {
            Address::V4(ip, port) => {
                // SAFETY: all zeros is a valid value.
                let mut name: libc::sockaddr_in = unsafe { std::mem::zeroed() };
                name.sin_family = libc::AF_INET as libc::sa_family_t;
                name.sin_port = port.to_be();
                name.sin_addr.s_addr = u32::from_ne_bytes(ip.octets());
                raw.put(name, size_of::<libc::sockaddr_in>());
            }
            Address::V6(ip, port, flow, scope) => {
                // SAFETY: all zeros is a valid value.
                let mut name: libc::sockaddr_in6 = unsafe { std::mem::zeroed() };
                name.sin6_family = libc::AF_INET6 as libc::sa_family_t;
                name.sin6_port = port.to_be();
                name.sin6_flowinfo = flow.to_be();
                name.sin6_addr.s6_addr = ip.octets();
                name.sin6_scope_id = *scope;
                raw.put(name, size_of::<libc::sockaddr_in6>());
            }
            Address::Unix(path) => {
                // SAFETY: all zeros is a valid value.
                let mut name: libc::sockaddr_un = unsafe { std::mem::zeroed() };
                let abstract_name = path.first() == Some(&0);
                if path.len() + !abstract_name as usize > name.sun_path.len() {
                    return Err(Errno(libc::ENAMETOOLONG));
                }
                name.sun_family = libc::AF_UNIX as libc::sa_family_t;
                for (to, from) in name.sun_path.iter_mut().zip(path) {
                    *to = *from as libc::c_char;
                }
                // An abstract name ends with its length, a path with a zero; with no name at all the system finds one.
                let end = if abstract_name || path.is_empty() { 0 } else { 1 };
                let length = std::mem::offset_of!(libc::sockaddr_un, sun_path) + path.len() + end;
                raw.put(name, length);
            }
            Address::Netlink(..) | Address::Packet(..) | Address::Vsock(..) => raw.put_special(address)?,
            Address::Other => return Err(Errno(libc::EAFNOSUPPORT)),
        }
        Ok(raw)
    }

    /// The families that only Linux has.
    fn put_special(&mut self, address: &Address) -> Outcome<()> {
        match address {
            Address::Netlink(process, groups) => {
                // SAFETY: all zeros is a valid value.
                let mut name: libc::sockaddr_nl = unsafe { std::mem::zeroed() };
                name.nl_family = libc::AF_NETLINK as libc::sa_family_t;
                (name.nl_pid, name.nl_groups) = (*process, *groups);
                self.put(name, size_of::<libc::sockaddr_nl>());
            }
            Address::Packet(protocol, interface, kind, hardware, bytes) => {
                // SAFETY: all zeros is a valid value.
                let mut name: libc::sockaddr_ll = unsafe { std::mem::zeroed() };
                if bytes.len() > name.sll_addr.len() {
                    return Err(Errno(libc::EINVAL));
                }
                name.sll_family = libc::AF_PACKET as libc::sa_family_t;
                (name.sll_protocol, name.sll_ifindex) = (protocol.to_be(), *interface);
                (name.sll_hatype, name.sll_pkttype, name.sll_halen) = (*hardware, *kind, bytes.len() as u8);
                name.sll_addr[..bytes.len()].copy_from_slice(bytes);
                self.put(name, size_of::<libc::sockaddr_ll>());
            }
            Address::Vsock(context, port) => {
                // SAFETY: all zeros is a valid value.
                let mut name: libc::sockaddr_vm = unsafe { std::mem::zeroed() };
                name.svm_family = libc::AF_VSOCK as libc::sa_family_t;
                (name.svm_cid, name.svm_port) = (*context, *port);
                self.put(name, size_of::<libc::sockaddr_vm>());
            }
            _ => return Err(Errno(libc::EAFNOSUPPORT)),
        }
        Ok(())
    }

    pub fn to_address(&self) -> Address {
        if (self.length as usize) < size_of::<libc::sa_family_t>() {
            return Address::Other;
        }
        // SAFETY: the family tells which structure the storage holds.
        unsafe {
            match self.storage.ss_family as i32 {
                libc::AF_INET => {
                    let name = &*(&raw const self.storage).cast::<libc::sockaddr_in>();
                    Address::V4(Ipv4Addr::from(name.sin_addr.s_addr.to_ne_bytes()), u16::from_be(name.sin_port))
                }
                libc::AF_INET6 => {
                    let name = &*(&raw const self.storage).cast::<libc::sockaddr_in6>();
                    let ip = Ipv6Addr::from(name.sin6_addr.s6_addr);
                    Address::V6(ip, u16::from_be(name.sin6_port), u32::from_be(name.sin6_flowinfo), name.sin6_scope_id)
                }
                libc::AF_UNIX => {
                    let name = &*(&raw const self.storage).cast::<libc::sockaddr_un>();
                    let offset = std::mem::offset_of!(libc::sockaddr_un, sun_path);
                    let count = (self.length as usize).saturating_sub(offset).min(name.sun_path.len());
                    let mut path: Vec<u8> = name.sun_path[..count].iter().map(|&byte| byte as u8).collect();
                    if path.first() != Some(&0) {
                        let end = path.iter().position(|&byte| byte == 0).unwrap_or(path.len());
                        path.truncate(end);
                    } else if path.iter().all(|&byte| byte == 0) {
                        path.clear();
                    }
                    Address::Unix(path)
                }
                libc::AF_NETLINK => {
                    let name = &*(&raw const self.storage).cast::<libc::sockaddr_nl>();
                    Address::Netlink(name.nl_pid, name.nl_groups)
                }
                libc::AF_PACKET => {
                    let name = &*(&raw const self.storage).cast::<libc::sockaddr_ll>();
                    let bytes = name.sll_addr[..(name.sll_halen as usize).min(name.sll_addr.len())].to_vec();
                    let protocol = u16::from_be(name.sll_protocol);
                    Address::Packet(protocol, name.sll_ifindex, name.sll_pkttype, name.sll_hatype, bytes)
                }
                libc::AF_VSOCK => {
                    let name = &*(&raw const self.storage).cast::<libc::sockaddr_vm>();
                    Address::Vsock(name.svm_cid, name.svm_port)
                }
                _ => Address::Other,
            }
        }
    }
}

pub fn socket(family: i32, kind: i32, protocol: i32) -> Outcome<i32> {
    // SAFETY: no preconditions.
    check(unsafe { libc::socket(family, kind | libc::SOCK_CLOEXEC, protocol) })
}

pub fn pair(family: i32, kind: i32, protocol: i32) -> Outcome<(i32, i32)> {
    let mut fds = [0; 2];
    // SAFETY: there is room for two descriptors.
    check(unsafe { libc::socketpair(family, kind | libc::SOCK_CLOEXEC, protocol, fds.as_mut_ptr()) })?;
    Ok((fds[0], fds[1]))
}

pub fn bind(fd: i32, address: &Address) -> Outcome<()> {
    let raw = Raw::from_address(address)?;
    // SAFETY: the address is as long as said.
    check(unsafe { libc::bind(fd, raw.pointer(), raw.length) }).map(drop)
}

pub fn connect(fd: i32, address: &Address) -> Outcome<()> {
    let raw = Raw::from_address(address)?;
    // SAFETY: the address is as long as said.
    check(unsafe { libc::connect(fd, raw.pointer(), raw.length) }).map(drop)
}

pub fn listen(fd: i32, backlog: i32) -> Outcome<()> {
    // SAFETY: no preconditions.
    check(unsafe { libc::listen(fd, backlog) }).map(drop)
}

pub fn accept(fd: i32) -> Outcome<(i32, Address)> {
    let mut raw = Raw::empty();
    // SAFETY: the address has room for what is written.
    let accepted = unsafe { libc::accept4(fd, (&raw mut raw.storage).cast(), &mut raw.length, libc::SOCK_CLOEXEC) };
    Ok((check(accepted)?, raw.to_address()))
}

/// Receives into the buffer; never waits.
pub fn receive(fd: i32, buffer: &mut [u8], flags: i32) -> Outcome<usize> {
    // SAFETY: the buffer is as long as said.
    let count = unsafe { libc::recv(fd, buffer.as_mut_ptr().cast(), buffer.len(), flags | libc::MSG_DONTWAIT) };
    check(count).map(|count| count as usize)
}

/// Receives with the sender's address; never waits.
pub fn receive_from(fd: i32, buffer: &mut [u8], flags: i32) -> Outcome<(usize, Address)> {
    let mut raw = Raw::empty();
    // SAFETY: buffer and address are as long as said.
    let count = unsafe {
        libc::recvfrom(
            fd,
            buffer.as_mut_ptr().cast(),
            buffer.len(),
            flags | libc::MSG_DONTWAIT,
            (&raw mut raw.storage).cast(),
            &mut raw.length,
        )
    };
    let count = check(count)? as usize;
    Ok((count, raw.to_address()))
}

/// Sends what goes without waiting.
pub fn send(fd: i32, bytes: &[u8], flags: i32) -> Outcome<usize> {
    let flags = flags | libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
    // SAFETY: the buffer is as long as said.
    check(unsafe { libc::send(fd, bytes.as_ptr().cast(), bytes.len(), flags) }).map(|count| count as usize)
}

pub fn send_to(fd: i32, bytes: &[u8], flags: i32, address: &Address) -> Outcome<usize> {
    let raw = Raw::from_address(address)?;
    let flags = flags | libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL;
    // SAFETY: buffer and address are as long as said.
    let count = unsafe { libc::sendto(fd, bytes.as_ptr().cast(), bytes.len(), flags, raw.pointer(), raw.length) };
    check(count).map(|count| count as usize)
}

pub fn shutdown(fd: i32, how: i32) -> Outcome<()> {
    // SAFETY: no preconditions.
    check(unsafe { libc::shutdown(fd, how) }).map(drop)
}

pub fn own_name(fd: i32) -> Outcome<Address> {
    let mut raw = Raw::empty();
    // SAFETY: the address has room for what is written.
    check(unsafe { libc::getsockname(fd, (&raw mut raw.storage).cast(), &mut raw.length) })?;
    Ok(raw.to_address())
}

pub fn peer_name(fd: i32) -> Outcome<Address> {
    let mut raw = Raw::empty();
    // SAFETY: the address has room for what is written.
    check(unsafe { libc::getpeername(fd, (&raw mut raw.storage).cast(), &mut raw.length) })?;
    Ok(raw.to_address())
}

pub fn set_option(fd: i32, level: i32, option: i32, value: &[u8]) -> Outcome<()> {
    // SAFETY: the value is as long as said.
    check(unsafe { libc::setsockopt(fd, level, option, value.as_ptr().cast(), value.len() as libc::socklen_t) })
        .map(drop)
}

/// The bytes of an option, at most so many.
pub fn option(fd: i32, level: i32, option: i32, most: usize) -> Outcome<Vec<u8>> {
    let mut value = vec![0u8; most];
    let mut length = most as libc::socklen_t;
    // SAFETY: the value has room for as much as said.
    check(unsafe { libc::getsockopt(fd, level, option, value.as_mut_ptr().cast(), &mut length) })?;
    value.truncate(length as usize);
    Ok(value)
}

/// A numeric option.
pub fn number_option(fd: i32, level: i32, number: i32) -> Outcome<i32> {
    let bytes = option(fd, level, number, 4)?;
    Ok(bytes.try_into().map_or(0, i32::from_ne_bytes))
}

pub fn set_blocking(fd: i32, blocking: bool) -> Outcome<()> {
    // SAFETY: no preconditions.
    let flags = check(unsafe { libc::fcntl(fd, libc::F_GETFL) })?;
    let wanted = if blocking { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
    if wanted == flags {
        return Ok(());
    }
    // SAFETY: no preconditions.
    check(unsafe { libc::fcntl(fd, libc::F_SETFL, wanted) }).map(drop)
}

/// Waits until the descriptor can be read or written; false when the time (milliseconds, -1 without end) is over.
pub fn wait(fd: i32, writing: bool, millis: i32) -> Outcome<bool> {
    let events = if writing { libc::POLLOUT } else { libc::POLLIN };
    let mut entry = libc::pollfd { fd, events, revents: 0 };
    // SAFETY: one entry.
    check(unsafe { libc::poll(&mut entry, 1, millis) }).map(|count| count > 0)
}

pub fn duplicate(fd: i32) -> Outcome<i32> {
    // SAFETY: no preconditions.
    check(unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) })
}

pub fn host_name() -> Outcome<String> {
    let mut buffer = [0 as libc::c_char; 256];
    // SAFETY: the last byte stays zero.
    check(unsafe { libc::gethostname(buffer.as_mut_ptr(), buffer.len() - 1) })?;
    // SAFETY: terminated, as said.
    Ok(unsafe { CStr::from_ptr(buffer.as_ptr()) }.to_string_lossy().into_owned())
}

/// One answer of `getaddrinfo`.
pub struct Info {
    pub family: i32,
    pub kind: i32,
    pub protocol: i32,
    pub canonical_name: String,
    pub address: Address,
}

/// What is wrong with a name: number and text of `gaierror`.
pub type NameError = (i32, String);

/// Resolves a name; it may take long.
pub fn resolve(
    host: Option<&CString>,
    service: Option<&CString>,
    (family, kind, protocol, flags): (i32, i32, i32, i32),
) -> Result<Vec<Info>, NameError> {
    // SAFETY: the list that comes back is read and then freed.
    unsafe {
        let mut hints: libc::addrinfo = std::mem::zeroed();
        hints.ai_family = family;
        hints.ai_socktype = kind;
        hints.ai_protocol = protocol;
        hints.ai_flags = flags;
        let mut list: *mut libc::addrinfo = std::ptr::null_mut();
        let text = |text: Option<&CString>| text.map_or(std::ptr::null(), |text| text.as_ptr());
        let error = libc::getaddrinfo(text(host), text(service), &hints, &mut list);
        if error != 0 {
            return Err((error, CStr::from_ptr(libc::gai_strerror(error)).to_string_lossy().into_owned()));
        }
        let mut infos = Vec::new();
        let mut entry = list;
        while !entry.is_null() {
            let info = &*entry;
            let mut raw = Raw::empty();
            let length = (info.ai_addrlen as usize).min(size_of::<libc::sockaddr_storage>());
            std::ptr::copy_nonoverlapping(info.ai_addr.cast::<u8>(), (&raw mut raw.storage).cast::<u8>(), length);
            raw.length = length as libc::socklen_t;
            let canonical_name = match info.ai_canonname.is_null() {
                true => String::new(),
                false => CStr::from_ptr(info.ai_canonname).to_string_lossy().into_owned(),
            };
            infos.push(Info {
                family: info.ai_family,
                kind: info.ai_socktype,
                protocol: info.ai_protocol,
                canonical_name,
                address: raw.to_address(),
            });
            entry = info.ai_next;
        }
        libc::freeaddrinfo(list);
        Ok(infos)
    }
}
