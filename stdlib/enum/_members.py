"""What an enumeration's class body collects, and how members are made of it."""

from types import DynamicClassAttribute

__name__ = "enum"       # where these names are found

_auto_null = object()
_builtin_property = property


def _is_flag(cls):
    """Whether *cls* is a Flag, a class that comes to exist only later."""
    return hasattr(cls, "_numeric_repr_")


class nonmember:
    """Keeps a value of the class body from becoming a member."""

    def __init__(self, value):
        self.value = value


class member:
    """Makes a member of what would not be one, a function say."""

    def __init__(self, value):
        self.value = value


def _is_descriptor(obj):
    return hasattr(obj, "__get__") or hasattr(obj, "__set__") or hasattr(obj, "__delete__")


def _is_dunder(name):
    return (len(name) > 4 and name[:2] == name[-2:] == "__"
            and name[2] != "_" and name[-3] != "_")


def _is_sunder(name):
    return (len(name) > 2 and name[0] == name[-1] == "_"
            and name[1] != "_" and name[-2] != "_")


def _is_internal_class(cls_name, obj):
    """Whether *obj* is a class defined in the body of the class *cls_name*."""
    if not isinstance(obj, type):
        return False
    qualname = getattr(obj, "__qualname__", "")
    return qualname == f"{cls_name}.{obj.__name__}" or qualname.endswith(
        f".{cls_name}.{obj.__name__}")


def _is_private(cls_name, name):
    """Whether *name* is one that began with two underscores in the class body."""
    prefix = f"_{cls_name}__"
    return (len(name) > len(prefix) and name.startswith(prefix)
            and not name.endswith("__"))


def _is_single_bit(num):
    return num > 0 and num & num - 1 == 0


def _iter_bits_lsb(num):
    """The bits that are set, lowest first, each as a number."""
    num = getattr(num, "_value_", num)
    if num < 0:
        raise ValueError(f"{num!r} is not a positive integer")
    while num:
        bit = num & -num
        yield bit
        num ^= bit


def show_flag_values(value):
    """A list of the bits that are set."""
    return list(_iter_bits_lsb(value))


def _high_bit(value):
    """The number of the highest bit set, -1 for zero."""
    return value.bit_length() - 1


def bin(num, max_bits=None):
    """bin() in two's complement, with the sign apart: '0b0 1010', '0b1 0101'."""
    import builtins
    ceiling = 2 ** num.bit_length()
    if num >= 0:
        text = builtins.bin(num + ceiling).replace("1", "0", 1)
    else:
        text = builtins.bin(~num ^ (ceiling - 1) + ceiling)
    sign, digits = text[:3], text[3:]
    if max_bits is not None and len(digits) < max_bits:
        digits = (sign[-1] * max_bits + digits)[-max_bits:]
    return f"{sign} {digits}"


def _make_class_unpicklable(obj):
    """Make pickling instances of *obj* (a class), or *obj* itself, fail clearly."""
    def _break_on_call_reduce(self, proto):
        raise TypeError("%r cannot be pickled" % self)
    if isinstance(obj, dict):
        obj["__reduce_ex__"] = _break_on_call_reduce
        obj["__module__"] = "<unknown>"
    else:
        setattr(obj, "__reduce_ex__", _break_on_call_reduce)
        setattr(obj, "__module__", "<unknown>")


def _dataclass_repr(self):
    fields = self.__dataclass_fields__
    return ", ".join([f"{name}={getattr(self, name)!r}"
                      for name, field in fields.items() if field.repr])


class auto:
    """Stands in a class body for the next value."""

    def __init__(self, value=_auto_null):
        self.value = value

    def __repr__(self):
        return f"auto({self.value!r})"


class property(DynamicClassAttribute):
    """A property of members, under whose name the class may have a member."""

    member = None
    _attr_type = None
    _cls_type = None

    def __get__(self, instance, ownerclass=None):
        if instance is None:
            if self.member is not None:
                return self.member
            raise AttributeError(f"{ownerclass!r} has no attribute {self.name!r}")
        if self.fget is not None:
            return self.fget(instance)
        if self._attr_type == "attr":
            return getattr(self._cls_type, self.name)
        if self._attr_type == "desc":
            return getattr(instance._value_, self.name)
        try:
            return ownerclass._member_map_[self.name]
        except KeyError:
            raise AttributeError(
                f"{ownerclass!r} has no attribute {self.name!r}") from None

    def __set__(self, instance, value):
        if self.fset is None:
            raise AttributeError(
                f"<enum {self.clsname!r}> cannot set attribute {self.name!r}")
        return self.fset(instance, value)

    def __delete__(self, instance):
        if self.fdel is None:
            raise AttributeError(
                f"<enum {self.clsname!r}> cannot delete attribute {self.name!r}")
        return self.fdel(instance)

    def __set_name__(self, ownerclass, name):
        self.name = name
        self.clsname = ownerclass.__name__


class _proto_member:
    """A member to be: takes the place of its value until its class exists."""

    def __init__(self, value):
        self.value = value

    def __set_name__(self, enum_class, member_name):
        """Make the member. Called by type.__new__, hence before __init_subclass__."""
        delattr(enum_class, member_name)
        value = self.value
        args = value if isinstance(value, tuple) else (value,)
        if enum_class._member_type_ is tuple:
            args = (args,)      # one argument, the tuple
        if enum_class._use_args_:
            new = enum_class._new_member_(enum_class, *args)
        else:
            new = enum_class._new_member_(enum_class)
        if not hasattr(new, "_value_"):
            if enum_class._member_type_ is object:
                new._value_ = value
            else:
                try:
                    new._value_ = enum_class._member_type_(*args)
                except Exception as exc:
                    raise TypeError("_value_ not set in __new__, "
                                    "unable to create it") from exc
        new._name_ = member_name
        new.__objclass__ = enum_class
        new.__init__(*args)
        new._sort_order_ = len(enum_class._member_names_)
        value = new._value_
        if _is_flag(enum_class):
            self._note_bits(enum_class, value)
        self._enter(enum_class, member_name, value, new)

    @staticmethod
    def _note_bits(enum_class, value):
        if isinstance(value, int):
            enum_class._flag_mask_ |= value
            if _is_single_bit(value):
                enum_class._singles_mask_ |= value
        enum_class._all_bits_ = 2 ** enum_class._flag_mask_.bit_length() - 1

    @staticmethod
    def _enter(enum_class, name, value, new):
        """Put the member, or the one that it is an alias of, where lookups find it."""
        try:
            same = enum_class._value2member_map_.get(value)
        except TypeError:       # not hashable
            same = None
            for known in enum_class._member_map_.values():
                if known._value_ == value:
                    same = known
                    break
        if same is not None:
            new = same
        # Combinations of flags are not listed, as aliases are not.
        elif (not _is_flag(enum_class)
              or (isinstance(value, int) and _is_single_bit(value))):
            enum_class._member_names_.append(name)
        enum_class._add_member_(name, new)
        try:
            enum_class._value2member_map_.setdefault(value, new)
            if value not in enum_class._hashable_values_:
                enum_class._hashable_values_.append(value)
        except TypeError:
            enum_class._unhashable_values_.append(value)
            enum_class._unhashable_values_map_.setdefault(name, []).append(value)


# The names with one underscore around that a class body may define.
_SUNDERS = frozenset({
    "_order_", "_generate_next_value_", "_numeric_repr_", "_missing_", "_ignore_",
    "_iter_member_", "_iter_member_by_value_", "_iter_member_by_def_", "_add_alias_",
    "_add_value_alias_",
})


class EnumDict(dict):
    """The namespace of a class body: knows which names are members, in order."""

    def __init__(self, cls_name=None):
        super().__init__()
        self._member_names = {}     # ordered, and quick to ask
        self._last_values = []
        self._ignore = []
        self._auto_called = False
        self._cls_name = cls_name

    def __setitem__(self, key, value):
        if self._cls_name is not None and _is_private(self._cls_name, key):
            pass
        elif _is_sunder(key):
            value = self._set_sunder(key, value)
        elif _is_dunder(key):
            if key == "__order__":
                key = "_order_"
        elif key in self._member_names:
            raise TypeError("%r already defined as %r" % (key, self[key]))
        elif key in self._ignore:
            pass
        elif isinstance(value, nonmember):
            value = value.value
        elif _is_descriptor(value):
            pass
        elif self._cls_name is not None and _is_internal_class(self._cls_name, value):
            pass
        else:
            if key in self:
                raise TypeError("%r already defined as %r" % (key, self[key]))
            if isinstance(value, member):
                value = value.value
            value = self._set_member(key, value)
        super().__setitem__(key, value)

    def _set_sunder(self, key, value):
        if key not in _SUNDERS:
            raise ValueError(
                f"_sunder_ names, such as {key!r}, are reserved for future Enum use.")
        if key == "_generate_next_value_":
            if self._auto_called:
                raise TypeError("_generate_next_value_ must be defined before members")
            self._generate_next_value = (
                value.__func__ if isinstance(value, staticmethod) else value)
        elif key == "_ignore_":
            if isinstance(value, str):
                value = value.replace(",", " ").split()
            else:
                value = list(value)
            self._ignore = value
            already = set(value) & set(self._member_names)
            if already:
                raise ValueError(
                    f"_ignore_ cannot specify already set names: {already!r}")
        return value

    def _set_member(self, key, value):
        if isinstance(value, auto):
            value = self._next(key, value)
        elif isinstance(value, tuple) and any(isinstance(v, auto) for v in value):
            kind = type(value)
            values = [self._next(key, v) if isinstance(v, auto) else v for v in value]
            try:
                value = kind(values)
            except TypeError:       # a namedtuple
                value = kind(*values)
        else:
            self._last_values.append(value)
        self._member_names[key] = None
        return value

    def _next(self, key, placeholder):
        # Kept in the placeholder: used twice, it has one value.
        if placeholder.value is _auto_null:
            placeholder.value = self._generate_next_value(
                key, 1, len(self._member_names), self._last_values[:])
            self._auto_called = True
        self._last_values.append(placeholder.value)
        return placeholder.value

    @_builtin_property
    def member_names(self):
        return list(self._member_names)

    def update(self, members, *more_members, **kwargs):
        try:
            for name in members.keys():
                self[name] = members[name]
        except AttributeError:
            for name, value in members:
                self[name] = value
        for extra in more_members:
            self.update(extra)
        for name, value in kwargs.items():
            self[name] = value


_EnumDict = EnumDict    # the private name of before 3.13
