"""NamedTuple and TypedDict: tuples and dicts whose items have types."""

import sys
from _typing_natives import Generic
from ._generics import _type_check

__name__ = "typing"     # where these names are found

_sentinel = object()
_typing = None          # the package: set by its __init__


def _caller():
    """The module of whoever calls the function that calls this one."""
    try:
        return sys._getframemodulename(2) or "__main__"
    except AttributeError:
        return None


def _namespace_annotate(ns):
    """The __annotate__ function in a class's namespace, or None."""
    annotate = ns.get("__annotate__")
    return ns.get("__annotate_func__") if annotate is None else annotate


def _eager(types):
    """An __annotate__ function for types that are known."""
    def annotate(format, /):
        if format in (1, 3):        # VALUE, FORWARDREF
            return dict(types)
        from annotationlib import annotations_to_string
        return annotations_to_string(types)
    return annotate


def _reference_types(ns, check):
    """(names, __annotate__ function) of a namespace with annotations.

    *check* is applied to each type, now as far as it is known, later to what it is.
    """
    if "__annotations__" in ns:
        types = {name: check(value) for name, value in ns["__annotations__"].items()}
        return types, _eager(types)
    original = _namespace_annotate(ns)
    if original is None:
        return {}, _eager({})
    from annotationlib import Format, call_annotate_function
    types = call_annotate_function(original, Format.FORWARDREF)

    def annotate(format, /):
        found = call_annotate_function(original, format)
        if format == Format.STRING:
            return found
        return {name: check(value) for name, value in found.items()}

    return types, annotate


# NamedTuple

_prohibited = frozenset({"__new__", "__init__", "__slots__", "__getnewargs__", "_fields",
                         "_field_defaults", "_field_types", "_make", "_replace",
                         "_asdict", "_source"})
_special = frozenset({"__module__", "__name__", "__annotations__", "__annotate__",
                      "__annotate_func__", "__annotations_cache__", "__classcell__"})


def _make_nmtuple(name, fields, annotate, module, defaults=()):
    from collections import namedtuple
    cls = namedtuple(name, fields, defaults=defaults, module=module)
    cls.__annotate__ = cls.__new__.__annotate__ = annotate
    return cls


class NamedTupleMeta(type):

    def __new__(cls, typename, bases, ns):
        assert _NamedTuple in bases
        if "__classcell__" in ns:
            raise TypeError("uses of super() and __class__ are unsupported in methods of "
                            "NamedTuple subclasses")
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        bases = tuple([tuple if base is _NamedTuple else base for base in bases])

        def check(value):
            return _type_check(value, "field annotation must be a type")

        types, annotate = _reference_types(ns, check)
        defaults = []
        for name in types:
            if name in ns:
                defaults.append(name)
            elif defaults:
                raise TypeError(f"Non-default namedtuple field {name} cannot follow default "
                                f"field{'s' if len(defaults) > 1 else ''} "
                                f"{', '.join(defaults)}")
        nm_tpl = _make_nmtuple(typename, list(types), annotate, ns["__module__"],
                               [ns[name] for name in defaults])
        nm_tpl.__bases__ = bases
        if Generic in bases:
            nm_tpl.__class_getitem__ = classmethod(_typing._generic_class_getitem)
        cls._add_attributes(typename, nm_tpl, ns)
        if Generic in bases:
            nm_tpl.__init_subclass__()
        return nm_tpl

    @staticmethod
    def _add_attributes(typename, nm_tpl, ns):
        """Give the new class what else is in the class body."""
        for key, value in ns.items():
            if key in _prohibited:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key in _special:
                continue
            if key not in nm_tpl._fields:
                setattr(nm_tpl, key, value)
            try:
                set_name = type(value).__set_name__
            except AttributeError:
                continue
            try:
                set_name(value, nm_tpl, key)
            except BaseException as e:
                e.add_note(f"Error calling __set_name__ on {type(value).__name__!r} "
                           f"instance {key!r} in {typename!r}")
                raise


_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})


def NamedTuple(typename, fields=_sentinel, /, **kwargs):
    """A namedtuple with types.

    class Employee(NamedTuple):
        name: str
        id: int = 3
    """
    if fields is _sentinel or fields is None:
        if kwargs and fields is None:
            raise TypeError("Cannot pass `None` as the 'fields' parameter and also specify "
                            "fields using keyword arguments")
        _warn_fields("NamedTuple", typename, fields, kwargs)
        fields = kwargs.items()
    elif kwargs:
        raise TypeError("Either list of fields or keywords can be provided to NamedTuple, "
                        "not both")
    types = {name: _type_check(value, f"field {name} annotation must be a type")
             for name, value in fields}
    nt = _make_nmtuple(typename, list(types), _eager(types), module=_caller())
    nt.__orig_bases__ = (NamedTuple,)
    return nt


def _warn_fields(kind, typename, fields, kwargs):
    """Deprecated ways to give no fields, or keywords."""
    import warnings
    if kwargs:
        message = (f"Creating {kind} classes using keyword arguments is deprecated and will "
                   "be disallowed in Python 3.15. Use the class-based or functional syntax "
                   "instead.")
    else:
        empty, literal = (("list", "[]") if kind == "NamedTuple" else ("dictionary", "{}"))
        what = "Passing `None` as" if fields is None else "Failing to pass a value for"
        message = (f"{what} the 'fields' parameter is deprecated and will be disallowed in "
                   f"Python 3.15. To create a {kind} class with 0 fields using the "
                   f"functional syntax, pass an empty {empty}, e.g. "
                   f"`{typename} = {kind}({typename!r}, {literal})`.")
    warnings.warn(message, DeprecationWarning, stacklevel=3)


NamedTuple.__mro_entries__ = lambda bases: (_NamedTuple,)


# TypedDict

def _get_typeddict_qualifiers(annotation):
    """The qualifiers around a type: Required, NotRequired, ReadOnly."""
    t = _typing
    while True:
        origin = t.get_origin(annotation)
        if origin is t.Annotated:
            args = t.get_args(annotation)
            if not args:
                return
            annotation = args[0]
        elif origin in (t.Required, t.NotRequired, t.ReadOnly):
            yield origin
            annotation, = t.get_args(annotation)
        else:
            return


class _TypedDictMeta(type):

    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a "
                                "non-TypedDict base class")
        generic = (Generic,) if any(issubclass(b, Generic) for b in bases) else ()
        ns_annotations = {key: ns.pop(key) for key in ("__annotate__", "__annotate_func__",
                                                       "__annotations__") if key in ns}
        td = type.__new__(cls, name, (*generic, dict), ns)
        td.__name__ = name
        td.__qualname__ = ns.get("__qualname__", name)
        if not hasattr(td, "__orig_bases__"):
            td.__orig_bases__ = bases
        module = td.__module__

        def check(value):
            return _type_check(value, "TypedDict('Name', {f0: t0, f1: t1, ...}); "
                               "each t must be a type", module=module, owner=td)

        own, own_annotate = _reference_types(ns_annotations, check)
        required, optional, readonly, mutable = set(), set(), set(), set()
        for base in bases:
            base_required = base.__dict__.get("__required_keys__", set())
            required |= base_required
            optional -= base_required
            base_optional = base.__dict__.get("__optional_keys__", set())
            required -= base_optional
            optional |= base_optional
            readonly.update(base.__dict__.get("__readonly_keys__", ()))
            mutable.update(base.__dict__.get("__mutable_keys__", ()))
        t = _typing
        for key, value in own.items():
            qualifiers = set(_get_typeddict_qualifiers(value))
            if t.Required in qualifiers:
                is_required = True
            else:
                is_required = total and t.NotRequired not in qualifiers
            (required if is_required else optional).add(key)
            (optional if is_required else required).discard(key)
            if t.ReadOnly in qualifiers:
                if key in mutable:
                    raise TypeError(f"Cannot override mutable key {key!r} with read-only key")
                readonly.add(key)
            else:
                mutable.add(key)
                readonly.discard(key)
        td.__annotate__ = cls._annotate_with(bases, own_annotate)
        td.__required_keys__ = frozenset(required)
        td.__optional_keys__ = frozenset(optional)
        td.__readonly_keys__ = frozenset(readonly)
        td.__mutable_keys__ = frozenset(mutable)
        td.__total__ = total
        return td

    @staticmethod
    def _annotate_with(bases, own_annotate):
        def __annotate__(format, /):
            from annotationlib import call_annotate_function
            found = {}
            for base in bases:
                if base is Generic:
                    continue
                annotate = base.__annotate__
                if annotate is not None:
                    found.update(call_annotate_function(annotate, format, owner=base))
            found.update(own_annotate(format))
            return found
        return __annotate__

    __call__ = dict     # a TypedDict makes plain dicts

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})


def TypedDict(typename, fields=_sentinel, /, *, total=True):
    """A dict with certain keys, whose values have certain types.

    class Point(TypedDict):
        x: int
        label: NotRequired[str]
    """
    if fields is _sentinel or fields is None:
        _warn_fields("TypedDict", typename, fields, {})
        fields = {}
    ns = {"__annotations__": dict(fields)}
    module = _caller()
    if module is not None:
        ns["__module__"] = module
    td = _TypedDictMeta(typename, (), ns, total=total)
    td.__orig_bases__ = (TypedDict,)
    return td


TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def is_typeddict(tp):
    """Whether it is a TypedDict."""
    return isinstance(tp, _TypedDictMeta) and tp is not _TypedDict
