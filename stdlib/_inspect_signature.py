"""Signatures of callables: Parameter, Signature, BoundArguments.

How the signature of an object is found stands in `_inspect_callable`.
"""

import enum
import types
from collections import OrderedDict


class _void:
    """An explicitly absent value."""


class _empty:
    """Marks a missing default or annotation: Signature.empty, Parameter.empty."""


class _ParameterKind(enum.IntEnum):
    POSITIONAL_ONLY = 'positional-only'
    POSITIONAL_OR_KEYWORD = 'positional or keyword'
    VAR_POSITIONAL = 'variadic positional'
    KEYWORD_ONLY = 'keyword-only'
    VAR_KEYWORD = 'variadic keyword'

    def __new__(cls, *args):
        value = len(cls.__members__)
        obj = int.__new__(cls, value)
        obj._value_ = value
        obj.description = args[0]
        return obj

    def __str__(self):
        return self.name


_POSITIONAL_ONLY = _ParameterKind.POSITIONAL_ONLY
_POSITIONAL_OR_KEYWORD = _ParameterKind.POSITIONAL_OR_KEYWORD
_VAR_POSITIONAL = _ParameterKind.VAR_POSITIONAL
_KEYWORD_ONLY = _ParameterKind.KEYWORD_ONLY
_VAR_KEYWORD = _ParameterKind.VAR_KEYWORD


def formatannotation(annotation, base_module=None, *, quote_annotation_strings=True):
    """The text of an annotation."""
    if not quote_annotation_strings and isinstance(annotation, str):
        return annotation
    if getattr(annotation, '__module__', None) == 'typing':
        return repr(annotation).replace('typing.', '')
    if isinstance(annotation, types.GenericAlias):
        return str(annotation)
    if isinstance(annotation, type):
        if annotation.__module__ in ('builtins', base_module):
            return annotation.__qualname__
        return annotation.__module__ + '.' + annotation.__qualname__
    return repr(annotation)


class Parameter:
    """One parameter: name, kind, default, annotation."""

    __slots__ = ('_name', '_kind', '_default', '_annotation')

    POSITIONAL_ONLY = _POSITIONAL_ONLY
    POSITIONAL_OR_KEYWORD = _POSITIONAL_OR_KEYWORD
    VAR_POSITIONAL = _VAR_POSITIONAL
    KEYWORD_ONLY = _KEYWORD_ONLY
    VAR_KEYWORD = _VAR_KEYWORD
    empty = _empty

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        try:
            self._kind = _ParameterKind(kind)
        except ValueError:
            raise ValueError(f'value {kind!r} is not a valid Parameter.kind')
        if default is not _empty:
            if self._kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
                raise ValueError(f'{self._kind.description} parameters '
                                 f'cannot have default values')
        self._default = default
        self._annotation = annotation
        if name is _empty:
            raise ValueError('name is a required attribute for Parameter')
        if not isinstance(name, str):
            raise TypeError(f'name must be a str, not a {type(name).__name__}')
        if name[0] == '.' and name[1:].isdigit():
            # The parameter of a comprehension's own function.
            if self._kind != _POSITIONAL_OR_KEYWORD:
                raise ValueError(f'implicit arguments must be passed as positional '
                                 f'or keyword arguments, not {self._kind.description}')
            self._kind = _POSITIONAL_ONLY
            name = 'implicit{}'.format(name[1:])
        if not name.isidentifier() or (
                self._kind is not _POSITIONAL_ONLY and _iskeyword(name)):
            raise ValueError('{!r} is not a valid parameter name'.format(name))
        self._name = name

    def __reduce__(self):
        return (type(self), (self._name, self._kind),
                {'_default': self._default, '_annotation': self._annotation})

    def __setstate__(self, state):
        self._default = state['_default']
        self._annotation = state['_annotation']

    name = property(lambda self: self._name)
    default = property(lambda self: self._default)
    annotation = property(lambda self: self._annotation)
    kind = property(lambda self: self._kind)

    def replace(self, *, name=_void, kind=_void, annotation=_void, default=_void):
        """A copy with some attributes changed."""
        return type(self)(self._name if name is _void else name,
                          self._kind if kind is _void else kind,
                          default=self._default if default is _void else default,
                          annotation=(self._annotation if annotation is _void
                                      else annotation))

    def __replace__(self, /, **changes):
        return self.replace(**changes)

    def __str__(self):
        return self._format()

    def _format(self, *, quote_annotation_strings=True):
        formatted = self._name
        if self._annotation is not _empty:
            annotation = formatannotation(
                self._annotation, quote_annotation_strings=quote_annotation_strings)
            formatted = f'{formatted}: {annotation}'
        if self._default is not _empty:
            if self._annotation is not _empty:
                formatted = f'{formatted} = {self._default!r}'
            else:
                formatted = f'{formatted}={self._default!r}'
        if self._kind == _VAR_POSITIONAL:
            return '*' + formatted
        if self._kind == _VAR_KEYWORD:
            return '**' + formatted
        return formatted

    def __repr__(self):
        return '<{} "{}">'.format(self.__class__.__name__, self)

    def __hash__(self):
        return hash((self._name, self._kind, self._annotation, self._default))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Parameter):
            return NotImplemented
        return (self._name == other._name and self._kind == other._kind
                and self._default == other._default
                and self._annotation == other._annotation)


def _iskeyword(name):
    from keyword import iskeyword
    return iskeyword(name)


class BoundArguments:
    """What Signature.bind() returns: parameter names with their arguments."""

    __slots__ = ('arguments', '_signature', '__weakref__')

    def __init__(self, signature, arguments):
        self.arguments = arguments
        self._signature = signature

    @property
    def signature(self):
        return self._signature

    @property
    def args(self):
        args = []
        for name, param in self._signature.parameters.items():
            if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                break
            try:
                arg = self.arguments[name]
            except KeyError:
                break           # what follows is passed by keyword
            if param.kind == _VAR_POSITIONAL:
                args.extend(arg)
            else:
                args.append(arg)
        return tuple(args)

    @property
    def kwargs(self):
        kwargs = {}
        started = False
        for name, param in self._signature.parameters.items():
            if not started:
                if param.kind in (_VAR_KEYWORD, _KEYWORD_ONLY):
                    started = True
                elif name not in self.arguments:
                    started = True
                    continue
            if not started:
                continue
            try:
                arg = self.arguments[name]
            except KeyError:
                continue
            if param.kind == _VAR_KEYWORD:
                kwargs.update(arg)
            else:
                kwargs[name] = arg
        return kwargs

    def apply_defaults(self):
        """Add the defaults of all parameters without argument."""
        arguments = self.arguments
        new_arguments = []
        for name, param in self._signature.parameters.items():
            try:
                new_arguments.append((name, arguments[name]))
            except KeyError:
                if param.default is not _empty:
                    value = param.default
                elif param.kind is _VAR_POSITIONAL:
                    value = ()
                elif param.kind is _VAR_KEYWORD:
                    value = {}
                else:
                    continue    # of bind_partial()
                new_arguments.append((name, value))
        self.arguments = dict(new_arguments)

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, BoundArguments):
            return NotImplemented
        return self.signature == other.signature and self.arguments == other.arguments

    def __setstate__(self, state):
        self._signature = state['_signature']
        self.arguments = state['arguments']

    def __getstate__(self):
        return {'_signature': self._signature, 'arguments': self.arguments}

    def __repr__(self):
        args = ['{}={!r}'.format(arg, value) for arg, value in self.arguments.items()]
        return '<{} ({})>'.format(self.__class__.__name__, ', '.join(args))


class Signature:
    """The parameters of a callable, in order, and its return annotation."""

    __slots__ = ('_return_annotation', '_parameters')

    _parameter_cls = Parameter
    _bound_arguments_cls = BoundArguments
    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty,
                 __validate_parameters__=True):
        if parameters is None:
            params = OrderedDict()
        elif __validate_parameters__:
            params = _validated(parameters)
        else:
            params = OrderedDict((param.name, param) for param in parameters)
        self._parameters = types.MappingProxyType(params)
        self._return_annotation = return_annotation

    @classmethod
    def from_callable(cls, obj, *, follow_wrapped=True, globals=None,
                      locals=None, eval_str=False, annotation_format=None):
        """The signature of a callable."""
        from _inspect_callable import signature_of
        return signature_of(obj, sigcls=cls, follow_wrapper_chains=follow_wrapped,
                            globals=globals, locals=locals, eval_str=eval_str,
                            annotation_format=annotation_format)

    @property
    def parameters(self):
        return self._parameters

    @property
    def return_annotation(self):
        return self._return_annotation

    def replace(self, *, parameters=_void, return_annotation=_void):
        """A copy with parameters or return annotation changed."""
        if parameters is _void:
            parameters = self.parameters.values()
        if return_annotation is _void:
            return_annotation = self._return_annotation
        return type(self)(parameters, return_annotation=return_annotation)

    def __replace__(self, /, **changes):
        return self.replace(**changes)

    def _hash_basis(self):
        params = tuple(param for param in self.parameters.values()
                       if param.kind != _KEYWORD_ONLY)
        kwo_params = {param.name: param for param in self.parameters.values()
                      if param.kind == _KEYWORD_ONLY}
        return params, kwo_params, self.return_annotation

    def __hash__(self):
        params, kwo_params, return_annotation = self._hash_basis()
        return hash((params, frozenset(kwo_params.values()), return_annotation))

    def __eq__(self, other):
        if self is other:
            return True
        if not isinstance(other, Signature):
            return NotImplemented
        return self._hash_basis() == other._hash_basis()

    def bind(self, /, *args, **kwargs):
        """Assign arguments to parameters; TypeError if they do not fit."""
        return _bind(self, args, kwargs, False)

    def bind_partial(self, /, *args, **kwargs):
        """Like bind(), with arguments allowed to be missing."""
        return _bind(self, args, kwargs, True)

    def __reduce__(self):
        return (type(self), (tuple(self._parameters.values()),),
                {'_return_annotation': self._return_annotation})

    def __setstate__(self, state):
        self._return_annotation = state['_return_annotation']

    def __repr__(self):
        return '<{} {}>'.format(self.__class__.__name__, self)

    def __str__(self):
        return self.format()

    def format(self, *, max_width=None, quote_annotation_strings=True):
        """The text of the signature, one parameter per line if too wide."""
        result = []
        render_pos_only_separator = False
        render_kw_only_separator = True
        for param in self.parameters.values():
            formatted = param._format(quote_annotation_strings=quote_annotation_strings)
            kind = param.kind
            if kind == _POSITIONAL_ONLY:
                render_pos_only_separator = True
            elif render_pos_only_separator:
                result.append('/')
                render_pos_only_separator = False
            if kind == _VAR_POSITIONAL:
                render_kw_only_separator = False
            elif kind == _KEYWORD_ONLY and render_kw_only_separator:
                result.append('*')
                render_kw_only_separator = False
            result.append(formatted)
        if render_pos_only_separator:
            result.append('/')
        rendered = '({})'.format(', '.join(result))
        if max_width is not None and len(rendered) > max_width:
            rendered = '(\n    {}\n)'.format(',\n    '.join(result))
        if self.return_annotation is not _empty:
            annotation = formatannotation(
                self.return_annotation,
                quote_annotation_strings=quote_annotation_strings)
            rendered += ' -> {}'.format(annotation)
        return rendered


def _validated(parameters):
    params = OrderedDict()
    top_kind = _POSITIONAL_ONLY
    seen_default = False
    seen_var = set()
    for param in parameters:
        kind = param.kind
        name = param.name
        if kind in (_VAR_POSITIONAL, _VAR_KEYWORD):
            if kind in seen_var:
                raise ValueError(f'more than one {kind.description} parameter')
            seen_var.add(kind)
        if kind < top_kind:
            raise ValueError(f'wrong parameter order: {top_kind.description} '
                             f'parameter before {kind.description} parameter')
        top_kind = kind
        if kind in (_POSITIONAL_ONLY, _POSITIONAL_OR_KEYWORD):
            if param.default is _empty:
                if seen_default:
                    raise ValueError('non-default argument follows default argument')
            else:
                seen_default = True
        if name in params:
            raise ValueError('duplicate parameter name: {!r}'.format(name))
        params[name] = param
    return params


def _missing(param, kind=''):
    return TypeError(f'missing a required{kind} argument: {param.name!r}')


def _bind(signature, args, kwargs, partial):
    arguments = {}
    params = list(signature.parameters.values())
    index = 0
    args = list(args)
    used = 0
    # Positional arguments first.
    while index < len(params):
        param = params[index]
        kind = param.kind
        if kind == _VAR_POSITIONAL:
            if used < len(args):
                arguments[param.name] = tuple(args[used:])
                used = len(args)
            index += 1
            break
        if kind in (_VAR_KEYWORD, _KEYWORD_ONLY) or used >= len(args):
            break
        if param.name in kwargs and kind != _POSITIONAL_ONLY:
            raise TypeError('multiple values for argument {arg!r}'.format(
                arg=param.name)) from None
        arguments[param.name] = args[used]
        used += 1
        index += 1
    if used < len(args):
        raise TypeError('too many positional arguments') from None
    # What follows *args was never to be given by position.
    _bind_keywords(params[index:], arguments, kwargs, partial,
                   index == 0 or params[index - 1].kind != _VAR_POSITIONAL)
    return signature._bound_arguments_cls(signature, arguments)


def _bind_keywords(rest, arguments, kwargs, partial, first):
    kwargs = dict(kwargs)
    kwargs_param = next((p for p in rest if p.kind == _VAR_KEYWORD), None)
    named = []
    # `first`: the parameter is the first for which no argument was given by position.
    for param in rest:
        name = param.name
        if param.kind in (_VAR_KEYWORD, _VAR_POSITIONAL):
            first = False
        elif param.kind == _POSITIONAL_ONLY:
            if name in kwargs and kwargs_param is None:
                if param.default is _empty and not partial:
                    raise _missing(param, ' positional-only') from None
                named.append(name)
            elif param.default is _empty and not partial:
                raise _missing(param) from None
        elif name in kwargs:
            arguments[name] = kwargs.pop(name)
            first = False
        elif param.default is not _empty:
            first = False
        elif not partial:
            is_keyword_only = first and param.kind == _KEYWORD_ONLY
            raise _missing(param, ' keyword-only' if is_keyword_only else '') from None
    if kwargs:
        if kwargs_param is not None:
            arguments[kwargs_param.name] = kwargs
        elif named:
            raise TypeError('got some positional-only arguments passed as keyword '
                            'arguments: {!r}'.format(', '.join(named)))
        else:
            raise TypeError('got an unexpected keyword argument {arg!r}'.format(
                arg=next(iter(kwargs))))


for _class in (Parameter, BoundArguments, Signature, _ParameterKind, _empty, _void):
    _class.__module__ = 'inspect'
del _class
