"""OrderedDict and helpers in Python, for an interpreter without _collections."""

from reprlib import recursive_repr

__name__ = "collections"        # where these are found


def _tuplegetter(index, doc):
    from operator import itemgetter
    return property(itemgetter(index), doc=doc)


def _count_elements(mapping, iterable):
    """Count the elements of *iterable* in *mapping*."""
    get = mapping.get
    for element in iterable:
        mapping[element] = get(element, 0) + 1


class _Link:
    """An entry of the list that keeps the order."""

    __slots__ = ("prev", "next", "key")


def _view_module():
    from _collections_abc import ItemsView, KeysView, ValuesView

    class odict_keys(KeysView):
        def __reversed__(self):
            yield from reversed(self._mapping)

    class odict_items(ItemsView):
        def __reversed__(self):
            for key in reversed(self._mapping):
                yield key, self._mapping[key]

    class odict_values(ValuesView):
        def __reversed__(self):
            for key in reversed(self._mapping):
                yield self._mapping[key]

    return odict_keys, odict_items, odict_values


_keys, _items, _values = _view_module()
_missing = object()


class OrderedDict(dict):
    """A dict whose order counts: for ==, and to be changed by move_to_end()."""

    # A doubly linked ring of the keys, with a sentinel; dict order cannot be changed at
    # its front.

    def __new__(cls, /, *args, **kwds):
        self = dict.__new__(cls)
        root = _Link()
        root.prev = root.next = root
        self.__root = root
        self.__map = {}
        return self

    def __init__(self, other=(), /, **kwds):
        self.__update(other, **kwds)

    def __setitem__(self, key, value):
        if key not in self:
            link = _Link()
            root = self.__root
            last = root.prev
            link.prev, link.next, link.key = last, root, key
            last.next = root.prev = link
            self.__map[key] = link
        dict.__setitem__(self, key, value)

    def __delitem__(self, key):
        dict.__delitem__(self, key)
        self.__unlink(self.__map.pop(key))

    @staticmethod
    def __unlink(link):
        link.prev.next = link.next
        link.next.prev = link.prev
        link.prev = link.next = None

    def __walk(self, forward):
        root = self.__root
        current = root.next if forward else root.prev
        size = len(self)
        while current is not root:
            if current is None:
                raise RuntimeError("OrderedDict mutated during iteration")
            yield current.key
            if len(self) != size:
                raise RuntimeError("OrderedDict mutated during iteration")
            current = current.next if forward else current.prev

    def __iter__(self):
        return self.__walk(True)

    def __reversed__(self):
        return self.__walk(False)

    def clear(self):
        """Remove everything."""
        root = self.__root
        link = root.next
        while link is not root:
            following = link.next
            link.prev = link.next = None
            link = following
        root.prev = root.next = root
        self.__map.clear()
        dict.clear(self)

    def popitem(self, last=True):
        """Remove and return the last pair, or the first."""
        if not self:
            raise KeyError("dictionary is empty")
        root = self.__root
        key = (root.prev if last else root.next).key
        self.__unlink(self.__map.pop(key))
        return key, dict.pop(self, key)

    def move_to_end(self, key, last=True):
        """Move a key to the end, or to the front; KeyError if it is not there."""
        link = self.__map[key]
        link.prev.next = link.next
        link.next.prev = link.prev
        root = self.__root
        before = root.prev if last else root
        after = before.next
        link.prev, link.next = before, after
        before.next = after.prev = link

    def __update(self, other=(), /, **kwds):
        from _collections_abc import MutableMapping
        MutableMapping.update(self, other, **kwds)

    def update(self, other=(), /, **kwds):
        """Set from a mapping or pairs, then from keywords."""
        self.__update(other, **kwds)

    def keys(self):
        return _keys(self)

    def values(self):
        return _values(self)

    def items(self):
        return _items(self)

    def pop(self, key, default=_missing):
        """Remove a key and return its value, or the default if given."""
        value = dict.pop(self, key, _missing)
        if value is not _missing:
            self.__unlink(self.__map.pop(key))
            return value
        if default is _missing:
            raise KeyError(key)
        return default

    def setdefault(self, key, default=None):
        """The value of a key, which is set to the default if missing."""
        if key in self:
            return self[key]
        self[key] = default
        return default

    @recursive_repr()
    def __repr__(self):
        if not self:
            return f"{self.__class__.__name__}()"
        return f"{self.__class__.__name__}({dict(self.items())!r})"

    def __getstate__(self):
        return _own_state(self)

    def __reduce__(self):
        return self.__class__, (), self.__getstate__(), None, iter(self.items())

    def __sizeof__(self):
        from sys import getsizeof
        size = dict.__sizeof__(self) + getsizeof(self.__dict__) + getsizeof(self.__map)
        return size + getsizeof(self.__root) * (len(self) + 1)

    def copy(self):
        return self.__class__(self)

    @classmethod
    def fromkeys(cls, iterable, value=None):
        """A dict of these keys, all with one value."""
        self = cls()
        for key in iterable:
            self[key] = value
        return self

    def __eq__(self, other):
        if not isinstance(other, OrderedDict):
            return dict.__eq__(self, other)
        return dict.__eq__(self, other) and all(map(_same, self, other))

    def __ne__(self, other):
        result = self.__eq__(other)
        return result if result is NotImplemented else not result

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = self.__class__(self)
        new.update(other)
        return new

    def __ror__(self, other):
        if not isinstance(other, dict):
            return NotImplemented
        new = self.__class__(other)
        new.update(self)
        return new


def _same(a, b):
    return a is b or a == b


_PRIVATE = ("_OrderedDict__root", "_OrderedDict__map")


def _own_state(od):
    """What a subclass or a user added."""
    state = object.__getstate__(od)
    namespace, *slots = state if isinstance(state, tuple) else (state,)
    namespace = {name: value for name, value in (namespace or {}).items()
                 if name not in _PRIVATE}
    if slots:
        return (namespace or None, *slots)
    return namespace or None
