"""Members of objects for `inspect`: static lookup, class trees, documentation, annotations."""

import sys
import types
from collections import namedtuple

from inspect import (_getmembers, cleandoc, getmro, isbuiltin, isclass,
                     isdatadescriptor, isfunction, ismethod, ismethoddescriptor,
                     ismodule, isroutine, unwrap)

Attribute = namedtuple('Attribute', 'name kind defining_class object')
_sentinel = object()

# --- static lookup ----------------------------------------------------------


def _static_mro(klass):
    return type.__dict__['__mro__'].__get__(klass)


def _class_dict(klass):
    return type.__dict__["__dict__"].__get__(klass)


def _check_instance(obj, attr):
    try:
        instance_dict = object.__getattribute__(obj, "__dict__")
    except AttributeError:
        return _sentinel
    return dict.get(instance_dict, attr, _sentinel)


def _check_class(klass, attr):
    for entry in _static_mro(klass):
        if _shadowed_dict(type(entry)) is _sentinel:
            found = _class_dict(entry).get(attr, _sentinel)
            if found is not _sentinel:
                return found
    return _sentinel


def _shadowed_dict(klass):
    """A `__dict__` in the hierarchy that is not the usual one."""
    for entry in _static_mro(klass):
        value = _class_dict(entry).get('__dict__', _sentinel)
        if value is not _sentinel:
            if not (type(value) is types.GetSetDescriptorType
                    and value.__name__ == '__dict__'
                    and value.__objclass__ is entry):
                return value
    return _sentinel


def getattr_static(obj, attr, default=_sentinel):
    """An attribute without running descriptors, __getattr__ or the like."""
    instance_result = _sentinel
    objtype = type(obj)
    if type not in _static_mro(objtype):
        klass = objtype
        dict_attr = _shadowed_dict(klass)
        if dict_attr is _sentinel or type(dict_attr) is types.MemberDescriptorType:
            instance_result = _check_instance(obj, attr)
    else:
        klass = obj
    klass_result = _check_class(klass, attr)
    if instance_result is not _sentinel and klass_result is not _sentinel:
        # Data descriptors go before the instance.
        if (_check_class(type(klass_result), "__get__") is not _sentinel and (
                _check_class(type(klass_result), "__set__") is not _sentinel
                or _check_class(type(klass_result), "__delete__") is not _sentinel)):
            return klass_result
    if instance_result is not _sentinel:
        return instance_result
    if klass_result is not _sentinel:
        return klass_result
    if obj is klass:
        # A class: its metaclass may have the attribute.
        for entry in _static_mro(type(klass)):
            if (_shadowed_dict(type(entry)) is _sentinel
                    and attr in entry.__dict__):
                return entry.__dict__[attr]
    if default is not _sentinel:
        return default
    raise AttributeError(attr)


def getmembers_static(object, predicate=None):
    """Like getmembers(), without running descriptors."""
    return _getmembers(object, predicate, getattr_static)


# --- classes ----------------------------------------------------------------

def _home_of(cls, metamro, all_bases, name):
    """Where an attribute is defined, and how it is seen: (class, value, from dict)."""
    homecls = get_obj = None
    if name != '__dict__':
        try:
            get_obj = getattr(cls, name)
        except Exception:
            pass
        else:
            homecls = getattr(get_obj, "__objclass__", None)
            if homecls not in all_bases:
                last_cls = None
                for srch_cls in all_bases:
                    if getattr(srch_cls, name, None) is get_obj:
                        last_cls = srch_cls
                for srch_cls in metamro:
                    try:
                        srch_obj = srch_cls.__getattr__(cls, name)
                    except AttributeError:
                        continue
                    if srch_obj is get_obj:
                        last_cls = srch_cls
                homecls = last_cls if last_cls is not None else homecls
    for base in all_bases:
        if name in base.__dict__:
            dict_obj = base.__dict__[name]
            if homecls not in metamro:
                homecls = base
            return homecls, get_obj, dict_obj
    return homecls, get_obj, None


def classify_class_attrs(cls):
    """All attributes of a class as (name, kind, defining class, object)."""
    mro = getmro(cls)
    metamro = tuple(c for c in getmro(type(cls)) if c not in (type, object))
    all_bases = (cls,) + mro[1:] + metamro
    names = dir(cls)
    for base in mro:
        for k, v in base.__dict__.items():
            if isinstance(v, types.DynamicClassAttribute) and v.fget is not None:
                names.append(k)
    result = []
    processed = set()
    for name in names:
        homecls, get_obj, dict_obj = _home_of(cls, metamro, all_bases, name)
        if name in processed:
            homecls = next((b for b in all_bases if name in b.__dict__), homecls)
            get_obj = None
        if homecls is None:
            continue
        obj = get_obj if get_obj is not None else dict_obj
        if isinstance(dict_obj, (staticmethod, types.BuiltinMethodType)):
            kind, obj = "static method", dict_obj
        elif isinstance(dict_obj, (classmethod, types.ClassMethodDescriptorType)):
            kind, obj = "class method", dict_obj
        elif isinstance(dict_obj, property):
            kind, obj = "property", dict_obj
        elif isroutine(obj):
            kind = "method"
        else:
            kind = "data"
        result.append(Attribute(name, kind, homecls, obj))
        processed.add(name)
    return result


def walktree(classes, children, parent):
    """The list of getclasstree(), level by level."""
    results = []
    classes.sort(key=lambda c: (c.__module__, c.__name__))
    for c in classes:
        results.append((c, c.__bases__))
        if c in children:
            results.append(walktree(children[c], children, c))
    return results


def getclasstree(classes, unique=False):
    """Classes as a nested list: after each class, the list of those derived from it."""
    children = {}
    roots = []
    for c in classes:
        if c.__bases__:
            for parent in c.__bases__:
                if parent not in children:
                    children[parent] = []
                if c not in children[parent]:
                    children[parent].append(c)
                if unique and parent in classes:
                    break
        elif c not in roots:
            roots.append(c)
    for parent in children:
        if parent not in classes:
            roots.append(parent)
    return walktree(roots, children, None)


# --- documentation ----------------------------------------------------------

def _findclass(func):
    cls = sys.modules.get(func.__module__)
    if cls is None:
        return None
    for name in func.__qualname__.split('.')[:-1]:
        cls = getattr(cls, name, None)
        if cls is None:
            return None
    return cls if isclass(cls) else None


def _owner_and_name(obj):
    """The class below whose bases a docstring may be inherited, and the name."""
    if ismethod(obj):
        name = obj.__func__.__name__
        self = obj.__self__
        if isclass(self) and getattr(getattr(self, name, None), '__func__', None) \
                is obj.__func__:
            return self, name
        return self.__class__, name
    if isfunction(obj):
        name = obj.__name__
        cls = _findclass(obj)
        if cls is None or getattr_static(cls, name, None) is not obj:
            return None, None
        return cls, name
    if isbuiltin(obj):
        self = obj.__self__
        if isclass(self):
            return self, obj.__name__
        return self.__class__, obj.__name__
    if isinstance(obj, property):
        name = getattr(obj, '__name__', None) or getattr(obj.fget, '__name__', None)
        cls = _findclass(obj.fget) if obj.fget is not None else None
        if cls is None or getattr(cls, name, None) is not obj:
            return None, None
        return cls, name
    if ismethoddescriptor(obj) or isdatadescriptor(obj):
        cls = getattr(obj, '__objclass__', None)
        if cls is None or getattr(cls, obj.__name__, None) is not obj:
            return None, None
        return cls, obj.__name__
    return None, None


def _inherited_doc(obj):
    if isclass(obj):
        for base in obj.__mro__:
            if base is not object and base.__dict__.get('__doc__') is not None:
                return base.__dict__['__doc__']
        return None
    cls, name = _owner_and_name(obj)
    if cls is None:
        return None
    for base in cls.__mro__:
        try:
            doc = getattr(base, name).__doc__
        except AttributeError:
            continue
        if doc is not None:
            return doc
    return None


def getdoc(object):
    """The docstring, inherited if the object has none, without indentation."""
    try:
        doc = object.__doc__
    except AttributeError:
        return None
    if doc is None:
        try:
            doc = _inherited_doc(object)
        except (AttributeError, TypeError):
            return None
    if not isinstance(doc, str):
        return None
    return cleandoc(doc)


# --- annotations ------------------------------------------------------------

def get_annotations(obj, *, globals=None, locals=None, eval_str=False, format=1):
    """A new dictionary of an object's annotations."""
    if format != 1:
        from annotationlib import get_annotations
        return get_annotations(obj, globals=globals, locals=locals,
                               eval_str=eval_str, format=format)
    if isinstance(obj, type):
        annotations = getattr(obj, '__annotations__', None)
        if '__annotations__' not in obj.__dict__ and not hasattr(type, '__annotations__'):
            annotations = None
    elif isinstance(obj, types.ModuleType) or callable(obj):
        annotations = getattr(obj, '__annotations__', None)
    else:
        raise TypeError(f"{obj!r} is not a module, class, or callable.")
    if annotations is None:
        return {}
    if not isinstance(annotations, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    if not eval_str:
        return dict(annotations)
    obj_globals, obj_locals = _namespaces(obj)
    if globals is None:
        globals = obj_globals
    if locals is None:
        locals = obj_locals
    return {key: eval(value, globals, locals) if isinstance(value, str) else value
            for key, value in annotations.items()}


def _namespaces(obj):
    if isinstance(obj, type):
        module = sys.modules.get(getattr(obj, '__module__', None) or '')
        params = {p.__name__: p for p in getattr(obj, '__type_params__', ())}
        return getattr(module, '__dict__', None), params | dict(vars(obj))
    if isinstance(obj, types.ModuleType):
        return getattr(obj, '__dict__'), None
    obj = unwrap(obj)
    while hasattr(obj, 'func') and not hasattr(obj, '__globals__'):
        obj = obj.func          # functools.partial
    params = {p.__name__: p for p in getattr(obj, '__type_params__', ())}
    return getattr(obj, '__globals__', None), params or None
