"""Headers: a mapping view of a list of header fields."""


class Headers:
    """Wraps a list of (name, value); names are found in any case."""

    def __init__(self, headers=None):
        headers = [] if headers is None else headers
        if type(headers) is not list:
            raise TypeError("Headers should be a list of tuples")
        self._headers = headers
        for name, value in headers:
            self._text(name)
            self._text(value)

    def _text(self, value):
        if type(value) is str:
            return value
        raise AssertionError(f"Header names/values must be of type str (got {value!r})")

    def __len__(self):
        return len(self._headers)

    def __setitem__(self, name, val):
        """Set the value of a field, which stands last from now on."""
        del self[name]
        self._headers.append((self._text(name), self._text(val)))

    def __delitem__(self, name):
        name = self._text(name.lower())
        self._headers[:] = [field for field in self._headers if field[0].lower() != name]

    def __getitem__(self, name):
        """The first value of a field, None if there is none."""
        return self.get(name)

    def __contains__(self, name):
        return self.get(name) is not None

    def get_all(self, name):
        """All values of a field in a list."""
        name = self._text(name.lower())
        return [value for key, value in self._headers if key.lower() == name]

    def get(self, name, default=None):
        """The first value of a field."""
        name = self._text(name.lower())
        for key, value in self._headers:
            if key.lower() == name:
                return value
        return default

    def keys(self):
        return [key for key, _ in self._headers]

    def values(self):
        return [value for _, value in self._headers]

    def items(self):
        return self._headers[:]

    def __repr__(self):
        return f"{self.__class__.__name__}({self._headers!r})"

    def __str__(self):
        """The fields as they are sent, with the line that ends them."""
        return '\r\n'.join([f"{name}: {value}" for name, value in self._headers] + ['', ''])

    def __bytes__(self):
        return str(self).encode('iso-8859-1')

    def setdefault(self, name, value):
        """The first value of a field, which is added if there is none."""
        result = self.get(name)
        if result is None:
            self._headers.append((self._text(name), self._text(value)))
            return value
        return result

    def add_header(self, _name, _value, **_params):
        """Add a field with parameters; underscores in their names become dashes."""
        parts = []
        if _value is not None:
            parts.append(self._text(_value))
        for key, value in _params.items():
            key = self._text(key).replace('_', '-')
            if value is None:
                parts.append(key)
                continue
            value = self._text(value).replace('\\', '\\\\').replace('"', r'\"')
            parts.append(f'{key}="{value}"' if value else key)
        self._headers.append((self._text(_name), "; ".join(parts)))
