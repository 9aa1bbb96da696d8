"""Folders over readers, archives and the embedded library."""

import io
import itertools
import pathlib
import posixpath

from .abc import Traversable, TraversableResources


def _opened(data, mode, args, kwargs):
    stream = io.BytesIO(data)
    return stream if 'b' in mode else io.TextIOWrapper(stream, *args, **kwargs)


class MemoryFile(Traversable):
    """A file whose bytes a function gives."""

    def __init__(self, name, read):
        self._name = name
        self._read = read

    @property
    def name(self):
        return self._name

    def iterdir(self):
        raise NotADirectoryError(self._name)

    def is_dir(self):
        return False

    def is_file(self):
        return True

    def open(self, mode='r', *args, **kwargs):
        return _opened(self._read(), mode, args, kwargs)

    def joinpath(self, *descendants):
        if not descendants:
            return self
        raise NotADirectoryError(self._name)


class MissingFile(MemoryFile):
    """A file that is not there; opening it says so."""

    def __init__(self, name):
        super().__init__(name, self._fail)

    def _fail(self):
        raise FileNotFoundError(2, 'No such file or directory', self._name)

    def is_file(self):
        return False


class ReaderFolder(Traversable):
    """What an old kind of reader has, as a folder."""

    def __init__(self, reader, name):
        self._reader = reader
        self._name = name.rpartition('.')[2]

    @property
    def name(self):
        return self._name

    def _file(self, name):
        def read():
            with self._reader.open_resource(name) as file:
                return file.read()
        return MemoryFile(name, read)

    def iterdir(self):
        return (self._file(name) for name in self._reader.contents()
                if self._reader.is_resource(name))

    def is_dir(self):
        return True

    def is_file(self):
        return False

    def open(self, mode='r', *args, **kwargs):
        raise IsADirectoryError(self._name)

    def joinpath(self, *descendants):
        return self._file('/'.join(map(str, descendants))) if descendants else self


class StoreFolder(Traversable):
    """A folder in a flat store of names: an archive, the embedded library."""

    def __init__(self, place, names, read):
        self._place = place.rstrip('/')
        self._names = names
        self._read = read

    @property
    def name(self):
        return posixpath.basename(self._place)

    def __repr__(self):
        return f'{type(self).__name__}({self._place!r})'

    def _child(self, name):
        full = f'{self._place}/{name}' if self._place else name
        if full in self._names:
            return MemoryFile(name, lambda: self._read(full))
        if any(other.startswith(full + '/') for other in self._names):
            return StoreFolder(full, self._names, self._read)
        return MissingFile(name)

    def iterdir(self):
        start = self._place + '/' if self._place else ''
        children = dict.fromkeys(name[len(start):].split('/')[0] for name in self._names
                                 if name.startswith(start) and name != start)
        return (self._child(name) for name in children)

    def is_dir(self):
        return True

    def is_file(self):
        return False

    def open(self, mode='r', *args, **kwargs):
        raise IsADirectoryError(self._place)

    def joinpath(self, *descendants):
        found = self
        for part in itertools.chain.from_iterable(str(d).split('/') for d in descendants):
            found = found._child(part) if isinstance(found, StoreFolder) \
                else found.joinpath(part)
        return found


class FileReader(TraversableResources):
    """The reader of a package in a folder."""

    def __init__(self, loader):
        self.path = pathlib.Path(loader.path).parent

    def resource_path(self, resource):
        return str(self.path.joinpath(resource))

    def files(self):
        import _imp
        place = str(self.path)
        if not place.startswith(_imp._embedded_root):
            return self.path
        names = {_imp._embedded(name)[0] for name in _imp._embedded_names()}
        return StoreFolder(place, names, _imp._embedded_data)


class ZipReader(TraversableResources):
    """The reader of a package in an archive."""

    def __init__(self, loader, module):
        self.loader = loader
        self.prefix = loader.prefix + module.rpartition('.')[2]

    def open_resource(self, resource):
        try:
            return super().open_resource(resource)
        except KeyError as exc:
            raise FileNotFoundError(exc.args[0])

    def is_resource(self, path):
        return self.files().joinpath(path).is_file()

    def files(self):
        return StoreFolder(self.prefix, self.loader._files, self.loader.get_data)


class MultiplexedPath(Traversable):
    """Several folders as one: those of a namespace package."""

    def __init__(self, *paths):
        self._paths = list(map(pathlib.Path, dict.fromkeys(paths)))
        if not self._paths:
            raise FileNotFoundError('MultiplexedPath must contain at least one path')
        if not all(path.is_dir() for path in self._paths):
            raise NotADirectoryError('MultiplexedPath only supports directories')

    def iterdir(self):
        seen = {}
        for path in self._paths:
            for child in path.iterdir():
                seen.setdefault(child.name, []).append(child)
        for children in seen.values():
            if len(children) > 1 and all(child.is_dir() for child in children):
                yield MultiplexedPath(*children)
            else:
                yield children[0]

    def read_bytes(self):
        raise FileNotFoundError(f'{self} is not a file')

    def read_text(self, *args, **kwargs):
        raise FileNotFoundError(f'{self} is not a file')

    def is_dir(self):
        return True

    def is_file(self):
        return False

    def joinpath(self, *descendants):
        try:
            return super().joinpath(*descendants)
        except Exception:
            # What is not there would be in the first folder.
            return self._paths[0].joinpath(*descendants)

    __truediv__ = joinpath

    def open(self, *args, **kwargs):
        raise FileNotFoundError(f'{self} is not a file')

    @property
    def name(self):
        return self._paths[0].name

    def __repr__(self):
        paths = ', '.join(f"'{path}'" for path in self._paths)
        return f'MultiplexedPath({paths})'


class NamespaceReader(TraversableResources):
    """The reader of a namespace package."""

    def __init__(self, namespace_path):
        if 'NamespacePath' not in str(namespace_path):
            raise ValueError('Invalid path')
        self.path = MultiplexedPath(*list(namespace_path))

    def resource_path(self, resource):
        return str(self.path.joinpath(resource))

    def files(self):
        return self.path
