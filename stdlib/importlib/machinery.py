"""The classes of the import machinery, as `_frozen_importlib` has them."""

import _frozen_importlib
import _frozen_importlib_external as _external

__all__ = ['ModuleSpec', 'BuiltinImporter', 'FrozenImporter', 'PathFinder',
           'FileFinder', 'SourceFileLoader', 'SourcelessFileLoader',
           'ExtensionFileLoader', 'NamespaceLoader', 'SOURCE_SUFFIXES',
           'BYTECODE_SUFFIXES', 'EXTENSION_SUFFIXES', 'DEBUG_BYTECODE_SUFFIXES',
           'OPTIMIZED_BYTECODE_SUFFIXES', 'all_suffixes']

ModuleSpec = _frozen_importlib.ModuleSpec
BuiltinImporter = _frozen_importlib.BuiltinImporter
FrozenImporter = _frozen_importlib.FrozenImporter

SOURCE_SUFFIXES = getattr(_external, 'SOURCE_SUFFIXES', ['.py'])
BYTECODE_SUFFIXES = getattr(_external, 'BYTECODE_SUFFIXES', ['.pyc'])
EXTENSION_SUFFIXES = getattr(_external, 'EXTENSION_SUFFIXES', [])
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES


def __getattr__(name):
    # Loaders that the machinery has not are simply not here.
    if name in __all__ and hasattr(_external, name):
        return getattr(_external, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def all_suffixes():
    """The suffixes of all files that can be imported."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES
