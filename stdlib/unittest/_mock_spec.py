"""What a spec says: signatures, what is callable, what is a coroutine function."""

import functools
import inspect
import types
from types import FunctionType, MethodType

ClassTypes = (type,)
FunctionTypes = (FunctionType, MethodType)


def _is_async_obj(obj):
    if _is_instance_mock(obj) and not hasattr(type(obj), '_is_async_mock_class'):
        return False
    if hasattr(obj, '__func__'):
        obj = getattr(obj, '__func__')
    return inspect.iscoroutinefunction(obj) or inspect.isawaitable(obj)


def _is_async_func(obj):
    return bool(getattr(obj, '__code__', None)) and inspect.iscoroutinefunction(obj)


def _is_instance_mock(obj):
    from .mock import NonCallableMock
    return issubclass(type(obj), NonCallableMock)


def _is_exception(obj):
    return (isinstance(obj, BaseException)
            or isinstance(obj, type) and issubclass(obj, BaseException))


def _is_list(obj):
    return type(obj) in (list, tuple)


def _callable(obj):
    if isinstance(obj, type):
        return True
    if isinstance(obj, (staticmethod, classmethod, MethodType)):
        return _callable(obj.__func__)
    return getattr(obj, '__call__', None) is not None


def _instance_callable(obj):
    """Whether (instances of) the object can be called, without asking mocks that are in the way."""
    if not isinstance(obj, type):
        return getattr(obj, '__call__', None) is not None
    return any(base.__dict__.get('__call__') is not None for base in (obj,) + obj.__mro__)


def _is_magic(name):
    return '__%s__' % name[2:-2] == name


def _get_signature_object(spec, as_instance, eat_self):
    """(spec, signature) of what a call of the mock means, or None if there is no telling."""
    if isinstance(spec, type) and not as_instance:
        # Calling the class calls __init__.
        spec = spec.__init__
        eat_self = True
    elif isinstance(spec, (classmethod, staticmethod)):
        if isinstance(spec, classmethod):
            eat_self = True
        spec = spec.__func__
    elif not isinstance(spec, FunctionTypes):
        try:
            spec = spec.__call__
        except AttributeError:
            return None
    target = functools.partial(spec, None) if eat_self else spec
    try:
        return spec, inspect.signature(target)
    except ValueError:
        return None


def _check_sig(func, mock, skipfirst, instance=False):
    found = _get_signature_object(func, instance, skipfirst)
    if found is None:
        return
    _, signature = found

    def checksig(self, /, *args, **kwargs):
        signature.bind(*args, **kwargs)

    _copy_func_details(found[0], checksig)
    type(mock)._mock_check_sig = checksig
    type(mock).__signature__ = signature


def _copy_func_details(func, funcopy):
    for name in ('__name__', '__doc__', '__text_signature__', '__module__', '__defaults__',
                 '__kwdefaults__'):
        try:
            setattr(funcopy, name, getattr(func, name))
        except (AttributeError, TypeError, ValueError):
            pass


def _must_skip(spec, entry, is_type):
    """Whether the first parameter of spec.entry is bound by the time it is called."""
    if not isinstance(spec, type):
        if entry in getattr(spec, '__dict__', {}):
            # An attribute of the instance is not bound.
            return False
        spec = spec.__class__
    for klass in spec.__mro__:
        found = klass.__dict__.get(entry, _absent)
        if found is _absent:
            continue
        if isinstance(found, (staticmethod, classmethod)):
            return False
        if isinstance(found, FunctionTypes):
            return is_type
        return False
    return is_type


_absent = object()


def _set_signature(mock, original, instance=False):
    """A function with the original's signature that passes its calls on to the mock."""
    from ._mock_function import _setup_func
    skipfirst = isinstance(original, type)
    found = _get_signature_object(original, instance, skipfirst)
    if found is None:
        return mock
    func, signature = found

    def funcopy(*args, **kwargs):
        signature.bind(*args, **kwargs)
        return mock(*args, **kwargs)

    _copy_func_details(func, funcopy)
    name = getattr(original, '__name__', 'funcopy')
    funcopy.__name__ = funcopy.__qualname__ = name if name.isidentifier() else 'funcopy'
    funcopy.__signature__ = signature
    funcopy.__defaults__ = funcopy.__kwdefaults__ = None
    _setup_func(funcopy, mock, signature)
    return funcopy


def _set_async_signature(mock, original, instance=False, is_async_mock=False):
    from ._mock_function import _setup_func
    skipfirst = isinstance(original, type)
    func, signature = _get_signature_object(original, instance, skipfirst)

    async def funcopy(*args, **kwargs):
        signature.bind(*args, **kwargs)
        return await mock(*args, **kwargs)

    _copy_func_details(func, funcopy)
    name = original.__name__
    funcopy.__name__ = funcopy.__qualname__ = name if name.isidentifier() else 'funcopy'
    funcopy.__signature__ = signature
    funcopy.__defaults__ = funcopy.__kwdefaults__ = None
    _setup_func(funcopy, mock, signature)
    return funcopy
