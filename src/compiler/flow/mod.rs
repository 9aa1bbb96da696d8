//! Definite assignment: which checks of unbound locals cannot fail.
//!
//! `emit/` puts a CHECK_BOUND before every read of a local. Here a forward analysis finds, for each
//! point of the stream, the registers that may be unset there, and takes out the checks of all
//! others; a check that stays is merged with the MOVE it precedes. It works on the stream with
//! labels, before addresses exist.

use crate::bytecode::assembler::{Item, Label, Line, Stream};
use crate::bytecode::code::Ins;
use crate::bytecode::effects::{Effect, effects, ends_block};
use crate::bytecode::opcode::Op;

/// A set of checked registers, one bit each.
type Bits = Vec<u64>;

/// The registers that some check names, numbered.
struct Checked {
    number: Vec<Option<u32>>,
    count: usize,
}

impl Checked {
    fn collect(stream: &Stream, registers: u32) -> Checked {
        let mut checked = Checked { number: vec![None; registers as usize + 1], count: 0 };
        for item in &stream.items {
            if let Item::Line(Line { ins: Ins { op: Op::CHECK_BOUND, b, .. }, .. }) = item
                && let Some(slot) = checked.number.get_mut(*b as usize)
                && slot.is_none()
            {
                *slot = Some(checked.count as u32);
                checked.count += 1;
            }
        }
        checked
    }

    fn bit(&self, register: u32) -> Option<(usize, u64)> {
        let number = (*self.number.get(register as usize)?)?;
        Some((number as usize / 64, 1 << (number % 64)))
    }

    fn set(&self, state: &mut Bits, register: u32, unset: bool) {
        if let Some((word, mask)) = self.bit(register) {
            if unset { state[word] |= mask } else { state[word] &= !mask }
        }
    }
}

/// A stretch of items without labels inside and without jumps before its end.
struct Block {
    start: usize,
    end: usize,
    /// What may be unset at its start; None as long as nothing leads there.
    entry: Option<Bits>,
}

struct Analysis<'s> {
    stream: &'s Stream,
    checked: Checked,
    blocks: Vec<Block>,
    block_of_label: Vec<usize>,
    waiting: Vec<usize>,
}

/// Removes the checks that cannot fail. The first `bound` registers are set at the start.
pub fn remove_needless_checks(stream: &mut Stream, bound: u32, registers: u32) {
    let checked = Checked::collect(stream, registers);
    if checked.count == 0 {
        return;
    }
    let mut analysis = Analysis::new(stream, checked);
    let mut start = vec![0u64; analysis.checked.count.div_ceil(64)];
    for register in bound..registers {
        analysis.checked.set(&mut start, register, true);
    }
    analysis.blocks[0].entry = Some(start);
    analysis.waiting.push(0);
    while let Some(block) = analysis.waiting.pop() {
        analysis.visit(block);
    }
    let needed = analysis.needed();
    rewrite(stream, &needed);
}

impl<'s> Analysis<'s> {
    fn new(stream: &'s Stream, checked: Checked) -> Analysis<'s> {
        let mut blocks = Vec::new();
        let mut block_of_label = vec![0; stream.label_count as usize];
        let mut start = 0;
        for (index, item) in stream.items.iter().enumerate() {
            match item {
                Item::Label(label) => {
                    if start < index {
                        blocks.push(Block { start, end: index, entry: None });
                        start = index;
                    }
                    block_of_label[label.0 as usize] = blocks.len();
                }
                Item::Line(line) if line.target.is_some() || ends_block(line.ins.op) => {
                    blocks.push(Block { start, end: index + 1, entry: None });
                    start = index + 1;
                }
                Item::Line(_) => {}
            }
        }
        blocks.push(Block { start, end: stream.items.len(), entry: None });
        Analysis { stream, checked, blocks, block_of_label, waiting: Vec::new() }
    }

    /// Runs through a block and hands its state on to all that may follow.
    fn visit(&mut self, number: usize) {
        let Some(mut state) = self.blocks[number].entry.clone() else { return };
        let stream = self.stream;
        let mut falls_through = true;
        for item in &stream.items[self.blocks[number].start..self.blocks[number].end] {
            let Item::Line(line) = item else { continue };
            if let Some(index) = line.handler.0.checked_sub(1) {
                let handler = &stream.handlers[index as usize];
                let mut at_handler = state.clone();
                for register in handler.depth..self.checked.number.len() as u32 {
                    self.checked.set(&mut at_handler, register, true);
                }
                self.join(handler.target, &at_handler);
            }
            let before = state.clone();
            apply(line.ins, &mut |register, unset| {
                self.checked.set(&mut state, register, unset);
            });
            if let Some(target) = line.target {
                // A loop's variable is not written when the loop ends.
                let at_target = if line.ins.op == Op::FOR_ITER { &before } else { &state };
                self.join(target, at_target);
            }
            falls_through = !ends_block(line.ins.op);
        }
        if falls_through && number + 1 < self.blocks.len() {
            self.join_block(number + 1, &state);
        }
    }

    fn join(&mut self, label: Label, state: &Bits) {
        self.join_block(self.block_of_label[label.0 as usize], state);
    }

    fn join_block(&mut self, number: usize, state: &Bits) {
        let changed = match &mut self.blocks[number].entry {
            None => {
                self.blocks[number].entry = Some(state.clone());
                true
            }
            Some(entry) => {
                let mut changed = false;
                for (word, added) in entry.iter_mut().zip(state) {
                    changed |= *added & !*word != 0;
                    *word |= added;
                }
                changed
            }
        };
        if changed {
            self.waiting.push(number);
        }
    }

    /// For each item, whether it is a check that may fail.
    fn needed(&self) -> Vec<bool> {
        let mut needed = vec![false; self.stream.items.len()];
        for block in &self.blocks {
            let Some(mut state) = block.entry.clone() else { continue };
            let flags = needed[block.start..block.end].iter_mut();
            for (item, needed) in self.stream.items[block.start..block.end].iter().zip(flags) {
                let Item::Line(line) = item else { continue };
                if line.ins.op == Op::CHECK_BOUND
                    && let Some((word, mask)) = self.checked.bit(line.ins.b as u32)
                {
                    *needed = state[word] & mask != 0;
                }
                apply(line.ins, &mut |register, unset| {
                    self.checked.set(&mut state, register, unset);
                });
            }
        }
        needed
    }
}

fn rewrite(stream: &mut Stream, needed: &[bool]) {
    let items = std::mem::take(&mut stream.items);
    let mut kept = Vec::with_capacity(items.len());
    let mut merged = false;
    for (index, item) in items.iter().enumerate() {
        if std::mem::take(&mut merged) {
            continue;
        }
        match item {
            Item::Line(line) if line.ins.op == Op::CHECK_BOUND => {
                if !needed[index] {
                    continue;
                }
                if let Some(Item::Line(next)) = items.get(index + 1)
                    && next.ins.op == Op::MOVE
                    && next.ins.b == line.ins.b
                {
                    let ins = Ins { op: Op::LOAD_FAST_CHECK, ..next.ins };
                    kept.push(Item::Line(Line { ins, ..*line }));
                    merged = true;
                } else {
                    kept.push(*item);
                }
            }
            _ => kept.push(*item),
        }
    }
    stream.items = kept;
}

/// Reports (register, is unset afterwards) for what an instruction does.
fn apply(ins: Ins, report: &mut dyn FnMut(u32, bool)) {
    for effect in effects(ins) {
        let (first, count, unset) = match effect {
            Effect::Read(_) => continue,
            Effect::Consume { first, count } | Effect::Clear { first, count } => (first, count, true),
            Effect::Write { first, count } => (first, count, false),
        };
        for register in first..first + count {
            report(register, unset);
        }
    }
    // What passed a check is bound.
    if matches!(ins.op, Op::CHECK_BOUND | Op::LOAD_FAST_CHECK) {
        report(ins.b as u32, false);
    }
}
