"""Finding files by patterns: *, ?, [abc], and ** for any depth."""

import contextlib
import fnmatch
import os
import stat
import sys

__all__ = ["glob", "iglob", "escape", "translate"]

_MAGIC = frozenset("*?[")
_MAGIC_BYTES = frozenset(b"*?[")
_deprecated_function_message = (
    "{name} is deprecated and will be removed in Python {remove}. Use "
    "glob.glob and pass a directory to its root_dir argument instead.")


def __getattr__(name):
    if name in ("magic_check", "magic_check_bytes"):
        import re
        namespace = globals()
        namespace["magic_check"] = re.compile("([*?[])")
        namespace["magic_check_bytes"] = re.compile(b"([*?[])")
        return namespace[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """A list of the paths that fit a pattern.

    Names that begin with a dot fit only patterns that do, unless include_hidden.
    With recursive, ** fits any number of directories.
    """
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive,
                      include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """An iterator over the paths that fit a pattern; see glob()."""
    sys.audit("glob.glob", pathname, recursive)
    sys.audit("glob.glob/2", pathname, recursive, root_dir, dir_fd)
    if root_dir is not None:
        root_dir = os.fspath(root_dir)
    else:
        root_dir = pathname[:0]
    it = _iglob(pathname, root_dir, dir_fd, recursive, False, include_hidden)
    if not pathname or recursive and _isrecursive(pathname[:2]):
        try:
            first = next(it)        # the empty path, for the start itself
            if first:
                import itertools
                it = itertools.chain((first,), it)
        except StopIteration:
            pass
    return it


def _iglob(pathname, root_dir, dir_fd, recursive, dironly, include_hidden):
    dirname, basename = os.path.split(pathname)
    if not has_magic(pathname):
        assert not dironly
        if basename:
            if _lexists(_join(root_dir, pathname), dir_fd):
                yield pathname
        elif _isdir(_join(root_dir, dirname), dir_fd):
            # With a slash at the end only directories fit.
            yield pathname
        return
    if not dirname:
        if recursive and _isrecursive(basename):
            yield from _glob2(root_dir, basename, dir_fd, dironly, include_hidden)
        else:
            yield from _glob1(root_dir, basename, dir_fd, dironly, include_hidden)
        return
    # A path may be its own directory: a root.
    if dirname != pathname and has_magic(dirname):
        dirs = _iglob(dirname, root_dir, dir_fd, recursive, True, include_hidden)
    else:
        dirs = [dirname]
    if not has_magic(basename):
        glob_in_dir = _glob0
    elif recursive and _isrecursive(basename):
        glob_in_dir = _glob2
    else:
        glob_in_dir = _glob1
    for dirname in dirs:
        for name in glob_in_dir(_join(root_dir, dirname), basename, dir_fd, dironly,
                                include_hidden):
            yield os.path.join(dirname, name)


def _glob1(dirname, pattern, dir_fd, dironly, include_hidden=False):
    """The names in a directory that fit."""
    names = _listdir(dirname, dir_fd, dironly)
    if not (include_hidden or _ishidden(pattern)):
        names = (name for name in names if not _ishidden(name))
    return fnmatch.filter(names, pattern)


def _glob0(dirname, basename, dir_fd, dironly, include_hidden=False):
    """The name, if it is there; an empty one stands for the directory."""
    if basename:
        if _lexists(_join(dirname, basename), dir_fd):
            return [basename]
    elif _isdir(dirname, dir_fd):
        return [basename]
    return []


def _glob2(dirname, pattern, dir_fd, dironly, include_hidden=False):
    """Everything below a directory."""
    assert _isrecursive(pattern)
    if not dirname or _isdir(dirname, dir_fd):
        yield pattern[:0]
    yield from _rlistdir(dirname, dir_fd, dironly, include_hidden)


def glob0(dirname, pattern):
    """Deprecated."""
    import warnings
    warnings._deprecated("glob.glob0", _deprecated_function_message, remove=(3, 15))
    return _glob0(dirname, pattern, None, False)


def glob1(dirname, pattern):
    """Deprecated."""
    import warnings
    warnings._deprecated("glob.glob1", _deprecated_function_message, remove=(3, 15))
    return _glob1(dirname, pattern, None, False)


def _iterdir(dirname, dir_fd, dironly):
    """The names in a directory; of directories only, if asked."""
    fd = None
    fsencode = os.fsencode if isinstance(dirname, bytes) else None
    try:
        if dir_fd is not None:
            if dirname:
                fd = os.open(dirname, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0),
                             dir_fd=dir_fd)
                arg = fd
            else:
                arg = dir_fd
        elif dirname:
            arg = dirname
        else:
            arg = b"." if fsencode else "."
        try:
            with os.scandir(arg) as it:
                for entry in it:
                    try:
                        if not dironly or entry.is_dir():
                            # A descriptor gives strings whatever the pattern is.
                            if fsencode is not None:
                                yield fsencode(entry.name)
                            else:
                                yield entry.name
                    except OSError:
                        pass
        finally:
            if fd is not None:
                os.close(fd)
    except OSError:
        return


def _listdir(dirname, dir_fd, dironly):
    with contextlib.closing(_iterdir(dirname, dir_fd, dironly)) as it:
        return list(it)


def _rlistdir(dirname, dir_fd, dironly, include_hidden=False):
    for name in _listdir(dirname, dir_fd, dironly):
        if include_hidden or not _ishidden(name):
            yield name
            path = _join(dirname, name) if dirname else name
            for below in _rlistdir(path, dir_fd, dironly, include_hidden):
                yield _join(name, below)


def _lexists(pathname, dir_fd):
    if dir_fd is None:
        return os.path.lexists(pathname)
    try:
        os.lstat(pathname, dir_fd=dir_fd)
    except (OSError, ValueError):
        return False
    return True


def _isdir(pathname, dir_fd):
    if dir_fd is None:
        return os.path.isdir(pathname)
    try:
        st = os.stat(pathname, dir_fd=dir_fd)
    except (OSError, ValueError):
        return False
    return stat.S_ISDIR(st.st_mode)


def _join(dirname, basename):
    # os.path.join() would add a slash.
    if not dirname or not basename:
        return dirname or basename
    return os.path.join(dirname, basename)


def has_magic(s):
    """Whether there is anything in *s* that is not matched literally."""
    magic = _MAGIC_BYTES if isinstance(s, bytes) else _MAGIC
    return not magic.isdisjoint(s)


def _ishidden(path):
    return path[0] in (".", b"."[0])


def _isrecursive(pattern):
    return pattern == (b"**" if isinstance(pattern, bytes) else "**")


def escape(pathname):
    """The pattern that fits just this path."""
    drive, pathname = os.path.splitdrive(pathname)
    if isinstance(pathname, bytes):
        for char in (b"[", b"*", b"?"):     # the bracket first
            pathname = pathname.replace(char, b"[" + char + b"]")
    else:
        for char in ("[", "*", "?"):
            pathname = pathname.replace(char, f"[{char}]")
    return drive + pathname


def translate(pat, *, recursive=False, include_hidden=False, seps=None):
    """The regular expression that a pattern for whole paths means.

    *seps* are the characters that separate names, by default the system's.
    """
    import re
    if not seps:
        seps = (os.path.sep, os.path.altsep) if os.path.altsep else os.path.sep
    escaped = "".join(map(re.escape, seps))
    any_sep = f"[{escaped}]" if len(seps) > 1 else escaped
    not_sep = f"[^{escaped}]"
    if include_hidden:
        one_name = f"{not_sep}+"
        any_names = f"(?:.+{any_sep})?"
        any_last_names = ".*"
    else:
        one_name = f"[^{escaped}.]{not_sep}*"
        any_names = f"(?:{one_name}{any_sep})*"
        any_last_names = f"{any_names}(?:{one_name})?"

    results = []
    parts = re.split(any_sep, pat)
    last = len(parts) - 1
    for i, part in enumerate(parts):
        if part == "*":
            results.append(one_name if i == last else one_name + any_sep)
        elif recursive and part == "**":
            if i == last:
                results.append(any_last_names)
            elif parts[i + 1] != "**":
                results.append(any_names)
        else:
            if part:
                if not include_hidden and part[0] in "*?":
                    results.append(r"(?!\.)")
                results.extend(fnmatch._translate(part, f"{not_sep}*", not_sep)[0])
            if i < last:
                results.append(any_sep)
    return rf"(?s:{''.join(results)})\z"
