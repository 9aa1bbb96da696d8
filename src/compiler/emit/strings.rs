//! f-strings, t-strings, docstrings.

use coil_grammar::ast::*;

use super::unit::{NO_REG, Reg};
use super::{Done, Emitter, constants};
use crate::bytecode::code::Const;
use crate::bytecode::opcode::{CONVERSION_SHIFT, HAS_SPEC, Op};

/// Parts that one BUILD_STRING joins.
const CHUNK: usize = 64;

impl Emitter<'_> {
    pub fn joined_str(&mut self, values: &[Expr], dst: Reg) -> Done {
        match values {
            [] => {
                self.u.load_const(constants::string(""), dst);
                Ok(())
            }
            [only] => self.expr_into(only, dst),
            values if values.len() <= CHUNK => self.join(values, dst),
            values => {
                let top = self.u.top;
                let mut count = 0;
                let base = self.u.top;
                let size = values.len().div_ceil(values.len().div_ceil(CHUNK).min(CHUNK)).max(CHUNK);
                for chunk in values.chunks(size) {
                    let part = self.u.alloc();
                    self.joined_str(chunk, part)?;
                    count += 1;
                }
                self.u.emit(Op::BUILD_STRING, dst, base, count);
                self.u.top = top;
                Ok(())
            }
        }
    }

    fn join(&mut self, values: &[Expr], dst: Reg) -> Done {
        let top = self.u.top;
        let base = self.u.window(dst);
        for (index, value) in values.iter().enumerate() {
            let part = if index == 0 { base } else { self.u.alloc() };
            self.expr_into(value, part)?;
        }
        self.u.emit(Op::BUILD_STRING, dst, base, values.len() as u32);
        self.u.top = top;
        Ok(())
    }

    pub fn formatted_value(&mut self, expr: &Expr, dst: Reg) -> Done {
        let ExprKind::FormattedValue { value, conversion, format_spec } = &expr.kind else {
            return Ok(());
        };
        let top = self.u.top;
        let scratch = (!self.u.is_local(dst)).then_some(dst);
        let later: Vec<&Expr> = format_spec.as_deref().into_iter().collect();
        let operand = self.operand_before(value, scratch, &later)?;
        let mut flags = operand.flag_b(dst) | conversion_bits(*conversion);
        let mut spec_register = 0;
        if let Some(spec) = format_spec {
            let spec = self.operand(spec, None)?;
            flags |= HAS_SPEC | spec.flag_c(NO_REG);
            spec_register = spec.reg;
        }
        self.u.emit_flags(Op::FORMAT_VALUE, flags, dst, operand.reg, spec_register);
        self.u.top = top;
        Ok(())
    }

    /// A template: its strings (one more than interpolations), then its interpolations.
    pub fn template_str(&mut self, values: &[Expr], dst: Reg) -> Done {
        let top = self.u.top;
        let base = self.u.alloc_many(2);
        let mut strings: Vec<Vec<u8>> = vec![Vec::new()];
        let mut interpolations = Vec::new();
        for value in values {
            match &value.kind {
                ExprKind::Constant { value: Constant::Str(text), .. } => {
                    if let Some(last) = strings.last_mut() {
                        last.extend(text.as_bytes());
                    }
                }
                _ => {
                    strings.push(Vec::new());
                    interpolations.push(value);
                }
            }
        }
        let strings = strings.into_iter().map(|text| Const::Str(text.into())).collect();
        self.u.load_const(Const::Tuple(strings), base);
        self.interpolations(&interpolations, base + 1)?;
        self.u.emit(Op::BUILD_TEMPLATE, dst, base, 0);
        self.u.top = top;
        Ok(())
    }

    fn interpolations(&mut self, interpolations: &[&Expr], dst: Reg) -> Done {
        let top = self.u.top;
        if interpolations.len() <= CHUNK {
            for value in interpolations {
                let register = self.u.alloc();
                self.interpolation(value, register)?;
            }
            self.u.emit(Op::BUILD_TUPLE, dst, top, interpolations.len() as u32);
            self.u.top = top;
            return Ok(());
        }
        self.u.emit(Op::BUILD_LIST, dst, dst, 0);
        for value in interpolations {
            let register = self.u.alloc();
            self.interpolation(value, register)?;
            let flags = crate::bytecode::opcode::CONSUME_B;
            self.u.emit_flags(Op::LIST_APPEND, flags, dst, register, 0);
            self.u.top = top;
        }
        self.u.emit(Op::LIST_TO_TUPLE, dst, dst, 0);
        Ok(())
    }

    fn interpolation(&mut self, expr: &Expr, dst: Reg) -> Done {
        let ExprKind::Interpolation { value, str, conversion, format_spec } = &expr.kind else {
            return Ok(());
        };
        let top = self.u.top;
        let base = self.temp(value)?;
        let text = self.u.alloc();
        self.u.load_const(Const::Str(str.as_bytes().into()), text);
        let mut count = 2;
        if let Some(spec) = format_spec {
            self.temp(spec)?;
            count = 3;
        }
        let flags = conversion_bits(*conversion);
        self.at(expr.range, |this| {
            this.u.emit_flags(Op::BUILD_INTERPOLATION, flags, dst, base, count);
        });
        self.u.top = top;
        Ok(())
    }
}

fn conversion_bits(conversion: Conversion) -> u8 {
    let number = match conversion {
        Conversion::None => 0,
        Conversion::Str => 1,
        Conversion::Repr => 2,
        Conversion::Ascii => 3,
    };
    number << CONVERSION_SHIFT
}

/// A docstring without the indentation that its lines after the first share, as CPython stores it
/// since 3.13.
pub fn clean_docstring(text: &PyText) -> Const {
    let text = expand_tabs(text.as_bytes());
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    let indent = |line: &[u8]| line.iter().take_while(|byte| **byte == b' ').count();
    let margins = lines[1..].iter().filter(|line| indent(line) < line.len()).map(|line| indent(line));
    let margin = margins.min().unwrap_or(0);
    let mut out: Vec<&[u8]> = Vec::with_capacity(lines.len());
    for (index, line) in lines.iter().enumerate() {
        let skip = if index == 0 { indent(line) } else { margin.min(indent(line)) };
        out.push(&line[skip..]);
    }
    Const::Str(out.join(&b'\n').into())
}

/// `str.expandtabs()`: columns count characters.
fn expand_tabs(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut column = 0;
    for &byte in text {
        match byte {
            b'\t' => {
                let width = 8 - column % 8;
                out.resize(out.len() + width, b' ');
                column += width;
                continue;
            }
            b'\n' | b'\r' => column = 0,
            // Continuation bytes belong to the character before.
            0x80..0xc0 => {}
            _ => column += 1,
        }
        out.push(byte);
    }
    out
}
