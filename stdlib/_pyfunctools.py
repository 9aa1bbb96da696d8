"""partial, reduce, cmp_to_key and lru_cache in Python, for an interpreter without _functools."""

from reprlib import recursive_repr
from _thread import RLock

__name__ = "functools"      # where these are found

GenericAlias = type(list[int])


class _PlaceholderType:
    """The type of Placeholder, which stands for an argument of partial() to come."""

    __instance = None
    __slots__ = ()

    def __init_subclass__(cls, *args, **kwargs):
        raise TypeError(f"type '{cls.__name__}' is not an acceptable base type")

    def __new__(cls):
        if cls.__instance is None:
            cls.__instance = object.__new__(cls)
        return cls.__instance

    def __repr__(self):
        return "Placeholder"

    def __reduce__(self):
        return "Placeholder"


Placeholder = _PlaceholderType()


class partial:
    """A function with some arguments given already."""

    __slots__ = ("func", "args", "keywords", "_holes", "__dict__", "__weakref__")

    def __new__(cls, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if args and args[-1] is Placeholder:
            raise TypeError("trailing Placeholders are not allowed")
        for value in keywords.values():
            if value is Placeholder:
                raise TypeError("Placeholder cannot be passed as a keyword argument")
        if isinstance(func, partial):
            # Flattened: one call instead of two.
            args = _merge(func.args, args)
            keywords = {**func.keywords, **keywords}
            func = func.func
        self = object.__new__(cls)
        self.func = func
        self.args = tuple(args)
        self.keywords = keywords
        self._holes = sum(arg is Placeholder for arg in args)
        return self

    def __call__(self, /, *args, **keywords):
        stored = self.args
        if self._holes:
            if len(args) < self._holes:
                raise TypeError("missing positional arguments in 'partial' call; expected "
                                f"at least {self._holes}, got {len(args)}")
            args = _merge(stored, args)
            stored = ()
        return self.func(*stored, *args, **{**self.keywords, **keywords})

    def __get__(self, obj, objtype=None):
        if obj is None:
            return self
        return type(recursive_repr.__get__(0))(self, obj)

    @recursive_repr()
    def __repr__(self):
        cls = type(self)
        parts = [repr(self.func), *map(repr, self.args)]
        parts.extend(f"{name}={value!r}" for name, value in self.keywords.items())
        return f"{cls.__module__}.{cls.__qualname__}({', '.join(parts)})"

    def __reduce__(self):
        return type(self), (self.func,), (self.func, self.args, self.keywords or None,
                                          self.__dict__ or None)

    def __setstate__(self, state):
        if not isinstance(state, tuple):
            raise TypeError("argument to __setstate__ must be a tuple")
        if len(state) != 4:
            raise TypeError(f"expected 4 items in state, got {len(state)}")
        func, args, keywords, namespace = state
        if (not callable(func) or not isinstance(args, tuple)
                or (keywords is not None and not isinstance(keywords, dict))
                or (namespace is not None and not isinstance(namespace, dict))):
            raise TypeError("invalid partial state")
        if args and args[-1] is Placeholder:
            raise TypeError("trailing Placeholders are not allowed")
        if keywords is None:
            keywords = {}
        elif type(keywords) is not dict:
            keywords = dict(keywords)
        self.__dict__.clear()
        self.__dict__.update(namespace or {})
        self.func = func
        self.args = tuple(args)     # an instance of a subclass made plain
        self.keywords = keywords
        self._holes = sum(arg is Placeholder for arg in args)

    __class_getitem__ = classmethod(GenericAlias)


def _merge(stored, args):
    rest = iter(args)
    merged = [next(rest, Placeholder) if arg is Placeholder else arg for arg in stored]
    merged.extend(rest)
    return tuple(merged)


def cmp_to_key(mycmp):
    """Make a key function of a comparison function."""
    class K:
        __slots__ = ("obj",)

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

        __hash__ = None

    return K


_initial_missing = object()


def reduce(function, sequence, /, initial=_initial_missing):
    """Apply a function of two arguments cumulatively: reduce(f, [a, b, c]) is f(f(a, b), c)."""
    it = iter(sequence)
    if initial is _initial_missing:
        try:
            value = next(it)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial value") from None
    else:
        value = initial
    for element in it:
        value = function(value, element)
    return value


def _lru_cache_wrapper(user_function, maxsize, typed, _CacheInfo):
    """The function with a cache around it."""
    from functools import _make_key
    # In order of use: what was used last stands last.
    cache = {}
    size = cache.__len__        # len() itself may be what is cached
    hits = misses = 0
    lock = RLock()      # a key's __eq__ may call the function again
    missing = object()

    def wrapper(*args, **kwds):
        nonlocal hits, misses
        if maxsize == 0:
            misses += 1
            return user_function(*args, **kwds)
        key = _make_key(args, kwds, typed)
        with lock:
            result = cache.get(key, missing)
            if result is not missing:
                hits += 1
                if maxsize is not None:
                    cache.pop(key, None)
                    cache[key] = result
                return result
            misses += 1
        result = user_function(*args, **kwds)
        with lock:
            if key not in cache:
                if maxsize is not None and size() >= maxsize:
                    del cache[next(iter(cache))]
                cache[key] = result
        return result

    def cache_info():
        """The figures of the cache."""
        with lock:
            return _CacheInfo(hits, misses, maxsize, size())

    def cache_clear():
        """Empty the cache and its figures."""
        nonlocal hits, misses
        with lock:
            cache.clear()
            hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    return wrapper
