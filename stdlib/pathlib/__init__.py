"""Paths as objects: pure ones that only compute, and Path, which touches files.

The pure half stands in `_pure`.  Windows paths are not there yet.
"""

import io
import os
import stat
import sys

from pathlib._pure import PurePath, PurePosixPath, UnsupportedOperation

__all__ = ["UnsupportedOperation", "PurePath", "PurePosixPath", "Path", "PosixPath"]


class Path(PurePath):
    """A path of this system, with the operations on what it names."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = PosixPath
        return object.__new__(cls)

    # Asking.

    def stat(self, *, follow_symlinks=True):
        """What os.stat() says."""
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        """What os.lstat() says: of a link itself."""
        return os.lstat(self)

    def exists(self, *, follow_symlinks=True):
        """Whether there is anything of this name."""
        if follow_symlinks:
            return os.path.exists(self)
        return os.path.lexists(self)

    def is_dir(self, *, follow_symlinks=True):
        """Whether it is a folder."""
        return self._is(stat.S_ISDIR, follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        """Whether it is a regular file."""
        return self._is(stat.S_ISREG, follow_symlinks)

    def is_symlink(self):
        """Whether it is a symbolic link."""
        return self._is(stat.S_ISLNK, False)

    def is_block_device(self):
        """Whether it is a block device."""
        return self._is(stat.S_ISBLK)

    def is_char_device(self):
        """Whether it is a character device."""
        return self._is(stat.S_ISCHR)

    def is_fifo(self):
        """Whether it is a named pipe."""
        return self._is(stat.S_ISFIFO)

    def is_socket(self):
        """Whether it is a socket."""
        return self._is(stat.S_ISSOCK)

    def is_mount(self):
        """Whether a file system is mounted there."""
        return os.path.ismount(self)

    def is_junction(self):
        """Whether it is a junction, which only Windows has."""
        return False

    def _is(self, kind, follow_symlinks=True):
        try:
            return kind(os.stat(self, follow_symlinks=follow_symlinks).st_mode)
        except (OSError, ValueError):
            return False

    def samefile(self, other_path):
        """Whether another path names the same file."""
        st = self.stat()
        other = other_path.stat() if hasattr(other_path, 'stat') else os.stat(other_path)
        return os.path.samestat(st, other)

    def owner(self, *, follow_symlinks=True):
        """The name of the owner."""
        import pwd
        return pwd.getpwuid(self.stat(follow_symlinks=follow_symlinks).st_uid).pw_name

    def group(self, *, follow_symlinks=True):
        """The name of the group."""
        import grp
        return grp.getgrgid(self.stat(follow_symlinks=follow_symlinks).st_gid).gr_name

    def readlink(self):
        """What a symbolic link points to."""
        return self.with_segments(os.readlink(self))

    # Reading and writing.

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        """Open the file, as the built-in open() does."""
        if "b" not in mode:
            encoding = io.text_encoding(encoding)
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        """The content as bytes."""
        with self.open(mode='rb', buffering=0) as f:
            return f.read()

    def read_text(self, encoding=None, errors=None, newline=None):
        """The content as text."""
        encoding = io.text_encoding(encoding)
        with self.open(mode='r', encoding=encoding, errors=errors, newline=newline) as f:
            return f.read()

    def write_bytes(self, data):
        """Make the content these bytes."""
        view = memoryview(data)     # raises before the file is emptied
        with self.open(mode='wb') as f:
            return f.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Make the content this text."""
        if not isinstance(data, str):
            raise TypeError('data must be str, not %s' % data.__class__.__name__)
        encoding = io.text_encoding(encoding)
        with self.open(mode='w', encoding=encoding, errors=errors, newline=newline) as f:
            return f.write(data)

    # Folders.

    def iterdir(self):
        """The paths in a folder, in no particular order."""
        root_dir = str(self)
        with os.scandir(root_dir) as entries:
            names = [entry.name for entry in entries]
        return (self._child(name) for name in names)

    def _child(self, name):
        return self.joinpath(name)

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """The paths below that a pattern fits."""
        from pathlib._glob import select
        sys.audit("pathlib.Path.glob", self, pattern)
        return select(self, pattern, case_sensitive, recurse_symlinks)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """Like glob() with **/ before the pattern."""
        from pathlib._glob import select
        sys.audit("pathlib.Path.rglob", self, pattern)
        pattern = self.with_segments(pattern) if not isinstance(pattern, PurePath) \
            else pattern
        if pattern.is_absolute():
            raise NotImplementedError("Non-relative patterns are unsupported")
        return select(self, os.path.join('**', str(pattern)), case_sensitive,
                      recurse_symlinks)

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """Like os.walk(), with paths."""
        sys.audit("pathlib.Path.walk", self, on_error, follow_symlinks)
        for path, dirs, files in os.walk(str(self), top_down, on_error, follow_symlinks):
            yield self.with_segments(path), dirs, files

    @classmethod
    def cwd(cls):
        """The working directory."""
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        """The user's home directory."""
        homedir = os.path.expanduser("~")
        if homedir == "~":
            raise RuntimeError("Could not determine home directory.")
        return cls(homedir)

    def absolute(self):
        """The same path from the root, without looking at links."""
        if self.is_absolute():
            return self
        return self.with_segments(os.getcwd(), self)

    def resolve(self, strict=False):
        """The path from the root, with all links followed."""
        return self.with_segments(os.path.realpath(self, strict=strict))

    def expanduser(self):
        """The path with ~ and ~user replaced."""
        if not self._root and self._tail and self._tail[0][:1] == '~':
            homedir = os.path.expanduser(self._tail[0])
            if homedir[:1] == "~":
                raise RuntimeError("Could not determine home directory.")
            return self.with_segments(homedir, *self._tail[1:])
        return self

    # Changing.

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Make a folder, with `parents` those above as well."""
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            # What the system reports for an existing folder varies.
            if not exist_ok or not self.is_dir():
                raise

    def touch(self, mode=0o666, exist_ok=True):
        """Make an empty file, or set an existing one's times to now."""
        if exist_ok:
            try:
                os.utime(self, None)
            except OSError:
                pass            # it is not there
            else:
                return
        flags = os.O_CREAT | os.O_WRONLY
        if not exist_ok:
            flags |= os.O_EXCL
        os.close(os.open(self, flags, mode))

    def chmod(self, mode, *, follow_symlinks=True):
        """Set the permissions."""
        os.chmod(self, mode, follow_symlinks=follow_symlinks)

    def lchmod(self, mode):
        """Set the permissions of a link itself."""
        self.chmod(mode, follow_symlinks=False)

    def unlink(self, missing_ok=False):
        """Remove a file or link."""
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rmdir(self):
        """Remove an empty folder."""
        os.rmdir(self)

    def rename(self, target):
        """Rename; the new path."""
        os.rename(self, target)
        return self._as_path(target)

    def replace(self, target):
        """Rename over whatever is there; the new path."""
        os.replace(self, target)
        return self._as_path(target)

    def _as_path(self, target):
        return target if hasattr(target, 'with_segments') else self.with_segments(target)

    def symlink_to(self, target, target_is_directory=False):
        """Become a symbolic link to `target`."""
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        """Become another name of the file `target`."""
        os.link(target, self)

    def copy(self, target, *, follow_symlinks=True, preserve_metadata=False):
        """Copy the file or folder; the new path."""
        import shutil
        target = self._as_path(target)
        if self.is_dir() and (follow_symlinks or not self.is_symlink()):
            shutil.copytree(self, target, symlinks=not follow_symlinks,
                            copy_function=(shutil.copy2 if preserve_metadata
                                           else shutil.copyfile))
        else:
            shutil.copyfile(self, target, follow_symlinks=follow_symlinks)
            if preserve_metadata:
                shutil.copystat(self, target, follow_symlinks=follow_symlinks)
        return target.joinpath()

    def _inside(self, target_dir):
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        if hasattr(target_dir, 'with_segments'):
            return target_dir / self.name
        return self.with_segments(target_dir, self.name)

    def copy_into(self, target_dir, **kwargs):
        """Copy into a folder; the new path."""
        return self.copy(self._inside(target_dir), **kwargs)

    def move(self, target):
        """Move the file or folder; the new path."""
        import shutil
        target = self._as_path(target)
        try:
            os.replace(self, target)
        except OSError as err:
            from errno import EXDEV
            if err.errno != EXDEV:
                raise
            self.copy(target, follow_symlinks=False, preserve_metadata=True)
            if self.is_dir() and not self.is_symlink():
                shutil.rmtree(self)
            else:
                self.unlink()
        return target.joinpath()

    def move_into(self, target_dir):
        """Move into a folder; the new path."""
        return self.move(self._inside(target_dir))

    @classmethod
    def from_uri(cls, uri):
        """The path of a 'file:' URI."""
        if not uri.startswith('file:'):
            raise ValueError(f"URI does not start with 'file:': {uri!r}")
        from urllib.parse import unquote_to_bytes
        path = uri[5:]
        if path.startswith('//'):
            host, slash, rest = path[2:].partition('/')
            if host not in ('', 'localhost'):
                raise ValueError(f"URI is not absolute: {uri!r}")
            path = slash + rest
        path = cls(os.fsdecode(unquote_to_bytes(path)))
        if not path.is_absolute():
            raise ValueError(f"URI is not absolute: {uri!r}")
        return path


class PosixPath(Path, PurePosixPath):
    """A Path of POSIX systems."""

    __slots__ = ()
