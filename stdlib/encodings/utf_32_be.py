"""UTF-32, big endian, without byte order mark."""

import _codecs
from encodings._native import buffered

_info = buffered('utf-32-be', _codecs.utf_32_be_encode, _codecs.utf_32_be_decode)
IncrementalEncoder = _info.incrementalencoder
IncrementalDecoder = _info.incrementaldecoder
StreamReader = _info.streamreader
StreamWriter = _info.streamwriter


def getregentry():
    """The codec, for the registry."""
    return _info
