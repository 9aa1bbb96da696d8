//! Chooses how opcodes go on to the next (by a jump where the optimiser makes sibling calls, else through a trampoline),
//! and embeds the standard library.

use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rustc-check-cfg=cfg(coil_tail_calls)");
    println!("cargo::rerun-if-env-changed=COIL_TRAMPOLINE");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=stdlib");
    let level = std::env::var("OPT_LEVEL").unwrap_or_default();
    if level != "0" && std::env::var_os("COIL_TRAMPOLINE").is_none() {
        println!("cargo::rustc-cfg=coil_tail_calls");
    }
    embed_stdlib();
}

/// Writes the table of embedded modules, sorted by name.
fn embed_stdlib() {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("stdlib");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let mut rows: Vec<(String, bool, String, PathBuf)> = files.into_iter().map(|file| row(&root, file)).collect();
    rows.sort();
    let mut table = String::from("pub static MODULES: &[Embedded] = &[\n");
    for (name, is_package, path, file) in rows {
        let file = file.display();
        writeln!(
            table,
            "Embedded {{ name: {name:?}, is_package: {is_package}, path: {path:?}, source: include_str!({:?}) }},",
            file.to_string()
        )
        .expect("writing to a string");
    }
    table.push_str("];\n");
    let out = Path::new(&std::env::var("OUT_DIR").expect("set by cargo")).join("stdlib.rs");
    std::fs::write(out, table).expect("OUT_DIR can be written");
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("stdlib can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "py") {
            files.push(path);
        }
    }
}

/// Dotted name, whether it is a package, path below the root, path.
fn row(root: &Path, file: PathBuf) -> (String, bool, String, PathBuf) {
    let path = file.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
    let stem = path.trim_end_matches(".py");
    let is_package = stem.ends_with("/__init__");
    let name = stem.trim_end_matches("/__init__").replace('/', ".");
    (name, is_package, path, file)
}
