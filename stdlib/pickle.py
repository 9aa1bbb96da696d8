"""Objects as bytes, and back: the formats 0 to 5 of Python's pickles.

The parts: opcodes and errors in _pickle_codes, writing in _pickle_writer, reading in _pickle_reader.
"""

import io

from _pickle_codes import *
from _pickle_codes import (DEFAULT_PROTOCOL, HIGHEST_PROTOCOL, PickleError, PicklingError,
                           UnpicklingError, _Stop, bytes_types, compatible_formats,
                           decode_long, encode_long, format_version, _tuplesize2code)
from _pickle_codes import __all__ as _codes
from _pickle_reader import Unpickler as _Unpickler, _Unframer
from _pickle_writer import (PickleBuffer, Pickler as _Pickler, _extension_cache,
                            _extension_registry, _Framer, _getattribute,
                            _inverted_registry, dispatch_table, whichmodule)

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler",
           "dump", "dumps", "load", "loads"] + _codes
if PickleBuffer is not None:
    __all__.append("PickleBuffer")

Pickler = _Pickler
Unpickler = _Unpickler


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Write the pickle of an object to a file."""
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """The pickle of an object, as bytes."""
    file = io.BytesIO()
    Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)
    return file.getvalue()


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """The object whose pickle a file holds."""
    return Unpickler(file, fix_imports=fix_imports, buffers=buffers,
                     encoding=encoding, errors=errors).load()


def loads(s, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """The object of a pickle; bytes behind it are ignored."""
    if isinstance(s, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return Unpickler(io.BytesIO(s), fix_imports=fix_imports, buffers=buffers,
                     encoding=encoding, errors=errors).load()


_dump, _dumps, _load, _loads = dump, dumps, load, loads


def _main(args=None):
    import argparse
    import pprint
    parser = argparse.ArgumentParser(description='display contents of the pickle files')
    parser.add_argument('pickle_file', nargs='+', help='the pickle file')
    for name in parser.parse_args(args).pickle_file:
        if name == '-':
            import sys
            obj = load(sys.stdin.buffer)
        else:
            with open(name, 'rb') as file:
                obj = load(file)
        pprint.pprint(obj)


if __name__ == "__main__":
    _main()
