"""PurePath: the parts of paths, without touching files."""

import os
import posixpath
from _collections_abc import Sequence


class UnsupportedOperation(NotImplementedError):
    """The operation does not exist on this system."""


class _PathParents(Sequence):
    """The sequence of a path's parents, nearest first."""

    __slots__ = ('_path', '_tail')

    def __init__(self, path):
        self._path = path
        self._tail = path._tail

    def __len__(self):
        return len(self._tail)

    def __getitem__(self, idx):
        if isinstance(idx, slice):
            return tuple(self[i] for i in range(*idx.indices(len(self))))
        if idx >= len(self) or idx < -len(self):
            raise IndexError(idx)
        if idx < 0:
            idx += len(self)
        return self._path._from_parts(self._path._root, self._tail[:-idx - 1])

    def __repr__(self):
        return "<{}.parents>".format(type(self._path).__name__)


class PurePath(os.PathLike):
    """A path of this system's kind, for computing only."""

    __slots__ = ('_raw_paths', '_root_cached', '_tail_cached', '_str', '_hash')

    parser = posixpath

    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        paths = []
        for arg in args:
            if isinstance(arg, PurePath):
                paths.extend(arg._raw_paths)
                continue
            try:
                path = os.fspath(arg)
            except TypeError:
                path = arg
            if not isinstance(path, str):
                raise TypeError(
                    "argument should be a str or an os.PathLike object where "
                    "__fspath__ returns a str, not %r" % type(path).__name__)
            paths.append(path)
        self._raw_paths = paths

    def with_segments(self, *pathsegments):
        """A path of the same kind: for subclasses that have more arguments."""
        return type(self)(*pathsegments)

    # Parsing happens when the parts are first needed.

    def _parse(self):
        paths = self._raw_paths
        if not paths:
            path = ''
        elif len(paths) == 1:
            path = paths[0]
        else:
            path = posixpath.join(*paths)
        root = ''
        if path.startswith('/'):
            # Exactly two slashes may mean something else to a system.
            double = path.startswith('//') and not path.startswith('///')
            root = '//' if double else '/'
        self._root_cached = root
        self._tail_cached = [x for x in path.split('/') if x and x != '.']

    @property
    def _root(self):
        try:
            return self._root_cached
        except AttributeError:
            self._parse()
            return self._root_cached

    @property
    def _tail(self):
        try:
            return self._tail_cached
        except AttributeError:
            self._parse()
            return self._tail_cached

    def _from_parts(self, root, tail):
        text = root + '/'.join(tail)
        path = self.with_segments(text)
        path._str = text or '.'
        path._root_cached = root
        path._tail_cached = tail
        return path

    def __str__(self):
        try:
            return self._str
        except AttributeError:
            self._str = self._root + '/'.join(self._tail) or '.'
            return self._str

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        """The path as bytes, as the system sees it."""
        return os.fsencode(self)

    def as_posix(self):
        """The path with forward slashes."""
        return str(self)

    def __repr__(self):
        return "{}({!r})".format(self.__class__.__name__, self.as_posix())

    def __reduce__(self):
        return self.__class__, tuple(self._raw_paths)

    def as_uri(self):
        """The path as a 'file:' URI."""
        if not self.is_absolute():
            raise ValueError("relative path can't be expressed as a file URI")
        from urllib.parse import quote_from_bytes
        return 'file://' + quote_from_bytes(bytes(self))

    # Comparing.

    def __hash__(self):
        try:
            return self._hash
        except AttributeError:
            self._hash = hash(str(self))
            return self._hash

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return str(self) == str(other)

    def _parts_for_order(self):
        return str(self).split('/')

    def __lt__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._parts_for_order() < other._parts_for_order()

    def __le__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._parts_for_order() <= other._parts_for_order()

    def __gt__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._parts_for_order() > other._parts_for_order()

    def __ge__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._parts_for_order() >= other._parts_for_order()

    # Parts.

    @property
    def drive(self):
        """The drive, which POSIX does not have."""
        return ''

    @property
    def root(self):
        """The root, '' if the path is relative."""
        return self._root

    @property
    def anchor(self):
        """Drive and root together."""
        return self._root

    @property
    def parts(self):
        """The parts as a tuple, the root first."""
        return ((self._root,) if self._root else ()) + tuple(self._tail)

    @property
    def name(self):
        """The last part."""
        tail = self._tail
        return tail[-1] if tail else ''

    @property
    def suffix(self):
        """The last suffix of the name, with its dot."""
        return posixpath.splitext(self.name)[1]

    @property
    def suffixes(self):
        """All suffixes of the name."""
        return ['.' + part for part in self.name.lstrip('.').split('.')[1:]]

    @property
    def stem(self):
        """The name without its last suffix."""
        return posixpath.splitext(self.name)[0]

    @property
    def parent(self):
        """The path without its last part."""
        tail = self._tail
        if not tail:
            return self
        return self._from_parts(self._root, tail[:-1])

    @property
    def parents(self):
        """All parents, nearest first."""
        return _PathParents(self)

    def is_absolute(self):
        """Whether the path begins at the root."""
        return bool(self._root)

    def is_reserved(self):
        """Deprecated: names that Windows keeps for itself."""
        return False

    # Other paths.

    def with_name(self, name):
        """The path with another name."""
        if not name or '/' in name or name == '.':
            raise ValueError(f"Invalid name {name!r}")
        tail = self._tail.copy()
        if not tail:
            raise ValueError(f"{self!r} has an empty name")
        tail[-1] = name
        return self._from_parts(self._root, tail)

    def with_stem(self, stem):
        """The path with another stem."""
        suffix = self.suffix
        if not suffix:
            return self.with_name(stem)
        if not stem:
            raise ValueError(f"{self!r} has a non-empty suffix")
        return self.with_name(stem + suffix)

    def with_suffix(self, suffix):
        """The path with another suffix, or none."""
        stem = self.stem
        if not stem:
            raise ValueError(f"{self!r} has an empty name")
        if suffix and not suffix.startswith('.'):
            raise ValueError(f"Invalid suffix {suffix!r}")
        return self.with_name(stem + suffix)

    def joinpath(self, *pathsegments):
        """The path with more parts; absolute ones begin anew."""
        return self.with_segments(self, *pathsegments)

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    def relative_to(self, other, *, walk_up=False):
        """The path as seen from another one; with `walk_up` by '..' if need be."""
        if not hasattr(other, 'with_segments'):
            other = self.with_segments(other)
        for step, path in enumerate([other, *other.parents]):
            if path == self or path in self.parents:
                break
            if not walk_up:
                raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
            if path.name == '..':
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        else:
            raise ValueError(f"{str(self)!r} and {str(other)!r} have different anchors")
        parts = ['..'] * step + self._tail[len(path._tail):]
        return self._from_parts('', parts)

    def is_relative_to(self, other):
        """Whether the path lies below another one."""
        if not hasattr(other, 'with_segments'):
            other = self.with_segments(other)
        return other == self or other in self.parents

    def full_match(self, pattern, *, case_sensitive=None):
        """Whether the whole path fits a pattern; ** stands for any number of parts."""
        from pathlib._glob import full_match
        return full_match(self, pattern, case_sensitive)

    def match(self, path_pattern, *, case_sensitive=None):
        """Whether the path, from its end, fits a pattern."""
        from pathlib._glob import match
        return match(self, path_pattern, case_sensitive)


class PurePosixPath(PurePath):
    """A path of POSIX systems, for computing only."""

    __slots__ = ()


for _class in (PurePath, PurePosixPath, UnsupportedOperation):
    _class.__module__ = 'pathlib'
del _class
