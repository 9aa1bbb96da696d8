//! The matcher: runs a [`Program`] over text, with the alternatives still open on a stack of its own, so that no
//! pattern can exhaust the native one and a long search can be interrupted.
//!
//! Everything that a step changes is noted on that stack and undone on the way back, so a failed attempt leaves
//! no trace.

use memchr::memmem;

use super::ast::{At, Greed, MAXREPEAT};
use super::class::{self, Case, Category};
use super::program::{Inst, Program, Single};
use crate::builtins::str::{decode, width};
use crate::native::PyResult;
use crate::vm::Vm;

/// A group that has not matched.
pub const UNSET: usize = usize::MAX;

/// How many steps pass between two looks at signals.
const POLL_STEPS: u32 = 1 << 14;

/// What to do on the way back.
enum Frame {
    Alternative {
        pc: usize,
        place: usize,
    },
    Slot {
        index: usize,
        old: usize,
    },
    Register {
        index: usize,
        old: (usize, usize),
    },
    /// Give back one character of a greedy repeat, down to `low`.
    Greedy {
        pc: usize,
        low: usize,
        place: usize,
    },
    /// Take one more character in a lazy repeat.
    Lazy {
        pc: usize,
        place: usize,
        count: u32,
    },
}

/// How a match must lie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Search,
    Match,
    FullMatch,
}

/// A search of one text. `WIDE`: characters may have several bytes.
pub struct Machine<'a, const WIDE: bool> {
    vm: &'a Vm,
    program: &'a Program,
    /// Up to the end of the search.
    text: &'a [u8],
    mode: Mode,
    /// An empty match at this place does not count.
    forbidden: usize,
    /// Start and end of each group, then the number of the group closed last.
    slots: Vec<usize>,
    registers: Vec<(usize, usize)>,
    stack: Vec<Frame>,
    steps: u32,
}

/// Looks for a match from `start` on. The slots of the groups, and the last one closed.
pub fn find(
    vm: &Vm,
    program: &Program,
    text: &[u8],
    wide: bool,
    start: usize,
    mode: Mode,
    must_advance: bool,
) -> PyResult<Option<Vec<usize>>> {
    let forbidden = if must_advance { start } else { UNSET };
    match wide {
        true => Machine::<true>::new(vm, program, text, mode, forbidden).find(start),
        false => Machine::<false>::new(vm, program, text, mode, forbidden).find(start),
    }
}

impl<'a, const WIDE: bool> Machine<'a, WIDE> {
    fn new(vm: &'a Vm, program: &'a Program, text: &'a [u8], mode: Mode, forbidden: usize) -> Self {
        Machine {
            vm,
            program,
            text,
            mode,
            forbidden,
            slots: vec![UNSET; 2 * (program.groups + 1) + 1],
            registers: vec![(0, 0); program.registers],
            stack: Vec::new(),
            steps: 0,
        }
    }

    fn find(mut self, start: usize) -> PyResult<Option<Vec<usize>>> {
        let mut start = start;
        if self.mode != Mode::Search || self.program.anchored {
            return Ok(self.attempt(start)?.then_some(self.slots));
        }
        let program = self.program;
        let finder = (!program.prefix.is_empty()).then(|| memmem::Finder::new(&program.prefix));
        loop {
            if let Some(finder) = &finder {
                match finder.find(&self.text[start..]) {
                    None => return Ok(None),
                    Some(distance) => start += distance,
                }
            } else if let Some(first) = &program.first {
                let fits = |&byte: &u8| first[byte as usize] && !(WIDE && byte & 0xC0 == 0x80);
                match self.text[start..].iter().position(fits) {
                    None => return Ok(None),
                    Some(distance) => start += distance,
                }
            }
            if self.attempt(start)? {
                return Ok(Some(self.slots));
            }
            self.forbidden = UNSET;
            if start >= self.text.len() {
                return Ok(None);
            }
            start += self.width_at(start);
            self.count_step()?;
        }
    }

    #[inline(always)]
    fn count_step(&mut self) -> PyResult<()> {
        self.steps += 1;
        if self.steps >= POLL_STEPS {
            self.steps = 0;
            self.vm.poll()?;
        }
        Ok(())
    }

    #[inline(always)]
    fn width_at(&self, place: usize) -> usize {
        if WIDE { width(self.text[place]) } else { 1 }
    }

    #[inline(always)]
    fn point_at(&self, place: usize) -> u32 {
        if WIDE { decode(&self.text[place..]) } else { self.text[place] as u32 }
    }

    /// The start of the character before a place.
    #[inline(always)]
    fn before(&self, place: usize) -> usize {
        let mut place = place - 1;
        while WIDE && self.text[place] & 0xC0 == 0x80 {
            place -= 1;
        }
        place
    }

    /// The place after one character, if it passes the test.
    #[inline(always)]
    fn step(&self, what: Single, place: usize) -> Option<usize> {
        let &byte = self.text.get(place)?;
        let fits = match what {
            Single::Byte(wanted) => byte == wanted,
            Single::Any { newline } => newline || byte != b'\n',
            Single::Set(set) => self.program.sets[set].contains(self.point_at(place)),
        };
        fits.then(|| place + self.width_at(place))
    }

    fn set_slot(&mut self, index: usize, value: usize) {
        let old = std::mem::replace(&mut self.slots[index], value);
        self.stack.push(Frame::Slot { index, old });
    }

    fn set_register(&mut self, index: usize, value: (usize, usize)) {
        let old = std::mem::replace(&mut self.registers[index], value);
        self.stack.push(Frame::Register { index, old });
    }

    /// Whether a match begins at `start`; its slots are left behind.
    fn attempt(&mut self, start: usize) -> PyResult<bool> {
        let (mut pc, mut place) = (0, start);
        loop {
            let next = match &self.program.code[pc] {
                Inst::Match => {
                    let misplaced = self.mode == Mode::FullMatch && place != self.text.len();
                    if !misplaced && place != self.forbidden {
                        self.slots[0] = start;
                        self.slots[1] = place;
                        self.stack.clear();
                        return Ok(true);
                    }
                    None
                }
                inst => self.execute(inst, pc, place)?,
            };
            match next {
                Some(next) => (pc, place) = next,
                None => match self.backtrack()? {
                    Some(next) => (pc, place) = next,
                    None => return Ok(false),
                },
            }
        }
    }

    /// Where to go on after an instruction; `None` when it fails.
    #[inline(always)]
    fn execute(&mut self, inst: &'a Inst, pc: usize, place: usize) -> PyResult<Option<(usize, usize)>> {
        let single = |this: &Self, what| this.step(what, place).map(|after| (pc + 1, after));
        Ok(match inst {
            Inst::Match | Inst::Fail => None,
            Inst::Byte(byte) => single(self, Single::Byte(*byte)),
            Inst::Any { newline } => single(self, Single::Any { newline: *newline }),
            Inst::Set(set) => single(self, Single::Set(*set)),
            Inst::Literal(bytes) => self.text[place..].starts_with(bytes).then(|| (pc + 1, place + bytes.len())),
            Inst::At(at) => self.is_at(*at, place).then_some((pc + 1, place)),
            Inst::Save(slot) => {
                self.set_slot(*slot, place);
                Some((pc + 1, place))
            }
            Inst::Close(group) => {
                self.set_slot(2 * group + 1, place);
                self.set_slot(self.slots.len() - 1, *group);
                Some((pc + 1, place))
            }
            Inst::Jump(target) => Some((*target, place)),
            Inst::Split(first, second) => {
                self.stack.push(Frame::Alternative { pc: *second, place });
                Some((*first, place))
            }
            Inst::Single { what, min, max, greed } => self.repeat_single((*what, *min, *max, *greed), pc, place)?,
            Inst::Backreference(group, case) => self.backreference(*group, *case, place).map(|after| (pc + 1, after)),
            Inst::Conditional { group, otherwise } => {
                let matched = self.slots[2 * group + 1] != UNSET;
                Some((if matched { pc + 1 } else { *otherwise }, place))
            }
            Inst::Back(count) => self.back(*count, place).map(|before| (pc + 1, before)),
            other => self.control(other, pc, place)?,
        })
    }

    /// Counted repeats, and what is left at most once.
    fn control(&mut self, inst: &Inst, pc: usize, place: usize) -> PyResult<Option<(usize, usize)>> {
        Ok(match *inst {
            Inst::RepeatStart { register } => {
                self.set_register(register, (UNSET, UNSET));
                Some((pc + 1, place))
            }
            Inst::RepeatNext { register, min, max, lazy, body } => {
                self.count_step()?;
                let (count, last) = self.registers[register];
                let count = count.wrapping_add(1);
                if count < min as usize {
                    self.set_register(register, (count, last));
                    return Ok(Some((body, place)));
                }
                // A round that matched nothing is not followed by another one.
                if max != MAXREPEAT && count >= max as usize || place == last {
                    return Ok(Some((pc + 1, place)));
                }
                if lazy {
                    // The round begins if what follows fails: keep what it needs to know.
                    self.set_register(register, (count, place));
                    self.stack.push(Frame::Alternative { pc: body, place });
                    return Ok(Some((pc + 1, place)));
                }
                self.set_register(register, (count, place));
                self.stack.push(Frame::Alternative { pc: pc + 1, place });
                Some((body, place))
            }
            Inst::Enter { register } => {
                // The height counts the note of the old register, which must survive.
                self.set_register(register, (self.stack.len() + 1, place));
                Some((pc + 1, place))
            }
            Inst::EnterNegative { register, otherwise } => {
                self.set_register(register, (self.stack.len() + 1, place));
                self.stack.push(Frame::Alternative { pc: otherwise, place });
                Some((pc + 1, place))
            }
            Inst::Leave { register, rewind } => {
                let (height, entered) = self.registers[register];
                self.commit(height);
                Some((pc + 1, if rewind { entered } else { place }))
            }
            Inst::LeaveNegative { register } => {
                let (height, _) = self.registers[register];
                while self.stack.len() > height {
                    self.undo();
                }
                None
            }
            _ => None,
        })
    }

    /// Forgets the alternatives above a height, not what is to be undone.
    fn commit(&mut self, height: usize) {
        let mut index = 0;
        self.stack.retain(|frame| {
            index += 1;
            index <= height || matches!(frame, Frame::Slot { .. } | Frame::Register { .. })
        });
    }

    /// Takes the top frame and undoes what it notes.
    fn undo(&mut self) -> Option<Frame> {
        let frame = self.stack.pop()?;
        match frame {
            Frame::Slot { index, old } => self.slots[index] = old,
            Frame::Register { index, old } => self.registers[index] = old,
            _ => {}
        }
        Some(frame)
    }

    /// Where to try next; `None` when nothing is left.
    fn backtrack(&mut self) -> PyResult<Option<(usize, usize)>> {
        self.count_step()?;
        while let Some(frame) = self.undo() {
            match frame {
                Frame::Slot { .. } | Frame::Register { .. } => {}
                Frame::Alternative { pc, place } => return Ok(Some((pc, place))),
                Frame::Greedy { pc, low, place } => {
                    if let Some(place) = self.give_back(pc, low, place) {
                        return Ok(Some((pc, place)));
                    }
                }
                Frame::Lazy { pc, place, count } => {
                    let Inst::Single { what, max, .. } = self.program.code[pc] else { continue };
                    if let Some(after) = self.step(what, place) {
                        if count + 1 < max {
                            self.stack.push(Frame::Lazy { pc, place: after, count: count + 1 });
                        }
                        return Ok(Some((pc + 1, after)));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Shortens a greedy repeat by one character, or further if what must follow is known.
    fn give_back(&mut self, pc: usize, low: usize, place: usize) -> Option<usize> {
        let mut place = place;
        loop {
            place = self.before(place);
            let hopeless = match &self.program.code[pc] {
                Inst::Byte(byte) => self.text[place] != *byte,
                Inst::Literal(bytes) => self.text[place] != bytes[0],
                _ => false,
            };
            if !hopeless {
                break;
            }
            if place <= low {
                return None;
            }
        }
        if place > low {
            self.stack.push(Frame::Greedy { pc, low, place });
        }
        Some(place)
    }

    fn repeat_single(
        &mut self,
        (what, min, max, greed): (Single, u32, u32, Greed),
        pc: usize,
        place: usize,
    ) -> PyResult<Option<(usize, usize)>> {
        let mut place = place;
        let mut count = 0;
        while count < min {
            match self.step(what, place) {
                Some(after) => place = after,
                None => return Ok(None),
            }
            count += 1;
        }
        if greed == Greed::Lazy {
            if count < max {
                self.stack.push(Frame::Lazy { pc, place, count });
            }
            return Ok(Some((pc + 1, place)));
        }
        let low = place;
        match what {
            Single::Any { newline } if !WIDE && max == MAXREPEAT => {
                let rest = &self.text[place..];
                let most = if newline { None } else { memchr::memchr(b'\n', rest) };
                place += most.unwrap_or(rest.len());
            }
            _ => {
                while count < max
                    && let Some(after) = self.step(what, place)
                {
                    place = after;
                    count += 1;
                }
            }
        }
        if greed == Greed::Greedy && place > low {
            self.stack.push(Frame::Greedy { pc: pc + 1, low, place });
        }
        Ok(Some((pc + 1, place)))
    }

    fn backreference(&self, group: usize, case: Case, place: usize) -> Option<usize> {
        let (start, end) = (self.slots[2 * group], self.slots[2 * group + 1]);
        if start == UNSET || end == UNSET || start > end {
            return None;
        }
        if case == Case::Exact {
            return self.text[place..].starts_with(&self.text[start..end]).then_some(place + end - start);
        }
        let (mut from, mut place) = (start, place);
        while from < end {
            if place >= self.text.len()
                || class::lower(self.point_at(from), case) != class::lower(self.point_at(place), case)
            {
                return None;
            }
            from += self.width_at(from);
            place += self.width_at(place);
        }
        Some(place)
    }

    fn back(&self, count: usize, place: usize) -> Option<usize> {
        let mut place = place;
        if !WIDE {
            return place.checked_sub(count);
        }
        for _ in 0..count {
            if place == 0 {
                return None;
            }
            place = self.before(place);
        }
        Some(place)
    }

    fn is_at(&self, at: At, place: usize) -> bool {
        let text = self.text;
        match at {
            At::Beginning => place == 0,
            At::BeginningLine => place == 0 || text[place - 1] == b'\n',
            At::End => place == text.len() || place + 1 == text.len() && text[place] == b'\n',
            At::EndLine => place == text.len() || text[place] == b'\n',
            At::EndString => place == text.len(),
            At::Boundary { unicode, negated } => {
                let word = |place| Category::Word.holds(self.point_at(place), unicode);
                let before = place > 0 && word(self.before(place));
                let after = place < text.len() && word(place);
                (before != after) != negated
            }
        }
    }
}
