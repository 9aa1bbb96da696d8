"""`create_autospec`, `seal` and `mock_open`."""

import inspect
import io
from types import FunctionType

from ._mock_calls import DEFAULT, _deleted
from ._mock_core import InvalidSpecError, Mock, NonCallableMock, _SpecState, _check_and_set_parent
from ._mock_magic import AsyncMock, MagicMock, NonCallableMagicMock, PropertyMock
from ._mock_spec import (FunctionTypes, _callable, _check_sig, _instance_callable, _is_async_func,
                         _is_async_obj, _is_instance_mock, _is_list, _is_magic, _must_skip,
                         _set_async_signature, _set_signature)


def create_autospec(spec, spec_set=False, instance=False, _parent=None, _name=None, *, unsafe=False,
                    **kwargs):
    """A mock whose attributes are mocks of the spec's, and whose functions take the spec's arguments.

    With `instance`, it stands for an instance of the class that the spec is.
    """
    if _is_list(spec):
        # A list of names has no type to be an instance of.
        spec = type(spec)
    is_type = isinstance(spec, type)
    if _is_instance_mock(spec):
        raise InvalidSpecError(f'Cannot autospec a Mock object. [object={spec!r}]')
    is_async_func = _is_async_func(spec)
    if is_async_func and instance:
        raise RuntimeError("Instance can not be True when create_autospec is mocking an async "
                           "function")
    settings = {'spec': spec}
    if spec_set:
        settings = {'spec_set': spec}
    elif spec is None:
        settings = {}
    if settings and instance:
        settings['_spec_as_instance'] = True
    if not unsafe:
        _check_spec_arg_typos(kwargs)
    _name = kwargs.pop('name', _name)
    settings.update(kwargs)
    klass = _mock_class_for(spec, is_type, is_async_func, instance, settings)
    new_name = '' if _parent is None else _name
    mock = klass(parent=_parent, _new_parent=_parent, _new_name=new_name, name=_name,
                 unsafe=unsafe, **settings)
    if isinstance(spec, FunctionTypes):
        wrapper = _set_async_signature if is_async_func else _set_signature
        mock = wrapper(mock, spec)
    else:
        _check_sig(spec, mock, is_type, instance)
    if _parent is not None and not instance:
        _parent._mock_children[_name] = mock
    if is_type and not instance and 'return_value' not in kwargs:
        mock.return_value = create_autospec(spec, spec_set, instance=True, _name='()', _parent=mock)
    for entry in dir(spec):
        if not _is_magic(entry):
            _spec_attribute(mock, spec, entry, spec_set, instance, is_type)
    return mock


def _mock_class_for(spec, is_type, is_async_func, instance, settings):
    if inspect.isdatadescriptor(spec):
        # Descriptors have no place for a spec.
        settings.clear()
        return MagicMock
    if isinstance(spec, type) and instance and not _instance_callable(spec):
        return NonCallableMagicMock
    if not _callable(spec):
        return NonCallableMagicMock
    if is_async_func:
        return AsyncMock
    return MagicMock


def _spec_attribute(mock, spec, entry, spec_set, instance, is_type):
    try:
        original = getattr(spec, entry)
    except AttributeError:
        return
    settings = {'spec': original}
    if spec_set:
        settings = {'spec_set': original}
    if not isinstance(original, FunctionTypes):
        new = _SpecState(original, spec_set, mock, entry, instance)
        mock._mock_children[entry] = new
    else:
        parent = mock
        if isinstance(spec, FunctionTypes):
            parent = mock.mock
        skipfirst = _must_skip(spec, entry, is_type)
        settings['_eat_self'] = skipfirst
        klass = AsyncMock if inspect.iscoroutinefunction(original) else MagicMock
        new = klass(parent=parent, name=entry, _new_name=entry, _new_parent=parent, **settings)
        mock._mock_children[entry] = new
        _check_sig(original, new, skipfirst=skipfirst)
    # Functions are not mocks themselves: their attributes have to be set.
    if isinstance(new, FunctionType):
        setattr(mock, entry, new)
    elif isinstance(mock, FunctionType) and not isinstance(new, _SpecState):
        setattr(mock, entry, new)


def _check_spec_arg_typos(kwargs):
    for typo in ('autospect', 'auto_spec', 'set_spec'):
        if typo in kwargs:
            raise RuntimeError(f"{typo!r} might be a typo; use unsafe=True if this is intended")


def seal(mock):
    """Let a mock, and those in it, make no more attributes by themselves."""
    mock._mock_sealed = True
    for name in dir(mock):
        try:
            child = getattr(mock, name)
        except AttributeError:
            continue
        if not isinstance(child, NonCallableMock):
            continue
        if isinstance(child._mock_children.get(name), _SpecState):
            continue
        if child._mock_new_parent is mock:
            seal(child)


_file_spec = None
_open_spec = None


def _to_stream(read_data):
    return io.BytesIO(read_data) if isinstance(read_data, bytes) else io.StringIO(read_data)


def mock_open(mock=None, read_data=''):
    """A mock to stand in for open(), whose files give `read_data`."""
    global _file_spec, _open_spec
    if _file_spec is None:
        _file_spec = sorted(set(dir(io.TextIOWrapper)) | set(dir(io.BytesIO)))
        _open_spec = open
    if mock is None:
        mock = MagicMock(name='open', spec=_open_spec)
    handle = MagicMock(spec=_file_spec)
    handle.__enter__.return_value = handle
    stream = _to_stream(read_data)
    fixed = {name: getattr(handle, name) for name in ('read', 'readline', 'readlines')}

    def lines():
        # A fixed result of readline() is what iteration gives too, for ever.
        while fixed['readline'].return_value is not None:
            yield fixed['readline'].return_value
        # Not `yield from`, with which a dropped generator would close the stream.
        for line in stream:
            yield line

    def next_line():
        return next(lines())

    handle.write.return_value = None
    for name in fixed:
        fixed[name].return_value = None

    def make(name):
        def effect(*args, **kwargs):
            value = fixed[name].return_value
            return getattr(stream, name)(*args, **kwargs) if value is None else value
        return effect

    for name in fixed:
        fixed[name].side_effect = make(name)
    handle.__iter__.side_effect = lines
    handle.__next__.side_effect = next_line

    def reset(*args, **kwargs):
        # Each call of open() reads from the beginning.
        nonlocal stream
        stream = _to_stream(read_data)
        return DEFAULT

    mock.side_effect = reset
    mock.return_value = handle
    return mock
