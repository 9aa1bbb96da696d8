"""WeakSet, apart from weakref, which imports more."""

__all__ = ["WeakSet"]

from _weakref import ref

GenericAlias = type(list[int])


class WeakSet:
    """A set that does not keep its elements alive."""

    def __init__(self, data=None):
        self.data = data_set = set()
        # The callback must keep neither the WeakSet nor an element alive. It works
        # on the inner set at once; iteration goes over a copy.
        self._remove = data_set.discard
        if data is not None:
            self.update(data)

    def __iter__(self):
        for item_ref in self.data.copy():
            item = item_ref()
            if item is not None:
                yield item

    def __len__(self):
        return len(self.data)

    def __contains__(self, item):
        try:
            wr = ref(item)
        except TypeError:
            return False
        return wr in self.data

    def __reduce__(self):
        return self.__class__, (list(self),), self.__getstate__()

    def __getstate__(self):
        # What a subclass or a user added; the elements are the constructor's argument.
        state = object.__getstate__(self)
        attributes, *slots = state if isinstance(state, tuple) else (state,)
        attributes = {name: value for name, value in attributes.items()
                      if name not in ("data", "_remove")}
        return (attributes, *slots) if slots else attributes

    def __deepcopy__(self, memo):
        # Copies of the elements would die at once: the new set has the same ones.
        from copy import deepcopy, _reconstruct
        state = deepcopy(self.__getstate__(), memo)
        return _reconstruct(self, None, self.__class__, (self,), state)

    def add(self, item):
        """Add an element."""
        self.data.add(ref(item, self._remove))

    def clear(self):
        """Remove all elements."""
        self.data.clear()

    def copy(self):
        """A new set of the same elements."""
        return self.__class__(self)

    def pop(self):
        """Remove and return some element, or raise KeyError."""
        while True:
            try:
                item_ref = self.data.pop()
            except KeyError:
                raise KeyError("pop from empty WeakSet") from None
            item = item_ref()
            if item is not None:
                return item

    def remove(self, item):
        """Remove an element, or raise KeyError."""
        self.data.remove(ref(item))

    def discard(self, item):
        """Remove an element if it is there."""
        self.data.discard(ref(item))

    def update(self, other):
        """Add all elements of an iterable."""
        for element in other:
            self.add(element)

    def __ior__(self, other):
        self.update(other)
        return self

    def difference(self, other):
        """A new set of what is not in *other*."""
        result = self.copy()
        result.difference_update(other)
        return result

    __sub__ = difference

    def difference_update(self, other):
        """Remove all elements of *other*."""
        if other is self:
            self.data.clear()
        else:
            self.data.difference_update([ref(item) for item in other])

    def __isub__(self, other):
        self.difference_update(other)
        return self

    def intersection(self, other):
        """A new set of what is also in *other*."""
        return self.__class__(item for item in other if item in self)

    __and__ = intersection

    def intersection_update(self, other):
        """Keep only what is also in *other*."""
        self.data.intersection_update([ref(item) for item in other])

    def __iand__(self, other):
        self.intersection_update(other)
        return self

    def issubset(self, other):
        """Whether *other* has all elements."""
        return self.data.issubset({ref(item) for item in other})

    __le__ = issubset

    def __lt__(self, other):
        return self.data < set(map(ref, other))

    def issuperset(self, other):
        """Whether all elements of *other* are here."""
        return self.data.issuperset([ref(item) for item in other])

    __ge__ = issuperset

    def __gt__(self, other):
        return self.data > set(map(ref, other))

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self.data == set(map(ref, other))

    def symmetric_difference(self, other):
        """A new set of what is in one only."""
        result = self.copy()
        result.symmetric_difference_update(other)
        return result

    __xor__ = symmetric_difference

    def symmetric_difference_update(self, other):
        """Keep what is in one only."""
        if other is self:
            self.data.clear()
        else:
            self.data.symmetric_difference_update(
                [ref(item, self._remove) for item in other])

    def __ixor__(self, other):
        self.symmetric_difference_update(other)
        return self

    def union(self, other):
        """A new set of what is in either."""
        return self.__class__(item for part in (self, other) for item in part)

    __or__ = union

    def isdisjoint(self, other):
        """Whether nothing is in both."""
        return not self.intersection(other)

    def __repr__(self):
        return repr(self.data)

    __class_getitem__ = classmethod(GenericAlias)
