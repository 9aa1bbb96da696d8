//! Names of hosts and services.

use std::ffi::CString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{address, name_error};
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::Value;
use crate::sys::sockets::{self, Address};
use crate::vm::Vm;

/// A host or service as the system takes it: None, str (in IDNA when it is not ASCII), bytes, and for services an int.
fn text_of(vm: &Vm, value: &Value, what: &str) -> PyResult<Option<CString>> {
    if value.is_none() {
        return Ok(None);
    }
    let bytes = if let Some(text) = value.downcast::<PyStr>() {
        if text.is_ascii() {
            text.as_bytes().to_vec()
        } else {
            let encoded = vm.call_method(value, "encode", &[vm.str("idna")])?;
            vm.buffer_of(&encoded)?.to_vec()
        }
    } else if int::is_int(value) {
        vm.to_str(value)?.as_bytes().to_vec()
    } else {
        match vm.buffer_of(value) {
            Ok(buffer) => buffer.to_vec(),
            Err(raised) => {
                drop(vm.catch(raised, &vm.exceptions().TypeError)?);
                return Err(vm.type_error(what));
            }
        }
    };
    match CString::new(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(vm.value_error("embedded null character")),
    }
}

pub fn getaddrinfo(
    vm: &Vm,
    host: &Value,
    port: &Value,
    family: i32,
    kind: i32,
    protocol: i32,
    flags: i32,
) -> PyResult<Value> {
    let host = text_of(vm, host, "getaddrinfo() argument 1 must be string or None")?;
    let service = text_of(vm, port, "Int or String expected")?;
    let answer =
        vm.allow_threads(|| sockets::resolve(host.as_ref(), service.as_ref(), (family, kind, protocol, flags)));
    let infos = answer.map_err(|error| name_error(vm, error))?;
    let rows = infos.into_iter().map(|info| {
        vm.tuple(vec![
            vm.int(info.family as i64),
            vm.int(info.kind as i64),
            vm.int(info.protocol as i64),
            vm.str(&info.canonical_name),
            address::to_value(vm, &info.address),
        ])
    });
    Ok(vm.list(rows.collect()))
}

/// The address of a host: one that is written in digits needs no look-up.
pub fn address_of(vm: &Vm, host: &Value, family: i32) -> PyResult<IpAddr> {
    let text = text_of(vm, host, "str, bytes or bytearray expected")?.unwrap_or_default();
    let v6 = family == libc::AF_INET6;
    match text.to_bytes() {
        b"" if v6 => return Ok(IpAddr::V6(Ipv6Addr::UNSPECIFIED)),
        b"" => return Ok(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
        b"<broadcast>" if !v6 => return Ok(IpAddr::V4(Ipv4Addr::BROADCAST)),
        _ => {}
    }
    let digits = text.to_str().unwrap_or("");
    if v6 && let Ok(ip) = digits.parse::<Ipv6Addr>() {
        return Ok(IpAddr::V6(ip));
    }
    if !v6 && let Ok(ip) = digits.parse::<Ipv4Addr>() {
        return Ok(IpAddr::V4(ip));
    }
    let answer = vm.allow_threads(|| sockets::resolve(Some(&text), None, (family, 0, 0, 0)));
    let infos = answer.map_err(|error| name_error(vm, error))?;
    let found = infos.into_iter().find_map(|info| match info.address {
        Address::V4(ip, _) => Some(IpAddr::V4(ip)),
        Address::V6(ip, ..) => Some(IpAddr::V6(ip)),
        _ => None,
    });
    found.ok_or_else(|| name_error(vm, (libc::EAI_NONAME, "Name or service not known".to_string())))
}

pub fn gethostbyname(vm: &Vm, host: &Value) -> PyResult<String> {
    Ok(address_of(vm, host, libc::AF_INET)?.to_string())
}
