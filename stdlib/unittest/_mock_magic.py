"""Mocks with magic methods, and mocks of coroutine functions."""

import asyncio
import functools
import inspect

from ._mock_asserts import AwaitAssertMixin
from ._mock_calls import DEFAULT, _Call, _CallList
from ._mock_core import (Base, CallableMixin, Mock, NonCallableMock, _allowed_names,
                         _delegating_property, _safe_super)
from ._mock_spec import _is_async_obj, _is_exception

_ARITHMETIC = ("add sub mul matmul truediv floordiv mod lshift rshift and xor or pow divmod").split()
_numerics = set(_ARITHMETIC)


def _dunders(names):
    return {'__%s__' % name for name in names.split()}


_magics = _dunders(
    "lt gt le ge eq ne getitem setitem delitem len contains str sizeof enter exit "
    "divmod rdivmod neg pos abs invert complex int float index round trunc floor ceil "
    "bool next fspath aiter") | _dunders(' '.join(
        prefix + name for name in _ARITHMETIC for prefix in ('', 'i', 'r') if name != 'divmod'))
_magics |= {'__hash__', '__iter__', '__divmod__', '__rdivmod__'}
_non_defaults = _dunders(
    "get set delete reversed missing reduce reduce_ex getinitargs getnewargs getstate setstate "
    "getformat repr dir subclasses format getnewargs_ex")
_async_method_magics = {"__aenter__", "__aexit__", "__anext__"}
_sync_async_magics = {"__aiter__"}
_async_magics = _async_method_magics | _sync_async_magics
_all_magics = _magics | _non_defaults | _async_magics
_unsupported_magics = _dunders("getattr setattr init new prepare instancecheck subclasscheck del")

_return_values = {
    '__hash__': lambda self: object.__hash__(self),
    '__str__': lambda self: object.__str__(self),
    '__sizeof__': lambda self: object.__sizeof__(self),
    '__fspath__': lambda self: f"{type(self).__name__}/{self._extract_mock_name()}/{id(self)}",
}
_fixed_values = {
    '__lt__': NotImplemented, '__gt__': NotImplemented, '__le__': NotImplemented,
    '__ge__': NotImplemented, '__int__': 1, '__contains__': False, '__len__': 0, '__exit__': False,
    '__complex__': 1j, '__float__': 1.0, '__bool__': True, '__index__': 1, '__aexit__': False,
}


def _get_method(name, func):
    """A function that can stand on the class, with the name of the magic method."""
    def method(self, /, *args, **kw):
        return func(self, *args, **kw)
    method.__name__ = name
    return method


def _is_coroutine_function(obj):
    return inspect.iscoroutinefunction(obj) or hasattr(type(obj), '_is_async_mock_class')


def _get_eq(self):
    def __eq__(other):
        value = self.__eq__._mock_return_value
        if value is not DEFAULT:
            return value
        return True if self is other else NotImplemented
    return __eq__


def _get_ne(self):
    def __ne__(other):
        if self.__ne__._mock_return_value is not DEFAULT:
            return DEFAULT
        return False if self is other else NotImplemented
    return __ne__


def _get_iter(self):
    def __iter__():
        value = self.__iter__._mock_return_value
        return iter([] if value is DEFAULT else value)
    return __iter__


def _get_async_iter(self):
    def __aiter__():
        value = self.__aiter__._mock_return_value
        return _AsyncIterator(iter([] if value is DEFAULT else value))
    return __aiter__


_side_effects = {'__eq__': _get_eq, '__ne__': _get_ne, '__iter__': _get_iter,
                 '__aiter__': _get_async_iter}


def _set_return_value(mock, method, name):
    if name in _fixed_values:
        method.return_value = _fixed_values[name]
    elif name in _return_values:
        method.return_value = _return_values[name](mock)
    elif name in _side_effects:
        method.side_effect = _side_effects[name](mock)


class MagicProxy(Base):
    """Stands on a mock's class for a magic method that nobody asked for yet."""

    def __init__(self, name, parent):
        self.name = name
        self.parent = parent

    def create_mock(self):
        parent = self.parent
        method = parent._get_child_mock(name=self.name, _new_name=self.name, _new_parent=parent)
        setattr(parent, self.name, method)
        _set_return_value(parent, method, self.name)
        return method

    def __get__(self, obj, _type=None):
        return self.create_mock()


class MagicMixin(Base):
    def __init__(self, /, *args, **kw):
        # Once so that the names given by keyword can be set, then by what the spec allows.
        self._mock_set_magics()
        _safe_super(MagicMixin, self).__init__(*args, **kw)
        self._mock_set_magics()

    def _mock_set_magics(self):
        magics = _magics | _async_method_magics
        allowed = magics
        if getattr(self, '_mock_methods', None) is not None:
            allowed = magics.intersection(self._mock_methods)
            for name in magics - allowed:
                if name in type(self).__dict__:
                    delattr(self, name)
        own = type(self)
        for name in allowed - set(own.__dict__):
            setattr(own, name, MagicProxy(name, self))


class NonCallableMagicMock(MagicMixin, NonCallableMock):
    """A MagicMock that cannot be called."""

    def mock_add_spec(self, spec, spec_set=False):
        """Let only attributes of the spec be had (and set, with spec_set)."""
        self._mock_add_spec(spec, spec_set)
        self._mock_set_magics()


class AsyncMagicMixin(MagicMixin):
    pass


class MagicMock(MagicMixin, Mock):
    """A Mock that has the magic methods, with plausible results."""

    def mock_add_spec(self, spec, spec_set=False):
        """Let only attributes of the spec be had (and set, with spec_set)."""
        self._mock_add_spec(spec, spec_set)
        self._mock_set_magics()

    def reset_mock(self, /, *args, return_value=False, **kwargs):
        # The plausible results come back when return values are reset.
        if return_value:
            for name, child in self._mock_children.items():
                if name in _all_magics and isinstance(child, NonCallableMock):
                    _set_return_value(self, child, name)
        super().reset_mock(*args, return_value=return_value, **kwargs)


class AsyncMockMixin(AwaitAssertMixin, Base):
    _is_async_mock_class = True
    await_count = _delegating_property('await_count')
    await_args = _delegating_property('await_args')
    await_args_list = _delegating_property('await_args_list')

    def __init__(self, /, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = self.__dict__
        # inspect and asyncio know a coroutine function by this mark, or by its code's flags.
        own['_is_coroutine'] = getattr(asyncio.coroutines, '_is_coroutine', True)
        own['_is_coroutine_marker'] = getattr(inspect, '_is_coroutine_mark', None)
        own['_mock_await_count'] = 0
        own['_mock_await_args'] = None
        own['_mock_await_args_list'] = _CallList()
        code = NonCallableMock(spec_set=_CodeLike)
        code.co_flags = (inspect.CO_COROUTINE + inspect.CO_VARARGS + inspect.CO_VARKEYWORDS)
        own['__code__'] = code
        own['__name__'] = 'AsyncMock'
        own['__defaults__'] = ()
        own['__kwdefaults__'] = {}
        own['__annotations__'] = None

    async def _execute_mock_call(self, /, *args, **kwargs):
        call = _Call((args, kwargs), two=True)
        self.await_count += 1
        self.await_args = call
        self.await_args_list.append(call)
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if not callable(effect):
                try:
                    result = next(effect)
                except StopIteration:
                    # StopIteration cannot leave a coroutine.
                    raise StopAsyncIteration
                if _is_exception(result):
                    raise result
            elif _is_coroutine_function(effect):
                result = await effect(*args, **kwargs)
            else:
                result = effect(*args, **kwargs)
            if result is not DEFAULT:
                return result
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        if self._mock_delegate and self._mock_delegate.return_value is not DEFAULT:
            return self._mock_delegate.return_value
        if self._mock_wraps is not None:
            if _is_coroutine_function(self._mock_wraps):
                return await self._mock_wraps(*args, **kwargs)
            return self._mock_wraps(*args, **kwargs)
        return self.return_value

    def reset_mock(self, /, *args, **kwargs):
        """Forget all calls and awaits."""
        super().reset_mock(*args, **kwargs)
        self.await_count = 0
        self.await_args = None
        self.await_args_list = _CallList()


class _CodeLike:
    co_flags = 0


class AsyncMock(AsyncMockMixin, AsyncMagicMixin, Mock):
    """A mock whose calls give coroutines: what they return or raise, they do when awaited."""


class _AsyncIterator:
    """An asynchronous iterator over what an iterator gives."""

    def __init__(self, iterator):
        self.iterator = iterator

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return next(self.iterator)
        except StopIteration:
            pass
        raise StopAsyncIteration


class PropertyMock(Mock):
    """A mock to stand in a class as a property: getting calls it without, setting with one argument."""

    def _get_child_mock(self, /, **kwargs):
        return MagicMock(**kwargs)

    def __get__(self, obj, obj_type=None):
        return self()

    def __set__(self, obj, val):
        self(val)


class ThreadingMixin(Base):
    DEFAULT_TIMEOUT = None

    def _get_child_mock(self, /, **kw):
        if isinstance(kw.get('parent'), ThreadingMixin):
            kw['timeout'] = kw['parent']._mock_wait_timeout
        elif isinstance(kw.get('_new_parent'), ThreadingMixin):
            kw['timeout'] = kw['_new_parent']._mock_wait_timeout
        return super()._get_child_mock(**kw)

    def __init__(self, *args, timeout=DEFAULT, **kwargs):
        import threading
        super().__init__(*args, **kwargs)
        own = self.__dict__
        own['_mock_wait_timeout'] = self.DEFAULT_TIMEOUT if timeout is DEFAULT else timeout
        own['_mock_changed'] = threading.Condition()

    def _mock_call(self, *args, **kwargs):
        result = super()._mock_call(*args, **kwargs)
        with self._mock_changed:
            self._mock_changed.notify_all()
        return result

    def wait_until_called(self, *, timeout=DEFAULT):
        """Wait until the mock has been called."""
        limit = self._mock_wait_timeout if timeout is DEFAULT else timeout
        with self._mock_changed:
            if not self._mock_changed.wait_for(lambda: self.called, timeout=limit):
                raise AssertionError(f"{self._mock_name or 'mock'} was not called before"
                                     f" timeout({limit}).")

    def wait_until_any_call_with(self, *args, **kwargs):
        """Wait until the mock has been called with these arguments."""
        limit = self._mock_wait_timeout
        expected = _Call((args, kwargs), two=True)
        with self._mock_changed:
            if not self._mock_changed.wait_for(lambda: expected in list(self.call_args_list),
                                               timeout=limit):
                text = self._format_mock_call_signature(args, kwargs)
                raise AssertionError(f'{text} call not found before timeout({limit}).')


class ThreadingMock(ThreadingMixin, MagicMixin, Mock):
    """A MagicMock that other threads' calls can be waited for."""
