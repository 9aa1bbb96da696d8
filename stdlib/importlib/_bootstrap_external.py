"""The import system in Python: files, folders, compiled code, sys.path.

The interpreter loads this as `_frozen_importlib_external`; see `_bootstrap`.
"""

import _imp
import posix as _os
import sys
from _frozen_importlib import (ModuleSpec, _call_with_frames_removed, _load_module_shim,
                               _verbose_message, spec_from_loader)
from _importlib_files import (
    path_separators, path_sep, path_sep_tuple, SOURCE_SUFFIXES, BYTECODE_SUFFIXES,
    DEBUG_BYTECODE_SUFFIXES, OPTIMIZED_BYTECODE_SUFFIXES, EXTENSION_SUFFIXES, MAGIC_NUMBER, _PYCACHE, _OPT, _path_join,
    _path_split, _path_stat, _path_isabs, _path_abspath, _path_has_mode, _path_isfile,
    _path_isdir, _pack_uint32, _unpack_uint32, _unpack_uint64, _unpack_uint16,
    _write_atomic, cache_from_source, source_from_cache, _get_sourcefile, _get_cached,
    _calc_mode, _classify_pyc, _validate_timestamp_pyc, _validate_hash_pyc,
    _compile_bytecode, _with_filename, _code_to_timestamp_pyc, _code_to_hash_pyc)


def _complete(cls):
    """Fill a class that the interpreter has made with the body written here."""
    if __name__ != '_frozen_importlib_external':
        return cls
    target = _imp._skeleton(cls.__name__)
    for name, value in list(vars(cls).items()):
        if name not in ('__dict__', '__weakref__'):
            setattr(target, name, value)
    return target


def _check_name(method):
    """Makes a method refuse names that are not the loader's own."""
    def _check_name_wrapper(self, name=None, *args, **kwargs):
        if name is None:
            name = self.name
        elif self.name != name:
            raise ImportError(f'loader for {self.name} cannot handle {name}', name=name)
        return method(self, name, *args, **kwargs)
    for attribute in ('__module__', '__name__', '__qualname__', '__doc__'):
        if hasattr(method, attribute):
            setattr(_check_name_wrapper, attribute, getattr(method, attribute))
    _check_name_wrapper.__dict__.update(method.__dict__)
    return _check_name_wrapper


def decode_source(source_bytes):
    """The text of a source file, with its newlines made universal."""
    import _io
    import tokenize
    encoding = tokenize.detect_encoding(_io.BytesIO(source_bytes).readline)[0]
    return _io.IncrementalNewlineDecoder(None, True).decode(
        source_bytes.decode(encoding))


_POPULATE = object()


def spec_from_file_location(name, location=None, *, loader=None,
                            submodule_search_locations=_POPULATE):
    """A spec for a file; None if no loader is known for it."""
    if location is None:
        location = '<unknown>'
        if hasattr(loader, 'get_filename'):
            try:
                location = loader.get_filename(name)
            except ImportError:
                pass
    else:
        location = _os.fspath(location)
        if not location.startswith(_imp._embedded_root):
            try:
                location = _path_abspath(location)
            except OSError:
                pass
    spec = ModuleSpec(name, loader, origin=location)
    spec._set_fileattr = True
    if loader is None:
        for loader_class, suffixes in _get_supported_file_loaders():
            if location.endswith(tuple(suffixes)):
                spec.loader = loader = loader_class(name, location)
                break
        else:
            return None
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
        spec.submodule_search_locations.append(_path_split(location)[0])
    return spec


@_complete
class _LoaderBasics:
    """What loaders of source and of compiled code have in common."""

    def is_package(self, fullname):
        """Whether the file's name is __init__."""
        filename = _path_split(self.get_filename(fullname))[1]
        return (filename.rsplit('.', 1)[0] == '__init__'
                and fullname.rpartition('.')[2] != '__init__')

    def create_module(self, spec):
        """None: modules of the usual kind will do."""

    def exec_module(self, module):
        """Run the module's code."""
        code = self.get_code(module.__name__)
        if code is None:
            raise ImportError(f'cannot load module {module.__name__!r} when '
                              'get_code() returns None')
        _call_with_frames_removed(exec, code, module.__dict__)

    def load_module(self, fullname):
        """Deprecated: load a module by name."""
        return _load_module_shim(self, fullname)


@_complete
class SourceLoader(_LoaderBasics):
    """Loads source, wherever get_data() takes it from."""

    def path_mtime(self, path):
        """When the source was changed, in seconds (deprecated)."""
        raise OSError

    def path_stats(self, path):
        """When the source was changed and how long it is: 'mtime', 'size'."""
        return {'mtime': self.path_mtime(path)}

    def _cache_bytecode(self, source_path, cache_path, data):
        return self.set_data(cache_path, data)

    def set_data(self, path, data):
        """Keep compiled code; loaders that cannot do nothing."""

    def get_source(self, fullname):
        path = self.get_filename(fullname)
        try:
            source_bytes = self.get_data(path)
        except OSError as exc:
            raise ImportError('source not available through get_data()',
                              name=fullname) from exc
        return decode_source(source_bytes)

    def source_to_code(self, data, path, *, _optimize=-1):
        """Compile source."""
        return _call_with_frames_removed(compile, data, path, 'exec', dont_inherit=True,
                                         optimize=_optimize)

    def get_code(self, fullname):
        """The code object: from the compiled file if that is up to date."""
        source_path = self.get_filename(fullname)
        source_mtime = None
        source_bytes = None
        source_hash = None
        hash_based = False
        check_source = True
        try:
            bytecode_path = cache_from_source(source_path)
        except NotImplementedError:
            bytecode_path = None
        else:
            try:
                st = self.path_stats(source_path)
            except OSError:
                pass
            else:
                source_mtime = int(st['mtime'])
                try:
                    data = self.get_data(bytecode_path)
                except OSError:
                    pass
                else:
                    details = {'name': fullname, 'path': bytecode_path}
                    try:
                        flags = _classify_pyc(data, fullname, details)
                        payload = memoryview(data)[16:]
                        hash_based = flags & 0b1 != 0
                        if hash_based:
                            check_source = flags & 0b10 != 0
                            if (_imp.check_hash_based_pycs != 'never' and
                                    (check_source or
                                     _imp.check_hash_based_pycs == 'always')):
                                source_bytes = self.get_data(source_path)
                                source_hash = _imp.source_hash(
                                    _imp.pyc_magic_number_token, source_bytes)
                                _validate_hash_pyc(data, source_hash, fullname, details)
                        else:
                            _validate_timestamp_pyc(data, source_mtime, st.get('size'),
                                                    fullname, details)
                        return _compile_bytecode(payload, name=fullname,
                                                 bytecode_path=bytecode_path,
                                                 source_path=source_path)
                    except (ImportError, EOFError):
                        pass
        if source_bytes is None:
            source_bytes = self.get_data(source_path)
        code = self.source_to_code(source_bytes, source_path)
        if not sys.dont_write_bytecode and bytecode_path is not None \
                and source_mtime is not None:
            if hash_based:
                if source_hash is None:
                    source_hash = _imp.source_hash(_imp.pyc_magic_number_token,
                                                   source_bytes)
                data = _code_to_hash_pyc(code, source_hash, check_source)
            else:
                data = _code_to_timestamp_pyc(code, source_mtime, len(source_bytes))
            try:
                self._cache_bytecode(source_path, bytecode_path, data)
            except NotImplementedError:
                pass
        return code


@_complete
class FileLoader:
    """Loads from a file whose name is known."""

    def __init__(self, fullname, path):
        self.name = fullname
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    @_check_name
    def load_module(self, fullname):
        """Deprecated: load the module."""
        return _load_module_shim(self, fullname)

    @_check_name
    def get_filename(self, fullname):
        """The file's name."""
        return self.path

    def get_data(self, path):
        """The bytes of a file."""
        import _io
        if isinstance(self, SourceLoader):
            with _io.open_code(str(path)) as file:
                return file.read()
        with _io.FileIO(path, 'r') as file:
            return file.read()

    @_check_name
    def get_resource_reader(self, module):
        from importlib.readers import FileReader
        return FileReader(self)


@_complete
class SourceFileLoader(FileLoader, SourceLoader):
    """Loads a source file."""

    def path_stats(self, path):
        st = _path_stat(path)
        return {'mtime': st.st_mtime, 'size': st.st_size}

    def _cache_bytecode(self, source_path, bytecode_path, data):
        return self.set_data(bytecode_path, data, _mode=_calc_mode(source_path))

    def set_data(self, path, data, *, _mode=0o666):
        """Write a file, and make the folders it stands in; failures do not matter."""
        parent, filename = _path_split(path)
        missing = []
        while parent and not _path_isdir(parent):
            parent, part = _path_split(parent)
            missing.append(part)
        for part in reversed(missing):
            parent = _path_join(parent, part)
            try:
                _os.mkdir(parent)
            except FileExistsError:
                continue
            except OSError as exc:
                _verbose_message('could not create {!r}: {!r}', parent, exc)
                return
        try:
            _write_atomic(path, data, _mode)
        except OSError as exc:
            _verbose_message('could not create {!r}: {!r}', path, exc)


@_complete
class SourcelessFileLoader(FileLoader, _LoaderBasics):
    """Loads a compiled file that has no source."""

    def get_code(self, fullname):
        path = self.get_filename(fullname)
        data = self.get_data(path)
        _classify_pyc(data, fullname, {'name': fullname, 'path': path})
        return _compile_bytecode(memoryview(data)[16:], name=fullname, bytecode_path=path)

    def get_source(self, fullname):
        """None: there is no source."""
        return None


@_complete
class EmbeddedLoader(SourceFileLoader):
    """Loads modules of the library that is part of the interpreter."""

    def get_code(self, fullname):
        return _imp._embedded_code(self.name)

    def get_data(self, path):
        data = _imp._embedded_data(path)
        if data is None:
            raise FileNotFoundError(2, 'No such file or directory', path)
        return data

    def path_stats(self, path):
        return {'mtime': 0, 'size': len(self.get_data(path))}

    def set_data(self, path, data, *, _mode=0o666):
        """Nothing: the library cannot be changed."""

    @_check_name
    def is_package(self, fullname):
        return _imp._embedded(fullname)[1]


class ExtensionFileLoader(FileLoader, _LoaderBasics):
    """Would load compiled extensions, of which this interpreter has none."""

    def __init__(self, name, path):
        self.name = name
        self.path = path

    def __eq__(self, other):
        return self.__class__ == other.__class__ and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(self.name) ^ hash(self.path)

    def create_module(self, spec):
        raise ImportError('extension modules are not supported', name=spec.name,
                          path=self.path)

    def exec_module(self, module):
        raise ImportError('extension modules are not supported', name=module.__name__,
                          path=self.path)

    def is_package(self, fullname):
        name = _path_split(self.path)[1]
        return any(name == '__init__' + suffix for suffix in EXTENSION_SUFFIXES)

    def get_code(self, fullname):
        """None: extensions have no code objects."""

    def get_source(self, fullname):
        """None: extensions have no source."""

    @_check_name
    def get_filename(self, fullname):
        return self.path


class _NamespacePath:
    """The __path__ of a namespace package: looked up again when the path of its
    parent has changed."""

    _epoch = 0

    def __init__(self, name, path, path_finder):
        self._name = name
        self._path = path
        self._last_parent_path = tuple(self._get_parent_path())
        self._last_epoch = self._epoch
        self._path_finder = path_finder

    def _find_parent_path_names(self):
        parent, dot, me = self._name.rpartition('.')
        if dot == '':
            return 'sys', 'path'
        return parent, '__path__'

    def _get_parent_path(self):
        module, attribute = self._find_parent_path_names()
        return getattr(sys.modules[module], attribute)

    def _recalculate(self):
        parent_path = tuple(self._get_parent_path())
        if parent_path != self._last_parent_path or self._epoch != self._last_epoch:
            spec = self._path_finder(self._name, parent_path)
            if spec is not None and spec.loader is None:
                if spec.submodule_search_locations:
                    self._path = spec.submodule_search_locations
            self._last_parent_path = parent_path
            self._last_epoch = self._epoch
        return self._path

    def __iter__(self):
        return iter(self._recalculate())

    def __getitem__(self, index):
        return self._recalculate()[index]

    def __setitem__(self, index, path):
        self._path[index] = path

    def __len__(self):
        return len(self._recalculate())

    def __repr__(self):
        return f'_NamespacePath({self._path!r})'

    def __contains__(self, item):
        return item in self._recalculate()

    def append(self, item):
        self._path.append(item)


class NamespaceLoader:
    """Loads namespace packages, which have no code."""

    def __init__(self, name, path, path_finder):
        self._path = _NamespacePath(name, path, path_finder)

    def is_package(self, fullname):
        return True

    def get_source(self, fullname):
        return ''

    def get_code(self, fullname):
        return compile('', '<string>', 'exec', dont_inherit=True)

    def create_module(self, spec):
        """None: modules of the usual kind will do."""

    def exec_module(self, module):
        pass

    def load_module(self, fullname):
        """Deprecated: load the package."""
        return _load_module_shim(self, fullname)

    def get_resource_reader(self, module):
        from importlib.readers import NamespaceReader
        return NamespaceReader(self._path)


_NamespaceLoader = NamespaceLoader


def _namespace_spec(name, portions):
    """The spec of a package without __init__: what the interpreter found."""
    spec = ModuleSpec(name, None)
    spec.submodule_search_locations = _NamespacePath(name, portions, PathFinder._get_spec)
    return spec


@_complete
class PathFinder:
    """Finds modules on sys.path and on the __path__ of packages."""

    @staticmethod
    def invalidate_caches():
        """Have all finders look anew, and forget about entries nobody wanted."""
        for name, finder in list(sys.path_importer_cache.items()):
            if finder is None or not _path_isabs(name) and \
                    not name.startswith(_imp._embedded_root):
                del sys.path_importer_cache[name]
            elif hasattr(finder, 'invalidate_caches'):
                finder.invalidate_caches()
        _NamespacePath._epoch += 1
        if 'importlib.metadata' in sys.modules:
            from importlib.metadata import MetadataPathFinder
            MetadataPathFinder.invalidate_caches()

    @staticmethod
    def _path_hooks(path):
        """The finder that the first willing hook makes."""
        if sys.path_hooks is not None and not sys.path_hooks:
            import _warnings
            _warnings.warn('sys.path_hooks is empty', ImportWarning)
        for hook in sys.path_hooks or ():
            try:
                return hook(path)
            except ImportError:
                continue
        return None

    @classmethod
    def _path_importer_cache(cls, path):
        """The finder for an entry of sys.path."""
        if path == '':
            try:
                path = _os.getcwd()
            except (FileNotFoundError, PermissionError):
                return None
        try:
            finder = sys.path_importer_cache[path]
        except KeyError:
            finder = cls._path_hooks(path)
            sys.path_importer_cache[path] = finder
        return finder

    @classmethod
    def _get_spec(cls, fullname, path, target=None):
        """The spec; for a namespace package one whose locations are its parts."""
        portions = []
        for entry in path:
            if not isinstance(entry, str):
                continue
            finder = cls._path_importer_cache(entry)
            if finder is None or not hasattr(finder, 'find_spec'):
                continue
            spec = finder.find_spec(fullname, target)
            if spec is None:
                continue
            if spec.loader is not None:
                return spec
            locations = spec.submodule_search_locations
            if locations is None:
                raise ImportError('spec missing loader')
            portions.extend(locations)
        spec = ModuleSpec(fullname, None)
        spec.submodule_search_locations = portions
        return spec

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        """The spec of a module, None if it is not there."""
        if path is None:
            path = sys.path
        spec = cls._get_spec(fullname, path, target)
        if spec.loader is not None:
            return spec
        if not spec.submodule_search_locations:
            return None
        spec.origin = None
        spec.submodule_search_locations = _NamespacePath(
            fullname, spec.submodule_search_locations, cls._get_spec)
        return spec

    @staticmethod
    def find_distributions(*args, **kwargs):
        from importlib.metadata import MetadataPathFinder
        return MetadataPathFinder.find_distributions(*args, **kwargs)


@_complete
class FileFinder:
    """Finds modules in a folder, by suffix."""

    def __init__(self, path, *loader_details):
        loaders = []
        for loader, suffixes in loader_details:
            loaders.extend((suffix, loader) for suffix in suffixes)
        self._loaders = loaders
        self.path = _path_abspath(path) if path and path != '.' else _os.getcwd()
        self._path_mtime = -1
        self._path_cache = set()
        self._relaxed_path_cache = set()

    def invalidate_caches(self):
        """List the folder again next time."""
        self._path_mtime = -1

    def _get_spec(self, loader_class, fullname, path, smsl, target):
        loader = loader_class(fullname, path)
        return spec_from_file_location(fullname, path, loader=loader,
                                       submodule_search_locations=smsl)

    def find_spec(self, fullname, target=None):
        """The spec of a module in this folder; one without a loader is a part of
        a namespace package."""
        tail = fullname.rpartition('.')[2]
        try:
            mtime = _path_stat(self.path or _os.getcwd()).st_mtime
        except OSError:
            mtime = -1
        if mtime != self._path_mtime:
            self._fill_cache()
            self._path_mtime = mtime
        is_namespace = False
        if tail in self._path_cache:
            base = _path_join(self.path, tail)
            for suffix, loader_class in self._loaders:
                full = _path_join(base, '__init__' + suffix)
                if _path_isfile(full):
                    return self._get_spec(loader_class, fullname, full, [base], target)
            is_namespace = _path_isdir(base)
        for suffix, loader_class in self._loaders:
            try:
                full = _path_join(self.path, tail + suffix)
            except ValueError:
                return None
            if tail + suffix in self._path_cache and _path_isfile(full):
                return self._get_spec(loader_class, fullname, full, None, target)
        if is_namespace:
            spec = ModuleSpec(fullname, None)
            spec.submodule_search_locations = [base]
            return spec
        return None

    def _fill_cache(self):
        try:
            contents = _os.listdir(self.path or _os.getcwd())
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            contents = []
        self._path_cache = set(contents)

    @classmethod
    def path_hook(cls, *loader_details):
        """A function for sys.path_hooks that makes finders with these loaders."""
        def path_hook_for_FileFinder(path):
            if not _path_isdir(path):
                raise ImportError('only directories are supported', path=path)
            return cls(path, *loader_details)
        return path_hook_for_FileFinder

    def __repr__(self):
        return f'FileFinder({self.path!r})'


@_complete
class EmbeddedFinder:
    """Finds modules of the library that is part of the interpreter."""

    def __init__(self, path):
        if not path.startswith(_imp._embedded_root):
            raise ImportError('only folders of the embedded library are supported',
                              path=path)
        self.path = path

    def find_spec(self, fullname, target=None):
        found = _imp._embedded(fullname)
        if found is None:
            return None
        file, is_package, _ = found
        locations = [_path_split(file)[0]] if is_package else None
        return spec_from_file_location(fullname, file, loader=EmbeddedLoader(fullname, file),
                                       submodule_search_locations=locations)

    def invalidate_caches(self):
        """Nothing changes here."""

    def iter_modules(self, prefix=''):
        """Names and kinds of the modules in this folder, for pkgutil."""
        inside = self.path[len(_imp._embedded_root):].strip('/').replace('/', '.')
        start = inside + '.' if inside else ''
        for name in _imp._embedded_names():
            rest = name[len(start):]
            if name.startswith(start) and rest and '.' not in rest:
                yield prefix + rest, _imp._embedded(name)[1]

    def __repr__(self):
        return f'EmbeddedFinder({self.path!r})'


def _get_supported_file_loaders():
    """Pairs of loader and suffixes."""
    pairs = [(SourceFileLoader, SOURCE_SUFFIXES), (SourcelessFileLoader, BYTECODE_SUFFIXES)]
    if EXTENSION_SUFFIXES:
        pairs.insert(0, (ExtensionFileLoader, EXTENSION_SUFFIXES))
    return pairs


def _fix_up_module(ns, name, pathname, cpathname=None):
    """Set what describes a module that was run without being imported."""
    loader = ns.get('__loader__')
    spec = ns.get('__spec__')
    if not loader:
        if spec:
            loader = spec.loader
        elif pathname == cpathname:
            loader = SourcelessFileLoader(name, pathname)
        else:
            loader = SourceFileLoader(name, pathname)
    if not spec:
        spec = spec_from_file_location(name, pathname, loader=loader)
        if cpathname:
            spec.cached = _path_abspath(cpathname)
    ns['__spec__'] = spec
    ns['__loader__'] = loader
    ns['__file__'] = pathname
    ns['__cached__'] = cpathname


def _set_bootstrap_module(_bootstrap_module):
    """Nothing is left to do: `_bootstrap` is imported like others here."""


def _install(_bootstrap_module):
    """Put the finders of files into sys."""
    sys.path_hooks.extend([FileFinder.path_hook(*_get_supported_file_loaders())])
    sys.meta_path.append(PathFinder)


if __name__ == '_frozen_importlib_external':
    _imp._filled()
