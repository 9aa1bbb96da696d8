//! The disassembler: text in the layout of CPython's `dis`, or JSON.
//!
//! Operands are shown as what they name: locals, cells and free variables by their names, other
//! registers as `r3`, constants by value, attributes and globals by name. What an instruction writes
//! stands before ` = `. Instructions at which the frame can be suspended are marked.

mod json;
mod operands;
mod text;
mod values;

use super::code::{Code, Ins, Position, flags};
use super::effects::{jump_target, suspends};
use super::locations;

pub use json::to_json;
pub use text::{Options, disassemble};
pub use values::repr as constant_repr;

/// One instruction, ready to be shown.
#[derive(Clone, Debug)]
pub struct Instruction {
    pub index: u32,
    pub ins: Ins,
    pub name: &'static str,
    /// The operands as text, without the jump target.
    pub operands: String,
    pub position: Option<Position>,
    /// The line, where it differs from that of the instruction before.
    pub starts_line: Option<u32>,
    /// Number of the label that stands before it: jumped to, or an end of an exception range.
    pub label: Option<u32>,
    /// Where it jumps: the instruction and its label.
    pub target: Option<(u32, u32)>,
    /// The frame can be suspended here.
    pub suspends: bool,
}

/// A row of the exception table, in labels.
#[derive(Clone, Copy, Debug)]
pub struct ExceptionRow {
    pub start: u32,
    pub end: u32,
    pub target: u32,
    pub depth: u32,
}

/// A code object as rows to be shown.
pub struct Listing {
    pub instructions: Vec<Instruction>,
    pub exceptions: Vec<ExceptionRow>,
    /// A range may end behind the last instruction: the label there.
    pub end_label: Option<u32>,
}

/// Takes a code object apart.
pub fn list(code: &Code) -> Listing {
    let mut marked: Vec<u32> = Vec::new();
    for (index, ins) in code.instructions.iter().enumerate() {
        marked.extend(jump_target(*ins, index as u32));
    }
    for row in &code.handlers {
        marked.extend([row.start, row.end, row.target]);
    }
    marked.sort_unstable();
    marked.dedup();
    let label = |index: u32| marked.binary_search(&index).ok().map(|number| number as u32 + 1);
    let mut instructions = Vec::with_capacity(code.instructions.len());
    let mut line = None;
    for run in locations::runs(&code.locations) {
        for index in run.start..run.end {
            let Some(ins) = code.instructions.get(index as usize).copied() else { break };
            let here = run.position.map(|place| place.line);
            let starts_line = if here != line { here } else { None };
            line = here;
            let target = jump_target(ins, index);
            instructions.push(Instruction {
                index,
                ins,
                name: ins.op.info().name,
                operands: operands::text(code, ins),
                position: run.position,
                starts_line,
                label: label(index),
                target: target.map(|target| (target, label(target).unwrap_or(0))),
                suspends: suspends(ins.op),
            });
        }
    }
    let number = |index| label(index).unwrap_or(0);
    let exceptions = code.handlers.iter().map(|row| ExceptionRow {
        start: number(row.start),
        end: number(row.end),
        target: number(row.target),
        depth: row.depth,
    });
    let exceptions = exceptions.collect();
    let end_label = label(code.instructions.len() as u32);
    Listing { instructions, exceptions, end_label }
}

/// The flags by bit, in order.
pub const FLAG_NAMES: [(u32, &str); 14] = [
    (flags::OPTIMIZED, "OPTIMIZED"),
    (flags::NEWLOCALS, "NEWLOCALS"),
    (flags::VARARGS, "VARARGS"),
    (flags::VARKEYWORDS, "VARKEYWORDS"),
    (flags::NESTED, "NESTED"),
    (flags::GENERATOR, "GENERATOR"),
    (flags::COROUTINE, "COROUTINE"),
    (flags::ITERABLE_COROUTINE, "ITERABLE_COROUTINE"),
    (flags::ASYNC_GENERATOR, "ASYNC_GENERATOR"),
    (flags::FUTURE_BARRY_AS_BDFL, "FUTURE_BARRY_AS_BDFL"),
    (flags::FUTURE_ANNOTATIONS, "FUTURE_ANNOTATIONS"),
    (flags::NO_MONITORING_EVENTS, "NO_MONITORING_EVENTS"),
    (flags::HAS_DOCSTRING, "HAS_DOCSTRING"),
    (flags::METHOD, "METHOD"),
];

/// The flags of a code object by name, in the order of their bits.
pub fn flag_names(code: &Code) -> Vec<&'static str> {
    FLAG_NAMES.iter().filter(|(bit, _)| code.flags & bit != 0).map(|(_, name)| *name).collect()
}
