//! Bytecode: what the compiler writes and the VM reads.
//!
//! The opcode table ([`opcode`]), code objects ([`code`]), the assembler, source locations,
//! the serial form that the standard-library cache stores, the disassembler and the verifier.
//! Plain data only: nothing here knows of values, frames or the VM, so that the build script can
//! use the same sources. What compiles source to this is in `compiler/`; what runs it, in `vm/`.

pub mod assembler;
pub mod code;
pub mod dis;
pub mod effects;
pub mod locations;
pub mod opcode;
pub mod reference;
pub mod serial;
pub mod verify;
