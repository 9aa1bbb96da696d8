"""Paths and compiled files, for `_frozen_importlib_external`."""

import _imp
import posix as _os
import sys

path_separators = '/'
path_sep = '/'
path_sep_tuple = ('/',)

SOURCE_SUFFIXES = ['.py']
BYTECODE_SUFFIXES = ['.pyc']
DEBUG_BYTECODE_SUFFIXES = OPTIMIZED_BYTECODE_SUFFIXES = BYTECODE_SUFFIXES
EXTENSION_SUFFIXES = _imp.extension_suffixes()
MAGIC_NUMBER = _imp.pyc_magic_number_token.to_bytes(4, 'little')
_PYCACHE = '__pycache__'
_OPT = 'opt-'


def _path_join(*parts):
    parts = [part for part in parts if part]
    if not parts:
        return ''
    head = [part.rstrip('/') for part in parts[:-1]]
    return '/'.join(head + [parts[-1]]) if head != [''] else '/' + parts[-1]


def _path_split(path):
    head, _, tail = path.rpartition('/')
    return head, tail


def _path_stat(path):
    return _os.stat(path)


def _path_isabs(path):
    return path.startswith('/')


def _path_abspath(path):
    if _path_isabs(path):
        return path
    parts = []
    for part in _path_join(_os.getcwd(), path).split('/'):
        if part == '..':
            if parts:
                parts.pop()
        elif part not in ('', '.'):
            parts.append(part)
    return '/' + '/'.join(parts)


def _path_has_mode(path, mode):
    try:
        return _path_stat(path).st_mode & 0o170000 == mode
    except (OSError, ValueError):
        return False


def _path_isfile(path):
    return _path_has_mode(path, 0o100000)


def _path_isdir(path):
    return _path_has_mode(path or _os.getcwd(), 0o040000)


def _pack_uint32(x):
    return (int(x) & 0xFFFFFFFF).to_bytes(4, 'little')


def _unpack_uint32(data):
    return int.from_bytes(data, 'little')


def _unpack_uint64(data):
    return int.from_bytes(data, 'little')


def _unpack_uint16(data):
    return int.from_bytes(data, 'little')


def _write_atomic(path, data, mode=0o666):
    """Write a file such that nobody sees half of it."""
    temporary = f'{path}.{id(path)}'
    fd = _os.open(temporary, _os.O_EXCL | _os.O_CREAT | _os.O_WRONLY, mode & 0o666)
    try:
        import _io
        with _io.FileIO(fd, 'wb') as file:
            if file.write(data) != len(data):
                raise OSError('os.write() wrote a partial file')
        _os.replace(temporary, path)
    except OSError:
        try:
            _os.unlink(temporary)
        except OSError:
            pass
        raise


def cache_from_source(path, *, optimization=None):
    """Where the compiled code of a source file is kept."""
    path = _os.fspath(path)
    head, tail = _path_split(path)
    base, sep, rest = tail.rpartition('.')
    tag = sys.implementation.cache_tag
    if tag is None:
        raise NotImplementedError('sys.implementation.cache_tag is None')
    name = ''.join([base if base else rest, sep, tag])
    if optimization is None:
        optimization = '' if sys.flags.optimize == 0 else sys.flags.optimize
    optimization = str(optimization)
    if optimization != '':
        if not optimization.isalnum():
            raise ValueError(f'{optimization!r} is not alphanumeric')
        name = f'{name}.{_OPT}{optimization}'
    filename = name + BYTECODE_SUFFIXES[0]
    if sys.pycache_prefix is not None:
        return _path_join(sys.pycache_prefix, _path_abspath(head).lstrip('/'), filename)
    return _path_join(head, _PYCACHE, filename)


def source_from_cache(path):
    """The source file that a compiled file belongs to."""
    if sys.implementation.cache_tag is None:
        raise NotImplementedError('sys.implementation.cache_tag is None')
    path = _os.fspath(path)
    head, name = _path_split(path)
    in_prefix = False
    if sys.pycache_prefix is not None:
        prefix = sys.pycache_prefix.rstrip('/')
        if head.startswith(prefix + '/'):
            head = head[len(prefix):]
            in_prefix = True
    if not in_prefix:
        head, folder = _path_split(head)
        if folder != _PYCACHE:
            raise ValueError(f'{_PYCACHE} not bottom-level directory in {path!r}')
    dots = name.count('.')
    if dots not in {2, 3}:
        raise ValueError(f'expected only 2 or 3 dots in {name!r}')
    if dots == 3:
        optimization = name.rsplit('.', 2)[-2]
        if not optimization.startswith(_OPT):
            raise ValueError("optimization portion of filename does not start "
                             f"with {_OPT!r}")
        level = optimization[len(_OPT):]
        if not level.isalnum():
            raise ValueError(f"optimization level {optimization!r} is not an "
                             "alphanumeric value")
    return _path_join(head, name.partition('.')[0] + SOURCE_SUFFIXES[0])


def _get_sourcefile(bytecode_path):
    """The source file for a compiled one, that one itself if there is no source."""
    if not bytecode_path:
        return None
    rest, _, extension = bytecode_path.rpartition('.')
    if not rest or extension.lower()[-3:-1] != 'py':
        return bytecode_path
    try:
        source = source_from_cache(bytecode_path)
    except (NotImplementedError, ValueError):
        source = bytecode_path[:-1]
    return source if _path_isfile(source) else bytecode_path


def _get_cached(filename):
    if filename.startswith(_imp._embedded_root):
        return None
    if filename.endswith(tuple(SOURCE_SUFFIXES)):
        try:
            return cache_from_source(filename)
        except NotImplementedError:
            return None
    return filename if filename.endswith(tuple(BYTECODE_SUFFIXES)) else None


def _calc_mode(path):
    try:
        mode = _path_stat(path).st_mode
    except OSError:
        mode = 0o666
    return mode | 0o200


def _classify_pyc(data, name, exc_details):
    """Check the head of a compiled file and give its flags."""
    magic = data[:4]
    if magic != MAGIC_NUMBER:
        raise ImportError(f'bad magic number in {name!r}: {magic!r}', **exc_details)
    if len(data) < 16:
        raise EOFError(f'reached EOF while reading pyc header of {name!r}')
    flags = _unpack_uint32(data[4:8])
    if flags & ~0b11:
        raise ImportError(f'invalid flags {flags!r} in {name!r}', **exc_details)
    return flags


def _validate_timestamp_pyc(data, source_mtime, source_size, name, exc_details):
    if _unpack_uint32(data[8:12]) != (source_mtime & 0xFFFFFFFF) or (
            source_size is not None
            and _unpack_uint32(data[12:16]) != (source_size & 0xFFFFFFFF)):
        raise ImportError(f'bytecode is stale for {name!r}', **exc_details)


def _validate_hash_pyc(data, source_hash, name, exc_details):
    if data[8:16] != source_hash:
        raise ImportError(
            f'hash in bytecode doesn\'t match hash of source {name!r}', **exc_details)


def _compile_bytecode(data, name=None, bytecode_path=None, source_path=None):
    """The code object in a compiled file."""
    try:
        code = _imp._load_code(bytes(data))
    except ValueError:
        if not data:
            raise EOFError("EOF read where object expected") from None
        raise ImportError(f'Non-code object in {bytecode_path!r}', name=name,
                          path=bytecode_path) from None
    if source_path is not None and code.co_filename != source_path:
        code = _with_filename(code, code.co_filename, source_path)
    return code


def _with_filename(code, old, new):
    constants = tuple(_with_filename(const, old, new)
                      if isinstance(const, type(code)) and const.co_filename == old
                      else const for const in code.co_consts)
    return code.replace(co_filename=new, co_consts=constants)


def _code_to_timestamp_pyc(code, mtime=0, source_size=0):
    return bytearray(MAGIC_NUMBER + _pack_uint32(0) + _pack_uint32(mtime)
                     + _pack_uint32(source_size) + _imp._dump_code(code))


def _code_to_hash_pyc(code, source_hash, checked=True):
    assert len(source_hash) == 8
    return bytearray(MAGIC_NUMBER + _pack_uint32(0b1 | checked << 1) + source_hash
                     + _imp._dump_code(code))
