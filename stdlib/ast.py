"""Syntax trees: making, walking, changing and printing them.

The node classes are those of `_ast`; `_ast_unparse` writes source text.
"""

import sys
from _ast import *

PyCF_ALLOW_TOP_LEVEL_AWAIT = 0x2000
PyCF_ONLY_AST = 0x400
PyCF_TYPE_COMMENTS = 0x1000
PyCF_OPTIMIZED_AST = 0x8400


def parse(source, filename='<unknown>', mode='exec', *,
          type_comments=False, feature_version=None, optimize=-1):
    """The tree of a source."""
    flags = PyCF_ONLY_AST
    if optimize > 0:
        flags |= PyCF_OPTIMIZED_AST
    if type_comments:
        flags |= PyCF_TYPE_COMMENTS
    if feature_version is None:
        feature_version = -1
    elif isinstance(feature_version, tuple):
        major, minor = feature_version
        if major != 3:
            raise ValueError(f"Unsupported major version: {major}")
        feature_version = minor
    return compile(source, filename, mode, flags,
                   _feature_version=feature_version, optimize=optimize)


def literal_eval(node_or_string):
    """The value of a literal; ValueError for anything that is not one."""
    if isinstance(node_or_string, str):
        node_or_string = parse(node_or_string.lstrip(" \t"), mode='eval')
    if isinstance(node_or_string, Expression):
        node_or_string = node_or_string.body
    return _literal(node_or_string)


def _malformed(node):
    msg = "malformed node or string"
    if lno := getattr(node, 'lineno', None):
        msg += f' on line {lno}'
    raise ValueError(msg + f': {node!r}')


def _number(node):
    if not isinstance(node, Constant) or type(node.value) not in (int, float, complex):
        _malformed(node)
    return node.value


def _signed(node):
    if isinstance(node, UnaryOp) and isinstance(node.op, (UAdd, USub)):
        operand = _number(node.operand)
        return +operand if isinstance(node.op, UAdd) else -operand
    return _number(node)


def _literal(node):
    if isinstance(node, Constant):
        return node.value
    if isinstance(node, Tuple):
        return tuple(map(_literal, node.elts))
    if isinstance(node, List):
        return list(map(_literal, node.elts))
    if isinstance(node, Set):
        return set(map(_literal, node.elts))
    if (isinstance(node, Call) and isinstance(node.func, Name)
            and node.func.id == 'set' and node.args == node.keywords == []):
        return set()
    if isinstance(node, Dict):
        if len(node.keys) != len(node.values):
            _malformed(node)
        return dict(zip(map(_literal, node.keys), map(_literal, node.values)))
    if isinstance(node, BinOp) and isinstance(node.op, (Add, Sub)):
        left = _signed(node.left)
        right = _number(node.right)
        if isinstance(left, (int, float)) and isinstance(right, complex):
            return left + right if isinstance(node.op, Add) else left - right
    return _signed(node)


def dump(node, annotate_fields=True, include_attributes=False, *,
         indent=None, show_empty=False):
    """The tree as text."""
    if not isinstance(node, AST):
        raise TypeError('expected AST, got %r' % node.__class__.__name__)
    if indent is not None and not isinstance(indent, str):
        indent = ' ' * indent
    return _dump(node, 0, annotate_fields, include_attributes, indent, show_empty)[0]


def _dump(node, level, annotate_fields, include_attributes, indent, show_empty):
    def again(value):
        return _dump(value, level, annotate_fields, include_attributes, indent,
                     show_empty)

    if indent is not None:
        level += 1
        prefix = '\n' + indent * level
        sep = ',\n' + indent * level
    else:
        prefix = ''
        sep = ', '
    if isinstance(node, AST):
        cls = type(node)
        args = []
        args_buffer = []
        allsimple = True
        keywords = annotate_fields
        for name in node._fields:
            try:
                value = getattr(node, name)
            except AttributeError:
                keywords = True
                continue
            if value is None and getattr(cls, name, ...) is None:
                keywords = True
                continue
            if not show_empty:
                if value == []:
                    if not keywords:
                        args_buffer.append(repr(value))
                    continue
            if not keywords:
                args.extend(args_buffer)
                args_buffer = []
            value, simple = again(value)
            allsimple = allsimple and simple
            args.append('%s=%s' % (name, value) if keywords else value)
        if include_attributes and node._attributes:
            for name in node._attributes:
                try:
                    value = getattr(node, name)
                except AttributeError:
                    continue
                if value is None and getattr(cls, name, ...) is None:
                    continue
                value, simple = again(value)
                allsimple = allsimple and simple
                args.append('%s=%s' % (name, value))
        if allsimple and len(args) <= 3:
            return '%s(%s)' % (node.__class__.__name__, ', '.join(args)), not args
        return '%s(%s%s)' % (node.__class__.__name__, prefix, sep.join(args)), False
    if isinstance(node, list):
        if not node:
            return '[]', True
        return '[%s%s]' % (prefix, sep.join(again(x)[0] for x in node)), False
    return repr(node), True


# --- places -----------------------------------------------------------------

def copy_location(new_node, old_node):
    """Give a node the place of another one."""
    for attr in 'lineno', 'col_offset', 'end_lineno', 'end_col_offset':
        if attr in old_node._attributes and attr in new_node._attributes:
            value = getattr(old_node, attr, None)
            if value is not None or (hasattr(old_node, attr)
                                     and attr.startswith("end_")):
                setattr(new_node, attr, value)
    return new_node


def fix_missing_locations(node):
    """Give nodes without place that of their parent."""
    def fix(node, place):
        place = list(place)
        for index, attr in enumerate(('lineno', 'end_lineno', 'col_offset',
                                      'end_col_offset')):
            if attr in node._attributes:
                value = getattr(node, attr, None)
                if value is None:
                    setattr(node, attr, place[index])
                else:
                    place[index] = value
        for child in iter_child_nodes(node):
            fix(child, place)
    fix(node, (1, 1, 0, 0))
    return node


def increment_lineno(node, n=1):
    """Move a tree down by `n` lines."""
    for child in walk(node):
        if isinstance(child, TypeIgnore):
            child.lineno = getattr(child, 'lineno', 0) + n
            continue
        if 'lineno' in child._attributes:
            child.lineno = getattr(child, 'lineno', 0) + n
        if ("end_lineno" in child._attributes
                and (end_lineno := getattr(child, "end_lineno", 0)) is not None):
            child.end_lineno = end_lineno + n
    return node


def get_docstring(node, clean=True):
    """The docstring of a function, class or module, None if it has none."""
    if not isinstance(node, (AsyncFunctionDef, FunctionDef, ClassDef, Module)):
        raise TypeError("%r can't have docstrings" % (node.__class__.__name__))
    if not (node.body and isinstance(node.body[0], Expr)):
        return None
    node = node.body[0].value
    if not (isinstance(node, Constant) and isinstance(node.value, str)):
        return None
    text = node.value
    if clean:
        import inspect
        text = inspect.cleandoc(text)
    return text


def _splitlines_no_ff(source, maxlines=None):
    # As the parser counts: form feeds do not end a line.
    import re
    lines = []
    for lineno, match in enumerate(re.finditer(r"(.*?(?:\r\n|\n|\r|$))", source,
                                               re.DOTALL), 1):
        if maxlines is not None and lineno > maxlines:
            break
        lines.append(match[0])
    return lines


def get_source_segment(source, node, *, padded=False):
    """The text of a node, None if its place is not known."""
    try:
        if node.end_lineno is None or node.end_col_offset is None:
            return None
        lineno = node.lineno - 1
        end_lineno = node.end_lineno - 1
        col_offset = node.col_offset
        end_col_offset = node.end_col_offset
    except AttributeError:
        return None
    lines = _splitlines_no_ff(source, maxlines=end_lineno + 1)
    if end_lineno == lineno:
        return lines[lineno].encode()[col_offset:end_col_offset].decode()
    padding = ''
    if padded:
        before = lines[lineno].encode()[:col_offset].decode()
        padding = ''.join(c if c in '\f\t' else ' ' for c in before)
    first = padding + lines[lineno].encode()[col_offset:].decode()
    last = lines[end_lineno].encode()[:end_col_offset].decode()
    return ''.join([first, *lines[lineno + 1:end_lineno], last])


# --- walking ----------------------------------------------------------------

def iter_fields(node):
    """Yield (name, value) for each field that is there."""
    for field in node._fields:
        try:
            yield field, getattr(node, field)
        except AttributeError:
            pass


def iter_child_nodes(node):
    """Yield all direct children."""
    for name, field in iter_fields(node):
        if isinstance(field, AST):
            yield field
        elif isinstance(field, list):
            for item in field:
                if isinstance(item, AST):
                    yield item


def walk(node):
    """Yield a node and all below it, in no particular order."""
    from collections import deque
    todo = deque([node])
    while todo:
        node = todo.popleft()
        todo.extend(iter_child_nodes(node))
        yield node


def compare(a, b, /, *, compare_attributes=False):
    """Whether two trees are equal."""
    sentinel = object()

    def same(x, y):
        if isinstance(x, AST):
            return compare(x, y, compare_attributes=compare_attributes)
        if isinstance(x, list):
            return (isinstance(y, list) and len(x) == len(y)
                    and all(map(same, x, y)))
        return type(x) is type(y) and x == y

    if type(a) is not type(b):
        return False
    names = a._fields + (a._attributes if compare_attributes else ())
    return all(same(getattr(a, name, sentinel), getattr(b, name, sentinel))
               for name in names)


class NodeVisitor(object):
    """Calls visit_<class> for nodes, and generic_visit where there is none."""

    def visit(self, node):
        """Visit a node."""
        return getattr(self, 'visit_' + node.__class__.__name__,
                       self.generic_visit)(node)

    def generic_visit(self, node):
        """Visit all children."""
        for field, value in iter_fields(node):
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, AST):
                        self.visit(item)
            elif isinstance(value, AST):
                self.visit(value)


class NodeTransformer(NodeVisitor):
    """Replaces nodes by what their visitors return; None removes them."""

    def generic_visit(self, node):
        for field, old_value in iter_fields(node):
            if isinstance(old_value, list):
                new_values = []
                for value in old_value:
                    if isinstance(value, AST):
                        value = self.visit(value)
                        if value is None:
                            continue
                        if not isinstance(value, AST):
                            new_values.extend(value)
                            continue
                    new_values.append(value)
                old_value[:] = new_values
            elif isinstance(old_value, AST):
                new_node = self.visit(old_value)
                if new_node is None:
                    delattr(node, field)
                else:
                    setattr(node, field, new_node)
        return node


def unparse(ast_obj):
    """The source text of a tree; it means the same, but may look otherwise."""
    from _ast_unparse import Unparser
    return Unparser().visit(ast_obj)


# --- names of old -----------------------------------------------------------

class slice(AST):
    """Deprecated: the base of Index and ExtSlice."""


class Index(slice):
    """Deprecated: makes nothing but its value."""

    def __new__(cls, value, **kwargs):
        return value


class ExtSlice(slice):
    """Deprecated: makes a Tuple."""

    def __new__(cls, dims=(), **kwargs):
        return Tuple(list(dims), Load(), **kwargs)


class Suite(mod):
    """Deprecated: never made by the parser."""


class AugLoad(expr_context):
    """Deprecated: never made by the parser."""


class AugStore(expr_context):
    """Deprecated: never made by the parser."""


class Param(expr_context):
    """Deprecated: never made by the parser."""


def main(args=None):
    """python -m ast FILE"""
    import argparse
    parser = argparse.ArgumentParser(color=True)
    parser.add_argument('infile', nargs='?', default='-',
                        help='the file to parse; defaults to stdin')
    parser.add_argument('-m', '--mode', default='exec',
                        choices=('exec', 'single', 'eval', 'func_type'),
                        help='specify what kind of code must be parsed')
    parser.add_argument('-a', '--include-attributes', action='store_true',
                        help='include attributes such as line numbers and column offsets')
    parser.add_argument('-i', '--indent', type=int, default=3,
                        help='indentation of nodes (number of spaces)')
    args = parser.parse_args(args)
    if args.infile == '-':
        name, source = '<stdin>', sys.stdin.buffer.read()
    else:
        name = args.infile
        with open(args.infile, 'rb') as infile:
            source = infile.read()
    tree = parse(source, name, args.mode)
    print(dump(tree, include_attributes=args.include_attributes, indent=args.indent))


if __name__ == '__main__':
    main()
