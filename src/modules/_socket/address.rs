//! Addresses as Python shows them: tuples for the internet, str or bytes for Unix sockets.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::lookup;
use crate::builtins::str::PyStr;
use crate::builtins::tuple::PyTuple;
use crate::native::PyResult;
use crate::object::{Value, class_ref};
use crate::sys::sockets::Address;
use crate::vm::Vm;

/// An address as a value.
pub fn to_value(vm: &Vm, address: &Address) -> Value {
    match address {
        Address::V4(ip, port) => vm.tuple(vec![vm.str(&ip.to_string()), vm.int(*port as i64)]),
        Address::V6(ip, port, flow, scope) => {
            let numbers = [*port as i64, *flow as i64, *scope as i64].map(|number| vm.int(number));
            vm.tuple(std::iter::once(vm.str(&ip.to_string())).chain(numbers).collect())
        }
        Address::Unix(path) if path.first() == Some(&0) => vm.bytes(path),
        Address::Unix(path) => crate::modules::paths::decode_name(path).into_value(),
        Address::Netlink(process, groups) => vm.tuple(vec![vm.int(*process as i64), vm.int(*groups as i64)]),
        Address::Vsock(context, port) => vm.tuple(vec![vm.int(*context as i64), vm.int(*port as i64)]),
        Address::Packet(protocol, interface, kind, hardware, bytes) => {
            let name = crate::sys::hosts::interface_name(*interface as u32).unwrap_or_default();
            let numbers = [*protocol as i64, *kind as i64, *hardware as i64].map(|number| vm.int(number));
            let name = std::iter::once(crate::modules::paths::decode_name(&name).into_value());
            vm.tuple(name.chain(numbers).chain([vm.bytes(bytes)]).collect())
        }
        Address::Other => Value::NONE,
    }
}

/// A value as an address of a family; names are looked up.
pub fn from_value(vm: &Vm, family: i32, value: &Value, function: &str) -> PyResult<Address> {
    match family {
        libc::AF_UNIX => unix(vm, value),
        libc::AF_INET | libc::AF_INET6 => internet(vm, family, value, function),
        libc::AF_NETLINK => {
            let parts = parts_of(vm, value, function, "AF_NETLINK")?;
            let [process, groups] = parts else {
                return Err(vm.type_error("AF_NETLINK address must be a pair (pid, groups)"));
            };
            Ok(Address::Netlink(vm.index_clamped(process)? as u32, vm.index_clamped(groups)? as u32))
        }
        libc::AF_VSOCK => {
            let parts = parts_of(vm, value, function, "AF_VSOCK")?;
            let [context, port] = parts else {
                return Err(vm.type_error("AF_VSOCK address must be a pair (cid, port)"));
            };
            Ok(Address::Vsock(vm.index_clamped(context)? as u32, vm.index_clamped(port)? as u32))
        }
        libc::AF_PACKET => packet(vm, value, function),
        _ => Err(vm.raise_class(&vm.exceptions().OSError, &format!("{function}(): bad family"))),
    }
}

/// The items of an address that is a tuple.
fn parts_of<'a>(vm: &Vm, value: &'a Value, function: &str, name: &str) -> PyResult<&'a [Value]> {
    match value.downcast::<PyTuple>() {
        Some(parts) => Ok(parts.items()),
        None => {
            let given = class_ref(value).name();
            Err(vm.type_error(format!("{function}(): {name} address must be tuple, not {given}")))
        }
    }
}

fn unix(vm: &Vm, value: &Value) -> PyResult<Address> {
    /// Of the system's structure; a path needs one more for its end.
    const LONGEST: usize = 108;
    let path = match value.downcast::<PyStr>() {
        Some(path) => crate::modules::paths::encode_name(vm, path)?,
        None => vm.buffer_of(value)?.to_vec(),
    };
    let room = if path.first() == Some(&0) { LONGEST } else { LONGEST - 1 };
    if path.len() > room {
        return Err(vm.raise_class(&vm.exceptions().OSError, "AF_UNIX path too long"));
    }
    Ok(Address::Unix(path))
}

fn packet(vm: &Vm, value: &Value, function: &str) -> PyResult<Address> {
    let parts = parts_of(vm, value, function, "AF_PACKET")?;
    if !(2..=5).contains(&parts.len()) {
        return Err(vm.type_error("AF_PACKET address must be a tuple of two to five elements"));
    }
    let number = |index: usize| -> PyResult<i64> {
        parts.get(index).map_or(Ok(0), |value| vm.index_clamped(value).map(|number| number as i64))
    };
    let Some(name) = parts[0].downcast::<PyStr>() else {
        return Err(vm.type_error("argument 1 must be str"));
    };
    let name = vm.os_result(crate::sys::fs::c_string(name.as_bytes()))?;
    let interface = crate::sys::hosts::interface_number(&name);
    if interface == 0 {
        return Err(vm.os_error(crate::sys::Errno(libc::ENODEV)));
    }
    let protocol = number(1)?;
    if !(0..=0xFFFF).contains(&protocol) {
        return Err(vm.overflow_error(format!("{function}(): proto must be 0-65535.")));
    }
    let hardware = match parts.get(4) {
        Some(bytes) => vm.buffer_of(bytes)?.to_vec(),
        None => Vec::new(),
    };
    if hardware.len() > 8 {
        return Err(vm.value_error("hardware address must be 8 bytes or less"));
    }
    Ok(Address::Packet(protocol as u16, interface as i32, number(2)? as u8, number(3)? as u16, hardware))
}

fn internet(vm: &Vm, family: i32, value: &Value, function: &str) -> PyResult<Address> {
    let v6 = family == libc::AF_INET6;
    let name = if v6 { "AF_INET6" } else { "AF_INET" };
    let parts = parts_of(vm, value, function, name)?;
    let most = if v6 { 4 } else { 2 };
    if parts.len() < 2 || parts.len() > most {
        let wanted = if v6 { "a tuple (host, port[, flowinfo[, scopeid]])" } else { "a pair (host, port)" };
        return Err(vm.type_error(format!("{name} address must be {wanted}")));
    }
    let port = vm.index_clamped(&parts[1])?;
    let number = |index: usize| -> PyResult<i64> {
        parts.get(index).map_or(Ok(0), |value| vm.index_clamped(value).map(|number| number as i64))
    };
    let (flow, scope) = (number(2)?, number(3)?);
    let ip = lookup::address_of(vm, &parts[0], family)?;
    if !(0..=0xFFFF).contains(&port) {
        return Err(vm.overflow_error(format!("{function}(): port must be 0-65535.")));
    }
    if !(0..=0xF_FFFF).contains(&flow) {
        return Err(vm.overflow_error(format!("{function}(): flowinfo must be 0-1048575.")));
    }
    Ok(match ip {
        IpAddr::V4(ip) => Address::V4(ip, port as u16),
        IpAddr::V6(ip) => Address::V6(ip, port as u16, flow as u32, scope as u32),
    })
}

pub fn inet_pton(vm: &Vm, family: i32, text: &str) -> PyResult<Value> {
    let packed = match family {
        libc::AF_INET => text.parse::<Ipv4Addr>().ok().map(|ip| ip.octets().to_vec()),
        libc::AF_INET6 => text.parse::<Ipv6Addr>().ok().map(|ip| ip.octets().to_vec()),
        _ => return Err(vm.os_error(crate::sys::Errno(libc::EAFNOSUPPORT))),
    };
    match packed {
        Some(packed) => Ok(vm.bytes(&packed)),
        None => Err(vm.raise_class(&vm.exceptions().OSError, "illegal IP address string passed to inet_pton")),
    }
}

pub fn inet_ntop(vm: &Vm, family: i32, packed: &Value) -> PyResult<String> {
    let packed = vm.buffer_of(packed)?.to_vec();
    let wrong = || vm.value_error("invalid length of packed IP address string");
    match family {
        libc::AF_INET => <[u8; 4]>::try_from(packed).map(|ip| Ipv4Addr::from(ip).to_string()).map_err(|_| wrong()),
        libc::AF_INET6 => <[u8; 16]>::try_from(packed).map(|ip| Ipv6Addr::from(ip).to_string()).map_err(|_| wrong()),
        _ => Err(vm.value_error(format!("unknown address family {family}"))),
    }
}

pub fn inet_aton(vm: &Vm, text: &str) -> PyResult<Value> {
    match lookup::loose_v4(text) {
        Some(ip) => Ok(vm.bytes(&ip.octets())),
        None => Err(vm.raise_class(&vm.exceptions().OSError, "illegal IP address string passed to inet_aton")),
    }
}

pub fn inet_ntoa(vm: &Vm, packed: &Value) -> PyResult<String> {
    let packed = vm.buffer_of(packed)?.to_vec();
    match <[u8; 4]>::try_from(packed) {
        Ok(ip) => Ok(Ipv4Addr::from(ip).to_string()),
        Err(_) => Err(vm.raise_class(&vm.exceptions().OSError, "packed IP wrong length")),
    }
}
