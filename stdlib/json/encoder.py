"""From objects to JSON text."""

try:
    from _json import encode_basestring as c_encode_basestring
    from _json import encode_basestring_ascii as c_encode_basestring_ascii
    from _json import make_encoder as c_make_encoder
except ImportError:
    c_encode_basestring = c_encode_basestring_ascii = c_make_encoder = None

INFINITY = float('inf')
_ESCAPES = {'\\': '\\\\', '"': '\\"', '\b': '\\b', '\f': '\\f', '\n': '\\n',
            '\r': '\\r', '\t': '\\t'}
for _code in range(0x20):
    _ESCAPES.setdefault(chr(_code), f'\\u{_code:04x}')


def py_encode_basestring(s):
    """A string as JSON."""
    return '"' + ''.join([_ESCAPES.get(c, c) for c in s]) + '"'


def _ascii(c):
    code = ord(c)
    if code < 0x7f:
        return _ESCAPES.get(c, c)
    if code < 0x10000:
        return f'\\u{code:04x}'
    code -= 0x10000
    return f'\\u{0xd800 | code >> 10:04x}\\u{0xdc00 | code & 0x3ff:04x}'


def py_encode_basestring_ascii(s):
    """A string as JSON, in ASCII characters only."""
    return '"' + ''.join([_ascii(c) for c in s]) + '"'


encode_basestring = c_encode_basestring or py_encode_basestring
encode_basestring_ascii = c_encode_basestring_ascii or py_encode_basestring_ascii


class JSONEncoder(object):
    """Makes JSON of dict, list, tuple, str, int, float, True, False, None.

    Other objects go through `default`.  `skipkeys` leaves keys out that JSON
    cannot have, `indent` puts every item on a line, `separators` is the pair
    between items and after keys.
    """

    item_separator = ', '
    key_separator = ': '

    def __init__(self, *, skipkeys=False, ensure_ascii=True,
                 check_circular=True, allow_nan=True, sort_keys=False,
                 indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ','
        if default is not None:
            self.default = default

    def default(self, o):
        """A replacement for an object that JSON does not have: for subclasses."""
        raise TypeError(f'Object of type {o.__class__.__name__} '
                        f'is not JSON serializable')

    def encode(self, o):
        """The JSON text of `o`."""
        if isinstance(o, str):
            if self.ensure_ascii:
                return encode_basestring_ascii(o)
            return encode_basestring(o)
        chunks = self.iterencode(o, _one_shot=True)
        if not isinstance(chunks, (list, tuple)):
            chunks = list(chunks)
        return ''.join(chunks)

    def iterencode(self, o, _one_shot=False):
        """Yield the JSON text of `o` in pieces."""
        markers = {} if self.check_circular else None
        _encoder = encode_basestring_ascii if self.ensure_ascii else encode_basestring
        if self.indent is None or isinstance(self.indent, str):
            indent = self.indent
        else:
            indent = ' ' * self.indent
        if _one_shot and c_make_encoder is not None:
            _iterencode = c_make_encoder(
                markers, self.default, _encoder, indent,
                self.key_separator, self.item_separator, self.sort_keys,
                self.skipkeys, self.allow_nan)
            return _iterencode(o, 0)
        return _Pieces(self, markers, _encoder, indent).of(o, 0)


def _float_text(o, allow_nan):
    if o != o:
        text = 'NaN'
    elif o == INFINITY:
        text = 'Infinity'
    elif o == -INFINITY:
        text = '-Infinity'
    else:
        return float.__repr__(o)
    if not allow_nan:
        raise ValueError('Out of range float values are not JSON compliant: ' + repr(o))
    return text


class _Pieces:
    """The generators behind iterencode()."""

    def __init__(self, encoder, markers, string, indent):
        self.markers = markers
        self.default = encoder.default
        self.string = string
        self.indent = indent
        self.item_separator = encoder.item_separator
        self.key_separator = encoder.key_separator
        self.sort_keys = encoder.sort_keys
        self.skipkeys = encoder.skipkeys
        self.allow_nan = encoder.allow_nan

    def atom(self, o):
        """The text of what contains nothing, None for everything else."""
        if isinstance(o, str):
            return self.string(o)
        if o is None:
            return 'null'
        if o is True:
            return 'true'
        if o is False:
            return 'false'
        if isinstance(o, int):
            # Subclasses such as IntEnum may have another repr.
            return int.__repr__(o)
        if isinstance(o, float):
            return _float_text(o, self.allow_nan)
        return None

    def of(self, o, level):
        text = self.atom(o)
        if text is not None:
            yield text
        elif isinstance(o, (list, tuple)):
            yield from self.list(o, level)
        elif isinstance(o, dict):
            yield from self.dict(o, level)
        else:
            self._enter(o)
            new = self.default(o)
            try:
                yield from self.of(new, level)
            except GeneratorExit:
                raise
            except BaseException as exc:
                exc.add_note(f'when serializing {type(o).__name__} object')
                raise
            self._leave(o)

    def _enter(self, o):
        if self.markers is not None:
            if id(o) in self.markers:
                raise ValueError("Circular reference detected")
            self.markers[id(o)] = o

    def _leave(self, o):
        if self.markers is not None:
            del self.markers[id(o)]

    def _newlines(self, level):
        if self.indent is None:
            return '', self.item_separator, ''
        inner = '\n' + self.indent * (level + 1)
        return inner, self.item_separator + inner, '\n' + self.indent * level

    def list(self, items, level):
        if not items:
            yield '[]'
            return
        self._enter(items)
        inner, separator, outer = self._newlines(level)
        before = '[' + inner
        for index, value in enumerate(items):
            try:
                text = self.atom(value)
                if text is not None:
                    yield before + text
                else:
                    yield before
                    yield from self.of(value, level + 1)
            except GeneratorExit:
                raise
            except BaseException as exc:
                exc.add_note(f'when serializing {type(items).__name__} item {index}')
                raise
            before = separator
        if outer:
            yield outer
        yield ']'
        self._leave(items)

    def key(self, key):
        if isinstance(key, str):
            return key
        if isinstance(key, float):
            return _float_text(key, self.allow_nan)
        if key is True:
            return 'true'
        if key is False:
            return 'false'
        if key is None:
            return 'null'
        if isinstance(key, int):
            return int.__repr__(key)
        if self.skipkeys:
            return None
        raise TypeError(f'keys must be str, int, float, bool or None, '
                        f'not {key.__class__.__name__}')

    def dict(self, mapping, level):
        if not mapping:
            yield '{}'
            return
        self._enter(mapping)
        yield '{'
        inner, separator, outer = self._newlines(level)
        first = True
        items = sorted(mapping.items()) if self.sort_keys else mapping.items()
        for key, value in items:
            name = self.key(key)
            if name is None:
                continue
            before = inner if first else separator
            if before:
                yield before
            yield self.string(name)
            yield self.key_separator
            first = False
            try:
                text = self.atom(value)
                if text is not None:
                    yield text
                else:
                    yield from self.of(value, level + 1)
            except GeneratorExit:
                raise
            except BaseException as exc:
                exc.add_note(f'when serializing {type(mapping).__name__} item {key!r}')
                raise
        if not first and outer:
            yield outer
        yield '}'
        self._leave(mapping)
