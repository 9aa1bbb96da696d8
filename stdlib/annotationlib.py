"""Annotations: evaluated, as references where names are missing, or as source text.

The compiler turns the annotations of a class, function or module into a function,
__annotate__. Called with a global namespace of our own making, it computes with
stand-ins (_Stringifier) for names, which record what is done to them.
"""

import builtins
import sys
from keyword import iskeyword
from types import (BuiltinFunctionType, CellType, FunctionType, GenericAlias,
                   GetSetDescriptorType, ModuleType)

__all__ = ["Format", "ForwardRef", "call_annotate_function", "call_evaluate_function",
           "get_annotate_from_class_namespace", "get_annotations",
           "annotations_to_string", "type_repr"]


def _format_class():
    from enum import IntEnum

    class Format(IntEnum):
        """In which form annotations are wanted."""
        VALUE = 1
        VALUE_WITH_FAKE_GLOBALS = 2
        FORWARDREF = 3
        STRING = 4

    Format.__qualname__ = "Format"
    return Format


Format = _format_class()
del _format_class

_VALUE, _FAKE, _FORWARDREF, _STRING = 1, 2, 3, 4
_sentinel = object()
_NAME_ERROR_MSG = "name '{name:.200}' is not defined"

# ForwardRef and _Stringifier have the same slots: the one can become the other.
_SLOTS = ("__arg__", "__shown__", "__prec__", "__forward_is_argument__",
          "__forward_is_class__", "__forward_module__", "__globals__", "__code__",
          "__owner__", "__cell__", "__extra_names__", "__stringifier_dict__",
          "__weakref__")


class ForwardRef:
    """A reference to something by an expression that could not, or not yet, be evaluated.

    *owner* is the class, function or module with the annotation.
    """

    __slots__ = _SLOTS

    def __init__(self, arg, *, module=None, owner=None, is_argument=True, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        self.__arg__ = self.__shown__ = arg
        self.__prec__ = None
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__forward_module__ = module
        self.__owner__ = owner
        self.__globals__ = None
        self.__code__ = None
        self.__cell__ = None
        self.__extra_names__ = None
        self.__stringifier_dict__ = None

    def __init_subclass__(cls, /, *args, **kwds):
        raise TypeError("Cannot subclass ForwardRef")

    @property
    def __forward_arg__(self):
        """The expression."""
        return self.__shown__

    @property
    def __resolved_str__(self):
        return self.__shown__

    @property
    def __forward_code__(self):
        """The expression, compiled."""
        if self.__code__ is None:
            arg = self.__arg__
            try:
                self.__code__ = compile(_rewrite_star_unpack(arg), "<string>", "eval")
            except SyntaxError:
                raise SyntaxError(
                    f"Forward reference must be an expression -- got {arg!r}") from None
        return self.__code__

    def evaluate(self, *, globals=None, locals=None, type_params=None, owner=None,
                 format=Format.VALUE):
        """What the expression means.

        With Format.FORWARDREF, the reference itself, or parts of it, where it still
        means nothing.
        """
        if format == _STRING:
            return self.__forward_arg__
        if format not in (_VALUE, _FORWARDREF):
            raise NotImplementedError(format)
        partial = format == _FORWARDREF
        if isinstance(self.__cell__, CellType):
            try:
                return self.__cell__.cell_contents
            except ValueError:
                pass
        if owner is None:
            owner = self.__owner__
        globals, locals = self.__namespaces(globals, locals, type_params, owner)
        arg = self.__arg__
        if arg.isidentifier() and not iskeyword(arg):
            for namespace in (locals, globals):
                if arg in namespace:
                    return namespace[arg]
            if hasattr(builtins, arg):
                return getattr(builtins, arg)
            if partial:
                return self
            raise NameError(_NAME_ERROR_MSG.format(name=arg), name=arg)
        code = self.__forward_code__
        try:
            return eval(code, globals, locals)
        except Exception:
            if not partial:
                raise
        fake = _StringifierDict({**builtins.__dict__, **globals, **locals},
                                globals=globals, owner=owner,
                                is_class=self.__forward_is_class__, format=format)
        try:
            result = eval(code, {"__builtins__": {}}, fake)
        except Exception:
            return self
        fake.transmogrify(self.__cell__)
        return result

    def __namespaces(self, globals, locals, type_params, owner):
        """Where to look names up: (globals, locals)."""
        if globals is None:
            globals = self.__globals__
        if globals is None:
            if self.__forward_module__ is not None:
                globals = getattr(sys.modules.get(self.__forward_module__), "__dict__", None)
            elif isinstance(owner, type):
                globals = getattr(sys.modules.get(getattr(owner, "__module__", None)),
                                  "__dict__", None)
            elif isinstance(owner, ModuleType):
                globals = owner.__dict__
            elif callable(owner):
                globals = getattr(owner, "__globals__", None)
            if globals is None:
                globals = {}
        if type_params is None and owner is not None:
            type_params = getattr(owner, "__type_params__", None)
        if locals is None:
            locals = dict(vars(owner)) if isinstance(owner, type) else {}
        elif type_params or self.__extra_names__ or isinstance(self.__cell__, dict):
            locals = dict(locals)
        for param in type_params or ():
            # Type parameters are in a scope around that of a class, within globals.
            locals.setdefault(param.__name__, param)
        if self.__extra_names__:
            locals.update(self.__extra_names__)
        if isinstance(self.__cell__, dict):
            for name, cell in self.__cell__.items():
                try:
                    locals.setdefault(name, cell.cell_contents)
                except ValueError:
                    pass
        return globals, locals

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return (self.__forward_arg__ == other.__forward_arg__
                and self.__forward_module__ == other.__forward_module__
                # Namespaces: hashable only by identity.
                and self.__globals__ is other.__globals__
                and self.__forward_is_class__ == other.__forward_is_class__
                and self.__cells() == other.__cells()
                and self.__owner__ == other.__owner__
                and (self.__extra_names__ or None) == (other.__extra_names__ or None))

    def __cells(self):
        cell = self.__cell__
        if isinstance(cell, dict):
            return {name: id(value) for name, value in cell.items()}
        return None if cell is None else id(cell)

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__, id(self.__globals__),
                     self.__forward_is_class__, self.__owner__))

    def __or__(self, other):
        from typing import Union
        return Union[self, other]

    def __ror__(self, other):
        from typing import Union
        return Union[other, self]

    def __repr__(self):
        extra = []
        if self.__forward_module__ is not None:
            extra.append(f", module={self.__forward_module__!r}")
        if self.__forward_is_class__:
            extra.append(", is_class=True")
        if self.__owner__ is not None:
            extra.append(f", owner={self.__owner__!r}")
        return f"ForwardRef({self.__forward_arg__!r}{''.join(extra)})"


def _rewrite_star_unpack(arg):
    """*Ts is no expression by itself."""
    return f"({arg},)[0]" if arg.lstrip().startswith("*") else arg


# How strongly operators bind; operands that bind less get parentheses.
_COMPARE, _OR, _XOR, _AND, _SHIFT, _ADD, _MUL, _UNARY, _POWER, _ATOM = range(10)
_TUPLE = -1


class _Stringifier:
    """Stands for a name, or for what was computed with such stand-ins."""

    __slots__ = _SLOTS

    def __init__(self, code, shown=None, prec=_ATOM, *, globals=None, owner=None,
                 is_class=False, cell=None, stringifier_dict, extra_names=None):
        self.__arg__ = code         # to be compiled
        self.__shown__ = code if shown is None else shown
        self.__prec__ = prec
        self.__forward_is_argument__ = False
        self.__forward_is_class__ = is_class
        self.__forward_module__ = None
        self.__globals__ = globals
        self.__code__ = None
        self.__owner__ = owner
        self.__cell__ = cell
        self.__extra_names__ = extra_names
        self.__stringifier_dict__ = stringifier_dict

    def __derived(self, code, shown, prec, extra_names):
        """Another one, computed with this one."""
        extra = {**(self.__extra_names__ or {}), **extra_names}
        new = _Stringifier(code, shown, prec, globals=self.__globals__,
                           owner=self.__owner__, is_class=self.__forward_is_class__,
                           stringifier_dict=self.__stringifier_dict__,
                           extra_names=extra or None)
        self.__stringifier_dict__.stringifiers.append(new)
        return new

    def __text(self, value, prec, extra_names):
        """(code, shown) of an operand."""
        if type(value) is _Stringifier:
            if value.__extra_names__:
                extra_names.update(value.__extra_names__)
            code, shown, own = value.__arg__, value.__shown__, value.__prec__
        else:
            code, shown, own = self.__text_of_real(value, extra_names)
        if own < prec:
            return f"({code})", f"({shown})"
        return code, shown

    def __text_of_real(self, value, extra_names):
        """(code, shown, how strongly it binds) of an object that is no stand-in."""
        cls = type(value)
        if cls is tuple:
            pairs = [self.__text(item, _COMPARE, extra_names) for item in value]
            comma = "," if len(pairs) == 1 else ""
            if not pairs:
                return "()", "()", _ATOM
            return (", ".join([code for code, _ in pairs]) + comma,
                    ", ".join([shown for _, shown in pairs]) + comma, _TUPLE)
        if cls in (list, set) and (value or cls is list):
            left, right = "[]" if cls is list else "{}"
            pairs = [self.__text(item, _COMPARE, extra_names) for item in value]
            return (left + ", ".join([code for code, _ in pairs]) + right,
                    left + ", ".join([shown for _, shown in pairs]) + right, _ATOM)
        if cls is dict:
            pairs = [(self.__text(k, _COMPARE, extra_names),
                      self.__text(v, _COMPARE, extra_names)) for k, v in value.items()]
            return ("{" + ", ".join([f"{k[0]}: {v[0]}" for k, v in pairs]) + "}",
                    "{" + ", ".join([f"{k[1]}: {v[1]}" for k, v in pairs]) + "}", _ATOM)
        if cls is slice:
            parts = [("", "") if part is None else self.__text(part, _COMPARE, extra_names)
                     for part in (value.start, value.stop, value.step)]
            if value.step is None:
                del parts[2]
            return (":".join([p[0] for p in parts]), ":".join([p[1] for p in parts]), _ATOM)
        if value is ...:
            return "...", "...", _ATOM
        if cls in (str, bytes, int, float, complex, bool, type(None)):
            text = repr(value)
            return text, text, _UNARY if text[0] == "-" else _ATOM
        # Anything else is known by a name of our own making.
        for name, known in extra_names.items():
            if known is value:
                break
        else:
            name = self.__stringifier_dict__.create_unique_name()
            extra_names[name] = value
        return name, type_repr(value), _ATOM

    def __binary(self, left, op, right, prec):
        extra = {}
        # Operators of the same strength are taken from the left, powers from the right.
        power = prec == _POWER
        a = self.__text(left, prec + 1 if power else prec, extra)
        b = self.__text(right, _POWER if power else prec + 1, extra)
        return self.__derived(f"{a[0]} {op} {b[0]}", f"{a[1]} {op} {b[1]}", prec, extra)

    def __unary(self, op):
        extra = {}
        code, shown = self.__text(self, _UNARY, extra)
        return self.__derived(op + code, op + shown, _UNARY, extra)

    def __call__(self, /, *args, **kwargs):
        extra = {}
        function = self.__text(self, _ATOM, extra)
        pairs = [self.__text(arg, _COMPARE, extra) for arg in args]
        for name, value in kwargs.items():
            code, shown = self.__text(value, _COMPARE, extra)
            pairs.append((f"{name}={code}", f"{name}={shown}"))
        return self.__derived(*[f"{function[i]}({', '.join([p[i] for p in pairs])})"
                                for i in (0, 1)], _ATOM, extra)

    def __getitem__(self, index):
        extra = {}
        base = self.__text(self, _ATOM, extra)
        item = self.__text(index, _TUPLE, extra)
        return self.__derived(f"{base[0]}[{item[0]}]", f"{base[1]}[{item[1]}]", _ATOM, extra)

    def __getattr__(self, attr):
        if attr.startswith("__") and attr.endswith("__"):
            raise AttributeError(attr)      # asked for by the machinery, not by a user
        extra = {}
        code, shown = self.__text(self, _ATOM, extra)
        return self.__derived(f"{code}.{attr}", f"{shown}.{attr}", _ATOM, extra)

    def __iter__(self):
        extra = {}
        code, shown = self.__text(self, _OR, extra)
        yield self.__derived("*" + code, "*" + shown, _COMPARE, extra)

    def __hash__(self):
        return id(self)

    def __repr__(self):
        return self.__shown__


def _add_operators():
    """Give _Stringifier the operators: there are many, and all alike."""
    binary = _Stringifier._Stringifier__binary
    unary = _Stringifier._Stringifier__unary
    for names, prec in ((("or", "|"), _OR), (("xor", "^"), _XOR), (("and", "&"), _AND),
                        (("lshift", "<<", "rshift", ">>"), _SHIFT),
                        (("add", "+", "sub", "-"), _ADD),
                        (("mul", "*", "matmul", "@", "truediv", "/", "mod", "%",
                          "floordiv", "//"), _MUL),
                        (("pow", "**"), _POWER)):
        for name, op in zip(names[::2], names[1::2]):
            def forward(self, other, op=op, prec=prec):
                return binary(self, self, op, other, prec)

            def backward(self, other, op=op, prec=prec):
                return binary(self, other, op, self, prec)

            setattr(_Stringifier, f"__{name}__", forward)
            setattr(_Stringifier, f"__r{name}__", backward)
    for name, op in (("lt", "<"), ("le", "<="), ("gt", ">"), ("ge", ">="), ("eq", "=="),
                     ("ne", "!=")):
        def compare(self, other, op=op):
            return binary(self, self, op, other, _COMPARE)
        setattr(_Stringifier, f"__{name}__", compare)
    for name, op in (("invert", "~"), ("pos", "+"), ("neg", "-")):
        def prefix(self, op=op):
            return unary(self, op)
        setattr(_Stringifier, f"__{name}__", prefix)


_add_operators()
del _add_operators


class _StringifierDict(dict):
    """A namespace in which every name means something: a stand-in, if nothing else."""

    def __init__(self, namespace, *, globals=None, owner=None, is_class=False, format):
        super().__init__(namespace)
        self.globals = globals
        self.owner = owner
        self.is_class = is_class
        self.format = format
        self.stringifiers = []
        self.next_id = 1

    def __missing__(self, key):
        return self.stand_in(key)

    def stand_in(self, name, cell=None):
        new = _Stringifier(name, globals=self.globals, owner=self.owner,
                           is_class=self.is_class, cell=cell, stringifier_dict=self)
        self.stringifiers.append(new)
        return new

    def create_unique_name(self):
        name = f"__annotationlib_name_{self.next_id}__"
        self.next_id += 1
        return name

    def transmogrify(self, cells):
        """Make all stand-ins references: nothing more is to be recorded."""
        for obj in self.stringifiers:
            if obj.__cell__ is None and cells is not None and not obj.__arg__.isidentifier():
                obj.__cell__ = cells
            obj.__stringifier_dict__ = None
            obj.__class__ = ForwardRef


def call_evaluate_function(evaluate, format, *, owner=None):
    """Call an evaluate function, such as a TypeVar's evaluate_bound, for a format."""
    return call_annotate_function(evaluate, format, owner=owner, _is_evaluate=True)


def call_annotate_function(annotate, format, *, owner=None, _is_evaluate=False):
    """Call an __annotate__ function for a format that it need not know itself."""
    if format == _FAKE:
        raise ValueError("The VALUE_WITH_FAKE_GLOBALS format is for internal use only")
    try:
        return annotate(format)
    except NotImplementedError:
        pass
    if format == _STRING:
        globals = _StringifierDict({}, format=format)
        result, _ = _call_with(annotate, globals, owner, False)
        if _is_evaluate:
            return _stringify_single(result)
        return {name: _stringify_single(value) for name, value in result.items()}
    if format == _FORWARDREF:
        # First with what there is, then with stand-ins for everything: what exists
        # may not put up with a stand-in.
        is_class = isinstance(owner, type)
        for namespace, keep in (({**builtins.__dict__, **annotate.__globals__}, True),
                                ({}, False)):
            globals = _StringifierDict(namespace, globals=annotate.__globals__, owner=owner,
                                       is_class=is_class, format=format)
            try:
                result, cells = _call_with(annotate, globals, owner, keep)
            except NotImplementedError:
                return annotate(_VALUE)     # it knows nothing of stand-ins
            except Exception:
                if not keep:
                    raise
                continue
            globals.transmogrify(cells)
            if keep:
                return result
            return _evaluate_parts(result, _is_evaluate)
    if format == _VALUE:
        raise RuntimeError("annotate function does not support VALUE format")
    raise ValueError(f"Invalid format: {format!r}")


def _evaluate_parts(result, single):
    def attempt(value):
        if isinstance(value, ForwardRef):
            return value.evaluate(format=Format.FORWARDREF)
        return value
    if single:
        return attempt(result)
    return {name: attempt(value) for name, value in result.items()}


def _call_with(annotate, globals, owner, keep):
    """(result of the function with other globals, the cells it uses)"""
    closure = None
    cells = None
    if annotate.__closure__:
        cells = {}
        new = []
        for name, cell in zip(annotate.__code__.co_freevars, annotate.__closure__):
            cells[name] = cell
            if name == "__classdict__":
                new.append(cell if keep else CellType({}))
                continue
            if keep:
                try:
                    cell.cell_contents
                except ValueError:
                    pass
                else:
                    new.append(cell)
                    continue
            new.append(CellType(globals.stand_in(name, cell)))
        closure = tuple(new)
        cells.pop("__classdict__", None)
    function = FunctionType(annotate.__code__, globals, annotate.__name__,
                            annotate.__defaults__, closure)
    function.__kwdefaults__ = annotate.__kwdefaults__
    return function(_FAKE), cells or None


def _stringify_single(value):
    if value is ...:
        return "..."
    # Strings are what they were written as.
    if isinstance(value, str):
        return value
    if type(value) is _Stringifier:
        return value.__shown__
    return type_repr(value)


def type_repr(value):
    """The text of a value in an annotation: types by name, all else by repr()."""
    if isinstance(value, (type, FunctionType, BuiltinFunctionType)):
        if isinstance(value, GenericAlias):
            return repr(value)
        if value.__module__ == "builtins":
            return value.__qualname__
        return f"{value.__module__}.{value.__qualname__}"
    if value is ...:
        return "..."
    if type(value) is _Stringifier:
        return value.__shown__
    return repr(value)


def annotations_to_string(annotations):
    """Annotations with their values as text."""
    return {name: value if isinstance(value, str) else type_repr(value)
            for name, value in annotations.items()}


def get_annotate_from_class_namespace(obj):
    """The __annotate__ function in the namespace of a class that is being made, or None."""
    try:
        return obj["__annotate__"]
    except KeyError:
        return obj.get("__annotate_func__", None)


def get_annotations(obj, *, globals=None, locals=None, eval_str=False,
                    format=Format.VALUE):
    """The annotations of a class, function or module, as a new dict.

    With eval_str, those that are strings are evaluated.
    """
    if eval_str and format != _VALUE:
        raise ValueError("eval_str=True is only supported with format=Format.VALUE")
    if format == _VALUE:
        annotations = _get_dunder_annotations(obj)
    elif format == _FORWARDREF:
        # If evaluation works there is nothing to refer to.
        try:
            annotations = _get_dunder_annotations(obj)
        except Exception:
            annotations = None
        else:
            if annotations is not None:
                return dict(annotations)
        annotations = _get_and_call_annotate(obj, format)
        if annotations is None:
            annotations = _get_dunder_annotations(obj)
    elif format == _STRING:
        annotations = _get_and_call_annotate(obj, format)
        if annotations is not None:
            return dict(annotations)
        annotations = _get_dunder_annotations(obj)
        if annotations is not None:
            return annotations_to_string(annotations)
    elif format == _FAKE:
        raise ValueError("The VALUE_WITH_FAKE_GLOBALS format is for internal use only")
    else:
        raise ValueError(f"Unsupported format {format!r}")

    if annotations is None:
        if isinstance(obj, type) or callable(obj):
            return {}
        raise TypeError(f"{obj!r} does not have annotations")
    if not annotations or not eval_str:
        return dict(annotations)
    globals, locals = _eval_namespaces(obj, globals, locals)
    return {name: eval(_rewrite_star_unpack(value), globals, locals)
            if isinstance(value, str) else value
            for name, value in annotations.items()}


def _eval_namespaces(obj, globals, locals):
    """Where the strings among the annotations of *obj* are evaluated."""
    obj_globals = obj_locals = unwrap = None
    if isinstance(obj, type):
        module = sys.modules.get(getattr(obj, "__module__", None))
        obj_globals = getattr(module, "__dict__", None)
        obj_locals = dict(vars(obj))
        unwrap = obj
    elif isinstance(obj, ModuleType):
        obj_globals = getattr(obj, "__dict__")
    elif callable(obj):
        obj_globals = getattr(obj, "__globals__", None)
        unwrap = obj
    if unwrap is not None:
        from functools import partial
        while True:
            if hasattr(unwrap, "__wrapped__"):
                unwrap = unwrap.__wrapped__
            elif isinstance(unwrap, partial):
                unwrap = unwrap.func
            else:
                break
        if hasattr(unwrap, "__globals__"):
            obj_globals = unwrap.__globals__
    if globals is None:
        globals = obj_globals
    if locals is None:
        locals = obj_locals
    type_params = getattr(obj, "__type_params__", ())
    if type_params:
        locals = {**{param.__name__: param for param in type_params}, **(locals or {})}
    return globals, locals


_TYPE_ANNOTATIONS = type.__dict__.get("__annotations__")


def _get_dunder_annotations(obj):
    """obj.__annotations__, checked; a class's own, whatever its metaclass says."""
    if isinstance(obj, type) and isinstance(_TYPE_ANNOTATIONS, GetSetDescriptorType):
        try:
            annotations = _TYPE_ANNOTATIONS.__get__(obj)
        except AttributeError:      # a built-in type
            return None
    else:
        annotations = getattr(obj, "__annotations__", None)
    if annotations is None:
        return None
    if not isinstance(annotations, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    return annotations


def _get_and_call_annotate(obj, format):
    annotate = getattr(obj, "__annotate__", None)
    if annotate is None:
        return None
    annotations = call_annotate_function(annotate, format, owner=obj)
    if not isinstance(annotations, dict):
        raise ValueError(f"{obj!r}.__annotate__ returned a non-dict")
    return annotations
