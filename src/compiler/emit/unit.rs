//! One code object in the making: its instruction stream, registers, constants and names.

use std::collections::HashMap;
use std::sync::Arc;

use coil_grammar::ast::{Name, TextRange};
use indexmap::{IndexMap, IndexSet};

use super::blocks::Block;
use super::names::Var;
use crate::bytecode::assembler::{HandlerId, HandlerInfo, Item, Label, Line, Mark, Stream};
use crate::bytecode::code::{Code, Const, Ins};
use crate::bytecode::opcode::{CONSUME_A, CONSUME_B, CONSUME_C, Op};
use crate::compiler::symbols::ScopeId;

pub type Reg = u32;

/// A value in a register: a temporary that the next instruction must consume, or a borrowed local.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Operand {
    pub reg: Reg,
    pub temp: bool,
}

impl Operand {
    pub fn temp(reg: Reg) -> Operand {
        Operand { reg, temp: true }
    }

    pub fn local(reg: Reg) -> Operand {
        Operand { reg, temp: false }
    }

    /// The consume flag for operand B, unless the result overwrites the temporary anyway.
    pub fn flag_b(self, dst: Reg) -> u8 {
        if self.temp && self.reg != dst { CONSUME_B } else { 0 }
    }

    pub fn flag_c(self, dst: Reg) -> u8 {
        if self.temp && self.reg != dst { CONSUME_C } else { 0 }
    }

    pub fn flag_a(self) -> u8 {
        if self.temp { CONSUME_A } else { 0 }
    }
}

/// No register: for `flag_b` and `flag_c` of instructions that write none.
pub const NO_REG: Reg = u32::MAX;

/// Sites that one code object may have to itself; after that, equal names share.
const OWN_SITES: usize = 60_000;

/// The variables of an inlined comprehension that is being compiled.
pub struct InlineScope {
    pub scope: ScopeId,
    pub vars: HashMap<Name, Var>,
}

pub struct Unit<'a> {
    pub scope: ScopeId,
    pub name: Arc<str>,
    pub qualname: Arc<str>,
    pub first_line: u32,
    pub flags: u32,
    pub arg_count: u32,
    pub posonly_count: u32,
    pub kwonly_count: u32,
    pub var_names: Vec<Arc<str>>,
    pub cell_vars: Vec<Arc<str>>,
    pub cell_registers: Vec<u32>,
    pub free_vars: Vec<Arc<str>>,
    pub vars: HashMap<Name, Var>,
    pub inline: Vec<InlineScope>,
    /// Registers of the variables that inlined comprehensions have under their own names.
    pub comprehension_locals: HashMap<Name, Reg>,
    /// The class whose private names are mangled here.
    pub private: Option<Name>,
    /// Attributes that methods assign through `self` (in the unit of the class).
    pub static_attributes: IndexSet<Name>,
    /// The numbers of conditional annotations, by the address of their statement.
    pub annotation_numbers: HashMap<usize, u32>,
    pub conditional_depth: u32,
    pub blocks: Vec<Block<'a>>,
    /// The current place in the source.
    pub mark: Mark,
    pub handler: HandlerId,
    pub local_count: u32,
    /// The first register free for temporaries.
    pub top: Reg,
    pub max: Reg,
    /// What was emitted last cannot be left at its end: what follows is unreachable.
    pub dead: bool,
    items: Vec<Item>,
    outer_items: Vec<(Vec<Item>, bool)>,
    cold: Vec<Item>,
    label_uses: Vec<u32>,
    handlers: Vec<HandlerInfo>,
    names: IndexSet<Arc<str>>,
    consts: IndexMap<Vec<u8>, Const>,
    /// Where the code objects are among the constants.
    pub code_constants: Vec<u32>,
    sites: Vec<u32>,
    shared_sites: HashMap<u32, u32>,
}

impl<'a> Unit<'a> {
    pub fn new(scope: ScopeId, name: &str, first_line: u32) -> Unit<'a> {
        Unit {
            scope,
            name: name.into(),
            qualname: name.into(),
            first_line,
            flags: 0,
            arg_count: 0,
            posonly_count: 0,
            kwonly_count: 0,
            var_names: Vec::new(),
            cell_vars: Vec::new(),
            cell_registers: Vec::new(),
            free_vars: Vec::new(),
            vars: HashMap::new(),
            inline: Vec::new(),
            comprehension_locals: HashMap::new(),
            private: None,
            static_attributes: IndexSet::new(),
            annotation_numbers: HashMap::new(),
            conditional_depth: 0,
            blocks: Vec::new(),
            mark: Mark::NOWHERE,
            handler: HandlerId(0),
            local_count: 0,
            top: 0,
            max: 0,
            dead: false,
            items: Vec::new(),
            outer_items: Vec::new(),
            cold: Vec::new(),
            label_uses: Vec::new(),
            handlers: Vec::new(),
            names: IndexSet::new(),
            consts: IndexMap::new(),
            code_constants: Vec::new(),
            sites: Vec::new(),
            shared_sites: HashMap::new(),
        }
    }

    /// Parameters, which are always bound at the start.
    pub fn arg_register_count(&self) -> u32 {
        use crate::bytecode::code::flags::{VARARGS, VARKEYWORDS};
        let extra = (self.flags & VARARGS != 0) as u32 + (self.flags & VARKEYWORDS != 0) as u32;
        self.arg_count + self.kwonly_count + extra
    }

    // ---- registers

    /// Takes the next temporary.
    pub fn alloc(&mut self) -> Reg {
        self.alloc_many(1)
    }

    /// Takes consecutive temporaries and gives the first.
    pub fn alloc_many(&mut self, count: u32) -> Reg {
        let first = self.top;
        self.top += count;
        self.max = self.max.max(self.top);
        first
    }

    pub fn is_local(&self, reg: Reg) -> bool {
        reg < self.local_count
    }

    /// Where a window may begin so that its result lands in `dst` and nothing live lies above:
    /// in `dst` itself when that is the topmost temporary.
    pub fn window(&mut self, dst: Reg) -> Reg {
        if !self.is_local(dst) && dst + 1 == self.top { dst } else { self.alloc() }
    }

    // ---- instructions

    pub fn emit(&mut self, op: Op, a: Reg, b: Reg, c: Reg) {
        self.emit_flags(op, 0, a, b, c);
    }

    pub fn emit_flags(&mut self, op: Op, flags: u8, a: Reg, b: Reg, c: Reg) {
        let ins = Ins::new(op, a as u16, b as u16, c as u16).with_flags(flags);
        self.push(ins, None);
    }

    /// A jump; the label goes where the table says, the other operands are as given.
    pub fn emit_jump(&mut self, op: Op, flags: u8, target: Label, a: Reg, b: Reg, c: Reg) {
        let ins = Ins::new(op, a as u16, b as u16, c as u16).with_flags(flags);
        self.push(ins, Some(target));
    }

    pub fn jump(&mut self, target: Label) {
        self.push(Ins::new(Op::JUMP, 0, 0, 0), Some(target));
    }

    pub fn jump_backward(&mut self, target: Label) {
        self.push(Ins::new(Op::JUMP_BACKWARD, 0, 0, 0), Some(target));
    }

    pub fn release(&mut self, first: Reg, count: u32) {
        if count > 0 {
            self.emit(Op::RELEASE, first, count, 0);
        }
    }

    fn push(&mut self, ins: Ins, target: Option<Label>) {
        if self.dead {
            return;
        }
        if let Some(label) = target {
            self.label_uses[label.0 as usize] += 1;
        }
        if let Some(index) = self.handler.0.checked_sub(1) {
            let label = self.handlers[index as usize].target;
            self.label_uses[label.0 as usize] += 1;
        }
        self.items.push(Item::Line(Line { ins, target, mark: self.mark, handler: self.handler }));
        self.dead = matches!(
            ins.op,
            Op::JUMP | Op::JUMP_BACKWARD | Op::RETURN_VALUE | Op::RETURN_CONST | Op::RERAISE | Op::RAISE_VARARGS
        );
    }

    pub fn label(&mut self) -> Label {
        self.label_uses.push(0);
        Label(self.label_uses.len() as u32 - 1)
    }

    /// Puts the label here. Code after it stays dead when nothing that is reachable jumps to it: all
    /// forward jumps are known by now, and backward ones come from what would be dead, too.
    pub fn place(&mut self, label: Label) {
        if self.label_uses[label.0 as usize] > 0 {
            self.dead = false;
        }
        if !self.dead {
            self.items.push(Item::Label(label));
        }
    }

    /// Several ways may lead to what comes next.
    pub fn at_label(&self) -> bool {
        matches!(self.items.last(), Some(Item::Label(_)))
    }

    /// What follows, until `end_cold`, goes behind the rest of the code.
    pub fn begin_cold(&mut self) {
        let items = std::mem::take(&mut self.items);
        self.outer_items.push((items, self.dead));
        self.dead = true;
    }

    pub fn end_cold(&mut self) {
        if let Some((items, dead)) = self.outer_items.pop() {
            let cold = std::mem::replace(&mut self.items, items);
            self.cold.extend(cold);
            self.dead = dead;
        }
    }

    pub fn new_handler(&mut self, target: Label, depth: u32) -> HandlerId {
        self.handlers.push(HandlerInfo { target, depth });
        HandlerId(self.handlers.len() as u32)
    }

    pub fn set_place(&mut self, range: TextRange) -> Mark {
        std::mem::replace(&mut self.mark, Mark { start: range.start, end: range.end })
    }

    /// The finished stream: the cold parts behind the others.
    pub fn take_stream(&mut self) -> Stream {
        let mut items = std::mem::take(&mut self.items);
        items.append(&mut self.cold);
        Stream { items, label_count: self.label_uses.len() as u32, handlers: std::mem::take(&mut self.handlers) }
    }

    // ---- tables

    pub fn name_index(&mut self, name: &str) -> u32 {
        if let Some(index) = self.names.get_index_of(name) {
            return index as u32;
        }
        self.names.insert_full(name.into()).0 as u32
    }

    /// A cache site of its own for an access to `name`; beyond a large number, a shared one.
    pub fn site(&mut self, name: &str) -> u32 {
        if self.dead {
            return 0;
        }
        let index = self.name_index(name);
        if self.sites.len() >= OWN_SITES {
            if let Some(site) = self.shared_sites.get(&index) {
                return *site;
            }
            self.shared_sites.insert(index, self.sites.len() as u32);
        }
        self.sites.push(index);
        self.sites.len() as u32 - 1
    }

    /// Whether sites ran out: 65,536 are all that 16 bits can name.
    pub fn sites_exhausted(&self) -> bool {
        self.sites.len() > u16::MAX as usize
    }

    pub fn const_index(&mut self, value: Const) -> u32 {
        if self.dead {
            return 0;
        }
        let mut key = Vec::new();
        super::constants::key(&value, &mut key);
        let entry = self.consts.entry(key);
        let index = entry.index();
        entry.or_insert(value);
        index as u32
    }

    /// The number of a code object among those of this unit, which is how MAKE_FUNCTION names it
    /// until all constants are known.
    pub fn code_constant(&mut self, code: Arc<Code>) -> u32 {
        if self.dead {
            return 0;
        }
        let index = self.const_index(Const::Code(code));
        self.code_constants.push(index);
        self.code_constants.len() as u32 - 1
    }

    /// Loads a constant into a register.
    pub fn load_const(&mut self, value: Const, dst: Reg) {
        let op = if super::constants::is_immediate(&value) { Op::LOAD_CONST_IMMEDIATE } else { Op::LOAD_CONST };
        let index = self.const_index(value);
        let ins = Ins::new(op, dst as u16, 0, 0).with_wide(index);
        self.push(ins, None);
    }

    pub fn return_const(&mut self, value: Const) {
        let index = self.const_index(value);
        self.push(Ins::new(Op::RETURN_CONST, 0, 0, 0).with_wide(index), None);
    }

    pub fn take_tables(&mut self) -> (Vec<Arc<str>>, Vec<Const>, Vec<u32>) {
        let names = std::mem::take(&mut self.names).into_iter().collect();
        let consts = std::mem::take(&mut self.consts).into_values().collect();
        (names, consts, std::mem::take(&mut self.sites))
    }
}
