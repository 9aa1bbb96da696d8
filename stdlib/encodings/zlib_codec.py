"""zlib compression: bytes to bytes."""

import zlib
from encodings._transforms import transform


def getregentry():
    """The codec, for the registry."""
    return transform('zlib', zlib.compress, zlib.decompress)
