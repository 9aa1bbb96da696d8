"""What is known about installed packages: versions, files, entry points."""

import abc
import collections
import csv
import itertools
import os
import pathlib
import posixpath
import sys
from importlib.abc import MetaPathFinder

from ._entries import EntryPoint, EntryPoints
from ._text import Prepared, read_metadata, sections

__all__ = ['Distribution', 'DistributionFinder', 'PackageMetadata',
           'PackageNotFoundError', 'SimplePath', 'distribution', 'distributions',
           'entry_points', 'files', 'metadata', 'packages_distributions', 'requires',
           'version', 'EntryPoint', 'EntryPoints', 'PackagePath']


class PackageNotFoundError(ModuleNotFoundError):
    """The package is not installed."""

    def __str__(self):
        return f"No package metadata was found for {self.name}"

    @property
    def name(self):
        name, = self.args
        return name


class PackagePath(pathlib.PurePosixPath):
    """A file of a package, as its record names it: has `hash`, `size` and `dist`."""

    hash = size = dist = None

    def read_text(self, encoding='utf-8'):
        return self.locate().read_text(encoding=encoding)

    def read_binary(self):
        return self.locate().read_bytes()

    def locate(self):
        """Where the file is."""
        return self.dist.locate_file(self)


class FileHash:
    """The hash of a file, as the record has it."""

    def __init__(self, spec):
        self.mode, _, self.value = spec.partition('=')

    def __repr__(self):
        return f'<FileHash mode: {self.mode} value: {self.value}>'


class Distribution(metaclass=abc.ABCMeta):
    """An installed package."""

    @abc.abstractmethod
    def read_text(self, filename):
        """The text of one of its metadata files, None if there is no such file."""

    @abc.abstractmethod
    def locate_file(self, path):
        """Where a file of the package is."""

    @classmethod
    def from_name(cls, name):
        """The package with a name; PackageNotFoundError if there is none."""
        if not name:
            raise ValueError("A distribution name is required.")
        try:
            return next(iter(cls.discover(name=name)))
        except StopIteration:
            raise PackageNotFoundError(name)

    @classmethod
    def discover(cls, *, context=None, **kwargs):
        """All packages that fit."""
        if context and kwargs:
            raise ValueError("cannot accept context and kwargs")
        context = context or DistributionFinder.Context(**kwargs)
        return itertools.chain.from_iterable(
            resolver(context) for resolver in cls._discover_resolvers())

    @staticmethod
    def at(path):
        """The package whose metadata are in a folder."""
        return PathDistribution(pathlib.Path(path))

    @staticmethod
    def _discover_resolvers():
        declared = (getattr(finder, 'find_distributions', None) for finder in sys.meta_path)
        return filter(None, declared)

    @property
    def metadata(self):
        """The metadata, as a message with headers."""
        text = (self.read_text('METADATA') or self.read_text('PKG-INFO')
                # What once was a folder may be a file.
                or self.read_text('') or '')
        return read_metadata(text)

    @property
    def name(self):
        return self.metadata['Name']

    @property
    def _normalized_name(self):
        return Prepared.normalize(self.name)

    @property
    def version(self):
        return self.metadata['Version']

    @property
    def entry_points(self):
        return EntryPoints._from_text_for(self.read_text('entry_points.txt'), self)

    @property
    def files(self):
        """The files of the package, None if nobody has kept a record."""
        rows = self.read_text('RECORD')
        if rows:
            return [self._make_file(*row) for row in csv.reader(rows.splitlines())]
        text = self.read_text('installed-files.txt')
        if text and getattr(self, '_path', None):
            base = self.locate_file('').resolve()
            found = [(self._path / line).resolve() for line in text.splitlines()]
            return [self._make_file(path.relative_to(base, walk_up=True).as_posix())
                    for path in found if path.exists()]
        text = self.read_text('SOURCES.txt')
        if text:
            return [self._make_file(line.strip('"')) for line in text.splitlines()]
        return None

    def _make_file(self, name, hash=None, size_str=None):
        result = PackagePath(name)
        result.hash = FileHash(hash) if hash else None
        result.size = int(size_str) if size_str else None
        result.dist = self
        return result

    @property
    def requires(self):
        """What the package needs, None if nothing is said."""
        requires = self.metadata.get_all('Requires-Dist')
        if requires is not None:
            return list(requires)
        source = self.read_text('requires.txt')
        return None if source is None else list(self._deps_from_text(source))

    @staticmethod
    def _deps_from_text(source):
        for section, line in sections(source):
            extra, _, markers = (section or '').partition(':')
            conditions = []
            if markers:
                conditions.append(f'({markers})' if extra else markers)
            if extra:
                conditions.append(f'extra == "{extra}"')
            space = ' ' if '@' in line else ''
            yield line + (space + '; ' + ' and '.join(conditions) if conditions else '')

    @property
    def origin(self):
        """Where the package was installed from, as its direct_url.json says."""
        text = self.read_text('direct_url.json')
        if not text:
            return None
        import json
        import types
        return json.loads(text, object_hook=lambda data: types.SimpleNamespace(**data))


class DistributionFinder(MetaPathFinder):
    """A finder that also finds packages."""

    class Context:
        """What is looked for: `name`, and `path` to look in."""

        name = None

        def __init__(self, **kwargs):
            vars(self).update(kwargs)

        @property
        def path(self):
            return vars(self).get('path', sys.path)

    @abc.abstractmethod
    def find_distributions(self, context=Context()):
        """All packages that fit the context."""


class MetadataPathFinder(DistributionFinder):
    """Looks for packages in folders and archives."""

    @classmethod
    def find_distributions(cls, context=DistributionFinder.Context()):
        prepared = Prepared(context.name)
        for root in map(str, context.path):
            for path in _candidates(root):
                if prepared.fits(posixpath.basename(str(path))):
                    yield PathDistribution(path)

    @staticmethod
    def invalidate_caches():
        """Nothing is kept."""


def _candidates(root):
    """The folders of metadata below an entry of sys.path."""
    folder = root or '.'
    if os.path.isfile(folder):
        try:
            import zipfile
            archive = zipfile.Path(folder)
            names = {name.split('/')[0] for name in archive.root.namelist()}
        except Exception:
            return
        for name in sorted(names):
            if name.lower().endswith(('.dist-info', '.egg-info')):
                yield archive.joinpath(name)
        return
    try:
        names = os.listdir(folder)
    except OSError:
        return
    if os.path.basename(folder).lower().endswith('.egg') and 'EGG-INFO' in names:
        yield pathlib.Path(folder, 'EGG-INFO')
    for name in names:
        if name.lower().endswith(('.dist-info', '.egg-info')):
            yield pathlib.Path(folder, name)


class PathDistribution(Distribution):
    """A package whose metadata are in a folder."""

    def __init__(self, path):
        self._path = path

    def read_text(self, filename):
        try:
            return self._path.joinpath(filename).read_text(encoding='utf-8')
        except (FileNotFoundError, IsADirectoryError, KeyError, NotADirectoryError,
                PermissionError):
            return None

    def locate_file(self, path):
        return self._path.parent / path

    @property
    def _normalized_name(self):
        """The name, from the folder's if possible: that is cheaper than reading."""
        stem = posixpath.basename(str(self._path))
        name = Prepared.name_of(stem)
        return Prepared.normalize(name) if name else super()._normalized_name


def distribution(distribution_name):
    """The package with a name."""
    return Distribution.from_name(distribution_name)


def distributions(**kwargs):
    """All packages."""
    return Distribution.discover(**kwargs)


def metadata(distribution_name):
    """The metadata of a package."""
    return Distribution.from_name(distribution_name).metadata


def version(distribution_name):
    """The version of a package."""
    return distribution(distribution_name).version


def files(distribution_name):
    """The files of a package."""
    return distribution(distribution_name).files


def requires(distribution_name):
    """What a package needs."""
    return distribution(distribution_name).requires


def entry_points(**params):
    """The entry points of all packages, those that fit the parameters."""
    seen = set()
    found = []
    for dist in distributions():
        # Of packages with one name the first on the path counts.
        if dist._normalized_name not in seen:
            seen.add(dist._normalized_name)
            found.extend(dist.entry_points)
    return EntryPoints(found).select(**params)


def packages_distributions():
    """Top-level names to the packages that bring them."""
    found = collections.defaultdict(list)
    for dist in distributions():
        for name in _top_level(dist):
            found[name].append(dist.metadata['Name'])
    return dict(found)


def _top_level(dist):
    declared = (dist.read_text('top_level.txt') or '').split()
    if declared:
        return declared
    names = set()
    for file in dist.files or ():
        first = file.parts[0] if len(file.parts) > 1 else None
        if first is None:
            import inspect
            first = inspect.getmodulename(file)
        if first and '.' not in first:
            names.add(first)
    return names


def __getattr__(name):
    if name in ('PackageMetadata', 'SimplePath'):
        from . import _meta
        return getattr(_meta, name)
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
