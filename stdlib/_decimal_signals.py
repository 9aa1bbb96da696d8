"""The signals of decimal arithmetic: exception classes, and dicts of them over the bits of a context."""

from collections.abc import MutableMapping


class DecimalException(ArithmeticError):
    """Base class of all signals."""


class Clamped(DecimalException):
    """The exponent was changed to fit."""


class InvalidOperation(DecimalException):
    """The operation makes no sense for its operands."""


class ConversionSyntax(InvalidOperation):
    """The text is no number."""


class DivisionByZero(DecimalException, ZeroDivisionError):
    """A number that is not zero was divided by zero."""


class DivisionImpossible(InvalidOperation):
    """The integer quotient has more digits than the precision."""


class DivisionUndefined(InvalidOperation, ZeroDivisionError):
    """Zero was divided by zero."""


class Inexact(DecimalException):
    """Digits other than zero were lost in rounding."""


class InvalidContext(InvalidOperation):
    """The context makes no sense for the operation."""


class Rounded(DecimalException):
    """Digits were cut off."""


class Subnormal(DecimalException):
    """The exponent is below Emin."""


class Overflow(Inexact, Rounded):
    """The result is too large."""


class Underflow(Inexact, Rounded, Subnormal):
    """The result is too small, and inexact."""


class FloatOperation(DecimalException, TypeError):
    """A float was mixed with Decimals."""


BITS = {Clamped: 1, DivisionByZero: 2, Inexact: 4, Overflow: 8, Rounded: 16, Underflow: 32,
        InvalidOperation: 64, Subnormal: 128, FloatOperation: 256}
CONDITIONS = {ConversionSyntax: 512, DivisionImpossible: 1024, DivisionUndefined: 2048,
              InvalidContext: 4096}
# The order in which contexts show signals, and in which those that come together are raised.
SHOWN = (InvalidOperation, Clamped, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded,
         Subnormal, Underflow)
RAISED = (InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal,
          Inexact, Rounded, Clamped)
for _class in (DecimalException, *BITS, *CONDITIONS):
    _class.__module__ = 'decimal'


def exception_for(bits):
    """The exception for trapped signals and conditions; its argument lists all of them."""
    conditions = [condition for condition, bit in CONDITIONS.items() if bits & bit]
    signals = [signal for signal in RAISED if bits & BITS[signal]]
    names = conditions + [signal for signal in signals
                          if not (conditions and signal is InvalidOperation)]
    cls = signals[0] if signals else InvalidOperation
    return cls(names)


def bits_of(signals):
    """The bits of a list or dict of signals."""
    if isinstance(signals, SignalDict):
        return signals._bits
    if isinstance(signals, dict):
        return sum(BITS[signal] for signal, on in signals.items() if on)
    bits = 0
    for signal in signals:
        if signal not in BITS:
            raise TypeError("values must be signals")
        bits |= BITS[signal]
    return bits


class SignalDict(MutableMapping):
    """Which signals are set: in the flags or the traps of a context."""

    __slots__ = '_context', '_name'

    def __init__(self, context=None, name='_flags'):
        self._context = context
        self._name = name

    @property
    def _bits(self):
        return getattr(self._context, self._name)

    def _bit(self, key):
        try:
            return BITS[key]
        except (KeyError, TypeError):
            raise KeyError("invalid error flag") from None

    def __getitem__(self, key):
        return bool(self._bits & self._bit(key))

    def __setitem__(self, key, value):
        bit = self._bit(key)
        bits = self._bits
        setattr(self._context, self._name, bits | bit if value else bits & ~bit)

    def __delitem__(self, key):
        raise ValueError("signal keys cannot be deleted")

    def __iter__(self):
        return iter(RAISED)

    def __len__(self):
        return len(RAISED)

    def copy(self):
        return dict(self)

    def __eq__(self, other):
        if isinstance(other, SignalDict):
            return self._bits == other._bits
        if isinstance(other, dict):
            return dict(self) == {signal: bool(on) for signal, on in other.items()}
        return NotImplemented

    __hash__ = None

    def __repr__(self):
        return '{' + ', '.join(f'{signal!r}:{on}' for signal, on in self.items()) + '}'


SignalDict.__module__ = 'decimal'
