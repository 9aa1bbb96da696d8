"""UTF-16, little endian, without byte order mark."""

import _codecs
from encodings._native import buffered

_info = buffered('utf-16-le', _codecs.utf_16_le_encode, _codecs.utf_16_le_decode)
IncrementalEncoder = _info.incrementalencoder
IncrementalDecoder = _info.incrementaldecoder
StreamReader = _info.streamreader
StreamWriter = _info.streamwriter


def getregentry():
    """The codec, for the registry."""
    return _info
