//! What an instruction does to registers, read off the opcode table.

use super::code::Ins;
use super::opcode::{CONSUME_A, CONSUME_B, CONSUME_C, FROM_FREE, HAS_KWARGS, HAS_SPEC, MAPPING_IN_A, Op, OperandKind};

/// One thing that happens to registers; an instruction reads first, then consumes, then writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Read and left in place.
    Read(u32),
    /// Read and unset (`count` registers from `first` on).
    Consume { first: u32, count: u32 },
    /// Set.
    Write { first: u32, count: u32 },
    /// Unset, whether set or not.
    Clear { first: u32, count: u32 },
}

/// Whether control never goes on to the next instruction.
pub fn ends_block(op: Op) -> bool {
    matches!(
        op,
        Op::JUMP
            | Op::JUMP_BACKWARD
            | Op::RETURN_VALUE
            | Op::RETURN_CONST
            | Op::RETURN_GEN
            | Op::RETURN_CONST_GEN
            | Op::RERAISE
            | Op::RAISE_VARARGS
            | Op::END_ASYNC_FOR
    )
}

/// Whether the frame may be suspended here.
pub fn suspends(op: Op) -> bool {
    matches!(op, Op::YIELD_VALUE | Op::YIELD_FROM)
}

/// The instruction's effects on registers, in order.
pub fn effects(ins: Ins) -> Vec<Effect> {
    let operands = [ins.a as u32, ins.b as u32, ins.c as u32];
    let consume = [CONSUME_A, CONSUME_B, CONSUME_C];
    let kinds = ins.op.info().operands;
    let mut reads = Vec::new();
    let mut consumed = Vec::new();
    let mut written = Vec::new();
    for (index, kind) in kinds.iter().enumerate() {
        let register = operands[index];
        match kind {
            OperandKind::Read if !is_used(ins, index) => {}
            OperandKind::Read if ins.flags & consume[index] != 0 => {
                consumed.push(Effect::Consume { first: register, count: 1 });
            }
            OperandKind::Read => reads.push(Effect::Read(register)),
            OperandKind::Consume => consumed.push(Effect::Consume { first: register, count: 1 }),
            OperandKind::Mutate if matches!(ins.op, Op::MAKE_CELL) => {
                written.push(Effect::Write { first: register, count: 1 });
            }
            OperandKind::Mutate if ins.op == Op::YIELD_FROM => {
                consumed.push(Effect::Consume { first: register, count: 1 });
            }
            OperandKind::Mutate => reads.push(Effect::Read(register)),
            OperandKind::Window => {
                consumed.push(Effect::Consume { first: register, count: window_size(ins) });
            }
            OperandKind::Write => written.push(Effect::Write { first: register, count: 1 }),
            OperandKind::WriteWindow if ins.op == Op::RELEASE => {
                written.push(Effect::Clear { first: register, count: ins.b as u32 });
            }
            OperandKind::WriteWindow => {
                written.push(Effect::Write { first: register, count: written_count(ins) });
            }
            _ => {}
        }
    }
    if ins.op == Op::LOAD_FROM_DICT_OR_DEREF && ins.flags & MAPPING_IN_A != 0 {
        reads.push(Effect::Read(operands[0]));
    }
    if matches!(ins.op, Op::DELETE_FAST) {
        written.push(Effect::Clear { first: operands[1], count: 1 });
    }
    reads.into_iter().chain(consumed).chain(written).collect()
}

/// Some operands of kind `Read` mean nothing in some forms of their instruction.
fn is_used(ins: Ins, index: usize) -> bool {
    match (ins.op, index) {
        (Op::RAISE_VARARGS, index) => (index as u16) < ins.c,
        (Op::FORMAT_VALUE, 2) => ins.flags & HAS_SPEC != 0,
        (Op::LOAD_CLOSURE, 1) => ins.flags & FROM_FREE == 0,
        // The instruction's business is whether the local is set.
        (Op::CHECK_BOUND | Op::LOAD_FAST_CHECK | Op::DELETE_FAST, 1) => false,
        _ => true,
    }
}

/// How many registers a consumed window has.
pub fn window_size(ins: Ins) -> u32 {
    let c = ins.c as u32;
    match ins.op {
        Op::CALL | Op::CALL_NATIVE | Op::CALL_GEN => c + 1,
        Op::CALL_METHOD | Op::CALL_METHOD_NATIVE | Op::CALL_METHOD_GEN => c + 2,
        Op::CALL_KW => c + 2,
        Op::CALL_METHOD_KW => c + 3,
        Op::CALL_FUNCTION_EX => 2 + (ins.flags & HAS_KWARGS != 0) as u32,
        Op::BUILD_MAP => 2 * c,
        Op::BUILD_TUPLE
        | Op::BUILD_LIST
        | Op::BUILD_SET
        | Op::BUILD_STRING
        | Op::BUILD_SLICE
        | Op::BUILD_INTERPOLATION => c,
        Op::MAKE_FUNCTION => (ins.flags & 0xf0).count_ones(),
        Op::LOAD_SUPER_ATTR | Op::LOAD_SUPER_METHOD | Op::LOAD_SUPER_METHOD_CACHED | Op::MATCH_CLASS => 3,
        // BINARY_SLICE, STORE_SLICE, MAP_ADD, IMPORT_NAME, BUILD_TEMPLATE, intrinsics, exit pairs.
        _ => 2,
    }
}

/// How many registers an instruction with a written window sets.
pub fn written_count(ins: Ins) -> u32 {
    match ins.op {
        Op::UNPACK_SEQUENCE => ins.c as u32,
        Op::UNPACK_EX => (ins.c as u32 & 0xff) + 1 + (ins.c as u32 >> 8),
        Op::BEFORE_WITH | Op::BEFORE_ASYNC_WITH => 4,
        _ => 2,
    }
}

/// Where a jumping instruction at `index` goes.
pub fn jump_target(ins: Ins, index: u32) -> Option<u32> {
    let kinds = ins.op.info().operands;
    let operands = [ins.a, ins.b, ins.c];
    if kinds.contains(&OperandKind::LongJump) {
        return index.checked_add_signed(ins.wide() as i32);
    }
    let position = kinds.iter().position(|kind| *kind == OperandKind::Jump)?;
    index.checked_add_signed(operands[position] as i16 as i32)
}

/// By how many the set registers change at an instruction with this count as its immediate operands; `jump` says
/// whether it jumps, None asks for the larger change.
pub fn effects_on_depth(op: Op, count: u16, jump: Option<bool>) -> i64 {
    let mut change = 0;
    for effect in effects(Ins::new(op, count, count, count)) {
        match effect {
            Effect::Read(_) => {}
            Effect::Consume { count, .. } | Effect::Clear { count, .. } => change -= count as i64,
            Effect::Write { count, .. } => change += count as i64,
        }
    }
    // A loop that is exhausted jumps without having set its target.
    let exhausts = op.info().name.starts_with("FOR_ITER");
    if exhausts && jump == Some(true) { change - 1 } else { change }
}
