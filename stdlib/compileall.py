"""Compile all source files in folders, or all that can be imported."""

import importlib.util
import os
import struct
import sys
from functools import partial
from pathlib import Path

import py_compile

__all__ = ["compile_dir", "compile_file", "compile_path"]


def _walk_dir(dir, maxlevels, quiet=0):
    """The files below a folder, in order."""
    if quiet < 2 and isinstance(dir, os.PathLike):
        dir = os.fspath(dir)
    if not quiet:
        print('Listing {!r}...'.format(dir))
    try:
        names = os.listdir(dir)
    except OSError:
        if quiet < 2:
            print("Can't list {!r}".format(dir))
        names = []
    for name in sorted(names):
        if name == '__pycache__':
            continue
        fullname = os.path.join(dir, name)
        if not os.path.isdir(fullname):
            yield fullname
        elif (maxlevels > 0 and name not in (os.curdir, os.pardir)
                and not os.path.islink(fullname)):
            yield from _walk_dir(fullname, maxlevels - 1, quiet)


def compile_dir(dir, maxlevels=None, ddir=None, force=False, rx=None, quiet=0, legacy=False,
                optimize=-1, workers=1, invalidation_mode=None, *, stripdir=None,
                prependdir=None, limit_sl_dest=None, hardlink_dupes=False):
    """Compile all files below a folder; false if any cannot be compiled."""
    if ddir is not None and (stripdir is not None or prependdir is not None):
        raise ValueError("Destination dir (ddir) cannot be used in combination with "
                         "stripdir or prependdir")
    if ddir is not None:
        stripdir, prependdir = dir, ddir
    if workers < 0:
        raise ValueError('workers must be greater or equal to 0')
    if maxlevels is None:
        maxlevels = sys.getrecursionlimit()
    compile_one = partial(compile_file, force=force, rx=rx, quiet=quiet, legacy=legacy,
                          optimize=optimize, invalidation_mode=invalidation_mode,
                          stripdir=stripdir, prependdir=prependdir,
                          limit_sl_dest=limit_sl_dest, hardlink_dupes=hardlink_dupes)
    success = True
    # One process does it all: `workers` only says how many more would be welcome.
    for file in _walk_dir(dir, maxlevels, quiet):
        if not compile_one(file):
            success = False
    return success


def _shown_name(fullname, ddir, stripdir, prependdir):
    """The name that tracebacks are to show; None for the file's own."""
    if ddir is not None:
        return os.path.join(ddir, os.path.basename(fullname))
    dfile = None
    if stripdir is not None:
        parts = os.fspath(fullname).split(os.path.sep)
        strip = os.fspath(stripdir).split(os.path.sep)
        while parts and strip and parts[0] == strip[0]:
            parts.pop(0)
            strip.pop(0)
        dfile = os.path.join(*parts) if prependdir is None \
            else os.path.join(prependdir, *parts)
    elif prependdir is not None:
        dfile = os.path.join(prependdir, os.fspath(fullname).lstrip('/'))
    return dfile


def _is_fresh(fullname, cfiles):
    """Whether the compiled files are there and as old as their source says."""
    try:
        st = os.stat(fullname)
        expect = struct.pack('<4sLL', importlib.util.MAGIC_NUMBER, 0,
                             int(st.st_mtime) & 0xFFFF_FFFF)
        for cfile in cfiles:
            with open(cfile, 'rb') as file:
                if file.read(12) != expect:
                    return False
    except OSError:
        return False
    return True


def compile_file(fullname, ddir=None, force=False, rx=None, quiet=0, legacy=False,
                 optimize=-1, invalidation_mode=None, *, stripdir=None, prependdir=None,
                 limit_sl_dest=None, hardlink_dupes=False):
    """Compile one file; false if it cannot be compiled."""
    if ddir is not None and (stripdir is not None or prependdir is not None):
        raise ValueError("Destination dir (ddir) cannot be used in combination with "
                         "stripdir or prependdir")
    fullname = os.fspath(fullname)
    if isinstance(optimize, int):
        optimize = [optimize]
    optimize = sorted(set(optimize))
    if hardlink_dupes and len(optimize) < 2:
        raise ValueError("Hardlinking of duplicated bytecode makes sense only for more "
                         "than one optimization level")
    if rx is not None and rx.search(fullname):
        return True
    if limit_sl_dest is not None and os.path.islink(fullname):
        if Path(limit_sl_dest).resolve() not in Path(fullname).resolve().parents:
            return True
    if not os.path.isfile(fullname) or not fullname.endswith('.py'):
        return True
    cfiles = {}
    for level in optimize:
        if legacy:
            cfiles[level] = fullname + 'c'
        elif level >= 0:
            cfiles[level] = importlib.util.cache_from_source(
                fullname, optimization=level if level >= 1 else '')
        else:
            cfiles[level] = importlib.util.cache_from_source(fullname)
    if not force and _is_fresh(fullname, cfiles.values()):
        return True
    if not quiet:
        print('Compiling {!r}...'.format(fullname))
    dfile = _shown_name(fullname, ddir, stripdir, prependdir)
    success = True
    previous = None
    for level in optimize:
        try:
            ok = py_compile.compile(fullname, cfiles[level], dfile, True, optimize=level,
                                    invalidation_mode=invalidation_mode)
            if previous is not None and hardlink_dupes:
                _link_if_equal(previous, cfiles[level])
            previous = cfiles[level]
        except py_compile.PyCompileError as err:
            success = False
            if quiet >= 2:
                return success
            print('*** Error compiling {!r}...'.format(fullname) if quiet else '*** ', end='')
            print(err.msg)
        except (SyntaxError, UnicodeError, OSError) as e:
            success = False
            if quiet >= 2:
                return success
            print('*** Error compiling {!r}...'.format(fullname) if quiet else '*** ', end='')
            print(e.__class__.__name__ + ':', e)
        else:
            if ok == 0:
                success = False
    return success


def _link_if_equal(first, second):
    with open(first, 'rb') as one, open(second, 'rb') as other:
        equal = one.read() == other.read()
    if equal:
        os.unlink(second)
        os.link(first, second)


def compile_path(skip_curdir=1, maxlevels=0, force=False, quiet=0, legacy=False, optimize=-1,
                 invalidation_mode=None):
    """Compile all files in the folders of sys.path."""
    success = True
    for dir in sys.path:
        if (not dir or dir == os.curdir) and skip_curdir:
            if quiet < 2:
                print('Skipping current directory')
        else:
            success = success and compile_dir(dir, maxlevels, None, force, quiet=quiet,
                                              legacy=legacy, optimize=optimize,
                                              invalidation_mode=invalidation_mode)
    return success


def main():
    """python -m compileall [FILES OR FOLDERS]"""
    import argparse
    import re
    parser = argparse.ArgumentParser(description='Utilities to support installing Python '
                                     'libraries.')
    parser.add_argument('-l', action='store_const', const=0, default=None, dest='maxlevels',
                        help="don't recurse into subdirectories")
    parser.add_argument('-r', type=int, dest='recursion',
                        help='control the maximum recursion level')
    parser.add_argument('-f', action='store_true', dest='force',
                        help='force rebuild even if timestamps are up to date')
    parser.add_argument('-q', action='count', dest='quiet', default=0,
                        help='output only error messages; -qq will suppress the error '
                             'messages as well.')
    parser.add_argument('-b', action='store_true', dest='legacy',
                        help='use legacy (pre-PEP3147) compiled file locations')
    parser.add_argument('-d', metavar='DESTDIR', dest='ddir', default=None,
                        help='directory to prepend to file paths for use in tracebacks')
    parser.add_argument('-s', metavar='STRIPDIR', dest='stripdir', default=None,
                        help='part of path to left-strip from path to source file')
    parser.add_argument('-p', metavar='PREPENDDIR', dest='prependdir', default=None,
                        help='path to add as prefix to path to source file')
    parser.add_argument('-x', metavar='REGEXP', dest='rx', default=None,
                        help='skip files matching the regular expression')
    parser.add_argument('-o', action='append', type=int, dest='opt_levels',
                        help='Optimization levels to run compilation with.')
    parser.add_argument('compile_dest', metavar='FILE|DIR', nargs='*',
                        help='zero or more file and directory names to compile')
    args = parser.parse_args()
    rx = re.compile(args.rx) if args.rx else None
    maxlevels = args.recursion if args.recursion is not None else args.maxlevels
    levels = args.opt_levels or [-1]
    if not args.compile_dest:
        return compile_path(legacy=args.legacy, force=args.force, quiet=args.quiet)
    success = True
    for dest in args.compile_dest:
        options = dict(ddir=args.ddir, force=args.force, rx=rx, quiet=args.quiet,
                       legacy=args.legacy, optimize=levels, stripdir=args.stripdir,
                       prependdir=args.prependdir)
        done = compile_file(dest, **options) if os.path.isfile(dest) \
            else compile_dir(dest, maxlevels, **options)
        success = success and done
    return success


if __name__ == '__main__':
    sys.exit(int(not main()))
