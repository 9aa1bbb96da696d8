"""Copying, moving and removing files and trees, and finding programs."""

import fnmatch
import os
import stat
import sys

__all__ = ["copyfileobj", "copyfile", "copymode", "copystat", "copy", "copy2",
           "copytree", "move", "rmtree", "Error", "SpecialFileError",
           "ignore_patterns", "chown", "which", "get_terminal_size",
           "SameFileError", "disk_usage"]

COPY_BUFSIZE = 256 * 1024


class Error(OSError):
    """An operation on several files failed for some."""


class SameFileError(Error):
    """Source and destination are the same file."""


class SpecialFileError(OSError):
    """The file is of a kind that cannot be copied, such as a pipe."""


def copyfileobj(fsrc, fdst, length=0):
    """Copy what is left of one file object to another."""
    if not length:
        length = COPY_BUFSIZE
    read, write = fsrc.read, fdst.write
    while buf := read(length):
        write(buf)


def _samefile(src, dst):
    if isinstance(src, os.DirEntry) and hasattr(os.path, 'samestat'):
        try:
            return os.path.samestat(src.stat(), os.stat(dst))
        except OSError:
            return False
    try:
        return os.path.samefile(src, dst)
    except OSError:
        return False


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy a file's content; the destination."""
    sys.audit("shutil.copyfile", src, dst)
    if _samefile(src, dst):
        raise SameFileError("{!r} and {!r} are the same file".format(src, dst))
    for fn in [src, dst]:
        try:
            st = fn.stat() if isinstance(fn, os.DirEntry) else os.stat(fn)
        except OSError:
            continue
        if stat.S_ISFIFO(st.st_mode):
            fn = fn.path if isinstance(fn, os.DirEntry) else fn
            raise SpecialFileError("`%s` is a named pipe" % fn)
    if not follow_symlinks and os.path.islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, 'rb') as fsrc:
        try:
            with open(dst, 'wb') as fdst:
                copyfileobj(fsrc, fdst)
        except IsADirectoryError as e:
            if not os.path.exists(dst):
                raise FileNotFoundError(f'Directory does not exist: {dst}') from e
            raise
    return dst


def _links(src, dst, follow_symlinks):
    return not follow_symlinks and os.path.islink(src) and os.path.islink(dst)


def copymode(src, dst, *, follow_symlinks=True):
    """Copy the permission bits."""
    if _links(src, dst, follow_symlinks):
        if not hasattr(os, 'lchmod'):
            return
        os.lchmod(dst, stat.S_IMODE(os.lstat(src).st_mode))
    else:
        os.chmod(dst, stat.S_IMODE(os.stat(src).st_mode))


def copystat(src, dst, *, follow_symlinks=True):
    """Copy permission bits, times, flags and extended attributes."""
    follow = not _links(src, dst, follow_symlinks)

    def call(name, *args, **kwargs):
        # Where a function cannot work on links, links are left as they are.
        function = getattr(os, name, None)
        if function is None:
            return
        if not follow:
            if function not in os.supports_follow_symlinks:
                return
            kwargs['follow_symlinks'] = False
        function(*args, **kwargs)

    if isinstance(src, os.DirEntry):
        st = src.stat(follow_symlinks=follow)
    else:
        st = os.stat(src, follow_symlinks=follow)
    call('utime', dst, ns=(st.st_atime_ns, st.st_mtime_ns))
    _copyxattr(src, dst, follow)
    try:
        call('chmod', dst, stat.S_IMODE(st.st_mode))
    except NotImplementedError:
        pass


def _copyxattr(src, dst, follow):
    if not hasattr(os, 'listxattr'):
        return
    from errno import EACCES, EINVAL, ENODATA, ENOTSUP, EPERM
    try:
        names = os.listxattr(src, follow_symlinks=follow)
    except OSError as e:
        if e.errno not in (ENOTSUP, ENODATA, EINVAL):
            raise
        return
    for name in names:
        try:
            value = os.getxattr(src, name, follow_symlinks=follow)
            os.setxattr(dst, name, value, follow_symlinks=follow)
        except OSError as e:
            if e.errno not in (EPERM, ENOTSUP, ENODATA, EINVAL, EACCES):
                raise


def _into(src, dst):
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(src))
    return dst


def copy(src, dst, *, follow_symlinks=True):
    """Copy content and permission bits; `dst` may be a folder."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """Copy content and all metadata; `dst` may be a folder."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst, follow_symlinks=follow_symlinks)
    return dst


def ignore_patterns(*patterns):
    """An `ignore` function for copytree() that leaves out names by patterns."""
    def _ignore_patterns(path, names):
        ignored = set()
        for pattern in patterns:
            ignored.update(fnmatch.filter(names, pattern))
        return ignored
    return _ignore_patterns


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2,
             ignore_dangling_symlinks=False, dirs_exist_ok=False):
    """Copy a folder with all that is in it; Error lists what could not be copied."""
    sys.audit("shutil.copytree", src, dst)
    with os.scandir(src) as itr:
        entries = list(itr)
    ignored = set()
    if ignore is not None:
        ignored = ignore(os.fspath(src), [x.name for x in entries])
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    use_srcentry = copy_function is copy2 or copy_function is copy
    for entry in entries:
        if entry.name in ignored:
            continue
        srcname = os.path.join(src, entry.name)
        dstname = os.path.join(dst, entry.name)
        srcobj = entry if use_srcentry else srcname
        try:
            if entry.is_symlink():
                linkto = os.readlink(srcname)
                if symlinks:
                    os.symlink(linkto, dstname)
                    copystat(srcobj, dstname, follow_symlinks=not symlinks)
                    continue
                if not os.path.exists(srcname) and ignore_dangling_symlinks:
                    continue
            if entry.is_dir():
                copytree(srcobj, dstname, symlinks, ignore, copy_function,
                         ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(srcobj, dstname)
        except Error as err:
            errors.extend(err.args[0])
        except OSError as why:
            errors.append((srcname, dstname, str(why)))
    try:
        copystat(src, dst)
    except OSError as why:
        if getattr(why, 'winerror', None) is None:
            errors.append((src, dst, str(why)))
    if errors:
        raise Error(errors)
    return dst


# --- removing ---------------------------------------------------------------

def _rmtree(path, dir_fd, onexc):
    """Remove the tree below an open-able name, never following links."""
    try:
        entry_stat = os.stat(path, dir_fd=dir_fd, follow_symlinks=False)
        if not stat.S_ISDIR(entry_stat.st_mode):
            raise NotADirectoryError(20, os.strerror(20), path) \
                if not stat.S_ISLNK(entry_stat.st_mode) else \
                OSError("Cannot call rmtree on a symbolic link")
    except FileNotFoundError as err:
        onexc(os.lstat, path, err)
        return
    except OSError as err:
        onexc(os.path.islink if 'symbolic' in str(err) else os.lstat, path, err)
        return
    stack = [(path, False)]
    while stack:
        current, emptied = stack.pop()
        if emptied:
            try:
                os.rmdir(current, dir_fd=dir_fd)
            except FileNotFoundError:
                continue
            except OSError as err:
                onexc(os.rmdir, current, err)
            continue
        stack.append((current, True))
        try:
            with os.scandir(current) as itr:
                entries = list(itr)
        except FileNotFoundError:
            continue
        except OSError as err:
            onexc(os.scandir, current, err)
            continue
        for entry in entries:
            fullname = os.path.join(current, entry.name)
            try:
                is_dir = entry.is_dir(follow_symlinks=False)
            except OSError:
                is_dir = False
            if is_dir:
                stack.append((fullname, False))
                continue
            try:
                os.unlink(fullname)
            except FileNotFoundError:
                continue
            except OSError as err:
                onexc(os.unlink, fullname, err)


def rmtree(path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
    """Remove a folder with all that is in it.

    `onexc(function, path, exception)` may handle errors.
    """
    sys.audit("shutil.rmtree", path, dir_fd)
    if dir_fd is not None:
        raise NotImplementedError("dir_fd unavailable on this platform")
    if ignore_errors:
        def onexc(*args):
            pass
    elif onerror is None and onexc is None:
        def onexc(*args):
            raise
    elif onexc is None:
        def onexc(*args):
            func, path, exc = args
            if exc is None:
                exc_info = None, None, None
            else:
                exc_info = type(exc), exc, exc.__traceback__
            return onerror(func, path, exc_info)
    _rmtree(path if isinstance(path, (str, bytes)) else os.fspath(path), dir_fd, onexc)


rmtree.avoids_symlink_attacks = False


# --- moving -----------------------------------------------------------------

def _basename(path):
    return os.path.basename(path.rstrip(os.path.sep))


def _destinsrc(src, dst):
    src = os.path.abspath(src)
    dst = os.path.abspath(dst)
    if not src.endswith(os.path.sep):
        src += os.path.sep
    if not dst.endswith(os.path.sep):
        dst += os.path.sep
    return dst.startswith(src)


def move(src, dst, copy_function=copy2):
    """Move a file or folder, also to another file system; `dst` may be a folder."""
    sys.audit("shutil.move", src, dst)
    real_dst = dst
    if os.path.isdir(dst):
        if _samefile(src, dst) and not os.path.islink(src):
            os.rename(src, dst)     # only the case of letters may differ
            return os.path.join(dst, _basename(os.fspath(src)))
        real_dst = os.path.join(dst, _basename(os.fspath(src)))
        if os.path.exists(real_dst):
            raise Error("Destination path '%s' already exists" % real_dst)
    try:
        os.rename(src, real_dst)
    except OSError:
        if os.path.islink(src):
            os.symlink(os.readlink(src), real_dst)
            os.unlink(src)
        elif os.path.isdir(src):
            if _destinsrc(src, dst):
                raise Error("Cannot move a directory '%s' into itself '%s'." % (src, dst))
            copytree(src, real_dst, copy_function=copy_function, symlinks=True)
            rmtree(src)
        else:
            copy_function(src, real_dst)
            os.unlink(src)
    return real_dst


# --- the system -------------------------------------------------------------

class _ntuple_diskusage(tuple):
    __slots__ = ()
    total = property(lambda self: self[0], doc='Total space in bytes')
    used = property(lambda self: self[1], doc='Used space in bytes')
    free = property(lambda self: self[2], doc='Free space in bytes')

    def __repr__(self):
        return 'usage(total=%r, used=%r, free=%r)' % tuple(self)


def disk_usage(path):
    """Total, used and free bytes of the file system of a path."""
    st = os.statvfs(path)
    return _ntuple_diskusage((st.f_blocks * st.f_frsize,
                              (st.f_blocks - st.f_bfree) * st.f_frsize,
                              st.f_bavail * st.f_frsize))


def chown(path, user=None, group=None, *, dir_fd=None, follow_symlinks=True):
    """Change owner and group, given as names or numbers."""
    sys.audit('shutil.chown', path, user, group)
    if user is None and group is None:
        raise ValueError("user and/or group must be set")
    uid = gid = -1
    if isinstance(user, str):
        import pwd
        try:
            uid = pwd.getpwnam(user).pw_uid
        except KeyError:
            raise LookupError("no such user: {!r}".format(user)) from None
    elif user is not None:
        uid = user
    if isinstance(group, str):
        import grp
        try:
            gid = grp.getgrnam(group).gr_gid
        except KeyError:
            raise LookupError("no such group: {!r}".format(group)) from None
    elif group is not None:
        gid = group
    os.chown(path, uid, gid, dir_fd=dir_fd, follow_symlinks=follow_symlinks)


def get_terminal_size(fallback=(80, 24)):
    """The size of the terminal; COLUMNS and LINES go first."""
    try:
        columns = int(os.environ['COLUMNS'])
    except (KeyError, ValueError):
        columns = 0
    try:
        lines = int(os.environ['LINES'])
    except (KeyError, ValueError):
        lines = 0
    if columns <= 0 or lines <= 0:
        try:
            size = os.get_terminal_size(sys.__stdout__.fileno())
        except (AttributeError, ValueError, OSError):
            size = os.terminal_size(fallback)   # no terminal
        if columns <= 0:
            columns = size.columns or fallback[0]
        if lines <= 0:
            lines = size.lines or fallback[1]
    return os.terminal_size((columns, lines))


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    """The path of the program that a command would run, or None."""
    use_bytes = isinstance(cmd, bytes)

    def access(fn):
        return os.path.exists(fn) and os.access(fn, mode) and not os.path.isdir(fn)

    if os.path.dirname(cmd):
        return cmd if access(cmd) else None
    if path is None:
        path = os.environ.get("PATH", None)
        if path is None:
            try:
                path = os.confstr("CS_PATH")
            except (AttributeError, ValueError):
                path = os.defpath
    if not path:
        return None
    path = os.fsencode(path) if use_bytes else os.fsdecode(path)
    seen = set()
    for directory in path.split(os.fsencode(os.pathsep) if use_bytes else os.pathsep):
        if directory not in seen:
            seen.add(directory)
            name = os.path.join(directory, cmd)
            if access(name):
                return name
    return None
