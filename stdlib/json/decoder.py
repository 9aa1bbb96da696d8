"""From JSON text to objects."""

import sys

from json import scanner
try:
    from _json import scanstring as c_scanstring
except ImportError:
    c_scanstring = None

__all__ = ['JSONDecoder', 'JSONDecodeError']

NaN = float('nan')
PosInf = float('inf')
NegInf = float('-inf')


class JSONDecodeError(ValueError):
    """Text that is not JSON: attributes msg, doc, pos, lineno, colno."""

    def __init__(self, msg, doc, pos):
        lineno = doc.count('\n', 0, pos) + 1
        colno = pos - doc.rfind('\n', 0, pos)
        errmsg = '%s: line %d column %d (char %d)' % (msg, lineno, colno, pos)
        ValueError.__init__(self, errmsg)
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


scanner.JSONDecodeError = JSONDecodeError
_CONSTANTS = {'-Infinity': NegInf, 'Infinity': PosInf, 'NaN': NaN}
_WHITESPACE = ' \t\n\r'


def _skip_whitespace(s, pos):
    end = len(s)
    while pos < end and s[pos] in _WHITESPACE:
        pos += 1
    return pos


_BACKSLASH = {'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n',
              'r': '\r', 't': '\t'}


def _hex4(s, pos):
    digits = s[pos:pos + 4]
    if len(digits) == 4 and digits[1] not in 'xX':
        try:
            return int(digits, 16)
        except ValueError:
            pass
    raise JSONDecodeError("Invalid \\uXXXX escape", s, pos - 1)


def _unicode_escape(s, pos):
    """The character whose hexadecimal digits are at `pos`, and the index behind it."""
    code = _hex4(s, pos)
    pos += 4
    if 0xd800 <= code <= 0xdbff and s[pos:pos + 2] == '\\u':
        low = _hex4(s, pos + 2)
        if 0xdc00 <= low <= 0xdfff:
            code = 0x10000 + ((code - 0xd800) << 10 | low - 0xdc00)
            pos += 6
    return chr(code), pos


def py_scanstring(s, end, strict=True):
    """The string whose opening quote is before `end`, and the index behind it."""
    if end > sys.maxsize:
        raise OverflowError("Python int too large to convert to C ssize_t")
    chunks = []
    begin = end - 1
    while True:
        start = end
        while end < len(s) and s[end] not in '"\\' and s[end] > '\x1f':
            end += 1
        chunks.append(s[start:end])
        if end >= len(s):
            raise JSONDecodeError("Unterminated string starting at", s, begin)
        char = s[end]
        if char == '"':
            return ''.join(chunks), end + 1
        end += 1
        if char != '\\':
            if strict:
                raise JSONDecodeError(f"Invalid control character {char!r} at", s, end - 1)
            chunks.append(char)
            continue
        if end >= len(s):
            raise JSONDecodeError("Unterminated string starting at", s, begin)
        escape = s[end]
        if escape == 'u':
            char, end = _unicode_escape(s, end + 1)
        elif escape in _BACKSLASH:
            char = _BACKSLASH[escape]
            end += 1
        else:
            raise JSONDecodeError(f"Invalid \\escape: {escape!r}", s, end)
        chunks.append(char)


scanstring = c_scanstring or py_scanstring


class JSONDecoder(object):
    """Makes objects of JSON: dict, list, str, int, float, True, False, None.

    `object_hook` gets each dict, `object_pairs_hook` each list of pairs, the
    `parse_` functions the text of numbers and constants; unless `strict`
    strings may contain control characters.
    """

    def __init__(self, *, object_hook=None, parse_float=None,
                 parse_int=None, parse_constant=None, strict=True,
                 object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant or _CONSTANTS.__getitem__
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook
        self.parse_string = scanstring
        self.memo = {}
        self.scan_once = scanner.make_scanner(self)

    def decode(self, s, _w=_skip_whitespace):
        """The object of a text that holds nothing else."""
        obj, end = self.raw_decode(s, idx=_w(s, 0))
        end = _w(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return obj

    def raw_decode(self, s, idx=0):
        """The object at `idx`, and the index behind it."""
        try:
            obj, end = self.scan_once(s, idx)
        except StopIteration as err:
            raise JSONDecodeError("Expecting value", s, err.value) from None
        return obj, end
