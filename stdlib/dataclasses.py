"""Classes made of annotated fields: __init__, __repr__, comparisons are generated."""

import sys
from abc import update_abstractmethods
from keyword import iskeyword
from reprlib import recursive_repr
from types import FunctionType, GenericAlias, MappingProxyType, MemberDescriptorType

__all__ = ["dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY",
           "MISSING", "fields", "asdict", "astuple", "make_dataclass", "replace",
           "is_dataclass"]


class FrozenInstanceError(AttributeError):
    """Raised on setting or deleting a field of a frozen dataclass."""


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


# The default of a parameter whose field has a default factory.
_HAS_DEFAULT_FACTORY = _HAS_DEFAULT_FACTORY_CLASS()


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _KW_ONLY_TYPE:
    pass


# The annotation after which fields are keyword-only.
KW_ONLY = _KW_ONLY_TYPE()

_EMPTY_METADATA = MappingProxyType({})


class _FIELD_BASE:
    """What an annotation turns out to be."""

    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


_FIELD = _FIELD_BASE("_FIELD")
_FIELD_CLASSVAR = _FIELD_BASE("_FIELD_CLASSVAR")
_FIELD_INITVAR = _FIELD_BASE("_FIELD_INITVAR")

_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT_NAME = "__post_init__"

# Returned as they are by asdict() and astuple().
_ATOMIC_TYPES = frozenset({
    type(None), bool, int, float, str, complex, bytes, type(...), type(NotImplemented),
    type(_FIELD.__init__.__code__), type(len), FunctionType, type, range, property,
})


class InitVar:
    """The annotation of a parameter of __init__ that is passed on to __post_init__."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        kind = self.type
        if isinstance(kind, type) and not isinstance(kind, GenericAlias):
            name = kind.__name__
        else:
            name = repr(kind)
        return f"dataclasses.InitVar[{name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """A field of a dataclass, made by field()."""

    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init",
                 "compare", "metadata", "kw_only", "doc", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata,
                 kw_only, doc):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY_METADATA if metadata is None else MappingProxyType(metadata)
        self.kw_only = kw_only
        self.doc = doc
        self._field_type = None

    @recursive_repr()
    def __repr__(self):
        shown = ("name", "type", "default", "default_factory", "init", "repr", "hash",
                 "compare", "metadata", "kw_only", "doc")
        body = ",".join([f"{name}={getattr(self, name)!r}" for name in shown])
        return f"Field({body},_field_type={self._field_type})"

    def __set_name__(self, owner, name):
        # The default value may want to know its name.
        func = getattr(type(self.default), "__set_name__", None)
        if func:
            func(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    """The arguments of the decorator."""

    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args",
                 "kw_only", "slots", "weakref_slot")

    def __init__(self, *values):
        for name, value in zip(self.__slots__, values):
            setattr(self, name, value)

    def __repr__(self):
        shown = ",".join([f"{name}={getattr(self, name)!r}" for name in self.__slots__])
        return f"_DataclassParams({shown})"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None,
          compare=True, metadata=None, kw_only=MISSING, doc=None):
    """Describe a field of a dataclass; assigned in the class body.

    hash None means: as compare says. metadata is for whoever reads fields().
    """
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only, doc)


# Reading annotations

def _annotations_of(cls):
    """The annotations of *cls* alone; names that are not defined yet as references."""
    try:
        return dict(cls.__annotations__)
    except Exception:
        from annotationlib import Format, get_annotations
        return get_annotations(cls, format=Format.FORWARDREF)


def _is_classvar(a_type, typing):
    return (a_type is typing.ClassVar
            or (type(a_type) is typing._GenericAlias
                and a_type.__origin__ is typing.ClassVar))


def _is_initvar(a_type, dataclasses):
    return a_type is dataclasses.InitVar or type(a_type) is dataclasses.InitVar


def _is_kw_only(a_type, dataclasses):
    return a_type is dataclasses.KW_ONLY


def _leading_name(text):
    """(module or None, name) that a string begins with: "a.B[int]" gives ("a", "B")."""
    words = []
    for part in text.split(".", 1):
        part = part.lstrip()
        end = 0
        while end < len(part) and (part[end].isalnum() or part[end] == "_"):
            end += 1
        if not end:
            break
        words.append(part[:end])
        if part[end:].strip():
            break               # more than a name: what follows a dot is not its attribute
    if not words:
        return None, None
    return words if len(words) == 2 else (None, words[0])


def _is_type(annotation, cls, a_module, a_type, is_type_predicate):
    """Whether a string names *a_type* of *a_module*, seen from the module of *cls*.

    It is not evaluated: that could fail, or do anything. What has another name is
    not recognised.
    """
    module_name, name = _leading_name(annotation)
    if name is None:
        return False
    module = sys.modules.get(cls.__module__)
    if module_name is None:
        namespace = module and module.__dict__
    elif module and module.__dict__.get(module_name) is a_module:
        namespace = sys.modules.get(a_type.__module__).__dict__
    else:
        return False
    return bool(namespace) and is_type_predicate(namespace.get(name), a_module)


def _get_field(cls, a_name, a_type, default_kw_only):
    """The Field for one annotation."""
    default = getattr(cls, a_name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, MemberDescriptorType):
            default = MISSING       # a slot, not a value
        f = field(default=default)
    f.name = a_name
    f.type = a_type
    f._field_type = _FIELD

    # If nobody has imported typing, nothing can be its ClassVar.
    typing = sys.modules.get("typing")
    if typing and (_is_classvar(a_type, typing)
                   or (isinstance(f.type, str)
                       and _is_type(f.type, cls, typing, typing.ClassVar, _is_classvar))):
        f._field_type = _FIELD_CLASSVAR
    if f._field_type is _FIELD:
        here = sys.modules[__name__]
        if (_is_initvar(a_type, here)
                or (isinstance(f.type, str)
                    and _is_type(f.type, cls, here, InitVar, _is_initvar))):
            f._field_type = _FIELD_INITVAR

    if f._field_type is not _FIELD and f.default_factory is not MISSING:
        raise TypeError(f"field {f.name} cannot have a default factory")
    if f._field_type is _FIELD_CLASSVAR:
        if f.kw_only is not MISSING:
            raise TypeError(f"field {f.name} is a ClassVar but specifies kw_only")
    elif f.kw_only is MISSING:
        f.kw_only = default_kw_only
    # What cannot be hashed is taken for mutable.
    if f._field_type is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(f.default)} for field {f.name} is not "
                         "allowed: use default_factory")
    return f


# Generating methods

class _FuncBuilder:
    """Collects the source of methods, and compiles them in one go."""

    def __init__(self, namespace):
        self.namespace = namespace
        self.source = []
        self.locals = {}
        self.functions = []     # (name, error if it exists, decorator, annotated fields)

    def add(self, name, params, body, *, overwrite_error=False, decorator=None,
            annotated=None):
        self.functions.append((name, overwrite_error, decorator, annotated))
        self.source.append(f" def {name}({', '.join(params)}):")
        self.source.extend(body)

    def add_to(self, cls):
        """Compile, and put the functions into the class."""
        if not self.functions:
            return
        names = [entry[0] for entry in self.functions]
        text = "\n".join((f"def __create_fn__({', '.join(self.locals)}):", *self.source,
                          f" return ({', '.join(names)},)"))
        created = {}
        exec(text, self.namespace, created)
        functions = created["__create_fn__"](**self.locals)
        for function, (name, overwrite_error, decorator, annotated) in zip(
                functions, self.functions):
            function.__qualname__ = f"{cls.__qualname__}.{name}"
            if annotated is not None:
                function.__annotate__ = _make_annotate_function(cls, name, annotated)
            if decorator:
                function = decorator(function)
            if _set_new_attribute(cls, name, function) and overwrite_error:
                hint = "" if overwrite_error is True else overwrite_error
                raise TypeError(
                    f"Cannot overwrite attribute {name} in class {cls.__name__}{hint}")


def _set_new_attribute(cls, name, value):
    """Set an attribute unless the class body did; tells whether it did."""
    if name in cls.__dict__:
        return True
    setattr(cls, name, value)
    return False


def _make_annotate_function(__class__, method_name, names):
    """The __annotate__ of an __init__ with these fields."""
    def __annotate__(format, /):
        found = {}
        if format == 1:         # Format.VALUE
            for base in reversed(__class__.__mro__):
                found.update(getattr(base, "__annotations__", {}))
            result = None
        elif format in (3, 4):  # FORWARDREF, STRING
            from annotationlib import get_annotations
            for base in reversed(__class__.__mro__):
                found.update(get_annotations(base, format=format))
            result = "None" if format == 4 else None
        else:
            raise NotImplementedError(format)
        return {**{name: found[name] for name in names}, "return": result}

    __annotate__.__qualname__ = f"{__class__.__qualname__}.{method_name}.__annotate__"
    return __annotate__


def _init_param(f):
    """The parameter of __init__ for a field."""
    if f.default is not MISSING:
        return f"{f.name}=__dataclass_dflt_{f.name}__"
    if f.default_factory is not MISSING:
        return f"{f.name}=__dataclass_HAS_DEFAULT_FACTORY__"
    return f.name


def _init_value(f, values, slots):
    """The expression that __init__ assigns to a field, or None."""
    default = f"__dataclass_dflt_{f.name}__"
    if f.default_factory is not MISSING:
        values[default] = f.default_factory
        if f.init:
            return (f"{default}() if {f.name} is __dataclass_HAS_DEFAULT_FACTORY__ "
                    f"else {f.name}")
        return f"{default}()"
    if f.init:
        if f.default is not MISSING:
            values[default] = f.default
        return f.name
    if slots and f.default is not MISSING:
        # The class attribute gives way to the slot.
        values[default] = f.default
        return default
    return None


def _build_init(builder, std_fields, kw_only_fields, has_post_init, frozen, self_name,
                slots):
    seen_default = None
    for f in std_fields:
        if f.init:
            if not (f.default is MISSING and f.default_factory is MISSING):
                seen_default = f
            elif seen_default:
                raise TypeError(f"non-default argument {f.name!r} follows default "
                                f"argument {seen_default.name!r}")
    builder.locals["__dataclass_HAS_DEFAULT_FACTORY__"] = _HAS_DEFAULT_FACTORY
    builder.locals["__dataclass_builtins_object__"] = object
    body = []
    for f in (*std_fields, *kw_only_fields):
        value = _init_value(f, builder.locals, slots)
        if value is None or f._field_type is _FIELD_INITVAR:
            continue
        if frozen:
            body.append("  __dataclass_builtins_object__.__setattr__"
                        f"({self_name},{f.name!r},{value})")
        else:
            body.append(f"  {self_name}.{f.name}={value}")
    if has_post_init:
        params = ",".join([f.name for f in (*std_fields, *kw_only_fields)
                           if f._field_type is _FIELD_INITVAR])
        body.append(f"  {self_name}.{_POST_INIT_NAME}({params})")
    params = [self_name, *(_init_param(f) for f in std_fields if f.init)]
    keywords = [_init_param(f) for f in kw_only_fields if f.init]
    if keywords:
        params += ["*", *keywords]
    builder.add("__init__", params, body or ["  pass"],
                annotated=[f.name for f in (*std_fields, *kw_only_fields) if f.init])


def _build_repr(builder, fields):
    shown = ", ".join([f"{f.name}={{self.{f.name}!r}}" for f in fields if f.repr])
    builder.add("__repr__", ("self",),
                [f'  return f"{{self.__class__.__qualname__}}({shown})"'],
                decorator=recursive_repr())


def _build_eq(builder, fields):
    terms = [f"self.{f.name}==other.{f.name}" for f in fields if f.compare]
    builder.add("__eq__", ("self", "other"), [
        "  if self is other:",
        "   return True",
        "  if other.__class__ is self.__class__:",
        f"   return {' and '.join(terms) or 'True'}",
        "  return NotImplemented"])


def _tuple_text(obj, fields):
    if not fields:
        return "()"
    return f"({','.join([f'{obj}.{f.name}' for f in fields])},)"


def _build_order(builder, fields):
    compared = [f for f in fields if f.compare]
    one, two = _tuple_text("self", compared), _tuple_text("other", compared)
    for name, op in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
        builder.add(name, ("self", "other"), [
            "  if other.__class__ is self.__class__:",
            f"   return {one}{op}{two}",
            "  return NotImplemented"],
            overwrite_error=" Consider using functools.total_ordering")


def _build_frozen(builder, cls, fields):
    builder.locals["cls"] = cls
    builder.locals["__dataclass_FrozenInstanceError__"] = FrozenInstanceError
    names = ", ".join([repr(f.name) for f in fields])
    condition = "type(self) is cls"
    if fields:
        condition += f" or name in {{{names}}}"
    for name, params, call, verb in (
            ("__setattr__", ("self", "name", "value"), "(name, value)", "assign to"),
            ("__delattr__", ("self", "name"), "(name)", "delete")):
        builder.add(name, params, [
            f"  if {condition}:",
            "   raise __dataclass_FrozenInstanceError__"
            f'(f"cannot {verb} field {{name!r}}")',
            f"  super(cls, self).{name}{call}"],
            overwrite_error=True)


def _set_hash(cls, builder, fields, unsafe_hash, eq, frozen, has_explicit_hash):
    """Add __hash__, or set it to None, or leave it."""
    if unsafe_hash:
        if has_explicit_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    elif not eq or has_explicit_hash:
        return
    elif not frozen:
        cls.__hash__ = None
        return
    hashed = [f for f in fields if (f.compare if f.hash is None else f.hash)]
    if "__hash__" in cls.__dict__:
        del cls.__hash__        # the None that came with __eq__
    builder.add("__hash__", ("self",),
                [f"  return hash({_tuple_text('self', hashed)})"])


def _inherited_fields(cls, frozen):
    """The fields of the bases, in order; frozen and other dataclasses do not mix."""
    fields = {}
    any_frozen = has_bases = False
    all_frozen = True
    for base in cls.__mro__[-1:0:-1]:
        base_fields = getattr(base, _FIELDS, None)
        if base_fields is None:
            continue
        has_bases = True
        for f in base_fields.values():
            fields[f.name] = f
        current = getattr(base, _PARAMS).frozen
        all_frozen = all_frozen and current
        any_frozen = any_frozen or current
    if has_bases:
        if any_frozen and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if not all_frozen and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    return fields


def _own_fields(cls, kw_only):
    """The fields that the annotations of *cls* make."""
    own = []
    here = sys.modules[__name__]
    seen = False
    annotations = _annotations_of(cls)
    for name, a_type in annotations.items():
        if (_is_kw_only(a_type, here)
                or (isinstance(a_type, str)
                    and _is_type(a_type, cls, here, KW_ONLY, _is_kw_only))):
            if seen:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been "
                                "specified")
            seen = kw_only = True
        else:
            own.append(_get_field(cls, name, a_type, kw_only))
    for f in own:
        # The class attribute is the default value, not the Field.
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    return own


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only,
                   slots, weakref_slot):
    module = sys.modules.get(cls.__module__)
    # Functions of classes without a module still need globals.
    builder = _FuncBuilder({} if module is None else module.__dict__)
    setattr(cls, _PARAMS, _DataclassParams(init, repr, eq, order, unsafe_hash, frozen,
                                           match_args, kw_only, slots, weakref_slot))
    own = _own_fields(cls, kw_only)
    fields = _inherited_fields(cls, frozen)
    for f in own:
        fields[f.name] = f
    setattr(cls, _FIELDS, fields)

    class_hash = cls.__dict__.get("__hash__", MISSING)
    # A class with __eq__ and without __hash__ has None there, which nobody asked for.
    has_explicit_hash = not (class_hash is MISSING
                             or (class_hash is None and "__eq__" in cls.__dict__))
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    params = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    std_params = [f for f in params if f.init and not f.kw_only]
    field_list = [f for f in fields.values() if f._field_type is _FIELD]
    std_fields = [f for f in params if not f.kw_only]
    kw_fields = [f for f in params if f.kw_only]
    if init:
        _build_init(builder, std_fields, kw_fields, hasattr(cls, _POST_INIT_NAME), frozen,
                    "__dataclass_self__" if "self" in fields else "self", slots)
    _set_new_attribute(cls, "__replace__", _replace)
    if repr:
        _build_repr(builder, field_list)
    if eq:
        _build_eq(builder, field_list)
    if order:
        _build_order(builder, field_list)
    if frozen:
        _build_frozen(builder, cls, field_list)
    _set_hash(cls, builder, field_list, unsafe_hash, eq, frozen, has_explicit_hash)
    own_init = "__init__" in cls.__dict__
    builder.add_to(cls)

    if not getattr(cls, "__doc__"):
        cls.__doc__ = _default_doc(cls, std_params, kw_fields, init and not own_init)
    if match_args:
        _set_new_attribute(cls, "__match_args__", tuple([f.name for f in std_params]))
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        from _dataclass_slots import _add_slots
        cls = _add_slots(cls, frozen, weakref_slot, field_list)
    update_abstractmethods(cls)
    return cls


def _default_doc(cls, std_params, kw_fields, generated):
    """The signature of the class."""
    if not generated or type(cls) is not type or cls.__new__ is not object.__new__:
        # Somebody else decides what calls look like.
        try:
            import inspect
            from annotationlib import Format
            signature = inspect.signature(cls, annotation_format=Format.FORWARDREF)
            text = str(signature).replace(" -> None", "")
        except (TypeError, ValueError):
            text = ""
        return cls.__name__ + text
    words = [_param_text(f) for f in std_params]
    keywords = [_param_text(f) for f in kw_fields if f.init]
    if keywords:
        words += ["*", *keywords]
    return f"{cls.__name__}({', '.join(words)})"


def _param_text(f):
    """A parameter as inspect.signature() shows it."""
    kind = f.type
    home = getattr(kind, "__module__", None)
    if hasattr(kind, "__forward_arg__"):
        shown = kind.__forward_arg__
    elif home == "typing":
        shown = repr(kind).replace("typing.", "")
    elif isinstance(kind, GenericAlias):
        shown = str(kind)
    elif isinstance(kind, type):
        shown = kind.__qualname__ if home == "builtins" else f"{home}.{kind.__qualname__}"
    else:
        shown = repr(kind)
    if f.default is not MISSING:
        return f"{f.name}: {shown} = {f.default!r}"
    if f.default_factory is not MISSING:
        return f"{f.name}: {shown} = <factory>"
    return f"{f.name}: {shown}"


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False,
              unsafe_hash=False, frozen=False, match_args=True, kw_only=False,
              slots=False, weakref_slot=False):
    """Add generated methods to a class, by the annotations in its body.

    Which are added, and how instances behave, is up to the arguments; what the class
    defines itself stays.
    """
    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args,
                              kw_only, slots, weakref_slot)

    return wrap if cls is None else wrap(cls)


# Using dataclasses

def fields(class_or_instance):
    """A tuple of the fields of a dataclass or of an instance."""
    try:
        found = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple([f for f in found.values() if f._field_type is _FIELD])


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Whether *obj* is a dataclass or an instance of one."""
    cls = obj if isinstance(obj, type) else type(obj)
    return hasattr(cls, _FIELDS)


def asdict(obj, *, dict_factory=dict):
    """The fields of an instance as a dict, recursively, everything else copied."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _asdict_inner(obj, dict_factory)


def _asdict_inner(obj, dict_factory):
    cls = type(obj)
    if cls in _ATOMIC_TYPES:
        return obj
    if hasattr(cls, _FIELDS):
        if dict_factory is dict:
            return {f.name: _asdict_inner(getattr(obj, f.name), dict) for f in fields(obj)}
        return dict_factory([(f.name, _asdict_inner(getattr(obj, f.name), dict_factory))
                             for f in fields(obj)])
    return _copy_container(obj, cls, lambda item: _asdict_inner(item, dict_factory))


def astuple(obj, *, tuple_factory=tuple):
    """The fields of an instance as a tuple, recursively, everything else copied."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _astuple_inner(obj, tuple_factory)


def _astuple_inner(obj, tuple_factory):
    cls = type(obj)
    if cls in _ATOMIC_TYPES:
        return obj
    if hasattr(cls, _FIELDS):
        return tuple_factory([_astuple_inner(getattr(obj, f.name), tuple_factory)
                              for f in fields(obj)])
    return _copy_container(obj, cls, lambda item: _astuple_inner(item, tuple_factory))


def _copy_container(obj, cls, inner):
    """A copy of a list, tuple or dict with *inner* applied; of anything else a deep one."""
    if cls is list:
        return [inner(item) for item in obj]
    if cls is dict:
        return {inner(key): inner(value) for key, value in obj.items()}
    if issubclass(cls, tuple):
        if hasattr(obj, "_fields"):     # a namedtuple takes its items one by one
            return cls(*[inner(item) for item in obj])
        return cls([inner(item) for item in obj])
    if issubclass(cls, dict):
        items = [(inner(key), inner(value)) for key, value in obj.items()]
        if hasattr(cls, "default_factory"):
            result = cls(obj.default_factory)
            for key, value in items:
                result[key] = value
            return result
        return cls(items)
    if issubclass(cls, list):
        return cls([inner(item) for item in obj])
    from copy import deepcopy
    return deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True,
                   eq=True, order=False, unsafe_hash=False, frozen=False,
                   match_args=True, kw_only=False, slots=False, weakref_slot=False,
                   module=None, decorator=dataclass):
    """Make a dataclass of names, (name, type) or (name, type, Field) items."""
    if namespace is None:
        namespace = {}
    annotations = {}
    defaults = {}
    for item in fields:
        if isinstance(item, str):
            name, a_type = item, _ANY_MARKER
        elif len(item) == 2:
            name, a_type = item
        elif len(item) == 3:
            name, a_type, defaults[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = a_type

    def annotate(format, /):
        if format not in (1, 3, 4):
            raise NotImplementedError(format)
        if format == 4:
            from annotationlib import type_repr
            return {name: "typing.Any" if a_type is _ANY_MARKER else
                    a_type if isinstance(a_type, str) else type_repr(a_type)
                    for name, a_type in annotations.items()}
        if _ANY_MARKER not in annotations.values():
            return dict(annotations)
        from typing import Any
        return {name: Any if a_type is _ANY_MARKER else a_type
                for name, a_type in annotations.items()}

    def exec_body(ns):
        ns.update(namespace)
        ns.update(defaults)

    from types import new_class
    cls = new_class(cls_name, bases, {}, exec_body)
    cls.__annotate__ = annotate
    # For pickle: the class belongs to the module that made it.
    if module is None:
        try:
            module = sys._getframemodulename(1) or "__main__"
        except AttributeError:
            pass
    if module is not None:
        cls.__module__ = module
    return decorator(cls, init=init, repr=repr, eq=eq, order=order,
                     unsafe_hash=unsafe_hash, frozen=frozen, match_args=match_args,
                     kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)


_ANY_MARKER = object()      # stands for typing.Any until somebody wants to see it


def replace(obj, /, **changes):
    """A new object of the same dataclass with some fields changed."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f"field {f.name} is declared with init=False, it cannot "
                                "be specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)
