"""What readers of resources have to offer."""

import abc
from typing import Protocol, runtime_checkable

__all__ = ["ResourceReader", "Traversable", "TraversableResources"]


class ResourceReader(metaclass=abc.ABCMeta):
    """Gives the resources of one package."""

    @abc.abstractmethod
    def open_resource(self, resource):
        """A binary file."""
        raise FileNotFoundError

    @abc.abstractmethod
    def resource_path(self, resource):
        """The name of a file on disk; FileNotFoundError if there is none."""
        raise FileNotFoundError

    @abc.abstractmethod
    def is_resource(self, path):
        """Whether a name is that of a resource, not of a folder."""
        raise FileNotFoundError

    @abc.abstractmethod
    def contents(self):
        """The names of all that is there."""
        raise FileNotFoundError


class TraversalError(Exception):
    """There is no such thing below."""


@runtime_checkable
class Traversable(Protocol):
    """A file or folder, wherever it is kept; the part of pathlib.Path that is needed."""

    @abc.abstractmethod
    def iterdir(self):
        """What is in the folder."""

    def read_bytes(self):
        with self.open('rb') as strm:
            return strm.read()

    def read_text(self, encoding=None, errors=None):
        with self.open(encoding=encoding, errors=errors) as strm:
            return strm.read()

    @abc.abstractmethod
    def is_dir(self):
        """Whether it is a folder."""

    @abc.abstractmethod
    def is_file(self):
        """Whether it is a file."""

    def joinpath(self, *descendants):
        """What is below, by names or paths."""
        if not descendants:
            return self
        names = [part for path in descendants for part in str(path).split('/') if part]
        target = names[0]
        for item in self.iterdir():
            if item.name == target:
                return item.joinpath(*names[1:])
        raise TraversalError("Target not found during traversal.", target, names[1:])

    def __truediv__(self, child):
        return self.joinpath(child)

    @abc.abstractmethod
    def open(self, mode='r', *args, **kwargs):
        """An open file."""

    @property
    @abc.abstractmethod
    def name(self):
        """The name without what stands before it."""


class TraversableResources(ResourceReader):
    """A reader that offers its files as traversables."""

    @abc.abstractmethod
    def files(self):
        """The folder of the package."""

    def open_resource(self, resource):
        return self.files().joinpath(resource).open('rb')

    def resource_path(self, resource):
        raise FileNotFoundError(resource)

    def is_resource(self, path):
        return self.files().joinpath(path).is_file()

    def contents(self):
        return (item.name for item in self.files().iterdir())
