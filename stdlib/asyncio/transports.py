"""What protocols write to: the interface of transports, and the flow control that the real ones share."""

__all__ = ('BaseTransport', 'ReadTransport', 'WriteTransport', 'Transport', 'DatagramTransport', 'SubprocessTransport')


class BaseTransport:
    """What all transports have in common."""

    __slots__ = ('_extra',)

    def __init__(self, extra=None):
        self._extra = {} if extra is None else extra

    def get_extra_info(self, name, default=None):
        """Return what is known about the transport under a name such as 'socket' or 'peername'."""
        return self._extra.get(name, default)

    def is_closing(self):
        """Return True if the transport is closing or closed."""
        raise NotImplementedError

    def close(self):
        """Close the transport: what is buffered is still sent, nothing more is received, and then the protocol's
        connection_lost(None) is called."""
        raise NotImplementedError

    def set_protocol(self, protocol):
        """Give the transport another protocol."""
        raise NotImplementedError

    def get_protocol(self):
        """Return the protocol."""
        raise NotImplementedError


class ReadTransport(BaseTransport):
    """A transport that can be read from."""

    __slots__ = ()

    def is_reading(self):
        """Return True if the transport is receiving."""
        raise NotImplementedError

    def pause_reading(self):
        """Stop calling data_received() until resume_reading()."""
        raise NotImplementedError

    def resume_reading(self):
        """Go on receiving."""
        raise NotImplementedError


class WriteTransport(BaseTransport):
    """A transport that can be written to."""

    __slots__ = ()

    def set_write_buffer_limits(self, high=None, low=None):
        """Set the marks, in bytes, above which the protocol's pause_writing() is called, and at which resume_writing().

        If only one is given, the other one is derived from it; high=0 makes both zero.
        """
        raise NotImplementedError

    def get_write_buffer_size(self):
        """Return how many bytes are buffered."""
        raise NotImplementedError

    def get_write_buffer_limits(self):
        """Return the marks as (low, high)."""
        raise NotImplementedError

    def write(self, data):
        """Send bytes; what cannot be sent at once is buffered, and this never blocks."""
        raise NotImplementedError

    def writelines(self, list_of_data):
        """Send several bytes objects."""
        self.write(b''.join(list_of_data))

    def write_eof(self):
        """Send what is buffered, then close the writing side."""
        raise NotImplementedError

    def can_write_eof(self):
        """Return True if write_eof() is supported."""
        raise NotImplementedError

    def abort(self):
        """Close the transport at once; what is buffered is lost."""
        raise NotImplementedError


class Transport(ReadTransport, WriteTransport):
    """A transport in both directions, such as a TCP connection."""

    __slots__ = ()


class DatagramTransport(BaseTransport):
    """A transport of datagrams."""

    __slots__ = ()

    def sendto(self, data, addr=None):
        """Send a datagram to addr, or to the address the socket is connected to; this never blocks."""
        raise NotImplementedError

    def abort(self):
        """Close the transport at once; what is buffered is lost."""
        raise NotImplementedError


class SubprocessTransport(BaseTransport):
    """A child process."""

    __slots__ = ()

    def get_pid(self):
        """Get subprocess id."""
        raise NotImplementedError

    def get_returncode(self):
        """Return the exit status, or None while the process runs."""
        raise NotImplementedError

    def get_pipe_transport(self, fd):
        """Return the transport of the pipe to the child's descriptor fd (0, 1 or 2)."""
        raise NotImplementedError

    def send_signal(self, signal):
        """Send a signal to the process."""
        raise NotImplementedError

    def terminate(self):
        """Send SIGTERM."""
        raise NotImplementedError

    def kill(self):
        """Send SIGKILL."""
        raise NotImplementedError


class _FlowControlMixin(Transport):
    """Calls the protocol's pause_writing() and resume_writing() as the write buffer grows and shrinks.

    The class it is mixed into has `_protocol` and get_write_buffer_size(), and calls the two _maybe methods.
    """

    __slots__ = ('_loop', '_protocol_paused', '_high_water', '_low_water')

    def __init__(self, extra=None, loop=None):
        super().__init__(extra)
        assert loop is not None
        self._loop = loop
        self._protocol_paused = False
        self._set_write_buffer_limits()

    def _maybe_pause_protocol(self):
        if self.get_write_buffer_size() <= self._high_water or self._protocol_paused:
            return
        self._protocol_paused = True
        self._call_protocol('pause_writing')

    def _maybe_resume_protocol(self):
        if self._protocol_paused and self.get_write_buffer_size() <= self._low_water:
            self._protocol_paused = False
            self._call_protocol('resume_writing')

    def _call_protocol(self, name):
        try:
            getattr(self._protocol, name)()
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                'message': f'protocol.{name}() failed',
                'exception': exc,
                'transport': self,
                'protocol': self._protocol,
            })

    def get_write_buffer_limits(self):
        return self._low_water, self._high_water

    def _set_write_buffer_limits(self, high=None, low=None):
        if high is None:
            high = 64 * 1024 if low is None else 4 * low
        if low is None:
            low = high // 4
        if not high >= low >= 0:
            raise ValueError(f'high ({high!r}) must be >= low ({low!r}) must be >= 0')
        self._high_water = high
        self._low_water = low

    def set_write_buffer_limits(self, high=None, low=None):
        self._set_write_buffer_limits(high=high, low=low)
        self._maybe_pause_protocol()

    def get_write_buffer_size(self):
        raise NotImplementedError
