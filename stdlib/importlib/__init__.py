"""Importing by name; the machinery itself is `_frozen_importlib`."""

__all__ = ['__import__', 'import_module', 'invalidate_caches', 'reload']

import sys

__import__ = __import__


def invalidate_caches():
    """Make all finders look at their folders anew."""
    for finder in sys.meta_path:
        if hasattr(finder, 'invalidate_caches'):
            finder.invalidate_caches()


def import_module(name, package=None):
    """Import a module and return it; a name with leading dots is relative to `package`."""
    if name.startswith('.'):
        if not package:
            raise TypeError("the 'package' argument is required to perform a "
                            f"relative import for {name!r}")
        from importlib.util import resolve_name
        name = resolve_name(name, package)
    module = sys.modules.get(name)
    if module is not None and not getattr(
            getattr(module, '__spec__', None), '_initializing', False):
        return module
    __import__(name)
    return sys.modules[name]


_RELOADING = {}


def reload(module):
    """Execute a module's code again, in the same module object."""
    try:
        name = module.__spec__.name
    except AttributeError:
        try:
            name = module.__name__
        except AttributeError:
            raise TypeError("reload() argument must be a module") from None
    if sys.modules.get(name) is not module:
        raise ImportError(f"module {name} not in sys.modules", name=name)
    if name in _RELOADING:
        return _RELOADING[name]
    _RELOADING[name] = module
    try:
        parent_name = name.rpartition('.')[0]
        if parent_name:
            try:
                parent = sys.modules[parent_name]
            except KeyError:
                raise ImportError(f"parent {parent_name!r} not in sys.modules",
                                  name=parent_name) from None
            pkgpath = parent.__path__
        else:
            pkgpath = None
        from importlib.util import _find_spec
        spec = module.__spec__ = _find_spec(name, pkgpath, module)
        if spec is None:
            raise ModuleNotFoundError(f"spec not found for the module {name!r}", name=name)
        spec.loader.exec_module(module)
        return sys.modules[name]    # the module may have replaced itself
    finally:
        _RELOADING.pop(name, None)
