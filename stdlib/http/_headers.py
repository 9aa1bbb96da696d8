"""Header fields of HTTP messages: reading them, and the object that holds them."""

_MAXLINE = 65536
_MAXHEADERS = 100


class HTTPException(Exception):
    """Whatever is wrong with a message of HTTP."""


class LineTooLong(HTTPException):
    def __init__(self, line_type):
        super().__init__('got more than %d bytes when reading %s' % (_MAXLINE, line_type))


def _read_headers(fp):
    """The lines up to the empty one, that included."""
    headers = []
    while True:
        line = fp.readline(_MAXLINE + 1)
        if len(line) > _MAXLINE:
            raise LineTooLong('header line')
        headers.append(line)
        if len(headers) > _MAXHEADERS:
            raise HTTPException(f'got more than {_MAXHEADERS} headers')
        if line in (b'\r\n', b'\n', b''):
            return headers


def parse_headers(fp, _class=None):
    """The header fields at the start of a binary file."""
    message = (_class or HTTPMessage)()
    for line in _read_headers(fp):
        text = line.decode('iso-8859-1').rstrip('\r\n')
        if text[:1] in (' ', '\t') and message._fields:
            # The value goes on.
            name, value = message._fields[-1]
            message._fields[-1] = (name, f'{value}\r\n{text}')
            continue
        name, colon, value = text.partition(':')
        if colon and name and name == name.strip():
            message._fields.append((name, value.lstrip(' \t')))
        elif text:
            message.defects.append(text)
    return message


def _unfold(value):
    return ' '.join(part.strip() for part in value.splitlines()) if '\n' in value else value


def _split_parameters(value):
    """At semicolons that are not within quotes."""
    parts, start, quoted, escaped = [], 0, False, False
    for index, char in enumerate(value):
        if escaped:
            escaped = False
        elif quoted and char == '\\':
            escaped = True
        elif char == '"':
            quoted = not quoted
        elif char == ';' and not quoted:
            parts.append(value[start:index].strip())
            start = index + 1
    parts.append(value[start:].strip())
    return parts


def _unquote(value):
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1].replace('\\\\', '\\').replace('\\"', '"')
    return value


class HTTPMessage:
    """Header fields in their order; a name may stand more than once, in any case.

    Subscripts give the first field of a name, None if there is none.
    """

    def __init__(self):
        self._fields = []
        self.defects = []

    def __len__(self):
        return len(self._fields)

    def __iter__(self):
        return iter(self.keys())

    def __contains__(self, name):
        name = name.lower()
        return any(key.lower() == name for key, _ in self._fields)

    def __getitem__(self, name):
        return self.get(name)

    def __setitem__(self, name, value):
        """Add a field; those of the same name stay."""
        self._fields.append((name, str(value)))

    def __delitem__(self, name):
        name = name.lower()
        self._fields = [field for field in self._fields if field[0].lower() != name]

    def get(self, name, failobj=None):
        """The first value of a field."""
        name = name.lower()
        for key, value in self._fields:
            if key.lower() == name:
                return _unfold(value)
        return failobj

    def get_all(self, name, failobj=None):
        """All values of a field in a list."""
        name = name.lower()
        return [_unfold(value) for key, value in self._fields
                if key.lower() == name] or failobj

    def keys(self):
        return [key for key, _ in self._fields]

    def values(self):
        return [_unfold(value) for _, value in self._fields]

    def items(self):
        return [(key, _unfold(value)) for key, value in self._fields]

    def add_header(self, name, value, /, **parameters):
        """Add a field with parameters; underscores in their names become dashes."""
        parts = [] if value is None else [value]
        for key, parameter in parameters.items():
            key = key.replace('_', '-')
            parts.append(key if parameter is None else f'{key}="{parameter}"')
        self[name] = '; '.join(parts)

    def replace_header(self, name, value):
        """Give the first field of a name another value, in its place."""
        lower = name.lower()
        for index, (key, _) in enumerate(self._fields):
            if key.lower() == lower:
                self._fields[index] = (key, str(value))
                return
        raise KeyError(name)

    def get_params(self, failobj=None, header='content-type', unquote=True):
        """The parts of a field as pairs; what stands first has the value ''."""
        value = self.get(header)
        if value is None:
            return failobj
        pairs = []
        for part in _split_parameters(value):
            name, _, content = part.partition('=')
            content = content.strip()
            pairs.append((name.strip(), _unquote(content) if unquote else content))
        return pairs

    def get_param(self, param, failobj=None, header='content-type', unquote=True):
        """One parameter of a field."""
        for name, value in self.get_params((), header, unquote):
            if name.lower() == param.lower():
                return value
        return failobj

    def get_content_type(self):
        """The type of the content without parameters, text/plain if it is not said."""
        value = self.get('content-type')
        if value is None:
            return self.get_default_type()
        kind = _split_parameters(value)[0].lower()
        return kind if kind.count('/') == 1 else 'text/plain'

    def get_default_type(self):
        return 'text/plain'

    def get_content_maintype(self):
        return self.get_content_type().split('/')[0]

    def get_content_subtype(self):
        return self.get_content_type().split('/')[1]

    def get_content_charset(self, failobj=None):
        """The parameter charset, in lower case."""
        charset = self.get_param('charset')
        return failobj if charset is None else charset.lower()

    def as_string(self):
        return ''.join(f'{key}: {value}\n' for key, value in self._fields) + '\n'

    __str__ = as_string

    def as_bytes(self):
        return self.as_string().encode('iso-8859-1')

    __bytes__ = as_bytes
