"""ASCII."""

import _codecs
from encodings._native import stateless

_info = stateless('ascii', _codecs.ascii_encode, _codecs.ascii_decode)
IncrementalEncoder = _info.incrementalencoder
IncrementalDecoder = _info.incrementaldecoder
StreamReader = _info.streamreader
StreamWriter = _info.streamwriter


def getregentry():
    """The codec, for the registry."""
    return _info
