"""Interfaces of finders and loaders."""

import abc
from importlib import machinery

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
        import sys
        from importlib.util import module_from_spec, spec_from_loader
        module = sys.modules.get(fullname)
        if module is None:
            module = sys.modules[fullname] = module_from_spec(
                spec_from_loader(fullname, self))
        self.exec_module(module)
        return sys.modules[fullname]


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

    def exec_module(self, module):
        """Run the module's code."""
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f'cannot load module {module.__name__!r} when '
                              'get_code() returns None')
        exec(code, module.__dict__)


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


class FileLoader(ResourceLoader, ExecutionLoader):
    """A loader of files."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def get_filename(self, name=None):
        return self.path

    def get_data(self, path):
        with open(path, 'rb') as file:
            return file.read()


class SourceLoader(ResourceLoader, ExecutionLoader):
    """A loader of source, wherever that comes from."""

    def path_mtime(self, path):
        """Deprecated: when the source was changed."""
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

    def is_package(self, fullname):
        import os
        filename = os.path.basename(self.get_filename(fullname))
        return (filename.rpartition('.')[0] == '__init__'
                and fullname.rpartition('.')[2] != '__init__')

    def get_source(self, fullname):
        from importlib.util import decode_source
        path = self.get_filename(fullname)
        try:
            return decode_source(self.get_data(path))
        except OSError as exc:
            raise ImportError('source not available through get_data()',
                              name=fullname) from exc


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
