//! The standard library inside the binary.

/// A module of the embedded library.
pub struct Embedded {
    /// Dotted name.
    pub name: &'static str,
    pub is_package: bool,
    /// Path below the library's root.
    pub path: &'static str,
    pub source: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/stdlib.rs"));

/// The folder that `__file__` of embedded modules names; no such folder exists.
pub const ROOT: &str = "<coil>/lib";

/// The embedded module with this name.
pub fn find(name: &str) -> Option<&'static Embedded> {
    MODULES.binary_search_by(|module| module.name.cmp(name)).ok().map(|index| &MODULES[index])
}
