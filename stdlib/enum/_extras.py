"""The rarer parts of enum: checks on classes, global enumerations, _simple_enum()."""

import sys
from . import KEEP, STRICT, Enum, EnumType, Flag, StrEnum, pickle_by_global_name
from ._members import _is_single_bit, _iter_bits_lsb, auto, property

__name__ = "enum"       # where these names are found


def unique(enumeration):
    """Check that no two names have the same value."""
    duplicates = [(name, member.name) for name, member in enumeration.__members__.items()
                  if name != member.name]
    if duplicates:
        details = ", ".join([f"{alias} -> {name}" for alias, name in duplicates])
        raise ValueError(f"duplicate values found in {enumeration!r}: {details}")
    return enumeration


class EnumCheck(StrEnum):
    """What verify() can check.

    CONTINUOUS: no integer is left out; NAMED_FLAGS: every bit of an alias has a
    name; UNIQUE: every value has one name.
    """
    CONTINUOUS = "no skipped integer values"
    NAMED_FLAGS = "multi-flag aliases may not contain unnamed flags"
    UNIQUE = "one name per value"


CONTINUOUS, NAMED_FLAGS, UNIQUE = EnumCheck


class verify:
    """A decorator that checks an enumeration."""

    def __init__(self, *checks):
        self.checks = checks

    def __call__(self, enumeration):
        for check in self.checks:
            if check is UNIQUE:
                self._check_unique(enumeration)
            elif check is CONTINUOUS:
                self._check_continuous(enumeration)
            elif check is NAMED_FLAGS:
                self._check_named_flags(enumeration)
        return enumeration

    @staticmethod
    def _check_unique(enumeration):
        duplicates = [(name, member.name)
                      for name, member in enumeration.__members__.items()
                      if name != member.name]
        if duplicates:
            details = ", ".join([f"{alias} -> {name}" for alias, name in duplicates])
            raise ValueError(f"aliases found in {enumeration!r}: {details}")

    @staticmethod
    def _check_continuous(enumeration):
        name = enumeration.__name__
        if issubclass(enumeration, Flag):
            kind = "flag"
        elif issubclass(enumeration, Enum):
            kind = "enum"
        else:
            raise TypeError("the 'verify' decorator only works with Enum and Flag")
        values = {member.value for member in enumeration}
        if len(values) < 2:
            return
        low, high = min(values), max(values)
        if kind == "flag":
            expected = [1 << bit for bit in range(low.bit_length(), high.bit_length() - 1)]
        else:
            expected = range(low + 1, high)
        missing = [value for value in expected if value not in values]
        if missing:
            listing = ", ".join(map(str, missing))
            raise ValueError(f"invalid {kind} {name!r}: missing values {listing}"[:256])

    @staticmethod
    def _check_named_flags(enumeration):
        name = enumeration.__name__
        members = enumeration._member_map_
        singles = {member._value_ for member in members.values()
                   if _is_single_bit(member._value_)}
        missing_names = []
        missing_bits = 0
        for alias, member in members.items():
            if member._value_ < 0 or _is_single_bit(member._value_):
                continue        # a negative one is made of what is there
            unnamed = [bit for bit in _iter_bits_lsb(member._value_) if bit not in singles]
            if unnamed:
                missing_names.append(alias)
                for bit in unnamed:
                    missing_bits |= bit
        if not missing_names:
            return
        if len(missing_names) == 1:
            alias = f"alias {missing_names[0]} is missing"
        else:
            alias = (f"aliases {', '.join(missing_names[:-1])} and {missing_names[-1]} "
                     "are missing")
        if _is_single_bit(missing_bits):
            value = f"value 0x{missing_bits:x}"
        else:
            value = f"combined values of 0x{missing_bits:x}"
        raise ValueError(f"invalid Flag {name!r}: {alias} {value} "
                         "[use enum.show_flag_values(value) for details]")


# Global enumerations: their members are also names of their module, and shown so.

def global_enum_repr(self):
    """repr() of a member as module.NAME."""
    module = self.__class__.__module__.split(".")[-1]
    return f"{module}.{self._name_}"


def global_flag_repr(self):
    """repr() of a combination as module.A|module.B."""
    cls = self.__class__
    module = cls.__module__.split(".")[-1]
    if self._name_ is None:
        return f"{module}.{cls.__name__}({self._value_!r})"
    if _is_single_bit(self._value_):
        return f"{module}.{self._name_}"
    if self._boundary_ is not KEEP:
        return "|".join([f"{module}.{name}" for name in self.name.split("|")])
    return "|".join([name if name[0] in "0123456789" else f"{module}.{name}"
                     for name in self._name_.split("|")])


def global_str(self):
    """str() of a member as NAME."""
    if self._name_ is None:
        return f"{self.__class__.__name__}({self._value_!r})"
    return self._name_


def global_enum(cls, update_str=False):
    """Export the members of *cls* to its module, and show them as its names."""
    cls.__repr__ = global_flag_repr if issubclass(cls, Flag) else global_enum_repr
    if not issubclass(cls, _repr_enum()) or update_str:
        cls.__str__ = global_str
    sys.modules[cls.__module__].__dict__.update(cls.__members__)
    return cls


def _repr_enum():
    from . import ReprEnum
    return ReprEnum


def _old_convert_(etype, name, module, filter, source=None, *, boundary=None):
    """_convert_() for a class given by its base."""
    return etype._convert_(name, module, filter, source, boundary=boundary)


def _simple_enum(etype=Enum, *, boundary=None, use_args=None):
    """Turn a plain class into an enumeration, with fewer checks.

    The body may hold neither descriptors that are to be members nor _ignore_.
    """
    def convert_class(cls):
        body = {}
        members = {}
        for name, value in cls.__dict__.items():
            if name in ("__dict__", "__weakref__"):
                continue
            if (name.startswith("_") or isinstance(value, auto) is False
                    and hasattr(type(value), "__get__")):
                body[name] = value
            else:
                members[name] = value
        namespace = etype.__class__.__prepare__(cls.__name__, (etype,))
        for name, value in body.items():
            namespace[name] = value
        for name, value in members.items():
            namespace[name] = value
        enum_class = etype.__class__(cls.__name__, (etype,), namespace,
                                     boundary=boundary)
        enum_class.__doc__ = cls.__doc__
        return enum_class
    return convert_class


def _test_simple_enum(checked_enum, simple_enum):
    """Check that an enumeration of _simple_enum() equals one of a class statement."""
    ignored = {"__doc__", "__module__", "__firstlineno__", "__static_attributes__",
               "__qualname__", "_new_member_", "__weakref__", "__dict__",
               "_member_map_", "_value2member_map_", "_unhashable_values_map_",
               "__annotate__", "__annotate_func__", "__annotations_cache__"}
    failed = []
    checked = checked_enum.__dict__
    simple = simple_enum.__dict__
    for name in sorted({*checked, *simple} - ignored):
        if name in checked_enum._member_map_ or name in simple_enum._member_map_:
            if name not in checked_enum._member_map_:
                failed.append(f"extra member in simple: {name!r}")
            elif name not in simple_enum._member_map_:
                failed.append(f"missing member from simple: {name!r}")
            else:
                one, two = (e._member_map_[name] for e in (checked_enum, simple_enum))
                for attribute in ("_name_", "_value_", "_sort_order_"):
                    if getattr(one, attribute) != getattr(two, attribute):
                        failed.append(f"mismatch for member {name!r}.{attribute}: "
                                      f"{getattr(one, attribute)!r} vs "
                                      f"{getattr(two, attribute)!r}")
        elif name not in simple:
            failed.append(f"missing key: {name!r} not in the simple enum")
        elif name not in checked:
            failed.append(f"extra key: {name!r} only in the simple enum")
        elif not callable(checked[name]) and not hasattr(checked[name], "__get__"):
            if checked[name] != simple[name]:
                failed.append(f"mismatch for {name!r}: {checked[name]!r} vs "
                              f"{simple[name]!r}")
    if failed:
        raise TypeError("enum mismatch:\n   " + "\n   ".join(failed))
