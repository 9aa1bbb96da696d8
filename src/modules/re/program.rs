//! From the tree to instructions for the [`machine`](super::machine).

use super::ast::*;
use super::class::{self, Case, Item, Set};
use crate::builtins::str::encode;

/// One step. Jumps are absolute.
#[derive(Debug)]
pub enum Inst {
    Match,
    Fail,
    /// One character, as it is written.
    Byte(u8),
    /// Several bytes: of one character or a run of them.
    Literal(Box<[u8]>),
    Any {
        newline: bool,
    },
    Set(usize),
    At(At),
    /// Keeps the place in a slot.
    Save(usize),
    /// The end of a capturing group.
    Close(usize),
    Jump(usize),
    /// Goes on at the first; at the second when that fails.
    Split(usize, usize),
    /// A repeat of one character: how often, then the place after it.
    Single {
        what: Single,
        min: u32,
        max: u32,
        greed: Greed,
    },
    /// The start of a repeat that uses counter `register`.
    RepeatStart {
        register: usize,
    },
    /// Between two rounds of a repeat.
    RepeatNext {
        register: usize,
        min: u32,
        max: u32,
        lazy: bool,
        body: usize,
    },
    Backreference(usize, Case),
    Conditional {
        group: usize,
        otherwise: usize,
    },
    /// The start of something that is left at most once: keeps the height of the stack and the place.
    Enter {
        register: usize,
    },
    /// Forgets the alternatives since `Enter`; goes back to the place of then.
    Leave {
        register: usize,
        rewind: bool,
    },
    /// As `Enter`; goes on at `otherwise` when the body fails.
    EnterNegative {
        register: usize,
        otherwise: usize,
    },
    /// The body has matched: fails.
    LeaveNegative {
        register: usize,
    },
    /// So many characters back, or fails.
    Back(usize),
}

/// What is tested character by character in a repeat.
#[derive(Clone, Copy, Debug)]
pub enum Single {
    Byte(u8),
    Any { newline: bool },
    Set(usize),
}

#[derive(Debug)]
pub struct Program {
    pub code: Vec<Inst>,
    pub sets: Vec<Set>,
    pub registers: usize,
    /// Capturing groups, without group 0.
    pub groups: usize,
    /// What every match begins with.
    pub prefix: Vec<u8>,
    /// The bytes that a match can begin with, unless it can be empty or begin anyhow.
    pub first: Option<Box<[bool; 256]>>,
    /// A match can begin only where the search does.
    pub anchored: bool,
}

struct Compiler {
    program: Program,
    is_str: bool,
    widths: Vec<Option<Width>>,
}

pub fn compile(parsed: &Parsed, is_str: bool) -> Program {
    let program = Program {
        code: Vec::new(),
        sets: Vec::new(),
        registers: 0,
        groups: parsed.groups,
        prefix: Vec::new(),
        first: None,
        anchored: false,
    };
    let mut compiler = Compiler { program, is_str, widths: vec![None; parsed.groups + 1] };
    compiler.node(&parsed.node);
    compiler.emit(Inst::Match);
    compiler.program.prefix = compiler.prefix(&parsed.node);
    compiler.program.anchored = is_anchored(&parsed.node);
    let mut first = Box::new([false; 256]);
    if compiler.first(&parsed.node, &mut first) {
        compiler.program.first = Some(first);
    }
    compiler.program
}

fn is_anchored(node: &Node) -> bool {
    match node {
        Node::At(At::Beginning) => true,
        Node::Concat(nodes) => nodes.first().is_some_and(is_anchored),
        Node::Group(_, body) | Node::Atomic(body) => is_anchored(body),
        Node::Branch(nodes) => nodes.iter().all(is_anchored),
        _ => false,
    }
}

impl Compiler {
    fn emit(&mut self, inst: Inst) -> usize {
        self.program.code.push(inst);
        self.program.code.len() - 1
    }

    fn here(&self) -> usize {
        self.program.code.len()
    }

    fn register(&mut self) -> usize {
        self.program.registers += 1;
        self.program.registers - 1
    }

    fn bytes(&self, point: u32) -> Vec<u8> {
        let mut bytes = Vec::new();
        match self.is_str {
            true => encode(point, &mut bytes),
            false => bytes.push(point as u8),
        }
        bytes
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Failure => drop(self.emit(Inst::Fail)),
            Node::Literal(..) | Node::Any { .. } | Node::Set(_) => self.single_once(node),
            Node::At(at) => drop(self.emit(Inst::At(*at))),
            Node::Group(None, body) => self.node(body),
            Node::Group(Some(group), body) => {
                self.emit(Inst::Save(2 * group));
                self.node(body);
                self.emit(Inst::Close(*group));
                self.widths[*group] = Some(body.width(&self.widths));
            }
            Node::Concat(nodes) => self.concat(nodes),
            Node::Branch(nodes) => self.branch(nodes),
            Node::Repeat { min, max, greed, body } => self.repeat(*min, *max, *greed, body),
            Node::Backreference(group, case) => drop(self.emit(Inst::Backreference(*group, *case))),
            Node::Conditional(group, yes, no) => self.conditional(*group, yes, no),
            Node::Look { behind, negated, body } => self.look(*behind, *negated, body),
            Node::Atomic(body) => self.atomic(|this| this.node(body)),
        }
    }

    fn single(&mut self, node: &Node) -> Option<Single> {
        Some(match node {
            Node::Any { newline } => Single::Any { newline: *newline },
            Node::Set(set) => Single::Set(self.add_set(Set::clone(set))),
            Node::Literal(point, Case::Exact) if *point < 128 || !self.is_str => Single::Byte(*point as u8),
            Node::Literal(point, case) => {
                Single::Set(self.add_set(Set::new(&[Item::Range(*point, *point)], false, *case)))
            }
            _ => return None,
        })
    }

    fn add_set(&mut self, set: Set) -> usize {
        let sets = &mut self.program.sets;
        match sets.iter().position(|known| *known == set) {
            Some(index) => index,
            None => {
                sets.push(set);
                sets.len() - 1
            }
        }
    }

    fn single_once(&mut self, node: &Node) {
        if let Node::Literal(point, Case::Exact) = node {
            let bytes = self.bytes(*point);
            self.literal(bytes);
            return;
        }
        let inst = match self.single(node) {
            Some(Single::Byte(byte)) => Inst::Byte(byte),
            Some(Single::Any { newline }) => Inst::Any { newline },
            Some(Single::Set(set)) => Inst::Set(set),
            None => Inst::Fail,
        };
        self.emit(inst);
    }

    fn literal(&mut self, bytes: Vec<u8>) {
        match bytes[..] {
            [] => {}
            [byte] => drop(self.emit(Inst::Byte(byte))),
            _ => drop(self.emit(Inst::Literal(bytes.into()))),
        }
    }

    /// Runs of characters become one instruction.
    fn concat(&mut self, nodes: &[Node]) {
        let mut run = Vec::new();
        for node in nodes {
            if let Node::Literal(point, Case::Exact) = node {
                run.extend(self.bytes(*point));
                continue;
            }
            self.literal(std::mem::take(&mut run));
            self.node(node);
        }
        self.literal(run);
    }

    fn branch(&mut self, nodes: &[Node]) {
        let mut ends = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if index + 1 == nodes.len() {
                self.node(node);
                break;
            }
            let split = self.emit(Inst::Fail);
            self.node(node);
            ends.push(self.emit(Inst::Fail));
            self.program.code[split] = Inst::Split(split + 1, self.here());
        }
        let end = self.here();
        for jump in ends {
            self.program.code[jump] = Inst::Jump(end);
        }
    }

    fn repeat(&mut self, min: u32, max: u32, greed: Greed, body: &Node) {
        let bare = match body {
            Node::Group(None, inner) => inner,
            other => other,
        };
        if bare.is_single()
            && let Some(what) = self.single(bare)
        {
            self.emit(Inst::Single { what, min, max, greed });
            return;
        }
        if greed == Greed::Possessive {
            return self.atomic(|this| this.repeat(min, max, Greed::Greedy, body));
        }
        let lazy = greed == Greed::Lazy;
        if (min, max) == (0, 1) {
            let split = self.emit(Inst::Fail);
            self.node(body);
            let end = self.here();
            self.program.code[split] = if lazy { Inst::Split(end, split + 1) } else { Inst::Split(split + 1, end) };
            return;
        }
        let register = self.register();
        self.emit(Inst::RepeatStart { register });
        let jump = self.emit(Inst::Fail);
        let start = self.here();
        self.node(body);
        let next = self.emit(Inst::RepeatNext { register, min, max, lazy, body: start });
        self.program.code[jump] = Inst::Jump(next);
    }

    fn conditional(&mut self, group: usize, yes: &Node, no: &Node) {
        let test = self.emit(Inst::Fail);
        self.node(yes);
        let jump = self.emit(Inst::Fail);
        self.program.code[test] = Inst::Conditional { group, otherwise: self.here() };
        self.node(no);
        self.program.code[jump] = Inst::Jump(self.here());
    }

    fn atomic(&mut self, body: impl FnOnce(&mut Self)) {
        let register = self.register();
        self.emit(Inst::Enter { register });
        body(self);
        self.emit(Inst::Leave { register, rewind: false });
    }

    fn look(&mut self, behind: bool, negated: bool, body: &Node) {
        let register = self.register();
        let enter = self.emit(Inst::Enter { register });
        if behind {
            let (width, _) = body.width(&self.widths);
            self.emit(Inst::Back(width as usize));
        }
        self.node(body);
        match negated {
            false => drop(self.emit(Inst::Leave { register, rewind: true })),
            true => {
                self.emit(Inst::LeaveNegative { register });
                self.program.code[enter] = Inst::EnterNegative { register, otherwise: self.here() };
            }
        }
    }

    /// The characters that every match of a node begins with.
    fn prefix(&self, node: &Node) -> Vec<u8> {
        match node {
            Node::Literal(point, Case::Exact) => self.bytes(*point),
            Node::Group(_, body) => self.prefix(body),
            Node::Concat(nodes) => {
                let mut prefix = Vec::new();
                for node in nodes {
                    match node {
                        Node::Literal(point, Case::Exact) => prefix.extend(self.bytes(*point)),
                        _ if prefix.is_empty() => return self.prefix(node),
                        _ => break,
                    }
                }
                prefix
            }
            _ => Vec::new(),
        }
    }

    /// Marks the bytes that a match of the node can begin with; false if it can be empty, or begin with anything.
    fn first(&self, node: &Node, first: &mut [bool; 256]) -> bool {
        match node {
            Node::Failure => true,
            Node::Literal(point, case) => {
                let mut ranges = vec![(*point, *point)];
                class::add_other_cases(*point, *point, *case, &mut ranges);
                ranges
                    .iter()
                    .flat_map(|&(low, high)| low..=high)
                    .for_each(|point| first[self.bytes(point)[0] as usize] = true);
                true
            }
            Node::Set(set) => {
                for byte in 0..256 {
                    // A lead byte stands for many characters: any of them might be in the set.
                    first[byte as usize] |= if self.is_str && byte >= 128 { true } else { set.contains(byte) };
                }
                true
            }
            Node::Group(_, body) | Node::Atomic(body) => self.first(body, first),
            Node::Repeat { min, body, .. } => *min > 0 && self.first(body, first),
            Node::Branch(nodes) => nodes.iter().all(|node| self.first(node, first)),
            Node::Concat(nodes) => {
                for node in nodes {
                    match node {
                        Node::At(_) | Node::Look { .. } => continue,
                        Node::Repeat { min: 0, body, .. } => {
                            if !self.first(body, first) {
                                return false;
                            }
                        }
                        _ => return self.first(node, first),
                    }
                }
                false
            }
            Node::Any { .. } | Node::At(_) | Node::Look { .. } | Node::Backreference(..) | Node::Conditional(..) => {
                false
            }
        }
    }
}
