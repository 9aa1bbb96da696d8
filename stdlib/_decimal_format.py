"""Format specifications of Decimals."""

import re

from _decimal import Decimal, getcontext
from decimal import Context

_SPEC = re.compile(r"""
    (?:(?P<fill>.)?(?P<align>[<>=^]))?
    (?P<sign>[-+ ])?
    (?P<no_neg_0>z)?
    (?P<alt>\#)?
    (?P<zeropad>0)?
    (?P<minimumwidth>\d+)?
    (?P<thousands_sep>[,_])?
    (?:\.(?P<precision>\d*)(?P<frac_separators>[,_])?)?
    (?P<type>[eEfFgGn%])?
    \Z""", re.VERBOSE | re.DOTALL)


class _Spec:
    """A format specification, taken apart."""

    def __init__(self, text):
        found = _SPEC.match(text)
        if found is None:
            raise ValueError("invalid format string")
        self.fill = found['fill']
        self.align = found['align']
        self.sign = found['sign'] or '-'
        self.no_negative_zero = bool(found['no_neg_0'])
        self.alternate = bool(found['alt'])
        if found['zeropad']:
            if self.align is None:
                self.fill, self.align = '0', '='
            elif self.fill is None:
                self.fill = '0'
        self.fill = self.fill or ' '
        self.align = self.align or '>'
        self.width = int(found['minimumwidth'] or 0)
        self.separator = found['thousands_sep'] or ''
        precision = found['precision']
        if precision == '':
            raise ValueError("invalid format string")
        self.precision = None if precision is None else int(precision)
        self.type = found['type']
        self.point, self.grouping = '.', [3]
        if self.precision == 0 and (self.type is None or self.type in 'gGn'):
            self.precision = 1
        if self.type == 'n':
            self._localize()

    def _localize(self):
        import locale
        if self.separator:
            raise ValueError("invalid format string")
        conventions = locale.localeconv()
        self.type = 'g'
        self.separator = conventions['thousands_sep']
        self.grouping = conventions['grouping']
        self.point = conventions['decimal_point']


def _group(digits, spec, least=0):
    """Digits with separators, filled up with zeros to a least width."""
    separator, sizes = spec.separator, list(spec.grouping)
    if not separator or not sizes:
        return digits.rjust(least, '0')
    groups = []
    size = sizes[0]
    index = 0
    while digits or least > 0:
        if index < len(sizes):
            if sizes[index] == 127:
                size = max(len(digits), least, 1)
            elif sizes[index] != 0:
                size = sizes[index]
            index += 1
        wanted = min(max(len(digits), least, 1), size)
        groups.append(digits[-wanted:].rjust(wanted, '0') if digits else '0' * wanted)
        digits = digits[:-wanted]
        least -= wanted + len(separator)
        if not digits and least <= 0:
            break
    return separator.join(reversed(groups))


def _sign(negative, spec):
    if negative:
        return '-'
    return spec.sign if spec.sign in ' +' else ''


def _aligned(sign, body, spec):
    room = spec.width - len(sign) - len(body)
    padding = spec.fill * room
    if spec.align == '<':
        return sign + body + padding
    if spec.align == '>':
        return padding + sign + body
    if spec.align == '=':
        return sign + padding + body
    half = len(padding) // 2
    return padding[:half] + sign + body + padding[half:]


def _rounded(value, spec, rounding):
    """The value with the digits that the specification asks for."""
    if spec.precision is None:
        return value
    if spec.type in 'eE':
        return _to_digits(value, spec.precision + 1, rounding)
    if spec.type in 'fF%':
        return _to_exponent(value, -spec.precision, rounding)
    if len(value._int) > spec.precision:
        return _to_digits(value, spec.precision, rounding)
    return value


def _wide(digits, rounding):
    return Context(prec=max(digits, 1), rounding=rounding, Emin=-999999999999999999,
                   Emax=999999999999999999, capitals=1, clamp=0, flags=[], traps=[])


def _to_exponent(value, exponent, rounding):
    digits = max(value.adjusted() - exponent + 2, 1)
    return value.quantize(Decimal((0, (1,), exponent)), rounding=rounding,
                          context=_wide(digits, rounding))


def _to_digits(value, digits, rounding):
    if not value:
        return value
    exponent = value.adjusted() + 1 - digits
    result = _to_exponent(value, exponent, rounding)
    if result.adjusted() != value.adjusted():
        result = _to_exponent(value, exponent + 1, rounding)
    return result


def format_decimal(self, specifier, _localeconv=None):
    """Default object formatter."""
    if not isinstance(specifier, str):
        raise TypeError(f"format argument must be str, not {type(specifier).__name__}")
    spec = _Spec(specifier)
    if not self.is_finite():
        body = self._text(False, True).lstrip('-')
        if spec.type == '%':
            body += '%'
        if spec.fill == '0' and spec.align == '=':
            spec.fill, spec.align = ' ', '>'
        return _aligned(_sign(self._sign, spec), body, spec)
    context = getcontext()
    if spec.type is None:
        spec.type = 'gG'[context.capitals]
    value = self
    if spec.type == '%':
        value = Decimal((value._sign, tuple(map(int, value._int)), value._exp + 2))
    value = _rounded(value, spec, context.rounding)
    if not value and value._exp > 0 and spec.type in 'fF%':
        value = Decimal((value._sign, (0,), 0))
    negative = value._sign
    if not value and spec.no_negative_zero:
        negative = 0
    digits, exponent = value._int, value._exp
    left = exponent + len(digits)
    if spec.type in 'eE':
        if not value and spec.precision is not None:
            point = 1 - spec.precision
        else:
            point = 1
    elif spec.type in 'fF%':
        point = left
    elif exponent <= 0 and left > -6:
        point = left
    else:
        point = 1
    if point < 0:
        whole, fraction = '0', '0' * -point + digits
    elif point > len(digits):
        whole, fraction = digits + '0' * (point - len(digits)), ''
    else:
        whole, fraction = digits[:point] or '0', digits[point:]
    power = left - point
    return _assembled(negative, whole, fraction, power, spec)


def _assembled(negative, whole, fraction, power, spec):
    sign = _sign(negative, spec)
    tail = spec.point + fraction if fraction or spec.alternate else ''
    if power != 0 or spec.type in 'eE':
        tail += f"{ {'E': 'E', 'e': 'e', 'G': 'E', 'g': 'e'}[spec.type]}{power:+}"
    if spec.type == '%':
        tail += '%'
    least = 0
    if spec.fill == '0' and spec.align == '=':
        least = spec.width - len(tail) - len(sign)
    return _aligned(sign, _group(whole, spec, least) + tail, spec)
