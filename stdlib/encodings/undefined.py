"""An encoding that refuses everything, to find implicit conversions."""

from encodings._native import stateless


def _refuse(input, errors='strict'):
    raise UnicodeError("undefined encoding")


def getregentry():
    """The codec, for the registry."""
    return stateless('undefined', _refuse, _refuse)
