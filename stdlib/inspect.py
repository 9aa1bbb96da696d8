"""Look into live objects: kinds, members, source, signatures, frames, coroutine states.

Source code is found by `_inspect_source`, signatures by `_inspect_signature`
and `_inspect_callable`; they are loaded when first asked for.
"""

import sys
import types
from types import (AsyncGeneratorType, BuiltinFunctionType, CodeType, CoroutineType,
                   FrameType, FunctionType, GeneratorType, GetSetDescriptorType,
                   MemberDescriptorType, MethodType, ModuleType, TracebackType)

__all__ = [
    "AGEN_CLOSED", "AGEN_CREATED", "AGEN_RUNNING", "AGEN_SUSPENDED",
    "ArgInfo", "Arguments", "Attribute", "BlockFinder", "BoundArguments",
    "BufferFlags", "CORO_CLOSED", "CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED",
    "CO_ASYNC_GENERATOR", "CO_COROUTINE", "CO_GENERATOR", "CO_ITERABLE_COROUTINE",
    "CO_NESTED", "CO_NEWLOCALS", "CO_NOFREE", "CO_OPTIMIZED", "CO_VARARGS",
    "CO_VARKEYWORDS", "CO_HAS_DOCSTRING", "CO_METHOD",
    "ClassFoundException", "ClosureVars", "EndOfBlock", "FrameInfo", "FullArgSpec",
    "GEN_CLOSED", "GEN_CREATED", "GEN_RUNNING", "GEN_SUSPENDED",
    "Parameter", "Signature", "TPFLAGS_IS_ABSTRACT", "Traceback",
    "classify_class_attrs", "cleandoc", "currentframe", "findsource",
    "formatannotation", "formatannotationrelativeto", "formatargvalues",
    "get_annotations", "getabsfile", "getargs", "getargvalues",
    "getasyncgenlocals", "getasyncgenstate", "getattr_static", "getblock",
    "getcallargs", "getclasstree", "getclosurevars", "getcomments",
    "getcoroutinelocals", "getcoroutinestate", "getdoc", "getfile", "getframeinfo",
    "getfullargspec", "getgeneratorlocals", "getgeneratorstate", "getinnerframes",
    "getlineno", "getmembers", "getmembers_static", "getmodule", "getmodulename",
    "getmro", "getouterframes", "getsource", "getsourcefile", "getsourcelines",
    "indentsize", "isabstract", "isasyncgen", "isasyncgenfunction", "isawaitable",
    "isbuiltin", "isclass", "iscode", "iscoroutine", "iscoroutinefunction",
    "isdatadescriptor", "isframe", "isfunction", "isgenerator",
    "isgeneratorfunction", "isgetsetdescriptor", "ismemberdescriptor", "ismethod",
    "ismethoddescriptor", "ismethodwrapper", "ismodule", "ispackage", "isroutine",
    "istraceback", "markcoroutinefunction", "signature", "stack", "trace", "unwrap",
    "walktree"]

CO_OPTIMIZED = 0x1
CO_NEWLOCALS = 0x2
CO_VARARGS = 0x4
CO_VARKEYWORDS = 0x8
CO_NESTED = 0x10
CO_GENERATOR = 0x20
CO_NOFREE = 0x40
CO_COROUTINE = 0x80
CO_ITERABLE_COROUTINE = 0x100
CO_ASYNC_GENERATOR = 0x200
CO_HAS_DOCSTRING = 0x4000000
CO_METHOD = 0x8000000

TPFLAGS_IS_ABSTRACT = 1 << 20

_LAZY = {
    '_inspect_signature': ('Signature', 'Parameter', 'BoundArguments', '_empty',
                           '_void', '_ParameterKind', 'formatannotation'),
    '_inspect_source': ('getsource', 'getsourcelines', 'getsourcefile', 'getfile',
                        'getmodule', 'getmodulename', 'getabsfile', 'findsource',
                        'getblock', 'getcomments', 'indentsize', 'BlockFinder',
                        'EndOfBlock', 'ClassFoundException', 'modulesbyfile',
                        '_filesbymodname', '_ClassFinder', '_finddoc'),
    '_inspect_members': ('getattr_static', 'getmembers_static', 'getdoc',
                         'classify_class_attrs', 'Attribute', 'walktree',
                         'getclasstree', 'get_annotations'),
    '_inspect_frames': ('getframeinfo', 'getouterframes', 'getinnerframes',
                        'getargs', 'getargvalues', 'formatargvalues', 'Arguments',
                        'ArgInfo', 'Traceback', 'FrameInfo', 'FullArgSpec',
                        'getfullargspec', 'getcallargs', 'ClosureVars',
                        'getclosurevars', 'formatannotationrelativeto',
                        '_Traceback', '_FrameInfo', 'getlineno', 'BufferFlags'),
}
# Modules that programs take from here, as they can from CPython's.
_MODULES = frozenset(('ast', 'dis', 'collections', 'enum', 'importlib', 'itertools', 'keyword', 'linecache',
                      'os', 're', 'tokenize', 'token', 'functools', 'builtins', 'abc'))
_HOME = {_name: _module for _module, _names in _LAZY.items() for _name in _names}


def __getattr__(name):
    home = _HOME.get(name)
    if home is None and name in _MODULES:
        module = globals()[name] = __import__(name)
        return module
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = __import__(home)
    value = globals()[name] = getattr(module, name)
    if getattr(value, '__module__', None) == home and isinstance(value, FunctionType):
        value.__module__ = __name__
    return value


def __dir__():
    return sorted({*globals(), *_HOME})


# --- kinds ------------------------------------------------------------------

def ismodule(object):
    """Whether the object is a module."""
    return isinstance(object, ModuleType)


def isclass(object):
    """Whether the object is a class."""
    return isinstance(object, type)


def ismethod(object):
    """Whether the object is a bound method written in Python."""
    return isinstance(object, MethodType)


def ispackage(object):
    """Whether the object is a package."""
    return ismodule(object) and hasattr(object, "__path__")


def ismethoddescriptor(object):
    """Whether the object is a descriptor with __get__ only, and no function."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    tp = type(object)
    return (hasattr(tp, "__get__") and not hasattr(tp, "__set__")
            and not hasattr(tp, "__delete__"))


def isdatadescriptor(object):
    """Whether the object is a descriptor that can be set or deleted."""
    if isclass(object) or ismethod(object) or isfunction(object):
        return False
    tp = type(object)
    return hasattr(tp, "__set__") or hasattr(tp, "__delete__")


def ismemberdescriptor(object):
    """Whether the object is a slot of a class."""
    return isinstance(object, MemberDescriptorType)


def isgetsetdescriptor(object):
    """Whether the object is a computed attribute of a native class."""
    return isinstance(object, GetSetDescriptorType)


def isfunction(object):
    """Whether the object is a function written in Python."""
    return isinstance(object, FunctionType)


def _has_code_flag(f, flag):
    while ismethod(f):
        f = f.__func__
    partial = sys.modules.get('functools')
    if partial is not None:
        f = partial._unwrap_partial(f) if hasattr(partial, '_unwrap_partial') else \
            _unwrap_partial(f, partial.partial)
    while ismethod(f):
        f = f.__func__
    if not (isfunction(f) or _signature_is_functionlike(f)):
        return False
    return bool(f.__code__.co_flags & flag)


def _unwrap_partial(f, partial):
    while isinstance(f, partial):
        f = f.func
    return f


def _signature_is_functionlike(obj):
    if not callable(obj) or isclass(obj):
        return False
    return (isinstance(getattr(obj, '__name__', None), str)
            and isinstance(getattr(obj, '__code__', None), CodeType))


def isgeneratorfunction(obj):
    """Whether calling the object makes a generator."""
    return _has_code_flag(obj, CO_GENERATOR)


_is_coroutine_mark = object()


def _has_coroutine_mark(f):
    while ismethod(f):
        f = f.__func__
    functools = sys.modules.get('functools')
    if functools is not None:
        f = _unwrap_partial(f, functools.partial)
    return getattr(f, "_is_coroutine_marker", None) is _is_coroutine_mark


def markcoroutinefunction(func):
    """Make iscoroutinefunction() true of a function that returns a coroutine."""
    if hasattr(func, '__func__'):
        func = func.__func__
    func._is_coroutine_marker = _is_coroutine_mark
    return func


def iscoroutinefunction(obj):
    """Whether calling the object makes a coroutine."""
    return _has_code_flag(obj, CO_COROUTINE) or _has_coroutine_mark(obj)


def isasyncgenfunction(obj):
    """Whether calling the object makes an asynchronous generator."""
    return _has_code_flag(obj, CO_ASYNC_GENERATOR)


def isasyncgen(object):
    """Whether the object is an asynchronous generator."""
    return isinstance(object, AsyncGeneratorType)


def isgenerator(object):
    """Whether the object is a generator."""
    return isinstance(object, GeneratorType)


def iscoroutine(object):
    """Whether the object is a coroutine."""
    return isinstance(object, CoroutineType)


def isawaitable(object):
    """Whether the object can be awaited."""
    if isinstance(object, CoroutineType):
        return True
    if isinstance(object, GeneratorType):
        return bool(object.gi_code.co_flags & CO_ITERABLE_COROUTINE)
    from collections.abc import Awaitable
    return isinstance(object, Awaitable)


def istraceback(object):
    """Whether the object is a traceback."""
    return isinstance(object, TracebackType)


def isframe(object):
    """Whether the object is a frame."""
    return isinstance(object, FrameType)


def iscode(object):
    """Whether the object is a code object."""
    return isinstance(object, CodeType)


def isbuiltin(object):
    """Whether the object is a native function or bound method."""
    return isinstance(object, BuiltinFunctionType)


def ismethodwrapper(object):
    """Whether the object is a bound special method of a native class."""
    return isinstance(object, types.MethodWrapperType)


def isroutine(object):
    """Whether the object is any kind of function or method."""
    return (isbuiltin(object) or isfunction(object) or ismethod(object)
            or ismethoddescriptor(object) or ismethodwrapper(object))


def isabstract(object):
    """Whether the object is a class with abstract methods left."""
    if not isinstance(object, type):
        return False
    if object.__flags__ & TPFLAGS_IS_ABSTRACT:
        return True
    from abc import ABCMeta
    if not issubclass(type(object), ABCMeta):
        return False
    if hasattr(object, '__abstractmethods__'):
        return False            # abc has looked, and there were none
    # Still inside the class statement: look for ourselves.
    for name, value in object.__dict__.items():
        if getattr(value, "__isabstractmethod__", False):
            return True
    for base in object.__bases__:
        for name in getattr(base, "__abstractmethods__", ()):
            value = getattr(object, name, None)
            if getattr(value, "__isabstractmethod__", False):
                return True
    return False


# --- members and documentation ----------------------------------------------

def _getmembers(object, predicate, getter):
    results = []
    processed = set()
    names = dir(object)
    if isclass(object):
        mro = getmro(object)
        # Virtual attributes of enums and the like are not in dir().
        try:
            for base in object.__bases__:
                for k, v in base.__dict__.items():
                    if isinstance(v, types.DynamicClassAttribute):
                        names.append(k)
        except AttributeError:
            pass
    else:
        mro = ()
    for key in names:
        try:
            value = getter(object, key)
            if key in processed:
                raise AttributeError
        except AttributeError:
            for base in mro:
                if key in base.__dict__:
                    value = base.__dict__[key]
                    break
            else:
                continue        # a name from a __dir__ or an empty slot
        if not predicate or predicate(value):
            results.append((key, value))
        processed.add(key)
    results.sort(key=lambda pair: pair[0])
    return results


def getmembers(object, predicate=None):
    """All members as (name, value) pairs, sorted by name."""
    return _getmembers(object, predicate, getattr)


def getmro(cls):
    """The classes in which attributes are looked for, in order."""
    return cls.__mro__


def unwrap(func, *, stop=None):
    """The function behind all __wrapped__ attributes."""
    f = func                    # for the error
    memo = {id(f): f}
    recursion_limit = sys.getrecursionlimit()
    while not isinstance(func, type) and hasattr(func, '__wrapped__'):
        if stop is not None and stop(func):
            break
        func = func.__wrapped__
        id_func = id(func)
        if (id_func in memo) or (len(memo) >= recursion_limit):
            raise ValueError('wrapper loop when unwrapping {!r}'.format(f))
        memo[id_func] = func
    return func


def cleandoc(doc):
    """A docstring without the indentation of its source."""
    lines = doc.expandtabs().split('\n')
    margin = sys.maxsize
    for line in lines[1:]:
        content = len(line.lstrip(' '))
        if content:
            margin = min(margin, len(line) - content)
    if lines:
        lines[0] = lines[0].lstrip(' ')
    if margin < sys.maxsize:
        for i in range(1, len(lines)):
            lines[i] = lines[i][margin:]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


# --- states -----------------------------------------------------------------

GEN_CREATED = 'GEN_CREATED'
GEN_RUNNING = 'GEN_RUNNING'
GEN_SUSPENDED = 'GEN_SUSPENDED'
GEN_CLOSED = 'GEN_CLOSED'


def getgeneratorstate(generator):
    """GEN_CREATED, GEN_RUNNING, GEN_SUSPENDED or GEN_CLOSED."""
    if generator.gi_running:
        return GEN_RUNNING
    if generator.gi_suspended:
        return GEN_SUSPENDED
    if generator.gi_frame is None:
        return GEN_CLOSED
    return GEN_CREATED


def getgeneratorlocals(generator):
    """The local variables of a generator."""
    if not isgenerator(generator):
        raise TypeError("{!r} is not a Python generator".format(generator))
    frame = getattr(generator, "gi_frame", None)
    return generator.gi_frame.f_locals if frame is not None else {}


CORO_CREATED = 'CORO_CREATED'
CORO_RUNNING = 'CORO_RUNNING'
CORO_SUSPENDED = 'CORO_SUSPENDED'
CORO_CLOSED = 'CORO_CLOSED'


def getcoroutinestate(coroutine):
    """CORO_CREATED, CORO_RUNNING, CORO_SUSPENDED or CORO_CLOSED."""
    if coroutine.cr_running:
        return CORO_RUNNING
    if coroutine.cr_suspended:
        return CORO_SUSPENDED
    if coroutine.cr_frame is None:
        return CORO_CLOSED
    return CORO_CREATED


def getcoroutinelocals(coroutine):
    """The local variables of a coroutine."""
    frame = getattr(coroutine, "cr_frame", None)
    return frame.f_locals if frame is not None else {}


AGEN_CREATED = 'AGEN_CREATED'
AGEN_RUNNING = 'AGEN_RUNNING'
AGEN_SUSPENDED = 'AGEN_SUSPENDED'
AGEN_CLOSED = 'AGEN_CLOSED'


def getasyncgenstate(agen):
    """AGEN_CREATED, AGEN_RUNNING, AGEN_SUSPENDED or AGEN_CLOSED."""
    if agen.ag_running:
        return AGEN_RUNNING
    if agen.ag_suspended:
        return AGEN_SUSPENDED
    if agen.ag_frame is None:
        return AGEN_CLOSED
    return AGEN_CREATED


def getasyncgenlocals(agen):
    """The local variables of an asynchronous generator."""
    if not isasyncgen(agen):
        raise TypeError(f"{agen!r} is not a Python async generator")
    frame = getattr(agen, "ag_frame", None)
    return agen.ag_frame.f_locals if frame is not None else {}


# --- frames and signatures --------------------------------------------------

def currentframe():
    """The frame of the caller."""
    return sys._getframe(1) if hasattr(sys, "_getframe") else None


def stack(context=1):
    """The frames from the caller outwards, as FrameInfo objects."""
    from _inspect_frames import getouterframes
    return getouterframes(sys._getframe(1), context)


def trace(context=1):
    """The frames of the exception that is being handled, as FrameInfo objects."""
    from _inspect_frames import getinnerframes
    exc = sys.exception()
    return getinnerframes(None if exc is None else exc.__traceback__, context)


def signature(obj, *, follow_wrapped=True, globals=None, locals=None,
              eval_str=False, annotation_format=None):
    """The Signature of a callable."""
    from _inspect_signature import Signature
    return Signature.from_callable(obj, follow_wrapped=follow_wrapped,
                                   globals=globals, locals=locals,
                                   eval_str=eval_str,
                                   annotation_format=annotation_format)


def _signature_fromstr(cls, obj, s, skip_bound_arg=True):
    from _inspect_callable import from_text
    return from_text(cls, obj, s, skip_bound_arg)


def _main():
    import argparse
    import importlib
    parser = argparse.ArgumentParser()
    parser.add_argument('object', help="The object to be analysed. "
                        "It supports the 'module:qualname' syntax")
    parser.add_argument('-d', '--details', action='store_true',
                        help='Display info about the module rather than its source code')
    args = parser.parse_args()
    mod_name, has_attrs, attrs = args.object.partition(":")
    obj = module = importlib.import_module(mod_name)
    if has_attrs:
        for part in attrs.split("."):
            obj = getattr(obj, part)
    from _inspect_source import findsource, getsource, getsourcefile
    if args.details:
        print(f'Target: {args.object}')
        print(f'Origin: {getsourcefile(module)}')
        if obj is not module:
            print(f'Line: {findsource(obj)[1]}')
    else:
        print(getsource(obj))


if __name__ == "__main__":
    _main()
