"""Cached access to the lines of source files, for tracebacks and debuggers."""

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# filename -> (size, mtime, lines, full path), or (function returning the source,)
cache = {}

# (name, code, first line) of pieces of code that have no file -> like `cache`
_interactive_cache = {}


def clearcache():
    """Forget all cached lines."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """Line `lineno` of a file with its newline; '' when there is none."""
    lines = getlines(filename, module_globals)
    if 1 <= lineno <= len(lines):
        return lines[lineno - 1]
    return ''


def getlines(filename, module_globals=None):
    """All lines of a file, from the cache if it is there."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        return entry[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def _code_key(code):
    return (code.co_name, code, code.co_firstlineno)


def _getline_from_code(filename, lineno):
    lines = _getlines_from_code(filename)
    if 1 <= lineno <= len(lines):
        return lines[lineno - 1]
    return ''


def _getlines_from_code(code):
    entry = _interactive_cache.get(_code_key(code))
    if entry is not None and len(entry) != 1:
        return entry[2]
    return []


def _register_code(code, string, name):
    """Remember the source `string` of a code object, and of those nested in it."""
    entry = (len(string), None,
             [line + '\n' for line in string.splitlines()], name)
    stack = [code]
    while stack:
        code = stack.pop()
        for const in code.co_consts:
            if isinstance(const, type(code)):
                stack.append(const)
        _interactive_cache[_code_key(code)] = entry


def _source_unavailable(filename):
    """Whether `filename` is no file's name at all, such as '<string>'."""
    return (not filename or (filename.startswith('<')
                             and filename.endswith('>')
                             and not filename.startswith('<frozen ')))


def checkcache(filename=None):
    """Drop the entries whose file has changed or vanished."""
    if filename is None:
        filenames = list(cache)
    else:
        filenames = [filename]
    for filename in filenames:
        entry = cache.get(filename)
        if entry is None or len(entry) == 1:
            continue
        size, mtime, lines, fullname = entry
        if mtime is None:
            continue            # came from a loader
        try:
            import os
            stat = os.stat(fullname)
        except ImportError:
            return
        except (OSError, ValueError):
            cache.pop(filename, None)
            continue
        if size != stat.st_size or mtime != stat.st_mtime:
            cache.pop(filename, None)


def updatecache(filename, module_globals=None):
    """Read a file into the cache anew and return its lines ([] on failure)."""
    entry = cache.get(filename)
    if entry is not None and len(entry) != 1:
        cache.pop(filename, None)
    if _source_unavailable(filename):
        return []
    try:
        import os
        import sys
    except ImportError:         # the interpreter is shutting down
        return []
    if filename.startswith('<frozen ') and module_globals is not None:
        # A frozen module may name the file it came from.
        fullname = module_globals.get('__file__')
        if fullname is None:
            fullname = filename
    else:
        fullname = filename
    try:
        stat = os.stat(fullname)
    except (OSError, ValueError):
        found = _from_loader(filename, module_globals)
        if found is not None:
            return found
        fullname, stat = _search_path(os, sys, filename)
        if stat is None:
            return []
    try:
        lines = _read_lines(fullname)
    except (OSError, UnicodeDecodeError, SyntaxError):
        return []
    if lines and not lines[-1].endswith('\n'):
        lines[-1] += '\n'
    cache[filename] = stat.st_size, stat.st_mtime, lines, fullname
    return lines


def _from_loader(filename, module_globals):
    """The lines that a module's loader gives, None if it has to be looked for."""
    lazy = cache.get(filename)
    if lazy is None or len(lazy) != 1:
        if not lazycache(filename, module_globals):
            return None
        lazy = cache[filename]
    try:
        source = lazy[0]()
    except (ImportError, OSError):
        return None
    if source is None:
        return []               # a module without source, such as a native one
    lines = [line + '\n' for line in source.splitlines()]
    cache[filename] = (len(source), None, lines, filename)
    return lines


def _search_path(os, sys, filename):
    """A relative name that is not here may stand in a folder of sys.path."""
    if os.path.isabs(filename):
        return filename, None
    for directory in sys.path:
        try:
            fullname = os.path.join(directory, filename)
        except (TypeError, AttributeError):
            continue
        try:
            return fullname, os.stat(fullname)
        except (OSError, ValueError):
            pass
    return filename, None


def _read_lines(fullname):
    with open(fullname, 'rb') as file:
        data = file.read()
    # The common case needs no tokenizer: no byte order mark, no declaration.
    second = data.find(b'\n', data.find(b'\n') + 1)
    head = data[:second] if second >= 0 else data
    if b'coding' in head or data[:3] == b'\xef\xbb\xbf':
        import tokenize
        with tokenize.open(fullname) as file:
            return file.readlines()
    text = data.decode('utf-8')
    if '\r' in text:
        text = text.replace('\r\n', '\n').replace('\r', '\n')
    lines = text.split('\n')
    last = lines.pop()
    lines = [line + '\n' for line in lines]
    if last:
        lines.append(last)
    return lines


def lazycache(filename, module_globals):
    """Prepare to read the source of `filename` through its module's loader.

    True if the loader will be asked, which happens when lines are needed.
    """
    entry = cache.get(filename)
    if entry is not None:
        return len(entry) == 1
    return _register_lazily(filename, _make_lazycache_entry(filename, module_globals))


def _register_lazily(filename, entry):
    if entry is None:
        return False
    cache[filename] = entry
    return True


def _make_lazycache_entry(filename, module_globals):
    if not filename or (filename.startswith('<') and filename.endswith('>')):
        return None
    if module_globals is None or '__name__' not in module_globals:
        return None
    spec = module_globals.get('__spec__')
    name = getattr(spec, 'name', None) or module_globals['__name__']
    loader = getattr(spec, 'loader', None)
    if loader is None:
        loader = module_globals.get('__loader__')
    get_source = getattr(loader, 'get_source', None)
    if not name or not get_source:
        return None

    def get_lines(name=name, *args, **kwargs):
        return get_source(name, *args, **kwargs)
    return (get_lines,)
