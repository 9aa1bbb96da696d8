"""Hexadecimal digits: bytes to bytes."""

import binascii
from encodings._transforms import transform


def getregentry():
    """The codec, for the registry."""
    return transform('hex', binascii.b2a_hex, binascii.a2b_hex)
