//! Decimal numbers as plain data: sign, coefficient and exponent, or one of the special values.

use std::cmp::Ordering;

use super::coefficient::{Coefficient, Rest};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Finite,
    Infinity,
    Nan,
    SignallingNan,
}

/// `(-1)**negative * coefficient * 10**exponent`; of NaNs the coefficient is the payload.
#[derive(Clone, Debug)]
pub struct Number {
    pub negative: bool,
    pub kind: Kind,
    pub coefficient: Coefficient,
    pub exponent: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    Up,
    Down,
    Ceiling,
    Floor,
    HalfUp,
    HalfDown,
    HalfEven,
    ZeroFiveUp,
}

impl Rounding {
    pub const ALL: [(&str, Rounding); 8] = [
        ("ROUND_UP", Rounding::Up),
        ("ROUND_DOWN", Rounding::Down),
        ("ROUND_CEILING", Rounding::Ceiling),
        ("ROUND_FLOOR", Rounding::Floor),
        ("ROUND_HALF_UP", Rounding::HalfUp),
        ("ROUND_HALF_DOWN", Rounding::HalfDown),
        ("ROUND_HALF_EVEN", Rounding::HalfEven),
        ("ROUND_05UP", Rounding::ZeroFiveUp),
    ];

    pub fn name(self) -> &'static str {
        Rounding::ALL.iter().find(|(_, rounding)| *rounding == self).map_or("", |(name, _)| name)
    }

    pub fn named(name: &str) -> Option<Rounding> {
        Rounding::ALL.iter().find(|(known, _)| *known == name).map(|(_, rounding)| *rounding)
    }

    /// Whether the kept digits go up by one.
    fn goes_up(self, kept: &Coefficient, negative: bool, rest: Rest) -> bool {
        if rest == Rest::Zero {
            return false;
        }
        match self {
            Rounding::Up => true,
            Rounding::Down => false,
            Rounding::Ceiling => !negative,
            Rounding::Floor => negative,
            Rounding::HalfUp => rest != Rest::BelowHalf,
            Rounding::HalfDown => rest == Rest::AboveHalf,
            Rounding::HalfEven => rest == Rest::AboveHalf || rest == Rest::Half && kept.is_odd(),
            Rounding::ZeroFiveUp => matches!(kept.last_digit(), 0 | 5),
        }
    }
}

impl Number {
    pub fn finite(negative: bool, coefficient: Coefficient, exponent: i64) -> Number {
        Number { negative, kind: Kind::Finite, coefficient, exponent }
    }

    pub fn infinity(negative: bool) -> Number {
        Number { negative, kind: Kind::Infinity, coefficient: Coefficient::ZERO, exponent: 0 }
    }

    pub fn nan() -> Number {
        Number { negative: false, kind: Kind::Nan, coefficient: Coefficient::ZERO, exponent: 0 }
    }

    pub fn is_nan(&self) -> bool {
        matches!(self.kind, Kind::Nan | Kind::SignallingNan)
    }

    pub fn is_infinite(&self) -> bool {
        self.kind == Kind::Infinity
    }

    pub fn is_finite(&self) -> bool {
        self.kind == Kind::Finite
    }

    pub fn is_zero(&self) -> bool {
        self.is_finite() && self.coefficient.is_zero()
    }

    /// The exponent of the first digit.
    pub fn adjusted(&self) -> i64 {
        self.exponent + self.coefficient.digits() as i64 - 1
    }

    pub fn with_sign(&self, negative: bool) -> Number {
        Number { negative, ..self.clone() }
    }

    /// The number with another exponent; gives also what was cut off.
    pub fn rescaled(&self, exponent: i64, rounding: Rounding) -> (Number, Rest) {
        if self.coefficient.is_zero() {
            return (Number::finite(self.negative, Coefficient::ZERO, exponent), Rest::Zero);
        }
        if exponent <= self.exponent {
            let coefficient = self.coefficient.shifted_left((self.exponent - exponent) as u64);
            return (Number::finite(self.negative, coefficient, exponent), Rest::Zero);
        }
        let (coefficient, rest) = self.rounded_off((exponent - self.exponent) as u64, rounding);
        (Number::finite(self.negative, coefficient, exponent), rest)
    }

    /// The coefficient without its last `count` digits, rounded.
    pub fn rounded_off(&self, count: u64, rounding: Rounding) -> (Coefficient, Rest) {
        let (kept, rest) = self.coefficient.shifted_right(count);
        let up = rounding.goes_up(&kept, self.negative, rest);
        (if up { kept.increment() } else { kept }, rest)
    }

    /// The order of two numbers that are no NaNs.
    pub fn order(&self, other: &Number) -> Ordering {
        let sign = |number: &Number| match (number.is_zero(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let (mine, theirs) = (sign(self), sign(other));
        if mine != theirs || mine == 0 {
            return mine.cmp(&theirs);
        }
        let magnitudes = self.order_of_magnitude(other);
        if self.negative { magnitudes.reverse() } else { magnitudes }
    }

    fn order_of_magnitude(&self, other: &Number) -> Ordering {
        match (self.is_infinite(), other.is_infinite()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Greater,
            (false, true) => return Ordering::Less,
            (false, false) => {}
        }
        match self.exponent.cmp(&other.exponent) {
            Ordering::Equal => self.coefficient.cmp(&other.coefficient),
            _ if self.adjusted() != other.adjusted() => self.adjusted().cmp(&other.adjusted()),
            Ordering::Greater => {
                let shift = (self.exponent - other.exponent) as u64;
                self.coefficient.shifted_left(shift).cmp(&other.coefficient)
            }
            Ordering::Less => {
                let shift = (other.exponent - self.exponent) as u64;
                self.coefficient.cmp(&other.coefficient.shifted_left(shift))
            }
        }
    }
}
