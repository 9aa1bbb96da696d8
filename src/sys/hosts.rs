//! Names of hosts, services, protocols and interfaces, from the system's tables.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString};

use super::sockets::{Address, NameError, Raw};
use super::{Outcome, check};

/// A host: its name, its other names, its addresses.
pub struct Host {
    pub name: String,
    pub aliases: Vec<String>,
    pub addresses: Vec<Address>,
}

unsafe extern "C" {
    fn gethostbyname_r(
        name: *const libc::c_char,
        result: *mut libc::hostent,
        buffer: *mut libc::c_char,
        length: libc::size_t,
        found: *mut *mut libc::hostent,
        error: *mut libc::c_int,
    ) -> libc::c_int;
    fn gethostbyaddr_r(
        address: *const libc::c_void,
        size: libc::socklen_t,
        family: libc::c_int,
        result: *mut libc::hostent,
        buffer: *mut libc::c_char,
        length: libc::size_t,
        found: *mut *mut libc::hostent,
        error: *mut libc::c_int,
    ) -> libc::c_int;
    fn hstrerror(error: libc::c_int) -> *const libc::c_char;
}

fn text(pointer: *const libc::c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: the system's texts end with a zero.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
}

/// Calls one of the two functions above with more and more room.
fn ask(
    call: impl Fn(*mut libc::hostent, &mut [libc::c_char], *mut *mut libc::hostent, *mut libc::c_int) -> libc::c_int,
) -> Result<Host, NameError> {
    let mut room: Vec<libc::c_char> = vec![0; 4096];
    loop {
        // SAFETY: all zeros is a valid value of the structure.
        let mut result: libc::hostent = unsafe { std::mem::zeroed() };
        let (mut found, mut error) = (std::ptr::null_mut(), 0);
        let status = call(&mut result, &mut room, &mut found, &mut error);
        if status == libc::ERANGE && room.len() < 1 << 22 {
            room = vec![0; room.len() * 4];
            continue;
        }
        if found.is_null() {
            // SAFETY: a constant text.
            return Err((error, text(unsafe { hstrerror(error) })));
        }
        return Ok(host(&result));
    }
}

fn host(entry: &libc::hostent) -> Host {
    let mut answer = Host { name: text(entry.h_name), aliases: Vec::new(), addresses: Vec::new() };
    // SAFETY: both lists end with null; addresses are as long as said.
    unsafe {
        let mut alias = entry.h_aliases;
        while !alias.is_null() && !(*alias).is_null() {
            answer.aliases.push(text(*alias));
            alias = alias.add(1);
        }
        let mut address = entry.h_addr_list;
        while !address.is_null() && !(*address).is_null() {
            let bytes = std::slice::from_raw_parts((*address).cast::<u8>(), entry.h_length as usize);
            if let Ok(octets) = <[u8; 4]>::try_from(bytes) {
                answer.addresses.push(Address::V4(octets.into(), 0));
            } else if let Ok(octets) = <[u8; 16]>::try_from(bytes) {
                answer.addresses.push(Address::V6(octets.into(), 0, 0, 0));
            }
            address = address.add(1);
        }
    }
    answer
}

/// A host by its name; it may take long.
pub fn by_name(name: &CStr) -> Result<Host, NameError> {
    // SAFETY: the room is as long as said.
    ask(|result, room, found, error| unsafe {
        gethostbyname_r(name.as_ptr(), result, room.as_mut_ptr(), room.len(), found, error)
    })
}

/// A host by its address; it may take long.
pub fn by_address(address: &Address) -> Result<Host, NameError> {
    let (bytes, family) = match address {
        Address::V6(ip, ..) => (ip.octets().to_vec(), libc::AF_INET6),
        Address::V4(ip, _) => (ip.octets().to_vec(), libc::AF_INET),
        _ => (Vec::new(), libc::AF_UNSPEC),
    };
    let size = bytes.len() as libc::socklen_t;
    // SAFETY: room and address are as long as said.
    ask(|result, room, found, error| unsafe {
        gethostbyaddr_r(bytes.as_ptr().cast(), size, family, result, room.as_mut_ptr(), room.len(), found, error)
    })
}

/// Host and service of an address, as text; it may take long.
pub fn name_of(address: &Address, flags: i32) -> Result<(String, String), NameError> {
    let failed = |error| {
        // SAFETY: a constant text.
        (error, text(unsafe { libc::gai_strerror(error) }))
    };
    let raw = Raw::from_address(address).map_err(|_| failed(libc::EAI_FAMILY))?;
    let (mut host, mut service) = ([0; 1025], [0; 32]);
    // SAFETY: address and buffers are as long as said.
    let error = unsafe {
        libc::getnameinfo(
            raw.pointer(),
            raw.length,
            host.as_mut_ptr(),
            host.len() as _,
            service.as_mut_ptr(),
            service.len() as _,
            flags,
        )
    };
    if error != 0 {
        return Err(failed(error));
    }
    Ok((text(host.as_ptr()), text(service.as_ptr())))
}

/// The port of a service. The caller holds the GIL, as the system's answer lies in one place for all.
pub fn service_port(name: &CStr, protocol: Option<&CStr>) -> Option<u16> {
    let protocol = protocol.map_or(std::ptr::null(), CStr::as_ptr);
    // SAFETY: the answer is read before anybody asks again.
    unsafe {
        let entry = libc::getservbyname(name.as_ptr(), protocol);
        if entry.is_null() { None } else { Some(u16::from_be((*entry).s_port as u16)) }
    }
}

/// The service of a port, under the GIL as well.
pub fn service_name(port: u16, protocol: Option<&CStr>) -> Option<String> {
    let protocol = protocol.map_or(std::ptr::null(), CStr::as_ptr);
    // SAFETY: the answer is read before anybody asks again.
    unsafe {
        let entry = libc::getservbyport(port.to_be() as libc::c_int, protocol);
        if entry.is_null() { None } else { Some(text((*entry).s_name)) }
    }
}

/// The number of a protocol, under the GIL as well.
pub fn protocol_number(name: &CStr) -> Option<i32> {
    // SAFETY: the answer is read before anybody asks again.
    unsafe {
        let entry = libc::getprotobyname(name.as_ptr());
        if entry.is_null() { None } else { Some((*entry).p_proto) }
    }
}

/// The network interfaces: number and name.
pub fn interfaces() -> Outcome<Vec<(u32, Vec<u8>)>> {
    // SAFETY: the list ends with an entry of number 0, and is freed after it has been read.
    unsafe {
        let list = libc::if_nameindex();
        if list.is_null() {
            return Err(super::Errno::last());
        }
        let mut found = Vec::new();
        let mut entry = list;
        while (*entry).if_index != 0 && !(*entry).if_name.is_null() {
            found.push(((*entry).if_index, CStr::from_ptr((*entry).if_name).to_bytes().to_vec()));
            entry = entry.add(1);
        }
        libc::if_freenameindex(list);
        Ok(found)
    }
}

/// The number of an interface; 0: there is none of that name.
pub fn interface_number(name: &CStr) -> u32 {
    // SAFETY: a C string.
    unsafe { libc::if_nametoindex(name.as_ptr()) }
}

pub fn interface_name(number: u32) -> Outcome<Vec<u8>> {
    let mut name = [0 as libc::c_char; libc::IF_NAMESIZE];
    // SAFETY: there is room for the longest name.
    unsafe {
        if libc::if_indextoname(number, name.as_mut_ptr()).is_null() {
            return Err(super::Errno::last());
        }
        Ok(CStr::from_ptr(name.as_ptr()).to_bytes().to_vec())
    }
}

pub fn set_host_name(name: &CString) -> Outcome<()> {
    // SAFETY: the name is as long as said.
    check(unsafe { libc::sethostname(name.as_ptr(), name.as_bytes().len()) }).map(drop)
}
