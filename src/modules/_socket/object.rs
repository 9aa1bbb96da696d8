//! The socket class: how sockets are made, named, connected, set and closed. Data goes through [`transfer`] and [`messages`].

use std::cell::Cell;

use super::transfer::{deadline_of, patiently, wait_until};
use super::{address, messages, state, transfer};
use crate::native::convert::Class;
use crate::native::{Args, Keywords, Native, PyResult, Rest, getter, method, staticmethod, wrap};
use crate::object::{Header, Ref, Slots, TypeSpec, Value, shape, types};
use crate::sys::{Errno, Outcome, files, sockets};
use crate::vm::Vm;
use crate::vm::os_errors::retry;

#[repr(C)]
pub struct PySocket {
    header: Header,
    fd: Cell<i32>,
    family: Cell<i32>,
    kind: Cell<i32>,
    protocol: Cell<i32>,
    /// Seconds; none: calls wait as long as it takes; 0: they do not wait.
    timeout: Cell<Option<f64>>,
}
crate::payload!(PySocket, shape::SOCKET);

pub static SOCKET: TypeSpec = TypeSpec {
    module: "_socket",
    doc: "socket(family=AF_INET, type=SOCK_STREAM, proto=0) -> socket object\nsocket(family=-1, type=-1, proto=-1, fileno=None) -> socket object\n\nOpen a socket of the given type.",
    flags: types::BASETYPE,
    slots: Slots { init: Some(init), repr: Some(repr), finalize: Some(finalize), ..Slots::EMPTY },
    new: Some(&NEW),
    methods: METHODS,
    getset: &[
        getter("family", "the socket family", |vm, v| Ok(vm.int(of(v).family.get() as i64))),
        getter("type", "the socket type", |vm, v| Ok(vm.int(of(v).kind.get() as i64))),
        getter("proto", "the socket protocol", |vm, v| Ok(vm.int(of(v).protocol.get() as i64))),
        getter("timeout", "the socket timeout", |_, v| Ok(of(v).timeout.get().map_or(Value::NONE, Value::float))),
    ],
    ..TypeSpec::of::<PySocket>("socket")
};

static NEW: Native = staticmethod("__new__(cls, *args, **kwargs)", "", wrap(new));

static METHODS: &[Native] = &[
    method(
        "_accept(self, /)",
        "_accept() -> (integer, address info)\n\nWait for an incoming connection.",
        wrap(accept),
    ),
    method("bind(self, address, /)", "bind(address)\n\nBind the socket to a local address.", wrap(bind)),
    method("close(self, /)", "close()\n\nClose the socket.  It cannot be used after this call.", wrap(close)),
    method("connect(self, address, /)", "connect(address)\n\nConnect the socket to a remote address.", wrap(connect)),
    method(
        "connect_ex(self, address, /)",
        "connect_ex(address) -> errno\n\nThis is like connect(address), but returns an error code (the errno value)\ninstead of raising an exception when an error occurs.",
        wrap(connect_ex),
    ),
    method(
        "detach(self, /)",
        "detach()\n\nClose the socket object without closing the underlying file descriptor.",
        wrap(|_: &Vm, this: &Ref<PySocket>| this.fd.replace(-1)),
    ),
    method(
        "fileno(self, /)",
        "fileno() -> integer\n\nReturn the integer file descriptor of the socket.",
        wrap(|_: &Vm, this: &Ref<PySocket>| this.fd.get()),
    ),
    method(
        "getblocking(self, /)",
        "getblocking()\n\nReturns True if socket is in blocking mode, or False if it\nis in non-blocking mode.",
        wrap(|_: &Vm, this: &Ref<PySocket>| this.timeout.get() != Some(0.0)),
    ),
    method(
        "getpeername(self, /)",
        "getpeername() -> address info\n\nReturn the address of the remote endpoint.",
        wrap(getpeername),
    ),
    method(
        "getsockname(self, /)",
        "getsockname() -> address info\n\nReturn the address of the local endpoint.",
        wrap(getsockname),
    ),
    method(
        "getsockopt(self, level, option, buffersize=0, /)",
        "getsockopt(level, option[, buffersize]) -> value\n\nGet a socket option.",
        wrap(getsockopt),
    ),
    method(
        "gettimeout(self, /)",
        "gettimeout() -> timeout\n\nReturns the timeout in seconds (float) associated with socket operations.",
        wrap(|_: &Vm, this: &Ref<PySocket>| this.timeout.get().map_or(Value::NONE, Value::float)),
    ),
    method("listen(self, backlog=128, /)", "listen([backlog])\n\nEnable a server to accept connections.", wrap(listen)),
    method(
        "recv(self, buffersize, flags=0, /)",
        "recv(buffersize[, flags]) -> data\n\nReceive up to buffersize bytes from the socket.",
        wrap(transfer::recv),
    ),
    method(
        "recv_into(self, buffer, nbytes=0, flags=0)",
        "recv_into(buffer, [nbytes[, flags]]) -> nbytes_read",
        wrap(transfer::recv_into),
    ),
    method(
        "recvfrom(self, buffersize, flags=0, /)",
        "recvfrom(buffersize[, flags]) -> (data, address info)",
        wrap(transfer::recvfrom),
    ),
    method(
        "send(self, data, flags=0, /)",
        "send(data[, flags]) -> count\n\nSend a data string to the socket.",
        wrap(transfer::send),
    ),
    method(
        "sendall(self, data, flags=0, /)",
        "sendall(data[, flags])\n\nSend a data string to the socket.",
        wrap(transfer::sendall),
    ),
    method(
        "recvmsg(self, bufsize, ancbufsize=0, flags=0, /)",
        "recvmsg(bufsize[, ancbufsize[, flags]]) -> (data, ancdata, msg_flags, address)\n\nReceive normal data (up to bufsize bytes) and ancillary data from the\nsocket.",
        wrap(messages::recvmsg),
    ),
    method(
        "recvmsg_into(self, buffers, ancbufsize=0, flags=0, /)",
        "recvmsg_into(buffers[, ancbufsize[, flags]]) -> (nbytes, ancdata, msg_flags, address)\n\nReceive normal data and ancillary data from the socket, scattering the\nnon-ancillary data into a series of buffers.",
        wrap(messages::recvmsg_into),
    ),
    method(
        "sendmsg(self, buffers, ancdata=(), flags=0, address=None, /)",
        "sendmsg(buffers[, ancdata[, flags[, address]]]) -> count\n\nSend normal and ancillary data to the socket, gathering the\nnon-ancillary data from a series of buffers and concatenating it into\na single message.",
        wrap(messages::sendmsg),
    ),
    method(
        "recvfrom_into(self, buffer, nbytes=0, flags=0)",
        "recvfrom_into(buffer[, nbytes[, flags]]) -> (nbytes, address info)",
        wrap(transfer::recvfrom_into),
    ),
    method("sendto(self, data, *args)", "sendto(data[, flags], address) -> count", wrap(transfer::sendto)),
    method(
        "setblocking(self, flag, /)",
        "setblocking(flag)\n\nSet the socket to blocking (flag is true) or non-blocking (false).",
        wrap(setblocking),
    ),
    method(
        "setsockopt(self, level, option, value, optlen=0, /)",
        "setsockopt(level, option, value: int)\nsetsockopt(level, option, value: buffer)\n\nSet a socket option.",
        wrap(setsockopt),
    ),
    method(
        "settimeout(self, timeout, /)",
        "settimeout(timeout)\n\nSet a timeout on socket operations.",
        wrap(settimeout),
    ),
    method(
        "shutdown(self, how, /)",
        "shutdown(flag)\n\nShut down the reading side of the socket, the writing side, or both.",
        wrap(|vm: &Vm, this: &Ref<PySocket>, how: i32| vm.os_result(sockets::shutdown(this.fd.get(), how))),
    ),
];

impl PySocket {
    pub fn fd(&self) -> i32 {
        self.fd.get()
    }

    pub fn timeout(&self) -> Option<f64> {
        self.timeout.get()
    }

    pub fn family(&self) -> i32 {
        self.family.get()
    }
}

/// A C `int` out of a value.
pub fn c_int(vm: &Vm, value: &Value) -> PyResult<i32> {
    let number = vm.index(value)?;
    match crate::builtins::int::to_i128(&number).and_then(|wide| i32::try_from(wide).ok()) {
        Some(number) => Ok(number),
        None => Err(vm.overflow_error("Python int too large to convert to C int")),
    }
}

fn of(value: &Value) -> &Ref<PySocket> {
    value.downcast::<PySocket>().expect("attributes are asked of their own type")
}

fn payload() -> PySocket {
    PySocket {
        header: Header::new(shape::SOCKET),
        fd: Cell::new(-1),
        family: Cell::new(-1),
        kind: Cell::new(-1),
        protocol: Cell::new(-1),
        timeout: Cell::new(None),
    }
}

fn new(vm: &Vm, class: Class, _args: Rest, _keywords: Keywords) -> Ref<PySocket> {
    vm.new_object(class, payload())
}

fn init(vm: &Vm, value: &Value, args: Args) -> PyResult<()> {
    let mut given = [None, None, None, None];
    let names = ["family", "type", "proto", "fileno"];
    if args.positional().len() > names.len() {
        return Err(vm.type_error("socket() takes at most 4 arguments"));
    }
    for (slot, value) in given.iter_mut().zip(args.positional()) {
        *slot = Some(value.clone());
    }
    for (name, value) in args.keywords() {
        let text = vm.str_text(name);
        match names.iter().position(|known| *known == text) {
            Some(index) => given[index] = Some(value.clone()),
            None => return Err(vm.type_error(format!("socket() got an unexpected keyword argument '{text}'"))),
        }
    }
    let number = |index: usize| -> PyResult<i32> {
        match &given[index] {
            Some(value) => Ok(vm.index_clamped(value)? as i32),
            None => Ok(-1),
        }
    };
    let (family, kind, protocol) = (number(0)?, number(1)?, number(2)?);
    match given[3].as_ref().filter(|fileno| !fileno.is_none()) {
        Some(fileno) => {
            let fd = vm.index_clamped(fileno)? as i32;
            if fd < 0 {
                return Err(vm.value_error("negative file descriptor"));
            }
            adopt(vm, of(value), fd, family, kind, protocol)
        }
        None => {
            let or = |number: i32, default: i32| if number == -1 { default } else { number };
            let (family, kind) = (or(family, libc::AF_INET), or(kind, libc::SOCK_STREAM));
            let fd = vm.os_result(sockets::socket(family, kind, or(protocol, 0)))?;
            fill(vm, of(value), fd, family, kind, or(protocol, 0))
        }
    }
}

/// A descriptor that is there already: what is not said is asked of the system.
fn adopt(vm: &Vm, this: &PySocket, fd: i32, family: i32, kind: i32, protocol: i32) -> PyResult<()> {
    let ask = |given: i32, option: i32| -> PyResult<i32> {
        if given == -1 { vm.os_result(sockets::number_option(fd, libc::SOL_SOCKET, option)) } else { Ok(given) }
    };
    let family = ask(family, libc::SO_DOMAIN)?;
    let (kind, protocol) = (ask(kind, libc::SO_TYPE)?, ask(protocol, libc::SO_PROTOCOL)?);
    fill(vm, this, fd, family, kind, protocol)
}

fn fill(vm: &Vm, this: &PySocket, fd: i32, family: i32, kind: i32, protocol: i32) -> PyResult<()> {
    this.fd.set(fd);
    this.family.set(family);
    this.kind.set(kind & !(libc::SOCK_NONBLOCK | libc::SOCK_CLOEXEC));
    this.protocol.set(protocol);
    let timeout = if kind & libc::SOCK_NONBLOCK != 0 { Some(0.0) } else { state(vm).default_timeout.get() };
    this.timeout.set(timeout);
    if timeout.is_some() {
        vm.os_result(sockets::set_blocking(fd, false))?;
    }
    Ok(())
}

fn repr(vm: &Vm, value: &Value) -> PyResult<Value> {
    let this = of(value);
    let (fd, family, kind, protocol) = (this.fd.get(), this.family.get(), this.kind.get(), this.protocol.get());
    Ok(vm.str(&format!("<socket object, fd={fd}, family={family}, type={kind}, proto={protocol}>")))
}

/// A socket that nobody has closed.
fn finalize(vm: &Vm, value: &Value) {
    let Some(this) = value.downcast::<PySocket>() else { return };
    if this.fd.get() < 0 {
        return;
    }
    let warned = vm.repr(value).and_then(|text| {
        let warn = vm.import_attr("_warnings", "warn")?;
        let message = vm.str(&format!("unclosed {text}"));
        vm.call(&warn, &[message, vm.exceptions().ResourceWarning.to_value(), vm.int(1), value.clone()])
    });
    if let Err(raised) = warned {
        vm.report_unraisable(raised, None, value);
    }
    let _ = files::close(this.fd.replace(-1));
}

/// A timeout given as None or a number of seconds.
pub fn seconds(vm: &Vm, timeout: &Value) -> PyResult<Option<f64>> {
    if timeout.is_none() {
        return Ok(None);
    }
    let seconds = vm.to_f64(timeout)?;
    if seconds.is_nan() {
        return Err(vm.value_error("Invalid value NaN (not a number)"));
    }
    if seconds < 0.0 { Err(vm.value_error("Timeout value out of range")) } else { Ok(Some(seconds)) }
}

fn accept(vm: &Vm, this: &Ref<PySocket>) -> PyResult<Value> {
    // A listener in blocking mode waits inside accept().
    let (fd, peer) = match this.timeout.get() {
        None => {
            let listener = this.fd.get();
            let outcome = retry(vm, || sockets::accept(listener))?;
            vm.os_result(outcome)?
        }
        Some(_) => patiently(vm, this, false, 0, sockets::accept)?,
    };
    Ok(vm.tuple(vec![vm.int(fd as i64), address::to_value(vm, &peer)]))
}

fn bind(vm: &Vm, this: &Ref<PySocket>, name: &Value) -> PyResult<()> {
    let name = address::from_value(vm, this.family.get(), name, "bind")?;
    vm.os_result(sockets::bind(this.fd.get(), &name))
}

fn listen(vm: &Vm, this: &Ref<PySocket>, backlog: i32) -> PyResult<()> {
    vm.os_result(sockets::listen(this.fd.get(), backlog.max(0)))
}

fn close(vm: &Vm, this: &Ref<PySocket>) -> PyResult<()> {
    let fd = this.fd.replace(-1);
    if fd < 0 {
        return Ok(());
    }
    match vm.allow_threads(|| files::close(fd)) {
        // The peer's reset is no news to one who closes.
        Ok(()) | Err(Errno(libc::ECONNRESET)) => Ok(()),
        Err(errno) => Err(vm.os_error(errno)),
    }
}

/// Connects; `Err` is the error number, after the outcome of a connection that takes its time.
fn connect_to(vm: &Vm, this: &Ref<PySocket>, name: &Value, function: &str) -> PyResult<Outcome<()>> {
    let name = address::from_value(vm, this.family.get(), name, function)?;
    let fd = this.fd.get();
    match vm.allow_threads(|| sockets::connect(fd, &name)) {
        Err(Errno(libc::EINPROGRESS | libc::EINTR)) if this.timeout.get() != Some(0.0) => {
            vm.poll()?;
            let timeout = this.timeout.get();
            let deadline = deadline_of(timeout);
            wait_until(vm, this, true, timeout, deadline)?;
            Ok(match sockets::number_option(fd, libc::SOL_SOCKET, libc::SO_ERROR) {
                Ok(0) => Ok(()),
                Ok(error) => Err(Errno(error)),
                Err(errno) => Err(errno),
            })
        }
        outcome => Ok(outcome),
    }
}

fn connect(vm: &Vm, this: &Ref<PySocket>, name: &Value) -> PyResult<()> {
    let outcome = connect_to(vm, this, name, "connect")?;
    vm.os_result(outcome)
}

fn connect_ex(vm: &Vm, this: &Ref<PySocket>, name: &Value) -> PyResult<i32> {
    Ok(connect_to(vm, this, name, "connect_ex")?.map_or_else(|errno| errno.0, |()| 0))
}

fn getpeername(vm: &Vm, this: &Ref<PySocket>) -> PyResult<Value> {
    Ok(address::to_value(vm, &vm.os_result(sockets::peer_name(this.fd.get()))?))
}

fn getsockname(vm: &Vm, this: &Ref<PySocket>) -> PyResult<Value> {
    Ok(address::to_value(vm, &vm.os_result(sockets::own_name(this.fd.get()))?))
}

fn getsockopt(vm: &Vm, this: &Ref<PySocket>, level: i32, option: i32, size: i32) -> PyResult<Value> {
    if size == 0 {
        return Ok(vm.int(vm.os_result(sockets::number_option(this.fd.get(), level, option))? as i64));
    }
    if !(1..=1024).contains(&size) {
        return Err(vm.raise_class(&vm.exceptions().OSError, "getsockopt buflen out of range"));
    }
    Ok(vm.bytes(&vm.os_result(sockets::option(this.fd.get(), level, option, size as usize))?))
}

fn setsockopt(vm: &Vm, this: &Ref<PySocket>, level: i32, option: i32, value: &Value, length: i32) -> PyResult<()> {
    let fd = this.fd.get();
    if value.is_none() {
        return vm.os_result(sockets::set_option(fd, level, option, &vec![0; length.max(0) as usize]));
    }
    if crate::builtins::int::is_int(value) {
        let number = vm.index_clamped(value)? as i32;
        return vm.os_result(sockets::set_option(fd, level, option, &number.to_ne_bytes()));
    }
    let bytes = vm.buffer_of(value)?.to_vec();
    vm.os_result(sockets::set_option(fd, level, option, &bytes))
}

fn set_timeout(vm: &Vm, this: &Ref<PySocket>, timeout: Option<f64>) -> PyResult<()> {
    this.timeout.set(timeout);
    vm.os_result(sockets::set_blocking(this.fd.get(), timeout.is_none()))
}

fn setblocking(vm: &Vm, this: &Ref<PySocket>, on: bool) -> PyResult<()> {
    set_timeout(vm, this, if on { None } else { Some(0.0) })
}

fn settimeout(vm: &Vm, this: &Ref<PySocket>, timeout: &Value) -> PyResult<()> {
    let timeout = seconds(vm, timeout)?;
    set_timeout(vm, this, timeout)
}

/// `socketpair(family, type, proto)`.
pub fn socketpair(vm: &Vm, family: i32, kind: i32, protocol: i32) -> PyResult<Value> {
    let (a, b) = vm.os_result(sockets::pair(family, kind, protocol))?;
    let (first, second) = (Ref::new(payload()), Ref::new(payload()));
    fill(vm, &first, a, family, kind, protocol)?;
    fill(vm, &second, b, family, kind, protocol)?;
    Ok(vm.tuple(vec![first.into_value(), second.into_value()]))
}
