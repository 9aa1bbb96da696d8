"""BaseEventLoop: what every event loop does above the kernel, whatever its transports are made of.

Scheduling, running and descriptors are the kernel's (see KERNEL.md).  Here are errors, executors, asynchronous
generators, name resolution, and the making of connections and servers.  The transports come from subclasses.
"""

__all__ = ('BaseEventLoop', 'Server')

import os
import sys

from _asyncio import KernelLoop

from . import constants, coroutines, events, exceptions, futures, tasks
from ._lazy import lazily
from .base_processes import _ProcessesMixin, _established, _format_pipe
from .base_server import Server
from .sendfile import _SendfileMixin, _check_ssl_socket

lazily(globals(), errno='errno', logger='asyncio.log:logger', socket='socket', threading='threading',
       traceback='traceback', warnings='warnings')

# Cancelled timers are swept out when there are more timers than this, and more than this part of them is cancelled.
_MIN_SCHEDULED_TIMER_HANDLES = 100
_MIN_CANCELLED_TIMER_HANDLES_FRACTION = 0.5

# Some systems take no longer wait than a day.
MAXIMUM_SELECT_TIMEOUT = 24 * 3600


def __getattr__(name):
    if name == '_SendfileFallbackProtocol':
        from .sendfile_fallback import _SendfileFallbackProtocol
        return _SendfileFallbackProtocol
    if name == '_HAS_IPv6':
        return hasattr(socket, 'AF_INET6')
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def _format_handle(handle):
    """Show a handle; one that runs a task's step is shown as the task."""
    callback = handle._callback
    if isinstance(getattr(callback, '__self__', None), tasks.Task):
        return repr(callback.__self__)
    return str(handle)


def _set_reuseport(sock):
    if not hasattr(socket, 'SO_REUSEPORT'):
        raise ValueError('reuse_port not supported by socket module')
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    except OSError:
        raise ValueError('reuse_port not supported by socket module, '
                         'SO_REUSEPORT defined but not implemented.') from None


def _set_nodelay(sock):
    """Send small packets at once, on a TCP socket."""
    if (sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM
            and sock.proto == socket.IPPROTO_TCP):
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _ipaddr_info(host, port, family, type, proto, flowinfo=0, scopeid=0):
    """Return what getaddrinfo() would say, if host is an IP address and port a number; otherwise None."""
    if not hasattr(socket, 'inet_pton'):
        return None
    if proto not in {0, socket.IPPROTO_TCP, socket.IPPROTO_UDP} or host is None:
        return None
    if type == socket.SOCK_STREAM:
        proto = socket.IPPROTO_TCP
    elif type == socket.SOCK_DGRAM:
        proto = socket.IPPROTO_UDP
    else:
        return None
    if port in (None, '', b''):
        port = 0
    else:
        try:
            port = int(port)  # a service's name is a case for getaddrinfo()
        except (TypeError, ValueError):
            return None
    if isinstance(host, bytes):
        host = host.decode('idna')
    if '%' in host:
        # A zone index, which inet_pton() does not take.
        return None
    if family == socket.AF_UNSPEC:
        families = [socket.AF_INET]
        if hasattr(socket, 'AF_INET6'):
            families.append(socket.AF_INET6)
    else:
        families = [family]
    for family in families:
        try:
            socket.inet_pton(family, host)
        except OSError:
            continue
        address = (host, port)
        if family == getattr(socket, 'AF_INET6', None):
            address += flowinfo, scopeid
        return family, type, proto, '', address
    return None


def _interleave_addrinfos(addrinfos, first_address_family_count=1):
    """Let address families take turns, the first one starting with so many addresses."""
    by_family = {}
    for info in addrinfos:
        by_family.setdefault(info[0], []).append(info)
    queues = list(by_family.values())
    ordered = []
    if first_address_family_count > 1:
        head = first_address_family_count - 1
        ordered += queues[0][:head]
        del queues[0][:head]
    for turn in range(max(map(len, queues), default=0)):
        ordered += [queue[turn] for queue in queues if turn < len(queue)]
    return ordered


def _run_until_complete_cb(fut):
    if not fut.cancelled():
        exc = fut.exception()
        if isinstance(exc, (SystemExit, KeyboardInterrupt)):
            # It leaves run_forever() by itself; a stop() would end the next run at once.
            return
    futures._get_loop(fut).stop()


class BaseEventLoop(_ProcessesMixin, _SendfileMixin, KernelLoop, events.AbstractEventLoop):

    def __init__(self):
        super().__init__()
        self._exception_handler = None
        self._default_executor = None
        self._executor_shutdown_called = False
        self._asyncgens = None  # a WeakSet of those that are under way, once there has been one
        self._asyncgens_shutdown_called = False

    def __repr__(self):
        return (f'<{self.__class__.__name__} running={self.is_running()} '
                f'closed={self.is_closed()} debug={self.get_debug()}>')

    def __del__(self):
        # An object whose __init__ failed has not opened anything.
        if getattr(self, '_default_executor', self) is not self and not self.is_closed():
            warnings.warn(f'unclosed event loop {self!r}', ResourceWarning, source=self)
            if not self.is_running():
                self.close()

    def close(self):
        """Close the event loop: nothing can be scheduled any more, and the executor is told to end."""
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self.is_closed():
            return
        if self._debug:
            logger.debug('Close %r', self)
        super().close()
        self._executor_shutdown_called = True
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    # What subclasses provide.

    def _make_socket_transport(self, sock, protocol, waiter=None, *, extra=None, server=None):
        """Create socket transport."""
        raise NotImplementedError

    def _make_ssl_transport(self, rawsock, protocol, sslcontext, waiter=None, *, server_side=False,
                            server_hostname=None, extra=None, server=None, ssl_handshake_timeout=None,
                            ssl_shutdown_timeout=None, call_connection_made=True):
        """Create SSL transport."""
        raise NotImplementedError

    def _make_datagram_transport(self, sock, protocol, address=None, waiter=None, extra=None):
        """Create datagram transport."""
        raise NotImplementedError

    def _make_read_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        """Create read pipe transport."""
        raise NotImplementedError

    def _make_write_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        """Create write pipe transport."""
        raise NotImplementedError

    async def _make_subprocess_transport(self, protocol, args, shell, stdin, stdout, stderr, bufsize, extra=None,
                                         **kwargs):
        """Create subprocess transport."""
        raise NotImplementedError

    def _write_to_self(self):
        """Wake the loop up, from another thread or a signal handler."""
        raise NotImplementedError

    def _process_events(self, event_list):
        """Add the handlers of what a foreign selector's select() returned to the ready queue."""
        raise NotImplementedError

    # Errors.

    def get_exception_handler(self):
        """Return the exception handler, or None if the default one is in use."""
        return self._exception_handler

    def set_exception_handler(self, handler):
        """Set handler(loop, context) to be called for errors nobody else handles; None restores the default one."""
        if handler is not None and not callable(handler):
            raise TypeError(f'A callable object or None is expected, got {handler!r}')
        self._exception_handler = handler

    def default_exception_handler(self, context):
        """Log the error."""
        message = context.get('message') or 'Unhandled exception in event loop'
        exception = context.get('exception')
        exc_info = False
        if exception is not None:
            exc_info = (type(exception), exception, exception.__traceback__)
        if 'source_traceback' not in context:
            handle = self._current_handle
            if handle is not None and handle._source_traceback:
                context['handle_traceback'] = handle._source_traceback
        lines = [message]
        for key in sorted(context):
            if key in {'message', 'exception'}:
                continue
            value = context[key]
            if key == 'source_traceback':
                value = 'Object' + _created_at(value)
            elif key == 'handle_traceback':
                value = 'Handle' + _created_at(value)
            else:
                value = repr(value)
            lines.append(f'{key}: {value}')
        logger.error('\n'.join(lines), exc_info=exc_info)

    def call_exception_handler(self, context):
        """Report an error: context has a 'message', and maybe 'exception', 'future', 'task', 'handle', 'protocol',
        'transport', 'socket', 'asyncgen', 'source_traceback', 'handle_traceback'."""
        if self._exception_handler is None:
            try:
                self.default_exception_handler(context)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                # A subclass may have a handler with a fault of its own.
                logger.error('Exception in default exception handler', exc_info=True)
            return
        try:
            self._call_custom_handler(context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            try:
                self.default_exception_handler({
                    'message': 'Unhandled error in exception handler',
                    'exception': exc,
                    'context': context,
                })
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                logger.error('Exception in default exception handler while handling an unexpected error '
                             'in custom exception handler', exc_info=True)

    def _call_custom_handler(self, context):
        """Call it in the context of the task, future or handle at fault, where that is known."""
        culprit = context.get('task') or context.get('future') or context.get('handle')
        own_context = culprit.get_context() if hasattr(culprit, 'get_context') else None
        if own_context is not None and hasattr(own_context, 'run'):
            own_context.run(self._exception_handler, self, context)
        else:
            self._exception_handler(self, context)

    def _report_slow_callback(self, handle, seconds):
        logger.warning('Executing %s took %.3f seconds', _format_handle(handle), seconds)

    # Asynchronous generators.

    def _asyncgen_firstiter_hook(self, agen):
        if self._asyncgens_shutdown_called:
            warnings.warn(f'asynchronous generator {agen!r} was scheduled after loop.shutdown_asyncgens() call',
                          ResourceWarning, source=self)
        if self._asyncgens is None:
            from weakref import WeakSet
            self._asyncgens = WeakSet()
        self._asyncgens.add(agen)

    def _asyncgen_finalizer_hook(self, agen):
        self._asyncgens.discard(agen)
        if not self.is_closed():
            # The generator may die in any thread.
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        """Close all asynchronous generators that are under way."""
        self._asyncgens_shutdown_called = True
        if not self._asyncgens:
            return
        closing = list(self._asyncgens)
        self._asyncgens.clear()
        outcomes = await tasks.gather(*[agen.aclose() for agen in closing], return_exceptions=True)
        for outcome, agen in zip(outcomes, closing):
            if isinstance(outcome, Exception):
                self.call_exception_handler({
                    'message': f'an error occurred during closing of asynchronous generator {agen!r}',
                    'exception': outcome,
                    'asyncgen': agen,
                })

    # Executors and names.

    def _check_default_executor(self):
        if self._executor_shutdown_called:
            raise RuntimeError('Executor shutdown has been called')

    def run_in_executor(self, executor, func, *args):
        """Call func(*args) in an executor, None being the default one: a pool of threads.  Return a future."""
        self._check_closed()
        if self._debug:
            self._check_callback(func, 'run_in_executor')
        if executor is None:
            executor = self._default_executor
            # Asked for in any case: a pool that is shut down would take the call and never make it.
            self._check_default_executor()
            if executor is None:
                from concurrent.futures import ThreadPoolExecutor
                executor = self._default_executor = ThreadPoolExecutor(thread_name_prefix='asyncio')
        return futures.wrap_future(executor.submit(func, *args), loop=self)

    def set_default_executor(self, executor):
        from concurrent.futures import ThreadPoolExecutor
        if not isinstance(executor, ThreadPoolExecutor):
            raise TypeError('executor must be ThreadPoolExecutor instance')
        self._default_executor = executor

    async def shutdown_default_executor(self, timeout=None):
        """Let the default executor end, and wait for its threads, at most timeout seconds."""
        self._executor_shutdown_called = True
        if self._default_executor is None:
            return
        future = self.create_future()
        # Joining threads blocks, so another thread does it.
        thread = threading.Thread(target=self._do_shutdown, args=(future,))
        thread.start()
        try:
            from . import timeouts
            async with timeouts.timeout(timeout):
                await future
        except TimeoutError:
            warnings.warn(f'The executor did not finishing joining its threads within {timeout} seconds.',
                          RuntimeWarning, stacklevel=2)
            self._default_executor.shutdown(wait=False)
        else:
            thread.join()

    def _do_shutdown(self, future):
        try:
            self._default_executor.shutdown(wait=True)
            if not self.is_closed():
                self.call_soon_threadsafe(futures._set_result_unless_cancelled, future, None)
        except Exception as exc:
            if not self.is_closed() and not future.cancelled():
                self.call_soon_threadsafe(future.set_exception, exc)

    def _getaddrinfo_debug(self, host, port, family, type, proto, flags):
        asked = [f'{host}:{port!r}']
        asked += [f'{name}={value!r}' for name, value in
                  (('family', family), ('type', type), ('proto', proto), ('flags', flags)) if value]
        asked = ', '.join(asked)
        logger.debug('Get address info %s', asked)
        start = self.time()
        answer = socket.getaddrinfo(host, port, family, type, proto, flags)
        took = self.time() - start
        note = f'Getting address info {asked} took {took * 1e3:.3f}ms: {answer!r}'
        (logger.info if took >= self.slow_callback_duration else logger.debug)(note)
        return answer

    async def getaddrinfo(self, host, port, *, family=0, type=0, proto=0, flags=0):
        ask = self._getaddrinfo_debug if self._debug else socket.getaddrinfo
        return await self.run_in_executor(None, ask, host, port, family, type, proto, flags)

    async def getnameinfo(self, sockaddr, flags=0):
        return await self.run_in_executor(None, socket.getnameinfo, sockaddr, flags)

    async def _ensure_resolved(self, address, *, family=0, type=None, proto=0, flags=0, loop):
        """Return address infos; an IP address needs no thread."""
        if type is None:
            type = socket.SOCK_STREAM
        info = _ipaddr_info(*address[:2], family, type, proto, *address[2:])
        if info is not None:
            return [info]
        return await loop.getaddrinfo(*address[:2], family=family, type=type, proto=proto, flags=flags)

    # Connections.

    async def _connect_sock(self, exceptions, addr_info, local_addr_infos=None):
        """Create, bind and connect one socket; note what goes wrong in a list of its own."""
        mine = []
        exceptions.append(mine)
        family, type, proto, _, address = addr_info
        sock = None
        try:
            sock = socket.socket(family=family, type=type, proto=proto)
            sock.setblocking(False)
            if local_addr_infos is not None:
                self._bind_to_one(sock, family, local_addr_infos, mine)
            await self.sock_connect(sock, address)
            return sock
        except OSError as exc:
            mine.append(exc)
            if sock is not None:
                sock.close()
            raise
        except:
            if sock is not None:
                sock.close()
            raise
        finally:
            # Exceptions refer to this frame by their tracebacks.
            exceptions = mine = None

    def _bind_to_one(self, sock, family, local_addr_infos, errors):
        for local_family, _, _, _, local_address in local_addr_infos:
            if local_family != family:
                continue
            try:
                sock.bind(local_address)
                return
            except OSError as exc:
                errors.append(OSError(exc.errno, 'error while attempting to bind on address '
                                                 f'{local_address!r}: {str(exc).lower()}'))
        if errors:
            raise errors.pop()
        raise OSError(f'no matching local address with family={family!r} found')

    async def create_connection(self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0,
                                sock=None, local_addr=None, server_hostname=None, ssl_handshake_timeout=None,
                                ssl_shutdown_timeout=None, happy_eyeballs_delay=None, interleave=None,
                                all_errors=False):
        """Connect to a TCP server; return (transport, protocol).

        All addresses of the host are tried: one after the other, or, with happy_eyeballs_delay, each one so many
        seconds after the one before it.  With all_errors failure raises an ExceptionGroup of what each one gave.
        """
        if server_hostname is not None and not ssl:
            raise ValueError('server_hostname is only meaningful with ssl')
        if server_hostname is None and ssl:
            # An empty name says: do not match the certificate's name.
            if not host:
                raise ValueError('You must set server_hostname when using ssl without a host')
            server_hostname = host
        _check_ssl_timeouts(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        if sock is not None:
            _check_ssl_socket(sock)
        if happy_eyeballs_delay is not None and interleave is None:
            interleave = 1
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            sock = await self._connect_any((host, port), family, proto, flags, local_addr, happy_eyeballs_delay,
                                           interleave, all_errors)
        else:
            if sock is None:
                raise ValueError('host and port was not specified and no sock specified')
            if sock.type != socket.SOCK_STREAM:
                # AF_UNIX sockets too, so the family is not looked at.
                raise ValueError(f'A Stream Socket was expected, got {sock!r}')
        transport, protocol = await self._create_connection_transport(
            sock, protocol_factory, ssl, server_hostname, ssl_handshake_timeout=ssl_handshake_timeout,
            ssl_shutdown_timeout=ssl_shutdown_timeout)
        if self._debug:
            sock = transport.get_extra_info('socket')
            logger.debug('%r connected to %s:%r: (%r, %r)', sock, host, port, transport, protocol)
        return transport, protocol

    async def _connect_any(self, address, family, proto, flags, local_addr, delay, interleave, all_errors):
        """Return a socket connected to one of the addresses of a host."""

        async def resolve(address):
            infos = await self._ensure_resolved(address, family=family, type=socket.SOCK_STREAM, proto=proto,
                                                flags=flags, loop=self)
            if not infos:
                raise OSError('getaddrinfo() returned empty list')
            return infos

        infos = await resolve(address)
        local_infos = None if local_addr is None else await resolve(local_addr)
        if interleave:
            infos = _interleave_addrinfos(infos, interleave)
        errors = []
        sock = None
        if delay is None:
            for info in infos:
                try:
                    sock = await self._connect_sock(errors, info, local_infos)
                    break
                except OSError:
                    continue
        else:
            from . import staggered

            def attempt(info):
                # A class of its own: any OSError ends the attempt and lets the next one start.
                return lambda: self._connect_sock(errors, info, local_infos)

            sock = (await staggered.staggered_race(map(attempt, infos), delay, loop=self))[0]
        if sock is not None:
            errors = None
            return sock
        errors = [error for some in errors for error in some]
        try:
            raise _connection_error(errors, all_errors)
        finally:
            errors = None

    async def _create_connection_transport(self, sock, protocol_factory, ssl, server_hostname, server_side=False,
                                           ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        sock.setblocking(False)
        protocol = protocol_factory()
        waiter = self.create_future()
        if ssl:
            transport = self._make_ssl_transport(
                sock, protocol, None if isinstance(ssl, bool) else ssl, waiter, server_side=server_side,
                server_hostname=server_hostname, ssl_handshake_timeout=ssl_handshake_timeout,
                ssl_shutdown_timeout=ssl_shutdown_timeout)
        else:
            transport = self._make_socket_transport(sock, protocol, waiter)
        await _established(transport, waiter)
        return transport, protocol

    async def connect_accepted_socket(self, protocol_factory, sock, *, ssl=None, ssl_handshake_timeout=None,
                                      ssl_shutdown_timeout=None):
        """Serve a connection that somebody else accepted; return (transport, protocol)."""
        if sock.type != socket.SOCK_STREAM:
            raise ValueError(f'A Stream Socket was expected, got {sock!r}')
        _check_ssl_timeouts(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        _check_ssl_socket(sock)
        transport, protocol = await self._create_connection_transport(
            sock, protocol_factory, ssl, '', server_side=True, ssl_handshake_timeout=ssl_handshake_timeout,
            ssl_shutdown_timeout=ssl_shutdown_timeout)
        if self._debug:
            sock = transport.get_extra_info('socket')
            logger.debug('%r handled: (%r, %r)', sock, transport, protocol)
        return transport, protocol

    async def start_tls(self, transport, protocol, sslcontext, *, server_side=False, server_hostname=None,
                        ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        """Upgrade a transport to TLS; return a new one for the protocol to use instead."""
        import ssl
        if not isinstance(sslcontext, ssl.SSLContext):
            raise TypeError(f'sslcontext is expected to be an instance of ssl.SSLContext, got {sslcontext!r}')
        if not getattr(transport, '_start_tls_compatible', False):
            raise TypeError(f'transport {transport!r} is not supported by start_tls()')
        from . import sslproto
        waiter = self.create_future()
        ssl_protocol = sslproto.SSLProtocol(
            self, protocol, sslcontext, waiter, server_side, server_hostname,
            ssl_handshake_timeout=ssl_handshake_timeout, ssl_shutdown_timeout=ssl_shutdown_timeout,
            call_connection_made=False)
        # Nothing may be received by the protocol before connection_made() has run.
        transport.pause_reading()
        transport.set_protocol(ssl_protocol)
        made = self.call_soon(ssl_protocol.connection_made, transport)
        resumed = self.call_soon(transport.resume_reading)
        try:
            await waiter
        except BaseException:
            transport.close()
            made.cancel()
            resumed.cancel()
            raise
        return ssl_protocol._app_transport

    # Servers.

    async def _create_server_getaddrinfo(self, host, port, family, flags):
        infos = await self._ensure_resolved((host, port), family=family, type=socket.SOCK_STREAM, flags=flags,
                                            loop=self)
        if not infos:
            raise OSError(f'getaddrinfo({host!r}) returned empty list')
        return infos

    async def create_server(self, protocol_factory, host=None, port=None, *, family=0, flags=1, sock=None,
                            backlog=100, ssl=None, reuse_address=None, reuse_port=None, keep_alive=None,
                            ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True):
        """Create a TCP server; return a Server.

        host may be a string, a sequence of them, or None or empty for all interfaces.
        """
        if isinstance(ssl, bool):
            raise TypeError('ssl argument must be an SSLContext or None')
        _check_ssl_timeouts(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        if sock is not None:
            _check_ssl_socket(sock)
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError('host/port and sock can not be specified at the same time')
            infos = await self._server_infos(host, port, family, flags)
            if reuse_address is None:
                reuse_address = os.name == 'posix' and sys.platform != 'cygwin'
            sockets = self._bind_all(infos, reuse_address, reuse_port, keep_alive)
        else:
            if sock is None:
                raise ValueError('Neither host/port nor sock were specified')
            if sock.type != socket.SOCK_STREAM:
                raise ValueError(f'A Stream Socket was expected, got {sock!r}')
            sockets = [sock]
        for sock in sockets:
            sock.setblocking(False)
        server = Server(self, sockets, protocol_factory, ssl, backlog, ssl_handshake_timeout, ssl_shutdown_timeout)
        if start_serving:
            server._start_serving()
            # Whoever connects now is served in the next turn.
            await tasks.sleep(0)
        if self._debug:
            logger.info('%r is serving', server)
        return server

    async def _server_infos(self, host, port, family, flags):
        """Return the different addresses to bind to, in order."""
        if host == '':
            hosts = [None]
        elif isinstance(host, (str, bytes)) or not hasattr(type(host), '__iter__'):
            hosts = [host]
        else:
            hosts = host
        found = await tasks.gather(*[self._create_server_getaddrinfo(host, port, family=family, flags=flags)
                                     for host in hosts])
        return list(dict.fromkeys(info for infos in found for info in infos))

    def _bind_all(self, infos, reuse_address, reuse_port, keep_alive):
        sockets = []
        completed = False
        try:
            for info in infos:
                sock = self._bind_server_socket(info, reuse_address, reuse_port, keep_alive, sockets)
                if sock is not None and self._debug:
                    logger.debug('bound %r', sock)
            if not sockets:
                raise OSError(f'could not bind on any address out of {[info[4] for info in infos]!r}')
            completed = True
        finally:
            if not completed:
                for sock in sockets:
                    sock.close()
        return sockets

    def _bind_server_socket(self, info, reuse_address, reuse_port, keep_alive, sockets):
        """Bind to one address, and add the socket to `sockets`; an address that this machine lacks is passed over."""
        family, type, proto, _, address = info
        try:
            sock = socket.socket(family, type, proto)
        except socket.error:
            # getaddrinfo() may name a family that this system is built without.
            if self._debug:
                logger.warning('create_server() failed to create socket.socket(%r, %r, %r)', family, type, proto,
                               exc_info=True)
            return None
        sockets.append(sock)
        if reuse_address:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
        # An abstract or unnamed socket cannot share its port.
        if reuse_port and family in (socket.AF_INET, getattr(socket, 'AF_INET6', None)):
            _set_reuseport(sock)
        if keep_alive:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, True)
        # The IPv4 addresses have a socket of their own, which would collide with one that takes both.
        if family == getattr(socket, 'AF_INET6', None) and hasattr(socket, 'IPPROTO_IPV6'):
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, True)
        try:
            sock.bind(address)
        except OSError as err:
            message = f'error while attempting to bind on address {address!r}: {str(err).lower()}'
            if err.errno == errno.EADDRNOTAVAIL:
                # As with '::1' where IPv6 is switched off.
                sockets.pop()
                sock.close()
                if self._debug:
                    logger.warning(message)
                return None
            raise OSError(err.errno, message) from None
        return sock

    # Datagrams.

    async def create_datagram_endpoint(self, protocol_factory, local_addr=None, remote_addr=None, *, family=0, proto=0,
                                       flags=0, reuse_port=None, allow_broadcast=None, sock=None):
        """Create a datagram endpoint; return (transport, protocol)."""
        if sock is not None:
            if sock.type == socket.SOCK_STREAM:
                raise ValueError(f'A datagram socket was expected, got {sock!r}')
            options = dict(local_addr=local_addr, remote_addr=remote_addr, family=family, proto=proto, flags=flags,
                           reuse_port=reuse_port, allow_broadcast=allow_broadcast)
            problems = ', '.join(f'{name}={value}' for name, value in options.items() if value)
            if problems:
                raise ValueError('socket modifier keyword arguments can not be used when sock is specified. '
                                 f'({problems})')
            sock.setblocking(False)
            address = None
        else:
            from . import datagram
            pairs = await datagram.address_pairs(self, local_addr, remote_addr, family, proto, flags)
            sock, address = await datagram.open_socket(self, pairs, local_addr, remote_addr, reuse_port,
                                                       allow_broadcast)
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = self._make_datagram_transport(sock, protocol, address, waiter)
        if self._debug:
            if local_addr:
                logger.info('Datagram endpoint local_addr=%r remote_addr=%r created: (%r, %r)', local_addr,
                            remote_addr, transport, protocol)
            else:
                logger.debug('Datagram endpoint remote_addr=%r created: (%r, %r)', remote_addr, transport, protocol)
        await _established(transport, waiter)
        return transport, protocol


def _created_at(stack):
    return ' created at (most recent call last):\n' + ''.join(traceback.format_list(stack)).rstrip()


def _check_ssl_timeouts(ssl, handshake, shutdown):
    if handshake is not None and not ssl:
        raise ValueError('ssl_handshake_timeout is only meaningful with ssl')
    if shutdown is not None and not ssl:
        raise ValueError('ssl_shutdown_timeout is only meaningful with ssl')


def _connection_error(errors, all_errors):
    """Make one exception of those that the addresses gave."""
    if all_errors:
        return ExceptionGroup('create_connection failed', errors)
    if len(errors) == 1 or len(set(map(str, errors))) == 1:
        return errors[0]
    return OSError(f'Multiple exceptions: {", ".join(map(str, errors))}')
