"""BLAKE2: the parameters of its two functions, for the hash objects of _blake2_core."""

import struct as _struct

import _blake2_core

__all__ = ['blake2b', 'blake2s']


class _Blake2:
    """Return a new BLAKE2 hash object."""

    def __new__(cls, data=b'', /, *, digest_size=None, key=b'', salt=b'', person=b'', fanout=1,
                depth=1, leaf_size=0, node_offset=0, node_depth=0, inner_size=0, last_node=False,
                usedforsecurity=True):
        name = cls.__name__
        most, room = cls.MAX_DIGEST_SIZE, cls.SALT_SIZE
        if digest_size is None:
            digest_size = most
        if not 1 <= digest_size <= most:
            raise ValueError(f"digest_size for {name} must be between 1 and {most} bytes, "
                             f"got {digest_size}")
        key, salt, person = bytes(memoryview(key)), bytes(memoryview(salt)), bytes(memoryview(person))
        for what, value, limit in (('salt', salt, room), ('person', person, room),
                                   ('key', key, cls.MAX_KEY_SIZE)):
            if len(value) > limit:
                raise ValueError(f"maximum {what} length is {limit} bytes, got {len(value)}")
        for what, value, least, limit in (('fanout', fanout, 0, 255), ('depth', depth, 1, 255),
                                          ('node_depth', node_depth, 0, 255),
                                          ('inner_size', inner_size, 0, most)):
            if not least <= value <= limit:
                raise ValueError(f"{what} must be between {least} and {limit}")
        if leaf_size < 0 or node_offset < 0:
            raise ValueError("value must be positive")
        if leaf_size > 0xffffffff:
            raise OverflowError("leaf_size is too large")
        if node_offset > cls._MAX_OFFSET:
            raise OverflowError("node_offset is too large")
        block = _struct.pack('<BBBBI', digest_size, len(key), fanout, depth, leaf_size)
        if cls._WIDE:
            block += _struct.pack('<QBB14x16s16s', node_offset, node_depth, inner_size, salt, person)
        else:
            block += _struct.pack('<IHBB8s8s', node_offset & 0xffffffff, node_offset >> 32,
                                  node_depth, inner_size, salt, person)
        return _blake2_core.new(cls._WIDE, block, key, bool(last_node), data)


class blake2b(_Blake2):
    """Return a new BLAKE2b hash object."""

    MAX_DIGEST_SIZE = MAX_KEY_SIZE = 64
    SALT_SIZE = PERSON_SIZE = 16
    _WIDE = True
    _MAX_OFFSET = 2 ** 64 - 1


class blake2s(_Blake2):
    """Return a new BLAKE2s hash object."""

    MAX_DIGEST_SIZE = MAX_KEY_SIZE = 32
    SALT_SIZE = PERSON_SIZE = 8
    _WIDE = False
    _MAX_OFFSET = 2 ** 48 - 1


BLAKE2B_SALT_SIZE = BLAKE2B_PERSON_SIZE = 16
BLAKE2B_MAX_KEY_SIZE = BLAKE2B_MAX_DIGEST_SIZE = 64
BLAKE2S_SALT_SIZE = BLAKE2S_PERSON_SIZE = 8
BLAKE2S_MAX_KEY_SIZE = BLAKE2S_MAX_DIGEST_SIZE = 32
