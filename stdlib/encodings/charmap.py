"""The generic codec for mappings, which codecs.charmap_encode and -decode apply."""

import _codecs
from encodings._native import stateless


def getregentry():
    """The codec, for the registry."""
    return stateless('charmap', _codecs.charmap_encode, _codecs.charmap_decode)
