//! What tests and examples share: a tree as text.

pub mod dump;
