"""Universally unique identifiers (RFC 9562)."""

import os
import time
from enum import Enum

RESERVED_NCS, RFC_4122, RESERVED_MICROSOFT, RESERVED_FUTURE = [
    'reserved for NCS compatibility', 'specified in RFC 4122',
    'reserved for Microsoft compatibility', 'reserved for future definition']

# Variant and version bits, by version.
_VARIANT = 0x8000_0000_0000_0000
_CLEAR = ~((0xf000 << 64) | (0xc000 << 48))
# 100-nanosecond intervals from 1582-10-15 to 1970-01-01.
_GREGORIAN = 0x01b21dd213814000


class SafeUUID(Enum):
    """Whether a UUID was made so that other processes cannot make the same."""

    safe = 0
    unsafe = -1
    unknown = None


class UUID:
    """An identifier of 128 bits."""

    __slots__ = ('int', 'is_safe', '__weakref__')

    def __init__(self, hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None,
                 *, is_safe=SafeUUID.unknown):
        if [hex, bytes, bytes_le, fields, int].count(None) != 4:
            raise TypeError('one of the hex, bytes, bytes_le, fields, or int arguments must be given')
        if int is not None:
            value = int
        elif hex is not None:
            digits = hex.replace('urn:', '').replace('uuid:', '').strip('{}').replace('-', '')
            if len(digits) != 32:
                raise ValueError('badly formed hexadecimal UUID string')
            value = int_(digits, 16)
        elif bytes_le is not None:
            if len(bytes_le) != 16:
                raise ValueError('bytes_le is not a 16-char string')
            b = bytes_le
            value = int_.from_bytes(b[3::-1] + b[5:3:-1] + b[7:5:-1] + b[8:])
        elif bytes is not None:
            if len(bytes) != 16:
                raise ValueError('bytes is not a 16-char string')
            value = int_.from_bytes(bytes)
        else:
            value = _from_fields(fields)
        if not 0 <= value < 1 << 128:
            raise ValueError('int is out of range (need a 128-bit value)')
        if version is not None:
            if not 1 <= version <= 8:
                raise ValueError('illegal version number')
            value = value & _CLEAR | _VARIANT | version << 76
        object.__setattr__(self, 'int', value)
        object.__setattr__(self, 'is_safe', is_safe)

    @classmethod
    def _from_int(cls, value):
        self = object.__new__(cls)
        object.__setattr__(self, 'int', value)
        object.__setattr__(self, 'is_safe', SafeUUID.unknown)
        return self

    def __getstate__(self):
        state = {'int': self.int}
        if self.is_safe != SafeUUID.unknown:
            state['is_safe'] = self.is_safe.value
        return state

    def __setstate__(self, state):
        object.__setattr__(self, 'int', state['int'])
        object.__setattr__(self, 'is_safe', SafeUUID(state['is_safe']) if 'is_safe' in state
                           else SafeUUID.unknown)

    def __eq__(self, other):
        return self.int == other.int if isinstance(other, UUID) else NotImplemented

    def __lt__(self, other):
        return self.int < other.int if isinstance(other, UUID) else NotImplemented

    def __gt__(self, other):
        return self.int > other.int if isinstance(other, UUID) else NotImplemented

    def __le__(self, other):
        return self.int <= other.int if isinstance(other, UUID) else NotImplemented

    def __ge__(self, other):
        return self.int >= other.int if isinstance(other, UUID) else NotImplemented

    def __hash__(self):
        return hash(self.int)

    def __int__(self):
        return self.int

    def __repr__(self):
        return '%s(%r)' % (self.__class__.__name__, str(self))

    def __setattr__(self, name, value):
        raise TypeError('UUID objects are immutable')

    def __str__(self):
        h = '%032x' % self.int
        return f'{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}'

    bytes = property(lambda self: self.int.to_bytes(16))
    hex = property(lambda self: '%032x' % self.int)
    urn = property(lambda self: 'urn:uuid:' + str(self))
    time_low = property(lambda self: self.int >> 96)
    time_mid = property(lambda self: self.int >> 80 & 0xffff)
    time_hi_version = property(lambda self: self.int >> 64 & 0xffff)
    clock_seq_hi_variant = property(lambda self: self.int >> 56 & 0xff)
    clock_seq_low = property(lambda self: self.int >> 48 & 0xff)
    clock_seq = property(lambda self: (self.int >> 56 & 0x3f) << 8 | self.clock_seq_low)
    node = property(lambda self: self.int & 0xffffffffffff)

    @property
    def bytes_le(self):
        b = self.bytes
        return b[3::-1] + b[5:3:-1] + b[7:5:-1] + b[8:]

    @property
    def fields(self):
        return (self.time_low, self.time_mid, self.time_hi_version, self.clock_seq_hi_variant,
                self.clock_seq_low, self.node)

    @property
    def time(self):
        if self.version == 6:
            return self.time_low << 28 | self.time_mid << 12 | self.time_hi_version & 0x0fff
        if self.version == 7:
            return self.int >> 80
        return (self.time_hi_version & 0x0fff) << 48 | self.time_mid << 32 | self.time_low

    @property
    def variant(self):
        if not self.int & (0x8000 << 48):
            return RESERVED_NCS
        if not self.int & (0x4000 << 48):
            return RFC_4122
        if not self.int & (0x2000 << 48):
            return RESERVED_MICROSOFT
        return RESERVED_FUTURE

    @property
    def version(self):
        return self.int >> 76 & 0xf if self.variant == RFC_4122 else None


int_ = int


def _from_fields(fields):
    if len(fields) != 6:
        raise ValueError('fields is not a 6-tuple')
    value = 0
    for number, (field, bits) in enumerate(zip(fields, (32, 16, 16, 8, 8, 48)), 1):
        if not 0 <= field < 1 << bits:
            raise ValueError(f'field {number} out of range (need a {bits}-bit value)')
        value = value << bits | field
    return value


_node = None


def getnode():
    """The hardware address of this machine as an int, or a random number with the multicast bit."""
    global _node
    if _node is None:
        _node = _interface_address() or int.from_bytes(os.urandom(6)) | 1 << 40
    return _node


def _interface_address():
    base = '/sys/class/net'
    try:
        names = sorted(os.listdir(base))
    except OSError:
        return None
    for name in names:
        try:
            with open(f'{base}/{name}/address') as file:
                address = int(file.read().strip().replace(':', '') or '0', 16)
        except (OSError, ValueError):
            continue
        if address and not address & 1 << 40 and address < 1 << 48:
            return address
    return None


_last_timestamp = None


def _timestamp():
    """100-nanosecond intervals since 1582, never the same twice."""
    global _last_timestamp
    timestamp = time.time_ns() // 100 + _GREGORIAN
    if _last_timestamp is not None and timestamp <= _last_timestamp:
        timestamp = _last_timestamp + 1
    _last_timestamp = timestamp
    return timestamp


def uuid1(node=None, clock_seq=None):
    """From a host address, a sequence number and the time."""
    timestamp = _timestamp()
    if clock_seq is None:
        clock_seq = int.from_bytes(os.urandom(2)) & 0x3fff
    if node is None:
        node = getnode()
    return UUID(fields=(timestamp & 0xffffffff, timestamp >> 32 & 0xffff, timestamp >> 48 & 0x0fff,
                        clock_seq >> 8 & 0x3f, clock_seq & 0xff, node), version=1)


def _hashed(function, namespace, name, version):
    if isinstance(name, str):
        name = bytes(name, "utf-8")
    digest = function(namespace.bytes + name, usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=version)


def uuid3(namespace, name):
    """From the MD5 hash of a namespace UUID and a name."""
    from hashlib import md5
    return _hashed(md5, namespace, name, 3)


def uuid4():
    """A random UUID."""
    return UUID._from_int(int.from_bytes(os.urandom(16)) & _CLEAR | _VARIANT | 4 << 76)


def uuid5(namespace, name):
    """From the SHA-1 hash of a namespace UUID and a name."""
    from hashlib import sha1
    return _hashed(sha1, namespace, name, 5)


def uuid6(node=None, clock_seq=None):
    """As uuid1(), with the time's highest bits first."""
    timestamp = _timestamp()
    if clock_seq is None:
        clock_seq = int.from_bytes(os.urandom(2)) & 0x3fff
    node = getnode() if node is None else node
    value = (timestamp >> 12 & 0xffffffffffff) << 80 | (timestamp & 0xfff) << 64
    value |= (clock_seq & 0x3fff) << 48 | node & 0xffffffffffff
    return UUID._from_int(value & _CLEAR | _VARIANT | 6 << 76)


_last_v7 = None


def uuid7():
    """From the time in milliseconds, a counter and random bits: they sort by time."""
    global _last_v7
    now = time.time_ns() // 1_000_000
    if _last_v7 is None or now > _last_v7[0]:
        counter = int.from_bytes(os.urandom(6)) & 0x1ff_ffff_ffff
    else:
        now, counter = _last_v7[0], _last_v7[1] + 1
        if counter > 0x3ff_ffff_ffff:
            now, counter = now + 1, int.from_bytes(os.urandom(6)) & 0x1ff_ffff_ffff
    _last_v7 = now, counter
    tail = int.from_bytes(os.urandom(4))
    value = (now & 0xffff_ffff_ffff) << 80 | (counter >> 30) << 64 | (counter & 0x3fff_ffff) << 32 | tail
    return UUID._from_int(value & _CLEAR | _VARIANT | 7 << 76)


def uuid8(a=None, b=None, c=None):
    """Of three numbers of one's own: 48, 12 and 62 bits."""
    a = int.from_bytes(os.urandom(6)) if a is None else a
    b = int.from_bytes(os.urandom(2)) & 0xfff if b is None else b
    c = int.from_bytes(os.urandom(8)) & 0x3fff_ffff_ffff_ffff if c is None else c
    value = (a & 0xffff_ffff_ffff) << 80 | (b & 0xfff) << 64 | c & 0x3fff_ffff_ffff_ffff
    return UUID._from_int(value & _CLEAR | _VARIANT | 8 << 76)


NAMESPACE_DNS = UUID('6ba7b810-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_URL = UUID('6ba7b811-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_OID = UUID('6ba7b812-9dad-11d1-80b4-00c04fd430c8')
NAMESPACE_X500 = UUID('6ba7b814-9dad-11d1-80b4-00c04fd430c8')
NIL = UUID('00000000-0000-0000-0000-000000000000')
MAX = UUID('ffffffff-ffff-ffff-ffff-ffffffffffff')
