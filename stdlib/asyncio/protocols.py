"""What a transport calls as things happen: base classes whose methods do nothing."""

__all__ = ('BaseProtocol', 'Protocol', 'DatagramProtocol', 'SubprocessProtocol', 'BufferedProtocol')


class BaseProtocol:
    """What all protocols have in common.

    Usually one of its subclasses is used; the methods here are called by transports that can be written to.
    """

    __slots__ = ()

    def connection_made(self, transport):
        """Called once, at first; keep the transport to write to it."""

    def connection_lost(self, exc):
        """Called once, at last; exc is None after a regular end (EOF, close() or abort())."""

    def pause_writing(self):
        """Called when the transport's buffer has grown above its high-water mark: stop writing for now."""

    def resume_writing(self):
        """Called when the buffer has shrunk to the low-water mark."""


class Protocol(BaseProtocol):
    """For streams: connection_made, then data_received any number of times, at most one eof_received, and
    connection_lost."""

    __slots__ = ()

    def data_received(self, data):
        """Called with some bytes that have arrived."""

    def eof_received(self):
        """Called when the other side will send no more.

        The transport closes itself afterwards, unless a true value is returned.
        """


class BufferedProtocol(BaseProtocol):
    """For streams whose data is received into a buffer of the protocol's own."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """Return a writable buffer of at least one byte, best of sizehint (-1: of any size)."""

    def buffer_updated(self, nbytes):
        """Called when nbytes have been written to the start of the buffer."""

    def eof_received(self):
        """As Protocol.eof_received."""


class DatagramProtocol(BaseProtocol):
    """For datagram sockets."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """Called with a datagram and its sender's address."""

    def error_received(self, exc):
        """Called when an earlier send or receive failed with an OSError; the transport goes on."""


class SubprocessProtocol(BaseProtocol):
    """For child processes; fd is 0, 1 or 2."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """Called when the child has written to one of its pipes."""

    def pipe_connection_lost(self, fd, exc):
        """Called when a pipe to the child is closed."""

    def process_exited(self):
        """Called when the child has ended."""


def _feed_data_to_buffered_proto(proto, data):
    """Give bytes that are here already to a protocol that brings its own buffer."""
    while data:
        buffer = proto.get_buffer(len(data))
        room = len(buffer)
        if not room:
            raise RuntimeError('get_buffer() returned an empty buffer')
        if room >= len(data):
            buffer[:len(data)] = data
            proto.buffer_updated(len(data))
            return
        buffer[:room] = data[:room]
        proto.buffer_updated(room)
        data = data[room:]
