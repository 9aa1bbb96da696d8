//! Which registers an instruction sets and unsets, read off the opcode table.

use crate::bytecode::code::Ins;
use crate::bytecode::opcode::{CONSUME_A, CONSUME_B, CONSUME_C, Op, OperandKind};

/// Whether control never goes on to the next instruction.
pub fn ends(op: Op) -> bool {
    matches!(
        op,
        Op::JUMP
            | Op::JUMP_BACKWARD
            | Op::RETURN_VALUE
            | Op::RETURN_CONST
            | Op::RERAISE
            | Op::RAISE_VARARGS
            | Op::END_ASYNC_FOR
    )
}

/// Reports (register, is unset afterwards); windows that are consumed hold temporaries that no
/// check names, so they are left out.
pub fn apply(ins: Ins, report: &mut dyn FnMut(u32, bool)) {
    let operands = [ins.a, ins.b, ins.c];
    let flags = [CONSUME_A, CONSUME_B, CONSUME_C];
    for (index, kind) in ins.op.info().operands.iter().enumerate() {
        let register = operands[index] as u32;
        let consumed = match kind {
            OperandKind::Read => ins.flags & flags[index] != 0,
            OperandKind::Consume => true,
            _ => false,
        };
        if consumed {
            report(register, true);
        }
    }
    match ins.op {
        Op::RELEASE => {
            for offset in 0..ins.b as u32 {
                report(ins.a as u32 + offset, true);
            }
        }
        Op::DELETE_FAST => report(ins.b as u32, true),
        // What passed the check is bound.
        Op::CHECK_BOUND => report(ins.b as u32, false),
        Op::LOAD_FAST_CHECK => {
            report(ins.b as u32, false);
            report(ins.a as u32, false);
        }
        _ => match ins.op.info().operands[0] {
            OperandKind::Write | OperandKind::Mutate => report(ins.a as u32, false),
            OperandKind::WriteWindow => {
                for offset in 0..written(ins) {
                    report(ins.a as u32 + offset, false);
                }
            }
            _ => {}
        },
    }
}

/// How many registers an instruction with a written window sets.
pub fn written(ins: Ins) -> u32 {
    match ins.op {
        Op::UNPACK_SEQUENCE => ins.c as u32,
        Op::UNPACK_EX => (ins.c as u32 & 0xff) + 1 + (ins.c as u32 >> 8),
        Op::BEFORE_WITH | Op::BEFORE_ASYNC_WITH => 4,
        _ => 2,
    }
}
