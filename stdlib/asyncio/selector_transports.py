"""Transports over sockets that the loop waits for: TCP and Unix streams, and datagrams.

The kernel calls `_read_ready` and `_write_ready` directly, and these call the protocol: one system call, and one Python
frame above the protocol's, for each event and direction.
"""

import os
from collections import deque

from . import constants, futures, protocols, selector_events, transports, trsock
from ._lazy import lazily

lazily(globals(), socket='socket', warnings='warnings')

try:
    _IOV_MAX = os.sysconf('SC_IOV_MAX')
except (OSError, ValueError):
    _IOV_MAX = 16  # what POSIX promises


class _SelectorTransport(transports._FlowControlMixin, transports.Transport):

    max_size = 256 * 1024  # bytes received at a time

    # A transport whose __init__ failed has no socket to close.
    _sock = None

    def __init__(self, loop, sock, protocol, extra=None, server=None):
        super().__init__(extra, loop)
        self._extra['socket'] = trsock.TransportSocket(sock)
        try:
            self._extra['sockname'] = sock.getsockname()
        except OSError:
            self._extra['sockname'] = None
        if 'peername' not in self._extra:
            try:
                self._extra['peername'] = sock.getpeername()
            except OSError:
                self._extra['peername'] = None
        self._sock = sock
        self._sock_fd = sock.fileno()
        self._protocol_connected = False
        self.set_protocol(protocol)
        self._server = server
        self._buffer = deque()
        self._buffered = 0      # bytes in the buffer
        self._conn_lost = 0     # above zero once the connection is as good as closed; counts writes from then on
        self._closing = False
        self._paused = False
        if server is not None:
            server._attach(self)
        loop._transports[self._sock_fd] = self

    def __repr__(self):
        info = [self.__class__.__name__]
        if self._sock is None:
            info.append('closed')
        elif self._closing:
            info.append('closing')
        info.append(f'fd={self._sock_fd}')
        if self._loop is not None and not self._loop.is_closed():
            info.append('read=polling' if self.is_reading() else 'read=idle')
            state = 'polling' if self._buffer else 'idle'
            info.append(f'write=<{state}, bufsize={self.get_write_buffer_size()}>')
        return f'<{" ".join(info)}>'

    def abort(self):
        self._force_close(None)

    def set_protocol(self, protocol):
        self._protocol = protocol
        self._protocol_connected = True

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def is_reading(self):
        return not self._closing and not self._paused

    def pause_reading(self):
        if not self.is_reading():
            return
        self._paused = True
        self._loop._remove_reader(self._sock_fd)
        if self._loop.get_debug():
            selector_events.logger.debug('%r pauses reading', self)

    def resume_reading(self):
        if self._closing or not self._paused:
            return
        self._paused = False
        self._add_reader(self._sock_fd, self._read_ready)
        if self._loop.get_debug():
            selector_events.logger.debug('%r resumes reading', self)

    def _add_reader(self, fd, callback, *args):
        if self.is_reading():
            self._loop._add_reader(fd, callback, *args)

    def _begin(self, waiter):
        """Schedule connection_made(), then reading, then the end of the wait for them."""
        call_soon = self._loop.call_soon
        call_soon(self._protocol.connection_made, self)
        call_soon(self._start_reading)
        if waiter is not None:
            call_soon(futures._set_result_unless_cancelled, waiter, None)

    def _start_reading(self):
        self._add_reader(self._sock_fd, self._read_ready)

    def close(self):
        if self._closing:
            return
        self._closing = True
        self._loop._remove_reader(self._sock_fd)
        if not self._buffer:
            self._conn_lost += 1
            self._loop._remove_writer(self._sock_fd)
            self._loop.call_soon(self._call_connection_lost, None)

    def __del__(self):
        if self._sock is not None:
            warnings.warn(f'unclosed transport {self!r}', ResourceWarning, source=self)
            self._sock.close()
            if self._server is not None:
                self._server._detach(self)

    def _fatal_error(self, exc, message='Fatal error on transport'):
        if isinstance(exc, OSError):
            # Connections break: that is no fault of the program.
            if self._loop.get_debug():
                selector_events.logger.debug('%r: %s', self, message, exc_info=True)
        else:
            self._loop.call_exception_handler({
                'message': message,
                'exception': exc,
                'transport': self,
                'protocol': self._protocol,
            })
        self._force_close(exc)

    def _force_close(self, exc):
        if self._conn_lost:
            return
        if self._buffer:
            self._buffer.clear()
            self._buffered = 0
            self._loop._remove_writer(self._sock_fd)
        if not self._closing:
            self._closing = True
            self._loop._remove_reader(self._sock_fd)
        self._conn_lost += 1
        self._loop.call_soon(self._call_connection_lost, exc)

    def _call_connection_lost(self, exc):
        try:
            if self._protocol_connected:
                self._protocol.connection_lost(exc)
        finally:
            self._sock.close()
            self._sock = None
            self._protocol = None
            self._loop = None
            server, self._server = self._server, None
            if server is not None:
                server._detach(self)

    def get_write_buffer_size(self):
        return self._buffered

    def _write_to_the_lost(self):
        """Note one more write to a connection that is gone."""
        if self._conn_lost >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
            selector_events.logger.warning('socket.send() raised exception.')
        self._conn_lost += 1


class _SelectorSocketTransport(_SelectorTransport):

    _start_tls_compatible = True
    _sendfile_compatible = constants._SendfileMode.TRY_NATIVE

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        self._eof = False
        self._empty_waiter = None  # set while a file is being sent; done when the buffer is empty
        super().__init__(loop, sock, protocol, extra, server)
        # The loop writes whole buffers, so waiting for more would only cost time.
        from . import base_events
        base_events._set_nodelay(sock)
        self._begin(waiter)

    def set_protocol(self, protocol):
        # What the kernel calls is the method that fits the protocol, with nothing in between.
        buffered = isinstance(protocol, protocols.BufferedProtocol)
        former = getattr(self, '_read_ready', None)
        self._read_ready = self._read_ready__get_buffer if buffered else self._read_ready__data_received
        super().set_protocol(protocol)
        if former is not None and former != self._read_ready and self._loop is not None:
            if self._loop._remove_reader(self._sock_fd):
                self._add_reader(self._sock_fd, self._read_ready)

    def _read_ready__get_buffer(self):
        if self._conn_lost:
            return
        try:
            buffer = self._protocol.get_buffer(-1)
            if not len(buffer):
                raise RuntimeError('get_buffer() returned an empty buffer')
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal error: protocol.get_buffer() call failed.')
            return
        try:
            nbytes = self._sock.recv_into(buffer)
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal read error on socket transport')
            return
        if not nbytes:
            self._read_ready__on_eof()
            return
        try:
            self._protocol.buffer_updated(nbytes)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal error: protocol.buffer_updated() call failed.')

    def _read_ready__data_received(self):
        if self._conn_lost:
            return
        try:
            data = self._sock.recv(self.max_size)
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal read error on socket transport')
            return
        if not data:
            self._read_ready__on_eof()
            return
        try:
            self._protocol.data_received(data)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal error: protocol.data_received() call failed.')

    def _read_ready__on_eof(self):
        if self._loop.get_debug():
            selector_events.logger.debug('%r received EOF', self)
        try:
            keep_open = self._protocol.eof_received()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal error: protocol.eof_received() call failed.')
            return
        if keep_open:
            # The socket stays readable at its end, so stop asking; writing goes on.
            self._loop._remove_reader(self._sock_fd)
        else:
            self.close()

    def write(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f'data argument must be a bytes-like object, not {type(data).__name__!r}')
        if self._eof:
            raise RuntimeError('Cannot call write() after write_eof()')
        if self._empty_waiter is not None:
            raise RuntimeError('unable to write; sendfile is in progress')
        if not data:
            return
        if self._conn_lost:
            self._write_to_the_lost()
            return
        if type(data) is memoryview and (data.itemsize != 1 or data.ndim != 1):
            data = data.cast('B')  # so that lengths are bytes
        sent = 0
        if not self._buffer:
            try:
                sent = self._sock.send(data)
            except (BlockingIOError, InterruptedError):
                pass
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as exc:
                self._fatal_error(exc, 'Fatal write error on socket transport')
                return
            if sent == len(data):
                return
            self._loop._add_writer(self._sock_fd, self._write_ready)
        self._keep(data, sent)
        self._maybe_pause_protocol()

    def _keep(self, data, sent=0):
        """Buffer what has not been sent; bytes need no copy, as nobody can change them."""
        view = memoryview(data).cast('B')
        if sent:
            view = view[sent:]
        if type(data) is not bytes:
            view = memoryview(bytes(view))
        self._buffer.append(view)
        self._buffered += len(view)

    def writelines(self, list_of_data):
        if self._eof:
            raise RuntimeError('Cannot call writelines() after write_eof()')
        if self._empty_waiter is not None:
            raise RuntimeError('unable to writelines; sendfile is in progress')
        if not list_of_data:
            return
        if self._conn_lost:
            self._write_to_the_lost()
            return
        was_empty = not self._buffer
        for data in list_of_data:
            if len(data):
                self._keep(data)
        if was_empty and self._buffer:
            self._send_buffer()
            if self._buffer:
                self._loop._add_writer(self._sock_fd, self._write_ready)
        self._maybe_pause_protocol()

    def _send_buffer(self):
        """Send as much of the buffer as one system call takes; return whether the connection still stands."""
        buffer = self._buffer
        try:
            if len(buffer) == 1:
                sent = self._sock.send(buffer[0])
            else:
                sent = self._sock.sendmsg(self._get_sendmsg_buffer())
        except (BlockingIOError, InterruptedError):
            return True
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop._remove_writer(self._sock_fd)
            buffer.clear()
            self._buffered = 0
            self._fatal_error(exc, 'Fatal write error on socket transport')
            if self._empty_waiter is not None:
                self._empty_waiter.set_exception(exc)
            return False
        self._buffered -= sent
        while sent:
            first = buffer.popleft()
            if len(first) > sent:
                buffer.appendleft(first[sent:])
                break
            sent -= len(first)
        return True

    def _get_sendmsg_buffer(self):
        if len(self._buffer) <= _IOV_MAX:
            return self._buffer
        from itertools import islice
        return islice(self._buffer, _IOV_MAX)

    def _write_ready(self):
        assert self._buffer, 'Data should not be empty'
        if self._conn_lost:
            return
        if not self._send_buffer():
            return
        self._maybe_resume_protocol()  # which may write
        if self._buffer:
            return
        self._loop._remove_writer(self._sock_fd)
        if self._empty_waiter is not None:
            self._empty_waiter.set_result(None)
        if self._closing:
            self._call_connection_lost(None)
        elif self._eof:
            self._sock.shutdown(socket.SHUT_WR)

    def can_write_eof(self):
        return True

    def write_eof(self):
        if self._closing or self._eof:
            return
        self._eof = True
        if not self._buffer:
            self._sock.shutdown(socket.SHUT_WR)

    def _call_connection_lost(self, exc):
        try:
            super()._call_connection_lost(exc)
        finally:
            self._read_ready = None  # a method bound to this very object
            if self._empty_waiter is not None:
                self._empty_waiter.set_exception(ConnectionError('Connection is closed by peer'))

    def _make_empty_waiter(self):
        if self._empty_waiter is not None:
            raise RuntimeError('Empty waiter is already set')
        self._empty_waiter = self._loop.create_future()
        if not self._buffer:
            self._empty_waiter.set_result(None)
        return self._empty_waiter

    def _reset_empty_waiter(self):
        self._empty_waiter = None


class _SelectorDatagramTransport(_SelectorTransport, transports.DatagramTransport):

    _header_size = 8  # what a datagram counts for in the buffer beside its bytes

    def __init__(self, loop, sock, protocol, address=None, waiter=None, extra=None):
        super().__init__(loop, sock, protocol, extra)
        self._address = address
        self._begin(waiter)

    def _read_ready(self):
        if self._conn_lost:
            return
        try:
            data, address = self._sock.recvfrom(self.max_size)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as exc:
            # What an earlier datagram came to; the next one may do better.
            self._protocol.error_received(exc)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Fatal read error on datagram transport')
        else:
            self._protocol.datagram_received(data, address)

    def sendto(self, data, addr=None):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f'data argument must be a bytes-like object, not {type(data).__name__!r}')
        if self._address:
            if addr not in (None, self._address):
                raise ValueError(f'Invalid address: must be None or {self._address}')
            addr = self._address
        if self._conn_lost and self._address:
            self._write_to_the_lost()
            return
        if not self._buffer:
            try:
                self._send(data, addr)
                return
            except (BlockingIOError, InterruptedError):
                self._loop._add_writer(self._sock_fd, self._sendto_ready)
            except OSError as exc:
                self._protocol.error_received(exc)
                return
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as exc:
                self._fatal_error(exc, 'Fatal write error on datagram transport')
                return
        # A copy, as the caller may change the buffer.
        self._buffer.append((bytes(data), addr))
        self._buffered += len(data) + self._header_size
        self._maybe_pause_protocol()

    def _send(self, data, addr):
        if self._extra['peername']:
            self._sock.send(data)
        else:
            self._sock.sendto(data, addr)

    def _sendto_ready(self):
        while self._buffer:
            data, addr = self._buffer.popleft()
            self._buffered -= len(data) + self._header_size
            try:
                self._send(data, addr)
            except (BlockingIOError, InterruptedError):
                self._buffer.appendleft((data, addr))
                self._buffered += len(data) + self._header_size
                break
            except OSError as exc:
                self._protocol.error_received(exc)
                return
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as exc:
                self._fatal_error(exc, 'Fatal write error on datagram transport')
                return
        self._maybe_resume_protocol()
        if not self._buffer:
            self._loop._remove_writer(self._sock_fd)
            if self._closing:
                self._call_connection_lost(None)


for _class in (_SelectorTransport, _SelectorSocketTransport, _SelectorDatagramTransport):
    _class.__module__ = 'asyncio.selector_events'
del _class
