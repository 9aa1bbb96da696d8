//! The arithmetic of the General Decimal Arithmetic Specification: exact results, rounded to a context.

use std::cmp::Ordering;

use super::coefficient::{Coefficient, Rest};
use super::number::{Kind, Number, Rounding};

/// Signals and conditions, as bits.
pub mod signal {
    pub const CLAMPED: u32 = 1;
    pub const DIVISION_BY_ZERO: u32 = 2;
    pub const INEXACT: u32 = 4;
    pub const OVERFLOW: u32 = 8;
    pub const ROUNDED: u32 = 16;
    pub const UNDERFLOW: u32 = 32;
    pub const INVALID_OPERATION: u32 = 64;
    pub const SUBNORMAL: u32 = 128;
    pub const FLOAT_OPERATION: u32 = 256;
    /// Kinds of invalid operations.
    pub const CONVERSION_SYNTAX: u32 = 512 | INVALID_OPERATION;
    pub const DIVISION_IMPOSSIBLE: u32 = 1024 | INVALID_OPERATION;
    pub const DIVISION_UNDEFINED: u32 = 2048 | INVALID_OPERATION;
    /// What flags and traps can hold.
    pub const SIGNALS: u32 = 511;
}

use signal::*;

/// What results are rounded to, and the signals of one operation.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    pub precision: i64,
    pub rounding: Rounding,
    pub least: i64,
    pub greatest: i64,
    pub clamp: bool,
    pub status: u32,
}

impl Rules {
    pub fn etiny(&self) -> i64 {
        self.least - self.precision + 1
    }

    pub fn etop(&self) -> i64 {
        self.greatest - self.precision + 1
    }

    pub fn invalid(&mut self, condition: u32) -> Number {
        self.status |= condition | INVALID_OPERATION;
        Number::nan()
    }

    /// The NaN that an operation on NaNs gives; `None` if no operand is one.
    pub fn nans(&mut self, operands: &[&Number]) -> Option<Number> {
        let signalling = operands.iter().find(|number| number.kind == Kind::SignallingNan);
        let found = match signalling {
            Some(number) => {
                self.status |= INVALID_OPERATION;
                number
            }
            None => operands.iter().find(|number| number.kind == Kind::Nan)?,
        };
        Some(self.fit_payload(Number { kind: Kind::Nan, ..(*found).clone() }))
    }

    /// A NaN whose payload fits the precision.
    fn fit_payload(&self, number: Number) -> Number {
        let room = (self.precision - self.clamp as i64).max(0) as u64;
        if number.coefficient.is_zero() || number.coefficient.digits() <= room {
            return number;
        }
        let power = super::coefficient::power_of_ten(room);
        Number { coefficient: number.coefficient.div_rem(&power).1, ..number }
    }

    /// Rounds a result to the context.
    pub fn fix(&mut self, number: Number) -> Number {
        match number.kind {
            Kind::Nan | Kind::SignallingNan => return self.fit_payload(number),
            Kind::Infinity => return number,
            Kind::Finite => {}
        }
        let (etiny, etop) = (self.etiny(), self.etop());
        if number.coefficient.is_zero() {
            let highest = if self.clamp { etop } else { self.greatest };
            let exponent = number.exponent.clamp(etiny, highest);
            if exponent != number.exponent {
                self.status |= CLAMPED;
            }
            return Number { exponent, ..number };
        }
        let digits = number.coefficient.digits() as i64;
        let mut lowest = digits + number.exponent - self.precision;
        if lowest > etop {
            return self.overflow(number.negative);
        }
        let subnormal = lowest < etiny;
        if subnormal {
            lowest = etiny;
        }
        if number.exponent < lowest {
            return self.shorten(number, lowest, subnormal);
        }
        if subnormal {
            self.status |= SUBNORMAL;
        }
        if self.clamp && number.exponent > etop {
            self.status |= CLAMPED;
            let coefficient = number.coefficient.shifted_left((number.exponent - etop) as u64);
            return Number { coefficient, exponent: etop, ..number };
        }
        number
    }

    fn shorten(&mut self, number: Number, exponent: i64, subnormal: bool) -> Number {
        let count = (exponent - number.exponent) as u64;
        let (mut coefficient, rest) = number.rounded_off(count, self.rounding);
        let mut exponent = exponent;
        if coefficient.digits() as i64 > self.precision {
            coefficient = coefficient.shifted_right(1).0;
            exponent += 1;
        }
        self.status |= ROUNDED;
        if rest != Rest::Zero {
            self.status |= INEXACT;
            if subnormal {
                self.status |= UNDERFLOW;
            }
        }
        if exponent > self.etop() {
            return self.overflow(number.negative);
        }
        if subnormal {
            self.status |= SUBNORMAL;
        }
        if coefficient.is_zero() {
            self.status |= CLAMPED;
        }
        Number::finite(number.negative, coefficient, exponent)
    }

    fn overflow(&mut self, negative: bool) -> Number {
        self.status |= OVERFLOW | INEXACT | ROUNDED;
        let infinite = match self.rounding {
            Rounding::Up | Rounding::HalfUp | Rounding::HalfDown | Rounding::HalfEven => true,
            Rounding::Ceiling => !negative,
            Rounding::Floor => negative,
            Rounding::Down | Rounding::ZeroFiveUp => false,
        };
        if infinite {
            return Number::infinity(negative);
        }
        let largest = super::coefficient::power_of_ten(self.precision as u64).sub(&Coefficient::ONE);
        Number::finite(negative, largest, self.etop())
    }

    pub fn add(&mut self, a: &Number, b: &Number) -> Number {
        if !a.is_finite() || !b.is_finite() {
            if let Some(nan) = self.nans(&[a, b]) {
                return nan;
            }
            if a.is_infinite() {
                if b.is_infinite() && a.negative != b.negative {
                    return self.invalid(INVALID_OPERATION);
                }
                return a.clone();
            }
            return b.clone();
        }
        let exponent = a.exponent.min(b.exponent);
        match (a.coefficient.is_zero(), b.coefficient.is_zero()) {
            (true, true) => {
                let negative = a.negative && b.negative || a.negative != b.negative && self.rounding == Rounding::Floor;
                return self.fix(Number::finite(negative, Coefficient::ZERO, exponent));
            }
            (true, false) => return self.add_to_zero(b, exponent),
            (false, true) => return self.add_to_zero(a, exponent),
            (false, false) => {}
        }
        let (left, right, exponent) = self.aligned(a, b);
        let result = if a.negative == b.negative {
            Number::finite(a.negative, left.add(&right), exponent)
        } else {
            match left.cmp(&right) {
                Ordering::Equal => {
                    Number::finite(self.rounding == Rounding::Floor, Coefficient::ZERO, a.exponent.min(b.exponent))
                }
                Ordering::Greater => Number::finite(a.negative, left.sub(&right), exponent),
                Ordering::Less => Number::finite(b.negative, right.sub(&left), exponent),
            }
        };
        self.fix(result)
    }

    fn add_to_zero(&mut self, number: &Number, exponent: i64) -> Number {
        let exponent = exponent.max(number.exponent - self.precision - 1);
        let rescaled = number.rescaled(exponent, self.rounding).0;
        self.fix(rescaled)
    }

    /// Both coefficients at one exponent. What is too small to count is replaced by something as small.
    fn aligned(&self, a: &Number, b: &Number) -> (Coefficient, Coefficient, i64) {
        let swapped = a.exponent < b.exponent;
        let (high, low) = if swapped { (b, a) } else { (a, b) };
        let mut low_coefficient = low.coefficient.clone();
        let mut exponent = low.exponent;
        if high.exponent > low.exponent {
            let edge = high.exponent + (-1).min(high.coefficient.digits() as i64 - self.precision - 2);
            if low.adjusted() < edge {
                low_coefficient = Coefficient::ONE;
                exponent = edge;
            }
        }
        let high_coefficient = high.coefficient.shifted_left((high.exponent - exponent) as u64);
        match swapped {
            true => (low_coefficient, high_coefficient, exponent),
            false => (high_coefficient, low_coefficient, exponent),
        }
    }

    pub fn sub(&mut self, a: &Number, b: &Number) -> Number {
        if let Some(nan) = self.nans(&[a, b]) {
            return nan;
        }
        self.add(a, &b.with_sign(!b.negative))
    }

    pub fn mul(&mut self, a: &Number, b: &Number) -> Number {
        let negative = a.negative != b.negative;
        if !a.is_finite() || !b.is_finite() {
            if let Some(nan) = self.nans(&[a, b]) {
                return nan;
            }
            if a.is_zero() || b.is_zero() {
                return self.invalid(INVALID_OPERATION);
            }
            return Number::infinity(negative);
        }
        self.fix(Number::finite(negative, a.coefficient.mul(&b.coefficient), a.exponent + b.exponent))
    }

    pub fn div(&mut self, a: &Number, b: &Number) -> Number {
        if let Some(nan) = self.nans(&[a, b]) {
            return nan;
        }
        let negative = a.negative != b.negative;
        match (a.is_infinite(), b.is_infinite()) {
            (true, true) => return self.invalid(INVALID_OPERATION),
            (true, false) => return Number::infinity(negative),
            (false, true) => {
                self.status |= CLAMPED;
                return Number::finite(negative, Coefficient::ZERO, self.etiny());
            }
            (false, false) => {}
        }
        if b.coefficient.is_zero() {
            if a.coefficient.is_zero() {
                return self.invalid(DIVISION_UNDEFINED);
            }
            self.status |= DIVISION_BY_ZERO;
            return Number::infinity(negative);
        }
        let ideal = a.exponent - b.exponent;
        if a.coefficient.is_zero() {
            return self.fix(Number::finite(negative, Coefficient::ZERO, ideal));
        }
        let shift = b.coefficient.digits() as i64 - a.coefficient.digits() as i64 + self.precision + 1;
        let (quotient, remainder) = match shift {
            0.. => a.coefficient.shifted_left(shift as u64).div_rem(&b.coefficient),
            _ => a.coefficient.div_rem(&b.coefficient.shifted_left(shift.unsigned_abs())),
        };
        let exponent = ideal - shift;
        if !remainder.is_zero() {
            // One digit more than is kept: it need only tell that something follows.
            let sticky = matches!(quotient.last_digit(), 0 | 5);
            let quotient = if sticky { quotient.increment() } else { quotient };
            return self.fix(Number::finite(negative, quotient, exponent));
        }
        let (quotient, zeros) = quotient.without_zeros((ideal - exponent).max(0) as u64);
        self.fix(Number::finite(negative, quotient, exponent + zeros as i64))
    }

    /// Integer quotient and remainder of finite numbers, the divisor not zero, or infinite.
    fn divide(&mut self, a: &Number, b: &Number) -> Option<(Number, Number)> {
        let negative = a.negative != b.negative;
        let ideal = if b.is_infinite() { a.exponent } else { a.exponent.min(b.exponent) };
        if a.is_zero() || b.is_infinite() || a.adjusted() - b.adjusted() <= -2 {
            let remainder = a.rescaled(ideal, self.rounding).0;
            return Some((Number::finite(negative, Coefficient::ZERO, 0), remainder));
        }
        if a.adjusted() - b.adjusted() > self.precision {
            return None;
        }
        let shift = |number: &Number| number.coefficient.shifted_left((number.exponent - ideal) as u64);
        let (quotient, remainder) = shift(a).div_rem(&shift(b));
        if quotient.digits() as i64 > self.precision {
            return None;
        }
        Some((Number::finite(negative, quotient, 0), Number::finite(a.negative, remainder, ideal)))
    }

    /// Quotient and remainder, with what special values give.
    pub fn divmod(&mut self, a: &Number, b: &Number) -> (Number, Number) {
        if let Some(nan) = self.nans(&[a, b]) {
            return (nan.clone(), nan);
        }
        if a.is_infinite() {
            if b.is_infinite() {
                let nan = self.invalid(INVALID_OPERATION);
                return (nan.clone(), nan);
            }
            return (Number::infinity(a.negative != b.negative), self.invalid(INVALID_OPERATION));
        }
        if b.is_zero() {
            if a.is_zero() {
                let nan = self.invalid(DIVISION_UNDEFINED);
                return (nan.clone(), nan);
            }
            self.status |= DIVISION_BY_ZERO | INVALID_OPERATION;
            return (Number::infinity(a.negative != b.negative), Number::nan());
        }
        match self.divide(a, b) {
            Some((quotient, remainder)) => (quotient, self.fix(remainder)),
            None => {
                let nan = self.invalid(DIVISION_IMPOSSIBLE);
                (nan.clone(), nan)
            }
        }
    }

    pub fn divide_int(&mut self, a: &Number, b: &Number) -> Number {
        if let Some(nan) = self.nans(&[a, b]) {
            return nan;
        }
        if a.is_infinite() {
            return match b.is_infinite() {
                true => self.invalid(INVALID_OPERATION),
                false => Number::infinity(a.negative != b.negative),
            };
        }
        if b.is_zero() {
            if a.is_zero() {
                return self.invalid(DIVISION_UNDEFINED);
            }
            self.status |= DIVISION_BY_ZERO;
            return Number::infinity(a.negative != b.negative);
        }
        match self.divide(a, b) {
            Some((quotient, _)) => quotient,
            None => self.invalid(DIVISION_IMPOSSIBLE),
        }
    }

    pub fn remainder(&mut self, a: &Number, b: &Number) -> Number {
        if let Some(nan) = self.nans(&[a, b]) {
            return nan;
        }
        if a.is_infinite() {
            return self.invalid(INVALID_OPERATION);
        }
        if b.is_zero() {
            return self.invalid(if a.is_zero() { DIVISION_UNDEFINED } else { INVALID_OPERATION });
        }
        match self.divide(a, b) {
            Some((_, remainder)) => self.fix(remainder),
            None => self.invalid(DIVISION_IMPOSSIBLE),
        }
    }

    /// Unary plus: rounds; a zero loses its sign (unless rounding to the floor).
    pub fn plus(&mut self, a: &Number) -> Number {
        if let Some(nan) = self.nans(&[a]) {
            return nan;
        }
        let negative = if a.is_zero() && self.rounding != Rounding::Floor { false } else { a.negative };
        self.fix(a.with_sign(negative))
    }

    pub fn minus(&mut self, a: &Number) -> Number {
        if let Some(nan) = self.nans(&[a]) {
            return nan;
        }
        let negative = if a.is_zero() && self.rounding != Rounding::Floor { false } else { !a.negative };
        self.fix(a.with_sign(negative))
    }

    pub fn abs(&mut self, a: &Number) -> Number {
        match a.negative {
            true => self.minus(a),
            false => self.plus(a),
        }
    }

    /// `a` with the exponent of `b`.
    pub fn quantize(&mut self, a: &Number, b: &Number, rounding: Rounding) -> Number {
        if !a.is_finite() || !b.is_finite() {
            if let Some(nan) = self.nans(&[a, b]) {
                return nan;
            }
            if a.is_infinite() && b.is_infinite() {
                return a.clone();
            }
            return self.invalid(INVALID_OPERATION);
        }
        if !(self.etiny()..=self.greatest).contains(&b.exponent) {
            return self.invalid(INVALID_OPERATION);
        }
        if a.is_zero() {
            return self.fix(Number::finite(a.negative, Coefficient::ZERO, b.exponent));
        }
        if a.adjusted() > self.greatest || a.adjusted() - b.exponent + 1 > self.precision {
            return self.invalid(INVALID_OPERATION);
        }
        let (result, rest) = a.rescaled(b.exponent, rounding);
        if !result.is_zero() && result.adjusted() > self.greatest || result.coefficient.digits() as i64 > self.precision
        {
            return self.invalid(INVALID_OPERATION);
        }
        if !result.is_zero() && result.adjusted() < self.least {
            self.status |= SUBNORMAL;
        }
        if result.exponent > a.exponent {
            self.status |= ROUNDED;
            if rest != Rest::Zero {
                self.status |= INEXACT;
            }
        }
        self.fix(result)
    }

    pub fn sqrt(&mut self, a: &Number) -> Number {
        if let Some(nan) = self.nans(&[a]) {
            return nan;
        }
        if a.is_infinite() && !a.negative {
            return a.clone();
        }
        if a.is_zero() {
            return self.fix(Number::finite(a.negative, Coefficient::ZERO, a.exponent.div_euclid(2)));
        }
        if a.negative {
            return self.invalid(INVALID_OPERATION);
        }
        // A coefficient that gives one digit more than is kept, at an even exponent.
        let ideal = a.exponent.div_euclid(2);
        let odd = a.exponent.rem_euclid(2) as u64;
        let scaled = a.coefficient.shifted_left(odd);
        let digits = (scaled.digits() as i64 + 1) / 2;
        let shift = self.precision + 1 - digits;
        let (root, exact) = match shift {
            0.. => scaled.shifted_left(2 * shift as u64).sqrt(),
            _ => {
                let (kept, rest) = scaled.shifted_right(2 * shift.unsigned_abs());
                let (root, exact) = kept.sqrt();
                (root, exact && rest == Rest::Zero)
            }
        };
        let exponent = ideal - shift;
        let result = match exact {
            true => {
                let (root, zeros) = root.without_zeros((ideal - exponent).max(0) as u64);
                Number::finite(false, root, exponent + zeros as i64)
            }
            false => {
                let sticky = matches!(root.last_digit(), 0 | 5);
                Number::finite(false, if sticky { root.increment() } else { root }, exponent)
            }
        };
        let rounding = std::mem::replace(&mut self.rounding, Rounding::HalfEven);
        let result = self.fix(result);
        self.rounding = rounding;
        result
    }
}
