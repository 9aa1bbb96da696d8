//! Functions of the C library that Rust's `f64` does not have.
#![allow(unsafe_code)]

macro_rules! c_functions {
    ($($name:ident($($arg:ident),*);)*) => {
        $(pub fn $name($($arg: f64),*) -> f64 {
            unsafe extern "C" {
                fn $name($($arg: f64),*) -> f64;
            }
            // SAFETY: the function computes on numbers only.
            unsafe { $name($($arg),*) }
        })*
    };
}

c_functions! {
    asinh(x);
    acosh(x);
    atanh(x);
    erf(x);
    erfc(x);
    tgamma(x);
    lgamma(x);
    remainder(x, y);
    nextafter(x, y);
}

/// `x * 2**exponent`.
pub fn ldexp(x: f64, exponent: i32) -> f64 {
    unsafe extern "C" {
        fn ldexp(x: f64, exponent: i32) -> f64;
    }
    // SAFETY: the function computes on numbers only.
    unsafe { ldexp(x, exponent) }
}

/// Mantissa and exponent.
pub fn frexp(x: f64) -> (f64, i32) {
    unsafe extern "C" {
        fn frexp(x: f64, exponent: *mut i32) -> f64;
    }
    let mut exponent = 0;
    // SAFETY: the exponent is valid for the call.
    let mantissa = unsafe { frexp(x, &mut exponent) };
    (mantissa, exponent)
}
