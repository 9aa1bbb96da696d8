"""socket.sendfile(): by the system call where that works, else by send()."""

import os
import selectors
from socket import SOCK_STREAM, _GiveupOnSendfile, timeout


def sendfile(sock, file, offset, count):
    try:
        return use_sendfile(sock, file, offset, count)
    except _GiveupOnSendfile:
        return use_send(sock, file, offset, count)


def _check_params(sock, file, offset, count):
    if 'b' not in getattr(file, 'mode', 'b'):
        raise ValueError("file should be opened in binary mode")
    if not sock.type & SOCK_STREAM:
        raise ValueError("only SOCK_STREAM type sockets are supported")
    if count is not None:
        if not isinstance(count, int):
            raise TypeError("count must be a positive integer (got {!r})".format(count))
        if count <= 0:
            raise ValueError("count must be a positive integer (got {!r})".format(count))


def use_sendfile(sock, file, offset=0, count=None):
    if not hasattr(os, 'sendfile'):
        raise _GiveupOnSendfile("os.sendfile() not available on this platform")
    _check_params(sock, file, offset, count)
    sockno = sock.fileno()
    try:
        fileno = file.fileno()
        fsize = os.fstat(fileno).st_size
    except (AttributeError, OSError) as err:
        raise _GiveupOnSendfile(err)
    if not fsize:
        return 0
    # Few systems take more than 1 GiB at a time.
    blocksize = min(count or fsize, 2 ** 30)
    time_limit = sock.gettimeout()
    if time_limit == 0:
        raise ValueError("non-blocking sockets are not supported")
    selector = getattr(selectors, 'PollSelector', selectors.SelectSelector)()
    selector.register(sockno, selectors.EVENT_WRITE)
    total_sent = 0
    try:
        while True:
            if time_limit and not selector.select(time_limit):
                raise timeout('timed out')
            if count:
                blocksize = min(count - total_sent, blocksize)
                if blocksize <= 0:
                    break
            try:
                sent = os.sendfile(sockno, fileno, offset, blocksize)
            except BlockingIOError:
                if not time_limit:
                    selector.select()
                continue
            except OSError as err:
                if total_sent == 0:
                    # The kind of file may not be supported: use send().
                    raise _GiveupOnSendfile(err)
                raise err from None
            if sent == 0:
                break
            offset += sent
            total_sent += sent
        return total_sent
    finally:
        selector.close()
        if total_sent > 0 and hasattr(file, 'seek'):
            file.seek(offset)


def use_send(sock, file, offset=0, count=None):
    _check_params(sock, file, offset, count)
    if sock.gettimeout() == 0:
        raise ValueError("non-blocking sockets are not supported")
    if offset:
        file.seek(offset)
    blocksize = min(count, 8192) if count else 8192
    total_sent = 0
    try:
        while True:
            if count:
                blocksize = min(count - total_sent, blocksize)
                if blocksize <= 0:
                    break
            data = memoryview(file.read(blocksize))
            if not data:
                break
            while data:
                try:
                    sent = sock.send(data)
                except BlockingIOError:
                    continue
                total_sent += sent
                data = data[sent:]
        return total_sent
    finally:
        if total_sent > 0 and hasattr(file, 'seek'):
            file.seek(offset + total_sent)
