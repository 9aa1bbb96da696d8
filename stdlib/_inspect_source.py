"""Finding the source code of objects, for `inspect`."""

import linecache
import os
import sys
import types

from inspect import (CodeType, FrameType, isclass, iscode, isframe, isfunction,
                     ismethod, ismodule, istraceback, unwrap)

modulesbyfile = {}
_filesbymodname = {}


class ClassFoundException(Exception):
    """Kept for programs that name it."""


class EndOfBlock(Exception):
    """The end of a block was found."""


def getfile(object):
    """The file in which an object was defined."""
    if ismodule(object):
        if getattr(object, '__file__', None):
            return object.__file__
        raise TypeError('{!r} is a built-in module'.format(object))
    if isclass(object):
        if hasattr(object, '__module__'):
            module = sys.modules.get(object.__module__)
            if getattr(module, '__file__', None):
                return module.__file__
            if object.__module__ == '__main__':
                raise OSError('source code not available')
        raise TypeError('{!r} is a built-in class'.format(object))
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        return object.co_filename
    raise TypeError('module, class, method, function, traceback, frame, or '
                    'code object was expected, got {}'.format(type(object).__name__))


def getmodulename(path):
    """The name of the module that a file holds, None if it holds none."""
    import importlib.machinery
    fname = os.path.basename(path)
    suffixes = sorted(importlib.machinery.all_suffixes(), key=len, reverse=True)
    for suffix in suffixes:
        if fname.endswith(suffix):
            return fname[:-len(suffix)]
    return None


def getsourcefile(object):
    """The source file of an object, None if there is none."""
    filename = getfile(object)
    if filename.endswith(('.pyc', '.pyo')):
        filename = os.path.splitext(filename)[0] + '.py'
    elif filename.endswith(('.so', '.pyd')):
        return None
    if filename in linecache.cache or os.path.exists(filename):
        return filename
    # The module's loader may have the source all the same.
    module = getmodule(object, filename)
    if getattr(module, '__loader__', None) is not None:
        return filename
    spec = getattr(module, "__spec__", None)
    if getattr(spec, "loader", None) is not None:
        return filename
    code = object if iscode(object) else getattr(object, '__code__', None)
    if code is not None and linecache._getlines_from_code(code):
        return filename
    return None


def getabsfile(object, _filename=None):
    """The absolute path of an object's source or compiled file."""
    if _filename is None:
        _filename = getsourcefile(object) or getfile(object)
    return os.path.normcase(os.path.abspath(_filename))


def getmodule(object, _filename=None):
    """The module in which an object was defined, None if unknown."""
    if ismodule(object):
        return object
    if hasattr(object, '__module__'):
        return sys.modules.get(object.__module__)
    if _filename is not None and _filename in modulesbyfile:
        return sys.modules.get(modulesbyfile[_filename])
    try:
        file = getabsfile(object, _filename)
    except (TypeError, FileNotFoundError):
        return None
    if file in modulesbyfile:
        return sys.modules.get(modulesbyfile[file])
    for modname, module in sys.modules.copy().items():
        if ismodule(module) and hasattr(module, '__file__'):
            f = module.__file__
            if not f or f == _filesbymodname.get(modname, None):
                continue
            _filesbymodname[modname] = f
            f = getabsfile(module)
            modulesbyfile[f] = modulesbyfile[os.path.realpath(f)] = module.__name__
    if file in modulesbyfile:
        return sys.modules.get(modulesbyfile[file])
    main = sys.modules['__main__']
    if not hasattr(object, '__name__'):
        return None
    if hasattr(main, object.__name__):
        if getattr(main, object.__name__) is object:
            return main
    return None


def findsource(object):
    """All lines of the file of an object, and the index of its first line."""
    file = getsourcefile(object)
    if file:
        # A file that has changed is not what is running; nothing better is there.
        linecache.checkcache(file)
    else:
        file = getfile(object)
        if not (file.startswith('<') and file.endswith('>')):
            raise OSError('source code not available')
    module = getmodule(object, file)
    if module:
        lines = linecache.getlines(file, module.__dict__)
        if not lines and file.startswith('<') and hasattr(object, "__code__"):
            lines = linecache._getlines_from_code(object.__code__)
    else:
        lines = linecache.getlines(file)
    if not lines:
        raise OSError('could not get source code')
    if ismodule(object):
        return lines, 0
    if isclass(object):
        try:
            lnum = vars(object)['__firstlineno__'] - 1
        except (TypeError, KeyError):
            lnum = _find_class(object, lines)
        if lnum >= len(lines):
            raise OSError('lineno is out of bounds')
        return lines, lnum
    if ismethod(object):
        object = object.__func__
    if isfunction(object):
        object = object.__code__
    if istraceback(object):
        object = object.tb_frame
    if isframe(object):
        object = object.f_code
    if iscode(object):
        if not hasattr(object, 'co_firstlineno'):
            raise OSError('could not find function definition')
        lnum = object.co_firstlineno - 1
        if lnum >= len(lines):
            raise OSError('lineno is out of bounds')
        return lines, lnum
    raise OSError('could not find code object')


def _find_class(cls, lines):
    """Where a class statement stands, for classes that do not know it."""
    import ast
    wanted = cls.__qualname__
    try:
        tree = ast.parse(''.join(lines))
    except SyntaxError:
        raise OSError('could not find class definition') from None
    found = []

    def search(node, path):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef):
                if '.'.join(path + [child.name]) == wanted:
                    first = child.decorator_list[0] if child.decorator_list else child
                    found.append(first.lineno - 1)
                search(child, path + [child.name])
            elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                search(child, path + [child.name, '<locals>'])
            else:
                search(child, path)
    search(tree, [])
    if not found:
        raise OSError('could not find class definition')
    return found[-1]


def getcomments(object):
    """The comment block before an object, or at the top of a module."""
    try:
        lines, lnum = findsource(object)
    except (OSError, TypeError):
        return None
    if ismodule(object):
        start = 0
        if lines and lines[0][:2] == '#!':
            start = 1
        while start < len(lines) and lines[start].strip() in ('', '#'):
            start += 1
        comments = []
        while start < len(lines) and lines[start][:1] == '#':
            comments.append(lines[start].expandtabs())
            start += 1
        return ''.join(comments) if comments else None
    indent = indentsize(lines[lnum])
    comments = []
    index = lnum - 1
    while index >= 0 and lines[index].lstrip()[:1] == '#' \
            and indentsize(lines[index]) == indent:
        comments.insert(0, lines[index].expandtabs().lstrip())
        index -= 1
    while comments and comments[0].strip() == '#':
        del comments[0]
    while comments and comments[-1].strip() == '#':
        del comments[-1]
    return ''.join(comments) if comments else None


def indentsize(line):
    """How far a line is indented."""
    expline = line.expandtabs()
    return len(expline) - len(expline.lstrip())


class BlockFinder:
    """Takes tokens until a block ends; `last` is its last line."""

    def __init__(self):
        self.indent = 0
        self.islambda = False
        self.started = False
        self.passline = False
        self.indecorator = False
        self.last = 1
        self.body_col0 = None

    def tokeneater(self, type, token, srowcol, erowcol, line):
        import tokenize
        if not self.started and not self.indecorator:
            if type in (tokenize.INDENT, tokenize.COMMENT, tokenize.NL):
                return
            if token == "@":
                self.indecorator = True
            elif token in ("def", "class", "lambda"):
                self.islambda = token == "lambda"
                self.started = True
            elif token != "async":
                pass
            self.passline = True
        elif type == tokenize.NEWLINE:
            self.passline = False
            self.last = srowcol[0]
            if self.islambda:
                raise EndOfBlock    # lambdas always end with their line
            if self.indecorator:
                self.indecorator = False
        elif self.passline:
            pass
        elif type == tokenize.INDENT:
            if self.body_col0 is None and self.started:
                self.body_col0 = erowcol[1]
            self.indent = self.indent + 1
            self.passline = True
        elif type == tokenize.DEDENT:
            self.indent = self.indent - 1
            if self.indent <= 0:
                raise EndOfBlock
        elif type == tokenize.COMMENT:
            if self.body_col0 is not None and srowcol[1] >= self.body_col0:
                self.last = srowcol[0]
        elif self.indent == 0 and type not in (tokenize.COMMENT, tokenize.NL):
            raise EndOfBlock    # a one-line definition has ended


def getblock(lines):
    """The lines of the block that starts with the first one."""
    import tokenize
    blockfinder = BlockFinder()
    reader = iter(lines)
    try:
        for token in tokenize.generate_tokens(lambda: next(reader, '')):
            blockfinder.tokeneater(*token)
    except (EndOfBlock, IndentationError):
        pass
    except SyntaxError as e:
        # A lambda in the middle of an expression ends in brackets of its own.
        if "unmatched" not in e.msg:
            raise e from None
    except tokenize.TokenError:
        pass
    return lines[:blockfinder.last]


def getsourcelines(object):
    """The lines of an object's source, and the number of the first."""
    object = unwrap(object)
    lines, lnum = findsource(object)
    if istraceback(object):
        object = object.tb_frame
    if ismodule(object) or (isframe(object) and object.f_code.co_name == "<module>"):
        return lines, 0
    return getblock(lines[lnum:]), lnum + 1


def getsource(object):
    """The text of an object's source."""
    lines, lnum = getsourcelines(object)
    return ''.join(lines)
