"""exp, ln, log10 and powers of Decimals, over ints: a number x is given as x * 10**places."""

from _decimal import Decimal, _apply, _apply_one, _fix, _make, _signal
from _decimal_basics import (INEXACT, ROUNDED, _context, _invalid, _nan, _other, _rounded_even,
                             _signed_infinity, _working)


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
