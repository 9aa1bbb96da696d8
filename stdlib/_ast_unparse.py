"""From syntax tree to source text: ast.unparse()."""

import sys
from _ast import *

# How strongly operators bind, weakest first.
(_NAMED_EXPR, _TUPLE, _YIELD, _TEST, _OR, _AND, _NOT, _CMP, _BOR, _BXOR, _BAND, _SHIFT,
 _ARITH, _TERM, _FACTOR, _POWER, _AWAIT, _ATOM) = range(18)
_EXPR = _BOR

_BINARY = {
    Add: ('+', _ARITH), Sub: ('-', _ARITH), Mult: ('*', _TERM), MatMult: ('@', _TERM),
    Div: ('/', _TERM), Mod: ('%', _TERM), LShift: ('<<', _SHIFT), RShift: ('>>', _SHIFT),
    BitOr: ('|', _BOR), BitXor: ('^', _BXOR), BitAnd: ('&', _BAND),
    FloorDiv: ('//', _TERM), Pow: ('**', _POWER)}
_UNARY = {Invert: ('~', _FACTOR), Not: ('not', _NOT), UAdd: ('+', _FACTOR),
          USub: ('-', _FACTOR)}
_COMPARE = {Eq: '==', NotEq: '!=', Lt: '<', LtE: '<=', Gt: '>', GtE: '>=', Is: 'is',
            IsNot: 'is not', In: 'in', NotIn: 'not in'}
_SINGLE_QUOTES = ("'", '"')
_MULTI_QUOTES = ('"""', "'''")
_ALL_QUOTES = _SINGLE_QUOTES + _MULTI_QUOTES
# What repr() makes of an infinity is no literal; this is one.
_INFSTR = "1e" + repr(sys.float_info.max_10_exp + 1)


def _next(precedence):
    return min(precedence + 1, _ATOM)


def _escape(text, special_whitespace):
    out = []
    for char in text:
        if not special_whitespace and char in '\n\t':
            out.append(char)
        elif char == '\\' or not char.isprintable():
            out.append(char.encode('unicode_escape').decode('ascii'))
        else:
            out.append(char)
    return ''.join(out)


def _literal(string, quotes=_ALL_QUOTES, special_whitespace=False):
    """The escaped text, and the quotes that may stand around it."""
    escaped = _escape(string, special_whitespace)
    possible = list(quotes)
    if '\n' in escaped:
        possible = [quote for quote in possible if quote in _MULTI_QUOTES]
    possible = [quote for quote in possible if quote not in escaped]
    if not possible:
        text = repr(string)
        quote = next((quote for quote in quotes if text[0] in quote), text[0])
        return text[1:-1], [quote]
    if escaped:
        # A quote at the end must not run into the closing ones.
        possible.sort(key=lambda quote: quote[0] == escaped[-1])
        if possible[0][0] == escaped[-1]:
            escaped = escaped[:-1] + '\\' + escaped[-1]
    return escaped, possible


class Unparser:
    """Writes statements line by line; expressions are made as strings."""

    def __init__(self):
        self._lines = []
        self._indent = 0

    def visit(self, node):
        """The text of a whole tree, or of any part of one."""
        if isinstance(node, expr):
            return self._expr(node)
        if isinstance(node, (Module, Interactive)):
            self._body(node.body, isinstance(node, Module))
        elif isinstance(node, Expression):
            return self._expr(node.body)
        elif isinstance(node, FunctionType):
            return f'({self._list(node.argtypes)}) -> {self._expr(node.returns)}'
        elif isinstance(node, stmt):
            self._stmt(node)
        elif isinstance(node, list):
            for item in node:
                self._stmt(item)
        else:
            return self._part(node)
        return '\n'.join(self._lines)

    def _part(self, node):
        writer = getattr(self, '_' + type(node).__name__, None)
        if writer is None:
            return self._operator(node)
        return writer(node)

    def _operator(self, node):
        for table in (_BINARY, _UNARY):
            if type(node) in table:
                return table[type(node)][0]
        return _COMPARE.get(type(node), '')

    # --- statements

    def _line(self, text):
        self._lines.append('    ' * self._indent + text if text else '')

    def _gap(self):
        if self._lines:
            self._lines.append('')

    def _body(self, body, documented=False):
        if documented and body and self._is_docstring(body[0]):
            self._docstring(body[0].value)
            body = body[1:]
        for node in body:
            self._stmt(node)

    def _block(self, body, documented=False):
        self._indent += 1
        self._body(body, documented)
        self._indent -= 1

    @staticmethod
    def _is_docstring(node):
        return (isinstance(node, Expr) and isinstance(node.value, Constant)
                and isinstance(node.value.value, str))

    def _docstring(self, node):
        text, quotes = _literal(node.value, _MULTI_QUOTES)
        prefix = 'u' if getattr(node, 'kind', None) == 'u' else ''
        lines = f'{prefix}{quotes[0]}{text}{quotes[0]}'.split('\n')
        self._line(lines[0])
        self._lines.extend(lines[1:])

    def _stmt(self, node):
        getattr(self, '_' + type(node).__name__)(node)

    def _Expr(self, node):
        self._line(self._expr(node.value, _YIELD))

    def _Pass(self, node):
        self._line('pass')

    def _Break(self, node):
        self._line('break')

    def _Continue(self, node):
        self._line('continue')

    def _Import(self, node):
        self._line('import ' + self._join(node.names, self._alias))

    def _ImportFrom(self, node):
        module = '.' * (node.level or 0) + (node.module or '')
        self._line(f'from {module} import ' + self._join(node.names, self._alias))

    def _alias(self, node):
        return f'{node.name} as {node.asname}' if node.asname else node.name

    def _Assign(self, node):
        targets = ''.join(self._expr(target, _TUPLE) + ' = ' for target in node.targets)
        comment = self._type_comment(node)
        self._line(targets + self._expr(node.value) + comment)

    @staticmethod
    def _type_comment(node):
        comment = getattr(node, 'type_comment', None)
        return f' # type: {comment}' if comment is not None else ''

    def _AugAssign(self, node):
        op = _BINARY[type(node.op)][0]
        self._line(f'{self._expr(node.target)} {op}= {self._expr(node.value)}')

    def _AnnAssign(self, node):
        target = self._expr(node.target)
        if not node.simple and isinstance(node.target, Name):
            target = f'({target})'
        value = f' = {self._expr(node.value)}' if node.value else ''
        self._line(f'{target}: {self._expr(node.annotation)}{value}')

    def _Return(self, node):
        self._line('return' + (' ' + self._expr(node.value) if node.value else ''))

    def _Delete(self, node):
        self._line('del ' + self._list(node.targets))

    def _Assert(self, node):
        message = f', {self._expr(node.msg)}' if node.msg else ''
        self._line(f'assert {self._expr(node.test)}{message}')

    def _Global(self, node):
        self._line('global ' + ', '.join(node.names))

    def _Nonlocal(self, node):
        self._line('nonlocal ' + ', '.join(node.names))

    def _Raise(self, node):
        if not node.exc:
            if node.cause:
                raise ValueError("Node can't be used without a value attribute.")
            self._line('raise')
            return
        cause = f' from {self._expr(node.cause)}' if node.cause else ''
        self._line(f'raise {self._expr(node.exc)}{cause}')

    def _try(self, node, star):
        self._line('try:')
        self._block(node.body)
        for handler in node.handlers:
            self._handler(handler, star)
        if node.orelse:
            self._line('else:')
            self._block(node.orelse)
        if node.finalbody:
            self._line('finally:')
            self._block(node.finalbody)

    def _Try(self, node):
        self._try(node, '')

    def _TryStar(self, node):
        self._try(node, '*')

    def _handler(self, node, star):
        text = 'except' + star
        if node.type:
            text += ' ' + self._expr(node.type)
        if node.name:
            text += ' as ' + node.name
        self._line(text + ':')
        self._block(node.body)

    def _ExceptHandler(self, node):
        self._handler(node, '')
        return '\n'.join(self._lines)

    def _decorators(self, node):
        self._gap()
        for decorator in node.decorator_list:
            self._line('@' + self._expr(decorator))

    def _ClassDef(self, node):
        self._decorators(node)
        bases = [self._expr(base) for base in node.bases]
        bases += [self._keyword(keyword) for keyword in node.keywords]
        inside = f'({", ".join(bases)})' if bases else ''
        self._line(f'class {node.name}{self._type_params(node)}{inside}:')
        self._block(node.body, True)

    def _function(self, node, start):
        self._decorators(node)
        returns = f' -> {self._expr(node.returns)}' if node.returns else ''
        self._line(f'{start} {node.name}{self._type_params(node)}'
                   f'({self._arguments(node.args)}){returns}:{self._type_comment(node)}')
        self._block(node.body, True)

    def _FunctionDef(self, node):
        self._function(node, 'def')

    def _AsyncFunctionDef(self, node):
        self._function(node, 'async def')

    def _type_params(self, node):
        params = getattr(node, 'type_params', None)
        return f'[{self._join(params, self._part)}]' if params else ''

    def _TypeVar(self, node):
        bound = f': {self._expr(node.bound)}' if node.bound else ''
        return f'{node.name}{bound}{self._default(node)}'

    def _TypeVarTuple(self, node):
        return f'*{node.name}{self._default(node)}'

    def _ParamSpec(self, node):
        return f'**{node.name}{self._default(node)}'

    def _default(self, node):
        return f' = {self._expr(node.default_value)}' if node.default_value else ''

    def _TypeAlias(self, node):
        self._line(f'type {self._expr(node.name)}{self._type_params(node)} = '
                   f'{self._expr(node.value)}')

    def _for(self, node, start):
        self._line(f'{start} {self._expr(node.target, _TUPLE)} in '
                   f'{self._expr(node.iter)}:{self._type_comment(node)}')
        self._block(node.body)
        self._else(node)

    def _else(self, node):
        if node.orelse:
            self._line('else:')
            self._block(node.orelse)

    def _For(self, node):
        self._for(node, 'for')

    def _AsyncFor(self, node):
        self._for(node, 'async for')

    def _If(self, node):
        self._line(f'if {self._expr(node.test)}:')
        self._block(node.body)
        while node.orelse and len(node.orelse) == 1 and isinstance(node.orelse[0], If):
            node = node.orelse[0]
            self._line(f'elif {self._expr(node.test)}:')
            self._block(node.body)
        self._else(node)

    def _While(self, node):
        self._line(f'while {self._expr(node.test)}:')
        self._block(node.body)
        self._else(node)

    def _with(self, node, start):
        self._line(f'{start} {self._join(node.items, self._withitem)}:'
                   f'{self._type_comment(node)}')
        self._block(node.body)

    def _With(self, node):
        self._with(node, 'with')

    def _AsyncWith(self, node):
        self._with(node, 'async with')

    def _withitem(self, node):
        target = f' as {self._expr(node.optional_vars)}' if node.optional_vars else ''
        return self._expr(node.context_expr) + target

    def _Match(self, node):
        self._line(f'match {self._expr(node.subject)}:')
        self._indent += 1
        for case in node.cases:
            self._match_case(case)
        self._indent -= 1

    def _match_case(self, node):
        guard = f' if {self._expr(node.guard)}' if node.guard else ''
        self._line(f'case {self._pattern(node.pattern)}{guard}:')
        self._block(node.body)
        return '\n'.join(self._lines)

    # --- patterns

    def _pattern(self, node, precedence=_TEST):
        return getattr(self, '_' + type(node).__name__)(node, precedence)

    def _MatchValue(self, node, precedence=_TEST):
        return self._expr(node.value)

    def _MatchSingleton(self, node, precedence=_TEST):
        return self._constant(node.value)

    def _MatchSequence(self, node, precedence=_TEST):
        return f'[{self._join(node.patterns, self._pattern)}]'

    def _MatchStar(self, node, precedence=_TEST):
        return '*' + (node.name if node.name is not None else '_')

    def _MatchMapping(self, node, precedence=_TEST):
        items = [f'{self._expr(key)}: {self._pattern(pattern)}'
                 for key, pattern in zip(node.keys, node.patterns, strict=True)]
        if node.rest is not None:
            items.append('**' + node.rest)
        return f'{{{", ".join(items)}}}'

    def _MatchClass(self, node, precedence=_TEST):
        items = [self._pattern(pattern) for pattern in node.patterns]
        items += [f'{attr}={self._pattern(pattern)}' for attr, pattern
                  in zip(node.kwd_attrs, node.kwd_patterns, strict=True)]
        return f'{self._expr(node.cls, _ATOM)}({", ".join(items)})'

    def _MatchAs(self, node, precedence=_TEST):
        if node.name is None:
            return '_'
        if node.pattern is None:
            return node.name
        text = f'{self._pattern(node.pattern, _BOR)} as {node.name}'
        return f'({text})' if precedence > _TEST else text

    def _MatchOr(self, node, precedence=_TEST):
        text = ' | '.join(self._pattern(pattern, _next(_BOR)) for pattern in node.patterns)
        return f'({text})' if precedence > _BOR else text

    # --- expressions

    def _expr(self, node, precedence=_TEST):
        return getattr(self, '_' + type(node).__name__)(node, precedence)

    @staticmethod
    def _join(items, writer):
        return ', '.join(map(writer, items))

    def _list(self, items):
        return ', '.join(map(self._expr, items))

    def _items(self, items):
        """The items of a tuple: one alone has a comma behind it."""
        return self._expr(items[0]) + ',' if len(items) == 1 else self._list(items)

    @staticmethod
    def _parens(text, inner, outer):
        return f'({text})' if outer > inner else text

    def _Name(self, node, precedence):
        return node.id

    def _Constant(self, node, precedence):
        if node.value is ...:
            return '...'
        prefix = 'u' if getattr(node, 'kind', None) == 'u' else ''
        return prefix + self._constant(node.value)

    def _constant(self, value):
        if isinstance(value, (float, complex)):
            return repr(value).replace('inf', _INFSTR).replace(
                'nan', f'({_INFSTR}-{_INFSTR})')
        if isinstance(value, tuple):
            items = [self._constant(item) for item in value]
            return f'({items[0]},)' if len(items) == 1 else f'({", ".join(items)})'
        if value is ...:
            return '...'
        return repr(value)

    def _Tuple(self, node, precedence):
        if node.elts:
            return self._parens(self._items(node.elts), _TUPLE, precedence)
        return '()'

    def _List(self, node, precedence):
        return f'[{self._list(node.elts)}]'

    def _Set(self, node, precedence):
        # There is no literal for the empty set.
        return f'{{{self._list(node.elts)}}}' if node.elts else '{*()}'

    def _Dict(self, node, precedence):
        items = ['**' + self._expr(value, _EXPR) if key is None
                 else f'{self._expr(key)}: {self._expr(value)}'
                 for key, value in zip(node.keys, node.values)]
        return f'{{{", ".join(items)}}}'

    def _comprehension(self, node):
        start = ' async for ' if node.is_async else ' for '
        ifs = ''.join(' if ' + self._expr(test, _next(_TEST)) for test in node.ifs)
        return (start + self._expr(node.target, _TUPLE) + ' in '
                + self._expr(node.iter, _next(_TEST)) + ifs)

    def _generators(self, node):
        return ''.join(map(self._comprehension, node.generators))

    def _ListComp(self, node, precedence):
        return f'[{self._expr(node.elt)}{self._generators(node)}]'

    def _GeneratorExp(self, node, precedence):
        return f'({self._expr(node.elt)}{self._generators(node)})'

    def _SetComp(self, node, precedence):
        return f'{{{self._expr(node.elt)}{self._generators(node)}}}'

    def _DictComp(self, node, precedence):
        return (f'{{{self._expr(node.key)}: {self._expr(node.value)}'
                f'{self._generators(node)}}}')

    def _NamedExpr(self, node, precedence):
        text = f'{self._expr(node.target, _ATOM)} := {self._expr(node.value, _ATOM)}'
        return self._parens(text, _NAMED_EXPR, precedence)

    def _Yield(self, node, precedence):
        value = ' ' + self._expr(node.value, _ATOM) if node.value else ''
        return self._parens('yield' + value, _YIELD, precedence)

    def _YieldFrom(self, node, precedence):
        if not node.value:
            raise ValueError("Node can't be used without a value attribute.")
        return self._parens('yield from ' + self._expr(node.value, _ATOM), _YIELD,
                            precedence)

    def _Await(self, node, precedence):
        if not node.value:
            raise ValueError("Node can't be used without a value attribute.")
        return self._parens('await ' + self._expr(node.value, _ATOM), _AWAIT, precedence)

    def _IfExp(self, node, precedence):
        text = (f'{self._expr(node.body, _next(_TEST))} if '
                f'{self._expr(node.test, _next(_TEST))} else {self._expr(node.orelse)}')
        return self._parens(text, _TEST, precedence)

    def _Lambda(self, node, precedence):
        args = self._arguments(node.args)
        text = f'lambda {args}: ' if args else 'lambda: '
        return self._parens(text + self._expr(node.body), _TEST, precedence)

    def _UnaryOp(self, node, precedence):
        operator, own = _UNARY[type(node.op)]
        space = ' ' if own is not _FACTOR else ''
        return self._parens(operator + space + self._expr(node.operand, own), own, precedence)

    def _BinOp(self, node, precedence):
        operator, own = _BINARY[type(node.op)]
        left, right = (_next(own), own) if operator == '**' else (own, _next(own))
        text = f'{self._expr(node.left, left)} {operator} {self._expr(node.right, right)}'
        return self._parens(text, own, precedence)

    def _BoolOp(self, node, precedence):
        own = _AND if isinstance(node.op, And) else _OR
        parts = []
        level = own
        for value in node.values:
            level = _next(level)
            parts.append(self._expr(value, level))
        text = (' and ' if own == _AND else ' or ').join(parts)
        return self._parens(text, own, precedence)

    def _Compare(self, node, precedence):
        text = self._expr(node.left, _next(_CMP))
        for op, right in zip(node.ops, node.comparators):
            text += f' {_COMPARE[type(op)]} {self._expr(right, _next(_CMP))}'
        return self._parens(text, _CMP, precedence)

    def _Attribute(self, node, precedence):
        value = self._expr(node.value, _ATOM)
        # 3.real would be a number.
        if isinstance(node.value, Constant) and isinstance(node.value.value, int):
            value += ' '
        return f'{value}.{node.attr}'

    def _Call(self, node, precedence):
        args = [self._expr(arg) for arg in node.args]
        args += [self._keyword(keyword) for keyword in node.keywords]
        return f'{self._expr(node.func, _ATOM)}({", ".join(args)})'

    def _keyword(self, node):
        return ('**' if node.arg is None else node.arg + '=') + self._expr(node.value)

    def _Subscript(self, node, precedence):
        index = node.slice
        inside = self._items(index.elts) if isinstance(index, Tuple) and index.elts \
            else self._expr(index)
        return f'{self._expr(node.value, _ATOM)}[{inside}]'

    def _Starred(self, node, precedence):
        return '*' + self._expr(node.value, _EXPR)

    def _Slice(self, node, precedence):
        text = (self._expr(node.lower) if node.lower else '') + ':'
        if node.upper:
            text += self._expr(node.upper)
        if node.step:
            text += ':' + self._expr(node.step)
        return text

    def _arguments(self, node):
        parts = []
        positional = node.posonlyargs + node.args
        defaults = [None] * (len(positional) - len(node.defaults)) + node.defaults
        for index, (arg, default) in enumerate(zip(positional, defaults), 1):
            value = '=' + self._expr(default) if default else ''
            parts.append(self._arg(arg) + value)
            if index == len(node.posonlyargs):
                parts.append('/')
        if node.vararg or node.kwonlyargs:
            parts.append('*' + (self._arg(node.vararg) if node.vararg else ''))
        for arg, default in zip(node.kwonlyargs, node.kw_defaults):
            value = '=' + self._expr(default) if default else ''
            parts.append(self._arg(arg) + value)
        if node.kwarg:
            parts.append('**' + self._arg(node.kwarg))
        return ', '.join(parts)

    def _arg(self, node):
        return f'{node.arg}: {self._expr(node.annotation)}' if node.annotation else node.arg

    # --- f-strings and t-strings

    def _JoinedStr(self, node, precedence):
        return self._quoted(node.values, 'f')

    def _TemplateStr(self, node, precedence):
        return self._quoted(node.values, 't')

    def _quoted(self, values, prefix):
        """Write parts of a string in quotes that none of them contains."""
        parts = [self._string_part(value) for value in values]
        quotes = list(_ALL_QUOTES)
        written = []
        for text, is_constant in parts:
            if is_constant:
                text, possible = _literal(text, quotes, True)
                if set(possible).isdisjoint(quotes):
                    return self._quoted_as_repr(parts, prefix)
                quotes = possible
            else:
                if '\n' in text:
                    quotes = [quote for quote in quotes if quote in _MULTI_QUOTES]
                quotes = [quote for quote in quotes if quote not in text] or quotes
            written.append(text)
        return prefix + quotes[0] + ''.join(written) + quotes[0]

    @staticmethod
    def _quoted_as_repr(parts, prefix):
        quote = "'''"
        written = []
        for text, is_constant in parts:
            if is_constant:
                # A double quote in front makes repr() choose single ones around.
                text = repr('"' + text)[2:-1]
            written.append(text)
        return prefix + quote + ''.join(written) + quote

    def _string_part(self, node, in_spec=False):
        if isinstance(node, JoinedStr):
            return ''.join(self._string_part(value, in_spec)[0]
                           for value in node.values), False
        if isinstance(node, Constant) and isinstance(node.value, str):
            text = node.value.replace('{', '{{').replace('}', '}}')
            if in_spec:
                text = text.replace('\\', '\\\\').replace("'", "\\'").replace(
                    '"', '\\"').replace('\n', '\\n')
            return text, True
        if isinstance(node, (FormattedValue, Interpolation)):
            return self._field(node), False
        raise ValueError(f"Unexpected node inside JoinedStr, {node!r}")

    def _field(self, node):
        if isinstance(node, Interpolation) and node.str is not None \
                and isinstance(node.str, str):
            text = node.str
        else:
            text = Unparser()._expr(node.value, _next(_TEST))
        if text.startswith('{'):
            # A brace right behind the opening one would be an escaped brace.
            text = ' ' + text
        text = '{' + text
        if node.conversion != -1:
            text += '!' + chr(node.conversion)
        if node.format_spec:
            text += ':' + self._string_part(node.format_spec, True)[0]
        return text + '}'

    def _FormattedValue(self, node, precedence):
        return self._quoted([node], 'f')

    def _Interpolation(self, node, precedence):
        return self._quoted([node], 't')
