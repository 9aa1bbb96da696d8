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
        Address::Unix(path) => vm.str(&String::from_utf8_lossy(path)),
        Address::Other => Value::NONE,
    }
}

/// A value as an address of a family; names are looked up.
pub fn from_value(vm: &Vm, family: i32, value: &Value, function: &str) -> PyResult<Address> {
    if family == libc::AF_UNIX {
        let path = match value.downcast::<PyStr>() {
            Some(path) => path.as_bytes().to_vec(),
            None => vm.buffer_of(value)?.to_vec(),
        };
        return Ok(Address::Unix(path));
    }
    let v6 = family == libc::AF_INET6;
    if !v6 && family != libc::AF_INET {
        return Err(vm.os_error(crate::sys::Errno(libc::EAFNOSUPPORT)));
    }
    let name = if v6 { "AF_INET6" } else { "AF_INET" };
    let Some(parts) = value.downcast::<PyTuple>() else {
        let given = class_ref(value).name();
        return Err(vm.type_error(format!("{function}(): {name} address must be tuple, not {given}")));
    };
    let parts = parts.items();
    let most = if v6 { 4 } else { 2 };
    if parts.len() < 2 || parts.len() > most {
        let wanted = if v6 { "a tuple (host, port[, flowinfo[, scopeid]])" } else { "a pair (host, port)" };
        return Err(vm.type_error(format!("{name} address must be {wanted}")));
    }
    let port = vm.index_clamped(&parts[1])?;
    if !(0..=0xFFFF).contains(&port) {
        return Err(vm.overflow_error(format!("{function}(): port must be 0-65535.")));
    }
    let number = |index: usize| -> PyResult<u32> {
        parts.get(index).map_or(Ok(0), |value| vm.index_clamped(value).map(|number| number as u32))
    };
    let (flow, scope) = (number(2)?, number(3)?);
    Ok(match lookup::address_of(vm, &parts[0], family)? {
        IpAddr::V4(ip) => Address::V4(ip, port as u16),
        IpAddr::V6(ip) => Address::V6(ip, port as u16, flow, scope),
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
    match text.parse::<Ipv4Addr>() {
        Ok(ip) => Ok(vm.bytes(&ip.octets())),
        Err(_) => Err(vm.raise_class(&vm.exceptions().OSError, "illegal IP address string passed to inet_aton")),
    }
}

pub fn inet_ntoa(vm: &Vm, packed: &Value) -> PyResult<String> {
    let packed = vm.buffer_of(packed)?.to_vec();
    match <[u8; 4]>::try_from(packed) {
        Ok(ip) => Ok(Ipv4Addr::from(ip).to_string()),
        Err(_) => Err(vm.raise_class(&vm.exceptions().OSError, "packed IP wrong length")),
    }
}
