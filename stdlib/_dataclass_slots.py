"""What @dataclass(slots=True) does: classes get slots only when they are made, so the
class is made again."""

from dataclasses import FunctionType, fields


def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for f, value in zip(fields(self), state):
        object.__setattr__(self, f.name, value)     # it is frozen


def _get_slots(cls):
    """The slots of one class of an MRO."""
    slots = cls.__dict__.get("__slots__")
    if slots is None:
        # The usual layout; a native class may have no room for weak references.
        if getattr(cls, "__weakrefoffset__", -1) != 0:
            yield "__weakref__"
    elif isinstance(slots, str):
        yield slots
    elif hasattr(slots, "__next__"):
        raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")
    else:
        yield from slots


def _add_slots(cls, is_frozen, weakref_slot, field_list):
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    namespace = dict(cls.__dict__)
    inherited = {slot for base in cls.__mro__[1:-1] for slot in _get_slots(base)}
    slots = {f.name: f.doc for f in field_list if f.name not in inherited}
    if weakref_slot and "__weakref__" not in inherited:
        slots["__weakref__"] = None
    # A dict of docstrings serves as __slots__ too.
    namespace["__slots__"] = slots if any(slots.values()) else tuple(slots)
    for f in field_list:
        namespace.pop(f.name, None)     # the default, which is in __init__ by now
    namespace.pop("__dict__", None)
    namespace.pop("__weakref__", None)
    new = type(cls)(cls.__name__, cls.__bases__, namespace)
    new.__qualname__ = cls.__qualname__
    if is_frozen:
        if "__getstate__" not in namespace:
            new.__getstate__ = _dataclass_getstate
        if "__setstate__" not in namespace:
            new.__setstate__ = _dataclass_setstate
    _redirect_class_cells(new, cls)
    return new


def _redirect_class_cells(new, old):
    """Make super() and __class__ in methods mean the new class: they share one cell."""
    for value in new.__dict__.values():
        for function in _functions_in(value):
            code = function.__code__
            if "__class__" in code.co_freevars:
                cell = function.__closure__[code.co_freevars.index("__class__")]
                try:
                    if cell.cell_contents is old:
                        cell.cell_contents = new
                except ValueError:
                    pass        # an empty cell


def _functions_in(value):
    """The functions that a class attribute is made of."""
    if isinstance(value, property):
        for accessor in (value.fget, value.fset, value.fdel):
            yield from _functions_in(accessor)
        return
    seen = set()
    while id(value) not in seen:
        seen.add(id(value))
        if isinstance(value, FunctionType):
            yield value
            annotate = getattr(value, "__annotate__", None)
            if isinstance(annotate, FunctionType):
                yield annotate
        value = getattr(value, "__wrapped__", value)
