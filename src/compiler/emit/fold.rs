//! Constant folding, within CPython's limits on the size of what it makes.

use coil_grammar::ast::{Expr, ExprContext, ExprKind, Operator, UnaryOp};
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Pow, Signed, ToPrimitive, Zero};

use super::constants::{from_literal, truth};
use crate::bytecode::code::Const;

/// Bits of an int that folding may make; as in CPython.
const MAX_INT_BITS: u64 = 128;
const MAX_TUPLE: usize = 256;
const MAX_STRING: usize = 4096;

/// The constant that an expression is, if it is one. Raising nothing: what would raise at run time
/// is left to run time.
pub fn fold(expr: &Expr) -> Option<Const> {
    match &expr.kind {
        ExprKind::Constant { value, .. } => Some(from_literal(value)),
        ExprKind::UnaryOp { op, operand } => unary(*op, fold(operand)?),
        ExprKind::BinOp { .. } => fold_chain(expr),
        ExprKind::Tuple { elts, ctx: ExprContext::Load } => {
            elts.iter().map(fold).collect::<Option<Vec<_>>>().map(Const::Tuple)
        }
        ExprKind::Subscript { value, slice, ctx: ExprContext::Load } => {
            // Not of subscripts in turn: they may be a long chain.
            let is_literal = matches!(value.kind, ExprKind::Constant { .. } | ExprKind::Tuple { .. });
            let container = is_literal.then(|| fold(value)).flatten()?;
            let Const::Int(index) = fold(slice)? else { return None };
            subscript(&container, index)
        }
        ExprKind::Name { id, .. } if id == "__debug__" => None,
        _ => None,
    }
}

/// Folds a chain of operators from its leftmost operand, without recursing along it.
fn fold_chain(expr: &Expr) -> Option<Const> {
    let mut rights = Vec::new();
    let mut node = expr;
    while let ExprKind::BinOp { left, op, right } = &node.kind {
        rights.push((*op, &**right));
        node = left;
    }
    let mut value = fold(node)?;
    while let Some((op, right)) = rights.pop() {
        value = binary(op, &value, &fold(right)?)?;
    }
    Some(value)
}

pub fn unary(op: UnaryOp, operand: Const) -> Option<Const> {
    Some(match (op, operand) {
        (UnaryOp::Not, value) => boolean(!truth(&value)),
        (UnaryOp::USub, Const::Float(value)) => Const::Float(-value),
        (UnaryOp::USub, Const::Complex(re, im)) => Const::Complex(-re, -im),
        (UnaryOp::UAdd, value @ (Const::Float(_) | Const::Complex(..))) => value,
        (op, value) => {
            let int = integer(&value)?;
            small(match op {
                UnaryOp::USub => -int,
                UnaryOp::Invert if matches!(value, Const::Int(_) | Const::BigInt(_)) => !int,
                UnaryOp::UAdd => int,
                _ => return None,
            })
        }
    })
}

fn boolean(value: bool) -> Const {
    if value { Const::True } else { Const::False }
}

fn integer(value: &Const) -> Option<BigInt> {
    match value {
        Const::Int(int) => Some(BigInt::from(*int)),
        Const::BigInt(big) => Some(big.clone()),
        Const::True => Some(BigInt::from(1)),
        Const::False => Some(BigInt::zero()),
        _ => None,
    }
}

fn float(value: &Const) -> Option<f64> {
    match value {
        Const::Float(float) => Some(*float),
        // Beyond 2^53 the conversion must round half to even: left to run time.
        other => integer(other)?.to_i64().filter(|int| int.abs() <= 1 << 53).map(|int| int as f64),
    }
}

fn small(big: BigInt) -> Const {
    match big.to_i64() {
        Some(int) => Const::Int(int),
        None => Const::BigInt(big),
    }
}

pub fn binary(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    if let (Some(a), Some(b)) = (integer(left), integer(right)) {
        let both_bool = matches!(left, Const::True | Const::False) && matches!(right, Const::True | Const::False);
        let bitwise = matches!(op, Operator::BitAnd | Operator::BitOr | Operator::BitXor);
        if both_bool && bitwise {
            return integers(op, &a, &b).map(|value| boolean(truth(&value)));
        }
        return integers(op, &a, &b);
    }
    if (matches!(left, Const::Float(_)) || matches!(right, Const::Float(_)))
        && let (Some(a), Some(b)) = (float(left), float(right))
    {
        return floats(op, a, b).map(Const::Float);
    }
    if let Some(value) = complexes(op, left, right) {
        return Some(value);
    }
    match (op, left, right) {
        (Operator::Add, Const::Str(a), Const::Str(b)) => {
            // Two lone surrogates may not be joined into one character: they are not, in WTF-8 of
            // Python's kind.
            joined(a, b).map(|text| Const::Str(text.into()))
        }
        (Operator::Add, Const::Bytes(a), Const::Bytes(b)) => joined(a, b).map(|bytes| Const::Bytes(bytes.into())),
        (Operator::Add, Const::Tuple(a), Const::Tuple(b)) if a.len() + b.len() <= MAX_TUPLE => {
            Some(Const::Tuple(a.iter().chain(b).cloned().collect()))
        }
        (Operator::Mult, sequence, count) | (Operator::Mult, count, sequence) if integer(count).is_some() => {
            repeated(sequence, integer(count)?.to_i64()?)
        }
        _ => None,
    }
}

fn joined(a: &[u8], b: &[u8]) -> Option<Vec<u8>> {
    (a.len() + b.len() <= MAX_STRING).then(|| [a, b].concat())
}

fn repeated(sequence: &Const, count: i64) -> Option<Const> {
    let count = usize::try_from(count.max(0)).ok()?;
    match sequence {
        Const::Str(text) if text.len().checked_mul(count)? <= MAX_STRING => Some(Const::Str(text.repeat(count).into())),
        Const::Bytes(bytes) if bytes.len().checked_mul(count)? <= MAX_STRING => {
            Some(Const::Bytes(bytes.repeat(count).into()))
        }
        Const::Tuple(items) if items.len().checked_mul(count)? <= MAX_TUPLE => {
            let repeated = std::iter::repeat_n(items, count).flatten().cloned();
            Some(Const::Tuple(repeated.collect()))
        }
        _ => None,
    }
}

fn integers(op: Operator, a: &BigInt, b: &BigInt) -> Option<Const> {
    Some(small(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult if a.bits() + b.bits() <= MAX_INT_BITS => a * b,
        Operator::Div => return quotient(a, b),
        Operator::FloorDiv if !b.is_zero() => a.div_floor(b),
        Operator::Mod if !b.is_zero() => a.mod_floor(b),
        Operator::Pow if !b.is_negative() => {
            let exponent = b
                .to_u64()
                .filter(|exponent| a.bits().checked_mul(*exponent).is_some_and(|bits| bits <= MAX_INT_BITS))?;
            Pow::pow(a, exponent)
        }
        Operator::LShift if !b.is_negative() => {
            let shift = b.to_u64().filter(|shift| *shift <= MAX_INT_BITS)?;
            if a.bits() + shift > MAX_INT_BITS && !a.is_zero() {
                return None;
            }
            a << shift
        }
        Operator::RShift if !b.is_negative() => a >> b.to_u64()?.min(1 << 20),
        Operator::BitAnd => a & b,
        Operator::BitOr => a | b,
        Operator::BitXor => a ^ b,
        _ => return None,
    }))
}

/// True division of ints that floats hold exactly, so that one rounding is all there is.
fn quotient(a: &BigInt, b: &BigInt) -> Option<Const> {
    let exact = |int: &BigInt| int.to_i64().filter(|int| int.abs() <= 1 << 53);
    let (a, b) = (exact(a)?, exact(b)?);
    (b != 0).then(|| Const::Float(a as f64 / b as f64))
}

fn floats(op: Operator, a: f64, b: f64) -> Option<f64> {
    match op {
        Operator::Add => Some(a + b),
        Operator::Sub => Some(a - b),
        Operator::Mult => Some(a * b),
        Operator::Div if b != 0.0 => Some(a / b),
        _ => None,
    }
}

/// Sums of a real and an imaginary literal; the rest is rare enough for run time.
fn complexes(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    let parts = |value: &Const| match value {
        Const::Complex(re, im) => Some((*re, Some(*im))),
        other => float(other).map(|re| (re, None)),
    };
    let ((a, b), (c, d)) = (parts(left)?, parts(right)?);
    // A real operand leaves the imaginary part alone, signed zeros included.
    match (op, b, d) {
        (Operator::Add, Some(b), Some(d)) => Some(Const::Complex(a + c, b + d)),
        (Operator::Add, Some(im), None) | (Operator::Add, None, Some(im)) => Some(Const::Complex(a + c, im)),
        (Operator::Sub, Some(b), Some(d)) => Some(Const::Complex(a - c, b - d)),
        (Operator::Sub, Some(im), None) => Some(Const::Complex(a - c, im)),
        (Operator::Sub, None, Some(im)) => Some(Const::Complex(a - c, -im)),
        _ => None,
    }
}

fn subscript(container: &Const, index: i64) -> Option<Const> {
    let at = |len: usize| {
        let index = if index < 0 { index + len as i64 } else { index };
        usize::try_from(index).ok().filter(|index| *index < len)
    };
    match container {
        Const::Tuple(items) => items.get(at(items.len())?).cloned(),
        Const::Bytes(bytes) => bytes.get(at(bytes.len())?).map(|byte| Const::Int(*byte as i64)),
        Const::Str(text) if text.is_ascii() => {
            let at = at(text.len())?;
            Some(Const::Str(text[at..=at].into()))
        }
        _ => None,
    }
}
