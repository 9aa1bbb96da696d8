"""What is a coroutine, and how one is shown in a repr."""

__all__ = 'iscoroutinefunction', 'iscoroutine'

import os
import sys

_CO_COROUTINE = 0x80
_CO_ITERABLE_COROUTINE = 0x100

# unittest.mock and old programs mark functions with this object.
_is_coroutine = object()


async def _sample():
    pass

_sample = _sample()
_CoroutineType = type(_sample)
_sample.close()
del _sample

# Classes already found to be registered with collections.abc.Coroutine.
_iscoroutine_typecache = set()


def __getattr__(name):
    if name == '_COROUTINE_TYPES':
        from collections.abc import Coroutine
        return _CoroutineType, Coroutine
    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')


def _is_debug_mode():
    if sys.flags.dev_mode:
        return True
    return not sys.flags.ignore_environment and bool(os.environ.get('PYTHONASYNCIODEBUG'))


def iscoroutine(obj):
    """Return True if obj is a coroutine object."""
    kind = type(obj)
    if kind is _CoroutineType or kind in _iscoroutine_typecache:
        return True
    from collections.abc import Coroutine
    if not isinstance(obj, Coroutine):
        return False
    # Bounded, as a program may make classes without end.
    if len(_iscoroutine_typecache) < 100:
        _iscoroutine_typecache.add(kind)
    return True


def _isawaitable(obj):
    """Return whether `await obj` is allowed."""
    if iscoroutine(obj) or hasattr(type(obj), '__await__'):
        return True
    code = getattr(obj, 'gi_code', None)  # a generator that types.coroutine() made awaitable
    return code is not None and bool(code.co_flags & _CO_ITERABLE_COROUTINE)


def iscoroutinefunction(func):
    import warnings
    warnings.warn("'asyncio.iscoroutinefunction' is deprecated and slated for removal in Python 3.16; "
                  "use inspect.iscoroutinefunction() instead", DeprecationWarning, stacklevel=2)
    return _iscoroutinefunction(func)


def _iscoroutinefunction(func):
    # The plain `async def`, which needs no inspect.
    code = getattr(func, '__code__', None)
    if code is not None and getattr(code, 'co_flags', 0) & _CO_COROUTINE:
        return True
    if getattr(func, '_is_coroutine', None) is _is_coroutine:
        return True
    if isinstance(func, type(iscoroutine)) and 'inspect' not in sys.modules:
        return False  # only inspect can have marked it
    import inspect
    return inspect.iscoroutinefunction(func)


def _name_of(coro):
    """Return the name with parentheses; what Cython makes may have none."""
    name = getattr(coro, '__qualname__', None) or getattr(coro, '__name__', None)
    return f'{name or f"<{type(coro).__name__} without __name__>"}()'


def _part(coro, name):
    """Return coro.cr_<name>, or gi_<name> for what quacks like a generator."""
    return getattr(coro, f'cr_{name}', None) or getattr(coro, f'gi_{name}', None)


def _format_coroutine(coro):
    name = _name_of(coro)
    code = _part(coro, 'code')
    if code is None:
        return f'{name} running' if _part(coro, 'running') else name
    filename = code.co_filename or '<empty co_filename>'
    frame = _part(coro, 'frame')
    if frame is not None:
        return f'{name} running at {filename}:{frame.f_lineno}'
    return f'{name} done, defined at {filename}:{code.co_firstlineno}'
