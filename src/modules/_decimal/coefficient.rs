//! Coefficients: natural numbers, in a machine word while they fit, with what decimal arithmetic asks of them.

use std::borrow::Cow;
use std::cmp::Ordering;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::ToPrimitive;

/// A natural number.
#[derive(Clone, Debug)]
pub enum Coefficient {
    Small(u128),
    /// Above `u128::MAX`.
    Big(BigUint),
}

use Coefficient::{Big, Small};

/// What digits cut off amount to, in units of the last digit kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rest {
    Zero,
    BelowHalf,
    Half,
    AboveHalf,
}

const POWERS: [u128; 39] = {
    let mut powers = [1; 39];
    let mut index = 1;
    while index < 39 {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

/// 10 to the power of `exponent`.
pub fn power_of_ten(exponent: u64) -> Coefficient {
    match POWERS.get(exponent as usize) {
        Some(&power) => Small(power),
        None => Big(BigUint::from(10u8).pow(exponent as u32)),
    }
}

impl Coefficient {
    pub const ZERO: Coefficient = Small(0);
    pub const ONE: Coefficient = Small(1);

    pub fn from_big(value: BigUint) -> Coefficient {
        match value.to_u128() {
            Some(small) => Small(small),
            None => Big(value),
        }
    }

    pub fn to_big(&self) -> Cow<'_, BigUint> {
        match self {
            Small(small) => Cow::Owned(BigUint::from(*small)),
            Big(big) => Cow::Borrowed(big),
        }
    }

    pub fn is_zero(&self) -> bool {
        matches!(self, Small(0))
    }

    pub fn is_odd(&self) -> bool {
        match self {
            Small(small) => small & 1 == 1,
            Big(big) => big.is_odd(),
        }
    }

    /// The number of decimal digits; 1 for zero.
    pub fn digits(&self) -> u64 {
        match self {
            Small(0) => 1,
            Small(small) => match u64::try_from(*small) {
                Ok(word) => word.ilog10() as u64 + 1,
                Err(_) => small.ilog10() as u64 + 1,
            },
            Big(big) => {
                // log10(2) from below; the estimate is at most one too small for any length in reach, or a few.
                let mut digits = ((big.bits() - 1) as f64 * std::f64::consts::LOG10_2) as u64;
                while big >= &*power_of_ten(digits).to_big() {
                    digits += 1;
                }
                digits
            }
        }
    }

    pub fn add(&self, other: &Coefficient) -> Coefficient {
        if let (Small(a), Small(b)) = (self, other)
            && let Some(sum) = a.checked_add(*b)
        {
            return Small(sum);
        }
        Big(&*self.to_big() + &*other.to_big())
    }

    /// The difference, where `other` is not larger.
    pub fn sub(&self, other: &Coefficient) -> Coefficient {
        match (self, other) {
            (Small(a), Small(b)) => Small(a.saturating_sub(*b)),
            _ if *self < *other => Coefficient::ZERO,
            _ => Coefficient::from_big(&*self.to_big() - &*other.to_big()),
        }
    }

    pub fn mul(&self, other: &Coefficient) -> Coefficient {
        if let (Small(a), Small(b)) = (self, other)
            && let Some(product) = a.checked_mul(*b)
        {
            return Small(product);
        }
        Coefficient::from_big(&*self.to_big() * &*other.to_big())
    }

    /// Quotient and remainder; `other` is not zero.
    pub fn div_rem(&self, other: &Coefficient) -> (Coefficient, Coefficient) {
        if let (Small(a), Small(b)) = (self, other) {
            if let (Ok(a), Ok(b)) = (u64::try_from(*a), u64::try_from(*b)) {
                return (Small((a / b) as u128), Small((a % b) as u128));
            }
            return (Small(a / b), Small(a % b));
        }
        let (quotient, remainder) = self.to_big().div_rem(&other.to_big());
        (Coefficient::from_big(quotient), Coefficient::from_big(remainder))
    }

    /// Times 10 to the power of `count`.
    pub fn shifted_left(&self, count: u64) -> Coefficient {
        if count == 0 || self.is_zero() {
            return self.clone();
        }
        self.mul(&power_of_ten(count))
    }

    /// Without the last `count` digits, and what those amount to.
    pub fn shifted_right(&self, count: u64) -> (Coefficient, Rest) {
        if count == 0 {
            return (self.clone(), Rest::Zero);
        }
        if count > self.digits() {
            return (Coefficient::ZERO, if self.is_zero() { Rest::Zero } else { Rest::BelowHalf });
        }
        let power = power_of_ten(count);
        let (quotient, remainder) = self.div_rem(&power);
        if remainder.is_zero() {
            return (quotient, Rest::Zero);
        }
        let rest = match remainder.add(&remainder).cmp(&power) {
            Ordering::Less => Rest::BelowHalf,
            Ordering::Equal => Rest::Half,
            Ordering::Greater => Rest::AboveHalf,
        };
        (quotient, rest)
    }

    /// The last decimal digit.
    pub fn last_digit(&self) -> u8 {
        match self {
            Small(small) => (small % 10) as u8,
            Big(big) => (big % 10u8).to_u8().unwrap_or(0),
        }
    }

    /// The number without its trailing zeros, at most `most` of them, and how many those are.
    pub fn without_zeros(&self, most: u64) -> (Coefficient, u64) {
        let (mut value, mut count) = (self.clone(), 0);
        if value.is_zero() {
            return (value, 0);
        }
        while count < most && value.last_digit() == 0 {
            value = value.shifted_right(1).0;
            count += 1;
        }
        (value, count)
    }

    /// The number modulo a prime below 2^62.
    pub fn modulo(&self, modulus: u64) -> u64 {
        match self {
            Small(small) => (small % modulus as u128) as u64,
            Big(big) => (big % modulus).to_u64().unwrap_or(0),
        }
    }

    /// The whole part of the square root, and whether that is exact.
    pub fn sqrt(&self) -> (Coefficient, bool) {
        let value = self.to_big();
        let root = value.sqrt();
        let exact = &root * &root == *value;
        (Coefficient::from_big(root), exact)
    }

    pub fn increment(&self) -> Coefficient {
        self.add(&Coefficient::ONE)
    }

    /// Of decimal digits.
    pub fn parse(digits: &[u8]) -> Option<Coefficient> {
        if digits.len() <= 38 {
            return Some(Small(digits.iter().fold(0, |value, digit| value * 10 + (digit - b'0') as u128)));
        }
        BigUint::parse_bytes(digits, 10).map(Coefficient::from_big)
    }
}

impl std::fmt::Display for Coefficient {
    fn fmt(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Small(small) => match u64::try_from(*small) {
                Ok(word) => write!(formatter, "{word}"),
                Err(_) => write!(formatter, "{small}"),
            },
            Big(big) => write!(formatter, "{big}"),
        }
    }
}

impl PartialEq for Coefficient {
    fn eq(&self, other: &Coefficient) -> bool {
        self.cmp(other).is_eq()
    }
}
impl Eq for Coefficient {}
impl PartialOrd for Coefficient {
    fn partial_cmp(&self, other: &Coefficient) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Coefficient {
    fn cmp(&self, other: &Coefficient) -> Ordering {
        match (self, other) {
            (Small(a), Small(b)) => a.cmp(b),
            (Small(_), Big(_)) => Ordering::Less,
            (Big(_), Small(_)) => Ordering::Greater,
            (Big(a), Big(b)) => a.cmp(b),
        }
    }
}
