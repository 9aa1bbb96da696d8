"""Operations on Decimals that are written in Python, over ints."""

from _decimal import (Decimal, _apply, _apply_one, _fix, _from_float, _make, _order,
                      _signal, getcontext)
from decimal import Context

CLAMPED, DIVISION_BY_ZERO, INEXACT, OVERFLOW, ROUNDED, UNDERFLOW, INVALID, SUBNORMAL = (
    1, 2, 4, 8, 16, 32, 64, 128)

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


# --- Logarithms and powers, by integers: a number x is given as x * 10**places.

def _exp_int(x, places):
    """exp of x / 10**places, times 10**places, within a few units."""
    one = 10 ** places
    # exp(x) = exp(x / 2**halvings) ** (2**halvings)
    halvings = max(0, x.bit_length() - (one.bit_length()) + 8)
    extra = halvings // 3 + 6
    one *= 10 ** extra
    x = (x * 10 ** extra) >> halvings
    total = term = one
    n = 1
    while term:
        term = term * x // (one * n)
        total += term
        n += 1
        if abs(term) <= 1:
            break
    for _ in range(halvings):
        total = total * total // one
    return total // 10 ** extra


_ln10_digits = ''


def _ln_int(x, places):
    """ln of x / 10**places (x > 0), times 10**places, within a few units."""
    places += 8
    x *= 10 ** 8
    one = 10 ** places
    # ln(x) = ln(m) + k ln(2), m near 1; ln(m) = 2 atanh((m - 1) / (m + 1)) after square roots.
    k = x.bit_length() - one.bit_length()
    m = x >> k if k >= 0 else x << -k
    from math import isqrt
    roots = 0
    while abs(m - one) * 64 > one:
        m = isqrt(m * one)
        roots += 1
    result = _atanh2(m - one, m + one, one) << roots
    if k:
        result += k * _ln2(places)
    return _div_round(result, 10 ** 8)


def _atanh2(numerator, denominator, one):
    """2 atanh(numerator / denominator), times one."""
    if numerator < 0:
        return -_atanh2(-numerator, denominator, one)
    y = numerator * one // denominator
    square = y * y // one
    total, power, n = 0, y, 1
    while power:
        total += power // n
        power = power * square // one
        n += 2
    return 2 * total


_LN2 = {}


def _ln2(places):
    if places not in _LN2:
        if len(_LN2) > 20:
            _LN2.clear()
        one = 10 ** (places + 5)
        # ln 2 = 18 atanh(1/26) - 2 atanh(1/4801) + 8 atanh(1/8749)
        total = (9 * _atanh2(1, 26, one) - _atanh2(1, 4801, one) + 4 * _atanh2(1, 8749, one))
        _LN2[places] = total // 10 ** 5
    return _LN2[places]


def _ln10(places):
    return _ln_int(10 * 10 ** places, places)


def _div_round(a, b):
    quotient, remainder = divmod(a, b)
    return quotient + (2 * remainder >= b)


def _correctly_rounded(approximation, places, sign, context):
    """Rounds approximation(places), an int times 10**-places, once enough digits are known."""
    extra = 10
    while True:
        value = approximation(places + extra)
        unit = 10 ** (max(len(str(abs(value))) - context.prec - 3, 1))
        # The last digits are uncertain: they must not decide.
        if (value + 50) // unit == (value - 50) // unit or extra > 400:
            break
        extra *= 2
    digits = abs(value)
    # What was computed is never exact: make that visible to the rounding.
    if digits % 10 in (0, 5):
        digits += 1
    return _rounded_even(_make(sign, digits, -(places + extra)), context)


def _exp(self, context=None):
    """Return the value of the (natural) exponential function e**x at the given number."""
    context = _context(context)
    if (nan := _nan(context, self)) is not None:
        return nan
    if self.is_infinite():
        return Decimal(0) if self._sign else self
    if not self:
        return Decimal(1)
    precision = context.prec
    adjusted = self.adjusted()
    # Far outside the range of exponents: any number as far out gives the same result.
    limit = len(str((context.Emax + 1) * 3)) if not self._sign else len(
        str((-(context.Emin - precision + 1) + 1) * 3))
    if adjusted > limit:
        exponent = context.Emax + 1 if not self._sign else context.Emin - 2 * precision - 2
        return _rounded_even(_make(0, 1 if self._sign else 10 ** precision, exponent), context)
    if adjusted < -precision:
        # 1 + x, and nothing else is seen.
        digits = 10 ** (precision + 1) + (1 if not self._sign else -1)
        return _rounded_even(_make(0, digits, -(precision + 1)), context)

    def approximate(places):
        # exp(x) = 10**q * exp(x - q ln 10)
        work = places + max(adjusted, 0) + 4
        x = _shifted(self, work)
        q = x // _ln10(work) if adjusted >= 0 else 0
        rest = x - q * _ln10(work)
        return q, _exp_int(_div_round(rest, 10 ** (work - places)), places)

    extra = 10
    while True:
        places = precision + extra
        q, value = approximate(places)
        unit = 10 ** (extra - 2)
        if (value + 50) // unit == (value - 50) // unit or extra > 400:
            break
        extra *= 2
    if value % 10 in (0, 5):
        value += 1
    return _rounded_even(_make(0, value, q - places), context)


def _shifted(value, places):
    """value * 10**places, as an int."""
    digits = value._coefficient
    shift = value._exp + places
    digits = digits * 10 ** shift if shift >= 0 else digits // 10 ** -shift
    return -digits if value._sign else digits


def _log(value, places):
    """ln of a positive finite Decimal, times 10**places."""
    # value = m * 10**k with 1 <= m < 10
    k = value.adjusted()
    extra = len(str(abs(k))) + 3
    work = places + extra
    shift = work - (len(value._int) - 1)
    m = value._coefficient
    m = m * 10 ** shift if shift >= 0 else m // 10 ** -shift
    result = _ln_int(m, work) + (k * _ln10(work) if k else 0)
    return _div_round(result, 10 ** extra)


def _near_one(value):
    """How many places the logarithm of a number near 1 loses."""
    difference = _apply('subtract', value, Decimal(1), _working(len(value._int) + abs(value._exp) + 5))
    return max(0, -difference.adjusted()) if difference else 0


def _ln(self, context=None):
    """Return the natural (base e) logarithm of the operand."""
    context = _context(context)
    if (nan := _nan(context, self)) is not None:
        return nan
    if not self:
        return _signed_infinity(1)
    if self.is_infinite() and not self._sign:
        return self
    if self == 1:
        return Decimal(0)
    if self._sign:
        return _invalid(context)
    places = context.prec + 2
    if abs(self.adjusted()) <= 1:
        places += _near_one(self)
    negative = self < 1
    return _correctly_rounded(lambda places: _log(self, places), places, int(negative), context)


def _log10(self, context=None):
    """Return the base ten logarithm of the operand."""
    context = _context(context)
    if (nan := _nan(context, self)) is not None:
        return nan
    if not self:
        return _signed_infinity(1)
    if self.is_infinite() and not self._sign:
        return self
    if self._sign:
        return _invalid(context)
    if self._int[0] == '1' and not self._int[1:].strip('0'):
        return _fix(Decimal(self.adjusted()), context)
    places = context.prec + 2
    if abs(self.adjusted()) <= 1:
        places += _near_one(self)

    def approximate(places):
        return _log(self, places + 4) * 10 ** places // _ln10(places + 4)

    return _correctly_rounded(approximate, places, int(self < 1), context)


def _is_even(value):
    if value._exp > 0:
        return True
    return not value or int(value._int[-1 + value._exp] if -value._exp < len(value._int) else '0') % 2 == 0


def _is_integer(value):
    if not value.is_finite():
        return False
    if value._exp >= 0:
        return True
    return not value._int[value._exp:].strip('0') if value else True


def power(self, other, modulo=None, context=None):
    """self ** other, or with an int modulo."""
    context = _context(context)
    if modulo is not None:
        return _power_modulo(self, other, _other(modulo), context)
    if (nan := _nan(context, self, other)) is not None:
        return nan
    if not other:
        return _invalid(context) if not self else Decimal(1)
    sign = 0
    if self._sign:
        if _is_integer(other):
            sign = int(not _is_even(other))
        elif self:
            return _invalid(context)
        self = self.copy_negate()
    if not self:
        return _make(sign, 0, 0) if not other._sign else _signed_infinity(sign)
    if self.is_infinite():
        return _signed_infinity(sign) if not other._sign else _make(sign, 0, 0)
    if self == 1:
        return _power_of_one(other, sign, context)
    if other.is_infinite():
        grows = (other._sign == 0) == (self > 1)
        return _signed_infinity(sign) if grows else _make(sign, 0, 0)
    result = _power_exactly(self, other, context)
    if result is None:
        result = _power_inexactly(self, other, context)
        inexact = True
    else:
        inexact = False
    if sign:
        result = result.copy_negate()
    if not _is_integer(other) and not inexact and len(result._int) <= context.prec:
        # An exact result of an inexact kind of operation shows all its digits.
        digits = context.prec + 1 - len(result._int)
        result = _make(result._sign, result._coefficient * 10 ** digits, result._exp - digits)
        result = _rounded_even(result, context)
        _signal(context, INEXACT | ROUNDED)
        return result
    return _fix(result, context)


def _power_of_one(other, sign, context):
    if _is_integer(other):
        if other._sign:
            multiplier = 0
        elif other > context.prec:
            multiplier = context.prec
        else:
            multiplier = int(other)
        return _make(sign, 1, 0) if multiplier == 0 else _make(sign, 1, 0)
    _signal(context, INEXACT | ROUNDED)
    return _make(sign, 10 ** (context.prec - 1), 1 - context.prec)


def _power_exactly(base, exponent, context):
    """The exact power, if it is known to have few digits; None otherwise."""
    if not _is_integer(exponent):
        half = _apply('multiply', exponent, Decimal(2), _working(len(exponent._int) + 2))
        if _is_integer(half) and abs(half) < 1000:
            work = _working(2 * context.prec + 10)
            root = _apply_one('sqrt', base, work)
            if not work.flags_set(INEXACT):
                return _power_exactly(root, half, context)
        return None
    if exponent.adjusted() > 8:
        return None
    n = int(exponent)
    base_digits = int(base._int)
    zeros = len(base._int) - len(base._int.rstrip('0'))
    stripped = base_digits // 10 ** zeros
    if n > 0:
        if stripped != 1 and len(str(stripped)) * n > 2 * context.prec + 50:
            if (stripped.bit_length() - 1) * n * 0.30103 > context.prec + 3:
                return None
        if base._exp >= 0 or len(base._int) * n <= 4 * context.prec + 100:
            return _make(0, base_digits ** n, base._exp * n)
        return _make(0, stripped ** n, (base._exp + zeros) * n)
    # 1 / m**n is exact when m has no factors but 2 and 5.
    m = stripped
    twos = (m & -m).bit_length() - 1
    rest = m >> twos
    fives = 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1 or max(twos, fives) * -n > 4 * context.prec + 20:
        return None
    tens = max(twos, fives) * -n
    digits = 10 ** tens // m ** -n
    result = _make(0, digits, -tens + (base._exp + zeros) * n)
    return result if len(str(digits)) <= context.prec else None


def _power_inexactly(base, exponent, context):
    """exp(exponent * ln(base)), correctly rounded."""
    precision = context.prec
    bound = base.adjusted() if base.adjusted() else (-1 if base < 1 else 1)
    # |log10| of the result, roughly: far outside of the range nothing needs to be computed.
    logarithm = _ln(base, _working(10))
    size = _apply('multiply', exponent, logarithm, _working(10))
    if size.adjusted() > 25 or abs(size) > (context.Emax + precision + 10) * 3:
        if size._sign:
            return _make(0, 1, context.Emin - 2 * precision - 2)
        return _make(0, 10 ** precision, context.Emax + 1)
    extra = 6
    while True:
        digits = precision + extra + max(0, size.adjusted()) + 3
        work = _working(digits)
        product = _apply('multiply', exponent, _ln(base, work), work)
        result = _exp(product, _working(precision + extra))
        text = result._int[precision:]
        # Not near a tie nor near an exact result: further digits would not change the rounding.
        if text.strip('0') and text.strip('9') and text[:1] + text[1:].strip('0') != '5' \
                and not (text[0] == '4' and not text[1:-1].strip('9')) \
                and not (text[0] == '5' and not text[1:-1].strip('0')) or extra > 60:
            break
        extra *= 2
    digits = result._coefficient
    if digits % 10 in (0, 5):
        digits += 1
    return _make(0, digits, result._exp)


def _power_modulo(self, other, modulo, context):
    if (nan := _nan(context, self, other, modulo)) is not None:
        return nan
    if not (_is_integer(self) and _is_integer(other) and _is_integer(modulo)) or other._sign:
        return _invalid(context)
    if not modulo or modulo.adjusted() >= context.prec or (not other and not self):
        return _invalid(context)
    sign = self._sign if not _is_even(other) else 0
    result = pow(abs(int(self)), int(other), abs(int(modulo)))
    return _make(sign, result, 0)


Context.flags_set = lambda self, bits: bool(self._flags & bits)


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
