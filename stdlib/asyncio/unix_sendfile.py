"""os.sendfile() for the event loop of Unix."""

import errno
import os

from . import exceptions


async def sendfile(loop, sock, file, offset, count):
    """Send the file; SendfileNotAvailableError says that nothing was sent and that it has to be read instead."""
    if not hasattr(os, 'sendfile'):
        raise exceptions.SendfileNotAvailableError('os.sendfile() is not available')
    try:
        in_fd = file.fileno()
        size = os.fstat(in_fd).st_size
    except (AttributeError, OSError, ValueError) as err:
        raise exceptions.SendfileNotAvailableError('not a regular file') from err
    blocksize = count or size
    if not blocksize:
        return 0  # an empty file
    start = offset
    sent = 0

    def send():
        """Send until all has gone; BlockingIOError says: not yet."""
        nonlocal sent
        while True:
            left = count - sent if count else blocksize
            if left <= 0:
                return sent
            try:
                n = os.sendfile(sock.fileno(), in_fd, start + sent, left)
            except (BlockingIOError, InterruptedError):
                raise BlockingIOError from None
            except OSError as exc:
                if sent == 0 and exc.errno != errno.ENOTCONN:
                    # This pair of descriptors cannot do it.
                    raise exceptions.SendfileNotAvailableError('os.sendfile call failed') from exc
                if exc.errno == errno.ENOTCONN and not isinstance(exc, ConnectionError):
                    raise ConnectionError('socket is not connected', errno.ENOTCONN) from exc
                raise
            if n == 0:
                return sent
            sent += n

    try:
        try:
            return send()
        except BlockingIOError:
            return await loop._when_ready(sock, loop._add_writer, loop._remove_writer, send)
    finally:
        if sent > 0:
            os.lseek(in_fd, start + sent, os.SEEK_SET)
