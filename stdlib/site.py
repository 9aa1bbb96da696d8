"""Additions to sys.path: folders of packages, for the user and for everybody.

Started with -S the interpreter does not load this module by itself.
"""

import os
import sys

PREFIXES = [sys.prefix, sys.exec_prefix]
ENABLE_USER_SITE = None
USER_SITE = None
USER_BASE = None


def makepath(*paths):
    """A path from the root, and the form in which to compare it."""
    directory = os.path.join(*paths)
    try:
        directory = os.path.abspath(directory)
    except OSError:
        pass
    return directory, os.path.normcase(directory)


def removeduppaths():
    """Make the entries of sys.path absolute and unique."""
    entries = []
    known = set()
    for entry in sys.path:
        entry, key = makepath(entry)
        if key not in known:
            entries.append(entry)
            known.add(key)
    sys.path[:] = entries
    return known


def addpackage(sitedir, name, known_paths):
    """Read a .pth file: folders to add, and lines of code that begin with import."""
    reset = known_paths is None
    if reset:
        known_paths = {makepath(entry)[1] for entry in sys.path if os.path.exists(entry)}
    fullname = os.path.join(sitedir, name)
    try:
        with open(fullname, encoding='utf-8-sig') as file:
            lines = file.read().splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    for number, line in enumerate(lines, 1):
        if line.startswith('#') or not line.strip():
            continue
        try:
            if line.startswith(('import ', 'import\t')):
                exec(line)
                continue
            directory, key = makepath(sitedir, line.rstrip())
            if key not in known_paths and os.path.exists(directory):
                sys.path.append(directory)
                known_paths.add(key)
        except Exception:
            import traceback
            print(f"Error processing line {number} of {fullname}:\n", file=sys.stderr)
            traceback.print_exc()
            print("\nRemainder of file ignored", file=sys.stderr)
            break
    return None if reset else known_paths


def addsitedir(sitedir, known_paths=None):
    """Add a folder to sys.path, and what its .pth files name."""
    reset = known_paths is None
    if reset:
        known_paths = {makepath(entry)[1] for entry in sys.path if os.path.exists(entry)}
    sitedir, key = makepath(sitedir)
    if key not in known_paths:
        sys.path.append(sitedir)
        known_paths.add(key)
    try:
        names = os.listdir(sitedir)
    except OSError:
        return None
    for name in sorted(names):
        if name.endswith('.pth') and not name.startswith('.'):
            addpackage(sitedir, name, known_paths)
    return None if reset else known_paths


def check_enableusersite():
    """Whether the user's folder is used; None where that would be unsafe."""
    if sys.flags.no_user_site:
        return False
    if hasattr(os, 'geteuid') and os.geteuid() != os.getuid():
        return None
    if hasattr(os, 'getegid') and os.getegid() != os.getgid():
        return None
    return True


def getuserbase():
    """The folder below which a user's packages stand."""
    global USER_BASE
    if USER_BASE is None:
        USER_BASE = os.environ.get('PYTHONUSERBASE') or os.path.join(
            os.path.expanduser('~'), '.local')
    return USER_BASE


def _version_folder():
    return 'python%d.%d' % sys.version_info[:2]


def getusersitepackages():
    """The folder of a user's packages."""
    global USER_SITE
    if USER_SITE is None:
        USER_SITE = os.path.join(getuserbase(), 'lib', _version_folder(), 'site-packages')
    return USER_SITE


def addusersitepackages(known_paths):
    """Add the user's folder."""
    folder = getusersitepackages()
    if ENABLE_USER_SITE and os.path.isdir(folder):
        addsitedir(folder, known_paths)
    return known_paths


def getsitepackages(prefixes=None):
    """The folders of packages for everybody."""
    folders = []
    for prefix in dict.fromkeys(PREFIXES if prefixes is None else prefixes):
        if prefix:
            folders.append(os.path.join(prefix, 'lib', _version_folder(),
                                        'site-packages'))
    return folders


def addsitepackages(known_paths, prefixes=None):
    """Add those of them that exist."""
    for folder in getsitepackages(prefixes):
        if os.path.isdir(folder):
            addsitedir(folder, known_paths)
    return known_paths


def main():
    """Add everything."""
    global ENABLE_USER_SITE
    known_paths = removeduppaths()
    if ENABLE_USER_SITE is None:
        ENABLE_USER_SITE = check_enableusersite()
    known_paths = addusersitepackages(known_paths)
    addsitepackages(known_paths)
    for name in ('sitecustomize', 'usercustomize'):
        try:
            __import__(name)
        except ImportError as exc:
            if exc.name != name:
                raise


if not sys.flags.no_site:
    main()
