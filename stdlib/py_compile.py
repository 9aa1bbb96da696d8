"""Compiling source files ahead of time."""

import enum
import importlib._bootstrap_external
import importlib.machinery
import importlib.util
import os
import os.path
import sys
import traceback

__all__ = ["compile", "main", "PyCompileError", "PycInvalidationMode"]


class PyCompileError(Exception):
    """A file could not be compiled: attributes exc_type_name, exc_value, file, msg."""

    def __init__(self, exc_type, exc_value, file, msg=''):
        exc_type_name = exc_type.__name__
        if exc_type is SyntaxError:
            text = ''.join(traceback.format_exception_only(exc_type, exc_value))
            errmsg = text.replace('File "<string>"', 'File "%s"' % file)
        else:
            errmsg = "Sorry: %s: %s" % (exc_type_name, exc_value)
        Exception.__init__(self, msg or errmsg, exc_type_name, exc_value, file)
        self.exc_type_name = exc_type_name
        self.exc_value = exc_value
        self.file = file
        self.msg = msg or errmsg

    def __str__(self):
        return self.msg


class PycInvalidationMode(enum.Enum):
    """How a compiled file is known to be out of date."""

    TIMESTAMP = 1
    CHECKED_HASH = 2
    UNCHECKED_HASH = 3


def _get_default_invalidation_mode():
    if os.environ.get('SOURCE_DATE_EPOCH'):
        return PycInvalidationMode.CHECKED_HASH
    return PycInvalidationMode.TIMESTAMP


def compile(file, cfile=None, dfile=None, doraise=False, optimize=-1,
            invalidation_mode=None, quiet=0):
    """Compile a source file; gives the name of the compiled file, or None."""
    if invalidation_mode is None:
        invalidation_mode = _get_default_invalidation_mode()
    if cfile is None:
        level = '' if optimize == 0 else optimize
        cfile = (importlib.util.cache_from_source(file, optimization=level)
                 if optimize >= 0 else importlib.util.cache_from_source(file))
    if os.path.islink(cfile):
        raise FileExistsError(f'{cfile} is a symlink and will be changed into a regular file '
                              'if import writes a byte-compiled file to it')
    if os.path.exists(cfile) and not os.path.isfile(cfile):
        raise FileExistsError(f'{cfile} is a non-regular file and will be changed into a '
                              'regular one if import writes a byte-compiled file to it')
    loader = importlib.machinery.SourceFileLoader('<py_compile>', file)
    source_bytes = loader.get_data(file)
    try:
        code = loader.source_to_code(source_bytes, dfile or file, _optimize=optimize)
    except Exception as err:
        problem = PyCompileError(err.__class__, err, dfile or file)
        if quiet < 2:
            if doraise:
                raise problem
            sys.stderr.write(problem.msg + '\n')
        return None
    folder = os.path.dirname(cfile)
    if folder:
        os.makedirs(folder, exist_ok=True)
    external = importlib._bootstrap_external
    if invalidation_mode == PycInvalidationMode.TIMESTAMP:
        stats = loader.path_stats(file)
        bytecode = external._code_to_timestamp_pyc(code, stats['mtime'], stats['size'])
    else:
        checked = invalidation_mode == PycInvalidationMode.CHECKED_HASH
        bytecode = external._code_to_hash_pyc(code, importlib.util.source_hash(source_bytes), checked)
    mode = external._calc_mode(file)
    external._write_atomic(cfile, bytecode, mode)
    return cfile


def main():
    import argparse
    parser = argparse.ArgumentParser(description='A simple command-line interface for py_compile module.')
    parser.add_argument('-q', '--quiet', action='store_true', help='Suppress error output')
    parser.add_argument('filenames', nargs='+', help='Files to compile')
    args = parser.parse_args()
    names = sys.stdin if args.filenames == ['-'] else args.filenames
    for name in names:
        try:
            compile(name.rstrip('\n'), doraise=True)
        except (PyCompileError, OSError) as error:
            if args.quiet:
                parser.exit(1)
            parser.exit(1, f'{error}\n')


if __name__ == "__main__":
    main()
