//! Assignment: targets, unpacking, augmented assignment, deletion.

use coil_grammar::ast::*;

use super::expr::plain_slice;
use super::names::Var;
use super::unit::{NO_REG, Operand, Reg};
use super::{Done, Emitter, error};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{CONSUME_C, INPLACE, Op};

impl Emitter<'_> {
    /// `target = value`, the value computed where it is wanted if that is a local.
    pub fn assign(&mut self, target: &Expr, value: &Expr) -> Done {
        let top = self.u.top;
        if let Some(register) = self.direct_register(target) {
            self.expr_into(value, register)?;
        } else if !self.assign_pairwise(target, value)? {
            let value = self.operand_before(value, None, &[target])?;
            self.store(target, value)?;
        }
        self.u.top = top;
        Ok(())
    }

    /// `a = b = value`.
    pub fn assign_many(&mut self, targets: &[Expr], value: &Expr) -> Done {
        if let [target] = targets {
            return self.assign(target, value);
        }
        let Some((last, others)) = targets.split_last() else { return Ok(()) };
        let top = self.u.top;
        if super::fold::fold(value).is_some() && targets.iter().all(|target| self.direct_register(target).is_some()) {
            return targets.iter().try_for_each(|target| self.assign(target, value));
        }
        // A borrowed local may be one of the targets that are written first.
        let value = Operand::temp(self.temp(value)?);
        for target in others {
            self.store(target, Operand::local(value.reg))?;
        }
        self.store(last, value)?;
        self.u.top = top;
        Ok(())
    }

    /// Stores a value in a target; a temporary dies.
    pub fn store(&mut self, target: &Expr, value: Operand) -> Done {
        let outer = self.u.set_place(target.range);
        let top = self.u.top;
        match &target.kind {
            ExprKind::Name { id, .. } => self.store_name(id, value),
            ExprKind::Attribute { value: object, attr, .. } => {
                self.note_static_attribute(object, attr);
                let object = self.operand(object, None)?;
                let name = self.mangled(&attr.name);
                let site = self.u.site(&name);
                let place = self.attribute_place(target, attr);
                let flags = object.flag_a() | value.flag_b(NO_REG);
                self.at(place, |this| {
                    this.u.emit_flags(Op::STORE_ATTR, flags, object.reg, value.reg, site);
                });
            }
            ExprKind::Subscript { value: container, slice, .. } => {
                self.store_subscript(container, slice, value)?;
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => self.unpack(elts, value)?,
            ExprKind::Starred { .. } => {
                return error("starred assignment target must be in a list or tuple", target.range);
            }
            _ => {}
        }
        self.u.top = top;
        self.u.mark = outer;
        Ok(())
    }

    fn store_subscript(&mut self, container: &Expr, slice: &Expr, value: Operand) -> Done {
        let container = self.operand_before(container, None, &[slice])?;
        if let Some(bounds) = plain_slice(slice) {
            let window = self.bounds(bounds)?;
            let flags = container.flag_a() | value.flag_c(NO_REG);
            self.u.emit_flags(Op::STORE_SLICE, flags, container.reg, window, value.reg);
            return Ok(());
        }
        let index = self.operand(slice, None)?;
        let flags = container.flag_a() | index.flag_b(NO_REG) | value.flag_c(NO_REG);
        self.u.emit_flags(Op::STORE_SUBSCR, flags, container.reg, index.reg, value.reg);
        Ok(())
    }

    fn unpack(&mut self, elts: &[Expr], value: Operand) -> Done {
        let starred = |elt: &Expr| matches!(elt.kind, ExprKind::Starred { .. });
        let star = elts.iter().position(starred);
        let range = TextRange::new(self.u.mark.start, self.u.mark.end);
        if elts.iter().filter(|elt| starred(elt)).count() > 1 {
            return error("multiple starred expressions in assignment", range);
        }
        let direct = self.consecutive_locals(elts);
        let base = direct.unwrap_or_else(|| self.u.alloc_many(elts.len() as u32));
        match star {
            None => {
                let count = elts.len() as u32;
                if count > u16::MAX as u32 {
                    return error("too many targets in assignment", range);
                }
                self.u.emit_flags(Op::UNPACK_SEQUENCE, value.flag_b(NO_REG), base, value.reg, count);
            }
            Some(before) => {
                let after = elts.len() - before - 1;
                if before >= 256 || after >= 256 {
                    return error("too many expressions in star-unpacking assignment", range);
                }
                let counts = (before + 256 * after) as u32;
                self.u.emit_flags(Op::UNPACK_EX, value.flag_b(NO_REG), base, value.reg, counts);
            }
        }
        if direct.is_some() {
            return Ok(());
        }
        for (index, elt) in elts.iter().enumerate() {
            let target = match &elt.kind {
                ExprKind::Starred { value, .. } => value,
                _ => elt,
            };
            self.store(target, Operand::temp(base + index as u32))?;
        }
        Ok(())
    }

    /// The first register of targets that are locals one after the other: they are unpacked into
    /// where they lie.
    fn consecutive_locals(&self, elts: &[Expr]) -> Option<Reg> {
        let mut targets = elts.iter().map(|elt| match &elt.kind {
            ExprKind::Starred { value, .. } => self.direct_register(value),
            _ => self.direct_register(elt),
        });
        let first = targets.next()??;
        let in_order = targets.zip(first + 1..).all(|(target, wanted)| target == Some(wanted));
        in_order.then_some(first)
    }

    // ---- a, b = c, d

    /// Displays on both sides are assigned element by element, without a tuple in between.
    fn assign_pairwise(&mut self, target: &Expr, value: &Expr) -> Done<bool> {
        let (ExprKind::Tuple { elts: targets, .. } | ExprKind::List { elts: targets, .. }) = &target.kind else {
            return Ok(false);
        };
        let (ExprKind::Tuple { elts: values, .. } | ExprKind::List { elts: values, .. }) = &value.kind else {
            return Ok(false);
        };
        let starred = |elt: &Expr| matches!(elt.kind, ExprKind::Starred { .. });
        let fits = targets.len() == values.len() && targets.len() <= 16;
        if !fits || targets.is_empty() || targets.iter().chain(values).any(starred) {
            return Ok(false);
        }
        if self.assign_in_turn(targets, values)? {
            return Ok(true);
        }
        let base = self.u.top;
        let direct = self.last_goes_direct(targets, values);
        let Some((last, others)) = values.split_last() else { return Ok(false) };
        for value in others {
            self.temp(value)?;
        }
        match direct {
            Some(register) => self.expr_into(last, register)?,
            None => {
                self.temp(last)?;
            }
        }
        let stored = targets.len() - direct.is_some() as usize;
        for (index, target) in targets[..stored].iter().enumerate() {
            self.store(target, Operand::temp(base + index as u32))?;
        }
        Ok(true)
    }

    /// `i, j = 0, n`: values that cannot raise and that no target before them changes are assigned
    /// one after the other.
    fn assign_in_turn(&mut self, targets: &[Expr], values: &[Expr]) -> Done<bool> {
        let registers: Option<Vec<Reg>> = targets.iter().map(|target| self.direct_register(target)).collect();
        let Some(registers) = registers else { return Ok(false) };
        for (index, value) in values.iter().enumerate() {
            let simple = match self.direct_register(value) {
                // A parameter cannot be unbound; other locals might.
                Some(register) => !registers[..index].contains(&register) && register < self.u.arg_register_count(),
                None => super::fold::fold(value).is_some(),
            };
            if !simple {
                return Ok(false);
            }
        }
        for (register, value) in registers.iter().zip(values) {
            self.expr_into(value, *register)?;
        }
        Ok(true)
    }

    /// In `a, b = b, a + b` the last value may go to its target at once: all other values are
    /// there by then, and its old value lives on in one of them, so that nothing is finalized.
    fn last_goes_direct(&self, targets: &[Expr], values: &[Expr]) -> Option<Reg> {
        let registers: Vec<Reg> = targets.iter().map(|target| self.direct_register(target)).collect::<Option<_>>()?;
        let (last, others) = registers.split_last()?;
        let kept = values[..others.len()].iter().any(|value| self.direct_register(value) == Some(*last));
        (kept && !others.contains(last)).then_some(*last)
    }

    // ---- augmented assignment

    pub fn aug_assign(&mut self, target: &Expr, op: Operator, value: &Expr, range: TextRange) -> Done {
        let top = self.u.top;
        match &target.kind {
            ExprKind::Name { id, .. } => {
                let name = self.mangled(id);
                if let Var::Local(register) = self.lookup(&name) {
                    let left = self.name_operand(id, target.range, None)?;
                    let left = self.protect(left, &[value]);
                    self.at(range, |this| this.binary_step(op, register, left, value, INPLACE))?;
                } else {
                    let slot = self.u.alloc();
                    self.load_name(&name, target.range, slot)?;
                    let left = Operand::temp(slot);
                    self.at(range, |this| this.binary_step(op, slot, left, value, INPLACE))?;
                    self.at(target.range, |this| this.store_name(id, Operand::temp(slot)));
                }
            }
            ExprKind::Attribute { value: object, attr, .. } => {
                let object = self.operand_before(object, None, &[value])?;
                let slot = self.u.alloc();
                let name = self.mangled(&attr.name);
                let place = self.attribute_place(target, attr);
                let (read, write) = (self.u.site(&name), self.u.site(&name));
                self.at(place, |this| this.u.emit(Op::LOAD_ATTR, slot, object.reg, read));
                let left = Operand::temp(slot);
                self.at(range, |this| this.binary_step(op, slot, left, value, INPLACE))?;
                let flags = object.flag_a() | left.flag_b(NO_REG);
                self.at(place, |this| {
                    this.u.emit_flags(Op::STORE_ATTR, flags, object.reg, slot, write);
                });
            }
            ExprKind::Subscript { value: container, slice, .. } => {
                self.aug_subscript(container, slice, op, value, target.range, range)?;
            }
            _ => {}
        }
        self.u.top = top;
        Ok(())
    }

    fn aug_subscript(
        &mut self,
        container: &Expr,
        slice: &Expr,
        op: Operator,
        value: &Expr,
        place: TextRange,
        range: TextRange,
    ) -> Done {
        let container = self.operand_before(container, None, &[slice, value])?;
        // The index is used twice; a slice becomes an object for that.
        let index = self.operand_before(slice, None, &[value])?;
        let slot = self.u.alloc();
        self.at(place, |this| {
            this.u.emit(Op::BINARY_SUBSCR, slot, container.reg, index.reg);
        });
        let left = Operand::temp(slot);
        self.at(range, |this| this.binary_step(op, slot, left, value, INPLACE))?;
        let flags = container.flag_a() | index.flag_b(NO_REG) | CONSUME_C;
        self.at(place, |this| {
            this.u.emit_flags(Op::STORE_SUBSCR, flags, container.reg, index.reg, slot);
        });
        Ok(())
    }

    /// `self.x = ...` below a class is one of its `__static_attributes__`; as in CPython, the name
    /// decides.
    fn note_static_attribute(&mut self, object: &Expr, attr: &Identifier) {
        if !matches!(&object.kind, ExprKind::Name { id, .. } if id == "self") {
            return;
        }
        let name = attr.name.clone();
        let table = self.table;
        let is_class = |unit: &&mut super::unit::Unit<'_>| {
            table.scope(unit.scope).kind == crate::compiler::symbols::ScopeKind::Class
        };
        if let Some(class) = self.outer.iter_mut().rev().find(is_class) {
            class.static_attributes.insert(name);
        }
    }

    // ---- deletion

    pub fn delete(&mut self, target: &Expr) -> Done {
        let outer = self.u.set_place(target.range);
        let top = self.u.top;
        match &target.kind {
            ExprKind::Name { id, .. } => self.delete_name(id),
            ExprKind::Attribute { value, attr, .. } => {
                let object = self.operand(value, None)?;
                let name = self.mangled(&attr.name);
                let site = self.u.site(&name);
                self.u.emit_flags(Op::DELETE_ATTR, object.flag_a(), object.reg, 0, site);
            }
            ExprKind::Subscript { value, slice, .. } => {
                let container = self.operand_before(value, None, &[slice])?;
                let index = self.operand(slice, None)?;
                let flags = container.flag_a() | index.flag_b(NO_REG);
                self.u.emit_flags(Op::DELETE_SUBSCR, flags, container.reg, index.reg, 0);
            }
            ExprKind::Tuple { elts, .. } | ExprKind::List { elts, .. } => {
                elts.iter().try_for_each(|elt| self.delete(elt))?;
            }
            _ => {}
        }
        self.u.top = top;
        self.u.mark = outer;
        Ok(())
    }

    /// `name = None; del name`, as at the end of `except ... as name`.
    pub fn forget_name(&mut self, name: &Name) {
        let mangled = self.mangled(name);
        if let Var::Local(register) = self.lookup(&mangled) {
            self.u.release(register, 1);
            return;
        }
        let slot = self.u.alloc();
        self.u.load_const(Const::None, slot);
        self.store_name(name, Operand::temp(slot));
        self.delete_name(name);
        self.u.top = slot;
    }
}
