"""The opcodes of Coil's bytecode, by name and by number.

The table is the VM's own (`_dis`); what the operands of an opcode are stands in its `kinds`.
"""

from _dis import opcodes as _opcodes
from _dis import stack_effect as _stack_effect

__all__ = ["cmp_op", "stack_effect", "hascompare", "hasarg", "hasconst", "hasname", "hasjump",
           "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc", "opname", "opmap",
           "EXTENDED_ARG", "HAVE_ARGUMENT"]

cmp_op = ('<', '<=', '==', '!=', '>', '>=')

_table = _opcodes()

opmap = {row[0]: number for number, row in enumerate(_table)}
opname = [row[0] for row in _table]
opname += ['<%r>' % (number,) for number in range(len(opname), 256)]


def _having(*kinds):
    return [number for number, row in enumerate(_table) if any(kind in row[2] for kind in kinds)]


hasarg = [number for number, row in enumerate(_table) if row[2] != '___']
hasconst = _having('K')
hasname = _having('S')
hasjrel = hasjump = _having('J', 'L')
hasjabs = []
hasfree = _having('F') + [opmap[name] for name in ('LOAD_DEREF', 'STORE_DEREF', 'DELETE_DEREF',
                                                   'LOAD_CLOSURE', 'MAKE_CELL')
                          if name in opmap and 'F' not in _table[opmap[name]][2]]
haslocal = [number for number, row in enumerate(_table) if '_FAST' in row[0] or row[0] == 'MOVE']
hascompare = [number for number, row in enumerate(_table) if row[0].startswith('COMPARE')]
# Exceptions are caught by table; no instruction enters a block.
hasexc = []

# All operands fit their instruction; nothing ever extends one.
EXTENDED_ARG = None
# Numbers say nothing about operands here: each opcode from 0 on may have some.
HAVE_ARGUMENT = 0


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """By how many the registers in use change at this opcode with this count."""
    if jump is not None and jump is not True and jump is not False:
        raise ValueError("stack_effect: jump must be False, True or None")
    return _stack_effect(opcode, oparg, jump)
