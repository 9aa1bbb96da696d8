"""The disassembler of Coil's bytecode, with the names that CPython's `dis` has.

The listing is the one that `coil dis` prints.  Coil's machine has registers: an instruction shows what
it writes, `=`, and what it reads.  Where a frame can be suspended is marked, and the listing of a
suspended generator or coroutine has an arrow where it stands.
"""

import sys

import _dis
from _dis import COMPILER_FLAG_NAMES
from _dis_objects import (Instruction, Positions, _get_code_object, _suspended_at,
                          _try_compile, findlabels, findlinestarts, get_instructions)
from opcode import *
from opcode import __all__ as _opcodes_all

__all__ = ["code_info", "dis", "disassemble", "distb", "disco", "findlinestarts", "findlabels",
           "show_code", "get_instructions", "Instruction", "Bytecode", "Positions",
           "COMPILER_FLAG_NAMES", "pretty_flags"] + _opcodes_all
del _opcodes_all


def dis(x=None, *, file=None, depth=None, show_caches=False, adaptive=False,
        show_offsets=False, show_positions=False):
    """Disassemble classes, methods, functions, generators, coroutines, modules or code.

    Without an argument, disassemble where the last exception came from.
    """
    options = dict(file=file, show_caches=show_caches, adaptive=adaptive,
                   show_offsets=show_offsets, show_positions=show_positions)
    if x is None:
        distb(**options)
        return
    if isinstance(x, (bytes, bytearray)):
        raise TypeError("Coil's code objects cannot be made from bytes; disassemble the code object")
    if isinstance(x, str):
        x = _try_compile(x, '<dis>')
    current = _suspended_at(x)
    code = _find_code(x)
    if code is not None:
        _write(code, current, depth, **options)
    elif hasattr(x, '__dict__'):
        _dis_members(x, depth, options)
    else:
        raise TypeError("don't know how to disassemble %s objects" % type(x).__name__)


def _find_code(x):
    if isinstance(x, type):
        return None
    x = getattr(x, '__func__', x)
    for name in ('__code__', 'gi_code', 'ag_code', 'cr_code'):
        code = getattr(x, name, None)
        if code is not None:
            return code
    return x if hasattr(x, 'co_code') else None


def _dis_members(x, depth, options):
    file = options['file']
    for name, member in sorted(x.__dict__.items()):
        if not isinstance(member, (type, staticmethod, classmethod)) and _find_code(member) is None:
            continue
        if isinstance(member, type) and not isinstance(x, type) and member.__module__ != x.__name__:
            continue
        print("Disassembly of %s:" % name, file=file)
        try:
            dis(member, depth=depth, **options)
        except TypeError as error:
            print("Sorry:", error, file=file)
        print(file=file)


def _write(code, current, depth, *, file=None, show_caches=False, adaptive=False,
           show_offsets=False, show_positions=False, shift=0):
    # Caches lie beside the instructions, never among them: there are none to show.
    if adaptive:
        for instruction in get_instructions(code, adaptive=True):
            print(instruction, file=file)
        return
    text = _dis.disassemble(code, depth, show_offsets, show_positions, current, shift)
    print(text, end='', file=file)


def distb(tb=None, *, file=None, show_caches=False, adaptive=False,
          show_offsets=False, show_positions=False):
    """Disassemble the code that a traceback ends in (default: that of the last exception)."""
    if tb is None:
        try:
            last = getattr(sys, 'last_exc', None)
            tb = last.__traceback__ if last is not None else sys.last_traceback
        except AttributeError:
            raise RuntimeError("no last traceback to disassemble") from None
    while tb.tb_next:
        tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, tb.tb_lasti, file=file, show_caches=show_caches,
                adaptive=adaptive, show_offsets=show_offsets, show_positions=show_positions)


def disassemble(co, lasti=-1, *, file=None, show_caches=False, adaptive=False,
                show_offsets=False, show_positions=False):
    """Disassemble a code object, without those in it; `lasti` gets an arrow."""
    _write(co, lasti if lasti >= 0 else None, 0, file=file, show_caches=show_caches,
           adaptive=adaptive, show_offsets=show_offsets, show_positions=show_positions)


disco = disassemble


def pretty_flags(flags):
    """The names of a code object's flags."""
    names = []
    for bit in (1 << shift for shift in range(32)):
        if flags & bit:
            names.append(COMPILER_FLAG_NAMES.get(bit, hex(bit)))
    return ", ".join(names) if names else hex(flags)


def code_info(x):
    """What there is to say of the code of a function, method, generator or source."""
    co = _get_code_object(x)
    lines = [
        "Name:              %s" % co.co_name,
        "Filename:          %s" % co.co_filename,
        "Argument count:    %s" % co.co_argcount,
        "Positional-only arguments: %s" % co.co_posonlyargcount,
        "Kw-only arguments: %s" % co.co_kwonlyargcount,
        "Number of locals:  %s" % co.co_nlocals,
        "Stack size:        %s" % co.co_stacksize,
        "Flags:             %s" % pretty_flags(co.co_flags),
    ]
    for title, content in (("Constants", map(repr, co.co_consts)), ("Names", co.co_names),
                           ("Variable names", co.co_varnames), ("Free variables", co.co_freevars),
                           ("Cell variables", co.co_cellvars)):
        rows = ["%4d: %s" % row for row in enumerate(content)]
        if rows:
            lines.append(title + ":")
            lines += rows
    return "\n".join(lines)


def show_code(co, *, file=None):
    """Print what code_info() gives."""
    print(code_info(co), file=file)


class Bytecode:
    """The bytecode of something: iterate over it for its instructions."""

    def __init__(self, x, *, first_line=None, current_offset=None, show_caches=False,
                 adaptive=False, show_offsets=False, show_positions=False):
        self.codeobj = co = _get_code_object(x)
        self.first_line = co.co_firstlineno if first_line is None else first_line
        self._line_offset = 0 if first_line is None else first_line - co.co_firstlineno
        self._original_object = x
        self.current_offset = _suspended_at(x) if current_offset is None else current_offset
        self.show_caches = show_caches
        self.adaptive = adaptive
        self.show_offsets = show_offsets
        self.show_positions = show_positions
        self.exception_entries = _dis.exceptions(co)

    def __iter__(self):
        return get_instructions(self.codeobj, adaptive=self.adaptive,
                                first_line=self.first_line)

    def __repr__(self):
        return "{}({!r})".format(self.__class__.__name__, self._original_object)

    @classmethod
    def from_traceback(cls, tb, *, show_caches=False, adaptive=False):
        """The bytecode where a traceback ends, which stands where it was raised."""
        while tb.tb_next:
            tb = tb.tb_next
        return cls(tb.tb_frame.f_code, current_offset=tb.tb_lasti, show_caches=show_caches,
                   adaptive=adaptive)

    def info(self):
        """What code_info() says of it."""
        return code_info(self.codeobj)

    def dis(self):
        """The listing as text."""
        import io
        output = io.StringIO()
        _write(self.codeobj, self.current_offset, 0, file=output, adaptive=self.adaptive,
               show_offsets=self.show_offsets, show_positions=self.show_positions,
               shift=self._line_offset)
        return output.getvalue()


def main(args=None):
    """`python -m dis`."""
    import argparse
    parser = argparse.ArgumentParser()
    parser.add_argument('-C', '--show-caches', action='store_true',
                        help='accepted for compatibility: caches are not among the instructions')
    parser.add_argument('-O', '--show-offsets', action='store_true', help='show instruction offsets')
    parser.add_argument('-P', '--show-positions', action='store_true', help='show source ranges')
    parser.add_argument('-S', '--specialized', action='store_true', help='show specialized bytecode')
    parser.add_argument('infile', nargs='?', default='-')
    args = parser.parse_args(args=args)
    if args.infile == '-':
        name, source = '<stdin>', sys.stdin.buffer.read()
    else:
        name = args.infile
        with open(name, 'rb') as infile:
            source = infile.read()
    dis(compile(source, name, 'exec'), show_caches=args.show_caches, adaptive=args.specialized,
        show_offsets=args.show_offsets, show_positions=args.show_positions)


if __name__ == "__main__":
    main()
