"""The event loop whose transports wait for descriptors to become ready.

Descriptors are watched by the kernel's own poller.  A program that brings a selector of its own gets the second half of
BaseSelectorEventLoop, which works through that (KERNEL.md, "Foreign pollers").
"""

__all__ = ('BaseSelectorEventLoop',)

from _asyncio import KernelLoop

from . import base_events, constants, events, futures
from ._lazy import lazily
from .selector_sock import _SockMixin

lazily(globals(), errno='errno', logger='asyncio.log:logger', selectors='selectors', socket='socket', ssl='ssl')

_TRANSPORTS = ('_SelectorTransport', '_SelectorSocketTransport', '_SelectorDatagramTransport')

_READ, _WRITE = 1, 2  # selectors.EVENT_READ and EVENT_WRITE


def __getattr__(name):
    if name in _TRANSPORTS:
        from . import selector_transports
        return getattr(selector_transports, name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def _test_selector_event(selector, fd, event):
    """Return whether a foreign selector watches the descriptor for the event."""
    try:
        key = selector.get_key(fd)
    except KeyError:
        return False
    return bool(key.events & event)


class _Transports:
    """Makes a loop's table of transports when it is first asked for: many loops have none."""

    def __get__(self, loop, owner):
        if loop is None:
            return self
        from weakref import WeakValueDictionary
        table = loop._transports = WeakValueDictionary()
        return table


class BaseSelectorEventLoop(_SockMixin, base_events.BaseEventLoop):
    """An event loop over descriptors; selector is a selectors.BaseSelector, or None for the kernel's poller."""

    def __init__(self, selector=None):
        super().__init__()
        self._ssock = self._csock = None
        if selector is not None:
            self._selector = selector
            self._internal_fds = 0
            self._make_self_pipe()
            self._write_to_self = self._write_to_self_pipe

    # By descriptor, so that add_reader() does not take a descriptor away from a transport.
    _transports = _Transports()

    # BaseEventLoop says that subclasses provide it: the kernel does.
    _write_to_self = KernelLoop._write_to_self

    def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
        self._ensure_fd_no_transport(sock)
        from .selector_transports import _SelectorSocketTransport
        return _SelectorSocketTransport(self, sock, protocol, waiter, extra, server)

    def _make_ssl_transport(self, rawsock, protocol, sslcontext, waiter=None, *, server_side=False,
                            server_hostname=None, extra=None, server=None, ssl_handshake_timeout=None,
                            ssl_shutdown_timeout=None, call_connection_made=True):
        self._ensure_fd_no_transport(rawsock)
        from . import sslproto
        ssl_protocol = sslproto.SSLProtocol(
            self, protocol, sslcontext, waiter, server_side, server_hostname, call_connection_made=call_connection_made,
            ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)
        from .selector_transports import _SelectorSocketTransport
        _SelectorSocketTransport(self, rawsock, ssl_protocol, extra=extra, server=server)
        return ssl_protocol._app_transport

    def _make_datagram_transport(self, sock, protocol, address=None, waiter=None, extra=None):
        self._ensure_fd_no_transport(sock)
        from .selector_transports import _SelectorDatagramTransport
        return _SelectorDatagramTransport(self, sock, protocol, address, waiter, extra)

    def close(self):
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self.is_closed():
            return
        self._close_self_pipe()
        super().close()
        if self._selector is not None:
            self._selector.close()
            self._selector = None

    # Serving.

    def _start_serving(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100,
                       ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
                       ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT):
        self._add_reader(sock.fileno(), self._accept_connection, protocol_factory, sock, sslcontext, server, backlog,
                         ssl_handshake_timeout, ssl_shutdown_timeout)

    def _stop_serving(self, sock):
        self._remove_reader(sock.fileno())
        sock.close()

    def _accept_connection(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100,
                           ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
                           ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT):
        # Take all who wait at the door, as far as the backlog goes: each turn of the loop costs more than an accept().
        for _ in range(backlog):
            try:
                conn, address = sock.accept()
                if self._debug:
                    logger.debug('%r got a new connection from %r: %r', sock, address, conn)
                conn.setblocking(False)
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as exc:
                if exc.errno not in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
                    raise
                self._rest_from_accepting(exc, protocol_factory, sock, sslcontext, server, backlog,
                                          ssl_handshake_timeout, ssl_shutdown_timeout)
                return
            self.create_task(self._accept_connection2(
                protocol_factory, conn, {'peername': address}, sslcontext, server, ssl_handshake_timeout,
                ssl_shutdown_timeout))

    def _rest_from_accepting(self, exc, protocol_factory, sock, *details):
        """The system is short of something: the socket would stay ready, so leave it alone for a while."""
        from . import trsock
        self.call_exception_handler({
            'message': 'socket.accept() out of system resource',
            'exception': exc,
            'socket': trsock.TransportSocket(sock),
        })
        self._remove_reader(sock.fileno())
        self.call_later(constants.ACCEPT_RETRY_DELAY, self._start_serving, protocol_factory, sock, *details)

    async def _accept_connection2(self, protocol_factory, conn, extra, sslcontext=None, server=None,
                                  ssl_handshake_timeout=constants.SSL_HANDSHAKE_TIMEOUT,
                                  ssl_shutdown_timeout=constants.SSL_SHUTDOWN_TIMEOUT):
        protocol = transport = None
        try:
            protocol = protocol_factory()
            waiter = self.create_future()
            if sslcontext:
                transport = self._make_ssl_transport(
                    conn, protocol, sslcontext, waiter=waiter, server_side=True, extra=extra, server=server,
                    ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout)
            else:
                transport = self._make_socket_transport(conn, protocol, waiter=waiter, extra=extra, server=server)
            try:
                await waiter
            except BaseException:
                transport.close()
                # The handshake's protocol has reported what there is to report.
                raise
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if self._debug:
                context = {'message': 'Error on transport creation for incoming connection', 'exception': exc}
                if protocol is not None:
                    context['protocol'] = protocol
                if transport is not None:
                    context['transport'] = transport
                self.call_exception_handler(context)

    # Descriptors.

    def _ensure_fd_no_transport(self, fd):
        fileno = fd
        if not isinstance(fileno, int):
            try:
                fileno = int(fileno.fileno())
            except (AttributeError, TypeError, ValueError):
                raise ValueError(f'Invalid file object: {fd!r}') from None
        transport = self._transports.get(fileno)
        if transport is not None and not transport.is_closing():
            raise RuntimeError(f'File descriptor {fd!r} is used by transport {transport!r}')

    def add_reader(self, fd, callback, *args):
        """Call callback(*args) whenever the descriptor can be read."""
        self._ensure_fd_no_transport(fd)
        self._add_reader(fd, callback, *args)

    def remove_reader(self, fd):
        """Stop watching the descriptor for reading; return whether it was watched."""
        self._ensure_fd_no_transport(fd)
        return self._remove_reader(fd)

    def add_writer(self, fd, callback, *args):
        """Call callback(*args) whenever the descriptor can be written."""
        self._ensure_fd_no_transport(fd)
        self._add_writer(fd, callback, *args)

    def remove_writer(self, fd):
        """Stop watching the descriptor for writing; return whether it was watched."""
        self._ensure_fd_no_transport(fd)
        return self._remove_writer(fd)

    async def _sendfile_native(self, transp, file, offset, count):
        # For this time the descriptor is ours, and the transport neither reads nor writes.
        del self._transports[transp._sock_fd]
        resume_reading = transp.is_reading()
        transp.pause_reading()
        await transp._make_empty_waiter()
        try:
            return await self.sock_sendfile(transp._sock, file, offset, count, fallback=False)
        finally:
            transp._reset_empty_waiter()
            if resume_reading:
                transp.resume_reading()
            self._transports[transp._sock_fd] = transp

    # Over a foreign selector.  Its keys' data are pairs (reader's handle, writer's handle).

    def _make_self_pipe(self):
        self._ssock, self._csock = socket.socketpair()
        self._ssock.setblocking(False)
        self._csock.setblocking(False)
        self._internal_fds += 1
        self._add_reader(self._ssock.fileno(), self._read_from_self)

    def _close_self_pipe(self):
        if self._ssock is None:
            return
        self._remove_reader(self._ssock.fileno())
        self._ssock.close()
        self._ssock = None
        self._csock.close()
        self._csock = None
        self._internal_fds -= 1

    def _process_self_data(self, data):
        pass

    def _read_from_self(self):
        while True:
            try:
                data = self._ssock.recv(4096)
                if not data:
                    break
                self._process_self_data(data)
            except InterruptedError:
                continue
            except BlockingIOError:
                break

    def _write_to_self_pipe(self):
        # From another thread, which may find the loop closed in between.
        csock = self._csock
        if csock is None:
            return
        try:
            csock.send(b'\0')
        except OSError:
            # The pipe is full, so the loop will wake up.
            if self._debug:
                logger.debug('Fail to write a null byte into the self-pipe socket', exc_info=True)

    def _selector_add(self, fd, event, callback, args):
        handle = events.Handle(callback, args, self, None)
        try:
            key = self._selector.get_key(fd)
        except KeyError:
            pair = (handle, None) if event == _READ else (None, handle)
            self._selector.register(fd, event, pair)
            return handle
        reader, writer = key.data
        former = reader if event == _READ else writer
        pair = (handle, writer) if event == _READ else (reader, handle)
        self._selector.modify(fd, key.events | event, pair)
        if former is not None:
            former.cancel()
        return handle

    def _selector_remove(self, fd, event):
        if self.is_closed():
            return False
        try:
            key = self._selector.get_key(fd)
        except KeyError:
            return False
        reader, writer = key.data
        former = reader if event == _READ else writer
        left = key.events & ~event
        if left:
            self._selector.modify(fd, left, (None, writer) if event == _READ else (reader, None))
        else:
            self._selector.unregister(fd)
        if former is None:
            return False
        former.cancel()
        return True

    def _process_events(self, event_list):
        for key, mask in event_list:
            fileobj, (reader, writer) = key.fileobj, key.data
            if mask & _READ and reader is not None:
                if reader._cancelled:
                    self._remove_reader(fileobj)
                else:
                    self._add_callback(reader)
            if mask & _WRITE and writer is not None:
                if writer._cancelled:
                    self._remove_writer(fileobj)
                else:
                    self._add_callback(writer)
