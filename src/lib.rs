//! Coil: Python 3.14 in one binary, built around coroutines.

pub mod bytecode;
pub mod compiler;
