"""Pipes between processes: objects go through them pickled."""

import os
import selectors
import socket
import struct
import time

from multiprocessing.context import BufferTooShort

__all__ = ['Pipe', 'wait']

_MAXIMUM_SHORT = 0x7fffffff


class _ConnectionBase:
    """One end of a connection over a descriptor."""

    _handle = None

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError("invalid handle")
        if not readable and not writable:
            raise ValueError("at least one of `readable` and `writable` must be True")
        self._handle = handle
        self._readable = readable
        self._writable = writable

    def __del__(self):
        if self._handle is not None:
            self._close()

    def _check_closed(self):
        if self._handle is None:
            raise OSError("handle is closed")

    def _check_readable(self):
        if not self._readable:
            raise OSError("connection is write-only")

    def _check_writable(self):
        if not self._writable:
            raise OSError("connection is read-only")

    @property
    def closed(self):
        return self._handle is None

    @property
    def readable(self):
        return self._readable

    @property
    def writable(self):
        return self._writable

    def fileno(self):
        """The descriptor."""
        self._check_closed()
        return self._handle

    def close(self):
        """Close the connection."""
        if self._handle is not None:
            try:
                self._close()
            finally:
                self._handle = None

    def _close(self):
        os.close(self._handle)

    def send_bytes(self, buf, offset=0, size=None):
        """Send a part of a bytes-like object as one message."""
        self._check_closed()
        self._check_writable()
        with memoryview(buf) as view:
            view = view.cast('B') if view.ndim != 1 or view.itemsize != 1 else view
            n = view.nbytes
            if offset < 0:
                raise ValueError("offset is negative")
            if n < offset:
                raise ValueError("buffer length < offset")
            if size is None:
                size = n - offset
            elif size < 0:
                raise ValueError("size is negative")
            elif offset + size > n:
                raise ValueError("buffer length < offset + size")
            self._send_bytes(view[offset:offset + size])

    def send(self, obj):
        """Send an object."""
        import pickle
        self._check_closed()
        self._check_writable()
        self._send_bytes(pickle.dumps(obj))

    def recv_bytes(self, maxlength=None):
        """A message; EOFError when the other end is closed and nothing is left."""
        self._check_closed()
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError("negative maxlength")
        data = self._recv_bytes(maxlength)
        if data is None:
            # What follows could not be told from the rest of the message.
            if self._writable:
                self._readable = False
            else:
                self.close()
            raise OSError("bad message length")
        return data

    def recv_bytes_into(self, buf, offset=0):
        """Put a message into a buffer: its length."""
        self._check_closed()
        self._check_readable()
        with memoryview(buf) as view, view.cast('B') as view:
            if offset < 0:
                raise ValueError("negative offset")
            if offset > view.nbytes:
                raise ValueError("offset too large")
            data = self._recv_bytes()
            if view.nbytes < offset + len(data):
                raise BufferTooShort(data)
            view[offset:offset + len(data)] = data
            return len(data)

    def recv(self):
        """Receive an object."""
        import pickle
        self._check_closed()
        self._check_readable()
        return pickle.loads(self._recv_bytes())

    def poll(self, timeout=0.0):
        """Whether there is something to receive, within so many seconds."""
        self._check_closed()
        self._check_readable()
        return bool(wait([self], timeout))

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class Connection(_ConnectionBase):
    """Messages with their length before them."""

    def _send(self, data):
        with memoryview(data) as view:
            sent = 0
            while sent < len(view):
                sent += os.write(self._handle, view[sent:])

    def _recv(self, size):
        parts = []
        left = size
        while left > 0:
            part = os.read(self._handle, min(left, 1 << 20))
            if not part:
                if left == size:
                    raise EOFError
                raise OSError("got end of file during message")
            parts.append(part)
            left -= len(part)
        return b''.join(parts)

    def _send_bytes(self, buf):
        n = len(buf)
        if n > _MAXIMUM_SHORT:
            self._send(struct.pack("!iQ", -1, n))
            self._send(buf)
            return
        header = struct.pack("!i", n)
        if n > 16384:
            self._send(header)
            self._send(buf)
        else:
            # Together, so that small messages are not held back.
            self._send(header + bytes(buf))

    def _recv_bytes(self, maxsize=None):
        size, = struct.unpack("!i", self._recv(4))
        if size == -1:
            size, = struct.unpack("!Q", self._recv(8))
        if maxsize is not None and size > maxsize:
            return None
        return self._recv(size)


def Pipe(duplex=True):
    """Two connected ends; with duplex=False (for reading, for writing)."""
    if duplex:
        a, b = socket.socketpair()
        a.setblocking(True)
        b.setblocking(True)
        return Connection(a.detach()), Connection(b.detach())
    read, write = os.pipe()
    return Connection(read, writable=False), Connection(write, readable=False)


_WaitSelector = getattr(selectors, 'PollSelector', selectors.SelectSelector)


def wait(object_list, timeout=None):
    """Those of the connections, sockets or sentinels that are ready."""
    with _WaitSelector() as selector:
        for obj in object_list:
            selector.register(obj, selectors.EVENT_READ)
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            ready = selector.select(timeout)
            if ready:
                return [key.fileobj for key, _ in ready]
            if timeout is not None:
                timeout = deadline - time.monotonic()
                if timeout < 0:
                    return []
