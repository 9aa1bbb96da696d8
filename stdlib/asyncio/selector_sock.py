"""The loop's sock_* methods: a non-blocking socket in a coroutine's hands."""

from . import exceptions
from ._lazy import lazily
from .sendfile import _check_ssl_socket

lazily(globals(), socket='socket')


class _SockMixin:
    """Each method tries at once, and waits for the descriptor only if that would block."""

    def _check_sock(self, sock):
        _check_ssl_socket(sock)
        if self._debug and sock.gettimeout() != 0:
            raise ValueError('the socket must be non-blocking')

    async def _when_ready(self, sock, add, remove, attempt):
        """Call attempt() each time the descriptor is ready, until it does not block; return what it returns."""
        fd = sock.fileno()
        self._ensure_fd_no_transport(fd)
        future = self.create_future()

        def ready():
            if future.done():
                return  # cancelled, and its task has not run yet
            try:
                result = attempt()
            except (BlockingIOError, InterruptedError):
                return
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as exc:
                remove(fd)
                future.set_exception(exc)
            else:
                remove(fd)
                future.set_result(result)

        handle = add(fd, ready)
        try:
            return await future
        finally:
            # A cancelled handle is one whose place another call has taken, or that has been removed.
            if handle is not None and not handle.cancelled():
                remove(fd)

    async def _receive(self, sock, attempt):
        self._check_sock(sock)
        try:
            return attempt()
        except (BlockingIOError, InterruptedError):
            return await self._when_ready(sock, self._add_reader, self._remove_reader, attempt)

    async def sock_recv(self, sock, n):
        """Receive up to n bytes; b'' says that the other side has closed."""
        return await self._receive(sock, lambda: sock.recv(n))

    async def sock_recv_into(self, sock, buf):
        """Receive into a buffer; return the number of bytes."""
        return await self._receive(sock, lambda: sock.recv_into(buf))

    async def sock_recvfrom(self, sock, bufsize):
        """Receive a datagram; return (bytes, address)."""
        return await self._receive(sock, lambda: sock.recvfrom(bufsize))

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        """Receive a datagram into a buffer; return (number of bytes, address)."""
        size = nbytes or len(buf)
        return await self._receive(sock, lambda: sock.recvfrom_into(buf, size))

    async def sock_accept(self, sock):
        """Accept a connection; return (socket, address)."""

        def accept():
            conn, address = sock.accept()
            conn.setblocking(False)
            return conn, address

        return await self._receive(sock, accept)

    async def sock_sendall(self, sock, data):
        """Send all the data.  After an error there is no telling how much of it was received."""
        self._check_sock(sock)
        try:
            sent = sock.send(data)
        except (BlockingIOError, InterruptedError):
            sent = 0
        if sent == len(data):
            return
        view = memoryview(data)

        def send_rest():
            nonlocal sent
            sent += sock.send(view[sent:])
            if sent != len(view):
                raise BlockingIOError

        await self._when_ready(sock, self._add_writer, self._remove_writer, send_rest)

    async def sock_sendto(self, sock, data, address):
        """Send a datagram; return the number of bytes sent."""
        self._check_sock(sock)
        try:
            return sock.sendto(data, address)
        except (BlockingIOError, InterruptedError):
            return await self._when_ready(sock, self._add_writer, self._remove_writer,
                                          lambda: sock.sendto(data, address))

    async def sock_connect(self, sock, address):
        """Connect to an address, which may have a host's name in it."""
        self._check_sock(sock)
        if sock.family == socket.AF_INET or sock.family == getattr(socket, 'AF_INET6', None):
            infos = await self._ensure_resolved(address, family=sock.family, type=sock.type, proto=sock.proto,
                                                loop=self)
            address = infos[0][4]
        try:
            sock.connect(address)
            return
        except (BlockingIOError, InterruptedError):
            pass  # InterruptedError too: the connection goes on being made

        def connected():
            error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error:
                raise OSError(error, f'Connect call failed {address}')

        try:
            await self._when_ready(sock, self._add_writer, self._remove_writer, connected)
        finally:
            connected = None  # an exception's traceback refers to this frame
