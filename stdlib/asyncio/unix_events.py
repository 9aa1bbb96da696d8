"""SelectorEventLoop on Unix: signals, pipes, Unix sockets, child processes and sendfile()."""

__all__ = ('SelectorEventLoop', 'EventLoop')

import os
import sys

from . import base_events, constants, coroutines, events, exceptions, futures, selector_events
from ._lazy import lazily

lazily(globals(), errno='errno', logger='asyncio.log:logger', signal='signal', socket='socket', stat='stat',
       subprocess='subprocess', threading='threading', warnings='warnings')

_ELSEWHERE = {
    'unix_pipes': ('_UnixReadPipeTransport', '_UnixWritePipeTransport', '_UnixSubprocessTransport'),
    'unix_watchers': ('_PidfdChildWatcher', '_ThreadedChildWatcher', 'AbstractChildWatcher', 'BaseChildWatcher',
                      'PidfdChildWatcher', 'SafeChildWatcher', 'FastChildWatcher', 'MultiLoopChildWatcher',
                      'ThreadedChildWatcher', 'can_use_pidfd'),
    'unix_policy': ('_UnixDefaultEventLoopPolicy', '_DefaultEventLoopPolicy', 'DefaultEventLoopPolicy'),
}


def __getattr__(name):
    for module, names in _ELSEWHERE.items():
        if name in names:
            return getattr(__import__(f'asyncio.{module}', None, None, ('*',)), name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def waitstatus_to_exitcode(status):
    try:
        return os.waitstatus_to_exitcode(status)
    except ValueError:
        # The child was stopped, not ended; nobody waits for that, but a status is a status.
        return status


class _UnixSelectorEventLoop(selector_events.BaseSelectorEventLoop):
    """The event loop of Unix."""

    def __init__(self, selector=None):
        super().__init__(selector)
        self._signal_handlers = {}
        self._unix_server_sockets = {}  # the inode of each server's socket file
        self._child_watcher = None

    def close(self):
        super().close()
        if not sys.is_finalizing():
            for sig in list(self._signal_handlers):
                self.remove_signal_handler(sig)
        elif self._signal_handlers:
            warnings.warn(f'Closing the loop {self!r} on interpreter shutdown stage, skipping signal handlers removal',
                          ResourceWarning, source=self)
            self._signal_handlers.clear()

    # Signals.  The interpreter calls Python's handler in the main thread, between two instructions, and that adds a
    # callback to the loop: no pipe is needed.

    def _process_self_data(self, data):
        for signum in data:
            if signum:
                self._handle_signal(signum)

    def add_signal_handler(self, sig, callback, *args):
        """Call callback(*args) in the loop whenever the signal arrives; only in the main thread."""
        if coroutines.iscoroutine(callback) or coroutines._iscoroutinefunction(callback):
            raise TypeError('coroutines cannot be used with add_signal_handler()')
        self._check_signal(sig)
        self._check_closed()
        handle = events.Handle(callback, args, self, None)

        def handler(signum, frame):
            self._handle_signal(signum)

        former = self._signal_handlers.get(sig)
        self._signal_handlers[sig] = handle
        try:
            signal.signal(sig, handler)
            # System calls go on after the signal.
            signal.siginterrupt(sig, False)
        except (ValueError, OSError) as exc:
            if former is None:
                del self._signal_handlers[sig]
            else:
                self._signal_handlers[sig] = former
            if isinstance(exc, ValueError):
                raise RuntimeError(str(exc))  # not in the main thread
            if exc.errno == errno.EINVAL:
                raise RuntimeError(f'sig {sig} cannot be caught')
            raise

    def _handle_signal(self, sig):
        handle = self._signal_handlers.get(sig)
        if handle is None:
            return
        if handle._cancelled:
            self.remove_signal_handler(sig)
        else:
            self._add_callback_signalsafe(handle)

    def remove_signal_handler(self, sig):
        """Restore the signal's default; return whether it had a handler here."""
        self._check_signal(sig)
        if self._signal_handlers.pop(sig, None) is None:
            return False
        try:
            signal.signal(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        except OSError as exc:
            if exc.errno == errno.EINVAL:
                raise RuntimeError(f'sig {sig} cannot be caught')
            raise
        return True

    def _check_signal(self, sig):
        if not isinstance(sig, int):
            raise TypeError(f'sig must be an int, not {sig!r}')
        if sig not in signal.valid_signals():
            raise ValueError(f'invalid signal number {sig}')

    # Pipes and child processes.

    def _make_read_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        from .unix_pipes import _UnixReadPipeTransport
        return _UnixReadPipeTransport(self, pipe, protocol, waiter, extra)

    def _make_write_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        from .unix_pipes import _UnixWritePipeTransport
        return _UnixWritePipeTransport(self, pipe, protocol, waiter, extra)

    def _watcher(self):
        """Return what tells of the ends of child processes: the policy's watcher, if a program has set one."""
        watcher = getattr(events._event_loop_policy, '_watcher', None)
        if watcher is not None:
            return watcher
        if self._child_watcher is None:
            from . import unix_watchers
            self._child_watcher = unix_watchers._default_watcher()
        return self._child_watcher

    async def _make_subprocess_transport(self, protocol, args, shell, stdin, stdout, stderr, bufsize, extra=None,
                                         **kwargs):
        from .unix_pipes import _UnixSubprocessTransport
        with self._watcher() as watcher:
            if not watcher.is_active():
                # Without it nobody would learn of the child's end.
                raise RuntimeError('asyncio.get_child_watcher() is not activated, '
                                   'subprocess support is not installed.')
            waiter = self.create_future()
            transport = _UnixSubprocessTransport(self, protocol, args, shell, stdin, stdout, stderr, bufsize,
                                                 waiter=waiter, extra=extra, **kwargs)
            watcher.add_child_handler(transport.get_pid(), self._child_watcher_callback, transport)
            try:
                await waiter
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException:
                transport.close()
                await transport._wait()
                raise
        return transport

    def _child_watcher_callback(self, pid, returncode, transp):
        self.call_soon_threadsafe(transp._process_exited, returncode)

    # Unix sockets.

    async def create_unix_connection(self, protocol_factory, path=None, *, ssl=None, sock=None, server_hostname=None,
                                     ssl_handshake_timeout=None, ssl_shutdown_timeout=None):
        """Connect to a Unix socket; return (transport, protocol)."""
        assert server_hostname is None or isinstance(server_hostname, str)
        if ssl:
            if server_hostname is None:
                raise ValueError('you have to pass server_hostname when using ssl')
        elif server_hostname is not None:
            raise ValueError('server_hostname is only meaningful with ssl')
        base_events._check_ssl_timeouts(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        if path is not None:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            path = os.fspath(path)
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM, 0)
            try:
                sock.setblocking(False)
                await self.sock_connect(sock, path)
            except:
                sock.close()
                raise
        else:
            if sock is None:
                raise ValueError('no path and sock were specified')
            _check_unix_stream(sock)
            sock.setblocking(False)
        return await self._create_connection_transport(
            sock, protocol_factory, ssl, server_hostname, ssl_handshake_timeout=ssl_handshake_timeout,
            ssl_shutdown_timeout=ssl_shutdown_timeout)

    async def create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None,
                                 ssl_handshake_timeout=None, ssl_shutdown_timeout=None, start_serving=True,
                                 cleanup_socket=True):
        """Serve on a Unix socket; return a Server.  With cleanup_socket, its file goes when the server closes."""
        if isinstance(ssl, bool):
            raise TypeError('ssl argument must be an SSLContext or None')
        base_events._check_ssl_timeouts(ssl, ssl_handshake_timeout, ssl_shutdown_timeout)
        if path is not None:
            if sock is not None:
                raise ValueError('path and sock can not be specified at the same time')
            sock = self._bind_unix(os.fspath(path))
        else:
            if sock is None:
                raise ValueError('path was not specified, and no sock specified')
            _check_unix_stream(sock)
        if cleanup_socket:
            self._note_unix_socket(sock)
        sock.setblocking(False)
        server = base_events.Server(self, [sock], protocol_factory, ssl, backlog, ssl_handshake_timeout,
                                    ssl_shutdown_timeout)
        if start_serving:
            server._start_serving()
            # Whoever connects now is served in the next turn.
            from .tasks import sleep
            await sleep(0)
        return server

    def _bind_unix(self, path):
        # A socket file of a server that is gone is in the way; an abstract address has no file.
        if path[0] not in (0, '\x00'):
            try:
                if stat.S_ISSOCK(os.stat(path).st_mode):
                    os.remove(path)
            except FileNotFoundError:
                pass
            except OSError as err:
                logger.error('Unable to check or remove stale UNIX socket %r: %r', path, err)
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            sock.bind(path)
        except OSError as exc:
            sock.close()
            if exc.errno == errno.EADDRINUSE:
                # The system's message does not say which address.
                raise OSError(errno.EADDRINUSE, f'Address {path!r} is already in use') from None
            raise
        except:
            sock.close()
            raise
        return sock

    def _note_unix_socket(self, sock):
        path = sock.getsockname()
        if path and path[0] not in (0, '\x00'):
            try:
                self._unix_server_sockets[sock] = os.stat(path).st_ino
            except FileNotFoundError:
                pass

    def _stop_serving(self, sock):
        inode = self._unix_server_sockets.pop(sock, None)
        path = None if inode is None else sock.getsockname()
        super()._stop_serving(sock)
        if path is not None:
            try:
                # By now another server may have put its socket there.
                if os.stat(path).st_ino == inode:
                    os.unlink(path)
            except FileNotFoundError:
                pass
            except OSError as err:
                logger.error('Unable to clean up listening UNIX socket %r: %r', path, err)

    # Files.

    async def _sock_sendfile_native(self, sock, file, offset, count):
        from .unix_sendfile import sendfile
        return await sendfile(self, sock, file, offset, count)


def _check_unix_stream(sock):
    if sock.family != socket.AF_UNIX or sock.type != socket.SOCK_STREAM:
        raise ValueError(f'A UNIX Domain Stream Socket was expected, got {sock!r}')


SelectorEventLoop = _UnixSelectorEventLoop
EventLoop = SelectorEventLoop
