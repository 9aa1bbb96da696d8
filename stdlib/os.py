"""Operating system interface: the functions of `posix`, plus what is better said in Python.

The module re-exports everything `posix` offers under its own name and adds
the environment mapping, directory walking, the exec and spawn families,
`popen` and the path protocol.
"""

import abc
import sys
import stat as st

from _collections_abc import Mapping, MutableMapping, _check_methods

import posix
from posix import *
from posix import _exit

import posixpath as path

GenericAlias = type(list[int])

name = 'posix'
linesep = '\n'

sys.modules['os.path'] = path
from os.path import (curdir, pardir, sep, pathsep, defpath, extsep, altsep,
                     devnull)

__all__ = ["altsep", "curdir", "pardir", "sep", "pathsep", "linesep",
           "defpath", "name", "path", "devnull", "SEEK_SET", "SEEK_CUR",
           "SEEK_END", "fsencode", "fsdecode", "get_exec_path", "fdopen",
           "extsep", "_exit",
           "makedirs", "removedirs", "renames", "walk", "fwalk",
           "execl", "execle", "execlp", "execlpe", "execvp", "execvpe",
           "getenv", "getenvb", "environ", "environb", "supports_bytes_environ",
           "reload_environ", "process_cpu_count",
           "P_WAIT", "P_NOWAIT", "P_NOWAITO", "spawnv", "spawnve", "spawnvp",
           "spawnvpe", "spawnl", "spawnle", "spawnlp", "spawnlpe",
           "popen", "PathLike"]


def _get_exports_list(module):
    """The public names of a native module."""
    return getattr(module, '__all__', None) or [
        name for name in dir(module) if name[0] != '_']


__all__.extend(_get_exports_list(posix))

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2

P_WAIT = 0
P_NOWAIT = P_NOWAITO = 1

supports_bytes_environ = True


def _supported(pairs, have=frozenset(getattr(posix, '_have_functions', ()))):
    """The set of posix functions whose C feature is available."""
    found = set()
    for feature, function in pairs:
        if feature in have and hasattr(posix, function):
            found.add(getattr(posix, function))
    return found


supports_dir_fd = _supported([
    ("HAVE_FACCESSAT", "access"), ("HAVE_FCHMODAT", "chmod"),
    ("HAVE_FCHOWNAT", "chown"), ("HAVE_FSTATAT", "stat"),
    ("HAVE_FUTIMESAT", "utime"), ("HAVE_LINKAT", "link"),
    ("HAVE_MKDIRAT", "mkdir"), ("HAVE_MKFIFOAT", "mkfifo"),
    ("HAVE_MKNODAT", "mknod"), ("HAVE_OPENAT", "open"),
    ("HAVE_READLINKAT", "readlink"), ("HAVE_RENAMEAT", "rename"),
    ("HAVE_SYMLINKAT", "symlink"), ("HAVE_UNLINKAT", "unlink"),
    ("HAVE_UNLINKAT", "rmdir"), ("HAVE_UTIMENSAT", "utime")])

supports_effective_ids = _supported([("HAVE_FACCESSAT", "access")])

supports_fd = _supported([
    ("HAVE_FCHDIR", "chdir"), ("HAVE_FCHMOD", "chmod"),
    ("HAVE_FCHOWN", "chown"), ("HAVE_FDOPENDIR", "listdir"),
    ("HAVE_FDOPENDIR", "scandir"), ("HAVE_FEXECVE", "execve"),
    ("HAVE_FTRUNCATE", "truncate"), ("HAVE_FUTIMENS", "utime"),
    ("HAVE_FUTIMES", "utime"), ("HAVE_FPATHCONF", "pathconf"),
    ("HAVE_STATVFS", "statvfs"), ("HAVE_FSTATVFS", "statvfs")]) | {posix.stat}

supports_follow_symlinks = _supported([
    ("HAVE_FACCESSAT", "access"), ("HAVE_FCHOWNAT", "chown"),
    ("HAVE_FSTATAT", "stat"), ("HAVE_LCHFLAGS", "chflags"),
    ("HAVE_LCHMOD", "chmod"), ("HAVE_LCHOWN", "chown"),
    ("HAVE_LINKAT", "link"), ("HAVE_LUTIMES", "utime"),
    ("HAVE_LSTAT", "stat"), ("MS_WINDOWS", "stat"),
    ("HAVE_UTIMENSAT", "utime")]) | {posix.stat}


# --- the path protocol ------------------------------------------------------

if not hasattr(posix, 'fspath'):
    def fspath(path):
        """Return the str or bytes form of a path object."""
        if isinstance(path, (str, bytes)):
            return path
        cls = type(path)
        try:
            text = cls.__fspath__(path)
        except AttributeError:
            if hasattr(cls, '__fspath__'):
                raise
            raise TypeError("expected str, bytes or os.PathLike object, "
                            "not " + cls.__name__) from None
        if isinstance(text, (str, bytes)):
            return text
        raise TypeError(f"expected {cls.__name__}.__fspath__() to return str "
                        f"or bytes, not {type(text).__name__}")


class PathLike(abc.ABC):
    """Objects that know their file system path."""

    __slots__ = ()

    @abc.abstractmethod
    def __fspath__(self):
        """Return the file system path of the object."""
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return _check_methods(subclass, '__fspath__')
        return NotImplemented

    __class_getitem__ = classmethod(GenericAlias)


_fs_encoding = sys.getfilesystemencoding()
_fs_errors = sys.getfilesystemencodeerrors()


def fsencode(filename):
    """Encode a path to bytes in the file system's encoding; bytes pass through."""
    filename = fspath(filename)
    if isinstance(filename, str):
        return filename.encode(_fs_encoding, _fs_errors)
    return filename


def fsdecode(filename):
    """Decode a path to str in the file system's encoding; str passes through."""
    filename = fspath(filename)
    if isinstance(filename, bytes):
        return filename.decode(_fs_encoding, _fs_errors)
    return filename


# --- environment ------------------------------------------------------------

class _Environ(MutableMapping):
    """A mapping whose assignments and deletions reach the process environment."""

    def __init__(self, data, encodekey, decodekey, encodevalue, decodevalue):
        self.encodekey = encodekey
        self.decodekey = decodekey
        self.encodevalue = encodevalue
        self.decodevalue = decodevalue
        self._data = data

    def __getitem__(self, key):
        try:
            value = self._data[self.encodekey(key)]
        except KeyError:
            raise KeyError(key) from None
        return self.decodevalue(value)

    def __setitem__(self, key, value):
        key = self.encodekey(key)
        value = self.encodevalue(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        encoded = self.encodekey(key)
        unsetenv(encoded)
        try:
            del self._data[encoded]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        # A snapshot: another thread may add variables meanwhile.
        for key in list(self._data):
            yield self.decodekey(key)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        body = ', '.join(f'{self.decodekey(key)!r}: {self.decodevalue(value)!r}'
                         for key, value in list(self._data.items()))
        return f"environ({{{body}}})"

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __ior__(self, other):
        self.update(other)
        return self

    def __or__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self) | dict(other)

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(other) | dict(self)


def _make_environs():
    def encode(value):
        if not isinstance(value, str):
            raise TypeError("str expected, not %s" % type(value).__name__)
        return value.encode(_fs_encoding, 'surrogateescape')

    def decode(value):
        return value.decode(_fs_encoding, 'surrogateescape')

    def check_bytes(value):
        if not isinstance(value, bytes):
            raise TypeError("bytes expected, not %s" % type(value).__name__)
        return value

    data = posix.environ
    text = _Environ(data, encode, decode, encode, decode)
    raw = _Environ(data, check_bytes, bytes, check_bytes, bytes)
    return text, raw


environ, environb = _make_environs()


def getenv(key, default=None):
    """The environment variable `key` as str, or `default`."""
    return environ.get(key, default)


def getenvb(key, default=None):
    """The environment variable `key` as bytes, or `default`."""
    return environb.get(key, default)


def reload_environ():
    """Read `environ` and `environb` anew from the process environment."""
    data = posix._create_environ()
    environ._data.clear()
    environ._data.update(data)


def get_exec_path(env=None):
    """The directories searched for an executable, as a list of strings."""
    if env is None:
        env = environ
    try:
        path_list = env.get('PATH')
    except TypeError:
        path_list = None
    try:
        path_listb = env[b'PATH']
    except (KeyError, TypeError):
        pass
    else:
        if path_list is not None:
            raise ValueError("env cannot contain 'PATH' and b'PATH' keys")
        path_list = path_listb
    if path_list is not None and isinstance(path_list, bytes):
        path_list = fsdecode(path_list)
    if path_list is None:
        path_list = defpath
    return path_list.split(pathsep)


# --- directories ------------------------------------------------------------

def makedirs(name, mode=0o777, exist_ok=False):
    """Create a directory and all its missing parents.

    Only the last one gets `mode`; the others follow the umask.
    """
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass                # made by somebody else in between
        dot = curdir if isinstance(tail, str) else b'.'
        if tail == dot:         # "x/newdir/." means newdir
            return
    try:
        mkdir(name, mode)
    except OSError:
        # What the system reports for an existing directory varies, so ask.
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Remove an empty directory, then each parent that has become empty."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    """Rename, creating missing parents of `new` and pruning empty ones of `old`."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


def _list_entries(top, onerror, followlinks, topdown):
    """One directory for `walk`: (dirs, nondirs, paths to descend), or None."""
    dirs, nondirs, descend = [], [], []
    try:
        entries = scandir(top)
    except OSError as error:
        if onerror is not None:
            onerror(error)
        return None
    with entries:
        while True:
            try:
                entry = next(entries)
            except StopIteration:
                break
            except OSError as error:
                if onerror is not None:
                    onerror(error)
                return None
            try:
                is_dir = entry.is_dir()
            except OSError:
                is_dir = False
            (dirs if is_dir else nondirs).append(entry.name)
            if not topdown and is_dir:
                try:
                    linked = not followlinks and entry.is_symlink()
                except OSError:
                    linked = False
                if not linked:
                    descend.append(entry.path)
    return dirs, nondirs, descend


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Yield (path, directory names, file names) for each directory under `top`.

    With topdown the caller may change the list of directory names in place
    to prune or order the search.
    """
    sys.audit("os.walk", top, topdown, onerror, followlinks)
    islink, join = path.islink, path.join
    stack = [fspath(top)]
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            yield top
            continue
        listing = _list_entries(top, onerror, followlinks, topdown)
        if listing is None:
            continue
        dirs, nondirs, descend = listing
        if topdown:
            yield top, dirs, nondirs
            # The caller may have edited dirs; a directory may also have
            # been replaced by a link meanwhile, hence the second look.
            for dirname in reversed(dirs):
                new_path = join(top, dirname)
                if followlinks or not islink(new_path):
                    stack.append(new_path)
        else:
            stack.append((top, dirs, nondirs))
            stack.extend(reversed(descend))


def fwalk(top=".", topdown=True, onerror=None, *, follow_symlinks=False,
          dir_fd=None):
    """Like `walk`, and yield a descriptor of each directory as a fourth item."""
    sys.audit("os.fwalk", top, topdown, onerror, follow_symlinks, dir_fd)
    top = fspath(top)
    is_bytes = isinstance(top, bytes)
    stack = [('walk', True, dir_fd, top, top)]
    try:
        while stack:
            yield from _fwalk_step(stack, is_bytes, topdown, onerror,
                                   follow_symlinks)
    finally:
        for action, *value in stack:
            if action == 'close':
                close(value[0])


def _fwalk_step(stack, is_bytes, topdown, onerror, follow_symlinks):
    action, *value = stack.pop()
    if action == 'close':
        close(value[0])
        return
    if action == 'yield':
        yield tuple(value)
        return
    is_root, dir_fd, toppath, topname = value
    try:
        if not follow_symlinks:
            original = stat(topname, follow_symlinks=False, dir_fd=dir_fd)
        topfd = open(topname, O_RDONLY | O_NONBLOCK, dir_fd=dir_fd)
    except OSError as error:
        if is_root:
            raise
        if onerror is not None:
            onerror(error)
        return
    stack.append(('close', topfd))
    if not follow_symlinks:
        # A link put there between stat and open must not be followed.
        if is_root and not st.S_ISDIR(original.st_mode):
            return
        if not path.samestat(original, stat(topfd)):
            return
    dirs, nondirs = [], []
    with scandir(topfd) as entries:
        for entry in entries:
            found = fsencode(entry.name) if is_bytes else entry.name
            try:
                if entry.is_dir():
                    dirs.append(found)
                else:
                    nondirs.append(found)
            except OSError:
                try:
                    if entry.is_symlink():
                        nondirs.append(found)
                except OSError:
                    pass
    if topdown:
        yield toppath, dirs, nondirs, topfd
    else:
        stack.append(('yield', toppath, dirs, nondirs, topfd))
    toppath = path.join(toppath, toppath[:0])
    stack.extend(('walk', False, topfd, toppath + sub, sub)
                 for sub in reversed(dirs))


# --- exec and spawn ---------------------------------------------------------

def execl(file, *args):
    """Replace the process by `file` with the given arguments."""
    execv(file, args)


def execle(file, *args):
    """Like `execl`; the last argument is the environment."""
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """Like `execl`, searching PATH."""
    execvp(file, args)


def execlpe(file, *args):
    """Like `execle`, searching PATH."""
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """Replace the process by `file`, found through PATH."""
    _execvpe(file, args)


def execvpe(file, args, env):
    """Replace the process by `file`, found through PATH, in the environment `env`."""
    _execvpe(file, args, env)


def _execvpe(file, args, env=None):
    if env is not None:
        run, rest = execve, (args, env)
    else:
        run, rest = execv, (args,)
        env = environ
    if path.dirname(file):
        run(file, *rest)
        return
    file = fsencode(file)
    saved = None
    for directory in map(fsencode, get_exec_path(env)):
        try:
            run(path.join(directory, file), *rest)
        except (FileNotFoundError, NotADirectoryError) as error:
            last = error
        except OSError as error:
            last = error
            if saved is None:
                saved = error
    raise saved if saved is not None else last


def _spawnvef(mode, file, args, env, run):
    if not isinstance(args, (tuple, list)):
        raise TypeError('argv must be a tuple or a list')
    if not args or not args[0]:
        raise ValueError('argv first element cannot be empty')
    pid = fork()
    if not pid:
        try:
            if env is None:
                run(file, args)
            else:
                run(file, args, env)
        except BaseException:
            _exit(127)
    if mode == P_NOWAIT:
        return pid
    while True:
        _, status = waitpid(pid, 0)
        if not WIFSTOPPED(status):
            return waitstatus_to_exitcode(status)


def spawnv(mode, file, args):
    """Run `file` in a new process; its exit code (P_WAIT) or its pid."""
    return _spawnvef(mode, file, args, None, execv)


def spawnve(mode, file, args, env):
    """Like `spawnv`, in the environment `env`."""
    return _spawnvef(mode, file, args, env, execve)


def spawnvp(mode, file, args):
    """Like `spawnv`, searching PATH."""
    return _spawnvef(mode, file, args, None, execvp)


def spawnvpe(mode, file, args, env):
    """Like `spawnve`, searching PATH."""
    return _spawnvef(mode, file, args, env, execvpe)


def spawnl(mode, file, *args):
    """Like `spawnv`, with the arguments in line."""
    return spawnv(mode, file, args)


def spawnle(mode, file, *args):
    """Like `spawnl`; the last argument is the environment."""
    return spawnve(mode, file, args[:-1], args[-1])


def spawnlp(mode, file, *args):
    """Like `spawnl`, searching PATH."""
    return spawnvp(mode, file, args)


def spawnlpe(mode, file, *args):
    """Like `spawnle`, searching PATH."""
    return spawnvpe(mode, file, args[:-1], args[-1])


# --- files and processes ----------------------------------------------------

def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    """A file object over the descriptor `fd`."""
    if not isinstance(fd, int):
        raise TypeError("invalid fd type (%s, expected integer)" % type(fd))
    import io
    if "b" not in mode:
        encoding = io.text_encoding(encoding)
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


def popen(cmd, mode="r", buffering=-1):
    """A pipe from or to a shell command, as a text file."""
    if not isinstance(cmd, str):
        raise TypeError("invalid cmd type (%s, expected string)" % type(cmd))
    if mode not in ("r", "w"):
        raise ValueError("invalid mode %r" % mode)
    if buffering == 0 or buffering is None:
        raise ValueError("popen() does not support unbuffered streams")
    import subprocess
    ends = {'stdout' if mode == 'r' else 'stdin': subprocess.PIPE}
    process = subprocess.Popen(cmd, shell=True, text=True, bufsize=buffering, **ends)
    return _wrap_close(process.stdout if mode == 'r' else process.stdin, process)


class _wrap_close:
    """The file that `popen` returns: closing it waits for the command."""

    def __init__(self, stream, process):
        self._stream = stream
        self._proc = process

    def close(self):
        self._stream.close()
        code = self._proc.wait()
        if code == 0:
            return None
        return code << 8

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def process_cpu_count():
    """How many processors the calling thread may use, or None."""
    if hasattr(posix, 'sched_getaffinity'):
        count = len(sched_getaffinity(0))
    else:
        count = cpu_count()
    return count or None

