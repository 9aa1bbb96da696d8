"""Abstract base classes."""

from _abc import (_abc_init, _abc_instancecheck, _abc_register, _abc_subclasscheck,
                  _get_dump, _reset_caches, _reset_registry, get_cache_token)


def abstractmethod(funcobj):
    """Mark a method that a concrete class must define."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    """Deprecated: stack classmethod on abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    """Deprecated: stack staticmethod on abstractmethod."""

    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    """Deprecated: stack property on abstractmethod."""

    __isabstractmethod__ = True


class ABCMeta(type):
    """The metaclass of abstract base classes."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        _abc_init(cls)
        return cls

    def register(cls, subclass):
        """Make *subclass* a virtual subclass, and return it."""
        return _abc_register(cls, subclass)

    def __instancecheck__(cls, instance):
        """isinstance(instance, cls)"""
        return _abc_instancecheck(cls, instance)

    def __subclasscheck__(cls, subclass):
        """issubclass(subclass, cls)"""
        return _abc_subclasscheck(cls, subclass)

    def _dump_registry(cls, file=None):
        """Print what the class has registered and cached."""
        registry, cache, negative, version = _get_dump(cls)
        for line in (f"Class: {cls.__module__}.{cls.__qualname__}",
                     f"Inv. counter: {get_cache_token()}",
                     f"_abc_registry: {registry!r}",
                     f"_abc_cache: {cache!r}",
                     f"_abc_negative_cache: {negative!r}",
                     f"_abc_negative_cache_version: {version!r}"):
            print(line, file=file)

    def _abc_registry_clear(cls):
        _reset_registry(cls)

    def _abc_caches_clear(cls):
        _reset_caches(cls)


def update_abstractmethods(cls):
    """Compute anew which methods of an ABC are abstract, after it was changed."""
    if not hasattr(cls, "__abstractmethods__"):
        return cls
    abstract = set()
    for base in cls.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                abstract.add(name)
    for name, value in cls.__dict__.items():
        if getattr(value, "__isabstractmethod__", False):
            abstract.add(name)
    cls.__abstractmethods__ = frozenset(abstract)
    return cls


class ABC(metaclass=ABCMeta):
    """Inherit from this to make an abstract base class."""

    __slots__ = ()
