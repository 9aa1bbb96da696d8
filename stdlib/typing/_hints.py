"""get_type_hints(), get_origin(), get_args(): looking at annotations and types."""

import collections.abc
import functools
import operator
import sys
import types
from types import GenericAlias
from _typing_natives import Generic, ParamSpecArgs, ParamSpecKwargs, Union
from ._generics import (_AnnotatedAlias, _BaseGenericAlias, _CallableGenericAlias,
                        _GenericAlias, _make_forward_ref, _should_unflatten_callable_args)

__name__ = "typing"     # where these functions are found

_ALLOWED_TYPES = (types.FunctionType, types.BuiltinFunctionType, types.MethodType,
                  types.ModuleType, types.WrapperDescriptorType,
                  types.MethodWrapperType, types.MethodDescriptorType)


_sentinel = object()


def _eval_type(t, globalns, localns, type_params=_sentinel, *, recursive_guard=frozenset(),
               format=None, owner=None, parent_fwdref=None, prefer_fwd_module=False):
    """Evaluate all forward references in a type."""
    from annotationlib import Format, ForwardRef
    if type_params is _sentinel:
        _deprecation_warning_for_no_type_params_passed("typing._eval_type")
        type_params = ()
    if isinstance(t, ForwardRef):
        # A reference that knows its module is not looked up elsewhere.
        if prefer_fwd_module and t.__forward_module__ is not None:
            globalns = None
        return evaluate_forward_ref(
            t, globals=globalns, locals=localns, type_params=type_params, owner=owner,
            _recursive_guard=recursive_guard,
            format=Format.VALUE if format is None else format)
    if not isinstance(t, (_GenericAlias, GenericAlias, Union)):
        return t

    def evaluate(arg):
        if isinstance(t, GenericAlias) and isinstance(arg, str):
            arg = _make_forward_ref(arg, parent_fwdref=parent_fwdref)
        return _eval_type(arg, globalns, localns, type_params,
                          recursive_guard=recursive_guard, format=format, owner=owner,
                          prefer_fwd_module=prefer_fwd_module)

    is_unpacked = isinstance(t, GenericAlias) and t.__unpacked__
    args = tuple([evaluate(arg) for arg in t.__args__])
    if args == t.__args__ and not is_unpacked:
        return t
    if is_unpacked:
        return sys.modules["typing"].Unpack[GenericAlias(t.__origin__, args)]
    if isinstance(t, GenericAlias):
        if _should_unflatten_callable_args(t, args):
            return t.__class__(t.__origin__, (args[:-1], args[-1]))
        return GenericAlias(t.__origin__, args)
    if isinstance(t, Union):
        return functools.reduce(operator.or_, args)
    return t.copy_with(args)


def _deprecation_warning_for_no_type_params_passed(funcname):
    import warnings
    warnings.warn(
        f"Failing to pass a value to the 'type_params' parameter of {funcname!r} is "
        "deprecated, as it leads to incorrect behaviour when calling "
        f"{funcname} on a stringified annotation that references a PEP 695 type parameter. "
        "It will be disallowed in Python 3.15.", DeprecationWarning, stacklevel=3)


def evaluate_forward_ref(forward_ref, *, owner=None, globals=None, locals=None,
                         type_params=None, format=None, _recursive_guard=frozenset()):
    """Evaluate a forward reference, and those in what it means."""
    from annotationlib import Format
    if format == Format.STRING:
        return forward_ref.__forward_arg__
    if forward_ref.__forward_arg__ in _recursive_guard:
        return forward_ref
    if format is None:
        format = Format.VALUE
    value = forward_ref.evaluate(globals=globals, locals=locals, type_params=type_params,
                                 owner=owner, format=format)
    # Where it meant nothing, it is itself.
    if value is forward_ref:
        return value
    if isinstance(value, str):
        value = _make_forward_ref(value, module=forward_ref.__forward_module__,
                                  owner=owner or forward_ref.__owner__,
                                  is_argument=forward_ref.__forward_is_argument__,
                                  is_class=forward_ref.__forward_is_class__)
    if owner is None:
        owner = forward_ref.__owner__
    return _eval_type(
        type(None) if value is None else value,
        globals, locals, type_params or (),
        recursive_guard=_recursive_guard | {forward_ref.__forward_arg__}, format=format,
        owner=owner, parent_fwdref=forward_ref)


def get_type_hints(obj, globalns=None, localns=None, include_extras=False, *, format=None):
    """The annotations of a class (and its bases), function or module, evaluated.

    Annotated[T, x] becomes T, and Required[T] as well, unless include_extras.
    """
    if getattr(obj, "__no_type_check__", None):
        return {}
    from annotationlib import Format, get_annotations
    if format is None:
        format = Format.VALUE
    if format == Format.VALUE_WITH_FAKE_GLOBALS:
        raise ValueError("The VALUE_WITH_FAKE_GLOBALS format is for internal use only")
    if isinstance(obj, type):
        hints = _class_hints(obj, globalns, localns, format, get_annotations)
    else:
        hints = _object_hints(obj, globalns, localns, format, get_annotations)
    if include_extras or format == Format.STRING:
        return hints
    return {name: _strip_annotations(t) for name, t in hints.items()}


def _class_hints(cls, globalns, localns, format, get_annotations):
    hints = {}
    for base in reversed(cls.__mro__):
        annotations = get_annotations(base, format=format)
        if format == 4:     # Format.STRING
            hints.update(annotations)
            continue
        if globalns is None:
            base_globals = getattr(sys.modules.get(base.__module__), "__dict__", {})
        else:
            base_globals = globalns
        base_locals = dict(vars(base)) if localns is None else localns
        if localns is None and globalns is None:
            # Class attributes may hide the types that they are annotated with: first
            # the module, then the class. eval() asks its locals first.
            base_globals, base_locals = base_locals, base_globals
        type_params = base.__type_params__ if hasattr(base, "__type_params__") else ()
        base_globals, base_locals = _add_type_params_to_scope(
            type_params, base_globals, base_locals, True)
        for name, value in annotations.items():
            if isinstance(value, str):
                value = _make_forward_ref(value, is_argument=False, is_class=True)
            elif value is None:
                value = type(None)
            hints[name] = _eval_type(value, base_globals, base_locals, (), format=format,
                                     owner=base, prefer_fwd_module=globalns is None)
    return hints


def _object_hints(obj, globalns, localns, format, get_annotations):
    hints = get_annotations(obj, format=format)
    if (not hints and not isinstance(obj, types.ModuleType) and not callable(obj)
            and not hasattr(obj, "__annotations__") and not hasattr(obj, "__annotate__")):
        raise TypeError(f"{obj!r} is not a module, class, method, or function.")
    if format == 4:
        return hints
    if globalns is None:
        if isinstance(obj, types.ModuleType):
            globalns = obj.__dict__
        else:
            wrapped = obj
            while hasattr(wrapped, "__wrapped__"):
                wrapped = wrapped.__wrapped__
            globalns = getattr(wrapped, "__globals__", {})
        if localns is None:
            localns = globalns
    elif localns is None:
        localns = globalns
    type_params = getattr(obj, "__type_params__", ())
    globalns, localns = _add_type_params_to_scope(type_params, globalns, localns, False)
    result = {}
    for name, value in hints.items():
        if value is None:
            value = type(None)
        elif isinstance(value, str):
            # Arguments may not be ClassVar or Final; variables of a module may.
            value = _make_forward_ref(
                value, is_argument=not isinstance(obj, types.ModuleType), is_class=False)
        result[name] = _eval_type(value, globalns, localns, (), format=format, owner=obj)
    return result


def _add_type_params_to_scope(type_params, globalns, localns, is_class):
    """Add type parameters: to the globals of a class, whose locals come first."""
    if not type_params:
        return globalns, localns
    globalns = {} if globalns is None else dict(globalns)
    localns = {} if localns is None else dict(localns)
    for param in type_params:
        if not is_class or param.__name__ not in globalns:
            globalns[param.__name__] = param
            localns.pop(param.__name__, None)
    return globalns, localns


def _strip_annotations(t):
    """A type without Annotated, Required, NotRequired, ReadOnly."""
    typing = sys.modules["typing"]
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if getattr(t, "__origin__", None) in (typing.Required, typing.NotRequired,
                                          typing.ReadOnly):
        return _strip_annotations(t.__args__[0])
    if isinstance(t, (_GenericAlias, GenericAlias, Union)):
        args = tuple([_strip_annotations(arg) for arg in t.__args__])
        if args == t.__args__:
            return t
        if isinstance(t, _GenericAlias):
            return t.copy_with(args)
        if isinstance(t, GenericAlias):
            return GenericAlias(t.__origin__, args)
        return functools.reduce(operator.or_, args)
    return t


def get_origin(tp):
    """What is subscripted: list for List[int], Union for int | str; or None."""
    if isinstance(tp, _AnnotatedAlias):
        return sys.modules["typing"].Annotated
    if isinstance(tp, (_BaseGenericAlias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, Union):
        return Union
    return None


def get_args(tp):
    """What it is subscripted with: (int,) for List[int]."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        args = tp.__args__
        if _should_unflatten_callable_args(tp, args):
            args = (list(args[:-1]), args[-1])
        return args
    if isinstance(tp, Union):
        return tp.__args__
    return ()


def no_type_check(arg):
    """Marks a class or function whose annotations are no type hints."""
    if isinstance(arg, type):
        for key in dir(arg):
            obj = getattr(arg, key)
            if (not hasattr(obj, "__qualname__")
                    or obj.__qualname__ != f"{arg.__qualname__}.{obj.__name__}"
                    or getattr(obj, "__module__", None) != arg.__module__):
                continue        # from elsewhere
            if isinstance(obj, types.FunctionType):
                obj.__no_type_check__ = True
            elif isinstance(obj, types.MethodType):
                obj.__func__.__no_type_check__ = True
            elif isinstance(obj, type):
                no_type_check(obj)
    try:
        arg.__no_type_check__ = True
    except TypeError:           # a built-in class
        pass
    return arg


def no_type_check_decorator(decorator):
    """Deprecated: makes no_type_check() of whatever the decorator decorates."""
    import warnings
    warnings._deprecated("typing.no_type_check_decorator", remove=(3, 15))

    @functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped_decorator
