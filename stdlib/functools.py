"""Tools for functions: wrapping, caching, partial application, dispatch by type."""

__all__ = ["update_wrapper", "wraps", "WRAPPER_ASSIGNMENTS", "WRAPPER_UPDATES",
           "total_ordering", "cache", "cmp_to_key", "lru_cache", "reduce", "partial",
           "partialmethod", "singledispatch", "singledispatchmethod", "cached_property",
           "Placeholder"]

from _abc import get_cache_token
try:
    from _functools import Placeholder, _lru_cache_wrapper, cmp_to_key, partial, reduce
except ImportError:
    from _pyfunctools import Placeholder, _lru_cache_wrapper, cmp_to_key, partial, reduce
from _thread import RLock        # CPython's module has it, and programs use it from here
from reprlib import recursive_repr

GenericAlias = type(list[int])
MethodType = type(recursive_repr.__get__(0))
UnionType = type(int | str)
_PlaceholderType = type(Placeholder)


# Wrapping

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__",
                       "__annotate__", "__type_params__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Make *wrapper* look like *wrapped*: copy attributes, update dictionaries."""
    for name in assigned:
        try:
            value = getattr(wrapped, name)
        except AttributeError:
            continue
        setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    # Last, so that it is not the one found in wrapped.__dict__.
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """A decorator that applies update_wrapper() to the function it decorates."""
    return partial(update_wrapper, wrapped=wrapped, assigned=assigned, updated=updated)


# Ordering. Each function derives one comparison from another that the class
# defines. They are called through type(self), as operators are, and stand at module
# level so that pickle finds them.

def _gt_from_lt(self, other):
    "a > b from: not a < b and a != b"
    result = type(self).__lt__(self, other)
    return result if result is NotImplemented else not result and self != other


def _le_from_lt(self, other):
    "a <= b from: a < b or a == b"
    result = type(self).__lt__(self, other)
    return result if result is NotImplemented else result or self == other


def _ge_from_lt(self, other):
    "a >= b from: not a < b"
    result = type(self).__lt__(self, other)
    return result if result is NotImplemented else not result


def _ge_from_le(self, other):
    "a >= b from: not a <= b or a == b"
    result = type(self).__le__(self, other)
    return result if result is NotImplemented else not result or self == other


def _lt_from_le(self, other):
    "a < b from: a <= b and a != b"
    result = type(self).__le__(self, other)
    return result if result is NotImplemented else result and self != other


def _gt_from_le(self, other):
    "a > b from: not a <= b"
    result = type(self).__le__(self, other)
    return result if result is NotImplemented else not result


def _lt_from_gt(self, other):
    "a < b from: not a > b and a != b"
    result = type(self).__gt__(self, other)
    return result if result is NotImplemented else not result and self != other


def _ge_from_gt(self, other):
    "a >= b from: a > b or a == b"
    result = type(self).__gt__(self, other)
    return result if result is NotImplemented else result or self == other


def _le_from_gt(self, other):
    "a <= b from: not a > b"
    result = type(self).__gt__(self, other)
    return result if result is NotImplemented else not result


def _le_from_ge(self, other):
    "a <= b from: not a >= b or a == b"
    result = type(self).__ge__(self, other)
    return result if result is NotImplemented else not result or self == other


def _gt_from_ge(self, other):
    "a > b from: a >= b and a != b"
    result = type(self).__ge__(self, other)
    return result if result is NotImplemented else result and self != other


def _lt_from_ge(self, other):
    "a < b from: not a >= b"
    result = type(self).__ge__(self, other)
    return result if result is NotImplemented else not result


_convert = {
    "__lt__": (("__gt__", _gt_from_lt), ("__le__", _le_from_lt), ("__ge__", _ge_from_lt)),
    "__le__": (("__ge__", _ge_from_le), ("__lt__", _lt_from_le), ("__gt__", _gt_from_le)),
    "__gt__": (("__lt__", _lt_from_gt), ("__ge__", _ge_from_gt), ("__le__", _le_from_gt)),
    "__ge__": (("__le__", _le_from_ge), ("__gt__", _gt_from_ge), ("__lt__", _lt_from_ge)),
}


def total_ordering(cls):
    """Add the comparisons that a class lacks, given one of them."""
    roots = {name for name in _convert
             if getattr(cls, name, None) is not getattr(object, name, None)}
    if not roots:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = max(roots)       # __lt__ before __le__ before __gt__ before __ge__
    for name, function in _convert[root]:
        if name not in roots:
            function.__name__ = name
            setattr(cls, name, function)
    return cls


# Partial application

def _filled(stored, args):
    """*stored* with *args* in place of its placeholders, then the rest of *args*."""
    rest = iter(args)
    merged = [next(rest, Placeholder) if arg is Placeholder else arg for arg in stored]
    merged.extend(rest)
    return merged


class partialmethod:
    """A method with some arguments given already; for use in class bodies."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and getattr(func, "__get__", None) is None:
            raise TypeError(f"the first argument {func!r} must be a callable "
                            "or a descriptor")
        if args and args[-1] is Placeholder:
            raise TypeError("trailing Placeholders are not allowed")
        for value in keywords.values():
            if value is Placeholder:
                raise TypeError("Placeholder cannot be passed as a keyword argument")
        if isinstance(func, partialmethod):
            args = _filled(func.args, args)
            # Arguments that run out leave placeholders at the end only by misuse.
            if args and args[-1] is Placeholder:
                raise TypeError("trailing Placeholders are not allowed")
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = tuple(args)
        self.keywords = keywords
        self._phcount = sum(arg is Placeholder for arg in args)

    def __repr__(self):
        cls = type(self)
        parts = [repr(self.func), *map(repr, self.args)]
        parts.extend(f"{name}={value!r}" for name, value in self.keywords.items())
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts)})"

    def _make_unbound_method(self):
        def _method(cls_or_self, /, *args, **keywords):
            stored = self.args
            if holes := self._phcount:
                if len(args) < holes:
                    raise TypeError("missing positional arguments in 'partialmethod' call; "
                                    f"expected at least {holes}, got {len(args)}")
                args = _filled(stored, args)
                stored = ()
            return self.func(cls_or_self, *stored, *args, **{**self.keywords, **keywords})

        _method.__isabstractmethod__ = self.__isabstractmethod__
        _method.__partialmethod__ = self
        return _method

    def __get__(self, obj, cls=None):
        get = getattr(self.func, "__get__", None)
        if get is not None and not isinstance(self.func, partial):
            bound = get(obj, cls)
            if bound is not self.func:
                # It binds itself (a classmethod, say): apply the arguments to the result.
                result = partial(bound, *self.args, **self.keywords)
                try:
                    result.__self__ = bound.__self__
                except AttributeError:
                    pass
                return result
        return self._make_unbound_method().__get__(obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    __class_getitem__ = classmethod(GenericAlias)


def _unwrap_partial(func):
    while isinstance(func, partial):
        func = func.func
    return func


def _unwrap_partialmethod(func):
    previous = None
    while func is not previous:
        previous = func
        while isinstance(getattr(func, "__partialmethod__", None), partialmethod):
            func = func.__partialmethod__
        while isinstance(func, partialmethod):
            func = func.func
        func = _unwrap_partial(func)
    return func


# Caching

def _cache_info(hits, misses, maxsize, currsize):
    return _cache_info_type()(hits, misses, maxsize, currsize)


def _cache_info_type():
    # Made when first asked for: most programs cache, few look at the figures.
    global _CacheInfo
    try:
        return _CacheInfo
    except NameError:
        from collections import namedtuple
        _CacheInfo = namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"],
                                module="functools")
        return _CacheInfo


def __getattr__(name):
    if name == "_CacheInfo" or name == "CacheInfo":
        return _cache_info_type()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


_keyword_mark = (object(),)


def _make_key(args, kwds, typed, kwd_mark=_keyword_mark, fasttypes=(int, str),
              type=type, len=len):
    """The key under which a call with these arguments is cached."""
    key = args
    if kwds:
        key += kwd_mark
        for item in kwds.items():
            key += item
    if typed:
        key += tuple(type(value) for value in args)
        if kwds:
            key += tuple(type(value) for value in kwds.values())
    elif len(key) == 1 and type(key[0]) in fasttypes:
        return key[0]
    return key


def lru_cache(maxsize=128, typed=False):
    """Keep the results of the most recent calls; arguments must be hashable.

    With maxsize None there is no limit. With typed, arguments of different types
    are cached apart. The function gains cache_info(), cache_clear(),
    cache_parameters() and __wrapped__.
    """
    if isinstance(maxsize, int):
        if maxsize < 0:
            maxsize = 0
    elif callable(maxsize) and isinstance(typed, bool):
        # @lru_cache without parentheses
        return _cached(maxsize, 128, typed)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return lambda user_function: _cached(user_function, maxsize, typed)


def _cached(user_function, maxsize, typed):
    wrapper = _lru_cache_wrapper(user_function, maxsize, typed, _cache_info)
    wrapper.cache_parameters = lambda: {"maxsize": maxsize, "typed": typed}
    return update_wrapper(wrapper, user_function)


def cache(user_function, /):
    """lru_cache() without a limit."""
    return _cached(user_function, None, False)


_NOT_FOUND = object()


class cached_property:
    """A property computed once per instance and then kept in its __dict__."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__
        self.__module__ = func.__module__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError("Cannot assign the same cached_property to two different names "
                            f"({self.attrname!r} and {name!r}).")

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError("Cannot use cached_property instance without calling "
                            "__set_name__ on it.")
        try:
            cache = instance.__dict__
        except AttributeError:
            raise TypeError(f"No '__dict__' attribute on {type(instance).__name__!r} "
                            f"instance to cache {name!r} property.") from None
        value = cache.get(name, _NOT_FOUND)
        if value is _NOT_FOUND:
            value = self.func(instance)
            try:
                cache[name] = value
            except TypeError:
                raise TypeError(
                    f"The '__dict__' attribute on {type(instance).__name__!r} instance "
                    f"does not support item assignment for caching {name!r} property."
                ) from None
        return value

    __class_getitem__ = classmethod(GenericAlias)


# Dispatch by the type of the first argument

def _c3_merge(sequences):
    """Merge linearizations into one that keeps the order of each."""
    result = []
    while sequences := [s for s in sequences if s]:
        for sequence in sequences:
            candidate = sequence[0]
            if not any(candidate in other[1:] for other in sequences):
                break
        else:
            raise RuntimeError("Inconsistent hierarchy")
        result.append(candidate)
        for sequence in sequences:
            if sequence[0] == candidate:
                del sequence[0]
    return result


def _c3_mro(cls, abcs=None):
    """The MRO of *cls* as if it derived from the *abcs* that it implements.

    An ABC goes in where its interface first appears: behind the bases that are
    abstract, before those that are not.
    """
    boundary = 0
    for position, base in enumerate(cls.__bases__, 1):
        if hasattr(base, "__abstractmethods__"):
            boundary = position
    abcs = list(abcs) if abcs else []
    explicit = list(cls.__bases__[:boundary])
    others = list(cls.__bases__[boundary:])
    implied = [base for base in abcs
               if issubclass(cls, base)
               and not any(issubclass(b, base) for b in cls.__bases__)]
    for base in implied:
        abcs.remove(base)
    linear = [_c3_mro(base, abcs=abcs) for base in (*explicit, *implied, *others)]
    return _c3_merge([[cls], *linear, explicit, implied, others])


def _compose_mro(cls, types):
    """The MRO of *cls* with those of *types* that it implements put in."""
    real = set(cls.__mro__)

    def related(typ):
        return (typ not in real and hasattr(typ, "__mro__")
                and not isinstance(typ, GenericAlias) and issubclass(cls, typ))

    types = [typ for typ in types if related(typ)]
    # A type that is a real base of another one comes with it.
    types = [typ for typ in types
             if not any(typ != other and typ in other.__mro__ for other in types)]
    wanted = set(types)
    mro = []
    for typ in types:
        # Subclasses that cls also implements are more specific.
        found = [[s for s in sub.__mro__ if s in wanted] for sub in typ.__subclasses__()
                 if sub not in real and issubclass(cls, sub)]
        if not found:
            mro.append(typ)
            continue
        found.sort(key=len, reverse=True)
        for sub in found:
            mro.extend(s for s in sub if s not in mro)
    return _c3_mro(cls, abcs=mro)


def _find_impl(cls, registry):
    """The implementation for the nearest registered type, if there is just one."""
    mro = _compose_mro(cls, registry.keys())
    match = None
    for candidate in mro:
        if match is not None:
            # Two ABCs that know nothing of each other both fit.
            if (candidate in registry and candidate not in cls.__mro__
                    and match not in cls.__mro__ and not issubclass(match, candidate)):
                raise RuntimeError(f"Ambiguous dispatch: {match} or {candidate}")
            break
        if candidate in registry:
            match = candidate
    return registry.get(match)


def _is_dispatch_type(cls):
    if isinstance(cls, type):
        return True
    return isinstance(cls, UnionType) and all(isinstance(a, type) for a in cls.__args__)


def _annotated_type(func):
    """The type that the first annotation of *func* names."""
    if not getattr(func, "__annotate__", None):
        raise TypeError(f"Invalid first argument to `register()`: {func!r}. "
                        "Use either `@register(some_class)` or plain `@register` "
                        "on an annotated function.")
    from annotationlib import Format, ForwardRef
    from typing import get_type_hints
    name, cls = next(iter(get_type_hints(func, format=Format.FORWARDREF).items()))
    if not _is_dispatch_type(cls):
        if isinstance(cls, UnionType):
            problem = f"{cls!r} not all arguments are classes."
        elif isinstance(cls, ForwardRef):
            problem = f"{cls!r} is an unresolved forward reference."
        else:
            problem = f"{cls!r} is not a class."
        raise TypeError(f"Invalid annotation for {name!r}. {problem}")
    return cls


def singledispatch(func):
    """Make *func* generic: register() adds implementations for types of the first argument."""
    from types import MappingProxyType
    from weakref import WeakKeyDictionary

    registry = {}
    dispatch_cache = WeakKeyDictionary()
    cache_token = None

    def dispatch(cls):
        """The implementation that serves *cls*."""
        nonlocal cache_token
        if cache_token is not None:
            current = get_cache_token()
            if cache_token != current:
                dispatch_cache.clear()
                cache_token = current
        try:
            return dispatch_cache[cls]
        except KeyError:
            pass
        impl = registry[cls] if cls in registry else _find_impl(cls, registry)
        dispatch_cache[cls] = impl
        return impl

    def register(cls, func=None):
        """Register *func* for *cls*, which may be a union; or decorate."""
        nonlocal cache_token
        if _is_dispatch_type(cls):
            if func is None:
                return lambda f: register(cls, f)
        elif func is not None:
            raise TypeError("Invalid first argument to `register()`. "
                            f"{cls!r} is not a class or union type.")
        else:
            func = cls
            cls = _annotated_type(func)
        if isinstance(cls, UnionType):
            for arg in cls.__args__:
                registry[arg] = func
        else:
            registry[cls] = func
        if cache_token is None and hasattr(cls, "__abstractmethods__"):
            cache_token = get_cache_token()
        dispatch_cache.clear()
        return func

    def wrapper(*args, **kw):
        if not args:
            raise TypeError(f"{funcname} requires at least 1 positional argument")
        return dispatch(args[0].__class__)(*args, **kw)

    funcname = getattr(func, "__name__", "singledispatch function")
    registry[object] = func
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = MappingProxyType(registry)
    wrapper._clear_cache = dispatch_cache.clear
    update_wrapper(wrapper, func)
    return wrapper


class singledispatchmethod:
    """singledispatch() for methods: the argument after self decides."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        """Register an implementation, as the register() of singledispatch does."""
        return self.dispatcher.register(cls, func=method)

    def __get__(self, obj, cls=None):
        return _singledispatchmethod_get(self, obj, cls)

    @property
    def __isabstractmethod__(self):
        return getattr(self.func, "__isabstractmethod__", False)

    def __repr__(self):
        return f"<single dispatch method descriptor {_display_name(self.func)}>"


def _display_name(func):
    try:
        return func.__qualname__
    except AttributeError:
        return getattr(func, "__name__", "?")


class _singledispatchmethod_get:
    """What a singledispatchmethod gives when looked up on an object or a class."""

    def __init__(self, unbound, obj, cls):
        self._unbound = unbound
        self._dispatch = unbound.dispatcher.dispatch
        self._obj = obj
        self._cls = cls
        # Instances have these whatever the class says.
        func = unbound.func
        for name in ("__module__", "__doc__"):
            try:
                setattr(self, name, getattr(func, name))
            except AttributeError:
                pass

    def __repr__(self):
        name = _display_name(self._unbound.func)
        if self._obj is None:
            return f"<single dispatch method {name}>"
        return f"<bound single dispatch method {name} of {self._obj!r}>"

    def __call__(self, /, *args, **kwargs):
        if not args:
            name = getattr(self._unbound.func, "__name__", "singledispatchmethod method")
            raise TypeError(f"{name} requires at least 1 positional argument")
        method = self._dispatch(args[0].__class__)
        if hasattr(method, "__get__"):
            method = method.__get__(self._obj, self._cls)
        return method(*args, **kwargs)

    def __getattr__(self, name):
        if name in ("__name__", "__qualname__", "__isabstractmethod__",
                    "__annotations__", "__type_params__"):
            return getattr(self._unbound.func, name)
        raise AttributeError

    @property
    def __wrapped__(self):
        return self._unbound.func

    @property
    def register(self):
        return self._unbound.register
