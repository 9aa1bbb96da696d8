//! From a stream of instructions and labels to the arrays of a code object.
//!
//! The compiler writes items with symbolic jump targets and with the exception handler that covers
//! each instruction; the assembler threads jumps, drops what does nothing, gives addresses, reaches
//! far targets through long jumps, and derives the exception table.

use super::code::{Handler, Ins, Position};
use super::opcode::{NEGATE, Op, OperandKind};

/// A place in the stream that jumps name.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Label(pub u32);

/// Which handler covers an instruction: an index into [`Stream::handlers`] plus one, 0 for none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct HandlerId(pub u32);

/// Where a handler begins and how many registers survive until there.
#[derive(Clone, Copy, Debug)]
pub struct HandlerInfo {
    pub target: Label,
    pub depth: u32,
}

/// What an instruction was compiled from: two offsets that the caller of [`Stream::assemble`]
/// turns into a position. `NOWHERE` marks what has none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    pub start: u32,
    pub end: u32,
}

impl Mark {
    pub const NOWHERE: Mark = Mark { start: u32::MAX, end: u32::MAX };
}

/// An instruction before it has an address.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub ins: Ins,
    pub target: Option<Label>,
    pub mark: Mark,
    pub handler: HandlerId,
}

#[derive(Clone, Copy, Debug)]
pub enum Item {
    Label(Label),
    Line(Line),
}

/// Everything that [`Stream::assemble`] needs.
#[derive(Default)]
pub struct Stream {
    pub items: Vec<Item>,
    pub label_count: u32,
    pub handlers: Vec<HandlerInfo>,
}

/// The arrays of a code object.
pub struct Assembled {
    pub instructions: Vec<Ins>,
    pub handlers: Vec<Handler>,
    /// One for each instruction.
    pub positions: Vec<Position>,
}

/// How many instructions one line became: 1, or more when its target is far.
const FAR_INVERTED: u32 = 2;
const FAR_PLAIN: u32 = 3;

impl Stream {
    pub fn assemble(mut self, mut position: impl FnMut(Mark) -> Position) -> Assembled {
        self.thread_jumps();
        self.drop_useless();
        let (labels, sizes) = self.lay_out();
        let mut out = Assembled { instructions: Vec::new(), handlers: Vec::new(), positions: Vec::new() };
        let mut covered = Vec::new();
        let mut index = 0;
        for item in &self.items {
            let Item::Line(line) = item else { continue };
            write_line(line, sizes[index], &labels, &mut out.instructions);
            let place = position(line.mark);
            out.positions.resize(out.instructions.len(), place);
            covered.resize(out.instructions.len(), line.handler);
            index += 1;
        }
        out.handlers = self.exception_table(&covered, &labels);
        out
    }

    /// A jump to a forward JUMP goes where that one goes. Backward jumps stay as they are: they are
    /// where signals and other threads get their turn.
    fn thread_jumps(&mut self) {
        let mut forward: Vec<Option<Label>> = vec![None; self.label_count as usize];
        let mut pending: Vec<Label> = Vec::new();
        for item in &self.items {
            match item {
                Item::Label(label) => pending.push(*label),
                Item::Line(line) => {
                    for label in pending.drain(..) {
                        if line.ins.op == Op::JUMP {
                            forward[label.0 as usize] = line.target;
                        }
                    }
                }
            }
        }
        for item in &mut self.items {
            let Item::Line(Line { target: Some(target), ins, .. }) = item else { continue };
            if ins.op == Op::JUMP_BACKWARD {
                continue;
            }
            // The bound ends the walk on a (dead) cycle of jumps.
            for _ in 0..64 {
                match forward[target.0 as usize] {
                    Some(next) => *target = next,
                    None => break,
                }
            }
        }
    }

    /// Drops jumps to the next instruction, and NOPs whose place in the source a neighbour can take.
    fn drop_useless(&mut self) {
        let items = std::mem::take(&mut self.items);
        let mut kept: Vec<Item> = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let Item::Line(line) = item else {
                kept.push(*item);
                continue;
            };
            let useless = match line.ins.op {
                Op::JUMP => labels_after(&items, index).any(|label| Some(label) == line.target),
                Op::NOP => nop_is_useless(&items, index),
                _ => false,
            };
            if !useless {
                let mut line = *line;
                if line.mark == Mark::NOWHERE && matches!(line.ins.op, Op::JUMP_BACKWARD | Op::JUMP) {
                    line.mark = jump_mark(&items, index);
                }
                kept.push(Item::Line(line));
            }
        }
        self.items = kept;
        self.begin_elsewhere();
    }

    /// A generator that stands at a yield has yielded there: one that has not begun must stand elsewhere.
    fn begin_elsewhere(&mut self) {
        let first = self.items.iter().find_map(|item| if let Item::Line(line) = item { Some(line) } else { None });
        if let Some(line) = first.filter(|line| line.ins.op == Op::YIELD_VALUE) {
            let mark = Mark { start: line.mark.start, end: line.mark.start };
            let ins = Ins { op: Op::NOP, flags: 0, a: 0, b: 0, c: 0 };
            self.items.insert(0, Item::Line(Line { ins, target: None, mark, handler: HandlerId(0) }));
        }
    }

    /// Gives each label its address and each line its size. Lines only grow, so this ends.
    fn lay_out(&self) -> (Vec<u32>, Vec<u32>) {
        let lines = self.items.iter().filter(|item| matches!(item, Item::Line(_))).count();
        let mut sizes = vec![1u32; lines];
        let mut labels = vec![0u32; self.label_count as usize];
        loop {
            let mut address = 0;
            let mut index = 0;
            for item in &self.items {
                match item {
                    Item::Label(label) => labels[label.0 as usize] = address,
                    Item::Line(_) => {
                        address += sizes[index];
                        index += 1;
                    }
                }
            }
            if !self.grow(&labels, &mut sizes) {
                return (labels, sizes);
            }
        }
    }

    fn grow(&self, labels: &[u32], sizes: &mut [u32]) -> bool {
        let mut grown = false;
        let mut address = 0u32;
        let mut index = 0;
        for item in &self.items {
            let Item::Line(line) = item else { continue };
            if let (Some(target), 1) = (line.target, sizes[index])
                && short_jump_operand(line.ins.op).is_some()
            {
                let distance = labels[target.0 as usize] as i64 - address as i64;
                // The margin leaves room for the long form itself.
                if !(-32_000..=32_000).contains(&distance) {
                    sizes[index] = if inverted(line.ins).is_some() { FAR_INVERTED } else { FAR_PLAIN };
                    grown = true;
                }
            }
            address += sizes[index];
            index += 1;
        }
        grown
    }

    fn exception_table(&self, covered: &[HandlerId], labels: &[u32]) -> Vec<Handler> {
        let mut rows: Vec<Handler> = Vec::new();
        let mut start = 0;
        while start < covered.len() {
            let id = covered[start];
            let end = (start..covered.len()).find(|at| covered[*at] != id).unwrap_or(covered.len());
            if let Some(info) = id.0.checked_sub(1).map(|index| self.handlers[index as usize]) {
                rows.push(Handler {
                    start: start as u32,
                    end: end as u32,
                    target: labels[info.target.0 as usize],
                    depth: info.depth,
                });
            }
            start = end;
        }
        rows
    }
}

/// The labels between an item and the next line.
fn labels_after(items: &[Item], index: usize) -> impl Iterator<Item = Label> + '_ {
    items[index + 1..].iter().map_while(|item| match item {
        Item::Label(label) => Some(*label),
        Item::Line(_) => None,
    })
}

/// A NOP is there for its line only: it goes when the next instruction is on the same line, or is a
/// jump without a place of its own (which then takes that of the NOP).
fn nop_is_useless(items: &[Item], index: usize) -> bool {
    let Some(Item::Line(next)) = items.get(index + 1) else { return false };
    let Item::Line(nop) = &items[index] else { return false };
    nop.mark == Mark::NOWHERE
        || nop.mark == next.mark
        || (next.mark == Mark::NOWHERE && matches!(next.ins.op, Op::JUMP | Op::JUMP_BACKWARD))
}

/// A jump without a place takes that of the NOP (a `pass`) or instruction before it.
fn jump_mark(items: &[Item], index: usize) -> Mark {
    match index.checked_sub(1).map(|before| &items[before]) {
        Some(Item::Line(line)) => line.mark,
        _ => Mark::NOWHERE,
    }
}

/// Which operand holds the 16-bit jump, if one does.
pub fn short_jump_operand(op: Op) -> Option<usize> {
    op.info().operands.iter().position(|kind| *kind == OperandKind::Jump)
}

/// Whether the jump fills B and C.
pub fn is_long_jump(op: Op) -> bool {
    op.info().operands.contains(&OperandKind::LongJump)
}

/// The same test with the opposite outcome.
fn inverted(ins: Ins) -> Option<Ins> {
    let op = match ins.op {
        Op::JUMP_IF_FALSE => Op::JUMP_IF_TRUE,
        Op::JUMP_IF_TRUE => Op::JUMP_IF_FALSE,
        Op::JUMP_IF_NONE => Op::JUMP_IF_NOT_NONE,
        Op::JUMP_IF_NOT_NONE => Op::JUMP_IF_NONE,
        Op::LT_JUMP_FALSE => Op::LT_JUMP_TRUE,
        Op::LE_JUMP_FALSE => Op::LE_JUMP_TRUE,
        Op::EQ_JUMP_FALSE => Op::EQ_JUMP_TRUE,
        Op::NE_JUMP_FALSE => Op::NE_JUMP_TRUE,
        Op::GT_JUMP_FALSE => Op::GT_JUMP_TRUE,
        Op::GE_JUMP_FALSE => Op::GE_JUMP_TRUE,
        Op::LT_JUMP_TRUE => Op::LT_JUMP_FALSE,
        Op::LE_JUMP_TRUE => Op::LE_JUMP_FALSE,
        Op::EQ_JUMP_TRUE => Op::EQ_JUMP_FALSE,
        Op::NE_JUMP_TRUE => Op::NE_JUMP_FALSE,
        Op::GT_JUMP_TRUE => Op::GT_JUMP_FALSE,
        Op::GE_JUMP_TRUE => Op::GE_JUMP_FALSE,
        Op::LT_IMM_JUMP_FALSE => Op::LT_IMM_JUMP_TRUE,
        Op::LE_IMM_JUMP_FALSE => Op::LE_IMM_JUMP_TRUE,
        Op::EQ_IMM_JUMP_FALSE => Op::EQ_IMM_JUMP_TRUE,
        Op::NE_IMM_JUMP_FALSE => Op::NE_IMM_JUMP_TRUE,
        Op::GT_IMM_JUMP_FALSE => Op::GT_IMM_JUMP_TRUE,
        Op::GE_IMM_JUMP_FALSE => Op::GE_IMM_JUMP_TRUE,
        Op::LT_IMM_JUMP_TRUE => Op::LT_IMM_JUMP_FALSE,
        Op::LE_IMM_JUMP_TRUE => Op::LE_IMM_JUMP_FALSE,
        Op::EQ_IMM_JUMP_TRUE => Op::EQ_IMM_JUMP_FALSE,
        Op::NE_IMM_JUMP_TRUE => Op::NE_IMM_JUMP_FALSE,
        Op::GT_IMM_JUMP_TRUE => Op::GT_IMM_JUMP_FALSE,
        Op::GE_IMM_JUMP_TRUE => Op::GE_IMM_JUMP_FALSE,
        Op::IS_JUMP_FALSE | Op::CONTAINS_JUMP_FALSE => {
            return Some(Ins { flags: ins.flags ^ NEGATE, ..ins });
        }
        _ => return None,
    };
    Some(Ins { op, ..ins })
}

fn with_short_jump(mut ins: Ins, distance: i64) -> Ins {
    let value = distance as i16 as u16;
    match short_jump_operand(ins.op) {
        Some(0) => ins.a = value,
        Some(1) => ins.b = value,
        _ => ins.c = value,
    }
    ins
}

/// JUMP or JUMP_BACKWARD from one address to another.
fn long_jump(from: u32, to: u32) -> Ins {
    let op = if to > from { Op::JUMP } else { Op::JUMP_BACKWARD };
    Ins::new(op, 0, 0, 0).with_wide((to as i64 - from as i64) as i32 as u32)
}

fn write_line(line: &Line, size: u32, labels: &[u32], out: &mut Vec<Ins>) {
    let at = out.len() as u32;
    let Some(target) = line.target.map(|label| labels[label.0 as usize]) else {
        out.push(line.ins);
        return;
    };
    if is_long_jump(line.ins.op) {
        out.push(long_jump(at, target));
        return;
    }
    match (size, inverted(line.ins)) {
        (FAR_INVERTED, Some(opposite)) => {
            out.push(with_short_jump(opposite, 2));
            out.push(long_jump(at + 1, target));
        }
        (FAR_PLAIN, _) => {
            out.push(with_short_jump(line.ins, 2));
            out.push(long_jump(at + 1, at + 3));
            out.push(long_jump(at + 2, target));
        }
        _ => out.push(with_short_jump(line.ins, target as i64 - at as i64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(op: Op, target: Option<Label>) -> Item {
        let ins = Ins::new(op, 0, 0, 0);
        Item::Line(Line { ins, target, mark: Mark::NOWHERE, handler: HandlerId(0) })
    }

    #[test]
    fn far_conditional_jumps_are_inverted_over_a_long_one() {
        let end = Label(0);
        let mut items = vec![line(Op::JUMP_IF_FALSE, Some(end)), line(Op::FOR_ITER, Some(end))];
        items.extend((0..40_000).map(|_| line(Op::UNARY_NOT, None)));
        items.push(Item::Label(end));
        items.push(line(Op::RETURN_CONST, None));
        let stream = Stream { items, label_count: 1, handlers: Vec::new() };
        let out = stream.assemble(|_| Position::default()).instructions;
        assert_eq!((out[0].op, out[0].a), (Op::JUMP_IF_TRUE, 2));
        assert_eq!((out[1].op, out[1].wide()), (Op::JUMP, 40_004));
        assert_eq!((out[2].op, out[2].c), (Op::FOR_ITER, 2));
        assert_eq!((out[3].op, out[3].wide()), (Op::JUMP, 2));
        assert_eq!((out[4].op, out[4].wide()), (Op::JUMP, 40_001));
    }
}
