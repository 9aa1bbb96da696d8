"""Text as in a Python string literal."""

import _codecs
from encodings._native import buffered

_info = buffered('unicode-escape', _codecs.unicode_escape_encode, _codecs.unicode_escape_decode)
IncrementalEncoder = _info.incrementalencoder
IncrementalDecoder = _info.incrementaldecoder
StreamReader = _info.streamreader
StreamWriter = _info.streamwriter


def getregentry():
    """The codec, for the registry."""
    return _info
