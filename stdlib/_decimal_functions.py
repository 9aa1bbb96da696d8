"""Operations on Decimals that are written in Python, over ints."""

from _decimal import Decimal, _apply, _fix, _from_float, _make, _order, _signal
from _decimal_basics import (CLAMPED, DIVISION_BY_ZERO, INEXACT, INVALID, OVERFLOW, ROUNDED, SUBNORMAL,
                             UNDERFLOW, _context, _invalid, _nan, _other, _signed_infinity,
                             _working)
from _decimal_powers import _exp, _ln, _log10, power

ONE_OPERAND = ['abs', 'plus', 'minus', 'sqrt', 'exp', 'ln', 'log10', 'logb', 'next_minus',
               'next_plus', 'normalize', 'number_class', 'to_integral', 'to_integral_exact',
               'to_integral_value', 'logical_invert', 'is_finite', 'is_infinite', 'is_nan',
               'is_normal', 'is_qnan', 'is_signed', 'is_snan', 'is_subnormal', 'is_zero',
               'copy_abs', 'copy_negate', 'copy_decimal']
TWO_OPERANDS = ['add', 'subtract', 'multiply', 'divide', 'divide_int', 'divmod', 'remainder',
                'remainder_near', 'compare', 'compare_signal', 'compare_total',
                'compare_total_mag', 'copy_sign', 'logical_and', 'logical_or', 'logical_xor',
                'max', 'max_mag', 'min', 'min_mag', 'next_toward', 'quantize', 'rotate',
                'same_quantum', 'scaleb', 'shift']
DUNDERS = {'__reduce__', '__copy__', '__deepcopy__', '__round__', '__floor__', '__ceil__',
           '__complex__'}
_ROUNDINGS = {'ROUND_UP', 'ROUND_DOWN', 'ROUND_CEILING', 'ROUND_FLOOR', 'ROUND_HALF_UP',
              'ROUND_HALF_DOWN', 'ROUND_HALF_EVEN', 'ROUND_05UP'}


class methods:
    """What is added to Decimal."""

    exp = _exp
    ln = _ln
    log10 = _log10

    @classmethod
    def from_float(cls, f, /):
        """Class method that converts a float to a decimal number, exactly."""
        if isinstance(f, int):
            result = Decimal(f)
        elif isinstance(f, float):
            result = _from_float(f)
        else:
            raise TypeError("argument must be int or float")
        return result if cls is Decimal else cls(result)

    @classmethod
    def from_number(cls, number, /):
        """Class method that converts a real number to a decimal number, exactly."""
        if isinstance(number, (int, float)):
            return cls.from_float(number)
        if isinstance(number, Decimal):
            return number if cls is Decimal else cls(number)
        raise TypeError("Cannot convert %r to Decimal" % number)

    def as_tuple(self):
        """Return a tuple representation of the number."""
        from decimal import DecimalTuple
        return DecimalTuple(self._sign, tuple(map(int, self._int)), self._exp)

    def as_integer_ratio(self):
        """Return a pair of integers whose ratio is exactly equal to the number."""
        if not self.is_finite():
            if self.is_nan():
                raise ValueError("cannot convert NaN to integer ratio")
            raise OverflowError("cannot convert Infinity to integer ratio")
        if not self:
            return 0, 1
        n = -self._coefficient if self._sign else self._coefficient
        if self._exp >= 0:
            return n * 10 ** self._exp, 1
        from math import gcd
        d = 10 ** -self._exp
        common = gcd(n, d)
        return n // common, d // common

    def __reduce__(self):
        return self.__class__, (str(self),)

    def __copy__(self):
        return self if type(self) is Decimal else self.__class__(str(self))

    def __deepcopy__(self, memo):
        return self if type(self) is Decimal else self.__class__(str(self))

    def __complex__(self):
        return complex(float(self))

    def __floor__(self):
        return _whole(self, 'ROUND_FLOOR')

    def __ceil__(self):
        return _whole(self, 'ROUND_CEILING')

    def __round__(self, n=None):
        if n is None:
            return _whole(self, 'ROUND_HALF_EVEN')
        if not isinstance(n, int):
            raise TypeError("optional arg must be an integer")
        return self.quantize(_make(0, 1, -n))

    def canonical(self):
        return self

    def is_canonical(self):
        return True

    def conjugate(self):
        return self

    def radix(self):
        return Decimal(10)

    def is_normal(self, context=None):
        return self.is_finite() and bool(self) and _context(context).Emin <= self.adjusted()

    def is_subnormal(self, context=None):
        return self.is_finite() and bool(self) and self.adjusted() < _context(context).Emin

    def number_class(self, context=None):
        """Return a string describing the class of the operand."""
        if self.is_snan():
            return "sNaN"
        if self.is_qnan():
            return "NaN"
        sign = '-' if self._sign else '+'
        if self.is_infinite():
            return sign + "Infinity"
        if not self:
            return sign + "Zero"
        return sign + ("Subnormal" if self.is_subnormal(context) else "Normal")

    def to_eng_string(self, context=None):
        """Convert to an engineering-type string."""
        return self._text(True, _context(context).capitals)

    def compare(self, other, context=None):
        """Compare self to other. Return a decimal value."""
        context, other = _context(context), _other(other)
        if (nan := _nan(context, self, other)) is not None:
            return nan
        return Decimal(_order(self, other))

    def compare_signal(self, other, context=None):
        """Identical to compare, except that all NaNs signal."""
        context, other = _context(context), _other(other)
        if self.is_nan() or other.is_nan():
            _signal(context, INVALID)
            return _nan(_working(context.prec), self, other)
        return Decimal(_order(self, other))

    def compare_total(self, other, context=None):
        """Compare two operands using their abstract representation."""
        return Decimal(_total(self, _other(other)))

    def compare_total_mag(self, other, context=None):
        return Decimal(_total(self.copy_abs(), _other(other).copy_abs()))

    def copy_sign(self, other, context=None):
        """Return a copy of the first operand with the sign of the second."""
        return self.copy_abs() if not _other(other)._sign else self.copy_abs().copy_negate()

    def same_quantum(self, other, context=None):
        """Test whether self and other have the same exponent or whether both are NaN."""
        other = _other(other)
        if not (self.is_finite() and other.is_finite()):
            return self.is_nan() and other.is_nan() or self.is_infinite() and other.is_infinite()
        return self._exp == other._exp

    def fma(self, other, third, context=None):
        """Fused multiply-add: self*other+third with no rounding of the intermediate product."""
        context, other, third = _context(context), _other(other), _other(third)
        if self.is_nan() or other.is_nan():
            if (nan := _nan(context, *(v for v in (self, other, third) if v.is_snan()))) is not None:
                return nan
            return _nan(context, self, other)
        if not (self.is_finite() and other.is_finite()):
            product = _apply('multiply', self, other, context)
        else:
            product = _make(self._sign ^ other._sign, self._coefficient * other._coefficient,
                            self._exp + other._exp)
        return _apply('add', product, third, context)

    def normalize(self, context=None):
        """Strip trailing zeros; zeros become Decimal('0')."""
        context = _context(context)
        if (nan := _nan(context, self)) is not None:
            return nan
        result = _fix(self, context)
        if result.is_infinite():
            return result
        if not result:
            return _make(result._sign, 0, 0)
        highest = context.Etop() if context.clamp else context.Emax
        digits, exponent = result._int, result._exp
        zeros = min(len(digits) - len(digits.rstrip('0')), highest - exponent)
        return _make(result._sign, int(digits[:len(digits) - zeros] if zeros > 0 else digits),
                     exponent + max(zeros, 0))

    def to_integral_value(self, rounding=None, context=None):
        """Round to the nearest integer without signaling Inexact or Rounded."""
        context = _context(context)
        rounding = _check_rounding(rounding, context)
        if not self.is_finite():
            nan = _nan(context, self)
            return nan if nan is not None else self
        return self if self._exp >= 0 else _rescaled(self, 0, rounding)

    to_integral = to_integral_value

    def to_integral_exact(self, rounding=None, context=None):
        """Round to the nearest integer, signaling Inexact or Rounded."""
        context = _context(context)
        rounding = _check_rounding(rounding, context)
        if not self.is_finite():
            nan = _nan(context, self)
            return nan if nan is not None else self
        if self._exp >= 0:
            return self
        result = _rescaled(self, 0, rounding)
        if self:
            _signal(context, ROUNDED | (INEXACT if _order(self, result) else 0))
        return result

    def logb(self, context=None):
        """Return the adjusted exponent of the operand as a Decimal instance."""
        context = _context(context)
        if (nan := _nan(context, self)) is not None:
            return nan
        if self.is_infinite():
            return _signed_infinity(0)
        if not self:
            _signal(context, DIVISION_BY_ZERO)
            return _signed_infinity(1)
        return _fix(Decimal(self.adjusted()), context)

    def scaleb(self, other, context=None):
        """Return the first operand with the exponent adjusted by the second."""
        context, other = _context(context), _other(other)
        if (nan := _nan(context, self, other)) is not None:
            return nan
        limit = 2 * (context.Emax + context.prec)
        if not other.is_finite() or other._exp != 0 or not -limit <= int(other) <= limit:
            return _invalid(context)
        if self.is_infinite():
            return self
        return _fix(_make(self._sign, self._coefficient, self._exp + int(other)), context)

    def _shift_argument(self, other, context):
        if other.is_finite() and other._exp == 0 and -context.prec <= int(other) <= context.prec:
            return int(other)
        return None

    def shift(self, other, context=None):
        """Shift the digits: to the left for a positive second operand."""
        context, other = _context(context), _other(other)
        if (nan := _nan(context, self, other)) is not None:
            return nan
        count = self._shift_argument(other, context)
        if count is None:
            return _invalid(context)
        if self.is_infinite():
            return self
        digits = self._int.zfill(context.prec)[-context.prec:]
        digits = digits[:count] if count < 0 else (digits + '0' * count)[-context.prec:]
        return _make(self._sign, int(digits or '0'), self._exp)

    def rotate(self, other, context=None):
        """Rotate the digits: to the left for a positive second operand."""
        context, other = _context(context), _other(other)
        if (nan := _nan(context, self, other)) is not None:
            return nan
        count = self._shift_argument(other, context)
        if count is None:
            return _invalid(context)
        if self.is_infinite():
            return self
        digits = self._int.zfill(context.prec)[-context.prec:]
        return _make(self._sign, int(digits[count:] + digits[:count]), self._exp)

    def logical_invert(self, context=None):
        """Return the digit-wise inversion of the (logical) operand."""
        context = _context(context)
        return self.logical_xor(_make(0, int('1' * context.prec), 0), context)

    def logical_and(self, other, context=None):
        """Return the digit-wise 'and' of the two (logical) operands."""
        return _logical(self, other, context, lambda a, b: a & b)

    def logical_or(self, other, context=None):
        """Return the digit-wise 'or' of the two (logical) operands."""
        return _logical(self, other, context, lambda a, b: a | b)

    def logical_xor(self, other, context=None):
        """Return the digit-wise 'exclusive or' of the two (logical) operands."""
        return _logical(self, other, context, lambda a, b: a ^ b)

    def max(self, other, context=None):
        """Maximum of self and other; a number beats a quiet NaN."""
        return _extreme(self, other, context, 1, False)

    def min(self, other, context=None):
        """Minimum of self and other; a number beats a quiet NaN."""
        return _extreme(self, other, context, -1, False)

    def max_mag(self, other, context=None):
        """Similar to the max() method, but by absolute values."""
        return _extreme(self, other, context, 1, True)

    def min_mag(self, other, context=None):
        """Similar to the min() method, but by absolute values."""
        return _extreme(self, other, context, -1, True)

    def remainder_near(self, other, context=None):
        """Return the remainder from dividing self by other, nearest to zero."""
        context, other = _context(context), _other(other)
        if (nan := _nan(context, self, other)) is not None:
            return nan
        if self.is_infinite():
            return _invalid(context)
        if not other:
            _signal(context, INVALID | (2048 if not self else 0))
            return Decimal('NaN')
        if other.is_infinite():
            return _fix(self, context)
        ideal = min(self._exp, other._exp)
        if not self:
            return _fix(_make(self._sign, 0, ideal), context)
        gap = self.adjusted() - other.adjusted()
        if gap >= context.prec + 1:
            _signal(context, INVALID | 1024)
            return Decimal('NaN')
        if gap <= -2:
            return _fix(_make(self._sign, self._coefficient * 10 ** (self._exp - ideal), ideal), context)
        a = self._coefficient * 10 ** (self._exp - ideal)
        b = other._coefficient * 10 ** (other._exp - ideal)
        quotient, remainder = divmod(a, b)
        if 2 * remainder + (quotient & 1) > b:
            remainder -= b
            quotient += 1
        if quotient >= 10 ** context.prec:
            _signal(context, INVALID | 1024)
            return Decimal('NaN')
        sign = self._sign if remainder >= 0 else 1 - self._sign
        return _fix(_make(sign, abs(remainder), ideal), context)

    def next_minus(self, context=None):
        """Return the largest number smaller than the operand."""
        return _next(self, _context(context), 'ROUND_FLOOR')

    def next_plus(self, context=None):
        """Return the smallest number larger than the operand."""
        return _next(self, _context(context), 'ROUND_CEILING')

    def next_toward(self, other, context=None):
        """Return the number closest to the first operand in the direction of the second."""
        context, other = _context(context), _other(other)
        if (nan := _nan(context, self, other)) is not None:
            return nan
        order = _order(self, other)
        if order == 0:
            return self.copy_sign(other)
        result = _next(self, context, 'ROUND_CEILING' if order < 0 else 'ROUND_FLOOR')
        if result.is_infinite():
            _signal(context, OVERFLOW | INEXACT | ROUNDED)
        elif result.adjusted() < context.Emin:
            bits = UNDERFLOW | SUBNORMAL | INEXACT | ROUNDED
            _signal(context, bits | (CLAMPED if not result else 0))
        return result


for _name, _function in list(vars(methods).items()):
    if hasattr(_function, '__code__'):
        _function.__qualname__ = 'Decimal.' + _name


def _check_rounding(rounding, context):
    if rounding is None:
        return context.rounding
    if rounding not in _ROUNDINGS:
        context.copy().rounding = rounding      # raises
    return rounding


def _rescaled(value, exponent, rounding):
    work = _working(max(value.adjusted() - exponent + 2, 1), rounding)
    return value.quantize(_make(0, 1, exponent), rounding=rounding, context=work)


def _whole(value, rounding):
    if not value.is_finite():
        if value.is_nan():
            raise ValueError("cannot convert NaN to integer")
        raise OverflowError("cannot convert Infinity to integer")
    return int(value if value._exp >= 0 else _rescaled(value, 0, rounding))


def _total(a, b):
    """The total ordering of all Decimals, signs and NaNs included."""
    def kind(value):
        return 2 if value.is_qnan() else 1 if value.is_snan() else 0
    if a._sign != b._sign:
        return -1 if a._sign else 1
    sign = -1 if a._sign else 1
    if kind(a) or kind(b):
        if kind(a) != kind(b):
            return sign if kind(a) > kind(b) else -sign
        left, right = int(a._int or '0'), int(b._int or '0')
        return 0 if left == right else sign if left > right else -sign
    order = _order(a, b)
    if order or a.is_infinite():
        return order
    return 0 if a._exp == b._exp else sign if a._exp > b._exp else -sign


def _logical(a, b, context, combine):
    context, b = _context(context), _other(b)
    for value in (a, b):
        if value._sign or value._exp != 0 or value._int.strip('01'):
            return _invalid(context)
    digits = [str(combine(int(x), int(y))) for x, y in zip(
        a._int.zfill(context.prec)[-context.prec:], b._int.zfill(context.prec)[-context.prec:])]
    return _make(0, int(''.join(digits)), 0)


def _extreme(a, b, context, wanted, by_size):
    context, b = _context(context), _other(b)
    if a.is_nan() or b.is_nan():
        if a.is_qnan() and not b.is_nan():
            return _fix(b, context)
        if b.is_qnan() and not a.is_nan():
            return _fix(a, context)
        return _nan(context, a, b)
    order = _order(a.copy_abs(), b.copy_abs()) if by_size else _order(a, b)
    order = order or _total(a, b)
    return _fix(b if order == -wanted else a, context)


def _next(value, context, rounding):
    """The neighbour of a number above (ROUND_CEILING) or below."""
    if (nan := _nan(context, value)) is not None:
        return nan
    up = rounding == 'ROUND_CEILING'
    if value.is_infinite():
        if value._sign == (not up):
            return value
        return _make(value._sign, 10 ** context.prec - 1, context.Etop())
    work = context.copy()
    work._traps = 0
    work.rounding = rounding
    rounded = _fix(value, work)
    if _order(rounded, value) != 0 if rounded.is_finite() else True:
        return rounded
    return _apply('add', value, _make(not up, 1, context.Etiny() - 1), work)
