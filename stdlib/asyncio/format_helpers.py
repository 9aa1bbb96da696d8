"""How callbacks are shown, and where they come from."""

import sys

from . import constants
from ._lazy import lazily

lazily(globals(), reprlib='reprlib')


def _partials():
    """Return functools, if it has been imported: nothing can be a partial object before."""
    return sys.modules.get('functools')


def _get_function_source(func):
    """Return (filename, line) of a Python function, looking through decorators and partials, or None."""
    seen = set()
    while hasattr(func, '__wrapped__') and id(func) not in seen:
        seen.add(id(func))
        func = func.__wrapped__
    if isinstance(func, type(_get_function_source)):
        return func.__code__.co_filename, func.__code__.co_firstlineno
    functools = _partials()
    if functools is not None and isinstance(func, (functools.partial, functools.partialmethod)):
        return _get_function_source(func.func)
    return None


def _format_callback_source(func, args, *, debug=False):
    text = _format_callback(func, args, None, debug=debug)
    source = _get_function_source(func)
    if source:
        text += f' at {source[0]}:{source[1]}'
    return text


def _format_args_and_kwargs(args, kwargs, *, debug=False):
    """Format a call's arguments; outside debug mode they are hidden, as they may hold secrets."""
    if not debug:
        return '()'
    parts = [reprlib.repr(arg) for arg in args or ()]
    parts += [f'{name}={reprlib.repr(value)}' for name, value in (kwargs or {}).items()]
    return f'({", ".join(parts)})'


def _format_callback(func, args, kwargs, *, debug=False, suffix=''):
    functools = _partials()
    if functools is not None and isinstance(func, functools.partial):
        suffix = _format_args_and_kwargs(args, kwargs, debug=debug) + suffix
        return _format_callback(func.func, func.args, func.keywords, debug=debug, suffix=suffix)
    name = getattr(func, '__qualname__', None) or getattr(func, '__name__', None) or repr(func)
    return name + _format_args_and_kwargs(args, kwargs, debug=debug) + suffix


def extract_stack(f=None, limit=None):
    """Return a StackSummary of the newest `limit` frames, without reading source lines."""
    import traceback
    if f is None:
        f = sys._getframe().f_back
    stack = traceback.StackSummary.extract(traceback.walk_stack(f), limit=limit or constants.DEBUG_STACK_DEPTH,
                                           lookup_lines=False)
    stack.reverse()
    return stack
