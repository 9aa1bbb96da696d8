"""Text as in a raw Python string literal of old."""

import _codecs
from encodings._native import buffered

_info = buffered('raw-unicode-escape', _codecs.raw_unicode_escape_encode, _codecs.raw_unicode_escape_decode)
IncrementalEncoder = _info.incrementalencoder
IncrementalDecoder = _info.incrementaldecoder
StreamReader = _info.streamreader
StreamWriter = _info.streamwriter


def getregentry():
    """The codec, for the registry."""
    return _info
