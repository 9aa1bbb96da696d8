"""files() and as_file()."""

import contextlib
import functools
import importlib
import inspect
import os
import pathlib
import tempfile
import types

from .abc import Traversable

Package = types.ModuleType | str
Anchor = Package


def resolve(cand):
    """The module that is meant; None stands for the caller's."""
    if isinstance(cand, types.ModuleType):
        return cand
    if isinstance(cand, str):
        return importlib.import_module(cand)
    if cand is None:
        return resolve(_caller())
    raise TypeError(f'not a package: {cand!r}')


def _caller():
    for frame in inspect.stack():
        name = frame.frame.f_globals.get('__name__', '')
        if not name.startswith('importlib.resources'):
            return name
    return '__main__'


def files(anchor=None):
    """The folder of a package, or the one a module stands in."""
    package = resolve(anchor)
    spec = package.__spec__
    reader = getattr(spec.loader, 'get_resource_reader', None)
    found = reader(spec.name) if reader is not None else None
    if found is not None and hasattr(found, 'files'):
        return found.files()
    if found is not None:
        from ._readers import ReaderFolder
        return ReaderFolder(found, spec.name)
    if spec.origin is not None and spec.has_location:
        return pathlib.Path(spec.origin).parent
    if spec.submodule_search_locations is not None:
        from importlib.readers import MultiplexedPath
        return MultiplexedPath(*spec.submodule_search_locations)
    raise TypeError(f'{spec.name!r} has no place where files could be')


@contextlib.contextmanager
def _temporary_file(reader, suffix=''):
    fd, raw_path = tempfile.mkstemp(suffix=suffix)
    try:
        try:
            os.write(fd, reader())
        finally:
            os.close(fd)
        yield pathlib.Path(raw_path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(raw_path)


@contextlib.contextmanager
def _temporary_folder(folder):
    with tempfile.TemporaryDirectory() as parent:
        yield _copy(pathlib.Path(parent), folder)


def _copy(target, source):
    child = target / source.name
    if source.is_dir():
        child.mkdir()
        for item in source.iterdir():
            _copy(child, item)
    else:
        child.write_bytes(source.read_bytes())
    return child


@functools.singledispatch
def as_file(path):
    """A context manager that gives a file or folder on disk."""
    if path.is_dir():
        return _temporary_folder(path)
    return _temporary_file(path.read_bytes, suffix=path.name)


@as_file.register(pathlib.Path)
@contextlib.contextmanager
def _(path):
    yield path
