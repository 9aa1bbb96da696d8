//! `'%s: %r' % (a, b)`: compiled as an f-string where all conversions are `%s`, `%r` or `%a`.
//!
//! Formatting an object with these does the same in both notations, and CPython makes the same
//! replacement, so that even the order in which parts are formatted is the same.

use coil_grammar::ast::{Constant, Expr, ExprKind, Operator};

use super::unit::Reg;
use super::{Done, Emitter, constants};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{CONSUME_B, CONSUME_C, CONVERSION_SHIFT, HAS_SPEC, Op};

enum Part<'e> {
    Text(Vec<u8>),
    Value { expr: &'e Expr, conversion: u8, spec: String },
}

/// CPython gives up on longer numbers.
const MAX_DIGITS: usize = 3;

/// The parts of the string, if the expression is of this form and simple enough.
fn parts(expr: &Expr) -> Option<Vec<Part<'_>>> {
    let ExprKind::BinOp { left, op: Operator::Mod, right } = &expr.kind else { return None };
    let ExprKind::Constant { value: Constant::Str(format), .. } = &left.kind else { return None };
    let ExprKind::Tuple { elts, .. } = &right.kind else { return None };
    if elts.iter().any(|elt| matches!(elt.kind, ExprKind::Starred { .. })) || elts.len() > 60 {
        return None;
    }
    let mut values = elts.iter();
    let mut found = Vec::new();
    let mut rest = format.as_bytes();
    while !rest.is_empty() {
        let mut text = Vec::new();
        while let Some((byte, after)) = rest.split_first() {
            if *byte == b'%' && after.first() != Some(&b'%') {
                break;
            }
            // A doubled sign stands for one.
            rest = if *byte == b'%' { &after[1..] } else { after };
            text.push(*byte);
        }
        if !text.is_empty() {
            found.push(Part::Text(text));
        }
        if let Some(after) = rest.strip_prefix(b"%") {
            let (conversion, spec, after) = specifier(after)?;
            found.push(Part::Value { expr: values.next()?, conversion, spec });
            rest = after;
        }
    }
    values.next().is_none().then_some(found)
}

/// What follows a `%`: the conversion's number, the format spec, and the rest.
fn specifier(mut rest: &[u8]) -> Option<(u8, String, &[u8])> {
    let mut left = false;
    while let Some((flag, after)) = rest.split_first() {
        match flag {
            b'-' => left = true,
            b'+' | b' ' | b'#' | b'0' => {}
            _ => break,
        }
        rest = after;
    }
    let mut spec = String::new();
    let (width, after) = digits(rest)?;
    rest = after;
    if !width.is_empty() {
        spec.push_str(if left { "<" } else { ">" });
        spec.push_str(width);
    }
    if let Some(after) = rest.strip_prefix(b".") {
        let (precision, after) = digits(after)?;
        spec.push('.');
        spec.push_str(if precision.is_empty() { "0" } else { precision });
        rest = after;
    }
    let (letter, rest) = rest.split_first()?;
    let conversion = match letter {
        b's' => 1,
        b'r' => 2,
        b'a' => 3,
        _ => return None,
    };
    Some((conversion, spec, rest))
}

fn digits(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let count = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = bytes.split_at(count);
    (count <= MAX_DIGITS).then_some((std::str::from_utf8(number).ok()?, rest))
}

pub fn applies(expr: &Expr) -> bool {
    parts(expr).is_some()
}

impl Emitter<'_> {
    /// Compiles the expression if it has this form.
    pub fn percent(&mut self, expr: &Expr, dst: Reg) -> Done<bool> {
        let Some(parts) = parts(expr) else { return Ok(false) };
        let top = self.u.top;
        let Some((first, others)) = parts.split_first() else {
            self.u.load_const(constants::string(""), dst);
            return Ok(true);
        };
        if others.is_empty() {
            self.percent_part(first, dst)?;
            return Ok(true);
        }
        let base = self.u.window(dst);
        self.percent_part(first, base)?;
        for part in others {
            let register = self.u.alloc();
            self.percent_part(part, register)?;
        }
        self.u.emit(Op::BUILD_STRING, dst, base, parts.len() as u32);
        self.u.top = top;
        Ok(true)
    }

    fn percent_part(&mut self, part: &Part<'_>, dst: Reg) -> Done {
        let (expr, conversion, spec) = match part {
            Part::Text(text) => {
                self.u.load_const(Const::Str(text.as_slice().into()), dst);
                return Ok(());
            }
            Part::Value { expr, conversion, spec } => (expr, conversion, spec),
        };
        let top = self.u.top;
        let scratch = (!self.u.is_local(dst)).then_some(dst);
        let operand = self.operand(expr, scratch)?;
        let consumed = operand.flag_b(dst) & CONSUME_B;
        let mut flags = consumed | conversion << CONVERSION_SHIFT;
        let mut register = 0;
        if !spec.is_empty() {
            register = self.u.alloc();
            self.u.load_const(constants::string(spec), register);
            flags |= HAS_SPEC | CONSUME_C;
        }
        self.u.emit_flags(Op::FORMAT_VALUE, flags, dst, operand.reg, register);
        self.u.top = top;
        Ok(())
    }
}
