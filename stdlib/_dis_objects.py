"""Instructions as objects, and what has code: the parts of `dis` that print nothing."""

from collections import namedtuple

import _dis

Positions = namedtuple("Positions", "lineno end_lineno col_offset end_col_offset",
                       defaults=(None,) * 4)

_Instruction = namedtuple(
    "_Instruction",
    "opname opcode arg argval argrepr offset start_offset starts_line line_number "
    "label positions cache_info operands baseopname suspends jump_target",
    defaults=(None,) * 7)


class Instruction(_Instruction):
    """One instruction.

    `arg` is the operand that says most and `argval` what it stands for; `argrepr` shows all operands,
    those that are written before an equals sign; `operands` are the flags and the three operands as
    numbers; `suspends` says whether the frame can be suspended here.
    """

    __slots__ = ()

    @property
    def oparg(self):
        """Alias of arg."""
        return self.arg

    @property
    def baseopcode(self):
        """The opcode before specialization."""
        from opcode import opmap
        return opmap[self.baseopname or self.opname]

    @property
    def cache_offset(self):
        """Where the cache entries would begin: there are none among the instructions."""
        return self.end_offset

    @property
    def end_offset(self):
        """The offset behind the instruction."""
        return self.offset + _dis.UNIT

    @property
    def is_jump_target(self):
        """Whether a label stands before it."""
        return self.label is not None

    def __str__(self):
        line = "" if not self.starts_line or self.line_number is None else str(self.line_number)
        label = "" if self.label is None else "L%d:" % self.label
        suspends = "  (may suspend)" if self.suspends else ""
        text = "%3s  %7s     %-22s %s%s" % (line, label, self.opname, self.argrepr, suspends)
        return text.rstrip()


def _instruction(row, shift, line):
    (opcode, name, base, arg, argval, operands, offset, starts, place, label, target, suspends,
     numbers) = row
    if place is None:
        positions, line = Positions(), None
    else:
        positions = Positions(place[0] + shift, place[1] + shift, place[2], place[3])
        line = positions.lineno
    argrepr = operands
    if target is not None:
        argrepr = (operands + " " if operands else "") + "(to L%d)" % target[1]
        argval = target[0]
    elif argval is None and not operands.endswith("None"):
        argval = operands or None
    return Instruction(name, opcode, arg, argval, argrepr, offset, offset, starts is not None, line,
                       label, positions, None, numbers, base, suspends,
                       target[0] if target is not None else None)


def get_instructions(x, *, first_line=None, show_caches=None, adaptive=False):
    """The instructions of a function, method, generator, code object or source."""
    co = _get_code_object(x)
    shift = 0 if first_line is None else first_line - co.co_firstlineno
    return (_instruction(row, shift, None) for row in _dis.instructions(co, adaptive))


def findlinestarts(code):
    """(offset, line) where lines begin."""
    last = False
    for start, _, line in code.co_lines():
        if line is not last:
            if line != last or last is False:
                yield start, line
            last = line


def findlabels(code):
    """The offsets that are jumped to.  Takes a code object; bytes alone do not tell."""
    if not hasattr(code, 'co_code'):
        raise TypeError("findlabels() needs a code object, not %s" % type(code).__name__)
    targets = []
    for row in _dis.instructions(code, False):
        if row[10] is not None and row[10][0] not in targets:
            targets.append(row[10][0])
    return targets


def _try_compile(source, name):
    try:
        return compile(source, name, 'eval')
    except SyntaxError:
        pass
    return compile(source, name, 'exec')


def _get_code_object(x):
    x = getattr(x, '__func__', x)
    for name in ('__code__', 'gi_code', 'ag_code', 'cr_code'):
        code = getattr(x, name, None)
        if code is not None:
            x = code
            break
    if isinstance(x, str):
        x = _try_compile(x, "<disassembly>")
    if hasattr(x, 'co_code'):
        return x
    raise TypeError("don't know how to disassemble %s objects" % type(x).__name__)


def _suspended_at(x):
    """The offset where a suspended generator or coroutine stands."""
    for kind in ('gi', 'cr', 'ag'):
        if getattr(x, kind + '_suspended', False):
            frame = getattr(x, kind + '_frame', None)
            return None if frame is None else frame.f_lasti
    return None
