"""Helpers for those who import in their own ways."""

import sys
import types

import _imp
from _frozen_importlib import ModuleSpec

__all__ = ['LazyLoader', 'MAGIC_NUMBER', 'cache_from_source', 'decode_source',
           'find_spec', 'module_from_spec', 'resolve_name', 'source_from_cache',
           'source_hash', 'spec_from_file_location', 'spec_from_loader']

_NATIVE = ('MAGIC_NUMBER', 'cache_from_source', 'source_from_cache')


def __getattr__(name):
    if name == 'Loader':
        from importlib.abc import Loader
        return Loader
    if name in _NATIVE:
        import _frozen_importlib_external
        if hasattr(_frozen_importlib_external, name):
            return getattr(_frozen_importlib_external, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def source_hash(source_bytes):
    """The hash of a source that compiled files may be checked by."""
    return _imp.source_hash(_imp.pyc_magic_number_token, source_bytes)


def resolve_name(name, package):
    """The absolute name for a relative one."""
    if not name.startswith('.'):
        return name
    if not package:
        raise ImportError(f'no package specified for {repr(name)} '
                          '(required for relative module names)')
    level = len(name) - len(name.lstrip('.'))
    bits = package.rsplit('.', level - 1)
    if len(bits) < level:
        raise ImportError('attempted relative import beyond top-level package')
    base, rest = bits[0], name[level:]
    return f'{base}.{rest}' if rest else base


def decode_source(source_bytes):
    """The text of a source file, with its newlines made universal."""
    import io
    import tokenize
    encoding = tokenize.detect_encoding(io.BytesIO(source_bytes).readline)[0]
    return io.IncrementalNewlineDecoder(None, True).decode(
        source_bytes.decode(encoding))


def _find_spec(name, path, target=None):
    for finder in sys.meta_path:
        find_spec = getattr(finder, 'find_spec', None)
        if find_spec is None:
            continue
        spec = find_spec(name, path, target)
        if spec is not None:
            return spec
    return None


def find_spec(name, package=None):
    """The spec of a module, None if there is no such module; parents are imported."""
    fullname = resolve_name(name, package) if name.startswith('.') else name
    if fullname not in sys.modules:
        parent_name = fullname.rpartition('.')[0]
        if parent_name:
            parent = __import__(parent_name, fromlist=['__path__'])
            try:
                parent_path = parent.__path__
            except AttributeError as e:
                raise ModuleNotFoundError(
                    f"__path__ attribute not found on {parent_name!r} "
                    f"while trying to find {fullname!r}", name=fullname) from e
        else:
            parent_path = None
        return _find_spec(fullname, parent_path)
    module = sys.modules[fullname]
    if module is None:
        return None
    try:
        spec = module.__spec__
    except AttributeError:
        raise ValueError(f'{name}.__spec__ is not set') from None
    if spec is None:
        raise ValueError(f'{name}.__spec__ is None')
    return spec


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A spec for a loader."""
    if origin is None:
        origin = getattr(loader, '_ORIGIN', None)
    if hasattr(loader, 'get_filename'):
        if is_package is None:
            return spec_from_file_location(name, loader=loader)
        search = [] if is_package else None
        return spec_from_file_location(name, loader=loader,
                                       submodule_search_locations=search)
    if is_package is None:
        is_package = False
        if hasattr(loader, 'is_package'):
            try:
                is_package = loader.is_package(name)
            except ImportError:
                is_package = None
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


_POPULATE = object()


def spec_from_file_location(name, location=None, *, loader=None,
                            submodule_search_locations=_POPULATE):
    """A spec for a file, None if no loader is known for it."""
    import os
    if location is None:
        location = '<unknown>'
        if hasattr(loader, 'get_filename'):
            try:
                location = loader.get_filename(name)
            except ImportError:
                pass
    else:
        location = os.path.abspath(os.fspath(location))
    if loader is None:
        loader = _loader_for(name, location)
        if loader is None:
            return None
    spec = ModuleSpec(name, loader, origin=location)
    spec.has_location = True
    if submodule_search_locations is _POPULATE:
        if hasattr(loader, 'is_package'):
            try:
                if loader.is_package(name):
                    spec.submodule_search_locations = []
            except ImportError:
                pass
    else:
        spec.submodule_search_locations = submodule_search_locations
    if spec.submodule_search_locations == [] and location:
        spec.submodule_search_locations.append(os.path.dirname(location))
    return spec


def _loader_for(name, location):
    from importlib import machinery
    for suffixes, kind in ((machinery.SOURCE_SUFFIXES, 'SourceFileLoader'),
                           (machinery.BYTECODE_SUFFIXES, 'SourcelessFileLoader'),
                           (machinery.EXTENSION_SUFFIXES, 'ExtensionFileLoader')):
        if suffixes and location.endswith(tuple(suffixes)):
            cls = getattr(machinery, kind, None)
            if cls is not None:
                return cls(name, location)
    return None


def _init_module_attrs(spec, module):
    module.__name__ = spec.name
    module.__loader__ = spec.loader
    module.__package__ = spec.parent
    module.__spec__ = spec
    if spec.submodule_search_locations is not None:
        module.__path__ = spec.submodule_search_locations
    if spec.has_location:
        module.__file__ = spec.origin
        if spec.cached is not None:
            module.__cached__ = spec.cached


def module_from_spec(spec):
    """A new module for a spec; its code has not run."""
    module = None
    if hasattr(spec.loader, 'create_module'):
        module = spec.loader.create_module(spec)
    elif hasattr(spec.loader, 'exec_module'):
        raise ImportError('loaders that define exec_module() must also define '
                          'create_module()')
    if module is None:
        module = types.ModuleType(spec.name)
    _init_module_attrs(spec, module)
    return module


class _LazyModule(types.ModuleType):
    """A module whose code runs when an attribute is first asked for."""

    def __getattribute__(self, attr):
        __spec__ = object.__getattribute__(self, '__spec__')
        state = __spec__.loader_state
        with state['lock']:
            if object.__getattribute__(self, '__class__') is _LazyModule:
                if state['is_loading'] and attr.startswith('__') and attr.endswith('__'):
                    return object.__getattribute__(self, attr)
                state['is_loading'] = True
                __dict__ = object.__getattribute__(self, '__dict__')
                attrs_then = state['__dict__']
                # What was set from outside meanwhile must survive.
                updated = {key: value for key, value in __dict__.items()
                           if key not in attrs_then or attrs_then[key] is not value}
                __spec__.loader.exec_module(self)
                original_name = __spec__.name
                if original_name in sys.modules:
                    if self is not sys.modules[original_name]:
                        raise ValueError(f"module object for {original_name!r} "
                                         "substituted in sys.modules during a lazy load")
                __dict__.update(updated)
                self.__class__ = state['__class__']
        return getattr(self, attr)

    def __delattr__(self, attr):
        self.__getattribute__(attr)
        delattr(self, attr)


class LazyLoader:
    """Wraps a loader such that modules run when they are first used."""

    def __init__(self, loader):
        self.__check_eager_loader(loader)
        self.loader = loader

    @staticmethod
    def __check_eager_loader(loader):
        if not hasattr(loader, 'exec_module'):
            raise TypeError('loader must define exec_module()')

    @classmethod
    def factory(cls, loader):
        """A function that makes lazy loaders around `loader`s."""
        cls.__check_eager_loader(loader)
        return lambda *args, **kwargs: cls(loader(*args, **kwargs))

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        import threading
        module.__spec__.loader = self.loader
        module.__loader__ = self.loader
        module.__spec__.loader_state = {
            '__dict__': module.__dict__.copy(), '__class__': module.__class__,
            'lock': threading.RLock(), 'is_loading': False}
        module.__class__ = _LazyModule
