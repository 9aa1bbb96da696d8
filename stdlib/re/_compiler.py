"""Compiling, under the name that some programs know it by; the work is done in _sre."""

import _sre

from ._constants import *

__all__ = ["compile", "isstring"]


def isstring(obj):
    return isinstance(obj, (str, bytes))


def compile(p, flags=0):
    """Compile a str or bytes pattern without asking the cache of re."""
    return _sre.compile(p, int(flags))
