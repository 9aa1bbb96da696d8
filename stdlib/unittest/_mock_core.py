"""`NonCallableMock` and `Mock`: attributes that make themselves, and calls that are recorded."""

import inspect
from types import ModuleType

from ._mock_asserts import AssertMixin
from ._mock_calls import (DEFAULT, _AnyComparer, _Call, _CallList, _deleted, _missing)
from ._mock_spec import (_callable, _check_sig, _get_signature_object, _is_async_func,
                         _is_async_obj, _is_exception, _is_instance_mock, _is_list, _is_magic, _must_skip)

_safe_super = super


class InvalidSpecError(Exception):
    """A mock or a patch target that already is a mock was given as a spec."""


class _SpecState(object):
    """An attribute of an autospec that is not made yet."""

    def __init__(self, spec, spec_set=False, parent=None, name=None, ids=None, instance=False):
        self.spec = spec
        self.ids = ids
        self.spec_set = spec_set
        self.parent = parent
        self.instance = instance
        self.name = name


def _try_iter(obj):
    if obj is None or _is_exception(obj) or _callable(obj):
        return obj
    try:
        return iter(obj)
    except TypeError:
        # Anything else is returned as it is, or raises when it is used.
        return obj


def _check_and_set_parent(parent, value, name, new_name):
    """Make a mock a child of another, unless it has a name or parent already."""
    if hasattr(value, 'mock') and not _is_instance_mock(value):
        value = value.mock
    if not _is_instance_mock(value):
        return False
    if (value._mock_name or value._mock_new_name or value._mock_parent is not None
            or value._mock_new_parent is not None):
        return False
    step = parent
    while step is not None:
        if step is value:
            # A mock that is its own ancestor would record its calls for ever.
            return False
        step = step._mock_new_parent
    if new_name:
        value._mock_new_parent = parent
        value._mock_new_name = new_name
    if name:
        value._mock_parent = parent
        value._mock_name = name
    return True


class Base(object):
    _mock_return_value = DEFAULT
    _mock_side_effect = None

    def __init__(self, /, *args, **kwargs):
        pass


def _delegating_property(name):
    _allowed_names.add(name)
    own = '_mock_' + name

    def get(self):
        delegate = self._mock_delegate
        return getattr(self, own) if delegate is None else getattr(delegate, name)

    def set(self, value):
        delegate = self._mock_delegate
        if delegate is None:
            self.__dict__[own] = value
        else:
            setattr(delegate, name, value)

    return property(get, set)


_allowed_names = {'return_value', '_mock_return_value', 'side_effect', '_mock_side_effect',
                  '_mock_parent', '_mock_new_parent', '_mock_name', '_mock_new_name'}
_ASSERT_TYPOS = ('assert', 'assret', 'asert', 'aseert', 'assrt')


class NonCallableMock(AssertMixin, Base):
    """A mock that cannot be called."""

    def __new__(cls, spec=None, wraps=None, name=None, spec_set=None, parent=None, _spec_state=None,
                _new_name='', _new_parent=None, _spec_as_instance=False, _eat_self=None,
                unsafe=False, **kwargs):
        # Each mock has a class of its own: magic methods are looked up on classes.
        from ._mock_magic import AsyncMockMixin
        bases = (cls,)
        if not issubclass(cls, AsyncMockMixin):
            target = spec_set if spec_set is not None else spec
            if target is not None and _is_async_obj(target):
                bases = (AsyncMockMixin, cls)
        new = type(cls.__name__, bases, {'__doc__': cls.__doc__})
        return _safe_super(NonCallableMock, cls).__new__(new)

    def __init__(self, spec=None, wraps=None, name=None, spec_set=None, parent=None,
                 _spec_state=None, _new_name='', _new_parent=None, _spec_as_instance=False,
                 _eat_self=None, unsafe=False, **kwargs):
        own = self.__dict__
        own['_mock_parent'] = parent
        own['_mock_name'] = name
        own['_mock_new_name'] = _new_name
        own['_mock_new_parent'] = parent if _new_parent is None else _new_parent
        own['_mock_sealed'] = False
        if spec_set is not None:
            spec, spec_set = spec_set, True
        self._mock_add_spec(spec, spec_set, _spec_as_instance,
                            parent is not None if _eat_self is None else _eat_self)
        own['_mock_children'] = {}
        own['_mock_wraps'] = wraps
        own['_mock_delegate'] = None
        own['_mock_called'] = False
        own['_mock_call_args'] = None
        own['_mock_call_count'] = 0
        own['_mock_call_args_list'] = _CallList()
        own['_mock_mock_calls'] = _CallList()
        own['method_calls'] = _CallList()
        own['_mock_unsafe'] = unsafe
        if kwargs:
            self.configure_mock(**kwargs)
        _safe_super(NonCallableMock, self).__init__(spec, wraps, name, spec_set, parent, _spec_state)

    def attach_mock(self, mock, attribute):
        """Make a mock an attribute and child of this one, whatever parent it had."""
        inner = mock if _is_instance_mock(mock) else getattr(mock, 'mock', mock)
        inner._mock_parent = None
        inner._mock_new_parent = None
        inner._mock_name = ''
        inner._mock_new_name = None
        setattr(self, attribute, mock)

    def mock_add_spec(self, spec, spec_set=False):
        """Let only attributes of the spec be had (and set, with spec_set)."""
        self._mock_add_spec(spec, spec_set)

    def _mock_add_spec(self, spec, spec_set, _spec_as_instance=False, _eat_self=False):
        if _is_instance_mock(spec):
            raise InvalidSpecError(f'Cannot spec a Mock object. [object={spec!r}]')
        spec_class = signature = None
        asyncs = []
        if spec is not None and not _is_list(spec):
            spec_class = spec if isinstance(spec, type) else type(spec)
            found = _get_signature_object(spec, _spec_as_instance, _eat_self)
            signature = found and found[1]
            names = dir(spec)
            for attr in names:
                static = inspect.getattr_static(spec, attr, None)
                inner = getattr(static, '__func__', static)
                if inspect.iscoroutinefunction(inner):
                    asyncs.append(attr)
            fields = getattr(spec, '__dataclass_fields__', ())
            if isinstance(fields, dict):
                # Fields without defaults are no attributes of the class.
                names += [field for field in fields if field not in names]
            spec = names
        own = self.__dict__
        own['_spec_class'] = spec_class
        own['_spec_set'] = spec_set
        own['_spec_signature'] = signature
        own['_mock_methods'] = spec
        own['_spec_asyncs'] = asyncs

    def __get_return_value(self):
        delegate = self._mock_delegate
        value = self._mock_return_value if delegate is None else delegate.return_value
        if value is DEFAULT and self._mock_wraps is None:
            value = self._get_child_mock(_new_parent=self, _new_name='()')
            self.return_value = value
        return value

    def __set_return_value(self, value):
        if self._mock_delegate is not None:
            self._mock_delegate.return_value = value
        else:
            self._mock_return_value = value
            _check_and_set_parent(self, value, None, '()')

    return_value = property(__get_return_value, __set_return_value,
                            doc="What calling the mock returns.")

    @property
    def __class__(self):
        return type(self) if self._spec_class is None else self._spec_class

    called = _delegating_property('called')
    call_count = _delegating_property('call_count')
    call_args = _delegating_property('call_args')
    call_args_list = _delegating_property('call_args_list')
    mock_calls = _delegating_property('mock_calls')

    def __get_side_effect(self):
        delegate = self._mock_delegate
        if delegate is None:
            return self._mock_side_effect
        effect = delegate.side_effect
        if effect is not None and not callable(effect) and not _is_exception(effect) \
                and not hasattr(effect, '__next__'):
            effect = delegate.side_effect = _try_iter(effect)
        return effect

    def __set_side_effect(self, value):
        value = _try_iter(value)
        if self._mock_delegate is None:
            self._mock_side_effect = value
        else:
            self._mock_delegate.side_effect = value

    side_effect = property(__get_side_effect, __set_side_effect)

    def reset_mock(self, visited=None, *, return_value=False, side_effect=False):
        """Forget all calls (and return value and side effect, if asked to)."""
        visited = [] if visited is None else visited
        if id(self) in visited:
            return
        visited.append(id(self))
        self.called = False
        self.call_args = None
        self.call_count = 0
        self.mock_calls = _CallList()
        self.call_args_list = _CallList()
        self.method_calls = _CallList()
        if return_value:
            self._mock_return_value = DEFAULT
        if side_effect:
            self._mock_side_effect = None
        for child in self._mock_children.values():
            if isinstance(child, _SpecState) or child is _deleted:
                continue
            child.reset_mock(visited, return_value=return_value, side_effect=side_effect)
        ret = self._mock_return_value
        if _is_instance_mock(ret) and ret is not self:
            ret.reset_mock(visited)

    def configure_mock(self, /, **kwargs):
        """Set attributes, also of children: `{'method.return_value': 3}`."""
        for path, value in sorted(kwargs.items(), key=lambda item: item[0].count('.')):
            *parents, final = path.split('.')
            obj = self
            for name in parents:
                obj = getattr(obj, name)
            setattr(obj, final, value)

    def __getattr__(self, name):
        from ._mock_magic import _all_magics
        if name in {'_mock_methods', '_mock_unsafe'}:
            raise AttributeError(name)
        if self._mock_methods is not None:
            if name not in self._mock_methods or name in _all_magics:
                raise AttributeError("Mock object has no attribute %r" % name)
        elif _is_magic(name):
            raise AttributeError(name)
        if not self._mock_unsafe and (not self._mock_methods or name not in self._mock_methods):
            if name.startswith(_ASSERT_TYPOS) or name in ATTRIB_DENY_LIST:
                raise AttributeError(
                    f"{name!r} is not a valid assertion. Use a spec "
                    f"for the mock if {name!r} is meant to be an attribute")
        result = self._mock_children.get(name)
        if result is _deleted:
            raise AttributeError(name)
        if result is None:
            wraps = getattr(self._mock_wraps, name) if self._mock_wraps is not None else None
            result = self._get_child_mock(parent=self, name=name, wraps=wraps, _new_name=name,
                                          _new_parent=self)
            self._mock_children[name] = result
        elif isinstance(result, _SpecState):
            from ._mock_autospec import create_autospec
            try:
                result = create_autospec(result.spec, result.spec_set, result.instance,
                                         result.parent, result.name)
            except InvalidSpecError:
                target = self.__dict__['_mock_name'] or self
                raise InvalidSpecError(
                    f'Cannot autospec attr {name!r} from target {target!r} as it has already '
                    f'been mocked out. [target={self!r}, attr={result.spec!r}]') from None
            self._mock_children[name] = result
        return result

    def _extract_mock_name(self):
        names = [self._mock_new_name]
        parent = self._mock_new_parent
        last, dot = self, '.'
        if names == ['()']:
            dot = ''
        while parent is not None:
            last = parent
            names.append(parent._mock_new_name + dot)
            dot = '' if parent._mock_new_name == '()' else '.'
            parent = parent._mock_new_parent
        names.reverse()
        first = last._mock_name or 'mock'
        if len(names) > 1 and names[1] not in ('()', '().'):
            first += '.'
        names[0] = first
        return ''.join(names)

    def __repr__(self):
        name = self._extract_mock_name()
        name_text = '' if name in ('mock', 'mock.') else ' name=%r' % name
        spec_text = ''
        if self._spec_class is not None:
            spec_text = ' spec_set=%r' if self._spec_set else ' spec=%r'
            spec_text = spec_text % self._spec_class.__name__
        return "<%s%s%s id='%s'>" % (type(self).__name__, name_text, spec_text, id(self))

    def __dir__(self):
        from .mock import FILTER_DIR
        if not FILTER_DIR:
            return object.__dir__(self)
        extras = self._mock_methods or []
        on_class = [name for name in dir(type(self))
                    if not name.startswith('_') or name.startswith('__')
                    and name not in object.__dict__]
        own = [name for name in self.__dict__ if not name.startswith('_mock_')
               and not name.startswith('_spec_')]
        children = [name for name, child in self._mock_children.items() if child is not _deleted]
        if self._mock_methods is not None:
            on_class = [name for name in on_class if name not in ('__len__',) or name in extras]
        return sorted({*extras, *on_class, *own, *children})

    def __setattr__(self, name, value):
        from ._mock_magic import _all_magics, _get_method, _unsupported_magics
        if (self._spec_set and self._mock_methods is not None and name not in self._mock_methods
                and name not in self.__dict__ and name not in _allowed_names):
            raise AttributeError("Mock object has no attribute '%s'" % name)
        if name in _allowed_names:
            return object.__setattr__(self, name, value)
        if name in _unsupported_magics:
            raise AttributeError('Attempting to set unsupported magic method %r.' % name)
        if name in _all_magics:
            if self._mock_methods is not None and name not in self._mock_methods:
                raise AttributeError("Mock object has no attribute '%s'" % name)
            if not _is_instance_mock(value):
                setattr(type(self), name, _get_method(name, value))
                original = value
                value = lambda *args, **kw: original(self, *args, **kw)
            else:
                _check_and_set_parent(self, value, None, name)
                setattr(type(self), name, value)
                self._mock_children[name] = value
        elif name == '__class__':
            self._spec_class = value
            return None
        elif _check_and_set_parent(self, value, name, name):
            self._mock_children[name] = value
        if self._mock_sealed and not hasattr(self, name):
            raise AttributeError(f'Cannot set {self._extract_mock_name()}.{name}')
        return object.__setattr__(self, name, value)

    def __delattr__(self, name):
        from ._mock_magic import _all_magics
        if name in _all_magics and name in type(self).__dict__:
            delattr(type(self), name)
            if name not in self.__dict__:
                # A magic method that was set lives on the class alone.
                return
        child = self._mock_children.get(name, _missing)
        if name in self.__dict__:
            _safe_super(NonCallableMock, self).__delattr__(name)
        elif child is _deleted:
            raise AttributeError(name)
        if child is not _missing:
            del self._mock_children[name]
        self._mock_children[name] = _deleted

    def _format_mock_call_signature(self, args, kwargs):
        from ._mock_calls import _format_call_signature
        return _format_call_signature(self._mock_name or 'mock', args, kwargs)

    def _get_call_signature_from_name(self, name):
        """The signature of what a recorded call with this name called, as far as children know."""
        if not name:
            return self._spec_signature
        signature = None
        children = self._mock_children
        for part in name.replace('()', '').split('.'):
            child = children.get(part)
            if child is None or isinstance(child, _SpecState):
                break
            child = child if _is_instance_mock(child) else getattr(child, 'mock', child)
            children = child._mock_children
            signature = child._spec_signature
        return signature

    def _call_matcher(self, _call):
        """The call in the form that all spellings of it share, or the error that it would be."""
        if isinstance(_call, tuple) and len(_call) > 2:
            signature = self._get_call_signature_from_name(_call[0])
        else:
            signature = self._spec_signature
        if signature is None:
            return _call
        name, args, kwargs = ('',) + tuple(_call) if len(_call) == 2 else _call
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            return error.with_traceback(None)
        return _Call((name, bound.args, bound.kwargs))

    def _get_child_mock(self, /, **kw):
        """Make the mock for an attribute or a return value; subclasses may choose another class."""
        from ._mock_magic import AsyncMagicMixin, AsyncMock, MagicMock, MagicMixin, _async_method_magics
        if self._mock_sealed:
            attribute = f".{kw['name']}" if 'name' in kw else '()'
            raise AttributeError(self._extract_mock_name() + attribute)
        new_name = kw.get('_new_name')
        if new_name in self.__dict__['_spec_asyncs']:
            return AsyncMock(**kw)
        own = type(self)
        if issubclass(own, MagicMock) and new_name in _async_method_magics:
            klass = AsyncMock
        elif issubclass(own, AsyncMagicMixin) and issubclass(own, AsyncMock):
            magics = _sync_names()
            if new_name in magics or (self._mock_methods and new_name in self._mock_methods):
                klass = MagicMock
            else:
                klass = AsyncMock
        elif not issubclass(own, CallableMixin):
            klass = MagicMock if issubclass(own, MagicMixin) else Mock
        else:
            klass = own.__mro__[1]
        return klass(**kw)

    def _calls_repr(self):
        if not self.mock_calls:
            return ""
        return f"\nCalls: {self.mock_calls!r}."


class CallableMixin(Base):
    def __init__(self, spec=None, side_effect=None, return_value=DEFAULT, wraps=None, name=None,
                 spec_set=None, parent=None, _spec_state=None, _new_name='', _new_parent=None,
                 **kwargs):
        self.__dict__['_mock_return_value'] = return_value
        _safe_super(CallableMixin, self).__init__(spec, wraps, name, spec_set, parent, _spec_state,
                                                  _new_name, _new_parent, **kwargs)
        self.side_effect = side_effect

    def _mock_check_sig(self, /, *args, **kwargs):
        """Replaced on the class by what checks calls against the spec's signature."""

    def __call__(self, /, *args, **kwargs):
        self._mock_check_sig(*args, **kwargs)
        self._increment_mock_call(*args, **kwargs)
        return self._mock_call(*args, **kwargs)

    def _mock_call(self, /, *args, **kwargs):
        return self._execute_mock_call(*args, **kwargs)

    def _increment_mock_call(self, /, *args, **kwargs):
        self.called = True
        self.call_count += 1
        call = _Call((args, kwargs), two=True)
        self.call_args = call
        self.call_args_list.append(call)
        self.mock_calls.append(_Call(('', args, kwargs)))
        # Ancestors record the call too, by its path from them.
        is_method = self._mock_parent is not None
        method_name = self._mock_name
        path = self._mock_new_name
        is_call = path == '()'
        parent = self._mock_new_parent
        while parent is not None:
            if is_method:
                parent.method_calls.append(_Call((method_name, args, kwargs)))
                is_method = parent._mock_parent is not None
                if is_method:
                    method_name = parent._mock_name + '.' + method_name
            parent.mock_calls.append(_Call((path, args, kwargs)))
            if parent._mock_new_name:
                dot = '' if is_call else '.'
                is_call = parent._mock_new_name == '()'
                path = parent._mock_new_name + dot + path
            parent = parent._mock_new_parent

    def _execute_mock_call(self, /, *args, **kwargs):
        effect = self.side_effect
        if effect is not None:
            if _is_exception(effect):
                raise effect
            if not _callable(effect):
                result = next(effect)
                if _is_exception(result):
                    raise result
            else:
                result = effect(*args, **kwargs)
            if result is not DEFAULT:
                return result
        if self._mock_return_value is not DEFAULT:
            return self.return_value
        if self._mock_delegate and self._mock_delegate.return_value is not DEFAULT:
            return self._mock_delegate.return_value
        if self._mock_wraps is not None:
            return self._mock_wraps(*args, **kwargs)
        return self.return_value


class Mock(CallableMixin, NonCallableMock):
    """An object whose attributes and return values are mocks, and which records how it is used.

    `spec`: a list of names or an object; other attributes raise AttributeError.  `spec_set`: nor can
    they be set.  `side_effect`: called in place of the mock, or an exception to raise, or an iterable
    of results.  `return_value`: what calls return.  `wraps`: an object that calls are passed to.
    `name`: for the repr.  Other keywords set attributes.
    """


def _sync_names():
    from ._mock_magic import _magics, _non_defaults
    return _magics | _non_defaults



ATTRIB_DENY_LIST = frozenset(
    name.removeprefix('assert_') for name in dir(NonCallableMock) if name.startswith('assert_'))
