"""What the operations on Decimals that are written in Python share."""

from _decimal import Decimal, _fix, _signal, getcontext
from decimal import Context

CLAMPED, DIVISION_BY_ZERO, INEXACT, OVERFLOW, ROUNDED, UNDERFLOW, INVALID, SUBNORMAL = (
    1, 2, 4, 8, 16, 32, 64, 128)


def _context(context):
    if context is None:
        return getcontext()
    if not isinstance(context, Context):
        raise TypeError("optional argument must be a context")
    return context


def _other(value):
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    raise TypeError(f'conversion from {type(value).__name__} to Decimal is not supported')


def _nan(context, *operands):
    """The NaN that an operation on these gives; None if none is one."""
    for value in operands:
        if value.is_snan():
            _signal(context, INVALID)
            return _fix(Decimal((value._sign, tuple(map(int, value._int)), 'n')), context)
    for value in operands:
        if value.is_qnan():
            return _fix(value, context)
    return None


def _invalid(context):
    _signal(context, INVALID)
    return Decimal('NaN')


def _signed_infinity(sign):
    return Decimal((sign, (0,), 'F'))


def _working(precision, rounding='ROUND_HALF_EVEN'):
    """A context without limits that traps nothing."""
    return Context(prec=precision, rounding=rounding, Emin=-999999999999999999,
                   Emax=999999999999999999, capitals=1, clamp=0, flags=[], traps=[])


def _rounded_even(value, context):
    """Rounds half to even, whatever the context says, and signals there."""
    rounding = context.rounding
    context.rounding = 'ROUND_HALF_EVEN'
    try:
        return _fix(value, context)
    finally:
        context.rounding = rounding


Context.flags_set = lambda self, bits: bool(self._flags & bits)
