"""Sockets for datagram endpoints: which addresses to try, and making a socket for one of them."""

import os
import stat

from . import base_events


async def address_pairs(loop, local_addr, remote_addr, family, proto, flags):
    """Return the distinct ((family, proto), (local address, remote address)) to try."""
    socket = base_events.socket
    if not (local_addr or remote_addr):
        if family == 0:
            raise ValueError('unexpected address family')
        return [((family, proto), (None, None))]
    if hasattr(socket, 'AF_UNIX') and family == socket.AF_UNIX:
        for address in (local_addr, remote_addr):
            if address is not None and not isinstance(address, str):
                raise TypeError('string is expected')
        if local_addr and local_addr[0] not in (0, '\x00'):
            _remove_stale_socket(local_addr)
        return [((family, proto), (local_addr, remote_addr))]
    pairs = {}
    for side, address in enumerate((local_addr, remote_addr)):
        if address is None:
            continue
        if not (isinstance(address, tuple) and len(address) == 2):
            raise TypeError('2-tuple is expected')
        infos = await loop._ensure_resolved(address, family=family, type=socket.SOCK_DGRAM, proto=proto, flags=flags,
                                            loop=loop)
        if not infos:
            raise OSError('getaddrinfo() returned empty list')
        for found_family, _, found_proto, _, found in infos:
            pairs.setdefault((found_family, found_proto), [None, None])[side] = found
    # A family that has only one of two wanted addresses is of no use.
    usable = [(key, tuple(pair)) for key, pair in pairs.items()
              if not (local_addr and pair[0] is None or remote_addr and pair[1] is None)]
    if not usable:
        raise ValueError('can not get address information')
    return usable


def _remove_stale_socket(path):
    try:
        if stat.S_ISSOCK(os.stat(path).st_mode):
            os.remove(path)
    except FileNotFoundError:
        pass
    except OSError as err:
        # Binding will say what is wrong.
        base_events.logger.error('Unable to check or remove stale UNIX socket %r: %r', path, err)


async def open_socket(loop, pairs, local_addr, remote_addr, reuse_port, allow_broadcast):
    """Return (socket, remote address or None) for the first pair that works."""
    socket = base_events.socket
    errors = []
    for (family, proto), (local, remote) in pairs:
        sock = None
        try:
            sock = socket.socket(family=family, type=socket.SOCK_DGRAM, proto=proto)
            if reuse_port:
                base_events._set_reuseport(sock)
            if allow_broadcast:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
            sock.setblocking(False)
            if local_addr:
                sock.bind(local)
            if remote_addr:
                # A socket that may broadcast stays unconnected, as answers come from other addresses.
                if not allow_broadcast:
                    await loop.sock_connect(sock, remote)
                return sock, remote
            return sock, None
        except OSError as exc:
            if sock is not None:
                sock.close()
            errors.append(exc)
        except:
            if sock is not None:
                sock.close()
            raise
    raise errors[0]
