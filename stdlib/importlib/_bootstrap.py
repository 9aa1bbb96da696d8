"""The import system in Python: specs, finders of built-in modules, loading by spec.

The interpreter loads this as `_frozen_importlib`, and only when somebody uses a
part of the machinery that it does not do natively.  Its classes exist before:
there they are filled in.
"""

import _imp
import sys

_bootstrap_external = None


def _complete(cls):
    """Fill a class that the interpreter has made with the body written here."""
    if __name__ != '_frozen_importlib':
        return cls
    target = _imp._skeleton(cls.__name__)
    for name, value in list(vars(cls).items()):
        if name not in ('__dict__', '__weakref__'):
            setattr(target, name, value)
    return target


def _call_with_frames_removed(f, *args, **kwds):
    return f(*args, **kwds)


def _verbose_message(message, *args, verbosity=1):
    if sys.flags.verbose >= verbosity:
        if not message.startswith(('#', 'import ')):
            message = '# ' + message
        print(message.format(*args), file=sys.stderr)


def _object_name(obj):
    try:
        return obj.__qualname__
    except AttributeError:
        return type(obj).__qualname__


def _module_repr(m):
    return repr(m)


@_complete
class ModuleSpec:
    """What is known about a module before it is loaded: name, loader, origin,
    where to look for submodules.

    It is the module's __spec__; the other attributes of the module derive from it.
    """

    def __init__(self, name, loader, *, origin=None, loader_state=None,
                 is_package=None):
        self.name = name
        self.loader = loader
        self.origin = origin
        self.loader_state = loader_state
        self.submodule_search_locations = [] if is_package else None
        self._uninitialized_submodules = []
        self._set_fileattr = False
        self._cached = None
        self._initializing = False

    def __repr__(self):
        args = [f'name={self.name!r}', f'loader={self.loader!r}']
        if self.origin is not None:
            args.append(f'origin={self.origin!r}')
        if self.submodule_search_locations is not None:
            args.append(f'submodule_search_locations={self.submodule_search_locations}')
        return f'{self.__class__.__name__}({", ".join(args)})'

    def __eq__(self, other):
        try:
            return (self.name == other.name and
                    self.loader == other.loader and
                    self.origin == other.origin and
                    self.submodule_search_locations == other.submodule_search_locations and
                    self.cached == other.cached and
                    self.has_location == other.has_location)
        except AttributeError:
            return NotImplemented

    __hash__ = None

    @property
    def cached(self):
        if self._cached is None and self.origin is not None and self._set_fileattr:
            self._cached = _get_external()._get_cached(self.origin)
        return self._cached

    @cached.setter
    def cached(self, cached):
        self._cached = cached

    @property
    def parent(self):
        """The name of the package that the module is in (its own for a package)."""
        if self.submodule_search_locations is None:
            return self.name.rpartition('.')[0]
        return self.name

    @property
    def has_location(self):
        return self._set_fileattr

    @has_location.setter
    def has_location(self, value):
        self._set_fileattr = bool(value)


def _get_external():
    global _bootstrap_external
    if _bootstrap_external is None:
        import _frozen_importlib_external
        _bootstrap_external = _frozen_importlib_external
    return _bootstrap_external


def spec_from_loader(name, loader, *, origin=None, is_package=None):
    """A spec that says what the loader can tell."""
    if origin is None:
        origin = getattr(loader, '_ORIGIN', None)
    if not origin and hasattr(loader, 'get_filename'):
        from_file = _get_external().spec_from_file_location
        if is_package is None:
            return from_file(name, loader=loader)
        return from_file(name, loader=loader,
                         submodule_search_locations=[] if is_package else None)
    if is_package is None:
        if hasattr(loader, 'is_package'):
            try:
                is_package = loader.is_package(name)
            except ImportError:
                is_package = None
        else:
            is_package = False
    return ModuleSpec(name, loader, origin=origin, is_package=is_package)


def _spec_from_module(module, loader=None, origin=None):
    spec = getattr(module, '__spec__', None)
    if spec is not None:
        return spec
    name = module.__name__
    if loader is None:
        loader = getattr(module, '__loader__', None)
    location = getattr(module, '__file__', None)
    if origin is None:
        origin = getattr(loader, '_ORIGIN', None) if loader is not None else None
        if not origin and location is not None:
            origin = location
    try:
        path = list(module.__path__)
    except AttributeError:
        path = None
    spec = ModuleSpec(name, loader, origin=origin)
    spec._set_fileattr = location is not None and origin == location
    spec.cached = getattr(module, '__cached__', None)
    spec.submodule_search_locations = path
    return spec


def _set_unless_there(module, name, value, override):
    if override or getattr(module, name, None) is None:
        try:
            setattr(module, name, value)
        except AttributeError:
            pass


def _init_module_attrs(spec, module, *, override=False):
    _set_unless_there(module, '__name__', spec.name, override)
    loader = spec.loader
    if loader is None and spec.submodule_search_locations is not None:
        external = _get_external()
        loader = external.NamespaceLoader.__new__(external.NamespaceLoader)
        loader._path = spec.submodule_search_locations
        spec.loader = loader
        # What has no file must not look as if it had one.
        module.__file__ = None
    _set_unless_there(module, '__loader__', loader, override)
    _set_unless_there(module, '__package__', spec.parent, override)
    try:
        module.__spec__ = spec
    except AttributeError:
        pass
    if spec.submodule_search_locations is not None:
        _set_unless_there(module, '__path__', spec.submodule_search_locations, override)
    if spec.has_location:
        _set_unless_there(module, '__file__', spec.origin, override)
        if spec.cached is not None:
            _set_unless_there(module, '__cached__', spec.cached, override)
    return module


def module_from_spec(spec):
    """A new module as the spec and its loader want it; its code has not run."""
    module = None
    if hasattr(spec.loader, 'create_module'):
        module = spec.loader.create_module(spec)
    elif hasattr(spec.loader, 'exec_module'):
        raise ImportError('loaders that define exec_module() '
                          'must also define create_module()')
    if module is None:
        module = type(sys)(spec.name)
    return _init_module_attrs(spec, module)


def _exec(spec, module):
    """Run the module's code (again, when it is reloaded)."""
    name = spec.name
    if sys.modules.get(name) is not module:
        raise ImportError(f'module {name!r} not in sys.modules', name=name)
    try:
        if spec.loader is None:
            if spec.submodule_search_locations is None:
                raise ImportError('missing loader', name=spec.name)
            _init_module_attrs(spec, module, override=True)
        else:
            _init_module_attrs(spec, module, override=True)
            if not hasattr(spec.loader, 'exec_module'):
                _warn_about_load_module(spec.loader, 'falling back to load_module()')
                spec.loader.load_module(name)
            else:
                spec.loader.exec_module(module)
    finally:
        # The module may have put another in its place.
        module = sys.modules.pop(spec.name)
        sys.modules[spec.name] = module
    return module


def _warn_about_load_module(loader, what):
    import _warnings
    _warnings.warn(f"{_object_name(loader)}.exec_module() not found; {what}",
                   ImportWarning, stacklevel=3)


def _load_backward_compatible(spec):
    try:
        spec.loader.load_module(spec.name)
    except:
        if spec.name in sys.modules:
            sys.modules[spec.name] = sys.modules.pop(spec.name)
        raise
    module = sys.modules[spec.name] = sys.modules.pop(spec.name)
    if getattr(module, '__loader__', None) is None:
        try:
            module.__loader__ = spec.loader
        except AttributeError:
            pass
    if getattr(module, '__package__', None) is None:
        try:
            module.__package__ = module.__name__
            if not hasattr(module, '__path__'):
                module.__package__ = spec.name.rpartition('.')[0]
        except AttributeError:
            pass
    if getattr(module, '__spec__', None) is None:
        try:
            module.__spec__ = spec
        except AttributeError:
            pass
    return module


def _load_unlocked(spec):
    if spec.loader is not None and not hasattr(spec.loader, 'exec_module'):
        _warn_about_load_module(spec.loader, 'falling back to load_module()')
        return _load_backward_compatible(spec)
    module = module_from_spec(spec)
    spec._initializing = True
    try:
        sys.modules[spec.name] = module
        try:
            if spec.loader is None:
                if spec.submodule_search_locations is None:
                    raise ImportError('missing loader', name=spec.name)
            else:
                spec.loader.exec_module(module)
        except:
            sys.modules.pop(spec.name, None)
            raise
        module = sys.modules.pop(spec.name)
        sys.modules[spec.name] = module
        _verbose_message('import {!r} # {!r}', spec.name, spec.loader)
    finally:
        spec._initializing = False
    return module


def _load(spec):
    """A new module, loaded and put into sys.modules."""
    return _load_unlocked(spec)


def _requires_builtin(fxn):
    def _requires_builtin_wrapper(self, fullname):
        if fullname not in sys.builtin_module_names:
            raise ImportError(f'{fullname!r} is not a built-in module', name=fullname)
        return fxn(self, fullname)
    _requires_builtin_wrapper.__wrapped__ = fxn
    return _requires_builtin_wrapper


def _requires_frozen(fxn):
    def _requires_frozen_wrapper(self, fullname):
        if not _imp.is_frozen(fullname):
            raise ImportError(f'{fullname!r} is not a frozen module', name=fullname)
        return fxn(self, fullname)
    _requires_frozen_wrapper.__wrapped__ = fxn
    return _requires_frozen_wrapper


def _load_module_shim(self, fullname):
    """Deprecated: load a module by name, or again if it is loaded."""
    import _warnings
    _warnings.warn("the load_module() method is deprecated and slated for removal in "
                   "Python 3.15; use exec_module() instead", DeprecationWarning)
    spec = spec_from_loader(fullname, self)
    if fullname in sys.modules:
        module = sys.modules[fullname]
        _exec(spec, module)
        return sys.modules[fullname]
    return _load(spec)


@_complete
class BuiltinImporter:
    """Finds and loads the modules that are part of the interpreter.

    All its methods are class or static methods: nobody needs an instance.
    """

    _ORIGIN = "built-in"

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if _imp.is_builtin(fullname):
            return spec_from_loader(fullname, cls, origin=cls._ORIGIN)
        return None

    @staticmethod
    def create_module(spec):
        if spec.name not in sys.builtin_module_names:
            raise ImportError(f'{spec.name!r} is not a built-in module', name=spec.name)
        return _imp.create_builtin(spec)

    @staticmethod
    def exec_module(module):
        _imp.exec_builtin(module)

    @classmethod
    @_requires_builtin
    def get_code(cls, fullname):
        """None: built-in modules have no code objects."""
        return None

    @classmethod
    @_requires_builtin
    def get_source(cls, fullname):
        """None: built-in modules have no source."""
        return None

    @classmethod
    @_requires_builtin
    def is_package(cls, fullname):
        """False: no built-in module is a package."""
        return False

    load_module = classmethod(_load_module_shim)


@_complete
class FrozenImporter:
    """Finds and loads the few modules that must be there whatever sys.path says."""

    _ORIGIN = "frozen"

    @classmethod
    def find_spec(cls, fullname, path=None, target=None):
        if not _imp.is_frozen(fullname):
            return None
        return spec_from_loader(fullname, cls, origin=cls._ORIGIN,
                                is_package=_imp.is_frozen_package(fullname))

    @staticmethod
    def create_module(spec):
        """None: modules of the usual kind will do."""

    @staticmethod
    def exec_module(module):
        exec(_imp.get_frozen_object(module.__spec__.name), module.__dict__)

    @classmethod
    def load_module(cls, fullname):
        """Deprecated: load a module by name."""
        return _load_module_shim(cls, fullname)

    @classmethod
    @_requires_frozen
    def get_code(cls, fullname):
        return _imp.get_frozen_object(fullname)

    @classmethod
    @_requires_frozen
    def get_source(cls, fullname):
        """None: frozen modules show no source."""
        return None

    @classmethod
    @_requires_frozen
    def is_package(cls, fullname):
        return _imp.is_frozen_package(fullname)


def _resolve_name(name, package, level):
    bits = package.rsplit('.', level - 1)
    if len(bits) < level:
        raise ImportError('attempted relative import beyond top-level package')
    base = bits[0]
    return f'{base}.{name}' if name else base


def _find_spec(name, path, target=None):
    """Ask sys.meta_path."""
    meta_path = sys.meta_path
    if meta_path is None:
        raise ImportError("sys.meta_path is None, Python is likely shutting down")
    if not meta_path:
        import _warnings
        _warnings.warn('sys.meta_path is empty', ImportWarning)
    is_reload = name in sys.modules
    for finder in meta_path:
        try:
            find_spec = finder.find_spec
        except AttributeError:
            continue
        spec = find_spec(name, path, target)
        if spec is not None:
            # The parent may have imported it meanwhile.
            if not is_reload and name in sys.modules:
                try:
                    found = sys.modules[name].__spec__
                except AttributeError:
                    return spec
                return spec if found is None else found
            return spec
    return None


def _sanity_check(name, package, level):
    if not isinstance(name, str):
        raise TypeError(f'module name must be str, not {type(name)}')
    if level < 0:
        raise ValueError('level must be >= 0')
    if level > 0:
        if not isinstance(package, str):
            raise TypeError('__package__ not set to a string')
        if not package:
            raise ImportError('attempted relative import with no known parent package')
    if not name and level == 0:
        raise ValueError('Empty module name')


def _gcd_import(name, package=None, level=0):
    """Import by absolute or relative name; the module itself is the result."""
    _sanity_check(name, package, level)
    if level > 0:
        name = _resolve_name(name, package, level)
    # A name that every module has: with '*' a package's __all__ would be imported.
    return _builtin_import(name, None, None, ('__name__',), 0) and sys.modules[name]


_builtin_import = __import__


def __import__(name, globals=None, locals=None, fromlist=(), level=0):
    """Import a module: what the import statement calls."""
    return _builtin_import(name, globals, locals, fromlist, level)


def _setup(sys_module, _imp_module):
    """Nothing is left to do: sys and _imp are imported like others here."""


def _install(sys_module, _imp_module):
    """Put the finders of built-in modules into sys.meta_path."""
    sys.meta_path.append(BuiltinImporter)
    sys.meta_path.append(FrozenImporter)


if __name__ == '_frozen_importlib':
    _imp._filled()
