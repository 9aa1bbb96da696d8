"""Helpers for those who import in their own ways."""

import _imp
import sys
import types

from ._bootstrap import _find_spec, module_from_spec, spec_from_loader
from ._bootstrap_external import (MAGIC_NUMBER, cache_from_source, decode_source,
                                  source_from_cache, spec_from_file_location)

__all__ = ['LazyLoader', 'Loader', 'MAGIC_NUMBER', 'cache_from_source', 'decode_source',
           'find_spec', 'module_from_spec', 'resolve_name', 'source_from_cache',
           'source_hash', 'spec_from_file_location', 'spec_from_loader']


def __getattr__(name):
    if name == 'Loader':
        from importlib.abc import Loader
        return Loader
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


class _incompatible_extension_module_restrictions:
    """Would lift a check of extension modules, of which there are none here."""

    def __init__(self, *, disable_check):
        self.disable_check = bool(disable_check)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass

    @property
    def override(self):
        return -1 if self.disable_check else 1


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
