"""The classes of the import machinery."""

from ._bootstrap import BuiltinImporter, FrozenImporter, ModuleSpec
from ._bootstrap_external import (
    BYTECODE_SUFFIXES, EXTENSION_SUFFIXES, SOURCE_SUFFIXES, ExtensionFileLoader,
    FileFinder, NamespaceLoader, PathFinder, SourceFileLoader, SourcelessFileLoader)
from ._bootstrap_external import (
    DEBUG_BYTECODE_SUFFIXES as _DEBUG_BYTECODE_SUFFIXES,
    OPTIMIZED_BYTECODE_SUFFIXES as _OPTIMIZED_BYTECODE_SUFFIXES)

__all__ = ['ModuleSpec', 'BuiltinImporter', 'FrozenImporter', 'PathFinder', 'FileFinder',
           'SourceFileLoader', 'SourcelessFileLoader', 'ExtensionFileLoader',
           'NamespaceLoader', 'SOURCE_SUFFIXES', 'BYTECODE_SUFFIXES',
           'EXTENSION_SUFFIXES', 'all_suffixes']


def all_suffixes():
    """The suffixes of all files that can be imported."""
    return SOURCE_SUFFIXES + BYTECODE_SUFFIXES + EXTENSION_SUFFIXES


def __getattr__(name):
    if name in ('DEBUG_BYTECODE_SUFFIXES', 'OPTIMIZED_BYTECODE_SUFFIXES'):
        import warnings
        warnings.warn(f'importlib.machinery.{name} is deprecated; use '
                      'importlib.machinery.BYTECODE_SUFFIXES instead.',
                      DeprecationWarning, stacklevel=2)
        return globals()['_' + name]
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
