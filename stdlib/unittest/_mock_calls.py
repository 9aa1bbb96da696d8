"""Calls as values: `call`, lists of calls, `ANY`, `sentinel`."""

import pprint


class _SentinelObject(object):
    """A unique, named object."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return 'sentinel.%s' % self.name

    def __reduce__(self):
        return 'sentinel.%s' % self.name


class _Sentinel(object):
    """Gives a named object for each attribute, the same one each time."""

    def __init__(self):
        self._sentinels = {}

    def __getattr__(self, name):
        if name == '__bases__':
            # Asked for by inspection of classes; this is none.
            raise AttributeError
        return self._sentinels.setdefault(name, _SentinelObject(name))

    def __reduce__(self):
        return 'sentinel'


sentinel = _Sentinel()
DEFAULT = sentinel.DEFAULT
_missing = sentinel.MISSING
_deleted = sentinel.DELETED


class _ANY(object):
    """Equal to everything."""

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False

    def __repr__(self):
        return '<ANY>'


ANY = _ANY()


def _format_call_signature(name, args, kwargs):
    arguments = [repr(arg) for arg in args]
    arguments += ['%s=%r' % item for item in kwargs.items()]
    return '%s(%s)' % (name, ', '.join(arguments))


class _Call(tuple):
    """A call: (name, args, kwargs), of which name and whatever is empty may be left out of comparisons."""

    def __new__(cls, value=(), name='', parent=None, two=False, from_kall=True):
        name, args, kwargs = _parts(value, name)
        if two:
            return tuple.__new__(cls, (args, kwargs))
        return tuple.__new__(cls, (name, args, kwargs))

    def __init__(self, value=(), name=None, parent=None, two=False, from_kall=True):
        self._mock_name = name
        self._mock_parent = parent
        self._mock_from_kall = from_kall

    def __eq__(self, other):
        try:
            size = len(other)
        except TypeError:
            return NotImplemented
        own_name, own_args, own_kwargs = self if len(self) == 3 else ('',) + tuple(self)
        if (getattr(self, '_mock_parent', None) and getattr(other, '_mock_parent', None)
                and self._mock_parent != other._mock_parent):
            return False
        parsed = _other_parts(other, size, own_name)
        if parsed is None:
            return False
        name, args, kwargs = parsed
        if own_name and name != own_name:
            return False
        return (args, kwargs) == (own_args, own_kwargs)

    __ne__ = object.__ne__

    def __call__(self, /, *args, **kwargs):
        if self._mock_name is None:
            return _Call(('', args, kwargs), name='()')
        name = self._mock_name + '()'
        return _Call((self._mock_name, args, kwargs), name=name, parent=self)

    def __getattr__(self, attr):
        if self._mock_name is None:
            return _Call(name=attr, from_kall=False)
        return _Call(name='%s.%s' % (self._mock_name, attr), parent=self, from_kall=False)

    def __getattribute__(self, attr):
        if attr in tuple.__dict__:
            raise AttributeError
        return tuple.__getattribute__(self, attr)

    @property
    def args(self):
        return self[-2]

    @property
    def kwargs(self):
        return self[-1]

    def __repr__(self):
        if not self._mock_from_kall:
            name = self._mock_name or 'call'
            if name.startswith('()'):
                return 'call' + name
            return name if name == 'call' else 'call.' + name
        name, args, kwargs = self if len(self) == 3 else ('',) + tuple(self)
        if not name:
            name = 'call'
        elif name.startswith('()'):
            name = 'call' + name
        else:
            name = 'call.' + name
        return _format_call_signature(name, args, kwargs)

    def call_list(self):
        """This call and those it was chained to, as mock_calls records them."""
        calls = []
        step = self
        while step is not None:
            if step._mock_from_kall:
                calls.append(step)
            step = step._mock_parent
        return _CallList(reversed(calls))


def _parts(value, name):
    args, kwargs = (), {}
    if len(value) == 3:
        return value
    if len(value) == 2:
        first, second = value
        if isinstance(first, str):
            name = first
            if isinstance(second, tuple):
                args = second
            else:
                kwargs = second
        else:
            args, kwargs = first, second
    elif len(value) == 1:
        only, = value
        if isinstance(only, str):
            name = only
        elif isinstance(only, tuple):
            args = only
        else:
            kwargs = only
    return name, args, kwargs


def _other_parts(other, size, own_name):
    # As _parts, but what cannot be a call is None, and a name alone never matches a call without one.
    if size == 0:
        return '', (), {}
    if size == 3:
        return tuple(other)
    if size == 1:
        value, = other
        if isinstance(value, tuple):
            return '', value, {}
        if isinstance(value, str):
            return value, (), {}
        return '', (), value
    if size == 2:
        first, second = other
        if isinstance(first, str):
            if isinstance(second, tuple):
                return first, second, {}
            return first, (), second
        return '', first, second
    return None


call = _Call(from_kall=False)


class _CallList(list):
    """A list of calls, in which a stretch of calls can be looked for."""

    def __contains__(self, value):
        if not isinstance(value, list):
            return list.__contains__(self, value)
        size = len(value)
        return any(self[start:start + size] == value
                   for start in range(len(self) - size + 1))

    def __repr__(self):
        return pprint.pformat(list(self))


class _AnyComparer(list):
    """A list whose `in` lets `ANY` on either side be equal."""

    def __contains__(self, item):
        for own in self:
            assert len(item) == len(own)
            if all(expected == actual for expected, actual in zip(item, own)):
                return True
        return False
