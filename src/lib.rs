//! Coil: Python 3.14 in one binary, built around coroutines.

pub mod builtins;
pub mod bytecode;
pub mod cli;
pub mod compiler;
pub mod importer;
pub mod kernel;
pub mod modules;
pub mod native;
pub mod object;
pub mod repl;
pub mod sys;
pub mod vm;
