"""os.path on POSIX systems."""

import genericpath
import os
import stat
import sys
from genericpath import *

__all__ = ["normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext",
           "basename", "dirname", "commonprefix", "getsize", "getmtime", "getatime",
           "getctime", "islink", "exists", "lexists", "isdir", "isfile", "ismount",
           "expanduser", "expandvars", "normpath", "abspath", "samefile", "sameopenfile",
           "samestat", "curdir", "pardir", "sep", "pathsep", "defpath", "altsep", "extsep",
           "devnull", "realpath", "supports_unicode_filenames", "relpath", "commonpath",
           "isjunction", "isdevdrive", "ALLOW_MISSING"]

curdir = "."
pardir = ".."
extsep = "."
sep = "/"
pathsep = ":"
defpath = "/bin:/usr/bin"
altsep = None
devnull = "/dev/null"
supports_unicode_filenames = sys.platform == "darwin"


def _get_sep(path):
    return b"/" if isinstance(path, bytes) else "/"


def normcase(s, /):
    """The path as it is: case matters."""
    return os.fspath(s)


def isabs(s, /):
    """Whether the path begins at the root."""
    s = os.fspath(s)
    return s.startswith(_get_sep(s))


def join(a, /, *p):
    """Put paths together; an absolute one discards what is before it."""
    a = os.fspath(a)
    sep = _get_sep(a)
    path = a
    try:
        for b in map(os.fspath, p):
            if b.startswith(sep) or not path:
                path = b
            elif path.endswith(sep):
                path += b
            else:
                path += sep + b
    except (TypeError, AttributeError, BytesWarning):
        genericpath._check_arg_types("join", a, *p)
        raise
    return path


def split(p, /):
    """(directory, last part), which is empty if the path ends with a slash."""
    p = os.fspath(p)
    sep = _get_sep(p)
    i = p.rfind(sep) + 1
    head, tail = p[:i], p[i:]
    # Slashes are kept only where they are the root.
    return head.rstrip(sep) or head, tail


def splitext(p, /):
    """(path, extension), which is empty or begins with a dot."""
    p = os.fspath(p)
    if isinstance(p, bytes):
        return genericpath._splitext(p, b"/", None, b".")
    return genericpath._splitext(p, "/", None, ".")


def splitdrive(p, /):
    """("", path): there are no drives."""
    p = os.fspath(p)
    return p[:0], p


try:
    from posix import _path_splitroot_ex as splitroot
except ImportError:
    def splitroot(p, /):
        """("", root, rest); the root is "/", "//" or empty."""
        p = os.fspath(p)
        sep = _get_sep(p)
        empty = p[:0]
        if p[:1] != sep:
            return empty, empty, p
        # Exactly two slashes are a root of their own, says POSIX.
        if p[1:2] != sep or p[2:3] == sep:
            return empty, sep, p[1:]
        return empty, p[:2], p[2:]


def basename(p, /):
    """The last part."""
    p = os.fspath(p)
    return p[p.rfind(_get_sep(p)) + 1:]


def dirname(p, /):
    """What is before the last part."""
    p = os.fspath(p)
    sep = _get_sep(p)
    head = p[:p.rfind(sep) + 1]
    return head.rstrip(sep) or head


def ismount(path):
    """Whether a file system begins there."""
    try:
        s1 = os.lstat(path)
    except (OSError, ValueError):
        return False
    if stat.S_ISLNK(s1.st_mode):
        return False
    path = os.fspath(path)
    parent = join(path, b".." if isinstance(path, bytes) else "..")
    try:
        s2 = os.lstat(parent)
    except OSError:
        parent = realpath(parent)
        try:
            s2 = os.lstat(parent)
        except OSError:
            return False
    # Another device, or its own parent: the root.
    return s1.st_dev != s2.st_dev or s1.st_ino == s2.st_ino


def expanduser(path):
    """Replace a leading ~ or ~user by a home directory, if known."""
    path = os.fspath(path)
    tilde = b"~" if isinstance(path, bytes) else "~"
    if not path.startswith(tilde):
        return path
    sep = _get_sep(path)
    end = path.find(sep, 1)
    if end < 0:
        end = len(path)
    userhome = _home_of(path[1:end])
    if userhome is None:
        return path
    if isinstance(path, bytes):
        userhome = os.fsencode(userhome)
    userhome = userhome.rstrip(sep)
    return userhome + path[end:] or sep


def _home_of(name):
    """The home directory of a user, of the current one if the name is empty, or None."""
    if not name and "HOME" in os.environ:
        return os.environ["HOME"]
    try:
        import pwd
    except ImportError:
        return None
    try:
        entry = pwd.getpwnam(os.fsdecode(name)) if name else pwd.getpwuid(os.getuid())
    except KeyError:
        return None
    return entry.pw_dir


def expandvars(path):
    """Replace $name and ${name} by environment variables; unknown ones stay."""
    path = os.fspath(path)
    if isinstance(path, bytes):
        if b"$" not in path:
            return path
        dollar, opening, closing = b"$", b"{", b"}"
        environ = getattr(os, "environb", None)
    else:
        if "$" not in path:
            return path
        dollar, opening, closing = "$", "{", "}"
        environ = os.environ
    start = 0
    done = []
    while (i := path.find(dollar, start)) >= 0:
        name, end = _variable_at(path, i + 1, opening, closing)
        value = None
        if name:
            if environ is None:
                value = os.environ.get(os.fsdecode(name))
                value = None if value is None else os.fsencode(value)
            else:
                value = environ.get(name)
        done.append(path[start:i])
        done.append(path[i:end] if value is None else value)
        start = end
    done.append(path[start:])
    return path[:0].join(done)


def _variable_at(path, i, opening, closing):
    """(name, end) of the variable after a dollar sign; without a name nothing is replaced."""
    if path[i:i + 1] == opening:
        end = path.find(closing, i)
        if end < 0:
            return None, len(path)
        return path[i + 1:end], end + 1
    end = i
    underscore = b"_" if isinstance(path, bytes) else "_"
    while (char := path[end:end + 1]) and (char.isalnum() or char == underscore):
        end += 1
    return path[i:end], end


try:
    from posix import _path_normpath as normpath
except ImportError:
    def normpath(path):
        """Remove double slashes, "." and "x/.."; links may make that another place."""
        path = os.fspath(path)
        if isinstance(path, bytes):
            sep, dot, dotdot = b"/", b".", b".."
        else:
            sep, dot, dotdot = "/", ".", ".."
        if not path:
            return dot
        _, root, path = splitroot(path)
        parts = []
        for part in path.split(sep):
            if not part or part == dot:
                continue
            if part != dotdot or (not root and not parts) or (parts and parts[-1] == dotdot):
                parts.append(part)
            elif parts:
                parts.pop()
        return root + sep.join(parts) or dot


def abspath(path):
    """The path from the root, normalized."""
    path = os.fspath(path)
    if isinstance(path, bytes):
        if not path.startswith(b"/"):
            path = join(os.getcwdb(), path)
    elif not path.startswith("/"):
        path = join(os.getcwd(), path)
    return normpath(path)


def realpath(filename, /, *, strict=False):
    """The path from the root without symbolic links.

    With strict, what is missing or forms a loop is an error; with ALLOW_MISSING,
    what is missing is none.
    """
    filename = os.fspath(filename)
    if isinstance(filename, bytes):
        sep, dot, dotdot, cwd = b"/", b".", b"..", os.getcwdb
    else:
        sep, dot, dotdot, cwd = "/", ".", "..", os.getcwd
    ignored = FileNotFoundError if strict is ALLOW_MISSING else () if strict else OSError

    path = sep if filename.startswith(sep) else cwd()
    # What is left, the next part last. None follows the parts of a link's target; the
    # link itself is below it.
    rest = filename.split(sep)[::-1]
    seen = {}       # what links lead to, or None while that is being found out
    while rest:
        name = rest.pop()
        if name is None:
            seen[rest.pop()] = path
            continue
        if not name or name == dot:
            continue
        if name == dotdot:
            path = path[:path.rindex(sep)] or sep
            continue
        newpath = path + name if path == sep else path + sep + name
        try:
            mode = os.lstat(newpath).st_mode
            if not stat.S_ISLNK(mode):
                if strict and rest and not stat.S_ISDIR(mode) and any(
                        part is not None for part in rest):
                    os.lstat(newpath + sep)     # fails: not a directory
                path = newpath
                continue
            if newpath in seen:
                target = seen[newpath]
                if target is not None:
                    path = target
                    continue
                # A loop.
                if strict:
                    os.stat(newpath)            # fails
                path = newpath
                continue
            target = os.readlink(newpath)
        except ignored:
            path = newpath
            continue
        seen[newpath] = None
        if target.startswith(sep):
            path = sep
        rest.append(newpath)
        rest.append(None)
        rest.extend(target.split(sep)[::-1])
    return path


def relpath(path, start=None):
    """The path as seen from *start*, by default the current directory."""
    path = os.fspath(path)
    if not path:
        raise ValueError("no path specified")
    if isinstance(path, bytes):
        curdir, sep, pardir = b".", b"/", b".."
    else:
        curdir, sep, pardir = ".", "/", ".."
    start = curdir if start is None else os.fspath(start)
    try:
        start_parts = abspath(start).lstrip(sep).split(sep)
        path_parts = abspath(path).lstrip(sep).split(sep)
        start_parts = [part for part in start_parts if part]
        path_parts = [part for part in path_parts if part]
        common = len(commonprefix([start_parts, path_parts]))
        parts = [pardir] * (len(start_parts) - common) + path_parts[common:]
        return sep.join(parts) or curdir
    except (TypeError, AttributeError, BytesWarning, DeprecationWarning):
        genericpath._check_arg_types("relpath", path, start)
        raise


def commonpath(paths):
    """The longest path that all paths begin with, part by part."""
    paths = tuple(map(os.fspath, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    if isinstance(paths[0], bytes):
        sep, curdir = b"/", b"."
    else:
        sep, curdir = "/", "."
    try:
        absolute = {path.startswith(sep) for path in paths}
        if len(absolute) > 1:
            raise ValueError("Can't mix absolute and relative paths") from None
        split_paths = [[part for part in path.split(sep) if part and part != curdir]
                       for path in paths]
        common = commonprefix(split_paths)
        return (sep if absolute.pop() else sep[:0]) + sep.join(common)
    except (TypeError, AttributeError):
        genericpath._check_arg_types("commonpath", *paths)
        raise
