"""Enumerations: classes whose attributes are their only instances.

Read _members.py first: what a class body collects, and how members are made
of it. Then EnumType and Enum, here; then _flag.py. What is wanted rarely
(checks, global enumerations) is in _extras.py, and loaded when asked for.
"""

import sys
from types import DynamicClassAttribute, MappingProxyType
from ._members import (EnumDict, _auto_null, _dataclass_repr, _high_bit,
                       _is_descriptor, _is_dunder,
                       _is_flag, _is_internal_class, _is_private, _is_single_bit,
                       _is_sunder, _iter_bits_lsb, _make_class_unpicklable, _proto_member,
                       _builtin_property, auto, bin, member, nonmember, property,
                       show_flag_values)

__all__ = [
    "EnumType", "EnumMeta", "EnumDict", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag",
    "ReprEnum", "auto", "unique", "property", "verify", "member", "nonmember",
    "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP", "global_flag_repr",
    "global_enum_repr", "global_str", "global_enum", "EnumCheck", "CONTINUOUS",
    "NAMED_FLAGS", "UNIQUE", "pickle_by_global_name", "pickle_by_enum_name",
]

_not_given = object()
_EnumDict = EnumDict    # the private name of before 3.13

# The metaclass is at work before these exist.
Enum = ReprEnum = None


class EnumType(type):
    """The metaclass of enumerations."""

    @classmethod
    def __prepare__(metacls, cls, bases, **kwds):
        metacls._check_for_existing_members_(cls, bases)
        namespace = EnumDict(cls)
        _, first_enum = metacls._get_mixins_(cls, bases)
        if first_enum is not None:
            namespace["_generate_next_value_"] = getattr(
                first_enum, "_generate_next_value_", None)
        return namespace

    def __new__(metacls, cls, bases, classdict, *, boundary=None, _simple=False, **kwds):
        if _simple:
            # _simple_enum() adds the members itself.
            return super().__new__(metacls, cls, bases, classdict, **kwds)
        classdict.setdefault("_ignore_", []).append("_ignore_")
        for name in classdict["_ignore_"]:
            classdict.pop(name, None)
        names = classdict._member_names
        invalid = [repr(name) for name in names if name in ("mro", "")]
        if invalid:
            raise ValueError(f"invalid enum member name(s) {','.join(invalid)}")
        order = classdict.pop("_order_", None)
        next_value = classdict.get("_generate_next_value_")
        if next_value is not None and type(next_value) is not staticmethod:
            dict.__setitem__(classdict, "_generate_next_value_", staticmethod(next_value))

        member_type, first_enum = metacls._get_mixins_(cls, bases)
        new_member, save_new, use_args = metacls._find_new_(
            classdict, member_type, first_enum)
        for name in names:
            dict.__setitem__(classdict, name, _proto_member(classdict[name]))
        for name, value in (
                ("_new_member_", new_member),
                ("_use_args_", use_args),
                ("_member_names_", []),
                ("_member_map_", {}),
                ("_value2member_map_", {}),
                ("_hashable_values_", []),
                ("_unhashable_values_", []),
                ("_unhashable_values_map_", {}),
                ("_member_type_", member_type),
                ("_value_repr_", metacls._find_data_repr_(cls, bases)),
                ("_boundary_", boundary or getattr(first_enum, "_boundary_", None)),
                ("_flag_mask_", 0),
                ("_singles_mask_", 0),
                ("_all_bits_", 0),
                ("_inverted_", None)):
            dict.__setitem__(classdict, name, value)

        try:
            enum_class = super().__new__(metacls, cls, bases, classdict, **kwds)
        except Exception as error:
            # "Error calling __set_name__ on '_proto_member'" would help nobody.
            if hasattr(error, "__notes__"):
                del error.__notes__
            raise
        _choose_methods(enum_class, bases, classdict, member_type, first_enum)
        if save_new:
            enum_class.__new_member__ = enum_class.__dict__["__new__"].__func__
        if Enum is not None:
            enum_class.__new__ = Enum.__new__
        if order is not None:
            _check_order(enum_class, order, names)
        if _is_flag(enum_class):
            values = [m._value_ for m in enum_class]
            if values != sorted(values):
                enum_class._iter_member_ = enum_class._iter_member_by_def_
        return enum_class

    def __init__(cls, *args, **kwds):
        pass

    def __bool__(cls):
        return True     # whatever __len__ says

    def __call__(cls, value, names=_not_given, *values, module=None, qualname=None,
                 type=None, start=1, boundary=None):
        """Look up a member by value; or, without members, make a new enumeration.

        Color(3) is a member; Enum("Color", "RED GREEN") is a class.
        """
        if cls._member_map_:
            if names is not _not_given:
                value = (value, names) + values
            return cls.__new__(cls, value)
        if names is _not_given and type is None:
            raise TypeError(f"{cls} has no members; specify `names=()` if you meant to "
                            "create a new, empty, enum")
        return cls._create_(value, None if names is _not_given else names, module=module,
                            qualname=qualname, type=type, start=start, boundary=boundary)

    def __contains__(cls, value):
        """Whether *value* is a member, or the value of one."""
        if isinstance(value, cls):
            return True
        if _is_flag(cls):
            try:
                if isinstance(cls._missing_(value), cls):
                    return True
            except ValueError:
                pass
        return value in cls._unhashable_values_ or value in cls._hashable_values_

    def __delattr__(cls, attr):
        if attr in cls._member_map_:
            raise AttributeError(f"{cls.__name__!r} cannot delete member {attr!r}.")
        super().__delattr__(attr)

    def __dir__(cls):
        names = {"__class__", "__contains__", "__doc__", "__getitem__", "__iter__",
                 "__len__", "__members__", "__module__", "__name__", "__qualname__",
                 *cls._member_names_}
        if cls._new_member_ is not object.__new__:
            names.add("__new__")
        if cls.__init_subclass__ is not object.__init_subclass__:
            names.add("__init_subclass__")
        if cls._member_type_ is object:
            return sorted(names)
        return sorted({*dir(cls._member_type_), *names})

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        members = cls._member_map_
        return (members[name] for name in cls._member_names_)

    def __reversed__(cls):
        members = cls._member_map_
        return (members[name] for name in reversed(cls._member_names_))

    def __len__(cls):
        return len(cls._member_names_)

    @_builtin_property
    def __members__(cls):
        """A read-only mapping of all names, aliases too, to members."""
        return MappingProxyType(cls._member_map_)

    def __repr__(cls):
        kind = "flag" if _is_flag(cls) else "enum"
        return f"<{kind} {cls.__name__!r}>"

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", ()):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def _create_(cls, class_name, names, *, module=None, qualname=None, type=None,
                 start=1, boundary=None):
        """Make a class of names: a string, a list, or names with values."""
        metacls = cls.__class__
        bases = (cls,) if type is None else (type, cls)
        _, first_enum = cls._get_mixins_(class_name, bases)
        classdict = metacls.__prepare__(class_name, bases)
        if isinstance(names, str):
            names = names.replace(",", " ").split()
        if isinstance(names, (tuple, list)) and names and isinstance(names[0], str):
            plain, names, last = names, [], []
            for count, name in enumerate(plain):
                value = first_enum._generate_next_value_(name, start, count, last[:])
                last.append(value)
                names.append((name, value))
        if names is None:
            names = ()
        for item in names:
            name, value = (item, names[item]) if isinstance(item, str) else item
            classdict[name] = value
        if module is None:
            try:
                module = sys._getframemodulename(2)
            except AttributeError:
                try:
                    module = sys._getframe(2).f_globals["__name__"]
                except (AttributeError, ValueError, KeyError):
                    pass
        if module is None:
            _make_class_unpicklable(classdict)
        else:
            classdict["__module__"] = module
        if qualname is not None:
            classdict["__qualname__"] = qualname
        return metacls.__new__(metacls, class_name, bases, classdict, boundary=boundary)

    def _convert_(cls, name, module, filter, source=None, *, boundary=None,
                  as_global=False):
        """Make an enumeration of those of a module's constants that *filter* accepts."""
        module_globals = sys.modules[module].__dict__
        source = source.__dict__ if source else module_globals
        members = [(key, value) for key, value in source.items() if filter(key)]
        try:
            members.sort(key=lambda item: (item[1], item[0]))   # by value
        except TypeError:
            members.sort(key=lambda item: item[0])
        cls = cls(name, members, module=module, boundary=boundary or KEEP)
        if as_global:
            from ._extras import global_enum
            global_enum(cls)
        else:
            sys.modules[cls.__module__].__dict__.update(cls.__members__)
        module_globals[name] = cls
        return cls

    @classmethod
    def _check_for_existing_members_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if isinstance(base, EnumType) and base._member_names_:
                    raise TypeError(f"<enum {class_name!r}> cannot extend {base!r}")

    @classmethod
    def _get_mixins_(mcls, class_name, bases):
        """The type of the members' values, and the enumeration derived from."""
        if not bases:
            return object, None
        first_enum = bases[-1]
        if not isinstance(first_enum, EnumType):
            raise TypeError("new enumerations should be created as "
                            "`EnumName([mixin_type, ...] [data_type,] enum_type)`")
        return mcls._find_data_type_(class_name, bases) or object, first_enum

    @classmethod
    def _find_data_repr_(mcls, class_name, bases):
        for chain in bases:
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    return base._value_repr_
                if "__repr__" in base.__dict__:
                    params = base.__dict__.get("__dataclass_params__")
                    if (params is not None and params.repr
                            and "__dataclass_fields__" in base.__dict__):
                        # Its own would name the class, which the member's does.
                        return _dataclass_repr
                    return base.__dict__["__repr__"]
        return None

    @classmethod
    def _find_data_type_(mcls, class_name, bases):
        """What is mixed in as the type of the values: at most one."""
        found = set()
        for chain in bases:
            candidate = None
            for base in chain.__mro__:
                if base is object:
                    continue
                if isinstance(base, EnumType):
                    if base._member_type_ is not object:
                        found.add(base._member_type_)
                        break
                elif "__new__" in base.__dict__ or "__dataclass_fields__" in base.__dict__:
                    found.add(candidate or base)
                    break
                else:
                    candidate = candidate or base
        if len(found) > 1:
            raise TypeError(f"too many data types for {class_name!r}: {found!r}")
        return found.pop() if found else None

    @classmethod
    def _find_new_(mcls, classdict, member_type, first_enum):
        """(function that makes members, whether to keep it, whether it takes the value)"""
        new = classdict.get("__new__")
        save_new = first_enum is not None and new is not None
        if new is None:
            plain = {None, None.__new__, object.__new__, getattr(Enum, "__new__", None)}
            for method in ("__new_member__", "__new__"):
                for possible in (member_type, first_enum):
                    target = getattr(possible, method, None)
                    if target not in plain:
                        new = target
                        break
                if new is not None:
                    break
            else:
                new = object.__new__
        use_args = first_enum is not None and new not in (
            getattr(Enum, "__new__", None), object.__new__)
        return new, save_new, use_args

    def _add_member_(cls, name, member):
        """Bind *name* to a member."""
        bound = cls._member_map_.get(name)
        if bound is not None:
            if bound is not member:
                raise NameError(f"{name!r} is already bound: {bound!r}")
            return
        # A base's attribute of that name stays reachable from members.
        for base in cls.__mro__[1:]:
            attr = base.__dict__.get(name)
            if attr is None:
                continue
            redirect = property()
            redirect.member = member
            redirect.__set_name__(cls, name)
            if isinstance(attr, (property, DynamicClassAttribute)):
                redirect.fget, redirect.fset, redirect.fdel = attr.fget, attr.fset, attr.fdel
            elif _is_descriptor(attr):
                redirect.fget = getattr(attr, "fget", None)
                redirect.fset = getattr(attr, "fset", None)
                redirect.fdel = getattr(attr, "fdel", None)
                redirect._attr_type = "desc"
            else:
                redirect._attr_type = "attr"
            redirect._cls_type = base
            type.__setattr__(cls, name, redirect)
            break
        else:
            type.__setattr__(cls, name, member)
        cls._member_map_[name] = member

    @_builtin_property
    def __signature__(cls):
        from inspect import Parameter, Signature
        if cls._member_names_:
            return Signature([Parameter("values", Parameter.VAR_POSITIONAL)])
        keyword = Parameter.KEYWORD_ONLY
        return Signature([
            Parameter("new_class_name", Parameter.POSITIONAL_ONLY),
            Parameter("names", Parameter.POSITIONAL_OR_KEYWORD),
            *(Parameter(name, keyword, default=default) for name, default in (
                ("module", None), ("qualname", None), ("type", None), ("start", 1),
                ("boundary", None)))])


EnumMeta = EnumType     # the name of before 3.11


def _choose_methods(enum_class, bases, classdict, member_type, first_enum):
    """Let the enumeration's methods, not those of the mixed-in type, prevail."""
    if ReprEnum is not None and ReprEnum in bases:
        if member_type is object:
            raise TypeError("ReprEnum subclasses must be mixed with a data type (i.e."
                            " int, str, float, etc.)")
        if "__format__" not in classdict:
            enum_class.__format__ = member_type.__format__
            classdict["__format__"] = enum_class.__format__
        if "__str__" not in classdict:
            method = member_type.__str__
            if method is object.__str__:
                method = member_type.__repr__
            enum_class.__str__ = method
            classdict["__str__"] = enum_class.__str__
    for name in ("__repr__", "__str__", "__format__", "__reduce_ex__"):
        if name not in classdict and first_enum is not None:
            found = getattr(enum_class, name)
            if found in (getattr(member_type, name), getattr(object, name)):
                setattr(enum_class, name, getattr(first_enum, name))
    if _is_flag(enum_class):
        for name in ("__or__", "__and__", "__xor__", "__ror__", "__rand__", "__rxor__",
                     "__invert__"):
            if name not in classdict:
                setattr(enum_class, name, getattr(first_enum, name))


def _check_order(enum_class, order, names):
    """Check _order_ against the order of definition."""
    if isinstance(order, str):
        order = order.replace(",", " ").split()
    members = enum_class._member_map_
    if _is_flag(enum_class):
        # Aliases and combinations may be named, and do not count.
        order = [name for name in order
                 if name not in members or name in enum_class._member_names_]
    if order != enum_class._member_names_:
        raise TypeError("member order does not match _order_:\n"
                        f"  {enum_class._member_names_!r}\n  {order!r}")


class Enum(metaclass=EnumType):
    """The base of enumerations.

    class Color(Enum):
        RED = 1
        BLUE = 2

    Color.RED, Color(1) and Color["RED"] are the same object; members have
    .name and .value; iterating over the class gives them in order.
    """

    def __new__(cls, value):
        # Calls of the class end here; members were made before by _proto_member.
        if type(value) is cls:
            return value
        try:
            return cls._value2member_map_[value]
        except KeyError:
            pass
        except TypeError:       # not hashable
            for name, values in cls._unhashable_values_map_.items():
                if value in values:
                    return cls[name]
            for name, member in cls._member_map_.items():
                if value == member._value_:
                    return cls[name]
        new = cls.__dict__.get("__new__")
        if getattr(new, "__func__", new) is not Enum.__new__:
            # Still being made: a __new__ of its own came here through super().
            raise TypeError("do not use `super().__new__; call the appropriate "
                            "__new__ directly")
        if not cls._member_map_:
            raise TypeError(f"{cls!r} has no members defined")
        return _ask_missing(cls, value)

    def __init__(self, *args, **kwds):
        pass

    def _add_alias_(self, name):
        """Make *name* another name of this member."""
        self.__class__._add_member_(name, self)

    def _add_value_alias_(self, value):
        """Make *value* another value of this member."""
        cls = self.__class__
        try:
            if value in cls._value2member_map_:
                if cls._value2member_map_[value] is not self:
                    raise ValueError(f"{value!r} is already bound: "
                                     f"{cls._value2member_map_[value]!r}")
                return
        except TypeError:
            for member in cls._member_map_.values():
                if member._value_ == value:
                    if member is not self:
                        raise ValueError(f"{value!r} is already bound: "
                                         f"{member!r}") from None
                    return
        try:
            cls._value2member_map_.setdefault(value, self)
            cls._hashable_values_.append(value)
        except TypeError:
            cls._unhashable_values_.append(value)
            cls._unhashable_values_map_.setdefault(self.name, []).append(value)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value that auto() stands for."""
        if not last_values:
            return start
        try:
            last_value = sorted(last_values).pop()
        except TypeError:
            raise TypeError("unable to sort non-numeric values") from None
        try:
            return last_value + 1
        except TypeError:
            raise TypeError(f"unable to increment {last_value!r}") from None

    @classmethod
    def _missing_(cls, value):
        """The member for a value that none has; override to supply one."""
        return None

    def __repr__(self):
        value_repr = self.__class__._value_repr_ or repr
        return f"<{self.__class__.__name__}.{self._name_}: {value_repr(self._value_)}>"

    def __str__(self):
        return f"{self.__class__.__name__}.{self._name_}"

    def __dir__(self):
        if self.__class__._member_type_ is object:
            names = {"__class__", "__doc__", "__eq__", "__hash__", "__module__",
                     "name", "value"}
        else:
            names = set(object.__dir__(self))
        names.update(name for name in getattr(self, "__dict__", ()) if name[0] != "_")
        for cls in self.__class__.mro():
            for name, attr in cls.__dict__.items():
                if name[0] == "_":
                    continue
                if isinstance(attr, property):
                    # What can be had from a member, rather than its fellows.
                    if attr.fget is not None or name not in self._member_map_:
                        names.add(name)
                    else:
                        names.discard(name)
                elif name not in self._member_map_:
                    names.add(name)
        return sorted(names)

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return self.__class__, (self._value_,)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    @property
    def name(self):
        """The name of the Enum member."""
        return self._name_

    @property
    def value(self):
        """The value of the Enum member."""
        return self._value_


def _ask_missing(cls, value):
    """What _missing_() has for *value*, or the right exception."""
    exc = result = None
    try:
        result = cls._missing_(value)
    except Exception as error:
        exc = error
    try:
        if isinstance(result, cls):
            return result
        if (_is_flag(cls) and cls._boundary_ is EJECT
                and isinstance(result, int)):
            return result
        invalid = ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        if result is None and exc is None:
            raise invalid
        if exc is None:
            exc = TypeError(f"error in {cls.__name__}._missing_: returned {result!r} "
                            "instead of None or a valid member")
        if not isinstance(exc, ValueError):
            exc.__context__ = invalid
        raise exc
    finally:
        # They hold this frame through their tracebacks.
        exc = invalid = None


class ReprEnum(Enum):
    """An Enum of which only repr() differs from that of the mixed-in type."""


class IntEnum(int, ReprEnum):
    """An Enum whose members are ints too."""


class StrEnum(str, ReprEnum):
    """An Enum whose members are strings too; auto() gives the name in lower case."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        if len(values) == 1 and not isinstance(values[0], str):
            raise TypeError(f"{values[0]!r} is not a string")
        if len(values) >= 2 and not isinstance(values[1], str):
            raise TypeError(f"encoding must be a string, not {values[1]!r}")
        if len(values) == 3 and not isinstance(values[2], str):
            raise TypeError(f"errors must be a string, not {values[2]!r}")
        value = str(*values)
        member = str.__new__(cls, value)
        member._value_ = value
        return member

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


def pickle_by_global_name(self, proto):
    """__reduce_ex__ for members that are found in their module by name."""
    return self.name


_reduce_ex_by_global_name = pickle_by_global_name


def pickle_by_enum_name(self, proto):
    """__reduce_ex__ for members that are found in their class by name."""
    return getattr, (self.__class__, self._name_)


from ._flag import CONFORM, EJECT, KEEP, STRICT, Flag, FlagBoundary, IntFlag

_EXTRAS = frozenset({
    "EnumCheck", "CONTINUOUS", "NAMED_FLAGS", "UNIQUE", "verify", "unique", "global_enum",
    "global_enum_repr", "global_flag_repr", "global_str", "_simple_enum",
    "_test_simple_enum", "_old_convert_",
})


def __getattr__(name):
    if name in _EXTRAS:
        from . import _extras
        namespace = globals()
        for extra in _EXTRAS:
            namespace[extra] = getattr(_extras, extra)
        return namespace[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted({*globals(), *_EXTRAS})
