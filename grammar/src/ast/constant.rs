//! The values of literals.

use num_bigint::BigInt;

use super::text::PyText;

/// The value of a literal, of `None`, `True`, `False` or `...`.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    None,
    True,
    False,
    Ellipsis,
    Int(Int),
    Float(f64),
    /// An imaginary literal: the real part is zero.
    Complex(f64),
    /// With a real part: only in trees that were made by hand, as are the two that follow the literals.
    FullComplex(f64, f64),
    Str(PyText),
    Bytes(Box<[u8]>),
    Tuple(Vec<Constant>),
    FrozenSet(Vec<Constant>),
}

/// An int literal (never negative: the sign is an operator).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Int {
    Small(i64),
    /// Only what does not fit into `Small`.
    Big(Box<BigInt>),
}

impl Int {
    pub fn to_bigint(&self) -> BigInt {
        match self {
            Int::Small(small) => BigInt::from(*small),
            Int::Big(big) => (**big).clone(),
        }
    }
}
