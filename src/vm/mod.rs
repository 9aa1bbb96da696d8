//! The virtual machine: frames, dispatch, calls, exceptions on their way, generators and coroutines.
//!
//! [`Vm`] is the handle through which everything else asks for services; there is one per thread, and all of them
//! share an [`Interpreter`]. Only this directory touches registers and frames. Start with [`frame`] and
//! [`dispatch`]; the opcodes are in [`ops`], by family; [`call`] is how Rust calls Python.

pub mod bind;
pub mod call;
pub mod coroutines;
pub mod dispatch;
pub mod errors;
pub mod frame;
pub mod frame_object;
pub mod gil;
pub mod handle;
mod implicit_super;
pub mod import;
pub mod lifecycle;
pub mod namespaces;
pub mod ops;
pub mod os_errors;
pub mod patterns;
pub mod poll;
pub mod services;
mod shutdown;
pub mod stack_dump;
pub mod threads;
pub mod trace;
pub mod unwind;

pub use handle::{Interpreter, Vm, current};
