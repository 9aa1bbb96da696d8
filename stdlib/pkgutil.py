"""Look through packages: which modules there are, and data that comes with them."""

import importlib
import importlib.machinery
import importlib.util
import os
import os.path
import sys
from collections import namedtuple
from functools import singledispatch as simplegeneric
from types import ModuleType

__all__ = ['get_importer', 'iter_importers', 'walk_packages', 'iter_modules', 'get_data',
           'read_code', 'extend_path', 'ModuleInfo', 'resolve_name']

ModuleInfo = namedtuple('ModuleInfo', 'module_finder name ispkg')
ModuleInfo.__doc__ = 'A namedtuple with minimal info about a module.'


def read_code(stream):
    """The code object in an open compiled file, None if it is of another version."""
    from importlib._bootstrap_external import MAGIC_NUMBER, _compile_bytecode
    if stream.read(4) != MAGIC_NUMBER:
        return None
    stream.read(12)
    return _compile_bytecode(stream.read())


def walk_packages(path=None, prefix='', onerror=None):
    """All modules below the folders of `path`; packages are imported on the way."""
    seen = set()
    for info in iter_modules(path, prefix):
        yield info
        if not info.ispkg:
            continue
        try:
            __import__(info.name)
        except ImportError:
            if onerror is not None:
                onerror(info.name)
        except Exception:
            if onerror is None:
                raise
            onerror(info.name)
        else:
            folders = [folder for folder in getattr(sys.modules[info.name], '__path__', None) or []
                       if folder not in seen]
            seen.update(folders)
            yield from walk_packages(folders, info.name + '.', onerror)


def iter_modules(path=None, prefix=''):
    """The modules directly in the folders of `path`, all top-level ones if None."""
    if path is None:
        importers = iter_importers()
    elif isinstance(path, str):
        raise ValueError("path must be None or list of paths to look for modules in")
    else:
        importers = map(get_importer, path)
    yielded = set()
    for importer in importers:
        for name, ispkg in iter_importer_modules(importer, prefix):
            if name not in yielded:
                yielded.add(name)
                yield ModuleInfo(importer, name, ispkg)


@simplegeneric
def iter_importer_modules(importer, prefix=''):
    """What a finder has, as it says itself."""
    if not hasattr(importer, 'iter_modules'):
        return []
    return importer.iter_modules(prefix)


def _iter_file_finder_modules(importer, prefix=''):
    if importer.path is None or not os.path.isdir(importer.path):
        return
    import inspect
    yielded = {'__init__'}
    try:
        filenames = sorted(os.listdir(importer.path))
    except OSError:
        filenames = []
    for fn in filenames:
        modname = inspect.getmodulename(fn)
        if modname in yielded:
            continue
        path = os.path.join(importer.path, fn)
        ispkg = False
        if not modname and os.path.isdir(path) and '.' not in fn:
            modname = fn
            try:
                contents = os.listdir(path)
            except OSError:
                contents = []
            ispkg = any(inspect.getmodulename(entry) == '__init__' for entry in contents)
            if not ispkg:
                continue
        if modname and '.' not in modname:
            yielded.add(modname)
            yield prefix + modname, ispkg


iter_importer_modules.register(importlib.machinery.FileFinder, _iter_file_finder_modules)

try:
    from zipimport import zipimporter
except ImportError:
    pass
else:
    def iter_zipimporter_modules(importer, prefix=''):
        """The modules in an archive."""
        start = importer.prefix
        yielded = {'__init__'}
        import inspect
        for fn in sorted(importer._files):
            if not fn.startswith(start):
                continue
            parts = fn[len(start):].split('/')
            if len(parts) == 2 and parts[1].startswith('__init__.py'):
                if parts[0] not in yielded:
                    yielded.add(parts[0])
                    yield prefix + parts[0], True
            if len(parts) != 1:
                continue
            modname = inspect.getmodulename(parts[0])
            if modname and modname not in yielded and '.' not in modname:
                yielded.add(modname)
                yield prefix + modname, False

    iter_importer_modules.register(zipimporter, iter_zipimporter_modules)


def get_importer(path_item):
    """The finder for an entry of sys.path, None if there is none."""
    path_item = os.fsdecode(path_item)
    try:
        return sys.path_importer_cache[path_item]
    except KeyError:
        pass
    for path_hook in sys.path_hooks:
        try:
            importer = path_hook(path_item)
        except ImportError:
            continue
        sys.path_importer_cache.setdefault(path_item, importer)
        return importer
    return None


def iter_importers(fullname=''):
    """The finders that would be asked for a module."""
    if fullname.startswith('.'):
        raise ImportError(f"Relative module name {fullname!r} not supported")
    if '.' in fullname:
        pkg_name = fullname.rpartition('.')[0]
        path = getattr(importlib.import_module(pkg_name), '__path__', None)
        if path is None:
            return
    else:
        yield from sys.meta_path
        path = sys.path
    for item in path:
        yield get_importer(item)


def extend_path(path, name):
    """Add the folders of the same name on sys.path, and those in NAME.pkg files."""
    if not isinstance(path, list):
        return path
    sname_pkg = name + '.pkg'
    path = path[:]
    parent_package, _, final_name = name.rpartition('.')
    if parent_package:
        try:
            search_path = getattr(sys.modules[parent_package], '__path__')
        except (KeyError, AttributeError):
            return path
    else:
        search_path = sys.path
    for folder in search_path:
        if not isinstance(folder, str):
            continue
        finder = get_importer(folder)
        if finder is not None:
            portions = []
            if hasattr(finder, 'find_spec'):
                spec = finder.find_spec(final_name)
                if spec is not None:
                    portions = spec.submodule_search_locations or []
            elif hasattr(finder, 'find_loader'):
                portions = finder.find_loader(final_name)[1]
            path.extend(portion for portion in portions if portion not in path)
        pkgfile = os.path.join(folder, sname_pkg)
        if os.path.isfile(pkgfile):
            try:
                with open(pkgfile) as file:
                    lines = file.read().splitlines()
            except OSError as msg:
                sys.stderr.write(f"Can't open {pkgfile}: {msg}\n")
                continue
            path.extend(line for line in lines if line and not line.startswith('#'))
    return path


def get_data(package, resource):
    """The bytes of a file that stands beside a package's modules; None if the loader cannot."""
    spec = importlib.util.find_spec(package)
    if spec is None:
        return None
    loader = spec.loader
    if loader is None or not hasattr(loader, 'get_data'):
        return None
    mod = sys.modules.get(package) or importlib._bootstrap._load(spec)
    if mod is None or not hasattr(mod, '__file__'):
        return None
    parts = resource.split('/')
    parts.insert(0, os.path.dirname(mod.__file__))
    return loader.get_data(os.path.join(*parts))


def resolve_name(name):
    """The object that 'package.module:name.attr' or 'package.module.name' stands for."""
    module, colon, rest = name.partition(':')

    def is_dotted(text):
        return all(part.isidentifier() for part in text.split('.'))

    if not is_dotted(module) or colon and rest and not is_dotted(rest):
        raise ValueError(f'invalid format: {name!r}')
    if colon:
        result = importlib.import_module(module)
        parts = rest.split('.') if rest else []
    else:
        parts = name.split('.')
        modname = parts.pop(0)
        result = importlib.import_module(modname)
        while parts:
            candidate = f'{modname}.{parts[0]}'
            try:
                result = importlib.import_module(candidate)
            except ImportError:
                break
            parts.pop(0)
            modname = candidate
    for part in parts:
        result = getattr(result, part)
    return result
