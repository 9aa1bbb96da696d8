"""TLS between a transport and a protocol, over ssl's memory buffers.

Encrypted bytes go through two ssl.MemoryBIO: what the transport receives into `_incoming`, what it is to send out of
`_outgoing`.  SSLProtocol is the transport's protocol; the application's protocol sees an _SSLProtocolTransport.
"""

import ssl
from collections import deque

from . import constants, exceptions, protocols
from ._lazy import lazily
from .ssl_transport import _SSLProtocolTransport

lazily(globals(), logger='asyncio.log:logger')

SSLAgainErrors = (ssl.SSLWantReadError, ssl.SSLSyscallError)


class SSLProtocolState:
    """How far the connection has come; see _NEXT_STATES."""

    UNWRAPPED = 'UNWRAPPED'
    DO_HANDSHAKE = 'DO_HANDSHAKE'
    WRAPPED = 'WRAPPED'
    FLUSHING = 'FLUSHING'    # closing: what the application wrote is still to be sent
    SHUTDOWN = 'SHUTDOWN'    # closing: TLS's farewell is under way


class AppProtocolState:
    """Which of the application protocol's methods have been called."""

    STATE_INIT = 'STATE_INIT'
    STATE_CON_MADE = 'STATE_CON_MADE'
    STATE_EOF = 'STATE_EOF'
    STATE_CON_LOST = 'STATE_CON_LOST'


_NEXT_STATES = {
    SSLProtocolState.UNWRAPPED: {SSLProtocolState.DO_HANDSHAKE},
    SSLProtocolState.DO_HANDSHAKE: {SSLProtocolState.WRAPPED},
    SSLProtocolState.WRAPPED: {SSLProtocolState.FLUSHING},
    SSLProtocolState.FLUSHING: {SSLProtocolState.SHUTDOWN},
    SSLProtocolState.SHUTDOWN: set(),
}


def _create_transport_context(server_side, server_hostname):
    if server_side:
        raise ValueError('Server side SSL needs a valid SSLContext')
    # For ssl=True: certificates are verified, and the name in them unless it was given as ''.
    context = ssl.create_default_context()
    if not server_hostname:
        context.check_hostname = False
    return context


def add_flowcontrol_defaults(high, low, kb):
    """Return the marks in bytes, with what is not given derived from the rest; kb is the default high mark, in KiB."""
    if high is None:
        high = kb * 1024 if low is None else 4 * low
    if low is None:
        low = high // 4
    if not high >= low >= 0:
        raise ValueError(f'high ({high!r}) must be >= low ({low!r}) must be >= 0')
    return high, low


def _positive(name, value, default):
    if value is None:
        return default
    if value <= 0:
        raise ValueError(f'{name} should be a positive number, got {value}')
    return value


class SSLProtocol(protocols.BufferedProtocol):

    max_size = 256 * 1024  # bytes received at a time

    def __init__(self, loop, app_protocol, sslcontext, waiter, server_side=False, server_hostname=None,
                 call_connection_made=True, ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        self._ssl_handshake_timeout = _positive('ssl_handshake_timeout', ssl_handshake_timeout,
                                                constants.SSL_HANDSHAKE_TIMEOUT)
        self._ssl_shutdown_timeout = _positive('ssl_shutdown_timeout', ssl_shutdown_timeout,
                                               constants.SSL_SHUTDOWN_TIMEOUT)
        self._sslcontext = sslcontext or _create_transport_context(server_side, server_hostname)
        self._server_side = server_side
        self._server_hostname = None if server_side else server_hostname or None
        self._extra = {'sslcontext': self._sslcontext}
        self._loop = loop
        self._waiter = waiter       # of whoever waits for the handshake
        self._transport = None
        self._state = SSLProtocolState.UNWRAPPED
        self._app_state = (AppProtocolState.STATE_INIT if call_connection_made else AppProtocolState.STATE_CON_MADE)
        self._set_app_protocol(app_protocol)
        self._app_transport = _SSLProtocolTransport(loop, self)
        self._conn_lost = 0
        self._eof_received = False
        self._timer = None          # of the handshake, later of the shutdown

        self._sslobj = None
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._received = memoryview(bytearray(self.max_size))

        # What the application wrote and TLS has not taken yet.
        self._write_backlog = deque()
        self._write_buffer_size = 0

        self._ssl_writing_paused = False    # by the transport below
        self._app_writing_paused = False
        self._set_write_buffer_limits()
        self._ssl_reading_paused = False    # of the transport below
        self._app_reading_paused = False
        self._set_read_buffer_limits()

    def _set_app_protocol(self, app_protocol):
        self._app_protocol = app_protocol
        self._app_protocol_is_buffer = (isinstance(app_protocol, protocols.BufferedProtocol)
                                        and hasattr(app_protocol, 'get_buffer'))

    def _get_app_transport(self):
        return self._app_transport

    def _wakeup_waiter(self, exc=None):
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.cancelled():
            if exc is None:
                waiter.set_result(None)
            else:
                waiter.set_exception(exc)

    def _is_transport_closing(self):
        return self._transport is not None and self._transport.is_closing()

    def _get_extra_info(self, name, default=None):
        if name in self._extra:
            return self._extra[name]
        if self._transport is not None:
            return self._transport.get_extra_info(name, default)
        return default

    def _set_state(self, new_state):
        # From anywhere it may end.
        if new_state != SSLProtocolState.UNWRAPPED and new_state not in _NEXT_STATES[self._state]:
            raise RuntimeError(f'cannot switch state from {self._state} to {new_state}')
        self._state = new_state

    def _start_timer(self, seconds, callback):
        self._timer = self._loop.call_later(seconds, callback)

    def _stop_timer(self):
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # Called by the transport below.

    def connection_made(self, transport):
        self._transport = transport
        self._start_handshake()

    def connection_lost(self, exc):
        self._write_backlog.clear()
        self._write_buffer_size = 0
        self._outgoing.read()
        self._conn_lost += 1
        # The application's transport is of no use any more; without this it would say it was not closed.
        if self._app_transport is not None:
            self._app_transport._closed = True
        if self._state != SSLProtocolState.DO_HANDSHAKE:
            if self._app_state in (AppProtocolState.STATE_CON_MADE, AppProtocolState.STATE_EOF):
                self._app_state = AppProtocolState.STATE_CON_LOST
                self._loop.call_soon(self._app_protocol.connection_lost, exc)
        self._set_state(SSLProtocolState.UNWRAPPED)
        self._transport = None
        self._app_transport = None
        self._app_protocol = None
        self._wakeup_waiter(ConnectionResetError() if exc is None and self._waiter is not None else exc)
        self._stop_timer()

    def get_buffer(self, n):
        return self._received

    def buffer_updated(self, nbytes):
        self._incoming.write(self._received[:nbytes])
        if self._state == SSLProtocolState.DO_HANDSHAKE:
            self._do_handshake()
        elif self._state == SSLProtocolState.WRAPPED:
            self._do_read()
        elif self._state == SSLProtocolState.FLUSHING:
            self._do_flush()
        elif self._state == SSLProtocolState.SHUTDOWN:
            self._do_shutdown()

    def eof_received(self):
        self._eof_received = True
        try:
            if self._loop.get_debug():
                logger.debug('%r received EOF', self)
            if self._state == SSLProtocolState.DO_HANDSHAKE:
                self._on_handshake_complete(ConnectionResetError())
            elif self._state == SSLProtocolState.WRAPPED:
                self._set_state(SSLProtocolState.FLUSHING)
                if self._app_reading_paused:
                    return True  # what has been received is still to be read
                self._do_flush()
            elif self._state == SSLProtocolState.FLUSHING:
                self._do_write()
                self._set_state(SSLProtocolState.SHUTDOWN)
                self._do_shutdown()
            elif self._state == SSLProtocolState.SHUTDOWN:
                self._do_shutdown()
        except Exception:
            self._transport.close()
            raise

    # The handshake.

    def _start_handshake(self):
        if self._loop.get_debug():
            logger.debug('%r starts SSL handshake', self)
        self._set_state(SSLProtocolState.DO_HANDSHAKE)
        self._start_timer(self._ssl_handshake_timeout, self._check_handshake_timeout)
        try:
            if self._sslobj is None:
                self._sslobj = self._sslcontext.wrap_bio(self._incoming, self._outgoing, server_side=self._server_side,
                                                         server_hostname=self._server_hostname)
        except Exception as exc:
            self._on_handshake_complete(exc)
        else:
            self._do_handshake()

    def _check_handshake_timeout(self):
        if self._state == SSLProtocolState.DO_HANDSHAKE:
            self._fatal_error(ConnectionAbortedError(
                f'SSL handshake is taking longer than {self._ssl_handshake_timeout} seconds: aborting the connection'))

    def _do_handshake(self):
        try:
            self._sslobj.do_handshake()
        except SSLAgainErrors:
            self._process_outgoing()
        except ssl.SSLError as exc:
            self._on_handshake_complete(exc)
        else:
            self._on_handshake_complete(None)

    def _on_handshake_complete(self, handshake_exc):
        self._stop_timer()
        try:
            if handshake_exc is not None:
                raise handshake_exc
            self._set_state(SSLProtocolState.WRAPPED)
            peercert = self._sslobj.getpeercert()
        except Exception as exc:
            self._process_outgoing()  # the other side should hear why
            self._set_state(SSLProtocolState.UNWRAPPED)
            if isinstance(exc, ssl.CertificateError):
                message = 'SSL handshake failed on verifying the certificate'
            else:
                message = 'SSL handshake failed'
            self._fatal_error(exc, message)
            self._wakeup_waiter(exc)
            return
        self._extra.update(peercert=peercert, cipher=self._sslobj.cipher(), compression=self._sslobj.compression(),
                           ssl_object=self._sslobj)
        if self._app_state == AppProtocolState.STATE_INIT:
            self._app_state = AppProtocolState.STATE_CON_MADE
            self._app_protocol.connection_made(self._app_transport)
        self._wakeup_waiter()
        # The application's first bytes may have come with the end of the handshake.
        self._do_read()

    # The end.

    def _start_shutdown(self):
        if self._state in (SSLProtocolState.FLUSHING, SSLProtocolState.SHUTDOWN, SSLProtocolState.UNWRAPPED):
            return
        if self._app_transport is not None:
            self._app_transport._closed = True
        if self._state == SSLProtocolState.DO_HANDSHAKE:
            self._abort(None)
            return
        self._set_state(SSLProtocolState.FLUSHING)
        self._start_timer(self._ssl_shutdown_timeout, self._check_shutdown_timeout)
        self._do_flush()

    def _check_shutdown_timeout(self):
        if self._state in (SSLProtocolState.FLUSHING, SSLProtocolState.SHUTDOWN):
            self._transport._force_close(exceptions.TimeoutError('SSL shutdown timed out'))

    def _do_flush(self):
        self._do_read()
        if self._state == SSLProtocolState.FLUSHING and not self._write_backlog:
            self._set_state(SSLProtocolState.SHUTDOWN)
            self._do_shutdown()

    def _do_shutdown(self):
        try:
            if not self._eof_received:
                self._sslobj.unwrap()
        except SSLAgainErrors:
            self._process_outgoing()
        except ssl.SSLError as exc:
            self._on_shutdown_complete(exc)
        else:
            self._process_outgoing()
            self._call_eof_received()
            self._on_shutdown_complete(None)

    def _on_shutdown_complete(self, shutdown_exc):
        self._stop_timer()
        if shutdown_exc is not None:
            self._fatal_error(shutdown_exc, 'Error occurred during shutdown')
        else:
            self._loop.call_soon(self._transport.close)

    def _abort(self, exc):
        self._set_state(SSLProtocolState.UNWRAPPED)
        if self._transport is None:
            return
        if exc is None:
            self._transport.abort()
        else:
            self._transport._force_close(exc)

    # From the application to the transport.

    def _write_appdata(self, list_of_data):
        if self._state in (SSLProtocolState.FLUSHING, SSLProtocolState.SHUTDOWN, SSLProtocolState.UNWRAPPED):
            if self._conn_lost >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
                logger.warning('SSL connection is closed')
            self._conn_lost += 1
            return
        for data in list_of_data:
            self._write_backlog.append(data)
            self._write_buffer_size += len(data)
        try:
            if self._state == SSLProtocolState.WRAPPED:
                self._do_write()
        except Exception as exc:
            self._fatal_error(exc, 'Fatal error on SSL protocol')

    def _do_write(self):
        try:
            while self._write_backlog:
                data = self._write_backlog[0]
                count = self._sslobj.write(data)
                self._write_buffer_size -= count
                if count < len(data):
                    self._write_backlog[0] = memoryview(data)[count:]
                else:
                    self._write_backlog.popleft()
        except SSLAgainErrors:
            pass
        self._process_outgoing()

    def _process_outgoing(self):
        if not self._ssl_writing_paused and self._transport is not None:
            data = self._outgoing.read()
            if data:
                self._transport.write(data)
        self._control_app_writing()

    # From the transport to the application.

    def _do_read(self):
        if self._state not in (SSLProtocolState.WRAPPED, SSLProtocolState.FLUSHING):
            return
        try:
            if not self._app_reading_paused:
                if self._app_protocol_is_buffer:
                    self._do_read__buffered()
                else:
                    self._do_read__copied()
                # Reading may have made TLS want to write.
                if self._write_backlog:
                    self._do_write()
                else:
                    self._process_outgoing()
            self._control_ssl_reading()
        except Exception as exc:
            self._fatal_error(exc, 'Fatal error on SSL protocol')

    def _do_read__buffered(self):
        wanted = self._get_read_buffer_size()
        view = memoryview(self._app_protocol.get_buffer(wanted))
        room = len(view)
        filled = 0
        ended = False
        try:
            while filled < room:
                count = self._sslobj.read(room - filled, view[filled:])
                if count <= 0:
                    ended = True
                    break
                filled += count
        except SSLAgainErrors:
            pass
        if filled > 0:
            self._app_protocol.buffer_updated(filled)
        if filled == room:
            # There may be more; let others have their turn first.
            self._loop.call_soon(self._do_read)
        if ended:
            self._call_eof_received()
            self._start_shutdown()

    def _do_read__copied(self):
        chunks = []
        ended = False
        try:
            while True:
                chunk = self._sslobj.read(self.max_size)
                if not chunk:
                    ended = True
                    break
                chunks.append(chunk)
        except SSLAgainErrors:
            pass
        if chunks:
            self._app_protocol.data_received(chunks[0] if len(chunks) == 1 else b''.join(chunks))
        if ended:
            self._call_eof_received()
            self._start_shutdown()

    def _call_eof_received(self):
        try:
            if self._app_state == AppProtocolState.STATE_CON_MADE:
                self._app_state = AppProtocolState.STATE_EOF
                if self._app_protocol.eof_received():
                    logger.warning('returning true from eof_received() has no effect when using ssl')
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as exc:
            self._fatal_error(exc, 'Error calling eof_received()')

    # Flow control: of the application, by how much is to be sent; of the transport, by how much is to be decrypted.

    def _control_app_writing(self):
        size = self._get_write_buffer_size()
        if size >= self._outgoing_high_water and not self._app_writing_paused:
            self._app_writing_paused = True
            self._tell_app('pause_writing')
        elif size <= self._outgoing_low_water and self._app_writing_paused:
            self._app_writing_paused = False
            self._tell_app('resume_writing')

    def _tell_app(self, name):
        try:
            getattr(self._app_protocol, name)()
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                'message': f'protocol.{name}() failed',
                'exception': exc,
                'transport': self._app_transport,
                'protocol': self,
            })

    def _get_write_buffer_size(self):
        return self._outgoing.pending + self._write_buffer_size

    def _set_write_buffer_limits(self, high=None, low=None):
        self._outgoing_high_water, self._outgoing_low_water = add_flowcontrol_defaults(
            high, low, constants.FLOW_CONTROL_HIGH_WATER_SSL_WRITE)

    def _pause_reading(self):
        self._app_reading_paused = True

    def _resume_reading(self):
        if not self._app_reading_paused:
            return
        self._app_reading_paused = False
        if self._state == SSLProtocolState.WRAPPED:
            self._loop.call_soon(self._do_read)
        elif self._state == SSLProtocolState.FLUSHING:
            self._loop.call_soon(self._do_flush)
        elif self._state == SSLProtocolState.SHUTDOWN:
            self._loop.call_soon(self._do_shutdown)

    def _control_ssl_reading(self):
        if self._transport is None:
            return
        size = self._get_read_buffer_size()
        if size >= self._incoming_high_water and not self._ssl_reading_paused:
            self._ssl_reading_paused = True
            self._transport.pause_reading()
        elif size <= self._incoming_low_water and self._ssl_reading_paused:
            self._ssl_reading_paused = False
            self._transport.resume_reading()

    def _set_read_buffer_limits(self, high=None, low=None):
        self._incoming_high_water, self._incoming_low_water = add_flowcontrol_defaults(
            high, low, constants.FLOW_CONTROL_HIGH_WATER_SSL_READ)

    def _get_read_buffer_size(self):
        return self._incoming.pending

    def pause_writing(self):
        assert not self._ssl_writing_paused
        self._ssl_writing_paused = True

    def resume_writing(self):
        assert self._ssl_writing_paused
        self._ssl_writing_paused = False
        self._process_outgoing()

    def _fatal_error(self, exc, message='Fatal error on transport'):
        if self._transport is not None:
            self._transport._force_close(exc)
        if isinstance(exc, OSError):
            # Connections break: that is no fault of the program.
            if self._loop.get_debug():
                logger.debug('%r: %s', self, message, exc_info=True)
        elif not isinstance(exc, exceptions.CancelledError):
            self._loop.call_exception_handler({
                'message': message,
                'exception': exc,
                'transport': self._transport,
                'protocol': self,
            })
