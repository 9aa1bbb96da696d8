//! What a Python value is: its eight bytes, objects on the heap, reference counts and the cycle
//! collector, shapes, types, slots and attribute access.
//!
//! Not here: the built-in types themselves (`builtins/`), how Rust functions become Python's
//! (`native/`), and execution (`vm/`). Start with [`value`], then [`header`], [`payload`] and [`shape`].

pub mod attributes;
pub mod cell;
pub mod gc;
pub mod generic;
pub mod header;
pub mod heap;
pub mod instance;
pub mod names;
pub mod payload;
pub mod protocol;
pub mod roster;
pub mod shape;
pub mod slots;
pub mod types;
pub mod value;
pub mod wrappers;

pub use cell::{PyCell, Slot};
pub use header::Header;
pub use payload::{Layout, Payload, Ref, Trace, Visitor};
pub use slots::{BinaryOp, CompareOp, Slots};
pub use types::{PyType, TypeSpec, class_of, class_ref};
pub use value::{Raw, Value};
