"""Finds the signature of any callable: functions, methods, classes, partials, natives."""

import functools
import sys
import types
from _inspect_signature import (_KEYWORD_ONLY, _POSITIONAL_ONLY,
                                _POSITIONAL_OR_KEYWORD, _VAR_KEYWORD,
                                _VAR_POSITIONAL, Parameter, Signature, _empty)


def _annotations(func, globals, locals, eval_str, annotation_format):
    if annotation_format is not None and annotation_format != 1:
        from annotationlib import get_annotations
        return get_annotations(func, globals=globals, locals=locals,
                               eval_str=eval_str, format=annotation_format)
    if eval_str:
        from inspect import get_annotations
        return get_annotations(func, globals=globals, locals=locals, eval_str=True)
    return getattr(func, '__annotations__', None) or {}


def _from_function(sigcls, func, skip_bound_arg, options):
    """The signature of a function, or of what looks like one."""
    text = getattr(func, '__text_signature__', None)
    if text:
        return from_text(sigcls, func, text, skip_bound_arg)
    Parameter = sigcls._parameter_cls
    code = func.__code__
    count = code.co_argcount
    names = code.co_varnames
    annotations = _annotations(func, **options)
    defaults = func.__defaults__ or ()
    kwdefaults = func.__kwdefaults__ or {}
    first_default = count - len(defaults)
    parameters = []
    for index, name in enumerate(names[:count]):
        kind = (_POSITIONAL_ONLY if index < code.co_posonlyargcount
                else _POSITIONAL_OR_KEYWORD)
        default = _empty if index < first_default else defaults[index - first_default]
        parameters.append(Parameter(name, kind, default=default,
                                    annotation=annotations.get(name, _empty)))
    keyword_only = code.co_kwonlyargcount
    index = count + keyword_only
    if code.co_flags & 0x04:
        name = names[index]
        index += 1
        parameters.append(Parameter(name, _VAR_POSITIONAL,
                                    annotation=annotations.get(name, _empty)))
    for name in names[count:count + keyword_only]:
        parameters.append(Parameter(name, _KEYWORD_ONLY,
                                    default=kwdefaults.get(name, _empty),
                                    annotation=annotations.get(name, _empty)))
    if code.co_flags & 0x08:
        name = names[index]
        parameters.append(Parameter(name, _VAR_KEYWORD,
                                    annotation=annotations.get(name, _empty)))
    return sigcls(parameters, return_annotation=annotations.get('return', _empty),
                  __validate_parameters__=False)


def _bound_method(sig):
    """The signature without its first parameter."""
    params = tuple(sig.parameters.values())
    if not params or params[0].kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
        raise ValueError('invalid method signature')
    if params[0].kind in (_POSITIONAL_OR_KEYWORD, _POSITIONAL_ONLY):
        params = params[1:]
    elif params[0].kind is not _VAR_POSITIONAL:
        raise ValueError('invalid argument type')
    return sig.replace(parameters=params)


def _from_partial(wrapped_sig, partial):
    """The signature that functools.partial leaves of another one."""
    args = partial.args
    keywords = partial.keywords or {}
    placeholder = getattr(functools, 'Placeholder', _empty)
    try:
        bound = wrapped_sig.bind_partial(*args, **keywords).arguments
    except TypeError as ex:
        raise ValueError('partial object {!r} has incorrect arguments'.format(
            partial)) from ex
    to_keyword_only = False
    result = []
    positional = len(args)
    for index, (name, param) in enumerate(wrapped_sig.parameters.items()):
        if name in bound:
            value = bound[name]
            kind = param.kind
            if kind is _POSITIONAL_ONLY or (kind is _POSITIONAL_OR_KEYWORD
                                            and index < positional):
                if value is placeholder:
                    result.append(param.replace(kind=_POSITIONAL_ONLY, default=_empty))
                elif kind is _POSITIONAL_ONLY and name in keywords:
                    result.append(param.replace(default=value))
                continue
            if kind is _POSITIONAL_OR_KEYWORD:
                # From here on only keywords can be given.
                to_keyword_only = True
                result.append(param.replace(kind=_KEYWORD_ONLY, default=value))
                continue
            if kind is _KEYWORD_ONLY:
                result.append(param.replace(default=value))
                continue
        if to_keyword_only:
            if param.kind is _POSITIONAL_OR_KEYWORD:
                param = param.replace(kind=_KEYWORD_ONLY)
            elif param.kind is _VAR_POSITIONAL:
                continue
        result.append(param)
    return wrapped_sig.replace(parameters=result)


def from_text(cls, obj, text, skip_bound_arg=True):
    """The signature of a native, from its __text_signature__."""
    import ast
    # "$" marks the parameter that is bound already, as self or the module.
    self_parameter = '$' in text
    clean = text.replace('($', '(', 1)
    try:
        module = ast.parse(f"def foo{clean}: pass")
    except SyntaxError:
        module = None
    if not isinstance(module, ast.Module):
        raise ValueError("{!r} builtin has invalid signature".format(obj))
    f = module.body[0]
    namespace = {}
    home = sys.modules.get(getattr(obj, '__module__', None) or '')
    if home is not None:
        namespace = home.__dict__

    def value_of(node):
        if node is None:
            return _empty
        try:
            return ast.literal_eval(node)
        except ValueError:
            pass
        try:
            code = compile(ast.Expression(node), '<signature>', 'eval')
            try:
                return eval(code, dict(namespace))
            except NameError:
                return eval(code, dict(sys.modules))
        except Exception:
            raise ValueError('{!r} builtin has invalid signature'.format(obj))

    Parameter = cls._parameter_cls
    parameters = []
    a = f.args
    plain = a.posonlyargs + a.args
    first_default = len(plain) - len(a.defaults)
    for index, node in enumerate(plain):
        default = (value_of(a.defaults[index - first_default])
                   if index >= first_default else _empty)
        kind = _POSITIONAL_ONLY if index < len(a.posonlyargs) else _POSITIONAL_OR_KEYWORD
        parameters.append(Parameter(node.arg, kind, default=default))
    if a.vararg:
        parameters.append(Parameter(a.vararg.arg, _VAR_POSITIONAL))
    for node, default in zip(a.kwonlyargs, a.kw_defaults):
        parameters.append(Parameter(node.arg, _KEYWORD_ONLY, default=value_of(default)))
    if a.kwarg:
        parameters.append(Parameter(a.kwarg.arg, _VAR_KEYWORD))
    if self_parameter and parameters:
        _self = getattr(obj, '__self__', None)
        if _self is not None and skip_bound_arg or isinstance(_self, types.ModuleType):
            parameters.pop(0)
        else:
            # Objects get self by position alone.
            parameters[0] = parameters[0].replace(kind=_POSITIONAL_ONLY)
    return cls(parameters, return_annotation=cls.empty)


def _is_native(obj):
    import inspect
    return (inspect.isbuiltin(obj) or inspect.ismethoddescriptor(obj)
            or isinstance(obj, (types.WrapperDescriptorType, types.MethodWrapperType,
                                types.ClassMethodDescriptorType))
            or obj is type or obj is object)


def _from_native(cls, func, skip_bound_arg):
    if not _is_native(func):
        raise TypeError("{!r} is not a Python builtin function".format(func))
    text = getattr(func, "__text_signature__", None)
    if not text:
        raise ValueError("no signature found for builtin {!r}".format(func))
    return from_text(cls, func, text, skip_bound_arg)


def _is_function_like(obj):
    # Such as functions that Cython makes.
    if not callable(obj) or isinstance(obj, type):
        return False
    return (isinstance(getattr(obj, '__name__', None), str)
            and isinstance(getattr(obj, '__code__', None), types.CodeType)
            and isinstance(getattr(obj, '__defaults__', _empty), (tuple, type(None)))
            and isinstance(getattr(obj, '__kwdefaults__', _empty), (dict, type(None)))
            and isinstance(getattr(obj, '__annotations__', None), (dict, type(None))))


def signature_of(obj, *, follow_wrapper_chains=True, skip_bound_arg=True,
                 globals=None, locals=None, eval_str=False, sigcls=Signature,
                 annotation_format=None):
    """The signature of `obj`; TypeError or ValueError if it has none."""
    def again(other):
        return signature_of(other, follow_wrapper_chains=follow_wrapper_chains,
                            skip_bound_arg=skip_bound_arg, globals=globals,
                            locals=locals, eval_str=eval_str, sigcls=sigcls,
                            annotation_format=annotation_format)

    if not callable(obj):
        raise TypeError('{!r} is not a callable object'.format(obj))
    if isinstance(obj, types.MethodType):
        sig = again(obj.__func__)
        return _bound_method(sig) if skip_bound_arg else sig
    if follow_wrapper_chains:
        from inspect import unwrap
        obj = unwrap(obj, stop=(lambda f: hasattr(f, "__signature__")
                                or isinstance(f, types.MethodType)))
        if isinstance(obj, types.MethodType):
            return again(obj)
    sig = getattr(obj, '__signature__', None)
    if sig is not None:
        # Enum classes and lazily made signatures give a function or a text.
        if callable(sig) and not isinstance(sig, Signature):
            sig = sig()
        if isinstance(sig, str):
            return from_text(sigcls, obj, sig)
        if not isinstance(sig, Signature):
            raise TypeError('unexpected object {!r} in __signature__ '
                            'attribute'.format(sig))
        return sig
    partialmethod = getattr(obj, '__partialmethod__', None) or getattr(
        obj, '_partialmethod', None)
    if isinstance(partialmethod, functools.partialmethod):
        return _from_partialmethod(again(partialmethod.func), partialmethod)
    options = dict(globals=globals, locals=locals, eval_str=eval_str,
                   annotation_format=annotation_format)
    if isinstance(obj, types.FunctionType) or _is_function_like(obj):
        return _from_function(sigcls, obj, skip_bound_arg, options)
    if _is_native(obj):
        return _from_native(sigcls, obj, skip_bound_arg)
    if isinstance(obj, functools.partial):
        return _from_partial(again(obj.func), obj)
    if isinstance(obj, type):
        return _from_class(obj, again, sigcls)
    # An object with __call__.
    from inspect import getattr_static
    call = getattr_static(type(obj), '__call__', None)
    if call is not None:
        if isinstance(call, types.FunctionType):
            return _bound_method(again(call))
        return again(_bind_to(call, obj))
    raise ValueError('callable {!r} is not supported by signature'.format(obj))


def _bind_to(call, obj):
    get = getattr(type(call), '__get__', None)
    return get(call, obj, type(obj)) if get is not None else call


def _from_partialmethod(wrapped_sig, partialmethod):
    sig = _from_partial_extra(wrapped_sig, partialmethod)
    first = next(iter(wrapped_sig.parameters.values()), None)
    if first is None or first.kind is _VAR_POSITIONAL:
        return sig
    rest = tuple(sig.parameters.values())
    assert not rest or first is not rest[0]
    return sig.replace(parameters=(first,) + rest)


def _from_partial_extra(wrapped_sig, partialmethod):
    class _WithSelf:
        args = (None,) + tuple(partialmethod.args)
        keywords = partialmethod.keywords
    return _from_partial(wrapped_sig, _WithSelf)


def _user_defined(cls, name):
    """A method that a Python class in the hierarchy defines, else None."""
    try:
        meth = getattr(cls, name)
    except AttributeError:
        return None
    if isinstance(meth, (types.BuiltinFunctionType, types.WrapperDescriptorType,
                         types.MethodWrapperType, types.ClassMethodDescriptorType,
                         types.MethodDescriptorType)):
        return None
    return meth


def _from_class(obj, again, sigcls):
    # type.__call__ is what calls classes, unless a metaclass has its own.
    call = _user_defined(type(obj), '__call__')
    if call is not None:
        return _bound_method(again(call))
    new = _user_defined(obj, '__new__')
    init = _user_defined(obj, '__init__')
    # Whichever comes first in the hierarchy decides.
    for base in obj.__mro__:
        if new is not None and '__new__' in base.__dict__:
            sig = again(new)
            return _bound_method(sig)
        if init is not None and '__init__' in base.__dict__:
            return _bound_method(again(init))
    # A native class may say what it takes.
    for base in obj.__mro__[:-1]:
        try:
            text = base.__text_signature__
        except AttributeError:
            continue
        if text:
            return from_text(sigcls, base, text)
    if type not in obj.__mro__:
        if obj.__init__ is object.__init__ and obj.__new__ is object.__new__:
            return sigcls.from_callable(object)
        raise ValueError('no signature found for builtin type {!r}'.format(obj))
    raise ValueError('callable {!r} is not supported by signature'.format(obj))
