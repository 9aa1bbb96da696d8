"""RegexFlag: looks like enum.IntFlag, without the price of importing enum."""

_NAMES = {
    "ASCII": 256,
    "IGNORECASE": 2,
    "LOCALE": 4,
    "UNICODE": 32,
    "MULTILINE": 8,
    "DOTALL": 16,
    "VERBOSE": 64,
    "DEBUG": 128,
}
_ALIASES = {"NOFLAG": 0, "A": 256, "I": 2, "L": 4, "U": 32, "M": 8, "S": 16, "X": 64}
_ALL = sum(_NAMES.values())


class _FlagType(type):
    """Makes the class iterable and subscriptable, as classes of enum are."""

    def __iter__(cls):
        return iter([cls(value) for value in _NAMES.values()])

    def __reversed__(cls):
        return reversed(list(cls))

    def __len__(cls):
        return len(_NAMES)

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        return isinstance(value, int)

    def __getitem__(cls, name):
        return cls.__members__[name]

    def __repr__(cls):
        return "<flag 'RegexFlag'>"

    @property
    def __members__(cls):
        values = {**_NAMES, **_ALIASES}
        return {name: cls(value) for name, value in values.items()}


class RegexFlag(int, metaclass=_FlagType):
    """The flags of the module re, which can be combined with |."""

    __module__ = "re"
    __slots__ = ()
    _known = {}

    def __new__(cls, value=0):
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid RegexFlag")
        value = int(value)
        # A negative number is what is left without the flags that it lacks.
        if value < 0:
            value += 1 << max(_ALL.bit_length(), value.bit_length())
        self = cls._known.get(value)
        if self is None:
            self = cls._known[value] = int.__new__(cls, value)
        return self

    def _parts(self):
        value = int(self)
        parts = []
        for name, flag in _NAMES.items():
            if value & flag:
                parts.append(name)
                value &= ~flag
        return parts, value

    @property
    def name(self):
        parts, rest = self._parts()
        if not parts and not rest:
            return "NOFLAG"
        if not parts:
            return None
        if rest:
            parts.append(str(rest))
        return "|".join(parts)

    @property
    def value(self):
        return int(self)

    _name_ = name
    _value_ = value

    def __repr__(self):
        parts, rest = self._parts()
        if not parts:
            return "re.NOFLAG" if not rest else f"re.RegexFlag({rest})"
        parts = ["re." + name for name in parts]
        if rest:
            parts.append(hex(rest))
        return "|".join(parts)

    __str__ = __repr__

    def __format__(self, spec):
        return format(str(self), spec)

    def __or__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return RegexFlag(int(self) | int(other))

    def __and__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return RegexFlag(int(self) & int(other))

    def __xor__(self, other):
        if not isinstance(other, int):
            return NotImplemented
        return RegexFlag(int(self) ^ int(other))

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        return RegexFlag(int(self) ^ _ALL | (0 if int(self) & 1 else 1))

    def __contains__(self, other):
        if not isinstance(other, RegexFlag):
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {type(self).__qualname__!r}"
            )
        return int(self) & int(other) == int(other)

    def __iter__(self):
        return iter([RegexFlag(flag) for flag in sorted(_NAMES.values()) if int(self) & flag])

    def __len__(self):
        return (int(self) & _ALL).bit_count()

    def __bool__(self):
        return int(self) != 0

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def __reduce_ex__(self, protocol):
        return (RegexFlag, (int(self),))


for _name, _value in {**_NAMES, **_ALIASES}.items():
    setattr(RegexFlag, _name, RegexFlag(_value))
