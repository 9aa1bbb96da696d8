//! Compiled code on disk, so that modules are not parsed again at every start.
//!
//! Entries lie in the user's cache folder (`$COIL_CACHE`, else `$XDG_CACHE_HOME/coil` or `~/.cache/coil`), below a name that stands for
//! this very compiler. Those of the embedded library are found by module name; those of files by path, size and time of
//! change. Whatever goes wrong here only costs time.

use std::hash::Hasher;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::bytecode::code::Code;
use crate::bytecode::serial;

/// Stands for the sources of compiler, grammar and embedded library; the build script works it out.
const BUILD: &str = env!("COIL_BUILD_KEY");

/// The folder of this build's entries.
fn folder() -> Option<PathBuf> {
    let base = match std::env::var_os("COIL_CACHE") {
        Some(folder) => PathBuf::from(folder),
        None => match std::env::var_os("XDG_CACHE_HOME") {
            Some(folder) => PathBuf::from(folder).join("coil"),
            None => PathBuf::from(std::env::var_os("HOME")?).join(".cache/coil"),
        },
    };
    Some(base.join(BUILD))
}

/// The entry of an embedded module.
pub fn embedded_entry(name: &str, optimize: u8) -> Option<PathBuf> {
    Some(folder()?.join(format!("{name}.{optimize}")))
}

/// The entry of a file as it is now.
pub fn file_entry(path: &Path, optimize: u8) -> Option<PathBuf> {
    let about = std::fs::metadata(path).ok()?;
    let changed = about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    let full = std::path::absolute(path).ok()?;
    let mut hasher = siphasher::sip128::SipHasher13::new();
    hasher.write(full.as_os_str().as_encoded_bytes());
    hasher.write_u64(about.len());
    hasher.write_u128(changed.as_nanos());
    use siphasher::sip128::Hasher128;
    let hash = hasher.finish128();
    Some(folder()?.join("files").join(format!("{:016x}{:016x}.{optimize}", hash.h1, hash.h2)))
}

/// The code of an entry, if it is there and whole.
pub fn load(entry: &Path) -> Option<Arc<Code>> {
    let data = std::fs::read(entry).ok()?;
    serial::read(&data).ok().map(Arc::new)
}

/// Writes an entry, so that nobody ever sees half of it.
pub fn store(entry: &Path, code: &Code) {
    let Some(parent) = entry.parent() else { return };
    if std::fs::create_dir_all(parent).is_err() {
        return;
    }
    let temporary = parent.join(format!(
        ".{}.{}",
        std::process::id(),
        entry.file_name().map_or_else(Default::default, |name| name.to_string_lossy())
    ));
    if std::fs::write(&temporary, serial::write(code)).is_ok() && std::fs::rename(&temporary, entry).is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
}
