//! Variables: where each name lives, and how it is read, written and deleted.

use std::collections::HashMap;
use std::sync::Arc;

use coil_grammar::ast::{Expr, Name, TextRange};

use super::unit::{InlineScope, NO_REG, Operand, Reg};
use super::{Done, Emitter};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{FROM_FREE, Intrinsic2, MAPPING_IN_A, Op};
use crate::compiler::symbols::{Resolution, ScopeKind, flag, mangle};

/// How a name is reached from a code object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Var {
    /// A register.
    Local(Reg),
    /// A cell in a register.
    Cell(Reg),
    /// A cell of the closure.
    Free(u32),
    Global,
    /// The namespace of a class or module, then globals and builtins.
    Name,
    /// In a class body: the namespace, else the closure's cell.
    ClassFree(u32),
    /// In an annotation scope of a class: that class's namespace, else the closure's cell.
    MappedFree(u32),
    /// In an annotation scope of a class: that class's namespace, else globals and builtins.
    MappedGlobal,
}

impl Emitter<'_> {
    // ---- where variables live

    /// Lays out the registers of the current unit: parameters, locals, cells.
    pub fn lay_out_variables(&mut self) {
        let table = self.table;
        let scope = table.scope(self.u.scope);
        let mut free: Vec<&Name> = scope.free.iter().collect();
        free.sort();
        self.u.free_vars = free.iter().map(|name| self.shared(name)).collect();
        if scope.is_function_like() {
            for name in &scope.params {
                self.add_local(name);
            }
            for (name, symbol) in &scope.symbols {
                let bound = symbol.flags & flag::BOUND != 0;
                if bound && symbol.resolution == Resolution::Local && !self.u.vars.contains_key(name) {
                    self.add_local(name);
                }
            }
            self.add_comprehension_locals();
        }
        let mut cells: Vec<Name> = Vec::new();
        if scope.kind == ScopeKind::Class {
            cells.extend(scope.needs_class_cell.then(|| "__class__".into()));
            cells.extend(scope.needs_classdict.then(|| "__classdict__".into()));
            if scope.has_conditional_annotations && !self.options.future_annotations() {
                cells.push("__conditional_annotations__".into());
            }
        } else {
            let captured = |symbol: &crate::compiler::symbols::Symbol| {
                symbol.resolution == Resolution::Cell && symbol.flags & flag::BOUND != 0
            };
            let names = scope.symbols.iter().filter(|(_, symbol)| captured(symbol));
            cells.extend(names.map(|(name, _)| name.clone()));
        }
        cells.sort();
        let mut next = self.u.var_names.len() as u32;
        for name in cells {
            let register = match self.u.vars.get(&name) {
                Some(Var::Local(parameter)) => *parameter,
                _ => {
                    next += 1;
                    next - 1
                }
            };
            let text = self.shared(&name);
            self.u.cell_vars.push(text);
            self.u.cell_registers.push(register);
            self.u.vars.insert(name, Var::Cell(register));
        }
        self.u.local_count = next;
        self.u.top = next;
        self.u.max = next;
        for index in 0..self.u.cell_registers.len() {
            let register = self.u.cell_registers[index];
            self.u.emit(Op::MAKE_CELL, register, 0, 0);
        }
    }

    fn add_local(&mut self, name: &Name) -> Reg {
        let register = self.u.var_names.len() as u32;
        let text = self.shared(name);
        self.u.var_names.push(text);
        self.u.vars.insert(name.clone(), Var::Local(register));
        register
    }

    /// Variables of inlined comprehensions become locals of the function when nothing else there
    /// has their name; the others live in temporaries.
    fn add_comprehension_locals(&mut self) {
        let table = self.table;
        let owner = table.scope(self.u.scope);
        let mut waiting: Vec<_> = table.inlined_children(self.u.scope).collect();
        waiting.reverse();
        while let Some(id) = waiting.pop() {
            let scope = table.scope(id);
            for (name, symbol) in &scope.symbols {
                let own = symbol.flags & flag::BOUND != 0 && symbol.resolution == Resolution::Local;
                let taken = owner.symbols.contains_key(name) || owner.free.contains(name);
                if own && !taken && !self.u.comprehension_locals.contains_key(name) {
                    let register = self.u.var_names.len() as u32;
                    let text = self.shared(name);
                    self.u.var_names.push(text);
                    self.u.comprehension_locals.insert(name.clone(), register);
                }
            }
            let mut children: Vec<_> = table.inlined_children(id).collect();
            children.reverse();
            waiting.extend(children);
        }
    }

    /// Gives the variables of an inlined comprehension their registers, and opens its scope.
    /// Returns the registers to be cleared at its end: locals, and the temporaries as first and count.
    pub fn open_inline_scope(&mut self, id: crate::compiler::symbols::ScopeId) -> (Vec<Reg>, Reg, u32) {
        let table = self.table;
        let scope = table.scope(id);
        let mut vars = HashMap::new();
        let mut locals = Vec::new();
        let first = self.u.top;
        for (name, symbol) in &scope.symbols {
            if symbol.flags & flag::BOUND == 0 {
                continue;
            }
            match symbol.resolution {
                Resolution::Local => {
                    let shared = self.u.comprehension_locals.get(name).copied();
                    let shared = shared.filter(|register| !self.in_use_by_inline(*register));
                    let register = shared.unwrap_or_else(|| self.u.alloc());
                    if shared.is_some() {
                        locals.push(register);
                    }
                    vars.insert(name.clone(), Var::Local(register));
                }
                Resolution::Cell => {
                    let register = self.u.alloc();
                    self.u.emit(Op::MAKE_CELL, register, 0, 0);
                    vars.insert(name.clone(), Var::Cell(register));
                }
                _ => {}
            }
        }
        self.u.inline.push(InlineScope { scope: id, vars });
        (locals, first, self.u.top - first)
    }

    fn in_use_by_inline(&self, register: Reg) -> bool {
        let mut vars = self.u.inline.iter().flat_map(|inline| inline.vars.values());
        vars.any(|var| *var == Var::Local(register))
    }

    /// Where a (mangled) name lives, seen from the innermost scope of the current unit.
    pub fn lookup(&self, name: &Name) -> Var {
        for inline in self.u.inline.iter().rev() {
            if let Some(var) = inline.vars.get(name) {
                return *var;
            }
        }
        let in_comprehension = !self.u.inline.is_empty();
        let scope = self.table.scope(self.u.scope);
        let free = || {
            let position = self.u.free_vars.iter().position(|free| **free == *name.as_str());
            position.map(|index| index as u32)
        };
        if scope.is_function_like() {
            let resolution = match scope.symbols.get(name) {
                Some(symbol) => symbol.resolution,
                None if scope.free.contains(name) => Resolution::Free,
                None => Resolution::GlobalImplicit,
            };
            return match (resolution, free()) {
                (Resolution::Local | Resolution::Cell, _) => self.u.vars.get(name).copied().unwrap_or(Var::Global),
                (Resolution::Free, Some(index)) if scope.sees_class && name != "__classdict__" => {
                    Var::MappedFree(index)
                }
                (Resolution::Free, Some(index)) => Var::Free(index),
                (Resolution::GlobalImplicit, _) if scope.sees_class => Var::MappedGlobal,
                _ => Var::Global,
            };
        }
        if in_comprehension {
            // A comprehension in a class or module body does not see that body's variables.
            return free().map_or(Var::Global, Var::Free);
        }
        if let Some(Var::Cell(register)) = self.u.vars.get(name)
            && !scope.symbols.contains_key(name)
        {
            return Var::Cell(*register);
        }
        match (self.table.resolution(self.u.scope, name), free()) {
            (Resolution::Free, Some(index)) if scope.symbols[name].flags & flag::NONLOCAL != 0 => Var::Free(index),
            (Resolution::Free, Some(index)) => Var::ClassFree(index),
            (Resolution::GlobalExplicit, _) => Var::Global,
            _ => Var::Name,
        }
    }

    pub fn mangled(&self, name: &Name) -> Name {
        let names = self.table.scope(self.u.scope).mangled_names.as_ref();
        match names {
            Some(names) if !names.contains(name) => name.clone(),
            _ => mangle(self.u.private.as_ref(), name),
        }
    }

    // ---- reading

    /// The variable as an operand: a local is borrowed where it is, all else is loaded.
    pub fn name_operand(&mut self, id: &Name, range: TextRange, scratch: Option<Reg>) -> Done<Operand> {
        let name = self.mangled(id);
        if let Var::Local(register) = self.lookup(&name) {
            self.check_bound(register, range);
            return Ok(Operand::local(register));
        }
        let dst = scratch.unwrap_or_else(|| self.u.alloc());
        self.load_name(&name, range, dst)?;
        Ok(Operand::temp(dst))
    }

    /// Raises UnboundLocalError if the local is unset; the checks that definite assignment makes
    /// unnecessary are taken out at the end.
    fn check_bound(&mut self, register: Reg, range: TextRange) {
        let outer = self.u.set_place(range);
        self.u.emit(Op::CHECK_BOUND, 0, register, 0);
        self.u.mark = outer;
    }

    /// Loads a (mangled) name.
    pub fn load_name(&mut self, name: &Name, range: TextRange, dst: Reg) -> Done {
        let outer = self.u.set_place(range);
        match self.lookup(name) {
            Var::Local(register) => {
                self.check_bound(register, range);
                if register != dst {
                    self.u.emit(Op::MOVE, dst, register, 0);
                }
            }
            Var::Cell(register) => self.u.emit(Op::LOAD_DEREF, dst, register, 0),
            Var::Free(index) => self.u.emit(Op::LOAD_FREE, dst, index, 0),
            Var::Global => self.load_global(name, dst),
            Var::Name => {
                let site = self.u.site(name);
                self.u.emit(Op::LOAD_NAME, dst, 0, site);
            }
            Var::ClassFree(index) => {
                let site = self.u.site(name);
                self.u.emit(Op::LOAD_FROM_DICT_OR_DEREF, dst, index, site);
            }
            Var::MappedFree(index) => {
                let slot = self.slot(dst);
                self.load_name(&"__classdict__".into(), range, slot)?;
                let site = self.u.site(name);
                self.u.emit_flags(Op::LOAD_FROM_DICT_OR_DEREF, MAPPING_IN_A, slot, index, site);
                self.settle(slot, dst);
            }
            Var::MappedGlobal => {
                let slot = self.slot(dst);
                self.load_name(&"__classdict__".into(), range, slot)?;
                let site = self.u.site(name);
                self.u.emit(Op::LOAD_FROM_DICT_OR_GLOBALS, slot, slot, site);
                self.settle(slot, dst);
            }
        }
        self.u.mark = outer;
        Ok(())
    }

    pub fn load_global(&mut self, name: &str, dst: Reg) {
        let site = self.u.site(name);
        if self.u.sites_exhausted() {
            let slot = self.slot(dst);
            let base = self.u.alloc_many(2);
            self.u.load_const(super::constants::string(name), base);
            self.u.load_const(Const::None, base + 1);
            self.u.emit(Op::CALL_INTRINSIC_2, slot, base, Intrinsic2::LoadGlobal as u32);
            self.u.top = base;
            self.settle(slot, dst);
            return;
        }
        self.u.emit(Op::LOAD_GLOBAL, dst, 0, site);
    }

    // ---- writing

    /// The register that an assignment to this name may write directly.
    pub fn direct_register(&self, target: &Expr) -> Option<Reg> {
        let coil_grammar::ast::ExprKind::Name { id, .. } = &target.kind else { return None };
        match self.lookup(&self.mangled(id)) {
            Var::Local(register) => Some(register),
            _ => None,
        }
    }

    /// Stores a value under a (not yet mangled) name; a temporary dies.
    pub fn store_name(&mut self, id: &Name, value: Operand) {
        let name = self.mangled(id);
        match self.lookup(&name) {
            Var::Local(register) => self.move_to(value, register),
            Var::Cell(register) => {
                self.u.emit_flags(Op::STORE_DEREF, value.flag_b(NO_REG), register, value.reg, 0);
            }
            Var::Free(index) | Var::ClassFree(index) | Var::MappedFree(index) => {
                self.u.emit_flags(Op::STORE_FREE, value.flag_b(NO_REG), index, value.reg, 0);
            }
            Var::Global | Var::MappedGlobal => {
                let site = self.u.site(&name);
                self.u.emit_flags(Op::STORE_GLOBAL, value.flag_a(), value.reg, 0, site);
            }
            Var::Name => {
                let site = self.u.site(&name);
                self.u.emit_flags(Op::STORE_NAME, value.flag_a(), value.reg, 0, site);
            }
        }
    }

    pub fn delete_name(&mut self, id: &Name) {
        let name = self.mangled(id);
        match self.lookup(&name) {
            Var::Local(register) => self.u.emit(Op::DELETE_FAST, 0, register, 0),
            Var::Cell(register) => self.u.emit(Op::DELETE_DEREF, register, 0, 0),
            Var::Free(index) | Var::ClassFree(index) | Var::MappedFree(index) => {
                self.u.emit(Op::DELETE_FREE, index, 0, 0);
            }
            Var::Global | Var::MappedGlobal => {
                let site = self.u.site(&name);
                self.u.emit(Op::DELETE_GLOBAL, 0, 0, site);
            }
            Var::Name => {
                let site = self.u.site(&name);
                self.u.emit(Op::DELETE_NAME, 0, 0, site);
            }
        }
    }

    // ---- moving

    /// Moves a temporary, or copies a local, to a register.
    pub fn move_to(&mut self, value: Operand, dst: Reg) {
        if value.reg == dst {
            return;
        }
        let op = if value.temp { Op::MOVE_TEMP } else { Op::MOVE };
        self.u.emit(op, dst, value.reg, 0);
    }

    /// A register to compute a result in step by step: `dst` itself unless that is a local, which
    /// must keep its value until the result is complete.
    pub fn slot(&mut self, dst: Reg) -> Reg {
        if self.u.is_local(dst) { self.u.alloc() } else { dst }
    }

    /// Moves a complete result from its slot to where it belongs.
    pub fn settle(&mut self, slot: Reg, dst: Reg) {
        if slot != dst {
            self.u.emit(Op::MOVE_TEMP, dst, slot, 0);
            self.u.top = slot;
        }
    }

    // ---- closures

    /// Loads the closure tuple for a code object with these free variables.
    pub fn load_closure(&mut self, free_vars: &[Arc<str>], dst: Reg) {
        let base = self.u.alloc_many(free_vars.len() as u32);
        for (index, name) in free_vars.iter().enumerate() {
            let register = base + index as u32;
            match self.captured(&Name::new(name)) {
                Var::Cell(cell) => self.u.emit(Op::LOAD_CLOSURE, register, cell, 0),
                Var::Free(free) => {
                    self.u.emit_flags(Op::LOAD_CLOSURE, FROM_FREE, register, free, 0);
                }
                _ => {}
            }
        }
        self.u.emit(Op::BUILD_TUPLE, dst, base, free_vars.len() as u32);
        self.u.top = base;
    }

    /// The cell that an inner scope captures: a class body's variables are never meant.
    fn captured(&self, name: &Name) -> Var {
        for inline in self.u.inline.iter().rev() {
            if let Some(var @ Var::Cell(_)) = inline.vars.get(name) {
                return *var;
            }
        }
        if let Some(var @ Var::Cell(_)) = self.u.vars.get(name) {
            return *var;
        }
        let position = self.u.free_vars.iter().position(|free| **free == *name.as_str());
        position.map_or(Var::Global, |index| Var::Free(index as u32))
    }

    /// Copies an operand that is a local when something evaluated later may rebind it.
    pub fn protect(&mut self, operand: Operand, later: &[&Expr]) -> Operand {
        if operand.temp || !self.may_rebind(later) {
            return operand;
        }
        let copy = self.u.alloc();
        self.u.emit(Op::MOVE, copy, operand.reg, 0);
        Operand::temp(copy)
    }

    fn may_rebind(&self, later: &[&Expr]) -> bool {
        let innermost = self.u.inline.last().map_or(self.u.scope, |inline| inline.scope);
        let flagged = |id| self.table.scope(id).has_rebinding;
        (flagged(innermost) || flagged(self.u.scope)) && later.iter().any(|expr| super::visit::rebinds(expr))
    }

    /// Drops an operand that is not needed.
    pub fn discard(&mut self, operand: Operand) {
        if operand.temp {
            self.u.release(operand.reg, 1);
        }
    }
}
