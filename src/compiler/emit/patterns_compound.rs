//! Patterns with parts: sequences, mappings, classes.

use coil_grammar::ast::*;

use super::patterns::Captures;
use super::unit::{NO_REG, Operand, Reg};
use super::{Done, Emitter, constants, error, fold};
use crate::bytecode::assembler::Label;
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{CONSUME_B, Op};

impl<'a> Emitter<'a> {
    /// Goes on only when the instruction's result, a bool, is true.
    fn require(&mut self, op: Op, subject: Reg, fail: Label) {
        let result = self.u.alloc();
        self.u.emit(op, result, subject, 0);
        self.jump_on(Operand::temp(result), fail, false);
        self.u.top = result;
    }

    /// Compares the subject's length with a number.
    fn require_length(&mut self, jump: Op, length: usize, subject: Reg, fail: Label) {
        let result = self.u.alloc();
        self.u.emit(Op::GET_LEN, result, subject, 0);
        self.u.emit_jump(jump, CONSUME_B, fail, 0, result, length as u32);
        self.u.top = result;
    }

    pub fn match_sequence(
        &mut self,
        patterns: &'a [Pattern],
        range: TextRange,
        subject: Reg,
        captures: &mut Captures,
    ) -> Done {
        let is_star = |pattern: &&Pattern| matches!(pattern.kind, PatternKind::MatchStar { .. });
        let star = patterns.iter().position(|pattern| is_star(&pattern));
        if patterns.iter().filter(is_star).count() > 1 {
            return error("multiple starred names in sequence pattern", range);
        }
        self.require(Op::MATCH_SEQUENCE, subject, captures.fail);
        match star {
            None => self.require_length(Op::EQ_IMM_JUMP_FALSE, patterns.len(), subject, captures.fail),
            Some(_) if patterns.len() > 1 => {
                let at_least = patterns.len() - 1;
                self.require_length(Op::GE_IMM_JUMP_FALSE, at_least, subject, captures.fail);
            }
            Some(_) => {}
        }
        if patterns.iter().all(is_wildcard) {
            return Ok(());
        }
        match star {
            Some(star) if is_wildcard(&patterns[star]) => self.match_by_index(patterns, star, subject, captures),
            _ => self.match_unpacked(patterns, star, range, subject, captures),
        }
    }

    fn match_unpacked(
        &mut self,
        patterns: &'a [Pattern],
        star: Option<usize>,
        range: TextRange,
        subject: Reg,
        captures: &mut Captures,
    ) -> Done {
        let base = self.u.alloc_many(patterns.len() as u32);
        match star {
            None => self.u.emit(Op::UNPACK_SEQUENCE, base, subject, patterns.len() as u32),
            Some(before) => {
                let after = patterns.len() - before - 1;
                if before >= 256 || after >= 256 {
                    return error("too many expressions in star-unpacking sequence pattern", range);
                }
                let counts = (before + 256 * after) as u32;
                self.u.emit(Op::UNPACK_EX, base, subject, counts);
            }
        }
        self.parts(patterns, base, captures)
    }

    /// Tests the parts, which lie in consecutive registers.
    fn parts(&mut self, patterns: &'a [Pattern], base: Reg, captures: &mut Captures) -> Done {
        let outer = std::mem::replace(&mut captures.allow_irrefutable, true);
        for (index, part) in patterns.iter().enumerate() {
            self.pattern(part, base + index as u32, captures)?;
        }
        captures.allow_irrefutable = outer;
        Ok(())
    }

    /// With `*_` the middle is never looked at: the others are taken by index.
    fn match_by_index(&mut self, patterns: &'a [Pattern], star: usize, subject: Reg, captures: &mut Captures) -> Done {
        let outer = std::mem::replace(&mut captures.allow_irrefutable, true);
        for (index, part) in patterns.iter().enumerate() {
            if index == star || is_wildcard(part) {
                continue;
            }
            let value = self.u.alloc();
            if index < star {
                self.u.emit(Op::BINARY_SUBSCR_IMM, value, subject, index as u32);
            } else {
                // Counted from the length, since the class may not know negative indices.
                let from_end = (patterns.len() - index) as u32;
                self.u.emit(Op::GET_LEN, value, subject, 0);
                self.u.emit(Op::BINARY_SUBTRACT_IMM, value, value, from_end);
                self.u.emit(Op::BINARY_SUBSCR, value, subject, value);
            }
            self.pattern(part, value, captures)?;
        }
        captures.allow_irrefutable = outer;
        Ok(())
    }

    pub fn match_mapping(
        &mut self,
        mapping: &'a MatchMapping,
        range: TextRange,
        subject: Reg,
        captures: &mut Captures,
    ) -> Done {
        self.check_keys(mapping, range)?;
        let count = mapping.keys.len();
        self.require(Op::MATCH_MAPPING, subject, captures.fail);
        if count == 0 && mapping.rest.is_none() {
            return Ok(());
        }
        if count > 0 {
            self.require_length(Op::GE_IMM_JUMP_FALSE, count, subject, captures.fail);
        }
        let keys = self.u.alloc();
        self.tuple(&mapping.keys, keys)?;
        let values = self.u.alloc();
        self.u.emit(Op::MATCH_KEYS, values, subject, keys);
        self.u.emit_jump(Op::JUMP_IF_NONE, 0, captures.fail, 0, values, 0);
        let base = self.u.alloc_many(count as u32);
        self.u.emit_flags(Op::UNPACK_SEQUENCE, CONSUME_B, base, values, count as u32);
        if let Some(rest) = &mapping.rest {
            let dict = self.rest_of_mapping(subject, keys, count);
            self.parts(&mapping.patterns, base, captures)?;
            return self.capture(&rest.name, dict, range, captures);
        }
        self.u.release(keys, 1);
        self.parts(&mapping.patterns, base, captures)
    }

    /// A dict of all items but those of the keys.
    fn rest_of_mapping(&mut self, subject: Reg, keys: Reg, count: usize) -> Reg {
        let dict = self.u.alloc();
        let source = self.u.alloc();
        self.u.emit(Op::BUILD_MAP, dict, dict, 0);
        self.u.emit(Op::MOVE, source, subject, 0);
        self.u.emit(Op::DICT_UPDATE, dict, source, 0);
        self.u.top = source;
        let base = self.u.alloc_many(count as u32);
        self.u.emit_flags(Op::UNPACK_SEQUENCE, CONSUME_B, base, keys, count as u32);
        for index in 0..count as u32 {
            self.u.emit_flags(Op::DELETE_SUBSCR, CONSUME_B, dict, base + index, 0);
        }
        self.u.top = source;
        dict
    }

    fn check_keys(&self, mapping: &MatchMapping, range: TextRange) -> Done {
        let mut seen: Vec<Vec<u8>> = Vec::new();
        for key in &mapping.keys {
            let Some(value) = fold::fold(key) else { continue };
            let mut bytes = Vec::new();
            constants::key(&equal_key(&value), &mut bytes);
            if seen.contains(&bytes) {
                let text = super::unparse::constant(&value);
                return error(format!("mapping pattern checks duplicate key ({text})"), range);
            }
            seen.push(bytes);
        }
        Ok(())
    }

    pub fn match_class(&mut self, class: &'a MatchClass, subject: Reg, captures: &mut Captures) -> Done {
        for (index, name) in class.kwd_attrs.iter().enumerate() {
            if class.kwd_attrs[..index].iter().any(|other| other.name == name.name) {
                let message = format!("attribute name repeated in class pattern: {}", name.name);
                return error(message, class.kwd_patterns[index].range);
            }
        }
        let result = self.u.alloc();
        let window = self.temp(&class.cls)?;
        let names = class.kwd_attrs.iter().map(|name| constants::string(&name.name)).collect();
        let register = self.u.alloc();
        self.u.load_const(Const::Tuple(names), register);
        let register = self.u.alloc();
        self.u.load_const(Const::Int(class.patterns.len() as i64), register);
        self.u.emit(Op::MATCH_CLASS, result, subject, window);
        self.u.top = result + 1;
        self.u.emit_jump(Op::JUMP_IF_NONE, 0, captures.fail, 0, result, 0);
        let count = (class.patterns.len() + class.kwd_patterns.len()) as u32;
        if count == 0 {
            self.u.release(result, 1);
            return Ok(());
        }
        let base = self.u.alloc_many(count);
        let flags = Operand::temp(result).flag_b(NO_REG);
        self.u.emit_flags(Op::UNPACK_SEQUENCE, flags, base, result, count);
        self.parts(&class.patterns, base, captures)?;
        let keywords = base + class.patterns.len() as u32;
        self.parts(&class.kwd_patterns, keywords, captures)
    }
}

/// One constant for all that compare equal to it: as keys 1, 1.0 and True are the same.
fn equal_key(value: &Const) -> Const {
    match value {
        Const::True => Const::Int(1),
        Const::False => Const::Int(0),
        Const::Complex(re, im) if *im == 0.0 => equal_key(&Const::Float(*re)),
        Const::Float(float) if float.fract() == 0.0 && float.abs() < 9e15 => Const::Int(*float as i64),
        other => other.clone(),
    }
}

fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern.kind, PatternKind::MatchAs { pattern: None, name: None } | PatternKind::MatchStar { name: None })
}
