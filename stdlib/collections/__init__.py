"""Containers beyond dict, list, set and tuple.

ChainMap and the User* classes need the abstract base classes and are wanted
rarely: they live in collections._user and arrive on first use, as does
collections.abc.
"""

__all__ = ["ChainMap", "Counter", "OrderedDict", "UserDict", "UserList", "UserString",
           "defaultdict", "deque", "namedtuple"]

import sys as _sys
try:
    from _collections import (OrderedDict, _count_elements, _deque_iterator, _tuplegetter,
                              defaultdict, deque)
except ImportError:
    # There is no deque or defaultdict without _collections; the rest may do.
    from ._pure import OrderedDict, _count_elements, _tuplegetter
from itertools import chain as _chain, repeat as _repeat, starmap as _starmap
from keyword import iskeyword as _iskeyword

_LAZY = ("ChainMap", "UserDict", "UserList", "UserString")


def __getattr__(name):
    if name in _LAZY:
        from . import _user
        for lazy in _LAZY:
            globals()[lazy] = getattr(_user, lazy)
        return globals()[name]
    if name in ("abc", "_collections_abc"):
        import _collections_abc
        _sys.modules["collections.abc"] = _collections_abc
        globals()["abc"] = globals()["_collections_abc"] = _collections_abc
        return _collections_abc
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *_LAZY, "abc"})


def _checked_names(typename, field_names, rename):
    """The field names as a list of strings, or ValueError."""
    if isinstance(field_names, str):
        field_names = field_names.replace(",", " ").split()
    names = list(map(str, field_names))
    if rename:
        seen = set()
        for index, name in enumerate(names):
            if (not name.isidentifier() or _iskeyword(name)
                    or name.startswith("_") or name in seen):
                names[index] = f"_{index}"
            seen.add(name)
    for name in [typename, *names]:
        if type(name) is not str:
            raise TypeError("Type names and field names must be strings")
        if not name.isidentifier():
            raise ValueError("Type names and field names must be valid "
                             f"identifiers: {name!r}")
        if _iskeyword(name):
            raise ValueError("Type names and field names cannot be a "
                             f"keyword: {name!r}")
    seen = set()
    for name in names:
        if name.startswith("_") and not rename:
            raise ValueError("Field names cannot start with an underscore: "
                             f"{name!r}")
        if name in seen:
            raise ValueError(f"Encountered duplicate field name: {name!r}")
        seen.add(name)
    return names


def _namedtuple_methods(typename, fields):
    """The methods of a namedtuple but __new__."""
    count = len(fields)
    template = ", ".join([f"{name}=%r" for name in fields])
    tuple_new = tuple.__new__

    @classmethod
    def _make(cls, iterable):
        result = tuple_new(cls, iterable)
        if len(result) != count:
            raise TypeError(f"Expected {count} arguments, got {len(result)}")
        return result

    _make.__func__.__doc__ = f"Make a new {typename} object from a sequence or iterable"

    def _replace(self, /, **kwds):
        result = self._make(map(kwds.pop, fields, self))
        if kwds:
            raise TypeError(f"Got unexpected field names: {list(kwds)!r}")
        return result

    _replace.__doc__ = (f"Return a new {typename} object replacing specified "
                        "fields with new values")

    def __repr__(self):
        "Return a nicely formatted representation string"
        return f"{self.__class__.__name__}({template % self})"

    def _asdict(self):
        "Return a new dict which maps field names to their values."
        return dict(zip(fields, self))

    def __getnewargs__(self):
        "Return self as a plain tuple.  Used by copy and pickle."
        return tuple(self)

    for method in (_make.__func__, _replace, __repr__, _asdict, __getnewargs__):
        method.__qualname__ = f"{typename}.{method.__name__}"
    return {"_make": _make, "_replace": _replace, "__replace__": _replace,
            "__repr__": __repr__, "_asdict": _asdict, "__getnewargs__": __getnewargs__}


def namedtuple(typename, field_names, *, rename=False, defaults=None, module=None):
    """Make a subclass of tuple whose items also have names.

    >>> Point = namedtuple("Point", ["x", "y"])
    >>> Point(11, y=22)
    Point(x=11, y=22)
    """
    typename = _sys.intern(str(typename))
    fields = tuple(map(_sys.intern, _checked_names(typename, field_names, rename)))
    field_defaults = {}
    if defaults is not None:
        defaults = tuple(defaults)
        if len(defaults) > len(fields):
            raise TypeError("Got more default values than field names")
        if defaults:
            field_defaults = dict(zip(fields[-len(defaults):], defaults))

    count = len(fields)
    arguments = ", ".join(fields)
    listing = repr(fields).replace("'", "")[1:-1]

    # Compiled, so that calls bind arguments as for any function, and as fast.
    trailing = "," if count == 1 else ""
    __new__ = eval(f"lambda _cls, {arguments}: _tuple_new(_cls, ({arguments}{trailing}))",
                   {"_tuple_new": tuple.__new__, "__builtins__": {},
                    "__name__": f"namedtuple_{typename}"})
    __new__.__name__ = "__new__"
    __new__.__doc__ = f"Create new instance of {typename}({listing})"
    if defaults is not None:
        __new__.__defaults__ = defaults

    __new__.__qualname__ = f"{typename}.__new__"

    namespace = {
        "__doc__": f"{typename}({listing})",
        "__slots__": (),
        "_fields": fields,
        "_field_defaults": field_defaults,
        "__new__": __new__,
        "__match_args__": fields,
        **_namedtuple_methods(typename, fields),
    }
    for index, name in enumerate(fields):
        namespace[name] = _tuplegetter(
            index, _sys.intern(f"Alias for field number {index}"))
    result = type(typename, (tuple,), namespace)

    # For pickle: the class belongs to the module that made it.
    if module is None:
        try:
            module = _sys._getframemodulename(1) or "__main__"
        except AttributeError:
            pass
    if module is not None:
        result.__module__ = module
    return result


class Counter(dict):
    """A dict that counts: elements are keys, their counts are values.

    >>> Counter("abracadabra").most_common(2)
    [('a', 5), ('b', 2)]
    """

    def __init__(self, iterable=None, /, **kwds):
        super().__init__()
        self.update(iterable, **kwds)

    def __missing__(self, key):
        """What has not been seen counts zero."""
        return 0

    def total(self):
        """The sum of the counts."""
        return sum(self.values())

    def most_common(self, n=None):
        """The n elements with the highest counts, with them; all of them by default."""
        if n is None:
            return sorted(self.items(), key=_count_of, reverse=True)
        import heapq
        return heapq.nlargest(n, self.items(), key=_count_of)

    def elements(self):
        """An iterator over the elements, each as often as it counts."""
        return _chain.from_iterable(_starmap(_repeat, self.items()))

    @classmethod
    def fromkeys(cls, iterable, v=None):
        raise NotImplementedError(
            "Counter.fromkeys() is undefined.  Use Counter(iterable) instead.")

    def update(self, iterable=None, /, **kwds):
        """Add the counts of an iterable or a mapping."""
        if iterable is not None:
            if _is_mapping(iterable):
                if self:
                    get = self.get
                    for element, count in iterable.items():
                        self[element] = count + get(element, 0)
                else:
                    super().update(iterable)
            else:
                _count_elements(self, iterable)
        if kwds:
            self.update(kwds)

    def subtract(self, iterable=None, /, **kwds):
        """Subtract the counts of an iterable or a mapping; they may go below zero."""
        if iterable is not None:
            get = self.get
            if _is_mapping(iterable):
                for element, count in iterable.items():
                    self[element] = get(element, 0) - count
            else:
                for element in iterable:
                    self[element] = get(element, 0) - 1
        if kwds:
            self.subtract(kwds)

    def copy(self):
        return self.__class__(self)

    def __reduce__(self):
        return self.__class__, (dict(self),)

    def __delitem__(self, elem):
        """Unlike dict, deleting what is not there is no error."""
        if elem in self:
            super().__delitem__(elem)

    def __repr__(self):
        if not self:
            return f"{self.__class__.__name__}()"
        try:
            shown = dict(self.most_common())
        except TypeError:       # counts that cannot be ordered
            shown = dict(self)
        return f"{self.__class__.__name__}({shown!r})"

    # Comparisons treat a missing element as one that counts zero.

    def __eq__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[e] == other[e] for c in (self, other) for e in c)

    def __ne__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return not self == other

    def __le__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[e] <= other[e] for c in (self, other) for e in c)

    def __lt__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self <= other and self != other

    def __ge__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return all(self[e] >= other[e] for c in (self, other) for e in c)

    def __gt__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return self >= other and self != other

    # Arithmetic keeps only counts above zero.

    def __add__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for elem, count in self.items():
            if (total := count + other[elem]) > 0:
                result[elem] = total
        for elem, count in other.items():
            if elem not in self and count > 0:
                result[elem] = count
        return result

    def __sub__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for elem, count in self.items():
            if (left := count - other[elem]) > 0:
                result[elem] = left
        for elem, count in other.items():
            if elem not in self and count < 0:
                result[elem] = 0 - count
        return result

    def __or__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for elem, count in self.items():
            if (most := max(count, other[elem])) > 0:
                result[elem] = most
        for elem, count in other.items():
            if elem not in self and count > 0:
                result[elem] = count
        return result

    def __and__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        result = Counter()
        for elem, count in self.items():
            if (least := min(count, other[elem])) > 0:
                result[elem] = least
        return result

    def __xor__(self, other):
        if not isinstance(other, Counter):
            return NotImplemented
        return (self | other) - (self & other)

    def __pos__(self):
        result = Counter()
        for elem, count in self.items():
            if count > 0:
                result[elem] = count
        return result

    def __neg__(self):
        result = Counter()
        for elem, count in self.items():
            if count < 0:
                result[elem] = 0 - count
        return result

    def _keep_positive(self):
        for elem in [elem for elem, count in self.items() if not count > 0]:
            del self[elem]
        return self

    def __iadd__(self, other):
        for elem, count in other.items():
            self[elem] += count
        return self._keep_positive()

    def __isub__(self, other):
        for elem, count in other.items():
            self[elem] -= count
        return self._keep_positive()

    def __ior__(self, other):
        for elem, count in other.items():
            if count > self[elem]:
                self[elem] = count
        return self._keep_positive()

    def __iand__(self, other):
        for elem, count in self.items():
            if (least := other[elem]) < count:
                self[elem] = least
        return self._keep_positive()


def _count_of(item):
    return item[1]


def _is_mapping(obj):
    # Most are dicts; the ABC is loaded for the others only.
    if isinstance(obj, dict):
        return True
    if isinstance(obj, (str, list, tuple, set, frozenset)):
        return False
    from _collections_abc import Mapping
    return isinstance(obj, Mapping)
