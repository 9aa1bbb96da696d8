"""Parsing, under the name that some programs know it by.

Patterns are parsed in _sre, whose tree is not a Python object: parse() is not offered.
"""

import _sre

from ._constants import *

__all__ = ["parse", "parse_template"]


def parse(str, flags=0, state=None):
    raise NotImplementedError("re._parser.parse: patterns are parsed in native code")


def parse_template(source, pattern):
    """Raise what is wrong with a replacement template."""
    _sre.check_template(pattern, source)
    raise NotImplementedError("re._parser.parse_template: templates are expanded in native code")
