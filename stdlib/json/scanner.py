"""Finds JSON values in text: natively by `_json`, or as written here."""

try:
    from _json import make_scanner as c_make_scanner
except ImportError:
    c_make_scanner = None

__all__ = ['make_scanner']

JSONDecodeError = ValueError    # json.decoder puts its class here
_DIGITS = '0123456789'


class _Scanner:
    """One decoder's rules, and the keys that were met."""

    def __init__(self, context):
        self.context = context
        self.memo = context.memo

    def scan_once(self, string, idx):
        try:
            return self.value(string, idx)
        finally:
            self.memo.clear()

    def value(self, s, idx):
        if idx < 0:
            raise ValueError('idx cannot be negative')
        char = s[idx:idx + 1]
        if char == '"':
            return self.context.parse_string(s, idx + 1, self.context.strict)
        if char == '{':
            return self.object(s, idx + 1)
        if char == '[':
            return self.array(s, idx + 1)
        for name, value in (('null', None), ('true', True), ('false', False)):
            if s.startswith(name, idx):
                return value, idx + len(name)
        number = self.number(s, idx)
        if number is not None:
            return number
        for name in ('NaN', 'Infinity', '-Infinity'):
            if s.startswith(name, idx):
                return self.context.parse_constant(name), idx + len(name)
        raise StopIteration(idx)

    def number(self, s, start):
        end = start + (s[start:start + 1] == '-')
        first = s[end:end + 1]
        if not first or first not in _DIGITS:
            return None
        end = end + 1 if first == '0' else self.digits(s, end)
        whole = end
        if s[end:end + 1] == '.' and self.digits(s, end + 1) > end + 1:
            end = self.digits(s, end + 1)
        if s[end:end + 1] in ('e', 'E'):
            first = end + 1 + (s[end + 1:end + 2] in ('+', '-'))
            if self.digits(s, first) > first:
                end = self.digits(s, first)
        parse = self.context.parse_int if end == whole else self.context.parse_float
        return parse(s[start:end]), end

    def digits(self, s, end):
        while s[end:end + 1] and s[end] in _DIGITS:
            end += 1
        return end

    def error(self, message, s, idx):
        return JSONDecodeError(message, s, idx)

    def skip(self, s, idx):
        while s[idx:idx + 1] and s[idx] in ' \t\n\r':
            idx += 1
        return idx

    def item(self, s, idx):
        try:
            return self.value(s, idx)
        except StopIteration as err:
            raise self.error("Expecting value", s, err.value) from None

    def after_item(self, s, idx, close, kind):
        """Whether the container ends, and the index of what follows."""
        idx = self.skip(s, idx)
        char = s[idx:idx + 1]
        if char == close:
            return True, idx + 1
        if char != ',':
            raise self.error("Expecting ',' delimiter", s, idx)
        following = self.skip(s, idx + 1)
        if s[following:following + 1] == close:
            raise self.error(f"Illegal trailing comma before end of {kind}", s, idx)
        return False, following

    def array(self, s, idx):
        values = []
        idx = self.skip(s, idx)
        if s[idx:idx + 1] == ']':
            return values, idx + 1
        done = False
        while not done:
            value, idx = self.item(s, idx)
            values.append(value)
            done, idx = self.after_item(s, idx, ']', 'array')
        return values, idx

    def object(self, s, idx):
        pairs = []
        idx = self.skip(s, idx)
        done = s[idx:idx + 1] == '}'
        if done:
            idx += 1
        while not done:
            if s[idx:idx + 1] != '"':
                raise self.error("Expecting property name enclosed in double quotes", s, idx)
            key, idx = self.context.parse_string(s, idx + 1, self.context.strict)
            key = self.memo.setdefault(key, key)
            idx = self.skip(s, idx)
            if s[idx:idx + 1] != ':':
                raise self.error("Expecting ':' delimiter", s, idx)
            value, idx = self.item(s, self.skip(s, idx + 1))
            pairs.append((key, value))
            done, idx = self.after_item(s, idx, '}', 'object')
        if self.context.object_pairs_hook is not None:
            return self.context.object_pairs_hook(pairs), idx
        value = dict(pairs)
        if self.context.object_hook is not None:
            value = self.context.object_hook(value)
        return value, idx


def py_make_scanner(context):
    """The function that finds the value at an index of a text."""
    return _Scanner(context).scan_once


make_scanner = c_make_scanner or py_make_scanner
