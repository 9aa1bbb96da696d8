"""Protocols: classes defined by what they have, not by what they derive from."""

import sys
from abc import ABCMeta
from _abc import _abc_instancecheck, _abc_subclasscheck
from _typing_natives import Generic
from ._generics import _generic_class_getitem

__name__ = "typing"     # where these names are found

_TYPING_INTERNALS = frozenset({
    "__parameters__", "__orig_bases__", "__orig_class__", "_is_protocol",
    "_is_runtime_protocol", "__protocol_attrs__", "__non_callable_proto_members__",
    "__type_params__",
})
_SPECIAL_NAMES = frozenset({
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__",
    "__module__", "__new__", "__slots__", "__subclasshook__", "__weakref__",
    "__class_getitem__", "__match_args__", "__static_attributes__", "__firstlineno__",
    "__annotate__", "__annotate_func__", "__annotations_cache__",
})
# What a class has without being told to is no part of a protocol.
EXCLUDED_ATTRIBUTES = _TYPING_INTERNALS | _SPECIAL_NAMES | {"_MutableMapping__marker"}

# What is as good as a protocol, by module.
_PROTO_ALLOWLIST = {
    "collections.abc": ["Callable", "Awaitable", "Iterable", "Iterator", "AsyncIterable",
                        "AsyncIterator", "Hashable", "Sized", "Container", "Collection",
                        "Reversible", "Buffer"],
    "contextlib": ["AbstractContextManager", "AbstractAsyncContextManager"],
    "io": ["Reader", "Writer"],
    "os": ["PathLike"],
}


def _annotations_of(cls):
    try:
        return cls.__annotations__
    except Exception:
        from annotationlib import Format, get_annotations
        return get_annotations(cls, format=Format.FORWARDREF)


def _get_protocol_attrs(cls):
    """The names that an implementation must have."""
    attrs = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in {"Protocol", "Generic"}:
            continue
        for attr in (*base.__dict__, *_annotations_of(base)):
            if not attr.startswith("_abc_") and attr not in EXCLUDED_ATTRIBUTES:
                attrs.add(attr)
    return attrs


def _no_init_or_replace_init(self, *args, **kwargs):
    """The __init__ of protocols, which implementations that derive from them inherit."""
    cls = type(self)
    if cls._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    if cls.__init__ is not _no_init_or_replace_init:
        return
    # The first instance of a class with no __init__ of its own: find it one.
    for base in cls.__mro__:
        init = base.__dict__.get("__init__", _no_init_or_replace_init)
        if init is not _no_init_or_replace_init:
            cls.__init__ = init
            break
    else:
        cls.__init__ = object.__init__
    cls.__init__(self, *args, **kwargs)


def _allow_reckless_class_checks():
    """Whether abc or functools asks, who ask of every class they meet."""
    try:
        return sys._getframemodulename(2) in {"abc", "functools", "_py_abc", None}
    except AttributeError:
        return False


def _check_class(arg):
    if not isinstance(arg, type):
        raise TypeError("issubclass() arg 1 must be a class")


_ONLY_RUNTIME = ("Instance and class checks can only be used with "
                 "@runtime_checkable protocols")


@classmethod
def _proto_hook(cls, other):
    if not cls.__dict__.get("_is_protocol", False):
        return NotImplemented
    for attr in cls.__protocol_attrs__:
        for base in other.__mro__:
            if attr in base.__dict__:
                if base.__dict__[attr] is None:
                    return NotImplemented
                break
            # A protocol may have it as an annotation only.
            if (issubclass(other, Generic) and getattr(other, "_is_protocol", False)
                    and attr in _annotations_of(base)):
                break
        else:
            return NotImplemented
    return True


class _ProtocolMeta(ABCMeta):
    """Lets isinstance() look at what an object has."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if not (name == "Protocol" and bases == (Generic,)) and (
                Protocol in bases or Generic in bases):
            for base in bases:
                if base is object or base is Generic:
                    continue
                if base.__name__ in _PROTO_ALLOWLIST.get(base.__module__, []):
                    continue
                if issubclass(base, Generic) and (getattr(base, "_is_protocol", False)
                                                  or Protocol not in bases):
                    continue
                raise TypeError("Protocols can only inherit from other protocols, "
                                f"got {base!r}")
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        if getattr(cls, "_is_protocol", False):
            cls.__protocol_attrs__ = _get_protocol_attrs(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, "_is_protocol", False) and not _allow_reckless_class_checks():
            if not getattr(cls, "_is_runtime_protocol", False):
                _check_class(other)
                raise TypeError(_ONLY_RUNTIME)
            if (cls.__non_callable_proto_members__
                    and cls.__dict__.get("__subclasshook__") is _proto_hook):
                _check_class(other)
                names = str(sorted(cls.__non_callable_proto_members__))[1:-1]
                raise TypeError("Protocols with non-method members don't support "
                                f"issubclass(). Non-method members: {names}.")
        return _abc_subclasscheck(cls, other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, "_is_protocol", False):
            return _abc_instancecheck(cls, instance)
        if (not getattr(cls, "_is_runtime_protocol", False)
                and not _allow_reckless_class_checks()):
            raise TypeError(_ONLY_RUNTIME)
        # Not _abc_instancecheck(), which asks __subclasscheck__, which may refuse.
        kind = type(instance)
        if (_abc_subclasscheck(cls, kind) or instance.__class__ is not kind
                and _abc_subclasscheck(cls, instance.__class__)):
            return True
        from inspect import getattr_static
        for attr in cls.__protocol_attrs__:
            try:
                value = getattr_static(instance, attr)
            except AttributeError:
                return False
            # A method set to None is one that is not there.
            if value is None and attr not in cls.__non_callable_proto_members__:
                return False
        return True


Protocol = None     # the metaclass is at work before it exists


class Protocol(Generic, metaclass=_ProtocolMeta):
    """The base of protocols.

    class Closable(Protocol):
        def close(self): ...

    With @runtime_checkable, isinstance() asks for the names, not for signatures.
    """

    __slots__ = ()
    _is_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        # A protocol is what derives from Protocol directly.
        if not cls.__dict__.get("_is_protocol", False):
            cls._is_protocol = any(base is Protocol for base in cls.__bases__)
        if "__subclasshook__" not in cls.__dict__:
            cls.__subclasshook__ = _proto_hook
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_init_or_replace_init


def runtime_checkable(cls):
    """Let isinstance() and issubclass() be used with a protocol."""
    if not (isinstance(cls, type) and issubclass(cls, Generic)
            and getattr(cls, "_is_protocol", False)):
        raise TypeError("@runtime_checkable can be only applied to protocol classes, "
                        f"got {cls!r}")
    cls._is_runtime_protocol = True
    if "__non_callable_proto_members__" not in cls.__dict__:
        members = set()
        for attr in cls.__protocol_attrs__:
            try:
                is_callable = callable(getattr(cls, attr, None))
            except Exception as e:
                raise TypeError("Failed to determine whether protocol member "
                                f"{attr!r} is a method member") from e
            if not is_callable:
                members.add(attr)
        cls.__non_callable_proto_members__ = members
    return cls


def is_protocol(tp, /):
    """Whether it is a protocol."""
    return (isinstance(tp, type) and getattr(tp, "_is_protocol", False)
            and tp is not Protocol and not getattr(tp, "__is_typeddict__", False))


def get_protocol_members(tp, /):
    """The names that a protocol asks for."""
    if not is_protocol(tp):
        raise TypeError(f"{tp!r} is not a Protocol")
    return frozenset(tp.__protocol_attrs__)
