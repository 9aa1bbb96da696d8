"""Import from Zip archives that stand on sys.path."""

import _imp
import posix as _os
import sys
import time
import _frozen_importlib as _bootstrap
import _frozen_importlib_external as _bootstrap_external

__all__ = ['ZipImportError', 'zipimporter']

path_sep = '/'
END_CENTRAL_DIR_SIZE = 22
MAX_COMMENT_LEN = (1 << 16) - 1
_END = b'PK\x05\x06'
_ENTRY = b'PK\x01\x02'
_LOCAL = b'PK\x03\x04'

# The contents of archives, by their names.
_zip_directory_cache = {}

# (suffix, is bytecode, is package), in the order in which they are tried.
_zip_searchorder = (
    ('/__init__.pyc', True, True),
    ('/__init__.py', False, True),
    ('.pyc', True, False),
    ('.py', False, False))


class ZipImportError(ImportError):
    """The archive cannot be read, or has no such module."""


def _number(data):
    return int.from_bytes(data, 'little')


class zipimporter(_bootstrap_external._LoaderBasics):
    """Finds and loads modules in an archive, or in a folder within one.

    `archive` is the file's name, `prefix` the folder within it.
    """

    def __init__(self, path):
        if not isinstance(path, str):
            raise TypeError(f"expected str, not {type(path)!r}")
        if not path:
            raise ZipImportError('archive path is empty', path=path)
        prefix = []
        while True:
            try:
                st = _os.stat(path)
            except (OSError, ValueError):
                # Maybe a folder within an archive.
                dirname, basename = _bootstrap_external._path_split(path)
                if dirname == path or not dirname:
                    raise ZipImportError(f'not a Zip file: {path!r}', path=path) from None
                path = dirname
                prefix.append(basename)
            else:
                if st.st_mode & 0o170000 != 0o100000:
                    raise ZipImportError(f'not a Zip file: {path!r}', path=path)
                break
        if path not in _zip_directory_cache:
            _zip_directory_cache[path] = _read_directory(path)
        self.archive = path
        self.prefix = '/'.join(prefix[::-1])
        if self.prefix:
            self.prefix += '/'

    @property
    def _files(self):
        try:
            return _zip_directory_cache[self.archive]
        except KeyError:
            try:
                self.invalidate_caches()
            except ZipImportError:
                return {}
            return _zip_directory_cache.get(self.archive, {})

    def find_spec(self, fullname, target=None):
        """The spec of a module; one without a loader for a part of a namespace package."""
        if _module_info(self, fullname) is not None:
            return _bootstrap.spec_from_loader(fullname, self,
                                               is_package=self.is_package(fullname))
        inside = _module_path(self, fullname)
        if _is_dir(self, inside):
            spec = _bootstrap.ModuleSpec(name=fullname, loader=None, is_package=True)
            spec.submodule_search_locations.append(f'{self.archive}/{inside}')
            return spec
        return None

    def get_code(self, fullname):
        """The code object of a module."""
        return _module_code(self, fullname)[0]

    def get_data(self, pathname):
        """The bytes of a file, named with or without the archive."""
        key = pathname
        if pathname.startswith(self.archive + '/'):
            key = pathname[len(self.archive + '/'):]
        try:
            entry = self._files[key]
        except KeyError:
            raise OSError(0, '', key) from None
        if entry is None:
            return b''
        return _get_data(self.archive, entry)

    def get_filename(self, fullname):
        """What __file__ of a module is."""
        return _module_code(self, fullname)[2]

    def get_source(self, fullname):
        """The source of a module, None if the archive has only its bytecode."""
        info = _module_info(self, fullname)
        if info is None:
            raise ZipImportError(f"can't find module {fullname!r}", name=fullname)
        path = _module_path(self, fullname)
        full = f'{path}/__init__.py' if info else f'{path}.py'
        try:
            entry = self._files[full]
        except KeyError:
            return None
        return _get_data(self.archive, entry).decode()

    def is_package(self, fullname):
        """Whether a module is a package."""
        info = _module_info(self, fullname)
        if info is None:
            raise ZipImportError(f"can't find module {fullname!r}", name=fullname)
        return info

    def load_module(self, fullname):
        """Deprecated: load a module."""
        import _warnings
        _warnings.warn("zipimport.zipimporter.load_module() is deprecated and slated for "
                       "removal in Python 3.12; use exec_module() instead",
                       DeprecationWarning)
        code, ispackage, modpath = _module_code(self, fullname)
        mod = sys.modules.get(fullname)
        if mod is None or not isinstance(mod, type(sys)):
            mod = type(sys)(fullname)
            sys.modules[fullname] = mod
        mod.__loader__ = self
        try:
            if ispackage:
                mod.__path__ = [f'{self.archive}/{_module_path(self, fullname)}']
            if not hasattr(mod, '__builtins__'):
                mod.__builtins__ = __builtins__
            _bootstrap_external._fix_up_module(mod.__dict__, fullname, modpath)
            exec(code, mod.__dict__)
        except:
            del sys.modules[fullname]
            raise
        try:
            return sys.modules[fullname]
        except KeyError:
            raise ImportError(f'Loaded module {fullname!r} not found in sys.modules')

    def get_resource_reader(self, fullname):
        """The reader of a package's data files."""
        from importlib.readers import ZipReader
        return ZipReader(self, fullname)

    def invalidate_caches(self):
        """Read the archive's directory again."""
        _zip_directory_cache.pop(self.archive, None)
        _zip_directory_cache[self.archive] = _read_directory(self.archive)

    def __repr__(self):
        inside = f'/{self.prefix}' if self.prefix else '/'
        return f'<zipimporter object "{self.archive}{inside}">'


def _module_path(self, fullname):
    return self.prefix + fullname.rpartition('.')[2]


def _is_dir(self, path):
    """Whether a name is that of a folder, with an entry of its own or not."""
    start = path + '/'
    return any(name.startswith(start) for name in self._files)


def _module_info(self, fullname):
    """Whether a module is a package; None if it is not there."""
    path = _module_path(self, fullname)
    for suffix, _, is_package in _zip_searchorder:
        if path + suffix in self._files:
            return is_package
    return None


def _read_directory(archive):
    """The entries of an archive: name to (path, compression, sizes, place, time, ...)."""
    import _io
    try:
        file = _io.open_code(archive)
    except OSError:
        raise ZipImportError(f"can't open Zip file: {archive!r}", path=archive)
    with file:
        file.seek(0, 2)
        size = file.tell()
        start = max(size - MAX_COMMENT_LEN - END_CENTRAL_DIR_SIZE, 0)
        file.seek(start)
        tail = file.read()
        place = tail.rfind(_END)
        if place < 0 or len(tail) - place < END_CENTRAL_DIR_SIZE:
            raise ZipImportError(f'not a Zip file: {archive!r}', path=archive)
        end = tail[place:place + END_CENTRAL_DIR_SIZE]
        count = _number(end[10:12])
        length = _number(end[12:16])
        offset = _number(end[16:20])
        position = start + place
        if position < length:
            raise ZipImportError(f'bad central directory size: {archive!r}', path=archive)
        if position < offset:
            raise ZipImportError(f'bad central directory offset: {archive!r}', path=archive)
        # An archive may have something else in front of it.
        shift = position - length - offset
        if shift < 0:
            raise ZipImportError(f'bad central directory size or offset: {archive!r}',
                                 path=archive)
        file.seek(offset + shift)
        return _entries(archive, file.read(length), count, shift)


def _entries(archive, data, count, shift):
    files = {}
    at = 0
    while data[at:at + 4] == _ENTRY and len(files) <= count:
        head = data[at:at + 46]
        if len(head) != 46:
            raise EOFError('EOF read where not expected')
        flags = _number(head[8:10])
        name_size, extra, comment = (_number(head[i:i + 2]) for i in (28, 30, 32))
        raw = data[at + 46:at + 46 + name_size]
        at += 46 + name_size + extra + comment
        if flags & 0x800:
            name = raw.decode()
        else:
            try:
                name = raw.decode('ascii')
            except UnicodeDecodeError:
                name = raw.decode('cp437')
        files[name] = (f'{archive}/{name}', _number(head[10:12]), _number(head[20:24]),
                       _number(head[24:28]), _number(head[42:46]) + shift,
                       _number(head[12:14]), _number(head[14:16]), _number(head[16:20]))
    return files


def _get_data(archive, entry):
    """The bytes of an entry."""
    import _io
    path, compress, data_size, file_size, offset, _, _, crc = entry
    if data_size < 0:
        raise ZipImportError('negative data size')
    with _io.open_code(archive) as file:
        file.seek(offset)
        head = file.read(30)
        if len(head) != 30:
            raise EOFError('EOF read where not expected')
        if head[:4] != _LOCAL:
            raise ZipImportError(f'bad local file header: {archive!r}', path=archive)
        file.seek(offset + 30 + _number(head[26:28]) + _number(head[28:30]))
        raw = file.read(data_size)
        if len(raw) != data_size:
            raise OSError("zipimport: can't read data")
    if compress == 0:
        return raw
    try:
        from zlib import decompress
    except Exception:
        raise ZipImportError("can't decompress data; zlib not available")
    return decompress(raw, -15)


def _parse_dostime(date, moment):
    return time.mktime(((date >> 9) + 1980, (date >> 5) & 0x0F, date & 0x1F, moment >> 11,
                        (moment >> 5) & 0x3F, (moment & 0x1F) * 2, -1, -1, -1))


def _bytecode(self, pathname, fullpath, fullname, data):
    """The code in a compiled file, None if that is not up to date."""
    details = {'name': fullname, 'path': fullpath}
    flags = _bootstrap_external._classify_pyc(data, fullname, details)
    if flags & 0b1:
        if _imp.check_hash_based_pycs != 'never' and (
                flags & 0b10 or _imp.check_hash_based_pycs == 'always'):
            source = self._files.get(fullpath[:-1])
            if source is not None:
                digest = _imp.source_hash(_imp.pyc_magic_number_token,
                                          _get_data(self.archive, source))
                _bootstrap_external._validate_hash_pyc(data, digest, fullname, details)
    else:
        source = self._files.get(fullpath[:-1])
        if source is not None:
            mtime = _parse_dostime(source[6], source[5])
            # Archives count time in steps of two seconds.
            if abs(_number(data[8:12]) - mtime) > 1 or _number(data[12:16]) != source[3]:
                return None
    return _bootstrap_external._compile_bytecode(data[16:], fullname, pathname)


def _module_code(self, fullname):
    """(code, is a package, file name) of a module."""
    path = _module_path(self, fullname)
    import_error = None
    for suffix, is_bytecode, is_package in _zip_searchorder:
        fullpath = path + suffix
        try:
            entry = self._files[fullpath]
        except KeyError:
            continue
        modpath = entry[0]
        data = _get_data(self.archive, entry)
        if is_bytecode:
            try:
                code = _bytecode(self, modpath, fullpath, fullname, data)
            except ImportError as exc:
                import_error = exc
                code = None
        else:
            source = data.replace(b'\r\n', b'\n').replace(b'\r', b'\n')
            code = compile(source, modpath, 'exec', dont_inherit=True)
        if code is not None:
            return code, is_package, modpath
    if import_error is not None:
        raise ZipImportError(f'module load failed: {import_error}',
                             name=fullname) from import_error
    raise ZipImportError(f"can't find module {fullname!r}", name=fullname)
