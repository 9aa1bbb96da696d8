//! `match`: cases, and the patterns without parts.
//!
//! While a pattern is tested, the parts of the subject that it takes out lie in temporaries; names
//! are bound only when the whole pattern has matched. A case that fails releases its temporaries.

use coil_grammar::ast::*;

use super::unit::{NO_REG, Operand, Reg};
use super::{Done, Emitter, constants, error};
use crate::bytecode::assembler::Label;
use crate::bytecode::opcode::Op;

/// What one pattern (or alternative) has captured so far, and where to go when it fails.
pub struct Captures {
    pub names: Vec<(Name, Reg)>,
    pub fail: Label,
    /// A pattern that always matches may stand here: in the last case, or under a guard.
    pub allow_irrefutable: bool,
}

impl<'a> Emitter<'a> {
    pub fn match_(&mut self, node: &'a Match) -> Done {
        let top = self.u.top;
        let subject = self.temp(&node.subject)?;
        let end = self.u.label();
        let count = node.cases.len();
        for (index, case) in node.cases.iter().enumerate() {
            self.u.top = subject + 1;
            let last = index + 1 == count;
            self.case(case, subject, last, end)?;
        }
        self.u.release(subject, 1);
        self.u.place(end);
        self.u.top = top;
        Ok(())
    }

    fn case(&mut self, case: &'a MatchCase, subject: Reg, last: bool, end: Label) -> Done {
        let base = self.u.top;
        self.u.set_place(case.pattern.range);
        let (fail, next) = (self.u.label(), self.u.label());
        let allow_irrefutable = last || case.guard.is_some();
        let mut captures = Captures { names: Vec::new(), fail, allow_irrefutable };
        self.pattern(&case.pattern, subject, &mut captures)?;
        let count = self.u.top - base;
        self.bind_captures(&captures.names, base);
        self.u.release(base, count);
        self.u.top = base;
        if let Some(guard) = &case.guard {
            self.jump_if(guard, next, false)?;
        }
        self.u.release(subject, 1);
        self.u.top = subject;
        self.conditional_body(&case.body)?;
        self.u.jump(end);
        self.u.set_place(case.pattern.range);
        self.u.place(fail);
        self.u.release(base, count);
        self.u.place(next);
        Ok(())
    }

    /// Binds the names of a pattern that matched. A part that is wanted once is moved.
    fn bind_captures(&mut self, names: &[(Name, Reg)], base: Reg) {
        for (name, register) in names {
            let uses = names.iter().filter(|(_, other)| other == register).count();
            let temp = *register >= base && uses == 1;
            self.store_name(name, Operand { reg: *register, temp });
        }
    }

    /// Tests a pattern on the value in a register, which stays there.
    pub fn pattern(&mut self, pattern: &'a Pattern, subject: Reg, captures: &mut Captures) -> Done {
        let outer = self.u.set_place(pattern.range);
        match &pattern.kind {
            PatternKind::MatchValue { value } => self.match_value(value, subject, captures.fail)?,
            PatternKind::MatchSingleton { value } => self.match_singleton(value, subject, captures.fail),
            PatternKind::MatchSequence { patterns } => {
                self.match_sequence(patterns, pattern.range, subject, captures)?;
            }
            PatternKind::MatchMapping(mapping) => {
                self.match_mapping(mapping, pattern.range, subject, captures)?;
            }
            PatternKind::MatchClass(class) => {
                self.match_class(class, subject, captures)?;
            }
            PatternKind::MatchStar { name } => {
                if let Some(name) = name {
                    self.capture(&name.name, subject, pattern.range, captures)?;
                }
            }
            PatternKind::MatchAs { pattern: inner, name } => {
                self.match_as(inner.as_deref(), name.as_ref(), pattern.range, subject, captures)?;
            }
            PatternKind::MatchOr { patterns } => {
                self.match_or(patterns, pattern.range, subject, captures)?;
            }
        }
        self.u.mark = outer;
        Ok(())
    }

    fn match_value(&mut self, value: &Expr, subject: Reg, fail: Label) -> Done {
        let top = self.u.top;
        if let Some(value) = constants::immediate(value) {
            let value = value as u16 as u32;
            self.u.emit_jump(Op::EQ_IMM_JUMP_FALSE, 0, fail, 0, subject, value);
            return Ok(());
        }
        let value = self.operand(value, None)?;
        self.u.emit_jump(Op::EQ_JUMP_FALSE, value.flag_c(NO_REG), fail, 0, subject, value.reg);
        self.u.top = top;
        Ok(())
    }

    fn match_singleton(&mut self, value: &Constant, subject: Reg, fail: Label) {
        if *value == Constant::None {
            self.u.emit_jump(Op::JUMP_IF_NOT_NONE, 0, fail, 0, subject, 0);
            return;
        }
        let register = self.u.alloc();
        self.u.load_const(constants::from_literal(value), register);
        let flags = Operand::temp(register).flag_c(NO_REG);
        self.u.emit_jump(Op::IS_JUMP_FALSE, flags, fail, 0, subject, register);
        self.u.top = register;
    }

    pub fn capture(&mut self, name: &Name, subject: Reg, range: TextRange, captures: &mut Captures) -> Done {
        if captures.names.iter().any(|(other, _)| other == name) {
            return error(format!("multiple assignments to name '{name}' in pattern"), range);
        }
        captures.names.push((name.clone(), subject));
        Ok(())
    }

    fn match_as(
        &mut self,
        inner: Option<&'a Pattern>,
        name: Option<&Identifier>,
        range: TextRange,
        subject: Reg,
        captures: &mut Captures,
    ) -> Done {
        match inner {
            Some(inner) => self.pattern(inner, subject, captures)?,
            None if captures.allow_irrefutable => {}
            None => {
                let message = match name {
                    Some(name) => {
                        format!("name capture '{}' makes remaining patterns unreachable", name.name)
                    }
                    None => "wildcard makes remaining patterns unreachable".to_string(),
                };
                return error(message, range);
            }
        }
        match name {
            Some(name) => self.capture(&name.name, subject, range, captures),
            None => Ok(()),
        }
    }

    /// Alternatives leave what they capture in common registers.
    fn match_or(&mut self, patterns: &'a [Pattern], range: TextRange, subject: Reg, captures: &mut Captures) -> Done {
        let names = bound_names(&patterns[0]);
        let common = self.u.alloc_many(names.len() as u32);
        let matched = self.u.label();
        for (index, alternative) in patterns.iter().enumerate() {
            let base = self.u.top;
            let fail = self.u.label();
            let last = index + 1 == patterns.len();
            let allow_irrefutable = last && captures.allow_irrefutable;
            let mut own = Captures { names: Vec::new(), fail, allow_irrefutable };
            self.pattern(alternative, subject, &mut own)?;
            let mut found: Vec<&Name> = own.names.iter().map(|(name, _)| name).collect();
            let mut wanted: Vec<&Name> = names.iter().collect();
            found.sort();
            wanted.sort();
            if found != wanted {
                return error("alternative patterns bind different names", range);
            }
            for (index, name) in names.iter().enumerate() {
                if let Some((_, register)) = own.names.iter().find(|(own, _)| own == name) {
                    self.u.emit(Op::MOVE, common + index as u32, *register, 0);
                }
            }
            let count = self.u.top - base;
            self.u.release(base, count);
            self.u.jump(matched);
            self.u.place(fail);
            self.u.release(base, count);
            self.u.top = base;
        }
        self.u.jump(captures.fail);
        self.u.place(matched);
        for (index, name) in names.iter().enumerate() {
            self.capture(name, common + index as u32, range, captures)?;
        }
        Ok(())
    }
}

/// The names a pattern binds, in order.
fn bound_names(pattern: &Pattern) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut waiting = vec![pattern];
    while let Some(pattern) = waiting.pop() {
        let (parts, name): (Vec<&Pattern>, _) = match &pattern.kind {
            PatternKind::MatchSequence { patterns } => (patterns.iter().collect(), None),
            PatternKind::MatchOr { patterns } => (patterns.iter().take(1).collect(), None),
            PatternKind::MatchMapping(mapping) => (mapping.patterns.iter().collect(), mapping.rest.as_ref()),
            PatternKind::MatchClass(class) => (class.patterns.iter().chain(&class.kwd_patterns).collect(), None),
            PatternKind::MatchStar { name } => (Vec::new(), name.as_ref()),
            PatternKind::MatchAs { pattern, name } => (pattern.as_deref().into_iter().collect(), name.as_ref()),
            _ => continue,
        };
        names.extend(name.map(|name| name.name.clone()));
        waiting.extend(parts.into_iter().rev());
    }
    // Repeated names are an error that is reported where the second one is captured.
    let mut unique: Vec<Name> = Vec::new();
    for name in names {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    unique
}
