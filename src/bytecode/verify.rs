//! The verifier: what every code object must satisfy before the VM runs it without looking.
//!
//! Operands name registers, constants, sites and addresses that exist; control cannot run off the
//! end; and, by following every path, temporaries are set when they are read, nothing live lies
//! above the window of a call, locals are checked where they may be unset, and nothing but the
//! locals is left when the frame returns. Run over everything in tests.

use std::fmt;

use super::code::{Code, Const, Ins, flags};
use super::effects::{Effect, effects, ends_block, jump_target, window_size};
use super::opcode::{Op, OperandKind};

/// What is wrong, and at which instruction.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    pub code: String,
    pub index: usize,
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.code, self.index, self.message)
    }
}

/// What is known of a register: which of the two is possible.
const UNSET: u8 = 1;
const SET: u8 = 2;

/// Verifies a code object and all that are nested in it.
pub fn verify(code: &Code) -> Result<(), Fault> {
    Verifier { code, states: vec![None; code.instructions.len()], waiting: Vec::new() }.run()?;
    code.consts.iter().try_for_each(|value| match value {
        Const::Code(inner) => verify(inner),
        _ => Ok(()),
    })
}

struct Verifier<'c> {
    code: &'c Code,
    states: Vec<Option<Vec<u8>>>,
    waiting: Vec<usize>,
}

impl Verifier<'_> {
    fn fault<T>(&self, index: usize, message: impl Into<String>) -> Result<T, Fault> {
        Err(Fault { code: self.code.qualname.to_string(), index, message: message.into() })
    }

    fn run(&mut self) -> Result<(), Fault> {
        for (index, ins) in self.code.instructions.iter().enumerate() {
            self.check_operands(index, *ins)?;
        }
        for (index, handler) in self.code.handlers.iter().enumerate() {
            let length = self.code.instructions.len() as u32;
            let sound = handler.start < handler.end
                && handler.end <= length
                && handler.target < length
                && handler.depth < self.code.register_count;
            if !sound {
                return self.fault(index, "handler out of range");
            }
        }
        let mut start = vec![UNSET; self.code.register_count as usize];
        let parameters = self.parameters().min(start.len());
        start[..parameters].fill(SET);
        self.flow(0, &start)?;
        while let Some(index) = self.waiting.pop() {
            self.step(index)?;
        }
        Ok(())
    }

    fn parameters(&self) -> usize {
        let code = self.code;
        let extra = (code.flags & flags::VARARGS != 0) as u32 + (code.flags & flags::VARKEYWORDS != 0) as u32;
        (code.arg_count + code.kwonly_count + extra) as usize
    }

    fn check_operands(&self, index: usize, ins: Ins) -> Result<(), Fault> {
        let registers = self.code.register_count;
        for effect in effects(ins) {
            let (first, count) = match effect {
                Effect::Read(register) => (register, 1),
                Effect::Consume { first, count } | Effect::Write { first, count } | Effect::Clear { first, count } => {
                    (first, count)
                }
            };
            if count > 0 && first + count > registers {
                return self.fault(index, format!("{}: register {first} out of range", ins.op.info().name));
            }
        }
        let values = [ins.a as usize, ins.b as usize, ins.c as usize];
        for (position, kind) in ins.op.info().operands.iter().enumerate() {
            let in_range = match kind {
                OperandKind::Site => values[position] < self.code.sites.len(),
                OperandKind::Free => values[position] < self.code.free_vars.len(),
                OperandKind::Const => (ins.wide() as usize) < self.code.consts.len(),
                OperandKind::Jump | OperandKind::LongJump => jump_target(ins, index as u32)
                    .is_some_and(|target| (target as usize) < self.code.instructions.len()),
                _ => true,
            };
            if !in_range {
                return self.fault(index, format!("{}: operand out of range", ins.op.info().name));
            }
        }
        if ins.op == Op::MAKE_FUNCTION && !matches!(self.code.consts.get(values[1]), Some(Const::Code(_))) {
            return self.fault(index, "MAKE_FUNCTION of something that is no code");
        }
        Ok(())
    }

    /// Hands a state on to an instruction; what differs from what is known there is looked at again.
    fn flow(&mut self, index: usize, state: &[u8]) -> Result<(), Fault> {
        let Some(known) = self.states.get_mut(index) else {
            return self.fault(index, "control runs off the end");
        };
        let changed = match known {
            None => {
                *known = Some(state.to_vec());
                true
            }
            Some(known) => {
                let mut changed = false;
                for (old, new) in known.iter_mut().zip(state) {
                    changed |= *old | new != *old;
                    *old |= new;
                }
                changed
            }
        };
        if changed {
            self.waiting.push(index);
        }
        Ok(())
    }

    fn step(&mut self, index: usize) -> Result<(), Fault> {
        let ins = self.code.instructions[index];
        let Some(mut state) = self.states[index].clone() else { return Ok(()) };
        let at = index as u32;
        let covering = |handler: &&super::code::Handler| handler.start <= at && at < handler.end;
        if let Some(handler) = self.code.handlers.iter().find(covering).copied() {
            let mut at_handler = state.clone();
            at_handler[handler.depth as usize..].fill(UNSET);
            at_handler[handler.depth as usize] = SET;
            self.flow(handler.target as usize, &at_handler)?;
        }
        self.check_call(index, ins, &state)?;
        let mut at_target = state.clone();
        for effect in effects(ins) {
            self.apply(index, ins, effect, &mut state)?;
        }
        match ins.op {
            Op::CHECK_BOUND | Op::LOAD_FAST_CHECK => state[ins.b as usize] = SET,
            // The iterator goes when it is exhausted, and the variable is not written then.
            Op::FOR_ITER => at_target[ins.b as usize] = UNSET,
            Op::RETURN_VALUE | Op::RETURN_CONST => self.check_nothing_left(index, &state)?,
            _ => {}
        }
        if ins.op != Op::FOR_ITER {
            at_target.clone_from(&state);
        }
        if let Some(target) = jump_target(ins, at) {
            self.flow(target as usize, &at_target)?;
        }
        if !ends_block(ins.op) {
            self.flow(index + 1, &state)?;
        }
        Ok(())
    }

    fn apply(&self, index: usize, ins: Ins, effect: Effect, state: &mut [u8]) -> Result<(), Fault> {
        let name = ins.op.info().name;
        match effect {
            Effect::Read(register) => {
                if state[register as usize] != SET {
                    return self.fault(index, format!("{name} reads r{register}, which may be unset"));
                }
            }
            Effect::Consume { first, count } => {
                for register in first..first + count {
                    if state[register as usize] != SET {
                        let message = format!("{name} consumes r{register}, which may be unset");
                        return self.fault(index, message);
                    }
                    state[register as usize] = UNSET;
                }
            }
            Effect::Write { first, count } => {
                state[first as usize..(first + count) as usize].fill(SET);
            }
            Effect::Clear { first, count } => {
                state[first as usize..(first + count) as usize].fill(UNSET);
            }
        }
        Ok(())
    }

    /// The callee's frame overlaps the window and all above it.
    fn check_call(&self, index: usize, ins: Ins, state: &[u8]) -> Result<(), Fault> {
        let is_call =
            matches!(ins.op, Op::CALL | Op::CALL_METHOD | Op::CALL_KW | Op::CALL_METHOD_KW | Op::CALL_FUNCTION_EX);
        let above = ins.b as usize + window_size(ins) as usize;
        if is_call && let Some(offset) = state[above.min(state.len())..].iter().position(|known| *known != UNSET) {
            let message = format!("r{} is live above the window of a call", above + offset);
            return self.fault(index, message);
        }
        Ok(())
    }

    fn check_nothing_left(&self, index: usize, state: &[u8]) -> Result<(), Fault> {
        let temporaries = self.code.local_count as usize;
        if let Some(offset) = state[temporaries..].iter().position(|known| *known != UNSET) {
            return self.fault(index, format!("r{} is live at a return", temporaries + offset));
        }
        Ok(())
    }
}
