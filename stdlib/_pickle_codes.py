"""The opcodes of pickles, their errors, and how long ints are written."""

format_version = "5.0"
compatible_formats = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 5
bytes_types = (bytes, bytearray)


class PickleError(Exception):
    """Pickling or unpickling failed."""


class PicklingError(PickleError):
    """The object cannot be pickled."""


class UnpicklingError(PickleError):
    """The data is no pickle, or a damaged one."""


class _Stop(Exception):
    def __init__(self, value):
        self.value = value


for _class in (PickleError, PicklingError, UnpicklingError):
    _class.__module__ = "pickle"

_CODES = {
    # Marks, the stack and the memo.
    "MARK": "(", "STOP": ".", "POP": "0", "POP_MARK": "1", "DUP": "2",
    "GET": "g", "BINGET": "h", "LONG_BINGET": "j", "PUT": "p", "BINPUT": "q",
    "LONG_BINPUT": "r", "MEMOIZE": "\x94", "PROTO": "\x80", "FRAME": "\x95",
    # Constants and numbers.
    "NONE": "N", "NEWTRUE": "\x88", "NEWFALSE": "\x89", "INT": "I", "BININT": "J",
    "BININT1": "K", "BININT2": "M", "LONG": "L", "LONG1": "\x8a", "LONG4": "\x8b",
    "FLOAT": "F", "BINFLOAT": "G",
    # Text and bytes.
    "STRING": "S", "BINSTRING": "T", "SHORT_BINSTRING": "U", "UNICODE": "V",
    "BINUNICODE": "X", "SHORT_BINUNICODE": "\x8c", "BINUNICODE8": "\x8d",
    "BINBYTES": "B", "SHORT_BINBYTES": "C", "BINBYTES8": "\x8e", "BYTEARRAY8": "\x96",
    "NEXT_BUFFER": "\x97", "READONLY_BUFFER": "\x98",
    # Containers.
    "EMPTY_LIST": "]", "APPEND": "a", "APPENDS": "e", "LIST": "l",
    "EMPTY_TUPLE": ")", "TUPLE": "t", "TUPLE1": "\x85", "TUPLE2": "\x86", "TUPLE3": "\x87",
    "EMPTY_DICT": "}", "DICT": "d", "SETITEM": "s", "SETITEMS": "u",
    "EMPTY_SET": "\x8f", "ADDITEMS": "\x90", "FROZENSET": "\x91",
    # Objects.
    "GLOBAL": "c", "STACK_GLOBAL": "\x93", "REDUCE": "R", "BUILD": "b", "INST": "i",
    "OBJ": "o", "NEWOBJ": "\x81", "NEWOBJ_EX": "\x92", "PERSID": "P", "BINPERSID": "Q",
    "EXT1": "\x82", "EXT2": "\x83", "EXT4": "\x84",
}
__all__ = sorted(_CODES) + ["TRUE", "FALSE"]
globals().update({_name: _code.encode("latin-1") for _name, _code in _CODES.items()})
TRUE = b"I01\n"
FALSE = b"I00\n"
_tuplesize2code = [EMPTY_TUPLE, TUPLE1, TUPLE2, TUPLE3]  # noqa: F821


def encode_long(x):
    """An int in as few bytes as two's complement needs, least first."""
    if x == 0:
        return b""
    size = (x.bit_length() >> 3) + 1
    result = x.to_bytes(size, "little", signed=True)
    if x < 0 and size > 1 and result[-1] == 0xff and result[-2] & 0x80:
        result = result[:-1]
    return result


def decode_long(data):
    """The int that encode_long() wrote."""
    return int.from_bytes(data, "little", signed=True)
