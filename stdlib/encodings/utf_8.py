"""UTF-8."""

import _codecs
from encodings._native import buffered

encode = _codecs.utf_8_encode


def decode(input, errors='strict'):
    """Decode: (text, how many bytes were consumed)."""
    return _codecs.utf_8_decode(input, errors, True)


_info = buffered('utf-8', _codecs.utf_8_encode, _codecs.utf_8_decode)
IncrementalEncoder = _info.incrementalencoder
IncrementalDecoder = _info.incrementaldecoder
StreamReader = _info.streamreader
StreamWriter = _info.streamwriter


def getregentry():
    """The codec, for the registry."""
    return _info
