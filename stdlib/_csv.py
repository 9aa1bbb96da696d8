"""Readers and writers of comma-separated values."""

__all__ = ["Dialect", "Error", "field_size_limit", "get_dialect", "list_dialects", "reader",
           "register_dialect", "unregister_dialect", "writer"]

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE, QUOTE_STRINGS, QUOTE_NOTNULL = range(6)

_dialects = {}
_field_limit = 131072


class Error(Exception):
    """Data or a dialect that makes no sense."""


Error.__module__ = '_csv'

_DEFAULTS = {'delimiter': ',', 'doublequote': True, 'escapechar': None, 'lineterminator': '\r\n',
             'quotechar': '"', 'quoting': QUOTE_MINIMAL, 'skipinitialspace': False, 'strict': False}


class Dialect:
    """The checked parameters of a format."""

    __slots__ = tuple('_' + name for name in _DEFAULTS)

    def __new__(cls, dialect=None, **parameters):
        if isinstance(dialect, str):
            dialect = get_dialect(dialect)
        unknown = parameters.keys() - _DEFAULTS.keys()
        if unknown:
            raise TypeError(f"this function got an unexpected keyword argument {min(unknown)!r}")
        if type(dialect) is cls and not parameters:
            return dialect
        self = object.__new__(cls)
        chosen = {}
        for name, default in _DEFAULTS.items():
            chosen[name] = parameters.get(name, getattr(dialect, name, default))
        given_quoting = 'quoting' in parameters or hasattr(dialect, 'quoting')
        if chosen['quotechar'] is None and not given_quoting:
            chosen['quoting'] = QUOTE_NONE
        _check(chosen)
        for name, value in chosen.items():
            object.__setattr__(self, '_' + name, value)
        return self

    def __setattr__(self, name, value):
        raise AttributeError(f"attribute {name!r} of '_csv.Dialect' objects is not writable")

    def __delattr__(self, name):
        raise AttributeError(f"attribute {name!r} of '_csv.Dialect' objects is not writable")

    def __reduce_ex__(self, protocol):
        raise TypeError(f"cannot pickle {type(self).__name__!r} object")


for _name in _DEFAULTS:
    setattr(Dialect, _name, property(lambda self, _slot='_' + _name: getattr(self, _slot)))
del _name


def _check(chosen):
    for name in ('doublequote', 'skipinitialspace', 'strict'):
        chosen[name] = bool(chosen[name])
    for name in ('delimiter', 'quotechar', 'escapechar'):
        _check_character(name, chosen[name])
    quoting = chosen['quoting']
    if type(quoting) is not int:
        raise TypeError('"quoting" must be an integer, not %s' % type(quoting).__name__)
    if not 0 <= quoting <= 5:
        raise TypeError('bad "quoting" value')
    if quoting != QUOTE_NONE and chosen['quotechar'] is None:
        raise TypeError('quotechar must be set if quoting enabled')
    terminator = chosen['lineterminator']
    if not isinstance(terminator, str):
        raise TypeError('"lineterminator" must be a string, not %s' % type(terminator).__name__)
    roles = [(name, chosen[name]) for name in ('delimiter', 'escapechar', 'quotechar')]
    for name, value in roles:
        if value is None:
            continue
        if value in '\r\n' or (value == ' ' and name != 'delimiter' and chosen['skipinitialspace']):
            raise ValueError(f'bad {name} value')
        if value == ' ' and name == 'delimiter' and chosen['skipinitialspace']:
            raise ValueError('bad delimiter value')
        if value in terminator:
            raise ValueError(f'bad {name} or lineterminator value')
    for index, (name, value) in enumerate(roles):
        for other, its in roles[index + 1:]:
            if value is not None and value == its:
                raise ValueError(f'bad {name} or {other} value')


def _check_character(name, value):
    if value is None and name != 'delimiter':
        return
    what = 'a unicode character' if name == 'delimiter' else 'a unicode character or None'
    if not isinstance(value, str):
        raise TypeError(f'"{name}" must be {what}, not {type(value).__name__}')
    if len(value) != 1:
        raise TypeError(f'"{name}" must be {what}, not a string of length {len(value)}')


def register_dialect(name, /, dialect=None, **parameters):
    """Give a dialect a name."""
    if not isinstance(name, str):
        raise TypeError("dialect name must be a string")
    _dialects[name] = Dialect(dialect, **parameters)


def unregister_dialect(name):
    """Forget a dialect's name."""
    if _dialects.pop(name, None) is None:
        raise Error("unknown dialect")


def get_dialect(name):
    """The dialect with this name."""
    try:
        return _dialects[name]
    except KeyError:
        raise Error("unknown dialect") from None


def list_dialects():
    """The names of all dialects."""
    return list(_dialects)


_unset = object()


def field_size_limit(new_limit=_unset, /):
    """The longest field that readers accept; sets it too."""
    global _field_limit
    old = _field_limit
    if new_limit is not _unset:
        if not isinstance(new_limit, int):
            raise TypeError("limit must be an integer")
        _field_limit = new_limit
    return old


# Where the reader is: before a row or field, in one of three kinds of field, behind a character that
# escapes, behind a quote that may end a field, or behind a line's end,
# that was escaped or not.
(_START_ROW, _START_FIELD, _ESCAPED, _IN_FIELD, _IN_QUOTES, _ESCAPED_IN_QUOTES, _QUOTE_IN_QUOTES,
 _LINE_END, _ESCAPED_LINE_END) = range(9)


class _Reader:
    """Gives the rows of an iterable of lines, as lists of str."""

    def __init__(self, iterator, dialect):
        self._lines = iter(iterator)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        self._row, self._field = [], []
        self._state, self._quoted = _START_ROW, False
        while True:
            try:
                line = next(self._lines)
            except StopIteration:
                if self._field or self._state in (_IN_QUOTES, _ESCAPED, _ESCAPED_IN_QUOTES,
                                                  _ESCAPED_LINE_END):
                    if self.dialect.strict:
                        raise Error("unexpected end of data") from None
                    self._save()
                    return self._row
                raise
            if not isinstance(line, str):
                raise Error("iterator should return strings, not %s (the file should be opened in "
                            "text mode)" % type(line).__name__)
            self.line_num += 1
            for character in line:
                self._step(character)
            self._step(None)
            if self._state == _START_ROW:
                return self._row

    def _save(self):
        text = ''.join(self._field)
        self._field = []
        quoting = self.dialect.quoting
        if not self._quoted:
            if text == '' and quoting in (QUOTE_NOTNULL, QUOTE_STRINGS):
                text = None
            elif text and quoting in (QUOTE_NONNUMERIC, QUOTE_STRINGS):
                text = float(text)
            elif quoting == QUOTE_NONNUMERIC:
                text = float(text) if text else text
        self._quoted = False
        self._row.append(text)

    def _add(self, character):
        if len(self._field) >= _field_limit:
            raise Error("field larger than field limit (%d)" % _field_limit)
        self._field.append(character)

    def _end_of_field(self, character):
        # Whether the character (None: the line's end) ends a field that is not in quotes.
        if character is None or character in '\r\n':
            self._save()
            self._state = _START_ROW if character is None else _LINE_END
        elif character == self.dialect.delimiter:
            self._save()
            self._state = _START_FIELD
        else:
            return False
        return True

    def _step(self, character):
        _STEPS[self._state](self, character)

    def _start_row(self, character):
        if character is None:
            return
        if character in '\r\n':
            self._state = _LINE_END
            return
        self._start_field(character)

    def _start_field(self, character):
        dialect = self.dialect
        if self._end_of_field(character):
            return
        if character == dialect.quotechar and dialect.quoting != QUOTE_NONE:
            self._quoted = True
            self._state = _IN_QUOTES
        elif character == dialect.escapechar:
            self._state = _ESCAPED
        elif character == ' ' and dialect.skipinitialspace:
            self._state = _START_FIELD
        else:
            self._add(character)
            self._state = _IN_FIELD

    def _escaped(self, character):
        # An escaped line's end is part of the field.
        self._add('\n' if character is None else character)
        at_end = character is not None and character in '\r\n'
        self._state = _ESCAPED_LINE_END if at_end else _IN_FIELD

    def _escaped_line_end(self, character):
        # The row goes on in the next line.
        if character is not None:
            self._state = _IN_FIELD
            self._in_field(character)

    def _in_field(self, character):
        if self._end_of_field(character):
            return
        if character == self.dialect.escapechar:
            self._state = _ESCAPED
        else:
            self._add(character)

    def _in_quotes(self, character):
        dialect = self.dialect
        if character is None:
            return
        if character == dialect.escapechar:
            self._state = _ESCAPED_IN_QUOTES
        elif character == dialect.quotechar:
            self._state = _QUOTE_IN_QUOTES if dialect.doublequote else _IN_FIELD
        else:
            self._add(character)

    def _escaped_in_quotes(self, character):
        self._add('\n' if character is None else character)
        self._state = _IN_QUOTES

    def _quote_in_quotes(self, character):
        dialect = self.dialect
        if character is not None and character == dialect.quotechar:
            self._add(character)
            self._state = _IN_QUOTES
        elif self._end_of_field(character):
            pass
        elif dialect.strict:
            raise Error("'%s' expected after '%s'" % (dialect.delimiter, dialect.quotechar))
        else:
            self._add(character)
            self._state = _IN_FIELD

    def _line_end(self, character):
        if character is None:
            self._state = _START_ROW
        elif character not in '\r\n':
            raise Error("new-line character seen in unquoted field - do you need to open the file "
                        "with newline=''?")


_STEPS = (_Reader._start_row, _Reader._start_field, _Reader._escaped, _Reader._in_field,
          _Reader._in_quotes, _Reader._escaped_in_quotes, _Reader._quote_in_quotes, _Reader._line_end,
          _Reader._escaped_line_end)


def reader(iterator, /, dialect=None, **parameters):
    """A reader of rows."""
    if type(dialect) is not Dialect or parameters:
        dialect = Dialect(dialect, **parameters)
    return _Reader(iterator, dialect)


class _Writer:
    """Writes rows to whatever has a write()."""

    def __init__(self, write, dialect):
        self._write = write
        self.dialect = dialect

    def writerow(self, row, /):
        """Write a row: any iterable."""
        try:
            values = iter(row)
        except TypeError:
            raise Error("iterable expected, not %s" % type(row).__name__) from None
        values = list(values)
        fields = [self._format(value, len(values) == 1) for value in values]
        return self._write(self.dialect.delimiter.join(fields) + self.dialect.lineterminator)

    def writerows(self, rows, /):
        """Write several rows."""
        for row in rows:
            self.writerow(row)

    def _format(self, value, alone):
        dialect = self.dialect
        quoting = dialect.quoting
        text = '' if value is None else str(value)
        quoted = (quoting == QUOTE_ALL
                  or quoting == QUOTE_NONNUMERIC and not isinstance(value, (int, float))
                  or quoting == QUOTE_STRINGS and isinstance(value, str)
                  or quoting == QUOTE_NOTNULL and value is not None)
        special = {dialect.delimiter, dialect.escapechar, dialect.quotechar, '\r', '\n',
                   *dialect.lineterminator}
        parts = []
        for character in text:
            escape = False
            if character in special:
                if quoting == QUOTE_NONE:
                    escape = True
                elif character == dialect.quotechar and dialect.doublequote:
                    parts.append(character)
                elif character in (dialect.quotechar, dialect.escapechar):
                    escape = True
                if not escape:
                    quoted = True
            if escape:
                if dialect.escapechar is None:
                    raise Error("need to escape, but no escapechar set")
                parts.append(dialect.escapechar)
            parts.append(character)
        if not text and alone or text.startswith(' ') and dialect.delimiter == ' ':
            # An empty row would be none at all.
            if quoting == QUOTE_NONE or (value is None and quoting in (QUOTE_STRINGS, QUOTE_NOTNULL)):
                raise Error("single empty field record must be quoted")
            quoted = True
        body = ''.join(parts)
        return dialect.quotechar + body + dialect.quotechar if quoted else body


def writer(fileobj, /, dialect=None, **parameters):
    """A writer of rows."""
    write = getattr(fileobj, 'write', None)
    if not callable(write):
        raise TypeError('argument 1 must have a "write" method')
    return _Writer(write, Dialect(dialect, **parameters))
