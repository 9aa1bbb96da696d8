"""bzip2 compression: bytes to bytes."""

import bz2
from encodings._transforms import transform


def getregentry():
    """The codec, for the registry."""
    return transform('bz2', bz2.compress, bz2.decompress)
