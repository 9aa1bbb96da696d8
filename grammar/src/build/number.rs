//! The values of numbers.

use num_bigint::BigInt;

use super::{Builder, Checked, fault};
use crate::ast::{Constant, Expr, Int, TextRange};

/// CPython's default of `sys.set_int_max_str_digits`.
const MAX_DIGITS: usize = 4300;

impl Builder<'_> {
    pub fn int(&self, l: u32, r: u32) -> Checked<Expr> {
        let range = TextRange::new(l, r);
        let text = self.text(range);
        let (radix, digits) = match text.as_bytes() {
            [b'0', b'x' | b'X', ..] => (16, &text[2..]),
            [b'0', b'o' | b'O', ..] => (8, &text[2..]),
            [b'0', b'b' | b'B', ..] => (2, &text[2..]),
            _ => (10, text),
        };
        let digits = without_underscores(digits);
        let value = match i64::from_str_radix(&digits, radix) {
            Ok(small) => Int::Small(small),
            Err(_) if radix == 10 && digits.len() > MAX_DIGITS => {
                let count = digits.len();
                return fault(
                    format!(
                        "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: \
                         value has {count} digits; use sys.set_int_max_str_digits() to increase \
                         the limit - Consider hexadecimal for huge integer literals to avoid \
                         decimal conversion limits."
                    ),
                    range,
                );
            }
            Err(_) => {
                let big = BigInt::parse_bytes(digits.as_bytes(), radix).unwrap_or_default();
                Int::Big(Box::new(big))
            }
        };
        Ok(self.constant(l, Constant::Int(value), r))
    }

    pub fn float(&self, l: u32, r: u32) -> Expr {
        let value = parse_float(self.text(TextRange::new(l, r)));
        self.constant(l, Constant::Float(value), r)
    }

    pub fn imaginary(&self, l: u32, r: u32) -> Expr {
        let value = parse_float(self.text(TextRange::new(l, r - 1)));
        self.constant(l, Constant::Complex(value), r)
    }
}

fn parse_float(text: &str) -> f64 {
    without_underscores(text).parse().unwrap_or(f64::INFINITY)
}

fn without_underscores(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains('_') { text.replace('_', "").into() } else { text.into() }
}
