"""The encodings: finds the codec of a name.

An encoding is a module here with a function getregentry(), or a table in
`_charmaps`.
"""

import sys

import codecs
from encodings import aliases

_cache = {}
_unknown = '--unknown--'
_import_tail = ['*']
_aliases = aliases.aliases


class CodecRegistryError(LookupError, SystemError):
    """A module of this package does not keep its contract."""


def normalize_encoding(encoding):
    """The name with each run of punctuation replaced by an underscore."""
    if isinstance(encoding, bytes):
        encoding = str(encoding, "ascii")
    chars = []
    punct = False
    for c in encoding:
        if c.isalnum() or c == '.':
            if punct and chars:
                chars.append('_')
            if c.isascii():
                chars.append(c)
            punct = False
        else:
            punct = True
    return ''.join(chars)


def _module_of(norm):
    # An alias goes before a module of the same name.
    alias = _aliases.get(norm) or _aliases.get(norm.replace('.', '_'))
    names = [alias, norm] if alias is not None else [norm]
    for name in names:
        if not name or '.' in name:
            continue
        try:
            mod = __import__('encodings.' + name, fromlist=_import_tail, level=0)
        except ImportError:
            from encodings import _charmaps
            if name in _charmaps.names():
                return name, lambda name=name: _charmaps.codec(name)
        else:
            return name, getattr(mod, 'getregentry', None)
    return None, None


def search_function(encoding):
    """The CodecInfo of an encoding, None if it is unknown."""
    entry = _cache.get(encoding, _unknown)
    if entry is not _unknown:
        return entry
    norm = normalize_encoding(encoding)
    name, getregentry = _module_of(norm)
    if getregentry is None:
        _cache[encoding] = None
        return None
    entry = getregentry()
    if not isinstance(entry, codecs.CodecInfo):
        raise CodecRegistryError('module "encodings.%s" failed to register' % name)
    if entry.name is None:
        entry.name = name
    _cache[encoding] = entry
    return entry


codecs.register(search_function)
