"""UTF-7."""

import _codecs
from encodings._native import buffered

_info = buffered('utf-7', _codecs.utf_7_encode, _codecs.utf_7_decode)
IncrementalEncoder = _info.incrementalencoder
IncrementalDecoder = _info.incrementaldecoder
StreamReader = _info.streamreader
StreamWriter = _info.streamwriter


def getregentry():
    """The codec, for the registry."""
    return _info
