"""Interfaces of finders and loaders."""

import abc

from . import _bootstrap, _bootstrap_external, machinery

__all__ = ['Loader', 'MetaPathFinder', 'PathEntryFinder', 'ResourceLoader',
           'InspectLoader', 'ExecutionLoader', 'FileLoader', 'SourceLoader']


class Loader(metaclass=abc.ABCMeta):
    """Makes modules and runs their code."""

    def create_module(self, spec):
        """A module for a spec; None for the usual kind."""
        return None

    def load_module(self, fullname):
        """Deprecated: load a module all in one."""
        if not hasattr(self, 'exec_module'):
            raise ImportError
        return _bootstrap._load_module_shim(self, fullname)


class MetaPathFinder(metaclass=abc.ABCMeta):
    """A finder for sys.meta_path: has find_spec(name, path, target)."""

    def invalidate_caches(self):
        """Forget what may have changed."""


class PathEntryFinder(metaclass=abc.ABCMeta):
    """A finder for an entry of sys.path: has find_spec(name, target)."""

    def invalidate_caches(self):
        """Forget what may have changed."""


class ResourceLoader(Loader):
    """Deprecated: a loader that gives data files."""

    @abc.abstractmethod
    def get_data(self, path):
        """The bytes of a file."""
        raise OSError


class InspectLoader(Loader):
    """A loader that gives source and code."""

    def is_package(self, fullname):
        """Whether the module is a package."""
        raise ImportError

    def get_code(self, fullname):
        """The module's code object, None if it has none."""
        source = self.get_source(fullname)
        return None if source is None else self.source_to_code(source)

    @abc.abstractmethod
    def get_source(self, fullname):
        """The module's source, None if it has none."""
        raise ImportError

    @staticmethod
    def source_to_code(data, path='<string>'):
        """Compile a source."""
        return compile(data, path, 'exec', dont_inherit=True)

    exec_module = _bootstrap_external._LoaderBasics.exec_module
    load_module = _bootstrap_external._LoaderBasics.load_module


class ExecutionLoader(InspectLoader):
    """A loader of modules that have a file name."""

    @abc.abstractmethod
    def get_filename(self, fullname):
        """What __file__ is to be."""
        raise ImportError

    def get_code(self, fullname):
        source = self.get_source(fullname)
        if source is None:
            return None
        try:
            path = self.get_filename(fullname)
        except ImportError:
            return self.source_to_code(source)
        return self.source_to_code(source, path)


class FileLoader(_bootstrap_external.FileLoader, ResourceLoader, ExecutionLoader):
    """A loader of files."""


class SourceLoader(_bootstrap_external.SourceLoader, ResourceLoader, ExecutionLoader):
    """A loader of source, wherever that comes from.

    get_data() and get_filename() are needed; path_stats() and set_data() serve
    the keeping of compiled code.
    """

    def path_mtime(self, path):
        """Deprecated: when the source was changed."""
        import warnings
        warnings.warn('SourceLoader.path_mtime is deprecated in favour of '
                      'SourceLoader.path_stats().', DeprecationWarning, stacklevel=2)
        if self.path_stats.__func__ is SourceLoader.path_stats:
            raise OSError
        return int(self.path_stats(path)['mtime'])

    def path_stats(self, path):
        """When the source was changed, and how long it is: 'mtime' and 'size'."""
        if self.path_mtime.__func__ is SourceLoader.path_mtime:
            raise OSError
        return {'mtime': self.path_mtime(path)}

    def set_data(self, path, data):
        """Write bytes to a file."""


def _register(abstract, *names):
    for name in names:
        cls = getattr(machinery, name, None)
        if cls is not None:
            abstract.register(cls)


_register(MetaPathFinder, 'BuiltinImporter', 'FrozenImporter', 'PathFinder')
_register(PathEntryFinder, 'FileFinder')
_register(InspectLoader, 'BuiltinImporter', 'FrozenImporter', 'NamespaceLoader')
_register(ExecutionLoader, 'ExtensionFileLoader')
_register(FileLoader, 'SourceFileLoader', 'SourcelessFileLoader')
_register(SourceLoader, 'SourceFileLoader')
