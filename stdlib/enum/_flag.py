"""Flag and IntFlag: enumerations whose members combine."""

from . import Enum, ReprEnum, StrEnum
from ._members import (_high_bit, _iter_bits_lsb, auto, bin)

__name__ = "enum"       # where these classes are found


class FlagBoundary(StrEnum):
    """What a Flag does about bits that no member has.

    STRICT raises ValueError, CONFORM drops them, EJECT gives an int, KEEP keeps them.
    """
    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary


class Flag(Enum, boundary=STRICT):
    """An Enum whose members combine with |, &, ^ and ~."""

    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The next power of two."""
        if not last_values:
            return start if start is not None else 1
        last_value = max(last_values)
        try:
            high_bit = _high_bit(last_value)
        except Exception:
            raise TypeError(f"invalid flag value {last_value!r}") from None
        return 2 ** (high_bit + 1)

    @classmethod
    def _iter_member_by_value_(cls, value):
        """The members in *value*, by value."""
        for bit in _iter_bits_lsb(value & cls._flag_mask_):
            yield cls._value2member_map_.get(bit)

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        """The members in *value*, in order of definition."""
        yield from sorted(cls._iter_member_by_value_(value),
                          key=lambda member: member._sort_order_)

    @classmethod
    def _missing_(cls, value):
        """Make the combination that *value* is."""
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        all_bits = cls._all_bits_
        negative = None
        if (not ~all_bits <= value <= all_bits
                or value & (all_bits ^ cls._flag_mask_)):
            value = cls._bounded(value)
            if cls._boundary_ is EJECT:
                return value
        if value < 0:
            negative = value
            if cls._boundary_ in (EJECT, KEEP):
                value += all_bits + 1
            else:
                value &= cls._singles_mask_
        if value & ~cls._flag_mask_ and cls._boundary_ is not KEEP:
            unknown = value & ~cls._flag_mask_
            raise ValueError(f"{cls.__name__}({value!r}) -->  unknown values "
                             f"{unknown!r} [{bin(unknown)}]")
        if cls._member_type_ is object:
            combined = object.__new__(cls)
        else:
            combined = cls._member_type_.__new__(cls, value)
        if not hasattr(combined, "_value_"):
            combined._value_ = value
        combined._name_ = cls._combined_name(value)
        # Another thread may have been faster.
        combined = cls._value2member_map_.setdefault(value, combined)
        if negative is not None:
            cls._value2member_map_[negative] = combined
        return combined

    @classmethod
    def _bounded(cls, value):
        """*value*, which has bits that no member has, as the boundary says."""
        mask = cls._flag_mask_
        if cls._boundary_ is STRICT:
            width = max(value.bit_length(), mask.bit_length())
            raise ValueError(f"{cls!r} invalid value {value!r}\n"
                             f"    given {bin(value, width)}\n"
                             f"  allowed {bin(mask, width)}")
        if cls._boundary_ is CONFORM:
            return value & mask
        if cls._boundary_ is EJECT:
            return value
        if cls._boundary_ is KEEP:
            if value < 0:
                value += max(cls._all_bits_ + 1, 2 ** value.bit_length())
            return value
        raise ValueError(f"{cls!r} unknown flag boundary {cls._boundary_!r}")

    @classmethod
    def _combined_name(cls, value):
        """A|B, and what is left as a number; None if no member is in *value*."""
        single = value & cls._singles_mask_
        members = list(cls._iter_member_(single))
        covered = 0
        for member in members:
            covered |= member._value_
        if value != single:
            # Bits that only members of several bits have.
            for member in cls._member_map_.values():
                bits = member._value_
                if bits and bits & value == bits and member not in members:
                    members.append(member)
                    covered |= bits
        if not covered:
            return None
        unknown = value ^ covered
        name = "|".join([member._name_ for member in members])
        if unknown:
            if cls._boundary_ is STRICT:
                raise ValueError(f"{cls!r}: no members with value {unknown!r}")
            name += f"|{cls._numeric_repr_(unknown)}"
        return name

    def __contains__(self, other):
        """Whether all bits of *other* are set here."""
        if not isinstance(other, self.__class__):
            raise TypeError("unsupported operand type(s) for 'in': "
                            f"{type(other).__qualname__!r} and "
                            f"{self.__class__.__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        """The single-bit members in this combination."""
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        cls = self.__class__
        value_repr = cls._value_repr_ or repr
        if self._name_ is None:
            return f"<{cls.__name__}: {value_repr(self._value_)}>"
        return f"<{cls.__name__}.{self._name_}: {value_repr(self._value_)}>"

    def __str__(self):
        if self._name_ is None:
            return f"{self.__class__.__name__}({self._value_!r})"
        return f"{self.__class__.__name__}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    def _operands(self, other, symbol):
        """The value of *other*, checked."""
        value = self._get_value(other)
        if value is NotImplemented:
            return value
        if value is None or self._value_ is None:
            flag = other if self._value_ is not None else self
            raise TypeError(f"'{flag}' cannot be combined with other flags with {symbol}")
        return value

    def __or__(self, other):
        value = self._operands(other, "|")
        if value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ | value)

    def __and__(self, other):
        value = self._operands(other, "&")
        if value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ & value)

    def __xor__(self, other):
        value = self._operands(other, "^")
        if value is NotImplemented:
            return NotImplemented
        return self.__class__(self._value_ ^ value)

    def __invert__(self):
        if self._value_ is None:
            raise TypeError(f"'{self}' cannot be inverted")
        if self._inverted_ is None:
            if self._boundary_ in (EJECT, KEEP):
                self._inverted_ = self.__class__(~self._value_)
            else:
                self._inverted_ = self.__class__(self._singles_mask_ & ~self._value_)
        return self._inverted_

    __rand__ = __and__
    __ror__ = __or__
    __rxor__ = __xor__


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """A Flag whose members are ints too."""
