"""The part of BaseEventLoop that starts pipes and child processes."""

from ._lazy import lazily

lazily(globals(), logger='asyncio.log:logger')

# What callers may say about the streams of a subprocess: subprocess.PIPE and subprocess.STDOUT, which is not imported
# for its sake.
_PIPE = -1
_STDOUT = -2


def _format_pipe(fd):
    return {_PIPE: '<pipe>', _STDOUT: '<stdout>'}.get(fd, repr(fd))


async def _established(transport, waiter):
    """Wait for a transport's connection_made() to have run; close it if that fails."""
    try:
        await waiter
    except:
        transport.close()
        raise


def _check_binary(universal_newlines, bufsize, text, encoding, errors):
    """Subprocess streams carry bytes, unbuffered."""
    if universal_newlines:
        raise ValueError('universal_newlines must be False')
    if bufsize != 0:
        raise ValueError('bufsize must be 0')
    if text:
        raise ValueError('text must be False')
    if encoding is not None:
        raise ValueError('encoding must be None')
    if errors is not None:
        raise ValueError('errors must be None')


class _ProcessesMixin:

    async def connect_read_pipe(self, protocol_factory, pipe):
        """Read from a pipe (a file object); return (transport, protocol)."""
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = self._make_read_pipe_transport(pipe, protocol, waiter)
        await _established(transport, waiter)
        if self._debug:
            logger.debug('Read pipe %r connected: (%r, %r)', pipe.fileno(), transport, protocol)
        return transport, protocol

    async def connect_write_pipe(self, protocol_factory, pipe):
        """Write to a pipe (a file object); return (transport, protocol)."""
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = self._make_write_pipe_transport(pipe, protocol, waiter)
        await _established(transport, waiter)
        if self._debug:
            logger.debug('Write pipe %r connected: (%r, %r)', pipe.fileno(), transport, protocol)
        return transport, protocol

    def _log_subprocess(self, msg, stdin, stdout, stderr):
        info = [msg]
        if stdin is not None:
            info.append(f'stdin={_format_pipe(stdin)}')
        if stdout is not None and stderr == _STDOUT:
            info.append(f'stdout=stderr={_format_pipe(stdout)}')
        else:
            if stdout is not None:
                info.append(f'stdout={_format_pipe(stdout)}')
            if stderr is not None:
                info.append(f'stderr={_format_pipe(stderr)}')
        logger.debug(' '.join(info))

    async def subprocess_shell(self, protocol_factory, cmd, *, stdin=_PIPE, stdout=_PIPE, stderr=_PIPE,
                               universal_newlines=False, shell=True, bufsize=0, encoding=None, errors=None, text=None,
                               **kwargs):
        """Run a shell's command line; return (transport, protocol)."""
        if not isinstance(cmd, (bytes, str)):
            raise ValueError('cmd must be a string')
        if not shell:
            raise ValueError('shell must be True')
        _check_binary(universal_newlines, bufsize, text, encoding, errors)
        return await self._start_subprocess(f'run shell command {cmd!r}', protocol_factory, cmd, True, stdin, stdout,
                                            stderr, bufsize, kwargs)

    async def subprocess_exec(self, protocol_factory, program, *args, stdin=_PIPE, stdout=_PIPE, stderr=_PIPE,
                              universal_newlines=False, shell=False, bufsize=0, encoding=None, errors=None, text=None,
                              **kwargs):
        """Run a program; return (transport, protocol)."""
        if shell:
            raise ValueError('shell must be False')
        _check_binary(universal_newlines, bufsize, text, encoding, errors)
        return await self._start_subprocess(f'execute program {program!r}', protocol_factory, (program, *args), False,
                                            stdin, stdout, stderr, bufsize, kwargs)

    async def _start_subprocess(self, what, protocol_factory, args, shell, stdin, stdout, stderr, bufsize, kwargs):
        protocol = protocol_factory()
        if self._debug:
            # The arguments are not logged: they may hold passwords.
            self._log_subprocess(what, stdin, stdout, stderr)
        transport = await self._make_subprocess_transport(protocol, args, shell, stdin, stdout, stderr, bufsize,
                                                          **kwargs)
        if self._debug:
            logger.info('%s: %r', what, transport)
        return transport, protocol
