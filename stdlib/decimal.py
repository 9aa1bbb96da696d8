"""Decimal floating-point arithmetic after the General Decimal Arithmetic Specification.

The classes come from _decimal, with arithmetic, comparisons and conversions. The parts added here: functions in
_decimal_functions, formatting in _decimal_format, contexts below, signals in _decimal_signals.
"""

import numbers as _numbers
from collections import namedtuple as _namedtuple

from _decimal import Context as _CoreContext
from _decimal import (MAX_EMAX, MAX_PREC, MIN_EMIN, MIN_ETINY, Decimal, _apply, _apply_one,
                      _fix, _setcontext, getcontext)
from _decimal_signals import (Clamped, ConversionSyntax, DecimalException, DivisionByZero,
                              DivisionImpossible, DivisionUndefined, FloatOperation, Inexact,
                              InvalidContext, InvalidOperation, Overflow, Rounded, SignalDict,
                              Subnormal, Underflow)
from _decimal_signals import SHOWN as _SHOWN, bits_of as _bits_of

__all__ = [
    'Decimal', 'Context', 'DecimalTuple', 'DefaultContext', 'BasicContext', 'ExtendedContext',
    'DecimalException', 'Clamped', 'InvalidOperation', 'DivisionByZero', 'Inexact', 'Rounded',
    'Subnormal', 'Overflow', 'Underflow', 'FloatOperation', 'DivisionImpossible',
    'InvalidContext', 'ConversionSyntax', 'DivisionUndefined', 'ROUND_DOWN', 'ROUND_HALF_UP',
    'ROUND_HALF_EVEN', 'ROUND_CEILING', 'ROUND_FLOOR', 'ROUND_UP', 'ROUND_HALF_DOWN',
    'ROUND_05UP', 'setcontext', 'getcontext', 'localcontext', 'IEEEContext', 'MAX_PREC',
    'MAX_EMAX', 'MIN_EMIN', 'MIN_ETINY', 'IEEE_CONTEXT_MAX_BITS', 'HAVE_THREADS',
    'HAVE_CONTEXTVAR',
]

__version__ = '1.70'
__libmpdec_version__ = '2.5.1'
ROUND_DOWN = 'ROUND_DOWN'
ROUND_HALF_UP = 'ROUND_HALF_UP'
ROUND_HALF_EVEN = 'ROUND_HALF_EVEN'
ROUND_CEILING = 'ROUND_CEILING'
ROUND_FLOOR = 'ROUND_FLOOR'
ROUND_UP = 'ROUND_UP'
ROUND_HALF_DOWN = 'ROUND_HALF_DOWN'
ROUND_05UP = 'ROUND_05UP'
HAVE_THREADS = True
HAVE_CONTEXTVAR = True
IEEE_CONTEXT_MAX_BITS = 512

DecimalTuple = _namedtuple('DecimalTuple', 'sign digits exponent', module='decimal')
_numbers.Number.register(Decimal)


# --- Contexts

def _names(bits):
    return '[' + ', '.join(signal.__name__ for signal in _SHOWN if bits[signal]) + ']'


def _signal_dict(name):
    def set(self, value):
        if not isinstance(value, (dict, SignalDict)):
            raise TypeError("argument must be a signal dict")
        if len(value) != len(_SHOWN) or any(key not in _SHOWN for key in value):
            raise KeyError("invalid error flag")
        setattr(self, name, _bits_of(value))
    return property(lambda self: SignalDict(self, name), set)


def _to_decimal(value):
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')


class Context(_CoreContext):
    """The context affects almost all operations and controls rounding,
Over/Underflow, raising of exceptions and much more."""

    __slots__ = ()
    __hash__ = None
    flags = _signal_dict('_flags')
    traps = _signal_dict('_traps')

    def __init__(self, prec=None, rounding=None, Emin=None, Emax=None, capitals=None, clamp=None,
                 flags=None, traps=None):
        """Settings that are not given are those of DefaultContext."""
        base = globals().get('DefaultContext')
        if base is not None:
            self._traps = base._traps
        for name, value in (('prec', prec), ('rounding', rounding), ('Emin', Emin), ('Emax', Emax),
                            ('capitals', capitals), ('clamp', clamp)):
            if value is not None:
                setattr(self, name, value)
            elif base is not None:
                setattr(self, name, getattr(base, name))
        if flags is not None:
            self._flags = _bits_of(flags)
        if traps is not None:
            self._traps = _bits_of(traps)

    def __repr__(self):
        return (f'Context(prec={self.prec}, rounding={self.rounding}, Emin={self.Emin}, '
                f'Emax={self.Emax}, capitals={self.capitals}, clamp={self.clamp}, '
                f'flags={_names(self.flags)}, traps={_names(self.traps)})')

    def copy(self):
        """A context with the same settings."""
        new = Context.__new__(Context)
        for name in ('prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', '_flags', '_traps'):
            setattr(new, name, getattr(self, name))
        return new

    __copy__ = copy

    def __reduce__(self):
        return (Context, (self.prec, self.rounding, self.Emin, self.Emax, self.capitals, self.clamp,
                          [s for s in _SHOWN if self.flags[s]], [s for s in _SHOWN if self.traps[s]]))

    def create_decimal(self, num='0', /):
        """A Decimal, rounded to this context."""
        if isinstance(num, str) and (num != num.strip() or '_' in num):
            num = 'x'       # only the constructor of Decimal lets blanks and underscores pass
        value = Decimal(num, context=self)
        if value.is_nan() and len(value._int) > self.prec - self.clamp:
            from _decimal import _signal
            _signal(self, 64 | 512)
            return Decimal('NaN')
        return _fix(value, self)

    def create_decimal_from_float(self, f, /):
        """A Decimal of a float's exact value, rounded to this context."""
        return _fix(Decimal.from_float(f), self)

    def Etiny(self):
        """Emin less the digits: the exponent of the least number."""
        return self.Emin - self.prec + 1

    def Etop(self):
        """Emax less the digits."""
        return self.Emax - self.prec + 1

    def clear_flags(self):
        self._flags = 0

    def clear_traps(self):
        self._traps = 0


def setcontext(context, /):
    """Make a context the current one; templates are copied."""
    if not isinstance(context, Context):
        raise TypeError("optional argument must be a context")
    if context in (DefaultContext, BasicContext, ExtendedContext):
        context = context.copy()
        context._flags = 0
    _setcontext(context)


class _ContextManager:
    """Changes the current context for the length of a with statement."""

    def __init__(self, new_context):
        self.new_context = new_context

    def __enter__(self):
        self.saved_context = getcontext()
        setcontext(self.new_context)
        return self.new_context

    def __exit__(self, *exc_info):
        setcontext(self.saved_context)


def localcontext(ctx=None, **kwargs):
    """A with statement's context: a copy of the current one, or of `ctx`, with changes."""
    if ctx is None:
        ctx = getcontext()
    elif not isinstance(ctx, Context):
        raise TypeError("optional argument must be a context")
    new = ctx.copy()
    for name, value in kwargs.items():
        if name not in ('prec', 'rounding', 'Emin', 'Emax', 'capitals', 'clamp', 'flags', 'traps'):
            raise TypeError(f"localcontext() got an unexpected keyword argument {name!r}")
        if value is None:
            continue
        if name in ('flags', 'traps'):
            setattr(new, '_' + name, _bits_of(value))
        else:
            setattr(new, name, value)
    return _ContextManager(new)


def IEEEContext(bits, /):
    """The context of an IEEE interchange format."""
    if bits <= 0 or bits > IEEE_CONTEXT_MAX_BITS or bits % 32:
        raise ValueError("argument must be a multiple of 32, with a maximum of "
                         f"{IEEE_CONTEXT_MAX_BITS}")
    emax = 3 * 2 ** (bits // 16 + 3)
    return Context(prec=9 * bits // 32 - 2, rounding=ROUND_HALF_EVEN, Emin=1 - emax, Emax=emax,
                   capitals=1, clamp=1, flags=[], traps=[])


DefaultContext = Context(prec=28, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999, capitals=1,
                         clamp=0, flags=[], traps=[DivisionByZero, Overflow, InvalidOperation])
BasicContext = Context(prec=9, rounding=ROUND_HALF_UP, Emin=-999999, Emax=999999, capitals=1,
                       clamp=0, flags=[],
                       traps=[DivisionByZero, Overflow, InvalidOperation, Clamped, Underflow])
ExtendedContext = Context(prec=9, rounding=ROUND_HALF_EVEN, Emin=-999999, Emax=999999,
                          capitals=1, clamp=0, flags=[], traps=[])


# --- What else Decimal and Context can do

def _install():
    import _decimal_format
    import _decimal_functions
    for name, function in vars(_decimal_functions.methods).items():
        if not name.startswith('__') or name in _decimal_functions.DUNDERS:
            setattr(Decimal, name, function)
    Decimal.__format__ = _decimal_format.format_decimal
    for name in _decimal_functions.ONE_OPERAND:
        setattr(Context, name, _method_of_context(name, 1))
    for name in _decimal_functions.TWO_OPERANDS:
        setattr(Context, name, _method_of_context(name, 2))

    def fma(self, a, b, c, /):
        return _to_decimal(a).fma(_to_decimal(b), _to_decimal(c), context=self)

    def power(self, /, a, b, modulo=None):
        return _decimal_functions.power(_to_decimal(a), _to_decimal(b), modulo, self)

    def radix(self):
        return Decimal(10)

    def is_canonical(self, a, /):
        if not isinstance(a, Decimal):
            raise TypeError("argument must be a Decimal")
        return True

    def canonical(self, a, /):
        if not isinstance(a, Decimal):
            raise TypeError("argument must be a Decimal")
        return a

    def to_sci_string(self, a, /):
        return _to_decimal(a)._text(False, self.capitals)

    def to_eng_string(self, a, /):
        return _to_decimal(a)._text(True, self.capitals)

    for function in (fma, power, radix, is_canonical, canonical, to_sci_string, to_eng_string):
        setattr(Context, function.__name__, function)


# Operations whose result does not depend on a context.
_PLAIN = {'is_finite', 'is_infinite', 'is_nan', 'is_qnan', 'is_signed', 'is_snan', 'is_zero',
          'copy_abs', 'copy_negate', 'copy_sign', 'compare_total', 'compare_total_mag',
          'same_quantum', 'logb'}
_CORE = {'add', 'subtract', 'multiply', 'divide', 'divide_int', 'remainder', 'divmod',
         'plus', 'minus', 'abs', 'sqrt'}


def _method_of_context(name, operands):
    """The method of Context that calls the Decimal method of that name."""
    if name == 'copy_decimal':
        def method(self, a, /):
            return _to_decimal(a)
    elif name in _CORE and operands == 1:
        def method(self, a, /):
            return _apply_one(name, a, self)
    elif name in _CORE:
        def method(self, a, b, /):
            return _apply(name, a, b, self)
    elif operands == 1 and name in _PLAIN - {'logb'}:
        def method(self, a, /):
            return getattr(_to_decimal(a), name)()
    elif operands == 1:
        def method(self, a, /):
            return getattr(_to_decimal(a), name)(context=self)
    elif name in ('copy_sign', 'same_quantum'):
        def method(self, a, b, /):
            return getattr(_to_decimal(a), name)(_to_decimal(b))
    else:
        def method(self, a, b, /):
            return getattr(_to_decimal(a), name)(_to_decimal(b), context=self)
    method.__name__ = name
    method.__qualname__ = 'Context.' + name
    return method


_install()
