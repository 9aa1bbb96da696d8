"""The functions that do one thing with one resource."""

import warnings

from ._common import as_file, files

_MISSING = object()


def _resource(anchor, path_names):
    return files(anchor).joinpath(*path_names)


def open_binary(anchor, /, *path_names):
    """A binary file."""
    return _resource(anchor, path_names).open('rb')


def _encoding(encoding, path_names):
    # With several names nobody could tell an encoding given by position.
    if encoding is not _MISSING:
        return encoding
    if len(path_names) <= 1:
        return 'utf-8'
    raise TypeError("'encoding' argument required with multiple path names")


def open_text(anchor, /, *path_names, encoding=_MISSING, errors='strict'):
    """A text file."""
    encoding = _encoding(encoding, path_names)
    return _resource(anchor, path_names).open('r', encoding=encoding, errors=errors)


def read_binary(anchor, /, *path_names):
    """The bytes of a file."""
    return _resource(anchor, path_names).read_bytes()


def read_text(anchor, /, *path_names, encoding=_MISSING, errors='strict'):
    """The text of a file."""
    encoding = _encoding(encoding, path_names)
    with _resource(anchor, path_names).open('r', encoding=encoding,
                                            errors=errors) as file:
        return file.read()


def path(anchor, /, *path_names):
    """A context manager that gives a file on disk."""
    return as_file(_resource(anchor, path_names))


def is_resource(anchor, /, *path_names):
    """Whether there is such a file."""
    from .abc import TraversalError
    try:
        return _resource(anchor, path_names).is_file()
    except TraversalError:
        return False


def contents(anchor, /, *path_names):
    """Deprecated: the names in a folder."""
    warnings.warn('importlib.resources.contents is deprecated. '
                  'Use files(anchor).iterdir() instead.', DeprecationWarning, stacklevel=2)
    return (resource.name for resource in _resource(anchor, path_names).iterdir())
