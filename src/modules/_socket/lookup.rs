//! Names of hosts and services.

use std::ffi::CString;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{address, name_error};
use crate::builtins::int;
use crate::builtins::str::PyStr;
use crate::native::PyResult;
use crate::object::Value;
use crate::sys::hosts::{self, Host};
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

/// An IPv4 address as `inet_aton` reads it: one to four numbers, in hexadecimal, octal or decimal; the last one fills what
/// is left.
pub fn loose_v4(text: &str) -> Option<Ipv4Addr> {
    let text = text.split_ascii_whitespace().next().filter(|word| text.starts_with(word))?;
    let mut numbers = Vec::new();
    for part in text.split('.') {
        let digits = |radix: u32, digits: &str| u32::from_str_radix(digits, radix).ok();
        let number = match part.as_bytes() {
            [b'0', b'x' | b'X', ..] => digits(16, &part[2..])?,
            [b'0', _, ..] => digits(8, &part[1..])?,
            [b'0'..=b'9', ..] => digits(10, part)?,
            _ => return None,
        };
        numbers.push(number);
    }
    let (last, bytes) = numbers.split_last()?;
    let room = 8 * (4usize.checked_sub(bytes.len())?) as u32;
    if bytes.iter().any(|&byte| byte > 0xFF) || room == 0 || (room < 32 && last >> room != 0) {
        return None;
    }
    let high = bytes.iter().enumerate().fold(0u32, |sum, (index, byte)| sum | byte << (24 - 8 * index));
    Some(Ipv4Addr::from(high | last))
}

/// A host as its three parts; addresses without ports.
fn host_triple(vm: &Vm, host: Host) -> Value {
    let aliases = host.aliases.iter().map(|name| vm.str(name)).collect();
    let addresses = host.addresses.iter().map(|address| match address {
        Address::V4(ip, _) => vm.str(&ip.to_string()),
        Address::V6(ip, ..) => vm.str(&ip.to_string()),
        _ => Value::NONE,
    });
    let addresses = vm.list(addresses.collect());
    vm.tuple(vec![vm.str(&host.name), vm.list(aliases), addresses])
}

pub fn gethostbyname_ex(vm: &Vm, host: &Value) -> PyResult<Value> {
    let name = text_of(vm, host, "gethostbyname_ex() argument 1 must be str, bytes or bytearray")?.unwrap_or_default();
    // What cannot be looked up at all fails as a name does.
    let ip = address_of(vm, host, libc::AF_INET)?;
    match vm.allow_threads(|| hosts::by_name(&name)) {
        Ok(host) => Ok(host_triple(vm, host)),
        Err(_) if name.is_empty() => {
            let name = ip.to_string();
            let host = Host { name: name.clone(), aliases: Vec::new(), addresses: vec![plain(ip)] };
            Ok(host_triple(vm, host))
        }
        Err(error) => Err(super::host_error(vm, error)),
    }
}

fn plain(ip: IpAddr) -> Address {
    match ip {
        IpAddr::V4(ip) => Address::V4(ip, 0),
        IpAddr::V6(ip) => Address::V6(ip, 0, 0, 0),
    }
}

pub fn gethostbyaddr(vm: &Vm, host: &Value) -> PyResult<Value> {
    let text = text_of(vm, host, "gethostbyaddr() argument 1 must be str, bytes or bytearray")?.unwrap_or_default();
    let ip = match text.to_str().ok().and_then(|digits| digits.parse::<IpAddr>().ok()) {
        Some(ip) => ip,
        None => address_of(vm, host, libc::AF_UNSPEC)?,
    };
    match vm.allow_threads(|| hosts::by_address(&plain(ip))) {
        Ok(host) => Ok(host_triple(vm, host)),
        Err(error) => Err(super::host_error(vm, error)),
    }
}

pub fn getnameinfo(vm: &Vm, address: &Value, flags: i32) -> PyResult<Value> {
    let Some(parts) = address.downcast::<crate::builtins::tuple::PyTuple>() else {
        return Err(vm.type_error("getnameinfo() argument 1 must be a tuple"));
    };
    let parts = parts.items();
    if !(2..=4).contains(&parts.len()) {
        return Err(vm.type_error("getnameinfo(): illegal sockaddr argument"));
    }
    let number = |index: usize| -> PyResult<i64> {
        parts.get(index).map_or(Ok(0), |value| vm.index_clamped(value).map(|number| number as i64))
    };
    let (port, flow, scope) = (number(1)?, number(2)?, number(3)?);
    if !(0..=0xF_FFFF).contains(&flow) {
        return Err(vm.overflow_error("getnameinfo(): flowinfo must be 0-1048575."));
    }
    let Some(host) = parts[0].downcast::<PyStr>() else {
        return Err(vm.type_error("getnameinfo() argument 1 must be str"));
    };
    let host = text_of(vm, host.as_value(), "")?;
    let service = CString::new((port as u16).to_string()).ok();
    let hints = (libc::AF_UNSPEC, libc::SOCK_DGRAM, 0, libc::AI_NUMERICHOST);
    let found = vm.allow_threads(|| sockets::resolve(host.as_ref(), service.as_ref(), hints));
    let infos = found.map_err(|error| name_error(vm, error))?;
    if infos.len() > 1 {
        return Err(vm.raise_class(&vm.exceptions().OSError, "sockaddr resolved to multiple addresses"));
    }
    let address = match infos.into_iter().next().map(|info| info.address) {
        Some(Address::V6(ip, port, ..)) => Address::V6(ip, port, flow as u32, scope as u32),
        Some(Address::V4(..)) if parts.len() != 2 => {
            return Err(vm.raise_class(&vm.exceptions().OSError, "IPv4 sockaddr must be 2 tuple"));
        }
        Some(address) => address,
        None => Address::Other,
    };
    let names = vm.allow_threads(|| hosts::name_of(&address, flags));
    let (host, service) = names.map_err(|error| name_error(vm, error))?;
    Ok(vm.tuple(vec![vm.str(&host), vm.str(&service)]))
}

fn c_text(vm: &Vm, text: &str) -> PyResult<CString> {
    CString::new(text).map_err(|_| vm.value_error("embedded null character"))
}

pub fn getservbyname(vm: &Vm, name: &str, protocol: Option<&str>) -> PyResult<u16> {
    let name = c_text(vm, name)?;
    let protocol = protocol.map(|text| c_text(vm, text)).transpose()?;
    match hosts::service_port(&name, protocol.as_deref()) {
        Some(port) => Ok(port),
        None => Err(vm.raise_class(&vm.exceptions().OSError, "service/proto not found")),
    }
}

pub fn getservbyport(vm: &Vm, port: &Value, protocol: Option<&str>) -> PyResult<String> {
    let port = vm.index_clamped(port)?;
    let Ok(port) = u16::try_from(port) else {
        return Err(vm.overflow_error("getservbyport: port must be 0-65535."));
    };
    let protocol = protocol.map(|text| c_text(vm, text)).transpose()?;
    match hosts::service_name(port, protocol.as_deref()) {
        Some(name) => Ok(name),
        None => Err(vm.raise_class(&vm.exceptions().OSError, "port/proto not found")),
    }
}

pub fn getprotobyname(vm: &Vm, name: &str) -> PyResult<i32> {
    let name = c_text(vm, name)?;
    match hosts::protocol_number(&name) {
        Some(number) => Ok(number),
        None => Err(vm.raise_class(&vm.exceptions().OSError, "protocol not found")),
    }
}

pub fn if_nameindex(vm: &Vm) -> PyResult<Value> {
    let found = vm.os_result(hosts::interfaces())?;
    let rows = found.into_iter().map(|(number, name)| {
        vm.tuple(vec![vm.int(number as i64), crate::modules::paths::decode_name(&name).into_value()])
    });
    Ok(vm.list(rows.collect()))
}

pub fn if_nametoindex(vm: &Vm, name: &Value) -> PyResult<u32> {
    let bytes = crate::modules::paths::path_bytes(vm, name)?;
    let name = vm.os_result(crate::sys::fs::c_string(&bytes))?;
    match hosts::interface_number(&name) {
        0 => Err(vm.raise_class(&vm.exceptions().OSError, "no interface with this name")),
        number => Ok(number),
    }
}

pub fn if_indextoname(vm: &Vm, number: &Value) -> PyResult<Value> {
    let index = vm.index(number)?;
    let wide = int::to_i128(&index);
    let Some(number) = wide.and_then(|wide| u32::try_from(wide).ok()) else {
        let low = wide.is_some_and(|wide| wide < 0);
        let message = if low {
            "can't convert negative value to unsigned int"
        } else {
            "Python int too large to convert to C unsigned int"
        };
        return Err(vm.overflow_error(message));
    };
    let name = vm.os_result(hosts::interface_name(number))?;
    Ok(crate::modules::paths::decode_name(&name).into_value())
}

pub fn sethostname(vm: &Vm, name: &Value) -> PyResult<()> {
    let name = vm.os_result(crate::sys::fs::c_string(&crate::modules::paths::path_bytes(vm, name)?))?;
    vm.os_result(hosts::set_host_name(&name))
}
