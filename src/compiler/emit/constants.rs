//! Constants: from literals, as keys, and as tests of what they are.

use coil_grammar::ast::{Constant, Expr, ExprKind, Int};

use crate::bytecode::code::Const;

pub fn from_literal(value: &Constant) -> Const {
    match value {
        Constant::None => Const::None,
        Constant::True => Const::True,
        Constant::False => Const::False,
        Constant::Ellipsis => Const::Ellipsis,
        Constant::Int(Int::Small(small)) => Const::Int(*small),
        Constant::Int(Int::Big(big)) => Const::BigInt((**big).clone()),
        Constant::Float(value) => Const::Float(*value),
        Constant::Complex(value) => Const::Complex(0.0, *value),
        Constant::FullComplex(real, imag) => Const::Complex(*real, *imag),
        Constant::Tuple(items) => Const::Tuple(items.iter().map(from_literal).collect()),
        Constant::FrozenSet(items) => Const::FrozenSet(items.iter().map(from_literal).collect()),
        Constant::Str(text) => Const::Str(text.as_bytes().into()),
        Constant::Bytes(bytes) => Const::Bytes((&**bytes).into()),
    }
}

pub fn string(text: &str) -> Const {
    Const::Str(text.as_bytes().into())
}

/// Values that need no reference count: those that fit into a register by themselves.
pub fn is_immediate(value: &Const) -> bool {
    match value {
        Const::None | Const::True | Const::False | Const::Ellipsis | Const::Float(_) => true,
        Const::Int(int) => (-(1 << 49)..1 << 49).contains(int),
        _ => false,
    }
}

/// A byte string that is equal for constants that may share a slot: of the same type and value,
/// where 0.0 and -0.0 differ. Code objects are told apart by address.
pub fn key(value: &Const, out: &mut Vec<u8>) {
    match value {
        Const::None => out.push(0),
        Const::True => out.push(1),
        Const::False => out.push(2),
        Const::Ellipsis => out.push(3),
        Const::Int(int) => put(out, 4, &int.to_le_bytes()),
        Const::BigInt(big) => put(out, 5, &big.to_signed_bytes_le()),
        Const::Float(float) => put(out, 6, &float.to_bits().to_le_bytes()),
        Const::Complex(re, im) => {
            put(out, 7, &re.to_bits().to_le_bytes());
            put(out, 7, &im.to_bits().to_le_bytes());
        }
        Const::Str(text) => put(out, 8, text),
        Const::Bytes(bytes) => put(out, 9, bytes),
        Const::Tuple(items) => sequence(out, 10, items),
        Const::FrozenSet(items) => sequence(out, 11, items),
        Const::Slice(parts) => sequence(out, 12, &parts[..]),
        Const::Code(code) => put(out, 13, &std::sync::Arc::as_ptr(code).addr().to_le_bytes()),
    }
}

fn put(out: &mut Vec<u8>, tag: u8, bytes: &[u8]) {
    out.push(tag);
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend(bytes);
}

fn sequence(out: &mut Vec<u8>, tag: u8, items: &[Const]) {
    put(out, tag, &(items.len() as u32).to_le_bytes());
    for item in items {
        key(item, out);
    }
}

/// The truth value of a constant.
pub fn truth(value: &Const) -> bool {
    match value {
        Const::None | Const::False => false,
        Const::Int(int) => *int != 0,
        Const::Float(float) => *float != 0.0,
        Const::Complex(re, im) => *re != 0.0 || *im != 0.0,
        Const::Str(bytes) | Const::Bytes(bytes) => !bytes.is_empty(),
        Const::Tuple(items) | Const::FrozenSet(items) => !items.is_empty(),
        _ => true,
    }
}

/// An int literal (perhaps with a sign) that fits an immediate operand.
pub fn immediate(expr: &Expr) -> Option<i16> {
    match super::fold::fold(expr)? {
        Const::Int(int) => i16::try_from(int).ok(),
        _ => None,
    }
}

pub fn is_none(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Constant { value: Constant::None, .. })
}
