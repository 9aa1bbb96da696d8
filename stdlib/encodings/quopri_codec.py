"""Quoted-printable: bytes to bytes."""

import binascii
from encodings._transforms import transform


def getregentry():
    """The codec, for the registry."""
    return transform('quopri', lambda data: binascii.b2a_qp(data, quotetabs=True),
                     binascii.a2b_qp)
