"""What depends on language and country: numbers, currencies, encodings."""

import sys

__all__ = ["getlocale", "getpreferredencoding", "Error", "setlocale", "localeconv",
           "strcoll", "strxfrm", "str", "atof", "atoi", "format_string", "currency",
           "normalize", "LC_CTYPE", "LC_COLLATE", "LC_TIME", "LC_MONETARY",
           "LC_NUMERIC", "LC_ALL", "CHAR_MAX", "getencoding", "LC_MESSAGES"]

from builtins import str as _builtin_str

try:
    from _locale import *
    from _locale import setlocale as _setlocale, localeconv as _localeconv
except ImportError:
    # Without the native half there is the locale "C" alone.
    CHAR_MAX = 127
    LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)
    Error = ValueError

    def _localeconv():
        return {'grouping': [127], 'currency_symbol': '', 'n_sign_posn': 127,
                'p_cs_precedes': 127, 'n_cs_precedes': 127, 'mon_grouping': [],
                'n_sep_by_space': 127, 'decimal_point': '.', 'negative_sign': '',
                'positive_sign': '', 'p_sep_by_space': 127, 'int_curr_symbol': '',
                'p_sign_posn': 127, 'thousands_sep': '', 'mon_thousands_sep': '',
                'frac_digits': 127, 'mon_decimal_point': '', 'int_frac_digits': 127}

    def _setlocale(category, value=None):
        if value not in (None, '', 'C'):
            raise Error('_locale emulation only supports "C" locale')
        return 'C'

    def strcoll(a, b):
        """Compare two strings: -1, 0 or 1."""
        return (a > b) - (a < b)

    def strxfrm(s):
        """A string to compare instead of `s`."""
        return s

    def getencoding():
        """The encoding of the locale."""
        return 'utf-8'

_override_localeconv = {}


def localeconv():
    """The conventions of the locale."""
    d = _localeconv()
    if _override_localeconv:
        d.update(_override_localeconv)
    return d


def setlocale(category, locale=None):
    """Set the locale of a category (or ask, without one); its name."""
    if locale and not isinstance(locale, _builtin_str):
        locale = normalize(_build_localename(locale))
    return _setlocale(category, locale)


def getlocale(category=LC_CTYPE):
    """(language, encoding) of a category."""
    localename = _setlocale(category)
    if category == LC_ALL and ';' in localename:
        raise TypeError('category LC_ALL is not supported')
    return _parse_localename(localename)


def getpreferredencoding(do_setlocale=True):
    """The encoding that text is likely to be in."""
    if sys.flags.utf8_mode:
        return 'utf-8'
    return getencoding()


_ENCODINGS = {'utf8': 'UTF-8', 'utf-8': 'UTF-8', 'utf_8': 'UTF-8',
              'latin1': 'ISO8859-1', 'latin-1': 'ISO8859-1', 'iso88591': 'ISO8859-1',
              'iso-8859-1': 'ISO8859-1', 'iso885915': 'ISO8859-15',
              'iso-8859-15': 'ISO8859-15', 'ascii': 'US-ASCII'}


def normalize(localename):
    """The usual spelling of a locale's name."""
    name, at, modifier = localename.partition('@')
    name, dot, encoding = name.partition('.')
    if name.lower() in ('c', 'posix'):
        return 'C.UTF-8' if encoding.lower() in ('utf8', 'utf-8') else 'C'
    language, underscore, territory = name.partition('_')
    if underscore:
        name = language.lower() + '_' + territory.upper()
    if encoding:
        name += '.' + _ENCODINGS.get(encoding.lower(), encoding)
    return name + at + modifier


def _parse_localename(localename):
    code = normalize(localename)
    modifier = ''
    if '@' in code:
        code, modifier = code.split('@', 1)
        if modifier == 'euro' and '.' not in code:
            return code, 'iso-8859-15'
    if '.' in code:
        code, encoding = code.split('.')[:2]
        if modifier:
            code += '@' + modifier
        return code, encoding
    if code == 'C':
        return None, None
    if '_' in code or len(code) == 2:
        return code, 'ISO8859-1'
    raise ValueError('unknown locale: %s' % localename)


def _build_localename(localetuple):
    try:
        language, encoding = localetuple
        if language is None:
            language = 'C'
        return language if encoding is None else language + '.' + encoding
    except (TypeError, ValueError):
        raise TypeError('Locale must be None, a string, or an iterable of two '
                        'strings -- language code, encoding.') from None


def getdefaultlocale(envvars=('LC_ALL', 'LC_CTYPE', 'LANG', 'LANGUAGE')):
    """Deprecated: (language, encoding) as the environment says."""
    import os
    import warnings
    warnings.warn("Use setlocale(), getencoding() and getlocale() instead",
                  DeprecationWarning, stacklevel=2)
    for variable in envvars:
        localename = os.environ.get(variable)
        if localename:
            if variable == 'LANGUAGE':
                localename = localename.split(':')[0]
            return _parse_localename(localename)
    return _parse_localename('C')


# --- numbers ----------------------------------------------------------------

def _grouping_intervals(grouping):
    last_interval = None
    for interval in grouping:
        if interval == CHAR_MAX:
            return
        if interval == 0:
            if last_interval is None:
                raise ValueError("invalid grouping")
            while True:
                yield last_interval
        yield interval
        last_interval = interval


def _group(s, monetary=False):
    conv = localeconv()
    thousands_sep = conv[monetary and 'mon_thousands_sep' or 'thousands_sep']
    grouping = conv[monetary and 'mon_grouping' or 'grouping']
    if not grouping:
        return s, 0
    if s[-1] == ' ':
        stripped = s.rstrip()
        right_spaces = s[len(stripped):]
        s = stripped
    else:
        right_spaces = ''
    left_spaces = ''
    groups = []
    for interval in _grouping_intervals(grouping):
        if not s or s[-1] not in "0123456789":
            left_spaces = s     # only a sign and blanks are left
            s = ''
            break
        groups.append(s[-interval:])
        s = s[:-interval]
    if s:
        groups.append(s)
    groups.reverse()
    return (left_spaces + thousands_sep.join(groups) + right_spaces,
            len(thousands_sep) * (len(groups) - 1))


def _localize(formatted, grouping=False, monetary=False):
    if '.' in formatted:
        seps = 0
        parts = formatted.split('.')
        if grouping:
            parts[0], seps = _group(parts[0], monetary=monetary)
        point = localeconv()[monetary and 'mon_decimal_point' or 'decimal_point']
        formatted = point.join(parts)
    else:
        seps = 0
        if grouping:
            formatted, seps = _group(formatted, monetary=monetary)
    # The separators take the place of padding.
    while seps and formatted.startswith(' '):
        formatted = formatted[1:]
        seps -= 1
    while seps and formatted.endswith(' '):
        formatted = formatted[:-1]
        seps -= 1
    return formatted


def format_string(f, val, grouping=False, monetary=False):
    """f % val, with numbers in the manner of the locale."""
    import re
    from collections.abc import Mapping
    percent = re.compile(r'%(?:\((?P<key>.*?)\))?'
                         r'(?P<modifiers>[-#0-9 +*.hlL]*?)[eEfFgGdiouxXcrs%]')
    percents = list(percent.finditer(f))
    new_f = percent.sub('%s', f)

    def one(spec, value):
        formatted = spec % value
        if spec[-1] in 'eEfFgGdiu':
            formatted = _localize(formatted, grouping, monetary)
        return formatted

    if isinstance(val, Mapping):
        new_val = ['%' if m.group()[-1] == '%' else one(m.group(), val)
                   for m in percents]
    else:
        if not isinstance(val, tuple):
            val = (val,)
        new_val = []
        i = 0
        for m in percents:
            if m.group()[-1] == '%':
                new_val.append('%')
            else:
                stars = m.group('modifiers').count('*')
                new_val.append(one(m.group(), val[i:i + 1 + stars]))
                i += 1 + stars
    return new_f % tuple(new_val)


def currency(val, symbol=True, grouping=False, international=False):
    """A value as money of the locale."""
    conv = localeconv()
    digits = conv[international and 'int_frac_digits' or 'frac_digits']
    if digits == 127:
        raise ValueError("Currency formatting is not possible using the 'C' locale.")
    s = _localize(f'{abs(val):.{digits}f}', grouping, monetary=True)
    s = '<' + s + '>'           # marks where a sign may go
    if symbol:
        smb = conv[international and 'int_curr_symbol' or 'currency_symbol']
        precedes = conv[val < 0 and 'n_cs_precedes' or 'p_cs_precedes']
        separated = conv[val < 0 and 'n_sep_by_space' or 'p_sep_by_space']
        if precedes:
            s = smb + (separated and ' ' or '') + s
        else:
            if international and smb[-1] == ' ':
                smb = smb[:-1]
            s = s + (separated and ' ' or '') + smb
    sign_pos = conv[val < 0 and 'n_sign_posn' or 'p_sign_posn']
    sign = conv[val < 0 and 'negative_sign' or 'positive_sign']
    if sign_pos == 0:
        s = '(' + s + ')'
    elif sign_pos == 2:
        s = s + sign
    elif sign_pos == 3:
        s = s.replace('<', sign)
    elif sign_pos == 4:
        s = s.replace('>', sign)
    else:
        s = sign + s
    return s.replace('<', '').replace('>', '')


def str(val):
    """A float as text, with the locale's decimal point."""
    return _localize("%.12g" % val)


def delocalize(string):
    """A number of the locale, written as Python does."""
    conv = localeconv()
    ts = conv['thousands_sep']
    if ts:
        string = string.replace(ts, '')
    dd = conv['decimal_point']
    if dd:
        string = string.replace(dd, '.')
    return string


def localize(string, grouping=False, monetary=False):
    """A number that Python wrote, in the manner of the locale."""
    return _localize(string, grouping, monetary)


def atof(string, func=float):
    """The number that a text of the locale stands for."""
    return func(delocalize(string))


def atoi(string):
    """The int that a text of the locale stands for."""
    return int(delocalize(string))
