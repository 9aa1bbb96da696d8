"""Reading and writing ZIP archives.

The parts: records in _zipfile_records, streams in _zipfile_streams.
"""

import io
import os
import shutil
import struct
import threading
import time

from _zipfile_records import *
from _zipfile_records import (_EndRecData, _check_compression, _check_zipfile, _get_compressor,
                              _get_decompressor, central_directory, end_of_archive,
                              read_central_directory, sanitize)
from _zipfile_records import __all__ as _records
from _zipfile_streams import ZipExtFile, _SharedFile, _Tellable, _ZipWriteFile

__all__ = _records + ["ZipFile", "PyZipFile", "Path", "is_zipfile", "error"]

error = BadZipfile = BadZipFile


def is_zipfile(filename):
    """Whether a file (by name or open) is a ZIP archive, as far as a quick look shows."""
    try:
        if hasattr(filename, "read"):
            pos = filename.tell()
            result = _check_zipfile(filename)
            filename.seek(pos)
            return result
        with open(filename, "rb") as fp:
            return _check_zipfile(fp)
    except OSError:
        return False


class ZipFile:
    """An archive, open for reading ('r'), writing ('w', 'x') or appending ('a')."""

    fp = None
    _windows_illegal_name_trans_table = None

    def __init__(self, file, mode="r", compression=ZIP_STORED, allowZip64=True,
                 compresslevel=None, *, strict_timestamps=True, metadata_encoding=None):
        if mode not in ('r', 'w', 'x', 'a'):
            raise ValueError("ZipFile requires mode 'r', 'w', 'x', or 'a'")
        _check_compression(compression)
        self._allowZip64 = allowZip64
        self._didModify = False
        self.debug = 0
        self.NameToInfo = {}
        self.filelist = []
        self.compression = compression
        self.compresslevel = compresslevel
        self.mode = mode
        self.pwd = None
        self._comment = b''
        self._strict_timestamps = strict_timestamps
        self.metadata_encoding = metadata_encoding
        if metadata_encoding and mode != 'r':
            raise ValueError("metadata_encoding is only supported for reading files")
        self._open_file(file, mode)
        self._fileRefCnt = 1
        self._lock = threading.RLock()
        self._seekable = True
        self._writing = False
        try:
            self._begin(mode)
        except:
            fp = self.fp
            self.fp = None
            self._fpclose(fp)
            raise

    def _open_file(self, file, mode):
        if isinstance(file, os.PathLike):
            file = os.fspath(file)
        self._filePassed = 0
        if not isinstance(file, str):
            self._filePassed = 1
            self.fp = file
            self.filename = getattr(file, 'name', None)
            return
        self.filename = file
        attempts = {'r': ['rb'], 'w': ['w+b', 'wb'], 'x': ['x+b', 'xb'],
                    'a': ['r+b', 'w+b', 'wb']}[mode]
        for attempt in attempts:
            try:
                self.fp = io.open(file, attempt)
                return
            except OSError:
                if attempt == attempts[-1]:
                    raise

    def _begin(self, mode):
        if mode == 'r':
            self._read_contents()
        elif mode in ('w', 'x'):
            self._didModify = True
            try:
                self.start_dir = self.fp.tell()
            except (AttributeError, OSError):
                self.fp = _Tellable(self.fp)
                self.start_dir = 0
                self._seekable = False
            else:
                try:
                    self.fp.seek(self.start_dir)
                except (AttributeError, OSError):
                    self._seekable = False
        else:
            try:
                self._read_contents()
                self.fp.seek(self.start_dir)
            except BadZipFile:
                self.fp.seek(0, 2)
                self._didModify = True
                self.start_dir = self.fp.tell()

    def __enter__(self):
        return self

    def __exit__(self, type, value, traceback):
        self.close()

    def __repr__(self):
        result = ['<%s.%s' % (self.__class__.__module__, self.__class__.__qualname__)]
        if self.fp is not None:
            if self._filePassed:
                result.append(' file=%r' % self.fp)
            elif self.filename is not None:
                result.append(' filename=%r' % self.filename)
            result.append(' mode=%r' % self.mode)
        else:
            result.append(' [closed]')
        result.append('>')
        return ''.join(result)

    def _read_contents(self):
        self.start_dir, self._comment, infos = read_central_directory(self.fp, self.metadata_encoding)
        for info in infos:
            self.filelist.append(info)
            self.NameToInfo[info.filename] = info

    def namelist(self):
        """The names of all members."""
        return [info.filename for info in self.filelist]

    def infolist(self):
        """ZipInfo objects of all members."""
        return self.filelist

    def printdir(self, file=None):
        """Print a table of contents."""
        print("%-46s %19s %12s" % ("File Name", "Modified    ", "Size"), file=file)
        for info in self.filelist:
            date = "%d-%02d-%02d %02d:%02d:%02d" % info.date_time[:6]
            print("%-46s %s %12d" % (info.filename, date, info.file_size), file=file)

    def testzip(self):
        """Read all members; gives the name of the first bad one, or None."""
        for info in self.filelist:
            try:
                with self.open(info.filename, "r") as f:
                    while f.read(1 << 20):
                        pass
            except BadZipFile:
                return info.filename
        return None

    def getinfo(self, name):
        """The ZipInfo of a member."""
        info = self.NameToInfo.get(name)
        if info is None:
            raise KeyError('There is no item named %r in the archive' % name)
        return info

    def setpassword(self, pwd):
        if pwd and not isinstance(pwd, bytes):
            raise TypeError("pwd: expected bytes, got %s" % type(pwd).__name__)
        self.pwd = pwd or None

    @property
    def comment(self):
        """The comment of the archive, in bytes."""
        return self._comment

    @comment.setter
    def comment(self, comment):
        if not isinstance(comment, bytes):
            raise TypeError("comment: expected bytes, got %s" % type(comment).__name__)
        if len(comment) > ZIP_MAX_COMMENT:
            import warnings
            warnings.warn('Archive comment is too long; truncating to %d bytes'
                          % ZIP_MAX_COMMENT, stacklevel=2)
            comment = comment[:ZIP_MAX_COMMENT]
        self._comment = comment
        self._didModify = True

    def read(self, name, pwd=None):
        """The content of a member."""
        with self.open(name, "r", pwd) as fp:
            return fp.read()

    def open(self, name, mode="r", pwd=None, *, force_zip64=False):
        """A member as a file, to read or to write."""
        if mode not in {"r", "w"}:
            raise ValueError('open() requires mode "r" or "w"')
        if pwd and (mode == "w"):
            raise ValueError("pwd is only supported for reading files")
        if not self.fp:
            raise ValueError("Attempt to use ZIP archive that was already closed")
        if isinstance(name, ZipInfo):
            zinfo = name
        elif mode == 'w':
            zinfo = ZipInfo(name)
            zinfo.compress_type = self.compression
            zinfo.compress_level = self.compresslevel
        else:
            zinfo = self.getinfo(name)
        if mode == 'w':
            return self._open_to_write(zinfo, force_zip64=force_zip64)
        if self._writing:
            raise ValueError("Can't read from the ZIP file while there is an open writing handle "
                             "on it. Close the writing handle before trying to read.")
        self._fileRefCnt += 1
        shared = _SharedFile(self.fp, zinfo.header_offset, self._fpclose, self._lock,
                             lambda: self._writing)
        try:
            self._check_local_header(shared, zinfo)
            if zinfo.flag_bits & 0x1:
                raise NotImplementedError("Coil does not decrypt ZIP members")
            return ZipExtFile(shared, mode, zinfo, pwd, True)
        except:
            shared.close()
            raise

    def _check_local_header(self, file, zinfo):
        header = file.read(sizeFileHeader)
        if len(header) != sizeFileHeader:
            raise BadZipFile("Truncated file header")
        header = struct.unpack(structFileHeader, header)
        if header[0] != stringFileHeader:
            raise BadZipFile("Bad magic number for file header")
        name = file.read(header[10])
        if header[11]:
            file.seek(header[11], whence=1)
        if zinfo.flag_bits & 0x20:
            raise NotImplementedError("compressed patched data (flag bit 5)")
        if zinfo.flag_bits & 0x40:
            raise NotImplementedError("strong encryption (flag bit 6)")
        encoding = 'utf-8' if header[3] & 0x800 else self.metadata_encoding or 'cp437'
        if name.decode(encoding) != zinfo.orig_filename:
            raise BadZipFile('File name in directory %r and header %r differ.'
                             % (zinfo.orig_filename, name))

    def _open_to_write(self, zinfo, force_zip64=False):
        if force_zip64 and not self._allowZip64:
            raise ValueError("force_zip64 is True, but allowZip64 was False when opening "
                             "the ZIP file.")
        if self._writing:
            raise ValueError("Can't write to the ZIP file while there is another write handle "
                             "open on it. Close the first handle before opening another.")
        zinfo.compress_size = 0
        zinfo.CRC = 0
        zinfo.flag_bits = 0x00
        if zinfo.compress_type == ZIP_LZMA:
            zinfo.flag_bits |= 0x02
        if not self._seekable:
            zinfo.flag_bits |= 0x08
        if not zinfo.external_attr:
            zinfo.external_attr = 0o600 << 16
        zip64 = force_zip64 or zinfo.file_size * 1.05 > ZIP64_LIMIT
        if not self._allowZip64 and zip64:
            raise LargeZipFile("Filesize would require ZIP64 extensions")
        if self._seekable:
            self.fp.seek(self.start_dir)
        zinfo.header_offset = self.fp.tell()
        self._writecheck(zinfo)
        self._didModify = True
        self.fp.write(zinfo.FileHeader(zip64))
        self._writing = True
        return _ZipWriteFile(self, zinfo, zip64)

    def extract(self, member, path=None, pwd=None):
        """Write a member below a folder; gives the path."""
        return self._extract_member(member, os.getcwd() if path is None else os.fspath(path), pwd)

    def extractall(self, path=None, members=None, pwd=None):
        """Write all members below a folder."""
        path = os.getcwd() if path is None else os.fspath(path)
        for member in self.namelist() if members is None else members:
            self._extract_member(member, path, pwd)

    def _extract_member(self, member, targetpath, pwd):
        if not isinstance(member, ZipInfo):
            member = self.getinfo(member)
        arcname = sanitize(member.filename)
        if not arcname and not member.is_dir():
            raise ValueError("Empty filename.")
        targetpath = os.path.normpath(os.path.join(targetpath, arcname))
        if member.is_dir():
            os.makedirs(targetpath, exist_ok=True)
            return targetpath
        upper = os.path.dirname(targetpath)
        if upper:
            os.makedirs(upper, exist_ok=True)
        with self.open(member, pwd=pwd) as source, open(targetpath, "wb") as target:
            shutil.copyfileobj(source, target)
        return targetpath

    def _writecheck(self, zinfo):
        if zinfo.filename in self.NameToInfo:
            import warnings
            warnings.warn('Duplicate name: %r' % zinfo.filename, stacklevel=3)
        if self.mode not in ('w', 'x', 'a'):
            raise ValueError("write() requires mode 'w', 'x', or 'a'")
        if not self.fp:
            raise ValueError("Attempt to write ZIP archive that was already closed")
        _check_compression(zinfo.compress_type)
        if not self._allowZip64:
            needed = None
            if len(self.filelist) >= ZIP_FILECOUNT_LIMIT:
                needed = "Files count"
            elif zinfo.file_size > ZIP64_LIMIT:
                needed = "Filesize"
            elif zinfo.header_offset > ZIP64_LIMIT:
                needed = "Zipfile size"
            if needed:
                raise LargeZipFile(needed + " would require ZIP64 extensions")

    def _check_writable(self):
        if not self.fp:
            raise ValueError("Attempt to write to ZIP archive that was already closed")
        if self._writing:
            raise ValueError("Can't write to ZIP archive while an open writing handle exists")

    def write(self, filename, arcname=None, compress_type=None, compresslevel=None):
        """Put a file of the file system into the archive."""
        self._check_writable()
        zinfo = ZipInfo.from_file(filename, arcname, strict_timestamps=self._strict_timestamps)
        if zinfo.is_dir():
            zinfo.compress_size = 0
            zinfo.CRC = 0
            self.mkdir(zinfo)
            return
        zinfo.compress_type = self.compression if compress_type is None else compress_type
        zinfo.compress_level = self.compresslevel if compresslevel is None else compresslevel
        with open(filename, "rb") as source, self.open(zinfo, 'w') as target:
            shutil.copyfileobj(source, target, 1024 * 8)

    def writestr(self, zinfo_or_arcname, data, compress_type=None, compresslevel=None):
        """Put a member with this content into the archive."""
        if isinstance(data, str):
            data = data.encode("utf-8")
        if isinstance(zinfo_or_arcname, ZipInfo):
            zinfo = zinfo_or_arcname
        else:
            zinfo = ZipInfo(filename=zinfo_or_arcname, date_time=time.localtime(time.time())[:6])
            zinfo.compress_type = self.compression
            zinfo.compress_level = self.compresslevel
            if zinfo.filename.endswith('/'):
                zinfo.external_attr = 0o40775 << 16 | 0x10
            else:
                zinfo.external_attr = 0o600 << 16
        self._check_writable()
        if compress_type is not None:
            zinfo.compress_type = compress_type
        if compresslevel is not None:
            zinfo.compress_level = compresslevel
        zinfo.file_size = len(data)
        with self._lock:
            with self.open(zinfo, mode='w') as target:
                target.write(data)

    def mkdir(self, zinfo_or_directory_name, mode=511):
        """Make a folder in the archive."""
        if isinstance(zinfo_or_directory_name, ZipInfo):
            zinfo = zinfo_or_directory_name
            if not zinfo.is_dir():
                raise ValueError("The given ZipInfo does not describe a directory")
        elif isinstance(zinfo_or_directory_name, str):
            name = zinfo_or_directory_name
            zinfo = ZipInfo(name if name.endswith("/") else name + "/")
            zinfo.compress_size = 0
            zinfo.CRC = 0
            zinfo.external_attr = ((0o40000 | mode) & 0xFFFF) << 16 | 0x10
            zinfo.file_size = 0
        else:
            raise TypeError("Expected type str or ZipInfo")
        with self._lock:
            if self._seekable:
                self.fp.seek(self.start_dir)
            zinfo.header_offset = self.fp.tell()
            self._writecheck(zinfo)
            self._didModify = True
            self.filelist.append(zinfo)
            self.NameToInfo[zinfo.filename] = zinfo
            self.fp.write(zinfo.FileHeader(False))
            self.start_dir = self.fp.tell()

    def __del__(self):
        self.close()

    def close(self):
        """Write what is left to write, and close the archive."""
        if self.fp is None:
            return
        if self._writing:
            raise ValueError("Can't close the ZIP file while there is an open writing handle on "
                             "it. Close the writing handle before closing the zip.")
        try:
            if self.mode in ('w', 'x', 'a') and self._didModify:
                with self._lock:
                    if self._seekable:
                        self.fp.seek(self.start_dir)
                    self._write_end_record()
        finally:
            fp = self.fp
            self.fp = None
            self._fpclose(fp)

    def _write_end_record(self):
        start = self.fp.tell()
        for zinfo in self.filelist:
            self.fp.write(central_directory(zinfo))
        size = self.fp.tell() - start
        self.fp.write(end_of_archive(len(self.filelist), size, self.start_dir, self.fp.tell(),
                                     self._comment, self._allowZip64))
        if self.mode == "a":
            self.fp.truncate()
        self.fp.flush()

    def _fpclose(self, fp):
        assert self._fileRefCnt > 0
        self._fileRefCnt -= 1
        if not self._fileRefCnt and not self._filePassed:
            fp.close()


class PyZipFile(ZipFile):
    """An archive of modules that can be imported from it."""

    def __init__(self, file, mode="r", compression=ZIP_STORED, allowZip64=True, optimize=-1):
        ZipFile.__init__(self, file, mode=mode, compression=compression, allowZip64=allowZip64)
        self._optimize = optimize

    def writepy(self, pathname, basename="", filterfunc=None):
        """Add the module or package at a path, compiled."""
        import py_compile
        pathname = os.fspath(pathname)
        if filterfunc and not filterfunc(pathname):
            return
        folder, name = os.path.split(pathname)
        if os.path.isdir(pathname):
            if os.path.isfile(os.path.join(pathname, "__init__.py")):
                basename = f"{basename}/{name}" if basename else name
            for entry in sorted(os.listdir(pathname)):
                path = os.path.join(pathname, entry)
                is_package = os.path.isdir(path) and os.path.isfile(os.path.join(path, "__init__.py"))
                if is_package or entry.endswith(".py"):
                    self.writepy(path, basename, filterfunc)
            return
        if not pathname.endswith(".py"):
            raise RuntimeError('Files added with writepy() must end with ".py"')
        compiled = py_compile.compile(pathname, doraise=True, optimize=self._optimize)
        arcname = name[:-3] + ".pyc"
        self.write(compiled, f"{basename}/{arcname}" if basename else arcname)


class Path:
    """A place in an archive, with much of what pathlib.Path offers."""

    def __init__(self, root, at=""):
        self.root = root if isinstance(root, ZipFile) else ZipFile(root)
        self.at = at

    def _names(self):
        names = self.root.namelist()
        known = set(names)
        for name in names:
            while '/' in name.rstrip('/'):
                name = name.rstrip('/').rpartition('/')[0] + '/'
                if name not in known:
                    known.add(name)
                    names.append(name)
        return names

    def open(self, mode='r', *args, pwd=None, **kwargs):
        if self.is_dir():
            raise IsADirectoryError(self)
        if mode[0] == 'r' and not self.exists():
            raise FileNotFoundError(self)
        stream = self.root.open(self.at, mode[0], pwd=pwd)
        if 'b' in mode:
            if args or kwargs:
                raise ValueError("encoding args invalid for binary operation")
            return stream
        return io.TextIOWrapper(stream, *args, **kwargs)

    @property
    def name(self):
        return self.at.rstrip('/').rpartition('/')[2] or os.path.basename(self.root.filename)

    @property
    def filename(self):
        return os.path.join(self.root.filename, self.at)

    @property
    def parent(self):
        if not self.at:
            from pathlib import Path as FilePath
            return FilePath(self.root.filename).parent
        upper = self.at.rstrip('/').rpartition('/')[0]
        return self.__class__(self.root, upper + '/' if upper else '')

    def read_text(self, *args, **kwargs):
        with self.open('r', *args, **kwargs) as stream:
            return stream.read()

    def read_bytes(self):
        with self.open('rb') as stream:
            return stream.read()

    def is_dir(self):
        return not self.at or self.at.endswith('/')

    def is_file(self):
        return self.exists() and not self.is_dir()

    def exists(self):
        return self.at in self._names()

    def iterdir(self):
        if not self.is_dir():
            raise ValueError("Can't listdir a file")
        for name in self._names():
            rest = name[len(self.at):]
            if name.startswith(self.at) and rest and '/' not in rest.rstrip('/'):
                yield self.__class__(self.root, name)

    def joinpath(self, *other):
        import posixpath
        at = posixpath.join(self.at, *other)
        if at + '/' in self._names() and at not in self._names():
            at += '/'
        return self.__class__(self.root, at)

    def __truediv__(self, other):
        return self.joinpath(other)

    def __str__(self):
        import posixpath
        return posixpath.join(self.root.filename, self.at)

    def __repr__(self):
        return f'{self.__class__.__name__}({self.root.filename!r}, {self.at!r})'
