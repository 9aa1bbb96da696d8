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

impl Embedded {
    /// What `__file__` says.
    pub fn file(&self) -> String {
        format!("{ROOT}/{}", self.path)
    }

    /// The folder it stands in.
    pub fn folder(&self) -> String {
        let file = self.file();
        file.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_string())
    }
}

/// The modules that are there whatever `sys.path` says.
pub fn find_frozen(name: &str) -> Option<&'static Embedded> {
    match name {
        "_frozen_importlib" => find("importlib._bootstrap"),
        "_frozen_importlib_external" => find("importlib._bootstrap_external"),
        // What reads archives must not be looked for in archives.
        "zipimport" | "_importlib_files" => find(name),
        _ => None,
    }
}

/// The embedded module with this name.
pub fn find(name: &str) -> Option<&'static Embedded> {
    MODULES.binary_search_by(|module| module.name.cmp(name)).ok().map(|index| &MODULES[index])
}
