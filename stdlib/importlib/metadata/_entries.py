"""Entry points."""

import functools
import re
from importlib import import_module

from ._text import sections


class EntryPoint:
    """A name for an object: 'module:attribute [extras]', in a group."""

    pattern = re.compile(r'(?P<module>[\w.]+)\s*(:\s*(?P<attr>[\w.]+)\s*)?'
                         r'((?P<extras>\[.*\])\s*)?$')
    dist = None

    def __init__(self, name, value, group):
        match = self.pattern.match(value)
        if not match:
            raise ValueError('Invalid object reference. See https://packaging.python.org'
                             '/en/latest/specifications/entry-points/#data-model', value)
        vars(self).update(name=name, value=value, group=group)

    def load(self):
        """The object itself."""
        match = self.pattern.match(self.value)
        module = import_module(match.group('module'))
        attrs = filter(None, (match.group('attr') or '').split('.'))
        return functools.reduce(getattr, attrs, module)

    @property
    def module(self):
        return self.pattern.match(self.value).group('module')

    @property
    def attr(self):
        return self.pattern.match(self.value).group('attr') or ''

    @property
    def extras(self):
        return re.findall(r'\w+', self.pattern.match(self.value).group('extras') or '')

    def _for(self, dist):
        vars(self).update(dist=dist)
        return self

    def matches(self, **params):
        """Whether all of these attributes are so."""
        if 'dist' in params:
            raise ValueError('"dist" is not suitable for matching. '
                             'Instead, use Distribution.entry_points.select() on a '
                             'located distribution.')
        return all(getattr(self, name) == value for name, value in params.items())

    def _key(self):
        return self.name, self.value, self.group

    def __lt__(self, other):
        return self._key() < other._key()

    def __eq__(self, other):
        return isinstance(other, EntryPoint) and self._key() == other._key()

    def __setattr__(self, name, value):
        raise AttributeError("EntryPoint objects are immutable.")

    def __repr__(self):
        return (f'EntryPoint(name={self.name!r}, value={self.value!r}, '
                f'group={self.group!r})')

    def __hash__(self):
        return hash(self._key())


class EntryPoints(tuple):
    """A collection of entry points; `[name]` is the one with a name."""

    __slots__ = ()

    def __getitem__(self, name):
        try:
            return next(iter(self.select(name=name)))
        except StopIteration:
            raise KeyError(name)

    def __repr__(self):
        return '%s(%r)' % (self.__class__.__name__, tuple(self))

    def select(self, **params):
        """Those that fit."""
        return EntryPoints(ep for ep in self if ep.matches(**params))

    @property
    def names(self):
        return {ep.name for ep in self}

    @property
    def groups(self):
        return {ep.group for ep in self}

    @classmethod
    def _from_text_for(cls, text, dist):
        return cls(ep._for(dist) for ep in cls._from_text(text))

    @staticmethod
    def _from_text(text):
        for section, line in sections(text or ''):
            name, equals, value = line.partition('=')
            if equals and section:
                yield EntryPoint(name=name.strip(), value=value.strip(), group=section)
