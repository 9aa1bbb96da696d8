"""Base64: bytes to bytes."""

import base64
from encodings._transforms import transform


def getregentry():
    """The codec, for the registry."""
    return transform('base64', base64.encodebytes, base64.decodebytes)
