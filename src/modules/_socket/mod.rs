//! `_socket`: the socket class ([`object`]), addresses ([`address`]) and name look-up ([`lookup`]). The system calls are in
//! `sys/sockets.rs`; what waits does so without the GIL.

mod address;
mod constants;
mod lookup;
mod messages;
mod object;
mod transfer;

use std::cell::{Cell, OnceCell};

use super::NativeModule;
use crate::builtins::module::PyModule;
use crate::native::{Native, PyResult, Raised, function, wrap};
use crate::object::types::builtin;
use crate::object::{PyType, Ref, TypeSpec, Value, shape};
use crate::sys::{files, sockets};
use crate::vm::Vm;
use crate::vm::handle::module_state;

pub static SPECS: &[&TypeSpec] = &[&object::SOCKET];

/// What the module keeps per interpreter.
#[derive(Default)]
pub struct State {
    gaierror: OnceCell<Ref<PyType>>,
    herror: OnceCell<Ref<PyType>>,
    /// Timeout of new sockets in seconds; none: they block.
    default_timeout: Cell<Option<f64>>,
}

pub fn state(vm: &Vm) -> &'static State {
    module_state::<State>(vm, "_socket")
}

impl State {
    fn class<'a>(vm: &Vm, cell: &'a OnceCell<Ref<PyType>>, name: &str) -> &'a Ref<PyType> {
        cell.get_or_init(|| {
            let class = vm.derive_builtin(name, &vm.exceptions().OSError, "");
            class.init_own(&vm.names().__module__, vm.str("socket"));
            class
        })
    }
}

pub static MODULE: NativeModule = NativeModule {
    doc: "Implementation module for socket operations.\n\nSee the socket module for documentation.",
    functions: &[
        function(
            "getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)",
            "getaddrinfo(host, port [, family, type, proto, flags])\n    -> list of (family, type, proto, canonname, sockaddr)\n\nResolve host and port into addrinfo struct.",
            wrap(lookup::getaddrinfo),
        ),
        function(
            "gethostbyname(host, /)",
            "gethostbyname(host) -> address\n\nReturn the IP address (a string of the form '255.255.255.255') for a host.",
            wrap(lookup::gethostbyname),
        ),
        function(
            "gethostname()",
            "gethostname() -> string\n\nReturn the current host name.",
            wrap(|vm: &Vm| vm.os_result(sockets::host_name())),
        ),
        function("inet_pton(af, ip, /)", "inet_pton(af, ip) -> packed IP address string", wrap(address::inet_pton)),
        function(
            "inet_ntop(af, packed_ip, /)",
            "inet_ntop(af, packed_ip) -> string formatted IP address",
            wrap(address::inet_ntop),
        ),
        function(
            "inet_aton(ip_addr, /)",
            "Convert an IP address in string format (123.45.67.89) to the 32-bit packed binary format used in low-level network functions.",
            wrap(address::inet_aton),
        ),
        function(
            "inet_ntoa(packed_ip, /)",
            "Convert an IP address from 32-bit packed binary format to string format.",
            wrap(address::inet_ntoa),
        ),
        function(
            "htons(x, /)",
            "Convert a 16-bit unsigned integer from host to network byte order.",
            wrap(|_: &Vm, number: u16| number.to_be() as i32),
        ),
        function(
            "ntohs(x, /)",
            "Convert a 16-bit unsigned integer from network to host byte order.",
            wrap(|_: &Vm, number: u16| u16::from_be(number) as i32),
        ),
        function(
            "htonl(x, /)",
            "Convert a 32-bit unsigned integer from host to network byte order.",
            wrap(|_: &Vm, number: u32| number.to_be()),
        ),
        function(
            "ntohl(x, /)",
            "Convert a 32-bit unsigned integer from network to host byte order.",
            wrap(|_: &Vm, number: u32| u32::from_be(number)),
        ),
        function(
            "socketpair(family=1, type=1, proto=0, /)",
            "socketpair([family[, type [, proto]]]) -> (socket object, socket object)",
            wrap(object::socketpair),
        ),
        function(
            "dup(fd, /)",
            "Duplicate an integer socket file descriptor.",
            wrap(|vm: &Vm, fd: i32| vm.os_result(sockets::duplicate(fd))),
        ),
        function(
            "close(fd, /)",
            "Close an integer socket file descriptor.",
            wrap(|vm: &Vm, fd: i32| vm.os_result(files::close(fd))),
        ),
        function(
            "getdefaulttimeout()",
            "getdefaulttimeout() -> timeout\n\nReturns the default timeout in seconds (float) for new socket objects.\nA value of None indicates that new socket objects have no timeout.",
            wrap(getdefaulttimeout),
        ),
        function(
            "setdefaulttimeout(timeout, /)",
            "setdefaulttimeout(timeout)\n\nSet the default timeout in seconds (float) for new socket objects.",
            wrap(setdefaulttimeout),
        ),
    ],
    init,
    ..NativeModule::of("_socket")
};

static NAME_FUNCTIONS: &[Native] = &[
    function(
        "gethostbyname_ex(host, /)",
        "gethostbyname_ex(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of aliases, and a list of IP addresses,\nfor a host.  The host argument is a string giving a host name or IP number.",
        wrap(lookup::gethostbyname_ex),
    ),
    function(
        "gethostbyaddr(host, /)",
        "gethostbyaddr(host) -> (name, aliaslist, addresslist)\n\nReturn the true host name, a list of aliases, and a list of IP addresses,\nfor a host.  The host argument is a string giving a host name or IP number.",
        wrap(lookup::gethostbyaddr),
    ),
    function(
        "getnameinfo(sockaddr, flags, /)",
        "getnameinfo(sockaddr, flags) --> (host, port)\n\nGet host and port for a sockaddr.",
        wrap(lookup::getnameinfo),
    ),
    function(
        "getservbyname(servicename, protocolname=None, /)",
        "getservbyname(servicename[, protocolname]) -> integer\n\nReturn a port number from a service name and protocol name.\nThe optional protocol name, if given, should be 'tcp' or 'udp',\notherwise any protocol will match.",
        wrap(|vm: &Vm, name: &str, protocol: Option<&str>| lookup::getservbyname(vm, name, protocol).map(i32::from)),
    ),
    function(
        "getservbyport(port, protocolname=None, /)",
        "getservbyport(port[, protocolname]) -> string\n\nReturn the service name from a port number and protocol name.\nThe optional protocol name, if given, should be 'tcp' or 'udp',\notherwise any protocol will match.",
        wrap(lookup::getservbyport),
    ),
    function(
        "getprotobyname(name, /)",
        "getprotobyname(name) -> integer\n\nReturn the protocol number for the named protocol.  (Rarely used.)",
        wrap(lookup::getprotobyname),
    ),
    function(
        "if_nameindex()",
        "if_nameindex()\n\nReturns a list of network interface information (index, name) tuples.",
        wrap(lookup::if_nameindex),
    ),
    function(
        "if_nametoindex(oname, /)",
        "Returns the interface index corresponding to the interface name if_name.",
        wrap(lookup::if_nametoindex),
    ),
    function(
        "if_indextoname(if_index, /)",
        "if_indextoname(if_index)\n\nReturns the interface name corresponding to the interface index if_index.",
        wrap(lookup::if_indextoname),
    ),
    function("sethostname(name, /)", "sethostname(name)\n\nSets the hostname to name.", wrap(lookup::sethostname)),
];

fn init(vm: &Vm, module: &Ref<PyModule>) -> PyResult<()> {
    let state = state(vm);
    let set = |name: &str, value: Value| module.dict.set_name(vm, name, value);
    set("socket", builtin(shape::SOCKET).into_value());
    set("SocketType", builtin(shape::SOCKET).into_value());
    set("error", vm.exceptions().OSError.to_value());
    set("timeout", vm.exceptions().TimeoutError.to_value());
    set("gaierror", State::class(vm, &state.gaierror, "gaierror").to_value());
    set("herror", State::class(vm, &state.herror, "herror").to_value());
    set("has_ipv6", Value::TRUE);
    for &(name, number) in constants::NUMBERS {
        set(name, vm.int(number as i64));
    }
    for &(name, number) in constants::LINUX {
        set(name, vm.int(number));
    }
    set("BDADDR_ANY", vm.str("00:00:00:00:00:00"));
    set("BDADDR_LOCAL", vm.str("00:00:00:FF:FF:FF"));
    super::add_functions(vm, module, messages::FUNCTIONS);
    super::add_functions(vm, module, NAME_FUNCTIONS);
    Ok(())
}

fn getdefaulttimeout(vm: &Vm) -> Value {
    state(vm).default_timeout.get().map_or(Value::NONE, Value::float)
}

fn setdefaulttimeout(vm: &Vm, timeout: &Value) -> PyResult<()> {
    state(vm).default_timeout.set(object::seconds(vm, timeout)?);
    Ok(())
}

/// Raises `gaierror`.
#[cold]
fn name_error(vm: &Vm, error: sockets::NameError) -> Raised {
    numbered(vm, State::class(vm, &state(vm).gaierror, "gaierror"), error)
}

/// Raises `herror`.
#[cold]
fn host_error(vm: &Vm, error: sockets::NameError) -> Raised {
    numbered(vm, State::class(vm, &state(vm).herror, "herror"), error)
}

fn numbered(vm: &Vm, class: &Ref<PyType>, (number, text): sockets::NameError) -> Raised {
    match vm.new_exception(class, &[vm.int(number as i64), vm.str(&text)]) {
        Ok(exception) => vm.raise(exception),
        Err(raised) => raised,
    }
}
