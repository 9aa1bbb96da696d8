"""Latin-1: the first 256 characters."""

import _codecs
from encodings._native import stateless

_info = stateless('iso8859-1', _codecs.latin_1_encode, _codecs.latin_1_decode)
IncrementalEncoder = _info.incrementalencoder
IncrementalDecoder = _info.incrementaldecoder
StreamReader = _info.streamreader
StreamWriter = _info.streamwriter


def getregentry():
    """The codec, for the registry."""
    return _info
