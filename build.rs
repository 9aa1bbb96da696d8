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
    build_key();
}

/// A name for what determines compiled code: the sources of grammar, compiler, bytecode and library.
fn build_key() {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let mut files = Vec::new();
    for folder in ["grammar/src", "src/compiler", "src/bytecode", "stdlib"] {
        println!("cargo::rerun-if-changed={folder}");
        collect_all(&root.join(folder), &mut files);
    }
    files.sort();
    // FNV-1a: stable, and good enough to tell builds apart.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for file in files {
        for byte in std::fs::read(&file).expect("sources can be read") {
            hash = (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3);
        }
    }
    println!("cargo::rustc-env=COIL_BUILD_KEY={}-{hash:016x}", env!("CARGO_PKG_VERSION"));
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
    collect_all(folder, files);
    files.retain(|path| path.extension().is_some_and(|extension| extension == "py"));
}

fn collect_all(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("sources can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect_all(&path, files);
        } else {
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
